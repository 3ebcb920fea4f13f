/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The library of published cohorts, read from its JSON: report-published.h. What is written there
 * and how is in data/published/README.md. */
#include "config.h"

#include "report-published.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "report-resources.h"

#define LIBRARY "/org/natality/published/published.json"
#define LIBRARY_VERSION 1

/* --- members of JSON -------------------------------------------------------------------------- */

static gboolean
refuse (GError    **error,
        const char *name)
{
  g_set_error (error, ANALYSIS_ERROR, ANALYSIS_ERROR_VALUE,
               _("“%s” is missing in the library of published cohorts, or isn't what is expected "
                 "there."),
               name);
  return FALSE;
}

/* Whether every member is one of `names`, which have spaces between. */
static gboolean
has_only (JsonObject *object,
          const char *names,
          GError    **error)
{
  g_auto (GStrv) allowed = g_strsplit (names, " ", -1);
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *each = members; each != NULL; each = each->next)
    if (!g_strv_contains ((const char *const *) allowed, each->data))
      return refuse (error, each->data);
  return TRUE;
}

static const char *
text_of (JsonObject *object,
         const char *name,
         GError    **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node != NULL && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_get_string (node);
  refuse (error, name);
  return NULL;
}

/* Which of n words; -1 with an error: none of them. */
static int
word_of (JsonObject        *object,
         const char        *name,
         const char *const *words,
         guint              n,
         GError           **error)
{
  const char *text = text_of (object, name, error);

  for (guint i = 0; text != NULL && i < n; i++)
    if (g_str_equal (text, words[i]))
      return (int) i;
  if (text != NULL)
    refuse (error, name);
  return -1;
}

/* *inout_value stays what it is where there is no such member. */
static gboolean
number_of (JsonObject *object,
           const char *name,
           double     *inout_value,
           GError    **error)
{
  JsonNode *node = json_object_get_member (object, name);
  GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (node == NULL)
    return TRUE;
  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return refuse (error, name);
  *inout_value = json_node_get_double (node);
  return TRUE;
}

static gboolean
count_of (JsonObject *object,
          const char *name,
          gint64     *inout_value,
          GError    **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL)
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_INT64 || json_node_get_int (node) < 0)
    return refuse (error, name);
  *inout_value = json_node_get_int (node);
  return TRUE;
}

/* FALSE with an error: no array of `type`, or none where one is needed. */
static gboolean
array_of (JsonObject  *object,
          const char  *name,
          JsonNodeType type,
          gboolean     needed,
          JsonArray  **out_array,
          GError     **error)
{
  JsonNode *node = json_object_get_member (object, name);

  *out_array = NULL;
  if (node == NULL && !needed)
    return TRUE;
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error, name);
  *out_array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (*out_array); i++)
    if (json_node_get_node_type (json_array_get_element (*out_array, i)) != type)
      return refuse (error, name);
  return TRUE;
}

/* --- a cohort --------------------------------------------------------------------------------- */

static gboolean
read_rows (AnalysisPublished *self,
           JsonObject        *cohort,
           GError           **error)
{
  JsonArray *rows;

  if (!array_of (cohort, "rows", JSON_NODE_ARRAY, FALSE, &rows, error))
    return FALSE;
  if (rows == NULL)
    return TRUE;
  self->n_rows = json_array_get_length (rows);
  self->rows = g_new0 (StatsRiskRow, self->n_rows);
  for (guint i = 0; i < self->n_rows; i++)
    {
      JsonArray *row = json_array_get_array_element (rows, i);
      gint64 counts[2] = { -1, -1 };

      for (guint j = 0; j < 2 && json_array_get_length (row) == 2; j++)
        if (json_node_get_value_type (json_array_get_element (row, j)) == G_TYPE_INT64)
          counts[j] = json_array_get_int_element (row, j);
      if (counts[0] < 0 || counts[0] > G_MAXINT32 || counts[1] < 0 || counts[1] > G_MAXINT32)
        return refuse (error, "rows");
      self->rows[i] = (StatsRiskRow) { .k = i + 1,
                                       .at_risk = (uint32_t) counts[0],
                                       .births = (uint32_t) counts[1] };
    }
  return TRUE;
}

static gboolean
read_caveats (AnalysisPublished *self,
              JsonObject        *cohort,
              GError           **error)
{
  g_autoptr (GPtrArray) caveats = g_ptr_array_new_with_free_func (g_free);
  JsonArray *texts;

  if (!array_of (cohort, "caveats", JSON_NODE_VALUE, TRUE, &texts, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (texts); i++)
    {
      const char *text = json_array_get_string_element (texts, i);

      if (text == NULL || *text == '\0')
        return refuse (error, "caveats");
      g_ptr_array_add (caveats, g_strdup (_(text)));
    }
  g_ptr_array_add (caveats, NULL);
  self->caveats = (char **) g_ptr_array_steal (caveats, NULL);
  return TRUE;
}

static gboolean
read_cohort (AnalysisPublished *self,
             JsonObject        *cohort,
             GError           **error)
{
  const char *ids[ANALYSIS_N_CLOCKS], *id, *name, *population, *citation, *address;
  gint64 patients = 0;
  int clock;

  for (guint i = 0; i < ANALYSIS_N_CLOCKS; i++)
    ids[i] = analysis_clock_id ((AnalysisClock) i);
  if (!has_only (cohort, "id name citation address population clock patients caveats rows series",
                 error)
      || (id = text_of (cohort, "id", error)) == NULL
      || (name = text_of (cohort, "name", error)) == NULL
      || (citation = text_of (cohort, "citation", error)) == NULL
      || (address = text_of (cohort, "address", error)) == NULL
      || (population = text_of (cohort, "population", error)) == NULL
      || (clock = word_of (cohort, "clock", ids, ANALYSIS_N_CLOCKS, error)) < 0
      || !count_of (cohort, "patients", &patients, error)
      || !read_caveats (self, cohort, error) || !read_rows (self, cohort, error))
    return FALSE;
  self->id = g_strdup_printf ("%s-%s", id, analysis_estimator_id (self->estimand));
  self->name = g_strdup (*name != '\0' ? _(name) : name);
  self->citation = g_strdup (citation);
  self->address = g_strdup (address);
  self->population = g_strdup (*population != '\0' ? _(population) : population);
  self->clock = (AnalysisClock) clock;
  self->patients = (guint64) patients;
  return TRUE;
}

/* --- a series --------------------------------------------------------------------------------- */

static gboolean
read_point (AnalysisPublishedPoint *point,
            JsonObject             *object,
            GError                **error)
{
  JsonNode *misprint = json_object_get_member (object, "misprint");
  double percent = NAN, lo = NAN, hi = NAN;
  gint64 k = 0, births = -1;

  if (!has_only (object, "k percent lo hi births misprint", error)
      || !count_of (object, "k", &k, error) || !count_of (object, "births", &births, error)
      || !number_of (object, "percent", &percent, error) || !number_of (object, "lo", &lo, error)
      || !number_of (object, "hi", &hi, error))
    return FALSE;
  if (misprint != NULL && json_node_get_value_type (misprint) != G_TYPE_BOOLEAN)
    return refuse (error, "misprint");
  *point = (AnalysisPublishedPoint) { .k = (guint) MIN (k, G_MAXINT32),
                                      .estimate = percent / 100,
                                      .lo = lo / 100,
                                      .hi = hi / 100,
                                      .births = births,
                                      .misprint
                                      = misprint != NULL && json_node_get_boolean (misprint) };
  return TRUE;
}

static gboolean
read_series (AnalysisPublished *self,
             JsonObject        *series,
             GError           **error)
{
  const char *estimands[ANALYSIS_N_ESTIMATORS], *limits[ANALYSIS_N_LIMITS];
  JsonArray *points;
  gint64 decimals = -1;
  int estimand, kind;

  for (guint i = 0; i < ANALYSIS_N_ESTIMATORS; i++)
    estimands[i] = analysis_estimator_id ((AnalysisEstimator) i);
  for (guint i = 0; i < ANALYSIS_N_LIMITS; i++)
    limits[i] = analysis_limits_id ((AnalysisLimits) i);
  if (!has_only (series, "estimand limits decimals points", error)
      || !array_of (series, "points", JSON_NODE_OBJECT, TRUE, &points, error)
      || (estimand = word_of (series, "estimand", estimands, ANALYSIS_N_ESTIMATORS, error)) < 0
      || (kind = word_of (series, "limits", limits, ANALYSIS_N_LIMITS, error)) < 0
      || !count_of (series, "decimals", &decimals, error))
    return FALSE;
  if (decimals < 0 || decimals > 3)
    return refuse (error, "decimals");
  self->estimand = (AnalysisEstimator) estimand;
  self->limits = (AnalysisLimits) kind;
  self->decimals = (guint) decimals;
  self->n_points = json_array_get_length (points);
  self->points = g_new0 (AnalysisPublishedPoint, self->n_points);
  for (guint i = 0; i < self->n_points; i++)
    if (!read_point (&self->points[i], json_array_get_object_element (points, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
has_id (GPtrArray  *library,
        const char *id)
{
  for (guint i = 0; i < library->len; i++)
    if (g_str_equal (((const AnalysisPublished *) library->pdata[i])->id, id))
      return TRUE;
  return FALSE;
}

static gboolean
read_all_series (GPtrArray  *library,
                 JsonObject *cohort,
                 GError    **error)
{
  JsonArray *series;

  if (!array_of (cohort, "series", JSON_NODE_OBJECT, TRUE, &series, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (series); i++)
    {
      g_autoptr (AnalysisPublished) self = g_new0 (AnalysisPublished, 1);

      if (!read_series (self, json_array_get_object_element (series, i), error)
          || !read_cohort (self, cohort, error) || !analysis_published_check (self, error))
        return FALSE;
      if (has_id (library, self->id))
        return refuse (error, self->id);
      g_ptr_array_add (library, g_steal_pointer (&self));
    }
  return TRUE;
}

GPtrArray *
report_published_parse (const char *json,
                        gssize      length,
                        GError    **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GPtrArray) library
    = g_ptr_array_new_with_free_func ((GDestroyNotify) analysis_published_free);
  JsonObject *root;
  JsonArray *cohorts;
  gint64 version = 0;

  if (!json_parser_load_from_data (parser, json, length, error))
    return NULL;
  if (json_parser_get_root (parser) == NULL
      || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    {
      refuse (error, "cohorts");
      return NULL;
    }
  root = json_node_get_object (json_parser_get_root (parser));
  if (!has_only (root, "version cohorts", error) || !count_of (root, "version", &version, error)
      || !array_of (root, "cohorts", JSON_NODE_OBJECT, TRUE, &cohorts, error))
    return NULL;
  if (version != LIBRARY_VERSION)
    {
      refuse (error, "version");
      return NULL;
    }
  for (guint i = 0; i < json_array_get_length (cohorts); i++)
    if (!read_all_series (library, json_array_get_object_element (cohorts, i), error))
      return NULL;
  return g_steal_pointer (&library);
}

/* --- the one built in ------------------------------------------------------------------------- */

static gpointer
read_library (gpointer data)
{
  GError *error = NULL;
  g_autoptr (GBytes) bytes = g_resource_lookup_data (report_get_resource (), LIBRARY,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  GPtrArray *library = bytes != NULL ? report_published_parse (g_bytes_get_data (bytes, NULL),
                                                               (gssize) g_bytes_get_size (bytes),
                                                               &error)
                                     : NULL;

  /* It is a part of the program, which the tests have read. */
  if (library == NULL)
    g_error ("%s", error->message);
  return library;
}

const GPtrArray *
report_published_all (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, read_library, NULL);
}

const AnalysisPublished *
report_published_find (const char *id)
{
  const GPtrArray *library = report_published_all ();

  for (guint i = 0; i < library->len; i++)
    {
      const AnalysisPublished *published = library->pdata[i];

      if (g_str_equal (published->id, id))
        return published;
    }
  return NULL;
}
