/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of registers that can't be changed or opened, and of what is asked about typing. */
#include "screenshots-states.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base-clock.h"
#include "ui-states.h"

#define T MODEL_TABLE_TRANSFER
#define NOBODY 65534

typedef struct
{
  UiClinic clinic;
  int width, height;
  ShootFunc shoot;
} States;

static void
open_clinic (States *self)
{
  ui_clinic_open (&self->clinic);
  gtk_window_set_default_size (GTK_WINDOW (self->clinic.window), self->width, self->height);
  ui_settle ();
}

static void
show (States     *self,
      const char *name)
{
  self->shoot (GTK_WIDGET (self->clinic.window), name);
}

static void
type_weight (States     *self,
             const char *text)
{
  ui_clinic_open_transfer (&self->clinic);
  gtk_editable_set_text (GTK_EDITABLE (ui_clinic_entry (&self->clinic, T, "weight_kg")), text);
  ui_settle ();
}

/* Root may write anything, whatever the mode says. */
static void
shoot_read_only (States *self)
{
  g_chmod (self->clinic.path, 0444);
  g_chmod (self->clinic.folder, 0777);
  if (getuid () == 0 && seteuid (NOBODY) != 0)
    return;
  open_clinic (self);
  ui_wait (states_is_read_only, &self->clinic, "the permissions to be seen");
  if (seteuid (getuid ()) != 0)
    return;
  ui_clinic_open_transfer (&self->clinic);
  show (self, "state-read-only");
  ui_clinic_close (&self->clinic);
  g_chmod (self->clinic.path, 0600);
}

/* By a text of the program, in whatever language is shown. */
static void
answer (const char *english)
{
  g_autofree char *shown = ui_shown_text (english);

  ui_clinic_answer (shown);
}

static gboolean
may_try_again (gpointer data)
{
  g_autofree char *again = ui_shown_text ("Try _Again");

  return states_button (data, again) != NULL;
}

static void
shoot_held (States *self)
{
  GSubprocess *holder = states_hold (&self->clinic);

  open_clinic (self);
  type_weight (self, "71");
  ui_wait (may_try_again, &self->clinic, "the other one to be seen");
  show (self, "state-held-typing");
  ui_editor_discard (ui_patient_page_get_editor (self->clinic.page));
  show (self, "state-held");
  states_let_go (holder);
  ui_clinic_close (&self->clinic);
}

static gboolean
says_crash (gpointer data)
{
  return *ui_clinic_banner (data) != '\0';
}

static gboolean
is_refused (gpointer data)
{
  return ui_window_get_path (data) == NULL;
}

/* The one that holds the page. */
static GtkStack *
find_stack (GtkWidget *widget)
{
  GtkStack *found = NULL;

  if (GTK_IS_STACK (widget)
      && gtk_stack_get_child_by_name (GTK_STACK (widget), "loading") != NULL)
    return GTK_STACK (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_stack (child);
  return found;
}

/* Everything in it is wrong. */
static void
shoot_new_patient (States *self)
{
  static const char *const typed[] = { "", "13.1979", "31.2.2011" };
  GtkWidget *entry;
  guint n = 0;

  ui_register_page_new_patient (ui_register_page_of (self->clinic.window));
  ui_clinic_wait_dialog ();
  for (entry = ui_find (ui_clinic_dialog (), GTK_TYPE_ENTRY); entry != NULL;
       entry = gtk_widget_get_next_sibling (entry))
    if (GTK_IS_ENTRY (entry))
      gtk_editable_set_text (GTK_EDITABLE (entry), typed[n++ % G_N_ELEMENTS (typed)]);
  self->shoot (ui_clinic_dialog (), "new-patient-errors");
  answer ("_Cancel");
}

/* Where typing is kept stands in its details. */
static void
shoot_about (States *self)
{
  GtkWidget *about;

  g_action_group_activate_action (G_ACTION_GROUP (self->clinic.application), "about", NULL);
  ui_settle ();
  about = ui_find_window (ADW_TYPE_ABOUT_WINDOW);
  gtk_widget_activate (
      gtk_widget_get_ancestor (ui_find_shown_label (about, "Details"), GTK_TYPE_LIST_BOX_ROW));
  ui_settle ();
  self->shoot (about, "about");
  gtk_window_close (GTK_WINDOW (about));
  ui_settle ();
}

/* What somebody else saved meanwhile, what was found after a crash, and a new patient. */
static void
shoot_typing (States *self)
{
  g_autoptr (SessionRegister) other = NULL;
  g_autoptr (ModelRecord) record = NULL;
  g_autoptr (ModelDraft) draft = NULL;

  open_clinic (self);
  type_weight (self, "71");
  other = session_register_open_sync (self->clinic.path, FALSE, FALSE, NULL);
  record = session_register_read (other, 3, FALSE, NULL);
  draft = model_draft_new (session_register_dictionary (other), record, base_today ());
  model_draft_set_value (
      draft, T,
      ((ModelRow *) record->rows[T]->pdata[record->rows[T]->len - 1])->key,
      model_dictionary_find (session_register_dictionary (other), T, "weight_kg"), "66");
  session_register_save_sync (other, draft, "Edit", NULL, NULL, NULL, NULL);
  session_register_close (other);
  gtk_widget_activate_action (GTK_WIDGET (self->clinic.window), "win.save", NULL);
  ui_clinic_wait_dialog ();
  self->shoot (ui_clinic_dialog (), "conflict");
  answer ("_Decide Later");
  ui_clinic_wait_draft ();
  ui_clinic_crash (&self->clinic);
  states_run_other ("--crash", self->clinic.path, NULL);
  open_clinic (self);
  ui_wait (says_crash, &self->clinic, "the crash to be seen");
  show (self, "state-recovery");
  shoot_new_patient (self);
  shoot_about (self);
  ui_clinic_close (&self->clinic);
}

/* A newer register; and the page that is seen while a register is opened. */
static void
shoot_start (States *self)
{
  UiWindow *window = ui_window_new (GTK_APPLICATION (self->clinic.application));
  int fd = g_open (self->clinic.path, O_WRONLY, 0);
  const guint8 newer = 99; /* the last byte of the schema's version */

  if (pwrite (fd, &newer, 1, 63) != 1)
    g_warning ("the register isn't newer");
  close (fd);
  gtk_window_set_default_size (GTK_WINDOW (window), self->width, self->height);
  gtk_window_present (GTK_WINDOW (window));
  ui_settle ();
  gtk_stack_set_visible_child_name (find_stack (GTK_WIDGET (window)), "loading");
  self->shoot (GTK_WIDGET (window), "state-loading");
  ui_window_open (window, self->clinic.path);
  ui_wait (is_refused, window, "the refusal");
  self->shoot (GTK_WIDGET (window), "state-newer");
  gtk_window_close (GTK_WINDOW (window));
  ui_settle ();
}

void
screenshots_states (UiApplication *application,
                    int            width,
                    int            height,
                    ShootFunc      shoot)
{
  States self = { .width = width, .height = height, .shoot = shoot };

  ui_clinic_create (&self.clinic, application);
  shoot_read_only (&self);
  shoot_held (&self);
  shoot_typing (&self);
  shoot_start (&self);
  ui_clinic_remove (&self.clinic);
}
