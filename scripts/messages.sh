#!/usr/bin/env bash
# Collects the strings to translate into src/jawara/locale/en, then compiles the catalogues.
# Indonesian is the source language, so English is the only catalogue.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v xgettext >/dev/null 2>&1 || scripts/apt.sh gettext
mkdir -p src/jawara/locale
(
  cd src/jawara
  DATABASE_URL=sqlite:///:memory: ../../.venv/bin/python -m django makemessages \
    --locale en --no-wrap --no-obsolete --add-location file --verbosity 0
)
.venv/bin/python scripts/compile_messages.py
.venv/bin/python - <<'END'
import polib

catalogue = polib.pofile("src/jawara/locale/en/LC_MESSAGES/django.po")
left = catalogue.untranslated_entries() + catalogue.fuzzy_entries()
print(f"{len(catalogue)} strings, {len(left)} to translate")
END
