/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Predicted curves of one pattern, of a population, and of the difference of two. */
#include "stats-standardise.h"

#include "stats-hazard-model.h"
#include "stats-matrix.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LOOK 4096 /* women between looks at whether it is cancelled */

/* One population's sums at each transfer. */
typedef struct
{
  double *chance;   /* k_last: of the woman at hand */
  double *mean;     /* k_last: running mean of F_i */
  double *gradient; /* k_last * n: sum of S_i sum_j t_ij z_ij */
} Side;

typedef struct
{
  const StatsFit *fit;
  const StatsBaseline *baseline;
  StatsLink link;
  unsigned k_last;
  size_t n;
  double *coef;     /* n: 0 for aliased terms */
  bool *unknown;    /* n: separated, or an aliased part of the baseline */
  bool *undefined;  /* k_last: needs one of those */
  double *drift;    /* n: sum_j t_ij z_ij so far */
  Side side[2];
  /* Running means and sums of squares about them: of F_a, F_b and F_a - F_b. */
  double *squares[3], *mean_difference;
  double total;
} Work;

static bool
work_init (Work *work,
           const StatsFit *fit,
           const StatsBaseline *baseline,
           StatsLink link,
           unsigned k_last)
{
  size_t n = fit->n, k = k_last;
  double *next = calloc (2 * n + 8 * k + 2 * k * n + 1, sizeof *next);

  *work = (Work){ .fit = fit, .baseline = baseline, .link = link, .k_last = k_last, .n = n };
  work->coef = next;
  work->unknown = calloc (n + k + 1, sizeof *work->unknown);
  if (next == NULL || work->unknown == NULL)
    return false;
  work->undefined = work->unknown + n;
  next += n;
  work->drift = next, next += n;
  for (unsigned side = 0; side < 2; side++)
    {
      work->side[side].chance = next, next += k;
      work->side[side].mean = next, next += k;
      work->side[side].gradient = next, next += k * n;
    }
  for (unsigned i = 0; i < 3; i++)
    work->squares[i] = next, next += k;
  work->mean_difference = next;
  for (size_t i = 0; i < n; i++)
    {
      bool is_term = i >= fit->n_baseline;

      work->unknown[i] = is_term ? fit->state[i] == STATS_TERM_SEPARATED
                                 : fit->state[i] != STATS_TERM_ESTIMATED;
      work->coef[i] = fit->state[i] == STATS_TERM_ESTIMATED ? fit->coef[i] : 0;
    }
  return true;
}

static void
work_clear (Work *work)
{
  free (work->coef);
  free (work->unknown);
}

/* Woman i of a population: her chances, and her part of the gradient. */
static void
add_woman (Work *work,
           Side *side,
           const StatsPopulation *population,
           size_t i,
           double count)
{
  size_t n = work->n, n_baseline = work->fit->n_baseline, n_terms = work->fit->n_terms;
  const double *x = population->x + i * n_terms;
  size_t stratum = population->stratum != NULL ? population->stratum[i] : 0;
  double x_eta = stats_matrix_dot (x, work->coef + n_baseline, n_terms), log_failure = 0;

  memset (work->drift, 0, n * sizeof *work->drift);
  for (size_t k = 1; k <= work->k_last; k++)
    {
      const double *z = work->baseline->z
                        + (stratum * work->baseline->k_max + k - 1) * n_baseline;
      StatsHazardPoint point = stats_hazard_point (
          work->link, x_eta + stats_matrix_dot (z, work->coef, n_baseline));
      double *gradient = side->gradient + (k - 1) * n;
      double failure;

      for (size_t j = 0; j < n_baseline; j++)
        {
          work->drift[j] += point.down * z[j];
          if (z[j] != 0 && work->unknown[j])
            work->undefined[k - 1] = true;
        }
      for (size_t j = 0; j < n_terms; j++)
        work->drift[n_baseline + j] += point.down * x[j];
      log_failure += point.log_failure;
      failure = exp (log_failure);
      side->chance[k - 1] = -expm1 (log_failure);
      for (size_t j = 0; j < n; j++)
        gradient[j] += count * failure * work->drift[j];
    }
}

/* West's update of a weighted mean and sum of squares. */
static void
update (double value,
        double count,
        double total,
        double *mean,
        double *squares)
{
  double from_mean = value - *mean;

  *mean += from_mean * count / total;
  *squares += count * from_mean * (value - *mean);
}

static void
add_both (Work *work,
          const StatsPopulation *a,
          const StatsPopulation *b,
          size_t i)
{
  double count = a->count != NULL ? a->count[i] : 1;

  if (!(count > 0))
    return;
  work->total += count;
  add_woman (work, &work->side[0], a, i, count);
  if (b != NULL)
    add_woman (work, &work->side[1], b, i, count);
  for (unsigned k = 0; k < work->k_last; k++)
    {
      double fa = work->side[0].chance[k], fb = work->side[1].chance[k];

      update (fa, count, work->total, &work->side[0].mean[k], &work->squares[0][k]);
      update (fb, count, work->total, &work->side[1].mean[k], &work->squares[1][k]);
      update (fa - fb, count, work->total, &work->mean_difference[k], &work->squares[2][k]);
    }
}

/* G' V G + var_i / n over what is estimated; gradient is a sum over the women. */
static double
standard_error (const Work *work,
                const double *gradient,
                double squares)
{
  const StatsFit *fit = work->fit;
  double sum = 0, total = work->total;

  for (size_t i = 0; i < work->n; i++)
    for (size_t j = 0; j < work->n; j++)
      if (fit->state[i] == STATS_TERM_ESTIMATED && fit->state[j] == STATS_TERM_ESTIMATED)
        sum += gradient[i] * fit->variance[i * work->n + j] * gradient[j];
  sum /= total * total;
  if (total > 1)
    sum += squares / (total - 1) / total;
  return sqrt (fmax (0, sum));
}

static void
put (double *out,
     unsigned k,
     double value)
{
  if (out != NULL)
    out[k] = value;
}

static void
write_out (Work *work,
           bool both,
           const StatsStandardised *out)
{
  size_t n = work->n;
  bool undefined = false;

  for (unsigned k = 0; k < work->k_last; k++)
    {
      double *a = work->side[0].gradient + k * n, *b = work->side[1].gradient + k * n;

      undefined = undefined || work->undefined[k];
      if (undefined)
        return;
      put (out->estimate_a, k, work->side[0].mean[k]);
      put (out->se_a, k, standard_error (work, a, work->squares[0][k]));
      if (!both)
        continue;
      put (out->estimate_b, k, work->side[1].mean[k]);
      put (out->se_b, k, standard_error (work, b, work->squares[1][k]));
      for (size_t i = 0; i < n; i++)
        a[i] -= b[i];
      put (out->difference, k, work->mean_difference[k]);
      put (out->se_difference, k, standard_error (work, a, work->squares[2][k]));
    }
}

static bool
population_valid (const StatsPopulation *population,
                  const StatsFit *fit,
                  const StatsBaseline *baseline)
{
  for (size_t i = 0; i < population->n * fit->n_terms; i++)
    if (!isfinite (population->x[i]))
      return false;
  for (size_t i = 0; i < population->n; i++)
    {
      if (population->count != NULL
          && !(population->count[i] >= 0 && population->count[i] < INFINITY))
        return false;
      if (population->stratum != NULL
          && population->stratum[i] >= (baseline->n_strata > 0 ? baseline->n_strata : 1))
        return false;
    }
  return true;
}

/* Whether somebody has a term that is separated: who has 0 in it isn't moved by it. */
static bool
needs_separated (const StatsPopulation *population,
                 const StatsFit *fit)
{
  for (size_t i = 0; i < population->n; i++)
    for (size_t j = 0; j < fit->n_terms; j++)
      if (fit->state[fit->n_baseline + j] == STATS_TERM_SEPARATED
          && population->x[i * fit->n_terms + j] != 0)
        return true;
  return false;
}

static void
all_unknown (double *out,
             unsigned k_last)
{
  for (unsigned k = 0; k < k_last && out != NULL; k++)
    out[k] = NAN;
}

StatsFitStatus
stats_standardise (const StatsFit *fit,
                   const StatsBaseline *baseline,
                   StatsLink link,
                   const StatsPopulation *a,
                   const StatsPopulation *b,
                   unsigned k_last,
                   const int *cancelled,
                   const StatsStandardised *out)
{
  double *arrays[] = { out->estimate_a, out->se_a,       out->estimate_b,
                       out->se_b,       out->difference, out->se_difference };
  Work work;
  StatsFitStatus status = STATS_FIT_OK;

  for (unsigned i = 0; i < sizeof arrays / sizeof *arrays; i++)
    all_unknown (arrays[i], k_last);
  if (k_last > baseline->k_max || fit->n_baseline != baseline->n_columns
      || (b != NULL && b->n != a->n) || !population_valid (a, fit, baseline)
      || (b != NULL && !population_valid (b, fit, baseline)))
    return STATS_FIT_INVALID;
  if (needs_separated (a, fit) || (b != NULL && needs_separated (b, fit)))
    return STATS_FIT_SEPARATED;
  if (!work_init (&work, fit, baseline, link, k_last))
    status = STATS_FIT_NO_MEMORY;
  else
    {
      for (size_t i = 0; i < a->n; i++)
        {
          if (i % LOOK == 0 && stats_is_cancelled (cancelled))
            {
              work_clear (&work);
              return STATS_FIT_NOT_CONVERGED;
            }
          add_both (&work, a, b, i);
        }
      if (work.total > 0)
        write_out (&work, b != NULL, out);
      for (unsigned k = 0; k < k_last; k++)
        if (work.undefined[k])
          status = STATS_FIT_SEPARATED;
    }
  work_clear (&work);
  return status;
}

StatsFitStatus
stats_hazard_curve (const StatsFit *fit,
                    const StatsBaseline *baseline,
                    StatsLink link,
                    const double *x,
                    unsigned stratum,
                    unsigned k_last,
                    double *out_estimate,
                    double *out_se)
{
  uint32_t of_stratum = stratum;
  StatsPopulation one = { .n = 1, .x = x, .stratum = &of_stratum };
  StatsStandardised out = { .estimate_a = out_estimate, .se_a = out_se };

  return stats_standardise (fit, baseline, link, &one, NULL, k_last, NULL, &out);
}
