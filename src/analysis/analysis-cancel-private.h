/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Within analysis only: how long work is ended, and tells how far it is. */
#pragma once

#include <glib.h>

/* cancelled: nullable; set atomically by another thread. */
static inline gboolean
analysis_is_cancelled (const gint *cancelled)
{
  return cancelled != NULL && g_atomic_int_get (cancelled) != 0;
}

/* permille: nullable; read atomically by another thread. */
static inline void
analysis_tell (gint *permille,
               guint done,
               guint of)
{
  if (permille != NULL)
    g_atomic_int_set (permille, (gint) (1000 * done / MAX (of, 1)));
}
