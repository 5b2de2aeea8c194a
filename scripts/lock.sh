#!/usr/bin/env bash
# Makes requirements/*.lock from requirements/*.in: for every platform, with hashes, naming no
# package index. `scripts/lock.sh --upgrade` takes the newest versions the .in files allow.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v uv >/dev/null 2>&1 || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
for name in $(cd requirements && ls ./*.in | sed -E "s#^./(.*)\.in#\1#"); do
  UV_NO_CONFIG=1 uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' \
    "$@" "requirements/$name.in" -o "requirements/$name.lock"
  # What was locked is said in the file itself, so that freshness can be checked offline.
  python3 scripts/check_lock.py --write "$name"
done
