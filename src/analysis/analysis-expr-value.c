/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of filter expressions: what may stand beside a field of which type, and which values of a
 * column that means. */
#include "config.h"

#include "analysis-expr-value.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "analysis-field.h"
#include "base-date.h"
#include "base-number.h"

AnalysisNode *
analysis_expr_value_node (const ModelField *field)
{
  AnalysisNode *node;

  switch (field->type)
    {
    case MODEL_TYPE_TEXT:
      node = analysis_node_new (ANALYSIS_NODE_TEXTS);
      node->texts = g_ptr_array_new_with_free_func (g_free);
      break;
    case MODEL_TYPE_BOOLEAN:
    case MODEL_TYPE_CODE:
    case MODEL_TYPE_MULTICODE:
      node = analysis_node_new (ANALYSIS_NODE_CODES);
      break;
    case MODEL_TYPE_INTEGER:
    case MODEL_TYPE_REAL:
    case MODEL_TYPE_DATE:
    case MODEL_TYPE_DATETIME:
    case MODEL_TYPE_DURATION_DAYS:
    case MODEL_TYPE_REFERENCE:
    default:
      node = analysis_node_new (ANALYSIS_NODE_RANGES);
      node->ranges = g_array_new (FALSE, FALSE, sizeof (AnalysisRange));
      break;
    }
  node->field = field;
  return node;
}

/* Weeks and days, 12+3. */
static gboolean
parse_weeks (const char *value,
             double     *out_days)
{
  const char *plus = strchr (value, '+');
  g_autofree char *weeks = NULL;
  gint64 n_weeks, n_days;

  if (plus == NULL)
    return FALSE;
  weeks = g_strndup (value, (gsize) (plus - value));
  if (!base_integer_parse (weeks, &n_weeks) || !base_integer_parse (plus + 1, &n_days)
      || n_weeks < 0 || n_weeks > 60 || n_days < 0 || n_days > 6)
    return FALSE;
  *out_days = (double) (n_weeks * 7 + n_days);
  return TRUE;
}

gboolean
analysis_expr_value_range (const ModelField *field,
                           const char       *value,
                           guint             character,
                           AnalysisRange    *out_range,
                           GError          **error)
{
  BaseDate date;
  double number;

  if (field->type == MODEL_TYPE_DATE || field->type == MODEL_TYPE_DATETIME)
    {
      if (!base_date_parse (value, &date))
        {
          analysis_set_error_at (error, ANALYSIS_ERROR_VALUE, character,
                                 _("“%s” needs a date: 2011, 2011-03 or 2011-03-09."), field->id);
          return FALSE;
        }
      *out_range = (AnalysisRange) { base_date_first_day (date), base_date_last_day (date) };
      return TRUE;
    }
  if (!base_number_parse (value, &number)
      && !(field->type == MODEL_TYPE_DURATION_DAYS && parse_weeks (value, &number)))
    {
      analysis_set_error_at (
          error, ANALYSIS_ERROR_VALUE, character,
          field->type == MODEL_TYPE_DURATION_DAYS
              ? _("“%s” needs a number of days, or weeks and days such as 12+0.")
              : _("“%s” needs a number, with a decimal point if any."),
          field->id);
      return FALSE;
    }
  *out_range = (AnalysisRange) { number, number };
  return TRUE;
}

static gboolean
add_code (AnalysisNode *node,
          const char   *value,
          guint         character,
          GError      **error)
{
  const ModelField *field = node->field;
  int code = model_field_code_index (field, value, strlen (value));
  GString *list;

  if (code >= 0)
    {
      node->codes[code] = 1;
      return TRUE;
    }
  list = g_string_new (NULL);
  for (guint i = 0; i < field->n_codes; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", field->codes[i].id);
  analysis_set_error_at (error, ANALYSIS_ERROR_VALUE, character, _("the codes of “%s” are %s."),
                         field->id, list->str);
  g_string_free (list, TRUE);
  return FALSE;
}

static gboolean
add_boolean (AnalysisNode *node,
             const char   *value,
             guint         character,
             GError      **error)
{
  static const char *const words[][3] = { { "false", "no", "0" }, { "true", "yes", "1" } };

  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < G_N_ELEMENTS (words[i]); j++)
      if (g_ascii_strcasecmp (value, words[i][j]) == 0)
        {
          node->codes[i] = 1;
          return TRUE;
        }
  analysis_set_error_at (error, ANALYSIS_ERROR_VALUE, character, _("“%s” is true or false."),
                         node->field->id);
  return FALSE;
}

gboolean
analysis_expr_value_add (AnalysisNode *node,
                         const char   *operator,
                         const char   *value,
                         guint         character,
                         GError      **error)
{
  AnalysisRange range;

  if (node->kind == ANALYSIS_NODE_TEXTS)
    {
      g_ptr_array_add (node->texts, g_strdup (value));
      return TRUE;
    }
  if (node->kind == ANALYSIS_NODE_CODES)
    return node->field->type == MODEL_TYPE_BOOLEAN ? add_boolean (node, value, character, error)
                                                   : add_code (node, value, character, error);

  if (!analysis_expr_value_range (node->field, value, character, &range, error))
    return FALSE;
  if (strcmp (operator, "<") == 0)
    range = (AnalysisRange) { -INFINITY, nextafter (range.lo, -INFINITY) };
  else if (strcmp (operator, "<=") == 0)
    range = (AnalysisRange) { -INFINITY, range.hi };
  else if (strcmp (operator, ">") == 0)
    range = (AnalysisRange) { nextafter (range.hi, INFINITY), INFINITY };
  else if (strcmp (operator, ">=") == 0)
    range = (AnalysisRange) { range.lo, INFINITY };
  g_array_append_val (node->ranges, range);
  return TRUE;
}
