/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The patient's page as somebody uses it between two patients: what can be read on the smallest
 * screen, a whole transfer typed without the mouse, cycles, archived rows. Real keys; the register
 * is looked at through the session, not through the widgets. */
#include <glib/gstdio.h>

#include "base-date.h"
#include "ui-editor.h"
#include "ui-field.h"
#include "ui-fixture.h"
#include "ui-form.h"
#include "ui-harness.h"
#include "ui-row-group.h"
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
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1280, 800);
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
  if (g_strcmp0 (data, "demonstration") == 0)
    session_create_demonstration (f->path, &error);
  else
    ui_fixture_create (f->path, 12, &error);
  g_assert_no_error (error);
  open_window (f);
}

static gboolean
is_closed (gpointer data)
{
  return gtk_application_get_windows (GTK_APPLICATION (application)) == NULL;
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  if (ui_editor_record (ui_patient_page_get_editor (f->page)) != NULL)
    ui_editor_discard (ui_patient_page_get_editor (f->page));
  gtk_window_close (GTK_WINDOW (f->window));
  ui_wait (is_closed, f, "the window to close");
  g_remove (f->path);
  g_free (f->path);
}

/* --- helpers ---------------------------------------------------------------------------------- */

static void
show_patient (Fixture *f,
              gint64   patient)
{
  ui_patient_list_select (f->list, patient);
  ui_patient_page_set_patient (f->page, f->reg, patient);
  ui_patient_page_show_tab (f->page, "transfers");
  ui_settle ();
}

/* --- what can be read ------------------------------------------------------------------------- */

#define LONG_TEXT 28

typedef struct
{
  guint n;
  guint n_cut;
  GString *cut;
} Reading;

static void
note_cut (Reading    *reading,
          const char *kind,
          const char *text)
{
  reading->n_cut++;
  g_string_append_printf (reading->cut, "%s\"%s\" (%s)", reading->cut->len > 0 ? ", " : "", text,
                          kind);
}

/* Every entry and every caption that is shown below the widget. */
static void
read_all (GtkWidget *widget,
          Reading   *reading)
{
  if (!gtk_widget_get_mapped (widget) || GTK_IS_TEXT_VIEW (widget))
    return;
  if (GTK_IS_TEXT (widget))
    {
      const char *text = gtk_editable_get_text (GTK_EDITABLE (widget));
      g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
      int width;

      pango_layout_get_pixel_size (layout, &width, NULL);
      reading->n++;
      /* What is longer than anything usual may be cut, if pointing at it shows it whole. */
      if (width > gtk_widget_get_width (widget)
          && (g_utf8_strlen (text, -1) <= LONG_TEXT
              || g_strcmp0 (gtk_widget_get_tooltip_text (gtk_widget_get_parent (widget)), text)
                     != 0))
        note_cut (reading, "entry", text);
      return;
    }
  if (GTK_IS_LABEL (widget))
    {
      reading->n++;
      if (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
        note_cut (reading, "label", gtk_label_get_text (GTK_LABEL (widget)));
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    read_all (child, reading);
}

/* The last transfer of everybody in the demonstration, at 1280 x 800. */
static void
test_readable (Fixture       *f,
               gconstpointer  data)
{
  guint n_patients = ui_patient_list_n_shown (f->list);
  Reading reading = { 0, 0, g_string_new (NULL) };

  for (guint i = 0; i < n_patients; i++)
    {
      GtkWidget *form;

      show_patient (f, ui_patient_list_patient_at (f->list, i));
      ui_patient_page_open_transfer (f->page, 0);
      ui_settle ();
      form = gtk_widget_get_ancestor (
          ui_find_field_entry (GTK_WIDGET (f->window), MODEL_TABLE_TRANSFER, "date", 0),
          UI_TYPE_ROW_GROUP);
      read_all (gtk_widget_get_parent (form), &reading);
    }
  g_test_message ("%u texts in %u patients, %u cut: %s", reading.n, n_patients, reading.n_cut,
                  reading.cut->str);
  g_assert_cmpuint (reading.n, >, 2000);
  g_assert_cmpuint (reading.n_cut, ==, 0);
  g_string_free (reading.cut, TRUE);
}

static void
activate_cb (GApplication *app,
             int          *status)
{
  g_signal_stop_emission_by_name (app, "activate");
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink",
                FALSE, NULL);
  *status = g_test_run ();
  g_application_release (app);
}

int
main (int    argc,
      char **argv)
{
  int status = 1;

  g_test_init (&argc, &argv, NULL);
  application = ui_application_new (G_APPLICATION_NON_UNIQUE);
  folder = g_dir_make_tmp ("natality-test-ui-editor-XXXXXX", NULL);
#define ADD(name, register, function)                                                              \
  g_test_add ("/editor/" name, Fixture, register, set_up, function, tear_down)
  ADD ("readable", "demonstration", test_readable);
#undef ADD
  g_application_hold (G_APPLICATION (application));
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &status);
  g_application_run (G_APPLICATION (application), 0, NULL);
  g_object_unref (application);
  g_rmdir (folder);
  g_free (folder);
  return status;
}
