/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-method-button.h"

#include <glib/gi18n-lib.h>

#include "report-method.h"
#include "ui-drop-down.h"

#define TEXT_WIDTH 540
#define TEXT_HEIGHT 480 /* what is taller is scrolled */

/* --- an entry --------------------------------------------------------------------------------- */

static GtkWidget *
add_label (GtkWidget  *box,
           const char *text,
           const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
copy_cb (GtkButton  *button,
         const char *r_call)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), r_call);
  gtk_button_set_label (button, _("Copied"));
}

static void
add_copy_button (GtkWidget          *box,
                 const ReportMethod *method)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Copy R code"));

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "small-button");
  g_signal_connect (button, "clicked", G_CALLBACK (copy_cb), (gpointer) method->r_call);
  gtk_box_append (GTK_BOX (box), button);
}

/* named: FALSE where the list of choices says its name already. */
static GtkWidget *
entry_new (const ReportMethod *method,
           gboolean            named)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  ReportMethodPart parts[REPORT_METHOD_MAX_PARTS];
  guint n = report_method_parts (method, parts);

  gtk_widget_set_margin_end (box, 14); /* the scroll bar's */
  if (named)
    add_label (box, _ (method->name), "figures-title");
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *heading = add_label (box, parts[i].heading, "field-caption");
      GtkWidget *text = add_label (box, parts[i].text, parts[i].code ? "method-code" : NULL);

      gtk_widget_set_margin_top (heading, 6);
      gtk_label_set_selectable (GTK_LABEL (text), TRUE);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                      heading, NULL, -1);
      if (method->r_call != NULL && parts[i].text == method->r_call)
        add_copy_button (box, method);
    }
  return box;
}

/* --- the popover ------------------------------------------------------------------------------ */

static void
show_entry (GtkWidget *scrolled,
            GPtrArray *methods,
            guint      i)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled),
                                 entry_new (g_ptr_array_index (methods, i), methods->len == 1));
  gtk_adjustment_set_value (adjustment, 0);
}

static void
chosen_cb (GtkDropDown *choice,
           GParamSpec  *pspec,
           GtkWidget   *scrolled)
{
  GPtrArray *methods = g_object_get_data (G_OBJECT (scrolled), "methods");
  guint i = gtk_drop_down_get_selected (choice);

  if (i < methods->len)
    show_entry (scrolled, methods, i);
}

static GtkWidget *
choice_new (GPtrArray *methods,
            GtkWidget *scrolled)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  GtkWidget *choice;

  for (guint i = 0; i < methods->len; i++)
    gtk_string_list_append (names, _ (((const ReportMethod *) methods->pdata[i])->name));
  choice = gtk_drop_down_new (G_LIST_MODEL (names), NULL);
  ui_drop_down_shorten (GTK_DROP_DOWN (choice));
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Method"), -1);
  gtk_widget_set_margin_end (choice, 14);
  g_signal_connect (choice, "notify::selected", G_CALLBACK (chosen_cb), scrolled);
  return choice;
}

/* Made when it is first opened: few of a page's buttons ever are. */
static void
create_popover_cb (GtkMenuButton *button,
                   gpointer       data)
{
  GPtrArray *methods = data;
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), TEXT_HEIGHT);
  gtk_widget_set_size_request (scrolled, TEXT_WIDTH, -1);
  g_object_set_data_full (G_OBJECT (scrolled), "methods", g_ptr_array_ref (methods),
                          (GDestroyNotify) g_ptr_array_unref);
  if (methods->len > 1)
    gtk_box_append (GTK_BOX (box), choice_new (methods, scrolled));
  gtk_box_append (GTK_BOX (box), scrolled);
  show_entry (scrolled, methods, 0);
  gtk_widget_add_css_class (popover, "method");
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (button, popover);
}

/* --- the button ------------------------------------------------------------------------------- */

static GtkWidget *
button_new (GPtrArray  *methods,
            const char *name)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "help-about-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_popover_cb, methods,
                                         (GDestroyNotify) g_ptr_array_unref);
  /* Over the chart rather than over the figures that it is about. */
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), GTK_ARROW_LEFT);
  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "method-button");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  return button;
}

GtkWidget *
ui_method_button_new (const char *method_id)
{
  const ReportMethod *method = report_method (method_id);
  g_autofree char *name = NULL;
  GPtrArray *methods;

  g_return_val_if_fail (method != NULL, NULL);

  methods = g_ptr_array_new ();
  g_ptr_array_add (methods, (gpointer) method);
  /* Translators: an estimator, an interval or a test. */
  name = g_strdup_printf (_("Method of %s"), _ (method->name));
  return button_new (methods, name);
}

GtkWidget *
ui_method_button_new_several (const char *const *method_ids,
                              const char        *what)
{
  GPtrArray *methods = g_ptr_array_new ();
  /* Translators: the heading of a card of figures, such as "After transfer 3". */
  g_autofree char *name = g_strdup_printf (_("Methods: %s"), what);

  for (guint i = 0; method_ids[i] != NULL; i++)
    if (report_method (method_ids[i]) != NULL)
      g_ptr_array_add (methods, (gpointer) report_method (method_ids[i]));
  g_return_val_if_fail (methods->len > 0, NULL);
  return button_new (methods, name);
}
