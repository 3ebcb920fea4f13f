/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "analysis-model.h"

G_BEGIN_DECLS

/* The pattern for whom a curve is predicted: a field for each variable of a model, a choice among
 * its levels or a number, and one for the stratum. What was set stays set while the model still
 * has such a value. Signal "changed". Knows no curve. */
#define UI_TYPE_MODEL_PATTERN (ui_model_pattern_get_type ())
G_DECLARE_FINAL_TYPE (UiModelPattern, ui_model_pattern, UI, MODEL_PATTERN, GtkBox)

/* Copies what it needs. Isn't "changed". */
void  ui_model_pattern_set_model (UiModelPattern *self, const AnalysisModel *model);
/* As analysis-pattern.h has it; NULL: there is a bad value, which is said under its field.
 * (transfer full) (nullable) */
char *ui_model_pattern_get (UiModelPattern *self);

G_END_DECLS
