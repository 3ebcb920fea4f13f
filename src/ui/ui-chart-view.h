/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "chart-layout.h"

G_BEGIN_DECLS

/* A chart on the screen: the same layout as the exported figure, at the widget's size. Pointing
 * at it or the arrow keys move the read-out; signal `k-changed` (guint k; 0: none). Knows the
 * spec only. */
#define UI_TYPE_CHART_VIEW (ui_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (UiChartView, ui_chart_view, UI, CHART_VIEW, GtkWidget)

/* NULL: nothing. The view copies it, and draws it in the theme of the window. */
void  ui_chart_view_set_spec (UiChartView *self, const ChartSpec *spec);
/* Instead of a spec: any figure as it will be exported, scaled to the widget; as wide as there is
 * room, it asks for the height to be no smaller than on paper. */
void  ui_chart_view_set_preview (UiChartView *self, ChartLayout *layout);
guint ui_chart_view_get_k (UiChartView *self);
void  ui_chart_view_set_k (UiChartView *self, guint k);

G_END_DECLS
