/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever cohort is given, and whatever is asked of it, the answer can be printed: as JSON that
 * parses, as text, as CSV, and nowhere a NaN or an infinity.
 *
 * The first N_OPTIONS bytes say what is asked; then four bytes per patient: transfers, fate, group
 * and stratum, a number. */
#include <json-glib/json-glib.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "analysis-baseline.h"
#include "analysis-model.h"
#include "analysis-plan.h"
#include "analysis-tests.h"
#include "io-frame.h"
#include "report-baseline.h"
#include "report-compare.h"
#include "report-model.h"
#include "report-plan.h"
#include "report-tests.h"

#define N_OPTIONS 8
#define BYTES_PER_ROW 4
#define MAX_ROWS 400
#define MAX_K 12

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static const ReportSource source = { "fuzz", NULL };

/* --- what comes in ---------------------------------------------------------------------------- */

static AnalysisCohort *
cohort_of (const uint8_t *rows,
           size_t         n)
{
  g_autoptr (GString) csv = g_string_new ("t,f,g,s,x\n");
  g_autoptr (ModelFrame) frame = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  AnalysisCohort *cohort;
  int fd = memfd_create ("cohort", MFD_CLOEXEC);

  for (size_t i = 0; i < n; i++, rows += BYTES_PER_ROW)
    {
      g_string_append_printf (csv, "%d,%d,%c,%d,", rows[0] % MAX_K + (rows[0] < 250), rows[1] % 4,
                              "abcde"[rows[2] % 5], rows[2] / 5 % 4);
      if (rows[3] != 0)
        g_string_append_printf (csv, "%d", rows[3] / 4);
      g_string_append_c (csv, '\n');
    }
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, csv->str, csv->len), ==, (gssize) csv->len);
  path = g_strdup_printf ("/proc/self/fd/%d", fd);
  frame = io_frame_read (path, &error);
  close (fd);
  g_assert_no_error (error);
  cohort = analysis_cohort_from_frame (frame, "t", "f", NULL, &error);
  if (cohort == NULL)
    g_assert_true (error != NULL && *error->message != '\0');
  return cohort;
}

static void
set (AnalysisQuestion *question,
     const char       *name,
     const char       *value)
{
  GError *error = NULL;

  if (value == NULL)
    return;
  analysis_question_set (question, name, value, &error);
  g_assert_no_error (error);
}

static AnalysisQuestion *
question_of (const uint8_t *options)
{
  static const char *const estimators[]
    = { "optimistic", "conservative", "crude", "adjusted", "ipcw" };
  static const char *const conf_types[] = { "plain", "log", "log-log", "logit", "arcsin" };
  static const char *const by[] = { NULL, "g", "s", "x:10", "x:5,20,40" };
  static const char *const where[] = { NULL, "x > 20", "g = a or g = b", "x is missing", "s = 9" };
  static const char *const terms[] = { "k", "k + x", "factor(g)", "x + g + k" };
  static const char *const shares[] = { "0", "0.3", "1" };
  static const char *const levels[] = { "0.95", "0.5", "0.999" };
  AnalysisQuestion *question = analysis_question_new ();

  set (question, "estimator", estimators[options[1] % 5]);
  set (question, "conf-type", conf_types[options[1] / 5 % 5]);
  set (question, "by", by[options[2] % 5]);
  set (question, "where", where[options[2] / 5 % 10 < 5 ? options[2] / 5 % 10 : 0]);
  set (question, "drop-out-terms", terms[options[3] % 4]);
  set (question, "theta", shares[options[3] / 4 % 3]);
  set (question, "pi", shares[options[3] / 12 % 3]);
  set (question, "level", levels[options[3] / 36 % 3]);
  return question;
}

/* --- what must come out ----------------------------------------------------------------------- */

/* No number that isn't one, as a word of its own. Takes the text. */
static void
check_text (char *text)
{
  static const char *const words[] = { "nan", "inf", "infinity" };
  g_autofree char *lower = NULL;

  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  lower = g_ascii_strdown (text, -1);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (const char *at = strstr (lower, words[i]); at != NULL; at = strstr (at + 1, words[i]))
      if ((at == lower || !g_ascii_isalpha (at[-1]))
          && !g_ascii_isalpha (at[strlen (words[i])]))
        g_error ("“%s” is printed:\n%s", words[i], text);
  g_free (text);
}

static void
check_json (char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = json_from_string (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (root);
  check_text (text);
}

static void
check_curve (AnalysisCohort         *cohort,
             const AnalysisQuestion *question,
             const uint8_t          *options)
{
  AnalysisExtrasOptions wanted = { .tau = options[4] % 8, .bands = options[5] & 1,
                                   .bootstrap = options[5] & 2 ? 50 : 0, .seed = options[6],
                                   .posterior = (options[5] & 12) == 12 };
  ReportChartOptions figure = { .width_pt = 400, .show_hazard = TRUE, .show_table = TRUE,
                                .show_notes = TRUE };
  g_autoptr (AnalysisAnswer) answer = analysis_answer_new (cohort, question, 0, NULL);
  g_autoptr (AnalysisExtras) extras = NULL;
  g_autoptr (ChartSpec) spec = NULL;
  AnalysisComparison comparison;
  const double hazards[] = { 0.3, 0, 1, 0.25 };

  if (answer == NULL)
    return;
  extras = analysis_extras_new (answer, &wanted, NULL);
  check_json (report_curve_json (answer, extras, &source));
  check_text (report_curve_csv (answer, extras, &source));
  check_text (report_curve_text (answer, extras, &source));
  spec = report_chart_spec (answer, &source, &figure);
  for (guint i = 0; i < spec->notes->len; i++)
    check_text (g_strdup (g_ptr_array_index (spec->notes, i)));
  analysis_compare (answer, 1 + options[4] % 8, options[6] / 255.0, hazards, G_N_ELEMENTS (hazards),
                    &comparison);
  check_json (report_comparison_json (&comparison, question, &source));
  check_text (report_comparison_csv (&comparison));
  check_text (report_comparison_text (&comparison, &source));
}

static void
check_tests (const AnalysisSelection *selection,
             const AnalysisQuestion  *question,
             const uint8_t           *options)
{
  AnalysisTestOptions wanted = { .stratified = options[4] & 1, .trend = options[4] & 2,
                                 .at = options[5] % 8, .seed = options[6],
                                 .permute = (AnalysisPermute) (options[4] / 4 % 3) };
  g_autoptr (AnalysisAnswer) answer
    = analysis_answer_new (selection->cohort, question, 0, NULL);
  g_autoptr (AnalysisTests) tests = analysis_tests_new (selection, answer, &wanted, NULL);

  check_json (report_tests_json (tests, question, &source));
  check_text (report_tests_csv (tests));
  check_text (report_tests_text (tests, question, &source));
}

static void
check_table (const AnalysisSelection *selection,
             const AnalysisQuestion  *question,
             const uint8_t           *options)
{
  const char *const names[] = { "x", "s", options[4] & 1 ? "g" : "factor(x)", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (AnalysisBaseline) table = analysis_baseline_new (selection, names, 1, NULL, NULL,
                                                               &error);

  if (table == NULL)
    {
      g_assert_true (error != NULL && *error->message != '\0');
      return;
    }
  check_json (report_baseline_json (table, question, &source));
  check_text (report_baseline_csv (table));
  check_text (report_baseline_text (table, &source));
}

static void
check_model (const AnalysisSelection *selection,
             const AnalysisQuestion  *question,
             const uint8_t           *options)
{
  static const char *const terms[]
    = { "x", "g", "x + factor(s)", "factor(x)", "g:x", "rcs(x,3) + g", "s * x", "x:10,30",
        "x + x" };
  static const char *const patterns[] = { NULL, "x=30", "g=a", "x=30,g=b", "x=20,s=2" };
  AnalysisModelOptions wanted = {
    .kind = (AnalysisModelKind) (options[4] % 3), .ties = (StatsTies) (options[4] / 3 % 3),
    .link = (StatsLink) (options[5] % 2), .firth = options[4] % 3 == 1 && (options[5] & 2),
    .linear = options[5] & 4, .pool_from = options[5] / 8 % 5, .stratified = options[5] & 64,
    .check_ph = options[5] & 128, .predict = patterns[options[7] % 5],
    .standardise = options[7] & 64 ? "g" : NULL, .level = question->level
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (AnalysisFormula) formula = NULL;
  g_autoptr (AnalysisModel) model = NULL;

  if (wanted.kind == ANALYSIS_MODEL_FINE_GRAY && wanted.ties == STATS_TIES_EXACT)
    wanted.ties = STATS_TIES_BRESLOW;
  formula = analysis_formula_parse (terms[options[6] % G_N_ELEMENTS (terms)],
                                    analysis_cohort_dictionary (selection->cohort), FALSE, &error);
  if (formula != NULL)
    model = analysis_model_new (selection, formula, &wanted, NULL, NULL, &error);
  if (model == NULL)
    {
      g_assert_true (error != NULL && *error->message != '\0');
      return;
    }
  check_json (report_model_json (model, &wanted, question, &source));
  check_text (report_model_csv (model));
  check_text (report_model_text (model, &wanted, &source));
}

static void
check_plan (AnalysisCohort         *cohort,
            const AnalysisQuestion *question,
            const uint8_t          *options)
{
  AnalysisPlanDesign design = { .alpha = 0.05, .power = 0.8, .ratio = 1 + options[4] % 3,
                                .patients = options[5] % 4 * 20,
                                .drop_out = options[5] / 4 * 0.01 };
  g_autoptr (AnalysisAnswer) answer = analysis_answer_new (cohort, question, 0, NULL);
  g_autoptr (AnalysisCurvesPlan) curves = NULL;
  AnalysisProportionsPlan proportions;

  if (answer == NULL)
    return;
  curves = analysis_plan_curves (&answer->overall, options[7] % 5, 0.5 + options[6] / 64.0, &design,
                                 options[4] & 64 ? 20 : 0, 1, NULL, NULL);
  analysis_plan_proportions (0.3 + options[6] / 1000.0, 0.5, &design, &proportions);
  check_json (report_plan (&design, &proportions, curves, question, &source, "json"));
  check_text (report_plan (&design, &proportions, curves, question, &source, "csv"));
  check_text (report_plan (&design, &proportions, curves, question, &source, "text"));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (AnalysisCohort) cohort = NULL;
  g_autoptr (AnalysisQuestion) question = NULL;
  g_autoptr (AnalysisSelection) selection = NULL;
  g_autoptr (GError) error = NULL;

  if (size < N_OPTIONS)
    return 0;
  cohort = cohort_of (data + N_OPTIONS, MIN ((size - N_OPTIONS) / BYTES_PER_ROW, MAX_ROWS));
  if (cohort == NULL)
    return 0;
  question = question_of (data);
  selection = analysis_selection_new (cohort, question, data[0] & 64 ? "s" : NULL, &error);
  if (selection == NULL)
    {
      g_assert_true (*error->message != '\0');
      return 0;
    }
  switch (data[0] % 5)
    {
    case 0:
      check_curve (cohort, question, data);
      break;
    case 1:
      check_tests (selection, question, data);
      break;
    case 2:
      check_table (selection, question, data);
      break;
    case 3:
      check_model (selection, question, data);
      break;
    default:
      check_plan (cohort, question, data);
    }
  return 0;
}
