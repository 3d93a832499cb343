// What the hits of some documents say: how many match, which of them may be among the best, and which must be looked at
// elsewhere.
#ifndef SYNTOP_HITS_H
#define SYNTOP_HITS_H
#include <stdint.h>

/// The documents of a segment, and what hits in them score.
typedef struct {
  /// A bit for each document in several kinds of blocks; `barrier_count` bytes.
  const uint8_t *barriers;
  uint32_t barrier_count;
  /// For each of `document_count` documents 16 times the class of its length, and the bounds by class and hits; see
  /// `window.h`. Others have no length. No bounds: no scores are asked.
  const uint8_t *classes, *bounds;
  uint32_t document_count;
  /// The documents' first tokens, of which there is one more, or null; a document scores factor * (f / (f + norm)) for f hits,
  /// norm being constant + slope * length.
  const uint32_t *starts;
  float factor, constant, slope;
  /// What must be scored, and the least bound of documents that may.
  float threshold;
  uint32_t least;
} syntop_hit_scores;

typedef struct {
  uint32_t document, hits;
} syntop_match;

typedef struct {
  /// Documents with hits, and their hits; those that score enough; those in several kinds of blocks, or untold.
  uint64_t documents, hits;
  uint32_t matches, unsure;
} syntop_sifted;

/// Sifts `count` ascending documents, `base` and each of `numbers`, with `hits`; SYNTOP_UNTOLD is not known. There is room for
/// all of them at `matches` and `unsure`.
void syntop_sift_hits(
    const syntop_hit_scores *scores, uint32_t base, const uint32_t *numbers, const uint32_t *hits, uint32_t count,
    syntop_match *matches, uint32_t *unsure, syntop_sifted *sifted);
/// The twin that tests hold the fast one to: a plain loop, any CPU.
void syntop_sift_hits_portable(
    const syntop_hit_scores *scores, uint32_t base, const uint32_t *numbers, const uint32_t *hits, uint32_t count,
    syntop_match *matches, uint32_t *unsure, syntop_sifted *sifted);
#endif
