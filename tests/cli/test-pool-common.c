/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See test-pool-common.h. */
#include "test-pool-common.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/wait.h>

#include "test-reference.h"

void
pool_set_up (Fixture      *fixture,
             gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("natality-pool-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
}

void
pool_empty (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_remove (path);
    }
}

void
pool_tear_down (Fixture      *fixture,
                gconstpointer data)
{
  pool_empty (fixture);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static void
run_line (Fixture    *fixture,
          int         status,
          char      **out_text,
          char      **out_errors,
          const char *words)
{
  g_auto (GStrv) argv = NULL;
  g_autofree char *line = g_strconcat ("natality-cli ", words, NULL);
  g_autofree char *text = NULL, *errors = NULL;
  GError *error = NULL;
  int got;

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  g_free (argv[0]);
  argv[0] = g_strdup (g_getenv ("NATALITY_CLI"));
  g_spawn_sync (fixture->folder, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, &errors, &got,
                &error);
  g_assert_no_error (error);
  if (!WIFEXITED (got) || WEXITSTATUS (got) != status)
    g_error ("%s\nended with %d, not %d: %s%s", line, got, status, text, errors);
  g_assert_false (g_regex_match_simple ("\\b(nan|inf)\\b", text, 0, 0));
  /* A sentence where it failed, and nothing else where it didn't. */
  g_assert_true ((*errors != '\0') == (status != 0));
  g_assert_true (status == 0 || *text == '\0');
  if (out_text != NULL)
    *out_text = g_steal_pointer (&text);
  if (out_errors != NULL)
    *out_errors = g_steal_pointer (&errors);
}

void
pool_run (Fixture    *fixture,
          int         status,
          char      **out_text,
          char      **out_errors,
          const char *format,
          ...)
{
  g_autofree char *words = NULL;
  va_list arguments;

  va_start (arguments, format);
  words = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  run_line (fixture, status, out_text, out_errors, words);
}

static JsonNode *
json_of (Fixture    *fixture,
         const char *words)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *root;

  run_line (fixture, 0, &text, NULL, words);
  root = json_from_string (text, &error);
  g_assert_no_error (error);
  return root;
}

JsonNode *
pool_run_json (Fixture    *fixture,
               const char *format,
               ...)
{
  g_autofree char *words = NULL, *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  words = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  line = g_strconcat (words, " --format json", NULL);
  return json_of (fixture, line);
}

JsonNode *
pool_json (Fixture    *fixture,
           const char *format,
           ...)
{
  g_autofree char *words = NULL, *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  words = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  line = g_strconcat ("pool ", words, " --format json", NULL);
  return json_of (fixture, line);
}

void
pool_write (Fixture    *fixture,
            const char *name,
            const char *data,
            gsize       length)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
}

char *
pool_read (Fixture    *fixture,
           const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

JsonNode *
pool_load (Fixture    *fixture,
           const char *name)
{
  g_autofree char *text = pool_read (fixture, name);
  g_autoptr (GError) error = NULL;
  JsonNode *root = json_from_string (text, &error);

  g_assert_no_error (error);
  return root;
}

const char *
pool_text (JsonNode   *node,
           const char *path)
{
  return json_node_get_string (test_reference_get (node, path));
}

void
pool_assert_array (JsonNode   *got,
                   JsonNode   *want,
                   const char *what)
{
  g_autoptr (GArray) a = test_reference_numbers (got), b = test_reference_numbers (want);

  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    test_assert_close (g_array_index (a, double, i), g_array_index (b, double, i),
                       TEST_CLOSED_FORM, 1e-14, "%s, %u", what, i);
}
