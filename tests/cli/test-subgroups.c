/* SPDX-License-Identifier: GPL-3.0-or-later */
/* natality-cli's subgroups against R's figures (tests/reference/make_subgroups.R), what must hold
 * of them whatever the data, and the ledger. The program is named by NATALITY_CLI. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/wait.h>

#include "test-reference.h"

/* Runs `natality-cli words...`; returns its exit status. */
static int
run (char      **out_text,
     char      **out_errors,
     const char *format,
     ...) G_GNUC_PRINTF (3, 4);

static int
run (char      **out_text,
     char      **out_errors,
     const char *format,
     ...)
{
  g_auto (GStrv) argv = NULL;
  g_autofree char *words = NULL, *line = NULL;
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
  g_spawn_sync (NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, out_text, out_errors, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

/* The source of a cohort of tests/reference, as words. (transfer full) */
static char *
source_of (const char *cohort)
{
  g_autofree char *csv = g_strdup_printf ("%s/cohort.csv", cohort);
  g_autofree char *path = test_reference_path (csv);

  return g_strdup_printf ("--csv '%s' --time transfers --fate fate", path);
}

static JsonNode *
parse (const char *text)
{
  GError *error = NULL;
  JsonNode *root = json_from_string (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (root);
  return root;
}

static guint
count_comparisons (const char *ledger)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;

  g_assert_cmpint (run (&text, NULL, "ledger '%s' --format json", ledger), ==, 0);
  root = parse (text);
  return json_array_get_length (json_node_get_array (test_reference_get (root, "comparisons")));
}

/* --- subgroups against R ---------------------------------------------------------------------- */

/* All that want has is in got: numbers to an iterated fit's tolerance, or to a closed form's. */
static void
compare (JsonNode   *got,
         JsonNode   *want,
         double      relative,
         const char *path)
{
  if (JSON_NODE_HOLDS_OBJECT (want))
    {
      g_autoptr (GList) names = json_object_get_members (json_node_get_object (want));

      for (GList *l = names; l != NULL; l = l->next)
        {
          g_autofree char *below = g_strconcat (path, "/", l->data, NULL);
          JsonNode *a = json_object_get_member (json_node_get_object (got), l->data);

          if (a == NULL)
            g_error ("%s is missing", below);
          compare (a, json_object_get_member (json_node_get_object (want), l->data), relative,
                   below);
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (want))
    {
      JsonArray *a = json_node_get_array (got), *b = json_node_get_array (want);

      g_assert_cmpuint (json_array_get_length (a), ==, json_array_get_length (b));
      for (guint i = 0; i < json_array_get_length (b); i++)
        {
          g_autofree char *below = g_strdup_printf ("%s/%u", path, i);

          compare (json_array_get_element (a, i), json_array_get_element (b, i), relative, below);
        }
    }
  else if (JSON_NODE_HOLDS_VALUE (want) && json_node_get_value_type (want) == G_TYPE_STRING)
    g_assert_cmpstr (json_node_get_string (got), ==, json_node_get_string (want));
  else if (JSON_NODE_HOLDS_VALUE (want) && json_node_get_value_type (want) == G_TYPE_BOOLEAN)
    g_assert_cmpint (json_node_get_boolean (got), ==, json_node_get_boolean (want));
  else
    test_assert_close (test_reference_number (got), test_reference_number (want), relative, 1e-12,
                       "%s", path);
}

static JsonNode *
subgroups (const char *source,
           const char *options)
{
  g_autofree char *text = NULL;

  g_assert_cmpint (run (&text, NULL, "subgroups %s --format json %s", source, options), ==, 0);
  g_assert_null (strcasestr (text, "nan"));
  return parse (text);
}

static void
test_reference (void)
{
  g_autoptr (JsonNode) root = test_reference_load_json ("subgroups.expected.json");
  JsonArray *cases = json_node_get_array (root);

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonNode *want = json_array_get_element (cases, i);
      JsonObject *object = json_node_get_object (want);
      const char *cohort = json_object_get_string_member (object, "cohort");
      const char *contrast = json_object_get_string_member (object, "contrast");
      gboolean open = g_str_equal (cohort, "open-240");
      g_autofree char *path = test_reference_path ("open-240.csv");
      g_autofree char *source
        = open ? g_strdup_printf ("--csv '%s' --time k --fate fate", path) : source_of (cohort);
      gint64 at = json_object_get_int_member (object, "at");
      g_autofree char *of = at > 0 ? g_strdup_printf ("--at %d", (int) at) : g_strdup ("");
      g_autofree char *options
        = g_strdup_printf ("--by %s --variables \"%s\" --contrast %s %s",
                           json_object_get_string_member (object, "by"),
                           json_object_get_string_member (object, "variables"), contrast, of);
      g_autofree char *what = g_strdup_printf ("%s %s", cohort, options);
      g_autoptr (JsonNode) got = subgroups (source, options);
      double relative = g_str_equal (contrast, "difference") ? TEST_CLOSED_FORM : 1e-7;

      compare (test_reference_get (got, "overall"), test_reference_get (want, "overall"), relative,
               what);
      compare (test_reference_get (got, "subgroups"), test_reference_get (want, "subgroups"),
               relative, what);
    }
}

/* --- what holds whatever the data ------------------------------------------------------------- */

/* cohort-160 with its rows turned round, a column `swapped` (1 - treated) and one that is the same
 * for all. (transfer full) */
static char *
turned_source (const char *folder)
{
  g_autofree char *from = test_reference_path ("cohort-160/cohort.csv");
  g_autofree char *path = g_build_filename (folder, "turned.csv", NULL), *text = NULL;
  g_auto (GStrv) lines = NULL;
  GString *out = g_string_new (NULL);

  g_assert_true (g_file_get_contents (from, &text, NULL, NULL));
  lines = g_strsplit (g_strstrip (text), "\n", -1);
  g_string_append_printf (out, "%s,swapped,everyone\n", lines[0]);
  for (guint i = g_strv_length (lines) - 1; i > 0; i--)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);

      g_string_append_printf (out, "%s,%s,all\n", lines[i],
                              g_str_equal (cells[3], "1") ? "0" : "1");
    }
  g_assert_true (g_file_set_contents (path, out->str, -1, NULL));
  g_string_free (out, TRUE);
  return g_strdup_printf ("--csv '%s' --time transfers --fate fate", path);
}

static double
number (JsonNode   *root,
        const char *path)
{
  return test_reference_number (test_reference_get (root, path));
}

static void
check_swapped (JsonNode   *a,
               JsonNode   *b,
               gboolean    ratio,
               const char *of)
{
  g_autofree char *estimate = g_strconcat (of, "/estimate", NULL);
  g_autofree char *lo = g_strconcat (of, "/lo", NULL), *hi = g_strconcat (of, "/hi", NULL);
  g_autofree char *p = g_strconcat (of, "/p", NULL);
  double turned[] = { number (b, estimate), number (b, lo), number (b, hi) };

  for (guint i = 0; i < G_N_ELEMENTS (turned); i++)
    turned[i] = ratio ? 1 / turned[i] : -turned[i];
  test_assert_close (number (a, estimate), turned[0], 1e-9, 1e-12, "%s", of);
  test_assert_close (number (a, lo), turned[2], 1e-7, 1e-12, "%s", of);
  test_assert_close (number (a, hi), turned[1], 1e-7, 1e-12, "%s", of);
  test_assert_close (number (a, p), number (b, p), 1e-7, 1e-12, "%s", of);
}

static void
test_invariants (void)
{
  static const char *const contrasts[]
    = { "odds-ratio", "hazard-ratio", "difference --at 2", "difference --at 3 --estimator crude" };
  g_autofree char *folder = g_dir_make_tmp ("natality-subgroups-XXXXXX", NULL);
  g_autofree char *turned = turned_source (folder), *source = source_of ("cohort-160");
  g_autofree char *file = g_build_filename (folder, "turned.csv", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (contrasts); i++)
    {
      g_autofree char *plain
        = g_strdup_printf ("--by treated --variables centre,age:35 --contrast %s", contrasts[i]);
      g_autofree char *other
        = g_strdup_printf ("--by swapped --variables centre,age:35,everyone --contrast %s",
                           contrasts[i]);
      g_autoptr (JsonNode) a = subgroups (source, plain), again = subgroups (turned, plain);
      g_autoptr (JsonNode) b = subgroups (turned, other);
      gboolean ratio = i < 2;

      compare (again, a, 1e-9, "order of rows");
      check_swapped (a, b, ratio, "overall");
      check_swapped (a, b, ratio, "subgroups/0/levels/0");
      check_swapped (a, b, ratio, "subgroups/0/levels/2");
      check_swapped (a, b, ratio, "subgroups/1/levels/1");
      if (!isnan (number (a, "subgroups/0/interaction/p")))
        test_assert_close (number (a, "subgroups/0/interaction/chisq"),
                           number (b, "subgroups/0/interaction/chisq"), 1e-7, 0, "interaction");
      /* A variable with one level is everybody, and has no interaction. */
      compare (test_reference_get (b, "subgroups/2/levels/0"), test_reference_get (b, "overall"),
               0, "one level");
      g_assert_true (isnan (number (b, "subgroups/2/interaction/p")));
      g_assert_cmpstr (
        json_node_get_string (test_reference_get (b, "subgroups/2/interaction/reason")), ==,
        "one-level");
    }
  g_unlink (file);
  g_rmdir (folder);
}

/* All patients' difference is what `test` prints, whatever the estimator. */
static void
test_difference (void)
{
  static const char *const estimators[]
    = { "optimistic", "conservative --conf-type plain", "crude --level 0.9",
        "adjusted --theta 0.4 --pi 0.2" };
  static const char *const keys[][2] = { { "overall/estimate", "difference/difference" },
                                         { "overall/lo", "difference/mover_lo" },
                                         { "overall/hi", "difference/mover_hi" },
                                         { "overall/p", "difference/z_p" } };
  g_autofree char *source = source_of ("cohort-160");

  for (guint i = 0; i < G_N_ELEMENTS (estimators); i++)
    {
      g_autofree char *options
        = g_strdup_printf ("--by treated --variables centre --contrast difference --at 3 "
                           "--estimator %s", estimators[i]);
      g_autoptr (JsonNode) got = subgroups (source, options), want = NULL;
      g_autofree char *text = NULL;

      g_assert_cmpint (run (&text, NULL, "test %s --format json --by treated --at 3 --estimator %s",
                            source, estimators[i]),
                       ==, 0);
      want = parse (text);
      for (guint k = 0; k < G_N_ELEMENTS (keys); k++)
        test_assert_close (number (got, keys[k][0]), number (want, keys[k][1]), TEST_CLOSED_FORM,
                           0, "%s of %s", keys[k][0], estimators[i]);
    }
}

/* Levels of which nothing, or only a part, can be said: everybody gives birth at once, nobody does,
 * nobody of one group does, a group is empty, a group ends before the transfer. */
static void
test_degenerate (void)
{
  static const struct
  {
    const char *level, *rows; /* group, transfers, fate */
    const char *ratio, *difference;
    gboolean estimate, interval; /* of the difference */
  } levels[] = {
    { "a", "0,1,1 0,1,1 1,1,1 1,1,1", "all-births", "not-reached", FALSE, FALSE },
    { "b", "0,2,2 0,2,2 1,2,0 1,1,2", "no-births", "no-births", FALSE, FALSE },
    { "c", "0,2,2 0,2,0 0,1,2 1,1,1 1,2,1 1,2,2 1,2,2", NULL, "no-interval", TRUE, FALSE },
    { "d", "1,2,1 1,2,0 1,1,1", "nobody-in-a-group", "nobody-in-a-group", FALSE, FALSE },
    { "e", "0,1,1 0,1,2 1,2,1 1,2,2", NULL, "not-reached", FALSE, FALSE },
    { "f", "0,1,1 0,2,1 0,2,2 0,2,2 1,1,1 1,2,2 1,2,2 1,2,1 1,2,0", NULL, NULL, TRUE, TRUE },
  };
  g_autofree char *folder = g_dir_make_tmp ("natality-subgroups-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "edges.csv", NULL);
  g_autofree char *source = g_strdup_printf ("--csv '%s' --time k --fate fate", path);
  g_autoptr (JsonNode) ratio = NULL, difference = NULL;
  g_autofree char *text = NULL;
  GString *csv = g_string_new ("g,k,fate,level\n");

  for (guint l = 0; l < G_N_ELEMENTS (levels); l++)
    {
      g_auto (GStrv) rows = g_strsplit (levels[l].rows, " ", -1);

      for (guint i = 0; rows[i] != NULL; i++)
        g_string_append_printf (csv, "%s,%s\n", rows[i], levels[l].level);
    }
  g_assert_true (g_file_set_contents (path, csv->str, -1, NULL));
  ratio = subgroups (source, "--by g --variables level");
  difference = subgroups (source, "--by g --variables level --contrast difference --at 2");
  for (guint l = 0; l < G_N_ELEMENTS (levels); l++)
    {
      g_autofree char *of = g_strdup_printf ("subgroups/0/levels/%u", l);
      JsonNode *a = test_reference_get (ratio, of), *b = test_reference_get (difference, of);
      JsonNode *why = test_reference_get (a, "reason");
      JsonNode *why_not = test_reference_get (b, "reason");

      g_test_message ("level %s", levels[l].level);
      g_assert_cmpstr (JSON_NODE_HOLDS_NULL (why) ? NULL : json_node_get_string (why), ==,
                       levels[l].ratio);
      g_assert_cmpstr (JSON_NODE_HOLDS_NULL (why_not) ? NULL : json_node_get_string (why_not), ==,
                       levels[l].difference);
      g_assert_cmpint (isfinite (number (a, "estimate")), ==, levels[l].ratio == NULL);
      g_assert_cmpint (isfinite (number (a, "lo")), ==, levels[l].ratio == NULL);
      g_assert_cmpint (isfinite (number (b, "estimate")), ==, levels[l].estimate);
      g_assert_cmpint (isfinite (number (b, "lo")), ==, levels[l].interval);
      g_assert_cmpint (isfinite (number (b, "se")), ==, levels[l].interval);
    }
  /* Three levels have a ratio, one a difference with its error. */
  g_assert_cmpfloat (number (ratio, "subgroups/0/interaction/df"), ==, 2);
  g_assert_true (isnan (number (difference, "subgroups/0/interaction/p")));
  g_assert_cmpint (run (&text, NULL, "subgroups %s --by g --variables level", source), ==, 0);
  g_assert_nonnull (strstr (text, "level, b: nobody had the event."));
  g_assert_null (strcasestr (text, "nan"));
  g_string_free (csv, TRUE);
  g_unlink (path);
  g_rmdir (folder);
}

/* --- what is refused, and what is printed ----------------------------------------------------- */

static void
assert_refused (const char *source,
                const char *options,
                const char *says)
{
  g_autofree char *errors = NULL;

  g_assert_cmpint (run (NULL, &errors, "subgroups %s %s", source, options), ==, 1);
  if (strstr (errors, says) == NULL)
    g_error ("%s: %s", options, errors);
}

static void
test_refused (void)
{
  static const char *const wrong[]
    = { "", "--by treated", "--variables centre", "--by treated --variables centre --at 3",
        "--by treated --variables centre --contrast difference",
        "--by treated --variables centre --contrast risk-ratio",
        "--by treated --variables centre --adjust none",
        "--by treated --variables centre --out figure.doc",
        "--by treated --variables centre --out figure.png --theme pink",
        "--by treated --variables centre --format xml" };
  g_autofree char *source = source_of ("cohort-160");
  g_autofree char *folder = g_dir_make_tmp ("natality-subgroups-XXXXXX", NULL);
  g_autofree char *demo = g_build_filename (folder, "d.natality", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_cmpint (run (NULL, NULL, "subgroups %s %s", source, wrong[i]), ==, 2);
  assert_refused (source, "--by centre --variables type", "two groups");
  assert_refused (source, "--by treated --variables treated", "makes the groups");
  assert_refused (source, "--by age:35 --variables age:30,35", "makes the groups");
  assert_refused (source, "--by treated --variables centre,centre", "twice");
  assert_refused (source, "--by treated --variables transfers", "after");
  assert_refused (source, "--by treated --variables nothing", "nothing");
  assert_refused (source, "--by treated --variables centre --contrast difference --at 2 "
                          "--estimator ipcw", "weighted");
  /* Known only after the index transfer. */
  g_assert_cmpint (run (NULL, NULL, "demo '%s'", demo), ==, 0);
  assert_refused (demo, "--by rpl_type --variables \"ever treated\"", "ever given");
  g_unlink (demo);
  g_rmdir (folder);
}

static void
test_printed (void)
{
  static const struct
  {
    const char *end, *begins;
  } kinds[] = { { "png", "\211PNG" }, { "pdf", "%PDF" }, { "svg", "<?xml" } };
  g_autofree char *source = source_of ("cohort-52");
  g_autofree char *folder = g_dir_make_tmp ("natality-subgroups-XXXXXX", NULL);
  g_autofree char *ledger = g_build_filename (folder, "ledger.json", NULL);
  g_autofree char *text = NULL, *csv = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_cmpint (run (&text, NULL, "subgroups %s --by treated --variables age:28,centre "
                                     "--ledger '%s'", source, ledger),
                   ==, 0);
  g_assert_nonnull (strstr (text, "exploratory"));
  g_assert_nonnull (strstr (text, "nobody in one of the groups"));
  g_assert_nonnull (strstr (text, "Interaction p"));
  g_assert_cmpint (run (&csv, NULL, "subgroups %s --by treated --variables age:28,centre "
                                    "--format csv --adjust bh", source),
                   ==, 0);
  /* Everybody, two and three levels, two tests; each as many cells as the head. */
  lines = g_strsplit (csv, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 1 + 2 + 3 + 2 + 1);
  for (guint l = 0; lines[l + 1] != NULL; l++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[l], ",", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, 20);
    }
  /* Everybody, four levels, one interaction: what has a p. */
  g_assert_cmpuint (count_comparisons (ledger), ==, 6);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *name = g_strconcat ("forest.", kinds[i].end, NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL), *bytes = NULL;
      g_autofree char *printed = NULL;

      g_assert_cmpint (run (&printed, NULL, "subgroups %s --by treated --variables age:28,centre "
                                            "--out '%s' --width 85 --dpi 72", source, path),
                       ==, 0);
      g_assert_cmpstr (printed, ==, "");
      g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
      g_assert_true (g_str_has_prefix (bytes, kinds[i].begins));
      /* Nothing is written over. */
      g_assert_cmpint (run (NULL, NULL, "subgroups %s --by treated --variables centre --out '%s'",
                            source, path),
                       ==, 1);
      g_unlink (path);
    }
  g_unlink (ledger);
  g_rmdir (folder);
}

/* --- the ledger ------------------------------------------------------------------------------- */

static void
test_ledger (void)
{
  g_autofree char *folder = g_dir_make_tmp ("natality-ledger-XXXXXX", NULL);
  g_autofree char *ledger = g_build_filename (folder, "ledger.json", NULL);
  g_autofree char *source = source_of ("cohort-160");
  g_autofree char *first = NULL, *again = NULL, *csv = NULL, *text = NULL, *errors = NULL;
  g_autofree char *printed = NULL;

  /* Three centres: log-rank and Gray's of all, three pairs, the trend, two differences. */
  g_assert_cmpint (run (NULL, NULL, "test %s --by centre --trend --at 3 --ledger '%s'", source,
                        ledger),
                   ==, 0);
  g_assert_cmpuint (count_comparisons (ledger), ==, 8);
  g_assert_true (g_file_get_contents (ledger, &first, NULL, NULL));
  g_assert_null (strstr (first, "P0001"));
  g_assert_cmpint (run (NULL, NULL, "test %s --by centre --trend --at 3 --level 0.9 --ledger '%s'",
                        source, ledger),
                   ==, 0);
  g_assert_cmpuint (count_comparisons (ledger), ==, 8);
  g_assert_cmpint (run (NULL, NULL, "compare %s --at 1 --against 0.19 --ledger '%s'", source,
                        ledger),
                   ==, 0);
  g_assert_cmpuint (count_comparisons (ledger), ==, 9);
  /* Each term of a model once, a factor's levels together; the filter isn't told. */
  g_assert_cmpint (run (NULL, NULL, "model %s --terms 'age + centre' --where 'age < 37' --ledger "
                                    "'%s'", source, ledger),
                   ==, 0);
  g_assert_cmpuint (count_comparisons (ledger), ==, 11);
  g_assert_cmpint (run (&text, NULL, "ledger '%s'", ledger), ==, 0);
  g_assert_nonnull (strstr (text, "11 comparisons"));
  g_assert_nonnull (strstr (text, "; filtered"));
  g_assert_null (strstr (text, "37"));
  g_assert_cmpint (run (&csv, NULL, "ledger '%s' --format csv", ledger), ==, 0);

  /* A file that is none is refused, left as it is, and the comparison isn't printed. */
  g_assert_true (g_file_set_contents (ledger, "a,b\n", -1, NULL));
  g_assert_cmpint (run (&printed, &errors, "test %s --by centre --ledger '%s'", source, ledger),
                   ==, 1);
  g_assert_cmpstr (printed, ==, "");
  g_assert_nonnull (strstr (errors, "no ledger"));
  g_assert_true (g_file_get_contents (ledger, &again, NULL, NULL));
  g_assert_cmpstr (again, ==, "a,b\n");
  g_assert_cmpint (run (NULL, NULL, "ledger"), ==, 2);
  g_assert_cmpint (run (NULL, NULL, "ledger '%s/missing'", folder), ==, 1);
  g_unlink (ledger);
  g_rmdir (folder);
}

/* VanderWeele and Ding's, of the risk ratio that a common outcome's ratio comes to (statistics.md
 * 3.15), whichever way the ratio goes. */
static void
test_e_value (void)
{
  g_autofree char *source = source_of ("cohort-160");

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *text = NULL;
      g_autoptr (JsonNode) root = NULL;
      double ratio, risk;

      g_assert_cmpint (run (&text, NULL, "subgroups %s --by treated --variables centre --contrast "
                                         "%s --format json", source,
                            i == 0 ? "odds-ratio" : "hazard-ratio"),
                       ==, 0);
      root = json_from_string (text, NULL);
      ratio = test_reference_number (test_reference_get (root, "overall/estimate"));
      risk = i == 0 ? sqrt (ratio)
                    : (1 - pow (0.5, sqrt (ratio))) / (1 - pow (0.5, sqrt (1 / ratio)));
      g_assert_cmpfloat (risk, >, 1);
      test_assert_close (test_reference_number (test_reference_get (root, "overall/e_value")),
                         risk + sqrt (risk * (risk - 1)), 1e-12, 0, "E-value %u", i);
      g_assert_cmpfloat (
          test_reference_number (test_reference_get (root, "overall/e_value_limit")), >=, 1);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/subgroups/reference", test_reference);
  g_test_add_func ("/cli/subgroups/invariants", test_invariants);
  g_test_add_func ("/cli/subgroups/difference", test_difference);
  g_test_add_func ("/cli/subgroups/degenerate", test_degenerate);
  g_test_add_func ("/cli/subgroups/refused", test_refused);
  g_test_add_func ("/cli/subgroups/printed", test_printed);
  g_test_add_func ("/cli/subgroups/ledger", test_ledger);
  g_test_add_func ("/cli/subgroups/e-value", test_e_value);
  return g_test_run ();
}
