/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Subgroups as they are shown: a card with their table, from which the forest plot opens in a
 * dialog, and a card that says what they are. Computes nothing. */
#pragma once

#include <gtk/gtk.h>

#include "analysis-subgroups.h"
#include "session-register.h"

G_BEGIN_DECLS

/* Counted atomically: a figure that is open outlives the table. */
typedef struct
{
  AnalysisSubgroups *subgroups;
  AnalysisQuestion *question;
  GPtrArray *comparisons; /* of AnalysisLedgerEntry */
  gboolean entered;       /* into the register's ledger; the view's to set */
  char *title, *note;     /* of ReportSource; NULL until they are shown */
} UiForest;

/* Takes subgroups; in any thread. */
UiForest *ui_forest_new (AnalysisSubgroups *subgroups, const AnalysisQuestion *question);
void      ui_forest_unref (gpointer self);
/* reg: the one that they are of. */
void      ui_forest_fill (GtkBox *box, UiForest *self, SessionRegister *reg);

G_END_DECLS
