// SPDX-License-Identifier: Apache-2.0

// Bounds of blocks, sixteen at a time in the compiler's own vectors: compiled once for the CPU every machine has and once
// for AVX2; chosen when the program is loaded.
#include "bounds.h"
#include "block_head.h"

// Both paths compute the same numbers.
#pragma STDC FP_CONTRACT OFF

enum { STEP = 16, CORNERS = 3 };

/// The number that a code of a byte stands for; see `ShortFloat`.
ALWAYS float short_value(uint32_t code) {
  const uint32_t large = (16 | (code & 15)) << ((code >> 4) - 1 & 31);
  return (float)(int32_t)(code < 32 ? code : large);
}

/// The bounds of `count` blocks from `first` on, at most STEP.
ALWAYS void bounds_of(const syntop_entries *e, const syntop_weight *w, uint32_t first, uint32_t count, float *out) {
  uint64_t impacts[STEP] = {0};
  const uint8_t *end = e->bytes + (size_t)e->length * (first + 1);
  for (uint32_t i = 0; i < count; i++, end += e->length) memcpy(impacts + i, end - 8, 8);
  float most[STEP] = {0};
  for (int corner = 0; corner < CORNERS; corner++) {
    for (int i = 0; i < STEP; i++) {
      const uint32_t codes = (uint32_t)(impacts[i] >> (16 + 16 * corner));
      const float f = short_value(codes & 255), length = short_value(codes >> 8 & 255);
      const float score = w->factor * (f / (f + (w->constant + w->slope * length)));
      most[i] = score > most[i] ? score : most[i];
    }
  }
  memcpy(out, most, sizeof most);
}

ALWAYS void blocks(const syntop_entries *e, const syntop_weight *w, float *bounds) {
  for (uint32_t first = 0; first < e->count; first += STEP) {
    const uint32_t count = e->count - first < STEP ? e->count - first : STEP;
    float some[STEP];
    bounds_of(e, w, first, count, some);
    memcpy(bounds + first, some, count * sizeof *some);
  }
}

ALWAYS void spread(const syntop_entries *e, const syntop_weight *w, uint32_t shift, uint32_t runs, float *most) {
  // The run of the last document seen: the next block may begin in it.
  uint32_t run = 0;
  for (uint32_t first = 0; first < e->count; first += STEP) {
    const uint32_t count = e->count - first < STEP ? e->count - first : STEP;
    float some[STEP];
    bounds_of(e, w, first, count, some);
    const uint8_t *entry = e->bytes + (size_t)e->length * first;
    for (uint32_t i = 0; i < count; i++, entry += e->length) {
      uint32_t last = number_at(entry, e->last_bytes) >> shift;
      if (last >= runs) last = runs - 1;
      for (uint32_t at = run; at <= last; at++) most[at] = some[i] > most[at] ? some[i] : most[at];
      run = last;
    }
  }
}

static void blocks_baseline(const syntop_entries *e, const syntop_weight *w, float *bounds) { blocks(e, w, bounds); }
static void spread_baseline(
    const syntop_entries *e, const syntop_weight *w, uint32_t shift, uint32_t runs, float *most) {
  spread(e, w, shift, runs, most);
}

static void (*blocks_best)(const syntop_entries *, const syntop_weight *, float *) = blocks_baseline;
static void (*spread_best)(const syntop_entries *, const syntop_weight *, uint32_t, uint32_t, float *) = spread_baseline;

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void blocks_avx2(
    const syntop_entries *e, const syntop_weight *w, float *bounds) {
  blocks(e, w, bounds);
}
__attribute__((target("avx2"))) static void spread_avx2(
    const syntop_entries *e, const syntop_weight *w, uint32_t shift, uint32_t runs, float *most) {
  spread(e, w, shift, runs, most);
}

__attribute__((constructor)) static void choose_path(void) {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2")) return;
  blocks_best = blocks_avx2;
  spread_best = spread_avx2;
}
#endif

void syntop_block_bounds(const syntop_entries *entries, const syntop_weight *weight, float *bounds) {
  blocks_best(entries, weight, bounds);
}

void syntop_run_bounds(
    const syntop_entries *entries, const syntop_weight *weight, uint32_t shift, uint32_t runs, float *most) {
  if (runs > 0) spread_best(entries, weight, shift, runs, most);
}
