/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger for readers and as a file: report-ledger.h. */
#include "config.h"

#include "report-ledger.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-clock.h"
#include "base-number.h"
#include "report-json-private.h"
#include "report-subgroups.h"
#include "report-tests.h"

#define LEDGER_JSON_VERSION 1
#define LEDGER_KIND "natality-ledger"

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

/* Takes what. */
static void
entries_add (Entries    *self,
             gboolean    of_curves,
             char       *what,
             const char *test,
             double      p)
{
  g_autofree char *filtered = NULL;

  if (self->question->where != NULL)
    filtered = g_strdup_printf (_("%s; filter: %s"), what, self->question->where);
  g_ptr_array_add (self->entries,
                   analysis_ledger_entry_new (filtered != NULL ? filtered : what,
                                              of_curves ? self->of_curves : self->of_groups,
                                              self->data, test, p));
  g_free (what);
}

/* "treated: Yes against No" */
static char *
two_groups (const AnalysisQuestion *question,
            const char             *a,
            const char             *b)
{
  return g_strdup_printf (_("%s: %s against %s"), question->by, b, a);
}

static void
add_main_test (Entries             *self,
               const AnalysisTests *tests)
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
    groups = two_groups (self->question, tests->group_labels[0], tests->group_labels[1]);
  else
    groups = g_strdup_printf (ngettext ("%s: %u group", "%s: %u groups", tests->n_groups),
                              self->question->by, tests->n_groups);
  entries_add (self, FALSE, g_strdup_printf ("%s, %s", groups, name), "log-rank", p);
}

GPtrArray *
report_ledger_of_tests (const AnalysisTests     *tests,
                        const AnalysisSelection *selection,
                        const AnalysisQuestion  *question)
{
  Entries self;

  g_return_val_if_fail (question->by != NULL, NULL);

  entries_init (&self, analysis_ledger_data (selection), question);
  add_main_test (&self, tests);
  for (guint i = 0; i < tests->n_pairs; i++)
    {
      const AnalysisPair *pair = &tests->pairs[i];
      g_autofree char *groups = two_groups (question, tests->group_labels[pair->a],
                                            tests->group_labels[pair->b]);
      g_autofree char *id = g_strdup_printf ("pair %s %s", tests->group_names[pair->a],
                                             tests->group_names[pair->b]);

      entries_add (&self, FALSE, g_strdup_printf ("%s, %s", groups, _("log-rank")), id,
                   pair->test.p);
    }
  if (tests->has_trend)
    entries_add (&self, FALSE,
                 g_strdup_printf ("%s, %s", question->by, _("log-rank for trend")), "trend",
                 tests->trend.p);
  for (guint i = 0; i < tests->n_differences; i++)
    {
      const AnalysisDifference *difference = &tests->differences[i];
      g_autofree char *groups = two_groups (question, tests->group_labels[difference->a],
                                            tests->group_labels[difference->b]);
      g_autofree char *id = g_strdup_printf ("difference %u %s", tests->at,
                                             tests->group_names[difference->b]);

      entries_add (&self, TRUE,
                   g_strdup_printf (_("%s, difference after transfer %u, %s"), groups, tests->at,
                                    report_estimator_name (question->estimator)),
                   id, difference->plain.p);
    }
  return entries_finish (&self);
}

GPtrArray *
report_ledger_of_comparison (const AnalysisComparison *comparison,
                             const AnalysisSelection  *selection,
                             const AnalysisQuestion   *question)
{
  Entries self;

  entries_init (&self, analysis_ledger_data (selection), question);
  if (!isnan (comparison->against))
    {
      g_autofree char *against = report_percent (comparison->against, 1);
      char rate[BASE_NUMBER_SIZE];
      g_autofree char *id
        = g_strdup_printf ("rate %u %s", comparison->at,
                           base_number_to_buffer (comparison->against, rate));

      entries_add (&self, FALSE,
                   g_strdup_printf (_("Rate at transfer %u against a published %s, exact binomial"),
                                    comparison->at, against),
                   id, comparison->p);
    }
  if (comparison->n_hazards > 0)
    {
      char expected[BASE_NUMBER_SIZE];
      g_autofree char *id
        = g_strdup_printf ("hazards %u %s", comparison->n_hazards,
                           base_number_to_buffer (comparison->hazards.expected, expected));

      entries_add (&self, FALSE,
                   g_strdup_printf (ngettext ("Births against published chances of %u transfer, "
                                              "one-sample log-rank",
                                              "Births against published chances of %u transfers, "
                                              "one-sample log-rank",
                                              comparison->n_hazards),
                                    comparison->n_hazards),
                   id, comparison->hazards.p);
    }
  return entries_finish (&self);
}

GPtrArray *
report_ledger_of_published (const AnalysisPublishedComparison *comparison,
                            const AnalysisSelection           *selection,
                            const AnalysisQuestion            *question)
{
  g_autofree char *id
    = g_strdup_printf ("published %s %u", comparison->published->id, comparison->at);
  Entries self;

  entries_init (&self, analysis_ledger_data (selection), question);
  entries_add (&self, FALSE,
               g_strdup_printf (_("After transfer %u against %s"), comparison->at,
                                comparison->published->name),
               id, comparison->p);
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
  g_autofree char *id = g_strdup_printf ("interaction %s %u %s", contrast, subgroups->at,
                                         variable->by);

  g_free (self->data);
  self->data = g_strdup (variable->data);
  for (guint l = 0; l < variable->n_levels; l++)
    {
      g_autofree char *level = g_strdup_printf ("%s %u %s %s", contrast, subgroups->at,
                                                variable->by, variable->level_names[l]);

      entries_add (self, of_curves,
                   g_strdup_printf (_("%s, within %s: %s"), compared, variable->by,
                                    variable->level_labels[l]),
                   level, variable->levels[l].p);
    }
  entries_add (self, of_curves,
               g_strdup_printf (_("%s, interaction with %s"), compared, variable->by), id,
               variable->interaction.p);
}

GPtrArray *
report_ledger_of_subgroups (const AnalysisSubgroups *subgroups,
                            const AnalysisQuestion  *question)
{
  g_autofree char *groups = two_groups (question, subgroups->group_labels[0],
                                        subgroups->group_labels[1]);
  g_autofree char *name = report_contrast_name (subgroups);
  g_autofree char *compared = g_strdup_printf ("%s, %s", groups, name);
  g_autofree char *id = g_strdup_printf ("%s %u", analysis_contrast_id (subgroups->contrast),
                                         subgroups->at);
  Entries self;

  entries_init (&self, g_strdup (subgroups->data), question);
  entries_add (&self, subgroups->contrast == ANALYSIS_CONTRAST_DIFFERENCE,
               g_strdup_printf (_("%s, all patients"), compared), id, subgroups->overall.p);
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

/* A cell of a CSV: quotes doubled. */
static void
append_cell (GString    *out,
             const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);

  g_string_append_printf (out, "\"%s\"", doubled);
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
      append_cell (out, entry->what);
      g_string_append_c (out, ',');
      append_cell (out, entry->test);
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
  if (entry.what == NULL || entry.question == NULL || entry.data == NULL || entry.test == NULL
      || entry.utc == NULL || entry.p < 0 || entry.p > 1)
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

AnalysisLedger *
report_ledger_parse (const char *text,
                     gssize      length,
                     GError    **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (AnalysisLedger) ledger = analysis_ledger_new ();
  JsonNode *root = NULL, *list = NULL;
  gboolean good;

  if (json_parser_load_from_data (parser, text, length, NULL))
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
  for (guint i = 0; good && i < json_array_get_length (json_node_get_array (list)); i++)
    good = parse_entry (ledger, json_array_get_element (json_node_get_array (list), i));
  if (good)
    return g_steal_pointer (&ledger);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               _("This file is no ledger of Natality. It was left as it is."));
  return NULL;
}
