# SPDX-License-Identifier: GPL-3.0-or-later
# Trial planning and pooling of centres. Writes design.expected.json (run it in this folder). Needs R
# with survival, metafor, jsonlite.
library (survival); library (metafor); library (jsonlite)

two <- function (n, p1, p2, alpha = .05) list (n = n, a = p1, b = p2, alpha = alpha,
  pooled = power.prop.test (n, p1, p2, sig.level = alpha, strict = TRUE)$power)
exact <- function (n1, n2, p1, p2, alpha = .05) {
  power <- 0
  for (x in 0:n1) for (y in 0:n2)
    if (fisher.test (matrix (c (x, n1 - x, y, n2 - y), 2))$p.value <= alpha)
      power <- power + dbinom (x, n1, p1) * dbinom (y, n2, p2)
  list (n_a = n1, n_b = n2, a = p1, b = p2, alpha = alpha, power = power)
}
# The same by the distribution of the first group's births given both groups': fisher.test is slow.
exact_large <- function (n1, n2, p1, p2, alpha = .05) {
  power <- 0
  for (s in 0:(n1 + n2)) {
    x <- max (0, s - n2):min (n1, s)
    d <- dhyper (x, n1, n2, s)
    p <- sapply (d, function (v) sum (d[d <= v * (1 + 1e-7)]))
    power <- power + sum ((p <= alpha) * dbinom (x, n1, p1) * dbinom (s - x, n2, p2))
  }
  list (n_a = n1, n_b = n2, a = p1, b = p2, alpha = alpha, power = power)
}

pool <- function (y, v) {
  of <- function (m) {
    f <- rma (y, v, method = m, test = "knha", control = list (threshold = 1e-14, maxiter = 1000))
    p <- predict (f)
    list (estimate = f$b[1], se = f$se, lo = f$ci.lb, hi = f$ci.ub, p = f$pval, tau2 = f$tau2,
          Q = f$QE, Q_p = f$QEp, prediction_lo = p$pi.lb, prediction_hi = p$pi.ub)
  }
  list (y = y, v = v, reml = of ("REML"), dl = of ("DL"))
}

d <- read.csv ("cohort-160/cohort.csv")
fit <- coxph (Surv (transfers, fate == 1) ~ treated + strata (centre), d, ties = "exact",
              control = coxph.control (eps = 1e-14, iter.max = 50))
out <- list (proportions = list (two (50, .4, .6), two (120, .25, .4), two (30, .1, .5, .01)),
             exact = list (exact (12, 12, .2, .7), exact (10, 16, .3, .75, .1),
                          exact_large (250, 180, .35, .5), exact_large (400, 90, .02, .09)),
             sample_size = list (pooled = ceiling (power.prop.test (p1 = .4, p2 = .55, power = .8,
                                                                    strict = TRUE)$n)),
             one_stage = list (log_odds = coef (fit)[[1]], se = sqrt (vcov (fit)[1])),
             pool = list (pool (c (.4, .9, -.1, .6, 1.4), c (.05, .1, .08, .04, .2)),
                          pool (c (.5, .52, .48), c (.1, .2, .15)),
                          pool (c (.1, 1.2, -.6, .9, 2, .3, .4), c (.05, .06, .04, .09, .1, .3, .02))))
writeLines (toJSON (out, auto_unbox = TRUE, digits = NA, pretty = TRUE), "design.expected.json")
