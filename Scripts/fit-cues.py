#!/usr/bin/env python3
"""Fits the weighted cues of a lexicon to hand-coded passages and writes them into its language files.

usage: fit-cues.py --lexicon DIR --candidates FILE [--cues N] [--write] GOLD.jsonl...
  GOLD: passages with id, lang, text, label, evidence (code-point spans with a concept).
  FILE: what `syntop lexicon cues --lexicon DIR GOLD.jsonl...` printed, DIR being the lexicon without cues.
Passages: multinomial logistic regression of the label on the cues present (rows of unit length, no intercept, classes
balanced); the N cues of most weight are kept and fitted again. Sentences: for each concept that the gold marks often
enough, a logistic regression of "a marked span lies here", scaled so that 1 is the threshold of a hit.
Without --write it cross-validates over ten parts and prints macro-F1. Needs numpy, scipy and scikit-learn."""
import argparse, collections, json, os, sys, zlib

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

# By label, the internal concept whose cues speak for it (scheme.yml, lean:).
CUE_CONCEPT = {"citizen-owned": "owned_cue", "citizen-driven": "driven_cue", "transitional": "passed_cue", "none": "none_cue"}
# The weight of a label's cues against its rows: the factor of `lean:`.
LEAN = 8
SMALLEST = 0.02
FEWEST_SPANS = 25
# A sentence is a hit from this probability on.
HIT = 0.5


def matrix(rows, index):
    starts, columns = [0], []
    for row in rows:
        columns += [index[cue] for cue in row if cue in index]
        starts.append(len(columns))
    return normalize(csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(rows), len(index))))


def vocabulary(rows, fewest):
    count = collections.Counter(cue for row in rows for cue in row)
    return sorted(cue for cue in count if count[cue] >= fewest)


def strongest(names, weights, presence, most):
    strength = np.abs(weights).max(0) * np.sqrt(presence)
    return sorted(names[i] for i in np.argsort(-strength, kind="stable")[:most])


def fit(rows, labels, most, fewest=2, **options):
    """Names of the cues kept, the model, in two rounds: all cues, then the strongest."""
    names = vocabulary(rows, fewest)
    for _ in range(2):
        index = {name: i for i, name in enumerate(names)}
        X = matrix(rows, index)
        model = LogisticRegression(C=5, max_iter=300, tol=1e-3, class_weight="balanced", **options).fit(X, labels)
        if len(names) <= most:
            break
        names = strongest(names, model.coef_, np.asarray((X > 0).sum(0)).ravel(), most)
    return names, index, model


def passage_cues(passage):
    return sorted({cue for sentence in passage["sentences"] for cue in sentence["cues"]})


def fit_passages(passages, most):
    return fit([passage_cues(p) for p in passages], [p["label"] for p in passages], most, fit_intercept=False)


def fit_sentences(passages, concept, most):
    """Weights by cue for one concept, or nothing where the gold marks it too seldom."""
    rows, marks = [], []
    for passage in passages:
        spans = [e for e in passage["evidence"] if e["concept"] == concept]
        for s in passage["sentences"]:
            rows.append(s["cues"])
            marks.append(any(min(s["end"], e["end"]) - max(s["start"], e["start"]) > 0.5 * (e["end"] - e["start"]) for e in spans))
    if sum(marks) < FEWEST_SPANS:
        return {}
    names, _, model = fit(rows, marks, most)
    threshold = np.log(HIT / (1 - HIT)) - model.intercept_[0]
    if threshold <= 0:
        return {}
    return {name: weight / threshold for name, weight in zip(names, model.coef_[0])}


def macro_f1(pairs):
    scores = []
    for label in sorted({gold for gold, _ in pairs}):
        hit = sum(g == p == label for g, p in pairs)
        wrong = sum(g != p and label in (g, p) for g, p in pairs)
        scores.append(2 * hit / (2 * hit + wrong) if hit else 0)
    return sum(scores) / len(scores)


def cross_validate(passages, most):
    part = lambda p: zlib.crc32(p["id"].encode()) % 10
    for lang in sorted({p["lang"] for p in passages}):
        own = [p for p in passages if p["lang"] == lang]
        pairs = []
        for number in range(10):
            test = [p for p in own if part(p) == number]
            if not test:
                continue
            _, index, model = fit_passages([p for p in own if part(p) != number], most)
            values = matrix([passage_cues(p) for p in test], index) @ model.coef_.T
            for passage, value in zip(test, values):
                score = {c: LEAN * v + passage["scores"].get(c, 0) for c, v in zip(model.classes_, value)}
                pairs.append((passage["label"], max(score, key=score.get)))
        print(f"{lang}: {len(own)} passages, macro-F1 of rows and cues {macro_f1(pairs):.3f} (the rows may have been written for them)")


def write(passages, directory, lang, most):
    own = [p for p in passages if p["lang"] == lang]
    lines = collections.defaultdict(list)
    names, _, model = fit_passages(own, most)
    for k, label in enumerate(model.classes_):
        for name, weight in zip(names, model.coef_[k]):
            lines[name].append((CUE_CONCEPT[label], weight))
    for concept in sorted({e["concept"] for p in own for e in p["evidence"]}):
        for name, weight in fit_sentences(own, concept, most // 4).items():
            lines[name].append((concept, weight))
    path = os.path.join(directory, f"{lang}.yml")
    text = open(path, encoding="utf-8").read().split("\ncues: |\n")[0].rstrip("\n")
    with open(path, "w", encoding="utf-8") as out:
        out.write(text + "\ncues: |\n")
        for name in sorted(lines):
            kept = [f"{c} {w:.2f}" for c, w in sorted(lines[name], key=lambda t: -t[1]) if abs(w) >= SMALLEST]
            if kept:
                out.write(f"  {name} :: {', '.join(kept)}\n")
    print(f"{path}: {len(lines)} cues from {len(own)} passages")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lexicon", required=True)
    parser.add_argument("--candidates", required=True)
    parser.add_argument("--cues", type=int, default=2000)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("gold", nargs="+")
    a = parser.parse_args()
    read = lambda name: [json.loads(line) for line in open(name, encoding="utf-8") if line.strip()]
    found = {c["id"]: c for c in read(a.candidates)}
    passages = []
    for passage in (p for name in a.gold for p in read(name)):
        candidate = found.get(passage["id"])
        if candidate is None:
            sys.exit(f"no candidates for {passage['id']}: run `syntop lexicon cues` on all gold files")
        passages.append(passage | {"sentences": candidate["sentences"], "scores": candidate["scores"]})
    if not a.write:
        return cross_validate(passages, a.cues)
    for lang in sorted({p["lang"] for p in passages}):
        write(passages, a.lexicon, lang, a.cues)


if __name__ == "__main__":
    main()
