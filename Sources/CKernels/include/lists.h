// SPDX-License-Identifier: Apache-2.0

// Documents of one list looked up in another: blocks are decoded no further than is asked.
//
// Bytes come from files that nobody vouches for: nothing is read outside the lists; an ill-formed block ends its list.
#ifndef SYNTOP_LISTS_H
#define SYNTOP_LISTS_H
#include <stddef.h>
#include <stdint.h>

/// A list of postings; see `PostingsEncoder.swift` for the format.
typedef struct {
  /// The blocks of documents and frequencies.
  const uint8_t *bytes;
  size_t length;
  /// One entry for each block, of which `whole` have 128 documents; how an entry begins: bytes of its last document, and
  /// of the block's place.
  const uint8_t *entries;
  uint32_t whole, entry_length, last_bytes, place_bytes;
  /// What stands behind the last whole block, decoded; 16 times UINT32_MAX stand behind the documents.
  const uint32_t *tail_documents, *tail_frequencies;
  uint32_t tail_count;
  /// The block where the search goes on, and where in it; all 0 at first.
  uint32_t block, at;
  /// The block that is decoded (its number and 1), and whether the frequencies are.
  uint32_t decoded, has_frequencies;
  uint32_t documents[128 + 16];
  uint8_t frequencies[128];
  /// What frequencies that do not fit a byte add up to before each, if those are decoded.
  uint32_t sums[128 + 1];
} syntop_list;

/// A document that was found: how often the list's word occurs in it, in which block it stands, and how often the word
/// occurs in the block before it (0 unless asked for).
typedef struct {
  uint32_t frequency, block, before;
} syntop_found;

/// Looks up `count` ascending documents, given as places in `documents`, none before one that was asked for earlier. Writes
/// the places of those found to `places` again, what was found to the same places of `found`, and returns their number.
uint32_t syntop_list_meet(
    syntop_list *list, const uint32_t *documents, uint32_t *places, uint32_t count, int with_sums, syntop_found *found);
/// The twin that tests hold the fast one to: plain loops, any CPU.
uint32_t syntop_list_meet_portable(
    syntop_list *list, const uint32_t *documents, uint32_t *places, uint32_t count, int with_sums, syntop_found *found);
/// The first document that the list may still hold behind what was looked up; UINT32_MAX where there is none.
uint32_t syntop_list_next(const syntop_list *list);
#endif
