/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a picture of every page into a folder, with an index.html, to be looked at. Each look
 * is a process of its own, since scale, language and colour scheme are chosen before the first
 * window. */
#include <glib/gstdio.h>
#include <stdlib.h>

#include "base-clock.h"
#include "screenshots-exchange.h"
#include "screenshots-pool.h"
#include "screenshots-states.h"
#include "session-register.h"
#include "screenshots-curves.h"
#include "ui-editor.h"
#include "ui-fixture.h"
#include "ui-harness.h"
#include "ui-states.h"

typedef struct
{
  const char *name;
  int width, height;
  gboolean dark;
  const char *scale;
  gboolean pseudo;
} Look;

static const Look looks[] = {
  { "light-1280", 1280, 800, FALSE, "1", FALSE },
  { "dark-1280", 1280, 800, TRUE, "1", FALSE },
  { "light-1920", 1920, 1080, FALSE, "1", FALSE },
  { "dark-1920", 1920, 1080, TRUE, "1", FALSE },
  { "scale-2", 1280, 800, FALSE, "2", FALSE },
  { "pseudo", 1280, 800, FALSE, "1", TRUE },
};

static const Look *look;
static const char *folder;
static int status;

static gboolean
is_listed (gpointer data)
{
  return ui_patient_list_n_shown (data) > 0;
}

static void
shoot (GtkWidget  *window,
       const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s/%s-%s.png", folder, look->name, name);

  ui_picture (window, path);
}

static gint64
patient_with_most_transfers (SessionRegister *reg)
{
  gint64 best = 1;
  guint most = 0;

  for (gint32 patient = 1; patient <= 60; patient++)
    {
      g_autoptr (GPtrArray) rows = session_register_list_rows (reg, &patient, 1);
      const SessionListRow *row =
          rows != NULL && rows->len > 0 ? g_ptr_array_index (rows, 0) : NULL;

      if (row != NULL && row->n_transfers > most && row->n_transfers < 4)
        {
          most = row->n_transfers;
          best = patient;
        }
    }
  return best;
}

static void
show_patient (UiWindow *window,
              gint64    patient)
{
  UiPatientList *list = ui_register_page_get_list (ui_register_page_of (window));

  ui_wait (is_listed, list, "the list");
  ui_patient_list_select (list, patient);
  ui_patient_page_set_patient (ui_patient_page_of (window), ui_window_get_register (window),
                               patient);
  ui_settle ();
}

static void
size (UiWindow *window)
{
  gtk_window_set_default_size (GTK_WINDOW (window), look->width, look->height);
  ui_settle ();
}

static void
shoot_full (UiWindow *window)
{
  static const char *const tabs[] = { "background", "pregnancies", "work-up",
                                      "follow-up",  "history",     "transfers" };
  UiPatientPage *page = ui_patient_page_of (window);
  GtkWidget *entry;

  shoot (GTK_WIDGET (window), "register-nobody");
  show_patient (window, patient_with_most_transfers (ui_window_get_register (window)));
  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    {
      g_autofree char *name = g_strdup_printf ("patient-%s", tabs[i]);

      ui_patient_page_show_tab (page, tabs[i]);
      shoot (GTK_WIDGET (window), name);
    }
  ui_patient_page_open_transfer (page, 0);
  shoot (GTK_WIDGET (window), "transfer-open");
  entry = ui_find_field_entry (GTK_WIDGET (window), MODEL_TABLE_TRANSFER, "date", 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), "31.2.2011");
  entry = ui_find_field_entry (GTK_WIDGET (window), MODEL_TABLE_TRANSFER, "weight_kg", 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), "150");
  shoot (GTK_WIDGET (window), "transfer-error");
  ui_patient_page_undo_typing (page);
  ui_patient_page_undo_typing (page);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.page", "s", "curves");
  screenshots_curves (window, shoot);
  screenshots_pool (window, shoot);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.page", "s", "register");
  gtk_editable_set_text (
      GTK_EDITABLE (ui_find (GTK_WIDGET (ui_register_page_get_list (ui_register_page_of (window))),
                             GTK_TYPE_SEARCH_ENTRY)),
      "no such patient");
  g_usleep (300000);
  shoot (GTK_WIDGET (window), "register-no-match");
}

/* Archives a row of a patient as somebody would, but without the questions. */
static void
archive (const char *path,
         gint64      patient,
         ModelTable  table,
         gint64      key,
         const char *reason)
{
  g_autoptr (SessionRegister) reg = session_register_open_sync (path, FALSE, TRUE, NULL);
  g_autoptr (ModelRecord) record = session_register_read (reg, patient, FALSE, NULL);
  g_autoptr (ModelDraft) draft =
      model_draft_new (session_register_dictionary (reg), record, base_today ());

  model_draft_remove_row (draft, table, key);
  if (!session_register_save_sync (reg, draft, "Archive", reason, NULL, NULL, NULL))
    g_warning ("nothing was archived");
  session_register_close (reg);
}

static void
shoot_archived (UiWindow *window)
{
  UiPatientPage *page = ui_patient_page_of (window);
  GtkWidget *button;

  show_patient (window, 9);
  ui_patient_page_show_tab (page, "transfers");
  ui_settle ();
  button = ui_find_button (GTK_WIDGET (page), "Show what was archived here");
  if (button != NULL)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  shoot (GTK_WIDGET (window), "archived-transfer");
  gtk_widget_activate_action (GTK_WIDGET (page), "patient.add-transfer", NULL);
  shoot (GTK_WIDGET (window), "transfer-new");
  ui_editor_discard (ui_patient_page_get_editor (page));
  button = ui_find_button (GTK_WIDGET (window), "Show archived patients too");
  if (button != NULL)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  show_patient (window, 7);
  shoot (GTK_WIDGET (window), "archived-patient");
}

static void
shoot_new_patient (UiWindow *window)
{
  GListModel *windows = gtk_window_get_toplevels ();

  ui_register_page_new_patient (ui_register_page_of (window));
  ui_settle ();
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) dialog = g_list_model_get_item (windows, i);

      if (!ADW_IS_MESSAGE_DIALOG (dialog))
        continue;
      shoot (dialog, "new-patient");
      gtk_window_close (GTK_WINDOW (dialog));
      break;
    }
  ui_settle ();
}

static void
close_window (UiWindow *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  ui_settle ();
}

static void
longest_name (const char *path)
{
  g_autoptr (SessionRegister) reg = session_register_open_sync (path, FALSE, TRUE, NULL);
  ModelDictionary *dictionary = session_register_dictionary (reg);
  g_autoptr (ModelDraft) draft = model_draft_new (dictionary, NULL, 15000);
  static const struct { const char *id, *value;
  } values[] = {
    { "code", "WOLFESCHLEGELSTEINHAUSENBERGERDORFF-RECURRENT-LOSS-0000001" },
    { "birth_month", "1975-03" },
    { "referral_date", "2009-05-12" },
    { "note", "A note as long as a consultation. A note as long as a consultation. A note as long "
              "as a consultation. "
              "A note as long as a consultation. A note as long as a consultation. A note as long "
              "as a consultation." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    model_draft_set_value (draft, MODEL_TABLE_PATIENT, 1,
                           model_dictionary_find (dictionary, MODEL_TABLE_PATIENT, values[i].id),
                           values[i].value);
  if (!session_register_save_sync (reg, draft, "New patient", NULL, NULL, NULL, NULL))
    g_warning ("the longest name wasn't saved");
  session_register_close (reg);
}

static void
activate_cb (UiApplication *application)
{
  g_autofree char *full = g_build_filename (folder, "clinic.natality", NULL);
  g_autofree char *empty = g_build_filename (folder, "empty.natality", NULL);
  g_autofree char *wrong = g_build_filename (folder, "notes.natality", NULL);
  g_autoptr (GError) error = NULL;
  UiWindow *window;
  gint64 patient = 0;

  g_signal_stop_emission_by_name (application, "activate");
  if (look->dark)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                        ADW_COLOR_SCHEME_FORCE_DARK);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink",
                FALSE, NULL);
  window = ui_window_new (GTK_APPLICATION (application));
  gtk_window_present (GTK_WINDOW (window));
  size (window);
  shoot (GTK_WIDGET (window), "start");
  g_assert_true (g_file_set_contents (wrong, "not a register", -1, NULL));
  ui_window_open (window, wrong);
  g_usleep (200000);
  ui_settle ();
  shoot (GTK_WIDGET (window), "start-not-a-register");
  close_window (window);

  if (!session_create_demonstration (full, &error) || !session_create (empty, NULL, &error))
    g_clear_error (&error);
  g_remove (empty);
  if (!g_file_test (full, G_FILE_TEST_EXISTS))
    ui_fixture_create (full, 60, &error);
  if (error != NULL || !session_create (empty, NULL, &error))
    g_error ("%s", error->message);
  window = ui_open (application, full);
  size (window);
  shoot_full (window);
  close_window (window);
  longest_name (full);
  archive (full, 9, MODEL_TABLE_TRANSFER, 1, "entered twice");
  archive (full, 7, MODEL_TABLE_PATIENT, 1, "moved to another clinic");
  window = ui_open (application, full);
  size (window);
  for (gint32 p = 1; p < 200; p++)
    {
      g_autoptr (GPtrArray) rows =
          session_register_list_rows (ui_window_get_register (window), &p, 1);

      if (rows != NULL && rows->len > 0
          && g_str_has_prefix (((SessionListRow *) rows->pdata[0])->code, "WOLFE"))
        patient = p;
    }
  show_patient (window, patient);
  ui_patient_page_show_tab (ui_patient_page_of (window), "background");
  shoot (GTK_WIDGET (window), "longest-name");
  ui_patient_page_show_tab (ui_patient_page_of (window), "transfers");
  shoot (GTK_WIDGET (window), "patient-empty");
  shoot_new_patient (window);
  shoot_archived (window);
  close_window (window);

  window = ui_open (application, empty);
  size (window);
  shoot (GTK_WIDGET (window), "register-empty");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.page", "s", "curves");
  shoot (GTK_WIDGET (window), "curves-empty");
  close_window (window);
  g_remove (full);
  g_remove (empty);
  g_remove (wrong);
  screenshots_exchange (application, look->width, look->height, shoot);
  screenshots_states (application, look->width, look->height, shoot);
  g_application_release (G_APPLICATION (application));
  g_application_quit (G_APPLICATION (application));
}

static int
take (void)
{
  g_autoptr (UiApplication) application = NULL;

  application = ui_application_new (G_APPLICATION_NON_UNIQUE);
  g_application_hold (G_APPLICATION (application));
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  status |= g_application_run (G_APPLICATION (application), 0, NULL);
  return status;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static void
write_index (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) html = g_string_new (
      "<!doctype html><meta charset=utf-8><title>Natality</title>\n<style>body{font:14px "
      "sans-serif;margin:24px}"
      "img{max-width:100%;border:1px solid #ccc}</style>\n");
  g_autofree char *path = g_build_filename (folder, "index.html", NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".png"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (html, "<h2>%s</h2><img src=\"%s\">\n", (char *) names->pdata[i],
                            (char *) names->pdata[i]);
  g_file_set_contents (path, html->str, -1, NULL);
}

/* screenshots FOLDER [LOOK] */
int
main (int    argc,
      char **argv)
{
  if (states_main (argc, argv) >= 0) /* one of the other processes that a state needs */
    return 0;
  if (argc < 2)
    return 2;
  folder = argv[1];
  g_mkdir_with_parents (folder, 0755);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      const char *args[] = { argv[0], folder, looks[i].name, NULL };
      g_auto (GStrv) env = g_get_environ ();
      int wait_status = 0;

      look = &looks[i];
      if (argc > 2 && g_strcmp0 (argv[2], look->name) == 0
          && g_getenv ("NATALITY_TEST_LOOK") != NULL)
        return take ();
      if (argc > 2 && g_strcmp0 (argv[2], look->name) != 0)
        continue;
      env = g_environ_setenv (env, "NATALITY_TEST_LOOK", look->name, TRUE);
      env = g_environ_setenv (env, "GDK_SCALE", look->scale, TRUE);
      if (look->pseudo && g_getenv ("NATALITY_TEST_PSEUDO") != NULL)
        {
          env =
              g_environ_setenv (env, "NATALITY_LOCALEDIR", g_getenv ("NATALITY_TEST_PSEUDO"), TRUE);
          env = g_environ_setenv (env, "LANGUAGE", "en@pseudo", TRUE);
        }
      else if (look->pseudo)
        continue;
      if (!g_spawn_sync (NULL, (char **) args, env, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL,
                         &wait_status, NULL)
          || wait_status != 0)
        status = 1;
    }
  write_index ();
  return status;
}
