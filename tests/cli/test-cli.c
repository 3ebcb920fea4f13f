/* SPDX-License-Identifier: GPL-3.0-or-later */
/* natality-cli as its user runs it: the contract of its JSON against R's figures, its exit
 * codes, and a register through its life. The program is named by NATALITY_CLI. */
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>
#include <sys/wait.h>

#include "test-reference.h"

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("natality-cli-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
}

static void
remove_tree (const char *path)
{
  GDir *dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  if (dir != NULL)
    g_dir_close (dir);
  g_remove (path);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  remove_tree (fixture->folder);
  g_free (fixture->folder);
}

/* Runs `natality-cli words...` in the fixture's folder; returns its exit status. */
static int
run (Fixture    *fixture,
     char      **out_text,
     char      **out_errors,
     const char *words)
{
  g_auto (GStrv) argv = NULL;
  g_autofree char *line = g_strconcat ("natality-cli ", words, NULL);
  g_autofree char *text = NULL, *errors = NULL;
  GError *error = NULL;
  int status;

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  g_free (argv[0]);
  argv[0] = g_strdup (g_getenv ("NATALITY_CLI"));
  g_spawn_sync (fixture->folder, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, &errors, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  if (out_text != NULL)
    *out_text = g_steal_pointer (&text);
  if (out_errors != NULL)
    *out_errors = g_steal_pointer (&errors);
  return WEXITSTATUS (status);
}

static JsonParser *
parse (const char *text)
{
  JsonParser *parser = json_parser_new ();
  GError *error = NULL;

  json_parser_load_from_data (parser, text, -1, &error);
  g_assert_no_error (error);
  return parser;
}

/* Each key of `want` is in `got`, equal to 1e-10 relative; "NaN" and "NA" of the reference are
 * null. */
static void
compare (JsonNode   *got,
         JsonNode   *want,
         const char *path)
{
  g_assert_nonnull (got);
  if (JSON_NODE_HOLDS_OBJECT (want))
    {
      g_autoptr (GList) names = json_object_get_members (json_node_get_object (want));

      for (GList *l = names; l != NULL; l = l->next)
        {
          g_autofree char *below = g_strconcat (path, "/", l->data, NULL);
          JsonNode *member = json_object_get_member (json_node_get_object (got), l->data);

          if (member == NULL)
            g_error ("%s is missing", below);
          compare (member, json_object_get_member (json_node_get_object (want), l->data), below);
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (want))
    {
      JsonArray *a = json_node_get_array (got), *b = json_node_get_array (want);

      g_assert_cmpuint (json_array_get_length (a), ==, json_array_get_length (b));
      for (guint i = 0; i < json_array_get_length (b); i++)
        compare (json_array_get_element (a, i), json_array_get_element (b, i), path);
    }
  else if (json_node_get_value_type (want) == G_TYPE_STRING)
    g_assert_true (JSON_NODE_HOLDS_NULL (got));
  else
    {
      double x = json_node_get_double (got), y = json_node_get_double (want);

      if (JSON_NODE_HOLDS_NULL (got) || !(fabs (x - y) <= 1e-10 * MAX (fabs (y), 1e-300)))
        g_error ("%s: %.17g, expected %.17g", path, x, y);
    }
}

static JsonNode *
member (JsonNode   *node,
        const char *name)
{
  return json_object_get_member (json_node_get_object (node), name);
}

static void
test_cohort (Fixture      *fixture,
             gconstpointer data)
{
  const char *cohort = data;
  g_autofree char *csv =
      g_test_build_filename (G_TEST_DIST, "reference", cohort, "cohort.csv", NULL);
  g_autofree char *json =
      g_test_build_filename (G_TEST_DIST, "reference", cohort, "expected.json", NULL);
  g_autofree char *words = g_strdup_printf (
      "curve --csv '%s' --time transfers --fate fate --by treated --format json", csv);
  g_autofree char *text = NULL, *wanted = NULL;
  g_autoptr (JsonParser) got = NULL, want = NULL;
  const char *const keys[] = { "n", "transfers", "births", "overall" };

  g_assert_cmpint (run (fixture, &text, NULL, words), ==, 0);
  g_assert_true (g_file_get_contents (json, &wanted, NULL, NULL));
  got = parse (text);
  want = parse (wanted);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    compare (member (json_parser_get_root (got), keys[i]),
             member (json_parser_get_root (want), keys[i]), keys[i]);
  compare (member (json_parser_get_root (got), "groups"),
           member (json_parser_get_root (want), "by_treated"), "groups");
}

/* Weinberg and Gladen 1986: the published counts and R's log-log limits. */
static void
test_weinberg (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *csv =
      g_test_build_filename (G_TEST_DIST, "reference", "weinberg-gladen-1986.csv", NULL);
  g_autofree char *json =
      g_test_build_filename (G_TEST_DIST, "reference", "weinberg-gladen-1986.expected.json", NULL);
  g_autofree char *words =
      g_strdup_printf ("curve --csv '%s' --time time --event event --by group --format json", csv);
  g_autofree char *text = NULL, *wanted = NULL;
  g_autoptr (JsonParser) got = NULL, want = NULL;
  const char *const groups[] = { "smoker", "non-smoker" };
  const char *const pairs[][2] = {
    { "optimistic", "cumulative" }, { "se", "se" }, { "lo_log-log", "lo" }, { "hi_log-log", "hi" }
  };

  g_assert_cmpint (run (fixture, &text, NULL, words), ==, 0);
  g_assert_true (g_file_get_contents (json, &wanted, NULL, NULL));
  got = parse (text);
  want = parse (wanted);
  for (guint g = 0; g < 2; g++)
    for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
      compare (
          member (
              member (member (member (json_parser_get_root (got), "groups"), groups[g]), "curve"),
              pairs[i][0]),
          member (member (member (json_parser_get_root (want), "log-log"), groups[g]), pairs[i][1]),
          pairs[i][0]);
}

/* The margins of Nyborg et al. 2014: 52, 19 and 32; crude 32/52. */
static void
test_demonstration (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonParser) got = NULL;
  JsonNode *overall;
  JsonArray *risk, *crude, *optimistic, *conservative;
  const gint64 at_risk[] = { 52, 29, 18, 10, 5 }, births[] = { 19, 7, 4, 1, 1 };

  g_assert_cmpint (run (fixture, NULL, NULL, "demo d.natality"), ==, 0);
  g_assert_cmpint (run (fixture, &text, NULL, "curve d.natality --format json"), ==, 0);
  got = parse (text);
  overall = member (json_parser_get_root (got), "overall");
  risk = json_node_get_array (member (overall, "risk_table"));
  crude = json_node_get_array (member (member (overall, "curve"), "crude"));
  optimistic = json_node_get_array (member (member (overall, "curve"), "optimistic"));
  conservative = json_node_get_array (member (member (overall, "curve"), "conservative"));
  g_assert_cmpuint (json_array_get_length (risk), ==, 5);
  for (guint i = 0; i < 5; i++)
    {
      JsonObject *row = json_array_get_object_element (risk, i);

      g_assert_cmpint (json_object_get_int_member (row, "at_risk"), ==, at_risk[i]);
      g_assert_cmpint (json_object_get_int_member (row, "events"), ==, births[i]);
    }
  g_assert_cmpfloat_with_epsilon (json_array_get_double_element (crude, 4), 32.0 / 52, 1e-15);
  g_assert_cmpfloat (json_array_get_double_element (conservative, 4), >, 32.0 / 52);
  g_assert_cmpfloat (json_array_get_double_element (optimistic, 4), >,
                     json_array_get_double_element (conservative, 4));
  /* What is synthetic says so. */
  g_assert_nonnull (strstr (json_node_get_string (member (json_parser_get_root (got), "synthetic")),
                            "Synthetic"));
}

/* A register through its life: make, import, export, back up, restore, check, figure. */
static void
test_life (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *first = NULL, *second = NULL, *history = NULL, *png = NULL, *wal = NULL;

  g_assert_cmpint (run (fixture, NULL, NULL, "demo a.natality"), ==, 0);
  wal = g_build_filename (fixture->folder, "a.natality-wal", NULL);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  g_assert_cmpint (run (fixture, NULL, NULL, "export a.natality out"), ==, 0);
  g_assert_cmpint (run (fixture, NULL, NULL, "init b.natality"), ==, 0);
  g_assert_cmpint (run (fixture, NULL, NULL, "import b.natality out"), ==, 0);
  g_assert_cmpint (run (fixture, &first, NULL, "curve a.natality --by treated --format csv"), ==,
                   0);
  g_assert_cmpint (run (fixture, &second, NULL, "curve b.natality --by treated --format csv"), ==,
                   0);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpint (run (fixture, NULL, NULL, "backup b.natality copy.backup"), ==, 0);
  g_assert_cmpint (run (fixture, NULL, NULL, "restore copy.backup c.natality"), ==, 0);
  g_assert_cmpint (run (fixture, NULL, NULL, "check c.natality"), ==, 0);
  g_assert_cmpint (run (fixture, &history, NULL, "history c.natality"), ==, 0);
  g_assert_nonnull (strstr (history, "import"));
  g_assert_cmpint (run (fixture, NULL, NULL, "chart a.natality --out f.png --dpi 72"), ==, 0);
  png = g_build_filename (fixture->folder, "f.png", NULL);
  g_assert_true (g_file_test (png, G_FILE_TEST_EXISTS));
}

static void
test_simulate (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *first = NULL, *second = NULL, *s = NULL, *t = NULL;
  g_autofree char *s_path = NULL, *t_path = NULL;
  gsize s_size, t_size;

  g_assert_cmpint (run (fixture, NULL, NULL, "simulate s.natality --patients 300 --seed 7"), ==, 0);
  g_assert_cmpint (run (fixture, NULL, NULL, "simulate t.natality --patients 300 --seed 7"), ==, 0);
  s_path = g_build_filename (fixture->folder, "s.natality", NULL);
  t_path = g_build_filename (fixture->folder, "t.natality", NULL);
  g_assert_true (g_file_get_contents (s_path, &s, &s_size, NULL));
  g_assert_true (g_file_get_contents (t_path, &t, &t_size, NULL));
  g_assert_cmpmem (s, s_size, t, t_size);
  g_assert_cmpint (run (fixture, &first, NULL, "curve s.natality --format csv"), ==, 0);
  g_assert_cmpint (run (fixture, &second, NULL, "curve t.natality --format csv"), ==, 0);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpint (run (fixture, NULL, NULL, "check s.natality"), ==, 0);
}

/* 0 done, 1 failed, 2 wrong usage; messages on stderr; an existing path is refused. */
static void
test_exit_codes (Fixture      *fixture,
                 gconstpointer data)
{
  static const struct
  {
    const char *words;
    int status;
  } cases[] = {
    { "", 2 },
    { "no-such-command", 2 },
    { "curve", 2 },
    { "curve nowhere.natality", 1 },
    { "curve d.natality --no-such-option", 2 },
    { "curve d.natality --format xml", 2 },
    { "curve d.natality --dry-run", 2 }, /* import's */
    { "curve d.natality --terms age", 2 },
    { "chart d.natality --out e.pdf --bands", 2 },
    { "export d.natality e --by treated", 2 },
    { "check d.natality --format json", 2 },
    { "curve d.natality --bands=yes", 2 },
    { "curve d.natality --tau", 2 },
    { "chart --help", 0 },
    { "history d.natality --help", 0 },
    { "curve d.natality --where 'age <'", 1 },
    { "curve d.natality --by outcome_class", 1 },
    { "chart d.natality", 2 },
    { "demo d.natality", 1 },
    { "init d.natality", 1 },
    { "simulate e.natality --patients 0", 2 },
    { "--help", 0 },
    { "--version", 0 },
  };

  g_assert_cmpint (run (fixture, NULL, NULL, "demo d.natality"), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = NULL, *errors = NULL;
      int status = run (fixture, &text, &errors, cases[i].words);

      if (status != cases[i].status)
        g_error ("natality-cli %s ended with %d, expected %d: %s", cases[i].words, status,
                 cases[i].status, errors);
      if (status != 0)
        {
          g_assert_cmpstr (text, ==, "");
          g_assert_cmpstr (errors, !=, "");
        }
    }
}

/* A file of heads only is an analysis of nobody, not an error of the file. */
static void
test_nobody (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "none.csv", NULL);
  g_autofree char *text = NULL, *json = NULL;

  g_assert_true (g_file_set_contents (path, "transfers,fate,g\n", -1, NULL));
  g_assert_cmpint (run (fixture, &text, NULL,
                        "curve --csv none.csv --time transfers --fate fate --by g"),
                   ==, 0);
  g_assert_nonnull (strstr (text, "There are no patients yet."));
  g_assert_cmpint (run (fixture, &json, NULL,
                        "curve --csv none.csv --time transfers --fate fate --format json"),
                   ==, 0);
  g_assert_nonnull (strstr (json, "\"n\" : 0"));
}

/* What can't be read of a CSV says where, what was expected there and what to do, and no value. */
static void
test_csv_errors (Fixture      *fixture,
                 gconstpointer data)
{
  static const struct { const char *rows, *place, *expected; } cases[] = {
    { "1,1,a\n\n2,dead,b\n", "x.csv, line 4, column “fate”: ", "Expected 0 (still in treatment)" },
    { "1,1,\"a\nb\"\n2,4,b\n", "x.csv, line 4, column “fate”: ", "2 (discontinued)" },
    { "1,1,a\n2,,b\n", "x.csv, line 3, column “fate”: ", "Expected 0" },
    { "1,1,a\nx,0,b\n", "x.csv, line 3, column “time”: ", "Expected the number of transfers" },
    { "1,1,a\n256,0,b\n", "x.csv, line 3, column “time”: ", "from 0 to 255" },
    { "1,1,a\n0,1,b\n", "x.csv, line 3, column “time”: ", "Expected at least one transfer" },
  };
  g_autofree char *path = g_build_filename (fixture->folder, "x.csv", NULL);
  g_autofree char *absent = NULL;
  g_autoptr (GString) many = g_string_new ("time,fate,g,n\n0,0,none,0\n");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat ("time,fate,g\n", cases[i].rows, NULL);
      g_autofree char *errors = NULL;

      g_assert_true (g_file_set_contents (path, text, -1, NULL));
      g_assert_cmpint (run (fixture, NULL, &errors, "curve --csv x.csv --time time --fate fate"),
                       !=, 0);
      if (strstr (errors, cases[i].place) == NULL || strstr (errors, cases[i].expected) == NULL
          || strstr (errors, "Correct that cell") == NULL || strstr (errors, "dead") != NULL)
        g_error ("%s: %s", cases[i].rows, errors);
    }
  g_assert_cmpint (run (fixture, NULL, &absent, "curve --csv x.csv --time t --fate fate"), !=, 0);
  g_assert_nonnull (strstr (absent, "x.csv, line 1: There is no column “t”."));

  /* The 61st value stands in line 63, after a row that is in no series. */
  for (guint i = 1; i <= 70; i++)
    g_string_append_printf (many, "1,1,v%u,%u\n", i, i);
  g_assert_true (g_file_set_contents (path, many->str, -1, NULL));
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *errors = NULL;

      g_assert_cmpint (run (fixture, NULL, &errors,
                            i == 0 ? "curve --csv x.csv --time time --fate fate --by g"
                                   : "curve --csv x.csv --time time --fate fate --by n"),
                       !=, 0);
      g_assert_nonnull (strstr (errors, i == 0 ? "x.csv, line 63, column “g”: Expected at most"
                                               : "x.csv, line 63, column “n”: Expected at most"));
      g_assert_nonnull (strstr (errors, i == 0 ? "Group by another column" : "such as n:35,38"));
    }
}

/* A figure says on itself what it shows, and two exports of it are the same bytes. */
static void
test_chart (Fixture      *fixture,
            gconstpointer data)
{
  static const char *const says[] = {
    "Groups: Age at index transfer", "Synthetic data.",
    "Conservative: those who stop have no live birth. 90 % plain intervals", "Event: live birth",
    "Data cut 31 ", "52 of 52 patients", "Filter: losses >= 3", "Faded where fewer than 5",
  };
  static const char *const kinds[] = { "pdf", "svg", "png" };
  g_autofree char *shown = NULL;
  g_autoptr (GString) text = NULL;

  g_assert_cmpint (run (fixture, NULL, NULL, "demo d.natality"), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      char *bytes[2] = { NULL, NULL };
      gsize lengths[2];

      for (guint j = 0; j < 2; j++)
        {
          g_autofree char *name = g_strdup_printf ("%u.%s", j, kinds[i]);
          g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
          g_autofree char *words = g_strconcat (
              "chart d.natality --by age:35 --where 'losses >= 3' --estimator conservative "
              "--conf-type plain --level 0.9 --width 85 --theme grey --out ",
              name, NULL);

          g_assert_cmpint (run (fixture, NULL, NULL, words), ==, 0);
          g_assert_true (g_file_get_contents (path, &bytes[j], &lengths[j], NULL));
        }
      g_assert_cmpmem (bytes[0], lengths[0], bytes[1], lengths[1]);
      g_free (bytes[0]);
      g_free (bytes[1]);
    }

  /* Lines are wrapped as the column has room. */
  {
    const char *argv[] = { "pdftotext", "0.pdf", "-", NULL };

    g_assert_true (g_spawn_sync (fixture->folder, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL,
                                 NULL, &shown, NULL, NULL, NULL));
  }
  text = g_string_new (shown);
  g_string_replace (text, "\n", " ", 0);
  for (guint i = 0; i < G_N_ELEMENTS (says); i++)
    {
      g_test_message ("%s", says[i]);
      g_assert_nonnull (strstr (text->str, says[i]));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/cli/cohort-52", Fixture, "cohort-52", set_up, test_cohort, tear_down);
  g_test_add ("/cli/cohort-160", Fixture, "cohort-160", set_up, test_cohort, tear_down);
  g_test_add ("/cli/weinberg-gladen", Fixture, NULL, set_up, test_weinberg, tear_down);
  g_test_add ("/cli/demonstration", Fixture, NULL, set_up, test_demonstration, tear_down);
  g_test_add ("/cli/life", Fixture, NULL, set_up, test_life, tear_down);
  g_test_add ("/cli/simulate", Fixture, NULL, set_up, test_simulate, tear_down);
  g_test_add ("/cli/nobody", Fixture, NULL, set_up, test_nobody, tear_down);
  g_test_add ("/cli/csv-errors", Fixture, NULL, set_up, test_csv_errors, tear_down);
  g_test_add ("/cli/chart", Fixture, NULL, set_up, test_chart, tear_down);
  g_test_add ("/cli/exit-codes", Fixture, NULL, set_up, test_exit_codes, tear_down);
  return g_test_run ();
}
