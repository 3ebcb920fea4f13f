/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of the data dictionary: where she stands, and what she consented to.
 *
 * Tables only; model-dictionary.c makes a dictionary of them. The order is the column order of the
 * register: a new stored field goes to the end of its table. */
#include "model-fields.h"

/* Of this program. */
static const ModelCode codes_status[] = {
  { "continuing", N_ ("Continuing") },
  { "delivered", N_ ("Delivered") },
  { "discontinued", N_ ("Discontinued") },
  { "lost", N_ ("Lost to follow-up") },
  { "died", N_ ("Died") },
};

/* Of this program. */
static const ModelCode codes_reason[] = {
  { "medical_advice", N_ ("Advised to stop") },
  { "no_embryos", N_ ("No embryos left") },
  { "health", N_ ("Her or partner's health") },
  { "emotional", N_ ("Strain") },
  { "own_choice", N_ ("Own choice, no reason given") },
  { "cost", N_ ("Cost") },
  { "separation", N_ ("Separation") },
  { "moved", N_ ("Moved to another clinic") },
  { "birth_without_art", N_ ("Child without ART") },
  { "birth_other_transfer", N_ ("Child from a transfer not counted") },
  { "adoption", N_ ("Adoption or fostering") },
  { "other", N_ ("Other") },
};

/* From the HFEA anonymised register. */
static const ModelCode codes_person[] = {
  { "woman", N_ ("Patient") },
  { "partner", N_ ("Partner") },
};

/* From the HFEA anonymised register. */
static const ModelCode codes_purpose[] = {
  { "care", N_ ("Record for care") },
  { "research", N_ ("Research") },
  { "sharing", N_ ("Sharing with other institutions") },
  { "contact", N_ ("Contact for follow-up") },
  { "child", N_ ("Follow-up of the child") },
};

/* From the HFEA anonymised register. */
static const ModelCode codes_decision[] = {
  { "given", N_ ("Given") },
  { "refused", N_ ("Refused") },
  { "withdrawn", N_ ("Withdrawn") },
};

static const ModelField fields[] = {
  {
    FIELD ("date", FOLLOWUP, DATE, HARD),
    .label = N_ ("State since"),
    .help = N_ ("Day from which this state holds; may be partial."),
    NO_RANGE,
    PRIVACY (QUASI, "shift"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_OWN
  },
  {
    FIELD ("status", FOLLOWUP, CODE, HARD),
    .label = N_ ("State"),
    .help = N_ ("Where she stands in treatment."),
    NO_RANGE,
    CODES (codes_status),
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_OWN
  },
  {
    FIELD ("reason", FOLLOWUP, CODE, SOFT),
    .label = N_ ("Reason for stopping"),
    .help = N_ ("The main reason why treatment was stopped."),
    NO_RANGE,
    CODES (codes_reason),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .shown_if = "status = discontinued",
    .source = SOURCE_OWN
  },
  {
    FIELD ("reason_medical", FOLLOWUP, BOOLEAN, NO),
    .label = N_ ("Stopped for medical reasons"),
    .help = N_ ("Whether she stopped for medical reasons."),
    NO_RANGE,
    .missing_allowed = UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .derived = "reason is medical_advice, no_embryos or health; unknown if reason is missing",
    .shown_if = "status = discontinued",
    .source = SOURCE_OWN
  },
  {
    FIELD ("embryos_left", FOLLOWUP, INTEGER, NO),
    .label = N_ ("Embryos left"),
    .help = N_ ("Number of embryos left in store on that day."),
    RANGE (0, 100, 0, 20),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_OWN
  },
  {
    FIELD ("last_contact_date", FOLLOWUP, DATE, SOFT),
    .label = N_ ("Last contact"),
    .help = N_ ("Last day on which anything was heard of her."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (QUASI, "shift"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_OWN
  },
  {
    FIELD ("next_contact_date", FOLLOWUP, DATE, NO),
    .ahead_if = "always",
    .label = N_ ("Next contact"),
    .help = N_ ("Day on which the clinic means to ask again; it may lie ahead."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | NOT_APPLICABLE,
    PRIVACY (QUASI, "drop"),
    .known = MODEL_KNOWN_AFTER,
    .source = SOURCE_OWN
  },
  {
    FIELD ("person", CONSENT, CODE, HARD),
    .label = N_ ("Consent of"),
    .help = N_ ("Who decided."),
    NO_RANGE,
    CODES (codes_person),
    PRIVACY (NO, "keep"),
    .source = SOURCE_HFEA
  },
  {
    FIELD ("purpose", CONSENT, CODE, HARD),
    .label = N_ ("For"),
    .help = N_ ("What the decision is about."),
    NO_RANGE,
    CODES (codes_purpose),
    PRIVACY (NO, "keep"),
    .source = SOURCE_HFEA
  },
  {
    FIELD ("decision", CONSENT, CODE, HARD),
    .label = N_ ("Decision"),
    .help = N_ ("What was decided."),
    NO_RANGE,
    CODES (codes_decision),
    PRIVACY (NO, "keep"),
    .source = SOURCE_HFEA
  },
  {
    FIELD ("date", CONSENT, DATE, HARD),
    .label = N_ ("Decided on"),
    .help = N_ ("Day of the decision."),
    NO_RANGE,
    PRIVACY (QUASI, "shift"),
    .source = SOURCE_HFEA
  },
  {
    FIELD ("withdrawn_date", CONSENT, DATE, HARD),
    .label = N_ ("Withdrawn on"),
    .help = N_ ("Day from which the withdrawal holds."),
    NO_RANGE,
    PRIVACY (QUASI, "shift"),
    .shown_if = "decision = withdrawn",
    .source = SOURCE_HFEA
  },
  {
    FIELD ("form_version", CONSENT, TEXT, NO),
    .label = N_ ("Form"),
    .help = N_ ("Name and version of the form signed."),
    NO_RANGE,
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .source = SOURCE_OWN
  },
};

const ModelField *
model_fields_followup (guint *out_n)
{
  *out_n = G_N_ELEMENTS (fields);
  return fields;
}
