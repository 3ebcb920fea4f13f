/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A published curve as a value, its check, and a cohort's comparison with it. The comparison is
 * historical, and so confounded; whoever shows it says so. */
#pragma once

#include "analysis-answer.h"
#include "stats-contrast.h"

G_BEGIN_DECLS

/* What is counted 1, 2, ... on the axis. */
typedef enum
{
  ANALYSIS_CLOCK_TRANSFER,
  ANALYSIS_CLOCK_CYCLE,
  ANALYSIS_CLOCK_COMPLETE_CYCLE, /* one stimulation with all its transfers */
  ANALYSIS_N_CLOCKS
} AnalysisClock;
/* Which limits were printed; the first two are those which the counts give back. */
typedef enum
{
  ANALYSIS_LIMITS_GREENWOOD, /* plain */
  ANALYSIS_LIMITS_WALD,
  ANALYSIS_LIMITS_UNSTATED,
  ANALYSIS_LIMITS_NONE,
  ANALYSIS_N_LIMITS
} AnalysisLimits;
/* "transfer", "complete-cycle"; "greenwood", "none". */
const char *analysis_clock_id (AnalysisClock clock);
const char *analysis_limits_id (AnalysisLimits limits);

/* Of the printed ones Smith 2015 gives this share of those who stop no chance. */
#define ANALYSIS_PUBLISHED_PI 0.3
#define ANALYSIS_PUBLISHED_LEVEL 0.95

typedef struct
{
  guint k;
  double estimate, lo, hi; /* as printed, 0..1; NAN: not printed */
  gint64 births;           /* among those who began, by then; -1: not published */
  gboolean misprint;       /* the printed percentage isn't that of its counts */
} AnalysisPublishedPoint;

/* One published curve. Immutable once checked. */
typedef struct
{
  char *id, *name, *citation, *address, *population;
  char **caveats;        /* NULL-terminated */
  AnalysisClock clock;
  AnalysisEstimator estimand;
  AnalysisLimits limits; /* 95 % */
  guint decimals;        /* of the printed percentages */
  guint64 patients;      /* who began; 0: not published */
  guint n_points;
  AnalysisPublishedPoint *points;
  guint n_rows;          /* counts of transfer or cycle 1, 2, ...; 0: not published */
  StatsRiskRow *rows;
} AnalysisPublished;

void analysis_published_free (AnalysisPublished *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisPublished, analysis_published_free)

/* Whether it can be what it says: something in every text, points in order and within their
 * limits, counts that fit each other, and every printed figure that counts give within half its
 * last digit: the crude proportion, the rate of the first transfer, Kaplan-Meier's curve, plain
 * Greenwood and Wald limits. The error says what is wrong. */
gboolean analysis_published_check (const AnalysisPublished *self, GError **error);
/* The point at k; NULL: none was published. */
const AnalysisPublishedPoint *analysis_published_at (const AnalysisPublished *self, guint k);

typedef enum
{
  ANALYSIS_PUBLISHED_NO_TEST,
  ANALYSIS_PUBLISHED_LOG_RANK, /* of both risk tables, transfers 1 .. n_test */
  ANALYSIS_PUBLISHED_FISHER,   /* births among those who began, of both; exact */
  ANALYSIS_PUBLISHED_BINOMIAL  /* exact, against a printed rate without counts */
} AnalysisPublishedTest;

/* All NAN: not estimable, or not published. */
typedef struct
{
  const AnalysisPublished *published; /* borrowed */
  guint at;
  gboolean other_event;      /* the question isn't of live births: nothing is compared */
  guint64 at_risk;           /* of everybody the answer is of, at that transfer */
  double ours, our_lo, our_hi;
  double theirs, their_lo, their_hi;
  gboolean from_counts;      /* theirs, recomputed; else as printed */
  StatsContrast difference;  /* ours - theirs, MOVER */
  AnalysisPublishedTest test;
  guint n_test;              /* transfers the log-rank test is of */
  double chisq, p;           /* chisq of log-rank, on one degree */
} AnalysisPublishedComparison;

/* Our curve is the estimator that was published, whatever the question shows, with the question's
 * level and conf type (Wilson's for crude). A published rate isn't exact: where its counts are
 * known they give its limits and the two-sample test (statistics.md 3.6), the log-rank test of an
 * optimistic curve, Fisher's of a crude proportion or of the first transfer. Else the limits are
 * those printed, at the 95 % level only, and a first rate or a crude proportion is tested by the
 * exact binomial. Any other curve has no test but its difference's interval. */
void analysis_published_compare (const AnalysisAnswer *answer,
                                 const AnalysisPublished *published,
                                 guint at,
                                 AnalysisPublishedComparison *out);
/* The last published transfer that this cohort reached, else the first published one. */
guint analysis_published_default_at (const AnalysisAnswer *answer,
                                     const AnalysisPublished *published);

G_END_DECLS
