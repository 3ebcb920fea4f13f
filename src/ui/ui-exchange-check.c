/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check of a register from the window. It begins at once; a finding leads to its patient. */
#include "ui-exchange-check.h"

#include <glib/gi18n-lib.h>

#include "ui-exchange-dialog.h"

#define LISTED 1000
#define CODES_AT_ONCE 128

struct _UiExchangeCheck
{
  AdwBin parent_instance;

  /* Template widgets */
  GtkStack *stack;
  UiExchangeWork *work;
  GtkLabel *heading, *text, *list_title;
  GtkWidget *list_box, *close_button;
  GtkImage *icon;
  UiExchangeList *list;

  SessionRegister *reg;
};

G_DEFINE_FINAL_TYPE (UiExchangeCheck, ui_exchange_check, ADW_TYPE_BIN)

/* --- findings --------------------------------------------------------------------------------- */

/* Errors first, then in the register's order. */
static GPtrArray *
sort_findings (const GPtrArray *findings)
{
  GPtrArray *sorted = g_ptr_array_new ();

  for (int hard = 1; hard >= 0; hard--)
    for (guint i = 0; i < findings->len; i++)
      {
        SessionFinding *finding = g_ptr_array_index (findings, i);

        if (finding->hard == (gboolean) hard)
          g_ptr_array_add (sorted, finding);
      }
  return sorted;
}

static void
add_finding (UiExchangeCheck      *self,
             const SessionFinding *finding,
             const char           *code)
{
  const ModelField *field =
      finding->field != NULL ? model_dictionary_find (session_register_dictionary (self->reg),
                                                      finding->table, finding->field)
                             : NULL;
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, finding->patient);
  g_autofree char *record = NULL;
  g_autofree char *what = NULL;
  const char *cells[UI_EXCHANGE_LIST_COLUMNS];

  record = finding->table == MODEL_TABLE_PATIENT || finding->table == MODEL_TABLE_IDENTITY
               ? g_strdup (_ (model_table_label (finding->table)))
               : g_strdup_printf ("%s %" G_GINT64_FORMAT, _ (model_table_label (finding->table)),
                                  finding->key);
  what = finding->hard ? g_strdup_printf (_ ("Error: %s"), finding->message)
                       : g_strdup (finding->message);
  cells[0] = code[0] != '\0' ? code : number;
  cells[1] = record;
  cells[2] = field != NULL ? _ (field->label) : NULL;
  cells[3] = what;
  ui_exchange_list_add (self->list, cells, finding->patient);
}

static void
list_findings (UiExchangeCheck *self,
               const GPtrArray *findings)
{
  g_autoptr (GPtrArray) sorted = sort_findings (findings);
  guint n = MIN (sorted->len, LISTED);

  ui_exchange_list_clear (self->list);
  for (guint begin = 0; begin < n; begin += CODES_AT_ONCE)
    {
      guint end = MIN (begin + CODES_AT_ONCE, n);
      gint32 patients[CODES_AT_ONCE];
      g_autoptr (GPtrArray) rows = NULL;

      for (guint i = begin; i < end; i++)
        patients[i - begin] = (gint32) ((SessionFinding *) sorted->pdata[i])->patient;
      rows = session_register_list_rows (self->reg, patients, end - begin);
      for (guint i = begin; i < end; i++)
        add_finding (self, sorted->pdata[i], ((SessionListRow *) rows->pdata[i - begin])->code);
    }
  ui_exchange_list_show (self->list);
}

static void
show_findings (UiExchangeCheck *self,
               const GPtrArray *findings)
{
  g_autofree char *errors = NULL, *warnings = NULL, *title = NULL;
  gulong n_hard = 0, n_soft;

  for (guint i = 0; i < findings->len; i++)
    n_hard += ((SessionFinding *) findings->pdata[i])->hard != 0;
  n_soft = findings->len - n_hard;
  errors = g_strdup_printf (ngettext ("%'lu error", "%'lu errors", n_hard), n_hard);
  warnings = g_strdup_printf (ngettext ("%'lu warning", "%'lu warnings", n_soft), n_soft);
  title = g_strdup_printf (findings->len > LISTED ? _ ("%s and %s; the first %'u are listed")
                                                  : _ ("%s and %s"),
                           errors, warnings, LISTED);
  gtk_label_set_text (self->heading, n_hard == 0 ? _ ("The register is sound")
                                                 : _ ("Some records contradict the rules"));
  gtk_label_set_text (
      self->text,
      n_hard > 0 ? _ ("The file and its history are whole, but these records hold what can’t be. "
                      "A double click or Enter opens the patient, where it can be mended.")
      : n_soft > 0
          ? _ ("The file and its history are whole, and no record contradicts the rules. A warning "
               "is about something unusual that may be right; a double click or Enter opens the "
               "patient.")
          : _ ("The file and its history are whole, and no record contradicts the rules."));
  gtk_image_set_from_icon_name (self->icon, n_hard == 0 ? "emblem-ok-symbolic"
                                                        : "dialog-warning-symbolic");
  gtk_label_set_text (self->list_title, title);
  gtk_widget_set_visible (self->list_box, findings->len > 0);
  list_findings (self, findings);
}

static void
show_error (UiExchangeCheck *self,
            const GError    *error)
{
  gtk_label_set_text (self->heading, g_error_matches (error, SESSION_ERROR, SESSION_ERROR_DAMAGED)
                                         ? _ ("The register is damaged")
                                         : _ ("The register could not be checked"));
  gtk_label_set_text (self->text, error->message);
  gtk_image_set_from_icon_name (self->icon, "dialog-warning-symbolic");
  gtk_widget_set_visible (self->list_box, FALSE);
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (UiExchangeCheck) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings =
      session_register_check_finish (SESSION_REGISTER (source), result, &error);

  if (!ui_exchange_work_end (self->work))
    return;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      gtk_window_close (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
      return;
    }
  if (findings != NULL)
    show_findings (self, findings);
  else
    show_error (self, error);
  gtk_stack_set_visible_child_name (self->stack, "report");
  gtk_widget_grab_focus (self->close_button);
}

static void
activated_cb (UiExchangeCheck *self,
              gint64           patient)
{
  GtkWindow *dialog = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWindow *parent = gtk_window_get_transient_for (dialog);

  gtk_window_close (dialog);
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-patient", "x", patient);
}

/* --- the class -------------------------------------------------------------------------------- */

static void
ui_exchange_check_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  g_clear_object (&UI_EXCHANGE_CHECK (object)->reg);
  G_OBJECT_CLASS (ui_exchange_check_parent_class)->dispose (object);
}

static void
ui_exchange_check_class_init (UiExchangeCheckClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ui_exchange_check_dispose;
  g_type_ensure (UI_TYPE_EXCHANGE_WORK);
  g_type_ensure (UI_TYPE_EXCHANGE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/natality/Natality/ui-exchange-check.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, UiExchangeCheck, name)
  BIND (stack);
  BIND (work);
  BIND (heading);
  BIND (text);
  BIND (icon);
  BIND (list_title);
  BIND (list_box);
  BIND (list);
  BIND (close_button);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
ui_exchange_check_init (UiExchangeCheck *self)
{
  const char *titles[] = { _("Patient"), _("Record"), _("Field"), _("What was found") };

  gtk_widget_init_template (GTK_WIDGET (self));
  ui_exchange_list_set_titles (self->list, titles);
}

GtkWidget *
ui_exchange_check_open (GtkWindow       *parent,
                        SessionRegister *reg)
{
  UiExchangeCheck *self = g_object_new (UI_TYPE_EXCHANGE_CHECK, NULL);
  GtkWidget *dialog = ui_exchange_dialog_new (parent, _ ("Check Register"), 840, 600,
                                              GTK_WIDGET (self), self->work);

  self->reg = g_object_ref (reg);
  session_register_check_async (reg, ui_exchange_work_begin (self->work, _ ("Checking…")),
                                ui_exchange_work_progress, self->work, checked_cb,
                                g_object_ref (self));
  return dialog;
}
