/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pango.h>

#include "model-record.h"

G_BEGIN_DECLS

/* Where everything of a patient's timeline stands, in pixels: pure, so that a test can ask
 * whether labels collide. Drawing only reads it. */

typedef enum
{
  UI_MARK_PREGNANCY, /* before referral or without a transfer of this register: a small glyph */
  UI_MARK_TRANSFER,  /* numbered disc */
  UI_MARK_ENDING,    /* glyph at the end of a transfer's line */
  UI_MARK_INFUSION,  /* tick */
  UI_MARK_STEROID,   /* bar */
  UI_MARK_REFERRAL,  /* vertical line */
  UI_MARK_YEAR       /* tick of the axis, with its line */
} UiMarkKind;

typedef enum
{
  UI_GLYPH_NONE,
  UI_GLYPH_LOSS,
  UI_GLYPH_BIRTH,
  UI_GLYPH_STILL,
  UI_GLYPH_OPEN,
  UI_GLYPH_NEGATIVE
} UiGlyph;

typedef struct
{
  UiMarkKind kind;
  UiGlyph glyph;
  double x, x2;       /* x2: end of a line or bar; else x */
  double y;           /* middle */
  gint64 key;         /* of the transfer; 0 */
  guint number;       /* of a transfer */
  gboolean frozen;
  char *label;        /* NULL: none, or no room for it */
  double label_x, label_y, label_width, label_height;
  char *description;  /* for the tooltip */
} UiMark;

typedef struct
{
  GArray *marks; /* of UiMark, in drawing order */
  double width, height;
  double left, right, axis_y;
  double row_y[4]; /* history, transfers, IVIG, prednisone; 0: not there */
  gint32 first_day, last_day;
} UiTimelinePlan;

UiTimelinePlan *ui_timeline_plan_new (ModelDictionary *dictionary,
                                      const ModelRecord *record,
                                      gint32 today,
                                      double width,
                                      PangoContext *context);
void            ui_timeline_plan_free (UiTimelinePlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UiTimelinePlan, ui_timeline_plan_free)
#define UI_TIMELINE_HEIGHT 156
/* Labels are a little smaller than the text of forms. */
void            ui_timeline_scale_font (PangoFontDescription *font);

G_END_DECLS
