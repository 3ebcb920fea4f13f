/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The question: everything that decides a figure, as one immutable value with defaults, equality, a
 * fingerprint and one text form. Options of natality-cli, the state of the Curves page, saved
 * figures and JSON are that form. */
#pragma once

#include <glib.h>

#include "base-date.h"
#include "stats-interval.h"

G_BEGIN_DECLS

#define ANALYSIS_ERROR (analysis_error_quark ())
GQuark analysis_error_quark (void);
typedef enum
{
  ANALYSIS_ERROR_SYNTAX, /* the message names the character, counted from 1 */
  ANALYSIS_ERROR_FIELD,  /* no such field, or it can't be analysed */
  ANALYSIS_ERROR_AFTER,  /* changes after the index transfer, or is known only after it: says why */
  ANALYSIS_ERROR_VALUE,  /* no such code, not a number */
  ANALYSIS_ERROR_TOO_MANY /* more than ANALYSIS_MAX_GROUPS groups */
} AnalysisError;

#define ANALYSIS_MAX_GROUPS 60
#define ANALYSIS_MAX_K 60 /* a series is cut, still in treatment, at the 60th transfer */

typedef enum
{
  ANALYSIS_EVENT_LIVE_BIRTH,
  ANALYSIS_EVENT_CLINICAL_PREGNANCY,
  ANALYSIS_EVENT_ONGOING_PREGNANCY
} AnalysisEvent;
typedef enum
{
  ANALYSIS_INDEX_FIRST,
  ANALYSIS_INDEX_FIRST_AFTER_REFERRAL,
  ANALYSIS_INDEX_FIRST_COUNTED_AFTER
} AnalysisIndex;
typedef enum
{
  ANALYSIS_INTERRUPT_IGNORE,
  ANALYSIS_INTERRUPT_STOP,
  ANALYSIS_INTERRUPT_COUNT
} AnalysisInterrupt;
typedef enum { ANALYSIS_OVERDUE_CUT, ANALYSIS_OVERDUE_NO_BIRTH } AnalysisOverdue;
typedef enum { ANALYSIS_DECISIONS_WINDOW, ANALYSIS_DECISIONS_STATUS } AnalysisDecisions;
typedef enum
{
  ANALYSIS_ESTIMATOR_OPTIMISTIC,
  ANALYSIS_ESTIMATOR_CONSERVATIVE,
  ANALYSIS_ESTIMATOR_CRUDE,
  ANALYSIS_ESTIMATOR_ADJUSTED,
  ANALYSIS_ESTIMATOR_IPCW
} AnalysisEstimator;
typedef enum
{
  ANALYSIS_OTHER_BIRTH_ENDS,
  ANALYSIS_OTHER_BIRTH_COUNTS
} AnalysisOtherBirth; /* a birth that isn't from a counted transfer */
typedef enum
{
  ANALYSIS_DONOR_GOES_ON,
  ANALYSIS_DONOR_ENDS
} AnalysisDonorChange; /* of partner, or from own to donated oocytes or embryos, or back */

#define ANALYSIS_MATURE_DAYS 301  /* by then a birth is known */
#define ANALYSIS_PRESUME_DAYS 365 /* without a next transfer: presumed to have stopped */
#define ANALYSIS_MATURE_KNOWN (-1) /* every transfer with a known outcome: biased towards failure */
/* 22 weeks (ICMART), where neither question nor register says. */
#define ANALYSIS_GESTATION_LIMIT_DAYS 154

/* Public members, read-only once built: make one with analysis_question_new (defaults), set
 * members, then treat as a value. */
typedef struct
{
  gatomicrefcount refs;
  AnalysisEvent event;
  AnalysisIndex index;
  gint32 index_after;        /* day, for FIRST_COUNTED_AFTER */
  char *count; /* "all", "treated", "fresh", "frozen", or an EXPR over transfer-level fields */
  AnalysisInterrupt interrupt;
  gint32 cut;                /* day; BASE_DAY_NONE: the register's own data cut */
  int mature_days;           /* 301; or ANALYSIS_MATURE_KNOWN */
  AnalysisOverdue overdue;
  int presume_days;          /* 365 */
  AnalysisDecisions decisions;
  AnalysisOtherBirth other_birth;
  AnalysisDonorChange donor_change;
  int gestation_limit_days;  /* 154 = 22 weeks; 0: the register's setting */
  char *where;               /* EXPR; NULL: everybody */
  char *by;                  /* field, or `field:c1,c2` left-closed bands; NULL: one group */
  AnalysisEstimator estimator;
  double theta, pi;          /* of ADJUSTED: theta 0.5, pi 0 */
  char *drop_out_terms;      /* of IPCW: the model of stopping, "k"; k is the transfer's number */
  double truncate;           /* of IPCW: weights at this quantile and its complement; 0: not */
  StatsConfType conf_type;   /* log-log */
  double level;              /* 0.95 */
} AnalysisQuestion;

AnalysisQuestion *analysis_question_new (void);
AnalysisQuestion *analysis_question_copy (const AnalysisQuestion *self); /* a fresh one to change */
AnalysisQuestion *analysis_question_ref (AnalysisQuestion *self);
void              analysis_question_unref (AnalysisQuestion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisQuestion, analysis_question_unref)

gboolean analysis_question_equal (const AnalysisQuestion *a, const AnalysisQuestion *b);
/* SHA-256 hex of the text form: of all of it; of what decides series and fates only. (transfer
 * full) */
char    *analysis_question_fingerprint (const AnalysisQuestion *self);
char    *analysis_question_series_fingerprint (const AnalysisQuestion *self);

/* The text form: `name=value` lines in fixed order, only what differs from the defaults;
 * locale-free. Names are those of the command line's options without dashes in front: event-type
 * live-birth|clinical-pregnancy|ongoing-pregnancy; index
 * first|first-after-referral|"first-counted-after DATE"; count; interrupt; cut DATE; mature
 * DAYS|known; overdue cut|no-birth; presume DAYS; decisions window|status; other-birth ends|counts;
 * donor-change goes-on|ends; gestation-limit DAYS; where; by; estimator
 * optimistic|conservative|crude|adjusted|ipcw; theta; pi; drop-out-terms; truncate; conf-type
 * plain|log|log-log|logit|arcsin; level. (transfer full) */
char             *analysis_question_to_text (const AnalysisQuestion *self);
AnalysisQuestion *analysis_question_from_text (const char *text, GError **error);
/* Sets one option by name; the one parser for command line, JSON and text. */
gboolean          analysis_question_set (AnalysisQuestion *self,
                                         const char       *name,
                                         const char       *value,
                                         GError          **error);
/* The value of one option as the text form has it, defaults included; "" where there is none. NULL:
 * no such option. (transfer full) (nullable) */
char             *analysis_question_get (const AnalysisQuestion *self, const char *name);
/* "plain", "log", "log-log", "logit", "arcsin". */
const char       *analysis_conf_type_id (StatsConfType type);
/* "optimistic", "conservative", "crude", "adjusted", "ipcw". */
const char       *analysis_estimator_id (AnalysisEstimator estimator);
#define ANALYSIS_N_ESTIMATORS (ANALYSIS_ESTIMATOR_IPCW + 1)
/* Option names, for help and completion. */
const char *const *analysis_question_options (void);

G_END_DECLS
