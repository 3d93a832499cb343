// SPDX-License-Identifier: Apache-2.0

// The search for numbers of a range: 64 at a time in the compiler's own vectors, compiled once for the CPU every machine has
// and once for AVX2; chosen when the program is loaded.
#include "numbers.h"

#define ALWAYS static inline __attribute__((always_inline))

ALWAYS size_t first_between(const uint32_t *values, size_t count, size_t from, uint32_t least, uint32_t span) {
  size_t at = from;
  for (; at + 64 <= count; at += 64) {
    uint32_t any = 0;
    for (int i = 0; i < 64; i++) any |= values[at + i] - least <= span;
    if (any) break;
  }
  while (at < count && values[at] - least > span) at++;
  return at;
}

static size_t first_baseline(const uint32_t *values, size_t count, size_t from, uint32_t least, uint32_t span) {
  return first_between(values, count, from, least, span);
}

static size_t (*first_best)(const uint32_t *, size_t, size_t, uint32_t, uint32_t) = first_baseline;

#if defined(__x86_64__)
__attribute__((target("avx2"))) static size_t first_avx2(
    const uint32_t *values, size_t count, size_t from, uint32_t least, uint32_t span) {
  return first_between(values, count, from, least, span);
}

__attribute__((constructor)) static void choose_path(void) {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2")) first_best = first_avx2;
}
#endif

size_t syntop_first_between(const uint32_t *values, size_t count, size_t from, uint32_t least, uint32_t span) {
  return first_best(values, count, from, least, span);
}
