/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers as a chart's spec and as text for a terminal. */
#include "report-curve.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "report-extras-private.h"
#include "report-method.h"
#include "report-published.h"
#include "report-text-private.h"

const char *
report_event_axis_label (AnalysisEvent event)
{
  switch (event)
    {
    case ANALYSIS_EVENT_CLINICAL_PREGNANCY:
      return _("Cumulative clinical pregnancies, %");
    case ANALYSIS_EVENT_ONGOING_PREGNANCY:
      return _("Cumulative ongoing pregnancies, %");
    case ANALYSIS_EVENT_LIVE_BIRTH:
    default:
      return _("Cumulative live births, %");
    }
}

static const char *
event_row_label (AnalysisEvent event)
{
  return event == ANALYSIS_EVENT_LIVE_BIRTH ? _("live births") : _("events");
}

/* What stands over the lower panel, its interval's name with it. */
static char *
hazard_label (const AnalysisQuestion *question)
{
  g_autofree char *level = report_percent (question->level, 0);

  /* Translators: %s is "95 %". */
  return g_strdup_printf (question->event == ANALYSIS_EVENT_LIVE_BIRTH
                              ? _ ("Live births per transfer, %% (%s Wilson intervals)")
                              : _ ("Events per transfer, %% (%s Wilson intervals)"),
                          level);
}

static void
set_texts (ChartSpec              *spec,
           const AnalysisAnswer   *answer,
           const ReportSource     *source,
           const ReportChartOptions *options)
{
  AnalysisEvent event = answer->question->event;
  g_autofree char *groups = report_groups_line (answer);
  g_autofree char *nothing = report_empty_reason (answer);
  g_autofree char *hazard = hazard_label (answer->question);

  if (options->show_title && source != NULL)
    chart_spec_set_text (spec, CHART_TEXT_TITLE, source->title);
  chart_spec_set_text (spec, CHART_TEXT_Y_LABEL, report_event_axis_label (event));
  chart_spec_set_text (spec, CHART_TEXT_X_LABEL, _("embryo transfers"));
  chart_spec_set_text (spec, CHART_TEXT_HAZARD_LABEL, hazard);
  chart_spec_set_text (spec, CHART_TEXT_ROW_AT_RISK, _("at risk"));
  chart_spec_set_text (spec, CHART_TEXT_ROW_BIRTHS, event_row_label (event));
  chart_spec_set_text (spec, CHART_TEXT_ROW_STOPPED, _("stopped"));
  chart_spec_set_text (spec, CHART_TEXT_ROW_IN_TREATMENT, _("in treatment"));
  chart_spec_set_text (spec, CHART_TEXT_EMPTY, nothing);
  chart_spec_set_text (spec, CHART_TEXT_GROUPS, groups);
  chart_spec_set_text (spec, CHART_TEXT_CONF_NAME, report_interval_name (answer));
}

/* Transfers within a merged row of pooled tables have no counts of their own. */
static void
fill_counts (ChartGroup         *drawn,
             guint               i,
             const StatsRiskRow *row,
             gboolean            together)
{
  gboolean none = row->at_risk == 0, apart = !none && !(together && row->stopped + row->cut > 0);

  drawn->at_risk[i] = none ? CHART_NOT_TOLD : row->at_risk;
  drawn->births[i] = none ? CHART_NOT_TOLD : row->births;
  drawn->stopped[i] = apart ? row->stopped : CHART_NOT_TOLD;
  drawn->in_treatment[i] = apart ? row->cut : CHART_NOT_TOLD;
}

static void
add_group (ChartSpec           *spec,
           const AnalysisGroup *group,
           gboolean             together)
{
  ChartGroup *drawn =
      chart_spec_add_group (spec, group->label != NULL ? group->label : "", group->n);

  drawn->n_start = group->n_patients;
  for (guint i = 0; i < group->n; i++)
    {
      drawn->estimate[i] = group->estimate[i];
      drawn->lo[i] = group->lo[i];
      drawn->hi[i] = group->hi[i];
      fill_counts (drawn, i, &group->risk[i], together);
      drawn->hazard[i] = group->hazard[i];
      drawn->hazard_lo[i] = group->wilson_lo[i];
      drawn->hazard_hi[i] = group->wilson_hi[i];
    }
}

/* What the drawing itself means: where it is faded, what its ticks say. Empty: nothing. */
static char *
drawing_note (const AnalysisAnswer *answer)
{
  GString *note = g_string_new (NULL);
  gboolean faded = FALSE, left = FALSE;

  for (guint g = 0; g < report_n_shown (answer); g++)
    for (guint i = 0; i < report_shown (answer, g)->n; i++)
      {
        const StatsRiskRow *row = &report_shown (answer, g)->risk[i];

        faded = faded || (row->at_risk > 0 && row->at_risk < REPORT_FAINT_BELOW);
        left = left || row->stopped + row->cut > 0;
      }
  if (left)
    g_string_append (note, _("Tick on a curve: after that transfer patients stopped or were still "
                             "in treatment."));
  if (faded)
    g_string_append_printf (note, "%s%s", left ? " " : "",
                            _("Faded where fewer than 5 are at risk."));
  return g_string_free (note, FALSE);
}

static void
add_notes (ChartSpec                *spec,
           const AnalysisAnswer     *answer,
           const ReportSource       *source,
           const ReportChartOptions *options)
{
  const char *groups = chart_spec_get_text (spec, CHART_TEXT_GROUPS);
  g_auto (GStrv) notes = report_notes (answer, source);
  g_autofree char *drawing = drawing_note (answer);

  /* The groups' line stands over the table; without one it must be somewhere. */
  if (groups != NULL && !options->show_table)
    chart_spec_add_note (spec, groups);
  if (options->show_notes)
    {
      for (guint i = 0; notes[i] != NULL; i++)
        chart_spec_add_note (spec, notes[i]);
      if (*drawing != '\0')
        chart_spec_add_note (spec, drawing);
    }
  /* What is synthetic says so on the figure also where other notes are left out. */
  else if (source != NULL && source->synthetic_note != NULL)
    chart_spec_add_note (spec, source->synthetic_note);
}

static void
add_overlay (ChartSpec               *spec,
             const AnalysisPublished *published)
{
  g_autofree char *label = report_published_label (published);
  ChartOverlay *drawn = chart_spec_add_overlay (spec, label, published->n_points);

  for (guint i = 0; i < published->n_points; i++)
    {
      drawn->k[i] = published->points[i].k;
      drawn->estimate[i] = published->points[i].estimate;
      drawn->lo[i] = published->points[i].lo;
      drawn->hi[i] = published->points[i].hi;
    }
}

/* What was published is never shown without saying what it is. */
static void
add_overlays (ChartSpec                *spec,
              const AnalysisAnswer     *answer,
              const ReportChartOptions *options)
{
  g_auto (GStrv) notes = NULL;

  if (chart_spec_n_groups (spec) == 0 || answer->question->event != ANALYSIS_EVENT_LIVE_BIRTH)
    return;
  notes = report_overlay_notes (options->overlays, options->n_overlays, answer->question);
  for (guint i = 0; i < options->n_overlays; i++)
    add_overlay (spec, options->overlays[i]);
  for (guint i = 0; notes[i] != NULL; i++)
    chart_spec_add_note (spec, notes[i]);
}

/* On paper, what journals ask for, as this machine has it; on a screen, its own. */
static const char *
default_font (ChartTheme theme)
{
  return theme == CHART_THEME_PRINT || theme == CHART_THEME_GREY ? "Helvetica" : NULL;
}

ChartSpec *
report_chart_spec (const AnalysisAnswer     *answer,
                   const ReportSource       *source,
                   const ReportChartOptions *options)
{
  ChartSpec *spec = chart_spec_new ();

  set_texts (spec, answer, source, options);
  for (guint g = 0; g < report_n_shown (answer); g++)
    if (report_shown (answer, g)->n > 0)
      add_group (spec, report_shown (answer, g), options->together);
  add_notes (spec, answer, source, options);
  add_overlays (spec, answer, options);
  chart_spec_set_font (spec, options->font_family != NULL ? options->font_family
                                                          : default_font (options->theme));
  spec->theme = options->theme;
  spec->faint_below = REPORT_FAINT_BELOW;
  spec->show_hazard = options->show_hazard;
  spec->show_table = options->show_table;
  spec->marker_k = options->marker_k;
  if (options->width_pt > 0)
    spec->width_pt = options->width_pt;
  spec->height_pt = options->height_pt;
  if (options->base_size_pt > 0)
    spec->base_size_pt = options->base_size_pt;
  return spec;
}

/* --- text ------------------------------------------------------------------------------------- */

static void
append_counts (GString             *out,
               const char          *name,
               AnalysisEvent        event,
               const AnalysisGroup *group)
{
  gulong n_patients = group->n_patients, n_transfers = group->n_transfers;
  gulong n_events = group->n_births;

  g_string_append_printf (out, "\n%s: ", name);
  g_string_append_printf (out, ngettext ("%lu patient", "%lu patients", n_patients), n_patients);
  g_string_append (out, ", ");
  g_string_append_printf (out, ngettext ("%lu transfer", "%lu transfers", n_transfers),
                          n_transfers);
  g_string_append (out, ", ");
  g_string_append_printf (out,
                          event == ANALYSIS_EVENT_LIVE_BIRTH
                              ? ngettext ("%lu live birth", "%lu live births", n_events)
                              : ngettext ("%lu event", "%lu events", n_events),
                          n_events);
  g_string_append_c (out, '\n');
}

static void
append_few (GString             *out,
            const AnalysisGroup *group)
{
  guint from = report_few_from (group);

  if (from == 1)
    g_string_append (out, _("Few patients: fewer than 10 at risk at every transfer."));
  else if (from > 1)
    g_string_append_printf (out, _("Few patients: fewer than 10 at risk from transfer %u on."),
                            from);
  if (from > 0)
    g_string_append_c (out, '\n');
}

static void
append_table (GString              *out,
              const char           *name,
              const AnalysisAnswer *answer,
              const AnalysisGroup  *group)
{
  const char *heads[] = {
    _ ("transfer"),  _ ("at risk"),      event_row_label (answer->question->event),
    _ ("stopped"),   _ ("in treatment"), _ ("per transfer"),
    _ ("cumulative")
  };
  const int widths[] = { 8, 10, 13, 10, 14, 24, 24 };

  append_counts (out, name, answer->question->event, group);
  append_few (out, group);
  if (group->n == 0)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    report_append_padded (out, heads[i], widths[i]);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < group->n; i++)
    {
      const StatsRiskRow *row = &group->risk[i];
      g_autofree char *hazard =
          report_percent_interval (group->hazard[i], group->wilson_lo[i], group->wilson_hi[i], 1);
      g_autofree char *estimate =
          report_percent_interval (group->estimate[i], group->lo[i], group->hi[i], 1);

      g_string_append_printf (out, "%*u%*u%*u%*u%*u", widths[0], row->k, widths[1], row->at_risk,
                              widths[2], row->births, widths[3], row->stopped, widths[4], row->cut);
      report_append_padded (out, hazard, widths[5]);
      report_append_padded (out, estimate, widths[6]);
      if (report_is_too_small (answer, group, row->k))
        g_string_append_printf (out, "  %s", _("too small"));
      g_string_append_c (out, '\n');
    }
}

char *
report_curve_text (const AnalysisAnswer *answer,
                   const AnalysisExtras *extras,
                   const ReportSource   *source)
{
  GString *out = g_string_new (NULL);
  g_auto (GStrv) notes = report_notes (answer, source);
  g_auto (GStrv) flow = report_flow_lines (answer);
  g_autofree char *groups = report_groups_line (answer);
  g_autofree char *nothing = report_empty_reason (answer);
  g_autofree char *level = report_percent (answer->question->level, 0);

  if (source != NULL && source->title != NULL)
    g_string_append_printf (out, "%s\n", source->title);
  for (guint i = 0; notes[i] != NULL; i++)
    g_string_append_printf (out, "%s\n", notes[i]);
  g_string_append_printf (out, _("Rates per transfer with Wilson's %s intervals."), level);
  g_string_append_c (out, '\n');
  if (groups != NULL)
    g_string_append_printf (out, "%s\n", groups);
  if (nothing != NULL)
    g_string_append_printf (out, "%s\n", nothing);
  append_table (out, _("All"), answer, &answer->overall);
  report_extras_append (out, answer, -1, extras);
  for (guint g = 0; g < answer->n_groups; g++)
    {
      append_table (out, answer->groups[g].label, answer, &answer->groups[g]);
      report_extras_append (out, answer, (int) g, extras);
    }
  if (extras != NULL && extras->presumption != NULL)
    report_presumption_append (out, extras->presumption);
  g_string_append_c (out, '\n');
  for (guint i = 0; flow[i] != NULL; i++)
    g_string_append_printf (out, "%s\n", flow[i]);
  return g_string_free (out, FALSE);
}

/* --- methods ---------------------------------------------------------------------------------- */

GPtrArray *
report_estimate_methods (const AnalysisAnswer *answer)
{
  GPtrArray *ids = report_method_list ();

  report_method_add (ids, analysis_estimator_id (answer->question->estimator));
  report_method_add (ids, analysis_answer_interval (answer));
  return ids;
}

GPtrArray *
report_assumption_methods (void)
{
  GPtrArray *ids = report_method_list ();

  report_method_add (ids, "optimistic");
  report_method_add (ids, "adjusted");
  report_method_add (ids, "conservative");
  report_method_add (ids, "crude");
  return ids;
}

GPtrArray *
report_curve_methods (const AnalysisAnswer *answer,
                      const AnalysisExtras *extras)
{
  GPtrArray *ids = report_estimate_methods (answer);

  report_method_add (ids, "hazard");
  report_method_add (ids, "wilson");
  if (extras == NULL)
    return ids;
  if (extras->options.tau > 0)
    report_method_add (ids, "restricted-mean");
  if (extras->options.n_chances > 0)
    report_method_add (ids, "transfers-to");
  if (extras->presumption != NULL)
    report_method_add (ids, "presumption");
  for (guint b = 0; extras->options.bands && b < STATS_N_BANDS; b++)
    report_method_add (ids, analysis_band_id ((StatsBand) b));
  if (extras->options.posterior)
    report_method_add (ids, "bayesian");
  if (extras->options.bootstrap > 0)
    {
      report_method_add (ids, "percentile");
      report_method_add (ids, "bca");
    }
  return ids;
}
