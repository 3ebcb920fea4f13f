/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The object itself: opening, closing, its state, and telling others of a change. Data,
 * questions, lists, records and exchange have files of their own. */
#include "session-private.h"

#include <glib/gi18n-lib.h>

#include "base-clock.h"

#define WATCH_SECONDS 2

G_DEFINE_FINAL_TYPE (SessionRegister, session_register, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_DATASET_CHANGED,
  SIGNAL_STATE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- opening ---------------------------------------------------------------------------------- */

static char *
describe_sessions (GPtrArray *sessions,
                   gboolean   crashed)
{
  for (guint i = 0; sessions != NULL && i < sessions->len; i++)
    {
      const StoreSession *session = g_ptr_array_index (sessions, i);

      if (session->crashed == crashed)
        {
          g_autofree char *since = base_utc_to_display (session->since_utc);

          return g_strdup_printf (_("%s, since %s"), session->who, since);
        }
    }
  return NULL;
}

static char *
make_state_text (SessionState state,
                 const char  *held_by)
{
  switch (state)
    {
    case SESSION_READ_ONLY_FILE:
      return g_strdup (
          _ ("This register can be read but not changed: this account may not write the "
             "file or its folder."));
    case SESSION_READ_ONLY_DAMAGED:
      return g_strdup (_("This register is damaged. It is open for reading only; nothing in it was "
                         "changed. Restore the newest backup, or ask for help before working on."));
    case SESSION_READ_ONLY_OLD:
      return g_strdup (_("This register was made by an older Natality. It is open for reading only "
                         "until it is migrated."));
    case SESSION_READ_ONLY_HELD:
      return held_by != NULL
                 ? g_strdup_printf (
                     _ ("Another Natality holds this register: %s. It is open for reading only."),
                     held_by)
                 : g_strdup (
                     _ ("Another program holds this register. It is open for reading only."));
    case SESSION_READ_ONLY_BACKUP:
      return g_strdup (_ ("This is a backup of a register. It is open for reading only; restore it "
                          "to work on."));
    case SESSION_WRITABLE:
    default:
      return NULL;
    }
}

/* Whether the file is sound; a fault means: for reading only, whatever the permissions say. */
static gboolean
check_soundness (SessionRegister *self,
                 Store           *store,
                 SessionState    *state,
                 GError         **error)
{
  GError *local = NULL;

  store_watch (store, self->closing);
  if (store_check_quick (store, &local))
    return TRUE;
  *state = SESSION_READ_ONLY_DAMAGED;
  if (!g_error_matches (local, STORE_ERROR, STORE_ERROR_CORRUPT))
    session_error_take (error, g_steal_pointer (&local));
  g_clear_error (&local);
  return FALSE;
}

/* NULL without error: `state` says why. */
static Store *
open_writer (SessionRegister *self,
             SessionState    *state,
             GError         **error)
{
  GError *local = NULL;
  Store *store = store_open (self->path, STORE_WRITE, self->dictionary, &local);

  if (store != NULL)
    return store;
  if (g_error_matches (local, STORE_ERROR, STORE_ERROR_BUSY))
    *state = SESSION_READ_ONLY_HELD;
  else if (g_error_matches (local, STORE_ERROR, STORE_ERROR_TOO_OLD))
    *state = SESSION_READ_ONLY_OLD;
  else
    *state = SESSION_READ_ONLY_FILE;
  if (*state == SESSION_READ_ONLY_FILE
      && !g_error_matches (local, STORE_ERROR, STORE_ERROR_READ_ONLY))
    session_error_take (error, g_steal_pointer (&local));
  g_clear_error (&local);
  return NULL;
}

static gboolean
state_changed_cb (gpointer data)
{
  SessionRegister *self = data;

  self->labels_known = FALSE;
  if (self->reader != NULL)
    session_emit_state_changed (self);
  return G_SOURCE_REMOVE;
}

/* Takes the error, which is what hindered all else. */
static void
settle_state (SessionRegister *self,
              SessionState     state,
              GPtrArray       *sessions,
              GError          *error)
{
  g_autofree char *held_by = describe_sessions (sessions, FALSE);
  g_autofree char *crashed = describe_sessions (sessions, TRUE);

  g_mutex_lock (&self->lock);
  /* What a reader found damaged meanwhile stays so. */
  if (self->state == SESSION_READ_ONLY_DAMAGED)
    state = SESSION_READ_ONLY_DAMAGED;
  self->state = state;
  g_free (self->state_text);
  self->state_text =
      error != NULL ? g_strdup (error->message) : make_state_text (state, held_by);
  if (crashed != NULL && state != SESSION_READ_ONLY_DAMAGED)
    self->crash_text = g_strdup_printf (_ ("Natality was not closed last time (%s). The register "
                                           "was checked: it is sound, and everything saved is in "
                                           "it."),
                                        crashed);
  self->open_error = error;
  g_mutex_unlock (&self->lock);
  if (self->context != NULL)
    g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, state_changed_cb,
                                g_object_ref (self), g_object_unref);
}

void
session_note_fault (SessionRegister *self,
                    const GError    *error)
{
  g_autoptr (GSource) source = NULL;
  gboolean news;

  if (!g_error_matches (error, SESSION_ERROR, SESSION_ERROR_DAMAGED))
    return;
  g_mutex_lock (&self->lock);
  news = self->state != SESSION_READ_ONLY_DAMAGED;
  self->state = SESSION_READ_ONLY_DAMAGED;
  g_free (self->state_text);
  self->state_text = make_state_text (SESSION_READ_ONLY_DAMAGED, NULL);
  g_clear_pointer (&self->crash_text, g_free); /* it said that the register is sound */
  g_mutex_unlock (&self->lock);
  if (!news || self->context == NULL)
    return;
  /* Never at once: whoever met it is in the middle of something. */
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, state_changed_cb, g_object_ref (self), g_object_unref);
  g_source_attach (source, self->context);
}

/* In the writer's thread, before its first job. Reading all of a large register takes seconds:
 * meanwhile the dataset is loaded and the window drawn, and what is saved waits for the end of
 * it. Nothing is written before the file is known to be sound. */
static Store *
prepare_writer (gpointer data)
{
  g_autoptr (SessionRegister) self = data;
  g_autoptr (Store) checked = NULL;
  g_autoptr (GPtrArray) sessions = NULL;
  SessionState state = session_register_state (self);
  GError *error = NULL;
  Store *store = NULL;

  checked = session_open_reader (self, &error);
  if (checked == NULL)
    state = SESSION_READ_ONLY_FILE;
  else if (check_soundness (self, checked, &state, &error))
    {
      sessions = store_sessions (checked, NULL);
      if (state == SESSION_WRITABLE)
        store = open_writer (self, &state, &error);
    }
  settle_state (self, state, sessions, error);
  return store;
}

static gboolean
open_reader (SessionRegister *self,
             gboolean         read_only,
             GError         **error)
{
  StoreProbe probe;
  GError *local = NULL;

  if (!store_probe (self->path, &probe, &local)
      || (self->reader = store_open (self->path, STORE_READ, self->dictionary, &local)) == NULL)
    {
      session_error_take (error, local);
      return FALSE;
    }
  self->state = probe.writable && !read_only ? SESSION_WRITABLE : SESSION_READ_ONLY_FILE;
  if (session_is_backup_name (self->path))
    self->state = SESSION_READ_ONLY_BACKUP;
  if (probe.schema_version < STORE_SCHEMA_VERSION)
    self->state = SESSION_READ_ONLY_OLD;
  self->state_text = make_state_text (self->state, NULL);
  session_read_settings (self, self->reader);
  self->identity = store_identity (self->reader);
  self->data_version = store_data_version (self->reader);
  self->stale_all = TRUE;
  return TRUE;
}

/* dictionary: NULL: the built-in one. context: where signals are emitted; NULL: nowhere. */
static SessionRegister *
open_register (const char      *path,
               ModelDictionary *dictionary,
               gboolean         read_only,
               GMainContext    *context,
               GError         **error)
{
  g_autoptr (SessionRegister) self = g_object_new (SESSION_TYPE_REGISTER, NULL);
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);

  self->dictionary =
      dictionary != NULL ? model_dictionary_ref (dictionary) : model_dictionary_new ();
  self->path = g_file_get_path (file);
  if (self->path == NULL)
    {
      g_set_error_literal (error, SESSION_ERROR, SESSION_ERROR_NOT_FOUND,
                           _("Only files of this computer can be opened."));
      return NULL;
    }
  if (!open_reader (self, read_only, error))
    return NULL;
  if (context != NULL)
    self->context = g_main_context_ref (context);
  self->writer = session_writer_new (prepare_writer, g_object_ref (self));
  return g_steal_pointer (&self);
}

static gboolean
watch_cb (gpointer data)
{
  session_register_look (data);
  return G_SOURCE_CONTINUE;
}

static void
open_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  const char *path = data;
  gboolean read_only = g_str_has_prefix (path, "r");
  SessionRegister *self =
      open_register (path + 1, NULL, read_only, g_task_get_context (task), &error);

  if (self == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  session_find_drafts (self);
  g_task_return_pointer (task, self, g_object_unref);
}

void
session_register_open_async (const char         *path,
                             gboolean            read_only,
                             GCancellable       *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, session_register_open_async);
  g_task_set_task_data (task, g_strconcat (read_only ? "r" : "w", path, NULL), g_free);
  g_task_run_in_thread (task, open_in_thread);
}

SessionRegister *
session_register_open_finish (GAsyncResult *result,
                              GError      **error)
{
  SessionRegister *self = g_task_propagate_pointer (G_TASK (result), error);

  if (self == NULL)
    return NULL;
  self->watch_id = g_timeout_add_seconds (WATCH_SECONDS, watch_cb, self);
  session_dataset_refresh (self);
  return self;
}

static void
nothing (Store   *store,
         gpointer data)
{
}

/* With its final state, and its dataset where load is TRUE. */
static SessionRegister *
open_whole (const char      *path,
            ModelDictionary *dictionary,
            gboolean         read_only,
            gboolean         load,
            GError         **error)
{
  g_autoptr (SessionRegister) self = open_register (path, dictionary, read_only, NULL, error);

  if (self == NULL)
    return NULL;
  if (load)
    {
      g_autoptr (ModelDataset) dataset = session_dataset_current (self, error);

      if (dataset == NULL)
        {
          session_register_close (self);
          return NULL;
        }
    }
  session_writer_run (self->writer, nothing, NULL);
  if (self->open_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->open_error));
      return NULL;
    }
  return g_steal_pointer (&self);
}

SessionRegister *
session_register_open_sync (const char *path,
                            gboolean    read_only,
                            gboolean    load,
                            GError    **error)
{
  return open_whole (path, NULL, read_only, load, error);
}

SessionRegister *
session_register_open_with (const char      *path,
                            ModelDictionary *dictionary,
                            GError         **error)
{
  return open_whole (path, dictionary, FALSE, FALSE, error);
}

void
session_register_close (SessionRegister *self)
{
  g_return_if_fail (SESSION_IS_REGISTER (self));
  g_clear_handle_id (&self->watch_id, g_source_remove);
  g_cancellable_cancel (self->closing);
  /* The writer goes last: the last connection out leaves the register as one file at rest. */
  g_mutex_lock (&self->loader_lock);
  g_clear_pointer (&self->loader, store_close);
  g_mutex_unlock (&self->loader_lock);
  g_clear_pointer (&self->reader, store_close);
  g_clear_pointer (&self->writer, session_writer_free);
}

/* --- state ------------------------------------------------------------------------------------ */

const char *
session_register_path (SessionRegister *self)
{
  return self->path;
}

char *
session_register_name (SessionRegister *self)
{
  char *name = g_path_get_basename (self->path);

  if (g_str_has_suffix (name, ".natality"))
    name[strlen (name) - strlen (".natality")] = '\0';
  return name;
}

SessionState
session_register_state (SessionRegister *self)
{
  SessionState state;

  g_mutex_lock (&self->lock);
  state = self->state;
  g_mutex_unlock (&self->lock);
  return state;
}

char *
session_register_state_text (SessionRegister *self)
{
  char *text;

  g_mutex_lock (&self->lock);
  text = g_strdup (self->state_text);
  g_mutex_unlock (&self->lock);
  return text;
}

char *
session_register_crash_text (SessionRegister *self)
{
  char *text;

  g_mutex_lock (&self->lock);
  text = g_strdup (self->crash_text);
  g_mutex_unlock (&self->lock);
  return text;
}

gboolean
session_register_is_writable (SessionRegister *self)
{
  return self->writer != NULL && session_register_state (self) == SESSION_WRITABLE;
}

gboolean
session_register_is_saving (SessionRegister *self)
{
  return self->writer != NULL && session_writer_is_busy (self->writer);
}

gboolean
session_check_writable (SessionRegister *self,
                        GError         **error)
{
  g_autofree char *text = NULL;

  if (session_register_is_writable (self))
    return TRUE;
  text = session_register_state_text (self);
  g_set_error_literal (
      error, SESSION_ERROR, SESSION_ERROR_READ_ONLY,
      text != NULL ? text
                   : _ ("This register is open for reading only. Nothing was changed."));
  return FALSE;
}

ModelDictionary *
session_register_dictionary (SessionRegister *self)
{
  return self->dictionary;
}

Store *
session_open_reader (SessionRegister *self,
                     GError         **error)
{
  GError *local = NULL;
  Store *store;

  /* One that came late would keep the register from coming to rest. */
  if (g_cancellable_set_error_if_cancelled (self->closing, error))
    return NULL;
  store = store_open (self->path, STORE_READ, self->dictionary, &local);
  if (store == NULL)
    session_error_take (error, local);
  return store;
}

/* --- telling of a change ---------------------------------------------------------------------- */

typedef struct
{
  SessionRegister *self;
  gint64 change;
  GArray *patients;
} Announcement;

static gboolean
announce_cb (gpointer data)
{
  Announcement *news = data;

  news->self->labels_known = FALSE;
  if (news->self->reader != NULL)
    {
      g_signal_emit (news->self, signals[SIGNAL_CHANGED], 0, news->change, news->patients);
      g_signal_emit (news->self, signals[SIGNAL_STATE_CHANGED], 0);
      session_dataset_refresh (news->self);
    }
  g_clear_pointer (&news->patients, g_array_unref);
  g_object_unref (news->self);
  g_free (news);
  return G_SOURCE_REMOVE;
}

void
session_announce (SessionRegister *self,
                  gint64           change,
                  GArray          *patients)
{
  session_dataset_mark (self, patients);
  if (self->context == NULL)
    {
      /* The command line has no main loop: the next question brings the dataset up to date. */
      self->labels_known = FALSE;
      g_clear_pointer (&patients, g_array_unref);
      return;
    }
  Announcement *news = g_new0 (Announcement, 1);

  news->self = g_object_ref (self);
  news->change = change;
  news->patients = patients;
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, announce_cb, news, NULL);
}

void
session_register_look (SessionRegister *self)
{
  gint64 version;

  /* While something is under way this is asked again later: what another process wrote meanwhile
   * may be past what the worker reads. */
  if (self->reader == NULL || self->refreshing || session_register_is_saving (self))
    return;
  version = store_data_version (self->reader);
  if (version == self->data_version)
    return;
  self->data_version = version;
  /* Settings decide figures too, and are no change in the history. */
  if (session_read_settings (self, self->reader)
      || store_newest_change (self->reader) != self->loaded_change)
    session_announce (self, store_newest_change (self->reader), NULL);
}

void
session_emit_dataset_changed (SessionRegister *self)
{
  g_signal_emit (self, signals[SIGNAL_DATASET_CHANGED], 0);
}

void
session_emit_state_changed (SessionRegister *self)
{
  g_signal_emit (self, signals[SIGNAL_STATE_CHANGED], 0);
}

/* --- the class -------------------------------------------------------------------------------- */

static void
session_register_finalize (GObject *object)
{
  SessionRegister *self = SESSION_REGISTER (object);

  session_register_close (self);
  g_clear_pointer (&self->dataset, model_dataset_unref);
  g_clear_pointer (&self->stale, g_hash_table_unref);
  g_clear_pointer (&self->cohorts, g_ptr_array_unref);
  g_clear_pointer (&self->dictionary, model_dictionary_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->closing);
  g_clear_error (&self->open_error);
  g_free (self->path);
  g_clear_pointer (&self->drafts, g_ptr_array_unref);
  g_free (self->draft_trouble);
  g_free (self->identity);
  g_free (self->state_text);
  g_free (self->crash_text);
  g_free (self->undo_label);
  g_free (self->redo_label);
  g_free (self->synthetic);
  analysis_ledger_free (self->ledger);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->loader_lock);
  G_OBJECT_CLASS (session_register_parent_class)->finalize (object);
}

static void
session_register_class_init (SessionRegisterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = session_register_finalize;
  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", SESSION_TYPE_REGISTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_ARRAY);
  signals[SIGNAL_DATASET_CHANGED] =
      g_signal_new ("dataset-changed", SESSION_TYPE_REGISTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_STATE_CHANGED] =
      g_signal_new ("state-changed", SESSION_TYPE_REGISTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);
}

static void
session_register_init (SessionRegister *self)
{
  g_mutex_init (&self->lock);
  g_mutex_init (&self->loader_lock);
  self->closing = g_cancellable_new ();
  self->reading = -1;
  self->stale = g_hash_table_new (NULL, NULL);
  self->cohorts = g_ptr_array_new_with_free_func (session_cohort_free);
  self->data_cut = BASE_DAY_NONE;
  self->gestation_limit = 154;
  self->ledger = analysis_ledger_new ();
}
