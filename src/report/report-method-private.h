/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The families of methods, each in a file of its own. Private to src/report. */
#pragma once

#include "report-method.h"

G_BEGIN_DECLS

/* Each ends with an entry whose id is NULL. */
extern const ReportMethod report_methods_curves[];
extern const ReportMethod report_methods_intervals[];
extern const ReportMethod report_methods_tests[];
extern const ReportMethod report_methods_models[];
extern const ReportMethod report_methods_groups[];

/* Sentences that several entries share. */
#define REPORT_INPUTS_TABLE                                                                        \
  N_ ("The risk table of the group: at each transfer k the patients at risk nₖ, the live births "  \
      "dₖ, those who stopped after it qₖ, and those cut with the decision open oₖ.")
#define REPORT_TIES_ORDER                                                                          \
  N_ ("At one transfer a live birth comes first, then a cut with the decision open, then "         \
      "stopping, then a cut with the decision known.")
#define REPORT_INTERVAL_CURVE                                                                      \
  N_ ("Log-log unless another is chosen; its name stands beside it. There is none before the "     \
      "first live birth, nor once everybody at risk had one.")

#define REPORT_R_SURVIVAL "library(survival)\n"
/* One row per patient and transfer, as pp. */
#define REPORT_R_PERSON_TRANSFERS                                                                  \
  "pp <- d[rep(seq_len(nrow(d)), d$transfers), ]\n"                                                \
  "pp$id <- rep(seq_len(nrow(d)), d$transfers)\n"                                                  \
  "pp$k <- sequence(d$transfers)\n"                                                                \
  "pp$y <- as.integer(pp$k == pp$transfers & pp$fate == 1)\n"
/* Births and patients at risk by transfer, as x and n. */
#define REPORT_R_COUNTS                                                                            \
  "K <- max(d$transfers)\n"                                                                        \
  "x <- tabulate(d$transfers[d$fate == 1], K)\n"                                                   \
  "n <- rev(cumsum(rev(tabulate(d$transfers, K))))\n"

G_END_DECLS
