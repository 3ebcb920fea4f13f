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
  size_t n_doubles;
  double *memory;
  double *ends, *late, *born; /* (k_max + 1) * size */
  double *births, *births_eta; /* k_max + 1 */
  double *births_x; /* (k_max + 1) * n_terms */
  double *risk; /* size: the running sum */
  double *at_risk; /* size: with the late ones */
} Sums;

static bool
sums_init (Sums *sums,
           const StatsPrepared *prepared)
{
  size_t n_terms = prepared->n_terms, n_k = (size_t) prepared->k_max + 1;
  double *next;

  sums->n_terms = n_terms;
  sums->size = stats_cox_block_size (n_terms);
  sums->n_doubles = n_k * (3 * sums->size + 2 + n_terms) + 2 * sums->size;
  sums->memory = malloc (sums->n_doubles * sizeof *sums->memory);
  if (sums->memory == NULL)
    return false;
  next = sums->memory;
  sums->ends = next, next += n_k * sums->size;
  sums->late = next, next += n_k * sums->size;
  sums->born = next, next += n_k * sums->size;
  sums->births = next, next += n_k;
  sums->births_eta = next, next += n_k;
  sums->births_x = next, next += n_k * n_terms;
  sums->risk = next, next += sums->size;
  sums->at_risk = next;
  return true;
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

static void
add_row (Sums *sums,
         const StatsPrepared *prepared,
         size_t i,
         const double *beta)
{
  const double *x = prepared->x + i * sums->n_terms;
  double eta = stats_matrix_dot (beta, x, sums->n_terms);
  double count = prepared->count[i], weight = count * exp (eta);
  size_t first = prepared->first[i], last = prepared->last[i];

  /* Added to each of her transfers, rather than added at the last and subtracted before the
   * first: that would leave the rounding of large weights behind. */
  if (first > 1)
    for (size_t k = first; k <= last; k++)
      stats_cox_block_add (sums->late + k * sums->size, sums->n_terms, weight, x);
  else
    stats_cox_block_add (sums->ends + last * sums->size, sums->n_terms, weight, x);
  if (prepared->fate[i] != STATS_FATE_LIVE_BIRTH)
    return;
  stats_cox_block_add (sums->born + last * sums->size, sums->n_terms, weight, x);
  sums->births[last] += count;
  sums->births_eta[last] += count * eta;
  for (size_t j = 0; j < sums->n_terms; j++)
    sums->births_x[last * sums->n_terms + j] += count * x[j];
}

static void
visit_stratum (Sums *sums,
               const StatsPrepared *prepared,
               unsigned stratum,
               StatsCoxVisit visit,
               void *data)
{
  for (size_t k = prepared->k_max; k >= 1; k--)
    {
      StatsCoxTransfer transfer = {
        .stratum = stratum,
        .k = (unsigned) k,
        .n_terms = (unsigned) sums->n_terms,
        .births = sums->births[k],
        .births_eta = sums->births_eta[k],
        .births_x = sums->births_x + k * sums->n_terms,
        .born = sums->born + k * sums->size,
        .risk = sums->at_risk,
      };

      for (size_t j = 0; j < sums->size; j++)
        {
          sums->risk[j] += sums->ends[k * sums->size + j];
          sums->at_risk[j] = sums->risk[j] + sums->late[k * sums->size + j];
        }
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
      memset (sums.memory, 0, sums.n_doubles * sizeof *sums.memory);
      for (size_t i = prepared->begin[s]; i < prepared->begin[s + 1]; i++)
        add_row (&sums, prepared, i, beta);
      visit_stratum (&sums, prepared, s, visit, data);
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
      steps.log_sum = d * log (risk);
      steps.inverse = d / risk;
      steps.square = d / risk / risk;
      return steps;
    }
  for (double l = 0; l < d; l++)
    {
      double a = l / d, c = risk - a * born, inverse = 1 / c, square = inverse * inverse;

      steps.log_sum += log (c);
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
