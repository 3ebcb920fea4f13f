/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `test` as text, and why a figure in it is a dash. */
#include "config.h"

#include "report-tests.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-number.h"
#include "report-tests-private.h"
#include "report-text-private.h"
#include "report-tipping-private.h"

#define NAME_COLUMNS 28
#define P_COLUMNS 12 /* at least */

/* --- why there is a dash ---------------------------------------------------------------------- */

/* Those of AnalysisTestable first, then what only some tests lack, then differences. */
typedef enum
{
  NO_WEIGHT = ANALYSIS_ALL_AT_ONCE + 1,
  NO_VARIANCE,
  NOBODY_THERE,
  NO_WEIGHTED_CURVE,
  NO_LIMITS,
  NO_STANDARD_ERROR,
  NO_CHANCE,
  N_REASONS
} Reason;

static const char *
reason_text (guint reason)
{
  switch (reason)
    {
    case ANALYSIS_NO_PATIENTS:
      return _("– not estimable: there are no patients.");
    case ANALYSIS_ONE_GROUP:
      return _("– not estimable: all patients are in one group.");
    case ANALYSIS_NO_EVENTS:
      return _("– not estimable: nobody of the groups compared had the event.");
    case ANALYSIS_NEVER_TOGETHER:
      return _("– not estimable: whenever somebody had the event, all at risk were of one group.");
    case ANALYSIS_ALL_AT_ONCE:
      return _("– not estimable: everybody of the groups compared had the event at once.");
    case NO_WEIGHT:
      return _("– not estimable: the test's weights are 0 wherever the groups could differ.");
    case NO_VARIANCE:
      return _("– not estimable: the test's statistic has no variance.");
    case NOBODY_THERE:
      return _("– not estimable: nobody of one of the groups had that transfer, and its curve "
               "isn't known there.");
    case NO_WEIGHTED_CURVE:
      return _("– not estimable: one of the weighted curves isn't known there, as nobody had that "
               "transfer or there are no weights.");
    case NO_LIMITS:
      return _("– no interval or p: one of the curves has none before its first event or once "
               "everyone at risk had it.");
    case NO_STANDARD_ERROR:
      return _("– no p, and no interval of the ratio: the crude proportion has no standard error "
               "here.");
    case NO_CHANCE:
    default:
      return _("– no ratio or E-value: one of the chances is 0.");
    }
}

static guint
reason_of_test (const StatsTest *test,
                AnalysisTestable testable,
                Reason           else_why)
{
  if (test->df > 0 && isfinite (test->p))
    return 0;
  return 1u << (testable != ANALYSIS_TESTABLE ? (guint) testable : (guint) else_why);
}

/* As bits. */
static guint
reasons_of_family (const AnalysisTests *tests)
{
  guint reasons = 0;

  for (guint i = ANALYSIS_TEST_LOG_RANK + 1; i < ANALYSIS_N_TESTS; i++)
    reasons |= reason_of_test (&tests->family[i], tests->testable, NO_WEIGHT);
  if (report_tests_has_another (tests))
    reasons |= reason_of_test (&tests->weighted, tests->testable, NO_WEIGHT);
  return reasons;
}

static guint
reasons_of_main (const AnalysisTests *tests)
{
  guint reasons = reason_of_test (&tests->gray, tests->testable, NO_VARIANCE)
                  | reason_of_test (&tests->family[ANALYSIS_TEST_LOG_RANK], tests->testable,
                                    NO_VARIANCE);

  if (tests->has_strata)
    reasons |= reason_of_test (&tests->stratified, tests->testable_in_strata, NO_VARIANCE)
               | reason_of_test (&tests->stratified_gray, tests->testable_in_strata, NO_VARIANCE);
  if (tests->has_trend)
    reasons |= reason_of_test (&tests->trend, tests->has_strata ? tests->testable_in_strata
                                                                : tests->testable, NO_VARIANCE);
  return reasons;
}

static guint
reasons_of_pairs (const AnalysisTests *tests)
{
  guint reasons = 0;

  for (guint i = 0; i < tests->n_pairs; i++)
    reasons |= reason_of_test (&tests->pairs[i].test, tests->pairs[i].testable, NO_VARIANCE);
  return reasons;
}

static guint
reasons_of_differences (const AnalysisTests    *tests,
                        const AnalysisQuestion *question)
{
  guint reasons = 0;

  for (guint i = 0; i < tests->n_differences; i++)
    {
      const AnalysisDifference *difference = &tests->differences[i];

      if (!isfinite (difference->plain.estimate))
        {
          reasons |= 1u << (question->estimator == ANALYSIS_ESTIMATOR_IPCW ? NO_WEIGHTED_CURVE
                                                                           : NOBODY_THERE);
          continue;
        }
      if (!isfinite (difference->mover.lo))
        reasons |= 1u << NO_LIMITS;
      else if (!isfinite (difference->plain.p))
        reasons |= 1u << NO_STANDARD_ERROR;
      if (!isfinite (difference->ratio.estimate))
        reasons |= 1u << NO_CHANCE;
    }
  return reasons;
}

/* As sentences; a dash stands before each. */
static GStrv
sentences_of (guint reasons)
{
  GPtrArray *sentences = g_ptr_array_new ();

  for (guint i = 0; i < N_REASONS; i++)
    if ((reasons & (1u << i)) != 0)
      g_ptr_array_add (sentences, g_strdup (reason_text (i)));
  g_ptr_array_add (sentences, NULL);
  return (GStrv) g_ptr_array_free (sentences, FALSE);
}

GStrv
report_tests_reasons (const AnalysisTests *tests)
{
  return sentences_of (reasons_of_main (tests));
}

GStrv
report_tests_family_reasons (const AnalysisTests *tests)
{
  return sentences_of (reasons_of_family (tests));
}

static void
append_reasons (GString *out,
                guint    reasons)
{
  g_auto (GStrv) sentences = sentences_of (reasons);

  for (guint i = 0; sentences[i] != NULL; i++)
    g_string_append_printf (out, "%s\n", sentences[i]);
}

/* --- tests ------------------------------------------------------------------------------------ */

static const char *
group_label (const AnalysisTests *tests,
             guint                group)
{
  return tests->group_labels != NULL ? tests->group_labels[group] : _("All");
}

static void
append_name (GString    *out,
             const char *name)
{
  report_append_padded_left (out, name, NAME_COLUMNS);
  g_string_append_c (out, ' ');
}

static void
append_test (GString         *out,
             const char      *name,
             const StatsTest *test,
             const char      *method)
{
  g_autofree char *chisq = base_number_to_display (test->chisq, 2);
  g_autofree char *p = report_p (test->p);

  append_name (out, name);
  if (test->df == 0)
    g_string_append (out, "–\n");
  else
    g_string_append_printf (out, _("χ² = %s, df %u, %s   %s\n"), chisq, test->df, p, method);
}

static void
append_weighted (GString             *out,
                 const AnalysisTests *tests)
{
  g_autofree char *p = g_strdup_printf ("%g", tests->p);
  g_autofree char *q = g_strdup_printf ("%g", tests->q);
  g_autofree char *name = g_strdup_printf (_("Fleming-Harrington (%s, %s)"), p, q);

  append_test (out, name, &tests->weighted,
               _("weighs each transfer by the share without and with a birth so far, to these "
                 "powers"));
}

static void
append_births (GString             *out,
               const AnalysisTests *tests)
{
  for (guint g = 0; g < tests->n_groups; g++)
    {
      g_autofree char *expected = base_number_to_display (tests->expected[g], 1);
      g_autofree char *observed = base_number_to_display (tests->observed[g], 0);

      append_name (out, group_label (tests, g));
      g_string_append_printf (out, _("births %s, expected %s\n"), observed, expected);
    }
  g_string_append_c (out, '\n');
}

static void
append_permutation (GString             *out,
                    const AnalysisTests *tests)
{
  if (tests->monte_carlo == ANALYSIS_PERMUTED)
    {
      g_autofree char *p = report_p (tests->monte_carlo_p);
      g_autofree char *how = report_tests_permutations (tests);

      append_name (out, _("Permutation"));
      g_string_append_printf (out, "%s   %s\n", p, how);
    }
  else if (tests->monte_carlo == ANALYSIS_CANT_PERMUTE)
    {
      append_name (out, _("Permutation"));
      g_string_append (out, "–\n");
    }
  if (tests->exact == ANALYSIS_PERMUTED)
    {
      g_autofree char *p = report_p (tests->exact_p);

      append_name (out, _("Exact"));
      g_string_append_printf (out, _("%s   assumes that both groups stop and are cut alike\n"), p);
    }
  else if (tests->exact == ANALYSIS_TOO_LARGE)
    g_string_append (out, _("The exact distribution is too large here: take --monte-carlo.\n"));
  else if (tests->exact == ANALYSIS_CANT_PERMUTE && tests->monte_carlo == ANALYSIS_NOT_PERMUTED)
    g_string_append (out, _("There is no exact test: it is made of two groups with patients, and "
                            "without strata.\n"));
}

static void
append_tests (GString             *out,
              const AnalysisTests *tests)
{
  for (guint i = 0; i < ANALYSIS_N_TESTS; i++)
    append_test (out, report_test_name ((AnalysisTest) i), &tests->family[i],
                 report_test_method ((AnalysisTest) i));
  if (report_tests_has_another (tests))
    append_weighted (out, tests);
  if (tests->has_strata)
    append_test (out, _("Log-rank within strata"), &tests->stratified,
                 _("compares patients of the same stratum only"));
  if (tests->has_trend)
    append_test (out, _("Log-rank for trend"), &tests->trend,
                 _("scores 1, 2, … in the groups' order"));
  append_test (out, _("Gray"), &tests->gray,
               _("of the conservative curves: discontinuation competes with birth"));
  if (tests->has_strata)
    append_test (out, _("Gray, within strata"), &tests->stratified_gray,
                 _("compares patients of the same stratum only"));
  append_permutation (out, tests);
  append_reasons (out, reasons_of_main (tests) | reasons_of_family (tests));
  /* Where there is no χ² nothing is approximated. */
  if (tests->sparse && tests->family[ANALYSIS_TEST_LOG_RANK].df > 0)
    g_string_append_printf (out, "%s\n", report_tests_sparse ());
}

/* --- pairs ------------------------------------------------------------------------------------ */

static void
append_pairs (GString             *out,
              const AnalysisTests *tests)
{
  const char *heads[] = { _("p"), _("Holm"), _("Hochberg"), _("Benjamini-Hochberg"),
                          _("Bonferroni") };

  int widths[G_N_ELEMENTS (heads)];

  if (tests->n_pairs == 0)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    widths[i] = MAX (P_COLUMNS, (int) g_utf8_strlen (heads[i], -1) + 2);
  g_string_append_c (out, '\n');
  append_name (out, _("Log-rank of each pair"));
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    report_append_padded (out, heads[i], widths[i]);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < tests->n_pairs; i++)
    {
      const AnalysisPair *pair = &tests->pairs[i];
      /* Translators: two groups of patients. */
      g_autofree char *name = g_strdup_printf (_("%s and %s"), group_label (tests, pair->a),
                                               group_label (tests, pair->b));
      g_autofree char *p = report_p_value (pair->test.p);

      append_name (out, name);
      report_append_padded (out, p, widths[0]);
      for (guint m = 0; m < G_N_ELEMENTS (pair->adjusted); m++)
        {
          g_autofree char *adjusted = report_p_value (pair->adjusted[m]);

          report_append_padded (out, adjusted, widths[m + 1]);
        }
      g_string_append_c (out, '\n');
    }
  append_reasons (out, reasons_of_pairs (tests));
}

/* --- differences ------------------------------------------------------------------------------ */

/* "12.3 (4.5 to 20.1)", "12.3 (–)", "–". */
static char *
with_limits (double estimate,
             double lo,
             double hi,
             int    decimals)
{
  g_autofree char *middle = base_number_to_display (estimate, decimals);
  g_autofree char *from = base_number_to_display (lo, decimals);
  g_autofree char *to = base_number_to_display (hi, decimals);

  if (!isfinite (estimate))
    return g_steal_pointer (&middle);
  if (!isfinite (lo) || !isfinite (hi))
    return g_strdup_printf ("%s (–)", middle);
  return g_strdup_printf (_("%s (%s to %s)"), middle, from, to);
}

static void
append_difference (GString                  *out,
                   const AnalysisTests      *tests,
                   const AnalysisDifference *difference)
{
  g_autofree char *name = g_strdup_printf (_("%s less %s"), group_label (tests, difference->b),
                                           group_label (tests, difference->a));
  g_autofree char *points = with_limits (100 * difference->plain.estimate,
                                         100 * difference->mover.lo, 100 * difference->mover.hi, 1);
  g_autofree char *ratio = with_limits (difference->ratio.estimate, difference->ratio.lo,
                                        difference->ratio.hi, 2);
  g_autofree char *p = report_p (difference->plain.p);
  g_autofree char *e_value = base_number_to_display (difference->e_value, 2);
  g_autofree char *e_limit = base_number_to_display (difference->e_value_limit, 2);

  append_name (out, name);
  if (!isfinite (difference->plain.estimate))
    {
      g_string_append (out, "–\n");
      return;
    }
  g_string_append_printf (out, _("points %s, MOVER; %s\n"), points, p);
  append_name (out, "");
  if (!isfinite (difference->ratio.estimate))
    g_string_append (out, _("ratio –, E-value –\n"));
  else
    g_string_append_printf (out, _("ratio %s, log-normal; E-value %s, of the limit %s\n"), ratio,
                            e_value, e_limit);
}

static void
append_differences (GString                *out,
                    const AnalysisTests    *tests,
                    const AnalysisQuestion *question)
{
  g_autofree char *level = report_percent (question->level, 0);

  if (tests->n_differences == 0)
    return;
  g_string_append_c (out, '\n');
  g_string_append_printf (out, _("Differences after transfer %u, %s intervals. %s.\n"), tests->at,
                          level, report_estimator_name (question->estimator));
  for (guint i = 0; i < tests->n_differences; i++)
    append_difference (out, tests, &tests->differences[i]);
  append_reasons (out, reasons_of_differences (tests, question));
}

static void
append_empty (GString             *out,
              const AnalysisTests *tests)
{
  g_autofree char *empty = report_tests_empty (tests);

  if (empty != NULL)
    g_string_append_printf (out, "%s\n", empty);
}

char *
report_tests_text (const AnalysisTests    *tests,
                   const AnalysisQuestion *question,
                   const ReportSource     *source)
{
  GString *out = g_string_new (NULL);

  if (source != NULL && source->synthetic_note != NULL)
    g_string_append_printf (out, "%s\n\n", source->synthetic_note);
  append_births (out, tests);
  append_empty (out, tests);
  append_tests (out, tests);
  append_pairs (out, tests);
  append_differences (out, tests, question);
  if (tests->tipping != NULL)
    report_tipping_append (out, tests->tipping, question);
  return g_string_free (out, FALSE);
}
