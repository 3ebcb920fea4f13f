/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Atomic writing: what is there afterwards, in every case, and that nothing is left beside it. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base-file.h"

#define NOBODY 65534

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  /* A child works in its parent's folder, and leaves the clearing up to it. */
  fixture->folder = g_strdup (g_getenv ("NATALITY_TEST_FOLDER"));
  if (!g_test_subprocess ())
    fixture->folder = g_dir_make_tmp ("natality-file-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "figure.svg", NULL);
}

static guint
count_files (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_test_subprocess ())
    {
      g_chmod (fixture->folder, 0700);
      dir = g_dir_open (fixture->folder, 0, NULL);
      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

          g_remove (path);
        }
      g_rmdir (fixture->folder);
    }
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
assert_contents (const char *path,
                 const char *expected)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (contents, ==, expected);
}

static int
mode_of (const char *path)
{
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);
  return info.st_mode & 07777;
}

static void
test_new (Fixture      *fixture,
          gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  mode_t before = umask (022);

  g_assert_true (base_file_write (fixture->path, "one", 3, 0600, FALSE, &error));
  g_assert_no_error (error);
  assert_contents (fixture->path, "one");
  g_assert_cmpint (mode_of (fixture->path), ==, 0600);
  g_assert_cmpuint (count_files (fixture), ==, 1);
  g_remove (fixture->path);

  g_assert_true (base_file_write (fixture->path, NULL, 0, 0666, TRUE, &error));
  g_assert_no_error (error);
  assert_contents (fixture->path, "");
  g_assert_cmpint (mode_of (fixture->path), ==, 0644);
  umask (before);
}

static void
test_replace (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (base_file_write (fixture->path, "one", 3, 0600, FALSE, &error));
  g_assert_cmpint (g_chmod (fixture->path, 0640), ==, 0);
  g_assert_true (base_file_write (fixture->path, "second", 6, 0600, TRUE, &error));
  g_assert_no_error (error);
  assert_contents (fixture->path, "second");
  g_assert_cmpint (mode_of (fixture->path), ==, 0640);
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

static void
test_exists (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (base_file_write (fixture->path, "one", 3, 0600, FALSE, &error));
  g_assert_false (base_file_write (fixture->path, "two", 3, 0600, FALSE, &error));
  g_assert_error (error, BASE_FILE_ERROR, BASE_FILE_ERROR_EXISTS);
  assert_contents (fixture->path, "one");
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

static void
test_link (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *target = g_build_filename (fixture->folder, "target", NULL);

  g_assert_true (base_file_write (target, "one", 3, 0600, FALSE, &error));
  g_assert_cmpint (symlink (target, fixture->path), ==, 0);
  g_assert_true (base_file_write (fixture->path, "two", 3, 0600, TRUE, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_SYMLINK));
  assert_contents (target, "two");
}

static void
test_no_regular_file (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *nowhere = g_build_filename (fixture->folder, "missing", "figure.svg", NULL);

  g_assert_false (base_file_write ("/dev/null", "one", 3, 0600, TRUE, &error));
  g_assert_error (error, BASE_FILE_ERROR, BASE_FILE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (base_file_write (fixture->folder, "one", 3, 0600, TRUE, &error));
  g_assert_error (error, BASE_FILE_ERROR, BASE_FILE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (base_file_write (nowhere, "one", 3, 0600, TRUE, &error));
  g_assert_error (error, BASE_FILE_ERROR, BASE_FILE_ERROR_FAILED);
  g_assert_cmpuint (count_files (fixture), ==, 0);
}

/* Root writes everywhere, so the folder is tried as nobody, who first proves that he can't. */
static void
test_read_only (Fixture      *fixture,
                gconstpointer data)
{
  if (g_test_subprocess ())
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);

      if (geteuid () == 0)
        g_assert_cmpint (setuid (NOBODY), ==, 0);
      g_assert_cmpint (g_creat (other, 0600), ==, -1);
      g_assert_cmpint (errno, ==, EACCES);
      g_assert_false (base_file_write (fixture->path, "two", 3, 0600, TRUE, &error));
      g_assert_error (error, BASE_FILE_ERROR, BASE_FILE_ERROR_READ_ONLY);
      assert_contents (fixture->path, "one");
      return;
    }
  g_assert_true (base_file_write (fixture->path, "one", 3, 0644, FALSE, NULL));
  g_assert_cmpint (g_chmod (fixture->path, 0644), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0555), ==, 0);
  g_setenv ("NATALITY_TEST_FOLDER", fixture->folder, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_unsetenv ("NATALITY_TEST_FOLDER");
  g_test_trap_assert_passed ();
}

/* A limit on the size of files stands for a full disk. */
static void
test_full (Fixture      *fixture,
           gconstpointer data)
{
  if (g_test_subprocess ())
    {
      struct rlimit limit = { 4096, 4096 };
      g_autoptr (GError) error = NULL;
      g_autofree char *large = g_malloc0 (100000);

      signal (SIGXFSZ, SIG_IGN);
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
      g_assert_false (base_file_write (fixture->path, large, 100000, 0600, TRUE, &error));
      g_assert_error (error, BASE_FILE_ERROR, BASE_FILE_ERROR_FULL);
      assert_contents (fixture->path, "one");
      return;
    }
  g_assert_true (base_file_write (fixture->path, "one", 3, 0600, FALSE, NULL));
  g_setenv ("NATALITY_TEST_FOLDER", fixture->folder, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_unsetenv ("NATALITY_TEST_FOLDER");
  g_test_trap_assert_passed ();
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/base/file/new", Fixture, NULL, set_up, test_new, tear_down);
  g_test_add ("/base/file/replace", Fixture, NULL, set_up, test_replace, tear_down);
  g_test_add ("/base/file/exists", Fixture, NULL, set_up, test_exists, tear_down);
  g_test_add ("/base/file/link", Fixture, NULL, set_up, test_link, tear_down);
  g_test_add ("/base/file/no-regular-file", Fixture, NULL, set_up, test_no_regular_file, tear_down);
  g_test_add ("/base/file/read-only", Fixture, NULL, set_up, test_read_only, tear_down);
  g_test_add ("/base/file/full", Fixture, NULL, set_up, test_full, tear_down);
  return g_test_run ();
}
