// The sifting of documents by their hits: those that have any are found sixteen at a time with AVX-512, chosen when the
// program is loaded; only these cost a look at what is known of them.
#include "hits.h"
#include "positions.h"
#include "wide.h"

#define ALWAYS static inline __attribute__((always_inline))
// All paths compute the same numbers.
#pragma STDC FP_CONTRACT OFF

ALWAYS int has_barriers(const syntop_hit_scores *s, uint32_t document) {
  const uint32_t place = document >> 3;
  return place < s->barrier_count && (s->barriers[place] >> (document & 7) & 1);
}

/// Whether a document scores enough. Most are told by their class of length, which lies nearer than the length.
ALWAYS int is_enough(const syntop_hit_scores *s, uint32_t document, uint32_t hits) {
  const int known = document < s->document_count;
  const uint32_t class = known ? s->classes[document] : 0;
  if (s->bounds[class | (hits < 15 ? hits : 15)] < s->least) return 0;
  const uint32_t length = known && s->starts ? s->starts[document + 1] - s->starts[document] : 0;
  const float f = (float)hits, norm = s->constant + s->slope * (float)length;
  return s->factor * (f / (f + norm)) >= s->threshold;
}

/// Takes a document that has hits, or is untold.
ALWAYS void take(
    const syntop_hit_scores *s, uint32_t document, uint32_t hits, syntop_match *matches, uint32_t *unsure,
    syntop_sifted *found) {
  if (hits == SYNTOP_UNTOLD || has_barriers(s, document)) {
    unsure[found->unsure++] = document;
    return;
  }
  found->documents++;
  found->hits += hits;
  if (s->bounds && is_enough(s, document, hits)) matches[found->matches++] = (syntop_match){document, hits};
}

void syntop_sift_hits_portable(
    const syntop_hit_scores *s, uint32_t base, const uint32_t *numbers, const uint32_t *hits, uint32_t count,
    syntop_match *matches, uint32_t *unsure, syntop_sifted *sifted) {
  syntop_sifted found = {0, 0, 0, 0};
  for (uint32_t i = 0; i < count; i++)
    if (hits[i] > 0) take(s, base + numbers[i], hits[i], matches, unsure, &found);
  *sifted = found;
}

static void (*sift_best)(
    const syntop_hit_scores *, uint32_t, const uint32_t *, const uint32_t *, uint32_t, syntop_match *, uint32_t *,
    syntop_sifted *) = syntop_sift_hits_portable;

#if defined(__x86_64__)
/// Documents with hits are gathered first: how many of sixteen have any cannot be guessed.
enum { GATHERED = 256 };

WIDE static void sift_wide(
    const syntop_hit_scores *s, uint32_t base, const uint32_t *numbers, const uint32_t *hits, uint32_t count,
    syntop_match *matches, uint32_t *unsure, syntop_sifted *sifted) {
  uint32_t documents[GATHERED + 16], own[GATHERED + 16];
  const __m512i first = _mm512_set1_epi32((int)base);
  syntop_sifted found = {0, 0, 0, 0};
  for (uint32_t at = 0; at < count;) {
    uint32_t some = 0;
    for (; at < count && some < GATHERED; at += 16) {
      const __mmask16 given = (__mmask16)(count - at < 16 ? (1u << (count - at)) - 1 : 0xffff);
      const __m512i these = _mm512_maskz_loadu_epi32(given, hits + at);
      const __mmask16 any = _mm512_test_epi32_mask(these, these);
      const __m512i numbered = _mm512_add_epi32(_mm512_maskz_loadu_epi32(given, numbers + at), first);
      _mm512_storeu_si512(documents + some, _mm512_maskz_compress_epi32(any, numbered));
      _mm512_storeu_si512(own + some, _mm512_maskz_compress_epi32(any, these));
      some += (uint32_t)__builtin_popcount(any);
    }
    for (uint32_t i = 0; i < some; i++) take(s, documents[i], own[i], matches, unsure, &found);
  }
  *sifted = found;
}

__attribute__((constructor)) static void choose_path(void) {
  __builtin_cpu_init();
  if (may_be_wide()) sift_best = sift_wide;
}
#endif

void syntop_sift_hits(
    const syntop_hit_scores *s, uint32_t base, const uint32_t *numbers, const uint32_t *hits, uint32_t count,
    syntop_match *matches, uint32_t *unsure, syntop_sifted *sifted) {
  sift_best(s, base, numbers, hits, count, matches, unsure, sifted);
}
