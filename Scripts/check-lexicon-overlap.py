#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails when a lexicon line holds five consecutive words of an annotated passage: rules must describe, not memorise.

usage: check-lexicon-overlap.py LEXICON_DIR PASSAGES.jsonl [--words 5]
"""
import argparse, json, pathlib, re, sys


def words(text):
    return re.findall(r"\w+", text.lower().replace("\u2019", "'"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("lexicon", type=pathlib.Path)
    parser.add_argument("passages", type=pathlib.Path)
    parser.add_argument("--words", type=int, default=5)
    given = parser.parse_args()
    n = given.words
    seen = {}
    for line in given.passages.open(encoding="utf-8"):
        if not line.strip():
            continue
        passage = json.loads(line)
        run = words(passage["text"])
        for i in range(len(run) - n + 1):
            seen.setdefault(tuple(run[i:i + n]), passage["id"])
    bad = 0
    for file in sorted(given.lexicon.glob("*.yml")):
        for number, line in enumerate(file.open(encoding="utf-8"), 1):
            # Alternatives and entries stand for themselves, so a run never reaches across them; both readings are tried.
            for piece in [line] + re.split(r"[,|()]", line):
                run = words(piece)
                for i in range(len(run) - n + 1):
                    if tuple(run[i:i + n]) in seen:
                        print(f"{file}:{number}: {' '.join(run[i:i + n])} ({seen[tuple(run[i:i + n])]})")
                        bad += 1
    print(f"{bad} runs of {n} words shared")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
