#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the model of main content (Sources/Extracting/HTML/Content) to hand-marked pages, and says how well it does on
pages left out of the fitting.

    fit_content_model.py DATA [--measures PROGRAM] [--splits 2] [--write Sources/.../ContentModelTrees.swift]

DATA is a split of the Web Content Extraction Benchmark (M. Foley, CC BY 4.0): `html/NAME.html.gz` and
`ground-truth/NAME.json`. PROGRAM is `syntop-extract` (it prints what the model sees of a page). Needs Python 3.10 with
lightgbm, numpy and rapidfuzz; results were had with lightgbm 4. Blocks are labelled by the longest common subsequence
of the page's words and the true content's; pages count alike, blocks by their words. With the same programme, data and
library the trees come out the same.

Cross-validated figures are word F1 per kind of page, each page judged by a model that did not see it, averaged over
--splits different cuts into six parts; the rules after the model (MainContent) are done again here. The figure for the
fitted pages themselves says nothing and is not printed.
"""
import argparse, collections, glob, gzip, hashlib, json, os, re, subprocess, tempfile
import lightgbm, numpy
from rapidfuzz.distance import LCSseq

WORD = re.compile(r"\w+")
RIGHTS = re.compile("^©|all rights reserved|alle rechte vorbehalten|alle rechten voorbehouden|tous droits réservés"
                    "|todos los derechos reservados|tutti i diritti riservati", re.I)
IMPRINT = re.compile(r"^(imprint|impressum|mentions légales|colofon|aviso legal|note legali)(?!\w)", re.I)
CHOICE = re.compile("accept|manage|consent|preference|setting|akzeptier|einstellung|einwillig|paramètre|refus"
                    "|gérer|verwalt|toestemming|instelling|beheer|weiger|aceptar|gestion|accetta", re.I)
KINDS = ["article", "documentation", "service", "forum", "collection", "listing", "product"]
PARTS = 6
SETTINGS = dict(objective="cross_entropy", num_leaves=20, min_data_in_leaf=40, learning_rate=.15, lambda_l2=5,
                feature_fraction=.2, bagging_fraction=.7, bagging_freq=1, max_bin=63, feature_pre_filter=False,
                deterministic=True, force_row_wise=True, num_threads=1, verbose=-1)
# Several small models of different seeds, added up: their mean errs less than one large model.
SEEDS, ROUNDS = (50, 57, 64), 60


class Page:
    """One page: its true words, its blocks' words, their columns, and what the rules after the model ask."""

    def __init__(self, name, kind, truth):
        self.name, self.kind, self.truth = name, kind, [w.lower() for w in WORD.findall(truth)]
        self.blocks, self.size, self.place, self.signs, self.cells = [], [], [], [], []
        self.is_article = self.is_product = self.is_forum = False
        self.cookies = 0

    def read(self, fields):
        if fields[0] == "page":
            self.is_article, self.is_product, self.is_forum = (field == "1" for field in fields[1:])
            return
        _, size, place, signs, text, cells = fields
        self.blocks.append([w.lower() for w in WORD.findall(text)])
        # A line of copyright or the imprint is a notice, as a bar for consent is.
        if float(size) <= 40 and (RIGHTS.search(text) or IMPRINT.search(text)): signs += "p"
        if "cookie" in text.lower():
            self.cookies += 1
            if float(size) <= 60 and CHOICE.search(text): signs += "a"
        self.size.append(float(size)); self.place.append(int(place)); self.signs.append(signs); self.cells.append(cells)

    def finish(self, width):
        self.size, self.place = numpy.array(self.size), numpy.array(self.place, int)
        self.sign = {s: numpy.array([s in signs for signs in self.signs], bool) for s in "acprkt"}
        # A page that speaks of cookies again and again is about them.
        if self.cookies <= 6: self.sign["p"] |= self.sign["a"]
        self.rows = numpy.zeros((len(self.blocks), width), numpy.float32)
        for row, cells in zip(self.rows, self.cells):
            for column, value in (cell.split(":") for cell in cells.split()): row[int(column)] = float(value)
        self.count = numpy.array([len(b) for b in self.blocks], float)
        self.share = labels(self.blocks, self.truth) / numpy.maximum(self.count, 1)


def labels(blocks, truth):
    """How many words of each block are true content: in order by the longest common subsequence; a block moved as a
    whole is found by its words."""
    found = numpy.zeros(len(blocks))
    words = [w for b in blocks for w in b]
    owner = [i for i, b in enumerate(blocks) for _ in b]
    if not words or not truth: return found
    left = collections.Counter(truth)
    for step in LCSseq.opcodes(words, truth):
        if step.tag != "equal": continue
        for place in range(step.src_start, step.src_end): found[owner[place]] += 1
        left.subtract(words[step.src_start:step.src_end])
    for i, block in enumerate(blocks):
        if len(block) >= 4 and found[i] / len(block) < .3:
            counts = collections.Counter(block)
            moved = sum(min(n, max(0, left[w])) for w, n in counts.items())
            if moved / len(block) > .85:
                found[i] = moved
                left.subtract(counts)
    return found


def load(data, program):
    pages = []
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(glob.glob(f"{data}/ground-truth/*.json")):
            name = os.path.basename(path)[:-5]
            record = json.load(open(path, encoding="utf-8"))
            kind = (record.get("_internal") or {}).get("page_type") or {}
            kind = kind.get("primary", "article") if isinstance(kind, dict) else kind
            kind = "collection" if kind == "category" else kind
            pages.append(Page(name, kind, record["ground_truth"].get("main_content") or ""))
            with open(f"{folder}/{name}.html", "wb") as out: out.write(gzip.open(f"{data}/html/{name}.html.gz").read())
        command = [program, "--measures"] + [f"{folder}/{p.name}.html" for p in pages]
        lines = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "replace").split("\n")
    by_name, page, width = {p.name: p for p in pages}, None, len(lines[0].split("\t")) - 1
    for line in lines[1:]:
        fields = line.split("\t")
        if fields[0] == "file": page = by_name[os.path.basename(fields[1])[:-5]]
        elif page and len(fields) > 1: page.read(fields)
    for page in pages: page.finish(width)
    return pages


def fit(pages, seed):
    """One model; of long pages 250 blocks, so that they do not outweigh."""
    chooser = numpy.random.RandomState(0)
    rows, values, weights = [], [], []
    for page in pages:
        chosen = numpy.arange(len(page.count))
        if not len(chosen): continue
        if len(chosen) > 250: chosen = numpy.sort(chooser.choice(chosen, 250, replace=False))
        weight = (page.count[chosen] + 1) ** .75
        rows.append(page.rows[chosen]); values.append(page.share[chosen]); weights.append(weight / weight.sum())
    weight = numpy.concatenate(weights)
    values = numpy.concatenate(values).clip(0, 1)
    data = lightgbm.Dataset(numpy.concatenate(rows), values, weight=weight / weight.mean())
    return lightgbm.train({**SETTINGS, "seed": seed}, data, ROUNDS)


def odds(models, page):
    chances = [m.predict(page.rows).clip(1e-4, 1 - 1e-4) for m in models]
    return numpy.mean([numpy.log(c / (1 - c)) for c in chances], axis=0)


def judge(page, odds):
    """The rules of MainContent: the blocks kept."""
    if not len(odds): return numpy.zeros(0, bool)
    # A page of a known generator says itself what is text.
    if page.sign["t"].any(): return page.sign["t"]
    odds = odds - (page.sign["r"] & (page.size > 6)) * page.is_product
    weight = page.size + 1
    mean = numpy.bincount(page.place, odds * weight) / numpy.bincount(page.place, weight)
    odds = .95 * (.5 * odds + .5 * mean[page.place]) - .05 - .3 * page.is_article - .4 * page.is_product
    chance = 1 / (1 + numpy.exp(-odds))
    # What scripts would fill shows its furniture alone.
    if page.size.sum() < 200 and (chance < .5).all(): return numpy.zeros(len(odds), bool)
    order = numpy.argsort(-chance, kind="stable")
    found, kept = numpy.cumsum((chance * page.size)[order]), numpy.cumsum(page.size[order])
    best = (2 * found / (kept + (chance * page.size).sum() + 1e-9)).argmax()
    keeps = numpy.zeros(len(odds), bool)
    keeps[order[:best + 1]] = True
    comment = page.sign["c"]
    readers, own = page.size[keeps & comment].sum(), page.size[keeps & ~comment].sum()
    if readers and own >= 150 and own * (1 if page.is_forum else 3) > readers: keeps &= ~comment
    if page.size[keeps & ~page.sign["p"]].sum() >= 50: keeps &= ~page.sign["p"]
    first = {}
    for i in numpy.flatnonzero(keeps & (page.size >= 7) & ~page.sign["k"]):
        place = first.setdefault(" ".join(page.blocks[i]), i)
        if i > place and (page.is_product or page.is_forum or page.place[place] != page.place[i]): keeps[i] = False
    return keeps


def word_f1(page, keeps):
    got = collections.Counter(w for block, k in zip(page.blocks, keeps) if k for w in block)
    both, size = sum((got & collections.Counter(page.truth)).values()), sum(got.values()) + len(page.truth)
    return 2 * both / size if size else 1.0


def cross_validate(pages, splits):
    print("word F1 on pages not fitted; mean of the kinds' pages, then the kinds")
    for split in range(splits):
        part = lambda page: int(hashlib.md5(f"x{split}{page.name}.html".encode()).hexdigest(), 16) % PARTS
        by_kind = collections.defaultdict(list)
        for left_out in range(PARTS):
            models = [fit([p for p in pages if part(p) != left_out], seed + split) for seed in SEEDS]
            for page in pages:
                if part(page) == left_out: by_kind[page.kind].append(word_f1(page, judge(page, odds(models, page))))
        every = numpy.mean(sum(by_kind.values(), []))
        kinds = "  ".join(f"{kind} {numpy.mean(by_kind[kind]):.3f}" for kind in KINDS)
        print(f"split {split}  all {every:.3f}  {kinds}", flush=True)


def write(models, path):
    """One tree a line: `column<threshold?right` with the left child next, or a leaf's value; see ContentModel."""
    lines = []
    for model in models:
        for tree in model.dump_model()["tree_info"]:
            nodes = []
            def lay(node):
                place = len(nodes)
                nodes.append("")
                if "leaf_value" in node:
                    nodes[place] = f"{node['leaf_value'] / len(models):.4g}"
                    return
                lay(node["left_child"])
                nodes[place] = f"{node['split_feature']}<{node['threshold']:.5g}?{len(nodes)}"
                lay(node["right_child"])
            lay(tree["tree_structure"])
            lines.append("    " + " ".join(nodes))
    with open(path, "w", encoding="utf-8") as out:
        out.write("// SPDX-License-Identifier: Apache-2.0\n\n// swift-format-ignore-file\n"
                  "/// The fitted trees of `ContentModel`, one a line; generated by `Benchmarks/fit_content_model.py`.\n"
                  "enum ContentModelTrees {\n  static let text = \"\"\"\n" + "\n".join(lines) + "\n    \"\"\"\n}\n")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data")
    options.add_argument("--measures", default=".build/release/syntop-extract", metavar="PROGRAM")
    options.add_argument("--splits", type=int, default=2)
    options.add_argument("--write", metavar="FILE")
    chosen = options.parse_args()
    pages = load(chosen.data, chosen.measures)
    print(f"{len(pages)} pages, {sum(len(p.blocks) for p in pages)} blocks, {pages[0].rows.shape[1]} columns")
    cross_validate(pages, chosen.splits)
    if chosen.write: write([fit(pages, seed) for seed in SEEDS], chosen.write)


if __name__ == "__main__":
    main()
