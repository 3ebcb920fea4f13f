/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Centres pooled in the window: the figures are those of `natality-cli pool` of the same files
 * (NATALITY_CLI names it), what is refused is refused in its words and leaves the others, and a
 * newer choice is the one that is answered. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base-number.h"
#include "report-pool-figure.h"
#include "report-tests.h"
#include "test-pool-fixture.h"
#include "test-reference.h"
#include "ui-chart-view.h"
#include "ui-harness.h"
#include "ui-pool-dialog.h"

static UiApplication *application;
static char *folder;

typedef struct
{
  UiWindow *window;
  GtkWidget *dialog;
} Fixture;

/* --- finding and waiting ---------------------------------------------------------------------- */

static const SessionPooled *
pooled (Fixture *f)
{
  return ui_pool_dialog_get_pooled (UI_POOL_DIALOG (f->dialog));
}

static gboolean
is_pooled (gpointer data)
{
  return pooled (data) != NULL;
}

static void
wait_pooled (Fixture *f)
{
  ui_wait (is_pooled, f, "the pool");
  ui_settle ();
}

static GtkWidget *
child (Fixture    *f,
       const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (f->dialog, UI_TYPE_POOL_DIALOG, name));
}

static const char *
page (Fixture    *f,
      const char *stack)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (child (f, stack)));
}

static gboolean
says (Fixture    *f,
      const char *text)
{
  return ui_find_shown_label (f->dialog, text) != NULL;
}

static void
choose (Fixture    *f,
        const char *drop_down,
        guint       i)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (child (f, drop_down)), i);
}

static void
add (Fixture    *f,
     const char *files)
{
  g_auto (GStrv) names = g_strsplit (files, " ", -1);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; names[i] != NULL; i++)
    g_ptr_array_add (paths, g_build_filename (folder, names[i], NULL));
  g_ptr_array_add (paths, NULL);
  ui_pool_dialog_add (UI_POOL_DIALOG (f->dialog), (const char *const *) paths->pdata);
  wait_pooled (f);
}

/* What natality-cli prints of the files, or its sentence where it refuses them. (transfer full) */
static char *
cli (const char *options)
{
  g_autofree char *line = g_strdup_printf ("%s pool %s", g_getenv ("NATALITY_CLI"), options);
  g_auto (GStrv) argv = NULL;
  g_autofree char *text = NULL, *errors = NULL;
  GError *error = NULL;

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  g_spawn_sync (folder, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, &errors, NULL, &error);
  g_assert_no_error (error);
  if (*errors == '\0')
    return g_steal_pointer (&text);
  g_assert_true (g_str_has_prefix (errors, "natality-cli: "));
  return g_strstrip (g_strdup (errors + strlen ("natality-cli: ")));
}

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  f->window = ui_window_new (GTK_APPLICATION (application));
  gtk_window_present (GTK_WINDOW (f->window));
  ui_settle ();
  gtk_widget_activate_action (GTK_WIDGET (f->window), "win.pool-centres", NULL);
  ui_settle ();
  f->dialog = ui_find_window (UI_TYPE_POOL_DIALOG);
  g_assert_nonnull (f->dialog);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  gtk_window_close (GTK_WINDOW (f->window));
  ui_wait (ui_has_no_window, application, "the window to close");
}

/* --- figures ---------------------------------------------------------------------------------- */

/* What stands in a line of a card, in its columns 1 to 3. */
static void
assert_line (Fixture    *f,
             const char *card,
             const char *name,
             const char *columns)
{
  GtkWidget *title = ui_find_shown_label (child (f, "right"), card);
  GtkWidget *label, *grid;
  g_auto (GStrv) expected = g_strsplit (columns, "|", -1);
  int row;

  g_assert_nonnull (title);
  /* The title stands in the card's head. */
  label = ui_find_shown_label (gtk_widget_get_parent (gtk_widget_get_parent (title)), name);
  g_assert_nonnull (label);
  grid = gtk_widget_get_parent (label);
  gtk_grid_query_child (GTK_GRID (grid), label, NULL, &row, NULL, NULL);
  for (guint i = 0; expected[i] != NULL; i++)
    {
      GtkWidget *cell = gtk_grid_get_child_at (GTK_GRID (grid), (int) i + 1, row);

      g_assert_cmpstr (cell != NULL ? gtk_label_get_text (GTK_LABEL (cell)) : "", ==, expected[i]);
    }
}

static double
number (JsonNode   *node,
        const char *path)
{
  return test_reference_number (test_reference_get (node, path));
}

/* Of the logarithm that the JSON has. (transfer full) */
static char *
ratio (JsonNode   *node,
       const char *path)
{
  return base_number_to_display (exp (number (node, path)), 2);
}

static void
assert_summary (Fixture    *f,
                JsonNode   *summary,
                const char *card)
{
  g_autofree char *pooled_ratio = ratio (summary, "estimate");
  g_autofree char *lo = ratio (summary, "lo"), *hi = ratio (summary, "hi");
  g_autofree char *p = report_p_value (number (summary, "p"));
  g_autofree char *line = g_strdup_printf ("%s|%s–%s|%s", pooled_ratio, lo, hi, p);
  g_autofree char *second = ratio (summary, "centres/1/estimate");
  g_autofree char *se = base_number_to_display (number (summary, "centres/1/se"), 2);
  g_autofree char *centre = g_strdup_printf ("%s|s.e. %s", second, se);
  g_autofree char *Q = base_number_to_display (number (summary, "Q"), 2);
  g_autofree char *I2 = report_percent (number (summary, "I2"), 0);
  g_autofree char *spread = g_strdup_printf ("Heterogeneity: Q = %s, df 2", Q);
  g_autofree char *share = g_strdup_printf ("; I² %s", I2);
  double tau2 = number (summary, "tau2");

  assert_line (f, card, "Pooled: ", line);
  assert_line (f, card, "Centre B", centre);
  g_assert_true (says (f, spread));
  g_assert_true (says (f, share));
  if (isnan (tau2))
    g_assert_false (says (f, "Prediction interval"));
  else
    {
      g_autofree char *from = ratio (summary, "prediction_lo");
      g_autofree char *to = ratio (summary, "prediction_hi");
      g_autofree char *prediction = g_strdup_printf ("|%s–%s|", from, to);
      g_autofree char *digits = base_number_to_display (tau2, 4);
      g_autofree char *text = g_strdup_printf ("τ² %s.", digits);

      assert_line (f, card, "Prediction interval", prediction);
      g_assert_true (says (f, text));
    }
}

/* What is behind the figures, and what of it is seen. */
static void
assert_figures (Fixture    *f,
                const char *options,
                gboolean    odds)
{
  g_autofree char *line = g_strconcat (options, " --format json", NULL);
  g_autofree char *expected = cli (line);
  g_autofree char *shown = report_pool_json (pooled (f)->pool);
  g_autoptr (JsonNode) root = json_from_string (expected, NULL);
  JsonNode *comparison = test_reference_get (root, "comparisons/0");
  g_autofree char *chisq = base_number_to_display (number (root, "stratified/chisq"), 2);
  g_autofree char *test = g_strdup_printf ("χ² = %s, df 1", chisq);
  g_autofree char *value = ratio (comparison, "one_stage/log_odds");
  g_autofree char *lo = ratio (comparison, "one_stage/lo");
  g_autofree char *hi = ratio (comparison, "one_stage/hi");
  g_autofree char *one_stage = g_strdup_printf ("%s|%s–%s", value, lo, hi);

  g_assert_cmpstr (shown, ==, expected);
  g_assert_true (says (f, test));
  assert_line (f, "in one stage", "Odds ratio", one_stage);
  if (odds)
    assert_summary (f, test_reference_get (comparison, "log_odds"),
                    "odds ratios of the centres");
  else
    assert_summary (f, test_reference_get (comparison, "log_hazard"),
                    "hazard ratios of the centres");
  if (odds || strstr (options, "--at") == NULL)
    g_assert_false (says (f, "after transfer 2"));
  else
    assert_summary (f, test_reference_get (comparison, "log_log_difference"),
                    "after transfer 2");
}

#define FILES "a.json b.json c.json"

/* In points, as the command line has proportions. */
static void
assert_difference (Fixture    *f,
                   const char *options)
{
  g_autofree char *expected = cli (options);
  g_autoptr (JsonNode) root = json_from_string (expected, NULL);
  JsonNode *difference = test_reference_get (root, "comparisons/0/difference");
  g_autofree char *points = base_number_to_display (100 * number (difference, "estimate"), 1);
  g_autofree char *lo = base_number_to_display (100 * number (difference, "lo"), 1);
  g_autofree char *hi = base_number_to_display (100 * number (difference, "hi"), 1);
  g_autofree char *line = g_strdup_printf ("%s|%s to %s", points, lo, hi);
  g_autofree char *own
    = base_number_to_display (100 * number (difference, "centres/2/estimate"), 1);
  g_autofree char *se = base_number_to_display (100 * number (difference, "centres/2/se"), 1);
  g_autofree char *centre = g_strdup_printf ("%s|s.e. %s", own, se);

  g_assert_cmpfloat (number (difference, "lo"), <, 0); /* else a dash would stand between */
  assert_line (f, "differences after transfer 2", "Pooled: ", line);
  assert_line (f, "differences after transfer 2", "Centre C", centre);
}

static void
test_figures (Fixture       *f,
              gconstpointer  data)
{
  g_assert_cmpstr (page (f, "stack"), ==, "empty");
  g_assert_null (ui_find_shown_label (f->dialog, "Show"));
  add (f, FILES);
  g_assert_cmpstr (page (f, "figures_stack"), ==, "figures");
  assert_figures (f, FILES, TRUE);
  choose (f, "method", 1);
  wait_pooled (f);
  assert_figures (f, FILES " --method dl", TRUE);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (child (f, "at")), 2);
  wait_pooled (f);
  assert_difference (f, FILES " --method dl --at 2 --format json");
  choose (f, "method", 2);
  choose (f, "contrast", 1);
  wait_pooled (f);
  assert_figures (f, FILES " --method fixed --contrast hazard-ratio --at 2", FALSE);
  choose (f, "estimator", 1);
  wait_pooled (f);
  assert_figures (f, FILES " --method fixed --contrast hazard-ratio --at 2"
                     " --estimator conservative", FALSE);
  /* It has no standard error to compare with. */
  choose (f, "estimator", 2);
  wait_pooled (f);
  g_assert_false (gtk_widget_is_sensitive (child (f, "at")));
  assert_figures (f, FILES " --method fixed --contrast hazard-ratio --estimator crude", FALSE);
}

/* The curve at the read-out is the table's, for every transfer; within a merged row there is
 * none. */
static void
assert_read_outs (Fixture    *f,
                  const char *files)
{
  g_autofree char *line = g_strconcat (files, " --format json", NULL);
  g_autofree char *expected = cli (line);
  g_autoptr (JsonNode) root = json_from_string (expected, NULL);
  UiChartView *chart = UI_CHART_VIEW (child (f, "chart"));

  for (guint k = 1; k <= 5; k++)
    {
      g_autofree char *path = g_strdup_printf ("groups/<35/curve/optimistic/%u", k - 1);
      g_autofree char *title = g_strdup_printf ("After transfer %u", k);
      g_autofree char *text = NULL;
      double value = test_reference_number (test_reference_get (root, path));

      ui_chart_view_set_k (chart, k);
      ui_settle ();
      g_assert_true (says (f, title));
      text = base_number_to_display (100 * value, 1);
      g_test_message ("%s %s", path, text);
      g_assert_true (says (f, text));
    }
}

/* The curve ends before the merged row whose end few reached. */
static void
assert_drawn (Fixture *f)
{
  ReportChartOptions options = { .show_table = TRUE };
  g_autoptr (ChartSpec) spec
    = report_pool_chart_spec (pooled (f)->pool, pooled (f)->answer, &options);
  const AnalysisPoolGroup *group = &pooled (f)->pool->groups[0];
  const ChartGroup *curve = chart_spec_get_group (spec, 0);
  gboolean few = FALSE;

  for (guint i = 0; i < group->n_blocks; i++)
    {
      guint at = group->blocks[i].last - 1;

      few = few || analysis_pool_is_few (&group->blocks[i]);
      g_assert_true (isfinite (curve->estimate[at]) == !few);
      g_assert_cmpuint (curve->at_risk[at], ==, group->blocks[i].at_risk);
      for (guint within = group->blocks[i].first - 1; within < at; within++)
        {
          g_assert_true (isnan (curve->estimate[within]));
          g_assert_cmpuint (curve->births[within], ==, CHART_NOT_TOLD);
        }
    }
  g_assert_true (few);
}

static void
test_read_out (Fixture       *f,
               gconstpointer  data)
{
  add (f, "a.json b.json");
  assert_read_outs (f, "a.json b.json");
  add (f, "together.json");
  assert_read_outs (f, "a.json b.json together.json");
  assert_drawn (f);
  /* What the command line warns of is said here too. */
  g_assert_true (says (f, "Synthetic centres: "));
  g_assert_true (says (f, "Some centres merged rows with small counts"));
  g_assert_true (says (f, "are told in one count at: Centre D."));
  choose (f, "estimator", 1);
  wait_pooled (f);
  g_assert_cmpfloat (pooled (f)->answer->overall.estimate[0], !=,
                     pooled (f)->answer->overall.estimate[0]);
}

/* --- refused ---------------------------------------------------------------------------------- */

static void
assert_refused (Fixture    *f,
                const char *files)
{
  g_autofree char *sentence = cli (files);

  g_test_message ("%s", sentence);
  g_assert_true (says (f, sentence));
}

static void
remove_file (Fixture    *f,
             const char *name)
{
  g_autofree char *tip = g_strconcat ("Remove ", name, NULL);
  GtkWidget *button = ui_find_button (f->dialog, tip);

  g_assert_nonnull (button);
  ui_click (button);
}

static void
test_refused (Fixture       *f,
              gconstpointer  data)
{
  add (f, "broken.json");
  g_assert_cmpstr (page (f, "figures_stack"), ==, "none");
  assert_refused (f, "broken.json");
  remove_file (f, "broken.json");
  g_assert_cmpstr (page (f, "stack"), ==, "empty");
}

static void
test_others_stay (Fixture       *f,
                  gconstpointer  data)
{
  add (f, "a.json other.json b.json");
  g_assert_cmpuint (pooled (f)->pool->centres->len, ==, 2);
  assert_refused (f, "a.json other.json");
  g_assert_true (says (f, "the definitions differ"));
  add (f, "twice.json");
  g_assert_cmpuint (pooled (f)->pool->centres->len, ==, 2);
  assert_refused (f, "a.json b.json twice.json");
  add (f, "late.json");
  assert_refused (f, "a.json b.json late.json");
  gtk_switch_set_active (GTK_SWITCH (child (f, "different_cuts")), TRUE);
  wait_pooled (f);
  g_assert_cmpuint (pooled (f)->pool->centres->len, ==, 3);
  g_assert_true (says (f, "The centres' data cuts differ, which was allowed"));
  gtk_switch_set_active (GTK_SWITCH (child (f, "different_cuts")), FALSE);
  wait_pooled (f);
  g_assert_cmpuint (pooled (f)->pool->centres->len, ==, 2);
  /* A file that is there isn't added again. */
  add (f, "a.json");
  g_assert_cmpuint (pooled (f)->files->len, ==, 5);
  /* Without those that were before it, what was refused goes alone. */
  remove_file (f, "Centre A");
  wait_pooled (f);
  g_assert_cmpuint (pooled (f)->pool->centres->len, ==, 1);
  g_assert_true (says (f, "Elsewhere"));
  remove_file (f, "Elsewhere");
  wait_pooled (f);
  g_assert_cmpuint (pooled (f)->pool->centres->len, ==, 1);
  g_assert_true (says (f, "Centre B"));
}

/* --- asking and copying ----------------------------------------------------------------------- */

/* Two choices without a turn of the main loop between: the second is answered, and its answer is
 * the only one. */
static void
test_newer (Fixture       *f,
            gconstpointer  data)
{
  add (f, FILES);
  choose (f, "method", 2);
  choose (f, "contrast", 1);
  choose (f, "method", 1);
  g_assert_null (pooled (f));
  wait_pooled (f);
  g_assert_cmpint (pooled (f)->pool->options.method, ==, STATS_POOL_DERSIMONIAN_LAIRD);
  g_assert_true (pooled (f)->pool->options.hazard_ratio);
  ui_settle ();
  g_assert_cmpint (pooled (f)->pool->options.method, ==, STATS_POOL_DERSIMONIAN_LAIRD);
  assert_figures (f, FILES " --method dl --contrast hazard-ratio", FALSE);
}

static gboolean
is_waiting (gpointer data)
{
  return g_str_equal (page (data, "figures_stack"), "waiting");
}

typedef struct
{
  Fixture *f;
  guint refs;
} Held;

/* By no worker any more. */
static gboolean
is_let_go (gpointer data)
{
  Held *held = data;

  return G_OBJECT (held->f->dialog)->ref_count == held->refs;
}

/* A file that isn't read to its end for as long as nobody writes it: the window says that it waits,
 * and can be told not to. What comes of it late is dropped. */
static void
test_cancel (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (folder, "slow.json", NULL);
  const char *paths[] = { path, NULL };
  Held held = { f, 0 };
  int fd;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  add (f, FILES);
  held.refs = G_OBJECT (f->dialog)->ref_count;
  ui_pool_dialog_add (UI_POOL_DIALOG (f->dialog), paths);
  ui_wait (is_waiting, f, "the spinner");
  g_assert_true (says (f, "slow.json"));
  ui_settle ();
  ui_click (ui_find_button (f->dialog, "Cancel"));
  g_assert_cmpstr (page (f, "figures_stack"), ==, "figures");
  g_assert_false (says (f, "slow.json"));
  choose (f, "method", 2);
  wait_pooled (f);
  g_assert_false (is_let_go (&held));
  fd = open (path, O_WRONLY);
  g_assert_cmpint (fd, >=, 0);
  close (fd);
  ui_wait (is_let_go, &held, "the worker to end");
  g_assert_cmpuint (pooled (f)->files->len, ==, 3);
  assert_figures (f, FILES " --method fixed", TRUE);
  g_remove (path);
}

static void
test_copy (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *expected = cli (FILES " --format csv");
  g_autofree char *copied = NULL;
  GtkWidget *button;

  add (f, FILES);
  button = ui_find_button (f->dialog, "Copy the pooled figures as CSV");
  g_assert_true (gtk_widget_grab_focus (button));
  ui_key (GDK_KEY_Return, 0);
  copied = ui_clipboard (button);
  g_assert_cmpstr (copied, ==, expected);
  g_assert_true (says (f, "Copied"));
}

/* One group of all: curves, and nothing to compare. */
static void
test_no_groups (Fixture       *f,
                gconstpointer  data)
{
  add (f, "all.json");
  g_assert_cmpuint (pooled (f)->pool->n_comparisons, ==, 0);
  g_assert_true (says (f, "After transfer 3"));
  g_assert_false (says (f, "against"));
  g_assert_false (gtk_widget_is_sensitive (child (f, "method")));
  ui_key (GDK_KEY_Escape, 0);
  g_assert_null (ui_find_window (UI_TYPE_POOL_DIALOG));
}

static gboolean
has_chooser (gpointer data)
{
  return ui_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG) != NULL;
}

static gboolean
has_no_chooser (gpointer data)
{
  return !has_chooser (NULL);
}

/* By the button that the empty dialog offers, and real keys. */
static void
test_chooser (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (folder, "a.json", NULL);

  ui_click (child (f, "empty_add_button"));
  ui_wait (has_chooser, NULL, "the file chooser");
  ui_settle ();
  ui_type (path);
  ui_key (GDK_KEY_Return, 0);
  ui_wait (has_no_chooser, NULL, "the file chooser to close");
  wait_pooled (f);
  g_assert_true (says (f, "Centre A"));
  g_assert_true (gtk_widget_get_mapped (child (f, "add_button")));
}

/* --- all -------------------------------------------------------------------------------------- */

static void
write_files (void)
{
  AnalysisCentreOptions options = { .name = "Centre A", .smallest_cell = 1 };
  g_autofree char *broken = g_build_filename (folder, "broken.json", NULL);

  g_assert_true (g_file_set_contents (broken, "{}", -1, NULL));
  pool_fixture_write (folder, "a.json", 1, "by=age:35\n", &options);
  options.name = "Everybody";
  pool_fixture_write (folder, "all.json", 1, "", &options);
  options.name = "Centre B";
  pool_fixture_write (folder, "b.json", 2, "by=age:35\n", &options);
  options.name = "Another Name";
  pool_fixture_write (folder, "twice.json", 2, "by=age:35\n", &options);
  options.name = "Centre C";
  pool_fixture_write (folder, "c.json", 12, "by=age:35\n", &options); /* unlike the others */
  options.name = "Elsewhere";
  pool_fixture_write (folder, "other.json", 4, "index=first\nby=age:35\n", &options);
  options.name = "Centre D";
  options.smallest_cell = 5;
  options.together = TRUE;
  pool_fixture_write (folder, "together.json", 4, "by=age:35\n", &options);
}

/* Of another day, by the register's own rule. */
static void
write_late (void)
{
  g_autofree char *from = g_build_filename (folder, "c.json", NULL);
  g_autofree char *to = g_build_filename (folder, "late.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GString) changed = NULL;
  g_autoptr (AnalysisCentre) centre = report_centre_read (from, NULL, NULL);
  g_autofree char *day = base_day_to_iso (centre->cut);

  g_assert_true (g_file_get_contents (from, &text, NULL, NULL));
  changed = g_string_new (text);
  g_assert_cmpuint (g_string_replace (changed, day, "2024-12-31", 0), ==, 1);
  g_assert_true (g_file_set_contents (to, changed->str, -1, NULL));
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  application = ui_application_new (G_APPLICATION_NON_UNIQUE);
  folder = g_dir_make_tmp ("natality-test-pool-XXXXXX", NULL);
  write_files ();
  write_late ();
#define ADD(name, function)                                                                        \
  g_test_add ("/ui/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("pool/figures", test_figures);
  ADD ("pool/read-out", test_read_out);
  ADD ("pool/refused", test_refused);
  ADD ("pool/others-stay", test_others_stay);
  ADD ("pool/newer", test_newer);
  ADD ("pool/cancel", test_cancel);
  ADD ("pool/copy", test_copy);
  ADD ("pool/no-groups", test_no_groups);
  ADD ("chooser/pool", test_chooser);
#undef ADD
  status = ui_run_tests (application);
  pool_fixture_remove (folder);
  g_free (folder);
  return status;
}
