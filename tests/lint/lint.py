#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the sources for breaches of the house's rules (src/README.md). One TAP case per rule.

lint.py [ROOT] checks; lint.py --write-potfiles [ROOT] writes po/POTFILES.in anew.
test-lint.py plants a breach of each kind and sees it caught.
"""
import re
import sys
from pathlib import Path

# The walls: what a module may include of the house, and of the world. Everyone may include itself,
# config.h and the C library's plain headers.
WALLS = {
    "stats": ("", "libRmath"),
    "base": ("", "GLib GIO POSIX stdio"),
    "model": ("base", "GLib GObject stdio"),
    "io": ("base model", "GLib GObject GIO POSIX stdio"),
    "store": ("base model", "GLib GObject GIO POSIX stdio SQLite"),
    "analysis": ("base model stats", "GLib stdio"),
    "chart": ("", "GLib Cairo Pango libpng stdio"),
    "report": ("base model stats analysis chart", "GLib GObject GIO json-glib stdio"),
    "session": ("base model io store stats analysis report", "GLib GObject GIO POSIX stdio"),
    "cli": ("base model analysis report chart session", "GLib GObject GIO POSIX stdio"),
    "ui": ("base model analysis report chart session",
           "GLib GObject GIO POSIX stdio Cairo Pango GTK libadwaita"),
}
LIBRARIES = {
    "GLib": r"glib\.h|glib/.*|glib-unix\.h|gmodule\.h",
    "GObject": r"glib-object\.h|gobject/.*",
    "GIO": r"gio/.*",
    "SQLite": r".*sqlite3.*",
    "libRmath": r"Rmath\.h",
    "Cairo": r"cairo.*",
    "Pango": r"pango/.*",
    "libpng": r"(libpng\d*/)?png\.h|zlib\.h",
    "json-glib": r"json-glib/.*",
    "GTK": r"(gtk|gdk|gsk|graphene)\b.*|graphene.*",
    "libadwaita": r"adwaita\.h",
    "stdio": r"stdio\.h",
    "POSIX": r"(unistd|fcntl|dirent|pwd|langinfo|libintl|pthread|poll|spawn|utime|glob|fnmatch"
             r"|signal|threads|time)\.h|sys/.*|linux/.*",
}
C_HEADERS = set("assert ctype errno float inttypes limits locale math setjmp stdarg stdatomic stdbool stddef "
                "stdint stdlib string tgmath".split())
THREADS_IN = {"session", "analysis"}
FILE_LINES, WINDOW_LINES, FUNCTION_LINES, LINE_COLUMNS = 800, 400, 80, 100
TRANSLATED = r"(?<!\w)(_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2|g_dgettext)\s*\("


class Source:
    """A C file: its text, and its text with comments (and strings) blanked but every line kept."""

    def __init__(self, path, root):
        self.path = path.relative_to(root)
        self.module = self.path.parts[1] if len(self.path.parts) > 2 else ""
        self.in_src = self.path.parts[0] == "src"
        self.raw = path.read_bytes()
        self.text = self.raw.decode("utf-8", "replace")
        self.code = blank(self.text, strings=False)
        self.bare = blank(self.text, strings=True)

    def at(self, offset, message):
        return f"{self.path}:{self.text.count(chr(10), 0, offset) + 1}: {message}"


def blank(text, strings):
    token = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)

    def replace(match):
        found = match.group(0)
        if found[0] in "\"'" and not strings:
            return found
        return re.sub(r"[^\n]", " ", found)
    return token.sub(replace, text)


class Tree:
    def __init__(self, root):
        self.root = Path(root).resolve()
        self.sources = [Source(path, self.root)
                        for top in ("src", "tests") if (self.root / top).is_dir()
                        for path in sorted((self.root / top).rglob("*"))
                        if path.suffix in (".c", ".h")]
        self.src = [source for source in self.sources if source.in_src]
        self.headers = {source.path.name: source.module
                        for source in self.src if source.path.suffix == ".h"}

    def files(self, *patterns):
        return [path for pattern in patterns for path in sorted(self.root.glob(pattern))
                if path.is_file() and not path.relative_to(self.root).parts[0].startswith("build")]


def rule_includes(tree):
    """a module includes only what the walls let it"""
    for source in tree.src:
        if source.module not in WALLS:
            yield f"{source.path}:1: {source.module or 'src'} is no module of the house"
            continue
        house, world = (words.split() for words in WALLS[source.module])
        for match in re.finditer(r"^[ \t]*#[ \t]*(?:include|include_next|import)\b[ \t]*(.*)$",
                                 source.code, re.M):
            form = re.fullmatch(r'([<"])([^>"]+)[>"]', match.group(1).strip())
            if form is None:
                yield source.at(match.start(), "an include that can't be read")
                continue
            mark, name = form.groups()
            owner = tree.headers.get(name)
            if mark == '"' and (owner == source.module or name == "config.h"):
                continue
            if mark == '"' and owner is None and name.startswith(source.module + "-"):
                continue  # generated, as resources are
            if owner is not None:
                if owner not in house:
                    yield source.at(match.start(), f"{source.module} may not include {name}")
                elif mark != '"':
                    yield source.at(match.start(), f"{name} is the house's own: use quotes")
                continue
            if name.removesuffix(".h") in C_HEADERS:
                continue
            library = next((library for library, pattern in LIBRARIES.items()
                            if re.fullmatch(pattern, name)), None)
            if library not in world:
                yield source.at(match.start(), f"{source.module} may not include {name}")


def rule_no_parent_include(tree):
    """no include climbs with .."""
    for source in tree.sources:
        for match in re.finditer(r"^[ \t]*#[ \t]*include[^\n]*\.\.", source.code, re.M):
            yield source.at(match.start(), "an include with ..")


def rule_no_extern(tree):
    """no .c file declares with extern what a header should"""
    for source in tree.sources:
        if source.path.suffix == ".c":
            for match in re.finditer(r"\bextern\b", source.bare):
                yield source.at(match.start(), "extern in a .c file")


def rule_sql_in_store(tree):
    """SQLite is spoken in src/store alone"""
    for source in tree.src:
        if source.module != "store":
            for match in re.finditer(r"\bsqlite3", source.code):
                yield source.at(match.start(), "sqlite3 outside src/store")


def rule_one_clock(tree):
    """only base asks what time it is"""
    clocks = (r"\b(g_get_real_time|g_get_current_time|g_date_time_new_now\w*|gettimeofday"
              r"|g_date_set_time\w*|CLOCK_REALTIME|CURRENT_TIME(STAMP)?|CURRENT_DATE)\b"
              r"|\btime \((NULL|0|&)|'now'")
    for source in tree.src:
        if source.module != "base":
            for match in re.finditer(clocks, source.code):
                yield source.at(match.start(), f"a second clock: {match.group(0)}")


def rule_threads(tree):
    """only session and analysis start threads"""
    starts = r"\b(g_thread_(try_)?new|g_thread_pool_new\w*|g_task_run_in_thread\w*|pthread_create)\b"
    for source in tree.src:
        if source.module not in THREADS_IN:
            for match in re.finditer(starts, source.bare):
                yield source.at(match.start(), f"{match.group(0)} outside session and analysis")


def rule_link_lists(tree):
    """a module's library and its tests are given only what the walls let it see"""
    for module, (house, _) in WALLS.items():
        for path in tree.files(f"src/{module}/meson.build", f"tests/{module}/meson.build"):
            text = re.sub(r"#[^\n]*", "", path.read_text(encoding="utf-8"))
            for match in re.finditer(r"\b(?:lib_)?(\w+?)(?:_dep)?\b", text):
                whole, other = match.group(0), match.group(1)
                if whole != other and other in WALLS and other != module \
                        and other not in house.split():
                    line = text.count("\n", 0, match.start()) + 1
                    yield f"{path.relative_to(tree.root)}:{line}: {module} may not link {whole}"


def rule_spdx(tree):
    """every file says its licence at its beginning"""
    for path in tree.files("dev", ".ci/run", "meson.build", "meson_options.txt", "src/**/*.[ch]",
                           "src/**/*.sql", "src/**/meson.build", "tests/**/*.[ch]",
                           "tests/**/meson.build", "tests/**/*.py", "tests/*-*", "tests/bench/run",
                           "ui/*.ui", "ui/*.css", "ui/*.xml", "ui/meson.build", "data/meson.build",
                           "data/*.in", "data/*.xml", "data/*.1", "po/meson.build"):
        head = path.read_text(encoding="utf-8", errors="replace").split("\n", 5)[:5]
        if not any("SPDX-License-Identifier: " in line or "<metadata_license>" in line
                   or "<project_license>" in line for line in head):
            yield f"{path.relative_to(tree.root)}:1: no SPDX-License-Identifier"


def rule_file_length(tree):
    """a file stays under 800 lines, a window under 400"""
    for source in tree.sources:
        limit = WINDOW_LINES if source.module == "ui" and "window" in source.path.name \
            and source.in_src else FILE_LINES
        lines = source.text.count("\n")
        if lines > limit:
            yield f"{source.path}:{limit}: {lines} lines, more than {limit}"


def rule_function_length(tree):
    """a function stays under 80 lines"""
    for source in tree.sources:
        lines = source.bare.split("\n")
        begin, before = None, ""
        for number, line in enumerate(lines, 1):
            if line.startswith("{") and re.search(r"\)\s*$", before):
                begin = number
            elif line.startswith("}") and begin is not None:
                if number - begin + 1 > FUNCTION_LINES:
                    yield (f"{source.path}:{begin}: a function of {number - begin + 1} lines, "
                           f"more than {FUNCTION_LINES}")
                begin = None
            if line.strip():
                before = line


def rule_layout(tree):
    """lines end cleanly, hold no tab and stay within 100 columns"""
    for source in tree.sources:
        for number, line in enumerate(source.text.split("\n"), 1):
            where = f"{source.path}:{number}: "
            if "\t" in line:
                yield where + "a tab"
            if line != line.rstrip():
                yield where + "white space at the end of a line"
            if len(line) > LINE_COLUMNS:
                yield where + f"{len(line)} columns, more than {LINE_COLUMNS}"
        if source.raw and not source.raw.endswith(b"\n"):
            yield f"{source.path}: no newline at its end"


def translatable_files(tree):
    names = [str(source.path) for source in tree.src if source.path.suffix == ".c"
             and re.search(TRANSLATED, re.sub(r"^[ \t]*#.*$", "", source.bare, flags=re.M))]
    for path in tree.files("ui/*.ui", "data/*.gschema.xml", "data/*.desktop.in",
                           "data/*.metainfo.xml.in"):
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".ui" or 'translatable="yes"' in text:
            names.append(str(path.relative_to(tree.root)))
    return sorted(names)


def rule_potfiles(tree):
    """po/POTFILES.in names each file with a text for translation, and no other"""
    path = tree.root / "po/POTFILES.in"
    listed = [line.strip() for line in path.read_text(encoding="utf-8").split("\n")
              if line.strip() and not line.startswith("#")] if path.exists() else []
    wanted = translatable_files(tree)
    advice = "(tests/lint/lint.py --write-potfiles)"
    for name in sorted(set(wanted) - set(listed)):
        yield f"po/POTFILES.in: {name} is missing {advice}"
    for name in sorted(set(listed) - set(wanted)):
        yield f"po/POTFILES.in: {name} holds no text, or isn't there {advice}"


def translated(source):
    """(where, what stands between the brackets of _() and its kin)"""
    for match in re.finditer(TRANSLATED, source.bare):
        depth, end = 1, match.end()
        while depth and end < len(source.bare):
            depth += {"(": 1, ")": -1}.get(source.bare[end], 0)
            end += 1
        yield match, source.code[match.end():end - 1]


def rule_whole_texts(tree):
    """a text to translate is whole: no macro cuts it, no line break begins it"""
    for source in tree.src:
        for match, inside in translated(source):
            if re.search(r'"\s*G_G\w+_FORMAT|"\s*PRI\w+', inside):
                yield source.at(match.start(), "a format macro cuts the text to translate")
            if re.match(r'\s*"\\n', inside):
                yield source.at(match.start(), "a text to translate begins with a line break")


def rule_words(tree):
    """nobody in front of Natality reads the word survival"""
    for source in tree.src:
        for match, inside in translated(source):
            texts = "".join(re.findall(r'"((?:\\.|[^"\\])*)"', inside))
            if re.search(r"\bsurvival", texts, re.I):
                yield source.at(match.start(), "the word survival in a text")
    for path in tree.files("ui/*.ui", "data/*.xml", "data/*.in", "data/*.1"):
        text = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.S)
        if re.search(r"\bsurvival", text, re.I):
            yield f"{path.relative_to(tree.root)}: the word survival in a text"


def rule_templates(tree):
    """a template in ui/ belongs to the class of the same name, and is in the resources"""
    lists = "".join(path.read_text(encoding="utf-8") for path in tree.files("ui/*.gresource.xml"))
    for path in tree.files("ui/*.ui"):
        name = path.relative_to(tree.root)
        if f">{path.name}<" not in lists:
            yield f"{name}: not in the gresource list"
        if "<template" in path.read_text(encoding="utf-8") \
                and not (tree.root / "src/ui" / (path.stem + ".c")).exists():
            yield f"{name}: a template without src/ui/{path.stem}.c"


def rule_tests_listed(tree):
    """every test program is built"""
    for path in tree.files("tests/*/test-*.c"):
        build = path.parent / "meson.build"
        text = build.read_text(encoding="utf-8") if build.exists() else ""
        # By its whole name, or by an end of it that a loop puts together.
        names = re.findall(r"'([\w-]+?)(?:\.c)?'", text)
        if path.parent.name != "lib" and not any(
                path.stem == name or path.stem.endswith("-" + name) for name in names):
            yield f"{path.relative_to(tree.root)}: not in {build.relative_to(tree.root)}"


RULES = {name.removeprefix("rule_").replace("_", "-"): function
         for name, function in list(globals().items()) if name.startswith("rule_")}


def main(arguments):
    write = "--write-potfiles" in arguments
    roots = [argument for argument in arguments if not argument.startswith("--")]
    tree = Tree(roots[0] if roots else Path(__file__).resolve().parents[2])
    if write:
        head = "# Every file with a text for translation (tests/lint/lint.py --write-potfiles).\n"
        (tree.root / "po/POTFILES.in").write_text(
            head + "".join(name + "\n" for name in translatable_files(tree)), encoding="utf-8")
        return 0
    bad = 0
    print(f"1..{len(RULES)}")
    for number, (name, rule) in enumerate(RULES.items(), 1):
        breaches = list(rule(tree))
        bad += bool(breaches)
        print(f"{'not ok' if breaches else 'ok'} {number} /lint/{name}")
        for breach in breaches:
            print(f"# {rule.__doc__}: {breach}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
