/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The library of published cohorts (data/published), how they are named, and what is said of a
 * comparison with one: text, CSV, JSON, notes under a figure. Computes no figure. */
#pragma once

#include "analysis-published.h"
#include "report-curve.h"

G_BEGIN_DECLS

/* Reads and checks a library; one that breaks a rule is an error that says which. (transfer full)
 * (element-type AnalysisPublished) */
GPtrArray *report_published_parse (const char *json, gssize length, GError **error);
/* The one built in, in its file's order; for as long as the program runs. (transfer none) */
const GPtrArray *report_published_all (void);
/* Of the one built in; NULL: no such id. */
const AnalysisPublished *report_published_find (const char *id);
/* Its texts for translation; NULL-terminated. */
const char *const *report_published_texts (void);

/* "Smith 2015 (per complete cycle, conservative)". (transfer full) */
char *report_published_label (const AnalysisPublished *published);
/* What must be said beside a comparison, sentence by sentence: another clock, another estimand than
 * the question shows, the population, the source's caveats, and that it is confounded.
 * (transfer full) */
GStrv report_published_warnings (const AnalysisPublished *published,
                                 const AnalysisQuestion  *question);
/* The comparison in sentences: ours, theirs, the difference, the test, or why there is none.
 * (transfer full) */
GStrv report_published_sentences (const AnalysisPublishedComparison *comparison,
                                  const AnalysisQuestion            *question);

/* The notes under a figure that shows them. (transfer full) */
GStrv report_overlay_notes (const AnalysisPublished *const *overlays,
                            guint                           n_overlays,
                            const AnalysisQuestion         *question);

/* compare --with. All (transfer full). */
char *report_published_comparison (const AnalysisPublishedComparison *comparison,
                                   const AnalysisQuestion            *question,
                                   const ReportSource                *source,
                                   const char                        *format);
/* Ids of the methods in a comparison, as report_curve_methods. (transfer full) */
GPtrArray *report_published_methods (const AnalysisPublishedComparison *comparison);
/* compare --list: id, name, population, clock, estimand of all. (transfer full) */
char *report_published_list (const char *format);

G_END_DECLS
