/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gray's test as one pass over the events in their order. Notation of Gray 1988 and of cmprsk's
 * crstm: per group n at risk, S the chance of neither event so far, F of a birth; P the pooled
 * chance of a birth. */
#include "stats-gray.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats-symmetric.h"

#define NO_VARIANCE 1e-12 /* of the births, which are the most that V can be */
#define MAX STATS_LOGRANK_MAX_GROUPS

typedef struct
{
  unsigned n_groups;
  double n[MAX], S[MAX], F[MAX], P;
  double U[MAX], V[MAX * MAX];
  /* Of the stratum: C, X by row and column, y by column. */
  double C[MAX * MAX], X[MAX * MAX], y[MAX];
} Gray;

static double
at (const double *matrix,
    const Gray *self,
    unsigned i,
    unsigned j)
{
  return matrix[i * self->n_groups + j];
}

/* What a step of group m with residual direction u and size r adds. */
static void
add_outer (Gray *self,
           const double *u,
           double factor)
{
  for (unsigned i = 0; i < self->n_groups; i++)
    for (unsigned j = 0; j < self->n_groups; j++)
      self->V[i * self->n_groups + j] += factor * u[i] * u[j];
}

static void
births_of_group (Gray *self,
                 unsigned m,
                 const double *t,
                 double T,
                 double D,
                 double P_after,
                 double S_after)
{
  unsigned G = self->n_groups;
  double e = S_after > 0 ? 1 - (1 - P_after) / S_after : 1;
  double tie = D > 1 ? 1 - (D - 1) / (T * self->S[m] - 1) : 1;
  double r = self->S[m] * D / (T * self->n[m]) * tie;
  double u[MAX];

  for (unsigned i = 0; i < G; i++)
    u[i] = (i == m ? t[i] : 0) - t[i] * t[m] / T - e * at (self->C, self, i, m);
  self->y[m] += e * e * r;
  for (unsigned i = 0; i < G; i++)
    self->X[i * G + m] += u[i] * e * r;
  add_outer (self, u, r);
}

/* births per group, D of them in all. */
static void
births (Gray *self,
        const double *b,
        double D)
{
  unsigned G = self->n_groups;
  double t[MAX], R[MAX], S_after[MAX], T = 0, sum_R = 0, P_after;

  for (unsigned i = 0; i < G; i++)
    {
      t[i] = self->n[i] > 0 ? self->n[i] / self->S[i] : 0;
      R[i] = self->n[i] > 0 ? self->n[i] * (1 - self->F[i]) / self->S[i] : 0;
      T += t[i];
      sum_R += R[i];
    }
  P_after = self->P + D / T;
  for (unsigned i = 0; i < G; i++)
    {
      self->U[i] += b[i] - D * R[i] / sum_R;
      S_after[i] = self->n[i] > 0 ? self->S[i] * (1 - b[i] / self->n[i]) : self->S[i];
      for (unsigned j = 0; j < G; j++)
        self->C[i * G + j]
            += ((i == j ? t[i] : 0) - t[i] * t[j] / T) * D / (T * (1 - self->P));
    }
  for (unsigned m = 0; m < G; m++)
    if (self->n[m] > 0)
      births_of_group (self, m, t, T, D, P_after, S_after[m]);
  for (unsigned i = 0; i < G; i++)
    {
      if (self->n[i] > 0)
        self->F[i] += self->S[i] * b[i] / self->n[i];
      self->S[i] = S_after[i];
      self->n[i] -= b[i];
    }
  self->P = P_after;
}

static void
discontinuations (Gray *self,
                  unsigned m,
                  double q)
{
  unsigned G = self->n_groups;
  double S_after = self->S[m] * (1 - q / self->n[m]);

  if (S_after > 0)
    {
      double e = (1 - self->P) / S_after;
      double tie = q > 1 ? 1 - (q - 1) / (self->n[m] - 1) : 1;
      double r = self->S[m] * self->S[m] * q / (self->n[m] * self->n[m]) * tie;
      double u[MAX];

      self->y[m] += e * e * r;
      for (unsigned i = 0; i < G; i++)
        {
          u[i] = at (self->C, self, i, m);
          self->X[i * G + m] -= u[i] * e * e * r;
        }
      add_outer (self, u, e * e * r);
    }
  self->S[m] = S_after;
  self->n[m] -= q;
}

static void
finish_stratum (Gray *self)
{
  unsigned G = self->n_groups;

  for (unsigned m = 0; m < G; m++)
    for (unsigned i = 0; i < G; i++)
      for (unsigned j = 0; j < G; j++)
        {
          double c_i = at (self->C, self, i, m), c_j = at (self->C, self, j, m);

          self->V[i * G + j] += self->y[m] * c_i * c_j + c_i * at (self->X, self, j, m)
                                + at (self->X, self, i, m) * c_j;
        }
}

static void
stratum (Gray *self,
         const StatsRiskTable *groups)
{
  unsigned G = self->n_groups, n_rows = 0;

  memset (self->C, 0, sizeof self->C);
  memset (self->X, 0, sizeof self->X);
  memset (self->y, 0, sizeof self->y);
  self->P = 0;
  for (unsigned g = 0; g < G; g++)
    {
      self->n[g] = groups[g].n_rows > 0 ? groups[g].rows[0].at_risk : 0;
      self->S[g] = 1;
      self->F[g] = 0;
      n_rows = groups[g].n_rows > n_rows ? groups[g].n_rows : n_rows;
    }
  for (unsigned row = 0; row < n_rows; row++)
    {
      double b[MAX] = { 0 }, D = 0;

      for (unsigned g = 0; g < G; g++)
        if (row < groups[g].n_rows)
          D += b[g] = groups[g].rows[row].births;
      if (D > 0)
        births (self, b, D);
      for (unsigned g = 0; g < G; g++)
        if (row < groups[g].n_rows)
          {
            const StatsRiskRow *r = &groups[g].rows[row];

            self->n[g] -= r->open;
            if (r->stopped > 0)
              discontinuations (self, g, r->stopped);
            self->n[g] -= r->cut - r->open;
          }
    }
  finish_stratum (self);
}

static double
largest_variance (const Gray *self)
{
  double largest = 0;

  for (unsigned g = 0; g < self->n_groups; g++)
    largest = fmax (largest, fabs (self->V[g * self->n_groups + g]));
  return largest;
}

static double
total_births (const StatsRiskTable *tables,
              unsigned n)
{
  double sum = 0;

  for (unsigned t = 0; t < n; t++)
    sum += (double) stats_risk_total_births (tables[t].rows, tables[t].n_rows);
  return sum;
}

StatsTest
stats_gray_test (const StatsRiskTable *tables,
                 unsigned n_strata,
                 unsigned n_groups)
{
  StatsTest test = stats_test_chisq (NAN, 0);
  unsigned rank = 0;
  double form;
  Gray *self;

  if (n_groups == 0 || n_groups > MAX || !stats_logrank_tables_valid (tables, n_strata * n_groups))
    return test;
  self = calloc (1, sizeof *self);
  if (self == NULL)
    return test;
  self->n_groups = n_groups;
  for (unsigned s = 0; s < n_strata; s++)
    stratum (self, tables + (size_t) s * n_groups);
  /* Where groups are never at risk together V is rounding alone, of which a rank would be read. */
  if (largest_variance (self) > NO_VARIANCE * total_births (tables, n_strata * n_groups))
    {
      form = stats_symmetric_form (self->V, self->U, n_groups, &rank);
      test = stats_test_chisq (form, rank);
    }
  free (self);
  return test;
}
