/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model that is asked for, and as it was fitted, with everything that decides it: terms, strata,
 * options. Made whole in the worker, then a value. Knows no widget. */
#pragma once

#include "analysis-model.h"
#include "session-register.h"

G_BEGIN_DECLS

/* Counted atomically: it is asked for in one thread, and a figure that is open outlives its
 * table. */
typedef struct
{
  char *terms;
  char *strata; /* as `by`; NULL */
  char *predict, *standardise;
  AnalysisModelOptions options;
  /* NULL before it was made. */
  AnalysisModel *model;
  AnalysisQuestion *question;
  GPtrArray *comparisons; /* of AnalysisLedgerEntry */
} UiModelFit;

/* To be asked for. strata: nullable. */
UiModelFit *ui_model_fit_new (const char *terms,
                              const char *strata,
                              const AnalysisModelOptions *options);
/* The same model, to be asked for with a curve of a pattern; with curves standardised to a term of
 * it. */
UiModelFit *ui_model_fit_predict (const UiModelFit *self, const char *pattern);
UiModelFit *ui_model_fit_standardise (const UiModelFit *self, guint term);
UiModelFit *ui_model_fit_ref (UiModelFit *self);
void        ui_model_fit_unref (gpointer self);

/* Whether anything of the model that was made is estimated: else there is nothing to show of it. */
gboolean    ui_model_fit_is_estimated (const UiModelFit *self);
/* The fields that it reads, whose columns must be loaded. NULL with an error for terms that can't
 * be read. (transfer full) */
GStrv       ui_model_fit_fields (const UiModelFit *self,
                                 ModelDictionary  *dictionary,
                                 GError          **error);
/* A SessionStudy: data is one that is asked for, the result one that was made. */
gpointer    ui_model_fit_run (AnalysisCohort         *cohort,
                              const AnalysisQuestion *question,
                              const gint             *cancelled,
                              gpointer                data,
                              GError                **error);

G_END_DECLS
