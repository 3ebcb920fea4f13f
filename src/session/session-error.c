/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors of the modules below, as what the person at the workstation can do about them. */
#include "session-private.h"

G_DEFINE_QUARK (natality-session-error, session_error)

static SessionError
code_of_store (int code)
{
  switch ((StoreError) code)
    {
    case STORE_ERROR_BUSY:
      return SESSION_ERROR_BUSY;
    case STORE_ERROR_FULL:
      return SESSION_ERROR_FULL;
    case STORE_ERROR_READ_ONLY:
      return SESSION_ERROR_READ_ONLY;
    case STORE_ERROR_CORRUPT:
      return SESSION_ERROR_DAMAGED;
    case STORE_ERROR_NOT_A_REGISTER:
      return SESSION_ERROR_NOT_A_REGISTER;
    case STORE_ERROR_TOO_NEW:
      return SESSION_ERROR_TOO_NEW;
    case STORE_ERROR_TOO_OLD:
      return SESSION_ERROR_NEEDS_MIGRATION;
    case STORE_ERROR_NOT_FOUND:
      return SESSION_ERROR_NOT_FOUND;
    case STORE_ERROR_EXISTS:
      return SESSION_ERROR_EXISTS;
    case STORE_ERROR_CONSTRAINT:
      return SESSION_ERROR_INVALID;
    case STORE_ERROR_CONFLICT:
      return SESSION_ERROR_CONFLICT;
    case STORE_ERROR_CANCELLED:
    case STORE_ERROR_IO:
    default:
      return SESSION_ERROR_FAILED;
    }
}

void
session_error_take (GError **out,
                    GError  *error)
{
  SessionError code = SESSION_ERROR_FAILED;

  g_return_if_fail (error != NULL);
  if (error->domain == SESSION_ERROR || error->domain == G_IO_ERROR)
    {
      g_propagate_error (out, error);
      return;
    }
  if (error->domain == STORE_ERROR && error->code == STORE_ERROR_CANCELLED)
    {
      g_set_error_literal (out, G_IO_ERROR, G_IO_ERROR_CANCELLED, error->message);
      g_error_free (error);
      return;
    }
  if (error->domain == STORE_ERROR)
    code = code_of_store (error->code);
  else if (error->domain == ANALYSIS_ERROR)
    code = SESSION_ERROR_INVALID;
  g_set_error_literal (out, SESSION_ERROR, code, error->message);
  g_error_free (error);
}

void
session_error_cancelled (GError    **error,
                         const char *sentence)
{
  if (error == NULL || !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_error (error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, sentence);
}
