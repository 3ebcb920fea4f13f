/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of the data dictionary: laboratory tests, each with the type, unit and range of the result
 * that an investigation holds. No table of the register.
 *
 * Tables only; model-dictionary.c makes a dictionary of them. The order is the column order of the
 * register: a new stored field goes to the end of its table. */
#include "model-fields.h"

/* From the protocol of NCT04701034. */
static const ModelCode codes_karyotype_class[] = {
  { "normal", N_ ("Normal") },
  { "reciprocal", N_ ("Balanced reciprocal translocation") },
  { "robertsonian", N_ ("Robertsonian translocation") },
  { "inversion", N_ ("Inversion") },
  { "mosaic", N_ ("Mosaic") },
  { "other", N_ ("Other") },
};

/* From the protocol of NCT04701034. */
static const ModelCode codes_uterine_cavity[] = {
  { "normal", N_ ("Normal") },
  { "septate", N_ ("Septate") },
  { "bicorporeal", N_ ("Bicorporeal") },
  { "hemi", N_ ("Hemi-uterus") },
  { "t_shaped", N_ ("T-shaped") },
  { "fibroid_submucous", N_ ("Submucous fibroid") },
  { "polyp", N_ ("Polyp") },
  { "adhesions", N_ ("Adhesions") },
  { "adenomyosis", N_ ("Adenomyosis") },
  { "other", N_ ("Other") },
};

/* From the Epic fertility tables. */
static const ModelCode codes_hydrosalpinx[] = {
  { "none", N_ ("None") },
  { "one_side", N_ ("One side") },
  { "both_sides", N_ ("Both sides") },
};

/* Of this program. */
static const ModelCode codes_chronic_endometritis[] = {
  { "negative", N_ ("Negative") },
  { "positive", N_ ("Positive") },
};

/* From the protocol of NCT04701034. */
static const ModelCode codes_factor_v_leiden[] = {
  { "none", N_ ("Not present") },
  { "heterozygous", N_ ("Heterozygous") },
  { "homozygous", N_ ("Homozygous") },
};

/* From the Estonian register, VRIS. */
static const ModelCode codes_blood_group[] = {
  { "a", N_ ("A") },
  { "b", N_ ("B") },
  { "ab", N_ ("AB") },
  { "o", N_ ("O") },
};

/* Of this program. */
static const ModelCode codes_viral_screen[] = {
  { "negative", N_ ("All negative") },
  { "positive", N_ ("Any positive") },
};

/* Of this program. */
static const ModelCode codes_kir[] = {
  { "aa", N_ ("AA") },
  { "ab", N_ ("AB") },
  { "bb", N_ ("BB") },
};

/* Of this program. */
static const ModelCode codes_hla_c[] = {
  { "c1c1", N_ ("C1C1") },
  { "c1c2", N_ ("C1C2") },
  { "c2c2", N_ ("C2C2") },
};

static const ModelField fields[] = {
  {
    FIELD ("karyotype", TEST, TEXT, NO),
    .label = N_ ("Karyotype (ISCN)"),
    .help = N_ ("Constitutional karyotype in ISCN notation, of her or of the partner."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (QUASI, "drop"),
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("karyotype_class", TEST, CODE, NO),
    .label = N_ ("Karyotype, class"),
    .help = N_ ("Class of the constitutional karyotype, of her or of the partner."),
    NO_RANGE,
    CODES (codes_karyotype_class),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("uterine_cavity", TEST, MULTICODE, NO),
    .label = N_ ("Uterus"),
    .help = N_ ("Findings at imaging or hysteroscopy."),
    NO_RANGE,
    CODES (codes_uterine_cavity),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("hydrosalpinx", TEST, CODE, NO),
    .label = N_ ("Hydrosalpinx"),
    .help = N_ ("Hydrosalpinx visible at imaging."),
    NO_RANGE,
    CODES (codes_hydrosalpinx),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_EPIC
  },
  {
    FIELD ("chronic_endometritis", TEST, CODE, NO),
    .label = N_ ("Chronic endometritis"),
    .help = N_ ("Plasma cells in an endometrial biopsy."),
    NO_RANGE,
    CODES (codes_chronic_endometritis),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_OWN
  },
  {
    FIELD ("lupus_anticoagulant", TEST, CODE, NO),
    .label = N_ ("Lupus anticoagulant"),
    .help = N_ ("Lupus anticoagulant in plasma."),
    NO_RANGE,
    CODES (codes_chronic_endometritis),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("acl_igg", TEST, REAL, NO),
    .label = N_ ("Anticardiolipin IgG"),
    .help = N_ ("IgG antibodies to cardiolipin."),
    .unit = "GPL", .decimals = 0,
    RANGE (0, 2000, 0, 200),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("acl_igm", TEST, REAL, NO),
    .label = N_ ("Anticardiolipin IgM"),
    .help = N_ ("IgM antibodies to cardiolipin."),
    .unit = "MPL", .decimals = 0,
    RANGE (0, 2000, 0, 200),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("b2gpi_igg", TEST, REAL, NO),
    .label = N_ ("Anti-beta-2-glycoprotein I IgG"),
    .help = N_ ("IgG antibodies to beta-2-glycoprotein I."),
    .unit = "U/mL", .decimals = 0,
    RANGE (0, 5000, 0, 400),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("b2gpi_igm", TEST, REAL, NO),
    .label = N_ ("Anti-beta-2-glycoprotein I IgM"),
    .help = N_ ("IgM antibodies to beta-2-glycoprotein I."),
    .unit = "U/mL", .decimals = 0,
    RANGE (0, 5000, 0, 400),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("factor_v_leiden", TEST, CODE, NO),
    .label = N_ ("Factor V Leiden"),
    .help = N_ ("Factor V Leiden genotype."),
    NO_RANGE,
    CODES (codes_factor_v_leiden),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("prothrombin_g20210a", TEST, CODE, NO),
    .label = N_ ("Prothrombin G20210A"),
    .help = N_ ("Prothrombin gene variant G20210A."),
    NO_RANGE,
    CODES (codes_factor_v_leiden),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("protein_c", TEST, REAL, NO),
    .label = N_ ("Protein C"),
    .help = N_ ("Protein C activity."),
    .unit = "%", .decimals = 0,
    RANGE (0, 300, 40, 180),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("protein_s", TEST, REAL, NO),
    .label = N_ ("Protein S"),
    .help = N_ ("Protein S activity or free antigen, outside pregnancy."),
    .unit = "%", .decimals = 0,
    RANGE (0, 300, 30, 180),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("antithrombin", TEST, REAL, NO),
    .label = N_ ("Antithrombin"),
    .help = N_ ("Antithrombin activity."),
    .unit = "%", .decimals = 0,
    RANGE (0, 300, 50, 150),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("homocysteine", TEST, REAL, NO),
    .label = N_ ("Homocysteine"),
    .help = N_ ("Plasma homocysteine."),
    .unit = "umol/L", .decimals = 1,
    RANGE (0, 500, 3, 50),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("tsh", TEST, REAL, NO),
    .label = N_ ("TSH"),
    .help = N_ ("Thyroid-stimulating hormone."),
    .unit = "mIU/L", .decimals = 2,
    RANGE (0, 500, 0.1, 10),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_OWN
  },
  {
    FIELD ("tpo_antibodies", TEST, REAL, NO),
    .label = N_ ("TPO antibodies"),
    .help = N_ ("Antibodies to thyroid peroxidase."),
    .unit = "kIU/L", .decimals = 0,
    RANGE (0, 20000, 0, 3000),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_OWN
  },
  {
    FIELD ("ana", TEST, INTEGER, NO),
    .label = N_ ("Antinuclear antibodies"),
    .help = N_ ("Reciprocal titre of antinuclear antibodies, 0 when negative (160 for 1:160)."),
    .unit = "titre",
    RANGE (0, 40960, 0, 2560),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_PAPER
  },
  {
    FIELD ("prolactin", TEST, REAL, NO),
    .label = N_ ("Prolactin"),
    .help = N_ ("Serum prolactin."),
    .unit = "mIU/L", .decimals = 0,
    RANGE (0, 50000, 20, 1500),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_OWN
  },
  {
    FIELD ("amh", TEST, REAL, NO),
    .label = N_ ("AMH"),
    .help = N_ ("Anti-Müllerian hormone."),
    .unit = "pmol/L", .decimals = 1,
    RANGE (0, 500, 0, 150),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_OWN
  },
  {
    FIELD ("hba1c", TEST, REAL, NO),
    .label = N_ ("HbA1c"),
    .help = N_ ("Glycated haemoglobin."),
    .unit = "mmol/mol", .decimals = 0,
    RANGE (10, 200, 20, 60),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_OWN
  },
  {
    FIELD ("vitamin_d", TEST, REAL, NO),
    .label = N_ ("Vitamin D"),
    .help = N_ ("25-hydroxyvitamin D."),
    .unit = "nmol/L", .decimals = 0,
    RANGE (0, 1000, 10, 200),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_OWN
  },
  {
    FIELD ("iga", TEST, REAL, NO),
    .label = N_ ("IgA"),
    .help = N_ ("Serum IgA, whose deficiency excludes immunoglobulin."),
    .unit = "g/L", .decimals = 2,
    RANGE (0, 50, 0.07, 6),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("anti_iga", TEST, CODE, NO),
    .label = N_ ("Anti-IgA"),
    .help = N_ ("Antibodies to IgA."),
    NO_RANGE,
    CODES (codes_chronic_endometritis),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("blood_group", TEST, CODE, NO),
    .label = N_ ("Blood group"),
    .help = N_ ("ABO group, since groups A, B and AB run the risk of haemolysis."),
    NO_RANGE,
    CODES (codes_blood_group),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_VRIS
  },
  {
    FIELD ("rhd", TEST, CODE, NO),
    .label = N_ ("RhD"),
    .help = N_ ("Rhesus D type."),
    NO_RANGE,
    CODES (codes_chronic_endometritis),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .source = SOURCE_VRIS
  },
  {
    FIELD ("haemoglobin", TEST, REAL, NO),
    .label = N_ ("Haemoglobin"),
    .help = N_ ("Haemoglobin before infusion."),
    .unit = "g/L", .decimals = 0,
    RANGE (20, 250, 90, 165),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .source = SOURCE_OWN
  },
  {
    FIELD ("creatinine", TEST, REAL, NO),
    .label = N_ ("Creatinine"),
    .help = N_ ("Serum creatinine before infusion."),
    .unit = "umol/L", .decimals = 0,
    RANGE (5, 2000, 30, 110),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("viral_screen", TEST, CODE, NO),
    .label = N_ ("HIV, hepatitis B and C"),
    .help = N_ ("Screening before immunoglobulin, which can itself make antibodies positive."),
    NO_RANGE,
    CODES (codes_viral_screen),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (QUASI, "drop"),
    .source = SOURCE_OWN
  },
  {
    FIELD ("nk_blood", TEST, REAL, NO),
    .label = N_ ("NK cells in blood"),
    .help = N_ ("CD56+ NK cells among blood lymphocytes."),
    .unit = "%", .decimals = 1,
    RANGE (0, 100, 1, 40),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_PAPER
  },
  {
    FIELD ("nk_cytotoxicity", TEST, REAL, NO),
    .label = N_ ("NK cytotoxicity"),
    .help = N_ ("Target cells killed at the laboratory's standard ratio."),
    .unit = "%", .decimals = 0,
    RANGE (0, 100, 0, 70),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_PAPER
  },
  {
    FIELD ("nk_uterine", TEST, REAL, NO),
    .label = N_ ("NK cells in endometrium"),
    .help = N_ ("CD56+ cells among stromal cells in a mid-luteal biopsy."),
    .unit = "%", .decimals = 1,
    RANGE (0, 100, 0, 40),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_OWN
  },
  {
    FIELD ("th1_th2", TEST, REAL, NO),
    .label = N_ ("Th1/Th2 ratio"),
    .help = N_ ("Ratio of interferon-gamma to interleukin-4 producing T helper cells."),
    .unit = "ratio", .decimals = 1,
    RANGE (0, 500, 1, 60),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_OWN
  },
  {
    FIELD ("lymphocytes", TEST, REAL, NO),
    .label = N_ ("Lymphocytes"),
    .help = N_ ("Blood lymphocyte count."),
    .unit = "10^9/L", .decimals = 1,
    RANGE (0, 100, 0.5, 6),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("kir", TEST, CODE, NO),
    .label = N_ ("KIR genotype"),
    .help = N_ ("Her KIR haplotypes."),
    NO_RANGE,
    CODES (codes_kir),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_OWN
  },
  {
    FIELD ("hla_c", TEST, CODE, NO),
    .label = N_ ("HLA-C group"),
    .help = N_ ("HLA-C allotype, of her or of the partner."),
    NO_RANGE,
    CODES (codes_hla_c),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_OWN
  },
  {
    FIELD ("hla_drb1", TEST, TEXT, NO),
    .label = N_ ("HLA-DRB1"),
    .help = N_ ("Both alleles, separated by a comma, to the digits typed (07,15:01)."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (QUASI, "drop"),
    .source = SOURCE_PAPER
  },
  {
    FIELD ("hla_dqb1", TEST, TEXT, NO),
    .label = N_ ("HLA-DQB1"),
    .help = N_ ("Both alleles, separated by a comma, to the digits typed (05:01,06:02)."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (QUASI, "drop"),
    .source = SOURCE_PAPER
  },
  {
    FIELD ("sperm_dna_fragmentation", TEST, REAL, NO),
    .label = N_ ("Sperm DNA fragmentation"),
    .help = N_ ("Share of sperm with fragmented DNA, in the partner."),
    .unit = "%", .decimals = 0,
    RANGE (0, 100, 0, 60),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .shown_if = "investigation.subject = partner",
    .source = SOURCE_OWN
  },
};

const ModelField *
model_fields_test (guint *out_n)
{
  *out_n = G_N_ELEMENTS (fields);
  return fields;
}
