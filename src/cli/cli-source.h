/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A SOURCE of the command line, a register or a CSV, as a cohort with its question. */
#pragma once

#include "analysis-cohort.h"
#include "cli-command.h"

G_BEGIN_DECLS

typedef struct
{
  AnalysisCohort *cohort;
  AnalysisQuestion *question; /* completed by the register's settings */
  char *title, *note;         /* of ReportSource; note: synthetic */
  SessionRegister *opened;    /* for reading; NULL of a CSV */
} CliSource;

/* more: fields beside the question's, as `by` (nullable). CLI_DONE with a cohort, or the exit
 * status, said on stderr. */
int  cli_source_open (const CliLine *line, const char *const *more, CliSource *out);
void cli_source_clear (CliSource *self);

/* "text", "csv" or "json"; NULL after saying what is wrong. --explain goes with text alone. */
const char *cli_format (const CliLine *line);
/* With --explain prints the entries of the methods (ids; taken) behind the figures printed. */
void cli_explain_figures (const CliLine *line, GPtrArray *methods);
/* A whole number of an option, or its default; FALSE after saying what is wrong. */
gboolean cli_number (const CliLine *line,
                     const char *name,
                     guint64 most,
                     guint64 fallback,
                     guint64 *out_value);
/* The transfer of --at; 0: not given. FALSE after saying what is wrong. */
gboolean cli_at (const CliLine *line, guint64 most, guint64 *out_value);
/* A number of an option within low..high, which stays as it is when not given. */
gboolean cli_real (const CliLine *line,
                   const char *name,
                   double low,
                   double high,
                   double *inout_value);

/* A list of variables: "age:35,38, centre" are two, as what begins with a digit is a band's limit.
 * (transfer full) */
GStrv cli_variables (const char *text);

/* Enters comparisons (element-type AnalysisLedgerEntry) into the file of --ledger, if there is one;
 * FALSE after saying what is wrong. Before they are printed: none is seen and not entered. */
gboolean cli_ledger_append (const CliLine *line, GPtrArray *entries);

G_END_DECLS
