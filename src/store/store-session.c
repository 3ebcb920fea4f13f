/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes of the writers, and the settings they live among. A note is account, host, process, the
 * process's start (a number may have been given again), and since when; tabs between. */
#include "store-session.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base-clock.h"

enum { NOTE_ACCOUNT, NOTE_HOST, NOTE_PROCESS, NOTE_START, NOTE_SINCE, NOTE_PARTS };

/* When the process was started, in ticks since the machine was; "" when there is none. */
static char *
process_start (const char *process)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", process);
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  const char *after_name;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return g_strdup ("");
  after_name = strrchr (text, ')'); /* a name may hold spaces */
  parts = g_strsplit (after_name != NULL ? after_name : "", " ", 22);
  return g_strdup (g_strv_length (parts) > 20 ? parts[20] : "");
}

static gboolean
note_is_crashed (char **parts)
{
  g_autofree char *start = NULL;
  long process = strtol (parts[NOTE_PROCESS], NULL, 10);

  if (strcmp (parts[NOTE_HOST], g_get_host_name ()) != 0 || process <= 0)
    return FALSE;
  if (kill ((pid_t) process, 0) != 0 && errno == ESRCH)
    return TRUE;
  start = process_start (parts[NOTE_PROCESS]);
  return strcmp (start, parts[NOTE_START]) != 0;
}

gboolean
store_session_note (Store   *self,
                    GError **error)
{
  g_autofree char *name
    = g_strdup_printf ("session.%ld-%08x%08x", (long) getpid (), g_random_int (), g_random_int ());
  g_autofree char *process = g_strdup_printf ("%ld", (long) getpid ());
  g_autofree char *start = process_start (process);
  g_autofree char *since = base_time_to_utc (base_now ());
  g_autofree char *value = g_strjoin ("\t", store_actor (NULL), g_get_host_name (), process, start,
                                      since, NULL);

  if (!store_set_setting (self, name, value, error))
    return FALSE;
  self->session = g_steal_pointer (&name);
  return TRUE;
}

typedef gboolean (*NoteFunc) (Store *self, const char *name, char **parts, gpointer user_data);

static gboolean
each_note (Store   *self,
           NoteFunc func,
           gpointer user_data,
           GError **error)
{
  sqlite3_stmt *statement = store_statement (self, STORE_SQL_SESSIONS, error);
  int step;

  if (statement == NULL)
    return FALSE;
  while ((step = store_step (self, statement, error)) > 0)
    {
      const char *name = (const char *) sqlite3_column_text (statement, 0);
      const char *value = (const char *) sqlite3_column_text (statement, 1);
      g_auto (GStrv) parts = g_strsplit (value, "\t", -1);

      if (g_strcmp0 (name, self->session) != 0 && g_strv_length (parts) == NOTE_PARTS)
        func (self, name, parts, user_data);
    }
  return step == 0;
}

static void
session_free (gpointer data)
{
  StoreSession *session = data;

  g_free (session->who);
  g_free (session->since_utc);
  g_free (session);
}

static gboolean
add_session (Store      *self,
             const char *name,
             char      **parts,
             gpointer    user_data)
{
  StoreSession *session = g_new0 (StoreSession, 1);

  session->who = g_strdup_printf ("%s@%s", parts[NOTE_ACCOUNT], parts[NOTE_HOST]);
  session->since_utc = g_strdup (parts[NOTE_SINCE]);
  session->crashed = note_is_crashed (parts);
  g_ptr_array_add (user_data, session);
  return TRUE;
}

GPtrArray *
store_sessions (Store   *self,
                GError **error)
{
  g_autoptr (GPtrArray) sessions = g_ptr_array_new_with_free_func (session_free);

  g_return_val_if_fail (self != NULL, NULL);

  if (!each_note (self, add_session, sessions, error))
    return NULL;
  return g_steal_pointer (&sessions);
}

typedef struct
{
  GPtrArray *crashed; /* names */
  guint n_alive;
} Others;

static gboolean
count_other (Store      *self,
             const char *name,
             char      **parts,
             gpointer    user_data)
{
  Others *others = user_data;

  if (note_is_crashed (parts))
    g_ptr_array_add (others->crashed, g_strdup (name));
  else
    others->n_alive++;
  return TRUE;
}

static gboolean
forget (Store   *self,
        gpointer user_data,
        GError **error)
{
  Others *others = user_data;
  sqlite3_stmt *statement;

  if (!each_note (self, count_other, others, error))
    return FALSE;
  g_ptr_array_add (others->crashed, g_strdup (self->session));
  for (guint i = 0; i < others->crashed->len; i++)
    {
      statement = store_statement (self, STORE_SQL_UNSET_SETTING, error);
      if (statement == NULL)
        return FALSE;
      store_bind_text (statement, ":name", g_ptr_array_index (others->crashed, i));
      if (!store_run (self, statement, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
store_session_forget (Store *self)
{
  g_autoptr (GPtrArray) crashed = g_ptr_array_new_with_free_func (g_free);
  Others others = { crashed, 0 };

  /* A disk that is full keeps the note; the next writer sees that its process is gone. */
  if (!store_transaction (self, forget, &others, NULL))
    return TRUE;
  return others.n_alive == 0;
}

static gboolean
find_elsewhere (Store      *self,
                const char *name,
                char      **parts,
                gpointer    user_data)
{
  gboolean *found = user_data;
  gboolean here = strcmp (parts[NOTE_HOST], g_get_host_name ()) == 0
                  && strtol (parts[NOTE_PROCESS], NULL, 10) == (long) getpid ();

  *found = *found || !(here || note_is_crashed (parts));
  return TRUE;
}

gboolean
store_session_is_elsewhere (Store *self)
{
  gboolean found = FALSE;

  return !each_note (self, find_elsewhere, &found, NULL) || found;
}

gboolean
store_session_clear (sqlite3 *db,
                     GError **error)
{
  return store_exec (db, "DELETE FROM setting WHERE name >= 'session.' AND name < 'session/'",
                     error);
}

/* --- settings --- */

const char *
store_actor (const char *actor)
{
  return actor != NULL ? actor : g_get_user_name ();
}

char *
store_setting (Store      *self,
               const char *name)
{
  sqlite3_stmt *statement;
  char *value = NULL;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  statement = store_statement (self, STORE_SQL_SETTING, NULL);
  if (statement == NULL)
    return NULL;
  store_bind_text (statement, ":name", name);
  if (store_step (self, statement, NULL) > 0)
    value = store_column_dup (statement, 0);
  sqlite3_reset (statement);
  return value;
}

typedef struct
{
  const char *name, *value;
} Setting;

static gboolean
set_setting (Store   *self,
             gpointer user_data,
             GError **error)
{
  Setting *setting = user_data;
  sqlite3_stmt *statement = store_statement (
    self, setting->value != NULL ? STORE_SQL_SET_SETTING : STORE_SQL_UNSET_SETTING, error);

  if (statement == NULL)
    return FALSE;
  store_bind_text (statement, ":name", setting->name);
  if (setting->value != NULL)
    store_bind_text (statement, ":value", setting->value);
  return store_run (self, statement, error);
}

gboolean
store_set_setting (Store      *self,
                   const char *name,
                   const char *value,
                   GError    **error)
{
  Setting setting = { name, value };

  g_return_val_if_fail (self != NULL && name != NULL, FALSE);
  return store_transaction (self, set_setting, &setting, error);
}

GStrv
store_settings (Store   *self,
                GError **error)
{
  g_autoptr (GStrvBuilder) settings = g_strv_builder_new ();
  sqlite3_stmt *statement;
  int step;

  g_return_val_if_fail (self != NULL, NULL);

  statement = store_statement (self, STORE_SQL_SETTINGS, error);
  if (statement == NULL)
    return NULL;
  while ((step = store_step (self, statement, error)) > 0)
    for (int i = 0; i < 2; i++)
      g_strv_builder_add (settings, (const char *) sqlite3_column_text (statement, i));
  return step == 0 ? g_strv_builder_end (settings) : NULL;
}
