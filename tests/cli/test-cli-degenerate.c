/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can't be estimated is a result: each row of the table of degenerate cases, from a CSV to the
 * JSON that natality-cli prints. The program is named by NATALITY_CLI. */
#include <glib/gstdio.h>
#include <math.h>
#include <sys/wait.h>

#include "test-reference.h"

#define MAX_WANTED 9

/* What stands at a path of the JSON: a number, a text, or "null". Of an array the last entry is
 * looked at where the path ends in it. */
typedef struct
{
  const char *path, *value;
} Wanted;

typedef struct
{
  const char *name;
  const char *command;
  const char *rows; /* transfers,fate,g,x; a semicolon ends a row; "N*" before one: N of it */
  Wanted wanted[MAX_WANTED];
} Case;

#define LAST_ALL_BIRTHS "4*1,2,a,30;3*1,1,a,30;2*2,1,a,31"
/* In turn, so that the means are numbers and only the squares aren't. */
#define VAST                                                                                       \
  "1,1,a,-1e308;1,2,a,1e308;1,1,a,-1e308;1,2,a,1e308;2,2,b,1e308;1,0,b,-1e308;2,2,b,1e308;"        \
  "1,0,b,-1e308;2,1,b,3"
/* Too many tables with these margins to go through. */
#define MANY_LEVELS                                                                                \
  "40*1,1,a,1;30*1,2,a,2;35*1,2,a,3;45*1,2,a,4;25*1,1,a,5;30*1,2,a,6;35*1,2,a,7;30*1,2,a,8;"       \
  "30*1,1,b,1;40*1,2,b,2;25*1,2,b,3;35*1,2,b,4;45*1,1,b,5;25*1,2,b,6;30*1,2,b,7;40*1,2,b,8;"       \
  "20*1,1,c,1;30*1,2,c,2;45*1,2,c,3;25*1,2,c,4;35*1,1,c,5;40*1,2,c,6;20*1,2,c,7;30*1,2,c,8"

static const Case cases[] = {
  { "no-patients", "curve", "", { { "n", "0" }, { "births", "0" } } },
  { "one-birth", "curve", "1,1,a,30",
    { { "overall/curve/optimistic", "1" }, { "overall/curve/se", "null" },
      { "overall/curve/lo_log-log", "null" }, { "overall/curve/hi_plain", "null" },
      { "overall/risk_table/wilson_lo", "0.20654931437723745" },
      { "overall/risk_table/exact_lo", "0.025" }, { "overall/risk_table/exact_hi", "1" } } },
  { "one-birth-test", "test --by g", "1,1,a,30",
    { { "tests/log-rank/p", "null" }, { "tests/log-rank/df", "0" }, { "gray/p", "null" } } },
  { "one-stopped", "curve --bayesian", "1,2,a,30",
    { { "overall/curve/optimistic", "0" }, { "overall/curve/se", "0" },
      { "overall/curve/lo_plain", "null" }, { "overall/curve/lo_log-log", "null" } } },
  { "no-births", "curve", "2,2,a,30;3,0,a,30;1,2,b,31",
    { { "overall/curve/optimistic", "0" }, { "overall/curve/se", "0" },
      { "overall/curve/lo_plain", "null" }, { "overall/curve/lo_log", "null" },
      { "overall/curve/lo_logit", "null" }, { "overall/curve/lo_arcsin", "null" },
      { "overall/risk_table/exact_lo", "0" } } },
  { "no-births-model", "model --terms x", "2,2,a,30;3,0,a,40;1,2,b,31",
    { { "status", "no-events" }, { "coef/x", "null" }, { "se/x", "null" } } },
  { "no-births-test", "test --by g", "2,2,a,30;3,0,a,30;1,2,b,31",
    { { "tests/log-rank/p", "null" }, { "tests/tarone-ware/chisq", "null" } } },
  { "last-all-births", "curve --bands", LAST_ALL_BIRTHS,
    { { "overall/curve/optimistic", "1" }, { "overall/curve/se", "null" },
      { "overall/curve/hi_log-log", "null" },
      { "overall/curve/conservative", "0.55555555555555558" },
      { "overall/curve/conservative_se", "0.16563466499998444" } } },
  { "all-births-at-once", "curve", "5*1,1,a,30",
    { { "overall/curve/optimistic", "1" }, { "overall/curve/conservative", "1" },
      { "overall/curve/crude", "1" }, { "overall/curve/se", "null" } } },
  { "all-births-at-once-test", "test --by g", "5*1,1,a,30;4*1,1,b,30",
    { { "tests/log-rank/p", "null" }, { "tests/log-rank/df", "0" }, { "gray/p", "null" },
      { "tests/fleming-harrington-1-1/chisq", "null" } } },
  { "all-stop-at-once", "curve --estimator conservative", "6*1,2,a,30",
    { { "overall/curve/conservative", "0" }, { "overall/curve/conservative_se", "0" },
      { "overall/curve/crude", "0" } } },
  { "nobody-stops", "curve --estimator ipcw", "3*1,1,a,30;2*2,0,a,31;2*2,1,a,32;1*3,0,a,30",
    { { "overall/curve/conservative", "0.625" }, { "overall/curve/theta_0.5", "0.625" },
      { "overall/curve/pi_0.3", "0.625" }, { "overall/curve/ipcw", "0.625" },
      { "drop_out_model", "nobody-stopped" } } },
  { "nobody-goes-on", "curve", "2*1,1,a,30;3*1,2,a,31",
    { { "overall/curve/conservative", "0.40000000000000002" },
      { "overall/curve/optimistic", "0.40000000000000002" } } },
  { "one-group", "test --by g --trend --at 1", "2*1,1,a,30;3*1,2,a,31",
    { { "tests/log-rank/p", "null" }, { "tests/log-rank/df", "0" }, { "gray/p", "null" },
      { "trend/p", "null" } } },
  { "never-at-risk-together", "test --by g", "3*1,2,a,30;4*2,1,b,31;2*2,2,b,31",
    { { "tests/log-rank/p", "null" }, { "tests/log-rank/df", "0" } } },
  { "one-at-risk-at-a-birth", "test --by g", "1,2,a,30;1,1,a,31;1,2,b,30;2,1,b,31",
    { { "tests/log-rank/chisq", "1" }, { "tests/log-rank/df", "1" } } },
  { "pairwise-null", "test --by g", "3*1,1,b,30;3*1,1,c,31;2*1,1,a,32;2*1,2,a,33",
    { { "pairwise/a", "b" }, { "pairwise/b", "c" }, { "pairwise/p", "null" },
      { "pairwise/p_holm", "null" } } },
  { "separated", "model --terms x --kind cox --ties efron", "3*1,1,a,30;3*1,2,a,40;2*1,2,a,41",
    { { "status", "separated" }, { "coef/x", "null" }, { "se/x", "null" } } },
  { "separated-firth", "model --terms x --link logit --firth",
    "3*1,1,a,30;3*1,2,a,40;2*1,2,a,41",
    { { "status", "ok" }, { "limits_of", "penalised-likelihood" } } },
  { "collinear", "model --terms \"x + g\" --kind cox",
    "3*1,1,a,30;3*1,2,a,30;2*1,1,b,41;2*1,0,b,41",
    { { "coef/g=b", "null" } } },
  { "fine-gray-parted", "model --terms \"g + x\" --kind fine-gray",
    "5*1,1,A,30;5*1,1,A,31;5*1,1,A,31.4;5*2,0,B,40;5*2,0,B,41;5*2,0,B,41.4",
    { { "coef/g=B", "null" }, { "coef/x", "null" }, { "se/x", "null" } } },
  { "one-birth-time-zph", "model --terms x --kind cox --check-ph identity",
    "1,1,a,30;1,1,a,33;3*1,2,a,31;2*1,0,a,36",
    { { "zph/x/p", "null" }, { "zph/GLOBAL/p", "null" } } },
  { "mean-beyond", "curve --tau 5", "3*1,1,a,30;3*2,2,a,30",
    { { "overall/restricted_mean/mean", "null" }, { "overall/restricted_mean/se", "null" } } },
  { "difference-one-side", "test --by g --at 2", "3*1,1,a,30;3*2,2,a,30;1,1,b,31;1,2,b,32",
    { { "difference/difference", "null" }, { "difference/se", "null" },
      { "difference/mover_lo", "null" } } },
  { "difference-one-finished", "test --by g --at 2 --estimator conservative",
    "12*1,1,A,1;8*1,2,A,2;6*1,1,B,1;2*1,2,B,1;5*2,1,B,1;3*2,2,B,1;2*3,1,B,2;2*3,0,B,1",
    { { "difference/difference", "-0.05" } } },
  { "gray-one-group", "test --by g", "3,2,A,1;4,1,A,1;1,3,A,1;3,0,A,1;2,0,A,1",
    { { "gray/p", "null" }, { "gray/df", "0" }, { "tests/log-rank/p", "null" } } },
  { "gray-never-together", "test --by g", "3,2,A,1;2,1,A,1;2,1,A,1;3,1,A,1;1,0,B,1;1,2,B,1",
    { { "gray/p", "null" }, { "gray/df", "0" } } },
  /* The design's double integral by the midpoint rule and Richardson, in R. */
  { "band-near-one", "curve --bands", "50*1,1,a,1;49*2,1,a,1;1*2,0,a,1",
    { { "bands/hall-wellner/critical", "1.2730724815224" } } },
  { "welch-one-value", "table --by g --variables x", "3*1,1,a,30;1,2,b,30.5",
    { { "table_one/x/welch_p", "null" } } },
  /* R: wilcox.test (c (1, 2, 3.5, 4), c (9, 5, 7, 8), exact = FALSE), and without that. */
  { "mann-whitney-both", "table --by g --variables x",
    "1,1,a,1;1,1,a,2;1,2,a,3.5;1,0,a,4;1,1,b,9;1,2,b,5;1,0,b,7;1,1,b,8",
    { { "table_one/x/mann_whitney_p", "0.030382821976577493" },
      { "table_one/x/mann_whitney_exact_p", "0.028571428571428571" } } },
  { "mann-whitney-ties", "table --by g --variables x", "2*1,1,a,1;1,1,a,2.5;1,1,b,9;1,2,b,5",
    { { "table_one/x/mann_whitney_exact_p", "null" } } },
  { "smd-equal", "table --by g --variables x", "3*1,1,a,30.5;2*1,2,b,30.5",
    { { "table_one/x/smd", "0" }, { "table_one/x/welch_p", "null" } } },
  { "smd-no-variance", "table --by g --variables x", "3*1,1,a,30.5;2*1,2,b,31.5",
    { { "table_one/x/smd", "null" } } },
  { "smd-vast", "table --by g --variables x", VAST,
    { { "table_one/x/smd", "null" }, { "table_one/x/welch_p", "null" },
      { "table_one/x/a/q1", "-1e308" }, { "table_one/x/a/median", "0" } } },
  { "fisher-drawn", "table --by g --variables \"factor(x)\" --seed 7", MANY_LEVELS,
    { { "table_one/x/fisher_seed", "7" } } },
  { "fisher-one-column", "table --by birth --variables g", "3*1,1,a,30.5;2*1,2,a,31.5",
    { { "table_one/g/fisher_p", "null" }, { "table_one/g/chisq_p", "null" } } },
  { "bootstrap-all-equal", "curve --bootstrap 50", "5*1,2,a,30",
    { { "overall/curve/lo_percentile", "null" }, { "overall/curve/hi_bca", "null" } } },
};

#define MAX_PARTS 5

/* What the text has, and what it hasn't. */
typedef struct
{
  Case of;
  const char *parts[MAX_PARTS], *absent[MAX_PARTS];
} Words;

static const Words words[] = {
  { { "test-no-patients", "test --by g", "", { { NULL } } },
    { "Log-rank                     –\n", "– not estimable: there are no patients.\n" },
    { "sparse" } },
  { { "test-all-at-once", "test --by g --at 1", "5*1,1,a,30;4*1,1,b,30", { { NULL } } },
    { "– not estimable: everybody of the groups compared had the event at once.\n",
      "points 0.0 (–), MOVER; p –\n", "ratio 1.00 (–)",
      "– no interval or p: one of the curves has none before its first event" },
    { "– to –", "sparse", "no variance" } },
  /* c is in the file, and the filter leaves nobody of it. */
  { { "test-empty-level", "test --by g --where \"x<32\"", "4*1,1,a,30;3*1,2,b,31;2*1,1,c,40",
      { { NULL } } },
    { "df 1,", "Nobody is in these groups, which are left out: c.\n" },
    { "df 2" } },
  { { "test-no-births", "test --by g --at 1", "2,2,a,30;3,0,a,30;1,2,b,31", { { NULL } } },
    { "– not estimable: nobody of the groups compared had the event.\n", "ratio –, E-value –\n",
      "– no ratio or E-value: one of the chances is 0.\n" },
    { "at once" } },
  { { "test-one-group", "test --by g --trend --at 1", "2*1,1,a,30;3*1,2,a,31", { { NULL } } },
    { "Log-rank for trend           –\n", "– not estimable: all patients are in one group.\n" },
    { "less" } },
  { { "test-never-together", "test --by g --at 2", "3*1,2,a,30;4*2,1,b,31;2*2,2,b,31",
      { { NULL } } },
    { "– not estimable: whenever somebody had the event, all at risk were of one group.\n",
      "b less a                     –\n", "– not estimable: nobody of one of the groups had" },
    { "– points", "– to –" } },
  { { "test-no-weight", "test --by g", "3*1,1,b,30;3*1,1,c,31;2*1,1,a,32;2*1,2,a,33",
      { { NULL } } },
    { "Log-rank                     χ² = 3.37",
      "– not estimable: the test's weights are 0 wherever the groups could differ.\n",
      "b and c                                 –           –           –                   –",
      "– not estimable: everybody of the groups compared had the event at once.\n" },
    { "p –" } },
  { { "test-crude", "test --by g --at 1 --estimator crude",
      "12*1,1,A,1;8*1,2,A,2;6*1,1,B,1;14*1,2,B,1", { { NULL } } },
    { "points -30.0 (-5", "ratio 0.50 (–)",
      "– no p, and no interval of the ratio: the crude proportion has no standard error" },
    { "one of the curves" } },
  { { "test-no-weights", "test --by g --at 3 --estimator ipcw --drop-out-terms k",
      "6*1,1,A,1;4*1,2,A,2;3*2,1,A,1;9*1,1,B,1;4*2,2,B,2;3*3,1,B,1", { { NULL } } },
    { "B less A                     –\n", "– not estimable: one of the weighted curves isn't" },
    { "points" } },
  { { "test-estimable", "test --by g --at 1 --strata x",
      "12*1,1,A,1;8*2,2,A,2;9*1,1,B,1;8*2,2,B,1;7*2,1,A,2;6*2,1,B,1;3*1,2,A,1;3*1,2,B,2",
      { { NULL } } },
    { "Gray, within strata          χ²", "MOVER; p = ", "ratio 0.87 (0.44 to 1.72)" },
    { "not estimable", "–" } },
  { { "too-small", "curve --estimator conservative", LAST_ALL_BIRTHS, { { NULL } } },
    { "too small once everyone at risk had the event", ")  too small\n" }, { NULL } },
  { { "too-small-adjusted", "curve --estimator adjusted --theta 0.5", LAST_ALL_BIRTHS,
      { { NULL } } },
    { ")  too small\n" }, { NULL } },
  { { "not-too-small", "curve", LAST_ALL_BIRTHS, { { NULL } } },
    { "No interval once everyone at risk had the event." }, { "too small" } },
  { { "few", "curve --by g", "12*1,1,a,1;8*3,2,a,1;20*1,1,b,1;12*2,1,b,1;3*1,2,c,1", { { NULL } } },
    { "a: 20 patients, 36 transfers, 12 live births\n"
      "Few patients: fewer than 10 at risk from transfer 2 on.\n",
      "b: 32 patients, 44 transfers, 32 live births\ntransfer",
      "c: 3 patients, 3 transfers, 0 live births\n"
      "Few patients: fewer than 10 at risk at every transfer.\n",
      "All: 55 patients, 83 transfers, 44 live births\n"
      "Few patients: fewer than 10 at risk from transfer 3 on.\n" },
    { NULL } },
  { { "no-patients-table", "table --by g --variables x", "", { { NULL } } },
    { "There are no patients" }, { "Fisher", "p –" } },
  { { "vast-values", "table --by g --variables x", VAST, { { NULL } } },
    { "-1e+308", "SMD –" }, { "00000", "SMD 0.00" } },
  { { "drawn", "table --by g --variables \"factor(x)\" --seed 7", MANY_LEVELS, { { NULL } } },
    { "drawn with seed 7)" }, { NULL } },
};

static char *
csv_of (const char *rows)
{
  g_auto (GStrv) each = g_strsplit (rows, ";", -1);
  GString *csv = g_string_new ("transfers,fate,g,x\n");

  for (guint i = 0; each[i] != NULL; i++)
    {
      const char *star = strchr (each[i], '*');
      int times = star != NULL ? atoi (each[i]) : 1;

      for (int j = 0; j < times; j++)
        g_string_append_printf (csv, "%s\n", star != NULL ? star + 1 : each[i]);
    }
  return g_string_free (csv, FALSE);
}

/* What the program prints of a case; it must succeed. */
static char *
print (const Case *of,
       const char *format)
{
  g_autofree char *csv = csv_of (of->rows), *path = NULL, *line = NULL, *errors = NULL;
  g_auto (GStrv) argv = NULL;
  GError *error = NULL;
  char *text;
  int status, fd = g_file_open_tmp ("natality-XXXXXX.csv", &path, &error);

  g_assert_no_error (error);
  close (fd);
  g_assert_true (g_file_set_contents (path, csv, -1, &error));
  line = g_strdup_printf ("natality-cli %s --csv '%s' --time transfers --fate fate --format %s",
                          of->command, path, format);
  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  g_free (argv[0]);
  argv[0] = g_strdup (g_getenv ("NATALITY_CLI"));
  g_spawn_sync (NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, &errors, &status, &error);
  g_assert_no_error (error);
  g_unlink (path);
  g_test_message ("%s%s", errors, text);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  return text;
}

static JsonNode *
json_of (const Case *of)
{
  g_autofree char *text = print (of, "json");
  GError *error = NULL;
  JsonNode *root = json_from_string (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (root);
  return root;
}

/* Follows the path; an array on it stands for its last entry. */
static JsonNode *
look_up (JsonNode   *node,
         const char *path)
{
  g_auto (GStrv) steps = g_strsplit (path, "/", -1);

  for (guint i = 0;; i++)
    {
      if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
        {
          JsonArray *array = json_node_get_array (node);
          guint n = json_array_get_length (array);

          node = n > 0 ? json_array_get_element (array, n - 1) : NULL;
        }
      if (node == NULL || steps[i] == NULL)
        return node;
      node = JSON_NODE_HOLDS_OBJECT (node)
                 ? json_object_get_member (json_node_get_object (node), steps[i])
                 : NULL;
    }
}

static void
test_case (gconstpointer data)
{
  const Case *of = data;
  g_autoptr (JsonNode) root = json_of (of);

  for (guint i = 0; i < MAX_WANTED && of->wanted[i].path != NULL; i++)
    {
      const Wanted *wanted = &of->wanted[i];
      JsonNode *node = look_up (root, wanted->path);
      double number;

      if (node == NULL)
        g_error ("%s is missing", wanted->path);
      if (g_str_equal (wanted->value, "null"))
        {
          if (!JSON_NODE_HOLDS_NULL (node))
            g_error ("%s isn't null", wanted->path);
          continue;
        }
      if (JSON_NODE_HOLDS_NULL (node))
        g_error ("%s is null", wanted->path);
      if (json_node_get_value_type (node) == G_TYPE_STRING)
        {
          g_assert_cmpstr (json_node_get_string (node), ==, wanted->value);
          continue;
        }
      number = g_ascii_strtod (wanted->value, NULL);
      test_assert_close (json_node_get_double (node), number, TEST_CLOSED_FORM, 1e-14, "%s",
                         wanted->path);
    }
}

/* What was done to make it estimable is said in words. */
static void
test_shared_levels (void)
{
  static const Case of = { "shared", "model --terms g --link logit",
                           "10*1,1,A,1;20*1,1,B,1;10*2,0,A,1;10*3,1,B,1;10*4,0,A,1;10*3,1,A,1;"
                           "10*4,0,B,1",
                           { { NULL } } };
  g_autofree char *text = print (&of, "text");

  g_assert_nonnull (strstr (text, "share a level with those before: k=1-2, k>=3."));
}

/* JSON has no point behind an exponent. */
static void
test_exponents (void)
{
  static const Case of = { "exponents", "table --by g --variables x", VAST, { { NULL } } };
  g_autofree char *text = print (&of, "json");

  g_assert_nonnull (strstr (text, "e+308,"));
  g_assert_null (strstr (text, "e+308."));
}

static void
test_words (gconstpointer data)
{
  const Words *own = data;
  g_autofree char *text = print (&own->of, "text");

  for (guint i = 0; i < MAX_PARTS && own->parts[i] != NULL; i++)
    if (!test_text_holds (text, own->parts[i]))
      g_error ("“%s” isn't in:\n%s", own->parts[i], text);
  for (guint i = 0; i < MAX_PARTS && own->absent[i] != NULL; i++)
    if (strstr (text, own->absent[i]) != NULL)
      g_error ("“%s” is in:\n%s", own->absent[i], text);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli/degenerate/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli/degenerate/words/%s", words[i].of.name);

      g_test_add_data_func (path, &words[i], test_words);
    }
  g_test_add_func ("/cli/degenerate/exponents", test_exponents);
  g_test_add_func ("/cli/degenerate/shared-levels", test_shared_levels);
  return g_test_run ();
}
