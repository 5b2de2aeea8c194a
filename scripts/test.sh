#!/usr/bin/env bash
# Everything `make test` runs, in order. Every step runs; the run fails if one of them failed.
set -uo pipefail
cd "$(dirname "$0")/.."
scripts/test-env.sh || exit 1
unset DATABASE_URL JAWARA_ENV DJANGO_SETTINGS_MODULE
workers=${JAWARA_TEST_WORKERS:-$(nproc)}
pytest=(.venv/bin/pytest -q --dist loadfile -n "$workers" --durations=5)
failed=()
step() {
  local name=$1 from=$SECONDS; shift
  printf '\n== %s\n' "$name"
  if "$@"; then
    printf '== %s: ok (%s s)\n' "$name" $((SECONDS - from))
  else
    printf '== %s: FAILED (%s s): %s\n' "$name" $((SECONDS - from)) "$*"
    failed+=("$name")
  fi
}
step "lint"                  scripts/lint.sh
# Who may open what does not depend on the engine, so those two thousand cases run on SQLite only.
step "tests on PostgreSQL"   scripts/with-postgres.sh "${pytest[@]}" -m "not browser and not sqlite_only and not static" tests --ignore=tests/integration/web/test_authorisation.py
step "browser tests"         "${pytest[@]}" -m browser tests/browser
step "tests on SQLite"       "${pytest[@]}" -m "not browser and not postgres_only" tests
printf '\n'
if [ ${#failed[@]} -gt 0 ]; then
  printf 'make test FAILED: %s (%s s)\n' "$(IFS=,; echo "${failed[*]}")" "$SECONDS"
  exit 1
fi
printf 'make test: all passed (%s s)\n' "$SECONDS"
