// The scan of a window of documents, eight at a time: the compiler's own vectors, compiled once for the CPU every machine
// has and once for AVX2, chosen when the program is loaded. No fused multiply-add: every path gives the same scores.
#include "window.h"
#include <stddef.h>
#include <string.h>

typedef uint32_t u8x32 __attribute__((vector_size(32)));
typedef int32_t i8x32 __attribute__((vector_size(32)));
typedef float f8x32 __attribute__((vector_size(32)));

// Vectors are passed between inlined functions only.
#pragma clang diagnostic ignored "-Wpsabi"
#define ALWAYS static inline __attribute__((always_inline))
#pragma STDC FP_CONTRACT OFF

ALWAYS u8x32 load(const uint32_t *p) {
  u8x32 v;
  memcpy(&v, p, 32);
  return v;
}

/// All ones in the lanes that match.
ALWAYS u8x32 matches(const syntop_window *w, uint32_t at) {
  const u8x32 zero = {0};
  const uint32_t *table = w->tables + at;
  u8x32 mask = ~zero;
  for (uint32_t g = 0; g < w->group_count; g++) {
    u8x32 any = zero;
    for (uint32_t leaf = 0; leaf < w->groups[g]; leaf++, table += w->stride) any |= load(table);
    mask &= (u8x32)(any != zero);
  }
  if (w->excluded) mask &= (u8x32)(load(w->excluded + at) == zero);
  return mask;
}

ALWAYS int any_lane(u8x32 mask) {
  uint64_t parts[4];
  memcpy(parts, &mask, 32);
  return (parts[0] | parts[1] | parts[2] | parts[3]) != 0;
}

ALWAYS f8x32 scores(const syntop_window *w, uint32_t at, uint32_t leaves) {
  const i8x32 lengths = (i8x32)(load(w->starts + at + 1) - load(w->starts + at));
  const f8x32 norm = w->constant + w->slope * __builtin_convertvector(lengths, f8x32);
  f8x32 total = {0};
  const uint32_t *table = w->tables + at;
  for (uint32_t leaf = 0; leaf < leaves; leaf++, table += w->stride) {
    const f8x32 f = __builtin_convertvector((i8x32)load(table), f8x32);
    total += w->factors[leaf] * (f / (f + norm));
  }
  return total;
}

/// The documents from `from` on, one at a time.
static uint32_t scan_rest(
    const syntop_window *w, uint32_t from, float threshold, uint32_t *candidates, syntop_window_totals *totals) {
  uint32_t found = 0;
  for (uint32_t at = from; at < w->size; at++) {
    const uint32_t *table = w->tables + at;
    const float *factor = w->factors;
    int all = !w->excluded || w->excluded[at] == 0;
    uint32_t hits = 0;
    float norm = 0, score = 0;
    if (w->starts) norm = w->constant + w->slope * (float)(int32_t)(w->starts[at + 1] - w->starts[at]);
    for (uint32_t g = 0; g < w->group_count; g++) {
      uint32_t any = 0;
      for (uint32_t leaf = 0; leaf < w->groups[g]; leaf++, table += w->stride, factor++) {
        const float f = (float)(int32_t)*table;
        any |= *table;
        hits += *table;
        if (w->starts) score += *factor * (f / (f + norm));
      }
      all &= any != 0;
    }
    if (!all) continue;
    if (totals) {
      totals->documents += 1;
      totals->hits += hits;
    }
    if (!w->starts || score >= threshold) candidates[found++] = at;
  }
  return found;
}

ALWAYS uint32_t scan(
    const syntop_window *w, float threshold, uint32_t *candidates, syntop_window_totals *totals) {
  uint32_t found = 0, leaves = 0, at = 0;
  u8x32 documents = {0}, hits = {0};
  for (uint32_t g = 0; g < w->group_count; g++) leaves += w->groups[g];
  for (; at + 8 <= w->size; at += 8) {
    u8x32 mask = matches(w, at);
    if (!any_lane(mask)) continue;
    if (totals) {
      u8x32 sum = {0};
      for (uint32_t leaf = 0; leaf < leaves; leaf++) sum += load(w->tables + (size_t)leaf * w->stride + at);
      hits += sum & mask;
      documents -= mask;
    }
    if (w->starts) {
      mask &= (u8x32)(scores(w, at, leaves) >= threshold);
      if (!any_lane(mask)) continue;
    }
    for (uint32_t lane = 0; lane < 8; lane++) {
      candidates[found] = at + lane;
      found += mask[lane] & 1;
    }
  }
  for (int lane = 0; totals && lane < 8; lane++) {
    totals->documents += documents[lane];
    totals->hits += hits[lane];
  }
  return found + scan_rest(w, at, threshold, candidates + found, totals);
}

uint32_t syntop_window_scan_portable(
    const syntop_window *w, float threshold, uint32_t *candidates, syntop_window_totals *totals) {
  return scan_rest(w, 0, threshold, candidates, totals);
}

uint32_t syntop_window_scan_baseline(
    const syntop_window *w, float threshold, uint32_t *candidates, syntop_window_totals *totals) {
  return scan(w, threshold, candidates, totals);
}

ALWAYS uint32_t nonzero(const uint8_t *bytes, uint32_t size) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < size; i++) count += bytes[i] != 0;
  return count;
}

static uint32_t nonzero_baseline(const uint8_t *bytes, uint32_t size) { return nonzero(bytes, size); }

#if defined(__x86_64__)
__attribute__((target("avx2"))) static uint32_t scan_avx2(
    const syntop_window *w, float threshold, uint32_t *candidates, syntop_window_totals *totals) {
  return scan(w, threshold, candidates, totals);
}
__attribute__((target("avx2"))) static uint32_t nonzero_avx2(const uint8_t *bytes, uint32_t size) {
  return nonzero(bytes, size);
}
static int has_avx2(void) { return __builtin_cpu_supports("avx2"); }
#else
#define scan_avx2 syntop_window_scan_baseline
#define nonzero_avx2 nonzero_baseline
static int has_avx2(void) { return 0; }
#endif

uint32_t syntop_window_scan(
    const syntop_window *w, float threshold, uint32_t *candidates, syntop_window_totals *totals) {
  return (has_avx2() ? scan_avx2 : syntop_window_scan_baseline)(w, threshold, candidates, totals);
}

uint32_t syntop_count_nonzero(const uint8_t *bytes, uint32_t size) {
  return (has_avx2() ? nonzero_avx2 : nonzero_baseline)(bytes, size);
}
