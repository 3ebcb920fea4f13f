/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pooled curves as a chart's spec. */
#include "config.h"

#include "report-pool-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "report-pool-private.h"

/* Why there is no curve, where there is none. */
static const char *
empty_reason (const AnalysisPool *pool)
{
  return pool->together
             ? _("Curves that depend on who stopped can't be drawn: some centre tells of those who "
                 "left in one count.")
             : _("No curve is estimable.");
}

/* Where few reached the end of a merged row the value there is the assumption's, and what comes
 * after stands on it. */
static void
leave_out_few (ChartSpec            *spec,
               const AnalysisPool   *pool,
               const AnalysisAnswer *answer)
{
  guint drawn = 0;

  for (guint g = 0; g < report_n_shown (answer); g++)
    {
      const AnalysisPoolGroup *group
        = answer->question->by != NULL ? &pool->groups[g] : &pool->overall;
      const ChartGroup *curve;
      gboolean few = FALSE;

      if (report_shown (answer, g)->n == 0)
        continue;
      curve = chart_spec_get_group (spec, drawn++);
      for (guint i = 0; i < group->n_blocks; i++)
        {
          few = few || analysis_pool_is_few (&group->blocks[i]);
          if (few)
            curve->estimate[group->blocks[i].last - 1] = NAN;
        }
    }
}

static void
add_notes (ChartSpec          *spec,
           const AnalysisPool *pool)
{
  if (pool->question->where != NULL)
    {
      g_autofree char *filter = g_strdup_printf (_("Filter: %s."), pool->question->where);

      chart_spec_add_note (spec, filter);
    }
  chart_spec_add_note (spec, _("Curves are of all centres' patients together, as if of one."));
  if (pool->merged)
    chart_spec_add_note (spec, _("Rows that hold several transfers have one rate for all of them; "
                                 "the curve has a value at their end only, where their counts "
                                 "stand, and none from where few reached it."));
}

ChartSpec *
report_pool_chart_spec (const AnalysisPool       *pool,
                        const AnalysisAnswer     *answer,
                        const ReportChartOptions *options)
{
  ReportSource source = { NULL, report_pool_synthetic (pool) };
  ReportChartOptions own = *options;
  ChartSpec *spec;

  own.together = pool->together;
  spec = report_chart_spec (answer, &source, &own);
  chart_spec_set_text (spec, CHART_TEXT_EMPTY, empty_reason (pool));
  leave_out_few (spec, pool, answer);
  if (options->show_notes)
    add_notes (spec, pool);
  return spec;
}
