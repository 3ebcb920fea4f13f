/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a record to marks on a time axis. Labels that would touch another are moved to the second
 * line, then shortened to nothing: the tooltip has them all. */
#include "ui-timeline-plan.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base-date.h"
#include "model-value.h"
#include "ui-text.h"

#define DISC 10.0          /* radius of a transfer's disc */
#define LABEL_GAP 5.0
#define GUTTER 84.0
#define MARGIN 16.0
#define ROW_HISTORY 34.0
#define ROW_TRANSFERS 76.0
#define ROW_IVIG 110.0
#define ROW_STEROID 125.0
#define AXIS 138.0

typedef struct
{
  UiTimelinePlan *plan;
  ModelDictionary *dictionary;
  const ModelRecord *record;
  PangoLayout *layout;
  gint32 today;
} Planner;

static void
mark_clear (gpointer data)
{
  UiMark *mark = data;

  g_free (mark->label);
  g_free (mark->description);
}

static gint32
day_of (Planner        *self,
        const ModelRow *row,
        const char     *field)
{
  BaseDate date = model_value_date (ui_text_value (self->dictionary, row, field));
  gint32 first, last;

  if (!base_date_is_set (date))
    return BASE_DAY_NONE;
  first = base_date_first_day (date);
  last = base_date_last_day (date);
  return first + (last - first) / 2; /* a partial date stands in its middle */
}

static double
x_of (UiTimelinePlan *plan,
      gint32          day)
{
  double share = (double) (day - plan->first_day) / MAX (1, plan->last_day - plan->first_day);

  return plan->left + share * (plan->right - plan->left);
}

static void
measure (Planner *self,
         UiMark  *mark)
{
  int width, height;

  pango_layout_set_text (self->layout, mark->label, -1);
  pango_layout_get_pixel_size (self->layout, &width, &height);
  mark->label_width = width;
  mark->label_height = height;
}

static void
include (UiTimelinePlan *plan,
         gint32          day)
{
  if (day == BASE_DAY_NONE)
    return;
  plan->first_day = MIN (plan->first_day, day);
  plan->last_day = MAX (plan->last_day, day);
}

static void
find_span (Planner *self)
{
  UiTimelinePlan *plan = self->plan;
  static const struct { ModelTable table; const char *field;
  } dates[] = {
    { MODEL_TABLE_PATIENT, "referral_date" }, { MODEL_TABLE_PREGNANCY, "end_date" },
    { MODEL_TABLE_TRANSFER, "date" },         { MODEL_TABLE_TRANSFER_OUTCOME, "outcome_date" },
    { MODEL_TABLE_INFUSION, "started_at" },
  };
  int year, month, day;

  plan->first_day = G_MAXINT32;
  plan->last_day = G_MININT32;
  for (guint d = 0; d < G_N_ELEMENTS (dates); d++)
    for (guint i = 0; i < self->record->rows[dates[d].table]->len; i++)
      {
        const ModelRow *row = g_ptr_array_index (self->record->rows[dates[d].table], i);

        if (row->archived == 0)
          include (plan, day_of (self, row, dates[d].field));
      }
  if (plan->first_day > plan->last_day)
    plan->first_day = plan->last_day = self->today;
  /* Whole years, and room for the label after the last mark. */
  base_day_to_ymd (plan->first_day - 30, &year, &month, &day);
  plan->first_day = base_day_from_ymd (year, 1, 1);
  base_day_to_ymd (plan->last_day + 60, &year, &month, &day);
  plan->last_day = base_day_from_ymd (year + 1, 1, 1);
  if (plan->last_day - plan->first_day < 3 * 365)
    plan->last_day = plan->first_day + 3 * 365 + 1;
}

static UiMark *
add (Planner    *self,
     UiMarkKind  kind,
     double      x,
     double      y)
{
  UiMark mark = { .kind = kind, .x = x, .x2 = x, .y = y };

  g_array_append_val (self->plan->marks, mark);
  return &g_array_index (self->plan->marks, UiMark, self->plan->marks->len - 1);
}

static void
add_years (Planner *self)
{
  UiTimelinePlan *plan = self->plan;
  int first, last, month, day, step = 1;
  static const int steps[] = { 1, 2, 5, 10, 20 };

  base_day_to_ymd (plan->first_day, &first, &month, &day);
  base_day_to_ymd (plan->last_day, &last, &month, &day);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      step = steps[i];
      if ((plan->right - plan->left) / MAX (1, last - first) * step >= 46)
        break;
    }
  for (int year = first; year <= last; year++)
    {
      UiMark *mark;

      if (year % step != 0)
        continue;
      mark = add (self, UI_MARK_YEAR, x_of (plan, base_day_from_ymd (year, 1, 1)), AXIS);
      mark->label = g_strdup_printf ("%d", year);
      measure (self, mark);
      mark->label_x = mark->x + 3;
      mark->label_y = AXIS + 1;
      if (mark->label_x + mark->label_width > plan->width - 4)
        g_clear_pointer (&mark->label, g_free);
    }
}

static UiGlyph
glyph_of (const char *outcome)
{
  if (model_value_missing (outcome) != MODEL_MISSING_NONE)
    return UI_GLYPH_OPEN;
  if (g_str_equal (outcome, "live_birth"))
    return UI_GLYPH_BIRTH;
  if (g_str_equal (outcome, "stillbirth"))
    return UI_GLYPH_STILL;
  if (g_str_equal (outcome, "no_pregnancy"))
    return UI_GLYPH_NEGATIVE;
  if (g_str_equal (outcome, "ongoing") || g_str_equal (outcome, "lost"))
    return UI_GLYPH_OPEN;
  return UI_GLYPH_LOSS;
}

static gboolean
overlaps (const UiMark *a,
          const UiMark *b)
{
  return a->label_x < b->label_x + b->label_width + LABEL_GAP
         && b->label_x < a->label_x + a->label_width + LABEL_GAP
         && a->label_y < b->label_y + b->label_height && b->label_y < a->label_y + a->label_height;
}

static gboolean
is_free (UiTimelinePlan *plan,
         guint           index)
{
  const UiMark *mark = &g_array_index (plan->marks, UiMark, index);

  if (mark->label_x < plan->left - 8 || mark->label_x + mark->label_width > plan->width - 4)
    return FALSE;
  for (guint i = 0; i < plan->marks->len; i++)
    {
      const UiMark *other = &g_array_index (plan->marks, UiMark, i);
      UiMark disc = *other;

      if (i == index)
        continue;
      if (other->label != NULL && i < index && overlaps (mark, other))
        return FALSE;
      if (other->kind != UI_MARK_TRANSFER && other->kind != UI_MARK_PREGNANCY
          && other->kind != UI_MARK_ENDING)
        continue;
      disc.label_width = (other->kind == UI_MARK_TRANSFER ? 2 * DISC : 10) + (other->x2 - other->x);
      disc.label_height = other->kind == UI_MARK_TRANSFER ? 2 * DISC : 10;
      disc.label_x = other->x - (other->kind == UI_MARK_TRANSFER ? DISC : 5);
      disc.label_y = other->y - disc.label_height / 2;
      if (disc.label_x < mark->label_x + mark->label_width + 2
          && mark->label_x < disc.label_x + disc.label_width + 2
          && disc.label_y < mark->label_y + mark->label_height
          && mark->label_y < disc.label_y + disc.label_height)
        return FALSE;
    }
  return TRUE;
}

/* --- rows ------------------------------------------------------------------------------------- */

static void
add_referral (Planner *self)
{
  const ModelRow *patient = model_record_find (self->record, MODEL_TABLE_PATIENT, 1);
  gint32 day = patient != NULL ? day_of (self, patient, "referral_date") : BASE_DAY_NONE;
  g_autofree char *when = NULL;
  UiMark *mark;

  if (day == BASE_DAY_NONE)
    return;
  when = ui_text_cell (self->dictionary, self->record, patient, "referral_date");
  mark = add (self, UI_MARK_REFERRAL, x_of (self->plan, day), AXIS);
  mark->label = g_strdup (_("referral"));
  mark->description = g_strdup_printf (_("Referral: %s"), when);
  measure (self, mark);
  mark->label_x = mark->x + 4;
  mark->label_y = 4;
  if (mark->label_x + mark->label_width > self->plan->width - 4)
    mark->label_x = mark->x - 4 - mark->label_width;
}

static void
push_apart (UiTimelinePlan *plan,
            UiMarkKind      kind,
            double          distance)
{
  double last = -G_MAXDOUBLE;

  for (guint i = 0; i < plan->marks->len; i++)
    {
      UiMark *mark = &g_array_index (plan->marks, UiMark, i);

      if (mark->kind != kind)
        continue;
      if (mark->x < last + distance)
        {
          mark->x2 += last + distance - mark->x;
          mark->x = last + distance;
        }
      last = mark->x;
      if (kind == UI_MARK_TRANSFER && mark->glyph != UI_GLYPH_NEGATIVE)
        last += 14; /* room for the glyph of its ending */
    }
}

static int
compare_days (gconstpointer a,
              gconstpointer b,
              gpointer      user_data)
{
  Planner *self = user_data;
  gint32 x = day_of (self, *(ModelRow *const *) a, "end_date"),
         y = day_of (self, *(ModelRow *const *) b, "end_date");

  return (x > y) - (x < y);
}

static void
add_pregnancies (Planner *self)
{
  UiTimelinePlan *plan = self->plan;
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  guint first = plan->marks->len;

  for (guint i = 0; i < self->record->rows[MODEL_TABLE_PREGNANCY]->len; i++)
    {
      ModelRow *row = g_ptr_array_index (self->record->rows[MODEL_TABLE_PREGNANCY], i);

      if (row->archived == 0 && day_of (self, row, "end_date") != BASE_DAY_NONE
          && model_value_missing (ui_text_value (self->dictionary, row, "transfer"))
                 != MODEL_MISSING_NONE)
        g_ptr_array_add (rows, row);
    }
  g_ptr_array_sort_with_data (rows, compare_days, self);
  for (guint i = 0; i < rows->len; i++)
    {
      const ModelRow *row = g_ptr_array_index (rows, i);
      UiMark *mark =
          add (self, UI_MARK_PREGNANCY, x_of (plan, day_of (self, row, "end_date")), ROW_HISTORY);
      g_autofree char *outcome = ui_text_cell (self->dictionary, self->record, row, "outcome");
      g_autofree char *gestation =
          ui_text_cell (self->dictionary, self->record, row, "gestation_days");
      g_autofree char *date = ui_text_cell (self->dictionary, self->record, row, "end_date");

      mark->glyph = glyph_of (ui_text_value (self->dictionary, row, "outcome"));
      mark->label = g_strdup (gestation);
      mark->description = g_strdup_printf ("%s %s, %s", outcome, gestation, date);
      if (gestation[0] == '\0')
        g_clear_pointer (&mark->label, g_free);
    }
  push_apart (plan, UI_MARK_PREGNANCY, 13);
  for (guint i = first; i < plan->marks->len; i++)
    {
      UiMark *mark = &g_array_index (plan->marks, UiMark, i);

      mark->x2 = mark->x;
      if (mark->label == NULL)
        continue;
      measure (self, mark);
      mark->label_x = mark->x - mark->label_width / 2;
      mark->label_y = ROW_HISTORY - 8 - mark->label_height;
      if (!is_free (plan, i))
        mark->label_y = ROW_HISTORY + 6;
      if (!is_free (plan, i))
        g_clear_pointer (&mark->label, g_free);
    }
}

static void
add_transfer (Planner        *self,
              const ModelRow *row,
              guint           number)
{
  const ModelRow *outcome =
      model_record_find (self->record, MODEL_TABLE_TRANSFER_OUTCOME, row->key);
  gint32 day = day_of (self, row, "date");
  gint32 end = outcome != NULL ? day_of (self, outcome, "outcome_date") : BASE_DAY_NONE;
  g_autofree char *date = ui_text_cell (self->dictionary, self->record, row, "date");
  g_autofree char *embryos = ui_text_embryos (self->dictionary, self->record, row);
  g_autofree char *how = ui_text_outcome (self->dictionary, self->record, row, self->today);
  UiMark *mark = add (self, UI_MARK_TRANSFER, x_of (self->plan, day), ROW_TRANSFERS);

  mark->key = row->key;
  mark->number = number;
  mark->frozen = ui_text_is (self->dictionary, row, "kind", "frozen");
  mark->glyph = outcome != NULL ? glyph_of (ui_text_value (self->dictionary, outcome, "outcome"))
                                : UI_GLYPH_OPEN;
  if (end != BASE_DAY_NONE && end > day && mark->glyph != UI_GLYPH_NEGATIVE)
    mark->x2 = x_of (self->plan, end);
  mark->label = ui_text_outcome_short (self->dictionary, self->record, row, self->today);
  mark->description = g_strdup_printf (_("Transfer %u, %s: %s. %s"), number, date, embryos, how);
}

static void
add_transfers (Planner *self)
{
  UiTimelinePlan *plan = self->plan;
  guint first = plan->marks->len, end;

  for (guint i = 0; i < self->record->rows[MODEL_TABLE_TRANSFER]->len; i++)
    {
      const ModelRow *row = g_ptr_array_index (self->record->rows[MODEL_TABLE_TRANSFER], i);

      if (row->archived == 0 && day_of (self, row, "date") != BASE_DAY_NONE)
        add_transfer (self, row, i + 1);
    }
  push_apart (plan, UI_MARK_TRANSFER, 2 * DISC + 4);
  end = plan->marks->len;
  for (guint i = first; i < end; i++)
    {
      UiMark *mark = &g_array_index (plan->marks, UiMark, i);
      double next =
          i + 1 < end ? g_array_index (plan->marks, UiMark, i + 1).x - DISC - 6 : plan->width;

      /* A pregnancy's line keeps clear of the next disc. */
      mark->x2 = MAX (MIN (mark->x2, next - 6), mark->x + DISC + 9);
      mark->x2 = MIN (mark->x2, MAX (mark->x, plan->width - 12));
      measure (self, mark);
      mark->label_x = mark->x2 + (mark->glyph == UI_GLYPH_NEGATIVE ? -4 : 10);
      mark->label_y = ROW_TRANSFERS - mark->label_height / 2;
      if (!is_free (plan, i))
        {
          mark->label_x = mark->x - DISC;
          mark->label_y = ROW_TRANSFERS + DISC + 1;
        }
      if (!is_free (plan, i))
        {
          mark->label_y = ROW_TRANSFERS - DISC - 1 - mark->label_height;
          mark->label_x = MIN (mark->label_x, plan->width - 6 - mark->label_width);
        }
      if (!is_free (plan, i))
        g_clear_pointer (&mark->label, g_free);
    }
}

static void
add_treatment (Planner *self)
{
  UiTimelinePlan *plan = self->plan;
  const GPtrArray *infusions = self->record->rows[MODEL_TABLE_INFUSION];
  const GPtrArray *medication = self->record->rows[MODEL_TABLE_MEDICATION];

  for (guint i = 0; i < infusions->len; i++)
    {
      const ModelRow *row = g_ptr_array_index (infusions, i);
      gint32 day = day_of (self, row, "started_at");
      g_autofree char *dose = NULL, *date = NULL;

      if (row->archived != 0 || day == BASE_DAY_NONE
          || ui_text_is (self->dictionary, row, "status", "not_given"))
        continue;
      dose = ui_text_cell (self->dictionary, self->record, row, "dose_g");
      date = ui_text_cell (self->dictionary, self->record, row, "started_at");
      add (self, UI_MARK_INFUSION, x_of (plan, day), ROW_IVIG)->description =
          g_strdup_printf (_ ("Infusion, %s g, %s"), dose, date);
      plan->row_y[2] = ROW_IVIG;
    }
  for (guint i = 0; i < medication->len; i++)
    {
      const ModelRow *row = g_ptr_array_index (medication, i);
      gint32 from = day_of (self, row, "start_date"), to = day_of (self, row, "stop_date");
      g_autofree char *dose = NULL;
      UiMark *mark;

      if (row->archived != 0 || from == BASE_DAY_NONE
          || !(ui_text_is (self->dictionary, row, "drug", "prednisone")
               || ui_text_is (self->dictionary, row, "drug", "prednisolone")))
        continue;
      dose = ui_text_cell (self->dictionary, self->record, row, "dose_per_day");
      mark = add (self, UI_MARK_STEROID, x_of (plan, from), ROW_STEROID);
      mark->x2 = MIN (
          plan->right,
          MAX (mark->x + 6, x_of (plan, to != BASE_DAY_NONE ? to : MIN (self->today, from + 90))));
      mark->description = g_strdup_printf (_("Prednisone, %s a day"), dose);
      plan->row_y[3] = ROW_STEROID;
    }
}

void
ui_timeline_scale_font (PangoFontDescription *font)
{
  double size = pango_font_description_get_size (font) * 0.84;

  if (pango_font_description_get_size_is_absolute (font))
    pango_font_description_set_absolute_size (font, size);
  else
    pango_font_description_set_size (font, (int) size);
}

UiTimelinePlan *
ui_timeline_plan_new (ModelDictionary   *dictionary,
                      const ModelRecord *record,
                      gint32             today,
                      double             width,
                      PangoContext      *context)
{
  UiTimelinePlan *plan = g_new0 (UiTimelinePlan, 1);
  PangoFontDescription *font =
      pango_font_description_copy (pango_context_get_font_description (context));
  Planner self = { plan, dictionary, record, pango_layout_new (context), today };

  ui_timeline_scale_font (font);
  pango_layout_set_font_description (self.layout, font);
  pango_font_description_free (font);
  plan->marks = g_array_new (FALSE, FALSE, sizeof (UiMark));
  g_array_set_clear_func (plan->marks, mark_clear);
  plan->width = width;
  plan->height = UI_TIMELINE_HEIGHT;
  plan->left = GUTTER;
  plan->right = MAX (GUTTER + 50, width - MARGIN - 90);
  plan->axis_y = AXIS;
  plan->row_y[0] = ROW_HISTORY;
  plan->row_y[1] = ROW_TRANSFERS;
  find_span (&self);
  add_years (&self);
  add_referral (&self);
  add_pregnancies (&self);
  add_transfers (&self);
  add_treatment (&self);
  g_object_unref (self.layout);
  return plan;
}

void
ui_timeline_plan_free (UiTimelinePlan *self)
{
  g_array_unref (self->marks);
  g_free (self);
}
