/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drafts-fixture.h"

#include <glib/gstdio.h>

#include "base-clock.h"

char *drafts_folder;

static void
took_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

SessionRegister *
drafts_open (const char *path)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  SessionRegister *reg;

  session_register_open_async (path, FALSE, NULL, took_cb, &result);
  reg = session_register_open_finish (wait_for (&result), &error);
  g_assert_no_error (error);
  return reg;
}

const ModelField *
drafts_find (SessionRegister *reg,
      ModelTable       table,
      const char      *id)
{
  return model_dictionary_find (session_register_dictionary (reg), table, id);
}

void
drafts_create (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SessionRegister) reg = NULL;
  g_autoptr (ModelDraft) draft = NULL;
  static const char *const values[][2] = {
    { "code", "RPL-0001" }, { "birth_month", "1980-03" }, { "referral_date", "2010-01-15" },
    { "note", "as saved" }, { "weight_kg", "60" },
  };

  g_assert_true (session_create (path, NULL, &error));
  reg = session_register_open_sync (path, FALSE, FALSE, &error);
  g_assert_no_error (error);
  draft = model_draft_new (session_register_dictionary (reg), NULL, base_today ());
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    model_draft_set_value (draft, MODEL_TABLE_PATIENT, 1,
                           drafts_find (reg, MODEL_TABLE_PATIENT, values[i][0]), values[i][1]);
  g_assert_true (session_register_save_sync (reg, draft, "New", NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  session_register_close (reg);
}

void
drafts_set_up (DraftsFixture *f,
               gconstpointer  data)
{
  f->folder = g_dir_make_tmp ("natality-drafts-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "clinic.natality", NULL);
  drafts_create (f->path);
  f->reg = drafts_open (f->path);
}

void
drafts_close (DraftsFixture *f)
{
  if (f->reg != NULL)
    session_register_close (f->reg);
  g_clear_object (&f->reg);
}

void
drafts_reopen (DraftsFixture *f)
{
  drafts_close (f);
  f->reg = drafts_open (f->path);
}

void
drafts_tear_down (DraftsFixture *f,
                  gconstpointer  data)
{
  drafts_close (f);
  test_remove_folder (f->folder);
  test_remove_folder (drafts_folder);
  g_free (f->folder);
  g_free (f->path);
}

ModelDraft *
drafts_begin (DraftsFixture *f)
{
  g_autoptr (ModelRecord) record = session_register_read (f->reg, 1, FALSE, NULL);

  return model_draft_new (session_register_dictionary (f->reg), record, base_today ());
}

void
drafts_type (DraftsFixture *f,
             ModelDraft    *draft,
             const char    *id,
             const char    *text)
{
  model_draft_set_typed (draft, MODEL_TABLE_PATIENT, 1,
                         drafts_find (f->reg, MODEL_TABLE_PATIENT, id), text);
}

char *
drafts_shown (DraftsFixture *f,
              ModelDraft    *draft,
              const char    *id)
{
  return model_draft_get_text (draft, MODEL_TABLE_PATIENT, 1,
                               drafts_find (f->reg, MODEL_TABLE_PATIENT, id));
}
