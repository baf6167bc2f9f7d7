#!/usr/bin/env bash
# The same extraction by others, in one run: nanoseconds per byte, records, questions. Then what
# converters keep of the bundled page. Installs pinned versions into a cache folder.
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
steps page interviews >"$cache/interviews.md"

printf 'tool\tns/byte\trecords\tquestions\n'
steps peer interviews
"$cache/python/bin/python" peer.py "$cache/interviews.md" 50
node "$cache/peer.mjs" "$cache/interviews.md" 200

echo
cargo run -q --release --manifest-path keep/Cargo.toml --target-dir "$cache/target" -- "$root"/examples/data/*.md
