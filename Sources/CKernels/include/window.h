// Conjunctions and disjunctions over a window of documents that lie decoded in tables.
//
// Each leaf of the query has a table: how often it occurs in each document of the window. Leaves stand group by group; a
// document matches where each group has a leaf that is not zero. A document scores
// sum over the leaves of factor * (f / (f + (constant + slope * length))), in single precision.
#ifndef SYNTOP_WINDOW_H
#define SYNTOP_WINDOW_H
#include <stdint.h>

typedef struct {
  /// The leaves' tables one behind another, `stride` entries apart.
  const uint32_t *tables;
  uint32_t stride;
  /// For each group, the number of its leaves.
  const uint32_t *groups;
  uint32_t group_count;
  /// Documents that are out: not zero; or null.
  const uint32_t *excluded;
  /// For each leaf its factor.
  const float *factors;
  float constant, slope;
  /// Where each document starts in the stream of tokens, and one more; or null: no scores.
  const uint32_t *starts;
  /// Documents of the window.
  uint32_t size;
} syntop_window;

typedef struct {
  uint64_t documents, hits;
} syntop_window_totals;

/// Finds the documents that match, writes those (as indices in the window) that score at least `threshold` to
/// `candidates`, which has room for `size` and 8 more, and returns their number. Without scores all that match are
/// candidates. Documents and hits are added to `totals`, unless it is null.
uint32_t syntop_window_scan(
    const syntop_window *window, float threshold, uint32_t *candidates, syntop_window_totals *totals);
/// How many of `size` bytes are not zero.
uint32_t syntop_count_nonzero(const uint8_t *bytes, uint32_t size);

/// The twin that tests hold the fast one to: a plain loop, any CPU.
uint32_t syntop_window_scan_portable(
    const syntop_window *window, float threshold, uint32_t *candidates, syntop_window_totals *totals);
/// The path for the 128-bit vectors every CPU has.
uint32_t syntop_window_scan_baseline(
    const syntop_window *window, float threshold, uint32_t *candidates, syntop_window_totals *totals);
#endif
