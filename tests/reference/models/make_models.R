# SPDX-License-Identifier: GPL-3.0-or-later
# Computes models/cohort.csv and models/expected.json: regression models beyond those of
# cohort-52 and cohort-160, with R 4.2.2 (survival 3.5-3, brglm2 0.9, cmprsk 2.2-11, jsonlite).
# Usage, in tests/reference: Rscript models/make_models.R
#
# A case names its data, its terms and, for each, what R gives. A term is a product of factors
# joined by "*": a column of numbers ("age"), a level of a column ("centre=B"), the number of the
# transfer ("k", in cases with per_transfer), or column j of the restricted cubic spline of a
# column with n knots at their default places ("rcs(age,4,2)"; j from 0).
# Null in coef, se, ... is R's NA: a term that the terms before it determine.
suppressMessages({library(survival); library(brglm2); library(cmprsk); library(splines); library(jsonlite)})

# A cohort with all four fates (3: still in treatment, decision open), late entry (first: the number
# of her first counted transfer) and a column that separates: whoever has it gives birth at once.
set.seed(20240611); n <- 120
d <- data.frame(id=sprintf("P%03d", 1:n), first=sample(c(1, 1, 1, 2, 3), n, TRUE))
d$treated <- rbinom(n, 1, .5); d$centre <- sample(c("A", "B", "C"), n, TRUE, c(.5, .3, .2))
d$age <- round(rnorm(n, 34, 4.5), 1); d$losses <- 3 + rpois(n, .8); d$amh <- round(exp(rnorm(n, .5, .9)), 2)
d$transfers <- 0; d$fate <- 0
for (i in 1:n) for (k in d$first[i]:6) {
  u <- runif(4); d$transfers[i] <- k
  if (u[1] < plogis(-.7 - .05*(d$age[i] - 34) + .5*d$treated[i] + .2*log(d$amh[i]) - .1*k)) { d$fate[i] <- 1; break }
  if (u[2] < .08) { d$fate[i] <- 3; break }
  if (u[3] < .15) { d$fate[i] <- 2; break }
  if (u[4] < .15 || k == 6) { d$fate[i] <- 0; break } }
d$early <- as.integer(d$fate == 1 & d$transfers == d$first & 1:n %% 4 == 0)
d <- d[, c("id", "first", "transfers", "fate", "treated", "centre", "age", "losses", "amh", "early")]
write.csv(d, "models/cohort.csv", row.names=FALSE, quote=FALSE)
data <- list(models=read.csv("models/cohort.csv"), `cohort-52`=read.csv("cohort-52/cohort.csv"), `cohort-160`=read.csv("cohort-160/cohort.csv"))
for (i in 2:3) data[[i]]$first <- 1

knots <- list(`3`=c(.1,.5,.9), `4`=c(.05,.35,.65,.95), `5`=c(.05,.275,.5,.725,.95))
rcs <- function(x, t, j) { if (j == 0) return(x); k <- length(t); p <- function(v) pmax(v, 0)^3
  (p(x-t[j]) - p(x-t[k-1])*(t[k]-t[j])/(t[k]-t[k-1]) + p(x-t[k])*(t[k-1]-t[j])/(t[k]-t[k-1]))/(t[k]-t[1])^2 }
part <- function(d, w) {
  if (grepl("^rcs\\(", w)) { a <- strsplit(gsub("rcs\\(|\\)", "", w), ",")[[1]]; x <- d[[a[1]]]
    return(rcs(x, quantile(x[!duplicated(d$id)], knots[[a[2]]], names=FALSE), as.integer(a[3]))) }
  if (grepl("=", w)) { a <- strsplit(w, "=")[[1]]; return(as.numeric(d[[a[1]]] == a[2])) }
  as.numeric(d[[w]]) }
design <- function(d, terms) { X <- sapply(terms, function(t) Reduce(`*`, lapply(strsplit(t, "*", fixed=TRUE)[[1]], function(w) part(d, w))))
  matrix(X, nrow=nrow(d), dimnames=list(NULL, terms)) }
transfers <- function(d) { m <- d$transfers - d$first + 1; p <- d[rep(seq_len(nrow(d)), m), ]
  p$k <- p$first + sequence(m) - 1; p$y <- as.integer(p$k == p$transfers & p$fate == 1); p }
ok <- function(x) if (is.null(x)) NULL else unname(x)
V <- function(m) { v <- vcov(m, complete=TRUE); unname(v) }
cases <- list(); add <- function(...) cases[[length(cases) + 1]] <<- list(...)

# Cox: score, Wald and likelihood-ratio tests, zph, curves.
cox <- function(name, source, terms, ties, strata=NULL, late=FALSE, per_transfer=FALSE, pattern=NULL, zph=FALSE) {
  # R lists every subset where rows enter late; the same likelihood, with each transfer as a stratum, goes by recursion.
  d <- data[[source]]; as_strata <- ties == "exact" && (late || per_transfer); if (per_transfer || as_strata) { d <- transfers(d); d$start <- d$k - 1; d$stop <- d$k; d$event <- d$y }
  else { d$start <- if (late) d$first - 1 else 0; d$stop <- d$transfers; d$event <- as.integer(d$fate == 1) }
  X <- design(d, terms); s <- if (is.null(strata)) rep(1, nrow(d)) else d[[strata]]
  d$X <- X; d$s <- s; ctl <- coxph.control(eps=2e-12, iter.max=100)
  f <- if (as_strata) Surv(rep(1, nrow(d)), event) ~ X + strata(s, k) else as.formula(paste(if (late || per_transfer) "Surv(start, stop, event)" else "Surv(stop, event)", "~ X", if (!is.null(strata)) "+ strata(s)"))
  m <- suppressWarnings(coxph(f, d, ties=ties, control=ctl, x=TRUE)); b <- coef(m); v <- m$var; na <- is.na(b); v[na, ] <- NA; v[, na] <- NA
  z <- if (zph) { t <- cox.zph(m, transform="identity", terms=FALSE)$table; list(chisq=ok(t[-nrow(t), 1]), global=t[nrow(t), 1], df=t[nrow(t), 2]) }
  cv <- if (!is.null(pattern)) lapply(pattern, function(p) { nd <- data.frame(s=p$stratum); nd$X <- matrix(p$x, 1, dimnames=list(NULL, terms))
    c0 <- survfit(m, newdata=nd, conf.type="log"); list(stratum=p$stratum, x=p$x, k=c0$time, cumulative=1-c0$surv, se_log=c0$std.err, log_lo=1-c0$upper, log_hi=1-c0$lower) })
  add(kind="cox", name=name, data=source, terms=terms, ties=ties, strata=strata, late=late, per_transfer=per_transfer, coef=ok(b), variance=unname(v),
      loglik_null=m$loglik[1], loglik=m$loglik[2], score=m$score, wald=as.numeric(m$wald.test), df=sum(!na), zph=z, curves=cv) }
base <- c("treated", "age", "losses"); three <- c("treated", "centre=B", "centre=C", "age")
for (t in c("breslow", "efron", "exact")) {
  cox("stratified", "cohort-160", base, t, strata="centre", zph=t != "exact", pattern=if (t == "efron") list(list(stratum="A", x=c(1, 35, 3)), list(stratum="C", x=c(0, 30.5, 4))))
  cox("three levels", "cohort-160", three, t, zph=t != "exact")
  cox("interaction", "cohort-52", c("treated", "age", "treated*age"), t)
  cox("spline", "cohort-160", c("treated", "rcs(age,4,0)", "rcs(age,4,1)", "rcs(age,4,2)"), t)
  cox("collinear", "cohort-52", c("treated", "centre=A", "centre=B", "age", "centre=C"), t, zph=FALSE)
  cox("late entry", "models", base, t, late=TRUE, zph=t == "efron", pattern=if (t == "efron") list(list(stratum=1, x=c(1, 35, 3))))
  cox("late entry, stratified", "models", c("treated", "amh"), t, strata="centre", late=TRUE)
  cox("changing term", "cohort-160", c("treated", "age", "treated*k"), t, per_transfer=TRUE) }

# Discrete-time hazard models. baseline: factor of pmin(k, pool) (0: of k), or linear; strata: a
# baseline for each.
haz <- function(name, source, terms, link, baseline="factor", pool=0, strata=NULL, pattern=NULL, firth=FALSE, at_once=FALSE) {
  d <- transfers(data[[source]]); X <- design(d, terms)
  top <- function(k) if (pool > 0) pmin(k, pool) else k; lev <- sort(unique(top(d$k))); str <- if (is.null(strata)) NULL else sort(unique(d[[strata]]))
  row_of <- function(k, s) if (baseline == "linear") cbind(1, k) else if (is.null(strata)) outer(top(k), lev, `==`) + 0 else do.call(cbind, lapply(str, function(u) (s == u)*outer(top(k), lev, `==`)))
  B <- row_of(d$k, if (is.null(strata)) NULL else d[[strata]])
  B <- matrix(B, nrow=nrow(d)); Z <- cbind(B, X); nb <- ncol(B)
  # glm's tolerance for rank follows epsilon, so terms are dropped here, by the tolerance of its default.
  r <- qr(Z, tol=1e-11); na <- !(seq_len(ncol(Z)) %in% r$pivot[seq_len(r$rank)]); Q <- Z[, !na, drop=FALSE]; colnames(Q) <- NULL
  if (!firth) { m <- glm.fit(Q, d$y, family=binomial(link), intercept=FALSE, control=glm.control(epsilon=1e-14, maxit=200))
    m0 <- glm.fit(B, d$y, family=binomial(link), intercept=FALSE, control=glm.control(epsilon=1e-14, maxit=200)) }
  else m <- brglmFit(Q, d$y, family=binomial(link), intercept=FALSE, control=brglmControl(type="AS_mean", epsilon=1e-13, maxit=2000))
  b <- rep(NA, ncol(Z)); b[!na] <- m$coefficients
  mu <- function(e) if (link == "logit") plogis(e) else -expm1(-exp(e))
  dmu <- function(e) if (link == "logit") plogis(e)*plogis(-e) else exp(e - exp(e))
  info <- function(Q, e) crossprod(Q, Q*(dmu(e)^2/(mu(e)*(1 - mu(e))))); e <- drop(Q %*% b[!na])
  v <- matrix(NA, length(b), length(b)); v[!na, !na] <- solve(info(Q, e))
  out <- list(kind=if (firth) "firth" else "hazard", name=name, data=source, terms=terms, link=link, baseline=baseline, pool=pool, strata=strata, coef=ok(b), variance=v, deviance=sum(-2*(d$y*log(mu(e)) + (1 - d$y)*log1p(-mu(e)))))
  if (!firth) { e0 <- m0$linear.predictors; S <- crossprod(Q, (d$y - mu(e0))*dmu(e0)/(mu(e0)*(1 - mu(e0))))
    out$null_deviance <- m0$deviance; out$score <- drop(t(S) %*% solve(info(Q, e0), S)); out$df <- sum(!na) - nb
    w <- (nb + 1):length(b); w <- w[!na[w]]; out$wald <- if (length(w)) drop(b[w] %*% solve(v[w, w]) %*% b[w]) }
  # Predicted and standardised curves. V over what is estimated; missing coefficients count as 0.
  b0 <- ifelse(na, 0, b); V0 <- ifelse(is.na(v), 0, v); kk <- sort(unique(d$k)); t_of <- function(e) if (link == "logit") plogis(e) else exp(e)
  curve1 <- function(x, s) { F <- NULL; G <- NULL; lf <- 0; g <- rep(0, length(b)); for (k in kk) { z <- c(row_of(k, s), x); e <- sum(z*b0)
    lf <- lf + log1p(-mu(e)); g <- g + t_of(e)*z; F <- c(F, -expm1(lf)); G <- rbind(G, exp(lf)*g) }; list(F=F, G=G) }
  out$curves <- lapply(pattern, function(p) { c1 <- curve1(p$x, p$stratum); list(stratum=p$stratum, x=p$x, k=kk, cumulative=c1$F, se=sqrt(rowSums((c1$G %*% V0)*c1$G))) })
  if (at_once) { w <- data[[source]]; side <- lapply(0:1, function(g) { u <- w; u$treated <- g; Xg <- design(u, terms)
      r <- lapply(seq_len(nrow(u)), function(i) curve1(Xg[i, ], if (is.null(strata)) NA else u[[strata]][i])); list(F=sapply(r, `[[`, "F"), G=Reduce(`+`, lapply(r, `[[`, "G"))/nrow(u)) })
    se <- function(G, F) sqrt(rowSums((G %*% V0)*G) + apply(F, 1, var)/nrow(w))
    out$standardised <- list(estimate_1=rowMeans(side[[2]]$F), se_1=se(side[[2]]$G, side[[2]]$F), estimate_0=rowMeans(side[[1]]$F), se_0=se(side[[1]]$G, side[[1]]$F),
      difference=rowMeans(side[[2]]$F - side[[1]]$F), se_difference=se(side[[2]]$G - side[[1]]$G, side[[2]]$F - side[[1]]$F)) }
  if (firth && link == "logit") {
    # Penalised log likelihood and its maximum with some coefficients held: scoring with the whole
    # information's leverages; checked against optim.
    y <- d$y; pl <- function(b) { e <- drop(Q %*% b); sum(y*plogis(e, log.p=TRUE) + (1 - y)*plogis(-e, log.p=TRUE)) + determinant(info(Q, e))$modulus[1]/2 }
    held <- function(b, fix) { free <- setdiff(seq_along(b), fix); for (i in 1:300) { e <- drop(Q %*% b); p <- plogis(e); I <- info(Q, e); h <- p*(1 - p)*rowSums((Q %*% solve(I))*Q)
      u <- crossprod(Q, y - p + h*(.5 - p)); s <- solve(I[free, free], u[free]); at <- pl(b); repeat { a <- b; a[free] <- b[free] + s; if (isTRUE(pl(a) >= at - 1e-10)) break; s <- s/2 }; b <- a; if (max(abs(s)/(1 + abs(b[free]))) < 1e-13) break }; list(b=b, pl=pl(b)) }
    bm <- held(b[!na], integer()); stopifnot(max(abs(bm$b - b[!na])) < 1e-7); top <- bm$pl
    o <- optim(bm$b, function(b) -pl(b), method="BFGS", control=list(reltol=1e-15, maxit=1000)); stopifnot(-o$value - top < 1e-8)
    sc <- sqrt(diag(solve(info(Q, drop(Q %*% bm$b))))); term <- which((seq_along(b) > nb)[!na]); q <- qchisq(.95, 1)
    limit <- function(j, side) { g <- function(x) { s <- bm$b; s[j] <- x; 2*(top - held(s, j)$pl) - q }; far <- 1; while (g(bm$b[j] + side*far*sc[j]) < 0) far <- far*1.5
      uniroot(g, sort(c(bm$b[j], bm$b[j] + side*far*sc[j])), tol=1e-13)$root }
    lr <- function(j) { s <- bm$b; s[j] <- 0; 2*(top - held(s, j)$pl) }; fill <- function(x) { r <- rep(NA_real_, length(b)); r[!na] <- NA; r[which(!na)[term]] <- x; r[-seq_len(nb)] }
    out$penalised <- top; out$lo <- fill(sapply(term, limit, -1)); out$hi <- fill(sapply(term, limit, 1)); out$lr_each <- fill(sapply(term, lr)); out$lr <- lr(term) }
  do.call(add, out) }
for (l in c("logit", "cloglog")) {
  p <- list(list(stratum=NA, x=c(1, 35, 3)), list(stratum=NA, x=c(0, 41.5, 5)))
  haz("factor", "cohort-160", base, l, pool=4, pattern=p, at_once=TRUE)
  haz("linear", "cohort-52", base, l, baseline="linear", pattern=p, at_once=TRUE)
  haz("each transfer", "cohort-52", c("treated", "age"), l, pattern=list(list(stratum=NA, x=c(0, 30))))
  haz("interaction", "cohort-160", c("treated", "age", "treated*age"), l, pool=3, pattern=list(list(stratum=NA, x=c(1, 33, 33))), at_once=TRUE)
  haz("changing term", "cohort-160", c("treated", "age", "treated*k"), l, pool=4)
  haz("three levels", "cohort-160", three, l, pool=4)
  haz("spline", "cohort-160", c("treated", "rcs(age,4,0)", "rcs(age,4,1)", "rcs(age,4,2)"), l, pool=4)
  haz("spline of five knots", "cohort-160", c("rcs(age,5,0)", "rcs(age,5,1)", "rcs(age,5,2)", "rcs(age,5,3)"), l, baseline="linear")
  haz("collinear", "cohort-52", c("treated", "centre=A", "centre=B", "age", "centre=C"), l, pool=4, pattern=list(list(stratum=NA, x=c(1, 0, 1, 33, 0))))
  haz("stratified", "cohort-160", base, l, pool=2, strata="centre", pattern=list(list(stratum="B", x=c(1, 36, 4))), at_once=TRUE)
  haz("late entry", "models", c("treated", "age", "amh"), l, pool=4, pattern=list(list(stratum=NA, x=c(1, 35, 1.5))))
  haz("factor", "cohort-52", base, l, pool=4, firth=TRUE)
  haz("linear", "cohort-160", base, l, baseline="linear", firth=TRUE)
  haz("collinear", "cohort-52", c("treated", "centre=A", "centre=B", "centre=C"), l, pool=3, firth=TRUE)
  haz("stratified", "cohort-160", c("treated", "age"), l, pool=2, strata="centre", firth=TRUE)
  haz("separated", "models", c("treated", "early", "age"), l, pool=3, firth=TRUE)
  haz("late entry", "models", c("treated", "amh"), l, pool=4, firth=TRUE) }
# The same splines as a natural spline's, so the same likelihood.
d <- transfers(data$`cohort-160`); x <- data$`cohort-160`$age; t <- quantile(x, knots$`4`, names=FALSE)
stopifnot(abs(glm(y ~ factor(pmin(k, 4)) + treated + ns(age, knots=t[2:3], Boundary.knots=t[c(1, 4)]), binomial, d)$deviance -
  Filter(function(c) c$kind == "hazard" && c$name == "spline" && c$link == "logit", cases)[[1]]$deviance) < 1e-7)

# Fine and Gray. The order at a tie is written into the times; decisions that are open are cut before
# the discontinuations.
fgfit <- function(d, ot, cause, X, s, terms) {
  w <- finegray(if (length(unique(s)) > 1) Surv(ot, factor(cause, 0:2)) ~ row + strata(s) else Surv(ot, factor(cause, 0:2)) ~ row, data.frame(ot, cause, row=seq_along(ot), s), etype="1")
  XX <- X[w$row, , drop=FALSE]; ctl <- coxph.control(eps=2e-12, iter.max=100); g <- s[w$row]
  cb <- function(t) coxph(Surv(fgstart, fgstop, fgstatus) ~ XX + strata(g) + cluster(row), w, weights=fgwt, ties=t, control=ctl)
  b <- cb("breslow"); e <- cb("efron"); out <- list(coef=ok(coef(b)), loglik_null=b$loglik[1], loglik=b$loglik[2], coef_efron=ok(coef(e)), robust_efron=unname(vcov(e)), robust=unname(vcov(b)))
  if (length(unique(s)) == 1) { m <- crr(ot, cause, X, failcode=1, cencode=0, gtol=1e-12, maxiter=200); stopifnot(max(abs(m$coef - coef(b))) < 1e-7); out$variance <- unname(m$var) }
  out }
fg <- function(name, source, terms, stratum=NULL) { d <- data[[source]]; d <- d[d$first == 1, ]
  do.call(add, c(list(kind="fine-gray", name=name, data=source, terms=terms, strata=stratum),
    fgfit(d, d$transfers + c(.75, 0, .5, .25)[d$fate + 1], ifelse(d$fate == 3, 0, d$fate), design(d, terms), if (is.null(stratum)) rep("all", nrow(d)) else d[[stratum]], terms))) }
fg("open decisions", "models", c("treated", "age", "amh"))
fg("three levels", "cohort-160", three)
fg("interaction", "cohort-52", c("treated", "age", "treated*age"))
fg("stratified", "cohort-160", base, "centre")

# Balance: standardised differences of treated and not, a variable with levels, and with weights.
w <- data$`cohort-160`; g <- w$treated; wt <- 1 + (w$losses - 3)/2; sh <- function(i, u) tapply(u[i], factor(w$centre[i], c("A", "B", "C")), sum)/sum(u[i])
lev <- function(u) { p <- sh(g == 0, u); q <- sh(g == 1, u); t <- (q - p)[-1]; S <- function(p) diag(p[-1]) - outer(p[-1], p[-1]); sqrt(drop(t %*% solve((S(p) + S(q))/2) %*% t)) }
wm <- function(v, i) { u <- wt[i]; m <- sum(u*v[i])/sum(u); c(m, cov.wt(matrix(v[i]), u/sum(u))$cov) }
num <- function(v) { a <- wm(v, g == 1); b <- wm(v, g == 0); (a[1] - b[1])/sqrt((a[2] + b[2])/2) }
E <- list(cases=cases, balance=list(data="cohort-160", age=(mean(w$age[g==1]) - mean(w$age[g==0]))/sqrt((var(w$age[g==1]) + var(w$age[g==0]))/2),
  primary={ y <- as.numeric(w$type == "primary"); p <- tapply(y, g, mean); (p[[2]] - p[[1]])/sqrt(sum(p*(1 - p))/2) }, centre=lev(rep(1, nrow(w))), age_weighted=num(w$age), centre_weighted=lev(wt)))
write(toJSON(E, auto_unbox=TRUE, digits=NA, na="null", null="null"), "models/expected.json"); cat(length(cases), "cases\n")
