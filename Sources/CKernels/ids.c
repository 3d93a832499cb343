// SPDX-License-Identifier: Apache-2.0

// Decoding of ids of one to five bytes. With AVX-512 it is worked out for each of 64 bytes where an id that began there
// would end; this map applied to itself five times leads over 32 ids at once. Else four runs are decoded side by side.
#include "ids.h"
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define ALWAYS static inline __attribute__((always_inline))

/// First bytes from here on begin two, three and five bytes; what is taken from the number that two and three bytes make.
enum { TWO = 160, THREE = 248, FIVE = 255, LESS_TWO = (160 << 8) - 160, LESS_THREE = (248 << 16) - 22688 };

int syntop_ids_read_portable(const syntop_id_run *runs, uint32_t run_count, uint32_t *highest) {
  *highest = 0;
  for (const syntop_id_run *run = runs; run < runs + run_count; run++) {
    const uint8_t *at = run->bytes, *end = run->bytes + run->length;
    for (uint32_t i = 0; i < run->count; i++) {
      if (at == end) return 0;
      const uint32_t first = *at;
      const ptrdiff_t width = first < TWO ? 1 : first < THREE ? 2 : first < FIVE ? 3 : 5;
      if (end - at < width) return 0;
      uint32_t id = first;
      if (width == 2) id = (first << 8 | at[1]) - LESS_TWO;
      if (width == 3) id = (first << 16 | (uint32_t)at[1] << 8 | at[2]) - LESS_THREE;
      if (width == 5) id = (uint32_t)at[1] | (uint32_t)at[2] << 8 | (uint32_t)at[3] << 16 | (uint32_t)at[4] << 24;
      run->ids[i] = id;
      if (id > *highest) *highest = id;
      at += width;
    }
  }
  return 1;
}

/// Reads an id of one to three bytes and moves behind it; `most` tells afterwards whether there was any other.
ALWAYS uint32_t step(const uint8_t **at, uint32_t *most) {
  uint32_t word;
  memcpy(&word, *at, 4);
  word = __builtin_bswap32(word);
  const uint32_t two = word >= (uint32_t)TWO << 24, three = word >= (uint32_t)THREE << 24;
  *at += 1 + two + three;
  if (word > *most) *most = word;
  const uint32_t less = ((0 - two) & LESS_TWO) + ((0 - three) & (LESS_THREE - LESS_TWO));
  return (word >> (24 - 8 * (two + three))) - less;
}

/// Whether four runs can be decoded without asking for their ends, three bytes an id and four at a time.
ALWAYS int are_alike(const syntop_id_run *runs) {
  int alike = 1;
  for (int lane = 0; lane < 4; lane++)
    alike &= runs[lane].count == runs[0].count && runs[lane].readable >= 3 * (size_t)runs[lane].count + 4;
  return alike;
}

/// The highest of ids below 2^31.
ALWAYS uint32_t highest_of(const uint32_t *ids, uint32_t count) {
  int32_t best = 0;
  for (uint32_t i = 0; i < count; i++) best = (int32_t)ids[i] > best ? (int32_t)ids[i] : best;
  return (uint32_t)best;
}

ALWAYS int read_four(const syntop_id_run *runs, uint32_t *highest) {
  const uint8_t *a = runs[0].bytes, *b = runs[1].bytes, *c = runs[2].bytes, *d = runs[3].bytes;
  uint32_t *one = runs[0].ids, *two = runs[1].ids, *three = runs[2].ids, *four = runs[3].ids, most = 0;
  const uint32_t count = runs[0].count;
  for (uint32_t i = 0; i < count; i++) {
    one[i] = step(&a, &most);
    two[i] = step(&b, &most);
    three[i] = step(&c, &most);
    four[i] = step(&d, &most);
  }
  if (most >= (uint32_t)FIVE << 24 || a > runs[0].bytes + runs[0].length || b > runs[1].bytes + runs[1].length ||
      c > runs[2].bytes + runs[2].length || d > runs[3].bytes + runs[3].length)
    return 0;
  for (int lane = 0; lane < 4; lane++) {
    const uint32_t own = highest_of(runs[lane].ids, count);
    if (own > *highest) *highest = own;
  }
  return 1;
}

int syntop_ids_read_baseline(const syntop_id_run *runs, uint32_t run_count, uint32_t *highest) {
  uint32_t run = 0, own;
  *highest = 0;
  while (run < run_count) {
    if (run + 4 <= run_count && are_alike(runs + run) && read_four(runs + run, highest)) {
      run += 4;
    } else {
      if (!syntop_ids_read_portable(runs + run, 1, &own)) return 0;
      if (own > *highest) *highest = own;
      run += 1;
    }
  }
  return 1;
}

static int (*read_best)(const syntop_id_run *, uint32_t, uint32_t *) = syntop_ids_read_baseline;
static const char *path = "baseline";

#if defined(__x86_64__)
#define WIDE __attribute__((target("avx2,avx512f,avx512bw,avx512vl,avx512vbmi,popcnt")))
#define WIDE_ALWAYS static inline __attribute__((always_inline, target("avx2,avx512f,avx512bw,avx512vl,avx512vbmi,popcnt")))

/// Ids that a step decodes at most, and bytes from its start on that it reads.
enum { STEP = 32, REACH = 128 };

/// A run that is being decoded: where its next id begins, how many are left, and where they go.
typedef struct {
  const uint8_t *at, *last;
  uint32_t left;
  uint32_t *ids;
} lane;

typedef struct {
  __m512i highest;
  __mmask16 longer;
} wide_sums;

/// Ids number 16 * half to 16 * half + 15 of those that begin at `places`.
WIDE_ALWAYS __m512i ids_at(__m512i places, int half, __m512i bytes, __m512i more, wide_sums *sums) {
  const __m512i spread = _mm512_set_epi32(
      0x0f0f0f0f, 0x0e0e0e0e, 0x0d0d0d0d, 0x0c0c0c0c, 0x0b0b0b0b, 0x0a0a0a0a, 0x09090909, 0x08080808, 0x07070707,
      0x06060606, 0x05050505, 0x04040404, 0x03030303, 0x02020202, 0x01010101, 0);
  const __m512i which = _mm512_add_epi8(spread, _mm512_set1_epi8((char)(16 * half)));
  // Three bytes of each, the first one highest.
  const __m512i index = _mm512_add_epi8(_mm512_permutexvar_epi8(which, places), _mm512_set1_epi32(0x00000102));
  const __m512i word = _mm512_maskz_permutex2var_epi8(0x7777777777777777, bytes, index, more);
  const __mmask16 two = _mm512_cmpge_epu32_mask(word, _mm512_set1_epi32(TWO << 16));
  const __mmask16 three = _mm512_cmpge_epu32_mask(word, _mm512_set1_epi32(THREE << 16));
  sums->longer |= _mm512_cmpge_epu32_mask(word, _mm512_set1_epi32(FIVE << 16));
  __m512i ids = _mm512_srli_epi32(word, 16);
  ids = _mm512_mask_sub_epi32(ids, two, _mm512_srli_epi32(word, 8), _mm512_set1_epi32(LESS_TWO));
  return _mm512_mask_sub_epi32(ids, three, word, _mm512_set1_epi32(LESS_THREE));
}

/// Decodes as many ids as begin in 64 bytes, 32 at most; whether any are left.
WIDE_ALWAYS int wide_step(lane *l, wide_sums *sums) {
  const __m512i own = _mm512_set_epi8(
      63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35,
      34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4,
      3, 2, 1, 0);
  const __m512i one = _mm512_set1_epi8(1);
  // Behind the 64 bytes every place leads to itself.
  const __m512i behind = _mm512_add_epi8(own, _mm512_set1_epi8(64));
  const __m512i bytes = _mm512_loadu_si512(l->at), more = _mm512_loadu_si512(l->at + 64);
  __m512i by1 = _mm512_add_epi8(own, one);
  by1 = _mm512_mask_add_epi8(by1, _mm512_cmpge_epu8_mask(bytes, _mm512_set1_epi8((char)TWO)), by1, one);
  by1 = _mm512_mask_add_epi8(by1, _mm512_cmpge_epu8_mask(bytes, _mm512_set1_epi8((char)THREE)), by1, one);
  const __m512i by2 = _mm512_permutex2var_epi8(by1, by1, behind), by4 = _mm512_permutex2var_epi8(by2, by2, behind);
  const __m512i by8 = _mm512_permutex2var_epi8(by4, by4, behind), by16 = _mm512_permutex2var_epi8(by8, by8, behind);
  const __m512i by32 = _mm512_permutex2var_epi8(by16, by16, behind);
  // Where id i begins: a step for each bit of i.
  __m512i places = _mm512_maskz_permutexvar_epi8(0xaaaaaaaaaaaaaaaa, _mm512_setzero_si512(), by1);
  places = _mm512_mask_mov_epi8(places, 0xcccccccccccccccc, _mm512_permutex2var_epi8(by2, places, behind));
  places = _mm512_mask_mov_epi8(places, 0xf0f0f0f0f0f0f0f0, _mm512_permutex2var_epi8(by4, places, behind));
  places = _mm512_mask_mov_epi8(places, 0xff00ff00ff00ff00, _mm512_permutex2var_epi8(by8, places, behind));
  places = _mm512_mask_mov_epi8(places, 0xffff0000ffff0000, _mm512_permutex2var_epi8(by16, places, behind));
  const __m256i begins = _mm512_castsi512_si256(places);
  const uint32_t found = (uint32_t)_mm_popcnt_u32(_mm256_cmplt_epu8_mask(begins, _mm256_set1_epi8(64)));
  const __m512i low = ids_at(places, 0, bytes, more, sums), high = ids_at(places, 1, bytes, more, sums);
  const uint32_t kept = found < l->left ? found : l->left;
  const uint32_t mask = kept < STEP ? ((uint32_t)1 << kept) - 1 : ~(uint32_t)0;
  sums->highest = _mm512_mask_max_epu32(sums->highest, (__mmask16)mask, sums->highest, low);
  sums->highest = _mm512_mask_max_epu32(sums->highest, (__mmask16)(mask >> 16), sums->highest, high);
  if (l->left >= STEP) {
    _mm512_storeu_si512(l->ids, low);
    _mm512_storeu_si512(l->ids + 16, high);
  } else {
    _mm512_mask_storeu_epi32(l->ids, (__mmask16)mask, low);
    _mm512_mask_storeu_epi32(l->ids + 16, (__mmask16)(mask >> 16), high);
  }
  if (found < l->left) {
    l->at += (uint32_t)_mm_cvtsi128_si32(_mm512_castsi512_si128(by32)) & 0xff;
  } else {
    uint8_t ends[STEP + 1];
    _mm256_storeu_si256((__m256i *)ends, begins);
    ends[STEP] = (uint8_t)_mm_cvtsi128_si32(_mm512_castsi512_si128(by32));
    l->at += ends[kept];
  }
  l->ids += kept;
  l->left -= kept;
  return l->left > 0;
}

WIDE_ALWAYS lane start(const syntop_id_run *run) {
  return (lane){run->bytes, run->bytes + run->length, run->count, run->ids};
}

/// Whether a run may be read without asking for its end: no step begins more than its length behind its start.
ALWAYS int has_room(const syntop_id_run *run) { return run->readable >= run->length + REACH && run->count > 0; }

/// Goes on until a run ends; steps of a run that has run over its end are the last ones.
WIDE_ALWAYS int wide_rest(lane *l, wide_sums *sums) {
  while (l->left > 0) {
    if (l->at > l->last) return 0;
    wide_step(l, sums);
  }
  return l->at <= l->last;
}

WIDE static int read_wide(const syntop_id_run *runs, uint32_t run_count, uint32_t *highest) {
  *highest = 0;
  uint32_t run = 0, own;
  while (run < run_count) {
    wide_sums sums = {_mm512_setzero_si512(), 0};
    int done = 0;
    const int pair = run + 1 < run_count && has_room(runs + run) && has_room(runs + run + 1);
    if (pair) {
      lane a = start(runs + run), b = start(runs + run + 1);
      // Both wait for their own steps only.
      while (a.at <= a.last && b.at <= b.last)
        if (!(wide_step(&a, &sums) & wide_step(&b, &sums))) break;
      done = wide_rest(&a, &sums) && wide_rest(&b, &sums);
    } else if (has_room(runs + run)) {
      lane a = start(runs + run);
      done = wide_rest(&a, &sums);
    }
    if (done && !sums.longer) {
      own = _mm512_reduce_max_epu32(sums.highest);
    } else if (!syntop_ids_read_portable(runs + run, pair ? 2 : 1, &own)) {
      return 0;
    }
    if (own > *highest) *highest = own;
    run += pair ? 2 : 1;
  }
  return 1;
}

__attribute__((constructor)) static void choose_path(void) {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx512vbmi") || !__builtin_cpu_supports("avx512bw") || !__builtin_cpu_supports("avx512vl"))
    return;
  read_best = read_wide;
  path = "avx512";
}
#endif

int syntop_ids_read(const syntop_id_run *runs, uint32_t run_count, uint32_t *highest) {
  return read_best(runs, run_count, highest);
}

const char *syntop_ids_path(void) { return path; }
