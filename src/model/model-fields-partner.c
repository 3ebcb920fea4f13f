/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of the data dictionary: her partners.
 *
 * Tables only; model-dictionary.c makes a dictionary of them. The order is the column order of the
 * register: a new stored field goes to the end of its table. */
#include "model-fields.h"

/* From the HFEA anonymised register. */
static const ModelCode codes_kind[] = {
  { "male", N_ ("Male partner") },
  { "female", N_ ("Female partner") },
  { "none", N_ ("No partner") },
  { "surrogate", N_ ("Surrogate") },
};

/* From the protocol of NCT04701034. */
static const ModelCode codes_partner_in_losses[] = {
  { "all", N_ ("All of them") },
  { "some", N_ ("Some of them") },
  { "none", N_ ("None of them") },
};

/* From the Epic fertility tables. */
static const ModelCode codes_male_factors[] = {
  { "none", N_ ("None") },
  { "oligospermia_moderate", N_ ("Moderate oligospermia") },
  { "oligospermia_severe", N_ ("Severe oligospermia") },
  { "low_motility", N_ ("Low motility") },
  { "low_morphology", N_ ("Low morphology") },
  { "azoospermia_obstructive", N_ ("Obstructive azoospermia") },
  { "azoospermia_other", N_ ("Non-obstructive azoospermia") },
  { "vasectomy", N_ ("Vasectomy") },
  { "genetic", N_ ("Genetic or chromosomal") },
  { "other", N_ ("Other") },
};

static const ModelField fields[] = {
  {
    FIELD ("code", PARTNER, TEXT, HARD),
    .label = N_ ("Partner code"),
    .help = N_ ("The partner's own pseudonym, never used again."),
    NO_RANGE,
    PRIVACY (QUASI, "drop"),
    .source = SOURCE_OWN
  },
  {
    FIELD ("kind", PARTNER, CODE, HARD),
    .label = N_ ("Partner"),
    .help = N_ ("Who the partner in treatment is."),
    NO_RANGE,
    CODES (codes_kind),
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .source = SOURCE_HFEA
  },
  {
    FIELD ("birth_year", PARTNER, INTEGER, SOFT),
    .label = N_ ("Year of birth"),
    .help = N_ ("The partner's year of birth."),
    .unit = "year",
    RANGE (1900, 2100, 1930, 2010),
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (QUASI, "band:1950,1960,1970,1980,1990,2000"),
    .shown_if = "kind != none",
    .source = SOURCE_HFEA
  },
  {
    FIELD ("partner_in_losses", PARTNER, CODE, SOFT),
    .label = N_ ("Partner in the losses"),
    .help = N_ ("Whether the losses before referral were with this partner."),
    NO_RANGE,
    CODES (codes_partner_in_losses),
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .shown_if = "kind = male",
    .source = SOURCE_TRIAL
  },
  {
    FIELD ("male_factors", PARTNER, MULTICODE, NO),
    .label = N_ ("Male factors"),
    .help = N_ ("Findings in semen or history of a male partner."),
    NO_RANGE,
    CODES (codes_male_factors),
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .analysis = MODEL_LEVEL_PATIENT,
    .shown_if = "kind = male",
    .source = SOURCE_EPIC
  },
};

const ModelField *
model_fields_partner (guint *out_n)
{
  *out_n = G_N_ELEMENTS (fields);
  return fields;
}
