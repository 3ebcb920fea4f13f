/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Record tables between the dictionary and SQL: the statements on each, and values between export
 * notation and typed columns. A field added to the dictionary needs no line here. */
#include <math.h>
#include <string.h>

#include "base-number.h"
#include "base-text.h"
#include "model-value.h"
#include "store-private.h"

const ModelField store_field_created = { .id = STORE_FIELD_CREATED, .column = G_MAXUINT };
const ModelField store_field_archived = { .id = STORE_FIELD_ARCHIVED, .column = G_MAXUINT };

/* --- statements --- */

static StoreType
type_of (const ModelField *field)
{
  switch (field->type)
    {
    case MODEL_TYPE_INTEGER:
    case MODEL_TYPE_DURATION_DAYS:
    case MODEL_TYPE_REFERENCE:
      return STORE_AS_INTEGER;
    case MODEL_TYPE_REAL:
      return STORE_AS_REAL;
    case MODEL_TYPE_BOOLEAN:
      return STORE_AS_BOOLEAN;
    default:
      return STORE_AS_TEXT;
    }
}

static gboolean
is_searched (const ModelField *field)
{
  if (field->table == MODEL_TABLE_PATIENT)
    return g_str_equal (field->id, "code") || g_str_equal (field->id, "note");
  if (field->table == MODEL_TABLE_IDENTITY)
    return g_str_equal (field->id, "given_names") || g_str_equal (field->id, "family_name")
           || g_str_equal (field->id, "hospital_number");
  return FALSE;
}

static const char *
parent_column (ModelTable table)
{
  switch (table)
    {
    case MODEL_TABLE_TRANSFER:
      return "cycle_key";
    case MODEL_TABLE_EMBRYO:
    case MODEL_TABLE_INFUSION:
    case MODEL_TABLE_CHILD:
      return "transfer_key";
    default:
      return NULL;
    }
}

static char *
build_insert (const StorePlan *plan,
              gboolean         single)
{
  g_autoptr (GString) columns = g_string_new ("patient_id, created, missing");
  g_autoptr (GString) values = g_string_new (":patient, :created, :missing");

  if (!single)
    {
      g_string_append (columns, ", key");
      g_string_append (values, ", :key");
    }
  else
    {
      g_string_append (columns, ", search");
      g_string_append (values, ", :search");
    }
  if (plan->parent_column != NULL)
    {
      g_string_append_printf (columns, ", %s", plan->parent_column);
      g_string_append (values, ", :parent");
    }
  for (guint i = 0; i < plan->n_columns; i++)
    {
      g_string_append_printf (columns, ", %s", plan->columns[i].field->id);
      g_string_append_printf (values, ", :f_%s", plan->columns[i].field->id);
    }
  return g_strdup_printf ("INSERT INTO %s (%s) VALUES (%s) ON CONFLICT DO NOTHING",
                          model_table_id (plan->table), columns->str, values->str);
}

static void
build_reads (StorePlan  *plan,
             gboolean    single,
             const char *table)
{
  const char *key = single ? "1" : "key";
  const char *order = single ? "patient_id" : "patient_id, key";
  g_autoptr (GString) fields = g_string_new (NULL);
  g_autofree char *select = NULL;

  for (guint i = 0; i < plan->n_columns; i++)
    g_string_append_printf (fields, ", %s", plan->columns[i].field->id);
  select = g_strdup_printf ("SELECT patient_id, %s, %s, created, archived, missing%s FROM %s", key,
                            plan->parent_column != NULL ? plan->parent_column : "0", fields->str,
                            table);
  plan->sql[STORE_PLAN_ROW]
    = g_strdup_printf ("%s WHERE patient_id = :patient AND %s = :key", select, key);
  plan->sql[STORE_PLAN_PATIENT]
    = g_strdup_printf ("%s WHERE patient_id = :patient ORDER BY %s", select, order);
  plan->sql[STORE_PLAN_RANGE] = g_strdup_printf (
      "%s WHERE patient_id >= :from AND patient_id < :to AND archived = 0 ORDER BY %s", select,
      order);
  plan->sql[STORE_PLAN_RANGE_ALL] = g_strdup_printf (
      "%s WHERE patient_id >= :from AND patient_id < :to ORDER BY %s", select, order);
}

static void
build_columns (StorePlan  *plan,
               gboolean    single,
               const char *table)
{
  for (guint i = 0; i < plan->n_columns; i++)
    {
      StoreColumn *column = &plan->columns[i];

      column->set_sql = g_strdup_printf ("UPDATE %s SET %s = :value, missing = :missing"
                                         " WHERE patient_id = :patient AND %s = :key",
                                         table, column->field->id, single ? "1" : "key");
      column->range_sql
        = g_strdup_printf ("SELECT patient_id, %s, %s, missing FROM %s WHERE patient_id >= :from"
                           " AND patient_id < :to AND archived = 0 ORDER BY patient_id%s",
                           single ? "1" : "key", column->field->id, table, single ? "" : ", key");
    }
}

static void
plan_init (StorePlan       *plan,
           ModelDictionary *dictionary,
           ModelTable       table)
{
  const char *id = model_table_id (table);
  gboolean single = table == MODEL_TABLE_PATIENT || table == MODEL_TABLE_IDENTITY;
  const char *key = single ? "1" : "key";

  plan->table = table;
  plan->parent_column = parent_column (table);
  plan->n_columns = model_dictionary_n_stored (dictionary, table);
  plan->columns = g_new0 (StoreColumn, plan->n_columns);
  for (guint i = 0; i < plan->n_columns; i++)
    {
      plan->columns[i].field = model_dictionary_stored (dictionary, table, i);
      plan->columns[i].type = type_of (plan->columns[i].field);
      plan->columns[i].searched = is_searched (plan->columns[i].field);
    }
  build_reads (plan, single, id);
  build_columns (plan, single, id);
  plan->sql[STORE_PLAN_INSERT] = build_insert (plan, single);
  plan->sql[STORE_PLAN_MAX_KEY]
    = g_strdup_printf ("SELECT max (%s) FROM %s WHERE patient_id = :patient", key, id);
  plan->sql[STORE_PLAN_MAX_PATIENT] = g_strdup_printf ("SELECT max (patient_id) FROM %s", id);
  plan->sql[STORE_PLAN_SET_ARCHIVED] = g_strdup_printf (
      "UPDATE %s SET archived = :archived WHERE patient_id = :patient AND %s = :key", id, key);
  if (single)
    plan->sql[STORE_PLAN_SET_SEARCH]
      = g_strdup_printf ("UPDATE %s SET search = :search WHERE patient_id = :patient", id);
  if (plan->parent_column != NULL)
    plan->sql[STORE_PLAN_BELOW]
      = g_strdup_printf ("SELECT key FROM %s WHERE patient_id = :patient AND %s = :parent"
                         " AND archived = :archived ORDER BY key",
                         id, plan->parent_column);
  else if (model_dictionary_find (dictionary, table, "transfer") != NULL
           && table != MODEL_TABLE_PREGNANCY)
    /* Medication and adverse events hang on a transfer, where they name one. */
    plan->sql[STORE_PLAN_BELOW]
      = g_strdup_printf ("SELECT key FROM %s WHERE patient_id = :patient AND transfer = :parent"
                         " AND archived = :archived ORDER BY key",
                         id);
  plan->sql[STORE_PLAN_KEYS] = g_strdup_printf (
    "SELECT %s FROM %s WHERE patient_id = :patient AND archived = :archived ORDER BY 1", key, id);
  plan->sql[STORE_PLAN_ARCHIVED_UNEXPLAINED] = g_strdup_printf (
      "SELECT 1 FROM %s AS r WHERE r.archived <> 0 AND NOT EXISTS (SELECT 1 FROM %s"
      " AS h WHERE h.patient_id = r.patient_id AND h.table_id = '%s' AND h.key = %s"
      " AND h.field = 'archived' AND h.change_id = r.archived)",
      id, table == MODEL_TABLE_IDENTITY ? "identity_history" : "history", id,
      single ? "1" : "r.key");
}

StorePlan *
store_plans_new (ModelDictionary *dictionary)
{
  StorePlan *plans = g_new0 (StorePlan, MODEL_N_TABLES);

  for (int table = 0; table < MODEL_N_TABLES; table++)
    plan_init (&plans[table], dictionary, table);
  return plans;
}

void
store_plans_free (StorePlan *plans)
{
  if (plans == NULL)
    return;
  for (int table = 0; table < MODEL_N_TABLES; table++)
    {
      StorePlan *plan = &plans[table];

      for (guint i = 0; i < plan->n_columns; i++)
        {
          sqlite3_finalize (plan->columns[i].set);
          sqlite3_finalize (plan->columns[i].range);
          g_free (plan->columns[i].set_sql);
          g_free (plan->columns[i].range_sql);
        }
      for (int i = 0; i < STORE_N_PLAN; i++)
        {
          sqlite3_finalize (plan->statements[i]);
          g_free (plan->sql[i]);
        }
      g_free (plan->columns);
    }
  g_free (plans);
}

/* --- missing kinds: "bmi=unknown karyotype=pending" --- */

ModelMissing
store_missing_kind (const char *missing,
                    const char *id)
{
  gsize length = strlen (id);

  while (missing != NULL && *missing != '\0')
    {
      const char *end = strchr (missing, ' ');

      if (strncmp (missing, id, length) == 0 && missing[length] == '=')
        {
          const char *kind = missing + length + 1;
          gsize n = end != NULL ? (gsize) (end - kind) : strlen (kind);

          for (int i = MODEL_MISSING_UNKNOWN; i < MODEL_N_MISSING; i++)
            if (strlen (model_missing_id (i)) == n && strncmp (kind, model_missing_id (i), n) == 0)
              return i;
          return MODEL_MISSING_NOT_ASKED;
        }
      missing = end != NULL ? end + 1 : NULL;
    }
  return MODEL_MISSING_NOT_ASKED;
}

/* Of a value in export notation; NONE for a value, NOT_ASKED for NULL. */
static ModelMissing
kind_of (const char *value)
{
  if (value == NULL || value[0] == '\0')
    return MODEL_MISSING_NOT_ASKED;
  if (value[0] != '?' && value[0] != 'n' && value[0] != 'p')
    return MODEL_MISSING_NONE;
  for (int i = MODEL_MISSING_UNKNOWN; i < MODEL_N_MISSING; i++)
    if (strcmp (value, model_value_from_missing (i)) == 0)
      return i;
  return MODEL_MISSING_NONE;
}

char *
store_missing_text (const StorePlan *plan,
                    char *const     *values)
{
  GString *text = NULL;

  for (guint i = 0; i < plan->n_columns; i++)
    {
      ModelMissing kind = kind_of (values[i]);

      if (kind == MODEL_MISSING_NONE || kind == MODEL_MISSING_NOT_ASKED)
        continue;
      if (text == NULL)
        text = g_string_new (NULL);
      else
        g_string_append_c (text, ' ');
      g_string_append (text, plan->columns[i].field->id);
      g_string_append_c (text, '=');
      g_string_append (text, model_missing_id (kind));
    }
  return text != NULL ? g_string_free (text, FALSE) : NULL;
}

/* --- values --- */

static char *
read_text (sqlite3_stmt *statement,
           int           column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  if (text == NULL)
    return NULL;
  if (text[0] == '\\' || text[0] == '\0' || kind_of (text) != MODEL_MISSING_NONE)
    return g_strconcat ("\\", text, NULL);
  return g_strndup (text, sqlite3_column_bytes (statement, column));
}

/* A whole number of units of 10^-decimals, with a point where there are decimals. */
static char *
read_decimal (gint64 value,
              int    decimals)
{
  char buffer[32], *at = buffer + sizeof buffer - 1;
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;

  *at = '\0';
  for (int i = 0; i < decimals; i++, rest /= 10)
    *--at = '0' + rest % 10;
  if (decimals > 0)
    *--at = '.';
  do
    *--at = '0' + rest % 10;
  while ((rest /= 10) != 0);
  if (value < 0)
    *--at = '-';
  return g_strdup (at);
}

/* The shortest text of a double. One with at most four decimals, as nearly all are, is found by
 * whole numbers: both sides of the quotient are exact, so it is rounded as reading the text
 * would be. */
static char *
read_real (double value)
{
  static const double powers[] = { 1, 10, 100, 1000, 10000 };

  if (fabs (value) < 1e9 && (fabs (value) >= 1 || (value == 0 && !signbit (value))))
    for (int decimals = 0; decimals < 5; decimals++)
      {
        double scaled = rint (value * powers[decimals]);

        if (scaled / powers[decimals] == value)
          return read_decimal ((gint64) scaled, decimals);
      }
  return base_number_to_text (value);
}

char *
store_read_value (sqlite3_stmt      *statement,
                  int                column,
                  const StoreColumn *plan,
                  const char        *missing)
{
  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    {
      ModelMissing kind
        = missing != NULL ? store_missing_kind (missing, plan->field->id) : MODEL_MISSING_NOT_ASKED;

      return kind == MODEL_MISSING_NOT_ASKED ? NULL : g_strdup (model_value_from_missing (kind));
    }
  switch (plan->type)
    {
    case STORE_AS_INTEGER:
      return read_decimal (sqlite3_column_int64 (statement, column), 0);
    case STORE_AS_BOOLEAN:
      return g_strdup (sqlite3_column_int (statement, column) != 0 ? "true" : "false");
    case STORE_AS_REAL:
      return read_real (sqlite3_column_double (statement, column));
    case STORE_AS_TEXT:
    default:
      return read_text (statement, column);
    }
}

static gboolean
bind_integer (sqlite3_stmt *statement,
              int           parameter,
              const char   *value)
{
  gint64 number = 0;
  const char *at = value + (value[0] == '-');
  gsize digits = strlen (at);

  if (digits > 0 && digits <= 15)
    {
      for (; g_ascii_isdigit (*at); at++)
        number = number * 10 + (*at - '0');
      if (*at == '\0')
        return sqlite3_bind_int64 (statement, parameter, value[0] == '-' ? -number : number)
               == SQLITE_OK;
    }
  return base_integer_parse (value, &number)
         && sqlite3_bind_int64 (statement, parameter, number) == SQLITE_OK;
}

gboolean
store_bind_value (sqlite3_stmt      *statement,
                  int                parameter,
                  const StoreColumn *plan,
                  const char        *value)
{
  double number;

  if (kind_of (value) != MODEL_MISSING_NONE)
    return sqlite3_bind_null (statement, parameter) == SQLITE_OK;
  switch (plan->type)
    {
    case STORE_AS_INTEGER:
      return bind_integer (statement, parameter, value);
    case STORE_AS_BOOLEAN:
      if (strcmp (value, "true") != 0 && strcmp (value, "false") != 0)
        return FALSE;
      return sqlite3_bind_int (statement, parameter, value[0] == 't') == SQLITE_OK;
    case STORE_AS_REAL:
      return base_number_parse (value, &number)
             && sqlite3_bind_double (statement, parameter, number) == SQLITE_OK;
    case STORE_AS_TEXT:
    default:
      if (value[0] == '\\')
        value++;
      /* Not copied: each use of a statement ends before its values go, and the next one begins with
       * none bound. */
      return sqlite3_bind_text (statement, parameter, value, -1, SQLITE_STATIC) == SQLITE_OK;
    }
}

gboolean
store_values_equal (const StoreColumn *column,
                    const char        *a,
                    const char        *b)
{
  double x, y;

  a = a != NULL ? a : "";
  b = b != NULL ? b : "";
  if (strcmp (a, b) == 0)
    return TRUE;
  if (column->type != STORE_AS_INTEGER && column->type != STORE_AS_REAL)
    return FALSE;
  return base_number_parse (a, &x) && base_number_parse (b, &y) && x == y;
}

/* --- rows --- */

char *
store_search_text (const StorePlan *plan,
                   char *const     *values)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < plan->n_columns; i++)
    {
      const char *value = values[i];

      if (!plan->columns[i].searched || kind_of (value) != MODEL_MISSING_NONE)
        continue;
      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, value[0] == '\\' ? value + 1 : value);
    }
  return base_text_fold (text->str);
}

ModelRow *
store_row_from_statement (Store           *self,
                          const StorePlan *plan,
                          sqlite3_stmt    *statement)
{
  ModelRow *row = model_row_new (self->dictionary, plan->table);
  const char *missing = (const char *) sqlite3_column_text (statement, STORE_COLUMN_MISSING);

  row->patient = sqlite3_column_int64 (statement, STORE_COLUMN_PATIENT);
  row->key = sqlite3_column_int64 (statement, STORE_COLUMN_KEY);
  row->parent = sqlite3_column_int64 (statement, STORE_COLUMN_PARENT);
  row->created = sqlite3_column_int64 (statement, STORE_COLUMN_CREATED);
  row->archived = sqlite3_column_int64 (statement, STORE_COLUMN_ARCHIVED);
  for (guint i = 0; i < plan->n_columns; i++)
    row->values[i]
      = store_read_value (statement, STORE_COLUMN_FIELDS + i, &plan->columns[i], missing);
  if (plan->table == MODEL_TABLE_TRANSFER_OUTCOME)
    row->parent = row->key;
  return row;
}

gboolean
store_find_row (Store      *self,
                ModelTable  table,
                gint64      patient,
                gint64      key,
                ModelRow  **out_row,
                GError    **error)
{
  StorePlan *plan = &self->plans[table];
  sqlite3_stmt *statement = store_plan_statement (self, plan, STORE_PLAN_ROW, error);
  int step;

  *out_row = NULL;
  if (statement == NULL)
    return FALSE;
  store_bind_integer (statement, ":patient", patient);
  store_bind_integer (statement, ":key", key);
  step = store_step (self, statement, error);
  if (step > 0)
    *out_row = store_row_from_statement (self, plan, statement);
  sqlite3_reset (statement);
  return step >= 0;
}
