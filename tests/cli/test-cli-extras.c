/* SPDX-License-Identifier: GPL-3.0-or-later */
/* natality-cli curve and test with all that can be asked beside: what their text, CSV and JSON
 * hold, what is refused, and that nothing that isn't a number is printed whatever the cohort. The
 * program is named by NATALITY_CLI. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/wait.h>

#include "test-reference.h"

static char *folder;

/* Runs `natality-cli words...` in the folder; returns its exit status. */
static int
run (char      **out_text,
     char      **out_errors,
     const char *words)
{
  g_auto (GStrv) argv = NULL;
  g_autofree char *line = g_strconcat ("natality-cli ", words, NULL);
  GError *error = NULL;
  int status;

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  g_free (argv[0]);
  argv[0] = g_strdup (g_getenv ("NATALITY_CLI"));
  g_spawn_sync (folder, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, out_text, out_errors, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static char *
text_of (const char *format,
         ...) G_GNUC_PRINTF (1, 2);

static char *
text_of (const char *format,
         ...)
{
  g_autofree char *words = NULL, *errors = NULL;
  va_list arguments;
  char *text = NULL;

  va_start (arguments, format);
  words = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (run (&text, &errors, words) != 0)
    g_error ("%s: %s", words, errors);
  return text;
}

/* A reference cohort as a source. */
static char *
source_of (const char *cohort)
{
  g_autofree char *csv = g_strdup_printf ("%s/cohort.csv", cohort);
  g_autofree char *path = test_reference_path (csv);

  return g_strdup_printf ("--csv '%s' --time transfers --fate fate", path);
}

static JsonNode *
json_of (const char *command,
         const char *source,
         const char *options)
{
  g_autofree char *text = text_of ("%s %s %s --format json", command, source, options);
  GError *error = NULL;
  JsonNode *root = json_from_string (text, &error);

  g_assert_no_error (error);
  return root;
}

static double
number (JsonNode   *root,
        const char *path)
{
  return test_reference_number (test_reference_get (root, path));
}

static void
assert_holds (const char        *text,
              const char *const *parts)
{
  for (guint i = 0; parts[i] != NULL; i++)
    if (!test_text_holds (text, parts[i]))
      g_error ("“%s” isn't in:\n%s", parts[i], text);
}

/* --- what is printed -------------------------------------------------------------------------- */

#define ALL_EXTRAS                                                                                 \
  "--by treated --tau 4 --chance 0.5,0.99 --bands --bayesian --bootstrap 300 --estimator ipcw "    \
  "--drop-out-terms \"k + age\" --truncate 0.05"

static void
test_text (void)
{
  static const char *const parts[]
    = { "Bayesian",        "percentile",  "BCa",           "resamples undefined",
        "Hall-Wellner",    "log Nair",    "simultaneous",  "critical value",
        "Restricted mean", "Less that of 0", "50.0 %", "99.0 %", "log-log limits",
        "doesn't reach that chance", "Weights after the first transfer", "worth patients",
        "se, weights known", "se, weights estimated", "Truncated at their quantiles",
        "of the resamples have nobody left", NULL };
  g_autofree char *source = source_of ("cohort-52");
  g_autofree char *text = text_of ("curve %s %s", source, ALL_EXTRAS);

  /* A percent sign stands after a no-break space. */
  g_autofree char *plain = NULL;
  g_auto (GStrv) pieces = g_strsplit (text, "\302\240", -1);

  plain = g_strjoinv (" ", pieces);
  assert_holds (plain, parts);
}

/* The CSV has the numbers of the JSON, by column. */
static void
test_csv (void)
{
  g_autofree char *source = source_of ("cohort-52");
  g_autofree char *text = text_of ("curve %s %s --format csv", source, ALL_EXTRAS);
  g_autoptr (JsonNode) root = json_of ("curve", source, ALL_EXTRAS);
  static const struct { const char *column, *path; } cells[] = {
    { "ipcw_se", "groups/1/curve/ipcw_se/2" },
    { "weights_effective", "groups/1/weights/effective/2" },
    { "weights_truncated", "groups/1/weights/truncated" },
    { "simultaneous-log_lo", "groups/1/bands/simultaneous-log/lo/2" },
    { "restricted_mean", "groups/1/restricted_mean/mean" },
    { "restricted_mean_difference", "restricted_mean_differences/0/difference" },
    { "restricted_mean_difference_hi", "restricted_mean_differences/0/hi" },
    { "transfers_to_0.5", "groups/1/transfers_to_chance/0/transfers" },
    { "transfers_to_0.5_lo", "groups/1/transfers_to_chance/0/lo" },
    { "transfers_to_0.99", "groups/1/transfers_to_chance/1/transfers" },
    { "lo_bayesian", "groups/1/curve/lo_bayesian/2" },
    { "lo_bca", "groups/1/curve/lo_bca/2" },
  };
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_auto (GStrv) names = g_strsplit (lines[0], ",", -1), row = NULL;

  for (guint i = 1; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "\"1\",3,"))
      row = g_strsplit (lines[i], ",", -1);
  g_assert_cmpuint (g_strv_length (row), ==, g_strv_length (names));
  for (guint c = 0; c < G_N_ELEMENTS (cells); c++)
    {
      double want = number (root, cells[c].path);
      guint column = 0;

      while (names[column] != NULL && !g_str_equal (names[column], cells[c].column))
        column++;
      if (names[column] == NULL)
        g_error ("no column %s", cells[c].column);
      if (isnan (want))
        g_assert_cmpstr (row[column], ==, "");
      else
        test_assert_close (g_ascii_strtod (row[column], NULL), want, 1e-14, 0, "%s",
                           cells[c].column);
    }
  g_assert_cmpstr (json_node_get_string (
                       test_reference_get (root, "groups/1/transfers_to_chance/1/reason")),
                   ==, "not-reached");
}

static void
test_intervals (void)
{
  g_autofree char *source = source_of ("cohort-52");
  g_autoptr (JsonNode) root = json_of ("curve", source, "");
  g_autoptr (JsonNode) want = test_reference_load_json ("extras.expected.json");

  /* 19 of 52, the first transfer's rate, is there by R. */
  test_assert_close (number (root, "overall/risk_table/0/agresti_coull_lo"),
                     number (want, "proportions/1/3"), TEST_CLOSED_FORM, 0, "Agresti-Coull");
  test_assert_close (number (root, "overall/risk_table/0/wald_hi"),
                     number (want, "proportions/1/6"), TEST_CLOSED_FORM, 0, "Wald");
  test_assert_close (number (root, "overall/curve/crude_wald_lo/0"),
                     number (want, "proportions/1/5"), TEST_CLOSED_FORM, 0, "crude, Wald");
  test_assert_close (number (root, "overall/curve/crude_agresti_coull_hi/0"),
                     number (want, "proportions/1/4"), TEST_CLOSED_FORM, 0, "crude");
}

static void
test_tipping (void)
{
  static const char *const parts[]
    = { "Tipping points after transfer 3", "No share between", "posterior draws",
        "the interval holds 0", "MOVER", NULL };
  g_autofree char *source = source_of ("cohort-160");
  g_autoptr (JsonNode) root = json_of ("test", source, "--by treated --at 3 --tipping");
  g_autoptr (JsonNode) want = test_reference_load_json ("extras.expected.json");
  g_autofree char *text = text_of ("test %s --by treated --at 3 --tipping", source);
  g_autofree char *csv = text_of ("test %s --by treated --at 3 --tipping --format csv", source);
  g_autofree char *errors = NULL, *words = NULL;
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);

  assert_holds (text, parts);
  /* Steps of 0.25 in the one, of 0.05 in the other. */
  test_assert_close (number (root, "tipping/map/difference/5/15"),
                     number (want, "tipping/1/map/1/3/0"), TEST_CLOSED_FORM, 0, "difference");
  test_assert_close (number (root, "tipping/map/lo/20/0"), number (want, "tipping/1/map/4/0/1"),
                     TEST_CLOSED_FORM, 0, "lo");
  test_assert_close (number (root, "tipping/best_case/hi"), number (want, "tipping/1/map/0/4/2"),
                     TEST_CLOSED_FORM, 0, "best case");
  test_assert_close (number (root, "tipping/theta_containing_zero/0/to"), 1, 0, 0, "range");
  g_assert_cmpuint (json_array_get_length (
                        json_node_get_array (test_reference_get (root, "tipping/roots"))), ==, 0);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 21 * 21 + 1);

  words = g_strdup_printf ("test %s --by centre --at 3 --tipping", source);
  g_assert_cmpint (run (NULL, &errors, words), ==, 1);
  g_assert_nonnull (strstr (errors, "Tipping points compare two groups, but there are 3 here."));
}

/* Each pair with its p by all four adjustments, as R's p.adjust has them; the ratio with its
 * interval beside the difference; in CSV what came later stands at the end. */
static void
test_pairs (void)
{
  static const char *const rows
    = "t,f,g\n2,1,a\n2,1,a\n2,1,a\n2,1,a\n2,2,a\n2,2,a\n2,2,a\n1,2,b\n1,2,b\n1,2,b\n"
      "1,1,b\n1,1,b\n1,1,b\n1,2,c\n1,2,c\n1,2,c\n3,1,c\n3,1,c\n3,1,c\n";
  static const char *const parts[] = {
    "Log-rank of each pair                   p        Holm    Hochberg  Benjamini-Hochberg  "
    "Bonferroni\n",
    "a and b                             0.040        0.12        0.11               0.083        "
    "0.12\n",
    "a and c                              0.11        0.12        0.11                0.11        "
    "0.33\n",
    "b and c                             0.056        0.12        0.11               0.083        "
    "0.17\n",
    NULL };
  static const double want[] = { 0.10880943004054545, 0.08326664714680684, 0.1665332942936137 };
  g_autofree char *path = g_build_filename (folder, "pairs.csv", NULL);
  g_autofree char *source = source_of ("cohort-160");
  g_autofree char *text = NULL, *csv = NULL, *two = NULL, *row = NULL;
  g_auto (GStrv) lines = NULL, cells = NULL;

  g_assert_true (g_file_set_contents (path, rows, -1, NULL));
  text = text_of ("test --csv pairs.csv --time t --fate f --by g");
  assert_holds (text, parts);
  csv = text_of ("test --csv pairs.csv --time t --fate f --by g --format csv");
  lines = g_strsplit (csv, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "test,a,b,chisq,df,p,p_holm,estimate,se,lo,hi,p_hochberg,p_bh,"
                                 "p_bonferroni");
  row = g_strdup (strstr (csv, "pairwise,\"b\",\"c\","));
  g_assert_nonnull (row);
  cells = g_strsplit_set (row, ",\n", -1);
  for (guint i = 0; i < G_N_ELEMENTS (want); i++)
    test_assert_close (g_ascii_strtod (cells[11 + i], NULL), want[i], TEST_CLOSED_FORM, 1e-12,
                       "adjusted by %u", i);
  two = text_of ("test %s --by treated --at 3 --strata centre", source);
  g_assert_nonnull (strstr (two, "Gray, within strata          χ² ="));
  g_assert_true (g_regex_match_simple ("ratio [0-9.,]+ \\([0-9.,]+ to [0-9.,]+\\), log-normal", two,
                                       0, 0));
  g_remove (path);
}

/* The register's table is made of its own answers. */
static void
test_presumption (void)
{
  static const char *const parts[]
    = { "presumed to have stopped", "180 days", "730 days", "Conservative",
        "of these, decision open", NULL };
  static const char *const days[] = { "180", "365", "730" };
  g_autofree char *said = text_of ("simulate r.natality --patients 400 --seed 5");
  g_autofree char *text = text_of ("curve r.natality --by treated --presume-table");
  g_autofree char *csv = text_of ("curve r.natality --presume-table --at 2 --format csv");
  g_autoptr (JsonNode) root
    = json_of ("curve", "r.natality", "--by treated --presume-table --at 2 --estimator adjusted");

  g_test_message ("%s", said);
  assert_holds (text, parts);
  g_assert_true (g_str_has_prefix (csv, "group,days,at,patients,"));
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *options
        = g_strdup_printf ("--by treated --estimator adjusted --presume %s", days[i]);
      g_autoptr (JsonNode) one = json_of ("curve", "r.natality", options);
      static const struct { const char *cell, *path; } cells[] = {
        { "n", "n" },
        { "at_risk", "overall/risk_table/1/at_risk" },
        { "optimistic", "overall/curve/optimistic/1" },
        { "conservative", "overall/curve/conservative/1" },
        { "crude", "overall/curve/crude/1" },
        { "estimate", "overall/curve/theta_0.5/1" },
        { "groups/true/conservative", "groups/true/curve/conservative/1" },
        { "groups/false/crude", "groups/false/curve/crude/1" },
      };

      for (guint c = 0; c < G_N_ELEMENTS (cells); c++)
        {
          g_autofree char *path = g_strdup_printf ("presumption/%u/%s", i, cells[c].cell);

          test_assert_close (number (root, path), number (one, cells[c].path), 1e-15, 0, "%s",
                             path);
        }
    }
  g_assert_cmpfloat (number (root, "presumption/2/open"), >, number (root, "presumption/0/open"));
}

/* --- what is refused -------------------------------------------------------------------------- */

static void
test_usage (void)
{
  static const char *const wrong[][2] = {
    { "curve x.natality --chance 0", "--chance is one or more" },
    { "curve x.natality --chance 0.5,", "--chance is one or more" },
    { "curve x.natality --chance 1.1", "--chance is one or more" },
    { "curve x.natality --at 3", "--presume-table" },
    { "curve --csv a.csv --time t --fate f --presume-table", "has no dates" },
    { "test x.natality --by treated --tipping", "--tipping needs --at" },
    { "chart x.natality --out a.png --tipping", "no option of chart" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *errors = NULL;

      g_assert_cmpint (run (NULL, &errors, wrong[i][0]), ==, 2);
      if (strstr (errors, wrong[i][1]) == NULL)
        g_error ("%s: %s", wrong[i][0], errors);
    }
}

/* --- odd cohorts ------------------------------------------------------------------------------ */

/* Rows "transfers,fate,group,x", i from 0 to n - 1. */
typedef struct
{
  const char *name;
  guint n, k_every; /* transfers 1 .. k_every in turn */
  const char *fates, *groups; /* in turn */
} Odd;

static const Odd odd[] = {
  { "nobody", 0, 1, "0", "a" },
  { "one birth", 1, 1, "1", "a" },
  { "one stop", 1, 1, "2", "a" },
  { "one cut", 1, 3, "0", "a" },
  { "all births at once", 12, 1, "1", "ab" },
  { "all births", 12, 3, "1", "ab" },
  { "all stop", 12, 3, "2", "ab" },
  { "all cut", 12, 3, "0", "ab" },
  { "all open", 9, 2, "3", "ab" },
  { "up to the 60th", 180, 60, "01232", "ab" },
  { "births in one group", 20, 2, "1020", "ab" },
  { "three groups", 40, 3, "0123", "abc" },
};

static void
write_odd (const Odd *self)
{
  g_autoptr (GString) text = g_string_new ("t,f,g,x\n");
  g_autofree char *path = g_build_filename (folder, "odd.csv", NULL);

  for (guint i = 0; i < self->n; i++)
    g_string_append_printf (text, "%u,%c,%c,%s\n", 1 + i % self->k_every,
                            self->fates[i % strlen (self->fates)],
                            self->groups[i % strlen (self->groups)],
                            i % 5 == 4 ? "NA" : i % 2 == 0 ? "1" : "2.5");
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
}

static void
test_odd (void)
{
  static const char *const asked[] = {
    "curve --by g --tau 3 --chance 0.5,1 --bands --bayesian --bootstrap 300",
    "curve --by g --estimator ipcw --drop-out-terms k+x --tau 60 --bands --bayesian --bootstrap 99",
    "curve --estimator ipcw --drop-out-terms k --truncate 0.1 --chance 0.1",
    "curve --by g --estimator adjusted --theta 0.3 --pi 0.2 --bayesian --bootstrap 200",
    "test --by g --at 1 --tipping",
    "test --by g --at 60 --tipping --pi 0.5",
  };
  static const char *const formats[] = { "text", "csv", "json" };
  g_autoptr (GRegex) no_number
    = g_regex_new ("\\b(nan|inf|infinity)\\b", G_REGEX_CASELESS, 0, NULL);

  guint step = g_getenv ("NATALITY_TEST_SHORT") != NULL ? 3 : 1;

  for (guint o = 0; o < G_N_ELEMENTS (odd); o += step)
    {
      write_odd (&odd[o]);
      for (guint a = 0; a < G_N_ELEMENTS (asked); a++)
        for (guint f = 0; f < 2; f++)
          {
            /* Text, and CSV and JSON in turn. */
            const char *format = formats[f == 0 ? 0 : 1 + (o + a) % 2];
            g_autofree char *words
              = g_strdup_printf ("%s --csv odd.csv --time t --fate f --format %s", asked[a],
                               format);
            g_autofree char *text = NULL, *errors = NULL;
            int status = run (&text, &errors, words);

            /* Tipping points refuse all but two groups. */
            if (status != 0 && strstr (errors, "two groups") == NULL)
              g_error ("%s: %s: %s", odd[o].name, words, errors);
            if (g_regex_match (no_number, text, 0, NULL))
              g_error ("%s: %s:\n%s", odd[o].name, words, text);
          }
    }
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *odd_csv = NULL, *odd_register = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("natality-extras-XXXXXX", NULL);
  g_test_add_func ("/cli/extras/text", test_text);
  g_test_add_func ("/cli/extras/csv", test_csv);
  g_test_add_func ("/cli/extras/intervals", test_intervals);
  g_test_add_func ("/cli/extras/tipping", test_tipping);
  g_test_add_func ("/cli/extras/pairs", test_pairs);
  g_test_add_func ("/cli/extras/presumption", test_presumption);
  g_test_add_func ("/cli/extras/usage", test_usage);
  g_test_add_func ("/cli/extras/odd", test_odd);
  status = g_test_run ();
  odd_csv = g_build_filename (folder, "odd.csv", NULL);
  odd_register = g_build_filename (folder, "r.natality", NULL);
  g_remove (odd_csv);
  g_remove (odd_register);
  g_rmdir (folder);
  g_free (folder);
  return status;
}
