/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON and CSV of `curve`: keys and nesting are a contract (tests/reference expected.json).
 * Numbers have 17 significant digits and a point; what is not estimable is null. */
#include "report-curve.h"

#include <json-glib/json-glib.h>
#include <math.h>

#include "base-number.h"
#include "config.h"

#define CURVE_JSON_VERSION 1

static const char *const conf_ids[STATS_N_CONF_TYPES] = { "plain", "log", "log-log", "logit",
                                                          "arcsin" };

static void
add_number (JsonBuilder *builder,
            double       value)
{
  if (isfinite (value))
    json_builder_add_double_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_member (JsonBuilder *builder,
            const char  *name,
            double       value)
{
  json_builder_set_member_name (builder, name);
  add_number (builder, value);
}

static void
add_count (JsonBuilder *builder,
           const char  *name,
           guint64      value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) value);
}

static void
add_text (JsonBuilder *builder,
          const char  *name,
          const char  *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_array (JsonBuilder  *builder,
           const char   *name,
           const double *values,
           guint         n)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    add_number (builder, values[i]);
  json_builder_end_array (builder);
}

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
      add_count (builder, "k", row->k);
      add_count (builder, "at_risk", row->at_risk);
      add_count (builder, "events", row->births);
      add_count (builder, "discontinued", row->stopped);
      add_count (builder, "censored", row->cut);
      add_count (builder, "open", row->open);
      add_member (builder, "rate", group->hazard[i]);
      add_member (builder, "wilson_lo", group->wilson_lo[i]);
      add_member (builder, "wilson_hi", group->wilson_hi[i]);
      add_member (builder, "exact_lo", group->exact_lo[i]);
      add_member (builder, "exact_hi", group->exact_hi[i]);
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

  add_array (builder, "theta_0.5", group->theta_half, group->n);
  add_array (builder, "pi_0.3", group->pi_03, group->n);
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
    add_array (builder, key, group->adjusted, group->n);
  add_array (builder, se, group->adjusted_se, group->n);
}

static void
add_curve (JsonBuilder            *builder,
           const AnalysisQuestion *question,
           const AnalysisGroup    *group)
{
  json_builder_set_member_name (builder, "curve");
  json_builder_begin_object (builder);
  add_array (builder, "optimistic", group->optimistic, group->n);
  add_array (builder, "se", group->optimistic_se, group->n);
  for (guint i = 0; i < STATS_N_CONF_TYPES; i++)
    {
      g_autofree char *lo = g_strconcat ("lo_", conf_ids[i], NULL);
      g_autofree char *hi = g_strconcat ("hi_", conf_ids[i], NULL);

      add_array (builder, lo, group->optimistic_lo[i], group->n);
      add_array (builder, hi, group->optimistic_hi[i], group->n);
    }
  add_array (builder, "conservative", group->conservative, group->n);
  add_array (builder, "conservative_se", group->conservative_se, group->n);
  add_array (builder, "crude", group->crude, group->n);
  add_adjusted (builder, question, group);
  json_builder_end_object (builder);
}

static void
add_question (JsonBuilder          *builder,
              const AnalysisAnswer *answer)
{
  g_autofree char *text = analysis_question_to_text (answer->question);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  json_builder_set_member_name (builder, "question");
  json_builder_begin_object (builder);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *equals = strchr (lines[i], '=');

      if (equals == NULL)
        continue;
      *equals = '\0';
      add_text (builder, lines[i], equals + 1);
    }
  json_builder_end_object (builder);
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
  add_count (builder, "register", answer->counts.n_register);
  for (guint i = 0; i < ANALYSIS_N_FLOW; i++)
    add_count (builder, names[i], answer->flow[i]);
  add_count (builder, "filter", answer->n_filtered_out);
  add_count (builder, "no_group", answer->n_no_group);
  add_count (builder, "undated_transfers", answer->counts.undated_transfers);
  add_count (builder, "ignored_transfers", answer->counts.ignored_transfers);
  add_count (builder, "partial_dates", answer->counts.interval_rows);
  json_builder_end_object (builder);
}

static void
add_groups (JsonBuilder          *builder,
            const AnalysisAnswer *answer)
{
  json_builder_set_member_name (builder, "groups");
  json_builder_begin_object (builder);
  for (guint g = 0; g < answer->n_groups; g++)
    {
      const AnalysisGroup *group = &answer->groups[g];

      json_builder_set_member_name (builder, group->name);
      json_builder_begin_object (builder);
      add_count (builder, "n", group->n_patients);
      add_risk_table (builder, group);
      add_curve (builder, answer->question, group);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

char *
report_curve_json (const AnalysisAnswer *answer,
                   const ReportSource   *source)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  add_count (builder, "n", answer->overall.n_patients);
  add_count (builder, "transfers", answer->overall.n_transfers);
  add_count (builder, "births", answer->overall.n_births);
  json_builder_set_member_name (builder, "overall");
  json_builder_begin_object (builder);
  add_risk_table (builder, &answer->overall);
  add_curve (builder, answer->question, &answer->overall);
  json_builder_end_object (builder);
  if (answer->question->by != NULL)
    add_groups (builder, answer);
  add_question (builder, answer);
  if (answer->cut != BASE_DAY_NONE && answer->counts.n_register > 0)
    {
      g_autofree char *cut = base_day_to_iso (answer->cut);

      add_text (builder, "data_cut", cut);
    }
  add_left_out (builder, answer);
  add_text (builder, "synthetic", source != NULL ? source->synthetic_note : NULL);
  add_text (builder, "natality", NATALITY_VERSION);
  add_count (builder, "json", CURVE_JSON_VERSION);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  return g_strconcat (text, "\n", NULL);
}

/* --- CSV -------------------------------------------------------------------------------------- */

static void
append_cell (GString *out,
             double   value)
{
  char buffer[BASE_NUMBER_SIZE];

  g_string_append_c (out, ',');
  if (isfinite (value))
    g_string_append (out, base_number_to_buffer (value, buffer));
}

static void
append_quoted (GString    *out,
               const char *text)
{
  g_string_append_c (out, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *text);
    }
  g_string_append_c (out, '"');
}

static void
append_group (GString             *out,
              const char          *name,
              const AnalysisGroup *group)
{
  for (guint i = 0; i < group->n; i++)
    {
      const StatsRiskRow *row = &group->risk[i];

      append_quoted (out, name);
      g_string_append_printf (out, ",%u,%u,%u,%u,%u,%u", row->k, row->at_risk, row->births,
                              row->stopped, row->cut, row->open);
      append_cell (out, group->hazard[i]);
      append_cell (out, group->wilson_lo[i]);
      append_cell (out, group->wilson_hi[i]);
      append_cell (out, group->optimistic[i]);
      append_cell (out, group->optimistic_se[i]);
      append_cell (out, group->conservative[i]);
      append_cell (out, group->conservative_se[i]);
      append_cell (out, group->crude[i]);
      append_cell (out, group->adjusted[i]);
      append_cell (out, group->estimate[i]);
      append_cell (out, group->lo[i]);
      append_cell (out, group->hi[i]);
      g_string_append_c (out, '\n');
    }
}

char *
report_curve_csv (const AnalysisAnswer *answer,
                  const ReportSource   *source)
{
  GString *out =
      g_string_new ("group,k,at_risk,births,discontinued,censored,open,rate,wilson_lo,wilson_hi,"
                    "optimistic,optimistic_se,conservative,conservative_se,crude,adjusted,"
                    "estimate,lo,hi\n");

  append_group (out, "", &answer->overall);
  for (guint g = 0; g < answer->n_groups; g++)
    append_group (out, answer->groups[g].name, &answer->groups[g]);
  return g_string_free (out, FALSE);
}
