/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where translations are found. Knows no text. */
#include "base-locale.h"

#include <libintl.h>
#include <locale.h>

#include "config.h"

void
base_locale_init (void)
{
  const char *folder = g_getenv ("NATALITY_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : NATALITY_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
