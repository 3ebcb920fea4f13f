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
      g_autoptr (JsonNode) table = json_of ("table", cohorts[i], "--by birth");
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

/* number: 0 the estimate, 1 and 2 its limits. */
static void
assert_figure (JsonNode   *got,
               const char *of,
               JsonNode   *want,
               const char *what)
{
  static const char *const parts[] = { "estimate", "lo", "hi" };
  g_autoptr (GArray) values = test_reference_numbers (want);

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s", of, parts[i]);

      test_assert_close (test_reference_number (test_reference_get (got, path)),
                         g_array_index (values, double, i), TEST_CLOSED_FORM, 0, "%s %s", what,
                         path);
    }
}

static void
check_published (JsonNode   *reference,
                 const char *cohort,
                 const char *key,
                 const char *options,
                 const char *test)
{
  g_autofree char *path = g_strdup_printf ("%s/%s", cohort, key);
  JsonNode *want = test_reference_get (reference, path);
  g_autoptr (JsonNode) got = json_of ("compare", cohort, options);

  assert_figure (got, "ours", test_reference_get (want, "ours"), path);
  assert_figure (got, "difference", test_reference_get (want, "difference"), path);
  if (test_reference_find (want, "published") != NULL)
    assert_figure (got, "published", test_reference_get (want, "published"), path);
  g_assert_cmpint (test_reference_find (got, "test") != NULL, ==, test != NULL);
  g_assert_cmpuint (
    json_array_get_length (json_node_get_array (test_reference_get (got, "warnings"))), >=, 3);
  if (test == NULL)
    return;
  g_assert_cmpstr (json_node_get_string (test_reference_get (got, "test/name")), ==, test);
  test_assert_close (test_reference_number (test_reference_get (got, "test/p")),
                     test_reference_number (test_reference_get (want, "p")), TEST_CLOSED_FORM, 0,
                     "%s p", path);
}

static double
published_p (const char *cohort,
             const char *options)
{
  g_autoptr (JsonNode) got = json_of ("compare", cohort, options);

  return test_reference_number (test_reference_get (got, "test/p"));
}

/* Against published cohorts: the estimator that was published, by R's figures. */
static void
test_published (void)
{
  g_autoptr (JsonNode) reference = test_reference_load_json ("historical.expected.json");
  g_autofree char *list = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cohorts); i++)
    {
      g_autofree char *first = g_strdup_printf ("%s/first/p", cohorts[i]);
      g_autofree char *fisher = g_strdup_printf ("%s/first/fisher", cohorts[i]);

      check_published (reference, cohorts[i], "optimistic",
                       "--with smith-2015-under-40-optimistic --at 3", "log-rank");
      check_published (reference, cohorts[i], "conservative",
                       "--with smith-2015-under-40-conservative --at 3", NULL);
      check_published (reference, cohorts[i], "crude", "--with egerup-2022-crude --at 4",
                       "fisher");
      test_assert_close (
        published_p (cohorts[i], "--with chambers-2017-conservative --at 1"),
        test_reference_number (test_reference_get (reference, first)), TEST_CLOSED_FORM, 0, "p");
      test_assert_close (
        published_p (cohorts[i], "--with smith-2015-under-40-conservative --at 1"),
        test_reference_number (test_reference_get (reference, fisher)), TEST_CLOSED_FORM, 0,
        "Fisher p");
    }
  g_assert_cmpint (run (&list, "compare --list --format csv"), ==, 0);
  g_assert_nonnull (strstr (list, "\nnyborg-2014-crude,\"Nyborg 2014\","));
}

/* Nothing published there, nobody there, another event, another level: null, and said. */
static void
test_published_none (void)
{
  static const struct
  {
    const char *options, *missing;
  } cases[] = {
    { "--with nyborg-2014-crude --at 3", "published/estimate" },
    { "--with malizia-2009-optimistic --at 60", "ours/estimate" },
    { "--with modest-2018-ipcw --at 3", "ours/estimate" },
    { "--with luke-2012-from-43-optimistic --at 3", "difference/lo" },
    { "--with smith-2015-under-40-conservative --at 3 --level 0.9", "difference/lo" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) got = json_of ("compare", "cohort-52", cases[i].options);

      g_test_message ("%s", cases[i].options);
      g_assert_true (isnan (test_reference_number (test_reference_get (got, cases[i].missing))));
      g_assert_null (test_reference_find (got, "test"));
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
assert_array (JsonNode   *got,
              JsonNode   *want,
              const char *what)
{
  g_autoptr (GArray) a = test_reference_numbers (got), b = test_reference_numbers (want);

  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    test_assert_close (g_array_index (a, double, i), g_array_index (b, double, i), TEST_CLOSED_FORM,
                       0, "%s, %u", what, i);
}

static void
test_curves (void)
{
  static const char *const bands[] = { "hall-wellner", "loghall", "epband", "logep" };

  for (guint i = 0; i < G_N_ELEMENTS (cohorts); i++)
    {
      g_autoptr (JsonNode) want = expected_of (cohorts[i]);
      g_autoptr (JsonNode) got
        = json_of ("curve", cohorts[i],
                   "--by treated --tau 4 --bands --estimator ipcw --drop-out-terms \"k + age\"");
      g_autoptr (JsonNode) plain = json_of ("curve", cohorts[i], "");

      assert_array (test_reference_get (got, "overall/curve/ipcw"),
                    test_reference_get (want, "ipcw/estimate"), "ipcw");
      compare (test_reference_get (got, "overall/restricted_mean"),
               test_reference_get (want, "restricted_mean/overall"), "restricted mean");
      compare (test_reference_get (got, "groups/1/restricted_mean"),
               test_reference_get (want, "restricted_mean/groups/1"), "restricted mean of 1");
      for (guint b = 0; b < G_N_ELEMENTS (bands); b++)
        {
          g_autofree char *k = g_strdup_printf ("bands/%s/k", bands[b]);
          g_autofree char *lo = g_strdup_printf ("bands/%s/lo", bands[b]);
          g_autofree char *hi = g_strdup_printf ("bands/%s/hi", bands[b]);

          /* R lists the transfers with births; so do both cohorts' all. */
          assert_array (test_reference_get (got, k), test_reference_get (want, k), k);
          assert_array (test_reference_get (got, lo), test_reference_get (want, lo), lo);
          assert_array (test_reference_get (got, hi), test_reference_get (want, hi), hi);
        }
      g_assert_null (test_reference_find (plain, "overall/curve/ipcw"));
      g_assert_null (test_reference_find (plain, "bands"));
    }
}

/* One model's coefficients, and what is named beside them, to an iterated fit's tolerance. */
static void
check_model (const char *cohort,
             JsonNode   *want,
             const char *options)
{
  g_autofree char *all = g_strconcat ("--terms \"treated + age + losses\" --kind ", options, NULL);
  g_autoptr (JsonNode) got = json_of ("model", cohort, all);
  static const char *const parts[] = { "coef", "se" };
  static const char *const numbers[] = { "loglik_null", "loglik", "score", "deviance" };

  for (guint p = 0; p < G_N_ELEMENTS (parts); p++)
    {
      JsonObject *of = json_node_get_object (test_reference_get (want, parts[p]));
      g_autoptr (GList) names = json_object_get_members (of);

      for (GList *l = names; l != NULL; l = l->next)
        {
          g_autofree char *path = g_strdup_printf ("%s/%s", parts[p], (char *) l->data);

          test_assert_close (test_reference_number (test_reference_get (got, path)),
                             json_object_get_double_member (of, l->data), 1e-6, 1e-9, "%s of %s",
                             path, options);
        }
    }
  for (guint n = 0; n < G_N_ELEMENTS (numbers); n++)
    if (test_reference_find (want, numbers[n]) != NULL)
      test_assert_close (test_reference_number (test_reference_get (got, numbers[n])),
                         test_reference_number (test_reference_get (want, numbers[n])), 1e-8, 0,
                         "%s of %s", numbers[n], options);
}

static void
test_models (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cohorts); i++)
    {
      g_autoptr (JsonNode) want = expected_of (cohorts[i]);
      g_autoptr (JsonNode) checked
        = json_of ("model", cohorts[i],
                   "--terms \"treated + age + losses\" --kind cox --check-ph identity "
                   "--predict \"treated=1,age=35,losses=3\"");

      check_model (cohorts[i], test_reference_get (want, "cox/breslow"), "cox --ties breslow");
      check_model (cohorts[i], test_reference_get (want, "cox/efron"), "cox --ties efron");
      check_model (cohorts[i], test_reference_get (want, "cox/exact"), "cox --ties exact");
      check_model (cohorts[i], test_reference_get (want, "discrete/logit"),
                   "discrete --link logit --pool-from 4");
      check_model (cohorts[i], test_reference_get (want, "discrete/cloglog"),
                   "discrete --link cloglog --pool-from 4");
      check_model (cohorts[i], test_reference_get (want, "firth"),
                   "discrete --link logit --firth --pool-from 4");
      check_model (cohorts[i], test_reference_get (want, "fine_gray"), "fine-gray");
      test_assert_close (test_reference_number (test_reference_get (checked, "zph/GLOBAL/chisq")),
                         test_reference_number (test_reference_get (want,
                                                                    "zph_identity/GLOBAL/chisq")),
                         1e-7, 0, "zph");
      {
        g_autoptr (GArray) a
          = test_reference_numbers (test_reference_get (checked, "predicted/cumulative"));
        g_autoptr (GArray) b
          = test_reference_numbers (test_reference_get (want, "predicted/cumulative"));

        for (guint k = 0; k < b->len; k++)
          test_assert_close (g_array_index (a, double, k), g_array_index (b, double, k), 1e-7, 0,
                             "predicted, %u", k);
      }
    }
}

static double
first_coefficient (JsonNode *model)
{
  return test_reference_number (test_reference_get (model, "coef/age"));
}

static gboolean
is_firth (JsonNode *model)
{
  return json_object_get_boolean_member (json_node_get_object (model), "firth");
}

/* With fewer than five births for each coefficient the penalty comes by itself, and can be
 * declined; with five or more it comes when asked. cohort-52 has 30 births. */
static void
test_firth_rule (void)
{
  static const struct
  {
    const char *terms;
    gboolean few;
  } cases[] = { { "age + bmi + losses + treated + type + centre", TRUE }, /* 7: two of centre's */
                { "age + bmi + losses + treated + centre", FALSE } };     /* 6 */
  static const char *const links[] = { "logit", "cloglog" };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      const char *terms = cases[i / 2].terms, *link = links[i % 2];
      g_autofree char *plain = g_strdup_printf ("--terms \"%s\" --link %s", terms, link);
      g_autofree char *always = g_strconcat (plain, " --firth", NULL);
      g_autofree char *never = g_strconcat (plain, " --no-firth", NULL);
      g_autoptr (JsonNode) by_rule = json_of ("model", "cohort-52", plain);
      g_autoptr (JsonNode) with = json_of ("model", "cohort-52", always);
      g_autoptr (JsonNode) without = json_of ("model", "cohort-52", never);

      g_assert_true (is_firth (with));
      g_assert_false (is_firth (without));
      g_assert_true (is_firth (by_rule) == cases[i / 2].few);
      g_assert_true (first_coefficient (with) != first_coefficient (without));
      g_assert_true (first_coefficient (by_rule)
                     == first_coefficient (cases[i / 2].few ? with : without));
    }
}

static void
test_usage (void)
{
  static const char *const wrong[]
    = { "test x.natality", "plan --rates 0.4", "plan --rates 0,0.5", "compare x.natality",
        "test x.natality --by age --exact --monte-carlo", "table x.natality --format xml",
        "test x.natality --by age --at -1", "model x.natality",
        "model x.natality --terms age --kind probit",
        "model x.natality --terms age --kind cox --no-firth",
        "model x.natality --terms age --firth --no-firth",
        "compare x.natality --with nyborg-2014",
        "compare x.natality --with nyborg-2014-crude --against 0.3", "compare --list x.natality",
        "chart x.natality --out f.png --overlay nyborg-2014",
        "chart x.natality --out f.png --overlay nyborg-2014-crude,egerup-2022-crude,"
        "kkivf-2015-optimistic,kkivf-2015-conservative",
        "chart x.natality --out f.png --overlay nyborg-2014-crude --event-type "
        "clinical-pregnancy" };

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
  g_test_add_func ("/cli/numbers/published", test_published);
  g_test_add_func ("/cli/numbers/published-none", test_published_none);
  g_test_add_func ("/cli/numbers/plan", test_plan);
  g_test_add_func ("/cli/numbers/curves", test_curves);
  g_test_add_func ("/cli/numbers/models", test_models);
  g_test_add_func ("/cli/numbers/firth-rule", test_firth_rule);
  g_test_add_func ("/cli/numbers/usage", test_usage);
  return g_test_run ();
}
