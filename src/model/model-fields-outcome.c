/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of the data dictionary: what became of a transfer, and its children.
 *
 * Tables only; model-dictionary.c makes a dictionary of them. The order is the column order of the
 * register: a new stored field goes to the end of its table. */
#include "model-fields.h"

/* Of this program. */
static const ModelCode codes_outcome[] = {
  { "no_pregnancy", N_ ("No pregnancy") },
  { "biochemical_loss", N_ ("Biochemical loss") },
  { "pul", N_ ("Pregnancy of unknown location") },
  { "ectopic", N_ ("Ectopic") },
  { "mole", N_ ("Molar pregnancy") },
  { "miscarriage", N_ ("Miscarriage") },
  { "termination", N_ ("Termination") },
  { "stillbirth", N_ ("Stillbirth") },
  { "live_birth", N_ ("Live birth") },
  { "ongoing", N_ ("Ongoing") },
  { "lost", N_ ("Lost to follow-up") },
};

/* Of this program. */
static const ModelCode codes_management[] = {
  { "expectant", N_ ("None (resolved)") },
  { "medical", N_ ("Medical") },
  { "methotrexate", N_ ("Methotrexate") },
  { "surgical", N_ ("Surgical") },
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

/* From the Estonian register, VRIS. */
static const ModelCode codes_termination_reason[] = {
  { "fetal", N_ ("Fetal anomaly") },
  { "maternal", N_ ("Her health") },
  { "own_choice", N_ ("Her choice") },
};

/* From the Estonian register, VRIS. */
static const ModelCode codes_delivery_mode[] = {
  { "vaginal", N_ ("Vaginal") },
  { "instrumental", N_ ("Instrumental") },
  { "planned_caesarean", N_ ("Planned caesarean") },
  { "emergency_caesarean", N_ ("Emergency caesarean") },
};

/* Of this program. */
static const ModelCode codes_complications[] = {
  { "none", N_ ("None") },
  { "preeclampsia", N_ ("Pre-eclampsia") },
  { "hypertension", N_ ("Gestational hypertension") },
  { "gestational_diabetes", N_ ("Gestational diabetes") },
  { "preterm", N_ ("Preterm birth") },
  { "growth_restriction", N_ ("Growth restriction") },
  { "abruption", N_ ("Placental abruption") },
  { "praevia", N_ ("Placenta praevia") },
  { "retained_placenta", N_ ("Retained placenta") },
  { "haemorrhage", N_ ("Postpartum haemorrhage") },
  { "infection", N_ ("Infection") },
  { "thrombosis", N_ ("Thrombosis") },
  { "other", N_ ("Other") },
};

/* From the HFEA anonymised register. */
static const ModelCode codes_sex[] = {
  { "male", N_ ("Boy") },
  { "female", N_ ("Girl") },
  { "undetermined", N_ ("Not determined") },
};

static const ModelField fields[] = {
  {
    FIELD ("hcg_date", TRANSFER_OUTCOME, DATE, SOFT),
    .label = N_ ("First hCG, date"),
    .help = N_ ("Day of the first hCG test."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (QUASI, "shift"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_OWN
  },
  {
    FIELD ("hcg_value", TRANSFER_OUTCOME, REAL, SOFT),
    .label = N_ ("First hCG"),
    .help = N_ ("Serum hCG at the first test, 0 when only a negative urine test was done."),
    .unit = "IU/L", .decimals = 0,
    RANGE (0, 1000000, 0, 5000),
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE | PENDING,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_OWN
  },
  {
    FIELD ("hcg2_date", TRANSFER_OUTCOME, DATE, NO),
    .label = N_ ("Second hCG, date"),
    .help = N_ ("Day of the next hCG test."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (QUASI, "shift"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_OWN
  },
  {
    FIELD ("hcg2_value", TRANSFER_OUTCOME, REAL, NO),
    .label = N_ ("Second hCG"),
    .help = N_ ("Serum hCG at the next test."),
    .unit = "IU/L", .decimals = 0,
    RANGE (0, 1000000, 0, 50000),
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE | PENDING,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_OWN
  },
  {
    FIELD ("scan_date", TRANSFER_OUTCOME, DATE, NO),
    .label = N_ ("First scan, date"),
    .help = N_ ("Day of the first ultrasound scan."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (QUASI, "shift"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_HFEA
  },
  {
    FIELD ("sacs", TRANSFER_OUTCOME, INTEGER, SOFT),
    .label = N_ ("Sacs"),
    .help = N_ ("Number of intrauterine gestational sacs at the best early scan."),
    RANGE (0, 8, 0, 3),
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_HFEA
  },
  {
    FIELD ("heartbeats", TRANSFER_OUTCOME, INTEGER, SOFT),
    .label = N_ ("Heartbeats"),
    .help = N_ ("Number of sacs with a heartbeat at the best early scan."),
    RANGE (0, 8, 0, 3),
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_HFEA
  },
  {
    FIELD ("nuchal_scan_date", TRANSFER_OUTCOME, DATE, NO),
    .label = N_ ("Scan at 12 weeks, date"),
    .help = N_ ("Day of the scan at 11 to 14 weeks."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (QUASI, "shift"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("nuchal_scan_alive", TRANSFER_OUTCOME, BOOLEAN, SOFT),
    .label = N_ ("Alive at 12 weeks"),
    .help = N_ ("Whether at least one fetus was alive at 12 weeks 0 days or later."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE | PENDING,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("outcome", TRANSFER_OUTCOME, CODE, SOFT),
    .label = N_ ("Ending"),
    .help = N_ ("How the transfer ended, as recorded; what it counts as is decided by gestation."),
    NO_RANGE,
    CODES (codes_outcome),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_OWN
  },
  {
    FIELD ("outcome_date", TRANSFER_OUTCOME, DATE, SOFT),
    .label = N_ ("Ended"),
    .help = N_ ("Day of the ending: negative test, loss found, birth, or last known to go on; "
                "may be partial."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "shift"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_VRIS
  },
  {
    FIELD ("gestation_days", TRANSFER_OUTCOME, DURATION_DAYS, SOFT),
    .label = N_ ("Gestation at the end"),
    .help = N_ ("Gestational age at the end, or when the loss was found, entered as weeks + days."),
    .unit = "days",
    RANGE (21, 315, 28, 301),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .shown_if = "outcome in biochemical_loss, pul, ectopic, mole, miscarriage, termination, "
                "stillbirth, live_birth, ongoing",
    .source = SOURCE_VRIS
  },
  {
    FIELD ("management", TRANSFER_OUTCOME, CODE, NO),
    .label = N_ ("Management of the loss"),
    .help = N_ ("How the loss was treated; the most that was needed."),
    NO_RANGE,
    CODES (codes_management),
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .shown_if = "outcome in biochemical_loss, pul, ectopic, mole, miscarriage",
    .source = SOURCE_OWN
  },
  {
    FIELD ("loss_karyotype", TRANSFER_OUTCOME, CODE, SOFT),
    .label = N_ ("Karyotype of the loss"),
    .help = N_ ("Result of genetic testing of tissue from the loss."),
    NO_RANGE,
    CODES (codes_loss_karyotype),
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE | PENDING,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .shown_if = "outcome in miscarriage, stillbirth, termination, ectopic, mole",
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("loss_karyotype_text", TRANSFER_OUTCOME, TEXT, NO),
    .label = N_ ("Karyotype, in full"),
    .help = N_ ("Karyotype or array result in ISCN notation."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE | PENDING,
    PRIVACY (QUASI, "drop"),
    .known = MODEL_KNOWN_AFTER,
    .shown_if = "loss_karyotype in normal_female, normal_male, trisomy, monosomy_x, polyploid, "
                "structural, other_abnormal",
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("termination_reason", TRANSFER_OUTCOME, CODE, SOFT),
    .label = N_ ("Reason for termination"),
    .help = N_ ("Why the pregnancy was terminated."),
    NO_RANGE,
    CODES (codes_termination_reason),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .shown_if = "outcome = termination",
    .source = SOURCE_VRIS
  },
  {
    FIELD ("delivery_mode", TRANSFER_OUTCOME, CODE, NO),
    .label = N_ ("Mode of delivery"),
    .help = N_ ("How the child or the first of the children was born."),
    NO_RANGE,
    CODES (codes_delivery_mode),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .shown_if = "outcome in live_birth, stillbirth",
    .source = SOURCE_VRIS
  },
  {
    FIELD ("complications", TRANSFER_OUTCOME, MULTICODE, NO),
    .label = N_ ("Complications"),
    .help = N_ ("Complications of pregnancy or birth."),
    NO_RANGE,
    CODES (codes_complications),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .shown_if = "outcome in stillbirth, live_birth, ongoing",
    .source = SOURCE_OWN
  },
  {
    FIELD ("gestation_by_dates", TRANSFER_OUTCOME, DURATION_DAYS, NO),
    .label = N_ ("Gestation by dates"),
    .help = N_ ("Gestational age at the ending reckoned from the transfer, to check the one "
                "entered."),
    .unit = "days",
    NO_RANGE,
    .missing_allowed = UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .derived = "outcome_date - date of the transfer + 14 + embryo_age_days",
    .source = SOURCE_ICMART
  },
  {
    FIELD ("birth_order", CHILD, INTEGER, HARD),
    .label = N_ ("Child"),
    .help = N_ ("Order of birth in this delivery."),
    RANGE (1, 6, 1, 2),
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_HFEA
  },
  {
    FIELD ("born_alive", CHILD, BOOLEAN, HARD),
    .label = N_ ("Born alive"),
    .help = N_ ("Whether the child showed any sign of life at birth."),
    NO_RANGE,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_HFEA
  },
  {
    FIELD ("sex", CHILD, CODE, SOFT),
    .label = N_ ("Sex"),
    .help = N_ ("Sex of the child."),
    NO_RANGE,
    CODES (codes_sex),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_HFEA
  },
  {
    FIELD ("weight_g", CHILD, INTEGER, SOFT),
    .label = N_ ("Birth weight"),
    .help = N_ ("Weight at birth."),
    .unit = "g",
    RANGE (50, 8000, 300, 6000),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "band:1000,1500,2000,2500,3000,3500,4000,4500"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_HFEA
  },
  {
    FIELD ("neonatal_care", CHILD, BOOLEAN, NO),
    .label = N_ ("Neonatal care"),
    .help = N_ ("Whether admitted to neonatal intensive care within 7 days."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .shown_if = "born_alive = true",
    .source = SOURCE_VRIS
  },
  {
    FIELD ("neonatal_death", CHILD, BOOLEAN, SOFT),
    .label = N_ ("Died within 28 days"),
    .help = N_ ("Whether the child died within 28 days."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (QUASI, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .shown_if = "born_alive = true",
    .source = SOURCE_EHDSI
  },
  {
    FIELD ("anomaly", CHILD, BOOLEAN, SOFT),
    .label = N_ ("Congenital anomaly"),
    .help = N_ ("Whether a major congenital anomaly was found."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (QUASI, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_HFEA
  },
  {
    FIELD ("anomaly_icd10", CHILD, TEXT, NO),
    .label = N_ ("Anomaly, ICD-10"),
    .help = N_ ("ICD-10 codes of the anomalies, separated by commas."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "drop"),
    .known = MODEL_KNOWN_AFTER,
    .shown_if = "anomaly = true",
    .source = SOURCE_HFEA
  },
  {
    FIELD ("weight_sd", CHILD, REAL, NO),
    .label = N_ ("Weight for week"),
    .help = N_ ("Standard deviations from the expected weight for sex and week."),
    .unit = "SD", .decimals = 1,
    RANGE (NAN, NAN, -3, 3),
    .missing_allowed = UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .derived = "by the growth reference chosen in the settings from weight_g, sex and "
               "gestation_days of the ending; missing if none is chosen",
    .source = SOURCE_OWN
  },
};

const ModelField *
model_fields_outcome (guint *out_n)
{
  *out_n = G_N_ELEMENTS (fields);
  return fields;
}
