/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random registers for test-recount.c: patients as a clinic could have entered them (the validator
 * finds nothing hard), but with everything at once that makes a series hard to count. */
#pragma once

#include "model-record.h"

G_BEGIN_DECLS

/* Patient `number` with all her rows. today: nothing lies after it that can't. (transfer full) */
ModelRecord *
recount_patient (GRand *rand, ModelDictionary *dictionary, gint32 number, gint32 today);
/* Sets aside about one row in ten of each table, and some patients. (transfer full) (element-type
 * ModelEdit) */
GPtrArray *recount_archivings (GRand *rand, const ModelRecord *record);

G_END_DECLS
