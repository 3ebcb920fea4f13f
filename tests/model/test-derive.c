/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Derived variables of the patient: history of losses and births, investigations, consent, fate.
 * Every expected value is worked out by hand from the records above it. */
#include "derive-maker.h"

static ModelRow *
patient_of (Case *c)
{
  return c->record->rows[MODEL_TABLE_PATIENT]->pdata[0];
}

static void
test_bmi (void)
{
  Case c;

  case_init (&c);
  EXPECT (&c, PATIENT, "bmi", 0, "?");
  set (c.dictionary, patient_of (&c), "height_cm", "160");
  EXPECT (&c, PATIENT, "bmi", 0, "?");
  set (c.dictionary, patient_of (&c), "weight_kg", "64");
  EXPECT_NUMBER (&c, PATIENT, "bmi", 0, 25.0);
  set (c.dictionary, patient_of (&c), "weight_kg", "?");
  EXPECT (&c, PATIENT, "bmi", 0, "?");
  case_clear (&c);
}

static void
test_stored (void)
{
  Case c;

  case_init (&c);
  EXPECT (&c, PATIENT, "smoking", 0, NULL);
  set (c.dictionary, patient_of (&c), "smoking", "former");
  EXPECT (&c, PATIENT, "smoking", 0, "former");
  add_transfer (&c, 1, "2010-03-09");
  EXPECT (&c, CYCLE, "egg_source", 1, "own");
  EXPECT (&c, TRANSFER, "kind", 1, "fresh");
  EXPECT (&c, TRANSFER, "kind", 2, NULL);
  case_clear (&c);
}

static void
test_losses (void)
{
  Case c;

  case_init (&c);
  EXPECT (&c, PATIENT, "losses_before_referral", 0, "0");
  EXPECT (&c, PATIENT, "rpl_type", 0, "n/a");
  /* Counted: biochemical, PUL, miscarriage below the limit or without gestation. */
  ADD (&c, PREGNANCY, 1, 0, "sequence", "1", "end_date", "2004-03", "outcome", "biochemical_loss",
       "conception", "natural");
  EXPECT (&c, PATIENT, "rpl_type", 0, "n/a");
  ADD (&c, PREGNANCY, 2, 0, "sequence", "2", "end_date", "2005", "outcome", "pul", "conception",
       "icsi");
  ADD (&c, PREGNANCY, 3, 0, "sequence", "3", "end_date", "2006-02-03", "outcome", "miscarriage",
       "gestation_days", "153", "conception", "frozen");
  ADD (&c, PREGNANCY, 4, 0, "sequence", "4", "end_date", "?", "outcome", "miscarriage",
       "conception", "donor_oocyte");
  /* A stillbirth by name, a loss by its gestation. */
  ADD (&c, PREGNANCY, 5, 0, "sequence", "5", "end_date", "2007-01-20", "outcome", "stillbirth",
       "gestation_days", "150", "conception", "iui");
  EXPECT (&c, PATIENT, "losses_before_referral", 0, "5");
  EXPECT (&c, PATIENT, "losses_after_art", 0, "3");
  EXPECT (&c, PATIENT, "consecutive_losses", 0, "5");
  EXPECT (&c, PATIENT, "rpl_type", 0, "primary");
  /* Not counted: ectopic, mole, termination, ongoing, an unknown ending. */
  ADD (&c, PREGNANCY, 6, 0, "sequence", "6", "end_date", "2007-05-01", "outcome", "ectopic");
  ADD (&c, PREGNANCY, 7, 0, "sequence", "7", "end_date", "2007-08-01", "outcome", "mole");
  ADD (&c, PREGNANCY, 8, 0, "sequence", "8", "end_date", "2007-12-01", "outcome", "termination");
  ADD (&c, PREGNANCY, 9, 0, "sequence", "9", "end_date", "2008-02-01", "outcome", "?");
  EXPECT (&c, PATIENT, "losses_before_referral", 0, "5");
  EXPECT (&c, PATIENT, "consecutive_losses", 0, "5");
  /* Under another definition the one at 150 days is a stillbirth, and the one at 153 too. */
  c.limit_days = 140;
  EXPECT (&c, PATIENT, "losses_before_referral", 0, "3");
  EXPECT (&c, PATIENT, "births_before_referral", 0, "2");
  case_clear (&c);
}

static void
test_is_loss (void)
{
  static const struct { const char *outcome, *days, *loss;
  } cases[] = {
    { "biochemical_loss", "35", "true" },
    { "pul", NULL, "true" },
    { "ectopic", "44", "false" },
    { "mole", "60", "false" },
    { "miscarriage", NULL, "true" },
    { "miscarriage", "153", "true" },
    { "miscarriage", "154", "false" },
    { "stillbirth", NULL, "false" },
    { "stillbirth", "153", "true" },
    { "stillbirth", "154", "false" },
    { "termination", "90", "false" },
    { "live_birth", "280", "false" },
    { "ongoing", "90", "false" },
    { "?", NULL, "false" },
    { NULL, NULL, "false" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Case c;

      case_init (&c);
      ADD (&c, PREGNANCY, 1, 0, "sequence", "1", "outcome", cases[i].outcome, "gestation_days",
           cases[i].days);
      EXPECT (&c, PREGNANCY, "is_loss", 1, cases[i].loss);
      case_clear (&c);
    }
}

/* What counts as before referral: partial dates by their earliest day, undated ones always. */
static void
test_losses_dates (void)
{
  static const struct { const char *end, *n; } cases[] = {
    { "2009-01-15", "1" }, { "2009-01-16", "0" }, { "2009-01", "1" }, { "2009-02", "0" },
    { "2009", "1" },       { "2010", "0" },       { "?", "1" },       { NULL, "1" },
  };
  Case c;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      case_init (&c);
      ADD (&c, PREGNANCY, 1, 0, "sequence", "1", "end_date", cases[i].end, "outcome",
           "miscarriage");
      EXPECT (&c, PATIENT, "losses_before_referral", 0, cases[i].n);
      /* A partial referral is its latest day. */
      set (c.dictionary, patient_of (&c), "referral_date", "2009-01");
      EXPECT (&c, PATIENT, "losses_before_referral", 0,
              g_strcmp0 (cases[i].end, "2009-01-16") == 0 ? "1" : cases[i].n);
      set (c.dictionary, patient_of (&c), "referral_date", NULL);
      EXPECT (&c, PATIENT, "losses_before_referral", 0, "?");
      EXPECT (&c, PATIENT, "consecutive_losses", 0, "?");
      EXPECT (&c, PATIENT, "births_before_referral", 0, "?");
      EXPECT (&c, PATIENT, "rpl_type", 0, "?");
      case_clear (&c);
    }
  /* What is dated after the cut doesn't exist. */
  case_init (&c);
  ADD (&c, PREGNANCY, 1, 0, "sequence", "1", "end_date", "2008-05-01", "outcome", "miscarriage");
  c.cut = base_day_from_ymd (2008, 4, 30);
  EXPECT (&c, PATIENT, "losses_before_referral", 0, "0");
  case_clear (&c);
}

/* Losses after entered transfers count once, whether or not a pregnancy row refers to them. */
static void
test_losses_transfers (void)
{
  Case c;

  case_init (&c);
  add_transfer (&c, 1, "2008-01-10");
  add_outcome (&c, 1, "miscarriage", "2008-03-01", "68");
  add_transfer (&c, 2, "2008-08");
  add_outcome (&c, 2, "biochemical_loss", "?", "38");
  add_transfer (&c, 3, "2009-01-10"); /* ended after referral */
  add_outcome (&c, 3, "miscarriage", "2009-02-20", "60");
  add_transfer (&c, 4, "2007-05-10"); /* a mole is no loss */
  add_outcome (&c, 4, "mole", "2007-07-20", "88");
  EXPECT (&c, PATIENT, "losses_before_referral", 0, "2");
  EXPECT (&c, PATIENT, "losses_after_art", 0, "2");
  ADD (&c, PREGNANCY, 1, 0, "sequence", "1", "end_date", "2008-03", "outcome", "miscarriage",
       "conception", "icsi", "transfer", "1");
  EXPECT (&c, PATIENT, "losses_before_referral", 0, "2");
  EXPECT (&c, PATIENT, "losses_after_art", 0, "2");
  /* An undated row about a transfer after referral is after referral. */
  ADD (&c, PREGNANCY, 2, 0, "sequence", "2", "end_date", "?", "outcome", "miscarriage",
       "conception", "icsi", "transfer", "5");
  add_transfer (&c, 5, "2010-01-10");
  EXPECT (&c, PATIENT, "losses_before_referral", 0, "2");
  /* Archived rows count nowhere. */
  ((ModelRow *) model_record_find (c.record, MODEL_TABLE_TRANSFER, 2))->archived = 9;
  EXPECT (&c, PATIENT, "losses_before_referral", 0, "1");
  ((ModelRow *) model_record_find (c.record, MODEL_TABLE_CYCLE, 4))->archived = 9;
  ((ModelRow *) model_record_find (c.record, MODEL_TABLE_PREGNANCY, 1))->archived = 9;
  EXPECT (&c, PATIENT, "losses_before_referral", 0, "1");
  case_clear (&c);
}

static void
test_births (void)
{
  Case c;

  case_init (&c);
  EXPECT (&c, PATIENT, "births_before_referral", 0, "0");
  EXPECT (&c, PATIENT, "firstborn_sex", 0, "n/a");
  ADD (&c, PREGNANCY, 1, 0, "sequence", "1", "end_date", "2003", "outcome", "miscarriage");
  ADD (&c, PREGNANCY, 2, 0, "sequence", "2", "end_date", "2004-05-05", "outcome", "live_birth",
       "children_sex", "male");
  EXPECT (&c, PATIENT, "births_before_referral", 0, "1");
  EXPECT (&c, PATIENT, "firstborn_sex", 0, "male");
  ADD (&c, PREGNANCY, 3, 0, "sequence", "3", "end_date", "2005-06", "outcome", "miscarriage");
  EXPECT (&c, PATIENT, "rpl_type", 0, "secondary");
  EXPECT (&c, PATIENT, "consecutive_losses", 0, "1");
  ADD (&c, PREGNANCY, 4, 0, "sequence", "4", "end_date", "2006-06", "outcome", "termination");
  ADD (&c, PREGNANCY, 5, 0, "sequence", "5", "end_date", "?", "outcome",
       "miscarriage"); /* by its number */
  EXPECT (&c, PATIENT, "consecutive_losses", 0, "2");
  /* A stillbirth breaks the run too; after it there was no loss. */
  ADD (&c, PREGNANCY, 6, 0, "sequence", "6", "end_date", "2008-06-01", "outcome", "stillbirth",
       "gestation_days", "200");
  EXPECT (&c, PATIENT, "consecutive_losses", 0, "0");
  EXPECT (&c, PATIENT, "births_before_referral", 0, "2");
  EXPECT (&c, PATIENT, "losses_before_referral", 0, "3");
  EXPECT (&c, PATIENT, "rpl_type", 0, "secondary");
  case_clear (&c);

  /* Both losses came before the birth: primary. Within one year the numbers decide. */
  case_init (&c);
  ADD (&c, PREGNANCY, 1, 0, "sequence", "1", "end_date", "2005", "outcome", "miscarriage");
  ADD (&c, PREGNANCY, 2, 0, "sequence", "2", "end_date", "2006", "outcome", "miscarriage");
  ADD (&c, PREGNANCY, 3, 0, "sequence", "3", "end_date", "2006-11-05", "outcome", "live_birth",
       "children_sex", "?");
  EXPECT (&c, PATIENT, "rpl_type", 0, "primary");
  EXPECT (&c, PATIENT, "consecutive_losses", 0, "0");
  EXPECT (&c, PATIENT, "firstborn_sex", 0, "?");
  case_clear (&c);
}

static void
test_firstborn_transfer (void)
{
  static const struct { const char *a, *b, *sex;
  } cases[] = { { "male", "male", "male" },
                { "female", NULL, "female" },
                { "male", "female", "mixed" },
                { "female", "?", "?" },
                { NULL, NULL, "?" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Case c;

      case_init (&c);
      add_transfer (&c, 1, "2007-01-10");
      add_outcome (&c, 1, "live_birth", "2007-09-20", "272");
      if (cases[i].a != NULL)
        ADD (&c, CHILD, 1, 1, "birth_order", "1", "born_alive", "true", "sex", cases[i].a);
      if (cases[i].b != NULL)
        ADD (&c, CHILD, 2, 1, "birth_order", "2", "born_alive", "true", "sex", cases[i].b);
      EXPECT (&c, PATIENT, "births_before_referral", 0, "1");
      EXPECT (&c, PATIENT, "firstborn_sex", 0, cases[i].sex);
      /* The same birth once more as a pregnancy row: still one birth, its sex from the children. */
      ADD (&c, PREGNANCY, 1, 0, "sequence", "1", "end_date", "2007-09", "outcome", "live_birth",
           "conception", "icsi", "transfer", "1");
      EXPECT (&c, PATIENT, "births_before_referral", 0, "1");
      EXPECT (&c, PATIENT, "firstborn_sex", 0, cases[i].sex);
      case_clear (&c);
    }
}

static void
test_hla (void)
{
  static const struct { const char *drb1, *dqb1, *value;
  } cases[] = {
    { "07,13", "02:01,03:01", "true" },
    { "03,13", "05:02,06:02", "true" },
    { "03,04", "02:01,03:01", "false" },
    { "15:01,04", NULL, "true" },
    { "03,04", NULL, "?" },
    { NULL, "02:01,03:01", "?" },
    { NULL, NULL, "?" },
    { "DRB1*10:01, 04", "02:01", "true" },
    { "03,04", "05,03:01", "?" },
    { "03,04", "05:03,06:02", "false" },
    { "pending", "02:01,03:01", "?" },
    { "03,04", "05:01:01,06:02", "true" },
    { "03,04", "05:10,06:02", "false" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Case c;

      case_init (&c);
      if (cases[i].drb1 != NULL)
        ADD (&c, INVESTIGATION, 1, 0, "subject", "woman", "test", "hla_drb1", "value",
             cases[i].drb1);
      if (cases[i].dqb1 != NULL)
        ADD (&c, INVESTIGATION, 2, 0, "subject", "woman", "test", "hla_dqb1", "value",
             cases[i].dqb1);
      /* The partner's type isn't hers. */
      ADD (&c, INVESTIGATION, 3, 0, "subject", "partner", "test", "hla_drb1", "value", "07,15");
      EXPECT (&c, PATIENT, "hy_restricting_hla", 0, cases[i].value);
      case_clear (&c);
    }
}

static void
add_test (Case       *c,
          gint64      key,
          const char *test,
          const char *date,
          const char *interpretation)
{
  ADD (c, INVESTIGATION, key, 0, "subject", "woman", "test", test, "date", date, "interpretation",
       interpretation);
}

static void
test_apl (void)
{
  Case c;

  case_init (&c);
  EXPECT (&c, PATIENT, "apl_confirmed", 0, "?");
  add_test (&c, 1, "acl_igm", "2009-02-01", "normal");
  EXPECT (&c, PATIENT, "apl_confirmed", 0, "false");
  add_test (&c, 2, "acl_igg", "2009-02-01", "abnormal");
  EXPECT (&c, PATIENT, "apl_confirmed", 0, "?");
  add_test (&c, 3, "acl_igg", "2009-04-25", "abnormal"); /* 83 days */
  EXPECT (&c, PATIENT, "apl_confirmed", 0, "?");
  add_test (&c, 4, "lupus_anticoagulant", "2009-06-01",
            "abnormal"); /* another test confirms nothing */
  EXPECT (&c, PATIENT, "apl_confirmed", 0, "?");
  add_test (&c, 5, "acl_igg", "2009-04-26", "abnormal"); /* 84 days */
  EXPECT (&c, PATIENT, "apl_confirmed", 0, "true");
  c.cut = base_day_from_ymd (2009, 4, 25);
  EXPECT (&c, PATIENT, "apl_confirmed", 0, "?");
  case_clear (&c);

  case_init (&c);
  add_test (&c, 1, "b2gpi_igg", "2009-02-01", "abnormal");
  add_test (&c, 2, "b2gpi_igg", "2009-06-01", "normal");
  EXPECT (&c, PATIENT, "apl_confirmed", 0, "false");
  add_test (&c, 3, "b2gpi_igm", "2009-02-01", "pending");
  EXPECT (&c, PATIENT, "apl_confirmed", 0, "false");
  case_clear (&c);
}

static void
test_consent (void)
{
  Case c;

  case_init (&c);
  EXPECT (&c, PATIENT, "research_consent", 0, "?");
  ADD (&c, CONSENT, 1, 0, "person", "partner", "purpose", "research", "decision", "given", "date",
       "2009-01-15");
  ADD (&c, CONSENT, 2, 0, "person", "woman", "purpose", "care", "decision", "given", "date",
       "2009-01-15");
  EXPECT (&c, PATIENT, "research_consent", 0, "?");
  ADD (&c, CONSENT, 3, 0, "person", "woman", "purpose", "research", "decision", "given", "date",
       "2009-01-15");
  EXPECT (&c, PATIENT, "research_consent", 0, "true");
  /* Withdrawn after the cut, but withdrawn today. */
  ADD (&c, CONSENT, 4, 0, "person", "woman", "purpose", "research", "decision", "withdrawn", "date",
       "2013-05-02", "withdrawn_date", "2013-05-02");
  EXPECT (&c, PATIENT, "research_consent", 0, "false");
  ADD (&c, CONSENT, 5, 0, "person", "woman", "purpose", "research", "decision", "refused", "date",
       "2010-05-02");
  EXPECT (&c, PATIENT, "research_consent", 0, "false");
  case_clear (&c);
}

/* The result used is the latest one up to the index transfer. */
static void
test_results (void)
{
  Case c;

  case_init (&c);
  EXPECT (&c, TEST, "tsh", 0, NULL);
  ADD (&c, INVESTIGATION, 1, 0, "subject", "woman", "test", "tsh", "date", "2009-02", "value",
       "2.1", "unit", "mIU/L");
  ADD (&c, INVESTIGATION, 2, 0, "subject", "woman", "test", "tsh", "date", "2009-05-01", "value",
       "3.4", "unit", "mIU/L");
  ADD (&c, INVESTIGATION, 3, 0, "subject", "woman", "test", "tsh", "date", "2009-08-01", "value",
       "0.9", "unit", "mIU/L");
  ADD (&c, INVESTIGATION, 4, 0, "subject", "woman", "test", "tsh", "date", "2009-04-01", "value",
       "pending");
  EXPECT (&c, TEST, "tsh", 0, "0.9");
  add_transfer (&c, 1, "2009-06-10");
  EXPECT (&c, TEST, "tsh", 0, "3.4");
  set (c.dictionary, model_record_find (c.record, MODEL_TABLE_INVESTIGATION, 2), "interpretation",
       "not_usable");
  EXPECT (&c, TEST, "tsh", 0, "2.1");
  set (c.dictionary, model_record_find (c.record, MODEL_TABLE_INVESTIGATION, 1), "unit", "mU/mL");
  EXPECT (&c, TEST, "tsh", 0, "?");
  ADD (&c, INVESTIGATION, 5, 0, "subject", "woman", "test", "amh", "date", "2009-04-01", "value",
       "pending");
  EXPECT (&c, TEST, "amh", 0, "pending");
  ADD (&c, INVESTIGATION, 6, 0, "subject", "partner", "test", "karyotype_class", "value",
       "inversion");
  EXPECT (&c, TEST, "karyotype_class", 0, NULL);
  ADD (&c, INVESTIGATION, 7, 0, "subject", "woman", "test", "karyotype_class", "value", "normal");
  EXPECT (&c, TEST, "karyotype_class", 0, "normal");
  case_clear (&c);
}

static void
test_partner (void)
{
  Case c;

  case_init (&c);
  EXPECT (&c, PARTNER, "kind", 0, NULL);
  ADD (&c, PARTNER, 1, 0, "code", "A", "kind", "male", "birth_year", "1970");
  ADD (&c, PARTNER, 2, 0, "code", "B", "kind", "female", "birth_year", "?");
  ADD (&c, PARTNER, 3, 0, "code", "C", "kind", "none");
  EXPECT (&c, PARTNER, "kind", 0, "male");
  add_transfer (&c, 1, "2009-06-10");
  EXPECT (&c, PATIENT, "partner_age_at_index_transfer", 1, "?");
  set (c.dictionary, model_record_find (c.record, MODEL_TABLE_CYCLE, 1), "partner", "1");
  EXPECT (&c, PATIENT, "partner_age_at_index_transfer", 1, "39");
  set (c.dictionary, model_record_find (c.record, MODEL_TABLE_CYCLE, 1), "partner", "2");
  EXPECT (&c, PARTNER, "kind", 0, "female");
  EXPECT (&c, PATIENT, "partner_age_at_index_transfer", 1, "?");
  set (c.dictionary, model_record_find (c.record, MODEL_TABLE_CYCLE, 1), "partner", "3");
  EXPECT (&c, PATIENT, "partner_age_at_index_transfer", 1, "n/a");
  set (c.dictionary, model_record_find (c.record, MODEL_TABLE_CYCLE, 1), "partner", "n/a");
  EXPECT (&c, PATIENT, "partner_age_at_index_transfer", 1, "n/a");
  /* No index transfer. */
  EXPECT (&c, PATIENT, "partner_age_at_index_transfer", 0, "n/a");
  EXPECT (&c, PATIENT, "age_at_index_transfer", 0, "n/a");
  /* 2009-06-10 less 1975-06-30 is 12,399 days. */
  EXPECT_NUMBER (&c, PATIENT, "age_at_index_transfer", 1, 12399 / 365.25);
  case_clear (&c);
}

static void
test_reason_medical (void)
{
  static const struct { const char *status, *reason, *medical;
  } cases[] = {
    { "discontinued", "no_embryos", "true" },
    { "discontinued", "medical_advice", "true" },
    { "discontinued", "health", "true" },
    { "discontinued", "cost", "false" },
    { "discontinued", "?", "?" },
    { "discontinued", NULL, "?" },
    { "delivered", NULL, "n/a" },
  };
  Case c;

  case_init (&c);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ADD (&c, FOLLOWUP, i + 1, 0, "date", "2010-01-01", "status", cases[i].status, "reason",
           cases[i].reason);
      EXPECT (&c, FOLLOWUP, "reason_medical", i + 1, cases[i].medical);
    }
  case_clear (&c);
}

/* --- fate and series under the default question; D = 2012-12-31, D - 301 = 2012-03-05, D - 365 =
 * 2012-01-01 --- */

static void
test_fate (void)
{
  Case c;

  case_init (&c);
  EXPECT (&c, PATIENT, "fate", 0, "n/a");
  add_transfer (&c, 1, "2008-12-01"); /* before referral */
  add_outcome (&c, 1, "live_birth", "2009-01-10", "250");
  EXPECT (&c, PATIENT, "fate", 0, "n/a");
  EXPECT (&c, TRANSFER, "series_number", 1, "n/a");
  add_transfer (&c, 2, "2012-03-06"); /* maturing only */
  EXPECT (&c, PATIENT, "fate", 0, "n/a");
  case_clear (&c);

  case_init (&c);
  add_transfer (&c, 1, "2010-03-01");
  add_outcome (&c, 1, "no_pregnancy", "2010-03-15", NULL);
  EXPECT (&c, PATIENT, "fate", 0, "discontinued_presumed");
  ADD (&c, FOLLOWUP, 1, 0, "date", "2010-05", "status", "lost");
  EXPECT (&c, PATIENT, "fate", 0, "discontinued_presumed");
  ADD (&c, FOLLOWUP, 2, 0, "date", "2010-06-01", "status", "discontinued", "reason", "cost");
  EXPECT (&c, PATIENT, "fate", 0, "discontinued");
  /* She came back: the stop is cancelled. */
  add_transfer (&c, 2, "2011-03-01");
  add_outcome (&c, 2, "miscarriage", "2011-05-01", "75");
  EXPECT (&c, PATIENT, "fate", 0, "discontinued_presumed");
  EXPECT (&c, TRANSFER, "series_number", 2, "2");
  /* A maturing transfer follows, whatever is known of it. */
  add_transfer (&c, 3, "2012-06-01");
  add_outcome (&c, 3, "no_pregnancy", "2012-06-15", NULL);
  EXPECT (&c, PATIENT, "fate", 0, "still_in_treatment");
  EXPECT (&c, TRANSFER, "series_number", 3, "n/a");
  /* At an earlier cut it isn't there. */
  c.cut = base_day_from_ymd (2012, 5, 31);
  EXPECT (&c, PATIENT, "fate", 0, "discontinued_presumed");
  case_clear (&c);

  /* The decision after a transfer later than D - 365 is open, whatever follows. */
  case_init (&c);
  add_transfer (&c, 1, "2012-01-02");
  add_outcome (&c, 1, "no_pregnancy", "2012-01-15", NULL);
  add_transfer (&c, 2, "2012-02-20");
  add_outcome (&c, 2, "live_birth", "2012-11-01", "270");
  EXPECT (&c, PATIENT, "fate", 0, "still_in_treatment");
  EXPECT (&c, TRANSFER, "series_number", 1, "1");
  EXPECT (&c, TRANSFER, "series_number", 2, "n/a");
  case_clear (&c);

  /* The last day on which it is decided. */
  case_init (&c);
  add_transfer (&c, 1, "2012-01-01");
  add_outcome (&c, 1, "no_pregnancy", "2012-01-15", NULL);
  EXPECT (&c, PATIENT, "fate", 0, "discontinued_presumed");
  ADD (&c, FOLLOWUP, 1, 0, "date", "2012-01-01", "status", "discontinued");
  EXPECT (&c, PATIENT, "fate", 0, "discontinued");
  ADD (&c, FOLLOWUP, 2, 0, "date", "2012-02", "status", "continuing");
  EXPECT (&c, PATIENT, "fate", 0, "discontinued_presumed");
  /* Of two on one day the one that was entered later holds. */
  ADD (&c, FOLLOWUP, 4, 0, "date", "2012-02", "status", "discontinued");
  EXPECT (&c, PATIENT, "fate", 0, "discontinued");
  ADD (&c, FOLLOWUP, 5, 0, "date", "2012-02", "status", "continuing");
  EXPECT (&c, PATIENT, "fate", 0, "discontinued_presumed");
  ADD (&c, FOLLOWUP, 3, 0, "date", "2012-01-20", "status", "died");
  EXPECT (&c, PATIENT, "fate", 0, "discontinued");
  /* Without a referral date her first transfer is the index transfer. */
  set (c.dictionary, patient_of (&c), "referral_date", NULL);
  EXPECT (&c, TRANSFER, "series_number", 1, "1");
  case_clear (&c);
}

static void
test_fate_births (void)
{
  static const char *const conceptions[] = { "natural", "iui", "ivf", "frozen", "?", NULL };
  Case c;

  case_init (&c);
  add_transfer (&c, 1, "2010-03-01");
  add_outcome (&c, 1, "ectopic", "2010-04-01", "50");
  add_transfer (&c, 2, "2010-08-01");
  add_outcome (&c, 2, "live_birth", "2011-04-15", "276");
  add_transfer (&c, 3, "2012-01-01"); /* of her second series */
  EXPECT (&c, PATIENT, "fate", 0, "live_birth");
  EXPECT (&c, TRANSFER, "series_number", 2, "2");
  EXPECT (&c, TRANSFER, "series_number", 3, "n/a");
  case_clear (&c);

  /* A birth between two transfers ends the series, without ART or by a transfer elsewhere. */
  for (guint i = 0; i < G_N_ELEMENTS (conceptions); i++)
    {
      case_init (&c);
      add_transfer (&c, 1, "2009-03-01");
      add_outcome (&c, 1, "no_pregnancy", "2009-03-15", NULL);
      add_transfer (&c, 2, "2011-08-01");
      add_outcome (&c, 2, "live_birth", "2012-04-15", "276");
      ADD (&c, PREGNANCY, 1, 0, "sequence", "1", "end_date", "2010-10", "outcome", "live_birth",
           "conception", conceptions[i]);
      EXPECT (&c, PATIENT, "fate", 0, "discontinued");
      EXPECT (&c, TRANSFER, "series_number", 2, "n/a");
      case_clear (&c);
    }

  /* One of the day of a later transfer isn't before it, and ends the series with it; one of the day
   * of the index transfer is before the series. */
  for (guint i = 0; i < 2; i++)
    {
      case_init (&c);
      add_transfer (&c, 1, "2009-03-01");
      add_outcome (&c, 1, "no_pregnancy", "2009-03-15", NULL);
      add_transfer (&c, 2, "2010-10-31");
      add_outcome (&c, 2, "no_pregnancy", "2010-11-15", NULL);
      add_transfer (&c, 3, "2012-06-01"); /* maturing */
      ADD (&c, PREGNANCY, 1, 0, "sequence", "1", "end_date", i == 0 ? "2010-10" : "2009-03-01",
           "outcome", "live_birth");
      EXPECT (&c, PATIENT, "fate", 0, i == 0 ? "discontinued" : "still_in_treatment");
      EXPECT (&c, TRANSFER, "series_number", 2, "2");
      case_clear (&c);
    }

  /* An overdue outcome: cut before it. Two of one cycle on one day are one. */
  case_init (&c);
  add_transfer (&c, 1, "2009-03-01");
  add_outcome (&c, 1, "no_pregnancy", "2009-03-15", NULL);
  ADD (&c, TRANSFER, 2, 1, "status", "performed", "date", "2009-03-01", "order_in_cycle", "2",
       "kind", "fresh");
  EXPECT (&c, PATIENT, "fate", 0, "discontinued_presumed");
  EXPECT (&c, TRANSFER, "series_number", 1, "1");
  EXPECT (&c, TRANSFER, "series_number", 2, "1");
  ADD (&c, TRANSFER, 4, 1, "status", "performed", "date", "2009-03-03", "order_in_cycle", "3",
       "kind", "fresh");
  add_outcome (&c, 4, "no_pregnancy", "2009-03-15", NULL);
  EXPECT (&c, TRANSFER, "series_number", 4, "2");
  add_transfer (&c, 5, "2009-06-01");
  EXPECT (&c, PATIENT, "fate", 0, "still_in_treatment");
  case_clear (&c);
}

/* Two of one cycle and date are one also where a month that ends on their day stands between them:
 * three rows, two transfers; and again without it. */
static void
test_one_transfer_of_two (void)
{
  for (guint i = 0; i < 2; i++)
    {
      Case c;

      case_init (&c);
      add_transfer (&c, 1, "2010-03-31");
      add_outcome (&c, 1, "no_pregnancy", "2010-04-15", NULL);
      if (i == 0)
        {
          ADD (&c, TRANSFER, 2, 1, "status", "performed", "date", "2010-03", "order_in_cycle", "2",
               "kind", "fresh");
          add_outcome (&c, 2, "no_pregnancy", "2010-04-15", NULL);
        }
      ADD (&c, TRANSFER, 3, 1, "status", "performed", "date", "2010-03-31", "order_in_cycle", "3",
           "kind", "fresh");
      EXPECT (&c, TRANSFER, "series_number", 1, "1");
      EXPECT (&c, TRANSFER, "series_number", 3, "1");
      if (i == 0)
        EXPECT (&c, TRANSFER, "series_number", 2, "2");
      EXPECT (&c, PATIENT, "fate", 0, "discontinued_presumed");
      case_clear (&c);
    }
}

/* No growth reference can be chosen: unknown, and of a row that isn't there not applicable. */
static void
test_weight_sd (void)
{
  Case c;

  case_init (&c);
  add_transfer (&c, 1, "2010-03-01");
  add_outcome (&c, 1, "live_birth", "2010-11-20", "283");
  ADD (&c, CHILD, 1, 1, "birth_order", "1", "born_alive", "true", "weight_g", "3500");
  EXPECT (&c, CHILD, "weight_sd", 1, "?");
  EXPECT (&c, INFUSION, "g_per_kg", 5, "n/a");
  case_clear (&c);
}

/* Every derived field of the dictionary has its rule: none falls through to unknown for want of
 * one. */
static void
test_all_have_rules (void)
{
  g_autoptr (ModelDictionary) d = model_dictionary_new ();
  guint n = 0;

  for (guint t = 0; t < MODEL_N_TABLES; t++)
    for (guint i = 0; i < model_dictionary_n_fields (d, t); i++)
      {
        const ModelField *field = model_dictionary_field (d, t, i);

        if (field->derived != NULL)
          {
            n++;
            if (model_derive_tables (field) == 0)
              g_error ("nothing derives %s.%s", model_table_id (t), field->id);
          }
        else if (field->analysis != MODEL_LEVEL_NONE)
          g_assert_cmpuint (model_derive_tables (field), !=, 0);
      }
  g_assert_cmpuint (n, ==, 36);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/derive/bmi", test_bmi);
  g_test_add_func ("/model/derive/stored", test_stored);
  g_test_add_func ("/model/derive/losses", test_losses);
  g_test_add_func ("/model/derive/is-loss", test_is_loss);
  g_test_add_func ("/model/derive/losses-dates", test_losses_dates);
  g_test_add_func ("/model/derive/losses-transfers", test_losses_transfers);
  g_test_add_func ("/model/derive/births", test_births);
  g_test_add_func ("/model/derive/firstborn-transfer", test_firstborn_transfer);
  g_test_add_func ("/model/derive/hla", test_hla);
  g_test_add_func ("/model/derive/apl", test_apl);
  g_test_add_func ("/model/derive/consent", test_consent);
  g_test_add_func ("/model/derive/results", test_results);
  g_test_add_func ("/model/derive/partner", test_partner);
  g_test_add_func ("/model/derive/reason-medical", test_reason_medical);
  g_test_add_func ("/model/derive/fate", test_fate);
  g_test_add_func ("/model/derive/fate-births", test_fate_births);
  g_test_add_func ("/model/derive/one-transfer-of-two", test_one_transfer_of_two);
  g_test_add_func ("/model/derive/weight-sd", test_weight_sd);
  g_test_add_func ("/model/derive/all-have-rules", test_all_have_rules);
  return g_test_run ();
}
