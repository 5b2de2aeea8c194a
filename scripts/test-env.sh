#!/usr/bin/env bash
# Installs what the tests need from Debian and is not there: a browser, fonts to look right in
# screenshots, a PostgreSQL server, gettext. Skips what is present.
set -euo pipefail
have() { command -v "$1" >/dev/null 2>&1; }
need=()
have chromium || have chromium-browser || have google-chrome || [ -n "${CHROMIUM:-}" ] || need+=(chromium)
[ -n "$("$(dirname "$0")/find-postgres.sh" 2>/dev/null)" ] || need+=(postgresql)
have msgfmt || need+=(gettext)
have fc-match || need+=(fontconfig)
if ! have fc-list || ! fc-list 2>/dev/null | grep -qi 'roboto'; then need+=(fonts-roboto-unhinted); fi
if ! have fc-list || ! fc-list 2>/dev/null | grep -qi 'noto.*sans'; then need+=(fonts-noto-core); fi
[ ${#need[@]} -eq 0 ] || "$(dirname "$0")/apt.sh" "${need[@]}"
