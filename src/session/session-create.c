/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New registers: empty, the demonstration (from the program's own resource), synthetic from a
 * seed. Knows no rows: it hands them from the model to the store. */
#include "session-exchange-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "base-clock.h"
#include "base-number.h"
#include "model-synthetic.h"
#include "session-resources.h"

#define DEMONSTRATION "/org/natality/demonstration"

gboolean
session_create (const char        *path,
                const char *const *settings,
                GError           **error)
{
  g_autoptr (ModelDictionary) dictionary = model_dictionary_new ();

  return session_create_with (path, dictionary, settings, error);
}

gboolean
session_create_with (const char        *path,
                     ModelDictionary   *dictionary,
                     const char *const *settings,
                     GError           **error)
{
  GError *local = NULL;

  if (store_create (path, dictionary, settings, &local))
    return TRUE;
  session_error_take (error, local);
  return FALSE;
}

/* --- the demonstration ------------------------------------------------------------------------ */

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static gboolean
unpack (const char *folder,
        GError    **error)
{
  /* Asked for by name, so that the linker keeps it. */
  GResource *resource = session_get_resource ();
  g_auto (GStrv) names = g_resource_enumerate_children (resource, DEMONSTRATION, 0, error);

  if (names == NULL)
    return FALSE;
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *source = g_strconcat (DEMONSTRATION "/", names[i], NULL);
      g_autofree char *target = g_build_filename (folder, names[i], NULL);
      g_autoptr (GBytes) bytes = g_resource_lookup_data (resource, source, 0, error);
      gsize size;
      const char *data;

      if (bytes == NULL)
        return FALSE;
      data = g_bytes_get_data (bytes, &size);
      if (!g_file_set_contents (target, data, (gssize) size, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fill_demonstration (const char *path,
                    const char *folder,
                    GError    **error)
{
  g_autoptr (SessionRegister) self = NULL;
  g_autoptr (SessionImportReport) report = NULL;

  if (!unpack (folder, error) || !session_create (path, NULL, error))
    return FALSE;
  self = session_register_open_sync (path, FALSE, FALSE, error);
  if (self != NULL
      && session_register_import_sync (self, folder, SESSION_IMPORT_NO_BACKUP, NULL, NULL, NULL,
                                       NULL, &report, error))
    return TRUE;
  /* Half a demonstration is none. */
  if (self != NULL)
    session_register_close (self);
  g_unlink (path);
  return FALSE;
}

gboolean
session_create_demonstration (const char *path,
                              GError    **error)
{
  g_autofree char *folder = g_dir_make_tmp ("natality-demonstration-XXXXXX", error);
  gboolean done;

  if (folder == NULL)
    return FALSE;
  done = fill_demonstration (path, folder, error);
  remove_folder (folder);
  return done;
}

static void
create_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  const char *path = (const char *) data + 1;
  gboolean demonstration = *(const char *) data == 'd';
  GError *error = NULL;

  if (demonstration ? session_create_demonstration (path, &error)
                    : session_create (path, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
session_create_async (const char         *path,
                      gboolean            demonstration,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, session_create_async);
  g_task_set_task_data (task, g_strconcat (demonstration ? "d" : "e", path, NULL), g_free);
  g_task_run_in_thread (task, create_in_thread);
}

gboolean
session_create_finish (GAsyncResult *result,
                       GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- simulate --------------------------------------------------------------------------------- */

static const struct
{
  const char *name;
  gsize offset;
} coefficients[] = {
  { "h0", G_STRUCT_OFFSET (ModelSyntheticOptions, h0) },
  { "hk", G_STRUCT_OFFSET (ModelSyntheticOptions, hk) },
  { "hage", G_STRUCT_OFFSET (ModelSyntheticOptions, hage) },
  { "htreated", G_STRUCT_OFFSET (ModelSyntheticOptions, htreated) },
  { "hloss", G_STRUCT_OFFSET (ModelSyntheticOptions, hloss) },
  { "q0", G_STRUCT_OFFSET (ModelSyntheticOptions, q0) },
  { "qage", G_STRUCT_OFFSET (ModelSyntheticOptions, qage) },
  { "qk", G_STRUCT_OFFSET (ModelSyntheticOptions, qk) },
};

static gboolean
set_option (ModelSyntheticOptions *options,
            const char            *name,
            const char            *value)
{
  BaseDate date;
  double number;

  if (g_str_equal (name, "start") || g_str_equal (name, "cut"))
    {
      if (!base_date_parse (value, &date) || !base_date_is_full (date))
        return FALSE;
      if (g_str_equal (name, "start"))
        options->start_day = base_date_first_day (date);
      else
        options->cut_day = base_date_first_day (date);
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (coefficients); i++)
    if (g_str_equal (name, coefficients[i].name) && base_number_parse (value, &number)
        && number >= -20 && number <= 20)
      {
        *(double *) ((char *) options + coefficients[i].offset) = number;
        return TRUE;
      }
  return FALSE;
}

static gboolean
import_record (StoreImport *import,
               ModelRecord *record,
               GError     **error)
{
  /* What is referred to comes first: a pregnancy may name a transfer. */
  static const ModelTable order[MODEL_N_TABLES] = {
    MODEL_TABLE_PATIENT, MODEL_TABLE_IDENTITY, MODEL_TABLE_PARTNER, MODEL_TABLE_CYCLE,
    MODEL_TABLE_TRANSFER, MODEL_TABLE_PREGNANCY, MODEL_TABLE_INVESTIGATION, MODEL_TABLE_EMBRYO,
    MODEL_TABLE_INFUSION, MODEL_TABLE_MEDICATION, MODEL_TABLE_ADVERSE_EVENT,
    MODEL_TABLE_TRANSFER_OUTCOME, MODEL_TABLE_CHILD, MODEL_TABLE_FOLLOWUP, MODEL_TABLE_CONSENT,
  };

  for (guint t = 0; t < MODEL_N_TABLES; t++)
    for (guint i = 0; i < record->rows[order[t]]->len; i++)
      {
        ModelTable table = order[t];
        GError *local = NULL;

        store_import_row (import, g_ptr_array_index (record->rows[table], i), &local);
        if (local != NULL)
          {
            session_error_take (error, local);
            return FALSE;
          }
      }
  return TRUE;
}

static gboolean
fill_synthetic (Store                       *store,
                ModelDictionary             *dictionary,
                const ModelSyntheticOptions *options,
                GCancellable                *cancellable,
                SessionProgress             *progress,
                GError                     **error)
{
  /* Nobody's, on the day that it is cut: one seed makes the same bytes on every run. */
  g_autofree char *utc = base_time_to_utc ((gint64) options->cut_day * 86400 * G_USEC_PER_SEC);
  StoreChangeInfo info = { "natality", _("Synthetic register"), NULL, utc };
  GError *local = NULL;
  StoreImport *import = store_import_begin (store, STORE_CHANGE_SIMULATE, &info, &local);

  for (guint i = 0; import != NULL && i < options->n_patients; i++)
    {
      g_autoptr (ModelRecord) record = model_synthetic_patient (dictionary, options, i);

      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !import_record (import, record, error))
        {
          store_import_rollback (import);
          return FALSE;
        }
      session_progress_tell (i, options->n_patients, progress);
    }
  if (import != NULL)
    store_import_commit (import, &local);
  if (local == NULL)
    return TRUE;
  session_error_take (error, local);
  return FALSE;
}

static gboolean
simulate (const char        *path,
          guint              n_patients,
          guint64            seed,
          const char *const *option_pairs,
          GCancellable      *cancellable,
          SessionProgress   *progress,
          GError           **error)
{
  ModelSyntheticOptions options = MODEL_SYNTHETIC_OPTIONS_INIT;
  g_autoptr (ModelDictionary) dictionary = model_dictionary_new ();
  g_auto (GStrv) settings = NULL;
  GError *local = NULL;
  Store *store;
  gboolean done;

  options.n_patients = n_patients;
  options.seed = seed;
  for (guint i = 0; option_pairs != NULL && option_pairs[i] != NULL; i += 2)
    if (option_pairs[i + 1] == NULL || !set_option (&options, option_pairs[i], option_pairs[i + 1]))
      {
        g_set_error (
            error, SESSION_ERROR, SESSION_ERROR_INVALID,
            _ ("The option %s needs a number between -20 and 20, or a day for start and cut."),
            option_pairs[i]);
        return FALSE;
      }
  settings = model_synthetic_settings (&options);
  if (!session_create (path, (const char *const *) settings, error))
    return FALSE;
  store = store_open (path, STORE_WRITE, dictionary, &local);
  if (store == NULL)
    {
      session_error_take (error, local);
      g_unlink (path);
      return FALSE;
    }
  session_progress_part (progress, 1);
  done = fill_synthetic (store, dictionary, &options, cancellable, progress, error);
  store_close (store);
  if (!done)
    {
      session_error_cancelled (error, _("Cancelled. No register was made."));
      g_unlink (path);
    }
  return done;
}

gboolean
session_simulate (const char         *path,
                  guint               n_patients,
                  guint64             seed,
                  const char *const  *options,
                  GCancellable       *cancellable,
                  SessionProgressFunc progress,
                  gpointer            user_data,
                  GError            **error)
{
  g_autoptr (SessionProgress) relay = session_progress_new (progress, user_data, FALSE);

  return simulate (path, n_patients, seed, options, cancellable, relay, error);
}

typedef struct
{
  char *path;
  guint n_patients;
  guint64 seed;
  GStrv options;
  SessionProgress *progress;
} Simulation;

static void
simulation_free (gpointer data)
{
  Simulation *asked = data;

  g_free (asked->path);
  g_strfreev (asked->options);
  session_progress_free (asked->progress);
  g_free (asked);
}

static void
simulate_in_thread (GTask        *task,
                    gpointer      source,
                    gpointer      data,
                    GCancellable *cancellable)
{
  Simulation *asked = data;
  GError *error = NULL;

  if (simulate (asked->path, asked->n_patients, asked->seed, (const char *const *) asked->options,
                cancellable, asked->progress, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
session_simulate_async (const char         *path,
                        guint               n_patients,
                        guint64             seed,
                        const char *const  *options,
                        GCancellable       *cancellable,
                        SessionProgressFunc progress,
                        gpointer            progress_data,
                        GAsyncReadyCallback callback,
                        gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Simulation *asked = g_new0 (Simulation, 1);

  g_task_set_source_tag (task, session_simulate_async);
  /* A register that was finished before the cancel is there: the answer says so. */
  g_task_set_check_cancellable (task, FALSE);
  asked->path = g_strdup (path);
  asked->n_patients = n_patients;
  asked->seed = seed;
  asked->options = g_strdupv ((char **) options);
  asked->progress = session_progress_new (progress, progress_data, TRUE);
  g_task_set_task_data (task, asked, simulation_free);
  g_task_run_in_thread (task, simulate_in_thread);
}

gboolean
session_simulate_finish (GAsyncResult *result,
                         GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
