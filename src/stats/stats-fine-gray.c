/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Fine and Gray's model: see stats-fine-gray.h. Since a weight is a quotient of something at k and
 * something at j, all sums over pairs of transfers are products of running sums.
 */
#include "stats-fine-gray.h"

#include "stats-cox-walk.h"
#include "stats-matrix.h"
#include "stats-newton.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NO_VARIANCE 1e-12 /* of the inverse information */

#define MAX_ITERATIONS 60
#define ALIASED 1e-11

/* One transfer of a stratum. */
typedef struct
{
  double at_risk, births, stopped, cut, open;
  double uncut;          /* Gm_k: not cut before its births */
  double uncut_at_stop;  /* Gm_j in a weight's denominator: not cut before its discontinuations */
  double gamma_open, gamma_known;
  double women_open, women_known; /* pi */
} Transfer;

typedef struct
{
  const StatsPrepared *prepared;
  StatsTies ties;
  size_t n_terms, size, n_k; /* n_k: k_max + 1, since arrays by transfer start at k = 0 */
  Transfer *transfers;       /* n_strata * n_k */
  double *memory;
  double *eta; /* one per row */
  /* Of the stratum at hand, by transfer. */
  double *ends_offset, *stopped_offset; /* n_k: units of the blocks below; see StatsCoxBlock */
  double *sums;                         /* where the n_sums numbers that are added up begin */
  size_t n_sums;
  double *ends, *stopped, *born; /* n_k blocks */
  double *births_eta, *births_x; /* n_k, n_k * n_terms */
  double *risk, *ever;           /* 2 blocks: at risk at k; sum over stopped before of t / Gm_j */
  /* Of the variance: by transfer, 1 + n_terms numbers each. */
  double *after, *stopped_so_far, *so_far, *birth_part, *q_open, *q_known;
  double *woman, *middle; /* n_terms; n_terms * n_terms, packed */
  double *triangle;       /* packed */
} FineGray;

/* Tables and weights --------------------------------------------------------------------------- */

static void
fill_transfers (FineGray *model,
                unsigned stratum)
{
  const StatsPrepared *prepared = model->prepared;
  Transfer *transfers = model->transfers + stratum * model->n_k;
  double at_risk = 0, uncut = 1;

  for (size_t i = prepared->begin[stratum]; i < prepared->begin[stratum + 1]; i++)
    {
      Transfer *last = &transfers[prepared->last[i]];
      double count = prepared->count[i];

      last->births += prepared->fate[i] == STATS_FATE_LIVE_BIRTH ? count : 0;
      last->stopped += prepared->fate[i] == STATS_FATE_DISCONTINUED ? count : 0;
      last->open += prepared->fate[i] == STATS_FATE_OPEN ? count : 0;
      last->cut += prepared->fate[i] == STATS_FATE_OPEN
                           || prepared->fate[i] == STATS_FATE_IN_TREATMENT
                       ? count
                       : 0;
    }
  for (size_t k = model->n_k - 1; k >= 1; k--)
    {
      at_risk += transfers[k].births + transfers[k].stopped + transfers[k].cut;
      transfers[k].at_risk = at_risk;
    }
  for (size_t k = 1; k < model->n_k; k++)
    {
      Transfer *t = &transfers[k];

      t->women_open = t->at_risk - t->births;
      t->women_known = t->women_open - t->open - t->stopped;
      t->gamma_open = t->women_open > 0 ? t->open / t->women_open : 0;
      t->gamma_known = t->women_known > 0 ? (t->cut - t->open) / t->women_known : 0;
      t->uncut = uncut;
      t->uncut_at_stop = uncut * (1 - t->gamma_open);
      uncut = t->uncut_at_stop * (1 - t->gamma_known);
    }
}

static bool
fine_gray_init (FineGray *model,
                const StatsPrepared *prepared,
                StatsTies ties)
{
  size_t n_terms = prepared->n_terms, n_k = (size_t) prepared->k_max + 1;
  size_t size = stats_cox_block_size (n_terms), by_transfer = n_k * (1 + n_terms);
  double *next;

  *model = (FineGray){ .prepared = prepared, .ties = ties, .n_terms = n_terms, .size = size,
                       .n_k = n_k };
  model->n_sums = n_k * (3 * size + 1 + n_terms) + 2 * size + 6 * by_transfer + n_terms;
  next = calloc (prepared->n + 2 * stats_matrix_triangle (n_terms) + 2 * n_k + model->n_sums + 1,
                 sizeof *next);
  model->memory = next;
  model->transfers = calloc (n_k * prepared->n_strata, sizeof *model->transfers);
  if (next == NULL || model->transfers == NULL)
    return false;
  model->eta = next, next += prepared->n;
  model->triangle = next, next += stats_matrix_triangle (n_terms);
  model->middle = next, next += stats_matrix_triangle (n_terms);
  model->ends_offset = next, next += n_k;
  model->stopped_offset = next, next += n_k;
  model->sums = next;
  model->ends = next, next += n_k * size;
  model->stopped = next, next += n_k * size;
  model->born = next, next += n_k * size;
  model->births_eta = next, next += n_k;
  model->births_x = next, next += n_k * n_terms;
  model->risk = next, next += size;
  model->ever = next, next += size;
  model->after = next, next += by_transfer;
  model->stopped_so_far = next, next += by_transfer;
  model->so_far = next, next += by_transfer;
  model->birth_part = next, next += by_transfer;
  model->q_open = next, next += by_transfer;
  model->q_known = next, next += by_transfer;
  model->woman = next;
  for (unsigned s = 0; s < prepared->n_strata; s++)
    fill_transfers (model, s);
  return true;
}

static void
fine_gray_clear (FineGray *model)
{
  free (model->memory);
  free (model->transfers);
}

/* Likelihood ----------------------------------------------------------------------------------- */

/* The linear predictors of a stratum's rows; per transfer the highest of those at risk there by
 * themselves, and of those who have stopped by then. */
static void
find_offsets (FineGray *model,
              unsigned stratum,
              const double *beta)
{
  const StatsPrepared *prepared = model->prepared;

  for (size_t k = 0; k < model->n_k; k++)
    model->ends_offset[k] = model->stopped_offset[k] = -INFINITY;
  for (size_t i = prepared->begin[stratum]; i < prepared->begin[stratum + 1]; i++)
    {
      size_t last = prepared->last[i];
      double eta = stats_matrix_dot (beta, prepared->x + i * model->n_terms, model->n_terms);

      model->eta[i] = eta;
      model->ends_offset[last] = fmax (model->ends_offset[last], eta);
      if (prepared->fate[i] == STATS_FATE_DISCONTINUED)
        model->stopped_offset[last] = fmax (model->stopped_offset[last], eta);
    }
  for (size_t k = model->n_k - 1; k > 1; k--)
    model->ends_offset[k - 1] = fmax (model->ends_offset[k - 1], model->ends_offset[k]);
  for (size_t k = 1; k < model->n_k; k++)
    model->stopped_offset[k] = fmax (model->stopped_offset[k], model->stopped_offset[k - 1]);
}

static double
offset_at (const FineGray *model,
           size_t k)
{
  return fmax (model->ends_offset[k], model->stopped_offset[k - 1]);
}

/* Sums of the rows of a stratum by the transfer they end at, in units of those offsets. */
static void
add_rows (FineGray *model,
          unsigned stratum,
          const double *beta)
{
  const StatsPrepared *prepared = model->prepared;
  size_t n_terms = model->n_terms, size = model->size;

  memset (model->sums, 0, model->n_sums * sizeof *model->sums);
  find_offsets (model, stratum, beta);
  for (size_t i = prepared->begin[stratum]; i < prepared->begin[stratum + 1]; i++)
    {
      const double *x = prepared->x + i * n_terms;
      size_t last = prepared->last[i];
      double eta = model->eta[i], count = prepared->count[i];

      stats_cox_block_add (model->ends + last * size, n_terms,
                           count * exp (eta - model->ends_offset[last]), x);
      if (prepared->fate[i] == STATS_FATE_DISCONTINUED)
        stats_cox_block_add (model->stopped + last * size, n_terms,
                             count * exp (eta - model->stopped_offset[last]), x);
      if (prepared->fate[i] != STATS_FATE_LIVE_BIRTH)
        continue;
      stats_cox_block_add (model->born + last * size, n_terms,
                           count * exp (eta - offset_at (model, last)), x);
      model->births_eta[last] += count * eta;
      for (size_t j = 0; j < n_terms; j++)
        model->births_x[last * n_terms + j] += count * x[j];
    }
}

/* Makes ends into the sums over the women at risk at each transfer, weights included. */
static void
weigh (FineGray *model,
       unsigned stratum)
{
  const Transfer *transfers = model->transfers + stratum * model->n_k;
  size_t size = model->size;

  for (size_t k = model->n_k - 1; k >= 1; k--)
    {
      double *ends = model->ends + k * size;

      if (k + 1 < model->n_k)
        stats_cox_block_scale (model->risk, model->n_terms,
                               exp (model->ends_offset[k + 1] - model->ends_offset[k]));
      for (size_t j = 0; j < size; j++)
        ends[j] = model->risk[j] += ends[j];
    }
  for (size_t k = 1; k < model->n_k; k++)
    {
      double *ends = model->ends + k * size, *stopped = model->stopped + k * size;
      double offset = offset_at (model, k), weight = 0;

      /* ever: those who stopped before k, in units of the offset there. */
      if (model->ever[0] > 0)
        weight = transfers[k].uncut * exp (model->stopped_offset[k - 1] - offset);
      stats_cox_block_scale (ends, model->n_terms, exp (model->ends_offset[k] - offset));
      for (size_t j = 0; j < size; j++)
        ends[j] += weight * model->ever[j];
      stats_cox_block_scale (model->ever, model->n_terms,
                             exp (model->stopped_offset[k - 1] - model->stopped_offset[k]));
      for (size_t j = 0; j < size && transfers[k].stopped > 0; j++)
        model->ever[j] += stopped[j] / transfers[k].uncut_at_stop;
    }
}

static StatsCoxTransfer
transfer_at (const FineGray *model,
             unsigned stratum,
             size_t k)
{
  return (StatsCoxTransfer){ .stratum = stratum,
                             .k = (unsigned) k,
                             .n_terms = (unsigned) model->n_terms,
                             .offset = offset_at (model, k),
                             .births = model->transfers[stratum * model->n_k + k].births,
                             .births_eta = model->births_eta[k],
                             .births_x = model->births_x + k * model->n_terms,
                             .born = model->born + k * model->size,
                             .risk = model->ends + k * model->size };
}

static bool
evaluate (void *data,
          const double *beta,
          double *objective,
          double *gradient,
          double *information)
{
  FineGray *model = data;
  const StatsPrepared *prepared = model->prepared;

  *objective = 0;
  memset (gradient, 0, model->n_terms * sizeof *gradient);
  memset (model->triangle, 0, stats_matrix_triangle (model->n_terms) * sizeof *model->triangle);
  for (unsigned s = 0; s < prepared->n_strata; s++)
    {
      if (prepared->begin[s] == prepared->begin[s + 1])
        continue;
      add_rows (model, s, beta);
      weigh (model, s);
      for (size_t k = 1; k < model->n_k; k++)
        {
          StatsCoxTransfer transfer = transfer_at (model, s, k);

          stats_cox_add (&transfer, model->ties, objective, gradient, model->triangle);
        }
    }
  stats_matrix_unpack (model->triangle, (unsigned) model->n_terms, information);
  return true;
}

static double
reach (void *data,
       const double *step)
{
  const StatsPrepared *prepared = ((FineGray *) data)->prepared;
  double most = 0;

  for (size_t i = 0; i < prepared->n; i++)
    most = fmax (most, fabs (stats_matrix_dot (prepared->x + i * prepared->n_terms, step,
                                               prepared->n_terms)));
  return most;
}

/* Variance ------------------------------------------------------------------------------------- */

/* Of a woman who doesn't give birth at k, the transfer adds -t (x L - M) to eta, with L = sum over
 * the steps of the tie rule of 1 / c, M = sum of (mean at risk) / c. By transfer, as (L, M):
 * so_far, the sums up to k; after, the sums after k of Gm (L, M); stopped_so_far, (1, x) t / Gm_j
 * over those who stopped up to k. birth_part, for those who give birth at k: what their x minus the
 * mean at risk is short of, and what Efron's steps leave out of L and M. */
static void
sum_up_variance (FineGray *model,
                 unsigned stratum)
{
  const Transfer *transfers = model->transfers + stratum * model->n_k;
  size_t n_terms = model->n_terms, width = 1 + n_terms;

  for (size_t k = 1; k < model->n_k; k++)
    {
      StatsCoxTransfer transfer = transfer_at (model, stratum, k);
      StatsCoxSteps steps = { 0 };
      double *so_far = model->so_far + k * width, *stopped = model->stopped_so_far + k * width;
      double unit = exp (-transfer.offset);

      memcpy (so_far, so_far - width, width * sizeof *so_far);
      memcpy (stopped, stopped - width, width * sizeof *stopped);
      if (transfers[k].stopped > 0)
        for (size_t j = 0; j < width; j++)
          stopped[j] += exp (model->stopped_offset[k]) * model->stopped[k * model->size + j]
                        / transfers[k].uncut_at_stop;
      if (!(transfer.births > 0))
        continue;
      steps = stats_cox_steps (&transfer, model->ties);
      so_far[0] += unit * steps.inverse;
      model->birth_part[k * width] = unit * steps.a_inverse;
      for (size_t j = 0; j < n_terms; j++)
        {
          double risk = transfer.risk[1 + j], born = transfer.born[1 + j];

          so_far[1 + j] += unit * (steps.square * risk - steps.a_square * born);
          model->birth_part[k * width + 1 + j]
              = unit * (steps.a_square * risk - steps.a2_square * born);
          /* ends held the sums at risk; from here on, the mean over the steps. */
          model->ends[k * model->size + 1 + j]
              = (steps.inverse * risk - steps.a_inverse * born) / transfer.births;
        }
    }
  for (size_t k = model->n_k - 1; k >= 1; k--)
    for (size_t j = 0; j < width; j++)
      model->after[(k - 1) * width + j]
          = model->after[k * width + j]
            + transfers[k].uncut
                  * (model->so_far[k * width + j] - model->so_far[(k - 1) * width + j]);
}

/* Q_u / pi_u of both steps of each transfer. */
static void
sum_up_cuts (FineGray *model,
             unsigned stratum)
{
  const Transfer *transfers = model->transfers + stratum * model->n_k;
  size_t n_terms = model->n_terms, width = 1 + n_terms;

  for (size_t k = 1; k < model->n_k; k++)
    {
      const double *after = model->after + k * width;
      const double *known = model->stopped_so_far + k * width, *open = known - width;

      for (size_t j = 0; j < n_terms; j++)
        {
          if (transfers[k].women_open > 0)
            model->q_open[k * width + j]
                = (open[1 + j] * after[0] - open[0] * after[1 + j]) / transfers[k].women_open;
          if (transfers[k].women_known > 0)
            model->q_known[k * width + j]
                = (known[1 + j] * after[0] - known[0] * after[1 + j]) / transfers[k].women_known;
        }
    }
}

/* eta + psi of one woman into model->woman. lost: n_k * n_terms, sums over transfers up to k of
 * gamma Q / pi. */
static void
score_of (FineGray *model,
          unsigned stratum,
          size_t i,
          const double *lost)
{
  const StatsPrepared *prepared = model->prepared;
  size_t n_terms = model->n_terms, width = 1 + n_terms, k = prepared->last[i];
  const Transfer *last = model->transfers + stratum * model->n_k + k;
  const double *x = prepared->x + i * n_terms, *so_far = model->so_far + k * width;
  const double *birth_part = model->birth_part + k * width, *after = model->after + k * width;
  double t = exp (model->eta[i]);

  for (size_t j = 0; j < n_terms; j++)
    {
      double open = model->q_open[k * width + j], known = model->q_known[k * width + j];
      double sum = -t * (x[j] * so_far[0] - so_far[1 + j]) - lost[(k - 1) * n_terms + j];

      switch (prepared->fate[i])
        {
        case STATS_FATE_LIVE_BIRTH:
          sum += x[j] - model->ends[k * model->size + 1 + j]
                 + t * (x[j] * birth_part[0] - birth_part[1 + j]);
          break;
        case STATS_FATE_OPEN:
          sum += (1 - last->gamma_open) * open;
          break;
        case STATS_FATE_DISCONTINUED:
          sum -= t / last->uncut_at_stop * (x[j] * after[0] - after[1 + j]);
          sum -= last->gamma_open * open;
          break;
        default:
          sum += (1 - last->gamma_known) * known - last->gamma_open * open;
          break;
        }
      model->woman[j] = sum;
    }
}

/* The middle of the sandwich, at beta, into model->middle. lost: scratch, n_k * n_terms. */
static void
sum_up_scores (FineGray *model,
               const double *beta,
               double *lost)
{
  const StatsPrepared *prepared = model->prepared;
  size_t n_terms = model->n_terms, width = 1 + n_terms;

  memset (model->middle, 0, stats_matrix_triangle (n_terms) * sizeof *model->middle);
  for (unsigned s = 0; s < prepared->n_strata; s++)
    {
      const Transfer *transfers = model->transfers + s * model->n_k;

      if (prepared->begin[s] == prepared->begin[s + 1])
        continue;
      add_rows (model, s, beta);
      weigh (model, s);
      sum_up_variance (model, s);
      sum_up_cuts (model, s);
      memset (lost, 0, n_terms * sizeof *lost);
      for (size_t k = 1; k < model->n_k; k++)
        for (size_t j = 0; j < n_terms; j++)
          lost[k * n_terms + j] = lost[(k - 1) * n_terms + j]
                                  + transfers[k].gamma_open * model->q_open[k * width + j]
                                  + transfers[k].gamma_known * model->q_known[k * width + j];
      for (size_t i = prepared->begin[s]; i < prepared->begin[s + 1]; i++)
        {
          score_of (model, s, i, lost);
          stats_matrix_add_outer (model->middle, (unsigned) n_terms, prepared->count[i],
                                  model->woman);
        }
    }
}

/* variance <- I^-1 middle I^-1, in the caller's terms, for what is estimated; and Wald's test.
 * bread and meat: n * n. */
static void
sandwich (FineGray *model,
          StatsNewton *newton,
          double *bread,
          double *meat,
          StatsFit *fit)
{
  size_t n = model->n_terms;
  bool *all = newton->scratch_out, *noise = newton->scratch_out;
  unsigned df;

  memset (bread, 0, n * n * sizeof *bread);
  memcpy (newton->factor, newton->information, n * n * sizeof *newton->factor);
  memcpy (newton->scratch_out, newton->left_out, n * sizeof *newton->scratch_out);
  stats_matrix_factor (newton->factor, (unsigned) n, NULL, newton->scratch_out);
  stats_matrix_invert (newton->factor, (unsigned) n, newton->scratch_out, bread);
  stats_matrix_unpack (model->middle, (unsigned) n, meat);
  /* I^-1 (meat I^-1): row i of meat I^-1 into factor, then the whole. */
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++)
      newton->factor[i * n + j] = stats_matrix_dot (meat + i * n, bread + j * n, n);
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++)
      {
        double sum = 0;

        for (size_t k = 0; k < n; k++)
          sum += bread[i * n + k] * newton->factor[k * n + j];
        meat[i * n + j] = sum;
      }
  /* Where everybody's residual is nothing, as where births and stops part the groups, the rest of
   * it is rounding, and no estimate. */
  for (size_t i = 0; i < n; i++)
    noise[i] = meat[i * n + i] > 0 && meat[i * n + i] < NO_VARIANCE * bread[i * n + i];
  stats_prepared_restore_variance (model->prepared, 0, NULL, meat);
  for (size_t i = 0; i < n; i++)
    {
      double variance = noise[i] ? INFINITY : meat[i * n + i];

      if (fit->state[i] == STATS_TERM_ESTIMATED && !(variance > 0 && variance < INFINITY))
        {
          fit->state[i] = variance == 0 ? STATS_TERM_ALIASED : STATS_TERM_SEPARATED;
          fit->coef[i] = NAN;
        }
      for (size_t j = 0; j < n; j++)
        fit->variance[i * n + j] = meat[i * n + j];
    }
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n && fit->state[i] != STATS_TERM_ESTIMATED; j++)
      fit->variance[i * n + j] = fit->variance[j * n + i] = NAN;
  memset (all, true, n * sizeof *all);
  if (!isnan (fit->wald))
    fit->wald = stats_fit_wald (fit, all, &df);
}

/* scratch: 2 n * n + n + n_k * n doubles. */
static StatsFitStatus
fit_model (FineGray *model,
           StatsNewton *newton,
           double *scratch,
           StatsFit *fit)
{
  size_t n = model->n_terms;
  double *null_variance = scratch, *least = scratch + 2 * n * n;
  StatsFitStatus status;

  if (!stats_newton_evaluate (newton))
    return STATS_FIT_NOT_CONVERGED;
  for (size_t i = 0; i < n; i++)
    least[i] = ALIASED * model->prepared->births;
  stats_newton_find_aliased (newton, least);
  fit->loglik_null = newton->value;
  stats_newton_variance (newton, model->prepared, 0, NULL, null_variance);
  status = stats_newton_maximise (newton, MAX_ITERATIONS);
  stats_newton_report (newton, model->prepared, NULL, status, null_variance, fit);
  if (status == STATS_FIT_OK || status == STATS_FIT_SEPARATED)
    {
      sum_up_scores (model, newton->beta, least + n);
      sandwich (model, newton, scratch, scratch + n * n, fit);
    }
  return status == STATS_FIT_OK && n > 0 && stats_fit_df (fit) == 0 ? STATS_FIT_SINGULAR : status;
}

StatsFitStatus
stats_fine_gray_fit (const StatsModelRows *rows,
                     StatsTies ties,
                     StatsFit **out_fit)
{
  size_t n = rows->n_terms;
  FineGray model = { 0 };
  StatsObjective objective = { .n = rows->n_terms, .evaluate = evaluate, .reach = reach,
                               .data = &model, .cancelled = rows->cancelled };
  StatsPrepared *prepared = NULL;
  StatsNewton *newton = NULL;
  double *scratch = NULL;
  StatsFitStatus status = stats_prepared_new (rows, true, &prepared);

  *out_fit = NULL;
  if (status == STATS_FIT_OK && (ties == STATS_TIES_EXACT || prepared->late))
    status = STATS_FIT_INVALID;
  if (status == STATS_FIT_OK)
    {
      *out_fit = stats_fit_new (0, rows->n_terms);
      newton = stats_newton_new (&objective);
      scratch = malloc ((2 * n * n + n + ((size_t) prepared->k_max + 1) * n + 1)
                        * sizeof *scratch);
      if (*out_fit == NULL || newton == NULL || scratch == NULL
          || !fine_gray_init (&model, prepared, ties))
        status = STATS_FIT_NO_MEMORY;
      else if (!(prepared->births > 0))
        status = STATS_FIT_NO_EVENTS;
      else
        status = fit_model (&model, newton, scratch, *out_fit);
    }
  if (status == STATS_FIT_NO_MEMORY)
    {
      stats_fit_free (*out_fit);
      *out_fit = NULL;
    }
  free (scratch);
  stats_newton_free (newton);
  fine_gray_clear (&model);
  stats_prepared_free (prepared);
  return status;
}

StatsFitStatus
stats_fine_gray_weights (const StatsModelRows *rows,
                         unsigned stratum,
                         unsigned k_max,
                         double *out_weights)
{
  StatsModelRows without_terms = *rows;
  FineGray model = { 0 };
  StatsPrepared *prepared;
  StatsFitStatus status;

  without_terms.n_terms = 0;
  status = stats_prepared_new (&without_terms, true, &prepared);
  if (status == STATS_FIT_OK
      && (prepared->late || k_max < prepared->k_max || stratum >= prepared->n_strata))
    status = STATS_FIT_INVALID;
  if (status == STATS_FIT_OK && !fine_gray_init (&model, prepared, STATS_TIES_BRESLOW))
    status = STATS_FIT_NO_MEMORY;
  for (size_t i = 0; i < (size_t) k_max * k_max; i++)
    out_weights[i] = NAN;
  for (size_t j = 1; status == STATS_FIT_OK && j < model.n_k; j++)
    {
      const Transfer *transfers = model.transfers + stratum * model.n_k;

      for (size_t k = 1; k <= k_max && transfers[j].stopped > 0; k++)
        out_weights[(j - 1) * k_max + k - 1]
            = k <= j          ? 1
              : k < model.n_k ? transfers[k].uncut / transfers[j].uncut_at_stop
                              : NAN;
    }
  fine_gray_clear (&model);
  stats_prepared_free (prepared);
  return status;
}
