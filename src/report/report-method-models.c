/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Methods of regression models, and of curves from them. */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "report-method-private.h"

#define PATIENT_ROWS                                                                               \
  N_ ("One row per patient: transfers, fate, and the terms as they were at the index transfer. "   \
      "Patients with a term missing are left out and counted.")
#define TRANSFER_ROWS                                                                              \
  N_ ("One row per patient and transfer: whether there was a birth, the transfer's number, and "   \
      "the terms. A transfer number with no births, or nothing but births, shares a level with "   \
      "the one before it; in R's code those from 4 on share one.")
#define WALD_LIMITS                                                                                \
  N_ ("Wald's, of the logarithm of the ratio. There is none for a term that separates births "     \
      "from failures.")
#define EXPLAINED(ratio) ratio " = exp(β)"

#define COX_MODEL                                                                                  \
  "log hᵢ(k) = free in k + β′xᵢ,  rᵢ = exp(β′xᵢ)\n"                                                \
  "R those at risk at k, D those who gave birth by it, dₖ of them\n"
#define R_COX(ties)                                                                                \
  REPORT_R_SURVIVAL                                                                                \
  "m <- coxph(Surv(transfers, fate == 1) ~ group + age, d, ties = \"" ties "\")\n"
#define R_COEFFICIENTS "list(coef = coef(m), se = sqrt(diag(vcov(m))))"
#define R_GLM(link)                                                                                \
  REPORT_R_PERSON_TRANSFERS                                                                        \
  "pp$k <- factor(pmin(pp$k, 4))\n"                                                                \
  "m <- glm(y ~ k + group + age, binomial(\"" link "\"), pp,\n"                                    \
  "         control = glm.control(epsilon = 1e-14))\n"
#define R_FIRTH(link)                                                                              \
  "library(brglm2)\n" REPORT_R_PERSON_TRANSFERS                                                    \
  "pp$k <- factor(pmin(pp$k, 4))\n"                                                                \
  "m <- glm(y ~ k + group + age, binomial(\"" link "\"), pp,\n"                                    \
  "         method = \"brglmFit\",\n"                                                              \
  "         control = brglmControl(type = \"AS_mean\", epsilon = 1e-12,\n"                         \
  "                                maxit = 1000))\n"
#define R_TERMS                                                                                    \
  "i <- c(\"group\", \"age\")\n"                                                                   \
  "list(coef = coef(m)[i], se = sqrt(diag(vcov(m)))[i])"
/* Times in which births come before stopping and stopping before a cut. */
#define R_ORDERED                                                                                  \
  "t <- d$transfers + c(.75, 0, .5, .25)[d$fate + 1]\n"                                            \
  "f <- ifelse(d$fate == 3, 0, d$fate)\n"

const ReportMethod report_methods_models[] = {
  { "cox-breslow", N_ ("Cox's model, Breslow's ties"),
    N_ ("Hazard ratios of a live birth, the rate of each transfer left open. Breslow's rule for "
        "ties shrinks the ratios towards 1 where many births fall on one transfer, as they do "
        "here: take it only to reproduce a table."),
    COX_MODEL "log L = ∑ₖ (∑_D β′xᵢ − dₖ log ∑_R rᵢ)\n" EXPLAINED ("hazard ratio"), PATIENT_ROWS,
    WALD_LIMITS, N_ ("Breslow's: as if the births of one transfer came one after the other and "
                     "nobody left in between."),
    R_COX ("breslow") R_COEFFICIENTS, "Cox 1972; Breslow 1974" },
  { "cox-efron", N_ ("Cox's model, Efron's ties"),
    N_ ("Hazard ratios of a live birth, the rate of each transfer left open."),
    COX_MODEL "log L = ∑ₖ (∑_D β′xᵢ − ∑(l < dₖ) log(∑_R rᵢ − (l/dₖ) ∑_D rᵢ))\n" EXPLAINED (
        "hazard ratio"),
    PATIENT_ROWS, WALD_LIMITS,
    N_ ("Efron's: as if the births of one transfer came one after the other in any order."),
    R_COX ("efron") R_COEFFICIENTS, "Cox 1972; Efron 1977" },
  { "cox-exact", N_ ("Cox's model, exact ties"),
    N_ ("Odds ratios of a live birth at each transfer, the odds of each transfer left open: Cox's "
        "discrete model, a conditional logistic regression. Its score test of one group is the "
        "log-rank test."),
    COX_MODEL "log L = ∑ₖ (∑_D β′xᵢ − log ∑(Q ⊂ R, |Q| = dₖ) exp(∑_Q β′xᵢ))\n" EXPLAINED (
        "odds ratio"),
    PATIENT_ROWS, WALD_LIMITS,
    N_ ("Exact: all ways in which as many of those at risk could have given birth. Where one step "
        "of the fit would take more than 500 million multiplications it isn't made, and says how "
        "many it would take."),
    R_COX ("exact") R_COEFFICIENTS, "Cox 1972; Gail, Lubin and Rubinstein 1981" },
  { "zph", N_ ("Check of proportional hazards"),
    N_ ("Whether the ratios of a Cox model are the same at every transfer: the score test of each "
        "term times the transfer's number, and of all together."),
    "r, V the score and information of transfer k at the fit\n"
    "T = ∑ k rₖ,  J = ∑ Vₖ,  H = ∑ k Vₖ,  Q = ∑ k² Vₖ,  C = Q − H J⁻¹ H\n"
    "a term: T_j²/C_jj on 1 df;  all: T′ C⁻¹ T",
    PATIENT_ROWS, NULL, N_ ("As of the model that is checked: Breslow's or Efron's."),
    R_COX ("efron") "s <- cox.zph(m, transform = \"identity\", terms = FALSE)$table\n"
                    "list(chisq = s[, \"chisq\"], p = s[, \"p\"])",
    "Grambsch and Therneau 1994, as in R's package since its version 3" },
  { "discrete-logit", N_ ("Discrete hazards, logit"),
    N_ ("Odds ratios of a live birth per transfer, from one row per patient and transfer. They are "
        "not hazard ratios: where rates are high they lie further from 1."),
    "logit hᵢ(k) = αₖ + β′xᵢ,  binomial likelihood\n" EXPLAINED ("odds ratio"), TRANSFER_ROWS,
    WALD_LIMITS, N_ ("Each transfer of each patient is a trial of its own: there are no ties."),
    R_GLM ("logit") R_TERMS, "Cox 1972; Allison 1982" },
  { "discrete-cloglog", N_ ("Discrete hazards, complementary log-log"),
    N_ ("Hazard ratios of a live birth, from one row per patient and transfer: the model of "
        "proportional hazards whose clock is read at transfers only."),
    "log(−log(1 − hᵢ(k))) = αₖ + β′xᵢ,  binomial likelihood\n" EXPLAINED ("hazard ratio"),
    TRANSFER_ROWS, WALD_LIMITS,
    N_ ("Each transfer of each patient is a trial of its own: there are no ties."),
    R_GLM ("cloglog") R_TERMS, "Prentice and Gloeckler 1978" },
  { "firth-logit", N_ ("Discrete hazards, logit, with Firth's penalty"),
    N_ ("As the discrete model with the logit, with less bias where births are few, and with "
        "finite estimates where a term separates births from failures."),
    "maximum of log L + ½ log det I(α, β),  I the information\n" EXPLAINED ("odds ratio"),
    TRANSFER_ROWS,
    N_ ("Of the penalised likelihood's profile, and its ratio test's p; the standard error is "
        "from the information at the estimate."),
    N_ ("Each transfer of each patient is a trial of its own: there are no ties."),
    R_FIRTH ("logit") R_TERMS, "Firth 1993; Heinze and Schemper 2002" },
  { "firth-cloglog", N_ ("Discrete hazards, complementary log-log, with Firth's penalty"),
    N_ ("As the discrete model with the complementary log-log, with less bias where births are "
        "few, and with finite estimates where a term separates births from failures."),
    "root of the mean-bias-reducing score U + A,  A = ∑ h ρ/2 z\n"
    "h the leverage of a row z, ρ the second over the first derivative of its chance\n" EXPLAINED (
        "hazard ratio"),
    TRANSFER_ROWS, WALD_LIMITS,
    N_ ("Each transfer of each patient is a trial of its own: there are no ties."),
    R_FIRTH ("cloglog") R_TERMS, "Firth 1993; Kosmidis and Firth 2009" },
  { "fine-gray-breslow", N_ ("Fine and Gray's model, Breslow's ties"),
    N_ ("Ratios of the subdistribution hazard of a live birth, where those who stop have none: the "
        "model of the conservative curve. Breslow's rule for ties shrinks them towards 1."),
    "a woman who stopped after j stays at risk at k with weight Gₖ/Gⱼ,\n"
    "G(k) = ∏(j < k) (1 − chance of a cut after j);  Breslow's likelihood with these weights\n"
    "var = I⁻¹ ∑ (ηᵢ + ψᵢ)(ηᵢ + ψᵢ)′ I⁻¹",
    PATIENT_ROWS, WALD_LIMITS,
    N_ ("Breslow's; a live birth comes before stopping, and stopping before a cut. R's crr on "
        "plain numbers of transfers has another order; the times here have it written into "
        "them."),
    R_ORDERED "m <- cmprsk::crr(t, f, cbind(d$group, d$age), gtol = 1e-10)\n"
              "list(coef = m$coef, se = sqrt(diag(m$var)))",
    "Fine and Gray 1999" },
  { "fine-gray-efron", N_ ("Fine and Gray's model, Efron's ties"),
    N_ ("Ratios of the subdistribution hazard of a live birth, where those who stop have none: the "
        "model of the conservative curve. Efron's rule for ties shrinks them less."),
    "a woman who stopped after j stays at risk at k with weight Gₖ/Gⱼ,\n"
    "G(k) = ∏(j < k) (1 − chance of a cut after j);  Efron's likelihood with these weights\n"
    "var = I⁻¹ ∑ (ηᵢ + ψᵢ)(ηᵢ + ψᵢ)′ I⁻¹",
    PATIENT_ROWS,
    N_ ("Wald's, of the logarithm of the ratio, from a standard error that R's code does not "
        "give: it reckons with the estimation of the weights."),
    N_ ("Efron's; a live birth comes before stopping, and stopping before a cut."),
    REPORT_R_SURVIVAL R_ORDERED
    "g <- finegray(Surv(t, factor(f, 0:2)) ~ group + age, d, etype = \"1\")\n"
    "m <- coxph(Surv(fgstart, fgstop, fgstatus) ~ group + age, g,\n"
    "           weights = fgwt, ties = \"efron\")\n"
    "list(coef = coef(m))",
    "Fine and Gray 1999" },
  { "wald", N_ ("Wald's interval and test"),
    N_ ("Symmetric about a coefficient, which is the logarithm of a ratio; the p tests that the "
        "ratio is 1."),
    "β ∓ z se,  p = 2 Φ(−|β|/se);  several columns of a term: χ² = β′ V⁻¹ β",
    N_ ("The coefficient and its standard error."),
    N_ ("None for a term that separates births from failures."), NULL,
    R_COX ("efron") "ci <- confint.default(m)\n"
                    "p <- 2 * pnorm(-abs(coef(m)) / sqrt(diag(vcov(m))))\n"
                    "list(lo = ci[, 1], hi = ci[, 2], p = p)",
    "Wald 1943" },
  { "profile", N_ ("Penalised-likelihood interval and test"),
    N_ ("The coefficients that the penalised likelihood does not tell from the best one; the p "
        "is of its ratio test. It need not be symmetric, and exists where births are separated."),
    "all β_j with 2 (l*(max) − max l* given β_j) ≤ χ²₁(0.95)\n"
    "l* = log L + ½ log det I",
    TRANSFER_ROWS, NULL, NULL, NULL, "Heinze and Schemper 2002; as R's package logistf" },
  { "whole-model", N_ ("Tests of the whole model"),
    N_ ("Whether the terms together explain the births better than chance would: three tests of "
        "the same question, against the model without terms. Where births are few and they "
        "disagree, the likelihood ratio is the one to trust."),
    "likelihood ratio 2 (log L(β) − log L(0)),  with Firth's penalty of the penalised ones\n"
    "Wald β′ V⁻¹ β,  score U(0)′ I(0)⁻¹ U(0);  χ² on as many degrees of freedom as coefficients",
    N_ ("As of the model."),
    N_ ("None. Wald's test has no value where a term is separated, a penalised fit no score test."),
    NULL, NULL, "Wilks 1938; Wald 1943; Rao 1948" },
  { "predicted", N_ ("Predicted curve of a discrete model"),
    N_ ("The chance of a live birth within k transfers that the model gives one pattern of terms. "
        "It is no comparison of groups: for that take the standardised curves."),
    "F(k) = 1 − ∏(j ≤ k) (1 − h_j(x))\n"
    "se(k) = S(k) √(G′ V G),  G = ∑(j ≤ k) tⱼ zⱼ,  t = h (logit) or exp(zⱼ′β) (cloglog)",
    TRANSFER_ROWS, N_ ("Log-log. There is none where the model needs a term that is separated."),
    NULL,
    R_GLM ("logit") "new <- data.frame(k = factor(pmin(1:max(d$transfers), 4)), group = 1,\n"
                    "                  age = 35)\n"
                    "h <- predict(m, new, type = \"response\")\n"
                    "list(estimate = 1 - cumprod(1 - h))",
    "The delta method" },
  { "predicted-cox", N_ ("Predicted curve of a Cox model"),
    N_ ("The chance of a live birth within k transfers that the model gives one pattern of terms, "
        "from Efron's increments. It is no product: where everybody at risk gave birth it stays "
        "below 100 %."),
    "F(k) = 1 − exp(−H(k)),  H the sum of Efron's increments times exp(β′x)", PATIENT_ROWS,
    N_ ("Log, as R's."), N_ ("Efron's."),
    R_COX ("efron") "s <- survfit(m, data.frame(group = 1, age = 35), conf.type = \"log\")\n"
                    "list(estimate = 1 - s$surv, lo = 1 - s$upper, hi = 1 - s$lower)",
    "Tsiatis 1981" },
  { "standardised", N_ ("Standardised curves"),
    N_ ("The chance of a live birth within k transfers, had all of these women been in the one "
        "group, and had all been in the other; and the difference. The groups are then alike in "
        "the model's terms, and in nothing else."),
    "F_g(k) = mean over i of 1 − ∏(j ≤ k) (1 − h_ij),  with i's group set to g\n"
    "var = G′ V G + var_i(F_i)/n",
    TRANSFER_ROWS,
    N_ ("Log-log for each curve, and the difference with z standard errors to each side, from the "
        "delta method and the sampling of the women."),
    NULL,
    R_GLM ("logit") "curve <- function(g) {\n"
                    "  S <- 1\n"
                    "  sapply(1:max(d$transfers), function(j) {\n"
                    "    new <- data.frame(k = factor(min(j, 4)), group = g, age = d$age)\n"
                    "    S <<- S * (1 - predict(m, new, type = \"response\"))\n"
                    "    mean(1 - S)\n"
                    "  })\n"
                    "}\n"
                    "list(without = curve(0), with = curve(1), difference = curve(1) - curve(0))",
    "Robins 1986; Snowden, Rose and Mortimer 2011" },
  { NULL }
};
