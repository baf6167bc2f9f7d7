#!/usr/bin/env bash
# Counts the instructions of each step with valgrind's callgrind: the same on a noisy machine as on a
# quiet one. Prints instructions per byte of the page, and the ratio to scraper's parse.
#
#   benches/instructions.sh [PAGE...]      (default: interviews interviews-200k document-200k)
set -euo pipefail
cd "$(dirname "$0")/.."

bench=$(cargo bench -q --bench steps --no-run --message-format=json |
  sed -n 's/.*"name":"steps".*"executable":"\([^"]*\)".*/\1/p' | tail -1)

# count STEP PAGE TIMES: "instructions bytes" of the run.
count() {
  local log
  log=$(mktemp)
  local bytes
  bytes=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$bench" run "$@" 2>"$log")
  echo "$(sed -n 's/.*Collected : \([0-9]*\).*/\1/p' "$log") $bytes"
  rm -f "$log"
}

echo "| page | step | instructions/byte | x scraper |"
echo "|---|---|---|---|"
for page in "${@:-interviews interviews-200k document-200k}"; do
  for page in $page; do
    scraper=""
    for step in scraper records items json jsonld rss csv whole; do
      # Once and three times: the difference is two turns without start-up, tables and caches warm.
      read -r once bytes < <(count "$step" "$page" 1)
      read -r thrice _ < <(count "$step" "$page" 3)
      each=$(((thrice - once) / 2))
      scraper=${scraper:-$each}
      awk -v page="$page" -v step="$step" -v n="$each" -v bytes="$bytes" -v base="$scraper" \
        'BEGIN { printf "| %s | %s | %.1f | %.2f |\n", page, step, n / bytes, n / base }'
    done
  done
done
