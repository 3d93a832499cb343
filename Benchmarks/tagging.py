#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Speed of lexicons: loading them, and marking the stored tokens of an index again.

    Benchmarks/tagging.py SYNTOP TEXTS.jsonl [--lexicon DIR] [--sizes 5000,100000,1000000]

Makes phrase lexicons of the given sizes from the words of the texts (one in ten stands in the texts, the others are
words thrown together; all from a fixed seed), builds an index without a lexicon, and builds again with each lexicon:
that marks every stored token again and reads no file. Hits cost more than the rest. CPU seconds of that build less those with a lexicon of one phrase
that never occurs give the rate. Loading is `lexicon show`, less that of the one phrase.
"""
import argparse, json, os, random, resource, shutil, subprocess, sys, tempfile, time


def run(command):
    """Standard output, wall seconds and CPU seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.stdout.decode(), wall, cpu


def words_of(texts, most):
    words = []
    with open(texts, encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"].lower()
            words += [word for word in text.split() if word.isascii() and word.isalpha()]
            if len(words) > most:
                break
    return words


def write_lexicon(folder, phrases, rules=50):
    os.makedirs(folder, exist_ok=True)
    with open(folder + "/scheme.yml", "w") as file:
        file.write("name: phrases\noverlap: all\nconcepts:\n")
        file.writelines(f"  - {{id: c{rule}}}\n" for rule in range(rules))
    with open(folder + "/en.yml", "w") as file:
        file.write("language: en\nrules:\n")
        for rule in range(rules):
            own = phrases[rule::rules]
            if own:
                file.write(f"  - id: r{rule}\n    concept: c{rule}\n    strength: named\n    patterns: |\n")
                file.writelines(f"      {phrase}\n" for phrase in own)


def phrases_of(words, count, seed=3):
    source = random.Random(seed)
    vocabulary = sorted(set(words))
    # Phrases of rare words, as terms are: frequent words would make most tokens hits.
    frequent = {word for word in vocabulary if len(word) < 5}
    phrases = set()
    while len(phrases) < count:
        length = source.choice([2, 2, 3, 3, 4])
        if len(phrases) % 10 == 0:
            place = source.randrange(len(words) - length)
            phrase = words[place : place + length]
        else:
            phrase = [source.choice(vocabulary) for _ in range(length)]
        if not frequent & {phrase[0], phrase[-1]} or source.random() < 0.02:
            phrases.add(" ".join(phrase))
    return sorted(phrases)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("syntop")
    parser.add_argument("texts")
    parser.add_argument("--lexicon", action="append", default=[])
    parser.add_argument("--sizes", default="5000,100000")
    arguments = parser.parse_args()
    words = words_of(arguments.texts, 2_000_000)
    folder = tempfile.mkdtemp(prefix="tagging-")
    try:
        lexicons = [("one phrase", folder + "/one")]
        write_lexicon(lexicons[0][1], ["qxqxq zyzyz"])
        for size in map(int, arguments.sizes.split(",")):
            lexicons.append((f"{size:,} phrases", f"{folder}/{size}"))
            write_lexicon(lexicons[-1][1], phrases_of(words, size))
        lexicons += [(os.path.basename(path.rstrip("/")), path) for path in arguments.lexicon]
        index = folder + "/index"
        built, _, cpu = run([arguments.syntop, "build", "--index", index, "--json", arguments.texts])
        tokens = json.loads(built.splitlines()[-1])["tokens"]
        print(f"{tokens:,} tokens; building without a lexicon {cpu:.2f} s CPU")
        base = None
        for name, path in lexicons:
            _, _, load = run([arguments.syntop, "lexicon", "show", path])
            answer, wall, cpu = run([arguments.syntop, "build", "--index", index, "--lexicon", path, "--json"])
            marked = json.loads(answer.splitlines()[-1]).get("remarked", {}).get("tokens")
            if base is None:
                base = (load, cpu)
                print(f"{name}: load {load * 1e3:.0f} ms, marking again {cpu:.2f} s CPU, {wall:.2f} s: the base")
                continue
            spent = max(cpu - base[1] - (load - base[0]), 1e-9)
            print(
                f"{name}: load {(load - base[0]) * 1e3:.0f} ms more, marking again {cpu:.2f} s CPU, {wall:.2f} s, "
                f"{tokens / spent / 1e6:.1f} M tokens/s and core, {marked:,} tokens marked"
            )
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
