/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The choice of a new transfer's cycle. What is offered is decided by pure functions of the record;
 * the list is written from the editor, and a choice only moves the transfer there. */
#include "ui-cycle-choice.h"

#include <glib/gi18n-lib.h>

#include "base-date.h"
#include "ui-text.h"

#define MOST_TRANSFERS 9 /* of a cycle, as order_in_cycle counts them */

struct _UiCycleChoice
{
  GtkWidget parent_instance;
  UiEditor *editor;
  gint64 transfer;
  GtkWidget *caption;
  GtkDropDown *choice;
  GArray *keys;     /* gint64 of what the choice lists; 0: a new cycle */
  gboolean writing; /* the choice is set by us */
};

G_DEFINE_FINAL_TYPE (UiCycleChoice, ui_cycle_choice, GTK_TYPE_WIDGET)

/* --- what is offered -------------------------------------------------------------------------- */

static guint
n_transfers (const ModelRecord *record, gint64 cycle)
{
  const GPtrArray *rows = record->rows[MODEL_TABLE_TRANSFER];
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const ModelRow *row = g_ptr_array_index (rows, i);

      n += row->archived == 0 && row->key > 0 && row->parent == cycle;
    }
  return n;
}

/* 0: without a transfer, 1: all embryos frozen, 2: has transfers, 3: can't hold one. */
static int
rank (ModelDictionary *dictionary, const ModelRecord *record, const ModelRow *cycle)
{
  const char *result = ui_text_value (dictionary, cycle, "result");
  guint n = n_transfers (record, cycle->key);

  if (n >= MOST_TRANSFERS)
    return 3;
  if (n > 0)
    return 2;
  if (g_strcmp0 (result, "freeze_all") == 0)
    return 1;
  return model_value_missing (result) != MODEL_MISSING_NONE || g_str_equal (result, "under_way")
                 || g_str_equal (result, "transfer")
             ? 0
             : 3;
}

static gint32
start_day (ModelDictionary *dictionary, const ModelRow *cycle)
{
  gint32 day =
      base_date_last_day (model_value_date (ui_text_value (dictionary, cycle, "start_date")));

  return day == BASE_DAY_NONE ? G_MININT32 : day;
}

typedef struct
{
  gint64 key;
  int rank;
  gint32 day;
} Offer;

static int
compare_offers (gconstpointer a, gconstpointer b)
{
  const Offer *x = a, *y = b;

  if (x->rank != y->rank)
    return x->rank - y->rank;
  if (x->day != y->day)
    return x->day > y->day ? -1 : 1;
  return x->key > y->key ? -1 : 1;
}

GArray *
ui_cycles_offered (ModelDictionary *dictionary, const ModelRecord *record, guint *out_n_first)
{
  g_autoptr (GArray) offers = g_array_new (FALSE, FALSE, sizeof (Offer));
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < record->rows[MODEL_TABLE_CYCLE]->len; i++)
    {
      const ModelRow *cycle = g_ptr_array_index (record->rows[MODEL_TABLE_CYCLE], i);
      Offer offer = { cycle->key, rank (dictionary, record, cycle), start_day (dictionary, cycle) };

      if (cycle->key > 0 && cycle->archived == 0 && offer.rank < 3)
        g_array_append_val (offers, offer);
    }
  g_array_sort (offers, compare_offers);
  *out_n_first = 0;
  for (guint i = 0; i < offers->len; i++)
    {
      const Offer *offer = &g_array_index (offers, Offer, i);

      g_array_append_val (keys, offer->key);
      *out_n_first += offer->rank < 2;
    }
  return keys;
}

gint64
ui_cycle_waiting (ModelDictionary *dictionary, const ModelRecord *record)
{
  guint n_first;
  g_autoptr (GArray) keys = ui_cycles_offered (dictionary, record, &n_first);
  const ModelRow *cycle =
      keys->len > 0 ? model_record_find (record, MODEL_TABLE_CYCLE, g_array_index (keys, gint64, 0))
                    : NULL;

  return cycle != NULL && rank (dictionary, record, cycle) == 0 ? cycle->key : 0;
}

/* "20 Nov 2004, Own stimulation · all embryos frozen" */
static char *
describe (ModelDictionary *dictionary, const ModelRecord *record, const ModelRow *cycle)
{
  g_autofree char *start = ui_text_cell (dictionary, record, cycle, "start_date");
  g_autofree char *kind = ui_text_cell (dictionary, record, cycle, "kind");
  g_autofree char *state = NULL;
  guint n = n_transfers (record, cycle->key);

  if (n > 0)
    state = g_strdup_printf (ngettext ("%u transfer", "%u transfers", n), n);
  else if (ui_text_is (dictionary, cycle, "result", "freeze_all"))
    state = g_strdup (_ ("all embryos frozen"));
  else
    state = g_strdup (_ ("no transfer yet"));
  /* Translators: a cycle: its start, its kind, how far it went */
  return g_strdup_printf (_ ("%s, %s · %s"), start[0] != '\0' ? start : _ ("undated"), kind, state);
}

/* --- choosing --------------------------------------------------------------------------------- */

static gboolean
is_blank (UiEditor *editor, gint64 cycle)
{
  ModelDictionary *dictionary = ui_editor_dictionary (editor);

  for (guint i = 0; i < model_dictionary_n_stored (dictionary, MODEL_TABLE_CYCLE); i++)
    {
      g_autofree char *text =
          ui_editor_text (editor, MODEL_TABLE_CYCLE, cycle,
                          model_dictionary_stored (dictionary, MODEL_TABLE_CYCLE, i));

      if (text[0] != '\0')
        return FALSE;
    }
  return TRUE;
}

/* The new cycle that is there already without a transfer (somebody typed in it and then chose
 * another), or one that is made now. */
static gint64
new_cycle (UiEditor *editor)
{
  const ModelRecord *record = ui_editor_record (editor);

  for (guint i = 0; i < record->rows[MODEL_TABLE_CYCLE]->len; i++)
    {
      const ModelRow *cycle = g_ptr_array_index (record->rows[MODEL_TABLE_CYCLE], i);
      gboolean used = FALSE;

      for (guint j = 0; j < record->rows[MODEL_TABLE_TRANSFER]->len; j++)
        used |=
            ((const ModelRow *) record->rows[MODEL_TABLE_TRANSFER]->pdata[j])->parent == cycle->key;
      if (cycle->key < 0 && !used)
        return cycle->key;
    }
  return ui_editor_add_row (editor, MODEL_TABLE_CYCLE, 0);
}

/* What was typed into the new cycle stays there: it then stands among those without a transfer. */
static void
chosen_cb (UiCycleChoice *self)
{
  guint position = gtk_drop_down_get_selected (self->choice);
  const ModelRow *transfer = ui_editor_row (self->editor, MODEL_TABLE_TRANSFER, self->transfer);
  gint64 before, key;

  if (self->writing || transfer == NULL || position >= self->keys->len)
    return;
  before = transfer->parent;
  key = g_array_index (self->keys, gint64, position);
  if (key == before || (key == 0 && before < 0))
    return;
  if (key == 0)
    key = new_cycle (self->editor);
  ui_editor_move_row (self->editor, MODEL_TABLE_TRANSFER, self->transfer, key);
  if (before < 0 && is_blank (self->editor, before))
    ui_editor_remove_row (self->editor, MODEL_TABLE_CYCLE, before);
}

/* Only where they differ: an open list is left alone while somebody is in it. */
static void
write_names (GtkStringList *list, const char *const *names)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));
  gboolean same = n == g_strv_length ((char **) names);

  for (guint i = 0; same && i < n; i++)
    same = g_str_equal (gtk_string_list_get_string (list, i), names[i]);
  if (!same)
    gtk_string_list_splice (list, 0, n, names);
}

static void
update (UiCycleChoice *self)
{
  const ModelRecord *record = ui_editor_record (self->editor);
  ModelDictionary *dictionary = ui_editor_dictionary (self->editor);
  const ModelRow *transfer = ui_editor_row (self->editor, MODEL_TABLE_TRANSFER, self->transfer);
  g_autoptr (GArray) offered = NULL;
  GtkStringList *list = GTK_STRING_LIST (gtk_drop_down_get_model (self->choice));
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;
  guint n_first, selected = 0;

  /* Once it is saved there is nothing left to choose. */
  if (transfer == NULL || self->transfer > 0 || !ui_editor_is_writable (self->editor))
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return;
    }
  offered = ui_cycles_offered (dictionary, record, &n_first);
  g_array_set_size (self->keys, 0);
  for (guint i = 0; i <= offered->len; i++)
    {
      gint64 key = i == n_first ? 0 : g_array_index (offered, gint64, i < n_first ? i : i - 1);
      g_autofree char *name =
          key == 0
              ? g_strdup (_ ("New cycle"))
              : describe (dictionary, record, model_record_find (record, MODEL_TABLE_CYCLE, key));

      if (key == transfer->parent || (key == 0 && transfer->parent < 0))
        selected = self->keys->len;
      g_array_append_val (self->keys, key);
      g_strv_builder_add (names, name);
    }
  texts = g_strv_builder_end (names);
  self->writing = TRUE;
  write_names (list, (const char *const *) texts);
  gtk_drop_down_set_selected (self->choice, selected);
  self->writing = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self), offered->len > 0);
}

/* --- class ------------------------------------------------------------------------------------ */

GtkWidget *
ui_cycle_choice_new (UiEditor *editor, gint64 transfer)
{
  UiCycleChoice *self = g_object_new (UI_TYPE_CYCLE_CHOICE, NULL);

  self->editor = g_object_ref (editor);
  self->transfer = transfer;
  g_signal_connect_object (editor, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

static void
ui_cycle_choice_dispose (GObject *object)
{
  UiCycleChoice *self = UI_CYCLE_CHOICE (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->keys, g_array_unref);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (ui_cycle_choice_parent_class)->dispose (object);
}

static void
ui_cycle_choice_class_init (UiCycleChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ui_cycle_choice_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "cyclechoice");
}

static void
ui_cycle_choice_init (UiCycleChoice *self)
{
  GtkLayoutManager *manager = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (manager), 8);
  self->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->caption = gtk_label_new (_ ("The transfer belongs to"));
  gtk_widget_add_css_class (self->caption, "field-caption");
  gtk_widget_set_parent (self->caption, GTK_WIDGET (self));
  self->choice =
      GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (gtk_string_list_new (NULL)), NULL));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->choice), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Cycle of the transfer"), -1);
  gtk_widget_set_parent (GTK_WIDGET (self->choice), GTK_WIDGET (self));
  g_signal_connect_object (self->choice, "notify::selected", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
}
