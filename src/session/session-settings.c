/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings that decide figures, what is said of a synthetic register, files and migration. */
#include "session-private.h"

#include <glib/gi18n-lib.h>

#include "base-file.h"

/* The margins of the demonstration: patients at the first transfer, births at the first, births
 * in five (Nyborg et al., Fertil Steril 2014;102:1650-5). */
#define PAPER_PATIENTS 52
#define PAPER_BIRTHS_FIRST 19
#define PAPER_BIRTHS_FIVE 32

char *
session_register_setting (SessionRegister *self,
                          const char      *name)
{
  return store_setting (self->reader, name);
}

typedef struct
{
  SessionRegister *self;
  const char *name, *value;
  GError *error;
} SettingJob;

static void
run_setting (Store   *store,
             gpointer data)
{
  SettingJob *job = data;

  if (store != NULL)
    store_set_setting (store, job->name, job->value, &job->error);
  else
    session_check_writable (job->self, &job->error);
}

gboolean
session_register_set_setting_sync (SessionRegister *self,
                                   const char      *name,
                                   const char      *value,
                                   GError         **error)
{
  SettingJob job = { self, name, value, NULL };

  if (!session_check_writable (self, error))
    return FALSE;
  session_writer_run (self->writer, run_setting, &job);
  if (job.error != NULL)
    {
      session_error_take (error, job.error);
      return FALSE;
    }
  session_read_settings (self, self->reader);
  session_announce (self, 0, NULL);
  return TRUE;
}

/* --- synthetic registers say so --------------------------------------------------------------- */

gboolean
session_register_is_synthetic (SessionRegister *self)
{
  gboolean synthetic;

  g_mutex_lock (&self->lock);
  synthetic = self->synthetic != NULL;
  g_mutex_unlock (&self->lock);
  return synthetic;
}

static gboolean
has_paper_margins (SessionRegister *self)
{
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();
  g_autoptr (AnalysisAnswer) answer = session_register_ask_sync (self, question, NULL);
  guint births = 0;

  if (answer == NULL || answer->overall.n == 0)
    return FALSE;
  for (guint k = 0; k < answer->overall.n && k < 5; k++)
    births += answer->overall.risk[k].births;
  return answer->overall.risk[0].at_risk == PAPER_PATIENTS
         && answer->overall.risk[0].births == PAPER_BIRTHS_FIRST && births == PAPER_BIRTHS_FIVE;
}

char *
session_register_synthetic_note (SessionRegister *self)
{
  g_autofree char *kind = NULL;

  g_mutex_lock (&self->lock);
  kind = g_strdup (self->synthetic);
  g_mutex_unlock (&self->lock);
  if (kind == NULL)
    return NULL;
  if (!g_str_equal (kind, "demonstration"))
    return g_strdup (_("Synthetic data: nobody in this register exists."));
  if (!has_paper_margins (self))
    return g_strdup (_ (
        "Synthetic data, changed copy of the demonstration: no longer the figures of any paper."));
  return g_strdup (_ (
      "Synthetic data. Of Nyborg et al. 2014 only 52 patients, 19 live births after the first and "
      "32 after up to five transfers are known; all else is made up. A later randomised trial "
      "found no significant effect."));
}

/* --- files ------------------------------------------------------------------------------------ */

gboolean
session_write_file (const char *path,
                    GBytes     *bytes,
                    gboolean    replace,
                    GError    **error)
{
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);
  g_autoptr (GError) local = NULL;
  SessionError code = SESSION_ERROR_FAILED;

  if (base_file_write (path, data, length, 0644, replace, &local))
    return TRUE;
  if (local->domain == BASE_FILE_ERROR && local->code == BASE_FILE_ERROR_EXISTS)
    code = SESSION_ERROR_EXISTS;
  else if (local->domain == BASE_FILE_ERROR && local->code == BASE_FILE_ERROR_FULL)
    code = SESSION_ERROR_FULL;
  else if (local->domain == BASE_FILE_ERROR && local->code == BASE_FILE_ERROR_READ_ONLY)
    code = SESSION_ERROR_READ_ONLY;
  g_set_error_literal (error, SESSION_ERROR, code, local->message);
  return FALSE;
}

gboolean
session_migrate (const char *path,
                 char      **out_backup,
                 GError    **error)
{
  GError *local = NULL;

  /* Version 1 is the first: there is no step yet, and a register of this version needs none. */
  if (store_migrate (path, NULL, 0, out_backup, &local))
    return TRUE;
  session_error_take (error, local);
  return FALSE;
}
