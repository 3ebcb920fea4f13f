/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What natality-cli says of a model: references, balance, why there is no figure, one table at a
 * time; and what it refuses instead of leaving it unheard. The program is named by NATALITY_CLI. */
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
  g_autofree char *line = g_strconcat ("natality-cli ", words, NULL);
  g_auto (GStrv) argv = NULL;
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

/* What `model` prints of the cohort of 160. */
static char *
model (const char *options,
       const char *format)
{
  g_autofree char *path = test_reference_path ("cohort-160/cohort.csv");
  g_autofree char *words
    = g_strdup_printf ("model --csv '%s' --time transfers --fate fate --format %s %s", path,
                       format, options);
  g_autofree char *errors = NULL;
  char *text;

  if (run (&text, &errors, words) != 0)
    g_error ("%s: %s", options, errors);
  return text;
}

static JsonNode *
model_json (const char *options)
{
  g_autofree char *text = model (options, "json");
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
assert_holds (const char *text,
              const char *part)
{
  if (!test_text_holds (text, part))
    g_error ("“%s” isn't in: %s", part, text);
}

static void
assert_lacks (const char *text,
              const char *part)
{
  if (strstr (text, part) != NULL)
    g_error ("“%s” is in: %s", part, text);
}

/* Ends with `wanted`, and says so. */
static void
assert_refused (const char *words,
                int         wanted,
                const char *sentence)
{
  g_autofree char *errors = NULL;
  int status = run (NULL, &errors, words);

  if (status != wanted)
    g_error ("%s ended with %d: %s", words, status, errors);
  assert_holds (errors, sentence);
}

/* --- the reference ---------------------------------------------------------------------------- */

/* Another reference is the same model: contrasts turn round, its likelihood and its curves stay. */
static void
test_reference (void)
{
  static const char *const paths[] = { "loglik", "terms/centre/chisq", "se/age", "coef/age" };
  g_autoptr (JsonNode) first = model_json ("--terms 'centre + age' --predict centre=C,age=35");
  g_autoptr (JsonNode) second
    = model_json ("--terms 'factor(centre, ref=B) + age' --predict centre=C,age=35");
  g_autofree char *text = model ("--terms 'factor(centre,ref=B) + age'", "text");

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    test_assert_close (number (second, paths[i]), number (first, paths[i]), 1e-9, 1e-12, "%s",
                       paths[i]);
  test_assert_close (number (second, "coef/centre=A"), -number (first, "coef/centre=B"), 1e-7, 0,
                     "A against B");
  test_assert_close (number (second, "coef/centre=C"),
                     number (first, "coef/centre=C") - number (first, "coef/centre=B"), 1e-7, 0,
                     "C against B");
  g_assert_null (test_reference_find (second, "coef/centre=B"));
  {
    g_autoptr (GArray) a
      = test_reference_numbers (test_reference_get (first, "predicted/cumulative"));
    g_autoptr (GArray) b
      = test_reference_numbers (test_reference_get (second, "predicted/cumulative"));

    g_assert_cmpuint (a->len, ==, b->len);
    for (guint k = 0; k < a->len; k++)
      test_assert_close (g_array_index (b, double, k), g_array_index (a, double, k), 1e-7, 0,
                         "predicted, %u", k);
  }
  assert_holds (text, "centre: A against B");
  assert_holds (text, "centre: C against B");
}

static void
test_reference_bands (void)
{
  g_autofree char *text = model ("--terms 'factor(age:35,38, ref=>=38)*centre'", "text");
  g_autofree char *csv = model ("--terms 'factor(losses, ref=3)'", "csv");

  assert_holds (text, "age: under 35 against 38 and over");
  assert_holds (csv, "\"losses=4\"");
  assert_lacks (csv, "\"losses=3\"");
}

/* Standardised curves have the groups in the model's order. */
static void
test_reference_standardised (void)
{
  g_autoptr (JsonNode) first
    = model_json ("--terms 'factor(treated) + age' --standardise 'factor(treated)'");
  g_autoptr (JsonNode) second
    = model_json ("--terms 'factor(treated, ref=1) + age' --standardise treated");
  g_autoptr (GArray) a
    = test_reference_numbers (test_reference_get (first, "standardised/with/estimate"));
  g_autoptr (GArray) b
    = test_reference_numbers (test_reference_get (second, "standardised/without/estimate"));

  test_assert_close (g_array_index (b, double, 0), g_array_index (a, double, 0), 1e-7, 0,
                     "the first transfer");
  test_assert_close (number (second, "balance/age"), number (first, "balance/age"), 1e-12, 0,
                     "balance");
}

/* --- balance ---------------------------------------------------------------------------------- */

/* That of the table of the same groups. */
static void
test_balance (void)
{
  g_autofree char *path = test_reference_path ("cohort-160/cohort.csv");
  g_autofree char *words
    = g_strdup_printf ("table --csv '%s' --time transfers --fate fate --by treated "
                       "--variables centre,age --format json",
                       path);
  g_autofree char *text = NULL, *printed = NULL;
  g_autoptr (JsonNode) table = NULL;
  g_autoptr (JsonNode) made
    = model_json ("--terms 'treated + centre + rcs(age,3)' --standardise treated");
  g_autoptr (JsonNode) alone = model_json ("--terms treated --standardise treated");

  g_assert_cmpint (run (&text, NULL, words), ==, 0);
  table = json_from_string (text, NULL);
  g_assert_cmpfloat (fabs (number (made, "balance/age")), >, 0.01);
  g_assert_cmpfloat (number (made, "balance/age"), ==, number (table, "table_one/age/smd"));
  g_assert_cmpfloat (number (made, "balance/centre"), ==, number (table, "table_one/centre/smd"));
  g_assert_null (test_reference_find (made, "balance/treated"));
  g_assert_null (test_reference_find (alone, "balance"));
  printed = model ("--terms 'treated + centre + age' --standardise treated", "text");
  assert_holds (printed, "“0” less “1” (standardised mean differences): centre 0.34; age 0.04");
}

/* --- one table -------------------------------------------------------------------------------- */

static void
test_csv (void)
{
  static const char *const tables[][2] = {
    { "", "term,coef,se,lo,hi,p\n\"age\"," },
    { "--predict age=35,treated=1", "k,cumulative,se,lo,hi\n1," },
    { "--standardise treated", "k,curve,estimate,se,lo,hi\n1,\"treated = 0\"," },
    { "--kind cox --check-ph identity", "test,term,chisq,df,p\nzph,\"age\"," },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *options = g_strconcat ("--terms 'age + treated' ", tables[i][0], NULL);
      g_autofree char *csv = model (options, "csv");

      g_assert_true (g_str_has_prefix (csv, tables[i][1]));
    }
  assert_refused ("model x.natality --terms age --predict age=35 --standardise a --format csv", 2,
                  "--format csv is one table");
  assert_refused ("model x.natality --terms age --predict age=35 --kind cox --check-ph identity "
                  "--format csv",
                  2, "--format csv is one table");
}

/* --- what has no figure ----------------------------------------------------------------------- */

static void
test_reasons (void)
{
  g_autofree char *one = model ("--terms 'centre + age' --where 'centre = A' --strata type",
                                "text");
  g_autofree char *csv = model ("--terms 'centre + age' --where 'centre = A'", "csv");
  g_autofree char *twice = model ("--terms 'age + rcs(age,3)'", "text");
  g_autoptr (JsonNode) json
    = model_json ("--terms 'centre + age + rcs(age,3)' --where 'centre = A' --strata type");

  assert_holds (one, "centre                           – Not estimable: all patients have the one "
                     "level “A” of it.");
  assert_holds (one, "Stratified by “type”");
  assert_holds (csv, "\n\"centre\",,,,,\n");
  assert_holds (twice, " – Not estimable: the terms before it determine it");
  g_assert_cmpstr (json_node_get_string (test_reference_get (json, "strata")), ==, "type");
  g_assert_nonnull (test_reference_find (json, "not_estimable/centre"));
  g_assert_null (test_reference_find (json, "not_estimable/age[2]"));
}

static void
write_csv (const char *name,
           const char *first,
           guint       n,
           const char *even,
           const char *odd)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GString) text = g_string_new (first);

  for (guint i = 0; i < n; i++)
    g_string_append (text, i % 2 == 0 ? even : odd);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
}

static void
test_nobody (void)
{
  g_autofree char *text = NULL, *exact = NULL, *zph = NULL;
  g_autofree char *zph_json = NULL;

  write_csv ("empty.csv", "k,fate,x\n", 0, "", "");
  g_assert_cmpint (run (&text, NULL, "model --csv empty.csv --time k --fate fate --terms x"), ==,
                   0);
  assert_holds (text, "There are no patients.\n");
  assert_lacks (text, "nothing but births");
  write_csv ("zph.csv", "k,fate,x\n", 20, "1,1,1\n", "2,2,2.5\n");
  g_assert_cmpint (run (&zph, NULL, "model --csv zph.csv --time k --fate fate --terms x --kind cox "
                                    "--check-ph identity"),
                   ==, 0);
  assert_holds (zph, ": p –\nNot estimable where a ratio isn’t");
  g_assert_cmpint (run (&zph_json, NULL, "model --csv zph.csv --time k --fate fate --terms x "
                                         "--kind cox --check-ph identity --format json"),
                   ==, 0);
  assert_holds (zph_json, "\"zph_reason\" : \"Not estimable");
  /* 60,000 at risk of whom a half give birth, of three ways to read each: more than 500 million. */
  write_csv ("large.csv", "k,fate,x\n", 60000, "1,1,1\n", "1,0,2\n");
  g_assert_cmpint (run (&exact, NULL, "model --csv large.csv --time k --fate fate --terms x "
                                      "--kind cox --ties exact"),
                   ==, 0);
  assert_holds (exact, "would take 568 million multiplications");
  assert_holds (exact, "at most 500 million are made");
}

/* --- what is refused -------------------------------------------------------------------------- */

static void
test_refused (void)
{
  static const char *const wrong[][2] = {
    { "model x.natality --terms age --kind cox --link logit", "--link goes with" },
    { "model x.natality --terms age --kind cox --pool-from 4", "--pool-from goes with" },
    { "model x.natality --terms age --kind fine-gray --transfer linear", "--transfer goes with" },
    { "model x.natality --terms age --kind fine-gray --firth", "--firth goes with" },
    { "model x.natality --terms age --kind cox --no-firth", "--no-firth goes with" },
    { "model x.natality --terms age --kind cox --standardise age", "--standardise goes with" },
    { "model x.natality --terms age --ties efron", "--ties goes with" },
    { "model x.natality --terms age --check-ph identity", "--check-ph goes with" },
    { "model x.natality --terms age --kind fine-gray --check-ph identity", "--check-ph goes with" },
    { "model x.natality --terms age --kind cox --ties exact --check-ph identity",
      "--check-ph goes with" },
    { "model x.natality --terms age --transfer linear --pool-from 3", "--pool-from goes with" },
    { "curve x.natality --truncate 0.01", "--truncate goes with" },
    { "curve x.natality --estimator crude --truncate 0.01", "--truncate goes with" },
    { "test x.natality --by age --at 0", "--at is a transfer's number" },
    { "compare x.natality --against 0.3 --at 0", "--at is a transfer's number" },
    { "curve x.natality --by a --by b", "--by is given twice" },
    { "curve x.natality --level 0.9 --level=0.95", "--level is given twice" },
    { "curve x.natality --csv a.csv --time k --fate fate", "A register or --csv FILE, not both" },
    { "curve --csv a.csv --time k --fate fate --cut 2012-12-31", "--cut needs a register" },
    { "curve --csv a.csv --time k --fate fate --presume 200", "--presume needs a register" },
    { "curve --csv a.csv --time k --fate fate --index first", "--index needs a register" },
    { "curve --csv a.csv --time k --fate fate --count fresh", "--count needs a register" },
    { "test --csv a.csv --time k --fate fate --by g --mature known", "--mature needs a register" },
    { "table --csv a.csv --time k --fate fate --overdue cut", "--overdue needs a register" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    assert_refused (wrong[i][0], 2, wrong[i][1]);
}

static void
test_terms (void)
{
  static const char *const wrong[][2] = {
    { "treated:centre", "Write treated*centre" },
    { "centre + treated:centre", "leave out a level" },
    { "treated + type:centre", "leave out a level" },
    { "centre + type + treated + treated:centre:type", "Write treated*centre*type" },
    { "factor(centre, ref=X)", "nobody has the level “X”" },
    { "centre + factor(centre, ref=B)", "in another form" },
  };
  static const char *const right[]
    = { "treated:age", "treated + treated:centre", "treated*centre*type", "rcs(age,3):treated" };
  g_autofree char *path = test_reference_path ("cohort-160/cohort.csv");

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *words
        = g_strdup_printf ("model --csv '%s' --time transfers --fate fate --terms '%s'", path,
                           wrong[i][0]);

      assert_refused (words, 1, wrong[i][1]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (right); i++)
    {
      g_autofree char *options = g_strdup_printf ("--terms '%s'", right[i]);
      g_autofree char *text = model (options, "text");

      g_assert_cmpstr (text, !=, "");
    }
}

int
main (int    argc,
      char **argv)
{
  static const char *const files[] = { "empty.csv", "zph.csv", "large.csv" };
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("natality-model-XXXXXX", NULL);
  g_assert_nonnull (folder);
  g_test_add_func ("/cli/model/reference", test_reference);
  g_test_add_func ("/cli/model/reference-bands", test_reference_bands);
  g_test_add_func ("/cli/model/reference-standardised", test_reference_standardised);
  g_test_add_func ("/cli/model/balance", test_balance);
  g_test_add_func ("/cli/model/csv", test_csv);
  g_test_add_func ("/cli/model/reasons", test_reasons);
  g_test_add_func ("/cli/model/nobody", test_nobody);
  g_test_add_func ("/cli/model/refused", test_refused);
  g_test_add_func ("/cli/model/terms", test_terms);
  status = g_test_run ();
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i], NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
  return status;
}
