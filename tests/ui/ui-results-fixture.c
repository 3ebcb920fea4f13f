/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-results-fixture.h"

#include "ui-fixture.h"
#include "ui-harness.h"
#include "ui-question-bar.h"
#include "ui-results.h"
#include "ui-study.h"

UiApplication *results_application;

/* --- finding and waiting ---------------------------------------------------------------------- */

static gboolean
has_answer (gpointer data)
{
  return ui_curves_page_get_answer (((Fixture *) data)->page) != NULL;
}

/* The page's answer is of what stands in the question bar. */
gboolean
results_is_answered (gpointer data)
{
  Fixture *f = data;
  const AnalysisAnswer *answer = ui_curves_page_get_answer (f->page);
  const AnalysisQuestion *asked = ui_question_bar_get_question (UI_QUESTION_BAR (f->bar));

  return answer != NULL && g_strcmp0 (answer->question->by, asked->by) == 0
         && g_strcmp0 (answer->question->where, asked->where) == 0
         && g_strcmp0 (answer->question->drop_out_terms, asked->drop_out_terms) == 0
         && answer->question->estimator == asked->estimator;
}

static void
list_labels (GtkWidget *root)
{
  if (GTK_IS_LABEL (root) && gtk_widget_get_mapped (root))
    g_test_message ("label: %s", gtk_label_get_text (GTK_LABEL (root)));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    list_labels (child);
}

gboolean
results_say (Fixture    *f,
             const char *text)
{
  gboolean found = ui_find_shown_label (f->results, text) != NULL;

  if (!found)
    list_labels (f->results); /* for who reads why a test failed */
  return found;
}

GtkWidget *
results_view (Fixture *f)
{
  return gtk_stack_get_visible_child (
      GTK_STACK (gtk_widget_get_template_child (f->results, UI_TYPE_RESULTS, "stack")));
}

static const char *
state_of (GtkWidget *study)
{
  return gtk_stack_get_visible_child_name (
      GTK_STACK (gtk_widget_get_template_child (study, UI_TYPE_STUDY, "stack")));
}

gboolean
results_has_figures (gpointer data)
{
  return g_str_equal (state_of (ui_find (results_view (data), UI_TYPE_STUDY)), "figures");
}

GtkWidget *
results_control (Fixture    *f,
                 const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (f->bar, UI_TYPE_QUESTION_BAR, name));
}

void
results_open (Fixture    *f,
              const char *title)
{
  ui_click (ui_find_button (f->results, title));
  ui_settle ();
}

void
results_choose (GtkWidget  *drop_down,
                const char *label)
{
  GListModel *labels = gtk_drop_down_get_model (GTK_DROP_DOWN (drop_down));

  for (guint i = 0; i < g_list_model_get_n_items (labels); i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (labels, i);

      if (g_str_equal (gtk_string_object_get_string (item), label))
        {
          gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), i);
          return;
        }
    }
  g_error ("there is no choice “%s”", label);
}

void
results_group_by (Fixture    *f,
                  const char *label)
{
  results_choose (results_control (f, "by"), label);
  ui_wait (results_is_answered, f, "the answer");
}

void
results_type (GtkWidget  *entry,
              const char *text)
{
  gtk_widget_grab_focus (entry);
  ui_key (GDK_KEY_a, GDK_CONTROL_MASK);
  ui_type (text);
  ui_key (GDK_KEY_Return, 0);
}

void
results_set_up (Fixture       *f,
                gconstpointer  data)
{
  f->window = ui_window_new (GTK_APPLICATION (results_application));
  gtk_window_present (GTK_WINDOW (f->window));
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1280, 800);
  ui_settle ();
  ui_click (ui_find_button (GTK_WIDGET (f->window), "Explore the Demonstration"));
  ui_wait (ui_has_register, f->window, "the demonstration");
  f->reg = ui_window_get_register (f->window);
  f->page = UI_CURVES_PAGE (ui_find (GTK_WIDGET (f->window), UI_TYPE_CURVES_PAGE));
  f->bar = ui_find (GTK_WIDGET (f->page), UI_TYPE_QUESTION_BAR);
  f->results = ui_find (GTK_WIDGET (f->page), UI_TYPE_RESULTS);
  ui_wait (has_answer, f, "the first answer");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.page", "s", "curves");
  ui_settle ();
}

void
results_tear_down (Fixture       *f,
                   gconstpointer  data)
{
  gtk_window_close (GTK_WINDOW (f->window));
  ui_wait (ui_has_no_window, results_application, "the window to close");
}

/* --- what is copied --------------------------------------------------------------------------- */

char *
results_cli_as (Fixture    *f,
                const char *format,
                const char *command,
                const char *options)
{
  g_autofree char *path = g_shell_quote (session_register_path (f->reg));
  g_autofree char *line = g_strdup_printf ("%s %s %s --format %s %s", g_getenv ("NATALITY_CLI"),
                                           command, path, format, options);
  g_autofree char *errors = NULL;
  char *text = NULL;
  int status = 0;
  GError *error = NULL;

  g_spawn_command_line_sync (line, &text, &errors, &status, &error);
  g_assert_no_error (error);
  if (status != 0)
    g_error ("%s: %s", line, errors);
  return text;
}

char *
results_cli (Fixture    *f,
             const char *command,
             const char *options)
{
  return results_cli_as (f, "csv", command, options);
}

static GtkWidget *
find_tip (GtkWidget  *root,
          const char *tip)
{
  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_widget_get_tooltip_text (root), tip) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_tip (child, tip);

      if (found != NULL)
        return found;
    }
  return NULL;
}

char *
results_copied (GtkWidget  *root,
                const char *tip)
{
  GtkWidget *button = find_tip (root, tip);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_grab_focus (button));
  ui_key (GDK_KEY_Return, 0);
  return ui_clipboard (button);
}

void
results_assert_copied (Fixture    *f,
                       const char *tip,
                       const char *command,
                       const char *options)
{
  g_autofree char *expected = results_cli (f, command, options);
  g_autofree char *copied = results_copied (results_view (f), tip);

  g_assert_cmpstr (copied, ==, expected);
}
