/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of a table of counts: stats-compare.h. */
#define MATHLIB_STANDALONE
#include <Rmath.h>
#include <math.h>
#include <stdlib.h>

#include "stats-compare.h"
#include "stats-random.h"

#define MOST_DRAWN 20000
#define SLACK 1e-7

/* Without its empty rows and columns. */
typedef struct
{
  uint64_t *cells, *rows, *columns; /* counts and their sums */
  unsigned n_rows, n_columns;
  uint64_t n;
} Table;

static void
table_clear (Table *self)
{
  free (self->cells);
  free (self->rows);
  free (self->columns);
}

static bool
table_init (Table *self,
            const uint64_t *counts,
            unsigned n_rows,
            unsigned n_columns)
{
  unsigned next = 0;

  *self = (Table) { .cells = calloc ((size_t) n_rows * n_columns + 1, sizeof (uint64_t)),
                    .rows = calloc (n_rows + 1, sizeof (uint64_t)),
                    .columns = calloc (n_columns + 1, sizeof (uint64_t)) };
  if (self->cells == NULL || self->rows == NULL || self->columns == NULL)
    return false;
  for (unsigned r = 0; r < n_rows; r++)
    for (unsigned c = 0; c < n_columns; c++)
      {
        self->rows[r] += counts[r * n_columns + c];
        self->columns[c] += counts[r * n_columns + c];
        self->n += counts[r * n_columns + c];
      }
  for (unsigned r = 0; r < n_rows; r++)
    for (unsigned c = 0; c < n_columns; c++)
      if (self->rows[r] > 0 && self->columns[c] > 0)
        self->cells[next++] = counts[r * n_columns + c];
  for (unsigned r = 0; r < n_rows; r++)
    if (self->rows[r] > 0)
      self->rows[self->n_rows++] = self->rows[r];
  for (unsigned c = 0; c < n_columns; c++)
    if (self->columns[c] > 0)
      self->columns[self->n_columns++] = self->columns[c];
  return true;
}

double
stats_chi_square_p (const uint64_t *counts,
                    unsigned n_rows,
                    unsigned n_columns,
                    double *out_smallest)
{
  double chisq = 0, smallest = INFINITY, p = NAN;
  Table table;

  if (out_smallest != NULL)
    *out_smallest = NAN;
  if (table_init (&table, counts, n_rows, n_columns) && table.n_rows > 1 && table.n_columns > 1)
    {
      for (unsigned r = 0; r < table.n_rows; r++)
        for (unsigned c = 0; c < table.n_columns; c++)
          {
            double expected = (double) table.rows[r] * (double) table.columns[c] / (double) table.n;
            double off = (double) table.cells[r * table.n_columns + c] - expected;

            chisq += off * off / expected;
            smallest = fmin (smallest, expected);
          }
      if (out_smallest != NULL)
        *out_smallest = smallest;
      p = pchisq (chisq, (table.n_rows - 1) * (table.n_columns - 1), 0, 0);
    }
  table_clear (&table);
  return p;
}

/* --- Fisher ----------------------------------------------------------------------------------- */

/* The log of what differs between the chances of tables with the same margins. */
static double
log_weight (const uint64_t *cells,
            size_t n)
{
  double sum = 0;

  for (size_t i = 0; i < n; i++)
    sum -= lgammafn ((double) cells[i] + 1);
  return sum;
}

/* The log of the product of the margins' factorials over n's. */
static double
log_margins (const Table *self)
{
  double sum = -lgammafn ((double) self->n + 1);

  for (unsigned r = 0; r < self->n_rows; r++)
    sum += lgammafn ((double) self->rows[r] + 1);
  for (unsigned c = 0; c < self->n_columns; c++)
    sum += lgammafn ((double) self->columns[c] + 1);
  return sum;
}

/* With two rows and two columns the first cell says all, and its hypergeometric chances keep their
 * digits where differences of large log factorials would lose them: published cohorts have 100,000
 * patients. */
static StatsStatus
sum_two_by_two (const Table *table,
                uint64_t max_steps,
                double *out_p)
{
  uint64_t white = table->rows[0], black = table->rows[1], drawn = table->columns[0];
  uint64_t least = drawn > black ? drawn - black : 0, most = drawn < white ? drawn : white;
  double own = dhyper ((double) table->cells[0], (double) white, (double) black, (double) drawn, 0);
  double p = 0;

  if (table->n > max_steps)
    return STATS_TOO_LARGE;
  for (uint64_t x = least; x <= most; x++)
    {
      double chance = dhyper ((double) x, (double) white, (double) black, (double) drawn, 0);

      if (chance <= own * (1 + SLACK))
        p += chance;
    }
  *out_p = fmin (1, p);
  return STATS_OK;
}

typedef struct
{
  const Table *table;
  const double *log_factorial; /* of 0 .. n */
  uint64_t steps, max_steps;
  uint64_t *left; /* of each row */
  double limit, margins; /* logs */
  double p;
} Search;

/* Fills column c from row r on, of which `rest` is left; weight: the log of what is filled. Returns
 * false once the steps are used up. */
static bool
fill (Search *self,
      unsigned c,
      unsigned r,
      uint64_t rest,
      double weight)
{
  const Table *table = self->table;
  uint64_t room = 0, least, most;

  if (++self->steps > self->max_steps)
    return false;
  /* The last column takes what is left of every row. */
  if (c + 1 == table->n_columns)
    {
      for (unsigned i = 0; i < table->n_rows; i++)
        weight -= self->log_factorial[self->left[i]];
      if (weight <= self->limit)
        self->p += exp (weight + self->margins);
      return true;
    }
  if (r + 1 == table->n_rows)
    {
      bool good;

      if (rest > self->left[r])
        return true;
      self->left[r] -= rest;
      good = fill (self, c + 1, 0, table->columns[c + 1], weight - self->log_factorial[rest]);
      self->left[r] += rest;
      return good;
    }
  for (unsigned i = r + 1; i < table->n_rows; i++)
    room += self->left[i];
  least = rest > room ? rest - room : 0;
  most = rest < self->left[r] ? rest : self->left[r];
  for (uint64_t x = least; x <= most; x++)
    {
      bool good;

      self->left[r] -= x;
      good = fill (self, c, r + 1, rest - x, weight - self->log_factorial[x]);
      self->left[r] += x;
      if (!good)
        return false;
    }
  return true;
}

static StatsStatus
search_all (const Table *table,
            uint64_t max_steps,
            double *out_p)
{
  double *log_factorial;
  Search search = { .table = table, .max_steps = max_steps };
  StatsStatus status = STATS_NO_MEMORY;

  if (table->n > max_steps)
    return STATS_TOO_LARGE;
  log_factorial = calloc (table->n + 1, sizeof *log_factorial);
  search.left = calloc (table->n_rows, sizeof *search.left);
  if (log_factorial != NULL && search.left != NULL)
    {
      for (uint64_t i = 0; i <= table->n; i++)
        log_factorial[i] = lgammafn ((double) i + 1);
      for (unsigned r = 0; r < table->n_rows; r++)
        search.left[r] = table->rows[r];
      search.log_factorial = log_factorial;
      search.margins = log_margins (table);
      search.limit = log_weight (table->cells, (size_t) table->n_rows * table->n_columns) + SLACK;
      status = fill (&search, 0, 0, table->columns[0], 0) ? STATS_OK : STATS_TOO_LARGE;
      if (status == STATS_OK)
        *out_p = fmin (1, search.p);
    }
  free (log_factorial);
  free (search.left);
  return status;
}

StatsStatus
stats_fisher_exact (const uint64_t *counts,
                    unsigned n_rows,
                    unsigned n_columns,
                    uint64_t max_steps,
                    double *out_p)
{
  StatsStatus status = STATS_NO_MEMORY;
  Table table;

  *out_p = NAN;
  if (table_init (&table, counts, n_rows, n_columns))
    status = table.n_rows == 2 && table.n_columns == 2
                 ? sum_two_by_two (&table, max_steps, out_p)
             : table.n_rows > 1 && table.n_columns > 1 ? search_all (&table, max_steps, out_p)
                                                       : STATS_OK;
  table_clear (&table);
  return status;
}

/* Deals the column labels at random over the rows' patients. */
static void
deal (const Table *table,
      const uint8_t *labels,
      uint8_t *dealt,
      StatsRandom *random,
      uint64_t *cells)
{
  uint64_t place = 0;

  for (uint64_t i = 0; i < table->n; i++)
    dealt[i] = labels[i];
  for (uint64_t i = table->n; i > 1; i--)
    {
      uint32_t j = stats_random_below (random, (uint32_t) i);
      uint8_t label = dealt[i - 1];

      dealt[i - 1] = dealt[j];
      dealt[j] = label;
    }
  for (size_t i = 0; i < (size_t) table->n_rows * table->n_columns; i++)
    cells[i] = 0;
  for (unsigned r = 0; r < table->n_rows; r++)
    for (uint64_t i = 0; i < table->rows[r]; i++)
      cells[r * table->n_columns + dealt[place++]]++;
}

static StatsStatus
draw_all (const Table *table,
          uint64_t seed,
          uint64_t draws,
          double *out_p)
{
  size_t n_cells = (size_t) table->n_rows * table->n_columns;
  uint8_t *labels = malloc (table->n), *dealt = malloc (table->n);
  uint64_t *cells = calloc (n_cells, sizeof *cells), reached = 0, place = 0;
  double limit = log_weight (table->cells, n_cells) + SLACK;
  StatsStatus status = STATS_NO_MEMORY;

  if (labels != NULL && dealt != NULL && cells != NULL)
    {
      for (unsigned c = 0; c < table->n_columns; c++)
        for (uint64_t i = 0; i < table->columns[c]; i++)
          labels[place++] = (uint8_t) c;
      for (uint64_t i = 0; i < draws; i++)
        {
          StatsRandom random;

          stats_random_init (&random, seed, i);
          deal (table, labels, dealt, &random, cells);
          reached += log_weight (cells, n_cells) <= limit;
        }
      *out_p = (1 + (double) reached) / (1 + (double) draws);
      status = STATS_OK;
    }
  free (labels);
  free (dealt);
  free (cells);
  return status;
}

StatsStatus
stats_fisher_drawn (const uint64_t *counts,
                    unsigned n_rows,
                    unsigned n_columns,
                    uint64_t seed,
                    uint64_t draws,
                    double *out_p)
{
  StatsStatus status = STATS_NO_MEMORY;
  Table table;

  *out_p = NAN;
  if (table_init (&table, counts, n_rows, n_columns))
    {
      if (table.n > MOST_DRAWN || table.n_columns > 256)
        status = STATS_TOO_LARGE;
      else
        status = table.n_rows > 1 && table.n_columns > 1 ? draw_all (&table, seed, draws, out_p)
                                                         : STATS_OK;
    }
  table_clear (&table);
  return status;
}
