/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the store share: a folder of their own, registers in it, rows and edits by
 * field id. */
#pragma once

#include <sqlite3.h>

#include "store-private.h"

G_BEGIN_DECLS

/* A new folder that test_folder_free empties and removes; in memory where there is such a place. */
char *test_folder_new (void);
void  test_folder_free (char *folder);

ModelDictionary *test_dictionary (void); /* borrowed */
const ModelField *test_field (ModelTable table, const char *id);

/* A register with n patients, P1, P2, ...; each with a cycle, two transfers and an outcome. */
char  *test_register_new (const char *folder, guint n);
Store *test_open (const char *path, StoreMode mode);

/* id, value, id, value, ... NULL */
ModelRow *
test_row (ModelTable table, gint64 patient, gint64 key, gint64 parent, ...) G_GNUC_NULL_TERMINATED;
/* One change of one edit (taken), which must succeed. */
gint64 test_change (Store *store, const char *label, ModelEdit *edit);
gint64 test_set (Store *store,
                 ModelTable table,
                 gint64 patient,
                 gint64 key,
                 const char *id,
                 const char *value);
/* A stored value in export notation. (transfer full) */
char *test_value (Store *store, ModelTable table, gint64 patient, gint64 key, const char *id);

/* The folder's files as "name size sha256 mode" lines, sorted. (transfer full) */
char *test_listing (const char *folder);
gint64 test_query (const char *path, const char *sql);

G_END_DECLS
