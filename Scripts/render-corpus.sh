#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Makes Corpus/pdf/*.pdf from Corpus/sources/: *.html with WeasyPrint, *.ms with groff.
# The PDFs are committed, so this is needed only after a source has been changed.
#
#   Scripts/render-corpus.sh            make all
#   Scripts/render-corpus.sh NAME...    make those only (names without suffix)
#   OUT=DIR Scripts/render-corpus.sh    write somewhere else, for instance to compare
#
# Debian 12 packages: weasyprint groff fonts-urw-base35 fonts-dejavu-core
#   sudo apt-get install weasyprint groff fonts-urw-base35 fonts-dejavu-core
#
# The date is fixed, so that the same sources on the same Debian release give the same bytes.

set -eu
cd "$(dirname "$0")/../Corpus/sources"
out=${OUT:-../pdf}
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-1700000000}" LC_ALL=C.UTF-8 TZ=UTC

for tool in weasyprint groff; do
  if ! command -v "$tool" >/dev/null; then
    echo "render-corpus: $tool not found; run: sudo apt-get install weasyprint groff fonts-urw-base35" >&2
    exit 2
  fi
done
mkdir -p "$out"

# Page length and width of a groff source stand in its first lines: .\" paper: 25c,17.6c
render() {
  case $1 in
    *.html) weasyprint -q "$1" "$out/${1%.html}.pdf" ;;
    *.ms)
      paper=$(sed -n 's/^\.\\" paper: //p' "$1")
      groff -k -K utf8 -t -ms -T pdf -P-p"$paper" "$1" > "$out/${1%.ms}.pdf" ;;
  esac
  echo "$out/${1%.*}.pdf"
}

if [ $# -gt 0 ]; then
  for name; do
    for source in "$name".html "$name".ms; do
      if [ -f "$source" ]; then render "$source"; fi
    done
  done
else
  for source in *.html *.ms; do render "$source"; done
fi
