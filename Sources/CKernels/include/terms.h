// SPDX-License-Identifier: Apache-2.0

// Look-ups in blocks of a term dictionary; see `TermBlock.swift` for their bytes.
//
// Bytes come from files that nobody vouches for: nothing is read outside the block.
#ifndef SYNTOP_TERMS_H
#define SYNTOP_TERMS_H
#include <stddef.h>
#include <stdint.h>

/// What a block says of one of its terms.
typedef struct {
  /// Its place in the block.
  uint32_t index;
  /// Its namespace, and which of the four kinds of infos it has.
  uint8_t space, kind;
  /// The head of its info without the kind; then the numbers that follow, zero where there are none: frequency - 2 or
  /// more, the length of documents, and the position or the length of positions.
  uint64_t value, more, documents, positions;
  /// The length of all lists of the block before its own, and where in the block its relations stand.
  uint64_t place, relations;
} syntop_term;

/// Finds the term with a key: 1, or 0 where there is none, or -1 where the block is ill-formed before it.
int syntop_term_find(
    const uint8_t *block, size_t length, const uint8_t *key, size_t key_length, syntop_term *term);
/// The same of the term at a place.
int syntop_term_at(const uint8_t *block, size_t length, uint32_t index, syntop_term *term);

/// How many of the ascending little-endian numbers at `low` ..< `high` of `prefixes`, and of all before, are below `wanted`,
/// if those before are.
size_t syntop_terms_below(const uint8_t *prefixes, size_t low, size_t high, uint64_t wanted);
#endif
