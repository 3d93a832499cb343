// SPDX-License-Identifier: Apache-2.0

// Look-ups in blocks of a term dictionary: keys are compared no further than they differ, and of the terms before the one
// that is asked for only the lengths of lists are read.
#include "terms.h"
#include <string.h>

#define ALWAYS static inline __attribute__((always_inline))

enum { TERMS = 16, FIRST_STEM = 0x10, MOST_LENGTH_BITS = 40 };

/// What is left of some bytes; `at` is null once they ended too early.
typedef struct {
  const uint8_t *at, *end;
} reader;

static uint64_t long_varint(reader *r) {
  uint64_t value = 0;
  for (unsigned shift = 0; r->at < r->end && shift < 64; shift += 7) {
    const uint8_t byte = *r->at++;
    value |= (uint64_t)(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  *r = (reader){0, 0};
  return 0;
}

ALWAYS uint64_t varint(reader *r) { return r->at < r->end && *r->at < 0x80 ? *r->at++ : long_varint(r); }

/// Passes over so many varints, eight bytes at a time: each ends in the one byte below 0x80 that it has.
ALWAYS void skip_varints(reader *r, uint64_t count) {
  while (count > 0 && r->end - r->at >= 8) {
    uint64_t word;
    memcpy(&word, r->at, 8);
    uint64_t ends = ~word & 0x8080808080808080u;
    const uint64_t some = (uint64_t)__builtin_popcountll(ends);
    if (some > count) {
      for (; count > 1; count--) ends &= ends - 1;
      r->at += (__builtin_ctzll(ends) >> 3) + 1;
      return;
    }
    r->at += 8;
    count -= some;
    // The last one may have ended before the eighth byte: then the bytes behind it are another's.
    if (count == 0) r->at -= __builtin_clzll(ends) >> 3;
  }
  while (count-- > 0 && r->at) varint(r);
}

/// The keys of a block one after another.
typedef struct {
  reader keys;
  const uint8_t *infos, *suffix;
  uint64_t shared, length;
  uint32_t count;
  /// The namespace of each key read.
  uint8_t spaces[TERMS];
} block_keys;

ALWAYS int open_keys(const uint8_t *block, size_t length, block_keys *k) {
  reader r = {block, block + length};
  const uint64_t keys = varint(&r);
  if (!r.at || keys > (uint64_t)(r.end - r.at)) return 0;
  k->keys = (reader){r.at, r.at + keys};
  k->infos = k->keys.end;
  k->count = 0;
  return 1;
}

ALWAYS int has_key(const block_keys *k) { return k->keys.at < k->keys.end && k->count < TERMS; }

/// Reads the next key; 0 where the block is ill-formed.
ALWAYS int next_key(block_keys *k) {
  const uint8_t head = *k->keys.at++;
  k->shared = head & 15;
  k->length = head >> 4;
  if (k->shared == 15) k->shared += varint(&k->keys);
  if (k->length == 15) k->length += varint(&k->keys);
  if (!k->keys.at || k->length > (uint64_t)(k->keys.end - k->keys.at)) return 0;
  k->suffix = k->keys.at;
  k->keys.at += k->length;
  const uint8_t before = k->count > 0 ? k->spaces[k->count - 1] : 0;
  k->spaces[k->count++] = k->shared == 0 && k->length > 0 ? k->suffix[0] : before;
  return 1;
}

/// Reads the info of a term and adds the length of its list to `place`.
ALWAYS void next_info(reader *r, uint8_t space, const uint8_t *block, syntop_term *term, uint64_t *place) {
  const int has_positions = space < FIRST_STEM;
  const uint64_t head = varint(r);
  term->kind = head & 3;
  term->value = head >> 2;
  term->more = term->documents = term->positions = 0;
  term->place = *place;
  switch (term->kind) {
    case 0: break;
    case 1:
      if (has_positions) term->positions = varint(r);
      break;
    case 2:
      term->more = varint(r);
      if (has_positions) *place += term->positions = varint(r);
      break;
    default:
      term->more = varint(r);
      term->documents = varint(r);
      if (has_positions) term->positions = varint(r);
      *place += term->documents + term->positions;
  }
  if (space == 0 || !r->at) return;
  term->relations = (uint64_t)(r->at - block);
  skip_varints(r, varint(r));
}

/// What is said of the key read last.
ALWAYS int read_term(const uint8_t *block, size_t length, const block_keys *k, syntop_term *term) {
  reader r = {k->infos, block + length};
  uint64_t place = 0;
  for (uint32_t i = 0; i < k->count; i++) {
    next_info(&r, k->spaces[i], block, term, &place);
    if (!r.at || place >> MOST_LENGTH_BITS) return -1;
  }
  term->index = k->count - 1;
  term->space = k->spaces[k->count - 1];
  return 1;
}

int syntop_term_find(
    const uint8_t *block, size_t length, const uint8_t *key, size_t key_length, syntop_term *term) {
  block_keys k;
  if (!open_keys(block, length, &k)) return -1;
  // Bytes that the key before, which is below the one wanted, has in common with it.
  uint64_t common = 0;
  while (has_key(&k)) {
    if (!next_key(&k)) return -1;
    // A key that goes on like the one before where that one differed is below, too.
    if (k.shared > common) continue;
    if (k.shared < common) return 0;
    const uint64_t left = key_length - common, most = k.length < left ? k.length : left;
    uint64_t same = 0;
    while (same < most && k.suffix[same] == key[common + same]) same++;
    if (same == most) {
      if (k.length > most) return 0;
      if (most == left) return read_term(block, length, &k, term);
    } else if (k.suffix[same] > key[common + same]) {
      return 0;
    }
    common += same;
  }
  return 0;
}

int syntop_term_at(const uint8_t *block, size_t length, uint32_t index, syntop_term *term) {
  block_keys k;
  if (!open_keys(block, length, &k)) return -1;
  while (k.count <= index) {
    if (!has_key(&k)) return 0;
    if (!next_key(&k)) return -1;
  }
  return read_term(block, length, &k, term);
}

size_t syntop_terms_below(const uint8_t *prefixes, size_t low, size_t high, uint64_t wanted) {
  size_t count = high - low;
  // Without branches that depend on what is read: these would be guessed wrongly every other time.
  while (count > 0) {
    const size_t half = (count + 1) / 2;
    uint64_t prefix;
    memcpy(&prefix, prefixes + 8 * (low + half - 1), 8);
    low = prefix < wanted ? low + half : low;
    count -= half;
  }
  return low;
}
