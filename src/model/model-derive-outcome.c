/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a transfer ended in by the definition set in force, as of the data cut, and the series and
 * fate of a patient under the default question. Doesn't know other questions: those are analysis's.
 */
#include "model-derive-private.h"

#include <string.h>

static const char *const class_ids[] = { "no_pregnancy",
                                         "biochemical_loss",
                                         "pul",
                                         "ectopic",
                                         "miscarriage",
                                         "termination",
                                         "stillbirth",
                                         "live_birth",
                                         "ongoing",
                                         "pending" /* missing kind */,
                                         "overdue",
                                         "lost",
                                         "?" };

/* --- one transfer --- */

DeriveClass
derive_class_of_ending (const char *outcome,
                        gboolean    has_gestation,
                        double      gestation_days,
                        int         limit_days)
{
  if (outcome != NULL && model_value_missing (outcome) == MODEL_MISSING_UNKNOWN)
    return DERIVE_CLASS_UNKNOWN;
  if (outcome == NULL || model_value_missing (outcome) != MODEL_MISSING_NONE)
    return DERIVE_CLASS_PENDING;
  /* Gestation decides between miscarriage and stillbirth, not what the typist called it. */
  if (strcmp (outcome, "miscarriage") == 0 || strcmp (outcome, "stillbirth") == 0)
    {
      if (has_gestation)
        return gestation_days >= limit_days ? DERIVE_CLASS_STILLBIRTH : DERIVE_CLASS_MISCARRIAGE;
      return outcome[0] == 's' ? DERIVE_CLASS_STILLBIRTH : DERIVE_CLASS_MISCARRIAGE;
    }
  if (strcmp (outcome, "mole") == 0)
    return DERIVE_CLASS_MISCARRIAGE;
  for (guint i = 0; i < G_N_ELEMENTS (class_ids); i++)
    if (strcmp (class_ids[i], outcome) == 0)
      return (DeriveClass) i;
  return DERIVE_CLASS_UNKNOWN;
}

static void
count_children (const DeriveContext *self,
                gint64               transfer,
                guint               *out_n,
                guint               *out_alive)
{
  guint i = 0;
  const ModelRow *row;

  *out_n = *out_alive = 0;
  while ((row = derive_next (self, MODEL_TABLE_CHILD, &i)) != NULL)
    if (row->parent == transfer)
      {
        (*out_n)++;
        *out_alive += derive_is (self, row, "born_alive", "true");
      }
}

DeriveClass
derive_class_of_transfer (const DeriveContext *self,
                          const ModelRow      *transfer)
{
  const ModelRow *outcome = derive_find (self, MODEL_TABLE_TRANSFER_OUTCOME, transfer->key);
  DeriveSpan date = derive_span (self, transfer, "date");
  DeriveSpan ended = derive_span (self, outcome, "outcome_date");
  DeriveClass class = DERIVE_CLASS_PENDING;

  if (outcome != NULL && !(ended.set && ended.last > self->cut))
    {
      const char *ending = derive_value (self, outcome, "outcome");
      guint n, alive;
      double days = 0;
      gboolean has_days = derive_number (self, outcome, "gestation_days", &days);

      count_children (self, transfer->key, &n, &alive);
      class = derive_class_of_ending (ending, has_days, days, self->limit_days);
      if (alive > 0)
        class = DERIVE_CLASS_LIVE_BIRTH;
      else if (n > 0 && (class == DERIVE_CLASS_LIVE_BIRTH || class == DERIVE_CLASS_PENDING
                         || class == DERIVE_CLASS_ONGOING || class == DERIVE_CLASS_UNKNOWN))
        class = derive_class_of_ending ("stillbirth", has_days, days, self->limit_days);
    }
  /* An ending that should be known by now and isn't. */
  if ((class == DERIVE_CLASS_PENDING || class == DERIVE_CLASS_ONGOING) && date.set
      && self->cut != G_MAXINT32 && date.last <= self->cut - DERIVE_MATURE_DAYS)
    class = DERIVE_CLASS_OVERDUE;
  return class;
}

static gboolean
class_is_undecided (DeriveClass class)
{
  return class >= DERIVE_CLASS_ONGOING;
}

static gboolean
is_performed (const DeriveContext *self)
{
  DeriveSpan date = derive_span (self, self->row, "date");

  return derive_is (self, self->row, "status", "performed") && !(date.set && date.last > self->cut);
}

char *
derive_outcome_class (DeriveContext *self)
{
  if (!is_performed (self))
    return derive_not_applicable ();
  return derive_text (class_ids[derive_class_of_transfer (self, self->row)]);
}

/* Whether the first scan, or that at 12 weeks, was made up to the data cut. */
static gboolean
scan_exists (const DeriveContext *self,
             const ModelRow      *outcome,
             gboolean             at_12_weeks)
{
  DeriveSpan scan = derive_span (self, outcome, at_12_weeks ? "nuchal_scan_date" : "scan_date");
  DeriveSpan transfer = derive_span (self, self->row, "date");

  if (!scan.set)
    model_place_scan (at_12_weeks, transfer.first, transfer.last,
                      derive_span (self, outcome, "outcome_date").last, &scan.first, &scan.last);
  return scan.last <= self->cut;
}

char *
derive_clinical_pregnancy (DeriveContext *self)
{
  const ModelRow *outcome = derive_find (self, MODEL_TABLE_TRANSFER_OUTCOME, self->key);
  DeriveClass class;
  double sacs;

  if (!is_performed (self))
    return derive_not_applicable ();
  class = derive_class_of_transfer (self, self->row);
  if (class >= DERIVE_CLASS_ECTOPIC && class <= DERIVE_CLASS_LIVE_BIRTH)
    return derive_boolean (TRUE);
  if (!class_is_undecided (class))
    return derive_boolean (FALSE);
  if (derive_number (self, outcome, "sacs", &sacs) && sacs >= 1
      && scan_exists (self, outcome, FALSE))
    return derive_boolean (TRUE);
  return derive_unknown ();
}

char *
derive_ongoing_pregnancy (DeriveContext *self)
{
  const ModelRow *outcome = derive_find (self, MODEL_TABLE_TRANSFER_OUTCOME, self->key);
  DeriveClass class;
  double days;
  gboolean scanned, has_days;
  DeriveSpan ended = derive_span (self, outcome, "outcome_date");

  if (!is_performed (self))
    return derive_not_applicable ();
  class = derive_class_of_transfer (self, self->row);
  scanned = scan_exists (self, outcome, TRUE);
  if (class == DERIVE_CLASS_STILLBIRTH || class == DERIVE_CLASS_LIVE_BIRTH
      || (scanned && derive_is (self, outcome, "nuchal_scan_alive", "true")))
    return derive_boolean (TRUE);
  has_days = derive_number (self, outcome, "gestation_days", &days);
  /* What was ongoing at 12 weeks stays so, however long no ending has been recorded. */
  if (has_days && days >= 84 && !(ended.set && ended.last > self->cut)
      && (class == DERIVE_CLASS_TERMINATION || derive_is (self, outcome, "outcome", "ongoing")))
    return derive_boolean (TRUE);
  if (class == DERIVE_CLASS_TERMINATION)
    return has_days ? derive_boolean (FALSE) : derive_unknown ();
  if (!class_is_undecided (class))
    return derive_boolean (FALSE);
  return scanned && derive_is (self, outcome, "nuchal_scan_alive", "false") ? derive_boolean (FALSE)
                                                                            : derive_unknown ();
}

/* Class of the transfers [i, end) that count as one: a birth if one is, else the first known. */
static DeriveClass
class_of_group (DeriveContext *self,
                guint          i,
                guint          end)
{
  DeriveClass class = DERIVE_CLASS_PENDING;

  for (; i < end; i++)
    {
      DeriveClass one = derive_class_of_transfer (
        self, g_array_index (self->performed, DeriveTransfer, i).row);

      if (one == DERIVE_CLASS_LIVE_BIRTH)
        return one;
      if (class_is_undecided (class))
        class = one;
    }
  return class;
}

char *
derive_previous_outcome (DeriveContext *self)
{
  int rank = derive_rank (self, self->key);
  guint end; /* of those before */
  double earlier;
  DeriveClass class;

  if (!derive_is (self, self->row, "status", "performed"))
    return derive_not_applicable ();
  if (rank < 0)
    return derive_unknown ();
  end = derive_first_of (self, (guint) rank);
  if (end == 0)
    {
      gboolean first = derive_number (self, derive_patient (self), "earlier_transfers", &earlier)
                       && earlier == 0;

      return first ? derive_text ("first") : derive_unknown ();
    }
  class = class_of_group (self, derive_first_of (self, end - 1), end);
  if (class_is_undecided (class))
    return derive_unknown ();
  if (class == DERIVE_CLASS_NO_PREGNANCY)
    return derive_text ("no_pregnancy");
  return derive_text (
      class == DERIVE_CLASS_STILLBIRTH || class == DERIVE_CLASS_LIVE_BIRTH ? "birth" : "loss");
}

char *
derive_gestation_by_dates (DeriveContext *self)
{
  const ModelRow *transfer = derive_find (self, MODEL_TABLE_TRANSFER, self->key);
  DeriveSpan date = derive_span (self, transfer, "date");
  DeriveSpan ended = derive_span (self, self->row, "outcome_date");
  double age;

  if (derive_is (self, self->row, "outcome", "no_pregnancy")
      || derive_is (self, self->row, "outcome", "lost"))
    return derive_not_applicable ();
  /* A check to the day needs both days. */
  if (!date.set || !ended.set || date.first != date.last || ended.first != ended.last
      || !derive_number (self, transfer, "embryo_age_days", &age))
    return derive_unknown ();
  return derive_integer (ended.last - date.last + 14 + (gint64) age);
}

/* --- the series --- */

typedef struct
{
  guint first; /* rank of the index transfer among the performed ones */
  guint n;     /* performed transfers in the series; two of one cycle on one day count as one */
  guint k;     /* counted transfers */
  gboolean birth, open, went_on, other_birth;
  gint32 last_day;
} Series;

/* A live birth that isn't from an entered transfer, after the index transfer of the day `after` and
 * before `before`. One of the day of a later transfer ends the series with that transfer. */
static gboolean
has_other_birth (const DeriveContext *self,
                 gint32               after,
                 gint64               before)
{
  guint i = 0;
  const ModelRow *row;

  while ((row = derive_next (self, MODEL_TABLE_PREGNANCY, &i)) != NULL)
    {
      DeriveSpan end = derive_span (self, row, "end_date");

      if (end.set && end.last > after && end.last < before && end.last <= self->cut
          && derive_is (self, row, "outcome", "live_birth")
          && derive_reference (self, row, "transfer") == 0)
        return TRUE;
    }
  return FALSE;
}

static guint
end_of_group (DeriveContext *self,
              guint          i)
{
  guint end = i + 1;

  while (end < derive_performed (self)->len && derive_is_same (self, i, end))
    end++;
  return end;
}

/* Counts from the index transfer on, the first one of her life where there is no referral date to
 * hold it against; FALSE when there is none. */
static gboolean
make_series (DeriveContext *self,
             Series        *series)
{
  GArray *performed = derive_performed (self);
  DeriveSpan referral = derive_span (self, derive_patient (self), "referral_date");
  guint i = 0, end;
  gint32 index_day;

  memset (series, 0, sizeof *series);
  while (i < performed->len && referral.set
         && g_array_index (performed, DeriveTransfer, i).date.last < referral.last)
    i++;
  if (i == performed->len)
    return FALSE;

  index_day = g_array_index (performed, DeriveTransfer, i).date.last;
  series->first = i;
  series->last_day = referral.last;
  for (; i < performed->len; i = end)
    {
      gint32 day = g_array_index (performed, DeriveTransfer, i).date.last;
      DeriveClass class;

      end = end_of_group (self, i);
      if (series->k > 0 && has_other_birth (self, index_day, day))
        break;
      class = class_of_group (self, i, end);
      /* Maturing, or overdue: she went on, but what came of it doesn't count. */
      series->went_on = day > self->cut - DERIVE_MATURE_DAYS || class_is_undecided (class);
      if (series->went_on)
        break;
      series->k++;
      series->n = end - series->first;
      series->last_day = day;
      series->birth = class == DERIVE_CLASS_LIVE_BIRTH;
      series->open = !series->birth && day > self->cut - DERIVE_PRESUME_DAYS;
      if (series->birth || series->open)
        break;
    }
  series->other_birth = !series->birth && has_other_birth (self, index_day, G_MAXINT64);
  return TRUE;
}

gint64
derive_index_transfer (DeriveContext *self)
{
  Series series;

  return make_series (self, &series)
           ? g_array_index (self->performed, DeriveTransfer, series.first).row->key
           : 0;
}

char *
derive_series_number (DeriveContext *self)
{
  Series series;
  int rank;
  guint number = 0;

  if (!make_series (self, &series))
    return derive_not_applicable ();
  rank = derive_rank (self, self->key);
  if (rank < (int) series.first || rank >= (int) (series.first + series.n))
    return derive_not_applicable ();
  for (guint i = series.first; i <= (guint) rank; i = end_of_group (self, i))
    number++;
  return derive_integer (number);
}

/* Whether the state in force at the cut is a stop: of follow-ups on or after the last counted
 * transfer, in order of date, then of entry. That transfer cancels an earlier stop, and so does a
 * later "continuing"; nothing cancels a death. */
static gboolean
has_recorded_stop (const DeriveContext *self,
                   gint32               last_day)
{
  DeriveSpan newest = { .set = FALSE };
  gboolean stopped = FALSE;
  guint i = 0;
  const ModelRow *row;

  while ((row = derive_next (self, MODEL_TABLE_FOLLOWUP, &i)) != NULL)
    {
      DeriveSpan date = derive_span (self, row, "date");
      gboolean stops = derive_is (self, row, "status", "discontinued");

      if (!date.set || date.last < last_day || date.last > self->cut)
        continue;
      if (derive_is (self, row, "status", "died"))
        return TRUE;
      if (!stops && !derive_is (self, row, "status", "continuing"))
        continue;
      if (newest.set
          && (date.last < newest.last || (date.last == newest.last && date.first < newest.first)))
        continue;
      newest = date;
      stopped = stops;
    }
  return stopped;
}

char *
derive_fate (DeriveContext *self)
{
  Series series;

  if (!make_series (self, &series) || series.k == 0)
    return derive_not_applicable ();
  if (series.birth)
    return derive_text ("live_birth");
  if (series.open || series.went_on)
    return derive_text ("still_in_treatment");
  if (series.other_birth || has_recorded_stop (self, series.last_day))
    return derive_text ("discontinued");
  return derive_text ("discontinued_presumed");
}
