/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Export notation: missing kinds, escapes, canonical values, and the check of one value. */
#include <math.h>

#include "base-number.h"
#include "maker.h"

static ModelDictionary *d;

static const ModelField *
find (ModelTable  table,
      const char *id)
{
  const ModelField *field = model_dictionary_find (d, table, id);

  if (field == NULL)
    g_error ("no field %s", id);
  return field;
}

/* What a value becomes; NULL expected: not asked. */
static void
becomes (const ModelField *field,
         const char       *value,
         const char       *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *canonical = NULL;

  if (!model_value_check (field, value, FALSE, &canonical, &error))
    g_error ("%s: '%s' was refused: %s", field->id, value, error->message);
  g_assert_cmpstr (canonical, ==, expected);
  g_assert_true (
      model_value_is_canonical (field, canonical, canonical != NULL ? strlen (canonical) : 0));
  g_assert_cmpint (model_value_is_canonical (field, value, strlen (value)), ==,
                   strcmp (value, expected != NULL ? expected : "") == 0);
}

static void
refused (const ModelField *field,
         const char       *value,
         ModelValueError   code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *canonical = NULL;

  g_assert_false (model_value_is_canonical (field, value, strlen (value)));
  if (model_value_check (field, value, FALSE, &canonical, &error))
    g_error ("%s: '%s' was taken", field->id, value);
  g_assert_error (error, MODEL_VALUE_ERROR, (int) code);
  g_assert_null (canonical);
  /* The message says what is expected, never what was found. */
  g_assert_true (strlen (value) < 4 || strstr (error->message, value) == NULL);
  g_assert_true (g_str_has_suffix (error->message, "."));
}

static void
test_missing (void)
{
  const ModelField *smoking = find (MODEL_TABLE_PATIENT, "smoking"),
                   *code = find (MODEL_TABLE_PATIENT, "code");
  const ModelField *hcg = find (MODEL_TABLE_TRANSFER_OUTCOME, "hcg_value");

  g_assert_cmpint (model_value_missing (NULL), ==, MODEL_MISSING_NOT_ASKED);
  g_assert_cmpint (model_value_missing (""), ==, MODEL_MISSING_NOT_ASKED);
  g_assert_cmpint (model_value_missing ("?"), ==, MODEL_MISSING_UNKNOWN);
  g_assert_cmpint (model_value_missing ("n/a"), ==, MODEL_MISSING_NOT_APPLICABLE);
  g_assert_cmpint (model_value_missing ("pending"), ==, MODEL_MISSING_PENDING);
  g_assert_cmpint (model_value_missing ("??"), ==, MODEL_MISSING_NONE);
  g_assert_cmpint (model_value_missing ("pendings"), ==, MODEL_MISSING_NONE);
  g_assert_cmpint (model_value_missing ("pendin"), ==, MODEL_MISSING_NONE);
  g_assert_cmpint (model_value_missing ("N/A"), ==, MODEL_MISSING_NONE);
  g_assert_cmpint (model_value_missing ("\\?"), ==, MODEL_MISSING_NONE);
  for (guint i = MODEL_MISSING_NOT_ASKED; i < MODEL_N_MISSING; i++)
    g_assert_cmpint (model_value_missing (model_value_from_missing (i)), ==, i);

  becomes (hcg, "", NULL);
  becomes (hcg, "  ", NULL);
  becomes (hcg, "?", "?");
  becomes (hcg, " ? ", "?");
  becomes (hcg, "n/a", "n/a");
  becomes (hcg, "pending", "pending");
  refused (smoking, "pending", MODEL_VALUE_ERROR_MISSING);
  refused (smoking, "n/a", MODEL_VALUE_ERROR_MISSING);
  refused (code, "?", MODEL_VALUE_ERROR_MISSING);
  becomes (code, "", NULL); /* required HARD is the row's business */
}

static void
test_escape (void)
{
  static const struct { const char *text, *value;
  } pairs[] = {
    { "plain", "plain" },
    { "?", "\\?" },
    { "n/a", "\\n/a" },
    { "pending", "\\pending" },
    { "\\", "\\\\" },
    { "\\?", "\\\\?" },
    { "\\server\\share", "\\\\server\\share" },
    { "\\\\server", "\\\\\\server" },
    { "pending result", "pending result" },
    { "=1+1", "=1+1" },
  };
  const ModelField *note = find (MODEL_TABLE_PATIENT, "note");

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *value = model_value_from_text (pairs[i].text);
      g_autofree char *text = model_value_to_text (pairs[i].value);
      g_assert_cmpstr (value, ==, pairs[i].value);
      g_assert_cmpstr (text, ==, pairs[i].text);
      becomes (note, pairs[i].value, pairs[i].value);
    }
  /* A file of another program knows no escapes: a lone backslash is a text that begins so. */
  becomes (note, "\\server", "\\\\server");
  becomes (note, "\\", "\\\\");
  becomes (note, "\\\\a\r\nb", "\\\\a\nb");
  g_assert_null (model_value_from_text (NULL));
  g_assert_null (model_value_from_text ("  "));
  g_assert_null (model_value_to_text ("?"));
  g_assert_null (model_value_to_text (NULL));
  /* White space around a missing kind doesn't make it a text, so a text that is one is escaped. */
  g_autofree char *padded = model_value_from_text (" ? ");
  g_assert_cmpstr (padded, ==, "\\?");
}

static void
test_text (void)
{
  const ModelField *note = find (MODEL_TABLE_PATIENT, "note");
  g_autofree char *longest = g_strnfill (10000, 'x');

  becomes (note, "one\ntwo\tthree", "one\ntwo\tthree");
  becomes (note, "one\r\ntwo\rthree", "one\ntwo\nthree");
  becomes (note, "  outer \n", "outer");
  becomes (note, "u\xcc\x88", "\xc3\xbc"); /* u + diaeresis: NFC */
  becomes (note, "M\xc3\xbcller, S\xc3\xb8ren", "M\xc3\xbcller, S\xc3\xb8ren");
  becomes (note, "\xcc\x88", "\xcc\x88");
  becomes (note, "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80");
  becomes (note, "\"quoted\", 'so'; a=b", "\"quoted\", 'so'; a=b");
  becomes (note, longest, longest);
  refused (note, "\xff\xfe", MODEL_VALUE_ERROR_TEXT);
  refused (note, "a\x01" "b", MODEL_VALUE_ERROR_TEXT);
  refused (note, "a\x7f", MODEL_VALUE_ERROR_TEXT);
  refused (note, "a\xc2\x85" "b", MODEL_VALUE_ERROR_TEXT); /* U+0085 */
}

static void
test_numbers (void)
{
  const ModelField *weight = find (MODEL_TABLE_PATIENT, "weight_kg"),
                   *dose = find (MODEL_TABLE_MEDICATION, "dose_per_day");
  const ModelField *months = find (MODEL_TABLE_PATIENT, "months_attempting"),
                   *gestation = find (MODEL_TABLE_PREGNANCY, "gestation_days");
  const ModelField *hcg = find (MODEL_TABLE_TRANSFER_OUTCOME, "hcg_value"),
                   *partner = find (MODEL_TABLE_CYCLE, "partner");
  g_autofree char *canonical = NULL;
  g_autoptr (GError) error = NULL;

  becomes (weight, "62.5", "62.5");
  becomes (weight, "62.50", "62.5");
  becomes (weight, "062", "62");
  becomes (weight, "+62", "62");
  becomes (weight, "6.25e1", "62.5");
  becomes (weight, "30", "30");
  becomes (weight, "250", "250");
  becomes (dose, "0.001", "0.001");
  becomes (dose, ".5", "0.5");
  becomes (hcg, "0", "0");
  becomes (hcg, "-0", "0");
  becomes (hcg, "1e6", "1000000");
  becomes (hcg, "0.00001", "1e-05");
  refused (weight, "29.999", MODEL_VALUE_ERROR_RANGE);
  refused (weight, "250.001", MODEL_VALUE_ERROR_RANGE);
  refused (hcg, "-1", MODEL_VALUE_ERROR_RANGE);
  refused (weight, "62,5", MODEL_VALUE_ERROR_TYPE);
  refused (weight, "62 kg", MODEL_VALUE_ERROR_TYPE);
  refused (weight, "nan", MODEL_VALUE_ERROR_TYPE);
  refused (weight, "0x40", MODEL_VALUE_ERROR_TYPE);
  g_assert_true (model_value_check (weight, "62,5", TRUE, &canonical, &error));
  g_assert_cmpstr (canonical, ==, "62.5");

  becomes (months, "36", "36");
  becomes (months, "036", "36");
  becomes (months, "0", "0");
  refused (months, "36.0", MODEL_VALUE_ERROR_TYPE);
  refused (months, "361", MODEL_VALUE_ERROR_RANGE);
  refused (months, "-1", MODEL_VALUE_ERROR_RANGE);
  refused (months, "99999999999999999999999", MODEL_VALUE_ERROR_TYPE);
  becomes (gestation, "59", "59");
  refused (gestation, "8+3", MODEL_VALUE_ERROR_TYPE); /* days in files, weeks in forms */
  refused (gestation, "20", MODEL_VALUE_ERROR_RANGE);
  becomes (partner, "3", "3");
  becomes (partner, "-3", "-3"); /* a place in a draft */
  refused (partner, "0", MODEL_VALUE_ERROR_TYPE);
  refused (partner, "a", MODEL_VALUE_ERROR_TYPE);
}

/* The quick way of reading a number agrees with writing it anew, on any text that looks like one.
 */
static void
test_real_quick (void)
{
  const ModelField any = { .id = "any",
                           .table = MODEL_TABLE_SOURCE,
                           .type = MODEL_TYPE_REAL,
                           .hard_min = NAN,
                           .hard_max = NAN };
  guint32 seed = g_random_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint n_canonical = 0;

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 200000; i++)
    {
      char text[BASE_NUMBER_SIZE] = "", written[BASE_NUMBER_SIZE];
      double value, number;
      gboolean right;
      guint n = g_rand_int_range (rand, 1, 20), point = g_rand_int_range (rand, 0, 22);
      for (guint j = 0; j < n; j++)
        text[j] = j == point ? '.' : "0123456789"[g_rand_int_range (rand, 0, i % 3 == 0 ? 10 : 3)];
      if (i % 7 == 0)
        {
          memmove (text + 1, text, strlen (text) + 1);
          text[0] = '-';
        }
      right = base_number_parse (text, &value)
              && strcmp (base_number_to_buffer (value == 0 ? 0 : value, written), text) == 0;
      if (model_value_is_canonical (&any, text, strlen (text)) != right)
        g_error ("seed %u: '%s' is %scanonical", seed, text, right ? "" : "not ");
      if (right)
        {
          g_assert_true (model_value_number (text, &number));
          g_assert_cmpfloat (number, ==, value);
          n_canonical++;
        }
    }
  g_assert_cmpuint (n_canonical, >, 10000);
  /* And every double as it is written. */
  for (guint i = 0; i < 50000; i++)
    {
      char written[BASE_NUMBER_SIZE];
      double number,
          value = ldexp (g_rand_double_range (rand, -1, 1), g_rand_int_range (rand, -60, 60));
      base_number_to_buffer (value, written);
      g_assert_true (model_value_is_canonical (&any, written, strlen (written)));
      g_assert_true (model_value_number (written, &number));
      g_assert_cmpfloat (number, ==, value);
    }
}

static void
test_codes (void)
{
  const ModelField *smoking = find (MODEL_TABLE_PATIENT, "smoking"),
                   *causes = find (MODEL_TABLE_PATIENT, "infertility_causes");
  const ModelField *uterus = find (MODEL_TABLE_TEST, "uterine_cavity"),
                   *serious = find (MODEL_TABLE_ADVERSE_EVENT, "serious");

  becomes (smoking, "never", "never");
  becomes (smoking, " never ", "never");
  refused (smoking, "Never", MODEL_VALUE_ERROR_CODE);
  refused (smoking, "nev", MODEL_VALUE_ERROR_CODE);
  refused (smoking, "nevers", MODEL_VALUE_ERROR_CODE);
  becomes (causes, "tubal pcos male", "tubal pcos male");
  becomes (causes, "male tubal  pcos tubal", "tubal pcos male");
  becomes (causes, "none", "none");
  refused (causes, "none tubal", MODEL_VALUE_ERROR_CODE);
  refused (causes, "tubal nothing", MODEL_VALUE_ERROR_CODE);
  refused (causes, "tubal,pcos", MODEL_VALUE_ERROR_CODE);
  refused (uterus, "normal polyp", MODEL_VALUE_ERROR_CODE);
  becomes (uterus, "polyp septate", "septate polyp");
  becomes (serious, "true", "true");
  becomes (serious, "FALSE", "false");
  becomes (serious, "1", "true");
  becomes (serious, "0", "false");
  refused (serious, "yes", MODEL_VALUE_ERROR_TYPE);

  g_assert_true (model_value_has_code ("tubal pcos male", "pcos"));
  g_assert_true (model_value_has_code ("tubal pcos male", "tubal"));
  g_assert_true (model_value_has_code ("tubal pcos male", "male"));
  g_assert_false (model_value_has_code ("tubal pcos male", "pco"));
  g_assert_false (model_value_has_code ("tubal pcos male", "cos"));
  g_assert_false (model_value_has_code (NULL, "pcos"));
  g_assert_false (model_value_has_code ("?", "?"));
}

static void
test_dates (void)
{
  const ModelField *date = find (MODEL_TABLE_TRANSFER, "date"),
                   *started = find (MODEL_TABLE_INFUSION, "started_at");
  const ModelField *birth_month = find (MODEL_TABLE_PATIENT, "birth_month");

  becomes (date, "2011", "2011");
  becomes (date, "2011-03", "2011-03");
  becomes (date, "2011-03-09", "2011-03-09");
  becomes (date, "2012-02-29", "2012-02-29");
  becomes (date, "2000-02-29", "2000-02-29");
  refused (date, "2011-02-29", MODEL_VALUE_ERROR_TYPE);
  refused (date, "1900-02-29", MODEL_VALUE_ERROR_TYPE);
  refused (date, "2011-13", MODEL_VALUE_ERROR_TYPE);
  refused (date, "2011-3-9", MODEL_VALUE_ERROR_TYPE);
  refused (date, "9.3.2011", MODEL_VALUE_ERROR_TYPE);
  refused (date, "2011-03-09T14:05", MODEL_VALUE_ERROR_TYPE);
  refused (date, "0000", MODEL_VALUE_ERROR_TYPE);
  becomes (started, "2011-03-09T14:05", "2011-03-09T14:05");
  becomes (started, "2011-03-09", "2011-03-09");
  becomes (started, "2011", "2011");
  refused (started, "2011-03-09T24:00", MODEL_VALUE_ERROR_TYPE);
  refused (started, "2011-03-09 14:05", MODEL_VALUE_ERROR_TYPE);
  refused (started, "2011-02-29T14:05", MODEL_VALUE_ERROR_TYPE);
  /* No birth date leaves identity. */
  becomes (birth_month, "1974-05", "1974-05");
  becomes (birth_month, "1974", "1974");
  refused (birth_month, "1974-05-01", MODEL_VALUE_ERROR_TYPE);
  becomes (find (MODEL_TABLE_IDENTITY, "birth_date"), "1974-05-01", "1974-05-01");

  g_assert_true (
      base_date_equal (model_value_date ("2011-03-09T14:05"), ((BaseDate){ 2011, 3, 9 })));
  g_assert_true (base_date_equal (model_value_date ("2011-03"), ((BaseDate) { 2011, 3, 0 })));
  g_assert_false (base_date_is_set (model_value_date ("?")));
  g_assert_false (base_date_is_set (model_value_date (NULL)));
  g_assert_false (base_date_is_set (model_value_date ("2011-02-30")));
}

/* Reading a date here equals base_date_parse on every text of its shape. */
static void
test_dates_like_base (void)
{
  const ModelField *date = find (MODEL_TABLE_TRANSFER, "date");

  for (int year = 1899; year <= 2013; year += year < 1901 || year > 1998 ? 1 : 97)
    for (int month = 0; month <= 13; month++)
      for (int day = 0; day <= 32; day++)
        {
          char text[32];
          BaseDate parsed;
          g_snprintf (text, sizeof text, "%04d-%02d-%02d", year, month, day);
          gboolean right = base_date_parse (text, &parsed);
          g_assert_cmpint (model_value_is_canonical (date, text, strlen (text)), ==, right);
          if (right)
            g_assert_true (base_date_equal (parsed, model_value_date (text)));
        }
}

/* Numbers that were issued to nobody: dates that exist, and where a check digit is asked, one that
 * was computed by the rule. */
static void
test_national_ids (void)
{
  static const char *const ids[] = {
    "010203-1234",
    "311299-0001",
    "290200-1234",
    "010203 1234",
    "CPR 010203-1234.",
    "(010203-1234)",
    "x\n010203-1234",
    "0102031234x no, 010203-1234",
    "0107530002" /* modulus 11 */,
    "811228-9874",
    "811228+9874",
    "19811228-9874",
    "811288-9874" /* day + 60 */,
    "8112289874",
    "198112289874",
    "010150 12345",
    "010150-12345",
    "410150-12345" /* D number */,
    "014150 12345" /* month + 40 */,
    "01015000070",
    "131052-308T",
    "131052-308t",
    "131052A308T",
    "131052+308T",
  };
  static const char *const others[] = {
    "329903-1234" /* no such day */,
    "011303-1234" /* no such month in either order */,
    "0102031235",
    "P010203-1234",
    "010203-1234x",
    "010203-12345678",
    "010203-123",
    "01020-1234",
    "010203--1234",
    "2011-03-09",
    "tlf. 12345678",
    "1234567890",
    "11.03.2009",
    "batch 4312345678",
    "131052A308U" /* check character */,
    "46,XY",
    "12345678901",
    "500 IU 10-12 days",
    "8112289875",
    "",
  };
  const ModelField *note = find (MODEL_TABLE_PATIENT, "note"),
                   *code = find (MODEL_TABLE_PATIENT, "code");

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_test_message ("%s", ids[i]);
      refused (note, ids[i], MODEL_VALUE_ERROR_TEXT);
      refused (code, ids[i], MODEL_VALUE_ERROR_TEXT);
      g_assert_true (model_value_is_canonical (find (MODEL_TABLE_IDENTITY, "national_id"), ids[i],
                                               strlen (ids[i])));
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_test_message ("%s", others[i]);
      g_assert_true (model_value_is_canonical (note, others[i], strlen (others[i])));
    }
}

/* What was made canonical is canonical, whatever it was. */
static void
test_canonical_property (void)
{
  static const char *const scraps[] = { "?",    "n/a",         "pending", "\\",       " ",
                                        "\n",   "-",           "1",       "0",        "9",
                                        ".",    "e",           "true",    "none",     "male",
                                        "2011", "-03",         "T14:05",  "\xc3\xbc", "u\xcc\x88",
                                        "\r",   "\t",          "\xff",    "A",        "=",
                                        "\"",   "010203-1234", "+" };
  guint32 seed = g_random_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint n_taken = 0;

  for (guint i = 0; i < 20000; i++)
    {
      guint table = g_rand_int_range (rand, 0, MODEL_N_TABLES);
      const ModelField *field = model_dictionary_stored (
          d, table, g_rand_int_range (rand, 0, model_dictionary_n_stored (d, table)));
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *canonical = NULL, *again = NULL;
      for (int n = g_rand_int_range (rand, 1, 5); n > 0; n--)
        g_string_append (text, scraps[g_rand_int_range (rand, 0, G_N_ELEMENTS (scraps))]);
      if (!model_value_check (field, text->str, g_rand_boolean (rand), &canonical, &error))
        {
          if (model_value_is_canonical (field, text->str, text->len))
            g_error ("seed %u: %s '%s' is canonical, but was refused", seed, field->id, text->str);
          continue;
        }
      if (!model_value_is_canonical (field, canonical, canonical != NULL ? strlen (canonical) : 0))
        g_error ("seed %u: %s '%s' became '%s', which isn't canonical", seed, field->id, text->str,
                 canonical);
      g_assert_true (model_value_check (field, canonical, FALSE, &again, NULL));
      g_assert_cmpstr (canonical, ==, again);
      n_taken++;
    }
  g_assert_cmpuint (n_taken, >, 500);
}

static void
test_reading (void)
{
  double number;

  g_assert_true (model_value_number ("true", &number) && number == 1);
  g_assert_true (model_value_number ("false", &number) && number == 0);
  g_assert_true (model_value_number ("-3", &number) && number == -3);
  g_assert_true (model_value_number ("25.3", &number) && number == 25.3);
  g_assert_false (model_value_number ("?", &number));
  g_assert_false (model_value_number ("n/a", &number));
  g_assert_false (model_value_number ("pending", &number));
  g_assert_false (model_value_number (NULL, &number));
  g_assert_false (model_value_number ("", &number));
  g_assert_true (model_value_equal (NULL, ""));
  g_assert_true (model_value_equal (NULL, NULL));
  g_assert_true (model_value_equal ("a", "a"));
  g_assert_false (model_value_equal ("?", NULL));
}

int
main (int   argc,
      char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  d = model_dictionary_new ();
  g_test_add_func ("/model/value/missing", test_missing);
  g_test_add_func ("/model/value/escape", test_escape);
  g_test_add_func ("/model/value/text", test_text);
  g_test_add_func ("/model/value/numbers", test_numbers);
  g_test_add_func ("/model/value/real-quick", test_real_quick);
  g_test_add_func ("/model/value/codes", test_codes);
  g_test_add_func ("/model/value/dates", test_dates);
  g_test_add_func ("/model/value/dates-like-base", test_dates_like_base);
  g_test_add_func ("/model/value/national-ids", test_national_ids);
  g_test_add_func ("/model/value/canonical-property", test_canonical_property);
  g_test_add_func ("/model/value/reading", test_reading);
  result = g_test_run ();
  model_dictionary_unref (d);
  return result;
}
