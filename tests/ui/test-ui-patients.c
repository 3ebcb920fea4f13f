/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding patients and what is no longer in force: the list by the keyboard, the history of a
 * field, archived patients and rows. Real keys and clicks. */
#include <glib/gstdio.h>

#include "ui-clinic.h"
#include "ui-field.h"

static UiApplication *application;

typedef UiClinic Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  ui_clinic_create (f, application);
  ui_clinic_open (f);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  ui_clinic_close (f);
  ui_clinic_remove (f);
}

static void
show_patient (Fixture *f,
              gint64   patient)
{
  ui_patient_list_select (f->list, patient);
  ui_patient_page_set_patient (f->page, f->reg, patient);
  ui_patient_page_show_tab (f->page, "transfers");
  ui_settle ();
}

static gboolean
has_one (gpointer data)
{
  return ui_patient_list_n_shown (((Fixture *) data)->list) == 1;
}

/* --- history ---------------------------------------------------------------------------------- */

static GtkWidget *
clock_of (GtkWidget *entry)
{
  GtkWidget *field = gtk_widget_get_ancestor (entry, UI_TYPE_FIELD);
  GtkWidget *clock = field != NULL ? ui_find (field, GTK_TYPE_BUTTON) : NULL;

  return clock != NULL && gtk_widget_get_mapped (clock) ? clock : NULL;
}

typedef struct { GtkWidget *entry; } Clock;

static gboolean
has_clock (gpointer data)
{
  return clock_of (((Clock *) data)->entry) != NULL;
}

static gboolean
has_inner_clock (gpointer data)
{
  return gtk_entry_get_icon_name (GTK_ENTRY (((Clock *) data)->entry), GTK_ENTRY_ICON_PRIMARY)
         != NULL;
}

static void
type_over (Fixture    *f,
           GtkWidget  *entry,
           const char *text)
{
  gtk_widget_grab_focus (entry);
  ui_settle ();
  ui_key (GDK_KEY_a, GDK_CONTROL_MASK);
  ui_type (text);
  ui_key (GDK_KEY_s, GDK_CONTROL_MASK);
  ui_clinic_wait_saved (f);
}

/* A field that was changed has a clock from then on, also where its caption stands above another
 * row; the clock, or Ctrl+H, shows what stood there. */
static void
test_clock (Fixture       *f,
            gconstpointer  data)
{
  Clock first, second;

  show_patient (f, 2);
  ui_patient_page_open_transfer (f->page, 0);
  ui_settle ();
  first.entry = ui_find_field_entry (GTK_WIDGET (f->window), MODEL_TABLE_INFUSION, "dose_g", 0);
  second.entry = ui_find_field_entry (GTK_WIDGET (f->window), MODEL_TABLE_INFUSION, "dose_g", 1);
  g_assert_nonnull (second.entry);
  g_assert_null (clock_of (first.entry));
  type_over (f, first.entry, "26");
  ui_wait (has_clock, &first, "the clock");
  type_over (f, second.entry, "27");
  ui_wait (has_inner_clock, &second, "the clock in the entry");
  g_assert_null (clock_of (second.entry));

  ui_click (clock_of (first.entry));
  g_assert_nonnull (ui_find_label (first.entry, "25.0 → 26.0"));
  ui_key (GDK_KEY_Escape, 0);
  gtk_widget_grab_focus (second.entry);
  ui_settle ();
  ui_key (GDK_KEY_h, GDK_CONTROL_MASK);
  g_assert_nonnull (ui_find_label (second.entry, "25.0 → 27.0"));
  ui_key (GDK_KEY_Escape, 0);
}

/* --- the list of patients --------------------------------------------------------------------- */

static gboolean
shows_4 (gpointer data)
{
  return ui_patient_page_get_patient (((Fixture *) data)->page) == 4;
}

static gboolean
shows_12 (gpointer data)
{
  return ui_patient_page_get_patient (((Fixture *) data)->page) == 12;
}

static gboolean
shows_1 (gpointer data)
{
  return ui_patient_page_get_patient (((Fixture *) data)->page) == 1;
}

/* Arrows, End and Home walk it and open whom they reach; letters search; an arrow goes back. */
static void
test_list_keys (Fixture       *f,
                gconstpointer  data)
{
  show_patient (f, 2);
  ui_key (GDK_KEY_f, GDK_CONTROL_MASK);
  ui_key (GDK_KEY_Down, 0);
  ui_key (GDK_KEY_Down, 0);
  ui_key (GDK_KEY_Down, 0);
  ui_wait (shows_4, f, "the patient two further down");
  ui_key (GDK_KEY_End, 0);
  ui_wait (shows_12, f, "the last one");
  ui_key (GDK_KEY_Home, 0);
  ui_wait (shows_1, f, "the first one");
  ui_type ("0004");
  ui_wait (has_one, f, "the one that matches");
  ui_key (GDK_KEY_Down, 0);
  ui_key (GDK_KEY_Down, 0);
  ui_wait (shows_4, f, "the one that matches, open");
}

/* --- archived --------------------------------------------------------------------------------- */

static gboolean
is_archived (gpointer data)
{
  return ui_is_saved (((Fixture *) data)->window)
         && ui_editor_archived (ui_patient_page_get_editor (((Fixture *) data)->page)) != 0;
}

static gboolean
is_restored (gpointer data)
{
  return ui_is_saved (((Fixture *) data)->window)
         && ui_editor_archived (ui_patient_page_get_editor (((Fixture *) data)->page)) == 0;
}

static gboolean
lists_n (Fixture *f, guint n)
{
  return ui_patient_list_n_shown (f->list) == n;
}

static gboolean
lists_11 (gpointer data)
{
  return lists_n (data, 11);
}

static gboolean
lists_12 (gpointer data)
{
  return lists_n (data, 12);
}

/* Archived with a reason, listed on request, opened for reading only, restored, and that undone. */
static void
test_archived_patient (Fixture *f, gconstpointer data)
{
  GtkWidget *entry;

  show_patient (f, 3);
  gtk_widget_activate_action (GTK_WIDGET (f->page), "patient.archive", NULL);
  ui_clinic_wait_dialog ();
  ui_settle ();
  ui_type ("moved away");
  ui_key (GDK_KEY_Return, 0);
  ui_wait (is_archived, f, "her to be archived");
  ui_wait (lists_11, f, "the list without her");
  ui_settle ();
  g_assert_nonnull (ui_find_shown_label (GTK_WIDGET (f->page), "moved away"));

  show_patient (f, 5);
  g_assert_cmpint (ui_editor_archived (ui_patient_page_get_editor (f->page)), ==, 0);
  ui_click (ui_find_button (GTK_WIDGET (f->list), "Show archived patients too"));
  ui_wait (lists_12, f, "the list with her");
  show_patient (f, 3);
  g_assert_nonnull (ui_find_shown_label (GTK_WIDGET (f->page), "moved away"));
  ui_patient_page_open_transfer (f->page, 0);
  ui_settle ();
  entry = ui_find_field_entry (GTK_WIDGET (f->window), MODEL_TABLE_TRANSFER, "weight_kg", 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "64");
  g_assert_false (gtk_widget_is_sensitive (entry));
  g_assert_null (ui_find_button (GTK_WIDGET (f->page), "Add Transfer"));

  ui_click (ui_find_button (GTK_WIDGET (f->page), "Restore"));
  ui_wait (is_restored, f, "her to be restored");
  ui_settle ();
  entry = ui_find_field_entry (GTK_WIDGET (f->window), MODEL_TABLE_TRANSFER, "weight_kg", 0);
  g_assert_true (gtk_widget_is_sensitive (entry));
  g_assert_nonnull (ui_find_button (GTK_WIDGET (f->page), "Add Transfer"));
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.undo", NULL);
  ui_wait (is_archived, f, "the undo");
}

static guint
n_stored (Fixture *f, gint64 patient, ModelTable table)
{
  g_autoptr (ModelRecord) record = session_register_read (f->reg, patient, FALSE, NULL);

  return record != NULL ? record->rows[table]->len : 0;
}

static gboolean
has_four (gpointer data)
{
  return ui_is_saved (((Fixture *) data)->window) && n_stored (data, 4, MODEL_TABLE_TRANSFER) == 4;
}

/* A transfer with its infusions and medication, and an infusion alone. */
static void
test_archived_rows (Fixture *f, gconstpointer data)
{
  guint n_infusions = n_stored (f, 4, MODEL_TABLE_INFUSION);
  guint n_medications = n_stored (f, 4, MODEL_TABLE_MEDICATION);
  GtkWidget *button;

  g_assert_cmpuint (n_stored (f, 4, MODEL_TABLE_TRANSFER), ==, 4);
  show_patient (f, 4);
  ui_patient_page_open_transfer (f->page, 0);
  ui_settle ();
  g_assert_null (ui_find_button (GTK_WIDGET (f->page), "1 archived"));
  ui_click (ui_find_button (GTK_WIDGET (f->page), "Archive: Transfer (saving asks for a reason)"));
  ui_key (GDK_KEY_s, GDK_CONTROL_MASK);
  g_assert_true (ui_patient_page_has_unsaved (f->page));
  ui_type ("entered twice");
  ui_key (GDK_KEY_Return, 0);
  ui_clinic_wait_saved (f);
  g_assert_cmpuint (n_stored (f, 4, MODEL_TABLE_TRANSFER), ==, 3);
  g_assert_cmpuint (n_stored (f, 4, MODEL_TABLE_INFUSION), <, n_infusions);
  g_assert_cmpuint (n_stored (f, 4, MODEL_TABLE_MEDICATION), ==, n_medications - 1);

  button = ui_find_button (GTK_WIDGET (f->page), "1 archived");
  g_assert_nonnull (button);
  ui_click (button);
  g_assert_nonnull (ui_find_shown_label (GTK_WIDGET (f->page), "entered twice"));
  ui_click (ui_find_button (GTK_WIDGET (f->page), "Restore"));
  ui_wait (has_four, f, "the transfer to be restored");
  ui_settle ();
  g_assert_cmpuint (n_stored (f, 4, MODEL_TABLE_INFUSION), ==, n_infusions);
  g_assert_cmpuint (n_stored (f, 4, MODEL_TABLE_MEDICATION), ==, n_medications);
  g_assert_null (ui_find_button (GTK_WIDGET (f->page), "1 archived"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  application = ui_application_new (G_APPLICATION_NON_UNIQUE);
#define ADD(name, function)                                                                        \
  g_test_add ("/patients/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("clock", test_clock);
  ADD ("list-keys", test_list_keys);
  ADD ("archived-patient", test_archived_patient);
  ADD ("archived-rows", test_archived_rows);
#undef ADD
  return ui_run_tests (application);
}
