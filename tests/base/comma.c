/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded by `./dev test` when it runs the suites in a comma locale: makes every test program
 * take up the locale, also one that doesn't itself, so that a locale-bound printf in a file
 * format shows. */
#include <locale.h>

__attribute__ ((constructor)) static void
take_up_locale (void)
{
  setlocale (LC_ALL, "");
}
