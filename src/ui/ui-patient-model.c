/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lazy list of patients: four bytes a patient, rows by the page. Sorts and filters nothing: the
 * session's worker hands it a new vector of numbers. */
#include "ui-patient-model.h"

#define PAGE_ROWS 128
#define N_PAGES 64

struct _UiPatientItem
{
  GObject parent_instance;
  SessionListRow *row;
};

G_DEFINE_FINAL_TYPE (UiPatientItem, ui_patient_item, G_TYPE_OBJECT)

const SessionListRow *
ui_patient_item_row (UiPatientItem *self)
{
  return self->row;
}

static void
ui_patient_item_finalize (GObject *object)
{
  g_clear_pointer (&UI_PATIENT_ITEM (object)->row, session_list_row_free);
  G_OBJECT_CLASS (ui_patient_item_parent_class)->finalize (object);
}

static void
ui_patient_item_class_init (UiPatientItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ui_patient_item_finalize;
}

static void
ui_patient_item_init (UiPatientItem *self)
{
}

typedef struct
{
  guint number; /* position / PAGE_ROWS */
  guint64 used;
  UiPatientItem *items[PAGE_ROWS];
} Page;

static void
page_free (gpointer data)
{
  Page *page = data;

  for (guint i = 0; i < PAGE_ROWS; i++)
    g_clear_object (&page->items[i]);
  g_free (page);
}

struct _UiPatientModel
{
  GObject parent_instance;
  SessionRegister *reg; /* borrowed */
  GArray *patients;     /* of gint32 */
  guint n;              /* what the outside was told */
  GPtrArray *pages;     /* of Page */
  guint64 clock;
};

static GType
get_item_type (GListModel *model)
{
  return UI_TYPE_PATIENT_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return UI_PATIENT_MODEL (model)->n;
}

static void
page_read (UiPatientModel *self,
           Page           *page)
{
  guint first = page->number * PAGE_ROWS;
  guint n = MIN (PAGE_ROWS, self->patients->len - first);
  const gint32 *patients = &g_array_index (self->patients, gint32, first);
  g_autoptr (GPtrArray) rows = NULL;
  guint next = 0;

  if (self->reg != NULL)
    rows = session_register_list_rows (self->reg, patients, n);
  for (guint i = 0; i < n; i++)
    {
      page->items[i] = g_object_new (UI_TYPE_PATIENT_ITEM, NULL);
      /* Rows come in the order asked for, but one that was taken away meanwhile has none. */
      for (guint j = next; rows != NULL && j < rows->len; j++)
        {
          SessionListRow *row = g_ptr_array_index (rows, j);

          if (row == NULL || row->patient != patients[i])
            continue;
          page->items[i]->row = row;
          rows->pdata[j] = NULL;
          next = j + 1;
          break;
        }
    }
  if (rows != NULL)
    g_ptr_array_set_free_func (rows, NULL);
  for (guint j = 0; rows != NULL && j < rows->len; j++)
    if (g_ptr_array_index (rows, j) != NULL)
      session_list_row_free (g_ptr_array_index (rows, j));
}

static Page *
page_get (UiPatientModel *self,
          guint           number)
{
  Page *page;
  guint oldest = 0;

  for (guint i = 0; i < self->pages->len; i++)
    {
      page = g_ptr_array_index (self->pages, i);
      if (page->number == number)
        {
          page->used = ++self->clock;
          return page;
        }
      if (page->used < ((Page *) g_ptr_array_index (self->pages, oldest))->used)
        oldest = i;
    }
  if (self->pages->len >= N_PAGES)
    g_ptr_array_remove_index_fast (self->pages, oldest);
  page = g_new0 (Page, 1);
  page->number = number;
  page->used = ++self->clock;
  page_read (self, page);
  g_ptr_array_add (self->pages, page);
  return page;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  UiPatientModel *self = UI_PATIENT_MODEL (model);

  if (position >= self->n)
    return NULL;
  return g_object_ref (page_get (self, position / PAGE_ROWS)->items[position % PAGE_ROWS]);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (UiPatientModel, ui_patient_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* Two signals: with one, whoever tracks a selection would search the whole new range for it. */
static void
replace (UiPatientModel *self,
         GArray         *patients)
{
  guint old_n = self->n;

  g_ptr_array_set_size (self->pages, 0);
  self->n = 0;
  if (old_n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, old_n, 0);
  g_array_unref (self->patients);
  self->patients = patients;
  self->n = patients->len;
  if (self->n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, self->n);
}

static void
reread (UiPatientModel *self,
        const GArray   *changed)
{
  g_ptr_array_set_size (self->pages, 0);
  if (changed == NULL || changed->len > 16)
    {
      replace (self, g_array_ref (self->patients));
      return;
    }
  for (guint i = 0; i < changed->len; i++)
    {
      guint position = ui_patient_model_find (self, g_array_index (changed, gint64, i));

      if (position != GTK_INVALID_LIST_POSITION)
        g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 1);
    }
}

void
ui_patient_model_set_patients (UiPatientModel *self,
                               GArray         *patients,
                               const GArray   *changed)
{
  g_return_if_fail (UI_IS_PATIENT_MODEL (self));

  if (self->n > 0 && patients->len == self->patients->len &&
      memcmp (patients->data, self->patients->data, patients->len * sizeof (gint32)) == 0)
    {
      g_array_unref (patients);
      reread (self, changed);
    }
  else
    replace (self, patients);
}

void
ui_patient_model_set_register (UiPatientModel  *self,
                               SessionRegister *reg)
{
  g_return_if_fail (UI_IS_PATIENT_MODEL (self));

  replace (self, g_array_new (FALSE, FALSE, sizeof (gint32)));
  self->reg = reg;
}

gint32
ui_patient_model_patient (UiPatientModel *self,
                          guint           position)
{
  return position < self->n ? g_array_index (self->patients, gint32, position) : 0;
}

guint
ui_patient_model_find (UiPatientModel *self,
                       gint64          patient)
{
  for (guint i = 0; i < self->n; i++)
    if (g_array_index (self->patients, gint32, i) == patient)
      return i;
  return GTK_INVALID_LIST_POSITION;
}

static void
ui_patient_model_finalize (GObject *object)
{
  UiPatientModel *self = UI_PATIENT_MODEL (object);

  g_clear_pointer (&self->patients, g_array_unref);
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  G_OBJECT_CLASS (ui_patient_model_parent_class)->finalize (object);
}

static void
ui_patient_model_class_init (UiPatientModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ui_patient_model_finalize;
}

static void
ui_patient_model_init (UiPatientModel *self)
{
  self->patients = g_array_new (FALSE, FALSE, sizeof (gint32));
  self->pages = g_ptr_array_new_with_free_func (page_free);
}

UiPatientModel *
ui_patient_model_new (void)
{
  return g_object_new (UI_TYPE_PATIENT_MODEL, NULL);
}
