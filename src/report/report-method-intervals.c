/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Methods of intervals: of a curve at one transfer or as a whole, of a proportion, by drawing. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "report-method-private.h"

#define INPUTS_ESTIMATE                                                                            \
  N_ ("The curve's value F at transfer k, its standard error se, and z, the normal quantile: "     \
      "1.96 for 95 %.")
#define NONE_AT_ENDS                                                                               \
  N_ ("There is none before the first live birth, nor once everybody at risk had one.")
#define INPUTS_PROPORTION                                                                          \
  N_ ("Live births x among n patients, and z, the normal quantile: 1.96 for 95 %.")
#define R_SURVFIT(type)                                                                            \
  REPORT_R_SURVIVAL                                                                                \
  "s <- survfit(Surv(transfers, fate == 1) ~ 1, d, conf.type = \"" type "\")\n"                    \
  "s <- summary(s, times = 1:max(d$transfers))\n"                                                  \
  "list(lo = 1 - s$upper, hi = 1 - s$lower)"
#define R_LIMITS(function)                                                                         \
  REPORT_R_COUNTS                                                                                  \
  "ci <- sapply(1:K, function(k) suppressWarnings(" function "$conf.int))\n"                       \
  "list(lo = ci[1, ], hi = ci[2, ])"

#define INPUTS_BAND                                                                                \
  N_ ("The risk table. v(k) = ∑(j ≤ k) dⱼ / (nⱼ (nⱼ − dⱼ)); the band runs from the first "         \
      "transfer with a live birth to the last after which somebody was left without one.")
#define BAND_LOG "S^t to S^(1/t),  t = exp(w / log S),  F = 1 − S\n"
#define BAND_PLAIN "S (1 − w) to S (1 + w),  F = 1 − S\n"
#define HALL_WELLNER                                                                               \
  "w = c (1 + n₁ v) / √n₁,  c so that a Brownian bridge stays within ±c over the band"
#define EQUAL_PRECISION                                                                            \
  "w = c √v,  4 φ(c)/c + φ(c) (c − 1/c) log(aU (1 − aL) / (aL (1 − aU))) = 0.05\n"                 \
  "aL, aU = n₁ v / (1 + n₁ v) at the first and last transfer of the band"
#define SIMULTANEOUS                                                                               \
  "w = c √v,  P(max |Zₖ| ≤ c) = 0.95,  Z normal with correlation √(vⱼ/vₖ)"
#define NO_KM_CI                                                                                   \
  N_ ("The package km.ci interpolates its tables the wrong way; here the critical value is "       \
      "computed.")
#define R_SIMULTANEOUS                                                                             \
  REPORT_R_COUNTS                                                                                  \
  "v <- cumsum(x / (n * (n - x)))\n"                                                               \
  "S <- cumprod(1 - x / n)\n"                                                                      \
  "births <- which(x > 0 & n > x)\n"                                                               \
  "u <- v[births]\n"                                                                               \
  "R <- outer(u, u, function(a, b) sqrt(pmin(a, b) / pmax(a, b)))\n"                               \
  "p <- function(c) mvtnorm::pmvnorm(rep(-c, length(u)), rep(c, length(u)), corr = R,\n"           \
  "                                  algorithm = mvtnorm::Miwa(steps = 2049))\n"                   \
  "c <- uniroot(function(c) p(c) - 0.95, c(1, 6), tol = 1e-10)$root\n"                             \
  "k <- min(births):max(which(n > x))\n"                                                           \
  "v <- v[k]\n"                                                                                    \
  "S <- S[k]\n"

const ReportMethod report_methods_intervals[] = {
  { "plain", N_ ("Plain interval"),
    N_ ("The estimate and z standard errors to each side, clipped to 0 and 100 %. In small groups "
        "it covers less than it says: choose it only to reproduce a table."),
    "F − z se to F + z se", INPUTS_ESTIMATE, NONE_AT_ENDS, NULL, R_SURVFIT ("plain"),
    "R's survfit, conf.type \"plain\"" },
  { "log", N_ ("Log interval"),
    N_ ("Symmetric on the scale of log S, S the chance of no live birth yet. R's default."),
    "1 − S exp(z se/S) to 1 − S exp(−z se/S),  S = 1 − F", INPUTS_ESTIMATE, NONE_AT_ENDS, NULL,
    R_SURVFIT ("log"), "R's survfit, conf.type \"log\"" },
  { "log-log", N_ ("Log-log interval"),
    N_ ("Symmetric on the scale of log(−log S), S the chance of no live birth yet. The default "
        "here: in small groups its coverage is the nearest to what it says."),
    "1 − S^exp(−z s) to 1 − S^exp(z s),  s = se / (S |log S|),  S = 1 − F", INPUTS_ESTIMATE,
    NONE_AT_ENDS, NULL, R_SURVFIT ("log-log"), "Kalbfleisch and Prentice 1980" },
  { "logit", N_ ("Logit interval"),
    N_ ("Symmetric on the scale of the log odds of a live birth."),
    "expit(logit F ∓ z se / (S F)),  S = 1 − F", INPUTS_ESTIMATE, NONE_AT_ENDS, NULL,
    R_SURVFIT ("logit"), "R's survfit, conf.type \"logit\"" },
  { "arcsin", N_ ("Arcsine interval"),
    N_ ("Symmetric on the scale of the arcsine of the root of S, S the chance of no live birth "
        "yet."),
    "1 − sin²(asin √S ± (z/2) (se/S) √(S/F)),  angles clipped to 0 … π/2", INPUTS_ESTIMATE,
    NONE_AT_ENDS, NULL, R_SURVFIT ("arcsin"), "R's survfit, conf.type \"arcsin\"" },
  { "wilson", N_ ("Wilson's interval"),
    N_ ("The interval of a proportion by inverting its score test. Its coverage is near to what it "
        "says, on average over proportions."),
    "(x + z²/2 ∓ z √(x (n − x)/n + z²/4)) / (n + z²)", INPUTS_PROPORTION, NULL, NULL,
    R_LIMITS ("prop.test(x[k], n[k], correct = FALSE)"), "Wilson 1927" },
  { "clopper-pearson", N_ ("Clopper and Pearson's interval"),
    N_ ("The exact interval of a proportion: it never covers less than it says, and mostly more."),
    "qbeta(0.025, x, n − x + 1) to qbeta(0.975, x + 1, n − x)", INPUTS_PROPORTION, NULL, NULL,
    R_LIMITS ("binom.test(x[k], n[k])"), "Clopper and Pearson 1934" },
  { "agresti-coull", N_ ("Agresti and Coull's interval"),
    N_ ("Wald's interval of a proportion after z²/2 births and z²/2 failures were added. It holds "
        "Wilson's."),
    "p ∓ z √(p (1 − p)/m),  m = n + z²,  p = (x + z²/2)/m,  clipped to 0 … 1", INPUTS_PROPORTION,
    NULL, NULL,
    REPORT_R_COUNTS "z <- qnorm(0.975)\n"
                    "m <- n + z^2\n"
                    "p <- (x + z^2 / 2) / m\n"
                    "w <- z * sqrt(p * (1 - p) / m)\n"
                    "list(lo = pmax(p - w, 0), hi = pmin(p + w, 1))",
    "Agresti and Coull 1998" },
  { "wald-proportion", N_ ("Wald's interval of a proportion"),
    N_ ("The proportion and z standard errors to each side. In small groups it covers less than it "
        "says: only to reproduce a table."),
    "p ∓ z √(p (1 − p)/n),  p = x/n,  clipped to 0 … 1", INPUTS_PROPORTION,
    N_ ("There is none where nobody or everybody gave birth: it would have no width."), NULL,
    REPORT_R_COUNTS "p <- x / n\n"
                    "w <- qnorm(0.975) * sqrt(p * (1 - p) / n)\n"
                    "w[x == 0 | x == n] <- NA\n"
                    "list(lo = pmax(p - w, 0), hi = pmin(p + w, 1))",
    "Wald; see Brown, Cai and DasGupta 2001" },
  { "hall-wellner", N_ ("Hall and Wellner's band, plain"),
    N_ ("The whole curve lies within it with the given chance, where an interval speaks of one "
        "transfer only. Made for a continuous clock: too wide on one that counts transfers."),
    BAND_PLAIN HALL_WELLNER, INPUTS_BAND, NO_KM_CI, REPORT_TIES_ORDER, NULL,
    "Hall and Wellner 1980" },
  { "loghall", N_ ("Hall and Wellner's band, log"),
    N_ ("Hall and Wellner's band on the scale of log(−log S). Made for a continuous clock: too "
        "wide on one that counts transfers."),
    BAND_LOG HALL_WELLNER, INPUTS_BAND, NO_KM_CI, REPORT_TIES_ORDER, NULL,
    "Hall and Wellner 1980; Borgan and Liestøl 1990" },
  { "epband", N_ ("Equal-precision band, plain"),
    N_ ("The whole curve lies within it with the given chance; its width is everywhere the same "
        "multiple of the standard error. Made for a continuous clock: too wide on one that counts "
        "transfers."),
    BAND_PLAIN EQUAL_PRECISION, INPUTS_BAND, NO_KM_CI, REPORT_TIES_ORDER, NULL, "Nair 1984" },
  { "logep", N_ ("Equal-precision band, log"),
    N_ ("The equal-precision band on the scale of log(−log S). Made for a continuous clock: too "
        "wide on one that counts transfers."),
    BAND_LOG EQUAL_PRECISION, INPUTS_BAND, NO_KM_CI, REPORT_TIES_ORDER, NULL,
    "Nair 1984; Borgan and Liestøl 1990" },
  { "simultaneous", N_ ("Simultaneous band, plain"),
    N_ ("The whole curve lies within it with the given chance, computed for these transfers and no "
        "others."),
    BAND_PLAIN SIMULTANEOUS, INPUTS_BAND, NULL, REPORT_TIES_ORDER,
    R_SIMULTANEOUS "list(critical = c, lo = 1 - S * (1 + c * sqrt(v)), hi = 1 - S * (1 - c * "
                   "sqrt(v)))",
    "The largest of normal deviates; as R's mvtnorm" },
  { "simultaneous-log", N_ ("Simultaneous band, log-log"),
    N_ ("The whole curve lies within it with the given chance, computed for these transfers and no "
        "others, on the scale of log(−log S). The band to prefer on a clock that counts "
        "transfers."),
    BAND_LOG SIMULTANEOUS, INPUTS_BAND, NULL, REPORT_TIES_ORDER,
    R_SIMULTANEOUS "t <- exp(c * sqrt(v) / log(S))\n"
                   "list(critical = c, lo = 1 - S^t, hi = 1 - S^(1 / t))",
    "The largest of normal deviates; as R's mvtnorm" },
  { "bayesian", N_ ("Posterior (Bayesian) interval"),
    N_ ("The curve lies within it with the given posterior chance. It exists always, also where no "
        "birth or nothing but births was seen, and holds for all curves that a risk table gives."),
    "at each k: h ~ Beta(d + ⅓, n − d + ⅔),  g ~ Beta(q + ⅓, n − d − o − q + ⅓)\n"
    "the curve of each draw; of 10,000 draws the 2.5 % and 97.5 % quantiles",
    REPORT_INPUTS_TABLE,
    N_ ("Drawn: the seed decides the last digits."), REPORT_TIES_ORDER, NULL,
    "Kerman 2011 for the binomial: a Dirichlet prior of a third each" },
  { "percentile", N_ ("Bootstrap interval, percentile"),
    N_ ("Quantiles of the curve over cohorts drawn from this one, patient by patient, with "
        "replacement. Draws in which nobody reached a transfer are left out there; above 5 % of "
        "them there is no interval."),
    "quantiles 2.5 % and 97.5 % (type 7) of the drawn values",
    N_ ("One row per patient: transfers and fate."),
    N_ ("Drawn: the seed decides the last digits."), REPORT_TIES_ORDER, NULL, "Efron 1979" },
  { "bca", N_ ("Bootstrap interval, bias-corrected and accelerated"),
    N_ ("As the percentile interval, with the quantiles moved for bias and for a standard error "
        "that changes with the value."),
    "quantiles Φ(z₀ + (z₀ ∓ z) / (1 − a (z₀ ∓ z)))\n"
    "z₀ = Φ⁻¹(share of draws below the estimate, ties half)\n"
    "a = ∑ (m − xᵢ)³ / (6 (∑ (m − xᵢ)²)^1.5),  xᵢ the curve without patient i",
    N_ ("One row per patient: transfers and fate."),
    N_ ("Drawn: the seed decides the last digits."), REPORT_TIES_ORDER, NULL, "Efron 1987" },
  { NULL }
};
