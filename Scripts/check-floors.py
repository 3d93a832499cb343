#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails when a floor of Tests/Quality/floors-*.tsv was lowered, or dropped, unless that was meant and explained.

    check-floors.py [--lowered MEASURE]...

The files are compared with HEAD, and in every commit of the history with the one before. A lowered floor needs another
reason in its third column, and its measure named: by --lowered before the commit, by a line "Lowered: MEASURE" in the
message of the commit after. A tree without history passes, and a shallow one is checked as far as it goes.
"""
import argparse, pathlib, subprocess, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = "Tests/Quality"


def git(*arguments):
    """What git prints, or None if it fails or is not there. The tree may belong to somebody else, as in a container."""
    try:
        done = subprocess.run(
            ["git", "-c", "safe.directory=*", "-C", str(ROOT), *arguments], capture_output=True, encoding="utf-8")
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def floors(text):
    """{measure: (floor, reason)} of a table of measure TAB floor TAB reason."""
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {measure: (float(floor), reason) for measure, floor, reason in rows}


def lowered(before, now, named):
    """What is wrong between two versions of one table."""
    for measure, (floor, reason) in floors(before).items():
        new, new_reason = floors(now).get(measure, (0.0, ""))
        if new >= floor:
            continue
        if measure not in named:
            yield f"{measure} was {floor}, is {new}, and nobody says that it is meant"
        elif new_reason == reason:
            yield f"{measure} is lowered without a new reason"


def in_tree(named):
    for path in sorted((ROOT / FOLDER).glob("floors-*.tsv")):
        name = path.relative_to(ROOT)
        before = git("show", f"HEAD:{name}")
        if before is not None:
            for fault in lowered(before, path.read_text(encoding="utf-8"), named):
                yield f"{name}: {fault}; name it: --lowered MEASURE"


def in_history(commits):
    for commit in commits:
        message = git("show", "-s", "--format=%B", commit) or ""
        named = [line.split(":", 1)[1].strip() for line in message.splitlines() if line.startswith("Lowered:")]
        files = git("diff-tree", "--no-commit-id", "--name-only", "-r", commit, "--", FOLDER) or ""
        for name in files.split():
            before = git("show", f"{commit}^:{name}")
            if name.endswith(".tsv") and before is not None:
                for fault in lowered(before, git("show", f"{commit}:{name}") or "", named):
                    yield f"{commit[:10]}: {name}: {fault}; name it in the message: Lowered: MEASURE"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lowered", action="append", default=[], metavar="MEASURE")
    chosen = options.parse_args()
    commits = git("log", "--format=%H", "--", FOLDER)
    if commits is None:
        print("floors: no history here to compare with")
        return
    wrong = [*in_tree(chosen.lowered), *in_history(commits.split())]
    reach = " as far as this shallow clone goes" if git("rev-parse", "--is-shallow-repository") == "true\n" else ""
    print("\n".join(wrong) if wrong else f"floors: none lowered without a reason{reach}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
