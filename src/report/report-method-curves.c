/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Methods of curves: the estimators, and what is said of one curve beside its values. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "report-method-private.h"

/* Fates in the order at one transfer, as times t; f: the fates of survfit's states. */
#define ORDERED                                                                                    \
  "t <- d$transfers + c(.75, 0, .5, .25)[d$fate + 1]\n"                                            \
  "f <- ifelse(d$fate == 3, 0, d$fate)\n"

const ReportMethod report_methods_curves[] = {
  { "optimistic", N_ ("Optimistic (Kaplan-Meier)"),
    N_ ("The chance of a live birth within k transfers, if those who stop had the chance of those "
        "who go on: the product-limit estimate of Kaplan and Meier. Where those who stop had less, "
        "it is too high."),
    "F(k) = 1 − ∏(j ≤ k) (1 − dⱼ/nⱼ)\n"
    "se(k) = S(k) √ ∑(j ≤ k) dⱼ / (nⱼ (nⱼ − dⱼ)),  S = 1 − F",
    REPORT_INPUTS_TABLE, REPORT_INTERVAL_CURVE, REPORT_TIES_ORDER,
    REPORT_R_SURVIVAL
    "s <- survfit(Surv(transfers, fate == 1) ~ 1, d)\n"
    "s <- summary(s, times = 1:max(d$transfers))\n"
    "list(estimate = 1 - s$surv, se = s$std.err)",
    "Kaplan and Meier 1958; Greenwood 1926" },
  { "conservative", N_ ("Conservative"),
    N_ ("The chance of a live birth within k transfers, if those who stop have no live birth: the "
        "estimate of Aalen and Johansen with stopping as the competing event. Those still in "
        "treatment are taken to be like those who were followed longer."),
    "F(k) = ∑(j ≤ k) S(j − 1) hⱼ,  hⱼ = dⱼ/nⱼ\n"
    "S(j) = S(j − 1) (1 − hⱼ) (1 − gⱼ),  gⱼ = qⱼ/(nⱼ − dⱼ − oⱼ),  S(0) = 1",
    REPORT_INPUTS_TABLE, REPORT_INTERVAL_CURVE, REPORT_TIES_ORDER,
    REPORT_R_SURVIVAL ORDERED
    "s <- survfit(Surv(t, factor(f, 0:2)) ~ 1, d, id = seq_along(t))\n"
    "s <- summary(s, times = 1:max(d$transfers))\n"
    "j <- match(\"1\", s$states)\n"
    "list(estimate = s$pstate[, j], se = s$std.err[, j])",
    "Aalen and Johansen 1978; the infinitesimal jackknife of R's survfit" },
  { "crude", N_ ("Crude proportion"),
    N_ ("The share of all who began that had a live birth within k transfers. Those still in "
        "treatment count as without one, so it is too low where patients were recruited until "
        "shortly before the data cut."),
    "F(k) = ∑(j ≤ k) dⱼ / n₁", REPORT_INPUTS_TABLE,
    N_ ("Wilson's, as of any proportion."), NULL,
    "cumsum(tabulate(d$transfers[d$fate == 1], max(d$transfers))) / nrow(d)",
    "The definition" },
  { "adjusted", N_ ("Drop-out sensitivity"),
    N_ ("The chance of a live birth within k transfers, if of those who stop a share π has no "
        "chance and the others keep θ times the chance of those who go on. θ and π are assumed, "
        "not estimated: θ 1 and π 0 is the optimistic curve, θ 0 the conservative one."),
    "from S = 1, D = 0, F = 0, at each k:\n"
    "F ← F + h (S + θ D)\n"
    "D ← D (1 − θ h) + (1 − π) S (1 − h) g\n"
    "S ← S (1 − h) (1 − g)\n"
    "h = d/n,  g = q/(n − d − o)\n"
    "var F(m) = ∑(k ≤ m) (∂F/∂hₖ)² hₖ(1 − hₖ)/nₖ + (∂F/∂gₖ)² gₖ(1 − gₖ)/(nₖ − dₖ − oₖ)",
    REPORT_INPUTS_TABLE,
    N_ ("Log-log unless another is chosen, from a standard error by the delta method that takes "
        "θ and π as known. It is too narrow where few patients are left."),
    REPORT_TIES_ORDER, NULL,
    "The recursion and its delta-method standard error are this program's; π as in Smith and "
    "others 2015" },
  { "ipcw", N_ ("Weighted for drop-out"),
    N_ ("The chance of a live birth within k transfers, if those who stop had the chance of those "
        "like them, by the stated terms, who go on. Each transfer of a patient is weighted by one "
        "over the chance that she had not stopped before it, from a logistic model."),
    "F(k) = 1 − ∏(j ≤ k) (1 − ∑ᵢ wᵢⱼ yᵢⱼ / ∑ᵢ wᵢⱼ)\n"
    "wᵢₖ = ∏(j < k) 1 / (1 − eᵢⱼ),  eᵢⱼ the fitted chance of stopping after transfer j\n"
    "se(k) = S(k) √ ∑ᵢ ψᵢ²,  ψᵢ = −∑(j ≤ k) wᵢⱼ (yᵢⱼ − hⱼ) / (Wⱼ (1 − hⱼ)),  Wⱼ = ∑ᵢ wᵢⱼ",
    N_ ("One row per patient and transfer: the live birth y, whether she stopped after it, and the "
        "terms of the model. Rows with an open decision are not in that model."),
    N_ ("Log-log unless another is chosen, from a standard error that takes the weights as known. "
        "The one that reckons with their estimation stands beside it; it is mostly smaller, but "
        "may be a little larger. R's code gives the first. With groups, one model of stopping is "
        "fitted to all of them together: their weights come from it."),
    REPORT_TIES_ORDER,
    REPORT_R_SURVIVAL REPORT_R_PERSON_TRANSFERS
    "last <- pp$k == pp$transfers\n"
    "pp$stop <- as.integer(last & pp$fate == 2)\n"
    "m <- glm(stop ~ k + age, binomial, pp[pp$y == 0 & !(last & pp$fate == 3), ])\n"
    "pp$p <- 1 - predict(m, pp, type = \"response\")\n"
    "pp$w <- ave(pp$p, pp$id,\n"
    "            FUN = function(p) 1 / cumprod(c(1, p[-length(p)])))\n"
    "s <- survfit(Surv(k - 1, k, y) ~ 1, pp, weights = w, id = id,\n"
    "             robust = TRUE)\n"
    "s <- summary(s, times = 1:max(pp$k))\n"
    "list(estimate = 1 - s$surv, se = s$std.err)",
    "Robins and Finkelstein 2000" },
  { "hazard", N_ ("Rate per transfer"),
    N_ ("Of those who had transfer k, the share with a live birth by it. It speaks of the women "
        "who still come, not of what transfer k does for any one woman: a falling rate is also "
        "what a mixture of women gives."),
    "hₖ = dₖ/nₖ", REPORT_INPUTS_TABLE,
    N_ ("Wilson's, and Clopper and Pearson's; each is named."), REPORT_TIES_ORDER,
    REPORT_R_COUNTS "x / n", "The definition" },
  { "restricted-mean", N_ ("Restricted mean number of transfers"),
    N_ ("The expected number of transfers until a live birth, at most τ, if those who stop had the "
        "chance of those who go on."),
    "∑(k = 0 … τ − 1) S(k),  S the optimistic curve's, S(0) = 1\n"
    "var = ∑(j < τ) (∑(i = j … τ − 1) S(i))² dⱼ / (nⱼ (nⱼ − dⱼ))",
    REPORT_INPUTS_TABLE,
    N_ ("The estimate and z standard errors to each side. Not estimable where nobody had "
        "transfer τ − 1; R would carry the curve forward."),
    REPORT_TIES_ORDER,
    REPORT_R_SURVIVAL
    "tau <- 4\n"
    "s <- survfit(Surv(transfers, fate == 1) ~ 1, d)\n"
    "s <- summary(s, rmean = tau)$table\n"
    "list(mean = s[[\"rmean\"]], se = s[[\"se(rmean)\"]])",
    "Irwin 1949; Klein and Moeschberger 2003, 4.5" },
  { "transfers-to", N_ ("Transfers to a chance"),
    N_ ("The smallest number of transfers after which the curve reaches a given chance; none where "
        "it never does. R's quantile answers with half a transfer where a curve hits the chance "
        "exactly."),
    "min { k : F(k) ≥ p }",
    N_ ("The curve, and those of its lower and upper limits."),
    N_ ("The numbers at which the upper limit's curve and the lower limit's curve reach the "
        "chance."),
    NULL,
    REPORT_R_SURVIVAL
    "p <- 0.5\n"
    "s <- survfit(Surv(transfers, fate == 1) ~ 1, d)\n"
    "s <- summary(s, times = 1:max(d$transfers))\n"
    "match(TRUE, 1 - s$surv >= p - 1e-12)",
    "Brookmeyer and Crowley 1982" },
  { NULL }
};
