#!/usr/bin/env bash
# Every check that runs no test. Runs them all, then fails if one failed.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=()
step() {
  local name=$1 output; shift
  if output=$("$@" 2>&1); then
    printf 'ok    %s\n' "$name"
  else
    printf '%s\nFAILED %s: %s\n' "$output" "$name" "$*"
    failed+=("$name")
  fi
}
# Settings are only loaded here, never connected to a database of somebody's.
export DATABASE_URL=sqlite:////nonexistent/lint.sqlite3
unset JAWARA_ENV
step "lock files"  "$bin/python" scripts/check_lock.py
step "formatting"  "$bin/ruff" format --check .
step "ruff"        "$bin/ruff" check .
step "mypy"        "$bin/mypy"
step "imports"     "$bin/lint-imports" --no-logo
step "migrations"  scripts/check_migrations.sh
if [ ${#failed[@]} -gt 0 ]; then
  printf 'lint failed: %s\n' "${failed[*]}" >&2
  exit 1
fi
