/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed and not saved outlives the program: files of drafts, found again, gone on with,
 * damaged, moved. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base-clock.h"
#include "drafts-fixture.h"

/* --- helpers ---------------------------------------------------------------------------------- */

/* Types into her note and leaves it unsaved, as a crash does. */
static void
leave_behind (DraftsFixture *f,
              const char    *note)
{
  g_autoptr (ModelDraft) draft = drafts_begin (f);
  g_autoptr (SessionDraft) kept = session_draft_new (f->reg);

  drafts_type (f, draft, "note", note);
  session_draft_keep (kept, draft);
  session_draft_close (kept);
}

/* Names of files in the folder that end so. */
static GPtrArray *
files (const char *suffix)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (drafts_folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, suffix))
      g_ptr_array_add (names, g_build_filename (drafts_folder, name, NULL));
  return names;
}

static guint
n_files (const char *suffix)
{
  g_autoptr (GPtrArray) names = files (suffix);

  return names->len;
}

static SessionDraft *
found_one (DraftsFixture *f)
{
  g_autoptr (GPtrArray) drafts = session_register_take_drafts (f->reg);

  g_assert_cmpuint (drafts->len, ==, 1);
  return g_object_ref (drafts->pdata[0]);
}

static void
find_none (DraftsFixture *f)
{
  g_autoptr (GPtrArray) drafts = session_register_take_drafts (f->reg);

  g_assert_cmpuint (drafts->len, ==, 0);
}

static void
runs (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * G_GINT64_CONSTANT (1000);

  while (g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (2000);
    }
}

/* --- keeping ---------------------------------------------------------------------------------- */

static gboolean
waits_for_file (void)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (n_files (".draft") == 0 && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  return n_files (".draft") == 1;
}

static void
test_keep (DraftsFixture *f,
           gconstpointer  data)
{
  g_autoptr (ModelDraft) draft = drafts_begin (f), back = NULL;
  g_autoptr (SessionDraft) kept = session_draft_new (f->reg), found = NULL;
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *note = NULL;
  g_autofree char *weight = NULL;
  g_autofree char *words = NULL;
  struct stat about;
  mode_t mask = umask (0);

  drafts_type (f, draft, "note", "Müller\nsecond line");
  drafts_type (f, draft, "weight_kg", "sixty");
  session_draft_keep (kept, draft);
  /* The main loop has better things to do than to wait for a disk. */
  g_assert_cmpuint (n_files (".draft"), ==, 0);
  g_assert_true (waits_for_file ());
  umask (mask);
  names = files ("");
  g_assert_cmpuint (names->len, ==, 2); /* and its lock */
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *base = g_path_get_basename (names->pdata[i]);

      g_assert_cmpint (g_stat (names->pdata[i], &about), ==, 0);
      g_assert_cmpint (about.st_mode & 07777, ==, 0600);
      /* Nothing of hers, and nothing of the register's name. */
      for (const char *p = base; *p != '\0' && *p != '.'; p++)
        g_assert_true (g_ascii_isxdigit (*p) || *p == '-');
    }
  g_assert_cmpint (g_stat (drafts_folder, &about), ==, 0);
  g_assert_cmpint (about.st_mode & 07777, ==, 0700);

  session_draft_close (kept);
  g_clear_object (&kept);
  drafts_reopen (f);
  found = found_one (f);
  g_assert_cmpint (session_draft_patient (found), ==, 1);
  words = session_draft_describe (found, f->reg);
  g_assert_nonnull (strstr (words, "RPL-0001"));
  g_assert_null (strstr (words, "ller"));
  back = session_draft_restore (found, f->reg, NULL);
  note = drafts_shown (f, back, "note");
  weight = drafts_shown (f, back, "weight_kg");
  g_assert_cmpstr (note, ==, "Müller\nsecond line");
  g_assert_cmpstr (weight, ==, "sixty");
  g_assert_cmpuint (model_draft_conflicts (back)->len, ==, 0);
  /* Found, and gone on with, it stays until it is dealt with. */
  g_assert_cmpuint (n_files (".draft"), ==, 1);
  session_draft_drop (found);
  g_assert_cmpuint (n_files (""), ==, 0);
  drafts_reopen (f);
  find_none (f);
}

/* Dropped at any moment, also while it is being written, nothing is left. */
static void
test_drop (DraftsFixture *f,
           gconstpointer  data)
{
  g_autoptr (GRand) rand = g_rand_new ();

  for (guint round = 0; round < 60; round++)
    {
      g_autoptr (ModelDraft) draft = drafts_begin (f);
      g_autoptr (SessionDraft) kept = session_draft_new (f->reg);

      drafts_type (f, draft, "note", "typed");
      session_draft_keep (kept, draft);
      if (g_rand_boolean (rand))
        session_draft_flush (kept);
      g_usleep ((gulong) g_rand_int_range (rand, 0, 3000));
      if (g_rand_boolean (rand))
        g_main_context_iteration (NULL, FALSE);
      session_draft_drop (kept);
      if (g_rand_boolean (rand))
        {
          drafts_type (f, draft, "note", "typed again");
          session_draft_keep (kept, draft);
          session_draft_flush (kept);
          session_draft_drop (kept);
        }
      session_draft_close (kept);
      g_assert_cmpuint (n_files (""), ==, 0);
    }
}

static void
failed_cb (SessionDraft *draft,
           const char   *message,
           guint        *n)
{
  g_assert_null (strstr (message, "secret"));
  g_assert_nonnull (strstr (message, "only once it is saved"));
  (*n)++;
}

/* The state folder can't be written: it is said, once; and once it can, all of it is written. */
static void
test_no_folder (DraftsFixture *f,
                gconstpointer  data)
{
  g_autoptr (ModelDraft) draft = drafts_begin (f);
  g_autoptr (SessionDraft) kept = session_draft_new (f->reg);
  g_autofree char *parent = g_path_get_dirname (drafts_folder);
  guint n = 0;

  test_remove_folder (parent);
  g_assert_true (g_file_set_contents (parent, "in the way", -1, NULL));
  g_signal_connect (kept, "failed", G_CALLBACK (failed_cb), &n);
  drafts_type (f, draft, "note", "secret");
  session_draft_keep (kept, draft);
  while (n == 0)
    g_main_context_iteration (NULL, TRUE);
  drafts_type (f, draft, "note", "secret too");
  session_draft_keep (kept, draft);
  session_draft_close (kept);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (g_unlink (parent), ==, 0);
  drafts_type (f, draft, "note", "secret three");
  session_draft_keep (kept, draft);
  session_draft_close (kept);
  g_assert_cmpuint (n_files (".draft"), ==, 1);
}

/* --- finding ---------------------------------------------------------------------------------- */

/* Somebody is typing there still. */
static void
test_held (DraftsFixture *f,
           gconstpointer  data)
{
  g_autoptr (ModelDraft) draft = drafts_begin (f);
  g_autoptr (SessionDraft) kept = session_draft_new (f->reg);

  drafts_type (f, draft, "note", "typing");
  session_draft_keep (kept, draft);
  session_draft_close (kept);
  drafts_reopen (f);
  find_none (f);
  g_clear_object (&kept);
  drafts_reopen (f);
  g_object_unref (found_one (f));
  /* Found, but not dealt with. */
  drafts_reopen (f);
  g_object_unref (found_one (f));
}

static void
copy_file (const char *from,
           const char *to)
{
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (from, &text, &length, NULL));
  g_assert_true (g_file_set_contents (to, text, (gssize) length, NULL));
}

/* It goes with its register to another place; a copy beside it is another register. */
static void
test_moved (DraftsFixture *f,
            gconstpointer  data)
{
  g_autofree char *elsewhere = g_build_filename (f->folder, "renamed.natality", NULL);
  g_autofree char *other = g_build_filename (f->folder, "other.natality", NULL);
  g_autofree char *home = g_strdup (f->path);

  leave_behind (f, "typed");
  drafts_close (f);
  copy_file (f->path, elsewhere);
  g_free (f->path);
  f->path = g_strdup (elsewhere);
  drafts_reopen (f);
  find_none (f);
  drafts_close (f);
  g_assert_cmpint (g_rename (home, elsewhere), ==, 0);
  drafts_reopen (f);
  g_object_unref (found_one (f));
  /* Another register at the same place knows nothing of it. */
  drafts_close (f);
  g_assert_cmpint (g_rename (elsewhere, other), ==, 0);
  drafts_create (home);
  g_free (f->path);
  f->path = g_strdup (home);
  drafts_reopen (f);
  find_none (f);
}

static void
damage (const char *path,
        guint       how)
{
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  switch (how)
    {
    case 0:
      g_assert_true (g_file_set_contents (path, "", 0, NULL));
      break;
    case 1:
      g_assert_true (g_file_set_contents (path, text, (gssize) length / 2, NULL));
      break;
    case 2:
      text[length - 20] ^= 1;
      g_assert_true (g_file_set_contents (path, text, (gssize) length, NULL));
      break;
    case 3:
      text[length / 2] = '\0';
      g_assert_true (g_file_set_contents (path, text, (gssize) length, NULL));
      break;
    case 4:
      g_assert_true (g_file_set_contents (path, "\xff\xfe\n\n\n", 5, NULL));
      break;
    default:
      g_assert_cmpint (g_unlink (path), ==, 0);
      g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
      break;
    }
}

/* It never stops the register; the file is set aside under a name that is said. */
static void
test_damaged (DraftsFixture *f,
              gconstpointer  data)
{
  for (guint how = 0; how < 6; how++)
    {
      g_autofree char *trouble = NULL;
      g_autofree char *again = NULL;
      g_autoptr (GPtrArray) names = NULL;
      g_autoptr (GPtrArray) aside = NULL;

      leave_behind (f, "typed");
      names = files (".draft");
      g_assert_cmpuint (names->len, ==, 1);
      damage (names->pdata[0], how);
      drafts_reopen (f);
      find_none (f);
      trouble = session_register_draft_trouble (f->reg);
      aside = files (".aside");
      g_assert_cmpuint (aside->len, ==, 1);
      g_assert_nonnull (trouble);
      g_assert_nonnull (strstr (trouble, aside->pdata[0]));
      g_assert_cmpuint (n_files (""), ==, 1);
      drafts_reopen (f);
      again = session_register_draft_trouble (f->reg);
      g_assert_null (again);
      test_remove_folder (drafts_folder);
    }
}

/* What a newer Natality left is left for it. */
static void
test_newer (DraftsFixture *f,
            gconstpointer  data)
{
  g_autofree char *trouble = NULL;
  g_autofree char *text = NULL;
  g_autofree char *newer = NULL;
  g_autoptr (GPtrArray) names = NULL;

  leave_behind (f, "typed");
  names = files (".draft");
  g_assert_true (g_file_get_contents (names->pdata[0], &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "natality-kept 1 "));
  newer = g_strconcat ("natality-kept 2 ", text + strlen ("natality-kept 1 "), NULL);
  g_assert_true (g_file_set_contents (names->pdata[0], newer, -1, NULL));
  drafts_reopen (f);
  find_none (f);
  trouble = session_register_draft_trouble (f->reg);
  g_assert_nonnull (strstr (trouble, "newer"));
  g_assert_cmpuint (n_files (".draft"), ==, 1);
}

/* The command line neither takes nor touches them. */
static void
test_command_line (DraftsFixture *f,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SessionRegister) reg = NULL;
  g_autoptr (GPtrArray) drafts = NULL;

  leave_behind (f, "typed");
  drafts_close (f);
  reg = session_register_open_sync (f->path, FALSE, FALSE, &error);
  drafts = session_register_take_drafts (reg);
  g_assert_cmpuint (drafts->len, ==, 0);
  g_assert_cmpuint (n_files (".draft"), ==, 1);
}

/* --- going on --------------------------------------------------------------------------------- */

static void
save_note (DraftsFixture *f,
           const char    *note)
{
  g_autoptr (ModelDraft) draft = drafts_begin (f);
  g_autoptr (GError) error = NULL;

  drafts_type (f, draft, "note", note);
  g_assert_true (session_register_save_sync (f->reg, draft, "Edit", NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

static char *
stored_note (DraftsFixture *f)
{
  g_autoptr (ModelDraft) draft = drafts_begin (f);

  return drafts_shown (f, draft, "note");
}

/* Changed meanwhile: both are shown, and neither is lost before somebody decides. */
static void
test_conflict (DraftsFixture *f,
               gconstpointer  data)
{
  g_autoptr (SessionDraft) found = NULL;
  g_autoptr (ModelDraft) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *stored = NULL;
  g_autofree char *after = NULL;
  const ModelConflict *conflict;
  SessionConflict *shown_conflict = NULL;

  leave_behind (f, "mine");
  save_note (f, "theirs");
  drafts_reopen (f);
  found = found_one (f);
  back = session_draft_restore (found, f->reg, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (model_draft_conflicts (back)->len, ==, 1);
  conflict = model_draft_conflicts (back)->pdata[0];
  g_assert_cmpstr (conflict->mine, ==, "mine");
  g_assert_cmpstr (conflict->theirs, ==, "theirs");
  /* Undecided, it isn't saved. */
  g_assert_false (session_register_save_sync (f->reg, back, "Edit", NULL, NULL, &shown_conflict,
                                              &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_CONFLICT);
  g_assert_cmpstr (shown_conflict->yours, ==, "mine");
  g_assert_cmpstr (shown_conflict->theirs, ==, "theirs");
  session_conflict_free (shown_conflict);
  g_clear_error (&error);
  stored = stored_note (f);
  g_assert_cmpstr (stored, ==, "theirs");
  model_draft_settle (back, TRUE);
  g_assert_true (session_register_save_sync (f->reg, back, "Edit", NULL, NULL, NULL, &error));
  after = stored_note (f);
  g_assert_cmpstr (after, ==, "mine");
}

static void
test_gone (DraftsFixture *f,
           gconstpointer  data)
{
  g_autoptr (SessionDraft) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *other = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *words = NULL;

  /* As of a patient whose number isn't in the register: an older backup was put back. */
  leave_behind (f, "typed");
  names = files (".draft");
  g_assert_true (g_file_get_contents (names->pdata[0], &text, NULL, NULL));
  parts = g_strsplit (strchr (text, '\n') + 1, "patient\t1\n", 2);
  other = g_strconcat (parts[0], "patient\t9\n", parts[1], NULL);
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, other, -1);
  whole = g_strconcat ("natality-kept 1 ", digest, "\n", other, NULL);
  g_assert_true (g_file_set_contents (names->pdata[0], whole, -1, NULL));
  drafts_reopen (f);
  found = found_one (f);
  words = session_draft_describe (found, f->reg);
  g_assert_nonnull (strstr (words, "not in this register"));
  g_assert_null (session_draft_restore (found, f->reg, &error));
  g_assert_error (error, SESSION_ERROR, SESSION_ERROR_NOT_FOUND);
  g_assert_cmpuint (n_files (".aside"), ==, 1);
  g_assert_cmpuint (n_files (".draft"), ==, 0);
}

static void
test_new_patient (DraftsFixture *f,
                  gconstpointer  data)
{
  g_autoptr (ModelDraft) draft =
      model_draft_new (session_register_dictionary (f->reg), NULL, base_today ());
  g_autoptr (ModelDraft) back = NULL;
  g_autoptr (SessionDraft) kept = session_draft_new (f->reg), found = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;
  gint64 patient = 0;

  drafts_type (f, draft, "code", "RPL-0002");
  session_draft_keep (kept, draft);
  session_draft_close (kept);
  g_clear_object (&kept);
  drafts_reopen (f);
  found = found_one (f);
  g_assert_cmpint (session_draft_patient (found), ==, 0);
  back = session_draft_restore (found, f->reg, &error);
  g_assert_no_error (error);
  code = drafts_shown (f, back, "code");
  g_assert_cmpstr (code, ==, "RPL-0002");
  drafts_type (f, back, "birth_month", "3.1979");
  drafts_type (f, back, "referral_date", "2011");
  g_assert_true (session_register_save_sync (f->reg, back, "New", NULL, &patient, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (patient, ==, 2);
}

/* A register in which nothing was entered yet has no identity; later it has one. */
static void
test_first_change (DraftsFixture *f,
                   gconstpointer  data)
{
  g_autoptr (ModelDraft) draft = NULL;
  g_autoptr (SessionDraft) kept = NULL;
  g_autoptr (GError) error = NULL;

  drafts_close (f);
  g_unlink (f->path);
  g_assert_true (session_create (f->path, NULL, &error));
  f->reg = drafts_open (f->path);
  draft = model_draft_new (session_register_dictionary (f->reg), NULL, base_today ());
  kept = session_draft_new (f->reg);
  drafts_type (f, draft, "code", "RPL-0002");
  session_draft_keep (kept, draft);
  session_draft_close (kept);
  g_clear_object (&kept);
  drafts_reopen (f);
  g_object_unref (found_one (f));
  drafts_close (f);
  g_unlink (f->path);
  drafts_create (f->path);
  drafts_reopen (f);
  g_object_unref (found_one (f));
}

/* Closed in between: what was kept and dropped while a loop ran is in the state that was asked for
 * last. */
static void
test_quiet (DraftsFixture *f,
            gconstpointer  data)
{
  g_autoptr (ModelDraft) draft = drafts_begin (f);
  g_autoptr (SessionDraft) kept = session_draft_new (f->reg);

  drafts_type (f, draft, "note", "a");
  session_draft_keep (kept, draft);
  session_draft_drop (kept);
  runs (2 * SESSION_DRAFT_DELAY);
  g_assert_cmpuint (n_files (""), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *state = NULL;
  int status;

  state = g_dir_make_tmp ("natality-state-XXXXXX", NULL);
  g_setenv ("XDG_STATE_HOME", state, TRUE);
  drafts_folder = g_build_filename (state, "natality", "drafts", NULL);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/session/drafts/" name, DraftsFixture, NULL, drafts_set_up, function,               \
              drafts_tear_down)
  ADD ("keep", test_keep);
  ADD ("drop", test_drop);
  ADD ("quiet", test_quiet);
  ADD ("no-folder", test_no_folder);
  ADD ("held", test_held);
  ADD ("moved", test_moved);
  ADD ("damaged", test_damaged);
  ADD ("newer", test_newer);
  ADD ("command-line", test_command_line);
  ADD ("conflict", test_conflict);
  ADD ("gone", test_gone);
  ADD ("new-patient", test_new_patient);
  ADD ("first-change", test_first_change);
#undef ADD
  status = g_test_run ();
  test_remove_folder (state);
  g_free (drafts_folder);
  return status;
}
