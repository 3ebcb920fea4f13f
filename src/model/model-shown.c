/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conditions on the values of a row: whether a field is asked at all. Knows no form. */
#include "model-dictionary-private.h"
#include "model-value.h"

gboolean
model_condition_holds (const ModelCondition *condition,
                       char *const          *values,
                       char *const          *parent_values)
{
  char *const *asked = condition->of_parent ? parent_values : values;
  const char *value;
  gboolean found = FALSE;

  if (!condition->set || condition->on == NULL || condition->on->column == G_MAXUINT
      || asked == NULL)
    return TRUE;
  value = asked[condition->on->column];
  if (model_value_missing (value) == MODEL_MISSING_NONE)
    for (guint i = 0; !found && condition->codes[i] != NULL; i++)
      found = model_value_has_code (value, condition->codes[i]);
  return found != condition->negated;
}

gboolean
model_field_is_shown (ModelDictionary  *dictionary,
                      const ModelField *field,
                      char *const      *values,
                      char *const      *parent_values)
{
  const ModelEntry *entry;

  g_return_val_if_fail (dictionary != NULL && field != NULL, TRUE);

  if (field->shown_if == NULL)
    return TRUE;
  entry = model_dictionary_entry (dictionary, field);
  g_return_val_if_fail (entry != NULL, TRUE);
  return model_condition_holds (&entry->shown, values, parent_values);
}
