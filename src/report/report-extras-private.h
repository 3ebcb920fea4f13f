/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked beside a curve, as text under its table. Private to src/report. */
#pragma once

#include "report-curve.h"

G_BEGIN_DECLS

/* index: of the group, -1 for all. extras: nullable. */
void report_extras_append (GString *out,
                           const AnalysisAnswer *answer,
                           int index,
                           const AnalysisExtras *extras);
void report_presumption_append (GString *out, const AnalysisPresumption *presumption);

/* Text in columns, each as wide as its widest cell, set flush right. */
typedef struct
{
  GPtrArray *cells; /* row after row, the heads first; owned texts */
  guint n_columns;
  gboolean left;    /* the first column flush left */
} ReportColumns;
void report_columns_init (ReportColumns *self, guint n_columns);
void report_columns_add (ReportColumns *self, char *cell); /* takes it */
/* Appends the table and clears it. */
void report_columns_append (ReportColumns *self, GString *out);

G_END_DECLS
