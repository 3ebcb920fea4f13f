/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of commands that write a figure. */
#pragma once

#include "chart-export.h"
#include "cli-command.h"

G_BEGIN_DECLS

/* Whether --out names a PNG, PDF or SVG. */
gboolean cli_figure_is_file (const char *out);
/* --theme; FALSE: there is none of that name. */
gboolean cli_figure_theme (const CliLine *line, ChartTheme *out_theme);
/* The file's bytes, of the kind that its name says. */
GBytes  *cli_figure_export (const char        *out,
                            const ChartLayout *layout,
                            double             dpi,
                            const char        *title,
                            GError           **error);

G_END_DECLS
