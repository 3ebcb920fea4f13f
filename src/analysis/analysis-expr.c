/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evaluating filter expressions over columns as byte masks. Parsing is analysis-expr-parse.c's. */
#include "config.h"

#include "analysis-expr-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "analysis-mask.h"
#include "stats-mask.h"

AnalysisNode *
analysis_node_new (AnalysisNodeKind kind)
{
  AnalysisNode *self = g_new0 (AnalysisNode, 1);

  self->kind = kind;
  return self;
}

/* Iterative along the right, recursive along the left, whose depth the parser bounds. */
void
analysis_node_free (AnalysisNode *self)
{
  while (self != NULL)
    {
      AnalysisNode *right = self->right;

      analysis_node_free (self->left);
      g_clear_pointer (&self->ranges, g_array_unref);
      g_clear_pointer (&self->texts, g_ptr_array_unref);
      g_free (self);
      self = right;
    }
}

AnalysisExpr *
analysis_expr_ref (AnalysisExpr *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
analysis_expr_unref (AnalysisExpr *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  analysis_node_free (self->root);
  g_ptr_array_unref (self->fields);
  model_dictionary_unref (self->dictionary);
  g_free (self);
}

GPtrArray *
analysis_expr_fields (AnalysisExpr *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return g_ptr_array_ref (self->fields);
}

/* --- tests --- */

static void
mask_drop_missing (const ModelColumn *column,
                   guint              n,
                   guint8            *mask)
{
  if (column->missing != NULL)
    analysis_mask_and_zero (column->missing, n, mask);
}

static void
mask_missing (const AnalysisNode *node,
              const ModelColumn  *column,
              guint               n,
              guint8             *mask)
{
  guint8 keep[256];

  for (guint i = 0; i < G_N_ELEMENTS (keep); i++)
    keep[i] = (node->codes[i] != 0) != node->negated;
  if (column->missing != NULL)
    stats_mask_code_set (column->missing, n, keep, mask);
  else if (!keep[MODEL_MISSING_NONE])
    memset (mask, 0, n);
}

static gboolean
ranges_hold (const GArray *ranges,
             double        value)
{
  for (guint i = 0; i < ranges->len; i++)
    {
      const AnalysisRange *range = &g_array_index (ranges, AnalysisRange, i);

      if (value >= range->lo && value <= range->hi)
        return TRUE;
    }
  return FALSE;
}

/* The whole numbers within a range, as far as an int32 goes; lo > hi when there are none. */
static void
range_to_i32 (const AnalysisRange *range,
              gint32              *out_lo,
              gint32              *out_hi)
{
  double lo = ceil (range->lo), hi = floor (range->hi);

  if (lo > hi || lo > G_MAXINT32 || hi < G_MININT32)
    {
      *out_lo = 1;
      *out_hi = 0;
      return;
    }
  *out_lo = lo < G_MININT32 ? G_MININT32 : (gint32) lo;
  *out_hi = hi > G_MAXINT32 ? G_MAXINT32 : (gint32) hi;
}

static void
mask_ranges (const AnalysisNode *node,
             const ModelColumn  *column,
             guint               n,
             guint8             *mask)
{
  const AnalysisRange *range = &g_array_index (node->ranges, AnalysisRange, 0);

  if (node->ranges->len == 1 && !node->negated && column->kind == MODEL_COLUMN_F64)
    stats_mask_range_double (column->f64, n, range->lo, range->hi, mask);
  else if (node->ranges->len == 1 && !node->negated && column->kind == MODEL_COLUMN_I32)
    {
      gint32 lo, hi;

      range_to_i32 (range, &lo, &hi);
      stats_mask_range_i32 (column->i32, n, lo, hi, mask);
    }
  else
    for (guint i = 0; i < n; i++)
      {
        double value = mask[i] != 0 ? model_column_number (column, i) : NAN;

        if (isnan (value) || ranges_hold (node->ranges, value) == node->negated)
          mask[i] = 0;
      }
  mask_drop_missing (column, n, mask);
}

static void
mask_codes (const AnalysisNode *node,
            const ModelColumn  *column,
            guint               n,
            guint8             *mask)
{
  if (column->kind == MODEL_COLUMN_BITS)
    {
      guint32 wanted = 0;

      for (guint i = 0; i < 32; i++)
        wanted |= node->codes[i] != 0 ? 1u << i : 0;
      for (guint i = 0; i < n; i++)
        mask[i] &= (guint8) - (((column->bits[i] & wanted) != 0) != node->negated);
    }
  else
    {
      guint8 keep[256];

      for (guint i = 0; i < G_N_ELEMENTS (keep); i++)
        keep[i] = (node->codes[i] != 0) != node->negated;
      stats_mask_code_set (column->u8, n, keep, mask);
    }
  mask_drop_missing (column, n, mask);
}

static void
mask_texts (const AnalysisNode *node,
            const ModelColumn  *column,
            guint               n,
            guint8             *mask)
{
  guint n_strings = column->strings != NULL ? g_strv_length (column->strings) : 0;
  g_autofree guint8 *keep = g_malloc0 (MAX (n_strings, 1));

  for (guint i = 0; i < n_strings; i++)
    {
      gboolean listed = FALSE;

      for (guint j = 0; j < node->texts->len && !listed; j++)
        listed = strcmp (column->strings[i], g_ptr_array_index (node->texts, j)) == 0;
      keep[i] = listed != node->negated ? 0xff : 0;
    }
  mask_drop_missing (column, n, mask);
  for (guint i = 0; i < n; i++)
    mask[i] &= mask[i] != 0 && column->bits[i] < n_strings ? keep[column->bits[i]] : 0;
}

/* --- the tree --- */

typedef struct
{
  guint n;
  AnalysisColumnFunc lookup;
  gpointer user_data;
  GError **error;
} Evaluation;

static gboolean
mask_test (const AnalysisNode *node,
           const Evaluation   *evaluation,
           guint8             *mask)
{
  const ModelColumn *column = evaluation->lookup (node->field, evaluation->user_data);
  gboolean fits;

  if (column == NULL || column->n < evaluation->n)
    {
      g_set_error (evaluation->error, ANALYSIS_ERROR, ANALYSIS_ERROR_FIELD,
                   _("The values of “%s” haven't been read."), node->field->id);
      return FALSE;
    }
  fits = node->kind == ANALYSIS_NODE_MISSING
         || (node->kind == ANALYSIS_NODE_TEXTS) == (column->kind == MODEL_COLUMN_TEXT);
  if (!fits || (node->kind == ANALYSIS_NODE_CODES && column->kind != MODEL_COLUMN_U8
                && column->kind != MODEL_COLUMN_BITS))
    {
      g_set_error (evaluation->error, ANALYSIS_ERROR, ANALYSIS_ERROR_FIELD,
                   _("The values of “%s” aren't of the type that is compared."), node->field->id);
      return FALSE;
    }

  switch (node->kind)
    {
    case ANALYSIS_NODE_RANGES:
      mask_ranges (node, column, evaluation->n, mask);
      break;
    case ANALYSIS_NODE_CODES:
      mask_codes (node, column, evaluation->n, mask);
      break;
    case ANALYSIS_NODE_TEXTS:
      mask_texts (node, column, evaluation->n, mask);
      break;
    case ANALYSIS_NODE_MISSING:
      mask_missing (node, column, evaluation->n, mask);
      break;
    case ANALYSIS_NODE_AND:
    case ANALYSIS_NODE_OR:
    default:
      g_return_val_if_reached (FALSE);
    }
  return TRUE;
}

/* Takes out of the mask the rows that don't satisfy the node. Chains of `and` and of `or` hang to
 * the right and are walked, so that recursion is no deeper than parentheses. */
static gboolean mask_node (const AnalysisNode *node,
                           const Evaluation   *evaluation,
                           guint8             *mask);

static gboolean
mask_or (const AnalysisNode *node,
         const Evaluation   *evaluation,
         guint8             *mask)
{
  g_autofree guint8 *before = g_memdup2 (mask, evaluation->n);
  g_autofree guint8 *any = g_malloc0 (evaluation->n);

  for (; node != NULL; node = node->kind == ANALYSIS_NODE_OR ? node->right : NULL)
    {
      memcpy (mask, before, evaluation->n);
      if (!mask_node (node->kind == ANALYSIS_NODE_OR ? node->left : node, evaluation, mask))
        return FALSE;
      for (guint i = 0; i < evaluation->n; i++)
        any[i] |= mask[i];
    }
  memcpy (mask, any, evaluation->n);
  return TRUE;
}

static gboolean
mask_node (const AnalysisNode *node,
           const Evaluation   *evaluation,
           guint8             *mask)
{
  for (; node->kind == ANALYSIS_NODE_AND; node = node->right)
    if (!mask_node (node->left, evaluation, mask))
      return FALSE;
  if (node->kind == ANALYSIS_NODE_OR)
    return mask_or (node, evaluation, mask);
  return mask_test (node, evaluation, mask);
}

gboolean
analysis_expr_eval (AnalysisExpr      *self,
                    guint              n,
                    AnalysisColumnFunc lookup,
                    gpointer           user_data,
                    guint8            *out_mask,
                    GError           **error)
{
  Evaluation evaluation = { n, lookup, user_data, error };

  g_return_val_if_fail (self != NULL && lookup != NULL && (n == 0 || out_mask != NULL), FALSE);

  if (n == 0)
    return TRUE;
  memset (out_mask, 1, n);
  return mask_node (self->root, &evaluation, out_mask);
}
