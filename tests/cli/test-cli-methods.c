/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No method's entry lies: the figure that natality-cli prints is the one that the entry's R code
 * gave (tests/reference/make_methods.R). And what --explain and explain print. The program is named
 * by NATALITY_CLI. */
#include <math.h>
#include <string.h>
#include <sys/wait.h>

#include "test-reference.h"

#define CLOSED TEST_CLOSED_FORM
#define FIT 1e-6

/* A value of an entry's R code and where our JSON has it. In options and paths $G is the group of
 * two, $S the stratum, $C the group of three. In a path * is every member or element; paths with a
 * space between follow one another. */
typedef struct
{
  const char *id, *value, *command, *options, *path;
  double tolerance;
} Figure;

#define CURVE(id, value, path) { id, value, "curve", "", "overall/" path, CLOSED }
#define LIMITS(id)                                                                                 \
  CURVE (id, "lo", "curve/lo_" id), CURVE (id, "hi", "curve/hi_" id)
#define BAND(id, value)                                                                            \
  { id, value, "curve", "--bands", "bands/" id "/" value, 1e-9 }
#define TEST(id, path)                                                                             \
  { id, "chisq", "test", "--by $G --strata $S", path "/chisq", CLOSED },                           \
  { id, "p", "test", "--by $G --strata $S", path "/p", CLOSED }
#define OF_DIFFERENCE(id, value, path)                                                             \
  { id, value, "test", "--by $G --at 3", "difference/" path, CLOSED }
#define PAIRS(id, path) { id, "value", "test", "--by $C", "pairwise/*/" path, CLOSED }
#define MODEL(id, value, options, path)                                                            \
  { id, value, "model", "--terms '$G + age' --kind " options, path, FIT }
#define COEFFICIENTS(id, options)                                                                  \
  MODEL (id, "coef", options, "coef"), MODEL (id, "se", options, "se")
#define DISCRETE "discrete --pool-from 4 --link "
#define SUMMARY(value)                                                                             \
  { "summary", value, "table", "--by $G --variables age",                                          \
    "table_one/age/0/" value " table_one/age/1/" value, CLOSED }
#define TABLE(id, variable, path)                                                                  \
  { id, "value", "table", "--by $G --variables " variable, "table_one/" variable "/" path, CLOSED }
#define COMPARE(value)                                                                             \
  { "one-sample-log-rank", value, "compare", "--hazards 0.4,0.3,0.25", "one_sample/" value, CLOSED }
#define PLAN(id, patients)                                                                         \
  { "power-" id, "value", "plan", "--rates 0.25,0.4 --patients " patients,                         \
    "proportions/" id "/power", CLOSED }

static const Figure figures[] = {
  CURVE ("optimistic", "estimate", "curve/optimistic"),
  CURVE ("optimistic", "se", "curve/se"),
  CURVE ("conservative", "estimate", "curve/conservative"),
  CURVE ("conservative", "se", "curve/conservative_se"),
  CURVE ("crude", "value", "curve/crude"),
  CURVE ("hazard", "value", "risk_table/*/rate"),
  CURVE ("wilson", "lo", "risk_table/*/wilson_lo"),
  CURVE ("wilson", "hi", "risk_table/*/wilson_hi"),
  CURVE ("clopper-pearson", "lo", "risk_table/*/exact_lo"),
  CURVE ("clopper-pearson", "hi", "risk_table/*/exact_hi"),
  CURVE ("agresti-coull", "lo", "risk_table/*/agresti_coull_lo"),
  CURVE ("agresti-coull", "hi", "risk_table/*/agresti_coull_hi"),
  CURVE ("wald-proportion", "lo", "risk_table/*/wald_lo"),
  CURVE ("wald-proportion", "hi", "risk_table/*/wald_hi"),
  { "transfers-to", "value", "curve", "--chance 0.5", "overall/transfers_to_chance/*/transfers",
    CLOSED },
  LIMITS ("plain"),
  LIMITS ("log"),
  LIMITS ("log-log"),
  LIMITS ("logit"),
  LIMITS ("arcsin"),
  { "ipcw", "estimate", "curve", "--estimator ipcw --drop-out-terms 'k + age'",
    "overall/curve/ipcw", FIT },
  { "ipcw", "se", "curve", "--estimator ipcw --drop-out-terms 'k + age'", "overall/curve/ipcw_se",
    FIT },
  { "restricted-mean", "mean", "curve", "--tau 4", "overall/restricted_mean/mean", CLOSED },
  { "restricted-mean", "se", "curve", "--tau 4", "overall/restricted_mean/se", CLOSED },
  BAND ("simultaneous", "critical"),
  BAND ("simultaneous", "lo"),
  BAND ("simultaneous", "hi"),
  BAND ("simultaneous-log", "critical"),
  BAND ("simultaneous-log", "lo"),
  BAND ("simultaneous-log", "hi"),
  TEST ("log-rank", "tests/log-rank"),
  TEST ("gehan-breslow", "tests/gehan-breslow"),
  TEST ("tarone-ware", "tests/tarone-ware"),
  TEST ("fleming-harrington-1-0", "tests/fleming-harrington-1-0"),
  TEST ("fleming-harrington-0-1", "tests/fleming-harrington-0-1"),
  TEST ("fleming-harrington-1-1", "tests/fleming-harrington-1-1"),
  { "fleming-harrington", "chisq", "test", "--by $G --fleming-harrington 2,0.5",
    "tests/fleming-harrington-2-0.5/chisq", CLOSED },
  { "fleming-harrington", "p", "test", "--by $G --fleming-harrington 2,0.5",
    "tests/fleming-harrington-2-0.5/p", CLOSED },
  TEST ("stratified", "stratified"),
  TEST ("gray", "gray"),
  TEST ("stratified-gray", "stratified_gray"),
  { "trend", "chisq", "test", "--by $C --trend", "trend/chisq", CLOSED },
  { "trend", "p", "test", "--by $C --trend", "trend/p", CLOSED },
  PAIRS ("pairwise", "p"),
  PAIRS ("holm", "p_holm"),
  PAIRS ("hochberg", "p_hochberg"),
  PAIRS ("bh", "p_bh"),
  PAIRS ("bonferroni", "p_bonferroni"),
  { "permutation-exact", "value", "test", "--by $G --exact", "permutation/exact_p", CLOSED },
  OF_DIFFERENCE ("difference", "difference", "difference"),
  OF_DIFFERENCE ("difference", "se", "se"),
  OF_DIFFERENCE ("difference", "lo", "lo"),
  OF_DIFFERENCE ("difference", "hi", "hi"),
  OF_DIFFERENCE ("difference", "p", "z_p"),
  OF_DIFFERENCE ("mover", "lo", "mover_lo"),
  OF_DIFFERENCE ("mover", "hi", "mover_hi"),
  OF_DIFFERENCE ("ratio", "estimate", "ratio/estimate"),
  OF_DIFFERENCE ("ratio", "lo", "ratio/lo"),
  OF_DIFFERENCE ("ratio", "hi", "ratio/hi"),
  OF_DIFFERENCE ("e-value", "value", "e_value"),
  COEFFICIENTS ("cox-breslow", "cox --ties breslow"),
  COEFFICIENTS ("cox-efron", "cox --ties efron"),
  COEFFICIENTS ("cox-exact", "cox --ties exact"),
  MODEL ("zph", "chisq", "cox --check-ph identity", "zph/*/chisq"),
  MODEL ("zph", "p", "cox --check-ph identity", "zph/*/p"),
  MODEL ("wald", "lo", "cox", "limits/*/lo"),
  MODEL ("wald", "hi", "cox", "limits/*/hi"),
  MODEL ("wald", "p", "cox", "limits/*/p"),
  COEFFICIENTS ("discrete-logit", DISCRETE "logit"),
  COEFFICIENTS ("discrete-cloglog", DISCRETE "cloglog"),
  COEFFICIENTS ("firth-logit", DISCRETE "logit --firth"),
  COEFFICIENTS ("firth-cloglog", DISCRETE "cloglog --firth"),
  COEFFICIENTS ("fine-gray-breslow", "fine-gray --ties breslow"),
  MODEL ("fine-gray-efron", "coef", "fine-gray --ties efron", "coef"),
  MODEL ("predicted", "estimate", DISCRETE "logit --predict $G=1,age=35", "predicted/cumulative"),
  MODEL ("predicted-cox", "estimate", "cox --predict $G=1,age=35", "predicted/cumulative"),
  MODEL ("predicted-cox", "lo", "cox --predict $G=1,age=35", "predicted/log_lo"),
  MODEL ("predicted-cox", "hi", "cox --predict $G=1,age=35", "predicted/log_hi"),
  MODEL ("standardised", "without", DISCRETE "logit --standardise $G",
         "standardised/without/estimate"),
  MODEL ("standardised", "with", DISCRETE "logit --standardise $G", "standardised/with/estimate"),
  MODEL ("standardised", "difference", DISCRETE "logit --standardise $G",
         "standardised/difference/estimate"),
  { "interaction", "chisq", "subgroups", "--by $G --variables $S", "subgroups/*/interaction/chisq",
    FIT },
  { "interaction", "p", "subgroups", "--by $G --variables $S", "subgroups/*/interaction/p", FIT },
  SUMMARY ("mean"),
  SUMMARY ("sd"),
  SUMMARY ("median"),
  SUMMARY ("q1"),
  SUMMARY ("q3"),
  TABLE ("smd", "age", "smd"),
  TABLE ("welch", "age", "welch_p"),
  TABLE ("mann-whitney", "age", "mann_whitney_p"),
  TABLE ("chi-square", "$S", "chisq_p"),
  TABLE ("fisher", "$S", "fisher_p"),
  { "kruskal-wallis", "value", "table", "--by $C --variables age", "table_one/age/kruskal_p",
    CLOSED },
  { "binomial", "value", "compare", "--at 1 --against 0.19", "p", CLOSED },
  COMPARE ("observed"),
  COMPARE ("expected"),
  COMPARE ("variance"),
  COMPARE ("z"),
  COMPARE ("p"),
  COMPARE ("exact_p"),
  PLAN ("unpooled", "120"),
  PLAN ("pooled", "120"),
  PLAN ("corrected", "120"),
  PLAN ("exact", "60"),
  { "power-curves", "value", "plan", "--odds-ratio 1.8 --patients 75 --transfers 5",
    "curves/power", CLOSED },
};

/* No command of one cohort prints these: their figures are compared in tests/stats and in
 * test-cli-pool.c. */
static const char *const elsewhere[] = { "pool-one-stage", "pool-fixed", "pool-random",
                                         "heterogeneity", "centre-hazard-ratio",
                                         "centre-difference",
                                         "log-log-difference", NULL };

typedef struct
{
  const char *name, *source, *group, *stratum, *many;
} Cohort;

static const Cohort cohorts[] = {
  { "cohort-52", "cohort-52/cohort.csv --time transfers --fate fate", "treated", "centre",
    "centre" },
  { "cohort-160", "cohort-160/cohort.csv --time transfers --fate fate", "treated", "centre",
    "centre" },
  { "open-240", "open-240.csv --time k --fate fate --where 'group != c'", "group", "stratum",
    NULL },
};

/* --- running ---------------------------------------------------------------------------------- */

/* Runs `natality-cli words...`; returns its exit status. */
static int
run (char      **out_text,
     char      **out_errors,
     const char *words)
{
  g_autofree char *line = g_strconcat ("natality-cli ", words, NULL);
  g_auto (GStrv) argv = NULL;
  GError *error = NULL;
  int status;

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  g_free (argv[0]);
  argv[0] = g_strdup (g_getenv ("NATALITY_CLI"));
  g_spawn_sync (NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, out_text, out_errors, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static JsonNode *
json_of (const char *words)
{
  g_autofree char *text = NULL, *errors = NULL;
  GError *error = NULL;
  JsonNode *root;

  if (run (&text, &errors, words) != 0)
    g_error ("%s: %s", words, errors);
  root = json_from_string (text, &error);
  g_assert_no_error (error);
  return root;
}

/* $G, $S, $C of the cohort put in. */
static char *
of_cohort (const char   *text,
           const Cohort *cohort)
{
  GString *out = g_string_new (text);

  g_string_replace (out, "$G", cohort->group, 0);
  g_string_replace (out, "$S", cohort->stratum, 0);
  if (cohort->many != NULL)
    g_string_replace (out, "$C", cohort->many, 0);
  return g_string_free (out, FALSE);
}

/* --- figures against R ------------------------------------------------------------------------ */

/* Appends the numbers of a node, and of what is in it, in order. */
static void
collect (JsonNode *node,
         GArray   *out)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (GList) members = json_object_get_members (json_node_get_object (node));

      for (GList *l = members; l != NULL; l = l->next)
        collect (json_object_get_member (json_node_get_object (node), l->data), out);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      collect (json_array_get_element (json_node_get_array (node), i), out);
  else
    {
      double number = test_reference_number (node);

      g_array_append_val (out, number);
    }
}

/* The same of what a path with at most one * leads to. */
static void
collect_path (JsonNode   *root,
              const char *path,
              GArray     *out)
{
  g_auto (GStrv) parts = g_strsplit (path, "/*/", 2);
  JsonNode *node = test_reference_get (root, parts[0]);
  g_autoptr (GList) nodes = NULL;

  if (parts[1] == NULL)
    {
      collect (node, out);
      return;
    }
  nodes = JSON_NODE_HOLDS_ARRAY (node) ? json_array_get_elements (json_node_get_array (node))
                                       : json_object_get_values (json_node_get_object (node));
  for (GList *l = nodes; l != NULL; l = l->next)
    collect (test_reference_get (l->data, parts[1]), out);
}

static void
compare (const Figure *figure,
         const Cohort *cohort,
         JsonNode     *ours,
         JsonNode     *theirs)
{
  g_autoptr (GArray) got = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) want = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *path = of_cohort (figure->path, cohort);
  g_auto (GStrv) paths = g_strsplit (path, " ", -1);

  for (guint i = 0; paths[i] != NULL; i++)
    collect_path (ours, paths[i], got);
  collect (theirs, want);
  if (got->len != want->len || got->len == 0)
    g_error ("%s/%s of %s: %u figures, of R %u", figure->id, figure->value, cohort->name, got->len,
             want->len);
  for (guint i = 0; i < got->len; i++)
    /* Once everybody at risk gave birth a standard error isn't estimable; R prints 0. */
    if (!isnan (g_array_index (got, double, i)) || g_array_index (want, double, i) != 0)
      test_assert_close (g_array_index (got, double, i), g_array_index (want, double, i),
                         figure->tolerance, figure->tolerance * 1e-3, "%s/%s of %s, %u",
                         figure->id, figure->value, cohort->name, i);
}

static void
test_figures (gconstpointer data)
{
  const Cohort *cohort = data;
  g_autoptr (JsonNode) root = test_reference_load_json ("methods.expected.json");
  g_autoptr (GHashTable) answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                          (GDestroyNotify) json_node_unref);
  g_autoptr (GString) source = g_string_new (cohort->source);
  g_autofree char *folder = test_reference_path (".");
  guint n = 0;

  g_string_prepend (source, "/");
  g_string_prepend (source, folder);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      const Figure *figure = &figures[i];
      g_autofree char *where
          = g_strdup_printf ("%s/%s/%s", figure->id, cohort->name, figure->value);
      JsonNode *theirs = test_reference_find (root, where), *ours;
      g_autofree char *options = of_cohort (figure->options, cohort), *words = NULL;

      if (theirs == NULL) /* the code needs what this cohort hasn't */
        continue;
      words = g_strdup_printf ("%s --format json %s%s %s", figure->command,
                               strstr (options, "--rates") != NULL ? "" : "--csv ",
                               strstr (options, "--rates") != NULL ? "" : source->str, options);
      ours = g_hash_table_lookup (answers, words);
      if (ours == NULL)
        {
          ours = json_of (words);
          g_hash_table_insert (answers, g_strdup (words), ours);
        }
      compare (figure, cohort, ours, theirs);
      n++;
    }
  g_assert_cmpuint (n, >, 30);
}

/* The code that is shown is the code that was run, of every entry; and each of its figures is
 * compared. */
static void
test_code (void)
{
  g_autoptr (JsonNode) root = test_reference_load_json ("methods.expected.json");
  g_autoptr (JsonNode) entries = json_of ("explain --format json");
  JsonArray *array = json_node_get_array (entries);
  guint with_code = 0;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *entry = json_array_get_element (array, i);
      const char *id = json_node_get_string (test_reference_get (entry, "id"));
      g_autofree char *path = g_strconcat (id, "/call", NULL);
      JsonNode *code = test_reference_get (entry, "r_call");
      gboolean compared = g_strv_contains (elsewhere, id);

      if (JSON_NODE_HOLDS_NULL (code))
        {
          g_assert_null (test_reference_find (root, id));
          continue;
        }
      with_code++;
      g_assert_cmpstr (json_node_get_string (code), ==,
                       json_node_get_string (test_reference_get (root, path)));
      for (guint f = 0; f < G_N_ELEMENTS (figures); f++)
        compared = compared || g_str_equal (figures[f].id, id);
      if (!compared)
        g_error ("nothing of %s is compared with R", id);
    }
  g_assert_cmpuint (with_code, ==, json_object_get_size (json_node_get_object (root)));
}

/* --- what is printed -------------------------------------------------------------------------- */

static void
test_explain (void)
{
  g_autofree char *list = NULL, *one = NULL, *unknown = NULL, *csv = NULL;

  g_assert_cmpint (run (&list, NULL, "explain"), ==, 0);
  g_assert_nonnull (strstr (list, "mover                    MOVER interval of a difference\n"));
  g_assert_cmpint (run (&one, NULL, "explain wilson"), ==, 0);
  g_assert_true (g_str_has_prefix (one, "Wilson's interval [wilson]\n"));
  g_assert_nonnull (strstr (one, "prop.test("));
  g_assert_cmpint (run (NULL, &unknown, "explain nothing"), ==, 2);
  g_assert_nonnull (strstr (unknown, "“nothing” is no method."));
  g_assert_cmpint (run (NULL, &csv, "explain --format csv"), ==, 2);
}

/* With --explain the figures come first, unchanged, and then what is behind them and nothing
 * else. */
static void
test_option (void)
{
  static const struct
  {
    const char *command, *options, *has, *has_not;
  } cases[] = {
    { "curve", "", "[optimistic]", "[conservative]" },
    { "curve", "--estimator crude", "[wilson]", "[log-log]" },
    { "test", "--by treated", "[log-rank]", "[trend]" },
    { "test", "--by treated --trend --at 3", "[e-value]", "[pairwise]" },
    { "test", "--by centre", "[holm]", "[mover]" },
    { "model", "--terms age --kind cox --ties exact", "[cox-exact]", "[zph]" },
    { "model", "--terms age --kind discrete --link logit --firth", "[profile]", "[wald]" },
    { "table", "--by treated --variables age", "[welch]", "[fisher]" },
    { "table", "--by centre --variables age", "[kruskal-wallis]", "[smd]" },
    { "subgroups", "--by treated --variables age:28,centre --adjust bh", "[bh]", "[holm]" },
    { "compare", "--against 0.19", "[binomial]", "[one-sample-log-rank]" },
    { "plan", "", "[power-curves]", "[power-exact]" },
  };
  g_autofree char *csv = test_reference_path ("cohort-160/cohort.csv"), *errors = NULL;
  g_autofree char *refused = g_strdup_printf (
      "curve --csv '%s' --time transfers --fate fate --explain --format json", csv);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = g_strdup_printf ("%s --csv '%s' --time transfers --fate fate %s",
                                                cases[i].command, csv, cases[i].options);
      g_autofree char *with = g_strconcat (words, " --explain", NULL);
      g_autofree char *plain = NULL, *explained = NULL;

      g_assert_cmpint (run (&plain, NULL, words), ==, 0);
      g_assert_cmpint (run (&explained, NULL, with), ==, 0);
      g_assert_true (g_str_has_prefix (explained, plain));
      g_assert_null (strstr (plain, cases[i].has));
      if (strstr (explained, cases[i].has) == NULL || strstr (explained, cases[i].has_not) != NULL)
        g_error ("%s: %s", with, explained);
    }
  g_assert_cmpint (run (NULL, &errors, refused), ==, 2);
  g_assert_nonnull (strstr (errors, "--explain goes with --format text."));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/methods/code", test_code);
  for (guint i = 0; i < G_N_ELEMENTS (cohorts); i++)
    {
      g_autofree char *path = g_strconcat ("/cli/methods/figures/", cohorts[i].name, NULL);

      g_test_add_data_func (path, &cohorts[i], test_figures);
    }
  g_test_add_func ("/cli/methods/explain", test_explain);
  g_test_add_func ("/cli/methods/option", test_option);
  return g_test_run ();
}
