/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of fields as text in export notation, the one notation of rows, drafts, history and CSV.
 *
 * NULL or "" is not asked, "?" unknown, "n/a" not applicable, "pending" pending. A text that really
 * reads so, or begins with a backslash, is escaped with one backslash in front. Numbers, dates and
 * codes are canonical and locale-free (model-dictionary.h, ModelType): equal values are equal text.
 */
#pragma once

#include "base-date.h"
#include "model-dictionary.h"

G_BEGIN_DECLS

#define MODEL_VALUE_ERROR (model_value_error_quark ())
GQuark model_value_error_quark (void);
/* What is wrong with one value. The message is a sentence that says what was expected, never what
 * was found. */
typedef enum
{
  MODEL_VALUE_ERROR_TYPE,    /* not a number, date, code ... */
  MODEL_VALUE_ERROR_RANGE,   /* outside the hard range */
  MODEL_VALUE_ERROR_CODE,    /* not in the code list */
  MODEL_VALUE_ERROR_MISSING, /* this missing kind isn't allowed here */
  MODEL_VALUE_ERROR_TEXT     /* not valid UTF-8, a control character, or a national id in a note */
} ModelValueError;

ModelMissing model_value_missing (const char *value); /* NONE when there is a value */
/* "" for NOT_ASKED, "?", "n/a", "pending". Borrowed. */
const char  *model_value_from_missing (ModelMissing missing);

/* Any text to export notation: escapes. And back: unescapes; NULL for a missing kind. (transfer
 * full) */
char *model_value_from_text (const char *text);
char *model_value_to_text (const char *value);

/* Checks a value in export notation against its field: type, code list, hard range, allowed missing
 * kinds (required HARD isn't looked at here). On success *out_canonical is the canonical value
 * (NULL for not asked). decimal_comma: numbers may have a comma (CSV). (transfer full) */
gboolean model_value_check (const ModelField *field,
                            const char       *value,
                            gboolean          decimal_comma,
                            char            **out_canonical,
                            GError          **error);
/* The same without a copy for the common case: TRUE when `value` is already canonical and right. */
gboolean model_value_is_canonical (const ModelField *field, const char *value, gsize length);

/* As typed by a person into a form: dates in any order that base_date_parse_typed takes, 25,3
 * and 25.3, weeks as 8+3 or 8w3d, codes by id or by label (any case, a unique beginning of the
 * label is enough), `?` unknown,
 * `-` not asked, `n/a` not applicable, `p` or `pending` pending (a lone p in a text field is the
 * letter p). */
gboolean model_value_from_typed (const ModelField *field,
                                 const char       *typed,
                                 gint32            today,
                                 char            **out_value,
                                 GError          **error);
/* For display and for editing, in the user's language: labels, 9 Mar 2011, 8+3, decimals in the
 * locale; missing kinds as words ("unknown"); "" for not asked. (transfer full) */
char *model_value_to_display (const ModelField *field, const char *value);
/* The text with which an entry starts being edited; model_value_from_typed of it gives `value`
 * back. (transfer full) */
char *model_value_to_editable (const ModelField *field, const char *value);

gboolean
model_value_number (const char *value,
                    double *out_number); /* of INTEGER, REAL, DURATION_DAYS, BOOLEAN, REFERENCE */
BaseDate model_value_date (const char *value); /* of DATE, DATETIME; unset when missing */
gboolean model_value_has_code (const char *value, const char *code); /* of CODE, MULTICODE */
gboolean model_value_equal (const char *a, const char *b);           /* NULL equals "" */

/* Whether a field is to be shown or asked, given the values of its row (by stored column) and of
 * its parent row (NULL: unknown, then TRUE). */
gboolean model_field_is_shown (ModelDictionary  *dictionary,
                               const ModelField *field,
                               char *const      *values,
                               char *const      *parent_values);

G_END_DECLS
