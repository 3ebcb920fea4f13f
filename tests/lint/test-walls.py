#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A call over a wall is an undefined symbol.

test-walls.py CC MODULE=ARCHIVE...: for each module, a program that is linked as its tests are
(its archive and those it may see) calls a function of its own, which links, and one of each module
it may not see, which doesn't. Then the archives themselves: what one needs of another is permitted.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import lint  # noqa: E402

PACKAGES = ["gtk4", "libadwaita-1", "sqlite3", "json-glib-1.0", "cairo", "pangocairo", "libpng",
            "gio-unix-2.0"]


def symbols(archive, option):
    out = subprocess.run(["nm", "-A", "--format=posix", option, archive], check=True, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    # "archive[member]: name type value size"
    return {fields[1]: fields[2] for fields in (line.split() for line in out.splitlines())
            if len(fields) >= 3}


def may_see(module):
    """Static libraries bring what they need themselves."""
    seen, new = set(), {module}
    while new:
        seen |= new
        new = {other for one in new for other in lint.WALLS[one][0].split()} - seen
    return seen


class Linker:
    def __init__(self, cc, archives, folder):
        self.cc, self.archives, self.folder = cc.split(), archives, Path(folder)
        self.libraries = subprocess.run(["pkg-config", "--libs"] + PACKAGES, check=True, text=True,
                                        stdout=subprocess.PIPE).stdout.split() + ["-lRmath", "-lm"]

    def links(self, module, symbol):
        """Whether a test program of the module may call the symbol; else what the linker said."""
        source = self.folder / "planted.c"
        source.write_text(f"int {symbol} (void);\nint main (void) {{ return {symbol} (); }}\n")
        given = [self.archives[other] for other in may_see(module) if other in self.archives]
        run = subprocess.run(self.cc + ["-w", "-fno-builtin", str(source), "-o",
                                        str(self.folder / "planted"), "-Wl,--start-group"] + given
                             + ["-Wl,--end-group"] + self.libraries,
                             text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return run.returncode == 0, run.stdout


def function_of(defined, module):
    names = sorted(name for name, kind in defined[module].items()
                   if kind == "T" and name.startswith(module + "_"))
    return names[0] if names else None


def check_links(linker, defined):
    for module in linker.archives:
        own = function_of(defined, module)
        if own is None:
            yield f"{module}-calls-itself", False, f"{module} has no function"
            continue
        good, said = linker.links(module, own)
        yield f"{module}-calls-itself", good, said
        for other in sorted(set(linker.archives) - may_see(module)):
            symbol = function_of(defined, other)
            if symbol is None:
                continue
            good, said = linker.links(module, symbol)
            yield (f"{module}-calls-{other}", not good and "undefined reference" in said
                   and symbol in said, f"{symbol} could be called from {module}")


def check_archives(archives, defined):
    owner = {name: module for module, names in defined.items() for name in names}
    for module, archive in archives.items():
        permitted = set(lint.WALLS[module][0].split()) | {module}
        breaches = [name for name in symbols(archive, "--undefined-only")
                    if owner.get(name, module) not in permitted]
        yield (f"{module}-needs", not breaches,
               f"{module} may not call " + ", ".join(sorted(breaches)))


def main(arguments):
    archives = dict(argument.split("=", 1) for argument in arguments[1:])
    defined = {module: symbols(archive, "--defined-only") for module, archive in archives.items()}
    number = bad = 0
    with tempfile.TemporaryDirectory(prefix="natality-walls-") as folder:
        linker = Linker(arguments[0], archives, folder)
        for checks in (check_links(linker, defined), check_archives(archives, defined)):
            for name, good, said in checks:
                number += 1
                bad += not good
                print(f"{'ok' if good else 'not ok'} {number} /walls/{name}", flush=True)
                if not good:
                    print("".join(f"# {line}\n" for line in said.splitlines()[:20]), end="")
    print(f"1..{number}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
