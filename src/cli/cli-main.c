/* SPDX-License-Identifier: GPL-3.0-or-later */
/* natality-cli: which command, and help. Needs no display. */
#include "cli-command.h"

#include <glib/gi18n-lib.h>

#include "base-locale.h"
#include "config.h"

static const struct
{
  const char *name;
  int (*run) (const CliLine *line);
  const char *help; /* N_() */
} commands[] = {
  { "curve", cli_curve,
    N_ ("SOURCE [question options] [--tau K] [--bands] [--bayesian] [--bootstrap N] "
        "[--seed S] [--format text|csv|json]   the "
        "curves, with their risk tables") },
  { "chart", cli_chart,
    N_ ("SOURCE --out FILE.png|pdf|svg [question options] [--width MM] [--height MM] [--dpi N] "
        "[--theme print|light|dark|grey]   the figure") },
  { "test", cli_test,
    N_ ("SOURCE --by VAR [question options] [--strata VAR] [--trend] [--at K] [--exact | "
        "--monte-carlo] [--seed S] [--format text|csv|json]   whether the groups differ") },
  { "model", cli_model,
    N_ ("SOURCE --terms \"A + B\" [--kind cox|discrete|fine-gray] [--ties breslow|efron|exact] "
        "[--link logit|cloglog] [--firth] [--transfer factor|linear] [--pool-from K] [--strata "
        "VAR] "
        "[--check-ph identity] [--predict PATTERN] [--standardise TERM] [--format text|csv|json]   "
        "a regression") },
  { "table", cli_table,
    N_ ("SOURCE [--by VAR] [--variables LIST] [question options] [--format text|csv|json]   the "
        "baseline table; without --by of those with and without a birth") },
  { "compare", cli_compare,
    N_ ("SOURCE [--at K --against RATE] [--hazards LIST] [question options] [--format "
        "text|csv|json]   against what was published") },
  { "plan", cli_plan,
    N_ ("SOURCE [--odds-ratio R] [--transfers K] [--simulations N] | --rates A,B   [--power P] "
        "[--alpha A] [--patients N] [--ratio R] [--drop-out SHARE] [--format text|csv|json]   the "
        "size of a trial") },
  { "init", cli_init, N_ ("REGISTER   a new, empty register") },
  { "demo", cli_demo, N_ ("REGISTER   a copy of the demonstration (synthetic)") },
  { "simulate", cli_simulate,
    N_ ("REGISTER --patients N --seed S [--coefficient NAME=VALUE ...]   a synthetic register") },
  { "import", cli_import,
    N_ ("REGISTER FOLDER [--dry-run] [--good-rows --rejected FOLDER] [--no-backup]   CSV files "
        "into a register") },
  { "export", cli_export, N_ ("REGISTER FOLDER [--identity]   a register into CSV files") },
  { "check", cli_check, N_ ("REGISTER   the file, its history, and every record") },
  { "backup", cli_backup, N_ ("REGISTER [COPY]   a verified copy") },
  { "restore", cli_restore, N_ ("BACKUP REGISTER   a new register from a backup") },
  { "migrate", cli_migrate, N_ ("REGISTER   to this version's schema, after a backup") },
  { "history", cli_history, N_ ("REGISTER [--limit N]   the changes, newest first") },
};

static void
print_help (void)
{
  const char *const *options = analysis_question_options ();

  g_print (_ ("natality-cli %s: registers of embryo transfers and their live births"),
           NATALITY_VERSION);
  g_print ("\n\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  natality-cli %s %s\n", commands[i].name, _(commands[i].help));
  g_print ("\n%s",
           _ ("SOURCE is a register, or --csv FILE --time COLUMN --fate COLUMN (0 still in "
              "treatment, 1 live birth,\n"
              "2 discontinued, 3 decision open), or --event COLUMN (0, 1).\nQuestion options:"));
  for (guint i = 0; options[i] != NULL; i++)
    g_print (" --%s", options[i]);
  g_print ("\n");
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  base_locale_init ();

  if (argc > 1 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "help")))
    {
      print_help ();
      return CLI_DONE;
    }
  if (argc > 1 && g_str_equal (argv[1], "--version"))
    {
      g_print ("natality-cli %s\n", NATALITY_VERSION);
      return CLI_DONE;
    }
  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i].name))
      {
        CliLine line = { 0 };
        int status = cli_line_parse (&line, argc, argv) ? commands[i].run (&line) : CLI_USAGE;

        cli_line_clear (&line);
        return status;
      }
  return cli_usage (_ ("A command is needed: curve, chart, init, demo, simulate, import, export, "
                       "check, backup, restore, migrate or history."));
}
