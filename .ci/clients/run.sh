#!/usr/bin/env bash
# run.sh BINARY: lets programs of others read what BINARY, the deplier command line, writes. README.md says which.
# Fails if a client fails. Says loudly which client could not be installed, and goes on.
set -uo pipefail
BINARY="$(realpath "${1:?usage: run.sh BINARY}")" || exit 2
HERE="$(dirname "$(realpath "${BASH_SOURCE[0]}")")"
cd "$HERE/../.."
OUT="$(mktemp -d)"
trap 'rm -rf "$OUT"' EXIT
export CLIENT_PACKAGES="$(pwd)/target/clients"
failed=0

missing() { echo "!!! $1"; }
check() { echo "::: $1"; shift; "$@" || { echo "    FAILED"; failed=1; }; }
# debian_package NAME: installs it, if this user may.
debian_package() { [ "$(id -u)" -ne 0 ] || apt-get install -qq -y "$1" >/dev/null 2>&1 || true; }
# npm_packages NAME...: installs what is not there yet.
npm_packages() {
  local name needed=()
  for name in "$@"; do [ -d "$CLIENT_PACKAGES/node_modules/$name" ] || needed+=("$name"); done
  [ ${#needed[@]} -eq 0 ] || { mkdir -p "$CLIENT_PACKAGES" && npm install --silent --no-audit --no-fund --prefix "$CLIENT_PACKAGES" "${needed[@]}"; }
}
# python_packages NAME PACKAGE...: makes an environment with these packages, if there is none.
python_packages() {
  local venv="$CLIENT_PACKAGES/$1"; shift
  [ -d "$venv" ] || { python3 -m venv "$venv" && "$venv/bin/pip" install -q "$@" >/dev/null 2>&1; } || { rm -rf "$venv"; return 1; }
}

pages=(tests/pages tests/rules examples/data)
if [ -n "${DEPLIER_SHARED:-}" ]; then pages+=("$DEPLIER_SHARED/seed" "$DEPLIER_SHARED"/corpus/*/)
else missing "DEPLIER_SHARED IS NOT SET: the clients read the pages of this repository alone"; fi
# Exit code 3: some input failed, the rest was written. tests/rules has pages that fail on purpose.
"$BINARY" -f all -o "$OUT/exports" --diagnostics none --progress never --base-url https://www.example.org/ "${pages[@]}" 2>/dev/null
code=$?
[ $code -eq 0 ] || [ $code -eq 3 ] || { echo "the pages were not converted: exit code $code"; exit 1; }

has_postgres() { compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null && command -v psql >/dev/null; }
has_postgres || debian_package postgresql
if has_postgres; then check "PostgreSQL" "$HERE/postgres.sh" "$OUT/exports"
else missing "POSTGRESQL COULD NOT BE INSTALLED: the keys of the tables were not checked"; fi

if npm_packages typescript @types/node json-schema-to-typescript quicktype; then check "TypeScript" node "$HERE/typescript.mjs" "$OUT/exports"
else missing "TYPESCRIPT OR A GENERATOR COULD NOT BE INSTALLED: no program with types read the articles"; fi

typify=(--manifest-path "$HERE/typify/Cargo.toml")
if cargo fetch -q "${typify[@]}"; then check "Rust" cargo run -q "${typify[@]}" --target-dir "$CLIENT_PACKAGES/rust" -- "$OUT/exports/articles.jsonl"
else missing "TYPIFY COULD NOT BE FETCHED: no Rust program with generated types read the articles"; fi

if npm_packages minisearch; then check "search index" node "$HERE/search.mjs" "$OUT/exports"
else missing "MINISEARCH COULD NOT BE INSTALLED: the passages were not searched"; fi

# CKAN and udata need different versions of Flask.
catalogue() {
  local client=$1; shift
  if python_packages "$client" "$@"; then check "catalogue: $client" "$CLIENT_PACKAGES/$client/bin/python" "$HERE/catalogue.py" "$BINARY" "$client"
  else missing "${client^^} COULD NOT BE INSTALLED: the catalogue was not read by it"; fi
}
catalogue rdflib rdflib
catalogue ckan ckanext-dcat 'ckan[requirements]'
catalogue udata udata

command -v chromium >/dev/null || debian_package chromium
if command -v chromium >/dev/null && npm_packages playwright-core; then
  source_pages=(tests/pages/*.html tests/rules/*/page.html)
  # The name of an icon in front of a title is one word with it, and directives find whole words only.
  [ -z "${DEPLIER_SHARED:-}" ] || source_pages+=("$DEPLIER_SHARED"/seed/*.md $(grep -L material-icons "$DEPLIER_SHARED"/corpus/*/*.html | awk 'NR % 2 == 0'))
  check "Chromium" node "$HERE/chromium.mjs" "$BINARY" "${source_pages[@]}"
else missing "CHROMIUM COULD NOT BE INSTALLED: no address of a record was opened"; fi

exit $failed
