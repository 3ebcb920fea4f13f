/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small made-up register for the tests of the interface, written through the session as a
 * person would. */
#pragma once

#include "session-register.h"

gboolean ui_fixture_create (const char *path, guint n_patients, GError **error);
