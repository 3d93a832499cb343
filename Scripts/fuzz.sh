#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Fuzzes what reads untrusted or damaged data: libFuzzer with AddressSanitizer over each target of Tests/Fuzz.
#
#   Scripts/fuzz.sh [SECONDS [TARGET...]]     so long each (default 60, all targets)
#   Scripts/fuzz.sh replay TARGET FILE...     run inputs again, for instance a finding
#
# Inputs that reach new code are kept in .build-fuzz/inputs and used by the next run; findings are written to
# .build-fuzz/findings. Ends with status 1 if there are any.
set -eu
cd "$(dirname "$0")/.."
build=.build-fuzz
program=$build/release/Fuzz
# Leaks are not looked for: the libraries that extract keep caches for the life of their process.
export ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 SWIFT_BACKTRACE=enable=no

swift build -c release --package-path Tests/Fuzz --scratch-path $build --sanitize address -q

if [ "${1:-}" = replay ]; then
  shift
  exec $program "$@"
fi

seconds=${1:-60}
[ $# -eq 0 ] || shift
longest() { $program list | awk -v name="$1" '$1 == name { print $2 }'; }
made=$build/made
rm -rf $made
$program seeds $made
mkdir -p $build/findings $build/logs
found=0
[ $# -gt 0 ] || set -- $($program list | cut -d' ' -f1)
printf '%-10s %12s %9s %9s %8s  %s\n' target executions 'per s' reached inputs result
for target; do
  mkdir -p "$build/inputs/$target"
  log=$build/logs/$target
  folders=$build/inputs/$target
  for folder in "Tests/Fuzz/Seeds/$target" "$made/$target" "Corpus/$target"; do
    [ ! -d "$folder" ] || folders="$folders $folder"
  done
  [ "$target" != any ] || folders="$folders Corpus/html Corpus/plain"
  words=Tests/Fuzz/Seeds/$target.dict
  # shellcheck disable=SC2086  # folders are meant to split
  if $program "$target" -max_total_time="$seconds" -max_len="$(longest "$target")" -timeout=20 -rss_limit_mb=4096 \
    -print_final_stats=1 $([ ! -f "$words" ] || echo "-dict=$words") \
    -artifact_prefix="$build/findings/$target-" $folders >"$log" 2>&1; then
    result=clean
  else
    found=1
    result=$(sed -n 's/.*Test unit written to //p' "$log" | tail -1)
    result="FOUND ${result:-see $log}"
  fi
  number() { sed -n "s/^stat::$1: *//p" "$log" | tail -1; }
  printf '%-10s %12s %9s %9s %8s  %s\n' "$target" "$(number number_of_executed_units)" \
    "$(number average_exec_per_sec)" "$(sed -n 's/.* cov: \([0-9]*\).*/\1/p' "$log" | tail -1)" \
    "$(find "$build/inputs/$target" -type f | wc -l)" "$result"
done
exit $found
