/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application: files from the command line, one window for each register, quitting. Knows no
 * page of the window. */
#include "ui-application.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "config.h"
#include "session-draft.h"
#include "ui-window.h"

struct _UiApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (UiApplication, ui_application, ADW_TYPE_APPLICATION)

static char *
canonical (const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  char *real = realpath (absolute, NULL);
  char *copy;

  if (real == NULL)
    return g_steal_pointer (&absolute);
  copy = g_strdup (real);
  free (real);
  return copy;
}

void
ui_application_open_path (UiApplication *self,
                          GtkWindow     *window,
                          const char    *path)
{
  g_autofree char *wanted = NULL;

  g_return_if_fail (UI_IS_APPLICATION (self));
  g_return_if_fail (path != NULL);

  wanted = canonical (path);
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (UI_IS_WINDOW (l->data) && g_strcmp0 (ui_window_get_path (l->data), wanted) == 0)
      {
        gtk_window_present (l->data);
        return;
      }
  if (window == NULL || !UI_IS_WINDOW (window) || ui_window_get_path (UI_WINDOW (window)) != NULL)
    window = GTK_WINDOW (ui_window_new (GTK_APPLICATION (self)));
  gtk_window_present (window);
  ui_window_open (UI_WINDOW (window), wanted);
}

static void
ui_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (ui_window_new (GTK_APPLICATION (application)));
  gtk_window_present (window);
}

static void
ui_application_open (GApplication  *application,
                     GFile        **files,
                     int            n_files,
                     const char    *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);

      if (path != NULL)
        ui_application_open_path (UI_APPLICATION (application),
                                  gtk_application_get_active_window (GTK_APPLICATION (application)),
                                  path);
    }
  if (gtk_application_get_windows (GTK_APPLICATION (application)) == NULL)
    ui_application_activate (application);
}

/* Each window asks for itself; the application ends with the last one. */
static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  g_autoptr (GList) windows =
      g_list_copy (gtk_application_get_windows (GTK_APPLICATION (user_data)));

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  g_autofree char *folder = session_drafts_folder ();
  g_autofree char *shown = g_filename_display_name (folder);
  g_autofree char *drafts = g_strdup_printf (
      _ ("What you type is kept in %s until you save or discard it: in plain text, names too, "
         "readable by you alone. After a crash it is offered again."),
      shown);
  g_autofree char *comments =
      g_strconcat (_ ("A register of embryo transfers after recurrent pregnancy loss, and the "
                      "chance of a live birth after one, two, three or more of them."),
                   "\n\n", drafts, NULL);

  adw_show_about_window (
      gtk_application_get_active_window (GTK_APPLICATION (user_data)), "application-name",
      _ ("Natality"), "application-icon", NATALITY_APP_ID, "version", NATALITY_VERSION,
      "license-type", GTK_LICENSE_GPL_3_0, "comments", comments, NULL);
}

static void
ui_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { "quit", quit_cb },
    { "about", about_cb },
  };

  G_APPLICATION_CLASS (ui_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
#define ACCELS(action, ...)                                                                        \
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), action,                    \
                                         (const char *[]){ __VA_ARGS__, NULL })
  ACCELS ("app.quit", "<Control>q");
  ACCELS ("window.close", "<Control>w");
  ACCELS ("win.open", "<Control>o");
  ACCELS ("win.new-patient", "<Control>n");
  ACCELS ("win.save", "<Control>s");
  ACCELS ("win.search", "<Control>f");
  ACCELS ("win.page('register')", "<Alt>1");
  ACCELS ("win.page('curves')", "<Alt>2");
  ACCELS ("win.menu", "F10");
#undef ACCELS
  gtk_window_set_default_icon_name (NATALITY_APP_ID);
}

static void
ui_application_class_init (UiApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->activate = ui_application_activate;
  application_class->open = ui_application_open;
  application_class->startup = ui_application_startup;
}

static void
ui_application_init (UiApplication *self)
{
}

UiApplication *
ui_application_new (GApplicationFlags flags)
{
  const char *locale_dir = g_getenv ("NATALITY_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : NATALITY_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name (_("Natality"));
  return g_object_new (UI_TYPE_APPLICATION,
                       "application-id", NATALITY_APP_ID,
                       "resource-base-path", "/org/natality/Natality",
                       "flags", flags,
                       NULL);
}
