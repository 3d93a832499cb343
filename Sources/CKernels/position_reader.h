// SPDX-License-Identifier: Apache-2.0

// Reads the positions of one document of a list, for the joins of positions. Used by the file that joins, and by
// nothing outside.
#ifndef SYNTOP_POSITION_READER_H
#define SYNTOP_POSITION_READER_H
#include "block_head.h"
#include "blocks.h"
#include "positions.h"
#include "wide.h"

/// Positions of a word that are joined at a time, positions that are read where they lie, numbers that may be read or
/// written behind the last, and bytes of positions that are asked for ahead.
enum { MOST = 2048, FEW = 16, SLACK = 16, MOST_FETCHED = 576 };

ALWAYS uint32_t last_of(const syntop_positions *w, uint32_t entry) {
  return number_at(w->entries + (size_t)w->entry_length * entry, w->last_bytes);
}

/// Reads 128 packed gaps and adds them up, each with 1.
typedef void (*block_adder)(const uint8_t *bytes, const head *h, uint32_t *out);

static void add_plain(const uint8_t *bytes, const head *h, uint32_t *out) { read_gaps(bytes, h, 0, out); }

/// Decodes the block at `start`, 128 packed gaps or the rest of the list, to sums.
ALWAYS int decode(syntop_positions *w, size_t start, block_adder add) {
  if (w->decoded == start) return 1;
  w->decoded = SIZE_MAX;
  w->sums[0] = 0;
  if (start < w->length && w->bytes[start] != 0xff) {
    head h;
    if (!read_head(w->bytes + start, w->length - start, &h) || h.bits > 0) return 0;
    add(w->bytes + start, &h, w->sums + 1);
    w->end = start + h.length;
    w->count = BLOCK;
  } else {
    for (uint32_t i = 0; i < w->rest_count; i++) w->sums[i + 1] = w->sums[i] + w->rest[i] + 1;
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

ALWAYS size_t positions_start(const syntop_positions *w, uint32_t block) {
  return number_at(w->entries + (size_t)w->entry_length * block + w->place_offset, w->place_bytes);
}

/// Asks for the memory of the positions of documents that were found, which lie far from each other: for what the
/// block of documents has, but not for much more than is needed.
static void fetch_found(const syntop_positions *words, uint32_t word_count, const uint32_t *slots, uint32_t count) {
  for (uint32_t k = 0; k < word_count; k++) {
    const syntop_positions *w = &words[k];
    if (!w->found || w->entry_count == 0) continue;
    uint32_t last = UINT32_MAX;
    for (uint32_t i = 0; i < count; i++) {
      const uint32_t block = w->found[slots[i]].block;
      if (block == last || block >= w->entry_count) continue;
      last = block;
      const size_t start = positions_start(w, block);
      size_t end = block + 1 < w->entry_count ? positions_start(w, block + 1) + 64 : start + 128;
      if (end > start + MOST_FETCHED) end = start + MOST_FETCHED;
      for (size_t at = start; at < end && at < w->length; at += 64) __builtin_prefetch(w->bytes + at);
    }
  }
}

ALWAYS uint32_t frequency_at(const syntop_positions *w, uint32_t slot) {
  if (w->found) return w->found[slot].frequency;
  uint32_t frequency = w->table[slot];
  for (uint32_t i = 0; frequency == 255 && i < w->excess_count; i++)
    if (w->excesses[i].slot == slot) frequency += w->excesses[i].more;
  return frequency;
}

/// Adds up the first `count` of eight bytes; their sum is less than 65536.
ALWAYS uint32_t sum_of_bytes(const uint8_t *bytes, uint32_t count) {
  uint64_t eight;
  memcpy(&eight, bytes, 8);
  eight &= ((uint64_t)1 << (8 * count)) - 1;
#if defined(__x86_64__)
  return (uint32_t)_mm_cvtsi128_si32(_mm_sad_epu8(_mm_cvtsi64_si128((long long)eight), _mm_setzero_si128()));
#else
  eight = (eight & 0x00ff00ff00ff00ff) + (eight >> 8 & 0x00ff00ff00ff00ff);
  return (uint32_t)(eight * 0x0001000100010001 >> 48);
#endif
}

/// How often the word occurs before the document at `slot`: in the window, or in the block where it was found.
ALWAYS uint32_t occurrences_before(const syntop_positions *w, uint32_t slot) {
  if (w->found) return w->found[slot].before;
  uint32_t before = w->before[slot >> 3] + sum_of_bytes(w->table + (slot & ~7u), slot & 7);
  for (uint32_t i = 0; i < w->excess_count; i++)
    if (w->excesses[i].slot >> 3 == slot >> 3 && w->excesses[i].slot < slot) before += w->excesses[i].more;
  return before;
}

/// Moves to the first position of a block of documents, before which the word occurs `before` times.
static void open_entry(syntop_positions *w, uint32_t block, uint32_t before) {
  w->start = w->index = 0;
  w->passed = before;
  w->entry = block;
  if (block >= w->entry_count) return;
  const uint8_t *place = w->entries + (size_t)w->entry_length * block + w->place_offset;
  w->start = number_at(place, w->place_bytes);
  w->index = place[w->place_bytes];
}

/// Passes over blocks of documents before the one at `slot`, if any lies between.
static void pass_entries(syntop_positions *w, uint32_t slot) {
  uint32_t block = w->entry;
  while (block < w->entry_count && last_of(w, block) < w->first + slot) block++;
  if (block == w->entry || block >= w->entry_count) return;
  const uint32_t begin = last_of(w, block - 1) + 1;
  if (begin < w->first) return;
  const uint32_t before = occurrences_before(w, begin - w->first);
  if (before > w->passed) open_entry(w, block, before);
}

/// Moves to the first position of a document, before which the word occurs `before` times.
static int go(syntop_positions *w, uint32_t slot, uint32_t before) {
  if (w->found && (w->found[slot].block != w->entry || before < w->passed))
    open_entry(w, w->found[slot].block, 0);
  else if (!w->found && before - w->passed > BLOCK)
    pass_entries(w, slot);
  if (before < w->passed) return 0;
  w->index += before - w->passed;
  w->passed = before;
  return settle(w);
}

static void count_plain(syntop_positions *w) {
  uint32_t sum = 0;
  for (uint32_t at = 0; at < w->size; at += 8) {
    w->before[at >> 3] = sum;
    sum += sum_of_bytes(w->table + at, 4) + sum_of_bytes(w->table + at + 4, 4);
  }
}

/// Counts how often a word occurs before each eight documents of the window.
ALWAYS int count_before(syntop_positions *w, void (*count)(syntop_positions *)) {
  if (w->found || w->is_counted) return 1;
  if (w->size > SYNTOP_JOINED) return 0;
  count(w);
  for (uint32_t i = 0; i < w->excess_count; i++)
    for (uint32_t group = (w->excesses[i].slot >> 3) + 1; group << 3 < w->size; group++)
      w->before[group] += w->excesses[i].more;
  w->is_counted = 1;
  return 1;
}

/// Writes the keys of `f` positions whose sums follow `sums[0]`, counted from `before`; may write `SLACK` keys more.
typedef void (*key_writer)(const uint32_t *sums, uint32_t f, uint32_t before, uint32_t *keys);

static void write_plain(const uint32_t *sums, uint32_t f, uint32_t before, uint32_t *keys) {
  for (uint32_t i = 0; i < f; i++) keys[i] = sums[i + 1] - sums[0] + before;
}

/// Writes the keys of the next `f` positions, which may run over into the blocks behind; 0 where the list is
/// ill-formed.
ALWAYS int read_keys(
    syntop_positions *w, uint32_t f, uint32_t before, uint32_t *keys, key_writer write, block_adder add) {
  if (!decode(w, w->start, add)) return 0;
  for (uint32_t taken = 0; taken < f;) {
    if (w->index >= w->count) {
      if (w->count < BLOCK || w->end == w->start) return 0;
      w->start = w->end;
      w->index = 0;
      if (!decode(w, w->start, add) || w->count == 0) return 0;
    }
    const uint32_t part = f - taken < w->count - w->index ? f - taken : w->count - w->index;
    write(w->sums + w->index, part, before, keys + taken);
    before += w->sums[w->index + part] - w->sums[w->index];
    taken += part;
    w->index += part;
  }
  w->passed += f;
  return 1;
}

static int read_plain(syntop_positions *w, uint32_t f, uint32_t before, int has_more, uint32_t *keys) {
  (void)has_more;
  return read_keys(w, f, before, keys, write_plain, add_plain);
}

#if defined(__x86_64__)
WIDE static void count_wide(syntop_positions *w) {
  const __m512i zero = _mm512_setzero_si512();
  __m512i last = zero;
  for (uint32_t at = 0; at < w->size; at += 64) {
    const __m512i own = _mm512_sad_epu8(_mm512_loadu_si512(w->table + at), zero);
    __m512i sums = _mm512_add_epi64(own, _mm512_alignr_epi64(own, zero, 7));
    sums = _mm512_add_epi64(sums, _mm512_alignr_epi64(sums, zero, 6));
    sums = _mm512_add_epi64(sums, _mm512_alignr_epi64(sums, zero, 4));
    sums = _mm512_add_epi64(sums, last);
    last = _mm512_permutexvar_epi64(_mm512_set1_epi64(7), sums);
    _mm256_storeu_si256((__m256i *)(w->before + (at >> 3)), _mm512_cvtepi64_epi32(_mm512_sub_epi64(sums, own)));
  }
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

/// Few are more than 16; how many there are cannot be guessed.
WIDE_ALWAYS void write_wide(const uint32_t *sums, uint32_t f, uint32_t before, uint32_t *keys) {
  const __m512i more = _mm512_set1_epi32((int)(before - sums[0]));
  _mm512_storeu_si512(keys, _mm512_add_epi32(_mm512_loadu_si512(sums + 1), more));
  for (uint32_t at = 16; at < f; at += 16)
    _mm512_storeu_si512(keys + at, _mm512_add_epi32(_mm512_loadu_si512(sums + 1 + at), more));
}

/// Adds up gaps: key i is the sum of the gaps up to i and i, counted from what stands before the first in all lanes.
WIDE_ALWAYS __m512i add_up(__m512i gaps, __m512i before) {
  const __m512i zero = _mm512_setzero_si512();
  __m512i x = _mm512_add_epi32(gaps, _mm512_set1_epi32(1));
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 15));
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 14));
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 12));
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 8));
  return _mm512_add_epi32(x, before);
}

WIDE_ALWAYS void add_wide(const uint8_t *bytes, const head *h, uint32_t *out) {
  __m512i last = _mm512_setzero_si512();
  read_packed(bytes, h, out);
  for (uint32_t at = 0; at < BLOCK; at += 16) {
    const __m512i own = add_up(_mm512_loadu_si512(out + at), last);
    last = _mm512_permutexvar_epi32(_mm512_set1_epi32(15), own);
    _mm512_storeu_si512(out + at, own);
  }
}

/// The same with AVX-512: where no more is asked of a block than some positions, these are read where they lie.
WIDE __attribute__((noinline)) static int read_wide(
    syntop_positions *w, uint32_t f, uint32_t before, int has_more, uint32_t *keys) {
  head h;
  if (has_more || f > FEW || w->decoded == w->start || w->touched == w->start || w->index + f > BLOCK ||
      w->start >= w->length || w->bytes[w->start] == 0xff)
    return read_keys(w, f, before, keys, write_wide, add_wide);
  if (!read_head(w->bytes + w->start, w->length - w->start, &h) || h.bits > 0) return 0;
  if (h.width > 19) return read_keys(w, f, before, keys, write_wide, add_wide);
  _mm512_storeu_si512(keys, add_up(peek(w->bytes + w->start, &h, w->index, f), _mm512_set1_epi32((int)before)));
  w->touched = w->start;
  w->index += f;
  w->passed += f;
  return 1;
}
#endif
#endif
