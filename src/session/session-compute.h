/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A computation that may take long, off the main thread. Knows nothing of it. */
#pragma once

#include "session-register.h"

G_BEGIN_DECLS

/* Ends early once *cancelled is set, and sets *permille to how much is done; both are atomic. */
typedef void (*SessionComputeFunc) (gpointer data, const gint *cancelled, gint *permille);

/* data is used until the callback. progress (nullable): in the main context of this call. */
void     session_compute_async (SessionComputeFunc  func,
                                gpointer            data,
                                GCancellable       *cancellable,
                                SessionProgressFunc progress,
                                gpointer            progress_data,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);
/* FALSE with G_IO_ERROR_CANCELLED; the func has ended then too. */
gboolean session_compute_finish (GAsyncResult *result, GError **error);

G_END_DECLS
