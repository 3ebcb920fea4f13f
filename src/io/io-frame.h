/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any CSV as a frame that is analysed as it is: one row per series, the columns' types from what
 * is in them. */
#pragma once

#include "io-csv.h"
#include "model-dataset.h"

G_BEGIN_DECLS

/* A column whose cells are all numbers becomes REAL, any other TEXT; an empty cell and NA are
 * missing. Where the file has semicolons numbers may have a decimal comma. A column without a
 * name (R's row names) is called column_1 and so on. Errors name file, line and column, never a
 * value. (transfer full) */
ModelFrame *io_frame_read (const char *path, GError **error);

G_END_DECLS
