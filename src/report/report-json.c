/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON of `curve`: keys and nesting are a contract (tests/reference expected.json).
 * Numbers have 17 significant digits and a point; what is not estimable is null. */
#include "report-curve.h"

#include <math.h>

#include "base-number.h"
#include "config.h"
#include "report-json-private.h"

#define CURVE_JSON_VERSION 1

static const char *const conf_ids[STATS_N_CONF_TYPES] = { "plain", "log", "log-log", "logit",
                                                          "arcsin" };

static void
add_risk_table (JsonBuilder         *builder,
                const AnalysisGroup *group)
{
  json_builder_set_member_name (builder, "risk_table");
  json_builder_begin_array (builder);
  for (guint i = 0; i < group->n; i++)
    {
      const StatsRiskRow *row = &group->risk[i];

      json_builder_begin_object (builder);
      report_json_count (builder, "k", row->k);
      report_json_count (builder, "at_risk", row->at_risk);
      report_json_count (builder, "events", row->births);
      report_json_count (builder, "discontinued", row->stopped);
      report_json_count (builder, "censored", row->cut);
      report_json_count (builder, "open", row->open);
      report_json_number (builder, "rate", group->hazard[i]);
      report_json_number (builder, "wilson_lo", group->wilson_lo[i]);
      report_json_number (builder, "wilson_hi", group->wilson_hi[i]);
      report_json_number (builder, "exact_lo", group->exact_lo[i]);
      report_json_number (builder, "exact_hi", group->exact_hi[i]);
      report_json_number (builder, "agresti_coull_lo", group->agresti_lo[i]);
      report_json_number (builder, "agresti_coull_hi", group->agresti_hi[i]);
      report_json_number (builder, "wald_lo", group->wald_lo[i]);
      report_json_number (builder, "wald_hi", group->wald_hi[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* theta and pi other than the defaults name their key: theta_0.7, pi_0.2; both:
 * theta_0.7_pi_0.2. */
static void
add_adjusted (JsonBuilder            *builder,
              const AnalysisQuestion *question,
              const AnalysisGroup    *group)
{
  char theta[BASE_NUMBER_SIZE], pi[BASE_NUMBER_SIZE];
  g_autofree char *key = NULL, *se = NULL;

  report_json_array (builder, "theta_0.5", group->theta_half, group->n);
  report_json_array (builder, "pi_0.3", group->pi_03, group->n);
  if (question->estimator != ANALYSIS_ESTIMATOR_ADJUSTED)
    return;
  base_number_to_buffer (question->theta, theta);
  base_number_to_buffer (question->pi, pi);
  if (question->pi <= 0)
    key = g_strdup_printf ("theta_%s", theta);
  else if (question->theta >= 1)
    key = g_strdup_printf ("pi_%s", pi);
  else
    key = g_strdup_printf ("theta_%s_pi_%s", theta, pi);
  se = g_strconcat (key, "_se", NULL);
  if (!g_str_equal (key, "theta_0.5") && !g_str_equal (key, "pi_0.3"))
    report_json_array (builder, key, group->adjusted, group->n);
  report_json_array (builder, se, group->adjusted_se, group->n);
}

/* The bands of a group, each over the transfers it runs over. */
static void
add_bands (JsonBuilder               *builder,
           const AnalysisGroup       *group,
           const AnalysisExtrasGroup *extras)
{
  report_json_open (builder, "bands");
  for (guint b = 0; b < STATS_N_BANDS; b++)
    {
      guint first = 0, last = 0;

      for (guint i = 0; i < group->n; i++)
        if (!isnan (extras->band_lo[b][i]))
          {
            first = first == 0 ? i + 1 : first;
            last = i + 1;
          }
      report_json_open (builder, analysis_band_id ((StatsBand) b));
      report_json_open_array (builder, "k");
      for (guint k = first; k > 0 && k <= last; k++)
        json_builder_add_int_value (builder, k);
      json_builder_end_array (builder);
      report_json_array (builder, "lo", extras->band_lo[b] + (first > 0 ? first - 1 : 0),
                 first > 0 ? last - first + 1 : 0);
      report_json_array (builder, "hi", extras->band_hi[b] + (first > 0 ? first - 1 : 0),
                 first > 0 ? last - first + 1 : 0);
      report_json_number (builder, "critical", extras->band_critical[b]);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static void
add_restricted_mean (JsonBuilder               *builder,
                     const AnalysisExtras      *extras,
                     const AnalysisExtrasGroup *group)
{
  report_json_open (builder, "restricted_mean");
  report_json_count (builder, "tau", extras->options.tau);
  report_json_number (builder, "mean", group->restricted_mean.estimate);
  report_json_number (builder, "se", group->restricted_mean.se);
  report_json_number (builder, "lo", group->restricted_mean.lo);
  report_json_number (builder, "hi", group->restricted_mean.hi);
  json_builder_end_object (builder);
}

/* {chance, transfers, lo, hi}: null where it isn't reached, and the reason. */
static void
add_reach (JsonBuilder               *builder,
           const AnalysisExtras      *extras,
           const AnalysisExtrasGroup *group)
{
  report_json_open_array (builder, "transfers_to_chance");
  for (guint i = 0; i < extras->options.n_chances; i++)
    {
      const AnalysisReach *reach = &group->reach[i];

      json_builder_begin_object (builder);
      report_json_number (builder, "chance", extras->options.chances[i]);
      report_json_number (builder, "transfers", reach->transfers > 0 ? reach->transfers : NAN);
      report_json_number (builder, "lo", reach->lo > 0 ? reach->lo : NAN);
      report_json_number (builder, "hi", reach->hi > 0 ? reach->hi : NAN);
      report_json_text (builder, "reason", reach->transfers > 0 ? NULL : "not-reached");
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_weights (JsonBuilder         *builder,
             const AnalysisGroup *group)
{
  report_json_open (builder, "weights");
  report_json_number (builder, "min", group->weights.min);
  report_json_number (builder, "median", group->weights.median);
  report_json_number (builder, "max", group->weights.max);
  report_json_number (builder, "mean", group->weights.mean);
  report_json_number (builder, "truncated", group->weights.truncated);
  report_json_array (builder, "effective", group->effective, group->n);
  report_json_number (builder, "undefined_after",
                      group->weights_lost > 0 ? group->weights_lost - 1 : NAN);
  report_json_text (builder, "reason",
                    group->weights_lost > 0 ? "no-comparable-patients" : NULL);
  json_builder_end_object (builder);
}

/* What of extras belongs to a group beside its curve. */
static void
add_extras (JsonBuilder               *builder,
            const AnalysisExtras      *extras,
            const AnalysisGroup       *group,
            const AnalysisExtrasGroup *of_group)
{
  if (extras != NULL && extras->options.tau > 0)
    add_restricted_mean (builder, extras, of_group);
  if (extras != NULL && extras->options.n_chances > 0)
    add_reach (builder, extras, of_group);
  if (group->ipcw != NULL)
    add_weights (builder, group);
}

/* The curves and intervals that take more than a risk table and a formula. */
static void
add_drawn (JsonBuilder               *builder,
           const AnalysisExtras      *extras,
           const AnalysisGroup       *group,
           const AnalysisExtrasGroup *of_group)
{
  if (group->ipcw != NULL)
    {
      report_json_array (builder, "ipcw", group->ipcw, group->n);
      report_json_array (builder, "ipcw_se", group->ipcw_se, group->n);
      report_json_array (builder, "ipcw_se_estimated", group->ipcw_se_estimated, group->n);
      report_json_array (builder, "ipcw_lo", group->lo, group->n);
      report_json_array (builder, "ipcw_hi", group->hi, group->n);
    }
  if (extras == NULL)
    return;
  if (extras->options.posterior)
    {
      report_json_array (builder, "lo_bayesian", of_group->posterior_lo, group->n);
      report_json_array (builder, "hi_bayesian", of_group->posterior_hi, group->n);
    }
  if (extras->options.bootstrap > 0)
    {
      report_json_array (builder, "lo_percentile", of_group->percentile_lo, group->n);
      report_json_array (builder, "hi_percentile", of_group->percentile_hi, group->n);
      report_json_array (builder, "lo_bca", of_group->bca_lo, group->n);
      report_json_array (builder, "hi_bca", of_group->bca_hi, group->n);
      report_json_array (builder, "bootstrap_undefined", of_group->undefined, group->n);
    }
}

static void
add_curve (JsonBuilder               *builder,
           const AnalysisQuestion    *question,
           const AnalysisGroup       *group,
           const AnalysisExtras      *extras,
           const AnalysisExtrasGroup *of_group)
{
  json_builder_set_member_name (builder, "curve");
  json_builder_begin_object (builder);
  report_json_array (builder, "optimistic", group->optimistic, group->n);
  report_json_array (builder, "se", group->optimistic_se, group->n);
  for (guint i = 0; i < STATS_N_CONF_TYPES; i++)
    {
      g_autofree char *lo = g_strconcat ("lo_", conf_ids[i], NULL);
      g_autofree char *hi = g_strconcat ("hi_", conf_ids[i], NULL);

      report_json_array (builder, lo, group->optimistic_lo[i], group->n);
      report_json_array (builder, hi, group->optimistic_hi[i], group->n);
    }
  report_json_array (builder, "conservative", group->conservative, group->n);
  report_json_array (builder, "conservative_se", group->conservative_se, group->n);
  report_json_array (builder, "crude", group->crude, group->n);
  report_json_array (builder, "crude_wilson_lo", group->crude_lo, group->n);
  report_json_array (builder, "crude_wilson_hi", group->crude_hi, group->n);
  report_json_array (builder, "crude_exact_lo", group->crude_exact_lo, group->n);
  report_json_array (builder, "crude_exact_hi", group->crude_exact_hi, group->n);
  report_json_array (builder, "crude_agresti_coull_lo", group->crude_agresti_lo, group->n);
  report_json_array (builder, "crude_agresti_coull_hi", group->crude_agresti_hi, group->n);
  report_json_array (builder, "crude_wald_lo", group->crude_wald_lo, group->n);
  report_json_array (builder, "crude_wald_hi", group->crude_wald_hi, group->n);
  add_adjusted (builder, question, group);
  add_drawn (builder, extras, group, of_group);
  json_builder_end_object (builder);
}

void
report_json_curve (JsonBuilder            *builder,
                   const AnalysisQuestion *question,
                   const AnalysisGroup    *group)
{
  add_curve (builder, question, group, NULL, NULL);
}

static void
add_left_out (JsonBuilder          *builder,
              const AnalysisAnswer *answer)
{
  static const char *const names[ANALYSIS_N_FLOW] = { "no_transfer",   "no_counted_transfer",
                                                      "before_start",  "maturing_only",
                                                      "first_overdue", "in_analysis" };

  json_builder_set_member_name (builder, "left_out");
  json_builder_begin_object (builder);
  report_json_count (builder, "register", answer->counts.n_register);
  for (guint i = 0; i < ANALYSIS_N_FLOW; i++)
    report_json_count (builder, names[i], answer->flow[i]);
  report_json_count (builder, "filter", answer->n_filtered_out);
  report_json_count (builder, "no_group", answer->n_no_group);
  report_json_count (builder, "shown", answer->n_shown);
  report_json_count (builder, "undated_transfers", answer->counts.undated_transfers);
  report_json_count (builder, "ignored_transfers", answer->ignored_transfers);
  report_json_count (builder, "partial_dates", answer->counts.interval_rows);
  report_json_count (builder, "undated_scans", answer->counts.placed_scans);
  report_json_count (builder, "overdue_transfers", answer->counts.overdue);
  json_builder_end_object (builder);
}

/* Of the patients shown: their sum is left_out's `shown`. */
static void
add_fates (JsonBuilder          *builder,
           const AnalysisAnswer *answer)
{
  static const char *const names[ANALYSIS_N_FATES]
    = { "event",        "went_on",     "cut_overdue",         "cut_interrupt", "cut_donor",
        "decision_open", "stopped",     "stopped_birth_other", "died",          "presumed",
        "went_on_recorded" };

  json_builder_set_member_name (builder, "fates");
  json_builder_begin_object (builder);
  for (guint i = 0; i < ANALYSIS_N_FATES; i++)
    report_json_count (builder, names[i], answer->details[i]);
  json_builder_end_object (builder);
}

static void
add_groups (JsonBuilder          *builder,
            const AnalysisAnswer *answer,
            const AnalysisExtras *extras)
{
  json_builder_set_member_name (builder, "groups");
  json_builder_begin_object (builder);
  for (guint g = 0; g < answer->n_groups; g++)
    {
      const AnalysisGroup *group = &answer->groups[g];

      json_builder_set_member_name (builder, group->name);
      json_builder_begin_object (builder);
      report_json_count (builder, "n", group->n_patients);
      add_risk_table (builder, group);
      add_curve (builder, answer->question, group, extras,
                 extras != NULL ? &extras->groups[g] : NULL);
      add_extras (builder, extras, group, extras != NULL ? &extras->groups[g] : NULL);
      if (extras != NULL && extras->options.bands)
        add_bands (builder, group, &extras->groups[g]);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

/* Every group but the first against the first. */
static void
add_restricted_differences (JsonBuilder          *builder,
                            const AnalysisAnswer *answer,
                            const AnalysisExtras *extras)
{
  report_json_open_array (builder, "restricted_mean_differences");
  for (guint g = 1; g < answer->n_groups; g++)
    {
      const StatsContrast *difference = &extras->groups[g].restricted_difference;

      json_builder_begin_object (builder);
      report_json_text (builder, "a", answer->groups[0].name);
      report_json_text (builder, "b", answer->groups[g].name);
      report_json_count (builder, "tau", extras->options.tau);
      report_json_number (builder, "difference", difference->estimate);
      report_json_number (builder, "se", difference->se);
      report_json_number (builder, "lo", difference->lo);
      report_json_number (builder, "hi", difference->hi);
      report_json_number (builder, "z_p", difference->p);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_presumed (JsonBuilder         *builder,
              const AnalysisGroup *group,
              guint                at)
{
  gboolean known = group != NULL && at <= group->n;
  guint i = at - 1;

  report_json_count (builder, "n", group != NULL ? group->n_patients : 0);
  report_json_count (builder, "at_risk", known ? group->risk[i].at_risk : 0);
  report_json_count (builder, "discontinued", group != NULL ? group->n_stopped : 0);
  report_json_count (builder, "in_treatment", group != NULL ? group->n_in_treatment : 0);
  report_json_count (builder, "open", group != NULL ? group->n_open : 0);
  report_json_number (builder, "optimistic", known ? group->optimistic[i] : NAN);
  report_json_number (builder, "conservative", known ? group->conservative[i] : NAN);
  report_json_number (builder, "crude", known ? group->crude[i] : NAN);
  report_json_number (builder, "estimate", known ? group->estimate[i] : NAN);
  report_json_number (builder, "lo", known ? group->lo[i] : NAN);
  report_json_number (builder, "hi", known ? group->hi[i] : NAN);
}

/* [{days, at, n, .., groups{name{..}}}], one element for each time. */
static void
add_presumption (JsonBuilder               *builder,
                 const AnalysisPresumption *presumption)
{
  report_json_open_array (builder, "presumption");
  for (guint i = 0; i < ANALYSIS_N_PRESUMED; i++)
    {
      const AnalysisAnswer *first = presumption->answers[0];

      json_builder_begin_object (builder);
      report_json_count (builder, "days", (guint64) presumption->days[i]);
      report_json_count (builder, "at", presumption->at);
      add_presumed (builder, analysis_presumption_group (presumption, i, NULL), presumption->at);
      if (first->question->by != NULL)
        report_json_open (builder, "groups");
      for (guint g = 0; g < first->n_groups; g++)
        {
          const char *name = first->groups[g].name;

          report_json_open (builder, name);
          add_presumed (builder, analysis_presumption_group (presumption, i, name),
                        presumption->at);
          json_builder_end_object (builder);
        }
      if (first->question->by != NULL)
        json_builder_end_object (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static const char *
drop_out_id (AnalysisDropOut drop_out)
{
  static const char *const ids[] = { "fitted", "firth", "nobody-stopped", "everybody-stopped",
                                     "failed" };

  return ids[drop_out];
}

char *
report_curve_json (const AnalysisAnswer *answer,
                   const AnalysisExtras *extras,
                   const ReportSource   *source)
{
  const AnalysisExtrasGroup *of_all = extras != NULL ? &extras->overall : NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  report_json_count (builder, "n", answer->overall.n_patients);
  report_json_count (builder, "transfers", answer->overall.n_transfers);
  report_json_count (builder, "births", answer->overall.n_births);
  json_builder_set_member_name (builder, "overall");
  json_builder_begin_object (builder);
  add_risk_table (builder, &answer->overall);
  add_curve (builder, answer->question, &answer->overall, extras, of_all);
  add_extras (builder, extras, &answer->overall, of_all);
  json_builder_end_object (builder);
  if (answer->question->by != NULL)
    add_groups (builder, answer, extras);
  if (extras != NULL && extras->options.bands)
    add_bands (builder, &answer->overall, of_all);
  if (extras != NULL && extras->options.tau > 0 && answer->question->by != NULL)
    add_restricted_differences (builder, answer, extras);
  if (extras != NULL && extras->presumption != NULL)
    add_presumption (builder, extras->presumption);
  if (answer->overall.ipcw != NULL)
    {
      report_json_text (builder, "drop_out_model", drop_out_id (answer->drop_out));
      report_json_count (builder, "n_used", answer->overall.n_patients - answer->n_no_terms);
    }
  if (answer->cut != BASE_DAY_NONE && answer->counts.n_register > 0)
    {
      g_autofree char *cut = base_day_to_iso (answer->cut);

      report_json_text (builder, "data_cut", cut);
    }
  add_left_out (builder, answer);
  add_fates (builder, answer);
  report_json_source (builder, answer->question, source, CURVE_JSON_VERSION);
  json_builder_end_object (builder);
  return report_json_finish (builder);
}
