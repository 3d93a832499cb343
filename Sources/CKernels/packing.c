// SPDX-License-Identifier: Apache-2.0

// Bit-packing of 128 integers in four lanes: vectors of the compiler's own, compiled once for the CPU every machine has
// and once for AVX2, chosen when the program is loaded.
#include "packing.h"
#include <stddef.h>
#include <string.h>

typedef uint32_t lanes __attribute__((vector_size(16)));

#define ALWAYS static inline __attribute__((always_inline))

ALWAYS lanes load(const uint8_t *p) {
  lanes v;
  memcpy(&v, p, 16);
  return v;
}

/// Sums the lanes of x from left to right, on top of `last`, which holds the sum before in all lanes.
ALWAYS lanes running_sum(lanes x, lanes last) {
  const lanes zero = {0, 0, 0, 0};
  x += __builtin_shufflevector(zero, x, 0, 4, 5, 6);
  x += __builtin_shufflevector(zero, x, 0, 1, 4, 5);
  return x + last;
}

ALWAYS void unpack_rows(const uint8_t *in, const uint32_t width, uint32_t base, uint32_t *out, const int sum) {
  const uint32_t ones = width == 32 ? 0xffffffffu : (1u << width) - 1;
  const lanes mask = {ones, ones, ones, ones}, one = {1, 1, 1, 1};
  lanes last = {base, base, base, base};
#pragma clang loop unroll(full)
  for (uint32_t row = 0; row < 32; row++) {
    lanes x = {0, 0, 0, 0};
    if (width > 0) {
      const uint32_t bit = row * width, word = bit >> 5, shift = bit & 31;
      x = load(in + 16 * word) >> shift;
      if (shift + width > 32) x |= load(in + 16 * (word + 1)) << (32 - shift);
      x &= mask;
    }
    if (sum) {
      x = running_sum(x + one, last);
      last = __builtin_shufflevector(x, x, 3, 3, 3, 3);
    }
    memcpy(out + 4 * row, &x, 16);
  }
}

#define CASE(W) case W: unpack_rows(in, W, base, out, sum); break;
#define CASES \
  CASE(0) CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12) CASE(13) \
  CASE(14) CASE(15) CASE(16) CASE(17) CASE(18) CASE(19) CASE(20) CASE(21) CASE(22) CASE(23) CASE(24) CASE(25) \
  CASE(26) CASE(27) CASE(28) CASE(29) CASE(30) CASE(31) CASE(32)

ALWAYS void unpack_any(const uint8_t *in, uint32_t width, uint32_t base, uint32_t *out, const int sum) {
  switch (width) { CASES default: memset(out, 0, 512); }
}

ALWAYS void sum_rows(uint32_t base, uint32_t *values) {
  const lanes one = {1, 1, 1, 1};
  lanes last = {base, base, base, base};
  for (uint32_t row = 0; row < 32; row++) {
    lanes x;
    memcpy(&x, values + 4 * row, 16);
    x = running_sum(x + one, last);
    last = __builtin_shufflevector(x, x, 3, 3, 3, 3);
    memcpy(values + 4 * row, &x, 16);
  }
}

void syntop_unpack128_baseline(const uint8_t *in, uint32_t width, uint32_t *out) { unpack_any(in, width, 0, out, 0); }
void syntop_unpack128_sum_baseline(const uint8_t *in, uint32_t width, uint32_t base, uint32_t *out) {
  unpack_any(in, width, base, out, 1);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void unpack_avx2(const uint8_t *in, uint32_t width, uint32_t *out) {
  unpack_any(in, width, 0, out, 0);
}
__attribute__((target("avx2"))) static void unpack_sum_avx2(
    const uint8_t *in, uint32_t width, uint32_t base, uint32_t *out) {
  unpack_any(in, width, base, out, 1);
}
static void (*unpack)(const uint8_t *, uint32_t, uint32_t *) = syntop_unpack128_baseline;
static void (*unpack_sum)(const uint8_t *, uint32_t, uint32_t, uint32_t *) = syntop_unpack128_sum_baseline;
static const char *path = "portable-vector";

__attribute__((constructor)) static void choose_path(void) {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2")) return;
  unpack = unpack_avx2;
  unpack_sum = unpack_sum_avx2;
  path = "avx2";
}
void syntop_unpack128(const uint8_t *in, uint32_t width, uint32_t *out) { unpack(in, width, out); }
void syntop_unpack128_sum(const uint8_t *in, uint32_t width, uint32_t base, uint32_t *out) {
  unpack_sum(in, width, base, out);
}
const char *syntop_packing_path(void) { return path; }
#else
void syntop_unpack128(const uint8_t *in, uint32_t width, uint32_t *out) { syntop_unpack128_baseline(in, width, out); }
void syntop_unpack128_sum(const uint8_t *in, uint32_t width, uint32_t base, uint32_t *out) {
  syntop_unpack128_sum_baseline(in, width, base, out);
}
const char *syntop_packing_path(void) { return "portable-vector"; }
#endif

void syntop_sum128(uint32_t base, uint32_t *values) { sum_rows(base, values); }

void syntop_pack128(const uint32_t *values, uint32_t width, uint8_t *out) {
  uint32_t word = 0, filled = 0;
  lanes pending = {0, 0, 0, 0};
  if (width == 0 || width > 32) return;
  for (uint32_t row = 0; row < 32; row++) {
    lanes x = load((const uint8_t *)(values + 4 * row));
    pending |= x << filled;
    filled += width;
    if (filled >= 32) {
      memcpy(out + 16 * word, &pending, 16);
      word++;
      filled -= 32;
      const uint32_t used = width - filled;
      pending = used < 32 ? x >> used : (lanes){0, 0, 0, 0};
    }
  }
}

void syntop_pack128_portable(const uint32_t *values, uint32_t width, uint8_t *out) {
  memset(out, 0, (size_t)16 * width);
  for (uint32_t i = 0; i < 128; i++)
    for (uint32_t b = 0; b < width; b++) {
      const uint32_t bit = (i / 4) * width + b, lane = i % 4, byte = 16 * (bit / 32) + 4 * lane + bit % 32 / 8;
      if (values[i] >> b & 1) out[byte] |= (uint8_t)(1u << (bit % 8));
    }
}

void syntop_unpack128_portable(const uint8_t *in, uint32_t width, uint32_t *out) {
  for (uint32_t i = 0; i < 128; i++) {
    out[i] = 0;
    for (uint32_t b = 0; b < width; b++) {
      const uint32_t bit = (i / 4) * width + b, lane = i % 4, byte = 16 * (bit / 32) + 4 * lane + bit % 32 / 8;
      out[i] |= (uint32_t)(in[byte] >> (bit % 8) & 1) << b;
    }
  }
}

void syntop_unpack128_sum_portable(const uint8_t *in, uint32_t width, uint32_t base, uint32_t *out) {
  syntop_unpack128_portable(in, width, out);
  syntop_sum128_portable(base, out);
}

void syntop_sum128_portable(uint32_t base, uint32_t *values) {
  for (uint32_t i = 0; i < 128; i++) values[i] = base = base + values[i] + 1;
}
