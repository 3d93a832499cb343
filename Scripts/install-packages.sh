#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian packages that building (`build`) or testing (`test`) needs and that are missing.
# Works as root or through sudo; says what it does; never touches what is there already.
set -eu

what=${1:-build}
packages='libxml2-dev libpoppler-glib-dev libcairo2-dev libstemmer-dev libuchardet-dev libzstd-dev libsqlite3-dev pkg-config'
if [ "$what" = test ]; then
  packages="$packages unicode-data poppler-utils bzip2 python3 tesseract-ocr tesseract-ocr-eng"
fi

if ! command -v swift >/dev/null 2>&1; then
  echo 'syntop is built with Swift 6.2 or newer, and there is no swift on the PATH.' >&2
  echo 'Get a toolchain from https://www.swift.org/install/linux/ and run this again.' >&2
  exit 1
fi

missing=''
for package in $packages; do
  if [ "$package" = pkg-config ] && command -v pkg-config >/dev/null 2>&1; then continue; fi
  if [ "$package" = python3 ] && command -v python3 >/dev/null 2>&1; then continue; fi
  state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing="$missing $package"
done
if [ -z "$missing" ]; then exit 0; fi

if ! command -v apt-get >/dev/null 2>&1; then
  echo "These Debian packages (or their like) are needed and this system has no apt-get:$missing" >&2
  exit 1
fi
as_root=''
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "Installing$missing needs root: run 'apt-get install$missing' as root, or install sudo." >&2
    exit 1
  fi
  as_root=sudo
fi
echo "Installing$missing"
$as_root apt-get update -qq
# shellcheck disable=SC2086  # the list is meant to split into words
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
