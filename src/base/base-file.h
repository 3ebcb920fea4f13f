/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a file so that it is either the old one or the whole new one, and says why when
 * neither. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BASE_FILE_ERROR (base_file_error_quark ())
GQuark base_file_error_quark (void);

typedef enum
{
  BASE_FILE_ERROR_EXISTS,    /* the path exists and must not be replaced */
  BASE_FILE_ERROR_FULL,      /* no space left, or over quota */
  BASE_FILE_ERROR_READ_ONLY, /* no permission, or a read-only file system */
  BASE_FILE_ERROR_FAILED
} BaseFileError;

/* Writes to a temporary file beside `path`, fsyncs it and its folder, and renames. mode: permission
 * bits of a new file (a replaced one keeps its own; a link is followed; what isn't a regular
 * file is refused). replace FALSE: an existing path is an error and is untouched (atomically, by
 * link rather than by a look beforehand). */
gboolean base_file_write (const char *path,
                          const void *data,
                          gsize       length,
                          int         mode,
                          gboolean    replace,
                          GError    **error);

G_END_DECLS
