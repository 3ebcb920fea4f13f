/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger for readers and as a file: report-ledger.h. */
#include "config.h"

#include "report-ledger.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base-clock.h"
#include "base-number.h"
#include "base-text.h"
#include "report-json-private.h"
#include "report-model.h"
#include "report-subgroups.h"
#include "report-tests.h"
#include "report-text-private.h"

#define LEDGER_JSON_VERSION 1
#define LEDGER_KIND "natality-ledger"
#define MIN_PATIENTS 5 /* of a comparison that is entered */
#define MAX_TEXT 10000 /* characters */

static const char *const methods[ANALYSIS_N_ADJUST]
  = { "p_holm", "p_hochberg", "p_bh", "p_bonferroni" };

/* --- comparisons as entries ------------------------------------------------------------------- */

typedef struct
{
  GPtrArray *entries;
  const AnalysisQuestion *question;
  char *of_groups, *of_curves, *data; /* fingerprints */
} Entries;

/* Takes data. */
static void
entries_init (Entries                *self,
              char                   *data,
              const AnalysisQuestion *question)
{
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) analysis_ledger_entry_free);
  self->question = question;
  self->of_groups = analysis_ledger_question (question, FALSE);
  self->of_curves = analysis_ledger_question (question, TRUE);
  self->data = data;
}

static GPtrArray *
entries_finish (Entries *self)
{
  g_free (self->of_groups);
  g_free (self->of_curves);
  g_free (self->data);
  return self->entries;
}

/* Takes what and test. Of n patients; of too few it would tell who they are. The filter can name a
 * patient's value: its text is kept apart by the question's fingerprint only. */
static void
entries_add (Entries *self,
             gboolean of_curves,
             guint64  n,
             char    *what,
             char    *test,
             double   p)
{
  g_autofree char *filtered = NULL, *words = NULL, *id = NULL;

  if (!isnan (p) && n >= MIN_PATIENTS)
    {
      if (self->question->where != NULL)
        filtered = g_strdup_printf (_("%s; filtered"), what);
      words = base_text_to_plain (filtered != NULL ? filtered : what, MAX_TEXT);
      id = base_text_to_plain (test, MAX_TEXT);
      g_ptr_array_add (self->entries,
                       analysis_ledger_entry_new (words,
                                                  of_curves ? self->of_curves : self->of_groups,
                                                  self->data, id, p));
    }
  g_free (what);
  g_free (test);
}

/* Of names that may hold spaces: "pair 'a b' 'c'". (transfer full) */
G_GNUC_NULL_TERMINATED
static char *
id_of (const char *test,
       ...)
{
  GString *id = g_string_new (test);
  const char *name;
  va_list names;

  va_start (names, test);
  while ((name = va_arg (names, const char *)) != NULL)
    {
      g_autofree char *quoted = g_shell_quote (name);

      g_string_append_printf (id, " %s", quoted);
    }
  va_end (names);
  return g_string_free (id, FALSE);
}

/* "Treated: Yes against No"; title: what the groups differ in. */
static char *
two_groups (const char *title,
            const char *a,
            const char *b)
{
  return g_strdup_printf (_("%s: %s against %s"), title, b, a);
}

/* The log-rank test of all groups, and Gray's. */
static void
add_main_tests (Entries             *self,
                const AnalysisTests *tests,
                const char          *title,
                guint64              n)
{
  gboolean permuted = tests->monte_carlo == ANALYSIS_PERMUTED || tests->exact == ANALYSIS_PERMUTED;
  double p = tests->monte_carlo == ANALYSIS_PERMUTED ? tests->monte_carlo_p
             : tests->exact == ANALYSIS_PERMUTED     ? tests->exact_p
             : tests->has_strata                     ? tests->stratified.p
                                                     : tests->family[ANALYSIS_TEST_LOG_RANK].p;
  const char *name = permuted            ? _ ("permutation test of the log-rank")
                     : tests->has_strata ? _ ("log-rank within strata")
                                         : _ ("log-rank");
  g_autofree char *groups = NULL;

  if (tests->n_groups == 2)
    groups = two_groups (title, tests->group_labels[0], tests->group_labels[1]);
  else
    groups = g_strdup_printf (ngettext ("%s: %u group", "%s: %u groups", tests->n_groups),
                              title, tests->n_groups);
  entries_add (self, FALSE, n, g_strdup_printf ("%s, %s", groups, name), g_strdup ("log-rank"), p);
  entries_add (self, FALSE, n,
               g_strdup_printf ("%s, %s", groups,
                                tests->has_strata ? _("Gray, within strata") : _("Gray")),
               g_strdup ("gray"), tests->has_strata ? tests->stratified_gray.p : tests->gray.p);
}

GPtrArray *
report_ledger_of_tests (const AnalysisTests     *tests,
                        const AnalysisSelection *selection,
                        const AnalysisQuestion  *question)
{
  guint64 n[ANALYSIS_MAX_GROUPS] = { 0 }; /* patients by group */
  Entries self;

  g_return_val_if_fail (question->by != NULL, NULL);

  for (guint i = 0; i < selection->n; i++)
    n[selection->group[i]]++;
  entries_init (&self, analysis_ledger_data (selection), question);
  add_main_tests (&self, tests, selection->by_label, selection->n);
  for (guint i = 0; i < tests->n_pairs; i++)
    {
      const AnalysisPair *pair = &tests->pairs[i];
      g_autofree char *groups = two_groups (selection->by_label, tests->group_labels[pair->a],
                                            tests->group_labels[pair->b]);

      entries_add (&self, FALSE, n[pair->a] + n[pair->b],
                   g_strdup_printf ("%s, %s", groups, _("log-rank")),
                   id_of ("pair", tests->group_names[pair->a], tests->group_names[pair->b], NULL),
                   pair->test.p);
    }
  if (tests->has_trend)
    entries_add (&self, FALSE, selection->n,
                 g_strdup_printf ("%s, %s", selection->by_label, _("log-rank for trend")),
                 g_strdup ("trend"), tests->trend.p);
  for (guint i = 0; i < tests->n_differences; i++)
    {
      const AnalysisDifference *difference = &tests->differences[i];
      g_autofree char *groups = two_groups (selection->by_label, tests->group_labels[difference->a],
                                            tests->group_labels[difference->b]);
      g_autofree char *test = g_strdup_printf ("difference %u", tests->at);

      entries_add (&self, TRUE, n[difference->a] + n[difference->b],
                   g_strdup_printf (_("%s, difference after transfer %u, %s"), groups, tests->at,
                                    report_estimator_name (question->estimator)),
                   id_of (test, tests->group_names[difference->b], NULL), difference->plain.p);
    }
  return entries_finish (&self);
}

/* What looks at everybody is the same comparison however they are grouped. (transfer full) */
static AnalysisQuestion *
of_everybody (const AnalysisAnswer *answer)
{
  AnalysisQuestion *question = analysis_question_copy (answer->question);

  g_clear_pointer (&question->by, g_free);
  return question;
}

GPtrArray *
report_ledger_of_comparison (const AnalysisComparison *comparison,
                             const AnalysisAnswer     *answer)
{
  g_autoptr (AnalysisQuestion) question = of_everybody (answer);
  guint64 n = answer->overall.n_patients;
  char number[BASE_NUMBER_SIZE];
  Entries self;

  entries_init (&self, analysis_ledger_data_of_everybody (answer), question);
  if (!isnan (comparison->against))
    {
      base_number_to_buffer (comparison->against, number);
      entries_add (&self, FALSE, n,
                   g_strdup_printf (_("Rate at transfer %u against a published %s, exact binomial"),
                                    comparison->at, number),
                   g_strdup_printf ("rate %u %s", comparison->at, number), comparison->p);
    }
  if (comparison->n_hazards > 0)
    {
      base_number_to_buffer (comparison->hazards.expected, number);
      entries_add (&self, FALSE, n,
                   g_strdup_printf (ngettext ("Births against published chances of %u transfer, "
                                              "one-sample log-rank",
                                              "Births against published chances of %u transfers, "
                                              "one-sample log-rank",
                                              comparison->n_hazards),
                                    comparison->n_hazards),
                   g_strdup_printf ("hazards %u %s", comparison->n_hazards, number),
                   comparison->hazards.p);
    }
  return entries_finish (&self);
}

GPtrArray *
report_ledger_of_published (const AnalysisPublishedComparison *comparison,
                            const AnalysisAnswer              *answer)
{
  g_autoptr (AnalysisQuestion) question = of_everybody (answer);
  /* The log-rank test is of both tables, wherever it is read. */
  gboolean of_tables = comparison->test == ANALYSIS_PUBLISHED_LOG_RANK;
  guint transfers = of_tables ? comparison->n_test : comparison->at;
  const char *name = comparison->published->name;
  Entries self;

  entries_init (&self, analysis_ledger_data_of_everybody (answer), question);
  entries_add (&self, FALSE, answer->overall.n_patients,
               of_tables
                   ? g_strdup_printf (_("Transfers 1 to %u against %s, log-rank"), transfers, name)
                   : g_strdup_printf (_("After transfer %u against %s"), transfers, name),
               g_strdup_printf ("published %s %s %u", comparison->published->id,
                                of_tables ? "log-rank" : "at", transfers),
               comparison->p);
  return entries_finish (&self);
}

/* The p that is shown of a term: that of its only column, else Wald's of all of them. */
static double
term_p (const AnalysisModel *model,
        guint                term)
{
  guint n = 0, only = 0;

  for (guint c = 0; c < model->n_columns; c++)
    if (model->term[c] == term)
      {
        only = c;
        n++;
      }
  return n == 1 ? model->p[only] : model->term_p[term];
}

GPtrArray *
report_ledger_of_model (const AnalysisModel        *model,
                        const AnalysisModelOptions *options,
                        const AnalysisSelection    *selection,
                        const AnalysisQuestion     *question)
{
  g_autoptr (GPtrArray) ids = report_model_methods (model, options);
  g_autofree char *terms = g_strjoinv (" + ", model->term_names);
  g_autofree char *kind
    = g_strdup_printf ("model %s %d %u %d", (const char *) ids->pdata[0], options->linear,
                       options->pool_from, options->stratified);
  Entries self;

  entries_init (&self, analysis_ledger_data (selection), question);
  for (guint t = 0; model->fit != NULL && t < model->n_terms; t++)
    entries_add (&self, FALSE, model->n_used,
                 /* Translators: a term, all terms, "Cox, Efron's ties". */
                 g_strdup_printf (_("%s in the model of %s: %s"), model->term_names[t], terms,
                                  report_model_name (model, options)),
                 id_of (kind, terms, model->term_names[t], NULL), term_p (model, t));
  return entries_finish (&self);
}

static void
add_levels (Entries                        *self,
            const AnalysisSubgroups        *subgroups,
            const AnalysisSubgroupVariable *variable,
            const char                     *compared)
{
  gboolean of_curves = subgroups->contrast == ANALYSIS_CONTRAST_DIFFERENCE;
  const char *contrast = analysis_contrast_id (subgroups->contrast);
  g_autofree char *interaction = g_strdup_printf ("interaction %s %u", contrast, subgroups->at);
  g_autofree char *level = g_strdup_printf ("%s %u", contrast, subgroups->at);
  guint64 all = 0;

  g_free (self->data);
  self->data = g_strdup (variable->data);
  for (guint l = 0; l < variable->n_levels; l++)
    {
      guint64 n = variable->levels[l].n[0] + variable->levels[l].n[1];

      all += n;
      entries_add (self, of_curves, n,
                   g_strdup_printf (_("%s, within %s: %s"), compared, variable->by,
                                    variable->level_labels[l]),
                   id_of (level, variable->by, variable->level_names[l], NULL),
                   variable->levels[l].p);
    }
  entries_add (self, of_curves, all,
               g_strdup_printf (_("%s, interaction with %s"), compared, variable->by),
               id_of (interaction, variable->by, NULL), variable->interaction.p);
}

GPtrArray *
report_ledger_of_subgroups (const AnalysisSubgroups *subgroups,
                            const AnalysisQuestion  *question)
{
  g_autofree char *groups = two_groups (subgroups->by_title, subgroups->group_labels[0],
                                        subgroups->group_labels[1]);
  g_autofree char *name = report_contrast_name (subgroups);
  g_autofree char *compared = g_strdup_printf ("%s, %s", groups, name);
  Entries self;

  entries_init (&self, g_strdup (subgroups->data), question);
  entries_add (&self, subgroups->contrast == ANALYSIS_CONTRAST_DIFFERENCE,
               subgroups->overall.n[0] + subgroups->overall.n[1],
               g_strdup_printf (_("%s, all patients"), compared),
               g_strdup_printf ("%s %u", analysis_contrast_id (subgroups->contrast),
                                subgroups->at),
               subgroups->overall.p);
  for (guint v = 0; v < subgroups->n_variables; v++)
    add_levels (&self, subgroups, &subgroups->variables[v], compared);
  return entries_finish (&self);
}

/* --- the ledger for readers ------------------------------------------------------------------- */

/* Adjusted p: by method, entry after entry. */
static double *
adjust (const AnalysisLedger *ledger)
{
  guint n = analysis_ledger_n (ledger);
  double *adjusted = g_new (double, MAX (ANALYSIS_N_ADJUST * n, 1));

  for (guint m = 0; m < ANALYSIS_N_ADJUST; m++)
    analysis_ledger_adjust (ledger, (StatsAdjust) m, &adjusted[m * n]);
  return adjusted;
}

char *
report_ledger_json (const AnalysisLedger *ledger)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree double *adjusted = adjust (ledger);
  guint n = analysis_ledger_n (ledger);

  json_builder_begin_object (builder);
  report_json_text (builder, "kind", LEDGER_KIND);
  report_json_count (builder, "tested", analysis_ledger_n_tested (ledger));
  report_json_open_array (builder, "comparisons");
  for (guint i = 0; i < n; i++)
    {
      const AnalysisLedgerEntry *entry = analysis_ledger_get (ledger, i);

      json_builder_begin_object (builder);
      report_json_text (builder, "what", entry->what);
      report_json_text (builder, "test", entry->test);
      report_json_number (builder, "p", entry->p);
      for (guint m = 0; m < ANALYSIS_N_ADJUST; m++)
        report_json_number (builder, methods[m], adjusted[m * n + i]);
      report_json_text (builder, "time", entry->utc);
      report_json_text (builder, "question", entry->question);
      report_json_text (builder, "data", entry->data);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  report_json_text (builder, "natality", NATALITY_VERSION);
  report_json_count (builder, "json", LEDGER_JSON_VERSION);
  json_builder_end_object (builder);
  return report_json_finish (builder);
}

char *
report_ledger_csv (const AnalysisLedger *ledger)
{
  GString *out = g_string_new ("time,what,test,p,p_holm,p_hochberg,p_bh,p_bonferroni\n");
  g_autofree double *adjusted = adjust (ledger);
  guint n = analysis_ledger_n (ledger);
  char number[BASE_NUMBER_SIZE];

  for (guint i = 0; i < n; i++)
    {
      const AnalysisLedgerEntry *entry = analysis_ledger_get (ledger, i);

      g_string_append_printf (out, "%s,", entry->utc);
      report_append_quoted (out, entry->what);
      g_string_append_c (out, ',');
      report_append_quoted (out, entry->test);
      g_string_append_printf (out, ",%s", base_number_to_buffer (entry->p, number));
      for (guint m = 0; m < ANALYSIS_N_ADJUST; m++)
        g_string_append_printf (out, ",%s", base_number_to_buffer (adjusted[m * n + i], number));
      g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}

char *
report_ledger_text (const AnalysisLedger *ledger)
{
  GString *out = g_string_new (NULL);
  g_autofree double *adjusted = adjust (ledger);
  guint n = analysis_ledger_n (ledger), tested = analysis_ledger_n_tested (ledger);

  if (n == 0)
    {
      g_string_append (out, _("No comparison was looked at yet.\n"));
      return g_string_free (out, FALSE);
    }
  g_string_append_printf (out,
                          ngettext ("%u comparison was looked at.",
                                    "%u comparisons were looked at.", n),
                          n);
  g_string_append_c (out, ' ');
  g_string_append_printf (out,
                          ngettext ("Adjusted for the %u with a p value.",
                                    "Adjusted for the %u with a p value.", tested),
                          tested);
  g_string_append (out, "\n\n");
  for (guint i = 0; i < n; i++)
    {
      const AnalysisLedgerEntry *entry = analysis_ledger_get (ledger, i);
      g_autofree char *time = base_utc_to_display (entry->utc);
      g_autofree char *p = report_p (entry->p), *holm = report_p (adjusted[i]);
      g_autofree char *bh = report_p (adjusted[STATS_ADJUST_BENJAMINI_HOCHBERG * n + i]);

      g_string_append_printf (out, _("%s   %s: %s; Holm %s, Benjamini-Hochberg %s\n"), time,
                              entry->what, p, holm, bh);
    }
  g_string_append_c (out, '\n');
  g_string_append (out, _("Holm holds the chance of any false finding, Benjamini-Hochberg the "
                          "share of false ones among the findings.\n"));
  return g_string_free (out, FALSE);
}

/* --- the file --------------------------------------------------------------------------------- */

static const char *
text_of (JsonObject *object,
         const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
             && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static gboolean
is_text (const char *text)
{
  return text != NULL && base_text_is_plain (text, MAX_TEXT);
}

/* FALSE: it is no entry. */
static gboolean
parse_entry (AnalysisLedger *ledger,
             JsonNode       *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *p = object != NULL ? json_object_get_member (object, "p") : NULL;
  AnalysisLedgerEntry entry;
  GType type;

  if (p == NULL)
    return FALSE;
  type = JSON_NODE_HOLDS_VALUE (p) ? json_node_get_value_type (p) : G_TYPE_INVALID;
  entry = (AnalysisLedgerEntry) { (char *) text_of (object, "what"),
                                  (char *) text_of (object, "question"),
                                  (char *) text_of (object, "data"),
                                  (char *) text_of (object, "test"),
                                  NAN,
                                  (char *) text_of (object, "time") };
  if (type == G_TYPE_DOUBLE || type == G_TYPE_INT64)
    entry.p = json_node_get_double (p);
  else if (!JSON_NODE_HOLDS_NULL (p))
    return FALSE;
  if (!is_text (entry.what) || !is_text (entry.question) || !is_text (entry.data)
      || !is_text (entry.test) || !is_text (entry.utc) || entry.p < 0 || entry.p > 1)
    return FALSE;
  analysis_ledger_add (ledger, &entry);
  return TRUE;
}

static gint64
version_of (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "json");

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
             && json_node_get_value_type (node) == G_TYPE_INT64
           ? json_node_get_int (node)
           : 0;
}

static AnalysisLedger *
refuse_long (GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               _("A ledger holds at most %d comparisons. This file is too long for one."),
               REPORT_LEDGER_MAX_ENTRIES);
  return NULL;
}

AnalysisLedger *
report_ledger_parse (const char *text,
                     gssize      length,
                     GError    **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (AnalysisLedger) ledger = analysis_ledger_new ();
  JsonNode *root = NULL, *list = NULL;
  gboolean good;

  if (length < 0)
    length = (gssize) strlen (text);
  if (length > REPORT_LEDGER_MAX_BYTES)
    return refuse_long (error);
  if (report_json_is_shallow (text, (gsize) length)
      && json_parser_load_from_data (parser, text, length, NULL))
    root = json_parser_get_root (parser);
  good = root != NULL && JSON_NODE_HOLDS_OBJECT (root)
         && g_strcmp0 (text_of (json_node_get_object (root), "kind"), LEDGER_KIND) == 0;
  if (good && version_of (json_node_get_object (root)) > LEDGER_JSON_VERSION)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _("This ledger was written by a newer Natality. It was left as it is."));
      return NULL;
    }
  if (good)
    list = json_object_get_member (json_node_get_object (root), "comparisons");
  good = list != NULL && JSON_NODE_HOLDS_ARRAY (list)
         && version_of (json_node_get_object (root)) > 0;
  if (good && json_array_get_length (json_node_get_array (list)) > REPORT_LEDGER_MAX_ENTRIES)
    return refuse_long (error);
  for (guint i = 0; good && i < json_array_get_length (json_node_get_array (list)); i++)
    good = parse_entry (ledger, json_array_get_element (json_node_get_array (list), i));
  if (good)
    return g_steal_pointer (&ledger);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               _("This file is no ledger of Natality. It was left as it is."));
  return NULL;
}
