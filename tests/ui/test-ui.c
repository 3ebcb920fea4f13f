/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interface as a person uses it: real keys and clicks where they matter, on a display of its
 * own (tests/run-ui). The register is looked at through the session, not through the widgets. */
#include <glib/gstdio.h>

#include "ui-editor.h"
#include "ui-field.h"
#include "ui-fixture.h"
#include "ui-harness.h"
#include "ui-row-list.h"

static UiApplication *application;
static char *folder;

typedef struct
{
  char *path;
  UiWindow *window;
  SessionRegister *reg;
  UiPatientList *list;
  UiPatientPage *page;
} Fixture;

static gboolean
is_listed (gpointer data)
{
  return ui_patient_list_n_shown (((Fixture *) data)->list) > 0;
}

static void
open_window (Fixture *f)
{
  f->window = ui_open (application, f->path);
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1280, 900);
  f->reg = ui_window_get_register (f->window);
  f->list = ui_register_page_get_list (ui_register_page_of (f->window));
  f->page = ui_patient_page_of (f->window);
  ui_wait (is_listed, f, "the list");
  ui_settle ();
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  static int n;

  f->path = g_strdup_printf ("%s/clinic-%d.natality", folder, n++);
  ui_fixture_create (f->path, 30, &error);
  g_assert_no_error (error);
  open_window (f);
}

static void
close_window (Fixture *f)
{
  gtk_window_close (GTK_WINDOW (f->window));
  ui_wait (ui_has_no_window, application, "the window to close");
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  if (gtk_application_get_windows (GTK_APPLICATION (application)) != NULL)
    {
      ui_editor_discard (ui_patient_page_get_editor (f->page));
      close_window (f);
    }
  g_remove (f->path);
  g_free (f->path);
}

/* --- helpers ---------------------------------------------------------------------------------- */

static void
save (Fixture *f)
{
  const ModelIssue *hard = ui_editor_hard_issue (ui_patient_page_get_editor (f->page));

  if (hard != NULL)
    g_test_message ("%s: %s", hard->field != NULL ? hard->field->id : "-", hard->message);
  g_assert_cmpuint (ui_editor_n_reasons (ui_patient_page_get_editor (f->page)), ==, 0);
  g_assert_null (hard);
  ui_key (GDK_KEY_s, GDK_CONTROL_MASK);
  ui_wait (ui_is_saved, f->window, "the change to be saved");
  ui_settle ();
}

static void
open_patient (Fixture *f,
              gint64   patient)
{
  ui_patient_list_select (f->list, patient);
  ui_patient_page_set_patient (f->page, f->reg, patient);
  ui_patient_page_show_tab (f->page, "transfers");
  ui_settle ();
}

static GtkWidget *
entry (Fixture    *f,
       ModelTable  table,
       const char *id,
       guint       nth)
{
  GtkWidget *widget = ui_find_field_entry (GTK_WIDGET (f->window), table, id, nth);

  g_assert_nonnull (widget);
  return widget;
}

static void
type_into (Fixture    *f,
           ModelTable  table,
           const char *id,
           guint       nth,
           const char *text)
{
  GtkWidget *widget = entry (f, table, id, nth);

  ui_type_over (widget, text);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (widget)), ==, text);
}

static char *
stored (Fixture    *f,
        gint64      patient,
        ModelTable  table,
        guint       row,
        const char *id)
{
  g_autoptr (ModelRecord) record = session_register_read (f->reg, patient, FALSE, NULL);

  if (record == NULL || row >= record->rows[table]->len)
    return NULL;
  return g_strdup (
      model_row_get (record->rows[table]->pdata[row],
                     model_dictionary_find (session_register_dictionary (f->reg), table, id)));
}

static guint
n_stored (Fixture    *f,
          gint64      patient,
          ModelTable  table)
{
  g_autoptr (ModelRecord) record = session_register_read (f->reg, patient, FALSE, NULL);

  return record != NULL ? record->rows[table]->len : 0;
}

static GtkWidget *
message_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_visible (window))
        return window;
    }
  return NULL;
}

/* --- tests ------------------------------------------------------------------------------------ */

static gboolean
has_one (gpointer data)
{
  return ui_patient_list_n_shown (((Fixture *) data)->list) == 1;
}

static gboolean
has_patient (gpointer data)
{
  return ui_patient_page_get_patient (((Fixture *) data)->page) != 0;
}

static void
test_search (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *code = NULL;

  ui_key (GDK_KEY_f, GDK_CONTROL_MASK);
  ui_type ("0017");
  ui_wait (has_one, f, "the one that matches");
  ui_key (GDK_KEY_Return, 0);
  ui_wait (has_patient, f, "her page");
  code = stored (f, ui_patient_page_get_patient (f->page), MODEL_TABLE_PATIENT, 0, "code");
  g_assert_cmpstr (code, ==, "RPL-0017");
}

static GtkColumnViewColumn *
column (Fixture *f,
        guint    n)
{
  GtkWidget *view = ui_find (GTK_WIDGET (f->list), GTK_TYPE_COLUMN_VIEW);
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (view));
  g_autoptr (GtkColumnViewColumn) found = g_list_model_get_item (columns, n);

  return found;
}

static gint64
first_patient (Fixture *f)
{
  GtkWidget *view = ui_find (GTK_WIDGET (f->list), GTK_TYPE_COLUMN_VIEW);
  GListModel *model = G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)));

  return g_list_model_get_n_items (model) == 0 ? 0 : ui_patient_list_patient_at (f->list, 0);
}

static gboolean
starts_with_last (gpointer data)
{
  return first_patient (data) == 30;
}

/* By code, downwards: the last one stands first; and who is selected stays selected. */
static void
test_sort (Fixture       *f,
           gconstpointer  data)
{
  GtkWidget *view = ui_find (GTK_WIDGET (f->list), GTK_TYPE_COLUMN_VIEW);

  open_patient (f, 7);
  g_assert_cmpint (first_patient (f), ==, 1);
  gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (view), column (f, 0), GTK_SORT_DESCENDING);
  ui_wait (starts_with_last, f, "the order to turn");
  g_assert_cmpint (ui_patient_list_get_selected (f->list), ==, 7);
}

static void
test_change_outcome (Fixture       *f,
                     gconstpointer  data)
{
  g_autofree char *before = stored (f, 3, MODEL_TABLE_TRANSFER_OUTCOME, 2, "outcome");
  g_autofree char *after = NULL, *undone = NULL;

  open_patient (f, 3);
  ui_patient_page_open_transfer (f->page, 0);
  ui_settle ();
  g_assert_cmpstr (before, ==, "live_birth");
  type_into (f, MODEL_TABLE_TRANSFER_OUTCOME, "gestation_days", 0, "40+0");
  save (f);
  after = stored (f, 3, MODEL_TABLE_TRANSFER_OUTCOME, 2, "gestation_days");
  g_assert_cmpstr (after, ==, "280");
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.undo", NULL);
  ui_wait (ui_is_saved, f->window, "the undo");
  ui_settle ();
  undone = stored (f, 3, MODEL_TABLE_TRANSFER_OUTCOME, 2, "gestation_days");
  g_assert_cmpstr (undone, ==, "281");
}

/* A warning doesn't forbid, but asks why: the reason stands in the history. */
static void
test_reason (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (GPtrArray) changes = NULL;

  open_patient (f, 3);
  ui_patient_page_open_transfer (f->page, 0);
  ui_settle ();
  type_into (f, MODEL_TABLE_TRANSFER, "weight_kg", 0, "150");
  ui_key (GDK_KEY_s, GDK_CONTROL_MASK);
  g_assert_true (ui_patient_page_has_unsaved (f->page));
  ui_type ("weighed twice");
  ui_key (GDK_KEY_Return, 0);
  ui_wait (ui_is_saved, f->window, "the change with its reason");
  ui_settle ();
  changes = session_register_changes (f->reg, 3, 1, NULL);
  g_assert_cmpuint (changes->len, ==, 1);
  g_assert_cmpstr (((SessionHistoryEntry *) changes->pdata[0])->reason, ==, "weighed twice");
}

/* Ctrl+Z where something is typed undoes the typing; the register is as it was. */
static void
test_undo_typing (Fixture       *f,
                  gconstpointer  data)
{
  g_autofree char *label = session_register_undo_label (f->reg);
  g_autofree char *still = NULL;
  GtkWidget *weight;

  open_patient (f, 3);
  ui_patient_page_open_transfer (f->page, 0);
  ui_settle ();
  type_into (f, MODEL_TABLE_TRANSFER, "weight_kg", 0, "71");
  weight = entry (f, MODEL_TABLE_TRANSFER, "weight_kg", 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (weight)), ==, "71");
  g_assert_true (ui_patient_page_has_unsaved (f->page));
  for (guint i = 0; i < 4 && ui_patient_page_has_unsaved (f->page); i++)
    ui_key (GDK_KEY_z, GDK_CONTROL_MASK);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (weight)), ==, "64");
  g_assert_false (ui_patient_page_has_unsaved (f->page));
  still = session_register_undo_label (f->reg);
  g_assert_cmpstr (still, ==, label);
}

static void
test_add_transfer (Fixture       *f,
                   gconstpointer  data)
{
  guint n = n_stored (f, 1, MODEL_TABLE_TRANSFER),
        n_infusions = n_stored (f, 1, MODEL_TABLE_INFUSION);
  g_autofree char *label = NULL;

  open_patient (f, 1);
  ui_click (ui_find_button (GTK_WIDGET (f->page), "Add Transfer"));
  type_into (f, MODEL_TABLE_TRANSFER, "status", 0, "perf");
  type_into (f, MODEL_TABLE_TRANSFER, "date", 0, "9.3.2012");
  type_into (f, MODEL_TABLE_TRANSFER, "kind", 0, "frozen");
  type_into (f, MODEL_TABLE_CYCLE, "kind", 0, "thaw of e");
  ui_click (ui_find_button (GTK_WIDGET (f->page), "Add infusion"));
  type_into (f, MODEL_TABLE_INFUSION, "status", 0, "given");
  type_into (f, MODEL_TABLE_INFUSION, "agent", 0, "immuno");
  type_into (f, MODEL_TABLE_INFUSION, "started_at", 0, "5.3.2012");
  type_into (f, MODEL_TABLE_INFUSION, "dose_g", 0, "25,5");
  save (f);
  g_assert_cmpuint (n_stored (f, 1, MODEL_TABLE_TRANSFER), ==, n + 1);
  g_assert_cmpuint (n_stored (f, 1, MODEL_TABLE_INFUSION), ==, n_infusions + 1);

  /* Quit, start, undo: the whole act goes at once. */
  close_window (f);
  open_window (f);
  label = session_register_undo_label (f->reg);
  g_assert_nonnull (label);
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.undo", NULL);
  ui_wait (ui_is_saved, f->window, "the undo");
  ui_settle ();
  g_assert_cmpuint (n_stored (f, 1, MODEL_TABLE_TRANSFER), ==, n);
  g_assert_cmpuint (n_stored (f, 1, MODEL_TABLE_INFUSION), ==, n_infusions);
}

/* What can't be understood is said at once, kept as typed, and never saved. */
static void
test_error (Fixture       *f,
            gconstpointer  data)
{
  g_autofree char *before = stored (f, 3, MODEL_TABLE_TRANSFER, 2, "date");
  g_autofree char *after = NULL;
  GtkWidget *date;

  open_patient (f, 3);
  ui_patient_page_open_transfer (f->page, 0);
  ui_settle ();
  type_into (f, MODEL_TABLE_TRANSFER, "date", 0, "31.2.2011");
  date = entry (f, MODEL_TABLE_TRANSFER, "date", 0);
  g_assert_true (ui_field_has_error (UI_FIELD (gtk_widget_get_parent (date))));
  ui_key (GDK_KEY_s, GDK_CONTROL_MASK);
  g_assert_true (ui_patient_page_has_unsaved (f->page));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (date)), ==, "31.2.2011");
  after = stored (f, 3, MODEL_TABLE_TRANSFER, 2, "date");
  g_assert_cmpstr (after, ==, before);
}

static gboolean
is_asked (gpointer data)
{
  return message_dialog () != NULL;
}

static void
test_close_asks (Fixture       *f,
                 gconstpointer  data)
{
  open_patient (f, 3);
  ui_patient_page_open_transfer (f->page, 0);
  ui_settle ();
  type_into (f, MODEL_TABLE_TRANSFER, "weight_kg", 0, "71");
  gtk_window_close (GTK_WINDOW (f->window));
  ui_wait (is_asked, f, "the question");
  g_signal_emit_by_name (ui_find_button (message_dialog (), "Cancel"), "clicked");
  ui_settle ();
  g_assert_true (ui_patient_page_has_unsaved (f->page));
  gtk_window_close (GTK_WINDOW (f->window));
  ui_wait (is_asked, f, "the question again");
  g_signal_emit_by_name (ui_find_button (message_dialog (), "Discard"), "clicked");
  ui_wait (ui_has_no_window, application, "the window to close");
}

static void
test_escape (Fixture       *f,
             gconstpointer  data)
{
  GtkWidget *list;

  open_patient (f, 3);
  ui_patient_page_open_transfer (f->page, 0);
  ui_settle ();
  list = gtk_widget_get_ancestor (entry (f, MODEL_TABLE_TRANSFER, "date", 0), UI_TYPE_ROW_LIST);
  g_assert_cmpint (ui_row_list_get_open (UI_ROW_LIST (list)), !=, 0);
  ui_key (GDK_KEY_Escape, 0);
  g_assert_cmpint (ui_row_list_get_open (UI_ROW_LIST (list)), ==, 0);
}

/* Enter goes to the next field. */
static void
test_enter (Fixture       *f,
            gconstpointer  data)
{
  GtkWidget *focus;

  open_patient (f, 3);
  ui_patient_page_open_transfer (f->page, 0);
  ui_settle ();
  gtk_widget_grab_focus (entry (f, MODEL_TABLE_TRANSFER, "status", 0));
  ui_settle ();
  ui_key (GDK_KEY_Return, 0);
  focus = gtk_root_get_focus (GTK_ROOT (f->window));
  g_assert_true (gtk_widget_is_ancestor (focus, entry (f, MODEL_TABLE_TRANSFER, "date", 0)));
}

static gboolean
shows_start (gpointer data)
{
  return ui_window_get_path (data) == NULL;
}

static void
test_not_a_register (void)
{
  g_autofree char *path = g_build_filename (folder, "letter.natality", NULL);
  g_autofree char *text = NULL;
  UiWindow *window = ui_window_new (GTK_APPLICATION (application));
  gsize length;

  g_assert_true (g_file_set_contents (path, "Dear colleague", -1, NULL));
  gtk_window_present (GTK_WINDOW (window));
  ui_window_open (window, path);
  ui_wait (shows_start, window, "the refusal");
  g_assert_null (ui_window_get_register (window));
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_cmpstr (text, ==, "Dear colleague");
  gtk_window_destroy (GTK_WINDOW (window));
  ui_settle ();
  g_remove (path);
}

/* From the start page, with the mouse. */
static void
test_demonstration (void)
{
  UiWindow *window = ui_window_new (GTK_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  ui_settle ();
  ui_click (ui_find_button (GTK_WIDGET (window), "Explore the Demonstration"));
  ui_wait (ui_has_register, window, "the demonstration");
  g_assert_cmpuint (
      model_dataset_n_patients (session_register_dataset (ui_window_get_register (window))), ==,
      52);
  g_assert_true (session_register_is_synthetic (ui_window_get_register (window)));
  gtk_window_close (GTK_WINDOW (window));
  ui_wait (ui_has_no_window, application, "the window to close");
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  application = ui_application_new (G_APPLICATION_NON_UNIQUE);
  folder = g_dir_make_tmp ("natality-test-ui-XXXXXX", NULL);
#define ADD(name, function) g_test_add ("/ui/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("search", test_search);
  ADD ("sort", test_sort);
  ADD ("change-outcome", test_change_outcome);
  ADD ("reason", test_reason);
  ADD ("undo-typing", test_undo_typing);
  ADD ("add-transfer", test_add_transfer);
  ADD ("error", test_error);
  ADD ("close-asks", test_close_asks);
  ADD ("escape", test_escape);
  ADD ("enter", test_enter);
#undef ADD
  g_test_add_func ("/ui/not-a-register", test_not_a_register);
  g_test_add_func ("/ui/demonstration", test_demonstration);
  status = ui_run_tests (application);
  g_rmdir (folder);
  g_free (folder);
  return status;
}
