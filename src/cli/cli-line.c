/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line: a command, positional arguments, `--name value` or `--name=value`, flags.
 * Question options are the question's own names (analysis_question_options). */
#include "cli-command.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Options that take a value, and flags, of all commands. */
static const char *const valued[]
  = { "format", "out", "dpi", "width", "height", "theme", "font", "csv", "time", "fate",
      "ledger", "contrast", "adjust",
      "event", "patients", "seed", "coefficient", "rejected", "limit", "strata", "at",
      "variables", "against", "hazards", "alpha", "power", "ratio", "drop-out", "odds-ratio",
      "transfers", "simulations", "rates", "terms", "kind", "ties", "link", "transfer",
      "fleming-harrington", "pool-from", "predict", "standardise", "check-ph", "tau",
      "bootstrap",
      "risk-tables", "centre", "smallest-cell", "leavers", "method", "with", "overlay", "chance",
      NULL };
static const char *const flags[]
  = { "explain", "identity", "dry-run", "good-rows", "no-backup", "no-notes", "no-table",
      "no-hazard", "trend", "exact", "monte-carlo", "firth", "no-firth", "bands", "bayesian",
      "different-cuts", "list", "tipping", "presume-table", NULL };

int
cli_fail (GError *error)
{
  g_printerr ("natality-cli: %s\n", error != NULL ? error->message : _("It failed."));
  g_clear_error (&error);
  return CLI_FAILED;
}

int
cli_usage (const char *sentence)
{
  g_printerr ("natality-cli: %s\n%s\n", sentence, _("See natality-cli --help."));
  return CLI_USAGE;
}

static gboolean
usage_false (const char *format,
             const char *what)
{
  g_autofree char *quoted = g_strdup_printf ("%s: %s", what, format);

  cli_usage (quoted);
  return FALSE;
}

static gboolean
take_coefficient (GPtrArray  *pairs,
                  const char *value)
{
  const char *equals = strchr (value, '=');

  if (equals == NULL)
    return usage_false (_("NAME=VALUE is needed"), "--coefficient");
  g_ptr_array_add (pairs, g_strndup (value, (gsize) (equals - value)));
  g_ptr_array_add (pairs, g_strdup (equals + 1));
  return TRUE;
}

static gboolean
take_option (CliLine    *line,
             GPtrArray  *pairs,
             const char *name,
             const char *value)
{
  GError *error = NULL;

  if (g_str_equal (name, "coefficient"))
    return take_coefficient (pairs, value);
  if (cli_line_option (line, name) != NULL || cli_line_asks (line, name))
    {
      g_autofree char *sentence = g_strdup_printf (_("--%s is given twice."), name);

      cli_usage (sentence);
      return FALSE;
    }
  if (g_strv_contains (valued, name))
    {
      g_hash_table_insert (line->options, g_strdup (name), (gpointer) value);
      return TRUE;
    }
  g_hash_table_add (line->asked, g_strdup (name));
  if (analysis_question_set (line->question, name, value, &error))
    return TRUE;
  g_printerr ("natality-cli: --%s: %s\n", name, error->message);
  g_error_free (error);
  return FALSE;
}

/* What the options say together. */
static gboolean
check (const CliLine *line)
{
  if (cli_line_asks (line, "truncate")
      && line->question->estimator != ANALYSIS_ESTIMATOR_IPCW)
    {
      cli_usage (_("--truncate goes with --estimator ipcw: nothing else has weights."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
takes_value (const char *name)
{
  return g_strv_contains (valued, name) || g_strv_contains (analysis_question_options (), name);
}

/* Of the command's own, or the question's where it takes a source. What another command would take
 * is refused: a figure must not be printed as if an option had been heard. */
static gboolean
is_taken (const char *options,
          const char *name)
{
  g_auto (GStrv) own = g_strsplit (options, " ", -1);

  return g_strv_contains ((const char *const *) own, name)
         || (g_strv_contains ((const char *const *) own, "csv")
             && g_strv_contains (analysis_question_options (), name));
}

gboolean
cli_line_parse (CliLine    *line,
                const char *options,
                int         argc,
                char      **argv)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func (g_free);

  line->arguments = g_ptr_array_new ();
  line->options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  line->question = analysis_question_new ();
  line->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  line->command = argc > 1 ? argv[1] : NULL;
  for (int i = 2; i < argc; i++)
    {
      const char *word = argv[i];
      g_autofree char *name = NULL;
      const char *equals = strchr (word, '=');

      if (!g_str_has_prefix (word, "--"))
        {
          g_ptr_array_add (line->arguments, (gpointer) word);
          continue;
        }
      name =
          equals != NULL ? g_strndup (word + 2, (gsize) (equals - word - 2)) : g_strdup (word + 2);
      if (!is_taken (options, name))
        {
          g_autofree char *sentence =
              g_strdup_printf (_("--%s is no option of %s."), name, line->command);

          cli_usage (sentence);
          return FALSE;
        }
      if (equals == NULL && g_strv_contains (flags, name))
        {
          g_hash_table_insert (line->options, g_strdup (name), (gpointer) "");
          continue;
        }
      if (!takes_value (name))
        return usage_false (_("takes no value"), word);
      if (equals == NULL && i + 1 >= argc)
        return usage_false (_("a value is needed"), word);
      if (!take_option (line, pairs, name, equals != NULL ? equals + 1 : argv[++i]))
        return FALSE;
    }
  g_ptr_array_add (pairs, NULL);
  line->coefficients = (GStrv) g_ptr_array_steal (pairs, NULL);
  return check (line);
}

void
cli_line_clear (CliLine *line)
{
  g_clear_pointer (&line->arguments, g_ptr_array_unref);
  g_clear_pointer (&line->options, g_hash_table_unref);
  g_clear_pointer (&line->question, analysis_question_unref);
  g_clear_pointer (&line->asked, g_hash_table_unref);
  g_clear_pointer (&line->coefficients, g_strfreev);
}

const char *
cli_line_option (const CliLine *line,
                 const char    *name)
{
  return g_hash_table_lookup (line->options, name);
}

gboolean
cli_line_asks (const CliLine *line,
               const char    *name)
{
  return g_hash_table_contains (line->asked, name);
}

const char *
cli_line_argument (const CliLine *line,
                   guint          i)
{
  return i < line->arguments->len ? g_ptr_array_index (line->arguments, i) : NULL;
}
