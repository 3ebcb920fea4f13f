/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model of stopping: logit P (stops after a failed transfer) on the chosen terms, over all
 * groups together, and the weights from it (stats-ipcw.h). */
#include "config.h"

#include "analysis-weights-private.h"

#include <math.h>
#include <string.h>

#include "stats-firth.h"

static void
make_rows (AnalysisWeights         *self,
           const AnalysisSelection *selection,
           const AnalysisDesign    *design,
           double                 **out_x)
{
  gsize n_columns = design->n_columns;

  for (gsize i = 0; i < design->n; i++)
    self->n += selection->k[design->place[i]];
  self->patient = g_new (guint32, MAX (self->n, 1));
  self->group = g_new (guint8, MAX (self->n, 1));
  self->k = g_new (guint8, MAX (self->n, 1));
  self->birth = g_new0 (guint8, MAX (self->n, 1));
  self->stop = g_new0 (guint8, MAX (self->n, 1));
  self->known = g_new (guint8, MAX (self->n, 1));
  self->chance = g_new0 (double, MAX (self->n, 1));
  self->weights = g_new (double, MAX (self->n, 1));
  *out_x = g_new (double, MAX (self->n * n_columns, 1));
  self->n = 0;
  for (gsize i = 0; i < design->n; i++)
    {
      guint32 place = design->place[i];
      guint8 K = selection->k[place], fate = selection->fate[place];

      for (guint8 k = 1; k <= K; k++, self->n++)
        {
          double *row = *out_x + self->n * n_columns;

          self->patient[self->n] = place;
          self->group[self->n] = selection->group[place];
          self->k[self->n] = k;
          self->birth[self->n] = k == K && fate == STATS_FATE_LIVE_BIRTH;
          self->stop[self->n] = k == K && fate == STATS_FATE_DISCONTINUED;
          self->known[self->n] = !self->birth[self->n] && !(k == K && fate == STATS_FATE_OPEN);
          memcpy (row, design->x + i * n_columns, n_columns * sizeof *row);
          if (design->k_column >= 0)
            row[design->k_column] = k;
        }
    }
}

/* The rows whose decision is known, as those of a hazard model whose event is stopping. */
static StatsFitStatus
fit_stopping (const AnalysisWeights *self,
              const double          *x,
              guint                  n_columns,
              gboolean               firth,
              StatsFit             **out_fit)
{
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
        memcpy (known_x + rows.n * n_columns, x + i * n_columns, n_columns * sizeof *x);
        rows.n++;
      }
  return firth ? stats_firth_fit (&rows, &intercept, STATS_LINK_LOGIT, out_fit)
               : stats_hazard_fit (&rows, &intercept, STATS_LINK_LOGIT, out_fit);
}

static void
take_chances (AnalysisWeights *self,
              const double    *x,
              guint            n_columns,
              const StatsFit  *fit)
{
  for (gsize i = 0; i < self->n; i++)
    {
      double eta = fit->coef[0];

      for (guint c = 0; c < n_columns; c++)
        if (!isnan (fit->coef[1 + c])) /* an aliased one adds nothing */
          eta += fit->coef[1 + c] * x[i * n_columns + c];
      self->chance[i] = self->birth[i] ? 0 : 1 / (1 + exp (-eta));
    }
}

static void
fit_chances (AnalysisWeights *self,
             const double    *x,
             guint            n_columns)
{
  StatsFit *fit = NULL;
  gboolean anybody = FALSE;
  StatsFitStatus status;

  for (gsize i = 0; i < self->n; i++)
    anybody = anybody || self->stop[i];
  if (!anybody)
    {
      self->drop_out = ANALYSIS_DROP_OUT_NOBODY;
      return;
    }
  status = fit_stopping (self, x, n_columns, FALSE, &fit);
  self->drop_out = ANALYSIS_DROP_OUT_FITTED;
  if (status == STATS_FIT_SEPARATED)
    {
      g_clear_pointer (&fit, stats_fit_free);
      status = fit_stopping (self, x, n_columns, TRUE, &fit);
      self->drop_out = ANALYSIS_DROP_OUT_FIRTH;
    }
  if (status == STATS_FIT_OK || (status == STATS_FIT_SINGULAR && fit != NULL))
    take_chances (self, x, n_columns, fit);
  else
    self->drop_out = ANALYSIS_DROP_OUT_FAILED;
  stats_fit_free (fit);
}

static StatsPersonTransfers
rows_of (const AnalysisWeights *self)
{
  return (StatsPersonTransfers) { self->patient, self->k,      self->birth, self->stop,
                                  self->known,   self->chance, self->n };
}

AnalysisWeights *
analysis_weights_new (const AnalysisSelection *selection,
                      const AnalysisFormula   *formula,
                      double                   truncate,
                      GError                 **error)
{
  g_autoptr (AnalysisDesign) design = analysis_design_new (selection, formula, error);
  g_autofree double *x = NULL;
  StatsPersonTransfers rows;
  AnalysisWeights *self;

  if (design == NULL)
    return NULL;
  self = g_new0 (AnalysisWeights, 1);
  self->n_used = design->n;
  self->n_missing = design->n_missing;
  make_rows (self, selection, design, &x);
  fit_chances (self, x, design->n_columns);
  rows = rows_of (self);
  if (self->drop_out == ANALYSIS_DROP_OUT_FAILED
      || stats_ipcw_weights (&rows, truncate, self->weights) != STATS_OK)
    for (gsize i = 0; i < self->n; i++)
      self->weights[i] = NAN;
  return self;
}

void
analysis_weights_free (AnalysisWeights *self)
{
  if (self == NULL)
    return;
  g_free (self->patient);
  g_free (self->group);
  g_free (self->k);
  g_free (self->birth);
  g_free (self->stop);
  g_free (self->known);
  g_free (self->chance);
  g_free (self->weights);
  g_free (self);
}

/* Only the rows of a group, in their order. */
static AnalysisWeights *
of_group (const AnalysisWeights *self,
          int                    group)
{
  AnalysisWeights *out = g_new0 (AnalysisWeights, 1);
  gsize n = MAX (self->n, 1);

  out->patient = g_new (guint32, n);
  out->group = g_new (guint8, n);
  out->k = g_new (guint8, n);
  out->birth = g_new (guint8, n);
  out->stop = g_new (guint8, n);
  out->known = g_new (guint8, n);
  out->chance = g_new (double, n);
  out->weights = g_new (double, n);
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
        out->weights[out->n++] = self->weights[i];
      }
  return out;
}

void
analysis_weights_curve (const AnalysisWeights *self,
                        int                    group,
                        guint                  n,
                        double                *out_estimate,
                        double                *out_se,
                        double                *out_effective,
                        StatsWeights          *out_summary)
{
  g_autoptr (AnalysisWeights) own = of_group (self, group);
  StatsPersonTransfers rows = rows_of (own);

  if (stats_ipcw_curve (&rows, own->weights, n, out_estimate, out_se) != STATS_OK)
    for (guint i = 0; i < n; i++)
      out_estimate[i] = out_se[i] = NAN;
  stats_ipcw_summary (&rows, own->weights, out_summary);
  stats_ipcw_effective (&rows, own->weights, n, out_effective);
}
