/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Gray's test: whether groups have the same cumulative incidence of a live birth with
 * discontinuation as the competing event, the question of the conservative curve.
 */
#pragma once

#include "stats-logrank.h"

/* Gray 1988 (Annals of Statistics 16:1141), rho 0, in the order of events at one transfer that
 * stats-risk.h states: equal to R's cmprsk::cuminc (...)$Tests["1", ] on times shifted by that
 * order (births at k, open decisions at k + .25 and so on). On the plain, tied times cuminc counts
 * births and discontinuations of one transfer as simultaneous and is too liberal.
 *
 * tables: as in stats-logrank.h; strata add their scores and variances. chi-square = U' V^- U on
 * rank V degrees; NAN with df 0 where that is not estimable or the tables are invalid. */
StatsTest stats_gray_test (const StatsRiskTable *tables,
                           unsigned n_strata,
                           unsigned n_groups);
