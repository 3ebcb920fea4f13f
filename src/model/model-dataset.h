/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The register as columns: what analyses read.
 *
 * A ModelDataset is an immutable array of immutable, reference-counted chunks. Chunk i holds the
 * patients whose number is in [i * MODEL_CHUNK_PATIENTS, (i + 1) * MODEL_CHUNK_PATIENTS), by
 * number, with their transfers; an edit makes one new chunk and a new array. Archived rows are
 * not in it. What every analysis needs (dates, outcomes, follow-up) is always there; other
 * columns come when first asked for. No SQL here: the session fills builders from what the store
 * reads. */
#pragma once

#include "base-date.h"
#include "model-dictionary.h"
#include "model-record.h"

G_BEGIN_DECLS

#define MODEL_CHUNK_PATIENTS 1024

/* Outcome of a transfer as recorded (codes of transfer_outcome.outcome, in that order). */
typedef enum
{
  MODEL_OUTCOME_NO_PREGNANCY,
  MODEL_OUTCOME_BIOCHEMICAL_LOSS,
  MODEL_OUTCOME_PUL,
  MODEL_OUTCOME_ECTOPIC,
  MODEL_OUTCOME_MOLE,
  MODEL_OUTCOME_MISCARRIAGE,
  MODEL_OUTCOME_TERMINATION,
  MODEL_OUTCOME_STILLBIRTH,
  MODEL_OUTCOME_LIVE_BIRTH,
  MODEL_OUTCOME_ONGOING,
  MODEL_OUTCOME_LOST,
  MODEL_OUTCOME_NONE = 255 /* no row, not asked, unknown or pending */
} ModelOutcome;

typedef enum { MODEL_STATUS_PLANNED, MODEL_STATUS_PERFORMED, MODEL_STATUS_CANCELLED } ModelStatus;
typedef enum
{
  MODEL_FOLLOWUP_CONTINUING,
  MODEL_FOLLOWUP_DELIVERED,
  MODEL_FOLLOWUP_DISCONTINUED,
  MODEL_FOLLOWUP_LOST,
  MODEL_FOLLOWUP_DIED
} ModelFollowupStatus;

/* Bits of ModelChunk.flags. */
#define MODEL_TRANSFER_FROZEN       (1u << 0)
#define MODEL_TRANSFER_SAC_SEEN     (1u << 1) /* sacs >= 1 */
#define MODEL_TRANSFER_ALIVE_12     (1u << 2) /* nuchal_scan_alive */
#define MODEL_TRANSFER_CHILD_ROWS   (1u << 3) /* children are recorded */
#define MODEL_TRANSFER_CHILD_LIVE   (1u << 4) /* at least one of them born alive */
/* Of a scan whose day isn't recorded: it was placed (model_place_scan). */
#define MODEL_TRANSFER_SAC_PLACED      (1u << 5)
#define MODEL_TRANSFER_ALIVE_12_PLACED (1u << 6)

/* A column of one value per patient or per transfer of the chunk (or per row of a ModelFrame). */
typedef enum
{
  MODEL_COLUMN_U8,    /* index in the code list; BOOLEAN 0, 1 */
  MODEL_COLUMN_I32,   /* INTEGER, DURATION_DAYS; DATE as last day */
  MODEL_COLUMN_F64,   /* REAL */
  MODEL_COLUMN_BITS,  /* MULTICODE: uint32, bit i = code i */
  MODEL_COLUMN_TEXT   /* guint32 index into `strings` (sorted by strcmp); CSV sources only */
} ModelColumnKind;

typedef struct
{
  gatomicrefcount refs;
  const ModelField *field; /* borrowed from the dictionary, which the owner keeps alive */
  gboolean per_transfer;
  ModelColumnKind kind;
  guint n;
  union { guint8 *u8; gint32 *i32; double *f64; guint32 *bits; gpointer data; };
  guint8 *missing;         /* ModelMissing per row; NULL: none. Where missing, the value is 0 */
  char **strings;          /* TEXT: the distinct texts; NULL otherwise */
} ModelColumn;

/* Its kind is by the field's type; all values are not asked. */
ModelColumn *model_column_new (const ModelField *field, gboolean per_transfer, guint n);
ModelColumn *model_column_ref (ModelColumn *self);
void         model_column_unref (ModelColumn *self);
/* From export notation; not for TEXT. What doesn't fit the field becomes unknown. */
void         model_column_set (ModelColumn *self, guint row, const char *value);
ModelMissing model_column_missing (const ModelColumn *self, guint row);
double       model_column_number (const ModelColumn *self, guint row); /* NAN when missing */

typedef struct
{
  gatomicrefcount refs;
  guint n_patients, n_transfers, n_followups, n_births;
  /* per patient */
  gint32 *patient;         /* patient number, ascending */
  gint32 *referral_first;  /* days; BASE_DAY_NONE when missing */
  gint32 *referral_last;
  gint32 *birth_last;      /* last day of birth_month */
  guint32 *transfer_start; /* n_patients + 1 offsets into the transfer columns */
  guint32 *followup_start; /* n_patients + 1 */
  guint32 *birth_start;    /* n_patients + 1 */
  /* per transfer, of each patient by date_last, cycle, order in cycle, key; undated ones last */
  gint32 *transfer_key, *cycle_key;
  gint32 *date_first, *date_last;       /* BASE_DAY_NONE when undated */
  guint8 *status;                       /* ModelStatus */
  guint8 *order_in_cycle;
  guint8 *outcome;                      /* ModelOutcome as recorded */
  gint32 *outcome_first, *outcome_last; /* BASE_DAY_NONE when undated or none */
  gint32 *sac_first, *sac_last;         /* of the scan with a sac; NONE without SAC_SEEN */
  gint32 *alive_12_first, *alive_12_last;     /* of the scan at 12 weeks; NONE without ALIVE_12 */
  gint16 *gestation_days;               /* -1: missing */
  guint8 *flags;
  /* per follow-up row, by date */
  gint32 *followup_first, *followup_last;
  guint8 *followup_status;              /* ModelFollowupStatus */
  guint8 *followup_reason;              /* index in the code list; 255 missing */
  gint32 *last_contact;                 /* last day; BASE_DAY_NONE */
  /* per live birth from a pregnancy row that isn't from an entered transfer, by date: without ART,
   * or after a transfer that isn't in the register */
  gint32 *birth_first, *birth_last_day; /* may be BASE_DAY_NONE */
  /* further columns, on demand */
  GPtrArray *columns;                   /* of ModelColumn */
  gpointer block; /* private: the memory of the arrays above, shared by copies */
} ModelChunk;

ModelChunk *model_chunk_ref (ModelChunk *self);
void        model_chunk_unref (ModelChunk *self);
/* Borrowed; NULL: not there. */
ModelColumn *model_chunk_column (const ModelChunk *self, const ModelField *field);

/* Fills one chunk. Rows come patient by patient in ascending number; what belongs to a patient may
 * come in any order, after her. model_chunk_builder_finish sorts, returns the chunk, and frees the
 * builder. */
typedef struct _ModelChunkBuilder ModelChunkBuilder;
typedef struct
{
  gint32 transfer_key, cycle_key, date_first, date_last;
  guint8 status, order_in_cycle, outcome, flags;
  gint32 outcome_first, outcome_last;
  /* of the scans that SAC_SEEN and ALIVE_12 say were made; read only with those flags */
  gint32 sac_first, sac_last, alive_12_first, alive_12_last;
  gint16 gestation_days;
} ModelTransferFacts;

ModelChunkBuilder *model_chunk_builder_new (void);
void        model_chunk_builder_free (ModelChunkBuilder *self);
void model_chunk_builder_patient (ModelChunkBuilder *self,
                                  gint32 patient,
                                  gint32 referral_first,
                                  gint32 referral_last,
                                  gint32 birth_last);
/* Scans without a date are placed (model_place_scan), and flagged so. */
void        model_chunk_builder_transfer (ModelChunkBuilder *self, const ModelTransferFacts *facts);
void model_chunk_builder_followup (ModelChunkBuilder *self,
                                   gint32 first,
                                   gint32 last,
                                   guint8 status,
                                   guint8 reason,
                                   gint32 last_contact);
void        model_chunk_builder_birth (ModelChunkBuilder *self, gint32 first, gint32 last);
ModelChunk *model_chunk_builder_finish (ModelChunkBuilder *self);
/* Adds a patient with all that the chunk keeps of her, from her record; archived rows and rows
 * below an archived one are left out. */
void model_chunk_builder_record (ModelChunkBuilder *self,
                                 ModelDictionary *dictionary,
                                 const ModelRecord *record);

/* The days on which a scan whose date isn't recorded may have been made, by gestation. The first
 * scan: from the transfer to 12+0 weeks; that at 12 weeks: from 12+0 to 14+0 weeks; the last day
 * reckoned from an embryo of day 0, the first from one of day 8; and neither later than the ending.
 * As any partial date it is read by its last day. transfer_first, transfer_last: the days the
 * transfer may have been; ended: last day of the ending, BASE_DAY_NONE: undated or none. */
void model_place_scan (gboolean at_12_weeks,
                       gint32   transfer_first,
                       gint32   transfer_last,
                       gint32   ended,
                       gint32  *out_first,
                       gint32  *out_last);

/* Where a transfer stands among the patient's: the one reading of it, of chunks, of what is derived
 * and of the series. In order of the last day (undated: BASE_DAY_NONE, comes last), the cycle, the
 * order in it and the key. Two of one cycle and one date are one transfer; another of the cycle may
 * stand between them, where a partial date ends on their day. */
typedef struct
{
  gint32 first, last;
  gint64 cycle, order, key;
} ModelTransferPlace;
int      model_transfer_place_compare (const ModelTransferPlace *a, const ModelTransferPlace *b);
gboolean model_transfer_place_is_same (const ModelTransferPlace *a, const ModelTransferPlace *b);

/* A new chunk with one more column (shares all others). Takes a reference of column. */
ModelChunk *model_chunk_with_column (ModelChunk *self, ModelColumn *column);

typedef struct _ModelDataset ModelDataset;

/* serial: of this dataset in its session. Takes references of the chunks, not of their array. */
ModelDataset *model_dataset_new (ModelDictionary *dictionary,
                                 guint64 serial,
                                 GPtrArray *chunks /* of ModelChunk */);
ModelDataset *model_dataset_ref (ModelDataset *self);
void          model_dataset_unref (ModelDataset *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModelDataset, model_dataset_unref)
/* The same with chunk `index` replaced (or appended when index == n_chunks), and a new serial. */
ModelDataset *
model_dataset_with_chunk (ModelDataset *self, guint64 serial, guint index, ModelChunk *chunk);
ModelDictionary *model_dataset_dictionary (ModelDataset *self);
guint64       model_dataset_serial (ModelDataset *self);
guint         model_dataset_n_chunks (ModelDataset *self);
ModelChunk   *model_dataset_chunk (ModelDataset *self, guint index); /* borrowed */
guint64       model_dataset_n_patients (ModelDataset *self);
guint64       model_dataset_n_transfers (ModelDataset *self);
/* In every chunk. */
gboolean      model_dataset_has_column (ModelDataset *self, const ModelField *field);

/* A table of one row per series from a CSV, analysed as it is: columns of type U8 (booleans),
 * F64 and TEXT, their fields in a dictionary of their own (table MODEL_TABLE_SOURCE, level
 * PATIENT). */
typedef struct _ModelFrame ModelFrame;
ModelFrame  *model_frame_new (ModelDictionary *dictionary, guint n_rows);
void         model_frame_take_column (ModelFrame *self, ModelColumn *column);
/* Where its rows were read, for messages: the name of the file, and the line on which each row
 * begins, n_rows of them (transfer full). NULL and 0 where that was never said. */
void         model_frame_set_lines (ModelFrame *self, const char *file, guint32 *lines);
const char  *model_frame_file (ModelFrame *self);
guint32      model_frame_line (ModelFrame *self, guint row);
ModelFrame  *model_frame_ref (ModelFrame *self);
void         model_frame_unref (ModelFrame *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModelFrame, model_frame_unref)
ModelDictionary *model_frame_dictionary (ModelFrame *self);
guint        model_frame_n_rows (ModelFrame *self);
ModelColumn *model_frame_column (ModelFrame *self, const char *id); /* borrowed; NULL */

/* The value of a field from a patient's record, in export notation, as of the data cut `cut` (last
 * day that exists; BASE_DAY_NONE: no cut). The one definition of every derived variable: lists,
 * forms, export and the dataset's columns all come here. By the field's level `transfer` is
 *   PATIENT          0: as known at referral or at the cut; of an investigation_test her latest
 *                    usable result up to the default index transfer, of a partner's field the
 *                    partner of that transfer. Of a field that model_field_is_per_transfer the key
 *                    of a transfer: as known at it
 *   INDEX, TRANSFER  the key of the transfer
 *   NONE             the key of the row in the field's table (of a TRANSFER_OUTCOME its transfer's)
 * What is known at a transfer is read as of its day, whatever the cut: no row with a later date, no
 * ending of it or of a later one is looked at. Of a result without a date it isn't known whether it
 * came before. What hangs on a question (index transfer, series_number, fate) is by the default
 * one. An input that is missing makes the value unknown ("?"); what can't be asked of the row is
 * "n/a". NULL: not asked. limit_days: gestation from which a fetus counts as stillborn, not
 * miscarried (settings; 154 = 22 weeks). (transfer full) (nullable) */
char *model_derive (ModelDictionary *dictionary,
                    const ModelField *field,
                    const ModelRecord *record,
                    gint64 transfer,
                    gint32 cut,
                    int limit_days);
/* Which tables model_derive reads for a field: bits 1 << ModelTable. */
guint model_derive_tables (const ModelField *field);
/* Whether a column of the field has a value per transfer: those of a transfer and its cycle, and of
 * the patient what is read from rows with a date (history, tests) or of the transfer's partner. */
gboolean model_field_is_per_transfer (const ModelField *field);

G_END_DECLS
