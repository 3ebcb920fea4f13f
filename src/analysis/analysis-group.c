/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups: parsing `by`, finding the values that occur, their order, names and labels. Counts
 * nothing. */
#include "config.h"

#include "analysis-group.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "analysis-expr-value.h"
#include "analysis-field.h"
#include "base-number.h"

/* --- what `by` says --- */

void
analysis_by_free (AnalysisBy *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->limits, g_array_unref);
  g_clear_pointer (&self->limit_names, g_ptr_array_unref);
  g_free (self);
}

static gboolean
has_order (const ModelField *field)
{
  switch (field->type)
    {
    case MODEL_TYPE_INTEGER:
    case MODEL_TYPE_REAL:
    case MODEL_TYPE_DATE:
    case MODEL_TYPE_DATETIME:
    case MODEL_TYPE_DURATION_DAYS:
      return TRUE;
    case MODEL_TYPE_TEXT:
    case MODEL_TYPE_BOOLEAN:
    case MODEL_TYPE_CODE:
    case MODEL_TYPE_MULTICODE:
    case MODEL_TYPE_REFERENCE:
    default:
      return FALSE;
    }
}

static gboolean
is_date (const ModelField *field)
{
  return field->type == MODEL_TYPE_DATE || field->type == MODEL_TYPE_DATETIME;
}

/* `limits` is "35,38"; `character` where it begins. */
static gboolean
by_parse_limits (AnalysisBy *self,
                 const char *limits,
                 guint       character,
                 GError    **error)
{
  g_auto (GStrv) parts = g_strsplit (*limits != '\0' ? limits : " ", ",", -1); /* "" has no parts */

  self->limits = g_array_new (FALSE, FALSE, sizeof (double));
  self->limit_names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      guint length = (guint) g_utf8_strlen (parts[i], -1);
      AnalysisRange range;

      if (!analysis_expr_value_range (self->field, g_strstrip (parts[i]), character, &range, error))
        return FALSE;
      if (i > 0 && range.lo <= g_array_index (self->limits, double, i - 1))
        {
          analysis_set_error_at (error, ANALYSIS_ERROR_VALUE, character,
                                 _("the limits of bands must rise."));
          return FALSE;
        }
      g_array_append_val (self->limits, range.lo);
      g_ptr_array_add (self->limit_names, is_date (self->field) ? g_strdup (parts[i])
                                                                : base_number_to_text (range.lo));
      character += length + 1;
    }
  if (self->limits->len >= ANALYSIS_MAX_GROUPS)
    {
      g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_TOO_MANY,
                   _("There can be no more than %d groups."), ANALYSIS_MAX_GROUPS);
      return FALSE;
    }
  return TRUE;
}

/* Whether the whole text is a field's name, a colon in it and all. */
static gboolean
is_field (ModelDictionary *dictionary,
          const char      *text)
{
  return model_dictionary_find_analysable (dictionary, text) != NULL;
}

AnalysisBy *
analysis_by_parse (const char      *text,
                   ModelDictionary *dictionary,
                   GError         **error)
{
  g_autoptr (AnalysisBy) self = g_new0 (AnalysisBy, 1);
  g_autofree char *name = NULL;
  const char *colon, *invalid;

  g_return_val_if_fail (text != NULL && dictionary != NULL, NULL);

  if (!g_utf8_validate (text, -1, &invalid))
    {
      analysis_set_error_at (error, ANALYSIS_ERROR_SYNTAX,
                             (guint) g_utf8_strlen (text, invalid - text) + 1,
                             _("this isn't text in UTF-8."));
      return NULL;
    }
  colon = is_field (dictionary, text) ? NULL : strrchr (text, ':');
  name = colon != NULL ? g_strndup (text, (gsize) (colon - text)) : g_strdup (text);
  self->field = analysis_field_find (dictionary, g_strstrip (name), FALSE, 1, error);
  if (self->field == NULL)
    return NULL;

  if (self->field->known == MODEL_KNOWN_TODAY)
    {
      analysis_set_error_at (
          error, ANALYSIS_ERROR_AFTER, 1,
          _("“%s” is asked of today, not of the index transfer, and what came of it may have "
             "decided it; leave patients out by it with a filter (where)."),
          self->field->id);
      return NULL;
    }
  if (self->field->type == MODEL_TYPE_MULTICODE)
    {
      analysis_set_error_at (
          error, ANALYSIS_ERROR_FIELD, 1,
          _("“%s” can have several values for one patient, who would be in several "
             "groups; filter by one of them instead."),
          self->field->id);
      return NULL;
    }
  if (colon == NULL && is_date (self->field))
    {
      analysis_set_error_at (error, ANALYSIS_ERROR_FIELD, 1,
                             _("“%s” is a date; give bands, such as %s:2005,2010."),
                             self->field->id, self->field->id);
      return NULL;
    }
  if (colon != NULL && !has_order (self->field))
    {
      analysis_set_error_at (error, ANALYSIS_ERROR_FIELD, 1,
                             _("“%s” has no order, and so no bands."), self->field->id);
      return NULL;
    }
  if (colon != NULL
      && !by_parse_limits (self, colon + 1, (guint) g_utf8_pointer_to_offset (text, colon) + 2,
                           error))
    return NULL;
  return g_steal_pointer (&self);
}

/* --- groups --- */

void
analysis_groups_free (AnalysisGroups *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_strfreev (self->names);
  g_strfreev (self->labels);
  g_free (self->codes);
  g_free (self);
}

static AnalysisGroups *
too_many (AnalysisGroups   *self,
          const ModelField *field,
          GError          **error)
{
  analysis_groups_free (self);
  g_set_error (
      error, ANALYSIS_ERROR, ANALYSIS_ERROR_TOO_MANY,
      has_order (field)
          ? _("“%1$s” has more than %2$d different values; give bands, such as %1$s:35,38.")
          : _("“%1$s” has more than %2$d different values, too many for groups; group by "
            "something else."),
      field->id, ANALYSIS_MAX_GROUPS);
  return NULL;
}

/* A code is there or not; groups are in the order of the code list. */
static AnalysisGroups *
groups_of_codes (AnalysisGroups    *self,
                 const ModelColumn *column,
                 guint              n,
                 GError           **error)
{
  const ModelField *field = column->field;
  gboolean boolean = field->type == MODEL_TYPE_BOOLEAN;
  guint n_codes = boolean ? 2 : MIN (field->n_codes, 256);
  guint group_of[256] = { 0 };
  GPtrArray *names, *labels;

  for (guint i = 0; i < n; i++)
    if (model_column_missing (column, i) == MODEL_MISSING_NONE)
      group_of[column->u8[i]] = 1;
  for (guint i = 0, n_groups = 0; i < n_codes; i++)
    if (group_of[i] != 0 && ++n_groups > ANALYSIS_MAX_GROUPS)
      return too_many (self, field, error);

  names = g_ptr_array_new ();
  labels = g_ptr_array_new ();
  for (guint i = 0; i < n_codes; i++)
    if (group_of[i] != 0)
      {
        group_of[i] = self->n_groups++;
        if (boolean)
          {
            g_ptr_array_add (names, g_strdup (i == 0 ? "false" : "true"));
            g_ptr_array_add (labels, g_strdup (i == 0 ? _("No") : _("Yes")));
          }
        else
          {
            g_ptr_array_add (names, g_strdup (field->codes[i].id));
            g_ptr_array_add (labels,
                             g_strdup (g_dgettext (GETTEXT_PACKAGE, field->codes[i].label)));
          }
      }
    else
      group_of[i] = G_MAXUINT;
  g_ptr_array_add (names, NULL);
  g_ptr_array_add (labels, NULL);
  self->names = (char **) g_ptr_array_free (names, FALSE);
  self->labels = (char **) g_ptr_array_free (labels, FALSE);

  for (guint i = 0; i < n; i++)
    {
      guint group = model_column_missing (column, i) == MODEL_MISSING_NONE ? group_of[column->u8[i]]
                                                                           : G_MAXUINT;

      self->codes[i] = (guint8) MIN (group, self->n_groups);
    }
  return self;
}

/* Where value stands, or would stand, in a rising array. */
static guint
find_place (const double *values,
            guint         n,
            double        value)
{
  guint lo = 0, hi = n;

  while (lo < hi)
    {
      guint middle = (lo + hi) / 2;

      if (values[middle] < value)
        lo = middle + 1;
      else
        hi = middle;
    }
  return lo;
}

static AnalysisGroups *
groups_of_numbers (AnalysisGroups    *self,
                   const ModelColumn *column,
                   guint              n,
                   GError           **error)
{
  double values[ANALYSIS_MAX_GROUPS];
  guint n_values = 0;

  for (guint i = 0; i < n; i++)
    {
      double value = model_column_number (column, i);
      guint place;

      if (isnan (value))
        continue;
      place = find_place (values, n_values, value);
      if (place < n_values && values[place] == value)
        continue;
      if (n_values == ANALYSIS_MAX_GROUPS)
        return too_many (self, column->field, error);
      memmove (&values[place + 1], &values[place], (n_values - place) * sizeof *values);
      values[place] = value;
      n_values++;
    }
  self->n_groups = n_values;
  self->names = g_new0 (char *, n_values + 1);
  self->labels = g_new0 (char *, n_values + 1);
  for (guint i = 0; i < n_values; i++)
    {
      self->names[i] = base_number_to_text (values[i]);
      self->labels[i] = g_strdup (self->names[i]);
    }
  for (guint i = 0; i < n; i++)
    {
      double value = model_column_number (column, i);

      self->codes[i] = (guint8) (isnan (value) ? n_values : find_place (values, n_values, value));
    }
  return self;
}

/* A band's ends; NULL: open. */
static void
get_ends (const AnalysisBy *by,
          guint             band,
          const char      **out_from,
          const char      **out_to)
{
  *out_from = band > 0 ? g_ptr_array_index (by->limit_names, band - 1) : NULL;
  *out_to = band < by->limits->len ? g_ptr_array_index (by->limit_names, band) : NULL;
}

static char *
band_name (const AnalysisBy *by,
           guint             band)
{
  const char *from, *to;

  get_ends (by, band, &from, &to);
  return from == NULL ? g_strdup_printf ("<%s", to)
         : to == NULL ? g_strdup_printf (">=%s", from)
                      : g_strdup_printf ("%s-<%s", from, to);
}

static char *
band_label (const AnalysisBy *by,
            guint             band)
{
  const char *from, *to;

  get_ends (by, band, &from, &to);
  return from == NULL ? g_strdup_printf (_("under %s"), to)
         : to == NULL ? g_strdup_printf (_("%s and over"), from)
                      : g_strdup_printf (_("%s to under %s"), from, to);
}

static AnalysisGroups *
groups_of_bands (AnalysisGroups    *self,
                 const AnalysisBy  *by,
                 const ModelColumn *column,
                 guint              n)
{
  const double *limits = (const double *) (gpointer) by->limits->data;
  guint n_limits = by->limits->len;
  gboolean occurs[ANALYSIS_MAX_GROUPS + 1] = { FALSE };
  guint8 group_of[ANALYSIS_MAX_GROUPS + 1];

  for (guint i = 0; i < n; i++)
    {
      double value = model_column_number (column, i);
      guint band = n_limits + 1;

      if (!isnan (value))
        {
          band = find_place (limits, n_limits, value);
          band += band < n_limits && limits[band] == value; /* left-closed */
          occurs[band] = TRUE;
        }
      self->codes[i] = (guint8) band;
    }

  self->names = g_new0 (char *, n_limits + 2);
  self->labels = g_new0 (char *, n_limits + 2);
  for (guint band = 0; band <= n_limits; band++)
    {
      group_of[band] = (guint8) self->n_groups;
      if (!occurs[band])
        continue;
      self->names[self->n_groups] = band_name (by, band);
      self->labels[self->n_groups++] = band_label (by, band);
    }
  for (guint i = 0; i < n; i++)
    self->codes[i] = self->codes[i] > n_limits ? (guint8) self->n_groups : group_of[self->codes[i]];
  return self;
}

typedef struct
{
  const char *text;
  double number;
  gboolean numeric;
} TextValue;

static int
compare_texts_cb (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  const TextValue *left = a, *right = b;

  if (*(gboolean *) user_data && left->number != right->number)
    return left->number < right->number ? -1 : 1;
  return strcmp (left->text, right->text);
}

/* Numeric order where all are numbers, else that of the C locale. */
static AnalysisGroups *
groups_of_texts (AnalysisGroups    *self,
                 const ModelColumn *column,
                 guint              n,
                 GError           **error)
{
  guint n_strings = column->strings != NULL ? g_strv_length (column->strings) : 0;
  g_autofree guint8 *group_of = g_malloc0 (n_strings + 1);
  g_autoptr (GArray) values = g_array_new (FALSE, TRUE, sizeof (TextValue));
  gboolean numeric = TRUE;

  for (guint i = 0; i < n; i++)
    if (model_column_missing (column, i) == MODEL_MISSING_NONE && column->bits[i] < n_strings)
      group_of[column->bits[i]] = 1;
  for (guint i = 0; i < n_strings; i++)
    if (group_of[i] != 0)
      {
        TextValue value = { column->strings[i], 0, FALSE };

        numeric = base_number_parse (value.text, &value.number) && numeric;
        g_array_append_val (values, value);
      }
  if (values->len > ANALYSIS_MAX_GROUPS)
    return too_many (self, column->field, error);
  g_array_sort_with_data (values, compare_texts_cb, &numeric);

  self->n_groups = values->len;
  self->names = g_new0 (char *, values->len + 1);
  self->labels = g_new0 (char *, values->len + 1);
  for (guint group = 0; group < values->len; group++)
    {
      self->names[group] = g_strdup (g_array_index (values, TextValue, group).text);
      self->labels[group] = g_strdup (self->names[group]);
      for (guint i = 0; i < n_strings; i++)
        if (strcmp (column->strings[i], self->names[group]) == 0)
          group_of[i] = (guint8) group;
    }
  for (guint i = 0; i < n; i++)
    self->codes[i] =
        model_column_missing (column, i) == MODEL_MISSING_NONE && column->bits[i] < n_strings
            ? group_of[column->bits[i]]
            : (guint8) self->n_groups;
  return self;
}

const char *
analysis_by_title (const AnalysisBy *self)
{
  return self->field->label != NULL && *self->field->label != '\0'
             ? g_dgettext (GETTEXT_PACKAGE, self->field->label)
             : self->field->id;
}

char *
analysis_by_label (const AnalysisBy *self,
                   const char       *name)
{
  for (guint band = 0; self->limits != NULL && band <= self->limits->len; band++)
    {
      g_autofree char *own = band_name (self, band);

      if (g_str_equal (own, name))
        return band_label (self, band);
    }
  for (guint i = 0; self->limits == NULL && i < self->field->n_codes; i++)
    if (g_str_equal (self->field->codes[i].id, name))
      return g_strdup (g_dgettext (GETTEXT_PACKAGE, self->field->codes[i].label));
  return g_strdup (name);
}

AnalysisGroups *
analysis_groups_new (const AnalysisBy  *by,
                     const ModelColumn *column,
                     guint              n,
                     GError           **error)
{
  AnalysisGroups *self;

  g_return_val_if_fail (by != NULL && column != NULL && column->n >= n, NULL);

  self = g_new0 (AnalysisGroups, 1);
  self->codes = g_malloc0 (MAX (n, 1));
  self->title = g_strdup (analysis_by_title (by));
  if (by->limits != NULL)
    return groups_of_bands (self, by, column, n);
  switch (column->kind)
    {
    case MODEL_COLUMN_U8:
      return groups_of_codes (self, column, n, error);
    case MODEL_COLUMN_TEXT:
      return groups_of_texts (self, column, n, error);
    case MODEL_COLUMN_I32:
    case MODEL_COLUMN_F64:
    case MODEL_COLUMN_BITS:
    default:
      return groups_of_numbers (self, column, n, error);
    }
}
