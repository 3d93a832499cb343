#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Indexes the sample corpus and shows what comes out: a concept map, a ranked search, a concordance, a page with its
# evidence. usage: demo.sh PATH-TO-SYNTOP
set -eu
cd "$(dirname "$0")/.."
syntop=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
work=$(mktemp -d "${TMPDIR:-/tmp}/syntop-demo.XXXXXX")
trap 'rm -rf "$work"' EXIT INT TERM
index=$work/index

# Prints a command as a user would type it, then runs it on the demo's index.
show() {
  printf '\n$ syntop'
  for word in "$@"; do
    case $word in
      *[!A-Za-z0-9_./-]*) printf " '%s'" "$word" ;;
      *) printf ' %s' "$word" ;;
    esac
  done
  printf '\n'
  command=$1
  shift
  "$syntop" "$command" --index "$index" "$@"
}

show build --lexicon Lexicons/coproduction --metadata Corpus/metadata.csv Corpus/html Corpus/pdf Corpus/plain
show concepts --by language --concept citizen-owned --concept citizen-driven --concept transitional --concept enforced
show search --limit 1 'volunteers library closure'
show kwic --limit 7 'concept:transitional OR concept:enforced'
show show pdf/who-could-stop-it.pdf --page 1 --image "$work/page.png"
show kwic --limit 5 '[concept="citizen_initiates"] []{0,8} [word="the"] within s'
show classify --passages --label transitional pdf/leaving-on-purpose.pdf
show show pdf/who-could-stop-it.pdf --page 2
