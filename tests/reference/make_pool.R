# SPDX-License-Identifier: GPL-3.0-or-later
# Six centres: those of cohort-160 and of cohort-52, groups by treated, pooled from their patients;
# once with the centre's types as strata. Writes pool.expected.json (run it in this folder). Needs R
# with survival, metafor, jsonlite.
library (survival); library (metafor); library (jsonlite)

read <- function (n) {
  d <- read.csv (sprintf ("cohort-%d/cohort.csv", n))
  d$centre <- paste0 (n, d$centre)
  d
}
d <- rbind (read (160), read (52))
d$birth <- d$fate == 1
centres <- sort (unique (d$centre))
tight <- coxph.control (eps = 1e-14, iter.max = 50)
exact <- function (formula, d) {
  f <- coxph (formula, d, ties = "exact", control = tight)
  list (log_odds = coef (f)[[1]], se = sqrt (vcov (f)[1]))
}
test <- function (formula) {
  t <- survdiff (formula, d)
  list (chisq = t$chisq, df = 1, p = pchisq (t$chisq, 1, lower.tail = FALSE))
}
summary_of <- function (y, v) {
  of <- function (m) {
    f <- if (m == "FE") rma (y, v, method = m)
         else rma (y, v, method = m, test = "knha", control = list (threshold = 1e-14, maxiter = 1000))
    out <- list (estimate = f$b[1], se = f$se, lo = f$ci.lb, hi = f$ci.ub, p = f$pval, Q = f$QE,
                 Q_p = f$QEp)
    if (m != "FE") {
      p <- predict (f)
      out <- c (out, list (tau2 = f$tau2, prediction_lo = p$pi.lb, prediction_hi = p$pi.ub))
    }
    out
  }
  list (reml = of ("REML"), dl = of ("DL"), fixed = of ("FE"))
}
odds <- function (formula) lapply (centres, function (c) {
  exact (formula, d[d$centre == c, ])
})
# A level without a birth, or with nothing else, fits alone and is left out of the model.
hazard <- function (strata) lapply (centres, function (c) {
  t <- transfers[transfers$centre == c, ]
  t$level <- factor (paste (t[[strata]], t$k))
  rate <- ave (as.numeric (t$y), t$level)
  t <- droplevels (t[rate > 0 & rate < 1, ])
  formula <- if (nlevels (t$level) > 1) y ~ level + treated else y ~ treated
  f <- NULL # the standard error is of the step before the last: begin again where it ended
  for (i in 1:5) f <- glm (formula, binomial ("cloglog"), t, start = coef (f), epsilon = 1e-15)
  list (log_hazard = coef (f)[["treated"]], se = sqrt (vcov (f)["treated", "treated"]))
})
value <- function (d, at, conservative) {
  s <- if (conservative) survfit (Surv (transfers, factor (fate, 0:2)) ~ 1, d, id = id)
       else survfit (Surv (transfers, birth) ~ 1, d)
  s <- summary (s, times = at, extend = FALSE)
  if (conservative) c (s$pstate[, 2], s$std.err[, 2]) else c (1 - s$surv, s$std.err)
}
log_log <- function (at) lapply (centres, function (c) {
  a <- value (d[d$centre == c & d$treated == 0, ], at, FALSE)
  b <- value (d[d$centre == c & d$treated == 1, ], at, FALSE)
  se <- function (x) x[2] / ((1 - x[1]) * log (1 - x[1]))
  list (estimate = log (-log (1 - b[1])) - log (-log (1 - a[1])), se = sqrt (se (a)^2 + se (b)^2))
})
differences <- function (at, conservative) lapply (centres, function (c) {
  a <- value (d[d$centre == c & d$treated == 0, ], at, conservative)
  b <- value (d[d$centre == c & d$treated == 1, ], at, conservative)
  list (estimate = b[1] - a[1], se = sqrt (a[2]^2 + b[2]^2))
})
pooled <- function (values, names) {
  y <- sapply (values, `[[`, names[1]); v <- sapply (values, `[[`, names[2])^2
  list (centres = lapply (seq_along (y), function (i) list (estimate = y[i], se = sqrt (v[i]))),
        summary = summary_of (y, v))
}
curve <- function (d) {
  s <- summary (survfit (Surv (transfers, birth) ~ 1, d), times = seq_len (max (d$transfers)))
  a <- survfit (Surv (transfers, factor (fate, 0:2)) ~ 1, d, id = seq_len (nrow (d)))
  a <- summary (a, times = seq_len (max (d$transfers)))
  list (optimistic = 1 - s$surv, se = s$std.err, conservative = a$pstate[, 2],
        conservative_se = a$std.err[, 2])
}
# One row per transfer; a centre whose rows are merged has one stratum of all its transfers.
transfers <- d[rep (seq_len (nrow (d)), d$transfers), ]
transfers$k <- sequence (d$transfers)
transfers$y <- transfers$birth & transfers$k == transfers$transfers
merged <- function (centres, merged) {
  t <- transfers[transfers$centre %in% centres, ]
  t$stratum <- ifelse (t$centre == merged, t$centre, paste (t$centre, t$k))
  t$one <- 1
  exact (Surv (one, y) ~ treated + strata (stratum), t)
}
Y <- Surv (d$transfers, d$birth)
out <- list (
  centres = centres,
  curves = list ("0" = curve (d[d$treated == 0, ]), "1" = curve (d[d$treated == 1, ])),
  by_centre = list (one_stage = exact (Surv (transfers, birth) ~ treated + strata (centre), d),
                    stratified = test (Y ~ treated + strata (centre)),
                    log_odds = pooled (odds (Surv (transfers, birth) ~ treated),
                                       c ("log_odds", "se")),
                    log_hazard = pooled (hazard ("centre"), c ("log_hazard", "se"))),
  by_type = list (one_stage = exact (Surv (transfers, birth) ~ treated + strata (centre, type), d),
                  stratified = test (Y ~ treated + strata (centre, type)),
                  log_odds = pooled (odds (Surv (transfers, birth) ~ treated + strata (type)),
                                     c ("log_odds", "se")),
                  log_hazard = pooled (hazard ("type"), c ("log_hazard", "se"))),
  merged_160A = list (alone = merged ("160A", "160A"),
                      with_others = merged (c ("160A", "160B", "160C"), "160A")),
  optimistic_at_2 = pooled (differences (2, FALSE), c ("estimate", "se")),
  log_log_at_2 = pooled (log_log (2), c ("estimate", "se")),
  conservative_at_2 = pooled (differences (2, TRUE), c ("estimate", "se")))
writeLines (toJSON (out, auto_unbox = TRUE, digits = NA, na = "null", pretty = TRUE),
            "pool.expected.json")
