/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A kept draft: what comes back is what was typed, whatever was typed, and whatever became of the
 * record meanwhile. */
#include <locale.h>
#include <string.h>

#include "maker.h"

#define P MODEL_TABLE_PATIENT
#define T MODEL_TABLE_TRANSFER
#define O MODEL_TABLE_TRANSFER_OUTCOME
#define E MODEL_TABLE_EMBRYO
#define I MODEL_TABLE_INFUSION
#define ARCHIVED 99

/* --- helpers ---------------------------------------------------------------------------------- */

static const ModelField *
find (ModelDictionary *d,
      ModelTable       table,
      const char      *id)
{
  const ModelField *field = model_dictionary_find (d, table, id);

  if (field == NULL)
    g_error ("no field %s", id);
  return field;
}

static ModelDraft *
again (ModelDictionary   *d,
       ModelDraft        *draft,
       const ModelRecord *stored)
{
  g_autofree char *text = model_draft_to_text (draft);
  g_autoptr (GError) error = NULL;
  ModelDraft *back = model_draft_from_text (d, stored, cut_day (), text, &error);

  g_assert_no_error (error);
  return back;
}

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* The lines of the draft's text, sorted: rows may stand in another order. */
static char *
lines_of (ModelDraft *draft)
{
  g_autofree char *text = model_draft_to_text (draft);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  qsort (lines, g_strv_length (lines), sizeof (char *), compare_lines);
  return g_strjoinv ("\n", lines);
}

static char *
edits_of (ModelDraft *draft)
{
  g_autoptr (GPtrArray) edits = model_draft_edits (draft);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < edits->len; i++)
    {
      const ModelEdit *edit = edits->pdata[i];
      GString *line = g_string_new (NULL);

      g_string_append_printf (line, "%d %s %d %s '%s' '%s'", (int) edit->kind,
                              model_table_id (edit->table), (int) edit->key,
                              edit->field != NULL ? edit->field->id : "",
                              edit->based_on != NULL ? edit->based_on : "",
                              edit->value != NULL ? edit->value : "");
      for (guint c = 0; edit->row != NULL && c < edit->row->n_values; c++)
        g_string_append_printf (line, "|%s", edit->row->values[c] ? edit->row->values[c] : "");
      g_ptr_array_add (lines, g_string_free (line, FALSE));
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static char *
issues_of (ModelDraft *draft)
{
  g_autoptr (GPtrArray) issues = model_draft_check (draft);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < issues->len; i++)
    {
      const ModelIssue *issue = issues->pdata[i];

      g_ptr_array_add (lines, g_strdup_printf ("%d %s %d %s %s", (int) issue->kind, issue->rule,
                                               (int) issue->key,
                                               issue->field != NULL ? issue->field->id : "",
                                               issue->message));
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static void
assert_same (ModelDictionary *d,
             ModelDraft      *first,
             ModelDraft      *second,
             const char      *where)
{
  char *(*const views[]) (ModelDraft *) = { lines_of, edits_of, issues_of };

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autofree char *one = views[i](first);
      g_autofree char *two = views[i](second);

      if (strcmp (one, two) != 0)
        g_error ("%s, view %u:\n%s\n--- came back as\n%s", where, i, one, two);
    }
  for (guint table = 0; table < MODEL_N_TABLES; table++)
    for (guint i = 0; i < model_draft_record (first)->rows[table]->len; i++)
      {
        const ModelRow *row = model_draft_record (first)->rows[table]->pdata[i];

        if (model_record_find (model_draft_record (second), table, row->key) == NULL)
          continue; /* never filled: the edits are the same without it */
        for (guint c = 0; c < row->n_values; c++)
          {
            const ModelField *field = model_dictionary_stored (d, table, c);
            g_autofree char *one = model_draft_get_text (first, table, row->key, field);
            g_autofree char *two = model_draft_get_text (second, table, row->key, field);

            g_assert_cmpstr (one, ==, two);
          }
      }
  g_assert_cmpstr (model_draft_reason (first), ==, model_draft_reason (second));
}

/* --- a register, in small --------------------------------------------------------------------- */

typedef struct { ModelTable table; gint64 place, key; } Place;

static gint64
key_of (const GArray *places,
        ModelTable    table,
        gint64        key)
{
  for (guint i = 0; key < 0 && i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);

      if (place->place == key
          && (place->table == table
              || (table == O && place->table == T)))
        return place->key;
    }
  return key;
}

static void
resolve (ModelDictionary *d,
         const GArray    *places,
         ModelTable       table,
         guint            column,
         char           **value)
{
  const ModelField *field = model_dictionary_stored (d, table, column);

  if (*value == NULL || (*value)[0] != '-' || field->type != MODEL_TYPE_REFERENCE)
    return;
  gint64 key = key_of (places, field->references, g_ascii_strtoll (*value, NULL, 10));
  g_free (*value);
  *value = g_strdup_printf ("%d", (int) key);
}

static void
archive (ModelDictionary *d,
         ModelRecord     *record,
         ModelTable       table,
         gint64           key)
{
  ModelRow *row = model_record_find (record, table, key);

  if (row == NULL || row->archived != 0)
    return;
  row->archived = ARCHIVED;
  for (guint t = 0; t < MODEL_N_TABLES; t++)
    for (guint i = 0; i < record->rows[t]->len; i++)
      {
        const ModelRow *other = record->rows[t]->pdata[i];
        const ModelField *transfer =
            t == MODEL_TABLE_MEDICATION || t == MODEL_TABLE_ADVERSE_EVENT ? find (d, t, "transfer")
                                                                          : NULL;
        double named = 0;

        if (transfer != NULL)
          model_value_number (model_row_get (other, transfer), &named);
        if ((model_table_parent (t) == table && other->parent == key)
            || (table == P && t != P) || (table == T && transfer != NULL && (gint64) named == key))
          archive (d, record, t, other->key);
      }
}

/* As the store does it. FALSE: a value isn't based on what stands there. */
static gboolean
save (ModelDictionary *d,
      ModelRecord     *record,
      ModelDraft      *draft)
{
  g_autoptr (GPtrArray) edits = model_draft_edits (draft);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));

  for (guint i = 0; i < edits->len; i++)
    {
      ModelEdit *edit = edits->pdata[i];
      ModelRow *row = model_record_find (record, edit->table,
                                         key_of (places, edit->table, edit->key));

      if (edit->kind == MODEL_EDIT_ADD)
        {
          Place place = { edit->table, edit->row->key, 0 };
          g_autoptr (ModelRow) copy = model_row_copy (edit->row);
          ModelTable above = model_table_parent (edit->table);

          for (guint j = 0; j < record->rows[edit->table]->len; j++)
            place.key = MAX (place.key, ((ModelRow *) record->rows[edit->table]->pdata[j])->key);
          place.key++;
          if (above != MODEL_N_TABLES)
            copy->parent = key_of (places, above, copy->parent);
          if (edit->table == O)
            place.key = copy->parent;
          else if (edit->table == MODEL_TABLE_IDENTITY || edit->table == P)
            place.key = 1;
          if (above != MODEL_N_TABLES)
            {
              const ModelRow *parent = model_record_find (record, above, copy->parent);
              g_assert_nonnull (parent);
              if (parent->archived != 0)
                return FALSE;
            }
          copy->key = place.key;
          if (row != NULL && row->archived != 0 && (edit->table == O || copy->key == 1))
            g_ptr_array_remove (record->rows[edit->table], row);
          g_array_append_val (places, place);
          for (guint c = 0; c < copy->n_values; c++)
            resolve (d, places, edit->table, c, &copy->values[c]);
          model_record_take (record, g_steal_pointer (&copy));
          continue;
        }
      if (row == NULL)
        return FALSE;
      if (edit->kind == MODEL_EDIT_SET)
        {
          resolve (d, places, edit->table, edit->field->column, &edit->value);
          if (row->archived != 0
              || (!model_value_equal (model_row_get (row, edit->field), edit->based_on)
                  && !model_value_equal (model_row_get (row, edit->field), edit->value)))
            return FALSE;
          model_row_set (row, edit->field, edit->value);
        }
      else if (edit->kind == MODEL_EDIT_RESTORE)
        row->archived = 0;
      else
        archive (d, record, edit->table, row->key);
    }
  return TRUE;
}

/* --- random drafts ---------------------------------------------------------------------------- */

static const char *const texts[] = {
  "",     "?",           "1",    "2",   "9.3.2011", "2010", "none", "true", "x", "8+3",
  "ivig", "miscarriage", "62,5", "n/a", "-7",       "tsh",  "31.2.2011",
  "first line\nsecond\tline\\ with a \\n", "Søren Müller-Ångström, né à Zürich", "e\xcc\x81",
  "\\", "\xe2\x80\x8f\xd7\xa9", "end", "=1+1", "performed", "live birth", "pending", "mg",
};

static ModelRow *
random_row (GRand     *rand,
            GPtrArray *rows)
{
  return rows->len > 0 ? rows->pdata[g_rand_int_range (rand, 0, rows->len)] : NULL;
}

static void
random_step (GRand           *rand,
             ModelDictionary *d,
             ModelDraft      *draft)
{
  const ModelRecord *now = model_draft_record (draft);
  ModelTable table = g_rand_int_range (rand, 0, MODEL_N_TABLES);
  ModelTable above = model_table_parent (table);
  const ModelRow *row = random_row (rand, now->rows[table]);
  int what = g_rand_int_range (rand, 0, 12);

  if (what == 0 && row != NULL && table != P)
    model_draft_remove_row (draft, table, row->key);
  else if (what <= 3 && table != P)
    {
      const ModelRow *parent = above != MODEL_N_TABLES ? random_row (rand, now->rows[above]) : NULL;

      if (above == MODEL_N_TABLES || parent != NULL)
        model_draft_add_row (draft, table, parent != NULL ? parent->key : 0);
    }
  else if (row != NULL)
    model_draft_set_typed (
        draft, table, row->key,
        model_dictionary_stored (d, table, g_rand_int_range (rand, 0, row->n_values)),
        texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))]);
}

static ModelDraft *
random_draft (GRand             *rand,
              ModelDictionary   *d,
              const ModelRecord *record)
{
  ModelDraft *draft = model_draft_new (d, record, cut_day ());

  for (int step = g_rand_int_range (rand, 1, 40); step > 0; step--)
    random_step (rand, d, draft);
  if (g_rand_boolean (rand))
    model_draft_set_reason (draft, texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))]);
  return draft;
}

static guint
n_rounds (void)
{
  return g_getenv ("NATALITY_TEST_SHORT") != NULL ? 60 : 400;
}

/* --- properties ------------------------------------------------------------------------------- */

static void
test_round_trip (void)
{
  guint32 seed = g_random_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (ModelDictionary) d = model_dictionary_new ();

  g_test_message ("seed %u", seed);
  for (guint round = 0; round < n_rounds (); round++)
    {
      g_autoptr (ModelRecord) r = round % 4 == 0 ? NULL : make_record (d);
      g_autoptr (ModelDraft) draft = random_draft (rand, d, r);
      g_autoptr (ModelDraft) back = again (d, draft, r);
      g_autofree char *where = g_strdup_printf ("seed %u round %u", seed, round);

      g_assert_cmpuint (model_draft_conflicts (back)->len, ==, 0);
      g_assert_cmpuint (model_draft_homeless (back)->len, ==, 0);
      assert_same (d, draft, back, where);
      /* A place isn't given twice. */
      g_autoptr (ModelRecord) was = model_record_copy (model_draft_record (back));
      g_assert_null (model_record_find (was, MODEL_TABLE_CYCLE,
                                        model_draft_add_row (back, MODEL_TABLE_CYCLE, 0)));
    }
}

/* Makes of it what can be saved: texts that aren't understood are emptied. FALSE: something refers
 * to a row that the draft removes. */
static gboolean
make_savable (ModelDraft *draft)
{
  g_autoptr (GPtrArray) issues = model_draft_check (draft);
  gboolean savable = TRUE;

  for (guint i = 0; i < issues->len; i++)
    {
      const ModelIssue *issue = issues->pdata[i];

      if (strcmp (issue->rule, "typed") == 0)
        model_draft_set_typed (draft, issue->table, issue->key, issue->field, "");
      savable &= strcmp (issue->rule, "reference") != 0;
    }
  return savable;
}

/* The register has it all, the draft was not put away: nothing of it is to be saved again. */
static void
test_saved_after_all (void)
{
  guint32 seed = g_random_int (), n = 0;
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (ModelDictionary) d = model_dictionary_new ();

  g_test_message ("seed %u", seed);
  for (guint round = 0; round < n_rounds (); round++)
    {
      g_autoptr (ModelRecord) r = make_record (d);
      g_autoptr (ModelDraft) draft = random_draft (rand, d, r);
      g_autoptr (ModelDraft) back = NULL;

      if (!make_savable (draft))
        continue;
      n++;
      g_assert_true (save (d, r, draft));
      back = again (d, draft, r);
      if (model_draft_is_changed (back) || model_draft_conflicts (back)->len > 0
          || model_draft_homeless (back)->len > 0)
        {
          g_autofree char *edits = edits_of (back);
          g_autofree char *text = model_draft_to_text (draft);
          g_error ("seed %u round %u: of\n%s\nthis is to be saved again:\n%s", seed, round, text,
                   edits);
        }
    }
  g_assert_cmpuint (n, >, n_rounds () / 10);
}

static void
change_elsewhere (GRand           *rand,
                  ModelDictionary *d,
                  ModelRecord     *record)
{
  for (int step = g_rand_int_range (rand, 1, 20); step > 0; step--)
    {
      ModelTable table = g_rand_int_range (rand, 0, MODEL_N_TABLES);
      ModelRow *row = random_row (rand, record->rows[table]);

      if (row == NULL || row->archived != 0)
        continue;
      if (g_rand_int_range (rand, 0, 8) == 0 && (table != P || g_rand_int_range (rand, 0, 4) == 0))
        archive (d, record, table, row->key);
      else
        model_row_set (row,
                       model_dictionary_stored (d, table,
                                                g_rand_int_range (rand, 0, row->n_values)),
                       texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))]);
    }
}

static gboolean
is_conflict (ModelDraft       *draft,
             ModelTable        table,
             gint64            key,
             const ModelField *field)
{
  for (guint i = 0; i < model_draft_conflicts (draft)->len; i++)
    {
      const ModelConflict *conflict = model_draft_conflicts (draft)->pdata[i];

      if (conflict->table == table && conflict->key == key
          && (conflict->field == field || conflict->field == NULL))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_added (ModelDraft     *draft,
          const ModelRow *row)
{
  g_autoptr (GPtrArray) edits = model_draft_edits (draft);

  for (guint i = 0; i < edits->len; i++)
    {
      const ModelEdit *edit = edits->pdata[i];

      if (edit->kind == MODEL_EDIT_ADD && edit->table == row->table && edit->key == row->key)
        return TRUE;
    }
  return FALSE;
}

/* Every value that was typed stands in the draft that came back, unless what it belongs to is
 * removed by the draft itself. */
static void
assert_nothing_lost (ModelDictionary *d,
                     ModelDraft      *draft,
                     ModelDraft      *back,
                     const char      *where)
{
  for (guint table = 0; table < MODEL_N_TABLES; table++)
    for (guint i = 0; i < model_draft_record (draft)->rows[table]->len; i++)
      {
        const ModelRow *row = model_draft_record (draft)->rows[table]->pdata[i];
        const ModelRow *before = model_record_find (model_draft_original (draft), table, row->key);

        for (guint c = 0; c < row->n_values; c++)
          {
            const ModelField *field = model_dictionary_stored (d, table, c);
            g_autofree char *text = model_draft_get_text (draft, table, row->key, field);
            g_autofree char *kept = NULL;

            if (before != NULL && model_value_equal (before->values[c], row->values[c]))
              continue;
            if (model_record_find (model_draft_record (back), table, row->key) == NULL
                && before == NULL && !is_added (draft, row))
              continue;
            if (model_record_find (model_draft_record (back), table, row->key) == NULL)
              g_error ("%s: %s %d is lost", where, model_table_id (table), (int) row->key);
            kept = model_draft_get_text (back, table, row->key, field);
            if (strcmp (text, kept) != 0)
              g_error ("%s: “%s” came back as “%s”", where, text, kept);
          }
      }
}

static void
test_changed_elsewhere (void)
{
  guint32 seed = g_random_int (), n_conflicts = 0;
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (ModelDictionary) d = model_dictionary_new ();

  g_test_message ("seed %u", seed);
  for (guint round = 0; round < n_rounds (); round++)
    {
      g_autoptr (ModelRecord) r = make_record (d);
      g_autoptr (ModelDraft) draft = random_draft (rand, d, r);
      g_autoptr (ModelDraft) back = NULL, theirs = NULL;
      g_autoptr (GPtrArray) edits = NULL;
      g_autofree char *where = g_strdup_printf ("seed %u round %u", seed, round);
      guint conflicts;

      change_elsewhere (rand, d, r);
      back = again (d, draft, r);
      theirs = again (d, draft, r);
      g_assert_cmpuint (model_draft_homeless (back)->len, ==, 0);
      assert_nothing_lost (d, draft, back, where);
      edits = model_draft_edits (back);
      for (guint i = 0; i < edits->len; i++)
        {
          const ModelEdit *edit = edits->pdata[i];
          const ModelRow *stored = model_record_find (r, edit->table, edit->key);

          if (edit->kind != MODEL_EDIT_SET)
            continue;
          g_assert_nonnull (stored);
          if (!is_conflict (back, edit->table, edit->key, edit->field)
              && !model_value_equal (model_row_get (stored, edit->field), edit->based_on))
            g_error ("%s: %s isn't based on what is stored", where, edit->field->id);
        }
      conflicts = model_draft_conflicts (back)->len;
      n_conflicts += conflicts;
      model_draft_settle (back, TRUE);
      g_assert_cmpuint (model_draft_conflicts (back)->len, ==, 0);
      assert_nothing_lost (d, draft, back, where);
      /* Settled, it can be saved either way; and kept in between. */
      g_autoptr (ModelDraft) settled = again (d, back, r);
      assert_same (d, back, settled, where);
      g_autoptr (ModelRecord) other = model_record_copy (r);
      if (!save (d, other, settled))
        g_error ("%s: what was settled can't be saved", where);
      model_draft_settle (theirs, FALSE);
      g_assert_true (save (d, r, theirs));
    }
  g_assert_cmpuint (n_conflicts, >, 100 * n_rounds () / 400);
}

/* --- single cases ----------------------------------------------------------------------------- */

/* The form itself: what one version writes, later ones have to read. */
static void
test_form (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d);
  g_autoptr (ModelDraft) draft = model_draft_new (d, r, cut_day ());
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  static const char *const expected[] = {
    "natality-draft\t1",
    "patient\t7",
    "reason\tweighed twice",
    "add\tinfusion\t-1\t1",
    "set\tinfusion\t-1\tdose_g\t\t25.5",
    "set\ttransfer\t1\tnote\t\ta\\tb\\nc\\\\",
    "typed\ttransfer\t1\tdate\t2010-03-09\t31.2.2010",
    "entered\tinfusion\t-1\tdose_g\t25.5\t25,5",
    "remove\tembryo\t2",
    "highest\ttransfer\t2",
    "end",
  };

  model_draft_set_reason (draft, "weighed twice");
  g_assert_cmpint (model_draft_add_row (draft, I, 1), ==, -1);
  model_draft_set_typed (draft, I, -1, find (d, I, "dose_g"), "25,5");
  model_draft_set_value (draft, T, 1, find (d, T, "note"), "a\tb\nc\\");
  model_draft_set_typed (draft, T, 1, find (d, T, "date"), "31.2.2010");
  model_draft_remove_row (draft, E, 2);
  text = model_draft_to_text (draft);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpstr (lines[0], ==, expected[0]);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    if (!g_strv_contains ((const char *const *) lines, expected[i]))
      g_error ("no line “%s” in\n%s", expected[i], text);
  g_assert_cmpint (model_draft_text_patient (text), ==, 7);
  g_assert_cmpint (model_draft_text_patient ("natality-draft\t1\npatient\tx\nend\n"), ==, -1);
}

static void
test_conflict (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d);
  g_autoptr (ModelDraft) draft = model_draft_new (d, r, cut_day ());
  g_autoptr (ModelDraft) back = NULL;
  const ModelConflict *conflict;
  g_autofree char *edits = NULL;

  model_draft_set_typed (draft, T, 1, find (d, T, "weight_kg"), "64");
  model_draft_set_typed (draft, T, 1, find (d, T, "note"), "same");
  set (d, model_record_find (r, T, 1), "weight_kg", "66");
  set (d, model_record_find (r, T, 1), "note", "same");
  back = again (d, draft, r);
  g_assert_cmpuint (model_draft_conflicts (back)->len, ==, 1);
  conflict = model_draft_conflicts (back)->pdata[0];
  g_assert_cmpstr (conflict->field->id, ==, "weight_kg");
  g_assert_cmpstr (conflict->mine, ==, "64");
  g_assert_cmpstr (conflict->theirs, ==, "66");
  edits = edits_of (back);
  g_assert_cmpstr (edits, ==, "1 transfer 1 weight_kg '62.5' '64'"); /* the store will refuse it */
  model_draft_settle (back, FALSE);
  g_assert_false (model_draft_is_changed (back));
}

/* Typed below a transfer that somebody archived: it stays in sight, and can bring that back. */
static void
test_archived (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d);
  g_autoptr (ModelDraft) draft = model_draft_new (d, r, cut_day ());
  g_autoptr (ModelDraft) back = NULL, theirs = NULL;
  g_autofree char *edits = NULL;

  g_assert_cmpint (model_draft_add_row (draft, I, 1), ==, -1);
  model_draft_set_typed (draft, I, -1, find (d, I, "dose_g"), "25");
  archive (d, r, T, 1);
  back = again (d, draft, r);
  theirs = again (d, draft, r);
  g_assert_cmpuint (model_draft_conflicts (back)->len, ==, 1);
  g_assert_false (save (d, r, back));
  model_draft_settle (back, TRUE);
  edits = edits_of (back);
  g_assert_true (g_str_has_prefix (edits, "0 infusion -1"));
  g_assert_true (g_str_has_suffix (edits, "3 transfer 1  '' ''"));
  model_draft_settle (theirs, FALSE);
  g_assert_false (model_draft_is_changed (theirs));
}

/* An older backup was put back: the row isn't there. The text is, for the eye. */
static void
test_homeless (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  g_autoptr (ModelRecord) r = make_record (d), older = make_record (d);
  g_autoptr (ModelDraft) draft = NULL, back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const ModelConflict *homeless;

  put (d, r, T, 5, 1, "status", "performed", "date", "2010-05-09", "order_in_cycle", "1", NULL);
  draft = model_draft_new (d, r, cut_day ());
  model_draft_set_typed (draft, T, 5, find (d, T, "weight_kg"), "sixty");
  model_draft_set_typed (draft, T, 1, find (d, T, "weight_kg"), "64");
  back = again (d, draft, older);
  g_assert_cmpuint (model_draft_homeless (back)->len, ==, 1);
  homeless = model_draft_homeless (back)->pdata[0];
  g_assert_cmpstr (homeless->mine, ==, "sixty");
  g_assert_cmpstr (homeless->field->id, ==, "weight_kg");
  g_assert_true (model_draft_is_changed (back));
  /* Another patient's record is none of its business. */
  r->patient = 8;
  text = model_draft_to_text (draft);
  g_assert_null (model_draft_from_text (d, r, cut_day (), text, &error));
  g_assert_error (error, MODEL_DRAFT_ERROR, MODEL_DRAFT_ERROR_PATIENT);
}

static void
refuses (ModelDictionary *d,
         const char      *text,
         ModelDraftError  code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ModelRecord) r = make_record (d);

  g_assert_null (model_draft_from_text (d, r, cut_day (), text, &error));
  g_assert_error (error, MODEL_DRAFT_ERROR, (int) code);
}

#define HEAD "natality-draft\t1\npatient\t7\n"

static void
test_damaged (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();

  refuses (d, "", MODEL_DRAFT_ERROR_DAMAGED);
  refuses (d, "Dear colleague\n", MODEL_DRAFT_ERROR_DAMAGED);
  refuses (d, HEAD, MODEL_DRAFT_ERROR_DAMAGED);
  refuses (d, HEAD "en", MODEL_DRAFT_ERROR_DAMAGED);
  refuses (d, HEAD "reason\t\xff\nend\n", MODEL_DRAFT_ERROR_DAMAGED);
  refuses (d, HEAD "reason\t\\x\nend\n", MODEL_DRAFT_ERROR_DAMAGED);
  refuses (d, HEAD "set\ttransfer\t1\tnote\t\nend\n", MODEL_DRAFT_ERROR_DAMAGED);
  refuses (d, HEAD "set\ttransfer\tone\tnote\t\tx\nend\n", MODEL_DRAFT_ERROR_DAMAGED);
  refuses (d, HEAD "add\tinfusion\t3\t1\nend\n", MODEL_DRAFT_ERROR_DAMAGED);
  refuses (d, HEAD "add\tinfusion\t-3\t0\nend\n", MODEL_DRAFT_ERROR_DAMAGED);
  refuses (d, HEAD "add\tpatient\t1\t0\nend\n", MODEL_DRAFT_ERROR_DAMAGED);
  refuses (d, HEAD "forget\tpatient\t1\nend\n", MODEL_DRAFT_ERROR_DAMAGED);
  refuses (d, "natality-draft\t1\npatient\t8\nend\n", MODEL_DRAFT_ERROR_PATIENT);
  refuses (d, "natality-draft\t2\npatient\t7\nend\n", MODEL_DRAFT_ERROR_NEWER);
  refuses (d, HEAD "set\tsurgery\t1\tnote\t\tx\nend\n", MODEL_DRAFT_ERROR_NEWER);
  refuses (d, HEAD "set\ttransfer\t1\tmood\t\tx\nend\n", MODEL_DRAFT_ERROR_NEWER);
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/draft-text/form", test_form);
  g_test_add_func ("/model/draft-text/round-trip", test_round_trip);
  g_test_add_func ("/model/draft-text/saved-after-all", test_saved_after_all);
  g_test_add_func ("/model/draft-text/changed-elsewhere", test_changed_elsewhere);
  g_test_add_func ("/model/draft-text/conflict", test_conflict);
  g_test_add_func ("/model/draft-text/archived", test_archived);
  g_test_add_func ("/model/draft-text/homeless", test_homeless);
  g_test_add_func ("/model/draft-text/damaged", test_damaged);
  return g_test_run ();
}
