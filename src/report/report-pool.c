/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pooled centres as JSON and CSV; as text: report-pool-text.c. */
#include "config.h"

#include "report-pool.h"

#include <math.h>

#include "base-number.h"
#include "report-json-private.h"
#include "report-pool-private.h"
#include "report-text-private.h"

#define POOL_JSON_VERSION 1

gboolean
report_pool_is_fixed (const AnalysisPool *pool,
                      const StatsPooled  *pooled)
{
  return pool->options.method == STATS_POOL_FIXED || pooled->n < 3;
}

const char *
report_pool_synthetic (const AnalysisPool *pool)
{
  for (guint c = 0; c < pool->centres->len; c++)
    {
      const AnalysisCentre *centre = g_ptr_array_index (pool->centres, c);

      if (centre->synthetic_note != NULL)
        return centre->synthetic_note;
    }
  return NULL;
}

const char *
report_pool_group (const AnalysisPool *pool,
                   guint               group)
{
  return pool->group_names != NULL ? pool->group_names[group] : "";
}

/* --- JSON ------------------------------------------------------------------------------------- */

static void
add_bool (JsonBuilder *builder,
          const char  *name,
          gboolean     value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
add_centres (JsonBuilder        *builder,
             const AnalysisPool *pool)
{
  report_json_open_array (builder, "centres");
  for (guint c = 0; c < pool->centres->len; c++)
    {
      const AnalysisCentre *centre = g_ptr_array_index (pool->centres, c);
      g_autofree char *cut = base_day_to_iso (centre->cut);

      json_builder_begin_object (builder);
      report_json_text (builder, "centre", centre->name);
      report_json_text (builder, "file", centre->file);
      report_json_count (builder, "n", analysis_centre_patients (centre));
      report_json_count (builder, "births", analysis_centre_births (centre));
      report_json_count (builder, "strata", centre->n_strata);
      report_json_text (builder, "source", centre->from_csv ? "csv" : "register");
      report_json_text (builder, "where", centre->question->where);
      report_json_text (builder, "data_cut", centre->cut != BASE_DAY_NONE ? cut : NULL);
      report_json_count (builder, "smallest_cell", centre->smallest_cell);
      add_bool (builder, "merged", analysis_centre_is_merged (centre));
      report_json_text (builder, "leavers", centre->together ? "together" : "apart");
      report_json_text (builder, "synthetic", centre->synthetic_note);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* null where it isn't told. */
static void
add_unless (JsonBuilder *builder,
            const char  *name,
            guint64      count,
            gboolean     untold)
{
  if (untold)
    report_json_number (builder, name, NAN);
  else
    report_json_count (builder, name, count);
}

static void
add_group (JsonBuilder             *builder,
           const AnalysisPool      *pool,
           const AnalysisPoolGroup *group)
{
  report_json_count (builder, "n", group->curve.n_patients);
  report_json_open_array (builder, "risk_table");
  for (guint i = 0; i < group->n_blocks; i++)
    {
      const StatsBlock *block = &group->blocks[i];
      guint at = block->last - 1;

      json_builder_begin_object (builder);
      report_json_count (builder, "first", block->first);
      report_json_count (builder, "k", block->last);
      add_bool (builder, "merged", block->last > block->first);
      add_bool (builder, "few_at_end", analysis_pool_is_few (block));
      report_json_count (builder, "at_risk", block->at_risk);
      report_json_count (builder, "transfers", block->transfers);
      report_json_count (builder, "events", block->births);
      add_unless (builder, "discontinued", block->stopped, pool->together);
      add_unless (builder, "censored", block->cut, pool->together);
      add_unless (builder, "open", block->open, pool->together);
      report_json_number (builder, "rate", group->curve.hazard[at]);
      report_json_number (builder, "wilson_lo", group->curve.wilson_lo[at]);
      report_json_number (builder, "wilson_hi", group->curve.wilson_hi[at]);
      report_json_number (builder, "exact_lo", group->curve.exact_lo[at]);
      report_json_number (builder, "exact_hi", group->curve.exact_hi[at]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  report_json_curve (builder, pool->question, &group->curve);
}

static void
add_groups (JsonBuilder        *builder,
            const AnalysisPool *pool)
{
  if (pool->group_names == NULL)
    return;
  report_json_open (builder, "groups");
  for (guint g = 0; g < pool->n_groups; g++)
    {
      report_json_open (builder, pool->group_names[g]);
      add_group (builder, pool, &pool->groups[g]);
      report_json_number (builder, "observed", pool->observed[g]);
      report_json_number (builder, "expected", pool->expected[g]);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

/* One value per centre and their summary. */
static void
add_summary (JsonBuilder                  *builder,
             const AnalysisPool           *pool,
             const char                   *name,
             const AnalysisCentreEstimate *estimates,
             const StatsPooled            *pooled)
{
  gboolean fixed = report_pool_is_fixed (pool, pooled);

  report_json_open (builder, name);
  report_json_text (builder, "method",
                    fixed ? "fixed" : analysis_pool_method_id (pool->options.method));
  report_json_text (builder, "interval", fixed ? "Wald" : "Hartung-Knapp");
  report_json_count (builder, "n", pooled->n);
  report_json_number (builder, "estimate", pooled->estimate);
  report_json_number (builder, "se", pooled->se);
  report_json_number (builder, "lo", pooled->lo);
  report_json_number (builder, "hi", pooled->hi);
  report_json_number (builder, "p", pooled->p);
  report_json_number (builder, "Q", pooled->Q);
  report_json_number (builder, "Q_p", pooled->Q_p);
  report_json_number (builder, "I2", pooled->n > 1 ? pooled->I2 : NAN);
  report_json_number (builder, "tau2", fixed ? NAN : pooled->tau2);
  report_json_number (builder, "prediction_lo", pooled->prediction_lo);
  report_json_number (builder, "prediction_hi", pooled->prediction_hi);
  report_json_open_array (builder, "centres");
  for (guint c = 0; c < pool->centres->len; c++)
    {
      const AnalysisCentre *centre = g_ptr_array_index (pool->centres, c);

      json_builder_begin_object (builder);
      report_json_text (builder, "centre", centre->name);
      report_json_text (builder, "use", analysis_centre_use_id (estimates[c].use));
      report_json_number (builder, "estimate", estimates[c].estimate);
      report_json_number (builder, "se", estimates[c].se);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_comparisons (JsonBuilder        *builder,
                 const AnalysisPool *pool)
{
  report_json_open_array (builder, "comparisons");
  for (guint i = 0; i < pool->n_comparisons; i++)
    {
      const AnalysisPoolComparison *of = &pool->comparisons[i];

      json_builder_begin_object (builder);
      report_json_text (builder, "a", report_pool_group (pool, of->a));
      report_json_text (builder, "b", report_pool_group (pool, of->b));
      report_json_open (builder, "one_stage");
      report_json_number (builder, "log_odds", of->one_stage.log_odds);
      report_json_number (builder, "se", of->one_stage.se);
      report_json_number (builder, "lo", of->one_stage.lo);
      report_json_number (builder, "hi", of->one_stage.hi);
      report_json_number (builder, "p", of->one_stage.p);
      report_json_number (builder, "odds_ratio", exp (of->one_stage.log_odds));
      report_json_number (builder, "e_value", of->e_value);
      report_json_number (builder, "e_value_limit", of->e_value_limit);
      json_builder_end_object (builder);
      add_summary (builder, pool, pool->options.hazard_ratio ? "log_hazard" : "log_odds", of->odds,
                   &of->pooled_odds);
      if (of->differences != NULL)
        {
          report_json_count (builder, "at", pool->options.at);
          add_summary (builder, pool,
                       pool->options.hazard_ratio ? "log_log_difference" : "difference",
                       of->differences, &of->pooled_difference);
        }
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

char *
report_pool_json (const AnalysisPool *pool)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const AnalysisCentre *first = g_ptr_array_index (pool->centres, 0);
  ReportSource source = { NULL, report_pool_synthetic (pool) };
  g_auto (GStrv) warnings = report_pool_warnings (pool);

  json_builder_begin_object (builder);
  report_json_count (builder, "n", pool->overall.curve.n_patients);
  report_json_count (builder, "transfers", pool->overall.curve.n_transfers);
  report_json_count (builder, "births", pool->overall.curve.n_births);
  add_centres (builder, pool);
  report_json_text (builder, "clock", "transfer");
  report_json_text (builder, "data_cut_rule", analysis_cut_rule_id (first->cut_rule));
  report_json_open (builder, "overall");
  add_group (builder, pool, &pool->overall);
  json_builder_end_object (builder);
  add_groups (builder, pool);
  report_json_test (builder, "stratified", &pool->stratified);
  report_json_count (builder, "strata", pool->n_strata);
  add_comparisons (builder, pool);
  report_json_open_array (builder, "warnings");
  for (guint i = 0; warnings[i] != NULL; i++)
    json_builder_add_string_value (builder, warnings[i]);
  json_builder_end_array (builder);
  report_json_source (builder, pool->question, &source, POOL_JSON_VERSION);
  json_builder_end_object (builder);
  return report_json_finish (builder);
}

/* --- CSV -------------------------------------------------------------------------------------- */

/* What, group, against and centre; then a transfer, where it is of one. */
typedef struct
{
  const char *what, *group, *against, *centre;
  guint at;
} Line;

static void
append_line (GString    *out,
             const Line *line,
             double      estimate,
             double      se,
             double      lo,
             double      hi,
             double      p)
{
  const double values[] = { estimate, se, lo, hi, p };
  char buffer[BASE_NUMBER_SIZE];

  g_string_append_printf (out, "%s,", line->what);
  report_append_quoted (out, line->group);
  g_string_append_c (out, ',');
  report_append_quoted (out, line->against);
  g_string_append_c (out, ',');
  report_append_quoted (out, line->centre);
  g_string_append_c (out, ',');
  if (line->at > 0)
    g_string_append_printf (out, "%u", line->at);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_string_append_printf (out, ",%s", base_number_to_buffer (values[i], buffer));
  g_string_append_c (out, '\n');
}

static void
append_group (GString                 *out,
              const AnalysisPool      *pool,
              const char              *name,
              const AnalysisPoolGroup *group)
{
  const AnalysisGroup *curve = &group->curve;
  StatsConfType type = pool->question->conf_type;

  for (guint i = 0; i < group->n_blocks; i++)
    {
      const StatsBlock *block = &group->blocks[i];
      guint at = block->last - 1;
      Line line = { "at-risk", name, "", "", block->last };

      append_line (out, &line, (double) block->at_risk, NAN, NAN, NAN, NAN);
      line.what = "events";
      append_line (out, &line, (double) block->births, NAN, NAN, NAN, NAN);
      line.what = "rate";
      append_line (out, &line, curve->hazard[at], NAN, curve->wilson_lo[at], curve->wilson_hi[at],
                   NAN);
      line.what = "optimistic";
      append_line (out, &line, curve->optimistic[at], curve->optimistic_se[at],
                   curve->optimistic_lo[type][at], curve->optimistic_hi[type][at], NAN);
      line.what = "conservative";
      append_line (out, &line, curve->conservative[at], curve->conservative_se[at], NAN, NAN, NAN);
      line.what = "crude";
      append_line (out, &line, curve->crude[at], NAN, curve->crude_lo[at], curve->crude_hi[at],
                   NAN);
      line.what = "adjusted";
      append_line (out, &line, curve->adjusted[at], curve->adjusted_se[at], NAN, NAN, NAN);
      line.what = "estimate";
      append_line (out, &line, curve->estimate[at], curve->se[at], curve->lo[at], curve->hi[at],
                   NAN);
    }
}

static void
append_summary (GString                      *out,
                const AnalysisPool           *pool,
                Line                          line,
                const AnalysisCentreEstimate *estimates,
                const StatsPooled            *pooled,
                const char                   *prediction)
{
  append_line (out, &line, pooled->estimate, pooled->se, pooled->lo, pooled->hi, pooled->p);
  for (guint c = 0; c < pool->centres->len; c++)
    {
      line.centre = ((const AnalysisCentre *) g_ptr_array_index (pool->centres, c))->name;
      append_line (out, &line, estimates[c].estimate, estimates[c].se, NAN, NAN, NAN);
    }
  line.centre = "";
  line.what = prediction;
  append_line (out, &line, NAN, NAN, pooled->prediction_lo, pooled->prediction_hi, NAN);
}

char *
report_pool_csv (const AnalysisPool *pool)
{
  GString *out = g_string_new ("what,group,against,centre,transfer,estimate,se,lo,hi,p\n");
  Line test = { "log-rank", "", "", "", 0 };

  append_group (out, pool, "", &pool->overall);
  for (guint g = 0; pool->group_names != NULL && g < pool->n_groups; g++)
    append_group (out, pool, pool->group_names[g], &pool->groups[g]);
  append_line (out, &test, pool->stratified.chisq, NAN, NAN, NAN, pool->stratified.p);
  for (guint i = 0; i < pool->n_comparisons; i++)
    {
      const AnalysisPoolComparison *of = &pool->comparisons[i];
      Line line = { "one-stage-log-odds", report_pool_group (pool, of->b),
                    report_pool_group (pool, of->a), "", 0 };

      append_line (out, &line, of->one_stage.log_odds, of->one_stage.se, of->one_stage.lo,
                   of->one_stage.hi, of->one_stage.p);
      line.what = pool->options.hazard_ratio ? "log-hazard" : "log-odds";
      append_summary (out, pool, line, of->odds, &of->pooled_odds,
                      pool->options.hazard_ratio ? "log-hazard-prediction" : "log-odds-prediction");
      if (of->differences == NULL)
        continue;
      line.what = pool->options.hazard_ratio ? "log-log-difference" : "difference";
      line.at = pool->options.at;
      append_summary (out, pool, line, of->differences, &of->pooled_difference,
                      pool->options.hazard_ratio ? "log-log-difference-prediction"
                                                 : "difference-prediction");
    }
  return g_string_free (out, FALSE);
}
