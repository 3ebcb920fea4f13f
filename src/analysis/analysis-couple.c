/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See analysis-couple.h. When oocytes are donated, and when she has no partner. */
#include "config.h"

#include "analysis-couple.h"

#include <glib/gi18n-lib.h>
#include <string.h>

enum { EGG_SOURCE, PARTNER, PARTNER_KIND, N_FIELDS };

static const ModelField *
find_field (ModelDictionary *dictionary,
            guint            i)
{
  static const struct
  {
    ModelTable table;
    const char *id;
  } fields[N_FIELDS] = { { MODEL_TABLE_CYCLE, "egg_source" },
                         { MODEL_TABLE_CYCLE, "partner" },
                         { MODEL_TABLE_PARTNER, "kind" } };

  return model_dictionary_find (dictionary, fields[i].table, fields[i].id);
}

void
analysis_couple_add_fields (GPtrArray       *fields,
                            ModelDictionary *dictionary)
{
  for (guint i = 0; i < N_FIELDS; i++)
    {
      gpointer field = (gpointer) find_field (dictionary, i);

      if (!g_ptr_array_find (fields, field, NULL))
        g_ptr_array_add (fields, field);
    }
}

static guint8
eggs_at (const ModelColumn *source,
         guint              row,
         int                own)
{
  if (model_column_missing (source, row) != MODEL_MISSING_NONE)
    return ANALYSIS_EGGS_UNKNOWN;
  return source->u8[row] == own ? ANALYSIS_EGGS_OWN : ANALYSIS_EGGS_DONATED;
}

/* Not applicable, and a row that says so, are no partner; a row that is archived isn't known. */
static gint32
partner_at (const ModelColumn *partner,
            const ModelColumn *kind,
            guint              row,
            int                none)
{
  if (model_column_missing (partner, row) == MODEL_MISSING_NOT_APPLICABLE)
    return ANALYSIS_PARTNER_NONE;
  if (model_column_missing (partner, row) != MODEL_MISSING_NONE
      || model_column_missing (kind, row) != MODEL_MISSING_NONE)
    return ANALYSIS_PARTNER_UNKNOWN;
  return kind->u8[row] == none ? ANALYSIS_PARTNER_NONE : partner->i32[row];
}

static int
code_of (const ModelColumn *column,
         const char        *code)
{
  return model_field_code_index (column->field, code, strlen (code));
}

gboolean
analysis_couple_read (const ModelChunk *chunk,
                      ModelDictionary  *dictionary,
                      AnalysisMarks    *marks,
                      GError          **error)
{
  const ModelColumn *columns[N_FIELDS];
  int own, none;

  for (guint i = 0; i < N_FIELDS; i++)
    {
      const ModelField *field = find_field (dictionary, i);

      columns[i] = model_chunk_column (chunk, field);
      if (columns[i] == NULL)
        {
          g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_FIELD,
                       _("The values of “%s” haven't been read."), field->id);
          return FALSE;
        }
    }
  own = code_of (columns[EGG_SOURCE], "own");
  none = code_of (columns[PARTNER_KIND], "none");
  marks->eggs = g_new (guint8, MAX (chunk->n_transfers, 1));
  marks->partner = g_new (gint32, MAX (chunk->n_transfers, 1));
  for (guint t = 0; t < chunk->n_transfers; t++)
    {
      marks->eggs[t] = eggs_at (columns[EGG_SOURCE], t, own);
      marks->partner[t] = partner_at (columns[PARTNER], columns[PARTNER_KIND], t, none);
    }
  return TRUE;
}
