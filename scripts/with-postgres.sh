#!/usr/bin/env bash
# Runs a command with DATABASE_URL naming a throw-away PostgreSQL cluster, and removes the cluster
# afterwards. Usage: scripts/with-postgres.sh .venv/bin/pytest ...
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bin=$("$here/find-postgres.sh") || { echo "PostgreSQL 15 or newer is missing: apt-get install postgresql" >&2; exit 1; }

folder=$(mktemp -d /tmp/jawara-pg.XXXXXX)   # short: a socket's path may have 107 characters
as_owner() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then
  # The server refuses to run as root. `postgres` comes with Debian's package.
  owner=$(id -un postgres 2>/dev/null || echo nobody)
  chown "$owner" "$folder"
  as_owner() { runuser -u "$owner" -- "$@"; }
fi
chmod 755 "$folder"
cd "$folder"
stop() {
  status=$?
  trap - EXIT INT TERM
  as_owner "$bin/pg_ctl" --pgdata="$folder/data" --mode=immediate --silent stop >/dev/null 2>&1 || true
  cd /; rm -rf "$folder"
  exit "$status"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

as_owner "$bin/initdb" --pgdata="$folder/data" --username=jawara --auth=trust --encoding=UTF8 \
  --locale=C.UTF-8 --no-sync >/dev/null
# No TCP port at all: only this folder's socket. Durability is of no use to a throw-away cluster.
as_owner "$bin/pg_ctl" --pgdata="$folder/data" --log="$folder/log" --silent --wait start \
  --options="-c listen_addresses='' -c unix_socket_directories=$folder -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60 -c shared_buffers=256MB" \
  || { cat "$folder/log" >&2; exit 1; }
export DATABASE_URL="postgresql://jawara@${folder//\//%2F}/postgres"
cd "$here/.."
"$@"
