/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong and where, as a table. Knows only texts. */
#include "ui-exchange-list.h"

struct _UiExchangeList
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkColumnView *view;

  GListStore *rows;
  GtkColumnViewColumn *columns[UI_EXCHANGE_LIST_COLUMNS]; /* borrowed: the view's */
};

G_DEFINE_FINAL_TYPE (UiExchangeList, ui_exchange_list, ADW_TYPE_BIN)

static guint activated_signal;

/* --- a row ------------------------------------------------------------------------------------ */

#define UI_TYPE_EXCHANGE_ROW (ui_exchange_row_get_type ())
G_DECLARE_FINAL_TYPE (UiExchangeRow, ui_exchange_row, UI, EXCHANGE_ROW, GObject)

struct _UiExchangeRow
{
  GObject parent_instance;

  char *cells[UI_EXCHANGE_LIST_COLUMNS];
  gint64 tag;
};

G_DEFINE_FINAL_TYPE (UiExchangeRow, ui_exchange_row, G_TYPE_OBJECT)

static void
ui_exchange_row_finalize (GObject *object)
{
  UiExchangeRow *self = UI_EXCHANGE_ROW (object);

  for (guint i = 0; i < UI_EXCHANGE_LIST_COLUMNS; i++)
    g_free (self->cells[i]);
  G_OBJECT_CLASS (ui_exchange_row_parent_class)->finalize (object);
}

static void
ui_exchange_row_class_init (UiExchangeRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ui_exchange_row_finalize;
}

static void
ui_exchange_row_init (UiExchangeRow *self)
{
}

/* --- the view --------------------------------------------------------------------------------- */

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *item,
          gpointer            column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (GPOINTER_TO_UINT (column) + 1 == UI_EXCHANGE_LIST_COLUMNS)
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_width_chars (GTK_LABEL (label), 20);
    }
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *item,
         gpointer            column)
{
  UiExchangeRow *row = gtk_list_item_get_item (item);
  const char *text = row->cells[GPOINTER_TO_UINT (column)];

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text != NULL ? text : "");
}

static void
activate_cb (UiExchangeList *self,
             guint           position)
{
  g_autoptr (UiExchangeRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

  if (row != NULL && row->tag != 0)
    g_signal_emit (self, activated_signal, 0, row->tag);
}

void
ui_exchange_list_set_titles (UiExchangeList    *self,
                             const char *const *titles)
{
  for (guint i = 0; i < UI_EXCHANGE_LIST_COLUMNS; i++)
    gtk_column_view_column_set_title (self->columns[i], titles[i]);
}

void
ui_exchange_list_clear (UiExchangeList *self)
{
  gtk_column_view_set_model (self->view, NULL);
  g_list_store_remove_all (self->rows);
}

void
ui_exchange_list_add (UiExchangeList    *self,
                      const char *const *cells,
                      gint64             tag)
{
  g_autoptr (UiExchangeRow) row = g_object_new (UI_TYPE_EXCHANGE_ROW, NULL);

  for (guint i = 0; i < UI_EXCHANGE_LIST_COLUMNS; i++)
    row->cells[i] = g_strdup (cells[i]);
  row->tag = tag;
  g_list_store_append (self->rows, row);
}

void
ui_exchange_list_show (UiExchangeList *self)
{
  g_autoptr (GtkNoSelection) model =
      gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));

  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (model));
}

guint
ui_exchange_list_n_rows (UiExchangeList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->rows));
}

const char *
ui_exchange_list_get_cell (UiExchangeList *self,
                           guint           row,
                           guint           column)
{
  g_autoptr (UiExchangeRow) item = g_list_model_get_item (G_LIST_MODEL (self->rows), row);

  return item != NULL ? item->cells[column] : NULL;
}

static void
ui_exchange_list_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  g_clear_object (&UI_EXCHANGE_LIST (object)->rows);
  G_OBJECT_CLASS (ui_exchange_list_parent_class)->dispose (object);
}

static void
ui_exchange_list_class_init (UiExchangeListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_exchange_list_dispose;
  activated_signal = g_signal_new ("activated", UI_TYPE_EXCHANGE_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-exchange-list.ui");
  gtk_widget_class_bind_template_child (widget_class, UiExchangeList, view);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
ui_exchange_list_init (UiExchangeList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_list_store_new (UI_TYPE_EXCHANGE_ROW);
  for (guint i = 0; i < UI_EXCHANGE_LIST_COLUMNS; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      gboolean last = i + 1 == UI_EXCHANGE_LIST_COLUMNS;

      g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GUINT_TO_POINTER (i));
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (i));
      self->columns[i] = gtk_column_view_column_new (NULL, factory);
      gtk_column_view_column_set_expand (self->columns[i], last);
      gtk_column_view_append_column (self->view, self->columns[i]);
      g_object_unref (self->columns[i]);
    }
}
