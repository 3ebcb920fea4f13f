/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words and numbers about subgroups: report-subgroups.h. */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-number.h"
#include "report-method.h"
#include "report-subgroups.h"
#include "report-tests.h"

#define LARGEST_RATIO 1000
#define SMALLEST_RATIO 0.005

char *
report_contrast_name (const AnalysisSubgroups *subgroups)
{
  switch (subgroups->contrast)
    {
    case ANALYSIS_CONTRAST_HAZARD_RATIO:
      return g_strdup (_("hazard ratio"));
    case ANALYSIS_CONTRAST_DIFFERENCE:
      return g_strdup_printf (_("difference after transfer %u"), subgroups->at);
    case ANALYSIS_CONTRAST_ODDS_RATIO:
    case ANALYSIS_N_CONTRASTS:
    default:
      return g_strdup (_("odds ratio"));
    }
}

const char *
report_subgroup_reason (AnalysisReason reason)
{
  switch (reason)
    {
    case ANALYSIS_NOBODY:
      return _("nobody in one of the groups");
    case ANALYSIS_NO_BIRTHS:
      return _("nobody had the event");
    case ANALYSIS_ALL_BIRTHS:
      return _("every transfer led to the event");
    case ANALYSIS_NOT_REACHED:
      return _("a group has no estimate at that transfer");
    case ANALYSIS_NO_INTERVAL:
      return _("an interval can't be estimated");
    case ANALYSIS_NOT_FITTED:
      return _("the model can't be fitted");
    case ANALYSIS_ONE_LEVEL:
      return _("fewer than two levels can be compared");
    case ANALYSIS_ESTIMABLE:
    default:
      return NULL;
    }
}

/* --- numbers ---------------------------------------------------------------------------------- */

static char *
ratio_text (double ratio)
{
  g_autofree char *bound = NULL;

  if (ratio > LARGEST_RATIO)
    {
      bound = base_number_to_display (LARGEST_RATIO, 0);
      return g_strdup_printf (">%s", bound);
    }
  if (ratio < SMALLEST_RATIO)
    {
      bound = base_number_to_display (0.01, 2);
      return g_strdup_printf ("<%s", bound);
    }
  return base_number_to_display (ratio, ratio < 9.995 ? 2 : ratio < 99.95 ? 1 : 0);
}

static char *
value_text (const AnalysisSubgroups *subgroups,
            double                   value)
{
  return subgroups->contrast == ANALYSIS_CONTRAST_DIFFERENCE
             ? base_number_to_display (100 * value, 1)
             : ratio_text (value);
}

char *
report_subgroup_value (const AnalysisSubgroups *subgroups,
                       const AnalysisSubgroup  *level)
{
  g_autofree char *middle = NULL, *lo = NULL, *hi = NULL;
  const char *star = level->firth ? "*" : "";

  if (!isfinite (level->estimate))
    return g_strdup ("–");
  middle = value_text (subgroups, level->estimate);
  if (!isfinite (level->lo) || !isfinite (level->hi))
    return g_strdup_printf ("%s (–)%s", middle, star);
  lo = value_text (subgroups, level->lo);
  hi = value_text (subgroups, level->hi);
  /* Between numbers that may be negative a dash would be read as a sign. */
  if (subgroups->contrast == ANALYSIS_CONTRAST_DIFFERENCE)
    /* Translators: an estimate and its interval's ends. */
    return g_strdup_printf (_("%s (%s to %s)"), middle, lo, hi);
  return g_strdup_printf ("%s (%s–%s)%s", middle, lo, hi, star);
}

const char *
report_subgroup_head (const AnalysisSubgroups *subgroups)
{
  switch (subgroups->contrast)
    {
    case ANALYSIS_CONTRAST_HAZARD_RATIO:
      return _("Hazard ratio");
    case ANALYSIS_CONTRAST_DIFFERENCE:
      return _("Difference, points");
    case ANALYSIS_CONTRAST_ODDS_RATIO:
    case ANALYSIS_N_CONTRASTS:
    default:
      return _("Odds ratio");
    }
}

static gboolean
has_firth (const AnalysisSubgroups *subgroups)
{
  gboolean firth = subgroups->overall.firth;

  for (guint v = 0; v < subgroups->n_variables; v++)
    for (guint l = 0; l < subgroups->variables[v].n_levels; l++)
      firth = firth || subgroups->variables[v].levels[l].firth;
  return firth;
}

char *
report_subgroup_interval (const AnalysisSubgroups *subgroups,
                          const AnalysisQuestion  *question)
{
  g_autofree char *level = report_percent (question->level, 0);

  if (subgroups->contrast == ANALYSIS_CONTRAST_DIFFERENCE)
    /* Translators: %s is "95 %". */
    return g_strdup_printf (_("%s MOVER interval"), level);
  if (subgroups->contrast == ANALYSIS_CONTRAST_ODDS_RATIO && has_firth (subgroups))
    /* Translators: * marks the profile ones. */
    return g_strdup_printf (_("%s Wald, *profile"), level);
  return g_strdup_printf (_("%s Wald interval"), level);
}

static const char *
adjust_name (StatsAdjust adjust)
{
  switch (adjust)
    {
    case STATS_ADJUST_HOCHBERG:
      return _("Hochberg");
    case STATS_ADJUST_BENJAMINI_HOCHBERG:
      return _("Benjamini-Hochberg");
    case STATS_ADJUST_BONFERRONI:
      return _("Bonferroni");
    case STATS_ADJUST_HOLM:
    default:
      return _("Holm");
    }
}

char *
report_subgroup_interaction (const AnalysisSubgroups        *subgroups,
                             const AnalysisSubgroupVariable *variable,
                             StatsAdjust                     adjust)
{
  g_autofree char *p = report_p (variable->interaction.p);
  g_autofree char *adjusted = report_p (variable->adjusted[adjust]);

  if (subgroups->n_variables < 2 || isnan (variable->interaction.p))
    return g_strdup_printf (_("Interaction %s"), p);
  return g_strdup_printf (_("Interaction %s, %s %s"), p, adjust_name (adjust), adjusted);
}

/* --- notes ------------------------------------------------------------------------------------ */

const char *
report_subgroup_warning (void)
{
  return _("Subgroup findings are exploratory: among several subgroups some differ by chance. "
           "Whether the groups differ otherwise in one level than in another is told by the "
           "interaction test, not by one level's own interval.");
}

static char *
contrast_note (const AnalysisSubgroups *subgroups,
               const AnalysisQuestion  *question)
{
  g_autofree char *name = report_contrast_name (subgroups);
  const char *event = question->event == ANALYSIS_EVENT_LIVE_BIRTH ? _ ("a live birth")
                                                                   : _ ("the event");

  if (subgroups->contrast == ANALYSIS_CONTRAST_DIFFERENCE)
    {
      g_autofree char *assumption = report_assumption (question);

      /* Translators: "Treatment: yes less no, difference after transfer 3 of the chance of a live
       * birth. Optimistic: those who stop ..." */
      return g_strdup_printf (_("%s: %s less %s, %s of the chance of %s. %s: %s."),
                              subgroups->by_title, subgroups->group_labels[1],
                              subgroups->group_labels[0], name, event,
                              report_estimator_name (question->estimator), assumption);
    }
  return g_strdup_printf (_("%s: %s against %s, %s of %s per transfer, from a discrete-time model "
                            "with the transfer's number as a factor, fitted to each level alone."),
                          subgroups->by_title, subgroups->group_labels[1],
                          subgroups->group_labels[0], name, event);
}

/* Which intervals these are. */
static char *
interval_note (const AnalysisSubgroups *subgroups,
               const AnalysisQuestion  *question)
{
  g_autofree char *level = report_percent (question->level, 0);

  if (subgroups->contrast == ANALYSIS_CONTRAST_DIFFERENCE)
    return g_strdup_printf (_("%s MOVER intervals from the %s ones of both curves."), level,
                            report_limits_name (question->estimator, question->conf_type));
  if (!has_firth (subgroups))
    return g_strdup_printf (_("%s Wald intervals."), level);
  return g_strdup_printf (
    subgroups->contrast == ANALYSIS_CONTRAST_ODDS_RATIO
        ? _("%s Wald intervals. * Few events (fewer than 5 per parameter) or separated groups: "
            "Firth's penalised fit with its profile likelihood interval.")
        : _("%s Wald intervals. * Few events (fewer than 5 per parameter) or separated groups: "
            "Firth's penalised fit."),
    level);
}

static const char *
method_name (AnalysisInteraction method)
{
  switch (method)
    {
    case ANALYSIS_INTERACTION_PENALISED_LR:
      return _("penalised likelihood ratio");
    case ANALYSIS_INTERACTION_WALD:
      return _("Wald test of Firth's fit");
    case ANALYSIS_INTERACTION_Q:
      return _("Cochran's Q");
    case ANALYSIS_INTERACTION_LR:
    default:
      return _("likelihood ratio");
    }
}

/* The tests of all variables, by what they are: "Interaction tests: Centre, likelihood ratio, χ² =
 * 1.2 on 2 degrees of freedom; ..." */
static char *
interaction_note (const AnalysisSubgroups *subgroups,
                  StatsAdjust              adjust)
{
  GString *note = g_string_new (_("Interaction tests: "));
  guint n = 0;

  for (guint v = 0; v < subgroups->n_variables; v++)
    {
      const AnalysisSubgroupVariable *variable = &subgroups->variables[v];
      g_autofree char *chisq = base_number_to_display (variable->interaction.chisq, 2);

      g_string_append (note, v > 0 ? "; " : "");
      if (variable->interaction.df == 0)
        g_string_append_printf (note, _("%s, not estimable (%s)"), variable->title,
                                report_subgroup_reason (variable->reason));
      else
        g_string_append_printf (note, _("%s, %s, χ² = %s, df %u"), variable->title,
                                method_name (variable->method), chisq, variable->interaction.df);
      if (subgroups->n_variables > 1 && !isnan (variable->interaction.p))
        {
          g_autofree char *p = report_p (variable->adjusted[adjust]);

          g_string_append_printf (note, ", %s %s", adjust_name (adjust), p);
        }
      n += !isnan (variable->interaction.p);
    }
  g_string_append_c (note, '.');
  if (n > 1)
    g_string_append_printf (note,
                            ngettext (" %s: adjusted for the %u test.",
                                      " %s: adjusted for the %u tests.", n),
                            adjust_name (adjust), n);
  return g_string_free (note, FALSE);
}

/* "Centre, C: no births." for every level without an estimate or an interval; NULL: all have. */
static char *
reasons_note (const AnalysisSubgroups *subgroups)
{
  GString *note = g_string_new (NULL);

  if (subgroups->overall.reason != ANALYSIS_ESTIMABLE)
    g_string_append_printf (note, _("All patients: %s."),
                            report_subgroup_reason (subgroups->overall.reason));
  for (guint v = 0; v < subgroups->n_variables; v++)
    for (guint l = 0; l < subgroups->variables[v].n_levels; l++)
      {
        const AnalysisSubgroupVariable *variable = &subgroups->variables[v];
        const char *reason = report_subgroup_reason (variable->levels[l].reason);

        if (reason == NULL)
          continue;
        g_string_append (note, note->len > 0 ? " " : "");
        g_string_append_printf (note, _("%s, %s: %s."), variable->title, variable->level_labels[l],
                                reason);
      }
  return g_string_free (note, note->len == 0);
}

static char *
missing_note (const AnalysisSubgroups *subgroups)
{
  GString *note = g_string_new (NULL);
  gulong n = subgroups->n_no_group;

  if (n > 0)
    g_string_append_printf (note,
                            ngettext ("%lu patient without a value is in no group.",
                                      "%lu patients without a value are in no group.", n),
                            n);
  for (guint v = 0; v < subgroups->n_variables; v++)
    {
      n = subgroups->variables[v].n_missing;
      if (n == 0)
        continue;
      g_string_append (note, note->len > 0 ? " " : "");
      g_string_append_printf (note,
                              ngettext ("%s: %lu patient without a value is in no level.",
                                        "%s: %lu patients without a value are in no level.", n),
                              subgroups->variables[v].title, n);
    }
  return g_string_free (note, note->len == 0);
}

GStrv
report_subgroup_notes (const AnalysisSubgroups *subgroups,
                       const AnalysisQuestion  *question,
                       const ReportSource      *source,
                       StatsAdjust              adjust)
{
  GPtrArray *notes = g_ptr_array_new ();
  char *reasons = reasons_note (subgroups), *missing = missing_note (subgroups);

  if (source != NULL && source->synthetic_note != NULL)
    g_ptr_array_add (notes, g_strdup (source->synthetic_note));
  g_ptr_array_add (notes, g_strdup (report_subgroup_warning ()));
  g_ptr_array_add (notes, contrast_note (subgroups, question));
  g_ptr_array_add (notes, interval_note (subgroups, question));
  if (subgroups->n_variables > 0)
    g_ptr_array_add (notes, interaction_note (subgroups, adjust));
  if (reasons != NULL)
    g_ptr_array_add (notes, reasons);
  if (missing != NULL)
    g_ptr_array_add (notes, missing);
  if (question->where != NULL)
    g_ptr_array_add (notes, g_strdup_printf (_("Filter: %s."), question->where));
  g_ptr_array_add (notes, NULL);
  return (GStrv) g_ptr_array_free (notes, FALSE);
}

GPtrArray *
report_subgroups_methods (const AnalysisSubgroups *subgroups,
                          StatsAdjust              adjust)
{
  static const char *const adjusts[ANALYSIS_N_ADJUST] = { "holm", "hochberg", "bh", "bonferroni" };
  gboolean odds = subgroups->contrast == ANALYSIS_CONTRAST_ODDS_RATIO;
  gboolean plain = !subgroups->overall.firth, firth = subgroups->overall.firth;
  GPtrArray *ids = report_method_list ();

  for (guint i = 0; i < subgroups->n_variables; i++)
    for (guint l = 0; l < subgroups->variables[i].n_levels; l++)
      {
        const AnalysisSubgroup *level = &subgroups->variables[i].levels[l];

        plain = plain || (level->reason == ANALYSIS_ESTIMABLE && !level->firth);
        firth = firth || level->firth;
      }
  if (subgroups->contrast == ANALYSIS_CONTRAST_DIFFERENCE)
    {
      report_method_add (ids, "difference");
      report_method_add (ids, "mover");
    }
  else
    {
      if (plain)
        report_method_add (ids, odds ? "discrete-logit" : "discrete-cloglog");
      if (firth)
        report_method_add (ids, odds ? "firth-logit" : "firth-cloglog");
      if (plain || !odds)
        report_method_add (ids, "wald");
      if (firth && odds)
        report_method_add (ids, "profile");
    }
  report_method_add (ids, "interaction");
  report_method_add (ids, "e-value");
  if (subgroups->n_variables > 1)
    report_method_add (ids, adjusts[adjust]);
  return ids;
}
