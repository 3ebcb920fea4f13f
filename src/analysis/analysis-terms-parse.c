/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From text to a formula: analysis-terms.h. */
#include "config.h"

#include "analysis-terms-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "analysis-cohort-private.h"
#include "base-number.h"

#define MOST_CROSSED 5

static void
factor_free (gpointer data)
{
  Factor *self = data;

  g_free (self->by);
  g_free (self->name);
  g_free (self->reference);
  g_free (self);
}

static void
term_free (gpointer data)
{
  Term *self = data;

  g_free (self->name);
  g_ptr_array_unref (self->factors);
  g_free (self);
}

void
analysis_formula_free (AnalysisFormula *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->terms);
  g_ptr_array_unref (self->factors);
  g_free (self);
}

/* The text inside "word(...)"; NULL when it isn't that. (transfer full) */
static char *
inside (const char *text,
        const char *word)
{
  gsize length = strlen (word);

  if (!g_str_has_prefix (text, word) || text[length] != '(' || !g_str_has_suffix (text, ")"))
    return NULL;
  return g_strstrip (g_strndup (text + length + 1, strlen (text) - length - 2));
}

static gboolean
fail (GError    **error,
      const char *text,
      const char *sentence)
{
  g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_SYNTAX, _("Term “%s”: %s"), text, sentence);
  return FALSE;
}

/* Cuts "arm, ref=b" behind the variable. The level, whose name may hold commas; NULL: none is
 * chosen. (transfer full) */
static char *
take_reference (char *inner)
{
  for (char *p = strchr (inner, ','); p != NULL; p = strchr (p + 1, ','))
    {
      const char *word = p + 1 + strspn (p + 1, " ");

      if (!g_str_has_prefix (word, "ref"))
        continue;
      word += strlen ("ref");
      word += strspn (word, " ");
      if (*word != '=')
        continue;
      *p = '\0';
      g_strchomp (inner);
      return g_strstrip (g_strdup (word + 1));
    }
  return NULL;
}

static gboolean
parse_factor (Factor          *self,
              const char      *text,
              ModelDictionary *dictionary,
              gboolean         allow_k,
              GError         **error)
{
  g_autofree char *levels = inside (text, "factor"), *spline = inside (text, "rcs");
  g_autoptr (AnalysisBy) by = NULL;

  self->name = g_strdup (text);
  if (allow_k && g_str_equal (text, "k"))
    {
      self->kind = FACTOR_K;
      return TRUE;
    }
  if (levels != NULL)
    {
      self->kind = FACTOR_LEVELS;
      self->by = g_steal_pointer (&levels);
      self->reference = take_reference (self->by);
      /* The levels are called as those of the variable alone. */
      if (self->reference != NULL)
        {
          g_free (self->name);
          self->name = g_strdup (self->by);
        }
    }
  else if (spline != NULL)
    {
      char *comma = strrchr (spline, ',');
      gint64 knots = 4;

      if (comma != NULL)
        *comma = '\0';
      if (comma != NULL
          && (!base_integer_parse (g_strstrip (comma + 1), &knots)
              || knots < STATS_SPLINE_MIN_KNOTS || knots > STATS_SPLINE_MAX_KNOTS))
        return fail (error, text, _("a spline has 3 to 7 knots."));
      self->kind = FACTOR_SPLINE;
      self->n_knots = (guint) knots;
      self->by = g_strdup (g_strstrip (spline));
    }
  else
    self->by = g_strdup (text);
  by = analysis_by_parse (self->by, dictionary, error);
  if (by == NULL)
    {
      g_prefix_error (error, _("Term “%s”: "), text);
      return FALSE;
    }
  if (by->limits != NULL && self->kind == FACTOR_SPLINE)
    return fail (error, text, _("bands can't be bent into a spline."));
  if (by->limits != NULL)
    self->kind = FACTOR_LEVELS;
  return TRUE;
}

/* The formula's own factor of that text, made once. NULL with an error. */
static Factor *
factor_of (AnalysisFormula *self,
           const char      *text,
           ModelDictionary *dictionary,
           gboolean         allow_k,
           GError         **error)
{
  Factor *factor = g_new0 (Factor, 1);

  if (!parse_factor (factor, text, dictionary, allow_k, error))
    {
      factor_free (factor);
      return NULL;
    }
  for (guint i = 0; i < self->factors->len; i++)
    {
      Factor *known = g_ptr_array_index (self->factors, i);
      gboolean same = known->kind == factor->kind
                      && g_strcmp0 (known->reference, factor->reference) == 0;

      if (!g_str_equal (known->name, factor->name))
        continue;
      factor_free (factor);
      if (same)
        return known;
      fail (error, text, _("it is there in another form too; give it the same reference, or none, "
                           "everywhere."));
      return NULL;
    }
  g_ptr_array_add (self->factors, factor);
  return factor;
}

static Term *
term_of (AnalysisFormula *self,
         const char      *name)
{
  for (guint i = 0; i < self->terms->len; i++)
    {
      Term *term = g_ptr_array_index (self->terms, i);

      if (g_str_equal (term->name, name))
        return term;
    }
  return NULL;
}

/* Adds the product of the parts; one that is there already isn't added twice. */
static gboolean
add_product (AnalysisFormula *self,
             char           **parts,
             ModelDictionary *dictionary,
             gboolean         allow_k,
             GError         **error)
{
  g_autoptr (GPtrArray) factors = g_ptr_array_new ();
  g_autoptr (GString) name = g_string_new (NULL);
  Term *term;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      Factor *factor = factor_of (self, parts[i], dictionary, allow_k, error);

      if (factor == NULL)
        return FALSE;
      g_ptr_array_add (factors, factor);
      g_string_append_printf (name, "%s%s", i > 0 ? ":" : "", factor->name);
    }
  if (term_of (self, name->str) != NULL)
    return TRUE;
  term = g_new0 (Term, 1);
  term->name = g_strdup (name->str);
  term->factors = g_steal_pointer (&factors);
  g_ptr_array_add (self->terms, term);
  return TRUE;
}

/* Splits at `separator` outside parentheses, stripped. A colon before a digit begins bands. */
static GStrv
split (const char *text,
       char        separator)
{
  GPtrArray *parts = g_ptr_array_new ();
  const char *begin = text;
  gint depth = 0;

  for (const char *p = text;; p++)
    {
      gboolean here = *p == '\0' || (*p == separator && depth == 0);

      if (*p == separator && separator == ':')
        {
          const char *next = p + 1;

          while (*next == ' ')
            next++;
          here = here && !g_ascii_isdigit (*next) && *next != '-' && *next != '.';
        }
      depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
      if (!here)
        continue;
      g_ptr_array_add (parts, g_strstrip (g_strndup (begin, (gsize) (p - begin))));
      begin = p + 1;
      if (*p == '\0')
        break;
    }
  g_ptr_array_add (parts, NULL);
  return (GStrv) g_ptr_array_free (parts, FALSE);
}

/* All products of the parts: each alone, then each two, and so on. */
static gboolean
add_crossed (AnalysisFormula *self,
             char           **parts,
             ModelDictionary *dictionary,
             gboolean         allow_k,
             GError         **error)
{
  guint n = g_strv_length (parts);

  for (guint size = 1; size <= n; size++)
    for (guint which = 1; which < 1u << n; which++)
      {
        char *some[MOST_CROSSED + 1] = { NULL };
        guint n_some = 0;

        for (guint i = 0; i < n; i++)
          if (which >> i & 1)
            some[n_some++] = parts[i];
        if (n_some == size && !add_product (self, some, dictionary, allow_k, error))
          return FALSE;
      }
  return TRUE;
}

static gboolean
add_term (AnalysisFormula *self,
          const char      *text,
          ModelDictionary *dictionary,
          gboolean         allow_k,
          GError         **error)
{
  g_auto (GStrv) crossed = split (text, '*');
  g_auto (GStrv) product = split (text, ':');

  if (text[0] == '\0')
    return fail (error, text, _("something is needed between two +."));
  if (g_strv_length (crossed) < 2)
    return add_product (self, product, dictionary, allow_k, error);
  if (g_strv_length (crossed) > MOST_CROSSED)
    return fail (error, text, _("at most five variables can be crossed."));
  return add_crossed (self, crossed, dictionary, allow_k, error);
}

AnalysisFormula *
analysis_formula_parse (const char      *text,
                        ModelDictionary *dictionary,
                        gboolean         allow_k,
                        GError         **error)
{
  g_autoptr (AnalysisFormula) self = g_new0 (AnalysisFormula, 1);
  g_auto (GStrv) terms = split (text, '+');

  self->factors = g_ptr_array_new_with_free_func (factor_free);
  self->terms = g_ptr_array_new_with_free_func (term_free);
  for (guint i = 0; terms[i] != NULL; i++)
    if (!add_term (self, terms[i], dictionary, allow_k, error))
      return NULL;
  return g_steal_pointer (&self);
}

GStrv
analysis_formula_fields (const AnalysisFormula *self)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < self->factors->len; i++)
    {
      const Factor *factor = g_ptr_array_index (self->factors, i);

      if (factor->by != NULL)
        g_ptr_array_add (names, g_strdup (factor->by));
    }
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_free (names, FALSE);
}
