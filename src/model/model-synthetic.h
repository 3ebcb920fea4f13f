/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Synthetic registers from a seed: the demonstration's 52 patients and `simulate`. Own generator,
 * so one seed gives the same rows everywhere. Nobody in them exists. */
#pragma once

#include "model-record.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 seed;
  guint n_patients;
  gint32 start_day, cut_day;  /* recruitment from, data cut */
  /* logit h = h0 + hk k + hage (age - 35) + htreated treated + hloss (losses - 3) */
  double h0, hk, hage, htreated, hloss;
  /* logit q = q0 + qage (age - 35) + qk k, after a failed transfer */
  double q0, qage, qk;
} ModelSyntheticOptions;

#define MODEL_SYNTHETIC_OPTIONS_INIT                                                               \
  {                                                                                                \
    .seed = 1, .n_patients = 1000, .start_day = 12053 /* 2003-01-01 */,                            \
    .cut_day = 20453 /* 2025-12-31 */, .h0 = -0.8, .hk = -0.12, .hage = -0.06, .htreated = 0.45,   \
    .hloss = -0.1, .q0 = -1.6, .qage = 0.08, .qk = 0.1                                             \
  }

/* Patient i (0..n_patients - 1) of that register: depends on seed and i alone, so any one can be
 * made without the others. The patient number of the record is i + 1. No identity rows. (transfer
 * full) */
ModelRecord *model_synthetic_patient (ModelDictionary *dictionary,
                                      const ModelSyntheticOptions *options,
                                      guint i);

/* Settings that go into the register's own table: pairs name, value, ending with NULL; among them
 * `synthetic`, `data_cut` and every coefficient. (transfer full) */
GStrv model_synthetic_settings (const ModelSyntheticOptions *options);

G_END_DECLS
