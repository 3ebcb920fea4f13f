/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands behind each number: one entry per estimator, interval, test and model. The words of
 * what src/stats states in its headers; computes no figure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts are untranslated: report_method_parts translates. NULL where there is nothing to say. */
typedef struct
{
  const char *id;       /* that of JSON and of the command line, where it has one there */
  const char *name;
  const char *what;     /* one or two sentences: what the number is, what it assumes */
  const char *formula;  /* not for translation, nor is r_call */
  const char *inputs;
  const char *interval; /* which one stands beside it, and when there is none */
  const char *ties;     /* what comes first at one transfer; or how births of one are taken */
  /* R code that gives the same figure. It reads `d`, one row per patient: transfers, fate (0 in
   * treatment, 1 live birth, 2 discontinued, 3 decision open), and where needed group (0 and 1, or
   * a factor), stratum, age. NULL: none is named. */
  const char *r_call;
  const char *source; /* authors, year; not for translation */
} ReportMethod;

/* NULL: no entry of that id. */
const ReportMethod *report_method (const char *id);
/* All, in the order in which they are listed; NULL behind the last. */
const ReportMethod *report_method_nth (guint i);

/* An entry as a reader sees it, translated: a heading, a text, whether the text is code. */
typedef struct
{
  const char *heading, *text;
  gboolean code;
} ReportMethodPart;
#define REPORT_METHOD_MAX_PARTS 7
guint report_method_parts (const ReportMethod *self,
                           ReportMethodPart    out[REPORT_METHOD_MAX_PARTS]);

/* Lists of ids, as reports name those of their figures; NULL stands behind the last.
 * (transfer full) (element-type utf8) */
GPtrArray *report_method_list (void);
void       report_method_add (GPtrArray *ids, const char *id);

/* Name, id and parts; a newline at the end. (transfer full) */
char *report_method_text (const ReportMethod *self);
/* The same of several, each once, under a headline; "" for none. ids: NULL-terminated.
 * (transfer full) */
char *report_methods_text (const char *const *ids);
/* The entries of ids, or all (NULL), as a JSON array. (transfer full) */
char *report_methods_json (const char *const *ids);

G_END_DECLS
