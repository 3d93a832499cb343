// SPDX-License-Identifier: Apache-2.0

// Reads a block of frequencies - 1 whole, to a byte each, and one value of it alone. Used by the files that read blocks of
// postings, and by nothing outside.
#ifndef SYNTOP_FREQUENCIES_H
#define SYNTOP_FREQUENCIES_H
#include "block_head.h"
#include "wide.h"

/// The head of a block of frequencies - 1 that all fit a byte, 128 at most; 0 where they may not.
ALWAYS int read_small_head(const uint8_t *bytes, size_t available, head *h) {
  return read_head(bytes, available, h) && h->bits == 0 && h->width + (h->exceptions > 0 ? h->extra : 0) <= 7;
}

/// The frequencies of a block of frequencies - 1 that fit a byte.
ALWAYS void plain_frequencies(const uint8_t *bytes, const head *h, uint8_t *out) {
  uint32_t values[BLOCK];
  read_packed(bytes, h, values);
  for (uint32_t i = 0; i < BLOCK; i++) out[i] = (uint8_t)(values[i] + 1);
}

/// One value of a packed block.
__attribute__((unused, noinline)) static uint32_t value_at(const uint8_t *bytes, const head *h, uint32_t index) {
  uint32_t value = 0;
  if (h->width > 0) {
    const uint32_t bit = (index >> 2) * h->width, shift = bit & 31;
    const uint8_t *at = bytes + 2 + 16 * (bit >> 5) + 4 * (index & 3);
    uint64_t both = 0;
    memcpy(&both, at, 4);
    if (shift + h->width > 32) {
      uint32_t next;
      memcpy(&next, at + 16, 4);
      both |= (uint64_t)next << 32;
    }
    value = (uint32_t)(both >> shift) & (uint32_t)(((uint64_t)1 << h->width) - 1);
  }
  if (h->exceptions == 0) return value;
  const uint8_t *places = bytes + 2 + 16 * (size_t)h->width;
  if (h->exceptions > MOST_LISTED && !(places[index >> 3] >> (index & 7) & 1)) return value;
  const uint32_t low = value;
  const int room = h->room;
  FOR_EXCEPTIONS(if (place == index) return low | value << h->width)
  return low;
}

#if defined(__x86_64__)
/// 128 bytes in registers.
typedef struct {
  __m512i low, high;
} bytes128;

static const uint8_t numbers64[64] = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
    22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
    44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

/// 64 of 128 bytes from `at` on; those behind the last do not matter.
WIDE_ALWAYS __m512i bytes_from(bytes128 values, uint32_t at, __m512i lanes) {
  return _mm512_permutex2var_epi8(values.low, _mm512_add_epi8(lanes, _mm512_set1_epi8((char)at)), values.high);
}

/// Where in a block of small width the bytes of eight rows of a lane begin: for each width, 16 times eight bytes, of four
/// runs of rows and four lanes each. See `packing.h`; filled when the program is loaded.
extern uint8_t syntop_row_bytes[8][BLOCK];

/// The low bits of 128 values of at most seven bits: each eight rows of a lane are 8 * width bits, which begin at a byte.
WIDE_ALWAYS bytes128 unpack_small(const uint8_t *packed, uint32_t width) {
  // Out of four lanes, one behind another, into rows.
  static const uint8_t rows[64] = {
      0,  8,  16, 24, 1,  9,  17, 25, 2,  10, 18, 26, 3,  11, 19, 27, 4,  12, 20, 28, 5,  13,
      21, 29, 6,  14, 22, 30, 7,  15, 23, 31, 32, 40, 48, 56, 33, 41, 49, 57, 34, 42, 50, 58,
      35, 43, 51, 59, 36, 44, 52, 60, 37, 45, 53, 61, 38, 46, 54, 62, 39, 47, 55, 63};
  const uint32_t length = 16 * width;
  const __m512i low = _mm512_maskz_loadu_epi8(_bzhi_u64(~(uint64_t)0, length), packed);
  const __m512i high = _mm512_maskz_loadu_epi8(length > 64 ? _bzhi_u64(~(uint64_t)0, length - 64) : 0, packed + 64);
  const __m512i order = _mm512_loadu_si512(rows), mask = _mm512_set1_epi8((char)((1 << width) - 1));
  const __m512i shifts = _mm512_set1_epi64((long long)(0x0706050403020100u * (uint64_t)width));
  const __m512i one = _mm512_permutex2var_epi8(low, _mm512_load_si512(syntop_row_bytes[width]), high);
  const __m512i two = _mm512_permutex2var_epi8(low, _mm512_load_si512(syntop_row_bytes[width] + 64), high);
  const bytes128 values = {
      _mm512_permutexvar_epi8(order, _mm512_and_si512(_mm512_multishift_epi64_epi8(shifts, one), mask)),
      _mm512_permutexvar_epi8(order, _mm512_and_si512(_mm512_multishift_epi64_epi8(shifts, two), mask))};
  return values;
}

/// A bit for each place of at most 16 that are listed: the lower 64 (0), and the upper ones (1).
WIDE_ALWAYS void mark_places(const uint8_t *places, uint32_t count, uint64_t marks[2]) {
  const uint32_t some = (1u << count) - 1;
  const __m128i listed = _mm_and_si128(_mm_maskz_loadu_epi8((__mmask16)some, places), _mm_set1_epi8(127));
  const __m512i one = _mm512_set1_epi64(1), half = _mm512_set1_epi64(64);
  const __m512i a = _mm512_cvtepu8_epi64(listed), b = _mm512_cvtepu8_epi64(_mm_unpackhi_epi64(listed, listed));
  const __mmask8 in_a = (__mmask8)some, in_b = (__mmask8)(some >> 8);
  // Shifts by 64 and more leave nothing.
  marks[0] = (uint64_t)_mm512_reduce_or_epi64(
      _mm512_or_si512(_mm512_maskz_sllv_epi64(in_a, one, a), _mm512_maskz_sllv_epi64(in_b, one, b)));
  marks[1] = (uint64_t)_mm512_reduce_or_epi64(_mm512_or_si512(
      _mm512_maskz_sllv_epi64(in_a, one, _mm512_sub_epi64(a, half)),
      _mm512_maskz_sllv_epi64(in_b, one, _mm512_sub_epi64(b, half))));
}

/// The next eight values of a run of bits, a byte each.
WIDE_ALWAYS long long extra_bytes(const uint8_t *at, uint64_t mask) {
  uint64_t word;
  memcpy(&word, at, 8);
  return (long long)_pdep_u64(word, mask);
}

/// Up to 32 exceptions on top of low bits; eight bytes behind the block may be read.
WIDE_ALWAYS void add_exceptions(const uint8_t *bytes, const head *h, bytes128 *values) {
  const uint8_t *places = bytes + 2 + 16 * (size_t)h->width;
  const int listed = h->exceptions <= MOST_LISTED;
  const uint8_t *high = places + (listed ? h->exceptions : MOST_LISTED);
  uint64_t marks[2];
  if (listed)
    mark_places(places, h->exceptions, marks);
  else
    memcpy(marks, places, 16);
  const uint64_t mask = 0x0101010101010101u * ((1u << h->extra) - 1);
  const uint32_t count = h->exceptions, step = h->extra;
  const __m128i some = _mm_set_epi64x(count > 8 ? extra_bytes(high + step, mask) : 0, extra_bytes(high, mask));
  __m256i all = _mm256_zextsi128_si256(some);
  if (count > 16) {
    const long long third = extra_bytes(high + 2 * step, mask);
    all = _mm256_set_m128i(_mm_set_epi64x(count > 24 ? extra_bytes(high + 3 * step, mask) : 0, third), some);
  }
  const __m512i given = _mm512_sll_epi16(_mm512_zextsi256_si512(all), _mm_cvtsi32_si128((int)h->width));
  const __m512i rest = _mm512_permutexvar_epi8(
      _mm512_add_epi8(_mm512_loadu_si512(numbers64), _mm512_set1_epi8((char)__builtin_popcountll(marks[0]))), given);
  values->low = _mm512_or_si512(values->low, _mm512_maskz_expand_epi8(marks[0], given));
  values->high = _mm512_or_si512(values->high, _mm512_maskz_expand_epi8(marks[1], rest));
}

/// The frequencies of a block of frequencies - 1 that fit a byte.
WIDE_ALWAYS bytes128 frequencies_wide(const uint8_t *bytes, const head *h) {
  const __m512i one = _mm512_set1_epi8(1);
  bytes128 values;
  if (h->exceptions > 32 || (h->exceptions > 0 && !h->room)) {
    _Alignas(64) uint8_t plain[BLOCK];
    plain_frequencies(bytes, h, plain);
    values.low = _mm512_load_si512(plain);
    values.high = _mm512_load_si512(plain + 64);
    return values;
  }
  values = unpack_small(bytes + 2, h->width);
  if (h->exceptions > 0) add_exceptions(bytes, h, &values);
  values.low = _mm512_add_epi8(values.low, one);
  values.high = _mm512_add_epi8(values.high, one);
  return values;
}
#endif
#endif
