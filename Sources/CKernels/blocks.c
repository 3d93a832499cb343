// Blocks of 128 integers with patches or as bit sets: plain loops around the packing kernels, and bit sets by AVX-512
// where the CPU has it, chosen when the program is loaded.
#include "blocks.h"
#include "block_head.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

/// Whether a bit set has 128 bits.
ALWAYS int is_full(const uint8_t *bits, uint32_t count) {
  uint32_t total = 0;
  for (uint32_t at = 0; at < count; at += 8) total += (uint32_t)__builtin_popcountll(word(bits, count, at));
  return total == BLOCK;
}

/// The head of a block of frequencies - 1 that all fit a byte, 128 at most; 0 where they may not.
ALWAYS int read_small_head(const uint8_t *bytes, size_t available, head *h) {
  return read_head(bytes, available, h) && h->bits == 0 && h->width + (h->exceptions > 0 ? h->extra : 0) <= 7;
}

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

/// The frequencies of a block of frequencies - 1 that fit a byte.
ALWAYS void plain_frequencies(const uint8_t *bytes, const head *h, uint8_t *out) {
  uint32_t values[BLOCK];
  read_packed(bytes, h, values);
  for (uint32_t i = 0; i < BLOCK; i++) out[i] = (uint8_t)(values[i] + 1);
}

#if defined(__x86_64__)
#define WIDE_TARGET target("avx2,avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,popcnt,bmi")
#define WIDE __attribute__((WIDE_TARGET))
#define WIDE_ALWAYS static inline __attribute__((always_inline, WIDE_TARGET))

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

/// 128 bytes in registers.
typedef struct {
  __m512i low, high;
} bytes128;

/// 64 of 128 bytes from `at` on; those behind the last do not matter.
WIDE_ALWAYS __m512i bytes_from(bytes128 values, uint32_t at, __m512i lanes) {
  return _mm512_permutex2var_epi8(values.low, _mm512_add_epi8(lanes, _mm512_set1_epi8((char)at)), values.high);
}

WIDE_ALWAYS void spread_wide(const uint8_t *bits, uint32_t count, bytes128 values, uint8_t *out) {
  static const uint8_t numbers[64] = {
      0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
      22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
      44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  const __m512i lanes = _mm512_loadu_si512(numbers);
  uint32_t taken = 0;
  for (uint32_t at = 0; at < count; at += 8) {
    const uint64_t w = word(bits, count, at);
    const __m512i own = _mm512_maskz_expand_epi8(w, bytes_from(values, taken, lanes));
    uint8_t *place = out + 8 * (size_t)at;
    _mm512_storeu_si512(place, _mm512_or_si512(own, _mm512_loadu_si512(place)));
    taken += (uint32_t)__builtin_popcountll(w);
  }
}

/// Values 16 i ... 16 i + 15 of a block of small width, of which `low` and `high` hold all words.
WIDE_ALWAYS __m128i unpack_small(__m512i low, __m512i high, __m512i at, __m512i mask) {
  const __m512i lane = _mm512_setr_epi32(0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3);
  // Four words lie between a word of a lane and the next.
  const __m512i first = _mm512_add_epi32(_mm512_slli_epi32(_mm512_srli_epi32(at, 5), 2), lane);
  const __m512i next = _mm512_add_epi32(first, _mm512_set1_epi32(4));
  const __m512i value = _mm512_shrdv_epi32(
      _mm512_permutex2var_epi32(low, first, high), _mm512_permutex2var_epi32(low, next, high), at);
  return _mm512_cvtepi32_epi8(_mm512_and_si512(value, mask));
}

/// The frequencies of a block of frequencies - 1 that fit a byte.
WIDE_ALWAYS bytes128 frequencies_wide(const uint8_t *bytes, const head *h) {
  const __m512i one = _mm512_set1_epi8(1);
  bytes128 values = {one, one};
  _Alignas(64) uint8_t patches[BLOCK];
  if (h->exceptions > 0) {
    // Written early, so that they are in the cache when they are read.
    const uint8_t *places = bytes + 2 + 16 * (size_t)h->width;
    const int room = h->room;
    _mm512_store_si512(patches, _mm512_setzero_si512());
    _mm512_store_si512(patches + 64, _mm512_setzero_si512());
    FOR_EXCEPTIONS(patches[place] = (uint8_t)(value << h->width))
  }
  if (h->width > 0) {
    const uint32_t words = 4 * h->width;
    const uint8_t *start = bytes + 2;
    const __m512i low = _mm512_maskz_loadu_epi32((__mmask16)((1u << (words < 16 ? words : 16)) - 1), start);
    const __m512i high = _mm512_maskz_loadu_epi32((__mmask16)(words > 16 ? (1u << (words - 16)) - 1 : 0), start + 64);
    const __m512i mask = _mm512_set1_epi32((1 << h->width) - 1), step = _mm512_set1_epi32((int)(4 * h->width));
    const __m512i row = _mm512_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
    __m512i at = _mm512_mullo_epi32(row, _mm512_set1_epi32((int)h->width));
    __m512i *half[2] = {&values.low, &values.high};
    for (int i = 0; i < 2; i++) {
      const __m128i a = unpack_small(low, high, at, mask);
      at = _mm512_add_epi32(at, step);
      const __m128i b = unpack_small(low, high, at, mask);
      at = _mm512_add_epi32(at, step);
      const __m128i c = unpack_small(low, high, at, mask);
      at = _mm512_add_epi32(at, step);
      const __m128i d = unpack_small(low, high, at, mask);
      at = _mm512_add_epi32(at, step);
      const __m256i ab = _mm256_inserti128_si256(_mm256_castsi128_si256(a), b, 1);
      const __m256i cd = _mm256_inserti128_si256(_mm256_castsi128_si256(c), d, 1);
      *half[i] = _mm512_add_epi8(one, _mm512_inserti64x4(_mm512_castsi256_si512(ab), cd, 1));
    }
  }
  if (h->exceptions > 0) {
    values.low = _mm512_add_epi8(values.low, _mm512_load_si512(patches));
    values.high = _mm512_add_epi8(values.high, _mm512_load_si512(patches + 64));
  }
  return values;
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
    const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table, int marks, pouring *p) {
  if (!read_head(bytes, available, &p->documents)) return 0;
  const size_t length = p->documents.length;
  if (!marks && !read_small_head(bytes + length, available - length, &p->frequencies)) return 0;
  if (p->documents.bits == 0) return read_inside(bytes, &p->documents, base, table, p->slots);
  return is_full(bytes + 2, p->documents.bits) && place_bits(bytes + 2, &p->documents, base, table, &p->place);
}

ALWAYS int pour_plain(const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table, int marks) {
  pouring p;
  uint8_t values[BLOCK];
  if (!may_pour(bytes, available, base, table, marks, &p)) return 0;
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

size_t syntop_block_read_documents_portable(const uint8_t *bytes, size_t available, uint32_t base, uint32_t *out) {
  return read_documents(bytes, available, base, out, bits_portable);
}
int syntop_pour_block_portable(const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table) {
  return pour_plain(bytes, available, base, table, 0);
}
int syntop_mark_block_portable(const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table) {
  return pour_plain(bytes, available, base, table, 1);
}

static size_t (*read_best)(const uint8_t *, size_t, uint32_t, uint32_t *) = syntop_block_read_documents_portable;
static int (*pour_best)(const uint8_t *, size_t, uint32_t, const syntop_table *) = syntop_pour_block_portable;
static int (*mark_best)(const uint8_t *, size_t, uint32_t, const syntop_table *) = syntop_mark_block_portable;
static const char *path = "portable";

#if defined(__x86_64__)
WIDE_ALWAYS int pour_any(
    const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table, int marks) {
  pouring p;
  if (!may_pour(bytes, available, base, table, marks, &p)) return 0;
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

WIDE static size_t read_wide(const uint8_t *bytes, size_t available, uint32_t base, uint32_t *out) {
  return read_documents(bytes, available, base, out, bits_avx512);
}
WIDE static int pour_wide(const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table) {
  return pour_any(bytes, available, base, table, 0);
}
WIDE static int mark_wide(const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table) {
  return pour_any(bytes, available, base, table, 1);
}

__attribute__((constructor)) static void choose_path(void) {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx512bw") || !__builtin_cpu_supports("avx512vl") ||
      !__builtin_cpu_supports("avx512vbmi") || !__builtin_cpu_supports("avx512vbmi2"))
    return;
  read_best = read_wide;
  pour_best = pour_wide;
  mark_best = mark_wide;
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
