/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screenshots-curves.h"

#include "ui-curves-page.h"
#include "ui-export-dialog.h"
#include "ui-question-bar.h"
#include "ui-results.h"

static GtkWidget *bar;
static UiCurvesPage *page;

static gboolean
is_answered (gpointer data)
{
  const AnalysisAnswer *answer = ui_curves_page_get_answer (page);
  const AnalysisQuestion *asked = ui_question_bar_get_question (UI_QUESTION_BAR (bar));

  return answer != NULL && g_strcmp0 (answer->question->by, asked->by) == 0
         && g_strcmp0 (answer->question->where, asked->where) == 0
         && answer->question->estimator == asked->estimator
         && answer->question->index == asked->index;
}

static GtkWidget *
child (const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (bar, UI_TYPE_QUESTION_BAR, name));
}

static void
choose (const char *name,
        guint       selected)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (child (name)), selected);
}

/* Groups by the variable of this label, in whatever language; "": by nothing. */
static void
group_by (const char *label)
{
  GListModel *labels = gtk_drop_down_get_model (GTK_DROP_DOWN (child ("by")));

  for (guint i = 0; i < g_list_model_get_n_items (labels); i++)
    if (*label == '\0'
        || g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (labels), i),
                        g_dgettext (GETTEXT_PACKAGE, label)))
      {
        choose ("by", i);
        break;
      }
  ui_wait (is_answered, NULL, "the answer");
}

static void
filter (const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (child ("filter")), text);
  g_signal_emit_by_name (child ("filter"), "activate");
  ui_settle ();
}

static void
shoot_dialog (ScreenshotFunc  shoot,
              UiWindow       *window)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWidget *dialog = NULL, *width;

  gtk_widget_activate_action (GTK_WIDGET (page), "curves.export", NULL);
  ui_settle ();
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) each = g_list_model_get_item (windows, i);

      if (UI_IS_EXPORT_DIALOG (each))
        dialog = each;
    }
  g_return_if_fail (dialog != NULL);
  shoot (dialog, "export");
  width = GTK_WIDGET (gtk_widget_get_template_child (dialog, UI_TYPE_EXPORT_DIALOG, "width"));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (width), 85);
  gtk_drop_down_set_selected (
      GTK_DROP_DOWN (gtk_widget_get_template_child (dialog, UI_TYPE_EXPORT_DIALOG, "theme")), 1);
  gtk_drop_down_set_selected (
      GTK_DROP_DOWN (gtk_widget_get_template_child (dialog, UI_TYPE_EXPORT_DIALOG, "kind")), 1);
  shoot (dialog, "export-column");
  ui_export_dialog_write (UI_EXPORT_DIALOG (dialog), "/nowhere/figure.pdf");
  shoot (dialog, "export-error");
  gtk_window_close (GTK_WINDOW (dialog));
  ui_settle ();
}

/* The popover isn't drawn with its window. */
static void
shoot_method (ScreenshotFunc  shoot,
              UiWindow       *window)
{
  GtkWidget *button = ui_find (ui_find (GTK_WIDGET (page), UI_TYPE_RESULTS), GTK_TYPE_MENU_BUTTON);

  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  ui_settle ();
  shoot (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))), "curves-method");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  ui_settle ();
}

/* To the end, where it says who is in it. */
static void
scroll_results (void)
{
  GtkWidget *results = ui_find (GTK_WIDGET (page), UI_TYPE_RESULTS);
  GtkWidget *window = gtk_widget_get_ancestor (results, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (window));

  ui_settle ();
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  ui_settle ();
}

void
screenshots_curves (UiWindow      *window,
                    ScreenshotFunc shoot)
{
  GtkWidget *popover;

  page = UI_CURVES_PAGE (ui_find (GTK_WIDGET (window), UI_TYPE_CURVES_PAGE));
  bar = ui_find (GTK_WIDGET (window), UI_TYPE_QUESTION_BAR);
  ui_wait (is_answered, NULL, "the answer");
  shoot (GTK_WIDGET (window), "curves");
  shoot_method (shoot, window);
  group_by ("Age at index transfer");
  shoot (GTK_WIDGET (window), "curves-groups");
  shoot_dialog (shoot, window);
  group_by ("Endometrial preparation");
  shoot (GTK_WIDGET (window), "curves-names");
  filter ("age < 36 and bmi < 27");
  ui_wait (is_answered, NULL, "the answer");
  scroll_results ();
  shoot (GTK_WIDGET (window), "curves-who");
  filter ("");
  group_by ("Losses before referral");
  shoot (GTK_WIDGET (window), "curves-many");
  group_by ("");
  choose ("estimator", 3);
  choose ("index", 2);
  filter ("age <");
  shoot (GTK_WIDGET (window), "curves-error");
  filter ("age < 20");
  ui_wait (is_answered, NULL, "the answer");
  shoot (GTK_WIDGET (window), "curves-nobody");
  filter ("");
  popover = ui_find (child ("by"), GTK_TYPE_POPOVER);
  gtk_popover_popup (GTK_POPOVER (popover));
  ui_settle ();
  shoot (popover, "curves-variables");
  gtk_popover_popdown (GTK_POPOVER (popover));
  gtk_menu_button_popup (GTK_MENU_BUTTON (child ("add_condition")));
  ui_settle ();
  shoot (child ("picker"), "curves-conditions");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (child ("add_condition")));
  choose ("estimator", 0);
  choose ("index", 0);
  ui_wait (is_answered, NULL, "the answer");
}
