#!/usr/bin/env bash
# Runs each fuzz target for the given minutes of processor time, with AddressSanitizer, and prints one line for each:
# runs, processor seconds, findings. Exits with 1 if anything was found.
#
#   fuzz/run_all.sh MINUTES [TARGET...]
#
# Needs `cargo install cargo-fuzz --locked` and a nightly compiler. JOBS (2) targets run in parallel, with the lowest
# priority. Findings are kept in fuzz/artifacts/TARGET, the corpus in fuzz/corpus/TARGET.
set -uo pipefail
cd "$(dirname "$0")"

minutes=${1:?usage: fuzz/run_all.sh MINUTES [TARGET...]}
shift
[ $# -gt 0 ] || set -- $(sed -n 's|^path = "fuzz_targets/\(.*\)\.rs"|\1|p' Cargo.toml)
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

dictionary() {
  case $1 in
    dialects | front_matter) echo yaml.dict ;;
    read_back) echo json.dict ;;
    *) echo html.dict ;;
  esac
}

# run TARGET: runs until its processor time is spent. At the soft limit the system ends it.
run() {
  local target=$1 program log=$logs/$1 before after
  program=$(ls target/*/release/"$target" | head -n 1)
  mkdir -p "corpus/$target" "artifacts/$target"
  before=$(ls "artifacts/$target" | wc -l)
  (
    # A finding ends a run: the next run uses the remaining time.
    spent=0
    while [ "$spent" -lt $((minutes * 60)) ]; do
      (
        ulimit -S -t $((minutes * 60 - spent))
        nice -n 19 "$program" "corpus/$target" "seeds/$target" -dict="$(dictionary "$target")" \
          -artifact_prefix="artifacts/$target/" -max_len=4096 -timeout=60 -rss_limit_mb=2048
        # Whatever ended it. The second line has the times of the program.
        times >"$log.times"
        awk -F '[ms ]' 'NR == 2 { print "spent", $1 * 60 + $2, $4 * 60 + $5 }' "$log.times"
      ) >"$log.part" 2>&1
      cat "$log.part" >>"$log"
      used=$(awk '/^spent / { n = int($2 + $3 + 0.5) } END { print n + 0 }' "$log.part")
      # A target that cannot start takes no time.
      [ "$used" -gt 0 ] || break
      spent=$((spent + used))
    done
  )
  after=$(ls "artifacts/$target" | wc -l)
  awk -v target="$target" -v found=$((after - before)) '
    /^#[0-9]+/ { last = substr($1, 2) + 0 }
    /^spent / { seconds += $2 + $3; runs += last; last = 0 }
    END { printf "%s: at least %d runs, %d s of processor time, %d findings\n", target, runs, seconds, found }' "$log"
  [ "$after" -eq "$before" ] && grep -q '^#[0-9]' "$log"
}

cargo +nightly fuzz build || exit 2
failed=0 running=0
for target in "$@"; do
  if [ "$running" -ge "${JOBS:-2}" ]; then
    wait -n || failed=1
    running=$((running - 1))
  fi
  run "$target" &
  running=$((running + 1))
done
while [ "$running" -gt 0 ]; do
  wait -n || failed=1
  running=$((running - 1))
done
exit "$failed"
