// SPDX-License-Identifier: Apache-2.0

// Looks documents up in a list of postings, block by block: in bit sets where they lie, in other blocks decoded.
#include "lists.h"
#include "frequencies.h"

/// So many documents looked up in a block are merged with its own.
enum { MANY = 8 };

ALWAYS uint32_t last_in(const syntop_list *l, uint32_t block) {
  return number_at(l->entries + (size_t)l->entry_length * block, l->last_bytes);
}

/// The first block from `low` on whose last document is at or behind `document`, by galloping; `whole` for the tail.
ALWAYS uint32_t block_of(const syntop_list *l, uint32_t low, uint32_t document) {
  uint32_t step = 1;
  if (low >= l->whole || last_in(l, low) >= document) return low;
  while (low + step < l->whole && last_in(l, low + step) < document) {
    low += step;
    step *= 2;
  }
  uint32_t high = low + step < l->whole ? low + step : l->whole;
  for (low++; low < high;) {
    const uint32_t middle = (low + high) / 2;
    if (last_in(l, middle) < document)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/// Asks for the memory of the blocks that will be looked into, which may lie far from each other.
static void fetch_blocks(const syntop_list *l, const uint32_t *documents, const uint32_t *places, uint32_t count) {
  uint32_t block = l->block, last = 0;
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t document = documents[places[i]];
    if (i > 0 && document <= last) continue;
    block = block_of(l, block, document);
    if (block >= l->whole) return;
    last = last_in(l, block);
    const size_t place = number_at(l->entries + (size_t)l->entry_length * block + l->last_bytes, l->place_bytes);
    if (place >= l->length) continue;
    __builtin_prefetch(l->bytes + place);
    __builtin_prefetch(l->bytes + place + 64);
  }
}

/// Nothing more is found in the list.
static void end_list(syntop_list *l) {
  l->block = l->whole;
  l->at = l->tail_count;
}

/// A document of a block, or the first behind it; those before `at` are less.
ALWAYS uint32_t place_of(const uint32_t *block, uint32_t at, uint32_t document) {
  // Steps of eight; within the last step all are compared, so that nothing is guessed.
  while (block[at + 7] < document) at += 8;
  uint32_t step = 0;
  for (uint32_t i = 0; i < 8; i++) step += block[at + i] < document;
  return at + step;
}

static uint32_t meet_tail(
    syntop_list *l, const uint32_t *documents, const uint32_t *places, uint32_t count, uint32_t *kept, int with_sums,
    syntop_found *found) {
  uint32_t some = 0, sum = 0, summed = l->at;
  for (uint32_t i = 0; with_sums && i < l->at; i++) sum += l->tail_frequencies[i];
  for (uint32_t i = 0; i < count && l->at < l->tail_count; i++) {
    const uint32_t place = places[i], document = documents[place];
    l->at = place_of(l->tail_documents, l->at, document);
    if (l->at >= l->tail_count || l->tail_documents[l->at] != document) continue;
    for (; with_sums && summed < l->at; summed++) sum += l->tail_frequencies[summed];
    kept[some++] = place;
    found[place] = (syntop_found){l->tail_frequencies[l->at], l->whole, sum};
  }
  return some;
}

/// A block of documents with the block of frequencies behind it.
typedef struct {
  const uint8_t *bytes, *frequencies;
  head documents, values;
  uint32_t base, last;
  /// Whether all frequencies fit a byte.
  int is_small;
} whole_block;

ALWAYS int open_block(const syntop_list *l, whole_block *b) {
  const uint8_t *entry = l->entries + (size_t)l->entry_length * l->block;
  const size_t place = number_at(entry + l->last_bytes, l->place_bytes);
  b->base = l->block > 0 ? last_in(l, l->block - 1) : UINT32_MAX;
  b->last = number_at(entry, l->last_bytes);
  if (place >= l->length) return 0;
  b->bytes = l->bytes + place;
  const size_t available = l->length - place;
  if (!read_head(b->bytes, available, &b->documents)) return 0;
  b->frequencies = b->bytes + b->documents.length;
  if (!read_head(b->frequencies, available - b->documents.length, &b->values) || b->values.bits > 0) return 0;
  b->is_small = b->values.width + (b->values.exceptions > 0 ? b->values.extra : 0) <= 7;
  return 1;
}

/// Decodes all frequencies of a block, and adds up the first of them.
typedef void (*frequency_reader)(const uint8_t *bytes, const head *h, uint8_t *out);
typedef uint32_t (*frequency_summer)(const uint8_t *frequencies, uint32_t count);

/// Adds up the frequencies of a block: what stands before each, and behind the last.
static void add_frequencies(const whole_block *b, uint32_t *sums) {
  sums[0] = 0;
  read_packed(b->frequencies, &b->values, sums + 1);
  // Frequencies - 1 are added up with 1 each.
  syntop_sum128(0, sums + 1);
}

/// What is known of the document at `index` of a block. Of few documents the frequencies are read one by one.
ALWAYS syntop_found look(
    syntop_list *l, const whole_block *b, uint32_t index, int all, int with_sums, frequency_reader read,
    frequency_summer sum) {
  syntop_found found = {0, l->block, 0};
  if (!b->is_small && with_sums) {
    if (!l->has_frequencies) add_frequencies(b, l->sums);
    l->has_frequencies = 1;
    found.before = l->sums[index];
    found.frequency = l->sums[index + 1] - found.before;
    return found;
  }
  if (!b->is_small || (!all && !l->has_frequencies)) {
    found.frequency = value_at(b->frequencies, &b->values, index) + 1;
    return found;
  }
  if (!l->has_frequencies) read(b->frequencies, &b->values, l->frequencies);
  l->has_frequencies = 1;
  found.frequency = l->frequencies[index];
  if (with_sums) found.before = sum(l->frequencies, index);
  return found;
}

/// Looks documents up in a block: keeps the places of those found, and where in the block they stand; eight indices
/// more may be written. Returns how many documents were looked at.
typedef uint32_t (*finder)(
    syntop_list *l, const whole_block *b, const uint32_t *documents, const uint32_t *places, uint32_t count,
    uint32_t *kept, uint8_t *indices, uint32_t *met);

ALWAYS void read_documents(syntop_list *l, const whole_block *b) {
  if (l->decoded == l->block + 1) return;
  read_gaps(b->bytes, &b->documents, b->base, l->documents);
  for (uint32_t i = BLOCK; i < BLOCK + 16; i++) l->documents[i] = UINT32_MAX;
}

/// Documents of a packed block.
ALWAYS uint32_t find_in_gaps(
    syntop_list *l, const whole_block *b, const uint32_t *documents, const uint32_t *places, uint32_t count,
    uint32_t *kept, uint8_t *indices, uint32_t *met) {
  uint32_t some = 0, taken = 0;
  read_documents(l, b);
  for (; taken < count; taken++) {
    const uint32_t place = places[taken], document = documents[place];
    if (document > b->last) break;
    const uint32_t index = l->at = place_of(l->documents, l->at, document);
    // Whether a document is found cannot be guessed: what is written is kept or not.
    kept[some] = place;
    indices[some] = (uint8_t)index;
    some += (index < BLOCK) & (l->documents[index] == document);
  }
  *met = some;
  return taken;
}

/// The same of a bit set.
ALWAYS uint32_t find_in_bits(
    const whole_block *b, const uint32_t *documents, const uint32_t *places, uint32_t count, uint32_t *kept,
    uint8_t *indices, uint32_t *met) {
  const uint8_t *bits = b->bytes + 2;
  uint32_t some = 0, taken = 0, rank = 0, counted = 0;
  uint64_t own = word(bits, b->documents.bits, 0);
  for (; taken < count; taken++) {
    const uint32_t place = places[taken], document = documents[place], bit = document - b->base - 1;
    if (document > b->last || bit >= 8 * b->documents.bits) break;
    // Documents before this one are counted from where the last count ended.
    for (; counted + 64 <= bit; own = word(bits, b->documents.bits, counted >> 3)) {
      rank += (uint32_t)__builtin_popcountll(own);
      counted += 64;
    }
    const uint32_t index = rank + (uint32_t)__builtin_popcountll(own & (((uint64_t)1 << (bit - counted)) - 1));
    kept[some] = place;
    indices[some] = (uint8_t)index;
    some += (index < BLOCK) & (uint32_t)(own >> (bit - counted));
  }
  // Behind the bits of a damaged block nothing is found.
  while (taken < count && documents[places[taken]] <= b->last) taken++;
  *met = some;
  return taken;
}

/// Looks up the documents up to the last of the block; returns how many those are.
ALWAYS uint32_t meet_block(
    syntop_list *l, const whole_block *b, const uint32_t *documents, const uint32_t *places, uint32_t count,
    uint32_t *kept, uint32_t *met, int with_sums, syntop_found *found, finder find, frequency_reader read,
    frequency_summer sum) {
  uint8_t indices[BLOCK + 8];
  uint32_t taken = 0, some = 0;
  // Three at most are looked up one by one.
  const int all = with_sums || (count > 3 && documents[places[3]] <= b->last);
  if (l->decoded != l->block + 1) l->has_frequencies = 0;
  if (count > BLOCK) count = BLOCK;
  taken = b->documents.bits == 0 ? find(l, b, documents, places, count, kept, indices, &some)
                                 : find_in_bits(b, documents, places, count, kept, indices, &some);
  l->decoded = l->block + 1;
  for (uint32_t i = 0; i < some; i++) found[kept[i]] = look(l, b, indices[i], all, with_sums, read, sum);
  *met = some;
  return taken;
}

ALWAYS uint32_t meet(
    syntop_list *l, const uint32_t *documents, uint32_t *places, uint32_t count, int with_sums, syntop_found *found,
    finder find, frequency_reader read, frequency_summer sum) {
  uint32_t taken = 0, kept = 0;
  while (taken < count) {
    const uint32_t block = block_of(l, l->block, documents[places[taken]]);
    if (block != l->block) l->at = 0;
    l->block = block;
    if (l->block >= l->whole)
      return kept + meet_tail(l, documents, places + taken, count - taken, places + kept, with_sums, found);
    whole_block b;
    if (!open_block(l, &b)) {
      end_list(l);
      break;
    }
    uint32_t met = 0;
    taken += meet_block(
        l, &b, documents, places + taken, count - taken, places + kept, &met, with_sums, found, find, read, sum);
    kept += met;
  }
  return kept;
}

static void read_plain(const uint8_t *bytes, const head *h, uint8_t *out) { plain_frequencies(bytes, h, out); }

static uint32_t sum_plain(const uint8_t *frequencies, uint32_t count) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < count; i++) sum += frequencies[i];
  return sum;
}

uint32_t syntop_list_meet_portable(
    syntop_list *list, const uint32_t *documents, uint32_t *places, uint32_t count, int with_sums, syntop_found *found) {
  return meet(list, documents, places, count, with_sums, found, find_in_gaps, read_plain, sum_plain);
}

static uint32_t (*meet_best)(syntop_list *, const uint32_t *, uint32_t *, uint32_t, int, syntop_found *) =
    syntop_list_meet_portable;

#if defined(__x86_64__)
WIDE_ALWAYS void read_wide(const uint8_t *bytes, const head *h, uint8_t *out) {
  const bytes128 values = frequencies_wide(bytes, h);
  _mm512_storeu_si512(out, values.low);
  _mm512_storeu_si512(out + 64, values.high);
}

WIDE_ALWAYS uint32_t sum_wide(const uint8_t *frequencies, uint32_t count) {
  const __m512i zero = _mm512_setzero_si512();
  const uint64_t all = ~(uint64_t)0;
  const __m512i low = _mm512_maskz_loadu_epi8(count < 64 ? _bzhi_u64(all, count) : all, frequencies);
  const __m512i high = _mm512_maskz_loadu_epi8(count > 64 ? _bzhi_u64(all, count - 64) : 0, frequencies + 64);
  return (uint32_t)_mm512_reduce_add_epi64(_mm512_add_epi64(_mm512_sad_epu8(low, zero), _mm512_sad_epu8(high, zero)));
}

/// Documents that are found one by one: halves are guessed by no branch, 32 documents are compared at once.
WIDE_ALWAYS uint32_t find_few(
    const syntop_list *l, const uint32_t *asked, const uint32_t *places, uint32_t count, uint32_t *kept,
    uint8_t *indices) {
  uint32_t some = 0;
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t document = asked[i], place = places[i];
    uint32_t index = l->documents[63] < document ? 64 : 0;
    index += l->documents[index + 31] < document ? 32 : 0;
    const __m512i wanted = _mm512_set1_epi32((int)document);
    const uint32_t low = _mm512_cmplt_epu32_mask(_mm512_loadu_si512(l->documents + index), wanted);
    const uint32_t high = _mm512_cmplt_epu32_mask(_mm512_loadu_si512(l->documents + index + 16), wanted);
    index += (uint32_t)__builtin_popcount(low | high << 16);
    kept[some] = place;
    indices[some] = (uint8_t)index;
    some += (index < BLOCK) & (l->documents[index] == document);
  }
  return some;
}

/// Where in the block those of eight documents stand that are among the eight at `j`; the others stay as they are.
WIDE_ALWAYS __m256i meet_eight(__m256i own, __m256i other, uint32_t j, __m256i indices) {
  const __m256i first = _mm256_set1_epi32((int)j);
#define TURN(BY)                                                                                           \
  indices = _mm256_mask_add_epi32(                                                                         \
      indices, _mm256_cmpeq_epi32_mask(own, TURNED(other, BY)), TURNED_LANES(BY), first);
  TURN(0) TURN(1) TURN(2) TURN(3) TURN(4) TURN(5) TURN(6) TURN(7)
#undef TURN
  return indices;
}

/// Keeps those of the eight documents from `i` on that have an index.
WIDE_ALWAYS uint32_t keep_eight(
    const uint32_t *places, uint32_t i, uint32_t count, __m256i own, uint32_t *kept, uint8_t *indices) {
  const __mmask8 given = (__mmask8)(count - i < 8 ? (1u << (count - i)) - 1 : 0xff);
  const __mmask8 met = _mm256_mask_cmpge_epi32_mask(given, own, _mm256_setzero_si256());
  const __m256i some = _mm256_maskz_loadu_epi32(given, places + i);
  _mm256_storeu_si256((__m256i *)kept, _mm256_maskz_compress_epi32(met, some));
  _mm_storel_epi64((__m128i *)indices, _mm256_cvtepi32_epi8(_mm256_maskz_compress_epi32(met, own)));
  return (uint32_t)__builtin_popcount(met);
}

/// Many documents, merged with those of the block by eights: eight of them stay until the block's are as great. Which
/// goes on cannot be guessed, so nothing branches by it.
WIDE_ALWAYS uint32_t find_many(
    syntop_list *l, uint32_t *asked, const uint32_t *places, uint32_t count, uint32_t *kept, uint8_t *indices) {
  uint32_t found[BLOCK + 8], some = 0, i = 0, j = l->at & ~7u;
  __m256i own = _mm256_set1_epi32(-1);
  // Behind the last document stands itself: the search goes on where that would be.
  _mm256_storeu_si256((__m256i *)(asked + count), _mm256_set1_epi32((int)asked[count - 1]));
  while (i < count && j < BLOCK) {
    const uint32_t a = asked[i + 7], b = l->documents[j + 7], leaves = a <= b;
    own = meet_eight(eight(asked + i), eight(l->documents + j), j, own);
    some += keep_eight(places, i, count, own, found + some, indices + some) & -leaves;
    own = _mm256_or_si256(own, _mm256_set1_epi32(-(int)leaves));
    i += 8 * leaves;
    j += 8 * (uint32_t)(b <= a);
  }
  if (i < count) some += keep_eight(places, i, count, own, found + some, indices + some);
  l->at = j;
  memcpy(kept, found, sizeof(uint32_t) * some);
  return some;
}

/// Documents of a packed block, at most 128.
WIDE_ALWAYS uint32_t find_wide(
    syntop_list *l, const whole_block *b, const uint32_t *documents, const uint32_t *places, uint32_t count,
    uint32_t *kept, uint8_t *indices, uint32_t *met) {
  uint32_t asked[BLOCK + 8], taken = 0;
  read_documents(l, b);
  while (taken < count && (asked[taken] = documents[places[taken]]) <= b->last) taken++;
  *met = taken < MANY ? find_few(l, asked, places, taken, kept, indices)
                      : find_many(l, asked, places, taken, kept, indices);
  return taken;
}

WIDE static uint32_t meet_wide(
    syntop_list *list, const uint32_t *documents, uint32_t *places, uint32_t count, int with_sums, syntop_found *found) {
  return meet(list, documents, places, count, with_sums, found, find_wide, read_wide, sum_wide);
}

__attribute__((constructor)) static void choose_path(void) {
  __builtin_cpu_init();
  if (may_be_wide()) meet_best = meet_wide;
}
#endif

uint32_t syntop_list_meet(
    syntop_list *list, const uint32_t *documents, uint32_t *places, uint32_t count, int with_sums, syntop_found *found) {
  fetch_blocks(list, documents, places, count);
  return meet_best(list, documents, places, count, with_sums, found);
}

uint32_t syntop_list_next(const syntop_list *list) {
  if (list->block >= list->whole) return list->at < list->tail_count ? list->tail_documents[list->at] : UINT32_MAX;
  return list->block > 0 ? last_in(list, list->block - 1) + 1 : 0;
}
