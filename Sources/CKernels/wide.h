// SPDX-License-Identifier: Apache-2.0

// What functions for AVX-512 have in common: their target, whether the CPU has it, and numbers taken by eights. Used by
// the files that have such functions, and by nothing outside.
#ifndef SYNTOP_WIDE_H
#define SYNTOP_WIDE_H
#include <stdint.h>
#if defined(__x86_64__)
#include <immintrin.h>

#define WIDE_TARGET \
  target("avx2,avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,avx512vpopcntdq,popcnt,bmi,bmi2")
#define WIDE __attribute__((WIDE_TARGET))
#define WIDE_ALWAYS static inline __attribute__((always_inline, WIDE_TARGET))

/// Whether the CPU has what wide functions use.
static int may_be_wide(void) {
  return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") &&
         __builtin_cpu_supports("avx512vpopcntdq") && __builtin_cpu_supports("bmi2");
}

WIDE_ALWAYS __m256i eight(const uint32_t *numbers) { return _mm256_loadu_si256((const __m256i *)numbers); }

/// The numbers of eight lanes, and eight numbers, moved on by so many lanes, around.
#define LANE(AT) ((AT) & 7)
#define TURNED_LANES(BY)                                                                                 \
  _mm256_setr_epi32(                                                                                     \
      LANE(BY), LANE(BY + 1), LANE(BY + 2), LANE(BY + 3), LANE(BY + 4), LANE(BY + 5), LANE(BY + 6), LANE(BY + 7))
#define TURNED(X, BY) _mm256_permutevar8x32_epi32(X, TURNED_LANES(BY))
#endif
#endif
