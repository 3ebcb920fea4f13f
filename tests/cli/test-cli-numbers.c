/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON of natality-cli's statistics against R's figures (tests/reference): test, table,
 * compare, plan. The program is named by NATALITY_CLI. */
#include <math.h>
#include <sys/wait.h>

#include "test-reference.h"

/* Runs `natality-cli words...` on a file of tests/reference; returns its exit status. */
static int
run (char      **out_text,
     const char *format,
     ...) G_GNUC_PRINTF (2, 3);

static int
run (char      **out_text,
     const char *format,
     ...)
{
  g_auto (GStrv) argv = NULL;
  g_autofree char *words = NULL, *line = NULL, *errors = NULL;
  GError *error = NULL;
  va_list arguments;
  int status;

  va_start (arguments, format);
  words = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  line = g_strconcat ("natality-cli ", words, NULL);
  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  g_free (argv[0]);
  argv[0] = g_strdup (g_getenv ("NATALITY_CLI"));
  g_spawn_sync (NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, out_text, &errors, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == 1)
    g_test_message ("%s", errors);
  return WEXITSTATUS (status);
}

static JsonNode *
json_of (const char *command,
         const char *cohort,
         const char *options)
{
  g_autofree char *csv = g_strdup_printf ("%s/cohort.csv", cohort);
  g_autofree char *path = test_reference_path (csv), *text = NULL;
  GError *error = NULL;
  JsonNode *root;

  g_assert_cmpint (run (&text, "%s --csv '%s' --time transfers --fate fate --format json %s",
                        command, path, options),
                   ==, 0);
  root = json_from_string (text, &error);
  g_assert_no_error (error);
  g_assert_nonnull (root);
  return root;
}

/* Each number of want is in got, to a closed form's tolerance; objects only. */
static void
compare (JsonNode   *got,
         JsonNode   *want,
         const char *path)
{
  g_autoptr (GList) names = json_object_get_members (json_node_get_object (want));

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *below = g_strconcat (path, "/", l->data, NULL);
      JsonNode *a = json_object_get_member (json_node_get_object (got), l->data);
      JsonNode *b = json_object_get_member (json_node_get_object (want), l->data);

      if (a == NULL)
        g_error ("%s is missing", below);
      if (JSON_NODE_HOLDS_OBJECT (b))
        compare (a, b, below);
      else
        test_assert_close (test_reference_number (a), test_reference_number (b), TEST_CLOSED_FORM,
                           1e-14, "%s", below);
    }
}

static const char *const cohorts[] = { "cohort-52", "cohort-160" };

static JsonNode *
expected_of (const char *cohort)
{
  g_autofree char *file = g_strdup_printf ("%s/expected.json", cohort);

  return test_reference_load_json (file);
}

static void
test_tests (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cohorts); i++)
    {
      g_autoptr (JsonNode) want = expected_of (cohorts[i]);
      g_autoptr (JsonNode) treated = json_of ("test", cohorts[i],
                                              "--by treated --strata centre --at 3");
      g_autoptr (JsonNode) centre = json_of ("test", cohorts[i], "--by centre");
      g_autoptr (JsonNode) bands = json_of ("test", cohorts[i], "--by age:30,35,38 --trend");
      JsonArray *pairs = json_node_get_array (test_reference_get (centre, "pairwise"));
      JsonArray *want_pairs
        = json_node_get_array (test_reference_get (want, "tests/pairwise_centre"));

      compare (test_reference_get (treated, "tests"),
               test_reference_get (want, "tests/by_treated"), "tests");
      compare (test_reference_get (treated, "stratified"),
               test_reference_get (want, "tests/stratified_by_centre"), "stratified");
      compare (test_reference_get (treated, "gray"), test_reference_get (want, "gray"), "gray");
      compare (test_reference_get (treated, "difference"),
               test_reference_get (want, "difference_at_3"), "difference");
      compare (test_reference_get (centre, "tests/log-rank"),
               test_reference_get (want, "tests/by_centre"), "by_centre");
      g_assert_nonnull (test_reference_find (bands, "trend/chisq"));
      g_assert_cmpuint (json_array_get_length (pairs), ==, json_array_get_length (want_pairs));
      for (guint p = 0; p < json_array_get_length (pairs); p++)
        {
          JsonNode *pair = json_array_get_element (pairs, p);
          JsonNode *want_pair = json_array_get_element (want_pairs, p);

          g_assert_cmpstr (json_node_get_string (test_reference_get (pair, "a")), ==,
                           json_node_get_string (test_reference_get (want_pair, "a")));
          test_assert_close (test_reference_number (test_reference_get (pair, "p_holm")),
                             test_reference_number (test_reference_get (want_pair, "p_holm")),
                             TEST_CLOSED_FORM, 0, "Holm of pair %u", p);
        }
    }
}

/* Sparse by rule, and on demand; the seed decides. */
static void
test_permutation (void)
{
  g_autoptr (JsonNode) root = test_reference_load_json ("tests.expected.json");
  g_autoptr (JsonNode) by_rule = json_of ("test", "cohort-160", "--by treated");
  g_autoptr (JsonNode) exact = json_of ("test", "cohort-52", "--by treated --exact");
  g_autoptr (JsonNode) drawn =
      json_of ("test", "cohort-160", "--by treated --monte-carlo --seed 3");
  g_autoptr (JsonNode) again =
      json_of ("test", "cohort-160", "--by treated --monte-carlo --seed 3");
  g_autoptr (JsonNode) sparse = json_of ("test", "cohort-52",
                                         "--by treated --where \"centre = C\"");

  g_assert_cmpstr (json_node_get_string (test_reference_get (by_rule, "permutation/monte_carlo")),
                   ==, "not-asked");
  test_assert_close (test_reference_number (test_reference_get (exact, "permutation/exact_p")),
                     test_reference_number (test_reference_get (root, "exact_cohort_52")), 1e-10, 0,
                     "exact p");
  g_assert_cmpfloat (
      test_reference_number (test_reference_get (drawn, "permutation/monte_carlo_p")), ==,
      test_reference_number (test_reference_get (again, "permutation/monte_carlo_p")));
  g_assert_true (json_node_get_boolean (test_reference_get (sparse, "sparse")));
  g_assert_cmpstr (json_node_get_string (test_reference_get (sparse, "permutation/monte_carlo")),
                   ==, "done");
}

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cohorts); i++)
    {
      g_autoptr (JsonNode) want = expected_of (cohorts[i]);
      g_autoptr (JsonNode) table = json_of ("table", cohorts[i], "");
      g_autoptr (JsonNode) centre = json_of ("table", cohorts[i], "--by centre");
      JsonObject *kruskal
        = json_node_get_object (test_reference_get (want, "kruskal_by_centre"));
      g_autoptr (GList) names = json_object_get_members (kruskal);

      compare (test_reference_get (table, "table_one"), test_reference_get (want, "table_one"),
               "table_one");
      for (GList *l = names; l != NULL; l = l->next)
        {
          g_autofree char *path = g_strdup_printf ("table_one/%s/kruskal_p", (char *) l->data);

          test_assert_close (test_reference_number (test_reference_get (centre, path)),
                             json_object_get_double_member (kruskal, l->data), TEST_CLOSED_FORM, 0,
                             "%s", path);
        }
    }
}

static void
test_compare (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cohorts); i++)
    {
      g_autoptr (JsonNode) want = expected_of (cohorts[i]);
      g_autoptr (JsonNode) got = json_of ("compare", cohorts[i], "--at 1 --against 0.19");

      test_assert_close (test_reference_number (test_reference_get (got, "p")),
                         test_reference_number (test_reference_get (want,
                                                                    "first_transfer_vs_0.19")),
                         TEST_CLOSED_FORM, 0, "p");
      g_assert_nonnull (test_reference_find (got, "warning"));
    }
}

static void
test_plan (void)
{
  g_autoptr (JsonNode) root = test_reference_load_json ("design.expected.json");
  g_autoptr (JsonNode) got = NULL, curves = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpint (run (&text, "plan --rates 0.4,0.55 --format json"), ==, 0);
  got = json_from_string (text, NULL);
  g_assert_cmpfloat (
    test_reference_number (test_reference_get (got, "proportions/pooled/patients")), ==,
    test_reference_number (test_reference_get (root, "sample_size/pooled")));
  curves = json_of ("plan", "cohort-160", "--odds-ratio 1.8 --patients 75 --transfers 5");
  g_assert_cmpfloat (test_reference_number (test_reference_get (curves, "curves/power")), <,
                     test_reference_number (test_reference_get (curves, "curves/schoenfeld")));
}

static void
test_usage (void)
{
  static const char *const wrong[]
    = { "test x.natality", "plan --rates 0.4", "plan --rates 0,0.5", "compare x.natality",
        "test x.natality --by age --exact --monte-carlo", "table x.natality --format xml",
        "test x.natality --by age --at -1" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_cmpint (run (NULL, "%s", wrong[i]), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/numbers/tests", test_tests);
  g_test_add_func ("/cli/numbers/permutation", test_permutation);
  g_test_add_func ("/cli/numbers/table", test_table);
  g_test_add_func ("/cli/numbers/compare", test_compare);
  g_test_add_func ("/cli/numbers/plan", test_plan);
  g_test_add_func ("/cli/numbers/usage", test_usage);
  return g_test_run ();
}
