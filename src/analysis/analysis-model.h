/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regression models of a selection: Cox, discrete-time hazards, Fine and Gray. Which rows and
 * columns a model is fitted to is decided here; the fits are those of src/stats. */
#pragma once

#include "analysis-baseline.h"
#include "analysis-pattern.h"
#include "stats-hazard.h"
#include "stats-cox.h"
#include "stats-logrank.h"

G_BEGIN_DECLS

typedef enum
{
  ANALYSIS_MODEL_COX,
  ANALYSIS_MODEL_DISCRETE,
  ANALYSIS_MODEL_FINE_GRAY
} AnalysisModelKind;

/* When a discrete model is fitted with Firth's penalty. */
typedef enum
{
  ANALYSIS_FIRTH_NEVER,
  ANALYSIS_FIRTH_ALWAYS,
  ANALYSIS_FIRTH_BY_RULE /* with fewer than ANALYSIS_FIRTH_BELOW births for each coefficient */
} AnalysisFirth;

#define ANALYSIS_FIRTH_BELOW 5
#define ANALYSIS_FEW_BIRTHS 10 /* for each coefficient: fitted, and warned of */

typedef struct
{
  AnalysisModelKind kind;
  StatsTies ties;       /* of Cox and Fine-Gray */
  StatsLink link;       /* of discrete */
  AnalysisFirth firth;
  gboolean linear;      /* discrete: the transfer's number as a line, else as a factor */
  guint pool_from;      /* discrete: transfers from there on share a level; 0: none */
  gboolean stratified;  /* by the selection's strata: risk sets, baselines of their own */
  gboolean check_ph;    /* Cox: the proportional-hazards check on the transfer's number */
  const char *predict;  /* a pattern, or NULL; ANALYSIS_PATTERN_STRATUM names its stratum, else it
                         * is the first */
  const char *standardise; /* a term of two groups: curves with everybody in each group; or NULL */
  double level;
} AnalysisModelOptions;

/* An array has K entries, for transfer 1..K, NAN where not estimable. */
typedef struct
{
  guint K;
  double *estimate, *se, *lo, *hi;
} AnalysisModelCurve;

#define ANALYSIS_MODEL_TESTS 3

typedef struct
{
  StatsFitStatus status;
  guint64 n_used, n_missing; /* patients; those left out for a missing term */
  guint64 n_no_stratum;      /* and before, for want of a stratum */
  guint64 births;
  double operations;         /* of the exact likelihood that was refused; NAN otherwise */
  guint n_columns, n_baseline;
  char **names, **labels;    /* of the columns; NULL-terminated; labels for a reader */
  gboolean firth;            /* Firth's penalty was used */
  double births_per_column;  /* NAN without columns */
  guint *term;               /* n_columns: the term it belongs to */
  char **baseline_names;     /* "k=1", "k>=4"; discrete */
  StatsFit *fit;             /* NULL: see status */
  double *lo, *hi;           /* n_columns: Wald's limits; Firth's logit: profile likelihood */
  gboolean profile;          /* lo and hi are of the profile likelihood */
  double *p;                 /* n_columns: Wald's; of Firth's logit the likelihood ratio's */
  guint n_terms;
  char **term_names;
  double *term_chisq, *term_p; /* n_terms: Wald's test of all columns of a term */
  guint *term_df;
  /* Likelihood ratio, Wald, score, against the model without terms; NAN where the fit has none */
  StatsTest whole[ANALYSIS_MODEL_TESTS];
  StatsTest *zph, zph_global; /* n_columns; NULL: not asked */
  guint n_fields;            /* what a pattern needs */
  AnalysisPatternField *fields;
  gint *group;               /* n_terms: the field of a term that curves can be standardised to; -1:
                              * they can't */
  char *strata;              /* as `by`; NULL, as the next: not stratified */
  char *strata_label;        /* what strata differ in */
  char **strata_names, **strata_labels;
  guint predicted_stratum;   /* of them */
  AnalysisModelCurve *predicted;
  /* Not in the group, in it, the difference (second less first) */
  AnalysisModelCurve *standardised[3];
  AnalysisBaseline *balance; /* analysis_model_balance(); NULL: not asked, or of one term only */
} AnalysisModel;

/* Whether a curve can be predicted from such a model, and its proportional hazards be checked. */
gboolean analysis_model_predicts (const AnalysisModelOptions *options);
gboolean analysis_model_checks_ph (const AnalysisModelOptions *options);

/* NULL with an error for a formula or pattern that can't be used; a fit that failed is a result.
 * cancelled (nullable): looked at between parts of the work and in each iteration of a fit; NULL is
 * returned, without an error, once it is set. permille (nullable): how much is done, set
 * atomically. */
AnalysisModel *analysis_model_new (const AnalysisSelection    *selection,
                                   const AnalysisFormula      *formula,
                                   const AnalysisModelOptions *options,
                                   const gint                 *cancelled,
                                   gint                       *permille,
                                   GError                    **error);
/* Of a standardised model: how the term's two groups differ in the other variables of the model, as
 * `table` of these groups has it. cohort and question: of its selection. FALSE with an error, or,
 * without one, cancelled. */
gboolean       analysis_model_balance (AnalysisModel              *self,
                                       const AnalysisModelOptions *options,
                                       AnalysisCohort             *cohort,
                                       const AnalysisQuestion     *question,
                                       const gint                 *cancelled,
                                       GError                    **error);
void           analysis_model_free (AnalysisModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnalysisModel, analysis_model_free)

G_END_DECLS
