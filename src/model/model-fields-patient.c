/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of the data dictionary: the patient's own row, and what is derived of her as of referral
 * or the index transfer.
 *
 * Tables only; model-dictionary.c makes a dictionary of them. The order is the column order of the
 * register: a new stored field goes to the end of its table. */
#include "model-fields.h"

/* From the seed paper and its siblings. */
static const ModelCode codes_indication[] = {
  { "loss_after_art", N_ ("Recurrent loss after IVF/ICSI") },
  { "implantation_failure", N_ ("Repeated implantation failure") },
  { "loss_and_failure", N_ ("Both") },
  { "loss_natural", N_ ("Recurrent loss without ART") },
  { "other", N_ ("Other") },
};

/* From the Estonian register, VRIS. */
static const ModelCode codes_smoking[] = {
  { "never", N_ ("Never") },
  { "former", N_ ("Stopped") },
  { "current", N_ ("Smokes") },
};

/* From the HFEA anonymised register. */
static const ModelCode codes_infertility_causes[] = {
  { "none", N_ ("None (not infertile)") },
  { "tubal", N_ ("Tubal") },
  { "ovulatory", N_ ("Ovulatory") },
  { "pcos", N_ ("PCOS") },
  { "diminished_reserve", N_ ("Diminished ovarian reserve") },
  { "endometriosis", N_ ("Endometriosis") },
  { "uterine", N_ ("Uterine") },
  { "male", N_ ("Male factor") },
  { "single_or_same_sex", N_ ("No male partner") },
  { "unexplained", N_ ("Unexplained") },
  { "other", N_ ("Other") },
};

/* From the Estonian register, VRIS. */
static const ModelCode codes_comorbidities[] = {
  { "none", N_ ("None") },
  { "hypertension", N_ ("Hypertension") },
  { "diabetes", N_ ("Diabetes") },
  { "hypothyroid", N_ ("Hypothyroidism") },
  { "hyperthyroid", N_ ("Hyperthyroidism") },
  { "aps", N_ ("Antiphospholipid syndrome") },
  { "lupus", N_ ("Lupus") },
  { "rheumatoid", N_ ("Rheumatoid arthritis") },
  { "coeliac", N_ ("Coeliac disease") },
  { "bowel", N_ ("Inflammatory bowel disease") },
  { "psoriasis", N_ ("Psoriasis") },
  { "asthma", N_ ("Asthma") },
  { "thrombosis", N_ ("Earlier thrombosis") },
  { "epilepsy", N_ ("Epilepsy") },
  { "psychiatric", N_ ("Severe mental illness") },
  { "cancer", N_ ("Earlier cancer") },
  { "other", N_ ("Other") },
};

/* From the protocol of NCT04701034. */
static const ModelCode codes_contraindications[] = {
  { "none", N_ ("None") },
  { "iga_deficiency", N_ ("IgA deficiency or anti-IgA") },
  { "hyperprolinaemia", N_ ("Hyperprolinaemia") },
  { "ivig_reaction", N_ ("Earlier severe reaction to immunoglobulin") },
  { "thrombosis_risk", N_ ("High risk of thrombosis") },
  { "renal", N_ ("Renal impairment") },
  { "heart", N_ ("Heart failure") },
  { "diabetes", N_ ("Diabetes") },
  { "hypertension", N_ ("Hypertension") },
  { "eye_herpes", N_ ("Ocular herpes") },
  { "psychiatric", N_ ("Severe mental illness") },
  { "interaction", N_ ("Interacting medicine") },
  { "other", N_ ("Other") },
};

/* From the seed paper and its siblings. */
static const ModelCode codes_rpl_type[] = {
  { "primary", N_ ("Primary") },
  { "secondary", N_ ("Secondary") },
};

/* From the seed paper and its siblings. */
static const ModelCode codes_firstborn_sex[] = {
  { "male", N_ ("Boy") },
  { "female", N_ ("Girl") },
  { "mixed", N_ ("Boy and girl") },
};

/* Of this program. */
static const ModelCode codes_fate[] = {
  { "live_birth", N_ ("Live birth") },
  { "discontinued", N_ ("Discontinued") },
  { "discontinued_presumed", N_ ("Discontinued (presumed)") },
  { "still_in_treatment", N_ ("Still in treatment") },
};

static const ModelField fields[] = {
  { FIELD ("code", PATIENT, TEXT, HARD), .label = N_ ("Patient code"),
    .help = N_ ("The pseudonym by which the patient is known everywhere in the register, never "
                "used again."),
    NO_RANGE, PRIVACY (QUASI, "drop"), .source = SOURCE_HFEA },
  { FIELD ("birth_month", PATIENT, DATE, HARD), .label = N_ ("Month of birth"),
    .help = N_ ("Year and month of birth, partial by design so that age is known without the "
                "full date, which is kept under identity."),
    NO_RANGE, .month_only = TRUE, PRIVACY (QUASI, "drop"), .source = SOURCE_HFEA },
  { FIELD ("referral_date", PATIENT, DATE, HARD), .label = N_ ("Referral date"),
    .help = N_ ("Day of referral or first visit to the recurrent loss clinic, from which series "
                "are counted by default; may be partial."),
    NO_RANGE, PRIVACY (QUASI, "shift"), .source = SOURCE_PAPER },
  { FIELD ("indication", PATIENT, CODE, SOFT), .label = N_ ("Reason for referral"),
    .help = N_ ("The main reason why she was referred."), NO_RANGE, CODES (codes_indication),
    .missing_allowed = NOT_ASKED | UNKNOWN, PRIVACY (NO, "keep"), .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_PAPER },
  { FIELD ("height_cm", PATIENT, REAL, SOFT), .label = N_ ("Height"),
    .help = N_ ("Height at referral."), .unit = "cm", .decimals = 0, RANGE (100, 220, 140, 195),
    .missing_allowed = NOT_ASKED | UNKNOWN, PRIVACY (QUASI, "drop"), .source = SOURCE_VRIS },
  { FIELD ("weight_kg", PATIENT, REAL, SOFT), .label = N_ ("Weight at referral"),
    .help = N_ ("Weight at referral; the weight that doses are taken from is recorded with each "
                "transfer."),
    .unit = "kg", .decimals = 1, RANGE (30, 250, 40, 140), .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "drop"), .source = SOURCE_VRIS },
  { FIELD ("smoking", PATIENT, CODE, SOFT), .label = N_ ("Smoking"),
    .help = N_ ("Tobacco use at referral."), NO_RANGE, CODES (codes_smoking),
    .missing_allowed = NOT_ASKED | UNKNOWN, PRIVACY (NO, "keep"), .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_VRIS },
  { FIELD ("infertility_causes", PATIENT, MULTICODE, SOFT), .label = N_ ("Causes of infertility"),
    .help = N_ ("All causes found up to referral."), NO_RANGE, CODES (codes_infertility_causes),
    .missing_allowed = NOT_ASKED | UNKNOWN, PRIVACY (NO, "keep"), .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_HFEA },
  { FIELD ("months_attempting", PATIENT, INTEGER, NO), .label = N_ ("Time trying to conceive"),
    .help = N_ ("Months of trying for a child up to the first ART treatment."), .unit = "months",
    RANGE (0, 360, 0, 180), .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"), .analysis = MODEL_LEVEL_PATIENT, .source = SOURCE_VRIS },
  { FIELD ("earlier_transfers", PATIENT, INTEGER, SOFT),
    .label = N_ ("Earlier transfers, not entered"),
    .help = N_ ("Number of embryo transfers before the first one entered here, so that numbering"
                " in life is right."),
    RANGE (0, 60, 0, 20), .missing_allowed = NOT_ASKED | UNKNOWN, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT, .source = SOURCE_HFEA },
  { FIELD ("comorbidities", PATIENT, MULTICODE, SOFT), .label = N_ ("Other illness"),
    .help = N_ ("Long-term illness that bears on loss or on treatment."), NO_RANGE,
    CODES (codes_comorbidities), .missing_allowed = NOT_ASKED | UNKNOWN, PRIVACY (QUASI, "keep"),
    .analysis = MODEL_LEVEL_PATIENT, .source = SOURCE_VRIS },
  { FIELD ("contraindications", PATIENT, MULTICODE, SOFT), .label = N_ ("Contraindications"),
    .help = N_ ("Anything that speaks against immunoglobulin or prednisone."), NO_RANGE,
    CODES (codes_contraindications), .missing_allowed = NOT_ASKED | UNKNOWN, PRIVACY (NO, "keep"),
    .source = SOURCE_TRIAL },
  { FIELD ("note", PATIENT, TEXT, NO), .label = N_ ("Note"),
    .help = N_ ("Anything of importance that has no field; no names or numbers that identify "
                "anyone."),
    NO_RANGE, .missing_allowed = NOT_ASKED, PRIVACY (QUASI, "drop"), .source = SOURCE_OWN },
  { FIELD ("bmi", PATIENT, REAL, NO), .label = N_ ("BMI"),
    .help = N_ ("Body mass index at referral."), .unit = "kg/m2", .decimals = 1,
    RANGE (NAN, NAN, 16, 45), .missing_allowed = UNKNOWN | NOT_APPLICABLE,
    PRIVACY (QUASI, "band:18.5,25,30,35"), .analysis = MODEL_LEVEL_PATIENT,
    .derived = "weight_kg / (height_cm / 100)^2", .source = SOURCE_VRIS },
  { FIELD ("age_at_index_transfer", PATIENT, REAL, NO), .label = N_ ("Age at index transfer"),
    .help = N_ ("Her age on the day of the first transfer that the analysis counts."),
    .unit = "years", .decimals = 1, RANGE (12, 65, 18, 50),
    .missing_allowed = UNKNOWN | NOT_APPLICABLE, PRIVACY (QUASI, "band:25,30,35,38,40,43"),
    .analysis = MODEL_LEVEL_INDEX,
    .derived = "(date of the index transfer - last day of birth_month) / 365.25",
    .source = SOURCE_PAPER },
  { FIELD ("partner_age_at_index_transfer", PATIENT, INTEGER, NO),
    .label = N_ ("Partner's age at index transfer"),
    .help = N_ ("Age of the partner of the index cycle on the day of the index transfer."),
    .unit = "years", RANGE (15, 90, 18, 60), .missing_allowed = UNKNOWN | NOT_APPLICABLE,
    PRIVACY (QUASI, "band:30,35,40,45,50"), .analysis = MODEL_LEVEL_INDEX,
    .derived = "year of the index transfer - birth_year of the partner of its cycle",
    .source = SOURCE_OWN },
  { FIELD ("losses_before_referral", PATIENT, INTEGER, NO), .label = N_ ("Losses before referral"),
    .help = N_ ("Number of pregnancy losses up to referral."), RANGE (NAN, NAN, 2, 12),
    .missing_allowed = UNKNOWN | NOT_APPLICABLE, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .derived = "pregnancies with is_loss ended on or before referral_date (a partial end_date by"
               " its earliest day, an undated one counted as before) + losses after transfers "
               "entered that ended on or before it and that no pregnancy row refers to; read at "
               "an index transfer before the referral, up to that transfer",
    .source = SOURCE_PAPER },
  { FIELD ("consecutive_losses", PATIENT, INTEGER, NO),
    .label = N_ ("Consecutive losses at referral"),
    .help = N_ ("Number of losses since the last birth, or of all where there was none."),
    RANGE (NAN, NAN, 2, 12), .missing_allowed = UNKNOWN | NOT_APPLICABLE, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .derived = "losses_before_referral counted after the last delivery (live birth or "
               "stillbirth) before referral_date; ectopic, mole, termination and unknown endings"
               " neither count nor break the run",
    .source = SOURCE_PAPER },
  { FIELD ("losses_after_art", PATIENT, INTEGER, NO),
    .label = N_ ("Losses after ART before referral"),
    .help = N_ ("Number of losses up to referral that followed an embryo transfer."),
    RANGE (NAN, NAN, 0, 12), .missing_allowed = UNKNOWN | NOT_APPLICABLE, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .derived = "those of losses_before_referral whose conception is ivf, icsi, frozen, "
               "donor_oocyte or donor_embryo, or which followed an entered transfer",
    .source = SOURCE_PAPER },
  { FIELD ("births_before_referral", PATIENT, INTEGER, NO), .label = N_ ("Births before referral"),
    .help = N_ ("Number of deliveries, live or still, up to referral."), RANGE (NAN, NAN, 0, 5),
    .missing_allowed = UNKNOWN | NOT_APPLICABLE, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .derived = "pregnancies and entered transfers ended on or before referral_date in live birth"
               " or stillbirth by the definition set in force; a multiple birth counts once",
    .source = SOURCE_VRIS },
  { FIELD ("rpl_type", PATIENT, CODE, NO), .label = N_ ("Primary or secondary"),
    .help = N_ ("Whether the losses came before or after a birth."), NO_RANGE,
    CODES (codes_rpl_type), .missing_allowed = UNKNOWN | NOT_APPLICABLE, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .derived = "not applicable if losses_before_referral < 2; secondary if "
               "births_before_referral >= 1 and at least one loss followed the first birth; else"
               " primary",
    .source = SOURCE_PAPER },
  { FIELD ("firstborn_sex", PATIENT, CODE, NO), .label = N_ ("Sex of firstborn"),
    .help = N_ ("Sex of the child or children of her first delivery before referral."), NO_RANGE,
    CODES (codes_firstborn_sex), .missing_allowed = UNKNOWN | NOT_APPLICABLE,
    PRIVACY (QUASI, "keep"), .analysis = MODEL_LEVEL_PATIENT,
    .derived = "children_sex of the earliest pregnancy before referral_date that ended in live "
               "birth or stillbirth (of the children, where it was an entered transfer); not "
               "applicable if births_before_referral = 0",
    .source = SOURCE_PAPER },
  { FIELD ("hy_restricting_hla", PATIENT, BOOLEAN, NO), .label = N_ ("H-Y-restricting HLA"),
    .help = N_ ("Whether she carries an HLA class II allele of the H-Y-restricting set."), NO_RANGE,
    .missing_allowed = UNKNOWN | NOT_APPLICABLE, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .derived = "any allele of hla_drb1 or hla_dqb1 in the editable set (default DRB1*01, *07, "
               "*10, *15; DQB1*05:01, *05:02), compared to the digits given, of tests dated up to"
               " the index transfer; unknown if no match and a locus is untyped",
    .source = SOURCE_PAPER },
  { FIELD ("apl_confirmed", PATIENT, BOOLEAN, NO),
    .label = N_ ("Antiphospholipid antibodies confirmed"),
    .help = N_ ("Whether the same antiphospholipid test was abnormal twice, 12 weeks or more "
                "apart."),
    NO_RANGE, .missing_allowed = UNKNOWN | NOT_APPLICABLE, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .derived = "lupus_anticoagulant, acl_igg, acl_igm, b2gpi_igg or b2gpi_igm interpreted as "
               "abnormal on two dates at least 84 days apart, up to the index transfer; false if "
               "all are normal or a repeat was normal; unknown if abnormal once without a repeat",
    .source = SOURCE_TRIAL },
  { FIELD ("research_consent", PATIENT, BOOLEAN, NO), .label = N_ ("Research consent in force"),
    .help = N_ ("Whether her data may be used for research today."), NO_RANGE,
    .missing_allowed = UNKNOWN | NOT_APPLICABLE, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT, .known = MODEL_KNOWN_TODAY,
    .derived = "latest consent of the woman with purpose research has decision given (not "
               "refused, not withdrawn)",
    .source = SOURCE_OWN },
  { FIELD ("fate", PATIENT, CODE, NO), .label = N_ ("Fate"),
    .help = N_ ("What followed the last counted transfer; an outcome, not a prognostic factor."),
    NO_RANGE, CODES (codes_fate), .missing_allowed = UNKNOWN | NOT_APPLICABLE, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT, .known = MODEL_KNOWN_AFTER,
    .derived =
        "as of the data cut, of the series of the default question: live birth; decision still "
        "open or gone on: still in treatment; recorded as stopped: discontinued; else presumed",
    .source = SOURCE_OWN },
};

const ModelField *
model_fields_patient (guint *out_n)
{
  *out_n = G_N_ELEMENTS (fields);
  return fields;
}
