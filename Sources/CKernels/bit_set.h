// Blocks of documents that lie as bit sets. Used by the files that read them, and by nothing outside.
#ifndef SYNTOP_BIT_SET_H
#define SYNTOP_BIT_SET_H
#include "block_head.h"
#include "wide.h"

/// Whether a bit set has 128 bits.
typedef int (*full_test)(const uint8_t *bits, uint32_t count);

ALWAYS int is_full(const uint8_t *bits, uint32_t count) {
  uint32_t total = 0;
  for (uint32_t at = 0; at < count; at += 8) total += (uint32_t)__builtin_popcountll(word(bits, count, at));
  return total == BLOCK;
}

#if defined(__x86_64__)
/// Eight bytes of a bit set from `at` on, zeros behind its end.
WIDE_ALWAYS uint64_t word_wide(const uint8_t *bits, uint32_t count, uint32_t at) {
  const uint32_t left = count - at;
  const __m128i some = _mm_maskz_loadu_epi8((__mmask16)(left < 8 ? (1u << left) - 1 : 0xff), bits + at);
  return (uint64_t)_mm_cvtsi128_si64(some);
}

WIDE_ALWAYS int is_full_wide(const uint8_t *bits, uint32_t count) {
  __m512i total = _mm512_setzero_si512();
  for (uint32_t at = 0; at < count; at += 64) {
    const uint32_t left = count - at;
    const __m512i some = _mm512_maskz_loadu_epi8(left < 64 ? _bzhi_u64(~(uint64_t)0, left) : ~(uint64_t)0, bits + at);
    total = _mm512_add_epi64(total, _mm512_popcnt_epi64(some));
  }
  return _mm512_reduce_add_epi64(total) == BLOCK;
}
#endif
#endif
