/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What pool and curve --risk-tables refuse, each with a sentence that names the file: tables of
 * other definitions, the same centre twice, tables that contradict themselves, files that are
 * broken or made to do harm. The program is named by NATALITY_CLI. */
#include <string.h>

#include "test-pool-common.h"
#include "test-reference.h"

/* --- of tables that are whole ----------------------------------------------------------------- */

static const char cohort[] = "arm,other,layer,k,fate,no\n"
                             "a,a,1,1,1,1\na,a,1,1,2,1\na,b,1,2,1,1\na,b,2,3,0,1\na,b,2,2,1,1\n"
                             "b,c,1,1,1,2\nb,c,2,1,1,2\nb,a,1,2,2,2\nb,b,2,2,1,2\nb,b,2,1,3,2\n";

/* Tables of `cohort`, without merging. */
static void
write_tables (Fixture    *fixture,
              const char *name,
              const char *centre,
              const char *options)
{
  pool_run (fixture, 0, NULL, NULL,
            "curve --csv cohort.csv --time k --fate fate --centre '%s' --risk-tables %s "
            "--smallest-cell 1 %s",
            centre, name, options);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  pool_set_up (fixture, data);
  pool_write (fixture, "cohort.csv", cohort, strlen (cohort));
  write_tables (fixture, "a.json", "A", "--by arm");
}

/* `pool` of the files ends with 1 and a sentence that has these words. */
static void
assert_refused (Fixture    *fixture,
                const char *files,
                const char *first,
                const char *second)
{
  g_autofree char *errors = NULL;

  pool_run (fixture, 1, NULL, &errors, "pool %s", files);
  if (strstr (errors, first) == NULL || strstr (errors, second) == NULL)
    g_error ("pool %s: “%s” and “%s” are not in: %s", files, first, second, errors);
}

static void
test_definitions (Fixture      *fixture,
                  gconstpointer data)
{
  static const char *const options[]
    = { "--event-type clinical-pregnancy", "--index first",       "--count fresh",
        "--interrupt stop",                "--mature 200",        "--overdue no-birth",
        "--presume 200",                   "--decisions status",  "--other-birth counts",
        "--donor-change ends",             "--gestation-limit 168" };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autofree char *all = g_strconcat ("--by arm ", options[i], NULL);
      g_autofree char *name = g_strdup_printf ("b%u.json", i), *files = NULL;
      g_auto (GStrv) words = g_strsplit (options[i] + 2, " ", 2);

      write_tables (fixture, name, "B", all);
      files = g_strconcat ("a.json ", name, NULL);
      assert_refused (fixture, files, name, words[0]);
      assert_refused (fixture, files, words[1], "a.json");
    }
}

static void
test_groups (Fixture      *fixture,
             gconstpointer data)
{
  write_tables (fixture, "all.json", "B", "");
  write_tables (fixture, "other.json", "B", "--by other");
  write_tables (fixture, "bands.json", "B", "--by layer:2");
  write_tables (fixture, "one.json", "B", "--by arm --where 'no = 1'");
  assert_refused (fixture, "a.json all.json", "all.json", " by ");
  assert_refused (fixture, "a.json other.json", "other.json", " by ");
  assert_refused (fixture, "a.json bands.json", "bands.json", " by ");
  assert_refused (fixture, "a.json one.json", "one.json", "“a” here");
  assert_refused (fixture, "a.json one.json", "a, b", "groups");
}

static void
test_cuts (Fixture      *fixture,
           gconstpointer data)
{
  write_tables (fixture, "early.json", "Early", "--by arm --cut 2011-12-31");
  assert_refused (fixture, "a.json early.json", "early.json", "“date” here and “none”");
}

static void
test_different_cuts (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (JsonNode) pooled = NULL;
  g_autofree char *text = NULL, *errors = NULL;

  write_tables (fixture, "early.json", "Early", "--by arm --cut 2011-12-31");
  write_tables (fixture, "late.json", "Late", "--by arm --cut 2012-12-31 --where 'layer = 2'");
  assert_refused (fixture, "early.json late.json", "late.json", "2012-12-31");
  assert_refused (fixture, "early.json late.json", "early.json", "2011-12-31");
  /* The rule is asked for even so. */
  pool_run (fixture, 1, NULL, &errors, "pool a.json late.json --different-cuts");
  g_assert_nonnull (strstr (errors, "the rule of the data cut"));
  pooled = pool_json (fixture, "early.json late.json --different-cuts");
  g_assert_nonnull (strstr (pool_text (pooled, "warnings/0"), "data cuts differ"));
  g_assert_nonnull (strstr (pool_text (pooled, "warnings/1"), "filters differ"));
  g_assert_nonnull (strstr (pool_text (pooled, "warnings/2"), "CSV"));
  g_assert_cmpstr (pool_text (pooled, "centres/0/data_cut"), ==, "2011-12-31");
  g_assert_cmpstr (pool_text (pooled, "centres/1/data_cut"), ==, "2012-12-31");
  pool_run (fixture, 0, &text, NULL, "pool early.json late.json --different-cuts");
  g_assert_nonnull (strstr (text, "data cuts differ"));
}

static void
test_twice (Fixture      *fixture,
            gconstpointer data)
{
  write_tables (fixture, "same.json", "B", "--by arm");
  write_tables (fixture, "strata.json", "B", "--by arm --strata layer");
  write_tables (fixture, "together.json", "B", "--by arm --leavers together");
  write_tables (fixture, "name.json", " a ", "--by arm --where 'layer = 2'");
  assert_refused (fixture, "a.json a.json", "a.json", "already");
  assert_refused (fixture, "a.json same.json", "same.json", "count by count");
  assert_refused (fixture, "a.json strata.json", "strata.json", "count by count");
  assert_refused (fixture, "a.json together.json", "together.json", "count by count");
  assert_refused (fixture, "a.json name.json", "name.json", "already");
}

/* One merged row: two centres may agree by chance, and are pooled with a warning; other ways of
 * leaving tell them apart. */
static void
test_alike (Fixture      *fixture,
            gconstpointer data)
{
  static const char *const fates[] = { "12", "12", "13" };
  g_autofree char *alike = NULL, *apart = NULL;

  for (guint c = 0; c < G_N_ELEMENTS (fates); c++)
    {
      g_autoptr (GString) text = g_string_new ("k,fate\n");
      g_autofree char *name = g_strdup_printf ("C%u", c), *file = g_strconcat (name, ".json", NULL);

      for (guint i = 0; i < 12; i++)
        g_string_append_printf (text, "1,%c\n%u,%c\n", fates[c][i % 2], i / 2 % 3 + 1,
                                fates[c][i % 2]);
      pool_write (fixture, "cohort.csv", text->str, text->len);
      pool_run (fixture, 0, NULL, NULL,
                "curve --csv cohort.csv --time k --fate fate --centre %s --risk-tables %s", name,
                file);
    }
  pool_run (fixture, 0, &alike, NULL, "pool C0.json C1.json");
  g_assert_nonnull (strstr (alike, "C0 and C1 tell the same counts"));
  pool_run (fixture, 0, &apart, NULL, "pool C0.json C2.json");
  g_assert_null (strstr (apart, "the same counts"));
}

static void
test_options (Fixture      *fixture,
              gconstpointer data)
{
  static const char *const wrong[]
    = { "pool",
        "pool a.json --method best",
        "pool a.json --estimator ipcw",
        "pool a.json --at 2 --estimator crude",
        "pool a.json --by arm",
        "pool a.json --contrast risk-ratio",
        "pool a.json --at x",
        "pool a.json --format xml",
        "curve --csv cohort.csv --time k --fate fate --risk-tables n.json",
        "curve --csv cohort.csv --time k --fate fate --risk-tables n.json --centre ''",
        "curve --csv cohort.csv --time k --fate fate --risk-tables n.json --centre A --tau 3",
        "curve --csv cohort.csv --time k --fate fate --risk-tables n.json --centre A --format json",
        "curve --csv cohort.csv --time k --fate fate --risk-tables n.json --centre A --bands",
        "curve --csv cohort.csv --time k --fate fate --risk-tables n.json --centre A --chance 50",
        "curve --csv cohort.csv --time k --fate fate --risk-tables n.json --centre A "
        "--bootstrap 100",
        "curve --csv cohort.csv --time k --fate fate --risk-tables n.json --centre A "
        "--presume-table",
        "curve --csv cohort.csv --time k --fate fate --risk-tables n.json --centre A --level 0.9",
        "curve --csv cohort.csv --time k --fate fate --risk-tables n.json --centre A "
        "--estimator crude",
        "curve --csv cohort.csv --time k --fate fate --risk-tables n.json --centre A "
        "--smallest-cell 2",
        "curve --csv cohort.csv --time k --fate fate --strata layer",
        "curve --csv cohort.csv --time k --fate fate --centre A",
        "curve --csv cohort.csv --time k --fate fate --leavers together",
        "curve --csv cohort.csv --time k --fate fate --risk-tables n.json --centre A "
        "--leavers gone",
        "curve --csv cohort.csv --time k --fate fate --smallest-cell 3" };
  g_autofree char *errors = NULL, *path = g_build_filename (fixture->folder, "n.json", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    pool_run (fixture, 2, NULL, NULL, "%s", wrong[i]);
  /* Ten patients can't be told without a small count, and nothing is written then. */
  pool_run (fixture, 1, NULL, &errors,
            "curve --csv cohort.csv --time k --fate fate --by arm --risk-tables n.json --centre A");
  g_assert_nonnull (strstr (errors, "group “a”"));
  pool_run (fixture, 1, NULL, NULL,
            "curve --csv cohort.csv --time k --fate fate --where 'layer = 9' --risk-tables n.json "
            "--centre A");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* What pool would refuse to read isn't written. */
static void
test_unreadable (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GString) filter = g_string_new ("layer = 1");
  g_autofree char *path = g_build_filename (fixture->folder, "n.json", NULL);
  g_autofree char *name = NULL, *where = NULL, *text = NULL;

  while (filter->len < 2000)
    g_string_append (filter, " or layer = 2");
  pool_run (fixture, 1, NULL, &name,
            "curve --csv cohort.csv --time k --fate fate --smallest-cell 1 --risk-tables n.json "
            "--centre 'A\nB'");
  g_assert_nonnull (strstr (name, "Nothing was written: a name"));
  pool_run (fixture, 1, NULL, &where,
            "curve --csv cohort.csv --time k --fate fate --smallest-cell 1 --risk-tables n.json "
            "--centre A --where '%s'", filter->str);
  g_assert_nonnull (strstr (where, "Nothing was written: a name, the filter"));
  /* Its value could be a patient's. */
  pool_run (fixture, 1, NULL, &text,
            "curve --csv cohort.csv --time k --fate fate --smallest-cell 1 --risk-tables n.json "
            "--centre A --where 'layer = 1 and not other = c'");
  g_assert_nonnull (strstr (text, "“other”, a text"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* --- of files that are broken ----------------------------------------------------------------- */

/* The file a.json with the first `old` of it as `new`, into b.json. */
static void
write_changed (Fixture    *fixture,
               const char *old,
               const char *new)
{
  g_autofree char *text = pool_read (fixture, "a.json");
  char *at = strstr (text, old);
  g_autoptr (GString) out = g_string_new (NULL);

  if (at == NULL)
    g_error ("%s isn't in the file", old);
  g_string_append_len (out, text, at - text);
  g_string_append (out, new);
  g_string_append (out, at + strlen (old));
  pool_write (fixture, "b.json", out->str, out->len);
}

static void
test_broken (Fixture      *fixture,
             gconstpointer data)
{
  static const struct
  {
    const char *old, *new, *word;
  } changes[] = {
    { "\"format\" : \"natality-risk-tables\"", "\"format\" : \"other\"", "no file of risk tables" },
    { "\"format\"", "\"mat\"", "no file of risk tables" },
    { "\"version\" : 1", "\"version\" : 2", "newer Natality" },
    { "\"version\" : 1", "\"version\" : 0", "version" },
    { "\"version\" : 1", "\"version\" : \"1\"", "version" },
    { "\"centre\" : \"A\"", "\"centre\" : \"\"", "no name" },
    { "\"centre\" : \"A\"", "\"centre\" : 7", "centre" },
    { "\"centre\" : \"A\"", "\"centre\" : \"A\\u001b[2J\"", "can't be shown" },
    { "\"centre\" : \"A\"", "\"centre\" : \"A\\u202e\"", "can't be shown" },
    { "\"centre\" : \"A\"", "\"center\" : \"A\"", "centre" },
    { "\"clock\" : \"transfer\"", "\"clock\" : \"cycle\"", "clock" },
    { "\"event-type\" : \"live-birth\"", "\"event-type\" : \"birth\"", "event-type" },
    { "\"event-type\" : \"live-birth\"", "\"event-type\" : null", "event-type" },
    { "\"mature\" : \"301\"", "\"mature\" : \"0301\"", "mature" },
    { "\"mature\" : \"301\"", "\"mature\" : \"-5\"", "mature" },
    { "\"mature\" : \"301\",", "", "mature" },
    { "\"mature\" : \"301\"", "\"mature\" : \"301\", \"moon\" : \"full\"", "doesn't know" },
    { "\"definitions\" : {", "\"definitions\" : [], \"more\" : {", "definitions" },
    { "\"data_cut_rule\" : \"none\"", "\"data_cut_rule\" : \"date\"", "data cut" },
    { "\"data_cut_rule\" : \"none\"", "\"data_cut_rule\" : \"moon\"", "data_cut_rule" },
    { "\"data_cut\" : null", "\"data_cut\" : \"2012-13-01\"", "no date" },
    { "\"data_cut\" : null", "\"data_cut\" : \"2012-12-01\"", "data cut" },
    { "\"group_names\" : [", "\"group_names\" : [ \"c\",", "tables" },
    { "\"group_names\" : [", "\"group_names\" : [], \"more\" : [", "group_names" },
    { "\"group_names\" : [", "\"group_names\" : null, \"more\" : [", "tables" },
    { "\"a\",", "\"b\",", "groups aren't named" },
    { "\"a\",", "1,", "group_names" },
    { "\"strata_names\" : null", "\"strata_names\" : [ \"x\" ]", "strata aren't named" },
    { "\"smallest_cell\" : 1", "\"smallest_cell\" : 0", "smallest_cell" },
    { "\"smallest_cell\" : 1", "\"smallest_cell\" : 2", "smallest_cell" },
    { "\"smallest_cell\" : 1", "\"smallest_cell\" : 5", "fewer than 5 patients at transfer 1" },
    { "\"strata\" : null", "\"strata\" : \"x\"", "strata aren't named" },
    { "\"leavers\" : \"apart\"", "\"leavers\" : \"gone\"", "leavers" },
    { "\"leavers\" : \"apart\"", "\"leavers\" : \"together\"", "left" },
    { "\"tables\" : [", "\"tables\" : {}, \"more\" : [", "tables" },
    { "\"tables\" : [", "\"tables\" : [ [],", "tables" },
    { "\"tables\" : [", "\"tables\" : [[[1,2,3],[1,2,3]]], \"more\" : [", "row" },
    { "\"tables\" : [", "\"tables\" : [[[],[]]], \"more\" : [", "tables" },
    { "\"first\" : 1", "\"first\" : 0", "contradicts itself" },
    { "\"first\" : 1", "\"first\" : 2", "contradicts itself" },
    { "\"last\" : 1", "\"last\" : 2", "contradicts itself" },
    { "\"last\" : 1", "\"last\" : 256", "last" },
    { "\"last\" : 1", "\"last\" : 4294967297", "last" },
    { "\"at_risk\" : 5", "\"at_risk\" : 6", "contradicts itself at transfer 1" },
    { "\"at_risk\" : 5", "\"at_risk\" : -5", "at_risk" },
    { "\"at_risk\" : 5", "\"at_risk\" : 5.5", "at_risk" },
    { "\"at_risk\" : 5", "\"at_risk\" : 5e0", "at_risk" },
    { "\"at_risk\" : 5", "\"at_risk\" : 1e999", "at_risk" },
    { "\"at_risk\" : 5", "\"at_risk\" : NaN", "JSON" },
    { "\"at_risk\" : 5", "\"at_risk\" : \"5\"", "at_risk" },
    { "\"at_risk\" : 5", "\"at_risk\" : true", "at_risk" },
    { "\"at_risk\" : 5", "\"at_risk\" : null", "at_risk" },
    { "\"at_risk\" : 5", "\"at_risk\" : 99999999999999999999999999", "at_risk" },
    { "\"at_risk\" : 5", "\"at_risk\" : 18446744073709551621", "at_risk" },
    { "\"at_risk\" : 5", "\"at_risk\" : 1000001", "at_risk" },
    { "\"transfers\" : 5", "\"transfers\" : 4", "contradicts itself" },
    { "\"events\" : 1", "\"events\" : 2", "contradicts itself" },
    { "\"events\" : 1", "\"events\" : 6", "contradicts itself" },
    { "\"discontinued\" : 1", "\"discontinued\" : 0", "contradicts itself" },
    { "\"open\" : 0", "\"open\" : 1", "contradicts itself" },
    { "\"open\" : 0", "\"closed\" : 0", "open" },
    { "\"first\" : 1", "/* \" [[[[ */ \"first\" : 1", "JSON" },
    { "\"first\" : 1", "'first' : 1", "JSON" },
    { "{", "[{", "JSON" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      write_changed (fixture, changes[i].old, changes[i].new);
      assert_refused (fixture, "a.json b.json", "b.json", changes[i].word);
    }
}

/* The last row tells of two patients, and what became of one. */
static void
test_unfinished (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *text = NULL;
  char *last;

  pool_write (fixture, "cohort.csv", "k,fate\n1,2\n1,1\n1,1\n2,1\n2,1\n", 27);
  write_tables (fixture, "c.json", "C", "");
  text = pool_read (fixture, "c.json");
  last = g_strrstr (text, "\"events\" : 2");
  g_assert_nonnull (last);
  last[strlen ("\"events\" : ")] = '1';
  pool_write (fixture, "d.json", text, strlen (text));
  assert_refused (fixture, "d.json", "d.json", "nothing is told");
}

static void
write_repeated (Fixture    *fixture,
                const char *name,
                const char *what,
                gsize       times)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < times; i++)
    g_string_append (text, what);
  pool_write (fixture, name, text->str, text->len);
}

static void
test_hostile (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *text = pool_read (fixture, "a.json");
  gsize length = strlen (text), step = MAX (length / 40, 1);

  pool_write (fixture, "b.json", "", 0);
  assert_refused (fixture, "b.json", "b.json", "");
  pool_write (fixture, "b.json", "\0\0\0\0", 4);
  assert_refused (fixture, "b.json", "b.json", "JSON");
  pool_write (fixture, "b.json", "\xff\xfe{}", 4);
  assert_refused (fixture, "b.json", "b.json", "JSON");
  pool_write (fixture, "b.json", "null", 4);
  assert_refused (fixture, "b.json", "b.json", "no file of risk tables");
  pool_write (fixture, "b.json", "[]", 2);
  assert_refused (fixture, "b.json", "b.json", "no file of risk tables");
  write_repeated (fixture, "b.json", "[", 1000000);
  assert_refused (fixture, "b.json", "b.json", "JSON");
  write_repeated (fixture, "b.json", "{\"a\":", 1000000);
  assert_refused (fixture, "b.json", "b.json", "JSON");
  write_repeated (fixture, "b.json", "]", 1000000);
  assert_refused (fixture, "b.json", "b.json", "JSON");
  write_repeated (fixture, "b.json", "//\n[", 500000);
  assert_refused (fixture, "b.json", "b.json", "JSON");
  write_repeated (fixture, "b.json", " ", 17 * 1024 * 1024);
  assert_refused (fixture, "b.json", "b.json", "too long");
  assert_refused (fixture, "/dev/zero", "/dev/zero", "too long");
  assert_refused (fixture, ".", ".", "");
  assert_refused (fixture, "missing.json", "missing.json", "");
  /* Cut off anywhere. */
  for (gsize at = 1; at + 2 < length; at += step)
    {
      pool_write (fixture, "b.json", text, at);
      assert_refused (fixture, "b.json", "b.json", "JSON");
    }
}

/* Counts as large as are let through: answered, and soon. */
static void
test_large (Fixture      *fixture,
            gconstpointer data)
{
  static const char *const centres[] = { "A", "B", "C" };
  g_autoptr (JsonNode) pooled = NULL, hazard = NULL;
  g_autofree char *template = NULL;

  pool_write (fixture, "cohort.csv", "arm,k,fate\na,1,1\na,1,2\nb,1,1\nb,1,2\n", 35);
  write_tables (fixture, "t.json", "T", "--by arm");
  template = pool_read (fixture, "t.json");
  for (guint c = 0; c < G_N_ELEMENTS (centres); c++)
    {
      g_auto (GStrv) parts = g_strsplit (template, "\"T\"", 2);
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", centres[c]);
      g_autofree char *named = g_strconcat (parts[0], quoted, parts[1], NULL);
      g_autofree char *name = g_strconcat (centres[c], ".json", NULL);
      g_autofree char *births = g_strdup_printf ("\"events\" : %u", 400000 + 1000 * c);
      g_autofree char *stops = g_strdup_printf ("\"discontinued\" : %u", 600000 - 1000 * c);
      g_autoptr (GString) text = g_string_new (named);

      g_string_replace (text, "\"at_risk\" : 2", "\"at_risk\" : 1000000", 0);
      g_string_replace (text, "\"transfers\" : 2", "\"transfers\" : 1000000", 0);
      g_string_replace (text, "\"events\" : 1", births, 1);
      g_string_replace (text, "\"discontinued\" : 1", stops, 1);
      g_string_replace (text, "\"events\" : 1,", "\"events\" : 500000,", 0);
      g_string_replace (text, "\"discontinued\" : 1,", "\"discontinued\" : 500000,", 0);
      pool_write (fixture, name, text->str, text->len);
    }
  hazard = pool_json (fixture, "A.json B.json C.json --contrast hazard-ratio");
  g_assert_cmpint (json_node_get_int (test_reference_get (hazard,
                                                          "comparisons/0/log_hazard/n")), ==, 3);
  pooled = pool_json (fixture, "A.json B.json C.json --at 1");
  g_assert_cmpint (json_node_get_int (test_reference_get (pooled, "n")), ==, 6000000);
  g_assert_cmpint (json_node_get_int (test_reference_get (pooled,
                                                          "comparisons/0/log_odds/n")), ==, 3);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
  g_test_add ("/cli/pool-refuse/" path, Fixture, NULL, set_up, function, pool_tear_down)
  ADD ("definitions", test_definitions);
  ADD ("groups", test_groups);
  ADD ("cut-rule", test_cuts);
  ADD ("different-cuts", test_different_cuts);
  ADD ("twice", test_twice);
  ADD ("alike", test_alike);
  ADD ("options", test_options);
  ADD ("unreadable", test_unreadable);
  ADD ("broken", test_broken);
  ADD ("unfinished", test_unfinished);
  ADD ("hostile", test_hostile);
  ADD ("large", test_large);
#undef ADD
  return g_test_run ();
}
