/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions to a register: columns, cohort (cached under its series fingerprint), answer. Makes no
 * figure itself. */
#include "session-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  char *key;
  guint64 serial;
  AnalysisCohort *cohort;
} SessionCohort;

void
session_cohort_free (gpointer data)
{
  SessionCohort *self = data;

  g_free (self->key);
  analysis_cohort_unref (self->cohort);
  g_free (self);
}

static char *
cohort_key (const AnalysisQuestion *question,
            gint32                  cut)
{
  g_autofree char *fingerprint = analysis_question_series_fingerprint (question);

  return g_strdup_printf ("%s %d", fingerprint, cut);
}

static AnalysisCohort *
find_cohort (SessionRegister *self,
             const char      *key,
             ModelDataset    *dataset)
{
  AnalysisCohort *found = NULL;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->cohorts->len && found == NULL; i++)
    {
      const SessionCohort *cohort = g_ptr_array_index (self->cohorts, i);

      if (dataset == self->dataset && cohort->serial == model_dataset_serial (dataset)
          && g_str_equal (cohort->key, key))
        found = analysis_cohort_ref (cohort->cohort);
    }
  g_mutex_unlock (&self->lock);
  return found;
}

static void
keep_cohort (SessionRegister *self,
             const char      *key,
             ModelDataset    *dataset,
             AnalysisCohort  *cohort)
{
  g_mutex_lock (&self->lock);
  if (dataset == self->dataset)
    {
      SessionCohort *entry = g_new0 (SessionCohort, 1);

      entry->key = g_strdup (key);
      entry->serial = model_dataset_serial (dataset);
      entry->cohort = analysis_cohort_ref (cohort);
      g_ptr_array_insert (self->cohorts, 0, entry);
      if (self->cohorts->len > SESSION_COHORTS)
        g_ptr_array_set_size (self->cohorts, SESSION_COHORTS);
    }
  g_mutex_unlock (&self->lock);
}

/* What the register decides where the question leaves it open. (transfer full) */
static AnalysisQuestion *
complete_question (SessionRegister        *self,
                   const AnalysisQuestion *question)
{
  AnalysisQuestion *full = analysis_question_copy (question);

  if (full->gestation_limit_days == 0)
    full->gestation_limit_days = session_register_gestation_limit (self);
  return full;
}

/* The dataset with the columns that a completed question and `more` (nullable; as `by`) read. */
static ModelDataset *
dataset_of (SessionRegister        *self,
            const AnalysisQuestion *question,
            const char *const      *more,
            GCancellable           *cancellable,
            GError                **error)
{
  g_autoptr (GPtrArray) fields = NULL;
  ModelDataset *dataset = NULL;
  GError *local = NULL;

  fields = analysis_question_fields (question, self->dictionary, &local);
  for (guint i = 0; fields != NULL && more != NULL && more[i] != NULL; i++)
    if (!analysis_fields_add (fields, more[i], self->dictionary, &local))
      g_clear_pointer (&fields, g_ptr_array_unref);
  if (fields == NULL)
    {
      session_error_take (error, local);
      return NULL;
    }
  dataset = session_dataset_with_fields (self, fields, question->gestation_limit_days, cancellable,
                                         &local);
  if (dataset == NULL)
    {
      session_note_fault (self, local);
      g_propagate_error (error, local);
    }
  return dataset;
}

static gint32
cut_of (SessionRegister        *self,
        const AnalysisQuestion *question)
{
  return question->cut != BASE_DAY_NONE ? question->cut : session_register_data_cut (self);
}

static AnalysisCohort *
cohort_of (SessionRegister        *self,
           const AnalysisQuestion *question,
           const char *const      *more,
           GCancellable           *cancellable,
           guint64                *out_serial,
           GError                **error)
{
  g_autoptr (ModelDataset) dataset = dataset_of (self, question, more, cancellable, error);
  g_autofree char *key = NULL;
  AnalysisCohort *cohort;
  GError *local = NULL;
  gint32 cut;

  if (dataset == NULL)
    return NULL;
  *out_serial = model_dataset_serial (dataset);
  cut = cut_of (self, question);
  key = cohort_key (question, cut);
  cohort = find_cohort (self, key, dataset);
  if (cohort != NULL)
    return cohort;
  cohort = analysis_cohort_new (dataset, question, cut, &local);
  if (cohort != NULL)
    keep_cohort (self, key, dataset, cohort);
  else
    session_error_take (error, local);
  return cohort;
}

static AnalysisAnswer *
ask (SessionRegister        *self,
     const AnalysisQuestion *asked,
     GCancellable           *cancellable,
     GError                **error)
{
  g_autoptr (AnalysisQuestion) question = complete_question (self, asked);
  g_autoptr (AnalysisCohort) cohort = NULL;
  GError *local = NULL;
  AnalysisAnswer *answer;
  guint64 serial;

  cohort = cohort_of (self, question, NULL, cancellable, &serial, error);
  if (cohort == NULL)
    return NULL;
  answer = analysis_answer_new (cohort, question, serial, &local);
  if (answer == NULL)
    session_error_take (error, local);
  return answer;
}

AnalysisCohort *
session_register_cohort_sync (SessionRegister        *self,
                              const AnalysisQuestion *question,
                              const char *const      *more,
                              GCancellable           *cancellable,
                              AnalysisQuestion      **out_question,
                              GError                **error)
{
  g_autoptr (AnalysisQuestion) full = NULL;
  AnalysisCohort *cohort;
  guint64 serial;

  g_return_val_if_fail (SESSION_IS_REGISTER (self), NULL);
  g_return_val_if_fail (question != NULL && out_question != NULL, NULL);

  full = complete_question (self, question);
  cohort = cohort_of (self, full, more, cancellable, &serial, error);
  if (cohort != NULL)
    *out_question = g_steal_pointer (&full);
  return cohort;
}

AnalysisAnswer *
session_register_ask_sync (SessionRegister        *self,
                           const AnalysisQuestion *question,
                           GError                **error)
{
  g_return_val_if_fail (SESSION_IS_REGISTER (self), NULL);
  g_return_val_if_fail (question != NULL, NULL);
  return ask (self, question, NULL, error);
}

static void
ask_in_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  GError *error = NULL;
  AnalysisAnswer *answer = ask (source, data, cancellable, &error);

  if (answer == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, answer, (GDestroyNotify) analysis_answer_unref);
}

void
session_register_ask_async (SessionRegister        *self,
                            const AnalysisQuestion *question,
                            GCancellable           *cancellable,
                            GAsyncReadyCallback     callback,
                            gpointer                user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, session_register_ask_async);
  g_task_set_task_data (task, analysis_question_copy (question),
                        (GDestroyNotify) analysis_question_unref);
  g_task_run_in_thread (task, ask_in_thread);
}

AnalysisAnswer *
session_register_ask_finish (SessionRegister *self,
                             GAsyncResult    *result,
                             GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- studies ---------------------------------------------------------------------------------- */

typedef struct
{
  AnalysisQuestion *question; /* as it was asked */
  GStrv more;
  SessionStudy run;
  gpointer data, result;
  GDestroyNotify free_data, free_result;
  guint64 serial;
} Study;

static void
study_free (gpointer data)
{
  Study *study = data;

  if (study->result != NULL)
    study->free_result (study->result);
  if (study->free_data != NULL)
    study->free_data (study->data);
  analysis_question_unref (study->question);
  g_strfreev (study->more);
  g_free (study);
}

gpointer
session_register_study_sync (SessionRegister        *self,
                             const AnalysisQuestion *question,
                             const char *const      *more,
                             SessionStudy            run,
                             gpointer                data,
                             GCancellable           *cancellable,
                             guint64                *out_serial,
                             GError                **error)
{
  g_autoptr (AnalysisQuestion) full = NULL;
  g_autoptr (AnalysisCohort) cohort = NULL;
  gpointer result = NULL;
  GError *local = NULL;
  guint64 serial;
  gint cancelled = 0;
  gulong id;

  g_return_val_if_fail (SESSION_IS_REGISTER (self), NULL);
  g_return_val_if_fail (question != NULL && run != NULL, NULL);

  full = complete_question (self, question);
  cohort = cohort_of (self, full, more, cancellable, &serial, error);
  if (cohort == NULL)
    return NULL;
  id = session_watch_cancel (cancellable, &cancelled);
  if (g_atomic_int_get (&cancelled) == 0)
    result = run (cohort, full, &cancelled, data, &local);
  g_cancellable_disconnect (cancellable, id);
  if (result != NULL)
    {
      if (out_serial != NULL)
        *out_serial = serial;
    }
  else if (local != NULL)
    session_error_take (error, local);
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("It was cancelled."));
  return result;
}

static void
study_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  Study *study = data;
  GError *error = NULL;

  study->result = session_register_study_sync (source, study->question,
                                               (const char *const *) study->more, study->run,
                                               study->data, cancellable, &study->serial, &error);
  if (study->result == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
session_register_study_async (SessionRegister        *self,
                              const AnalysisQuestion *question,
                              const char *const      *more,
                              SessionStudy            run,
                              GDestroyNotify          free_result,
                              gpointer                data,
                              GDestroyNotify          free_data,
                              GCancellable           *cancellable,
                              GAsyncReadyCallback     callback,
                              gpointer                user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Study *study = g_new0 (Study, 1);

  study->question = analysis_question_copy (question);
  study->more = g_strdupv ((char **) more);
  study->run = run;
  study->data = data;
  study->free_data = free_data;
  study->free_result = free_result;
  g_task_set_source_tag (task, session_register_study_async);
  g_task_set_task_data (task, study, study_free);
  g_task_run_in_thread (task, study_in_thread);
}

gpointer
session_register_study_finish (SessionRegister *self,
                               GAsyncResult    *result,
                               guint64         *out_serial,
                               GError         **error)
{
  Study *study;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  study = g_task_get_task_data (G_TASK (result));
  if (out_serial != NULL)
    *out_serial = study->serial;
  return g_steal_pointer (&study->result);
}
