/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How windows look, and the registers opened lately: never anything that decides a figure. NULL
 * where the schema isn't installed: then nothing is kept. Borrowed. */
GSettings *ui_settings_get (void);

typedef struct
{
  char *path;
  guint n_patients;
  gint64 opened; /* seconds since 1970, UTC */
} UiRecent;
void       ui_recent_free (UiRecent *self);
/* Newest first; those whose file is gone are left out. (transfer full) (element-type UiRecent) */
GPtrArray *ui_recent_list (void);
void       ui_recent_add (const char *path, guint n_patients);
/* "opened yesterday". (transfer full) */
char      *ui_recent_when (const UiRecent *self);

void       ui_settings_restore_window (GtkWindow *window);
void       ui_settings_keep_window (GtkWindow *window);

G_END_DECLS
