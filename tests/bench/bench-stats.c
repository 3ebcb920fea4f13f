/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What statistics cost at the size of a national registry, and of a small cohort:
 *
 *     bench-stats REGISTER DEMONSTRATION CSV
 *
 * Prints lines `name value`: seconds of processor time of all threads, medians. The rows that the
 * Cox model was fitted to are written to CSV, for others to fit the same. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "analysis-extras.h"
#include "analysis-model.h"
#include "analysis-tables.h"
#include "session-register.h"
#include "stats-logrank.h"

#define TIMES 21
#define FEW_TIMES 3
#define TERMS "treated + age + bmi + losses_before_referral"

static double
cpu_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
print_median (const char *name,
              double     *times,
              guint       n)
{
  qsort (times, n, sizeof *times, compare_doubles);
  printf ("%s %.17g\n", name, times[n / 2]);
  fflush (stdout);
}

static AnalysisCohort *
cohort_of (SessionRegister   *self,
           const char        *by,
           AnalysisQuestion **out_question)
{
  static const char *const more[] = { "treated", "age", "bmi", "losses_before_referral",
                                      "age:30,35,38", NULL };
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (GError) error = NULL;
  AnalysisCohort *cohort;

  if (by != NULL)
    analysis_question_set (question, "by", by, &error);
  g_assert_no_error (error);
  cohort = session_register_cohort_sync (self, question, more, NULL, out_question, &error);
  g_assert_no_error (error);
  return cohort;
}

/* From the cohort's rows to the risk tables, the curves with their log-log intervals, and the
 * log-rank of two groups, overall and stratified. */
static void
one_pass (SessionRegister *self)
{
  g_autoptr (AnalysisQuestion) question = NULL;
  g_autoptr (AnalysisCohort) cohort = cohort_of (self, "treated", &question);
  double times[TIMES];

  for (guint i = 0; i < TIMES; i++)
    {
      double begin = cpu_seconds ();
      g_autoptr (AnalysisAnswer) answer = analysis_answer_new (cohort, question, 0, NULL);
      g_autoptr (AnalysisTables) by_age
        = analysis_tables_new (cohort, question, "age:30,35,38", NULL);
      g_autoptr (AnalysisTables) tables = analysis_tables_pool (by_age);
      StatsTest plain = stats_logrank_test (tables->tables, 1, tables->n_groups,
                                            STATS_WEIGHT_LOG_RANK, 0, 0);
      StatsTest stratified = stats_logrank_test (by_age->tables, by_age->n_strata,
                                                 by_age->n_groups, STATS_WEIGHT_LOG_RANK, 0, 0);

      times[i] = cpu_seconds () - begin;
      g_assert_true (plain.df == 1 && stratified.df == 1 && answer->n_groups == 2);
    }
  print_median ("log-rank-pass", times, TIMES);
}

/* The model's rows for another program: transfers, birth, and the design's columns. */
static void
write_rows (const AnalysisSelection *selection,
            const AnalysisFormula   *formula,
            const char              *path)
{
  g_autoptr (AnalysisDesign) design = analysis_design_new (selection, formula, NULL);
  FILE *file = fopen (path, "w");

  g_assert_nonnull (file);
  fputs ("k,birth", file);
  for (guint c = 0; c < design->n_columns; c++)
    fprintf (file, ",x%u", c + 1);
  fputc ('\n', file);
  for (gsize i = 0; i < design->n; i++)
    {
      guint place = design->place[i];

      fprintf (file, "%u,%d", selection->k[place],
               selection->fate[place] == STATS_FATE_LIVE_BIRTH);
      for (guint c = 0; c < design->n_columns; c++)
        fprintf (file, ",%.17g", design->x[i * design->n_columns + c]);
      fputc ('\n', file);
    }
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
cox (SessionRegister *self,
     const char      *path)
{
  g_autoptr (AnalysisQuestion) question = NULL;
  g_autoptr (AnalysisCohort) cohort = cohort_of (self, NULL, &question);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnalysisSelection) selection = analysis_selection_new (cohort, question, NULL, &error);
  g_autoptr (AnalysisFormula) formula
    = analysis_formula_parse (TERMS, analysis_cohort_dictionary (cohort), FALSE, &error);
  AnalysisModelOptions options = { .kind = ANALYSIS_MODEL_COX, .ties = STATS_TIES_EFRON,
                                   .level = 0.95 };
  double times[FEW_TIMES];

  g_assert_no_error (error);
  for (guint i = 0; i < FEW_TIMES; i++)
    {
      double begin = cpu_seconds ();
      g_autoptr (AnalysisModel) model
        = analysis_model_new (selection, formula, &options, NULL, NULL, &error);

      times[i] = cpu_seconds () - begin;
      g_assert_no_error (error);
      g_assert_nonnull (model->fit);
    }
  write_rows (selection, formula, path);
  print_median ("cox", times, FEW_TIMES);
}

/* 2,000 replicates of 52 patients, percentile and BCa. */
static void
bootstrap (SessionRegister *demonstration)
{
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AnalysisAnswer) answer = session_register_ask_sync (demonstration, question, &error);
  AnalysisExtrasOptions options = { .bootstrap = 2000, .seed = 1 };
  double times[TIMES];

  g_assert_no_error (error);
  for (guint i = 0; i < TIMES; i++)
    {
      double begin = cpu_seconds ();

      analysis_extras_free (analysis_extras_new (answer, &options, NULL));
      times[i] = cpu_seconds () - begin;
    }
  print_median ("bootstrap", times, TIMES);
}

static SessionRegister *
open_register (const char *path)
{
  g_autoptr (GError) error = NULL;
  SessionRegister *self = session_register_open_sync (path, TRUE, TRUE, &error);

  g_assert_no_error (error);
  return self;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (SessionRegister) self = NULL, demonstration = NULL;

  if (argc != 4)
    return 2;
  demonstration = open_register (argv[2]);
  bootstrap (demonstration);
  session_register_close (demonstration);
  self = open_register (argv[1]);
  one_pass (self);
  cox (self, argv[3]);
  session_register_close (self);
  return 0;
}
