/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making and checking one centre's tables: analysis-centre.h. Which rows are merged is decided in
 * src/stats. */
#include "config.h"

#include "analysis-centre.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "analysis-cohort-private.h"
#include "analysis-expr.h"
#include "analysis-tables.h"
#include "base-text.h"
#include "stats-merge.h"

#define MAX_TEXT 2000

const char *
analysis_cut_rule_id (AnalysisCutRule rule)
{
  static const char *const ids[ANALYSIS_N_CUT_RULES] = { "register", "date", "none" };

  g_return_val_if_fail ((guint) rule < ANALYSIS_N_CUT_RULES, NULL);
  return ids[rule];
}

const char *const *
analysis_centre_definitions (void)
{
  static const char *const names[]
    = { "event-type",  "index",        "count",           "interrupt", "mature",
        "overdue",     "presume",      "decisions",       "other-birth",
        "donor-change", "gestation-limit", "by",          NULL };

  return names;
}

AnalysisCentre *
analysis_centre_new_empty (void)
{
  AnalysisCentre *self = g_new0 (AnalysisCentre, 1);

  g_atomic_ref_count_init (&self->refs);
  self->question = analysis_question_new ();
  self->cut = BASE_DAY_NONE;
  self->smallest_cell = 1;
  return self;
}

AnalysisCentre *
analysis_centre_ref (AnalysisCentre *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
analysis_centre_unref (AnalysisCentre *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->file);
  g_free (self->name);
  g_free (self->synthetic_note);
  analysis_question_unref (self->question);
  g_free (self->strata);
  g_strfreev (self->group_names);
  g_strfreev (self->strata_names);
  g_free (self->blocks);
  g_free (self);
}

StatsBlock *
analysis_centre_table (const AnalysisCentre *self,
                       guint                 stratum,
                       guint                 group)
{
  return self->blocks + ((gsize) stratum * self->n_groups + group) * self->n_blocks;
}

guint64
analysis_centre_patients (const AnalysisCentre *self)
{
  guint64 sum = 0;

  for (guint t = 0; self->n_blocks > 0 && t < self->n_strata * self->n_groups; t++)
    sum += self->blocks[(gsize) t * self->n_blocks].at_risk;
  return sum;
}

guint64
analysis_centre_births (const AnalysisCentre *self)
{
  guint64 sum = 0;

  for (gsize i = 0; i < (gsize) self->n_strata * self->n_groups * self->n_blocks; i++)
    sum += self->blocks[i].births;
  return sum;
}

gboolean
analysis_centre_is_merged (const AnalysisCentre *self)
{
  for (guint i = 0; i < self->n_blocks; i++)
    if (self->blocks[i].last > self->blocks[i].first)
      return TRUE;
  return FALSE;
}

/* "group “a” of stratum “b”", as far as there are any. (transfer full) */
static char *
table_name (const AnalysisCentre *self,
            guint                 stratum,
            guint                 group)
{
  const char *of_group = self->group_names != NULL ? self->group_names[group] : NULL;
  const char *of_stratum = self->strata_names != NULL ? self->strata_names[stratum] : NULL;

  if (of_group != NULL && of_stratum != NULL)
    return g_strdup_printf (_("the table of group “%s” in stratum “%s”"), of_group, of_stratum);
  if (of_group != NULL)
    return g_strdup_printf (_("the table of group “%s”"), of_group);
  if (of_stratum != NULL)
    return g_strdup_printf (_("the table of stratum “%s”"), of_stratum);
  return g_strdup (_("the table"));
}

/* --- making ----------------------------------------------------------------------------------- */

/* Only what decides series, and filter and groups in text. */
static AnalysisQuestion *
definitions_of (const AnalysisQuestion *question)
{
  AnalysisQuestion *rules = analysis_question_new ();
  const char *const *names = analysis_centre_definitions ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *value = analysis_question_get (question, names[i]);

      if (!analysis_question_set (rules, names[i], value, NULL))
        g_warn_if_reached (); /* it was set by the same function */
    }
  rules->where = g_strdup (question->where);
  if (rules->gestation_limit_days == 0)
    rules->gestation_limit_days = ANALYSIS_GESTATION_LIMIT_DAYS;
  return rules;
}

/* Names the first table that can't be told whole. */
static void
refuse_small (const AnalysisCentre *self,
              const AnalysisTables *tables,
              GError              **error)
{
  guint n_tables = tables->n_strata * tables->n_groups, smallest = self->smallest_cell;
  guint ends[ANALYSIS_CENTRE_MAX_K], n, t = 0;
  g_autofree char *name = NULL;

  while (t + 1 < n_tables
         && stats_merge_partition (&tables->tables[t], 1, smallest, ends, &n) == STATS_OK)
    t++;
  name = table_name (self, t / self->n_groups, t % self->n_groups);
  g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE,
               self->together
                   ? _("Nothing was written: even with all transfers taken together, %s would tell "
                       "of fewer than %u patients with the event, or without it. Take wider "
                       "groups, fewer strata or none.")
                   : _("Nothing was written: even with all transfers taken together, %s would tell "
                       "of fewer than %u patients with the event, discontinued, still in treatment "
                       "with the decision known, or with it open. Take wider groups, fewer strata "
                       "or none; or tell of those who left without the event in one count "
                       "(--leavers together)."),
               name, self->smallest_cell);
}

static void
put_together (AnalysisTables *tables)
{
  for (guint t = 0; t < tables->n_strata * tables->n_groups; t++)
    for (guint i = 0; i < tables->tables[t].n_rows; i++)
      {
        StatsRiskRow *row = &tables->tables[t].rows[i];

        row->cut += row->stopped;
        row->stopped = row->open = 0;
      }
}

static gboolean
fill (AnalysisCentre       *self,
      const AnalysisTables *tables,
      GError              **error)
{
  guint ends[ANALYSIS_CENTRE_MAX_K], n_tables = tables->n_strata * tables->n_groups;
  StatsStatus status = stats_merge_partition (tables->tables, n_tables, self->smallest_cell, ends,
                                              &self->n_blocks);

  if (status == STATS_NO_MEMORY)
    g_error ("out of memory");
  if (status != STATS_OK)
    {
      refuse_small (self, tables, error);
      return FALSE;
    }
  self->blocks = g_new0 (StatsBlock, (gsize) n_tables * self->n_blocks + 1);
  for (guint t = 0; t < n_tables; t++)
    for (guint i = 0; i < self->n_blocks; i++)
      stats_merge_add_rows (&self->blocks[(gsize) t * self->n_blocks + i], &tables->tables[t],
                            i > 0 ? ends[i - 1] + 1 : 1, ends[i]);
  return TRUE;
}

/* The filter stands in the file: its values must not be what somebody typed of one patient. */
static gboolean
check_filter (AnalysisCohort *cohort,
              const char     *where,
              GError        **error)
{
  g_autoptr (AnalysisExpr) expr = NULL;
  g_autoptr (GPtrArray) fields = NULL;

  if (where == NULL)
    return TRUE;
  expr = analysis_expr_parse (where, analysis_cohort_dictionary (cohort), FALSE, error);
  if (expr == NULL)
    return FALSE;
  fields = analysis_expr_fields (expr);
  for (guint i = 0; i < fields->len; i++)
    {
      const ModelField *field = g_ptr_array_index (fields, i);

      if (field->type != MODEL_TYPE_TEXT)
        continue;
      g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE,
                   _("Nothing was written: the filter stands in the file, and tests “%s”, a text, "
                     "which can be of one patient. Filter by a number, a date or a code; or take "
                     "a CSV file of those patients alone."),
                   field->id);
      return FALSE;
    }
  return TRUE;
}

gboolean
analysis_centre_check_options (const AnalysisCentreOptions *options,
                               GError                     **error)
{
  if (options->name == NULL || *options->name == '\0')
    g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE,
                 _("The centre's name is needed: pooled tables are told apart by it."));
  else if (options->smallest_cell < 1 || options->smallest_cell == 2
           || options->smallest_cell > ANALYSIS_SMALLEST_CELL_MAX)
    g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE,
                 _("The smallest cell is 1 (nothing is merged) or 3 and more, up to %d: of 2 a "
                   "count that is not told could only be 1."),
                 ANALYSIS_SMALLEST_CELL_MAX);
  else
    return TRUE;
  return FALSE;
}

AnalysisCentre *
analysis_centre_new (AnalysisCohort              *cohort,
                     const AnalysisQuestion      *question,
                     const AnalysisCentreOptions *options,
                     GError                     **error)
{
  g_autoptr (AnalysisCentre) self = analysis_centre_new_empty ();
  g_autoptr (AnalysisSelection) selection = NULL;
  g_autoptr (AnalysisTables) tables = NULL;

  if (!analysis_centre_check_options (options, error)
      || !check_filter (cohort, question->where, error))
    return NULL;
  selection = analysis_selection_new (cohort, question, options->strata, error);
  if (selection == NULL)
    return NULL;
  if (selection->n == 0)
    {
      g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE,
                   _("Nothing was written: nobody is in the analysis."));
      return NULL;
    }
  tables = analysis_tables_new (cohort, question, selection->strata, NULL);
  analysis_question_unref (self->question);
  self->question = definitions_of (question);
  self->name = g_strdup (options->name);
  self->synthetic_note = g_strdup (options->synthetic_note);
  self->smallest_cell = options->smallest_cell;
  self->together = options->together;
  if (self->together)
    put_together (tables);
  self->from_csv = analysis_cohort_patient (cohort) == NULL;
  self->cut = self->from_csv ? question->cut : analysis_cohort_cut (cohort);
  self->cut_rule = question->cut != BASE_DAY_NONE ? ANALYSIS_CUT_RULE_DATE
                   : self->from_csv               ? ANALYSIS_CUT_RULE_NONE
                                                  : ANALYSIS_CUT_RULE_REGISTER;
  self->strata = g_strdup (options->strata);
  self->n_groups = tables->n_groups;
  self->n_strata = tables->n_strata;
  self->group_names = g_strdupv (selection->group_names);
  self->strata_names = g_strdupv (selection->strata_names);
  if (!fill (self, tables, error) || !analysis_centre_check (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* --- checking --------------------------------------------------------------------------------- */

G_GNUC_PRINTF (3, 4)
static gboolean
refuse (const AnalysisCentre *self,
        GError              **error,
        const char           *format,
        ...)
{
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (self->file != NULL)
    g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE, "%s: %s", self->file, sentence);
  else
    g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE, _("Nothing was written: %s"),
                 sentence);
  return FALSE;
}

static gboolean
check_table (const AnalysisCentre *self,
             guint                 stratum,
             guint                 group,
             GError              **error)
{
  const StatsBlock *blocks = analysis_centre_table (self, stratum, group);
  g_autofree char *name = table_name (self, stratum, group);

  if (blocks[0].at_risk > ANALYSIS_CENTRE_MAX_PATIENTS)
    return refuse (self, error, _("%s holds more than %u patients."), name,
                   ANALYSIS_CENTRE_MAX_PATIENTS);
  for (guint i = 0; i < self->n_blocks; i++)
    {
      if (!stats_blocks_valid (blocks, i + 1))
        return refuse (self, error, _("%s contradicts itself at transfer %u."), name,
                       blocks[i].first);
      if (!stats_merge_is_told_safely (&blocks[i], self->smallest_cell))
        return refuse (self, error, _("%s tells of fewer than %u patients at transfer %u, though "
                                      "the file says that it doesn't."),
                       name, self->smallest_cell, blocks[i].first);
      if (blocks[i].first != self->blocks[i].first || blocks[i].last != self->blocks[i].last)
        return refuse (self, error, _("%s has other rows than the first table."), name);
    }
  if (stats_block_left (&blocks[self->n_blocks - 1]) > 0)
    return refuse (self, error, _("%s ends with patients of whom nothing is told."), name);
  return TRUE;
}

static gboolean
check_texts (const AnalysisCentre *self,
             GError              **error)
{
  const char *texts[] = { self->name, self->synthetic_note, self->strata, self->question->where,
                          self->question->by, self->question->count };
  gboolean plain = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    plain = plain && base_text_is_plain (texts[i], MAX_TEXT);
  for (guint i = 0; self->group_names != NULL && self->group_names[i] != NULL; i++)
    plain = plain && base_text_is_plain (self->group_names[i], MAX_TEXT);
  for (guint i = 0; self->strata_names != NULL && self->strata_names[i] != NULL; i++)
    plain = plain && base_text_is_plain (self->strata_names[i], MAX_TEXT);
  return plain
         || refuse (self, error, _("a name, the filter or another text is too long, or has "
                                   "characters that can't be shown."));
}

/* NULL or n names, each different. */
static gboolean
check_names (char **names,
             guint  n)
{
  if (names == NULL)
    return n == 1;
  if (g_strv_length (names) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < i; j++)
      if (g_str_equal (names[i], names[j]))
        return FALSE;
  return TRUE;
}

gboolean
analysis_centre_check (const AnalysisCentre *self,
                       GError              **error)
{
  if (self->name == NULL || *self->name == '\0')
    return refuse (self, error, _("the centre has no name."));
  if (!check_texts (self, error))
    return FALSE;
  if (self->smallest_cell == 0 || self->smallest_cell == 2
      || self->smallest_cell > ANALYSIS_SMALLEST_CELL_MAX)
    return refuse (self, error, _("“%s” in it isn't as Natality writes it."), "smallest_cell");
  if (self->n_groups == 0 || self->n_groups > ANALYSIS_MAX_GROUPS
      || !check_names (self->group_names, self->n_groups)
      || (self->group_names != NULL) != (self->question->by != NULL))
    return refuse (self, error, _("the groups aren't named each by a name of its own."));
  if (self->n_strata == 0 || self->n_strata > ANALYSIS_MAX_GROUPS
      || !check_names (self->strata_names, self->n_strata)
      || (self->strata_names != NULL) != (self->strata != NULL))
    return refuse (self, error, _("the strata aren't named each by a name of its own."));
  if ((self->cut_rule == ANALYSIS_CUT_RULE_NONE) != (self->cut == BASE_DAY_NONE))
    return refuse (self, error, _("the data cut and its rule contradict each other."));
  if (self->n_blocks == 0 || self->n_blocks > ANALYSIS_CENTRE_MAX_K
      || self->blocks[self->n_blocks - 1].last > ANALYSIS_CENTRE_MAX_K)
    return refuse (self, error, _("a table has 1 to %d transfers."), ANALYSIS_CENTRE_MAX_K);
  for (guint s = 0; s < self->n_strata; s++)
    for (guint g = 0; g < self->n_groups; g++)
      if (!check_table (self, s, g, error))
        return FALSE;
  if (analysis_centre_patients (self) == 0)
    return refuse (self, error, _("nobody is in it."));
  return TRUE;
}
