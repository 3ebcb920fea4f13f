/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-stats-models-common.h"

#include "stats-spline.h"

#include <math.h>
#include <string.h>

#define FIRST_SEED 30180

TestRows *
test_rows_new (guint n_terms)
{
  TestRows *rows = g_new0 (TestRows, 1);

  rows->x = g_array_new (FALSE, FALSE, sizeof (double));
  rows->first = g_byte_array_new ();
  rows->last = g_byte_array_new ();
  rows->fate = g_byte_array_new ();
  rows->count = g_array_new (FALSE, FALSE, sizeof (double));
  rows->stratum = g_array_new (FALSE, FALSE, sizeof (guint32));
  rows->knots = g_array_new (FALSE, FALSE, sizeof (double));
  rows->rows.n_terms = n_terms;
  return rows;
}

void
test_rows_free (TestRows *rows)
{
  g_array_unref (rows->x);
  g_byte_array_unref (rows->first);
  g_byte_array_unref (rows->last);
  g_byte_array_unref (rows->fate);
  g_array_unref (rows->count);
  g_array_unref (rows->stratum);
  g_array_unref (rows->knots);
  g_strfreev (rows->stratum_name);
  g_free (rows);
}

void
test_rows_add (TestRows *rows,
               const double *x,
               guint first,
               guint last,
               guint fate,
               double count,
               guint stratum)
{
  guint8 bytes[] = { (guint8) first, (guint8) last, (guint8) fate };
  guint32 of_stratum = stratum;

  g_array_append_vals (rows->x, x, rows->rows.n_terms);
  g_byte_array_append (rows->first, &bytes[0], 1);
  g_byte_array_append (rows->last, &bytes[1], 1);
  g_byte_array_append (rows->fate, &bytes[2], 1);
  g_array_append_val (rows->count, count);
  g_array_append_val (rows->stratum, of_stratum);
  rows->rows.n_strata = MAX (rows->rows.n_strata, stratum + 1);
}

void
test_rows_update (TestRows *rows)
{
  rows->rows.n = rows->last->len;
  rows->rows.x = (const double *) rows->x->data;
  rows->rows.first = rows->first->data;
  rows->rows.last = rows->last->data;
  rows->rows.fate = rows->fate->data;
  rows->rows.count = (const double *) rows->count->data;
  rows->rows.stratum = (const guint32 *) rows->stratum->data;
}

/* "rcs(age,4,2)": column 2 of the spline of age with 4 knots. */
static double
spline_value (TestTable *table,
              guint row,
              const char *factor)
{
  g_auto (GStrv) words = g_strsplit_set (factor, "(,)", -1);
  guint n_knots = (guint) g_ascii_strtoull (words[2], NULL, 10);
  guint column = (guint) g_ascii_strtoull (words[3], NULL, 10);
  g_autofree double *values = g_new (double, table->rows->len);
  double knots[STATS_SPLINE_MAX_KNOTS], columns[STATS_SPLINE_MAX_KNOTS];

  for (guint i = 0; i < table->rows->len; i++)
    values[i] = test_table_number (table, i, words[1]);
  g_assert_true (stats_spline_knots (values, table->rows->len, n_knots, knots));
  stats_spline_basis (values[row], knots, n_knots, columns);
  return columns[column];
}

static double
term_value (TestTable *table,
            guint row,
            const char *term,
            guint k)
{
  g_auto (GStrv) factors = g_strsplit (term, "*", -1);
  double product = 1;

  for (guint i = 0; factors[i] != NULL; i++)
    {
      char *level = strchr (factors[i], '=');

      if (g_str_has_prefix (factors[i], "rcs("))
        product *= spline_value (table, row, factors[i]);
      else if (g_str_equal (factors[i], "k"))
        product *= k;
      else if (level != NULL)
        {
          *level++ = '\0';
          product *= g_str_equal (test_table_text (table, row, factors[i]), level);
        }
      else
        product *= test_table_number (table, row, factors[i]);
    }
  return product;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* The different values of a column, sorted. */
static char **
levels_of (TestTable *table,
           const char *column)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < table->rows->len; i++)
    {
      const char *name = test_table_text (table, i, column);
      gboolean known = FALSE;

      for (guint j = 0; j < names->len; j++)
        known = known || g_str_equal (g_ptr_array_index (names, j), name);
      if (!known)
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

TestRows *
test_rows_load (const char *cohort,
                const char *const *terms,
                const char *strata,
                gboolean late,
                gboolean per_transfer)
{
  g_autofree char *file = g_strconcat (cohort, "/cohort.csv", NULL);
  g_autoptr (TestTable) table = test_table_load (file);
  guint n_terms = g_strv_length ((char **) terms);
  g_autofree double *x = g_new (double, n_terms + 1);
  TestRows *rows = test_rows_new (n_terms);

  if (strata != NULL)
    rows->stratum_name = levels_of (table, strata);
  for (guint i = 0; i < table->rows->len; i++)
    {
      guint first = late ? (guint) test_table_number (table, i, "first") : 1;
      guint last = (guint) test_table_number (table, i, "transfers");
      guint fate = (guint) test_table_number (table, i, "fate"), stratum = 0;

      while (strata != NULL
             && !g_str_equal (rows->stratum_name[stratum], test_table_text (table, i, strata)))
        stratum++;
      for (guint k = per_transfer ? first : last; k <= last; k++)
        {
          for (guint j = 0; j < n_terms; j++)
            x[j] = term_value (table, i, terms[j], k);
          test_rows_add (rows, x, per_transfer ? k : first, k, k == last ? fate : 0, 1, stratum);
        }
    }
  test_rows_update (rows);
  return rows;
}

guint
test_n_cases (guint n)
{
  return g_getenv ("NATALITY_TEST_SEED") != NULL    ? 1
         : g_getenv ("NATALITY_TEST_SHORT") != NULL ? n / 10
                                                    : n;
}

GRand *
test_rand_new (guint i,
               guint32 *out_seed)
{
  const char *chosen = g_getenv ("NATALITY_TEST_SEED");

  *out_seed = chosen != NULL ? (guint32) g_ascii_strtoull (chosen, NULL, 10) : FIRST_SEED + i;
  return g_rand_new_with_seed (*out_seed);
}

TestRows *
test_rows_new_random (GRand *rand,
                      guint n,
                      guint k_max,
                      gboolean late)
{
  TestRows *rows = test_rows_new (TEST_N_TERMS);
  double hazard = g_rand_double_range (rand, 0.15, 0.5), stop = g_rand_double_range (rand, 0, 0.3);
  double cut = g_rand_double_range (rand, 0, 0.2), effect = g_rand_double_range (rand, -1, 1);

  for (guint i = 0; i < n; i++)
    {
      double x[TEST_N_TERMS] = { g_rand_int_range (rand, 0, 2),
                            35 + 4 * (g_rand_double (rand) + g_rand_double (rand) - 1),
                            g_rand_int_range (rand, 0, 4) };
      guint first = late ? (guint) g_rand_int_range (rand, 1, 3) : 1, k, fate = 0;

      for (k = first; k < k_max; k++)
        {
          if (g_rand_double (rand) < hazard * exp (effect * (x[0] - 0.5) / 2))
            fate = 1;
          else if (g_rand_double (rand) < cut / 2)
            fate = 3;
          else if (g_rand_double (rand) < stop)
            fate = 2;
          else if (g_rand_double (rand) >= cut)
            continue;
          break;
        }
      test_rows_add (rows, x, first, k, fate, 1, (guint) g_rand_int_range (rand, 0, 2));
    }
  test_rows_update (rows);
  return rows;
}

TestBaseline *
test_baseline_new (const TestRows *rows,
                   int pool_from,
                   gboolean by_stratum)
{
  TestBaseline *baseline = g_new0 (TestBaseline, 1);
  guint k_max = 0, n_strata = by_stratum ? rows->rows.n_strata : 1;
  double births[256] = { 0 }, at_risk[256] = { 0 };
  guint level[256], n_levels;

  for (guint i = 0; i < rows->rows.n; i++)
    {
      k_max = MAX (k_max, rows->rows.last[i]);
      if (rows->rows.last[i] > 0 && rows->rows.fate[i] == 1)
        births[rows->rows.last[i] - 1] += rows->rows.count[i];
      for (guint k = rows->rows.first[i]; k <= rows->rows.last[i]; k++)
        at_risk[k - 1] += rows->rows.count[i];
    }
  baseline->baseline.k_max = k_max;
  baseline->baseline.n_strata = MAX (1, rows->rows.n_strata);
  if (pool_from < 0)
    {
      baseline->baseline.n_columns = 2;
      baseline->z = g_new0 (double, 2 * k_max * baseline->baseline.n_strata);
      for (guint s = 0; s < baseline->baseline.n_strata; s++)
        stats_hazard_baseline_linear (k_max, baseline->z + 2 * k_max * s);
    }
  else
    {
      n_levels = stats_hazard_levels (births, at_risk, k_max, (guint) pool_from, level);
      baseline->baseline.n_columns = n_levels * n_strata;
      baseline->z = g_new0 (double, (gsize) n_levels * n_strata * k_max
                                        * baseline->baseline.n_strata);
      for (guint s = 0; s < (by_stratum ? 1 : baseline->baseline.n_strata); s++)
        stats_hazard_baseline_factor (level, k_max, n_levels, n_strata,
                                      baseline->z + (gsize) n_levels * k_max * s);
    }
  baseline->baseline.z = baseline->z;
  return baseline;
}

void
test_baseline_free (TestBaseline *baseline)
{
  g_free (baseline->z);
  g_free (baseline);
}

void
test_assert_same_fit (const StatsFit *a,
                      const StatsFit *b,
                      const double *scale,
                      double tolerance,
                      const char *what)
{
  g_assert_cmpuint (a->n, ==, b->n);
  for (guint i = scale != NULL ? a->n_baseline : 0; i < a->n; i++)
    {
      double factor = scale != NULL ? scale[i - a->n_baseline] : 1, unit = stats_fit_se (a, i);

      if (a->state[i] != b->state[i])
        g_error ("%s: parameter %u: state %d and %d", what, i, a->state[i], b->state[i]);
      test_assert_close (factor * b->coef[i], a->coef[i], 0, tolerance * unit, "%s: coef %u", what,
                         i);
      for (guint j = scale != NULL ? a->n_baseline : 0; j <= i; j++)
        test_assert_close (factor * (scale != NULL ? scale[j - a->n_baseline] : 1)
                               * b->variance[i * a->n + j],
                           a->variance[i * a->n + j], 0,
                           tolerance * unit * stats_fit_se (a, j), "%s: variance %u %u", what, i,
                           j);
    }
}
