/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a selection and a formula to a fitted model: analysis-model.h. */
#include "config.h"

#include "analysis-model.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "analysis-cancel-private.h"
#include "stats-fine-gray.h"
#include "stats-firth.h"
#include "stats-interval.h"
#include "stats-logrank.h"
#include "stats-standardise.h"

/* What the fits read, and the baseline of a discrete model. */
typedef struct
{
  StatsModelRows rows;
  guint8 *last, *fate;
  guint32 *stratum;
  guint k_max;
  StatsBaseline baseline;
  double *z;
} Input;

static void
input_clear (Input *self)
{
  g_free (self->last);
  g_free (self->fate);
  g_free (self->stratum);
  g_free (self->z);
}

static void
input_init (Input                      *self,
            const AnalysisSelection    *selection,
            const AnalysisDesign       *design,
            const AnalysisModelOptions *options,
            const gint                 *cancelled)
{
  gsize n = MAX (design->n, 1);

  self->last = g_new (guint8, n);
  self->fate = g_new (guint8, n);
  self->stratum = g_new (guint32, n);
  for (gsize i = 0; i < design->n; i++)
    {
      guint32 place = design->place[i];

      self->last[i] = selection->k[place];
      self->fate[i] = selection->fate[place];
      self->stratum[i] = options->stratified ? selection->stratum[place] : 0;
      self->k_max = MAX (self->k_max, self->last[i]);
    }
  self->rows = (StatsModelRows) { .n = design->n,
                                  .n_terms = design->n_columns,
                                  .x = design->x,
                                  .last = self->last,
                                  .fate = self->fate,
                                  .stratum = self->stratum,
                                  .n_strata = options->stratified ? selection->n_strata : 1,
                                  .cancelled = cancelled };
}

gboolean
analysis_model_predicts (const AnalysisModelOptions *options)
{
  return options->kind == ANALYSIS_MODEL_DISCRETE
         || (options->kind == ANALYSIS_MODEL_COX && options->ties == STATS_TIES_EFRON);
}

gboolean
analysis_model_checks_ph (const AnalysisModelOptions *options)
{
  return options->kind == ANALYSIS_MODEL_COX && options->ties != STATS_TIES_EXACT;
}

/* --- the baseline of a discrete model --------------------------------------------------------- */

static char *
level_name (const guint *level,
            guint        k_max,
            guint        of)
{
  guint first = 0, last = 0;

  for (guint k = 1; k <= k_max; k++)
    if (level[k - 1] == of)
      {
        first = first == 0 ? k : first;
        last = k;
      }
  if (first == last)
    return g_strdup_printf ("k=%u", first);
  return last == k_max ? g_strdup_printf ("k>=%u", first)
                       : g_strdup_printf ("k=%u-%u", first, last);
}

static char *
baseline_name (guint       n_strata,
               guint       stratum,
               const char *name)
{
  return n_strata > 1 ? g_strdup_printf ("%u:%s", stratum + 1, name) : g_strdup (name);
}

static void
baseline_init (AnalysisModel *self,
               Input         *input,
               guint          n_columns)
{
  guint n_strata = input->rows.n_strata;

  self->n_baseline = n_columns;
  self->baseline_names = g_new0 (char *, n_columns + 1);
  input->z = g_new0 (double, (gsize) n_strata * input->k_max * n_columns);
  input->baseline = (StatsBaseline) { n_columns, input->k_max, n_strata, input->z };
}

static double *
baseline_row (const Input *input,
              guint        stratum,
              guint        k)
{
  return input->z
         + ((gsize) stratum * input->k_max + k - 1) * input->baseline.n_columns;
}

/* The levels of a stratum's own births: which transfers share one differs between strata. level:
 * n_strata * k_max. */
static guint
stratum_levels (const Input *input,
                guint        stratum,
                guint        pool_from,
                guint       *level)
{
  g_autofree double *births = g_new0 (double, input->k_max);
  g_autofree double *at_risk = g_new0 (double, input->k_max);

  for (gsize i = 0; i < input->rows.n; i++)
    {
      if (input->stratum[i] != stratum)
        continue;
      for (guint k = 1; k <= input->last[i]; k++)
        at_risk[k - 1]++;
      births[input->last[i] - 1] += input->fate[i] == STATS_FATE_LIVE_BIRTH;
    }
  return stats_hazard_levels (births, at_risk, input->k_max, pool_from,
                              level + (gsize) stratum * input->k_max);
}

static void
baseline_factor (AnalysisModel              *self,
                 Input                      *input,
                 const AnalysisModelOptions *options)
{
  guint n_strata = input->rows.n_strata, k_max = input->k_max, n = 0;
  g_autofree guint *level = g_new0 (guint, (gsize) n_strata * k_max);
  g_autofree guint *n_levels = g_new0 (guint, n_strata);

  for (guint s = 0; s < n_strata; s++)
    {
      n_levels[s] = stratum_levels (input, s, options->pool_from, level);
      n += n_levels[s];
    }
  baseline_init (self, input, n);
  n = 0;
  for (guint s = 0; s < n_strata; n += n_levels[s++])
    {
      const guint *own = level + (gsize) s * k_max;

      for (guint l = 0; l < n_levels[s]; l++)
        {
          g_autofree char *name = level_name (own, k_max, l);

          self->baseline_names[n + l] = baseline_name (n_strata, s, name);
        }
      for (guint k = 1; k <= k_max; k++)
        baseline_row (input, s, k)[n + own[k - 1]] = 1;
    }
}

/* A line of its own in each stratum. */
static void
baseline_linear (AnalysisModel *self,
                 Input         *input)
{
  guint n_strata = input->rows.n_strata;

  baseline_init (self, input, 2 * n_strata);
  for (guint s = 0; s < n_strata; s++)
    {
      self->baseline_names[2 * s] = baseline_name (n_strata, s, "(intercept)");
      self->baseline_names[2 * s + 1] = baseline_name (n_strata, s, "k");
      for (guint k = 1; k <= input->k_max; k++)
        {
          baseline_row (input, s, k)[2 * s] = 1;
          baseline_row (input, s, k)[2 * s + 1] = k;
        }
    }
}

/* --- fitting ---------------------------------------------------------------------------------- */

static void
fit (AnalysisModel              *self,
     Input                      *input,
     const AnalysisModelOptions *options)
{
  if (input->rows.n == 0)
    {
      self->status = STATS_FIT_NO_EVENTS;
      return;
    }
  switch (options->kind)
    {
    case ANALYSIS_MODEL_DISCRETE:
      if (options->linear)
        baseline_linear (self, input);
      else
        baseline_factor (self, input, options);
      self->status = self->firth
                         ? stats_firth_fit (&input->rows, &input->baseline, options->link,
                                            &self->fit)
                         : stats_hazard_fit (&input->rows, &input->baseline, options->link,
                                             &self->fit);
      break;
    case ANALYSIS_MODEL_FINE_GRAY:
      self->status = stats_fine_gray_fit (&input->rows, options->ties, &self->fit);
      break;
    case ANALYSIS_MODEL_COX:
    default:
      self->status = stats_cox_fit (&input->rows, options->ties, STATS_COX_EXACT_OPERATIONS,
                                    &self->fit);
      if (self->status == STATS_FIT_TOO_LARGE)
        self->operations = stats_cox_exact_operations (&input->rows);
      break;
    }
}

static void
limits (AnalysisModel              *self,
        const Input                *input,
        const AnalysisModelOptions *options)
{
  double z = stats_interval_z (options->level);

  self->lo = g_new (double, MAX (self->n_columns, 1));
  self->hi = g_new (double, MAX (self->n_columns, 1));
  self->p = g_new (double, MAX (self->n_columns, 1));
  for (guint c = 0; c < self->n_columns; c++)
    {
      double coef = self->fit->coef[self->n_baseline + c];
      double se = stats_fit_se (self->fit, self->n_baseline + c);

      self->lo[c] = coef - z * se;
      self->hi[c] = coef + z * se;
      self->p[c] = stats_test_chisq (coef * coef / (se * se), 1).p;
    }
  if (self->firth && options->link == STATS_LINK_LOGIT && self->status == STATS_FIT_OK)
    {
      g_autofree double *chisq = g_new (double, MAX (self->n_columns, 1));

      self->profile = stats_firth_profile (&input->rows, &input->baseline, self->fit,
                                           options->level, self->lo, self->hi, chisq)
                      == STATS_FIT_OK;
      for (guint c = 0; c < self->n_columns && self->profile; c++)
        self->p[c] = stats_test_chisq (chisq[c], 1).p;
    }
}

static void
term_tests (AnalysisModel        *self,
            const AnalysisDesign *design)
{
  g_autofree bool *which = g_new0 (bool, MAX (self->fit->n, 1));

  self->term_chisq = g_new (double, MAX (self->n_terms, 1));
  self->term_p = g_new (double, MAX (self->n_terms, 1));
  self->term_df = g_new0 (guint, MAX (self->n_terms, 1));
  for (guint t = 0; t < self->n_terms; t++)
    {
      unsigned df = 0;

      for (guint c = 0; c < self->n_columns; c++)
        which[self->n_baseline + c] = design->term[c] == t;
      self->term_chisq[t] = stats_fit_wald (self->fit, which, &df);
      self->term_df[t] = df;
      self->term_p[t] = stats_test_chisq (self->term_chisq[t], df).p;
    }
}

/* --- curves ----------------------------------------------------------------------------------- */

static AnalysisModelCurve *
curve_new (guint K)
{
  AnalysisModelCurve *self = g_new0 (AnalysisModelCurve, 1);
  double **arrays[] = { &self->estimate, &self->se, &self->lo, &self->hi };

  self->K = K;
  for (guint a = 0; a < G_N_ELEMENTS (arrays); a++)
    {
      *arrays[a] = g_new (double, MAX (K, 1));
      for (guint i = 0; i < K; i++)
        (*arrays[a])[i] = NAN;
    }
  return self;
}

static void
curve_free (AnalysisModelCurve *self)
{
  if (self == NULL)
    return;
  g_free (self->estimate);
  g_free (self->se);
  g_free (self->lo);
  g_free (self->hi);
  g_free (self);
}

static void
curve_limits (AnalysisModelCurve *self,
              StatsConfType       type,
              double              level)
{
  for (guint i = 0; i < self->K; i++)
    stats_interval_curve (self->estimate[i], self->se[i], type, level, &self->lo[i], &self->hi[i]);
}

/* The last transfer that somebody of the stratum had: beyond it nothing is known of it. */
static guint
last_of (const Input *input,
         guint        stratum)
{
  guint last = 0;

  for (gsize i = 0; i < input->rows.n; i++)
    if (input->stratum[i] == stratum)
      last = MAX (last, input->last[i]);
  return last;
}

/* The pattern's stratum; the first, where it names none. FALSE with an error for no such one. */
static gboolean
find_stratum (AnalysisModel *self,
              const char    *pattern,
              GError       **error)
{
  g_autofree char *name = self->strata_names != NULL
                              ? analysis_pattern_get (pattern, ANALYSIS_PATTERN_STRATUM)
                              : NULL;

  if (name == NULL)
    return TRUE;
  for (guint s = 0; self->strata_names[s] != NULL; s++)
    if (g_str_equal (self->strata_names[s], name))
      {
        self->predicted_stratum = s;
        return TRUE;
      }
  g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE, _("There is no stratum “%s”."), name);
  return FALSE;
}

/* Cox: Efron's, with R's default interval; discrete: the product of the hazards, log-log. */
static gboolean
predict (AnalysisModel              *self,
         const Input                *input,
         const AnalysisDesign       *design,
         const AnalysisFormula      *formula,
         const AnalysisModelOptions *options,
         GError                    **error)
{
  g_autofree double *x = g_new0 (double, MAX (self->n_columns, 1));
  guint stratum, last;

  if (!analysis_design_pattern (design, formula, options->predict, x, error)
      || !find_stratum (self, options->predict, error))
    return FALSE;
  if (!analysis_model_predicts (options))
    {
      g_set_error (
          error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE,
          _ ("A curve is predicted from a discrete model, or from Cox's with Efron's ties."));
      return FALSE;
    }
  stratum = self->predicted_stratum;
  last = last_of (input, stratum);
  self->predicted = curve_new (last);
  if (self->fit == NULL)
    return TRUE;
  if (options->kind == ANALYSIS_MODEL_COX)
    stats_cox_curve (&input->rows, self->fit, x, stratum, last, self->predicted->estimate,
                     self->predicted->se);
  else
    stats_hazard_curve (self->fit, &input->baseline, options->link, x, stratum, last,
                        self->predicted->estimate, self->predicted->se);
  curve_limits (self->predicted,
                options->kind == ANALYSIS_MODEL_COX ? STATS_CONF_LOG : STATS_CONF_LOG_LOG,
                options->level);
  return TRUE;
}

/* The design with everybody in a group. */
static double *
with_group (const AnalysisDesign *design,
            gint                  column,
            double                value)
{
  double *x = g_memdup2 (design->x, MAX (design->n * design->n_columns, 1) * sizeof *x);

  for (gsize i = 0; i < design->n; i++)
    x[i * design->n_columns + (guint) column] = value;
  return x;
}

static gint
group_column (const AnalysisDesign  *design,
              const AnalysisFormula *formula,
              const char            *name,
              GError               **error)
{
  for (guint t = 0; t < design->n_terms; t++)
    {
      gint column = g_str_equal (design->term_names[t], name)
                        ? analysis_design_group (design, formula, t, NULL)
                        : -1;

      if (column >= 0)
        return column;
      if (!g_str_equal (design->term_names[t], name) || !analysis_design_is_shared (formula, t))
        continue;
      g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE,
                   _("“%s” is in another term too, such as a product; its standardised curves "
                     "need a model without."),
                   name);
      return -1;
    }
  g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE,
               _("“%s” is not a term of two groups in the model."), name);
  return -1;
}

/* Up to which transfer every stratum has somebody. */
static guint
last_of_all (const Input *input)
{
  guint last = input->k_max;

  for (guint s = 0; s < input->rows.n_strata; s++)
    {
      guint own = last_of (input, s);

      /* Nobody of an empty one is averaged over. */
      if (own > 0)
        last = MIN (last, own);
    }
  return last;
}

static gboolean
standardise (AnalysisModel              *self,
             const Input                *input,
             const AnalysisDesign       *design,
             const AnalysisFormula      *formula,
             const AnalysisModelOptions *options,
             GError                    **error)
{
  gint column = group_column (design, formula, options->standardise, error);
  guint last = last_of_all (input);
  g_autofree double *in = NULL, *out = NULL;
  StatsPopulation everybody_in, everybody_out;
  StatsStandardised to;
  double z = stats_interval_z (options->level);

  if (column < 0)
    return FALSE;
  if (options->kind != ANALYSIS_MODEL_DISCRETE)
    {
      g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE,
                   _("Standardised curves come from a discrete model."));
      return FALSE;
    }
  in = with_group (design, column, 1);
  out = with_group (design, column, 0);
  everybody_in = (StatsPopulation) { design->n, in, NULL, input->stratum };
  everybody_out = (StatsPopulation) { design->n, out, NULL, input->stratum };
  for (guint i = 0; i < 3; i++)
    self->standardised[i] = curve_new (input->k_max);
  to = (StatsStandardised) { self->standardised[1]->estimate, self->standardised[1]->se,
                             self->standardised[0]->estimate, self->standardised[0]->se,
                             self->standardised[2]->estimate, self->standardised[2]->se };
  /* Of a term that can't be told from those before it there is no difference, not one of 0. */
  if (self->fit == NULL
      || self->fit->state[self->n_baseline + (guint) column] != STATS_TERM_ESTIMATED
      || stats_standardise (self->fit, &input->baseline, options->link, &everybody_in,
                            &everybody_out, last, input->rows.cancelled, &to)
             != STATS_FIT_OK)
    return TRUE;
  curve_limits (self->standardised[0], STATS_CONF_LOG_LOG, options->level);
  curve_limits (self->standardised[1], STATS_CONF_LOG_LOG, options->level);
  for (guint i = 0; i < last; i++)
    {
      AnalysisModelCurve *difference = self->standardised[2];

      difference->lo[i] = difference->estimate[i] - z * difference->se[i];
      difference->hi[i] = difference->estimate[i] + z * difference->se[i];
    }
  return TRUE;
}

static void
test_whole (AnalysisModel *self)
{
  const StatsFit *fit = self->fit;
  unsigned df = fit != NULL ? stats_fit_df (fit) : 0;

  self->whole[0] = stats_test_chisq (fit != NULL ? fit->lr : NAN, df);
  self->whole[1] = stats_test_chisq (fit != NULL ? fit->wald : NAN, df);
  self->whole[2] = stats_test_chisq (fit != NULL ? fit->score : NAN, df);
}

static void
check_ph (AnalysisModel              *self,
          const Input                *input,
          const AnalysisModelOptions *options)
{
  g_autofree double *chisq = g_new (double, MAX (self->n_columns, 1));
  double global = NAN;
  unsigned df = 0;

  for (guint c = 0; c < self->n_columns; c++)
    chisq[c] = NAN;
  if (self->status == STATS_FIT_OK && analysis_model_checks_ph (options))
    stats_cox_zph (&input->rows, self->fit, options->ties, chisq, &global, &df);
  self->zph = g_new (StatsTest, MAX (self->n_columns, 1));
  for (guint c = 0; c < self->n_columns; c++)
    self->zph[c] = stats_test_chisq (chisq[c], 1);
  self->zph_global = stats_test_chisq (global, df);
}

/* What is made of a fit. FALSE with an error, as analysis_model_new(). */
static gboolean
after_fit (AnalysisModel              *self,
           const Input                *input,
           const AnalysisDesign       *design,
           const AnalysisFormula      *formula,
           const AnalysisModelOptions *options,
           const gint                 *cancelled,
           gint                       *permille,
           GError                    **error)
{
  const guint parts = 5;

  analysis_tell (permille, 1, parts);
  test_whole (self);
  if (self->fit != NULL && !analysis_is_cancelled (cancelled))
    {
      limits (self, input, options);
      term_tests (self, design);
    }
  analysis_tell (permille, 2, parts);
  if (options->check_ph && !analysis_is_cancelled (cancelled))
    check_ph (self, input, options);
  analysis_tell (permille, 3, parts);
  if (options->predict != NULL && !analysis_is_cancelled (cancelled)
      && !predict (self, input, design, formula, options, error))
    return FALSE;
  analysis_tell (permille, 4, parts);
  return options->standardise == NULL || analysis_is_cancelled (cancelled)
         || standardise (self, input, design, formula, options, error);
}

/* What can be asked of it besides: patterns and groups. */
static void
take_fields (AnalysisModel         *self,
             AnalysisDesign        *design,
             const AnalysisFormula *formula)
{
  self->group = g_new (gint, MAX (self->n_terms, 1));
  for (guint t = 0; t < self->n_terms; t++)
    {
      guint field = 0;

      self->group[t] = analysis_design_group (design, formula, t, &field) < 0 ? -1 : (gint) field;
    }
  self->n_fields = design->n_fields;
  self->fields = g_steal_pointer (&design->fields);
  design->n_fields = 0;
}

AnalysisModel *
analysis_model_new (const AnalysisSelection    *selection,
                    const AnalysisFormula      *formula,
                    const AnalysisModelOptions *options,
                    const gint                 *cancelled,
                    gint                       *permille,
                    GError                    **error)
{
  g_autoptr (AnalysisDesign) design = analysis_design_new (selection, formula, error);
  g_autoptr (AnalysisModel) self = NULL;
  Input input = { 0 };
  gboolean good;

  if (design == NULL || analysis_is_cancelled (cancelled))
    return NULL;
  self = g_new0 (AnalysisModel, 1);
  self->operations = NAN;
  self->n_used = design->n;
  self->n_missing = design->n_missing;
  self->n_no_stratum = options->stratified ? selection->n_no_stratum : 0;
  self->n_columns = design->n_columns;
  self->n_terms = design->n_terms;
  self->names = g_strdupv (design->names);
  self->labels = g_strdupv (design->labels);
  self->term_names = g_strdupv (design->term_names);
  self->term = g_memdup2 (design->term, design->n_columns * sizeof (guint));
  if (options->stratified)
    {
      self->strata = g_strdup (selection->strata);
      self->strata_label = g_strdup (selection->strata_label);
      self->strata_names = g_strdupv (selection->strata_names);
      self->strata_labels = g_strdupv (selection->strata_labels);
    }
  input_init (&input, selection, design, options, cancelled);
  for (gsize i = 0; i < design->n; i++)
    self->births += input.fate[i] == STATS_FATE_LIVE_BIRTH;
  self->births_per_column = self->n_columns > 0 ? (double) self->births / self->n_columns : NAN;
  self->firth = options->kind == ANALYSIS_MODEL_DISCRETE
                && (options->firth == ANALYSIS_FIRTH_ALWAYS
                    || (options->firth == ANALYSIS_FIRTH_BY_RULE
                        && self->births_per_column < ANALYSIS_FIRTH_BELOW));
  fit (self, &input, options);
  good = after_fit (self, &input, design, formula, options, cancelled, permille, error);
  input_clear (&input);
  take_fields (self, design, formula);
  return good && !analysis_is_cancelled (cancelled) ? g_steal_pointer (&self) : NULL;
}

void
analysis_model_free (AnalysisModel *self)
{
  if (self == NULL)
    return;
  stats_fit_free (self->fit);
  analysis_pattern_fields_free (self->fields, self->n_fields);
  g_free (self->group);
  g_free (self->strata);
  g_free (self->strata_label);
  g_strfreev (self->strata_names);
  g_strfreev (self->strata_labels);
  g_strfreev (self->names);
  g_strfreev (self->labels);
  g_strfreev (self->term_names);
  g_free (self->term);
  g_strfreev (self->baseline_names);
  g_free (self->lo);
  g_free (self->hi);
  g_free (self->p);
  g_free (self->term_chisq);
  g_free (self->term_p);
  g_free (self->term_df);
  g_free (self->zph);
  curve_free (self->predicted);
  for (guint i = 0; i < G_N_ELEMENTS (self->standardised); i++)
    curve_free (self->standardised[i]);
  analysis_baseline_free (self->balance);
  g_free (self);
}
