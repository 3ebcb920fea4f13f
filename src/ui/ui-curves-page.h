/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "session-register.h"

G_BEGIN_DECLS

#define UI_TYPE_CURVES_PAGE (ui_curves_page_get_type ())
G_DECLARE_FINAL_TYPE (UiCurvesPage, ui_curves_page, UI, CURVES_PAGE, AdwBin)

UiCurvesPage *ui_curves_page_new (void);
/* NULL: shows nothing. */
void          ui_curves_page_set_register (UiCurvesPage *self, SessionRegister *reg);

G_END_DECLS
