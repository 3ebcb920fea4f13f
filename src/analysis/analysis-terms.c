/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a formula to a design matrix: analysis-terms.h. */
#include "config.h"

#include "analysis-terms-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "analysis-cohort-private.h"

/* --- the columns of a factor ------------------------------------------------------------------ */

static void
columns_clear (Columns *self)
{
  g_strfreev (self->names);
  g_strfreev (self->labels);
  g_strfreev (self->levels);
  g_strfreev (self->level_labels);
  g_free (self->values);
  g_free (self->level_place);
}

static double
value_at (const ModelColumn *column,
          guint              row)
{
  if (column->missing != NULL && column->missing[row] != MODEL_MISSING_NONE)
    return NAN;
  return column->kind == MODEL_COLUMN_F64   ? column->f64[row]
         : column->kind == MODEL_COLUMN_U8 ? column->u8[row]
                                            : column->i32[row];
}

static void
columns_of_k (Columns                 *self,
              const AnalysisSelection *selection)
{
  self->n_columns = 1;
  self->names = g_new0 (char *, 2);
  self->labels = g_new0 (char *, 2);
  self->names[0] = g_strdup ("k");
  self->labels[0] = g_strdup (_("Number of the transfer"));
  self->values = g_new0 (double, MAX (selection->n, 1));
}

/* By the group's number: whether somebody of the selection is in it. (transfer full) */
static gboolean *
somebody_has (const AnalysisGroups    *groups,
              const AnalysisSelection *selection)
{
  gboolean *has = g_new0 (gboolean, groups->n_groups + 1);

  for (guint i = 0; i < selection->n; i++)
    has[groups->codes[selection->row[i]]] = TRUE;
  return has;
}

/* The group that is the reference: the one that was chosen, else the first that somebody has. */
static gboolean
find_reference (const Factor         *factor,
                const AnalysisGroups *groups,
                const gboolean       *has,
                guint                *out_group,
                GError              **error)
{
  g_autoptr (GString) there = g_string_new (NULL);

  *out_group = groups->n_groups;
  for (guint g = groups->n_groups; g-- > 0;)
    if (has[g] && (factor->reference == NULL || g_str_equal (groups->names[g], factor->reference)))
      *out_group = g;
  if (factor->reference == NULL || *out_group < groups->n_groups)
    return TRUE;
  for (guint g = 0; g < groups->n_groups; g++)
    if (has[g])
      g_string_append_printf (there, "%s%s", there->len > 0 ? ", " : "", groups->names[g]);
  g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE,
               _("nobody has the level “%s”, which was to be the reference; there are: %s."),
               factor->reference, there->str);
  return FALSE;
}

static gboolean
columns_of_levels (Columns                 *self,
                   const AnalysisSelection *selection,
                   GError                 **error)
{
  const AnalysisGroups *groups
    = analysis_cohort_groups (selection->cohort, self->factor->by, error);
  g_autofree gboolean *has = groups != NULL ? somebody_has (groups, selection) : NULL;
  guint n_levels = 0, reference;

  if (groups == NULL || !find_reference (self->factor, groups, has, &reference, error))
    return FALSE;
  self->level_place = g_malloc (256);
  memset (self->level_place, 255, 256);
  self->levels = g_new0 (char *, groups->n_groups + 1);
  self->level_labels = g_new0 (char *, groups->n_groups + 1);
  /* Only levels that somebody has: the reference, then the others in their order. */
  for (guint i = 0; i <= groups->n_groups; i++)
    {
      guint g = i == 0 ? reference : i - 1;

      if (g == groups->n_groups || !has[g] || (i > 0 && g == reference))
        continue;
      self->levels[n_levels] = g_strdup (groups->names[g]);
      self->level_labels[n_levels] = g_strdup (groups->labels[g]);
      self->level_place[g] = (guint8) n_levels++;
    }
  self->n_columns = n_levels > 0 ? n_levels - 1 : 0;
  self->names = g_new0 (char *, self->n_columns + 1);
  self->labels = g_new0 (char *, self->n_columns + 1);
  for (guint c = 0; c < self->n_columns; c++)
    {
      self->names[c] = g_strdup_printf ("%s=%s", self->factor->name, self->levels[c + 1]);
      /* Translators: a variable, one of its values, the value that it is compared with. */
      self->labels[c] = g_strdup_printf (_ ("%s: %s against %s"), groups->title,
                                         self->level_labels[c + 1], self->level_labels[0]);
    }
  self->values = g_new0 (double, MAX (selection->n * MAX (self->n_columns, 1), 1));
  for (guint i = 0; i < selection->n; i++)
    {
      guint8 place = self->level_place[groups->codes[selection->row[i]]];

      for (guint c = 0; c < self->n_columns; c++)
        self->values[i * self->n_columns + c] = place == 255 ? NAN : place == c + 1;
    }
  return TRUE;
}

static void
columns_of_numbers (Columns                 *self,
                    const AnalysisSelection *selection,
                    const ModelField        *field,
                    const ModelColumn       *column)
{
  const char *label = g_dgettext (GETTEXT_PACKAGE, field->label);

  self->n_columns = 1;
  self->names = g_new0 (char *, 2);
  self->labels = g_new0 (char *, 2);
  self->names[0] = g_strdup (self->factor->name);
  self->labels[0] = field->type == MODEL_TYPE_BOOLEAN
                        ? g_strdup_printf (_("%s: yes against no"), label)
                        : g_strdup (label);
  self->values = g_new (double, MAX (selection->n, 1));
  for (guint i = 0; i < selection->n; i++)
    self->values[i] = value_at (column, selection->row[i]);
}

static gboolean
columns_of_spline (Columns                 *self,
                   const AnalysisSelection *selection,
                   const ModelField        *field,
                   const ModelColumn       *column,
                   GError                 **error)
{
  g_autofree double *plain = g_new (double, MAX (selection->n, 1));

  for (guint i = 0; i < selection->n; i++)
    plain[i] = value_at (column, selection->row[i]);
  if (!stats_spline_knots (plain, selection->n, self->factor->n_knots, self->knots))
    {
      g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE,
                   _("too few different values for that many knots."));
      return FALSE;
    }
  self->n_columns = self->factor->n_knots - 1;
  self->names = g_new0 (char *, self->n_columns + 1);
  self->labels = g_new0 (char *, self->n_columns + 1);
  for (guint c = 0; c < self->n_columns; c++)
    {
      self->names[c] = c == 0 ? g_strdup (self->factor->by)
                              : g_strdup_printf ("%s[%u]", self->factor->by, c + 1);
      /* Translators: a number that is bent into a curve, and which of the curve's parts. */
      self->labels[c] = g_strdup_printf (_("%s, part %u of a spline"),
                                         g_dgettext (GETTEXT_PACKAGE, field->label), c + 1);
    }
  self->values = g_new (double, MAX (selection->n * self->n_columns, 1));
  for (guint i = 0; i < selection->n; i++)
    stats_spline_basis (plain[i], self->knots, self->factor->n_knots,
                        self->values + i * self->n_columns);
  return TRUE;
}

static gboolean
columns_init (Columns                 *self,
              const Factor            *factor,
              const AnalysisSelection *selection,
              GError                 **error)
{
  ModelDictionary *dictionary = analysis_cohort_dictionary (selection->cohort);
  g_autoptr (AnalysisBy) by = NULL;
  const ModelColumn *column;

  *self = (Columns) { .factor = factor };
  if (factor->kind == FACTOR_K)
    {
      columns_of_k (self, selection);
      return TRUE;
    }
  by = analysis_by_parse (factor->by, dictionary, error);
  if (by == NULL || analysis_cohort_refuses (selection->cohort, by->field, error))
    return FALSE;
  column = analysis_cohort_column (selection->cohort, by->field);
  if (column == NULL || column->kind == MODEL_COLUMN_BITS)
    {
      g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_FIELD,
                   column == NULL ? _("its column isn't loaded.")
                                  : _("it may hold several codes at once; that is no term."));
      return FALSE;
    }
  self->field = by->field;
  if (factor->kind == FACTOR_LEVELS || column->kind == MODEL_COLUMN_TEXT
      || (column->kind == MODEL_COLUMN_U8 && by->field->type != MODEL_TYPE_BOOLEAN))
    {
      if (factor->kind == FACTOR_SPLINE)
        {
          g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_FIELD, _("it is no number."));
          return FALSE;
        }
      return columns_of_levels (self, selection, error);
    }
  if (factor->kind == FACTOR_SPLINE)
    return columns_of_spline (self, selection, by->field, column, error);
  columns_of_numbers (self, selection, by->field, column);
  return TRUE;
}

/* --- the design ------------------------------------------------------------------------------- */

static const Columns *
columns_of (const Columns *all,
            guint          n,
            const Factor  *factor)
{
  for (guint i = 0; i < n; i++)
    if (all[i].factor == factor)
      return &all[i];
  return NULL;
}

guint
analysis_terms_product (const Term    *term,
                        const Columns *all,
                        guint          n_all,
                        const double **values,
                        double        *out,
                        GPtrArray     *names,
                        GPtrArray     *labels)
{
  guint n = 1;

  for (guint f = 0; f < term->factors->len; f++)
    n *= columns_of (all, n_all, g_ptr_array_index (term->factors, f))->n_columns;
  for (guint c = 0; c < n; c++)
    {
      g_autoptr (GString) name = names != NULL ? g_string_new (NULL) : NULL;
      g_autoptr (GString) label = names != NULL ? g_string_new (NULL) : NULL;
      guint rest = c;
      double value = 1;

      for (guint f = 0; f < term->factors->len; f++)
        {
          const Columns *columns = columns_of (all, n_all, g_ptr_array_index (term->factors, f));
          guint own = rest % columns->n_columns;

          rest /= columns->n_columns;
          if (values != NULL)
            value *= values[columns - all][own];
          if (names == NULL)
            continue;
          g_string_append_printf (name, "%s%s", f > 0 ? ":" : "", columns->names[own]);
          g_string_append_printf (label, "%s%s", f > 0 ? " × " : "", columns->labels[own]);
        }
      if (out != NULL)
        out[c] = value;
      if (names == NULL)
        continue;
      g_ptr_array_add (names, g_strdup (name->str));
      g_ptr_array_add (labels, g_strdup (label->str));
    }
  return n;
}

static gboolean
layout (AnalysisDesign        *self,
        const AnalysisFormula *formula,
        const Columns         *all,
        GError               **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) terms = g_array_new (FALSE, FALSE, sizeof (guint));

  self->n_terms = formula->terms->len;
  self->term_names = g_new0 (char *, self->n_terms + 1);
  self->k_column = -1;
  for (guint t = 0; t < self->n_terms; t++)
    {
      const Term *term = g_ptr_array_index (formula->terms, t);
      guint n = analysis_terms_product (term, all, formula->factors->len, NULL, NULL, names,
                                        labels);

      self->term_names[t] = g_strdup (term->name);
      if (term->factors->len == 1
          && ((const Factor *) g_ptr_array_index (term->factors, 0))->kind == FACTOR_K)
        self->k_column = (gint) terms->len;
      for (guint c = 0; c < n; c++)
        g_array_append_val (terms, t);
    }
  self->n_columns = terms->len;
  if (self->n_columns > ANALYSIS_MOST_COLUMNS)
    {
      g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_TOO_MANY,
                   _("The model has %u coefficients, more than %u."), self->n_columns,
                   ANALYSIS_MOST_COLUMNS);
      return FALSE;
    }
  g_ptr_array_add (names, NULL);
  g_ptr_array_add (labels, NULL);
  self->names = (char **) g_ptr_array_steal (names, NULL);
  self->labels = (char **) g_ptr_array_steal (labels, NULL);
  self->term = (guint *) (gpointer) g_array_steal (terms, NULL);
  return TRUE;
}

static void
fill (AnalysisDesign          *self,
      const AnalysisSelection *selection,
      const AnalysisFormula   *formula,
      const Columns           *all)
{
  guint n_factors = formula->factors->len;
  g_autofree const double **values = g_new0 (const double *, MAX (n_factors, 1));

  self->place = g_new (guint32, MAX (selection->n, 1));
  self->x = g_new (double, MAX ((gsize) selection->n * self->n_columns, 1));
  for (guint i = 0; i < selection->n; i++)
    {
      double *row = self->x + self->n * self->n_columns;
      gboolean complete = TRUE;
      guint c = 0;

      for (guint f = 0; f < n_factors; f++)
        values[f] = all[f].values + (gsize) i * all[f].n_columns;
      for (guint t = 0; t < self->n_terms; t++)
        c += analysis_terms_product (g_ptr_array_index (formula->terms, t), all, n_factors, values,
                                     row + c, NULL, NULL);
      for (c = 0; c < self->n_columns; c++)
        complete = complete && !isnan (row[c]);
      if (complete)
        self->place[self->n++] = i;
      else
        self->n_missing++;
    }
}

/* Whether the product of the term's other factors is a term as well; of one factor it is the
 * baseline, which every model has. */
static gboolean
has_margin (const AnalysisFormula *formula,
            const Term            *term,
            guint                  without)
{
  for (guint t = 0; t < formula->terms->len; t++)
    {
      const Term *other = g_ptr_array_index (formula->terms, t);
      guint n = 0;

      for (guint f = 0; f < term->factors->len; f++)
        n += f != without
             && g_ptr_array_find (other->factors, g_ptr_array_index (term->factors, f), NULL);
      if (n == term->factors->len - 1 && n == other->factors->len)
        return TRUE;
    }
  return term->factors->len == 1;
}

static char *
crossed_of (const Term *term)
{
  GString *text = g_string_new (NULL);

  for (guint f = 0; f < term->factors->len; f++)
    g_string_append_printf (text, "%s%s", f > 0 ? "*" : "",
                            ((const Factor *) g_ptr_array_index (term->factors, f))->name);
  return g_string_free (text, FALSE);
}

/* Levels are columns against the reference: in a product without the others' own term that would
 * make the reference's the same for everybody. */
static gboolean
check_margins (const AnalysisFormula *formula,
               const Columns         *all,
               GError               **error)
{
  for (guint t = 0; t < formula->terms->len; t++)
    {
      const Term *term = g_ptr_array_index (formula->terms, t);

      for (guint f = 0; f < term->factors->len; f++)
        {
          const Factor *factor = g_ptr_array_index (term->factors, f);
          g_autofree char *crossed = NULL;

          if (columns_of (all, formula->factors->len, factor)->levels == NULL
              || has_margin (formula, term, f))
            continue;
          crossed = crossed_of (term);
          g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE,
                       _ ("Term “%s”: alone it would leave out a level of “%s”. Write %s, or add "
                          "the terms that it is made of."),
                       term->name, factor->name, crossed);
          return FALSE;
        }
    }
  return TRUE;
}

AnalysisDesign *
analysis_design_new (const AnalysisSelection *selection,
                     const AnalysisFormula   *formula,
                     GError                 **error)
{
  g_autoptr (AnalysisDesign) self = g_new0 (AnalysisDesign, 1);
  guint n_factors = formula->factors->len;
  Columns *all = g_new0 (Columns, MAX (n_factors, 1));
  gboolean good = TRUE;

  for (guint f = 0; f < n_factors && good; f++)
    {
      const Factor *factor = g_ptr_array_index (formula->factors, f);

      good = columns_init (&all[f], factor, selection, error);
      if (!good)
        g_prefix_error (error, _("Term “%s”: "), factor->name);
    }
  self->n_factors = n_factors;
  self->columns = all;
  if (!good || !check_margins (formula, all, error) || !layout (self, formula, all, error))
    return NULL;
  fill (self, selection, formula, all);
  analysis_pattern_fill (self);
  for (guint f = 0; f < n_factors; f++)
    g_clear_pointer (&all[f].values, g_free);
  return g_steal_pointer (&self);
}

void
analysis_design_free (AnalysisDesign *self)
{
  if (self == NULL)
    return;
  for (guint f = 0; f < self->n_factors; f++)
    columns_clear (&self->columns[f]);
  g_free (self->columns);
  analysis_pattern_fields_free (self->fields, self->n_fields);
  g_strfreev (self->term_names);
  g_strfreev (self->names);
  g_strfreev (self->labels);
  g_free (self->term);
  g_free (self->place);
  g_free (self->x);
  g_free (self);
}
