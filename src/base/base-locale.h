/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person's language, taken up once at the start of a program. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Takes up the locale and the translations of the domain `natality`; called first in main, before
 * any thread. The environment's NATALITY_LOCALEDIR stands for the installed translations, for a
 * program that isn't installed. */
void base_locale_init (void);

G_END_DECLS
