/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The checks of one row by itself: each cell against its field, and the cells of a row against each
 * other. What needs another row is in model-check.c, where all rules are listed. */
#include "model-check-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base-number.h"
#include "model-dictionary-private.h"
#include "model-value-private.h"

/* Outcomes of which a karyotype of the loss can be. */
static const char *const losses[] = { "biochemical_loss", "pul",         "ectopic",    "mole",
                                      "miscarriage",      "termination", "stillbirth", NULL };

#define DELIVERY_MIN_DAYS 140 /* 20 weeks */
#define DELIVERY_MAX_DAYS 315 /* 45 weeks */
#define PREDNISONE_MAX_MG 60

/* ---- cells --------------------------------------------------------------------------------- */

static void
add_value_issue (ModelCheck       *self,
                 const ModelRow   *row,
                 const ModelField *field,
                 const ModelField *by,
                 const char       *value)
{
  static const char *const rules[] = {
    [MODEL_VALUE_ERROR_TYPE] = "type",
    [MODEL_VALUE_ERROR_RANGE] = "range",
    [MODEL_VALUE_ERROR_CODE] = "code",
    [MODEL_VALUE_ERROR_MISSING] = "missing-kind",
    [MODEL_VALUE_ERROR_TEXT] = "text",
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *canonical = NULL;
  const char *rule;

  if (model_value_check (by, value, FALSE, &canonical, &error))
    {
      model_check_add (self, MODEL_ISSUE_HARD, row, field, "notation",
                       g_strdup (_ ("Expected the value in the register's own notation.")));
      return;
    }
  rule = rules[error->code];
  if (error->code == MODEL_VALUE_ERROR_TEXT && model_field_refuses_national_id (by)
      && model_text_has_national_id (value, strlen (value)))
    rule = "national-id";
  model_check_add (self, MODEL_ISSUE_HARD, row, field, rule, g_strdup (error->message));
}

static char *
soft_range_message (const ModelField *field)
{
  g_autofree char *low = isnan (field->soft_min) ? NULL : base_number_to_text (field->soft_min);
  g_autofree char *high = isnan (field->soft_max) ? NULL : base_number_to_text (field->soft_max);

  if (field->type == MODEL_TYPE_DURATION_DAYS && low != NULL && high != NULL)
    return g_strdup_printf (_ ("Usually %d+%d to %d+%d weeks."), (int) field->soft_min / 7,
                            (int) field->soft_min % 7, (int) field->soft_max / 7,
                            (int) field->soft_max % 7);
  if (low != NULL && high != NULL)
    return g_strdup_printf (_ ("Usually %s to %s."), low, high);
  return low != NULL ? g_strdup_printf (_ ("Usually %s or more."), low)
                     : g_strdup_printf (_ ("Usually %s or less."), high);
}

/* The two soft ranges that are rules of their own keep their own ids. */
static const char *
soft_range_rule (const ModelField *field,
                 double            number)
{
  if (field->table == MODEL_TABLE_TRANSFER && number > field->soft_max
      && strcmp (field->id, "embryos_transferred") == 0)
    return "more-than-two-embryos";
  if (field->table == MODEL_TABLE_CHILD && strcmp (field->id, "weight_g") == 0)
    return "child-weight";
  return "soft-range";
}

static void
check_number (ModelCheck       *self,
              const ModelRow   *row,
              const ModelField *field,
              const ModelField *by,
              double            number)
{
  if (G_UNLIKELY (number < by->soft_min || number > by->soft_max))
    model_check_add (self, MODEL_ISSUE_SOFT, row, field, soft_range_rule (by, number),
                     soft_range_message (by));
}

static void
check_date (ModelCheck       *self,
            const ModelRow   *row,
            const ModelEntry *entry,
            BaseDate          date)
{
  const ModelField *field = &entry->field;

  if (date.year < self->today_year && date.year > self->birth_year)
    return;
  if (G_UNLIKELY (self->today != BASE_DAY_NONE && base_date_first_day (date) > self->today)
      && (field->ahead_if == NULL
          || (entry->ahead.set && !model_condition_holds (&entry->ahead, row->values, NULL))))
    model_check_add (self, MODEL_ISSUE_HARD, row, field, "future",
                     g_strdup (_ ("Expected a day that is not in the future.")));

  /* Her own dates of birth are what the others are measured by. */
  if (G_UNLIKELY (self->birth_first != BASE_DAY_NONE
                  && base_date_last_day (date) < self->birth_first)
      && !field->month_only && row->table != MODEL_TABLE_IDENTITY)
    model_check_add (self, MODEL_ISSUE_HARD, row, field, "before-birth",
                     g_strdup (_ ("Expected a day after her birth.")));
}

static void
check_reference (ModelCheck       *self,
                 const ModelRow   *row,
                 const ModelField *field,
                 double            key)
{
  if (self->record != NULL && field->references < MODEL_N_TABLES
      && model_record_find (self->record, field->references, (gint64) key) == NULL)
    model_check_add (
        self, MODEL_ISSUE_HARD, row, field, "reference",
        g_strdup_printf (_ ("Expected a row of this patient (%s)."),
                         g_dgettext (GETTEXT_PACKAGE, model_table_label (field->references))));
}

static void
check_required (ModelCheck       *self,
                const ModelRow   *row,
                const ModelEntry *entry)
{
  const ModelField *field = &entry->field;

  if (!model_condition_holds (&entry->shown, row->values, NULL))
    return;
  if (row->table == MODEL_TABLE_FOLLOWUP && strcmp (field->id, "date") == 0
      && model_check_is (self, row, "status", "discontinued"))
    model_check_add (
        self, MODEL_ISSUE_HARD, row, field, "discontinued-without-date",
        g_strdup (_ ("Expected the day, or at least the year, from which treatment was stopped.")));
  else
    model_check_add (self, MODEL_ISSUE_HARD, row, field, "required",
                     g_strdup (_ ("A value is required here.")));
}

static void
check_cell (ModelCheck       *self,
            const ModelRow   *row,
            const ModelEntry *entry,
            const char       *value)
{
  const ModelField *field = &entry->field;
  ModelParsed parsed;

  if (G_UNLIKELY (!model_value_read (field, value, strlen (value), &parsed)))
    {
      add_value_issue (self, row, field, field, value);
      return;
    }
  if (parsed.missing != MODEL_MISSING_NONE)
    return;
  switch (field->type)
    {
    case MODEL_TYPE_INTEGER:
    case MODEL_TYPE_REAL:
    case MODEL_TYPE_DURATION_DAYS:
      check_number (self, row, field, field, parsed.number);
      break;
    case MODEL_TYPE_DATE:
    case MODEL_TYPE_DATETIME:
      check_date (self, row, entry, parsed.date);
      break;
    case MODEL_TYPE_REFERENCE:
      check_reference (self, row, field, parsed.number);
      break;
    case MODEL_TYPE_TEXT:
    case MODEL_TYPE_BOOLEAN:
    case MODEL_TYPE_CODE:
    case MODEL_TYPE_MULTICODE:
    default:
      break;
    }
}

/* ---- cells against each other -------------------------------------------------------------- */

/* The year in which a partner was born is no date, but can't lie ahead either. */
static void
check_partner (ModelCheck     *self,
               const ModelRow *row)
{
  double year;

  if (self->today != BASE_DAY_NONE && model_check_number (self, row, "birth_year", &year)
      && base_day_from_ymd ((int) year, 1, 1) > self->today)
    model_check_add (self, MODEL_ISSUE_HARD, row,
                     model_check_field (self, row->table, "birth_year"), "future",
                     g_strdup (_ ("Expected a year that is not in the future.")));
}

/* The result of a test, by what the test is. */
static void
check_investigation (ModelCheck     *self,
                     const ModelRow *row)
{
  const ModelField *field = model_check_field (self, row->table, "value");
  const ModelField *by = model_row_value_field (self->dictionary, row, field);
  const char *value = model_row_get (row, field);
  const char *unit = model_check_value (self, row, "unit");
  gboolean own_unit = unit == NULL || by->unit == NULL || strcmp (unit, by->unit) == 0;
  ModelParsed parsed;

  if (by == field || value == NULL)
    return;
  if (!model_value_read (by, value, strlen (value), &parsed))
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *canonical = NULL;
      /* In another unit the range of the test says nothing. */
      if (own_unit || model_value_check (by, value, FALSE, &canonical, &error)
          || error->code != MODEL_VALUE_ERROR_RANGE)
        add_value_issue (self, row, field, by, value);
    }
  else if (own_unit && parsed.missing == MODEL_MISSING_NONE
           && (by->type == MODEL_TYPE_INTEGER || by->type == MODEL_TYPE_REAL))
    check_number (self, row, field, by, parsed.number);
}

/* A pregnancy, or the outcome of a transfer: both have these fields. */
static void
check_ending (ModelCheck     *self,
              const ModelRow *row)
{
  const char *outcome = model_check_value (self, row, "outcome");
  const char *karyotype = model_check_value (self, row, "loss_karyotype");
  gboolean delivery =
      outcome != NULL
      && (strcmp (outcome, "live_birth") == 0 || strcmp (outcome, "stillbirth") == 0);
  double gestation;

  if (delivery && model_check_number (self, row, "gestation_days", &gestation)
      && (gestation < DELIVERY_MIN_DAYS || gestation > DELIVERY_MAX_DAYS))
    model_check_add (self, MODEL_ISSUE_HARD, row,
                     model_check_field (self, row->table, "gestation_days"), "delivery-gestation",
                     g_strdup (_ ("Expected 20+0 to 45+0 weeks for a delivery; before that the "
                                  "ending is a miscarriage.")));
  if (karyotype != NULL && strcmp (karyotype, "not_done") != 0
      && (outcome == NULL || !g_strv_contains (losses, outcome)))
    model_check_add (self, MODEL_ISSUE_SOFT, row,
                     model_check_field (self, row->table, "loss_karyotype"),
                     "karyotype-without-loss",
                     g_strdup (_ ("There is a karyotype of a loss, but the ending is no loss.")));
}

/* Milligrams of prednisone per milligram of the drug; 0: no glucocorticoid. */
static double
prednisone_factor (const char *drug)
{
  if (strcmp (drug, "prednisone") == 0 || strcmp (drug, "prednisolone") == 0)
    return 1;
  if (strcmp (drug, "methylprednisolone") == 0)
    return 1.25;
  return strcmp (drug, "dexamethasone") == 0 ? 6.67 : 0;
}

/* Ended before it began: certain only where the spans of two partial dates don't meet. */
static void
check_order (ModelCheck     *self,
             const ModelRow *row,
             const char     *start,
             const char     *end)
{
  BaseDate first = model_check_date (self, row, start), last = model_check_date (self, row, end);
  const char *a = model_check_value (self, row, start), *b = model_check_value (self, row, end);
  gboolean times = a != NULL && b != NULL && strlen (a) == 16 && strlen (b) == 16;

  if (!base_date_is_set (first) || !base_date_is_set (last))
    return;
  /* Two times of day of full dates are in order when their texts are. */
  if (base_date_last_day (last) < base_date_first_day (first) || (times && strcmp (b, a) < 0))
    model_check_add (self, MODEL_ISSUE_SOFT, row, model_check_field (self, row->table, end),
                     "ends-before-start", g_strdup (_ ("This is before the start.")));
}

static void
check_medication (ModelCheck     *self,
                  const ModelRow *row)
{
  const char *drug = model_check_value (self, row, "drug");
  const char *unit = model_check_value (self, row, "dose_unit");
  double dose, factor = drug != NULL ? prednisone_factor (drug) : 0;

  check_order (self, row, "start_date", "stop_date");
  if (factor == 0 || unit == NULL || !model_check_number (self, row, "dose_per_day", &dose))
    return;
  if (strcmp (unit, "g") == 0)
    dose *= 1000;
  else if (strcmp (unit, "ug") == 0)
    dose /= 1000;
  else if (strcmp (unit, "mg") != 0)
    return;
  if (dose * factor > PREDNISONE_MAX_MG)
    model_check_add (
        self, MODEL_ISSUE_SOFT, row, model_check_field (self, row->table, "dose_per_day"),
        "prednisone-dose",
        g_strdup_printf (_ ("Usually up to %d mg of prednisone, or its equivalent, per day."),
                         PREDNISONE_MAX_MG));
}

void
model_check_row (ModelCheck     *self,
                 const ModelRow *row)
{
  guint n;
  const ModelEntry *const *entries = model_dictionary_entries (self->dictionary, row->table, &n);

  for (guint i = 0; i < n && i < row->n_values; i++)
    if (row->values[i] != NULL)
      check_cell (self, row, entries[i], row->values[i]);
    else if (entries[i]->field.required == MODEL_REQUIRED_HARD)
      check_required (self, row, entries[i]);

  switch ((int) row->table)
    {
    case MODEL_TABLE_PARTNER:
      check_partner (self, row);
      break;
    case MODEL_TABLE_INVESTIGATION:
      check_investigation (self, row);
      break;
    case MODEL_TABLE_PREGNANCY:
    case MODEL_TABLE_TRANSFER_OUTCOME:
      check_ending (self, row);
      break;
    case MODEL_TABLE_INFUSION:
      check_order (self, row, "started_at", "ended_at");
      break;
    case MODEL_TABLE_MEDICATION:
      check_medication (self, row);
      break;
    case MODEL_TABLE_CONSENT:
      check_order (self, row, "date", "withdrawn_date");
      break;
    default:
      break;
    }
}

void
model_row_check (ModelDictionary *dictionary,
                 const ModelRow  *row,
                 gint32           today,
                 GPtrArray       *issues)
{
  ModelCheck check;

  g_return_if_fail (dictionary != NULL && row != NULL && issues != NULL);

  model_check_init (&check, dictionary, NULL, today, issues);
  model_check_row (&check, row);
}
