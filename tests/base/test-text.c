/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folding for search and normalizing for keeping. */
#include <locale.h>

#include "base-text.h"

static void
test_fold (void)
{
  static const struct
  {
    const char *text;
    const char *folded;
  } cases[] = {
    { "Müller", "muller" },
    { "Mu\xcc\x88ller", "muller" }, /* the same name, its umlaut a mark of its own */
    { "Søren", "soren" },
    { "SØREN", "soren" },
    { "Łukasz", "lukasz" },
    { "Weiß", "weiss" },
    { "WEIẞ", "weiss" },
    { "Ægir Þór Đorđe", "aegir thor dorde" },
    { "Œuvre", "oeuvre" },
    { "Ångström", "angstrom" },
    { "ılık İzmir", "ilik izmir" },
    { "ﬁn", "fin" },
    { "  a \t\n b\xc2\xa0 c  ", "a b c" },
    { "so\xc2\xad" "ren", "soren" }, /* a soft hyphen */
    { "Σίσυφος", "σισυφοσ" },
    { "", "" },
    { NULL, "" },
  };
  g_autofree char *broken = base_text_fold ("a\xff" "b");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = base_text_fold (cases[i].text);
      g_autofree char *again = base_text_fold (folded);

      g_assert_cmpstr (folded, ==, cases[i].folded);
      g_assert_cmpstr (again, ==, folded);
    }
  g_assert_true (g_utf8_validate (broken, -1, NULL));
}

static void
test_normalize (void)
{
  g_autofree char *composed = base_text_normalize ("Mu\xcc\x88ller");
  g_autofree char *lines = base_text_normalize ("a\r\nb\rc\n\r\n");
  g_autofree char *broken = base_text_normalize ("a\xff");
  g_autofree char *none = base_text_normalize (NULL);

  g_assert_cmpstr (composed, ==, "Müller");
  g_assert_cmpstr (lines, ==, "a\nb\nc\n\n");
  g_assert_null (broken);
  g_assert_null (none);
}

static void
test_set_str (void)
{
  g_autofree char *text = NULL;

  g_assert_false (base_set_str (&text, NULL));
  g_assert_true (base_set_str (&text, "a b"));
  g_assert_cmpstr (text, ==, "a b");
  g_assert_false (base_set_str (&text, "a b"));
  g_assert_true (base_set_str (&text, text + 2)); /* a part of itself */
  g_assert_cmpstr (text, ==, "b");
  g_assert_true (base_set_str (&text, NULL));
  g_assert_null (text);
}

static void
test_plain (void)
{
  g_autofree char *plain = base_text_to_plain ("a\x1b[2J\nb\xff", 100);
  g_autofree char *cut = base_text_to_plain ("øøøø", 3);

  g_assert_cmpstr (plain, ==, "a\uFFFD[2J\uFFFDb\uFFFD");
  g_assert_true (base_text_is_plain (plain, 9));
  g_assert_false (base_text_is_plain ("a\nb", 9));
  g_assert_false (base_text_is_plain ("\xff", 9));
  g_assert_cmpstr (cut, ==, "øøø");
  g_assert_false (base_text_is_plain ("øøøø", 3));
  g_assert_true (base_text_is_plain (NULL, 3));
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/text/fold", test_fold);
  g_test_add_func ("/base/text/normalize", test_normalize);
  g_test_add_func ("/base/text/set-str", test_set_str);
  g_test_add_func ("/base/text/plain", test_plain);
  return g_test_run ();
}
