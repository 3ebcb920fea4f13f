/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands that make, fill, copy and look after a register. */
#include "cli-command.h"

#include <glib/gi18n-lib.h>

#include "base-number.h"

static int
done_or_fail (gboolean done,
              GError **error) /* by address: arguments are evaluated in no given order */
{
  return done ? CLI_DONE : cli_fail (g_steal_pointer (error));
}

int
cli_init (const CliLine *line)
{
  GError *error = NULL;

  if (line->arguments->len != 1)
    return cli_usage (_("init needs one new register's path."));
  return done_or_fail (session_create (cli_line_argument (line, 0), NULL, &error),
                       &error);
}

int
cli_demo (const CliLine *line)
{
  GError *error = NULL;

  if (line->arguments->len != 1)
    return cli_usage (_("demo needs one new register's path."));
  return done_or_fail (session_create_demonstration (cli_line_argument (line, 0), &error),
                       &error);
}

int
cli_simulate (const CliLine *line)
{
  g_auto (CliWork) work = { 0 };
  const char *patients = cli_line_option (line, "patients"), *seed = cli_line_option (line, "seed");
  gint64 n = 0, seed_value = 1;
  GError *error = NULL;

  cli_work_begin (&work);

  if (line->arguments->len != 1 || patients == NULL || !base_integer_parse (patients, &n) || n < 1
      || n > 5000000
      || (seed != NULL && (!base_integer_parse (seed, &seed_value) || seed_value < 0)))
    return cli_usage (_ ("simulate needs a new register's path, --patients 1 to 5000000, and "
                         "--seed, a whole number from 0."));
  session_simulate_async (cli_line_argument (line, 0), (guint) n, (guint64) seed_value,
                          (const char *const *) line->coefficients, work.cancellable,
                          cli_work_progress, &work, cli_work_done_cb, &work);
  return done_or_fail (session_simulate_finish (cli_work_wait (&work), &error), &error);
}

static void
print_report (const SessionImportReport *report)
{
  for (guint i = 0; i < report->problems->len; i++)
    {
      const SessionImportProblem *problem = g_ptr_array_index (report->problems, i);

      g_printerr ("%s:%" G_GUINT64_FORMAT ": %s: %s\n", problem->file, problem->line,
                  problem->column != NULL ? problem->column : "-", problem->expected);
    }
  if (report->n_problems > report->problems->len)
    g_printerr (_("... and %lu more\n"), (gulong) (report->n_problems - report->problems->len));
  g_print (_ ("Rows read: %lu; new: %lu, changed: %lu, as they were: %lu, rejected: %lu\n"),
           (gulong) report->n_rows, (gulong) report->n_inserted, (gulong) report->n_updated,
           (gulong) report->n_unchanged, (gulong) report->n_rejected);
  if (report->backup != NULL)
    g_print (_("Backup: %s\n"), report->backup);
  if (report->rejected_folder != NULL)
    g_print (_("Rejected rows: %s\n"), report->rejected_folder);
}

int
cli_import (const CliLine *line)
{
  g_auto (CliWork) work = { 0 };
  SessionImportFlags flags = SESSION_IMPORT_DEFAULT;
  g_autoptr (SessionRegister) self = NULL;
  g_autoptr (SessionImportReport) report = NULL;
  GError *error = NULL;
  gboolean done;

  cli_work_begin (&work);

  if (line->arguments->len != 2)
    return cli_usage (_("import needs a register and a folder."));
  if (cli_line_option (line, "dry-run") != NULL)
    flags |= SESSION_IMPORT_DRY_RUN;
  if (cli_line_option (line, "good-rows") != NULL)
    flags |= SESSION_IMPORT_GOOD_ROWS;
  if (cli_line_option (line, "no-backup") != NULL)
    flags |= SESSION_IMPORT_NO_BACKUP;
  self = session_register_open_sync (cli_line_argument (line, 0), FALSE, FALSE, &error);
  if (self == NULL)
    return cli_fail (error);
  session_register_import_async (self, cli_line_argument (line, 1), flags,
                                 cli_line_option (line, "rejected"), work.cancellable,
                                 cli_work_progress, &work, cli_work_done_cb, &work);
  done = session_register_import_finish (self, cli_work_wait (&work), &report, &error);
  /* Its thread may still hold it: this waits until the register is one file at rest. */
  session_register_close (self);
  if (report != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    print_report (report);
  /* A dry run that found problems is done, but what it looked at can't be imported. */
  if (done && report != NULL && (flags & SESSION_IMPORT_DRY_RUN) != 0 && report->n_problems > 0)
    return CLI_FAILED;
  return done_or_fail (done, &error);
}

int
cli_export (const CliLine *line)
{
  g_auto (CliWork) work = { 0 };
  g_autoptr (SessionRegister) self = NULL;
  GError *error = NULL;

  cli_work_begin (&work);
  if (line->arguments->len != 2)
    return cli_usage (_("export needs a register and a new folder."));
  self = session_register_open_sync (cli_line_argument (line, 0), TRUE, FALSE, &error);
  if (self == NULL)
    return cli_fail (error);
  session_register_export_async (self, cli_line_argument (line, 1),
                                 cli_line_option (line, "identity") != NULL, work.cancellable,
                                 cli_work_progress, &work, cli_work_done_cb, &work);
  return done_or_fail (session_register_export_finish (self, cli_work_wait (&work), &error),
                       &error);
}

int
cli_check (const CliLine *line)
{
  g_auto (CliWork) work = { 0 };
  g_autoptr (SessionRegister) self = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  GError *error = NULL;
  guint hard = 0;

  cli_work_begin (&work);
  if (line->arguments->len != 1)
    return cli_usage (_("check needs one register."));
  self = session_register_open_sync (cli_line_argument (line, 0), TRUE, FALSE, &error);
  if (self == NULL)
    return cli_fail (error);
  session_register_check_async (self, work.cancellable, cli_work_progress, &work,
                                cli_work_done_cb, &work);
  findings = session_register_check_finish (self, cli_work_wait (&work), &error);
  if (findings == NULL)
    return cli_fail (error);
  for (guint i = 0; i < findings->len; i++)
    {
      const SessionFinding *finding = g_ptr_array_index (findings, i);

      hard += finding->hard;
      g_print ("%s %" G_GINT64_FORMAT " %s %" G_GINT64_FORMAT " %s %s: %s\n",
               finding->hard ? "error" : "warning", finding->patient,
               model_table_id (finding->table), finding->key,
               finding->field != NULL ? finding->field : "-", finding->rule, finding->message);
    }
  g_print (_("Errors: %u, warnings: %u\n"), hard, findings->len - hard);
  return hard == 0 ? CLI_DONE : CLI_FAILED;
}

int
cli_backup (const CliLine *line)
{
  g_auto (CliWork) work = { 0 };
  g_autoptr (SessionRegister) self = NULL;
  g_autofree char *path = NULL;
  GError *error = NULL;

  cli_work_begin (&work);
  if (line->arguments->len < 1 || line->arguments->len > 2)
    return cli_usage (_("backup needs a register, and may name the copy."));
  self = session_register_open_sync (cli_line_argument (line, 0), TRUE, FALSE, &error);
  if (self == NULL)
    return cli_fail (error);
  if (line->arguments->len == 2)
    path = g_strdup (cli_line_argument (line, 1));
  else
    path = session_register_backup_path (self, NULL);
  session_register_backup_async (self, path, work.cancellable, cli_work_progress, &work,
                                 cli_work_done_cb, &work);
  if (!session_register_backup_finish (self, cli_work_wait (&work), &error))
    return cli_fail (error);
  g_print ("%s\n", path);
  return CLI_DONE;
}

int
cli_restore (const CliLine *line)
{
  g_auto (CliWork) work = { 0 };
  GError *error = NULL;

  cli_work_begin (&work);
  if (line->arguments->len != 2)
    return cli_usage (_("restore needs a backup and a new register's path."));
  session_restore_async (cli_line_argument (line, 0), cli_line_argument (line, 1),
                         work.cancellable, cli_work_progress, &work, cli_work_done_cb, &work);
  return done_or_fail (session_restore_finish (cli_work_wait (&work), &error), &error);
}

int
cli_migrate (const CliLine *line)
{
  g_autofree char *backup = NULL;
  GError *error = NULL;

  if (line->arguments->len != 1)
    return cli_usage (_("migrate needs one register."));
  if (!session_migrate (cli_line_argument (line, 0), &backup, &error))
    return cli_fail (error);
  if (backup != NULL)
    g_print (_("Backup: %s\n"), backup);
  return CLI_DONE;
}

int
cli_history (const CliLine *line)
{
  const char *limit_text = cli_line_option (line, "limit");
  g_autoptr (SessionRegister) self = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  gint64 limit = 100;
  GError *error = NULL;

  if (line->arguments->len != 1
      || (limit_text != NULL
          && (!base_integer_parse (limit_text, &limit) || limit < 1 || limit > 1000000)))
    return cli_usage (_("history needs one register, and may have --limit N."));
  self = session_register_open_sync (cli_line_argument (line, 0), TRUE, FALSE, &error);
  if (self != NULL)
    changes = session_register_changes (self, 0, (guint) limit, &error);
  if (changes == NULL)
    return cli_fail (error);
  for (guint i = 0; i < changes->len; i++)
    {
      const SessionHistoryEntry *change = g_ptr_array_index (changes, i);

      g_print ("%" G_GINT64_FORMAT "\t%s\t%s\t%s\t%s\t%s\n", change->change, change->utc,
               change->actor, change->kind, change->label != NULL ? change->label : "",
               change->reason != NULL ? change->reason : "");
    }
  return CLI_DONE;
}
