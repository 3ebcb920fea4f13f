/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The codebook of an export: what every column of its files means, as a CSV file beside them. */
#pragma once

#include <gio/gio.h>

#include "model-dictionary.h"

G_BEGIN_DECLS

#define IO_CODEBOOK_FILE "codebook.csv"

/* A new file at `path`, of the tables in the mask (1 << ModelTable): one row for each column of
 * each file, in their order; one for each test under the investigations' value. Words are in
 * English, as ids and codes are: the same register gives the same bytes to everybody. A reader
 * takes nothing from it. */
gboolean io_codebook_write (ModelDictionary *dictionary,
                            guint            tables,
                            const char      *path,
                            GError         **error);

G_END_DECLS
