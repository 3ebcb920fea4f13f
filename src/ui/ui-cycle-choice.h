/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui-editor.h"

G_BEGIN_DECLS

/* In which cycle a new transfer is put: one that is there already, or a new one. Shown only while
 * the transfer isn't saved and there is something to choose. */
#define UI_TYPE_CYCLE_CHOICE (ui_cycle_choice_get_type ())
G_DECLARE_FINAL_TYPE (UiCycleChoice, ui_cycle_choice, UI, CYCLE_CHOICE, GtkWidget)

GtkWidget *ui_cycle_choice_new (UiEditor *editor, gint64 transfer);

/* The stored cycles that can hold one more transfer, in the order in which they are offered: those
 * without a transfer, those whose embryos were all frozen, then the others; the latest first.
 * *out_n_first: how many of them come before a new cycle. (transfer full) (element-type gint64) */
GArray *ui_cycles_offered (ModelDictionary *dictionary,
                           const ModelRecord *record,
                           guint *out_n_first);
/* The cycle that waits for its transfer; 0: none does, a new one is likely. */
gint64 ui_cycle_waiting (ModelDictionary *dictionary, const ModelRecord *record);

G_END_DECLS
