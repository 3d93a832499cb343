#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds, kills and verifies an index over and over while its corpus changes.

Each round changes files at random (added, rewritten, cut short, renamed, moved, copied, touched, removed; text, HTML, PDF and JSON lines), starts
a build with a random number of workers and ends it after a random while by SIGKILL, SIGTERM or SIGINT, or lets it finish.
Whatever happened, `verify` must find the index sound and a query must be answered as before or as after. Then the build
is finished and compared with a fresh one of the same corpus: hashes, counts, ranked documents with their scores and
concordances must be equal. The first difference ends the run with status 1, and the folder is kept.

  Scripts/soak.py --syntop .build/release/syntop --rounds 50 [--seed 1] [--folder DIR] [--lexicon DIR]
"""
import argparse
import json
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORDS = "trust council residents co-production library services public neighbours founded closed money volunteers".split()
QUERIES = [
    ("trust", "plain"), ("co-production", "plain"), ("council NEAR/5 residents", "plain"), ("public -money", "plain"),
    ('"public services" OR librar*', "plain"), ("volunteers", "plain"), ('[word="the"] []{0,2} [word="trust"]', "cql"),
]


class Corpus:
    """The folder that changes, with the random choices of one seed."""

    def __init__(self, folder, seed):
        self.folder, self.random, self.made = folder, random.Random(seed), 0
        folder.mkdir(parents=True)
        self.samples = sorted((ROOT / "Corpus" / "html").iterdir()) + sorted((ROOT / "Corpus" / "pdf").iterdir())
        for _ in range(20):
            self.add()

    def text(self):
        return " ".join(self.random.choices(WORDS + ["the", "of", "and"], k=self.random.randint(0, 400))) + ".\n"

    def files(self):
        return sorted(path for path in self.folder.rglob("*") if path.is_file())

    def add(self):
        self.made += 1
        parent = self.folder / self.random.choice(["", "a", "b/c"])
        parent.mkdir(parents=True, exist_ok=True)
        kind = self.random.randrange(10)
        if kind < 2:
            sample = self.random.choice(self.samples)
            shutil.copyfile(sample, parent / f"{self.made}-{sample.name}")
        elif kind < 4:
            lines = [
                json.dumps({"id": f"{self.made}-{n}", "text": self.text(), "year": 1990 + n % 30})
                for n in range(self.random.randint(0, 30))
            ]
            (parent / f"{self.made}.jsonl").write_text("\n".join(lines) + "\n")
        elif kind == 4:
            (parent / f"{self.made}.txt").write_bytes(self.random.randbytes(200))
        else:
            (parent / f"{self.made}.txt").write_text(self.text())

    def change(self):
        files = self.files()
        path, kind = self.random.choice(files), self.random.randrange(8)
        if kind == 0 or len(files) < 5:
            self.add()
        elif kind == 1 and path.suffix == ".txt":
            path.write_text(self.text())
        elif kind == 2:
            path.write_bytes(path.read_bytes()[: self.random.randrange(2000)])
        elif kind == 3:
            path.rename(path.with_name(f"moved-{self.made}-{path.name}"[-100:]))
        elif kind == 4:
            shutil.copyfile(path, self.folder / f"copy-{self.made}-{self.random.randrange(10)}-{path.name}"[-100:])
        elif kind == 5:
            path.touch()
        elif kind == 6:
            # A whole folder, which takes its files along.
            parents = [folder for folder in self.folder.iterdir() if folder.is_dir()]
            if parents:
                folder = self.random.choice(parents)
                folder.rename(folder.with_name(f"{folder.name[:1]}{self.random.randrange(10**6)}"))
        else:
            path.unlink()


class Index:
    """One index directory and the program that writes and reads it."""

    def __init__(self, options, folder, corpus):
        self.options, self.folder, self.corpus = options, folder, corpus

    def command(self, *arguments):
        return [self.options.syntop, arguments[0], "--index", str(self.folder), *arguments[1:]]

    def build_command(self, workers):
        lexicon = ["--lexicon", self.options.lexicon] if self.options.lexicon else []
        return self.command("build", "--quiet", "--json", "--workers", str(workers), *lexicon, str(self.corpus))

    def build(self, workers):
        done = subprocess.run(self.build_command(workers), capture_output=True, text=True)
        check(done.returncode == 0, f"build ended with {done.returncode}: {done.stderr}")
        return json.loads(done.stdout.splitlines()[-1])

    def exists(self):
        return any(self.folder.glob("generation-*[0-9]"))

    def verify(self):
        if self.exists():
            done = subprocess.run(self.command("verify", "--json"), capture_output=True, text=True)
            check(done.returncode == 0, f"verify ended with {done.returncode}: {done.stdout}{done.stderr}")

    def hits(self):
        done = subprocess.run(self.command("count", "--json", "trust"), capture_output=True, text=True)
        check(done.returncode in (0, 1), f"count ended with {done.returncode}: {done.stderr}")
        return json.loads(done.stdout)["hits"] if done.stdout else 0

    def answers(self):
        """All answers, without the times taken."""
        requests = []
        for query, syntax in QUERIES:
            for mode in ["count"] if syntax == "cql" else ["count", "top_count"]:
                requests.append({"query": query, "syntax": syntax, "mode": mode, "k": 10})
            requests.append({"query": query, "syntax": syntax, "mode": "kwic", "k": 20})
        text = "".join(json.dumps({"id": str(n), **request}) + "\n" for n, request in enumerate(requests))
        done = subprocess.run(self.command("batch"), input=text, capture_output=True, text=True)
        replies = [json.loads(line) for line in done.stdout.splitlines()[1:]]
        check(len(replies) == len(requests), f"batch answered {len(replies)} of {len(requests)}: {done.stderr}")
        for reply in replies:
            reply.pop("us", None)
        return replies


def check(holds, reason):
    if not holds:
        raise AssertionError(reason)


def interrupt(index, rng, longest):
    """Starts a build and ends it at a random moment; returns how, or None where it was done before."""
    how = rng.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
    before = index.hits() if index.exists() else None
    process = subprocess.Popen(
        index.build_command(rng.randint(1, 3)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + rng.random() * longest
    while time.monotonic() < end and process.poll() is None:
        time.sleep(0.005)
    during = index.hits() if rng.random() < 0.3 and index.exists() else None
    ended = process.poll() is not None
    if not ended:
        process.send_signal(how)
    _, errors = process.communicate()
    ended = ended or process.returncode >= 0
    check(process.returncode in (0, -how), f"the build ended with {process.returncode}: {errors}")
    if during is not None:
        after = index.hits()
        check(during in (before, after), f"{during} hits while building, {before} before, {after} after")
    return None if ended else how.name


def run(options, folder):
    corpus = Corpus(folder / "corpus", options.seed)
    index = Index(options, folder / "index", corpus.folder)
    rng = corpus.random
    counts, longest = {}, 1.0
    for number in range(1, options.rounds + 1):
        for _ in range(rng.randint(1, 8)):
            corpus.change()
        for _ in range(rng.randint(1, 3)):
            how = interrupt(index, rng, longest)
            counts[how or "finished"] = counts.get(how or "finished", 0) + 1
            index.verify()
        start = time.monotonic()
        report = index.build(rng.randint(1, 3))
        # Half of the interruptions shall fall into the build.
        longest = 0.7 * longest + 0.3 * max(0.05, time.monotonic() - start) * 1.5
        index.verify()
        fresh = Index(options, folder / "fresh", corpus.folder)
        shutil.rmtree(fresh.folder, ignore_errors=True)
        wanted = fresh.build(1)
        for name in ["corpus_hash", "lexicon_hash", "content_digest", "tokens"]:
            check(report[name] == wanted[name], f"{name} is {report[name]}, in a fresh build {wanted[name]}")
        check(report["documents"]["total"] == wanted["documents"]["total"], "the number of documents differs")
        for found, right in zip(index.answers(), fresh.answers()):
            check(found == right, f"answered {found}\nfresh    {right}")
        if number % 10 == 0:
            print(f"soak: {number} rounds, {report['documents']['total']} documents, {counts}", flush=True)
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--syntop", required=True)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--lexicon")
    options = parser.parse_args()
    options.syntop = str(pathlib.Path(options.syntop).resolve())
    folder = pathlib.Path(tempfile.mkdtemp(prefix="syntop-soak-", dir=options.folder))
    try:
        counts = run(options, folder)
    except AssertionError as error:
        print(f"soak: seed {options.seed}: {error}\nsoak: kept in {folder}", file=sys.stderr)
        return 1
    shutil.rmtree(folder)
    print(f"soak: {options.rounds} rounds sound, builds ended: {counts}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
