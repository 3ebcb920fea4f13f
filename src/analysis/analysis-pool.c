/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which centres go together, and what is computed of them: analysis-pool.h. */
#include "config.h"

#include "analysis-pool.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "analysis-answer-private.h"
#include "analysis-group.h"
#include "stats-merge.h"

G_STATIC_ASSERT (ANALYSIS_MAX_GROUPS <= STATS_LOGRANK_MAX_GROUPS);

const char *
analysis_pool_method_id (StatsPoolMethod method)
{
  static const char *const ids[] = { "fixed", "dl", "reml" };

  return ids[method];
}

const char *
analysis_centre_use_id (AnalysisCentreUse use)
{
  static const char *const ids[ANALYSIS_N_CENTRE_USES]
    = { "used", "nothing-to-compare", "separated", "not-reached", "merged", "together",
        "no-variance" };

  return ids[use];
}

gboolean
analysis_pool_is_few (const StatsBlock *block)
{
  return block->last > block->first && stats_merge_at_last (block) < ANALYSIS_POOL_FEW;
}

static const AnalysisCentre *
centre_at (const AnalysisPool *self,
           guint               i)
{
  return g_ptr_array_index (self->centres, i);
}

/* --- tables together -------------------------------------------------------------------------- */

/* Whether a centre's rows are parted after transfer k. After its last nobody is left. */
static gboolean
is_parted (const AnalysisCentre *centre,
           guint                 k)
{
  for (guint i = 0; i < centre->n_blocks; i++)
    if (centre->blocks[i].last == k)
      return TRUE;
  return k > centre->blocks[centre->n_blocks - 1].last;
}

/* The transfers after which all of n centres' rows are parted, into ends; returns how many. */
static guint
common_ends (const AnalysisCentre *const *centres,
             guint                        n_centres,
             guint                        ends[ANALYSIS_CENTRE_MAX_K])
{
  guint n = 0, last = 0;

  for (guint c = 0; c < n_centres; c++)
    last = MAX (last, centres[c]->blocks[centres[c]->n_blocks - 1].last);
  for (guint k = 1; k <= last; k++)
    {
      gboolean all = TRUE;

      for (guint c = 0; all && c < n_centres; c++)
        all = is_parted (centres[c], k);
      if (all)
        ends[n++] = k;
    }
  return n;
}

/* Adds the blocks of one table to those that hold them. */
static void
add_table (StatsBlock       *sums,
           guint             n,
           const StatsBlock *blocks,
           guint             n_blocks)
{
  for (guint b = 0, i = 0; b < n_blocks; b++)
    {
      while (i + 1 < n && sums[i].last < blocks[b].first)
        i++;
      if (blocks[b].first == sums[i].first)
        sums[i].at_risk += blocks[b].at_risk;
      sums[i].transfers += blocks[b].transfers;
      sums[i].births += blocks[b].births;
      sums[i].stopped += blocks[b].stopped;
      sums[i].cut += blocks[b].cut;
      sums[i].open += blocks[b].open;
    }
}

static StatsBlock *
blocks_new (const guint *ends,
            guint        n)
{
  StatsBlock *blocks = g_new0 (StatsBlock, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    {
      blocks[i].first = i > 0 ? ends[i - 1] + 1 : 1;
      blocks[i].last = ends[i];
    }
  return blocks;
}

/* Adds a centre's tables of one group, its strata together. */
static void
add_centre (StatsBlock           *sums,
            guint                 n,
            const AnalysisCentre *centre,
            guint                 group)
{
  for (guint s = 0; s < centre->n_strata; s++)
    add_table (sums, n, analysis_centre_table (centre, s, group), centre->n_blocks);
}

/* --- which go together ------------------------------------------------------------------------ */

static const char *
file_of (const AnalysisCentre *centre)
{
  return centre->file != NULL ? centre->file : centre->name;
}

G_GNUC_PRINTF (3, 4)
static gboolean
refuse (const AnalysisCentre *centre,
        GError              **error,
        const char           *format,
        ...)
{
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE, "%s: %s", file_of (centre), sentence);
  return FALSE;
}

static gboolean
check_definitions (const AnalysisCentre *first,
                   const AnalysisCentre *centre,
                   GError              **error)
{
  const char *const *names = analysis_centre_definitions ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *here = analysis_question_get (centre->question, names[i]);
      g_autofree char *there = analysis_question_get (first->question, names[i]);

      if (!g_str_equal (here, there))
        return refuse (centre, error,
                       _("the definitions differ: %s is “%s” here and “%s” in %s. Tables of "
                         "different definitions aren't pooled; let them be written alike."),
                       names[i], here, there, file_of (first));
    }
  if (centre->cut_rule != first->cut_rule)
    return refuse (centre, error,
                   _("the definitions differ: the rule of the data cut is “%s” here and “%s” in "
                     "%s. Let all be written with --cut DATE, or all without."),
                   analysis_cut_rule_id (centre->cut_rule),
                   analysis_cut_rule_id (first->cut_rule), file_of (first));
  return TRUE;
}

static gboolean
check_groups (const AnalysisCentre *first,
              const AnalysisCentre *centre,
              GError              **error)
{
  g_autofree char *here = NULL, *there = NULL;

  if (first->group_names == NULL
      || g_strv_equal ((const char *const *) first->group_names,
                       (const char *const *) centre->group_names))
    return TRUE;
  here = g_strjoinv (", ", centre->group_names);
  there = g_strjoinv (", ", first->group_names);
  return refuse (centre, error,
                 _("its groups are not those of %s: “%s” here, “%s” there. Take groups that every "
                   "centre has, in one order."),
                 file_of (first), here, there);
}

static gboolean
check_cut (const AnalysisCentre *first,
           const AnalysisCentre *centre,
           GError              **error)
{
  g_autofree char *here = base_day_to_iso (centre->cut), *there = base_day_to_iso (first->cut);

  if (centre->cut == first->cut)
    return TRUE;
  return refuse (centre, error,
                 _("its data cut is %s, that of %s is %s. Let both be written with the same data "
                   "cut (--cut DATE); or allow different ones (--different-cuts), and the result "
                   "says so."),
                 here, file_of (first), there);
}

static char *
folded_name (const AnalysisCentre *centre)
{
  g_autofree char *stripped = g_strstrip (g_strdup (centre->name));

  return g_utf8_casefold (stripped, -1);
}

static gboolean
same_block (const StatsBlock *a,
            const StatsBlock *b,
            gboolean          apart)
{
  return a->at_risk == b->at_risk && a->transfers == b->transfers && a->births == b->births
         && a->stopped + a->cut == b->stopped + b->cut
         && (!apart || (a->stopped == b->stopped && a->open == b->open));
}

AnalysisAlike
analysis_pool_alike (const AnalysisCentre *a,
                     const AnalysisCentre *b)
{
  const AnalysisCentre *both[2] = { a, b };
  guint ends[ANALYSIS_CENTRE_MAX_K], n = common_ends (both, 2, ends);
  gboolean whole = !analysis_centre_is_merged (a) && !analysis_centre_is_merged (b);

  g_return_val_if_fail (a->n_groups == b->n_groups, ANALYSIS_ALIKE_NO);

  for (guint g = 0; g < a->n_groups; g++)
    {
      g_autofree StatsBlock *of_a = blocks_new (ends, n), *of_b = blocks_new (ends, n);

      add_centre (of_a, n, a, g);
      add_centre (of_b, n, b, g);
      for (guint i = 0; i < n; i++)
        if (!same_block (&of_a[i], &of_b[i], !a->together && !b->together))
          return ANALYSIS_ALIKE_NO;
    }
  return n > 1 || whole ? ANALYSIS_ALIKE_SURELY : ANALYSIS_ALIKE_PERHAPS;
}

/* By its name, or by its counts. */
static gboolean
check_twice (const AnalysisCentre *before,
             const AnalysisCentre *centre,
             GError              **error)
{
  g_autofree char *here = folded_name (centre), *there = folded_name (before);

  if (g_str_equal (here, there))
    return refuse (centre, error, _("centre “%s” is in %s already. Each centre is pooled once."),
                   centre->name, file_of (before));
  if (analysis_pool_alike (before, centre) == ANALYSIS_ALIKE_SURELY)
    return refuse (centre, error,
                   _("its tables are those of %s, count by count: the same centre under two "
                     "names. Each centre is pooled once."),
                   file_of (before));
  return TRUE;
}

/* Whether a centre goes with the first n. */
static gboolean
takes (GPtrArray                 *centres,
       guint                      n,
       const AnalysisCentre      *centre,
       const AnalysisPoolOptions *options,
       GError                   **error)
{
  const AnalysisCentre *first = n > 0 ? g_ptr_array_index (centres, 0) : centre;
  guint64 patients = analysis_centre_patients (centre);

  if (!check_definitions (first, centre, error) || !check_groups (first, centre, error)
      || (!options->different_cuts && !check_cut (first, centre, error)))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      if (!check_twice (g_ptr_array_index (centres, i), centre, error))
        return FALSE;
      patients += analysis_centre_patients (g_ptr_array_index (centres, i));
    }
  if (patients > G_MAXINT32)
    return refuse (centre, error, _("with it there are more than %d patients, too many."),
                   G_MAXINT32);
  return TRUE;
}

gboolean
analysis_pool_takes (GPtrArray                 *centres,
                     const AnalysisCentre      *centre,
                     const AnalysisPoolOptions *options,
                     GError                   **error)
{
  return takes (centres, centres->len, centre, options, error);
}

/* --- pooled curves ---------------------------------------------------------------------------- */

static gboolean
needs_stops (const AnalysisQuestion *question)
{
  return question->estimator == ANALYSIS_ESTIMATOR_CONSERVATIVE
         || question->estimator == ANALYSIS_ESTIMATOR_ADJUSTED;
}

/* Of those who stopped counts are missing: nothing is said that was made without them. */
static void
forget_stops (AnalysisGroup *group,
              gboolean       asked_for)
{
  double *arrays[] = { group->conservative, group->conservative_se, group->adjusted,
                       group->adjusted_se,  group->theta_half,      group->pi_03,
                       group->estimate,     group->se,              group->lo,
                       group->hi };
  guint n = asked_for ? G_N_ELEMENTS (arrays) : 6;

  for (guint a = 0; a < n; a++)
    for (guint i = 0; i < group->n; i++)
      arrays[a][i] = NAN;
}

/* Where few reached the end of a block the assumption's value stands without an interval: that it
 * would have is of the rate alone, and far too narrow. */
static void
forget_intervals (AnalysisGroup *group,
                  guint          i,
                  gboolean       asked_for)
{
  double *arrays[] = { group->optimistic_se, group->conservative_se, group->adjusted_se,
                       group->se,            group->lo,              group->hi };
  guint n = asked_for ? G_N_ELEMENTS (arrays) : 3;

  for (guint a = 0; a < n; a++)
    arrays[a][i] = NAN;
  for (guint type = 0; type < STATS_N_CONF_TYPES; type++)
    group->optimistic_lo[type][i] = group->optimistic_hi[type][i] = NAN;
}

static void
fill_group (const AnalysisPool *self,
            AnalysisPoolGroup  *group,
            guint               n)
{
  group->n_blocks = analysis_group_fill (&group->curve, group->blocks, n, self->question);
  for (guint i = 0; i < group->n_blocks; i++)
    if (analysis_pool_is_few (&group->blocks[i]))
      forget_intervals (&group->curve, group->blocks[i].last - 1,
                        self->question->estimator != ANALYSIS_ESTIMATOR_CRUDE);
  if (self->together)
    forget_stops (&group->curve, needs_stops (self->question));
}

static void
fill_curves (AnalysisPool *self)
{
  guint ends[ANALYSIS_CENTRE_MAX_K];
  guint n = common_ends ((const AnalysisCentre *const *) self->centres->pdata, self->centres->len,
                         ends);

  self->merged = n < ends[n - 1];
  self->overall.blocks = blocks_new (ends, n);
  self->groups = g_new0 (AnalysisPoolGroup, self->n_groups);
  for (guint g = 0; g < self->n_groups; g++)
    {
      AnalysisPoolGroup *group = &self->groups[g];

      group->blocks = blocks_new (ends, n);
      for (guint c = 0; c < self->centres->len; c++)
        add_centre (group->blocks, n, centre_at (self, c), g);
      add_table (self->overall.blocks, n, group->blocks, n);
      fill_group (self, group, n);
      group->curve.name = self->group_names != NULL ? g_strdup (self->group_names[g]) : NULL;
    }
  fill_group (self, &self->overall, n);
}

/* --- comparisons ------------------------------------------------------------------------------ */

/* Tables of all centres' strata and groups in which a block is a row: as many births among as many
 * transfers. Strata after each other, groups within them. */
typedef struct
{
  StatsRiskTable *tables;
  StatsRiskRow *rows;
  guint n_strata, n_groups;
} Tables;

static void
tables_clear (Tables *self)
{
  g_free (self->tables);
  g_free (self->rows);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tables, tables_clear)

static void
tables_init (Tables             *self,
             const AnalysisPool *pool,
             guint               first_centre,
             guint               n_centres)
{
  gsize n_rows = 0;
  StatsRiskRow *row;

  *self = (Tables) { .n_groups = pool->n_groups };
  for (guint c = first_centre; c < first_centre + n_centres; c++)
    {
      const AnalysisCentre *centre = centre_at (pool, c);

      self->n_strata += centre->n_strata;
      n_rows += (gsize) centre->n_strata * centre->n_groups * centre->n_blocks;
    }
  self->tables = g_new0 (StatsRiskTable, (gsize) self->n_strata * self->n_groups);
  self->rows = row = g_new0 (StatsRiskRow, n_rows);
  for (guint c = first_centre, t = 0; c < first_centre + n_centres; c++)
    {
      const AnalysisCentre *centre = centre_at (pool, c);

      for (guint of = 0; of < centre->n_strata * centre->n_groups; of++, t++)
        {
          self->tables[t] = (StatsRiskTable) { row, centre->n_blocks };
          for (guint i = 0; i < centre->n_blocks; i++, row++)
            {
              const StatsBlock *block = &centre->blocks[(gsize) of * centre->n_blocks + i];

              row->k = i + 1;
              row->at_risk = (guint32) block->transfers;
              row->births = (guint32) block->births;
            }
        }
    }
}

/* Those of two groups alone, which are borrowed. (transfer container) */
static StatsRiskTable *
pairs_of (const Tables *self,
          guint         a,
          guint         b)
{
  StatsRiskTable *pairs = g_new (StatsRiskTable, 2 * self->n_strata);

  for (guint s = 0; s < self->n_strata; s++)
    {
      pairs[2 * s] = self->tables[(gsize) s * self->n_groups + a];
      pairs[2 * s + 1] = self->tables[(gsize) s * self->n_groups + b];
    }
  return pairs;
}

static StatsOneStage
one_stage (const Tables *self,
           guint         a,
           guint         b,
           double        level)
{
  g_autofree StatsRiskTable *pairs = pairs_of (self, a, b);

  return stats_pool_one_stage (pairs, self->n_strata, level);
}

/* Whether the log-rank of two groups has a variance. */
static gboolean
can_compare (const Tables *self,
             guint         a,
             guint         b)
{
  g_autofree StatsRiskTable *pairs = pairs_of (self, a, b);
  double U[2], V[4];

  return stats_logrank_scores (pairs, self->n_strata, 2, STATS_WEIGHT_LOG_RANK, 0, 0, U, V, NULL)
             == STATS_OK
         && V[0] > 0;
}

static AnalysisCentreEstimate
centre_odds (const AnalysisPool *pool,
             guint               c,
             guint               a,
             guint               b)
{
  AnalysisCentreEstimate out = { ANALYSIS_CENTRE_USED, NAN, NAN };
  g_auto (Tables) tables = { 0 };
  g_autofree StatsRiskTable *pairs = NULL;
  StatsStatus status;

  tables_init (&tables, pool, c, 1);
  pairs = pairs_of (&tables, a, b);
  if (pool->options.hazard_ratio)
    status = stats_pool_hazard_ratio (pairs, tables.n_strata, &out.estimate, &out.se);
  else
    {
      StatsOneStage fit = stats_pool_one_stage (pairs, tables.n_strata, pool->question->level);

      status = fit.status;
      out.estimate = fit.log_odds;
      out.se = fit.se;
    }
  if (status == STATS_NO_MEMORY)
    g_error ("out of memory");
  if (status != STATS_OK)
    out.use = can_compare (&tables, a, b) ? ANALYSIS_CENTRE_SEPARATED
                                          : ANALYSIS_CENTRE_NOTHING_TO_COMPARE;
  return out;
}

/* A centre's curve of a group, its strata taken together; estimate and se after transfer `at`. */
static AnalysisCentreEstimate
centre_value (const AnalysisPool *pool,
              guint               c,
              guint               group)
{
  const AnalysisCentre *centre = centre_at (pool, c);
  AnalysisCentreEstimate out = { ANALYSIS_CENTRE_NOT_REACHED, NAN, NAN };
  g_autofree StatsBlock *sums = g_new0 (StatsBlock, centre->n_blocks);
  guint at = pool->options.at;
  gboolean merged = !is_parted (centre, at);
  AnalysisGroup curve = { 0 };

  for (guint i = 0; i < centre->n_blocks; i++)
    {
      sums[i].first = centre->blocks[i].first;
      sums[i].last = centre->blocks[i].last;
    }
  add_centre (sums, centre->n_blocks, centre, group);
  for (guint i = 0; i < centre->n_blocks; i++)
    merged = merged || (sums[i].last == at && analysis_pool_is_few (&sums[i]));
  analysis_group_fill (&curve, sums, centre->n_blocks, pool->question);
  if (centre->together && needs_stops (pool->question))
    out.use = ANALYSIS_CENTRE_TOGETHER;
  else if (merged)
    out.use = ANALYSIS_CENTRE_MERGED;
  else if (at <= curve.n && !isnan (curve.estimate[at - 1]))
    out = (AnalysisCentreEstimate) { ANALYSIS_CENTRE_USED, curve.estimate[at - 1],
                                     curve.se[at - 1] };
  analysis_group_clear (&curve);
  return out;
}

static AnalysisCentreEstimate
centre_difference (const AnalysisPool *pool,
                   guint               c,
                   guint               a,
                   guint               b)
{
  AnalysisCentreEstimate of_a = centre_value (pool, c, a), of_b = centre_value (pool, c, b);
  StatsContrast contrast;

  if (of_a.use != ANALYSIS_CENTRE_USED)
    return of_a;
  if (of_b.use != ANALYSIS_CENTRE_USED)
    return of_b;
  contrast = pool->options.hazard_ratio
                 ? stats_contrast_log_log (of_b.estimate, of_b.se, of_a.estimate, of_a.se,
                                           pool->question->level)
                 : stats_contrast_difference (of_b.estimate, of_b.se, of_a.estimate, of_a.se,
                                              pool->question->level);
  if (!(contrast.se > 0))
    return (AnalysisCentreEstimate) { ANALYSIS_CENTRE_NO_VARIANCE, NAN, NAN };
  return (AnalysisCentreEstimate) { ANALYSIS_CENTRE_USED, contrast.estimate, contrast.se };
}

static StatsPooled
summarise (const AnalysisPool           *self,
           const AnalysisCentreEstimate *estimates)
{
  guint n = self->centres->len;
  g_autofree double *y = g_new (double, n), *v = g_new (double, n);

  for (guint c = 0; c < n; c++)
    {
      y[c] = estimates[c].estimate;
      v[c] = estimates[c].se * estimates[c].se;
    }
  return stats_pool_estimates (y, v, n, self->options.method, self->question->level);
}

static double
risk_ratio (double log_odds)
{
  return stats_contrast_risk_from_odds_ratio (exp (log_odds));
}

static void
fill_comparisons (AnalysisPool *self)
{
  g_auto (Tables) tables = { 0 };
  g_autofree double *V = g_new (double, self->n_groups * self->n_groups);
  double U[ANALYSIS_MAX_GROUPS];

  tables_init (&tables, self, 0, self->centres->len);
  self->n_strata = tables.n_strata;
  self->stratified = stats_logrank_test (tables.tables, tables.n_strata, self->n_groups,
                                         STATS_WEIGHT_LOG_RANK, 0, 0);
  if (stats_logrank_scores (tables.tables, tables.n_strata, self->n_groups, STATS_WEIGHT_LOG_RANK,
                            0, 0, U, V, self->expected) == STATS_OK)
    for (guint g = 0; g < self->n_groups; g++)
      self->observed[g] = self->expected[g] + U[g];
  self->n_comparisons = self->n_groups - 1;
  self->comparisons = g_new0 (AnalysisPoolComparison, MAX (self->n_comparisons, 1));
  for (guint i = 0; i < self->n_comparisons; i++)
    {
      AnalysisPoolComparison *out = &self->comparisons[i];

      out->a = 0;
      out->b = i + 1;
      out->one_stage = one_stage (&tables, out->a, out->b, self->question->level);
      out->e_value = stats_contrast_e_value (risk_ratio (out->one_stage.log_odds),
                                             risk_ratio (out->one_stage.lo),
                                             risk_ratio (out->one_stage.hi), &out->e_value_limit);
      out->odds = g_new (AnalysisCentreEstimate, self->centres->len);
      for (guint c = 0; c < self->centres->len; c++)
        out->odds[c] = centre_odds (self, c, out->a, out->b);
      out->pooled_odds = summarise (self, out->odds);
      if (self->options.at == 0)
        continue;
      out->differences = g_new (AnalysisCentreEstimate, self->centres->len);
      for (guint c = 0; c < self->centres->len; c++)
        out->differences[c] = centre_difference (self, c, out->a, out->b);
      out->pooled_difference = summarise (self, out->differences);
    }
}

/* --- the whole -------------------------------------------------------------------------------- */

/* The centres' definitions; how curves are estimated as asked. */
static AnalysisQuestion *
question_of (const AnalysisCentre   *first,
             const AnalysisQuestion *asked)
{
  AnalysisQuestion *question = analysis_question_copy (first->question);

  question->estimator = asked->estimator;
  question->theta = asked->theta;
  question->pi = asked->pi;
  question->conf_type = asked->conf_type;
  question->level = asked->level;
  return question;
}

static void
note (AnalysisPool *self)
{
  const AnalysisCentre *first = centre_at (self, 0);

  for (guint c = 0; c < self->centres->len; c++)
    {
      const AnalysisCentre *centre = centre_at (self, c);

      self->cuts_differ = self->cuts_differ || centre->cut != first->cut;
      self->filters_differ = self->filters_differ
                             || g_strcmp0 (centre->question->where, first->question->where) != 0;
      self->together = self->together || centre->together;
      self->any_csv = self->any_csv || centre->from_csv;
      self->any_merged = self->any_merged || analysis_centre_is_merged (centre);
      self->any_synthetic = self->any_synthetic || centre->synthetic_note != NULL;
    }
  if (self->filters_differ)
    g_clear_pointer (&self->question->where, g_free);
}

AnalysisPool *
analysis_pool_new (GPtrArray                 *centres,
                   const AnalysisQuestion    *asked,
                   const AnalysisPoolOptions *options,
                   GError                   **error)
{
  const AnalysisCentre *first;
  AnalysisPool *self;

  g_return_val_if_fail (centres != NULL && centres->len > 0 && asked != NULL, NULL);
  g_return_val_if_fail (asked->estimator != ANALYSIS_ESTIMATOR_IPCW, NULL);

  for (guint c = 0; c < centres->len; c++)
    if (!takes (centres, c, g_ptr_array_index (centres, c), options, error))
      return NULL;
  first = g_ptr_array_index (centres, 0);
  self = g_new0 (AnalysisPool, 1);
  self->centres = g_ptr_array_new_with_free_func ((GDestroyNotify) analysis_centre_unref);
  for (guint c = 0; c < centres->len; c++)
    g_ptr_array_add (self->centres, analysis_centre_ref (g_ptr_array_index (centres, c)));
  self->question = question_of (first, asked);
  self->options = *options;
  self->n_groups = first->n_groups;
  self->group_names = g_strdupv (first->group_names);
  note (self);
  fill_curves (self);
  fill_comparisons (self);
  return self;
}

static void
pool_group_clear (AnalysisPoolGroup *self)
{
  analysis_group_clear (&self->curve);
  g_free (self->blocks);
}

/* The curves anew: nothing of the answer is the pool's. */
static AnalysisGroup
answer_group (const AnalysisPool      *self,
              const AnalysisPoolGroup *of)
{
  AnalysisPoolGroup group = { .blocks = of->blocks };

  fill_group (self, &group, of->n_blocks);
  return group.curve;
}

/* As Natality calls its own variables; those of a CSV, or that a register added, go by the names in
 * the file. */
static void
name_groups (const AnalysisPool *self,
             AnalysisAnswer     *answer)
{
  g_autoptr (ModelDictionary) dictionary = self->any_csv ? NULL : model_dictionary_new ();
  g_autoptr (AnalysisBy) by
    = dictionary != NULL ? analysis_by_parse (self->question->by, dictionary, NULL) : NULL;

  answer->by_label = g_strdup (by != NULL ? analysis_by_title (by) : self->question->by);
  for (guint g = 0; g < self->n_groups; g++)
    {
      answer->groups[g].name = g_strdup (self->group_names[g]);
      answer->groups[g].label = by != NULL ? analysis_by_label (by, self->group_names[g])
                                           : g_strdup (self->group_names[g]);
    }
}

AnalysisAnswer *
analysis_pool_answer (const AnalysisPool *self)
{
  AnalysisAnswer *answer = g_new0 (AnalysisAnswer, 1);

  g_atomic_ref_count_init (&answer->refs);
  answer->question = analysis_question_copy (self->question);
  g_clear_pointer (&answer->question->where, g_free);
  answer->cut = BASE_DAY_NONE;
  answer->overall = answer_group (self, &self->overall);
  answer->n_cohort = answer->n_shown = answer->overall.n_patients;
  if (self->group_names == NULL)
    return answer;
  answer->n_groups = self->n_groups;
  answer->groups = g_new0 (AnalysisGroup, self->n_groups);
  for (guint g = 0; g < self->n_groups; g++)
    answer->groups[g] = answer_group (self, &self->groups[g]);
  name_groups (self, answer);
  return answer;
}

void
analysis_pool_free (AnalysisPool *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->centres);
  analysis_question_unref (self->question);
  g_strfreev (self->group_names);
  pool_group_clear (&self->overall);
  for (guint g = 0; g < self->n_groups; g++)
    pool_group_clear (&self->groups[g]);
  g_free (self->groups);
  for (guint i = 0; i < self->n_comparisons; i++)
    {
      g_free (self->comparisons[i].odds);
      g_free (self->comparisons[i].differences);
    }
  g_free (self->comparisons);
  g_free (self);
}
