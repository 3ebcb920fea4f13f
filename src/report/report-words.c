/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and numbers for readers: names of estimators and intervals, percents and the
 * notes under a figure. Computes no figure. */
#include "report-curve.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-number.h"

const char *
report_estimator_name (AnalysisEstimator estimator)
{
  switch (estimator)
    {
    case ANALYSIS_ESTIMATOR_CONSERVATIVE:
      return _("Conservative");
    case ANALYSIS_ESTIMATOR_CRUDE:
      return _("Crude proportion");
    case ANALYSIS_ESTIMATOR_ADJUSTED:
      return _("Drop-out sensitivity");
    case ANALYSIS_ESTIMATOR_IPCW:
      return _("Weighted for drop-out");
    case ANALYSIS_ESTIMATOR_OPTIMISTIC:
    default:
      return _("Optimistic (Kaplan-Meier)");
    }
}

const char *
report_estimator_assumption (AnalysisEstimator estimator)
{
  switch (estimator)
    {
    case ANALYSIS_ESTIMATOR_CONSERVATIVE:
      return _("those who stop have no live birth");
    case ANALYSIS_ESTIMATOR_CRUDE:
      return _("births among all who began; those still in treatment count as without a birth");
    case ANALYSIS_ESTIMATOR_ADJUSTED:
      return _("those who stop keep a stated share of the chance of those who go on");
    case ANALYSIS_ESTIMATOR_IPCW:
      return _("those who stop had the chance of those like them, by the stated terms, who go on");
    case ANALYSIS_ESTIMATOR_OPTIMISTIC:
    default:
      return _("those who stop had the chance of those who go on");
    }
}

char *
report_assumption (const AnalysisQuestion *question)
{
  g_autofree char *theta = report_percent (question->theta, 0);
  g_autofree char *pi = report_percent (question->pi, 0);

  if (question->estimator != ANALYSIS_ESTIMATOR_ADJUSTED)
    return g_strdup (report_estimator_assumption (question->estimator));
  if (question->pi <= 0)
    return g_strdup_printf (_("those who stop keep %s of the chance of those who go on"), theta);
  if (question->theta >= 1)
    return g_strdup_printf (_ ("%s of those who stop have no chance, the others that of those who "
                               "go on"),
                            pi);
  return g_strdup_printf (_ ("%s of those who stop have no chance, the others %s of that of those "
                             "who go on"),
                          pi, theta);
}

const char *
report_limits_name (AnalysisEstimator estimator,
                    StatsConfType     type)
{
  if (estimator == ANALYSIS_ESTIMATOR_CRUDE)
    return _("Wilson");
  return type == STATS_CONF_PLAIN    ? _("plain")
         : type == STATS_CONF_ARCSIN ? _("arcsine")
                                     : analysis_conf_type_id (type);
}

const char *
report_interval_name (const AnalysisAnswer *answer)
{
  return report_limits_name (answer->question->estimator, answer->question->conf_type);
}

char *
report_percent (double proportion,
                int    decimals)
{
  g_autofree char *number = NULL;

  if (!isfinite (proportion))
    return g_strdup ("–");
  number = base_number_to_display (100 * proportion, decimals);
  /* Translators: a number and its percent sign; the space is a no-break space. */
  return g_strdup_printf (_ ("%s\302\240%%"), number);
}

char *
report_percent_interval (double estimate,
                         double lo,
                         double hi,
                         int    decimals)
{
  g_autofree char *middle = report_percent (estimate, decimals);
  g_autofree char *from = NULL, *to = NULL;

  if (!isfinite (estimate))
    return g_steal_pointer (&middle);
  if (!isfinite (lo) || !isfinite (hi))
    return g_strdup_printf ("%s (–)", middle);
  from = base_number_to_display (100 * lo, decimals);
  to = base_number_to_display (100 * hi, decimals);
  return g_strdup_printf ("%s (%s–%s)", middle, from, to);
}

/* --- notes under a figure --------------------------------------------------------------------- */

static const char *
event_name (AnalysisEvent event)
{
  switch (event)
    {
    case ANALYSIS_EVENT_CLINICAL_PREGNANCY:
      return _("clinical pregnancy");
    case ANALYSIS_EVENT_ONGOING_PREGNANCY:
      return _("ongoing pregnancy");
    case ANALYSIS_EVENT_LIVE_BIRTH:
    default:
      return _("live birth");
    }
}

guint
report_n_shown (const AnalysisAnswer *answer)
{
  return answer->question->by == NULL ? 1 : answer->n_groups;
}

const AnalysisGroup *
report_shown (const AnalysisAnswer *answer,
              guint                 g)
{
  return answer->question->by == NULL ? &answer->overall : &answer->groups[g];
}

static gboolean
is_sparse (const AnalysisAnswer *answer)
{
  for (guint g = 0; g < report_n_shown (answer); g++)
    if (report_shown (answer, g)->n > 0 && report_shown (answer, g)->n_patients < REPORT_FEW)
      return TRUE;
  return FALSE;
}

guint
report_few_from (const AnalysisGroup *group)
{
  for (guint i = 0; i < group->n; i++)
    if (group->risk[i].at_risk < REPORT_FEW)
      return i + 1;
  return 0;
}

/* Whether everyone at risk had the event at one of the first k transfers. */
static gboolean
all_had_it (const AnalysisGroup *group,
            guint                k)
{
  for (guint i = 0; i < MIN (k, group->n); i++)
    if (group->risk[i].at_risk > 0 && group->risk[i].births == group->risk[i].at_risk)
      return TRUE;
  return FALSE;
}

gboolean
report_is_too_small (const AnalysisAnswer *answer,
                     const AnalysisGroup  *group,
                     guint                 k)
{
  /* Wilson's is of a proportion of all, and as it should be. */
  return answer->question->estimator != ANALYSIS_ESTIMATOR_CRUDE && k >= 1 && k <= group->n
         && isfinite (group->lo[k - 1]) && all_had_it (group, k);
}

gboolean
report_is_pair_too_small (const AnalysisAnswer *answer,
                          guint                 a,
                          guint                 b,
                          guint                 k)
{
  return answer->question->estimator != ANALYSIS_ESTIMATOR_CRUDE
         && (all_had_it (&answer->groups[a], k) || all_had_it (&answer->groups[b], k));
}

const char *
report_too_small (void)
{
  return _("Standard error and interval are too small once everyone at risk had the event: that "
           "transfer adds nothing to them.");
}

static gboolean
any_is_too_small (const AnalysisAnswer *answer)
{
  for (guint g = 0; g < report_n_shown (answer); g++)
    if (report_is_too_small (answer, report_shown (answer, g), report_shown (answer, g)->n))
      return TRUE;
  return FALSE;
}

/* Why there is an estimate and no interval; NULL: nothing to say. */
static const char *
interval_note (const AnalysisAnswer *answer)
{
  gboolean before = FALSE, after = FALSE;

  for (guint g = 0; g < report_n_shown (answer); g++)
    {
      const AnalysisGroup *group = report_shown (answer, g);

      for (guint i = 0; i < group->n; i++)
        {
          gboolean none = isfinite (group->estimate[i]) && !isfinite (group->lo[i]);

          before = before || (none && group->estimate[i] <= 0);
          after = after || (none && all_had_it (group, i + 1));
        }
    }
  if (answer->question->estimator == ANALYSIS_ESTIMATOR_CRUDE)
    return NULL; /* Wilson's exists everywhere */
  if (before && after)
    return _("No interval before the first event, nor once everyone at risk had it.");
  if (before)
    return _("No interval before the first event.");
  return after ? _("No interval once everyone at risk had the event.") : NULL;
}

char *
report_groups_line (const AnalysisAnswer *answer)
{
  /* Translators: what the groups of a figure differ in, such as "Age at transfer". */
  return answer->by_label != NULL ? g_strdup_printf (_("Groups: %s"), answer->by_label) : NULL;
}

static void
add_sentence (GString    *out,
              const char *sentence)
{
  g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", sentence);
}

/* Which transfers count, where that isn't the default. */
static void
add_counting (GString                *out,
              const AnalysisQuestion *question)
{
  g_autofree char *counted = NULL;

  if (g_str_equal (question->count, "treated"))
    add_sentence (out, _("Counted are transfers with IVIG and prednisone."));
  else if (g_str_equal (question->count, "fresh"))
    add_sentence (out, _("Counted are fresh transfers."));
  else if (g_str_equal (question->count, "frozen"))
    add_sentence (out, _("Counted are frozen transfers."));
  else if (!g_str_equal (question->count, "all"))
    {
      counted = g_strdup_printf (_("Counted are transfers with %s."), question->count);
      add_sentence (out, counted);
    }
  if (question->interrupt == ANALYSIS_INTERRUPT_STOP)
    add_sentence (out, _("A series is cut at a transfer that isn't counted."));
  else if (question->interrupt == ANALYSIS_INTERRUPT_COUNT)
    add_sentence (out, _("A transfer between two that are counted is counted too."));
}

/* Where series begin and end, where that isn't the default. */
static void
add_series (GString                *out,
            const AnalysisQuestion *question)
{
  if (question->index == ANALYSIS_INDEX_FIRST)
    add_sentence (out, _("Series start with the first transfer entered."));
  else if (question->index == ANALYSIS_INDEX_FIRST_COUNTED_AFTER)
    {
      g_autofree char *day = base_date_to_display (base_date_from_day (question->index_after));
      g_autofree char *text =
          g_strdup_printf (_("Series start with the first counted transfer on or after %s."), day);

      add_sentence (out, text);
    }
  if (question->mature_days >= 0 && question->mature_days != ANALYSIS_MATURE_DAYS)
    {
      g_autofree char *text = g_strdup_printf (_ ("A transfer counts %d days after it."),
                                               question->mature_days);

      add_sentence (out, text);
    }
  if (question->overdue == ANALYSIS_OVERDUE_NO_BIRTH)
    add_sentence (out, _("Overdue outcomes count as no birth."));
  if (question->presume_days != ANALYSIS_PRESUME_DAYS)
    {
      g_autofree char *text =
          g_strdup_printf (_ ("Who doesn't return within %d days is presumed to have stopped."),
                           question->presume_days);

      add_sentence (out, text);
    }
  if (question->other_birth == ANALYSIS_OTHER_BIRTH_COUNTS)
    add_sentence (out, _("Births from other conceptions count as events."));
  if (question->donor_change == ANALYSIS_DONOR_ENDS)
    add_sentence (out, _("A change of partner, or to or from donated oocytes or embryos, ends a "
                         "series."));
}

static char *
estimator_note (const AnalysisAnswer *answer)
{
  const AnalysisQuestion *question = answer->question;
  g_autofree char *level = report_percent (question->level, 0);
  g_autofree char *shares = NULL;
  g_autofree char *assumption = report_assumption (question);

  if (question->estimator == ANALYSIS_ESTIMATOR_ADJUSTED)
    {
      char theta[BASE_NUMBER_SIZE], pi[BASE_NUMBER_SIZE];

      base_number_to_buffer (question->theta, theta);
      base_number_to_buffer (question->pi, pi);
      shares = g_strdup_printf (_(" (theta %s, pi %s)"), theta, pi);
    }
  if (question->estimator == ANALYSIS_ESTIMATOR_IPCW)
    shares = g_strdup_printf (_(" (terms: %s)"), question->drop_out_terms);
  return g_strdup_printf (_("%s%s: %s. %s %s intervals."),
                          report_estimator_name (question->estimator), shares != NULL ? shares : "",
                          assumption, level,
                          report_interval_name (answer));
}

/* The event, and of whom and until when. A CSV has neither data cut nor a limit of gestation. */
static char *
event_note (const AnalysisAnswer *answer)
{
  const char *event = event_name (answer->question->event);
  g_autofree char *cut = NULL;

  if (answer->cut == BASE_DAY_NONE)
    return g_strdup_printf (ngettext ("Event: %s. %lu patient in the analysis.",
                                      "Event: %s. %lu patients in the analysis.",
                                      (gulong) answer->n_cohort),
                            event, (gulong) answer->n_cohort);
  cut = base_date_to_display (base_date_from_day (answer->cut));
  return g_strdup_printf (_ ("Event: %s; stillbirth from %d+%d weeks. Data cut %s; %lu of %lu "
                             "patients in the analysis."),
                          event, answer->gestation_limit_days / 7,
                          answer->gestation_limit_days % 7, cut,
                          (gulong) answer->n_cohort, (gulong) answer->counts.n_register);
}

/* How the model of stopping came out, where that must be said; empty: as asked. */
static char *
drop_out_note (const AnalysisAnswer *answer)
{
  GString *note = g_string_new (NULL);
  guint lost = 0;

  if (answer->overall.ipcw == NULL)
    return g_string_free (note, FALSE);
  if (answer->drop_out == ANALYSIS_DROP_OUT_NOBODY)
    add_sentence (note, _("Nobody stopped: all weights are 1, and the curve is the optimistic "
                          "one."));
  else if (answer->drop_out == ANALYSIS_DROP_OUT_EVERYBODY)
    add_sentence (note, _("Everybody stopped whose first transfer failed: there is no weight to "
                          "estimate."));
  else if (answer->drop_out == ANALYSIS_DROP_OUT_FIRTH)
    add_sentence (note, _("The terms separate those who stop from those who go on: the model of "
                          "stopping was fitted with Firth's penalty."));
  else if (answer->drop_out == ANALYSIS_DROP_OUT_FAILED)
    add_sentence (note, _("The model of stopping couldn't be fitted: there are no weights, and no "
                          "curve."));
  for (guint g = 0; g < report_n_shown (answer); g++)
    {
      guint own = report_shown (answer, g)->weights_lost;

      lost = own > 0 && (lost == 0 || own < lost) ? own : lost;
    }
  if (lost > 0 && answer->drop_out != ANALYSIS_DROP_OUT_FAILED)
    {
      g_autofree char *text =
          g_strdup_printf (_("The weights aren't defined after transfer %u: no comparable patients "
                             "remain."),
                           lost - 1);

      add_sentence (note, text);
    }
  if (answer->n_no_terms > 0)
    {
      g_autofree char *text =
          g_strdup_printf (ngettext ("%lu patient with a term missing is left out.",
                                     "%lu patients with a term missing are left out.",
                                     (gulong) answer->n_no_terms),
                           (gulong) answer->n_no_terms);

      add_sentence (note, text);
    }
  return g_string_free (note, FALSE);
}

GStrv
report_notes (const AnalysisAnswer *answer,
              const ReportSource   *source)
{
  GPtrArray *notes = g_ptr_array_new ();
  const AnalysisQuestion *question = answer->question;
  g_autoptr (GString) counting = g_string_new (NULL);
  g_autoptr (GString) thin = g_string_new (NULL);
  const char *interval = interval_note (answer);
  g_autofree char *drop_out = drop_out_note (answer);

  if (source != NULL && source->synthetic_note != NULL)
    g_ptr_array_add (notes, g_strdup (source->synthetic_note));
  g_ptr_array_add (notes, estimator_note (answer));
  if (*drop_out != '\0')
    g_ptr_array_add (notes, g_strdup (drop_out));
  if (answer->counts.n_register > 0)
    g_ptr_array_add (notes, event_note (answer));
  add_counting (counting, question);
  add_series (counting, question);
  if (counting->len > 0)
    g_ptr_array_add (notes, g_strdup (counting->str));
  if (question->where != NULL)
    g_ptr_array_add (notes, g_strdup_printf (_("Filter: %s (%lu of %lu patients)."),
                                             question->where, (gulong) answer->overall.n_patients,
                                             (gulong) answer->n_cohort));
  if (answer->n_no_group > 0)
    g_ptr_array_add (notes,
                     g_strdup_printf (ngettext ("%lu patient without a value is in no group.",
                                                "%lu patients without a value are in no group.",
                                                (gulong) answer->n_no_group),
                                      (gulong) answer->n_no_group));
  if (question->mature_days == ANALYSIS_MATURE_KNOWN)
    g_ptr_array_add (notes, g_strdup (_ ("Biased towards failure: every transfer with a known "
                                         "outcome counts, and failures are known first.")));
  if (question->decisions == ANALYSIS_DECISIONS_STATUS)
    g_ptr_array_add (
        notes,
        g_strdup (_ ("Decisions as recorded, not by a date window: drop-out may be understated.")));
  if (is_sparse (answer))
    add_sentence (thin, _("Few patients: fewer than 10 in a group."));
  if (interval != NULL)
    add_sentence (thin, interval);
  if (any_is_too_small (answer))
    add_sentence (thin, report_too_small ());
  if (thin->len > 0)
    g_ptr_array_add (notes, g_strdup (thin->str));
  g_ptr_array_add (notes, NULL);
  return (GStrv) g_ptr_array_free (notes, FALSE);
}

/* --- weights ---------------------------------------------------------------------------------- */

char *
report_weights (const AnalysisAnswer *answer,
                guint                 g,
                guint                 k)
{
  const AnalysisGroup *group = report_shown (answer, g);
  gboolean had = k >= 1 && k <= group->n;
  g_autofree char *min = NULL, *max = NULL, *mean = NULL, *worth = NULL, *text = NULL;

  if (group->ipcw == NULL)
    return NULL;
  min = base_number_to_display (group->weights.min, 2);
  max = base_number_to_display (group->weights.max, 2);
  mean = base_number_to_display (group->weights.mean, 2);
  worth = base_number_to_display (had ? group->effective[k - 1] : NAN, 1);
  /* Translators: smallest, largest and mean weight; patients; patients. */
  text = g_strdup_printf (_("weights %s–%s, mean %s; effective number %s of %u at risk."), min, max,
                          mean, worth, had ? group->risk[k - 1].at_risk : 0);
  return g_strdup_printf ("%s: %s", answer->question->by == NULL ? _("All") : group->label, text);
}

static char *
drop_out_model (const AnalysisAnswer *answer)
{
  const AnalysisQuestion *question = answer->question;
  g_autofree char *first = report_percent (question->truncate, 0);
  g_autofree char *last = report_percent (1 - question->truncate, 0);
  g_autofree char *cut
    = question->truncate > 0
          ? g_strdup_printf (_(", cut at their %s and %s quantiles"), first, last)
          : g_strdup ("");

  switch (answer->drop_out)
    {
    case ANALYSIS_DROP_OUT_NOBODY:
      return g_strdup (_("Nobody stopped: all weights are 1."));
    case ANALYSIS_DROP_OUT_FAILED:
      return g_strdup (_("No weights: the model of stopping could not be fitted. Fewer terms may "
                         "help."));
    case ANALYSIS_DROP_OUT_FIRTH:
      return g_strdup_printf (_("Weights from a logistic model of stopping on %s%s; with Firth’s "
                                "penalty, for a term separates those who stopped."),
                              question->drop_out_terms, cut);
    case ANALYSIS_DROP_OUT_FITTED:
    default:
      return g_strdup_printf (_("Weights from a logistic model of stopping on %s%s."),
                              question->drop_out_terms, cut);
    }
}

char *
report_drop_out (const AnalysisAnswer *answer)
{
  g_autofree char *model = NULL, *left_out = NULL;

  if (answer->overall.ipcw == NULL)
    return NULL;
  model = drop_out_model (answer);
  if (answer->n_no_terms == 0)
    return g_steal_pointer (&model);
  left_out = g_strdup_printf (ngettext ("%lu patient is left out for a missing term.",
                                        "%lu patients are left out for a missing term.",
                                        (gulong) answer->n_no_terms),
                              (gulong) answer->n_no_terms);
  return g_strdup_printf ("%s %s", model, left_out);
}
