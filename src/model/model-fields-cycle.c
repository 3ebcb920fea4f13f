/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of the data dictionary: stimulations and thaws.
 *
 * Tables only; model-dictionary.c makes a dictionary of them. The order is the column order of the
 * register: a new stored field goes to the end of its table. */
#include "model-fields.h"

/* From the Estonian register, VRIS. */
static const ModelCode codes_kind[] = {
  { "stimulation", N_ ("Own stimulation") },
  { "thaw", N_ ("Thaw of embryos") },
  { "oocyte_thaw", N_ ("Thaw of oocytes") },
  { "recipient", N_ ("Recipient of fresh oocytes or embryos") },
};

/* Of this program. */
static const ModelCode codes_funding[] = {
  { "public", N_ ("Public") },
  { "own", N_ ("Patient") },
  { "insurance", N_ ("Insurance") },
  { "mixed", N_ ("Mixed") },
};

/* From the Estonian register, VRIS. */
static const ModelCode codes_protocol[] = {
  { "antagonist", N_ ("Antagonist") },
  { "agonist_long", N_ ("Long agonist") },
  { "agonist_short", N_ ("Short agonist") },
  { "progestin", N_ ("Progestin-primed") },
  { "mild", N_ ("Mild") },
  { "natural", N_ ("Natural") },
  { "other", N_ ("Other") },
};

/* Of this program. */
static const ModelCode codes_preparation[] = {
  { "natural", N_ ("Natural") },
  { "modified_natural", N_ ("Modified natural") },
  { "stimulated", N_ ("Stimulated") },
  { "hormonal", N_ ("Hormonal (artificial)") },
  { "other", N_ ("Other") },
};

/* From the HFEA anonymised register. */
static const ModelCode codes_egg_source[] = {
  { "own", N_ ("Patient") },
  { "partner", N_ ("Partner") },
  { "donor", N_ ("Donor") },
  { "donated_embryo", N_ ("Donated embryo") },
};

/* From the HFEA anonymised register. */
static const ModelCode codes_sperm_source[] = {
  { "partner", N_ ("Partner") },
  { "donor", N_ ("Donor") },
  { "mixed", N_ ("Mixed") },
  { "donated_embryo", N_ ("Donated embryo") },
};

/* From the Epic fertility tables. */
static const ModelCode codes_fertilisation[] = {
  { "ivf", N_ ("IVF") },
  { "icsi", N_ ("ICSI") },
  { "both", N_ ("IVF and ICSI") },
  { "none", N_ ("None") },
};

/* From the HFEA anonymised register. */
static const ModelCode codes_pgt[] = {
  { "none", N_ ("None") },
  { "pgt_a", N_ ("PGT-A") },
  { "pgt_m", N_ ("PGT-M") },
  { "pgt_sr", N_ ("PGT-SR") },
};

/* From the Epic fertility tables. */
static const ModelCode codes_result[] = {
  { "under_way", N_ ("Under way") },
  { "transfer", N_ ("Transfer") },
  { "freeze_all", N_ ("All embryos frozen") },
  { "no_oocytes", N_ ("No oocytes") },
  { "no_embryos", N_ ("No embryo to transfer") },
  { "cancelled_before_retrieval", N_ ("Cancelled before retrieval") },
  { "cancelled_other", N_ ("Cancelled for other reasons") },
};

static const ModelField fields[] = {
  {
    FIELD ("kind", CYCLE, CODE, HARD),
    .label = N_ ("Cycle"),
    .help = N_ ("What kind of cycle it was."),
    NO_RANGE,
    CODES (codes_kind),
    PRIVACY (NO, "keep"),
    .source = SOURCE_VRIS
  },
  {
    FIELD ("start_date", CYCLE, DATE, SOFT),
    .label = N_ ("Cycle start"),
    .help = N_ ("First day of bleeding or of preparation; may be partial."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "shift"),
    .source = SOURCE_VRIS
  },
  {
    FIELD ("clinic", CYCLE, TEXT, SOFT),
    .label = N_ ("Clinic"),
    .help = N_ ("The fertility clinic that did the cycle."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "drop"),
    .source = SOURCE_HFEA
  },
  {
    FIELD ("funding", CYCLE, CODE, SOFT),
    .label = N_ ("Paid by"),
    .help = N_ ("Who paid for the cycle, which bears on stopping."),
    NO_RANGE,
    CODES (codes_funding),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER,
    .source = SOURCE_OWN
  },
  {
    FIELD ("partner", CYCLE, REFERENCE, SOFT),
    .label = N_ ("Partner"),
    .help = N_ ("The partner in this cycle."),
    NO_RANGE,
    .references = MODEL_TABLE_PARTNER,
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .source = SOURCE_HFEA
  },
  {
    FIELD ("protocol", CYCLE, CODE, SOFT),
    .label = N_ ("Stimulation protocol"),
    .help = N_ ("How the ovaries were stimulated."),
    NO_RANGE,
    CODES (codes_protocol),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER,
    .shown_if = "kind = stimulation",
    .source = SOURCE_VRIS
  },
  {
    FIELD ("preparation", CYCLE, CODE, SOFT),
    .label = N_ ("Endometrial preparation"),
    .help = N_ ("How the endometrium was prepared for a transfer outside stimulation."),
    NO_RANGE,
    CODES (codes_preparation),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER,
    .shown_if = "kind in thaw, oocyte_thaw, recipient",
    .source = SOURCE_OWN
  },
  {
    FIELD ("egg_source", CYCLE, CODE, SOFT),
    .label = N_ ("Oocytes from"),
    .help = N_ ("Where the oocytes came from."),
    NO_RANGE,
    CODES (codes_egg_source),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER,
    .source = SOURCE_HFEA
  },
  {
    FIELD ("egg_donor_age", CYCLE, INTEGER, NO),
    .label = N_ ("Oocyte donor's age"),
    .help = N_ ("Age of the donor when the oocytes were retrieved."),
    .unit = "years",
    RANGE (16, 50, 18, 36),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "band:25,30,35"),
    .analysis = MODEL_LEVEL_TRANSFER,
    .shown_if = "egg_source in donor, donated_embryo, partner",
    .source = SOURCE_HFEA
  },
  {
    FIELD ("sperm_source", CYCLE, CODE, SOFT),
    .label = N_ ("Sperm from"),
    .help = N_ ("Where the sperm came from."),
    NO_RANGE,
    CODES (codes_sperm_source),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER,
    .source = SOURCE_HFEA
  },
  {
    FIELD ("retrieval_date", CYCLE, DATE, SOFT),
    .label = N_ ("Retrieval"),
    .help = N_ ("Day of oocyte retrieval; may be partial."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (QUASI, "shift"),
    .shown_if = "kind in stimulation, recipient, oocyte_thaw",
    .source = SOURCE_HFEA
  },
  {
    FIELD ("fertilisation", CYCLE, CODE, SOFT),
    .label = N_ ("Fertilisation"),
    .help = N_ ("How the oocytes were fertilised."),
    NO_RANGE,
    CODES (codes_fertilisation),
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER,
    .source = SOURCE_EPIC
  },
  {
    FIELD ("oocytes_collected", CYCLE, INTEGER, SOFT),
    .label = N_ ("Oocytes collected"),
    .help = N_ ("Number of oocytes collected or, if stored or donated, available."),
    RANGE (0, 100, 0, 40),
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER,
    .shown_if = "kind in stimulation, recipient, oocyte_thaw",
    .source = SOURCE_HFEA
  },
  {
    FIELD ("embryos_created", CYCLE, INTEGER, NO),
    .label = N_ ("Embryos created"),
    .help = N_ ("Number of oocytes normally fertilised."),
    RANGE (0, 100, 0, 30),
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER,
    .shown_if = "kind in stimulation, recipient, oocyte_thaw",
    .source = SOURCE_HFEA
  },
  {
    FIELD ("embryos_thawed", CYCLE, INTEGER, NO),
    .label = N_ ("Embryos thawed"),
    .help = N_ ("Number of embryos thawed."),
    RANGE (0, 30, 1, 6),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .shown_if = "kind = thaw",
    .source = SOURCE_HFEA
  },
  {
    FIELD ("pgt", CYCLE, MULTICODE, SOFT),
    .label = N_ ("Genetic testing"),
    .help = N_ ("Preimplantation genetic testing of embryos."),
    NO_RANGE,
    CODES (codes_pgt),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_TRANSFER,
    .source = SOURCE_HFEA
  },
  {
    FIELD ("result", CYCLE, CODE, SOFT),
    .label = N_ ("Cycle ended in"),
    .help = N_ ("How far the cycle went."),
    NO_RANGE,
    CODES (codes_result),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_EPIC
  },
};

const ModelField *
model_fields_cycle (guint *out_n)
{
  *out_n = G_N_ELEMENTS (fields);
  return fields;
}
