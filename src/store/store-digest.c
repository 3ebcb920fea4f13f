/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The digest that chains each change to the one before.
 *
 * SHA-256 over a run of items. An item is a text as its length in bytes in decimal, a colon, the
 * bytes, a comma ("5:hello,"); a NULL is "-,"; a number is the text of its decimal digits. The
 * items are:
 *   the previous change's digest in hexadecimal (64 zeros for the first change);
 *   id, utc, actor, kind, label, reason, undoes (NULL where it undoes nothing) of the change;
 *   then for each of its rows in `history` and `identity_history` together, by seq:
 *     "h" or "i", seq, table_id, patient_id, key, field, old, new.
 * So no change, and no row of one, can be altered, added, taken out or moved without all later
 * digests being made anew. The `new` of a row's entry `created` is itself a SHA-256, of the
 * row's first values: the items parent, then id and value of each field that was not NULL, by id
 * in C order. */
#include <string.h>

#include "store-private.h"

static void
add_text (GChecksum  *digest,
          const char *text)
{
  char length[24];

  if (text == NULL)
    {
      g_checksum_update (digest, (const guchar *) "-,", 2);
      return;
    }
  g_snprintf (length, sizeof length, "%" G_GSIZE_FORMAT ":", strlen (text));
  g_checksum_update (digest, (const guchar *) length, -1);
  g_checksum_update (digest, (const guchar *) text, -1);
  g_checksum_update (digest, (const guchar *) ",", 1);
}

static void
add_number (GChecksum *digest,
            gint64     number)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, number);
  add_text (digest, text);
}

GChecksum *
store_digest_begin (const char              *previous,
                    const StoreDigestChange *change)
{
  GChecksum *digest = g_checksum_new (G_CHECKSUM_SHA256);

  add_text (digest, previous);
  add_number (digest, change->id);
  add_text (digest, change->utc);
  add_text (digest, change->actor);
  add_text (digest, change->kind);
  add_text (digest, change->label);
  add_text (digest, change->reason);
  if (change->undoes > 0)
    add_number (digest, change->undoes);
  else
    add_text (digest, NULL);
  return digest;
}

void
store_digest_row (GChecksum            *digest,
                  const StoreDigestRow *row)
{
  add_text (digest, row->identity ? "i" : "h");
  add_number (digest, row->seq);
  add_text (digest, row->table);
  add_number (digest, row->patient);
  add_number (digest, row->key);
  add_text (digest, row->field);
  add_text (digest, row->old_value);
  add_text (digest, row->new_value);
}

static int
compare_columns (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  const StorePlan *plan = user_data;

  return strcmp (plan->columns[*(const guint *) a].field->id,
                 plan->columns[*(const guint *) b].field->id);
}

char *
store_digest_values (const StorePlan *plan,
                     gint64           parent,
                     char *const     *values)
{
  g_autoptr (GChecksum) digest = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GArray) order = g_array_sized_new (FALSE, FALSE, sizeof (guint), plan->n_columns);

  for (guint i = 0; i < plan->n_columns; i++)
    if (values[i] != NULL && values[i][0] != '\0')
      g_array_append_val (order, i);
  g_array_sort_with_data (order, compare_columns, (gpointer) plan);
  add_number (digest, parent);
  for (guint i = 0; i < order->len; i++)
    {
      guint column = g_array_index (order, guint, i);

      add_text (digest, plan->columns[column].field->id);
      add_text (digest, values[column]);
    }
  return g_strdup (g_checksum_get_string (digest));
}
