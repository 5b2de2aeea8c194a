#!/usr/bin/env bash
# Makes .venv from the locked requirements. Usage: scripts/bootstrap.sh base|dev
# Running it again when nothing changed costs only a comparison.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:-base}
venv=.venv
say() { printf '%s\n' "$*" >&2; }

# dev contains base, so a venv made for tests also serves `make setup`.
stamp_of() { cat "requirements/$1.lock" pyproject.toml scripts/bootstrap.sh; echo "$PWD"; }
want=$(stamp_of "$kind" | sha256sum | cut -d' ' -f1)
dev=$(stamp_of dev | sha256sum | cut -d' ' -f1)
have=$(cat "$venv/jawara-stamp" 2>/dev/null || true)
compile() {
  "$venv/bin/python" scripts/compile_messages.py
}
if [ -x "$venv/bin/python" ] && { [ "$have" = "$want" ] || [ "$have" = "$dev" ]; }; then
  compile
  exit 0
fi

usable() { # a Python from 3.11 on that can make virtual environments
  "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}
find_python() {
  local name
  for name in ${PYTHON:-} python3 /usr/bin/python3 python3.13 python3.12 python3.11 python3.14; do
    if command -v "$name" >/dev/null 2>&1 && usable "$name"; then command -v "$name"; return 0; fi
  done
  return 1
}
if ! python=$(find_python); then
  scripts/apt.sh python3 python3-venv ca-certificates
  hash -r
  if ! python=$(find_python); then
    say "Jawara needs Python 3.11 or newer with the venv module."
    say "Debian: apt-get install python3 python3-venv. Or name another one: PYTHON=/path/to/python3 make setup"
    exit 1
  fi
fi

say "Making $venv with $("$python" --version) ($kind) ..."
if [ ! -x "$venv/bin/python" ] || ! usable "$venv/bin/python"; then
  rm -rf "$venv"
  "$python" -m venv "$venv"
fi
rm -f "$venv/jawara-stamp"
pip() { "$venv/bin/python" -m pip --quiet --disable-pip-version-check "$@"; }
pip install --require-hashes -r "requirements/$kind.lock"
pip install --no-deps --no-build-isolation -e .
compile
printf '%s\n' "$want" > "$venv/jawara-stamp"
say "Ready: $venv/bin/jawara"
