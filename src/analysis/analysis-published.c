/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Published curves, checked and compared with: analysis-published.h. */
#include "config.h"

#include "analysis-published.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "stats-compare.h"
#include "stats-logrank.h"

/* Half a last digit, and what a sum in binary may add to it. */
#define SLACK 1e-9
/* Tables of Fisher's test that are gone through. */
#define FISHER_STEPS 10000000

const char *
analysis_clock_id (AnalysisClock clock)
{
  static const char *const ids[ANALYSIS_N_CLOCKS] = { "transfer", "cycle", "complete-cycle" };

  return ids[clock];
}

const char *
analysis_limits_id (AnalysisLimits limits)
{
  static const char *const ids[ANALYSIS_N_LIMITS] = { "greenwood", "wald", "unstated", "none" };

  return ids[limits];
}

void
analysis_published_free (AnalysisPublished *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->citation);
  g_free (self->address);
  g_free (self->population);
  g_strfreev (self->caveats);
  g_free (self->points);
  g_free (self->rows);
  g_free (self);
}

const AnalysisPublishedPoint *
analysis_published_at (const AnalysisPublished *self,
                       guint                    k)
{
  for (guint i = 0; i < self->n_points; i++)
    if (self->points[i].k == k)
      return &self->points[i];
  return NULL;
}

/* --- curves from counts ----------------------------------------------------------------------- */

typedef struct
{
  double estimate, lo, hi;
} Figure;

static const Figure no_figure = { NAN, NAN, NAN };

static Figure
proportion (gint64 births,
            gint64 patients,
            double level)
{
  Figure out = no_figure;

  out.estimate = stats_proportion ((guint64) births, (guint64) patients);
  stats_interval_wilson ((guint64) births, (guint64) patients, level, &out.lo, &out.hi);
  return out;
}

static Figure
kaplan_meier (const StatsRiskRow *rows,
              guint               n,
              guint               k,
              StatsConfType       conf_type,
              double              level)
{
  g_autofree double *estimate = g_new (double, n), *se = g_new (double, n);
  Figure out = no_figure;

  stats_curve_optimistic (rows, n, estimate, se);
  out.estimate = estimate[k - 1];
  stats_interval_curve (out.estimate, se[k - 1], conf_type, level, &out.lo, &out.hi);
  return out;
}

/* --- the check -------------------------------------------------------------------------------- */

static gboolean
wrong (const AnalysisPublished *self,
       GError                 **error,
       const char              *sentence)
{
  g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE, "%s: %s",
               self->id != NULL ? self->id : "?", sentence);
  return FALSE;
}

static gboolean
has_text (const char *text)
{
  return text != NULL && *text != '\0';
}

static gboolean
check_texts (const AnalysisPublished *self,
             GError                 **error)
{
  if (!has_text (self->id) || self->id[strspn (self->id, "abcdefghijklmnopqrstuvwxyz0123456789-")])
    return wrong (self, error, _("An id has small letters, digits and dashes only."));
  if (!has_text (self->name) || !has_text (self->citation) || !has_text (self->population))
    return wrong (self, error, _("A name, a citation and a population are needed."));
  if (self->address == NULL || !g_str_has_prefix (self->address, "https://"))
    return wrong (self, error, _("The address where the figures were read is needed."));
  return TRUE;
}

static gboolean
check_rows (const AnalysisPublished *self,
            GError                 **error)
{
  for (guint i = 0; i < self->n_rows; i++)
    if (self->rows[i].k != i + 1 || self->rows[i].at_risk == 0
        || (i > 0 && self->rows[i].at_risk > self->rows[i - 1].at_risk - self->rows[i - 1].births))
      return wrong (self, error,
                    _("More are at risk than the row before leaves without a birth."));
  if (!stats_risk_rows_valid (self->rows, self->n_rows))
    return wrong (self, error, _("There are more births than patients at risk."));
  if (self->n_rows > 0 && self->rows[0].at_risk != self->patients)
    return wrong (self, error, _("At the first all who began are at risk."));
  return TRUE;
}

/* Something printed isn't what its counts give; what wasn't printed is nothing wrong. */
static gboolean
differs (const AnalysisPublished *self,
         double                   printed,
         double                   computed)
{
  double half = 0.5 * pow (10, -2 - (double) self->decimals);

  return !isnan (printed) && !(fabs (printed - computed) <= half + SLACK);
}

static gboolean
check_counts (const AnalysisPublished      *self,
              const AnalysisPublishedPoint *point,
              GError                      **error)
{
  Figure figure = no_figure;
  double p = stats_proportion ((guint64) MAX (point->births, 0), self->patients);

  if (point->births >= 0 && (guint64) point->births > self->patients)
    return wrong (self, error, _("More have a birth than began."));
  if (point->births >= 0 && differs (self, point->estimate, p) != point->misprint)
    return wrong (self, error, _("The percentage isn't that of the births."));
  if (self->estimand == ANALYSIS_ESTIMATOR_OPTIMISTIC && point->k <= self->n_rows)
    figure = kaplan_meier (self->rows, self->n_rows, point->k, STATS_CONF_PLAIN,
                           ANALYSIS_PUBLISHED_LEVEL);
  else if (point->k == 1 && self->n_rows > 0)
    figure.estimate = stats_proportion (self->rows[0].births, self->rows[0].at_risk);
  if (!isnan (figure.estimate) && differs (self, point->estimate, figure.estimate)
                                      != point->misprint)
    return wrong (self, error, _("The percentage isn't that of the counts."));
  if (self->limits == ANALYSIS_LIMITS_WALD && point->births >= 0)
    stats_interval_curve (p, sqrt (p * (1 - p) / (double) self->patients), STATS_CONF_PLAIN,
                          ANALYSIS_PUBLISHED_LEVEL, &figure.lo, &figure.hi);
  else if (self->limits == ANALYSIS_LIMITS_UNSTATED || self->limits == ANALYSIS_LIMITS_NONE)
    return TRUE;
  if (differs (self, point->lo, figure.lo) || differs (self, point->hi, figure.hi))
    return wrong (self, error, _("The limits aren't those of the counts."));
  return TRUE;
}

static gboolean
check_point (const AnalysisPublished *self,
             guint                    i,
             GError                 **error)
{
  const AnalysisPublishedPoint *point = &self->points[i], *before = i > 0 ? point - 1 : NULL;

  if (point->k < 1 || point->k > ANALYSIS_MAX_K || (before != NULL && point->k <= before->k))
    return wrong (self, error, _("Points stand in the order of their transfers."));
  if (!(point->estimate > 0 && point->estimate < 1)
      || (before != NULL && point->estimate < before->estimate)
      || (before != NULL && point->births >= 0 && point->births < before->births))
    return wrong (self, error, _("A percentage is between 0 and 100 and never falls."));
  if ((!isnan (point->lo) && !(point->lo >= 0 && point->lo <= point->estimate))
      || (!isnan (point->hi) && !(point->hi <= 1 && point->hi >= point->estimate)))
    return wrong (self, error, _("A percentage lies within its limits."));
  if (isnan (point->lo) != (self->limits == ANALYSIS_LIMITS_NONE))
    return wrong (self, error, _("There are limits where a kind of limits is named, else none."));
  return check_counts (self, point, error);
}

gboolean
analysis_published_check (const AnalysisPublished *self,
                          GError                 **error)
{
  if (!check_texts (self, error) || !check_rows (self, error))
    return FALSE;
  if (self->n_points == 0)
    return wrong (self, error, _("There is no figure."));
  for (guint i = 0; i < self->n_points; i++)
    if (!check_point (self, i, error))
      return FALSE;
  return TRUE;
}

/* --- the comparison --------------------------------------------------------------------------- */

/* Of everybody the answer is of, the estimator that was published. */
static Figure
our_figure (const AnalysisAnswer *answer,
            AnalysisEstimator     estimand,
            guint                 k)
{
  const AnalysisGroup *group = &answer->overall;
  const AnalysisQuestion *question = answer->question;
  g_autofree double *adjusted = g_new (double, group->n), *adjusted_se = g_new (double, group->n);
  const double *estimate = group->optimistic, *se = group->optimistic_se;
  Figure out = no_figure;

  switch (estimand)
    {
    case ANALYSIS_ESTIMATOR_CRUDE:
      return (Figure) { group->crude[k - 1], group->crude_lo[k - 1], group->crude_hi[k - 1] };
    case ANALYSIS_ESTIMATOR_CONSERVATIVE:
      estimate = group->conservative;
      se = group->conservative_se;
      break;
    case ANALYSIS_ESTIMATOR_ADJUSTED:
      stats_curve_adjusted (group->risk, group->n, 1, ANALYSIS_PUBLISHED_PI, adjusted, adjusted_se,
                            NULL);
      estimate = adjusted;
      se = adjusted_se;
      break;
    case ANALYSIS_ESTIMATOR_IPCW:
      if (group->ipcw == NULL)
        return out;
      estimate = group->ipcw;
      se = group->ipcw_se;
      break;
    case ANALYSIS_ESTIMATOR_OPTIMISTIC:
    default:
      break;
    }
  out.estimate = estimate[k - 1];
  stats_interval_curve (out.estimate, se[k - 1], question->conf_type, question->level, &out.lo,
                        &out.hi);
  return out;
}

/* Births among those who began, by k; -1: not published. */
static gint64
published_births (const AnalysisPublished      *published,
                  const AnalysisPublishedPoint *point)
{
  if (point->k == 1 && published->n_rows > 0)
    return published->rows[0].births;
  return published->estimand == ANALYSIS_ESTIMATOR_CRUDE ? point->births : -1;
}

static Figure
their_figure (const AnalysisPublished      *published,
              const AnalysisPublishedPoint *point,
              const AnalysisQuestion       *question,
              gboolean                     *out_from_counts)
{
  gint64 births = published_births (published, point);

  *out_from_counts = TRUE;
  if (published->estimand == ANALYSIS_ESTIMATOR_OPTIMISTIC && point->k <= published->n_rows)
    return kaplan_meier (published->rows, published->n_rows, point->k, question->conf_type,
                         question->level);
  if (births >= 0)
    return proportion (births, (gint64) published->patients, question->level);
  *out_from_counts = FALSE;
  return (Figure) { point->estimate, point->lo, point->hi };
}

static void
test_counts (const AnalysisGroup          *group,
             const AnalysisPublished      *published,
             const AnalysisPublishedPoint *point,
             AnalysisPublishedComparison  *out)
{
  guint64 births = stats_risk_total_births (group->risk, point->k), n = group->risk[0].at_risk;
  gint64 theirs = published_births (published, point);

  if (published->estimand == ANALYSIS_ESTIMATOR_OPTIMISTIC && published->n_rows > 0)
    {
      const StatsRiskTable tables[]
        = { { group->risk, group->n }, { published->rows, published->n_rows } };
      StatsTest test = stats_logrank_test (tables, 1, 2, STATS_WEIGHT_LOG_RANK, 0, 0);

      out->test = ANALYSIS_PUBLISHED_LOG_RANK;
      out->n_test = MIN (group->n, published->n_rows);
      out->chisq = test.chisq;
      out->p = test.p;
    }
  else if (theirs >= 0)
    {
      const uint64_t table[] = { births, n - births, (guint64) theirs,
                                 published->patients - (guint64) theirs };

      out->test = ANALYSIS_PUBLISHED_FISHER;
      if (stats_fisher_exact (table, 2, 2, FISHER_STEPS, &out->p) != STATS_OK)
        out->p = NAN;
    }
  else if (published->estimand == ANALYSIS_ESTIMATOR_CRUDE || point->k == 1)
    {
      out->test = ANALYSIS_PUBLISHED_BINOMIAL;
      out->p = stats_contrast_binomial_p (births, n, point->estimate);
    }
}

void
analysis_published_compare (const AnalysisAnswer        *answer,
                            const AnalysisPublished     *published,
                            guint                        at,
                            AnalysisPublishedComparison *out)
{
  const AnalysisPublishedPoint *point = analysis_published_at (published, at);
  const AnalysisGroup *group = &answer->overall;
  Figure ours = no_figure, theirs = no_figure;

  *out = (AnalysisPublishedComparison) { .published = published,
                                         .at = at,
                                         .other_event
                                         = answer->question->event != ANALYSIS_EVENT_LIVE_BIRTH,
                                         .chisq = NAN,
                                         .p = NAN };
  if (at >= 1 && at <= group->n && !out->other_event)
    {
      ours = our_figure (answer, published->estimand, at);
      out->at_risk = group->risk[at - 1].at_risk;
    }
  if (point != NULL && !out->other_event)
    theirs = their_figure (published, point, answer->question, &out->from_counts);
  out->ours = ours.estimate;
  out->our_lo = ours.lo;
  out->our_hi = ours.hi;
  out->theirs = theirs.estimate;
  out->their_lo = theirs.lo;
  out->their_hi = theirs.hi;
  if (!out->from_counts && answer->question->level != ANALYSIS_PUBLISHED_LEVEL)
    theirs.lo = theirs.hi = NAN;
  out->difference = stats_contrast_mover (ours.estimate, ours.lo, ours.hi, theirs.estimate,
                                          theirs.lo, theirs.hi);
  if (!isnan (ours.estimate) && point != NULL)
    test_counts (group, published, point, out);
}

guint
analysis_published_default_at (const AnalysisAnswer    *answer,
                               const AnalysisPublished *published)
{
  guint at = published->points[0].k;

  for (guint i = 0; i < published->n_points; i++)
    if (published->points[i].k <= answer->overall.n)
      at = published->points[i].k;
  return at;
}
