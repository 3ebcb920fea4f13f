/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The timeline's plan needs no display: no label touches another, or a disc, at any width. */
#include <pango/pangocairo.h>

#include "base-date.h"
#include "model-draft.h"
#include "ui-timeline-plan.h"

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

/* Random, within what a clinic sees; the seed is printed by GTest. */
static ModelDraft *
patient_new (ModelDictionary *dictionary)
{
  static const char *const outcomes[] = { "no_pregnancy",     "miscarriage", "live_birth",
                                          "biochemical_loss", "ectopic",     NULL };
  ModelDraft *draft = model_draft_new (dictionary, NULL, base_day_from_ymd (2020, 1, 1));
  gint32 day = base_day_from_ymd (g_test_rand_int_range (1995, 2015), 5, 10);
  g_autofree char *referral = base_day_to_iso (day);
  int n_pregnancies = g_test_rand_int_range (0, 9), n_transfers = g_test_rand_int_range (0, 9);

  set (draft, dictionary, MODEL_TABLE_PATIENT, 1, "referral_date", referral);
  for (int i = 0; i < n_pregnancies; i++)
    {
      gint64 key = model_draft_add_row (draft, MODEL_TABLE_PREGNANCY, 0);
      g_autofree char *end = base_day_to_iso (day - g_test_rand_int_range (20, 4000));

      set (draft, dictionary, MODEL_TABLE_PREGNANCY, key, "end_date", end);
      set (draft, dictionary, MODEL_TABLE_PREGNANCY, key, "outcome", "miscarriage");
      set (draft, dictionary, MODEL_TABLE_PREGNANCY, key, "gestation_days", "59");
    }
  for (int i = 0; i < n_transfers; i++)
    {
      gint64 cycle = model_draft_add_row (draft, MODEL_TABLE_CYCLE, 0);
      gint64 key = model_draft_add_row (draft, MODEL_TABLE_TRANSFER, cycle);
      const char *outcome = outcomes[g_test_rand_int_range (0, G_N_ELEMENTS (outcomes))];
      g_autofree char *date = NULL, *end = NULL;

      day += g_test_rand_int_range (20, 500);
      date = base_day_to_iso (day);
      end = base_day_to_iso (day + g_test_rand_int_range (14, 270));
      set (draft, dictionary, MODEL_TABLE_TRANSFER, key, "date", date);
      set (draft, dictionary, MODEL_TABLE_TRANSFER, key, "status", "performed");
      if (outcome == NULL)
        continue;
      key = model_draft_add_row (draft, MODEL_TABLE_TRANSFER_OUTCOME, key);
      set (draft, dictionary, MODEL_TABLE_TRANSFER_OUTCOME, key, "outcome", outcome);
      set (draft, dictionary, MODEL_TABLE_TRANSFER_OUTCOME, key, "outcome_date", end);
      set (draft, dictionary, MODEL_TABLE_TRANSFER_OUTCOME, key, "gestation_days", "59");
    }
  return draft;
}

static gboolean
touch (double ax,
       double ay,
       double aw,
       double ah,
       double bx,
       double by,
       double bw,
       double bh)
{
  return ax < bx + bw && bx < ax + aw && ay < by + bh && by < ay + ah;
}

static void
check (const UiTimelinePlan *plan)
{
  for (guint i = 0; i < plan->marks->len; i++)
    {
      const UiMark *a = &g_array_index (plan->marks, UiMark, i);

      if (a->label == NULL)
        continue;
      g_assert_cmpfloat (a->label_x + a->label_width, <=, plan->width);
      for (guint j = 0; j < plan->marks->len; j++)
        {
          const UiMark *b = &g_array_index (plan->marks, UiMark, j);

          if (i == j)
            continue;
          if (b->label != NULL
              && touch (a->label_x, a->label_y, a->label_width, a->label_height, b->label_x,
                        b->label_y, b->label_width, b->label_height))
            g_error ("width %g: \"%s\" touches \"%s\"", plan->width, a->label, b->label);
          if (b->kind == UI_MARK_TRANSFER
              && touch (a->label_x, a->label_y, a->label_width, a->label_height, b->x - 10,
                        b->y - 10, 20, 20))
            g_error ("width %g: \"%s\" lies on disc %u", plan->width, a->label, b->number);
        }
    }
}

static void
test_labels (void)
{
  g_autoptr (ModelDictionary) dictionary = model_dictionary_new ();
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *font = pango_font_description_from_string ("Sans 11");

  pango_context_set_font_description (context, font);
  pango_font_description_free (font);
  for (guint n = 0; n < 150; n++)
    {
      g_autoptr (ModelDraft) draft = patient_new (dictionary);

      for (double width = 500; width < 1600; width += 173)
        {
          g_autoptr (UiTimelinePlan) plan =
              ui_timeline_plan_new (dictionary, model_draft_record (draft),
                                    base_day_from_ymd (2020, 1, 1), width, context);

          check (plan);
        }
    }
  g_object_unref (context);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timeline/labels", test_labels);
  return g_test_run ();
}
