/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The baseline table for readers: report-baseline.h. */
#include "config.h"

#include "report-baseline.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-number.h"
#include "report-json-private.h"
#include "report-method.h"
#include "report-tests.h"
#include "report-text-private.h"

#define TABLE_JSON_VERSION 1

/* --- JSON ------------------------------------------------------------------------------------- */

static void
add_numeric (JsonBuilder               *builder,
             const AnalysisBaseline    *table,
             const AnalysisBaselineRow *row)
{
  for (guint g = 0; g < table->n_groups; g++)
    {
      const StatsSummary *s = &row->summaries[g];

      report_json_open (builder, table->group_names[g]);
      report_json_count (builder, "n", s->n);
      report_json_count (builder, "missing", s->n_missing);
      report_json_number (builder, "mean", s->mean);
      report_json_number (builder, "sd", s->sd);
      report_json_number (builder, "median", s->median);
      report_json_number (builder, "q1", s->q1);
      report_json_number (builder, "q3", s->q3);
      json_builder_end_object (builder);
    }
  report_json_number (builder, "welch_p", row->welch_p);
  report_json_number (builder, "mann_whitney_p", row->mann_whitney_p);
  report_json_number (builder, "mann_whitney_exact_p", row->mann_whitney_exact_p);
  report_json_number (builder, "kruskal_p", row->kruskal_p);
}

static void
add_categorical (JsonBuilder               *builder,
                 const AnalysisBaseline    *table,
                 const AnalysisBaselineRow *row)
{
  for (guint g = 0; g < table->n_groups; g++)
    {
      report_json_open (builder, table->group_names[g]);
      report_json_count (builder, "missing", row->missing[g]);
      report_json_open (builder, "counts");
      for (guint l = 0; l < row->n_levels; l++)
        report_json_count (builder, row->level_names[l], row->counts[l * table->n_groups + g]);
      json_builder_end_object (builder);
      json_builder_end_object (builder);
    }
  report_json_number (builder, "fisher_p", row->fisher_p);
  json_builder_set_member_name (builder, "fisher_drawn");
  json_builder_add_boolean_value (builder, row->fisher_drawn);
  if (row->fisher_drawn)
    report_json_count (builder, "fisher_seed", table->seed);
  report_json_number (builder, "chisq_p", row->chisq_p);
  report_json_number (builder, "smallest_expected", row->smallest_expected);
}

char *
report_baseline_json (const AnalysisBaseline *table,
                      const AnalysisQuestion *question,
                      const ReportSource     *source)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  report_json_open (builder, "n");
  for (guint g = 0; g < table->n_groups; g++)
    report_json_count (builder, table->group_names[g], table->n[g]);
  json_builder_end_object (builder);
  report_json_open (builder, "table_one");
  for (guint i = 0; i < table->n_rows; i++)
    {
      const AnalysisBaselineRow *row = &table->rows[i];

      report_json_open (builder, row->name);
      if (row->numeric)
        add_numeric (builder, table, row);
      else
        add_categorical (builder, table, row);
      report_json_number (builder, "smd", row->smd);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
  report_json_source (builder, question, source, TABLE_JSON_VERSION);
  json_builder_end_object (builder);
  return report_json_finish (builder);
}

/* --- CSV -------------------------------------------------------------------------------------- */

static void
append_number (GString *out,
               double   value)
{
  char buffer[BASE_NUMBER_SIZE];

  g_string_append_c (out, ',');
  g_string_append (out, base_number_to_buffer (value, buffer));
}

char *
report_baseline_csv (const AnalysisBaseline *table)
{
  GString *out = g_string_new ("variable,level,group,n,missing,mean,sd,median,q1,q3,smd,welch_p,"
                               "mann_whitney_p,kruskal_p,chisq_p,fisher_p,mann_whitney_exact_p\n");

  for (guint i = 0; i < table->n_rows; i++)
    {
      const AnalysisBaselineRow *row = &table->rows[i];

      for (guint l = 0; l < MAX (row->n_levels, 1); l++)
        for (guint g = 0; g < table->n_groups; g++)
          {
            static const StatsSummary none = { 0, 0, NAN, NAN, NAN, NAN, NAN, NAN, NAN };
            const StatsSummary *s = row->numeric ? &row->summaries[g] : &none;
            guint64 n = row->numeric         ? s->n
                        : row->n_levels == 0 ? 0
                                             : row->counts[l * table->n_groups + g];

            report_append_quoted (out, row->name);
            g_string_append_c (out, ',');
            report_append_quoted (
                out, row->numeric || row->n_levels == 0 ? "" : row->level_names[l]);
            g_string_append_c (out, ',');
            report_append_quoted (out, table->group_names[g]);
            g_string_append_printf (out, ",%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT, n,
                                    row->missing[g]);
            append_number (out, s->mean);
            append_number (out, s->sd);
            append_number (out, s->median);
            append_number (out, s->q1);
            append_number (out, s->q3);
            append_number (out, row->smd);
            append_number (out, row->welch_p);
            append_number (out, row->mann_whitney_p);
            append_number (out, row->kruskal_p);
            append_number (out, row->chisq_p);
            append_number (out, row->fisher_p);
            append_number (out, row->mann_whitney_exact_p);
            g_string_append_c (out, '\n');
          }
    }
  return g_string_free (out, FALSE);
}

/* --- text ------------------------------------------------------------------------------------- */

#define LABEL_COLUMNS 40
#define CELL_COLUMNS 24
#define SMD_COLUMNS 10

/* printf counts bytes; a reader sees characters. */
static void
pad (GString    *out,
     const char *text,
     gsize       columns)
{
  g_string_append (out, text);
  for (gsize n = (gsize) g_utf8_strlen (text, -1); n < columns; n++)
    g_string_append_c (out, ' ');
  g_string_append_c (out, ' ');
}

static char *
numeric_cell (const StatsSummary *s,
              int                 decimals,
              gboolean            quartiles)
{
  int places = MAX (decimals, 1);
  g_autofree char *middle = base_number_to_display (quartiles ? s->median : s->mean, places);
  g_autofree char *first = base_number_to_display (quartiles ? s->q1 : s->sd, places);
  g_autofree char *last = base_number_to_display (s->q3, places);

  return quartiles ? g_strdup_printf ("%s (%s–%s)", middle, first, last)
                   : g_strdup_printf ("%s (%s)", middle, first);
}

/* has_smd: FALSE on a line that has none of its own. */
static void
text_tail (GString    *out,
           gboolean    has_smd,
           double      smd,
           double      p,
           const char *test)
{
  g_autofree char *difference = base_number_to_display (smd, 2);
  g_autofree char *head = has_smd ? g_strdup_printf (_("SMD %s"), difference) : g_strdup ("");
  g_autofree char *p_text = report_p (p);

  pad (out, head, SMD_COLUMNS);
  g_string_append_printf (out, "%s (%s)\n", p_text, test);
}

static void
text_numeric (GString                   *out,
              const AnalysisBaseline    *table,
              const AnalysisBaselineRow *row)
{
  gboolean is_exact = !isnan (row->mann_whitney_exact_p);

  for (guint line = 0; line < 2; line++)
    {
      g_autofree char *label
        = g_strdup_printf (line == 0 ? _("%s, mean (sd)") : _("  median (quartiles)"), row->label);

      pad (out, label, LABEL_COLUMNS);
      for (guint g = 0; g < table->n_groups; g++)
        {
          g_autofree char *cell = numeric_cell (&row->summaries[g], row->decimals, line == 1);

          pad (out, cell, CELL_COLUMNS);
        }
      if (line == 1)
        text_tail (out, FALSE, NAN,
                   table->n_groups != 2 ? row->kruskal_p
                   : is_exact           ? row->mann_whitney_exact_p
                                        : row->mann_whitney_p,
                   table->n_groups != 2 ? _("Kruskal-Wallis")
                   : is_exact           ? _("Mann-Whitney, exact")
                                        : _("Mann-Whitney"));
      else if (table->n_groups == 2)
        text_tail (out, TRUE, row->smd, row->welch_p, _("Welch"));
      else
        g_string_append_c (out, '\n');
    }
}

static void
text_categorical (GString                   *out,
                  const AnalysisBaseline    *table,
                  const AnalysisBaselineRow *row)
{
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, table->seed);
  g_autofree char *drawn = g_strdup_printf (_("Fisher, drawn with seed %s"), seed);

  pad (out, row->label, LABEL_COLUMNS);
  for (guint g = 0; g < table->n_groups; g++)
    pad (out, "", CELL_COLUMNS);
  text_tail (out, table->n_groups == 2, row->smd, row->fisher_p,
             row->fisher_drawn ? drawn : _("Fisher"));
  for (guint l = 0; l < row->n_levels; l++)
    {
      g_autofree char *label = g_strconcat ("  ", row->level_labels[l], NULL);

      pad (out, label, LABEL_COLUMNS);
      for (guint g = 0; g < table->n_groups; g++)
        {
          guint64 n = row->counts[l * table->n_groups + g];
          guint64 known = table->n[g] - row->missing[g];
          g_autofree char *share =
              report_percent (known > 0 ? (double) n / (double) known : NAN, 0);
          g_autofree char *cell = g_strdup_printf ("%" G_GUINT64_FORMAT " (%s)", n, share);

          pad (out, cell, CELL_COLUMNS);
        }
      g_string_append_c (out, '\n');
    }
}

static void
text_missing (GString                   *out,
              const AnalysisBaseline    *table,
              const AnalysisBaselineRow *row)
{
  guint64 sum = 0;

  for (guint g = 0; g < table->n_groups; g++)
    sum += row->missing[g];
  if (sum == 0)
    return;
  pad (out, _("  missing"), LABEL_COLUMNS);
  for (guint g = 0; g < table->n_groups; g++)
    {
      g_autofree char *cell = g_strdup_printf ("%" G_GUINT64_FORMAT, row->missing[g]);

      pad (out, cell, CELL_COLUMNS);
    }
  g_string_append_c (out, '\n');
}

static gboolean
is_empty (const AnalysisBaseline *table)
{
  for (guint g = 0; g < table->n_groups; g++)
    if (table->n[g] > 0)
      return FALSE;
  return TRUE;
}

char *
report_baseline_text (const AnalysisBaseline *table,
                      const ReportSource     *source)
{
  GString *out = g_string_new (NULL);

  if (source != NULL && source->synthetic_note != NULL)
    g_string_append_printf (out, "%s\n\n", source->synthetic_note);
  if (is_empty (table))
    {
      g_string_append_printf (out, "%s\n", _("There are no patients: nothing to compare."));
      return g_string_free (out, FALSE);
    }
  pad (out, "", LABEL_COLUMNS);
  for (guint g = 0; g < table->n_groups; g++)
    {
      g_autofree char *head
        = g_strdup_printf ("%s (%" G_GUINT64_FORMAT ")", table->group_labels[g], table->n[g]);

      pad (out, head, CELL_COLUMNS);
    }
  g_string_append_c (out, '\n');
  for (guint i = 0; i < table->n_rows; i++)
    {
      if (table->rows[i].numeric)
        text_numeric (out, table, &table->rows[i]);
      else
        text_categorical (out, table, &table->rows[i]);
      text_missing (out, table, &table->rows[i]);
    }
  if (table->by_outcome)
    g_string_append_printf (out, "\n%s\n",
                            _("“None so far” mixes those who stopped with those still in "
                              "treatment."));
  return g_string_free (out, FALSE);
}

/* --- methods ---------------------------------------------------------------------------------- */

GPtrArray *
report_baseline_methods (const AnalysisBaseline *table)
{
  GPtrArray *ids = report_method_list ();
  gboolean two = table->n_groups == 2, numeric = FALSE, categorical = FALSE;

  for (guint i = 0; i < table->n_rows; i++)
    {
      numeric = numeric || table->rows[i].numeric;
      categorical = categorical || !table->rows[i].numeric;
    }
  if (numeric)
    report_method_add (ids, "summary");
  if (two && table->n_rows > 0)
    report_method_add (ids, "smd");
  if (numeric && two)
    {
      report_method_add (ids, "welch");
      report_method_add (ids, "mann-whitney");
    }
  else if (numeric)
    report_method_add (ids, "kruskal-wallis");
  if (categorical)
    {
      report_method_add (ids, "fisher");
      report_method_add (ids, "chi-square");
    }
  return ids;
}
