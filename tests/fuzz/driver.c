/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a fuzz target as a test: on each sample, on every beginning of it, and on it with single
 * bytes changed. One case per sample; a crash or a sanitizer's report is the failure. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <glib.h>

#define MAX_VARIANTS 400 /* of one sample, each way */
#define FEW_VARIANTS 40  /* where each takes ten times as long */

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* The input in a block of its own size, so that reading past its end is seen. */
static void
feed (const char *data,
      size_t      size)
{
  g_autofree uint8_t *copy = g_memdup2 (data, size);

  LLVMFuzzerTestOneInput (copy, size);
}

static void
test_sample (gconstpointer data)
{
  static const char bytes[] = { '\0', '"', ',', '\n', '\xff', '9', '-', ' ' };
  g_autofree char *sample = NULL;
  g_autoptr (GError) error = NULL;
  gsize size, step;

  g_file_get_contents (data, &sample, &size, &error);
  g_assert_no_error (error);
  feed (sample, size);
  step = size / (g_getenv ("NATALITY_TEST_SHORT") != NULL ? FEW_VARIANTS : MAX_VARIANTS) + 1;
  for (gsize at = 0; at < size; at += step)
    {
      char kept = sample[at];

      feed (sample, at);
      sample[at] = bytes[at / step % sizeof bytes];
      feed (sample, size);
      sample[at] = kept;
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  dir = g_dir_open (argv[1], 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *base = g_path_get_basename (argv[1]);
      g_autofree char *path = g_strdup_printf ("/%s/%s", base, name);

      g_ptr_array_add (paths, g_build_filename (argv[1], name, NULL));
      g_test_add_data_func (path, g_ptr_array_index (paths, paths->len - 1), test_sample);
    }
  return g_test_run ();
}
