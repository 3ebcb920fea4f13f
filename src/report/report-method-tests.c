/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Methods of comparisons: tests between groups, differences at one transfer, tipping points. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "report-method-private.h"

#define FAMILY                                                                                     \
  "U_g = ∑ₖ wₖ (d_gk − Dₖ n_gk/Nₖ)\n"                                                              \
  "V = ∑ₖ wₖ² Dₖ (Nₖ − Dₖ)/(Nₖ − 1) (diag(nₖ/Nₖ) − nₖ nₖ′/Nₖ²)\n"                                  \
  "χ² = U′ V⁻ U on rank V degrees of freedom\n"
#define FAMILY_INPUTS                                                                              \
  N_ ("The risk tables of the groups: at each transfer k the patients at risk n and the live "     \
      "births d of each group g, and of all together N and D.")
#define POOLED_S                                                                                   \
  "S the Kaplan-Meier estimate of all groups together before transfer k\n"
#define TIES_HYPERGEOMETRIC                                                                        \
  N_ ("The births of one transfer are taken as drawn from all who had it: the hypergeometric "     \
      "variance. Whoever stops or is cut after it was at risk of it.")
#define NO_INTERVAL                                                                                \
  N_ ("A test has none: read it beside the difference and its interval.")
#define SPARSE                                                                                     \
  N_ ("None. With fewer than 20 births, or fewer than 5 expected in a group, χ² approximates "     \
      "poorly and the permutation test stands beside it.")

#define R_TEST "list(chisq = s$chisq, p = pchisq(s$chisq, length(s$n) - 1, lower.tail = FALSE))"
/* The weighted family from its definition; weight: R code of N and S. */
#define R_FAMILY(weight)                                                                           \
  "g <- factor(d$group)\n"                                                                         \
  "K <- max(d$transfers)\n"                                                                        \
  "n <- sapply(1:K, function(k) table(g[d$transfers >= k]))\n"                                     \
  "x <- sapply(1:K, function(k) table(g[d$transfers == k & d$fate == 1]))\n"                       \
  "N <- colSums(n)\n"                                                                              \
  "D <- colSums(x)\n"                                                                              \
  "S <- c(1, cumprod(1 - D / N))[1:K]\n"                                                           \
  "w <- " weight "\n"                                                                              \
  "U <- colSums(w * t(x - t(D / N * t(n))))\n"                                                     \
  "V <- Reduce(`+`, lapply(which(N > 1), function(k)\n"                                            \
  "  w[k]^2 * D[k] * (N[k] - D[k]) / (N[k] - 1) *\n"                                               \
  "    (diag(n[, k] / N[k]) - tcrossprod(n[, k] / N[k]))))\n"                                      \
  "chisq <- sum(U[-1] * solve(V[-1, -1], U[-1]))\n"                                                \
  "list(chisq = chisq, p = pchisq(chisq, nlevels(g) - 1, lower.tail = FALSE))"
#define ADJUSTED_INPUTS                                                                            \
  N_ ("The p values of the m comparisons adjusted together; one without a p doesn't count.")
#define R_PAIRWISE                                                                                 \
  REPORT_R_SURVIVAL                                                                                \
  "p <- combn(sort(unique(d$group)), 2, function(pair) {\n"                                        \
  "  s <- survdiff(Surv(transfers, fate == 1) ~ group, d[d$group %in% pair, ])\n"                  \
  "  pchisq(s$chisq, 1, lower.tail = FALSE)\n"                                                     \
  "})\n"
/* Fates in the order at one transfer, as times. */
#define R_GRAY(arguments)                                                                          \
  "t <- d$transfers + c(.75, 0, .5, .25)[d$fate + 1]\n"                                            \
  "f <- ifelse(d$fate == 3, 0, d$fate)\n"                                                          \
  "s <- cmprsk::cuminc(t, f, d$group" arguments ")$Tests[\"1\", ]\n"                               \
  "list(chisq = s[[\"stat\"]], p = s[[\"pv\"]])"
#define GRAY_TIES                                                                                  \
  N_ ("At one transfer a live birth comes first, then stopping. cuminc on plain numbers of "       \
      "transfers takes both as simultaneous and finds differences too often; the times here "      \
      "have the order written into them.")
/* F and its standard error in both groups after transfer k, in the groups' order. */
#define R_AT                                                                                       \
  REPORT_R_SURVIVAL                                                                                \
  "k <- 3\n"                                                                                       \
  "s <- survfit(Surv(transfers, fate == 1) ~ group, d, conf.type = \"log-log\")\n"                 \
  "s <- summary(s, times = k)\n"                                                                   \
  "F <- 1 - s$surv\n"                                                                              \
  "se <- s$std.err\n"                                                                              \
  "z <- qnorm(0.975)\n"
#define DIFFERENCE_INPUTS                                                                          \
  N_ ("The curve of each group at transfer k, by the estimator that is shown, with its standard "  \
      "error. In R's code that is the optimistic one.")

const ReportMethod report_methods_tests[] = {
  { "log-rank", N_ ("Log-rank test"),
    N_ ("Whether the groups have the same rate at each transfer: births seen against births "
        "expected, every transfer with the same weight. It assumes that those who stop had the "
        "chance of those who go on."),
    FAMILY "wₖ = 1", FAMILY_INPUTS, SPARSE, TIES_HYPERGEOMETRIC,
    REPORT_R_SURVIVAL "s <- survdiff(Surv(transfers, fate == 1) ~ group, d)\n" R_TEST,
    "Mantel 1966" },
  { "gehan-breslow", N_ ("Gehan-Breslow test"),
    N_ ("The log-rank test with each transfer weighted by the number at risk: the first transfers "
        "count most."),
    FAMILY "wₖ = Nₖ", FAMILY_INPUTS, NO_INTERVAL, TIES_HYPERGEOMETRIC, R_FAMILY ("N"),
    "Gehan 1965; Breslow 1970" },
  { "tarone-ware", N_ ("Tarone-Ware test"),
    N_ ("The log-rank test with each transfer weighted by the root of the number at risk."),
    FAMILY "wₖ = √Nₖ", FAMILY_INPUTS, NO_INTERVAL, TIES_HYPERGEOMETRIC, R_FAMILY ("sqrt(N)"),
    "Tarone and Ware 1977" },
  { "fleming-harrington-1-0", N_ ("Peto-Peto test"),
    N_ ("The log-rank test with each transfer weighted by the share without a birth before it: "
        "Fleming and Harrington's with p 1 and q 0."),
    FAMILY "wₖ = S,  " POOLED_S, FAMILY_INPUTS, NO_INTERVAL, TIES_HYPERGEOMETRIC,
    REPORT_R_SURVIVAL "s <- survdiff(Surv(transfers, fate == 1) ~ group, d, rho = 1)\n" R_TEST,
    "Peto and Peto 1972; Harrington and Fleming 1982" },
  { "fleming-harrington-0-1", N_ ("Fleming-Harrington test (0, 1)"),
    N_ ("The log-rank test with each transfer weighted by the share with a birth before it: late "
        "transfers count most, and the first not at all."),
    FAMILY "wₖ = 1 − S,  " POOLED_S, FAMILY_INPUTS, NO_INTERVAL, TIES_HYPERGEOMETRIC,
    R_FAMILY ("1 - S"), "Harrington and Fleming 1982" },
  { "fleming-harrington-1-1", N_ ("Fleming-Harrington test (1, 1)"),
    N_ ("The log-rank test with the transfers in the middle weighted most."),
    FAMILY "wₖ = S (1 − S),  " POOLED_S, FAMILY_INPUTS, NO_INTERVAL, TIES_HYPERGEOMETRIC,
    R_FAMILY ("S * (1 - S)"), "Harrington and Fleming 1982" },
  { "fleming-harrington", N_ ("Fleming-Harrington test (p, q)"),
    N_ ("The log-rank test with each transfer weighted by the share without a birth before it to "
        "the power p, and the share with one to the power q. In R's code p is 2 and q is 0.5."),
    FAMILY "wₖ = Sᵖ (1 − S)^q,  " POOLED_S, FAMILY_INPUTS, NO_INTERVAL, TIES_HYPERGEOMETRIC,
    R_FAMILY ("S^2 * (1 - S)^0.5"), "Harrington and Fleming 1982" },
  { "stratified", N_ ("Log-rank test within strata"),
    N_ ("Whether the groups have the same rate at each transfer within each stratum: only women of "
        "one stratum are compared with one another."),
    FAMILY "with U and V summed over the strata", FAMILY_INPUTS, NO_INTERVAL, TIES_HYPERGEOMETRIC,
    REPORT_R_SURVIVAL
    "s <- survdiff(Surv(transfers, fate == 1) ~ group + strata(stratum), d)\n"
    "df <- length(unique(d$group)) - 1\n"
    "list(chisq = s$chisq, p = pchisq(s$chisq, df, lower.tail = FALSE))",
    "Mantel 1966" },
  { "trend", N_ ("Log-rank test for trend"),
    N_ ("Whether the rates rise or fall over the groups in their order, which have the scores 1, "
        "2, 3 and so on."),
    "χ² = (∑ s_g U_g)² / (s′ V s) on 1 degree of freedom,  U and V of the log-rank test",
    FAMILY_INPUTS, NO_INTERVAL, TIES_HYPERGEOMETRIC,
    REPORT_R_SURVIVAL
    "s <- survdiff(Surv(transfers, fate == 1) ~ group, d)\n"
    "a <- seq_along(s$obs)\n"
    "chisq <- sum(a * (s$obs - s$exp))^2 / drop(a %*% s$var %*% a)\n"
    "list(chisq = chisq, p = pchisq(chisq, 1, lower.tail = FALSE))",
    "Tarone 1975" },
  { "pairwise", N_ ("Pairwise log-rank tests"),
    N_ ("The log-rank test of each two groups alone, as if there were no others. Several tests "
        "find a difference by chance more easily than one: read the adjusted p."),
    FAMILY "wₖ = 1, of two groups", FAMILY_INPUTS, NO_INTERVAL, TIES_HYPERGEOMETRIC,
    R_PAIRWISE "p", "Mantel 1966" },
  { "holm", N_ ("Holm's adjustment"),
    N_ ("p values raised so that the chance of any false difference among the m comparisons "
        "adjusted together is at most the level, whatever holds of the others."),
    "p₍ᵢ₎ → max(j ≤ i) min(1, (m − j + 1) p₍ⱼ₎),  p₍₁₎ ≤ … ≤ p₍ₘ₎",
    ADJUSTED_INPUTS, NULL, NULL, R_PAIRWISE "p.adjust(p, \"holm\")", "Holm 1979" },
  { "hochberg", N_ ("Hochberg's adjustment"),
    N_ ("As Holm's, taken from the largest p down: a little lower, and right where the tests are "
        "independent or go together."),
    "p₍ᵢ₎ → min(j ≥ i) (m − j + 1) p₍ⱼ₎", ADJUSTED_INPUTS, NULL, NULL,
    R_PAIRWISE "p.adjust(p, \"hochberg\")", "Hochberg 1988" },
  { "bh", N_ ("Benjamini and Hochberg's adjustment"),
    N_ ("p values raised so that, of the differences called, at most the level's share is expected "
        "to be false."),
    "p₍ᵢ₎ → min(j ≥ i) min(1, m p₍ⱼ₎ / j)", ADJUSTED_INPUTS, NULL, NULL,
    R_PAIRWISE "p.adjust(p, \"BH\")", "Benjamini and Hochberg 1995" },
  { "bonferroni", N_ ("Bonferroni's adjustment"),
    N_ ("p values times their number: the chance of any false difference among the m comparisons "
        "adjusted together is at most the level."),
    "p → min(1, m p)", ADJUSTED_INPUTS, NULL, NULL,
    R_PAIRWISE "p.adjust(p, \"bonferroni\")", "Bonferroni 1936" },
  { "interaction", N_ ("Interaction of groups and a variable"),
    N_ ("Whether the groups differ otherwise in one level of the variable than in another, by more "
        "than chance. Of ratios it is one model of all levels; where births are few the penalised "
        "fit's. Of differences it is Cochran's Q. A subgroup's own p doesn't answer this."),
    "2 (log L(levels × groups) − log L(levels + groups)),  χ² on (levels − 1) degrees of freedom;\n"
    "of differences D with variance v:  Q = ∑ (D − ∑ D/v / ∑ 1/v)² / v",
    N_ ("The transfers of the patients of all levels that have an estimate. R's code is of odds "
        "ratios where births aren't few; a transfer number with no births, or nothing but births, "
        "shares a level with the one before it."),
    NO_INTERVAL, NULL,
    REPORT_R_COUNTS REPORT_R_PERSON_TRANSFERS
    "pp$k <- factor(pmin(pp$k, max(which(x > 0 & x < n))))\n"
    "m <- glm(y ~ k + stratum + group, binomial, pp)\n"
    "a <- anova(m, update(m, . ~ . + stratum:group), test = \"LRT\")\n"
    "list(chisq = a$Deviance[2], p = a[[\"Pr(>Chi)\"]][2])",
    "Wilks 1938; Cochran 1954" },
  { "permutation", N_ ("Permutation test of the log-rank statistic"),
    N_ ("How often groups drawn by lot differ as much as these do. The statistic is made anew with "
        "its variance in each draw, so that the test holds its size where the groups stop or are "
        "cut unequally."),
    "p = (1 + #{U*′ V*⁻ U* ≥ U′ V⁻ U}) / (1 + 9999)\n"
    "9999 permutations of the group labels, within strata",
    N_ ("One row per patient: transfers, whether there was a birth, group, stratum."),
    N_ ("Drawn: the seed decides the last digits."), TIES_HYPERGEOMETRIC, NULL,
    "Neuhaus 1993; Heinze, Gnant and Schemper 2003" },
  { "permutation-exact", N_ ("Exact permutation test of the log-rank statistic"),
    N_ ("The share of all ways to choose the second group in which it differs as much as it does "
        "here. It assumes that both groups stop and are cut alike."),
    "score of a patient a = [birth] − H,  H = ∑(j ≤ her last transfer) Dⱼ/Nⱼ\n"
    "p = share of choices with |∑ a*| ≥ |∑ a|,  sums over the second group",
    N_ ("One row per patient of two groups: transfers, whether there was a birth."), NULL,
    TIES_HYPERGEOMETRIC,
    REPORT_R_COUNTS
    "gcd <- function(a, b) if (b == 0) a else gcd(b, a %% b)\n"
    "L <- Reduce(function(a, b) a / gcd(a, b) * b, n[x > 0])\n"
    "a <- round(L * ((d$fate == 1) - cumsum(x / n)[d$transfers]))\n"
    "a <- split(a - min(a), d$group)\n"
    "exactRankTests::perm.test(a[[2]], a[[1]], exact = TRUE)$p.value",
    "Streitberg and Röhmel 1986" },
  { "gray", N_ ("Gray's test"),
    N_ ("Whether the groups have the same conservative curve, where those who stop have no live "
        "birth. The log-rank test asks another question: whether those who go on have the same "
        "rates."),
    "U_g = ∑ₖ (d_gk − Dₖ R_gk/Rₖ),  R_g = n_g (1 − F_g) / S_g just before k\n"
    "χ² = U′ V⁻ U,  V as in Gray's paper, with ρ = 0",
    FAMILY_INPUTS, NO_INTERVAL, GRAY_TIES, R_GRAY (", cencode = 0"),
    "Gray 1988" },
  { "stratified-gray", N_ ("Gray's test within strata"),
    N_ ("Whether the groups have the same conservative curve within each stratum."),
    "U and V of Gray's test, summed over the strata", FAMILY_INPUTS, NO_INTERVAL, GRAY_TIES,
    R_GRAY (",\n                    strata = d$stratum, cencode = 0"), "Gray 1988" },
  { "difference", N_ ("Difference at one transfer"),
    N_ ("The chance of a live birth within k transfers of one group less that of another, in "
        "percentage points. The p tests that it is 0."),
    "D = F_b − F_a,  se = √(se_a² + se_b²),  p = 2 Φ(−|D|/se)", DIFFERENCE_INPUTS,
    N_ ("MOVER, which is made of both groups' own limits; beside it in JSON the plain one, D and z "
        "standard errors to each side."),
    NULL,
    R_AT "D <- diff(F)\n"
         "w <- sqrt(sum(se^2))\n"
         "list(difference = D, se = w, lo = D - z * w, hi = D + z * w,\n"
         "     p = 2 * pnorm(-abs(D) / w))",
    "The definition" },
  { "mover", N_ ("MOVER interval of a difference"),
    N_ ("An interval of a difference made of the two groups' own intervals: it keeps its coverage "
        "in small groups, where the plain one loses it."),
    "D − √((F_b − l_b)² + (u_a − F_a)²) to D + √((u_b − F_b)² + (F_a − l_a)²)",
    N_ ("The curves' values F at transfer k and their limits l and u."),
    N_ ("There is none where one of the groups has none."), NULL,
    R_AT "D <- diff(F)\n"
         "l <- 1 - s$upper\n"
         "u <- 1 - s$lower\n"
         "list(lo = D - sqrt((F[2] - l[2])^2 + (u[1] - F[1])^2),\n"
         "     hi = D + sqrt((u[2] - F[2])^2 + (F[1] - l[1])^2))",
    "Newcombe 1998; Zou and Donner 2008" },
  { "centre-difference", N_ ("Difference of a centre's curves"),
    N_ ("The chance of a live birth within k transfers of one group of a centre less that of "
        "another. Of several centres these are pooled by their standard errors."),
    "D = F_b − F_a,  se = √(se_a² + se_b²)", DIFFERENCE_INPUTS,
    N_ ("D and z standard errors to each side."),
    N_ ("There is none where a curve has no standard error."),
    R_AT "list(difference = diff(F), se = sqrt(sum(se^2)))",
    "The definition" },
  { "log-log-difference", N_ ("Ratio of the cumulative hazards at one transfer"),
    N_ ("How many times the cumulative hazard of one group that of another is, after transfer k. "
        "Of several centres their logarithms are pooled: better than differences where chances are "
        "near 0 or 1."),
    "D = log(−log(1 − F_b)) − log(−log(1 − F_a)),  se² = ∑ (se_g / ((1 − F_g) log(1 − F_g)))²",
    DIFFERENCE_INPUTS, N_ ("D and z standard errors to each side."),
    N_ ("There is none where a curve is at 0 or 1."),
    R_AT "D <- diff(log(-log(1 - F)))\n"
         "list(difference = D, se = sqrt(sum((se / ((1 - F) * log(1 - F)))^2)))",
    "The definition" },
  { "ratio", N_ ("Ratio at one transfer"),
    N_ ("The chance of a live birth within k transfers of one group over that of another."),
    "F_b/F_a,  limits exp(log(F_b/F_a) ∓ z √((se_a/F_a)² + (se_b/F_b)²))", DIFFERENCE_INPUTS,
    N_ ("Normal on the scale of the logarithm."), NULL,
    R_AT "r <- log(F[2] / F[1])\n"
         "w <- sqrt(sum((se / F)^2))\n"
         "list(estimate = exp(r), lo = exp(r - z * w), hi = exp(r + z * w))",
    "The delta method" },
  { "e-value", N_ ("E-value"),
    N_ ("How strongly something unmeasured would have to be associated with both the group and "
        "birth, as a risk ratio and beyond what is measured, to explain the ratio away. Of the "
        "limit: to move the interval to 1."),
    "E = RR + √(RR (RR − 1)),  a ratio below 1 inverted first\n"
    "of the limit nearer to 1 likewise; 1 where the interval holds 1",
    N_ ("The ratio at one transfer and its limits."), NULL, NULL,
    R_AT "rr <- F[2] / F[1]\n"
         "rr <- max(rr, 1 / rr)\n"
         "rr + sqrt(rr * (rr - 1))",
    "VanderWeele and Ding 2017" },
  { "tipping", N_ ("Tipping points"),
    N_ ("What those who stop would have to keep of the chance of those who go on for the order of "
        "two groups to reverse: one θ for both, and a map with one for each. The θ whose interval "
        "of the difference holds 0 are told as ranges, never a standard error of a tipping point."),
    "δ(θ_a, θ_b) = F_b(θ_b) − F_a(θ_a),  F the curve of the drop-out sensitivity\n"
    "roots of δ(θ, θ) by a scan of θ = 0, 0.01 … 1 and bisection",
    N_ ("The risk tables of both groups up to one transfer."),
    N_ ("MOVER of the difference at each θ; the shares are of posterior draws."),
    REPORT_TIES_ORDER, NULL, "Liublinska and Rubin 2014 for the map" },
  { NULL }
};
