#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes Sources/CKernels/unicode_tables.c from the Unicode Character Database.

usage: Scripts/make-unicode-tables.py [--ucd /usr/share/unicode] [--output Sources/CKernels/unicode_tables.c]

Debian's `unicode-data` installs the database. Four two-stage tables come out of it: break classes and flags, the three
folds, canonical decompositions, canonical compositions. `include/unicode_tables.h` says what each holds.
"""
import argparse
import os

CODE_POINTS = 0x110000
# The order of these names is that of the enumerations in unicode_tables.h.
WORD = ["Other", "CR", "LF", "Newline", "Extend", "ZWJ", "Regional_Indicator", "Format", "Katakana", "Hebrew_Letter",
        "ALetter", "Single_Quote", "Double_Quote", "MidNumLet", "MidLetter", "MidNum", "Numeric", "ExtendNumLet",
        "WSegSpace"]
SENTENCE = ["Other", "CR", "LF", "Extend", "Sep", "Format", "Sp", "Lower", "Upper", "OLetter", "Numeric", "ATerm",
            "SContinue", "STerm", "Close"]
FLAG_LETTER, FLAG_DIGIT, FLAG_PICTOGRAPHIC, FLAG_UNSTABLE = 1, 2, 4, 8
GAP_SPACE, GAP_HYPHEN, GAP_COMMA, GAP_CLAUSE, GAP_SENTENCE = 1, 2, 4, 8, 16
GAP_OPEN_QUOTE, GAP_CLOSE_QUOTE, GAP_BRACKET, GAP_LINE, GAP_DASH, GAP_OTHER = 32, 64, 128, 256, 512, 1024
ASCII_WORD, ASCII_CONNECTOR, ASCII_MIDDLE, ASCII_LONG = 1, 2, 4, 8

HYPHENS = {0x2D, 0x2010, 0x2011, 0xFE63, 0xFF0D}
DASHES = {0x2012, 0x2013}
COMMAS = {0x2C, 0x60C, 0x3001, 0xFF0C, 0xFE50, 0xFE51, 0xFF64, 0x55D, 0x7F8, 0x1363}
CLAUSE_MARKS = {0x3A, 0x3B, 0x37E, 0x61B, 0x2014, 0x2015, 0x2E3A, 0x2E3B, 0xFE54, 0xFE55, 0xFE58, 0xFF1A, 0xFF1B, 0x1364}
APOSTROPHES = {0x2018, 0x2019, 0x201B, 0x2BC, 0x2BB, 0xFF07}
LIGATURES = {0x153: "oe", 0x152: "OE", 0xE6: "ae", 0xC6: "AE"}
STROKED = {0xF8: "o", 0xD8: "O", 0x142: "l", 0x141: "L", 0x111: "d", 0x110: "D", 0x127: "h", 0x126: "H", 0x167: "t",
           0x166: "T", 0x131: "i", 0xF0: "d", 0xD0: "D", 0xFE: "th", 0xDE: "Th"}
HANGUL = range(0xAC00, 0xAC00 + 11172)


def rows(path):
  """The semicolon-separated fields of each data line, with the range of code points they hold for."""
  with open(path, encoding="utf-8") as file:
    for line in file:
      line = line.split("#")[0].strip()
      if not line:
        continue
      fields = [field.strip() for field in line.split(";")]
      first, _, last = fields[0].partition("..")
      yield range(int(first, 16), int(last or first, 16) + 1), fields[1:]


class Database:
  """The properties that the tables are made from."""

  def __init__(self, folder):
    self.folder = folder
    self.category = ["Cn"] * CODE_POINTS
    self.combining = [0] * CODE_POINTS
    self.decomposition = {}
    self.compatibility = {}
    self.read_unicode_data()
    self.word = self.enumerated("auxiliary/WordBreakProperty.txt", WORD)
    self.sentence = self.enumerated("auxiliary/SentenceBreakProperty.txt", SENTENCE)
    self.pictographic = self.chosen("emoji/emoji-data.txt", "Extended_Pictographic")
    self.ignorable = self.chosen("DerivedCoreProperties.txt", "Default_Ignorable_Code_Point")
    self.inherited = self.chosen("Scripts.txt", "Inherited")
    self.hebrew = self.chosen("Scripts.txt", "Hebrew")
    self.excluded = self.chosen("DerivedNormalizationProps.txt", "Full_Composition_Exclusion")
    self.quotation = self.chosen("PropList.txt", "Quotation_Mark")
    self.white = self.chosen("PropList.txt", "White_Space")
    self.unstable = self.chosen("DerivedNormalizationProps.txt", "NFC_QC")
    self.casefold = {}
    for points, fields in rows(f"{folder}/DerivedNormalizationProps.txt"):
      if fields[0] == "NFKC_CF":
        text = "".join(chr(int(x, 16)) for x in fields[1].split())
        self.casefold.update((p, text) for p in points)
    self.pairs = {(d[0], d[1]): p for p, d in self.decomposition.items() if len(d) == 2 and p not in self.excluded}

  def read_unicode_data(self):
    first = None
    with open(f"{self.folder}/UnicodeData.txt", encoding="utf-8") as file:
      for line in file:
        fields = line.rstrip("\n").split(";")
        point = int(fields[0], 16)
        if fields[1].endswith(", First>"):
          first = point
          continue
        for p in range(point if first is None else first, point + 1):
          self.category[p] = fields[2]
          self.combining[p] = int(fields[3])
        first = None
        if fields[5]:
          parts = fields[5].split()
          target = self.decomposition
          if parts[0].startswith("<"):
            target, parts = self.compatibility, parts[1:]
          target[point] = [int(x, 16) for x in parts]

  def enumerated(self, path, names):
    values = [0] * CODE_POINTS
    for points, fields in rows(f"{self.folder}/{path}"):
      for p in points:
        values[p] = names.index(fields[0])
    return values

  def chosen(self, path, name):
    return {p for points, fields in rows(f"{self.folder}/{path}") if fields[0] == name for p in points}

  def decomposed(self, point, compatible=False):
    """The full decomposition of one code point, as a list."""
    if point in HANGUL:
      index = point - 0xAC00
      tail = [0x11A7 + index % 28] if index % 28 else []
      return [0x1100 + index // 588, 0x1161 + index % 588 // 28] + tail
    parts = self.decomposition.get(point) or (compatible and self.compatibility.get(point))
    if not parts:
      return [point]
    return [q for p in parts for q in self.decomposed(p, compatible)]

  def ordered(self, points):
    """Canonical ordering: each run of combining marks sorted by class."""
    result, run = [], []
    for p in points:
      if self.combining[p] == 0:
        result += sorted(run, key=lambda q: self.combining[q]) + [p]
        run = []
      else:
        run.append(p)
    return result + sorted(run, key=lambda q: self.combining[q])

  def composed(self, points):
    """Canonical composition of an ordered list."""
    result, starter, last = [], None, 0
    for p in points:
      combining = self.combining[p]
      if starter is not None and (last < combining or last == 0 and starter == len(result) - 1):
        joined = self.compose_pair(result[starter], p)
        if joined is not None:
          result[starter] = joined
          continue
      if combining == 0:
        starter = len(result)
      last = combining
      result.append(p)
    return result

  def compose_pair(self, first, second):
    if 0x1100 <= first < 0x1113 and 0x1161 <= second < 0x1176:
      return 0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28
    if first in HANGUL and (first - 0xAC00) % 28 == 0 and 0x11A8 <= second < 0x11C3:
      return first + second - 0x11A7
    return self.pairs.get((first, second))

  def nfc(self, text):
    points = [q for c in text for q in self.decomposed(ord(c))]
    return "".join(map(chr, self.composed(self.ordered(points))))

  def nfkc(self, text):
    points = [q for c in text for q in self.decomposed(ord(c), compatible=True)]
    return "".join(map(chr, self.composed(self.ordered(points))))

  def strippable(self, point):
    """Marks that are accents: those of all scripts, and the points of Hebrew; not vowel signs, not kana voicing."""
    if self.category[point] != "Mn" or point in (0x3099, 0x309A):
      return False
    return point in self.inherited or point in self.hebrew

  def without_accents(self, text):
    points = [q for c in text for q in self.decomposed(ord(c)) if not self.strippable(q)]
    return self.nfc("".join(STROKED.get(p) or LIGATURES.get(p, chr(p)) for p in points))


def letters_plain(text):
  """Ligatures spelt out, the apostrophes made one."""
  return "".join("'" if ord(c) in APOSTROPHES else LIGATURES.get(ord(c), c) for c in text)


def folds(data, point):
  """The three folds of one code point: case and accents, case only, accents only; all with NFKC and ligatures."""
  char = chr(point)
  if 0xD800 <= point < 0xE000:
    return char, char, char
  case_only = letters_plain(data.casefold.get(point, char))
  kept = "" if point in data.ignorable else letters_plain(data.nfkc(char))
  return data.without_accents(case_only), case_only, data.without_accents(kept)


def gap_mask(data, point):
  category = data.category[point]
  if SENTENCE[data.sentence[point]] in ("ATerm", "STerm") or point == 0x2026:
    return GAP_SENTENCE
  if point in HYPHENS:
    return GAP_HYPHEN
  if point in DASHES:
    return GAP_DASH
  if point in COMMAS:
    return GAP_COMMA
  if point in CLAUSE_MARKS:
    return GAP_CLAUSE
  if point in (0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029):
    return GAP_LINE
  if point in data.white:
    return GAP_SPACE
  if point in (0x22, 0x27, 0xFF02, 0xFF07):
    return GAP_OPEN_QUOTE | GAP_CLOSE_QUOTE
  if category == "Pi" or point in (0x201A, 0x201E, 0x300C, 0x300E, 0x301D):
    return GAP_OPEN_QUOTE
  if category == "Pf" or point in data.quotation:
    return GAP_CLOSE_QUOTE
  if category in ("Ps", "Pe"):
    return GAP_BRACKET
  if category in ("Cf", "Mn", "Me", "Mc") or category[0] in "LN":
    return 0
  return GAP_OTHER


def record(data, point):
  category, flags = data.category[point], 0
  # Halfwidth voicing marks are letters by category, but only ever extend another.
  if category[0] == "L" and WORD[data.word[point]] != "Extend":
    flags |= FLAG_LETTER
  if category[0] == "N":
    flags |= FLAG_DIGIT
  if point in data.pictographic:
    flags |= FLAG_PICTOGRAPHIC
  if point in data.unstable or data.combining[point]:
    flags |= FLAG_UNSTABLE
  return data.word[point], data.sentence[point], flags, data.combining[point], gap_mask(data, point)


def ascii_class(data, point):
  """What the ASCII path of the tokenizer asks of a byte."""
  name = WORD[data.word[point]]
  if name in ("ALetter", "Numeric"):
    return ASCII_WORD
  if name == "ExtendNumLet":
    return ASCII_CONNECTOR
  return ASCII_MIDDLE if name in ("MidLetter", "MidNum", "MidNumLet", "Single_Quote") else 0


def two_stage(values, shift):
  """Blocks of 2^shift values, each distinct block once: (block numbers, all blocks)."""
  size, numbers, blocks, stage1, stage2 = 1 << shift, {}, 0, [], []
  for start in range(0, len(values), size):
    block = tuple(values[start:start + size])
    if block not in numbers:
      numbers[block] = blocks
      blocks += 1
      stage2 += block
    stage1.append(numbers[block])
  return stage1, stage2


def array(name, kind, values):
  lines, line = [], ""
  for value in values:
    text = f"{value},"
    if len(line) + len(text) > 116:
      lines.append(line)
      line = ""
    line += text
  body = "\n  ".join(lines + [line])
  return f"const {kind} syntop_unicode_{name}[] = {{\n  {body}\n}};\n"


def structs(name, kind, values):
  return array(name, f"struct {kind}", ["{%s}" % ",".join(map(str, value)) for value in values])


class Pool:
  """Byte strings laid end to end, each distinct one once."""

  def __init__(self):
    self.bytes, self.places = bytearray(), {}

  def place(self, text):
    encoded = text.encode("utf-8")
    if encoded not in self.places:
      found = self.bytes.find(encoded)
      if found < 0:
        found = len(self.bytes)
        self.bytes += encoded
      self.places[encoded] = found
    return self.places[encoded], len(encoded)


def break_tables(data):
  records, numbers, values = [], {}, []
  for point in range(CODE_POINTS):
    value = record(data, point)
    if value not in numbers:
      numbers[value] = len(records)
      records.append(value)
    values.append(numbers[value])
  assert len(records) <= 256
  stage1, stage2 = two_stage(values, 7)
  assert max(stage1) < 65536
  letters = [ascii_class(data, point) for point in range(128)] + [ASCII_LONG] * 128
  return [array("ascii", "uint8_t", letters), structs("records", "syntop_unicode_record", records),
          array("class_stage1", "uint16_t", stage1),
          array("class_stage2", "uint8_t", stage2)]


def fold_tables(data):
  pool, entries, values = Pool(), [(0,) * 6], []
  for point in range(CODE_POINTS):
    texts = folds(data, point)
    if all(text == chr(point) for text in texts):
      values.append(0)
      continue
    places = [pool.place(text) for text in texts]
    entries.append(tuple(p[0] for p in places) + tuple(p[1] for p in places))
    values.append(len(entries) - 1)
  # Assigned but ignorable planes fold to nothing: one entry serves all, so that the second stage stays small.
  empty = next(i for i, e in enumerate(entries) if i and e[3:] == (0, 0, 0))
  values = [empty if v and entries[v][3:] == (0, 0, 0) else v for v in values]
  used = sorted(set(values))
  renumber = {v: i for i, v in enumerate(used)}
  assert used[0] == 0 and len(used) < 65536 and len(pool.bytes) < 65536
  stage1, stage2 = two_stage([renumber[v] for v in values], 6)
  return [structs("folds", "syntop_unicode_fold", [entries[v] for v in used]),
          array("fold_stage1", "uint16_t", stage1), array("fold_stage2", "uint16_t", stage2),
          array("fold_pool", "uint8_t", pool.bytes)]


def normal_tables(data):
  pool, values, entries = [], [0] * CODE_POINTS, [(0, 0)]
  for point in sorted(data.decomposition):
    full = data.decomposed(point)
    entries.append((len(pool), len(full)))
    pool += full
    values[point] = len(entries) - 1
  stage1, stage2 = two_stage(values, 6)
  assert max(stage1) < 256 and len(pool) < 65536
  pairs = sorted((first, second, joined) for (first, second), joined in data.pairs.items())
  return [structs("decompositions", "syntop_unicode_decomposition", entries),
          array("decomposition_stage1", "uint8_t", stage1), array("decomposition_stage2", "uint16_t", stage2),
          array("decomposition_pool", "uint32_t", pool), structs("pairs", "syntop_unicode_pair", pairs),
          f"const size_t syntop_unicode_pair_count = {len(pairs)};\n"]


def main():
  parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
  parser.add_argument("--ucd", default="/usr/share/unicode")
  here = os.path.dirname(os.path.abspath(__file__))
  parser.add_argument("--output", default=f"{here}/../Sources/CKernels/unicode_tables.c")
  options = parser.parse_args()
  data = Database(options.ucd)
  parts = ["// Made by Scripts/make-unicode-tables.py from the Unicode Character Database 15.0; do not edit.\n"
           "#include \"unicode_tables.h\"\n"]
  parts += break_tables(data) + fold_tables(data) + normal_tables(data)
  with open(options.output, "w", encoding="utf-8") as file:
    file.write("\n".join(parts))


if __name__ == "__main__":
  main()
