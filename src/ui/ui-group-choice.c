/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-group-choice.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A number is grouped in the bands that its dictionary entry names; without bands it isn't
 * offered. */
char *
ui_group_choice_of (const ModelField *field)
{
  gboolean number = field->type == MODEL_TYPE_INTEGER || field->type == MODEL_TYPE_REAL
                    || field->type == MODEL_TYPE_DURATION_DAYS;

  if (field->known != MODEL_KNOWN_AT_TRANSFER || field->type == MODEL_TYPE_DATE
      || field->type == MODEL_TYPE_TEXT || field->type == MODEL_TYPE_MULTICODE
      || field->type == MODEL_TYPE_DATETIME || field->type == MODEL_TYPE_REFERENCE)
    return NULL;
  if (g_str_equal (field->id, "losses_before_referral"))
    return g_strconcat (field->id, ":3,4,5", NULL);
  if (!number)
    return g_strdup (field->id);
  if (field->deidentify != NULL && g_str_has_prefix (field->deidentify, "band:"))
    return g_strconcat (field->id, ":", field->deidentify + strlen ("band:"), NULL);
  return NULL;
}

GPtrArray *
ui_group_choice_fill (GtkDropDown     *drop_down,
                      ModelDictionary *dictionary,
                      const char      *none)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  g_autoptr (GPtrArray) fields = model_dictionary_analysable (dictionary);
  GPtrArray *values = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (values, NULL);
  gtk_string_list_append (labels, none);
  for (guint i = 0; i < fields->len; i++)
    {
      const ModelField *field = g_ptr_array_index (fields, i);
      char *option = model_dictionary_find_analysable (dictionary, field->id) == field
                         ? ui_group_choice_of (field)
                         : NULL;

      if (option == NULL)
        continue;
      g_ptr_array_add (values, option);
      gtk_string_list_append (labels, _(field->label));
    }
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (labels));
  return values;
}

const char *
ui_group_choice_get (GtkDropDown *drop_down,
                     GPtrArray   *values)
{
  guint chosen = gtk_drop_down_get_selected (drop_down);

  return chosen < values->len ? g_ptr_array_index (values, chosen) : NULL;
}
