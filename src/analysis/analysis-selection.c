/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filter, groups and strata of a cohort as arrays: analysis-selection.h. */
#include "config.h"

#include "analysis-selection.h"

#include "analysis-cohort-private.h"

/* The codes that occur among the selected rows, renumbered from 0; names and labels of those. */
static guint
compact (guint8               *codes,
         guint                 n,
         const AnalysisGroups *groups,
         char               ***out_names,
         char               ***out_labels,
         char               ***out_empty)
{
  guint8 place[256] = { 0 };
  gboolean present[256] = { FALSE };
  guint n_present = 0, n_empty = 0;

  *out_names = *out_labels = *out_empty = NULL;
  if (groups == NULL)
    return 1;
  for (guint i = 0; i < n; i++)
    present[codes[i]] = TRUE;
  *out_names = g_new0 (char *, groups->n_groups + 1);
  *out_labels = g_new0 (char *, groups->n_groups + 1);
  *out_empty = g_new0 (char *, groups->n_groups + 1);
  for (guint g = 0; g < groups->n_groups; g++)
    if (present[g])
      {
        (*out_names)[n_present] = g_strdup (groups->names[g]);
        (*out_labels)[n_present] = g_strdup (groups->labels[g]);
        place[g] = (guint8) n_present++;
      }
    else
      (*out_empty)[n_empty++] = g_strdup (groups->labels[g]);
  for (guint i = 0; i < n && n_present < groups->n_groups; i++)
    codes[i] = place[codes[i]];
  return n_present;
}

/* Without a branch that depends on the row. */
static void
fill (AnalysisSelection    *self,
      const guint8         *mask,
      const AnalysisGroups *groups,
      const AnalysisGroups *strata)
{
  guint n = analysis_cohort_n (self->cohort), filtered_out = 0, no_group = 0, taken = 0;
  const guint8 *k = analysis_cohort_k (self->cohort), *fate = analysis_cohort_fate (self->cohort);
  g_autofree guint8 *zeros = g_new0 (guint8, MAX (n, 1));
  const guint8 *group = groups != NULL ? groups->codes : zeros;
  const guint8 *stratum = strata != NULL ? strata->codes : zeros;
  guint n_groups = groups != NULL ? groups->n_groups : 1;
  guint n_strata = strata != NULL ? strata->n_groups : 1;

  /* A row that isn't taken is written where the next one goes. */
  self->row = g_new (guint32, n + 1);
  self->k = g_new (guint8, n + 1);
  self->fate = g_new (guint8, n + 1);
  self->group = g_new (guint8, n + 1);
  self->stratum = g_new (guint8, n + 1);
  for (guint i = 0; i < n; i++)
    {
      guint in = mask == NULL || mask[i] != 0, grouped = group[i] < n_groups;

      self->row[taken] = i;
      self->k[taken] = k[i];
      self->fate[taken] = fate[i];
      self->group[taken] = group[i];
      self->stratum[taken] = stratum[i];
      filtered_out += !in;
      no_group += in & !grouped;
      taken += in & grouped & (stratum[i] < n_strata);
    }
  self->n = taken;
  self->n_filtered_out = filtered_out;
  self->n_no_group = no_group;
  self->n_no_stratum = n - taken - filtered_out - no_group;
  self->n_groups = compact (self->group, self->n, groups, &self->group_names, &self->group_labels,
                            &self->empty_groups);
  self->n_strata = compact (self->stratum, self->n, strata, &self->strata_names,
                            &self->strata_labels, &self->empty_strata);
  self->k_max = analysis_cohort_k_max (self->cohort);
}

AnalysisSelection *
analysis_selection_new (AnalysisCohort         *cohort,
                        const AnalysisQuestion *question,
                        const char             *strata,
                        GError                **error)
{
  const AnalysisGroups *by_groups = NULL, *by_strata = NULL;
  g_autofree guint8 *mask = NULL;
  AnalysisSelection *self;

  g_return_val_if_fail (cohort != NULL && question != NULL, NULL);

  if (question->by != NULL)
    {
      by_groups = analysis_cohort_groups (cohort, question->by, error);
      if (by_groups == NULL)
        {
          g_prefix_error (error, "by: ");
          return NULL;
        }
    }
  if (strata != NULL)
    {
      by_strata = analysis_cohort_groups (cohort, strata, error);
      if (by_strata == NULL)
        {
          g_prefix_error (error, "strata: ");
          return NULL;
        }
    }
  if (!analysis_cohort_mask (cohort, question->where, &mask, error))
    {
      g_prefix_error (error, "where: ");
      return NULL;
    }
  self = g_new0 (AnalysisSelection, 1);
  self->cohort = analysis_cohort_ref (cohort);
  self->strata = g_strdup (strata);
  self->by_label = g_strdup (by_groups != NULL ? by_groups->title : NULL);
  self->strata_label = g_strdup (by_strata != NULL ? by_strata->title : NULL);
  fill (self, mask, by_groups, by_strata);
  return self;
}

void
analysis_selection_free (AnalysisSelection *self)
{
  if (self == NULL)
    return;
  analysis_cohort_unref (self->cohort);
  g_free (self->strata);
  g_free (self->by_label);
  g_free (self->strata_label);
  g_free (self->row);
  g_free (self->k);
  g_free (self->fate);
  g_free (self->group);
  g_free (self->stratum);
  g_strfreev (self->group_names);
  g_strfreev (self->group_labels);
  g_strfreev (self->empty_groups);
  g_strfreev (self->empty_strata);
  g_strfreev (self->strata_names);
  g_strfreev (self->strata_labels);
  g_free (self);
}
