/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of the data dictionary: the embryos of a transfer.
 *
 * Tables only; model-dictionary.c makes a dictionary of them. The order is the column order of the
 * register: a new stored field goes to the end of its table. */
#include "model-fields.h"

/* From the HFEA anonymised register. */
static const ModelCode codes_stage[] = {
  { "zygote", N_ ("Zygote") },
  { "cleavage", N_ ("Cleavage stage") },
  { "morula", N_ ("Morula") },
  { "blastocyst", N_ ("Blastocyst") },
};

/* Of this program. */
static const ModelCode codes_inner_cell_mass[] = {
  { "a", N_ ("A, many cells, tight") },
  { "b", N_ ("B, several, loose") },
  { "c", N_ ("C, few") },
  { "d", N_ ("D, hardly any") },
};

/* Of this program. */
static const ModelCode codes_trophectoderm[] = {
  { "a", N_ ("A, many cells, cohesive") },
  { "b", N_ ("B, several, loose") },
  { "c", N_ ("C, few") },
  { "d", N_ ("D, hardly any") },
};

/* From the HFEA anonymised register. */
static const ModelCode codes_pgt_result[] = {
  { "not_tested", N_ ("Not tested") },
  { "euploid", N_ ("Euploid") },
  { "mosaic", N_ ("Mosaic") },
  { "aneuploid", N_ ("Aneuploid") },
  { "no_result", N_ ("No result") },
};

/* From the HFEA anonymised register. */
static const ModelCode codes_freezing[] = {
  { "vitrified", N_ ("Vitrified") },
  { "slow", N_ ("Slow freezing") },
};

static const ModelField fields[] = {
  {
    FIELD ("position", EMBRYO, INTEGER, HARD),
    .label = N_ ("Embryo"),
    .help = N_ ("Number of the embryo within the transfer."),
    RANGE (1, 8, 1, 2),
    PRIVACY (NO, "keep"),
    .source = SOURCE_VRIS
  },
  {
    FIELD ("source_cycle", EMBRYO, REFERENCE, SOFT),
    .label = N_ ("From cycle"),
    .help = N_ ("The cycle whose retrieval gave this embryo."),
    NO_RANGE,
    .references = MODEL_TABLE_CYCLE,
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .source = SOURCE_HFEA
  },
  {
    FIELD ("stage", EMBRYO, CODE, SOFT),
    .label = N_ ("Stage"),
    .help = N_ ("Stage at transfer."),
    NO_RANGE,
    CODES (codes_stage),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .source = SOURCE_HFEA
  },
  {
    FIELD ("cells", EMBRYO, INTEGER, NO),
    .label = N_ ("Cells"),
    .help = N_ ("Number of cells at the last assessment."),
    RANGE (1, 32, 2, 16),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .shown_if = "stage = cleavage",
    .source = SOURCE_OWN
  },
  {
    FIELD ("fragmentation_pct", EMBRYO, INTEGER, NO),
    .label = N_ ("Fragmentation"),
    .help = N_ ("Share of the volume that is fragments."),
    .unit = "%",
    RANGE (0, 100, 0, 50),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .shown_if = "stage = cleavage",
    .source = SOURCE_OWN
  },
  {
    FIELD ("expansion", EMBRYO, INTEGER, NO),
    .label = N_ ("Expansion"),
    .help = N_ ("Gardner expansion grade."),
    RANGE (1, 6, 1, 6),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .shown_if = "stage = blastocyst",
    .source = SOURCE_OWN
  },
  {
    FIELD ("inner_cell_mass", EMBRYO, CODE, NO),
    .label = N_ ("Inner cell mass"),
    .help = N_ ("Gardner grade, given from expansion 3 up."),
    NO_RANGE,
    CODES (codes_inner_cell_mass),
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .shown_if = "stage = blastocyst",
    .source = SOURCE_OWN
  },
  {
    FIELD ("trophectoderm", EMBRYO, CODE, NO),
    .label = N_ ("Trophectoderm"),
    .help = N_ ("Gardner grade, given from expansion 3 up."),
    NO_RANGE,
    CODES (codes_trophectoderm),
    .missing_allowed = NOT_ASKED | UNKNOWN | NOT_APPLICABLE,
    PRIVACY (NO, "keep"),
    .shown_if = "stage = blastocyst",
    .source = SOURCE_OWN
  },
  {
    FIELD ("pgt_result", EMBRYO, CODE, NO),
    .label = N_ ("Genetic result"),
    .help = N_ ("Result of preimplantation testing of this embryo."),
    NO_RANGE,
    CODES (codes_pgt_result),
    .missing_allowed = NOT_ASKED | UNKNOWN | PENDING,
    PRIVACY (NO, "keep"),
    .source = SOURCE_HFEA
  },
  {
    FIELD ("freezing", EMBRYO, CODE, NO),
    .label = N_ ("Freezing method"),
    .help = N_ ("How a thawed embryo had been frozen."),
    NO_RANGE,
    CODES (codes_freezing),
    .missing_allowed = NOT_ASKED | UNKNOWN,
    PRIVACY (NO, "keep"),
    .shown_if = "transfer.kind = frozen",
    .source = SOURCE_HFEA
  },
};

const ModelField *
model_fields_embryo (guint *out_n)
{
  *out_n = G_N_ELEMENTS (fields);
  return fields;
}
