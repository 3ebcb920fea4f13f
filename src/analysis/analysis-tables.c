/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting by group and stratum: analysis-tables.h. */
#include "config.h"

#include "analysis-tables.h"

#include "analysis-cohort-private.h"

#define BLOCK 16384 /* rows whose codes are made at once: they stay in the nearest cache */

/* Groups and strata as they are declared, those of nobody among them. */
typedef struct
{
  const AnalysisGroups *groups, *strata; /* NULL: all in one */
  guint8 *mask;
  guint n_groups, n_strata;
  gsize size; /* cells of one table */
  guint64 *counts;
} Count;

static const AnalysisGroups *
groups_of (AnalysisCohort *cohort,
           const char     *by,
           const char     *prefix,
           GError        **error)
{
  const AnalysisGroups *groups = analysis_cohort_groups (cohort, by, error);

  if (groups == NULL)
    g_prefix_error (error, "%s: ", prefix);
  return groups;
}

static gboolean
count_init (Count                  *self,
            AnalysisCohort         *cohort,
            const AnalysisQuestion *question,
            const char             *strata,
            GError                **error)
{
  *self = (Count) { .size = stats_risk_histogram_size (analysis_cohort_k_max (cohort)) };
  if (question->by != NULL
      && (self->groups = groups_of (cohort, question->by, "by", error)) == NULL)
    return FALSE;
  if (strata != NULL && (self->strata = groups_of (cohort, strata, "strata", error)) == NULL)
    return FALSE;
  if (!analysis_cohort_mask (cohort, question->where, &self->mask, error))
    {
      g_prefix_error (error, "where: ");
      return FALSE;
    }
  self->n_groups = self->groups != NULL ? self->groups->n_groups : 1;
  self->n_strata = self->strata != NULL ? self->strata->n_groups : 1;
  self->counts = g_new0 (guint64, self->n_groups * self->n_strata * self->size + 1);
  return TRUE;
}

static guint8
code_at (const AnalysisGroups *groups,
         guint                 row)
{
  return groups != NULL ? groups->codes[row] : 0;
}

/* In blocks: each row's table as one code, then all of them counted at once. */
static void
count_by_code (Count          *self,
               AnalysisCohort *cohort)
{
  guint n = analysis_cohort_n (cohort), n_tables = self->n_groups * self->n_strata;
  const guint8 *k = analysis_cohort_k (cohort), *fate = analysis_cohort_fate (cohort);
  guint8 codes[BLOCK];

  for (guint first = 0; first < n; first += BLOCK)
    {
      guint count = MIN (BLOCK, n - first);
      const guint8 *group = self->groups != NULL ? self->groups->codes + first : NULL;
      const guint8 *stratum = self->strata != NULL ? self->strata->codes + first : NULL;

      for (guint i = 0; i < count; i++)
        {
          guint g = group != NULL ? group[i] : 0, s = stratum != NULL ? stratum[i] : 0;
          gboolean in = (g < self->n_groups) & (s < self->n_strata);

          codes[i] = (guint8) (in ? s * self->n_groups + g : STATS_NO_GROUP);
        }
      if (stats_risk_histogram (k + first, fate + first, codes,
                                self->mask != NULL ? self->mask + first : NULL, count, n_tables,
                                analysis_cohort_k_max (cohort), self->counts)
          != STATS_OK)
        g_warn_if_reached ();
    }
}

/* More tables than a byte has codes for. */
static void
count_by_row (Count          *self,
              AnalysisCohort *cohort)
{
  const guint8 *k = analysis_cohort_k (cohort), *fate = analysis_cohort_fate (cohort);

  for (guint i = 0; i < analysis_cohort_n (cohort); i++)
    {
      guint group = code_at (self->groups, i), stratum = code_at (self->strata, i);

      if ((self->mask == NULL || self->mask[i] != 0) && group < self->n_groups
          && stratum < self->n_strata)
        self->counts[(stratum * self->n_groups + group) * self->size + k[i] * STATS_N_FATES
                     + fate[i]]++;
    }
}

static void
count_clear (Count *self)
{
  g_free (self->mask);
  g_free (self->counts);
}

static gboolean
is_empty (const Count *self,
          guint        stratum,
          guint        group)
{
  const guint64 *cells = &self->counts[(stratum * self->n_groups + group) * self->size];

  for (gsize i = 0; i < self->size; i++)
    if (cells[i] > 0)
      return FALSE;
  return TRUE;
}

/* The places of groups (strata) with somebody in them; returns how many. */
static guint
find_present (const Count *self,
              gboolean     of_strata,
              guint       *out_places)
{
  guint n = of_strata ? self->n_strata : self->n_groups;
  guint n_others = of_strata ? self->n_groups : self->n_strata, found = 0;

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < n_others; j++)
      if (!is_empty (self, of_strata ? i : j, of_strata ? j : i))
        {
          out_places[found++] = i;
          break;
        }
  return found;
}

static AnalysisTables *
tables_of (const Count *self,
           guint        k_max)
{
  g_autofree guint *groups = g_new (guint, self->n_groups + 1);
  g_autofree guint *strata = g_new (guint, self->n_strata + 1);
  AnalysisTables *tables = g_new0 (AnalysisTables, 1);

  tables->n_groups = self->groups != NULL ? find_present (self, FALSE, groups) : 1;
  tables->n_strata = self->strata != NULL ? find_present (self, TRUE, strata) : 1;
  tables->tables = g_new0 (StatsRiskTable, tables->n_groups * tables->n_strata + 1);
  for (guint s = 0; s < tables->n_strata; s++)
    for (guint g = 0; g < tables->n_groups; g++)
      {
        StatsRiskTable *table = &tables->tables[s * tables->n_groups + g];
        guint from = (self->strata != NULL ? strata[s] : 0) * self->n_groups
                     + (self->groups != NULL ? groups[g] : 0);

        table->rows = g_new0 (StatsRiskRow, k_max + 1);
        if (stats_risk_from_histogram (&self->counts[from * self->size], k_max, table->rows,
                                       &table->n_rows)
            != STATS_OK)
          g_warn_if_reached (); /* a cohort has fewer than 2^32 rows */
      }
  return tables;
}

AnalysisTables *
analysis_tables_new (AnalysisCohort         *cohort,
                     const AnalysisQuestion *question,
                     const char             *strata,
                     GError                **error)
{
  AnalysisTables *tables;
  Count count;

  g_return_val_if_fail (cohort != NULL && question != NULL, NULL);

  if (!count_init (&count, cohort, question, strata, error))
    return NULL;
  if (count.n_groups * count.n_strata < STATS_NO_GROUP)
    count_by_code (&count, cohort);
  else
    count_by_row (&count, cohort);
  tables = tables_of (&count, analysis_cohort_k_max (cohort));
  count_clear (&count);
  return tables;
}

AnalysisTables *
analysis_tables_pool (const AnalysisTables *self)
{
  AnalysisTables *pooled = g_new0 (AnalysisTables, 1);

  pooled->n_strata = 1;
  pooled->n_groups = self->n_groups;
  pooled->tables = g_new0 (StatsRiskTable, self->n_groups + 1);
  for (guint g = 0; g < self->n_groups; g++)
    {
      StatsRiskTable *sum = &pooled->tables[g];

      for (guint s = 0; s < self->n_strata; s++)
        sum->n_rows = MAX (sum->n_rows, self->tables[s * self->n_groups + g].n_rows);
      sum->rows = g_new0 (StatsRiskRow, sum->n_rows + 1);
      for (guint s = 0; s < self->n_strata; s++)
        for (guint i = 0; i < self->tables[s * self->n_groups + g].n_rows; i++)
          {
            const StatsRiskRow *row = &self->tables[s * self->n_groups + g].rows[i];

            sum->rows[i].k = row->k;
            sum->rows[i].at_risk += row->at_risk;
            sum->rows[i].births += row->births;
            sum->rows[i].stopped += row->stopped;
            sum->rows[i].cut += row->cut;
            sum->rows[i].open += row->open;
          }
    }
  return pooled;
}

void
analysis_tables_free (AnalysisTables *self)
{
  if (self == NULL)
    return;
  for (guint t = 0; t < self->n_strata * self->n_groups; t++)
    g_free (self->tables[t].rows);
  g_free (self->tables);
  g_free (self);
}
