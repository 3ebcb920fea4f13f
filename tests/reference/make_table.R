# SPDX-License-Identifier: GPL-3.0-or-later
# Tests of a baseline table beyond cohort-*/expected.json: small samples, ties, larger tables. Writes
# table.expected.json (run it in this folder). Needs R with jsonlite.
library (jsonlite)

set.seed (20261125)
pair <- function (x, y) list (x = x, y = y, welch = t.test (x, y)$p.value,
                              mann_whitney = wilcox.test (x, y, exact = FALSE)$p.value,
                              mann_whitney_exact = suppressWarnings (wilcox.test (x, y)$p.value),
                              smd = (mean (x) - mean (y)) / sqrt ((var (x) + var (y)) / 2))
many <- function (x, g) list (x = x, group = g, p = kruskal.test (x, g)$p.value)
levels_smd <- function (t) {
  p <- t[, 1] / sum (t[, 1]); q <- t[, 2] / sum (t[, 2]); i <- seq_len (nrow (t) - 1)
  S <- (diag (p, length (p)) - outer (p, p) + diag (q, length (q)) - outer (q, q)) / 2
  d <- (p - q)[i]
  if (length (i) == 1) d / sqrt (S[1, 1]) else sqrt (drop (d %*% solve (S[i, i], d)))
}
counts <- function (...) {
  t <- matrix (c (...), nrow = 2); t <- t (t)
  list (rows = nrow (t), columns = ncol (t), cells = as.vector (t (t)),
        fisher = fisher.test (t, workspace = 2e7)$p.value,
        chisq = suppressWarnings (chisq.test (t, correct = FALSE)$p.value),
        smd = levels_smd (t))
}
wide <- function (t) list (rows = nrow (t), columns = ncol (t), cells = as.vector (t (t)),
                           fisher = fisher.test (t, workspace = 2e7)$p.value,
                           chisq = suppressWarnings (chisq.test (t, correct = FALSE)$p.value))
out <- list (
  pairs = list (pair (c (1.1, 2.3, 0.4), c (2.5, 3.6)), pair (rnorm (12), rnorm (9, .8)),
                pair (round (rnorm (30, 34, 4)), round (rnorm (25, 35, 4))),
                pair (rnorm (60, 34, 4), rnorm (45, 35, 3)), pair (rnorm (49), rnorm (49, .3))),
  many = list (many (round (rnorm (40, 3)), sample (0:3, 40, TRUE)),
               many (rnorm (25), rep (0:4, 5))),
  tables = list (counts (3, 1, 1, 3), counts (10, 2, 3, 15), counts (8, 4, 7, 12, 3, 9),
                 counts (12, 20, 5, 3, 9, 9, 2, 7), counts (30, 25, 14, 16)),
  wide = list (wide (matrix (c (3, 1, 0, 2, 5, 1, 0, 2, 6), 3)),
               wide (matrix (c (4, 2, 2, 1, 7, 3, 2, 2, 1, 6, 3, 1), 3))))
writeLines (toJSON (out, auto_unbox = TRUE, digits = NA, pretty = TRUE), "table.expected.json")
