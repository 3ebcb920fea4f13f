/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From rows to series and fates: who counts, how many transfers, what followed (src/README.md,
 * rules). Made here, in C, never by SQL; cached by the session under the question's series
 * fingerprint. */
#pragma once

#include "analysis-question.h"
#include "model-dataset.h"
#include "stats-risk.h"

G_BEGIN_DECLS

/* Why a patient is in no series, or how a series ended; counted in this order in the flow. */
typedef enum
{
  ANALYSIS_FLOW_NO_TRANSFER,        /* no performed, dated transfer up to the cut */
  ANALYSIS_FLOW_NO_COUNTED,         /* none satisfies the counting rule */
  ANALYSIS_FLOW_BEFORE_START,       /* none of them on or after the index rule's start */
  ANALYSIS_FLOW_MATURING_ONLY,      /* only maturing ones */
  ANALYSIS_FLOW_OVERDUE_FIRST,      /* the first one is overdue and cut before: K = 0 */
  ANALYSIS_FLOW_IN,                 /* in the analysis */
  ANALYSIS_N_FLOW
} AnalysisFlow;

/* How the fate came about. */
typedef enum
{
  ANALYSIS_FATE_BIRTH,
  ANALYSIS_FATE_WENT_ON,            /* fate 0: a maturing transfer follows */
  ANALYSIS_FATE_CUT_OVERDUE,        /* fate 0: cut before an overdue transfer */
  ANALYSIS_FATE_CUT_INTERRUPT,      /* fate 0: an uncounted transfer between, interrupt = stop */
  ANALYSIS_FATE_CUT_DONOR,          /* fate 0: a change of partner or donor, which ends */
  ANALYSIS_FATE_DECISION_OPEN,      /* fate 3 */
  ANALYSIS_FATE_STOPPED,            /* fate 2: recorded; reason beside */
  ANALYSIS_FATE_STOPPED_BIRTH_OTHER,/* fate 2: a birth that isn't from a counted transfer */
  ANALYSIS_FATE_DIED,               /* fate 2 */
  ANALYSIS_FATE_PRESUMED,           /* fate 2: lost, or nothing recorded since */
  ANALYSIS_FATE_WENT_ON_STATUS,     /* fate 0 under decisions=status: recorded as continuing */
  ANALYSIS_N_FATES
} AnalysisFateDetail;

typedef struct
{
  guint8 flow;           /* AnalysisFlow */
  guint8 k;              /* number of counted transfers; 0 when not in */
  guint8 fate;           /* StatsFate */
  guint8 detail;         /* AnalysisFateDetail */
  guint8 reason; /* index in followup.reason's code list when STOPPED; 255 none or missing */
  guint8 first_by_interval; /* rows whose partial date was cut through by the cut or a rule (255: or
                               more) */
  guint16 n_ignored;     /* uncounted transfers between counted ones */
  gint32 index_transfer; /* row in the chunk's transfer columns; -1 */
} AnalysisSeries;

/* Whose oocytes or embryo, and which partner. Only what is known can be a change. */
typedef enum { ANALYSIS_EGGS_UNKNOWN, ANALYSIS_EGGS_OWN, ANALYSIS_EGGS_DONATED } AnalysisEggs;
#define ANALYSIS_PARTNER_UNKNOWN (-1)
#define ANALYSIS_PARTNER_NONE 0 /* she has none in that cycle; else the key of her partner */

/* What a question reads of a chunk's transfers beside the chunk: one entry per transfer row. */
typedef struct
{
  guint8 *counted; /* nonzero: satisfies the counting rule; NULL: all do */
  guint8 *eggs;    /* AnalysisEggs; NULL: not known of any */
  gint32 *partner; /* NULL: not known of any */
} AnalysisMarks;

/* The series of patient `row` of a chunk under a question; the pure core, tested by the table of
 * hand-made patients. cut: the data cut. marks: NULL: every transfer counts, and no partner or
 * donor is known. */
AnalysisSeries analysis_series_of (const ModelChunk *chunk,
                                   guint row,
                                   const AnalysisQuestion *question,
                                   gint32 cut,
                                   const AnalysisMarks *marks);

/* A cohort: one row per patient in the analysis, as flat arrays; columns gathered when first asked
 * for. Immutable to its users; reference-counted; may be used from several threads. */
typedef struct _AnalysisCohort AnalysisCohort;

/* From a register. Columns the question needs must be in the dataset (analysis_question_fields). */
AnalysisCohort *analysis_cohort_new (ModelDataset *dataset,
                                     const AnalysisQuestion *question,
                                     gint32 cut,
                                     GError **error);
/* From a CSV: k and fate given (fate coded 0..3), or an event column coded 0/1 (event 0 is fate 0);
 * one of the two is NULL. Rows whose time (whole, 0 to 255; 0: no transfer, left out) or fate is
 * missing or not usable are an error that names file, line and column (of a frame from no file the
 * row, counted from 1 without the heading), what was expected and what to do. The columns
 * time, fate and event are no groups or filters: known after. */
AnalysisCohort *analysis_cohort_from_frame (ModelFrame *frame,
                                            const char *time,
                                            const char *fate,
                                            const char *event,
                                            GError **error);
AnalysisCohort *analysis_cohort_ref (AnalysisCohort *self);
void            analysis_cohort_unref (AnalysisCohort *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisCohort, analysis_cohort_unref)

guint           analysis_cohort_n (AnalysisCohort *self);
const guint8   *analysis_cohort_k (AnalysisCohort *self);
const guint8   *analysis_cohort_fate (AnalysisCohort *self);
const gint32 *analysis_cohort_patient (AnalysisCohort *self); /* patient numbers; NULL from a CSV */
const AnalysisSeries *analysis_cohort_series (AnalysisCohort *self,
                                              guint row); /* NULL from a CSV */
/* Patients at each step, ANALYSIS_N_FLOW entries. */
const guint64  *analysis_cohort_flow (AnalysisCohort *self);
/* Further counts printed with every analysis: of the register, all its patients. */
typedef struct
{
  guint64 n_register;        /* patients */
  guint64 undated_transfers; /* performed ones without a date: not usable */
  guint64 interval_rows;     /* rows with a partial date that the cut or a rule cut through */
  guint64 placed_scans;      /* scans that decide an event, undated, placed by gestation */
  guint64 overdue;           /* counted transfers that should have an outcome by now */
} AnalysisCounts;
const AnalysisCounts *analysis_cohort_counts (AnalysisCohort *self);
/* A column per row of the cohort: patient-level as it is, transfer-level at the index transfer.
 * Borrowed; NULL: not loaded. */
const ModelColumn *analysis_cohort_column (AnalysisCohort *self, const ModelField *field);
ModelDictionary *analysis_cohort_dictionary (AnalysisCohort *self);

/* Adds the field of a `by` text ("centre", "age:35,38"), strata's or a table's, to `fields`. */
gboolean analysis_fields_add (GPtrArray *fields,
                              const char *by,
                              ModelDictionary *dictionary,
                              GError **error);
/* The fields whose columns a question needs (where, by, count, donor-change). Errors as asking
 * would. (transfer container) (element-type ModelField) */
GPtrArray *analysis_question_fields (const AnalysisQuestion *question,
                                     ModelDictionary *dictionary,
                                     GError **error);

G_END_DECLS
