// Reads the positions of one document of a list, for the joins of positions. Used by the file that joins, and by
// nothing outside.
#ifndef SYNTOP_POSITION_READER_H
#define SYNTOP_POSITION_READER_H
#include "block_head.h"
#include "blocks.h"
#include "positions.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { MOST = 256, FEW = 16 };

ALWAYS uint32_t last_of(const syntop_positions *w, uint32_t entry) {
  return number_at(w->entries + (size_t)w->entry_length * entry, w->last_bytes);
}

/// Decodes the block at `start`: 128 packed gaps, or the rest of the list.
static int decode(syntop_positions *w, size_t start) {
  if (w->decoded == start) return 1;
  w->decoded = SIZE_MAX;
  if (start < w->length && w->bytes[start] != 0xff) {
    const size_t length = syntop_block_read(w->bytes + start, w->length - start, w->values);
    if (length == 0) return 0;
    w->end = start + length;
    w->count = BLOCK;
  } else {
    memcpy(w->values, w->rest, sizeof(uint32_t) * w->rest_count);
    w->end = start;
    w->count = w->rest_count;
  }
  w->decoded = start;
  return 1;
}

/// Moves from block to block until `index` lies in the one at `start`.
static int settle(syntop_positions *w) {
  while (w->index >= BLOCK) {
    if (w->decoded == w->start) {
      if (w->end == w->start) return 0;
      w->start = w->end;
    } else {
      const size_t length =
          w->start < w->length ? syntop_block_length(w->bytes + w->start, w->length - w->start) : 0;
      if (length == 0) return 0;
      w->start += length;
    }
    w->index -= BLOCK;
  }
  return 1;
}

static uint32_t sum_plain(const uint8_t *bytes, uint32_t count) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < count; i++) sum += bytes[i];
  return sum;
}

/// The sum of some bytes: frequencies of documents that are passed over.
typedef uint32_t (*summer)(const uint8_t *bytes, uint32_t count);

/// Passes over the documents before `slot`: by the entries where a block of documents lies between, else one by one.
ALWAYS int pass(syntop_positions *w, uint32_t slot, summer sum) {
  const uint32_t document = w->first + slot;
  if (w->entry_count > 0 && document > w->entry_last) {
    const uint32_t before = w->entry;
    while (w->entry < w->entry_count && last_of(w, w->entry) < document) w->entry++;
    if (w->entry == w->entry_count) return 0;
    w->entry_last = last_of(w, w->entry);
    const uint32_t begin = w->entry > 0 ? last_of(w, w->entry - 1) + 1 : 0;
    if (w->entry != before && begin > w->first && begin - w->first > w->slot) {
      const uint8_t *place = w->entries + (size_t)w->entry_length * w->entry + w->place_offset;
      w->start = number_at(place, w->place_bytes);
      w->index = place[w->place_bytes];
      w->slot = begin - w->first;
    }
  }
  if (w->slot > slot) return 0;
  w->index += sum(w->table + w->slot, slot - w->slot);
  w->slot = slot + 1;
  return settle(w);
}

/// Moves to the first position of a document that was found.
static int locate(syntop_positions *w, uint32_t place) {
  const syntop_found found = w->found[place];
  if (found.block != w->entry || found.before < w->passed) {
    w->start = w->index = w->passed = 0;
    w->entry = found.block;
    if (found.block < w->entry_count) {
      const uint8_t *entry = w->entries + (size_t)w->entry_length * found.block + w->place_offset;
      w->start = number_at(entry, w->place_bytes);
      w->index = entry[w->place_bytes];
    }
  }
  w->index += found.before - w->passed;
  w->passed = found.before + found.frequency;
  return settle(w);
}

/// Asks for the memory of the positions of documents that were found, which lie far from each other.
static void fetch_found(const syntop_positions *words, uint32_t word_count, const uint32_t *slots, uint32_t count) {
  for (uint32_t k = 0; k < word_count; k++) {
    const syntop_positions *w = &words[k];
    if (!w->found || w->entry_count == 0) continue;
    uint32_t last = UINT32_MAX;
    for (uint32_t i = 0; i < count; i++) {
      const uint32_t block = w->found[slots[i]].block;
      if (block == last || block >= w->entry_count) continue;
      last = block;
      const size_t start = number_at(w->entries + (size_t)w->entry_length * block + w->place_offset, w->place_bytes);
      if (start >= w->length) continue;
      __builtin_prefetch(w->bytes + start);
      __builtin_prefetch(w->bytes + start + 64);
    }
  }
}

ALWAYS uint32_t frequency_at(const syntop_positions *w, uint32_t slot) {
  return w->found ? w->found[slot].frequency : w->table[slot];
}

/// Whether a word occurs so often in the document at `slot` that its positions are not read. Tables hold no such words.
ALWAYS int has_many(const syntop_positions *words, uint32_t word_count, uint32_t slot) {
  int many = 0;
  if (!words[0].found) return 0;
  for (uint32_t k = 0; k < word_count; k++) many |= words[k].found[slot].frequency >= MOST;
  return many;
}

static int go_plain(syntop_positions *w, uint32_t slot) {
  return w->found ? locate(w, slot) : pass(w, slot, sum_plain);
}

/// The next `f` gaps; `joined` has room for them where they run over into the next block. Null where the list is
/// ill-formed.
static const uint32_t *gaps(syntop_positions *w, uint32_t f, uint32_t *joined) {
  if (!decode(w, w->start)) return 0;
  if (w->index + f <= w->count) {
    const uint32_t *found = w->values + w->index;
    w->index += f;
    return found;
  }
  for (uint32_t taken = 0; taken < f;) {
    if (w->index >= w->count) {
      if (w->count < BLOCK || w->end == w->start) return 0;
      w->start = w->end;
      w->index = 0;
      if (!decode(w, w->start) || w->count == 0) return 0;
    }
    const uint32_t part = f - taken < w->count - w->index ? f - taken : w->count - w->index;
    memcpy(joined + taken, w->values + w->index, sizeof(uint32_t) * part);
    taken += part;
    w->index += part;
  }
  return joined;
}

#if defined(__x86_64__)
#define WIDE_TARGET target("avx2,avx512f,avx512bw,avx512vl,avx512vbmi2,popcnt,bmi,bmi2")
#define WIDE __attribute__((WIDE_TARGET))
#define WIDE_ALWAYS static inline __attribute__((always_inline, WIDE_TARGET))

WIDE_ALWAYS uint32_t sum_wide(const uint8_t *bytes, uint32_t count) {
  __m512i sums = _mm512_setzero_si512();
  for (; count > 64; count -= 64, bytes += 64)
    sums = _mm512_add_epi64(sums, _mm512_sad_epu8(_mm512_loadu_si512(bytes), _mm512_setzero_si512()));
  const __m512i rest = _mm512_maskz_loadu_epi8(_bzhi_u64(~(uint64_t)0, count), bytes);
  return (uint32_t)_mm512_reduce_add_epi64(_mm512_add_epi64(sums, _mm512_sad_epu8(rest, _mm512_setzero_si512())));
}

WIDE static int go_wide(syntop_positions *w, uint32_t slot) {
  return w->found ? locate(w, slot) : pass(w, slot, sum_wide);
}

/// Which of the values from `index` on are exceptions, a bit each, and how many stand before them.
WIDE_ALWAYS uint32_t exceptions_from(const uint8_t *places, const head *h, uint32_t index, uint32_t *before) {
  if (h->exceptions <= MOST_LISTED) {
    const __mmask16 listed = (__mmask16)((1u << h->exceptions) - 1);
    const __m128i own = _mm_maskz_loadu_epi8(listed, places);
    const uint32_t behind = _mm_mask_cmpge_epu8_mask(listed, own, _mm_set1_epi8((char)index));
    *before = h->exceptions - (uint32_t)__builtin_popcount(behind);
    uint32_t found = 0;
    for (uint32_t left = behind; left; left &= left - 1) {
      const uint32_t at = (places[__builtin_ctz(left)] & 127u) - index;
      if (at >= FEW) break;
      found |= 1u << at;
    }
    return found;
  }
  uint64_t marks[3] = {0, 0, 0};
  memcpy(marks, places, 16);
  const uint32_t word = index >> 6, shift = index & 63;
  const uint64_t lower = _bzhi_u64(marks[word], shift);
  *before = (uint32_t)__builtin_popcountll(lower) + (word > 0 ? (uint32_t)__builtin_popcountll(marks[0]) : 0);
  return (uint32_t)(marks[word] >> shift | (shift > 48 ? marks[word + 1] << (64 - shift) : 0)) & 0xffff;
}

/// Values `index` ... `index` + `f` - 1 of a packed block, of which the rest is not decoded: at most 16 of at most 19
/// bits each, which lie in 64 bytes.
WIDE_ALWAYS __m512i peek(const uint8_t *bytes, const head *h, uint32_t index, uint32_t f) {
  const uint32_t width = h->width, first = (index >> 2) * width >> 5, words = 4 * (width - first);
  const uint8_t *packed = bytes + 2 + 16 * (size_t)first;
  const __m512i own = _mm512_maskz_loadu_epi32((__mmask16)(words < 16 ? (1u << words) - 1 : 0xffff), packed);
  const __m512i numbers = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const __m512i at = _mm512_add_epi32(numbers, _mm512_set1_epi32((int)index));
  const __m512i bit = _mm512_mullo_epi32(_mm512_srli_epi32(at, 2), _mm512_set1_epi32((int)width));
  const __m512i row = _mm512_sub_epi32(_mm512_srli_epi32(bit, 5), _mm512_set1_epi32((int)first));
  const __m512i lane = _mm512_or_si512(_mm512_slli_epi32(row, 2), _mm512_and_si512(at, _mm512_set1_epi32(3)));
  const __m512i next = _mm512_add_epi32(lane, _mm512_set1_epi32(4));
  const __m512i both = _mm512_shrdv_epi32(
      _mm512_permutexvar_epi32(lane, own), _mm512_permutexvar_epi32(next, own), bit);
  __m512i values = _mm512_and_si512(both, _mm512_set1_epi32((int)((1u << width) - 1)));
  if (h->exceptions == 0) return values;
  const uint8_t *places = bytes + 2 + 16 * (size_t)width;
  const uint8_t *high = places + (h->exceptions < MOST_LISTED ? h->exceptions : MOST_LISTED);
  uint32_t before;
  uint32_t left = _bzhi_u32(exceptions_from(places, h, index, &before), f);
  // A damaged block may mark more than it has.
  const uint32_t end = h->exceptions * h->extra;
  for (uint32_t place = before * h->extra; left && place < end; left &= left - 1, place += h->extra) {
    const uint32_t value = high_bits(high + (place >> 3), place & 7, h->extra, h->room) & ((1u << h->extra) - 1);
    const __mmask16 own = (__mmask16)(left & -left);
    values = _mm512_mask_or_epi32(values, own, values, _mm512_set1_epi32((int)(value << width)));
  }
  return values;
}

/// Gaps that are not decoded yet: some are read where they lie, to `joined`; a block that is come to for the second
/// time is decoded as a whole.
WIDE __attribute__((noinline)) static const uint32_t *gaps_undecoded(
    syntop_positions *w, uint32_t f, uint32_t *joined) {
  if (f > FEW || w->decoded == w->start || w->touched == w->start || w->index + f > BLOCK || w->start >= w->length ||
      w->bytes[w->start] == 0xff)
    return gaps(w, f, joined);
  head h;
  if (!read_head(w->bytes + w->start, w->length - w->start, &h) || h.bits > 0) return 0;
  if (h.width > 19) return gaps(w, f, joined);
  _mm512_storeu_si512(joined, peek(w->bytes + w->start, &h, w->index, f));
  w->touched = w->start;
  w->index += f;
  return joined;
}

/// The next `f` gaps; null where the list is ill-formed.
WIDE_ALWAYS const uint32_t *gaps_wide(syntop_positions *w, uint32_t f, uint32_t *joined) {
  const uint32_t *found = w->values + w->index;
  if (w->decoded != w->start || w->index + f > w->count) return gaps_undecoded(w, f, joined);
  w->index += f;
  return found;
}

/// Adds up gaps: position i is the sum of the gaps up to i and i, counted from `before` + 1.
WIDE_ALWAYS __m512i positions_of(const uint32_t *gaps, __mmask16 some, uint32_t before) {
  const __m512i zero = _mm512_setzero_si512();
  __m512i x = _mm512_maskz_add_epi32(some, _mm512_maskz_loadu_epi32(some, gaps), _mm512_set1_epi32(1));
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 15));
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 14));
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 12));
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 8));
  return _mm512_add_epi32(x, _mm512_set1_epi32((int)before));
}

/// The same for at most eight; lanes behind them hold numbers that no position has.
WIDE_ALWAYS __m256i eight_positions(const uint32_t *gaps, uint32_t f, uint32_t before) {
  const __mmask8 some = (__mmask8)((1u << f) - 1);
  __m256i x = _mm256_add_epi32(_mm256_maskz_loadu_epi32(some, gaps), _mm256_set1_epi32(1));
  x = _mm256_add_epi32(x, _mm256_slli_si256(x, 4));
  x = _mm256_add_epi32(x, _mm256_slli_si256(x, 8));
  x = _mm256_mask_add_epi32(x, 0xf0, x, _mm256_permutevar8x32_epi32(x, _mm256_set1_epi32(3)));
  return _mm256_mask_add_epi32(_mm256_set1_epi32(-1), some, x, _mm256_set1_epi32((int)before));
}

/// Eight numbers moved on by so many lanes, around.
#define LANE(AT) ((AT) & 7)
#define TURNED(X, BY)                                                                                       \
  _mm256_permutevar8x32_epi32(                                                                              \
      X, _mm256_setr_epi32(                                                                                 \
             LANE(BY), LANE(BY + 1), LANE(BY + 2), LANE(BY + 3), LANE(BY + 4), LANE(BY + 5), LANE(BY + 6), \
             LANE(BY + 7)))
#endif
#endif
