#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares `syntop extract` with trafilatura on hand-marked pages: quality of the main content and metadata, and CPU
time of both in the same run.

    html_extraction.py DATA [--syntop PROGRAM] [--python PYTHON] [--rounds 3] [--limit N]

DATA is a split of the Web Content Extraction Benchmark (M. Foley, CC BY 4.0): `html/NAME.html.gz` and
`ground-truth/NAME.json`. PYTHON is one that has trafilatura. Each program gets the whole list of pages at once; they
take turns, round by round, and the ratio is that of the median CPU times (user and system, of all processes) after one
round to warm up. Word F1 compares the multisets of words, letter case aside, page by page.

The content model of syntop was fitted to the development split of that benchmark: its figures there are not to be
quoted. Benchmarks/fit_content_model.py prints figures for pages left out.
"""
import argparse, collections, glob, gzip, json, os, re, resource, statistics, subprocess, sys, tempfile, unicodedata

WORD = re.compile(r"\w+")
KINDS = ["article", "documentation", "service", "forum", "collection", "listing", "product"]
PEER = """
import json, sys, trafilatura
for line in open(sys.argv[1], encoding="utf-8"):
    path = line.rstrip("\\n")
    data = open(path, "rb").read()
    found = {"path": path}
    try:
        if sys.argv[2] == "text": found["text"] = trafilatura.extract(data, include_comments=False) or ""
        else:
            known = trafilatura.bare_extraction(data, include_comments=False, with_metadata=True)
            if known: found.update(title=known.title, author=known.author, date=known.date)
    except Exception as error: found["error"] = str(error)
    print(json.dumps(found), flush=True)
"""


def unpack(data, folder, limit):
    """The pages, unpacked: path and truth of each."""
    pages = []
    for path in sorted(glob.glob(f"{data}/ground-truth/*.json"))[:limit]:
        name, record = os.path.basename(path)[:-5], json.load(open(path, encoding="utf-8"))
        kind = (record.get("_internal") or {}).get("page_type") or {}
        kind = kind.get("primary", "article") if isinstance(kind, dict) else kind
        with open(f"{folder}/{name}.html", "wb") as out: out.write(gzip.open(f"{data}/html/{name}.html.gz").read())
        pages.append((f"{folder}/{name}.html", "collection" if kind == "category" else kind, record["ground_truth"]))
    return pages


def run(command):
    """What a command printed, by path, and the CPU seconds it and its children took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = {}
    for line in out.decode("utf-8", "replace").splitlines():
        record = json.loads(line)
        found[record["path"]] = record
    return found, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def words(text): return WORD.findall((text or "").lower())


def folded(text): return WORD.findall(unicodedata.normalize("NFKC", text or "").casefold())


def word_f1(text, truth):
    a, b = collections.Counter(words(text)), collections.Counter(words(truth))
    size = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / size if size else 1.0


def report_content(name, pages, found):
    by_kind = collections.defaultdict(list)
    for path, kind, truth in pages:
        by_kind[kind].append(word_f1(found.get(path, {}).get("text"), truth.get("main_content")))
    mean = statistics.mean(sum(by_kind.values(), []))
    kinds = "  ".join(f"{kind} {statistics.mean(by_kind[kind]):.3f}" for kind in KINDS if by_kind[kind])
    print(f"{name:<12} word F1 {mean:.3f}  {kinds}")


def report_metadata(name, pages, found):
    """Titles are equal word for word, authors as sets of words, dates as days; of the pages that have one."""
    right = collections.defaultdict(list)
    for path, _, truth in pages:
        got = found.get(path, {})
        if truth.get("title"): right["title"].append(folded(truth["title"]) == folded(got.get("title")))
        if truth.get("author"): right["author"].append(set(folded(truth["author"])) == set(folded(got.get("author"))))
        if truth.get("publish_date"): right["date"].append((got.get("date") or "")[:10] == truth["publish_date"])
    shares = "  ".join(f"{what} {statistics.mean(marks):.3f} of {len(marks)}" for what, marks in right.items())
    print(f"{name:<12} {shares}")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data")
    options.add_argument("--syntop", default=".build/release/syntop")
    options.add_argument("--python", default=sys.executable)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--limit", type=int)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pages = unpack(chosen.data, folder, chosen.limit)
        list_file = f"{folder}/list"
        open(list_file, "w", encoding="utf-8").write("".join(path + "\n" for path, _, _ in pages))
        commands = {"syntop": [chosen.syntop, "extract", "--list", list_file],
                    "trafilatura": [chosen.python, "-c", PEER, list_file, "text"]}
        cost, found = collections.defaultdict(list), {}
        for turn in range(chosen.rounds + 1):
            for name, command in commands.items():
                found[name], seconds = run(command)
                if turn: cost[name].append(seconds)
        print(f"{len(pages)} pages, {sum(os.path.getsize(path) for path, _, _ in pages) / 1e6:.1f} MB")
        for name in commands: report_content(name, pages, found[name])
        report_metadata("syntop", pages, found["syntop"])
        report_metadata("trafilatura", pages, run([chosen.python, "-c", PEER, list_file, "metadata"])[0])
        middle = {name: statistics.median(seconds) for name, seconds in cost.items()}
        print("  ".join(f"{name} {len(pages) / seconds:.0f} pages per CPU second" for name, seconds in middle.items())
              + f"  ratio {middle['trafilatura'] / middle['syntop']:.1f}")


if __name__ == "__main__":
    main()
