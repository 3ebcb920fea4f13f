/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tipping points for readers: report-tipping-private.h. Computes no figure. */
#include "config.h"

#include "report-tipping-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-number.h"
#include "report-curve.h"
#include "report-json-private.h"
#include "report-tests.h"

/* --- JSON ------------------------------------------------------------------------------------- */

typedef enum
{
  MAP_DIFFERENCE,
  MAP_LO,
  MAP_HI,
  MAP_ABOVE
} MapPart;

/* [theta_a][theta_b] */
static void
add_map (JsonBuilder           *builder,
         const char            *name,
         const AnalysisTipping *tipping,
         MapPart                part)
{
  report_json_open_array (builder, name);
  for (guint s = 0; s < STATS_TIPPING_STEPS; s++)
    {
      json_builder_begin_array (builder);
      for (guint t = 0; t < STATS_TIPPING_STEPS; t++)
        {
          const StatsContrast *cell = &tipping->map[s][t];
          double value = part == MAP_DIFFERENCE ? cell->estimate
                         : part == MAP_LO       ? cell->lo
                         : part == MAP_HI       ? cell->hi
                                                : tipping->above[s][t];

          if (isfinite (value))
            json_builder_add_double_value (builder, value);
          else
            json_builder_add_null_value (builder);
        }
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
}

static void
add_end (JsonBuilder         *builder,
         const char          *name,
         const StatsContrast *difference)
{
  report_json_open (builder, name);
  report_json_number (builder, "difference", difference->estimate);
  report_json_number (builder, "lo", difference->lo);
  report_json_number (builder, "hi", difference->hi);
  json_builder_end_object (builder);
}

void
report_tipping_add (JsonBuilder           *builder,
                    const AnalysisTipping *tipping)
{
  double theta[STATS_TIPPING_STEPS];
  const guint last = STATS_TIPPING_STEPS - 1;

  for (guint t = 0; t < STATS_TIPPING_STEPS; t++)
    theta[t] = stats_tipping_theta (t);
  report_json_open (builder, "tipping");
  report_json_text (builder, "a", tipping->names[0]);
  report_json_text (builder, "b", tipping->names[1]);
  report_json_count (builder, "at", tipping->at);
  report_json_number (builder, "pi", tipping->pi);
  add_end (builder, "conservative", &tipping->conservative);
  add_end (builder, "optimistic", &tipping->optimistic);
  report_json_array (builder, "roots", tipping->roots, tipping->n_roots);
  report_json_open_array (builder, "theta_containing_zero");
  for (guint i = 0; i < tipping->n_undecided; i++)
    {
      json_builder_begin_object (builder);
      report_json_number (builder, "from", tipping->undecided[i].from);
      report_json_number (builder, "to", tipping->undecided[i].to);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "theta_without_interval");
  json_builder_add_boolean_value (builder, tipping->some_unknown);
  add_end (builder, "best_case", &tipping->map[0][last]);
  add_end (builder, "worst_case", &tipping->map[last][0]);
  report_json_open (builder, "map");
  report_json_array (builder, "theta_a", theta, STATS_TIPPING_STEPS);
  report_json_array (builder, "theta_b", theta, STATS_TIPPING_STEPS);
  add_map (builder, "difference", tipping, MAP_DIFFERENCE);
  add_map (builder, "lo", tipping, MAP_LO);
  add_map (builder, "hi", tipping, MAP_HI);
  add_map (builder, "posterior_share_above", tipping, MAP_ABOVE);
  json_builder_end_object (builder);
  report_json_number (builder, "posterior_share_reversed", tipping->reversed);
  report_json_count (builder, "draws", ANALYSIS_TIPPING_DRAWS);
  report_json_count (builder, "seed", tipping->seed);
  json_builder_end_object (builder);
}

/* --- CSV -------------------------------------------------------------------------------------- */

char *
report_tipping_csv (const AnalysisTipping *tipping)
{
  GString *out = g_string_new ("theta_a,theta_b,difference,lo,hi,posterior_share_above\n");

  for (guint s = 0; s < STATS_TIPPING_STEPS; s++)
    for (guint t = 0; t < STATS_TIPPING_STEPS; t++)
      {
        const StatsContrast *cell = &tipping->map[s][t];
        double values[] = { stats_tipping_theta (s), stats_tipping_theta (t), cell->estimate,
                            cell->lo, cell->hi, tipping->above[s][t] };

        for (guint i = 0; i < G_N_ELEMENTS (values); i++)
          {
            char number[BASE_NUMBER_SIZE];

            g_string_append_printf (out, "%s%s", i > 0 ? "," : "",
                                    base_number_to_buffer (values[i], number));
          }
        g_string_append_c (out, '\n');
      }
  return g_string_free (out, FALSE);
}

/* --- text ------------------------------------------------------------------------------------- */

/* "12.3 points (-4.0 to 27.9)" */
static char *
points (const StatsContrast *difference)
{
  g_autofree char *value = base_number_to_display (100 * difference->estimate, 1);
  g_autofree char *lo = base_number_to_display (100 * difference->lo, 1);
  g_autofree char *hi = base_number_to_display (100 * difference->hi, 1);

  return isfinite (difference->lo) ? g_strdup_printf (_("%s points (%s to %s)"), value, lo, hi)
                                   : g_strdup_printf (_("%s points (no interval)"), value);
}

/* The two ends with one share for both groups, and the map's two corners. */
static void
append_ends (GString               *out,
             const AnalysisTipping *tipping)
{
  const guint last = STATS_TIPPING_STEPS - 1;
  const char *a = tipping->labels[0], *b = tipping->labels[1];
  g_autofree char *nothing = points (&tipping->conservative);
  g_autofree char *all = points (&tipping->optimistic);
  g_autofree char *best = points (&tipping->map[0][last]);
  g_autofree char *worst = points (&tipping->map[last][0]);

  g_string_append_printf (out, _("  nothing in both (conservative): %s\n"), nothing);
  g_string_append_printf (out, _("  all of it in both (optimistic): %s\n"), all);
  g_string_append_printf (out, _("  all of it in %s, nothing in %s: %s\n"), b, a, best);
  g_string_append_printf (out, _("  nothing in %s, all of it in %s: %s\n"), b, a, worst);
}

static void
add_sentence (GStrvBuilder *sentences,
              char         *sentence) /* taken */
{
  g_strv_builder_add (sentences, sentence);
  g_free (sentence);
}

static void
add_roots (GStrvBuilder          *sentences,
           const AnalysisTipping *tipping)
{
  if (tipping->n_roots == 0)
    g_strv_builder_add (sentences, _("No share between 0 and 100 %, the same in both groups, "
                                     "reverses their order."));
  for (guint i = 0; i < tipping->n_roots; i++)
    {
      g_autofree char *root = report_percent (tipping->roots[i], 1);

      add_sentence (sentences,
                    g_strdup_printf (_("Their order reverses where the share, the same in both "
                                       "groups, is %s."), root));
    }
}

static void
add_undecided (GStrvBuilder          *sentences,
               const AnalysisTipping *tipping)
{
  if (tipping->n_undecided == 0 && !tipping->some_unknown)
    g_strv_builder_add (sentences,
                        _("At no such share does the interval of the difference hold 0."));
  for (guint i = 0; i < tipping->n_undecided; i++)
    {
      const StatsTippingRange *range = &tipping->undecided[i];
      g_autofree char *from = report_percent (range->from, 1);
      g_autofree char *to = report_percent (range->to, 1);

      if (range->from <= 0 && range->to >= 1)
        g_strv_builder_add (sentences,
                            _("At every such share the interval of the difference holds 0."));
      else
        add_sentence (sentences, g_strdup_printf (_("For shares from %s to %s the interval of the "
                                                    "difference holds 0."), from, to));
    }
  if (tipping->some_unknown)
    g_strv_builder_add (sentences, _("At some of these shares there is no interval: one group has "
                                     "no event yet, or everybody in it had the event."));
}

GStrv
report_tipping_sentences (const AnalysisTipping *tipping)
{
  g_autoptr (GStrvBuilder) sentences = g_strv_builder_new ();
  g_autofree char *share = report_percent (tipping->reversed, 1);
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, tipping->seed);

  add_roots (sentences, tipping);
  add_undecided (sentences, tipping);
  if (isfinite (tipping->reversed))
    add_sentence (sentences,
                  g_strdup_printf (_("In %s of %d posterior draws (seed %s) the order isn't the "
                                     "same at all such shares."),
                                   share, ANALYSIS_TIPPING_DRAWS, seed));
  return g_strv_builder_end (sentences);
}

static char
symbol (const StatsContrast *cell)
{
  return !isfinite (cell->lo) ? '?' : cell->lo > 0 ? '+' : cell->hi < 0 ? '-' : '.';
}

/* Every second step of each group; nothing where there is no interval at all. */
static void
append_map (GString               *out,
            const AnalysisTipping *tipping)
{
  const char *a = tipping->labels[0], *b = tipping->labels[1];
  gboolean any = FALSE;

  for (guint i = 0; i < STATS_TIPPING_STEPS * STATS_TIPPING_STEPS; i++)
    any = any || isfinite (tipping->map[i / STATS_TIPPING_STEPS][i % STATS_TIPPING_STEPS].lo);
  if (!any)
    return;
  g_string_append_c (out, '\n');
  g_string_append_printf (out, _("Down: the share that those who stop keep in %s; across: in "
                                 "%s; in percent.\n"), a, b);
  g_string_append (out, "      ");
  for (guint t = 0; t < STATS_TIPPING_STEPS; t += 2)
    g_string_append_printf (out, "%4.0f", 100 * stats_tipping_theta (t));
  g_string_append_c (out, '\n');
  for (guint s = 0; s < STATS_TIPPING_STEPS; s += 2)
    {
      g_string_append_printf (out, "  %4.0f", 100 * stats_tipping_theta (s));
      for (guint t = 0; t < STATS_TIPPING_STEPS; t += 2)
        g_string_append_printf (out, "   %c", symbol (&tipping->map[s][t]));
      g_string_append_c (out, '\n');
    }
  g_string_append_printf (out, _("  +  %s has the higher chance: the interval lies above 0\n"), b);
  g_string_append_printf (out, _("  -  %s has the higher chance: the interval lies below 0\n"), a);
  g_string_append (out, _("  .  the interval holds 0\n"));
  g_string_append (out, _("  ?  there is no interval\n"));
}

void
report_tipping_append (GString                *out,
                       const AnalysisTipping  *tipping,
                       const AnalysisQuestion *question)
{
  g_autofree char *level = report_percent (question->level, 0);
  g_auto (GStrv) sentences = NULL;

  g_string_append_c (out, '\n');
  g_string_append_printf (out, _("Tipping points after transfer %u: %s less %s, by the share of "
                                 "the chance of those who go on that those who stop keep (%s MOVER "
                                 "intervals).\n"),
                          tipping->at, tipping->labels[1], tipping->labels[0], level);
  if (tipping->pi > 0)
    {
      g_autofree char *pi = report_percent (tipping->pi, 0);

      g_string_append_printf (out, _("%s of those who stop have no chance at all.\n"), pi);
    }
  if (!isfinite (tipping->optimistic.estimate))
    {
      g_string_append_printf (out, _("  –: not in both groups had somebody transfer %u.\n"),
                              tipping->at);
      return;
    }
  append_ends (out, tipping);
  sentences = report_tipping_sentences (tipping);
  for (guint i = 0; sentences[i] != NULL; i++)
    g_string_append_printf (out, "%s\n", sentences[i]);
  append_map (out, tipping);
}
