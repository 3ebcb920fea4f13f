/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Specs for the tests of the chart: one of real figures, one of any number of groups and
 * transfers. */

#pragma once

#include "chart-spec.h"

#define FIXTURE_NOTE_1 "Optimistic estimate over transfers, 95 % log-log intervals."
#define FIXTURE_NOTE_2 "Synthetic data: no patient is shown."

/* All texts, two notes and no group. */
ChartSpec *fixture_empty      (void);

/* The two groups of tests/reference/cohort-160/expected.json, "by_treated": optimistic curve with
 * log-log intervals, risk table, rate with Wilson intervals. */
ChartSpec *fixture_cohort_160 (void);

/* n overlays of up to k_max points, the last of each without limits. */
void       fixture_overlay    (ChartSpec *spec,
                               guint      n,
                               guint      k_max);

/* n groups of up to k_max transfers with counts of up to `digits` digits, from a fixed
 * recurrence. */
ChartSpec *fixture_many       (guint n,
                               guint k_max,
                               guint digits);
