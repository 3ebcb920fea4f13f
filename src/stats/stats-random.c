/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Philox4x32-10. The constants are those of Salmon et al. 2011; the test has their known
 * answers. */
#define MATHLIB_STANDALONE
#include "stats-random.h"

#include <Rmath.h>
#include <math.h>

#define ROUNDS 10
#define MULTIPLIER_0 UINT32_C (0xD2511F53)
#define MULTIPLIER_1 UINT32_C (0xCD9E8D57)
#define WEYL_0 UINT32_C (0x9E3779B9)
#define WEYL_1 UINT32_C (0xBB67AE85)

static void
philox (uint32_t words[4],
        uint32_t key_0,
        uint32_t key_1)
{
  for (unsigned round = 0; round < ROUNDS; round++, key_0 += WEYL_0, key_1 += WEYL_1)
    {
      uint64_t product_0 = (uint64_t) MULTIPLIER_0 * words[0];
      uint64_t product_1 = (uint64_t) MULTIPLIER_1 * words[2];
      uint32_t word_1 = words[1], word_3 = words[3];

      words[0] = (uint32_t) (product_1 >> 32) ^ word_1 ^ key_0;
      words[1] = (uint32_t) product_1;
      words[2] = (uint32_t) (product_0 >> 32) ^ word_3 ^ key_1;
      words[3] = (uint32_t) product_0;
    }
}

void
stats_random_init (StatsRandom *self,
                   uint64_t seed,
                   uint64_t stream)
{
  *self = (StatsRandom) { .seed = seed, .stream = stream };
}

uint32_t
stats_random_u32 (StatsRandom *self)
{
  if (self->n_left == 0)
    {
      self->words[0] = (uint32_t) self->block;
      self->words[1] = (uint32_t) (self->block >> 32);
      self->words[2] = (uint32_t) self->stream;
      self->words[3] = (uint32_t) (self->stream >> 32);
      philox (self->words, (uint32_t) self->seed, (uint32_t) (self->seed >> 32));
      self->block++;
      self->n_left = 4;
    }
  return self->words[4 - self->n_left--];
}

double
stats_random_uniform (StatsRandom *self)
{
  uint64_t high = stats_random_u32 (self) >> 5, low = stats_random_u32 (self) >> 6;

  /* 53 bits and a half, which keeps it away from 0 and 1. */
  return ((double) (high << 26 | low) + 0.5) * 0x1p-53;
}

uint32_t
stats_random_below (StatsRandom *self,
                    uint32_t n)
{
  uint64_t product = (uint64_t) stats_random_u32 (self) * n;
  uint32_t low = (uint32_t) product;

  if (low < n)
    {
      uint32_t threshold = (uint32_t) -n % n;

      while (low < threshold)
        {
          product = (uint64_t) stats_random_u32 (self) * n;
          low = (uint32_t) product;
        }
    }
  return (uint32_t) (product >> 32);
}

/* The logarithm of a gamma deviate of shape a: those of small shapes are too near 0 for a
 * double. */
static double
log_gamma_deviate (StatsRandom *self,
                   double a)
{
  double boost = 0, d, c;

  if (a < 1)
    {
      boost = log (stats_random_uniform (self)) / a;
      a += 1;
    }
  d = a - 1.0 / 3;
  c = 1 / sqrt (9 * d);
  for (;;)
    {
      double x = qnorm (stats_random_uniform (self), 0, 1, 1, 0);
      double v = 1 + c * x;

      if (v <= 0)
        continue;
      v = v * v * v;
      if (log (stats_random_uniform (self)) < x * x / 2 + d * (1 - v + log (v)))
        return boost + log (d * v);
    }
}

double
stats_random_beta (StatsRandom *self,
                   double a,
                   double b)
{
  double x = log_gamma_deviate (self, a), y = log_gamma_deviate (self, b);

  return 1 / (1 + exp (y - x));
}
