/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-ledger-card.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "report-ledger.h"
#include "report-tests.h"
#include "ui-figures.h"

#define LIST_WIDTH 420
#define LIST_HEIGHT 360 /* what is longer is scrolled */

/* Its place in the ledger; analysis_ledger_n: it isn't there. */
static guint
place_of (const AnalysisLedger      *ledger,
          const AnalysisLedgerEntry *entry)
{
  guint i;

  for (i = 0; i < analysis_ledger_n (ledger); i++)
    {
      const AnalysisLedgerEntry *other = analysis_ledger_get (ledger, i);

      if (g_str_equal (other->test, entry->test)
          && g_str_equal (other->question, entry->question)
          && g_str_equal (other->data, entry->data))
        break;
    }
  return i;
}

/* --- the list --------------------------------------------------------------------------------- */

static void
fill_list (GtkBox               *box,
           const AnalysisLedger *ledger)
{
  guint n = analysis_ledger_n (ledger);
  g_autofree double *holm = g_new (double, MAX (n, 1));
  GtkGrid *grid = ui_figures_add_card (box, _("Comparisons of this session"));

  analysis_ledger_adjust (ledger, STATS_ADJUST_HOLM, holm);
  ui_figures_add_label (grid, "", 0, 0, NULL);
  ui_figures_add_label (grid, "p", 1, 0, "dim-label");
  ui_figures_add_label (grid, "Holm p", 2, 0, "dim-label");
  for (guint i = 0; i < n; i++)
    {
      const AnalysisLedgerEntry *entry = analysis_ledger_get (ledger, i);
      g_autofree char *p = report_p_value (entry->p);
      g_autofree char *adjusted = report_p_value (holm[i]);
      g_autofree char *text = g_strdup_printf ("%u. %s", i + 1, entry->what);

      ui_figures_add_lines (grid, text, 0, (int) i + 1, 1, NULL);
      ui_figures_add_label (grid, p, 1, (int) i + 1, NULL);
      ui_figures_add_label (grid, adjusted, 2, (int) i + 1, "figure-value");
    }
  ui_figures_add_copy (grid, _("Copy the comparisons as CSV"), report_ledger_csv (ledger));
}

/* Made anew each time that it is opened. */
static void
create_list_cb (GtkMenuButton *button,
                gpointer       reg)
{
  GtkWidget *popover = gtk_popover_new (), *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fill_list (GTK_BOX (box), session_register_ledger (reg));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), LIST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_widget_set_size_request (scrolled, LIST_WIDTH, -1);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  gtk_menu_button_set_popover (button, popover);
}

static GtkWidget *
list_button_new (SessionRegister *reg)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _("All _Comparisons"));
  gtk_menu_button_set_use_underline (GTK_MENU_BUTTON (button), TRUE);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), GTK_ARROW_UP);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_list_cb,
                                         g_object_ref (reg), g_object_unref);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  return button;
}

/* --- the card --------------------------------------------------------------------------------- */

void
ui_ledger_card_add (GtkBox          *box,
                    SessionRegister *reg,
                    GPtrArray       *entries)
{
  static const char *const methods[] = { "holm", NULL };
  const AnalysisLedger *ledger = session_register_ledger (reg);
  guint n = analysis_ledger_n (ledger), place;
  g_autofree double *holm = g_new (double, MAX (n, 1));
  g_autofree char *head = NULL, *adjusted = NULL, *text = NULL;
  GtkGrid *grid;

  if (entries->len == 0)
    return;
  place = place_of (ledger, g_ptr_array_index (entries, 0));
  if (place == n || !isfinite (analysis_ledger_get (ledger, place)->p))
    return;
  analysis_ledger_adjust (ledger, STATS_ADJUST_HOLM, holm);
  adjusted = report_p (holm[place]);
  head = g_strdup_printf (_("Comparison %u of this session"), place + 1);
  /* Translators: the number of comparisons, then "p = 0.23". */
  text = g_strdup_printf (ngettext ("Holm-adjusted for %u comparison: %s.",
                                    "Holm-adjusted for %u comparisons: %s.",
                                    analysis_ledger_n_tested (ledger)),
                          analysis_ledger_n_tested (ledger), adjusted);
  grid = ui_figures_add_card (box, head);
  ui_figures_add_methods (grid, methods);
  ui_figures_add_lines (grid, analysis_ledger_get (ledger, place)->what, 0, 0, 1, NULL);
  ui_figures_add_lines (grid, text, 0, 1, 1, "figure-name");
  ui_figures_add_caption (grid, _("The more comparisons are looked at, the likelier one of them "
                                  "has a small p by chance."));
  gtk_box_append (GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (grid))), list_button_new (reg));
}
