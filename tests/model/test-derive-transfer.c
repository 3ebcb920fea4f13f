/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Derived variables of a transfer: numbers, ages, embryos, treatment, outcome. Every expected value
 * is worked out by hand from the records above it. */
#include "derive-maker.h"

static ModelRow *
find (Case      *c,
      ModelTable table,
      gint64     key)
{
  return model_record_find (c->record, table, key);
}

static void
test_numbers (void)
{
  Case c;

  case_init (&c);
  add_transfer (&c, 1, "2009-03-01");
  add_transfer (&c, 2, "2009-09-01");
  add_transfer (&c, 3, "?");
  set (c.dictionary, add_transfer (&c, 4, "2009-06-01"), "status", "cancelled");
  EXPECT (&c, TRANSFER, "transfer_number", 1, "1");
  EXPECT (&c, TRANSFER, "transfer_number", 2, "2");
  EXPECT (&c, TRANSFER, "transfer_number", 3, "?");
  EXPECT (&c, TRANSFER, "transfer_number", 4, "n/a");
  EXPECT (&c, TRANSFER, "days_since_previous_transfer", 1, "n/a");
  EXPECT (&c, TRANSFER, "days_since_previous_transfer", 2, "184");
  EXPECT (&c, TRANSFER, "days_since_previous_transfer", 3, "?");
  EXPECT (&c, TRANSFER, "days_since_previous_transfer", 4, "n/a");
  EXPECT (&c, TRANSFER, "transfer_year", 2, "2009");
  EXPECT (&c, TRANSFER, "transfer_year", 3, "?");
  /* 2009-03-01 less 1975-06-30 is 12,298 days. */
  EXPECT_NUMBER (&c, TRANSFER, "age_at_transfer", 1, 12298 / 365.25);
  EXPECT (&c, TRANSFER, "age_at_transfer", 3, "?");
  EXPECT (&c, TRANSFER, "previous_outcome", 1, "first");

  set (c.dictionary, find (&c, MODEL_TABLE_PATIENT, 1), "earlier_transfers", "4");
  EXPECT (&c, TRANSFER, "transfer_number", 2, "6");
  EXPECT (&c, TRANSFER, "days_since_previous_transfer", 1, "?");
  EXPECT (&c, TRANSFER, "previous_outcome", 1, "?");
  set (c.dictionary, find (&c, MODEL_TABLE_PATIENT, 1), "earlier_transfers", "?");
  EXPECT (&c, TRANSFER, "transfer_number", 2, "?");
  EXPECT (&c, TRANSFER, "previous_outcome", 1, "?");
  set (c.dictionary, find (&c, MODEL_TABLE_PATIENT, 1), "birth_month", NULL);
  EXPECT (&c, TRANSFER, "age_at_transfer", 1, "?");
  /* Partial: by its latest day, 30 September. */
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER, 2), "date", "2009-09");
  EXPECT (&c, TRANSFER, "days_since_previous_transfer", 2, "213");
  case_clear (&c);
}

static void
test_oocyte_age (void)
{
  Case c;

  case_init (&c);
  add_transfer (&c, 1, "2009-03-01");
  EXPECT (&c, TRANSFER, "oocyte_age", 1, "?");
  set (c.dictionary, find (&c, MODEL_TABLE_CYCLE, 1), "retrieval_date", "2009-02-24");
  EXPECT_NUMBER (&c, TRANSFER, "oocyte_age", 1, 12293 / 365.25);
  /* Thawed embryos carry the age of their own retrieval; the oldest counts. */
  add_transfer (&c, 2, "2010-03-01");
  ADD (&c, CYCLE, 3, 0, "kind", "stimulation", "egg_source", "own", "retrieval_date", "2008-01-01");
  ADD (&c, EMBRYO, 1, 2, "position", "1", "source_cycle", "3");
  EXPECT_NUMBER (&c, TRANSFER, "oocyte_age", 2, (12293 - 420) / 365.25);
  ADD (&c, EMBRYO, 2, 2, "position", "2", "source_cycle", "1");
  EXPECT_NUMBER (&c, TRANSFER, "oocyte_age", 2, 12293 / 365.25);
  ADD (&c, CYCLE, 4, 0, "kind", "stimulation", "egg_source", "own", "retrieval_date", "?");
  ADD (&c, EMBRYO, 3, 2, "position", "3", "source_cycle", "4");
  EXPECT (&c, TRANSFER, "oocyte_age", 2, "?");
  /* Not her own: the donor's age. */
  add_transfer (&c, 5, "2010-03-01");
  set (c.dictionary, find (&c, MODEL_TABLE_CYCLE, 5), "egg_source", "donor");
  EXPECT (&c, TRANSFER, "oocyte_age", 5, "?");
  set (c.dictionary, find (&c, MODEL_TABLE_CYCLE, 5), "egg_donor_age", "27");
  EXPECT (&c, TRANSFER, "oocyte_age", 5, "27");
  set (c.dictionary, find (&c, MODEL_TABLE_CYCLE, 5), "egg_source", "?");
  EXPECT (&c, TRANSFER, "oocyte_age", 5, "?");
  case_clear (&c);
}

static void
test_stage (void)
{
  static const struct { const char *days, *stage;
  } cases[] = { { "0", "zygote" }, { "1", "cleavage" },   { "3", "cleavage" },
                { "4", "morula" }, { "5", "blastocyst" }, { "7", "blastocyst" },
                { "?", "?" } };
  Case c;

  case_init (&c);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      set (c.dictionary, add_transfer (&c, i + 1, "2009-03-01"), "embryo_age_days", cases[i].days);
      EXPECT (&c, TRANSFER, "stage", i + 1, cases[i].stage);
    }
  ADD (&c, EMBRYO, 1, 1, "position", "1", "stage", "?");
  EXPECT (&c, TRANSFER, "stage", 1, "zygote");
  ADD (&c, EMBRYO, 2, 1, "position", "2", "stage", "cleavage");
  ADD (&c, EMBRYO, 3, 1, "position", "3", "stage", "morula");
  EXPECT (&c, TRANSFER, "stage", 1, "morula");
  case_clear (&c);
}

static void
test_good_quality (void)
{
  static const struct
  {
    const char *days, *expansion, *icm, *te, *cells, *fragments, *good;
  } cases[] = {
    { "5", "3", "a", "b", NULL, NULL, "true" },    { "5", "5", "b", "b", NULL, NULL, "true" },
    { "5", "2", NULL, NULL, NULL, NULL, "false" }, { "5", "4", "c", "a", NULL, NULL, "false" },
    { "5", "4", "a", "?", NULL, NULL, "?" },       { "5", "4", "?", "c", NULL, NULL, "false" },
    { "5", "?", "a", "a", NULL, NULL, "?" },       { "5", NULL, NULL, NULL, NULL, NULL, "?" },
    { "3", NULL, NULL, NULL, "8", "20", "true" },  { "3", NULL, NULL, NULL, "7", "0", "true" },
    { "3", NULL, NULL, NULL, "10", "0", "false" }, { "3", NULL, NULL, NULL, "8", "21", "false" },
    { "3", NULL, NULL, NULL, "8", NULL, "?" },     { "2", NULL, NULL, NULL, "4", "10", "true" },
    { "2", NULL, NULL, NULL, "8", "10", "false" }, { "4", NULL, NULL, NULL, "8", "10", "?" },
  };
  Case c;

  case_init (&c);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      set (c.dictionary, add_transfer (&c, i + 1, "2009-03-01"), "embryo_age_days", cases[i].days);
      EXPECT (&c, TRANSFER, "good_quality", i + 1, "?");
      ADD (&c, EMBRYO, i + 1, i + 1, "position", "1", "expansion", cases[i].expansion,
           "inner_cell_mass", cases[i].icm, "trophectoderm", cases[i].te, "cells", cases[i].cells,
           "fragmentation_pct", cases[i].fragments);
      EXPECT (&c, TRANSFER, "good_quality", i + 1, cases[i].good);
    }
  /* A second one, not graded: a good one decides, a poor one doesn't. */
  ADD (&c, EMBRYO, 101, 1, "position", "2");
  EXPECT (&c, TRANSFER, "good_quality", 1, "true");
  ADD (&c, EMBRYO, 102, 3, "position", "2");
  EXPECT (&c, TRANSFER, "good_quality", 3, "?");
  case_clear (&c);
}

/* --- treatment --- */

static void
test_treatment (void)
{
  Case c;

  case_init (&c);
  add_transfer (&c, 1, "2009-03-09");
  /* Neither given nor a plan entered: not known, rather than untreated. */
  EXPECT (&c, TRANSFER, "treatment", 1, "?");
  EXPECT (&c, TRANSFER, "immunomodulated", 1, "?");
  EXPECT (&c, TRANSFER, "ivig_g_per_kg", 1, "0");
  EXPECT (&c, TRANSFER, "prednisone_mg_at_transfer", 1, "0");
  EXPECT (&c, TRANSFER, "days_first_infusion_to_transfer", 1, "n/a");
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER, 1), "planned_treatment", "none");
  EXPECT (&c, TRANSFER, "treatment", 1, "none");
  EXPECT (&c, TRANSFER, "immunomodulated", 1, "false");
  /* Given after the transfer: that is no treatment at it. */
  ADD (&c, INFUSION, 1, 1, "status", "given", "agent", "ivig", "slot", "week_5", "started_at",
       "2009-03-25T09:00", "dose_g", "30");
  EXPECT (&c, TRANSFER, "treatment", 1, "none");
  EXPECT (&c, TRANSFER, "ivig_g_per_kg", 1, "0");
  EXPECT (&c, TRANSFER, "days_first_infusion_to_transfer", 1, "-16");
  ADD (&c, INFUSION, 2, 1, "status", "given", "agent", "ivig", "started_at", "2009-03-09T16:00",
       "dose_g", "25");
  EXPECT (&c, TRANSFER, "treatment", 1, "ivig_only");
  EXPECT (&c, TRANSFER, "immunomodulated", 1, "false");
  EXPECT (&c, TRANSFER, "days_first_infusion_to_transfer", 1, "0");
  EXPECT (&c, TRANSFER, "ivig_g_per_kg", 1, "?"); /* no weight */
  EXPECT (&c, INFUSION, "g_per_kg", 2, "?");
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER, 1), "weight_kg", "62.5");
  EXPECT_NUMBER (&c, TRANSFER, "ivig_g_per_kg", 1, 0.4);
  EXPECT_NUMBER (&c, INFUSION, "g_per_kg", 1, 0.48);
  ADD (&c, MEDICATION, 1, 0, "transfer", "1", "drug", "prednisone", "dose_per_day", "10",
       "dose_unit", "mg", "start_date", "2009-03-09", "stop_date", "2009-04-20");
  EXPECT (&c, TRANSFER, "treatment", 1, "both");
  EXPECT (&c, TRANSFER, "immunomodulated", 1, "true");
  set (c.dictionary, find (&c, MODEL_TABLE_INFUSION, 2), "status", "not_given");
  EXPECT (&c, TRANSFER, "treatment", 1, "prednisone_only");
  set (c.dictionary, find (&c, MODEL_TABLE_INFUSION, 2), "status", "given");
  set (c.dictionary, find (&c, MODEL_TABLE_INFUSION, 2), "agent", "placebo");
  EXPECT (&c, TRANSFER, "treatment", 1, "prednisone_only");
  case_clear (&c);
}

static void
test_treatment_planned (void)
{
  Case c;

  case_init (&c);
  set (c.dictionary, add_transfer (&c, 1, "2009-03-09"), "planned_treatment",
       "ivig prednisone progesterone");
  EXPECT (&c, TRANSFER, "treatment", 1, "both");
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER, 1), "planned_treatment", "prednisone");
  EXPECT (&c, TRANSFER, "treatment", 1, "prednisone_only");
  /* Given, the plan unknown: known as far as what was given says. */
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER, 1), "planned_treatment", "?");
  EXPECT (&c, TRANSFER, "treatment", 1, "?");
  ADD (&c, INFUSION, 1, 1, "status", "given", "agent", "ivig", "slot", "before_transfer",
       "started_at", "?", "dose_g", "25");
  EXPECT (&c, TRANSFER, "immunomodulated", 1, "?");
  EXPECT (&c, TRANSFER, "days_first_infusion_to_transfer", 1, "?");
  ADD (&c, MEDICATION, 1, 0, "drug", "prednisolone", "dose_per_day", "5", "dose_unit", "mg",
       "start_date", "2009-02");
  EXPECT (&c, TRANSFER, "treatment", 1, "both");
  /* Undated and without a place in the plan: not known, unless something else says no. */
  set (c.dictionary, find (&c, MODEL_TABLE_INFUSION, 1), "slot", NULL);
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER, 1), "planned_treatment", "none");
  EXPECT (&c, TRANSFER, "treatment", 1, "?");
  EXPECT (&c, TRANSFER, "ivig_g_per_kg", 1, "?");
  set (c.dictionary, find (&c, MODEL_TABLE_MEDICATION, 1), "drug", "aspirin");
  EXPECT (&c, TRANSFER, "immunomodulated", 1, "false");
  /* A month that the transfer cuts through: by its latest day, so after. */
  set (c.dictionary, find (&c, MODEL_TABLE_INFUSION, 1), "started_at", "2009-03");
  EXPECT (&c, TRANSFER, "treatment", 1, "none");
  case_clear (&c);
}

static void
test_prednisone (void)
{
  static const struct { const char *drug, *dose, *unit, *start, *stop, *mg; } cases[] = {
    { "prednisone", "5", "mg", "2009-02-20", "2009-03-08", "0" },  /* stopped the day before */
    { "prednisone", "10", "mg", "2009-03-10", NULL, "0" },         /* began the day after */
    { "prednisolone", "7.5", "mg", "2009-03-09", "2009-03-09", "7.5" },
    { "methylprednisolone", "8", "mg", "2009-03-01", NULL, "10" },
    { "dexamethasone", "1000", "ug", "2009-03-01", "pending", "6.67" },
    { "prednisone", "0.02", "g", "2009", "2010", "0" },            /* a year, by its latest day */
    { "prednisone", "?", "mg", "2009-03-01", NULL, "?" },
    { "prednisone", "5", NULL, "2009-03-01", NULL, "?" },
    { "prednisone", "5", "ml", "2009-03-01", NULL, "?" },
    { "prednisone", "5", "mg", "?", NULL, "?" },
    { "prednisone", "5", "mg", "2009-03-01", "?", "?" },
    { "aspirin", "75", "mg", "2009-03-01", NULL, "0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Case c;

      case_init (&c);
      add_transfer (&c, 1, "2009-03-09");
      ADD (&c, MEDICATION, 1, 0, "transfer", "1", "drug", cases[i].drug, "dose_per_day",
           cases[i].dose, "dose_unit", cases[i].unit, "start_date", cases[i].start, "stop_date",
           cases[i].stop);
      EXPECT (&c, TRANSFER, "prednisone_mg_at_transfer", 1, cases[i].mg);
      case_clear (&c);
    }
}

/* --- outcome --- */

static void
test_outcome_class (void)
{
  static const struct { const char *outcome, *days, *class, *clinical, *ongoing; } cases[] = {
    { "no_pregnancy", NULL, "no_pregnancy", "false", "false" },
    { "biochemical_loss", "36", "biochemical_loss", "false", "false" },
    { "pul", "40", "pul", "false", "false" },
    { "ectopic", "45", "ectopic", "true", "false" },
    { "mole", "70", "miscarriage", "true", "false" },
    { "miscarriage", "153", "miscarriage", "true", "false" },
    { "miscarriage", "154", "stillbirth", "true", "true" },
    { "stillbirth", "153", "miscarriage", "true", "false" },
    { "stillbirth", NULL, "stillbirth", "true", "true" },
    { "termination", "84", "termination", "true", "true" },
    { "termination", "83", "termination", "true", "false" },
    { "termination", NULL, "termination", "true", "?" },
    { "live_birth", "280", "live_birth", "true", "true" },
    { "ongoing", "84", "overdue", "?", "true" }, /* no ending 301 days on */
    { "lost", NULL, "lost", "?", "?" },
    { "?", NULL, "?", "?", "?" },
    { "pending", NULL, "overdue", "?", "?" },
    { NULL, NULL, "overdue", "?", "?" },
  };
  Case c;

  case_init (&c);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 key = i + 1;

      add_transfer (&c, key, "2009-03-09");
      add_outcome (&c, key, cases[i].outcome, NULL, cases[i].days);
      EXPECT (&c, TRANSFER, "outcome_class", key, cases[i].class);
      EXPECT (&c, TRANSFER, "clinical_pregnancy", key, cases[i].clinical);
      EXPECT (&c, TRANSFER, "ongoing_pregnancy", key, cases[i].ongoing);
    }
  add_transfer (&c, 50, "2009-03-09");
  EXPECT (&c, TRANSFER, "outcome_class", 50, "overdue");
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER, 50), "status", "cancelled");
  EXPECT (&c, TRANSFER, "outcome_class", 50, "n/a");
  EXPECT (&c, TRANSFER, "clinical_pregnancy", 50, "n/a");
  EXPECT (&c, TRANSFER, "ongoing_pregnancy", 50, "n/a");
  EXPECT (&c, TRANSFER, "previous_outcome", 50, "n/a");
  case_clear (&c);
}

/* Maturity and the cut: 2012-03-05 is 301 days before 2012-12-31. */
static void
test_outcome_cut (void)
{
  Case c;

  case_init (&c);
  add_transfer (&c, 1, "2012-03-05");
  EXPECT (&c, TRANSFER, "outcome_class", 1, "overdue");
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER, 1), "date", "2012-03-06");
  EXPECT (&c, TRANSFER, "outcome_class", 1, "pending");
  add_outcome (&c, 1, "ongoing", "2012-10-01", "84");
  EXPECT (&c, TRANSFER, "outcome_class", 1, "ongoing");
  EXPECT (&c, TRANSFER, "ongoing_pregnancy", 1, "true");
  EXPECT (&c, TRANSFER, "clinical_pregnancy", 1, "?");
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER_OUTCOME, 1), "sacs", "1");
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER_OUTCOME, 1), "scan_date", "2012-04-10");
  EXPECT (&c, TRANSFER, "clinical_pregnancy", 1, "true");
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER_OUTCOME, 1), "outcome", "live_birth");
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER_OUTCOME, 1), "outcome_date", "2012-11-20");
  EXPECT (&c, TRANSFER, "outcome_class", 1, "live_birth");
  /* The day before the birth it didn't exist; a month that the cut divides doesn't either. */
  c.cut = base_day_from_ymd (2012, 11, 19);
  EXPECT (&c, TRANSFER, "outcome_class", 1, "pending");
  c.cut = base_day_from_ymd (2012, 4, 9);
  EXPECT (&c, TRANSFER, "clinical_pregnancy", 1, "?");
  c.cut = base_day_from_ymd (2012, 3, 5);
  EXPECT (&c, TRANSFER, "outcome_class", 1, "n/a");
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER_OUTCOME, 1), "outcome_date", "2012-11");
  c.cut = base_day_from_ymd (2012, 11, 25);
  EXPECT (&c, TRANSFER, "outcome_class", 1, "pending");
  case_clear (&c);
}

static void
test_children (void)
{
  Case c;

  case_init (&c);
  add_transfer (&c, 1, "2009-03-09");
  add_outcome (&c, 1, "live_birth", "2009-11-20", "275");
  ADD (&c, CHILD, 1, 1, "birth_order", "1", "born_alive", "false");
  EXPECT (&c, TRANSFER, "outcome_class", 1, "stillbirth");
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER_OUTCOME, 1), "gestation_days", "150");
  EXPECT (&c, TRANSFER, "outcome_class", 1, "miscarriage");
  ADD (&c, CHILD, 2, 1, "birth_order", "2", "born_alive", "true");
  EXPECT (&c, TRANSFER, "outcome_class", 1, "live_birth");
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER_OUTCOME, 1), "outcome", "stillbirth");
  EXPECT (&c, TRANSFER, "outcome_class", 1, "live_birth");
  case_clear (&c);
}

static void
test_nuchal (void)
{
  Case c;

  case_init (&c);
  add_transfer (&c, 1, "2012-06-01");
  add_outcome (&c, 1, "miscarriage", "2012-10-01", "120");
  EXPECT (&c, TRANSFER, "ongoing_pregnancy", 1, "false");
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER_OUTCOME, 1), "nuchal_scan_alive", "true");
  EXPECT (&c, TRANSFER, "ongoing_pregnancy", 1, "true");
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER_OUTCOME, 1), "nuchal_scan_alive", "false");
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER_OUTCOME, 1), "outcome", "pending");
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER_OUTCOME, 1), "gestation_days", NULL);
  EXPECT (&c, TRANSFER, "ongoing_pregnancy", 1, "false");
  case_clear (&c);
}

static void
test_previous (void)
{
  static const struct { const char *outcome, *previous;
  } cases[] = {
    { "no_pregnancy", "no_pregnancy" },
    { "biochemical_loss", "loss" },
    { "pul", "loss" },
    { "ectopic", "loss" },
    { "mole", "loss" },
    { "miscarriage", "loss" },
    { "termination", "loss" },
    { "stillbirth", "birth" },
    { "live_birth", "birth" },
    { "ongoing", "?" },
    { "lost", "?" },
    { "?", "?" },
    { "pending", "?" },
    { NULL, "?" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Case c;

      case_init (&c);
      add_transfer (&c, 1, "2009-03-09");
      add_outcome (&c, 1, cases[i].outcome, "2009-05-01", NULL);
      add_transfer (&c, 2, "2010-03-09");
      EXPECT (&c, TRANSFER, "previous_outcome", 2, cases[i].previous);
      case_clear (&c);
    }
}

static void
test_losses_before (void)
{
  Case c;

  case_init (&c);
  ADD (&c, PREGNANCY, 1, 0, "sequence", "1", "end_date", "2007", "outcome", "miscarriage");
  ADD (&c, PREGNANCY, 2, 0, "sequence", "2", "end_date", "2009-08-01", "outcome", "miscarriage",
       "conception", "natural");
  add_transfer (&c, 1, "2009-03");
  add_outcome (&c, 1, "biochemical_loss", "2009",
               "38"); /* its earliest day is before its own transfer */
  add_transfer (&c, 2, "2009-12-01");
  add_outcome (&c, 2, "miscarriage", "2010-02-01", "70");
  add_transfer (&c, 3, "2010-06-01");
  add_transfer (&c, 4, "?");
  EXPECT (&c, TRANSFER, "losses_before_transfer", 1, "1");
  EXPECT (&c, TRANSFER, "losses_before_transfer", 2, "3");
  EXPECT (&c, TRANSFER, "losses_before_transfer", 3, "4");
  EXPECT (&c, TRANSFER, "losses_before_transfer", 4, "?");
  /* The same loss as a pregnancy row counts once, and not before its own transfer. */
  ADD (&c, PREGNANCY, 3, 0, "sequence", "3", "end_date", "?", "outcome", "miscarriage",
       "conception", "icsi", "transfer", "2");
  EXPECT (&c, TRANSFER, "losses_before_transfer", 2, "3");
  EXPECT (&c, TRANSFER, "losses_before_transfer", 3, "4");
  case_clear (&c);
}

static void
test_gestation_by_dates (void)
{
  Case c;

  case_init (&c);
  add_transfer (&c, 1, "2010-07-05");
  add_outcome (&c, 1, "live_birth", "2011-03-20", "270");
  EXPECT (&c, TRANSFER_OUTCOME, "gestation_by_dates", 1, "277"); /* 258 + 14 + 5 */
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER_OUTCOME, 1), "outcome_date", "2011-03");
  EXPECT (&c, TRANSFER_OUTCOME, "gestation_by_dates", 1, "?");
  set (c.dictionary, find (&c, MODEL_TABLE_TRANSFER_OUTCOME, 1), "outcome", "no_pregnancy");
  EXPECT (&c, TRANSFER_OUTCOME, "gestation_by_dates", 1, "n/a");
  case_clear (&c);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/derive-transfer/numbers", test_numbers);
  g_test_add_func ("/model/derive-transfer/oocyte-age", test_oocyte_age);
  g_test_add_func ("/model/derive-transfer/stage", test_stage);
  g_test_add_func ("/model/derive-transfer/good-quality", test_good_quality);
  g_test_add_func ("/model/derive-transfer/treatment", test_treatment);
  g_test_add_func ("/model/derive-transfer/treatment-planned", test_treatment_planned);
  g_test_add_func ("/model/derive-transfer/prednisone", test_prednisone);
  g_test_add_func ("/model/derive-transfer/outcome-class", test_outcome_class);
  g_test_add_func ("/model/derive-transfer/outcome-cut", test_outcome_cut);
  g_test_add_func ("/model/derive-transfer/children", test_children);
  g_test_add_func ("/model/derive-transfer/nuchal", test_nuchal);
  g_test_add_func ("/model/derive-transfer/previous", test_previous);
  g_test_add_func ("/model/derive-transfer/losses-before", test_losses_before);
  g_test_add_func ("/model/derive-transfer/gestation-by-dates", test_gestation_by_dates);
  return g_test_run ();
}
