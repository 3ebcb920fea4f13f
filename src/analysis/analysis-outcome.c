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

static gboolean
is_clinical (ModelOutcome class,
             guint        flags)
{
  if (is_final (class))
    return class >= MODEL_OUTCOME_ECTOPIC;
  return (flags & MODEL_TRANSFER_SAC_SEEN) != 0;
}

static gboolean
was_ongoing (ModelOutcome class,
             guint        flags,
             int          gestation)
{
  if ((flags & MODEL_TRANSFER_ALIVE_12) != 0)
    return TRUE;
  if (class == MODEL_OUTCOME_STILLBIRTH || class == MODEL_OUTCOME_LIVE_BIRTH)
    return TRUE;
  return (class == MODEL_OUTCOME_ONGOING || class == MODEL_OUTCOME_TERMINATION)
         && gestation >= ONGOING_FROM_DAYS;
}

AnalysisKnown
analysis_outcome_known (const ModelChunk *chunk,
                        guint             transfer,
                        AnalysisEvent     event,
                        int               limit_days,
                        gint32            cut,
                        gboolean         *out_live_birth,
                        gboolean         *out_cut_through)
{
  gint32 last = chunk->outcome_last[transfer];
  ModelOutcome class;
  gboolean happened;

  *out_live_birth = FALSE;
  *out_cut_through = FALSE;

  /* What is dated after the cut doesn't exist; an undated ending does. */
  if (last != BASE_DAY_NONE && last > cut)
    {
      *out_cut_through = chunk->outcome_first[transfer] <= cut;
      return ANALYSIS_KNOWN_NOT;
    }

  class = analysis_outcome_class (chunk, transfer, limit_days);
  *out_live_birth = class == MODEL_OUTCOME_LIVE_BIRTH;
  switch (event)
    {
    case ANALYSIS_EVENT_CLINICAL_PREGNANCY:
      happened = is_clinical (class, chunk->flags[transfer]);
      break;
    case ANALYSIS_EVENT_ONGOING_PREGNANCY:
      happened = was_ongoing (class, chunk->flags[transfer], chunk->gestation_days[transfer]);
      break;
    case ANALYSIS_EVENT_LIVE_BIRTH:
    default:
      happened = *out_live_birth;
      break;
    }
  if (happened)
    return ANALYSIS_KNOWN_EVENT;
  /* When a pregnancy was terminated decides whether it had been ongoing. */
  if (event == ANALYSIS_EVENT_ONGOING_PREGNANCY && class == MODEL_OUTCOME_TERMINATION
      && chunk->gestation_days[transfer] < 0)
    return ANALYSIS_KNOWN_NOT;
  return is_final (class) ? ANALYSIS_KNOWN_NO_EVENT : ANALYSIS_KNOWN_NOT;
}
