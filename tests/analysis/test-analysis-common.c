/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See test-analysis-common.h. Anything that can't be read ends the test program. */
#include "test-analysis-common.h"

#include <stdlib.h>
#include <string.h>

static const char *const outcomes[] = {
  "no_pregnancy", "biochemical_loss", "pul",        "ectopic", "mole", "miscarriage",
  "termination",  "stillbirth",       "live_birth", "ongoing", "lost", NULL
};
static const char *const states[] = { "continuing", "delivered", "discontinued",
                                      "lost",       "died",      NULL };
/* In the order of the dictionary's code list. */
static const char *const reasons[] = {
  "medical_advice", "no_embryos", "health", "emotional",         "own_choice",
  "cost",           "separation", "moved",  "birth_without_art", "birth_other_transfer",
  "adoption",       "other",      NULL
};
static const char *const flows[] = { "no-transfer",   "no-counted",    "before-start",
                                     "maturing-only", "overdue-first", NULL };
static const char *const details[] = {
  "birth",     "went-on",  "cut-overdue",    "cut-interrupt",
  "cut-donor", "open",     "stopped",        "stopped-birth-other",
  "died",      "presumed", "went-on-status", NULL
};

static int
find (const char *const *words, const char *word)
{
  for (int i = 0; words[i] != NULL; i++)
    if (strcmp (words[i], word) == 0)
      return i;
  g_error ("\"%s\" is none of the words that were expected", word);
}

/* Takes the longest run of characters that no mark ends. */
static char *
take (const char **p)
{
  gsize length = strcspn (*p, "=/!@:");
  char *text = g_strndup (*p, length);

  *p += length;
  return text;
}

static void
take_days (const char **p, gint32 *out_first, gint32 *out_last)
{
  g_autofree char *text = take (p);
  BaseDate date;

  *out_first = *out_last = BASE_DAY_NONE;
  if (strcmp (text, "?") == 0)
    return;
  if (!base_date_parse (text, &date))
    g_error ("\"%s\" is no date", text);
  *out_first = base_date_first_day (date);
  *out_last = base_date_last_day (date);
}

gint32
test_day (const char *iso)
{
  gint32 first, last;

  take_days (&iso, &first, &last);
  g_assert_cmpint (first, ==, last);
  return last;
}

/* What a question reads of a transfer beside its facts. */
typedef struct
{
  gboolean treated;
  guint8 eggs;
  gint32 partner;
} Marked;

static void
take_scan (const char **p, gint32 *out_first, gint32 *out_last)
{
  *out_first = *out_last = BASE_DAY_NONE;
  if (**p != ':')
    return;
  (*p)++;
  take_days (p, out_first, out_last);
}

static void
take_mark (const char **p, ModelTransferFacts *facts, Marked *marked)
{
  g_autofree char *mark = NULL;

  (*p)++;
  mark = take (p);
  if (strcmp (mark, "t") == 0)
    marked->treated = TRUE;
  else if (strcmp (mark, "donor") == 0)
    marked->eggs = ANALYSIS_EGGS_DONATED;
  else if (strcmp (mark, "eggs?") == 0)
    marked->eggs = ANALYSIS_EGGS_UNKNOWN;
  else if (mark[0] == 'p' && g_ascii_isdigit (mark[1]))
    marked->partner = atoi (mark + 1);
  else if (strcmp (mark, "sac") == 0)
    {
      facts->flags |= MODEL_TRANSFER_SAC_SEEN;
      take_scan (p, &facts->sac_first, &facts->sac_last);
    }
  else if (strcmp (mark, "alive12") == 0)
    {
      facts->flags |= MODEL_TRANSFER_ALIVE_12;
      take_scan (p, &facts->alive_12_first, &facts->alive_12_last);
    }
  else if (strcmp (mark, "live") == 0)
    facts->flags |= MODEL_TRANSFER_CHILD_ROWS | MODEL_TRANSFER_CHILD_LIVE;
  else if (strcmp (mark, "dead") == 0)
    facts->flags |= MODEL_TRANSFER_CHILD_ROWS;
  else
    g_error ("\"%s\" is no mark", mark);
}

static ModelTransferFacts
read_transfer (const char *p, gint32 key, Marked *marked)
{
  ModelTransferFacts facts = {
    .transfer_key = key,
    .cycle_key = 1000 + key,
    .order_in_cycle = (guint8) key,
    .outcome = MODEL_OUTCOME_NONE,
    .outcome_first = BASE_DAY_NONE,
    .outcome_last = BASE_DAY_NONE,
    .gestation_days = -1,
    .status = *p == 'T'   ? MODEL_STATUS_PERFORMED
              : *p == 'P' ? MODEL_STATUS_PLANNED
                          : MODEL_STATUS_CANCELLED,
  };

  *marked = (Marked){ FALSE, ANALYSIS_EGGS_OWN, ANALYSIS_PARTNER_UNKNOWN };
  p++;
  take_days (&p, &facts.date_first, &facts.date_last);
  while (*p != '\0')
    {
      g_autofree char *word = NULL;

      switch (*p)
        {
        case '=':
          p++;
          word = take (&p);
          facts.outcome = (guint8) find (outcomes, word);
          break;
        case '@':
          p++;
          take_days (&p, &facts.outcome_first, &facts.outcome_last);
          break;
        case '/':
          p += 2;
          word = take (&p);
          facts.cycle_key = atoi (word);
          break;
        case '!':
          take_mark (&p, &facts, marked);
          break;
        default:
          g_error ("\"%s\" can't be read", p);
        }
    }
  return facts;
}

static void
add_followup (ModelChunkBuilder *builder, const char *p)
{
  gint32 first, last;
  g_autofree char *state = NULL;
  guint8 reason = 255;

  take_days (&p, &first, &last);
  p++;
  state = take (&p);
  if (*p == ':')
    reason = (guint8) find (reasons, p + 1);
  model_chunk_builder_followup (builder, first, last, (guint8) find (states, state), reason,
                                BASE_DAY_NONE);
}

static void
start_patient (ModelChunkBuilder *builder, char **words)
{
  gint32 first = BASE_DAY_NONE, last = BASE_DAY_NONE;

  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_has_prefix (words[i], "ref:"))
      {
        const char *p = words[i] + 4;

        take_days (&p, &first, &last);
      }
  model_chunk_builder_patient (builder, 1, first, last, BASE_DAY_NONE);
}

void
test_marks_clear (AnalysisMarks *marks)
{
  g_clear_pointer (&marks->counted, g_free);
  g_clear_pointer (&marks->eggs, g_free);
  g_clear_pointer (&marks->partner, g_free);
}

/* `marked` by key, which is the place in the text and one. */
static void
fill_marks (const ModelChunk *chunk, const Marked *marked, AnalysisMarks *marks)
{
  marks->counted = g_malloc0 (chunk->n_transfers + 1);
  marks->eggs = g_malloc0 (chunk->n_transfers + 1);
  marks->partner = g_new0 (gint32, chunk->n_transfers + 1);
  for (guint t = 0; t < chunk->n_transfers; t++)
    {
      const Marked *one = &marked[chunk->transfer_key[t] - 1];

      marks->counted[t] = one->treated;
      marks->eggs[t] = one->eggs;
      marks->partner[t] = one->partner;
    }
}

ModelChunk *
test_chunk_from_text (const char *rows, AnalysisMarks *out_marks)
{
  g_auto (GStrv) words = g_strsplit (rows, " ", -1);
  ModelChunkBuilder *builder = model_chunk_builder_new ();
  g_autofree Marked *marked = g_new0 (Marked, g_strv_length (words) + 1);
  ModelChunk *chunk;

  start_patient (builder, words);
  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *p = words[i];

      if (*p == 'T' || *p == 'P' || *p == 'X')
        {
          ModelTransferFacts facts = read_transfer (p, (gint32) i + 1, &marked[i]);

          if (words[i + 1] != NULL && g_str_has_prefix (words[i + 1], "g="))
            facts.gestation_days = (gint16) atoi (words[i + 1] + 2);
          model_chunk_builder_transfer (builder, &facts);
        }
      else if (*p == 'F')
        add_followup (builder, p + 1);
      else if (*p == 'B')
        {
          gint32 first, last;

          p++;
          take_days (&p, &first, &last);
          model_chunk_builder_birth (builder, first, last);
        }
      else if (!g_str_has_prefix (p, "ref:") && !g_str_has_prefix (p, "g="))
        g_error ("\"%s\" can't be read", p);
    }
  chunk = model_chunk_builder_finish (builder);
  fill_marks (chunk, marked, out_marks);
  return chunk;
}

char *
test_series_to_text (const AnalysisSeries *series)
{
  GString *text = g_string_new (NULL);

  if (series->flow == ANALYSIS_FLOW_IN)
    {
      g_string_append_printf (text, "%d %d %s", series->k, series->fate, details[series->detail]);
      g_assert_cmpint (series->index_transfer, >=, 0);
    }
  else
    {
      g_string_append (text, flows[series->flow]);
      g_assert_cmpint (series->k, ==, 0);
      g_assert_cmpint (series->index_transfer, ==, -1);
    }
  if (series->reason != 255)
    g_string_append_printf (text, ":%s", reasons[series->reason]);
  if (series->n_ignored > 0)
    g_string_append_printf (text, " ignored=%d", series->n_ignored);
  if (series->first_by_interval > 0)
    g_string_append_printf (text, " partial=%d", series->first_by_interval);
  return g_string_free (text, FALSE);
}

AnalysisQuestion *
test_question_from_text (const char *text)
{
  g_autoptr (AnalysisQuestion) question = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *lines = g_strdelimit (g_strdup (text), "|", '\n');

  question = analysis_question_from_text (strcmp (text, "-") == 0 ? "" : lines, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&question);
}
