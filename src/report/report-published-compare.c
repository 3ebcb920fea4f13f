/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison with a published cohort for readers: report-published.h. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-number.h"
#include "report-compare.h"
#include "report-json-private.h"
#include "report-method.h"
#include "report-published.h"
#include "report-tests.h"
#include "report-text-private.h"

#define PUBLISHED_JSON_VERSION 1

/* --- names ------------------------------------------------------------------------------------ */

/* "per transfer", "per complete cycle" */
static const char *
clock_name (AnalysisClock clock)
{
  switch (clock)
    {
    case ANALYSIS_CLOCK_CYCLE:
      return _("per cycle");
    case ANALYSIS_CLOCK_COMPLETE_CYCLE:
      return _("per complete cycle");
    case ANALYSIS_CLOCK_TRANSFER:
    default:
      return _("per transfer");
    }
}

/* "optimistic", "adjusted for prognosis" */
static const char *
estimand_name (AnalysisEstimator estimand)
{
  switch (estimand)
    {
    case ANALYSIS_ESTIMATOR_CONSERVATIVE:
      return _("conservative");
    case ANALYSIS_ESTIMATOR_CRUDE:
      return _("crude proportion");
    case ANALYSIS_ESTIMATOR_ADJUSTED:
      return _("adjusted for prognosis");
    case ANALYSIS_ESTIMATOR_IPCW:
      return _("weighted for drop-out");
    case ANALYSIS_ESTIMATOR_OPTIMISTIC:
    default:
      return _("optimistic");
    }
}

char *
report_published_label (const AnalysisPublished *published)
{
  /* Translators: "Smith 2015 (per complete cycle, conservative)". */
  return g_strdup_printf (_("%s (%s, %s)"), published->name, clock_name (published->clock),
                          estimand_name (published->estimand));
}

/* "after complete cycle 5" */
static char *
after (AnalysisClock clock,
       guint         k)
{
  switch (clock)
    {
    case ANALYSIS_CLOCK_CYCLE:
      return g_strdup_printf (_("after cycle %u"), k);
    case ANALYSIS_CLOCK_COMPLETE_CYCLE:
      return g_strdup_printf (_("after complete cycle %u"), k);
    case ANALYSIS_CLOCK_TRANSFER:
    default:
      return g_strdup_printf (_("after transfer %u"), k);
    }
}

/* "1, 2, 3" */
static char *
points_list (const AnalysisPublished *published)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < published->n_points; i++)
    g_string_append_printf (list, "%s%u", i > 0 ? ", " : "", published->points[i].k);
  return g_string_free (list, FALSE);
}

/* --- warnings --------------------------------------------------------------------------------- */

/* NULL: it counts what a register counts. */
static const char *
clock_warning (AnalysisClock clock)
{
  switch (clock)
    {
    case ANALYSIS_CLOCK_CYCLE:
      return _("Another clock: there treatment cycles are counted, here embryo transfers. The same "
               "number isn't the same treatment.");
    case ANALYSIS_CLOCK_COMPLETE_CYCLE:
      return _("Another clock: there complete cycles are counted, each a stimulation with all its "
               "transfers, here embryo transfers. The same number isn't the same treatment.");
    case ANALYSIS_CLOCK_TRANSFER:
    default:
      return NULL;
    }
}

/* Whether the question shows another curve than the one that was published. */
static gboolean
shows_another (const AnalysisPublished *published,
               const AnalysisQuestion  *question)
{
  return published->estimand != question->estimator
         || (published->estimand == ANALYSIS_ESTIMATOR_ADJUSTED
             && (question->theta < 1 || question->pi != ANALYSIS_PUBLISHED_PI));
}

GStrv
report_published_warnings (const AnalysisPublished *published,
                           const AnalysisQuestion  *question)
{
  GPtrArray *out = g_ptr_array_new ();
  const char *clock = clock_warning (published->clock);
  g_autofree char *pi = report_percent (ANALYSIS_PUBLISHED_PI, 0);

  if (clock != NULL)
    g_ptr_array_add (out, g_strdup (clock));
  if (shows_another (published, question))
    g_ptr_array_add (out, g_strdup_printf (_("The question shows another estimate: %s. Published, "
                                             "and compared here, is this one: %s."),
                                           report_estimator_name (question->estimator),
                                           estimand_name (published->estimand)));
  if (published->estimand == ANALYSIS_ESTIMATOR_ADJUSTED)
    g_ptr_array_add (out, g_strdup_printf (_("Adjusted for prognosis: %s of those who stop are "
                                             "taken to have no chance, the others that of those "
                                             "who go on."), pi));
  g_ptr_array_add (out, g_strdup_printf (_("The published patients are others: %s."),
                                         published->population));
  for (guint i = 0; published->caveats[i] != NULL; i++)
    g_ptr_array_add (out, g_strdup (published->caveats[i]));
  g_ptr_array_add (out, g_strdup (report_historical_warning ()));
  g_ptr_array_add (out, NULL);
  return (GStrv) g_ptr_array_free (out, FALSE);
}

/* --- the comparison in words ------------------------------------------------------------------ */

static const char *
test_name (AnalysisPublishedTest test)
{
  switch (test)
    {
    case ANALYSIS_PUBLISHED_LOG_RANK:
      return _("log-rank");
    case ANALYSIS_PUBLISHED_FISHER:
      return _("Fisher's exact test of both counts");
    case ANALYSIS_PUBLISHED_BINOMIAL:
      return _("exact binomial against the printed rate, which is itself not exact");
    case ANALYSIS_PUBLISHED_NO_TEST:
    default:
      return NULL;
    }
}

static char *
our_sentence (const AnalysisPublishedComparison *comparison,
              const AnalysisQuestion            *question)
{
  AnalysisEstimator estimand = comparison->published->estimand;
  g_autofree char *level = report_percent (question->level, 0), *figure = NULL;
  gulong at_risk = comparison->at_risk;

  if (isnan (comparison->ours) && estimand == ANALYSIS_ESTIMATOR_IPCW && at_risk > 0)
    return g_strdup (_("This cohort's curve weighted for drop-out wasn't asked for, so nothing is "
                       "compared."));
  if (isnan (comparison->ours))
    return g_strdup_printf (_("This cohort has no figure after transfer %u."), comparison->at);
  figure = report_percent_interval (comparison->ours, comparison->our_lo, comparison->our_hi, 1);
  return g_strdup_printf (ngettext ("This cohort after transfer %u, %s: %s, %s %s interval; %lu "
                                    "at risk.",
                                    "This cohort after transfer %u, %s: %s, %s %s interval; %lu "
                                    "at risk.", at_risk),
                          comparison->at, estimand_name (estimand), figure, level,
                          report_limits_name (estimand, question->conf_type), at_risk);
}

static char *
their_sentence (const AnalysisPublishedComparison *comparison,
                const AnalysisQuestion            *question)
{
  const AnalysisPublished *published = comparison->published;
  g_autofree char *when = after (published->clock, comparison->at);
  g_autofree char *points = points_list (published), *figure = NULL, *level = NULL;
  gboolean first = comparison->at == 1 && comparison->from_counts;

  if (analysis_published_at (published, comparison->at) == NULL)
    return g_strdup_printf (_("%s: nothing was published %s; there are figures after %s."),
                            published->name, when, points);
  if (!comparison->from_counts && isnan (comparison->their_lo) && isnan (comparison->their_hi))
    {
      figure = report_percent (comparison->theirs, 1);
      return g_strdup_printf (_("%s %s: %s, printed without limits."), published->name, when,
                              figure);
    }
  figure = report_percent_interval (comparison->theirs, comparison->their_lo,
                                    comparison->their_hi, 1);
  level = report_percent (comparison->from_counts ? question->level : ANALYSIS_PUBLISHED_LEVEL, 0);
  if (!comparison->from_counts)
    return g_strdup_printf (_("%s %s: %s, %s limits as printed."), published->name, when, figure,
                            level);
  return g_strdup_printf (_("%s %s: %s, %s %s interval from the published counts."),
                          published->name, when, figure, level,
                          first && published->estimand != ANALYSIS_ESTIMATOR_OPTIMISTIC
                              ? _ ("Wilson")
                              : report_limits_name (published->estimand, question->conf_type));
}

static char *
difference_sentence (const AnalysisPublishedComparison *comparison,
                     const AnalysisQuestion            *question)
{
  const StatsContrast *difference = &comparison->difference;
  g_autofree char *points = base_number_to_display (100 * difference->estimate, 1);
  g_autofree char *lo = NULL, *hi = NULL, *level = report_percent (question->level, 0);

  if (isnan (difference->lo))
    return g_strdup_printf (_("Difference: %s points; it has no interval, for one of the two "
                              "figures has none."), points);
  lo = base_number_to_display (100 * difference->lo, 1);
  hi = base_number_to_display (100 * difference->hi, 1);
  return g_strdup_printf (_("Difference: %s points (%s to %s, %s MOVER interval)."), points, lo, hi,
                          level);
}

static char *
test_sentence (const AnalysisPublishedComparison *comparison)
{
  g_autofree char *p = report_p (comparison->p);

  if (comparison->test == ANALYSIS_PUBLISHED_NO_TEST)
    return g_strdup (_("No test: only figures of this curve were published, not its counts."));
  if (comparison->test == ANALYSIS_PUBLISHED_LOG_RANK)
    return g_strdup_printf (_("%s, log-rank test of both risk tables from 1 to %u."), p,
                            comparison->n_test);
  return g_strdup_printf ("%s, %s.", p, test_name (comparison->test));
}

GStrv
report_published_sentences (const AnalysisPublishedComparison *comparison,
                            const AnalysisQuestion            *question)
{
  GPtrArray *out = g_ptr_array_new ();

  if (comparison->other_event)
    g_ptr_array_add (out, g_strdup (_("Live births were published, and the question is of another "
                                      "event, so nothing is compared.")));
  else
    {
      g_ptr_array_add (out, our_sentence (comparison, question));
      g_ptr_array_add (out, their_sentence (comparison, question));
    }
  if (isfinite (comparison->difference.estimate))
    {
      g_ptr_array_add (out, difference_sentence (comparison, question));
      g_ptr_array_add (out, test_sentence (comparison));
    }
  g_ptr_array_add (out, NULL);
  return (GStrv) g_ptr_array_free (out, FALSE);
}

/* --- under a figure --------------------------------------------------------------------------- */

static char *
overlay_note (const AnalysisPublished *published,
              const AnalysisQuestion  *question)
{
  const char *clock = clock_warning (published->clock);
  g_autofree char *label = report_published_label (published);
  GString *note = g_string_new (NULL);

  g_string_append_printf (note,
                          published->limits == ANALYSIS_LIMITS_NONE
                              ? _ ("%s: %s. Printed without limits. %s.")
                              : _ ("%s: %s. Bars: 95 %% limits as printed. %s."),
                          label, published->population, published->citation);
  if (clock != NULL)
    g_string_append_printf (note, " %s", clock);
  if (shows_another (published, question))
    g_string_append_printf (note, " %s", _("Another estimate than the curve's."));
  for (guint i = 0; published->caveats[i] != NULL; i++)
    g_string_append_printf (note, " %s", published->caveats[i]);
  return g_string_free (note, FALSE);
}

GStrv
report_overlay_notes (const AnalysisPublished *const *overlays,
                      guint                           n_overlays,
                      const AnalysisQuestion         *question)
{
  GPtrArray *out = g_ptr_array_new ();

  for (guint i = 0; i < n_overlays; i++)
    g_ptr_array_add (out, overlay_note (overlays[i], question));
  if (n_overlays > 0)
    g_ptr_array_add (out, g_strdup (report_historical_warning ()));
  g_ptr_array_add (out, NULL);
  return (GStrv) g_ptr_array_free (out, FALSE);
}

/* --- JSON, CSV, text -------------------------------------------------------------------------- */

static void
add_published (JsonBuilder             *builder,
               const AnalysisPublished *published)
{
  report_json_text (builder, "id", published->id);
  report_json_text (builder, "name", published->name);
  report_json_text (builder, "population", published->population);
  report_json_text (builder, "clock", analysis_clock_id (published->clock));
  report_json_text (builder, "estimand", analysis_estimator_id (published->estimand));
  report_json_text (builder, "limits", analysis_limits_id (published->limits));
  report_json_text (builder, "citation", published->citation);
  report_json_text (builder, "address", published->address);
}

static void
add_figure (JsonBuilder *builder,
            const char  *name,
            double       estimate,
            double       lo,
            double       hi)
{
  report_json_open (builder, name);
  report_json_number (builder, "estimate", estimate);
  report_json_number (builder, "lo", lo);
  report_json_number (builder, "hi", hi);
  json_builder_end_object (builder);
}

static void
add_test (JsonBuilder                       *builder,
          const AnalysisPublishedComparison *comparison)
{
  static const char *const ids[] = { NULL, "log-rank", "fisher", "binomial" };

  if (comparison->test == ANALYSIS_PUBLISHED_NO_TEST)
    return;
  report_json_open (builder, "test");
  report_json_text (builder, "name", ids[comparison->test]);
  if (comparison->test == ANALYSIS_PUBLISHED_LOG_RANK)
    {
      report_json_count (builder, "transfers", comparison->n_test);
      report_json_number (builder, "chisq", comparison->chisq);
    }
  report_json_number (builder, "p", comparison->p);
  json_builder_end_object (builder);
}

static char *
comparison_json (const AnalysisPublishedComparison *comparison,
                 const AnalysisQuestion            *question,
                 const ReportSource                *source)
{
  const AnalysisPublished *published = comparison->published;
  const AnalysisPublishedPoint *point = analysis_published_at (published, comparison->at);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_auto (GStrv) warnings = report_published_warnings (published, question);

  json_builder_begin_object (builder);
  report_json_open (builder, "with");
  add_published (builder, published);
  json_builder_end_object (builder);
  report_json_count (builder, "at", comparison->at);
  report_json_count (builder, "at_risk", comparison->at_risk);
  add_figure (builder, "ours", comparison->ours, comparison->our_lo, comparison->our_hi);
  add_figure (builder, "published", comparison->theirs, comparison->their_lo,
              comparison->their_hi);
  report_json_text (builder, "published_from", comparison->from_counts ? "counts" : "print");
  add_figure (builder, "printed", point != NULL ? point->estimate : NAN,
              point != NULL ? point->lo : NAN, point != NULL ? point->hi : NAN);
  add_figure (builder, "difference", comparison->difference.estimate, comparison->difference.lo,
              comparison->difference.hi);
  add_test (builder, comparison);
  report_json_open_array (builder, "warnings");
  for (guint i = 0; warnings[i] != NULL; i++)
    json_builder_add_string_value (builder, warnings[i]);
  json_builder_end_array (builder);
  report_json_source (builder, question, source, PUBLISHED_JSON_VERSION);
  json_builder_end_object (builder);
  return report_json_finish (builder);
}

static void
append_number (GString *out,
               double   value)
{
  char buffer[BASE_NUMBER_SIZE];

  g_string_append_c (out, ',');
  if (isfinite (value))
    g_string_append (out, base_number_to_buffer (value, buffer));
}

static void
append_text (GString    *out,
             const char *text)
{
  g_string_append_c (out, ',');
  report_append_quoted (out, text);
}

static char *
comparison_csv (const AnalysisPublishedComparison *comparison,
                const AnalysisQuestion            *question)
{
  GString *out = g_string_new ("id,at,ours,ours_lo,ours_hi,published,published_lo,published_hi,"
                               "difference,difference_lo,difference_hi,p,test,note\n");
  g_auto (GStrv) warnings = report_published_warnings (comparison->published, question);
  g_autofree char *note = g_strjoinv (" ", warnings);
  const double values[]
    = { comparison->ours,       comparison->our_lo,   comparison->our_hi,
        comparison->theirs,     comparison->their_lo, comparison->their_hi,
        comparison->difference.estimate, comparison->difference.lo, comparison->difference.hi,
        comparison->p };
  const char *test = test_name (comparison->test);

  g_string_append_printf (out, "%s,%u", comparison->published->id, comparison->at);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    append_number (out, values[i]);
  append_text (out, test);
  append_text (out, note);
  g_string_append_c (out, '\n');
  return g_string_free (out, FALSE);
}

static char *
comparison_text (const AnalysisPublishedComparison *comparison,
                 const AnalysisQuestion            *question,
                 const ReportSource                *source)
{
  GString *out = g_string_new (NULL);
  g_autofree char *label = report_published_label (comparison->published);
  g_auto (GStrv) sentences = report_published_sentences (comparison, question);
  g_auto (GStrv) warnings = report_published_warnings (comparison->published, question);

  if (source != NULL && source->synthetic_note != NULL)
    g_string_append_printf (out, "%s\n\n", source->synthetic_note);
  g_string_append_printf (out, "%s\n%s\n%s\n\n", label, comparison->published->citation,
                          comparison->published->address);
  for (guint i = 0; sentences[i] != NULL; i++)
    g_string_append_printf (out, "%s\n", sentences[i]);
  g_string_append_c (out, '\n');
  for (guint i = 0; warnings[i] != NULL; i++)
    g_string_append_printf (out, "%s\n", warnings[i]);
  return g_string_free (out, FALSE);
}

char *
report_published_comparison (const AnalysisPublishedComparison *comparison,
                             const AnalysisQuestion            *question,
                             const ReportSource                *source,
                             const char                        *format)
{
  return g_str_equal (format, "json")  ? comparison_json (comparison, question, source)
         : g_str_equal (format, "csv") ? comparison_csv (comparison, question)
                                       : comparison_text (comparison, question, source);
}

/* --- the list --------------------------------------------------------------------------------- */

static char *
list_json (void)
{
  const GPtrArray *library = report_published_all ();
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  report_json_open_array (builder, "published");
  for (guint i = 0; i < library->len; i++)
    {
      json_builder_begin_object (builder);
      add_published (builder, library->pdata[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  report_json_count (builder, "json", PUBLISHED_JSON_VERSION);
  json_builder_end_object (builder);
  return report_json_finish (builder);
}

static void
list_one (GString                 *out,
          const AnalysisPublished *published,
          gboolean                 csv)
{
  g_autofree char *points = points_list (published);

  if (csv)
    {
      g_string_append (out, published->id);
      append_text (out, published->name);
      append_text (out, published->population);
      g_string_append_printf (out, ",%s,%s,\"%s\"", analysis_clock_id (published->clock),
                              analysis_estimator_id (published->estimand), points);
      append_text (out, published->citation);
      append_text (out, published->address);
      g_string_append_c (out, '\n');
      return;
    }
  g_string_append_printf (out, "%s\n    ", published->id);
  /* Translators: a name, its clock, its estimate, transfers or cycles, patients. */
  g_string_append_printf (out, _("%s; %s; %s; after %s; %s"), published->name,
                          clock_name (published->clock),
                          estimand_name (published->estimand), points,
                          published->population);
  g_string_append_c (out, '\n');
}

char *
report_published_list (const char *format)
{
  const GPtrArray *library = report_published_all ();
  gboolean csv = g_str_equal (format, "csv");
  GString *out;

  if (g_str_equal (format, "json"))
    return list_json ();
  out = g_string_new (csv ? "id,name,population,clock,estimand,at,citation,address\n" : NULL);
  for (guint i = 0; i < library->len; i++)
    list_one (out, library->pdata[i], csv);
  return g_string_free (out, FALSE);
}

GPtrArray *
report_published_methods (const AnalysisPublishedComparison *comparison)
{
  static const char *const tests[] = { [ANALYSIS_PUBLISHED_LOG_RANK] = "log-rank",
                                       [ANALYSIS_PUBLISHED_FISHER] = "fisher",
                                       [ANALYSIS_PUBLISHED_BINOMIAL] = "binomial" };
  GPtrArray *ids = report_method_list ();

  if (comparison->other_event)
    return ids;
  report_method_add (ids, analysis_estimator_id (comparison->published->estimand));
  report_method_add (ids, "mover");
  if (comparison->test != ANALYSIS_PUBLISHED_NO_TEST)
    report_method_add (ids, tests[comparison->test]);
  return ids;
}
