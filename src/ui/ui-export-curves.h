/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The curves as a figure to be exported. */
#pragma once

#include "analysis-published.h"
#include "ui-export-dialog.h"

G_BEGIN_DECLS

/* Copies title and note; keeps a reference of the answer. published: of the library, over the
 * curves; NULL: none. */
UiExportDialog *ui_export_curves_new (GtkWindow *parent,
                                      AnalysisAnswer *answer,
                                      const AnalysisPublished *published,
                                      const char *title,
                                      const char *synthetic_note);

G_END_DECLS
