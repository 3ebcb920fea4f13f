/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of a transfer on its day: ages, number, embryos, treatment. Nothing that was given
 * or found after that day is read here, but for the days to the first infusion, which description
 * needs. */
#include "model-derive-private.h"

#include <math.h>
#include <string.h>

#define DAYS_PER_YEAR 365.25

/* --- number and ages --- */

char *
derive_transfer_number (DeriveContext *self)
{
  int rank = derive_rank (self, self->key);
  gint64 n = 0;
  double earlier;

  if (!derive_is (self, self->row, "status", "performed"))
    return derive_not_applicable ();
  if (rank < 0 || !derive_number (self, derive_patient (self), "earlier_transfers", &earlier))
    return derive_unknown ();
  for (guint i = 0; i <= (guint) rank; i++)
    n += derive_first_of (self, i) == i;
  return derive_integer ((gint64) earlier + n);
}

char *
derive_age_at_transfer (DeriveContext *self)
{
  DeriveSpan date = derive_span (self, self->row, "date");
  DeriveSpan birth = derive_span (self, derive_patient (self), "birth_month");

  if (!date.set || !birth.set)
    return derive_unknown ();
  return derive_real ((date.last - birth.last) / DAYS_PER_YEAR);
}

static gboolean
year_of_span (DeriveSpan  span,
              int        *out_year)
{
  int month, day;

  if (!span.set)
    return FALSE;
  base_day_to_ymd (span.last, out_year, &month, &day);
  return TRUE;
}

char *
derive_partner_age (DeriveContext *self)
{
  const ModelRow *cycle = derive_find (self, MODEL_TABLE_CYCLE, self->row->parent);
  const char *reference = derive_value (self, cycle, "partner");
  const ModelRow *partner;
  const char *born;
  double birth_year;
  int year;

  if (model_value_missing (reference) == MODEL_MISSING_NOT_APPLICABLE)
    return derive_not_applicable ();
  partner = derive_find (self, MODEL_TABLE_PARTNER, derive_reference (self, cycle, "partner"));
  born = derive_value (self, partner, "birth_year");
  if (derive_is (self, partner, "kind", "none")
      || model_value_missing (born) == MODEL_MISSING_NOT_APPLICABLE)
    return derive_not_applicable ();
  if (!derive_number (self, partner, "birth_year", &birth_year)
      || !year_of_span (derive_span (self, self->row, "date"), &year))
    return derive_unknown ();
  return derive_integer (year - (gint64) birth_year);
}

char *
derive_transfer_year (DeriveContext *self)
{
  int year;

  return year_of_span (derive_span (self, self->row, "date"), &year) ? derive_integer (year)
                                                                     : derive_unknown ();
}

char *
derive_days_since_previous (DeriveContext *self)
{
  int rank = derive_rank (self, self->key);
  guint first;
  double earlier;

  if (!derive_is (self, self->row, "status", "performed"))
    return derive_not_applicable ();
  if (rank < 0)
    return derive_unknown ();
  first = derive_first_of (self, (guint) rank);
  if (first == 0)
    {
      if (derive_number (self, derive_patient (self), "earlier_transfers", &earlier)
          && earlier == 0)
        return derive_not_applicable ();
      return derive_unknown ();
    }
  return derive_integer (g_array_index (self->performed, DeriveTransfer, first).date.last
                         - g_array_index (self->performed, DeriveTransfer, first - 1).date.last);
}

/* --- oocytes and embryos --- */

/* Age of the woman or donor when the oocytes of a cycle were retrieved; NAN when not known. */
static double
oocyte_age_of_cycle (const DeriveContext *self,
                     const ModelRow      *cycle,
                     const ModelRow      *own)
{
  const ModelRow *said = derive_value (self, cycle, "egg_source") != NULL ? cycle : own;
  const char *source = derive_value (self, said, "egg_source");
  DeriveSpan birth, retrieval;
  double age;

  if (source == NULL || model_value_missing (source) != MODEL_MISSING_NONE)
    return NAN;
  if (strcmp (source, "own") != 0)
    {
      if (derive_number (self, cycle, "egg_donor_age", &age)
          || derive_number (self, own, "egg_donor_age", &age))
        return age;
      return NAN;
    }
  birth = derive_span (self, derive_patient (self), "birth_month");
  retrieval = derive_span (self, cycle, "retrieval_date");
  return birth.set && retrieval.set ? (retrieval.last - birth.last) / DAYS_PER_YEAR : NAN;
}

char *
derive_oocyte_age (DeriveContext *self)
{
  const ModelRow *own = derive_find (self, MODEL_TABLE_CYCLE, self->row->parent);
  const ModelRow *embryo;
  double oldest = -INFINITY, age;
  guint i = 0;

  while ((embryo = derive_next (self, MODEL_TABLE_EMBRYO, &i)) != NULL)
    {
      gint64 source = derive_reference (self, embryo, "source_cycle");

      if (embryo->parent != self->row->key || source == 0)
        continue;
      age = oocyte_age_of_cycle (self, derive_find (self, MODEL_TABLE_CYCLE, source), own);
      if (isnan (age))
        return derive_unknown ();
      oldest = fmax (oldest, age);
    }
  if (isinf (oldest))
    oldest = oocyte_age_of_cycle (self, own, own);
  return derive_real (oldest);
}

char *
derive_stage (DeriveContext *self)
{
  static const char *const stages[] = { "zygote", "cleavage", "morula", "blastocyst" };
  const ModelRow *embryo;
  int best = -1;
  guint i = 0;
  double age;

  while ((embryo = derive_next (self, MODEL_TABLE_EMBRYO, &i)) != NULL)
    for (int s = 0; embryo->parent == self->row->key && s < (int) G_N_ELEMENTS (stages); s++)
      if (derive_is (self, embryo, "stage", stages[s]))
        best = MAX (best, s);
  if (best < 0 && derive_number (self, self->row, "embryo_age_days", &age))
    best = age >= 5 ? 3 : age >= 4 ? 2 : age >= 1 ? 1 : 0;
  return best >= 0 ? derive_text (stages[best]) : derive_unknown ();
}

typedef enum { GRADE_UNKNOWN, GRADE_POOR, GRADE_GOOD } Grade;

/* One letter of a Gardner grade: a and b are good. */
static Grade
grade_of_letter (const DeriveContext *self,
                 const ModelRow      *embryo,
                 const char          *id)
{
  if (derive_is (self, embryo, id, "a") || derive_is (self, embryo, id, "b"))
    return GRADE_GOOD;
  if (derive_is (self, embryo, id, "c") || derive_is (self, embryo, id, "d"))
    return GRADE_POOR;
  return GRADE_UNKNOWN;
}

static Grade
worse_grade (Grade a,
             Grade b)
{
  if (a == GRADE_POOR || b == GRADE_POOR)
    return GRADE_POOR;
  return MIN (a, b);
}

static Grade
grade_of_blastocyst (const DeriveContext *self,
                     const ModelRow      *embryo)
{
  double expansion;
  Grade letters = worse_grade (grade_of_letter (self, embryo, "inner_cell_mass"),
                               grade_of_letter (self, embryo, "trophectoderm"));

  if (!derive_number (self, embryo, "expansion", &expansion))
    return letters == GRADE_POOR ? GRADE_POOR : GRADE_UNKNOWN;
  return expansion < 3 ? GRADE_POOR : letters;
}

static Grade
grade_of_cleavage (const DeriveContext *self,
                   const ModelRow      *embryo)
{
  double age, cells, fragments;
  Grade number = GRADE_UNKNOWN, fragmentation = GRADE_UNKNOWN;

  /* The rule knows embryos of day 2 and 3. */
  if (!derive_number (self, self->row, "embryo_age_days", &age) || (age != 2 && age != 3))
    return GRADE_UNKNOWN;
  if (derive_number (self, embryo, "cells", &cells))
    number = (age == 3 ? cells >= 7 && cells <= 9 : cells == 4) ? GRADE_GOOD : GRADE_POOR;
  if (derive_number (self, embryo, "fragmentation_pct", &fragments))
    fragmentation = fragments <= 20 ? GRADE_GOOD : GRADE_POOR;
  return worse_grade (number, fragmentation);
}

char *
derive_good_quality (DeriveContext *self)
{
  const ModelRow *embryo;
  guint i = 0, n = 0, poor = 0;

  while ((embryo = derive_next (self, MODEL_TABLE_EMBRYO, &i)) != NULL)
    {
      Grade blastocyst, cleavage;

      if (embryo->parent != self->row->key)
        continue;
      blastocyst = grade_of_blastocyst (self, embryo);
      cleavage = grade_of_cleavage (self, embryo);
      if (blastocyst == GRADE_GOOD || cleavage == GRADE_GOOD)
        return derive_boolean (TRUE);
      n++;
      poor += blastocyst == GRADE_POOR || cleavage == GRADE_POOR;
    }
  return n > 0 && poor == n ? derive_boolean (FALSE) : derive_unknown ();
}

/* --- treatment --- */

typedef enum { GIVEN_BEFORE, GIVEN_AFTER, GIVEN_UNKNOWN } Given;

/* Whether an infusion was given up to the day of transfer. Where the date doesn't say, the place in
 * the plan does; else a partial date counts by its latest day. */
static Given
infusion_given (const DeriveContext *self,
                const ModelRow      *infusion,
                DeriveSpan           date)
{
  DeriveSpan started = derive_span (self, infusion, "started_at");
  const char *slot = derive_value (self, infusion, "slot");

  if (started.set && date.set && started.last <= date.last)
    return GIVEN_BEFORE;
  if (started.set && date.set && started.first > date.last)
    return GIVEN_AFTER;
  if (slot != NULL && strcmp (slot, "before_transfer") == 0)
    return GIVEN_BEFORE;
  if (slot != NULL && g_str_has_prefix (slot, "week_"))
    return GIVEN_AFTER;
  return started.set && date.set ? GIVEN_AFTER : GIVEN_UNKNOWN;
}

static gboolean
is_ivig_of (const DeriveContext *self,
            const ModelRow      *infusion,
            const ModelRow      *transfer)
{
  return infusion->parent == transfer->key && derive_is (self, infusion, "agent", "ivig")
         && derive_is (self, infusion, "status", "given");
}

/* Milligrams of prednisone that one unit of a medicine is worth; 0: it isn't one of them. */
static double
prednisone_factor (const DeriveContext *self,
                   const ModelRow      *medication)
{
  if (derive_is (self, medication, "drug", "prednisone")
      || derive_is (self, medication, "drug", "prednisolone"))
    return 1.0;
  if (derive_is (self, medication, "drug", "methylprednisolone"))
    return 1.25;
  return derive_is (self, medication, "drug", "dexamethasone") ? 6.67 : 0.0;
}

static double
unit_in_mg (const DeriveContext *self,
            const ModelRow      *medication)
{
  if (derive_is (self, medication, "dose_unit", "mg"))
    return 1.0;
  if (derive_is (self, medication, "dose_unit", "ug"))
    return 0.001;
  return derive_is (self, medication, "dose_unit", "g") ? 1000.0 : NAN;
}

/* Whether a medicine was in force on the day of transfer. An unknown first or last day leaves it
 * open only where the row is this transfer's own. */
static Given
medication_in_force (const DeriveContext *self,
                     const ModelRow      *medication,
                     DeriveSpan           date)
{
  DeriveSpan start = derive_span (self, medication, "start_date");
  DeriveSpan stop = derive_span (self, medication, "stop_date");
  ModelMissing stop_missing = model_value_missing (derive_value (self, medication, "stop_date"));
  gint64 transfer = derive_reference (self, medication, "transfer");

  if (date.set && ((start.set && start.last > date.last) || (stop.set && stop.last < date.last)))
    return GIVEN_AFTER;
  if (date.set && start.set && (stop.set || stop_missing != MODEL_MISSING_UNKNOWN))
    return GIVEN_BEFORE;
  return transfer == self->row->key || transfer == 0 ? GIVEN_UNKNOWN : GIVEN_AFTER;
}

/* Prednisone per day on the day of transfer; NAN when not known. */
static double
prednisone_mg (const DeriveContext *self,
               DeriveSpan           date)
{
  const ModelRow *row;
  double sum = 0.0;
  guint i = 0;

  while ((row = derive_next (self, MODEL_TABLE_MEDICATION, &i)) != NULL)
    {
      double factor = prednisone_factor (self, row);
      double dose;
      Given given;

      if (factor == 0.0)
        continue;
      given = medication_in_force (self, row, date);
      if (given == GIVEN_UNKNOWN)
        sum = NAN;
      else if (given == GIVEN_BEFORE)
        sum += derive_number (self, row, "dose_per_day", &dose)
                   ? dose * factor * unit_in_mg (self, row)
                   : NAN;
    }
  return sum;
}

char *
derive_prednisone_mg (DeriveContext *self)
{
  return derive_real (prednisone_mg (self, derive_span (self, self->row, "date")));
}

/* Whether something was given or planned: -1 not known. Nothing given and no plan entered is not
 * known, rather than untreated. */
static int
given_or_planned (const DeriveContext *self,
                  int                  given,
                  const char          *code)
{
  const char *planned = derive_value (self, self->row, "planned_treatment");

  if (given == 1 || derive_is (self, self->row, "planned_treatment", code))
    return 1;
  if (given < 0 || model_value_missing (planned) != MODEL_MISSING_NONE)
    return -1;
  return 0;
}

/* Whether IVIG and prednisone were in force at the transfer: 1, 0, or -1 not known. */
static void
find_treatment (const DeriveContext *self,
                int                 *out_ivig,
                int                 *out_prednisone)
{
  DeriveSpan date = derive_span (self, self->row, "date");
  const ModelRow *row;
  int ivig = 0;
  guint i = 0;
  double mg = prednisone_mg (self, date);

  while ((row = derive_next (self, MODEL_TABLE_INFUSION, &i)) != NULL)
    if (is_ivig_of (self, row, self->row))
      {
        Given given = infusion_given (self, row, date);

        if (given == GIVEN_BEFORE)
          ivig = 1;
        else if (given == GIVEN_UNKNOWN && ivig == 0)
          ivig = -1;
      }
  *out_ivig = given_or_planned (self, ivig, "ivig");
  *out_prednisone = given_or_planned (self, isnan (mg) ? -1 : mg > 0, "prednisone");
}

char *
derive_treatment (DeriveContext *self)
{
  int ivig, prednisone;

  find_treatment (self, &ivig, &prednisone);
  if (ivig < 0 || prednisone < 0)
    return derive_unknown ();
  if (ivig)
    return derive_text (prednisone ? "both" : "ivig_only");
  return derive_text (prednisone ? "prednisone_only" : "none");
}

char *
derive_immunomodulated (DeriveContext *self)
{
  int ivig, prednisone;

  find_treatment (self, &ivig, &prednisone);
  /* One of the two known to be missing decides it, whatever the other was. */
  if (ivig == 0 || prednisone == 0)
    return derive_boolean (FALSE);
  return ivig < 0 || prednisone < 0 ? derive_unknown () : derive_boolean (TRUE);
}

char *
derive_ivig_g_per_kg (DeriveContext *self)
{
  DeriveSpan date = derive_span (self, self->row, "date");
  const ModelRow *row;
  double sum = 0.0, dose, weight;
  gboolean any = FALSE;
  guint i = 0;

  while ((row = derive_next (self, MODEL_TABLE_INFUSION, &i)) != NULL)
    {
      Given given;

      if (!is_ivig_of (self, row, self->row))
        continue;
      given = infusion_given (self, row, date);
      if (given == GIVEN_AFTER)
        continue;
      any = TRUE;
      sum += given == GIVEN_BEFORE && derive_number (self, row, "dose_g", &dose) ? dose : NAN;
    }
  if (!any)
    return derive_text ("0");
  if (!derive_number (self, self->row, "weight_kg", &weight) || weight <= 0)
    return derive_unknown ();
  return derive_real (sum / weight);
}

char *
derive_days_first_infusion (DeriveContext *self)
{
  DeriveSpan date = derive_span (self, self->row, "date");
  const ModelRow *row;
  gint32 first = G_MAXINT32;
  gboolean undated = FALSE, any = FALSE;
  guint i = 0;

  while ((row = derive_next (self, MODEL_TABLE_INFUSION, &i)) != NULL)
    if (is_ivig_of (self, row, self->row))
      {
        DeriveSpan started = derive_span (self, row, "started_at");

        any = TRUE;
        if (started.set)
          first = MIN (first, started.last);
        else
          undated = TRUE;
      }
  if (!any)
    return derive_not_applicable ();
  if (undated || !date.set)
    return derive_unknown ();
  return derive_integer ((gint64) date.last - first);
}

char *
derive_g_per_kg (DeriveContext *self)
{
  const ModelRow *transfer = derive_find (self, MODEL_TABLE_TRANSFER, self->row->parent);
  double dose, weight;

  if (!derive_number (self, self->row, "dose_g", &dose)
      || !derive_number (self, transfer, "weight_kg", &weight) || weight <= 0)
    return derive_unknown ();
  return derive_real (dose / weight);
}
