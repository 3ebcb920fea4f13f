/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Losses and births of a patient up to her referral or up to a transfer. A pregnancy is a row of
 * its own or the outcome of an entered transfer, never both. A partial date counts by its earliest
 * day and an undated ending as before, so that no loss is dropped. */
#include "model-derive-private.h"

#include <string.h>

/* One pregnancy that ended up to the day asked for. */
typedef struct
{
  DeriveSpan end;
  int sequence; /* in her life; 0: not known */
  gboolean loss, delivery, art;
  const ModelRow *pregnancy, *transfer; /* where it is recorded; one of them may be NULL */
} Event;

static const char *const art_conceptions[]
  = { "ivf", "icsi", "frozen", "donor_oocyte", "donor_embryo", NULL };

static gboolean
class_is_loss (DeriveClass  class,
               const char  *outcome)
{
  if (outcome != NULL && strcmp (outcome, "mole") == 0)
    return FALSE;
  return class == DERIVE_CLASS_BIOCHEMICAL_LOSS || class == DERIVE_CLASS_PUL
         || class == DERIVE_CLASS_MISCARRIAGE;
}

static gboolean
class_is_delivery (DeriveClass class)
{
  return class == DERIVE_CLASS_STILLBIRTH || class == DERIVE_CLASS_LIVE_BIRTH;
}

static DeriveClass
class_of_pregnancy (const DeriveContext *self,
                    const ModelRow      *pregnancy)
{
  double days = 0;
  gboolean has_days = derive_number (self, pregnancy, "gestation_days", &days);

  return derive_class_of_ending (derive_value (self, pregnancy, "outcome"), has_days, days,
                                 self->limit_days);
}

/* Whether a transfer comes too late to count: it is `before` itself or one with it, or comes after.
 * Without a date of both it isn't known to. */
static gboolean
is_not_before (const DeriveContext *self,
               const ModelRow      *transfer,
               const ModelRow      *before)
{
  if (before == NULL || transfer == NULL)
    return FALSE;
  return transfer == before
         || (derive_span (self, transfer, "date").set && derive_span (self, before, "date").set
             && !derive_precedes (self, transfer, before));
}

static gboolean
ended_until (const DeriveContext *self,
             DeriveSpan           end,
             gint32               until)
{
  return !end.set || (end.first <= until && end.first <= self->cut);
}

static void
collect_pregnancies (DeriveContext  *self,
                     gint32          until,
                     const ModelRow *before,
                     GArray         *events)
{
  guint i = 0;
  const ModelRow *row;

  while ((row = derive_next (self, MODEL_TABLE_PREGNANCY, &i)) != NULL)
    {
      gint64 reference = derive_reference (self, row, "transfer");
      const ModelRow *transfer = derive_find (self, MODEL_TABLE_TRANSFER, reference);
      DeriveClass class = class_of_pregnancy (self, row);
      Event event = { derive_span (self, row, "end_date"), 0, FALSE, FALSE, FALSE, row, transfer };
      double sequence;

      if (is_not_before (self, transfer, before) || !ended_until (self, event.end, until))
        continue;
      /* Undated, but its transfer came after the day asked for. */
      if (!event.end.set && transfer != NULL
          && !ended_until (self, derive_span (self, transfer, "date"), until))
        continue;
      if (derive_number (self, row, "sequence", &sequence))
        event.sequence = (int) sequence;
      event.loss = class_is_loss (class, derive_value (self, row, "outcome"));
      event.delivery = class_is_delivery (class);
      event.art = reference != 0 || derive_is_any (self, row, "conception", art_conceptions);
      g_array_append_val (events, event);
    }
}

/* Whether the pregnancy of a transfer is among the events already, as a row of its own. */
static gboolean
has_pregnancy_row (const GArray   *events,
                   const ModelRow *transfer)
{
  for (guint i = 0; i < events->len; i++)
    if (g_array_index (events, Event, i).transfer == transfer)
      return TRUE;
  return FALSE;
}

static void
collect_transfers (DeriveContext  *self,
                   gint32          until,
                   const ModelRow *before,
                   GArray         *events)
{
  DeriveContext ended = *self;
  guint i = 0;
  const ModelRow *row;

  /* An ending that may lie before the day asked for counts: ended_until decides. */
  ended.cut = G_MAXINT32;
  while ((row = derive_next (self, MODEL_TABLE_TRANSFER, &i)) != NULL)
    {
      const ModelRow *outcome = derive_find (self, MODEL_TABLE_TRANSFER_OUTCOME, row->key);
      Event event = {
        derive_span (self, outcome, "outcome_date"), 0, FALSE, FALSE, TRUE, NULL, row
      };
      DeriveSpan date = derive_span (self, row, "date");
      DeriveClass class;

      if (outcome == NULL || !derive_is (self, row, "status", "performed")
          || is_not_before (self, row, before) || has_pregnancy_row (events, row)
          || !ended_until (self, date, until) || !ended_until (self, event.end, until))
        continue;
      class = derive_class_of_transfer (&ended, row);
      event.loss = class_is_loss (class, derive_value (self, outcome, "outcome"));
      event.delivery = class_is_delivery (class);
      if (!event.end.set)
        event.end = date;
      g_array_append_val (events, event);
    }
}

static GArray *
collect_events (DeriveContext  *self,
                gint32          until,
                const ModelRow *before)
{
  GArray *events = g_array_new (FALSE, FALSE, sizeof (Event));

  collect_pregnancies (self, until, before, events);
  collect_transfers (self, until, before, events);
  return events;
}

/* The events up to her referral, or up to the transfer as of which they are read where that came
 * first; NULL when the date of referral is missing. */
static GArray *
collect_before_referral (DeriveContext *self)
{
  DeriveSpan referral = derive_span (self, self->row, "referral_date");

  return referral.set ? collect_events (self, MIN (referral.last, self->cut), self->at) : NULL;
}

/* Dates decide where they don't overlap, else the number of the pregnancy, else the earliest day.
 * An event that can't be placed counts as after, so that a loss is rather counted than dropped. */
static gboolean
is_after (const Event *a,
          const Event *b)
{
  if (a->end.set && b->end.set)
    {
      if (a->end.first > b->end.last)
        return TRUE;
      if (a->end.last < b->end.first)
        return FALSE;
    }
  if (a->sequence > 0 && b->sequence > 0)
    return a->sequence > b->sequence;
  if (a->end.set && b->end.set)
    return a->end.first >= b->end.first;
  return TRUE;
}

static guint
count_losses (const GArray *events,
              gboolean      art_only)
{
  guint n = 0;

  for (guint i = 0; i < events->len; i++)
    {
      const Event *event = &g_array_index (events, Event, i);

      n += event->loss && (event->art || !art_only);
    }
  return n;
}

static guint
count_deliveries (const GArray *events)
{
  guint n = 0;

  for (guint i = 0; i < events->len; i++)
    n += g_array_index (events, Event, i).delivery;
  return n;
}

/* The first delivery, or the last one; NULL when there is none. */
static const Event *
find_delivery (const GArray *events,
               gboolean      last)
{
  const Event *found = NULL;

  for (guint i = 0; i < events->len; i++)
    {
      const Event *event = &g_array_index (events, Event, i);

      if (event->delivery
          && (found == NULL || (last ? is_after (event, found) : is_after (found, event))))
        found = event;
    }
  return found;
}

char *
derive_losses_before_referral (DeriveContext *self)
{
  g_autoptr (GArray) events = collect_before_referral (self);

  return events != NULL ? derive_integer (count_losses (events, FALSE)) : derive_unknown ();
}

char *
derive_losses_after_art (DeriveContext *self)
{
  g_autoptr (GArray) events = collect_before_referral (self);

  return events != NULL ? derive_integer (count_losses (events, TRUE)) : derive_unknown ();
}

char *
derive_births_before_referral (DeriveContext *self)
{
  g_autoptr (GArray) events = collect_before_referral (self);

  return events != NULL ? derive_integer (count_deliveries (events)) : derive_unknown ();
}

char *
derive_consecutive_losses (DeriveContext *self)
{
  g_autoptr (GArray) events = collect_before_referral (self);
  const Event *delivery;
  guint n = 0;

  if (events == NULL)
    return derive_unknown ();
  delivery = find_delivery (events, TRUE);
  for (guint i = 0; i < events->len; i++)
    {
      const Event *event = &g_array_index (events, Event, i);

      n += event->loss && (delivery == NULL || is_after (event, delivery));
    }
  return derive_integer (n);
}

char *
derive_rpl_type (DeriveContext *self)
{
  g_autoptr (GArray) events = collect_before_referral (self);
  const Event *delivery;

  if (events == NULL)
    return derive_unknown ();
  if (count_losses (events, FALSE) < 2)
    return derive_not_applicable ();
  delivery = find_delivery (events, FALSE);
  for (guint i = 0; delivery != NULL && i < events->len; i++)
    {
      const Event *event = &g_array_index (events, Event, i);

      if (event->loss && is_after (event, delivery))
        return derive_text ("secondary");
    }
  return derive_text ("primary");
}

/* Sex of the children of an entered transfer. Where its outcome is dated after the day asked for,
 * they weren't known by then, though a row of the pregnancy has an earlier end. */
static char *
sex_of_children (DeriveContext *self,
                 gint64         transfer)
{
  const ModelRow *outcome = derive_find (self, MODEL_TABLE_TRANSFER_OUTCOME, transfer), *row;
  guint i = 0, n = 0, girls = 0, boys = 0;

  if (!ended_until (self, derive_span (self, outcome, "outcome_date"), self->cut))
    return derive_unknown ();
  while ((row = derive_next (self, MODEL_TABLE_CHILD, &i)) != NULL)
    if (row->parent == transfer)
      {
        n++;
        boys += derive_is (self, row, "sex", "male");
        girls += derive_is (self, row, "sex", "female");
      }
  if (boys > 0 && girls > 0)
    return derive_text ("mixed");
  if (n == 0 || boys + girls < n)
    return derive_unknown ();
  return derive_text (boys > 0 ? "male" : "female");
}

char *
derive_firstborn_sex (DeriveContext *self)
{
  g_autoptr (GArray) events = collect_before_referral (self);
  const Event *delivery;
  const char *sex;

  if (events == NULL)
    return derive_unknown ();
  delivery = find_delivery (events, FALSE);
  if (delivery == NULL)
    return derive_not_applicable ();
  sex = derive_value (self, delivery->pregnancy, "children_sex");
  if (sex != NULL && model_value_missing (sex) == MODEL_MISSING_NONE)
    return derive_text (sex);
  return delivery->transfer != NULL ? sex_of_children (self, delivery->transfer->key)
                                    : derive_unknown ();
}

char *
derive_losses_before_transfer (DeriveContext *self)
{
  g_autoptr (GArray) events = NULL;
  DeriveSpan date = derive_span (self, self->row, "date");

  if (!date.set)
    return derive_unknown ();
  events = collect_events (self, date.last, self->row);
  return derive_integer (count_losses (events, FALSE));
}

char *
derive_is_loss (DeriveContext *self)
{
  DeriveClass class = class_of_pregnancy (self, self->row);

  return derive_boolean (class_is_loss (class, derive_value (self, self->row, "outcome")));
}
