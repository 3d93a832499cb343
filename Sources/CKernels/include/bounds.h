// SPDX-License-Identifier: Apache-2.0

// What the postings of a list can score at most, block by block, from the impacts in its entries; see `Impacts.swift` and
// `PostingsEncoder.swift` for their bytes.
#ifndef SYNTOP_BOUNDS_H
#define SYNTOP_BOUNDS_H
#include <stdint.h>

/// The entries of a list, all of which must be there: each begins with the last document of its block, in `last_bytes`
/// bytes, and ends in six bytes of impacts; `length` is 8 at least.
typedef struct {
  const uint8_t *bytes;
  uint32_t count, length, last_bytes;
} syntop_entries;

/// A posting scores factor * f / (f + constant + slope * length of the document).
typedef struct {
  float factor, constant, slope;
} syntop_weight;

/// Writes the bound of each block.
void syntop_block_bounds(const syntop_entries *entries, const syntop_weight *weight, float *bounds);
/// Raises `most`, an entry for each of `runs` runs of 1 << shift documents, to the bounds of the blocks that may have
/// documents in the run.
void syntop_run_bounds(
    const syntop_entries *entries, const syntop_weight *weight, uint32_t shift, uint32_t runs, float *most);
#endif
