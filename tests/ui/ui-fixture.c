/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-fixture.h"

#include "base-date.h"

static void
set (ModelDraft      *draft,
     ModelDictionary *dictionary,
     ModelTable       table,
     gint64           key,
     const char      *id,
     const char      *value)
{
  model_draft_set_value (draft, table, key, model_dictionary_find (dictionary, table, id), value);
}

static void
set_day (ModelDraft      *draft,
         ModelDictionary *dictionary,
         ModelTable       table,
         gint64           key,
         const char      *id,
         gint32           day)
{
  g_autofree char *iso = base_day_to_iso (day);

  set (draft, dictionary, table, key, id, iso);
}

static void
add_pregnancies (ModelDraft      *draft,
                 ModelDictionary *dictionary,
                 gint32           referral,
                 guint            n)
{
  static const char *const gestation[] = { "57", "42", "28", "65", "50" };

  for (guint i = 0; i < n; i++)
    {
      gint64 key = model_draft_add_row (draft, MODEL_TABLE_PREGNANCY, 0);

      set_day (draft, dictionary, MODEL_TABLE_PREGNANCY, key, "end_date",
               referral - 300 * (gint32) (n - i));
      set (draft, dictionary, MODEL_TABLE_PREGNANCY, key, "conception",
           i % 2 == 0 ? "icsi" : "frozen");
      set (draft, dictionary, MODEL_TABLE_PREGNANCY, key, "outcome",
           i % 3 == 2 ? "biochemical_loss" : "miscarriage");
      set (draft, dictionary, MODEL_TABLE_PREGNANCY, key, "gestation_days", gestation[i % 5]);
    }
}

static void
add_treatment (ModelDraft      *draft,
               ModelDictionary *dictionary,
               gint64           transfer,
               gint32           day,
               guint            n_infusions)
{
  g_autofree char *reference = g_strdup_printf ("%" G_GINT64_FORMAT, transfer);
  gint64 key;

  for (guint i = 0; i < n_infusions; i++)
    {
      key = model_draft_add_row (draft, MODEL_TABLE_INFUSION, transfer);
      set (draft, dictionary, MODEL_TABLE_INFUSION, key, "status", "given");
      set (draft, dictionary, MODEL_TABLE_INFUSION, key, "slot",
           i == 0   ? "before_transfer"
           : i == 1 ? "week_5"
                    : "week_6");
      set (draft, dictionary, MODEL_TABLE_INFUSION, key, "agent", "ivig");
      set_day (draft, dictionary, MODEL_TABLE_INFUSION, key, "started_at",
               day - 5 + 22 * (gint32) i);
      set (draft, dictionary, MODEL_TABLE_INFUSION, key, "product", "privigen");
      set (draft, dictionary, MODEL_TABLE_INFUSION, key, "dose_g", "25");
    }
  key = model_draft_add_row (draft, MODEL_TABLE_MEDICATION, 0);
  set (draft, dictionary, MODEL_TABLE_MEDICATION, key, "transfer", reference);
  set (draft, dictionary, MODEL_TABLE_MEDICATION, key, "drug", "prednisone");
  set (draft, dictionary, MODEL_TABLE_MEDICATION, key, "dose_per_day", "10");
  set (draft, dictionary, MODEL_TABLE_MEDICATION, key, "dose_unit", "mg");
  set_day (draft, dictionary, MODEL_TABLE_MEDICATION, key, "start_date", day);
  set_day (draft, dictionary, MODEL_TABLE_MEDICATION, key, "stop_date", day + 50);
}

static void
add_transfer (ModelDraft      *draft,
              ModelDictionary *dictionary,
              gint32           day,
              guint            variant,
              const char      *outcome)
{
  gint64 cycle = model_draft_add_row (draft, MODEL_TABLE_CYCLE, 0), key, embryo;
  gboolean frozen = variant % 2 == 1;

  set (draft, dictionary, MODEL_TABLE_CYCLE, cycle, "kind", frozen ? "thaw" : "stimulation");
  set_day (draft, dictionary, MODEL_TABLE_CYCLE, cycle, "start_date", day - 16);
  key = model_draft_add_row (draft, MODEL_TABLE_TRANSFER, cycle);
  set (draft, dictionary, MODEL_TABLE_TRANSFER, key, "status", "performed");
  set_day (draft, dictionary, MODEL_TABLE_TRANSFER, key, "date", day);
  set (draft, dictionary, MODEL_TABLE_TRANSFER, key, "kind", frozen ? "frozen" : "fresh");
  set (draft, dictionary, MODEL_TABLE_TRANSFER, key, "embryos_transferred", "1");
  set (draft, dictionary, MODEL_TABLE_TRANSFER, key, "embryo_age_days", frozen ? "5" : "3");
  set (draft, dictionary, MODEL_TABLE_TRANSFER, key, "weight_kg", "64");
  embryo = model_draft_add_row (draft, MODEL_TABLE_EMBRYO, key);
  set (draft, dictionary, MODEL_TABLE_EMBRYO, embryo, "stage", frozen ? "blastocyst" : "cleavage");
  if (frozen)
    {
      set (draft, dictionary, MODEL_TABLE_EMBRYO, embryo, "expansion", "4");
      set (draft, dictionary, MODEL_TABLE_EMBRYO, embryo, "inner_cell_mass", "a");
      set (draft, dictionary, MODEL_TABLE_EMBRYO, embryo, "trophectoderm", "b");
    }
  add_treatment (draft, dictionary, key, day, 1 + variant % 3);
  if (outcome == NULL)
    return;
  key = model_draft_add_row (draft, MODEL_TABLE_TRANSFER_OUTCOME, key);
  set (draft, dictionary, MODEL_TABLE_TRANSFER_OUTCOME, key, "outcome", outcome);
  set_day (draft, dictionary, MODEL_TABLE_TRANSFER_OUTCOME, key, "outcome_date",
           day
               + (g_str_equal (outcome, "live_birth")    ? 264
                  : g_str_equal (outcome, "miscarriage") ? 43
                                                         : 14));
  if (!g_str_equal (outcome, "no_pregnancy"))
    set (draft, dictionary, MODEL_TABLE_TRANSFER_OUTCOME, key, "gestation_days",
         g_str_equal (outcome, "live_birth") ? "281" : "60");
}

gboolean
ui_fixture_create (const char  *path,
                   guint        n_patients,
                   GError     **error)
{
  g_autoptr (SessionRegister) reg = NULL;
  ModelDictionary *dictionary;
  static const char *const outcomes[] = { "no_pregnancy", "miscarriage", "live_birth" };

  if (!session_create (path, NULL, error))
    return FALSE;
  reg = session_register_open_sync (path, FALSE, FALSE, error);
  if (reg == NULL)
    return FALSE;
  dictionary = session_register_dictionary (reg);
  for (guint p = 0; p < n_patients; p++)
    {
      g_autoptr (ModelDraft) draft =
          model_draft_new (dictionary, NULL, base_day_from_ymd (2015, 6, 1));
      g_autofree char *code = g_strdup_printf ("RPL-%04u", p + 1);
      g_autofree char *birth = g_strdup_printf ("%u-%02u", 1970 + p % 14, 1 + p % 12);
      gint32 referral = base_day_from_ymd (2008 + (int) p % 3, 1 + (int) p % 12, 10);
      guint n = 1 + p % 4;

      set (draft, dictionary, MODEL_TABLE_PATIENT, 1, "code", code);
      set (draft, dictionary, MODEL_TABLE_PATIENT, 1, "birth_month", birth);
      set_day (draft, dictionary, MODEL_TABLE_PATIENT, 1, "referral_date", referral);
      set (draft, dictionary, MODEL_TABLE_PATIENT, 1, "height_cm", "168");
      set (draft, dictionary, MODEL_TABLE_PATIENT, 1, "weight_kg", "64");
      add_pregnancies (draft, dictionary, referral, 3 + p % 3);
      for (guint t = 0; t < n; t++)
        add_transfer (draft, dictionary, referral + 120 + 330 * (gint32) t, p + t,
                      t + 1 == n ? (p % 5 == 3 ? NULL : outcomes[p % 3]) : outcomes[(p + t) % 2]);
      if (!session_register_save_sync (reg, draft, "New patient", "made up", NULL, NULL, error))
        return FALSE;
    }
  session_register_close (reg);
  return TRUE;
}
