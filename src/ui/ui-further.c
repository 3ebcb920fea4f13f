/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-further.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "report-curve.h"
#include "report-tests.h"
#include "ui-figures.h"
#include "ui-tipping-map.h"

#define SEED 1 /* natality-cli's: the same figures */
#define BOOTSTRAP 2000
#define MANY_GROUPS 2 /* beyond which the intervals of each group have lines of their own */

/* --- in the worker ---------------------------------------------------------------------------- */

/* FALSE: an error, or cancelled. */
static gboolean
add_limits (UiFurther              *self,
            AnalysisCohort         *cohort,
            const AnalysisQuestion *question,
            const gint             *cancelled,
            GError                **error)
{
  for (guint i = 0; i < STATS_N_CONF_TYPES; i++)
    {
      g_autoptr (AnalysisQuestion) asked = analysis_question_copy (question);

      if (g_atomic_int_get (cancelled) != 0)
        return FALSE;
      asked->conf_type = (StatsConfType) i;
      self->limits[i] = analysis_answer_new (cohort, asked, 0, error);
      if (self->limits[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

UiFurther *
ui_further_new (AnalysisCohort         *cohort,
                const AnalysisQuestion *question,
                const AnalysisAnswer   *of,
                guint                   at,
                double                  chance,
                const gint             *cancelled,
                GError                **error)
{
  UiFurther *self = g_new0 (UiFurther, 1);
  /* Each resample of the weighted curve fits its model anew. */
  gboolean is_quick = question->estimator != ANALYSIS_ESTIMATOR_IPCW
                      || of->overall.n_patients <= ANALYSIS_MOST_WITHOUT;
  AnalysisExtrasOptions options = { .bands = TRUE,
                                    .posterior = TRUE,
                                    .bootstrap = is_quick ? BOOTSTRAP : 0,
                                    .cohort = cohort,
                                    .seed = SEED,
                                    .n_chances = 1,
                                    .chances = { chance } };

  self->at = at;
  self->chance = chance;
  if (add_limits (self, cohort, question, cancelled, error))
    self->extras = analysis_extras_new (of, &options, cancelled);
  if (self->extras != NULL)
    self->extras->presumption = analysis_presumption_new (cohort, question, at, cancelled, error);
  if (self->extras != NULL && self->extras->presumption != NULL && of->n_groups == 2)
    self->tipping = analysis_tipping_new (of, at, SEED, cancelled);
  if (self->extras == NULL || self->extras->presumption == NULL
      || (of->n_groups == 2 && self->tipping == NULL))
    g_clear_pointer (&self, ui_further_free);
  return self;
}

void
ui_further_free (gpointer self)
{
  UiFurther *further = self;

  analysis_extras_free (further->extras);
  analysis_tipping_free (further->tipping);
  for (guint i = 0; i < STATS_N_CONF_TYPES; i++)
    g_clear_pointer (&further->limits[i], analysis_answer_unref);
  g_free (further);
}

static const AnalysisExtrasGroup *
extras_of (const UiFurther      *self,
           const AnalysisAnswer *of,
           guint                 g)
{
  return of->question->by == NULL ? &self->extras->overall : &self->extras->groups[g];
}

/* --- transfers to a chance -------------------------------------------------------------------- */

static void
add_reach (GtkBox               *box,
           const UiFurther      *self,
           const AnalysisAnswer *of)
{
  static const char *const methods[] = { "transfers-to", NULL };
  g_autofree char *chance = report_percent (self->chance, 0);
  g_autofree char *title = g_strdup_printf (_("Transfers until a chance of %s"), chance);
  g_autofree char *level = report_percent (of->question->level, 0);
  g_autofree char *head = g_strdup_printf ("%s %s", level, report_interval_name (of));
  gboolean stacked = ui_figures_is_stacked (of, 8), reached = TRUE;
  GtkGrid *grid = ui_figures_add_card (box, title);
  int row = 0;

  ui_figures_add_methods (grid, methods);
  ui_figures_add_label (grid, "", 0, row, NULL);
  ui_figures_add_label (grid, head, 2, row, "dim-label");
  for (guint g = 0; g < report_n_shown (of); g++)
    {
      const AnalysisReach *reach = &extras_of (self, of, g)->reach[0];
      g_autofree char *transfers
        = reach->transfers > 0 ? g_strdup_printf ("%u", reach->transfers) : g_strdup ("–");
      g_autofree char *range = report_reach_range (reach);

      ui_figures_add_name (grid, of, g, 0, ++row, stacked ? 3 : 1);
      row += stacked;
      ui_figures_add_label (grid, transfers, 1, row, "figure-value");
      ui_figures_add_label (grid, range, 2, row, NULL);
      reached = reached && reach->transfers > 0;
    }
  if (!reached)
    ui_figures_add_caption (grid, _("–: the curve doesn’t reach that chance."));
}

/* --- the other intervals ---------------------------------------------------------------------- */

typedef struct
{
  const char *name, *method;
  const double *lo, *hi; /* of the group, from transfer 1; NULL: none */
} Interval;

#define MAX_INTERVALS 20

static void
add_interval (GArray       *intervals,
              const char   *name,
              const char   *method,
              const double *lo,
              const double *hi)
{
  g_array_append_val (intervals, ((Interval) { name, method, lo, hi }));
}

/* The intervals at this transfer alone. */
static GArray *
pointwise_of (const UiFurther      *self,
              const AnalysisAnswer *of,
              guint                 g)
{
  GArray *intervals = g_array_new (FALSE, FALSE, sizeof (Interval));
  const AnalysisExtrasGroup *extras = extras_of (self, of, g);
  const AnalysisGroup *group = report_shown (of, g);

  if (of->question->estimator == ANALYSIS_ESTIMATOR_CRUDE)
    {
      add_interval (intervals, _("Wilson"), "wilson", group->crude_lo, group->crude_hi);
      add_interval (intervals, _("Clopper-Pearson"), "clopper-pearson", group->crude_exact_lo,
                    group->crude_exact_hi);
      add_interval (intervals, _("Agresti-Coull"), "agresti-coull", group->crude_agresti_lo,
                    group->crude_agresti_hi);
      add_interval (intervals, _("Wald"), "wald-proportion", group->crude_wald_lo,
                    group->crude_wald_hi);
    }
  else
    for (guint i = 0; i < STATS_N_CONF_TYPES; i++)
      {
        const AnalysisGroup *same = report_shown (self->limits[i], g);

        add_interval (intervals,
                      report_limits_name (of->question->estimator, (StatsConfType) i),
                      analysis_conf_type_id ((StatsConfType) i), same->lo, same->hi);
      }
  if (of->question->estimator != ANALYSIS_ESTIMATOR_CRUDE
      && of->question->estimator != ANALYSIS_ESTIMATOR_IPCW)
    add_interval (intervals, _("Bayesian"), "bayesian", extras->posterior_lo,
                  extras->posterior_hi);
  if (self->extras->options.bootstrap > 0)
    {
      add_interval (intervals, _("percentile"), "percentile", extras->percentile_lo,
                    extras->percentile_hi);
      add_interval (intervals, _("BCa"), "bca", extras->bca_lo, extras->bca_hi);
    }
  return intervals;
}

static GArray *
bands_of (const UiFurther      *self,
          const AnalysisAnswer *of,
          guint                 g)
{
  GArray *intervals = g_array_new (FALSE, FALSE, sizeof (Interval));
  const AnalysisExtrasGroup *extras = extras_of (self, of, g);

  for (guint b = 0; b < STATS_N_BANDS; b++)
    add_interval (intervals, report_band_name ((StatsBand) b), analysis_band_id ((StatsBand) b),
                  extras->band_lo[b], extras->band_hi[b]);
  return intervals;
}

static void
add_limits_label (GtkGrid             *grid,
                  const Interval      *interval,
                  const AnalysisGroup *group,
                  guint                at,
                  int                  column,
                  int                  row)
{
  double lo = ui_figures_at (group, interval->lo, at);
  double hi = ui_figures_at (group, interval->hi, at);
  /* A band's limits aren't cut where they are computed. */
  g_autofree char *range = ui_figures_range (CLAMP (lo, 0, 1), CLAMP (hi, 0, 1), 1);

  ui_figures_add_label (grid, isfinite (lo) ? range : "–", column, row, NULL);
}

/* Two groups stand side by side, more below one another. */
static void
fill_intervals (GtkGrid              *grid,
                const UiFurther      *self,
                const AnalysisAnswer *of,
                GArray               *(*list) (const UiFurther *, const AnalysisAnswer *, guint))
{
  guint n = report_n_shown (of);
  gboolean beside = !ui_figures_is_stacked (of, MANY_GROUPS);
  g_autoptr (GArray) first = list (self, of, 0);
  const char *methods[MAX_INTERVALS + 1] = { NULL };

  for (guint i = 0; i < first->len && i < MAX_INTERVALS; i++)
    methods[i] = g_array_index (first, Interval, i).method;
  ui_figures_add_methods (grid, methods);
  for (guint g = 0, row = 0; g < n; g++)
    {
      g_autoptr (GArray) intervals = list (self, of, g);

      row = beside ? 0 : row;
      if (n > 1)
        ui_figures_add_name (grid, of, g, beside ? (int) g + 1 : 0, (int) row++, beside ? 1 : 2);
      for (guint i = 0; i < intervals->len; i++, row++)
        {
          const Interval *interval = &g_array_index (intervals, Interval, i);

          if (!beside || g == 0)
            ui_figures_add_label (grid, interval->name, 0, (int) row, NULL);
          add_limits_label (grid, interval, report_shown (of, g), self->at,
                            beside ? (int) g + 1 : 1, (int) row);
        }
    }
}

static void
add_intervals (GtkBox               *box,
               const UiFurther      *self,
               const AnalysisAnswer *of)
{
  g_autofree char *level = report_percent (of->question->level, 0);
  g_autofree char *title = g_strdup_printf (_("Other %s intervals after transfer %u, %%"), level,
                                            self->at);
  g_autofree char *bands_title = g_strdup_printf (_("%s bands at transfer %u, %%"), level,
                                                  self->at);
  g_autofree char *source = NULL;
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, self->extras->options.seed);
  GtkGrid *grid = ui_figures_add_card (box, title);

  fill_intervals (grid, self, of, pointwise_of);
  if (self->extras->options.bootstrap > 0)
    {
      source = g_strdup_printf (ngettext ("Percentile and BCa: %u resample of the patients, seed "
                                          "%s.",
                                          "Percentile and BCa: %u resamples of the patients, seed "
                                          "%s.",
                                          self->extras->options.bootstrap),
                                self->extras->options.bootstrap, seed);
      ui_figures_add_caption (grid, source);
    }
  ui_figures_add_caption (grid, _("The interval is chosen before looking; the others show how "
                                  "much hangs on the choice."));
  grid = ui_figures_add_card (box, bands_title);
  fill_intervals (grid, self, of, bands_of);
  ui_figures_add_caption (grid, _("Of the optimistic curve, for all its transfers together. –: "
                                  "there is no band before the first event, nor once everyone at "
                                  "risk had it. Limits beyond 0 or 100 % are shown as these."));
}

/* --- presumption ------------------------------------------------------------------------------ */

static int
add_presumed_row (GtkGrid    *grid,
                  const char *name,
                  int         row)
{
  GtkWidget *label = ui_figures_add_label (grid, name, 0, row, NULL);

  gtk_widget_add_css_class (label, "dim-label");
  return row;
}

static void
add_presumed_group (GtkGrid                   *grid,
                    const AnalysisPresumption *presumption,
                    const char                *name, /* NULL: of all */
                    int                        row)
{
  add_presumed_row (grid, _("chance, %"), row);
  add_presumed_row (grid, _("at risk"), row + 1);
  add_presumed_row (grid, _("decision open"), row + 2);
  for (guint i = 0; i < ANALYSIS_N_PRESUMED; i++)
    {
      const AnalysisGroup *group = analysis_presumption_group (presumption, i, name);
      guint k = presumption->at;
      gboolean known = group != NULL && k <= group->n;
      g_autofree char *chance = ui_figures_percent (known ? group->estimate[k - 1] : NAN, 1);
      g_autofree char *at_risk
        = known ? g_strdup_printf ("%u", group->risk[k - 1].at_risk) : g_strdup ("–");
      g_autofree char *open = group != NULL
                                  ? g_strdup_printf ("%" G_GUINT64_FORMAT, group->n_open)
                                  : g_strdup ("–");

      ui_figures_add_label (grid, chance, (int) i + 1, row, "figure-value");
      ui_figures_add_label (grid, at_risk, (int) i + 1, row + 1, NULL);
      ui_figures_add_label (grid, open, (int) i + 1, row + 2, NULL);
    }
}

static void
add_presumption (GtkBox               *box,
                 const UiFurther      *self,
                 const AnalysisAnswer *of)
{
  static const char *const methods[] = { "presumption", NULL };
  const AnalysisPresumption *presumption = self->extras->presumption;
  GtkGrid *grid = ui_figures_add_card (box, _("When a patient is presumed to have stopped"));
  int row = 0;

  ui_figures_add_methods (grid, methods);
  ui_figures_add_copy (grid, _("Copy the table as CSV"), report_presumption_csv (presumption));
  for (guint i = 0; i < ANALYSIS_N_PRESUMED; i++)
    {
      g_autofree char *head = g_strdup_printf (ngettext ("%d day", "%d days",
                                                         (gulong) presumption->days[i]),
                                               presumption->days[i]);

      ui_figures_add_label (grid, head, (int) i + 1, row, "dim-label");
    }
  for (guint g = 0; g < report_n_shown (of); g++, row += 3)
    {
      row++;
      if (of->question->by != NULL)
        ui_figures_add_name (grid, of, g, 0, row++, 1 + ANALYSIS_N_PRESUMED);
      add_presumed_group (grid, presumption, of->question->by != NULL ? of->groups[g].name : NULL,
                          row);
    }
  ui_figures_add_caption (grid, _("Days without a next transfer, and without a record that she "
                                  "goes on, after which a patient is presumed to have stopped."));
  if (of->question->decisions == ANALYSIS_DECISIONS_STATUS)
    ui_figures_add_caption (grid, _("Decisions are taken as recorded here, whatever the days."));
}

/* --- tipping points --------------------------------------------------------------------------- */

static void
add_tipping (GtkBox               *box,
             const UiFurther      *self,
             const AnalysisAnswer *of)
{
  static const char *const methods[] = { "tipping", NULL };
  const AnalysisTipping *tipping = self->tipping;
  g_autofree char *title = NULL, *what = NULL;
  g_auto (GStrv) sentences = NULL;
  GtkGrid *grid;

  if (tipping == NULL)
    return;
  title = g_strdup_printf (_("Tipping points after transfer %u"), tipping->at);
  grid = ui_figures_add_card (box, title);
  ui_figures_add_methods (grid, methods);
  ui_figures_add_copy (grid, _("Copy the map as CSV"), report_tipping_csv (tipping));
  what = g_strdup_printf (_("%s less %s, by the share of the chance of those who go on that those "
                            "who stop keep."),
                          tipping->labels[1], tipping->labels[0]);
  ui_figures_add_caption_before (grid, what);
  if (!isfinite (tipping->optimistic.estimate))
    {
      ui_figures_add_caption (grid, _("–: not in both groups had somebody that transfer."));
      return;
    }
  gtk_grid_attach (grid, ui_tipping_map_new (tipping, of), 0, 0, 1, 1);
  sentences = report_tipping_sentences (tipping);
  for (guint i = 0; sentences[i] != NULL; i++)
    ui_figures_add_caption (grid, sentences[i]);
}

void
ui_further_fill (GtkBox               *box,
                 const UiFurther      *self,
                 const AnalysisAnswer *of)
{
  add_reach (box, self, of);
  add_intervals (box, self, of);
  add_presumption (box, self, of);
  add_tipping (box, self, of);
}
