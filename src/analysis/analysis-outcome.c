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

static gboolean
is_after (gint32 day,
          gint32 cut)
{
  return day != BASE_DAY_NONE && day > cut;
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
  gboolean hidden = is_after (chunk->outcome_last[transfer], cut);
  guint flags = chunk->flags[transfer];
  ModelOutcome class;
  gboolean happened;

  /* What is dated after the cut doesn't exist; what is undated does. Of a pregnancy whose ending
   * lies ahead the scans before the cut are known. */
  if (is_after (chunk->sac_last[transfer], cut))
    flags &= ~MODEL_TRANSFER_SAC_SEEN;
  if (is_after (chunk->alive_12_last[transfer], cut))
    flags &= ~MODEL_TRANSFER_ALIVE_12;
  class = hidden ? MODEL_OUTCOME_NONE : analysis_outcome_class (chunk, transfer, limit_days);
  *out_cut_through = hidden && chunk->outcome_first[transfer] <= cut;
  *out_live_birth = class == MODEL_OUTCOME_LIVE_BIRTH;
  switch (event)
    {
    case ANALYSIS_EVENT_CLINICAL_PREGNANCY:
      happened = is_clinical (class, flags);
      break;
    case ANALYSIS_EVENT_ONGOING_PREGNANCY:
      happened = was_ongoing (class, flags, chunk->gestation_days[transfer]);
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
