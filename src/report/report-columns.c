/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text in columns: report-extras-private.h. */
#include "config.h"

#include "report-extras-private.h"

void
report_columns_init (ReportColumns *self,
                     guint          n_columns)
{
  self->cells = g_ptr_array_new_with_free_func (g_free);
  self->n_columns = n_columns;
  self->left = FALSE;
}

void
report_columns_add (ReportColumns *self,
                    char          *cell)
{
  g_ptr_array_add (self->cells, cell);
}

void
report_columns_append (ReportColumns *self,
                       GString       *out)
{
  g_autofree glong *widths = g_new0 (glong, self->n_columns);

  for (guint i = 0; i < self->cells->len; i++)
    {
      glong *width = &widths[i % self->n_columns];

      *width = MAX (*width, g_utf8_strlen (g_ptr_array_index (self->cells, i), -1));
    }
  for (guint i = 0; i < self->cells->len; i++)
    {
      const char *cell = g_ptr_array_index (self->cells, i);
      guint column = i % self->n_columns;
      int missing = (int) (widths[column] - g_utf8_strlen (cell, -1));
      gboolean left = self->left && column == 0;

      g_string_append_printf (out, "  %*s%s%*s", left ? 0 : missing, "", cell, left ? missing : 0,
                              "");
      if (column + 1 == self->n_columns)
        g_string_append_c (out, '\n');
    }
  g_clear_pointer (&self->cells, g_ptr_array_unref);
}
