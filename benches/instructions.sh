#!/usr/bin/env bash
# Counts the instructions of each step with valgrind's callgrind. The count does not depend on the load of the
# machine. Prints instructions per byte of the page, and the ratio to scraper's parse.
#
#   benches/instructions.sh [PAGE...]      (default: interviews interviews-200k document-200k)
#   benches/instructions.sh doubling       the whole conversion of pages of 20 KB to 2.5 MB, each against the last
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

# each STEP PAGE: "instructions bytes" of one turn.
each() {
  local once thrice bytes
  # Run once and three times: the difference is two runs without start-up and with warm caches.
  read -r once bytes < <(count "$@" 1)
  read -r thrice _ < <(count "$@" 3)
  echo "$(((thrice - once) / 2)) $bytes"
}

if [ "${1:-}" = doubling ]; then
  echo "| page | bytes | instructions/byte | x the last |"
  echo "|---|---|---|---|"
  for kind in interviews quarter-open; do
    last=""
    for size in 20000 40000 80000 160000 320000 640000 1280000 2560000; do
      read -r n bytes < <(each whole "$kind-$size")
      awk -v page="$kind" -v n="$n" -v bytes="$bytes" -v last="$last" 'BEGIN {
        printf "| %s | %d | %.1f | %s |\n", page, bytes, n / bytes, last ? sprintf("%.3f", n / bytes / last) : "" }'
      last=$(awk "BEGIN { print $n / $bytes }")
    done
  done
  exit
fi

echo "| page | step | instructions/byte | x scraper |"
echo "|---|---|---|---|"
for page in "${@:-interviews interviews-200k document-200k}"; do
  for page in $page; do
    scraper=""
    for step in scraper records one-dialect items json jsonld rss csv whole; do
      read -r n bytes < <(each "$step" "$page")
      scraper=${scraper:-$n}
      awk -v page="$page" -v step="$step" -v n="$n" -v bytes="$bytes" -v base="$scraper" \
        'BEGIN { printf "| %s | %s | %.1f | %.2f |\n", page, step, n / bytes, n / base }'
    done
  done
done
