/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A draft as lines of text, and the lines again (model-draft-restore.c makes a draft of them).
 * Knows no file.
 *
 * One line each, cells parted by tabs; tabs, line ends and backslashes in a cell are escaped, an
 * empty cell is not asked:
 *
 *   natality-draft VERSION
 *   patient NUMBER                          0: a new one
 *   highest TABLE KEY                       highest key that was stored then
 *   reason TEXT
 *   add TABLE KEY PARENT                    a new row, parents first
 *   blank TABLE KEY FIELD VALUE             what it began with
 *   set TABLE KEY FIELD BASED-ON VALUE
 *   typed TABLE KEY FIELD BASED-ON TEXT     not understood
 *   entered TABLE KEY FIELD VALUE TEXT      understood, as it was typed
 *   remove TABLE KEY
 *   restore TABLE KEY
 *   end */
#include "model-draft-private.h"

#include <string.h>

#include "base-number.h"
#include "base-text.h"
#include "model-value.h"

#define VERSION "1"
#define HEAD "natality-draft\t"

G_DEFINE_QUARK (model-draft-error-quark, model_draft_error)

void
model_conflict_free (ModelConflict *self)
{
  if (self == NULL)
    return;
  g_free (self->mine);
  g_free (self->theirs);
  g_free (self);
}

/* --- writing ---------------------------------------------------------------------------------- */

static void
add_cell (GString    *text,
          const char *cell)
{
  g_string_append_c (text, '\t');
  for (const char *p = cell; p != NULL && *p != '\0'; p++)
    if (*p == '\t')
      g_string_append (text, "\\t");
    else if (*p == '\n')
      g_string_append (text, "\\n");
    else if (*p == '\r')
      g_string_append (text, "\\r");
    else if (*p == '\\')
      g_string_append (text, "\\\\");
    else
      g_string_append_c (text, *p);
}

static void
begin_line (GString    *text,
            const char *what,
            ModelTable  table,
            gint64      key)
{
  g_string_append_printf (text, "%s\t%s\t%" G_GINT64_FORMAT, what, model_table_id (table), key);
}

static void
add_value_line (GString          *text,
                const char       *what,
                const ModelRow   *row,
                const ModelField *field,
                const char       *first,
                const char       *second)
{
  begin_line (text, what, row->table, row->key);
  add_cell (text, field->id);
  add_cell (text, first);
  if (second != NULL)
    add_cell (text, second);
  g_string_append_c (text, '\n');
}

static void
add_differences (ModelDraft     *self,
                 GString        *text,
                 const ModelRow *row,
                 const ModelRow *before)
{
  for (guint c = 0; c < row->n_values; c++)
    if (!model_value_equal (row->values[c], before->values[c]))
      add_value_line (text, "set", row, model_dictionary_stored (self->dictionary, row->table, c),
                      before->values[c], row->values[c] != NULL ? row->values[c] : "");
}

static void
add_new_row (ModelDraft     *self,
             GString        *text,
             const ModelRow *row)
{
  const ModelRow *blank = model_record_find (self->blank, row->table, row->key);

  begin_line (text, "add", row->table, row->key);
  g_string_append_printf (text, "\t%" G_GINT64_FORMAT "\n", row->parent);
  for (guint c = 0; c < blank->n_values; c++)
    if (blank->values[c] != NULL)
      add_value_line (text, "blank", row, model_dictionary_stored (self->dictionary, row->table, c),
                      blank->values[c], NULL);
  add_differences (self, text, row, blank);
}

/* The row as it was before anything was typed into it. */
static const ModelRow *
row_before (ModelDraft     *self,
            const ModelRow *row)
{
  const ModelRow *before = model_record_find (self->original, row->table, row->key);

  return before != NULL ? before : model_record_find (self->blank, row->table, row->key);
}

GPtrArray *
model_draft_cells (ModelDraft *self)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func ((GDestroyNotify) model_conflict_free);

  for (guint t = 0; t < MODEL_N_TABLES; t++)
    for (guint i = 0; i < self->record->rows[model_draft_order[t]]->len; i++)
      {
        const ModelRow *row = self->record->rows[model_draft_order[t]]->pdata[i];
        const ModelRow *before = row_before (self, row);

        for (guint c = 0; c < row->n_values; c++)
          {
            const ModelField *field = model_dictionary_stored (self->dictionary, row->table, c);
            const ModelTyped *typed =
                model_draft_find_typed (self, row->table, row->key, field);
            ModelConflict *cell;

            if (model_value_equal (row->values[c], before->values[c])
                && (typed == NULL || typed->error == NULL))
              continue;
            cell = g_new (ModelConflict, 1);
            *cell = (ModelConflict){ row->table, row->key, field, NULL,
                                     g_strdup (before->values[c]), 0 };
            g_ptr_array_add (cells, cell);
          }
      }
  return cells;
}

static void
add_typed (ModelDraft *self,
           GString    *text)
{
  for (guint i = 0; i < self->typed->len; i++)
    {
      const ModelTyped *typed = self->typed->pdata[i];
      const ModelRow *row = model_record_find (self->record, typed->table, typed->key);
      const ModelRow *before = row_before (self, row);

      if (model_draft_is_left_out (self, row))
        continue;
      if (typed->error != NULL)
        add_value_line (text, "typed", row, typed->field, model_row_get (before, typed->field),
                        typed->text != NULL ? typed->text : "");
      else
        add_value_line (text, "entered", row, typed->field, model_row_get (row, typed->field),
                        typed->text);
    }
}

static void
add_rows (ModelDraft *self,
          GString    *text,
          ModelTable  table)
{
  gint64 highest = 0;

  for (guint i = 0; i < self->original->rows[table]->len; i++)
    highest = MAX (highest, ((ModelRow *) self->original->rows[table]->pdata[i])->key);
  begin_line (text, "highest", table, highest);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < self->record->rows[table]->len; i++)
    {
      const ModelRow *row = self->record->rows[table]->pdata[i];
      const ModelRow *before = model_record_find (self->original, table, row->key);

      if (before == NULL)
        {
          if (table == MODEL_TABLE_PATIENT || !model_draft_is_left_out (self, row))
            add_new_row (self, text, row);
          continue;
        }
      if (before->archived != 0 && row->archived == 0)
        {
          begin_line (text, "restore", table, row->key);
          g_string_append_c (text, '\n');
        }
      add_differences (self, text, row, before);
    }
  for (guint i = 0; i < self->original->rows[table]->len; i++)
    {
      const ModelRow *row = self->original->rows[table]->pdata[i];

      if (row->archived != 0 || model_record_find (self->record, table, row->key) != NULL)
        continue;
      begin_line (text, "remove", table, row->key);
      g_string_append_c (text, '\n');
    }
}

char *
model_draft_to_text (ModelDraft *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (HEAD VERSION "\n");
  g_string_append_printf (text, "patient\t%" G_GINT64_FORMAT "\n",
                          MAX (self->record->patient, 0));
  if (self->reason != NULL)
    {
      g_string_append (text, "reason");
      add_cell (text, self->reason);
      g_string_append_c (text, '\n');
    }
  for (guint i = 0; i < MODEL_N_TABLES; i++)
    add_rows (self, text, model_draft_order[i]);
  add_typed (self, text);
  g_string_append (text, "end\n");
  return g_string_free (text, FALSE);
}

/* --- reading ---------------------------------------------------------------------------------- */

static const struct { const char *word; guint n_cells; } line_kinds[] = {
  [MODEL_DRAFT_LINE_HIGHEST] = { "highest", 3 }, [MODEL_DRAFT_LINE_REASON] = { "reason", 2 },
  [MODEL_DRAFT_LINE_ADD] = { "add", 4 },         [MODEL_DRAFT_LINE_BLANK] = { "blank", 5 },
  [MODEL_DRAFT_LINE_SET] = { "set", 6 },         [MODEL_DRAFT_LINE_TYPED] = { "typed", 6 },
  [MODEL_DRAFT_LINE_ENTERED] = { "entered", 6 }, [MODEL_DRAFT_LINE_REMOVE] = { "remove", 3 },
  [MODEL_DRAFT_LINE_RESTORE] = { "restore", 3 },
};

static void
line_clear (gpointer data)
{
  ModelDraftLine *line = data;

  g_free (line->first);
  g_free (line->second);
}

gboolean
model_draft_fail (GError        **error,
                  ModelDraftError code)
{
  /* For a programmer: who reads a file says what became of it. */
  g_set_error_literal (error, MODEL_DRAFT_ERROR, code,
                       code == MODEL_DRAFT_ERROR_NEWER     ? "the draft is of a later version"
                       : code == MODEL_DRAFT_ERROR_PATIENT ? "the draft is about another patient"
                                                           : "the draft is damaged");
  return FALSE;
}

/* NULL where a backslash stands alone. (transfer full) */
static char *
unescape (const char *cell)
{
  GString *text = g_string_new (NULL);

  for (const char *p = cell; *p != '\0'; p++)
    {
      if (*p != '\\')
        {
          g_string_append_c (text, *p);
          continue;
        }
      p++;
      if (strchr ("tnr\\", *p) == NULL || *p == '\0')
        {
          g_string_free (text, TRUE);
          return NULL;
        }
      g_string_append_c (text, *p == 't' ? '\t' : *p == 'n' ? '\n' : *p == 'r' ? '\r' : '\\');
    }
  return g_string_free (text, FALSE);
}

static gboolean
read_line (ModelDictionary *dictionary,
           char           **cells,
           ModelDraftLine  *line,
           GError         **error)
{
  guint n = g_strv_length (cells), kind;

  for (kind = 0; kind < G_N_ELEMENTS (line_kinds); kind++)
    if (g_strcmp0 (cells[0], line_kinds[kind].word) == 0)
      break;
  if (kind == G_N_ELEMENTS (line_kinds) || n != line_kinds[kind].n_cells)
    return model_draft_fail (error, MODEL_DRAFT_ERROR_DAMAGED);
  line->kind = kind;
  if (kind == MODEL_DRAFT_LINE_REASON)
    return (line->first = unescape (cells[1])) != NULL
           || model_draft_fail (error, MODEL_DRAFT_ERROR_DAMAGED);
  if (!model_table_from_id (cells[1], &line->table))
    return model_draft_fail (error, MODEL_DRAFT_ERROR_NEWER);
  if (!base_integer_parse (cells[2], &line->key)
      || (kind == MODEL_DRAFT_LINE_ADD && !base_integer_parse (cells[3], &line->parent)))
    return model_draft_fail (error, MODEL_DRAFT_ERROR_DAMAGED);
  if (n < 5)
    return TRUE;
  line->field = model_dictionary_find (dictionary, line->table, cells[3]);
  if (line->field == NULL || line->field->derived != NULL)
    return model_draft_fail (error, MODEL_DRAFT_ERROR_NEWER);
  line->first = unescape (cells[4]);
  line->second = unescape (n > 5 ? cells[5] : "");
  return (line->first != NULL && line->second != NULL)
         || model_draft_fail (error, MODEL_DRAFT_ERROR_DAMAGED);
}

/* The number behind the second line's word; FALSE where the first two lines aren't a draft's. */
static gboolean
read_head (char   **lines,
           gint64  *out_patient,
           GError **error)
{
  if (lines[0] == NULL || !g_str_has_prefix (lines[0], HEAD))
    return model_draft_fail (error, MODEL_DRAFT_ERROR_DAMAGED);
  if (strcmp (lines[0], HEAD VERSION) != 0)
    return model_draft_fail (error, MODEL_DRAFT_ERROR_NEWER);
  if (lines[1] == NULL || !g_str_has_prefix (lines[1], "patient\t")
      || !base_integer_parse (lines[1] + strlen ("patient\t"), out_patient) || *out_patient < 0)
    return model_draft_fail (error, MODEL_DRAFT_ERROR_DAMAGED);
  return TRUE;
}

gint64
model_draft_text_patient (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 3);
  gint64 patient;

  return read_head (lines, &patient, NULL) ? patient : -1;
}

GArray *
model_draft_read_lines (ModelDictionary *dictionary,
            const char      *text,
            gint64          *out_patient,
            GError         **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, TRUE, sizeof (ModelDraftLine));
  g_auto (GStrv) lines = NULL;
  guint n;

  g_array_set_clear_func (found, line_clear);
  if (!g_utf8_validate (text, -1, NULL))
    {
      model_draft_fail (error, MODEL_DRAFT_ERROR_DAMAGED);
      return NULL;
    }
  lines = g_strsplit (text, "\n", -1);
  n = g_strv_length (lines);
  if (!read_head (lines, out_patient, error))
    return NULL;
  /* A text without its last line isn't whole. */
  if (n < 4 || strcmp (lines[n - 2], "end") != 0 || lines[n - 1][0] != '\0')
    {
      model_draft_fail (error, MODEL_DRAFT_ERROR_DAMAGED);
      return NULL;
    }
  for (guint i = 2; i < n - 2; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);

      g_array_set_size (found, i - 1);
      if (!read_line (dictionary, cells, &g_array_index (found, ModelDraftLine, i - 2), error))
        return NULL;
    }
  return g_steal_pointer (&found);
}
