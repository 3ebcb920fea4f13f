/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one reader and writer of GSettings: window state and the recent registers. */
#include "ui-settings.h"

#include <glib/gi18n-lib.h>

#include "base-clock.h"
#include "base-date.h"
#include "config.h"

#define MAX_RECENT 8

GSettings *
ui_settings_get (void)
{
  static GSettings *settings;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
      g_autoptr (GSettingsSchema) schema = NULL;

      if (source != NULL)
        schema = g_settings_schema_source_lookup (source, NATALITY_APP_ID, TRUE);
      if (schema != NULL)
        settings = g_settings_new (NATALITY_APP_ID);
      g_once_init_leave (&once, 1);
    }
  return settings;
}

void
ui_recent_free (UiRecent *self)
{
  g_free (self->path);
  g_free (self);
}

static UiRecent *
recent_new (const char *path,
            guint       n_patients,
            gint64      opened)
{
  UiRecent *self = g_new0 (UiRecent, 1);

  self->path = g_strdup (path);
  self->n_patients = n_patients;
  self->opened = opened;
  return self;
}

GPtrArray *
ui_recent_list (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) ui_recent_free);
  g_autoptr (GVariant) value = NULL;
  GVariantIter iter;
  const char *path;
  guint32 n;
  gint64 opened;

  if (ui_settings_get () == NULL)
    return list;
  value = g_settings_get_value (ui_settings_get (), "recent");
  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "(&sux)", &path, &n, &opened))
    if (g_file_test (path, G_FILE_TEST_EXISTS))
      g_ptr_array_add (list, recent_new (path, n, opened));
  return list;
}

void
ui_recent_add (const char *path,
               guint       n_patients)
{
  g_autoptr (GPtrArray) list = ui_recent_list ();
  GVariantBuilder builder;
  guint n = 1;

  if (ui_settings_get () == NULL)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sux)"));
  g_variant_builder_add (&builder, "(sux)", path, n_patients, base_now () / G_USEC_PER_SEC);
  for (guint i = 0; i < list->len && n < MAX_RECENT; i++)
    {
      const UiRecent *recent = g_ptr_array_index (list, i);

      if (g_str_equal (recent->path, path))
        continue;
      g_variant_builder_add (&builder, "(sux)", recent->path, recent->n_patients, recent->opened);
      n++;
    }
  g_settings_set_value (ui_settings_get (), "recent", g_variant_builder_end (&builder));
}

char *
ui_recent_when (const UiRecent *self)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (self->opened);
  BaseDate date;
  gint32 days;
  g_autofree char *text = NULL;

  if (time == NULL)
    return g_strdup ("");
  date.year = (gint16) g_date_time_get_year (time);
  date.month = (guint8) g_date_time_get_month (time);
  date.day = (guint8) g_date_time_get_day_of_month (time);
  days = base_today () - base_date_first_day (date);
  if (days <= 0)
    return g_strdup (_("opened today"));
  if (days == 1)
    return g_strdup (_("opened yesterday"));
  if (days < 14)
    return g_strdup_printf (ngettext ("opened %d day ago", "opened %d days ago", (gulong) days),
                            days);
  text = base_date_to_display (date);
  return g_strdup_printf (_("opened %s"), text);
}

void
ui_settings_restore_window (GtkWindow *window)
{
  GSettings *settings = ui_settings_get ();

  gtk_window_set_default_size (window, 1280, 800);
  if (settings == NULL)
    return;
  gtk_window_set_default_size (window,
                               MAX (640, g_settings_get_int (settings, "window-width")),
                               MAX (480, g_settings_get_int (settings, "window-height")));
  if (g_settings_get_boolean (settings, "is-maximized"))
    gtk_window_maximize (window);
}

void
ui_settings_keep_window (GtkWindow *window)
{
  GSettings *settings = ui_settings_get ();
  int width, height;

  if (settings == NULL)
    return;
  g_settings_set_boolean (settings, "is-maximized", gtk_window_is_maximized (window));
  gtk_window_get_default_size (window, &width, &height);
  if (!gtk_window_is_maximized (window) && width > 0 && height > 0)
    {
      g_settings_set_int (settings, "window-width", width);
      g_settings_set_int (settings, "window-height", height);
    }
}
