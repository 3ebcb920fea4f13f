/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See second-reading.h. */
#include "second-reading.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
  gint32 first, day, cycle;
  int order, key;
  gboolean counts, live;
  int eggs, partner;
  char result; /* E event, F none, ? not known */
} Et;

/* Whether the scan was made by the cut: on its day, or on the last day that gestation allows. */
gboolean
test_second_scan (const ModelTransferFacts *t, guint flag, gint32 day, int weeks, gint32 cut)
{
  if (!(t->flags & flag))
    return FALSE;
  if (day == BASE_DAY_NONE)
    {
      day = t->date_last + 7 * (weeks - 2);
      if (t->outcome_last != BASE_DAY_NONE && t->outcome_last < day)
        day = t->outcome_last;
    }
  return day <= cut;
}

static char
second_result (const ModelTransferFacts *t, const AnalysisQuestion *q, gint32 cut, gboolean *live)
{
  int limit = q->gestation_limit_days == 0 ? 154 : q->gestation_limit_days;
  gboolean hidden = t->outcome_last != BASE_DAY_NONE && t->outcome_last > cut;
  gboolean children = !hidden && (t->flags & MODEL_TRANSFER_CHILD_ROWS);
  int o = hidden ? MODEL_OUTCOME_NONE : t->outcome;
  int gestation = hidden ? -1 : t->gestation_days;
  gboolean ended, clinical, ongoing;

  *live = children ? (t->flags & MODEL_TRANSFER_CHILD_LIVE) != 0 : o == MODEL_OUTCOME_LIVE_BIRTH;
  if (*live)
    return 'E';
  if (children
      && (o == MODEL_OUTCOME_LIVE_BIRTH || o == MODEL_OUTCOME_ONGOING || o == MODEL_OUTCOME_NONE))
    o = MODEL_OUTCOME_STILLBIRTH;
  ended = o <= MODEL_OUTCOME_LIVE_BIRTH;
  if (q->event == ANALYSIS_EVENT_LIVE_BIRTH)
    return ended ? 'F' : '?';

  clinical = ended ? o > MODEL_OUTCOME_PUL
                   : test_second_scan (t, MODEL_TRANSFER_SAC_SEEN, t->sac_last, 12, cut);
  if (q->event == ANALYSIS_EVENT_CLINICAL_PREGNANCY)
    return clinical ? 'E' : ended ? 'F' : '?';

  ongoing = test_second_scan (t, MODEL_TRANSFER_ALIVE_12, t->alive_12_last, 14, cut);
  if (o == MODEL_OUTCOME_STILLBIRTH && (gestation < 0 || gestation >= limit))
    ongoing = TRUE;
  if (o == MODEL_OUTCOME_MISCARRIAGE && gestation >= limit)
    ongoing = TRUE;
  if ((o == MODEL_OUTCOME_TERMINATION || o == MODEL_OUTCOME_ONGOING) && gestation >= 84)
    ongoing = TRUE;
  if (ongoing)
    return 'E';
  return ended && !(o == MODEL_OUTCOME_TERMINATION && gestation < 0) ? 'F' : '?';
}

static int
compare_ets_cb (gconstpointer pa, gconstpointer pb)
{
  const Et *a = pa, *b = pb;

  if (a->day != b->day)
    return a->day < b->day ? -1 : 1;
  if (a->cycle != b->cycle)
    return a->cycle < b->cycle ? -1 : 1;
  return a->order != b->order ? a->order - b->order : a->key - b->key;
}

static guint
second_list (const TestPerson *person,
             const AnalysisQuestion *q,
             gint32 cut,
             gboolean fresh_only,
             Et *list)
{
  guint n = 0, m = 0;

  for (guint i = 0; i < person->n_transfers; i++)
    {
      const ModelTransferFacts *t = &person->transfers[i];
      Et et = { t->date_first, t->date_last, t->cycle_key,    t->order_in_cycle,  t->transfer_key,
                TRUE,          FALSE,        person->eggs[i], person->partner[i], '?' };

      if (t->status != MODEL_STATUS_PERFORMED || t->date_last == BASE_DAY_NONE
          || t->date_last > cut)
        continue;
      et.counts = !fresh_only || !(t->flags & MODEL_TRANSFER_FROZEN);
      et.result = second_result (t, q, cut, &et.live);
      list[n++] = et;
    }
  qsort (list, n, sizeof *list, compare_ets_cb);
  for (guint i = 0; i < n; i++)
    {
      Et *same = NULL;

      for (guint j = 0; j < m && same == NULL; j++)
        if (list[j].cycle == list[i].cycle && list[j].day == list[i].day
            && list[j].first == list[i].first)
          same = &list[j];
      if (same == NULL)
        {
          list[m++] = list[i];
          continue;
        }
      same->counts |= list[i].counts;
      same->live |= list[i].live;
      if (list[i].result == 'E' || same->result == '?')
        same->result = list[i].result == '?' ? same->result : list[i].result;
    }
  return m;
}

static const char *
second_recorded (const TestPerson *person, gint32 from, gint32 cut, int *out_reason)
{
  const char *state = "";
  gboolean taken[TEST_MAX_ROWS] = { FALSE };

  *out_reason = 255;
  for (guint round = 0; round < person->n_followups; round++)
    {
      int next = -1;

      for (guint i = 0; i < person->n_followups; i++)
        if (!taken[i]
            && (next < 0 || person->followups[i][1] < person->followups[next][1]
                || (person->followups[i][1] == person->followups[next][1]
                    && person->followups[i][0] < person->followups[next][0])))
          next = (int) i;
      taken[next] = TRUE;
      if (person->followups[next][1] < from || person->followups[next][1] > cut
          || strcmp (state, "died") == 0)
        continue;
      switch (person->followups[next][2])
        {
        case MODEL_FOLLOWUP_CONTINUING:
          state = "continuing";
          *out_reason = 255;
          break;
        case MODEL_FOLLOWUP_DISCONTINUED:
          state = "stopped";
          *out_reason = person->followups[next][3];
          break;
        case MODEL_FOLLOWUP_DIED:
          state = "died";
          *out_reason = 255;
          break;
        case MODEL_FOLLOWUP_LOST:
          if (strcmp (state, "stopped") != 0)
            state = "lost";
          break;
        default:
          break;
        }
    }
  return state;
}

static char *
said (int k, int fate, const char *how, int ignored)
{
  return ignored > 0 ? g_strdup_printf ("%d %d %s ignored=%d", k, fate, how, ignored)
                     : g_strdup_printf ("%d %d %s", k, fate, how);
}

/* The first counted one on or after the start; n: none, and any says whether any counts at all. */
static guint
second_index (const TestPerson *person,
              const AnalysisQuestion *q,
              const Et *all,
              guint n,
              gboolean *any)
{
  gint64 start = G_MININT64;
  guint index = n;

  if (q->index == ANALYSIS_INDEX_FIRST_COUNTED_AFTER)
    start = q->index_after;
  else if (q->index == ANALYSIS_INDEX_FIRST_AFTER_REFERRAL && person->referral[1] != BASE_DAY_NONE)
    start = person->referral[1];
  *any = FALSE;
  for (guint i = n; i-- > 0;)
    if (all[i].counts)
      {
        *any = TRUE;
        if (all[i].day >= start)
          index = i;
      }
  return index;
}

/* The transfers that are in the series if nothing happens at them, and what comes after. */
typedef struct
{
  Et list[TEST_MAX_ROWS];
  int skipped[TEST_MAX_ROWS]; /* uncounted ones before each */
  guint n;
  const char *cut_by; /* what cuts it after them; NULL: nothing */
  gboolean other;     /* a birth that is no event follows */
} Second;

/* The day of the earliest birth that is no event: of a pregnancy row, or of an uncounted transfer.
 * out_end: the candidates before it. */
static gint64
second_other_day (const TestPerson *person,
                  const AnalysisQuestion *q,
                  gint32 cut,
                  gint64 ripe,
                  const Et *all,
                  guint n,
                  guint index,
                  guint *out_end)
{
  gint64 day = G_MAXINT64;
  guint end;

  for (guint i = 0; i < person->n_births; i++)
    if (person->births[i][1] > all[index].day && person->births[i][1] <= cut)
      day = MIN (day, person->births[i][1]);
  for (end = index; end < n && all[end].day <= day; end++)
    if (!all[end].counts && all[end].live && (q->mature_days < 0 || all[end].day <= ripe))
      {
        day = all[end].day;
        break;
      }
  *out_end = end;
  return day;
}

/* Whether two cycles are known to be of different partners, or of own and donated oocytes. */
static gboolean
second_differ (const Et *a, const Et *b)
{
  return (a->eggs + b->eggs == ANALYSIS_EGGS_OWN + ANALYSIS_EGGS_DONATED && a->eggs != 0
          && b->eggs != 0)
         || (a->partner >= 0 && b->partner >= 0 && a->partner != b->partner);
}

/* Of [index, end): the counted ones, by choice those between, up to a forced cut. */
static void
second_cut_down (const AnalysisQuestion *q, const Et *all, guint index, guint end, Second *out)
{
  int run = 0;
  guint last = index;

  for (guint j = index; j < end; j++)
    if (all[j].counts)
      last = j;
  for (guint i = index; i < end; i++)
    {
      if (!all[i].counts && !(q->interrupt == ANALYSIS_INTERRUPT_COUNT && i < last))
        {
          run++;
          continue;
        }
      if (run > 0 && q->interrupt == ANALYSIS_INTERRUPT_STOP)
        out->cut_by = "cut-interrupt";
      for (guint j = 0; j < out->n && q->donor_change == ANALYSIS_DONOR_ENDS; j++)
        if (out->cut_by == NULL && second_differ (&all[i], &out->list[j]))
          out->cut_by = "cut-donor";
      if (out->cut_by != NULL)
        return;
      out->skipped[out->n] = run;
      out->list[out->n++] = all[i];
      run = 0;
    }
}

/* What is said of a series without an event whose decision is known or left to the records. */
static char *
second_end (const TestPerson *person,
            const AnalysisQuestion *q,
            gint32 cut,
            const Second *second,
            int k,
            int ignored)
{
  static const char *const reasons[] = {
    "medical_advice", "no_embryos", "health", "emotional",         "own_choice",
    "cost",           "separation", "moved",  "birth_without_art", "birth_other_transfer",
    "adoption",       "other"
  };
  gboolean status = q->decisions == ANALYSIS_DECISIONS_STATUS;
  const char *recorded;
  int reason;

  if (second->cut_by != NULL)
    return said (k, 0, second->cut_by, ignored);
  if (second->other)
    return q->other_birth == ANALYSIS_OTHER_BIRTH_COUNTS
               ? said (k, 1, "birth", ignored)
               : said (k, 2, "stopped-birth-other", ignored);

  recorded = second_recorded (person, second->list[second->n - 1].day, cut, &reason);
  if (strcmp (recorded, "stopped") == 0)
    {
      g_autofree char *how =
          reason == 255 ? g_strdup ("stopped") : g_strdup_printf ("stopped:%s", reasons[reason]);

      return said (k, 2, how, ignored);
    }
  if (strcmp (recorded, "died") == 0)
    return said (k, 2, "died", ignored);
  if (status && strcmp (recorded, "continuing") == 0)
    return said (k, 0, "went-on-status", ignored);
  if (status && strcmp (recorded, "lost") != 0)
    return said (k, 3, "open", ignored);
  return said (k, 2, "presumed", ignored);
}

char *
test_second_reading (const TestPerson *person,
                     const AnalysisQuestion *q,
                     gint32 cut,
                     gboolean fresh_only)
{
  Et all[TEST_MAX_ROWS];
  Second second = { .n = 0 };
  gint64 ripe = (gint64) cut - (q->mature_days < 0 ? 301 : q->mature_days);
  gboolean window = q->decisions == ANALYSIS_DECISIONS_WINDOW, any;
  guint n = second_list (person, q, cut, fresh_only, all), index, end;
  int k = 0, ignored = 0;

  if (n == 0)
    return g_strdup ("no-transfer");
  index = second_index (person, q, all, n, &any);
  if (index == n)
    return g_strdup (any ? "before-start" : "no-counted");
  second.other = second_other_day (person, q, cut, ripe, all, n, index, &end) < G_MAXINT64;
  second_cut_down (q, all, index, end, &second);

  for (guint i = 0; i < second.n; i++)
    {
      const Et *et = &second.list[i];
      gboolean mature = (q->mature_days < 0 && et->result != '?') || et->day <= ripe;

      if (!mature || (et->result == '?' && q->overdue == ANALYSIS_OVERDUE_CUT))
        {
          if (k == 0)
            return g_strdup (mature ? "overdue-first" : "maturing-only");
          return said (k, 0, mature ? "cut-overdue" : "went-on", ignored);
        }
      k++;
      ignored += second.skipped[i];
      if (et->result == 'E')
        return said (k, 1, "birth", ignored);
      if (window && et->day > (gint64) cut - q->presume_days)
        return said (k, 3, "open", ignored);
    }
  return second_end (person, q, cut, &second, k, ignored);
}
