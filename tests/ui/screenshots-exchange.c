/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screenshots-exchange.h"

#include <glib/gstdio.h>
#include <string.h>

#include "ui-exchange-dialog.h"
#include "ui-exchange-import.h"
#include "ui-exchange-offer.h"
#include "ui-exchange-restore.h"

static gboolean
is_shown (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

static gboolean
is_idle (gpointer data)
{
  return !ui_exchange_work_is_busy (data);
}

static GtkWidget *
open_dialog (UiWindow   *window,
             const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (window), action, NULL);
  ui_settle ();
  return ui_find_window (UI_TYPE_EXCHANGE_DIALOG);
}

/* By its label in English, in whatever language is shown. */
static GtkWidget *
find_button (GtkWidget  *root,
             const char *label)
{
  g_autofree char *shown = ui_shown_text (label);

  return ui_find_button (root, shown);
}

static void
close_dialog (GtkWidget *dialog)
{
  gtk_window_close (GTK_WINDOW (dialog));
  ui_settle ();
}

static void
wait_until_idle (GtkWidget *dialog)
{
  ui_wait (is_idle, ui_find (dialog, UI_TYPE_EXCHANGE_WORK), "the work to end");
  ui_settle ();
}

/* The work's page, half done. */
static void
shoot_work (GtkWidget  *dialog,
            const char *what,
            const char *name,
            ShootFunc   shoot)
{
  UiExchangeWork *work = UI_EXCHANGE_WORK (ui_find (dialog, UI_TYPE_EXCHANGE_WORK));

  ui_exchange_work_begin (work, what);
  ui_exchange_work_progress (420, 1000, work);
  ui_wait (is_shown, work, "the bar");
  shoot (dialog, name);
  ui_exchange_work_end (work);
}

static void
put (const char *folder,
     const char *file,
     const char *text)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);

  g_file_set_contents (path, text, -1, NULL);
}

static void
put_new (const char *folder,
         gboolean    bad)
{
  g_mkdir (folder, 0700);
  put (folder, "patients.csv",
       bad ? "code,birth_month,referral_date,height_cm\nNEW-1,1979-03,2010-05-02,168\n"
             "NEW-2,yesterday,2010-05-02,170\nNEW-3,1981-02,2011,1.7\n"
           : "code,birth_month,referral_date,height_cm\nNEW-1,1979-03,2010-05-02,168\n");
  put (folder, "cycles.csv",
       bad ? "patient,key,kind,start_date\nNEW-1,1,thaw,2011-03-01\nNEW-1,2,by moonlight,2012\n"
             "NEW-2,1,thaw,2011\n"
           : "patient,key,kind,start_date\nNEW-1,1,thaw,2011-03-01\n");
  put (folder, "transfers.csv",
       bad ? "patient,key,cycle,status,date,order_in_cycle,kind\n"
             "NEW-1,1,1,performed,2011-03-09,1,frozen\nNEW-1,2,2,performed,2012-13-40,1,frozen\n"
             "NOBODY,1,1,performed,2012,1,fresh\n"
           : "patient,key,cycle,status,date,order_in_cycle,kind\n"
             "NEW-1,1,1,performed,2011-03-09,1,frozen\n");
}

static void
shoot_import (UiWindow   *window,
              const char *folder,
              ShootFunc   shoot)
{
  g_autofree char *csv = g_build_filename (folder, "csv", NULL);
  g_autofree char *good = g_build_filename (folder, "good", NULL);
  g_autofree char *bad = g_build_filename (folder, "from-the-laboratory", NULL);
  GtkWidget *dialog = open_dialog (window, "win.import");
  UiExchangeImport *import = UI_EXCHANGE_IMPORT (ui_find (dialog, UI_TYPE_EXCHANGE_IMPORT));

  session_register_export_sync (ui_window_get_register (window), csv, FALSE, NULL, NULL, NULL,
                                NULL);
  shoot (dialog, "import-choose");
  shoot_work (dialog, "Looking at the files…", "import-work", shoot);
  ui_exchange_import_look (import, folder);
  wait_until_idle (dialog);
  shoot (dialog, "import-no-files");
  ui_exchange_import_look (import, csv);
  wait_until_idle (dialog);
  shoot (dialog, "import-known");
  put_new (good, FALSE);
  ui_exchange_import_look (import, good);
  wait_until_idle (dialog);
  shoot (dialog, "import-good");
  put_new (bad, TRUE);
  ui_exchange_import_look (import, bad);
  wait_until_idle (dialog);
  shoot (dialog, "import-problems");
  ui_click (find_button (dialog, "Import the _Good Rows"));
  wait_until_idle (dialog);
  shoot (dialog, "import-done");
  close_dialog (dialog);
}

static void
shoot_rest (UiWindow   *window,
            const char *folder,
            ShootFunc   shoot)
{
  g_autofree char *backup = session_register_backup_path (ui_window_get_register (window), NULL);
  GtkWidget *dialog = open_dialog (window, "win.export-records");

  shoot (dialog, "export-records");
  ui_click (find_button (dialog, "_Export"));
  wait_until_idle (dialog);
  shoot (dialog, "export-records-done");
  close_dialog (dialog);
  dialog = open_dialog (window, "win.back-up");
  shoot (dialog, "backup");
  ui_click (find_button (dialog, "_Back Up"));
  wait_until_idle (dialog);
  shoot (dialog, "backup-done");
  close_dialog (dialog);
  dialog = open_dialog (window, "win.restore");
  shoot (dialog, "restore-choose");
  ui_exchange_restore_look (UI_EXCHANGE_RESTORE (ui_find (dialog, UI_TYPE_EXCHANGE_RESTORE)),
                            backup);
  wait_until_idle (dialog);
  shoot (dialog, "restore");
  close_dialog (dialog);
  dialog = open_dialog (window, "win.check");
  wait_until_idle (dialog);
  shoot (dialog, "check-sound");
  close_dialog (dialog);
}

/* Of a simulated register, in which some things are unusual. */
static void
shoot_check (UiWindow *window,
             ShootFunc shoot)
{
  GtkWidget *dialog = open_dialog (window, "win.check");

  wait_until_idle (dialog);
  shoot (dialog, "check");
  close_dialog (dialog);
}

static void
shoot_menu (UiWindow *window,
            ShootFunc shoot)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.menu", NULL);
  ui_settle ();
  shoot (ui_find (GTK_WIDGET (window), GTK_TYPE_POPOVER_MENU), "menu");
  ui_key (GDK_KEY_Escape, 0);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
damage (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_file_get_contents (path, &bytes, &length, NULL);
  memset (bytes + length / 2 / 4096 * 4096, 0xa5, 4096);
  g_file_set_contents (path, bytes, (gssize) length, NULL);
}

static gboolean
has_found (gpointer offer)
{
  return find_button (offer, "Open the Newest _Good Backup…") != NULL;
}

static gboolean
is_open (gpointer window)
{
  return ui_window_get_register (window) != NULL;
}

static UiWindow *
open_window (UiApplication *application,
             const char    *path,
             int            width,
             int            height)
{
  UiWindow *window = ui_window_new (GTK_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  ui_window_open (window, path);
  ui_wait (is_open, window, "the register");
  ui_settle ();
  return window;
}

static void
shoot_damaged (UiWindow *window,
               ShootFunc shoot)
{
  GtkWidget *offer = ui_find (GTK_WIDGET (window), UI_TYPE_EXCHANGE_OFFER);

  ui_wait (has_found, offer, "the backup to be found");
  shoot (GTK_WIDGET (window), "damaged");
  ui_click (find_button (offer, "Open the Newest _Good Backup…"));
  shoot (ui_find_window (UI_TYPE_EXCHANGE_DIALOG), "damaged-restore");
  close_dialog (ui_find_window (UI_TYPE_EXCHANGE_DIALOG));
}

void
screenshots_exchange (UiApplication *application,
                      int            width,
                      int            height,
                      ShootFunc      shoot)
{
  g_autofree char *folder = g_dir_make_tmp ("natality-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "clinic.natality", NULL);
  g_autofree char *simulated = g_build_filename (folder, "simulated.natality", NULL);
  UiWindow *window;

  g_assert_true (session_create_demonstration (path, NULL));
  window = open_window (application, path, width, height);
  shoot_menu (window, shoot);
  shoot_import (window, folder, shoot);
  shoot_rest (window, folder, shoot);
  gtk_window_close (GTK_WINDOW (window));
  ui_settle ();
  g_assert_true (session_simulate (simulated, 300, 1, NULL, NULL, NULL, NULL, NULL));
  window = open_window (application, simulated, width, height);
  shoot_check (window, shoot);
  gtk_window_close (GTK_WINDOW (window));
  ui_settle ();
  damage (path);
  window = open_window (application, path, width, height);
  shoot_damaged (window, shoot);
  gtk_window_close (GTK_WINDOW (window));
  ui_settle ();
  remove_tree (folder);
}
