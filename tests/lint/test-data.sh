#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# test-data.sh DATA-SOURCE DATA-BUILD PO: what we hand to the desktop is what the desktop accepts.
# One TAP case per file or rule.
# shellcheck disable=SC2317 # the checks are called by name

source=$1 build=$2 po=$3
number=0 status=0
folder=$(mktemp -d "${TMPDIR:-/tmp}/natality-data.XXXXXX") || exit 1
trap 'rm -rf -- "$folder"' EXIT

# check NAME COMMAND...
check () {
  name=$1
  shift
  number=$((number + 1))
  if "$@" >"$folder/log" 2>&1; then
    echo "ok $number /data/$name"
  else
    echo "not ok $number /data/$name"
    sed 's/^/# /' "$folder/log"
    status=1
  fi
}

# A manual page formats without a warning, and has the sections one looks for.
check_man () {
  LC_ALL=C.UTF-8 groff -man -Tutf8 -ww -z "$1" >"$folder/man" 2>&1 && ! grep -v '^$' "$folder/man" &&
    for section in NAME SYNOPSIS DESCRIPTION; do grep -q "^.SH $section" "$1" || return 1; done
}

# The type is found by a register's name, and by SQLite's application_id "NATL" at byte 68.
check_mime () {
  mkdir -p "$folder/mime/packages" && cp "$source"/*.mime.xml "$folder/mime/packages/natality.xml" &&
    update-mime-database "$folder/mime" &&
    grep -q '50:application/x-natality:\*\.natality' "$folder/mime/globs2" &&
    [ -s "$folder/mime/magic" ] && grep -q 'x-natality' "$folder/mime/magic"
}

# A pseudo-translation can be made of the texts as they are.
check_pseudo () {
  "$po/../tests/pseudo-translation" "$folder/pseudo" &&
    [ "$(LANGUAGE=en@pseudo LC_ALL=C.UTF-8 TEXTDOMAINDIR=$folder/pseudo \
      gettext natality "Fertility Register")" != \
      "Fertility Register" ]
}

check desktop-entry desktop-file-validate "$build/org.natality.Natality.desktop"
check metainfo appstreamcli validate --no-net "$build/org.natality.Natality.metainfo.xml"
check schema glib-compile-schemas --strict --dry-run "$source"
check mime check_mime
check natality.1 check_man "$source/natality.1"
check natality-cli.1 check_man "$source/natality-cli.1"
check pseudo-translation check_pseudo
echo "1..$number"
exit $status
