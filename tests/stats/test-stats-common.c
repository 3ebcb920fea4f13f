/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-stats-common.h"

TestCohort *
test_cohort_new (void)
{
  TestCohort *cohort = g_new0 (TestCohort, 1);

  cohort->k = g_byte_array_new ();
  cohort->fate = g_byte_array_new ();
  cohort->group = g_byte_array_new ();
  return cohort;
}

void
test_cohort_free (TestCohort *cohort)
{
  g_byte_array_unref (cohort->k);
  g_byte_array_unref (cohort->fate);
  g_byte_array_unref (cohort->group);
  g_free (cohort);
}

void
test_cohort_add (TestCohort *cohort,
                 guint8 k,
                 guint8 fate,
                 guint8 group)
{
  g_byte_array_append (cohort->k, &k, 1);
  g_byte_array_append (cohort->fate, &fate, 1);
  g_byte_array_append (cohort->group, &group, 1);
}

guint
test_cohort_rows (const TestCohort *cohort,
                  int group,
                  StatsRiskRow *out_rows)
{
  guint n_rows = 0;

  for (guint k = 1; k <= TEST_K_MAX; k++)
    {
      StatsRiskRow row = { .k = k };

      for (guint i = 0; i < cohort->k->len; i++)
        {
          guint8 fate = cohort->fate->data[i];

          if (group >= 0 && cohort->group->data[i] != group)
            continue;
          if (cohort->k->data[i] >= k)
            row.at_risk++;
          if (cohort->k->data[i] != k)
            continue;
          row.births += fate == 1;
          row.stopped += fate == 2;
          row.cut += fate == 0 || fate == 3;
          row.open += fate == 3;
        }
      if (row.at_risk == 0)
        break;
      out_rows[n_rows++] = row;
    }
  return n_rows;
}

/* One patient's transfers, each with the given chances. */
static void
add_random_patient (TestCohort *cohort,
                    GRand *rand,
                    guint8 last,
                    const double chance[4])
{
  guint8 group = (guint8) g_rand_int_range (rand, 0, 2);

  for (guint8 k = 1; k <= last; k++)
    {
      if (g_rand_double (rand) < chance[1])
        test_cohort_add (cohort, k, 1, group);
      else if (g_rand_double (rand) < chance[3])
        test_cohort_add (cohort, k, 3, group);
      else if (g_rand_double (rand) < chance[2])
        test_cohort_add (cohort, k, 2, group);
      else if (k == last || g_rand_double (rand) < chance[0])
        test_cohort_add (cohort, k, 0, group);
      else
        continue;
      return;
    }
}

TestCohort *
test_cohort_new_random (GRand *rand)
{
  TestCohort *cohort = test_cohort_new ();
  guint n = (guint) g_rand_int_range (rand, 1, g_rand_boolean (rand) ? 401 : 20);
  guint8 last = (guint8) g_rand_int_range (rand, 1, 13);
  double chance[4]; /* by fate */

  chance[0] = g_rand_double_range (rand, 0, 0.4);
  chance[1] = g_rand_double_range (rand, 0, 0.6);
  chance[2] = g_rand_double_range (rand, 0, 0.5);
  chance[3] = g_rand_boolean (rand) ? g_rand_double_range (rand, 0, 0.4) : 0;
  switch (g_rand_int_range (rand, 0, 12))
    {
    case 0: /* no births */
      chance[1] = 0;
      break;
    case 1: /* all births at once */
      chance[1] = 1;
      break;
    case 2: /* whoever fails stops */
      chance[3] = 0;
      chance[2] = 1;
      break;
    case 3: /* all cut */
      chance[1] = chance[2] = 0;
      chance[0] = 1;
      break;
    case 4: /* nobody stops */
      chance[2] = 0;
      break;
    case 5: /* nobody is cut before the last transfer */
      chance[0] = chance[3] = 0;
      break;
    case 6: /* neither */
      chance[0] = chance[2] = chance[3] = 0;
      break;
    default:
      break;
    }
  for (guint i = 0; i < n; i++)
    add_random_patient (cohort, rand, last, chance);
  return cohort;
}

void
test_assert_rows_equal (const StatsRiskRow *rows,
                        guint n_rows,
                        const StatsRiskRow *expected,
                        guint n_expected)
{
  g_assert_cmpuint (n_rows, ==, n_expected);
  for (guint i = 0; i < n_rows; i++)
    {
      g_assert_cmpuint (rows[i].k, ==, expected[i].k);
      g_assert_cmpuint (rows[i].at_risk, ==, expected[i].at_risk);
      g_assert_cmpuint (rows[i].births, ==, expected[i].births);
      g_assert_cmpuint (rows[i].stopped, ==, expected[i].stopped);
      g_assert_cmpuint (rows[i].cut, ==, expected[i].cut);
      g_assert_cmpuint (rows[i].open, ==, expected[i].open);
    }
}
