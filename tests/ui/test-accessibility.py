#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-accessibility.py NATALITY: walks every page as a screen reader sees it (AT-SPI), and fails on
a widget that can be used and has no name. One TAP case per page."""
import os
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
        Atspi.Role.SPIN_BUTTON, Atspi.Role.IMAGE, Atspi.Role.PAGE_TAB, Atspi.Role.LINK}
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


def showing(node):
    return node.get_state_set().contains(Atspi.StateType.SHOWING)


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
    for node, _ in walk(app):
        if (node.get_name() or "").strip() == name and showing(node) and (roles is None or node.get_role() in roles):
            return node
    return None


def click(node):
    action = node.get_action_iface()
    for i in range(action.get_n_actions()):
        if action.get_action_name(i) in ("click", "activate"):
            action.do_action(i)
            return
    action.do_action(0)


def act(app, name):
    frame = next(n for n, _ in walk(app) if n.get_role() in (Atspi.Role.FRAME, Atspi.Role.WINDOW))
    action = frame.get_action_iface()
    for i in range(action.get_n_actions()):
        if action.get_action_name(i) == name:
            return action.do_action(i)
    return False


def unnamed(app):
    bad = []
    for node, path in walk(app):
        if node.get_role() not in USED or not showing(node):
            continue
        if node.get_role() == Atspi.Role.IMAGE and "push button" in path + ("",):
            continue  # a picture within a named button
        if not (node.get_name() or "").strip() and not (node.get_description() or "").strip():
            if node.get_role() == Atspi.Role.IMAGE:
                continue  # presentational
            bad.append(" > ".join(path[-3:]) + " > " + node.get_role_name())
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
        print("1..4", flush=True)
        app = wait("the application", application)
        button = wait("the start page", lambda: find(app, "Explore the Demonstration") or find(app, "Explore the _Demonstration"))
        failed += report(1, "start", unnamed(app))
        click(button)
        wait("the list", lambda: find(app, "RPL-0009"))
        failed += report(2, "register", unnamed(app))
        table = wait("the table", lambda: next((n for n, _ in walk(app) if n.get_selection_iface() is not None
                                                and n.get_child_count() > 10), None))
        table.get_selection_iface().select_child(8)
        wait("her page", lambda: find(app, "Timeline"))
        failed += report(3, "patient", unnamed(app))
        tab = find(app, "Curves") or find(app, "_Curves")
        if tab is not None:
            click(tab)
        time.sleep(0.5)
        failed += report(4, "curves", unnamed(app))
    finally:
        program.kill()
    return 1 if failed else 0


sys.exit(main())
