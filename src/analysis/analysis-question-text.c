/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of a question by name, and its text form: the one parser and the one writer for
 * command line, JSON, saved figures and history. Checks names, numbers and dates; whether a field
 * of --where,
 * --by or --count exists only a dictionary can say (analysis-expr.h). */
#include "config.h"

#include "analysis-question.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base-number.h"

/* Words of each choice, in the order of its enum. */
static const char *const event_words[] = { "live-birth", "clinical-pregnancy", "ongoing-pregnancy",
                                           NULL };
static const char *const index_words[] = { "first", "first-after-referral", "first-counted-after",
                                           NULL };
static const char *const interrupt_words[] = { "ignore", "stop", "count", NULL };
static const char *const overdue_words[] = { "cut", "no-birth", NULL };
static const char *const decisions_words[] = { "window", "status", NULL };
static const char *const other_birth_words[] = { "ends", "counts", NULL };
static const char *const donor_change_words[] = { "goes-on", "ends", NULL };
static const char *const estimator_words[] = { "optimistic", "conservative", "crude",
                                               "adjusted",   "ipcw",         NULL };
static const char *const conf_type_words[] = { "plain", "log", "log-log", "logit", "arcsin", NULL };

G_STATIC_ASSERT (G_N_ELEMENTS (conf_type_words) == STATS_N_CONF_TYPES + 1);

static gboolean
refuse (const char *name,
        const char *expected,
        GError    **error)
{
  g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE, _("%s: expected %s."), name, expected);
  return FALSE;
}

static gboolean
set_word (const char        *name,
          const char        *value,
          const char *const *words,
          int               *out_choice,
          GError           **error)
{
  g_autofree char *list = NULL;

  for (int i = 0; words[i] != NULL; i++)
    if (strcmp (value, words[i]) == 0)
      {
        *out_choice = i;
        return TRUE;
      }
  list = g_strjoinv (" | ", (char **) words);
  return refuse (name, list, error);
}

static gboolean
set_integer (const char *name,
             const char *value,
             int         lowest,
             int         highest,
             int        *out_number,
             GError    **error)
{
  gint64 number;
  g_autofree char *expected = NULL;

  if (base_integer_parse (value, &number) && number >= lowest && number <= highest)
    {
      *out_number = (int) number;
      return TRUE;
    }
  expected = g_strdup_printf (_("a whole number from %d to %d"), lowest, highest);
  return refuse (name, expected, error);
}

/* open: the ends of the range are not allowed themselves. */
static gboolean
set_share (const char *name,
           const char *value,
           gboolean    open,
           double     *out_number,
           GError    **error)
{
  double number;

  if (base_number_parse (value, &number)
      && (open ? number > 0 && number < 1 : number >= 0 && number <= 1))
    {
      *out_number = number + 0.0; /* -0 is 0 */
      return TRUE;
    }
  return refuse (name,
                 open ? _("a number between 0 and 1, such as 0.95") : _("a number from 0 to 1"),
                 error);
}

static gboolean
set_day (const char *name,
         const char *value,
         gboolean    last,
         gint32     *out_day,
         GError    **error)
{
  BaseDate date;

  if (!base_date_parse (value, &date))
    return refuse (name, _("a date such as 2012-12-31"), error);
  *out_day = last ? base_date_last_day (date) : base_date_first_day (date);
  return TRUE;
}

static gboolean
set_index (AnalysisQuestion *self,
           const char       *value,
           GError          **error)
{
  const char *const date_form = index_words[ANALYSIS_INDEX_FIRST_COUNTED_AFTER];
  int choice;

  if (g_str_has_prefix (value, date_form) && value[strlen (date_form)] == ' ')
    {
      g_autofree char *date = g_strstrip (g_strdup (value + strlen (date_form)));

      if (!set_day ("index first-counted-after", date, FALSE, &self->index_after, error))
        return FALSE;
      self->index = ANALYSIS_INDEX_FIRST_COUNTED_AFTER;
      return TRUE;
    }
  if (strcmp (value, date_form) == 0)
    return refuse ("index first-counted-after", _("a date after it, such as 2010-01-01"), error);
  if (!set_word ("index", value, index_words, &choice, error))
    return FALSE;
  self->index = choice;
  self->index_after = BASE_DAY_NONE;
  return TRUE;
}

/* Expressions are one line, so that the text form is one line per option. */
static char *
one_line (const char *value)
{
  char *line = g_strdup (value);

  for (char *p = line; *p != '\0'; p++)
    if (*p == '\n' || *p == '\r' || *p == '\t')
      *p = ' ';
  return g_strstrip (line);
}

static gboolean
set_text (char      **target,
          const char *name,
          const char *value,
          const char *when_empty,
          GError    **error)
{
  char *line;

  if (!g_utf8_validate (value, -1, NULL))
    return refuse (name, _("text in UTF-8"), error);
  line = one_line (value);
  g_free (*target);
  *target = *line != '\0' ? g_strdup (line) : g_strdup (when_empty);
  g_free (line);
  return TRUE;
}

static gboolean
set_mature (AnalysisQuestion *self,
            const char       *value,
            GError          **error)
{
  if (strcmp (value, "known") == 0)
    {
      self->mature_days = ANALYSIS_MATURE_KNOWN;
      return TRUE;
    }
  return set_integer ("mature", value, 0, 3650, &self->mature_days, error);
}

const char *
analysis_conf_type_id (StatsConfType type)
{
  g_return_val_if_fail ((guint) type < STATS_N_CONF_TYPES, NULL);
  return conf_type_words[type];
}

const char *
analysis_estimator_id (AnalysisEstimator estimator)
{
  g_return_val_if_fail ((guint) estimator < ANALYSIS_N_ESTIMATORS, NULL);
  return estimator_words[estimator];
}

typedef enum
{
  OPTION_EVENT_TYPE,
  OPTION_INDEX,
  OPTION_COUNT,
  OPTION_INTERRUPT,
  OPTION_CUT,
  OPTION_MATURE,
  OPTION_OVERDUE,
  OPTION_PRESUME,
  OPTION_DECISIONS,
  OPTION_OTHER_BIRTH,
  OPTION_DONOR_CHANGE,
  OPTION_GESTATION_LIMIT,
  OPTION_WHERE,
  OPTION_BY,
  OPTION_ESTIMATOR,
  OPTION_THETA,
  OPTION_PI,
  OPTION_DROP_OUT_TERMS,
  OPTION_TRUNCATE,
  OPTION_CONF_TYPE,
  OPTION_LEVEL,
  N_OPTIONS
} Option;

/* The order is that of the text form. */
static const char *const option_names[N_OPTIONS + 1] = {
  "event-type", "index",       "count",        "interrupt",       "cut",   "mature", "overdue",
  "presume",    "decisions",   "other-birth",  "donor-change",    "gestation-limit", "where",  "by",
  "estimator",  "theta",       "pi",           "drop-out-terms",  "truncate", "conf-type",
  "level",      NULL
};

const char *const *
analysis_question_options (void)
{
  return option_names;
}

/* Under a half: the two quantiles must not cross. */
static gboolean
set_truncate (AnalysisQuestion *self,
              const char       *value,
              GError          **error)
{
  double share;

  if (!set_share ("truncate", value, FALSE, &share, error))
    return FALSE;
  if (share >= 0.5)
    {
      g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE,
                   _("truncate: expected a share under 0.5."));
      return FALSE;
    }
  self->truncate = share;
  return TRUE;
}

/* Sets a choice of any enum: they are all ints here, and each word list is in the enum's order. */
#define SET_CHOICE(member, words)                                                                  \
  (set_word (name, value, words, &choice, error) ? (self->member = choice, TRUE) : FALSE)

static gboolean
set_option (AnalysisQuestion *self,
            Option            option,
            const char       *value,
            GError          **error)
{
  const char *name = option_names[option];
  int choice;

  switch (option)
    {
    case OPTION_EVENT_TYPE:
      return SET_CHOICE (event, event_words);
    case OPTION_INDEX:
      return set_index (self, value, error);
    case OPTION_COUNT:
      return set_text (&self->count, name, value, "all", error);
    case OPTION_INTERRUPT:
      return SET_CHOICE (interrupt, interrupt_words);
    case OPTION_CUT:
      if (*value == '\0')
        {
          self->cut = BASE_DAY_NONE;
          return TRUE;
        }
      return set_day (name, value, TRUE, &self->cut, error);
    case OPTION_MATURE:
      return set_mature (self, value, error);
    case OPTION_OVERDUE:
      return SET_CHOICE (overdue, overdue_words);
    case OPTION_PRESUME:
      return set_integer (name, value, 0, 36500, &self->presume_days, error);
    case OPTION_DECISIONS:
      return SET_CHOICE (decisions, decisions_words);
    case OPTION_OTHER_BIRTH:
      return SET_CHOICE (other_birth, other_birth_words);
    case OPTION_DONOR_CHANGE:
      return SET_CHOICE (donor_change, donor_change_words);
    case OPTION_GESTATION_LIMIT:
      return set_integer (name, value, 0, 315, &self->gestation_limit_days, error);
    case OPTION_WHERE:
      return set_text (&self->where, name, value, NULL, error);
    case OPTION_BY:
      return set_text (&self->by, name, value, NULL, error);
    case OPTION_ESTIMATOR:
      return SET_CHOICE (estimator, estimator_words);
    case OPTION_THETA:
      return set_share (name, value, FALSE, &self->theta, error);
    case OPTION_PI:
      return set_share (name, value, FALSE, &self->pi, error);
    case OPTION_DROP_OUT_TERMS:
      return set_text (&self->drop_out_terms, name, value, "k", error);
    case OPTION_TRUNCATE:
      return set_truncate (self, value, error);
    case OPTION_CONF_TYPE:
      return SET_CHOICE (conf_type, conf_type_words);
    case OPTION_LEVEL:
      return set_share (name, value, TRUE, &self->level, error);
    case N_OPTIONS:
    default:
      g_return_val_if_reached (FALSE);
    }
}

gboolean
analysis_question_set (AnalysisQuestion *self,
                       const char       *name,
                       const char       *value,
                       GError          **error)
{
  g_autofree char *list = NULL;
  g_autofree char *stripped = NULL;

  g_return_val_if_fail (self != NULL && name != NULL && value != NULL, FALSE);

  stripped = g_strstrip (g_strdup (value));
  for (int i = 0; i < N_OPTIONS; i++)
    if (strcmp (name, option_names[i]) == 0)
      return set_option (self, (Option) i, stripped, error);

  list = g_strjoinv (", ", (char **) option_names);
  g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_SYNTAX,
               _("A question has no option of this name; it has %s."), list);
  return FALSE;
}

/* --- writing --- */

/* The value of one option in the notation that set_option reads; "" where there is none. (transfer
 * full) */
static char *
option_to_text (const AnalysisQuestion *self,
                Option                  option)
{
  switch (option)
    {
    case OPTION_EVENT_TYPE:
      return g_strdup (event_words[self->event]);
    case OPTION_INDEX:
      if (self->index == ANALYSIS_INDEX_FIRST_COUNTED_AFTER)
        {
          g_autofree char *day = base_day_to_iso (self->index_after);

          return g_strdup_printf ("%s %s", index_words[self->index], day);
        }
      return g_strdup (index_words[self->index]);
    case OPTION_COUNT:
      return g_strdup (self->count);
    case OPTION_INTERRUPT:
      return g_strdup (interrupt_words[self->interrupt]);
    case OPTION_CUT:
      return base_day_to_iso (self->cut);
    case OPTION_MATURE:
      return self->mature_days == ANALYSIS_MATURE_KNOWN ? g_strdup ("known")
                                                        : g_strdup_printf ("%d", self->mature_days);
    case OPTION_OVERDUE:
      return g_strdup (overdue_words[self->overdue]);
    case OPTION_PRESUME:
      return g_strdup_printf ("%d", self->presume_days);
    case OPTION_DECISIONS:
      return g_strdup (decisions_words[self->decisions]);
    case OPTION_OTHER_BIRTH:
      return g_strdup (other_birth_words[self->other_birth]);
    case OPTION_DONOR_CHANGE:
      return g_strdup (donor_change_words[self->donor_change]);
    case OPTION_GESTATION_LIMIT:
      return g_strdup_printf ("%d", self->gestation_limit_days);
    case OPTION_WHERE:
      return g_strdup (self->where != NULL ? self->where : "");
    case OPTION_BY:
      return g_strdup (self->by != NULL ? self->by : "");
    case OPTION_ESTIMATOR:
      return g_strdup (estimator_words[self->estimator]);
    case OPTION_THETA:
      return base_number_to_text (self->theta);
    case OPTION_PI:
      return base_number_to_text (self->pi);
    case OPTION_DROP_OUT_TERMS:
      return g_strdup (self->drop_out_terms);
    case OPTION_TRUNCATE:
      return base_number_to_text (self->truncate);
    case OPTION_CONF_TYPE:
      return g_strdup (conf_type_words[self->conf_type]);
    case OPTION_LEVEL:
      return base_number_to_text (self->level);
    case N_OPTIONS:
    default:
      g_return_val_if_reached (NULL);
    }
}

char *
analysis_question_get (const AnalysisQuestion *self,
                       const char             *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  for (int i = 0; i < N_OPTIONS; i++)
    if (strcmp (name, option_names[i]) == 0)
      return option_to_text (self, (Option) i);
  return NULL;
}

char *
analysis_question_to_text (const AnalysisQuestion *self)
{
  g_autoptr (AnalysisQuestion) defaults = analysis_question_new ();
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, g_string_free (text, FALSE));

  for (int i = 0; i < N_OPTIONS; i++)
    {
      g_autofree char *value = option_to_text (self, (Option) i);
      g_autofree char *usual = option_to_text (defaults, (Option) i);

      if (strcmp (value, usual) != 0)
        g_string_append_printf (text, "%s=%s\n", option_names[i], value);
    }
  return g_string_free (text, FALSE);
}

AnalysisQuestion *
analysis_question_from_text (const char *text,
                             GError    **error)
{
  g_autoptr (AnalysisQuestion) self = analysis_question_new ();
  g_auto (GStrv) lines = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *equals = strchr (lines[i], '=');

      if (*g_strstrip (lines[i]) == '\0')
        continue;
      if (equals == NULL)
        {
          g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_SYNTAX,
                       _("Line %u of the question isn't of the form name=value."), i + 1);
          return NULL;
        }
      *equals = '\0';
      if (!analysis_question_set (self, g_strchomp (lines[i]), equals + 1, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}
