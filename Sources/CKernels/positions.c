// Joins of positions, document by document. The lists of a phrase that are short, as most are, are compared all with all
// by AVX-512 where the CPU has it, chosen when the program is loaded.
#include "positions.h"
#include "blocks.h"
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define ALWAYS static inline __attribute__((always_inline))

enum { BLOCK = 128, MOST = 256 };

/// The sum of some bytes: frequencies of documents that are passed over.
ALWAYS uint32_t sum_bytes(const uint8_t *bytes, uint32_t count) {
  uint32_t sum = 0, at = 0;
#if defined(__SSE2__)
  if (count >= 16) {
    __m128i sums = _mm_setzero_si128();
    for (; at + 16 <= count; at += 16)
      sums = _mm_add_epi64(sums, _mm_sad_epu8(_mm_loadu_si128((const __m128i *)(bytes + at)), _mm_setzero_si128()));
    sum = (uint32_t)(_mm_cvtsi128_si64(sums) + _mm_cvtsi128_si64(_mm_unpackhi_epi64(sums, sums)));
  }
#endif
  for (; at < count; at++) sum += bytes[at];
  return sum;
}

/// A number of an entry: entries end in six bytes more, so four bytes may be read wherever one begins.
ALWAYS uint32_t number(const uint8_t *at, uint32_t size) {
  uint32_t value;
  memcpy(&value, at, 4);
  return value & (UINT32_MAX >> (32 - 8 * size));
}

ALWAYS uint32_t last_of(const syntop_positions *w, uint32_t entry) {
  return number(w->entries + (size_t)w->entry_length * entry, w->last_bytes);
}

/// Decodes the block at `start`: 128 packed gaps, or the rest of the list.
static int decode(syntop_positions *w, size_t start) {
  if (w->decoded == start) return 1;
  w->decoded = SIZE_MAX;
  if (start < w->length && w->bytes[start] != 0xff && w->length > 0) {
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
ALWAYS int settle(syntop_positions *w) {
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

/// Passes over the documents before `slot`: by the entries where a block of documents lies between, else one by one.
ALWAYS int pass(syntop_positions *w, uint32_t slot) {
  const uint32_t document = w->first + slot;
  if (w->entry_count > 0) {
    const uint32_t before = w->entry;
    while (w->entry < w->entry_count && last_of(w, w->entry) < document) w->entry++;
    if (w->entry == w->entry_count) return 0;
    const uint32_t begin = w->entry > 0 ? last_of(w, w->entry - 1) + 1 : 0;
    if (w->entry != before && begin > w->first && begin - w->first > w->slot) {
      const uint8_t *place = w->entries + (size_t)w->entry_length * w->entry + w->place_offset;
      w->start = number(place, w->place_bytes);
      w->index = place[w->place_bytes];
      w->slot = begin - w->first;
    }
  }
  if (w->slot > slot) return 0;
  w->index += sum_bytes(w->table + w->slot, slot - w->slot);
  w->slot = slot;
  return settle(w);
}

/// The gaps of the positions in the document at `slot`, `*frequency` of them; null where the list is ill-formed.
ALWAYS const uint32_t *gaps(syntop_positions *w, uint32_t slot, uint32_t *frequency, uint32_t *joined) {
  if (!pass(w, slot) || !decode(w, w->start)) return 0;
  const uint32_t f = w->table[slot];
  *frequency = f;
  w->slot = slot + 1;
  if (w->index + f <= w->count) {
    const uint32_t *found = w->values + w->index;
    w->index += f;
    return found;
  }
  // They run over into the next blocks.
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
ALWAYS uint32_t keep_plain(
    uint32_t *starts, uint32_t count, const uint32_t *gaps, uint32_t frequency, uint32_t offset) {
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

typedef uint32_t (*keeper)(uint32_t *starts, uint32_t count, const uint32_t *gaps, uint32_t frequency, uint32_t offset);

ALWAYS int phrase_hits(
    syntop_positions *words, uint32_t word_count, const uint32_t *slots, uint32_t count, uint32_t *hits, keeper keep) {
  uint32_t starts[MOST], joined[MOST], frequency;
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t *found = gaps(&words[0], slots[i], &frequency, joined);
    if (!found) return 0;
    uint32_t kept = first_starts(found, frequency, words[0].offset, starts);
    for (uint32_t k = 1; k < word_count && kept > 0; k++) {
      found = gaps(&words[k], slots[i], &frequency, joined);
      if (!found) return 0;
      kept = keep(starts, kept, found, frequency, words[k].offset);
    }
    hits[i] = kept;
  }
  return 1;
}

int syntop_phrase_hits_portable(
    syntop_positions *words, uint32_t word_count, const uint32_t *slots, uint32_t count, uint32_t *hits) {
  return phrase_hits(words, word_count, slots, count, hits, keep_plain);
}

static int (*hits_best)(syntop_positions *, uint32_t, const uint32_t *, uint32_t, uint32_t *) =
    syntop_phrase_hits_portable;

#if defined(__x86_64__)
#define WIDE_TARGET target("avx2,avx512f,avx512bw,avx512vl,popcnt,bmi")

/// The same with all of at most 16 positions in one vector.
static inline __attribute__((always_inline, WIDE_TARGET)) uint32_t keep_wide(
    uint32_t *starts, uint32_t count, const uint32_t *gaps, uint32_t frequency, uint32_t offset) {
  if (frequency > 16 || count > 16) return keep_plain(starts, count, gaps, frequency, offset);
  const __mmask16 some = (__mmask16)((1u << frequency) - 1), all = (__mmask16)((1u << count) - 1);
  const __m512i zero = _mm512_setzero_si512();
  __m512i x = _mm512_add_epi32(_mm512_maskz_loadu_epi32(some, gaps), _mm512_set1_epi32(1));
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 15));
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 14));
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 12));
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 8));
  // Where the phrase would start by this word, one token behind what `starts` count.
  const __m512i own = _mm512_sub_epi32(x, _mm512_set1_epi32((int)offset + 1));
  const __m512i given = _mm512_maskz_loadu_epi32(all, starts);
  // Each start is looked for among them; a word has no two occurrences at one token.
  uint32_t kept = 0;
  for (uint32_t i = 0; i < count; i++) {
    const __m512i one = _mm512_permutexvar_epi32(_mm512_set1_epi32((int)i), given);
    const uint32_t start = starts[i];
    starts[kept] = start;
    kept += _mm512_mask_cmpeq_epi32_mask(some, own, one) != 0;
  }
  return kept;
}

__attribute__((WIDE_TARGET)) static int hits_wide(
    syntop_positions *words, uint32_t word_count, const uint32_t *slots, uint32_t count, uint32_t *hits) {
  return phrase_hits(words, word_count, slots, count, hits, keep_wide);
}

__attribute__((constructor)) static void choose_path(void) {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) hits_best = hits_wide;
}
#endif

int syntop_phrase_hits(
    syntop_positions *words, uint32_t word_count, const uint32_t *slots, uint32_t count, uint32_t *hits) {
  return hits_best(words, word_count, slots, count, hits);
}

ALWAYS void add_up(const uint32_t *gaps, uint32_t frequency, uint32_t *positions) {
  uint32_t position = UINT32_MAX;
  for (uint32_t i = 0; i < frequency; i++) positions[i] = position += gaps[i] + 1;
  positions[frequency] = UINT32_MAX;
}

int syntop_near_hits(
    syntop_positions *words, uint32_t distance, const uint32_t *slots, uint32_t count, uint32_t *hits) {
  uint32_t one[MOST + 1], other[MOST + 1], joined[MOST], n, m;
  for (uint32_t s = 0; s < count; s++) {
    const uint32_t *found = gaps(&words[0], slots[s], &n, joined);
    if (!found) return 0;
    add_up(found, n, one);
    found = gaps(&words[1], slots[s], &m, joined);
    if (!found) return 0;
    add_up(found, m, other);
    uint32_t total = 0;
    // One walk over both: each token, and the nearest of the other word behind it. The words differ, so no token has both.
    for (uint32_t i = 0, j = 0; i < n && j < m;) {
      const uint32_t a = one[i], b = other[j];
      const int first = a < b;
      total += (first ? b - a : a - b) - 1 <= distance;
      i += first;
      j += !first;
    }
    hits[s] = total;
  }
  return 1;
}
