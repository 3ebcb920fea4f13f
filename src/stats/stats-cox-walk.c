/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums over the sets at risk: see stats-cox-walk.h. */
#include "stats-cox-walk.h"

#include "stats-matrix.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Per transfer k = 1 .. k_max, at index k: blocks of the rows that end there, of those that stay
 * at risk there but entered late, and of the births. */
typedef struct
{
  size_t n_terms, size; /* of a block */
  size_t n_k;           /* k_max + 1 */
  size_t n_doubles;
  double *memory;
  double *eta;                       /* one per row */
  double *ends, *late, *born;        /* n_k blocks */
  double *births, *births_eta;       /* n_k */
  double *births_x;                  /* n_k * n_terms */
  double *risk;                      /* a block: the running sum of ends */
  double *at_risk;                   /* a block: with the late ones */
  double *ends_offset, *late_offset; /* n_k: highest eta at risk; -infinity without any */
} Sums;

static bool
sums_init (Sums *sums,
           const StatsPrepared *prepared)
{
  size_t n_terms = prepared->n_terms, n_k = (size_t) prepared->k_max + 1;
  size_t size = stats_cox_block_size (n_terms);
  double *next;

  sums->n_terms = n_terms;
  sums->size = size;
  sums->n_k = n_k;
  sums->n_doubles = n_k * (3 * size + 4 + n_terms) + 2 * size;
  sums->memory = next = malloc ((sums->n_doubles + prepared->n) * sizeof *next);
  if (next == NULL)
    return false;
  sums->ends = next, next += n_k * size;
  sums->late = next, next += n_k * size;
  sums->born = next, next += n_k * size;
  sums->births = next, next += n_k;
  sums->births_eta = next, next += n_k;
  sums->births_x = next, next += n_k * n_terms;
  sums->risk = next, next += size;
  sums->at_risk = next, next += size;
  sums->ends_offset = next, next += n_k;
  sums->late_offset = next, next += n_k;
  sums->eta = next;
  return true;
}

void
stats_cox_block_scale (StatsCoxBlock *block,
                       size_t n_terms,
                       double factor)
{
  size_t size = stats_cox_block_size (n_terms);

  for (size_t j = 0; j < size && block[0] != 0; j++)
    block[j] *= factor;
}

void
stats_cox_block_add (StatsCoxBlock *block,
                     size_t n_terms,
                     double weight,
                     const double *x)
{
  block[0] += weight;
  for (size_t j = 0; j < n_terms; j++)
    block[1 + j] += weight * x[j];
  stats_matrix_add_outer (block + 1 + n_terms, (unsigned) n_terms, weight, x);
}

/* Zeroes the sums, and finds the linear predictors of a stratum's rows and the offsets. */
static void
begin_stratum (Sums *sums,
               const StatsPrepared *prepared,
               unsigned stratum,
               const double *beta)
{
  memset (sums->memory, 0, sums->n_doubles * sizeof *sums->memory);
  for (size_t k = 0; k < sums->n_k; k++)
    sums->ends_offset[k] = sums->late_offset[k] = -INFINITY;
  for (size_t i = prepared->begin[stratum]; i < prepared->begin[stratum + 1]; i++)
    {
      size_t first = prepared->first[i], last = prepared->last[i];
      double eta = stats_matrix_dot (beta, prepared->x + i * sums->n_terms, sums->n_terms);

      sums->eta[i] = eta;
      if (first == 1)
        sums->ends_offset[last] = fmax (sums->ends_offset[last], eta);
      for (size_t k = first; first > 1 && k <= last; k++)
        sums->late_offset[k] = fmax (sums->late_offset[k], eta);
    }
  /* Whoever began at 1 is at risk at all transfers before her last. */
  for (size_t k = sums->n_k - 1; k > 1; k--)
    sums->ends_offset[k - 1] = fmax (sums->ends_offset[k - 1], sums->ends_offset[k]);
}

static double
offset_at (const Sums *sums,
           size_t k)
{
  return fmax (sums->ends_offset[k], sums->late_offset[k]);
}

static void
add_row (Sums *sums,
         const StatsPrepared *prepared,
         size_t i)
{
  const double *x = prepared->x + i * sums->n_terms;
  double eta = sums->eta[i], count = prepared->count[i];
  size_t first = prepared->first[i], last = prepared->last[i];

  /* Added to each of her transfers, rather than added at the last and subtracted before the
   * first: that would leave the rounding of large weights behind. */
  if (first > 1)
    for (size_t k = first; k <= last; k++)
      stats_cox_block_add (sums->late + k * sums->size, sums->n_terms,
                           count * exp (eta - sums->late_offset[k]), x);
  else
    stats_cox_block_add (sums->ends + last * sums->size, sums->n_terms,
                         count * exp (eta - sums->ends_offset[last]), x);
  if (prepared->fate[i] != STATS_FATE_LIVE_BIRTH)
    return;
  stats_cox_block_add (sums->born + last * sums->size, sums->n_terms,
                       count * exp (eta - offset_at (sums, last)), x);
  sums->births[last] += count;
  sums->births_eta[last] += count * eta;
  for (size_t j = 0; j < sums->n_terms; j++)
    sums->births_x[last * sums->n_terms + j] += count * x[j];
}

/* risk <- what ran down from k + 1, and who ends at k; at_risk <- with the late ones, in units of
 * the transfer's offset. */
static void
go_down_to (Sums *sums,
            size_t k)
{
  const double *ends = sums->ends + k * sums->size, *late = sums->late + k * sums->size;
  double offset = offset_at (sums, k);
  double from_risk = exp (sums->ends_offset[k] - offset);
  double from_late = exp (sums->late_offset[k] - offset);

  if (k + 1 < sums->n_k)
    stats_cox_block_scale (sums->risk, sums->n_terms,
                           exp (sums->ends_offset[k + 1] - sums->ends_offset[k]));
  for (size_t j = 0; j < sums->size; j++)
    {
      sums->risk[j] += ends[j];
      sums->at_risk[j] = (sums->risk[0] > 0 ? from_risk * sums->risk[j] : 0)
                         + (late[0] > 0 ? from_late * late[j] : 0);
    }
}

static void
visit_stratum (Sums *sums,
               unsigned stratum,
               StatsCoxVisit visit,
               void *data)
{
  for (size_t k = sums->n_k - 1; k >= 1; k--)
    {
      StatsCoxTransfer transfer = {
        .stratum = stratum,
        .k = (unsigned) k,
        .n_terms = (unsigned) sums->n_terms,
        .offset = offset_at (sums, k),
        .births = sums->births[k],
        .births_eta = sums->births_eta[k],
        .births_x = sums->births_x + k * sums->n_terms,
        .born = sums->born + k * sums->size,
        .risk = sums->at_risk,
      };

      go_down_to (sums, k);
      visit (&transfer, data);
    }
}

bool
stats_cox_walk (const StatsPrepared *prepared,
                const double *beta,
                StatsCoxVisit visit,
                void *data)
{
  Sums sums;

  if (!sums_init (&sums, prepared))
    return false;
  for (unsigned s = 0; s < prepared->n_strata; s++)
    {
      if (prepared->begin[s] == prepared->begin[s + 1])
        continue;
      begin_stratum (&sums, prepared, s, beta);
      for (size_t i = prepared->begin[s]; i < prepared->begin[s + 1]; i++)
        add_row (&sums, prepared, i);
      visit_stratum (&sums, s, visit, data);
    }
  free (sums.memory);
  return true;
}

StatsCoxSteps
stats_cox_steps (const StatsCoxTransfer *transfer,
                 StatsTies ties)
{
  StatsCoxSteps steps = { 0 };
  double d = transfer->births, risk = transfer->risk[0], born = transfer->born[0];

  if (ties == STATS_TIES_BRESLOW)
    {
      steps.log_sum = d * (log (risk) + transfer->offset);
      steps.inverse = d / risk;
      steps.square = d / risk / risk;
      return steps;
    }
  for (double l = 0; l < d; l++)
    {
      double a = l / d, c = risk - a * born, inverse = 1 / c, square = inverse * inverse;

      steps.log_sum += log (c) + transfer->offset;
      steps.inverse += inverse;
      steps.a_inverse += a * inverse;
      steps.square += square;
      steps.a_square += a * square;
      steps.a2_square += a * a * square;
    }
  return steps;
}

void
stats_cox_add (const StatsCoxTransfer *transfer,
               StatsTies ties,
               double *loglik,
               double *score,
               double *triangle)
{
  StatsCoxSteps steps;
  size_t n_terms = transfer->n_terms;
  const double *risk_x = transfer->risk + 1, *born_x = transfer->born + 1;
  const double *risk_xx = risk_x + n_terms, *born_xx = born_x + n_terms;

  if (!(transfer->births > 0))
    return;
  steps = stats_cox_steps (transfer, ties);
  *loglik += transfer->births_eta - steps.log_sum;
  for (size_t i = 0; i < n_terms; i++)
    {
      score[i] += transfer->births_x[i] - steps.inverse * risk_x[i] + steps.a_inverse * born_x[i];
      for (size_t j = 0; j <= i; j++)
        *triangle++ += steps.inverse * *risk_xx++ - steps.a_inverse * *born_xx++
                       - steps.square * risk_x[i] * risk_x[j]
                       + steps.a_square * (risk_x[i] * born_x[j] + born_x[i] * risk_x[j])
                       - steps.a2_square * born_x[i] * born_x[j];
    }
}
