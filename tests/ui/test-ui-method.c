/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The method behind a number, one key away: from the chart to the entry and back. */
#include <string.h>

#include "report-method.h"
#include "ui-chart-view.h"
#include "ui-curves-page.h"
#include "ui-harness.h"
#include "ui-method-button.h"

static UiApplication *application;

typedef struct
{
  UiWindow *window;
  UiCurvesPage *page;
} Fixture;

static gboolean
has_answer (gpointer data)
{
  return ui_curves_page_get_answer (((Fixture *) data)->page) != NULL;
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->window = ui_window_new (GTK_APPLICATION (application));
  gtk_window_present (GTK_WINDOW (f->window));
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1280, 800);
  ui_settle ();
  ui_click (ui_find_button (GTK_WIDGET (f->window), "Explore the Demonstration"));
  ui_wait (ui_has_register, f->window, "the demonstration");
  f->page = UI_CURVES_PAGE (ui_find (GTK_WIDGET (f->window), UI_TYPE_CURVES_PAGE));
  ui_wait (has_answer, f, "the first answer");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.page", "s", "curves");
  ui_settle ();
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gtk_window_close (GTK_WINDOW (f->window));
  ui_wait (ui_has_no_window, application, "the window to close");
}

/* The method button that has the focus; NULL: another widget has it. */
static GtkWidget *
focused_button (Fixture *f)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (f->window));
  GtkWidget *button = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_MENU_BUTTON) : NULL;

  return button != NULL && gtk_widget_has_css_class (button, "method-button") ? button : NULL;
}

/* From the chart by Tab; nth from 0. */
static GtkWidget *
tab_to_button (Fixture *f,
               guint    nth)
{
  GtkWidget *last = NULL;

  gtk_widget_grab_focus (ui_find (GTK_WIDGET (f->page), UI_TYPE_CHART_VIEW));
  for (guint tabs = 0; tabs < 20; tabs++)
    {
      GtkWidget *button;

      ui_key (GDK_KEY_Tab, 0);
      button = focused_button (f);
      if (button != NULL && button != last && nth-- == 0)
        return button;
      last = button;
    }
  g_assert_not_reached ();
}

static void
assert_shows (GtkWidget  *popover,
              const char *id)
{
  const ReportMethod *method = report_method (id);
  ReportMethodPart parts[REPORT_METHOD_MAX_PARTS];
  guint n = report_method_parts (method, parts);

  g_assert_nonnull (ui_find_shown_label (popover, method->name));
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *label = ui_find_shown_label (popover, parts[i].text);

      if (label == NULL)
        g_error ("%s isn't shown: %s", parts[i].heading, parts[i].text);
      g_assert_true (gtk_label_get_selectable (GTK_LABEL (label)));
    }
}

static void
test_estimates (Fixture       *f,
                gconstpointer  data)
{
  GtkWidget *button = tab_to_button (f, 0), *popover, *copy;
  g_autofree char *copied = NULL;

  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Methods: After transfer 3");
  ui_key (GDK_KEY_Return, 0);
  popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  g_assert_true (gtk_widget_get_mapped (popover));
  assert_shows (popover, "optimistic");
  g_assert_cmpint (gtk_widget_get_width (popover), <, 700);
  g_assert_cmpint (gtk_widget_get_height (popover), <, 600);

  /* The interval's, from the list. */
  ui_key (GDK_KEY_Return, 0);
  ui_key (GDK_KEY_Down, 0);
  ui_key (GDK_KEY_Return, 0);
  assert_shows (popover, "log-log");
  g_assert_null (ui_find_shown_label (popover, report_method ("optimistic")->formula));

  copy = ui_find_button (popover, "Copy R code");
  gtk_widget_grab_focus (copy);
  ui_key (GDK_KEY_Return, 0);
  copied = ui_clipboard (popover);
  g_assert_cmpstr (copied, ==, report_method ("log-log")->r_call);

  ui_key (GDK_KEY_Escape, 0);
  g_assert_false (gtk_widget_get_mapped (popover));
  g_assert_true (focused_button (f) == button);
}

/* All four of the second card, by the arrow keys of its list. */
static void
test_assumptions (Fixture       *f,
                  gconstpointer  data)
{
  static const char *const ids[] = { "optimistic", "adjusted", "conservative", "crude" };
  GtkWidget *button = tab_to_button (f, 1), *popover;

  ui_key (GDK_KEY_Return, 0);
  popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      assert_shows (popover, ids[i]);
      ui_key (GDK_KEY_Return, 0);
      ui_key (GDK_KEY_Down, 0);
      ui_key (GDK_KEY_Return, 0);
    }
  ui_key (GDK_KEY_Escape, 0);
  g_assert_false (gtk_widget_get_mapped (popover));
}

/* One of a single method is named after it and has nothing to choose from. */
static void
test_single (void)
{
  GtkWidget *window = gtk_window_new (), *button = ui_method_button_new ("crude"), *popover;

  gtk_window_set_child (GTK_WINDOW (window), button);
  gtk_window_present (GTK_WINDOW (window));
  ui_settle ();
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Method of Crude proportion");
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  ui_settle ();
  popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  assert_shows (popover, "crude");
  g_assert_null (ui_find (popover, GTK_TYPE_DROP_DOWN));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  application = ui_application_new (G_APPLICATION_NON_UNIQUE);
  g_test_add ("/ui/method/estimates", Fixture, NULL, set_up, test_estimates, tear_down);
  g_test_add ("/ui/method/assumptions", Fixture, NULL, set_up, test_assumptions, tear_down);
  g_test_add_func ("/ui/method/single", test_single);
  return ui_run_tests (application);
}
