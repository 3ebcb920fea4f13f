# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the R code of every method's entry (src/report/report-method-*.c), as a reader would who
# copies it, on these cohorts. Reads the entries as the program tells them from methods.json and
# writes methods.expected.json, which holds each code beside its figures. In this folder:
#   natality-cli explain --format json > methods.json; Rscript make_methods.R; rm methods.json
# Needs R with survival, cmprsk, brglm2, mvtnorm, metafor, exactRankTests, jsonlite.
library (jsonlite)

cohort <- function (name) {
  d <- read.csv (file.path (name, "cohort.csv"))
  data.frame (transfers = d$transfers, fate = d$fate, group = d$treated, stratum = d$centre,
              centre = d$centre, age = d$age)
}
# Its patients with an open decision try the order of fates at one transfer. Two of its groups; it
# knows no age.
open240 <- local ({
  d <- subset (read.csv ("open-240.csv"), group != "c")
  data.frame (transfers = d$k, fate = d$fate, group = d$group, stratum = d$stratum)
})
data <- list ("cohort-52" = cohort ("cohort-52"), "cohort-160" = cohort ("cohort-160"),
              "open-240" = open240)
# Three groups.
many <- c ("trend", "pairwise", "holm", "hochberg", "bh", "bonferroni", "kruskal-wallis")
# Integer scores grow beyond what perm.test takes.
small <- "permutation-exact"
# With fewer births Firth's penalty is taken.
large <- "interaction"

figures <- function (id, call, name) {
  d <- data[[name]]
  if (id %in% many && is.null (d$centre)) return (NULL)
  if (id %in% many) d$group <- d$centre
  if (grepl ("age", call) && is.null (d$age)) return (NULL)
  if (id %in% small && name != "cohort-52") return (NULL)
  if (id %in% large && name == "cohort-52") return (NULL)
  # An environment of its own: one entry's variables are not another's.
  value <- eval (parse (text = call), new.env (parent = list2env (list (d = d))))
  as.list (value)
}
flat <- function (value) lapply (value, function (x) as.vector (unname (unlist (x))))

entries <- read_json ("methods.json")
out <- list ()
for (entry in entries) if (!is.null (entry$r_call)) {
  values <- list (call = entry$r_call)
  for (name in names (data)) {
    value <- figures (entry$id, entry$r_call, name)
    if (!is.null (value))
      values[[name]] <- if (is.null (names (value))) list (value = unlist (value)) else flat (value)
  }
  out[[entry$id]] <- values
}
writeLines (toJSON (out, auto_unbox = TRUE, digits = NA, na = "null", null = "null", pretty = TRUE),
            "methods.expected.json")
