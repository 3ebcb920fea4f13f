/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The further figures of one transfer as a value, made in a worker, and the cards that show them.
 * Computes no figure: src/analysis does. */
#pragma once

#include <gtk/gtk.h>

#include "analysis-extras.h"
#include "analysis-tipping.h"

G_BEGIN_DECLS

typedef struct
{
  guint at;
  double chance;
  AnalysisExtras *extras;           /* with the table of presumption */
  AnalysisAnswer *limits[STATS_N_CONF_TYPES]; /* the same question with each kind of interval */
  AnalysisTipping *tipping;         /* NULL: not two groups */
} UiFurther;

/* of: what stands on the page. NULL with an error, or without one once it is cancelled. Any
 * thread. */
UiFurther *ui_further_new (AnalysisCohort *cohort,
                           const AnalysisQuestion *question,
                           const AnalysisAnswer *of,
                           guint at,
                           double chance,
                           const gint *cancelled,
                           GError **error);
void       ui_further_free (gpointer self);
void       ui_further_fill (GtkBox *box, const UiFurther *self, const AnalysisAnswer *of);

G_END_DECLS
