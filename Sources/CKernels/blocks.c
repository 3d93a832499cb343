// SPDX-License-Identifier: Apache-2.0

// Blocks of 128 integers with patches or as bit sets: plain loops around the packing kernels, and bit sets by AVX-512
// where the CPU has it, chosen when the program is loaded.
#include "blocks.h"
#include "bit_set.h"
#include "frequencies.h"

/// Where the first bit of a bit set stands in a table; 0 where the set reaches outside.
ALWAYS int place_bits(const uint8_t *bits, const head *h, uint32_t base, const syntop_table *table, uint8_t **place) {
  const uint32_t offset = base + 1 - table->first, last = bits[h->bits - 1];
  if (last == 0 || offset > table->size || 8 * h->bits - (uint32_t)__builtin_clz(last) + 24 > table->size - offset)
    return 0;
  *place = table->entries + offset;
  return 1;
}

/// The documents of a packed block, all within the table; 0 where they are not.
ALWAYS int read_inside(const uint8_t *bytes, const head *h, uint32_t base, const syntop_table *table, uint32_t *out) {
  read_gaps(bytes, h, base, out);
  uint32_t most = 0;
  for (uint32_t i = 0; i < BLOCK; i++) {
    out[i] -= table->first;
    most = out[i] > most ? out[i] : most;
  }
  return most < table->size;
}

size_t syntop_block_length(const uint8_t *bytes, size_t available) {
  head h;
  return read_head(bytes, available, &h) ? h.length : 0;
}

size_t syntop_block_read(const uint8_t *bytes, size_t available, uint32_t *out) {
  head h;
  if (!read_head(bytes, available, &h) || h.bits > 0) return 0;
  read_packed(bytes, &h, out);
  return h.length;
}

ALWAYS void plain_bits(const uint8_t *bits, uint32_t count, uint32_t first, uint32_t *out) {
  for (uint32_t at = 0; at < count; at += 8)
    for (uint64_t w = word(bits, count, at); w; w &= w - 1) *out++ = first + 8 * at + (uint32_t)__builtin_ctzll(w);
}

ALWAYS void plain_spread(const uint8_t *bits, uint32_t count, const uint8_t *values, uint8_t *out) {
  for (uint32_t at = 0; at < count; at += 8)
    for (uint64_t w = word(bits, count, at); w; w &= w - 1) out[8 * at + (uint32_t)__builtin_ctzll(w)] |= *values++;
}

#if defined(__x86_64__)
WIDE static void bits_avx512(const uint8_t *bits, uint32_t count, uint32_t first, uint32_t *out) {
  uint32_t found = 0;
  const __m512i lanes = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  __m512i numbers = _mm512_add_epi32(lanes, _mm512_set1_epi32((int)first));
  for (uint32_t at = 0; at < count; at += 8) {
    uint64_t w = word(bits, count, at);
    for (int part = 0; part < 4; part++, w >>= 16) {
      const __mmask16 mask = (__mmask16)w;
      const uint32_t some = (uint32_t)__builtin_popcount(mask);
      _mm512_mask_storeu_epi32(
          out + found, (__mmask16)((1u << some) - 1), _mm512_maskz_compress_epi32(mask, numbers));
      found += some;
      numbers = _mm512_add_epi32(numbers, _mm512_set1_epi32(16));
    }
  }
}

WIDE_ALWAYS void spread_wide(const uint8_t *bits, uint32_t count, bytes128 values, uint8_t *out) {
  const __m512i lanes = _mm512_loadu_si512(numbers64);
  uint32_t taken = 0;
  for (uint32_t at = 0; at < count; at += 8) {
    const uint64_t w = word_wide(bits, count, at);
    const __m512i own = _mm512_maskz_expand_epi8(w, bytes_from(values, taken, lanes));
    uint8_t *place = out + 8 * (size_t)at;
    _mm512_storeu_si512(place, _mm512_or_si512(own, _mm512_loadu_si512(place)));
    taken += (uint32_t)__builtin_popcountll(w);
  }
}
#endif

typedef void (*bits_reader)(const uint8_t *bits, uint32_t count, uint32_t first, uint32_t *out);

ALWAYS size_t read_documents(
    const uint8_t *bytes, size_t available, uint32_t base, uint32_t *out, bits_reader read_bits) {
  head h;
  if (!read_head(bytes, available, &h)) return 0;
  if (h.bits == 0) {
    read_gaps(bytes, &h, base, out);
  } else {
    if (!is_full(bytes + 2, h.bits)) return 0;
    read_bits(bytes + 2, h.bits, base + 1, out);
  }
  return h.length;
}

static void bits_portable(const uint8_t *bits, uint32_t count, uint32_t first, uint32_t *out) {
  plain_bits(bits, count, first, out);
}

/// What is known of a block, and of the block of frequencies behind it, once it may be poured.
typedef struct {
  head documents, frequencies;
  /// Where a bit set begins in the table.
  uint8_t *place;
  /// Where the documents of a packed block stand in the table.
  uint32_t slots[BLOCK];
} pouring;

ALWAYS int may_pour(
    const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table, int marks, full_test full,
    pouring *p) {
  if (!read_head(bytes, available, &p->documents)) return 0;
  const size_t length = p->documents.length;
  if (!marks && !read_small_head(bytes + length, available - length, &p->frequencies)) return 0;
  if (p->documents.bits == 0) return read_inside(bytes, &p->documents, base, table, p->slots);
  return full(bytes + 2, p->documents.bits) && place_bits(bytes + 2, &p->documents, base, table, &p->place);
}

ALWAYS int pour_plain(const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table, int marks) {
  pouring p;
  uint8_t values[BLOCK];
  if (!may_pour(bytes, available, base, table, marks, is_full, &p)) return 0;
  if (marks)
    memset(values, 1, BLOCK);
  else
    plain_frequencies(bytes + p.documents.length, &p.frequencies, values);
  if (p.documents.bits > 0)
    plain_spread(bytes + 2, p.documents.bits, values, p.place);
  else
    for (uint32_t i = 0; i < BLOCK; i++) table->entries[p.slots[i]] = values[i];
  return 1;
}

ALWAYS int meet_plain(
    const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table, syntop_met *met) {
  pouring p;
  uint8_t values[BLOCK];
  if (!may_pour(bytes, available, base, table, 0, is_full, &p)) return 0;
  plain_frequencies(bytes + p.documents.length, &p.frequencies, values);
  if (p.documents.bits > 0) plain_bits(bytes + 2, p.documents.bits, (uint32_t)(p.place - table->entries), p.slots);
  for (uint32_t i = 0; i < BLOCK; i++) {
    const uint32_t other = table->entries[p.slots[i]];
    met->documents += other > 0;
    met->hits += other > 0 ? other + values[i] : 0;
  }
  return 1;
}

size_t syntop_block_read_documents_portable(const uint8_t *bytes, size_t available, uint32_t base, uint32_t *out) {
  return read_documents(bytes, available, base, out, bits_portable);
}
int syntop_pour_block_portable(const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table) {
  return pour_plain(bytes, available, base, table, 0);
}
int syntop_mark_block_portable(const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table) {
  return pour_plain(bytes, available, base, table, 1);
}
int syntop_meet_block_portable(
    const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table, syntop_met *met) {
  return meet_plain(bytes, available, base, table, met);
}
static size_t (*read_best)(const uint8_t *, size_t, uint32_t, uint32_t *) = syntop_block_read_documents_portable;
static int (*pour_best)(const uint8_t *, size_t, uint32_t, const syntop_table *) = syntop_pour_block_portable;
static int (*mark_best)(const uint8_t *, size_t, uint32_t, const syntop_table *) = syntop_mark_block_portable;
static int (*meet_best)(const uint8_t *, size_t, uint32_t, const syntop_table *, syntop_met *) =
    syntop_meet_block_portable;
static const char *path = "portable";

#if defined(__x86_64__)
WIDE_ALWAYS int pour_any(
    const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table, int marks) {
  pouring p;
  if (!may_pour(bytes, available, base, table, marks, is_full_wide, &p)) return 0;
  const __m512i one = _mm512_set1_epi8(1);
  bytes128 values = {one, one};
  if (!marks) values = frequencies_wide(bytes + p.documents.length, &p.frequencies);
  if (p.documents.bits > 0) {
    spread_wide(bytes + 2, p.documents.bits, values, p.place);
    return 1;
  }
  _Alignas(64) uint8_t out[BLOCK];
  _mm512_store_si512(out, values.low);
  _mm512_store_si512(out + 64, values.high);
  for (uint32_t i = 0; i < BLOCK; i++) table->entries[p.slots[i]] = out[i];
  return 1;
}

/// What bytes of a table add up to that are not zero, with a bit set for each of them in `any`.
WIDE_ALWAYS __m512i sum_any(__m512i entries, __mmask64 some, __mmask64 *any) {
  *any = _mm512_mask_test_epi8_mask(some, entries, entries);
  return _mm512_sad_epu8(_mm512_maskz_mov_epi8(*any, entries), _mm512_setzero_si512());
}

/// The entries of a bit set's documents: what they add up to, and which of the 128 are not zero.
WIDE_ALWAYS __m512i sum_spread(const uint8_t *bits, uint32_t count, const uint8_t *entries, __mmask64 met[2]) {
  __m512i sums = _mm512_setzero_si512();
  unsigned __int128 marks = 0;
  uint32_t taken = 0;
  for (uint32_t at = 0; at < count; at += 8) {
    const uint64_t w = word_wide(bits, count, at);
    __mmask64 any;
    sums = _mm512_add_epi64(sums, sum_any(_mm512_loadu_si512(entries + 8 * (size_t)at), w, &any));
    marks |= (unsigned __int128)_pext_u64(any, w) << (taken & 127);
    taken += (uint32_t)__builtin_popcountll(w);
  }
  met[0] = (__mmask64)marks;
  met[1] = (__mmask64)(marks >> 64);
  return sums;
}

WIDE static int meet_wide(
    const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table, syntop_met *met) {
  pouring p;
  if (!may_pour(bytes, available, base, table, 0, is_full_wide, &p)) return 0;
  __mmask64 any[2];
  __m512i sums;
  if (p.documents.bits > 0) {
    sums = sum_spread(bytes + 2, p.documents.bits, p.place, any);
  } else {
    _Alignas(64) uint8_t entries[BLOCK];
    for (uint32_t i = 0; i < BLOCK; i++) entries[i] = table->entries[p.slots[i]];
    sums = sum_any(_mm512_load_si512(entries), ~(uint64_t)0, &any[0]);
    sums = _mm512_add_epi64(sums, sum_any(_mm512_load_si512(entries + 64), ~(uint64_t)0, &any[1]));
  }
  if ((any[0] | any[1]) == 0) return 1;
  const __m512i zero = _mm512_setzero_si512();
  const bytes128 values = frequencies_wide(bytes + p.documents.length, &p.frequencies);
  sums = _mm512_add_epi64(sums, _mm512_sad_epu8(_mm512_maskz_mov_epi8(any[0], values.low), zero));
  sums = _mm512_add_epi64(sums, _mm512_sad_epu8(_mm512_maskz_mov_epi8(any[1], values.high), zero));
  met->documents += (uint64_t)(__builtin_popcountll(any[0]) + __builtin_popcountll(any[1]));
  met->hits += (uint64_t)_mm512_reduce_add_epi64(sums);
  return 1;
}

WIDE static size_t read_wide(const uint8_t *bytes, size_t available, uint32_t base, uint32_t *out) {
  return read_documents(bytes, available, base, out, bits_avx512);
}
WIDE static int pour_wide(const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table) {
  return pour_any(bytes, available, base, table, 0);
}
WIDE static int mark_wide(const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table) {
  return pour_any(bytes, available, base, table, 1);
}
_Alignas(64) uint8_t syntop_row_bytes[8][BLOCK];

static void fill_row_bytes(void) {
  for (uint32_t width = 0; width < 8; width++)
    for (uint32_t i = 0; i < BLOCK; i++) {
      const uint32_t byte = (i >> 5) * width + (i & 7), lane = i >> 3 & 3;
      syntop_row_bytes[width][i] = (uint8_t)(16 * (byte >> 2) + 4 * lane + (byte & 3));
    }
}

__attribute__((constructor)) static void choose_path(void) {
  fill_row_bytes();
  __builtin_cpu_init();
  if (!may_be_wide()) return;
  read_best = read_wide;
  pour_best = pour_wide;
  mark_best = mark_wide;
  meet_best = meet_wide;
  path = "avx512";
}
#endif

const char *syntop_blocks_path(void) { return path; }

size_t syntop_block_read_documents(const uint8_t *bytes, size_t available, uint32_t base, uint32_t *out) {
  return read_best(bytes, available, base, out);
}
int syntop_pour_block(const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table) {
  return pour_best(bytes, available, base, table);
}
int syntop_mark_block(const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table) {
  return mark_best(bytes, available, base, table);
}

int syntop_meet_block(
    const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table, syntop_met *met) {
  return meet_best(bytes, available, base, table, met);
}

size_t syntop_pour_documents(
    const uint32_t *documents, const uint32_t *frequencies, size_t count, const syntop_table *table, int *large) {
  size_t taken = 0;
  uint32_t any = 0;
  for (; taken < count; taken++) {
    const uint32_t slot = documents[taken] - table->first;
    if (slot >= table->size) break;
    const uint32_t f = frequencies ? frequencies[taken] : 1;
    any |= f > 255;
    table->entries[slot] = (uint8_t)(f > 255 ? 255 : f);
  }
  if (large) *large = (int)any;
  return taken;
}
