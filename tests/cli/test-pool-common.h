/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests of pooling: a folder to write tables into, and natality-cli run in it. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

typedef struct
{
  char *folder;
} Fixture;

void pool_set_up (Fixture *fixture, gconstpointer data);
void pool_tear_down (Fixture *fixture, gconstpointer data);
/* Removes what is in the folder. */
void pool_empty (Fixture *fixture);

/* Runs `natality-cli words...` in the folder; its exit status must be `status`. No NaN or inf is
 * ever printed. out_text, out_errors: nullable. */
void pool_run (Fixture *fixture, int status, char **out_text, char **out_errors,
               const char *format, ...) G_GNUC_PRINTF (5, 6);
/* The same with --format json, whose output it returns. */
JsonNode *pool_run_json (Fixture *fixture, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* `natality-cli pool files... --format json`. */
JsonNode *pool_json (Fixture *fixture, const char *format, ...) G_GNUC_PRINTF (2, 3);

void      pool_write (Fixture *fixture, const char *name, const char *data, gsize length);
char     *pool_read (Fixture *fixture, const char *name);
JsonNode *pool_load (Fixture *fixture, const char *name);

/* A text at a path of a node. */
const char *pool_text (JsonNode *node, const char *path);
/* Arrays of numbers alike to a closed form's tolerance. */
void pool_assert_array (JsonNode *got, JsonNode *want, const char *what);
