# SPDX-License-Identifier: GPL-3.0-or-later
# Subgroups: the contrast of two groups within each level, and the interaction tests. Writes
# subgroups.expected.json here (run it in this folder). Needs R 4.2 with survival, brglm2, jsonlite.
#
# Ratios: glm on one row per woman and transfer, the transfer's number a factor (a transfer without
# a birth, or with nothing but births, shares the level before it, the first ones that after). Where
# births are fewer than 5 per parameter, or the fit is separated: brglm2 (AS_mean); for the logit the
# penalised profile likelihood's limits and test, written out below. Interactions: likelihood ratio
# (anova) of all levels with an estimate, penalised (logistftest's) or, for cloglog, Wald's of
# brglm2's fit where that is sparse. Differences: survfit with log-log limits, MOVER, Cochran's Q.
suppressMessages ({library (survival); library (brglm2); library (jsonlite)})
z <- qnorm (.975)

k_level <- function (d) {
  level <- 0; b <- n <- 0; out <- integer (max (d$k))
  for (k in seq_along (out)) {
    bk <- sum (d$k == k & d$y); nk <- sum (d$k >= k)
    if (b > 0 && b < n && bk > 0 && bk < nk) { level <- level + 1; b <- n <- 0 }
    b <- b + bk; n <- n + nk; out[k] <- level
  }
  out
}
expand <- function (d) {
  p <- d[rep (seq_len (nrow (d)), d$k), ]; p$t <- sequence (d$k)
  p$birth <- as.integer (p$t == p$k & p$y); p$K <- factor (k_level (d)[p$t]); p
}
columns <- function (p, formula) {
  K <- if (nlevels (p$K) > 1) model.matrix (~ K - 1, p) else matrix (1, nrow (p))
  X <- model.matrix (formula, p)[, -1, drop = FALSE]
  list (X = cbind (K, X), n = ncol (K))
}

# Firth's logit, written from its definition: the terms in `zero` held at `at`, the penalty that of
# the whole model; and the penalised likelihood there.
firth <- function (X, y, zero = integer (), at = 0) {
  b <- rep (0, ncol (X)); b[zero] <- at; free <- setdiff (seq_along (b), zero)
  value <- function (b) { p <- plogis (drop (X %*% b)); w <- p * (1 - p)
    list (p = p, w = w, I = crossprod (X, w * X),
          l = sum (dbinom (y, 1, p, TRUE)) +
              as.numeric (determinant (crossprod (X, w * X))$modulus) / 2) }
  v <- value (b)
  for (i in 1:5000) {
    h <- rowSums ((X %*% solve (v$I)) * X) * v$w
    U <- drop (crossprod (X, y - v$p + h * (.5 - v$p)))[free]
    step <- rep (0, length (b))
    if (length (free)) step[free] <- solve (v$I[free, free, drop = FALSE], U)
    repeat { w <- value (b + step); if (w$l >= v$l - 1e-13) break; step <- step / 2 }
    b <- b + step; v <- w
    if (max (abs (step)) < 1e-13) break
  }
  list (b = b, l = v$l, I = v$I)
}
limits <- function (X, y, j, fit) {
  cut <- fit$l - qchisq (.95, 1) / 2
  f <- function (b) firth (X, y, j, b)$l - cut
  edge <- function (side) { step <- 1
    while (f (fit$b[j] + side * step) > 0) step <- 2 * step
    uniroot (f, sort (c (fit$b[j], fit$b[j] + side * step)), tol = 1e-12)$root }
  c (edge (-1), edge (1))
}

counts <- function (d) {
  g <- split (d, factor (d$g, 0:1))
  list (n = sapply (g, nrow, USE.NAMES = FALSE), transfers = sapply (g, function (x) sum (x$k)),
        births = sapply (g, function (x) sum (x$y)))
}
none <- function (d, reason) c (lapply (counts (d), unname),
  list (estimate = NA, se = NA, lo = NA, hi = NA, p = NA, firth = FALSE, reason = reason))
ratio <- function (d, link) {
  if (length (unique (d$g)) < 2) return (none (d, "nobody-in-a-group"))
  if (!any (d$y)) return (none (d, "no-births"))
  p <- expand (d)
  if (all (p$birth == 1)) return (none (d, "all-births"))
  x <- columns (p, ~ g); X <- x$X; j <- ncol (X)
  sparse <- sum (p$birth) < 5 * j
  fit <- suppressWarnings (glm.fit (X, p$birth, family = binomial (link),
                                    control = list (epsilon = 1e-30, maxit = 50)))
  sparse <- sparse || max (abs (X %*% fit$coefficients)) > 12
  if (sparse) {
    fit <- glm (p$birth ~ X - 1, family = binomial (link), method = "brglmFit",
                control = brglmControl (type = "AS_mean", epsilon = 1e-12, maxit = 5000))
    b <- coef (fit)[j]
  } else b <- fit$coefficients[j]
  se <- if (sparse) sqrt (vcov (fit)[j, j]) else {
    w <- fit$weights; sqrt (solve (crossprod (X, w * X))[j, j]) }
  lo <- b - z * se; hi <- b + z * se; chisq <- (b / se)^2
  if (sparse && link == "logit") {
    f <- firth (X, p$birth); l <- limits (X, p$birth, j, f)
    stopifnot (abs (f$b[j] - b) < 1e-7)
    lo <- l[1]; hi <- l[2]; chisq <- 2 * (f$l - firth (X, p$birth, j)$l)
  }
  c (lapply (counts (d), unname),
     list (estimate = exp (unname (b)), se = se, lo = exp (unname (lo)), hi = exp (unname (hi)),
           p = pchisq (unname (chisq), 1, lower.tail = FALSE), firth = sparse, reason = NULL))
}
interaction <- function (d, link, levels) {
  d <- d[d$v %in% levels, ]; d$v <- factor (d$v, levels)
  if (length (levels) < 2) return (list (chisq = NA, df = 0, p = NA, reason = "one-level"))
  p <- expand (d); x <- columns (p, ~ v * g); m <- length (levels) - 1
  test <- function (chisq, method) list (chisq = chisq, df = m, method = method,
                                         p = pchisq (chisq, m, lower.tail = FALSE))
  X <- x$X; last <- ncol (X) - seq_len (m) + 1
  f <- if (nlevels (p$K) > 1) birth ~ K + v else birth ~ v
  control <- list (epsilon = 1e-30, maxit = 50)
  full <- suppressWarnings (glm (update (f, . ~ . + v * g), binomial (link), p, control = control))
  if (sum (p$birth) >= 5 * ncol (X) && max (abs (full$linear.predictors)) < 12) {
    reduced <- suppressWarnings (glm (update (f, . ~ . + g), binomial (link), p,
                                      control = control))
    return (test (anova (reduced, full, test = "LRT")[2, "Deviance"], "likelihood-ratio"))
  }
  if (link == "logit")
    return (test (2 * (firth (X, p$birth)$l - firth (X, p$birth, last)$l),
                  "penalised-likelihood-ratio"))
  fit <- glm (p$birth ~ X - 1, family = binomial (link), method = "brglmFit",
              control = brglmControl (type = "AS_mean", epsilon = 1e-12, maxit = 5000))
  test (drop (coef (fit)[last] %*% solve (vcov (fit)[last, last]) %*% coef (fit)[last]), "wald")
}

difference <- function (d, at) {
  if (length (unique (d$g)) < 2) return (none (d, "nobody-in-a-group"))
  if (!any (d$y)) return (none (d, "no-births"))
  s <- lapply (0:1, function (g) { x <- d[d$g == g, ]
    if (max (x$k) < at) return (NULL)
    s <- summary (survfit (Surv (k, y) ~ 1, x, conf.type = "log-log"), times = at)
    list (F = 1 - s$surv, se = s$std.err, lo = 1 - s$upper, hi = 1 - s$lower) })
  if (any (sapply (s, is.null))) return (none (d, "not-reached"))
  a <- s[[1]]; b <- s[[2]]; D <- b$F - a$F; se <- sqrt (a$se^2 + b$se^2)
  if (!(isTRUE (a$se > 0) && isTRUE (b$se > 0))) {
    out <- none (d, "no-interval"); out$estimate <- D; return (out) }
  c (lapply (counts (d), unname),
     list (estimate = D, se = se, lo = D - sqrt ((b$F - b$lo)^2 + (a$hi - a$F)^2),
           hi = D + sqrt ((b$hi - b$F)^2 + (a$F - a$lo)^2), p = 2 * pnorm (-abs (D / se)),
           firth = FALSE, reason = NULL))
}
cochran <- function (levels) {
  y <- sapply (levels, `[[`, "estimate"); v <- sapply (levels, `[[`, "se")^2
  y <- y[!is.na (v)]; v <- v[!is.na (v)]
  if (length (y) < 2) return (list (chisq = NA, df = 0, p = NA, reason = "one-level"))
  w <- 1 / v; Q <- sum (w * (y - sum (w * y) / sum (w))^2); m <- length (y) - 1
  list (chisq = Q, df = m, p = pchisq (Q, m, lower.tail = FALSE), method = "cochran-q")
}

bands <- function (x, at) {
  name <- c (paste0 ("<", at[1]), if (length (at) > 1)
    paste0 (at[-length (at)], "-<", at[-1]), paste0 (">=", at[length (at)]))
  name[findInterval (x, at) + 1]
}
case <- function (cohort, by, variables, contrast, at = 0) {
  open <- cohort == "open-240"
  raw <- read.csv (if (open) "open-240.csv" else file.path (cohort, "cohort.csv"))
  d <- data.frame (k = if (open) raw$k else raw$transfers, y = raw$fate == 1,
                   g = as.integer (factor (raw[[by]])) - 1)
  of <- function (d) if (contrast == "difference") difference (d, at) else
    ratio (d, c (`odds-ratio` = "logit", `hazard-ratio` = "cloglog")[[contrast]])
  out <- lapply (variables, function (variable) {
    parts <- strsplit (variable, ":")[[1]]
    d$v <- if (length (parts) == 2)
      bands (raw[[parts[1]]], as.numeric (strsplit (parts[2], ",")[[1]])) else
      as.character (raw[[variable]])
    names <- unique (d$v[order (if (length (parts) == 2) raw[[parts[1]]] else d$v)])
    levels <- lapply (names, function (l) c (list (level = l), of (d[d$v == l, ])))
    i <- if (contrast == "difference") cochran (levels) else
      interaction (d, c (`odds-ratio` = "logit", `hazard-ratio` = "cloglog")[[contrast]],
                   names[!is.na (sapply (levels, `[[`, "estimate"))])
    list (variable = variable, levels = levels, interaction = i)
  })
  p <- sapply (out, function (v) v$interaction$p)
  for (m in c ("holm", "hochberg", "BH", "bonferroni"))
    for (i in seq_along (out))
      out[[i]]$interaction[[paste0 ("p_", tolower (m))]] <- p.adjust (p, m)[i]
  list (cohort = cohort, by = by, variables = paste (variables, collapse = ","),
        contrast = contrast, at = at, overall = of (d), subgroups = out)
}

usual <- c ("age:30,35,38", "centre", "type")
cases <- list ()
for (cohort in c ("cohort-52", "cohort-160")) {
  for (contrast in c ("odds-ratio", "hazard-ratio"))
    cases[[length (cases) + 1]] <- case (cohort, "treated", usual, contrast)
  cases[[length (cases) + 1]] <- case (cohort, "treated", usual, "difference", 2)
}
for (contrast in c ("odds-ratio", "hazard-ratio"))
  cases[[length (cases) + 1]] <- case ("open-240", "stratum", "group", contrast)
cases[[length (cases) + 1]] <- case ("open-240", "stratum", "group", "difference", 3)
# Levels of few women, some with nobody in a group, without births, or separated.
cases[[length (cases) + 1]] <- case ("cohort-52", "treated", c ("losses", "age:26,28,42"),
                                     "odds-ratio")
cases[[length (cases) + 1]] <- case ("cohort-52", "treated", c ("losses", "age:26,28,42"),
                                     "hazard-ratio")
cases[[length (cases) + 1]] <- case ("cohort-52", "treated", c ("losses", "age:26,28,42"),
                                     "difference", 2)
writeLines (toJSON (cases, auto_unbox = TRUE, digits = NA, na = "null", null = "null",
                    pretty = TRUE), "subgroups.expected.json")
