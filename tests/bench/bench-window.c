/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window at the size of a national registry, used as a person uses it: bench-window REGISTER,
 * under tests/run-ui. Prints lines `name value`: for each action the longest time, in seconds,
 * that the main loop didn't come back to its events (what is drawn or typed meanwhile waits), for
 * opening also how long it took, at the end the memory in MB. An action is done three times and
 * the best is told: what else runs on the machine is no fault of the window. */
#include <stdio.h>
#include <string.h>

#include "ui-curves-page.h"
#include "ui-harness.h"
#include "ui-question-bar.h"

#define ROUNDS 3

static UiApplication *application;
static const char *path;

typedef struct
{
  UiWindow *window;
  SessionRegister *reg;
  UiPatientList *list;
  UiPatientPage *patient;
  UiCurvesPage *curves;
  guint n_all;
  gint64 first;
  const AnalysisAnswer *answer;
} Bench;

/* --- how long the main loop stays away -------------------------------------------------------- */

static gint64 came_back, longest;

static int
poll_cb (GPollFD *fds,
         guint    n,
         int      timeout)
{
  gint64 now = g_get_monotonic_time ();
  int result;

  if (came_back != 0)
    longest = MAX (longest, now - came_back);
  result = g_poll (fds, n, timeout);
  came_back = g_get_monotonic_time ();
  return result;
}

static void
print_value (const char *name,
             double      value)
{
  printf ("%s %.17g\n", name, value);
  fflush (stdout);
}

static double
seconds_since (gint64 begin)
{
  return (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
}

typedef void (*Action) (Bench *self);

/* `prepare` isn't counted. */
static void
measure (Bench      *self,
         const char *name,
         Action      prepare,
         Action      act)
{
  gint64 best = G_MAXINT64;

  for (int i = 0; i < ROUNDS; i++)
    {
      if (prepare != NULL)
        prepare (self);
      longest = 0;
      act (self);
      best = MIN (best, longest);
    }
  print_value (name, (double) best / G_USEC_PER_SEC);
}

/* --- conditions ------------------------------------------------------------------------------- */

static gboolean
is_listed (gpointer data)
{
  Bench *self = data;
  SessionRegister *reg = ui_window_get_register (self->window);

  return reg != NULL && ui_patient_list_n_shown (self->list) > 0;
}

static gboolean
has_answer (gpointer data)
{
  return ui_curves_page_get_answer (((Bench *) data)->curves) != NULL;
}

static gboolean
has_other_answer (gpointer data)
{
  Bench *self = data;
  const AnalysisAnswer *answer = ui_curves_page_get_answer (self->curves);

  return answer != NULL && answer != self->answer;
}

static gboolean
is_all_listed (gpointer data)
{
  Bench *self = data;

  return ui_patient_list_n_shown (self->list) == self->n_all;
}

static gboolean
is_one_listed (gpointer data)
{
  return ui_patient_list_n_shown (((Bench *) data)->list) == 1;
}

static gboolean
is_other_first (gpointer data)
{
  Bench *self = data;

  return ui_patient_list_patient_at (self->list, 0) != self->first;
}

static gboolean
is_last_selected (gpointer data)
{
  Bench *self = data;

  return ui_patient_list_get_selected (self->list)
         == ui_patient_list_patient_at (self->list, self->n_all - 1);
}

static gboolean
is_saved (gpointer data)
{
  Bench *self = data;

  return !ui_patient_page_has_unsaved (self->patient) && !session_register_is_saving (self->reg);
}

/* --- actions ---------------------------------------------------------------------------------- */

static void
show_page (Bench      *self,
           const char *name)
{
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.page", "s", name);
  ui_settle ();
}

static GtkWidget *
search_entry (Bench *self)
{
  return ui_find (GTK_WIDGET (self->list), GTK_TYPE_SEARCH_ENTRY);
}

static void
clear_search (Bench *self)
{
  ui_patient_list_clear_search (self->list);
  ui_wait (is_all_listed, self, "the whole list");
  ui_settle ();
}

static void
go_home (Bench *self)
{
  ui_click (ui_find (GTK_WIDGET (self->list), GTK_TYPE_COLUMN_VIEW));
  ui_key (GDK_KEY_Home, 0);
}

static void
go_to_end (Bench *self)
{
  ui_key (GDK_KEY_End, 0);
  ui_wait (is_last_selected, self, "the end of the list");
  ui_settle ();
}

/* The code of the register's middle, whole: each letter asks. */
static void
search (Bench *self)
{
  g_autofree char *code = g_strdup_printf ("syn-%07u", self->n_all / 2);

  gtk_widget_grab_focus (search_entry (self));
  ui_type (code);
  ui_wait (is_one_listed, self, "the search");
  ui_settle ();
}

static GtkWidget *
find_title (GtkWidget *root,
            guint     *nth)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (root), "GtkColumnViewTitle") && (*nth)-- == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_title (child, nth);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
click_title (Bench *self,
             guint  nth)
{
  self->first = ui_patient_list_patient_at (self->list, 0);
  ui_click (find_title (GTK_WIDGET (self->list), &nth));
  ui_wait (is_other_first, self, "another order");
  ui_settle ();
}

static void
sort_by_age (Bench *self)
{
  click_title (self, 1);
}

static void
open_patient (Bench *self)
{
  gint64 patient = ui_patient_page_get_patient (self->patient) % 1000 + 1;

  ui_patient_list_select (self->list, patient);
  ui_patient_page_set_patient (self->patient, self->reg, patient);
  ui_settle ();
}

static GtkDropDown *
group_by (Bench *self)
{
  return GTK_DROP_DOWN (ui_find (ui_find (GTK_WIDGET (self->curves), UI_TYPE_QUESTION_BAR),
                                 GTK_TYPE_DROP_DOWN));
}

static void
choose_group (Bench      *self,
              const char *label)
{
  GListModel *labels = gtk_drop_down_get_model (group_by (self));

  for (guint i = 0; i < g_list_model_get_n_items (labels); i++)
    if (g_strcmp0 (gtk_string_list_get_string (GTK_STRING_LIST (labels), i), label) == 0)
      gtk_drop_down_set_selected (group_by (self), i);
}

static void
ask_one_group (Bench *self)
{
  if (gtk_drop_down_get_selected (group_by (self)) == 0)
    return;
  self->answer = ui_curves_page_get_answer (self->curves);
  gtk_drop_down_set_selected (group_by (self), 0);
  ui_wait (has_other_answer, self, "one curve");
  ui_settle ();
}

static void
ask_by_treatment (Bench *self)
{
  ModelDictionary *dictionary = session_register_dictionary (self->reg);

  self->answer = ui_curves_page_get_answer (self->curves);
  choose_group (self, model_dictionary_find_analysable (dictionary, "immunomodulated")->label);
  ui_wait (has_other_answer, self, "the curves by treatment");
  ui_settle ();
  g_assert_cmpuint (ui_curves_page_get_answer (self->curves)->n_groups, ==, 2);
}

static void
save_note (Bench *self)
{
  GtkWidget *entry;

  ui_patient_page_show_tab (self->patient, "background");
  ui_settle ();
  entry = ui_find_field_entry (GTK_WIDGET (self->window), MODEL_TABLE_PATIENT, "height_cm", 0);
  g_assert_nonnull (entry);
  gtk_widget_grab_focus (entry);
  ui_key (GDK_KEY_a, GDK_CONTROL_MASK);
  ui_type ("171");
  ui_key (GDK_KEY_s, GDK_CONTROL_MASK);
  ui_wait (is_saved, self, "the change to be saved");
  ui_settle ();
}

/* --- opening ---------------------------------------------------------------------------------- */

typedef struct
{
  double list, curve, block;
} Opening;

static void
open_window (Bench   *self,
             Opening *best)
{
  gint64 begin;

  self->window = ui_window_new (GTK_APPLICATION (application));
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1280, 800);
  gtk_window_present (GTK_WINDOW (self->window));
  self->list = ui_register_page_get_list (ui_register_page_of (self->window));
  self->patient = ui_patient_page_of (self->window);
  self->curves = UI_CURVES_PAGE (ui_find (GTK_WIDGET (self->window), UI_TYPE_CURVES_PAGE));
  show_page (self, "register");

  longest = 0;
  begin = g_get_monotonic_time ();
  ui_window_open (self->window, path);
  ui_wait (is_listed, self, "the list");
  best->list = MIN (best->list, seconds_since (begin));
  ui_wait (has_answer, self, "the first curve");
  best->curve = MIN (best->curve, seconds_since (begin));
  ui_settle ();
  best->block = MIN (best->block, (double) longest / G_USEC_PER_SEC);
  self->reg = ui_window_get_register (self->window);
  self->n_all = ui_patient_list_n_shown (self->list);
}

static gboolean
is_closed (gpointer data)
{
  return gtk_application_get_windows (GTK_APPLICATION (application)) == NULL;
}

static void
close_window (Bench *self)
{
  gtk_window_close (GTK_WINDOW (self->window));
  ui_wait (is_closed, NULL, "the window to close");
}

/* The last window stays. */
static void
measure_opening (Bench *self)
{
  Opening best = { G_MAXDOUBLE, G_MAXDOUBLE, G_MAXDOUBLE };

  for (int i = 0; i < ROUNDS; i++)
    {
      if (i > 0)
        close_window (self);
      open_window (self, &best);
    }
  print_value ("window-list", best.list);
  print_value ("window-curve", best.curve);
  print_value ("block-open", best.block);
}

static double
memory_mb (const char *what)
{
  g_autofree char *status = NULL;
  const char *line;

  g_file_get_contents ("/proc/self/status", &status, NULL, NULL);
  line = status != NULL ? strstr (status, what) : NULL;
  return line != NULL ? g_ascii_strtod (line + strlen (what), NULL) / 1024 : -1;
}

static void
activate_cb (GApplication *app)
{
  Bench self = { 0 };
  gint64 begin;

  g_signal_stop_emission_by_name (app, "activate");
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE,
                "gtk-double-click-time", 0, NULL);
  g_main_context_set_poll_func (NULL, poll_cb);
  measure_opening (&self);
  measure (&self, "block-end", go_home, go_to_end);
  measure (&self, "block-search", clear_search, search);
  clear_search (&self);
  measure (&self, "block-sort", NULL, sort_by_age);
  measure (&self, "block-patient", NULL, open_patient);
  longest = 0;
  show_page (&self, "curves");
  print_value ("block-curves", (double) longest / G_USEC_PER_SEC);
  begin = g_get_monotonic_time ();
  ask_by_treatment (&self);
  print_value ("window-derived", seconds_since (begin));
  measure (&self, "block-group", ask_one_group, ask_by_treatment);
  print_value ("window-memory", memory_mb ("VmRSS:"));
  show_page (&self, "register");
  measure (&self, "block-save", open_patient, save_note);
  close_window (&self);
  g_application_release (app);
}

int
main (int    argc,
      char **argv)
{
  if (argc != 2)
    return 2;
  path = argv[1];
  application = ui_application_new (G_APPLICATION_NON_UNIQUE);
  g_application_hold (G_APPLICATION (application));
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  g_application_run (G_APPLICATION (application), 0, NULL);
  g_object_unref (application);
  return 0;
}
