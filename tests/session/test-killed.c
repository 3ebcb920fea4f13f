/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Programs that were killed while somebody typed: what comes back is no older than was promised,
 * and nothing that was saved comes back again. */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base-clock.h"
#include "base-date.h"
#include "base-file.h"
#include "drafts-fixture.h"

#define N_TYPISTS 4

static const char *program;

/* The child: types a number into the note at each turn, one more each time, and now and then adds a
 * consent of the day with that number and saves; tells what it does as it does it. */
typedef struct
{
  DraftsFixture f;
  ModelDraft *draft;
  SessionDraft *kept;
  guint n, save_every;
  gboolean saving;
  gint64 due;
} Typist;

static void
tell (const char *what,
      guint       n)
{
  g_autofree char *line =
      g_strdup_printf ("%s %u %" G_GINT64_FORMAT "\n", what, n, g_get_monotonic_time ());

  if (write (STDOUT_FILENO, line, strlen (line)) < 0)
    _exit (3);
}

static void
add_consent (Typist *self)
{
  static const char *const values[][2] = {
    { "person", "woman" }, { "purpose", "research" }, { "decision", "given" },
  };
  gint64 key = model_draft_add_row (self->draft, MODEL_TABLE_CONSENT, 0);
  g_autofree char *day = base_day_to_iso (10000 + (gint32) self->n);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    model_draft_set_value (self->draft, MODEL_TABLE_CONSENT, key,
                           drafts_find (self->f.reg, MODEL_TABLE_CONSENT, values[i][0]),
                           values[i][1]);
  model_draft_set_value (self->draft, MODEL_TABLE_CONSENT, key,
                         drafts_find (self->f.reg, MODEL_TABLE_CONSENT, "date"), day);
}

static void
typist_saved_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Typist *self = user_data;

  g_assert_true (session_register_save_finish (SESSION_REGISTER (source), result, NULL, NULL,
                                               NULL));
  session_draft_drop (self->kept);
  model_draft_free (self->draft);
  self->draft = drafts_begin (&self->f);
  self->saving = FALSE;
  tell ("saved", self->n);
}

static gboolean
stroke_cb (gpointer user_data)
{
  Typist *self = user_data;
  gint64 now = g_get_monotonic_time ();
  g_autofree char *note = NULL;

  if (self->due != 0 && now - self->due > 0)
    tell ("late", (guint) ((now - self->due) / 1000));
  self->due = now + 5000;
  if (self->saving)
    return G_SOURCE_CONTINUE;
  self->n++;
  note = g_strdup_printf ("%u", self->n);
  drafts_type (&self->f, self->draft, "note", note);
  if (self->n % self->save_every == 0)
    add_consent (self);
  session_draft_keep (self->kept, self->draft);
  tell ("typed", self->n);
  if (self->n % self->save_every == 0)
    {
      self->saving = TRUE;
      session_draft_flush (self->kept);
      session_register_save_async (self->f.reg, self->draft, "Edit", NULL, NULL, typist_saved_cb,
                                   self);
    }
  return G_SOURCE_CONTINUE;
}

static G_GNUC_NORETURN void
type_until_killed (const char *path,
                   const char *save_every)
{
  Typist self = { .f = { NULL, g_strdup (path), drafts_open (path) },
                  .save_every = (guint) g_ascii_strtoull (save_every, NULL, 10) };

  self.draft = drafts_begin (&self.f);
  self.kept = session_draft_new (self.f.reg);
  g_timeout_add (5, stroke_cb, &self);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

typedef struct
{
  char *folder, *path;
  GPid process;
  int output;
  GString *told;
  gint64 began, kill_at, killed;
} Victim;

static void
start_victim (Victim     *self,
              const char *save_every)
{
  const char *args[] = { program, "--typist", NULL, save_every, NULL };
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("natality-typist-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "clinic.natality", NULL);
  self->told = g_string_new (NULL);
  drafts_create (self->path);
  args[2] = self->path;
  g_spawn_async_with_pipes (NULL, (char **) args, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &self->process, NULL, &self->output, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
read_victim (Victim *self)
{
  char buffer[4096];
  ssize_t length = read (self->output, buffer, sizeof buffer);

  if (length > 0)
    g_string_append_len (self->told, buffer, length);
  return length > 0;
}

/* What a machine that is busy with other things adds to the promise: how late the child's own timer
 * came, and how long the disk takes for such a file now. */
static gint64
slowness (Victim *self,
          char  **lines)
{
  g_autofree char *path = g_build_filename (self->folder, "probe", NULL);
  gint64 late = 0, disk = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "late "))
      late = MAX (late, g_ascii_strtoll (lines[i] + strlen ("late "), NULL, 10) * 1000);
  for (guint i = 0; i < 5; i++)
    {
      gint64 began = g_get_monotonic_time ();

      g_assert_true (base_file_write (path, "probe", 5, 0600, TRUE, NULL));
      disk = MAX (disk, g_get_monotonic_time () - began);
    }
  return late + 2 * disk;
}

/* When the n-th stroke was told; 0: never. */
static gint64
typed_at (char **lines,
          guint  n)
{
  g_autofree char *start = g_strdup_printf ("typed %u ", n);

  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    if (g_str_has_prefix (lines[i], start))
      return g_ascii_strtoll (lines[i] + strlen (start), NULL, 10);
  return 0;
}

/* Days of the consents, each once. */
static void
check_consents (const ModelRecord *record,
                ModelDictionary   *dictionary)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const GPtrArray *rows = record->rows[MODEL_TABLE_CONSENT];
  const ModelField *date = model_dictionary_find (dictionary, MODEL_TABLE_CONSENT, "date");

  for (guint i = 0; i < rows->len; i++)
    if (!g_hash_table_add (seen, (gpointer) model_row_get (rows->pdata[i], date)))
      g_error ("a consent came back although it had been saved");
}

static void
inspect_victim (Victim *self)
{
  DraftsFixture f = { NULL, self->path, NULL };
  g_auto (GStrv) lines = g_strsplit (self->told->str, "\n", -1);
  g_autoptr (GPtrArray) drafts = NULL;
  g_autoptr (ModelDraft) draft = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;
  gint64 promise = G_USEC_PER_SEC + slowness (self, lines), lost;
  guint n = 0;

  f.reg = drafts_open (self->path);
  drafts = session_register_take_drafts (f.reg);
  g_assert_cmpuint (drafts->len, <=, 1);
  if (drafts->len == 1)
    draft = session_draft_restore (drafts->pdata[0], f.reg, &error);
  g_assert_no_error (error);
  if (draft == NULL)
    draft = drafts_begin (&f);
  g_assert_cmpuint (model_draft_conflicts (draft)->len, ==, 0);
  check_consents (model_draft_record (draft), session_register_dictionary (f.reg));
  note = drafts_shown (&f, draft, "note");
  n = (guint) g_ascii_strtoull (note, NULL, 10); /* 0 where it is "as saved" */
  lost = typed_at (lines, n + 1);
  g_test_message ("killed after %d ms: stroke %u came back%s; lost: %d ms, promised: %d",
                  (int) ((self->killed - self->began) / 1000), n,
                  drafts->len > 0 ? " in a draft" : ", saved",
                  lost > 0 ? (int) ((self->killed - lost) / 1000) : 0, (int) (promise / 1000));
  if (lost > 0)
    g_assert_cmpint (self->killed - lost, <=, promise);
  g_assert_true (session_register_save_sync (f.reg, draft, "Edit", NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  session_register_close (f.reg);
  g_object_unref (f.reg);
}

static void
kill_victim (Victim *self)
{
  int status;

  self->killed = g_get_monotonic_time ();
  kill (self->process, SIGKILL);
  waitpid (self->process, &status, 0);
  g_assert_true (WIFSIGNALED (status));
  while (read_victim (self))
    ;
  close (self->output);
  g_spawn_close_pid (self->process);
}

static void
test_killed (void)
{
  guint32 seed = g_random_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint n_batches = g_getenv ("NATALITY_TEST_SHORT") != NULL ? 1 : 2;

  g_test_message ("seed %u", seed);
  for (guint batch = 0; batch < n_batches; batch++)
    {
      Victim victims[N_TYPISTS] = { 0 };
      guint alive = N_TYPISTS;

      for (guint i = 0; i < N_TYPISTS; i++)
        {
          start_victim (&victims[i], i % 2 == 0 ? "60" : "10000");
          read_victim (&victims[i]); /* it types */
          victims[i].began = g_get_monotonic_time ();
          victims[i].kill_at = victims[i].began + g_rand_int_range (rand, 1, 2500) * 1000;
        }
      while (alive > 0)
        {
          for (guint i = 0; i < N_TYPISTS; i++)
            {
              if (victims[i].killed != 0)
                continue;
              if (g_get_monotonic_time () >= victims[i].kill_at)
                {
                  kill_victim (&victims[i]);
                  alive--;
                }
              else
                read_victim (&victims[i]);
            }
        }
      for (guint i = 0; i < N_TYPISTS; i++)
        {
          inspect_victim (&victims[i]);
          test_remove_folder (victims[i].folder);
          g_free (victims[i].folder);
          g_free (victims[i].path);
          g_string_free (victims[i].told, TRUE);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *state = NULL;
  int status;

  if (argc == 4 && strcmp (argv[1], "--typist") == 0)
    type_until_killed (argv[2], argv[3]);
  program = argv[0];
  state = g_dir_make_tmp ("natality-state-XXXXXX", NULL);
  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/killed", test_killed);
  status = g_test_run ();
  test_remove_folder (state);
  return status;
}
