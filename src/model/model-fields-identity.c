/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of the data dictionary: who she is, kept apart from everything that is analysed.
 *
 * Tables only; model-dictionary.c makes a dictionary of them. The order is the column order of the
 * register: a new stored field goes to the end of its table. */
#include "model-fields.h"

/* From the HFEA anonymised register. */
static const ModelCode codes_id_document[] = {
  { "passport", N_ ("Passport") },
  { "identity_card", N_ ("Identity card") },
  { "driving_licence", N_ ("Driving licence") },
  { "health_card", N_ ("Health card") },
  { "referral", N_ ("Referral letter only") },
  { "other", N_ ("Other") },
};

static const ModelField fields[] = {
  {
    FIELD ("given_names", IDENTITY, TEXT, SOFT),
    .label = N_ ("Given names"),
    .help = N_ ("Given names as in the national register."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (DIRECT, "drop"),
    .source = SOURCE_HFEA
  },
  {
    FIELD ("family_name", IDENTITY, TEXT, HARD),
    .label = N_ ("Family name"),
    .help = N_ ("Family name as in the national register."),
    NO_RANGE,
    PRIVACY (DIRECT, "drop"),
    .source = SOURCE_HFEA
  },
  {
    FIELD ("national_id", IDENTITY, TEXT, SOFT),
    .label = N_ ("National identity number"),
    .help = N_ ("Personal number, refused anywhere else in the register."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (DIRECT, "drop"),
    .source = SOURCE_HFEA
  },
  {
    FIELD ("hospital_number", IDENTITY, TEXT, NO),
    .label = N_ ("Hospital number"),
    .help = N_ ("Number of her record in the hospital's own system."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (DIRECT, "drop"),
    .source = SOURCE_OWN
  },
  {
    FIELD ("birth_date", IDENTITY, DATE, HARD),
    .label = N_ ("Date of birth"),
    .help = N_ ("Full date of birth, from which the month of birth is filled in."),
    NO_RANGE,
    PRIVACY (DIRECT, "drop"),
    .source = SOURCE_HFEA
  },
  {
    FIELD ("phone", IDENTITY, TEXT, NO),
    .label = N_ ("Telephone"),
    .help = N_ ("Number on which she has agreed to be reached."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (DIRECT, "drop"),
    .source = SOURCE_OWN
  },
  {
    FIELD ("id_document", IDENTITY, CODE, SOFT),
    .label = N_ ("Identified by"),
    .help = N_ ("Document with which her identity was checked."),
    NO_RANGE,
    CODES (codes_id_document),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "drop"),
    .source = SOURCE_HFEA
  },
  {
    FIELD ("id_checked_by", IDENTITY, TEXT, NO),
    .label = N_ ("Identity checked by"),
    .help = N_ ("Initials of the member of staff who checked it."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "drop"),
    .source = SOURCE_HFEA
  },
  {
    FIELD ("id_checked_date", IDENTITY, DATE, NO),
    .label = N_ ("Identity checked on"),
    .help = N_ ("Day on which it was checked."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "drop"),
    .source = SOURCE_HFEA
  },
};

const ModelField *
model_fields_identity (guint *out_n)
{
  *out_n = G_N_ELEMENTS (fields);
  return fields;
}
