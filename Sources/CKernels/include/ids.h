// SPDX-License-Identifier: Apache-2.0

// Runs of ids of one to five bytes, decoded many at a time: where an id ends is known only once it has been read.
//
// The format stands in `ForwardEncoder.swift`. Bytes come from files that nobody vouches for: nothing is read behind what
// may be read, and ids are not compared with anything.
#ifndef SYNTOP_IDS_H
#define SYNTOP_IDS_H
#include <stddef.h>
#include <stdint.h>

typedef struct {
  /// The run, how long it is, and how many bytes may be read from its start on: no fewer than its length.
  const uint8_t *bytes;
  size_t length, readable;
  /// How many ids are wanted, and where they go.
  uint32_t count;
  uint32_t *ids;
} syntop_id_run;

/// Decodes the first ids of `run_count` runs; 0 where one of them ends before. `highest` becomes the highest of all ids.
int syntop_ids_read(const syntop_id_run *runs, uint32_t run_count, uint32_t *highest);
/// The twin that tests hold the fast one to: a plain loop, any CPU.
int syntop_ids_read_portable(const syntop_id_run *runs, uint32_t run_count, uint32_t *highest);
/// The path for the instructions every CPU has: four runs side by side.
int syntop_ids_read_baseline(const syntop_id_run *runs, uint32_t run_count, uint32_t *highest);
/// Which path was chosen: "avx512" or "baseline".
const char *syntop_ids_path(void);
#endif
