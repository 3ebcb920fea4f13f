/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers as what a reader sees: JSON, CSV, text, a chart's spec. Computes no figure. */
#pragma once

#include "analysis-answer.h"
#include "analysis-extras.h"
#include "analysis-published.h"
#include "chart-spec.h"

G_BEGIN_DECLS

/* Beside the answer, what is said of its source. */
typedef struct
{
  const char *title;          /* name of the register or file */
  const char *synthetic_note; /* nullable; then it stands on every figure and in every output */
} ReportSource;

/* JSON of `curve` (a contract; keys of tests/reference expected.json: n, transfers, births,
 * overall{risk_table, curve}, groups{}), with `question`, `left_out` and `natality` beside.
 * extras (nullable): restricted_mean,
 * bands, ipcw and so on beside. Pretty-printed, newline at the end. (transfer full) */
char *report_curve_json (const AnalysisAnswer *answer,
                         const AnalysisExtras *extras,
                         const ReportSource *source);
char *report_curve_csv (const AnalysisAnswer *answer,
                        const AnalysisExtras *extras,
                        const ReportSource *source);
char *report_curve_text (const AnalysisAnswer *answer,
                         const AnalysisExtras *extras,
                         const ReportSource *source);
/* Transfers to a chance: their limits, "3–5", "3 or more", "–" (transfer full); a band's name. */
char       *report_reach_range (const AnalysisReach *reach);
const char *report_band_name (StatsBand band);
/* The table of presumption alone; the text and JSON of curve have it with the rest. (transfer
 * full) */
char *report_presumption_csv (const AnalysisPresumption *presumption);

/* Ids of the methods in it (report-method.h), with a NULL behind the last. (transfer full)
 * (element-type utf8) */
GPtrArray *report_curve_methods (const AnalysisAnswer *answer, const AnalysisExtras *extras);
/* Of what the estimates at one transfer are: estimator and interval; of the four assumptions. */
GPtrArray *report_estimate_methods (const AnalysisAnswer *answer);
GPtrArray *report_assumption_methods (void);

/* Names in the user's language, with the rule in words: "Optimistic (Kaplan-Meier)"; "those who
 * stop had the chance of those who go on". (static strings) */
const char *report_estimator_name (AnalysisEstimator estimator);
const char *report_estimator_assumption (AnalysisEstimator estimator);
/* The same for a question, with its shares in words. (transfer full) */
char *report_assumption (const AnalysisQuestion *question);
/* "log-log", "Wilson"; as printed beside an interval: of an answer, of any curve. */
const char *report_interval_name (const AnalysisAnswer *answer);
const char *report_limits_name (AnalysisEstimator estimator, StatsConfType type);
/* "—", "61.5 %", "61.5 % (48.0–73.5)": percent with `decimals`; an en dash where not estimable.
 * (transfer full) */
char *report_percent (double proportion, int decimals);
char *report_percent_interval (double estimate, double lo, double hi, int decimals);
/* Who is in it, in the order of the steps: the register, those left out of it, those in the
 * analysis, those whom filter and groups leave out, the patients shown, and their fates, whose sum
 * they are; then what is said of rows. Steps that left nobody out have no line. (transfer
 * container) (element-type ReportFlowLine) */
typedef enum
{
  REPORT_FLOW_TOTAL, /* patients that are left at this step */
  REPORT_FLOW_OUT,   /* patients left out before the next total */
  REPORT_FLOW_FATE,  /* of the patients of the last total */
  REPORT_FLOW_ROWS   /* rows of the register, not patients */
} ReportFlowKind;
typedef struct
{
  ReportFlowKind kind;
  guint64 n;
  char *text; /* "in the analysis" */
} ReportFlowLine;
GPtrArray *report_flow (const AnalysisAnswer *answer);
/* The same as text: "52 patients in the register", "- 2 outside the filter". (transfer full) */
GStrv report_flow_lines (const AnalysisAnswer *answer);
/* Curves and rates are faded where fewer than this many are at risk, and the notes say so. */
#define REPORT_FAINT_BELOW 5
/* A number is called one of few patients where fewer than this many are at risk. */
#define REPORT_FEW 10
/* From which transfer on a group is that small; 0: nowhere that it is known. */
guint report_few_from (const AnalysisGroup *group);
/* Whether a group's standard error and interval after transfer k are smaller than the truth:
 * everyone at risk had the event at some transfer so far, whose rate then seems to be without
 * variance. Where there is no interval at all, as of the optimistic curve, they aren't. */
gboolean    report_is_too_small (const AnalysisAnswer *answer, const AnalysisGroup *group, guint k);
const char *report_too_small (void); /* the same as a sentence */
/* The same of what two groups' standard errors make after transfer k: also of a group whose last
 * transfer was before it. */
gboolean    report_is_pair_too_small (const AnalysisAnswer *answer, guint a, guint b, guint k);
/* Of a curve weighted for drop-out: the weights of a shown group, and how many unweighted patients
 * those at transfer k are worth; how the model of stopping came out. NULL of another estimator.
 * (transfer full) */
char *report_weights (const AnalysisAnswer *answer, guint g, guint k);
char *report_drop_out (const AnalysisAnswer *answer);
/* The groups that are shown: the one of all when nothing groups. */
guint report_n_shown (const AnalysisAnswer *answer);
const AnalysisGroup *report_shown (const AnalysisAnswer *answer, guint g);
/* Why there is nothing to draw, in a sentence; NULL where there is. (transfer full) (nullable) */
char *report_empty_reason (const AnalysisAnswer *answer);
/* "Cumulative live births, %" */
const char *report_event_axis_label (AnalysisEvent event);
/* "Groups: Age at transfer"; NULL where nothing groups. (transfer full) */
char *report_groups_line (const AnalysisAnswer *answer);
/* The notes that stand under a figure: synthetic note, estimator and assumption, interval's name,
 * event, data cut, what else of the question isn't the default, filter, biased-towards-failure and
 * sparse warnings, where there is no interval. (transfer full) */
GStrv report_notes (const AnalysisAnswer *answer, const ReportSource *source);

typedef struct
{
  double width_pt, height_pt, base_size_pt;
  const char *font_family; /* nullable */
  ChartTheme theme;
  gboolean show_hazard, show_table, show_notes, show_title;
  guint marker_k;
  /* Published curves over these, at most CHART_MAX_OVERLAYS; drawn where there are curves of live
   * births. Their notes stand whatever show_notes says. */
  const AnalysisPublished *const *overlays;
  guint n_overlays;
  /* Who stopped and who is still in treatment are told in one count, as the second. */
  gboolean together;
} ReportChartOptions;
/* (transfer full) */
ChartSpec *report_chart_spec (const AnalysisAnswer *answer,
                              const ReportSource *source,
                              const ReportChartOptions *options);

G_END_DECLS
