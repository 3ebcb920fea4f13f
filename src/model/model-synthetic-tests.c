/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Investigations of a synthetic patient: results by what healthy and ill women have, the repeat of
 * an abnormal antiphospholipid test, tissue types. */
#include <string.h>

#include "model-synthetic-private.h"

/* A measured test: its usual range as mean and spread, and from where it is abnormal. */
typedef struct
{
  const char *test;
  double mean, spread, low, high;
  int decimals;
  double abnormal_below, abnormal_above;
  const char *range;
} Measured;

static const Measured measured[] = {
  { "tsh", 2.1, 0.9, 0.2, 6.5, 2, 0.4, 4.0, "0.4-4.0" },
  { "tpo_antibodies", 40, 45, 5, 400, 0, -1, 60, "< 60" },
  { "acl_igg", 9, 7, 1, 90, 0, -1, 20, "< 20" },
  { "acl_igm", 8, 6, 1, 80, 0, -1, 20, "< 20" },
  { "b2gpi_igg", 5, 4, 1, 60, 0, -1, 15, "< 15" },
  { "protein_s", 88, 15, 35, 140, 0, 60, 1e9, "60-140" },
  { "homocysteine", 8.5, 2.0, 4, 25, 1, -1, 15, "< 15" },
  { "amh", 16, 9, 0.5, 60, 1, 3, 1e9, "> 3" },
  { "prolactin", 290, 110, 60, 1100, 0, -1, 600, "< 600" },
  { "iga", 2.1, 0.7, 0.1, 5.5, 2, 0.7, 1e9, "0.7-3.7" },
  { "nk_blood", 12, 4.5, 2, 35, 1, -1, 18, "< 18" },
  { "vitamin_d", 62, 22, 12, 160, 0, 50, 1e9, "> 50" },
};

typedef struct
{
  const char *test;
  SyntheticChoice results[4]; /* the first one is normal; an empty one ends the list */
} Coded;

static const Coded coded[] = {
  { "lupus_anticoagulant", { { "negative", 94 }, { "positive", 6 } } },
  { "factor_v_leiden", { { "none", 93 }, { "heterozygous", 7 } } },
  { "karyotype_class",
    { { "normal", 96 }, { "reciprocal", 2 }, { "robertsonian", 1 }, { "inversion", 1 } } },
  { "uterine_cavity", { { "normal", 88 }, { "septate", 4 }, { "polyp", 5 }, { "adhesions", 3 } } },
  { "blood_group", { { "a", 43 }, { "o", 40 }, { "b", 12 }, { "ab", 5 } } },
  { "anti_iga", { { "negative", 99 }, { "positive", 1 } } },
};

/* What a test is when it waits, and now and then it does. */
static void
finish_test (SyntheticWriter *self,
             ModelRow        *row,
             const char      *test,
             gint32           day,
             const char      *interpretation)
{
  static const SyntheticChoice methods[]
    = { { "scan_3d", 35 }, { "saline_scan", 25 }, { "hysteroscopy", 35 }, { "hsg", 5 } };
  static const char *const blurred[] = { "date", "reference_range", NULL };
  double waiting = self->plan->tidy ? 0.03 : 0.14;

  synthetic_put (self, row, "subject", "woman");
  synthetic_put (self, row, "test", test);
  if (!self->plan->tidy && synthetic_chance (self->random, 0.06) && day + 31 <= self->plan->cut_day)
    synthetic_put_month (self, row, "date", day);
  else
    synthetic_put_day (self, row, "date", day);
  if (strcmp (test, "uterine_cavity") == 0)
    synthetic_put (self, row, "method", SYNTHETIC_PICK (self->random, methods));
  synthetic_put (self, row, "laboratory", "Hospital laboratory");
  if (synthetic_chance (self->random, waiting))
    {
      synthetic_put_missing (self, row, "value", MODEL_MISSING_PENDING);
      synthetic_put_missing (self, row, "interpretation", MODEL_MISSING_PENDING);
    }
  else
    {
      synthetic_put (self, row, "interpretation", interpretation);
      if (synthetic_chance (self->random, 0.02))
        {
          synthetic_put_missing (self, row, "value", MODEL_MISSING_UNKNOWN);
          synthetic_put (self, row, "interpretation", "not_usable");
        }
    }
  synthetic_blur (self, row, blurred);
}

/* TRUE: the result was abnormal. */
static gboolean
write_measured (SyntheticWriter *self,
                const Measured  *test,
                gint32           day,
                gboolean         high)
{
  ModelRow *row = synthetic_row (self, MODEL_TABLE_INVESTIGATION, 0);
  const ModelField *field = model_dictionary_find (self->dictionary, MODEL_TABLE_TEST, test->test);
  double value = test->mean + test->spread * synthetic_normal (self->random), unit = 1.0;
  gboolean abnormal;

  /* Values that can't fall below 0 have a long upper tail. */
  if (value < test->mean - test->spread)
    value = test->mean - 0.8 * test->spread * synthetic_uniform (self->random);
  if (high)
    value = test->abnormal_above * (1.2 + synthetic_uniform (self->random));
  value = CLAMP (value, test->low, test->high);
  for (int i = 0; i < test->decimals; i++)
    unit *= 10.0;
  abnormal = value < test->abnormal_below || value > test->abnormal_above;
  synthetic_put_scaled (self, row, "value", (gint64) (value * unit + 0.5), test->decimals);
  if (field->unit != NULL)
    synthetic_put (self, row, "unit", field->unit);
  synthetic_put (self, row, "reference_range", test->range);
  finish_test (self, row, test->test, day, abnormal ? "abnormal" : "normal");
  return abnormal;
}

static void
write_coded (SyntheticWriter *self,
             const Coded     *test,
             gint32           day)
{
  ModelRow *row = synthetic_row (self, MODEL_TABLE_INVESTIGATION, 0);
  guint n = 0;
  const char *result;
  gboolean normal;

  while (n < G_N_ELEMENTS (test->results) && test->results[n].code != NULL)
    n++;
  result = synthetic_pick (self->random, test->results, n);
  normal = result == test->results[0].code || strcmp (test->test, "blood_group") == 0;
  synthetic_put (self, row, "value", result);
  synthetic_put_missing (self, row, "unit", MODEL_MISSING_NOT_APPLICABLE);
  synthetic_put_missing (self, row, "reference_range", MODEL_MISSING_NOT_APPLICABLE);
  finish_test (self, row, test->test, day, normal ? "normal" : "abnormal");
}

static void
write_tissue_type (SyntheticWriter *self,
                   gint32           day)
{
  static const SyntheticChoice drb1[] = {
    { "01", 11 }, { "03", 13 },    { "04", 17 }, { "07", 12 }, { "08", 5 },
    { "09", 1 },  { "10", 1 },     { "11", 6 },  { "12", 2 },  { "13", 14 },
    { "14", 2 },  { "15:01", 15 }, { "16", 1 },
  };
  static const SyntheticChoice dqb1[] = {
    { "02:01", 22 }, { "03:01", 19 }, { "03:02", 12 }, { "05:01", 13 },
    { "05:02", 2 },  { "05:03", 3 },  { "06:02", 15 }, { "06:03", 14 },
  };

  for (int locus = 0; locus < 2; locus++)
    {
      ModelRow *row = synthetic_row (self, MODEL_TABLE_INVESTIGATION, 0);
      const char *a =
          locus == 0 ? SYNTHETIC_PICK (self->random, drb1) : SYNTHETIC_PICK (self->random, dqb1);
      const char *b =
          locus == 0 ? SYNTHETIC_PICK (self->random, drb1) : SYNTHETIC_PICK (self->random, dqb1);
      gboolean swap = strcmp (a, b) > 0;
      char text[24];

      g_snprintf (text, sizeof text, "%s,%s", swap ? b : a, swap ? a : b);
      synthetic_put (self, row, "value", text);
      synthetic_put_missing (self, row, "unit", MODEL_MISSING_NOT_APPLICABLE);
      finish_test (self, row, locus == 0 ? "hla_drb1" : "hla_dqb1", day, "normal");
    }
}

void
synthetic_write_investigations (SyntheticWriter *self)
{
  const SyntheticPlan *plan = self->plan;
  gint32 day = synthetic_earlier (plan->referral_day + synthetic_between (self->random, 0, 35),
                                  plan->cut_day);
  double share = plan->tidy ? 0.5 : 0.18;

  /* Most registers hold results for some of their patients only. */
  if (!plan->tidy && synthetic_chance (self->random, 0.45))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (measured); i++)
    if (synthetic_chance (self->random, share))
      {
        gboolean antibody = g_str_has_prefix (measured[i].test, "acl")
                            || g_str_has_prefix (measured[i].test, "b2gpi");
        gint32 again = day + synthetic_between (self->random, 84, 120);

        if (write_measured (self, &measured[i], day,
                            antibody && synthetic_chance (self->random, 0.06))
            && antibody && again <= plan->cut_day && synthetic_chance (self->random, 0.7))
          write_measured (self, &measured[i], again, synthetic_chance (self->random, 0.6));
      }
  for (guint i = 0; i < G_N_ELEMENTS (coded); i++)
    if (synthetic_chance (self->random, share))
      write_coded (self, &coded[i], day);
  if (synthetic_chance (self->random, share))
    write_tissue_type (self, day);
}
