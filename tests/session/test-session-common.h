/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the session share: a register of their own in a folder of their own, on a day
 * of their own; CSV files beside it; rows by field id. */
#pragma once

#include "session-register.h"

G_BEGIN_DECLS

#define TEST_TODAY 20600 /* 2026-05-27 */

typedef struct
{
  char *folder, *csv, *path; /* csv: an empty folder */
  SessionRegister *self;     /* of `path`, new and empty; its dataset isn't loaded */
} Fixture;

/* For g_test_add. Between them it is noon, UTC, of TEST_TODAY. */
void test_set_up (Fixture *fixture, gconstpointer data);
void test_tear_down (Fixture *fixture, gconstpointer data);
#define TEST_ADD(name, func) g_test_add (name, Fixture, NULL, test_set_up, func, test_tear_down)

SessionRegister *test_register_new (const char *path);
void test_remove_folder (const char *folder);

/* A file in the fixture's CSV folder. */
void test_put (Fixture *fixture, const char *name, const char *text);
/* NULL: no such file. (transfer full) */
char *test_get (const char *folder, const char *name);
/* Imports it all, which must work. */
void test_import (Fixture *fixture);
/* `file:line:column` lines; what was expected goes to the test's messages. (transfer full) */
char *test_problems (const SessionImportReport *report);

/* Turns the main context until *flag is TRUE or `done (data)`; after 20 s the test fails. */
void test_wait (gboolean (*done) (gpointer data), gpointer data);

/* id, value, id, value, ... NULL */
ModelRow *test_row (ModelDictionary *dictionary,
                    ModelTable table,
                    gint64 patient,
                    gint64 key,
                    gint64 parent,
                    ...) G_GNUC_NULL_TERMINATED;
const ModelField *test_field (SessionRegister *self, ModelTable table, const char *id);

/* --- a small register --- */

/* A1 of 60 kg with a fresh transfer that failed, A2 with a frozen one that was lost. */
void test_fill (Fixture *fixture);
SessionRegister *test_open_again (const char *path, gboolean read_only);
/* A draft of patient 1 in which a field of row 1 has another value. */
ModelDraft *
test_draft_with (SessionRegister *self, ModelTable table, const char *id, const char *value);
/* Of patient 1: saved as a change with this label; looked at. */
void test_set_weight (SessionRegister *self, const char *value, const char *label);
void test_assert_weight (SessionRegister *self, const char *value);
guint test_count_changes (SessionRegister *self);
/* Runs the test program itself as `PROGRAM --other WHAT PATH`, which must end well. */
void test_run_other (const char *program, const char *what, const char *path);

G_END_DECLS
