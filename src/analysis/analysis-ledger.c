/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes two looks one comparison, and the adjusted p: analysis-ledger.h. */
#include "config.h"

#include "analysis-ledger.h"

#include <math.h>

#include "base-clock.h"

struct _AnalysisLedger
{
  GPtrArray *entries; /* of AnalysisLedgerEntry */
};

/* --- entries ---------------------------------------------------------------------------------- */

AnalysisLedgerEntry *
analysis_ledger_entry_new (const char *what,
                           const char *question,
                           const char *data,
                           const char *test,
                           double      p)
{
  AnalysisLedgerEntry *self = g_new0 (AnalysisLedgerEntry, 1);

  self->what = g_strdup (what);
  self->question = g_strdup (question);
  self->data = g_strdup (data);
  self->test = g_strdup (test);
  self->p = p;
  self->utc = base_time_to_utc (base_now ());
  return self;
}

static AnalysisLedgerEntry *
entry_copy (const AnalysisLedgerEntry *entry)
{
  AnalysisLedgerEntry *self = g_new0 (AnalysisLedgerEntry, 1);

  self->what = g_strdup (entry->what);
  self->question = g_strdup (entry->question);
  self->data = g_strdup (entry->data);
  self->test = g_strdup (entry->test);
  self->p = entry->p;
  self->utc = g_strdup (entry->utc);
  return self;
}

void
analysis_ledger_entry_free (AnalysisLedgerEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->what);
  g_free (self->question);
  g_free (self->data);
  g_free (self->test);
  g_free (self->utc);
  g_free (self);
}

/* --- what makes two looks one comparison ------------------------------------------------------ */

char *
analysis_ledger_question (const AnalysisQuestion *question,
                          gboolean                of_curves)
{
  g_autoptr (AnalysisQuestion) asked = analysis_question_copy (question);
  g_autoptr (AnalysisQuestion) defaults = analysis_question_new ();

  asked->conf_type = defaults->conf_type;
  asked->level = defaults->level;
  if (!of_curves)
    {
      asked->estimator = defaults->estimator;
      asked->theta = defaults->theta;
      asked->pi = defaults->pi;
      asked->truncate = defaults->truncate;
      g_free (asked->drop_out_terms);
      asked->drop_out_terms = g_strdup (defaults->drop_out_terms);
    }
  return analysis_question_fingerprint (asked);
}

char *
analysis_ledger_data (const AnalysisSelection *selection)
{
  gsize size = ((gsize) selection->k_max + 1) * STATS_N_FATES;
  gsize n = size * selection->n_strata * selection->n_groups;
  g_autofree guint64 *counts = g_new0 (guint64, MAX (n, 1));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < selection->n; i++)
    {
      gsize table = (gsize) selection->stratum[i] * selection->n_groups + selection->group[i];

      counts[table * size + selection->k[i] * STATS_N_FATES + selection->fate[i]]++;
    }
  for (gsize i = 0; i < n; i++)
    if (counts[i] > 0)
      g_string_append_printf (text, "%" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT " %" G_GUINT64_FORMAT
                                    "\n", i / size, i % size, counts[i]);
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, (gssize) text->len);
}

char *
analysis_ledger_data_of_everybody (const AnalysisAnswer *answer)
{
  const AnalysisGroup *everybody = &answer->overall;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < everybody->n; i++)
    {
      const StatsRiskRow *row = &everybody->risk[i];

      g_string_append_printf (text, "%u %u %u %u %u\n", row->k, row->births, row->stopped, row->cut,
                              row->open);
    }
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, (gssize) text->len);
}

/* --- the ledger ------------------------------------------------------------------------------- */

AnalysisLedger *
analysis_ledger_new (void)
{
  AnalysisLedger *self = g_new0 (AnalysisLedger, 1);

  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) analysis_ledger_entry_free);
  return self;
}

void
analysis_ledger_free (AnalysisLedger *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->entries);
  g_free (self);
}

static gboolean
is_same (const AnalysisLedgerEntry *a,
         const AnalysisLedgerEntry *b)
{
  return g_strcmp0 (a->question, b->question) == 0 && g_strcmp0 (a->data, b->data) == 0
         && g_strcmp0 (a->test, b->test) == 0;
}

void
analysis_ledger_add (AnalysisLedger            *self,
                     const AnalysisLedgerEntry *entry)
{
  AnalysisLedgerEntry *copy = entry_copy (entry);

  for (guint i = 0; i < self->entries->len; i++)
    if (is_same (analysis_ledger_get (self, i), entry))
      {
        analysis_ledger_entry_free (self->entries->pdata[i]);
        self->entries->pdata[i] = copy;
        return;
      }
  g_ptr_array_add (self->entries, copy);
}

guint
analysis_ledger_n (const AnalysisLedger *self)
{
  return self->entries->len;
}

const AnalysisLedgerEntry *
analysis_ledger_get (const AnalysisLedger *self,
                     guint                 i)
{
  g_return_val_if_fail (i < self->entries->len, NULL);
  return g_ptr_array_index (self->entries, i);
}

guint
analysis_ledger_n_tested (const AnalysisLedger *self)
{
  guint n = 0;

  for (guint i = 0; i < self->entries->len; i++)
    n += !isnan (analysis_ledger_get (self, i)->p);
  return n;
}

void
analysis_ledger_adjust (const AnalysisLedger *self,
                        StatsAdjust           method,
                        double               *out)
{
  for (guint i = 0; i < self->entries->len; i++)
    out[i] = analysis_ledger_get (self, i)->p;
  if (!stats_adjust (out, self->entries->len, method, out))
    g_error ("out of memory");
}
