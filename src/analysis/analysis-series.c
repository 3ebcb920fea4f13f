/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of the register as code: from one patient's rows to her series and its fate, as of a
 * data cut. Pure: reads one chunk, keeps nothing. The order of the steps is the rules' own
 * (src/README.md):
 *
 *   candidates   performed transfers dated on or before the cut; two of a cycle on one day are one
 *   index        the first counted one on or after the start
 *   walk         counted transfers from there on, up to the first event or what ends the series
 *   fate         of a series without an event
 *
 * A partial date is read by its latest day throughout; where an earlier day of it would have been
 * on the other side of the cut or of a rule, the row is tallied.
 *
 * "Between two that count" means two of the same series: a birth that ends a series without being
 * its event makes what comes later a next series, which changes nothing in this one. Such a birth
 * is one of an uncounted transfer, or of a pregnancy that isn't from an entered transfer: conceived
 * without ART, or after a transfer made elsewhere. */
#include "analysis-series-private.h"

#include "analysis-outcome-private.h"

#define MANY_CANDIDATES 32 /* of one patient, before memory is asked for */

typedef struct
{
  guint row; /* in the chunk's transfer columns; of two that are one, the first that counts */
  gint32 first, last;
  AnalysisKnown known;
  gboolean counted, live_birth;
  gboolean in_series;   /* counted in this series, so far as the walk has come */
  guint8 partial;       /* rows with a partial date in it */
  gboolean cut_through; /* a bound was asked for that lies within its date */
} Candidate;

typedef struct
{
  const ModelChunk *chunk;
  const AnalysisQuestion *question;
  const AnalysisMarks *marks; /* may be NULL */
  guint patient;
  gint32 cut;
  gint64 mature_to; /* last day of a mature transfer */
  gint64 window_to; /* last day of a transfer after which the decision is known */
  Candidate *candidates;
  guint n;
  guint index;      /* candidate of the index transfer */
  guint last;       /* candidate counted last */
  guint cut_rows;   /* rows that a bound cut through */
  guint undated;
  guint placed_scans;
} Walk;

/* Whether it lies after the day `bound`, by its latest day; notes when its earliest day says
 * otherwise. */
static gboolean
later_than (Candidate *candidate,
            gint64     bound)
{
  if (candidate->last > bound && candidate->first <= bound)
    candidate->cut_through = TRUE;
  return candidate->last > bound;
}

/* --- candidates --- */

static Candidate
candidate_of_row (Walk *walk,
                  guint row)
{
  const ModelChunk *chunk = walk->chunk;
  const guint8 *counted = walk->marks != NULL ? walk->marks->counted : NULL;
  int limit = walk->question->gestation_limit_days;
  AnalysisOutcome outcome = analysis_outcome_at (chunk, row, walk->question->event,
                                                 limit > 0 ? limit : ANALYSIS_GESTATION_LIMIT_DAYS,
                                                 walk->cut);

  walk->cut_rows += outcome.cut_through;
  walk->placed_scans += outcome.scan_placed;
  return (Candidate) { .row = row,
                       .first = chunk->date_first[row],
                       .last = chunk->date_last[row],
                       .known = outcome.known,
                       .counted = counted == NULL || counted[row] != 0,
                       .live_birth = outcome.live_birth,
                       .partial = chunk->date_first[row] != chunk->date_last[row] };
}

/* Two transfers of one cycle on one day are one: it counts if one of them does, and its outcome is
 * the event if there is one in either, else whatever ending is recorded in either. */
static void
merge_candidate (Candidate *into,
                 Candidate  other)
{
  if (other.counted && !into->counted)
    into->row = other.row;
  into->counted = into->counted || other.counted;
  into->live_birth = into->live_birth || other.live_birth;
  into->partial += other.partial;
  into->known = MAX (into->known, other.known);
}

/* Enough of it to tell whether two are one. */
static ModelTransferPlace
place_of_row (const ModelChunk *chunk,
              guint             row)
{
  return (ModelTransferPlace) { .first = chunk->date_first[row],
                                .last = chunk->date_last[row],
                                .cycle = chunk->cycle_key[row] };
}

/* The candidate of which `row` is another transfer; NULL. Rows come in order of their places. */
static Candidate *
walk_find_same (Walk *walk,
                guint row)
{
  ModelTransferPlace place = place_of_row (walk->chunk, row);

  for (guint i = walk->n; i-- > 0;)
    {
      ModelTransferPlace other = place_of_row (walk->chunk, walk->candidates[i].row);

      if (model_transfer_place_is_same (&place, &other))
        return &walk->candidates[i];
      if (other.last != place.last || other.cycle != place.cycle)
        return NULL;
    }
  return NULL;
}

static void
walk_take_candidates (Walk *walk,
                      guint begin,
                      guint end)
{
  const ModelChunk *chunk = walk->chunk;

  for (guint row = begin; row < end; row++)
    {
      Candidate *same;

      if (chunk->status[row] != MODEL_STATUS_PERFORMED)
        continue;
      if (chunk->date_last[row] == BASE_DAY_NONE)
        {
          walk->undated++;
          continue;
        }
      if (chunk->date_last[row] > walk->cut)
        {
          walk->cut_rows += chunk->date_first[row] <= walk->cut;
          continue;
        }
      same = walk_find_same (walk, row);
      if (same != NULL)
        {
          same->cut_through = same->cut_through || same->first != same->last;
          merge_candidate (same, candidate_of_row (walk, row));
        }
      else
        walk->candidates[walk->n++] = candidate_of_row (walk, row);
    }
}

/* --- the index transfer --- */

/* The first day that counts; transfers before it are of her life, not of the analysis. Without a
 * referral date there is no start to hold them against: the first of her life. */
static gint64
walk_start (const Walk *walk)
{
  gint32 referral = walk->chunk->referral_last[walk->patient];

  switch (walk->question->index)
    {
    case ANALYSIS_INDEX_FIRST_COUNTED_AFTER:
      return walk->question->index_after;
    case ANALYSIS_INDEX_FIRST_AFTER_REFERRAL:
      return referral != BASE_DAY_NONE ? referral : G_MININT64 + 1;
    case ANALYSIS_INDEX_FIRST:
    default:
      return G_MININT64 + 1;
    }
}

static AnalysisFlow
walk_find_index (Walk *walk)
{
  gint64 start = walk_start (walk);
  gint32 referral_first = walk->chunk->referral_first[walk->patient];
  gboolean any_counted = FALSE, referral_cut = FALSE;

  if (walk->n == 0)
    return ANALYSIS_FLOW_NO_TRANSFER;
  for (guint i = 0; i < walk->n; i++)
    {
      if (!walk->candidates[i].counted)
        continue;
      any_counted = TRUE;
      if (later_than (&walk->candidates[i], start - 1))
        {
          walk->index = i;
          walk->cut_rows += referral_cut;
          return ANALYSIS_FLOW_IN;
        }
      if (walk->question->index == ANALYSIS_INDEX_FIRST_AFTER_REFERRAL
          && referral_first <= walk->candidates[i].last)
        referral_cut = TRUE;
    }
  walk->cut_rows += referral_cut;
  return any_counted ? ANALYSIS_FLOW_BEFORE_START : ANALYSIS_FLOW_NO_COUNTED;
}

/* --- the walk --- */

typedef enum
{
  RIPE,
  MATURING,
  OVERDUE
} Ripeness;

static Ripeness
walk_ripeness (Walk      *walk,
               Candidate *candidate)
{
  if (walk->question->mature_days == ANALYSIS_MATURE_KNOWN
      && candidate->known != ANALYSIS_KNOWN_NOT)
    return RIPE;
  if (later_than (candidate, walk->mature_to))
    return MATURING;
  if (candidate->known != ANALYSIS_KNOWN_NOT)
    return RIPE;
  return OVERDUE;
}

/* A live birth of a transfer that isn't counted; while that transfer is maturing nothing is known
 * of it. */
static gboolean
walk_is_other_birth (Walk      *walk,
                     Candidate *candidate)
{
  if (candidate->counted || !candidate->live_birth)
    return FALSE;
  return walk->question->mature_days == ANALYSIS_MATURE_KNOWN
         || !later_than (candidate, walk->mature_to);
}

/* Whether a birth that isn't from an entered transfer, after the index transfer and on or before
 * the cut, came before day `before`. */
static gboolean
walk_birth_elsewhere (Walk  *walk,
                        gint64 before)
{
  const ModelChunk *chunk = walk->chunk;
  gint32 index = walk->candidates[walk->index].last;

  for (guint i = chunk->birth_start[walk->patient]; i < chunk->birth_start[walk->patient + 1]; i++)
    {
      gint32 day = chunk->birth_last_day[i];

      if (day != BASE_DAY_NONE && day > index && day <= walk->cut && day < before)
        return TRUE;
    }
  return FALSE;
}

/* Rows of births whose partial date has the cut, or a transfer of the series, in its middle. */
static guint
walk_cut_births (const Walk *walk)
{
  const ModelChunk *chunk = walk->chunk;
  guint n = 0;

  for (guint i = chunk->birth_start[walk->patient]; i < chunk->birth_start[walk->patient + 1]; i++)
    {
      gint32 first = chunk->birth_first[i], last = chunk->birth_last_day[i];
      gboolean cut = first <= walk->cut && last > walk->cut;

      if (first == last || last <= walk->candidates[walk->index].last)
        continue;
      for (guint j = walk->index; j < walk->n && last <= walk->cut && !cut; j++)
        cut = first <= walk->candidates[j].last && last > walk->candidates[j].last;
      n += cut;
    }
  return n;
}

/* Whether a counted transfer of the same series comes after candidate i. */
static gboolean
walk_is_between (Walk *walk,
                 guint i)
{
  for (guint j = i + 1; j < walk->n; j++)
    {
      if (walk_birth_elsewhere (walk, walk->candidates[j].last))
        return FALSE;
      if (walk->candidates[j].counted)
        return TRUE;
      if (walk_is_other_birth (walk, &walk->candidates[j]))
        return FALSE;
    }
  return FALSE;
}

static void
series_set_fate (AnalysisSeries    *series,
                 StatsFate          fate,
                 AnalysisFateDetail detail)
{
  series->fate = (guint8) fate;
  series->detail = (guint8) detail;
}

static void
series_end_with_other_birth (const Walk     *walk,
                             AnalysisSeries *series)
{
  if (walk->question->other_birth == ANALYSIS_OTHER_BIRTH_COUNTS)
    series_set_fate (series, STATS_FATE_LIVE_BIRTH, ANALYSIS_FATE_BIRTH);
  else
    series_set_fate (series, STATS_FATE_DISCONTINUED, ANALYSIS_FATE_STOPPED_BIRTH_OTHER);
}

/* Whether the partner or the source of the oocytes is another at candidate i than at the first
 * transfer of the series of which it is known. What isn't known is no change. */
static gboolean
walk_changes_couple (const Walk *walk,
                     guint       i)
{
  const AnalysisMarks *marks = walk->marks;
  guint row = walk->candidates[i].row;

  for (guint j = walk->index; marks != NULL && j < i; j++)
    {
      const Candidate *before = &walk->candidates[j];

      if (!before->in_series)
        continue;
      if (marks->eggs != NULL && marks->eggs[row] != ANALYSIS_EGGS_UNKNOWN
          && marks->eggs[before->row] != ANALYSIS_EGGS_UNKNOWN
          && marks->eggs[before->row] != marks->eggs[row])
        return TRUE;
      if (marks->partner != NULL && marks->partner[row] != ANALYSIS_PARTNER_UNKNOWN
          && marks->partner[before->row] != ANALYSIS_PARTNER_UNKNOWN
          && marks->partner[before->row] != marks->partner[row])
        return TRUE;
    }
  return FALSE;
}

/* What ends the series before candidate i can count. */
static gboolean
walk_ends_before (Walk           *walk,
                  guint           i,
                  guint           ignored,
                  AnalysisSeries *series)
{
  Candidate *candidate = &walk->candidates[i];
  const AnalysisQuestion *question = walk->question;

  if (ignored > 0 && question->interrupt == ANALYSIS_INTERRUPT_STOP)
    series_set_fate (series, STATS_FATE_IN_TREATMENT, ANALYSIS_FATE_CUT_INTERRUPT);
  else if (question->donor_change == ANALYSIS_DONOR_ENDS && walk_changes_couple (walk, i))
    series_set_fate (series, STATS_FATE_IN_TREATMENT, ANALYSIS_FATE_CUT_DONOR);
  else if (series->k == ANALYSIS_MAX_K)
    series_set_fate (series, STATS_FATE_IN_TREATMENT, ANALYSIS_FATE_WENT_ON);
  else
    switch (walk_ripeness (walk, candidate))
      {
      case MATURING:
        series_set_fate (series, STATS_FATE_IN_TREATMENT, ANALYSIS_FATE_WENT_ON);
        return TRUE;
      case OVERDUE:
        if (question->overdue == ANALYSIS_OVERDUE_NO_BIRTH)
          return FALSE;
        series_set_fate (series, STATS_FATE_IN_TREATMENT, ANALYSIS_FATE_CUT_OVERDUE);
        return TRUE;
      case RIPE:
      default:
        return FALSE;
      }
  return TRUE;
}

/* Counts transfers from the index transfer on. TRUE when something ended the series on the way;
 * else the last counted transfer failed, nothing counted follows it, and its fate is still to be
 * decided. */
static gboolean
walk_series (Walk           *walk,
             AnalysisSeries *series)
{
  guint ignored = 0;

  for (guint i = walk->index; i < walk->n; i++)
    {
      Candidate *candidate = &walk->candidates[i];

      if (i > walk->index && walk_birth_elsewhere (walk, candidate->last))
        {
          series_end_with_other_birth (walk, series);
          return TRUE;
        }
      if (walk_is_other_birth (walk, candidate))
        {
          series_end_with_other_birth (walk, series);
          return TRUE;
        }
      if (!candidate->counted
          && (walk->question->interrupt != ANALYSIS_INTERRUPT_COUNT || !walk_is_between (walk, i)))
        {
          ignored++;
          continue;
        }
      if (walk_ends_before (walk, i, ignored, series))
        return TRUE;

      series->k++;
      series->n_ignored += ignored;
      ignored = 0;
      walk->last = i;
      candidate->in_series = TRUE;
      if (candidate->known == ANALYSIS_KNOWN_EVENT)
        {
          series_set_fate (series, STATS_FATE_LIVE_BIRTH, ANALYSIS_FATE_BIRTH);
          return TRUE;
        }
      if (walk->question->decisions == ANALYSIS_DECISIONS_WINDOW
          && later_than (candidate, walk->window_to))
        {
          series_set_fate (series, STATS_FATE_OPEN, ANALYSIS_FATE_DECISION_OPEN);
          return TRUE;
        }
    }
  if (walk_birth_elsewhere (walk, (gint64) walk->cut + 1))
    {
      series_end_with_other_birth (walk, series);
      return TRUE;
    }
  return FALSE;
}

/* --- the fate of a series without an event --- */

typedef struct
{
  enum { NOTHING, CONTINUING, LOST, STOPPED, DIED } state;
  guint8 reason;
} Followup;

/* The state in force at the cut, of follow-ups on or after the last counted transfer: that transfer
 * cancels an earlier stop, and so does a later "continuing". */
static Followup
walk_followup (Walk *walk)
{
  const ModelChunk *chunk = walk->chunk;
  gint32 from = walk->candidates[walk->last].last;
  Followup followup = { NOTHING, 255 };

  for (guint i = chunk->followup_start[walk->patient]; i < chunk->followup_start[walk->patient + 1];
       i++)
    {
      gint32 first = chunk->followup_first[i], last = chunk->followup_last[i];

      if (last == BASE_DAY_NONE || last < from)
        continue;
      walk->cut_rows +=
          (first <= walk->cut && last > walk->cut) || (first < from && last <= walk->cut);
      if (last > walk->cut)
        continue;
      switch ((ModelFollowupStatus) chunk->followup_status[i])
        {
        case MODEL_FOLLOWUP_CONTINUING:
          if (followup.state != DIED)
            followup.state = CONTINUING;
          break;
        case MODEL_FOLLOWUP_DISCONTINUED:
          if (followup.state != DIED)
            followup = (Followup) { STOPPED, chunk->followup_reason[i] };
          break;
        case MODEL_FOLLOWUP_LOST:
          if (followup.state != DIED && followup.state != STOPPED)
            followup.state = LOST;
          break;
        case MODEL_FOLLOWUP_DIED:
          followup.state = DIED;
          break;
        case MODEL_FOLLOWUP_DELIVERED: /* says nothing of treatment; a birth is read from its own
                                          row */
        default:
          break;
        }
    }
  return followup;
}

/* Under the date window, where the transfer is old enough for the decision to be known, she
 * stopped, whatever is recorded: counting on "continuing" would again favour those of whom
 * something is known. The records say why. Under `status` they decide, and where there is none the
 * decision is open. */
static void
walk_decide_fate (Walk           *walk,
                  AnalysisSeries *series)
{
  Followup followup = walk_followup (walk);
  gboolean by_status = walk->question->decisions == ANALYSIS_DECISIONS_STATUS;

  if (followup.state == STOPPED)
    {
      series_set_fate (series, STATS_FATE_DISCONTINUED, ANALYSIS_FATE_STOPPED);
      series->reason = followup.reason;
    }
  else if (followup.state == DIED)
    series_set_fate (series, STATS_FATE_DISCONTINUED, ANALYSIS_FATE_DIED);
  else if (by_status && followup.state == CONTINUING)
    series_set_fate (series, STATS_FATE_IN_TREATMENT, ANALYSIS_FATE_WENT_ON_STATUS);
  else if (by_status && followup.state != LOST)
    series_set_fate (series, STATS_FATE_OPEN, ANALYSIS_FATE_DECISION_OPEN);
  else
    series_set_fate (series, STATS_FATE_DISCONTINUED, ANALYSIS_FATE_PRESUMED);
}

/* --- one patient --- */

static AnalysisSeries
walk_patient (Walk *walk)
{
  AnalysisSeries series = { .reason = 255, .index_transfer = -1 };

  series.flow = (guint8) walk_find_index (walk);
  if (series.flow != ANALYSIS_FLOW_IN)
    return series;

  if (!walk_series (walk, &series))
    walk_decide_fate (walk, &series);
  walk->cut_rows += walk_cut_births (walk);
  if (series.k == 0)
    {
      series.flow = series.detail == ANALYSIS_FATE_CUT_OVERDUE ? ANALYSIS_FLOW_OVERDUE_FIRST
                                                               : ANALYSIS_FLOW_MATURING_ONLY;
      series_set_fate (&series, STATS_FATE_IN_TREATMENT, ANALYSIS_FATE_BIRTH);
      return series;
    }
  series.index_transfer = (gint32) walk->candidates[walk->index].row;
  return series;
}

static guint
walk_count_overdue (Walk *walk)
{
  guint n = 0;

  for (guint i = 0; i < walk->n; i++)
    n += walk->candidates[i].counted && walk_ripeness (walk, &walk->candidates[i]) == OVERDUE;
  return n;
}

AnalysisSeries
analysis_series_tally (const ModelChunk       *chunk,
                       guint                   row,
                       const AnalysisQuestion *question,
                       gint32                  cut,
                       const AnalysisMarks    *marks,
                       AnalysisCounts         *counts)
{
  Candidate few[MANY_CANDIDATES];
  g_autofree Candidate *many = NULL;
  guint begin = chunk->transfer_start[row], end = chunk->transfer_start[row + 1];
  gboolean by_days = question->mature_days != ANALYSIS_MATURE_KNOWN;
  Walk walk = {
    .chunk = chunk,
    .question = question,
    .marks = marks,
    .patient = row,
    .cut = cut,
    .mature_to = (gint64) cut - (by_days ? question->mature_days : ANALYSIS_MATURE_DAYS),
    .window_to = (gint64) cut - question->presume_days,
  };
  AnalysisSeries series;

  if (end - begin > MANY_CANDIDATES)
    many = g_new (Candidate, end - begin);
  walk.candidates = many != NULL ? many : few;
  walk_take_candidates (&walk, begin, end);
  series = walk_patient (&walk);
  for (guint i = 0; i < walk.n; i++)
    if (walk.candidates[i].cut_through)
      walk.cut_rows += walk.candidates[i].partial;
  series.first_by_interval = (guint8) MIN (walk.cut_rows, 255);
  if (counts != NULL)
    {
      counts->n_register++;
      counts->undated_transfers += walk.undated;
      counts->interval_rows += walk.cut_rows;
      counts->placed_scans += walk.placed_scans;
      counts->overdue += walk_count_overdue (&walk);
    }
  return series;
}

AnalysisSeries
analysis_series_of (const ModelChunk       *chunk,
                    guint                   row,
                    const AnalysisQuestion *question,
                    gint32                  cut,
                    const AnalysisMarks    *marks)
{
  AnalysisSeries none = { .reason = 255, .index_transfer = -1 };

  g_return_val_if_fail (chunk != NULL && row < chunk->n_patients && question != NULL, none);
  g_return_val_if_fail (cut != BASE_DAY_NONE, none);
  return analysis_series_tally (chunk, row, question, cut, marks, NULL);
}
