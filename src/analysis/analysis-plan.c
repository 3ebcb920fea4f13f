/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trial planner: analysis-plan.h. */
#include "config.h"

#include "analysis-plan.h"

#include <math.h>

#define MOST_PATIENTS 1000000

AnalysisPlanGroups
analysis_plan_groups (const AnalysisPlanDesign *design,
                      guint64                   first)
{
  return (AnalysisPlanGroups) { first, (guint64) ceil (design->ratio * (double) first) };
}

AnalysisPlanGroups
analysis_plan_enrol (const AnalysisPlanDesign *design,
                     guint64                   first)
{
  AnalysisPlanGroups groups = analysis_plan_groups (design, first);

  return (AnalysisPlanGroups) { stats_power_inflate (groups.first, design->drop_out),
                                stats_power_inflate (groups.second, design->drop_out) };
}

void
analysis_plan_proportions (double                    a,
                           double                    b,
                           const AnalysisPlanDesign *design,
                           AnalysisProportionsPlan  *out)
{
  *out = (AnalysisProportionsPlan) { .a = a, .b = b };
  for (guint m = 0; m < ANALYSIS_PLAN_METHODS; m++)
    {
      StatsPowerMethod method = (StatsPowerMethod) m;

      out->patients[m] = design->patients > 0
                             ? design->patients
                             : stats_power_sample_size (a, b, design->ratio, design->power,
                                                        design->alpha, method);
      out->inflated[m] = stats_power_inflate (out->patients[m], design->drop_out);
      out->power[m] = out->patients[m] > 0
                          ? stats_power_proportions (a, b, (double) out->patients[m],
                                                     (double) analysis_plan_groups (
                                                         design, out->patients[m]).second,
                                                     design->alpha, method)
                          : NAN;
    }
}

/* --- curves ----------------------------------------------------------------------------------- */

static double
with_odds_ratio (double p,
                 double odds_ratio)
{
  return p < 1 ? p * odds_ratio / (1 - p + p * odds_ratio) : 1;
}

static double
cumulative (const double *hazard,
            const double *stop,
            guint         K)
{
  double F = 0, S = 1;

  for (guint i = 0; i < K; i++)
    {
      F += S * hazard[i];
      S *= (1 - hazard[i]) * (1 - stop[i]);
    }
  return F;
}

static void
groups_of (const AnalysisCurvesPlan *self,
           const AnalysisPlanDesign *design,
           guint64                   patients,
           StatsPowerGroup          *a,
           StatsPowerGroup          *b)
{
  AnalysisPlanGroups n = analysis_plan_groups (design, patients);

  *a = (StatsPowerGroup) { (double) n.first, self->hazard_a, self->stop, NULL };
  *b = (StatsPowerGroup) { (double) n.second, self->hazard_b, self->stop, NULL };
}

static double
power_at (const AnalysisCurvesPlan *self,
          const AnalysisPlanDesign *design,
          guint64                   patients)
{
  StatsPowerGroup a, b;

  groups_of (self, design, patients, &a, &b);
  return stats_power_curves (&a, &b, self->K, design->alpha);
}

static guint64
smallest (const AnalysisCurvesPlan *self,
          const AnalysisPlanDesign *design)
{
  guint64 lo = 1, hi = 2;

  while (!(power_at (self, design, hi) >= design->power))
    {
      lo = hi;
      hi *= 2;
      if (hi > MOST_PATIENTS)
        return 0;
    }
  while (hi - lo > 1)
    {
      guint64 middle = lo + (hi - lo) / 2;

      if (power_at (self, design, middle) >= design->power)
        hi = middle;
      else
        lo = middle;
    }
  return hi;
}

static void
simulate (AnalysisCurvesPlan       *self,
          const AnalysisPlanDesign *design,
          guint                     simulations,
          guint64                   seed,
          const gint               *cancelled,
          gint                     *permille)
{
  StatsPowerGroup a, b;
  guint rejected = 0;

  groups_of (self, design, self->patients, &a, &b);
  for (guint i = 0; i < simulations; i++)
    {
      if (cancelled != NULL && g_atomic_int_get (cancelled) != 0)
        return;
      if (permille != NULL)
        g_atomic_int_set (permille, (gint) (1000 * (guint64) i / simulations));
      rejected += stats_power_simulate (&a, &b, self->K, design->alpha, seed, i) == 1;
    }
  self->simulations = simulations;
  self->simulated = simulations > 0 ? (double) rejected / simulations : NAN;
}

AnalysisCurvesPlan *
analysis_plan_curves (const AnalysisGroup      *group,
                      guint                     K,
                      double                    odds_ratio,
                      const AnalysisPlanDesign *design,
                      guint                     simulations,
                      guint64                   seed,
                      const gint               *cancelled,
                      gint                     *permille)
{
  AnalysisCurvesPlan *self;
  StatsPowerGroup a, b;

  if (group->n == 0)
    return NULL;
  self = g_new0 (AnalysisCurvesPlan, 1);
  self->K = K == 0 || K > group->n ? group->n : K;
  self->odds_ratio = odds_ratio;
  self->hazard_a = g_new (double, self->K);
  self->hazard_b = g_new (double, self->K);
  self->stop = g_new (double, self->K);
  for (guint i = 0; i < self->K; i++)
    {
      const StatsRiskRow *row = &group->risk[i];
      guint decided = row->at_risk - row->births - row->open;

      self->hazard_a[i] = group->hazard[i];
      self->hazard_b[i] = with_odds_ratio (group->hazard[i], odds_ratio);
      self->stop[i] = decided > 0 ? (double) row->stopped / decided : 0;
    }
  self->cumulative_a = cumulative (self->hazard_a, self->stop, self->K);
  self->cumulative_b = cumulative (self->hazard_b, self->stop, self->K);
  self->power = self->schoenfeld = self->simulated = NAN;
  self->patients = design->patients > 0 ? design->patients : smallest (self, design);
  self->inflated = stats_power_inflate (self->patients, design->drop_out);
  if (self->patients == 0)
    return self;
  groups_of (self, design, self->patients, &a, &b);
  self->power = power_at (self, design, self->patients);
  self->schoenfeld = stats_power_schoenfeld (&a, &b, self->K, design->alpha);
  simulate (self, design, simulations, seed, cancelled, permille);
  return self;
}

void
analysis_curves_plan_free (AnalysisCurvesPlan *self)
{
  if (self == NULL)
    return;
  g_free (self->hazard_a);
  g_free (self->hazard_b);
  g_free (self->stop);
  g_free (self);
}
