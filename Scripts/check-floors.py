#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails when a floor of Tests/Quality/floors-*.tsv is lower than it was, or gone, unless that is meant and explained.

    check-floors.py [BASE] [--lowered MEASURE]...

BASE is the commit to compare with (default HEAD). A lowered floor must be named by --lowered, and its reason, in the
third column, must be another than before.
"""
import argparse, pathlib, subprocess, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def floors(text):
    """{measure: (floor, reason)} of a table of measure TAB floor TAB reason."""
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {measure: (float(floor), reason) for measure, floor, reason in rows}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("base", nargs="?", default="HEAD")
    options.add_argument("--lowered", action="append", default=[], metavar="MEASURE")
    chosen = options.parse_args()
    wrong = []
    for path in sorted((ROOT / "Tests/Quality").glob("floors-*.tsv")):
        place = f"{chosen.base}:{path.relative_to(ROOT)}"
        shown = subprocess.run(["git", "-C", ROOT, "show", place], capture_output=True, text=True)
        before, now = floors(shown.stdout) if shown.returncode == 0 else {}, floors(path.read_text(encoding="utf-8"))
        for measure, (floor, reason) in before.items():
            new, new_reason = now.get(measure, (0.0, ""))
            if new >= floor: continue
            if measure not in chosen.lowered:
                wrong.append(f"{path.name}: {measure} was {floor}, is {new}; if it is meant, say --lowered {measure}")
            elif new_reason in ("", reason):
                wrong.append(f"{path.name}: {measure} is lowered without a new reason")
    print("\n".join(wrong) if wrong else "floors: none lowered without a reason")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
