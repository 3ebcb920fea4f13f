/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random edits, undos and redos as an account makes them, and the register as history tells it. */
#pragma once

#include "test-store-common.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_done, n_conflicts, n_undone, n_redone;
  guint n_overwritten; /* edits that were behind and went through all the same */
} EditCounts;

/* One random act on a register of n patients. Returns the change's id; 0 where the act was
 * refused for a reason that random acts may meet (a conflict, a code taken, nothing to undo). */
gint64 test_edit_random (Store *store,
                         GRand *rand,
                         const char *actor,
                         guint n_patients,
                         EditCounts *counts);

/* Every value of every row as "table patient key field" to text, beside it `archived` and
 * `parent`. */
GHashTable *test_image_read (Store *store);
/* Plays the changes after `*change` into the image, up to the newest, whose id it leaves there;
 * each entry must find the value it says was there. First values of new rows come from `now`. */
void test_image_replay (GHashTable *image, const char *path, GHashTable *now, gint64 *change);
void test_image_compare (GHashTable *expected, GHashTable *found);

G_END_DECLS
