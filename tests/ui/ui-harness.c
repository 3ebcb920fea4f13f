/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-harness.h"

#include <X11/XKBlib.h>
#include <X11/Xlib.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#include <gdk/x11/gdkx.h>

#include "ui-editor.h"
#include "ui-field.h"
#include "ui-form.h"

#define DEADLINE_SECONDS 20

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
ui_wait (UiCondition condition,
         gpointer    data,
         const char *what)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_SECONDS * G_USEC_PER_SEC;
  guint tick = g_timeout_add (20, tick_cb, NULL);

  while (!condition (data))
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("waited %d s in vain: %s", DEADLINE_SECONDS, what);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

typedef struct
{
  guint frames;
  guint quiet;
} Settle;

static void
frame_cb (GdkFrameClock *clock,
          Settle        *settle)
{
  settle->frames++;
}

/* Two turns of 30 ms in which no frame was painted, or 3 s where something keeps blinking. */
void
ui_settle (void)
{
  g_autoptr (GPtrArray) clocks = g_ptr_array_new_with_free_func (g_object_unref);
  Settle settle = { 0, 0 };
  gint64 deadline = g_get_monotonic_time () + 3 * G_USEC_PER_SEC;
  GListModel *windows = gtk_window_get_toplevels ();
  guint tick;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

      if (clock == NULL)
        continue;
      g_signal_connect (clock, "after-paint", G_CALLBACK (frame_cb), &settle);
      g_ptr_array_add (clocks, g_object_ref (clock));
      gtk_widget_queue_draw (window);
    }
  tick = g_timeout_add (10, tick_cb, NULL);
  while (settle.quiet < 2 && g_get_monotonic_time () < deadline)
    {
      guint frames = settle.frames;
      gint64 end = g_get_monotonic_time () + 30000;

      while (g_get_monotonic_time () < end)
        g_main_context_iteration (NULL, TRUE);
      while (g_main_context_pending (NULL) && g_get_monotonic_time () < deadline)
        g_main_context_iteration (NULL, FALSE);
      settle.quiet = settle.frames == frames ? settle.quiet + 1 : 0;
    }
  g_source_remove (tick);
  for (guint i = 0; i < clocks->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (clocks, i), frame_cb, &settle);
}

static void
activate_cb (GApplication *application,
             int          *status)
{
  g_signal_stop_emission_by_name (application, "activate");
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink",
                FALSE, NULL);
  *status = g_test_run ();
  g_application_release (application);
}

int
ui_run_tests (UiApplication *application)
{
  int status = 1;

  g_application_hold (G_APPLICATION (application));
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &status);
  g_application_run (G_APPLICATION (application), 0, NULL);
  g_object_unref (application);
  return status;
}

gboolean
ui_has_no_window (gpointer application)
{
  return gtk_application_get_windows (application) == NULL;
}

gboolean
ui_has_register (gpointer window)
{
  SessionRegister *reg = ui_window_get_register (window);

  return reg != NULL && session_register_dataset (reg) != NULL;
}

gboolean
ui_is_saved (gpointer window)
{
  UiPatientPage *page = ui_patient_page_of (window);

  return !ui_patient_page_has_unsaved (page)
         && !ui_editor_is_saving (ui_patient_page_get_editor (page))
         && !session_register_is_saving (ui_window_get_register (window));
}

UiWindow *
ui_open (UiApplication *application,
         const char    *path)
{
  UiWindow *window = ui_window_new (GTK_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  ui_window_open (window, path);
  ui_wait (ui_has_register, window, "the dataset");
  ui_settle ();
  return window;
}

GtkWidget *
ui_find (GtkWidget *root,
         GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = ui_find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
ui_find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type) && gtk_widget_get_visible (window))
        return window;
    }
  return NULL;
}

GtkWidget *
ui_find_label (GtkWidget  *root,
               const char *text)
{
  if (GTK_IS_LABEL (root) && g_str_equal (gtk_label_get_text (GTK_LABEL (root)), text))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = ui_find_label (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

char *
ui_shown_text (const char *english)
{
  g_auto (GStrv) parts = g_strsplit (g_dgettext (GETTEXT_PACKAGE, english), "_", -1);

  return g_strjoinv ("", parts);
}

GtkWidget *
ui_find_button (GtkWidget  *root,
                const char *text)
{
  if (GTK_IS_BUTTON (root) && gtk_widget_get_mapped (root)
      && (ui_find_label (root, text) != NULL
          || g_strcmp0 (gtk_widget_get_tooltip_text (root), text) == 0))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = ui_find_button (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
ui_find_shown_label (GtkWidget  *root,
                     const char *text)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), text) != NULL)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = ui_find_shown_label (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_form (GtkWidget *root,
           int        table,
           guint     *nth)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (UI_IS_FORM (root) && (int) ui_form_get_table (UI_FORM (root)) == table && (*nth)-- == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_form (child, table, nth);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
ui_find_field_entry (GtkWidget  *root,
                     int         table,
                     const char *id,
                     guint       nth)
{
  GtkWidget *form = find_form (root, table, &nth);
  GtkWidget *field = form != NULL ? ui_form_find_field (UI_FORM (form), id) : NULL;

  return field != NULL ? ui_field_get_entry (UI_FIELD (field)) : NULL;
}

UiRegisterPage *
ui_register_page_of (UiWindow *window)
{
  return UI_REGISTER_PAGE (ui_find (GTK_WIDGET (window), UI_TYPE_REGISTER_PAGE));
}

UiPatientPage *
ui_patient_page_of (UiWindow *window)
{
  return ui_register_page_get_patient_page (ui_register_page_of (window));
}

void
ui_picture (GtkWidget  *window,
            const char *path)
{
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GtkSnapshot *snapshot;
  GskRenderNode *node;
  int width, height;

  ui_settle ();
  paintable = gtk_widget_paintable_new (window);
  width = gdk_paintable_get_intrinsic_width (paintable);
  height = gdk_paintable_get_intrinsic_height (paintable);
  snapshot = gtk_snapshot_new ();
  gtk_snapshot_scale (snapshot, (float) gtk_widget_get_scale_factor (window),
                      (float) gtk_widget_get_scale_factor (window));
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  gsk_render_node_unref (node);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

typedef struct
{
  char *text;
  gboolean done;
} Clip;

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Clip *clip = data;

  clip->text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  clip->done = TRUE;
}

static gboolean
is_read (gpointer clip)
{
  return ((Clip *) clip)->done;
}

char *
ui_clipboard (GtkWidget *widget)
{
  Clip clip = { 0 };

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, read_cb, &clip);
  ui_wait (is_read, &clip, "the clipboard");
  return clip.text;
}

/* --- the keyboard and the pointer, as X sends them -------------------------------------------- */

static Display *
x_display (void)
{
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  return gdk_x11_display_get_xdisplay (gdk_display_get_default ());
  G_GNUC_END_IGNORE_DEPRECATIONS
}

static void
fake_key (KeySym   symbol,
          gboolean press)
{
  XTestFakeKeyEvent (x_display (), XKeysymToKeycode (x_display (), symbol), press, 0);
}

void
ui_key (guint           keyval,
        GdkModifierType modifiers)
{
  static const struct { GdkModifierType modifier; KeySym symbol; } keys[] = {
    { GDK_CONTROL_MASK, XK_Control_L }, { GDK_SHIFT_MASK, XK_Shift_L }, { GDK_ALT_MASK, XK_Alt_L },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if ((modifiers & keys[i].modifier) != 0)
      fake_key (keys[i].symbol, TRUE);
  fake_key (keyval, TRUE);
  fake_key (keyval, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if ((modifiers & keys[i].modifier) != 0)
      fake_key (keys[i].symbol, FALSE);
  XSync (x_display (), False); /* what was sent has come back before we wait for its effect */
  ui_settle ();
}

void
ui_type (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      guint keyval = gdk_unicode_to_keyval (c);
      KeyCode code = XKeysymToKeycode (x_display (), keyval);
      gboolean shift = XkbKeycodeToKeysym (x_display (), code, 0, 0) != keyval;

      if (shift)
        fake_key (XK_Shift_L, TRUE);
      fake_key (keyval, TRUE);
      fake_key (keyval, FALSE);
      if (shift)
        fake_key (XK_Shift_L, FALSE);
    }
  XSync (x_display (), False); /* what was sent has come back before we wait for its effect */
  ui_settle ();
}

void
ui_type_over (GtkWidget  *entry,
              const char *text)
{
  gtk_widget_grab_focus (entry);
  ui_settle ();
  ui_key (GDK_KEY_a, GDK_CONTROL_MASK);
  ui_type (text);
}

static void
move_pointer (GtkWidget *widget,
              double     part_x,
              double     part_y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GdkSurface *surface = gtk_native_get_surface (native);
  Window xid = gdk_x11_surface_get_xid (surface), child;
  int scale = gdk_surface_get_scale_factor (surface); /* X counts device pixels */
  double x, y, dx, dy;
  int root_x, root_y;

  gtk_widget_translate_coordinates (widget, GTK_WIDGET (native),
                                    gtk_widget_get_width (widget) * part_x,
                                    gtk_widget_get_height (widget) * part_y, &x, &y);
  gtk_native_get_surface_transform (native, &dx, &dy);
  XTranslateCoordinates (x_display (), xid, DefaultRootWindow (x_display ()),
                         (int) (scale * (x + dx)), (int) (scale * (y + dy)), &root_x, &root_y,
                         &child);
  XTestFakeMotionEvent (x_display (), -1, root_x, root_y, 0);
}

void
ui_point (GtkWidget *widget,
          double     part_x,
          double     part_y)
{
  move_pointer (widget, part_x, part_y);
  XSync (x_display (), False); /* what was sent has come back before we wait for its effect */
  ui_settle ();
}

void
ui_click_at (GtkWidget *widget,
             double     part_x,
             double     part_y)
{
  move_pointer (widget, part_x, part_y);
  XTestFakeButtonEvent (x_display (), 1, TRUE, 0);
  XTestFakeButtonEvent (x_display (), 1, FALSE, 0);
  XSync (x_display (), False); /* what was sent has come back before we wait for its effect */
  ui_settle ();
}

void
ui_click (GtkWidget *widget)
{
  ui_click_at (widget, 0.5, 0.5);
}
