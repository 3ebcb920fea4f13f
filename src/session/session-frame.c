/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question to a CSV file that is analysed as it is, without a register. */
#include "session-private.h"

#include "io-frame.h"

static void
take_error (GError **error,
            GError  *local)
{
  if (local->domain == IO_CSV_ERROR)
    local->domain = SESSION_ERROR, local->code = SESSION_ERROR_INVALID;
  else if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    local->domain = SESSION_ERROR, local->code = SESSION_ERROR_NOT_FOUND;
  session_error_take (error, local);
}

AnalysisCohort *
session_csv_cohort (const char *path,
                    const char *time,
                    const char *fate,
                    const char *event,
                    GError    **error)
{
  g_autoptr (ModelFrame) frame = NULL;
  AnalysisCohort *cohort = NULL;
  GError *local = NULL;

  g_return_val_if_fail (path != NULL && time != NULL, NULL);
  g_return_val_if_fail ((fate == NULL) != (event == NULL), NULL);

  frame = io_frame_read (path, &local);
  if (frame != NULL)
    cohort = analysis_cohort_from_frame (frame, time, fate, event, &local);
  if (cohort == NULL)
    take_error (error, local);
  return cohort;
}

AnalysisAnswer *
session_ask_csv (const char             *path,
                 const char             *time,
                 const char             *fate,
                 const char             *event,
                 const AnalysisQuestion *question,
                 GError                **error)
{
  g_autoptr (AnalysisCohort) cohort = session_csv_cohort (path, time, fate, event, error);
  AnalysisAnswer *answer = NULL;
  GError *local = NULL;

  g_return_val_if_fail (question != NULL, NULL);

  if (cohort == NULL)
    return NULL;
  answer = analysis_answer_new (cohort, question, 0, &local);
  if (answer == NULL)
    take_error (error, local);
  return answer;
}
