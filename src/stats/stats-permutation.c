/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Permutations of labels, drawn. The exact distribution is in stats-permutation-exact.c. */
#include "stats-permutation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats-random.h"

struct _StatsPermutation
{
  size_t n;
  unsigned n_groups, n_strata, k_max;
  uint8_t *k, *birth, *group; /* stratum after stratum */
  size_t *first;              /* n_strata + 1: where each stratum begins */
  StatsTest observed;
};

/* One permutation's labels, risk tables and their rows. */
typedef struct
{
  uint8_t *group;
  StatsRiskTable *tables;
  StatsRiskRow *rows;
} Workspace;

static bool
workspace_init (Workspace *self,
                const StatsPermutation *plan)
{
  size_t n_tables = (size_t) plan->n_strata * plan->n_groups;

  self->group = malloc (plan->n > 0 ? plan->n : 1);
  self->tables = calloc (n_tables, sizeof *self->tables);
  self->rows = calloc (n_tables * plan->k_max, sizeof *self->rows);
  return self->group != NULL && self->tables != NULL && self->rows != NULL;
}

static void
workspace_clear (Workspace *self)
{
  free (self->group);
  free (self->tables);
  free (self->rows);
}

/* Those who leave without a birth are counted as cut: how they left decides nothing here. */
static void
count_rows (const StatsPermutation *self,
            Workspace *space)
{
  size_t n_tables = (size_t) self->n_strata * self->n_groups;

  memset (space->rows, 0, n_tables * self->k_max * sizeof *space->rows);
  for (unsigned s = 0; s < self->n_strata; s++)
    for (size_t i = self->first[s]; i < self->first[s + 1]; i++)
      {
        size_t table = (size_t) s * self->n_groups + space->group[i];
        StatsRiskRow *row = space->rows + table * self->k_max + self->k[i] - 1;

        row->births += self->birth[i];
        row->cut += !self->birth[i];
      }
  for (size_t t = 0; t < n_tables; t++)
    {
      StatsRiskRow *rows = space->rows + t * self->k_max;
      uint32_t at_risk = 0;

      space->tables[t] = (StatsRiskTable) { .rows = rows, .n_rows = 0 };
      for (unsigned k = self->k_max; k >= 1; k--)
        {
          at_risk += rows[k - 1].births + rows[k - 1].cut;
          rows[k - 1].at_risk = at_risk;
          rows[k - 1].k = k;
          if (at_risk > 0 && space->tables[t].n_rows == 0)
            space->tables[t].n_rows = k;
        }
    }
}

static StatsTest
test_of (const StatsPermutation *self,
         Workspace *space)
{
  count_rows (self, space);
  return stats_logrank_test (space->tables, self->n_strata, self->n_groups, STATS_WEIGHT_LOG_RANK,
                             0, 0);
}

/* Fisher and Yates, within each stratum. */
static void
shuffle (const StatsPermutation *self,
         uint8_t *group,
         StatsRandom *random)
{
  memcpy (group, self->group, self->n);
  for (unsigned s = 0; s < self->n_strata; s++)
    {
      uint8_t *labels = group + self->first[s];

      for (size_t i = self->first[s + 1] - self->first[s]; i > 1; i--)
        {
          uint32_t j = stats_random_below (random, (uint32_t) i);
          uint8_t label = labels[i - 1];

          labels[i - 1] = labels[j];
          labels[j] = label;
        }
    }
}

static bool
arguments_valid (const uint8_t *k,
                 const uint8_t *birth,
                 const uint8_t *group,
                 const uint8_t *stratum,
                 size_t n,
                 unsigned n_groups,
                 unsigned n_strata,
                 unsigned k_max)
{
  if (n > UINT32_MAX || n_strata == 0 || k_max == 0 || n_groups == 0
      || n_groups > STATS_LOGRANK_MAX_GROUPS)
    return false;
  for (size_t i = 0; i < n; i++)
    if (k[i] < 1 || k[i] > k_max || birth[i] > 1 || group[i] >= n_groups
        || (stratum != NULL && stratum[i] >= n_strata))
      return false;
  return true;
}

/* Sorts the patients by stratum, in their order. */
static void
fill (StatsPermutation *self,
      const uint8_t *k,
      const uint8_t *birth,
      const uint8_t *group,
      const uint8_t *stratum)
{
  size_t place = 0;

  for (unsigned s = 0; s < self->n_strata; s++)
    {
      self->first[s] = place;
      for (size_t i = 0; i < self->n; i++)
        if ((stratum != NULL ? stratum[i] : 0) == s)
          {
            self->k[place] = k[i];
            self->birth[place] = birth[i];
            self->group[place++] = group[i];
          }
    }
  self->first[self->n_strata] = place;
}

StatsPermutation *
stats_permutation_new (const uint8_t *k,
                       const uint8_t *birth,
                       const uint8_t *group,
                       const uint8_t *stratum,
                       size_t n,
                       unsigned n_groups,
                       unsigned n_strata,
                       unsigned k_max)
{
  StatsPermutation *self;
  Workspace space = { 0 };

  if (!arguments_valid (k, birth, group, stratum, n, n_groups, n_strata, k_max))
    return NULL;
  self = calloc (1, sizeof *self);
  if (self == NULL)
    return NULL;
  self->n = n;
  self->n_groups = n_groups;
  self->n_strata = n_strata;
  self->k_max = k_max;
  self->k = malloc (n + 1);
  self->birth = malloc (n + 1);
  self->group = malloc (n + 1);
  self->first = calloc (n_strata + 1, sizeof *self->first);
  if (self->k == NULL || self->birth == NULL || self->group == NULL || self->first == NULL
      || !workspace_init (&space, self))
    {
      workspace_clear (&space);
      stats_permutation_free (self);
      return NULL;
    }
  fill (self, k, birth, group, stratum);
  memcpy (space.group, self->group, n);
  self->observed = test_of (self, &space);
  workspace_clear (&space);
  return self;
}

void
stats_permutation_free (StatsPermutation *self)
{
  if (self == NULL)
    return;
  free (self->k);
  free (self->birth);
  free (self->group);
  free (self->first);
  free (self);
}

StatsTest
stats_permutation_observed (const StatsPermutation *self)
{
  return self->observed;
}

uint64_t
stats_permutation_count (const StatsPermutation *self,
                         uint64_t seed,
                         uint64_t first,
                         uint64_t count)
{
  /* Two equal statistics, computed from other sums, may differ in the last digits. */
  double threshold = self->observed.chisq * (1 - 1e-9);
  uint64_t reached = 0;
  Workspace space = { 0 };

  if (!workspace_init (&space, self))
    {
      workspace_clear (&space);
      return UINT64_MAX;
    }
  for (uint64_t i = first; i < first + count; i++)
    {
      StatsRandom random;

      stats_random_init (&random, seed, i);
      shuffle (self, space.group, &random);
      reached += test_of (self, &space).chisq >= threshold;
    }
  workspace_clear (&space);
  return reached;
}
