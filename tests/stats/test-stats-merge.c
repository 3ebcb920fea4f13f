/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small cells: on random tables no told count is small, sums are kept, and a slow search through
 * all tables that are told alike finds another value for every small count that isn't told. And
 * curves from blocks: of single rows those of rows, of several in closed form. */
#include "stats-merge.h"

#include <math.h>
#include <string.h>

#include "stats-curve.h"
#include "test-reference.h"
#include "test-stats-common.h"

#define MAX_ROWS 12

/* --- the slow search -------------------------------------------------------------------------- */

enum { BIRTHS, STOPPED, CUT_KNOWN, OPEN, N_CELLS, LEAVE = N_CELLS, AT_RISK, N_NUMBERS };

/* What is told of a block of one table, and the rows known to be empty. */
typedef struct
{
  guint n;
  int at_risk, sums[N_CELLS], transfers;
  gboolean is_empty[MAX_ROWS];
  /* The number that must differ from what it is. */
  guint row, number;
  int is;
} Told;

static gboolean search_row (const Told *told, guint row, int at_risk, const int left[N_CELLS],
                            int transfers);

/* One cell after the other of a row. */
static gboolean
search_cell (const Told *told,
             guint       row,
             guint       cell,
             int         at_risk,
             const int   left[N_CELLS],
             int         transfers,
             int         leave)
{
  if (cell == N_CELLS)
    {
      if (row == told->row && told->number == LEAVE && leave == told->is)
        return FALSE;
      return search_row (told, row + 1, at_risk - leave, left, transfers);
    }
  for (int count = 0; count <= MIN (left[cell], at_risk - leave); count++)
    {
      int then[N_CELLS];

      if (row == told->row && cell == told->number && count == told->is)
        continue;
      memcpy (then, left, sizeof then);
      then[cell] -= count;
      if (search_cell (told, row, cell + 1, at_risk, then, transfers, leave + count))
        return TRUE;
    }
  return FALSE;
}

/* Whether rows `row` and on can be filled: `left` of each kind still to leave, `transfers` still to
 * be had. */
static gboolean
search_row (const Told *told,
            guint       row,
            int         at_risk,
            const int   left[N_CELLS],
            int         transfers)
{
  int all = 0, rest = (int) (told->n - row);

  for (guint cell = 0; cell < N_CELLS; cell++)
    all += left[cell];
  if (row == told->n)
    return all == 0 && transfers == 0;
  if (at_risk < 0 || (at_risk == 0) != told->is_empty[row] || all > at_risk
      || (row == told->row && told->number == AT_RISK && at_risk == told->is))
    return FALSE;
  if (transfers > at_risk * rest || transfers < at_risk + (at_risk - all) * (rest - 1))
    return FALSE;
  return search_cell (told, row, 0, at_risk, left, transfers - at_risk, 0);
}

static void
cells_of (const StatsRiskRow *row,
          int                 cells[N_NUMBERS])
{
  cells[BIRTHS] = (int) row->births;
  cells[STOPPED] = (int) row->stopped;
  cells[CUT_KNOWN] = (int) (row->cut - row->open);
  cells[OPEN] = (int) row->open;
  cells[LEAVE] = (int) (row->births + row->stopped + row->cut);
  cells[AT_RISK] = (int) row->at_risk;
}

static gboolean
is_small (gint64 count,
          guint  smallest)
{
  return count > 0 && count < (gint64) smallest;
}

/* Fails when a small count of the block is the only one that fits what is told. Returns how many
 * were looked at. */
static guint
check_hidden (const StatsRiskTable *table,
              const StatsBlock     *block,
              guint                 smallest)
{
  Told told = { .n = block->last - block->first + 1, .at_risk = (int) block->at_risk,
                .sums = { (int) block->births, (int) block->stopped,
                          (int) (block->cut - block->open), (int) block->open },
                .transfers = (int) block->transfers };
  guint n_looked = 0;

  if (told.n == 1)
    return 0;
  for (guint i = 0; i < told.n; i++)
    told.is_empty[i] = block->first + i > table->n_rows;
  for (told.row = 0; told.row < told.n && block->first + told.row <= table->n_rows; told.row++)
    {
      int cells[N_NUMBERS];

      cells_of (&table->rows[block->first - 1 + told.row], cells);
      for (told.number = 0; told.number < N_NUMBERS; told.number++)
        {
          told.is = cells[told.number];
          if (!is_small (told.is, smallest) || (told.row == 0 && told.number == AT_RISK))
            continue;
          n_looked++;
          if (!search_row (&told, 0, told.at_risk, told.sums, told.transfers))
            g_error ("transfer %u, number %u: %d is the only one that fits",
                     block->first + told.row, told.number, told.is);
        }
    }
  return n_looked;
}

/* --- random tables ---------------------------------------------------------------------------- */

static guint
random_table (GRand        *rand,
              guint         n_patients,
              StatsRiskRow *rows)
{
  double birth = g_rand_double (rand) * 0.6, stop = g_rand_double (rand) * 0.5;
  double cut = g_rand_boolean (rand) ? 0 : g_rand_double (rand) * 0.4, open = g_rand_double (rand);
  guint left = n_patients, n = 0;

  while (left > 0)
    {
      StatsRiskRow *row = &rows[n];

      *row = (StatsRiskRow) { .k = ++n, .at_risk = left };
      for (guint i = 0; i < row->at_risk; i++)
        {
          double u = g_rand_double (rand);

          if (u < birth)
            row->births++;
          else if (u < birth + (1 - birth) * stop)
            row->stopped++;
          else if (n == MAX_ROWS || g_rand_double (rand) < cut)
            {
              row->cut++;
              row->open += g_rand_double (rand) < open;
            }
        }
      left -= row->births + row->stopped + row->cut;
    }
  return n;
}

static void
check_told (const StatsBlock *block,
            guint             smallest)
{
  const guint64 told[] = { block->at_risk, block->births, block->stopped, block->cut, block->open,
                           block->cut - block->open, stats_block_left (block) };

  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    g_assert_false (is_small ((gint64) told[i], smallest));
}

/* Parted as asked: checks every block of every table. */
static guint
check_parted (const StatsRiskTable *tables,
              guint                 n_tables,
              const guint          *ends,
              guint                 n,
              guint                 smallest)
{
  guint looked = 0;

  for (guint t = 0; t < n_tables; t++)
    {
      guint64 births = 0, transfers = 0;
      StatsBlock blocks[MAX_ROWS] = { 0 };

      for (guint i = 0; i < n; i++)
        {
          stats_merge_add_rows (&blocks[i], &tables[t], i > 0 ? ends[i - 1] + 1 : 1, ends[i]);
          check_told (&blocks[i], smallest);
          looked += check_hidden (&tables[t], &blocks[i], smallest);
          births += blocks[i].births;
          transfers += blocks[i].transfers;
        }
      g_assert_true (stats_blocks_valid (blocks, n));
      g_assert_cmpuint (stats_block_left (&blocks[n - 1]), ==, 0);
      g_assert_cmpuint (births, ==, stats_risk_total_births (tables[t].rows, tables[t].n_rows));
      for (guint i = 0; i < tables[t].n_rows; i++)
        transfers -= tables[t].rows[i].at_risk;
      g_assert_cmpuint (transfers, ==, 0);
    }
  return looked;
}

static void
test_random (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint n_wanted = g_getenv ("NATALITY_TEST_SHORT") != NULL ? 30 : 1000;
  guint n_parted = 0, n_refused = 0, n_looked = 0, n_merged = 0;

  g_test_message ("seed %u", seed);
  /* A slow one takes 10 ms. */
  while (n_parted < n_wanted)
    {
      StatsRiskRow rows[3][MAX_ROWS];
      StatsRiskTable tables[3];
      guint n_tables = (guint) g_rand_int_range (rand, 1, 4), ends[MAX_ROWS], n;
      guint smallest = (guint) g_rand_int_range (rand, 3, 6);

      for (guint t = 0; t < n_tables; t++)
        tables[t] = (StatsRiskTable) {
          rows[t], random_table (rand, (guint) g_rand_int_range (rand, t == 0 ? 1 : 0, 45), rows[t])
        };
      switch (stats_merge_partition (tables, n_tables, smallest, ends, &n))
        {
        case STATS_OK:
          n_parted++;
          n_merged += n < ends[n - 1];
          n_looked += check_parted (tables, n_tables, ends, n, smallest);
          break;
        case STATS_INVALID:
          g_assert_cmpuint (n, ==, 0);
          n_refused++;
          break;
        case STATS_NO_MEMORY:
        case STATS_TOO_LARGE:
        default:
          g_assert_not_reached ();
        }
    }
  g_test_message ("%u parted, %u of them with merged rows, %u refused; %u hidden counts looked at",
                  n_parted, n_merged, n_refused, n_looked);
  g_assert_cmpuint (n_merged, >, n_wanted / 2);
  g_assert_cmpuint (n_looked, >, 5 * n_wanted);
}

/* --- by hand ---------------------------------------------------------------------------------- */

static void
assert_ends (const StatsRiskTable *tables,
             guint                 n_tables,
             guint                 smallest,
             const char           *expected)
{
  g_autoptr (GString) got = g_string_new (NULL);
  guint ends[MAX_ROWS], n;
  StatsStatus status = stats_merge_partition (tables, n_tables, smallest, ends, &n);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (got, "%s%u", i > 0 ? " " : "", ends[i]);
  if (status != STATS_OK)
    g_string_append (got, "refused");
  g_assert_cmpstr (got->str, ==, expected);
}

static void
test_by_hand (void)
{
  /* k, at risk, births, stopped, cut, open */
  StatsRiskRow large[]
    = { { 1, 60, 20, 10, 0, 0 }, { 2, 30, 10, 5, 5, 0 }, { 3, 10, 10, 0, 0, 0 } };
  StatsRiskRow small_end[]
    = { { 1, 60, 20, 10, 0, 0 }, { 2, 30, 10, 5, 5, 0 }, { 3, 10, 7, 3, 0, 0 } };
  StatsRiskRow two[] = { { 1, 20, 3, 5, 0, 0 }, { 2, 12, 6, 6, 0, 0 } };
  StatsRiskRow births[] = { { 1, 20, 3, 0, 0, 0 }, { 2, 17, 17, 0, 0, 0 } };
  StatsRiskRow few[] = { { 1, 4, 4, 0, 0, 0 } };
  StatsRiskRow open[] = { { 1, 30, 10, 5, 15, 12 } };
  StatsRiskRow late[] = { { 1, 40, 10, 10, 0, 0 }, { 2, 20, 5, 10, 0, 0 }, { 3, 5, 5, 0, 0, 0 } };
  StatsRiskTable both[2] = { { large, 3 }, { small_end, 3 } };
  StatsRiskTable one;

  one = (StatsRiskTable) { large, 3 };
  assert_ends (&one, 1, 5, "1 2 3");
  one = (StatsRiskTable) { small_end, 3 };
  /* The last row joins the one before; that is two rows, and each number leaving is 5 or more. */
  assert_ends (&one, 1, 5, "1 3");
  assert_ends (&one, 1, 1, "1 2 3");
  /* Parted alike. */
  assert_ends (both, 2, 5, "1 3");
  one = (StatsRiskTable) { two, 2 };
  assert_ends (&one, 1, 5, "2");
  /* Two rows tell how many left at the first; all are births, so 3 births would be told. */
  one = (StatsRiskTable) { births, 2 };
  assert_ends (&one, 1, 5, "refused");
  assert_ends (&one, 1, 3, "1 2");
  one = (StatsRiskTable) { few, 1 };
  assert_ends (&one, 1, 5, "refused");
  /* 3 are cut with the decision known. */
  one = (StatsRiskTable) { open, 1 };
  assert_ends (&one, 1, 5, "refused");
  one = (StatsRiskTable) { late, 3 };
  assert_ends (&one, 1, 5, "1 2 3");
  late[1].at_risk = 21; /* contradicts the row before */
  assert_ends (&one, 1, 5, "refused");
}

/* --- curves of blocks ------------------------------------------------------------------------- */

static void
test_single_rows (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (TestCohort) cohort = test_cohort_new_random (rand);
      StatsRiskRow rows[TEST_K_MAX];
      guint n = test_cohort_rows (cohort, -1, rows);
      StatsBlock blocks[TEST_K_MAX];
      double F[TEST_K_MAX], se[TEST_K_MAX], of_blocks[TEST_K_MAX], se_of_blocks[TEST_K_MAX];

      for (guint i = 0; i < n; i++)
        blocks[i] = stats_block_of_row (&rows[i]);
      stats_curve_adjusted (rows, n, 0.4, 0.2, F, se, NULL);
      stats_curve_blocks_adjusted (blocks, n, 0.4, 0.2, of_blocks, se_of_blocks);
      for (guint i = 0; i < n; i++)
        {
          test_assert_close (of_blocks[i], F[i], 0, 0, "F at %u", i + 1);
          test_assert_close (se_of_blocks[i], se[i], 0, 0, "se at %u", i + 1);
        }
    }
}

/* h = 30 / 144 over three transfers, then 8 / 20 at one. */
static void
test_merged (void)
{
  const StatsBlock blocks[] = { { 1, 3, 80, 144, 30, 20, 10, 0 }, { 4, 4, 20, 20, 8, 12, 0, 0 } };
  const double h = 30 / 144.0, h_4 = 0.4, S = pow (1 - h, 3);
  StatsBlock broken[2] = { blocks[0], blocks[1] };
  double F[2], se[2], adjusted[2], adjusted_se[2], up[2], down[2];
  const double step = 1e-6;

  stats_curve_blocks_optimistic (blocks, 2, F, se);
  test_assert_close (F[0], 1 - S, 1e-14, 0, "F at 3");
  test_assert_close (se[0], S * sqrt (9 * h / (144 * (1 - h))), 1e-13, 0, "its se");
  test_assert_close (F[1], 1 - S * (1 - h_4), 1e-14, 0, "F at 4");
  test_assert_close (se[1],
                     S * (1 - h_4)
                         * sqrt (9 * h / (144 * (1 - h)) + h_4 / (20 * (1 - h_4))),
                     1e-13, 0, "its se");
  stats_curve_blocks_adjusted (blocks, 2, 1, 0, adjusted, adjusted_se);
  for (guint i = 0; i < 2; i++)
    {
      test_assert_close (adjusted[i], F[i], 1e-13, 0, "adjusted at %u", i);
      test_assert_close (adjusted_se[i], se[i], 1e-12, 0, "its se at %u", i);
    }
  stats_curve_blocks_crude (blocks, 2, F);
  test_assert_close (F[0], 30 / 80.0, 1e-15, 0, "crude");
  test_assert_close (F[1], 38 / 80.0, 1e-15, 0, "crude");

  /* Conservative: the sum over transfers of the recursion, and its se by differences. */
  {
    const double g = 20 / 114.0;
    double s = 1, sum = 0, slope_h, slope_g, plus = 0, minus = 0;

    for (guint k = 0; k < 3; k++, s *= (1 - h) * (1 - g))
      sum += s * h;
    stats_curve_blocks_adjusted (blocks, 1, 0, 0, F, se);
    test_assert_close (F[0], sum, 1e-14, 0, "conservative");
    s = 1;
    for (guint k = 0; k < 3; k++, s *= (1 - h - step) * (1 - g))
      plus += s * (h + step);
    s = 1;
    for (guint k = 0; k < 3; k++, s *= (1 - h + step) * (1 - g))
      minus += s * (h - step);
    slope_h = (plus - minus) / (2 * step);
    plus = minus = 0;
    s = 1;
    for (guint k = 0; k < 3; k++, s *= (1 - h) * (1 - g - step))
      plus += s * h;
    s = 1;
    for (guint k = 0; k < 3; k++, s *= (1 - h) * (1 - g + step))
      minus += s * h;
    slope_g = (plus - minus) / (2 * step);
    test_assert_close (se[0],
                       sqrt (slope_h * slope_h * h * (1 - h) / 144
                             + slope_g * slope_g * g * (1 - g) / 114),
                       1e-8, 0, "its se");
  }
  /* Of a single row those at risk; 80 (1 + r + r^2) = 144 has r = 0.5247. */
  test_assert_close (stats_merge_at_last (&blocks[1]), 20, 0, 0, "of a row");
  test_assert_close (stats_merge_at_last (&blocks[0]), 80 * pow ((sqrt (4.2) - 1) / 2, 2), 1e-12,
                     0, "at the third transfer");
  broken[1].at_risk = 21;
  stats_curve_blocks_optimistic (broken, 2, up, down);
  g_assert_true (isnan (up[0]) && isnan (down[1]));
  broken[1] = blocks[1];
  broken[0].transfers = 241; /* more than 80 patients have in three transfers */
  g_assert_false (stats_blocks_valid (broken, 2));
  broken[0].transfers = 119; /* 80, and 20 twice, at least */
  g_assert_false (stats_blocks_valid (broken, 2));
  broken[0].transfers = 120;
  g_assert_true (stats_blocks_valid (broken, 2));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stats/merge/by-hand", test_by_hand);
  g_test_add_func ("/stats/merge/random", test_random);
  g_test_add_func ("/stats/merge/single-rows", test_single_rows);
  g_test_add_func ("/stats/merge/curves", test_merged);
  return g_test_run ();
}
