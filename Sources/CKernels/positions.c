// Joins of positions, document by document. Short lists, as most are, are compared all with all by AVX-512 where the
// CPU has it, chosen when the program is loaded.
#include "positions.h"
#include "position_reader.h"

/// Where the phrase would start by the positions of its first word.
ALWAYS uint32_t first_starts(const uint32_t *gaps, uint32_t frequency, uint32_t offset, uint32_t *starts) {
  uint32_t position = UINT32_MAX, kept = 0;
  for (uint32_t i = 0; i < frequency; i++) {
    position += gaps[i] + 1;
    starts[kept] = position - offset;
    kept += position >= offset;
  }
  return kept;
}

/// Keeps those of `count` starts that have one of the positions behind them by `offset`.
ALWAYS uint32_t keep(uint32_t *starts, uint32_t count, const uint32_t *gaps, uint32_t frequency, uint32_t offset) {
  uint32_t kept = 0, at = 0, position = gaps[0];
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t wanted = starts[i] + offset;
    while (position < wanted) {
      if (++at == frequency) return kept;
      position += gaps[at] + 1;
    }
    starts[kept] = starts[i];
    kept += position == wanted;
  }
  return kept;
}

/// Phrases in the document at `slot`; -1 where a list is ill-formed.
static int phrase_hits(syntop_positions *words, uint32_t word_count, uint32_t slot) {
  uint32_t starts[MOST], joined[MOST], kept = 0;
  for (uint32_t k = 0; k < word_count; k++) {
    syntop_positions *w = &words[k];
    if (!go_plain(w, slot)) return -1;
    const uint32_t f = frequency_at(w, slot), *found = gaps(w, f, joined);
    if (!found) return -1;
    kept = k == 0 ? first_starts(found, f, w->offset, starts) : keep(starts, kept, found, f, w->offset);
    if (kept == 0) break;
  }
  return (int)kept;
}

ALWAYS void add_up(const uint32_t *gaps, uint32_t frequency, uint32_t *positions) {
  uint32_t position = UINT32_MAX;
  for (uint32_t i = 0; i < frequency; i++) positions[i] = position += gaps[i] + 1;
}

/// Tokens of either word that the nearest of the other follows, in the document at `slot`; -1 where a list is
/// ill-formed.
static int near_hits(syntop_positions *words, uint32_t distance, uint32_t slot) {
  uint32_t one[MOST], other[MOST], joined[MOST];
  if (!go_plain(&words[0], slot) || !go_plain(&words[1], slot)) return -1;
  const uint32_t n = frequency_at(&words[0], slot), m = frequency_at(&words[1], slot), *found = gaps(&words[0], n, joined);
  if (!found) return -1;
  add_up(found, n, one);
  found = gaps(&words[1], m, joined);
  if (!found) return -1;
  add_up(found, m, other);
  uint32_t total = 0;
  // One walk over both: each token, and the nearest of the other word behind it. No token has both words.
  for (uint32_t i = 0, j = 0; i < n && j < m;) {
    const uint32_t a = one[i], b = other[j];
    const int first = a < b;
    total += (first ? b - a : a - b) - 1 <= distance;
    i += first;
    j += !first;
  }
  return (int)total;
}

/// The hits of each document by `hits_of`, which is given `number`.
ALWAYS int hits_of_all(
    syntop_positions *words, uint32_t word_count, uint32_t number, const uint32_t *slots, uint32_t count,
    uint32_t *hits, int (*hits_of)(syntop_positions *, uint32_t, uint32_t)) {
  for (uint32_t i = 0; i < count; i++) {
    hits[i] = SYNTOP_UNTOLD;
    if (has_many(words, word_count, slots[i])) continue;
    const int found = hits_of(words, number, slots[i]);
    if (found < 0) return 0;
    hits[i] = (uint32_t)found;
  }
  return 1;
}

int syntop_phrase_hits_portable(
    syntop_positions *words, uint32_t word_count, const uint32_t *slots, uint32_t count, uint32_t *hits) {
  return hits_of_all(words, word_count, word_count, slots, count, hits, phrase_hits);
}

int syntop_near_hits_portable(
    syntop_positions *words, uint32_t distance, const uint32_t *slots, uint32_t count, uint32_t *hits) {
  return hits_of_all(words, 2, distance, slots, count, hits, near_hits);
}

static int (*phrases_best)(syntop_positions *, uint32_t, const uint32_t *, uint32_t, uint32_t *) =
    syntop_phrase_hits_portable;
static int (*near_best)(syntop_positions *, uint32_t, const uint32_t *, uint32_t, uint32_t *) =
    syntop_near_hits_portable;

#if defined(__x86_64__)
/// One of 16 numbers, in all lanes.
WIDE_ALWAYS __m512i lane_of(__m512i numbers, uint32_t lane) {
  return _mm512_permutexvar_epi32(_mm512_set1_epi32((int)lane), numbers);
}

/// Which of the starts, at most eight, are among eight positions.
WIDE_ALWAYS uint32_t keep_eight(__m256i starts, __m256i own) {
  uint32_t kept = _mm256_cmpeq_epi32_mask(starts, own);
#define TURN(BY) kept |= _mm256_cmpeq_epi32_mask(starts, TURNED(own, BY));
  TURN(1) TURN(2) TURN(3) TURN(4) TURN(5) TURN(6) TURN(7)
#undef TURN
  return kept;
}

/// The same for at most 16 starts and any number of positions, counted from `before` + 1.
WIDE_ALWAYS uint32_t keep_many(
    __m512i starts, __mmask16 given, const uint32_t *gaps, uint32_t f, uint32_t before) {
  uint32_t kept = 0;
  for (uint32_t at = 0; at < f; at += FEW) {
    const __mmask16 some = (__mmask16)(f - at < FEW ? (1u << (f - at)) - 1 : 0xffff);
    const __m512i own = positions_of(gaps + at, some, before);
    before = (uint32_t)_mm_extract_epi32(_mm512_extracti32x4_epi32(own, 3), 3);
    for (uint32_t left = given; left; left &= left - 1) {
      const uint32_t lane = (uint32_t)__builtin_ctz(left);
      if (_mm512_mask_cmpeq_epi32_mask(some, own, lane_of(starts, lane))) kept |= 1u << lane;
    }
  }
  return kept;
}

/// Phrases in the document at `slot`, in which the first word stands at most 16 times; -1 where a list is ill-formed.
WIDE_ALWAYS int few_phrases(syntop_positions *words, uint32_t word_count, uint32_t slot, uint32_t n) {
  uint32_t joined[MOST];
  const uint32_t offset = words[0].offset, given = (1u << n) - 1, *found = gaps_wide(&words[0], n, joined);
  if (!found) return -1;
  __m512i starts = n <= 8 ? _mm512_castsi256_si512(eight_positions(found, n, UINT32_MAX))
                          : positions_of(found, (__mmask16)given, UINT32_MAX);
  uint32_t kept = _mm512_mask_cmpge_epu32_mask((__mmask16)given, starts, _mm512_set1_epi32((int)offset));
  starts = _mm512_sub_epi32(starts, _mm512_set1_epi32((int)offset));
  for (uint32_t k = 1; k < word_count && kept > 0; k++) {
    syntop_positions *w = &words[k];
    if (!go_wide(w, slot)) return -1;
    const uint32_t f = frequency_at(w, slot);
    found = gaps_wide(w, f, joined);
    if (!found) return -1;
    const uint32_t before = UINT32_MAX - w->offset;
    kept &= n <= 8 && f <= 8 ? keep_eight(_mm512_castsi512_si256(starts), eight_positions(found, f, before))
                             : keep_many(starts, (__mmask16)kept, found, f, before);
  }
  return __builtin_popcount(kept);
}

WIDE static int phrases_wide(
    syntop_positions *words, uint32_t word_count, const uint32_t *slots, uint32_t count, uint32_t *hits) {
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t slot = slots[i], n = frequency_at(&words[0], slot);
    hits[i] = SYNTOP_UNTOLD;
    if (has_many(words, word_count, slot)) continue;
    int found = -1;
    if (n > FEW)
      found = phrase_hits(words, word_count, slot);
    else if (go_wide(&words[0], slot))
      found = few_phrases(words, word_count, slot, n);
    if (found < 0) return 0;
    hits[i] = (uint32_t)found;
  }
  return 1;
}

/// Which of eight positions one of eight others follows with at most `distance` between.
WIDE_ALWAYS uint32_t followed_eight(__m256i own, __m256i others, __m256i distance) {
  const __m256i behind = _mm256_add_epi32(own, _mm256_set1_epi32(1));
  uint32_t met = _mm256_cmple_epu32_mask(_mm256_sub_epi32(others, behind), distance);
#define TURN(BY) met |= _mm256_cmple_epu32_mask(_mm256_sub_epi32(TURNED(others, BY), behind), distance);
  TURN(1) TURN(2) TURN(3) TURN(4) TURN(5) TURN(6) TURN(7)
#undef TURN
  return met;
}

/// Tokens of a word with at most 16 positions, and of one with any number, that one of the other follows.
WIDE_ALWAYS uint32_t followed_many(
    const uint32_t *few, uint32_t n, const uint32_t *many, uint32_t m, uint32_t distance) {
  const __m512i own = positions_of(few, (__mmask16)((1u << n) - 1), UINT32_MAX);
  const __m512i most = _mm512_set1_epi32((int)distance), one = _mm512_set1_epi32(1);
  uint32_t met = 0, total = 0, before = UINT32_MAX;
  for (uint32_t at = 0; at < m; at += FEW) {
    const __mmask16 some = (__mmask16)(m - at < FEW ? (1u << (m - at)) - 1 : 0xffff);
    const __m512i others = positions_of(many + at, some, before);
    before = (uint32_t)_mm_extract_epi32(_mm512_extracti32x4_epi32(others, 3), 3);
    uint32_t behind = 0;
    for (uint32_t i = 0; i < n; i++) {
      const __m512i step = _mm512_sub_epi32(others, lane_of(own, i));
      met |= (uint32_t)(_mm512_mask_cmple_epu32_mask(some, _mm512_sub_epi32(step, one), most) != 0) << i;
      // The step back less one is the complement of the step.
      behind |= _mm512_mask_cmple_epu32_mask(some, _mm512_ternarylogic_epi32(step, step, step, 0x55), most);
    }
    total += (uint32_t)__builtin_popcount(behind);
  }
  return total + (uint32_t)__builtin_popcount(met);
}

WIDE static int near_wide(
    syntop_positions *words, uint32_t distance, const uint32_t *slots, uint32_t count, uint32_t *hits) {
  uint32_t joined[2][MOST];
  // No step back looks like one forward, and none leads to a lane that holds no position.
  if (distance >= INT32_MAX) distance = INT32_MAX - 1;
  const __m256i most = _mm256_set1_epi32((int)distance);
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t slot = slots[i], n = frequency_at(&words[0], slot), m = frequency_at(&words[1], slot);
    hits[i] = SYNTOP_UNTOLD;
    if (has_many(words, 2, slot)) continue;
    if (n > FEW && m > FEW) {
      const int found = near_hits(words, distance, slot);
      if (found < 0) return 0;
      hits[i] = (uint32_t)found;
      continue;
    }
    if (!go_wide(&words[0], slot) || !go_wide(&words[1], slot)) return 0;
    const uint32_t *one = gaps_wide(&words[0], n, joined[0]), *other = gaps_wide(&words[1], m, joined[1]);
    if (!one || !other) return 0;
    if (n <= 8 && m <= 8) {
      const __m256i a = eight_positions(one, n, UINT32_MAX), b = eight_positions(other, m, UINT32_MAX);
      hits[i] = (uint32_t)__builtin_popcount(followed_eight(a, b, most) & ((1u << n) - 1)) +
                (uint32_t)__builtin_popcount(followed_eight(b, a, most) & ((1u << m) - 1));
    } else {
      hits[i] = n <= m ? followed_many(one, n, other, m, distance) : followed_many(other, m, one, n, distance);
    }
  }
  return 1;
}

__attribute__((constructor)) static void choose_path(void) {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx512bw") || !__builtin_cpu_supports("avx512vl") ||
      !__builtin_cpu_supports("avx512vbmi2"))
    return;
  phrases_best = phrases_wide;
  near_best = near_wide;
}
#endif

int syntop_phrase_hits(
    syntop_positions *words, uint32_t word_count, const uint32_t *slots, uint32_t count, uint32_t *hits) {
  fetch_found(words, word_count, slots, count);
  return phrases_best(words, word_count, slots, count, hits);
}
int syntop_near_hits(
    syntop_positions *words, uint32_t distance, const uint32_t *slots, uint32_t count, uint32_t *hits) {
  fetch_found(words, 2, slots, count);
  return near_best(words, distance, slots, count, hits);
}
