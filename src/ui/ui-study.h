/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The place of figures that are made in a worker from an answer's patients: nothing while another
 * question's would still be there, after a moment that it is being worked on, later Cancel; then
 * the figures, or in a sentence why there are none. Holds register and answer for its view, and
 * knows no figure. */
#pragma once

#include <gtk/gtk.h>

#include "session-register.h"

G_BEGIN_DECLS

#define UI_TYPE_STUDY (ui_study_get_type ())
G_DECLARE_FINAL_TYPE (UiStudy, ui_study, UI, STUDY, GtkBox)

typedef struct
{
  /* Fills the box, which is empty, from what was made. */
  void (*show) (gpointer view, GtkBox *box, gpointer result);
  /* Asks again, after a cancel or a rest. */
  void (*again) (gpointer view);
  /* Where it says itself why it was refused; NULL: the study does. */
  void (*refused) (gpointer view, const char *sentence);
} UiStudyClient;

/* view: outlives it. */
void ui_study_set_client (UiStudy *self, const UiStudyClient *client, gpointer view);
/* Whether it is another answer than it has: then it shows nothing any more, and the view asks. */
gboolean ui_study_set_answer (UiStudy *self, SessionRegister *reg, const AnalysisAnswer *answer);
/* Shows nothing, cancels what it asked, and has neither any more. */
void     ui_study_forget (UiStudy *self);
/* NULL: none. */
const AnalysisAnswer *ui_study_get_answer (UiStudy *self);
SessionRegister      *ui_study_get_register (UiStudy *self);

/* Cancels what it asked before, and asks of the answer, which is there: as
 * session_register_study_async. What belongs to another dataset than the answer's is dropped: the
 * page is about to ask again. */
void ui_study_ask (UiStudy *self,
                   const char *const *more,
                   SessionStudy run,
                   GDestroyNotify free_result,
                   gpointer data,
                   GDestroyNotify free_data);
/* Shows nothing, and asks by `again` after a moment's rest: the read-out is being moved. */
void ui_study_ask_soon (UiStudy *self);
/* Fills the box anew from what is there: its colours or the read-out are others. */
void ui_study_redraw (UiStudy *self);
/* Shows nothing, and cancels what it asked. */
void ui_study_blank (UiStudy *self);
/* Says this instead; button, action: nullable, what to do about it. */
void ui_study_say (UiStudy *self, const char *sentence, const char *button, const char *action);

G_END_DECLS
