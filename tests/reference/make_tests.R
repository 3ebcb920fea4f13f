# SPDX-License-Identifier: GPL-3.0-or-later
# Tests between groups beyond cohort-*/expected.json: three groups, strata, open decisions, exact
# permutation, adjusted p. Writes open-240.csv and tests.expected.json here (run it in this folder).
# Needs R with survival, cmprsk, jsonlite; exactRankTests for one line.
library (survival); library (cmprsk); library (jsonlite)

set.seed (20261125)
n <- 240
open240 <- data.frame (group = sample (c ("a", "b", "c"), n, TRUE, c (.5, .3, .2)),
                       stratum = sample (c ("x", "y"), n, TRUE), k = 0L, fate = 0L)
for (i in seq_len (n)) repeat {
  open240$k[i] <- open240$k[i] + 1L
  h <- c (a = .3, b = .25, c = .2)[[open240$group[i]]]
  u <- runif (1)
  if (u < h) { open240$fate[i] <- 1L; break }
  if (u < h + .1) { open240$fate[i] <- 3L; break }
  if (u < h + .28) { open240$fate[i] <- 2L; break }
  if (u < h + .35 || open240$k[i] == 8L) { open240$fate[i] <- 0L; break }
}
write.csv (open240, "open-240.csv", row.names = FALSE, quote = FALSE)

# Birth, cut with the decision open, discontinuation, cut with the decision known.
ordered <- function (k, fate) k + c (.75, 0, .5, .25)[fate + 1]
cause <- function (fate) ifelse (fate == 3, 0, fate)
test <- function (chisq, df) list (chisq = unname (chisq), df = df,
                                   p = pchisq (unname (chisq), df, lower.tail = FALSE))
gray <- function (d, group, strata = NULL) {
  arguments <- list (ordered (d$k, d$fate), cause (d$fate), group)
  if (!is.null (strata)) arguments$strata <- strata
  t <- do.call (cuminc, arguments)$Tests["1", ]
  test (t["stat"], t[["df"]])
}
logrank <- function (formula, d, rho = 0) {
  t <- survdiff (formula, d, rho = rho)
  test (t$chisq, length (t$n) - 1)
}

# The weighted family for any number of groups, written from its definition. Checked against
# survdiff below for the two weights that survdiff has.
family <- function (k, birth, group, weight) {
  levels <- sort (unique (group)); G <- length (levels)
  U <- rep (0, G); V <- matrix (0, G, G); S <- 1
  for (t in sort (unique (k))) {
    n <- sapply (levels, function (g) sum (k >= t & group == g))
    d <- sapply (levels, function (g) sum (k == t & birth & group == g))
    N <- sum (n); D <- sum (d); w <- weight (N, S)
    U <- U + w * (d - D * n / N)
    if (N > 1) V <- V + w^2 * D * (N - D) / (N - 1) * (diag (n / N) - outer (n, n) / N^2)
    S <- S * (1 - D / N)
  }
  i <- seq_len (G - 1)
  test (drop (t (U[i]) %*% solve (V[i, i]) %*% U[i]), G - 1)
}
weights <- list ("log-rank" = function (N, S) 1, "gehan-breslow" = function (N, S) N,
                 "tarone-ware" = function (N, S) sqrt (N),
                 "fleming-harrington-1-0" = function (N, S) S,
                 "fleming-harrington-0-1" = function (N, S) 1 - S,
                 "fleming-harrington-1-1" = function (N, S) S * (1 - S))
of <- function (d) {
  birth <- d$fate == 1
  out <- lapply (weights, function (w) family (d$k, birth, d$group, w))
  Y <- Surv (d$k, birth)
  stopifnot (all.equal (out[["log-rank"]], logrank (Y ~ d$group, d)),
             all.equal (out[["fleming-harrington-1-0"]], logrank (Y ~ d$group, d, 1)))
  stratified <- survdiff (Y ~ group + strata (stratum), d)
  U <- rowSums (stratified$obs - stratified$exp)
  s <- seq_along (U)
  trend <- survdiff (Y ~ group, d)
  u <- trend$obs - trend$exp
  list (tests = out, gray = gray (d, d$group), gray_stratified = gray (d, d$group, d$stratum),
        stratified = test (stratified$chisq, length (U) - 1),
        trend = test (sum (s * u)^2 / drop (t (s) %*% trend$var %*% s), 1),
        trend_stratified = test (sum (s * U)^2 / drop (t (s) %*% stratified$var %*% s), 1))
}

cohort <- function (name) {
  d <- read.csv (file.path (name, "cohort.csv"))
  data.frame (k = d$transfers, fate = d$fate, group = d$centre, stratum = d$type,
              treated = d$treated)
}

# Exact permutation of the log-rank scores, by going through every choice of labels.
exact <- function (k, birth, group_1) {
  H <- sapply (k, function (t) sum (sapply (seq_len (t), function (j)
    sum (k == j & birth) / sum (k >= j))))
  a <- birth - H
  U <- abs (sum (a[group_1]))
  mean (combn (length (a), sum (group_1), function (i) abs (sum (a[i])) >= U - 1e-9))
}
small <- list (k = c (1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 5, 1, 2, 6),
               birth = c (1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 0, 1, 0),
               group_1 = c (1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0))
small$p <- exact (small$k, small$birth == 1, small$group_1 == 1)
exact52 <- local ({
  d <- cohort ("cohort-52")
  birth <- d$fate == 1
  N <- sapply (1:6, function (j) sum (d$k >= j)); D <- sapply (1:6, function (j) sum (d$k == j & birth))
  L <- 7176
  a <- round (L * (birth - cumsum (D / N)[d$k]))
  exactRankTests::perm.test (a[d$treated == 1] - min (a), a[d$treated == 0] - min (a),
                             exact = TRUE)$p.value
})

p <- c (.01, .04, NA, .03, .005, .04, .9, .2)
out <- list (cohort_160 = of (cohort ("cohort-160")), open_240 = of (open240),
             exact_14 = small, exact_cohort_52 = exact52,
             adjust = list (p = p, holm = p.adjust (p, "holm"), hochberg = p.adjust (p, "hochberg"),
                            bh = p.adjust (p, "BH"), bonferroni = p.adjust (p, "bonferroni")))
writeLines (toJSON (out, auto_unbox = TRUE, digits = NA, na = "null", pretty = TRUE),
            "tests.expected.json")
