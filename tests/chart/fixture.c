/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Owns the specs the tests draw. */

#include "fixture.h"

#include <math.h>

typedef struct
{
  guint at_risk, births, stopped, in_treatment;
  double estimate, lo, hi;
  double hazard, hazard_lo, hazard_hi;
} Row;

static const Row rows_treated[] = {
  { 100, 45, 13, 4, 0.45, 0.358804892703877, 0.552559614315456,
    0.45, 0.35614537979512, 0.547553970025579 },
  { 38, 14, 5, 4, 0.652631578947368, 0.548722013745601, 0.75466719845856,
    0.368421052631579, 0.23384219247156, 0.52716040442991 },
  { 15, 6, 3, 3, 0.791578947368421, 0.67764152237575, 0.88608408470001,
    0.4, 0.198244961413416, 0.642531698793754 },
  { 3, 2, 1, 0, 0.930526315789474, 0.758385977451317, 0.993308343079479,
    0.666666666666667, 0.207659600802048, 0.938508055279604 },
};

static const Row rows_none[] = {
  { 60, 16, 10, 6, 0.266666666666667, 0.17274107982205, 0.397858509938774,
    0.266666666666667, 0.171326400032805, 0.390087130966836 },
  { 28, 7, 1, 6, 0.45, 0.319720002310955, 0.604549995517711,
    0.25, 0.126764949192933, 0.43355670318999 },
  { 14, 4, 2, 2, 0.607142857142857, 0.448013341089224, 0.769847503912033,
    0.285714285714286, 0.117213786445769, 0.546490843298932 },
  { 6, 1, 2, 0, 0.672619047619048, 0.493356287564672, 0.840189452305184,
    0.166666666666667, 0.0300533697483067, 0.56350282218647 },
  { 3, 1, 0, 0, 0.781746031746032, 0.552062561460853, 0.944133213684346,
    0.333333333333333, 0.0614919447203963, 0.792340399197952 },
  { 2, 2, 0, 0, 1, NAN, NAN,
    1, 0.342380227506653, 1 },
};

ChartSpec *
fixture_empty (void)
{
  ChartSpec *spec = chart_spec_new ();

  chart_spec_set_font (spec, "DejaVu Sans");
  chart_spec_set_text (spec, CHART_TEXT_Y_LABEL, "Cumulative live births, %");
  chart_spec_set_text (spec, CHART_TEXT_X_LABEL, "embryo transfers");
  chart_spec_set_text (spec, CHART_TEXT_HAZARD_LABEL, "Live births per transfer, %");
  chart_spec_set_text (spec, CHART_TEXT_ROW_AT_RISK, "at risk");
  chart_spec_set_text (spec, CHART_TEXT_ROW_BIRTHS, "live births");
  chart_spec_set_text (spec, CHART_TEXT_ROW_STOPPED, "stopped");
  chart_spec_set_text (spec, CHART_TEXT_ROW_IN_TREATMENT, "in treatment");
  chart_spec_set_text (spec, CHART_TEXT_EMPTY, "No patient is left by the filter.");
  chart_spec_add_note (spec, FIXTURE_NOTE_1);
  chart_spec_add_note (spec, FIXTURE_NOTE_2);

  return spec;
}

static void
add_rows (ChartSpec  *spec,
          const char *name,
          const Row  *rows,
          guint       n)
{
  ChartGroup *group = chart_spec_add_group (spec, name, n);

  group->n_start = rows[0].at_risk;
  for (guint i = 0; i < n; i++)
    {
      group->at_risk[i] = rows[i].at_risk;
      group->births[i] = rows[i].births;
      group->stopped[i] = rows[i].stopped;
      group->in_treatment[i] = rows[i].in_treatment;
      group->estimate[i] = rows[i].estimate;
      group->lo[i] = rows[i].lo;
      group->hi[i] = rows[i].hi;
      group->hazard[i] = rows[i].hazard;
      group->hazard_lo[i] = rows[i].hazard_lo;
      group->hazard_hi[i] = rows[i].hazard_hi;
    }
}

ChartSpec *
fixture_cohort_160 (void)
{
  ChartSpec *spec = fixture_empty ();

  chart_spec_set_text (spec, CHART_TEXT_GROUPS, "Groups: treatment");
  add_rows (spec, "IVIG + prednisone", rows_treated, G_N_ELEMENTS (rows_treated));
  add_rows (spec, "none", rows_none, G_N_ELEMENTS (rows_none));

  return spec;
}

ChartSpec *
fixture_many (guint n,
              guint k_max,
              guint digits)
{
  static const char *const names[] = {
    "IVIG + prednisone", "none", "prednisone only", "lymphocyte therapy", "Intralipid",
    "heparin and aspirin", "progesterone", "unknown",
  };
  ChartSpec *spec = fixture_empty ();
  double largest = pow (10, digits) - 1;

  chart_spec_set_text (spec, CHART_TEXT_GROUPS, "Groups: treatment");

  for (guint i = 0; i < n; i++)
    {
      /* The first group has all transfers, others one or two fewer. */
      guint rows = MAX (k_max - MIN (i % 3, k_max - 1), 1);
      ChartGroup *group = chart_spec_add_group (spec, names[i % 8], rows);
      double none_yet = 1;
      double at_risk = floor (largest / (1 + 0.3 * i));

      group->n_start = (guint) at_risk;
      for (guint k = 0; k < rows; k++)
        {
          double rate = 0.04 + 0.03 * ((i * 7 + k * 3) % 11);
          double half = 1.96 * sqrt (rate * (1 - rate) / (at_risk + 1));

          group->at_risk[k] = (guint) at_risk;
          group->births[k] = (guint) (at_risk * rate);
          group->stopped[k] = (guint) (at_risk / 12);
          group->in_treatment[k] = (guint) (at_risk / 25);
          none_yet *= 1 - rate;
          group->estimate[k] = 1 - none_yet;
          group->lo[k] = 1 - none_yet - half;
          group->hi[k] = 1 - none_yet + half;
          group->hazard[k] = rate;
          group->hazard_lo[k] = rate - half;
          group->hazard_hi[k] = rate + half;
          at_risk = floor (at_risk * 0.8);
        }
    }

  return spec;
}

void
fixture_overlay (ChartSpec *spec,
                 guint      n,
                 guint      k_max)
{
  static const char *const names[] = {
    "Smith 2015, under 40 years (per complete cycle, conservative)",
    "Nyborg 2014 (per transfer, crude proportion)", "Modest 2018 (per cycle, optimistic)",
  };

  for (guint i = 0; i < n; i++)
    {
      guint points = MAX (k_max - MIN (2 * i, k_max - 1), 1);
      ChartOverlay *overlay = chart_spec_add_overlay (spec, names[i], points);

      for (guint point = 0; point < points; point++)
        {
          double estimate = 1 - pow (0.7 + 0.08 * i, point + 1);

          overlay->k[point] = point + 1;
          overlay->estimate[point] = estimate;
          overlay->lo[point] = point + 1 < points ? estimate - 0.02 * (i + 1) : NAN;
          overlay->hi[point] = point + 1 < points ? estimate + 0.01 * (i + 1) : NAN;
        }
    }
}
