#!/usr/bin/env bash
# Do the migrations describe the models? (Needs no database.)
set -euo pipefail
cd "$(dirname "$0")/.."
DJANGO_SETTINGS_MODULE=jawara.config.settings_test DATABASE_URL=sqlite:///:memory: \
  .venv/bin/python -W error -m django makemigrations --check --dry-run
