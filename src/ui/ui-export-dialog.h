/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "analysis-answer.h"

G_BEGIN_DECLS

/* The export of a figure: preview, kind, size in mm, dots per inch, colours. Draws an answer
 * that it is given; asks nothing. Signal: exported (char *file_name). */
#define UI_TYPE_EXPORT_DIALOG (ui_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UiExportDialog, ui_export_dialog, UI, EXPORT_DIALOG, AdwWindow)

/* Copies title and note; keeps a reference of the answer. */
UiExportDialog *ui_export_dialog_new (GtkWindow *parent,
                                      AnalysisAnswer *answer,
                                      const char *title,
                                      const char *synthetic_note);
/* Writes the figure as it is set up now to a path; what the file chooser's answer does. */
gboolean        ui_export_dialog_write (UiExportDialog *self, const char *path, GError **error);

G_END_DECLS
