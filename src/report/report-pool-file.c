/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of one centre's tables, out and in: report-pool.h. A file comes from elsewhere: nothing
 * of it is believed before it was looked at. */
#include "config.h"

#include "report-pool.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "report-json-private.h"

#define FORMAT "natality-risk-tables"
#define CLOCK "transfer"

/* --- out -------------------------------------------------------------------------------------- */

static void
add_names (JsonBuilder *builder,
           const char  *member,
           char       **names)
{
  json_builder_set_member_name (builder, member);
  if (names == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_array (builder);
  for (guint i = 0; names[i] != NULL; i++)
    json_builder_add_string_value (builder, names[i]);
  json_builder_end_array (builder);
}

static void
add_table (JsonBuilder      *builder,
           const StatsBlock *blocks,
           guint             n,
           gboolean          together)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    {
      json_builder_begin_object (builder);
      report_json_count (builder, "first", blocks[i].first);
      report_json_count (builder, "last", blocks[i].last);
      report_json_count (builder, "at_risk", blocks[i].at_risk);
      report_json_count (builder, "transfers", blocks[i].transfers);
      report_json_count (builder, "events", blocks[i].births);
      if (together)
        report_json_count (builder, "left", blocks[i].cut);
      else
        {
          report_json_count (builder, "discontinued", blocks[i].stopped);
          report_json_count (builder, "censored", blocks[i].cut);
          report_json_count (builder, "open", blocks[i].open);
        }
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

char *
report_centre_json (const AnalysisCentre *centre)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const char *const *names = analysis_centre_definitions ();
  g_autofree char *cut = base_day_to_iso (centre->cut);

  json_builder_begin_object (builder);
  report_json_text (builder, "format", FORMAT);
  report_json_count (builder, "version", REPORT_CENTRE_VERSION);
  report_json_text (builder, "natality", NATALITY_VERSION);
  report_json_text (builder, "centre", centre->name);
  report_json_text (builder, "synthetic", centre->synthetic_note);
  report_json_text (builder, "source", centre->from_csv ? "csv" : "register");
  report_json_text (builder, "clock", CLOCK);
  report_json_open (builder, "definitions");
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *value = analysis_question_get (centre->question, names[i]);

      report_json_text (builder, names[i], value);
    }
  json_builder_end_object (builder);
  report_json_text (builder, "where", centre->question->where);
  report_json_text (builder, "data_cut_rule", analysis_cut_rule_id (centre->cut_rule));
  report_json_text (builder, "data_cut", centre->cut != BASE_DAY_NONE ? cut : NULL);
  report_json_text (builder, "small_cells", centre->smallest_cell > 1 ? "merged" : "told");
  report_json_count (builder, "smallest_cell", centre->smallest_cell);
  /* Together: those who left without a birth are one count. */
  report_json_text (builder, "leavers", centre->together ? "together" : "apart");
  report_json_text (builder, "strata", centre->strata);
  add_names (builder, "group_names", centre->group_names);
  add_names (builder, "strata_names", centre->strata_names);
  /* By stratum, then by group, in the order of the names. */
  report_json_open_array (builder, "tables");
  for (guint s = 0; s < centre->n_strata; s++)
    {
      json_builder_begin_array (builder);
      for (guint g = 0; g < centre->n_groups; g++)
        add_table (builder, analysis_centre_table (centre, s, g), centre->n_blocks,
                   centre->together);
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return report_json_finish (builder);
}

char *
report_centre_text (const AnalysisCentre *centre)
{
  GString *out = g_string_new (NULL);
  g_autoptr (GString) rows = g_string_new (NULL);
  gulong patients = (gulong) analysis_centre_patients (centre);

  for (guint i = 0; i < centre->n_blocks; i++)
    {
      const StatsBlock *block = &centre->blocks[i];

      g_string_append_printf (rows, "%s%u", i > 0 ? ", " : "", block->first);
      if (block->last > block->first)
        g_string_append_printf (rows, "–%u", block->last);
    }
  g_string_append_printf (out,
                          ngettext ("Risk tables of %lu patient of centre “%s”.\n",
                                    "Risk tables of %lu patients of centre “%s”.\n", patients),
                          patients, centre->name);
  g_string_append_printf (out, _("Rows: transfers %s.\n"), rows->str);
  if (centre->smallest_cell <= 1)
    g_string_append (out, _("No row was merged for being small: the file tells of single "
                            "patients, and says so.\n"));
  else
    g_string_append_printf (out,
                            _("No count in it is 1 to %u, and none can be worked out from it.\n"),
                            centre->smallest_cell - 1);
  return g_string_free (out, FALSE);
}

/* --- in --------------------------------------------------------------------------------------- */

typedef struct
{
  const char *file;
  GError **error;
} Reader;

G_GNUC_PRINTF (2, 3)
static gboolean
refuse (const Reader *self,
        const char   *format,
        ...)
{
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (self->error, ANALYSIS_ERROR, ANALYSIS_ERROR_SYNTAX, "%s: %s", self->file, sentence);
  return FALSE;
}

static gboolean
get_member (const Reader *self,
            JsonObject   *object,
            const char   *name,
            JsonNode    **out_node)
{
  *out_node = json_object_get_member (object, name);
  return *out_node != NULL || refuse (self, _("“%s” is missing in it."), name);
}

/* A text; NULL for null, where that is let through. */
static gboolean
get_text (const Reader *self,
          JsonObject   *object,
          const char   *name,
          gboolean      may_be_null,
          const char  **out_text)
{
  JsonNode *node;

  if (!get_member (self, object, name, &node))
    return FALSE;
  *out_text = NULL;
  if (may_be_null && JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return refuse (self, _("“%s” in it is no text."), name);
  *out_text = json_node_get_string (node);
  return TRUE;
}

static gboolean
get_count (const Reader *self,
           JsonObject   *object,
           const char   *name,
           gint64        most,
           guint64      *out_count)
{
  JsonNode *node;
  gint64 value;

  if (!get_member (self, object, name, &node))
    return FALSE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return refuse (self, _("“%s” in it is no whole number."), name);
  value = json_node_get_int (node);
  if (value < 0 || value > most)
    return refuse (self, _("“%s” in it is negative or too large."), name);
  *out_count = (guint64) value;
  return TRUE;
}

/* Names into a list, or NULL and 1 for null. */
static gboolean
get_names (const Reader *self,
           JsonObject   *object,
           const char   *name,
           char       ***out_names,
           guint        *out_n)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  JsonNode *node;
  JsonArray *array;

  *out_names = NULL;
  *out_n = 1;
  if (!get_member (self, object, name, &node))
    return FALSE;
  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  *out_n = array != NULL ? json_array_get_length (array) : 0;
  if (*out_n == 0 || *out_n > ANALYSIS_MAX_GROUPS)
    return refuse (self, _("“%s” in it is no list of 1 to %d names."), name, ANALYSIS_MAX_GROUPS);
  for (guint i = 0; i < *out_n; i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_value_type (element) != G_TYPE_STRING)
        return refuse (self, _("“%s” in it is no list of 1 to %d names."), name,
                       ANALYSIS_MAX_GROUPS);
      g_ptr_array_add (names, g_strdup (json_node_get_string (element)));
    }
  g_ptr_array_add (names, NULL);
  *out_names = (char **) g_ptr_array_steal (names, NULL);
  return TRUE;
}

/* --- the tables */

static gboolean
read_row (const Reader *self,
          JsonNode     *node,
          gboolean      together,
          StatsBlock   *out)
{
  const gint64 most = ANALYSIS_CENTRE_MAX_PATIENTS;
  guint64 first, last;
  JsonObject *row;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (self, _("a row of its tables is no object."));
  row = json_node_get_object (node);
  if (!get_count (self, row, "first", ANALYSIS_CENTRE_MAX_K, &first)
      || !get_count (self, row, "last", ANALYSIS_CENTRE_MAX_K, &last)
      || !get_count (self, row, "at_risk", most, &out->at_risk)
      || !get_count (self, row, "transfers", most * ANALYSIS_CENTRE_MAX_K, &out->transfers)
      || !get_count (self, row, "events", most, &out->births))
    return FALSE;
  if (together ? !get_count (self, row, "left", most, &out->cut)
               : !get_count (self, row, "discontinued", most, &out->stopped)
                     || !get_count (self, row, "censored", most, &out->cut)
                     || !get_count (self, row, "open", most, &out->open))
    return FALSE;
  out->first = (guint32) first;
  out->last = (guint32) last;
  return TRUE;
}

/* The i-th element of an array that has n (0: 1 to as many as a table may have rows), itself an
 * array. */
static JsonArray *
inner_array (JsonArray *array,
             guint      i,
             guint      n)
{
  JsonNode *node = json_array_get_element (array, i);
  guint length;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  length = json_array_get_length (json_node_get_array (node));
  if (n > 0 ? length != n : length == 0 || length > ANALYSIS_CENTRE_MAX_K)
    return NULL;
  return json_node_get_array (node);
}

static gboolean
read_tables (const Reader   *self,
             JsonObject     *root,
             AnalysisCentre *centre)
{
  const char *wrong
    = _("“tables” in it is no list, by stratum and group, of tables with rows for the same "
        "transfers.");
  JsonArray *strata, *groups, *rows;
  JsonNode *node;

  if (!get_member (self, root, "tables", &node))
    return FALSE;
  strata = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  if (strata == NULL || json_array_get_length (strata) != centre->n_strata)
    return refuse (self, "%s", wrong);
  for (guint s = 0; s < centre->n_strata; s++)
    {
      groups = inner_array (strata, s, centre->n_groups);
      for (guint g = 0; groups != NULL && g < centre->n_groups; g++)
        {
          rows = inner_array (groups, g, centre->n_blocks);
          if (rows == NULL)
            return refuse (self, "%s", wrong);
          if (centre->blocks == NULL)
            {
              centre->n_blocks = json_array_get_length (rows);
              centre->blocks = g_new0 (StatsBlock, (gsize) centre->n_strata * centre->n_groups
                                                       * centre->n_blocks);
            }
          for (guint i = 0; i < centre->n_blocks; i++)
            if (!read_row (self, json_array_get_element (rows, i), centre->together,
                           &analysis_centre_table (centre, s, g)[i]))
              return FALSE;
        }
      if (groups == NULL)
        return refuse (self, "%s", wrong);
    }
  return TRUE;
}

/* --- what they mean */

static gboolean
set_option (const Reader   *self,
            AnalysisCentre *centre,
            const char     *name,
            const char     *value)
{
  g_autofree char *read = NULL;
  GError *error = NULL;

  if (!analysis_question_set (centre->question, name, value, &error))
    {
      refuse (self, "%s", error->message);
      g_error_free (error);
      return FALSE;
    }
  read = analysis_question_get (centre->question, name);
  return g_str_equal (read, value) || refuse (self, _("“%s” in it isn't as Natality writes it."),
                                              name);
}

static gboolean
read_definitions (const Reader   *self,
                  JsonObject     *root,
                  AnalysisCentre *centre)
{
  const char *const *names = analysis_centre_definitions ();
  JsonNode *node;
  JsonObject *definitions;
  const char *value;

  if (!get_member (self, root, "definitions", &node))
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (self, _("“%s” in it is no object."), "definitions");
  definitions = json_node_get_object (node);
  for (guint i = 0; names[i] != NULL; i++)
    if (!get_text (self, definitions, names[i], FALSE, &value)
        || !set_option (self, centre, names[i], value))
      return FALSE;
  if (json_object_get_size (definitions) != g_strv_length ((char **) names))
    return refuse (self, _("it has definitions that this Natality doesn't know."));
  if (!get_text (self, root, "where", TRUE, &value)
      || (value != NULL && !set_option (self, centre, "where", value)))
    return FALSE;
  if (!get_text (self, root, "clock", FALSE, &value))
    return FALSE;
  return g_str_equal (value, CLOCK)
         || refuse (self, _("its clock doesn't count transfers, and so isn't that of the others."));
}

static gboolean
read_cut (const Reader   *self,
          JsonObject     *root,
          AnalysisCentre *centre)
{
  const char *rule, *day;
  BaseDate date;
  guint i = 0;

  if (!get_text (self, root, "data_cut_rule", FALSE, &rule)
      || !get_text (self, root, "data_cut", TRUE, &day))
    return FALSE;
  while (i < ANALYSIS_N_CUT_RULES
         && !g_str_equal (rule, analysis_cut_rule_id ((AnalysisCutRule) i)))
    i++;
  if (i == ANALYSIS_N_CUT_RULES)
    return refuse (self, _("“%s” in it isn't as Natality writes it."), "data_cut_rule");
  centre->cut_rule = (AnalysisCutRule) i;
  if (day == NULL)
    return TRUE;
  if (!base_date_parse (day, &date))
    return refuse (self, _("“%s” in it is no date."), "data_cut");
  centre->cut = base_date_last_day (date);
  return TRUE;
}

static gboolean
read_centre (const Reader   *self,
             JsonObject     *root,
             AnalysisCentre *centre)
{
  const char *format, *text;
  guint64 count;

  if (!json_object_has_member (root, "format") || !get_text (self, root, "format", FALSE, &format)
      || !g_str_equal (format, FORMAT))
    {
      if (self->error != NULL)
        g_clear_error (self->error);
      return refuse (self, _("it is no file of risk tables (Export Risk Tables in the "
                         "window, or natality-cli curve --risk-tables)."));
    }
  if (!get_count (self, root, "version", G_MAXINT32, &count))
    return FALSE;
  if (count == 0)
    return refuse (self, _("“%s” in it isn't as Natality writes it."), "version");
  if (count > REPORT_CENTRE_VERSION)
    return refuse (self, _("it was written by a newer Natality; read it with that one."));
  if (!get_text (self, root, "centre", FALSE, &text))
    return FALSE;
  centre->name = g_strdup (text);
  if (!get_text (self, root, "synthetic", TRUE, &text))
    return FALSE;
  centre->synthetic_note = g_strdup (text);
  if (!get_text (self, root, "source", FALSE, &text))
    return FALSE;
  centre->from_csv = !g_str_equal (text, "register");
  if (!get_count (self, root, "smallest_cell", ANALYSIS_SMALLEST_CELL_MAX, &count))
    return FALSE;
  centre->smallest_cell = (guint) count;
  if (!get_text (self, root, "leavers", FALSE, &text))
    return FALSE;
  centre->together = g_str_equal (text, "together");
  if (!centre->together && !g_str_equal (text, "apart"))
    return refuse (self, _("“%s” in it isn't as Natality writes it."), "leavers");
  if (!get_text (self, root, "strata", TRUE, &text))
    return FALSE;
  centre->strata = g_strdup (text);
  return get_names (self, root, "group_names", &centre->group_names, &centre->n_groups)
         && get_names (self, root, "strata_names", &centre->strata_names, &centre->n_strata)
         && read_definitions (self, root, centre) && read_cut (self, root, centre)
         && read_tables (self, root, centre);
}

AnalysisCentre *
report_centre_parse (const char *data,
                     gsize       length,
                     const char *name,
                     GError    **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (AnalysisCentre) centre = analysis_centre_new_empty ();
  Reader reader = { name, error };
  JsonNode *root;

  centre->file = g_strdup (name);
  if (length > REPORT_CENTRE_MAX_BYTES)
    {
      refuse (&reader, _("it is too long for a file of risk tables."));
      return NULL;
    }
  if (length == 0 || !report_json_is_shallow (data, length)
      || !json_parser_load_from_data (parser, data, (gssize) length, NULL))
    {
      refuse (&reader, _("it is no JSON, or not whole. Copy it again from the centre."));
      return NULL;
    }
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      refuse (&reader, _("it is no file of risk tables (Export Risk Tables in the "
                         "window, or natality-cli curve --risk-tables)."));
      return NULL;
    }
  if (!read_centre (&reader, json_node_get_object (root), centre)
      || !analysis_centre_check (centre, error))
    return NULL;
  return g_steal_pointer (&centre);
}

AnalysisCentre *
report_centre_read (const char *path,
                    const char *name,
                    GError    **error)
{
  g_autofree char *shown = name != NULL ? g_strdup (name) : g_filename_display_name (path);
  g_autofree char *data = g_malloc (REPORT_CENTRE_MAX_BYTES + 1);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  gsize length = 0;

  /* No more than is looked at: the path may be a device that never ends. */
  if (stream == NULL
      || !g_input_stream_read_all (G_INPUT_STREAM (stream), data, REPORT_CENTRE_MAX_BYTES + 1,
                                   &length, NULL, error))
    {
      g_prefix_error (error, "%s: ", shown);
      return NULL;
    }
  return report_centre_parse (data, length, shown, error);
}

GBytes *
report_centre_file (const AnalysisCentre *centre,
                    GError              **error)
{
  char *json = report_centre_json (centre);
  g_autoptr (GBytes) bytes = g_bytes_new_take (json, strlen (json));
  g_autoptr (AnalysisCentre) again = NULL;

  if (g_bytes_get_size (bytes) > REPORT_CENTRE_MAX_BYTES)
    {
      g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE,
                   _("Nothing was written: the tables are too many for one file. Take fewer groups "
                     "or strata."));
      return NULL;
    }
  again = report_centre_parse (json, strlen (json), centre->name, error);
  return again != NULL ? g_steal_pointer (&bytes) : NULL;
}
