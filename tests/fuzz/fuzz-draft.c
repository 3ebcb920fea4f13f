/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever is read as a kept draft can be shown, checked, settled and kept again. */
#include <stddef.h>
#include <stdint.h>

#include "maker.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
look (ModelDictionary *d,
      ModelDraft      *draft)
{
  const ModelRecord *record = model_draft_record (draft);

  g_ptr_array_unref (model_draft_check (draft));
  g_ptr_array_unref (model_draft_edits (draft));
  for (guint table = 0; table < MODEL_N_TABLES; table++)
    for (guint i = 0; i < record->rows[table]->len; i++)
      {
        const ModelRow *row = record->rows[table]->pdata[i];

        for (guint c = 0; c < row->n_values; c++)
          {
            const ModelField *field = model_dictionary_stored (d, table, c);
            g_autofree char *text = model_draft_get_text (draft, table, row->key, field);

            g_assert_nonnull (text);
            g_assert_true (g_utf8_validate (text, -1, NULL));
          }
      }
}

static void
read_and_keep (ModelDictionary   *d,
               const ModelRecord *stored,
               const char        *text,
               gboolean           mine)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ModelDraft) draft = model_draft_from_text (d, stored, cut_day (), text, &error);
  g_autoptr (ModelDraft) again = NULL;
  g_autofree char *kept = NULL;

  if (draft == NULL)
    {
      g_assert_true (error->domain == MODEL_DRAFT_ERROR);
      return;
    }
  look (d, draft);
  kept = model_draft_to_text (draft);
  again = model_draft_from_text (d, stored, cut_day (), kept, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (model_draft_homeless (again)->len, ==, 0);
  model_draft_settle (again, mine);
  look (d, again);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static ModelDictionary *dictionary;
  static ModelRecord *record;
  g_autofree char *text = size > 0 ? g_strndup ((const char *) data, size) : g_strdup ("");

  if (dictionary == NULL)
    {
      dictionary = model_dictionary_new ();
      record = make_record (dictionary);
      model_record_find (record, MODEL_TABLE_INFUSION, 1)->archived = 12;
    }
  (void) model_draft_text_patient (text);
  read_and_keep (dictionary, record, text, size % 2 == 0);
  read_and_keep (dictionary, NULL, text, size % 2 == 0);
  return 0;
}
