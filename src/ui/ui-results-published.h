/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "analysis-published.h"
#include "session-register.h"

G_BEGIN_DECLS

/* A card after the box's first: the comparison with a published curve after transfer k, from 1, and
 * what must be said beside it. reg: whose ledger it is entered into; NULL: nobody sees it yet. */
void  ui_results_published_fill (GtkBox *box,
                                 const AnalysisAnswer *answer,
                                 const AnalysisPublished *published,
                                 guint k,
                                 SessionRegister *reg);
/* The comparison in words, for the chart's accessible description. (transfer full) */
char *ui_results_published_describe (const AnalysisAnswer *answer,
                                     const AnalysisPublished *published,
                                     guint k);

G_END_DECLS
