/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model's tests and curves for readers: report-model-curves.h. */
#include "config.h"

#include "report-model-curves.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-number.h"
#include "report-method.h"
#include "report-text-private.h"

/* --- tests ------------------------------------------------------------------------------------ */

const char *
report_model_test_name (guint test)
{
  static const char *const names[ANALYSIS_MODEL_TESTS]
    = { N_("Likelihood ratio"), N_("Wald"), N_("Score") };

  return _(names[test]);
}

guint
report_model_term_columns (const AnalysisModel *model,
                           guint                term)
{
  guint n = 0;

  for (guint c = 0; c < model->n_columns; c++)
    n += model->term[c] == term;
  return n;
}

static void
append_numbers (GString      *out,
                const double *values,
                guint         n)
{
  for (guint i = 0; i < n; i++)
    {
      char buffer[BASE_NUMBER_SIZE];

      g_string_append_printf (out, ",%s", base_number_to_buffer (values[i], buffer));
    }
  g_string_append_c (out, '\n');
}

static void
append_test (GString    *out,
             const char *test,
             const char *term,
             double      chisq,
             guint       df,
             double      p)
{
  const double values[] = { chisq, df, p };

  g_string_append_printf (out, "%s,", test);
  report_append_quoted (out, term);
  append_numbers (out, values, G_N_ELEMENTS (values));
}

char *
report_model_tests_csv (const AnalysisModel *model)
{
  static const char *const ids[ANALYSIS_MODEL_TESTS] = { "lr", "wald", "score" };
  GString *out = g_string_new ("test,term,chisq,df,p\n");
  const StatsTest *tests = model->whole;

  for (guint t = 0; t < ANALYSIS_MODEL_TESTS; t++)
    append_test (out, ids[t], "", tests[t].chisq, tests[t].df, tests[t].p);
  for (guint t = 0; model->fit != NULL && t < model->n_terms; t++)
    append_test (out, "wald", model->term_names[t], model->term_chisq[t], model->term_df[t],
                 model->term_p[t]);
  return g_string_free (out, FALSE);
}

char *
report_model_zph_csv (const AnalysisModel *model)
{
  GString *out = g_string_new ("test,term,chisq,df,p\n");

  for (guint c = 0; c < model->n_columns; c++)
    append_test (out, "zph", model->names[c], model->zph[c].chisq, model->zph[c].df,
                 model->zph[c].p);
  append_test (out, "zph", "GLOBAL", model->zph_global.chisq, model->zph_global.df,
               model->zph_global.p);
  return g_string_free (out, FALSE);
}

/* --- words ------------------------------------------------------------------------------------ */

const char *
report_model_refusal (const AnalysisModelOptions *options,
                      ReportModelCurves           curves)
{
  if (curves == REPORT_MODEL_STANDARDISED)
    return options->kind == ANALYSIS_MODEL_DISCRETE
               ? NULL
               : _("Standardised curves come from a discrete model. Choose a discrete model "
                   "above.");
  if (analysis_model_predicts (options))
    return NULL;
  if (options->kind == ANALYSIS_MODEL_FINE_GRAY)
    return _("Fine and Gray’s model is of births where stopping competes; no curve of a pattern is "
             "predicted from it. Choose a discrete model above.");
  return options->ties == STATS_TIES_EXACT
             ? _("The exact likelihood compares patients at a transfer and leaves out how many "
                 "give birth there: it has no curve. Choose a discrete model above.")
             : _("With Breslow’s ties the curve would lie too low: many give birth at the same "
                 "transfer. Choose a discrete model above.");
}

const char *
report_model_caution (const AnalysisModelOptions *options,
                      ReportModelCurves           curves)
{
  if (curves == REPORT_MODEL_STANDARDISED)
    return _("The groups are made alike in what was recorded and is a term, and in nothing else. "
             "This is adjustment, no randomised trial: why patients are in a group may explain a "
             "difference.");
  return options->kind == ANALYSIS_MODEL_COX
             ? _("From the Cox model, which takes transfers for a continuous time; the discrete "
                 "model is made for them. A curve of one pattern is no comparison of groups.")
             : _("From the discrete model, which has a chance of its own at each transfer. A curve "
                 "of one pattern is no comparison of groups.");
}

/* A level by its label; numbers as they were given. */
static const char *
shown_value (const AnalysisPatternField *field,
             const char                 *value)
{
  for (guint l = 0; field->levels != NULL && field->levels[l] != NULL; l++)
    if (g_str_equal (field->levels[l], value))
      return field->level_labels[l];
  return value;
}

char *
report_model_pattern (const AnalysisModel        *model,
                      const AnalysisModelOptions *options)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < model->n_fields; i++)
    {
      const AnalysisPatternField *field = &model->fields[i];
      g_autofree char *value = analysis_pattern_get (options->predict, field->name);

      if (value != NULL)
        g_string_append_printf (out, "%s%s %s", out->len > 0 ? "; " : "", field->label,
                                shown_value (field, value));
    }
  if (model->strata_labels != NULL)
    g_string_append_printf (out, "%s%s %s", out->len > 0 ? "; " : "", model->strata_label,
                            model->strata_labels[model->predicted_stratum]);
  return g_string_free (out, FALSE);
}

static const AnalysisPatternField *
group_field (const AnalysisModel *model,
             const char          *term)
{
  for (guint t = 0; t < model->n_terms; t++)
    if (g_str_equal (model->term_names[t], term) && model->group[t] >= 0)
      return &model->fields[model->group[t]];
  return NULL;
}

char *
report_model_group (const AnalysisModel        *model,
                    const AnalysisModelOptions *options,
                    guint                       group)
{
  const AnalysisPatternField *field = group_field (model, options->standardise);

  if (field != NULL && field->level_labels != NULL && g_strv_length (field->level_labels) == 2)
    return g_strdup (field->level_labels[group]);
  /* Of a number that is 0 or 1. */
  return g_strdup_printf ("%s = %u", options->standardise, group);
}

/* --- tables ----------------------------------------------------------------------------------- */

static void
append_curve (GString                  *out,
              const char               *name,
              const AnalysisModelCurve *curve)
{
  for (guint i = 0; i < curve->K; i++)
    {
      const double values[] = { curve->estimate[i], curve->se[i], curve->lo[i], curve->hi[i] };

      g_string_append_printf (out, "%u", i + 1);
      if (name != NULL)
        {
          g_string_append_c (out, ',');
          report_append_quoted (out, name);
        }
      append_numbers (out, values, G_N_ELEMENTS (values));
    }
}

char *
report_model_curves_csv (const AnalysisModel        *model,
                         const AnalysisModelOptions *options,
                         ReportModelCurves           curves)
{
  GString *out;

  if (curves == REPORT_MODEL_PREDICTED)
    {
      out = g_string_new ("k,cumulative,se,lo,hi\n");
      append_curve (out, NULL, model->predicted);
      return g_string_free (out, FALSE);
    }
  out = g_string_new ("k,curve,estimate,se,lo,hi\n");
  for (guint g = 0; g < 2; g++)
    {
      g_autofree char *group = report_model_group (model, options, g);

      append_curve (out, group, model->standardised[g]);
    }
  append_curve (out, "difference", model->standardised[2]);
  return g_string_free (out, FALSE);
}

GPtrArray *
report_model_curves_methods (const AnalysisModel        *model,
                             const AnalysisModelOptions *options,
                             ReportModelCurves           curves)
{
  GPtrArray *ids = report_method_list ();

  report_method_add (ids, curves == REPORT_MODEL_STANDARDISED       ? "standardised"
                          : options->kind == ANALYSIS_MODEL_COX ? "predicted-cox"
                                                                : "predicted");
  if (curves == REPORT_MODEL_STANDARDISED)
    report_method_add (ids, "smd");
  report_method_add (ids, report_model_id (model, options));
  return ids;
}

/* --- the figure ------------------------------------------------------------------------------- */

static void
add_curve (ChartSpec                *spec,
           const char               *name,
           const AnalysisModelCurve *curve)
{
  ChartGroup *group = chart_spec_add_group (spec, name, curve->K);

  for (guint i = 0; i < curve->K; i++)
    {
      group->estimate[i] = curve->estimate[i];
      group->lo[i] = curve->lo[i];
      group->hi[i] = curve->hi[i];
    }
}

static void
add_note (ChartSpec *spec,
          char      *note)
{
  chart_spec_add_note (spec, note);
  g_free (note);
}

static void
add_notes (ChartSpec                  *spec,
           const AnalysisModel        *model,
           const AnalysisModelOptions *options,
           const char                 *terms,
           ReportModelCurves           curves,
           const AnalysisQuestion     *question)
{
  g_autofree char *level = report_percent (options->level, 0);
  g_autofree char *sizes = report_model_sizes (model);
  g_autofree char *pattern
    = curves == REPORT_MODEL_PREDICTED ? report_model_pattern (model, options) : NULL;

  if (pattern != NULL)
    add_note (spec, g_strdup_printf (_("Predicted for %s."), pattern));
  else
    add_note (spec, g_strdup (_("Standardised: had all of these patients been in each group.")));
  /* Translators: a model, its terms, "95 %". */
  add_note (spec, g_strdup_printf (_("%s, of %s; %s intervals."),
                                   report_model_name (model, options), terms, level));
  add_note (spec, g_steal_pointer (&sizes));
  chart_spec_add_note (spec, report_model_caution (options, curves));
  if (model->strata_label != NULL)
    add_note (spec, g_strdup_printf (_("Stratified by “%s”."), model->strata_label));
  if (question->where != NULL)
    add_note (spec, g_strdup_printf (_("Filter: %s."), question->where));
}

ChartSpec *
report_model_curves_spec (const AnalysisModel        *model,
                          const AnalysisModelOptions *options,
                          const char                 *terms,
                          ReportModelCurves           curves,
                          const AnalysisQuestion     *question,
                          const ReportSource         *source,
                          const ReportChartOptions   *chart)
{
  ChartSpec *spec = chart_spec_new ();
  gboolean print = chart->theme == CHART_THEME_PRINT || chart->theme == CHART_THEME_GREY;

  chart_spec_set_text (spec, CHART_TEXT_Y_LABEL, report_event_axis_label (question->event));
  chart_spec_set_text (spec, CHART_TEXT_X_LABEL, _("embryo transfers"));
  if (curves == REPORT_MODEL_PREDICTED)
    add_curve (spec, "", model->predicted);
  else
    for (guint g = 0; g < 2; g++)
      {
        g_autofree char *group = report_model_group (model, options, g);

        add_curve (spec, group, model->standardised[g]);
      }
  if (chart->show_notes)
    add_notes (spec, model, options, terms, curves, question);
  /* What is synthetic says so also where other notes are left out. */
  if (source != NULL && source->synthetic_note != NULL)
    chart_spec_add_note (spec, source->synthetic_note);
  chart_spec_set_font (spec, chart->font_family != NULL ? chart->font_family
                             : print                    ? "Helvetica"
                                                        : NULL);
  spec->theme = chart->theme;
  /* Of a model there are no numbers at risk. */
  spec->faint_below = 0;
  spec->show_table = FALSE;
  spec->show_hazard = FALSE;
  if (chart->width_pt > 0)
    spec->width_pt = chart->width_pt;
  spec->height_pt = chart->height_pt;
  if (chart->base_size_pt > 0)
    spec->base_size_pt = chart->base_size_pt;
  return spec;
}
