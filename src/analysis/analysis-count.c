/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counting rule: which transfers an analysis counts, decided per transfer by what was known at
 * it; and the fields that a question reads. */
#include "config.h"

#include "analysis-cohort-private.h"

#include <string.h>

#include "analysis-couple.h"
#include "analysis-expr.h"
#include "analysis-terms.h"

gboolean
analysis_count_rule_init (AnalysisCountRule *self,
                          const char        *count,
                          ModelDictionary   *dictionary,
                          GError           **error)
{
  *self = (AnalysisCountRule) { ANALYSIS_COUNT_ALL, NULL };
  if (count == NULL || strcmp (count, "all") == 0)
    return TRUE;
  if (strcmp (count, "fresh") == 0 || strcmp (count, "frozen") == 0)
    {
      self->kind = strcmp (count, "fresh") == 0 ? ANALYSIS_COUNT_FRESH : ANALYSIS_COUNT_FROZEN;
      return TRUE;
    }
  self->kind = ANALYSIS_COUNT_EXPR;
  self->expr = analysis_expr_parse (strcmp (count, "treated") == 0 ? "treated = true" : count,
                                    dictionary, TRUE, error);
  return self->expr != NULL;
}

void
analysis_count_rule_clear (AnalysisCountRule *self)
{
  g_clear_pointer (&self->expr, analysis_expr_unref);
}

/* --- columns of a chunk per transfer --- */

typedef struct
{
  const ModelChunk *chunk;
  GPtrArray *spread; /* of ModelColumn: her value at each of her transfers */
} ChunkLookup;

static ModelColumn *
spread_column (const ModelChunk  *chunk,
               const ModelColumn *column)
{
  ModelColumn *spread = model_column_new (column->field, TRUE, chunk->n_transfers);
  gsize size = column->kind == MODEL_COLUMN_U8 ? 1 : column->kind == MODEL_COLUMN_F64 ? 8 : 4;

  for (guint i = 0; i < chunk->n_patients; i++)
    for (guint t = chunk->transfer_start[i]; t < chunk->transfer_start[i + 1]; t++)
      {
        memcpy ((char *) spread->data + t * size, (const char *) column->data + i * size, size);
        spread->missing[t] = (guint8) model_column_missing (column, i);
      }
  return spread;
}

static const ModelColumn *
chunk_lookup_cb (const ModelField *field,
                 gpointer          user_data)
{
  ChunkLookup *lookup = user_data;
  ModelColumn *column = model_chunk_column (lookup->chunk, field);

  if (column == NULL || column->per_transfer || column->kind == MODEL_COLUMN_TEXT)
    return column;
  column = spread_column (lookup->chunk, column);
  g_ptr_array_add (lookup->spread, column);
  return column;
}

gboolean
analysis_count_rule_apply (const AnalysisCountRule *self,
                           const ModelChunk        *chunk,
                           guint8                 **out_counted,
                           GError                 **error)
{
  ChunkLookup lookup = { chunk, NULL };
  guint8 *counted;
  gboolean good = TRUE;

  *out_counted = NULL;
  if (self->kind == ANALYSIS_COUNT_ALL)
    return TRUE;
  counted = g_malloc (MAX (chunk->n_transfers, 1));
  if (self->kind == ANALYSIS_COUNT_EXPR)
    {
      lookup.spread = g_ptr_array_new_with_free_func ((GDestroyNotify) model_column_unref);
      good = analysis_expr_eval (self->expr, chunk->n_transfers, chunk_lookup_cb, &lookup, counted,
                                 error);
      g_ptr_array_unref (lookup.spread);
    }
  else
    for (guint t = 0; t < chunk->n_transfers; t++)
      counted[t] =
          ((chunk->flags[t] & MODEL_TRANSFER_FROZEN) != 0) == (self->kind == ANALYSIS_COUNT_FROZEN);

  if (good)
    *out_counted = counted;
  else
    g_free (counted);
  return good;
}

/* --- what a question reads --- */

static void
add_fields (GPtrArray       *fields,
            GPtrArray       *more)
{
  for (guint i = 0; i < more->len; i++)
    if (!g_ptr_array_find (fields, g_ptr_array_index (more, i), NULL))
      g_ptr_array_add (fields, g_ptr_array_index (more, i));
  g_ptr_array_unref (more);
}

gboolean
analysis_fields_add (GPtrArray       *fields,
                     const char      *by,
                     ModelDictionary *dictionary,
                     GError         **error)
{
  g_autoptr (AnalysisBy) parsed = analysis_by_parse (by, dictionary, error);

  if (parsed == NULL)
    return FALSE;
  if (!g_ptr_array_find (fields, parsed->field, NULL))
    g_ptr_array_add (fields, (gpointer) parsed->field);
  return TRUE;
}

GPtrArray *
analysis_question_fields (const AnalysisQuestion *question,
                          ModelDictionary        *dictionary,
                          GError                **error)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  AnalysisCountRule rule;

  g_return_val_if_fail (question != NULL && dictionary != NULL, NULL);

  if (!analysis_count_rule_init (&rule, question->count, dictionary, error))
    {
      g_prefix_error (error, "count: ");
      return NULL;
    }
  if (rule.expr != NULL)
    add_fields (fields, analysis_expr_fields (rule.expr));
  analysis_count_rule_clear (&rule);

  if (question->where != NULL)
    {
      g_autoptr (AnalysisExpr) expr =
          analysis_expr_parse (question->where, dictionary, FALSE, error);

      if (expr == NULL)
        {
          g_prefix_error (error, "where: ");
          return NULL;
        }
      add_fields (fields, analysis_expr_fields (expr));
    }
  if (question->estimator == ANALYSIS_ESTIMATOR_IPCW)
    {
      g_autoptr (AnalysisFormula) formula
        = analysis_formula_parse (question->drop_out_terms, dictionary, TRUE, error);
      g_auto (GStrv) terms = formula != NULL ? analysis_formula_fields (formula) : NULL;
      gboolean good = formula != NULL;

      for (guint i = 0; good && terms[i] != NULL; i++)
        good = analysis_fields_add (fields, terms[i], dictionary, error);
      if (!good)
        {
          g_prefix_error (error, "drop-out-terms: ");
          return NULL;
        }
    }
  if (question->by != NULL && !analysis_fields_add (fields, question->by, dictionary, error))
    {
      g_prefix_error (error, "by: ");
      return NULL;
    }
  if (question->donor_change == ANALYSIS_DONOR_ENDS)
    analysis_couple_add_fields (fields, dictionary);
  return g_steal_pointer (&fields);
}
