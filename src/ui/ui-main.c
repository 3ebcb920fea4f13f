/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The executable `natality`: nothing but a start, so that tests link all the rest. */
#include "ui-application.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr (UiApplication) application = ui_application_new (G_APPLICATION_HANDLES_OPEN);

  return g_application_run (G_APPLICATION (application), argc, argv);
}
