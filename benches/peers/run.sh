#!/usr/bin/env bash
# The same extraction by others, in one run: nanoseconds of processor time per byte, how many times
# deplier's, testimonials and questions, which must be the same. Then deplier's records against the tree of the
# fastest parser in C, and what converters keep of the bundled page. Installs pinned versions into a cache folder.
#
#   benches/peers/run.sh [CACHE]      (default: ~/.cache/deplier-peers)
set -euo pipefail
cd "$(dirname "$0")"
cache=${1:-$HOME/.cache/deplier-peers}
mkdir -p "$cache"

[ -d "$cache/python" ] || python3 -m venv "$cache/python"
"$cache/python/bin/pip" install -q --disable-pip-version-check -r requirements.txt
cp package.json peer.mjs "$cache/"
(cd "$cache" && npm install --silent --no-audit --no-fund)

root=$(cd ../.. && pwd)
steps() { (cd "$root" && cargo bench -q --bench steps -- "$@"); }
peer() { "$cache/python/bin/python" peer.py "$@"; }
pages=(interviews interviews-200k document-200k)
for page in "${pages[@]}"; do steps page "$page" >"$cache/$page.md"; done

{
  steps peer interviews
  peer records "$cache/interviews.md" 50
  peer tree "$cache/interviews.md" 300
  node "$cache/peer.mjs" "$cache/interviews.md" 300
} >"$cache/peers.tsv"

echo "| tool | ns/byte | x deplier | testimonials | questions |"
echo "|---|---|---|---|---|"
awk -F '\t' '
  NR == 1 { ours = $2; testimonials = $3; questions = $4 }
  { printf "| %s | %s | %.1f | %s | %s |\n", $1, $2, $2 / ours, $3, $4 }
  $3 != "" && ($3 != testimonials || $4 != questions) { differ = 1 }
  END { if (differ) { print "the tools do not find the same" > "/dev/stderr"; exit 1 } }
' "$cache/peers.tsv"

echo
echo "| page | records with diagnostics, ns/byte | Lexbor's tree, ns/byte | x |"
echo "|---|---|---|---|"
for page in "${pages[@]}"; do
  { steps peer "$page"; peer tree "$cache/$page.md" 100; } | cut -f 2 | paste -s \
    | awk -v page="$page" '{ printf "| %s | %s | %s | %.2f |\n", page, $1, $2, $1 / $2 }'
done

echo
cargo run -q --release --manifest-path keep/Cargo.toml --target-dir "$cache/target" -- "$root"/examples/data/*.md
