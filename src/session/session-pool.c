/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session-pool.h"

#include "report-pool.h"

SessionPoolFile *
session_pool_file_new (const char *path)
{
  SessionPoolFile *self = g_new0 (SessionPoolFile, 1);

  g_atomic_ref_count_init (&self->refs);
  self->path = g_strdup (path);
  return self;
}

SessionPoolFile *
session_pool_file_ref (SessionPoolFile *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
session_pool_file_unref (SessionPoolFile *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->path);
  analysis_centre_unref (self->centre);
  g_free (self->refusal);
  g_free (self);
}

void
session_pooled_free (SessionPooled *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->files);
  analysis_pool_free (self->pool);
  analysis_answer_unref (self->answer);
  g_free (self);
}

GPtrArray *
session_pool_files_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) session_pool_file_unref);
}

GPtrArray *
session_pool_files_without (const GPtrArray *files,
                            guint            left_out)
{
  GPtrArray *others = session_pool_files_new ();

  for (guint i = 0; i < files->len; i++)
    if (i != left_out)
      g_ptr_array_add (others, session_pool_file_ref (g_ptr_array_index (files, i)));
  return others;
}

static gboolean
has_path (const GPtrArray *files,
          const char      *path)
{
  for (guint i = 0; i < files->len; i++)
    if (g_str_equal (((const SessionPoolFile *) g_ptr_array_index (files, i))->path, path))
      return TRUE;
  return FALSE;
}

GPtrArray *
session_pool_files_with (const GPtrArray   *files,
                         const char *const *paths)
{
  GPtrArray *more = session_pool_files_without (files, G_MAXUINT);

  for (guint i = 0; paths[i] != NULL; i++)
    if (!has_path (more, paths[i]))
      g_ptr_array_add (more, session_pool_file_new (paths[i]));
  return more;
}

/* The file as it is among the centres before it, which it joins or not. A centre that was read
 * stays as it was read. */
static SessionPoolFile *
try_file (const SessionPoolFile     *file,
          GPtrArray                 *centres,
          const AnalysisPoolOptions *options)
{
  SessionPoolFile *tried = session_pool_file_new (file->path);
  g_autofree char *name = g_filename_display_basename (file->path);
  g_autoptr (GError) error = NULL;

  tried->centre = file->centre != NULL ? analysis_centre_ref (file->centre)
                                       : report_centre_read (file->path, name, &error);
  if (tried->centre != NULL && analysis_pool_takes (centres, tried->centre, options, &error))
    g_ptr_array_add (centres, analysis_centre_ref (tried->centre));
  if (error != NULL)
    tried->refusal = g_strdup (error->message);
  return tried;
}

SessionPooled *
session_pool_sync (GPtrArray                 *files,
                   const AnalysisQuestion    *asked,
                   const AnalysisPoolOptions *options,
                   GCancellable              *cancellable,
                   GError                   **error)
{
  g_autoptr (SessionPooled) self = g_new0 (SessionPooled, 1);
  g_autoptr (GPtrArray) centres
    = g_ptr_array_new_with_free_func ((GDestroyNotify) analysis_centre_unref);

  self->files = session_pool_files_new ();
  for (guint i = 0; i < files->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      g_ptr_array_add (self->files, try_file (g_ptr_array_index (files, i), centres, options));
    }
  if (centres->len > 0)
    {
      /* Each was let in: there is nothing that it could fail of. */
      self->pool = analysis_pool_new (centres, asked, options, NULL);
      self->answer = analysis_pool_answer (self->pool);
    }
  return g_steal_pointer (&self);
}

typedef struct
{
  GPtrArray *files;
  AnalysisQuestion *asked;
  AnalysisPoolOptions options;
} Asked;

static void
asked_free (gpointer data)
{
  Asked *self = data;

  g_ptr_array_unref (self->files);
  analysis_question_unref (self->asked);
  g_free (self);
}

static void
pool_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  const Asked *self = data;
  GError *error = NULL;
  SessionPooled *pooled
    = session_pool_sync (self->files, self->asked, &self->options, cancellable, &error);

  if (pooled == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, pooled, (GDestroyNotify) session_pooled_free);
}

void
session_pool_async (GPtrArray                 *files,
                    const AnalysisQuestion    *asked,
                    const AnalysisPoolOptions *options,
                    GCancellable              *cancellable,
                    GAsyncReadyCallback        callback,
                    gpointer                   user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Asked *self = g_new0 (Asked, 1);

  self->files = session_pool_files_without (files, G_MAXUINT);
  self->asked = analysis_question_copy (asked);
  self->options = *options;
  g_task_set_source_tag (task, session_pool_async);
  g_task_set_task_data (task, self, asked_free);
  g_task_run_in_thread (task, pool_in_thread);
}

SessionPooled *
session_pool_finish (GAsyncResult *result,
                     GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
