#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plants a breach of each kind in a copy of the sources and sees lint catch it, and only it.

A case passes when the rule reports the planted file, and what may stand there goes unreported.
"""
import shutil
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import lint  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
SPDX = "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
LONG = "static int\nplanted (void)\n{\n" + "  work ();\n" * 79 + "}\n"
FITS = "static int\nplanted (void)\n{\n" + "  work ();\n" * 78 + "}\n"

# Each: the rule, the file that is planted, what is in it; None for what must go unreported.
BREACHES = [
    ("includes", "src/chart/planted.c", '#include "store-planted.h"\n'),
    ("includes", "src/chart/planted.c", '#include "model-planted.h"\n'),
    ("includes", "src/stats/planted.c", "#include <glib.h>\n"),
    ("includes", "src/stats/planted.c", "#include <stdio.h>\n"),
    ("includes", "src/stats/planted.c", '#include "base-planted.h"\n'),
    ("includes", "src/base/planted.c", '#include "model-planted.h"\n'),
    ("includes", "src/model/planted.c", "#include <cairo/cairo.h>\n"),
    ("includes", "src/model/planted.c", "#  include  <gtk/gtk.h> // here\n"),
    ("includes", "src/model/planted.c", "#include <gio/gio.h>\n"),
    ("includes", "src/io/planted.c", '#include "store-planted.h"\n'),
    ("includes", "src/store/planted.c", '#include "analysis-planted.h"\n'),
    ("includes", "src/analysis/planted.c", "#include <Rmath.h>\n"),
    ("includes", "src/analysis/planted.c", '#include "chart-planted.h"\n'),
    ("includes", "src/report/planted.c", '#include "session-planted.h"\n'),
    ("includes", "src/report/planted.c", "#include <cairo.h>\n"),
    ("includes", "src/session/planted.c", "#include <gtk/gtk.h>\n"),
    ("includes", "src/session/planted.c", "#include <sqlite3.h>\n"),
    ("includes", "src/session/planted.c", '#include "chart-planted.h"\n'),
    ("includes", "src/cli/planted.c", '#include "store-planted.h"\n'),
    ("includes", "src/cli/planted.c", '#include "io-planted.h"\n'),
    ("includes", "src/cli/planted.c", "#include <adwaita.h>\n"),
    ("includes", "src/ui/planted.c", '#include "store-planted.h"\n'),
    ("includes", "src/ui/planted.c", '#include "io-planted.h"\n'),
    ("includes", "src/ui/planted.c", "#include <png.h>\n"),
    ("includes", "src/ui/planted.c", "#include <base-planted.h>\n"),
    ("includes", "src/ui/planted.c", "#include PLANTED\n"),
    ("includes", "src/attic/planted.c", "#include <glib.h>\n"),
    ("no-parent-include", "src/ui/planted.c", '#include "../store/store-planted.h"\n'),
    ("no-parent-include", "tests/ui/planted.c", '# include "../../src/store/store-planted.h"\n'),
    ("no-extern", "src/ui/planted.c", "extern int store_planted (void);\n"),
    ("no-extern", "tests/chart/planted.c", "int a; extern int store_planted (void);\n"),
    ("sql-in-store", "src/session/planted.c", "static struct sqlite3 *planted;\n"),
    ("sql-in-store", "src/ui/planted.h", "int sqlite3_open (const char *, void **);\n"),
    ("one-clock", "src/session/planted.c", "gint64 a = g_get_real_time ();\n"),
    ("one-clock", "src/store/planted.c", 'const char *a = "SELECT date(\'now\')";\n'),
    ("one-clock", "src/ui/planted.c", "time_t a = time (NULL);\n"),
    ("threads", "src/ui/planted.c", "void f (void) { g_task_run_in_thread (a, b); }\n"),
    ("threads", "src/store/planted.c", "void f (void) { g_thread_new (a, b, c); }\n"),
    ("link-lists", "tests/chart/meson.build", "x = [chart_dep, store_dep]\n"),
    ("link-lists", "src/ui/meson.build", "x = executable('a', link_with: lib_io)\n"),
    ("spdx", "src/ui/planted.c", "/* no licence */\n"),
    ("spdx", "ui/planted.ui", "<interface></interface>\n"),
    ("file-length", "src/model/planted.c", "\n" * 800),
    ("file-length", "src/ui/ui-planted-window.c", "\n" * 400),
    ("function-length", "src/model/planted.c", LONG),
    ("function-length", "tests/model/planted.c", LONG),
    ("layout", "src/model/planted.c", "int a; \n"),
    ("layout", "src/model/planted.c", "\tint a;\n"),
    ("layout", "src/model/planted.c", "int a;\r\n"),
    ("layout", "src/model/planted.c", "int a;"),
    ("layout", "src/model/planted.c", "/* %s */\n" % ("a" * 95)),
    ("potfiles", "src/ui/planted.c", 'const char *a = _("A text");\n'),
    ("potfiles", "ui/planted.ui", '<!-- SPDX-License-Identifier: x --><p translatable="yes">A</p>\n'),
    ("words", "src/ui/planted.c", 'const char *a = _("The "\n  "Survival curve");\n'),
    ("words", "src/model/planted.c", 'const char *a = N_ ("survival");\n'),
    ("words", "ui/planted.ui", "<property>Survival</property>\n"),
    ("whole-texts", "src/ui/planted.c", 'const char *a = _("%" G_GUINT64_FORMAT " births");\n'),
    ("whole-texts", "src/ui/planted.c", 'const char *a = _("\\nKept.");\n'),
    ("templates", "ui/planted.ui", '<template class="UiPlanted"></template>\n'),
    ("tests-listed", "tests/model/test-planted.c", "int main (void) { return 0; }\n"),
]
INNOCENT = [
    ("includes", "src/chart/planted.c", "#include <cairo.h>\n/* #include <sqlite3.h> */\n"),
    ("includes", "src/cli/planted.c", '#include "session-planted.h"\n#include <gio/gio.h>\n'),
    ("includes", "src/stats/planted.c", "#include <math.h>\n#include <Rmath.h>\n"),
    ("no-extern", "src/ui/planted.c", '/* extern */ char *a = "extern";\n'),
    ("no-extern", "src/ui/planted.h", "extern int planted;\n"),
    ("sql-in-store", "src/store/planted.c", "static struct sqlite3 *planted;\n"),
    ("one-clock", "src/base/planted.c", "gint64 a = g_get_real_time ();\n"),
    ("one-clock", "src/ui/planted.c", "gint64 a = g_get_monotonic_time ();\n"),
    ("function-length", "src/model/planted.c", FITS),
    ("file-length", "src/model/planted.c", "\n" * 799),
    ("words", "src/analysis/planted.c", 'const char *a = "survival"; /* R\'s package */\n'),
    ("potfiles", "src/ui/planted.c", "/* _(not a text) */\n"),
    ("layout", "src/model/planted.c", "/* %s */\n" % ("\u00e9" * 94)),
]
HEADERS = ["src/%s/%s-planted.h" % (module, module) for module in lint.WALLS]


def breaches(tree_root, rule, path):
    return [line for line in lint.RULES[rule](lint.Tree(tree_root)) if path in line]


def plant(copy, path, content):
    target = copy / path
    target.parent.mkdir(parents=True, exist_ok=True)
    before = target.read_bytes() if target.exists() else None
    needs_licence = path.endswith((".c", ".h")) and "no licence" not in content
    text = SPDX + content if needs_licence else content
    target.write_bytes((before or b"") + text.encode())
    return target, before


def uproot(target, before):
    if before is None:
        target.unlink()
    else:
        target.write_bytes(before)


def main():
    cases = [(case, True) for case in BREACHES] + [(case, False) for case in INNOCENT]
    missed = set(lint.RULES) - {rule for rule, _, _ in BREACHES}
    bad = 0
    print(f"1..{len(cases) + 1}")
    with tempfile.TemporaryDirectory(prefix="natality-lint-") as folder:
        copy = Path(folder)
        for top in ("src", "tests", "ui", "po", "data"):
            if (ROOT / top).is_dir():
                shutil.copytree(ROOT / top, copy / top, ignore=shutil.ignore_patterns(
                    "reference", "*.natality", "*.png", "__pycache__"))
        for header in HEADERS:
            plant(copy, header, "")
        for number, ((rule, path, content), guilty) in enumerate(cases, 1):
            before = breaches(copy, rule, path)
            target, kept = plant(copy, path, content)
            found = [line for line in breaches(copy, rule, path) if line not in before]
            uproot(target, kept)
            good = bool(found) == guilty
            bad += not good
            kind = "caught" if guilty else "let-be"
            print(f"{'ok' if good else 'not ok'} {number} /lint/{kind}/{rule}-{number}")
            if not good:
                print(f"# {rule} on {path}: {content[:60]!r} gave {found}")
    bad += bool(missed)
    print(f"{'not ok' if missed else 'ok'} {len(cases) + 1} /lint/caught/every-rule")
    for rule in sorted(missed):
        print(f"# no breach of {rule} is planted")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
