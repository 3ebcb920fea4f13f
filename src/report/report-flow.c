/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is in an answer: from the register, step by step, to the patients shown and their fates; and
 * why nobody is left. Counts nothing itself. */
#include "report-curve.h"

#include <glib/gi18n-lib.h>

/* Why a patient is not in the analysis, in the order of the steps. */
static const struct
{
  AnalysisFlow flow;
  const char *text;
} steps[] = {
  { ANALYSIS_FLOW_NO_TRANSFER, N_("without a performed, dated transfer up to the data cut") },
  { ANALYSIS_FLOW_NO_COUNTED, N_("without a transfer that satisfies the counting rule") },
  { ANALYSIS_FLOW_BEFORE_START, N_("with transfers before the analysis starts only") },
  { ANALYSIS_FLOW_MATURING_ONLY, N_("with maturing transfers only") },
  { ANALYSIS_FLOW_OVERDUE_FIRST, N_("whose first transfer has no outcome yet") },
};

/* In the order of the rules; the event has a name of its own. */
static const struct
{
  AnalysisFateDetail fate;
  const char *text;
} fates[] = {
  { ANALYSIS_FATE_STOPPED, N_("discontinued, as recorded") },
  { ANALYSIS_FATE_STOPPED_BIRTH_OTHER, N_("discontinued: a birth that is not counted") },
  { ANALYSIS_FATE_DIED, N_("died") },
  { ANALYSIS_FATE_PRESUMED, N_("discontinued (presumed)") },
  { ANALYSIS_FATE_WENT_ON, N_("still in treatment: went on") },
  { ANALYSIS_FATE_WENT_ON_STATUS, N_("still in treatment, as recorded") },
  { ANALYSIS_FATE_DECISION_OPEN, N_("still in treatment: decision open") },
  { ANALYSIS_FATE_CUT_OVERDUE, N_("still in treatment: cut before an overdue outcome") },
  { ANALYSIS_FATE_CUT_INTERRUPT, N_("still in treatment: cut at a transfer that is not counted") },
  { ANALYSIS_FATE_CUT_DONOR, N_("still in treatment: cut at a change of partner or donor") },
};

static void
line_free (gpointer data)
{
  ReportFlowLine *line = data;

  g_free (line->text);
  g_free (line);
}

static void
add_line (GPtrArray     *lines,
          ReportFlowKind kind,
          guint64        n,
          const char    *text)
{
  ReportFlowLine *line;

  if (n == 0 && kind != REPORT_FLOW_TOTAL)
    return;
  line = g_new0 (ReportFlowLine, 1);
  line->kind = kind;
  line->n = n;
  line->text = g_strdup (text);
  g_ptr_array_add (lines, line);
}

static const char *
with_event (AnalysisEvent event)
{
  switch (event)
    {
    case ANALYSIS_EVENT_CLINICAL_PREGNANCY:
      return _("with a clinical pregnancy");
    case ANALYSIS_EVENT_ONGOING_PREGNANCY:
      return _("with an ongoing pregnancy");
    case ANALYSIS_EVENT_LIVE_BIRTH:
    default:
      return _("with a live birth");
    }
}

/* From those in the analysis to those shown. */
static void
add_filter_and_groups (GPtrArray            *lines,
                       const AnalysisAnswer *answer)
{
  add_line (lines, REPORT_FLOW_OUT, answer->n_filtered_out, _("outside the filter"));
  if (answer->n_no_group > 0)
    {
      /* Translators: what the groups differ in, such as "Age at transfer". */
      g_autofree char *text = g_strdup_printf (_("without a value of “%s”"), answer->by_label);

      add_line (lines, REPORT_FLOW_OUT, answer->n_no_group, text);
    }
  if (answer->n_shown < answer->n_cohort)
    add_line (lines, REPORT_FLOW_TOTAL, answer->n_shown,
              answer->by_label != NULL ? _("in a group") : _("within the filter"));
}

GPtrArray *
report_flow (const AnalysisAnswer *answer)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (line_free);
  const AnalysisCounts *counts = &answer->counts;

  add_line (lines, REPORT_FLOW_TOTAL, counts->n_register,
            ngettext ("patient in the register", "patients in the register",
                      (gulong) counts->n_register));
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    add_line (lines, REPORT_FLOW_OUT, answer->flow[steps[i].flow], _ (steps[i].text));
  add_line (lines, REPORT_FLOW_TOTAL, answer->n_cohort, _("in the analysis"));
  add_filter_and_groups (lines, answer);

  add_line (lines, REPORT_FLOW_FATE, answer->details[ANALYSIS_FATE_BIRTH],
            with_event (answer->question->event));
  for (guint i = 0; i < G_N_ELEMENTS (fates); i++)
    add_line (lines, REPORT_FLOW_FATE, answer->details[fates[i].fate], _ (fates[i].text));

  add_line (lines, REPORT_FLOW_ROWS, answer->ignored_transfers,
            _("their transfers between counted ones, not counted"));
  add_line (lines, REPORT_FLOW_ROWS, counts->undated_transfers,
            _("transfers in the register without a date, not usable"));
  add_line (lines, REPORT_FLOW_ROWS, counts->overdue,
            _("transfers in the register whose outcome is overdue"));
  add_line (lines, REPORT_FLOW_ROWS, counts->interval_rows,
            _("rows whose partial date the data cut or a rule cuts through"));
  add_line (lines, REPORT_FLOW_ROWS, counts->placed_scans,
            _("scans without a date, placed by gestation"));
  return lines;
}

GStrv
report_flow_lines (const AnalysisAnswer *answer)
{
  g_autoptr (GPtrArray) lines = report_flow (answer);
  GPtrArray *texts = g_ptr_array_new ();

  for (guint i = 0; i < lines->len; i++)
    {
      const ReportFlowLine *line = g_ptr_array_index (lines, i);

      g_ptr_array_add (texts, g_strdup_printf ("%s%" G_GUINT64_FORMAT " %s",
                                               line->kind == REPORT_FLOW_TOTAL  ? ""
                                               : line->kind == REPORT_FLOW_OUT ? "- "
                                                                               : "  ",
                                               line->n, line->text));
    }
  g_ptr_array_add (texts, NULL);
  return (GStrv) g_ptr_array_free (texts, FALSE);
}

/* Of patients who began none is in it: the steps that left them out. */
static char *
left_out_reason (const AnalysisAnswer *answer)
{
  g_autoptr (GString) why = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (answer->flow[steps[i].flow] > 0)
      g_string_append_printf (why, "%s%" G_GUINT64_FORMAT " %s", why->len > 0 ? "; " : "",
                              answer->flow[steps[i].flow], _ (steps[i].text));
  return g_strdup_printf (_("Nobody in the register (%lu) is in the analysis: %s."),
                          (gulong) answer->counts.n_register, why->str);
}

char *
report_empty_reason (const AnalysisAnswer *answer)
{
  if (answer->counts.n_register == 0)
    return g_strdup (_("There are no patients yet."));
  if (answer->n_cohort == 0)
    return left_out_reason (answer);
  if (answer->overall.n == 0)
    return g_strdup_printf (_("The filter leaves nobody of those in the analysis (%lu)."),
                            (gulong) answer->n_cohort);
  if (report_n_shown (answer) == 0)
    return g_strdup_printf (_("Nobody of those within the filter (%lu) has a value of what "
                              "groups them."),
                            (gulong) answer->overall.n_patients);
  return NULL;
}
