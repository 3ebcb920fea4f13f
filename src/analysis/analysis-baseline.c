/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variables by group: analysis-baseline.h. */
#include "config.h"

#include "analysis-baseline.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "analysis-cancel-private.h"
#include "analysis-cohort-private.h"

#define FISHER_STEPS 5000000
#define FISHER_DRAWS 9999

static const char *const usual[]
  = { "age_at_index_transfer", "bmi", "losses_before_referral", "losses_after_art",
      "rpl_type", "births_before_referral", "smoking", "earlier_transfers",
      "embryos_transferred", "stage", "kind", "treatment" };

gboolean
analysis_baseline_is_group (const char *name,
                            const char *by)
{
  gsize length = strcspn (name, ":");

  return by != NULL && strncmp (name, by, length) == 0 && (by[length] == '\0' || by[length] == ':');
}

GStrv
analysis_baseline_usual (ModelDictionary *dictionary,
                         const char      *by)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    if (model_dictionary_find_analysable (dictionary, usual[i]) != NULL
        && !analysis_baseline_is_group (usual[i], by))
      g_ptr_array_add (names, g_strdup (usual[i]));
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_free (names, FALSE);
}

static gboolean
is_factor (const char *name)
{
  return g_str_has_prefix (name, "factor(") && g_str_has_suffix (name, ")");
}

char *
analysis_baseline_by (const char *name)
{
  if (is_factor (name))
    return g_strndup (name + strlen ("factor("), strlen (name) - strlen ("factor()"));
  return g_strdup (name);
}

/* --- groups ----------------------------------------------------------------------------------- */

/* The selection's own, or birth and none. codes: n. */
static guint8 *
group_codes (AnalysisBaseline        *self,
             const AnalysisSelection *selection)
{
  guint8 *codes = g_new (guint8, MAX (selection->n, 1));
  static const char *const outcomes[] = { "birth", "none", NULL };

  self->by_outcome = selection->group_names == NULL;
  self->n_groups = self->by_outcome ? 2 : selection->n_groups;
  self->group_names = g_strdupv (self->by_outcome ? (char **) outcomes : selection->group_names);
  self->group_labels = g_strdupv (self->by_outcome ? (char **) outcomes : selection->group_labels);
  if (self->by_outcome)
    {
      g_free (self->group_labels[0]);
      g_free (self->group_labels[1]);
      self->group_labels[0] = g_strdup (_("Birth"));
      self->group_labels[1] = g_strdup (_("None so far"));
    }
  self->n = g_new0 (guint64, self->n_groups);
  for (guint i = 0; i < selection->n; i++)
    {
      codes[i] = self->by_outcome ? selection->fate[i] != STATS_FATE_LIVE_BIRTH
                                  : selection->group[i];
      self->n[codes[i]]++;
    }
  return codes;
}

/* --- numeric ---------------------------------------------------------------------------------- */

static double
number_at (const ModelColumn *column,
           guint              row)
{
  if (column->missing != NULL && column->missing[row] != MODEL_MISSING_NONE)
    return NAN;
  return column->kind == MODEL_COLUMN_F64 ? column->f64[row] : column->i32[row];
}

static void
numeric_row (AnalysisBaselineRow     *self,
             const AnalysisBaseline  *table,
             const AnalysisSelection *selection,
             const ModelColumn       *column,
             const guint8            *codes)
{
  g_autofree double *all = g_new (double, MAX (selection->n, 1));
  g_autofree guint8 *all_codes = g_new (guint8, MAX (selection->n, 1));
  g_autofree double **values = g_new0 (double *, table->n_groups);
  g_autofree guint *n = g_new0 (guint, table->n_groups);
  guint n_all = 0;

  for (guint g = 0; g < table->n_groups; g++)
    values[g] = g_new (double, MAX (table->n[g], 1));
  for (guint i = 0; i < selection->n; i++)
    {
      double value = number_at (column, selection->row[i]);

      values[codes[i]][n[codes[i]]++] = value;
      if (isnan (value))
        continue;
      all[n_all] = value;
      all_codes[n_all++] = codes[i];
    }
  self->numeric = TRUE;
  self->kruskal_p = stats_kruskal_wallis_p (all, all_codes, n_all, table->n_groups);
  self->summaries = g_new0 (StatsSummary, table->n_groups + 1);
  for (guint g = 0; g < table->n_groups; g++)
    {
      self->summaries[g] = stats_summary (values[g], n[g]);
      self->missing[g] = self->summaries[g].n_missing;
    }
  self->summaries[table->n_groups] = stats_summary (all, n_all);
  if (table->n_groups == 2)
    {
      self->smd = stats_smd (&self->summaries[0], &self->summaries[1]);
      self->welch_p = stats_welch_p (&self->summaries[0], &self->summaries[1]);
      self->mann_whitney_p = stats_mann_whitney_p (values[0], self->summaries[0].n, values[1],
                                                   self->summaries[1].n,
                                                   &self->mann_whitney_exact_p);
    }
  for (guint g = 0; g < table->n_groups; g++)
    g_free (values[g]);
}

/* --- categorical ------------------------------------------------------------------------------ */

static void
categorical_tests (AnalysisBaselineRow    *self,
                   const AnalysisBaseline *table,
                   guint64                 seed)
{
  self->chisq_p = stats_chi_square_p (self->counts, self->n_levels, table->n_groups,
                                      &self->smallest_expected);
  if (stats_fisher_exact (self->counts, self->n_levels, table->n_groups, FISHER_STEPS,
                          &self->fisher_p) == STATS_TOO_LARGE)
    self->fisher_drawn = stats_fisher_drawn (self->counts, self->n_levels, table->n_groups, seed,
                                             FISHER_DRAWS, &self->fisher_p) == STATS_OK;
  if (table->n_groups == 2 && self->n_levels <= STATS_COMPARE_MAX_LEVELS)
    {
      guint64 a[STATS_COMPARE_MAX_LEVELS], b[STATS_COMPARE_MAX_LEVELS];

      for (guint l = 0; l < self->n_levels; l++)
        {
          a[l] = self->counts[2 * l];
          b[l] = self->counts[2 * l + 1];
        }
      self->smd = stats_smd_levels (a, b, self->n_levels);
    }
}

static gboolean
categorical_row (AnalysisBaselineRow     *self,
                 const AnalysisBaseline  *table,
                 const AnalysisSelection *selection,
                 const char              *by,
                 const guint8            *codes,
                 guint64                  seed,
                 GError                 **error)
{
  const AnalysisGroups *levels = analysis_cohort_groups (selection->cohort, by, error);

  if (levels == NULL)
    return FALSE;
  self->n_levels = levels->n_groups;
  self->level_names = g_strdupv (levels->names);
  self->level_labels = g_strdupv (levels->labels);
  self->counts = g_new0 (guint64, MAX (self->n_levels, 1) * table->n_groups);
  for (guint i = 0; i < selection->n; i++)
    {
      guint8 level = levels->codes[selection->row[i]];

      if (level == levels->n_groups)
        self->missing[codes[i]]++;
      else
        self->counts[level * table->n_groups + codes[i]]++;
    }
  categorical_tests (self, table, seed);
  return TRUE;
}

/* A code of several at once is a row of its own, yes or no. */
static void
multicode_row (AnalysisBaselineRow     *self,
               const AnalysisBaseline  *table,
               const AnalysisSelection *selection,
               const ModelColumn       *column,
               guint                    code,
               const guint8            *codes,
               guint64                  seed)
{
  static const char *const names[] = { "no", "yes", NULL };

  self->n_levels = 2;
  self->level_names = g_strdupv ((char **) names);
  self->level_labels = g_new0 (char *, 3);
  self->level_labels[0] = g_strdup (_("No"));
  self->level_labels[1] = g_strdup (_("Yes"));
  self->counts = g_new0 (guint64, 2 * table->n_groups);
  for (guint i = 0; i < selection->n; i++)
    {
      guint row = selection->row[i];

      if (column->missing != NULL && column->missing[row] != MODEL_MISSING_NONE)
        self->missing[codes[i]]++;
      else
        self->counts[(column->bits[row] >> code & 1) * table->n_groups + codes[i]]++;
    }
  categorical_tests (self, table, seed);
}

/* --- rows ------------------------------------------------------------------------------------- */

/* Yes and no, as files code it: nothing but 0 and 1, or 1 and 2. */
static gboolean
is_yes_or_no (const ModelColumn       *column,
              const AnalysisSelection *selection)
{
  gboolean seen[3] = { FALSE };

  for (guint i = 0; i < selection->n; i++)
    {
      double value = number_at (column, selection->row[i]);

      if (isnan (value))
        continue;
      if (value != 0 && value != 1 && value != 2)
        return FALSE;
      seen[(int) value] = TRUE;
    }
  return !(seen[0] && seen[2]);
}

static AnalysisBaselineRow *
add_row (AnalysisBaseline *self,
         GArray           *rows,
         const ModelField *field,
         const char       *code)
{
  AnalysisBaselineRow row = { .smd = NAN, .welch_p = NAN, .mann_whitney_p = NAN,
                              .mann_whitney_exact_p = NAN, .kruskal_p = NAN,
                              .chisq_p = NAN, .smallest_expected = NAN, .fisher_p = NAN };

  row.name = code != NULL ? g_strconcat (field->id, ":", code, NULL) : g_strdup (field->id);
  row.label = g_strdup (g_dgettext (GETTEXT_PACKAGE, field->label));
  row.unit = field->unit;
  row.decimals = field->decimals;
  row.missing = g_new0 (guint64, self->n_groups);
  g_array_append_val (rows, row);
  return &g_array_index (rows, AnalysisBaselineRow, rows->len - 1);
}

static gboolean
add_variable (AnalysisBaseline        *self,
              GArray                  *rows,
              const AnalysisSelection *selection,
              const char              *name,
              const guint8            *codes,
              guint64                  seed,
              GError                 **error)
{
  ModelDictionary *dictionary = analysis_cohort_dictionary (selection->cohort);
  g_autofree char *by = analysis_baseline_by (name);
  g_autoptr (AnalysisBy) parsed = analysis_by_parse (by, dictionary, error);
  const ModelColumn *column;

  if (parsed == NULL || analysis_cohort_refuses (selection->cohort, parsed->field, error))
    return FALSE;
  column = analysis_cohort_column (selection->cohort, parsed->field);
  if (column == NULL)
    {
      g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_FIELD, _("its column isn't loaded."));
      return FALSE;
    }
  if (column->kind == MODEL_COLUMN_BITS)
    {
      for (guint code = 0; code < parsed->field->n_codes && code < 32; code++)
        {
          AnalysisBaselineRow *row = add_row (self, rows, parsed->field,
                                              parsed->field->codes[code].id);
          char *label = g_strdup_printf ("%s: %s", row->label,
                                         g_dgettext (GETTEXT_PACKAGE,
                                                     parsed->field->codes[code].label));

          g_free (row->label);
          row->label = label;
          multicode_row (row, self, selection, column, code, codes, seed);
        }
      return TRUE;
    }
  if (!is_factor (name) && parsed->limits == NULL
      && (column->kind == MODEL_COLUMN_F64 || column->kind == MODEL_COLUMN_I32)
      && !is_yes_or_no (column, selection))
    {
      numeric_row (add_row (self, rows, parsed->field, NULL), self, selection, column, codes);
      return TRUE;
    }
  return categorical_row (add_row (self, rows, parsed->field, NULL), self, selection, by, codes,
                          seed, error);
}

AnalysisBaseline *
analysis_baseline_new (const AnalysisSelection *selection,
                       const char *const       *names,
                       guint64                  seed,
                       const gint              *cancelled,
                       gint                    *permille,
                       GError                 **error)
{
  g_autoptr (AnalysisBaseline) self = g_new0 (AnalysisBaseline, 1);
  g_autofree guint8 *codes = group_codes (self, selection);
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (AnalysisBaselineRow));
  gboolean good = TRUE;

  self->seed = seed;
  for (guint i = 0; names[i] != NULL && good && !analysis_is_cancelled (cancelled); i++)
    {
      analysis_tell (permille, i, g_strv_length ((char **) names));
      good = add_variable (self, rows, selection, names[i], codes, seed, error);
      if (!good)
        g_prefix_error (error, "%s: ", names[i]);
    }
  self->n_rows = rows->len;
  self->rows = (AnalysisBaselineRow *) (gpointer) g_array_free (rows, FALSE);
  return good && !analysis_is_cancelled (cancelled) ? g_steal_pointer (&self) : NULL;
}

void
analysis_baseline_free (AnalysisBaseline *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_rows; i++)
    {
      AnalysisBaselineRow *row = &self->rows[i];

      g_free (row->name);
      g_free (row->label);
      g_free (row->summaries);
      g_strfreev (row->level_names);
      g_strfreev (row->level_labels);
      g_free (row->counts);
      g_free (row->missing);
    }
  g_free (self->rows);
  g_strfreev (self->group_names);
  g_strfreev (self->group_labels);
  g_free (self->n);
  g_free (self);
}
