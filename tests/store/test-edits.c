/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See test-edits.h. */
#include "test-edits.h"

#include <string.h>

#include "model-value.h"

/* --- acts --- */

/* What a form that is behind believes; no value of the choices below. */
#define STALE "stale"

typedef struct
{
  ModelTable table;
  const char *field;
  const char *values[9]; /* "" is not asked */
} Choice;

static const Choice choices[] = {
  { MODEL_TABLE_PATIENT,
    "note",
    { "", "One", "\\?", "\\n/a", "\\pending", "\\\\x", "=1+1", "a \"b\"\nc, é" } },
  { MODEL_TABLE_PATIENT, "weight_kg", { "", "?", "61.5", "70", "0.1", "101.25", "88.123456789" } },
  { MODEL_TABLE_PATIENT, "smoking", { "", "?", "never", "former", "current" } },
  { MODEL_TABLE_PATIENT, "earlier_transfers", { "", "?", "0", "1", "60" } },
  { MODEL_TABLE_PATIENT, "code", { "X1", "X2", "X3", "X4", "X5", "X6", "X7" } },
  { MODEL_TABLE_IDENTITY, "family_name", { "Müller", "Ångström", "O'Hara", "\\?" } },
  { MODEL_TABLE_IDENTITY, "phone", { "", "?", "123", "456" } },
  { MODEL_TABLE_CYCLE, "egg_source", { "", "?", "own", "donor" } },
  { MODEL_TABLE_TRANSFER, "date", { "?", "2011", "2011-03", "2011-03-09", "2012-02-29" } },
  { MODEL_TABLE_TRANSFER, "status", { "planned", "performed", "cancelled" } },
  { MODEL_TABLE_TRANSFER, "planned_treatment", { "", "?", "none", "ivig", "ivig prednisone" } },
  { MODEL_TABLE_TRANSFER_OUTCOME,
    "outcome",
    { "?", "pending", "live_birth", "miscarriage", "no_pregnancy" } },
  { MODEL_TABLE_TRANSFER_OUTCOME, "gestation_days", { "", "?", "275", "60" } },
  { MODEL_TABLE_TRANSFER_OUTCOME,
    "nuchal_scan_alive",
    { "", "?", "n/a", "pending", "true", "false" } },
  { MODEL_TABLE_INFUSION, "dose_g", { "", "?", "25", "27.5" } },
  { MODEL_TABLE_CHILD, "born_alive", { "true", "false" } },
  { MODEL_TABLE_FOLLOWUP, "status", { "continuing", "discontinued", "lost" } },
  { MODEL_TABLE_MEDICATION, "dose_per_day", { "", "?", "5", "10" } },
};

static ModelRow *
random_row (GPtrArray *rows,
            GRand     *rand)
{
  return rows->len == 0 ? NULL : g_ptr_array_index (rows, g_rand_int_range (rand, 0, rows->len));
}

static const char *
random_value (const Choice *choice,
              GRand        *rand)
{
  gint n = 0;

  while (n < (gint) G_N_ELEMENTS (choice->values) && choice->values[n] != NULL)
    n++;
  return choice->values[g_rand_int_range (rand, 0, n)];
}

/* NULL where the record has no row of the kind. */
static ModelEdit *
random_set (const ModelRecord *record,
            GRand             *rand)
{
  const Choice *choice = &choices[g_rand_int_range (rand, 0, G_N_ELEMENTS (choices))];
  const ModelField *field = test_field (choice->table, choice->field);
  ModelRow *row = random_row (record->rows[choice->table], rand);

  if (row == NULL)
    return NULL;
  /* Now and then by a form that is behind. */
  return model_edit_set (choice->table, record->patient, row->key, field,
                         g_rand_int_range (rand, 0, 12) == 0 ? STALE : model_row_get (row, field),
                         random_value (choice, rand));
}

static void
add_random_rows (GPtrArray         *edits,
                 const ModelRecord *record,
                 GRand             *rand)
{
  gint64 patient = record->patient;
  ModelRow *transfer = random_row (record->rows[MODEL_TABLE_TRANSFER], rand);
  ModelRow *outcome = random_row (record->rows[MODEL_TABLE_TRANSFER_OUTCOME], rand);
  ModelRow *row = NULL;

  switch (g_rand_int_range (rand, 0, 6))
    {
    case 0:
      g_ptr_array_add (
          edits, model_edit_add (test_row (MODEL_TABLE_TRANSFER, patient, -7, 0, "status",
                                           "performed", "date", "2013", "kind", "fresh", NULL)));
      g_ptr_array_add (edits, model_edit_add (test_row (MODEL_TABLE_INFUSION, patient, -3, -7,
                                                        "status", "given", "dose_g", "30", NULL)));
      g_ptr_array_add (edits,
                       model_edit_add (test_row (MODEL_TABLE_MEDICATION, patient, -4, 0, "drug",
                                                 "prednisone", "transfer", "-7", NULL)));
      return;
    case 1:
      row = test_row (MODEL_TABLE_FOLLOWUP, patient, -1, 0, "date", "2014-05", "status",
                      "continuing", "embryos_left", "?", NULL);
      break;
    case 2:
      if (transfer != NULL)
        row = test_row (MODEL_TABLE_TRANSFER_OUTCOME, patient, -1, transfer->key, "outcome",
                        "ongoing", NULL);
      break;
    case 3:
      if (outcome != NULL)
        row = test_row (MODEL_TABLE_CHILD, patient, -1, outcome->key, "born_alive", "true", "sex",
                        "?", NULL);
      break;
    case 4:
      row = test_row (MODEL_TABLE_PREGNANCY, patient, -1, 0, "sequence", "1", "outcome",
                      "miscarriage", NULL);
      break;
    default:
      row = test_row (MODEL_TABLE_IDENTITY, patient, -1, 0, "family_name", "Again", NULL);
      break;
    }
  if (row != NULL)
    g_ptr_array_add (edits, model_edit_add (row));
}

static void
add_random_archive (GPtrArray         *edits,
                    const ModelRecord *record,
                    GRand             *rand,
                    gboolean           restore)
{
  static const ModelTable tables[]
    = { MODEL_TABLE_PATIENT,          MODEL_TABLE_IDENTITY, MODEL_TABLE_CYCLE,
        MODEL_TABLE_TRANSFER,         MODEL_TABLE_INFUSION, MODEL_TABLE_TRANSFER,
        MODEL_TABLE_TRANSFER_OUTCOME, MODEL_TABLE_FOLLOWUP, MODEL_TABLE_MEDICATION };
  ModelTable table = tables[g_rand_int_range (rand, restore ? 0 : 1, G_N_ELEMENTS (tables))];
  ModelRow *row = random_row (record->rows[table], rand);

  /* A patient only now and then: all of her goes. */
  if (!restore && g_rand_int_range (rand, 0, 25) == 0)
    {
      table = MODEL_TABLE_PATIENT;
      row = random_row (record->rows[table], rand);
    }
  if (row != NULL && restore == (row->archived != 0))
    g_ptr_array_add (edits, restore ? model_edit_restore (table, record->patient, row->key)
                                    : model_edit_archive (table, record->patient, row->key));
}

/* Whether one of the edits is behind and would set another value than there is: it must be
 * refused. */
static gboolean
is_behind (GPtrArray         *edits,
           const ModelRecord *record)
{
  for (guint i = 0; i < edits->len; i++)
    {
      const ModelEdit *edit = g_ptr_array_index (edits, i);

      if (edit->kind == MODEL_EDIT_SET && g_strcmp0 (edit->based_on, STALE) == 0)
        {
          const ModelRow *row = model_record_find (record, edit->table, edit->key);
          gboolean alone = TRUE; /* an edit before it may have made its value true */

          for (guint j = 0; j < i; j++)
            alone = alone && ((ModelEdit *) g_ptr_array_index (edits, j))->field != edit->field;
          if (alone && !model_value_equal (model_row_get (row, edit->field), edit->value))
            return TRUE;
        }
    }
  return FALSE;
}

static gint64
random_change (Store      *store,
               GRand      *rand,
               const char *actor,
               guint       n_patients,
               int         act,
               EditCounts *counts,
               GError    **error)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) model_edit_free);
  g_autofree char *label = g_strdup_printf ("Act %d", act);
  StoreChangeInfo info = { actor, label, act % 2 == 0 ? NULL : "A reason" };
  gint64 patient = g_rand_int_range (rand, 1, n_patients + 1), id;
  g_autoptr (ModelRecord) record
    = store_read_record (store, patient, STORE_RECORD_ARCHIVED | STORE_RECORD_IDENTITY, error);

  g_assert_no_error (*error);
  if (((ModelRow *) g_ptr_array_index (record->rows[MODEL_TABLE_PATIENT], 0))->archived != 0
      && g_rand_boolean (rand))
    g_ptr_array_add (edits, model_edit_restore (MODEL_TABLE_PATIENT, patient, 1));
  else if (act < 60)
    for (int i = g_rand_int_range (rand, 0, 3); i >= 0; i--)
      {
        ModelEdit *edit = random_set (record, rand);

        if (edit != NULL)
          g_ptr_array_add (edits, edit);
      }
  else if (act < 70)
    add_random_rows (edits, record, rand);
  else
    add_random_archive (edits, record, rand, act >= 73);
  id = store_change (store, &info, edits, NULL, NULL, error);
  /* The other process may have made the same value true in between, and seldom does. */
  if (id > 0 && is_behind (edits, record))
    counts->n_overwritten++;
  return id;
}

gint64
test_edit_random (Store      *store,
                  GRand      *rand,
                  const char *actor,
                  guint       n_patients,
                  EditCounts *counts)
{
  int act = g_rand_int_range (rand, 0, 100);
  GError *error = NULL;
  gint64 id = 0, next = 0;

  if (act < 78)
    id = random_change (store, rand, actor, n_patients, act, counts, &error);
  else
    {
      gboolean redo = act >= 91;

      g_assert_true (redo ? store_next_redo (store, actor, &next, NULL, &error)
                          : store_next_undo (store, actor, &next, NULL, &error));
      g_assert_no_error (error);
      if (next > 0)
        id = redo ? store_redo (store, actor, next, NULL, &error)
                  : store_undo (store, actor, next, NULL, &error);
      if (id > 0 && redo)
        counts->n_redone++;
      else if (id > 0)
        counts->n_undone++;
    }
  counts->n_done++;
  if (error != NULL)
    {
      g_assert_cmpint (id, ==, 0);
      if (!g_error_matches (error, STORE_ERROR, STORE_ERROR_CONFLICT)
          && !g_error_matches (error, STORE_ERROR, STORE_ERROR_EXISTS))
        g_error ("act %d: %s", act, error->message);
      counts->n_conflicts++;
      g_clear_error (&error);
    }
  return id;
}

/* --- images --- */

static void
put (GHashTable *image,
     const char *table,
     gint64      patient,
     gint64      key,
     const char *field,
     const char *value)
{
  g_hash_table_replace (image,
                        g_strdup_printf ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s", table,
                                         patient, key, field),
                        g_strdup (value != NULL ? value : ""));
}

static gboolean
read_cb (ModelRecord *record,
         gpointer     user_data)
{
  for (int table = 0; table < MODEL_N_TABLES; table++)
    for (guint i = 0; i < record->rows[table]->len; i++)
      {
        const ModelRow *row = g_ptr_array_index (record->rows[table], i);
        const char *id = model_table_id (table);

        for (guint column = 0; column < row->n_values; column++)
          put (user_data, id, row->patient, row->key,
               model_dictionary_stored (test_dictionary (), table, column)->id,
               row->values[column]);
        put (user_data, id, row->patient, row->key, STORE_FIELD_ARCHIVED,
             row->archived != 0 ? "1" : "");
      }
  return TRUE;
}

GHashTable *
test_image_read (Store *store)
{
  GHashTable *image = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GError *error = NULL;

  store_each_record (store, 0, G_MAXINT32, STORE_TABLES_ALL,
                     STORE_RECORD_ARCHIVED | STORE_RECORD_IDENTITY, read_cb, image, &error);
  g_assert_no_error (error);
  return image;
}

static const char *
text_of (sqlite3_stmt *statement,
         int           column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  return text != NULL ? text : "";
}

/* The values of a row as it was added: as it stands, less what was set since. */
static void
put_new_row (GHashTable *image,
             GHashTable *now,
             GHashTable *first,
             const char *prefix)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, now);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (g_str_has_prefix (key, prefix))
      {
        const char *old = g_hash_table_lookup (first, key);

        g_assert_false (g_hash_table_contains (image, key));
        g_hash_table_replace (image, g_strdup (key), g_strdup (old != NULL ? old : value));
      }
}

static void
replay_step (GHashTable   *image,
             GHashTable   *now,
             GHashTable   *first,
             sqlite3_stmt *statement)
{
  g_autofree char *prefix = g_strdup_printf ("%s %s %s ", text_of (statement, 2),
                                             text_of (statement, 3), text_of (statement, 4));
  g_autofree char *key = g_strconcat (prefix, text_of (statement, 5), NULL);

  if (strcmp (text_of (statement, 5), STORE_FIELD_CREATED) == 0)
    {
      put_new_row (image, now, first, prefix);
      return;
    }
  g_assert_cmpstr (g_hash_table_lookup (image, key), ==, text_of (statement, 6));
  g_hash_table_replace (image, g_steal_pointer (&key), g_strdup (text_of (statement, 7)));
}

void
test_image_replay (GHashTable *image,
                   const char *path,
                   GHashTable *now,
                   gint64     *change)
{
  static const char sql[]
    = "SELECT change_id, seq, table_id, patient_id, key, field, old, new FROM history"
      " WHERE change_id > :change UNION ALL"
      " SELECT change_id, seq, table_id, patient_id, key, field, old, new FROM identity_history"
      " WHERE change_id > :change ORDER BY 1, 2";
  g_autoptr (GHashTable) first = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  store_bind_integer (statement, ":change", *change);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      char *key = g_strdup_printf ("%s %s %s %s", text_of (statement, 2), text_of (statement, 3),
                                   text_of (statement, 4), text_of (statement, 5));

      if (!g_hash_table_contains (first, key))
        g_hash_table_insert (first, key, g_strdup (text_of (statement, 6)));
      else
        g_free (key);
    }
  sqlite3_reset (statement);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      replay_step (image, now, first, statement);
      *change = sqlite3_column_int64 (statement, 0);
    }
  sqlite3_finalize (statement);
  sqlite3_close (db);
}

void
test_image_compare (GHashTable *expected,
                    GHashTable *found)
{
  GHashTableIter iter;
  gpointer key, value;

  g_assert_cmpuint (g_hash_table_size (expected), ==, g_hash_table_size (found));
  g_hash_table_iter_init (&iter, expected);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (g_strcmp0 (g_hash_table_lookup (found, key), value) != 0)
      g_error ("%s: %s, not %s", (char *) key, (char *) g_hash_table_lookup (found, key),
               (char *) value);
}
