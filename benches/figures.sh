#!/usr/bin/env bash
# Writes the figures in README.md next to this script: replaces the text between `<!-- figures -->` and `<!-- end
# -->` with the output of the commands below, in one run on this machine. Takes about ten minutes.
#
#   benches/figures.sh
set -euo pipefail
cd "$(dirname "$0")/.."
made=$(mktemp)
trap 'rm -f "$made"' EXIT

# part TITLE CMD...: prints a heading, the command and its output.
part() {
  local title=$1; shift
  printf '### %s\n\n`%s`\n\n' "$title" "$*" >>"$made"
  "$@" >>"$made"
  echo >>"$made"
}

printf 'Measured at commit %s with %s.\n\n' "$(git rev-parse --short HEAD)" "$(rustc --version | cut -d' ' -f1-2)" >>"$made"
part "Instructions" benches/instructions.sh interviews interviews-200k document-200k plain-200k folder
part "Instructions, each size against the last" benches/instructions.sh doubling
part "Processor time, x scraper's parse" cargo bench -q --bench steps -- ratios
part "Processor time, each size against half of it" cargo bench -q --bench steps -- doubling
part "Other tools" benches/peers/run.sh

awk -v made="$made" '
  /<!-- figures -->/ { print; print ""; while ((getline line < made) > 0) print line; skip = 1 }
  /<!-- end -->/ { skip = 0 }
  !skip { print }
' benches/README.md >benches/README.md.new
mv benches/README.md.new benches/README.md
