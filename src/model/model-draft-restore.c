/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A draft made again of its lines, upon a record that may have changed since they were written:
 * what was saved after all is found again, what both changed is noted, and what has no row any more
 * is kept in sight. Knows no file. */
#include "model-draft-private.h"

#include <string.h>

#include "model-value.h"

/* A new row that stands in the register by now, under a key of its own. */
typedef struct
{
  ModelTable table;
  gint64 place, key;
} Twin;

typedef struct
{
  ModelDraft *draft;
  const ModelRecord *stored; /* NULL: a new patient */
  GArray *lines;             /* of ModelDraftLine */
  GArray *twins;             /* of Twin */
  gint64 highest[MODEL_N_TABLES];
} Restore;

/* --- finding again ---------------------------------------------------------------------------- */

static const Twin *
find_twin (const Restore *self,
           ModelTable     table,
           gint64         place)
{
  for (guint i = 0; i < self->twins->len; i++)
    {
      const Twin *twin = &g_array_index (self->twins, Twin, i);

      if (twin->table == table && twin->place == place)
        return twin;
      /* An outcome goes by its transfer's key. */
      if (table == MODEL_TABLE_TRANSFER_OUTCOME && twin->table == MODEL_TABLE_TRANSFER
          && twin->place == place)
        return twin;
    }
  return NULL;
}

static gint64
key_of (const Restore *self,
        ModelTable     table,
        gint64         key)
{
  const Twin *twin = key < 0 ? find_twin (self, table, key) : NULL;

  return twin != NULL ? twin->key : key;
}

/* A value, with a reference to a new row that was saved led to where that stands. */
static char *
value_of (const Restore    *self,
          const ModelField *field,
          const char       *value)
{
  double place;

  if (value == NULL || value[0] == '\0')
    return NULL;
  if (field->type == MODEL_TYPE_REFERENCE && value[0] == '-' && model_value_number (value, &place))
    return g_strdup_printf ("%" G_GINT64_FORMAT,
                            key_of (self, field->references, (gint64) place));
  return g_strdup (value);
}

static void
note (GPtrArray        *notes,
      ModelTable        table,
      gint64            key,
      const ModelField *field,
      const char       *mine,
      const char       *theirs,
      gint64            archived)
{
  ModelConflict *conflict = g_new (ModelConflict, 1);

  *conflict = (ModelConflict){ table, key, field, g_strdup (mine), g_strdup (theirs), archived };
  g_ptr_array_add (notes, conflict);
}

/* The row in the record, which the draft touches. One that was archived meanwhile is taken back, as
 * it was when it was typed into, with what it hangs on; saving it so is a conflict. NULL: there is
 * no such row. */
static ModelRow *
touched (Restore   *self,
         ModelTable table,
         gint64     key)
{
  ModelTable above = model_table_parent (table);
  ModelRow *row = model_record_find (self->draft->record, table, key);
  const ModelRow *stored;

  if (row != NULL || self->stored == NULL)
    return row;
  stored = model_record_find (self->stored, table, key);
  if (stored == NULL || (above != MODEL_N_TABLES && touched (self, above, stored->parent) == NULL))
    return NULL;
  if (table != MODEL_TABLE_PATIENT && touched (self, MODEL_TABLE_PATIENT, 1) == NULL)
    return NULL;
  note (self->draft->conflicts, table, key, NULL, NULL, NULL, stored->archived);
  row = model_row_copy (stored);
  row->archived = 0;
  model_record_take (self->draft->original, model_row_copy (row));
  model_record_take (self->draft->record, row);
  return row;
}

/* Both changed it, unless both made the same of it: then saving is to find what was read. */
static void
meet (Restore          *self,
      ModelRow         *row,
      const ModelField *field,
      const char       *based_on,
      const char       *mine,
      gboolean          understood)
{
  ModelRow *original = model_record_find (self->draft->original, row->table, row->key);
  const char *stored = original != NULL ? model_row_get (original, field) : NULL;

  if (original == NULL || model_value_equal (stored, based_on)
      || (understood && model_value_equal (stored, mine)))
    return;
  note (self->draft->conflicts, row->table, row->key, field, mine, stored, 0);
  model_row_set (original, field, based_on);
  model_row_set (row, field, based_on);
}

/* --- new rows --------------------------------------------------------------------------------- */

/* A new row as it was to be saved; NULL where something in it wasn't understood. */
static ModelRow *
as_saved (Restore              *self,
          const ModelDraftLine *add)
{
  ModelRow *row = model_row_new (self->draft->dictionary, add->table);

  for (guint i = 0; i < self->lines->len; i++)
    {
      const ModelDraftLine *line = &g_array_index (self->lines, ModelDraftLine, i);
      g_autofree char *value = NULL;

      if (line->table != add->table || line->key != add->key || line->field == NULL)
        continue;
      if (line->kind == MODEL_DRAFT_LINE_TYPED)
        {
          model_row_free (row);
          return NULL;
        }
      if (line->kind == MODEL_DRAFT_LINE_ENTERED)
        continue;
      value = value_of (self, line->field,
                        line->kind == MODEL_DRAFT_LINE_SET ? line->second : line->first);
      model_row_set (row, line->field, value);
    }
  return row;
}

static gboolean
is_twin (const Restore  *self,
         const ModelRow *row,
         const ModelRow *stored)
{
  if (stored->archived != 0 || stored->key <= self->highest[row->table]
      || stored->parent != row->parent)
    return FALSE;
  for (guint i = 0; i < self->twins->len; i++)
    if (g_array_index (self->twins, Twin, i).table == row->table
        && g_array_index (self->twins, Twin, i).key == stored->key)
      return FALSE;
  for (guint c = 0; c < row->n_values; c++)
    if (!model_value_equal (row->values[c], stored->values[c]))
      return FALSE;
  return TRUE;
}

/* Whether the row was saved before the draft could be put away: a later row of the same parent with
 * the same values stands in the register. */
static gboolean
was_saved (Restore              *self,
           const ModelDraftLine *add,
           gint64                parent)
{
  g_autoptr (ModelRow) row = NULL;

  if (self->stored == NULL || add->key >= 0)
    return FALSE;
  row = as_saved (self, add);
  if (row == NULL)
    return FALSE;
  row->parent = parent;
  for (guint i = 0; i < self->stored->rows[add->table]->len; i++)
    {
      const ModelRow *stored = self->stored->rows[add->table]->pdata[i];

      if (is_twin (self, row, stored))
        {
          Twin twin = { add->table, add->key, stored->key };

          g_array_append_val (self->twins, twin);
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
add_row (Restore              *self,
         const ModelDraftLine *line,
         GError              **error)
{
  ModelDraft *draft = self->draft;
  ModelTable above = model_table_parent (line->table);
  gint64 fixed = model_draft_fixed_key (line->table, line->parent);
  gint64 key = key_of (self, line->table, line->key), parent = line->parent;
  ModelRow *row;

  if ((fixed != 0 ? line->key != fixed : line->key >= 0) || line->key == G_MININT64
      || (above == MODEL_N_TABLES) != (parent == 0)
      || (line->table == MODEL_TABLE_PATIENT && self->stored != NULL))
    return model_draft_fail (error, MODEL_DRAFT_ERROR_DAMAGED);
  draft->next_place = MIN (draft->next_place, line->key - 1);
  if (above != MODEL_N_TABLES)
    {
      parent = key_of (self, above, parent);
      if (touched (self, above, parent) == NULL)
        return TRUE; /* its values will find no row */
    }
  else if (line->table != MODEL_TABLE_PATIENT && touched (self, MODEL_TABLE_PATIENT, 1) == NULL)
    return model_draft_fail (error, MODEL_DRAFT_ERROR_DAMAGED);
  /* Of identity and of an outcome there is one: where somebody entered it meanwhile, both meet. */
  if (model_record_find (draft->record, line->table, key) != NULL || was_saved (self, line, parent))
    return TRUE;
  row = model_row_new (draft->dictionary, line->table);
  row->patient = draft->record->patient;
  row->key = key;
  row->parent = parent;
  model_record_take (draft->blank, model_row_copy (row));
  model_record_take (draft->record, row);
  return TRUE;
}

static void
set_blank (Restore              *self,
           const ModelDraftLine *line)
{
  gint64 key = key_of (self, line->table, line->key);
  ModelRow *blank = model_record_find (self->draft->blank, line->table, key);
  ModelRow *row = model_record_find (self->draft->record, line->table, key);

  if (blank == NULL || row == NULL)
    return;
  model_row_set (blank, line->field, line->first);
  model_row_set (row, line->field, line->first);
}

/* --- values and stored rows ------------------------------------------------------------------- */

static void
set_value (Restore              *self,
           const ModelDraftLine *line)
{
  g_autofree char *based_on = value_of (self, line->field, line->first);
  g_autofree char *mine = value_of (self, line->field, line->second);
  ModelRow *row = touched (self, line->table, key_of (self, line->table, line->key));

  if (row == NULL)
    {
      note (self->draft->homeless, line->table, line->key, line->field, mine, NULL, 0);
      return;
    }
  meet (self, row, line->field, based_on, mine, TRUE);
  model_row_set (row, line->field, mine);
}

static void
set_typed (Restore              *self,
           const ModelDraftLine *line)
{
  g_autofree char *based_on = value_of (self, line->field, line->first);
  g_autofree char *value = NULL;
  g_autoptr (GError) error = NULL;
  ModelRow *row = touched (self, line->table, key_of (self, line->table, line->key));
  const ModelField *by;

  if (row == NULL)
    {
      note (self->draft->homeless, line->table, line->key, line->field, line->second, NULL, 0);
      return;
    }
  meet (self, row, line->field, based_on, line->second, FALSE);
  by = model_row_value_field (self->draft->dictionary, row, line->field);
  if (model_value_from_typed (by, line->second, self->draft->today, &value, &error))
    model_row_set (row, line->field, value); /* a day that was in the future isn't any more */
  model_draft_keep_typed (self->draft, row->table, row->key, line->field, line->second,
                          error != NULL ? error->message : NULL);
}

static void
set_entered (Restore              *self,
             const ModelDraftLine *line)
{
  g_autofree char *value = value_of (self, line->field, line->first);
  ModelRow *row = model_record_find (self->draft->record, line->table,
                                     key_of (self, line->table, line->key));

  if (row != NULL && model_value_equal (model_row_get (row, line->field), value))
    model_draft_keep_typed (self->draft, row->table, row->key, line->field, line->second, NULL);
}

static void
restore_row (Restore              *self,
             const ModelDraftLine *line)
{
  const ModelRow *stored =
      self->stored != NULL ? model_record_find (self->stored, line->table, line->key) : NULL;
  GPtrArray *conflicts = self->draft->conflicts;

  if (stored == NULL || touched (self, line->table, line->key) == NULL || stored->archived == 0)
    return;
  /* It was archived when the draft was made: to put it back is what was asked for. */
  model_record_find (self->draft->original, line->table, line->key)->archived = stored->archived;
  for (guint i = conflicts->len; i-- > 0;)
    {
      const ModelConflict *conflict = conflicts->pdata[i];

      if (conflict->table == line->table && conflict->key == line->key && conflict->field == NULL)
        g_ptr_array_remove_index (conflicts, i);
    }
}

static void
remove_row (Restore              *self,
            const ModelDraftLine *line)
{
  GPtrArray *rows = self->draft->record->rows[line->table];

  if (line->table == MODEL_TABLE_PATIENT && model_record_find (self->draft->record, line->table, 1))
    {
      model_draft_take_out (self->draft, line->table, 1);
      return;
    }
  for (guint i = rows->len; i-- > 0;)
    if (((const ModelRow *) rows->pdata[i])->key == line->key && line->key > 0)
      g_ptr_array_remove_index (rows, i);
}

/* What somebody hung meanwhile on a row that the draft removes goes with it. */
static gboolean
take_out_orphan (ModelDraft *draft)
{
  for (guint table = 0; table < MODEL_N_TABLES; table++)
    {
      ModelTable above = model_table_parent (table);
      const GPtrArray *rows = draft->record->rows[table];

      for (guint i = 0; above != MODEL_N_TABLES && i < rows->len; i++)
        {
          const ModelRow *row = rows->pdata[i];

          if (model_record_find (draft->record, above, row->parent) != NULL)
            continue;
          model_draft_take_out (draft, table, row->key);
          return TRUE;
        }
    }
  return FALSE;
}

static void
take_stored (Restore *self)
{
  for (guint table = 0; self->stored != NULL && table < MODEL_N_TABLES; table++)
    for (guint i = 0; i < self->stored->rows[table]->len; i++)
      {
        const ModelRow *row = self->stored->rows[table]->pdata[i];

        if (row->archived != 0)
          continue;
        model_record_take (self->draft->original, model_row_copy (row));
        model_record_take (self->draft->record, model_row_copy (row));
      }
}

/* Lines of one kind are applied before those of the next: rows before values, values before texts,
 * and rows go last. */
static gboolean
apply (Restore            *self,
       ModelDraftLineKind  kind,
       GError            **error)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      const ModelDraftLine *line = &g_array_index (self->lines, ModelDraftLine, i);

      if (line->kind != kind)
        continue;
      /* All of a row that was saved is in the register. */
      if (kind != MODEL_DRAFT_LINE_ADD && line->key < 0 && line->field != NULL
          && find_twin (self, line->table, line->key) != NULL
          && line->table != MODEL_TABLE_TRANSFER_OUTCOME)
        continue;
      switch (kind)
        {
        case MODEL_DRAFT_LINE_HIGHEST:
          self->highest[line->table] = line->key;
          break;
        case MODEL_DRAFT_LINE_REASON:
          model_draft_set_reason (self->draft, line->first);
          break;
        case MODEL_DRAFT_LINE_ADD:
          if (!add_row (self, line, error))
            return FALSE;
          break;
        case MODEL_DRAFT_LINE_BLANK:
          set_blank (self, line);
          break;
        case MODEL_DRAFT_LINE_RESTORE:
          restore_row (self, line);
          break;
        case MODEL_DRAFT_LINE_SET:
          set_value (self, line);
          break;
        case MODEL_DRAFT_LINE_TYPED:
          set_typed (self, line);
          break;
        case MODEL_DRAFT_LINE_ENTERED:
          set_entered (self, line);
          break;
        case MODEL_DRAFT_LINE_REMOVE:
        default:
          remove_row (self, line);
          break;
        }
    }
  return TRUE;
}

ModelDraft *
model_draft_from_text (ModelDictionary   *dictionary,
                       const ModelRecord *stored,
                       gint32             today,
                       const char        *text,
                       GError           **error)
{
  static const ModelDraftLineKind order[] = {
    MODEL_DRAFT_LINE_HIGHEST, MODEL_DRAFT_LINE_REASON,  MODEL_DRAFT_LINE_ADD,
    MODEL_DRAFT_LINE_BLANK,   MODEL_DRAFT_LINE_RESTORE, MODEL_DRAFT_LINE_SET,
    MODEL_DRAFT_LINE_TYPED,   MODEL_DRAFT_LINE_ENTERED, MODEL_DRAFT_LINE_REMOVE,
  };
  g_autoptr (ModelDraft) draft = NULL;
  g_autoptr (GArray) lines = NULL;
  g_autoptr (GArray) twins = g_array_new (FALSE, FALSE, sizeof (Twin));
  Restore self = { NULL, stored, NULL, twins, { 0 } };
  gint64 patient;

  g_return_val_if_fail (dictionary != NULL && text != NULL, NULL);

  lines = model_draft_read_lines (dictionary, text, &patient, error);
  if (lines == NULL)
    return NULL;
  if (patient != (stored != NULL ? stored->patient : 0)
      || (stored != NULL && model_record_find (stored, MODEL_TABLE_PATIENT, 1) == NULL))
    {
      model_draft_fail (error, MODEL_DRAFT_ERROR_PATIENT);
      return NULL;
    }
  draft = model_draft_new_empty (dictionary, stored != NULL ? patient : -1, today);
  self.draft = draft;
  self.lines = lines;
  take_stored (&self);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (!apply (&self, order[i], error))
      return NULL;
  while (take_out_orphan (draft))
    ;
  if (stored == NULL && model_record_find (draft->record, MODEL_TABLE_PATIENT, 1) == NULL)
    {
      model_draft_fail (error, MODEL_DRAFT_ERROR_DAMAGED);
      return NULL;
    }
  return g_steal_pointer (&draft);
}

/* --- conflicts -------------------------------------------------------------------------------- */

const GPtrArray *
model_draft_conflicts (ModelDraft *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->conflicts;
}

const GPtrArray *
model_draft_homeless (ModelDraft *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->homeless;
}

static void
settle_row (ModelDraft          *self,
            const ModelConflict *conflict,
            gboolean             mine)
{
  GPtrArray *originals = self->original->rows[conflict->table];
  ModelRow *original = model_record_find (self->original, conflict->table, conflict->key);

  if (original == NULL)
    return;
  if (mine)
    {
      original->archived = conflict->archived;
      return;
    }
  if (model_record_find (self->record, conflict->table, conflict->key) != NULL)
    model_draft_take_out (self, conflict->table, conflict->key);
  g_ptr_array_remove (originals, original);
}

static void
settle_field (ModelDraft          *self,
              const ModelConflict *conflict,
              gboolean             mine)
{
  ModelRow *original = model_record_find (self->original, conflict->table, conflict->key);
  ModelRow *row = model_record_find (self->record, conflict->table, conflict->key);
  const ModelTyped *typed =
      model_draft_find_typed (self, conflict->table, conflict->key, conflict->field);

  /* Under a text that isn't understood stands the value that is stored. */
  if (row != NULL && original != NULL && typed != NULL && typed->error != NULL
      && model_value_equal (model_row_get (row, conflict->field),
                            model_row_get (original, conflict->field)))
    model_row_set (row, conflict->field, conflict->theirs);
  if (original != NULL)
    model_row_set (original, conflict->field, conflict->theirs);
  if (row == NULL)
    return;
  if (!mine)
    {
      model_row_set (row, conflict->field, conflict->theirs);
      model_draft_drop_typed (self, conflict->table, conflict->key, conflict->field);
    }
  model_draft_read_result_again (self, row);
}

void
model_draft_settle (ModelDraft *self,
                    gboolean    mine)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->conflicts->len; i++)
    {
      const ModelConflict *conflict = self->conflicts->pdata[i];

      if (conflict->field == NULL)
        settle_row (self, conflict, mine);
      else
        settle_field (self, conflict, mine);
    }
  g_ptr_array_set_size (self->conflicts, 0);
}
