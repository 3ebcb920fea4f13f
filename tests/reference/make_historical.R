# A cohort against published ones (data/published): figures of R's survival and stats packages.
suppressMessages({library(survival); library(jsonlite)})
smith <- read.csv("smith-2015-table3.csv")
left <- smith$at_risk - smith$events - c(smith$at_risk[-1], 0)
published <- data.frame(k = rep(rep(1:9, 2), c(smith$events, left)), birth = rep(1:0, c(sum(smith$events), sum(left))))
at <- function(k, birth, when) { s <- summary(survfit(Surv(k, birth) ~ 1, conf.type = "log-log"), times = when); c(1 - s$surv, 1 - s$upper, 1 - s$lower) }
wilson <- function(x, n) { w <- prop.test(x, n, correct = FALSE); c(x / n, w$conf.int) }
mover <- function(a, b) { d <- a[1] - b[1]; c(d, d - sqrt((a[1] - a[2])^2 + (b[3] - b[1])^2), d + sqrt((a[3] - a[1])^2 + (b[1] - b[2])^2)) }
figures <- function(folder) {
  d <- read.csv(file.path(folder, "cohort.csv")); birth <- as.integer(d$fate == 1); n <- nrow(d)
  both <- rbind(data.frame(k = d$transfers, birth, g = 1), cbind(published, g = 2))
  test <- survdiff(Surv(k, birth) ~ g, both)
  ours <- at(d$transfers, birth, 3); theirs <- at(published$k, published$birth, 3)
  aj <- summary(survfit(Surv(transfers, factor(fate, 0:2)) ~ 1, d, id = seq_len(n)), times = 3)
  F <- aj$pstate[1, 2]; se <- aj$std.err[1, 2]; S <- 1 - F; z <- qnorm(.975)
  conservative <- c(F, 1 - S^exp(z * se / S / log(S) * c(1, -1)))   # log-log on Aalen-Johansen's se
  conservative <- c(F, sort(conservative[2:3]))
  x4 <- sum(birth & d$transfers <= 4); x1 <- sum(birth & d$transfers == 1)
  list(optimistic = list(ours = ours, published = theirs, difference = mover(ours, theirs), chisq = test$chisq, p = pchisq(test$chisq, 1, lower.tail = FALSE)),
       conservative = list(ours = conservative, difference = mover(conservative, c(.486, .484, .489))),
       crude = list(ours = wilson(x4, n), published = wilson(32, 41), difference = mover(wilson(x4, n), wilson(32, 41)),
                    p = fisher.test(matrix(c(x4, n - x4, 32, 9), 2))$p.value),
       first = list(p = binom.test(x1, n, .327)$p.value, fisher = fisher.test(matrix(c(x1, n - x1, 43019, 133379 - 43019), 2))$p.value)) }
write(toJSON(lapply(c(`cohort-52` = "cohort-52", `cohort-160` = "cohort-160"), figures), auto_unbox = TRUE, digits = NA, pretty = TRUE), "historical.expected.json")
