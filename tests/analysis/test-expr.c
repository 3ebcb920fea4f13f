/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filter expressions: what they keep, what they refuse and where, and that nothing hostile breaks
 * them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis-expr.h"
#include "test-analysis-common.h"

/* Six patients; a missing value in each column. */
#define N 6
static const char *const smoking[N] = { "never", "former", "current", "?", "", "never" };
static const char *const bmi[N] = { "18.5", "25", "30.5", "", "?", "24.999" };
static const char *const losses[N] = { "2", "3", "4", "5", "", "3" };
static const char *const causes[N] = { "none", "tubal pcos", "pcos", "", "male", "?" };
static const char *const apl[N] = { "true", "false", "?", "", "false", "true" };
static const char *const referral[N] = { "2010-12-31", "2011", "2011-03-09",
                                         "2012-01-01", "",     "2011-03" };

typedef struct
{
  ModelDictionary *dictionary;
  GHashTable *columns;
} Rows;

static void
rows_add (Rows              *rows,
          const char        *id,
          const char *const *values)
{
  const ModelField *field = model_dictionary_find_analysable (rows->dictionary, id);
  ModelColumn *column;

  if (field == NULL)
    field = model_dictionary_find (rows->dictionary, MODEL_TABLE_PATIENT, id);
  g_assert_nonnull (field);
  column = model_column_new (field, FALSE, N);
  for (guint i = 0; i < N; i++)
    model_column_set (column, i, values[i]);
  g_hash_table_insert (rows->columns, (gpointer) field, column);
}

static Rows
rows_new (void)
{
  Rows rows = { model_dictionary_new (),
                g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) model_column_unref) };
  const ModelField extra = {
    .id = "first seen",
    .table = MODEL_TABLE_PATIENT,
    .label = "",
    .help = "",
    .type = MODEL_TYPE_DATE,
    .hard_min = NAN,
    .hard_max = NAN,
    .soft_min = NAN,
    .soft_max = NAN,
    .missing_allowed = (1u << MODEL_MISSING_UNKNOWN),
    .deidentify = "drop",
    .analysis = MODEL_LEVEL_PATIENT,
    .references = MODEL_N_TABLES,
    .since = 1,
  };
  ModelDictionary *more = model_dictionary_with_field (rows.dictionary, &extra);

  model_dictionary_unref (rows.dictionary);
  rows.dictionary = more;
  rows_add (&rows, "smoking", smoking);
  rows_add (&rows, "bmi", bmi);
  rows_add (&rows, "losses_before_referral", losses);
  rows_add (&rows, "infertility_causes", causes);
  rows_add (&rows, "apl_confirmed", apl);
  rows_add (&rows, "first seen", referral);
  return rows;
}

static void
rows_clear (Rows *rows)
{
  g_hash_table_unref (rows->columns);
  model_dictionary_unref (rows->dictionary);
}

static const ModelColumn *
lookup_cb (const ModelField *field,
           gpointer          user_data)
{
  return g_hash_table_lookup (((Rows *) user_data)->columns, field);
}

/* The rows kept, as "125"; the error's message where there is one. */
static char *
keep (Rows       *rows,
      const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnalysisExpr) expr = analysis_expr_parse (text, rows->dictionary, FALSE, &error);
  guint8 mask[N];
  GString *kept = g_string_new (NULL);

  if (expr == NULL || !analysis_expr_eval (expr, N, lookup_cb, rows, mask, &error))
    {
      g_string_assign (kept, error->message);
      return g_string_free (kept, FALSE);
    }
  for (guint i = 0; i < N; i++)
    if (mask[i] != 0)
      g_string_append_printf (kept, "%u", i + 1);
  return g_string_free (kept, FALSE);
}

static void
test_kept (void)
{
  static const char *const cases[][2] = {
    { "smoking = never", "16" },
    { "smoking != never", "23" },
    { "not smoking = never", "23" },
    { "not not smoking = never", "16" },
    { "smoking in (never, 'current')", "136" },
    { "smoking not in (never, \"current\")", "2" },
    { "not smoking in (never, current)", "2" },
    { "smoking is missing", "45" },
    { "smoking is unknown", "4" },
    { "smoking is not missing", "1236" },
    { "not smoking is unknown", "12356" },
    { "bmi < 25", "16" },
    { "bmi <= 25", "126" },
    { "bmi > 25", "3" },
    { "bmi >= 25", "23" },
    { "bmi = 25", "2" },
    { "bmi != 25", "136" },
    { "bmi in (18.5, 30.5, -1)", "13" },
    { "not bmi in (18.5, 30.5)", "26" },
    { "not bmi < 25", "23" },
    { "losses < 3", "1" },
    { "losses > 2.5", "2346" },
    { "losses = 2.5", "" },
    { "losses >= -1e300 and losses <= 1e300", "12346" },
    { "losses > 1e300", "" },
    { "losses_before_referral = 3", "26" },
    { "infertility_causes = pcos", "23" },
    { "infertility_causes != pcos", "15" },
    { "infertility_causes in (male, tubal)", "25" },
    { "apl_confirmed = true", "16" },
    { "apl_confirmed = NO", "25" },
    { "apl_confirmed != 1", "25" },
    { "'first seen' < 2011", "1" },
    { "'first seen' = 2011", "236" },
    { "'first seen' > 2011", "4" },
    { "'first seen' >= 2011-03", "2346" },
    { "'first seen' <= 2011-03-09", "13" },
    { "'first seen' != 2011", "14" },
    { "smoking = never and bmi < 20", "1" },
    { "smoking = never or bmi > 30", "136" },
    { "bmi >= 20 and bmi < 25", "6" },
    { "not (bmi >= 20 and bmi < 25)", "123" },
    { "losses > 2 and losses > 3 and losses < 5", "3" },
    { "bmi > 30 and bmi < 20", "" },
    { "losses > 4 and losses < 3 or losses = 2", "1" },
    { "bmi > 20 and bmi in (25, 30.5) and bmi < 30", "2" },
    { "bmi > 20 and not bmi > 25 and bmi < 25", "6" },
    { "smoking = never or bmi > 30 and losses = 3", "16" },
    { "(smoking = never or bmi > 30) and losses = 3", "6" },
    { "not (smoking = never or bmi > 30)", "2" },
    { "not (smoking = never and bmi > 20)", "123" },
    { "smoking = current or smoking is missing or bmi is missing", "345" },
    { "SMOKING = never", "Character 1: There is no field “SMOKING”." },
    { "smoking = never AND bmi < 20 Or losses IN (5)", "14" },
    { "patient.smoking = former", "2" },
    { "((((smoking=former))))", "2" },
    { "smoking='never'and bmi<20", "1" },
  };
  Rows rows = rows_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *kept = keep (&rows, cases[i][0]);

      if (strcmp (kept, cases[i][1]) != 0)
        g_error ("%s: %s, expected %s", cases[i][0], kept, cases[i][1]);
    }
  rows_clear (&rows);
}

static void
check_refused (ModelDictionary *dictionary,
               const char      *text,
               gboolean         at_transfer,
               AnalysisError    code,
               guint            character)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *place = g_strdup_printf ("Character %u: ", character);

  if (analysis_expr_parse (text, dictionary, at_transfer, &error) != NULL)
    g_error ("\"%s\" was taken", text);
  if (!g_error_matches (error, ANALYSIS_ERROR, (int) code)
      || !g_str_has_prefix (error->message, place))
    g_error ("\"%s\": \"%s\", expected code %d at %s", text, error->message, code, place);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    AnalysisError code;
    guint character;
  } cases[] = {
    { "", ANALYSIS_ERROR_SYNTAX, 1 },
    { "   ", ANALYSIS_ERROR_SYNTAX, 4 },
    { "bmi", ANALYSIS_ERROR_SYNTAX, 4 },
    { "bmi <", ANALYSIS_ERROR_SYNTAX, 6 },
    { "bmi < < 3", ANALYSIS_ERROR_SYNTAX, 7 },
    { "bmi == 3", ANALYSIS_ERROR_SYNTAX, 6 },
    { "bmi ! 3", ANALYSIS_ERROR_SYNTAX, 5 },
    { "bmi < 3 and", ANALYSIS_ERROR_SYNTAX, 12 },
    { "bmi < 3 smoking = never", ANALYSIS_ERROR_SYNTAX, 9 },
    { "(bmi < 3", ANALYSIS_ERROR_SYNTAX, 9 },
    { "bmi < 3)", ANALYSIS_ERROR_SYNTAX, 8 },
    { "smoking = 'never", ANALYSIS_ERROR_SYNTAX, 11 },
    { "smoking in never", ANALYSIS_ERROR_SYNTAX, 12 },
    { "smoking in ()", ANALYSIS_ERROR_SYNTAX, 13 },
    { "smoking in (never current)", ANALYSIS_ERROR_SYNTAX, 19 },
    { "smoking in (never,", ANALYSIS_ERROR_SYNTAX, 19 },
    { "smoking not never", ANALYSIS_ERROR_SYNTAX, 13 },
    { "smoking is never", ANALYSIS_ERROR_SYNTAX, 12 },
    { "and", ANALYSIS_ERROR_FIELD, 1 },
    { "smoking = always", ANALYSIS_ERROR_VALUE, 11 },
    { "smoking in (never, always)", ANALYSIS_ERROR_VALUE, 20 },
    { "smoking < never", ANALYSIS_ERROR_VALUE, 9 },
    { "apl_confirmed >= true", ANALYSIS_ERROR_VALUE, 15 },
    { "apl_confirmed = maybe", ANALYSIS_ERROR_VALUE, 17 },
    { "bmi < 30,5", ANALYSIS_ERROR_SYNTAX, 9 },
    { "bmi < thirty", ANALYSIS_ERROR_VALUE, 7 },
    { "bmi < nan", ANALYSIS_ERROR_VALUE, 7 },
    { "Müller = 1 and bmi < x", ANALYSIS_ERROR_FIELD, 1 },
    { "smoking = 'Müller' and bmi < x", ANALYSIS_ERROR_VALUE, 11 },
    { "bmi > 1 and smoking in ('never', 'Müller')", ANALYSIS_ERROR_VALUE, 34 },
    { "height_cm = 3", ANALYSIS_ERROR_FIELD, 1 },
    { "bmi > 1 and note = x", ANALYSIS_ERROR_FIELD, 13 },
    { "outcome_class = live_birth", ANALYSIS_ERROR_AFTER, 1 },
    { "bmi < 3 or clinical_pregnancy = true", ANALYSIS_ERROR_AFTER, 12 },
    { "fate = live_birth", ANALYSIS_ERROR_AFTER, 1 },
    { "ever_treated = true", ANALYSIS_ERROR_AFTER, 1 },
    { "series_number = 2", ANALYSIS_ERROR_FIELD, 1 },
    { "bmi < \xff", ANALYSIS_ERROR_SYNTAX, 7 },
  };
  g_autoptr (ModelDictionary) dictionary = model_dictionary_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      if (strcmp (cases[i].text, "height_cm = 3") == 0
          && model_dictionary_find_analysable (dictionary, "height_cm") != NULL)
        continue;
      check_refused (dictionary, cases[i].text, FALSE, cases[i].code, cases[i].character);
    }
}

/* In a counting rule fields are the transfer's; the index transfer isn't known yet. */
static void
test_counting_rule (void)
{
  g_autoptr (ModelDictionary) dictionary = model_dictionary_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AnalysisExpr) at_transfer =
      analysis_expr_parse ("kind = frozen and age < 38", dictionary, TRUE, &error);
  g_autoptr (AnalysisExpr) at_index = NULL;
  g_autoptr (GPtrArray) fields = NULL, index_fields = NULL;

  g_assert_no_error (error);
  fields = analysis_expr_fields (at_transfer);
  g_assert_cmpuint (fields->len, ==, 2);
  g_assert_cmpint (((const ModelField *) fields->pdata[0])->table, ==, MODEL_TABLE_TRANSFER);
  g_assert_cmpstr (((const ModelField *) fields->pdata[1])->id, ==, "age_at_transfer");

  at_index =
      analysis_expr_parse ("age < 38 and treated = true and age > 20", dictionary, FALSE, &error);
  g_assert_no_error (error);
  index_fields = analysis_expr_fields (at_index);
  g_assert_cmpuint (index_fields->len, ==, 2);
  g_assert_cmpstr (((const ModelField *) index_fields->pdata[0])->id, ==, "age_at_index_transfer");
  g_assert_cmpstr (((const ModelField *) index_fields->pdata[1])->id, ==, "immunomodulated");

  check_refused (dictionary, "age_at_index_transfer < 38", TRUE, ANALYSIS_ERROR_FIELD, 1);
  check_refused (dictionary, "outcome_class = live_birth", TRUE, ANALYSIS_ERROR_AFTER, 1);
}

/* Nothing outcome-like slips through by any name. */
static void
test_nothing_after (void)
{
  g_autoptr (ModelDictionary) dictionary = model_dictionary_new ();
  guint n = 0;

  for (guint table = 0; table < MODEL_N_ALL_TABLES; table++)
    for (guint i = 0; i < model_dictionary_n_fields (dictionary, (ModelTable) table); i++)
      {
        const ModelField *field = model_dictionary_field (dictionary, (ModelTable) table, i);
        g_autofree char *bare = g_strdup_printf ("%s is missing", field->id);
        g_autofree char *full =
            g_strdup_printf ("%s.%s is missing", model_table_id ((ModelTable) table), field->id);
        const char *texts[] = { bare, full };

        for (guint j = 0; field->known == MODEL_KNOWN_AFTER && j < 2; j++)
          {
            g_autoptr (AnalysisExpr) expr = analysis_expr_parse (texts[j], dictionary, FALSE, NULL);
            g_autoptr (GPtrArray) fields = expr != NULL ? analysis_expr_fields (expr) : NULL;

            n++;
            if (fields != NULL)
              g_assert_cmpint (((const ModelField *) fields->pdata[0])->known, ==,
                               MODEL_KNOWN_AT_TRANSFER);
          }
      }
  g_assert_cmpuint (n, >, 20);
}

/* --- hostile input --- */

static const char *const pieces[] = { "bmi < 25",
                                      "smoking = never",
                                      " or ",
                                      " and ",
                                      "bmi",
                                      "smoking",
                                      "losses",
                                      "apl_confirmed",
                                      "infertility_causes",
                                      "never",
                                      "25",
                                      "-1e308",
                                      "2011-03",
                                      "true",
                                      "tubal",
                                      "'",
                                      "\"",
                                      "''",
                                      "(",
                                      ")",
                                      "((",
                                      "))",
                                      ",",
                                      "=",
                                      "!=",
                                      "<",
                                      "<=",
                                      ">",
                                      ">=",
                                      "!",
                                      " and ",
                                      " or ",
                                      " not ",
                                      " in ",
                                      " is ",
                                      "missing",
                                      "unknown",
                                      " ",
                                      "\t",
                                      "\n",
                                      ".",
                                      ":",
                                      "é",
                                      "\xf0\x9f\x91\xb6",
                                      "\xff",
                                      "%s%n",
                                      "ever",
                                      "\x01" };

static void
random_text (GString *text)
{
  guint n = (guint) g_test_rand_int_range (0, g_test_rand_bit () ? 4 : 30);

  g_string_truncate (text, 0);
  for (guint i = 0; i < n; i++)
    if (g_test_rand_int_range (0, 8) == 0)
      g_string_append_c (text, (char) g_test_rand_int_range (1, 256));
    else
      g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
}

/* A random good expression, so that the deeper parts are reached too. */
static void
random_good (GString *text,
             guint    depth)
{
  static const char *const tests[] = { "bmi < 25",
                                       "bmi != 25",
                                       "smoking = never",
                                       "smoking not in (never, current)",
                                       "losses in (2, 3)",
                                       "apl_confirmed = true",
                                       "infertility_causes = pcos",
                                       "bmi is unknown",
                                       "smoking is missing" };
  int shape = depth == 0 ? 0 : g_test_rand_int_range (0, 4);

  switch (shape)
    {
    case 0:
      g_string_append (text, tests[g_test_rand_int_range (0, G_N_ELEMENTS (tests))]);
      break;
    case 1:
      g_string_append (text, "not (");
      random_good (text, depth - 1);
      g_string_append (text, ")");
      break;
    default:
      g_string_append (text, "(");
      random_good (text, depth - 1);
      g_string_append (text, shape == 2 ? ") and (" : ") or (");
      random_good (text, depth - 1);
      g_string_append (text, ")");
      break;
    }
}

/* Random pieces either parse or give an error with a place within the text. */
static void
test_hostile (void)
{
  Rows rows = rows_new ();
  GString *text = g_string_new (NULL);
  guint n_good = 0;

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AnalysisExpr) expr = NULL;
      guint place = 0;
      guint8 mask[N];

      random_text (text);
      expr = analysis_expr_parse (text->str, rows.dictionary, g_test_rand_bit (), &error);
      g_assert_true ((expr == NULL) == (error != NULL));
      if (expr != NULL)
        {
          /* Fields of a transfer have no column here. */
          gboolean good = analysis_expr_eval (expr, N, lookup_cb, &rows, mask, &error);

          n_good += good;
          g_assert_true (good == (error == NULL));
          continue;
        }
      g_assert_cmpint (sscanf (error->message, "Character %u: ", &place), ==, 1);
      g_assert_cmpuint (place, >=, 1);
      g_assert_cmpuint (place, <=, text->len + 1);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  g_assert_cmpuint (n_good, >, 20);
  g_string_free (text, TRUE);
  rows_clear (&rows);
}

/* Of any expression e each row is kept by e, by not e, or by neither; `not not e` is e; and e and
 * not e keep nothing. */
static void
test_three_values (void)
{
  Rows rows = rows_new ();

  for (guint i = 0; i < 2000; i++)
    {
      GString *text = g_string_new (NULL);
      g_autofree char *is = NULL, *not_not = NULL, *both = NULL, *twice = NULL, *none = NULL;

      random_good (text, 4);
      is = keep (&rows, text->str);
      both = g_strdup_printf ("(%s) and not (%s)", text->str, text->str);
      none = keep (&rows, both);
      g_assert_cmpstr (none, ==, "");
      twice = g_strdup_printf ("not (not (%s))", text->str);
      not_not = keep (&rows, twice);
      g_assert_cmpstr (is, ==, not_not);
      g_string_free (text, TRUE);
    }
  rows_clear (&rows);
}

static char *
repeat (const char *begin,
        const char *middle,
        const char *end,
        guint       n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (text, begin);
  g_string_append (text, middle);
  for (guint i = 0; i < n; i++)
    g_string_append (text, end);
  return g_string_free (text, FALSE);
}

static void
test_limits (void)
{
  Rows rows = rows_new ();
  g_autofree char *deep = repeat ("(", "bmi < 25", ")", ANALYSIS_EXPR_MAX_DEPTH - 1);
  g_autofree char *deeper = repeat ("(", "bmi < 25", ")", ANALYSIS_EXPR_MAX_DEPTH);
  g_autofree char *deepest = repeat ("(", "", "", ANALYSIS_EXPR_MAX_LENGTH);
  g_autofree char *nots = repeat ("not ", "bmi < 25", "", 2000);
  g_autofree char *chain = repeat ("bmi < 25 or ", "bmi < 25", "", 800);
  g_autofree char *nested_nots = repeat ("not (", "bmi < 25", ")", 60);
  g_autofree char *longer = repeat (" ", "bmi < 25", "", ANALYSIS_EXPR_MAX_LENGTH);
  g_autofree char *kept = keep (&rows, deep), *kept_nots = keep (&rows, nots);
  g_autofree char *kept_chain = keep (&rows, chain), *kept_nested = keep (&rows, nested_nots);

  g_assert_cmpstr (kept, ==, "16");
  g_assert_cmpstr (kept_nots, ==, "16");
  g_assert_cmpstr (kept_chain, ==, "16");
  g_assert_cmpstr (kept_nested, ==, "16");
  check_refused (rows.dictionary, deeper, FALSE, ANALYSIS_ERROR_SYNTAX,
                 ANALYSIS_EXPR_MAX_DEPTH + 1);
  check_refused (rows.dictionary, deepest, FALSE, ANALYSIS_ERROR_SYNTAX,
                 ANALYSIS_EXPR_MAX_DEPTH + 1);
  check_refused (rows.dictionary, longer, FALSE, ANALYSIS_ERROR_SYNTAX, ANALYSIS_EXPR_MAX_LENGTH);
  rows_clear (&rows);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/expr/kept", test_kept);
  g_test_add_func ("/analysis/expr/refused", test_refused);
  g_test_add_func ("/analysis/expr/counting-rule", test_counting_rule);
  g_test_add_func ("/analysis/expr/nothing-after", test_nothing_after);
  g_test_add_func ("/analysis/expr/hostile", test_hostile);
  g_test_add_func ("/analysis/expr/three-values", test_three_values);
  g_test_add_func ("/analysis/expr/limits", test_limits);
  return g_test_run ();
}
