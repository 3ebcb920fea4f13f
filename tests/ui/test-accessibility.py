#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-accessibility.py NATALITY: walks every page as a screen reader sees it (AT-SPI), and fails on
a widget that can be used and has no name. One TAP case per page."""
import os
import re
import subprocess
import sys
import time

try:
    import gi
    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi, GLib
except (ImportError, ValueError):
    print("1..0 # SKIP python3-gi or gir1.2-atspi-2.0 is missing")
    sys.exit(0)

USED = {Atspi.Role.PUSH_BUTTON, Atspi.Role.TOGGLE_BUTTON, Atspi.Role.CHECK_BOX, Atspi.Role.TEXT,
        Atspi.Role.ENTRY, Atspi.Role.COMBO_BOX, Atspi.Role.RADIO_BUTTON, Atspi.Role.SLIDER,
        Atspi.Role.SPIN_BUTTON, Atspi.Role.PAGE_TAB, Atspi.Role.LINK, Atspi.Role.IMAGE}
DEADLINE = 30


def children(node):
    try:
        return [node.get_child_at_index(i) for i in range(node.get_child_count())]
    except GLib.Error:
        return []


def walk(node, path=()):
    if node is None:
        return
    yield node, path
    for child in children(node):
        yield from walk(child, path + (node.get_role_name(),))


def named(node):
    """GTK 4.8 gives a widget without a name that of its type."""
    name = (node.get_name() or "").strip()
    return name != "" and re.match(r"(Gtk|Adw|Ui)[A-Z]\w+$", name) is None


def wait(what, condition):
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        try:
            found = condition()
            if found:
                return found
        except GLib.Error:
            pass
        time.sleep(0.1)
    print(f"Bail out! waited in vain: {what}")
    sys.exit(1)


def application():
    desktop = Atspi.get_desktop(0)
    for app in children(desktop):
        if app is not None and "natality" in (app.get_name() or "").lower():
            return app
    return None


def find(app, name, roles=None):
    """By a part of the name: a label with a mnemonic is heard twice."""
    for node, _ in walk(app):
        if name in (node.get_name() or "") and (roles is None or node.get_role() in roles):
            return node
    return None


def click(node):
    action = node.get_action_iface()
    for i in range(action.get_n_actions()):
        if action.get_action_name(i) in ("click", "activate"):
            action.do_action(i)
            return
    action.do_action(0)


def unnamed(app, charts=True):
    """charts: whether what is drawn has something to say by now."""
    bad = []
    for node, path in walk(app):
        if node.get_role() == Atspi.Role.IMAGE and (node.get_name() == "GtkImage" or not charts):
            continue  # the picture within a button or an entry, which has the name
        if path[-1:] == ("combo box",) and named(node.get_parent()):
            continue  # the inside of a drop-down
        if node.get_role() in USED and not named(node):
            bad.append(" > ".join(path[-4:]) + " > " + node.get_role_name() + f" ({node.get_name()})")
    return bad


def report(number, page, bad):
    print(f"{'not ok' if bad else 'ok'} {number} /accessibility/{page}")
    for line in bad[:20]:
        print(f"# no name: {line}")
    return bool(bad)


def main():
    environment = dict(os.environ)
    environment.pop("GTK_A11Y", None)
    program = subprocess.Popen([sys.argv[1]], env=environment, stderr=subprocess.DEVNULL)
    failed = 0
    try:
        print("1..10", flush=True)
        app = wait("the application", application)
        button = wait("the start page", lambda: find(app, "Explore the Demonstration", {Atspi.Role.PUSH_BUTTON}))
        failed += report(1, "start", unnamed(app, False))
        click(button)
        wait("the list", lambda: find(app, "RPL-0009"))
        failed += report(2, "register", unnamed(app))
        table = wait("the table", lambda: next((n for n, _ in walk(app) if n.get_selection_iface() is not None
                                                and n.get_child_count() > 10), None))
        table.get_selection_iface().select_child(8)
        wait("her page", lambda: find(app, "Timeline"))
        failed += report(3, "patient", unnamed(app))
        click(wait("the switcher", lambda: find(app, "Curves", {Atspi.Role.TOGGLE_BUTTON, Atspi.Role.RADIO_BUTTON,
                                                                Atspi.Role.PUSH_BUTTON, Atspi.Role.PAGE_TAB})))
        wait("the chart", lambda: find(app, "ransfer"))
        failed += report(4, "curves", unnamed(app))
        for number, (view, said) in enumerate({"Tests": "A test compares", "Model": "Terms",
                                               "Forest": "A forest plot compares",
                                               "Baseline": "At the index transfer", "Flow": "in the analysis",
                                               "Estimates": "What is assumed"}.items(), 5):
            click(wait(view, lambda: find(app, view, {Atspi.Role.TOGGLE_BUTTON, Atspi.Role.RADIO_BUTTON,
                                                      Atspi.Role.PUSH_BUTTON, Atspi.Role.PAGE_TAB})))
            wait(f"the view {view}", lambda: find(app, said))
            failed += report(number, view.lower(), unnamed(app))
    finally:
        program.kill()
    return 1 if failed else 0


sys.exit(main())
