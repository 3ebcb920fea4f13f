/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The trial planner: power and sample size for two proportions of live birth, and power for two
 * cumulative curves over several transfers. alpha is two-sided. NAN = the design contradicts
 * itself.
 */
#pragma once

#include <stdint.h>

typedef enum
{
  STATS_POWER_UNPOOLED,  /* z test with each group's own variance */
  STATS_POWER_POOLED,    /* under no difference the pooled variance (Fleiss 1981); R's
                            power.prop.test is this one without the far tail */
  STATS_POWER_CORRECTED, /* pooled, with Fleiss's continuity correction */
  STATS_POWER_EXACT      /* Fisher's exact test, by going through all outcomes */
} StatsPowerMethod;

/* Power of comparing n_a patients with chance p_a to n_b with p_b. EXACT up to 2,000 patients a
 * group, else NAN. */
double stats_power_proportions (double p_a,
                                double p_b,
                                double n_a,
                                double n_b,
                                double alpha,
                                StatsPowerMethod method);

/* The smallest whole n of group a, with n_b = ceil (ratio n), that reaches `power`. 0 when p_a =
 * p_b or none up to 10 million (EXACT: 2,000) does. The exact power saws up and down with n:
 * from the n returned on, the next ten reach it too. */
uint64_t stats_power_sample_size (double p_a,
                                  double p_b,
                                  double ratio,
                                  double power,
                                  double alpha,
                                  StatsPowerMethod method);

/* n / (1 - drop_out), rounded up: to begin with so many that n remain. */
uint64_t stats_power_inflate (uint64_t n,
                              double drop_out);

/* One group of a trial over K transfers: n patients, and at transfer k (index k - 1) the chance
 * of a birth, of stopping after a failure, and of being cut after that. */
typedef struct
{
  double n;
  const double *hazard, *stop, *cut; /* K each; stop, cut nullable: nobody */
} StatsPowerGroup;

/* Power of the log-rank test over K transfers (after Lakatos 1988). With m_k expected at risk:
 *   EU = sum m_a m_b / N (h_a - h_b),  V0 = sum m_a m_b / (N - 1) p (1 - p),
 *   V1 = sum (m_a m_b / N)^2 (h_a (1 - h_a) / m_a + h_b (1 - h_b) / m_b),  p the pooled hazard;
 *   power = Phi ((|EU| - z sqrt V0) / sqrt V1) + Phi ((-|EU| - z sqrt V0) / sqrt V1). */
double stats_power_curves (const StatsPowerGroup *a,
                           const StatsPowerGroup *b,
                           unsigned K,
                           double alpha);

/* Schoenfeld 1981 with the same expected births and the mean log hazard ratio (cloglog) as effect:
 * Phi (|log HR| sqrt (births share_a share_b) - z). It overstates on a clock with many ties; for
 * comparison only. */
double stats_power_schoenfeld (const StatsPowerGroup *a,
                               const StatsPowerGroup *b,
                               unsigned K,
                               double alpha);

/* One simulated trial: whether its log-rank test has p <= alpha. Trial i draws from stream i of the
 * seed. -1 without memory; 0 also where no test exists. */
int stats_power_simulate (const StatsPowerGroup *a,
                          const StatsPowerGroup *b,
                          unsigned K,
                          double alpha,
                          uint64_t seed,
                          uint64_t trial);
