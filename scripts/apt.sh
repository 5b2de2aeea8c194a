#!/usr/bin/env bash
# Installs Debian packages as root or with sudo; otherwise says what to install and stops.
set -euo pipefail
if ! command -v apt-get >/dev/null 2>&1; then
  echo "Please install what Debian calls: $*" >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    as_root=(sudo)
  else
    printf 'This needs packages that only root can install. Run this, then try again:\n  apt-get install --no-install-recommends %s\n' "$*" >&2
    exit 1
  fi
fi
echo "Installing: $*" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# An old list of packages may name versions that are gone: refresh it first. A third-party
# source that does not answer must not stop us, if Debian's own still serve what we need.
"${as_root[@]}" apt-get update -qq >"$log" 2>&1 || { cat "$log" >&2; echo "Going on all the same." >&2; }
if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 "$@" >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
