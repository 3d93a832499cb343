// SPDX-License-Identifier: Apache-2.0

// Unicode 15.0 by table: break classes and flags, folds, canonical decompositions and compositions of a code point.
//
// Each table has two stages: the first gives the block a code point lies in, the second its entry; equal blocks are
// stored once. The functions accept any number: beyond U+10FFFF they answer as for an unassigned code point.
// `unicode_tables.c` is made by Scripts/make-unicode-tables.py.
#ifndef SYNTOP_UNICODE_TABLES_H
#define SYNTOP_UNICODE_TABLES_H
#include <stddef.h>
#include <stdint.h>

/// What tokenizing asks of a code point.
struct syntop_unicode_record {
  /// Word_Break of UAX #29: 0 Other, 1 CR, 2 LF, 3 Newline, 4 Extend, 5 ZWJ, 6 Regional_Indicator, 7 Format, 8 Katakana,
  /// 9 Hebrew_Letter, 10 ALetter, 11 Single_Quote, 12 Double_Quote, 13 MidNumLet, 14 MidLetter, 15 MidNum, 16 Numeric,
  /// 17 ExtendNumLet, 18 WSegSpace.
  uint8_t word_break;
  /// Sentence_Break of UAX #29: 0 Other, 1 CR, 2 LF, 3 Extend, 4 Sep, 5 Format, 6 Sp, 7 Lower, 8 Upper, 9 OLetter,
  /// 10 Numeric, 11 ATerm, 12 SContinue, 13 STerm, 14 Close.
  uint8_t sentence_break;
  /// 1 letter (L*), 2 number (N*), 4 Extended_Pictographic, 8 may change or join others under NFC.
  uint8_t flags;
  /// Canonical_Combining_Class.
  uint8_t combining;
  /// What it does to a gap: 1 space, 2 hyphen, 4 comma, 8 clause mark, 16 sentence mark, 32 opening quote, 64 closing
  /// quote (both: either), 128 bracket, 256 line, 512 dash, 1024 other symbol; 0 nothing.
  uint16_t gap;
};

/// Where the folds of a code point lie in the pool: case and accents, case only, accents only.
struct syntop_unicode_fold {
  uint16_t start[3];
  uint8_t length[3];
};

/// Where a canonical decomposition lies in its pool.
struct syntop_unicode_decomposition {
  uint16_t start;
  uint8_t length;
};

/// Two code points and the one they compose to, in order of the first, then of the second.
struct syntop_unicode_pair {
  uint32_t first, second, composed;
};

/// By byte: 1 ASCII letter or digit, 2 low line, 4 may join letters or digits around it, 8 not ASCII, 0 the rest.
extern const uint8_t syntop_unicode_ascii[256];
extern const struct syntop_unicode_record syntop_unicode_records[];
extern const uint16_t syntop_unicode_class_stage1[];
extern const uint8_t syntop_unicode_class_stage2[];
extern const struct syntop_unicode_fold syntop_unicode_folds[];
extern const uint16_t syntop_unicode_fold_stage1[], syntop_unicode_fold_stage2[];
extern const uint8_t syntop_unicode_fold_pool[];
extern const struct syntop_unicode_decomposition syntop_unicode_decompositions[];
extern const uint8_t syntop_unicode_decomposition_stage1[];
extern const uint16_t syntop_unicode_decomposition_stage2[];
extern const uint32_t syntop_unicode_decomposition_pool[];
extern const struct syntop_unicode_pair syntop_unicode_pairs[];
extern const size_t syntop_unicode_pair_count;

#define SYNTOP_UNICODE_LAST 0x10FFFFu

static inline uint8_t syntop_unicode_ascii_of(uint8_t byte) { return syntop_unicode_ascii[byte]; }

static inline struct syntop_unicode_record syntop_unicode_record_of(uint32_t point) {
  if (point > SYNTOP_UNICODE_LAST) point = SYNTOP_UNICODE_LAST;
  uint32_t block = syntop_unicode_class_stage1[point >> 7];
  return syntop_unicode_records[syntop_unicode_class_stage2[(block << 7) | (point & 127)]];
}

/// The bytes (UTF-8) that `point` folds to; `kind` 0 case and accents, 1 case only, 2 accents only. Returns the length, or
/// -1 where the code point folds to itself.
static inline int syntop_unicode_fold_of(uint32_t point, unsigned kind, const uint8_t **bytes) {
  if (point > SYNTOP_UNICODE_LAST || kind > 2) return -1;
  uint32_t block = syntop_unicode_fold_stage1[point >> 6];
  uint32_t entry = syntop_unicode_fold_stage2[(block << 6) | (point & 63)];
  if (entry == 0) return -1;
  *bytes = syntop_unicode_fold_pool + syntop_unicode_folds[entry].start[kind];
  return syntop_unicode_folds[entry].length[kind];
}

/// The full canonical decomposition of `point` (Hangul syllables apart); returns its length, 0 where it has none.
static inline int syntop_unicode_decomposition_of(uint32_t point, const uint32_t **points) {
  if (point > SYNTOP_UNICODE_LAST) return 0;
  uint32_t block = syntop_unicode_decomposition_stage1[point >> 6];
  uint32_t entry = syntop_unicode_decomposition_stage2[(block << 6) | (point & 63)];
  *points = syntop_unicode_decomposition_pool + syntop_unicode_decompositions[entry].start;
  return syntop_unicode_decompositions[entry].length;
}

/// The code point that `first` and `second` compose to (Hangul apart), or 0.
uint32_t syntop_unicode_compose(uint32_t first, uint32_t second);
#endif
