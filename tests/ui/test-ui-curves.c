/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Curves page as a researcher uses it, from the demonstration on the start page to a PDF. Real
 * keys and clicks where they matter; figures are recounted here from the risk table. */
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui-chart-view.h"
#include "ui-curves-page.h"
#include "ui-editor.h"
#include "ui-export-dialog.h"
#include "ui-fixture.h"
#include "ui-harness.h"
#include "ui-question-bar.h"
#include "ui-results.h"

static UiApplication *application;
static char *folder;

typedef struct
{
  UiWindow *window;
  SessionRegister *reg;
  UiCurvesPage *page;
  GtkWidget *chart, *bar;
} Fixture;

/* --- finding and waiting ---------------------------------------------------------------------- */

static gboolean
has_answer (gpointer data)
{
  return ui_curves_page_get_answer (((Fixture *) data)->page) != NULL;
}

static gboolean
says (GtkWidget  *root,
      const char *text)
{
  return ui_find_shown_label (root, text) != NULL;
}

static GtkWidget *
control (Fixture    *f,
         const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (f->bar, UI_TYPE_QUESTION_BAR, name));
}

static void
show (Fixture    *f,
      const char *page)
{
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.page", "s", page);
  ui_settle ();
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->window = ui_window_new (GTK_APPLICATION (application));
  gtk_window_present (GTK_WINDOW (f->window));
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1280, 800);
  ui_settle ();
  ui_click (ui_find_button (GTK_WIDGET (f->window), "Explore the Demonstration"));
  ui_wait (ui_has_register, f->window, "the demonstration");
  f->reg = ui_window_get_register (f->window);
  f->page = UI_CURVES_PAGE (ui_find (GTK_WIDGET (f->window), UI_TYPE_CURVES_PAGE));
  f->chart = ui_find (GTK_WIDGET (f->page), UI_TYPE_CHART_VIEW);
  f->bar = ui_find (GTK_WIDGET (f->page), UI_TYPE_QUESTION_BAR);
  ui_wait (has_answer, f, "the first answer");
  show (f, "curves");
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gtk_window_close (GTK_WINDOW (f->window));
  ui_wait (ui_has_no_window, application, "the window to close");
}

/* --- figures ---------------------------------------------------------------------------------- */

/* Kaplan-Meier after k, from at risk and births; a percentage with one decimal. */
static char *
percent_after (const guint *at_risk,
               const guint *births,
               guint        k)
{
  double none = 1;

  for (guint i = 0; i < k; i++)
    none *= 1 - (double) births[i] / at_risk[i];
  return g_strdup_printf ("%.1f", 100 * (1 - none));
}

/* The page shows these figures: in its counts, its results, and for a screen reader. */
static void
check_figures (Fixture     *f,
               const guint  births[5])
{
  static const guint at_risk[] = { 52, 29, 18, 10, 5 };
  guint sum = births[0] + births[1] + births[2] + births[3] + births[4];
  g_autofree char *count = g_strdup_printf ("%u", sum);
  g_autofree char *after_5 = percent_after (at_risk, births, 5);
  g_autofree char *crude = g_strdup_printf ("%.1f", 100.0 * sum / 52);
  g_autofree char *spoken =
      g_strdup_printf ("Optimistic (Kaplan-Meier), after transfer 5. All: "
                       "%s\302\240%%*, 5 at risk*",
                       after_5);
  g_autofree char *description = ui_results_describe (ui_curves_page_get_answer (f->page), 5);

  gtk_widget_grab_focus (f->chart);
  ui_key (GDK_KEY_End, 0);
  g_assert_cmpuint (ui_chart_view_get_k (UI_CHART_VIEW (f->chart)), ==, 5);
  g_assert_true (says (GTK_WIDGET (f->page), "After transfer 5"));
  g_assert_true (says (GTK_WIDGET (f->page), count));
  g_assert_true (says (GTK_WIDGET (f->page), after_5));
  g_assert_true (says (GTK_WIDGET (f->page), crude));
  g_assert_true (g_pattern_match_simple (spoken, description));
  gtk_test_accessible_assert_property (f->chart, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);
}

/* --- a saved outcome moves the curve ---------------------------------------------------------- */

typedef struct
{
  Fixture *f;
  guint64 births;
} Births;

static gboolean
has_births (gpointer data)
{
  Births *expected = data;
  const AnalysisAnswer *answer = ui_curves_page_get_answer (expected->f->page);

  return answer != NULL && answer->overall.n_births == expected->births;
}

static void
type_outcome (Fixture    *f,
              const char *id,
              const char *text)
{
  ui_type_over (
      ui_find_field_entry (GTK_WIDGET (f->window), MODEL_TABLE_TRANSFER_OUTCOME, id, 0), text);
}

static gint64
patient_of_code (Fixture    *f,
                 const char *code)
{
  for (gint32 patient = 1; patient <= 52; patient++)
    {
      g_autoptr (GPtrArray) rows = session_register_list_rows (f->reg, &patient, 1);

      if (rows->len > 0 && g_str_equal (((SessionListRow *) rows->pdata[0])->code, code))
        return patient;
    }
  g_assert_not_reached ();
}

/* RPL-0019 had no birth in five transfers and stopped: her fifth was a termination. */
static void
test_outcome (Fixture       *f,
              gconstpointer  data)
{
  static const guint before[] = { 19, 7, 4, 1, 1 }, after[] = { 19, 7, 4, 1, 2 };
  UiPatientPage *page = ui_patient_page_of (f->window);
  gint64 patient = patient_of_code (f, "RPL-0019");
  Births births = { f, 33 };

  check_figures (f, before);

  show (f, "register");
  ui_patient_list_select (ui_register_page_get_list (ui_register_page_of (f->window)), patient);
  ui_patient_page_set_patient (page, f->reg, patient);
  ui_patient_page_show_tab (page, "transfers");
  ui_settle ();
  ui_patient_page_open_transfer (page, 0);
  ui_settle ();
  type_outcome (f, "outcome", "Live birth");
  type_outcome (f, "outcome_date", "7.8.2008");
  type_outcome (f, "gestation_days", "40+0");
  ui_key (GDK_KEY_s, GDK_CONTROL_MASK);
  while (ui_editor_n_reasons (ui_patient_page_get_editor (page)) > 0)
    {
      ui_type ("letter of the hospital");
      ui_key (GDK_KEY_Return, 0);
    }
  ui_wait (ui_is_saved, f->window, "the change to be saved");
  ui_wait (has_births, &births, "the curve to move");
  show (f, "curves");
  check_figures (f, after);

  /* Ctrl+Z where nothing is typed takes the saved change back, and the curve with it. */
  ui_key (GDK_KEY_z, GDK_CONTROL_MASK);
  births.births = 32;
  ui_wait (has_births, &births, "the curve to move back");
  check_figures (f, before);
}

/* --- the read-out ----------------------------------------------------------------------------- */

static void
test_read_out (Fixture       *f,
               gconstpointer  data)
{
  gtk_widget_grab_focus (f->chart);
  ui_key (GDK_KEY_Home, 0);
  g_assert_true (says (GTK_WIDGET (f->page), "After transfer 1"));
  g_assert_true (says (GTK_WIDGET (f->page), "36.5")); /* 19 of 52 */
  ui_key (GDK_KEY_Left, 0);
  g_assert_true (says (GTK_WIDGET (f->page), "After transfer 1"));
  ui_key (GDK_KEY_Right, 0);
  g_assert_true (says (GTK_WIDGET (f->page), "After transfer 2"));
  ui_key (GDK_KEY_End, 0);
  ui_key (GDK_KEY_Right, 0);
  g_assert_true (says (GTK_WIDGET (f->page), "After transfer 5"));

  /* Pointing at its middle: 0 to 5 and a half lie from edge to edge. */
  ui_click (f->chart);
  g_assert_cmpuint (ui_chart_view_get_k (UI_CHART_VIEW (f->chart)), >=, 2);
  g_assert_cmpuint (ui_chart_view_get_k (UI_CHART_VIEW (f->chart)), <=, 3);
  g_assert_true (gtk_widget_has_focus (f->chart));

  /* What was clicked comes back once the pointer, on its way to the figures, has left. */
  ui_click_at (f->chart, 0.3, 0.2);
  g_assert_cmpuint (ui_chart_view_get_k (UI_CHART_VIEW (f->chart)), ==, 1);
  ui_point (f->chart, 0.9, 0.2);
  g_assert_cmpuint (ui_chart_view_get_k (UI_CHART_VIEW (f->chart)), ==, 5);
  ui_point (f->bar, 0.5, 0.1);
  g_assert_cmpuint (ui_chart_view_get_k (UI_CHART_VIEW (f->chart)), ==, 1);
}

/* --- the filter ------------------------------------------------------------------------------- */

static gboolean
is_filtered (gpointer data)
{
  Fixture *f = data;

  return g_strcmp0 (ui_curves_page_get_answer (f->page)->question->where,
                    ui_question_bar_get_question (UI_QUESTION_BAR (f->bar))->where)
         == 0;
}

static gboolean
is_refused (gpointer data)
{
  return says (GTK_WIDGET (((Fixture *) data)->page),
               "The figure still shows the last question that could be answered.");
}

static gboolean
is_answered (gpointer data)
{
  return !is_refused (data);
}

static void
type_filter (Fixture    *f,
             const char *text)
{
  gtk_widget_grab_focus (control (f, "filter"));
  ui_key (GDK_KEY_a, GDK_CONTROL_MASK);
  ui_type (text);
  ui_key (GDK_KEY_Return, 0);
}

static gboolean
can_export (Fixture *f)
{
  return gtk_widget_get_sensitive (
      GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (f->page), UI_TYPE_CURVES_PAGE,
                                                 "export_button")));
}

/* What can't be answered is said, and no figure passes for its answer. */
static void
test_filter_error (Fixture       *f,
                   gconstpointer  data)
{
  g_assert_true (can_export (f));
  type_filter (f, "age <");
  ui_wait (is_refused, f, "the refusal");
  g_assert_true (says (f->bar, "Character 6: it ends here, where a value was expected."));
  g_assert_false (can_export (f));
  g_assert_cmpfloat (gtk_widget_get_opacity (f->chart), <, 1);

  type_filter (f, "age < 20");
  ui_wait (is_answered, f, "the answer");
  ui_wait (is_filtered, f, "the filtered answer");
  g_assert_cmpuint (ui_curves_page_get_answer (f->page)->overall.n_patients, ==, 0);
  g_assert_false (can_export (f));
  gtk_test_accessible_assert_property (f->chart, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "The filter leaves nobody of those in the analysis "
                                       "(52).");

  /* A cut that is no day is said too; what stood before goes on being shown. */
  type_filter (f, "age < 38");
  ui_wait (is_filtered, f, "the filtered answer");
  g_assert_true (can_export (f));
  gtk_widget_grab_focus (control (f, "cut"));
  ui_type ("31.2.2012");
  ui_key (GDK_KEY_Return, 0);
  ui_wait (is_refused, f, "the refusal of the day");
  g_assert_false (can_export (f));
  ui_key (GDK_KEY_a, GDK_CONTROL_MASK);
  ui_key (GDK_KEY_Delete, 0);
  ui_key (GDK_KEY_Return, 0);
  ui_wait (is_answered, f, "the answer");
  g_assert_true (can_export (f));
}

/* The number beside a line of "Who is in it"; 0 where there is no such line. */
static int
number_beside (GtkWidget  *root,
               const char *text)
{
  int number = 0;

  if (GTK_IS_LABEL (root) && g_str_equal (gtk_label_get_text (GTK_LABEL (root)), text)
      && gtk_widget_get_next_sibling (root) != NULL)
    return atoi (gtk_label_get_text (GTK_LABEL (gtk_widget_get_next_sibling (root))));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && number == 0;
       child = gtk_widget_get_next_sibling (child))
    number = number_beside (child, text);
  return number;
}

/* Who is in it goes on through filter and groups to those in the risk table. */
static void
test_who (Fixture       *f,
          gconstpointer  data)
{
  GtkWidget *results = ui_find (GTK_WIDGET (f->page), UI_TYPE_RESULTS);
  const AnalysisGroup *shown;

  ui_click (ui_find_button (results, "Flow"));
  ui_settle ();
  g_assert_cmpint (number_beside (results, "in the analysis"), ==, 52);
  g_assert_cmpint (number_beside (results, "with a live birth"), ==, 32);
  g_assert_false (says (results, "outside the filter"));

  type_filter (f, "age < 36");
  ui_wait (is_filtered, f, "the filtered answer");
  shown = &ui_curves_page_get_answer (f->page)->overall;
  g_assert_cmpint (number_beside (results, "patients in the register"), ==, 52);
  g_assert_cmpint (number_beside (results, "within the filter"), ==, (int) shown->n_patients);
  g_assert_cmpint (number_beside (results, "with a live birth"), ==, (int) shown->n_births);
  g_assert_cmpint (number_beside (results, "discontinued, as recorded")
                       + number_beside (results, "discontinued (presumed)"),
                   ==, (int) shown->n_stopped);
  g_assert_cmpint (number_beside (results, "still in treatment: went on"), ==,
                   (int) shown->n_in_treatment);
  g_assert_cmpint ((int) shown->n_patients, <, 52);
  g_assert_cmpint ((int) shown->n_patients, >, 20);
}

/* A field and its value are found by their names, without knowing how a filter is written. */
static void
test_condition (Fixture       *f,
                gconstpointer  data)
{
  GtkEditable *filter = GTK_EDITABLE (control (f, "filter"));
  int start, end;

  ui_click (control (f, "add_condition"));
  ui_type ("bmi");
  g_assert_nonnull (ui_find_shown_label (GTK_WIDGET (f->window), "BMI, kg/m²"));
  ui_key (GDK_KEY_a, GDK_CONTROL_MASK);
  ui_type ("immunomodulated");
  ui_key (GDK_KEY_Return, 0);
  ui_wait (is_filtered, f, "the filtered answer");
  g_assert_cmpstr (gtk_editable_get_text (filter), ==, "immunomodulated = true");
  g_assert_cmpstr (ui_curves_page_get_answer (f->page)->question->where, ==,
                   "immunomodulated = true");

  /* A number is an example, selected to be typed over. */
  ui_click (control (f, "add_condition"));
  ui_type ("age at index");
  ui_key (GDK_KEY_Return, 0);
  g_assert_true (gtk_editable_get_selection_bounds (filter, &start, &end));
  ui_type ("36");
  g_assert_cmpstr (gtk_editable_get_text (filter), ==,
                   "immunomodulated = true and age_at_index_transfer < 36");
  ui_key (GDK_KEY_Return, 0);
  ui_wait (is_filtered, f, "both conditions");
  g_assert_cmpuint (ui_curves_page_get_answer (f->page)->overall.n_patients, >, 0);
  g_assert_cmpuint (ui_curves_page_get_answer (f->page)->overall.n_patients, <, 52);
}

/* --- the export ------------------------------------------------------------------------------- */

static gboolean
has_window (gpointer data)
{
  return ui_find_window (*(GType *) data) != NULL;
}

static gboolean
has_no_dialog (gpointer data)
{
  return ui_find_window (UI_TYPE_EXPORT_DIALOG) == NULL;
}

static char *
text_of_pdf (const char *path)
{
  const char *argv[] = { "pdftotext", "-layout", path, "-", NULL };
  char *text = NULL;
  int status = 0;
  GError *error = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return text;
}

/* Ctrl+E, Export…, a name, Enter: a PDF with the counts and with what it says of itself. */
static void
test_export (Fixture       *f,
             gconstpointer  data)
{
  static const char *const rows[] = { "at risk +52 +52 +29 +18 +10 +5",
                                      "live births +19 +7 +4 +1 +1", "stopped +1 +2 +3 +4 +4",
                                      "in treatment +3 +2 +1 +0 +0" };
  static const char *const words[] = { "Cumulative live births, %", "embryo transfers",
                                       "Synthetic data.", "Optimistic (Kaplan-Meier)",
                                       "% log-log intervals", "Event: live birth",
                                       "Data cut 31 Dec 2012" };
  GType dialog = UI_TYPE_EXPORT_DIALOG, chooser = GTK_TYPE_FILE_CHOOSER_DIALOG;
  g_autofree char *path = g_build_filename (folder, "curve.pdf", NULL);
  g_autofree char *text = NULL;

  ui_key (GDK_KEY_e, GDK_CONTROL_MASK);
  ui_wait (has_window, &dialog, "the dialog");
  ui_settle ();
  ui_click (ui_find_button (ui_find_window (dialog), "Export…"));
  ui_wait (has_window, &chooser, "the file chooser");
  ui_settle ();
  ui_key (GDK_KEY_a, GDK_CONTROL_MASK);
  ui_type (path);
  ui_key (GDK_KEY_Return, 0);
  ui_wait (has_no_dialog, NULL, "the dialog to close");
  g_assert_true (says (GTK_WIDGET (f->window), "Exported “curve.pdf”"));

  text = text_of_pdf (path);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i]);
      g_assert_true (g_regex_match_simple (rows[i], text, 0, 0));
    }
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_test_message ("%s", words[i]);
      g_assert_nonnull (strstr (text, words[i]));
    }
  g_remove (path);
}

/* A name without an ending gets the chosen one's, and never replaces what nobody was asked about;
 * what can't be written is said, and the dialog stays. */
static void
test_export_names (Fixture       *f,
                   gconstpointer  data)
{
  g_autofree char *bare = g_build_filename (folder, "figure", NULL);
  g_autofree char *png = g_strconcat (bare, ".png", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no such folder", "figure.PDF", NULL);
  g_autofree char *bytes = NULL;
  GtkWidget *dialog;
  gsize length;

  gtk_widget_activate_action (GTK_WIDGET (f->page), "curves.export", NULL);
  ui_settle ();
  dialog = ui_find_window (UI_TYPE_EXPORT_DIALOG);
  gtk_drop_down_set_selected (
      GTK_DROP_DOWN (gtk_widget_get_template_child (dialog, UI_TYPE_EXPORT_DIALOG, "kind")), 1);
  g_assert_true (ui_export_dialog_write (UI_EXPORT_DIALOG (dialog), bare));
  g_assert_true (g_file_get_contents (png, &bytes, &length, NULL));
  g_assert_cmpint (memcmp (bytes, "\x89PNG", 4), ==, 0);
  g_assert_false (ui_export_dialog_write (UI_EXPORT_DIALOG (dialog), bare));
  g_assert_true (ui_export_dialog_write (UI_EXPORT_DIALOG (dialog), png));
  g_assert_false (ui_export_dialog_write (UI_EXPORT_DIALOG (dialog), nowhere));
  g_assert_true (gtk_widget_get_visible (
      GTK_WIDGET (gtk_widget_get_template_child (dialog, UI_TYPE_EXPORT_DIALOG, "message"))));
  gtk_window_close (GTK_WINDOW (dialog));
  ui_wait (has_no_dialog, NULL, "the dialog to close");
  g_remove (png);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  application = ui_application_new (G_APPLICATION_NON_UNIQUE);
  folder = g_dir_make_tmp ("natality-test-curves-XXXXXX", NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/ui/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("curves/outcome", test_outcome);
  ADD ("curves/read-out", test_read_out);
  ADD ("curves/filter-error", test_filter_error);
  ADD ("curves/who", test_who);
  ADD ("curves/condition", test_condition);
  ADD ("chooser/export", test_export);
  ADD ("curves/export-names", test_export_names);
#undef ADD
  status = ui_run_tests (application);
  g_rmdir (folder);
  g_free (folder);
  return status;
}
