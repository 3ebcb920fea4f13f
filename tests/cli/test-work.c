/* SPDX-License-Identifier: GPL-3.0-or-later */
/* natality-cli at long work, as its user sees it: a percentage on a terminal and nowhere else,
 * and Ctrl+C, after which the folder is as it was. The program is named by NATALITY_CLI. */
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <pty.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEADLINE_SECONDS 60

typedef struct
{
  char *folder;
  int terminal; /* what the program prints, or is typed to it */
  pid_t child;
  GString *seen;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  f->folder = g_dir_make_tmp ("natality-work-XXXXXX", NULL);
  f->seen = g_string_new (NULL);
  f->terminal = -1;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  if (f->terminal >= 0)
    close (f->terminal);
  remove_tree (f->folder);
  g_string_free (f->seen, TRUE);
  g_free (f->folder);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static char *
listing (Fixture *f)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (f->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

static void
assert_listing (Fixture    *f,
                const char *wanted)
{
  g_autofree char *got = listing (f);

  g_assert_cmpstr (got, ==, wanted);
}

/* Starts `natality-cli words...` in the folder; both its outputs go to a terminal, or a pipe. */
static void
start (Fixture    *f,
       gboolean    at_terminal,
       const char *words)
{
  g_auto (GStrv) argv = NULL;
  g_autofree char *line = g_strconcat ("natality-cli ", words, NULL);
  int ends[2];

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, NULL));
  g_string_truncate (f->seen, 0);
  if (at_terminal)
    f->child = forkpty (&f->terminal, NULL, NULL, NULL);
  else
    {
      g_assert_cmpint (pipe (ends), ==, 0);
      f->child = fork ();
      f->terminal = ends[0];
    }
  g_assert_cmpint (f->child, >=, 0);
  if (f->child == 0)
    {
      if (!at_terminal && (dup2 (ends[1], 1) < 0 || dup2 (ends[1], 2) < 0 || close (ends[0]) != 0))
        _exit (98);
      if (chdir (f->folder) == 0)
        execv (g_getenv ("NATALITY_CLI"), argv);
      _exit (99);
    }
  if (!at_terminal)
    close (ends[1]);
  g_assert_cmpint (fcntl (f->terminal, F_SETFL, O_NONBLOCK), ==, 0);
}

/* Reads what is there; FALSE once the program has closed its end. */
static gboolean
hear (Fixture *f)
{
  char bytes[4096];
  gssize n = read (f->terminal, bytes, sizeof bytes);

  if (n > 0)
    g_string_append_len (f->seen, bytes, n);
  return n > 0 || (n < 0 && errno == EAGAIN);
}

typedef gboolean (*Condition) (Fixture *f);

static void
wait_until (Fixture   *f,
            Condition  condition)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_SECONDS * G_USEC_PER_SEC;

  while (!condition (f))
    {
      if (g_get_monotonic_time () > deadline || !hear (f))
        g_error ("it didn't happen; seen: %s", f->seen->str);
      g_usleep (2000);
    }
}

static int
wait_for_end (Fixture *f)
{
  int status;

  while (hear (f))
    g_usleep (2000);
  g_assert_cmpint (waitpid (f->child, &status, 0), ==, f->child);
  g_assert_true (WIFEXITED (status)); /* not killed: it put its things in order */
  close (f->terminal);
  f->terminal = -1;
  return WEXITSTATUS (status);
}

static void
run (Fixture    *f,
     const char *words)
{
  start (f, FALSE, words);
  g_assert_cmpint (wait_for_end (f), ==, 0);
}

static gboolean
shows_percents (Fixture *f)
{
  const char *first = strstr (f->seen->str, " %");

  return first != NULL && strstr (first + 1, " %") != NULL;
}

/* Ctrl+C as a terminal sends it, once two percentages were seen. */
static void
test_terminal (Fixture      *f,
               gconstpointer data)
{
  start (f, TRUE, "simulate a.natality --patients 500000 --seed 1");
  wait_until (f, shows_percents);
  g_assert_null (strchr (f->seen->str, '\n')); /* on one line */
  g_assert_cmpint (write (f->terminal, "\003", 1), ==, 1);
  g_assert_cmpint (wait_for_end (f), ==, 1);
  g_assert_nonnull (
      strstr (f->seen->str, "\r      \rnatality-cli: Cancelled. No register was made."));
  assert_listing (f, "");
}

/* A folder or file that is only there while the work is under way. */
static gboolean
is_under_way (Fixture *f)
{
  g_autoptr (GDir) dir = g_dir_open (f->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, ".natality-") || g_str_has_suffix (name, "-wal"))
      return TRUE;
  return FALSE;
}

static void
assert_interrupted (Fixture    *f,
                    int         number,
                    const char *words,
                    const char *sentence,
                    const char *left)
{
  start (f, FALSE, words);
  wait_until (f, is_under_way);
  kill (f->child, number);
  g_assert_cmpint (wait_for_end (f), ==, 1);
  g_assert_cmpstr (f->seen->str, ==, sentence); /* and no percentage: it is no terminal */
  assert_listing (f, left);
}

static void
test_interrupt (Fixture      *f,
                gconstpointer data)
{

  assert_interrupted (f, SIGTERM, "simulate b.natality --patients 5000000 --seed 1",
                      "natality-cli: Cancelled. No register was made.\n", "");
  run (f, "simulate a.natality --patients 8000 --seed 1");
  assert_interrupted (f, SIGINT, "export a.natality csv",
                      "natality-cli: Cancelled. No export was kept.\n", "a.natality");
  run (f, "export a.natality csv");
  run (f, "init b.natality");
  assert_interrupted (f, SIGHUP, "import b.natality csv",
                      "natality-cli: Cancelled. Nothing was imported.\n",
                      "a.natality b.natality csv");
  run (f, "history b.natality");
  g_assert_cmpstr (f->seen->str, ==, "");
  run (f, "check b.natality");
  g_assert_cmpstr (f->seen->str, ==, "Errors: 0, warnings: 0\n");
}

/* A computation: percentages and Ctrl+C as above, and nothing of a result. */
static void
test_computation (Fixture      *f,
                  gconstpointer data)
{
  static const char *const words[]
    = { "curve a.natality --bootstrap 1000000 --format csv",
        "plan a.natality --odds-ratio 2 --patients 400 --simulations 1000000" };

  run (f, "simulate a.natality --patients 500 --seed 1");
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      start (f, TRUE, words[i]);
      wait_until (f, shows_percents);
      g_assert_null (strchr (f->seen->str, '\n'));
      g_assert_cmpint (write (f->terminal, "\003", 1), ==, 1);
      g_assert_cmpint (wait_for_end (f), ==, 1);
      g_assert_true (g_str_has_suffix (
          f->seen->str, "\r      \rnatality-cli: Cancelled. There is no result.\r\n"));
      assert_listing (f, "a.natality");
    }
}

static gboolean
shows_a_percent (Fixture *f)
{
  return strstr (f->seen->str, " %") != NULL;
}

/* A fit alone, of which nothing more is told than that it is under way. */
static void
test_model (Fixture      *f,
            gconstpointer data)
{
  g_autoptr (GString) rows = g_string_new ("k,born,x\n");
  g_autofree char *path = g_build_filename (f->folder, "a.csv", NULL);

  /* Many levels: long to fit, soon read. */
  for (guint i = 0; i < 300000; i++)
    g_string_append_printf (rows, "%u,%u,%u\n", 1 + i % 7, i % 3 == 0, i * 31 % 53);
  g_assert_true (g_file_set_contents (path, rows->str, (gssize) rows->len, NULL));
  start (f, TRUE, "model --csv a.csv --time k --event born --terms 'factor(x)' --firth");
  wait_until (f, shows_a_percent);
  g_assert_cmpint (write (f->terminal, "\003", 1), ==, 1);
  g_assert_cmpint (wait_for_end (f), ==, 1);
  g_assert_true (g_str_has_suffix (
      f->seen->str, "\r      \rnatality-cli: Cancelled. There is no result.\r\n"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/work/terminal", Fixture, NULL, set_up, test_terminal, tear_down);
  g_test_add ("/work/interrupt", Fixture, NULL, set_up, test_interrupt, tear_down);
  g_test_add ("/work/computation", Fixture, NULL, set_up, test_computation, tear_down);
  g_test_add ("/work/model", Fixture, NULL, set_up, test_model, tear_down);
  return g_test_run ();
}
