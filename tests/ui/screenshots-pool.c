/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screenshots-pool.h"

#include <glib/gstdio.h>

#include "test-pool-fixture.h"
#include "ui-curves-page.h"
#include "ui-pool-dialog.h"
#include "ui-risk-tables-dialog.h"

#define CHILD(dialog, type, name)                                                                  \
  GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (dialog), type, name))
#define OF_POOL(name) CHILD (dialog, UI_TYPE_POOL_DIALOG, name)
#define OF_TABLES(name) CHILD (dialog, UI_TYPE_RISK_TABLES_DIALOG, name)

#define MANY "by=age:32,35,38\nwhere=bmi < 35\n"

static char *folder;

static gboolean
is_pooled (gpointer dialog)
{
  return ui_pool_dialog_get_pooled (dialog) != NULL;
}

static gboolean
is_told (gpointer dialog)
{
  return !gtk_widget_get_visible (OF_TABLES ("spinner"));
}

static gboolean
is_answered (gpointer page)
{
  return ui_curves_page_is_answered (page);
}

static void
close_dialog (GtkWidget *dialog)
{
  gtk_window_close (GTK_WINDOW (dialog));
  ui_settle ();
}

static void
shoot_tables (UiWindow *window,
              void (*shoot) (GtkWidget *, const char *))
{
  GtkWidget *dialog;

  ui_wait (is_answered, ui_find (GTK_WIDGET (window), UI_TYPE_CURVES_PAGE), "the answer");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.export-risk-tables", NULL);
  ui_settle ();
  dialog = ui_find_window (UI_TYPE_RISK_TABLES_DIALOG);
  shoot (dialog, "risk-tables-new");
  gtk_editable_set_text (GTK_EDITABLE (OF_TABLES ("name")), "Klinik Nord");
  ui_wait (is_told, dialog, "the tables");
  shoot (dialog, "risk-tables");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (OF_TABLES ("strata")), 4);
  ui_wait (is_told, dialog, "the tables");
  shoot (dialog, "risk-tables-refused");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (OF_TABLES ("strata")), 0);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (OF_TABLES ("smallest")), 1);
  ui_wait (is_told, dialog, "the tables");
  shoot (dialog, "risk-tables-single");
  close_dialog (dialog);
}

static void
add (GtkWidget  *dialog,
     const char *file)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  const char *paths[] = { path, NULL };

  ui_pool_dialog_add (UI_POOL_DIALOG (dialog), paths);
  ui_wait (is_pooled, dialog, "the pool");
  ui_settle ();
}

static void
scroll (GtkWidget *dialog,
        double     part)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (OF_POOL ("chart"), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment
    = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));

  ui_settle ();
  gtk_adjustment_set_value (adjustment, part * (gtk_adjustment_get_upper (adjustment)
                                                - gtk_adjustment_get_page_size (adjustment)));
  ui_settle ();
}

static void
shoot_pool (UiWindow *window,
            void (*shoot) (GtkWidget *, const char *))
{
  GtkWidget *dialog;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.pool-centres", NULL);
  ui_settle ();
  dialog = ui_find_window (UI_TYPE_POOL_DIALOG);
  shoot (dialog, "pool-empty");
  add (dialog, "broken.json");
  shoot (dialog, "pool-none");
  add (dialog, "a.json");
  add (dialog, "b.json");
  add (dialog, "c.json");
  shoot (dialog, "pool");
  scroll (dialog, 0.6);
  shoot (dialog, "pool-cards");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (OF_POOL ("at")), 2);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (OF_POOL ("contrast")), 1);
  ui_wait (is_pooled, dialog, "the pool");
  add (dialog, "other.json");
  add (dialog, "twice.json");
  scroll (dialog, 1);
  shoot (dialog, "pool-end");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (OF_POOL ("estimator")), 1);
  ui_wait (is_pooled, dialog, "the pool");
  scroll (dialog, 0);
  shoot (dialog, "pool-conservative");
  close_dialog (dialog);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.pool-centres", NULL);
  ui_settle ();
  dialog = ui_find_window (UI_TYPE_POOL_DIALOG);
  add (dialog, "many-a.json");
  add (dialog, "many-b.json");
  shoot (dialog, "pool-many");
  scroll (dialog, 0.7);
  shoot (dialog, "pool-many-cards");
  close_dialog (dialog);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.pool-centres", NULL);
  ui_settle ();
  dialog = ui_find_window (UI_TYPE_POOL_DIALOG);
  add (dialog, "all.json");
  scroll (dialog, 1);
  shoot (dialog, "pool-no-groups");
  close_dialog (dialog);
}

void
screenshots_pool (UiWindow *window,
                  void (*shoot) (GtkWidget *, const char *))
{
  AnalysisCentreOptions options = { .name = "Klinik Nord", .smallest_cell = 5, .together = TRUE };
  AnalysisCentreOptions apart = { .name = "Centre of Reproduction, West", .smallest_cell = 1 };
  g_autofree char *broken = NULL;

  folder = g_dir_make_tmp ("natality-XXXXXX", NULL);
  broken = g_build_filename (folder, "broken.json", NULL);
  g_file_set_contents (broken, "{}", -1, NULL);
  pool_fixture_write (folder, "a.json", 1, "by=age:35\n", &options);
  pool_fixture_write (folder, "c.json", 3, "by=age:35\n", &apart);
  options.name = "Hôpital du Sud";
  pool_fixture_write (folder, "b.json", 2, "by=age:35\n", &options);
  pool_fixture_write (folder, "twice.json", 2, "by=age:35\n", &options);
  options.name = "Somewhere Else";
  pool_fixture_write (folder, "other.json", 4, "by=age:35\nindex=first\n", &options);
  pool_fixture_write (folder, "many-a.json", 5, MANY, &options);
  options.name = "Yet Another Centre";
  pool_fixture_write (folder, "many-b.json", 6, MANY, &apart);
  pool_fixture_write (folder, "all.json", 7, "", &options);
  shoot_tables (window, shoot);
  shoot_pool (window, shoot);
  pool_fixture_remove (folder);
  g_clear_pointer (&folder, g_free);
}
