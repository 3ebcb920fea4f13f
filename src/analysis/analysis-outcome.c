/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the recorded rows of one transfer to its outcome and to the event of an analysis. Knows one
 * transfer at a time; series are analysis-series.c's. */
#include "analysis-outcome-private.h"

#include "analysis-series-private.h"

#define ONGOING_FROM_DAYS 84 /* 12 weeks and 0 days */

ModelOutcome
analysis_outcome_class (const ModelChunk *chunk,
                        guint             transfer,
                        int               limit_days)
{
  ModelOutcome outcome = chunk->outcome[transfer];
  int gestation = chunk->gestation_days[transfer];

  if ((chunk->flags[transfer] & MODEL_TRANSFER_CHILD_ROWS) != 0)
    {
      if ((chunk->flags[transfer] & MODEL_TRANSFER_CHILD_LIVE) != 0)
        return MODEL_OUTCOME_LIVE_BIRTH;
      /* Delivered, and none of them alive. */
      if (outcome == MODEL_OUTCOME_LIVE_BIRTH || outcome == MODEL_OUTCOME_ONGOING
          || outcome == MODEL_OUTCOME_NONE)
        outcome = MODEL_OUTCOME_STILLBIRTH;
    }
  if (outcome == MODEL_OUTCOME_MOLE)
    return MODEL_OUTCOME_MISCARRIAGE;
  if ((outcome == MODEL_OUTCOME_MISCARRIAGE || outcome == MODEL_OUTCOME_STILLBIRTH)
      && gestation >= 0)
    return gestation >= limit_days ? MODEL_OUTCOME_STILLBIRTH : MODEL_OUTCOME_MISCARRIAGE;
  return outcome;
}

/* Whether nothing more can come of it. */
static gboolean
is_final (ModelOutcome class)
{
  return class != MODEL_OUTCOME_NONE && class != MODEL_OUTCOME_ONGOING
         && class != MODEL_OUTCOME_LOST;
}

/* Whether a scan was made up to the cut; what its date says of the answer goes to the outcome. */
static gboolean
scan_exists (const ModelChunk *chunk,
             guint             transfer,
             gboolean          at_12_weeks,
             gint32            cut,
             AnalysisOutcome  *outcome)
{
  guint flags = chunk->flags[transfer];
  gint32 first = at_12_weeks ? chunk->alive_12_first[transfer] : chunk->sac_first[transfer];
  gint32 last = at_12_weeks ? chunk->alive_12_last[transfer] : chunk->sac_last[transfer];

  if ((flags & (at_12_weeks ? MODEL_TRANSFER_ALIVE_12 : MODEL_TRANSFER_SAC_SEEN)) == 0)
    return FALSE;
  outcome->scan_placed =
      (flags & (at_12_weeks ? MODEL_TRANSFER_ALIVE_12_PLACED : MODEL_TRANSFER_SAC_PLACED)) != 0;
  outcome->cut_through = outcome->cut_through || (first <= cut && last > cut);
  return last <= cut;
}

static AnalysisKnown
known_if_final (ModelOutcome class,
                gboolean     happened)
{
  if (happened)
    return ANALYSIS_KNOWN_EVENT;
  return is_final (class) ? ANALYSIS_KNOWN_NO_EVENT : ANALYSIS_KNOWN_NOT;
}

static AnalysisKnown
ongoing_known (const ModelChunk *chunk,
               guint             transfer,
               ModelOutcome      class,
               int               gestation,
               gint32            cut,
               AnalysisOutcome  *outcome)
{
  gboolean dated = class == MODEL_OUTCOME_ONGOING || class == MODEL_OUTCOME_TERMINATION;

  if (class == MODEL_OUTCOME_STILLBIRTH || class == MODEL_OUTCOME_LIVE_BIRTH
      || (dated && gestation >= ONGOING_FROM_DAYS)
      || scan_exists (chunk, transfer, TRUE, cut, outcome))
    return ANALYSIS_KNOWN_EVENT;
  /* When a pregnancy was terminated decides whether it had been ongoing. */
  if (class == MODEL_OUTCOME_TERMINATION && gestation < 0)
    return ANALYSIS_KNOWN_NOT;
  return known_if_final (class, FALSE);
}

AnalysisOutcome
analysis_outcome_at (const ModelChunk *chunk,
                     guint             transfer,
                     AnalysisEvent     event,
                     int               limit_days,
                     gint32            cut)
{
  AnalysisOutcome outcome = { ANALYSIS_KNOWN_NOT, FALSE, FALSE, FALSE };
  ModelOutcome class = MODEL_OUTCOME_NONE;
  int gestation = -1;
  gint32 last = chunk->outcome_last[transfer];

  /* Of an ending after the cut nothing is known, neither its gestation nor its children; a scan
   * before the cut was made all the same. */
  if (last != BASE_DAY_NONE && last > cut)
    outcome.cut_through = chunk->outcome_first[transfer] <= cut;
  else
    {
      class = analysis_outcome_class (chunk, transfer, limit_days);
      gestation = chunk->gestation_days[transfer];
    }
  outcome.live_birth = class == MODEL_OUTCOME_LIVE_BIRTH;
  switch (event)
    {
    case ANALYSIS_EVENT_CLINICAL_PREGNANCY:
      outcome.known = known_if_final (class,
                                      is_final (class) ? class >= MODEL_OUTCOME_ECTOPIC
                                                       : scan_exists (chunk, transfer, FALSE, cut,
                                                                      &outcome));
      break;
    case ANALYSIS_EVENT_ONGOING_PREGNANCY:
      outcome.known = ongoing_known (chunk, transfer, class, gestation, cut, &outcome);
      break;
    case ANALYSIS_EVENT_LIVE_BIRTH:
    default:
      outcome.known = known_if_final (class, outcome.live_birth);
      break;
    }
  return outcome;
}
