/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The likelihood of a discrete-time hazard model. Rows are walked once per evaluation (twice with a
 * penalty). What depends on the transfer alone is added up in one cell per stratum and transfer,
 * and multiplied with the baseline's columns there, so that a row costs terms^2 operations however
 * many transfers it has and however many columns the baseline has.
 */
#include "stats-hazard-model.h"

#include "stats-matrix.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ALIASED 1e-11
#define IS_CONSTANT 1e-9 /* by that much, a linear predictor may differ from 1 */

/* exp (eta) of the complementary log-log above which 1 - h is 0 in doubles. */
#define CERTAIN 700

StatsHazardPoint
stats_hazard_point (StatsLink link,
                    double eta)
{
  if (link == STATS_LINK_LOGIT)
    {
      double tail = exp (-fabs (eta)), log_sum = log1p (tail);
      double less = tail / (1 + tail), more = 1 / (1 + tail); /* the smaller of h and 1 - h */
      double h = eta >= 0 ? more : less, failure = eta >= 0 ? less : more;

      return (StatsHazardPoint){ .log_birth = fmin (eta, 0) - log_sum,
                                 .log_failure = -fmax (eta, 0) - log_sum,
                                 .up = failure,
                                 .down = h,
                                 .weight = less * more,
                                 .rho = failure - h,
                                 .rho_fall = 2 * less * more };
    }
  else
    {
      /* 1 - h = exp (-e): d log h / d eta = e exp (-e) / h = e / (exp (e) - 1). */
      double e = exp (eta);
      double up = e > CERTAIN ? 0 : e > 0 ? e / expm1 (e) : 1;

      return (StatsHazardPoint){ .log_birth = e > 0 ? log (-expm1 (-e)) : eta,
                                 .log_failure = -e,
                                 .up = up,
                                 .down = e,
                                 .weight = e > CERTAIN ? 0 : e * up,
                                 .rho = 1 - e,
                                 .rho_fall = e };
    }
}

static size_t
cell_of (const HazardModel *model,
         size_t stratum,
         size_t k)
{
  return stratum * model->baseline->k_max + k - 1;
}

static const double *
baseline_row (const HazardModel *model,
              size_t cell)
{
  return model->baseline->z + cell * model->n_baseline;
}

/* Women having each transfer. */
static void
occupy (HazardModel *model)
{
  const StatsPrepared *prepared = model->prepared;

  for (unsigned s = 0; s < prepared->n_strata; s++)
    for (size_t i = prepared->begin[s]; i < prepared->begin[s + 1]; i++)
      for (size_t k = prepared->first[i]; k <= prepared->last[i]; k++)
        model->occupied[cell_of (model, s, k)] += prepared->count[i];
}

/* The least-squares solution of baseline row * constant = 1 over occupied cells, if it is one. */
static bool
find_constant (HazardModel *model)
{
  size_t n = model->n_baseline;
  double *gram = model->inverse; /* n_baseline^2 of it */

  memset (gram, 0, n * n * sizeof *gram);
  for (size_t cell = 0; cell < model->n_cells; cell++)
    {
      const double *z = baseline_row (model, cell);

      if (!(model->occupied[cell] > 0))
        continue;
      for (size_t a = 0; a < n; a++)
        {
          model->constant[a] += z[a];
          for (size_t b = 0; b <= a; b++)
            gram[a * n + b] += z[a] * z[b];
        }
    }
  memset (model->left_out, 0, n * sizeof *model->left_out);
  stats_matrix_factor (gram, (unsigned) n, NULL, model->left_out);
  stats_matrix_solve (gram, (unsigned) n, model->left_out, model->constant);
  for (size_t cell = 0; cell < model->n_cells; cell++)
    if (model->occupied[cell] > 0
        && !(fabs (stats_matrix_dot (baseline_row (model, cell), model->constant, n) - 1)
             < IS_CONSTANT))
      return false;
  return true;
}

void
stats_hazard_model_clear (HazardModel *model)
{
  free (model->constant);
  free (model->left_out);
}

static bool
allocate (HazardModel *model)
{
  size_t cells = model->n_cells, terms = model->n_terms;
  size_t n_doubles = model->n_baseline + 5 * cells + 2 * cells * terms
                     + stats_matrix_triangle (terms) + 2 * model->n * model->n + 1;
  double *next = calloc (n_doubles, sizeof *next);

  model->constant = next;
  model->left_out = calloc (model->n + 1, sizeof *model->left_out);
  if (next == NULL || model->left_out == NULL)
    return false;
  next += model->n_baseline;
  model->eta = next, next += cells;
  model->weight = next, next += cells;
  model->score = next, next += cells;
  model->quadratic = next, next += cells;
  model->occupied = next, next += cells;
  model->weight_x = next, next += cells * terms;
  model->leverage_x = next, next += cells * terms;
  model->terms_triangle = next, next += stats_matrix_triangle (terms);
  model->inverse = next;
  return true;
}

StatsFitStatus
stats_hazard_model_init (HazardModel *model,
                         StatsPrepared *prepared,
                         const StatsBaseline *baseline,
                         StatsLink link)
{
  unsigned n_strata = baseline->n_strata > 0 ? baseline->n_strata : 1;

  if (baseline->k_max < prepared->k_max || n_strata < prepared->n_strata
      || baseline->n_columns > 1000)
    return STATS_FIT_INVALID;
  model->prepared = prepared;
  model->baseline = baseline;
  model->link = link;
  model->n_baseline = baseline->n_columns;
  model->n_terms = prepared->n_terms;
  model->n = model->n_baseline + model->n_terms;
  model->n_cells = (size_t) n_strata * baseline->k_max;
  for (size_t i = 0; i < model->n_cells * model->n_baseline; i++)
    if (!isfinite (baseline->z[i]))
      return STATS_FIT_INVALID;
  if (!allocate (model))
    return STATS_FIT_NO_MEMORY;
  occupy (model);
  if (!find_constant (model))
    {
      stats_prepared_uncentre (prepared);
      memset (model->constant, 0, model->n_baseline * sizeof *model->constant);
    }
  return STATS_FIT_OK;
}

static void
baseline_eta (HazardModel *model,
              const double *beta)
{
  for (size_t cell = 0; cell < model->n_cells; cell++)
    model->eta[cell] = model->occupied[cell] > 0
                           ? stats_matrix_dot (baseline_row (model, cell), beta, model->n_baseline)
                           : 0;
}

/* link (3/4) or link (1/4): binomial ()'s mustart for one trial. */
static double
starting_eta (StatsLink link,
              bool birth)
{
  double h = birth ? 0.75 : 0.25;

  return link == STATS_LINK_LOGIT ? log (h / (1 - h)) : log (-log1p (-h));
}

/* One row: its likelihood, and what it adds to its cells and to the terms. */
static void
add_row (HazardModel *model,
         size_t stratum,
         size_t i,
         const double *beta,
         double *gradient)
{
  const StatsPrepared *prepared = model->prepared;
  size_t terms = model->n_terms;
  const double *x = prepared->x + i * terms;
  double x_eta = stats_matrix_dot (x, beta + model->n_baseline, terms);
  double count = prepared->count[i], scores = 0, weights = 0, loglik = 0;

  for (size_t k = prepared->first[i]; k <= prepared->last[i]; k++)
    {
      size_t cell = cell_of (model, stratum, k);
      bool birth = k == prepared->last[i] && prepared->fate[i] == STATS_FATE_LIVE_BIRTH;
      double eta = model->starting ? starting_eta (model->link, birth) : model->eta[cell] + x_eta;
      StatsHazardPoint point = stats_hazard_point (model->link, eta);
      double score = count * (birth ? point.up : -point.down), weight = count * point.weight;

      if (model->starting)
        score += weight * eta;

      loglik += birth ? point.log_birth : point.log_failure;
      scores += score;
      weights += weight;
      model->score[cell] += score;
      model->weight[cell] += weight;
      for (size_t j = 0; j < terms; j++)
        model->weight_x[cell * terms + j] += weight * x[j];
    }
  model->loglik += count * loglik;
  for (size_t j = 0; j < terms; j++)
    gradient[model->n_baseline + j] += scores * x[j];
  stats_matrix_add_outer (model->terms_triangle, (unsigned) terms, weights, x);
}

/* Adds what is in the cells and the terms to the whole gradient and information. */
static void
gather (HazardModel *model,
        double *gradient,
        double *information)
{
  size_t n = model->n, n_baseline = model->n_baseline, terms = model->n_terms;
  const double *triangle = model->terms_triangle;

  for (size_t a = 0; a < terms; a++)
    for (size_t b = 0; b <= a; b++, triangle++)
      information[(n_baseline + a) * n + n_baseline + b] += *triangle;
  for (size_t cell = 0; cell < model->n_cells; cell++)
    {
      const double *z = baseline_row (model, cell);

      if (!(model->occupied[cell] > 0))
        continue;
      for (size_t a = 0; a < n_baseline; a++)
        {
          if (z[a] == 0)
            continue;
          gradient[a] += z[a] * model->score[cell];
          for (size_t b = 0; b <= a; b++)
            information[a * n + b] += z[a] * z[b] * model->weight[cell];
          for (size_t j = 0; j < terms; j++)
            information[(n_baseline + j) * n + a] += z[a] * model->weight_x[cell * terms + j];
        }
    }
  for (size_t a = 0; a < n; a++)
    for (size_t b = 0; b < a; b++)
      information[b * n + a] = information[a * n + b];
}

static void
clear_sums (HazardModel *model)
{
  size_t cells = model->n_cells, terms = model->n_terms;

  memset (model->score, 0, cells * sizeof *model->score);
  memset (model->weight, 0, cells * sizeof *model->weight);
  memset (model->weight_x, 0, cells * terms * sizeof *model->weight_x);
  memset (model->terms_triangle, 0, stats_matrix_triangle (terms) * sizeof *model->terms_triangle);
}

/* With the parts B (baseline), C, T (terms) of I^-1, z' I^-1 z = z_B' B z_B + 2 x' C z_B + x' T x:
 * what a cell adds to that. False when the information is singular. */
static bool
find_leverages (HazardModel *model,
                const double *information,
                double *out_log_det)
{
  size_t n = model->n, n_baseline = model->n_baseline, terms = model->n_terms;
  double *inverse = model->inverse, *factor = model->inverse + n * n;

  memcpy (factor, information, n * n * sizeof *factor);
  memcpy (model->left_out, model->aliased, n * sizeof *model->left_out);
  stats_matrix_factor (factor, (unsigned) n, NULL, model->left_out);
  if (memcmp (model->left_out, model->aliased, n * sizeof *model->left_out) != 0)
    return false;
  *out_log_det = stats_matrix_log_det (factor, (unsigned) n, model->left_out);
  stats_matrix_invert (factor, (unsigned) n, model->left_out, inverse);

  for (size_t cell = 0; cell < model->n_cells; cell++)
    {
      const double *z = baseline_row (model, cell);
      double sum = 0;

      if (!(model->occupied[cell] > 0))
        continue;
      for (size_t a = 0; a < n_baseline; a++)
        sum += z[a] * stats_matrix_dot (inverse + a * n, z, n_baseline);
      model->quadratic[cell] = sum;
      for (size_t j = 0; j < terms; j++)
        model->leverage_x[cell * terms + j]
            = 2 * stats_matrix_dot (inverse + (n_baseline + j) * n, z, n_baseline);
    }
  return true;
}

/* What the penalty adds for one row. */
static void
penalise_row (HazardModel *model,
              size_t stratum,
              size_t i,
              const double *beta,
              double *gradient)
{
  const StatsPrepared *prepared = model->prepared;
  size_t n_baseline = model->n_baseline, terms = model->n_terms;
  const double *x = prepared->x + i * terms;
  const double *inverse = model->inverse + n_baseline * model->n + n_baseline;
  double x_eta = stats_matrix_dot (x, beta + n_baseline, terms), own = 0;
  double scores = 0, weights = 0;

  for (size_t j = 0; j < terms; j++)
    own += x[j] * stats_matrix_dot (inverse + j * model->n, x, terms);
  for (size_t k = prepared->first[i]; k <= prepared->last[i]; k++)
    {
      size_t cell = cell_of (model, stratum, k);
      StatsHazardPoint point = stats_hazard_point (model->link, model->eta[cell] + x_eta);
      double leverage = point.weight
                        * (model->quadratic[cell] + own
                           + stats_matrix_dot (model->leverage_x + cell * terms, x, terms));
      double score = prepared->count[i] * leverage * point.rho / 2;
      double weight = prepared->count[i] * leverage * point.rho_fall / 2;

      scores += score;
      weights += weight;
      model->score[cell] += score;
      model->weight[cell] += weight;
      for (size_t j = 0; j < terms; j++)
        model->weight_x[cell * terms + j] += weight * x[j];
    }
  for (size_t j = 0; j < terms; j++)
    gradient[n_baseline + j] += scores * x[j];
  stats_matrix_add_outer (model->terms_triangle, (unsigned) terms, weights, x);
}

bool
stats_hazard_evaluate (void *data,
                       const double *beta,
                       double *objective,
                       double *gradient,
                       double *information)
{
  HazardModel *model = data;
  const StatsPrepared *prepared = model->prepared;
  size_t n = model->n;
  double log_det;

  memset (gradient, 0, n * sizeof *gradient);
  memset (information, 0, n * n * sizeof *information);
  clear_sums (model);
  model->loglik = 0;
  baseline_eta (model, beta);
  for (unsigned s = 0; s < prepared->n_strata; s++)
    for (size_t i = prepared->begin[s]; i < prepared->begin[s + 1]; i++)
      add_row (model, s, i, beta, gradient);
  gather (model, gradient, information);
  *objective = model->loglik;
  if (!model->penalised)
    return true;

  if (!find_leverages (model, information, &log_det))
    return false;
  clear_sums (model);
  for (unsigned s = 0; s < prepared->n_strata; s++)
    for (size_t i = prepared->begin[s]; i < prepared->begin[s + 1]; i++)
      penalise_row (model, s, i, beta, gradient);
  gather (model, gradient, information);
  *objective += log_det / 2;
  if (model->link != STATS_LINK_LOGIT)
    *objective = 0;
  return true;
}

double
stats_hazard_reach (void *data,
                    const double *step)
{
  HazardModel *model = data;
  const StatsPrepared *prepared = model->prepared;
  double most = 0;

  baseline_eta (model, step);
  for (unsigned s = 0; s < prepared->n_strata; s++)
    for (size_t i = prepared->begin[s]; i < prepared->begin[s + 1]; i++)
      {
        double x_step = stats_matrix_dot (prepared->x + i * model->n_terms,
                                          step + model->n_baseline, model->n_terms);

        for (size_t k = prepared->first[i]; k <= prepared->last[i]; k++)
          most = fmax (most, fabs (model->eta[cell_of (model, s, k)] + x_step));
      }
  return most;
}

void
stats_hazard_least_pivots (const HazardModel *model,
                           const double *information,
                           double *out_least)
{
  double weight = 0;

  for (size_t cell = 0; cell < model->n_cells; cell++)
    weight += model->weight[cell];
  for (size_t i = 0; i < model->n; i++)
    out_least[i] = ALIASED * (i < model->n_baseline ? information[i * model->n + i] : weight);
}
