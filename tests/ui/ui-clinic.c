/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-clinic.h"

#include <glib/gstdio.h>
#include <string.h>

#include "ui-fixture.h"

#define PATIENT 3

void
ui_clinic_create (UiClinic      *self,
                  UiApplication *application)
{
  g_autoptr (GError) error = NULL;

  *self = (UiClinic){ .application = application };
  self->folder = g_dir_make_tmp ("natality-clinic-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "clinic.natality", NULL);
  ui_fixture_create (self->path, 12, &error);
  g_assert_no_error (error);
}

static gboolean
is_listed (gpointer data)
{
  return ui_patient_list_n_shown (((UiClinic *) data)->list) > 0;
}

void
ui_clinic_open (UiClinic *self)
{
  self->window = ui_open (self->application, self->path);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1280, 800);
  self->reg = ui_window_get_register (self->window);
  self->list = ui_register_page_get_list (ui_register_page_of (self->window));
  self->page = ui_patient_page_of (self->window);
  ui_wait (is_listed, self, "the list");
  ui_settle ();
}

gboolean
ui_clinic_has_window (UiClinic *self)
{
  return gtk_application_get_windows (GTK_APPLICATION (self->application)) != NULL;
}

void
ui_clinic_close (UiClinic *self)
{
  if (!ui_clinic_has_window (self))
    return;
  if (ui_editor_record (ui_patient_page_get_editor (self->page)) != NULL)
    ui_editor_discard (ui_patient_page_get_editor (self->page));
  gtk_window_close (GTK_WINDOW (self->window));
  ui_wait (ui_has_no_window, self->application, "the window to close");
}

void
ui_clinic_crash (UiClinic *self)
{
  g_autoptr (SessionRegister) reg = g_object_ref (self->reg);

  gtk_window_destroy (GTK_WINDOW (self->window));
  ui_wait (ui_has_no_window, self->application, "the window to go");
  session_register_close (reg);
  ui_settle ();
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

static char *
drafts_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "natality", "drafts", NULL);
}

void
ui_clinic_remove (UiClinic *self)
{
  g_autofree char *drafts = drafts_folder ();

  g_chmod (self->folder, 0700);
  remove_folder (self->folder);
  remove_folder (drafts);
  g_free (self->folder);
  g_free (self->path);
}

void
ui_clinic_open_transfer (UiClinic *self)
{
  ui_patient_list_select (self->list, PATIENT);
  ui_patient_page_set_patient (self->page, self->reg, PATIENT);
  ui_patient_page_open_transfer (self->page, 0);
  ui_settle ();
}

GtkWidget *
ui_clinic_entry (UiClinic   *self,
                 ModelTable  table,
                 const char *id)
{
  GtkWidget *widget = ui_find_field_entry (GTK_WIDGET (self->window), (int) table, id, 0);

  g_assert_nonnull (widget);
  return widget;
}

char *
ui_clinic_shown (UiClinic   *self,
                 ModelTable  table,
                 const char *id)
{
  GtkWidget *widget = ui_clinic_entry (self, table, id);
  char *text = NULL;

  if (GTK_IS_TEXT_VIEW (widget))
    g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), "text", &text, NULL);
  else
    text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (widget)));
  return text;
}

void
ui_clinic_type (UiClinic   *self,
                ModelTable  table,
                const char *id,
                const char *text)
{
  g_autofree char *shown = NULL;

  ui_type_over (ui_clinic_entry (self, table, id), text);
  shown = ui_clinic_shown (self, table, id);
  g_assert_cmpstr (shown, ==, text);
}

char *
ui_clinic_stored (UiClinic   *self,
                  const char *id)
{
  g_autoptr (ModelRecord) record = session_register_read (self->reg, PATIENT, FALSE, NULL);
  const GPtrArray *rows = record != NULL ? record->rows[MODEL_TABLE_TRANSFER] : NULL;

  if (rows == NULL || rows->len == 0)
    return NULL;
  return g_strdup (model_row_get (rows->pdata[rows->len - 1],
                                  model_dictionary_find (session_register_dictionary (self->reg),
                                                         MODEL_TABLE_TRANSFER, id)));
}

void
ui_clinic_wait_saved (UiClinic *self)
{
  ui_wait (ui_is_saved, self->window, "the change to be saved");
  ui_settle ();
}

static GtkWidget *
find_type (GtkWidget  *widget,
           const char *type)
{
  GtkWidget *found = NULL;

  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_type (child, type);
  return found;
}

const char *
ui_clinic_banner (UiClinic *self)
{
  GtkWidget *bar = find_type (GTK_WIDGET (self->window), "GtkInfoBar");
  GtkWidget *label = ui_find (bar, GTK_TYPE_LABEL);

  return gtk_info_bar_get_revealed (GTK_INFO_BAR (bar)) ? gtk_label_get_text (GTK_LABEL (label))
                                                        : "";
}

GtkWidget *
ui_clinic_dialog (void)
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

static gboolean
is_asked (gpointer data)
{
  return ui_clinic_dialog () != NULL;
}

static gboolean
is_not_asked (gpointer data)
{
  return ui_clinic_dialog () == NULL;
}

GtkWidget *
ui_clinic_dialog_entry (guint n)
{
  GtkWidget *box = gtk_widget_get_parent (ui_find (ui_clinic_dialog (), GTK_TYPE_ENTRY));

  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_ENTRY (child) && n-- == 0)
      return child;
  g_assert_not_reached ();
}

void
ui_clinic_wait_dialog (void)
{
  ui_wait (is_asked, NULL, "the dialog");
  ui_settle ();
}

void
ui_clinic_answer (const char *button)
{
  GtkWidget *found = ui_find_button (ui_clinic_dialog (), button);

  g_assert_nonnull (found);
  g_signal_emit_by_name (found, "clicked");
  ui_wait (is_not_asked, NULL, "the dialog to go");
  ui_settle ();
}

static void
add_text (GString   *text,
          GtkWidget *widget)
{
  if (!gtk_widget_get_visible (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    add_text (text, child);
}

char *
ui_clinic_text (GtkWidget *widget)
{
  GString *text = g_string_new (NULL);

  add_text (text, widget);
  return g_string_free (text, FALSE);
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

char *
ui_clinic_listing (const char *folder)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      g_autofree char *digest = NULL;
      gsize length = 0;

      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length);
      g_ptr_array_add (lines, g_strdup_printf ("%s %" G_GSIZE_FORMAT " %s", name, length, digest));
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

guint
ui_clinic_n_drafts (void)
{
  g_autofree char *folder = drafts_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_suffix (name, ".draft");
  return n;
}

static gboolean
has_draft (gpointer data)
{
  return ui_clinic_n_drafts () > 0;
}

void
ui_clinic_wait_draft (void)
{
  ui_wait (has_draft, NULL, "the draft to be kept");
}
