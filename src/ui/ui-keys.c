/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What saving made of the places of a draft, so that whoever shows a new row finds it again. */
#include "ui-keys.h"

typedef struct
{
  ModelTable table;
  gint64 before, after;
} KeyPair;

struct _UiKeys
{
  GArray *pairs; /* of KeyPair, oldest first */
};

UiKeys *
ui_keys_new (void)
{
  UiKeys *self = g_new0 (UiKeys, 1);

  self->pairs = g_array_new (FALSE, FALSE, sizeof (KeyPair));
  return self;
}

void
ui_keys_free (UiKeys *self)
{
  g_array_unref (self->pairs);
  g_free (self);
}

void
ui_keys_clear (UiKeys *self)
{
  g_array_set_size (self->pairs, 0);
}

void
ui_keys_add (UiKeys    *self,
             ModelTable table,
             gint64     before,
             gint64     after)
{
  KeyPair pair = { table, before, after };

  g_array_append_val (self->pairs, pair);
}

gint64
ui_keys_map (UiKeys    *self,
             ModelTable table,
             gint64     key)
{
  if (key < 0)
    for (guint i = self->pairs->len; i-- > 0;)
      {
        const KeyPair *pair = &g_array_index (self->pairs, KeyPair, i);

        if (pair->table == table && pair->before == key)
          return pair->after;
      }
  return key;
}

static gboolean
contains (const GPtrArray *rows,
          gint64           key)
{
  for (guint i = 0; i < rows->len; i++)
    if (((const ModelRow *) g_ptr_array_index (rows, i))->key == key)
      return TRUE;
  return FALSE;
}

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* Places of a draft are filled in the order of the edits, and keys run upwards: the n-th new
 * place became the n-th new key. */
void
ui_keys_note (UiKeys            *self,
              const ModelRecord *original,
              const GPtrArray   *edits,
              const ModelRecord *stored)
{
  for (guint table = 0; table < MODEL_N_TABLES; table++)
    {
      g_autoptr (GArray) fresh = g_array_new (FALSE, FALSE, sizeof (gint64));
      guint next = 0;

      for (guint i = 0; i < stored->rows[table]->len; i++)
        {
          const ModelRow *row = g_ptr_array_index (stored->rows[table], i);

          if (!contains (original->rows[table], row->key))
            g_array_append_val (fresh, row->key);
        }
      g_array_sort (fresh, compare_keys);
      for (guint i = 0; i < edits->len && next < fresh->len; i++)
        {
          const ModelEdit *edit = g_ptr_array_index (edits, i);
          KeyPair pair = { table, 0, 0 };

          if (edit->kind != MODEL_EDIT_ADD || edit->table != table || edit->row->key >= 0)
            continue;
          pair.before = edit->row->key;
          pair.after = g_array_index (fresh, gint64, next++);
          g_array_append_val (self->pairs, pair);
        }
    }
}
