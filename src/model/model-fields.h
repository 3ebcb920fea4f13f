/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the tables of built-in fields are written (model-fields-*.c), and where model-dictionary.c
 * finds them. Private to the model: nobody else reads a table without a dictionary. */
#pragma once

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model-dictionary.h"

G_BEGIN_DECLS

#define FIELD(id_, table_, type_, required_) \
  .id = id_, .table = MODEL_TABLE_##table_, .type = MODEL_TYPE_##type_, \
  .required = MODEL_REQUIRED_##required_, .since = 1
#define RANGE(hard_min_, hard_max_, soft_min_, soft_max_) \
  .hard_min = hard_min_, .hard_max = hard_max_, .soft_min = soft_min_, .soft_max = soft_max_
#define NO_RANGE RANGE (NAN, NAN, NAN, NAN)
#define CODES(list_) .codes = list_, .n_codes = G_N_ELEMENTS (list_)
#define PRIVACY(identifying_, deidentify_) \
  .identifying = MODEL_IDENTIFYING_##identifying_, .deidentify = deidentify_

/* Bits of missing_allowed. */
#define NOT_ASKED (1u << MODEL_MISSING_NOT_ASKED)
#define UNKNOWN (1u << MODEL_MISSING_UNKNOWN)
#define NOT_APPLICABLE (1u << MODEL_MISSING_NOT_APPLICABLE)
#define PENDING (1u << MODEL_MISSING_PENDING)

/* Where an item or its code list comes from. */
#define SOURCE_PAPER "Nyborg 2014, Fertil Steril 102:1650-5, or Egerup 2022, J Clin Med 11:1894"
#define SOURCE_TRIAL "Protocol of NCT04701034, BMJ Open 2022;12:e064780"
#define SOURCE_HFEA "HFEA, anonymised register"
#define SOURCE_VRIS "Estonian fertility register, VRIS FHIR guide"
#define SOURCE_EPIC "Epic EHI export, fertility tables"
#define SOURCE_EHDSI "eHDSI value set, outcome of pregnancy"
#define SOURCE_ICMART "ICMART glossary 2017"
#define SOURCE_OWN "Natality"

const ModelField *model_fields_patient (guint *out_n);
const ModelField *model_fields_identity (guint *out_n);
const ModelField *model_fields_partner (guint *out_n);
const ModelField *model_fields_pregnancy (guint *out_n);
const ModelField *model_fields_investigation (guint *out_n);
const ModelField *model_fields_cycle (guint *out_n);
const ModelField *model_fields_transfer (guint *out_n);
const ModelField *model_fields_embryo (guint *out_n);
const ModelField *model_fields_treatment (guint *out_n); /* infusion, medication, adverse_event */
const ModelField *model_fields_outcome (guint *out_n);   /* transfer_outcome, child */
const ModelField *model_fields_followup (guint *out_n);  /* followup, consent */
const ModelField *model_fields_test (guint *out_n);

G_END_DECLS
