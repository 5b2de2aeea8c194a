#!/usr/bin/env bash
# Prints the folder of the newest PostgreSQL server programs (initdb, postgres), 15 or newer.
set -euo pipefail
for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5,5nr) "$(dirname "$(command -v initdb 2>/dev/null || echo /none/x)")"; do
  version=$(basename "$(dirname "$folder")")
  case $version in (*[!0-9]*) ;; (*) [ "$version" -ge 15 ] || continue ;; esac
  if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then echo "$folder"; exit 0; fi
done
exit 1
