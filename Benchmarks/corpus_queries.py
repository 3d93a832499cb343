#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Loads a .vrt corpus and times corpus-linguistic queries, beside CQP where it is installed.

    python3 Benchmarks/corpus_queries.py .build/release/syntop CORPUS.vrt [--index DIR] [--rounds N]
        [--peer FIGURES.json] [--registry DIR --corpus NAME]

The corpus has the columns word, pos, lemma; its words are those of the queries below. Every query is asked N times in
one resident process and the best time counts. A peer's milliseconds come from a JSON object by row name, or from `cqp`
on an encoded corpus of the same texts (--registry and --corpus), whose hits must be equal.
"""
import argparse, json, os, re, subprocess, sys, tempfile, time

ROWS = [  # name, CQL for syntop, the same for CQP
    ("word", '[word="participation"]', '[word="participation"]'),
    ("rare phrase", '"public" "services"', '"public" "services"'),
    ("rare-last phrase", '"of" "public" "services"', '"of" "public" "services"'),
    ("frequent phrase", '"of" "the"', '"of" "the"'),
    ("gap, rare both", '"citizen" []{0,3} "participation" within s', '"citizen" []{0,3} "participation" within s'),
    ("gap, rare last", '"the" []{0,3} "public" within s', '"the" []{0,3} "public" within s'),
    ("regex and tag", '[word=".*ing" & pos="VVG"]', '[word=".*ing" & pos="VVG"]'),
    ("lemma and tag", '[lemma="citizen"] [pos="NN.*"]', '[lemma="citizen"] [pos="NN.*"]'),
]


class Batch:
    """A resident `syntop batch` process."""

    def __init__(self, program, index):
        self.process = subprocess.Popen(
            [program, "batch", "--index", index], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert json.loads(self.process.stdout.readline())["ready"]

    def ask(self, **request):
        start = time.perf_counter()
        self.process.stdin.write(json.dumps({"id": 1, "syntax": "cql", **request}) + "\n")
        self.process.stdin.flush()
        reply = json.loads(self.process.stdout.readline())
        if "error" in reply:
            raise SystemExit(f"{request}: {reply['error']}")
        reply["ms"] = reply["us"] / 1000
        reply["whole_ms"] = (time.perf_counter() - start) * 1000
        return reply


def best(rounds, ask):
    replies = [ask() for _ in range(rounds)]
    return min(replies, key=lambda reply: reply["ms"])


def command(program, *arguments):
    """Wall milliseconds of a whole command, its output thrown away."""
    start = time.perf_counter()
    subprocess.run([program, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - start) * 1000


def cqp(registry, corpus, query, rounds):
    """Hits and the best milliseconds of a query in CQP, the time of an empty session taken off."""
    def session(lines):
        text = f"{corpus};\n" + "".join(lines) + "exit;\n"
        start = time.perf_counter()
        out = subprocess.run(["cqp", "-e", "-r", registry], input=text, capture_output=True, text=True).stdout
        return out, (time.perf_counter() - start) * 1000
    base = min(session([])[1] for _ in range(rounds))
    runs = [session([f"A = {query};\n", "size A;\n"]) for _ in range(rounds)]
    hits = int(re.findall(r"\d+", runs[0][0])[-1])
    return hits, max(min(ms for _, ms in runs) - base, 0.01)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("corpus_file")
    parser.add_argument("--index")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer")
    parser.add_argument("--registry")
    parser.add_argument("--corpus")
    options = parser.parse_args()
    index = options.index or tempfile.mkdtemp(prefix="syntop-bench-") + "/index"
    if not os.path.exists(index + "/catalogue.sqlite"):
        line = subprocess.run(
            [options.program, "build", "--index", index, "--workers", "1", "--json", "--quiet", options.corpus_file],
            capture_output=True, text=True, check=True).stdout
        report = json.loads(line)
        seconds = sum(report["seconds"].values())
        print(f"build: {report['tokens']} tokens, {report['tokens'] / seconds / 1e6:.2f} M tokens/s, "
              f"{report['index_bytes']['total'] / report['tokens']:.2f} bytes a token, "
              f"{report['peak_memory'] / 1e6:.0f} MB at most")
    peer = json.load(open(options.peer)) if options.peer else {}
    batch = Batch(options.program, index)
    failed = False
    for name, query, other in ROWS:
        reply = best(options.rounds, lambda: batch.ask(query=query, mode="count"))
        hits, ms = reply["hits"], reply["ms"]
        theirs = peer.get(name)
        if options.registry and options.corpus:
            count, theirs = cqp(options.registry, options.corpus, other, options.rounds)
            if count != hits:
                failed = True
                print(f"{name}: {hits} hits, CQP has {count}")
        ratio = f"  peer {theirs:9.2f} ms  {theirs / ms:7.1f}x" if theirs else ""
        print(f"{name:18} {hits:10} hits {ms:9.2f} ms{ratio}")
    lines = best(options.rounds, lambda: batch.ask(query='"public"', mode="kwic", context=4))
    extra = [("kwic of all hits", lines["ms"], lines["hits"])]
    for name, arguments in [
        ("sort on R1-R3", ["kwic", "--index", index, "--cql", '"the"', "--sort", "R1,R2,R3", "--limit", "1", "--jsonl"]),
        ("collocates, rare", ["collocates", "--index", index, "citizen", "--limit", "50", "--json"]),
        ("collocates, frequent", ["collocates", "--index", index, "the", "--limit", "50", "--json"]),
    ]:
        extra.append((name, min(command(options.program, *arguments) for _ in range(options.rounds)), None))
    for name, ms, hits in extra:
        ratio = f"  peer {peer[name]:9.2f} ms  {peer[name] / ms:7.1f}x" if name in peer else ""
        print(f"{name:18} {hits if hits is not None else '':>10}      {ms:9.2f} ms{ratio}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
