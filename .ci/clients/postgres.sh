#!/usr/bin/env bash
# postgres.sh EXPORTS: does PostgreSQL take the tables with their primary and foreign keys?
#
# Runs a server in a temporary folder on a Unix socket, makes the tables from the Table Schemas of datapackage.json,
# fills them with \copy and compares the numbers of rows.
set -euo pipefail
EXPORTS="$1" HERE="$(dirname "$(realpath "${BASH_SOURCE[0]}")")"
BIN="$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)"
SERVER="$(mktemp -d)"
# The server refuses to run as root.
as_user=()
if [ "$(id -u)" -eq 0 ]; then as_user=(runuser -u postgres --); chown postgres "$SERVER"; fi
trap 'cd /; "${as_user[@]}" "$BIN/pg_ctl" -D "$SERVER/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$SERVER"' EXIT
cd "$SERVER"
"${as_user[@]}" "$BIN/initdb" -D "$SERVER/data" -U deplier -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
"${as_user[@]}" "$BIN/pg_ctl" -D "$SERVER/data" -w -l "$SERVER/log" -o "-c listen_addresses='' -k $SERVER" start >/dev/null \
  || { cat "$SERVER/log"; exit 1; }
python3 "$HERE/postgres.py" "$EXPORTS" >"$SERVER/load.sql"
psql -X -q -h "$SERVER" -U deplier -d postgres -v ON_ERROR_STOP=1 -f "$SERVER/load.sql"
python3 "$HERE/postgres.py" "$EXPORTS" --count | while IFS=$'\t' read -r table rows; do
  found="$(psql -X -At -h "$SERVER" -U deplier -d postgres -c "SELECT count(*) FROM \"$table\"")"
  echo "    $table: $found of $rows rows"
  [ "$found" = "$rows" ] || exit 1
done
