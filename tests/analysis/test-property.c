/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random registers: series and fates against a second reading of the rules, written for this test
 * in another way than src/analysis (lists that are cut down step by step, no walk), and what must
 * hold of any register. */
#include <stdlib.h>
#include <string.h>

#include "test-analysis-common.h"

#define MAX_ROWS 14
#define N_REGISTERS 60
#define PATIENTS 100

/* --- random patients --- */

typedef struct
{
  ModelTransferFacts transfers[MAX_ROWS];
  guint n_transfers;
  gint32 followups[MAX_ROWS][4]; /* first, last, status, reason */
  guint n_followups;
  gint32 births[MAX_ROWS][2];
  guint n_births;
  gint32 referral[2];
} Person;

static int
dice (int n)
{
  return g_test_rand_int_range (0, n);
}

/* A day around `day`, sometimes only its month or year. */
static void
random_days (gint32  day,
             gint32 *out_first,
             gint32 *out_last)
{
  BaseDate date = base_date_from_day (day);

  if (dice (8) == 0)
    date.day = 0;
  else if (dice (30) == 0)
    date.day = date.month = 0;
  *out_first = base_date_first_day (date);
  *out_last = base_date_last_day (date);
}

static ModelTransferFacts
random_transfer (gint32 key,
                 gint32 day,
                 gint32 cycle)
{
  static const guint8 outcomes[] = { 0, 0, 0, 0, 1, 2, 3, 4, 5, 5, 6, 7, 8, 8, 8, 9, 10, 255, 255 };
  ModelTransferFacts facts = {
    .transfer_key = key,
    .cycle_key = cycle,
    .order_in_cycle = (guint8) (1 + dice (3)),
    .status = dice (12) > 0 ? MODEL_STATUS_PERFORMED : (guint8) dice (3),
    .outcome = outcomes[dice (G_N_ELEMENTS (outcomes))],
    .gestation_days = (gint16) (dice (3) > 0 ? 30 + dice (260) : -1),
    .outcome_first = BASE_DAY_NONE,
    .outcome_last = BASE_DAY_NONE,
    .sac_last = dice (4) > 0 ? day + 20 + dice (30) : BASE_DAY_NONE,
    .alive_12_last = dice (4) > 0 ? day + 60 + dice (30) : BASE_DAY_NONE,
    .date_first = BASE_DAY_NONE,
    .date_last = BASE_DAY_NONE,
  };

  facts.flags = (guint8) ((dice (3) == 0 ? MODEL_TRANSFER_FROZEN : 0)
                          | (dice (6) == 0 ? MODEL_TRANSFER_SAC_SEEN : 0)
                          | (dice (6) == 0 ? MODEL_TRANSFER_ALIVE_12 : 0)
                          | (dice (6) == 0 ? MODEL_TRANSFER_DONOR : 0));
  if (dice (8) == 0)
    facts.flags |= MODEL_TRANSFER_CHILD_ROWS | (dice (2) == 0 ? MODEL_TRANSFER_CHILD_LIVE : 0);
  if (dice (20) > 0)
    random_days (day, &facts.date_first, &facts.date_last);
  if (facts.outcome != MODEL_OUTCOME_NONE && dice (5) > 0)
    random_days (day + 14 + dice (270), &facts.outcome_first, &facts.outcome_last);
  return facts;
}

static Person
random_person (void)
{
  Person person = { .referral = { BASE_DAY_NONE, BASE_DAY_NONE } };
  gint32 day = 14000 + dice (600), cycle = 1;

  if (dice (15) > 0)
    random_days (day + dice (500) - 100, &person.referral[0], &person.referral[1]);
  person.n_transfers = (guint) dice (8);
  for (guint i = 0; i < person.n_transfers; i++)
    {
      int step = dice (4);

      day += step == 0 ? dice (3) : 20 + dice (400);
      cycle += step == 0 ? dice (2) : 1;
      person.transfers[i] = random_transfer ((gint32) i + 1, day, cycle);
    }
  person.n_followups = (guint) dice (4);
  for (guint i = 0; i < person.n_followups; i++)
    {
      random_days (14000 + dice (3500), &person.followups[i][0], &person.followups[i][1]);
      person.followups[i][2] = dice (5);
      person.followups[i][3] = dice (4) > 0 ? dice (12) : 255;
    }
  person.n_births = dice (4) == 0 ? 1 + (guint) dice (2) : 0;
  for (guint i = 0; i < person.n_births; i++)
    random_days (14000 + dice (3500), &person.births[i][0], &person.births[i][1]);
  return person;
}

static void
build_person (ModelChunkBuilder *builder,
              gint32             number,
              const Person      *person,
              gboolean           backwards)
{
  model_chunk_builder_patient (builder, number, person->referral[0], person->referral[1],
                               BASE_DAY_NONE);
  for (guint j = 0; j < person->n_transfers; j++)
    model_chunk_builder_transfer (builder,
                                  &person->transfers[backwards ? person->n_transfers - 1 - j : j]);
  for (guint i = 0; i < person->n_followups; i++)
    model_chunk_builder_followup (builder, person->followups[i][0], person->followups[i][1],
                                  (guint8) person->followups[i][2],
                                  (guint8) person->followups[i][3], BASE_DAY_NONE);
  for (guint j = 0; j < person->n_births; j++)
    {
      guint i = backwards ? person->n_births - 1 - j : j;

      model_chunk_builder_birth (builder, person->births[i][0], person->births[i][1]);
    }
}

static ModelChunk *
build_one (const Person *person,
           gboolean      backwards)
{
  ModelChunkBuilder *builder = model_chunk_builder_new ();

  build_person (builder, 1, person, backwards);
  return model_chunk_builder_finish (builder);
}

static AnalysisQuestion *
random_question (void)
{
  AnalysisQuestion *question = analysis_question_new ();
  static const int matures[] = { 301, 301, 200, ANALYSIS_MATURE_KNOWN };
  static const int presumes[] = { 365, 365, 100, 730 };

  question->event = (AnalysisEvent) dice (3);
  question->index = (AnalysisIndex) dice (3);
  question->index_after = 14200 + dice (800);
  question->interrupt = (AnalysisInterrupt) dice (3);
  question->mature_days = matures[dice (4)];
  question->overdue = (AnalysisOverdue) dice (2);
  question->presume_days = presumes[dice (4)];
  question->decisions = (AnalysisDecisions) dice (2);
  question->other_birth = (AnalysisOtherBirth) dice (2);
  question->donor_change = (AnalysisDonorChange) dice (2);
  question->gestation_limit_days = dice (2) == 0 ? 0 : 140;
  return question;
}

/* The rule `fresh` as bytes. */
static guint8 *
count_fresh (const ModelChunk *chunk)
{
  guint8 *counted = g_malloc0 (chunk->n_transfers + 1);

  for (guint t = 0; t < chunk->n_transfers; t++)
    counted[t] = (chunk->flags[t] & MODEL_TRANSFER_FROZEN) == 0;
  return counted;
}

/* --- the rules a second time --- */

typedef struct
{
  gint32 first, day, cycle;
  int order, key;
  gboolean counts, donor, live;
  char result; /* E event, F none, ? not known */
} Et;

static char
second_result (const ModelTransferFacts *t,
               const AnalysisQuestion   *q,
               gint32                    cut,
               gboolean                 *live)
{
  int limit = q->gestation_limit_days == 0 ? 154 : q->gestation_limit_days;
  gboolean hidden = t->outcome_last != BASE_DAY_NONE && t->outcome_last > cut;
  gboolean children = !hidden && (t->flags & MODEL_TRANSFER_CHILD_ROWS);
  int o = hidden ? MODEL_OUTCOME_NONE : t->outcome;
  gboolean sac = (t->flags & MODEL_TRANSFER_SAC_SEEN) && t->sac_last <= cut;
  gboolean alive = (t->flags & MODEL_TRANSFER_ALIVE_12) && t->alive_12_last <= cut;
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

  clinical = ended ? o > MODEL_OUTCOME_PUL : sac;
  if (q->event == ANALYSIS_EVENT_CLINICAL_PREGNANCY)
    return clinical ? 'E' : ended ? 'F' : '?';

  ongoing = alive;
  if (o == MODEL_OUTCOME_STILLBIRTH && (t->gestation_days < 0 || t->gestation_days >= limit))
    ongoing = TRUE;
  if (o == MODEL_OUTCOME_MISCARRIAGE && t->gestation_days >= limit)
    ongoing = TRUE;
  if ((o == MODEL_OUTCOME_TERMINATION || o == MODEL_OUTCOME_ONGOING) && t->gestation_days >= 84)
    ongoing = TRUE;
  if (ongoing)
    return 'E';
  return ended && !(o == MODEL_OUTCOME_TERMINATION && t->gestation_days < 0) ? 'F' : '?';
}

static int
compare_ets_cb (gconstpointer pa,
                gconstpointer pb)
{
  const Et *a = pa, *b = pb;

  if (a->day != b->day)
    return a->day < b->day ? -1 : 1;
  if (a->cycle != b->cycle)
    return a->cycle < b->cycle ? -1 : 1;
  return a->order != b->order ? a->order - b->order : a->key - b->key;
}

static guint
second_list (const Person           *person,
             const AnalysisQuestion *q,
             gint32                  cut,
             gboolean                fresh_only,
             Et                     *list)
{
  guint n = 0, m = 0;

  for (guint i = 0; i < person->n_transfers; i++)
    {
      const ModelTransferFacts *t = &person->transfers[i];
      Et et = { t->date_first, t->date_last, t->cycle_key, t->order_in_cycle, t->transfer_key, TRUE,
                FALSE,         FALSE,        '?' };

      if (t->status != MODEL_STATUS_PERFORMED || t->date_last == BASE_DAY_NONE
          || t->date_last > cut)
        continue;
      et.counts = !fresh_only || !(t->flags & MODEL_TRANSFER_FROZEN);
      et.donor = (t->flags & MODEL_TRANSFER_DONOR) != 0;
      et.result = second_result (t, q, cut, &et.live);
      list[n++] = et;
    }
  qsort (list, n, sizeof *list, compare_ets_cb);
  for (guint i = 0; i < n; i++)
    {
      Et *before = m > 0 ? &list[m - 1] : NULL;

      if (before != NULL && before->cycle == list[i].cycle && before->day == list[i].day
          && before->first == list[i].first)
        {
          before->counts |= list[i].counts;
          before->donor |= list[i].donor;
          before->live |= list[i].live;
          if (list[i].result == 'E' || before->result == '?')
            before->result = list[i].result == '?' ? before->result : list[i].result;
        }
      else
        list[m++] = list[i];
    }
  return m;
}

static const char *
second_recorded (const Person *person,
                 gint32        from,
                 gint32        cut,
                 int          *out_reason)
{
  const char *state = "";
  gboolean taken[MAX_ROWS] = { FALSE };

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
said (int         k,
      int         fate,
      const char *how,
      int         ignored)
{
  return ignored > 0 ? g_strdup_printf ("%d %d %s ignored=%d", k, fate, how, ignored)
                     : g_strdup_printf ("%d %d %s", k, fate, how);
}

/* The first counted one on or after the start; n: none, and any says whether any counts at all. */
static guint
second_index (const Person           *person,
              const AnalysisQuestion *q,
              const Et               *all,
              guint                   n,
              gboolean               *any)
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
  Et list[MAX_ROWS];
  int skipped[MAX_ROWS]; /* uncounted ones before each */
  guint n;
  const char *cut_by; /* what cuts it after them; NULL: nothing */
  gboolean other;     /* a birth that is no event follows */
} Second;

/* The day of the earliest birth that is no event: of a pregnancy row, or of an uncounted transfer.
 * out_end: the candidates before it. */
static gint64
second_other_day (const Person           *person,
                  const AnalysisQuestion *q,
                  gint32                  cut,
                  gint64                  ripe,
                  const Et               *all,
                  guint                   n,
                  guint                   index,
                  guint                  *out_end)
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

/* Of [index, end): the counted ones, by choice those between, up to a forced cut. */
static void
second_cut_down (const AnalysisQuestion *q,
                 const Et               *all,
                 guint                   index,
                 guint                   end,
                 Second                 *out)
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
      else if (q->donor_change == ANALYSIS_DONOR_ENDS && all[i].donor != all[index].donor)
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
second_end (const Person           *person,
            const AnalysisQuestion *q,
            gint32                  cut,
            const Second           *second,
            int                     k,
            int                     ignored)
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
      g_autofree char *how
        = reason == 255 ? g_strdup ("stopped") : g_strdup_printf ("stopped:%s", reasons[reason]);

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

static char *
second_reading (const Person           *person,
                const AnalysisQuestion *q,
                gint32                  cut,
                gboolean                fresh_only)
{
  Et all[MAX_ROWS];
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
  second.other
      = second_other_day (person, q, cut, ripe, all, n, index, &end) < G_MAXINT64;
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

/* --- properties --- */

static char *
first_reading (const ModelChunk       *chunk,
               guint                   row,
               const AnalysisQuestion *question,
               gint32                  cut,
               const guint8           *counted)
{
  AnalysisSeries series = analysis_series_of (chunk, row, question, cut, counted);

  series.first_by_interval = 0;
  return test_series_to_text (&series);
}

static gint32
random_cut (void)
{
  return 14000 + dice (4000);
}

static void
test_second_reading (void)
{
  guint seen[3][10] = { { 0 } };

  for (guint r = 0; r < N_REGISTERS * PATIENTS * 10; r++)
    {
      Person person = random_person ();
      ModelChunk *chunk = build_one (&person, FALSE);
      g_autoptr (AnalysisQuestion) question = random_question ();
      gint32 cut = random_cut ();
      gboolean fresh = dice (2) == 0;
      g_autofree guint8 *counted = fresh ? count_fresh (chunk) : NULL;
      g_autofree char *first = first_reading (chunk, 0, question, cut, counted);
      g_autofree char *second = second_reading (&person, question, cut, fresh);

      if (strcmp (first, second) != 0)
        {
          g_autofree char *text = analysis_question_to_text (question);

          for (guint i = 0; i < person.n_transfers; i++)
            g_printerr ("# transfer %d..%d cycle %d status %d outcome %d %d..%d flags %u\n",
                        person.transfers[i].date_first, person.transfers[i].date_last,
                        person.transfers[i].cycle_key, person.transfers[i].status,
                        person.transfers[i].outcome, person.transfers[i].outcome_first,
                        person.transfers[i].outcome_last, person.transfers[i].flags);
          g_error ("cut %d, fresh %d, referral %d, %s: %s, but the second reading says %s", cut,
                   fresh, person.referral[1], text, first, second);
        }
      if (g_ascii_isdigit (first[0]))
        seen[0][MIN (first[0] - '0', 9)]++, seen[1][first[2] - '0']++;
      model_chunk_unref (chunk);
    }
  /* The patients were worth it: all fates, and several transfers. */
  for (guint fate = 0; fate < 4; fate++)
    g_assert_cmpuint (seen[1][fate], >, 500);
  g_assert_cmpuint (seen[0][4], >, 100);
}

/* What is dated after the cut doesn't exist: taking it away changes nothing. */
static void
test_nothing_after_the_cut (void)
{
  for (guint r = 0; r < 20000; r++)
    {
      Person person = random_person (), past = person;
      g_autoptr (AnalysisQuestion) question = random_question ();
      gint32 cut = random_cut ();
      ModelChunk *chunk, *past_chunk;
      g_autofree char *all = NULL, *some = NULL;

      past.n_transfers = past.n_followups = past.n_births = 0;
      for (guint i = 0; i < person.n_transfers; i++)
        {
          ModelTransferFacts facts = person.transfers[i];

          if (facts.date_last > cut)
            continue;
          if (facts.outcome_last > cut)
            {
              facts.outcome = MODEL_OUTCOME_NONE;
              facts.outcome_first = facts.outcome_last = BASE_DAY_NONE;
              facts.gestation_days = -1;
              facts.flags &= ~(MODEL_TRANSFER_CHILD_ROWS | MODEL_TRANSFER_CHILD_LIVE);
            }
          if (facts.sac_last > cut)
            facts.flags &= ~MODEL_TRANSFER_SAC_SEEN;
          if (facts.alive_12_last > cut)
            facts.flags &= ~MODEL_TRANSFER_ALIVE_12;
          past.transfers[past.n_transfers++] = facts;
        }
      for (guint i = 0; i < person.n_followups; i++)
        if (person.followups[i][1] <= cut)
          memcpy (past.followups[past.n_followups++], person.followups[i],
                  sizeof person.followups[i]);
      for (guint i = 0; i < person.n_births; i++)
        if (person.births[i][1] <= cut)
          memcpy (past.births[past.n_births++], person.births[i], sizeof person.births[i]);

      chunk = build_one (&person, FALSE);
      past_chunk = build_one (&past, FALSE);
      all = first_reading (chunk, 0, question, cut, NULL);
      some = first_reading (past_chunk, 0, question, cut, NULL);
      g_assert_cmpstr (all, ==, some);
      model_chunk_unref (chunk);
      model_chunk_unref (past_chunk);
    }
}

/* The order of rows changes nothing. */
static void
test_order_of_rows (void)
{
  for (guint r = 0; r < 20000; r++)
    {
      Person person = random_person ();
      g_autoptr (AnalysisQuestion) question = random_question ();
      gint32 cut = random_cut ();
      ModelChunk *forwards = build_one (&person, FALSE), *backwards = build_one (&person, TRUE);
      AnalysisSeries a = analysis_series_of (forwards, 0, question, cut, NULL);
      AnalysisSeries b = analysis_series_of (backwards, 0, question, cut, NULL);
      g_autofree char *a_text = test_series_to_text (&a), *b_text = test_series_to_text (&b);

      g_assert_cmpstr (a_text, ==, b_text);
      g_assert_cmpint (a.index_transfer, ==, b.index_transfer);
      model_chunk_unref (forwards);
      model_chunk_unref (backwards);
    }
}

/* With the default question nothing that is recorded of her staying or stopping moves K or the
 * fate: only dates do (the date window). */
static void
test_window_asks_no_status (void)
{
  g_autoptr (AnalysisQuestion) question = analysis_question_new ();

  for (guint r = 0; r < 20000; r++)
    {
      Person person = random_person (), silent = person;
      gint32 cut = random_cut ();
      ModelChunk *a_chunk = build_one (&person, FALSE), *b_chunk;
      AnalysisSeries a, b;

      silent.n_followups = 0;
      b_chunk = build_one (&silent, FALSE);
      a = analysis_series_of (a_chunk, 0, question, cut, NULL);
      b = analysis_series_of (b_chunk, 0, question, cut, NULL);
      g_assert_cmpint (a.flow, ==, b.flow);
      g_assert_cmpint (a.k, ==, b.k);
      g_assert_cmpint (a.fate, ==, b.fate);
      model_chunk_unref (a_chunk);
      model_chunk_unref (b_chunk);
    }
}

/* A cohort is the series of its patients, in their order, whatever the chunks. */
static void
test_cohorts (void)
{
  g_autoptr (ModelDictionary) dictionary = model_dictionary_new ();

  for (guint r = 0; r < N_REGISTERS; r++)
    {
      g_autoptr (GPtrArray) chunks =
          g_ptr_array_new_with_free_func ((GDestroyNotify) model_chunk_unref);
      g_autoptr (AnalysisQuestion) question = random_question ();
      g_autoptr (ModelDataset) dataset = NULL;
      g_autoptr (AnalysisCohort) cohort = NULL;
      gint32 cut = random_cut ();
      guint row = 0;
      guint64 flow[ANALYSIS_N_FLOW] = { 0 }, sum = 0;

      g_free (question->count);
      question->count = g_strdup (dice (2) == 0 ? "fresh" : "frozen");
      for (guint c = 0; c < 3; c++)
        {
          ModelChunkBuilder *builder = model_chunk_builder_new ();

          for (gint32 i = 0; i < PATIENTS; i++)
            {
              Person person = random_person ();

              build_person (builder, (gint32) c * MODEL_CHUNK_PATIENTS + i * 3, &person, FALSE);
            }
          g_ptr_array_add (chunks, model_chunk_builder_finish (builder));
        }
      dataset = model_dataset_new (dictionary, 1, chunks);
      cohort = analysis_cohort_new (dataset, question, cut, NULL);
      for (guint c = 0; c < chunks->len; c++)
        {
          ModelChunk *chunk = g_ptr_array_index (chunks, c);
          g_autofree guint8 *counted = count_fresh (chunk);

          for (guint t = 0; strcmp (question->count, "frozen") == 0 && t < chunk->n_transfers; t++)
            counted[t] = !counted[t];
          for (guint i = 0; i < chunk->n_patients; i++)
            {
              AnalysisSeries series = analysis_series_of (chunk, i, question, cut, counted);

              flow[series.flow]++;
              if (series.flow != ANALYSIS_FLOW_IN)
                continue;
              g_assert_cmpint (analysis_cohort_k (cohort)[row], ==, series.k);
              g_assert_cmpint (analysis_cohort_fate (cohort)[row], ==, series.fate);
              g_assert_cmpint (analysis_cohort_patient (cohort)[row], ==, chunk->patient[i]);
              g_assert_cmpmem (analysis_cohort_series (cohort, row), sizeof series, &series,
                               sizeof series);
              row++;
            }
        }
      g_assert_cmpuint (row, ==, analysis_cohort_n (cohort));
      for (guint i = 0; i < ANALYSIS_N_FLOW; i++)
        g_assert_cmpuint (flow[i], ==, analysis_cohort_flow (cohort)[i]);
      for (guint i = 0; i < ANALYSIS_N_FATES; i++)
        sum += analysis_cohort_details (cohort)[i];
      g_assert_cmpuint (sum, ==, row);
      g_assert_cmpuint (analysis_cohort_counts (cohort)->n_register, ==, 3 * PATIENTS);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/property/second-reading", test_second_reading);
  g_test_add_func ("/analysis/property/nothing-after-the-cut", test_nothing_after_the_cut);
  g_test_add_func ("/analysis/property/order-of-rows", test_order_of_rows);
  g_test_add_func ("/analysis/property/window-asks-no-status", test_window_asks_no_status);
  g_test_add_func ("/analysis/property/cohorts", test_cohorts);
  return g_test_run ();
}
