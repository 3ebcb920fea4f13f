/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-drop-down.h"

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          gpointer                  data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), GPOINTER_TO_INT (data));
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  data)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static GtkListItemFactory *
make_factory (PangoEllipsizeMode mode)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GINT_TO_POINTER (mode));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  return factory;
}

void
ui_drop_down_shorten (GtkDropDown *self)
{
  g_autoptr (GtkListItemFactory) shown = make_factory (PANGO_ELLIPSIZE_END);
  g_autoptr (GtkListItemFactory) listed = make_factory (PANGO_ELLIPSIZE_NONE);

  gtk_drop_down_set_factory (self, shown);
  gtk_drop_down_set_list_factory (self, listed);
}

void
ui_drop_down_make_searchable (GtkDropDown *self)
{
  g_autoptr (GtkExpression) text =
      gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  gtk_drop_down_set_expression (self, text);
  gtk_drop_down_set_enable_search (self, TRUE);
}
