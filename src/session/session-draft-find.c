/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts that were left behind: looked for when a register is opened, read, described, and made
 * drafts again. A file that can't be read is set aside and said; it never stops a register. */
#include "session-draft-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base-clock.h"
#include "base-text.h"

#define PART 16 /* characters of a digest in a file's name */
#define NO_IDENTITY "0000000000000000"
#define MAX_BYTES (64 * 1024 * 1024)

char *
session_drafts_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "natality", "drafts", NULL);
}

static char *
identity_part (const char *identity)
{
  return identity != NULL && identity[0] != '\0' ? g_strndup (identity, PART)
                                                 : g_strdup (NO_IDENTITY);
}

static char *
path_part (const char *path)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);

  return g_strndup (digest, PART);
}

char *
session_draft_key (SessionRegister *reg)
{
  g_autofree char *folder = session_drafts_folder ();
  g_autofree char *identity = identity_part (reg->identity);
  g_autofree char *path = path_part (reg->path);

  return g_strdup_printf ("%s/%s-%s", folder, identity, path);
}

/* --- reading one ------------------------------------------------------------------------------ */

/* The rest of a line that begins with `word`; moves *at behind it. NULL: another line. (transfer
 * full) */
static char *
take_line (const char **at,
           const char  *word)
{
  const char *end = strchr (*at, '\n'), *rest = *at + strlen (word);

  if (end == NULL || !g_str_has_prefix (*at, word) || rest > end)
    return NULL;
  *at = end + 1;
  return g_strndup (rest, (gsize) (end - rest));
}

/* Fills in what the file says; FALSE: it isn't whole. */
static gboolean
read_text (SessionDraft *self,
           const char   *text)
{
  const char *at = text;
  g_autofree char *digest = take_line (&at, SESSION_DRAFT_HEAD);
  g_autofree char *found = NULL;
  g_autofree char *empty = NULL;

  if (digest == NULL)
    return FALSE;
  found = g_compute_checksum_for_string (G_CHECKSUM_SHA256, at, -1);
  if (strcmp (found, digest) != 0)
    return FALSE;
  self->identity = take_line (&at, "register ");
  self->uri = take_line (&at, "path ");
  self->typed = take_line (&at, "typed ");
  empty = take_line (&at, "");
  if (self->identity == NULL || self->uri == NULL || self->typed == NULL || empty == NULL
      || empty[0] != '\0' || model_draft_text_patient (at) < 0)
    return FALSE;
  if (strcmp (self->identity, "-") == 0)
    base_set_str (&self->identity, "");
  self->text = g_strdup (at);
  return TRUE;
}

typedef enum { FILE_READ, FILE_DAMAGED, FILE_NEWER, FILE_GONE } FileState;

static FileState
read_file (SessionDraft *self)
{
  g_autofree char *text = NULL;
  gsize length;
  GStatBuf about;

  if (g_stat (self->path, &about) != 0)
    return FILE_GONE;
  if (about.st_size > MAX_BYTES || !g_file_get_contents (self->path, &text, &length, NULL)
      || strlen (text) != length)
    return FILE_DAMAGED;
  if (g_str_has_prefix (text, SESSION_DRAFT_NAME) && !g_str_has_prefix (text, SESSION_DRAFT_HEAD))
    return FILE_NEWER;
  return read_text (self, text) ? FILE_READ : FILE_DAMAGED;
}

/* --- looking for them ------------------------------------------------------------------------- */

typedef enum { OF_ANOTHER, OF_THIS, OF_THIS_IF_MOVED } Whose;

/* By its name alone: nobody's file is opened that isn't this register's. */
static Whose
whose (SessionRegister *reg,
       const char      *name)
{
  g_autofree char *identity = identity_part (reg->identity);
  g_autofree char *path = path_part (reg->path);
  gboolean same_identity, no_identity, same_path;

  if (strlen (name) < 2 * PART + 2 || name[PART] != '-' || name[2 * PART + 1] != '-'
      || !g_str_has_suffix (name, SESSION_DRAFT_SUFFIX))
    return OF_ANOTHER;
  same_identity = strncmp (name, identity, PART) == 0;
  no_identity = strncmp (name, NO_IDENTITY, PART) == 0;
  same_path = strncmp (name + PART + 1, path, PART) == 0;
  if (same_path && (same_identity || no_identity))
    return OF_THIS;
  return same_identity && !no_identity ? OF_THIS_IF_MOVED : OF_ANOTHER;
}

static void
say_trouble (SessionRegister *reg,
             FileState        state,
             const char      *path)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_free (reg->draft_trouble);
  if (state == FILE_NEWER)
    reg->draft_trouble = g_strdup (
        _ ("There is unsaved typing from a newer Natality. It was left for that to go on with."));
  else
    reg->draft_trouble = g_strdup_printf (
        _ ("A file with unsaved typing could not be read. It was kept as %s; the register is as "
           "it was last saved."),
        shown);
}

/* The other register's trouble is said when that is opened. */
static void
deal_with_unread (SessionRegister *reg,
                  SessionDraft    *draft,
                  FileState        state,
                  Whose            owner)
{
  g_autofree char *path = NULL;

  if (state == FILE_DAMAGED && owner == OF_THIS)
    path = session_draft_set_aside (draft);
  else if (state == FILE_NEWER && owner == OF_THIS)
    path = g_strdup (draft->path);
  else if (state == FILE_GONE)
    session_draft_forget (draft);
  if (path != NULL)
    say_trouble (reg, state, path);
}

static void
look_at (SessionRegister *reg,
         const char      *folder,
         const char      *name,
         Whose            owner)
{
  g_autoptr (SessionDraft) draft = g_object_new (SESSION_TYPE_DRAFT, NULL);
  g_autofree char *was = NULL;
  FileState state;

  draft->path = g_build_filename (folder, name, NULL);
  draft->lock_fd = session_draft_lock (draft->path);
  if (draft->lock_fd < 0)
    return;
  state = read_file (draft);
  if (state != FILE_READ)
    {
      deal_with_unread (reg, draft, state, owner);
      return;
    }
  was = g_filename_from_uri (draft->uri, NULL, NULL);
  /* A copy of this register is no other place of it. */
  if (owner == OF_THIS_IF_MOVED && (was == NULL || g_file_test (was, G_FILE_TEST_EXISTS)))
    return;
  g_ptr_array_add (reg->drafts, g_steal_pointer (&draft));
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  const SessionDraft *first = *(SessionDraft *const *) a, *second = *(SessionDraft *const *) b;

  return strcmp (first->typed, second->typed);
}

void
session_find_drafts (SessionRegister *self)
{
  g_autofree char *folder = session_drafts_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  self->drafts = g_ptr_array_new_with_free_func (g_object_unref);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      Whose owner = whose (self, name);

      if (owner != OF_ANOTHER)
        look_at (self, folder, name, owner);
    }
  g_ptr_array_sort (self->drafts, compare_times);
}

void
session_drafts_follow (const char *from,
                       const char *to)
{
  g_autofree char *folder = session_drafts_folder ();
  g_autofree char *was = path_part (from);
  g_autofree char *is = path_part (to);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr (SessionDraft) draft = NULL;
      g_autofree char *moved = NULL;

      if (strlen (name) < 2 * PART + 2 || strncmp (name + PART + 1, was, PART) != 0
          || !g_str_has_suffix (name, SESSION_DRAFT_SUFFIX))
        continue;
      draft = g_object_new (SESSION_TYPE_DRAFT, NULL);
      draft->path = g_build_filename (folder, name, NULL);
      draft->lock_fd = session_draft_lock (draft->path);
      if (draft->lock_fd < 0)
        continue;
      moved = g_strdup_printf ("%s/%.*s-%s%s", folder, PART, name, is, name + 2 * PART + 1);
      if (g_rename (draft->path, moved) == 0)
        session_draft_forget (draft);
    }
}

GPtrArray *
session_register_take_drafts (SessionRegister *reg)
{
  g_return_val_if_fail (SESSION_IS_REGISTER (reg), NULL);

  return reg->drafts != NULL ? g_steal_pointer (&reg->drafts)
                             : g_ptr_array_new_with_free_func (g_object_unref);
}

char *
session_register_draft_trouble (SessionRegister *reg)
{
  return g_strdup (reg->draft_trouble);
}

/* --- going on with one ------------------------------------------------------------------------ */

gint64
session_draft_patient (SessionDraft *self)
{
  return self->text != NULL ? model_draft_text_patient (self->text) : 0;
}

static char *
code_of (SessionRegister *reg,
         gint64           patient)
{
  g_autoptr (ModelRecord) record = session_register_read (reg, patient, TRUE, NULL);
  const ModelRow *row =
      record != NULL ? model_record_find (record, MODEL_TABLE_PATIENT, 1) : NULL;

  return row != NULL ? g_strdup (model_row_get (row, model_dictionary_find (reg->dictionary,
                                                                            MODEL_TABLE_PATIENT,
                                                                            "code")))
                     : NULL;
}

char *
session_draft_describe (SessionDraft    *self,
                        SessionRegister *reg)
{
  gint64 patient = session_draft_patient (self);
  g_autofree char *when = base_utc_to_display (self->typed);
  g_autofree char *code = patient > 0 ? code_of (reg, patient) : NULL;

  if (patient == 0)
    return g_strdup_printf (
        _ ("A new patient who was not added yet, typed on %s, was found."), when);
  if (code == NULL)
    return g_strdup_printf (_ ("Unsaved typing from %s was found, about a patient who is not in "
                               "this register any more."),
                            when);
  return g_strdup_printf (_("Unsaved typing about %s from %s was found."), code, when);
}

ModelDraft *
session_draft_restore (SessionDraft    *self,
                       SessionRegister *reg,
                       GError         **error)
{
  gint64 patient = session_draft_patient (self);
  g_autoptr (ModelRecord) record = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *aside = NULL;
  g_autofree char *shown = NULL;
  ModelDraft *draft = NULL;

  if (patient > 0)
    record = session_register_read (reg, patient, TRUE, NULL);
  if (patient == 0 || record != NULL)
    draft = model_draft_from_text (reg->dictionary, record, base_today (), self->text, &local);
  if (draft != NULL)
    return draft;
  if (g_error_matches (local, MODEL_DRAFT_ERROR, MODEL_DRAFT_ERROR_NEWER))
    {
      g_set_error_literal (error, SESSION_ERROR, SESSION_ERROR_TOO_NEW,
                           _ ("It was typed in a newer Natality, and is left for that."));
      return NULL;
    }
  aside = session_draft_set_aside (self);
  shown = g_filename_display_name (aside);
  if (local == NULL || g_error_matches (local, MODEL_DRAFT_ERROR, MODEL_DRAFT_ERROR_PATIENT))
    g_set_error (error, SESSION_ERROR, SESSION_ERROR_NOT_FOUND,
                 _ ("She is not in this register any more. What was typed was kept as %s."), shown);
  else
    g_set_error (error, SESSION_ERROR, SESSION_ERROR_DAMAGED,
                 _ ("What was typed could not be read. It was kept as %s."), shown);
  return NULL;
}
