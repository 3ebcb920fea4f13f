/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where something new is to be written: a name, a folder, and whether that can be. Writes
 * nothing. */
#include "ui-exchange-place.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

struct _UiExchangePlace
{
  AdwBin parent_instance;

  /* Template widgets */
  AdwEntryRow *name_row;
  AdwActionRow *folder_row;
  GtkLabel *message;

  char *folder, *suffix;
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (UiExchangePlace, ui_exchange_place, ADW_TYPE_BIN)

enum { PROP_0, PROP_TITLE, N_PROPS };

static GParamSpec *props[N_PROPS];
static guint changed_signal;

static char *
path_of (UiExchangePlace *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->name_row));
  g_autofree char *name = g_strstrip (g_strdup (text));
  g_autofree char *whole = NULL;

  if (name[0] == '\0' || self->folder == NULL)
    return NULL;
  whole = g_str_has_suffix (name, self->suffix) ? g_strdup (name)
                                                : g_strconcat (name, self->suffix, NULL);
  return g_build_filename (self->folder, whole, NULL);
}

static gboolean
is_taken (const char *path)
{
  g_autoptr (GDir) dir = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
    return FALSE;
  dir = g_dir_open (path, 0, NULL);
  return dir == NULL || g_dir_read_name (dir) != NULL; /* an empty folder may be filled */
}

/* NULL: nothing. */
static const char *
what_is_wrong (UiExchangePlace *self)
{
  g_autofree char *path = path_of (self);

  if (path == NULL)
    return _("A name is needed.");
  if (strchr (gtk_editable_get_text (GTK_EDITABLE (self->name_row)), '/') != NULL)
    return _("A name can’t have a slash in it.");
  if (access (self->folder, W_OK | X_OK) != 0)
    return _("This account can’t write in that folder. Choose another one.");
  if (is_taken (path))
    return _("There is something of that name already. Nothing is replaced; choose another name.");
  return NULL;
}

static void
update (UiExchangePlace *self)
{
  g_autofree char *folder = g_filename_display_name (self->folder != NULL ? self->folder : "");
  g_autofree char *shown = g_markup_escape_text (folder, -1);
  const char *wrong = what_is_wrong (self);

  adw_action_row_set_subtitle (self->folder_row, shown);
  gtk_label_set_text (self->message, wrong != NULL ? wrong : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), wrong != NULL);
  if (wrong != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
  g_signal_emit (self, changed_signal, 0);
}

char *
ui_exchange_place_get_path (UiExchangePlace *self)
{
  return what_is_wrong (self) == NULL ? path_of (self) : NULL;
}

void
ui_exchange_place_set_folder (UiExchangePlace *self,
                              const char      *folder)
{
  g_free (self->folder);
  self->folder = g_strdup (folder);
  update (self);
}

void
ui_exchange_place_propose (UiExchangePlace *self,
                           const char      *path,
                           const char      *suffix)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *stem = NULL;
  g_autofree char *name = NULL;

  g_free (self->suffix);
  self->suffix = g_strdup (suffix);
  g_free (self->folder);
  self->folder = g_path_get_dirname (path);
  if (g_str_has_suffix (base, suffix))
    base[strlen (base) - strlen (suffix)] = '\0';
  stem = g_filename_display_name (base);
  name = g_strconcat (stem, suffix, NULL);
  for (guint i = 2; i < 1000; i++)
    {
      g_autofree char *whole = g_build_filename (self->folder, name, NULL);

      if (!is_taken (whole))
        break;
      g_free (name);
      name = g_strdup_printf ("%s-%u%s", stem, i, suffix);
    }
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);
  update (self);
}

static void
chosen_cb (GtkNativeDialog *chooser,
           int              response,
           gpointer         data)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser))
                               : NULL;
  g_autofree char *folder = file != NULL ? g_file_get_path (file) : NULL;

  if (folder != NULL)
    ui_exchange_place_set_folder (data, folder);
}

static void
choose_cb (UiExchangePlace *self)
{
  g_autoptr (GFile) folder = self->folder != NULL ? g_file_new_for_path (self->folder) : NULL;

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (
      _ ("Choose a Folder"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
      GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Choose"), _ ("_Cancel"));
  if (folder != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), folder, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
ui_exchange_place_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  UiExchangePlace *self = UI_EXCHANGE_PLACE (object);

  if (prop_id == PROP_TITLE)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name_row),
                                   g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
ui_exchange_place_dispose (GObject *object)
{
  g_clear_object (&UI_EXCHANGE_PLACE (object)->chooser);
  adw_bin_set_child (ADW_BIN (object), NULL);
  G_OBJECT_CLASS (ui_exchange_place_parent_class)->dispose (object);
}

static void
ui_exchange_place_finalize (GObject *object)
{
  UiExchangePlace *self = UI_EXCHANGE_PLACE (object);

  g_free (self->folder);
  g_free (self->suffix);
  G_OBJECT_CLASS (ui_exchange_place_parent_class)->finalize (object);
}

static void
ui_exchange_place_class_init (UiExchangePlaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ui_exchange_place_dispose;
  object_class->finalize = ui_exchange_place_finalize;
  object_class->set_property = ui_exchange_place_set_property;
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL,
                                           G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  changed_signal = g_signal_new ("changed", UI_TYPE_EXCHANGE_PLACE, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-exchange-place.ui");
  gtk_widget_class_bind_template_child (widget_class, UiExchangePlace, name_row);
  gtk_widget_class_bind_template_child (widget_class, UiExchangePlace, folder_row);
  gtk_widget_class_bind_template_child (widget_class, UiExchangePlace, message);
  gtk_widget_class_bind_template_callback_full (widget_class, "update", G_CALLBACK (update));
  gtk_widget_class_bind_template_callback_full (widget_class, "choose_cb", G_CALLBACK (choose_cb));
}

static void
ui_exchange_place_init (UiExchangePlace *self)
{
  self->suffix = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
}
