/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The question as a value: defaults, equality, fingerprints. Its options by name and its text form
 * are in analysis-question-text.c. Must not know a dataset. */
#include "analysis-question.h"

#include <string.h>

G_DEFINE_QUARK (analysis-error-quark, analysis_error)

AnalysisQuestion *
analysis_question_new (void)
{
  AnalysisQuestion *self = g_new0 (AnalysisQuestion, 1);

  g_atomic_ref_count_init (&self->refs);
  self->event = ANALYSIS_EVENT_LIVE_BIRTH;
  self->index = ANALYSIS_INDEX_FIRST_AFTER_REFERRAL;
  self->index_after = BASE_DAY_NONE;
  self->count = g_strdup ("all");
  self->interrupt = ANALYSIS_INTERRUPT_IGNORE;
  self->cut = BASE_DAY_NONE;
  self->mature_days = ANALYSIS_MATURE_DAYS;
  self->overdue = ANALYSIS_OVERDUE_CUT;
  self->presume_days = ANALYSIS_PRESUME_DAYS;
  self->decisions = ANALYSIS_DECISIONS_WINDOW;
  self->other_birth = ANALYSIS_OTHER_BIRTH_ENDS;
  self->donor_change = ANALYSIS_DONOR_GOES_ON;
  self->estimator = ANALYSIS_ESTIMATOR_OPTIMISTIC;
  self->theta = 0.5;
  self->pi = 0;
  self->drop_out_terms = g_strdup ("k");
  self->conf_type = STATS_CONF_LOG_LOG;
  self->level = 0.95;
  return self;
}

AnalysisQuestion *
analysis_question_copy (const AnalysisQuestion *self)
{
  AnalysisQuestion *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  g_atomic_ref_count_init (&copy->refs);
  copy->count = g_strdup (self->count);
  copy->where = g_strdup (self->where);
  copy->by = g_strdup (self->by);
  copy->drop_out_terms = g_strdup (self->drop_out_terms);
  return copy;
}

AnalysisQuestion *
analysis_question_ref (AnalysisQuestion *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
analysis_question_unref (AnalysisQuestion *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->count);
  g_free (self->where);
  g_free (self->by);
  g_free (self->drop_out_terms);
  g_free (self);
}

gboolean
analysis_question_equal (const AnalysisQuestion *a,
                         const AnalysisQuestion *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->event == b->event && a->index == b->index
         && (a->index != ANALYSIS_INDEX_FIRST_COUNTED_AFTER || a->index_after == b->index_after)
         && g_strcmp0 (a->count, b->count) == 0 && a->interrupt == b->interrupt && a->cut == b->cut
         && a->mature_days == b->mature_days && a->overdue == b->overdue
         && a->presume_days == b->presume_days && a->decisions == b->decisions
         && a->other_birth == b->other_birth && a->donor_change == b->donor_change
         && a->gestation_limit_days == b->gestation_limit_days
         && g_strcmp0 (a->where, b->where) == 0 && g_strcmp0 (a->by, b->by) == 0
         && a->estimator == b->estimator && a->theta == b->theta && a->pi == b->pi
         && g_strcmp0 (a->drop_out_terms, b->drop_out_terms) == 0 && a->truncate == b->truncate
         && a->conf_type == b->conf_type && a->level == b->level;
}

char *
analysis_question_fingerprint (const AnalysisQuestion *self)
{
  g_autofree char *text = analysis_question_to_text (self);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

char *
analysis_question_series_fingerprint (const AnalysisQuestion *self)
{
  g_autoptr (AnalysisQuestion) series = analysis_question_new ();

  g_return_val_if_fail (self != NULL, NULL);

  series->event = self->event;
  series->index = self->index;
  series->index_after = self->index_after;
  g_free (series->count);
  series->count = g_strdup (self->count);
  series->interrupt = self->interrupt;
  series->cut = self->cut;
  series->mature_days = self->mature_days;
  series->overdue = self->overdue;
  series->presume_days = self->presume_days;
  series->decisions = self->decisions;
  series->other_birth = self->other_birth;
  series->donor_change = self->donor_change;
  series->gestation_limit_days = self->gestation_limit_days;
  return analysis_question_fingerprint (series);
}
