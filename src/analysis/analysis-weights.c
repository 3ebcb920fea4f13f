/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model of stopping: logit P (stops after a failed transfer) on the chosen terms, over all
 * groups together, and the weights from it (stats-ipcw.h). */
#include "config.h"

#include "analysis-weights-private.h"

#include <math.h>
#include <string.h>

#include "stats-firth.h"

/* Room for n rows; birth, stop and chance are 0. */
static void
make_room (AnalysisWeights *self,
           gsize            n,
           guint            n_columns)
{
  n = MAX (n, 1);
  self->patient = g_new (guint32, n);
  self->group = g_new (guint8, n);
  self->k = g_new (guint8, n);
  self->birth = g_new0 (guint8, n);
  self->stop = g_new0 (guint8, n);
  self->known = g_new (guint8, n);
  self->chance = g_new0 (double, n);
  self->weights = g_new (double, n);
  self->n_columns = n_columns;
  self->x = n_columns > 0 ? g_new (double, n * n_columns) : NULL;
}

static void
make_rows (AnalysisWeights         *self,
           const AnalysisSelection *selection,
           const AnalysisDesign    *design)
{
  for (gsize i = 0; i < design->n; i++)
    self->n += selection->k[design->place[i]];
  self->start = g_new (gsize, design->n + 1);
  make_room (self, self->n, 1 + design->n_columns);
  self->n = 0;
  for (gsize i = 0; i < design->n; i++)
    {
      guint32 place = design->place[i];
      guint8 K = selection->k[place], fate = selection->fate[place];

      self->start[i] = self->n;
      for (guint8 k = 1; k <= K; k++, self->n++)
        {
          double *row = self->x + self->n * self->n_columns;

          self->patient[self->n] = place;
          self->group[self->n] = selection->group[place];
          self->k[self->n] = k;
          self->birth[self->n] = k == K && fate == STATS_FATE_LIVE_BIRTH;
          self->stop[self->n] = k == K && fate == STATS_FATE_DISCONTINUED;
          self->known[self->n] = !self->birth[self->n] && !(k == K && fate == STATS_FATE_OPEN);
          row[0] = 1;
          memcpy (row + 1, design->x + i * design->n_columns, design->n_columns * sizeof *row);
          if (design->k_column >= 0)
            row[1 + design->k_column] = k;
        }
    }
  self->start[design->n] = self->n;
}

/* The rows whose decision is known, as those of a hazard model whose event is stopping. */
static StatsFitStatus
fit_stopping (const AnalysisWeights *self,
              gboolean               firth,
              StatsFit             **out_fit)
{
  guint n_columns = self->n_columns - 1; /* the intercept is the baseline's */
  g_autofree guint8 *k = g_new (guint8, MAX (self->n, 1)), *fate = g_new (guint8, MAX (self->n, 1));
  g_autofree double *known_x = g_new (double, MAX (self->n * n_columns, 1));
  double ones[256];
  StatsModelRows rows = { .n_terms = n_columns, .x = known_x, .first = k, .last = k, .fate = fate };
  StatsBaseline intercept = { .n_columns = 1, .k_max = 255, .n_strata = 1, .z = ones };

  for (guint i = 0; i < G_N_ELEMENTS (ones); i++)
    ones[i] = 1;
  for (gsize i = 0; i < self->n; i++)
    if (self->known[i])
      {
        k[rows.n] = self->k[i];
        fate[rows.n] = self->stop[i] ? STATS_FATE_LIVE_BIRTH : STATS_FATE_IN_TREATMENT;
        memcpy (known_x + rows.n * n_columns, self->x + i * self->n_columns + 1,
                n_columns * sizeof *known_x);
        rows.n++;
      }
  return firth ? stats_firth_fit (&rows, &intercept, STATS_LINK_LOGIT, out_fit)
               : stats_hazard_fit (&rows, &intercept, STATS_LINK_LOGIT, out_fit);
}

static void
take_chances (AnalysisWeights *self,
              const StatsFit  *fit)
{
  for (gsize i = 0; i < self->n; i++)
    {
      const double *x = self->x + i * self->n_columns;
      double eta = 0;

      for (guint c = 0; c < self->n_columns; c++)
        if (!isnan (fit->coef[c])) /* an aliased one adds nothing */
          eta += fit->coef[c] * x[c];
      self->chance[i] = self->birth[i] ? 0 : 1 / (1 + exp (-eta));
    }
}

static gboolean
take_fit (AnalysisWeights *self,
          gboolean         firth,
          StatsFitStatus  *out_status)
{
  StatsFit *fit = NULL;
  gboolean good;

  *out_status = fit_stopping (self, firth, &fit);
  good = *out_status == STATS_FIT_OK || (*out_status == STATS_FIT_SINGULAR && fit != NULL);
  if (good)
    take_chances (self, fit);
  stats_fit_free (fit);
  return good;
}

/* Whether the model is certain that somebody stops. */
static gboolean
any_certain (const AnalysisWeights *self)
{
  for (gsize i = 0; i < self->n; i++)
    if (!self->birth[i] && self->chance[i] >= STATS_IPCW_CERTAIN)
      return TRUE;
  return FALSE;
}

static void
fit_chances (AnalysisWeights *self)
{
  gsize n_stop = 0, n_known = 0;
  StatsFitStatus status;
  gboolean good;

  for (gsize i = 0; i < self->n; i++)
    {
      n_stop += self->stop[i];
      n_known += self->known[i];
    }
  if (n_stop == 0 || n_stop == n_known)
    {
      self->drop_out = n_stop == 0 ? ANALYSIS_DROP_OUT_NOBODY : ANALYSIS_DROP_OUT_EVERYBODY;
      for (gsize i = 0; i < self->n; i++)
        self->chance[i] = n_stop > 0 && !self->birth[i] ? 1 : 0;
      return;
    }
  self->drop_out = ANALYSIS_DROP_OUT_FITTED;
  good = take_fit (self, FALSE, &status);
  if (status == STATS_FIT_SEPARATED || (good && any_certain (self)))
    {
      self->drop_out = ANALYSIS_DROP_OUT_FIRTH;
      good = take_fit (self, TRUE, &status);
    }
  if (!good)
    self->drop_out = ANALYSIS_DROP_OUT_FAILED;
}

static StatsPersonTransfers
rows_of (const AnalysisWeights *self)
{
  return (StatsPersonTransfers) { self->patient, self->k,      self->birth, self->stop,
                                  self->known,   self->chance, self->n };
}

/* From the model of stopping to the weights. */
static void
fit_weights (AnalysisWeights *self)
{
  StatsPersonTransfers rows;

  fit_chances (self);
  rows = rows_of (self);
  if (self->drop_out == ANALYSIS_DROP_OUT_FAILED
      || stats_ipcw_weights (&rows, self->truncate, self->weights) != STATS_OK)
    for (gsize i = 0; i < self->n; i++)
      self->weights[i] = NAN;
}

AnalysisWeights *
analysis_weights_new (const AnalysisSelection *selection,
                      const AnalysisFormula   *formula,
                      double                   truncate,
                      GError                 **error)
{
  g_autoptr (AnalysisDesign) design = analysis_design_new (selection, formula, error);
  AnalysisWeights *self;

  if (design == NULL)
    return NULL;
  self = g_new0 (AnalysisWeights, 1);
  self->n_used = design->n;
  self->n_missing = design->n_missing;
  self->truncate = truncate;
  make_rows (self, selection, design);
  fit_weights (self);
  if (truncate > 0)
    {
      StatsPersonTransfers rows = rows_of (self);

      self->full = g_new (double, MAX (self->n, 1));
      stats_ipcw_weights (&rows, 0, self->full);
    }
  return self;
}

AnalysisWeights *
analysis_weights_of (AnalysisCohort         *cohort,
                     const AnalysisQuestion *question,
                     gboolean                grouped,
                     GError                **error)
{
  g_autoptr (AnalysisQuestion) asked = analysis_question_copy (question);
  g_autoptr (AnalysisFormula) formula = analysis_formula_parse (
      question->drop_out_terms, analysis_cohort_dictionary (cohort), TRUE, error);
  g_autoptr (AnalysisSelection) selection = NULL;
  AnalysisWeights *self = NULL;

  if (!grouped)
    g_clear_pointer (&asked->by, g_free);
  if (formula != NULL)
    selection = analysis_selection_new (cohort, asked, NULL, error);
  if (selection != NULL)
    self = analysis_weights_new (selection, formula, question->truncate, error);
  if (self == NULL)
    g_prefix_error (error, "drop-out-terms: ");
  return self;
}

void
analysis_weights_free (AnalysisWeights *self)
{
  if (self == NULL)
    return;
  g_free (self->start);
  g_free (self->patient);
  g_free (self->group);
  g_free (self->k);
  g_free (self->birth);
  g_free (self->stop);
  g_free (self->known);
  g_free (self->chance);
  g_free (self->weights);
  g_free (self->full);
  g_free (self->x);
  g_free (self);
}

/* Only the rows of a group, in their order, without the model's columns. */
static AnalysisWeights *
of_group (const AnalysisWeights *self,
          int                    group)
{
  AnalysisWeights *out = g_new0 (AnalysisWeights, 1);

  make_room (out, self->n, 0);
  out->full = self->full != NULL ? g_new (double, MAX (self->n, 1)) : NULL;
  for (gsize i = 0; i < self->n; i++)
    if (group < 0 || self->group[i] == group)
      {
        out->patient[out->n] = self->patient[i];
        out->group[out->n] = self->group[i];
        out->k[out->n] = self->k[i];
        out->birth[out->n] = self->birth[i];
        out->stop[out->n] = self->stop[i];
        out->known[out->n] = self->known[i];
        out->chance[out->n] = self->chance[i];
        if (self->full != NULL)
          out->full[out->n] = self->full[i];
        out->weights[out->n++] = self->weights[i];
      }
  return out;
}

/* Of truncated weights there is none: out stays NAN. Where nothing was fitted: the known one. */
static void
estimated_se (const AnalysisWeights *self,
              int                    group,
              guint                  n,
              const double          *known_se,
              double                *out_se)
{
  g_autofree double *weights = g_new (double, MAX (self->n, 1));
  StatsPersonTransfers rows = rows_of (self);

  for (gsize i = 0; i < self->n; i++)
    weights[i] = group < 0 || self->group[i] == group ? self->weights[i] : 0;
  if (self->drop_out == ANALYSIS_DROP_OUT_NOBODY)
    memcpy (out_se, known_se, n * sizeof *out_se);
  else if (self->full == NULL
           && stats_ipcw_estimated_se (&rows, weights, self->x, self->n_columns, n, out_se)
                  == STATS_NO_MEMORY)
    g_error ("out of memory");
}

void
analysis_weights_curve (const AnalysisWeights *self,
                        int                    group,
                        guint                  n,
                        AnalysisWeighted      *out)
{
  g_autoptr (AnalysisWeights) own = of_group (self, group);
  StatsPersonTransfers rows = rows_of (own);

  if (stats_ipcw_curve (&rows, own->weights, n, out->estimate, out->se) != STATS_OK)
    for (guint i = 0; i < n; i++)
      out->estimate[i] = out->se[i] = NAN;
  estimated_se (self, group, n, out->se, out->se_estimated);
  stats_ipcw_summary (&rows, own->weights, own->full, &out->summary);
  stats_ipcw_effective (&rows, own->weights, n, out->effective);
  out->lost = 0;
  for (gsize i = 0; i < own->n; i++)
    if (!own->birth[i] && own->chance[i] >= STATS_IPCW_CERTAIN && own->k[i] < n
        && (out->lost == 0 || own->k[i] + 1u < out->lost))
      out->lost = own->k[i] + 1u;
}

/* --- once more -------------------------------------------------------------------------------- */

static void
copy_patient (AnalysisWeights       *out,
              const AnalysisWeights *self,
              gsize                  patient,
              guint32                number)
{
  gsize from = self->start[patient], n = self->start[patient + 1] - from;

  for (gsize i = 0; i < n; i++)
    out->patient[out->n + i] = number;
  memcpy (out->group + out->n, self->group + from, n);
  memcpy (out->k + out->n, self->k + from, n);
  memcpy (out->birth + out->n, self->birth + from, n);
  memcpy (out->stop + out->n, self->stop + from, n);
  memcpy (out->known + out->n, self->known + from, n);
  memcpy (out->x + out->n * self->n_columns, self->x + from * self->n_columns,
          n * self->n_columns * sizeof *out->x);
  out->n += n;
}

static AnalysisWeights *
weights_with (const AnalysisWeights *self,
              const guint32         *times)
{
  AnalysisWeights *out = g_new0 (AnalysisWeights, 1);
  guint32 number = 0;
  gsize n = 0;

  for (gsize i = 0; i < self->n_used; i++)
    n += times[i] * (self->start[i + 1] - self->start[i]);
  out->truncate = self->truncate;
  make_room (out, n, self->n_columns);
  for (gsize i = 0; i < self->n_used; i++)
    for (guint32 j = 0; j < times[i]; j++)
      copy_patient (out, self, i, number++);
  return out;
}

void
analysis_weights_again (const AnalysisWeights *self,
                        const guint32         *times,
                        int                    group,
                        guint                  n,
                        double                *out)
{
  g_autoptr (AnalysisWeights) again = weights_with (self, times), own = NULL;
  g_autofree double *se = g_new (double, MAX (n, 1));
  StatsPersonTransfers rows;

  fit_weights (again);
  own = of_group (again, group);
  rows = rows_of (own);
  if (own->n == 0 || stats_ipcw_curve (&rows, own->weights, n, out, se) != STATS_OK)
    for (guint i = 0; i < n; i++)
      out[i] = NAN;
}
