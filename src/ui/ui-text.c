/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for rows: the cells of tables, and how a form orders its fields. Pure functions of a
 * record. */
#include "ui-text.h"

#include <glib/gi18n-lib.h>

#include "base-date.h"
#include "base-number.h"
#include "model-value.h"

#define DUE_AFTER_DAYS 301

const char *
ui_text_value (ModelDictionary *dictionary,
               const ModelRow  *row,
               const char      *id)
{
  const ModelField *field = row != NULL ? model_dictionary_find (dictionary, row->table, id) : NULL;

  return field != NULL && field->derived == NULL ? model_row_get (row, field) : NULL;
}

gboolean
ui_text_is (ModelDictionary *dictionary,
            const ModelRow  *row,
            const char      *field,
            const char      *value)
{
  return g_strcmp0 (ui_text_value (dictionary, row, field), value) == 0;
}

char *
ui_text_cell (ModelDictionary   *dictionary,
              const ModelRecord *record,
              const ModelRow    *row,
              const char        *id)
{
  const ModelField *field = model_dictionary_find (dictionary, row->table, id);
  const char *value;
  double number;

  if (field == NULL || field->derived != NULL)
    return g_strdup ("");
  value = model_row_get (row, field);
  if (field->type == MODEL_TYPE_REFERENCE && field->references < MODEL_N_TABLES
      && model_value_number (value, &number))
    {
      const ModelRow *other = model_record_find (record, field->references, (gint64) number);

      return other != NULL ? ui_text_row (dictionary, record, other) : g_strdup (value);
    }
  return model_value_to_display (model_row_value_field (dictionary, row, field), value);
}

static void
add_part (GString    *text,
          const char *separator,
          const char *part)
{
  if (part == NULL || part[0] == '\0')
    return;
  g_string_append_printf (text, "%s%s", text->len > 0 ? separator : "", part);
}

static void
add_cell (GString           *text,
          const char        *separator,
          ModelDictionary   *dictionary,
          const ModelRecord *record,
          const ModelRow    *row,
          const char        *id)
{
  g_autofree char *cell = ui_text_cell (dictionary, record, row, id);

  add_part (text, separator, cell);
}

char *
ui_text_row (ModelDictionary   *dictionary,
             const ModelRecord *record,
             const ModelRow    *row)
{
  GString *text = g_string_new (NULL);
  const char *const *columns = ui_text_columns (row->table);
  guint n = 0;

  if (row->table == MODEL_TABLE_TRANSFER)
    g_string_append_printf (text, _("Transfer %u"), ui_text_transfer_number (record, row->key));
  for (; columns[n] != NULL && n < 3; n++)
    add_cell (text, ", ", dictionary, record, row, columns[n]);
  if (text->len == 0)
    g_string_append (text, _(model_table_label (row->table)));
  return g_string_free (text, FALSE);
}

guint
ui_text_transfer_number (const ModelRecord *record,
                         gint64             key)
{
  const GPtrArray *rows = record->rows[MODEL_TABLE_TRANSFER];

  for (guint i = 0; i < rows->len; i++)
    if (((const ModelRow *) g_ptr_array_index (rows, i))->key == key)
      return i + 1;
  return 0;
}

/* --- the table of transfers ------------------------------------------------------------------- */

static char
grade (ModelDictionary *dictionary,
       const ModelRow  *embryo,
       const char      *id)
{
  const char *value = ui_text_value (dictionary, embryo, id);

  return model_value_missing (value) == MODEL_MISSING_NONE ? g_ascii_toupper (value[0]) : '\0';
}

/* "4AB", "8 cells"; empty where it isn't graded. */
static char *
embryo_grade (ModelDictionary *dictionary,
              const ModelRow  *embryo)
{
  char letters[4] = { 0 };
  double cells;
  const char *expansion = ui_text_value (dictionary, embryo, "expansion");

  if (model_value_missing (expansion) == MODEL_MISSING_NONE)
    {
      letters[0] = expansion[0];
      letters[1] = grade (dictionary, embryo, "inner_cell_mass");
      letters[2] = letters[1] != '\0' ? grade (dictionary, embryo, "trophectoderm") : '\0';
      return g_strdup (letters);
    }
  if (model_value_number (ui_text_value (dictionary, embryo, "cells"), &cells))
    return g_strdup_printf (ngettext ("%d cell", "%d cells", (gulong) cells), (int) cells);
  return NULL;
}

char *
ui_text_embryos (ModelDictionary   *dictionary,
                 const ModelRecord *record,
                 const ModelRow    *transfer)
{
  GString *text = g_string_new (NULL);
  const GPtrArray *embryos = record->rows[MODEL_TABLE_EMBRYO];
  double number;

  add_cell (text, ", ", dictionary, record, transfer, "kind");
  if (model_value_number (ui_text_value (dictionary, transfer, "embryo_age_days"), &number))
    {
      g_autofree char *day = g_strdup_printf (_("day %d"), (int) number);

      add_part (text, ", ", day);
    }
  if (model_value_number (ui_text_value (dictionary, transfer, "embryos_transferred"), &number)
      && number > 1)
    {
      g_autofree char *n =
          g_strdup_printf (ngettext ("%d embryo", "%d embryos", (gulong) number), (int) number);

      add_part (text, ", ", n);
    }
  for (guint i = 0, n = 0; i < embryos->len && n < 2; i++)
    {
      const ModelRow *embryo = g_ptr_array_index (embryos, i);
      g_autofree char *how = NULL;

      if (embryo->parent != transfer->key || embryo->archived != 0)
        continue;
      how = embryo_grade (dictionary, embryo);
      add_part (text, n++ == 0 ? ", " : " + ", how);
    }
  return g_string_free (text, FALSE);
}

char *
ui_text_ivig (ModelDictionary   *dictionary,
              const ModelRecord *record,
              const ModelRow    *transfer)
{
  const GPtrArray *rows = record->rows[MODEL_TABLE_INFUSION];
  double dose = 0, number;
  guint n = 0;
  gboolean same = TRUE;
  g_autofree char *grams = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      const ModelRow *row = g_ptr_array_index (rows, i);

      if (row->parent != transfer->key || row->archived != 0
          || !ui_text_is (dictionary, row, "status", "given"))
        continue;
      if (model_value_number (ui_text_value (dictionary, row, "dose_g"), &number))
        {
          same &= dose == 0 || dose == number;
          dose = number;
        }
      n++;
    }
  if (n == 0)
    return g_strdup ("–");
  if (dose == 0 || !same)
    return g_strdup_printf (ngettext ("%u infusion", "%u infusions", n), n);
  grams = base_number_to_display (dose, dose == (int) dose ? 0 : 1);
  return g_strdup_printf (C_("dose in grams, times", "%s g × %u"), grams, n);
}

static gboolean
is_steroid (ModelDictionary *dictionary,
            const ModelRow  *row)
{
  return ui_text_is (dictionary, row, "drug", "prednisone")
         || ui_text_is (dictionary, row, "drug", "prednisolone");
}

static gboolean
refers (ModelDictionary *dictionary,
        const ModelRow  *row,
        gint64           transfer)
{
  double number;

  return model_value_number (ui_text_value (dictionary, row, "transfer"), &number)
         && (gint64) number == transfer;
}

char *
ui_text_prednisone (ModelDictionary   *dictionary,
                    const ModelRecord *record,
                    const ModelRow    *transfer)
{
  const GPtrArray *rows = record->rows[MODEL_TABLE_MEDICATION];
  double highest = 0, number;
  gboolean any = FALSE;
  g_autofree char *dose = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      const ModelRow *row = g_ptr_array_index (rows, i);

      if (row->archived != 0 || !refers (dictionary, row, transfer->key)
          || !is_steroid (dictionary, row))
        continue;
      any = TRUE;
      if (model_value_number (ui_text_value (dictionary, row, "dose_per_day"), &number))
        highest = MAX (highest, number);
    }
  if (!any)
    return g_strdup ("–");
  if (highest == 0)
    return g_strdup (_("given"));
  dose = base_number_to_display (highest, highest == (int) highest ? 0 : 1);
  return g_strdup_printf (C_("dose per day", "%s mg"), dose);
}

static gboolean
is_overdue (ModelDictionary *dictionary,
            const ModelRow  *transfer,
            gint32           today,
            gint32          *out_since)
{
  BaseDate date = model_value_date (ui_text_value (dictionary, transfer, "date"));

  if (!base_date_is_set (date) || !ui_text_is (dictionary, transfer, "status", "performed"))
    return FALSE;
  *out_since = base_date_last_day (date) + DUE_AFTER_DAYS;
  return *out_since < today;
}

static char *
open_outcome (ModelDictionary   *dictionary,
              const ModelRecord *record,
              const ModelRow    *transfer,
              gint32             today,
              gboolean           brief)
{
  gint32 since;

  if (!ui_text_is (dictionary, transfer, "status", "performed"))
    return ui_text_cell (dictionary, record, transfer, "status");
  if (is_overdue (dictionary, transfer, today, &since))
    {
      g_autofree char *day = base_date_to_display (base_date_from_day (since));

      return brief ? g_strdup (_("outcome due")) : g_strdup_printf (_("Outcome due since %s"), day);
    }
  return g_strdup (brief ? _("pending") : _("Pending"));
}

char *
ui_text_outcome (ModelDictionary   *dictionary,
                 const ModelRecord *record,
                 const ModelRow    *transfer,
                 gint32             today)
{
  const ModelRow *outcome = model_record_find (record, MODEL_TABLE_TRANSFER_OUTCOME, transfer->key);
  GString *text;

  if (outcome == NULL
      || model_value_missing (ui_text_value (dictionary, outcome, "outcome")) != MODEL_MISSING_NONE)
    return open_outcome (dictionary, record, transfer, today, FALSE);
  text = g_string_new (NULL);
  add_cell (text, "", dictionary, record, outcome, "outcome");
  add_cell (text, " ", dictionary, record, outcome, "gestation_days");
  if (model_value_missing (ui_text_value (dictionary, outcome, "loss_karyotype"))
          == MODEL_MISSING_NONE
      && !ui_text_is (dictionary, outcome, "loss_karyotype", "not_done"))
    add_cell (text, ", ", dictionary, record, outcome, "loss_karyotype");
  return g_string_free (text, FALSE);
}

char *
ui_text_outcome_short (ModelDictionary   *dictionary,
                       const ModelRecord *record,
                       const ModelRow    *transfer,
                       gint32             today)
{
  const ModelRow *outcome = model_record_find (record, MODEL_TABLE_TRANSFER_OUTCOME, transfer->key);
  GString *text;
  g_autofree char *label = NULL;
  char *lower;

  if (outcome == NULL
      || model_value_missing (ui_text_value (dictionary, outcome, "outcome")) != MODEL_MISSING_NONE)
    return open_outcome (dictionary, record, transfer, today, TRUE);
  text = g_string_new (NULL);
  label = ui_text_cell (dictionary, record, outcome, "outcome");
  lower = g_utf8_strdown (label, -1);
  add_part (text, "", lower);
  g_free (lower);
  if (!ui_text_is (dictionary, outcome, "outcome", "no_pregnancy"))
    add_cell (text, " ", dictionary, record, outcome, "gestation_days");
  return g_string_free (text, FALSE);
}

/* --- what was done ---------------------------------------------------------------------------- */

/* The act is named after the row that was worked in: of many tables the one nearest to a
 * transfer. */
char *
ui_text_act (const GPtrArray *edits)
{
  guint n_tables = 0;
  gboolean seen[MODEL_N_TABLES] = { FALSE };
  gboolean only_adds = TRUE, only_archives = TRUE;
  const ModelEdit *first = edits->len > 0 ? g_ptr_array_index (edits, 0) : NULL;
  const char *name;

  for (guint i = 0; i < edits->len; i++)
    {
      const ModelEdit *edit = g_ptr_array_index (edits, i);

      only_adds &= edit->kind == MODEL_EDIT_ADD;
      only_archives &= edit->kind == MODEL_EDIT_ARCHIVE;
      n_tables += !seen[edit->table];
      seen[edit->table] = TRUE;
    }
  if (first == NULL)
    return g_strdup (_("Edit"));
  if (n_tables > 1 && (seen[MODEL_TABLE_TRANSFER] || seen[MODEL_TABLE_TRANSFER_OUTCOME]))
    name = _(model_table_label (MODEL_TABLE_TRANSFER));
  else
    name = _(model_table_label (first->table));
  if (n_tables == 1 && edits->len == 1 && first->kind == MODEL_EDIT_SET)
    return g_strdup_printf (C_("undo step: row, field", "%s: %s"), name, _(first->field->label));
  if (only_adds || (n_tables > 1 && seen[MODEL_TABLE_TRANSFER] && first->kind == MODEL_EDIT_ADD))
    return g_strdup_printf (C_("undo step", "Add: %s"), name);
  if (only_archives)
    return g_strdup_printf (C_("undo step", "Archive: %s"), name);
  return g_strdup_printf (C_("undo step", "Edit: %s"), name);
}

/* --- which fields where ----------------------------------------------------------------------- */

typedef struct
{
  const char *columns[8];
  const char *essentials[12];
  const char *add;
} Arrangement;

static const Arrangement arrangements[MODEL_N_TABLES] = {
  [MODEL_TABLE_PATIENT] = { { "code" }, { NULL }, NULL },
  [MODEL_TABLE_IDENTITY] = { { "family_name", "given_names" }, { NULL }, N_ ("Enter identity") },
  [MODEL_TABLE_PARTNER] = { { "code", "kind", "birth_year", "partner_in_losses", "male_factors" },
                            { NULL },
                            N_ ("Add partner") },
  [MODEL_TABLE_PREGNANCY] = { { "sequence", "end_date", "conception", "outcome", "gestation_days",
                                "loss_karyotype" },
                              { NULL },
                              N_ ("Add pregnancy") },
  [MODEL_TABLE_INVESTIGATION] = { { "date", "test", "value", "unit", "interpretation", "subject" },
                                  { NULL },
                                  N_ ("Add test") },
  [MODEL_TABLE_CYCLE] = { { "start_date", "kind", "protocol", "retrieval_date", "result" },
                          { "kind", "start_date", "egg_source", "sperm_source", "fertilisation",
                            "pgt" },
                          N_ ("Add cycle") },
  [MODEL_TABLE_TRANSFER] = { { "date", "kind", "status" },
                             { "status", "date", "kind", "embryo_age_days", "embryos_transferred",
                               "weight_kg", "order_in_cycle" },
                             N_ ("Add transfer") },
  [MODEL_TABLE_EMBRYO] = { { "position", "stage", "expansion" },
                           { "position", "stage", "cells", "fragmentation_pct", "expansion",
                             "inner_cell_mass", "trophectoderm", "pgt_result" },
                           N_ ("Add embryo") },
  [MODEL_TABLE_INFUSION] = { { "started_at", "status", "dose_g" },
                             { "slot", "status", "agent", "started_at", "product", "dose_g" },
                             N_ ("Add infusion") },
  [MODEL_TABLE_MEDICATION] = { { "start_date", "drug", "dose_per_day", "dose_unit", "route",
                                 "stop_date" },
                               { "drug", "dose_per_day", "dose_unit", "route", "start_date",
                                 "stop_date" },
                               N_ ("Add medicine") },
  [MODEL_TABLE_ADVERSE_EVENT] = { { "onset_date", "term", "severity", "relation", "outcome" },
                                  { NULL },
                                  N_ ("Add event") },
  [MODEL_TABLE_TRANSFER_OUTCOME] = { { "outcome", "outcome_date" },
                                     { "hcg_date", "hcg_value", "outcome", "outcome_date",
                                       "gestation_days", "loss_karyotype" },
                                     N_ ("Add outcome") },
  [MODEL_TABLE_CHILD] = { { "birth_order", "sex", "weight_g" },
                          { "birth_order", "born_alive", "sex", "weight_g", "neonatal_death",
                            "anomaly" },
                          N_ ("Add child") },
  [MODEL_TABLE_FOLLOWUP] = { { "date", "status", "reason", "last_contact_date",
                               "next_contact_date" },
                             { NULL },
                             N_ ("Add follow-up") },
  [MODEL_TABLE_CONSENT] = { { "date", "person", "purpose", "decision", "withdrawn_date",
                              "form_version" },
                            { NULL },
                            N_ ("Add consent") },
};

/* Where a caption has little room. */
static const struct { ModelTable table; const char *field, *label;
} short_labels[] = {
  { MODEL_TABLE_PATIENT, "months_attempting", N_ ("Trying") },
  { MODEL_TABLE_PATIENT, "earlier_transfers", N_ ("Earlier transfers") },
  { MODEL_TABLE_PREGNANCY, "gestation_days", N_ ("Gestation") },
  { MODEL_TABLE_CYCLE, "kind", N_ ("Kind") },
  { MODEL_TABLE_TRANSFER, "embryos_transferred", N_ ("Embryos") },
  { MODEL_TABLE_EMBRYO, "fragmentation_pct", N_ ("Fragments") },
  { MODEL_TABLE_MEDICATION, "dose_per_day", N_ ("Dose/day") },
  { MODEL_TABLE_TRANSFER_OUTCOME, "gestation_days", N_ ("Gestation") },
  { MODEL_TABLE_TRANSFER_OUTCOME, "loss_karyotype", N_ ("Karyotype") },
};

/* Units as a person writes them; what isn't here is written as it is stored. */
static const struct { const char *unit, *shown;
} units[] = {
  { "kg/m2", "kg/m²" },
  { "umol/L", "µmol/L" },
  { "10^9/L", "10⁹/L" },
  { "year", N_ ("years") },
  { "years", N_ ("years") },
  { "months", N_ ("months") },
  { "days", N_ ("days") },
  { "mg/day", N_ ("mg/day") },
  { "ratio", N_ ("ratio") },
  { "titre", N_ ("titre") },
};

static const char *
shown_unit (const char *unit)
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (units[i].unit, unit))
      return _(units[i].shown);
  return unit;
}

char *
ui_text_in_unit (const char *label,
                 const char *unit)
{
  if (unit == NULL)
    return g_strdup (label);
  return g_strdup_printf (C_ ("caption of a field, with its unit", "%s, %s"), label,
                          shown_unit (unit));
}

char *
ui_text_with_unit (const ModelField *field,
                   const char       *label)
{
  return ui_text_in_unit (label, field->unit);
}

const char *
ui_text_label (const ModelField *field,
               gboolean          brief)
{
  for (guint i = 0; brief && i < G_N_ELEMENTS (short_labels); i++)
    if (short_labels[i].table == field->table && g_str_equal (short_labels[i].field, field->id))
      return _(short_labels[i].label);
  return _(field->label);
}

char *
ui_text_caption (const ModelField *field,
                 gboolean          brief)
{
  const char *label = ui_text_label (field, brief);

  if (field->unit == NULL || field->type == MODEL_TYPE_DURATION_DAYS
      || g_str_equal (field->unit, "year"))
    return g_strdup (label);
  return ui_text_with_unit (field, label);
}

const char *const *
ui_text_columns (ModelTable table)
{
  g_return_val_if_fail (table < MODEL_N_TABLES, NULL);
  return arrangements[table].columns;
}

const char *const *
ui_text_essentials (ModelTable table)
{
  g_return_val_if_fail (table < MODEL_N_TABLES, NULL);
  return arrangements[table].essentials[0] != NULL ? arrangements[table].essentials : NULL;
}

const char *
ui_text_add_label (ModelTable table)
{
  g_return_val_if_fail (table < MODEL_N_TABLES, NULL);
  return arrangements[table].add != NULL ? _(arrangements[table].add) : NULL;
}

int
ui_text_column_weight (ModelTable  table,
                       const char *field)
{
  if (g_str_equal (field, "sequence"))
    return 5;
  if (g_str_equal (field, "unit") || g_str_equal (field, "dose_unit")
      || g_str_equal (field, "gestation_days"))
    return 9;
  if (g_str_has_suffix (field, "date") || g_str_equal (field, "code"))
    return 11;
  return 16;
}
