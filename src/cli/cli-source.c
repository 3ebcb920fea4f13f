/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a SOURCE, and options that several commands share: cli-source.h. */
#include "config.h"

#include "cli-source.h"

#include <glib/gi18n-lib.h>

#include "base-number.h"

/* A CSV has one row per patient, her transfers counted and her fate decided: what a question says
 * of transfers and days can't be heard. Of risk tables it says what their counts mean. */
static const char *
deaf_to (const CliLine *line)
{
  static const char *const names[]
    = { "index",   "count",     "interrupt",   "cut",          "mature",         "overdue",
        "presume", "decisions", "other-birth", "donor-change", "gestation-limit" };

  if (cli_line_option (line, "risk-tables") != NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (cli_line_asks (line, names[i]))
      return names[i];
  return NULL;
}

static int
open_csv (const CliLine *line,
          const char    *csv,
          CliSource     *out)
{
  const char *time = cli_line_option (line, "time"), *fate = cli_line_option (line, "fate");
  const char *event = cli_line_option (line, "event");
  const char *deaf = deaf_to (line);
  GError *error = NULL;

  if (line->arguments->len > 0)
    return cli_usage (_("A register or --csv FILE, not both."));
  if (deaf != NULL)
    {
      g_autofree char *sentence = g_strdup_printf (
          _ ("--%s needs a register: a CSV has no dates and no single transfers, only how many a "
             "patient had and what became of her."),
          deaf);

      return cli_usage (sentence);
    }
  if (time == NULL || (fate == NULL) == (event == NULL))
    return cli_usage (_("A CSV source needs --time COLUMN, and --fate COLUMN or --event COLUMN."));
  out->cohort = session_csv_cohort (csv, time, fate, event, &error);
  if (out->cohort == NULL)
    return cli_fail (error);
  out->question = analysis_question_ref (line->question);
  out->title = g_path_get_basename (csv);
  return CLI_DONE;
}

/* --- a register ------------------------------------------------------------------------------- */

typedef struct
{
  SessionRegister *reg;
  const AnalysisQuestion *question;
  const char *const *more;
  CliWork *work;
  CliSource *out;
  GError *error;
} Reading;

static void
read_cohort (gpointer    data,
             const gint *cancelled,
             gint       *permille)
{
  Reading *self = data;

  self->out->cohort
    = session_register_cohort_sync (self->reg, self->question, self->more, self->work->cancellable,
                                    &self->out->question, &self->error);
}

static gboolean
tell_cb (gpointer data)
{
  Reading *self = data;
  int permille = session_register_reading (self->reg);

  if (permille >= 0)
    cli_work_progress ((guint64) permille, 1000, self->work);
  return G_SOURCE_CONTINUE;
}

#define TELL_MS 100

/* What a question needs of a large register takes seconds to read. */
static gboolean
wait_for_cohort (Reading *reading,
                 GError **error)
{
  g_auto (CliWork) work = { 0 };
  guint tick = g_timeout_add (TELL_MS, tell_cb, reading);
  gboolean good;

  reading->work = &work;
  cli_work_begin (&work);
  session_compute_async (read_cohort, reading, work.cancellable, NULL, NULL, cli_work_done_cb,
                         &work);
  good = session_compute_finish (cli_work_wait (&work), error);
  g_source_remove (tick);
  if (good && reading->out->cohort == NULL)
    g_propagate_error (error, reading->error);
  else
    g_clear_error (&reading->error);
  return good && reading->out->cohort != NULL;
}

int
cli_source_open (const CliLine     *line,
                 const char *const *more,
                 CliSource         *out)
{
  const char *csv = cli_line_option (line, "csv");
  g_autoptr (SessionRegister) self = NULL;
  GError *error = NULL;
  Reading reading = { .question = line->question, .more = more, .out = out };

  *out = (CliSource) { 0 };
  if (csv != NULL)
    return open_csv (line, csv, out);
  if (line->arguments->len != 1)
    return cli_usage (_("One register is needed, or --csv FILE."));
  self = session_register_open_sync (cli_line_argument (line, 0), TRUE, TRUE, &error);
  if (self == NULL)
    return cli_fail (error);
  reading.reg = self;
  if (!wait_for_cohort (&reading, &error))
    return cli_fail (error);
  out->title = session_register_name (self);
  out->note = session_register_synthetic_note (self);
  out->opened = g_steal_pointer (&self);
  return CLI_DONE;
}

void
cli_source_clear (CliSource *self)
{
  g_clear_pointer (&self->cohort, analysis_cohort_unref);
  g_clear_pointer (&self->question, analysis_question_unref);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->note, g_free);
  g_clear_object (&self->opened);
}

const char *
cli_format (const CliLine *line)
{
  const char *format = cli_line_option (line, "format");
  gboolean text = format == NULL || g_str_equal (format, "text");

  if (!text && !g_str_equal (format, "csv") && !g_str_equal (format, "json"))
    {
      cli_usage (_("--format is text, csv or json."));
      return NULL;
    }
  if (!text && cli_line_option (line, "explain") != NULL)
    {
      cli_usage (_ ("--explain goes with --format text. “natality-cli explain --format json” has "
                    "the same entries for programs."));
      return NULL;
    }
  return text ? "text" : format;
}

gboolean
cli_number (const CliLine *line,
            const char    *name,
            guint64        most,
            guint64        fallback,
            guint64       *out_value)
{
  const char *text = cli_line_option (line, name);
  gint64 value;

  *out_value = fallback;
  if (text == NULL)
    return TRUE;
  if (base_integer_parse (text, &value) && value >= 0 && (guint64) value <= most)
    {
      *out_value = (guint64) value;
      return TRUE;
    }
  {
    g_autofree char *shown = g_strdup_printf ("%" G_GUINT64_FORMAT, most);
    g_autofree char *sentence =
        g_strdup_printf (_("--%s is a whole number from 0 to %s."), name, shown);

    cli_usage (sentence);
  }
  return FALSE;
}

gboolean
cli_at (const CliLine *line,
        guint64        most,
        guint64       *out_value)
{
  const char *text = cli_line_option (line, "at");
  g_autofree char *sentence = NULL;
  gint64 value = 0;

  if (text == NULL || (base_integer_parse (text, &value) && value >= 1 && (guint64) value <= most))
    {
      *out_value = (guint64) value;
      return TRUE;
    }
  sentence = g_strdup_printf (_("--at is a transfer's number, from 1 to %u."), (guint) most);
  cli_usage (sentence);
  return FALSE;
}

gboolean
cli_real (const CliLine *line,
          const char    *name,
          double         low,
          double         high,
          double        *inout_value)
{
  const char *text = cli_line_option (line, name);
  g_autofree char *sentence = NULL;
  double value;

  if (text == NULL)
    return TRUE;
  if (base_number_parse (text, &value) && value >= low && value <= high)
    {
      *inout_value = value;
      return TRUE;
    }
  sentence = g_strdup_printf (_("--%s is a number from %g to %g."), name, low, high);
  cli_usage (sentence);
  return FALSE;
}

GStrv
cli_variables (const char *text)
{
  GPtrArray *names = g_ptr_array_new ();
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      /* A band's limits follow their variable: "age:35,38". */
      if (i > 0 && names->len > 0 && g_ascii_isdigit (g_strstrip (parts[i])[0]))
        {
          char *last = g_ptr_array_index (names, names->len - 1);

          names->pdata[names->len - 1] = g_strconcat (last, ",", parts[i], NULL);
          g_free (last);
        }
      else
        g_ptr_array_add (names, g_strdup (g_strstrip (parts[i])));
    }
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_free (names, FALSE);
}
