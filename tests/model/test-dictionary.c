/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The built-in dictionary as a whole: every field is complete and consistent. */
#include <math.h>

#include "maker.h"

typedef void (*FieldFunc) (ModelDictionary *dictionary, const ModelField *field);

static void
each_field (FieldFunc function)
{
  g_autoptr (ModelDictionary) dictionary = model_dictionary_new ();

  for (guint table = 0; table < MODEL_N_ALL_TABLES; table++)
    for (guint i = 0; i < model_dictionary_n_fields (dictionary, table); i++)
      {
        const ModelField *field = model_dictionary_field (dictionary, table, i);
        g_test_message ("%s.%s", model_table_id (table), field->id);
        function (dictionary, field);
      }
}

static gboolean
is_id (const char *text)
{
  if (!g_ascii_islower (*text))
    return FALSE;
  for (; *text != '\0'; text++)
    if (!g_ascii_islower (*text) && !g_ascii_isdigit (*text) && *text != '_')
      return FALSE;
  return TRUE;
}

static void
field_is_complete (ModelDictionary  *dictionary,
                   const ModelField *field)
{
  /* Columns that the register has beside the fields. */
  static const char *const structural[] = { "patient_id",   "key",     "parent",   "cycle_key",
                                            "transfer_key", "created", "archived", "missing",
                                            "search",       NULL };
  gboolean has_codes = field->type == MODEL_TYPE_CODE || field->type == MODEL_TYPE_MULTICODE;
  gboolean has_number = field->type == MODEL_TYPE_INTEGER || field->type == MODEL_TYPE_REAL
                        || field->type == MODEL_TYPE_DURATION_DAYS;

  g_assert_true (is_id (field->id));
  g_assert_false (g_strv_contains (structural, field->id));
  g_assert_true (field->label != NULL && *field->label != '\0');
  g_assert_true (field->help != NULL && g_str_has_suffix (field->help, "."));
  g_assert_true (field->source != NULL && field->deidentify != NULL);
  g_assert_cmpint (field->since, ==, 1);
  g_assert_true (model_dictionary_find (dictionary, field->table, field->id) == field);

  g_assert_cmpint (field->n_codes > 0, ==, has_codes);
  for (guint i = 0; i < field->n_codes; i++)
    {
      /* Unknown and pending are missing kinds, never codes. */
      g_assert_true (is_id (field->codes[i].id));
      g_assert_cmpstr (field->codes[i].id, !=, "unknown");
      g_assert_cmpstr (field->codes[i].id, !=, "pending");
      g_assert_cmpstr (field->codes[i].id, !=, "not_known");
      g_assert_true (*field->codes[i].label != '\0');
      g_assert_cmpint (
          model_field_code_index (field, field->codes[i].id, strlen (field->codes[i].id)), ==, i);
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (field->codes[i].label, !=, field->codes[j].label);
    }
  if (field->type == MODEL_TYPE_MULTICODE)
    g_assert_cmpint (field->n_codes, <=, 32); /* bits of a column */

  if (!has_number)
    g_assert_true (isnan (field->hard_min) && isnan (field->hard_max) && isnan (field->soft_min)
                   && isnan (field->soft_max));
  g_assert_false (field->hard_min >= field->hard_max);
  g_assert_false (field->soft_min >= field->soft_max);
  g_assert_false (field->soft_min < field->hard_min);
  g_assert_false (field->soft_max > field->hard_max);
  g_assert_true (field->type == MODEL_TYPE_REAL || field->decimals == 0);
}

static void
field_is_consistent (ModelDictionary  *dictionary,
                     const ModelField *field)
{
  gboolean is_date = field->type == MODEL_TYPE_DATE || field->type == MODEL_TYPE_DATETIME;

  g_assert_cmpint (field->references < MODEL_N_TABLES, ==, field->type == MODEL_TYPE_REFERENCE);
  g_assert_cmpint (field->column == G_MAXUINT, ==, field->derived != NULL);
  if (field->derived == NULL)
    g_assert_true (model_dictionary_stored (dictionary, field->table, field->column) == field);
  else
    g_assert_true ((field->missing_allowed & (1u << MODEL_MISSING_UNKNOWN))
                   != 0); /* what it needs may be missing */

  /* What is required has a value; what isn't can be left empty. */
  if (field->derived == NULL && field->table < MODEL_N_TABLES)
    {
      if (field->required == MODEL_REQUIRED_HARD)
        g_assert_cmpuint (field->missing_allowed, ==, 0);
      else
        g_assert_true ((field->missing_allowed & (1u << MODEL_MISSING_NOT_ASKED)) != 0);
    }
  g_assert_cmpuint (field->missing_allowed & (1u << MODEL_MISSING_NONE), ==, 0);

  if (field->ahead_if != NULL || field->month_only)
    g_assert_true (is_date);
  /* A date tells who she is: none leaves as it is. */
  if (is_date && field->derived == NULL)
    {
      g_assert_cmpint (field->identifying, !=, MODEL_IDENTIFYING_NO);
      g_assert_cmpstr (field->deidentify, !=, "keep");
    }
  if (field->identifying == MODEL_IDENTIFYING_DIRECT)
    {
      g_assert_cmpint (field->table, ==, MODEL_TABLE_IDENTITY);
      g_assert_cmpstr (field->deidentify, ==, "drop");
    }
  if (field->table == MODEL_TABLE_IDENTITY)
    g_assert_cmpint (field->analysis, ==, MODEL_LEVEL_NONE);
}

static void
field_is_asked (ModelDictionary  *dictionary,
                const ModelField *field)
{
  /* A condition that can't be understood is a warning, and warnings are fatal in tests. */
  if (field->shown_if == NULL)
    return;
  g_assert_true (strstr (field->shown_if, " = ") != NULL || strstr (field->shown_if, " in ") != NULL
                 || strstr (field->shown_if, " != ") != NULL);
}

static void
test_complete (void)
{
  each_field (field_is_complete);
}

static void
test_consistent (void)
{
  each_field (field_is_consistent);
}

/* Every code of every shown_if and ahead_if is a code of the field it asks. */
static void
test_conditions (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();

  each_field (field_is_asked);
  for (guint table = 0; table < MODEL_N_ALL_TABLES; table++)
    for (guint i = 0; i < model_dictionary_n_fields (d, table); i++)
      {
        const ModelField *field = model_dictionary_field (d, table, i);
        const char *conditions[] = { field->shown_if, field->ahead_if };
        for (guint c = 0; c < 2; c++)
          {
            if (conditions[c] == NULL || strcmp (conditions[c], "always") == 0)
              continue;
            g_auto (GStrv) words = g_strsplit_set (conditions[c], " ,", -1);
            g_auto (GStrv) name = g_strsplit (words[0], ".", 2);
            ModelTable asked = table;
            if (name[1] != NULL)
              g_assert_true (model_table_from_id (name[0], &asked));
            const ModelField *on =
                model_dictionary_find (d, asked, name[1] != NULL ? name[1] : name[0]);
            g_assert_nonnull (on);
            for (guint w = 2; words[w] != NULL; w++)
              if (*words[w] != '\0' && on->type != MODEL_TYPE_BOOLEAN)
                {
                  g_test_message ("%s.%s: %s", model_table_id (table), field->id, words[w]);
                  g_assert_cmpint (model_field_code_index (on, words[w], strlen (words[w])), >=, 0);
                }
          }
      }
}

static void
test_tables (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  guint stored = 0, all = 0;

  for (guint table = 0; table < MODEL_N_ALL_TABLES; table++)
    {
      ModelTable found;
      g_assert_true (model_table_from_id (model_table_id (table), &found));
      g_assert_cmpint (found, ==, table);
      g_assert_true (*model_table_file (table) != '\0' && *model_table_label (table) != '\0');
      stored += model_dictionary_n_stored (d, table);
      all += model_dictionary_n_fields (d, table);
    }
  ModelTable none;
  g_assert_false (model_table_from_id ("nothing", &none));
  /* The proposal's 232 fields. A later schema version adds to these. */
  g_assert_cmpuint (all, ==, 232);
  g_assert_cmpuint (stored, ==, 196);
  g_assert_cmpint (model_table_parent (MODEL_TABLE_TRANSFER), ==, MODEL_TABLE_CYCLE);
  g_assert_cmpint (model_table_parent (MODEL_TABLE_CHILD), ==, MODEL_TABLE_TRANSFER_OUTCOME);
  g_assert_cmpint (model_table_parent (MODEL_TABLE_MEDICATION), ==, MODEL_N_TABLES);
  g_assert_cmpstr (model_missing_id (MODEL_MISSING_NOT_APPLICABLE), ==, "not_applicable");
}

/* Each test of an investigation has its own field, and each such field is a test that can be
 * chosen. */
static void
test_laboratory (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  const ModelField *test = model_dictionary_find (d, MODEL_TABLE_INVESTIGATION, "test");

  g_assert_cmpuint (test->n_codes, ==, model_dictionary_n_fields (d, MODEL_TABLE_TEST));
  for (guint i = 0; i < test->n_codes; i++)
    {
      const ModelField *field = model_dictionary_find (d, MODEL_TABLE_TEST, test->codes[i].id);
      g_assert_nonnull (field);
      g_assert_cmpstr (field->label, ==, test->codes[i].label);
    }
}

static void
test_known_after (void)
{
  static const char *const after[] = { "fate",
                                       "series_number",
                                       "days_first_infusion_to_transfer",
                                       "outcome_class",
                                       "clinical_pregnancy",
                                       "ongoing_pregnancy",
                                       NULL };
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (GPtrArray) fields = model_dictionary_analysable (d);
  guint n = 0;

  for (guint i = 0; i < fields->len; i++)
    {
      const ModelField *field = fields->pdata[i];
      g_test_message ("%s", field->id);
      g_assert_cmpint (field->known == MODEL_KNOWN_AFTER, ==, g_strv_contains (after, field->id));
      g_assert_cmpint (field->known == MODEL_KNOWN_TODAY, ==,
                       g_str_equal (field->id, "research_consent"));
      n += field->known == MODEL_KNOWN_AFTER;
    }
  g_assert_cmpuint (n, ==, g_strv_length ((char **) after));
}

static void
test_names (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();

  /* transfer.kind and partner.kind are both analysable: the bare name is the transfer's. */
  g_assert_true (model_dictionary_find_analysable (d, "kind")
                 == model_dictionary_find (d, MODEL_TABLE_TRANSFER, "kind"));
  g_assert_true (model_dictionary_find_analysable (d, "partner.kind")
                 == model_dictionary_find (d, MODEL_TABLE_PARTNER, "kind"));
  g_assert_null (model_dictionary_find_analysable (d, "weight_kg"));
  g_assert_true (model_dictionary_find_analysable (d, "stage")
                 == model_dictionary_find (d, MODEL_TABLE_TRANSFER, "stage"));
  g_assert_true (model_dictionary_find_analysable (d, "tsh")
                 == model_dictionary_find (d, MODEL_TABLE_TEST, "tsh"));
  g_assert_null (model_dictionary_find_analysable (d, "note"));
  g_assert_null (model_dictionary_find_analysable (d, "embryo.stage"));
  g_assert_null (model_dictionary_find_analysable (d, "nothing.stage"));
  g_assert_null (model_dictionary_find_analysable (d, "nothing"));
  g_assert_null (model_dictionary_find_analysable (d, ""));
}

static void
test_references (void)
{
  static const struct { ModelTable table; const char *id; ModelTable to;
  } expected[] = {
    { MODEL_TABLE_PREGNANCY, "partner", MODEL_TABLE_PARTNER },
    { MODEL_TABLE_PREGNANCY, "transfer", MODEL_TABLE_TRANSFER },
    { MODEL_TABLE_INVESTIGATION, "partner", MODEL_TABLE_PARTNER },
    { MODEL_TABLE_CYCLE, "partner", MODEL_TABLE_PARTNER },
    { MODEL_TABLE_EMBRYO, "source_cycle", MODEL_TABLE_CYCLE },
    { MODEL_TABLE_MEDICATION, "transfer", MODEL_TABLE_TRANSFER },
    { MODEL_TABLE_ADVERSE_EVENT, "transfer", MODEL_TABLE_TRANSFER },
    { MODEL_TABLE_ADVERSE_EVENT, "infusion", MODEL_TABLE_INFUSION },
  };
  g_autoptr (ModelDictionary) d = model_dictionary_new ();

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (model_dictionary_find (d, expected[i].table, expected[i].id)->references, ==,
                     expected[i].to);
}

static void
test_shown (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = model_record_new (1);
  ModelRow *transfer =
      put (d, r, MODEL_TABLE_TRANSFER, 1, 1, "kind", "fresh", "status", "planned", NULL);
  ModelRow *embryo = put (d, r, MODEL_TABLE_EMBRYO, 1, 1, "stage", "blastocyst", NULL);
  ModelRow *partner = put (d, r, MODEL_TABLE_PARTNER, 1, 0, "kind", "none", NULL);
  const ModelField *freezing = model_dictionary_find (d, MODEL_TABLE_EMBRYO, "freezing");
  const ModelField *expansion = model_dictionary_find (d, MODEL_TABLE_EMBRYO, "expansion");
  const ModelField *birth_year = model_dictionary_find (d, MODEL_TABLE_PARTNER, "birth_year");
  const ModelField *not_done = model_dictionary_find (d, MODEL_TABLE_TRANSFER, "not_done_reason");

  g_assert_true (model_field_is_shown (d, expansion, embryo->values, NULL));
  g_assert_true (
      model_field_is_shown (d, freezing, embryo->values, NULL)); /* the row above is not known */
  g_assert_false (model_field_is_shown (d, freezing, embryo->values, transfer->values));
  set (d, transfer, "kind", "frozen");
  g_assert_true (model_field_is_shown (d, freezing, embryo->values, transfer->values));
  set (d, embryo, "stage", "?");
  g_assert_false (model_field_is_shown (d, expansion, embryo->values, NULL));
  g_assert_false (model_field_is_shown (d, birth_year, partner->values, NULL));
  set (d, partner, "kind", "female");
  g_assert_true (model_field_is_shown (d, birth_year, partner->values, NULL));
  g_assert_false (model_field_is_shown (d, not_done, transfer->values, NULL));
  set (d, transfer, "status", "cancelled");
  g_assert_true (model_field_is_shown (d, not_done, transfer->values, NULL));
  /* A result's condition asks the row of the investigation that holds it. */
  ModelRow *test = put (d, r, MODEL_TABLE_INVESTIGATION, 1, 0, "subject", "woman", NULL);
  const ModelField *dna = model_dictionary_find (d, MODEL_TABLE_TEST, "sperm_dna_fragmentation");
  g_assert_false (model_field_is_shown (d, dna, test->values, NULL));
  set (d, test, "subject", "partner");
  g_assert_true (model_field_is_shown (d, dna, test->values, NULL));
}

/* A clinic's own field: in the dictionary, the check, the draft and its edits, and nothing was told
 * of it anywhere else. */
static void
test_extra_field (void)
{
  static const ModelCode codes[] = { { "low", "Low" }, { "high", "High" } };
  char id[] = "own_score", condition[] = "status = performed";
  const ModelField own = { .id = id,
                           .table = MODEL_TABLE_TRANSFER,
                           .label = "Own score",
                           .help = "The clinic's own.",
                           .type = MODEL_TYPE_CODE,
                           .hard_min = NAN,
                           .hard_max = NAN,
                           .soft_min = NAN,
                           .soft_max = NAN,
                           .codes = codes,
                           .n_codes = 2,
                           .missing_allowed = 1u << MODEL_MISSING_UNKNOWN,
                           .deidentify = "keep",
                           .analysis = MODEL_LEVEL_TRANSFER,
                           .shown_if = condition,
                           .source = "here",
                           .since = 1 };
  g_autoptr (ModelDictionary) builtin = model_dictionary_new ();
  g_autoptr (ModelDictionary) d = model_dictionary_with_field (builtin, &own);
  memset (id, 'x', strlen (id)); /* the caller's strings may go */
  memset (condition, 'x', strlen (condition));
  const ModelField *field = model_dictionary_find (d, MODEL_TABLE_TRANSFER, "own_score");
  guint n = model_dictionary_n_stored (builtin, MODEL_TABLE_TRANSFER);

  g_assert_null (model_dictionary_find (builtin, MODEL_TABLE_TRANSFER, "own_score"));
  g_assert_cmpuint (model_dictionary_n_stored (d, MODEL_TABLE_TRANSFER), ==, n + 1);
  g_assert_cmpuint (field->column, ==, n);
  g_assert_true (field->codes != codes);
  g_assert_cmpstr (field->shown_if, ==, "status = performed");
  g_assert_true (model_dictionary_find_analysable (d, "own_score") == field);
  for (guint i = 0; i < n; i++)
    g_assert_cmpstr (model_dictionary_stored (d, MODEL_TABLE_TRANSFER, i)->id, ==,
                     model_dictionary_stored (builtin, MODEL_TABLE_TRANSFER, i)->id);

  g_autoptr (ModelRecord) r = make_record (d);
  ModelRow *transfer = model_record_find (r, MODEL_TABLE_TRANSFER, 1);
  g_assert_true (model_field_is_shown (d, field, transfer->values, NULL));
  model_row_set (transfer, field, "medium");
  g_autoptr (GPtrArray) issues = model_record_check (d, r, cut_day ());
  g_assert_cmpuint (issues->len, ==, 1);
  const ModelIssue *issue = issues->pdata[0];
  g_assert_cmpstr (issue->rule, ==, "code");
  g_assert_true (issue->field == field);

  model_row_set (transfer, field, "low");
  g_autoptr (ModelDraft) draft = model_draft_new (d, r, cut_day ());
  model_draft_set_typed (draft, MODEL_TABLE_TRANSFER, 1, field, "hi");
  g_autoptr (GPtrArray) edits = model_draft_edits (draft);
  g_assert_cmpuint (edits->len, ==, 1);
  const ModelEdit *edit = edits->pdata[0];
  g_assert_true (edit->field == field);
  g_assert_cmpstr (edit->based_on, ==, "low");
  g_assert_cmpstr (edit->value, ==, "high");

  /* And one on top of it, after the first was let go. */
  ModelField second = own;
  second.id = "own_second";
  second.shown_if = "own_score = high";
  ModelDictionary *both = model_dictionary_with_field (d, &second);
  g_assert_cmpuint (model_dictionary_find (both, MODEL_TABLE_TRANSFER, "own_second")->column, ==,
                    n + 1);
  g_assert_nonnull (model_dictionary_find (both, MODEL_TABLE_TRANSFER, "own_score"));
  model_dictionary_unref (both);
}

static void
test_extra_derived_field (void)
{
  const ModelField own = { .id = "own_index",
                           .table = MODEL_TABLE_PATIENT,
                           .label = "Index",
                           .help = "The clinic's own.",
                           .type = MODEL_TYPE_REAL,
                           .hard_min = NAN,
                           .hard_max = NAN,
                           .soft_min = NAN,
                           .soft_max = NAN,
                           .deidentify = "keep",
                           .derived = "somehow",
                           .source = "here",
                           .since = 1 };
  g_autoptr (ModelDictionary) builtin = model_dictionary_new ();
  g_autoptr (ModelDictionary) d = model_dictionary_with_field (builtin, &own);

  g_assert_cmpuint (model_dictionary_n_stored (d, MODEL_TABLE_PATIENT), ==,
                    model_dictionary_n_stored (builtin, MODEL_TABLE_PATIENT));
  g_assert_cmpuint (model_dictionary_find (d, MODEL_TABLE_PATIENT, "own_index")->column, ==,
                    G_MAXUINT);
}

static void
test_same_id_twice (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (ModelDictionary) d = model_dictionary_new ();
      model_dictionary_with_field (d, model_dictionary_find (d, MODEL_TABLE_PATIENT, "smoking"));
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/dictionary/complete", test_complete);
  g_test_add_func ("/model/dictionary/consistent", test_consistent);
  g_test_add_func ("/model/dictionary/conditions", test_conditions);
  g_test_add_func ("/model/dictionary/tables", test_tables);
  g_test_add_func ("/model/dictionary/laboratory", test_laboratory);
  g_test_add_func ("/model/dictionary/known-after", test_known_after);
  g_test_add_func ("/model/dictionary/names", test_names);
  g_test_add_func ("/model/dictionary/references", test_references);
  g_test_add_func ("/model/dictionary/shown", test_shown);
  g_test_add_func ("/model/dictionary/extra-field", test_extra_field);
  g_test_add_func ("/model/dictionary/extra-derived-field", test_extra_derived_field);
  g_test_add_func ("/model/dictionary/same-id-twice", test_same_id_twice);
  return g_test_run ();
}
