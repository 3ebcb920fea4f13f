/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values as typed and as shown, in whatever locale the suite runs. */
#include <locale.h>
#include <math.h>

#include "maker.h"

static ModelDictionary *d;
static gint32 today;

static const ModelField *
find (ModelTable  table,
      const char *id)
{
  const ModelField *field = model_dictionary_find (d, table, id);

  if (field == NULL)
    g_error ("no field %s", id);
  return field;
}

static void
typed (const ModelField *field,
       const char       *text,
       const char       *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;

  if (!model_value_from_typed (field, text, today, &value, &error))
    g_error ("%s: '%s' was refused: %s", field->id, text, error->message);
  g_assert_cmpstr (value, ==, expected);
}

static void
refused (const ModelField *field,
         const char       *text,
         ModelValueError   code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;

  if (model_value_from_typed (field, text, today, &value, &error))
    g_error ("%s: '%s' was taken as '%s'", field->id, text, value);
  g_assert_error (error, MODEL_VALUE_ERROR, (int) code);
  g_assert_null (value);
}

static void
test_missing (void)
{
  const ModelField *hcg = find (MODEL_TABLE_TRANSFER_OUTCOME, "hcg_value"),
                   *sex = find (MODEL_TABLE_CHILD, "sex");
  const ModelField *batch = find (MODEL_TABLE_INFUSION, "batch"),
                   *karyotype = find (MODEL_TABLE_TEST, "karyotype");

  typed (hcg, "", NULL);
  typed (hcg, " - ", NULL);
  typed (hcg, "?", "?");
  typed (hcg, "n/a", "n/a");
  typed (hcg, "N/A", "n/a");
  typed (hcg, "p", "pending");
  typed (hcg, "P", "pending");
  typed (hcg, "Pending", "pending");
  refused (sex, "p", MODEL_VALUE_ERROR_MISSING);
  refused (sex, "n/a", MODEL_VALUE_ERROR_MISSING);
  typed (batch, "p", "p");
  typed (batch, "-", NULL);
  typed (batch, "\\-", "-");
  typed (batch, "\\?", "\\?");
  typed (batch, "?", "?");
  typed (karyotype, "pending", "pending");
  refused (batch, "pending", MODEL_VALUE_ERROR_MISSING);
  typed (batch, NULL, NULL);
}

static void
test_numbers (void)
{
  const ModelField *weight = find (MODEL_TABLE_PATIENT, "weight_kg"),
                   *months = find (MODEL_TABLE_PATIENT, "months_attempting");

  typed (weight, "62,5", "62.5");
  typed (weight, "62.5", "62.5");
  typed (weight, " 62 ", "62");
  refused (weight, "62,5 kg", MODEL_VALUE_ERROR_TYPE);
  refused (weight, "1.062,5", MODEL_VALUE_ERROR_TYPE);
  refused (weight, "300", MODEL_VALUE_ERROR_RANGE);
  typed (months, "36", "36");
  refused (months, "36,5", MODEL_VALUE_ERROR_TYPE);
  refused (months, "three", MODEL_VALUE_ERROR_TYPE);
}

static void
test_durations (void)
{
  const ModelField *gestation = find (MODEL_TABLE_TRANSFER_OUTCOME, "gestation_days");
  g_autofree char *shown = model_value_to_display (gestation, "59");

  typed (gestation, "8+3", "59");
  typed (gestation, "8 + 3", "59");
  typed (gestation, "8w3d", "59");
  typed (gestation, "8W3", "59");
  typed (gestation, "8w 3d", "59");
  typed (gestation, "8w", "56");
  typed (gestation, "59d", "59");
  typed (gestation, "40+0", "280");
  refused (gestation, "8+7", MODEL_VALUE_ERROR_TYPE);
  refused (gestation, "8+", MODEL_VALUE_ERROR_TYPE);
  refused (gestation, "8", MODEL_VALUE_ERROR_TYPE);  /* weeks or days? */
  refused (gestation, "59", MODEL_VALUE_ERROR_TYPE);
  refused (gestation, "8.3", MODEL_VALUE_ERROR_TYPE);
  refused (gestation, "8+3x", MODEL_VALUE_ERROR_TYPE);
  refused (gestation, "46+0", MODEL_VALUE_ERROR_RANGE);
  refused (gestation, "99999999999999999999w", MODEL_VALUE_ERROR_TYPE);
  g_assert_cmpstr (shown, ==, "8+3");
}

static void
test_codes (void)
{
  const ModelField *outcome = find (MODEL_TABLE_TRANSFER_OUTCOME, "outcome"),
                   *causes = find (MODEL_TABLE_PATIENT, "infertility_causes");
  const ModelField *serious = find (MODEL_TABLE_ADVERSE_EVENT, "serious"),
                   *grade = find (MODEL_TABLE_EMBRYO, "inner_cell_mass");

  typed (outcome, "live_birth", "live_birth");
  typed (outcome, "LIVE_BIRTH", "live_birth");
  typed (outcome, "Live birth", "live_birth");
  typed (outcome, "live", "live_birth");
  typed (outcome, "mis", "miscarriage");
  typed (outcome, "no", "no_pregnancy");
  refused (outcome, "m", MODEL_VALUE_ERROR_CODE); /* molar or miscarriage */
  typed (outcome, "mol", "mole");
  refused (outcome, "birth", MODEL_VALUE_ERROR_CODE);
  refused (outcome, "live births", MODEL_VALUE_ERROR_CODE);
  typed (grade, "a", "a");
  typed (grade, "B, several, loose", "b");
  typed (causes, "PCOS, tubal", "tubal pcos");
  typed (causes, "pcos; Male factor", "pcos male");
  typed (causes, "tubal pcos", "tubal pcos");
  typed (causes, "None (not infertile)", "none");
  refused (causes, "PCOS, nothing", MODEL_VALUE_ERROR_CODE);
  refused (causes, "None (not infertile), PCOS", MODEL_VALUE_ERROR_CODE);
  typed (serious, "y", "true");
  typed (serious, "Yes", "true");
  typed (serious, "no", "false");
  typed (serious, "FALSE", "false");
  refused (serious, "maybe", MODEL_VALUE_ERROR_TYPE);
}

static void
test_dates (void)
{
  const ModelField *date = find (MODEL_TABLE_TRANSFER, "date"),
                   *started = find (MODEL_TABLE_INFUSION, "started_at");
  const ModelField *month = find (MODEL_TABLE_PATIENT, "birth_month");

  typed (date, "9.3.2011", "2011-03-09");
  typed (date, "3.2011", "2011-03");
  typed (date, "2011", "2011");
  typed (date, "2011-03-09", "2011-03-09");
  refused (date, "31.2.2011", MODEL_VALUE_ERROR_TYPE);
  refused (date, "yesterday", MODEL_VALUE_ERROR_TYPE);
  typed (started, "9.3.2011 14:05", "2011-03-09T14:05");
  typed (started, "9.3.2011", "2011-03-09");
  typed (month, "5.1974", "1974-05");
  refused (month, "9.5.1974", MODEL_VALUE_ERROR_TYPE);
}

static void
test_text (void)
{
  const ModelField *note = find (MODEL_TABLE_PATIENT, "note");

  typed (note, " two\nlines ", "two\nlines");
  typed (note, "u\xcc\x88", "\xc3\xbc");
  typed (note, "\\\\x", "\\\\x");
  refused (note, "\xff", MODEL_VALUE_ERROR_TEXT);
  refused (note, "born 010203-1234", MODEL_VALUE_ERROR_TEXT);
  refused (note, "?", MODEL_VALUE_ERROR_MISSING);
}

static void
shows (const ModelField *field,
       const char       *value,
       const char       *expected)
{
  g_autofree char *shown = model_value_to_display (field, value);
  g_autofree char *localized = g_strdup (expected);

  if (field->type == MODEL_TYPE_REAL && *localeconv ()->decimal_point == ',')
    g_strdelimit (localized, ".", ',');
  g_assert_cmpstr (shown, ==, localized);
}

static void
test_display (void)
{
  const ModelField *weight = find (MODEL_TABLE_PATIENT, "weight_kg"),
                   *dose = find (MODEL_TABLE_MEDICATION, "dose_per_day");

  shows (weight, "62.5", "62.5");
  shows (weight, "62", "62.0");
  shows (weight, "62.25", "62.25");
  shows (dose, "0.125", "0.125"); /* a dose is never rounded */
  shows (dose, "5", "5");
  shows (find (MODEL_TABLE_TRANSFER, "age_at_transfer"), "35.4312",
         "35.4"); /* a derived value is */
  shows (find (MODEL_TABLE_PATIENT, "infertility_causes"), "tubal pcos", "Tubal, PCOS");
  shows (find (MODEL_TABLE_CHILD, "born_alive"), "true", "Yes");
  shows (find (MODEL_TABLE_PATIENT, "note"), "\\?", "?");
  shows (weight, "?", "unknown");
  shows (weight, "n/a", "not applicable");
  shows (weight, "pending", "pending");
  shows (weight, NULL, "");
  shows (find (MODEL_TABLE_PATIENT, "months_attempting"), "36", "36");
  /* The day in the user's language: what base-date says. */
  g_autofree char *day = base_date_to_display ((BaseDate) { 2011, 3, 9 });
  shows (find (MODEL_TABLE_TRANSFER, "date"), "2011-03-09", day);
  g_autofree char *time = base_datetime_to_display ((BaseDate) { 2011, 3, 9 }, 845);
  shows (find (MODEL_TABLE_INFUSION, "started_at"), "2011-03-09T14:05", time);
  g_autofree char *editable = model_value_to_editable (weight, "62.5");
  g_assert_cmpstr (editable, ==, *localeconv ()->decimal_point == ',' ? "62,5" : "62.5");
}

static void
round_trip (const ModelField *field,
            const char       *value)
{
  g_autofree char *text = model_value_to_editable (field, value), *back = NULL;
  g_autoptr (GError) error = NULL;

  if (!model_value_from_typed (field, text, today, &back, &error))
    g_error ("%s: '%s', shown as '%s', was refused: %s", field->id, value, text, error->message);
  g_assert_cmpstr (back, ==, value);
}

/* An entry that is opened and left alone changes nothing: for every field, every code and missing
 * kind, and one value or several of each type. */
static void
test_round_trip (void)
{
  static const char *const texts[] = { "x",     "-", "\\?",  "\\n/a", "\\pending", "\\\\",
                                       "\\\\-", "p", "a\nb", "=1",    "\xc3\xbc",  NULL };
  static const char *const dates[] = { "2011", "2011-03", "2011-03-09", "1899-12-31", NULL };
  static const char *const times[] = { "2011", "2011-03-09", "2011-03-09T00:00", "2011-03-09T14:05",
                                       NULL };
  static const char *const reals[] = { "0.1",  "1e-07", "100",       "33.333333333333336",
                                       "64.5", "0.125", "123456.75", NULL };
  static const char *const wholes[] = { "1", "2", "7", "30", "100", "200", "1980", "-1", NULL };
  static const char *const booleans[] = { "true", "false", NULL };

  for (guint table = 0; table < MODEL_N_ALL_TABLES; table++)
    for (guint i = 0; i < model_dictionary_n_fields (d, table); i++)
      {
        const ModelField *field = model_dictionary_field (d, table, i);
        const char *const *values = wholes;
        g_test_message ("%s.%s", model_table_id (table), field->id);
        for (guint m = MODEL_MISSING_UNKNOWN; m < MODEL_N_MISSING; m++)
          if ((field->missing_allowed & (1u << m)) != 0)
            round_trip (field, model_value_from_missing (m));
        round_trip (field, NULL);
        for (guint c = 0; c < field->n_codes; c++)
          round_trip (field, field->codes[c].id);
        if (field->type == MODEL_TYPE_MULTICODE)
          {
            g_autofree char *pair =
                g_strconcat (field->codes[1].id, " ", field->codes[field->n_codes - 1].id, NULL);
            round_trip (field, pair);
          }
        if (field->n_codes > 0)
          continue;
        if (field->type == MODEL_TYPE_TEXT)
          values = texts;
        else if (field->type == MODEL_TYPE_DATE)
          values = dates;
        else if (field->type == MODEL_TYPE_DATETIME)
          values = times;
        else if (field->type == MODEL_TYPE_REAL)
          values = reals;
        else if (field->type == MODEL_TYPE_BOOLEAN)
          values = booleans;
        for (; *values != NULL; values++)
          /* No span of days that is typed is negative. */
          if (model_value_is_canonical (field, *values, strlen (*values))
              && !(field->type == MODEL_TYPE_DURATION_DAYS && **values == '-'))
            round_trip (field, *values);
      }
}

int
main (int   argc,
      char *argv[])
{
  int result;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  d = model_dictionary_new ();
  today = cut_day ();
  g_test_add_func ("/model/typed/missing", test_missing);
  g_test_add_func ("/model/typed/numbers", test_numbers);
  g_test_add_func ("/model/typed/durations", test_durations);
  g_test_add_func ("/model/typed/codes", test_codes);
  g_test_add_func ("/model/typed/dates", test_dates);
  g_test_add_func ("/model/typed/text", test_text);
  g_test_add_func ("/model/typed/display", test_display);
  g_test_add_func ("/model/typed/round-trip", test_round_trip);
  result = g_test_run ();
  model_dictionary_unref (d);
  return result;
}
