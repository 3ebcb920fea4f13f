/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of commands that write a figure: cli-figure.h. */
#include "config.h"

#include "cli-figure.h"

gboolean
cli_figure_is_file (const char *out)
{
  return out != NULL
         && (g_str_has_suffix (out, ".png") || g_str_has_suffix (out, ".pdf")
             || g_str_has_suffix (out, ".svg"));
}

gboolean
cli_figure_theme (const CliLine *line,
                  ChartTheme    *out_theme)
{
  const char *theme = cli_line_option (line, "theme");

  if (theme == NULL || g_str_equal (theme, "print"))
    *out_theme = CHART_THEME_PRINT;
  else if (g_str_equal (theme, "light"))
    *out_theme = CHART_THEME_LIGHT;
  else if (g_str_equal (theme, "dark"))
    *out_theme = CHART_THEME_DARK;
  else if (g_str_equal (theme, "grey"))
    *out_theme = CHART_THEME_GREY;
  else
    return FALSE;
  return TRUE;
}

GBytes *
cli_figure_export (const char        *out,
                   const ChartLayout *layout,
                   double             dpi,
                   const char        *title,
                   GError           **error)
{
  ChartMetadata metadata = { .title = title,
                             .author = NULL,
                             .software = "Natality " NATALITY_VERSION };

  if (g_str_has_suffix (out, ".pdf"))
    return chart_export_layout_pdf (layout, &metadata, error);
  if (g_str_has_suffix (out, ".svg"))
    return chart_export_layout_svg (layout, &metadata, error);
  return chart_export_layout_png (layout, dpi, &metadata, error);
}
