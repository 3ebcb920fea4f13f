/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Models for readers: report-model.h. */
#include "config.h"

#include "report-model.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-number.h"
#include "report-json-private.h"
#include "report-model-curves.h"
#include "report-method.h"
#include "report-tests.h"
#include "report-text-private.h"

#define MODEL_JSON_VERSION 1

static char *
too_large (const AnalysisModel *model)
{
  g_autofree char *needed = base_count_to_display ((guint64) ceil (model->operations / 1e6));
  g_autofree char *allowed = base_count_to_display ((guint64) (STATS_COX_EXACT_OPERATIONS / 1e6));

  /* Translators: two numbers of millions. */
  return g_strdup_printf (
      _ ("The exact likelihood would take %s million multiplications in each step of the fit; at "
         "most %s million are made here. A discrete model with the logit answers the same "
         "question."),
      needed, allowed);
}

static const char *
failure_of (const AnalysisModel *model)
{
  switch (model->status)
    {
    case STATS_FIT_NOT_CONVERGED:
      return _("The fit did not converge. Fewer terms, or Firth's penalty, may help.");
    case STATS_FIT_SEPARATED:
      return _("In a level of a term all or none gave birth: its coefficient has no finite "
               "estimate. A discrete model with Firth's penalty has one.");
    case STATS_FIT_SINGULAR:
      return _("No term can be told from the others, all are constant, or nobody was left to "
               "compare with at a birth.");
    case STATS_FIT_NO_EVENTS:
      if (model->n_used == 0)
        return model->n_missing > 0 ? _("There are no patients with all terms.")
                                    : _("There are no patients.");
      return _("There are no births, or nothing but births, among the patients with all terms.");
    case STATS_FIT_TOO_LARGE:
    case STATS_FIT_INVALID:
    case STATS_FIT_NO_MEMORY:
      return _("The model could not be fitted.");
    case STATS_FIT_OK:
    default:
      return NULL;
    }
}

char *
report_model_failure (const AnalysisModel *model)
{
  return model->status == STATS_FIT_TOO_LARGE && isfinite (model->operations)
             ? too_large (model)
             : g_strdup (failure_of (model));
}

/* --- words ----------------------------------------------------------------------------------- */

const char *
report_model_effect (const AnalysisModelOptions *options)
{
  if (options->kind == ANALYSIS_MODEL_FINE_GRAY)
    return _("subdistribution hazard ratio");
  if (options->kind == ANALYSIS_MODEL_COX)
    return options->ties == STATS_TIES_EXACT ? _("odds ratio") : _("hazard ratio");
  return options->link == STATS_LINK_LOGIT ? _("odds ratio") : _("hazard ratio");
}

const char *
report_model_name (const AnalysisModel        *model,
                   const AnalysisModelOptions *options)
{
  switch (options->kind)
    {
    case ANALYSIS_MODEL_FINE_GRAY:
      return options->ties == STATS_TIES_EFRON ? _("Fine and Gray, Efron's ties")
                                               : _("Fine and Gray, Breslow's ties");
    case ANALYSIS_MODEL_DISCRETE:
      if (options->link == STATS_LINK_LOGIT)
        return model->firth ? _("Discrete hazards, logit, Firth's penalty")
                              : _("Discrete hazards, logit");
      return model->firth ? _("Discrete hazards, complementary log-log, Firth's penalty")
                            : _("Discrete hazards, complementary log-log");
    case ANALYSIS_MODEL_COX:
    default:
      return options->ties == STATS_TIES_EXACT   ? _("Cox, exact ties")
             : options->ties == STATS_TIES_EFRON ? _("Cox, Efron's ties")
                                                 : _("Cox, Breslow's ties");
    }
}

const char *
report_model_interval_name (const AnalysisModel *model)
{
  return model->profile ? _("penalised-likelihood") : _("Wald's");
}

const char *
report_model_column_failure (const AnalysisModel *model,
                             guint                column)
{
  if (model->fit == NULL)
    return NULL;
  switch (model->fit->state[model->n_baseline + column])
    {
    case STATS_TERM_ALIASED:
      return _("Not estimable: the terms before it determine it, or all are alike in it.");
    case STATS_TERM_SEPARATED:
      return _("Not estimable: on one side of it all or none gave birth (separated).");
    case STATS_TERM_ESTIMATED:
    default:
      return NULL;
    }
}

static const AnalysisPatternField *
field_of (const AnalysisModel *model,
          guint                term)
{
  const char *name = model->term_names[term];

  for (guint i = 0; i < model->n_fields; i++)
    if (g_str_equal (model->fields[i].by, name) || g_str_equal (model->fields[i].variable, name))
      return &model->fields[i];
  return NULL;
}

char *
report_model_term_label (const AnalysisModel *model,
                         guint                term)
{
  const AnalysisPatternField *field = field_of (model, term);

  return g_strdup (field != NULL ? field->label : model->term_names[term]);
}

char *
report_model_term_failure (const AnalysisModel *model,
                           guint                term)
{
  const AnalysisPatternField *field = field_of (model, term);
  guint n_levels = field != NULL && field->levels != NULL ? g_strv_length (field->levels) : 0;

  if (report_model_term_columns (model, term) > 0)
    return NULL;
  return n_levels == 1
             ? g_strdup_printf (_("Not estimable: all patients have the one level “%s” of it."),
                                field->level_labels[0])
             : g_strdup (_("Not estimable: all patients have one level of it, or nobody any."));
}

const char *
report_model_zph_failure (void)
{
  return _("Not estimable where a ratio isn’t, or where all births are at one transfer.");
}

char *
report_model_strata (const AnalysisModel *model)
{
  return model->strata_label == NULL
             ? NULL
             : g_strdup_printf (_("Stratified by “%s”: each stratum has chances of its own, the "
                                  "ratios are the same."),
                                model->strata_label);
}

char *
report_model_sizes (const AnalysisModel *model)
{
  g_autofree char *patients =
      g_strdup_printf (ngettext ("%lu patient", "%lu patients", (gulong) model->n_used),
                       (gulong) model->n_used);
  g_autofree char *births =
      g_strdup_printf (ngettext ("%lu birth", "%lu births", (gulong) model->births),
                       (gulong) model->births);
  g_autofree char *each = base_number_to_display (model->births_per_column, 1);

  if (model->n_no_stratum > 0)
    /* Translators: the same, and patients that are in no stratum. */
    return g_strdup_printf (_("%s, %s (%s for each coefficient); %lu left out for a missing term, "
                              "%lu without a stratum."),
                            patients, births, each, (gulong) model->n_missing,
                            (gulong) model->n_no_stratum);
  /* Translators: "52 patients", "32 births", births for each coefficient, patients. */
  return g_strdup_printf (_ ("%s, %s (%s for each coefficient); %lu left out for a missing term."),
                          patients, births, each, (gulong) model->n_missing);
}

const char *
report_model_warning (const AnalysisModel        *model,
                      const AnalysisModelOptions *options)
{
  if (model->n_columns == 0 || model->births_per_column >= ANALYSIS_FEW_BIRTHS)
    return NULL;
  if (model->firth)
    return _("Fewer than ten births for each coefficient: Firth's penalty keeps the estimates "
             "from leaning away from 1.");
  return options->kind == ANALYSIS_MODEL_DISCRETE
             ? _("Fewer than ten births for each coefficient: the estimates lean away from 1. "
                 "Firth's penalty is safer.")
             : _("Fewer than ten births for each coefficient: the estimates lean away from 1. A "
                 "discrete model with Firth's penalty is safer.");
}

char *
report_model_levels (const AnalysisModel        *model,
                     const AnalysisModelOptions *options)
{
  g_autofree char *asked = g_strdup_printf ("k>=%u", options->pool_from);
  g_autoptr (GString) shared = g_string_new (NULL);

  if (options->kind != ANALYSIS_MODEL_DISCRETE || options->linear)
    return NULL;
  for (guint b = 0; b < model->n_baseline; b++)
    {
      const char *name = model->baseline_names[b];

      if (g_strrstr (name, "-") == NULL && g_strrstr (name, ">=") == NULL)
        continue;
      if (options->pool_from == 0 || !g_str_has_suffix (name, asked))
        g_string_append_printf (shared, "%s%s", shared->len > 0 ? ", " : "", name);
    }
  return shared->len == 0
             ? NULL
             : g_strdup_printf (_("Transfers with no births, or nothing but births, share a level "
                                  "with those before: %s."),
                                shared->str);
}

/* --- JSON ------------------------------------------------------------------------------------- */

static const char *
status_id (StatsFitStatus status)
{
  static const char *const ids[]
    = { "ok",        "not-converged", "separated", "singular", "no-events",
        "too-large", "invalid",       "no-memory" };

  return ids[status];
}

static double
coefficient (const AnalysisModel *model,
             guint                i)
{
  return model->fit != NULL ? model->fit->coef[i] : NAN;
}

static double
standard_error (const AnalysisModel *model,
                guint                i)
{
  return model->fit != NULL ? stats_fit_se (model->fit, i) : NAN;
}

static void
add_coefficients (JsonBuilder         *builder,
                  const AnalysisModel *model)
{
  report_json_open (builder, "coef");
  for (guint c = 0; c < model->n_columns; c++)
    report_json_number (builder, model->names[c], coefficient (model, model->n_baseline + c));
  json_builder_end_object (builder);
  report_json_open (builder, "se");
  for (guint c = 0; c < model->n_columns; c++)
    report_json_number (builder, model->names[c], standard_error (model, model->n_baseline + c));
  json_builder_end_object (builder);
  report_json_open (builder, "limits");
  for (guint c = 0; c < model->n_columns; c++)
    {
      report_json_open (builder, model->names[c]);
      report_json_number (builder, "lo", model->lo != NULL ? model->lo[c] : NAN);
      report_json_number (builder, "hi", model->hi != NULL ? model->hi[c] : NAN);
      report_json_number (builder, "p", model->p != NULL ? model->p[c] : NAN);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
  report_json_text (builder, "limits_of", model->profile ? "penalised-likelihood" : "wald");
  if (model->n_baseline == 0)
    return;
  report_json_open (builder, "baseline");
  for (guint b = 0; b < model->n_baseline; b++)
    {
      report_json_open (builder, model->baseline_names[b]);
      report_json_number (builder, "coef", coefficient (model, b));
      report_json_number (builder, "se", standard_error (model, b));
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

/* What has no figure: why. */
static void
add_reasons (JsonBuilder         *builder,
             const AnalysisModel *model)
{
  report_json_open (builder, "not_estimable");
  for (guint c = 0; c < model->n_columns; c++)
    if (report_model_column_failure (model, c) != NULL)
      report_json_text (builder, model->names[c], report_model_column_failure (model, c));
  for (guint t = 0; t < model->n_terms; t++)
    {
      g_autofree char *failure = report_model_term_failure (model, t);

      if (failure != NULL)
        report_json_text (builder, model->term_names[t], failure);
    }
  json_builder_end_object (builder);
}

static void
add_balance (JsonBuilder            *builder,
             const AnalysisBaseline *balance)
{
  report_json_open (builder, "balance");
  for (guint i = 0; i < balance->n_rows; i++)
    report_json_number (builder, balance->rows[i].name, balance->rows[i].smd);
  json_builder_end_object (builder);
}

static void
add_fit (JsonBuilder                *builder,
         const AnalysisModel        *model,
         const AnalysisModelOptions *options)
{
  const StatsFit *fit = model->fit;

  if (fit == NULL)
    return;
  report_json_number (builder, "loglik_null", fit->loglik_null);
  report_json_number (builder, "loglik", fit->loglik);
  report_json_number (builder, "score", fit->score);
  report_json_number (builder, "lr", fit->lr);
  report_json_number (builder, "wald", fit->wald);
  report_json_count (builder, "df", stats_fit_df (fit));
  if (options->kind == ANALYSIS_MODEL_DISCRETE)
    report_json_number (builder, "deviance", -2 * fit->loglik);
  report_json_open (builder, "terms");
  for (guint t = 0; t < model->n_terms; t++)
    {
      StatsTest test = { model->term_chisq[t], model->term_df[t], model->term_p[t] };

      report_json_test (builder, model->term_names[t], &test);
    }
  json_builder_end_object (builder);
}

static void
add_zph (JsonBuilder         *builder,
         const AnalysisModel *model)
{
  report_json_open (builder, "zph");
  for (guint c = 0; c < model->n_columns; c++)
    report_json_test (builder, model->names[c], &model->zph[c]);
  report_json_test (builder, "GLOBAL", &model->zph_global);
  json_builder_end_object (builder);
  report_json_text (builder, "zph_reason",
                    isnan (model->zph_global.p) ? report_model_zph_failure () : NULL);
}

static void
add_steps (JsonBuilder *builder,
           guint        K)
{
  report_json_open_array (builder, "k");
  for (guint k = 1; k <= K; k++)
    json_builder_add_int_value (builder, k);
  json_builder_end_array (builder);
}

static void
add_predicted (JsonBuilder                *builder,
               const AnalysisModel        *model,
               const AnalysisModelOptions *options)
{
  const AnalysisModelCurve *curve = model->predicted;
  gboolean cox = options->kind == ANALYSIS_MODEL_COX;

  report_json_open (builder, "predicted");
  report_json_text (builder, "pattern", options->predict);
  if (model->strata_names != NULL)
    report_json_text (builder, "stratum", model->strata_names[model->predicted_stratum]);
  add_steps (builder, curve->K);
  report_json_array (builder, "cumulative", curve->estimate, curve->K);
  report_json_array (builder, "se", curve->se, curve->K);
  report_json_array (builder, cox ? "log_lo" : "log-log_lo", curve->lo, curve->K);
  report_json_array (builder, cox ? "log_hi" : "log-log_hi", curve->hi, curve->K);
  json_builder_end_object (builder);
}

static void
add_standardised (JsonBuilder                *builder,
                  const AnalysisModel        *model,
                  const AnalysisModelOptions *options)
{
  static const char *const names[] = { "without", "with", "difference" };

  report_json_open (builder, "standardised");
  report_json_text (builder, "term", options->standardise);
  add_steps (builder, model->standardised[0]->K);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const AnalysisModelCurve *curve = model->standardised[i];

      report_json_open (builder, names[i]);
      report_json_array (builder, "estimate", curve->estimate, curve->K);
      report_json_array (builder, "se", curve->se, curve->K);
      report_json_array (builder, "lo", curve->lo, curve->K);
      report_json_array (builder, "hi", curve->hi, curve->K);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

char *
report_model_json (const AnalysisModel        *model,
                   const AnalysisModelOptions *options,
                   const AnalysisQuestion     *question,
                   const ReportSource         *source)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *failure = report_model_failure (model);

  json_builder_begin_object (builder);
  report_json_text (builder, "status", status_id (model->status));
  report_json_text (builder, "reason", failure);
  report_json_count (builder, "n_used", model->n_used);
  report_json_count (builder, "n_missing", model->n_missing);
  if (model->n_no_stratum > 0)
    report_json_count (builder, "n_no_stratum", model->n_no_stratum);
  report_json_count (builder, "births", model->births);
  json_builder_set_member_name (builder, "firth");
  json_builder_add_boolean_value (builder, model->firth);
  report_json_text (builder, "strata", model->strata);
  add_coefficients (builder, model);
  add_reasons (builder, model);
  add_fit (builder, model, options);
  if (model->zph != NULL)
    add_zph (builder, model);
  if (model->predicted != NULL)
    add_predicted (builder, model, options);
  if (model->standardised[0] != NULL)
    add_standardised (builder, model, options);
  if (model->balance != NULL)
    add_balance (builder, model->balance);
  report_json_source (builder, question, source, MODEL_JSON_VERSION);
  json_builder_end_object (builder);
  return report_json_finish (builder);
}

/* --- CSV -------------------------------------------------------------------------------------- */

static void
csv_row (GString      *out,
         const char   *name,
         const double *values,
         guint         n)
{
  report_append_quoted (out, name);
  for (guint i = 0; i < n; i++)
    {
      char buffer[BASE_NUMBER_SIZE];

      g_string_append_printf (out, ",%s", base_number_to_buffer (values[i], buffer));
    }
  g_string_append_c (out, '\n');
}

/* A term without a column has a row all the same. */
char *
report_model_csv (const AnalysisModel *model)
{
  GString *out = g_string_new ("term,coef,se,lo,hi,p\n");
  const double none[] = { NAN, NAN, NAN, NAN, NAN };

  for (guint t = 0; t < model->n_terms; t++)
    {
      for (guint c = 0; c < model->n_columns; c++)
        {
          double values[] = { coefficient (model, model->n_baseline + c),
                              standard_error (model, model->n_baseline + c),
                              model->lo != NULL ? model->lo[c] : NAN,
                              model->hi != NULL ? model->hi[c] : NAN,
                              model->p != NULL ? model->p[c] : NAN };

          if (model->term[c] == t)
            csv_row (out, model->names[c], values, G_N_ELEMENTS (values));
        }
      if (report_model_term_columns (model, t) == 0)
        csv_row (out, model->term_names[t], none, G_N_ELEMENTS (none));
    }
  return g_string_free (out, FALSE);
}

/* --- text ------------------------------------------------------------------------------------- */

#define LEAST_WIDTH 32
#define MOST_WIDTH 60

/* Of labels, so that what follows them is in one column; a longer one stands out. */
static int
label_width (const AnalysisModel *model)
{
  int width = LEAST_WIDTH;

  for (guint c = 0; c < model->n_columns; c++)
    {
      int own = (int) g_utf8_strlen (model->labels[c], -1);

      width = own <= MOST_WIDTH ? MAX (width, own) : width;
    }
  return width;
}

static void
text_column (GString             *out,
             const AnalysisModel *model,
             guint                column,
             int                  width)
{
  const char *failure = report_model_column_failure (model, column);
  double coef = coefficient (model, model->n_baseline + column);
  g_autofree char *ratio = base_number_to_display (exp (coef), 2);
  g_autofree char *lo
    = base_number_to_display (model->lo != NULL ? exp (model->lo[column]) : NAN, 2);
  g_autofree char *hi
    = base_number_to_display (model->hi != NULL ? exp (model->hi[column]) : NAN, 2);
  g_autofree char *p = report_p (model->p != NULL ? model->p[column] : NAN);

  report_append_padded_left (out, model->labels[column], width);
  if (failure != NULL)
    g_string_append_printf (out, " – %s\n", failure);
  else if (isnan (coef))
    g_string_append (out, " –\n");
  else
    g_string_append_printf (out, " %s (%s–%s), %s\n", ratio, lo, hi, p);
}

static void
text_coefficients (GString             *out,
                   const AnalysisModel *model)
{
  int width = label_width (model);

  for (guint t = 0; t < model->n_terms; t++)
    {
      g_autofree char *failure = report_model_term_failure (model, t);
      g_autofree char *label = report_model_term_label (model, t);

      for (guint c = 0; c < model->n_columns; c++)
        if (model->term[c] == t)
          text_column (out, model, c, width);
      if (failure == NULL)
        continue;
      report_append_padded_left (out, label, width);
      g_string_append_printf (out, " – %s\n", failure);
    }
}

/* Against the model without terms; and each term of several columns. */
static void
text_tests (GString             *out,
            const AnalysisModel *model)
{
  const StatsTest *tests = model->whole;
  g_autoptr (GString) list = g_string_new (NULL);

  if (model->fit == NULL)
    return;
  for (guint t = 0; t < model->n_terms; t++)
    {
      g_autofree char *chisq = base_number_to_display (model->term_chisq[t], 2);
      g_autofree char *p = report_p (model->term_p[t]);
      g_autofree char *label = report_model_term_label (model, t);

      if (report_model_term_columns (model, t) < 2)
        continue;
      report_append_padded_left (out, label, label_width (model));
      g_string_append_c (out, ' ');
      g_string_append_printf (out, _("all of it, Wald: %s on %u df, %s\n"), chisq,
                              model->term_df[t], p);
    }
  for (guint t = 0; t < ANALYSIS_MODEL_TESTS; t++)
    {
      g_autofree char *chisq = base_number_to_display (tests[t].chisq, 2);
      g_autofree char *p = report_p (tests[t].p);

      if (!isnan (tests[t].chisq))
        g_string_append_printf (list, "%s%s %s, %s", list->len > 0 ? "; " : "",
                                report_model_test_name (t), chisq, p);
    }
  if (list->len > 0)
    /* Translators: degrees of freedom; tests. */
    g_string_append_printf (out, _("Against the model without terms, on %u df: %s.\n"),
                            stats_fit_df (model->fit), list->str);
}

static void
text_curve (GString                  *out,
            const char               *name,
            const AnalysisModelCurve *curve)
{
  g_string_append_printf (out, "%s:", name);
  for (guint k = 0; k < curve->K; k++)
    {
      g_autofree char *text
        = report_percent_interval (curve->estimate[k], curve->lo[k], curve->hi[k], 1);

      g_string_append_printf (out, "%s %u: %s", k > 0 ? ";" : "", k + 1, text);
    }
  g_string_append_c (out, '\n');
}

static void
text_zph (GString             *out,
          const AnalysisModel *model)
{
  g_autofree char *p = report_p (model->zph_global.p);

  g_string_append_printf (out, _("Proportional hazards, all terms with the transfer: %s\n"), p);
  if (isnan (model->zph_global.p))
    g_string_append_printf (out, "%s\n", report_model_zph_failure ());
}

static void
text_balance (GString                *out,
              const AnalysisBaseline *balance)
{
  /* Translators: two groups. */
  g_string_append_printf (out, _("How unlike the groups are, “%s” less “%s” (standardised mean "
                                 "differences):"),
                          balance->group_labels[0], balance->group_labels[1]);
  for (guint i = 0; i < balance->n_rows; i++)
    {
      g_autofree char *smd = base_number_to_display (balance->rows[i].smd, 2);

      g_string_append_printf (out, "%s %s %s", i > 0 ? ";" : "", balance->rows[i].label, smd);
    }
  g_string_append_c (out, '\n');
}

static void
text_standardised (GString                    *out,
                   const AnalysisModel        *model,
                   const AnalysisModelOptions *options)
{
  for (guint g = 0; g < 2; g++)
    {
      g_autofree char *group = report_model_group (model, options, g);
      /* Translators: the curve had everybody been in this group. */
      g_autofree char *everybody = g_strdup_printf (_("Everybody in “%s”"), group);

      text_curve (out, everybody, model->standardised[g]);
    }
  text_curve (out, _("Difference"), model->standardised[2]);
  if (model->balance != NULL)
    text_balance (out, model->balance);
}

/* What is said of the whole fit. */
static void
text_notes (GString                    *out,
            const AnalysisModel        *model,
            const AnalysisModelOptions *options)
{
  const char *warning = report_model_warning (model, options);
  g_autofree char *failure = report_model_failure (model);
  g_autofree char *levels = report_model_levels (model, options);
  g_autofree char *strata = report_model_strata (model);

  if (failure != NULL)
    g_string_append_printf (out, "%s\n", failure);
  else if (warning != NULL)
    g_string_append_printf (out, "%s\n", warning);
  if (levels != NULL)
    g_string_append_printf (out, "%s\n", levels);
  if (strata != NULL)
    g_string_append_printf (out, "%s\n", strata);
}

char *
report_model_text (const AnalysisModel        *model,
                   const AnalysisModelOptions *options,
                   const ReportSource         *source)
{
  GString *out = g_string_new (NULL);
  g_autofree char *sizes = report_model_sizes (model);

  if (source != NULL && source->synthetic_note != NULL)
    g_string_append_printf (out, "%s\n\n", source->synthetic_note);
  g_string_append_printf (out, _("%s; %s with %s intervals. %s\n"),
                          report_model_name (model, options), report_model_effect (options),
                          report_model_interval_name (model), sizes);
  text_coefficients (out, model);
  text_tests (out, model);
  text_notes (out, model, options);
  if (model->zph != NULL)
    text_zph (out, model);
  if (model->predicted != NULL)
    {
      g_autofree char *pattern = report_model_pattern (model, options);
      g_autofree char *name = g_strdup_printf (_("Predicted for %s"), pattern);

      text_curve (out, name, model->predicted);
    }
  if (model->standardised[0] != NULL)
    text_standardised (out, model, options);
  return g_string_free (out, FALSE);
}

/* --- methods ---------------------------------------------------------------------------------- */

/* By the fit, not by what was asked: Firth's penalty may be taken by rule. */
const char *
report_model_id (const AnalysisModel        *model,
                 const AnalysisModelOptions *options)
{
  switch (options->kind)
    {
    case ANALYSIS_MODEL_FINE_GRAY:
      return options->ties == STATS_TIES_EFRON ? "fine-gray-efron" : "fine-gray-breslow";
    case ANALYSIS_MODEL_DISCRETE:
      if (options->link == STATS_LINK_LOGIT)
        return model->firth ? "firth-logit" : "discrete-logit";
      return model->firth ? "firth-cloglog" : "discrete-cloglog";
    case ANALYSIS_MODEL_COX:
    default:
      return options->ties == STATS_TIES_EXACT   ? "cox-exact"
             : options->ties == STATS_TIES_EFRON ? "cox-efron"
                                                 : "cox-breslow";
    }
}

GPtrArray *
report_model_methods (const AnalysisModel        *model,
                      const AnalysisModelOptions *options)
{
  GPtrArray *ids = report_method_list ();

  report_method_add (ids, report_model_id (model, options));
  report_method_add (ids, model->profile ? "profile" : "wald");
  if (model->fit != NULL)
    report_method_add (ids, "whole-model");
  if (model->zph != NULL)
    report_method_add (ids, "zph");
  if (model->predicted != NULL)
    report_method_add (ids,
                       options->kind == ANALYSIS_MODEL_COX ? "predicted-cox" : "predicted");
  if (model->standardised[0] != NULL)
    report_method_add (ids, "standardised");
  if (model->balance != NULL)
    report_method_add (ids, "smd");
  return ids;
}
