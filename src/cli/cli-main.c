/* SPDX-License-Identifier: GPL-3.0-or-later */
/* natality-cli: which command, and help. Needs no display. */
#include "cli-command.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>

#include "base-locale.h"
#include "config.h"

/* Options of a SOURCE; the question's own are allowed with it. */
#define SOURCE "csv time fate event "

static const struct
{
  const char *name;
  int (*run) (const CliLine *line);
  const char *options; /* it takes, with spaces between; nothing else is let through */
  const char *help;    /* N_(); what it does stands after the last three spaces */
} commands[] = {
  { "curve", cli_curve,
    SOURCE "tau chance bands bayesian bootstrap seed presume-table at format explain risk-tables "
           "centre smallest-cell leavers strata",
    N_ ("SOURCE [question options] [--tau K] [--chance LIST] [--bands] [--bayesian] "
        "[--bootstrap N] [--seed S] [--presume-table [--at K]] [--format text|csv|json] "
        "[--explain] | --risk-tables FILE --centre NAME [--strata VAR] "
        "[--smallest-cell N] [--leavers apart|together]   the "
        "curves, with their risk tables; or only these, without small counts, into a file for "
        "pool") },
  { "pool", cli_pool,
    "method contrast at different-cuts estimator theta pi conf-type level format explain",
    N_ ("FILE... [--estimator NAME] [--level L] [--at K] [--method reml|dl|fixed] "
        "[--contrast odds-ratio|hazard-ratio] "
        "[--different-cuts] [--format text|csv|json] [--explain]   the risk tables of "
        "several centres as one answer") },
  { "chart", cli_chart,
    SOURCE "out width height dpi theme font overlay no-notes no-table no-hazard",
    N_ ("SOURCE --out FILE.png|pdf|svg [question options] [--width MM] [--height MM] [--dpi N] "
        "[--theme print|light|dark|grey] [--overlay ID,ID]   the figure") },
  { "test", cli_test,
    SOURCE "strata trend fleming-harrington at tipping exact monte-carlo seed ledger format "
           "explain",
    N_ ("SOURCE --by VAR [question options] [--strata VAR] [--trend] [--fleming-harrington P,Q] "
        "[--at K [--tipping]] [--exact | --monte-carlo] [--seed S] [--ledger FILE] "
        "[--format text|csv|json] [--explain]   whether the groups differ") },
  { "model", cli_model,
    SOURCE "terms kind ties link firth no-firth transfer pool-from strata check-ph predict "
           "standardise ledger format explain",
    N_ ("SOURCE --terms \"A + B\" [--kind cox|discrete|fine-gray] [--ties breslow|efron|exact] "
        "[--link logit|cloglog] [--firth | --no-firth] [--transfer factor|linear] "
        "[--pool-from K] [--strata VAR] [--check-ph identity] [--predict PATTERN] "
        "[--standardise TERM] [--ledger FILE] [--format text|csv|json] [--explain]   "
        "a regression") },
  { "table", cli_table, SOURCE "variables seed format explain",
    N_ ("SOURCE [--by VAR] [--variables LIST] [question options] [--format text|csv|json] "
        "[--explain]   the baseline table; without --by of those with and without a birth") },
  { "subgroups", cli_subgroups,
    SOURCE "variables contrast at adjust out width dpi theme font no-notes ledger format explain",
    N_ ("SOURCE --by VAR --variables LIST [--contrast odds-ratio|hazard-ratio|difference] [--at K] "
        "[--adjust holm|hochberg|bh|bonferroni] [--out FILE.png|pdf|svg [--width MM] [--dpi N] "
        "[--theme print|light|dark|grey]] [question options] [--ledger FILE] "
        "[--format text|csv|json] [--explain]   the same contrast within levels, "
        "or its forest plot") },
  { "compare", cli_compare, SOURCE "at against hazards with list ledger format explain",
    N_ ("SOURCE [--with ID] [--at K] [--against RATE] [--hazards LIST] [question options] "
        "[--ledger FILE] [--format text|csv|json] [--explain] | --list   against what was "
        "published; --list names the published cohorts") },
  { "plan", cli_plan,
    SOURCE "odds-ratio transfers simulations rates power alpha patients ratio drop-out seed "
           "format explain",
    N_ ("SOURCE [--odds-ratio R] [--transfers K] [--simulations N] | --rates A,B   [--power P] "
        "[--alpha A] [--patients N] [--ratio R] [--drop-out SHARE] [--format text|csv|json] "
        "[--explain]   the size of a trial") },
  { "ledger", cli_ledger, "format",
    N_ ("FILE [--format text|csv|json]   the comparisons in a ledger, with adjusted p values") },
  { "explain", cli_explain, "format",
    N_ ("[ID] [--format text|json]   the method behind a number, with R code that gives the same; "
        "without ID a list") },
  { "init", cli_init, "",
    N_ ("REGISTER   a new, empty register") },
  { "demo", cli_demo, "",
    N_ ("REGISTER   a copy of the demonstration (synthetic)") },
  { "simulate", cli_simulate, "patients seed coefficient",
    N_ ("REGISTER --patients N --seed S [--coefficient NAME=VALUE ...]   a synthetic register") },
  { "import", cli_import, "dry-run good-rows rejected no-backup",
    N_ ("REGISTER FOLDER [--dry-run] [--good-rows --rejected FOLDER] [--no-backup]   CSV files "
        "into a register") },
  { "export", cli_export, "identity",
    N_ ("REGISTER FOLDER [--identity]   a register into CSV files") },
  { "check", cli_check, "",
    N_ ("REGISTER   the file, its history, and every record") },
  { "backup", cli_backup, "",
    N_ ("REGISTER [COPY]   a verified copy") },
  { "restore", cli_restore, "",
    N_ ("BACKUP REGISTER   a new register from a backup") },
  { "migrate", cli_migrate, "",
    N_ ("REGISTER   to this version's schema, after a backup") },
  { "history", cli_history, "limit",
    N_ ("REGISTER [--limit N]   the changes, newest first") },
};

static void
print_command (guint i)
{
  const char *help = _(commands[i].help), *what = g_strrstr (help, "   ");

  g_print ("  natality-cli %s %.*s\n", commands[i].name,
           what != NULL ? (int) (what - help) : (int) strlen (help), help);
  if (what != NULL)
    g_print ("      %s\n", what + 3);
}

static void
print_source (void)
{
  const char *const *options = analysis_question_options ();

  g_print ("\n%s",
           _ ("SOURCE is a register, or --csv FILE --time COLUMN --fate COLUMN (0 still in "
              "treatment, 1 live birth,\n"
              "2 discontinued, 3 decision open), or --event COLUMN (0, 1).\nQuestion options:"));
  for (guint i = 0; options[i] != NULL; i++)
    g_print (" --%s", options[i]);
  g_print ("\n");
}

static void
print_help (void)
{
  g_print (_ ("natality-cli %s: registers of embryo transfers and their live births"),
           NATALITY_VERSION);
  g_print ("\n\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    print_command (i);
  print_source ();
}

static int
run_command (guint  i,
             int    argc,
             char **argv)
{
  CliLine line = { 0 };
  int status = CLI_USAGE;

  for (int word = 2; word < argc; word++)
    if (g_str_equal (argv[word], "--help"))
      {
        print_command (i);
        if (g_str_has_prefix (commands[i].options, SOURCE))
          print_source ();
        return CLI_DONE;
      }
  if (cli_line_parse (&line, commands[i].options, argc, argv))
    status = commands[i].run (&line);
  cli_line_clear (&line);
  return status;
}

/* `word` is no command. */
static int
name_commands (const char *word)
{
  g_autoptr (GString) sentence = g_string_new (NULL);

  if (word != NULL)
    g_string_append_printf (sentence, _("“%s” is no command. "), word);
  g_string_append (sentence, _("A command is needed:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (sentence, "%s %s", i > 0 ? "," : "", commands[i].name);
  g_string_append_c (sentence, '.');
  return cli_usage (sentence->str);
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
      return run_command (i, argc, argv);
  return name_commands (argc > 1 ? argv[1] : NULL);
}
