/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The model's cards beside its ratios: what they copy is what natality-cli says of the same model
 * (NATALITY_CLI names it), and never of another. */
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "ui-export-dialog.h"
#include "ui-harness.h"
#include "ui-model-pattern.h"
#include "ui-model-predicted.h"
#include "ui-model-standardised.h"
#include "ui-results-fixture.h"
#include "ui-results-model.h"
#include "ui-study.h"

#define STAGE "Stage of best embryo"
#define TERMS "stage + age + losses_before_referral"
#define USUAL "stage=cleavage,age=34.8,losses_before_referral=4"

static GtkWidget *
control (Fixture    *f,
         const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (ui_find (f->results, UI_TYPE_RESULTS_MODEL),
                                                    UI_TYPE_RESULTS_MODEL, name));
}

/* --- waiting ---------------------------------------------------------------------------------- */

static gboolean
has_curves (GtkWidget *card)
{
  GtkWidget *study = ui_find (card, UI_TYPE_STUDY);

  return gtk_widget_get_visible (card)
         && g_str_equal (gtk_stack_get_visible_child_name (GTK_STACK (
                             gtk_widget_get_template_child (study, UI_TYPE_STUDY, "stack"))),
                         "figures");
}

static gboolean
is_predicted (gpointer data)
{
  return has_curves (control (data, "predicted"));
}

static gboolean
is_standardised (gpointer data)
{
  return has_curves (control (data, "standardised"));
}

/* Opens the view with these terms, by stage. */
static void
open_terms (Fixture    *f,
            const char *terms)
{
  results_group_by (f, STAGE);
  results_open (f, "Model");
  results_type (control (f, "terms"), terms);
  ui_wait (results_has_figures, f, "the model");
}

/* --- figures of the command line -------------------------------------------------------------- */

static JsonNode *
json_of (Fixture    *f,
         const char *options)
{
  g_autofree char *text = results_cli_as (f, "json", "model", options);
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);
  return node;
}

/* The member at a path such as "predicted/lo". */
static JsonNode *
member (JsonNode   *node,
        const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, "/", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_assert_true (json_object_has_member (json_node_get_object (node), names[i]));
      node = json_object_get_member (json_node_get_object (node), names[i]);
    }
  return node;
}

static double
number_of (JsonNode *node)
{
  return JSON_NODE_HOLDS_NULL (node) ? NAN : json_node_get_double (node);
}

static void
assert_number (const char *text,
               double      expected)
{
  if (isnan (expected))
    g_assert_cmpstr (text, ==, "");
  else
    g_assert_cmpfloat (g_ascii_strtod (text, NULL), ==, expected);
}

/* A column of the lines `from` to `from` + n of a CSV is the array at the path. */
static void
assert_column (const char *csv,
               guint       from,
               guint       column,
               JsonNode   *root,
               const char *path)
{
  JsonArray *array = json_node_get_array (member (root, path));
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);

  g_assert_cmpuint (json_array_get_length (array), >=, 5);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[from + i], ",", -1);

      assert_number (cells[column], number_of (json_array_get_element (array, i)));
    }
}

static void
assert_predicted (Fixture    *f,
                  const char *options,
                  const char *limits)
{
  g_autoptr (JsonNode) root = json_of (f, options);
  g_autofree char *lo = g_strdup_printf ("predicted/%s_lo", limits);
  g_autofree char *hi = g_strdup_printf ("predicted/%s_hi", limits);
  g_autofree char *csv = NULL;

  ui_wait (is_predicted, f, "the predicted curve");
  ui_settle ();
  csv = results_copied (results_view (f), "Copy the predicted curve as CSV");
  assert_column (csv, 1, 1, root, "predicted/cumulative");
  assert_column (csv, 1, 2, root, "predicted/se");
  assert_column (csv, 1, 3, root, lo);
  assert_column (csv, 1, 4, root, hi);
}

static void
assert_standardised (Fixture    *f,
                     const char *options)
{
  static const char *const curves[] = { "without", "with", "difference" };
  g_autoptr (JsonNode) root = json_of (f, options);
  g_autofree char *csv = NULL;
  guint K = json_array_get_length (json_node_get_array (member (root, "standardised/k")));

  ui_wait (is_standardised, f, "the standardised curves");
  ui_settle ();
  csv = results_copied (results_view (f), "Copy the standardised curves as CSV");
  for (guint c = 0; c < G_N_ELEMENTS (curves); c++)
    {
      static const char *const columns[] = { "estimate", "se", "lo", "hi" };

      for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
        {
          g_autofree char *path
            = g_strdup_printf ("standardised/%s/%s", curves[c], columns[i]);

          assert_column (csv, 1 + c * K, i + 2, root, path);
        }
    }
}

/* Each line of the CSV after its head is {chisq, df, p} at `prefix` and its term. */
static void
assert_tests (const char *csv,
              const char *test,
              JsonNode   *root,
              const char *prefix)
{
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);
  guint n = 0;

  for (guint i = 1; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);
      g_autofree char *term = NULL, *path = NULL;
      JsonNode *node;

      if (!g_str_equal (cells[0], test) || g_str_equal (cells[1], "\"\""))
        continue;
      term = g_strndup (cells[1] + 1, strlen (cells[1]) - 2);
      path = g_strdup_printf ("%s/%s", prefix, term);
      node = member (root, path);
      assert_number (cells[2], number_of (member (node, "chisq")));
      assert_number (cells[4], number_of (member (node, "p")));
      n++;
    }
  g_assert_cmpuint (n, ==, json_object_get_size (json_node_get_object (member (root, prefix))));
}

/* --- predicted -------------------------------------------------------------------------------- */

static GtkWidget *
pattern_control (Fixture    *f,
                 const char *label)
{
  GtkWidget *caption = ui_find_shown_label (control (f, "predicted"), label);

  g_assert_nonnull (caption);
  return gtk_widget_get_next_sibling (caption);
}

static void
test_predicted (Fixture       *f,
                gconstpointer  data)
{
  GtkWidget *age;

  open_terms (f, TERMS);
  assert_predicted (f, "--terms '" TERMS "' --link logit --predict " USUAL, "log-log");
  results_choose (pattern_control (f, STAGE), "Blastocyst");
  g_assert_false (is_predicted (f)); /* what was of another pattern is gone at once */
  age = pattern_control (f, "Age at index transfer, years");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (age)), ==, "34.8");
  ui_type_over (age, "38,25");
  assert_predicted (f,
                    "--terms '" TERMS "' --link logit --predict "
                    "stage=blastocyst,age=38.25,losses_before_referral=4",
                    "log-log");
  g_assert_true (results_say (f, "From the discrete model, which has a chance of its own at each "
                                 "transfer. A curve of one pattern is no comparison of groups."));

  /* What is set stays where the model still has it. */
  results_type (control (f, "terms"), "age + stage");
  ui_wait (results_has_figures, f, "the model of fewer terms");
  assert_predicted (f,
                    "--terms 'age + stage' --link logit --predict stage=blastocyst,age=38.25",
                    "log-log");
}

static void
test_bad_value (Fixture       *f,
                gconstpointer  data)
{
  GtkWidget *age;

  open_terms (f, TERMS);
  ui_wait (is_predicted, f, "the predicted curve");
  age = pattern_control (f, "Age at index transfer, years");
  ui_type_over (age, "3x");
  g_assert_true (results_say (f, "A number is needed."));
  g_assert_false (is_predicted (f));
  ui_settle ();
  g_assert_false (is_predicted (f));
  g_assert_true (is_standardised (f)); /* it has no part in it */
  ui_type_over (age, "");
  g_assert_true (results_say (f, "A number is needed."));
  ui_type_over (age, "60");
  g_assert_true (
      results_say (f, "The patients are from 26.0 to 43.7: beyond it the model only guesses."));
  assert_predicted (f,
                    "--terms '" TERMS "' --link logit --predict "
                    "stage=cleavage,age=60,losses_before_referral=4",
                    "log-log");
  ui_type_over (age, "40");
  g_assert_false (results_say (f, "A number is needed."));
  assert_predicted (f,
                    "--terms '" TERMS "' --link logit --predict "
                    "stage=cleavage,age=40,losses_before_referral=4",
                    "log-log");
}

/* --- standardised ----------------------------------------------------------------------------- */

static void
test_standardised (Fixture       *f,
                   gconstpointer  data)
{
  open_terms (f, "rpl_type + " TERMS);
  /* The page's groups first, though another term comes before them. */
  assert_standardised (f, "--terms 'rpl_type + " TERMS "' --link logit --standardise stage");
  results_assert_copied (f, "Copy the balance as CSV", "table",
                         "--by stage --variables rpl_type,age,losses_before_referral");
  g_assert_true (results_say (f, "The groups are made alike in what was recorded and is a term, "
                                 "and in nothing else. This is adjustment, no randomised trial: "
                                 "why patients are in a group may explain a difference."));
  results_choose (GTK_WIDGET (gtk_widget_get_template_child (control (f, "standardised"),
                                                             UI_TYPE_MODEL_STANDARDISED, "term")),
                  "Primary or secondary");
  g_assert_false (is_standardised (f));
  assert_standardised (f, "--terms 'rpl_type + " TERMS "' --link logit --standardise rpl_type");
  results_assert_copied (f, "Copy the balance as CSV", "table",
                         "--by rpl_type --variables stage,age,losses_before_referral");

  /* A product's groups can't be set. */
  results_type (control (f, "terms"), "stage*age");
  ui_wait (results_has_figures, f, "the product");
  ui_settle ();
  g_assert_true (results_say (f, "These curves compare two groups: add a term that has two, and is "
                                 "in no product."));
  g_assert_false (is_standardised (f));
}

/* A chosen reference is the pattern's first, and the groups' first. */
static void
test_reference (Fixture       *f,
                gconstpointer  data)
{
  const char *terms = "--terms 'factor(stage, ref=blastocyst) + age' --link logit ";
  g_autofree char *predict = g_strconcat (terms, "--predict stage=cleavage,age=38.25", NULL);
  g_autofree char *standardise = g_strconcat (terms, "--standardise stage", NULL);

  open_terms (f, "factor(stage, ref=blastocyst) + age");
  g_assert_true (results_say (f, STAGE ": Cleavage stage against Blastocyst"));
  ui_type_over (pattern_control (f, "Age at index transfer, years"), "38.25");
  results_choose (pattern_control (f, STAGE), "Cleavage stage");
  assert_predicted (f, predict, "log-log");
  assert_standardised (f, standardise);
  results_assert_copied (f, "Copy the balance as CSV", "table", "--by stage --variables age");
  results_type (control (f, "terms"), "factor(stage, ref=none) + age");
  ui_settle ();
  g_assert_true (results_say (f, "Term “stage”: nobody has the level “none”, which was to be the "
                                 "reference; there are: cleavage, blastocyst."));
}

/* --- the whole model, kinds, options ---------------------------------------------------------- */

static void
assert_whole (Fixture    *f,
              const char *options)
{
  static const char *const tests[] = { "lr", "wald", "score" };
  g_autoptr (JsonNode) root = json_of (f, options);
  g_autofree char *csv = results_copied (results_view (f), "Copy the tests of the model as CSV");
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i + 1], ",", -1);

      g_assert_cmpstr (cells[0], ==, tests[i]);
      assert_number (cells[2], number_of (member (root, tests[i])));
      if (*cells[2] != '\0')
        g_assert_cmpint (atoi (cells[3]), ==, json_node_get_int (member (root, "df")));
    }
  assert_tests (csv, "wald", root, "terms");
}

static void
test_whole (Fixture       *f,
            gconstpointer  data)
{
  open_terms (f, "stage + factor(smoking) + age");
  ui_settle ();
  assert_whole (f, "--terms 'stage + factor(smoking) + age' --link logit");
  g_assert_true (results_say (f, "Likelihood ratio"));
  g_assert_true (results_say (f, "Score"));
  g_assert_true (results_say (f, "All of a term (Wald)"));
  /* A penalised fit has no score test. */
  results_choose (control (f, "firth"), "always");
  ui_wait (results_has_figures, f, "the penalised model");
  ui_settle ();
  assert_whole (f, "--terms 'stage + factor(smoking) + age' --link logit --firth");
  g_assert_true (results_say (f, "Likelihood ratio"));
  g_assert_false (results_say (f, "Score"));
}

static void
test_proportional (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *csv = NULL;

  open_terms (f, TERMS);
  results_choose (control (f, "kind"), "Cox, Efron's ties");
  ui_wait (results_has_figures, f, "Cox's model");
  ui_settle ();
  g_assert_false (results_say (f, "Proportional hazards"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (control (f, "check_ph")), TRUE);
  ui_wait (results_has_figures, f, "the check");
  ui_settle ();
  root = json_of (f, "--terms '" TERMS "' --kind cox --check-ph identity");
  csv = results_copied (results_view (f), "Copy the check as CSV");
  assert_tests (csv, "zph", root, "zph");
  /* Efron's increments give a curve, but nothing standardised. */
  assert_predicted (f, "--terms '" TERMS "' --kind cox --predict " USUAL, "log");
  g_assert_true (results_say (f, "Standardised curves come from a discrete model. Choose a "
                                 "discrete model above."));
  results_choose (control (f, "kind"), "Cox, Breslow's ties");
  ui_wait (results_has_figures, f, "Breslow's ties");
  ui_settle ();
  g_assert_true (results_say (f, "With Breslow’s ties the curve would lie too low: many give birth "
                                 "at the same transfer. Choose a discrete model above."));
  g_assert_false (is_predicted (f));
}

static void
test_strata (Fixture       *f,
             gconstpointer  data)
{
  open_terms (f, TERMS);
  ui_wait (is_predicted, f, "the curve without strata");
  results_choose (control (f, "strata"), "Primary or secondary");
  g_assert_false (results_has_figures (f));
  g_assert_false (is_predicted (f));
  g_assert_false (is_standardised (f));
  ui_wait (results_has_figures, f, "the stratified model");
  ui_settle ();
  results_assert_copied (f, "Copy the model as CSV", "model",
                         "--terms '" TERMS "' --link logit --strata rpl_type");
  assert_standardised (
      f, "--terms '" TERMS "' --link logit --strata rpl_type --standardise stage");
  assert_predicted (f,
                    "--terms '" TERMS "' --link logit --strata rpl_type --predict " USUAL,
                    "log-log");
  results_choose (pattern_control (f, "Primary or secondary"), "Secondary");
  assert_predicted (f,
                    "--terms '" TERMS "' --link logit --strata rpl_type --predict " USUAL
                    ",strata=secondary",
                    "log-log");
}

static gboolean
is_offered (Fixture    *f,
            const char *name)
{
  return gtk_widget_get_visible (control (f, name));
}

/* What one kind has doesn't decide another, and is there again with it. */
static void
test_kinds_apart (Fixture       *f,
                  gconstpointer  data)
{
  open_terms (f, TERMS);
  results_choose (control (f, "pool"), "from transfer 3 on");
  ui_wait (results_has_figures, f, "the pooled model");
  ui_settle ();
  results_assert_copied (f, "Copy the model as CSV", "model",
                         "--terms '" TERMS "' --link logit --pool-from 3");
  results_choose (control (f, "shape"), "a line over the transfers");
  ui_wait (results_has_figures, f, "the line");
  ui_settle ();
  g_assert_false (is_offered (f, "pool_box"));
  results_assert_copied (f, "Copy the model as CSV", "model",
                         "--terms '" TERMS "' --link logit --transfer linear");
  assert_predicted (f, "--terms '" TERMS "' --link logit --transfer linear --predict " USUAL,
                    "log-log");

  results_choose (control (f, "kind"), "Cox, Efron's ties");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (control (f, "check_ph")), TRUE);
  ui_wait (results_has_figures, f, "Cox's model");
  ui_settle ();
  g_assert_false (is_offered (f, "firth_box") || is_offered (f, "shape_box")
                  || is_offered (f, "pool_box"));
  g_assert_true (is_offered (f, "check_ph"));
  g_assert_cmpstr (gtk_expander_get_label (GTK_EXPANDER (control (f, "more"))), ==,
                   "More (1 set)");
  results_assert_copied (f, "Copy the model as CSV", "model", "--terms '" TERMS "' --kind cox");

  results_choose (control (f, "kind"), "Fine and Gray");
  ui_wait (results_has_figures, f, "Fine and Gray's model");
  ui_settle ();
  g_assert_false (is_offered (f, "check_ph"));
  g_assert_cmpstr (gtk_expander_get_label (GTK_EXPANDER (control (f, "more"))), ==, "More");
  results_assert_copied (f, "Copy the model as CSV", "model",
                         "--terms '" TERMS "' --kind fine-gray");

  results_choose (control (f, "kind"), "Discrete hazards, logit");
  ui_wait (results_has_figures, f, "the line again");
  ui_settle ();
  g_assert_false (results_say (f, "Proportional hazards"));
  results_assert_copied (f, "Copy the model as CSV", "model",
                         "--terms '" TERMS "' --link logit --transfer linear");
}

/* All or none of the oldest gave birth: there is no curve of who needs an infinite ratio. */
static void
test_separated (Fixture       *f,
                gconstpointer  data)
{
  open_terms (f, "age_at_index_transfer:25,30,35,38,40,43");
  ui_wait (is_predicted, f, "the predicted curve");
  ui_settle ();
  g_assert_true (results_say (f, "Not estimable: on one side of it all or none gave birth "
                                 "(separated)."));
  assert_predicted (f,
                    "--terms age_at_index_transfer:25,30,35,38,40,43 --link logit --predict "
                    "'age_at_index_transfer=30-<35'",
                    "log-log");
  results_choose (pattern_control (f, "Age at index transfer"), "43 and over");
  ui_wait (is_predicted, f, "no curve");
  ui_settle ();
  g_assert_true (results_say (f, "Not estimable: the model needs a ratio or a chance that has no "
                                 "finite estimate. A discrete model with Firth’s penalty has "
                                 "one."));
  ui_click (ui_find_button (f->results, "Use Firth’s Penalty"));
  ui_wait (results_has_figures, f, "the penalised model");
  assert_predicted (f,
                    "--terms age_at_index_transfer:25,30,35,38,40,43 --link logit --firth "
                    "--predict 'age_at_index_transfer=>=43'",
                    "log-log");
}

/* --- the figures ------------------------------------------------------------------------------ */

static gboolean
has_no_dialog (gpointer data)
{
  return ui_find_window (UI_TYPE_EXPORT_DIALOG) == NULL;
}

/* Written as SVG, which is text. (transfer full) */
static char *
svg_of (Fixture    *f,
        const char *card,
        const char *title)
{
  GtkWidget *button = ui_find_button (control (f, card), "Figure…"), *dialog;
  g_autofree char *folder = g_dir_make_tmp ("natality-test-model-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "figure.svg", NULL);
  char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (gtk_widget_grab_focus (button));
  ui_key (GDK_KEY_Return, 0);
  ui_settle ();
  dialog = ui_find_window (UI_TYPE_EXPORT_DIALOG);
  g_assert_nonnull (dialog);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, title);
  /* It keeps its figure when the card has another, or none. */
  results_choose (control (f, "kind"), "Cox, exact ties");
  ui_wait (results_has_figures, f, "another model");
  g_assert_true (ui_export_dialog_write (UI_EXPORT_DIALOG (dialog), path));
  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  g_assert_no_error (error);
  g_remove (path);
  g_rmdir (folder);
  ui_key (GDK_KEY_Escape, 0);
  ui_wait (has_no_dialog, NULL, "the dialog to close");
  results_choose (control (f, "kind"), "Discrete hazards, logit");
  ui_wait (is_predicted, f, "the predicted curve again");
  ui_wait (is_standardised, f, "the standardised curves again");
  ui_settle ();
  return text;
}

static void
test_figures (Fixture       *f,
              gconstpointer  data)
{
  g_autofree char *predicted = NULL, *standardised = NULL;

  open_terms (f, TERMS);
  ui_wait (is_predicted, f, "the predicted curve");
  ui_wait (is_standardised, f, "the standardised curves");
  ui_settle ();
  predicted = svg_of (f, "predicted", "Predicted curve");
  standardised = svg_of (f, "standardised", "Standardised curves");
  g_assert_nonnull (strstr (predicted, "<svg"));
  g_assert_cmpstr (predicted, !=, standardised);
}

/* Where nothing can be fitted it says why, and has no cards that are empty. */
static void
test_nothing (Fixture       *f,
              gconstpointer  data)
{
  open_terms (f, "stage + age");
  ui_wait (is_predicted, f, "the predicted curve");
  results_type (results_control (f, "filter"), "age > 42.5");
  ui_wait (results_is_answered, f, "the filtered answer");
  ui_wait (results_has_figures, f, "what can't be fitted");
  ui_settle ();
  g_assert_true (results_say (f, "There are no births, or nothing but births, among the patients "
                                 "with all terms."));
  g_assert_false (results_say (f, "The whole model"));
  g_assert_false (gtk_widget_get_visible (control (f, "predicted")));
  g_assert_false (gtk_widget_get_visible (control (f, "standardised")));

  /* Nor is a term that can't be used followed by the last one's curves. */
  results_type (results_control (f, "filter"), "age > 20");
  ui_wait (is_predicted, f, "the predicted curve again");
  results_type (control (f, "terms"), "rcs(smoking,4)");
  ui_settle ();
  g_assert_true (results_say (f, "Term “rcs(smoking,4)”: it is no number."));
  g_assert_false (gtk_widget_get_visible (control (f, "predicted")));
  g_assert_false (gtk_widget_get_visible (control (f, "standardised")));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  results_application = ui_application_new (G_APPLICATION_NON_UNIQUE);
#define ADD(name, function)                                                                        \
  g_test_add ("/ui/model/" name, Fixture, NULL, results_set_up, function, results_tear_down)
  ADD ("predicted", test_predicted);
  ADD ("bad-value", test_bad_value);
  ADD ("standardised", test_standardised);
  ADD ("reference", test_reference);
  ADD ("whole", test_whole);
  ADD ("proportional", test_proportional);
  ADD ("strata", test_strata);
  ADD ("kinds-apart", test_kinds_apart);
  ADD ("separated", test_separated);
  ADD ("figures", test_figures);
  ADD ("nothing", test_nothing);
#undef ADD
  return ui_run_tests (results_application);
}
