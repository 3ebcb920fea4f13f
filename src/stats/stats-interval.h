/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Confidence limits: of a curve from its estimate and standard error, and of a proportion from its
 * counts. Levels are confidence levels within 0..1, usually 0.95. NAN = not estimable.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The scale on which a curve's interval is symmetric; names as conf.type of R's survfit. */
typedef enum
{
  STATS_CONF_PLAIN,
  STATS_CONF_LOG,     /* log S: R's default */
  STATS_CONF_LOG_LOG, /* log (-log S): ours, the coverage nearest to nominal in small cohorts */
  STATS_CONF_LOGIT,
  STATS_CONF_ARCSIN
} StatsConfType;

#define STATS_N_CONF_TYPES 5

/* z: how many standard errors the limits of a symmetric normal interval are away from its
 * estimate, 1.96 at 0.95. */
double stats_interval_z (double level);

/* Limits of the chance estimate (F, 0..1) with standard error se. With S = 1 - F, s = se / S and z
 * the normal quantile, S lies within
 *   plain    S -+ z se, clipped to 0..1
 *   log      S exp (-+ z s), clipped to 1
 *   log-log  S ^ exp (+- z s / log S)
 *   logit    expit (logit S -+ z s / (1 - S)) = expit (logit S -+ z se / (S F))
 *   arcsin   sin^2 (asin sqrt S -+ z/2 s sqrt (S / F)), angles clipped to 0..pi/2
 * and the limits of F are 1 minus those of S, exchanged. They equal 1 - summary (survfit (...,
 * conf.type))'s upper and lower of R's survival 3.5 wherever they exist here.
 *
 * Not estimable, for all five alike: before the first birth (F = 0), once everybody gave birth
 * (F = 1), and with an se that is 0 or NAN. R prints 0 to 0 for two of them at F = 0; we do not.
 * Returns whether the limits exist; else both are NAN. */
bool stats_interval_curve (double estimate,
                           double se,
                           StatsConfType type,
                           double level,
                           double *out_lo,
                           double *out_hi);

/* Wilson 1927, without continuity correction: prop.test (x, n, correct = FALSE) of R.
 * Not estimable for n = 0 or x > n. */
bool stats_interval_wilson (uint64_t x,
                            uint64_t n,
                            double level,
                            double *out_lo,
                            double *out_hi);

/* Clopper and Pearson 1934, "exact": binom.test (x, n) of R. The lower limit is 0 for x = 0, the
 * upper 1 for x = n. Not estimable for n = 0 or x > n. */
bool stats_interval_clopper_pearson (uint64_t x,
                                     uint64_t n,
                                     double level,
                                     double *out_lo,
                                     double *out_hi);

/* Agresti and Coull 1998: Wald's interval about p~ = (x + z^2/2) / (n + z^2) of n + z^2 trials,
 * clipped to 0..1. It holds Wilson's. Not estimable for n = 0 or x > n. */
bool stats_interval_agresti_coull (uint64_t x,
                                   uint64_t n,
                                   double level,
                                   double *out_lo,
                                   double *out_hi);

/* Wald: p -+ z sqrt (p (1 - p) / n), clipped to 0..1. Only to reproduce a published table: it is
 * too narrow in small groups. Not estimable for n = 0, x > n, and x = 0 or n, where it would have
 * no width. */
bool stats_interval_wald (uint64_t x,
                          uint64_t n,
                          double level,
                          double *out_lo,
                          double *out_hi);

/* x / n, NAN for n = 0. */
static inline double
stats_proportion (uint64_t x,
                  uint64_t n)
{
  return n > 0 ? (double) x / (double) n : (double) __builtin_nan ("");
}
