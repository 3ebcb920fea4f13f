/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Curves page: asks the register's dataset a question and draws the answer. */
#include "ui-curves-page.h"

struct _UiCurvesPage
{
  AdwBin parent_instance;
  SessionRegister *reg;
};

G_DEFINE_FINAL_TYPE (UiCurvesPage, ui_curves_page, ADW_TYPE_BIN)

static void
ui_curves_page_dispose (GObject *object)
{
  g_clear_object (&UI_CURVES_PAGE (object)->reg);
  G_OBJECT_CLASS (ui_curves_page_parent_class)->dispose (object);
}

static void
ui_curves_page_class_init (UiCurvesPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ui_curves_page_dispose;
}

static void
ui_curves_page_init (UiCurvesPage *self)
{
}

UiCurvesPage *
ui_curves_page_new (void)
{
  return g_object_new (UI_TYPE_CURVES_PAGE, NULL);
}

void
ui_curves_page_set_register (UiCurvesPage    *self,
                             SessionRegister *reg)
{
  g_set_object (&self->reg, reg);
}
