/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Subgroups as JSON, CSV, text and a forest plot: report-subgroups.h. */
#include "config.h"

#include "report-subgroups.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base-number.h"
#include "report-json-private.h"
#include "report-tests.h"
#include "report-text-private.h"

#define SUBGROUPS_JSON_VERSION 1

static const char *const adjusted_keys[ANALYSIS_N_ADJUST]
  = { "p_holm", "p_hochberg", "p_bh", "p_bonferroni" };

/* --- JSON ------------------------------------------------------------------------------------- */

static void
add_counts (JsonBuilder   *builder,
            const char    *name,
            const guint64 *counts)
{
  report_json_open_array (builder, name);
  json_builder_add_int_value (builder, (gint64) counts[0]);
  json_builder_add_int_value (builder, (gint64) counts[1]);
  json_builder_end_array (builder);
}

static void
add_subgroup (JsonBuilder             *builder,
              const AnalysisSubgroup  *level)
{
  add_counts (builder, "n", level->n);
  add_counts (builder, "transfers", level->transfers);
  add_counts (builder, "births", level->births);
  report_json_number (builder, "estimate", level->estimate);
  report_json_number (builder, "se", level->se);
  report_json_number (builder, "lo", level->lo);
  report_json_number (builder, "hi", level->hi);
  report_json_number (builder, "p", level->p);
  report_json_number (builder, "e_value", level->e_value);
  report_json_number (builder, "e_value_limit", level->e_value_limit);
  json_builder_set_member_name (builder, "firth");
  json_builder_add_boolean_value (builder, level->firth);
  report_json_text (builder, "reason", analysis_reason_id (level->reason));
}

static void
add_variable (JsonBuilder                    *builder,
              const AnalysisSubgroupVariable *variable)
{
  json_builder_begin_object (builder);
  report_json_text (builder, "variable", variable->by);
  report_json_open_array (builder, "levels");
  for (guint l = 0; l < variable->n_levels; l++)
    {
      json_builder_begin_object (builder);
      report_json_text (builder, "level", variable->level_names[l]);
      add_subgroup (builder, &variable->levels[l]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  report_json_open (builder, "interaction");
  report_json_number (builder, "chisq", variable->interaction.chisq);
  report_json_count (builder, "df", variable->interaction.df);
  report_json_number (builder, "p", variable->interaction.p);
  for (guint m = 0; m < ANALYSIS_N_ADJUST; m++)
    report_json_number (builder, adjusted_keys[m], variable->adjusted[m]);
  report_json_text (builder, "method", analysis_interaction_id (variable->method));
  report_json_text (builder, "reason", analysis_reason_id (variable->reason));
  json_builder_end_object (builder);
  report_json_count (builder, "missing", variable->n_missing);
  json_builder_end_object (builder);
}

char *
report_subgroups_json (const AnalysisSubgroups *subgroups,
                       const AnalysisQuestion  *question,
                       const ReportSource      *source,
                       StatsAdjust              adjust)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  report_json_text (builder, "contrast", analysis_contrast_id (subgroups->contrast));
  if (subgroups->at > 0)
    report_json_count (builder, "at", subgroups->at);
  report_json_open_array (builder, "groups");
  json_builder_add_string_value (builder, subgroups->group_names[0]);
  json_builder_add_string_value (builder, subgroups->group_names[1]);
  json_builder_end_array (builder);
  report_json_open (builder, "overall");
  add_subgroup (builder, &subgroups->overall);
  json_builder_end_object (builder);
  report_json_open_array (builder, "subgroups");
  for (guint v = 0; v < subgroups->n_variables; v++)
    add_variable (builder, &subgroups->variables[v]);
  json_builder_end_array (builder);
  report_json_text (builder, "adjusted", adjusted_keys[adjust]);
  report_json_text (builder, "warning", report_subgroup_warning ());
  report_json_source (builder, question, source, SUBGROUPS_JSON_VERSION);
  json_builder_end_object (builder);
  return report_json_finish (builder);
}

/* --- CSV -------------------------------------------------------------------------------------- */

static void
append_number (GString *out,
               double   value)
{
  char buffer[BASE_NUMBER_SIZE];

  g_string_append_printf (out, ",%s", base_number_to_buffer (value, buffer));
}

static void
csv_level (GString                *out,
           const char             *variable,
           const char             *name,
           const AnalysisSubgroup *level)
{
  report_append_quoted (out, variable);
  g_string_append_c (out, ',');
  report_append_quoted (out, name);
  g_string_append_c (out, ',');
  for (guint g = 0; g < 2; g++)
    g_string_append_printf (out, "%s%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT
                                 ",%" G_GUINT64_FORMAT,
                            g > 0 ? "," : "", level->n[g], level->transfers[g], level->births[g]);
  append_number (out, level->estimate);
  append_number (out, level->lo);
  append_number (out, level->hi);
  append_number (out, level->p);
  g_string_append_printf (out, ",%s,%s,,,,", level->firth ? "true" : "false",
                          level->reason != ANALYSIS_ESTIMABLE ? analysis_reason_id (level->reason)
                                                              : "");
  append_number (out, level->e_value);
  append_number (out, level->e_value_limit);
  g_string_append_c (out, '\n');
}

char *
report_subgroups_csv (const AnalysisSubgroups *subgroups,
                      StatsAdjust              adjust)
{
  GString *out = g_string_new ("variable,level,n_0,transfers_0,births_0,n_1,transfers_1,births_1,"
                               "estimate,lo,hi,p,firth,reason,interaction_chisq,interaction_df,"
                               "interaction_p,interaction_");

  g_string_append_printf (out, "%s,e_value,e_value_limit\n", adjusted_keys[adjust]);
  csv_level (out, "", "", &subgroups->overall);
  for (guint v = 0; v < subgroups->n_variables; v++)
    {
      const AnalysisSubgroupVariable *variable = &subgroups->variables[v];

      for (guint l = 0; l < variable->n_levels; l++)
        csv_level (out, variable->by, variable->level_names[l], &variable->levels[l]);
      report_append_quoted (out, variable->by);
      g_string_append_printf (out, ",,,,,,,,,,,,,%s",
                              variable->reason != ANALYSIS_ESTIMABLE
                                  ? analysis_reason_id (variable->reason)
                                  : "");
      append_number (out, variable->interaction.chisq);
      g_string_append_printf (out, ",%u", variable->interaction.df);
      append_number (out, variable->interaction.p);
      append_number (out, variable->adjusted[adjust]);
      g_string_append (out, ",,\n");
    }
  return g_string_free (out, FALSE);
}

/* --- text ------------------------------------------------------------------------------------- */

/* The axis of the text has this many places, from a tenth to ten times, or from -100 to 100
 * points. */
#define TEXT_PLACES 41
#define TEXT_RATIO 10.0

typedef struct
{
  const AnalysisSubgroups *subgroups;
  GString *out;
  int label, counts[2], value; /* widths */
} Text;

static int
width_of (const char *text)
{
  return text != NULL ? (int) g_utf8_strlen (text, -1) : 0;
}

static char *
counts_text (const AnalysisSubgroup *level,
             guint                   group)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT, level->births[group],
                          level->n[group]);
}

/* Place on the axis, from 0; one outside is -1 or TEXT_PLACES. */
static int
place_of (const Text *self,
          double      value)
{
  double share = self->subgroups->contrast == ANALYSIS_CONTRAST_DIFFERENCE
                     ? (value + 1) / 2
                     : (log (value) / log (TEXT_RATIO) + 1) / 2;

  return (int) lround (CLAMP (share * (TEXT_PLACES - 1), -1, TEXT_PLACES));
}

static void
append_axis (Text                   *self,
             const AnalysisSubgroup *level,
             const char             *mark)
{
  const char *places[TEXT_PLACES];
  int at;

  for (guint i = 0; i < TEXT_PLACES; i++)
    places[i] = i == TEXT_PLACES / 2 ? "│" : " ";
  if (isfinite (level->lo) && isfinite (level->hi))
    {
      int from = place_of (self, level->lo), to = place_of (self, level->hi);

      for (int i = MAX (from, 0); i <= MIN (to, TEXT_PLACES - 1); i++)
        places[i] = "─";
      if (from < 0)
        places[0] = "◄";
      if (to >= TEXT_PLACES)
        places[TEXT_PLACES - 1] = "►";
    }
  at = isfinite (level->estimate) ? place_of (self, level->estimate) : -1;
  if (at >= 0 && at < TEXT_PLACES)
    places[at] = mark;
  for (guint i = 0; i < TEXT_PLACES; i++)
    g_string_append (self->out, places[i]);
}

static void
append_row (Text                   *self,
            const char             *label,
            const AnalysisSubgroup *level,
            const char             *mark)
{
  g_autofree char *value = report_subgroup_value (self->subgroups, level);
  gsize from;

  report_append_padded_left (self->out, label, self->label);
  for (guint g = 0; g < 2; g++)
    {
      g_autofree char *counts = counts_text (level, g);

      report_append_padded (self->out, counts, self->counts[g] + 2);
    }
  report_append_padded (self->out, value, self->value + 2);
  g_string_append (self->out, "  ");
  from = self->out->len;
  append_axis (self, level, mark);
  while (self->out->len > from && self->out->str[self->out->len - 1] == ' ')
    g_string_truncate (self->out, self->out->len - 1);
  g_string_append_c (self->out, '\n');
}

static void
measure (Text                   *self,
         const char             *label,
         const AnalysisSubgroup *level)
{
  g_autofree char *value = report_subgroup_value (self->subgroups, level);

  self->label = MAX (self->label, width_of (label));
  self->value = MAX (self->value, width_of (value));
  for (guint g = 0; g < 2; g++)
    {
      g_autofree char *counts = counts_text (level, g);

      self->counts[g] = MAX (self->counts[g], width_of (counts));
    }
}

static void
text_init (Text                    *self,
           const AnalysisSubgroups *subgroups,
           const char              *head)
{
  *self = (Text) { .subgroups = subgroups, .out = g_string_new (NULL), .value = width_of (head) };
  for (guint g = 0; g < 2; g++)
    self->counts[g] = width_of (subgroups->group_labels[g]);
  measure (self, _("All patients"), &subgroups->overall);
  for (guint v = 0; v < subgroups->n_variables; v++)
    for (guint l = 0; l < subgroups->variables[v].n_levels; l++)
      {
        g_autofree char *label
          = g_strdup_printf ("  %s", subgroups->variables[v].level_labels[l]);

        measure (self, label, &subgroups->variables[v].levels[l]);
      }
}

static void
append_e_value (GString                *out,
                const AnalysisSubgroup *all)
{
  g_autofree char *value = base_number_to_display (all->e_value, 2);
  g_autofree char *limit = base_number_to_display (all->e_value_limit, 2);

  if (isfinite (all->e_value))
    g_string_append_printf (out, _("E-value of all patients: %s, of the limit %s.\n"), value,
                            limit);
}

char *
report_subgroups_text (const AnalysisSubgroups *subgroups,
                       const AnalysisQuestion  *question,
                       const ReportSource      *source,
                       StatsAdjust              adjust)
{
  g_auto (GStrv) notes = report_subgroup_notes (subgroups, question, source, adjust);
  g_autofree char *interval = report_subgroup_interval (subgroups, question);
  g_autofree char *head = g_strdup_printf ("%s (%s)", report_subgroup_head (subgroups), interval);
  Text text;

  text_init (&text, subgroups, head);
  for (guint i = 0; notes[i] != NULL; i++)
    g_string_append_printf (text.out, "%s\n", notes[i]);
  g_string_append_printf (text.out, "%s %s\n\n",
                          question->event == ANALYSIS_EVENT_LIVE_BIRTH
                              ? _("Counts: births / patients.")
                              : _("Counts: patients with the event / patients."),
                          subgroups->contrast == ANALYSIS_CONTRAST_DIFFERENCE
                              ? _("Axis: from -100 to 100 points.")
                              : _("Axis: from 1/10 to 10, logarithmic; an arrow goes past it."));
  report_append_padded_left (text.out, "", text.label);
  for (guint g = 0; g < 2; g++)
    report_append_padded (text.out, subgroups->group_labels[g], text.counts[g] + 2);
  report_append_padded (text.out, head, text.value + 2);
  g_string_append_c (text.out, '\n');
  append_row (&text, _("All patients"), &subgroups->overall, "◆");
  for (guint v = 0; v < subgroups->n_variables; v++)
    {
      const AnalysisSubgroupVariable *variable = &subgroups->variables[v];
      g_autofree char *interaction = report_subgroup_interaction (subgroups, variable, adjust);

      g_string_append_printf (text.out, "%s: %s\n", variable->title, interaction);
      for (guint l = 0; l < variable->n_levels; l++)
        {
          g_autofree char *label = g_strdup_printf ("  %s", variable->level_labels[l]);

          append_row (&text, label, &variable->levels[l], "■");
        }
    }
  append_e_value (text.out, &subgroups->overall);
  return g_string_free (text.out, FALSE);
}

/* --- the forest plot -------------------------------------------------------------------------- */

static void
fill_row (ChartForestRow          *row,
          const AnalysisSubgroups *subgroups,
          const AnalysisSubgroup  *level)
{
  row->counts[0] = counts_text (level, 0);
  row->counts[1] = counts_text (level, 1);
  row->value = report_subgroup_value (subgroups, level);
  row->estimate = level->estimate;
  row->lo = level->lo;
  row->hi = level->hi;
  row->weight = level->se > 0 ? 1 / (level->se * level->se) : 0;
}

static void
set_texts (ChartForest             *forest,
           const AnalysisSubgroups *subgroups,
           const AnalysisQuestion  *question)
{
  gboolean births = question->event == ANALYSIS_EVENT_LIVE_BIRTH;
  g_autofree char *interval = report_subgroup_interval (subgroups, question);
  g_autofree char *name = report_contrast_name (subgroups);
  g_autofree char *low = g_strdup_printf (births ? _("← more births: %s") : _("← more events: %s"),
                                          subgroups->group_labels[0]);
  g_autofree char *high = g_strdup_printf (births ? _("more births: %s →") : _("more events: %s →"),
                                           subgroups->group_labels[1]);
  g_autofree char *half = base_number_to_display (0.5, 1);
  g_autofree char *decimal = g_strndup (half + 1, strlen (half) - 2);
  g_autofree char *axis
    = g_strdup_printf (_("%s: %s"), subgroups->by_title, name);

  chart_forest_set_text (forest, CHART_FOREST_HEAD_LABEL, _("Subgroup"));
  chart_forest_set_text (forest, CHART_FOREST_HEAD_FIRST, subgroups->group_labels[0]);
  chart_forest_set_text (forest, CHART_FOREST_HEAD_SECOND, subgroups->group_labels[1]);
  chart_forest_set_text (forest, CHART_FOREST_HEAD_COUNTS,
                         births ? _("births / n") : _("events / n"));
  chart_forest_set_text (forest, CHART_FOREST_HEAD_VALUE, report_subgroup_head (subgroups));
  chart_forest_set_text (forest, CHART_FOREST_HEAD_INTERVAL, interval);
  chart_forest_set_text (forest, CHART_FOREST_LOW, low);
  chart_forest_set_text (forest, CHART_FOREST_HIGH, high);
  chart_forest_set_text (forest, CHART_FOREST_AXIS, axis);
  chart_forest_set_text (forest, CHART_FOREST_DECIMAL, decimal);
}

ChartForest *
report_forest_spec (const AnalysisSubgroups   *subgroups,
                    const AnalysisQuestion    *question,
                    const ReportSource        *source,
                    StatsAdjust                adjust,
                    const ReportForestOptions *options)
{
  ChartForest *forest = chart_forest_new ();
  g_auto (GStrv) notes = report_subgroup_notes (subgroups, question, source, adjust);
  gboolean print = options->theme == CHART_THEME_PRINT || options->theme == CHART_THEME_GREY;

  forest->ratio = subgroups->contrast != ANALYSIS_CONTRAST_DIFFERENCE;
  forest->theme = options->theme;
  if (options->width_pt > 0)
    forest->width_pt = options->width_pt;
  /* On paper, what journals ask for. */
  chart_forest_set_font (forest, options->font_family != NULL ? options->font_family
                                 : print                      ? "Helvetica"
                                                              : NULL);
  set_texts (forest, subgroups, question);
  for (guint v = 0; v < subgroups->n_variables; v++)
    {
      const AnalysisSubgroupVariable *variable = &subgroups->variables[v];
      ChartForestRow *heading
        = chart_forest_add_row (forest, CHART_FOREST_HEADING, variable->title);
      g_autofree char *p = report_p (variable->interaction.p);

      heading->value = g_strdup_printf (_("interaction %s"), p);
      for (guint l = 0; l < variable->n_levels; l++)
        fill_row (chart_forest_add_row (forest, CHART_FOREST_LEVEL, variable->level_labels[l]),
                  subgroups, &variable->levels[l]);
    }
  fill_row (chart_forest_add_row (forest, CHART_FOREST_OVERALL, _("All patients")), subgroups,
            &subgroups->overall);
  /* What is synthetic, and that it is exploratory, is said also where other notes are left out. */
  for (guint i = 0; notes[i] != NULL; i++)
    if (options->show_notes || g_str_equal (notes[i], report_subgroup_warning ())
        || (source != NULL && g_strcmp0 (notes[i], source->synthetic_note) == 0))
      chart_forest_add_note (forest, notes[i]);
  return forest;
}
