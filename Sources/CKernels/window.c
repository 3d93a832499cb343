// SPDX-License-Identifier: Apache-2.0

// The scan of a window of documents: 64 at a time with AVX-512, else 32 in the compiler's own vectors, compiled once for
// the CPU every machine has and once for AVX2; chosen when the program is loaded.
#include "window.h"
#include <stddef.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

typedef uint8_t b8x32 __attribute__((vector_size(32)));
typedef uint16_t u16x16 __attribute__((vector_size(32)));
typedef _Bool bits32 __attribute__((ext_vector_type(32)));

// Vectors are passed between inlined functions only.
#pragma clang diagnostic ignored "-Wpsabi"
#define ALWAYS static inline __attribute__((always_inline))
#pragma STDC FP_CONTRACT OFF

ALWAYS uint32_t leaf_count(const syntop_window *w) {
  uint32_t leaves = 0;
  for (uint32_t g = 0; g < w->group_count; g++) leaves += w->groups[g];
  return leaves;
}

/// How often all the leaves can stand together in a document: as often as the rarest, or as all of them but one.
ALWAYS uint32_t joint(const syntop_window *w, uint32_t at, uint32_t leaves) {
  const uint8_t *table = w->tables + at;
  uint32_t least = 255, sum = 0;
  for (uint32_t leaf = 0; leaf < leaves; leaf++, table += w->stride) {
    least = *table < least ? *table : least;
    sum += *table;
  }
  return w->scores == SYNTOP_RAREST || sum == 0 ? least : sum - 1;
}

/// What the leaves together can score in a document, at most 255.
ALWAYS uint32_t bound(const syntop_window *w, uint32_t at, uint32_t leaves) {
  const uint8_t *table = w->tables + at, *bounds = w->bounds + w->classes[at];
  uint32_t sum = 0;
  if (w->scores != SYNTOP_ADDED) {
    const uint32_t most = joint(w, at, leaves);
    return bounds[most < 15 ? most : 15];
  }
  for (uint32_t leaf = 0; leaf < leaves; leaf++, table += w->stride, bounds += SYNTOP_BOUNDS)
    sum += bounds[*table < 15 ? *table : 15];
  return sum < 255 ? sum : 255;
}

uint32_t syntop_window_scan_portable(
    const syntop_window *w, uint32_t least, uint32_t *candidates, syntop_window_totals *totals) {
  const uint32_t leaves = leaf_count(w);
  uint32_t found = 0;
  for (uint32_t at = 0; at < w->size; at++) {
    const uint8_t *table = w->tables + at;
    int all = !w->excluded || w->excluded[at] == 0;
    uint32_t hits = 0;
    for (uint32_t g = 0; g < w->group_count; g++) {
      uint32_t any = 0;
      for (uint32_t leaf = 0; leaf < w->groups[g]; leaf++, table += w->stride) {
        any |= *table;
        hits += *table;
      }
      all &= any != 0;
    }
    if (!all) continue;
    if (totals) {
      totals->documents += 1;
      totals->hits += hits;
    }
    if (candidates && (!w->bounds || bound(w, at, leaves) >= least)) candidates[found++] = at;
  }
  return found;
}

ALWAYS b8x32 load(const uint8_t *p) {
  b8x32 v;
  memcpy(&v, p, 32);
  return v;
}

/// All ones in the lanes that match.
ALWAYS b8x32 matches(const syntop_window *w, uint32_t at) {
  const b8x32 zero = {0};
  const uint8_t *table = w->tables + at;
  b8x32 mask = ~zero;
  for (uint32_t g = 0; g < w->group_count; g++) {
    b8x32 any = zero;
    for (uint32_t leaf = 0; leaf < w->groups[g]; leaf++, table += w->stride) any |= load(table);
    mask &= (b8x32)(any != zero);
  }
  if (w->excluded) mask &= (b8x32)(load(w->excluded + at) == zero);
  if (at + 32 > w->size) {
    uint8_t lanes[32];
    for (uint32_t i = 0; i < 32; i++) lanes[i] = at + i < w->size ? 255 : 0;
    mask &= load(lanes);
  }
  return mask;
}

/// A bit for each lane that is not zero.
ALWAYS uint32_t lane_bits(b8x32 lanes) {
  const bits32 some = __builtin_convertvector(lanes, bits32);
  uint32_t bits;
  memcpy(&bits, &some, 4);
  return bits;
}

/// Sums of bytes in lanes of 16 bits, emptied before they can overflow.
typedef struct {
  u16x16 lanes;
  uint32_t added;
  uint64_t total;
} byte_sums;

ALWAYS void empty(byte_sums *sums) {
  for (int lane = 0; lane < 16; lane++) sums->total += sums->lanes[lane];
  sums->lanes = (u16x16){0};
  sums->added = 0;
}

ALWAYS void add(byte_sums *sums, b8x32 bytes) {
  const u16x16 pairs = (u16x16)bytes;
  sums->lanes += (pairs & 255) + (pairs >> 8);
  if (++sums->added == 128) empty(sums);
}

ALWAYS uint32_t scan(
    const syntop_window *w, uint32_t least, uint32_t *candidates, syntop_window_totals *totals) {
  const uint32_t leaves = leaf_count(w);
  uint32_t found = 0;
  uint64_t documents = 0;
  byte_sums hits = {{0}, 0, 0};
  for (uint32_t at = 0; at < w->size; at += 32) {
    const b8x32 mask = matches(w, at);
    uint32_t bits = lane_bits(mask);
    if (!bits) continue;
    if (totals) {
      documents += (uint32_t)__builtin_popcount(bits);
      for (uint32_t leaf = 0; leaf < leaves; leaf++) add(&hits, load(w->tables + (size_t)leaf * w->stride + at) & mask);
    }
    if (!candidates) continue;
    for (; bits; bits &= bits - 1) {
      const uint32_t document = at + (uint32_t)__builtin_ctz(bits);
      candidates[found] = document;
      found += !w->bounds || bound(w, document, leaves) >= least;
    }
  }
  empty(&hits);
  if (totals) {
    totals->documents += documents;
    totals->hits += hits.total;
  }
  return found;
}

uint32_t syntop_window_scan_baseline(
    const syntop_window *w, uint32_t least, uint32_t *candidates, syntop_window_totals *totals) {
  return scan(w, least, candidates, totals);
}

ALWAYS uint32_t marked(const uint8_t *bytes, const uint64_t *bits, uint32_t size) {
  const b8x32 zero = {0};
  uint32_t count = 0;
  for (uint32_t at = 0; at < size; at += 64) {
    const uint64_t low = lane_bits((b8x32)(load(bytes + at) != zero));
    const uint64_t high = lane_bits((b8x32)(load(bytes + at + 32) != zero));
    count += (uint32_t)__builtin_popcountll((low | high << 32) | bits[at >> 6]);
  }
  return count;
}

static uint32_t marked_baseline(const uint8_t *bytes, const uint64_t *bits, uint32_t size) {
  return marked(bytes, bits, size);
}

static uint32_t (*scan_best)(const syntop_window *, uint32_t, uint32_t *, syntop_window_totals *) =
    syntop_window_scan_baseline;
static uint32_t (*marked_best)(const uint8_t *, const uint64_t *, uint32_t) = marked_baseline;
static const char *path = "baseline";

#if defined(__x86_64__)
__attribute__((target("avx2,popcnt,bmi"))) static uint32_t scan_avx2(
    const syntop_window *w, uint32_t least, uint32_t *candidates, syntop_window_totals *totals) {
  return scan(w, least, candidates, totals);
}
__attribute__((target("avx2,popcnt"))) static uint32_t marked_avx2(
    const uint8_t *bytes, const uint64_t *bits, uint32_t size) {
  return marked(bytes, bits, size);
}

#define WIDE __attribute__((target("avx2,avx512f,avx512bw,avx512vl,avx512vbmi,popcnt,bmi")))
#define WIDE_ALWAYS static inline __attribute__((always_inline, target("avx2,avx512f,avx512bw,avx512vl,avx512vbmi,popcnt,bmi")))

/// The documents that match, a bit each.
WIDE_ALWAYS uint64_t matches_wide(const syntop_window *w, uint32_t at) {
  const uint8_t *table = w->tables + at;
  uint64_t mask = w->size - at < 64 ? ((uint64_t)1 << (w->size - at)) - 1 : ~(uint64_t)0;
  for (uint32_t g = 0; g < w->group_count; g++) {
    __m512i any = _mm512_loadu_si512(table);
    table += w->stride;
    for (uint32_t leaf = 1; leaf < w->groups[g]; leaf++, table += w->stride)
      any = _mm512_or_si512(any, _mm512_loadu_si512(table));
    mask &= _mm512_test_epi8_mask(any, any);
  }
  if (w->excluded) {
    const __m512i out = _mm512_loadu_si512(w->excluded + at);
    mask &= _mm512_testn_epi8_mask(out, out);
  }
  return mask;
}

/// The bounds of 64 documents by how often a leaf occurs in them.
WIDE_ALWAYS __m512i bounds_wide(const uint8_t *bounds, __m512i frequencies, __m512i classes) {
  const __m512i index = _mm512_or_si512(_mm512_min_epu8(frequencies, _mm512_set1_epi8(15)), classes);
  const __m512i low = _mm512_permutex2var_epi8(_mm512_loadu_si512(bounds), index, _mm512_loadu_si512(bounds + 64));
  const __m512i high =
      _mm512_permutex2var_epi8(_mm512_loadu_si512(bounds + 128), index, _mm512_loadu_si512(bounds + 192));
  return _mm512_mask_blend_epi8(_mm512_movepi8_mask(index), low, high);
}

/// As `joint`, of 64 documents that have all leaves.
WIDE_ALWAYS __m512i joint_wide(const syntop_window *w, uint32_t at, uint32_t leaves) {
  const uint8_t *table = w->tables + at;
  __m512i joint = _mm512_loadu_si512(table);
  for (uint32_t leaf = 1; leaf < leaves; leaf++) {
    const __m512i own = _mm512_loadu_si512(table += w->stride);
    joint = w->scores == SYNTOP_RAREST ? _mm512_min_epu8(joint, own) : _mm512_adds_epu8(joint, own);
  }
  return w->scores == SYNTOP_RAREST ? joint : _mm512_sub_epi8(joint, _mm512_set1_epi8(1));
}

/// Those of 64 documents whose bounds add up to `least`, a bit each.
WIDE_ALWAYS uint64_t enough_wide(const syntop_window *w, uint32_t at, uint32_t leaves, __m512i least) {
  const __m512i classes = _mm512_loadu_si512(w->classes + at);
  const uint8_t *table = w->tables + at, *bounds = w->bounds;
  if (w->scores != SYNTOP_ADDED)
    return _mm512_cmpge_epu8_mask(bounds_wide(bounds, joint_wide(w, at, leaves), classes), least);
  __m512i sum = _mm512_setzero_si512();
  for (uint32_t leaf = 0; leaf < leaves; leaf++, table += w->stride, bounds += SYNTOP_BOUNDS)
    sum = _mm512_adds_epu8(sum, bounds_wide(bounds, _mm512_loadu_si512(table), classes));
  return _mm512_cmpge_epu8_mask(sum, least);
}

WIDE static uint32_t scan_avx512(
    const syntop_window *w, uint32_t least, uint32_t *candidates, syntop_window_totals *totals) {
  const uint32_t leaves = leaf_count(w);
  const __m512i floor = _mm512_set1_epi8((char)(least < 255 ? least : 255)), zero = _mm512_setzero_si512();
  __m512i hits = zero;
  uint64_t documents = 0;
  uint32_t found = 0;
  for (uint32_t at = 0; at < w->size; at += 64) {
    uint64_t mask = matches_wide(w, at);
    if (!mask) continue;
    if (totals) {
      documents += (uint64_t)__builtin_popcountll(mask);
      const uint8_t *table = w->tables + at;
      for (uint32_t leaf = 0; leaf < leaves; leaf++, table += w->stride)
        hits = _mm512_add_epi64(hits, _mm512_sad_epu8(_mm512_maskz_loadu_epi8(mask, table), zero));
    }
    if (!candidates) continue;
    if (w->bounds) mask &= enough_wide(w, at, leaves, floor);
    for (; mask; mask &= mask - 1) candidates[found++] = at + (uint32_t)__builtin_ctzll(mask);
  }
  if (totals) {
    totals->documents += documents;
    totals->hits += (uint64_t)_mm512_reduce_add_epi64(hits);
  }
  return found;
}

__attribute__((constructor)) static void choose_path(void) {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2")) return;
  scan_best = scan_avx2;
  marked_best = marked_avx2;
  path = "avx2";
  if (!__builtin_cpu_supports("avx512bw") || !__builtin_cpu_supports("avx512vl") ||
      !__builtin_cpu_supports("avx512vbmi"))
    return;
  scan_best = scan_avx512;
  path = "avx512";
}
#endif

const char *syntop_window_path(void) { return path; }

uint32_t syntop_window_scan(
    const syntop_window *w, uint32_t least, uint32_t *candidates, syntop_window_totals *totals) {
  return scan_best(w, least, candidates, totals);
}

uint32_t syntop_count_marked(const uint8_t *bytes, const uint64_t *bits, uint32_t size) {
  return marked_best(bytes, bits, size);
}

uint32_t syntop_select_postings(
    const uint32_t *documents, const uint32_t *frequencies, uint32_t count, const uint8_t *classes, uint32_t class_count,
    const uint8_t *bounds, uint32_t least, uint32_t *indices) {
  uint32_t found = 0;
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t class = documents[i] < class_count ? classes[documents[i]] : 0;
    indices[found] = i;
    found += bounds[class | (frequencies[i] < 15 ? frequencies[i] : 15)] >= least;
  }
  return found;
}

uint32_t syntop_select_led(
    const uint32_t *documents, const uint32_t *frequencies, uint32_t count, const uint8_t *classes, uint32_t class_count,
    const uint8_t *bounds, const int32_t *rest, uint32_t shift, int32_t least, uint32_t *indices) {
  uint32_t found = 0;
  for (uint32_t i = 0; i < count; i++) {
    const int known = documents[i] < class_count;
    const uint32_t class = known ? classes[documents[i]] : 0, run = known ? documents[i] >> shift : 0;
    indices[found] = i;
    found += bounds[class | (frequencies[i] < 15 ? frequencies[i] : 15)] + rest[run] >= least;
  }
  return found;
}
