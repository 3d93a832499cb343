#!/bin/sh
# Indexes the sample corpus and shows what comes out: a concept map, a ranked search, a concordance, the evidence.
# usage: demo.sh PATH-TO-SYNTOP
set -eu
syntop=$1
cd "$(dirname "$0")/.."
index=$(mktemp -d "${TMPDIR:-/tmp}/syntop-demo.XXXXXX")
trap 'rm -rf "$index"' EXIT INT TERM

say() {
  printf '\n$ %s\n' "$*" | sed "s#$syntop#syntop#g; s#$index#.syntop#g"
  "$@"
}

say "$syntop" build --index "$index/ix" --lexicon Lexicons/coproduction --metadata Corpus/metadata.csv Corpus
say "$syntop" concepts --index "$index/ix" --by kind
say "$syntop" search --index "$index/ix" --limit 5 'residents took over NEAR/8 council'
say "$syntop" kwic --index "$index/ix" --limit 12 '[concept="citizen-owned"] []{0,8} [word="council|residents|members"] within s'
say "$syntop" kwic --index "$index/ix" --limit 12 'co-production'
