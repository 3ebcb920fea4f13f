/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See analysis-couple.h. When oocytes are donated, and when she has no partner. */
#include "config.h"

#include "analysis-couple.h"

#include <glib/gi18n-lib.h>
#include <string.h>

enum
{
  EGG_SOURCE,
  PARTNER,
  N_FIELDS
};

static const char *const ids[N_FIELDS] = { "egg_source", "partner" };

void
analysis_couple_add_fields (GPtrArray *fields, ModelDictionary *dictionary)
{
  for (guint i = 0; i < N_FIELDS; i++)
    {
      gpointer field = (gpointer) model_dictionary_find (dictionary, MODEL_TABLE_CYCLE, ids[i]);

      if (!g_ptr_array_find (fields, field, NULL))
        g_ptr_array_add (fields, field);
    }
}

static guint8
eggs_at (const ModelColumn *source, guint row, int own)
{
  if (model_column_missing (source, row) != MODEL_MISSING_NONE)
    return ANALYSIS_EGGS_UNKNOWN;
  return source->u8[row] == own ? ANALYSIS_EGGS_OWN : ANALYSIS_EGGS_DONATED;
}

static gint32
partner_at (const ModelColumn *partner, guint row)
{
  switch (model_column_missing (partner, row))
    {
    case MODEL_MISSING_NONE:
      return partner->i32[row];
    case MODEL_MISSING_NOT_APPLICABLE:
      return ANALYSIS_PARTNER_NONE;
    case MODEL_MISSING_NOT_ASKED:
    case MODEL_MISSING_UNKNOWN:
    case MODEL_MISSING_PENDING:
    default:
      return ANALYSIS_PARTNER_UNKNOWN;
    }
}

gboolean
analysis_couple_read (const ModelChunk *chunk,
                      ModelDictionary *dictionary,
                      AnalysisMarks *marks,
                      GError **error)
{
  const ModelColumn *columns[N_FIELDS];
  int own = -1;

  for (guint i = 0; i < N_FIELDS; i++)
    {
      const ModelField *field = model_dictionary_find (dictionary, MODEL_TABLE_CYCLE, ids[i]);

      columns[i] = model_chunk_column (chunk, field);
      if (columns[i] == NULL)
        {
          g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_FIELD,
                       _ ("The values of “%s” haven't been read."), ids[i]);
          return FALSE;
        }
      if (i == EGG_SOURCE)
        own = model_field_code_index (field, "own", strlen ("own"));
    }
  marks->eggs = g_new (guint8, MAX (chunk->n_transfers, 1));
  marks->partner = g_new (gint32, MAX (chunk->n_transfers, 1));
  for (guint t = 0; t < chunk->n_transfers; t++)
    {
      marks->eggs[t] = eggs_at (columns[EGG_SOURCE], t, own);
      marks->partner[t] = partner_at (columns[PARTNER], t);
    }
  return TRUE;
}
