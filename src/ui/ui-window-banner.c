/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The banner of a window: why a register is for reading only, that it wasn't closed last time, and
 * typing that was found, to go on with or to discard. */
#include <glib/gi18n-lib.h>

#include "ui-window-private.h"

enum { RESPONSE_GO_ON = 1, RESPONSE_DISCARD, RESPONSE_RETRY, RESPONSE_CLOSE };

static SessionDraft *
next_found (UiWindow *self)
{
  return self->found != NULL && self->found->len > 0 ? self->found->pdata[0] : NULL;
}

static void
add_line (GString *text,
          char    *line)
{
  if (line != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
  g_free (line);
}

void
ui_window_update_banner (UiWindow *self)
{
  gboolean writable = self->reg != NULL && session_register_is_writable (self->reg);
  SessionDraft *found = self->reg != NULL ? next_found (self) : NULL;
  GString *text = g_string_new (NULL);

  if (self->reg != NULL)
    {
      add_line (text, session_register_state_text (self->reg));
      if (!self->banner_closed)
        {
          add_line (text, session_register_crash_text (self->reg));
          add_line (text, session_register_draft_trouble (self->reg));
        }
    }
  if (self->reg != NULL && !writable && ui_register_page_has_unsaved (self->register_page))
    add_line (text, g_strdup (_ ("What you typed is kept on this computer, and offered again once "
                                 "the register can be changed.")));
  if (found != NULL)
    {
      add_line (text, session_draft_describe (found, self->reg));
      if (!writable)
        add_line (text, g_strdup (_("It is kept until the register can be changed again.")));
    }
  gtk_widget_set_visible (self->go_on_button, found != NULL && writable);
  gtk_widget_set_visible (self->discard_button, found != NULL && writable);
  gtk_widget_set_visible (self->retry_button,
                          self->reg != NULL
                              && session_register_state (self->reg) == SESSION_READ_ONLY_HELD);
  gtk_widget_set_visible (self->close_button, writable && found == NULL);
  gtk_info_bar_set_message_type (self->banner,
                                 writable || self->reg == NULL ? GTK_MESSAGE_INFO
                                                               : GTK_MESSAGE_WARNING);
  gtk_label_set_text (self->banner_label, text->str);
  gtk_info_bar_set_revealed (self->banner, text->len > 0);
  g_string_free (text, TRUE);
}

void
ui_window_set_found (UiWindow  *self,
                     GPtrArray *found)
{
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = found;
  self->banner_closed = FALSE;
}

/* --- going on, discarding --------------------------------------------------------------------- */

static void
gone_on_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GObject) kept = user_data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (source));

  if (!ui_register_page_go_on_finish (UI_REGISTER_PAGE (source), result) || !UI_IS_WINDOW (root))
    return;
  if (UI_WINDOW (root)->found != NULL)
    g_ptr_array_remove (UI_WINDOW (root)->found, kept);
  ui_window_update_banner (UI_WINDOW (root));
}

static void
go_on (UiWindow *self)
{
  SessionDraft *kept = next_found (self);

  adw_view_stack_set_visible_child_name (self->pages, "register");
  ui_register_page_go_on_async (self->register_page, kept, gone_on_cb, g_object_ref (kept));
}

/* Typing stays as long as it can still be taken back: it goes with the toast that offers so. */
static void
give_up (gpointer data)
{
  session_draft_drop (data);
  g_object_unref (data);
}

static void
take_back_cb (AdwToast *toast,
              UiWindow *self)
{
  SessionDraft *kept = g_object_steal_data (G_OBJECT (toast), "kept");

  if (self->found == NULL)
    {
      g_object_unref (kept);
      return;
    }
  g_ptr_array_insert (self->found, 0, kept);
  ui_window_update_banner (self);
}

static void
discard (UiWindow *self)
{
  SessionDraft *kept = g_object_ref (next_found (self));
  AdwToast *toast = adw_toast_new (_ ("The typing was discarded"));

  g_ptr_array_remove (self->found, kept);
  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_timeout (toast, 8);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_object_set_data_full (G_OBJECT (toast), "kept", kept, give_up);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (take_back_cb), self, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
  ui_window_update_banner (self);
}

void
ui_window_banner_response (UiWindow *self,
                           int       response)
{
  switch (response)
    {
    case RESPONSE_GO_ON:
      go_on (self);
      break;
    case RESPONSE_DISCARD:
      discard (self);
      break;
    case RESPONSE_RETRY:
      ui_window_reopen (self, NULL);
      break;
    case RESPONSE_CLOSE:
    default:
      self->banner_closed = TRUE;
      ui_window_update_banner (self);
      break;
    }
}
