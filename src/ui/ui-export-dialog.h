/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "chart-layout.h"

G_BEGIN_DECLS

/* The export of a figure: preview, kind, size in mm, dots per inch, colours. Lays out a figure
 * that it is given; asks nothing. Signal "exported" (const char *file_name). */
#define UI_TYPE_EXPORT_DIALOG (ui_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (UiExportDialog, ui_export_dialog, UI, EXPORT_DIALOG, AdwWindow)

/* What a person has chosen. */
typedef struct
{
  double width_pt, height_pt; /* height 0: as needed */
  ChartTheme theme;
  gboolean show_notes, show_hazard;
} UiExportSettings;

typedef struct
{
  const char *heading;   /* of the dialog */
  const char *title;     /* of the file, what it is of */
  const char *file_name; /* that is proposed, without its ending */
  gboolean curves;       /* height and the rate per transfer can be chosen */
  ChartLayout *(*lay_out) (gpointer data, const UiExportSettings *settings);
  gpointer data; /* taken */
  GDestroyNotify free_data;
} UiExportFigure;

/* Copies the figure's texts. */
UiExportDialog *ui_export_dialog_new (GtkWindow *parent, const UiExportFigure *figure);
/* Writes the figure as it is set up now to a path; what the file chooser's answer does. The kind is
 * the one that the name ends in; a name that ends in none gets the chosen one's, and is then
 * refused where there is such a file. FALSE: nothing was written, and the dialog says why. */
gboolean        ui_export_dialog_write (UiExportDialog *self, const char *path);

G_END_DECLS
