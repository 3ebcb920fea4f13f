/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Methods of tables, of comparisons with published figures, of the planner and of pooling. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "report-method-private.h"

#define VALUES N_ ("The values of the variable in each group, without the missing ones.")
#define COUNTS                                                                                     \
  N_ ("The table of counts, levels by groups, without the missing ones; empty rows and columns "   \
      "are dropped.")
#define BASELINE_NOTE                                                                              \
  N_ ("It has none. Groups that weren't drawn by lot differ anyhow: look at the SMD first.")

#define TWO_RATES                                                                                  \
  N_ ("The two chances p_a and p_b, the patients n_a and n_b, and the two-sided level; z is the "  \
      "normal quantile.")
#define R_TWO_RATES                                                                                \
  "p <- c(0.25, 0.4)\n"                                                                            \
  "n <- c(120, 120)\n"                                                                             \
  "z <- qnorm(0.975)\n"                                                                            \
  "v <- sum(p * (1 - p) / n)\n"                                                                    \
  "m <- sum(n * p) / sum(n)\n"                                                                     \
  "v0 <- m * (1 - m) * sum(1 / n)\n"                                                               \
  "D <- abs(p[2] - p[1])\n"
#define ANY_PLAN N_ ("It has none: power is a chance under what was assumed, not an estimate.")
#define TIES_EXACT                                                                                 \
  N_ ("Exact: all ways in which as many of those at risk could have given birth.")
#define R_CENTRES                                                                                  \
  "y <- c(0.4, 0.9, -0.1, 0.6, 1.4)\n"                                                             \
  "v <- c(0.05, 0.1, 0.08, 0.04, 0.2)\n"
#define CENTRES                                                                                    \
  N_ ("One estimate y and its variance v per centre; a centre without a variance is left out and " \
      "listed.")

const ReportMethod report_methods_groups[] = {
  { "summary", N_ ("Mean, standard deviation and quartiles"),
    N_ ("What a variable is like in a group, as it was at the index transfer. Missing values are "
        "left out and counted."),
    "mean = ∑ x/n,  sd = √(∑ (x − mean)²/(n − 1)),  quartiles of type 7", VALUES, NULL, NULL,
    "x <- lapply(split(d$age, d$group), na.omit)\n"
    "list(mean = sapply(x, mean), sd = sapply(x, sd), median = sapply(x, median),\n"
    "     q1 = sapply(x, quantile, 0.25), q3 = sapply(x, quantile, 0.75))",
    "Hyndman and Fan 1996 for the quartiles" },
  { "smd", N_ ("Standardised mean difference"),
    N_ ("The difference of the groups' means in standard deviations, whatever the number of "
        "patients: up to 0.1 is usually taken for balance. Of several levels: the distance of all "
        "shares at once."),
    "(m₁ − m₂) / √((s₁² + s₂²)/2);  yes or no: s² = p (1 − p)\n"
    "several levels: √(t′ C⁻¹ t),  t the differences of all shares but one, C their mean "
    "covariance",
    VALUES, NULL, NULL,
    "x <- lapply(split(d$age, d$group), na.omit)\n"
    "(mean(x[[1]]) - mean(x[[2]])) / sqrt((var(x[[1]]) + var(x[[2]])) / 2)",
    "Austin 2009; Yang and Dalton 2012" },
  { "welch", N_ ("Welch's t test"),
    N_ ("Whether two groups have the same mean; their variances may differ."),
    "t = (m₁ − m₂) / √(s₁²/n₁ + s₂²/n₂),  degrees of freedom by Satterthwaite", VALUES,
    BASELINE_NOTE, NULL, "t.test(age ~ group, d)$p.value", "Welch 1947" },
  { "mann-whitney", N_ ("Mann-Whitney test"),
    N_ ("Whether a value of one group is as often above as below one of the other. Exact in groups "
        "of fewer than 50 without equal values, else normal, corrected for ties and continuity. "
        "JSON and CSV have the normal one always (exact = FALSE in R), the exact one beside it."),
    "U = #{x > y} + ½ #{x = y}", VALUES, BASELINE_NOTE, NULL,
    "suppressWarnings(wilcox.test(age ~ group, d))$p.value", "Mann and Whitney 1947" },
  { "kruskal-wallis", N_ ("Kruskal-Wallis test"),
    N_ ("Whether several groups have the same mean rank, corrected for ties."),
    "H = 12/(N (N + 1)) ∑ n_g (r_g − (N + 1)/2)² / (1 − ∑(t³ − t)/(N³ − N))", VALUES, BASELINE_NOTE,
    NULL, "kruskal.test(age ~ group, d)$p.value", "Kruskal and Wallis 1952" },
  { "chi-square", N_ ("Pearson's χ² test"),
    N_ ("Whether the groups have the same shares of each level. Where an expected count is below "
        "5 it approximates poorly."),
    "χ² = ∑ (observed − expected)²/expected,  without continuity correction", COUNTS,
    BASELINE_NOTE, NULL,
    "suppressWarnings(chisq.test(table(d$stratum, d$group), correct = FALSE))$p.value",
    "Pearson 1900" },
  { "fisher", N_ ("Fisher's exact test"),
    N_ ("Whether the groups have the same shares of each level: the chance of a table with these "
        "margins that is no likelier than this one. Where there are too many tables, 9,999 are "
        "drawn, and that is said."),
    "p = ∑ P(table),  over tables with P ≤ P(observed) (1 + 10⁻⁷)", COUNTS, BASELINE_NOTE, NULL,
    "fisher.test(table(d$stratum, d$group), workspace = 2e7)$p.value", "Fisher 1935" },
  { "binomial", N_ ("Exact binomial test against a published rate"),
    N_ ("How likely a rate at least as far from the published one is, if that one held here. The "
        "published rate is taken as exact, which it isn't, and of like patients, which they may "
        "not be."),
    "p = ∑ P(X = j),  over j with P(X = j) ≤ P(X = x) (1 + 10⁻⁷),  X ~ binomial(n, p₀)",
    N_ ("Live births x among the n patients who had the transfer, and the published rate p₀."),
    N_ ("Clopper and Pearson's, of this cohort's rate."), NULL,
    REPORT_R_COUNTS "binom.test(x[1], n[1], p = 0.19)$p.value", "Clopper and Pearson 1934" },
  { "one-sample-log-rank", N_ ("One-sample log-rank test"),
    N_ ("Births seen against births expected from published rates of each transfer, which are "
        "taken as exact. On a clock that counts transfers each birth has its binomial variance; "
        "the usual form for continuous time would be far too large."),
    "E = ∑ nₖ h₀ₖ,  V = ∑ nₖ h₀ₖ (1 − h₀ₖ),  z = (O − E)/√V\n"
    "exact: the distribution of a sum of binomials",
    N_ ("The risk table up to the last published transfer, and the published rates h₀."),
    N_ ("It has none."), REPORT_TIES_ORDER,
    REPORT_R_COUNTS
    "h <- c(0.4, 0.3, 0.25)\n"
    "n <- n[1:3]\n"
    "O <- sum(x[1:3])\n"
    "E <- sum(n * h)\n"
    "V <- sum(n * h * (1 - h))\n"
    "P <- 1\n"
    "for (k in 1:3) P <- convolve(P, rev(dbinom(0:n[k], n[k], h[k])), type = \"o\")\n"
    "list(observed = O, expected = E, variance = V, z = (O - E) / sqrt(V),\n"
    "     p = 2 * pnorm(-abs(O - E) / sqrt(V)),\n"
    "     exact_p = sum(P[P <= P[O + 1] * (1 + 1e-7)]))",
    "Breslow 1975, with the variance of a clock that counts" },
  { "power-unpooled", N_ ("Two proportions, unpooled variance"),
    N_ ("The power of the z test with each group's own variance, and the smallest number of "
        "patients that reaches the power asked for."),
    "power = Φ(D/√v − z) + Φ(−D/√v − z),  D = |p_b − p_a|,  v = ∑ p (1 − p)/n", TWO_RATES,
    ANY_PLAN, NULL, R_TWO_RATES "pnorm(D / sqrt(v) - z) + pnorm(-D / sqrt(v) - z)",
    "Chow, Shao and Wang 2003" },
  { "power-pooled", N_ ("Two proportions, pooled variance"),
    N_ ("The power of the z test with the pooled variance, which is that of the χ² test, and the "
        "smallest number of patients that reaches the power asked for."),
    "power = Φ((D − z √v₀)/√v) + Φ((−D − z √v₀)/√v),  v₀ = p (1 − p) ∑ 1/n,  p the mean chance",
    TWO_RATES, ANY_PLAN, NULL,
    "power.prop.test(120, 0.25, 0.4, sig.level = 0.05, strict = TRUE)$power", "Fleiss 1981" },
  { "power-corrected", N_ ("Two proportions, with continuity correction"),
    N_ ("As with the pooled variance, for the χ² test with Yates's correction."),
    "as with the pooled variance, with D − ½ ∑ 1/n for D", TWO_RATES, ANY_PLAN, NULL,
    R_TWO_RATES "c <- sum(1 / n) / 2\n"
                "pnorm((D - c - z * sqrt(v0)) / sqrt(v)) +\n"
                "  pnorm((-D - c - z * sqrt(v0)) / sqrt(v))",
    "Fleiss 1981" },
  { "power-exact", N_ ("Two proportions, Fisher's exact test"),
    N_ ("The power of Fisher's exact test, by going through all outcomes. It saws up and down with "
        "the number of patients: from the number told on, the next ten reach the power too."),
    "power = ∑ P(x) P(y),  over the outcomes x, y with p ≤ 0.05", TWO_RATES, ANY_PLAN, NULL,
    "n <- 60\n"
    "p <- outer(0:n, 0:n, Vectorize(function(x, y)\n"
    "  fisher.test(matrix(c(x, n - x, y, n - y), 2))$p.value))\n"
    "sum((p <= 0.05) * outer(dbinom(0:n, n, 0.25), dbinom(0:n, n, 0.4)))",
    "Fisher 1935" },
  { "power-curves", N_ ("Power over several transfers"),
    N_ ("The power of the log-rank test of two groups that are followed over K transfers: the "
        "first has this cohort's rates of birth and of stopping, the second the same with the odds "
        "of a birth multiplied at each transfer. Nobody is cut: the trial waits."),
    "m_k = n ∏(j < k) (1 − hⱼ)(1 − rⱼ),  N = m₁ + m₀,  p = (m₁h₁ + m₀h₀)/N\n"
    "EU = ∑ m₁m₀/N (h₁ − h₀),  V₀ = ∑ m₁m₀/(N − 1) p (1 − p)\n"
    "V₁ = ∑ (m₁m₀/N)² (h₁(1 − h₁)/m₁ + h₀(1 − h₀)/m₀)\n"
    "power = Φ((|EU| − z √V₀)/√V₁) + Φ((−|EU| − z √V₀)/√V₁)",
    N_ ("The risk table of this cohort, the odds ratio, and the patients of each group."), ANY_PLAN,
    REPORT_TIES_ORDER,
    REPORT_R_COUNTS
    "K <- 5\n"
    "q <- tabulate(d$transfers[d$fate == 2], K)\n"
    "o <- tabulate(d$transfers[d$fate == 3], K)\n"
    "h0 <- (x / n)[1:K]\n"
    "h1 <- plogis(qlogis(h0) + log(1.8))\n"
    "r <- (q / (n[1:K] - x[1:K] - o))[1:K]\n"
    "m <- function(h) 75 * cumprod(c(1, (1 - h) * (1 - r)))[1:K]\n"
    "m0 <- m(h0)\n"
    "m1 <- m(h1)\n"
    "N <- m1 + m0\n"
    "p <- (m1 * h1 + m0 * h0) / N\n"
    "EU <- sum(m1 * m0 / N * (h1 - h0))\n"
    "V0 <- sum(m1 * m0 / (N - 1) * p * (1 - p))\n"
    "V1 <- sum((m1 * m0 / N)^2 * (h1 * (1 - h1) / m1 + h0 * (1 - h0) / m0))\n"
    "z <- qnorm(0.975)\n"
    "pnorm((abs(EU) - z * sqrt(V0)) / sqrt(V1)) +\n"
    "  pnorm((-abs(EU) - z * sqrt(V0)) / sqrt(V1))",
    "After Lakatos 1988" },
  { "schoenfeld", N_ ("Schoenfeld's formula"),
    N_ ("The power by a formula for continuous time, with the births that are expected. On a clock "
        "that counts transfers it promises too much: shown for comparison only."),
    "power = Φ(|log HR| √(births · share_a · share_b) − z),  HR the mean cloglog hazard ratio",
    N_ ("As for the power over several transfers."), ANY_PLAN, NULL, NULL, "Schoenfeld 1981" },
  { "pool-one-stage", N_ ("Pooled odds ratio, one stage"),
    N_ ("The odds ratio of a live birth between two groups, compared within each centre and "
        "transfer only, as if all centres' patients were in one analysis. It assumes that the "
        "ratio is the same in all centres."),
    "maximum of ∑ [b d₁ − log ∑ⱼ C(n₁, j) C(n₀, D − j) exp(b j)],  over centres and transfers",
    N_ ("The risk tables of both groups in each centre."),
    N_ ("Wald's, from the curvature of the likelihood."), TIES_EXACT,
    REPORT_R_SURVIVAL
    "m <- coxph(Surv(transfers, fate == 1) ~ group + strata(stratum), d,\n"
    "           ties = \"exact\")\n"
    "list(coef = coef(m), se = sqrt(diag(vcov(m))))",
    "Gail, Lubin and Rubinstein 1981" },
  { "centre-hazard-ratio", N_ ("Hazard ratio of a centre"),
    N_ ("The hazard ratio of a live birth between two groups in one centre, the same at each of "
        "its transfers and in each of its strata, which have chances of their own."),
    "log(−log(1 − h)) = αₛₖ + b · group,  births binomial",
    N_ ("The risk tables of both groups in each stratum of the centre. In R's code d is one "
        "centre."),
    N_ ("Wald's, from the expected information."),
    N_ ("A transfer without a birth, or with nothing but births, is left out: it tells the groups "
        "not apart."),
    "t <- do.call(rbind, lapply(seq_len(nrow(d)), function(i) data.frame(\n"
    "  k = seq_len(d$transfers[i]), group = d$group[i], stratum = d$stratum[i],\n"
    "  y = c(rep(0, d$transfers[i] - 1), as.numeric(d$fate[i] == 1)))))\n"
    "t$level <- factor(paste(t$stratum, t$k))\n"
    "rate <- ave(t$y, t$level)\n"
    "t <- droplevels(t[rate > 0 & rate < 1, ])\n"
    "m <- glm(y ~ level + factor(group), binomial(\"cloglog\"), t)\n"
    "list(coef = tail(coef(m), 1), se = tail(sqrt(diag(vcov(m))), 1))",
    "Prentice and Gloeckler 1978" },
  { "pool-fixed", N_ ("Pooled estimate, fixed effect"),
    N_ ("The mean of the centres' estimates, each weighted by one over its variance. It assumes "
        "that all centres have the same true value."),
    "μ = ∑ y/v / ∑ 1/v,  se = 1/√(∑ 1/v)", CENTRES,
    N_ ("μ and z standard errors to each side."), NULL,
    R_CENTRES "m <- metafor::rma(y, v, method = \"FE\")\n"
              "list(estimate = m$b[1], se = m$se)",
    "The definition" },
  { "pool-random", N_ ("Pooled estimate, random effects"),
    N_ ("The mean of the centres' true values, which may differ with variance τ². The prediction "
        "interval is that of one further centre's value."),
    "w = 1/(v + τ²),  μ = ∑ w y/∑ w,  τ² by REML (or DerSimonian and Laird)\n"
    "se² = ∑ w (y − μ)² / ((J − 1) ∑ w),  limits by t with J − 1 degrees of freedom\n"
    "prediction: μ ∓ t √(τ² + se²)",
    CENTRES,
    N_ ("Hartung and Knapp's. With two centres τ² can't be told: the fixed effect is given."), NULL,
    R_CENTRES "m <- metafor::rma(y, v, method = \"REML\", test = \"knha\",\n"
              "                  control = list(threshold = 1e-12, maxiter = 1000))\n"
              "list(estimate = m$b[1], se = m$se, lo = m$ci.lb, hi = m$ci.ub)",
    "DerSimonian and Laird 1986; Hartung and Knapp 2001" },
  { "heterogeneity", N_ ("Heterogeneity of centres"),
    N_ ("Whether the centres' estimates differ more than by chance (Q and its p), which share of "
        "their variance that is (I²), and how far true values differ (τ)."),
    "Q = ∑ (y − μ)²/v,  χ² on J − 1 degrees of freedom;  I² = max(0, (Q − J + 1)/Q)", CENTRES,
    NULL, NULL,
    R_CENTRES "m <- metafor::rma(y, v, method = \"FE\")\n"
              "list(Q = m$QE, p = m$QEp)",
    "Cochran 1954; Higgins and Thompson 2002" },
  { "presumption", N_ ("Table of presumption times"),
    N_ ("The estimates if who doesn't return were presumed to have stopped after 180, 365 or 730 "
        "days: how much they hang on that time."),
    "the same question with each time; its curves after one transfer",
    N_ ("The register's transfers and their days."), REPORT_INTERVAL_CURVE, REPORT_TIES_ORDER, NULL,
    "A sensitivity analysis of this program" },
  { NULL }
};
