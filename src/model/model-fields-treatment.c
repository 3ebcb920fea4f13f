/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of the data dictionary: infusions, medication and adverse events.
 *
 * Tables only; model-dictionary.c makes a dictionary of them. The order is the column order of the
 * register: a new stored field goes to the end of its table. */
#include "model-fields.h"

/* From the protocol of NCT04701034. */
static const ModelCode codes_status[] = {
  { "planned", N_ ("Planned") },
  { "given", N_ ("Given") },
  { "not_given", N_ ("Not given") },
};

/* From the protocol of NCT04701034. */
static const ModelCode codes_slot[] = {
  { "before_transfer", N_ ("Before transfer") },
  { "week_5", N_ ("Week 5") },
  { "week_6", N_ ("Week 6") },
  { "week_7", N_ ("Week 7") },
  { "extra", N_ ("Extra") },
};

/* From the protocol of NCT04701034. */
static const ModelCode codes_agent[] = {
  { "ivig", N_ ("Immunoglobulin") },
  { "placebo", N_ ("Placebo (albumin)") },
  { "blinded", N_ ("Blinded trial medicine") },
};

/* From the protocol of NCT04701034. */
static const ModelCode codes_product[] = {
  { "privigen", N_ ("Privigen") },
  { "gamunex", N_ ("Gamunex") },
  { "octagam", N_ ("Octagam") },
  { "kiovig", N_ ("Kiovig") },
  { "flebogamma", N_ ("Flebogamma") },
  { "intratect", N_ ("Intratect") },
  { "nanogam", N_ ("Nanogam") },
  { "other", N_ ("Other") },
};

/* From the protocol of NCT04701034. */
static const ModelCode codes_premedication[] = {
  { "none", N_ ("None") },
  { "paracetamol", N_ ("Paracetamol") },
  { "antihistamine", N_ ("Antihistamine") },
  { "steroid", N_ ("Steroid") },
  { "fluid", N_ ("Fluid") },
  { "other", N_ ("Other") },
};

/* From the seed paper and its siblings. */
static const ModelCode codes_drug[] = {
  { "prednisone", N_ ("Prednisone") },
  { "prednisolone", N_ ("Prednisolone") },
  { "methylprednisolone", N_ ("Methylprednisolone") },
  { "dexamethasone", N_ ("Dexamethasone") },
  { "lmwh", N_ ("Low molecular weight heparin") },
  { "aspirin", N_ ("Aspirin") },
  { "progesterone", N_ ("Progesterone") },
  { "dydrogesterone", N_ ("Dydrogesterone") },
  { "oestradiol", N_ ("Oestradiol") },
  { "hcg", N_ ("hCG") },
  { "intralipid", N_ ("Intralipid") },
  { "gcsf", N_ ("G-CSF") },
  { "hydroxychloroquine", N_ ("Hydroxychloroquine") },
  { "lymphocyte_therapy", N_ ("Lymphocyte therapy") },
  { "levothyroxine", N_ ("Levothyroxine") },
  { "metformin", N_ ("Metformin") },
  { "other", N_ ("Other") },
};

/* From the protocol of NCT04701034. */
static const ModelCode codes_dose_unit[] = {
  { "mg", N_ ("mg") },
  { "ug", N_ ("µg") },
  { "g", N_ ("g") },
  { "iu", N_ ("IU") },
  { "ml", N_ ("mL") },
  { "cells_1e6", N_ ("million cells") },
};

/* Of this program. */
static const ModelCode codes_route[] = {
  { "oral", N_ ("Oral") },
  { "vaginal", N_ ("Vaginal") },
  { "rectal", N_ ("Rectal") },
  { "subcutaneous", N_ ("Subcutaneous") },
  { "intramuscular", N_ ("Intramuscular") },
  { "intravenous", N_ ("Intravenous") },
  { "transdermal", N_ ("Transdermal") },
  { "intrauterine", N_ ("Intrauterine") },
  { "intradermal", N_ ("Intradermal") },
};

/* From the protocol of NCT04701034. */
static const ModelCode codes_term[] = {
  { "headache", N_ ("Headache") },
  { "chills", N_ ("Chills") },
  { "fever", N_ ("Fever") },
  { "nausea", N_ ("Nausea") },
  { "vomiting", N_ ("Vomiting") },
  { "dizziness", N_ ("Dizziness") },
  { "back_pain", N_ ("Back pain") },
  { "joint_pain", N_ ("Joint pain") },
  { "hypotension", N_ ("Low blood pressure") },
  { "hypertension", N_ ("High blood pressure") },
  { "allergic", N_ ("Allergic reaction") },
  { "anaphylaxis", N_ ("Anaphylaxis") },
  { "skin", N_ ("Skin reaction") },
  { "aseptic_meningitis", N_ ("Aseptic meningitis") },
  { "haemolysis", N_ ("Haemolysis") },
  { "renal", N_ ("Renal impairment") },
  { "trali", N_ ("Acute lung injury (TRALI)") },
  { "thromboembolism", N_ ("Thromboembolism") },
  { "infection", N_ ("Infection") },
  { "hyperglycaemia", N_ ("High blood sugar") },
  { "mood", N_ ("Mood or sleep") },
  { "other", N_ ("Other") },
};

/* From the protocol of NCT04701034. */
static const ModelCode codes_severity[] = {
  { "mild", N_ ("Mild") },
  { "moderate", N_ ("Moderate") },
  { "severe", N_ ("Severe") },
  { "life_threatening", N_ ("Life-threatening") },
  { "fatal", N_ ("Fatal") },
};

/* From the protocol of NCT04701034. */
static const ModelCode codes_relation[] = {
  { "unrelated", N_ ("Unrelated") },
  { "unlikely", N_ ("Unlikely") },
  { "possible", N_ ("Possible") },
  { "probable", N_ ("Probable") },
  { "certain", N_ ("Certain") },
};

/* From the protocol of NCT04701034. */
static const ModelCode codes_outcome[] = {
  { "recovered", N_ ("Recovered") },
  { "recovering", N_ ("Recovering") },
  { "not_recovered", N_ ("Not recovered") },
  { "lasting", N_ ("Recovered with lasting harm") },
  { "died", N_ ("Died") },
};

static const ModelField fields[] = {
  {
    FIELD ("status", INFUSION, CODE, HARD),
    .label = N_ ("State"),
    .help = N_ ("Whether the infusion was given."),
    NO_RANGE,
    CODES (codes_status),
    PRIVACY (NO, "keep"),
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("slot", INFUSION, CODE, SOFT),
    .label = N_ ("Planned for"),
    .help = N_ ("Which infusion of the plan it is."),
    NO_RANGE,
    CODES (codes_slot),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("agent", INFUSION, CODE, HARD),
    .label = N_ ("Given"),
    .help = N_ ("What was infused, as far as it may be known."),
    NO_RANGE,
    CODES (codes_agent),
    PRIVACY (NO, "keep"),
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("started_at", INFUSION, DATETIME, SOFT),
    .ahead_if = "status in planned, not_given",
    .label = N_ ("Started"),
    .help = N_ ("Day and time the infusion was started, the day alone where that is all there is"
                " (partial)."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "shift"),
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("ended_at", INFUSION, DATETIME, NO),
    .label = N_ ("Ended"),
    .help = N_ ("Day and time the infusion ended."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "shift"),
    .shown_if = "status = given",
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("product", INFUSION, CODE, SOFT),
    .label = N_ ("Product"),
    .help = N_ ("Trade name of the immunoglobulin."),
    NO_RANGE,
    CODES (codes_product),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .shown_if = "agent = ivig",
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("batch", INFUSION, TEXT, SOFT),
    .label = N_ ("Batch number"),
    .help = N_ ("Batch numbers of all vials used, separated by commas."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "drop"),
    .shown_if = "status = given",
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("dose_g", INFUSION, REAL, SOFT),
    .label = N_ ("Dose"),
    .help = N_ ("Grams of immunoglobulin infused."),
    .unit = "g", .decimals = 1,
    RANGE (0.5, 200, 10, 80),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("max_rate", INFUSION, REAL, NO),
    .label = N_ ("Highest rate"),
    .help = N_ ("Highest rate of infusion reached."),
    .unit = "mL/h", .decimals = 0,
    RANGE (1, 1500, 10, 600),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .shown_if = "status = given",
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("premedication", INFUSION, MULTICODE, NO),
    .label = N_ ("Premedication"),
    .help = N_ ("What was given before, against reactions."),
    NO_RANGE,
    CODES (codes_premedication),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .shown_if = "status = given",
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("stopped_early", INFUSION, BOOLEAN, SOFT),
    .label = N_ ("Stopped early"),
    .help = N_ ("Whether the infusion was stopped before the full dose."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .shown_if = "status = given",
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("given_by", INFUSION, TEXT, NO),
    .label = N_ ("Given by"),
    .help = N_ ("Initials of the nurse responsible."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "drop"),
    .shown_if = "status = given",
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("g_per_kg", INFUSION, REAL, NO),
    .label = N_ ("Dose per kilogram"),
    .help = N_ ("Dose of this infusion by body weight."),
    .unit = "g/kg", .decimals = 2,
    RANGE (0, 5, 0.2, 1),
    .missing_allowed = UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .derived = "dose_g / weight_kg of its transfer",
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("transfer", MEDICATION, REFERENCE, NO),
    .label = N_ ("For transfer"),
    .help = N_ ("The transfer it was given for; left empty for lasting treatment."),
    NO_RANGE,
    .references = MODEL_TABLE_TRANSFER,
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("drug", MEDICATION, CODE, HARD),
    .label = N_ ("Medicine"),
    .help = N_ ("The medicine; every change of dose is a row of its own."),
    NO_RANGE,
    CODES (codes_drug),
    PRIVACY (NO, "keep"),
    .source = SOURCE_PAPER
  },
  {
    FIELD ("other_drug", MEDICATION, TEXT, HARD),
    .label = N_ ("Which medicine"),
    .help = N_ ("Name of a medicine that is not in the list."),
    NO_RANGE,
    PRIVACY (QUASI, "drop"),
    .shown_if = "drug = other",
    .source = SOURCE_OWN
  },
  {
    FIELD ("dose_per_day", MEDICATION, REAL, SOFT),
    .label = N_ ("Dose per day"),
    .help = N_ ("Total dose per day, or per administration for single doses."),
    .decimals = 0,
    RANGE (0.001, 100000, NAN, NAN),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("dose_unit", MEDICATION, CODE, SOFT),
    .label = N_ ("Unit"),
    .help = N_ ("Unit of the dose."),
    NO_RANGE,
    CODES (codes_dose_unit),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("route", MEDICATION, CODE, NO),
    .label = N_ ("Route"),
    .help = N_ ("How it was given."),
    NO_RANGE,
    CODES (codes_route),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .source = SOURCE_OWN
  },
  {
    FIELD ("start_date", MEDICATION, DATE, SOFT),
    .label = N_ ("From"),
    .help = N_ ("First day of this dose; may be partial."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "shift"),
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("stop_date", MEDICATION, DATE, NO),
    .label = N_ ("To"),
    .help = N_ ("Last day of this dose, empty while it goes on; may be partial."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE | PENDING,
    PRIVACY (QUASI, "shift"),
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("transfer", ADVERSE_EVENT, REFERENCE, NO),
    .label = N_ ("For transfer"),
    .help = N_ ("The transfer during whose treatment it happened."),
    NO_RANGE,
    .references = MODEL_TABLE_TRANSFER,
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("infusion", ADVERSE_EVENT, REFERENCE, NO),
    .label = N_ ("After infusion"),
    .help = N_ ("The infusion it followed."),
    NO_RANGE,
    .references = MODEL_TABLE_INFUSION,
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("term", ADVERSE_EVENT, CODE, HARD),
    .label = N_ ("Event"),
    .help = N_ ("What happened."),
    NO_RANGE,
    CODES (codes_term),
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("other_term", ADVERSE_EVENT, TEXT, HARD),
    .label = N_ ("Which event"),
    .help = N_ ("Description of an event that is not in the list."),
    NO_RANGE,
    PRIVACY (QUASI, "drop"),
    .known = MODEL_KNOWN_AFTER,
    .shown_if = "term = other",
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("onset_date", ADVERSE_EVENT, DATE, SOFT),
    .label = N_ ("Began"),
    .help = N_ ("Day on which it began; may be partial."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "shift"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("severity", ADVERSE_EVENT, CODE, SOFT),
    .label = N_ ("Severity"),
    .help = N_ ("How severe it was at its worst."),
    NO_RANGE,
    CODES (codes_severity),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("serious", ADVERSE_EVENT, BOOLEAN, HARD),
    .label = N_ ("Serious"),
    .help = N_ ("Whether it led to death, danger to life, admission, lasting harm or a "
                "congenital anomaly."),
    NO_RANGE,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("relation", ADVERSE_EVENT, CODE, SOFT),
    .label = N_ ("Relation to treatment"),
    .help = N_ ("How likely the treatment caused it."),
    NO_RANGE,
    CODES (codes_relation),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("outcome", ADVERSE_EVENT, CODE, SOFT),
    .label = N_ ("How it ended"),
    .help = N_ ("State at last contact."),
    NO_RANGE,
    CODES (codes_outcome),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("reported_date", ADVERSE_EVENT, DATE, SOFT),
    .label = N_ ("Reported to authority"),
    .help = N_ ("Day on which a serious event was reported."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | NOT_APPLICABLE | PENDING,
    PRIVACY (QUASI, "shift"),
    .known = MODEL_KNOWN_AFTER,
    .shown_if = "serious = true",
    .source = SOURCE_TRIAL
  },
};

const ModelField *
model_fields_treatment (guint *out_n)
{
  *out_n = G_N_ELEMENTS (fields);
  return fields;
}
