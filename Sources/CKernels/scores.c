// SPDX-License-Identifier: Apache-2.0

// What postings score: plain loops, and sixteen at a time by AVX-512 where the CPU has it, chosen when the program is
// loaded.
#include "scores.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// All paths compute the same numbers.
#pragma STDC FP_CONTRACT OFF

void syntop_norms_portable(
    const uint32_t *documents, uint32_t count, const uint32_t *starts, uint32_t last, float constant, float slope,
    float *norms) {
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t length = documents[i] < last ? starts[documents[i] + 1] - starts[documents[i]] : 0;
    norms[i] = constant + slope * (float)length;
  }
}

void syntop_add_scores_portable(
    const uint32_t *frequencies, const float *norms, uint32_t count, float factor, float *scores) {
  for (uint32_t i = 0; i < count; i++) {
    const float f = (float)frequencies[i];
    scores[i] += factor * (f / (f + norms[i]));
  }
}

static void (*norms_best)(const uint32_t *, uint32_t, const uint32_t *, uint32_t, float, float, float *) =
    syntop_norms_portable;
static void (*add_best)(const uint32_t *, const float *, uint32_t, float, float *) = syntop_add_scores_portable;

#if defined(__x86_64__)
#define WIDE __attribute__((target("avx512f")))

/// The lanes of sixteen that are among the `left` last.
WIDE static inline __mmask16 lanes(uint32_t left) { return (__mmask16)(left < 16 ? (1u << left) - 1 : 0xffff); }

WIDE static void norms_wide(
    const uint32_t *documents, uint32_t count, const uint32_t *starts, uint32_t last, float constant, float slope,
    float *norms) {
  // Gathers take signed indices.
  if (last > INT32_MAX) return syntop_norms_portable(documents, count, starts, last, constant, slope, norms);
  const __m512i zero = _mm512_setzero_si512();
  for (uint32_t i = 0; i < count; i += 16) {
    const __mmask16 some = lanes(count - i);
    const __m512i own = _mm512_maskz_loadu_epi32(some, documents + i);
    const __mmask16 known = _mm512_mask_cmplt_epu32_mask(some, own, _mm512_set1_epi32((int)last));
    const __m512i from = _mm512_mask_i32gather_epi32(zero, known, own, starts, 4);
    const __m512i to = _mm512_mask_i32gather_epi32(zero, known, own, starts + 1, 4);
    const __m512 length = _mm512_cvtepu32_ps(_mm512_sub_epi32(to, from));
    const __m512 part = _mm512_mul_ps(_mm512_set1_ps(slope), length);
    _mm512_mask_storeu_ps(norms + i, some, _mm512_add_ps(_mm512_set1_ps(constant), part));
  }
}

WIDE static void add_wide(
    const uint32_t *frequencies, const float *norms, uint32_t count, float factor, float *scores) {
  for (uint32_t i = 0; i < count; i += 16) {
    const __mmask16 some = lanes(count - i);
    const __m512 f = _mm512_cvtepu32_ps(_mm512_maskz_loadu_epi32(some, frequencies + i));
    const __m512 part = _mm512_maskz_div_ps(some, f, _mm512_add_ps(f, _mm512_maskz_loadu_ps(some, norms + i)));
    const __m512 more = _mm512_mul_ps(_mm512_set1_ps(factor), part);
    _mm512_mask_storeu_ps(scores + i, some, _mm512_add_ps(_mm512_maskz_loadu_ps(some, scores + i), more));
  }
}

__attribute__((constructor)) static void choose_path(void) {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx512f")) return;
  norms_best = norms_wide;
  add_best = add_wide;
}
#endif

void syntop_norms(
    const uint32_t *documents, uint32_t count, const uint32_t *starts, uint32_t last, float constant, float slope,
    float *norms) {
  norms_best(documents, count, starts, last, constant, slope, norms);
}

void syntop_add_scores(const uint32_t *frequencies, const float *norms, uint32_t count, float factor, float *scores) {
  add_best(frequencies, norms, count, factor, scores);
}
