/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding a field by name, and refusing, with the reason, those that would compare patients by what
 * came later. Knows dictionaries, no rows. */
#include "config.h"

#include "analysis-field.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
analysis_set_error_at (GError      **error,
                       AnalysisError code,
                       guint         character,
                       const char   *format,
                       ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* Translators: the place in an expression that was typed, then what is wrong there. */
  g_set_error (error, ANALYSIS_ERROR, (int) code, _("Character %u: %s"), character, message);
}

typedef struct
{
  const char *name, *at_index, *at_transfer;
} ShortName;

static const ShortName short_names[] = {
  { "age", "age_at_index_transfer", "age_at_transfer" },
  { "losses", "losses_before_referral", "losses_before_transfer" },
  { "treated", "immunomodulated", "immunomodulated" },
};

static const ModelField *
find_any (ModelDictionary *dictionary,
          const char      *name,
          gboolean         at_transfer)
{
  static const char *const tables[] = { "transfer", "cycle" };

  for (guint i = 0; at_transfer && i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *full = g_strconcat (tables[i], ".", name, NULL);
      const ModelField *field = model_dictionary_find_analysable (dictionary, full);

      if (field != NULL)
        return field;
    }
  return model_dictionary_find_analysable (dictionary, name);
}

static const ModelField *
find_short_name (ModelDictionary *dictionary,
                 const char      *name,
                 gboolean         at_transfer)
{
  for (guint i = 0; i < G_N_ELEMENTS (short_names); i++)
    if (strcmp (name, short_names[i].name) == 0)
      return find_any (dictionary,
                       at_transfer ? short_names[i].at_transfer : short_names[i].at_index,
                       at_transfer);
  return NULL;
}

static gboolean
means_ever (const char *name)
{
  return g_ascii_strncasecmp (name, "ever", 4) == 0 && !g_ascii_isalnum (name[4]);
}

/* Why a name found nothing that can be analysed. */
static void
set_error_not_found (ModelDictionary *dictionary,
                     const char      *name,
                     guint            character,
                     GError         **error)
{
  if (means_ever (name))
    {
      analysis_set_error_at (
          error, ANALYSIS_ERROR_AFTER, character,
          _("There are no groups by what was ever given or ever happened: whoever has more "
             "transfers has more chances to belong to “ever”, so it would be the outcome "
             "that makes the group. Ask for the value at the index transfer, or count "
             "only such transfers (count)."));
      return;
    }
  for (guint table = 0; table < MODEL_N_ALL_TABLES; table++)
    if (model_dictionary_find (dictionary, (ModelTable) table, name) != NULL)
      {
        analysis_set_error_at (error, ANALYSIS_ERROR_FIELD, character,
                               _("The field “%s” can't be analysed."), name);
        return;
      }
  analysis_set_error_at (error, ANALYSIS_ERROR_FIELD, character, _("There is no field “%s”."),
                         name);
}

const ModelField *
analysis_field_find (ModelDictionary *dictionary,
                     const char      *name,
                     gboolean         at_transfer,
                     guint            character,
                     GError         **error)
{
  const ModelField *field = find_any (dictionary, name, at_transfer);

  if (field == NULL)
    field = find_short_name (dictionary, name, at_transfer);
  if (field == NULL)
    {
      set_error_not_found (dictionary, name, character, error);
      return NULL;
    }
  if (strcmp (field->id, "series_number") == 0 && field->table == MODEL_TABLE_TRANSFER)
    {
      analysis_set_error_at (error, ANALYSIS_ERROR_FIELD, character,
                             _("“%s” is what the counting itself gives, and can't decide it."),
                             name);
      return NULL;
    }
  if (field->known == MODEL_KNOWN_AFTER)
    {
      analysis_set_error_at (
          error, ANALYSIS_ERROR_AFTER, character,
          _("“%s” is known only after the transfer it belongs to. Groups, filters and "
             "counted transfers are fixed before the outcome can be known; chosen by "
             "what came later, the groups would differ because of it."),
          name);
      return NULL;
    }
  if (at_transfer && field->known == MODEL_KNOWN_TODAY)
    {
      analysis_set_error_at (error, ANALYSIS_ERROR_AFTER, character,
                             _("“%s” is asked of today, not of the transfer; leave patients out by "
                               "it with a filter (where)."),
                             name);
      return NULL;
    }
  if (at_transfer && field->analysis == MODEL_LEVEL_INDEX)
    {
      analysis_set_error_at (
          error, ANALYSIS_ERROR_FIELD, character,
          _("“%s” is a value at the index transfer, which the counted transfers decide; "
             "in a counting rule use the field of each transfer."),
          name);
      return NULL;
    }
  return field;
}
