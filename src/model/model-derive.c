/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The value of a field from a patient's record, as of a data cut: reading the record, and which
 * function makes which derived variable. What depends on a question (index transfer, series number,
 * fate) is made under the default one. A missing input gives unknown, never a guess; what cannot be
 * asked of a row is not applicable. */
#include "model-derive-private.h"

#include <math.h>
#include <string.h>

#include "base-number.h"

#define BIT(table) (1u << MODEL_TABLE_##table)

/* What the history of losses and births reads, and what a series under the default question reads.
 */
#define HISTORY_TABLES                                                                             \
  (BIT (PATIENT) | BIT (PREGNANCY) | BIT (TRANSFER) | BIT (TRANSFER_OUTCOME) | BIT (CHILD))
#define SERIES_TABLES (HISTORY_TABLES | BIT (FOLLOWUP))
#define OUTCOME_TABLES (BIT (TRANSFER) | BIT (TRANSFER_OUTCOME) | BIT (CHILD))

typedef char *(*DeriveFunction) (DeriveContext *self);

typedef struct
{
  ModelTable table;
  const char *id;
  DeriveFunction derive;
  guint tables;
  gboolean dated; /* of a patient: reads rows with a date, so it has a value as of each transfer */
} DeriveRule;

static const DeriveRule rules[] = {
  { MODEL_TABLE_PATIENT, "bmi", derive_bmi, BIT (PATIENT) },
  { MODEL_TABLE_PATIENT, "age_at_index_transfer", derive_age_at_transfer,
    BIT (PATIENT) | BIT (TRANSFER) },
  { MODEL_TABLE_PATIENT, "partner_age_at_index_transfer", derive_partner_age,
    BIT (TRANSFER) | BIT (CYCLE) | BIT (PARTNER) },
  { MODEL_TABLE_PATIENT, "losses_before_referral", derive_losses_before_referral, HISTORY_TABLES,
    TRUE },
  { MODEL_TABLE_PATIENT, "consecutive_losses", derive_consecutive_losses, HISTORY_TABLES,
    TRUE },
  { MODEL_TABLE_PATIENT, "losses_after_art", derive_losses_after_art, HISTORY_TABLES,
    TRUE },
  { MODEL_TABLE_PATIENT, "births_before_referral", derive_births_before_referral, HISTORY_TABLES,
    TRUE },
  { MODEL_TABLE_PATIENT, "rpl_type", derive_rpl_type, HISTORY_TABLES,
    TRUE },
  { MODEL_TABLE_PATIENT, "firstborn_sex", derive_firstborn_sex, HISTORY_TABLES,
    TRUE },
  { MODEL_TABLE_PATIENT, "hy_restricting_hla", derive_hy_restricting_hla,
    BIT (INVESTIGATION) | BIT (TRANSFER), TRUE },
  { MODEL_TABLE_PATIENT, "apl_confirmed", derive_apl_confirmed,
    BIT (INVESTIGATION) | BIT (TRANSFER), TRUE },
  { MODEL_TABLE_PATIENT, "research_consent", derive_research_consent, BIT (CONSENT) },
  { MODEL_TABLE_PATIENT, "fate", derive_fate, SERIES_TABLES },
  { MODEL_TABLE_PREGNANCY, "is_loss", derive_is_loss, BIT (PREGNANCY) },
  { MODEL_TABLE_TRANSFER, "transfer_number", derive_transfer_number,
    BIT (PATIENT) | BIT (TRANSFER) },
  { MODEL_TABLE_TRANSFER, "series_number", derive_series_number, SERIES_TABLES },
  { MODEL_TABLE_TRANSFER, "age_at_transfer", derive_age_at_transfer,
    BIT (PATIENT) | BIT (TRANSFER) },
  { MODEL_TABLE_TRANSFER, "oocyte_age", derive_oocyte_age,
    BIT (PATIENT) | BIT (CYCLE) | BIT (TRANSFER) | BIT (EMBRYO) },
  { MODEL_TABLE_TRANSFER, "transfer_year", derive_transfer_year, BIT (TRANSFER) },
  { MODEL_TABLE_TRANSFER, "losses_before_transfer", derive_losses_before_transfer, HISTORY_TABLES },
  { MODEL_TABLE_TRANSFER, "previous_outcome", derive_previous_outcome,
    BIT (PATIENT) | OUTCOME_TABLES },
  { MODEL_TABLE_TRANSFER, "days_since_previous_transfer", derive_days_since_previous,
    BIT (PATIENT) | BIT (TRANSFER) },
  { MODEL_TABLE_TRANSFER, "stage", derive_stage, BIT (TRANSFER) | BIT (EMBRYO) },
  { MODEL_TABLE_TRANSFER, "good_quality", derive_good_quality, BIT (TRANSFER) | BIT (EMBRYO) },
  { MODEL_TABLE_TRANSFER, "treatment", derive_treatment,
    BIT (TRANSFER) | BIT (INFUSION) | BIT (MEDICATION) },
  { MODEL_TABLE_TRANSFER, "immunomodulated", derive_immunomodulated,
    BIT (TRANSFER) | BIT (INFUSION) | BIT (MEDICATION) },
  { MODEL_TABLE_TRANSFER, "ivig_g_per_kg", derive_ivig_g_per_kg, BIT (TRANSFER) | BIT (INFUSION) },
  { MODEL_TABLE_TRANSFER, "prednisone_mg_at_transfer", derive_prednisone_mg,
    BIT (TRANSFER) | BIT (MEDICATION) },
  { MODEL_TABLE_TRANSFER, "days_first_infusion_to_transfer", derive_days_first_infusion,
    BIT (TRANSFER) | BIT (INFUSION) },
  { MODEL_TABLE_TRANSFER, "outcome_class", derive_outcome_class, OUTCOME_TABLES },
  { MODEL_TABLE_TRANSFER, "clinical_pregnancy", derive_clinical_pregnancy, OUTCOME_TABLES },
  { MODEL_TABLE_TRANSFER, "ongoing_pregnancy", derive_ongoing_pregnancy, OUTCOME_TABLES },
  { MODEL_TABLE_INFUSION, "g_per_kg", derive_g_per_kg, BIT (TRANSFER) | BIT (INFUSION) },
  { MODEL_TABLE_TRANSFER_OUTCOME, "gestation_by_dates", derive_gestation_by_dates, OUTCOME_TABLES },
  /* No growth reference can be chosen yet, so there is nothing to measure a weight against. */
  { MODEL_TABLE_CHILD, "weight_sd", NULL, BIT (CHILD) },
  { MODEL_TABLE_FOLLOWUP, "reason_medical", derive_reason_medical, BIT (FOLLOWUP) },
};

/* --- reading --- */

gboolean
derive_in_force (const DeriveContext *self,
                 const ModelRow      *row)
{
  while (row != NULL && row->archived == 0)
    {
      ModelTable parent = model_table_parent (row->table);

      if (parent == MODEL_N_TABLES || row->parent == 0)
        return TRUE;
      row = model_record_find (self->record, parent, row->parent);
      /* A record that was read without its parents counts as it stands. */
      if (row == NULL)
        return TRUE;
    }
  return FALSE;
}

const ModelRow *
derive_next (const DeriveContext *self,
             ModelTable           table,
             guint               *iterator)
{
  GPtrArray *rows = self->record->rows[table];

  while (*iterator < rows->len)
    {
      const ModelRow *row = g_ptr_array_index (rows, (*iterator)++);

      if (derive_in_force (self, row))
        return row;
    }
  return NULL;
}

const ModelRow *
derive_find (const DeriveContext *self,
             ModelTable           table,
             gint64               key)
{
  const ModelRow *row = key != 0 ? model_record_find (self->record, table, key) : NULL;

  return row != NULL && derive_in_force (self, row) ? row : NULL;
}

const ModelRow *
derive_patient (const DeriveContext *self)
{
  guint i = 0;

  return derive_next (self, MODEL_TABLE_PATIENT, &i);
}

const char *
derive_value (const DeriveContext *self,
              const ModelRow      *row,
              const char          *id)
{
  const ModelField *field;

  if (row == NULL)
    return NULL;
  field = model_dictionary_find (self->dictionary, row->table, id);
  return field != NULL ? model_row_get (row, field) : NULL;
}

gboolean
derive_number (const DeriveContext *self,
               const ModelRow      *row,
               const char          *id,
               double              *out_number)
{
  const char *value = derive_value (self, row, id);

  return value != NULL && model_value_missing (value) == MODEL_MISSING_NONE
         && model_value_number (value, out_number);
}

gboolean
derive_is (const DeriveContext *self,
           const ModelRow      *row,
           const char          *id,
           const char          *code)
{
  const char *value = derive_value (self, row, id);

  return value != NULL && model_value_has_code (value, code);
}

gboolean
derive_is_any (const DeriveContext *self,
               const ModelRow      *row,
               const char          *id,
               const char *const   *codes)
{
  const char *value = derive_value (self, row, id);

  return value != NULL && g_strv_contains (codes, value);
}

DeriveSpan
derive_span (const DeriveContext *self,
             const ModelRow      *row,
             const char          *id)
{
  const char *value = derive_value (self, row, id);
  BaseDate date = value != NULL ? model_value_date (value) : BASE_DATE_NONE;

  if (!base_date_is_set (date))
    return (DeriveSpan) { FALSE, BASE_DAY_NONE, BASE_DAY_NONE };
  return (DeriveSpan) { TRUE, base_date_first_day (date), base_date_last_day (date) };
}

gint64
derive_reference (const DeriveContext *self,
                  const ModelRow      *row,
                  const char          *id)
{
  double number;

  return derive_number (self, row, id, &number) ? (gint64) number : 0;
}

/* --- the transfers in order --- */

static ModelTransferPlace
place_of (const DeriveTransfer *transfer)
{
  return (ModelTransferPlace) { transfer->date.first, transfer->date.last, transfer->row->parent,
                                transfer->order_in_cycle, transfer->row->key };
}

static int
compare_transfers (gconstpointer a,
                   gconstpointer b)
{
  ModelTransferPlace x = place_of (a), y = place_of (b);

  return model_transfer_place_compare (&x, &y);
}

static gboolean
is_same_transfer (const DeriveTransfer *a,
                  const DeriveTransfer *b)
{
  ModelTransferPlace x = place_of (a), y = place_of (b);

  return model_transfer_place_is_same (&x, &y);
}

static DeriveTransfer
derive_transfer (const DeriveContext *self,
                 const ModelRow      *row)
{
  DeriveTransfer transfer = { row, derive_span (self, row, "date"), 0 };
  double order;

  if (derive_number (self, row, "order_in_cycle", &order))
    transfer.order_in_cycle = (gint64) order;
  return transfer;
}

/* Puts each behind the first that it is one with: another of the cycle, with a partial date, may
 * have come between them. */
static void
bring_together (GArray *performed)
{
  DeriveTransfer *all = (DeriveTransfer *) (gpointer) performed->data;

  for (guint i = 0; i < performed->len; i++)
    for (guint j = i + 1, to = i + 1; j < performed->len; j++)
      if (is_same_transfer (&all[i], &all[j]))
        {
          DeriveTransfer same = all[j];

          memmove (&all[to + 1], &all[to], (j - to) * sizeof same);
          all[to++] = same;
        }
}

GArray *
derive_performed (DeriveContext *self)
{
  guint i = 0;
  const ModelRow *row;

  if (self->performed != NULL)
    return self->performed;
  self->performed = g_array_new (FALSE, FALSE, sizeof (DeriveTransfer));
  while ((row = derive_next (self, MODEL_TABLE_TRANSFER, &i)) != NULL)
    {
      DeriveTransfer transfer = derive_transfer (self, row);

      if (derive_is (self, row, "status", "performed") && transfer.date.set
          && transfer.date.last <= self->cut)
        g_array_append_val (self->performed, transfer);
    }
  g_array_sort (self->performed, compare_transfers);
  bring_together (self->performed);
  return self->performed;
}

int
derive_rank (DeriveContext *self,
             gint64         transfer)
{
  GArray *performed = derive_performed (self);

  for (guint i = 0; i < performed->len; i++)
    if (g_array_index (performed, DeriveTransfer, i).row->key == transfer)
      return (int) i;
  return -1;
}

gboolean
derive_is_same (DeriveContext *self,
                guint          a,
                guint          b)
{
  GArray *performed = derive_performed (self);

  return is_same_transfer (&g_array_index (performed, DeriveTransfer, a),
                           &g_array_index (performed, DeriveTransfer, b));
}

guint
derive_first_of (DeriveContext *self,
                 guint          rank)
{
  while (rank > 0 && derive_is_same (self, rank - 1, rank))
    rank--;
  return rank;
}

gboolean
derive_precedes (const DeriveContext *self,
                 const ModelRow      *a,
                 const ModelRow      *b)
{
  DeriveTransfer first = derive_transfer (self, a), second = derive_transfer (self, b);

  return first.date.set && second.date.set && !is_same_transfer (&first, &second)
         && compare_transfers (&first, &second) < 0;
}

/* --- results --- */

char *
derive_unknown (void)
{
  return g_strdup (model_value_from_missing (MODEL_MISSING_UNKNOWN));
}

char *
derive_not_applicable (void)
{
  return g_strdup (model_value_from_missing (MODEL_MISSING_NOT_APPLICABLE));
}

char *
derive_text (const char *text)
{
  return g_strdup (text);
}

char *
derive_integer (gint64 value)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

char *
derive_real (double value)
{
  return isfinite (value) ? base_number_to_text (value) : derive_unknown ();
}

char *
derive_boolean (gboolean value)
{
  return g_strdup (value ? "true" : "false");
}

/* --- which value --- */

static const DeriveRule *
find_rule (const ModelField *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i].table == field->table && strcmp (rules[i].id, field->id) == 0)
      return &rules[i];
  return NULL;
}

/* A stored field: of the patient, of the transfer, its cycle or its outcome, or of the row itself.
 */
static char *
stored_value (DeriveContext *self)
{
  const ModelRow *row = NULL, *transfer;

  if (self->field->table == MODEL_TABLE_TEST)
    return derive_test (self);
  if (self->field->table == MODEL_TABLE_PATIENT)
    row = derive_patient (self);
  else if (self->field->analysis == MODEL_LEVEL_PATIENT
           && self->field->table == MODEL_TABLE_PARTNER)
    return derive_partner (self);
  else if (self->field->analysis != MODEL_LEVEL_NONE && self->field->table == MODEL_TABLE_CYCLE)
    {
      transfer = derive_find (self, MODEL_TABLE_TRANSFER, self->key);
      row = transfer != NULL ? derive_find (self, MODEL_TABLE_CYCLE, transfer->parent) : NULL;
    }
  else if (self->field->table < MODEL_N_TABLES)
    row = derive_find (self, self->field->table, self->key);
  return row != NULL ? g_strdup (model_row_get (row, self->field)) : NULL;
}

/* What may group, filter or count patients is read as of the transfer it is asked of: on that day
 * nothing later existed, whatever the cut. */
static void
read_at_transfer (DeriveContext *self)
{
  DeriveSpan date;

  if (self->field->known != MODEL_KNOWN_AT_TRANSFER || self->field->table == MODEL_TABLE_CYCLE
      || !model_field_is_per_transfer (self->field))
    return;
  self->at = derive_find (self, MODEL_TABLE_TRANSFER, self->key);
  date = derive_span (self, self->at, "date");
  if (date.set)
    self->cut = MIN (self->cut, date.last);
}

char *
model_derive (ModelDictionary   *dictionary,
              const ModelField  *field,
              const ModelRecord *record,
              gint64             transfer,
              gint32             cut,
              int                limit_days)
{
  DeriveContext self = { .dictionary = dictionary,
                         .record = record,
                         .field = field,
                         .key = transfer,
                         .cut = cut == BASE_DAY_NONE ? G_MAXINT32 : cut,
                         .limit_days = limit_days };
  const DeriveRule *rule;
  ModelTable table;
  char *value;

  g_return_val_if_fail (dictionary != NULL && field != NULL && record != NULL, NULL);

  read_at_transfer (&self);
  if (field->derived == NULL)
    return stored_value (&self);

  rule = find_rule (field);
  if (rule == NULL || rule->derive == NULL)
    return derive_unknown ();

  table = field->analysis == MODEL_LEVEL_INDEX ? MODEL_TABLE_TRANSFER : field->table;
  if (table == MODEL_TABLE_PATIENT)
    self.row = derive_patient (&self);
  else
    self.row = derive_find (&self, table, transfer);
  value = self.row != NULL ? rule->derive (&self) : derive_not_applicable ();
  g_clear_pointer (&self.performed, g_array_unref);
  return value;
}

guint
model_derive_tables (const ModelField *field)
{
  const DeriveRule *rule;

  g_return_val_if_fail (field != NULL, 0);

  if (field->derived != NULL)
    {
      rule = find_rule (field);
      if (rule == NULL)
        return 0;
      /* A transfer of an archived cycle isn't in force. */
      return (rule->tables & BIT (TRANSFER)) != 0 ? rule->tables | BIT (CYCLE) : rule->tables;
    }
  switch (field->table)
    {
    case MODEL_TABLE_TEST:
      return BIT (INVESTIGATION) | BIT (PATIENT) | BIT (CYCLE) | BIT (TRANSFER);
    case MODEL_TABLE_PARTNER:
      return BIT (PARTNER) | BIT (PATIENT) | BIT (CYCLE) | BIT (TRANSFER);
    case MODEL_TABLE_CYCLE:
    case MODEL_TABLE_TRANSFER:
      return BIT (CYCLE) | BIT (TRANSFER);
    default:
      return field->table < MODEL_N_TABLES ? 1u << field->table : 0;
    }
}

gboolean
model_field_is_per_transfer (const ModelField *field)
{
  const DeriveRule *rule;

  g_return_val_if_fail (field != NULL, FALSE);

  if (field->analysis == MODEL_LEVEL_TRANSFER || field->analysis == MODEL_LEVEL_INDEX
      || field->table == MODEL_TABLE_CYCLE)
    return TRUE;
  if (field->analysis != MODEL_LEVEL_PATIENT)
    return FALSE;
  if (field->table == MODEL_TABLE_TEST || field->table == MODEL_TABLE_PARTNER)
    return TRUE;
  rule = field->derived != NULL ? find_rule (field) : NULL;
  return rule != NULL && rule->dated;
}
