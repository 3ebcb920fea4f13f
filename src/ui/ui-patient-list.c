/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The left side of the Register page: search, sorted list, count. The selection is kept by the
 * patient's number through every refresh. */
#include "ui-patient-list.h"

#include <glib/gi18n-lib.h>

#include "base-number.h"
#include "ui-patient-model.h"
#include "ui-tip.h"

#define LONG_CODE 11 /* characters; more are cut in the list */

struct _UiPatientList
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkSearchEntry *search;
  GtkToggleButton *archived_button;
  GtkStack *stack;
  GtkColumnView *view;
  GtkColumnViewColumn *code_column;
  GtkColumnViewColumn *age_column;
  GtkColumnViewColumn *transfers_column;
  GtkColumnViewColumn *state_column;
  GtkLabel *count;

  /* Owned */
  SessionRegister *reg;
  UiPatientModel *model;
  GtkSingleSelection *selection;
  GCancellable *asking;
  GArray *changed;          /* rows that the next answer re-reads; NULL: all */
  UiPatientItem *probes[2]; /* low and high: what the view's sorter is asked about */

  gint64 patient;           /* who is selected, also while she isn't in the list */
  SessionSort sort;
  gboolean descending;
  gboolean scroll;          /* bring her into view with the next answer */
  gboolean writing;         /* the selection is set by us */
  guint n_all;              /* of the last answer without a search */
};

enum { SIGNAL_SELECTED, SIGNAL_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (UiPatientList, ui_patient_list, ADW_TYPE_BIN)

static const char *const stage_classes[SESSION_N_STAGES] = {
  [SESSION_STAGE_NEW] = "stage-new",
  [SESSION_STAGE_IN_TREATMENT] = "stage-treatment",
  [SESSION_STAGE_PREGNANT] = "stage-pregnant",
  [SESSION_STAGE_DUE] = "stage-due",
  [SESSION_STAGE_LIVE_BIRTH] = "stage-birth",
  [SESSION_STAGE_DISCONTINUED] = "stage-stopped",
};

/* --- cells ------------------------------------------------------------------------------------ */

static char *
code_text (const SessionListRow *row)
{
  return g_strdup (row->code);
}

static char *
age_text (const SessionListRow *row)
{
  return row->age_years == row->age_years ? g_strdup_printf ("%d", (int) row->age_years)
                                          : g_strdup ("–");
}

static char *
transfers_text (const SessionListRow *row)
{
  return row->archived ? g_strdup ("–") : g_strdup_printf ("%u", row->n_transfers);
}

static char *
state_text (const SessionListRow *row)
{
  return g_strdup (row->archived ? _("archived") : session_stage_label (row->stage));
}

typedef char *(*CellText) (const SessionListRow *row);

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *list_item,
          gpointer                  user_data)
{
  GtkWidget *cell = gtk_inscription_new (NULL);

  /* Codes differ at their end. */
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell),
                                     user_data == (gpointer) code_text
                                         ? GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_MIDDLE
                                         : GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (cell), 2);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (cell), 4);
  ui_tip_tell_text (cell, LONG_CODE);
  gtk_list_item_set_child (list_item, cell);
  g_object_set_data (G_OBJECT (cell), "ui-list-item", list_item);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *list_item,
         gpointer                  user_data)
{
  GtkWidget *cell = gtk_list_item_get_child (list_item);
  const SessionListRow *row = ui_patient_item_row (gtk_list_item_get_item (list_item));
  CellText text = (CellText) user_data;
  g_autofree char *shown = row != NULL ? text (row) : g_strdup ("");
  const char *classes[2] = { NULL, NULL };

  if (row != NULL && row->archived)
    classes[0] = "archived-patient";
  else if (row != NULL && text == state_text && row->stage < SESSION_N_STAGES)
    classes[0] = stage_classes[row->stage];
  gtk_inscription_set_text (GTK_INSCRIPTION (cell), shown);
  gtk_widget_set_css_classes (cell, classes);
}

/* --- sorting: the view's sorter is asked once about two marked rows (GTK 4.8 has no other way)  */

typedef struct
{
  UiPatientList *list;
  SessionSort sort;
} Probe;

static int
probe_compare (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  const Probe *probe = user_data;

  probe->list->sort = probe->sort;
  return a == probe->list->probes[0] ? -1 : 1;
}

static void
sorter_changed_cb (UiPatientList *self)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);
  GtkOrdering order = gtk_sorter_compare (sorter, self->probes[0], self->probes[1]);

  if (order == GTK_ORDERING_EQUAL)
    self->sort = SESSION_SORT_CODE;
  self->descending = order == GTK_ORDERING_LARGER;
  self->scroll = TRUE;
  ui_patient_list_refresh (self, NULL);
}

static void
set_up_column (UiPatientList       *self,
               GtkColumnViewColumn *column,
               SessionSort          sort,
               CellText             text)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSorter) sorter = NULL;
  Probe *probe = g_new0 (Probe, 1);

  probe->list = self;
  probe->sort = sort;
  sorter = GTK_SORTER (gtk_custom_sorter_new (probe_compare, probe, g_free));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), (gpointer) text);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), (gpointer) text);
  gtk_column_view_column_set_factory (column, factory);
  gtk_column_view_column_set_sorter (column, sorter);
}

/* --- asking and showing ----------------------------------------------------------------------- */

static void
scroll_to (UiPatientList *self,
           guint          position)
{
  /* The list inside the column view has the action; there is no function for it in GTK 4.8. */
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (g_str_equal (G_OBJECT_TYPE_NAME (child), "GtkColumnListView"))
      gtk_widget_activate_action (child, "list.scroll-to-item", "u", position);
}

static void
update_selection (UiPatientList *self)
{
  guint position = self->patient > 0 ? ui_patient_model_find (self->model, self->patient)
                                     : GTK_INVALID_LIST_POSITION;

  self->writing = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->writing = FALSE;
  if (self->scroll && position != GTK_INVALID_LIST_POSITION)
    scroll_to (self, position);
  self->scroll = FALSE;
}

static void
update_widgets (UiPatientList *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  const char *search = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *text = NULL, *shown = NULL, *all = NULL;

  if (search[0] == '\0')
    self->n_all = n;
  shown = base_count_to_display (n);
  all = base_count_to_display (self->n_all);
  if (search[0] != '\0' && n != self->n_all)
    text = g_strdup_printf (ngettext ("%s of %s patient", "%s of %s patients", self->n_all), shown,
                            all);
  else if (gtk_toggle_button_get_active (self->archived_button))
    text = g_strdup_printf (ngettext ("%s patient, archived ones too",
                                      "%s patients, archived ones too", n),
                            shown);
  else
    text = g_strdup_printf (ngettext ("%s patient", "%s patients", n), shown);
  gtk_label_set_text (self->count, text);
  gtk_stack_set_visible_child_name (self->stack, n > 0               ? "list"
                                                 : search[0] != '\0' ? "no-match"
                                                                     : "empty");
}

static void
list_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (UiPatientList) self = UI_PATIENT_LIST (user_data);
  g_autoptr (GError) error = NULL;
  GArray *patients = session_register_list_finish (SESSION_REGISTER (source), result, &error);

  if (SESSION_REGISTER (source) != self->reg
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_pointer (&patients, g_array_unref);
      return;
    }
  if (patients == NULL)
    {
      gtk_label_set_text (self->count, error->message);
      return;
    }
  g_clear_object (&self->asking);
  if (self->changed == NULL)
    self->scroll = TRUE; /* the list begins anew at its top */
  self->writing = TRUE; /* the model's change unselects: that is not the person's wish */
  ui_patient_model_set_patients (self->model, patients, self->changed);
  self->writing = FALSE;
  g_clear_pointer (&self->changed, g_array_unref);
  update_widgets (self);
  update_selection (self);
}

void
ui_patient_list_refresh (UiPatientList *self,
                         GArray        *changed)
{
  g_return_if_fail (UI_IS_PATIENT_LIST (self));

  if (self->reg == NULL)
    return;
  /* A question under way had its own reasons: what it would have re-read must be re-read now. */
  if (self->asking != NULL)
    {
      g_cancellable_cancel (self->asking);
      g_clear_object (&self->asking);
      changed = NULL;
    }
  g_clear_pointer (&self->changed, g_array_unref);
  self->changed = changed != NULL ? g_array_ref (changed) : NULL;
  self->asking = g_cancellable_new ();
  session_register_list_async (self->reg, gtk_editable_get_text (GTK_EDITABLE (self->search)),
                               self->sort, self->descending,
                               gtk_toggle_button_get_active (self->archived_button), self->asking,
                               list_cb, g_object_ref (self));
}

static void
search_changed_cb (UiPatientList *self)
{
  self->scroll = TRUE;
  ui_patient_list_refresh (self, NULL);
}

static void
archived_cb (UiPatientList *self)
{
  ui_patient_list_refresh (self, NULL);
}

static void
selected_cb (UiPatientList *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);
  gint32 patient = ui_patient_model_patient (self->model, position);

  if (self->writing || patient == 0 || patient == self->patient)
    return;
  self->patient = patient;
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0, (gint64) patient);
}

/* The row that has the keyboard needn't be the one that is selected. */
static void
activate_cb (UiPatientList *self,
             guint          position)
{
  gtk_single_selection_set_selected (self->selection, position);
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

/* Who is selected, or the first one from now on. */
static guint
select_some (UiPatientList *self)
{
  if (gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (self->selection, 0);
  return gtk_single_selection_get_selected (self->selection);
}

/* Enter in the search entry opens the first match. */
static void
search_activate_cb (UiPatientList *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0)
    return;
  activate_cb (self, select_some (self));
}

/* The row of the one who is selected; NULL: it isn't in view. */
static GtkWidget *
find_selected_row (GtkWidget *widget)
{
  GtkListItem *list_item = g_object_get_data (G_OBJECT (widget), "ui-list-item");

  if (list_item != NULL && gtk_list_item_get_selected (list_item))
    {
      while (widget != NULL && !gtk_widget_get_focusable (widget))
        widget = gtk_widget_get_parent (widget);
      return widget;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_selected_row (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
search_key_cb (UiPatientList *self,
               guint          keyval,
               guint          keycode,
               GdkModifierType state)
{
  if (keyval == GDK_KEY_Down && (state & GDK_CONTROL_MASK) == 0)
    {
      guint position = select_some (self);
      GtkWidget *row = find_selected_row (GTK_WIDGET (self->view));

      if (position != GTK_INVALID_LIST_POSITION)
        scroll_to (self, position);
      if (row == NULL || !gtk_widget_grab_focus (row))
        gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
clear_search_cb (UiPatientList *self)
{
  ui_patient_list_clear_search (self);
  ui_patient_list_focus_search (self);
}

/* --- public ----------------------------------------------------------------------------------- */

void
ui_patient_list_select (UiPatientList *self,
                        gint64         patient)
{
  g_return_if_fail (UI_IS_PATIENT_LIST (self));

  self->patient = patient;
  self->scroll = TRUE;
  update_selection (self);
  self->scroll = ui_patient_model_find (self->model, patient) == GTK_INVALID_LIST_POSITION;
}

void
ui_patient_list_focus_search (UiPatientList *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
}

void
ui_patient_list_clear_search (UiPatientList *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

guint
ui_patient_list_n_shown (UiPatientList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->model));
}

gint64
ui_patient_list_patient_at (UiPatientList *self,
                            guint          position)
{
  return ui_patient_model_patient (self->model, position);
}

gint64
ui_patient_list_get_selected (UiPatientList *self)
{
  return ui_patient_model_patient (self->model,
                                   gtk_single_selection_get_selected (self->selection));
}

void
ui_patient_list_set_register (UiPatientList   *self,
                              SessionRegister *reg)
{
  g_return_if_fail (UI_IS_PATIENT_LIST (self));

  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  self->patient = 0;
  self->n_all = 0;
  ui_patient_model_set_register (self->model, reg);
  g_set_object (&self->reg, reg);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_label_set_text (self->count, "");
  gtk_stack_set_visible_child_name (self->stack, "list");
  ui_patient_list_refresh (self, NULL);
}

static void
ui_patient_list_dispose (GObject *object)
{
  UiPatientList *self = UI_PATIENT_LIST (object);

  if (self->view != NULL && self->probes[0] != NULL)
    g_signal_handlers_disconnect_by_data (gtk_column_view_get_sorter (self->view), self);
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  adw_bin_set_child (ADW_BIN (object), NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->reg);
  g_clear_object (&self->probes[0]);
  g_clear_object (&self->probes[1]);
  g_clear_pointer (&self->changed, g_array_unref);
  G_OBJECT_CLASS (ui_patient_list_parent_class)->dispose (object);
}

static void
ui_patient_list_class_init (UiPatientListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_patient_list_dispose;
  signals[SIGNAL_SELECTED] = g_signal_new ("selected", UI_TYPE_PATIENT_LIST, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", UI_TYPE_PATIENT_LIST, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-patient-list.ui");
  gtk_widget_class_bind_template_child (widget_class, UiPatientList, search);
  gtk_widget_class_bind_template_child (widget_class, UiPatientList, archived_button);
  gtk_widget_class_bind_template_child (widget_class, UiPatientList, stack);
  gtk_widget_class_bind_template_child (widget_class, UiPatientList, view);
  gtk_widget_class_bind_template_child (widget_class, UiPatientList, code_column);
  gtk_widget_class_bind_template_child (widget_class, UiPatientList, age_column);
  gtk_widget_class_bind_template_child (widget_class, UiPatientList, transfers_column);
  gtk_widget_class_bind_template_child (widget_class, UiPatientList, state_column);
  gtk_widget_class_bind_template_child (widget_class, UiPatientList, count);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, archived_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
ui_patient_list_init (UiPatientList *self)
{
  self->model = ui_patient_model_new ();
  for (guint i = 0; i < 2; i++)
    self->probes[i] = g_object_new (UI_TYPE_PATIENT_ITEM, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self->view));
  set_up_column (self, self->code_column, SESSION_SORT_CODE, code_text);
  set_up_column (self, self->age_column, SESSION_SORT_AGE, age_text);
  set_up_column (self, self->transfers_column, SESSION_SORT_TRANSFERS, transfers_text);
  set_up_column (self, self->state_column, SESSION_SORT_STAGE, state_text);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  gtk_column_view_sort_by_column (self->view, self->code_column, GTK_SORT_ASCENDING);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (sorter_changed_cb), self, G_CONNECT_SWAPPED);
}
