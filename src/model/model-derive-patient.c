/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Derived variables of the patient that come from her own row, her investigations, her partners and
 * her consents. */
#include "model-derive-private.h"

#include <string.h>

#define REPEAT_DAYS 84 /* 12 weeks */

char *
derive_bmi (DeriveContext *self)
{
  double weight, height;

  if (!derive_number (self, self->row, "weight_kg", &weight)
      || !derive_number (self, self->row, "height_cm", &height) || height <= 0)
    return derive_unknown ();
  return derive_real (weight / ((height / 100) * (height / 100)));
}

char *
derive_reason_medical (DeriveContext *self)
{
  static const char *const medical[] = { "medical_advice", "no_embryos", "health", NULL };
  const char *reason = derive_value (self, self->row, "reason");

  if (!derive_is (self, self->row, "status", "discontinued"))
    return derive_not_applicable ();
  if (reason == NULL || model_value_missing (reason) != MODEL_MISSING_NONE)
    return derive_unknown ();
  return derive_boolean (g_strv_contains (medical, reason));
}

/* Whether her data may be used is asked of today: a refusal or withdrawal holds whatever the data
 * cut. */
char *
derive_research_consent (DeriveContext *self)
{
  const ModelRow *row, *latest = NULL;
  gint32 latest_day = BASE_DAY_NONE;
  guint i = 0;

  while ((row = derive_next (self, MODEL_TABLE_CONSENT, &i)) != NULL)
    {
      DeriveSpan date = derive_span (self, row, "date");

      if (!derive_is (self, row, "person", "woman")
          || !derive_is (self, row, "purpose", "research"))
        continue;
      if (latest == NULL || date.last > latest_day
          || (date.last == latest_day && row->key > latest->key))
        {
          latest = row;
          latest_day = date.last;
        }
    }
  if (latest == NULL
      || model_value_missing (derive_value (self, latest, "decision")) != MODEL_MISSING_NONE)
    return derive_unknown ();
  return derive_boolean (derive_is (self, latest, "decision", "given"));
}

/* --- investigations --- */

/* A result that can be used and exists at the data cut; one without a date isn't known to have
 * existed at a transfer. */
static gboolean
is_usable (const DeriveContext *self,
           const ModelRow      *row,
           const char          *test)
{
  DeriveSpan date = derive_span (self, row, "date");

  return derive_is (self, row, "test", test)
         && !derive_is (self, row, "interpretation", "not_usable")
         && (date.set ? date.last <= self->cut : self->at == NULL);
}

/* The alleles that count as H-Y-restricting, to the digits given. */
static const char *const restricting_drb1[] = { "01", "07", "10", "15", NULL };
static const char *const restricting_dqb1[] = { "05:01", "05:02", NULL };

typedef enum { LOCUS_UNTYPED, LOCUS_NO, LOCUS_YES } Locus;

/* One allele against the set. One typed to fewer digits than a set allele that begins like it can't
 * be told from it: untyped. */
static Locus
compare_allele (const char        *allele,
                const char *const *set)
{
  Locus result = LOCUS_NO;
  const char *star = strrchr (allele, '*');
  gsize length;

  if (star != NULL)
    allele = star + 1;
  length = strlen (allele);
  if (length == 0)
    return LOCUS_UNTYPED;
  for (guint i = 0; set[i] != NULL; i++)
    {
      gsize n = strlen (set[i]);

      if (strncmp (allele, set[i], n) == 0 && (allele[n] == '\0' || allele[n] == ':'))
        return LOCUS_YES;
      if (length < n && strncmp (allele, set[i], length) == 0 && set[i][length] == ':')
        result = LOCUS_UNTYPED;
    }
  return result;
}

static Locus
find_locus (const DeriveContext *self,
            const char          *test,
            const char *const   *set)
{
  Locus result = LOCUS_UNTYPED;
  const ModelRow *row;
  guint i = 0;

  while ((row = derive_next (self, MODEL_TABLE_INVESTIGATION, &i)) != NULL)
    {
      const char *value = derive_value (self, row, "value");
      g_auto (GStrv) alleles = NULL;
      gboolean typed = TRUE;

      if (!derive_is (self, row, "subject", "woman") || !is_usable (self, row, test)
          || value == NULL || model_value_missing (value) != MODEL_MISSING_NONE)
        continue;
      alleles = g_strsplit (value, ",", -1);
      for (guint a = 0; alleles[a] != NULL; a++)
        {
          Locus one = compare_allele (g_strstrip (alleles[a]), set);

          if (one == LOCUS_YES)
            return LOCUS_YES;
          typed = typed && one == LOCUS_NO;
        }
      if (typed && alleles[0] != NULL)
        result = LOCUS_NO;
    }
  return result;
}

char *
derive_hy_restricting_hla (DeriveContext *self)
{
  Locus drb1 = find_locus (self, "hla_drb1", restricting_drb1);
  Locus dqb1 = find_locus (self, "hla_dqb1", restricting_dqb1);

  if (drb1 == LOCUS_YES || dqb1 == LOCUS_YES)
    return derive_boolean (TRUE);
  return drb1 == LOCUS_NO && dqb1 == LOCUS_NO ? derive_boolean (FALSE) : derive_unknown ();
}

typedef struct
{
  gboolean any_normal, any_abnormal, confirmed, refuted;
} Repeats;

/* How the results of one antiphospholipid test agree over time. */
static Repeats
find_repeats (const DeriveContext *self,
              const char          *test)
{
  Repeats found = { FALSE, FALSE, FALSE, FALSE };
  gint32 first_abnormal = G_MAXINT32, last_abnormal = BASE_DAY_NONE, last_normal = BASE_DAY_NONE;
  const ModelRow *row;
  guint i = 0;

  while ((row = derive_next (self, MODEL_TABLE_INVESTIGATION, &i)) != NULL)
    {
      DeriveSpan date = derive_span (self, row, "date");

      if (!derive_is (self, row, "subject", "woman") || !is_usable (self, row, test))
        continue;
      if (derive_is (self, row, "interpretation", "abnormal"))
        {
          found.any_abnormal = TRUE;
          first_abnormal = date.set ? MIN (first_abnormal, date.last) : first_abnormal;
          last_abnormal = MAX (last_abnormal, date.last);
        }
      else if (derive_is (self, row, "interpretation", "normal"))
        {
          found.any_normal = TRUE;
          last_normal = MAX (last_normal, date.last);
        }
    }
  found.confirmed = first_abnormal != G_MAXINT32 && last_abnormal - first_abnormal >= REPEAT_DAYS;
  found.refuted = first_abnormal != G_MAXINT32 && last_normal > first_abnormal;
  return found;
}

char *
derive_apl_confirmed (DeriveContext *self)
{
  static const char *const tests[]
    = { "lupus_anticoagulant", "acl_igg", "acl_igm", "b2gpi_igg", "b2gpi_igm" };
  gboolean once = FALSE, negative = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      Repeats found = find_repeats (self, tests[i]);

      if (found.confirmed)
        return derive_boolean (TRUE);
      once = once || (found.any_abnormal && !found.refuted);
      negative = negative || found.any_normal;
    }
  return negative && !once ? derive_boolean (FALSE) : derive_unknown ();
}

/* A result by the test's own field; unknown when it isn't one (another unit, a word for a number).
 */
static char *
canonical_result (const DeriveContext *self,
                  const ModelRow      *row,
                  const char          *value)
{
  const char *unit = derive_value (self, row, "unit");
  char *canonical = NULL;

  if (unit != NULL && model_value_missing (unit) == MODEL_MISSING_NONE && self->field->unit != NULL
      && strcmp (unit, self->field->unit) != 0)
    return derive_unknown ();
  if (!model_value_check (self->field, value, FALSE, &canonical, NULL))
    return derive_unknown ();
  return canonical;
}

/* The index transfer under the default question; NULL. */
static const ModelRow *
find_index (DeriveContext *self)
{
  const ModelRow *index = derive_find (self, MODEL_TABLE_TRANSFER, derive_index_transfer (self));

  g_clear_pointer (&self->performed, g_array_unref);
  return index;
}

/* Whose tests they are: hers, or those of the partner of the transfer. */
static gboolean
is_subject (const DeriveContext *self,
            const ModelRow      *investigation,
            gboolean             of_partner,
            gint64               partner)
{
  if (!of_partner)
    return derive_is (self, investigation, "subject", "woman");
  return derive_is (self, investigation, "subject", "partner")
         && (self->at == NULL || derive_reference (self, investigation, "partner") == partner);
}

/* The latest result dated up to the transfer (without one up to the default index transfer, up to
 * the data cut where there is none), so that nothing found in the pregnancy itself is read; an
 * undated one where there is no dated one. */
char *
derive_test (DeriveContext *self)
{
  gboolean of_partner = strcmp (self->field->id, "sperm_dna_fragmentation") == 0;
  const ModelRow *row, *latest = NULL, *index = self->at != NULL ? self->at : find_index (self);
  gint32 latest_day = BASE_DAY_NONE, until = self->cut;
  gint64 partner = 0;
  guint i = 0;

  if (index != NULL && derive_span (self, index, "date").set)
    until = MIN (until, derive_span (self, index, "date").last);
  if (of_partner && self->at != NULL)
    partner = derive_reference (
      self, derive_find (self, MODEL_TABLE_CYCLE, self->at->parent), "partner");

  while ((row = derive_next (self, MODEL_TABLE_INVESTIGATION, &i)) != NULL)
    {
      DeriveSpan date = derive_span (self, row, "date");
      gboolean known =
          model_value_missing (derive_value (self, row, "value")) == MODEL_MISSING_NONE;
      gboolean latest_known = latest != NULL
                              && model_value_missing (derive_value (self, latest, "value"))
                                   == MODEL_MISSING_NONE;

      if (!is_usable (self, row, self->field->id) || (date.set && date.last > until)
          || !is_subject (self, row, of_partner, partner))
        continue;
      if (latest == NULL || (known && !latest_known)
          || (known == latest_known && date.last >= latest_day))
        {
          latest = row;
          latest_day = date.last;
        }
    }
  if (latest == NULL)
    return NULL;
  if (model_value_missing (derive_value (self, latest, "value")) != MODEL_MISSING_NONE)
    return g_strdup (derive_value (self, latest, "value"));
  return canonical_result (self, latest, derive_value (self, latest, "value"));
}

/* Of the partner of the transfer's cycle. Without a transfer of that of the default index transfer,
 * else of the first partner entered. */
char *
derive_partner (DeriveContext *self)
{
  const ModelRow *transfer = self->at != NULL ? self->at : find_index (self);
  const ModelRow *cycle, *partner;
  const char *reference;
  guint i = 0;

  cycle = transfer != NULL ? derive_find (self, MODEL_TABLE_CYCLE, transfer->parent) : NULL;
  reference = derive_value (self, cycle, "partner");
  partner = derive_find (self, MODEL_TABLE_PARTNER, derive_reference (self, cycle, "partner"));
  if (partner == NULL && self->at != NULL)
    return model_value_missing (reference) == MODEL_MISSING_NOT_APPLICABLE
               ? derive_not_applicable ()
               : derive_unknown ();
  if (partner == NULL)
    partner = derive_next (self, MODEL_TABLE_PARTNER, &i);
  return partner != NULL ? g_strdup (model_row_get (partner, self->field)) : NULL;
}
