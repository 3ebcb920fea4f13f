# SPDX-License-Identifier: GPL-3.0-or-later
# What is said of curves beyond cohort-*/expected.json: weights and standard error of the weighted
# curve, critical values of simultaneous bands, binomial and one-sample tests. Writes
# curves.expected.json (run it in this folder). Needs R with survival, mvtnorm, jsonlite.
library (survival); library (mvtnorm); library (jsonlite)

person_transfers <- function (d) {
  pp <- d[rep (seq_len (nrow (d)), d$transfers), ]
  pp$patient <- rep (seq_len (nrow (d)), d$transfers)
  pp$k <- sequence (d$transfers)
  pp$y <- as.integer (pp$k == pp$transfers & pp$fate == 1)
  pp$stop <- as.integer (pp$k == pp$transfers & pp$fate == 2)
  pp
}

# As make_reference.R: stop ~ k + age on the transfers without a birth; the weight of a transfer is
# 1 / the chance of not having stopped after those before it.
weighted <- function (d) {
  pp <- person_transfers (d)
  fit <- glm (stop ~ k + age, binomial, pp[pp$y == 0, ], control = glm.control (1e-14, 100))
  pp$chance <- predict (fit, pp, type = "response")
  pp$w <- ave (1 - pp$chance, pp$patient, FUN = function (s) 1 / cumprod (c (1, s[-length (s)])))
  s <- summary (survfit (Surv (k - 1, k, y) ~ 1, pp, weights = w, id = patient, robust = TRUE),
                times = seq_len (max (pp$k)))
  later <- pp$w[pp$k > 1]
  cut <- quantile (later, c (.05, .95), names = FALSE)
  list (patient = pp$patient, k = pp$k, birth = pp$y, stop = pp$stop, chance = pp$chance,
        weight = pp$w, estimate = 1 - s$surv, se = s$std.err,
        summary = c (min (later), median (later), max (later), mean (later)),
        truncated = ifelse (pp$k > 1, pmin (cut[2], pmax (cut[1], pp$w)), 1),
        effective = as.vector (tapply (pp$w, pp$k, function (w) sum (w)^2 / sum (w^2))))
}

greenwood <- function (d) {
  N <- sapply (seq_len (max (d$transfers)), function (j) sum (d$transfers >= j))
  D <- sapply (seq_len (max (d$transfers)), function (j) sum (d$transfers == j & d$fate == 1))
  keep <- D > 0 & N > D
  cumsum (D / (N * (N - D)))[keep]
}
simultaneous <- function (v, level = .95) {
  R <- outer (v, v, function (a, b) sqrt (pmin (a, b) / pmax (a, b)))
  excess <- function (c) pmvnorm (rep (-c, length (v)), rep (c, length (v)), corr = R,
                                  algorithm = Miwa (steps = 2049)) - level
  list (v = v, level = level, critical = uniroot (excess, c (1, 6), tol = 1e-10)$root)
}

one_sample <- function (n, d, h) {
  chance <- 1
  for (i in seq_along (n)) chance <- convolve (chance, rev (dbinom (0:n[i], n[i], h[i])), type = "o")
  O <- sum (d); E <- sum (n * h); V <- sum (n * h * (1 - h))
  list (n = n, d = d, h = h, expected = E, variance = V, z = (O - E) / sqrt (V),
        p = 2 * pnorm (-abs (O - E) / sqrt (V)),
        exact_p = sum (chance[chance <= chance[O + 1] * (1 + 1e-7)]))
}

cohort <- function (name) read.csv (file.path (name, "cohort.csv"))
set.seed (1)
exact_tests <- do.call (rbind, lapply (1:60, function (i) {
  n <- sample (c (1:30, 100, 1000), 1); x <- sample (0:n, 1); r <- runif (1)
  data.frame (x = x, n = n, rate = r, p = binom.test (x, n, r)$p.value)
}))
out <- list (ipcw = list (cohort_52 = weighted (cohort ("cohort-52")),
                          cohort_160 = weighted (cohort ("cohort-160"))),
             simultaneous = list (simultaneous (greenwood (cohort ("cohort-52"))),
                                  simultaneous (greenwood (cohort ("cohort-160"))),
                                  simultaneous (greenwood (cohort ("cohort-160")), .9),
                                  simultaneous (c (.01, .0101, .04))),
             binomial = exact_tests,
             one_sample = list (one_sample (c (52, 29, 18, 10, 5), c (19, 7, 4, 1, 1),
                                            c (.19, .19, .17, .15, .15)),
                                one_sample (c (20, 8), c (11, 3), c (.4, .35))))
writeLines (toJSON (out, auto_unbox = TRUE, digits = NA, na = "null", pretty = FALSE),
            "curves.expected.json")
