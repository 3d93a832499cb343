#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs the benchmarks on the built program; see Benchmarks/README.md. usage: bench.sh
set -eu
cd "$(dirname "$0")/.."
[ -x .build/release/syntop ] || { echo 'build first: make build' >&2; exit 1; }
python3 Benchmarks/index_and_query.py .build/release/syntop
