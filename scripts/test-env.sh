#!/usr/bin/env bash
# Installs what the tests need from Debian and is not there: a browser, fonts to look right in
# screenshots, a PostgreSQL server, gettext. Skips what is present.
set -euo pipefail
have() { command -v "$1" >/dev/null 2>&1; }
need=()
have chromium || have chromium-browser || have google-chrome || [ -n "${CHROMIUM:-}" ] || need+=(chromium)
[ -n "$("$(dirname "$0")/find-postgres.sh" 2>/dev/null)" ] || need+=(postgresql)
# Playwright's driver is linked to it; bare Debian 12 does not have it.
compgen -G "/usr/lib/*/libatomic.so.1" >/dev/null || need+=(libatomic1)
have msgfmt || need+=(gettext)
have fc-match || need+=(fontconfig)
fonts=$(fc-list : family 2>/dev/null || true)
case $fonts in (*Roboto*) ;; (*) need+=(fonts-roboto-unhinted) ;; esac
case $fonts in (*"Noto Sans"*) ;; (*) need+=(fonts-noto-core) ;; esac
[ ${#need[@]} -eq 0 ] || "$(dirname "$0")/apt.sh" "${need[@]}"
