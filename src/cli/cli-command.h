/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of natality-cli share: a parsed command line, and one function per command.
 * Thin: all that is done is a function of session, all that is printed one of report. */
#pragma once

#include "analysis-question.h"
#include "report-curve.h"
#include "session-compute.h"

G_BEGIN_DECLS

#define CLI_DONE 0
#define CLI_FAILED 1
#define CLI_USAGE 2

typedef struct
{
  const char *command;
  GPtrArray *arguments;       /* positional ones; borrowed texts */
  GHashTable *options;        /* name -> value ("" for a flag); borrowed texts */
  AnalysisQuestion *question; /* from the question options */
  GHashTable *asked;          /* the names of those that were given */
  GStrv coefficients;         /* --coefficient NAME=VALUE as pairs */
} CliLine;

/* Parses a command that takes `options` (names with spaces between; with "csv" among them the
 * question's too); on wrong usage prints the sentence to stderr and returns FALSE. */
gboolean    cli_line_parse (CliLine *line, const char *options, int argc, char **argv);
void        cli_line_clear (CliLine *line);
const char *cli_line_option (const CliLine *line, const char *name); /* NULL: not given */
/* Whether an option of the question was given. */
gboolean    cli_line_asks (const CliLine *line, const char *name);
/* Positional argument i; prints usage when missing. */
const char *cli_line_argument (const CliLine *line, guint i);

/* Prints the sentence to stderr; takes error; returns CLI_FAILED. */
int cli_fail (GError *error);
int cli_usage (const char *sentence);

/* Work that may take long (cli-work.c). From begin to end SIGINT, SIGTERM and SIGHUP cancel it;
 * what is started in between is given `cancellable`, cli_work_progress and cli_work_done_cb, with
 * the CliWork itself as user_data, and is waited for. */
#define CLI_N_INTERRUPTS 3
typedef struct
{
  GMainLoop *loop;
  GCancellable *cancellable;
  GAsyncResult *result;
  gint64 begun;
  gboolean watched, shown; /* stderr is a terminal; something stands on the line */
  guint percent;
  guint interrupts[CLI_N_INTERRUPTS];
} CliWork;
void          cli_work_begin (CliWork *self);
void          cli_work_progress (guint64 done, guint64 total, gpointer work);
void          cli_work_done_cb (GObject *source, GAsyncResult *result, gpointer work);
GAsyncResult *cli_work_wait (CliWork *self); /* borrowed */
void          cli_work_end (CliWork *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliWork, cli_work_end)

/* A computation that may take long: waits for session_compute_async. FALSE: cancelled, which was
 * said. */
gboolean cli_work_compute (SessionComputeFunc func, gpointer data);

int cli_curve (const CliLine *line);
int cli_chart (const CliLine *line);
int cli_test (const CliLine *line);
int cli_model (const CliLine *line);
int cli_plan (const CliLine *line);
int cli_pool (const CliLine *line);
int cli_risk_tables (const CliLine *line); /* curve --risk-tables */
int cli_compare (const CliLine *line);
int cli_table (const CliLine *line);
int cli_subgroups (const CliLine *line);
int cli_ledger (const CliLine *line);
int cli_explain (const CliLine *line);
int cli_init (const CliLine *line);
int cli_demo (const CliLine *line);
int cli_simulate (const CliLine *line);
int cli_import (const CliLine *line);
int cli_export (const CliLine *line);
int cli_check (const CliLine *line);
int cli_backup (const CliLine *line);
int cli_restore (const CliLine *line);
int cli_migrate (const CliLine *line);
int cli_history (const CliLine *line);

G_END_DECLS
