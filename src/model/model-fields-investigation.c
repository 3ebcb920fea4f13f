/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of the data dictionary: test results; what each test is stands in model-fields-test.c.
 *
 * Tables only; model-dictionary.c makes a dictionary of them. The order is the column order of the
 * register: a new stored field goes to the end of its table. */
#include "model-fields.h"

/* From the protocol of NCT04701034. */
static const ModelCode codes_subject[] = {
  { "woman", N_ ("Patient") },
  { "partner", N_ ("Partner") },
};

/* From the seed paper and its siblings. */
static const ModelCode codes_test[] = {
  { "karyotype", N_ ("Karyotype (ISCN)") },
  { "karyotype_class", N_ ("Karyotype, class") },
  { "uterine_cavity", N_ ("Uterus") },
  { "hydrosalpinx", N_ ("Hydrosalpinx") },
  { "chronic_endometritis", N_ ("Chronic endometritis") },
  { "lupus_anticoagulant", N_ ("Lupus anticoagulant") },
  { "acl_igg", N_ ("Anticardiolipin IgG") },
  { "acl_igm", N_ ("Anticardiolipin IgM") },
  { "b2gpi_igg", N_ ("Anti-beta-2-glycoprotein I IgG") },
  { "b2gpi_igm", N_ ("Anti-beta-2-glycoprotein I IgM") },
  { "factor_v_leiden", N_ ("Factor V Leiden") },
  { "prothrombin_g20210a", N_ ("Prothrombin G20210A") },
  { "protein_c", N_ ("Protein C") },
  { "protein_s", N_ ("Protein S") },
  { "antithrombin", N_ ("Antithrombin") },
  { "homocysteine", N_ ("Homocysteine") },
  { "tsh", N_ ("TSH") },
  { "tpo_antibodies", N_ ("TPO antibodies") },
  { "ana", N_ ("Antinuclear antibodies") },
  { "prolactin", N_ ("Prolactin") },
  { "amh", N_ ("AMH") },
  { "hba1c", N_ ("HbA1c") },
  { "vitamin_d", N_ ("Vitamin D") },
  { "iga", N_ ("IgA") },
  { "anti_iga", N_ ("Anti-IgA") },
  { "blood_group", N_ ("Blood group") },
  { "rhd", N_ ("RhD") },
  { "haemoglobin", N_ ("Haemoglobin") },
  { "creatinine", N_ ("Creatinine") },
  { "viral_screen", N_ ("HIV, hepatitis B and C") },
  { "nk_blood", N_ ("NK cells in blood") },
  { "nk_cytotoxicity", N_ ("NK cytotoxicity") },
  { "nk_uterine", N_ ("NK cells in endometrium") },
  { "th1_th2", N_ ("Th1/Th2 ratio") },
  { "lymphocytes", N_ ("Lymphocytes") },
  { "kir", N_ ("KIR genotype") },
  { "hla_c", N_ ("HLA-C group") },
  { "hla_drb1", N_ ("HLA-DRB1") },
  { "hla_dqb1", N_ ("HLA-DQB1") },
  { "sperm_dna_fragmentation", N_ ("Sperm DNA fragmentation") },
};

/* Of this program. */
static const ModelCode codes_qualifier[] = {
  { "equal", N_ ("Exactly") },
  { "below", N_ ("Less than") },
  { "above", N_ ("More than") },
};

/* From the seed paper and its siblings. */
static const ModelCode codes_interpretation[] = {
  { "normal", N_ ("Normal") },
  { "borderline", N_ ("Borderline") },
  { "abnormal", N_ ("Abnormal") },
  { "not_usable", N_ ("Not usable") },
};

/* From the protocol of NCT04701034. */
static const ModelCode codes_method[] = {
  { "scan_3d", N_ ("3D ultrasound") },
  { "saline_scan", N_ ("Saline ultrasound") },
  { "hsg", N_ ("HSG") },
  { "hysteroscopy", N_ ("Hysteroscopy") },
  { "mri", N_ ("MRI") },
};

static const ModelField fields[] = {
  {
    FIELD ("subject", INVESTIGATION, CODE, HARD),
    .label = N_ ("Test of"),
    .help = N_ ("Whose test it is."),
    NO_RANGE,
    CODES (codes_subject),
    PRIVACY (NO, "keep"),
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("partner", INVESTIGATION, REFERENCE, HARD),
    .label = N_ ("Partner"),
    .help = N_ ("The partner tested."),
    NO_RANGE,
    .references = MODEL_TABLE_PARTNER,
    PRIVACY (NO, "keep"),
    .shown_if = "subject = partner",
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("test", INVESTIGATION, CODE, HARD),
    .label = N_ ("Test"),
    .help = N_ ("Which test it is; it decides the unit, range and possible results."),
    NO_RANGE,
    CODES (codes_test),
    PRIVACY (NO, "keep"),
    .source = SOURCE_PAPER
  },
  {
    FIELD ("date", INVESTIGATION, DATE, SOFT),
    .label = N_ ("Date of test"),
    .help = N_ ("Day of the sample or examination; may be partial."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "shift"),
    .source = SOURCE_PAPER
  },
  {
    FIELD ("qualifier", INVESTIGATION, CODE, NO),
    .label = N_ ("Below or above"),
    .help = N_ ("Whether the laboratory gave the value as a limit."),
    NO_RANGE,
    CODES (codes_qualifier),
    .missing_allowed = NOT_ASKED,
    PRIVACY (NO, "keep"),
    .source = SOURCE_OWN
  },
  {
    FIELD ("value", INVESTIGATION, TEXT, SOFT),
    .label = N_ ("Result"),
    .help = N_ ("The result: a number, a code, codes or text, as the test has it."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .source = SOURCE_PAPER
  },
  {
    FIELD ("unit", INVESTIGATION, TEXT, NO),
    .label = N_ ("Unit"),
    .help = N_ ("Unit as reported, filled in with the test's own; another one is kept as it is "
                "and used only if it can be converted."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .source = SOURCE_PAPER
  },
  {
    FIELD ("reference_range", INVESTIGATION, TEXT, NO),
    .label = N_ ("Reference range"),
    .help = N_ ("The laboratory's own range, as printed."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .source = SOURCE_PAPER
  },
  {
    FIELD ("interpretation", INVESTIGATION, CODE, SOFT),
    .label = N_ ("Interpretation"),
    .help = N_ ("What the result means by the laboratory's range; positive antibodies are "
                "abnormal."),
    NO_RANGE,
    CODES (codes_interpretation),
    .missing_allowed = NOT_ASKED | PENDING,
    PRIVACY (NO, "keep"),
    .source = SOURCE_PAPER
  },
  {
    FIELD ("method", INVESTIGATION, CODE, SOFT),
    .label = N_ ("Method"),
    .help = N_ ("How the uterus was examined."),
    NO_RANGE,
    CODES (codes_method),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .shown_if = "test = uterine_cavity",
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("laboratory", INVESTIGATION, TEXT, NO),
    .label = N_ ("Laboratory"),
    .help = N_ ("Where the test was made."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "drop"),
    .source = SOURCE_PAPER
  },
};

const ModelField *
model_fields_investigation (guint *out_n)
{
  *out_n = G_N_ELEMENTS (fields);
  return fields;
}
