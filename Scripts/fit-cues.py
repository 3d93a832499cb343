#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the weights of a lexicon's signs and cues to hand-coded passages and writes them into its files.

usage: fit-cues.py --lexicon DIR [--syntop PROGRAM] [--cues N] [--write] GOLD.jsonl...
  GOLD: passages with id, lang, text, label, evidence (code-point spans with a concept), difficulty.
Cues of a language are what `syntop lexicon cues` lists; signs are the lines of `weigh:` in scheme.yml, for all languages.
Sentences: for each concept that the gold marks often enough, a logistic regression of "a marked span lies here" on the
cues, scaled so that 1 is the threshold of a hit. Passages: one multinomial logistic regression of the label on the cues
present (rows of unit length, the strongest N a language) and on the signs; the signs cued(concept) are taken from sentence
weights that were fitted without the passage. Classes are balanced, and files (authors) by the root of their size.
Without --write each file is judged in turn by what the others give, and macro-F1 printed. Needs numpy, scipy, scikit-learn."""
import argparse, collections, json, os, re, shutil, subprocess, sys, tempfile, zlib

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

# By label, the internal concept whose cues speak for it.
CUE_CONCEPT = {"citizen-owned": "owned_cue", "citizen-driven": "driven_cue", "transitional": "passed_cue", "none": "none_cue"}
# Inverse strength of the penalty: of the joint fit, and of those that choose cues and judge sentences.
JOINT, CHOICE = 10, 5
# How large a sign's unit is beside a cue's: a larger one is penalised less. NAMED: terms of one label only are asserted.
SIGN, NAMED, CUED = 0.08, 0.4, 0.35
# Where terms of one label only are asserted, this much more speaks for it than the fit gives, which sees few such cases: of
# passages with a named term 17 of 462 were wrong without it, 12 with it, by weights fitted to the other files; .4 to 1.3 do alike.
TERM_BONUS = 0.6
TERM_LABEL = {
    "owned_term >= 1 and driven_term + transition_term + enforced_term = 0": "citizen-owned",
    "driven_term >= 1 and owned_term + transition_term + enforced_term = 0": "citizen-driven",
    "transition_term + enforced_term >= 1 and owned_term + driven_term = 0": "transitional",
    "professional_term >= 1 and owned_term + driven_term + transition_term + enforced_term = 0": "none",
}
SMALLEST = 0.02
FEWEST_SPANS = 15
# A sentence is a hit from this probability on (of balanced classes).
HIT = 0.4
NAMED_SIGN = re.compile(r"\w+_term.* >= 1 and .*_term = 0$")
CUED_SIGN = re.compile(r"min\((\d+), cued\((\w+)\)\)$")
PARTS = 5


def presence(rows, index):
    starts, columns = [0], []
    for row in rows:
        columns += [index[cue] for cue in row if cue in index]
        starts.append(len(columns))
    return normalize(csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(rows), len(index))))


def logistic(X, y, strength, weights=None, **options):
    model = LogisticRegression(C=strength, max_iter=400, tol=1e-3, class_weight="balanced", **options)
    return model.fit(X, y, sample_weight=weights)


def author_weights(passages):
    """Passages of a file of n count as much as its root of n together, so that no author drowns the others."""
    count = collections.Counter(p["file"] for p in passages)
    weights = np.array([count[p["file"]] ** -0.5 for p in passages])
    return weights / weights.mean()


def fit_strongest(rows, marks, most, fewest=2, **options):
    """Names of the cues kept and the model, in two rounds: all cues, then the strongest."""
    count = collections.Counter(cue for row in rows for cue in set(row))
    names = sorted(cue for cue in count if count[cue] >= fewest)
    for _ in range(2):
        index = {name: i for i, name in enumerate(names)}
        X = presence(rows, index)
        model = logistic(X, marks, CHOICE, **options)
        if len(names) <= most:
            break
        strength = np.abs(model.coef_).max(0) * np.sqrt(np.asarray((X > 0).sum(0)).ravel())
        names = sorted(names[i] for i in np.argsort(-strength, kind="stable")[:most])
    return names, model


# Sentences


def sentence_weights(passages, concept, most):
    """Weights by cue for one concept, or nothing where the gold marks it too seldom."""
    rows = [s["cues"] for p in passages for s in p["sentences"]]
    marks = [concept in s["marked"] for p in passages for s in p["sentences"]]
    if sum(marks) < FEWEST_SPANS:
        return {}
    names, model = fit_strongest(rows, marks, most, solver="liblinear", intercept_scaling=10)
    threshold = np.log(HIT / (1 - HIT)) - model.intercept_[0]
    return {name: weight / threshold for name, weight in zip(names, model.coef_[0])} if threshold > 0.05 else {}


def greatest_sums(passages, weights):
    """By passage, the greatest sum of a sentence: what cued() gives."""
    result = []
    for passage in passages:
        best = 0
        for sentence in passage["sentences"]:
            own = [weights[cue] for cue in sentence["cues"] if cue in weights]
            best = max(best, sum(own) / max(1, len(own)) ** 0.5)
        result.append(best)
    return result


def sentence_models(passages, concepts, most):
    """By language and concept, the weights of cues."""
    languages = sorted({p["lang"] for p in passages})
    return {
        (lang, concept): sentence_weights([p for p in passages if p["lang"] == lang], concept, most)
        for lang in languages for concept in concepts
    }


def set_cued(passages, models, concepts):
    for passage in passages:
        for concept in concepts:
            passage["cued"][concept] = greatest_sums([passage], models.get((passage["lang"], concept), {}))[0]


def cross_fit(passages, concepts, most):
    """Gives each passage the sums that models fitted without it find."""
    part = lambda p: zlib.crc32(p["text"].encode()) % PARTS
    for number in range(PARTS):
        models = sentence_models([p for p in passages if part(p) != number], concepts, most)
        set_cued([p for p in passages if part(p) == number], models, concepts)


# Passages


class PassageModel:
    """The joint fit of cues and signs."""

    def __init__(self, passages, signs, most):
        self.signs = signs
        self.cues = {}
        for lang in sorted({p["lang"] for p in passages}):
            own = [p for p in passages if p["lang"] == lang]
            names, _ = fit_strongest([p["cues"] for p in own], [p["label"] for p in own], most, fit_intercept=False)
            for name in names:
                self.cues[lang, name] = len(self.cues)
        self.scale = np.array([unit(sign) for sign in signs])
        labels = [p["label"] for p in passages]
        self.model = logistic(self.matrix(passages), labels, JOINT, author_weights(passages), fit_intercept=False)
        self.labels = list(self.model.classes_)
        for place, sign in enumerate(signs):
            if sign in TERM_LABEL:
                row = self.labels.index(TERM_LABEL[sign])
                self.model.coef_[row, len(self.cues) + place] += TERM_BONUS / self.scale[place]

    def matrix(self, passages):
        cues = presence([[(p["lang"], cue) for cue in p["cues"]] for p in passages], self.cues)
        values = np.array([[sign_value(p, sign) for sign in self.signs] for p in passages]) * self.scale
        return hstack([cues, csr_matrix(values)]).tocsr()

    def predict(self, passages):
        return self.model.predict(self.matrix(passages))

    def cue_weights(self, lang):
        return {name: self.model.coef_[:, i] for (own, name), i in self.cues.items() if own == lang}

    def sign_weights(self):
        return self.model.coef_[:, len(self.cues):] * self.scale


def unit(sign):
    return CUED if CUED_SIGN.match(sign) else NAMED if NAMED_SIGN.match(sign) else SIGN


def sign_value(passage, sign):
    cued = CUED_SIGN.match(sign)
    return min(float(cued[1]), passage["cued"][cued[2]]) if cued else passage["signs"].get(sign, 0)


# Files


def read(name):
    return [json.loads(line) for line in open(name, encoding="utf-8") if line.strip()]


def bare_copy(lexicon, directory):
    """The lexicon without cues, whose signs are always weighed."""
    for name in os.listdir(lexicon):
        text = open(os.path.join(lexicon, name), encoding="utf-8").read().split("\ncues: |\n")[0].rstrip("\n") + "\n"
        text = re.sub(r"(?m)^(  weigh:\n    when: ).*$", r"\g<1>1", text)
        open(os.path.join(directory, name), "w", encoding="utf-8").write(text)


def load(arguments, concepts):
    with tempfile.TemporaryDirectory() as directory:
        bare_copy(arguments.lexicon, directory)
        # One run for all files: a cue is spelled by the form of its stem that is met first.
        command = [arguments.syntop, "lexicon", "cues", "--lexicon", directory, *arguments.gold]
        lines = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
    passages = [p | {"file": number} for number, name in enumerate(arguments.gold) for p in read(name)]
    for passage, line in zip(passages, lines, strict=True):
        found = json.loads(line)
        if found["id"] != passage["id"]:
            sys.exit(f"{passage['id']} was read as {found['id']}")
        passage["sentences"], passage["signs"] = found["sentences"], found["signs"]
    for passage in passages:
        passage["cues"] = sorted({cue for s in passage["sentences"] for cue in s["cues"]})
        passage["cued"] = {}
        for s in passage["sentences"]:
            s["marked"] = {
                e["concept"] for e in passage["evidence"]
                if min(s["end"], e["end"]) - max(s["start"], e["start"]) > 0.5 * (e["end"] - e["start"])
            }
    return passages


def sign_lines(lexicon):
    text = open(os.path.join(lexicon, "scheme.yml"), encoding="utf-8").read()
    block = re.search(r"(?m)^    signs: \|\n((?:      .*\n)*)", text)
    return text, block, [line.strip().split(" :: ")[0] for line in block[1].splitlines()]


def weight_list(pairs):
    kept = [f"{name} {weight:.2f}" for name, weight in sorted(pairs, key=lambda t: -t[1]) if abs(weight) >= SMALLEST]
    return ", ".join(kept)


def write(passages, signs, concepts, arguments):
    cross_fit(passages, concepts, arguments.cues // 4)
    model = PassageModel(passages, signs, arguments.cues)
    sentences = sentence_models(passages, concepts, arguments.cues // 4)
    text, block, _ = sign_lines(arguments.lexicon)
    labels = [CUE_CONCEPT[label] for label in model.labels]
    lines = []
    for sign, weights in zip(signs, model.sign_weights().T):
        if sign in CUE_CONCEPT.values():
            lines.append(f"      {sign} :: {model.labels[labels.index(sign)]} 1\n")
        else:
            lines.append(f"      {sign} :: {weight_list(zip(model.labels, weights)) or model.labels[0] + ' 0'}\n")
    with open(os.path.join(arguments.lexicon, "scheme.yml"), "w", encoding="utf-8") as out:
        out.write(text[: block.start(1)] + "".join(lines) + text[block.end(1):])
    for lang in sorted({p["lang"] for p in passages}):
        weights = collections.defaultdict(list)
        for name, values in model.cue_weights(lang).items():
            weights[name] += zip(labels, values)
        for concept in concepts:
            for name, value in sentences[lang, concept].items():
                weights[name].append((concept, value))
        path = os.path.join(arguments.lexicon, f"{lang}.yml")
        text = open(path, encoding="utf-8").read().split("\ncues: |\n")[0].rstrip("\n")
        with open(path, "w", encoding="utf-8") as out:
            out.write(text + "\ncues: |\n")
            for name in sorted(weights):
                if kept := weight_list(weights[name]):
                    out.write(f"  {name} :: {kept}\n")
        print(f"{path}: {len(weights)} cues")


# Measuring


def macro_f1(pairs):
    scores = []
    for label in sorted({gold for gold, _ in pairs}):
        hit = sum(g == p == label for g, p in pairs)
        wrong = sum(g != p and label in (g, p) for g, p in pairs)
        scores.append(2 * hit / (2 * hit + wrong) if hit else 0)
    return sum(scores) / len(scores)


def cross_validate(passages, signs, concepts, arguments):
    groups = [("all", lambda p: True), ("other languages", lambda p: p["lang"] != "en")]
    for level in ("explicit", "paraphrased", "tricky"):
        groups.insert(-1, (f"en {level}", lambda p, level=level: p["lang"] == "en" and p["difficulty"] == level))
    judged = []
    for number, name in enumerate(arguments.gold):
        test = [p for p in passages if p["file"] == number]
        rest = [p for p in passages if p["file"] != number]
        cross_fit(rest, concepts, arguments.cues // 4)
        model = PassageModel(rest, signs, arguments.cues)
        set_cued(test, sentence_models(rest, concepts, arguments.cues // 4), concepts)
        pairs = list(zip(test, model.predict(test)))
        judged += pairs
        show(os.path.basename(name), pairs, groups)
    show("all files", judged, groups)


def show(name, pairs, groups):
    figures = []
    for title, belongs in groups:
        own = [(p["label"], label) for p, label in pairs if belongs(p)]
        if own:
            figures.append(f"{title} {macro_f1(own):.3f} ({len(own)})")
    print(f"{name}: {', '.join(figures)}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lexicon", required=True)
    parser.add_argument("--syntop", default=shutil.which("syntop") or "syntop")
    parser.add_argument("--cues", type=int, default=4000)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("gold", nargs="+")
    arguments = parser.parse_args()
    signs = sign_lines(arguments.lexicon)[2]
    concepts = sorted({match[2] for match in map(CUED_SIGN.match, signs) if match})
    passages = load(arguments, concepts)
    signs_fitted = [sign for sign in signs if sign not in CUE_CONCEPT.values()]
    if arguments.write:
        return write(passages, signs, concepts, arguments)
    cross_validate(passages, signs_fitted, concepts, arguments)


if __name__ == "__main__":
    main()
