/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The patient's page as somebody uses it between two patients: what can be read on the smallest
 * screen, a whole transfer typed without the mouse, cycles, archived rows. Real keys; the register
 * is looked at through the session, not through the widgets. */
#include <glib/gstdio.h>

#include "base-date.h"
#include "ui-clinic.h"
#include "ui-cycle-choice.h"
#include "ui-field.h"
#include "ui-fixture.h"
#include "ui-form.h"
#include "ui-row-group.h"
#include "ui-row-list.h"

static UiApplication *application;
static char *folder;

typedef UiClinic Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  static int n;

  f->application = application;
  f->path = g_strdup_printf ("%s/clinic-%d.natality", folder, n++);
  if (g_strcmp0 (data, "demonstration") == 0)
    session_create_demonstration (f->path, &error);
  else
    ui_fixture_create (f->path, 12, &error);
  g_assert_no_error (error);
  ui_clinic_open (f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  ui_clinic_close (f);
  g_remove (f->path);
  g_free (f->path);
}

/* --- helpers ---------------------------------------------------------------------------------- */

static void
show_patient (Fixture *f, gint64 patient)
{
  ui_patient_list_select (f->list, patient);
  ui_patient_page_set_patient (f->page, f->reg, patient);
  ui_patient_page_show_tab (f->page, "transfers");
  ui_settle ();
}

static void
wait_saved (Fixture *f)
{
  const ModelIssue *hard = ui_editor_hard_issue (ui_patient_page_get_editor (f->page));

  if (hard != NULL)
    g_test_message ("%s: %s", hard->field != NULL ? hard->field->id : "-", hard->message);
  ui_wait (ui_is_saved, f->window, "the change to be saved");
  ui_settle ();
}

/* "infusion.dose_g": the field that the keyboard is in; "" in none. */
static char *
focused (Fixture *f)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (f->window));
  GtkWidget *field = focus != NULL ? gtk_widget_get_ancestor (focus, UI_TYPE_FIELD) : NULL;
  const ModelField *is = field != NULL ? ui_field_get_field (UI_FIELD (field)) : NULL;

  return is != NULL ? g_strdup_printf ("%s.%s", model_table_id (is->table), is->id) : g_strdup ("");
}

static void
assert_focused (Fixture *f, const char *where)
{
  g_autofree char *is = focused (f);

  g_assert_cmpstr (is, ==, where);
}

typedef struct
{
  const char *where, *typed;
} Typing;

/* Types into one field after the other; Enter leads to the next. NULL: what stands there stays. */
static void
type_all (Fixture *f, const Typing *typing, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      assert_focused (f, typing[i].where);
      if (typing[i].typed != NULL)
        ui_type (typing[i].typed);
      if (i + 1 < n)
        ui_key (GDK_KEY_Return, 0);
    }
}

static ModelRecord *
stored (Fixture *f, gint64 patient)
{
  ModelRecord *record = session_register_read (f->reg, patient, FALSE, NULL);

  g_assert_nonnull (record);
  return record;
}

static const char *
value (Fixture *f, const ModelRecord *record, ModelTable table, guint nth, const char *id)
{
  g_assert_cmpuint (nth, <, record->rows[table]->len);
  return model_row_get (record->rows[table]->pdata[nth],
                        model_dictionary_find (session_register_dictionary (f->reg), table, id));
}

/* --- what can be read ------------------------------------------------------------------------- */

#define LONG_TEXT 28

typedef struct
{
  guint n;
  guint n_cut;
  GString *cut;
} Reading;

static void
note_cut (Reading *reading, const char *kind, const char *text)
{
  reading->n_cut++;
  g_string_append_printf (reading->cut, "%s\"%s\" (%s)", reading->cut->len > 0 ? ", " : "", text,
                          kind);
}

/* Every entry and every caption that is shown below the widget. */
static void
read_all (GtkWidget *widget, Reading *reading)
{
  if (!gtk_widget_get_mapped (widget) || GTK_IS_TEXT_VIEW (widget))
    return;
  if (GTK_IS_TEXT (widget))
    {
      const char *text = gtk_editable_get_text (GTK_EDITABLE (widget));
      g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
      GtkWidget *field = gtk_widget_get_ancestor (widget, UI_TYPE_FIELD);
      g_autofree char *whole = field != NULL ? ui_field_tooltip (UI_FIELD (field)) : NULL;
      int width;

      pango_layout_get_pixel_size (layout, &width, NULL);
      reading->n++;
      /* What is longer than anything usual may be cut, if pointing at it shows it whole. */
      if (width > gtk_widget_get_width (widget)
          && (g_utf8_strlen (text, -1) <= LONG_TEXT || g_strcmp0 (whole, text) != 0))
        note_cut (reading, "entry", text);
      return;
    }
  if (GTK_IS_LABEL (widget))
    {
      reading->n++;
      if (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
        note_cut (reading, "label", gtk_label_get_text (GTK_LABEL (widget)));
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    read_all (child, reading);
}

/* The last transfer of every third patient of the demonstration, at 1280 x 800. */
static void
test_readable (Fixture *f, gconstpointer data)
{
  guint n_patients = ui_patient_list_n_shown (f->list);
  Reading reading = { 0, 0, g_string_new (NULL) };

  for (guint i = 0; i < n_patients; i += 3)
    {
      GtkWidget *form;

      ui_patient_page_set_patient (f->page, f->reg, ui_patient_list_patient_at (f->list, i));
      ui_patient_page_open_transfer (f->page, 0);
      ui_settle ();
      form = gtk_widget_get_ancestor (
          ui_find_field_entry (GTK_WIDGET (f->window), MODEL_TABLE_TRANSFER, "date", 0),
          UI_TYPE_ROW_GROUP);
      read_all (gtk_widget_get_parent (form), &reading);
    }
  g_test_message ("%u texts, %u cut: %s", reading.n, reading.n_cut, reading.cut->str);
  g_assert_cmpuint (reading.n, >, 1500);
  g_assert_cmpuint (reading.n_cut, ==, 0);
  g_string_free (reading.cut, TRUE);
}

/* --- typing ----------------------------------------------------------------------------------- */

static gboolean
has_one (gpointer data)
{
  return ui_patient_list_n_shown (((Fixture *) data)->list) == 1;
}

static gboolean
has_patient (gpointer data)
{
  return ui_patient_page_get_patient (((Fixture *) data)->page) != 0;
}

static const Typing first_part[] = {
  { "transfer.status", "perf" },
  { "transfer.date", "9.3.2012" },
  { "transfer.kind", "fro" },
  { "transfer.embryo_age_days", "5" },
  { "transfer.embryos_transferred", "1" },
  { "transfer.weight_kg", "64,5" },
  { "transfer.order_in_cycle", NULL },
  { "cycle.kind", "thaw of e" },
  { "cycle.start_date", "2.2012" },
  { "cycle.egg_source", "pat" },
  { "cycle.sperm_source", "?" },
  { "cycle.fertilisation", "n/a" },
  { "cycle.pgt", "pgt-a" },
  { "embryo.position", NULL },
  { "embryo.stage", "blast" },
  { "embryo.expansion", "4" },
  { "embryo.inner_cell_mass", "a" },
  { "embryo.trophectoderm", "b" },
  { "embryo.pgt_result", "p" },
  { "infusion.slot", "before" },
  { "infusion.status", "given" },
  { "infusion.agent", "immuno" },
  { "infusion.started_at", "5.3.2012 9:30" },
  { "infusion.product", "privi" },
  { "infusion.dose_g", "25" },
};
static const Typing week_5[] = {
  { "infusion.slot", "week 5" },  { "infusion.status", "given" },
  { "infusion.agent", "immuno" }, { "infusion.started_at", "27.3.2012" },
  { "infusion.product", "?" },    { "infusion.dose_g", "25" },
};
static const Typing last_part[] = {
  { "infusion.slot", "week 6" },
  { "infusion.status", "given" },
  { "infusion.agent", "immuno" },
  { "infusion.started_at", "4.2012" },
  { "infusion.product", "privi" },
  { "infusion.dose_g", "25" },
  { "medication.drug", "prednisone" },
  { "medication.dose_per_day", "10" },
  { "medication.dose_unit", "mg" },
  { "medication.route", "oral" },
  { "medication.start_date", "9.3.2012" },
  { "medication.stop_date", "3.5.2012" },
  { "transfer_outcome.hcg_date", "23.3.2012" },
  { "transfer_outcome.hcg_value", "412" },
  { "transfer_outcome.outcome", "live" },
  { "transfer_outcome.outcome_date", "28.11.2012" },
  { "transfer_outcome.gestation_days", "40+3" },
  { "child.birth_order", NULL },
  { "child.born_alive", "yes" },
  { "child.sex", "girl" },
  { "child.weight_g", "3310" },
  { "child.neonatal_death", "no" },
  { "child.anomaly", "-" },
};

/* From the search entry to a saved transfer with all that hangs on it: no pointer. */
static void
test_keyboard (Fixture *f, gconstpointer data)
{
  g_autoptr (ModelRecord) record = NULL;
  guint n;

  ui_key (GDK_KEY_f, GDK_CONTROL_MASK);
  ui_type ("0001");
  ui_wait (has_one, f, "the one that matches");
  ui_key (GDK_KEY_Return, 0);
  ui_wait (has_patient, f, "her page");
  ui_settle ();
  ui_key (GDK_KEY_t, GDK_CONTROL_MASK);
  type_all (f, first_part, G_N_ELEMENTS (first_part));
  ui_key (GDK_KEY_Return, GDK_CONTROL_MASK);
  wait_saved (f);
  type_all (f, week_5, G_N_ELEMENTS (week_5));
  ui_key (GDK_KEY_Return, GDK_CONTROL_MASK);
  wait_saved (f);
  type_all (f, last_part, G_N_ELEMENTS (last_part));
  ui_key (GDK_KEY_Return, 0); /* after the last field: to the button that saves */
  ui_key (GDK_KEY_Return, 0);
  wait_saved (f);

  record = stored (f, 1);
  n = record->rows[MODEL_TABLE_TRANSFER]->len;
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (value (f, record, MODEL_TABLE_TRANSFER, 1, "weight_kg"), ==, "64.5");
  g_assert_cmpstr (value (f, record, MODEL_TABLE_CYCLE, 1, "start_date"), ==, "2012-02");
  g_assert_cmpstr (value (f, record, MODEL_TABLE_CYCLE, 1, "sperm_source"), ==, "?");
  g_assert_cmpstr (value (f, record, MODEL_TABLE_CYCLE, 1, "fertilisation"), ==, "n/a");
  g_assert_cmpstr (value (f, record, MODEL_TABLE_EMBRYO, 1, "trophectoderm"), ==, "b");
  g_assert_cmpstr (value (f, record, MODEL_TABLE_EMBRYO, 1, "pgt_result"), ==, "pending");
  g_assert_cmpuint (record->rows[MODEL_TABLE_INFUSION]->len, ==, 1 + 3);
  g_assert_cmpstr (value (f, record, MODEL_TABLE_INFUSION, 1, "started_at"), ==,
                   "2012-03-05T09:30");
  g_assert_cmpstr (value (f, record, MODEL_TABLE_INFUSION, 3, "started_at"), ==, "2012-04");
  g_assert_cmpuint (record->rows[MODEL_TABLE_MEDICATION]->len, ==, 1 + 1);
  g_assert_cmpstr (value (f, record, MODEL_TABLE_MEDICATION, 1, "stop_date"), ==, "2012-05-03");
  g_assert_cmpstr (value (f, record, MODEL_TABLE_TRANSFER_OUTCOME, 1, "gestation_days"), ==, "283");
  g_assert_cmpuint (record->rows[MODEL_TABLE_CHILD]->len, ==, 1);
  g_assert_cmpstr (value (f, record, MODEL_TABLE_CHILD, 0, "weight_g"), ==, "3310");
  g_assert_null (value (f, record, MODEL_TABLE_CHILD, 0, "anomaly"));
}

/* --- cycles ----------------------------------------------------------------------------------- */

/* A cycle without a transfer, stored. */
static void
store_cycle (Fixture *f, gint64 patient, const char *start, const char *result)
{
  ModelDictionary *dictionary = session_register_dictionary (f->reg);
  g_autoptr (ModelRecord) record = stored (f, patient);
  g_autoptr (ModelDraft) draft =
      model_draft_new (dictionary, record, base_day_from_ymd (2016, 1, 1));
  gint64 key = model_draft_add_row (draft, MODEL_TABLE_CYCLE, 0);
  const char *const values[][2] = { { "kind", "stimulation" },
                                    { "start_date", start },
                                    { "result", result } };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    model_draft_set_value (draft, MODEL_TABLE_CYCLE, key,
                           model_dictionary_find (dictionary, MODEL_TABLE_CYCLE, values[i][0]),
                           values[i][1]);
  session_register_save_sync (f->reg, draft, "Add: Cycle", NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static GtkDropDown *
cycle_choice (Fixture *f)
{
  GtkWidget *choice = ui_find (GTK_WIDGET (f->page), UI_TYPE_CYCLE_CHOICE);

  return choice != NULL && gtk_widget_get_visible (choice)
             ? GTK_DROP_DOWN (ui_find (choice, GTK_TYPE_DROP_DOWN))
             : NULL;
}

static const char *
offer (Fixture *f, guint position)
{
  return gtk_string_list_get_string (GTK_STRING_LIST (gtk_drop_down_get_model (cycle_choice (f))),
                                     position);
}

/* "3: 2 below 1, number 2": the last transfer that was stored, its cycle and its place there. */
static void
assert_last_transfer (Fixture *f,
                      gint64 patient,
                      guint n_transfers,
                      guint n_cycles,
                      gint64 cycle,
                      const char *number)
{
  g_autoptr (ModelRecord) record = stored (f, patient);
  const ModelRow *newest = NULL;

  g_assert_cmpuint (record->rows[MODEL_TABLE_TRANSFER]->len, ==, n_transfers);
  g_assert_cmpuint (record->rows[MODEL_TABLE_CYCLE]->len, ==, n_cycles);
  for (guint i = 0; i < n_transfers; i++)
    {
      const ModelRow *row = record->rows[MODEL_TABLE_TRANSFER]->pdata[i];

      if (newest == NULL || row->key > newest->key)
        newest = row;
    }
  g_assert_cmpint (newest->parent, ==, cycle);
  g_assert_cmpstr (
      model_row_get (newest, model_dictionary_find (session_register_dictionary (f->reg),
                                                    MODEL_TABLE_TRANSFER, "order_in_cycle")),
      ==, number);
}

static const Typing brief[] = { { "transfer.status", "perf" },
                                { "transfer.date", "9.3.2012" },
                                { "transfer.kind", "fresh" } };

/* The cycle that is under way waits for its transfer. */
static void
test_cycle_waiting (Fixture *f, gconstpointer data)
{
  store_cycle (f, 1, "2012-02-20", "under_way");
  store_cycle (f, 1, "2011-02-20", "freeze_all");
  store_cycle (f, 1, "2012-03-20", "cancelled_before_retrieval");
  show_patient (f, 1);
  gtk_widget_activate_action (GTK_WIDGET (f->page), "patient.add-transfer", NULL);
  ui_settle ();
  g_assert_cmpstr (offer (f, 0), ==, "20 Feb 2012, Own stimulation · no transfer yet");
  g_assert_cmpstr (offer (f, 1), ==, "20 Feb 2011, Own stimulation · all embryos frozen");
  g_assert_cmpstr (offer (f, 2), ==, "New cycle");
  g_assert_cmpstr (offer (f, 3), ==, "23 Apr 2008, Own stimulation · 1 transfer");
  g_assert_null (offer (f, 4)); /* nothing can be transferred in a cycle that was cancelled */
  g_assert_cmpuint (gtk_drop_down_get_selected (cycle_choice (f)), ==, 0);
  type_all (f, brief, G_N_ELEMENTS (brief));
  ui_key (GDK_KEY_s, GDK_CONTROL_MASK);
  wait_saved (f);
  g_assert_null (cycle_choice (f)); /* it is saved: there is nothing to choose any more */
  assert_last_transfer (f, 1, 2, 4, 2, "1");
}

/* A second transfer from the cycle of the first, chosen with the keyboard; back, and there again.
 */
static void
test_cycle_again (Fixture *f, gconstpointer data)
{
  GtkWidget *kind;

  show_patient (f, 1);
  gtk_widget_activate_action (GTK_WIDGET (f->page), "patient.add-transfer", NULL);
  ui_settle ();
  g_assert_cmpstr (offer (f, 0), ==, "New cycle");
  g_assert_cmpuint (gtk_drop_down_get_selected (cycle_choice (f)), ==, 0);
  type_all (f, brief, G_N_ELEMENTS (brief));
  gtk_widget_child_focus (GTK_WIDGET (cycle_choice (f)), GTK_DIR_TAB_FORWARD);
  ui_key (GDK_KEY_space, 0);
  ui_key (GDK_KEY_Down, 0);
  ui_key (GDK_KEY_Return, 0);
  g_assert_cmpuint (gtk_drop_down_get_selected (cycle_choice (f)), ==, 1);
  kind = ui_find_field_entry (GTK_WIDGET (f->window), MODEL_TABLE_CYCLE, "kind", 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (kind)), ==, "Own stimulation");
  ui_key (GDK_KEY_s, GDK_CONTROL_MASK);
  wait_saved (f);
  assert_last_transfer (f, 1, 2, 1, 1, "2");
}

/* What was typed into the new cycle isn't lost when another is chosen. */
static void
test_cycle_typed (Fixture *f, gconstpointer data)
{
  const ModelRecord *record;
  GtkWidget *kind;

  show_patient (f, 1);
  gtk_widget_activate_action (GTK_WIDGET (f->page), "patient.add-transfer", NULL);
  ui_settle ();
  kind = ui_find_field_entry (GTK_WIDGET (f->window), MODEL_TABLE_CYCLE, "kind", 0);
  gtk_widget_grab_focus (kind);
  ui_type ("thaw of e");
  gtk_drop_down_set_selected (cycle_choice (f), 1);
  ui_settle ();
  record = ui_editor_record (ui_patient_page_get_editor (f->page));
  g_assert_cmpuint (record->rows[MODEL_TABLE_CYCLE]->len, ==, 2);
  gtk_drop_down_set_selected (cycle_choice (f), 0);
  ui_settle ();
  record = ui_editor_record (ui_patient_page_get_editor (f->page));
  g_assert_cmpuint (record->rows[MODEL_TABLE_CYCLE]->len, ==, 2);
  kind = ui_find_field_entry (GTK_WIDGET (f->window), MODEL_TABLE_CYCLE, "kind", 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (kind)), ==, "Thaw of embryos");
}

/* What was opened and left empty leaves no trace. */
static void
test_empty_goes (Fixture *f, gconstpointer data)
{
  const ModelRecord *record;

  show_patient (f, 1);
  gtk_widget_activate_action (GTK_WIDGET (f->page), "patient.add-transfer", NULL);
  ui_settle ();
  ui_key (GDK_KEY_Escape, 0);
  record = ui_editor_record (ui_patient_page_get_editor (f->page));
  g_assert_cmpuint (record->rows[MODEL_TABLE_TRANSFER]->len, ==, 1);
  g_assert_cmpuint (record->rows[MODEL_TABLE_CYCLE]->len, ==, 1);
  g_assert_cmpuint (record->rows[MODEL_TABLE_EMBRYO]->len, ==, 1);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  application = ui_application_new (G_APPLICATION_NON_UNIQUE);
  folder = g_dir_make_tmp ("natality-test-ui-editor-XXXXXX", NULL);
#define ADD(name, register, function)                                                              \
  g_test_add ("/editor/" name, Fixture, register, set_up, function, tear_down)
  ADD ("keyboard", NULL, test_keyboard);
  ADD ("cycle-waiting", NULL, test_cycle_waiting);
  ADD ("cycle-again", NULL, test_cycle_again);
  ADD ("cycle-typed", NULL, test_cycle_typed);
  ADD ("empty-goes", NULL, test_empty_goes);
  ADD ("readable", "demonstration", test_readable);
#undef ADD
  status = ui_run_tests (application);
  g_rmdir (folder);
  g_free (folder);
  return status;
}
