#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times building and querying on a synthetic corpus, and checks every answer against a plain count in Python.

usage: index_and_query.py SYNTOP [--megabytes 40] [--seed 7] [--workers 1]

The corpus is made from a seed: words drawn by Zipf's law, documents of 50 to 400 words. For each class of query the
expected number of documents is counted in Python; a wrong count ends the run with status 1. Times are microseconds
inside the program, from the query's text to the result set, best of five, over the queries of a class.
"""
import argparse
import bisect
import itertools
import json
import pathlib
import random
import resource
import subprocess
import sys
import tempfile


def make_corpus(path, megabytes, rng):
    """Writes JSON lines and returns the documents as lists of words."""
    vocabulary = ["".join(rng.choice("abcdefghiklmnoprstuvw") for _ in range(rng.randint(2, 10))) for _ in range(60000)]
    weights = list(itertools.accumulate(1.0 / (rank + 2) for rank in range(len(vocabulary))))
    documents, size = [], 0
    with open(path, "w", encoding="utf-8") as out:
        while size < megabytes * 1_000_000:
            words = [
                vocabulary[min(bisect.bisect(weights, rng.random() * weights[-1]), len(vocabulary) - 1)]
                for _ in range(rng.randint(50, 400))
            ]
            line = json.dumps({"id": str(len(documents)), "text": " ".join(words), "year": rng.randint(1990, 2025)})
            size += out.write(line + "\n")
            documents.append(words)
    return vocabulary, documents


def classes(vocabulary, documents, rng):
    """{class: [(query, expected number of documents)]}, counted without any index."""
    sets = [set(words) for words in documents]
    texts = [" " + " ".join(words) + " " for words in documents]

    def having(*words):
        return sum(all(word in s for word in words) for s in sets)

    def phrase(*words):
        return sum(" " + " ".join(words) + " " in text for text in texts)

    found = {name: [] for name in ("rare word", "frequent word", "two words", "either word", "phrase", "prefix")}
    for _ in range(8):
        frequent, other = rng.sample(vocabulary[:200], 2)
        rare = rng.choice(vocabulary[5000:30000])
        found["rare word"].append((rare, having(rare)))
        found["frequent word"].append((frequent, having(frequent)))
        found["two words"].append((f"{frequent} {rare}", having(frequent, rare)))
        found["either word"].append((f"{frequent} OR {other}", sum(frequent in s or other in s for s in sets)))
        found["phrase"].append((f'"{frequent} {other}"', phrase(frequent, other)))
        stem = rng.choice(vocabulary[200:4000])[:4]
        found["prefix"].append((stem + "*", sum(any(w.startswith(stem) for w in s) for s in sets)))
    return found


def build(syntop, corpus, index, workers):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [syntop, "build", "--index", index, "--workers", str(workers), "--layers", "postings", "--json", "--quiet", corpus]
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return json.loads(out.splitlines()[-1]), after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ask(server, query, mode):
    server.stdin.write(json.dumps({"id": 1, "query": query, "mode": mode, "k": 10}) + "\n")
    server.stdin.flush()
    return json.loads(server.stdout.readline())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("syntop")
    parser.add_argument("--megabytes", type=int, default=40)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--workers", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as folder:
        corpus = str(pathlib.Path(folder) / "corpus.jsonl")
        vocabulary, documents = make_corpus(corpus, arguments.megabytes, rng)
        summary, cpu = build(arguments.syntop, corpus, folder + "/index", arguments.workers)
        size = pathlib.Path(corpus).stat().st_size
        print(f"build: {size / 1e6:.1f} MB, {cpu:.2f} CPU s, {size / 1e6 / cpu:.1f} MB per CPU s, "
              f"index {summary['index_bytes']['total'] / size:.3f} of the text, "
              f"peak memory {summary['peak_memory'] / 1e6:.0f} MB")
        server = subprocess.Popen([arguments.syntop, "batch", "--index", folder + "/index"], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, text=True)
        server.stdout.readline()
        wrong = 0
        for name, queries in classes(vocabulary, documents, rng).items():
            counts, tops = [], []
            for query, expected in queries:
                replies = [ask(server, query, "count") for _ in range(5)]
                if replies[0].get("count") != expected:
                    print(f"WRONG: {query}: {replies[0]} where {expected} was expected", file=sys.stderr)
                    wrong += 1
                counts.append(min(reply["us"] for reply in replies))
                tops.append(min(ask(server, query, "top")["us"] for _ in range(5)))
            middle = len(counts) // 2
            print(f"{name:14s} count {sorted(counts)[middle]:9.1f} us   top 10 {sorted(tops)[middle]:9.1f} us")
        server.stdin.close()
        server.wait()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
