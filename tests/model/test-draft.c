/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The draft: what is typed is kept, what is saved is the least that changed. */
#include <locale.h>

#include "maker.h"

#define P MODEL_TABLE_PATIENT
#define T MODEL_TABLE_TRANSFER
#define O MODEL_TABLE_TRANSFER_OUTCOME
#define E MODEL_TABLE_EMBRYO

typedef struct
{
  ModelDictionary *d;
  ModelDraft *draft;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer is_new)
{
  f->d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = is_new != NULL ? NULL : make_record (f->d);
  f->draft = model_draft_new (f->d, r, cut_day ());
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  model_draft_free (f->draft);
  model_dictionary_unref (f->d);
}

static const ModelField *
find (Fixture    *f,
      ModelTable  table,
      const char *id)
{
  const ModelField *field = model_dictionary_find (f->d, table, id);

  if (field == NULL)
    g_error ("no field %s", id);
  return field;
}

static void
type (Fixture    *f,
      ModelTable  table,
      gint64      key,
      const char *id,
      const char *text)
{
  model_draft_set_typed (f->draft, table, key, find (f, table, id), text);
}

static void
shows (Fixture    *f,
       ModelTable  table,
       gint64      key,
       const char *id,
       const char *expected)
{
  g_autofree char *text = model_draft_get_text (f->draft, table, key, find (f, table, id));

  g_assert_cmpstr (text, ==, expected);
}

static const char *
value (Fixture    *f,
       ModelTable  table,
       gint64      key,
       const char *id)
{
  return model_row_get (model_record_find (model_draft_record (f->draft), table, key),
                        find (f, table, id));
}

/* `kind table key field based_on value` of each edit, one a line. */
static void
edits_are (Fixture    *f,
           const char *expected)
{
  static const char *const kinds[] = { "add", "set", "archive", "restore" };
  g_autoptr (GPtrArray) edits = model_draft_edits (f->draft);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < edits->len; i++)
    {
      const ModelEdit *edit = edits->pdata[i];
      g_string_append_printf (text, "%s %s %d", kinds[edit->kind], model_table_id (edit->table),
                              (int) edit->key);
      if (edit->kind == MODEL_EDIT_ADD)
        {
          g_string_append_printf (text, " below %d", (int) edit->row->parent);
          g_assert_cmpint (edit->row->patient, ==, edit->patient);
        }
      if (edit->kind == MODEL_EDIT_SET)
        g_string_append_printf (text, " %s '%s' '%s'", edit->field->id,
                                edit->based_on != NULL ? edit->based_on : "",
                                edit->value != NULL ? edit->value : "");
      g_string_append_c (text, '\n');
    }
  g_assert_cmpstr (text->str, ==, expected);
  g_assert_cmpint (model_draft_is_changed (f->draft), >=, edits->len > 0);
}

static guint
issues (Fixture        *f,
        const char     *rule,
        ModelIssueKind  kind)
{
  g_autoptr (GPtrArray) all = model_draft_check (f->draft);
  guint n = 0;

  for (guint i = 0; i < all->len; i++)
    {
      const ModelIssue *issue = all->pdata[i];
      g_test_message ("%s %s: %s", issue->rule, issue->field != NULL ? issue->field->id : "*",
                      issue->message);
      n += issue->kind == kind && (rule == NULL || strcmp (issue->rule, rule) == 0);
    }
  return n;
}

static void
test_untouched (Fixture      *f,
                gconstpointer data)
{
  g_assert_false (model_draft_is_changed (f->draft));
  edits_are (f, "");
  g_assert_cmpuint (issues (f, NULL, MODEL_ISSUE_HARD), ==, 0);
  g_assert_cmpuint (issues (f, NULL, MODEL_ISSUE_SOFT), ==, 0);
  shows (f, T, 1, "date", "2010-03-09");
  shows (f, O, 2, "outcome", "Live birth");
  shows (f, O, 2, "gestation_days", "39+4");
  shows (f, P, 1, "note", "");
}

static void
test_set (Fixture      *f,
          gconstpointer data)
{
  type (f, T, 1, "date", "10.3.2010");
  edits_are (f, "set transfer 1 date '2010-03-09' '2010-03-10'\n");
  shows (f, T, 1, "date", "10.3.2010"); /* as it was typed */
  g_assert_cmpstr (value (f, T, 1, "date"), ==, "2010-03-10");
  /* As read, whatever was typed since. */
  g_assert_cmpstr (model_row_get (model_record_find (model_draft_original (f->draft), T, 1),
                                  find (f, T, "date")),
                   ==, "2010-03-09");

  type (f, T, 1, "date", "9/3/2010"); /* back */
  edits_are (f, "");
  g_assert_false (model_draft_is_changed (f->draft));
  type (f, T, 1, "note", "A word.");
  type (f, T, 1, "weight_kg", "?");
  type (f, O, 1, "hcg_date", "");
  edits_are (f, "set transfer 1 weight_kg '62.5' '?'\nset transfer 1 note '' 'A word.'\nset "
                "transfer_outcome 1 hcg_date '2010-03-23' ''\n");
  model_draft_set_value (f->draft, T, 1, find (f, T, "note"), NULL);
  shows (f, T, 1, "note", "");
  model_draft_set_value (f->draft, O, 1, find (f, O, "outcome"), "ectopic");
  shows (f, O, 1, "outcome", "Ectopic");
  edits_are (
      f, "set transfer 1 weight_kg '62.5' '?'\nset transfer_outcome 1 hcg_date '2010-03-23' ''\n"
         "set transfer_outcome 1 outcome 'no_pregnancy' 'ectopic'\n");
}

/* What can't be understood stands as typed, blocks saving, and leaves the value as it was. */
static void
test_garbage (Fixture      *f,
              gconstpointer data)
{
  type (f, T, 1, "date", "the ninth");
  shows (f, T, 1, "date", "the ninth");
  g_assert_cmpstr (value (f, T, 1, "date"), ==, "2010-03-09");
  g_assert_true (model_draft_is_changed (f->draft));
  edits_are (f, "");
  g_assert_cmpuint (issues (f, "typed", MODEL_ISSUE_HARD), ==, 1);
  g_assert_cmpuint (issues (f, NULL, MODEL_ISSUE_HARD), ==, 1);

  type (f, T, 1, "weight_kg", "6000");
  g_assert_cmpuint (issues (f, "typed", MODEL_ISSUE_HARD), ==, 2);
  type (f, P, 1, "note", "010203-1234");
  g_assert_cmpuint (issues (f, "typed", MODEL_ISSUE_HARD), ==, 3);
  type (f, T, 1, "date", "9.3.2010");
  type (f, T, 1, "weight_kg", "60");
  model_draft_set_value (f->draft, P, 1, find (f, P, "note"), "");
  g_assert_cmpuint (issues (f, NULL, MODEL_ISSUE_HARD), ==, 0);
  edits_are (f, "set transfer 1 weight_kg '62.5' '60'\n");
  /* A value that isn't one is kept and shown like typing. */
  model_draft_set_value (f->draft, O, 1, find (f, O, "outcome"), "nothing");
  shows (f, O, 1, "outcome", "nothing");
  g_assert_cmpuint (issues (f, "typed", MODEL_ISSUE_HARD), ==, 1);
}

/* The last value that was understood stays, also a new one; the issue of that value gives way. */
static void
test_garbage_over_issue (Fixture      *f,
                         gconstpointer data)
{
  type (f, P, 1, "code", "");
  g_assert_cmpuint (issues (f, "required", MODEL_ISSUE_HARD), ==, 1);
  type (f, P, 1, "code", "?");
  g_assert_cmpuint (issues (f, "required", MODEL_ISSUE_HARD), ==, 0);
  g_assert_cmpuint (issues (f, "typed", MODEL_ISSUE_HARD), ==, 1);
}

static void
test_new_patient (Fixture      *f,
                  gconstpointer data)
{
  g_assert_cmpint (model_draft_record (f->draft)->patient, ==, -1);
  g_assert_nonnull (model_record_find (model_draft_record (f->draft), P, 1));
  g_assert_false (model_draft_is_changed (f->draft));
  edits_are (f, "");
  g_assert_cmpuint (issues (f, "required", MODEL_ISSUE_HARD), ==,
                    3); /* code, month of birth, referral */
  type (f, P, 1, "code", "P9");
  type (f, P, 1, "birth_month", "3.1980");
  type (f, P, 1, "referral_date", "2012");
  edits_are (f, "add patient 1 below 0\n");
  g_assert_cmpuint (issues (f, NULL, MODEL_ISSUE_HARD), ==, 0);

  g_autoptr (GPtrArray) edits = model_draft_edits (f->draft);
  const ModelEdit *edit = edits->pdata[0];
  g_assert_cmpint (edit->patient, ==, -1);
  g_assert_cmpstr (model_row_get (edit->row, find (f, P, "birth_month")), ==, "1980-03");
}

/* Something entered for a new patient brings her own row along, filled or not. */
static void
test_new_patient_rows (Fixture      *f,
                       gconstpointer data)
{
  gint64 pregnancy = model_draft_add_row (f->draft, MODEL_TABLE_PREGNANCY, 0);
  gint64 cycle = model_draft_add_row (f->draft, MODEL_TABLE_CYCLE, 0);
  gint64 transfer = model_draft_add_row (f->draft, T, cycle);
  gint64 embryo = model_draft_add_row (f->draft, E, transfer);
  gint64 outcome = model_draft_add_row (f->draft, O, transfer);
  g_autofree char *reference = g_strdup_printf ("%d", (int) transfer);

  g_assert_cmpint (pregnancy, <, 0);
  g_assert_cmpint (outcome, ==, transfer);
  edits_are (f, "");
  g_assert_cmpuint (issues (f, "required", MODEL_ISSUE_HARD), ==,
                    3); /* not of the rows left empty */
  model_draft_set_value (f->draft, O, outcome, find (f, O, "outcome"), "live_birth");
  model_draft_set_value (f->draft, MODEL_TABLE_PREGNANCY, pregnancy,
                         find (f, MODEL_TABLE_PREGNANCY, "transfer"), reference);
  /* The embryo's row is left out; the cycle and transfer are empty, but are needed; what is
   * referred to comes before what refers to it. */
  edits_are (f, "add patient 1 below 0\nadd cycle -2 below 0\nadd transfer -3 below -2\nadd "
                "pregnancy -1 below 0\n"
                "add transfer_outcome -3 below -3\n");
  g_assert_cmpint (embryo, ==, -4);
  model_draft_remove_row (f->draft, MODEL_TABLE_CYCLE, cycle);
  g_assert_null (model_record_find (model_draft_record (f->draft), T, transfer));
  g_assert_null (model_record_find (model_draft_record (f->draft), O, outcome));
  edits_are (f, "add patient 1 below 0\nadd pregnancy -1 below 0\n");
  g_assert_cmpuint (issues (f, "reference", MODEL_ISSUE_HARD), ==, 1);
}

static void
test_numbers (Fixture      *f,
              gconstpointer data)
{
  gint64 embryo = model_draft_add_row (f->draft, E, 1),
         first = model_draft_add_row (f->draft, E, 2);
  gint64 transfer = model_draft_add_row (f->draft, T, 1),
         child = model_draft_add_row (f->draft, MODEL_TABLE_CHILD, 2);
  gint64 pregnancy = model_draft_add_row (f->draft, MODEL_TABLE_PREGNANCY, 0);

  g_assert_cmpstr (value (f, E, embryo, "position"), ==, "3");
  g_assert_cmpstr (value (f, E, first, "position"), ==, "1");
  g_assert_cmpstr (value (f, T, transfer, "order_in_cycle"), ==, "2");
  g_assert_cmpstr (value (f, MODEL_TABLE_CHILD, child, "birth_order"), ==, "2");
  g_assert_cmpstr (value (f, MODEL_TABLE_PREGNANCY, pregnancy, "sequence"), ==, "2");
  g_assert_false (model_draft_is_changed (f->draft)); /* the numbers alone are nothing */
  g_assert_cmpuint (issues (f, NULL, MODEL_ISSUE_HARD), ==, 0);
  type (f, E, embryo, "position", "");
  g_assert_true (model_draft_is_changed (f->draft));
  g_assert_cmpuint (issues (f, "required", MODEL_ISSUE_HARD), ==, 1);
}

/* A new transfer goes to another cycle and takes the number that is free there, unless somebody
 * gave it one. */
static void
test_move (Fixture      *f,
           gconstpointer data)
{
  gint64 cycle = model_draft_add_row (f->draft, MODEL_TABLE_CYCLE, 0);
  gint64 transfer = model_draft_add_row (f->draft, T, cycle);

  g_assert_cmpstr (value (f, T, transfer, "order_in_cycle"), ==, "1");
  model_draft_move_row (f->draft, T, transfer, 1);
  g_assert_cmpstr (value (f, T, transfer, "order_in_cycle"), ==, "2");
  g_assert_false (model_draft_is_changed (f->draft));
  type (f, T, transfer, "status", "planned");
  edits_are (f, "add transfer -2 below 1\n");
  type (f, T, transfer, "order_in_cycle", "4");
  model_draft_move_row (f->draft, T, transfer, cycle);
  g_assert_cmpstr (value (f, T, transfer, "order_in_cycle"), ==, "4");
  edits_are (f, "add cycle -1 below 0\nadd transfer -2 below -1\n");
}

/* Whoever still has the key of a new row of an earlier draft can't take another row for it. */
static void
test_after (Fixture      *f,
            gconstpointer data)
{
  gint64 before = model_draft_add_row (f->draft, E, 1);
  ModelDraft *after = model_draft_new (f->d, model_draft_original (f->draft), cut_day ());

  model_draft_follow (after, f->draft);
  model_draft_free (f->draft);
  f->draft = after;
  g_assert_null (model_record_find (model_draft_record (f->draft), E, before));
  g_assert_cmpint (model_draft_add_row (f->draft, E, 1), <, before);
}

/* What a new row is for is no reason to save it. */
static void
test_for_transfer (Fixture      *f,
                   gconstpointer data)
{
  gint64 medicine = model_draft_add_row (f->draft, MODEL_TABLE_MEDICATION, 1);

  g_assert_cmpstr (value (f, MODEL_TABLE_MEDICATION, medicine, "transfer"), ==, "1");
  g_assert_false (model_draft_is_changed (f->draft));
  g_assert_cmpuint (issues (f, NULL, MODEL_ISSUE_HARD), ==, 0);
  type (f, MODEL_TABLE_MEDICATION, medicine, "drug", "prednisone");
  edits_are (f, "add medication -1 below 0\n");
}

static void
test_garbage_in_new_row (Fixture      *f,
                         gconstpointer data)
{
  gint64 key = model_draft_add_row (f->draft, MODEL_TABLE_FOLLOWUP, 0);

  type (f, MODEL_TABLE_FOLLOWUP, key, "date", "soon");
  g_assert_true (model_draft_is_changed (f->draft));
  g_assert_cmpuint (issues (f, "typed", MODEL_ISSUE_HARD), ==, 1);
  model_draft_remove_row (f->draft, MODEL_TABLE_FOLLOWUP, key);
  g_assert_false (model_draft_is_changed (f->draft));
  g_assert_cmpuint (issues (f, NULL, MODEL_ISSUE_HARD), ==, 0);
}

static void
test_remove (Fixture      *f,
             gconstpointer data)
{
  model_draft_remove_row (f->draft, E, 2);
  edits_are (f, "archive embryo 2\n");
  /* With the transfer goes what hangs below it, and the medication and adverse event that name it.
   */
  type (f, O, 1, "hcg_date", "yesterday");
  model_draft_remove_row (f->draft, T, 1);
  edits_are (f, "archive transfer 1\n");
  g_assert_null (model_record_find (model_draft_record (f->draft), E, 1));
  g_assert_null (model_record_find (model_draft_record (f->draft), O, 1));
  g_assert_nonnull (model_record_find (model_draft_record (f->draft), T, 2));
  g_assert_cmpuint (issues (f, NULL, MODEL_ISSUE_HARD), ==, 0);
  model_draft_remove_row (f->draft, P, 1);
  edits_are (f, "archive patient 1\n");
}

static void
test_remove_referred (Fixture      *f,
                      gconstpointer data)
{
  model_draft_remove_row (f->draft, MODEL_TABLE_PARTNER, 1);
  g_assert_cmpuint (issues (f, "reference", MODEL_ISSUE_HARD), ==,
                    2); /* of a pregnancy and a cycle */
  type (f, MODEL_TABLE_PREGNANCY, 1, "partner", "?");
  type (f, MODEL_TABLE_CYCLE, 1, "partner", "");
  g_assert_cmpuint (issues (f, NULL, MODEL_ISSUE_HARD), ==, 0);
  edits_are (f, "set cycle 1 partner '1' ''\nset pregnancy 1 partner '1' '?'\narchive partner 1\n");
}

/* A reference that was read so may lead to an archived row: that must not stop another correction.
 */
static void
test_old_reference (void)
{
  Fixture f = { model_dictionary_new (), NULL };
  g_autoptr (ModelRecord) r = make_record (f.d);

  set (f.d, model_record_find (r, MODEL_TABLE_CYCLE, 1), "partner", "8");
  f.draft = model_draft_new (f.d, r, cut_day ());
  g_assert_cmpuint (issues (&f, "reference", MODEL_ISSUE_HARD), ==, 0);
  g_assert_cmpuint (issues (&f, "reference", MODEL_ISSUE_SOFT), ==, 1);
  type (&f, MODEL_TABLE_CYCLE, 1, "partner", "9");
  g_assert_cmpuint (issues (&f, "reference", MODEL_ISSUE_HARD), ==, 1);
  tear_down (&f, NULL);
}

/* Taken out and entered anew: the one outcome of a transfer keeps its place. */
static void
test_outcome_again (Fixture      *f,
                    gconstpointer data)
{
  g_assert_cmpint (model_draft_add_row (f->draft, O, 1), ==, 1); /* it is there */
  edits_are (f, "");
  model_draft_remove_row (f->draft, O, 1);
  edits_are (f, "archive transfer_outcome 1\n");
  g_assert_cmpint (model_draft_add_row (f->draft, O, 1), ==, 1);
  model_draft_set_value (f->draft, O, 1, find (f, O, "outcome"), "ectopic");
  edits_are (f, "set transfer_outcome 1 hcg_date '2010-03-23' ''\nset transfer_outcome 1 outcome "
                "'no_pregnancy' 'ectopic'\n"
                "set transfer_outcome 1 outcome_date '2010-03-23' ''\n");
}

static void
test_restore (void)
{
  Fixture f = { model_dictionary_new (), NULL };
  g_autoptr (ModelRecord) r = make_record (f.d);

  model_record_find (r, O, 1)->archived = 12;
  f.draft = model_draft_new (f.d, r, cut_day ());
  edits_are (&f, "");
  g_assert_cmpint (model_draft_add_row (f.draft, O, 1), ==, 1);
  edits_are (&f, "restore transfer_outcome 1\n");
  tear_down (&f, NULL);
}

static void
test_fill_in (Fixture      *f,
              gconstpointer data)
{
  const ModelTable i = MODEL_TABLE_INVESTIGATION;
  gint64 identity = model_draft_add_row (f->draft, MODEL_TABLE_IDENTITY, 0);
  gint64 test = model_draft_add_row (f->draft, i, 0);

  type (f, MODEL_TABLE_IDENTITY, identity, "birth_date", "9.3.1980");
  g_assert_cmpstr (value (f, P, 1, "birth_month"), ==, "1980-03");
  type (f, MODEL_TABLE_IDENTITY, identity, "birth_date",
        "9.4.1980"); /* what stands there is left alone */
  g_assert_cmpstr (value (f, P, 1, "birth_month"), ==, "1980-03");
  g_assert_cmpuint (issues (f, "birth-month-differs", MODEL_ISSUE_SOFT), ==, 1);

  model_draft_set_value (f->draft, i, test, find (f, i, "test"), "tsh");
  g_assert_cmpstr (value (f, i, test, "unit"), ==, "mIU/L");
  model_draft_set_value (f->draft, i, test, find (f, i, "test"), "amh");
  g_assert_cmpstr (value (f, i, test, "unit"), ==, "pmol/L");
  type (f, i, test, "unit", "ng/mL");
  model_draft_set_value (f->draft, i, test, find (f, i, "test"), "tsh");
  g_assert_cmpstr (value (f, i, test, "unit"), ==, "ng/mL");
}

/* A result is typed as its test has it. */
static void
test_result (Fixture      *f,
             gconstpointer data)
{
  const ModelTable i = MODEL_TABLE_INVESTIGATION;

  type (f, i, 1, "value", "3,5");
  g_assert_cmpstr (value (f, i, 1, "value"), ==, "3.5");
  type (f, i, 1, "value", "high");
  g_assert_cmpuint (issues (f, "typed", MODEL_ISSUE_HARD), ==, 1);
  model_draft_set_value (f->draft, i, 1, find (f, i, "test"), "factor_v_leiden");
  type (f, i, 1, "value", "heteroz");
  g_assert_cmpstr (value (f, i, 1, "value"), ==, "heterozygous");
  model_draft_set_value (f->draft, i, 1, find (f, i, "value"), "none");
  shows (f, i, 1, "value", "Not present");
  /* What wasn't understood is read again once it is the result of another test. */
  type (f, i, 1, "value", "4,5");
  g_assert_cmpuint (issues (f, "typed", MODEL_ISSUE_HARD), ==, 1);
  model_draft_set_value (f->draft, i, 1, find (f, i, "test"), "tsh");
  g_assert_cmpuint (issues (f, "typed", MODEL_ISSUE_HARD), ==, 0);
  g_assert_cmpstr (value (f, i, 1, "value"), ==, "4.5");
}

static void
test_limit (Fixture      *f,
            gconstpointer data)
{
  type (f, MODEL_TABLE_PREGNANCY, 1, "gestation_days", "21+0");
  g_assert_cmpuint (issues (f, "ending-differs", MODEL_ISSUE_SOFT), ==, 0);
  model_draft_set_gestation_limit (f->draft, 140);
  g_assert_cmpuint (issues (f, "ending-differs", MODEL_ISSUE_SOFT), ==, 1);
}

/* Medication and adverse events go with the transfer that they named when they were read, as the
 * store has it; with a cycle go its transfers. One that names a transfer which is removed can't be
 * saved. */
static gboolean
goes_with (Fixture         *f,
           const ModelRow  *row,
           const ModelEdit *edit)
{
  const ModelRecord *original = model_draft_original (f->draft);
  const ModelRow *old = model_record_find (original, row->table, row->key), *transfer;
  double key;

  if ((row->table != MODEL_TABLE_MEDICATION && row->table != MODEL_TABLE_ADVERSE_EVENT)
      || old == NULL
      || !model_value_number (model_row_get (old, find (f, row->table, "transfer")), &key)
      || !model_value_equal (model_row_get (old, find (f, row->table, "transfer")),
                             model_row_get (row, find (f, row->table, "transfer"))))
    return FALSE;
  transfer = model_record_find (original, T, (gint64) key);
  return transfer != NULL
         && ((edit->table == T && edit->key == transfer->key)
             || (edit->table == MODEL_TABLE_CYCLE && edit->key == transfer->parent));
}

/* A row that was moved to a transfer's number again after the transfer went: a hard issue says so,
 * and nothing is saved while it stands. */
static gboolean
names_what_went (Fixture        *f,
                 const ModelRow *row)
{
  const ModelRecord *now = model_draft_record (f->draft);
  double key;

  return (row->table == MODEL_TABLE_MEDICATION || row->table == MODEL_TABLE_ADVERSE_EVENT)
         && model_value_number (model_row_get (row, find (f, row->table, "transfer")), &key)
         && model_record_find (now, T, (gint64) key) == NULL
         && issues (f, "reference", MODEL_ISSUE_HARD) > 0;
}

/* Applying the edits to what was read gives what the draft shows, whatever was done to it. */
static void
apply (Fixture     *f,
       ModelRecord *record)
{
  g_autoptr (GPtrArray) edits = model_draft_edits (f->draft);

  for (guint i = 0; i < edits->len; i++)
    {
      const ModelEdit *edit = edits->pdata[i];
      ModelRow *row = model_record_find (record, edit->table, edit->key);
      switch (edit->kind)
        {
        case MODEL_EDIT_ADD:
          g_assert_null (row);
          if (model_table_parent (edit->table) < MODEL_N_TABLES)
            g_assert_nonnull (
                model_record_find (record, model_table_parent (edit->table), edit->row->parent));
          model_record_take (record, model_row_copy (edit->row));
          break;
        case MODEL_EDIT_SET:
          g_assert_true (model_value_equal (model_row_get (row, edit->field), edit->based_on));
          model_row_set (row, edit->field, edit->value);
          break;
        case MODEL_EDIT_ARCHIVE:
          g_assert_nonnull (row);
          for (guint table = 0; table < MODEL_N_TABLES; table++)
            for (guint j = record->rows[table]->len; j-- > 0;)
              {
                const ModelRow *other = record->rows[table]->pdata[j];
                /* two steps below at most, and a transfer's outcome has the transfer's key */
                ModelTable above = model_table_parent (table);
                const ModelRow *parent = above < MODEL_N_TABLES
                                             ? model_record_find (record, above, other->parent)
                                             : NULL;
                if (other == row || (above < MODEL_N_TABLES && parent == NULL)
                    || (above == edit->table && other->parent == edit->key)
                    || goes_with (f, other, edit))
                  g_ptr_array_remove_index (record->rows[table], j);
              }
          break;
        case MODEL_EDIT_RESTORE:
        default:
          g_assert_not_reached ();
        }
    }
}

static void
test_property (void)
{
  static const char *const texts[] = { "",     "?",           "1",    "2",   "9.3.2011",
                                       "2010", "none",        "true", "x",   "8+3",
                                       "ivig", "miscarriage", "62,5", "n/a", "-7" };
  guint32 seed = g_random_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (ModelDictionary) d = model_dictionary_new ();

  g_test_message ("seed %u", seed);
  for (int round = 0; round < 300; round++)
    {
      g_autoptr (ModelRecord) r = make_record (d);
      Fixture f = { d, model_draft_new (d, r, cut_day ()) };
      for (int step = g_rand_int_range (rand, 1, 25); step > 0; step--)
        {
          const ModelRecord *now = model_draft_record (f.draft);
          ModelTable table = g_rand_int_range (rand, MODEL_TABLE_PARTNER, MODEL_N_TABLES);
          ModelTable above = model_table_parent (table);
          int what = g_rand_int_range (rand, 0, 10);
          if (what == 0 && now->rows[table]->len > 0)
            model_draft_remove_row (f.draft, table,
                                    ((ModelRow *) now->rows[table]
                                         ->pdata[g_rand_int_range (rand, 0, now->rows[table]->len)])
                                        ->key);
          else if (what <= 2 && (above == MODEL_N_TABLES || now->rows[above]->len > 0))
            model_draft_add_row (
                f.draft, table,
                above == MODEL_N_TABLES
                    ? 0
                    : ((ModelRow *) now->rows[above]
                           ->pdata[g_rand_int_range (rand, 0, now->rows[above]->len)])
                          ->key);
          else if (now->rows[table]->len > 0)
            {
              const ModelRow *row =
                  now->rows[table]->pdata[g_rand_int_range (rand, 0, now->rows[table]->len)];
              const ModelField *field =
                  model_dictionary_stored (d, table, g_rand_int_range (rand, 0, row->n_values));
              model_draft_set_typed (f.draft, table, row->key, field,
                                     texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))]);
            }
        }
      apply (&f, r);
      for (guint table = 0; table < MODEL_N_TABLES; table++)
        {
          const GPtrArray *rows = model_draft_record (f.draft)->rows[table];
          for (guint i = 0; i < r->rows[table]->len; i++)
            {
              const ModelRow *row = r->rows[table]->pdata[i];
              const ModelRow *same =
                  model_record_find (model_draft_record (f.draft), table, row->key);
              if (same == NULL)
                g_error ("seed %u round %d: %s %d is only in what was saved", seed, round,
                         model_table_id (table), (int) row->key);
              for (guint c = 0; c < row->n_values; c++)
                g_assert_true (model_value_equal (row->values[c], same->values[c]));
            }
          for (guint i = 0; i < rows->len; i++)
            {
              const ModelRow *row = rows->pdata[i];
              if (row->key > 0 && model_record_find (r, table, row->key) == NULL
                  && !names_what_went (&f, row))
                g_error ("seed %u round %d: %s %d was lost", seed, round, model_table_id (table),
                         (int) row->key);
            }
        }
      g_ptr_array_unref (model_draft_check (f.draft)); /* doesn't fall over */
      model_draft_free (f.draft);
    }
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/model/draft/" name, Fixture, NULL, set_up, function, tear_down)
#define ADD_NEW(name, function)                                                                    \
  g_test_add ("/model/draft/" name, Fixture, "new", set_up, function, tear_down)
  ADD ("untouched", test_untouched);
  ADD ("set", test_set);
  ADD ("garbage", test_garbage);
  ADD ("garbage-over-issue", test_garbage_over_issue);
  ADD_NEW ("new-patient", test_new_patient);
  ADD_NEW ("new-patient-rows", test_new_patient_rows);
  ADD ("numbers", test_numbers);
  ADD ("move", test_move);
  ADD ("after", test_after);
  ADD ("for-transfer", test_for_transfer);
  ADD ("garbage-in-new-row", test_garbage_in_new_row);
  ADD ("remove", test_remove);
  ADD ("remove-referred", test_remove_referred);
  ADD ("outcome-again", test_outcome_again);
  ADD_NEW ("fill-in", test_fill_in);
  ADD ("result", test_result);
  ADD ("limit", test_limit);
  g_test_add_func ("/model/draft/old-reference", test_old_reference);
  g_test_add_func ("/model/draft/restore", test_restore);
  g_test_add_func ("/model/draft/property", test_property);
  return g_test_run ();
}
