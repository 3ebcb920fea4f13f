/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cohort: one row per patient in the analysis, as flat arrays, from a register's dataset or a
 * CSV's frame; its columns and groups are gathered when first asked for, under a lock, and kept.
 * Knows no estimator. */
#include "config.h"

#include "analysis-cohort-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "analysis-couple.h"
#include "analysis-series-private.h"
#include "base-number.h"

struct _AnalysisCohort
{
  gatomicrefcount refs;
  ModelDictionary *dictionary;
  guint n;
  guint k_max;
  gint32 cut;
  guint8 *k, *fate, *how;
  guint16 *ignored; /* NULL: none */
  gint32 *patient;
  AnalysisSeries *series;
  guint64 flow[ANALYSIS_N_FLOW];
  AnalysisCounts counts;

  ModelDataset *dataset;  /* of a register; */
  guint32 *chunk_start;   /* n_chunks + 1 offsets into the rows */
  guint16 *row_in_chunk;  /* patient's row in its chunk */
  ModelFrame *frame;      /* or of a CSV; */
  guint32 *frame_row;     /* NULL: all rows of the frame are in */
  char
      *outcome_names[3]; /* time, fate, event: columns that nothing may be grouped or filtered by */

  GMutex lock;         /* of what follows */
  GHashTable *columns; /* ModelField -> ModelColumn */
  GHashTable *groups;  /* by as text -> AnalysisGroups */
};

static AnalysisCohort *
cohort_new (ModelDictionary *dictionary,
            gsize            n_max)
{
  AnalysisCohort *self = g_new0 (AnalysisCohort, 1);

  g_atomic_ref_count_init (&self->refs);
  self->dictionary = model_dictionary_ref (dictionary);
  self->k_max = 1;
  self->cut = BASE_DAY_NONE;
  self->k = g_malloc (MAX (n_max, 1));
  self->fate = g_malloc (MAX (n_max, 1));
  self->how = g_malloc (MAX (n_max, 1));
  g_mutex_init (&self->lock);
  self->columns
    = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) model_column_unref);
  self->groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) analysis_groups_free);
  return self;
}

AnalysisCohort *
analysis_cohort_ref (AnalysisCohort *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
analysis_cohort_unref (AnalysisCohort *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  g_hash_table_unref (self->columns);
  g_hash_table_unref (self->groups);
  g_mutex_clear (&self->lock);
  g_free (self->k);
  g_free (self->fate);
  g_free (self->how);
  g_free (self->ignored);
  g_free (self->patient);
  g_free (self->series);
  g_free (self->chunk_start);
  g_free (self->row_in_chunk);
  g_free (self->frame_row);
  for (guint i = 0; i < G_N_ELEMENTS (self->outcome_names); i++)
    g_free (self->outcome_names[i]);
  g_clear_pointer (&self->dataset, model_dataset_unref);
  g_clear_pointer (&self->frame, model_frame_unref);
  model_dictionary_unref (self->dictionary);
  g_free (self);
}

/* --- from a register --- */

/* Which of followup.reason's codes are medical: with them no chance of a birth is left. */
static void
find_medical_reasons (ModelDictionary *dictionary,
                      gboolean         medical[256])
{
  static const char *const ids[] = { "medical_advice", "no_embryos", "health" };
  const ModelField *reason = model_dictionary_find (dictionary, MODEL_TABLE_FOLLOWUP, "reason");

  memset (medical, 0, 256 * sizeof *medical);
  for (guint i = 0; reason != NULL && i < G_N_ELEMENTS (ids); i++)
    {
      int code = model_field_code_index (reason, ids[i], strlen (ids[i]));

      if (code >= 0 && code < 255)
        medical[code] = TRUE;
    }
}

static void
cohort_add (AnalysisCohort       *self,
            const AnalysisSeries *series,
            gint32                patient,
            guint                 row)
{
  self->flow[series->flow]++;
  if (series->flow != ANALYSIS_FLOW_IN)
    return;
  self->k[self->n] = series->k;
  self->fate[self->n] = series->fate;
  self->patient[self->n] = patient;
  self->series[self->n] = *series;
  self->row_in_chunk[self->n] = (guint16) row;
  self->k_max = MAX (self->k_max, series->k);
  self->n++;
}

static void
marks_clear (AnalysisMarks *marks)
{
  g_free (marks->counted);
  g_free (marks->eggs);
  g_free (marks->partner);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnalysisMarks, marks_clear)

static gboolean
cohort_add_chunk (AnalysisCohort          *self,
                  const ModelChunk        *chunk,
                  const AnalysisQuestion  *question,
                  const AnalysisCountRule *rule,
                  GError                 **error)
{
  g_auto (AnalysisMarks) marks = { NULL, NULL, NULL };

  if (!analysis_count_rule_apply (rule, chunk, &marks.counted, error)
      || (question->donor_change == ANALYSIS_DONOR_ENDS
          && !analysis_couple_read (chunk, self->dictionary, &marks, error)))
    return FALSE;
  for (guint i = 0; i < chunk->n_patients; i++)
    {
      AnalysisSeries series
        = analysis_series_tally (chunk, i, question, self->cut, &marks, &self->counts);

      cohort_add (self, &series, chunk->patient[i], i);
    }
  return TRUE;
}

/* What an answer counts of each row beside her fate. */
static void
cohort_tell_how (AnalysisCohort *self)
{
  gboolean medical[256], any_ignored = FALSE;

  find_medical_reasons (self->dictionary, medical);
  self->ignored = g_new (guint16, MAX (self->n, 1));
  for (guint i = 0; i < self->n; i++)
    {
      const AnalysisSeries *series = &self->series[i];
      gboolean reason = series->detail == ANALYSIS_FATE_STOPPED && series->reason != 255;

      self->how[i] = (guint8) (series->detail | (reason ? ANALYSIS_HOW_REASON : 0)
                               | (reason && medical[series->reason] ? ANALYSIS_HOW_MEDICAL : 0));
      self->ignored[i] = series->n_ignored;
      any_ignored = any_ignored || series->n_ignored > 0;
    }
  if (!any_ignored)
    g_clear_pointer (&self->ignored, g_free);
}

AnalysisCohort *
analysis_cohort_new (ModelDataset           *dataset,
                     const AnalysisQuestion *question,
                     gint32                  cut,
                     GError                **error)
{
  g_autoptr (AnalysisCohort) self = NULL;
  AnalysisCountRule rule;
  guint n_chunks;
  gsize n_max;
  gboolean good = TRUE;

  g_return_val_if_fail (dataset != NULL && question != NULL && cut != BASE_DAY_NONE, NULL);

  if (!analysis_count_rule_init (&rule, question->count, model_dataset_dictionary (dataset), error))
    return NULL;
  n_chunks = model_dataset_n_chunks (dataset);
  n_max = model_dataset_n_patients (dataset);
  self = cohort_new (model_dataset_dictionary (dataset), n_max);
  self->dataset = model_dataset_ref (dataset);
  self->cut = cut;
  self->patient = g_new (gint32, MAX (n_max, 1));
  self->series = g_new (AnalysisSeries, MAX (n_max, 1));
  self->row_in_chunk = g_new (guint16, MAX (n_max, 1));
  self->chunk_start = g_new0 (guint32, n_chunks + 1);
  for (guint i = 0; i < n_chunks && good; i++)
    {
      self->chunk_start[i] = self->n;
      good = cohort_add_chunk (self, model_dataset_chunk (dataset, i), question, &rule, error);
    }
  self->chunk_start[n_chunks] = self->n;
  analysis_count_rule_clear (&rule);
  if (!good)
    return NULL;
  cohort_tell_how (self);
  return g_steal_pointer (&self);
}

/* --- from a CSV --- */

static gboolean
frame_fail (ModelFrame *frame,
            guint       row,
            const char *column,
            const char *expected,
            GError    **error)
{
  const char *file = model_frame_file (frame);
  g_autofree char *place
    = file != NULL ? g_strdup_printf (_("%s, line %u, column “%s”"), file,
                                      model_frame_line (frame, row), column)
                   : g_strdup_printf (_("Row %u, column “%s”"), row + 1, column);

  /* Translators: where in a file, what was expected there, what to do. */
  g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE,
               _("%s: %s Correct that cell in the file, then try again."), place, expected);
  return FALSE;
}

/* The first row of a column of texts that isn't a number, however the file writes numbers. */
static guint
frame_first_text (const ModelColumn *column)
{
  double number;

  for (guint strict = 0; strict < 2; strict++)
    for (guint i = 0; i < column->n; i++)
      {
        const char *text = model_column_missing (column, i) == MODEL_MISSING_NONE
                             ? column->strings[column->bits[i]]
                             : NULL;

        if (text == NULL
            || !(strict ? base_number_parse (text, &number)
                        : base_number_parse_typed (text, &number)))
          return i;
      }
  return 0;
}

static const ModelColumn *
frame_find (ModelFrame *frame,
            const char *id,
            const char *expected,
            GError    **error)
{
  const ModelColumn *column = model_frame_column (frame, id);
  const char *file = model_frame_file (frame);

  /* The names there are aren't told: a file without a heading has a patient's values there. */
  if (column == NULL && file != NULL)
    g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_FIELD,
                 _("%s, line 1: There is no column “%s”. Expected it among the names in that line; "
                   "give one of those, spelled as there."),
                 file, id);
  else if (column == NULL)
    g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_FIELD, _("There is no column “%s”."), id);
  else if (column->kind == MODEL_COLUMN_TEXT && column->n > 0) /* nothing is of no type */
    frame_fail (frame, frame_first_text (column), id, expected, error);
  else
    return column;
  return NULL;
}

/* A whole number from 0 to highest. */
static gboolean
column_whole (const ModelColumn *column,
              guint              row,
              guint              highest,
              guint8            *out_number)
{
  double number = model_column_number (column, row);

  if (isnan (number) || number < 0 || number > highest || number != floor (number))
    return FALSE;
  *out_number = (guint8) number;
  return TRUE;
}

static AnalysisFateDetail
detail_of_fate (StatsFate fate)
{
  switch (fate)
    {
    case STATS_FATE_LIVE_BIRTH:
      return ANALYSIS_FATE_BIRTH;
    case STATS_FATE_DISCONTINUED:
      return ANALYSIS_FATE_STOPPED;
    case STATS_FATE_OPEN:
      return ANALYSIS_FATE_DECISION_OPEN;
    case STATS_FATE_IN_TREATMENT:
    default:
      return ANALYSIS_FATE_WENT_ON;
    }
}

static const char *
expected_time (void)
{
  return _("Expected the number of transfers, a whole number from 0 to 255.");
}

static const char *
expected_fate (gboolean is_event)
{
  return is_event ? _("Expected 0 (no event) or 1 (event).")
                  : _("Expected 0 (still in treatment), 1 (live birth), 2 (discontinued) or 3 "
                      "(still in treatment, decision open).");
}

static gboolean
cohort_add_frame_row (AnalysisCohort    *self,
                      guint              row,
                      const ModelColumn *time,
                      const ModelColumn *fate,
                      gboolean           is_event,
                      GError           **error)
{
  const char *time_id = time->field->id, *fate_id = fate->field->id;
  guint8 k, f;

  if (!column_whole (time, row, 255, &k))
    return frame_fail (self->frame, row, time_id, expected_time (), error);
  if (!column_whole (fate, row, is_event ? 1 : STATS_N_FATES - 1, &f))
    return frame_fail (self->frame, row, fate_id, expected_fate (is_event), error);
  self->counts.n_register++;
  if (k == 0 && f == STATS_FATE_LIVE_BIRTH)
    return frame_fail (self->frame, row, time_id,
                       _("Expected at least one transfer, since there is an event."), error);
  if (k == 0)
    {
      self->flow[ANALYSIS_FLOW_NO_TRANSFER]++;
      return TRUE;
    }
  self->flow[ANALYSIS_FLOW_IN]++;
  self->k[self->n] = k;
  self->fate[self->n] = f;
  self->how[self->n] = (guint8) detail_of_fate ((StatsFate) f);
  self->frame_row[self->n] = row;
  self->k_max = MAX (self->k_max, k);
  self->n++;
  return TRUE;
}

AnalysisCohort *
analysis_cohort_from_frame (ModelFrame *frame,
                            const char *time,
                            const char *fate,
                            const char *event,
                            GError    **error)
{
  g_autoptr (AnalysisCohort) self = NULL;
  const ModelColumn *times, *fates;
  guint n;

  g_return_val_if_fail (frame != NULL && time != NULL, NULL);
  g_return_val_if_fail ((fate == NULL) != (event == NULL), NULL);

  times = frame_find (frame, time, expected_time (), error);
  fates = times != NULL ? frame_find (frame, fate != NULL ? fate : event,
                                      expected_fate (event != NULL), error)
                        : NULL;
  if (fates == NULL)
    return NULL;
  n = model_frame_n_rows (frame);
  self = cohort_new (model_frame_dictionary (frame), n);
  self->frame = model_frame_ref (frame);
  self->frame_row = g_new (guint32, MAX (n, 1));
  self->outcome_names[0] = g_strdup (time);
  self->outcome_names[1] = g_strdup (fate);
  self->outcome_names[2] = g_strdup (event);
  for (guint i = 0; i < n; i++)
    if (!cohort_add_frame_row (self, i, times, fates, event != NULL, error))
      return NULL;
  if (self->n == n)
    g_clear_pointer (&self->frame_row, g_free);
  return g_steal_pointer (&self);
}

/* --- columns --- */

static gsize
kind_size (ModelColumnKind kind)
{
  switch (kind)
    {
    case MODEL_COLUMN_U8:
      return sizeof (guint8);
    case MODEL_COLUMN_F64:
      return sizeof (double);
    case MODEL_COLUMN_I32:
    case MODEL_COLUMN_BITS:
    case MODEL_COLUMN_TEXT:
    default:
      return sizeof (guint32);
    }
}

/* Copies the values at `from_rows` of one column to the rows from `to` on. */
static void
column_copy (ModelColumn       *into,
             guint              to,
             const ModelColumn *from,
             guint              from_row)
{
  switch (kind_size (into->kind))
    {
    case sizeof (guint8):
      into->u8[to] = from->u8[from_row];
      break;
    case sizeof (double):
      into->f64[to] = from->f64[from_row];
      break;
    default:
      into->bits[to] = from->bits[from_row];
      break;
    }
  into->missing[to] = from->missing != NULL ? from->missing[from_row] : MODEL_MISSING_NONE;
}

static void
column_drop_missing_if_none (ModelColumn *column)
{
  for (guint i = 0; i < column->n; i++)
    if (column->missing[i] != MODEL_MISSING_NONE)
      return;
  g_clear_pointer (&column->missing, g_free);
}

static ModelColumn *
cohort_gather_register (AnalysisCohort   *self,
                        const ModelField *field)
{
  ModelColumn *column;
  guint n_chunks = model_dataset_n_chunks (self->dataset);

  for (guint i = 0; i < n_chunks; i++)
    {
      ModelColumn *source = model_chunk_column (model_dataset_chunk (self->dataset, i), field);

      if (source == NULL || source->kind == MODEL_COLUMN_TEXT)
        return NULL;
    }
  column = model_column_new (field, FALSE, self->n);
  for (guint i = 0; i < n_chunks; i++)
    {
      ModelColumn *source = model_chunk_column (model_dataset_chunk (self->dataset, i), field);

      if (source->kind != column->kind)
        {
          model_column_unref (column);
          g_return_val_if_reached (NULL);
        }
      for (guint row = self->chunk_start[i]; row < self->chunk_start[i + 1]; row++)
        column_copy (column, row, source,
                     source->per_transfer ? (guint) self->series[row].index_transfer
                                          : self->row_in_chunk[row]);
    }
  column_drop_missing_if_none (column);
  return column;
}

static ModelColumn *
cohort_gather_frame (AnalysisCohort   *self,
                     const ModelField *field)
{
  ModelColumn *source = model_frame_column (self->frame, field->id);
  ModelColumn *column;

  if (source == NULL || self->frame_row == NULL)
    return source != NULL ? model_column_ref (source) : NULL;
  column = model_column_new (field, FALSE, self->n);
  for (guint i = 0; i < self->n; i++)
    column_copy (column, i, source, self->frame_row[i]);
  column->strings = g_strdupv (source->strings);
  column_drop_missing_if_none (column);
  return column;
}

static const ModelColumn *
cohort_column_locked (AnalysisCohort   *self,
                      const ModelField *field)
{
  ModelColumn *column = g_hash_table_lookup (self->columns, field);

  if (column == NULL)
    {
      column = self->frame != NULL ? cohort_gather_frame (self, field)
                                   : cohort_gather_register (self, field);
      if (column != NULL)
        g_hash_table_insert (self->columns, (gpointer) field, column);
    }
  return column;
}

const ModelColumn *
analysis_cohort_column (AnalysisCohort   *self,
                        const ModelField *field)
{
  const ModelColumn *column;

  g_return_val_if_fail (self != NULL && field != NULL, NULL);

  g_mutex_lock (&self->lock);
  column = cohort_column_locked (self, field);
  g_mutex_unlock (&self->lock);
  return column;
}

/* --- groups --- */

gboolean
analysis_cohort_refuses (AnalysisCohort   *self,
                         const ModelField *field,
                         GError          **error)
{
  for (guint i = 0; self->frame != NULL && i < G_N_ELEMENTS (self->outcome_names); i++)
    if (g_strcmp0 (self->outcome_names[i], field->id) == 0)
      {
        g_set_error (
            error, ANALYSIS_ERROR, ANALYSIS_ERROR_AFTER,
            _("The column “%s” is what followed, and is known only after the transfers; patients "
               "can't be grouped or chosen by it."),
            field->id);
        return TRUE;
      }
  return FALSE;
}

/* Of a column of a CSV: the line where a value comes that is one too many. */
static void
cohort_tell_too_many (AnalysisCohort    *self,
                      const ModelColumn *column,
                      GError           **error)
{
  const char *id = column->field->id;
  double seen[ANALYSIS_MAX_GROUPS];
  guint n = 0, row, line;

  for (row = 0; row < self->n; row++)
    {
      double value = model_column_number (column, row);
      guint i = 0;

      while (i < n && seen[i] != value)
        i++;
      if (isnan (value) || i < n)
        continue;
      if (n == ANALYSIS_MAX_GROUPS)
        break;
      seen[n++] = value;
    }
  line = model_frame_line (self->frame, self->frame_row != NULL ? self->frame_row[row] : row);
  g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_TOO_MANY,
               column->kind == MODEL_COLUMN_TEXT
                 ? _("%1$s, line %2$u, column “%3$s”: Expected at most %4$d different values, one "
                     "for each group; here comes one more. Group by another column, or put values "
                     "together in the file.")
                 : _("%1$s, line %2$u, column “%3$s”: Expected at most %4$d different values, one "
                     "for each group; here comes one more. Give bands, such as %3$s:35,38."),
               model_frame_file (self->frame), line, id, ANALYSIS_MAX_GROUPS);
}

static AnalysisGroups *
cohort_make_groups_locked (AnalysisCohort *self,
                           const char     *text,
                           GError        **error)
{
  g_autoptr (AnalysisBy) by = analysis_by_parse (text, self->dictionary, error);
  const ModelColumn *column;
  AnalysisGroups *groups;
  g_autoptr (GError) local = NULL;

  if (by == NULL || analysis_cohort_refuses (self, by->field, error))
    return NULL;
  column = cohort_column_locked (self, by->field);
  if (column == NULL)
    {
      g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_FIELD,
                   _("The values of “%s” haven't been read."), by->field->id);
      return NULL;
    }
  groups = analysis_groups_new (by, column, self->n, &local);
  if (groups == NULL && self->frame != NULL && model_frame_file (self->frame) != NULL
      && g_error_matches (local, ANALYSIS_ERROR, ANALYSIS_ERROR_TOO_MANY))
    cohort_tell_too_many (self, column, error);
  else if (groups == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return groups;
}

const AnalysisGroups *
analysis_cohort_groups (AnalysisCohort *self,
                        const char     *by,
                        GError        **error)
{
  AnalysisGroups *groups;

  g_mutex_lock (&self->lock);
  groups = g_hash_table_lookup (self->groups, by);
  if (groups == NULL)
    {
      groups = cohort_make_groups_locked (self, by, error);
      if (groups != NULL)
        g_hash_table_insert (self->groups, g_strdup (by), groups);
    }
  g_mutex_unlock (&self->lock);
  return groups;
}

/* --- what is in it --- */

guint
analysis_cohort_n (AnalysisCohort *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n;
}

guint
analysis_cohort_k_max (AnalysisCohort *self)
{
  return self->k_max;
}

ModelDataset *
analysis_cohort_dataset (AnalysisCohort *self)
{
  return self->dataset;
}

gint32
analysis_cohort_cut (AnalysisCohort *self)
{
  return self->cut;
}

const guint8 *
analysis_cohort_k (AnalysisCohort *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->k;
}

const guint8 *
analysis_cohort_fate (AnalysisCohort *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->fate;
}

const gint32 *
analysis_cohort_patient (AnalysisCohort *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->patient;
}

const AnalysisSeries *
analysis_cohort_series (AnalysisCohort *self,
                        guint           row)
{
  g_return_val_if_fail (self != NULL && row < self->n, NULL);
  return self->series != NULL ? &self->series[row] : NULL;
}

const guint64 *
analysis_cohort_flow (AnalysisCohort *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->flow;
}

const guint8 *
analysis_cohort_how (AnalysisCohort *self)
{
  return self->how;
}

const guint16 *
analysis_cohort_ignored (AnalysisCohort *self)
{
  return self->ignored;
}

const AnalysisCounts *
analysis_cohort_counts (AnalysisCohort *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return &self->counts;
}

ModelDictionary *
analysis_cohort_dictionary (AnalysisCohort *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->dictionary;
}
