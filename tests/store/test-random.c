/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 10,000 random edits, undos and redos by two accounts in two processes at once and over
 * restarts: after each hundred the tables are what history says became of them, and the digests
 * hold. */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test-edits.h"

#define N_PATIENTS 12
#define N_BETWEEN 100 /* of both together */

/* Where every access is watched there is time for fewer. */
static gboolean
is_short (void)
{
  return g_getenv ("NATALITY_TEST_SHORT") != NULL;
}

static int
n_acts (void)
{
  return is_short () ? 800 : 10000;
}

typedef struct
{
  int go[2], done[2];
  pid_t process;
} Partner;

/* The other process: half a hundred acts for each byte that is sent, 'x' ends it. */
static void
partner_main (const char *path,
              guint32     seed,
              int         go,
              int         done)
{
  GRand *rand = g_rand_new_with_seed (seed);
  EditCounts counts = { 0 };
  Store *store = test_open (path, STORE_WRITE);
  char byte;

  store_set_unsynced (store);
  while (read (go, &byte, 1) == 1 && byte != 'x')
    {
      for (int i = 0; i < N_BETWEEN / 2; i++)
        test_edit_random (store, rand, "bent", N_PATIENTS, &counts);
      g_assert_cmpint (write (done, &byte, 1), ==, 1);
    }
  store_close (store);
  g_rand_free (rand); /* nothing is cleaned up by leaving so, and valgrind would have it leak */
  _exit (0);
}

static Partner
partner_start (const char *path,
               guint32     seed)
{
  Partner partner;

  g_assert_cmpint (pipe (partner.go), ==, 0);
  g_assert_cmpint (pipe (partner.done), ==, 0);
  partner.process = fork ();
  if (partner.process == 0)
    {
      close (partner.go[1]);
      partner_main (path, seed, partner.go[0], partner.done[1]);
    }
  close (partner.go[0]);
  close (partner.done[1]);
  return partner;
}

static void
partner_end (Partner *partner)
{
  int status;

  g_assert_cmpint (write (partner->go[1], "x", 1), ==, 1);
  g_assert_cmpint (waitpid (partner->process, &status, 0), ==, partner->process);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
  close (partner->go[1]);
  close (partner->done[0]);
}

typedef struct
{
  const char *path;
  GHashTable *image;
  gint64 change;
  GRand *rand;
  EditCounts counts;
} Run;

static void
check_hundred (Run   *run,
               Store *store)
{
  g_autoptr (GHashTable) now = test_image_read (store);
  GError *error = NULL;

  test_image_replay (run->image, run->path, now, &run->change);
  test_image_compare (run->image, now);
  store_verify_history (store, NULL, &error);
  g_assert_no_error (error);
}

/* Acts of both at once until `upto` of them are done; then both close the register. */
static void
run_together (Run *run,
              int  from,
              int  upto)
{
  Partner partner = partner_start (run->path, g_rand_int (run->rand));
  Store *store = test_open (run->path, STORE_WRITE);
  char byte = 'g';

  store_set_unsynced (store);
  for (int n = from; n < upto; n += N_BETWEEN)
    {
      g_assert_cmpint (write (partner.go[1], &byte, 1), ==, 1);
      for (int i = 0; i < N_BETWEEN / 2; i++)
        test_edit_random (store, run->rand, "anna", N_PATIENTS, &run->counts);
      g_assert_cmpint (read (partner.done[0], &byte, 1), ==, 1);
      check_hundred (run, store);
    }
  partner_end (&partner);
  store_close (store);
}

static void
test_random_edits (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, N_PATIENTS);
  guint32 seed = g_test_rand_int ();
  Run run = { path, NULL, 1, g_rand_new_with_seed (seed), { 0 } };
  g_autofree char *listing = NULL;
  Store *store = test_open (path, STORE_READ);
  GError *error = NULL;

  g_test_message ("seed %u", seed);
  run.image = test_image_read (store);
  store_close (store);
  for (int part = 0; part < 4; part++)
    run_together (&run, n_acts () / 4 * part, n_acts () / 4 * (part + 1));
  listing = test_listing (folder);
  g_assert_null (strchr (listing, '\n'));
  store = test_open (path, STORE_READ);
  store_check (store, &error);
  g_assert_no_error (error);
  g_test_message ("%u acts of anna: %u conflicts, %u undone, %u redone; %" G_GINT64_FORMAT
                  " changes",
                  run.counts.n_done, run.counts.n_conflicts, run.counts.n_undone,
                  run.counts.n_redone, store_newest_change (store));
  g_assert_cmpint (store_newest_change (store), >, n_acts () / 3);
  g_assert_cmpuint (run.counts.n_overwritten, <=, 3);
  g_assert_cmpuint (run.counts.n_undone, >, is_short () ? 0 : 100);
  g_assert_cmpuint (run.counts.n_redone, >, is_short () ? 0 : 50);
  g_assert_cmpuint (run.counts.n_conflicts, >, is_short () ? 0 : 50);
  store_close (store);
  g_hash_table_unref (run.image);
  g_rand_free (run.rand);
  test_folder_free (folder);
}

/* --- kill -9 --- */


/* Changes the register until it is killed, closing and opening it now and then; tells each
 * change's id once it is committed. */
static void
victim_main (const char *path,
             guint32     seed,
             int         tell)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  EditCounts counts = { 0 };

  for (;;)
    {
      Store *store = test_open (path, STORE_WRITE);

      for (int i = g_rand_int_range (rand, 1, 12); i > 0; i--)
        {
          gint64 id = test_edit_random (store, rand, "victim", N_PATIENTS, &counts);

          if (id > 0)
            g_assert_cmpint (write (tell, &id, sizeof id), ==, sizeof id);
        }
      store_close (store);
    }
}

static gint64
kill_one (const char *path,
          GRand      *rand,
          gint64      newest)
{
  int tell[2], status;
  pid_t process;
  gint64 id;
  int patience = g_rand_int_range (rand, 0, 8);

  g_assert_cmpint (pipe (tell), ==, 0);
  process = fork ();
  if (process == 0)
    {
      close (tell[0]);
      victim_main (path, g_rand_int (rand), tell[1]);
    }
  close (tell[1]);
  for (int i = 0; i < patience; i++)
    {
      g_assert_cmpint (read (tell[0], &id, sizeof id), ==, sizeof id);
      newest = id;
    }
  g_usleep (g_rand_int_range (rand, 0, 1500));
  kill (process, SIGKILL);
  g_assert_cmpint (waitpid (process, &status, 0), ==, process);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  /* What it told before it was gone counts too. */
  while (read (tell[0], &id, sizeof id) == sizeof id)
    newest = id;
  close (tell[0]);
  return newest;
}

static void
test_random_kill (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = test_register_new (folder, N_PATIENTS);
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  gint64 newest = 1, change = 1;
  guint n_unsaid = 0;
  GHashTable *image;
  Store *store = test_open (path, STORE_READ);
  GError *error = NULL;

  g_test_message ("seed %u", seed);
  image = test_image_read (store);
  store_close (store);
  for (int i = 0; i < n_acts () / 50; i++)
    {
      g_autoptr (GHashTable) now = NULL;
      gint64 told = kill_one (path, rand, newest);

      store = test_open (path, i % 2 == 0 ? STORE_WRITE : STORE_READ);
      newest = store_newest_change (store);
      g_assert_cmpint (newest, >=, told);
      g_assert_cmpint (newest, <=, told + 1);
      n_unsaid += newest > told;
      now = test_image_read (store);
      test_image_replay (image, path, now, &change);
      test_image_compare (image, now);
      if (i % 10 == 9)
        {
          store_verify_history (store, NULL, &error);
          g_assert_no_error (error);
          store_check (store, &error);
          g_assert_no_error (error);
        }
      store_close (store);
    }
  g_test_message ("%" G_GINT64_FORMAT " changes, %u of them committed but not told", newest,
                  n_unsaid);
  g_hash_table_unref (image);
  test_folder_free (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/random/edits", test_random_edits);
  g_test_add_func ("/store/random/kill", test_random_kill);
  return g_test_run ();
}
