/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Random numbers by counter: number j of stream i of a seed is a function of these three, so that
 * replicate i draws the same whoever computes it, in whatever order, on however many threads.
 * Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2,
 * 3"). Not for secrets. libRmath's generator is global and therefore not used.
 */
#pragma once

#include <stdint.h>

typedef struct
{
  uint64_t seed, stream, block;
  uint32_t words[4];
  unsigned n_left; /* of words */
} StatsRandom;

void stats_random_init (StatsRandom *self,
                        uint64_t seed,
                        uint64_t stream);

uint32_t stats_random_u32 (StatsRandom *self);

/* Uniform on the open interval (0, 1), 53 bits. */
double stats_random_uniform (StatsRandom *self);

/* Uniform on 0 .. n - 1 without bias (Lemire 2019); n at least 1. */
uint32_t stats_random_below (StatsRandom *self,
                             uint32_t n);

/* Beta (a, b), a and b above 0: x / (x + y) of two gamma deviates (Marsaglia and Tsang 2000). */
double stats_random_beta (StatsRandom *self,
                          double a,
                          double b);
