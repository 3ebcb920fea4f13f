/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of the data dictionary: embryo transfers, and what is derived of them.
 *
 * Tables only; model-dictionary.c makes a dictionary of them. The order is the column order of the
 * register: a new stored field goes to the end of its table. */
#include "model-fields.h"

/* From the Estonian register, VRIS. */
static const ModelCode codes_status[] = {
  { "planned", N_ ("Planned") },
  { "performed", N_ ("Performed") },
  { "cancelled", N_ ("Not done") },
};

/* From the Estonian register, VRIS. */
static const ModelCode codes_not_done_reason[] = {
  { "no_survival", N_ ("No embryo survived") },
  { "poor_embryo", N_ ("No usable embryo") },
  { "endometrium", N_ ("Endometrium") },
  { "hyperstimulation", N_ ("Risk of hyperstimulation") },
  { "illness", N_ ("Illness") },
  { "own_choice", N_ ("Her choice") },
  { "other", N_ ("Other") },
};

/* From the Estonian register, VRIS. */
static const ModelCode codes_kind[] = {
  { "fresh", N_ ("Fresh") },
  { "frozen", N_ ("Frozen") },
};

/* From the seed paper and its siblings. */
static const ModelCode codes_planned_treatment[] = {
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

/* Of this program. */
static const ModelCode codes_previous_outcome[] = {
  { "first", N_ ("No transfer before") },
  { "no_pregnancy", N_ ("No pregnancy") },
  { "loss", N_ ("Pregnancy loss") },
  { "birth", N_ ("Birth") },
};

/* From the HFEA anonymised register. */
static const ModelCode codes_stage[] = {
  { "zygote", N_ ("Zygote") },
  { "cleavage", N_ ("Cleavage stage") },
  { "morula", N_ ("Morula") },
  { "blastocyst", N_ ("Blastocyst") },
};

/* From the seed paper and its siblings. */
static const ModelCode codes_treatment[] = {
  { "none", N_ ("None") },
  { "ivig_only", N_ ("IVIG only") },
  { "prednisone_only", N_ ("Prednisone only") },
  { "both", N_ ("IVIG and prednisone") },
};

/* From the ICMART glossary. */
static const ModelCode codes_outcome_class[] = {
  { "no_pregnancy", N_ ("No pregnancy") },
  { "biochemical_loss", N_ ("Biochemical loss") },
  { "pul", N_ ("Pregnancy of unknown location") },
  { "ectopic", N_ ("Ectopic") },
  { "miscarriage", N_ ("Miscarriage") },
  { "termination", N_ ("Termination") },
  { "stillbirth", N_ ("Stillbirth") },
  { "live_birth", N_ ("Live birth") },
  { "ongoing", N_ ("Ongoing") },
  { "overdue", N_ ("Overdue") },
  { "lost", N_ ("Lost to follow-up") },
};

static const ModelField fields[] = {
  { FIELD ("status", TRANSFER, CODE, HARD), .label = N_ ("State"),
    .help = N_ ("Whether the transfer was performed."), NO_RANGE, CODES (codes_status),
    PRIVACY (NO, "keep"), .source = SOURCE_VRIS },
  { FIELD ("not_done_reason", TRANSFER, CODE, SOFT), .label = N_ ("Why not done"),
    .help = N_ ("Why a planned transfer was not done."), NO_RANGE, CODES (codes_not_done_reason),
    .missing_allowed = NOT_ASKED | UNKNOWN, PRIVACY (NO, "keep"), .shown_if = "status = cancelled",
    .source = SOURCE_VRIS },
  { FIELD ("date", TRANSFER, DATE, SOFT), .ahead_if = "status in planned, cancelled",
    .label = N_ ("Transfer date"), .help = N_ ("Day of the transfer; for history may be partial."),
    NO_RANGE, .missing_allowed = NOT_ASKED | UNKNOWN, PRIVACY (QUASI, "shift"),
    .source = SOURCE_HFEA },
  { FIELD ("order_in_cycle", TRANSFER, INTEGER, HARD), .label = N_ ("Order in cycle"),
    .help = N_ ("Which transfer of this cycle it was."), RANGE (1, 9, 1, 2), PRIVACY (NO, "keep"),
    .source = SOURCE_OWN },
  { FIELD ("kind", TRANSFER, CODE, HARD), .label = N_ ("Fresh or frozen"),
    .help = N_ ("Whether the embryos were fresh or thawed."), NO_RANGE, CODES (codes_kind),
    PRIVACY (NO, "keep"), .analysis = MODEL_LEVEL_TRANSFER, .source = SOURCE_VRIS },
  { FIELD ("embryos_transferred", TRANSFER, INTEGER, SOFT), .label = N_ ("Embryos transferred"),
    .help = N_ ("Number of embryos transferred."), RANGE (1, 8, 1, 2),
    .missing_allowed = NOT_ASKED | UNKNOWN, PRIVACY (NO, "keep"), .analysis = MODEL_LEVEL_TRANSFER,
    .shown_if = "status = performed", .source = SOURCE_HFEA },
  { FIELD ("embryo_age_days", TRANSFER, INTEGER, SOFT), .label = N_ ("Embryo age"),
    .help = N_ ("Days from fertilisation to transfer, not counting time in store."), .unit = "days",
    RANGE (0, 8, 2, 6), .missing_allowed = NOT_ASKED | UNKNOWN, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER, .source = SOURCE_HFEA },
  { FIELD ("weight_kg", TRANSFER, REAL, SOFT), .label = N_ ("Weight"),
    .help = N_ ("Weight from which doses for this transfer are taken."), .unit = "kg",
    .decimals = 1, RANGE (30, 250, 40, 140), .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "band:50,60,70,80,90,100,120"), .source = SOURCE_TRIAL },
  { FIELD ("planned_treatment", TRANSFER, MULTICODE, SOFT), .label = N_ ("Treatment planned"),
    .help = N_ ("Treatment decided on by the day of transfer, whatever was given later."), NO_RANGE,
    CODES (codes_planned_treatment), .missing_allowed = NOT_ASKED | UNKNOWN, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER, .source = SOURCE_PAPER },
  { FIELD ("note", TRANSFER, TEXT, NO), .label = N_ ("Note"),
    .help = N_ ("Anything of importance that has no field; no names or numbers that identify "
                "anyone."),
    NO_RANGE, .missing_allowed = NOT_ASKED, PRIVACY (QUASI, "drop"), .source = SOURCE_OWN },
  { FIELD ("transfer_number", TRANSFER, INTEGER, NO), .label = N_ ("Transfer number in life"),
    .help = N_ ("Which performed transfer of her life it was."), RANGE (NAN, NAN, 1, 25),
    .missing_allowed = UNKNOWN | NOT_APPLICABLE, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER,
    .derived = "earlier_transfers + rank of this one among her performed transfers by date, "
               "cycle, order_in_cycle; unknown if earlier_transfers is missing",
    .source = SOURCE_PAPER },
  { FIELD ("series_number", TRANSFER, INTEGER, NO), .label = N_ ("Number in series"),
    .help = N_ ("Which counted transfer it is from the index transfer on: the clock of the curve."),
    RANGE (NAN, NAN, 1, 10), .missing_allowed = UNKNOWN | NOT_APPLICABLE, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER, .known = MODEL_KNOWN_AFTER,
    .derived = "rank among the counted transfers from the index transfer on under the analysis's"
               " counting rule; not applicable if not counted",
    .source = SOURCE_PAPER },
  { FIELD ("age_at_transfer", TRANSFER, REAL, NO), .label = N_ ("Age at transfer"),
    .help = N_ ("Her age on the day of this transfer."), .unit = "years", .decimals = 1,
    RANGE (12, 65, 18, 50), .missing_allowed = UNKNOWN | NOT_APPLICABLE,
    PRIVACY (QUASI, "band:25,30,35,38,40,43"), .analysis = MODEL_LEVEL_TRANSFER,
    .derived = "(date - last day of birth_month) / 365.25", .source = SOURCE_HFEA },
  { FIELD ("oocyte_age", TRANSFER, REAL, NO), .label = N_ ("Oocyte age"),
    .help = N_ ("Age of the woman or donor when the transferred embryos' oocytes were retrieved."),
    .unit = "years", .decimals = 1, RANGE (12, 65, 18, 47),
    .missing_allowed = UNKNOWN | NOT_APPLICABLE, PRIVACY (QUASI, "band:25,30,35,38,40,43"),
    .analysis = MODEL_LEVEL_TRANSFER,
    .derived = "egg_donor_age where oocytes or embryo are not her own; else (retrieval_date of "
               "the embryos' source cycle, of the own cycle if none is given - last day of "
               "birth_month) / 365.25; the oldest where several",
    .source = SOURCE_HFEA },
  { FIELD ("transfer_year", TRANSFER, INTEGER, NO), .label = N_ ("Year of transfer"),
    .help = N_ ("Calendar year of the transfer."), .unit = "year", RANGE (1978, 2100, NAN, NAN),
    .missing_allowed = UNKNOWN | NOT_APPLICABLE,
    PRIVACY (QUASI, "band:2000,2005,2010,2015,2020,2025"), .analysis = MODEL_LEVEL_TRANSFER,
    .derived = "year of date", .source = SOURCE_PAPER },
  { FIELD ("losses_before_transfer", TRANSFER, INTEGER, NO),
    .label = N_ ("Losses before this transfer"),
    .help = N_ ("Number of losses up to the day of transfer, before and after referral."),
    RANGE (NAN, NAN, 0, 15), .missing_allowed = UNKNOWN | NOT_APPLICABLE, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER,
    .derived = "as losses_before_referral, with the date of this transfer in place of "
               "referral_date",
    .source = SOURCE_PAPER },
  { FIELD ("previous_outcome", TRANSFER, CODE, NO), .label = N_ ("Outcome of the transfer before"),
    .help = N_ ("How the transfer before this one ended."), NO_RANGE,
    CODES (codes_previous_outcome), .missing_allowed = UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"), .analysis = MODEL_LEVEL_TRANSFER,
    .derived = "from outcome_class of the performed transfer before: biochemical_loss, pul, "
               "ectopic, miscarriage, termination = loss; live_birth, stillbirth = birth; "
               "pending, overdue, ongoing, lost, unknown, or earlier_transfers > 0 and none "
               "entered before are unknown",
    .source = SOURCE_OWN },
  { FIELD ("days_since_previous_transfer", TRANSFER, INTEGER, NO),
    .label = N_ ("Days since the transfer before"),
    .help = N_ ("Days from the performed transfer before to this one."), .unit = "days",
    RANGE (0, 12000, 14, 1825), .missing_allowed = UNKNOWN | NOT_APPLICABLE, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER,
    .derived = "date - date of the performed transfer before; not applicable for the first",
    .source = SOURCE_OWN },
  { FIELD ("stage", TRANSFER, CODE, NO), .label = N_ ("Stage of best embryo"),
    .help = N_ ("Most advanced stage among the embryos transferred."), NO_RANGE,
    CODES (codes_stage), .missing_allowed = UNKNOWN | NOT_APPLICABLE, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER,
    .derived = "highest stage of its embryos; where none is entered cleavage for embryo_age_days"
               " 1-3, morula for 4, blastocyst for 5 and more, zygote for 0",
    .source = SOURCE_HFEA },
  { FIELD ("good_quality", TRANSFER, BOOLEAN, NO), .label = N_ ("Good-quality embryo"),
    .help = N_ ("Whether at least one embryo transferred was of good quality."), NO_RANGE,
    .missing_allowed = UNKNOWN | NOT_APPLICABLE, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER,
    .derived = "any embryo with expansion 3 or more and both inner_cell_mass and trophectoderm a"
               " or b, or a day 3 embryo with 7-9 cells (day 2: 4) and fragmentation_pct <= 20; "
               "unknown if not graded",
    .source = SOURCE_OWN },
  { FIELD ("treatment", TRANSFER, CODE, NO), .label = N_ ("Immunomodulation at transfer"),
    .help = N_ ("What immunomodulation was in force on the day of transfer."), NO_RANGE,
    CODES (codes_treatment), .missing_allowed = UNKNOWN | NOT_APPLICABLE, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER,
    .derived = "IVIG: an infusion of agent ivig given on or before date, or planned_treatment "
               "includes ivig; prednisone: prednisone_mg_at_transfer > 0 or planned_treatment "
               "includes prednisone",
    .source = SOURCE_PAPER },
  { FIELD ("immunomodulated", TRANSFER, BOOLEAN, NO), .label = N_ ("Immunomodulated"),
    .help = N_ ("Whether IVIG and prednisone were given or planned by the day of transfer."),
    NO_RANGE, .missing_allowed = UNKNOWN | NOT_APPLICABLE, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER,
    .derived = "treatment = both; nothing given after date counts", .source = SOURCE_PAPER },
  { FIELD ("ivig_g_per_kg", TRANSFER, REAL, NO), .label = N_ ("IVIG before transfer"),
    .help = N_ ("Immunoglobulin per kilogram given up to the day of transfer."), .unit = "g/kg",
    .decimals = 2, RANGE (0, 5, 0.2, 1), .missing_allowed = UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"), .analysis = MODEL_LEVEL_TRANSFER,
    .derived = "sum of dose_g of its infusions of agent ivig with status given and started_at on"
               " or before date / weight_kg; 0 if none",
    .source = SOURCE_TRIAL },
  { FIELD ("prednisone_mg_at_transfer", TRANSFER, REAL, NO), .label = N_ ("Prednisone at transfer"),
    .help = N_ ("Prednisone or its equivalent per day on the day of transfer."), .unit = "mg/day",
    .decimals = 1, RANGE (0, 1000, 0, 60), .missing_allowed = UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"), .analysis = MODEL_LEVEL_TRANSFER,
    .derived = "sum over medication in force on date of dose_per_day in mg: prednisone, "
               "prednisolone x 1, methylprednisolone x 1.25, dexamethasone x 6.67; 0 if none",
    .source = SOURCE_TRIAL },
  { FIELD ("days_first_infusion_to_transfer", TRANSFER, INTEGER, NO),
    .label = N_ ("Days from first infusion to transfer"),
    .help = N_ ("Days from the first IVIG infusion for this transfer to the transfer; negative "
                "when after it."),
    .unit = "days", RANGE (-300, 300, 0, 14), .missing_allowed = UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"), .analysis = MODEL_LEVEL_TRANSFER, .known = MODEL_KNOWN_AFTER,
    .derived = "date - day of the earliest started_at of its infusions of agent ivig with status"
               " given; not applicable if none; for description only when negative",
    .source = SOURCE_TRIAL },
  { FIELD ("outcome_class", TRANSFER, CODE, NO), .label = N_ ("Outcome"),
    .help = N_ ("Outcome of the transfer as of the data cut, by the definition set in force; an "
                "outcome, not a prognostic factor."),
    NO_RANGE, CODES (codes_outcome_class), .missing_allowed = UNKNOWN | NOT_APPLICABLE | PENDING,
    PRIVACY (NO, "keep"), .analysis = MODEL_LEVEL_TRANSFER, .known = MODEL_KNOWN_AFTER,
    .derived =
        "live_birth if any child is live-born; miscarriage or stillbirth by gestation against "
        "the definition set in force; mole as miscarriage; without an ending pending up "
        "to 301 days from date, then overdue",
    .source = SOURCE_ICMART },
  { FIELD ("clinical_pregnancy", TRANSFER, BOOLEAN, NO), .label = N_ ("Clinical pregnancy"),
    .help = N_ ("Whether the pregnancy was seen at a scan or otherwise clinically; an outcome."),
    NO_RANGE, .missing_allowed = UNKNOWN | NOT_APPLICABLE | PENDING, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER, .known = MODEL_KNOWN_AFTER,
    .derived = "outcome_class is ectopic, miscarriage, termination, stillbirth or live_birth, or"
               " a sac was seen while ongoing or pending",
    .source = SOURCE_ICMART },
  { FIELD ("ongoing_pregnancy", TRANSFER, BOOLEAN, NO), .label = N_ ("Ongoing pregnancy"),
    .help = N_ ("Whether the pregnancy was alive at 12 weeks or later; an outcome."), NO_RANGE,
    .missing_allowed = UNKNOWN | NOT_APPLICABLE | PENDING, PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER, .known = MODEL_KNOWN_AFTER,
    .derived = "nuchal_scan_alive is true, or outcome_class is stillbirth or live_birth, or "
               "outcome_class is ongoing or termination with gestation_days >= 84",
    .source = SOURCE_TRIAL },
};

const ModelField *
model_fields_transfer (guint *out_n)
{
  *out_n = G_N_ELEMENTS (fields);
  return fields;
}
