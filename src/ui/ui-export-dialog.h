/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "analysis-published.h"

G_BEGIN_DECLS

/* The export of a figure: preview, kind, size in mm, dots per inch, colours. Draws an answer
 * that it is given; asks nothing. Signal "exported" (const char *file_name). */
#define UI_TYPE_EXPORT_DIALOG (ui_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UiExportDialog, ui_export_dialog, UI, EXPORT_DIALOG, AdwWindow)

/* Copies title and note; keeps a reference of the answer. published: of the library, over the
 * curves; NULL: none. */
UiExportDialog *ui_export_dialog_new (GtkWindow *parent,
                                      AnalysisAnswer *answer,
                                      const AnalysisPublished *published,
                                      const char *title,
                                      const char *synthetic_note);
/* Writes the figure as it is set up now to a path; what the file chooser's answer does. The kind is
 * the one that the name ends in; a name that ends in none gets the chosen one's, and is then
 * refused where there is such a file. FALSE: nothing was written, and the dialog says why. */
gboolean        ui_export_dialog_write (UiExportDialog *self, const char *path);

G_END_DECLS
