/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fitting Cox's model with any of the three rules for ties. See stats-cox.h. */
#include "stats-cox.h"

#include "stats-cox-exact.h"
#include "stats-cox-walk.h"
#include "stats-matrix.h"
#include "stats-newton.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ITERATIONS 60

/* Terms have variance 1, so a birth brings information of about 1 on each. */
#define ALIASED 1e-11

typedef struct
{
  const StatsPrepared *prepared;
  StatsTies ties;
  bool no_memory;
  double loglik, *gradient, *triangle; /* triangle: as long as a packed one */
} CoxModel;

static void
add_transfer (const StatsCoxTransfer *transfer,
              void *data)
{
  CoxModel *model = data;

  stats_cox_add (transfer, model->ties, &model->loglik, model->gradient, model->triangle);
}

static bool
evaluate (void *data,
          const double *beta,
          double *objective,
          double *gradient,
          double *information)
{
  CoxModel *model = data;
  unsigned n_terms = model->prepared->n_terms;
  bool done;

  model->loglik = 0;
  model->gradient = gradient;
  memset (gradient, 0, n_terms * sizeof *gradient);
  memset (model->triangle, 0, stats_matrix_triangle (n_terms) * sizeof *model->triangle);
  if (model->ties == STATS_TIES_EXACT)
    done = stats_cox_exact_evaluate (model->prepared, beta, &model->loglik, gradient,
                                     model->triangle);
  else
    done = stats_cox_walk (model->prepared, beta, add_transfer, model);
  model->no_memory = model->no_memory || !done;
  *objective = model->loglik;
  stats_matrix_unpack (model->triangle, n_terms, information);
  return done;
}

static double
reach (void *data,
       const double *step)
{
  const StatsPrepared *prepared = ((CoxModel *) data)->prepared;
  double most = 0;

  for (size_t i = 0; i < prepared->n; i++)
    most = fmax (most, fabs (stats_matrix_dot (prepared->x + i * prepared->n_terms, step,
                                               prepared->n_terms)));
  return most;
}

/* From no effect at all to the maximum. null_variance and least: scratch, n * n and n. */
static StatsFitStatus
fit_prepared (CoxModel *model,
              StatsNewton *newton,
              double *null_variance,
              double *least,
              StatsFit *fit)
{
  const StatsPrepared *prepared = model->prepared;
  StatsFitStatus status;
  unsigned rank;

  if (!stats_newton_evaluate (newton))
    return model->no_memory ? STATS_FIT_NO_MEMORY : STATS_FIT_NOT_CONVERGED;
  for (size_t i = 0; i < newton->n; i++)
    least[i] = ALIASED * prepared->births;
  rank = stats_newton_find_aliased (newton, least);
  fit->loglik_null = newton->value;
  if (rank > 0)
    fit->score = stats_newton_score (newton);
  stats_newton_variance (newton, prepared, 0, NULL, null_variance);
  status = stats_newton_maximise (newton, MAX_ITERATIONS);
  if (model->no_memory)
    return STATS_FIT_NO_MEMORY;
  stats_newton_report (newton, prepared, NULL, status, null_variance, fit);
  if (rank > 0)
    fit->lr = 2 * (fit->loglik - fit->loglik_null);
  return status == STATS_FIT_OK && newton->n > 0 && rank == 0 ? STATS_FIT_SINGULAR : status;
}

StatsFitStatus
stats_cox_fit (const StatsModelRows *rows,
               StatsTies ties,
               double max_operations,
               StatsFit **out_fit)
{
  size_t n = rows->n_terms;
  CoxModel model = { .ties = ties };
  StatsObjective objective = { .n = rows->n_terms, .evaluate = evaluate, .reach = reach,
                               .data = &model, .cancelled = rows->cancelled };
  StatsPrepared *prepared;
  StatsNewton *newton = NULL;
  double *scratch = NULL;
  StatsFitStatus status = stats_prepared_new (rows, true, &prepared);

  *out_fit = NULL;
  if (status != STATS_FIT_OK)
    return status;
  if (ties == STATS_TIES_EXACT && !(stats_cox_exact_count (prepared) <= max_operations))
    status = STATS_FIT_TOO_LARGE;
  else
    {
      model.prepared = prepared;
      *out_fit = stats_fit_new (0, rows->n_terms);
      newton = stats_newton_new (&objective);
      scratch = malloc ((n * n + n + stats_matrix_triangle (n) + 1) * sizeof *scratch);
      if (*out_fit == NULL || newton == NULL || scratch == NULL)
        status = STATS_FIT_NO_MEMORY;
      else if (!(prepared->births > 0))
        status = STATS_FIT_NO_EVENTS;
      else
        {
          model.triangle = scratch + n * n + n;
          status = fit_prepared (&model, newton, scratch, scratch + n * n, *out_fit);
        }
    }
  if (status == STATS_FIT_NO_MEMORY)
    {
      stats_fit_free (*out_fit);
      *out_fit = NULL;
    }
  free (scratch);
  stats_newton_free (newton);
  stats_prepared_free (prepared);
  return status;
}

double
stats_cox_exact_operations (const StatsModelRows *rows)
{
  StatsPrepared *prepared;
  double operations;

  if (stats_prepared_new (rows, true, &prepared) != STATS_FIT_OK)
    return NAN;
  operations = stats_cox_exact_count (prepared);
  stats_prepared_free (prepared);
  return operations;
}
