/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pooling as its user does it: `curve --risk-tables` at each centre, `pool` of the files. Against
 * R's figures, and against the same patients in one file. The program is named by NATALITY_CLI. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "test-pool-common.h"
#include "test-reference.h"

/* --- against R -------------------------------------------------------------------------------- */

static const char *const centres[] = { "160A", "160B", "160C", "52A", "52B", "52C" };

/* R's patients of one centre, as CENTRE.csv: a filter by a text isn't let into a file. */
static void
write_patients (Fixture    *fixture,
                const char *centre)
{
  guint size = centre[0] == '1' ? 160 : 52;
  g_autofree char *file = g_strdup_printf ("cohort-%u/cohort.csv", size);
  g_autofree char *path = test_reference_path (file), *text = NULL;
  g_autofree char *name = g_strconcat (centre, ".csv", NULL);
  g_autoptr (GString) own = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_true (g_str_has_prefix (lines[0], "id,transfers,fate,treated,centre,"));
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);

      if (i == 0 || cells[4][0] == centre[strlen (centre) - 1])
        g_string_append_printf (own, "%s\n", lines[i]);
    }
  pool_write (fixture, name, own->str, own->len);
}

/* The tables of R's centres into the folder, NAME.json each; by treated. */
static void
write_centres (Fixture    *fixture,
               const char *options)
{
  for (guint i = 0; i < G_N_ELEMENTS (centres); i++)
    {
      write_patients (fixture, centres[i]);
      pool_run (fixture, 0, NULL, NULL,
                "curve --csv %s.csv --time transfers --fate fate --by treated --centre %s "
                "--risk-tables %s.json %s",
                centres[i], centres[i], centres[i], options);
    }
}

/* What is in want is in got, by the same names. */
static void
compare (JsonNode   *got,
         JsonNode   *want,
         const char *what)
{
  g_autoptr (GList) names = json_object_get_members (json_node_get_object (want));

  for (GList *l = names; l != NULL; l = l->next)
    test_assert_close (test_reference_number (test_reference_get (got, l->data)),
                       test_reference_number (test_reference_get (want, l->data)), 1e-7, 1e-9,
                       "%s of %s", (char *) l->data, what);
}

static void
compare_summary (JsonNode   *got,
                 JsonNode   *want,
                 const char *method,
                 const char *what)
{
  JsonArray *of = json_node_get_array (test_reference_get (want, "centres"));
  g_autofree char *summary = g_strconcat ("summary/", method, NULL);

  for (guint i = 0; i < json_array_get_length (of); i++)
    {
      g_autofree char *path = g_strdup_printf ("centres/%u", i);

      compare (test_reference_get (got, path), json_array_get_element (of, i), what);
      g_assert_cmpstr (pool_text (test_reference_get (got, path), "use"), ==, "used");
    }
  compare (got, test_reference_get (want, summary), what);
}

#define FILES "160A.json 160B.json 160C.json 52A.json 52B.json 52C.json"

static void
test_reference_figures (Fixture      *fixture,
                        gconstpointer data)
{
  static const char *const methods[] = { "reml", "dl", "fixed" };
  g_autoptr (JsonNode) want = test_reference_load_json ("pool.expected.json");

  write_centres (fixture, "--smallest-cell 1");
  for (guint m = 0; m < G_N_ELEMENTS (methods); m++)
    {
      g_autoptr (JsonNode) got
        = pool_json (fixture, FILES " --at 2 --method %s", methods[m]);
      g_autoptr (JsonNode) hazard
        = pool_json (fixture, FILES " --at 2 --contrast hazard-ratio --method %s", methods[m]);
      g_autoptr (JsonNode) conservative
        = pool_json (fixture, FILES " --at 2 --estimator conservative --method %s", methods[m]);

      compare (test_reference_get (got, "comparisons/0/one_stage"),
               test_reference_get (want, "by_centre/one_stage"), "one stage");
      compare_summary (test_reference_get (hazard, "comparisons/0/log_hazard"),
                       test_reference_get (want, "by_centre/log_hazard"), methods[m],
                       "log hazard");
      compare (test_reference_get (got, "stratified"),
               test_reference_get (want, "by_centre/stratified"), "log-rank");
      compare_summary (test_reference_get (got, "comparisons/0/log_odds"),
                       test_reference_get (want, "by_centre/log_odds"), methods[m], "log odds");
      compare_summary (test_reference_get (got, "comparisons/0/difference"),
                       test_reference_get (want, "optimistic_at_2"), methods[m], "difference");
      compare_summary (test_reference_get (hazard, "comparisons/0/log_log_difference"),
                       test_reference_get (want, "log_log_at_2"), methods[m], "log-log difference");
      compare_summary (test_reference_get (conservative, "comparisons/0/difference"),
                       test_reference_get (want, "conservative_at_2"), methods[m],
                       "conservative difference");
      for (guint g = 0; g < 2; g++)
        {
          static const char *const keys[]
            = { "optimistic", "se", "conservative", "conservative_se" };

          for (guint k = 0; k < G_N_ELEMENTS (keys); k++)
            {
              g_autofree char *here = g_strdup_printf ("groups/%u/curve/%s", g, keys[k]);
              g_autofree char *there = g_strdup_printf ("curves/%u/%s", g, keys[k]);

              pool_assert_array (test_reference_get (got, here), test_reference_get (want, there),
                                 here);
            }
        }
    }
}

static void
test_reference_strata (Fixture      *fixture,
                       gconstpointer data)
{
  g_autoptr (JsonNode) want = test_reference_load_json ("pool.expected.json");
  g_autoptr (JsonNode) got = NULL, hazard = NULL;

  write_centres (fixture, "--smallest-cell 1 --strata type");
  got = pool_json (fixture, FILES);
  /* Two types at each centre but 52C, which has one. */
  g_assert_cmpint (json_node_get_int (test_reference_get (got, "strata")), ==, 11);
  compare (test_reference_get (got, "comparisons/0/one_stage"),
           test_reference_get (want, "by_type/one_stage"), "one stage");
  compare (test_reference_get (got, "stratified"), test_reference_get (want, "by_type/stratified"),
           "log-rank");
  compare_summary (test_reference_get (got, "comparisons/0/log_odds"),
                   test_reference_get (want, "by_type/log_odds"), "reml", "log odds");
  hazard = pool_json (fixture, FILES " --contrast hazard-ratio");
  compare_summary (test_reference_get (hazard, "comparisons/0/log_hazard"),
                   test_reference_get (want, "by_type/log_hazard"), "reml", "log hazard");
}

/* What is counted is called what it is. */
static void
test_event (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *births = NULL, *events = NULL;

  write_centres (fixture, "--smallest-cell 1");
  pool_run (fixture, 0, &births, NULL, "pool " FILES);
  g_assert_nonnull (strstr (births, "births"));
  pool_empty (fixture);
  write_centres (fixture, "--smallest-cell 1 --event-type clinical-pregnancy");
  pool_run (fixture, 0, &events, NULL, "pool " FILES);
  g_assert_null (strstr (events, "births"));
}

/* The methods that --explain names are those of the summaries that are printed. */
static void
test_methods (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *two = NULL, *six = NULL, *mixed = NULL, *one = NULL;

  write_centres (fixture, "--smallest-cell 1");
  pool_run (fixture, 0, &two, NULL, "pool 160A.json 160B.json --at 2 --explain");
  g_assert_nonnull (strstr (two, "Pooled estimate, fixed effect"));
  g_assert_null (strstr (two, "Pooled estimate, random effects"));
  g_assert_null (strstr (two, "MOVER"));
  pool_run (fixture, 0, &six, NULL, "pool " FILES " --at 2 --explain");
  g_assert_nonnull (strstr (six, "Pooled estimate, random effects"));
  g_assert_null (strstr (six, "Pooled estimate, fixed effect"));
  /* Odds ratios of six centres; that many transfers had few of them. */
  pool_run (fixture, 0, &mixed, NULL, "pool " FILES " --at 4 --explain");
  g_assert_nonnull (strstr (mixed, "Pooled estimate, random effects"));
  g_assert_nonnull (strstr (mixed, "Pooled estimate, fixed effect"));
  pool_run (fixture, 0, &one, NULL, "pool 160A.json --explain");
  g_assert_null (strstr (one, "Heterogeneity of centres"));
}

/* Who stopped isn't told: what doesn't depend on it is as it was, the rest is null. */
static void
test_together (Fixture      *fixture,
               gconstpointer data)
{
  static const char *const gone[]
    = { "conservative", "conservative_se", "theta_0.5", "theta_0.5_se", "pi_0.3" };
  g_autoptr (JsonNode) want = test_reference_load_json ("pool.expected.json");
  g_autoptr (JsonNode) got = NULL, adjusted = NULL;
  g_autofree char *file = NULL, *text = NULL;

  write_centres (fixture, "--smallest-cell 1 --leavers together");
  file = pool_read (fixture, "160A.json");
  g_assert_null (strstr (file, "discontinued"));
  g_assert_null (strstr (file, "open"));
  got = pool_json (fixture, FILES " --at 2");
  compare (test_reference_get (got, "comparisons/0/one_stage"),
           test_reference_get (want, "by_centre/one_stage"), "one stage");
  compare_summary (test_reference_get (got, "comparisons/0/difference"),
                   test_reference_get (want, "optimistic_at_2"), "reml", "difference");
  pool_assert_array (test_reference_get (got, "groups/1/curve/optimistic"),
                     test_reference_get (want, "curves/1/optimistic"), "optimistic");
  g_assert_true (JSON_NODE_HOLDS_NULL (test_reference_get (got,
                                                           "overall/risk_table/0/discontinued")));
  adjusted = pool_json (fixture, FILES " --at 2 --estimator adjusted");
  for (guint i = 0; i < G_N_ELEMENTS (gone); i++)
    {
      g_autofree char *path = g_strconcat ("groups/1/curve/", gone[i], "/0", NULL);

      g_assert_true (JSON_NODE_HOLDS_NULL (test_reference_get (adjusted, path)));
    }
  g_assert_cmpstr (pool_text (adjusted, "comparisons/0/difference/centres/0/use"), ==, "together");
  g_assert_true (JSON_NODE_HOLDS_NULL (test_reference_get (adjusted,
                                                           "comparisons/0/difference/estimate")));
  pool_run (fixture, 0, &text, NULL, "pool " FILES " --at 2 --estimator conservative");
  g_assert_nonnull (strstr (text, "told in one count at: 160A, 160B"));
}

/* One centre's rows are merged into one: its stratum is all its transfers. */
static void
test_merged (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (JsonNode) want = test_reference_load_json ("pool.expected.json");
  g_autoptr (JsonNode) alone = NULL, got = NULL;
  const double h = 33 / 79.0;

  write_centres (fixture, "--smallest-cell 1");
  pool_run (fixture, 0, NULL, NULL,
            "curve --csv 160A.csv --time transfers --fate fate --by treated --centre A "
            "--risk-tables A.json");
  alone = pool_json (fixture, "A.json --at 6");
  got = pool_json (fixture, "A.json 160B.json 160C.json --at 2");
  compare (test_reference_get (alone, "comparisons/0/one_stage"),
           test_reference_get (want, "merged_160A/alone"), "one stage, alone");
  compare (test_reference_get (got, "comparisons/0/one_stage"),
           test_reference_get (want, "merged_160A/with_others"), "one stage, with others");
  g_assert_cmpstr (pool_text (got, "comparisons/0/difference/centres/0/use"), ==, "merged");
  g_assert_cmpstr (pool_text (alone, "comparisons/0/difference/centres/0/use"), ==, "merged");
  g_assert_cmpstr (pool_text (got, "comparisons/0/difference/centres/1/use"), ==, "used");
  g_assert_true (json_node_get_boolean (test_reference_get (got, "centres/0/merged")));
  g_assert_false (json_node_get_boolean (test_reference_get (got, "centres/1/merged")));
  /* The pooled curve has a value where all centres' rows end: at the sixth transfer. */
  g_assert_true (json_node_get_boolean (test_reference_get (got, "overall/risk_table/0/merged")));
  g_assert_null (test_reference_find (got, "overall/risk_table/1"));
  /* 53 patients, 79 transfers in six: hardly anybody had the sixth. */
  g_assert_true (
      json_node_get_boolean (test_reference_get (alone, "groups/1/risk_table/0/few_at_end")));
  for (guint k = 0; k < 5; k++)
    {
      g_autofree char *at = g_strdup_printf ("groups/1/curve/optimistic/%u", k);

      g_assert_true (JSON_NODE_HOLDS_NULL (test_reference_get (alone, at)));
    }
  test_assert_close (test_reference_number (test_reference_get (alone,
                                                                "groups/1/curve/optimistic/5")),
                     1 - pow (1 - h, 6), 1e-12, 0, "geometric");
  g_assert_true (JSON_NODE_HOLDS_NULL (test_reference_get (alone, "groups/1/curve/se/5")));
  g_assert_true (JSON_NODE_HOLDS_NULL (test_reference_get (alone, "groups/1/curve/lo_log-log/5")));
}

/* --- pooled tables = pooled patients ---------------------------------------------------------- */

/* A random cohort of several centres as CSV files: all.csv and one of each centre. */
static guint
write_cohort (Fixture *fixture,
              GRand   *rand)
{
  guint n_centres = (guint) g_rand_int_range (rand, 1, 6);
  guint n_groups = (guint) g_rand_int_range (rand, 2, 4);
  g_autoptr (GString) all = g_string_new ("centre,arm,layer,k,fate\n");

  for (guint c = 0; c < n_centres; c++)
    {
      g_autoptr (GString) own = g_string_new ("centre,arm,layer,k,fate\n");
      g_autofree char *name = g_strdup_printf ("c%u.csv", c);
      guint n = (guint) g_rand_int_range (rand, 20, 120);
      double birth = 0.1 + 0.4 * g_rand_double (rand), stop = 0.4 * g_rand_double (rand);

      for (guint i = 0; i < n; i++)
        {
          /* Every centre has somebody in each group. */
          guint group = i < n_groups ? i : (guint) g_rand_int_range (rand, 0, (gint32) n_groups);
          guint k = 0, fate = 0;
          g_autofree char *line = NULL;

          do
            {
              double u = g_rand_double (rand);

              k++;
              fate = u < birth                       ? 1
                     : u < birth + stop              ? 2
                     : u < birth + stop + 0.1        ? 3
                     : u < birth + stop + 0.2 || k == 9 ? 0
                                                     : 9;
            }
          while (fate == 9);
          line = g_strdup_printf ("%u,g%u,l%d,%u,%u\n", c, group, g_rand_int_range (rand, 0, 2), k,
                                  fate);
          g_string_append (own, line);
          g_string_append (all, line);
        }
      pool_write (fixture, name, own->str, own->len);
    }
  pool_write (fixture, "all.csv", all->str, all->len);
  return n_centres;
}

/* Every member of want that is an array of numbers, or a number, is in got. */
static void
assert_curve (JsonNode   *got,
              JsonNode   *want,
              const char *path)
{
  g_autoptr (GList) names
    = json_object_get_members (json_node_get_object (test_reference_get (want, path)));

  g_assert_nonnull (names);
  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *below = g_strconcat (path, "/", l->data, NULL);

      pool_assert_array (test_reference_get (got, below), test_reference_get (want, below), below);
    }
}

static void
check_pooled (Fixture *fixture,
              guint    n_centres,
              gboolean stratified)
{
  g_autoptr (GString) files = g_string_new (NULL);
  g_autoptr (JsonNode) pooled = NULL, curve = NULL, test = NULL;
  g_autoptr (GList) groups = NULL;

  for (guint c = 0; c < n_centres; c++)
    {
      g_autofree char *file = g_strdup_printf ("t%u-%d.json", c, stratified);

      pool_run (fixture, 0, NULL, NULL,
                "curve --csv c%u.csv --time k --fate fate --by arm --centre c%u --smallest-cell 1 "
                "--risk-tables %s %s",
                c, c, file, stratified ? "--strata layer" : "");
      g_string_append_printf (files, "%s ", file);
    }
  pooled = pool_json (fixture, "%s --estimator adjusted --theta 0.3 --pi 0.1 --level 0.9",
                      files->str);
  curve = pool_run_json (fixture,
                         "curve --csv all.csv --time k --fate fate --by arm --estimator adjusted "
                         "--theta 0.3 --pi 0.1 --level 0.9");
  assert_curve (pooled, curve, "overall/curve");
  groups = json_object_get_members (json_node_get_object (test_reference_get (curve, "groups")));
  g_assert_nonnull (groups);
  for (GList *l = groups; l != NULL; l = l->next)
    {
      g_autofree char *path = g_strdup_printf ("groups/%s/curve", (char *) l->data);

      assert_curve (pooled, curve, path);
    }
  test = pool_run_json (fixture, "test --csv all.csv --time k --fate fate --by arm --strata %s",
                        stratified ? "both" : "centre");
  test_assert_close (test_reference_number (test_reference_get (pooled, "stratified/chisq")),
                     test_reference_number (test_reference_get (test, "stratified/chisq")),
                     TEST_CLOSED_FORM, 1e-12, "stratified log-rank");
  g_assert_cmpint (json_node_get_int (test_reference_get (pooled, "stratified/df")), ==,
                   json_node_get_int (test_reference_get (test, "stratified/df")));
}

/* A column for centre and layer together, which the tables' strata are. */
static void
add_both (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "all.csv", NULL), *text = NULL;
  g_autoptr (GString) out = g_string_new ("both,centre,arm,layer,k,fate\n");
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);

      g_string_append_printf (out, "%s%s,%s\n", cells[0], cells[2], lines[i]);
    }
  pool_write (fixture, "all.csv", out->str, out->len);
}

static void
test_patients (Fixture      *fixture,
               gconstpointer data)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint rounds = g_getenv ("NATALITY_TEST_SHORT") != NULL ? 3 : 12;

  g_test_message ("seed %u", seed);
  for (guint round = 0; round < rounds; round++)
    {
      guint n_centres;

      pool_empty (fixture);
      n_centres = write_cohort (fixture, rand);
      check_pooled (fixture, n_centres, FALSE);
      add_both (fixture);
      check_pooled (fixture, n_centres, TRUE);
    }
}

/* --- a register's tables ---------------------------------------------------------------------- */

static void
test_register (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *text = NULL, *errors = NULL, *again = NULL, *pooled = NULL, *csv = NULL;
  g_autoptr (JsonNode) file = NULL, curve = NULL, one = NULL;

  pool_run (fixture, 0, NULL, NULL, "demo d.natality");
  pool_run (fixture, 0, &text, NULL, "curve d.natality --risk-tables d.json --centre Demo");
  g_assert_nonnull (strstr (text, "52 patients"));
  file = pool_load (fixture, "d.json");
  g_assert_cmpstr (pool_text (file, "data_cut"), ==, "2012-12-31");
  g_assert_cmpstr (pool_text (file, "data_cut_rule"), ==, "register");
  g_assert_cmpstr (pool_text (file, "source"), ==, "register");
  g_assert_cmpstr (pool_text (file, "clock"), ==, "transfer");
  g_assert_cmpstr (pool_text (file, "definitions/event-type"), ==, "live-birth");
  g_assert_true (JSON_NODE_HOLDS_NULL (test_reference_get (file, "group_names")));
  g_assert_nonnull (pool_text (file, "synthetic"));
  /* Of one centre the pooled curve is its own; the note on what is synthetic stays. */
  pool_run (fixture, 0, NULL, NULL,
            "curve d.natality --risk-tables all.json --centre Demo --smallest-cell 1");
  curve = pool_run_json (fixture, "curve d.natality");
  one = pool_json (fixture, "all.json");
  assert_curve (one, curve, "overall/curve");
  g_assert_cmpstr (pool_text (one, "synthetic"), ==, pool_text (file, "synthetic"));
  pool_run (fixture, 0, &pooled, NULL, "pool all.json");
  g_assert_nonnull (strstr (pooled, pool_text (file, "synthetic")));
  pool_run (fixture, 0, &csv, NULL, "pool all.json --format csv");
  g_assert_true (g_str_has_prefix (csv, "what,group,against,centre,transfer,"));
  /* A path that exists is left as it is. */
  pool_run (fixture, 1, NULL, &errors, "curve d.natality --risk-tables d.json --centre Other");
  again = pool_read (fixture, "d.json");
  g_assert_nonnull (strstr (again, "\"Demo\""));
  g_assert_nonnull (strstr (errors, "d.json"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
  g_test_add ("/cli/pool/" path, Fixture, NULL, pool_set_up, function, pool_tear_down)
  ADD ("reference", test_reference_figures);
  ADD ("reference-strata", test_reference_strata);
  ADD ("merged", test_merged);
  ADD ("event", test_event);
  ADD ("methods", test_methods);
  ADD ("together", test_together);
  ADD ("patients", test_patients);
  ADD ("register", test_register);
#undef ADD
  return g_test_run ();
}
