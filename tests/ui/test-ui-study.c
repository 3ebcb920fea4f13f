/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A study beside the chart that takes long: it says so, can be cancelled, and is asked again. */
#include <string.h>

#include "ui-curves-page.h"
#include "ui-fixture.h"
#include "ui-harness.h"
#include "ui-study.h"

static UiApplication *application;

typedef struct
{
  UiWindow *window;
  SessionRegister *reg;
  UiCurvesPage *page;
} Fixture;

static const char *
state_of (GtkWidget *study)
{
  return gtk_stack_get_visible_child_name (
      GTK_STACK (gtk_widget_get_template_child (study, UI_TYPE_STUDY, "stack")));
}

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
  f->reg = ui_window_get_register (f->window);
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

/* --- long work -------------------------------------------------------------------------------- */

typedef struct
{
  Fixture *f;
  GtkWidget *study;
  gint begun, ended; /* atomic: of those that wait for their end */
  gboolean patient;  /* the next one waits until it is cancelled */
  guint shown;
} Work;

typedef struct
{
  Work *work;
  gboolean patient;
} Order;

static gpointer
run_order (AnalysisCohort         *cohort,
           const AnalysisQuestion *question,
           const gint             *cancelled,
           gpointer                data,
           GError                **error)
{
  Order *order = data;

  if (order->patient)
    {
      g_atomic_int_inc (&order->work->begun);
      while (g_atomic_int_get (cancelled) == 0)
        g_usleep (1000);
      g_atomic_int_inc (&order->work->ended);
      return NULL;
    }
  return g_strdup ("made");
}

static void
show_work (gpointer view,
           GtkBox  *box,
           gpointer result)
{
  gtk_box_append (box, gtk_label_new (result));
  ((Work *) view)->shown++;
}

static void
ask_work (gpointer view)
{
  Work *work = view;
  Order *order = g_new0 (Order, 1);

  order->work = work;
  order->patient = work->patient;
  ui_study_set_answer (UI_STUDY (work->study), work->f->reg,
                       ui_curves_page_get_answer (work->f->page));
  ui_study_ask (UI_STUDY (work->study), NULL, run_order, g_free, order, g_free);
}

static gboolean
is_waiting (gpointer data)
{
  return g_str_equal (state_of (((Work *) data)->study), "waiting");
}

static gboolean
can_cancel (gpointer data)
{
  GtkWidget *button = ui_find_button (((Work *) data)->study, "Cancel");

  return button != NULL && gtk_widget_get_mapped (button);
}

static gboolean
has_begun_two (gpointer data)
{
  return g_atomic_int_get (&((Work *) data)->begun) == 2;
}

static gboolean
has_ended_one (gpointer data)
{
  return g_atomic_int_get (&((Work *) data)->ended) == 1;
}

static gboolean
have_ended (gpointer data)
{
  return g_atomic_int_get (&((Work *) data)->ended) == 2;
}

static gboolean
is_shown (gpointer data)
{
  return ((Work *) data)->shown > 0;
}

/* What takes long says so, can be cancelled and tried again; who asks again cancels. */
static void
test_cancel (Fixture       *f,
             gconstpointer  data)
{
  static const UiStudyClient client = { .show = show_work, .again = ask_work };
  GtkWidget *window = gtk_window_new ();
  Work work = { .f = f, .patient = TRUE };

  work.study = g_object_new (UI_TYPE_STUDY, NULL);
  ui_study_set_client (UI_STUDY (work.study), &client, &work);
  gtk_window_set_child (GTK_WINDOW (window), work.study);
  gtk_window_set_default_size (GTK_WINDOW (window), 300, 300);
  gtk_window_present (GTK_WINDOW (window));
  ui_settle ();

  ask_work (&work);
  g_assert_cmpstr (state_of (work.study), ==, "blank");
  ui_wait (is_waiting, &work, "that it says it works");
  g_assert_false (can_cancel (&work));
  ui_wait (can_cancel, &work, "Cancel");
  ask_work (&work);
  g_assert_cmpstr (state_of (work.study), ==, "blank");
  ui_wait (has_ended_one, &work, "the former to be cancelled");
  ui_wait (has_begun_two, &work, "the latter to begin");
  ui_wait (can_cancel, &work, "Cancel again");
  ui_click (ui_find_button (work.study, "Cancel"));
  g_assert_nonnull (ui_find_shown_label (work.study, "Cancelled."));
  ui_wait (have_ended, &work, "the end of the work");
  g_assert_cmpuint (work.shown, ==, 0);

  work.patient = FALSE;
  ui_key (GDK_KEY_Return, 0); /* on Try Again, where the focus is */
  ui_wait (is_shown, &work, "what was made");
  g_assert_nonnull (ui_find_shown_label (work.study, "made"));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  application = ui_application_new (G_APPLICATION_NON_UNIQUE);
  g_test_add ("/ui/study/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  return ui_run_tests (application);
}
