/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a ModelDictionary of the tables of built-in fields, and answers questions about it. Knows
 * the fields only by what stands in their tables: no field is named here. */
#include "model-dictionary-private.h"

#include <string.h>

#include "model-fields.h"

typedef struct
{
  GPtrArray *all;      /* of ModelEntry, borrowed; stored and derived, in dictionary order */
  GPtrArray *stored;   /* of ModelEntry, borrowed; by column */
  GHashTable *by_id;   /* id -> ModelEntry, borrowed */
} Table;

struct _ModelDictionary
{
  gatomicrefcount refs;
  GPtrArray *entries; /* of ModelEntry; owns them */
  Table tables[MODEL_N_ALL_TABLES];
};

static const struct
{
  const char *id, *file, *label;
  ModelTable parent;
} table_facts[MODEL_N_ALL_TABLES] = {
  [MODEL_TABLE_PATIENT] = { "patient", "patients", N_ ("Patient"), MODEL_N_TABLES },
  [MODEL_TABLE_IDENTITY] = { "identity", "identity", N_ ("Identity"), MODEL_N_TABLES },
  [MODEL_TABLE_PARTNER] = { "partner", "partners", N_ ("Partner"), MODEL_N_TABLES },
  [MODEL_TABLE_PREGNANCY] = { "pregnancy", "pregnancies", N_ ("Pregnancy"), MODEL_N_TABLES },
  [MODEL_TABLE_INVESTIGATION] = { "investigation", "investigations", N_ ("Investigation"),
                                  MODEL_N_TABLES },
  [MODEL_TABLE_CYCLE] = { "cycle", "cycles", N_ ("Cycle"), MODEL_N_TABLES },
  [MODEL_TABLE_TRANSFER] = { "transfer", "transfers", N_ ("Transfer"), MODEL_TABLE_CYCLE },
  [MODEL_TABLE_EMBRYO] = { "embryo", "embryos", N_ ("Embryo"), MODEL_TABLE_TRANSFER },
  [MODEL_TABLE_INFUSION] = { "infusion", "infusions", N_ ("Infusion"), MODEL_TABLE_TRANSFER },
  [MODEL_TABLE_MEDICATION] = { "medication", "medications", N_ ("Medication"), MODEL_N_TABLES },
  [MODEL_TABLE_ADVERSE_EVENT] = { "adverse_event", "adverse_events", N_ ("Adverse event"),
                                  MODEL_N_TABLES },
  [MODEL_TABLE_TRANSFER_OUTCOME] = { "transfer_outcome", "transfer_outcomes", N_ ("Outcome"),
                                     MODEL_TABLE_TRANSFER },
  [MODEL_TABLE_CHILD] = { "child", "children", N_ ("Child"), MODEL_TABLE_TRANSFER_OUTCOME },
  [MODEL_TABLE_FOLLOWUP] = { "followup", "followups", N_ ("Follow-up"), MODEL_N_TABLES },
  [MODEL_TABLE_CONSENT] = { "consent", "consents", N_ ("Consent"), MODEL_N_TABLES },
  [MODEL_TABLE_TEST] = { "investigation_test", "investigation_tests", N_ ("Test"), MODEL_N_TABLES },
  [MODEL_TABLE_SOURCE] = { "source", "source", N_ ("Column"), MODEL_N_TABLES },
};

/* ---- conditions -------------------------------------------------------------------------- */

static void
condition_clear (ModelCondition *condition)
{
  g_free (condition->field);
  g_strfreev (condition->codes);
}

/* `field = code`, `field != code`, `field in a, b`, each with an optional `table.` in front. */
static void
condition_parse (ModelCondition *condition,
                 ModelTable      owner,
                 const char     *text)
{
  const char *space = strchr (text, ' ');
  g_return_if_fail (space != NULL);
  g_autofree char *name = g_strndup (text, space - text);
  const char *rest;

  if (g_str_has_prefix (space, " = "))
    rest = space + 3;
  else if (g_str_has_prefix (space, " != "))
    {
      rest = space + 4;
      condition->negated = TRUE;
    }
  else
    {
      g_return_if_fail (g_str_has_prefix (space, " in "));
      rest = space + 4;
    }

  condition->table = owner;
  char *dot = strchr (name, '.');
  if (dot != NULL)
    {
      *dot = '\0';
      if (!model_table_from_id (name, &condition->table))
        g_return_if_reached ();
      condition->field = g_strdup (dot + 1);
    }
  else
    condition->field = g_strdup (name);
  /* A test's result stands in a row of investigation: there "investigation.x" is its own row. */
  condition->of_parent =
      condition->table != owner
      && !(owner == MODEL_TABLE_TEST && condition->table == MODEL_TABLE_INVESTIGATION);

  condition->codes = g_strsplit (rest, ",", -1);
  for (guint i = 0; condition->codes[i] != NULL; i++)
    g_strstrip (condition->codes[i]);
  condition->set = TRUE;
}

/* ---- entries ----------------------------------------------------------------------------- */

static void
entry_free (gpointer data)
{
  ModelEntry *entry = data;

  condition_clear (&entry->shown);
  condition_clear (&entry->ahead);
  if (entry->owned != NULL)
    g_ptr_array_unref (entry->owned);
  g_free (entry);
}

static const char *
keep (ModelEntry *entry,
      const char *text)
{
  char *copy = g_strdup (text);

  if (copy != NULL)
    g_ptr_array_add (entry->owned, copy);
  return copy;
}

/* deep: the strings and the code list are the caller's and may go; else they are constants. */
static ModelEntry *
entry_new (const ModelField *field,
           gboolean          deep)
{
  ModelEntry *entry = g_new0 (ModelEntry, 1);

  entry->field = *field;
  entry->field.column = G_MAXUINT;
  if (field->type != MODEL_TYPE_REFERENCE)
    entry->field.references = MODEL_N_TABLES;
  if (deep)
    {
      ModelField *copy = &entry->field;
      entry->owned = g_ptr_array_new_with_free_func (g_free);
      copy->id = keep (entry, field->id);
      copy->label = keep (entry, field->label);
      copy->help = keep (entry, field->help);
      copy->unit = keep (entry, field->unit);
      copy->deidentify = keep (entry, field->deidentify);
      copy->derived = keep (entry, field->derived);
      copy->shown_if = keep (entry, field->shown_if);
      copy->ahead_if = keep (entry, field->ahead_if);
      copy->source = keep (entry, field->source);
      if (field->n_codes > 0)
        {
          ModelCode *codes = g_new0 (ModelCode, field->n_codes);
          g_ptr_array_add (entry->owned, codes);
          for (guint i = 0; i < field->n_codes; i++)
            {
              codes[i].id = keep (entry, field->codes[i].id);
              codes[i].label = keep (entry, field->codes[i].label);
            }
          copy->codes = codes;
        }
    }
  if (field->shown_if != NULL)
    condition_parse (&entry->shown, field->table, field->shown_if);
  if (field->ahead_if != NULL && strcmp (field->ahead_if, "always") != 0)
    condition_parse (&entry->ahead, field->table, field->ahead_if);
  return entry;
}

static void
add_entry (ModelDictionary *self,
           ModelEntry      *entry)
{
  ModelField *field = &entry->field;
  Table *table = &self->tables[field->table];

  g_ptr_array_add (self->entries, entry);
  g_ptr_array_add (table->all, entry);
  g_hash_table_insert (table->by_id, (gpointer) field->id, entry);
  if (field->derived == NULL)
    {
      field->column = table->stored->len;
      g_ptr_array_add (table->stored, entry);
    }
}

static ModelDictionary *
dictionary_new_empty (void)
{
  ModelDictionary *self = g_new0 (ModelDictionary, 1);

  g_atomic_ref_count_init (&self->refs);
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  for (guint i = 0; i < MODEL_N_ALL_TABLES; i++)
    {
      self->tables[i].all = g_ptr_array_new ();
      self->tables[i].stored = g_ptr_array_new ();
      self->tables[i].by_id = g_hash_table_new (g_str_hash, g_str_equal);
    }
  return self;
}

static void
resolve (ModelDictionary *self,
         ModelCondition  *condition)
{
  if (!condition->set)
    return;
  condition->on = model_dictionary_find (self, condition->table, condition->field);
  g_warn_if_fail (condition->on != NULL && condition->on->column != G_MAXUINT);
}

/* A condition names its field by id; it is looked up once all fields are there. */
static void
resolve_conditions (ModelDictionary *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      ModelEntry *entry = self->entries->pdata[i];
      resolve (self, &entry->shown);
      resolve (self, &entry->ahead);
    }
}

static void
add_table (ModelDictionary  *self,
           const ModelField *fields,
           guint             n)
{
  for (guint i = 0; i < n; i++)
    add_entry (self, entry_new (&fields[i], FALSE));
}

ModelDictionary *
model_dictionary_new (void)
{
  static const ModelField *(*const tables[]) (guint *) = {
    model_fields_patient, model_fields_identity, model_fields_partner, model_fields_pregnancy,
    model_fields_investigation, model_fields_cycle, model_fields_transfer, model_fields_embryo,
    model_fields_treatment, model_fields_outcome, model_fields_followup, model_fields_test,
  };
  ModelDictionary *self = dictionary_new_empty ();

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      guint n;
      const ModelField *fields = tables[i] (&n);
      add_table (self, fields, n);
    }
  resolve_conditions (self);
  return self;
}

ModelDictionary *
model_dictionary_ref (ModelDictionary *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
model_dictionary_unref (ModelDictionary *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  for (guint i = 0; i < MODEL_N_ALL_TABLES; i++)
    {
      g_ptr_array_unref (self->tables[i].all);
      g_ptr_array_unref (self->tables[i].stored);
      g_hash_table_unref (self->tables[i].by_id);
    }
  g_ptr_array_unref (self->entries);
  g_free (self);
}

ModelDictionary *
model_dictionary_with_field (ModelDictionary  *self,
                             const ModelField *field)
{
  g_return_val_if_fail (self != NULL && field != NULL && field->id != NULL, NULL);
  g_return_val_if_fail (field->table < MODEL_N_ALL_TABLES, NULL);
  g_return_val_if_fail (model_dictionary_find (self, field->table, field->id) == NULL, NULL);

  ModelDictionary *copy = dictionary_new_empty ();
  for (guint i = 0; i < self->entries->len; i++)
    {
      const ModelEntry *entry = self->entries->pdata[i];
      add_entry (copy, entry_new (&entry->field, entry->owned != NULL));
    }
  add_entry (copy, entry_new (field, TRUE));
  resolve_conditions (copy);
  return copy;
}

/* ---- questions --------------------------------------------------------------------------- */

guint
model_dictionary_n_stored (ModelDictionary *self,
                           ModelTable       table)
{
  g_return_val_if_fail (self != NULL && table < MODEL_N_ALL_TABLES, 0);

  return self->tables[table].stored->len;
}

const ModelField *
model_dictionary_stored (ModelDictionary *self,
                         ModelTable       table,
                         guint            column)
{
  g_return_val_if_fail (self != NULL && table < MODEL_N_ALL_TABLES, NULL);
  g_return_val_if_fail (column < self->tables[table].stored->len, NULL);

  return self->tables[table].stored->pdata[column];
}

guint
model_dictionary_n_fields (ModelDictionary *self,
                           ModelTable       table)
{
  g_return_val_if_fail (self != NULL && table < MODEL_N_ALL_TABLES, 0);

  return self->tables[table].all->len;
}

const ModelField *
model_dictionary_field (ModelDictionary *self,
                        ModelTable       table,
                        guint            index)
{
  g_return_val_if_fail (self != NULL && table < MODEL_N_ALL_TABLES, NULL);
  g_return_val_if_fail (index < self->tables[table].all->len, NULL);

  return self->tables[table].all->pdata[index];
}

const ModelField *
model_dictionary_find (ModelDictionary *self,
                       ModelTable       table,
                       const char      *id)
{
  g_return_val_if_fail (self != NULL && table < MODEL_N_ALL_TABLES && id != NULL, NULL);

  return g_hash_table_lookup (self->tables[table].by_id, id);
}

const ModelEntry *const *
model_dictionary_entries (ModelDictionary *self,
                          ModelTable       table,
                          guint           *out_n)
{
  *out_n = self->tables[table].stored->len;
  return (const ModelEntry *const *) self->tables[table].stored->pdata;
}

const ModelEntry *
model_dictionary_entry (ModelDictionary  *self,
                        const ModelField *field)
{
  return g_hash_table_lookup (self->tables[field->table].by_id, field->id);
}

const ModelField *
model_dictionary_find_analysable (ModelDictionary *self,
                                  const char      *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  const char *dot = strchr (name, '.');
  if (dot != NULL)
    {
      g_autofree char *table_name = g_strndup (name, dot - name);
      ModelTable table;
      if (!model_table_from_id (table_name, &table))
        return NULL;
      const ModelField *field = model_dictionary_find (self, table, dot + 1);
      return field != NULL && field->analysis != MODEL_LEVEL_NONE ? field : NULL;
    }

  /* A column of the file itself comes first where a file is analysed; then she, her cycle, her
   * transfer, and the tables below them. */
  static const ModelTable first[] = { MODEL_TABLE_SOURCE, MODEL_TABLE_PATIENT, MODEL_TABLE_CYCLE,
                                      MODEL_TABLE_TRANSFER };
  for (guint i = 0; i < G_N_ELEMENTS (first) + MODEL_N_ALL_TABLES; i++)
    {
      ModelTable table =
          i < G_N_ELEMENTS (first) ? first[i] : (ModelTable) (i - G_N_ELEMENTS (first));
      const ModelField *field = model_dictionary_find (self, table, name);
      if (field != NULL && field->analysis != MODEL_LEVEL_NONE)
        return field;
    }
  return NULL;
}

GPtrArray *
model_dictionary_analysable (ModelDictionary *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  GPtrArray *fields = g_ptr_array_new ();
  for (guint table = 0; table < MODEL_N_ALL_TABLES; table++)
    for (guint i = 0; i < self->tables[table].all->len; i++)
      {
        const ModelField *field = self->tables[table].all->pdata[i];
        if (field->analysis != MODEL_LEVEL_NONE)
          g_ptr_array_add (fields, (gpointer) field);
      }
  return fields;
}

const char *
model_table_id (ModelTable table)
{
  g_return_val_if_fail (table < MODEL_N_ALL_TABLES, NULL);
  return table_facts[table].id;
}

const char *
model_table_file (ModelTable table)
{
  g_return_val_if_fail (table < MODEL_N_ALL_TABLES, NULL);
  return table_facts[table].file;
}

const char *
model_table_label (ModelTable table)
{
  g_return_val_if_fail (table < MODEL_N_ALL_TABLES, NULL);
  return table_facts[table].label;
}

ModelTable
model_table_parent (ModelTable table)
{
  g_return_val_if_fail (table < MODEL_N_ALL_TABLES, MODEL_N_TABLES);
  return table_facts[table].parent;
}

gboolean
model_table_from_id (const char *id,
                     ModelTable *out_table)
{
  g_return_val_if_fail (id != NULL && out_table != NULL, FALSE);

  for (guint i = 0; i < MODEL_N_ALL_TABLES; i++)
    if (strcmp (table_facts[i].id, id) == 0)
      {
        *out_table = i;
        return TRUE;
      }
  return FALSE;
}

const char *
model_missing_id (ModelMissing missing)
{
  static const char *const ids[MODEL_N_MISSING] = { "", "not_asked", "unknown", "not_applicable",
                                                    "pending" };

  g_return_val_if_fail (missing < MODEL_N_MISSING, NULL);
  return ids[missing];
}

int
model_field_code_index (const ModelField *field,
                        const char       *code,
                        gsize             length)
{
  g_return_val_if_fail (field != NULL && (code != NULL || length == 0), -1);

  for (guint i = 0; i < field->n_codes; i++)
    {
      const char *id = field->codes[i].id;
      if (strncmp (id, code, length) == 0 && id[length] == '\0')
        return i;
    }
  return -1;
}
