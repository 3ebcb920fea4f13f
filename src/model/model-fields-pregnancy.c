/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of the data dictionary: her pregnancies that aren't from a transfer of this register.
 *
 * Tables only; model-dictionary.c makes a dictionary of them. The order is the column order of the
 * register: a new stored field goes to the end of its table. */
#include "model-fields.h"

/* From the seed paper and its siblings. */
static const ModelCode codes_conception[] = {
  { "natural", N_ ("Without treatment") },
  { "ovulation_induction", N_ ("Ovulation induction") },
  { "iui", N_ ("IUI") },
  { "ivf", N_ ("IVF, fresh transfer") },
  { "icsi", N_ ("ICSI, fresh transfer") },
  { "frozen", N_ ("Frozen transfer") },
  { "donor_oocyte", N_ ("Donated oocyte") },
  { "donor_embryo", N_ ("Donated embryo") },
};

/* From the eHDSI value set of pregnancy outcomes. */
static const ModelCode codes_outcome[] = {
  { "biochemical_loss", N_ ("Biochemical loss") },
  { "pul", N_ ("Pregnancy of unknown location") },
  { "ectopic", N_ ("Ectopic") },
  { "mole", N_ ("Molar pregnancy") },
  { "miscarriage", N_ ("Miscarriage") },
  { "termination", N_ ("Termination") },
  { "stillbirth", N_ ("Stillbirth") },
  { "live_birth", N_ ("Live birth") },
  { "ongoing", N_ ("Ongoing") },
};

/* From the protocol of NCT04701034. */
static const ModelCode codes_evidence[] = {
  { "urine_hcg", N_ ("Urine hCG") },
  { "serum_hcg", N_ ("Serum hCG") },
  { "scan_sac", N_ ("Scan, sac") },
  { "scan_heartbeat", N_ ("Scan, heartbeat") },
  { "histology", N_ ("Histology") },
  { "birth", N_ ("Birth") },
};

/* From the protocol of NCT04701034. */
static const ModelCode codes_documented[] = {
  { "record", N_ ("Record seen") },
  { "account", N_ ("Her account") },
};

/* From the protocol of NCT04701034. */
static const ModelCode codes_loss_karyotype[] = {
  { "not_done", N_ ("Not done") },
  { "failed", N_ ("Failed") },
  { "maternal", N_ ("Maternal cells only") },
  { "normal_female", N_ ("Normal female") },
  { "normal_male", N_ ("Normal male") },
  { "trisomy", N_ ("Trisomy") },
  { "monosomy_x", N_ ("Monosomy X") },
  { "polyploid", N_ ("Polyploid") },
  { "structural", N_ ("Structural") },
  { "other_abnormal", N_ ("Other abnormal") },
};

/* From the seed paper and its siblings. */
static const ModelCode codes_children_sex[] = {
  { "male", N_ ("Boy") },
  { "female", N_ ("Girl") },
  { "mixed", N_ ("Boy and girl") },
};

/* From the seed paper and its siblings. */
static const ModelCode codes_treatments[] = {
  { "none", N_ ("None") },
  { "ivig", N_ ("IVIG") },
  { "prednisone", N_ ("Prednisone or prednisolone") },
  { "lmwh", N_ ("Low molecular weight heparin") },
  { "aspirin", N_ ("Low-dose aspirin") },
  { "intralipid", N_ ("Intralipid") },
  { "gcsf", N_ ("G-CSF") },
  { "hydroxychloroquine", N_ ("Hydroxychloroquine") },
  { "lymphocyte_therapy", N_ ("Lymphocyte therapy") },
  { "progesterone", N_ ("Extra progesterone") },
  { "other", N_ ("Other") },
};

static const ModelField fields[] = {
  {
    FIELD ("sequence", PREGNANCY, INTEGER, HARD),
    .label = N_ ("Pregnancy number"),
    .help = N_ ("Order of this pregnancy in her life, which decides where dates are missing."),
    RANGE (1, 40, 1, 15),
    PRIVACY (NO, "keep"),
    .source = SOURCE_PAPER
  },
  {
    FIELD ("end_date", PREGNANCY, DATE, SOFT),
    .label = N_ ("Ended"),
    .help = N_ ("Day on which the pregnancy ended, or was last known to go on; may be partial."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "shift"),
    .source = SOURCE_PAPER
  },
  {
    FIELD ("conception", PREGNANCY, CODE, SOFT),
    .label = N_ ("Conceived by"),
    .help = N_ ("How this pregnancy came about."),
    NO_RANGE,
    CODES (codes_conception),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .source = SOURCE_PAPER
  },
  {
    FIELD ("partner", PREGNANCY, REFERENCE, NO),
    .label = N_ ("Partner"),
    .help = N_ ("The partner with whom it was conceived."),
    NO_RANGE,
    .references = MODEL_TABLE_PARTNER,
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("transfer", PREGNANCY, REFERENCE, NO),
    .label = N_ ("Transfer entered"),
    .help = N_ ("The transfer entered in this register that led to it, if any, so that it is "
                "counted once."),
    NO_RANGE,
    .references = MODEL_TABLE_TRANSFER,
    .missing_allowed = NOT_ASKED | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .shown_if = "conception in ivf, icsi, frozen, donor_oocyte, donor_embryo",
    .source = SOURCE_OWN
  },
  {
    FIELD ("outcome", PREGNANCY, CODE, SOFT),
    .label = N_ ("Ending"),
    .help = N_ ("How the pregnancy ended."),
    NO_RANGE,
    CODES (codes_outcome),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .source = SOURCE_EHDSI
  },
  {
    FIELD ("gestation_days", PREGNANCY, DURATION_DAYS, SOFT),
    .label = N_ ("Gestation at the end"),
    .help = N_ ("Gestational age at the end, or when the loss was found, entered as weeks + days."),
    .unit = "days",
    RANGE (21, 315, 28, 301),
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .source = SOURCE_PAPER
  },
  {
    FIELD ("evidence", PREGNANCY, CODE, SOFT),
    .label = N_ ("Shown by"),
    .help = N_ ("The best evidence that there was a pregnancy."),
    NO_RANGE,
    CODES (codes_evidence),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("documented", PREGNANCY, CODE, SOFT),
    .label = N_ ("Documented"),
    .help = N_ ("Whether a record has been seen or the patient's account is all there is."),
    NO_RANGE,
    CODES (codes_documented),
    .missing_allowed = NOT_ASKED,
    PRIVACY (NO, "keep"),
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("loss_karyotype", PREGNANCY, CODE, NO),
    .label = N_ ("Karyotype of the loss"),
    .help = N_ ("Result of genetic testing of tissue from the loss."),
    NO_RANGE,
    CODES (codes_loss_karyotype),
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE | PENDING,
    PRIVACY (NO, "keep"),
    .shown_if = "outcome in miscarriage, stillbirth, termination, ectopic, mole",
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("children_sex", PREGNANCY, CODE, SOFT),
    .label = N_ ("Sex of child or children"),
    .help = N_ ("Sex of the child, or of all children of a multiple birth."),
    NO_RANGE,
    CODES (codes_children_sex),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "keep"),
    .shown_if = "outcome in live_birth, stillbirth",
    .source = SOURCE_PAPER
  },
  {
    FIELD ("neonatal_death", PREGNANCY, BOOLEAN, NO),
    .label = N_ ("Died within 28 days"),
    .help = N_ ("Whether a child of this birth died within 28 days."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "keep"),
    .shown_if = "outcome = live_birth",
    .source = SOURCE_EHDSI
  },
  {
    FIELD ("treatments", PREGNANCY, MULTICODE, SOFT),
    .label = N_ ("Treatment to prevent loss"),
    .help = N_ ("What was given around conception or in this pregnancy to prevent a loss."),
    NO_RANGE,
    CODES (codes_treatments),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .source = SOURCE_PAPER
  },
  {
    FIELD ("is_loss", PREGNANCY, BOOLEAN, NO),
    .label = N_ ("Counts as a loss"),
    .help = N_ ("Whether this pregnancy counts as a loss."),
    NO_RANGE,
    .missing_allowed = UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .derived = "true for biochemical_loss and pul, and for miscarriage or stillbirth below the "
               "gestation limit of the definition set in force (as typed where gestation is "
               "missing); false otherwise",
    .source = SOURCE_ICMART
  },
};

const ModelField *
model_fields_pregnancy (guint *out_n)
{
  *out_n = G_N_ELEMENTS (fields);
  return fields;
}
