/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns of a design's variables: analysis-pattern.h. */
#include "config.h"

#include "analysis-pattern.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "analysis-terms-private.h"
#include "base-number.h"
#include "stats-compare.h"

/* A backslash goes before a comma, or a backslash, of a value. */
#define ESCAPE '\\'

/* What a pattern calls the variable of a factor: bands are of the same one. (transfer full) */
static char *
variable_of (const Factor *factor)
{
  return g_strndup (factor->by, strcspn (factor->by, ":"));
}

/* --- what it needs ---------------------------------------------------------------------------- */

static void
field_clear (AnalysisPatternField *self)
{
  g_free (self->name);
  g_free (self->by);
  g_free (self->variable);
  g_free (self->label);
  g_free (self->unit);
  g_strfreev (self->levels);
  g_strfreev (self->level_labels);
}

void
analysis_pattern_fields_free (AnalysisPatternField *fields,
                              guint                 n)
{
  for (guint i = 0; i < n; i++)
    field_clear (&fields[i]);
  g_free (fields);
}

static void
fill_levels (AnalysisPatternField *field,
             const AnalysisDesign *design,
             const Columns        *columns)
{
  guint n_levels = g_strv_length (columns->levels);
  g_autofree gsize *counts = g_new0 (gsize, MAX (n_levels, 1));

  field->levels = g_strdupv (columns->levels);
  field->level_labels = g_strdupv (columns->level_labels);
  for (gsize i = 0; i < design->n; i++)
    {
      const double *row = columns->values + (gsize) design->place[i] * columns->n_columns;
      guint level = 0;

      for (guint c = 0; c < columns->n_columns; c++)
        if (row[c] == 1)
          level = c + 1;
      counts[level]++;
    }
  for (guint l = 1; l < n_levels; l++)
    if (counts[l] > counts[field->usual])
      field->usual = l;
}

static void
fill_number (AnalysisPatternField *field,
             const AnalysisDesign *design,
             const Columns        *columns)
{
  g_autofree double *values = g_new (double, MAX (design->n, 1));
  gsize n_yes = 0;
  StatsSummary summary;
  double scale;

  /* The first part of a spline is the number itself. */
  for (gsize i = 0; i < design->n; i++)
    {
      values[i] = columns->values[(gsize) design->place[i] * columns->n_columns];
      n_yes += values[i] == 1;
    }
  if (columns->field->type == MODEL_TYPE_BOOLEAN)
    {
      static const char *const names[] = { "false", "true", NULL };
      const char *labels[] = { _("no"), _("yes"), NULL };

      field->levels = g_strdupv ((char **) names);
      field->level_labels = g_strdupv ((char **) labels);
      field->usual = n_yes > design->n - n_yes;
      return;
    }
  summary = stats_summary (values, design->n);
  field->whole = columns->field->type == MODEL_TYPE_INTEGER
                 || columns->field->type == MODEL_TYPE_DURATION_DAYS;
  field->least = design->n > 0 ? summary.min : NAN;
  field->most = design->n > 0 ? summary.max : NAN;
  field->median = design->n > 0 ? summary.median : NAN;
  scale = pow (10, field->whole ? 0 : MAX (columns->field->decimals, 1));
  field->median = CLAMP (floor (field->median * scale + 0.5) / scale, field->least, field->most);
}

static gint
find_field (const AnalysisDesign *design,
            const char           *name)
{
  for (guint i = 0; i < design->n_fields; i++)
    if (g_str_equal (design->fields[i].name, name))
      return (gint) i;
  return -1;
}

void
analysis_pattern_fill (AnalysisDesign *self)
{
  self->fields = g_new0 (AnalysisPatternField, MAX (self->n_factors, 1));
  for (guint f = 0; f < self->n_factors; f++)
    {
      const Columns *columns = &self->columns[f];
      const Factor *factor = columns->factor;
      g_autofree char *name = factor->kind != FACTOR_K ? variable_of (factor) : NULL;
      AnalysisPatternField *field = &self->fields[self->n_fields];
      gint known = name != NULL ? find_field (self, name) : -1;

      /* Of a variable that is there twice, its levels are asked for: a number might be none. */
      if (known >= 0 && columns->levels != NULL)
        {
          field = &self->fields[known];
          field_clear (field);
          *field = (AnalysisPatternField) { 0 };
        }
      else if (name == NULL || known >= 0)
        continue;
      else
        self->n_fields++;
      field->name = g_steal_pointer (&name);
      field->by = g_strdup (factor->by);
      field->variable = factor->reference != NULL
                            ? g_strdup_printf ("factor(%s)", factor->by)
                            : g_strdup (factor->kind == FACTOR_SPLINE ? factor->by : factor->name);
      field->label = g_strdup (g_dgettext (GETTEXT_PACKAGE, columns->field->label));
      field->unit = g_strdup (columns->field->unit);
      if (columns->levels != NULL)
        fill_levels (field, self, columns);
      else
        fill_number (field, self, columns);
    }
}

char *
analysis_pattern_usual (const AnalysisPatternField *field)
{
  if (field->levels != NULL)
    return g_strdup (field->levels[field->usual]);
  return base_number_to_text (field->median);
}

/* --- as text ---------------------------------------------------------------------------------- */

void
analysis_pattern_add (GString    *pattern,
                      const char *name,
                      const char *value)
{
  g_string_append_printf (pattern, "%s%s=", pattern->len > 0 ? "," : "", name);
  for (const char *p = value; *p != '\0'; p++)
    {
      if (*p == ',' || *p == ESCAPE)
        g_string_append_c (pattern, ESCAPE);
      g_string_append_c (pattern, *p);
    }
}

char *
analysis_pattern_get (const char *pattern,
                      const char *name)
{
  const char *p = pattern;

  while (*p != '\0')
    {
      g_autoptr (GString) part = g_string_new (NULL);
      char *equals;

      for (; *p != '\0' && *p != ','; p++)
        {
          if (*p == ESCAPE && p[1] != '\0')
            p++;
          g_string_append_c (part, *p);
        }
      p += *p == ',';
      equals = strchr (part->str, '=');
      if (equals == NULL)
        continue;
      *equals = '\0';
      if (g_str_equal (g_strstrip (part->str), name))
        return g_strdup (g_strstrip (equals + 1));
    }
  return NULL;
}

/* --- as a row of the design ------------------------------------------------------------------- */

static gboolean
row_of_levels (const Columns *columns,
               const char    *value,
               double        *out)
{
  gboolean found = FALSE;

  for (guint l = 0; columns->levels[l] != NULL; l++)
    {
      gboolean here = g_str_equal (columns->levels[l], value);

      found = found || here;
      if (l > 0)
        out[l - 1] = here;
    }
  return found;
}

static gboolean
row_of_number (const Columns *columns,
               const char    *value,
               double        *out)
{
  double number;

  if (g_str_equal (value, "true") || g_str_equal (value, "false"))
    number = g_str_equal (value, "true");
  else if (!base_number_parse (value, &number))
    return FALSE;
  if (columns->factor->kind == FACTOR_SPLINE)
    stats_spline_basis (number, columns->knots, columns->factor->n_knots, out);
  else
    out[0] = number;
  return TRUE;
}

gboolean
analysis_design_pattern (const AnalysisDesign  *self,
                         const AnalysisFormula *formula,
                         const char            *pattern,
                         double                *out,
                         GError               **error)
{
  g_autofree double *values = g_new0 (double, MAX (self->n_factors, 1) * ANALYSIS_MOST_COLUMNS);
  g_autofree const double **of_factor = g_new0 (const double *, MAX (self->n_factors, 1));
  guint c = 0;

  for (guint f = 0; f < self->n_factors; f++)
    {
      const Columns *columns = &self->columns[f];
      double *own = values + (gsize) f * ANALYSIS_MOST_COLUMNS;
      g_autofree char *variable = NULL, *value = NULL;

      of_factor[f] = own;
      if (columns->factor->kind == FACTOR_K)
        continue;
      variable = variable_of (columns->factor);
      value = analysis_pattern_get (pattern, variable);
      if (value == NULL
          || !(columns->levels != NULL ? row_of_levels (columns, value, own)
                                       : row_of_number (columns, value, own)))
        {
          g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE,
                       _("The pattern needs a value for “%s”, one that the data have."),
                       columns->factor->name);
          return FALSE;
        }
    }
  for (guint t = 0; t < self->n_terms; t++)
    c += analysis_terms_product (g_ptr_array_index (formula->terms, t), self->columns,
                                 self->n_factors, of_factor, out + c, NULL, NULL);
  return TRUE;
}

/* --- two groups ------------------------------------------------------------------------------- */

gboolean
analysis_design_is_shared (const AnalysisFormula *formula,
                           guint                  term)
{
  const Term *own = g_ptr_array_index (formula->terms, term);
  const Factor *factor = g_ptr_array_index (own->factors, 0);
  g_autofree char *variable = factor->kind != FACTOR_K ? variable_of (factor) : NULL;

  for (guint t = 0; variable != NULL && t < formula->terms->len; t++)
    {
      const Term *other = g_ptr_array_index (formula->terms, t);

      for (guint f = 0; t != term && f < other->factors->len; f++)
        {
          const Factor *each = g_ptr_array_index (other->factors, f);
          g_autofree char *name = each->kind != FACTOR_K ? variable_of (each) : NULL;

          if (g_strcmp0 (name, variable) == 0)
            return TRUE;
        }
    }
  return FALSE;
}

gint
analysis_design_group (const AnalysisDesign  *self,
                       const AnalysisFormula *formula,
                       guint                  term,
                       guint                 *out_field)
{
  const Term *own = g_ptr_array_index (formula->terms, term);
  const Factor *factor = g_ptr_array_index (own->factors, 0);
  g_autofree char *variable = NULL;
  gint column = -1, field;
  gsize n_in = 0;
  guint n = 0;

  for (guint c = 0; c < self->n_columns; c++)
    if (self->term[c] == term)
      {
        column = (gint) c;
        n++;
      }
  if (n != 1 || own->factors->len != 1 || factor->kind == FACTOR_K
      || analysis_design_is_shared (formula, term))
    return -1;
  for (gsize i = 0; i < self->n; i++)
    {
      double value = self->x[i * self->n_columns + (guint) column];

      if (value != 0 && value != 1)
        return -1;
      n_in += value == 1;
    }
  if (n_in == 0 || n_in == self->n)
    return -1;
  variable = variable_of (factor);
  field = find_field (self, variable);
  if (out_field != NULL && field >= 0)
    *out_field = (guint) field;
  return field >= 0 ? column : -1;
}
