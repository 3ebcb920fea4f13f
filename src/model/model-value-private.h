/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a canonical value once for every check that wants it. Private to the model. */
#pragma once

#include "model-value.h"

G_BEGIN_DECLS

typedef struct
{
  ModelMissing missing;
  double number;  /* of the types with numbers; of CODE the index in the list */
  BaseDate date;  /* of DATE, DATETIME */
  int minute;     /* of DATETIME; -1: no time of day */
} ModelParsed;

/* model_value_is_canonical, which also hands over what it read. Doesn't allocate unless a text
 * holds characters from U+0300 on. */
gboolean
model_value_read (const ModelField *field, const char *value, gsize length, ModelParsed *out);

/* Whether the text holds something that reads as a Danish, Swedish, Norwegian or Finnish personal
 * number (model-national-id.c). */
gboolean model_text_has_national_id (const char *text, gsize length);
/* Whether the field's text is looked through for them: every text but identity's own and a CSV's.
 */
gboolean model_field_refuses_national_id (const ModelField *field);

G_END_DECLS
