/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures that are opened under the estimates: those of natality-cli for the same question. */
#include <math.h>
#include <string.h>

#include "base-number.h"
#include "ui-harness.h"
#include "ui-results-fixture.h"
#include "ui-results-further.h"
#include "ui-study.h"

#define STAGE "Stage of best embryo"
#define DRAWN "--by stage --bands --bayesian --bootstrap 2000 --seed 1 --chance 0.5"

static GtkWidget *
child (Fixture    *f,
       const char *name)
{
  GtkWidget *further = ui_find (f->results, UI_TYPE_RESULTS_FURTHER);

  return GTK_WIDGET (gtk_widget_get_template_child (further, UI_TYPE_RESULTS_FURTHER, name));
}

static void
open_further (Fixture *f)
{
  gtk_widget_grab_focus (child (f, "expander"));
  ui_key (GDK_KEY_Return, 0);
  ui_wait (results_has_figures, f, "the further figures");
  ui_settle ();
}

/* A column of natality-cli's CSV, of a group after a transfer. */
static double
value_of (const char *csv,
          const char *group,
          const char *k,
          const char *column)
{
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);
  g_auto (GStrv) heads = g_strsplit (lines[0], ",", -1);
  double value = NAN;

  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);

      for (guint c = 0; heads[c] != NULL; c++)
        if (g_str_equal (heads[c], column) && g_str_equal (cells[0], group)
            && g_str_equal (cells[1], k))
          g_assert_true (base_number_parse (cells[c], &value));
    }
  if (isnan (value))
    g_error ("no %s of %s after transfer %s", column, group, k);
  return value;
}

static void
assert_limits (Fixture    *f,
               const char *csv,
               const char *group,
               const char *lo,
               const char *hi)
{
  /* As natality-cli's text, bands are shown within 0 to 100 %. */
  double low = CLAMP (value_of (csv, group, "3", lo), 0, 1);
  double high = CLAMP (value_of (csv, group, "3", hi), 0, 1);
  g_autofree char *from = base_number_to_display (100 * low, 1);
  g_autofree char *to = base_number_to_display (100 * high, 1);
  g_autofree char *range = g_strdup_printf ("%s–%s", from, to);

  g_assert_true (results_say (f, range));
}

/* Nothing is asked for before it is opened; then it is all there. */
static void
test_figures (Fixture       *f,
              gconstpointer  data)
{
  static const char *const pairs[][2] = {
    { "lo_bayesian", "hi_bayesian" },           { "lo_percentile", "hi_percentile" },
    { "lo_bca", "hi_bca" },                     { "hall-wellner_lo", "hall-wellner_hi" },
    { "logep_lo", "logep_hi" },                 { "simultaneous_lo", "simultaneous_hi" },
    { "simultaneous-log_lo", "simultaneous-log_hi" }
  };
  static const char *const groups[] = { "\"cleavage\"", "\"blastocyst\"" };
  static const char *const types[] = { "plain", "log", "log-log", "logit", "arcsin" };
  g_autofree char *drawn = NULL;

  results_group_by (f, STAGE);
  ui_settle ();
  g_assert_false (gtk_widget_get_mapped (child (f, "study")));
  g_assert_null (ui_find_shown_label (f->results, "Tipping points after transfer 3"));
  open_further (f);
  drawn = results_cli (f, "curve", DRAWN);
  for (guint g = 0; g < G_N_ELEMENTS (groups); g++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
        assert_limits (f, drawn, groups[g], pairs[i][0], pairs[i][1]);
      for (guint i = 0; i < G_N_ELEMENTS (types); i++)
        {
          g_autofree char *options = g_strdup_printf ("--by stage --conf-type %s", types[i]);
          g_autofree char *csv = results_cli (f, "curve", options);

          assert_limits (f, csv, groups[g], "lo", "hi");
        }
    }
  results_assert_copied (f, "Copy the table as CSV", "curve",
                         "--by stage --presume-table --at 3");
  results_assert_copied (f, "Copy the map as CSV", "test", "--by stage --at 3 --tipping");
}

/* The transfers that a chance takes, 2 (1 to 3) of the blastocysts' for 50 % and none of the
 * others' for 70 %, as natality-cli curve --by stage --chance 0.5,0.7 prints. */
static void
test_chance (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *csv = results_cli (f, "curve", "--by stage --chance 0.7");

  results_group_by (f, STAGE);
  ui_settle ();
  open_further (f);
  g_assert_nonnull (ui_find_shown_label (f->results, "Transfers until a chance of 50\302\240%"));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (child (f, "chance")), 70);
  g_assert_false (results_has_figures (f));
  ui_wait (results_has_figures, f, "the transfers to 70 %");
  g_assert_cmpfloat (value_of (csv, "\"blastocyst\"", "3", "transfers_to_0.7"), ==, 3);
  g_assert_nonnull (ui_find_shown_label (f->results, "Transfers until a chance of 70\302\240%"));
  g_assert_nonnull (
      ui_find_shown_label (f->results, "–: the curve doesn’t reach that chance."));
}

/* Nothing of the last question stays, and one group has no tipping points. */
static void
test_change (Fixture       *f,
             gconstpointer  data)
{
  results_group_by (f, STAGE);
  ui_settle ();
  open_further (f);
  g_assert_nonnull (ui_find_shown_label (f->results, "Tipping points after transfer 3"));
  results_choose (results_control (f, "by"), "nothing: one group");
  g_assert_false (results_has_figures (f));
  ui_wait (results_is_answered, f, "the answer of all");
  ui_wait (results_has_figures, f, "the further figures of all");
  g_assert_null (ui_find_shown_label (f->results, "Tipping points after transfer 3"));
  results_assert_copied (f, "Copy the table as CSV", "curve", "--presume-table --at 3");
  results_choose (results_control (f, "estimator"), "Crude proportion");
  ui_wait (results_is_answered, f, "the crude answer");
  ui_wait (results_has_figures, f, "the further figures of the crude proportion");
  g_assert_nonnull (ui_find_shown_label (f->results, "Clopper-Pearson"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  results_application = ui_application_new (G_APPLICATION_NON_UNIQUE);
#define ADD(name, function)                                                                        \
  g_test_add ("/ui/further/" name, Fixture, NULL, results_set_up, function, results_tear_down)
  ADD ("figures", test_figures);
  ADD ("chance", test_chance);
  ADD ("change", test_change);
#undef ADD
  return ui_run_tests (results_application);
}
