# SPDX-License-Identifier: GPL-3.0-or-later
# Tipping points, further intervals of proportions, the weighted curve's standard error with
# estimated weights, and differences of restricted means. Writes extras.expected.json (run it in
# this folder). Needs R with survival, jsonlite.
library (survival); library (jsonlite)
z <- qnorm (.975)

# --- the adjusted curve and its standard error -----------------------------------------------------
# The recursion as a function of the hazards h and the chances of stopping g, which may be complex:
# its gradient is taken by a complex step, not by the recursion that the program uses.
recursion <- function (h, g, theta, pi) {
  S <- 1; D1 <- 0; F <- 0
  for (k in seq_along (h)) {
    F <- F + h[k] * (S + theta * D1)
    D1 <- D1 * (1 - theta * h[k]) + (1 - pi) * S * (1 - h[k]) * g[k]
    S <- S * (1 - h[k]) * (1 - g[k])
  }
  F
}
adjusted <- function (d, at, theta, pi) {
  k <- seq_len (at)
  n <- sapply (k, function (j) sum (d$transfers >= j))
  count <- function (fate) sapply (k, function (j) sum (d$transfers == j & d$fate == fate))
  b <- count (1); q <- count (2); o <- count (3)
  m <- n - b - o
  h <- b / n; g <- ifelse (m > 0, q / m, 0)
  step <- function (which, i) {
    x <- list (h = as.complex (h), g = as.complex (g))
    x[[which]][i] <- x[[which]][i] + 1e-30i
    Im (recursion (x$h, x$g, theta, pi)) / 1e-30
  }
  var <- sum (sapply (k, function (i) step ("h", i)^2 * h[i] * (1 - h[i]) / n[i])) +
         sum (sapply (k, function (i) if (m[i] > 0) step ("g", i)^2 * g[i] * (1 - g[i]) / m[i] else 0))
  F <- recursion (h, g, theta, pi); se <- sqrt (var); w <- z * se / ((1 - F) * -log (1 - F))
  c (F = F, lo = 1 - (1 - F)^exp (-w), hi = 1 - (1 - F)^exp (w))
}
difference <- function (a, b, at, theta_a, theta_b, pi) {
  A <- adjusted (a, at, theta_a, pi); B <- adjusted (b, at, theta_b, pi)
  D <- B[["F"]] - A[["F"]]
  c (D, D - sqrt ((B[["F"]] - B[["lo"]])^2 + (A[["hi"]] - A[["F"]])^2),
     D + sqrt ((B[["hi"]] - B[["F"]])^2 + (A[["F"]] - A[["lo"]])^2))
}
crossings <- function (f) {
  t <- seq (0, 1, .01); y <- sapply (t, f); change <- which (y[-1] * y[-length (y)] < 0)
  sapply (change, function (i) uniroot (f, t[i + 0:1], tol = 1e-14)$root)
}
tipping <- function (name, d, at, pi = 0) {
  a <- d[d$group == 0, ]; b <- d[d$group == 1, ]
  both <- function (i) function (t) difference (a, b, at, t, t, pi)[i]
  steps <- seq (0, 1, .25)
  map <- lapply (steps, function (s) lapply (steps, function (t) difference (a, b, at, s, t, pi)))
  list (name = name, a = risk_table (a), b = risk_table (b), at = at, pi = pi, steps = steps,
        map = map, roots = I (as.numeric (crossings (both (1)))),
        lo_is_0 = I (as.numeric (crossings (both (2)))), hi_is_0 = I (as.numeric (crossings (both (3)))))
}
# at risk, births, stopped, cut, open; transfer after transfer
risk_table <- function (d) lapply (seq_len (max (d$transfers)), function (j) {
  last <- d$fate[d$transfers == j]
  c (sum (d$transfers >= j), sum (last == 1), sum (last == 2), sum (last %in% c (0, 3)), sum (last == 3))
})
times <- function (d, n) d[rep (seq_len (nrow (d)), n), ]
cohort <- function (name) {
  d <- read.csv (file.path (name, "cohort.csv")); d$group <- d$treated; d
}
# Two groups whose order reverses: the first stops much and late, the second little.
crossing <- data.frame (group = rep (0:1, c (60, 60)),
                        transfers = c (rep (1:4, c (38, 10, 8, 4)), rep (1:4, c (30, 14, 9, 7))),
                        fate = c (rep (1:2, c (15, 23)), rep (1:2, c (6, 4)), rep (1:2, c (6, 2)), rep (c (1, 0), c (2, 2)),
                                  rep (1:2, c (18, 12)), rep (1:2, c (6, 8)), rep (1:2, c (4, 5)), rep (c (1, 3), c (2, 5))))
# Clearly apart at one end, not at the other.
apart <- data.frame (group = rep (0:1, each = 100),
                     transfers = c (rep (1:3, c (60, 25, 15)), rep (1:3, c (70, 20, 10))),
                     fate = c (rep (1:2, c (25, 35)), rep (1:2, c (15, 10)), rep (c (1, 0), c (8, 7)),
                               rep (1:2, c (48, 22)), rep (c (1, 2, 3), c (8, 8, 4)), rep (c (1, 0), c (3, 7))))

# --- proportions -----------------------------------------------------------------------------------
proportion <- function (x, n, level) {
  z <- qnorm ((1 + level) / 2); p <- x / n; N <- n + z^2; P <- (x + z^2 / 2) / N
  c (x, n, level, pmax (0, P - z * sqrt (P * (1 - P) / N)), pmin (1, P + z * sqrt (P * (1 - P) / N)),
     pmax (0, p - z * sqrt (p * (1 - p) / n)), pmin (1, p + z * sqrt (p * (1 - p) / n)))
}

# --- weights estimated -----------------------------------------------------------------------------
# d log S / d beta by a complex step through the weights; the influence of the model from glm.
estimated <- function (d, who) {
  pp <- d[rep (seq_len (nrow (d)), d$transfers), ]
  pp$patient <- rep (seq_len (nrow (d)), d$transfers); pp$k <- sequence (d$transfers)
  last <- pp$k == pp$transfers
  pp$y <- as.integer (last & pp$fate == 1); pp$stop <- as.integer (last & pp$fate == 2)
  used <- pp$y == 0 & !(last & pp$fate == 3)
  fit <- glm (stop ~ k + age, binomial, pp[used, ], control = glm.control (1e-14, 100))
  X <- cbind (1, pp$k, pp$age); K <- max (pp$k[who[pp$patient]])
  log_S <- function (beta) {
    e <- 1 / (1 + exp (-(X %*% beta)))
    w <- unlist (tapply (1 - e, pp$patient, function (s) 1 / cumprod (c (1, s[-length (s)]))))
    own <- who[pp$patient]
    sapply (seq_len (K), function (k) {
      at <- own & pp$k == k
      log (1 - sum (w[at] * pp$y[at]) / sum (w[at]))
    })
  }
  beta <- coef (fit)
  G <- sapply (seq_along (beta), function (j) {
    b <- as.complex (beta); b[j] <- b[j] + 1e-30i; Im (cumsum (log_S (b))) / 1e-30
  })
  S <- exp (cumsum (Re (log_S (as.complex (beta)))))
  score <- matrix (0, nrow (d), length (beta))
  rows <- (pp$stop - fitted (fit)[match (seq_len (nrow (pp)), which (used))]) * X
  rows[!used, ] <- 0
  score <- rowsum (rows, pp$patient)
  IF <- score %*% summary (fit)$cov.unscaled
  e <- predict (fit, pp, type = "response")
  w <- ave (1 - e, pp$patient, FUN = function (s) 1 / cumprod (c (1, s[-length (s)]))) * who[pp$patient]
  se <- sapply (seq_len (K), function (m) {
    psi <- rep (0, nrow (d))
    for (k in seq_len (m)) {
      at <- pp$k == k; W <- sum (w[at]); h <- sum (w[at] * pp$y[at]) / W
      if (h < 1) psi[pp$patient[at]] <- psi[pp$patient[at]] - w[at] * (pp$y[at] - h) / (W * (1 - h))
    }
    c (sqrt (sum (psi^2)), sqrt (sum ((psi + IF %*% G[m, ])^2))) * S[m]
  })
  list (known = se[1, ], estimated = se[2, ], estimate = 1 - S)
}

# --- restricted means ------------------------------------------------------------------------------
restricted <- function (d, tau) {
  m <- sapply (0:1, function (g) summary (survfit (Surv (transfers, fate == 1) ~ 1, d[d$treated == g, ]),
                                          rmean = tau)$table[c ("rmean", "se(rmean)")])
  D <- m[1, 2] - m[1, 1]; se <- sqrt (sum (m[2, ]^2))
  list (tau = tau, difference = D, se = se, lo = D - z * se, hi = D + z * se, z_p = 2 * pnorm (-abs (D / se)))
}

c52 <- cohort ("cohort-52"); c160 <- cohort ("cohort-160")
# Every second woman who is still in treatment has her decision open.
open <- transform (c160, fate = ifelse (fate == 0 & seq_along (fate) %% 2 == 0, 3, fate))
everybody <- function (d) rep (TRUE, nrow (d))
out <- list (
  tipping = list (tipping ("cohort-52", c52, 3), tipping ("cohort-160", c160, 3),
                  tipping ("cohort-160, pi 0.3", c160, 3, .3),
                  tipping ("crossing", crossing, 4), tipping ("crossing, 20 times", times (crossing, 20), 4),
                  tipping ("apart, twice", times (apart, 2), 3),
                  tipping ("apart, twice, pi 0.2", times (apart, 2), 3, .2)),
  proportions = lapply (list (c (32, 52, .95), c (19, 52, .95), c (1, 100000, .95), c (43019, 133379, .95),
                              c (3, 10, .8), c (1, 10, .99), c (9, 10, .99), c (0, 7, .95), c (7, 7, .95)),
                        function (v) proportion (v[1], v[2], v[3])),
  ipcw = list (cohort_52 = estimated (c52, everybody (c52)), cohort_160 = estimated (c160, everybody (c160)),
               cohort_160_treated = estimated (c160, c160$treated == 1),
               cohort_160_open = estimated (open, everybody (open))),
  restricted_difference = list (cohort_52 = restricted (c52, 4), cohort_160 = restricted (c160, 4)))
writeLines (toJSON (out, auto_unbox = TRUE, digits = NA, na = "null", pretty = FALSE),
            "extras.expected.json")
