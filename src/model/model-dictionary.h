/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data dictionary: which tables and fields a register has, and all that is known of a field.
 *
 * A ModelDictionary is an immutable, reference-counted value that is handed to whoever needs it:
 * forms, validation, import mapping, filters, grouping, export and codebook all read it. The
 * built-in fields are C tables, one file per level (model-fields-*.c); further fields (a clinic's
 * own, a CSV's columns) are added with model_dictionary_with_field, which makes a new value. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MODEL_TABLE_PATIENT,
  MODEL_TABLE_IDENTITY,
  MODEL_TABLE_PARTNER,
  MODEL_TABLE_PREGNANCY,
  MODEL_TABLE_INVESTIGATION,
  MODEL_TABLE_CYCLE,
  MODEL_TABLE_TRANSFER,
  MODEL_TABLE_EMBRYO,
  MODEL_TABLE_INFUSION,
  MODEL_TABLE_MEDICATION,
  MODEL_TABLE_ADVERSE_EVENT,
  MODEL_TABLE_TRANSFER_OUTCOME,
  MODEL_TABLE_CHILD,
  MODEL_TABLE_FOLLOWUP,
  MODEL_TABLE_CONSENT,
  MODEL_N_TABLES,                    /* the record tables of the register end here */
  MODEL_TABLE_TEST = MODEL_N_TABLES, /* investigation_test: one "field" per laboratory test; no
                                        table in the register */
  MODEL_TABLE_SOURCE,                /* columns of a CSV that is analysed as it is */
  MODEL_N_ALL_TABLES
} ModelTable;

typedef enum
{
  MODEL_TYPE_TEXT,
  MODEL_TYPE_INTEGER,
  MODEL_TYPE_REAL,
  MODEL_TYPE_BOOLEAN,       /* `true`, `false`; INTEGER 1, 0 in the register */
  MODEL_TYPE_CODE,          /* one id of the code list */
  MODEL_TYPE_MULTICODE,     /* ids separated by single spaces, in code-list order */
  MODEL_TYPE_DATE,          /* ISO, partial allowed */
  MODEL_TYPE_DATETIME,      /* ISO date, partial allowed, or `2011-03-09T14:05` */
  MODEL_TYPE_DURATION_DAYS, /* integer days; shown and typed as weeks+days, 8+3 */
  MODEL_TYPE_REFERENCE      /* key of a row of table `references` of the same patient */
} ModelType;

typedef enum
{
  MODEL_MISSING_NONE,           /* there is a value */
  MODEL_MISSING_NOT_ASKED,      /* "" */
  MODEL_MISSING_UNKNOWN,        /* "?" */
  MODEL_MISSING_NOT_APPLICABLE, /* "n/a" */
  MODEL_MISSING_PENDING,        /* "pending" */
  MODEL_N_MISSING
} ModelMissing;

typedef enum { MODEL_REQUIRED_NO, MODEL_REQUIRED_SOFT, MODEL_REQUIRED_HARD } ModelRequired;
typedef enum
{
  MODEL_IDENTIFYING_NO,
  MODEL_IDENTIFYING_QUASI,
  MODEL_IDENTIFYING_DIRECT
} ModelIdentifying;

/* At which level a field can be analysed (dictionary column `analysis`). */
typedef enum
{
  MODEL_LEVEL_NONE,
  MODEL_LEVEL_PATIENT, /* one value per patient, known at referral; what is dated is read as of a
                          transfer (model_field_is_per_transfer) */
  MODEL_LEVEL_INDEX,   /* one value per patient, of the index transfer */
  MODEL_LEVEL_TRANSFER /* one value per transfer; groups and filters read it at the index transfer
                        */
} ModelLevel;

/* When a field is known, relative to the transfer it belongs to. Groups, filters and covariates may
 * use only what is known at the transfer; AFTER is refused with the reason (src/README.md). TODAY
 * is what holds now, whatever the transfer: patients may be left out by it, but not compared. */
typedef enum { MODEL_KNOWN_AT_TRANSFER, MODEL_KNOWN_AFTER, MODEL_KNOWN_TODAY } ModelKnown;

typedef struct
{
  const char *id;
  const char *label; /* N_() */
} ModelCode;

typedef struct
{
  const char *id;
  ModelTable table;
  const char *label; /* N_() */
  const char *help;  /* N_() */
  ModelType type;
  const char *unit;  /* NULL: none */
  int decimals;      /* of a REAL when shown */
  ModelRequired required;
  double hard_min, hard_max, soft_min, soft_max; /* NAN: no bound */
  const ModelCode *codes;
  guint n_codes;
  guint missing_allowed; /* bits 1 << ModelMissing; NOT_ASKED is always storable unless required
                            HARD */
  ModelIdentifying identifying;
  const char *deidentify; /* as in the dictionary: keep, drop, shift, band:... */
  ModelLevel analysis;
  ModelKnown known;
  const char *derived;    /* NULL: stored. Else how it is derived, in words */
  const char *shown_if;   /* NULL: always. `field = code`, `field in a, b`, `table.field = code` */
  const char *source;     /* where the item or its code list comes from */
  ModelTable references;  /* of a REFERENCE; MODEL_N_TABLES otherwise */
  int since;              /* schema version */
  const char *ahead_if;   /* of a date: NULL, it can't lie in the future; `always`; or as shown_if,
                             when it can */
  gboolean month_only;    /* of a DATE: never with a day (no birth date leaves identity) */
  guint column; /* index among the stored fields of its table; G_MAXUINT if derived. Set by
                   the dictionary */
} ModelField;

typedef struct _ModelDictionary ModelDictionary;

ModelDictionary *model_dictionary_new (void); /* the built-in one. (transfer full) */
ModelDictionary *model_dictionary_ref (ModelDictionary *self);
void             model_dictionary_unref (ModelDictionary *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModelDictionary, model_dictionary_unref)

/* A new dictionary with one more field (deep copy of `field`; appended after the table's stored
 * fields when not derived). NULL with an assertion when the id exists in that table. */
ModelDictionary *model_dictionary_with_field (ModelDictionary *self, const ModelField *field);

/* Stored fields of a table in column order: [0, n). Borrowed. */
guint             model_dictionary_n_stored (ModelDictionary *self, ModelTable table);
const ModelField *model_dictionary_stored (ModelDictionary *self, ModelTable table, guint column);
/* All fields, stored and derived, in dictionary order. */
guint             model_dictionary_n_fields (ModelDictionary *self, ModelTable table);
const ModelField *model_dictionary_field (ModelDictionary *self, ModelTable table, guint index);
/* By id; NULL when there is none. */
const ModelField *model_dictionary_find (ModelDictionary *self, ModelTable table, const char *id);
/* A field that can be analysed, by the name EXPR and --by use: `id`, or `table.id` where two tables
 * have the same id at an analysable level (then the bare id means patient before cycle before
 * transfer). */
const ModelField *model_dictionary_find_analysable (ModelDictionary *self, const char *name);
/* The fields that can be analysed, in dictionary order. (transfer container) */
GPtrArray        *model_dictionary_analysable (ModelDictionary *self);

const char *model_table_id (ModelTable table);    /* "transfer_outcome": the SQL table too */
const char *model_table_file (ModelTable table); /* "transfer_outcomes": the CSV is that + ".csv" */
const char *model_table_label (ModelTable table); /* N_("Outcome") */
gboolean    model_table_from_id (const char *id, ModelTable *out_table);
/* The table a row hangs below: CYCLE for TRANSFER; TRANSFER for EMBRYO, INFUSION, TRANSFER_OUTCOME;
 * TRANSFER_OUTCOME for CHILD; else MODEL_N_TABLES (it hangs on the patient). */
ModelTable  model_table_parent (ModelTable table);

/* "not_asked", "unknown", "not_applicable", "pending" */
const char *model_missing_id (ModelMissing missing);
/* -1: not in the list */
int model_field_code_index (const ModelField *field, const char *code, gsize length);

G_END_DECLS
