/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A clinic's own field, made here: the forms, the choice of groups and what is saved have it, and
 * no line of the interface was told of it. (Below the interface: tests/session/test-own-field.c.)
 */
#include <glib/gstdio.h>
#include <math.h>

#include "ui-editor.h"
#include "ui-field.h"
#include "ui-form.h"
#include "ui-harness.h"
#include "ui-question-bar.h"

static ModelDictionary *
own_dictionary (void)
{
  static const ModelCode codes[] = { { "low", "Low" }, { "high", "High" } };
  const ModelField score = { .id = "own_score",
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
                             .shown_if = "status = performed",
                             .references = MODEL_N_TABLES,
                             .since = 1 };
  g_autoptr (ModelDictionary) builtin = model_dictionary_new ();

  return model_dictionary_with_field (builtin, &score);
}

typedef struct
{
  char *folder, *path;
  ModelDictionary *dictionary;
  SessionRegister *reg;
  UiEditor *editor;
  GtkWidget *window;
  gboolean saved;
} Fixture;

/* One patient with a performed and a planned transfer. */
static void
fill (SessionRegister *reg, const char *folder)
{
  static const char *const files[][2] = {
    { "patients.csv", "code,birth_month,referral_date\nA1,1980-01,2010-01-02\n" },
    { "cycles.csv", "patient,key,kind\nA1,1,stimulation\n" },
    { "transfers.csv", "patient,key,cycle,status,date,order_in_cycle,kind\n"
                       "A1,1,1,performed,2011-03-09,1,fresh\nA1,2,1,planned,,2,fresh\n" },
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i][0], NULL);

      g_assert_true (g_file_set_contents (path, files[i][1], -1, NULL));
    }
  session_register_import_sync (reg, folder, SESSION_IMPORT_NO_BACKUP, NULL, NULL, NULL, NULL, NULL,
                                &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i][0], NULL);

      g_unlink (path);
    }
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->folder = g_dir_make_tmp ("natality-test-own-field-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "own.natality", NULL);
  f->dictionary = own_dictionary ();
  g_assert_true (session_create_with (f->path, f->dictionary, NULL, &error));
  f->reg = session_register_open_with (f->path, f->dictionary, &error);
  g_assert_no_error (error);
  fill (f->reg, f->folder);
  f->editor = ui_editor_new ();
  g_assert_true (ui_editor_load (f->editor, f->reg, 1, &error));
  f->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (f->window), 1200, 600);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  ui_settle ();
  g_object_unref (f->editor);
  session_register_close (f->reg);
  g_object_unref (f->reg);
  model_dictionary_unref (f->dictionary);
  g_unlink (f->path);
  g_rmdir (f->folder);
  g_free (f->path);
  g_free (f->folder);
}

static const ModelField *
score (Fixture *f)
{
  return model_dictionary_find (f->dictionary, MODEL_TABLE_TRANSFER, "own_score");
}

static gboolean
has_label (GtkWidget *root, const char *text)
{
  if (GTK_IS_LABEL (root) && g_str_has_prefix (gtk_label_get_text (GTK_LABEL (root)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_label (child, text))
      return TRUE;
  return FALSE;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *f = data;
  g_autoptr (GError) error = NULL;

  f->saved = ui_editor_save_finish (f->editor, result, &error);
  g_assert_no_error (error);
}

static gboolean
is_saved (gpointer data)
{
  return ((Fixture *) data)->saved;
}

/* Shown with its caption, typed into, told what is wrong, saved. */
static void
test_form (Fixture *f, gconstpointer data)
{
  GtkWidget *form = ui_form_new (f->editor, MODEL_TABLE_TRANSFER, 1, GPOINTER_TO_INT (data), NULL);
  g_autoptr (ModelRecord) record = NULL;
  GtkWidget *field, *entry;

  gtk_window_set_child (GTK_WINDOW (f->window), form);
  ui_form_set_captions (UI_FORM (form), TRUE);
  ui_form_set_expanded (UI_FORM (form), TRUE);
  gtk_window_present (GTK_WINDOW (f->window));
  ui_settle ();
  field = ui_form_find_field (UI_FORM (form), "own_score");
  g_assert_nonnull (field);
  g_assert_true (ui_field_is_shown (UI_FIELD (field)));
  g_assert_true (gtk_widget_get_mapped (field));
  g_assert_true (has_label (form, "Own score"));

  entry = ui_field_get_entry (UI_FIELD (field));
  gtk_editable_set_text (GTK_EDITABLE (entry), "medium");
  ui_settle ();
  g_assert_true (ui_field_has_error (UI_FIELD (field)));
  g_assert_nonnull (ui_editor_hard_issue (f->editor));
  gtk_editable_set_text (GTK_EDITABLE (entry), "high");
  ui_settle ();
  g_assert_false (ui_field_has_error (UI_FIELD (field)));
  g_assert_cmpstr (ui_editor_value (f->editor, MODEL_TABLE_TRANSFER, 1, score (f)), ==, "high");
  ui_editor_save_async (f->editor, NULL, saved_cb, f);
  ui_wait (is_saved, f, "the field to be saved");
  record = session_register_read (f->reg, 1, FALSE, NULL);
  g_assert_cmpstr (model_row_get (model_record_find (record, MODEL_TABLE_TRANSFER, 1), score (f)),
                   ==, "high");
}

/* Where its condition isn't met it isn't asked. */
static void
test_not_asked (Fixture *f, gconstpointer data)
{
  GtkWidget *form = ui_form_new (f->editor, MODEL_TABLE_TRANSFER, 2, UI_FORM_WHOLE, NULL);

  gtk_window_set_child (GTK_WINDOW (f->window), form);
  gtk_window_present (GTK_WINDOW (f->window));
  ui_settle ();
  g_assert_false (ui_field_is_shown (UI_FIELD (ui_form_find_field (UI_FORM (form), "own_score"))));
  ui_editor_set_value (f->editor, MODEL_TABLE_TRANSFER, 2,
                       model_dictionary_find (f->dictionary, MODEL_TABLE_TRANSFER, "status"),
                       "performed");
  ui_settle ();
  g_assert_true (ui_field_is_shown (UI_FIELD (ui_form_find_field (UI_FORM (form), "own_score"))));
  ui_editor_discard (f->editor);
}

static gboolean
offers (GtkWidget *root, const char *label)
{
  GListModel *model =
      GTK_IS_DROP_DOWN (root) ? gtk_drop_down_get_model (GTK_DROP_DOWN (root)) : NULL;

  for (guint i = 0; GTK_IS_STRING_LIST (model) && i < g_list_model_get_n_items (model); i++)
    if (g_strcmp0 (gtk_string_list_get_string (GTK_STRING_LIST (model), i), label) == 0)
      return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (offers (child, label))
      return TRUE;
  return FALSE;
}

/* Among what can group the curves. */
static void
test_groups (Fixture *f, gconstpointer data)
{
  GtkWidget *bar = g_object_new (UI_TYPE_QUESTION_BAR, NULL);
  g_autoptr (ModelDictionary) builtin = model_dictionary_new ();

  gtk_window_set_child (GTK_WINDOW (f->window), bar);
  ui_question_bar_set_dictionary (UI_QUESTION_BAR (bar), builtin);
  g_assert_true (offers (bar, "Smoking"));
  g_assert_false (offers (bar, "Own score"));
  ui_question_bar_set_dictionary (UI_QUESTION_BAR (bar), f->dictionary);
  g_assert_true (offers (bar, "Own score"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, data, function)                                                                  \
  g_test_add ("/own-field/" name, Fixture, GINT_TO_POINTER (data), set_up, function, tear_down)
  ADD ("form", UI_FORM_WHOLE, test_form);
  ADD ("line", UI_FORM_LINE, test_form);
  ADD ("not-asked", 0, test_not_asked);
  ADD ("groups", 0, test_groups);
  return g_test_run ();
}
