/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the demonstration, the CSVs of data/demonstration, anew: 52 synthetic women whose births
 * and stops by transfer are given, and whose dates and findings are drawn until they fit. Built
 * with the tests, not installed. Usage: make-demonstration FOLDER, or as a test make-demonstration
 * --check FOLDER, which says by TAP whether the files there are what would be written.
 *
 * From the paper (Nyborg et al., Fertil Steril 2014;102:1650-5) are only 52 women, 19 live births
 * after the first transfer and 32 after up to five. */
#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "model-draft.h"
#include "model-synthetic-private.h"

#define N_PATIENTS 52
#define N_PRIMARY 32
#define N_STEPS 5
#define MATURE_DAYS 301
#define PRESUME_DAYS 365

/* What becomes of the patients after each counted transfer. */
static const guint births[N_STEPS] = { 19, 7, 4, 1, 1 };
static const guint stops[N_STEPS] = { 1, 2, 3, 4, 4 };
static const guint maturing[N_STEPS] = { 3, 2, 1, 0, 0 };

/* Why those stopped who told; the rest is presumed. */
static const char *const stop_reasons[] = {
  "own_choice", "no_embryos",     "own_choice", "emotional",  "no_embryos",
  "own_choice", "medical_advice", "no_embryos", "own_choice", "separation",
  "own_choice", "no_embryos",     NULL,         NULL
};

typedef enum { END_BIRTH, END_STOP, END_MATURING } End;

typedef struct
{
  SyntheticPlan plan;
  guint64 stream;
} Woman;

/* --- one woman --- */

/* Draws a series of k counted transfers with that end; FALSE: it doesn't fit the calendar. */
static gboolean
draw_series (SyntheticPlan   *plan,
             SyntheticRandom *random,
             guint            k,
             End              end)
{
  gint32 last_day = plan->cut_day - (end == END_BIRTH ? MATURE_DAYS : PRESUME_DAYS);
  gint32 day = plan->index_day;

  for (guint i = 0; i < k; i++)
    {
      SyntheticTransfer *transfer;
      gboolean birth = end == END_BIRTH && i + 1 == k;

      if (day > last_day || (!birth && day > plan->cut_day - PRESUME_DAYS))
        return FALSE;
      synthetic_plan_transfer (plan, random, day);
      transfer = &plan->transfers[i];
      synthetic_plan_outcome (plan, random, transfer, birth);
      day = synthetic_plan_next_day (random, transfer);
    }
  if (end == END_STOP)
    synthetic_plan_stop (plan, random);
  if (end == END_MATURING)
    {
      SyntheticTransfer *transfer;

      if (day <= plan->cut_day - MATURE_DAYS || day > plan->cut_day - 5)
        return FALSE;
      synthetic_plan_transfer (plan, random, day);
      transfer = &plan->transfers[k];
      synthetic_plan_outcome (plan, random, transfer, synthetic_chance (random, 0.4));
      /* A birth that is known and doesn't count yet is for the manual, not for a first look. */
      return transfer->outcome != MODEL_OUTCOME_LIVE_BIRTH || transfer->outcome_day > plan->cut_day;
    }
  return TRUE;
}

static void
draw_woman (Woman           *woman,
            SyntheticRandom *random,
            guint            k,
            End              end)
{
  gint32 first = base_day_from_ymd (2003, 1, 6), cut = base_day_from_ymd (2012, 12, 31);

  for (;;)
    {
      SyntheticPlan *plan = &woman->plan;
      gint32 referral = first + synthetic_between (random, 0, cut - first - 100);
      double tilt;

      *plan = (SyntheticPlan) { .cut_day = cut, .tidy = TRUE };
      synthetic_plan_patient (plan, random, referral,
                              referral + synthetic_between (random, 45, 150));
      plan->treated = TRUE;
      /* Births come somewhat sooner to the younger. */
      tilt = (end == END_BIRTH && k == 1 ? -0.08 : 0.05) * (plan->age - 35.0);
      if (synthetic_chance (random, synthetic_expit (tilt)) && draw_series (plan, random, k, end))
        break;
    }
  woman->stream = synthetic_next (random);
}

static int
compare_referral (gconstpointer a,
                  gconstpointer b)
{
  const Woman *x = a, *y = b;

  return (x->plan.referral_day > y->plan.referral_day)
         - (x->plan.referral_day < y->plan.referral_day);
}

static void
draw_women (Woman           *women,
            SyntheticRandom *random)
{
  guint n = 0, n_stops = 0;

  for (guint k = 1; k <= N_STEPS; k++)
    {
      for (guint i = 0; i < births[k - 1]; i++)
        draw_woman (&women[n++], random, k, END_BIRTH);
      for (guint i = 0; i < stops[k - 1]; i++)
        {
          SyntheticPlan *plan = &women[n].plan;
          const char *reason = stop_reasons[(n_stops * 5) % G_N_ELEMENTS (stop_reasons)];

          draw_woman (&women[n++], random, k, END_STOP);
          n_stops++;
          plan->reason = reason;
          plan->stop_recorded = reason != NULL;
          plan->lost = reason == NULL;
          plan->died = FALSE;
        }
      for (guint i = 0; i < maturing[k - 1]; i++)
        draw_woman (&women[n++], random, k, END_MATURING);
    }
  g_assert (n == N_PATIENTS && n_stops == G_N_ELEMENTS (stop_reasons));
  for (guint i = 0; i < n; i++)
    women[i].plan.primary = i * 11 % n < N_PRIMARY;
  qsort (women, n, sizeof *women, compare_referral);
}

/* --- all of them --- */

/* Whether the women are, together, what is said of them. */
static gboolean
is_typical (const Woman *women)
{
  double sum = 0, squares = 0, losses = 0;
  guint frozen = 0, day5 = 0, n = 0, donors = 0;
  gboolean ongoing = FALSE;

  for (guint i = 0; i < N_PATIENTS; i++)
    {
      const SyntheticPlan *plan = &women[i].plan;

      sum += plan->age;
      squares += plan->age * plan->age;
      losses += plan->losses;
      donors += plan->donor;
      for (guint t = 0; t < plan->n_transfers; t++)
        {
          const SyntheticTransfer *transfer = &plan->transfers[t];

          n++;
          frozen += transfer->frozen;
          day5 += transfer->embryo_age == 5;
          ongoing = ongoing
                    || (transfer->outcome == MODEL_OUTCOME_LIVE_BIRTH
                        && transfer->outcome_day > plan->cut_day);
        }
    }
  sum /= N_PATIENTS;
  squares = sqrt ((squares - N_PATIENTS * sum * sum) / (N_PATIENTS - 1));
  return fabs (sum - 35.0) < 0.15 && fabs (squares - 4.2) < 0.2
         && fabs (losses / N_PATIENTS - 3.9) < 0.15 && donors >= 2 && donors <= 4
         && fabs ((double) frozen / n - 1.0 / 3.0) < 0.03 && fabs ((double) day5 / n - 0.5) < 0.03
         && ongoing;
}

/* --- files --- */

static void
append_cell (GString    *text,
             const char *value)
{
  if (value == NULL)
    return;
  if (strpbrk (value, ",\"\r\n") == NULL)
    {
      g_string_append (text, value);
      return;
    }
  g_string_append_c (text, '"');
  for (const char *c = value; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, '"');
}

static const char *
parent_column (ModelTable table)
{
  switch (model_table_parent (table))
    {
    case MODEL_N_TABLES:
      return NULL;
    case MODEL_TABLE_CYCLE:
      return "cycle";
    default:
      return "transfer";
    }
}

static void
append_header (GString         *text,
               ModelDictionary *dictionary,
               ModelTable       table)
{
  guint n = model_dictionary_n_stored (dictionary, table);

  if (table != MODEL_TABLE_PATIENT)
    {
      g_string_append (text, table == MODEL_TABLE_TRANSFER_OUTCOME ? "patient" : "patient,key");
      if (parent_column (table) != NULL)
        g_string_append_printf (text, ",%s", parent_column (table));
    }
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "",
                            model_dictionary_stored (dictionary, table, i)->id);
  g_string_append_c (text, '\n');
}

static void
append_row (GString        *text,
            const ModelRow *row,
            const char     *code)
{
  if (row->table != MODEL_TABLE_PATIENT)
    {
      g_string_append_printf (text, "%s,%" G_GINT64_FORMAT, code, row->key);
      if (row->table != MODEL_TABLE_TRANSFER_OUTCOME && parent_column (row->table) != NULL)
        g_string_append_printf (text, ",%" G_GINT64_FORMAT, row->parent);
      g_string_append_c (text, ',');
    }
  for (guint i = 0; i < row->n_values; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      append_cell (text, row->values[i]);
    }
  g_string_append_c (text, '\n');
}

static int n_tests = 0, n_failed = 0;

static void
report (gboolean    ok,
        const char *what)
{
  g_print ("%s %d - %s\n", ok ? "ok" : "not ok", ++n_tests, what);
  n_failed += !ok;
}

/* Writes a file, or says whether it is as it would be written. Takes text. */
static void
finish_file (const char *folder,
             const char *name,
             gboolean    check,
             GString    *text)
{
  g_autofree char *file = g_strconcat (name, ".csv", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *old = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  if (check)
    report (g_file_get_contents (path, &old, &length, NULL) && length == text->len
              && memcmp (old, text->str, length) == 0,
            file);
  else if (!g_file_set_contents (path, text->str, (gssize) text->len, &error))
    {
      g_printerr ("%s\n", error->message);
      n_failed++;
    }
  g_string_free (text, TRUE);
}

static void
finish_settings (const char *folder,
                 gboolean    check)
{
  GString *text = g_string_new ("name,value\n");

  g_string_append (text, "synthetic,demonstration\n");
  g_string_append (text, "data_cut,2012-12-31\n");
  g_string_append (text, "title,\"Demonstration: synthetic register of 52 women, 2003-2012\"\n");
  g_string_append (text, "note,\"Only three figures come from the paper (Nyborg et al., Fertil "
                         "Steril 2014;102:1650-5): "
                         "52 women, 19 live births after the first transfer, 32 after up to five. "
                         "Everything else was made by a program. Nobody in it exists.\"\n");
  finish_file (folder, "settings", check, text);
}

/* Nothing in it may be refused by the validator. */
static guint
count_hard_issues (ModelDictionary   *dictionary,
                   const ModelRecord *record)
{
  g_autoptr (GPtrArray) issues =
      model_record_check (dictionary, record, base_day_from_ymd (2012, 12, 31));
  guint n = 0;

  for (guint i = 0; i < issues->len; i++)
    n += ((const ModelIssue *) issues->pdata[i])->kind == MODEL_ISSUE_HARD;
  return n;
}

static void
make_files (const char *folder,
            gboolean    check)
{
  g_autoptr (ModelDictionary) dictionary = model_dictionary_new ();
  static Woman women[N_PATIENTS];
  SyntheticRandom random;
  GString *texts[MODEL_N_TABLES];
  guint64 seed = 0;
  guint n_hard = 0;

  do
    {
      synthetic_random_init (&random, ++seed, N_PATIENTS);
      draw_women (women, &random);
    }
  while (!is_typical (women));

  for (guint t = 0; t < MODEL_N_TABLES; t++)
    {
      texts[t] = g_string_new (NULL);
      append_header (texts[t], dictionary, t);
    }
  for (guint i = 0; i < N_PATIENTS; i++)
    {
      g_autofree char *code = g_strdup_printf ("RPL-%04u", i + 1);
      g_autoptr (ModelRecord) record = NULL;

      synthetic_random_init (&random, seed, women[i].stream);
      record = synthetic_record (dictionary, &women[i].plan, &random, (gint64) i + 1, code);
      n_hard += count_hard_issues (dictionary, record);
      for (guint t = 0; t < MODEL_N_TABLES; t++)
        for (guint r = 0; r < record->rows[t]->len; r++)
          append_row (texts[t], record->rows[t]->pdata[r], code);
    }
  for (guint t = 0; t < MODEL_N_TABLES; t++)
    if (t != MODEL_TABLE_IDENTITY)
      finish_file (folder, model_table_file (t), check, texts[t]);
    else
      g_string_free (texts[t], TRUE);
  finish_settings (folder, check);
  if (check)
    report (n_hard == 0, "no hard issue");
}

int
main (int    argc,
      char **argv)
{
  gboolean check = argc == 3 && strcmp (argv[1], "--check") == 0;

  if (argc != 2 && !check)
    {
      g_printerr ("Usage: %s [--check] FOLDER\n", argv[0]);
      return 2;
    }
  make_files (argv[argc - 1], check);
  if (check)
    g_print ("1..%d\n", n_tests);
  return n_failed > 0;
}
