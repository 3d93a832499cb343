// SPDX-License-Identifier: Apache-2.0

// Phrases and NEAR over documents in which all their words occur: positions are decoded block by block, and those of
// many documents are joined at a time.
//
// Bytes come from files that nobody vouches for: nothing is read outside the lists.
#ifndef SYNTOP_POSITIONS_H
#define SYNTOP_POSITIONS_H
#include "lists.h"

/// How much more than 255 times a word occurs in a document of a window.
typedef struct {
  uint32_t slot, more;
} syntop_excess;

/// The most documents of a window.
#define SYNTOP_JOINED 4096

/// The positions of one word in a window; see `PostingsEncoder.swift` for the format.
typedef struct {
  /// The list's blocks of positions, and the positions behind the last whole block, decoded.
  const uint8_t *bytes;
  size_t length;
  const uint32_t *rest;
  uint32_t rest_count;
  /// One entry for each block of documents; how the numbers of an entry lie: bytes of its last document, where the
  /// place of its positions stands, and in how many bytes. No entries: `entry_count` 0.
  const uint8_t *entries;
  uint32_t entry_count, entry_length, last_bytes, place_offset, place_bytes;
  /// How often the word occurs in each of `size` documents of the window, the first of which is `first`, 255 standing
  /// for more as well; 64 bytes more may be read. What the table does not hold, ascending.
  const uint8_t *table;
  uint32_t first, size, excess_count;
  const syntop_excess *excesses;
  /// For each eight documents, how often the word occurs in the window before them, once `is_counted`.
  uint32_t before[SYNTOP_JOINED / 8];
  int is_counted;
  /// Instead of a table: what was found of each document, whose positions begin in the block that its entry names. Then
  /// slots are places in it.
  const syntop_found *found;
  /// The entry of the block of documents that was looked at last.
  uint32_t entry;
  /// So many occurrences in the window, or in the block of documents, are passed; those behind begin at `index` of the
  /// block at `start`.
  uint32_t passed, index;
  size_t start;
  /// The place of the word in the phrase.
  uint32_t offset;
  /// The block at `decoded` (SIZE_MAX for none), which ends at `end`; and the block of which some values were read last.
  size_t decoded, end, touched;
  uint32_t count;
  /// What the gaps before each position of that block add up to, and behind the last; room behind these may be read.
  uint32_t sums[1 + 128 + 16];
} syntop_positions;

/// What is written for a document in which a word occurs too often for its positions to be joined here.
#define SYNTOP_UNTOLD 0xffffffffu

/// Writes how often the phrase of `words` (the rarest first) occurs in each of the documents at `slots`, ascending, which
/// have all words. Returns 0 where a list is ill-formed.
int syntop_phrase_hits(
    syntop_positions *words, uint32_t word_count, const uint32_t *slots, uint32_t count, uint32_t *hits);
/// Writes at how many tokens of one word the nearest of the other, of which there are two, follows with at most `distance`
/// tokens between them.
int syntop_near_hits(
    syntop_positions *words, uint32_t distance, const uint32_t *slots, uint32_t count, uint32_t *hits);

/// The twins that tests hold the fast ones to: plain loops, any CPU.
int syntop_phrase_hits_portable(
    syntop_positions *words, uint32_t word_count, const uint32_t *slots, uint32_t count, uint32_t *hits);
int syntop_near_hits_portable(
    syntop_positions *words, uint32_t distance, const uint32_t *slots, uint32_t count, uint32_t *hits);
#endif
