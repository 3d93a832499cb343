// SPDX-License-Identifier: Apache-2.0

// Occurrences of a word told apart by document: eight look-ups at a time with AVX2, else one by one. Most documents hold a
// word once or twice, so whether the next token is in another one is no branch that could be guessed: each document is
// written as if it were new, and only then counted or not.
#include "occurrences.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define ALWAYS static inline __attribute__((always_inline))
/// 32 tokens share a landmark.
#define SHIFT 5

/// What is known of the tokens so far.
typedef struct {
  size_t found;
  uint32_t document, next;
} progress;

ALWAYS progress one_by_one(
    const uint32_t *tokens, size_t from, size_t count, progress p, const syntop_documents *in, uint32_t *documents,
    uint32_t *firsts, uint32_t *gaps) {
  for (size_t i = from; i < count; i++) {
    const uint32_t token = tokens[i];
    uint32_t document = in->landmarks[token >> SHIFT];
    // Mostly the token is in this document or the next one.
    document += in->starts[document + 1] <= token;
    while (in->starts[document + 1] <= token) document++;
    const uint32_t start = in->starts[document];
    const int is_new = document != p.document;
    documents[p.found] = document;
    firsts[p.found] = (uint32_t)i;
    gaps[i] = token - (is_new ? start : p.next);
    p.found += is_new;
    p.document = document;
    p.next = token + 1;
  }
  return p;
}

size_t syntop_group_tokens_portable(
    const uint32_t *tokens, size_t count, const syntop_documents *in, uint32_t *documents, uint32_t *firsts,
    uint32_t *gaps) {
  const progress none = {0, UINT32_MAX, 0};
  return one_by_one(tokens, 0, count, none, in, documents, firsts, gaps).found;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static size_t group_avx2(
    const uint32_t *tokens, size_t count, const syntop_documents *in, uint32_t *documents, uint32_t *firsts,
    uint32_t *gaps) {
  progress p = {0, UINT32_MAX, 0};
  size_t i = 0;
  const int *landmarks = (const int *)in->landmarks, *starts = (const int *)in->starts;
  const __m256i one_back = _mm256_setr_epi32(7, 0, 1, 2, 3, 4, 5, 6), one = _mm256_set1_epi32(1);
  for (; i + 8 <= count; i += 8) {
    const __m256i token = _mm256_loadu_si256((const __m256i *)(tokens + i));
    __m256i document = _mm256_i32gather_epi32(landmarks, _mm256_srli_epi32(token, SHIFT), 4);
    for (;;) {
      const __m256i end = _mm256_i32gather_epi32(starts + 1, document, 4);
      const __m256i is_behind = _mm256_cmpeq_epi32(_mm256_min_epu32(end, token), end);
      if (_mm256_testz_si256(is_behind, is_behind)) break;
      document = _mm256_sub_epi32(document, is_behind);
    }
    const __m256i start = _mm256_i32gather_epi32(starts, document, 4);
    // The document and token before each, those of the eight before in the first lane.
    const __m256i last = _mm256_blend_epi32(
        _mm256_permutevar8x32_epi32(document, one_back), _mm256_set1_epi32((int)p.document), 1);
    const __m256i next = _mm256_blend_epi32(
        _mm256_permutevar8x32_epi32(_mm256_add_epi32(token, one), one_back), _mm256_set1_epi32((int)p.next), 1);
    const __m256i is_old = _mm256_cmpeq_epi32(document, last);
    _mm256_storeu_si256(
        (__m256i *)(gaps + i), _mm256_sub_epi32(token, _mm256_blendv_epi8(start, next, is_old)));
    const uint32_t old = (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(is_old));
    uint32_t some[8];
    _mm256_storeu_si256((__m256i *)some, document);
    for (uint32_t lane = 0; lane < 8; lane++) {
      documents[p.found] = some[lane];
      firsts[p.found] = (uint32_t)i + lane;
      p.found += 1 & ~(old >> lane);
    }
    p.document = some[7];
    p.next = tokens[i + 7] + 1;
  }
  return one_by_one(tokens, i, count, p, in, documents, firsts, gaps).found;
}

static size_t (*group)(const uint32_t *, size_t, const syntop_documents *, uint32_t *, uint32_t *, uint32_t *) =
    syntop_group_tokens_portable;

__attribute__((constructor)) static void choose_path(void) {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2")) group = group_avx2;
}
#else
#define group syntop_group_tokens_portable
#endif

size_t syntop_group_tokens(
    const uint32_t *tokens, size_t count, const syntop_documents *in, uint32_t *documents, uint32_t *firsts,
    uint32_t *gaps) {
  return group(tokens, count, in, documents, firsts, gaps);
}
