// SPDX-License-Identifier: Apache-2.0

// Classes of length, and what a leaf can score in each: plain loops, compiled once for the CPU every machine has and once for
// AVX-512; chosen when the program is loaded.
#include "window.h"

#define ALWAYS static inline __attribute__((always_inline))

// Both paths compute the same numbers.
#pragma STDC FP_CONTRACT OFF

enum { CLASSES = 16, FREQUENCIES = 16, BORDERS = 15 };

ALWAYS void fill(float factor, const float *norms, float scale, uint8_t *bounds) {
  const float worth = factor * scale;
  for (int class = 0; class < CLASSES; class++, bounds += FREQUENCIES) {
    const float norm = norms[class];
    uint32_t row[FREQUENCIES];
    for (int f = 0; f < FREQUENCIES; f++) {
      // One part in a hundred thousand more, so that rounding takes nothing away.
      const float most = (f < FREQUENCIES - 1 ? (float)f / ((float)f + norm) : 1) * worth * 1.00001f;
      row[f] = most < 254 ? (uint32_t)(int32_t)most + 1 : 255;
    }
    for (int f = 0; f < FREQUENCIES; f++) bounds[f] = (uint8_t)row[f];
    bounds[0] = 0;
  }
}

ALWAYS void classify(const uint32_t *starts, uint32_t count, const uint32_t *borders, uint8_t *classes) {
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t length = starts[i + 1] - starts[i];
    uint32_t class = 0;
    for (int border = 0; border < BORDERS; border++) class += length >= borders[border];
    classes[i] = (uint8_t)(class << 4);
  }
}

static void fill_baseline(float factor, const float *norms, float scale, uint8_t *bounds) {
  fill(factor, norms, scale, bounds);
}
static void classify_baseline(const uint32_t *starts, uint32_t count, const uint32_t *borders, uint8_t *classes) {
  classify(starts, count, borders, classes);
}

static void (*fill_best)(float, const float *, float, uint8_t *) = fill_baseline;
static void (*classify_best)(const uint32_t *, uint32_t, const uint32_t *, uint8_t *) = classify_baseline;

#if defined(__x86_64__)
#define WIDE __attribute__((target("avx512f,avx512bw,avx512vl,prefer-256-bit")))
WIDE static void fill_wide(float factor, const float *norms, float scale, uint8_t *bounds) {
  fill(factor, norms, scale, bounds);
}
WIDE static void classify_wide(const uint32_t *starts, uint32_t count, const uint32_t *borders, uint8_t *classes) {
  classify(starts, count, borders, classes);
}

__attribute__((constructor)) static void choose_path(void) {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx512bw") || !__builtin_cpu_supports("avx512vl")) return;
  fill_best = fill_wide;
  classify_best = classify_wide;
}
#endif

void syntop_window_bounds(float factor, const float *norms, float scale, uint8_t *bounds) {
  fill_best(factor, norms, scale, bounds);
}

void syntop_length_classes(const uint32_t *starts, uint32_t count, const uint32_t borders[15], uint8_t *classes) {
  classify_best(starts, count, borders, classes);
}
