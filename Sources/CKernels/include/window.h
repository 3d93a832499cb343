// SPDX-License-Identifier: Apache-2.0

// Conjunctions and disjunctions over a window of documents that lie decoded in tables.
//
// Each leaf of the query has a table: how often it occurs in each document of the window, a byte a document. Leaves stand
// group by group; a document matches where each group has a leaf that is not zero.
//
// Which documents may score enough is found without computing scores: each document has a class of length, and each leaf
// a table of bounds by class and frequency, in units that let a byte hold the sum of all leaves.
#ifndef SYNTOP_WINDOW_H
#define SYNTOP_WINDOW_H
#include <stdint.h>

/// Bounds of a leaf: 16 frequencies (the last stands for all above) for each of 16 classes of length.
#define SYNTOP_BOUNDS 256
/// Entries that may be read behind the last document of a table, of `excluded` and of `classes`.
#define SYNTOP_WINDOW_SLACK 64

typedef struct {
  /// The leaves' tables one behind another, `stride` entries apart.
  const uint8_t *tables;
  uint32_t stride;
  /// For each group, the number of its leaves.
  const uint32_t *groups;
  uint32_t group_count;
  /// Documents that are out: not zero; or null.
  const uint8_t *excluded;
  /// The leaves' bounds one behind another; or null: no scores.
  const uint8_t *bounds;
  /// For each document 16 times its class; null where `bounds` is.
  const uint8_t *classes;
  /// Documents of the window.
  uint32_t size;
  /// What a document can score: what its leaves add up to, or, by the bounds of the first leaf alone, what they score
  /// together: each time with the rarest of them, or each with another. As SYNTOP_ADDED, SYNTOP_RAREST or SYNTOP_EITHER.
  uint32_t scores;
} syntop_window;

enum { SYNTOP_ADDED, SYNTOP_RAREST, SYNTOP_EITHER };

typedef struct {
  uint64_t documents, hits;
} syntop_window_totals;

/// Finds the documents that match, writes those (as indices in the window) whose bounds add up to `least` or more to
/// `candidates`, which has room for `size`, and returns their number. Without bounds all that match are candidates.
/// Documents and hits are added to `totals`. Either may be null.
uint32_t syntop_window_scan(
    const syntop_window *window, uint32_t least, uint32_t *candidates, syntop_window_totals *totals);
/// How many of `size` documents have a byte that is not zero, or a bit that is set. As many bytes as SYNTOP_WINDOW_SLACK
/// behind the last must be zero, and so must the rest of the last word of bits.
uint32_t syntop_count_marked(const uint8_t *bytes, const uint64_t *bits, uint32_t size);

/// Writes the indices of those of `count` postings of a leaf whose bound is `least` or more to `indices`, which has room for
/// all, and returns their number. Documents without a class are of the first.
uint32_t syntop_select_postings(
    const uint32_t *documents, const uint32_t *frequencies, uint32_t count, const uint8_t *classes, uint32_t class_count,
    const uint8_t *bounds, uint32_t least, uint32_t *indices);

/// The same where other leaves add to a bound: `rest`, an entry for each run of 1 << shift documents, all classes together.
uint32_t syntop_select_led(
    const uint32_t *documents, const uint32_t *frequencies, uint32_t count, const uint8_t *classes, uint32_t class_count,
    const uint8_t *bounds, const int32_t *rest, uint32_t shift, int32_t least, uint32_t *indices);

/// Fills the bounds of a leaf: scale * factor * (f / (f + norm)), rounded up, where `norms` has the least norm of each
/// class.
void syntop_window_bounds(float factor, const float *norms, float scale, uint8_t *bounds);
/// 16 times the class of each document: how many of the ascending `borders` its length reaches. Documents start at
/// `starts`, of which there is one more.
void syntop_length_classes(const uint32_t *starts, uint32_t count, const uint32_t borders[15], uint8_t *classes);

/// The twin that tests hold the fast one to: a plain loop, any CPU.
uint32_t syntop_window_scan_portable(
    const syntop_window *window, uint32_t least, uint32_t *candidates, syntop_window_totals *totals);
/// The path for the vectors every CPU has.
uint32_t syntop_window_scan_baseline(
    const syntop_window *window, uint32_t least, uint32_t *candidates, syntop_window_totals *totals);
/// Which path was chosen: "avx512", "avx2" or "baseline".
const char *syntop_window_path(void);
#endif
