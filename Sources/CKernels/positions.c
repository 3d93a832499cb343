// SPDX-License-Identifier: Apache-2.0

// Joins of positions, many documents at a time: the positions of each word become ascending keys, the document in the
// upper bits and the position in the lower ones, and two runs of keys are merged whatever documents they are of.
//
// Eight keys of one run are compared with eight of the other at a time with AVX-512, chosen when the program is loaded.
#include "positions.h"
#include "position_reader.h"

/// Documents joined at a time, and bits of a key that tell the position: the upper half of them is never reached, so
/// that what stands in two documents is far apart.
enum { DOCUMENTS = 254, POSITION_BITS = 24, FAR = 1 << (POSITION_BITS - 1) };

/// Documents that are joined together: `members` are places in the given slots.
typedef struct {
  uint32_t members[DOCUMENTS], count;
  /// Whether a document is so long that keys do not hold its positions.
  int is_far;
  /// Hits by document, as keys count them: from 1 on.
  uint32_t hits[256];
} batch;

/// Takes the next documents whose positions have room; those in which a word occurs too often are left out, untold.
static uint32_t take(
    batch *b, const syntop_positions *words, uint32_t word_count, const uint32_t *slots, uint32_t at, uint32_t count,
    uint32_t *hits) {
  uint32_t room = MOST;
  b->count = 0;
  for (; at < count && b->count < DOCUMENTS; at++) {
    uint32_t most = 0;
    for (uint32_t k = 0; k < word_count; k++) {
      const uint32_t f = frequency_at(&words[k], slots[at]);
      most = f > most ? f : most;
    }
    if (most > MOST) {
      hits[at] = SYNTOP_UNTOLD;
      continue;
    }
    if (most > room) break;
    room -= most;
    b->members[b->count++] = at;
  }
  b->is_far = 0;
  memset(b->hits, 0, sizeof b->hits);
  return at;
}

/// What stands before the first key of a document of the batch, so that a gap and 1 lead to its key.
ALWAYS uint32_t before_first(uint32_t member, uint32_t offset) { return ((member + 1) << POSITION_BITS) - offset - 1; }

/// Writes the keys of the next positions, wherever they lie; `has_more` where more will be asked of the block.
typedef int (*reader)(syntop_positions *w, uint32_t f, uint32_t before, int has_more, uint32_t *keys);

/// Where a list is read, kept in registers as long as the next positions lie in the block that is decoded: `passed` and
/// `index` are those of the list.
typedef struct {
  uint32_t passed, index;
  /// Positions of the decoded block.
  uint32_t limit;
} place;

ALWAYS place place_in(const syntop_positions *w) {
  return (place){w->passed, w->index, w->decoded == w->start ? w->count : 0};
}

ALWAYS void put_back(syntop_positions *w, place at) {
  w->index = at.index;
  w->passed = at.passed;
}

/// Where the `f` positions of the document at `slot`, before which there are so many, begin in the decoded block, and
/// passes them; UINT32_MAX, and passes nothing, where they do not all lie in it.
ALWAYS uint32_t index_here(const syntop_positions *w, uint32_t slot, uint32_t before, uint32_t f, place *at) {
  const uint32_t index = at->index + (before - at->passed);
  if ((w->found && w->found[slot].block != w->entry) || before < at->passed) return UINT32_MAX;
  if (index > at->limit || f > at->limit - index) return UINT32_MAX;
  at->index = index + f;
  at->passed = before + f;
  return index;
}

/// Whether positions of the next document, at `slot`, probably lie in the same block as those of the one at `before`.
ALWAYS int is_near(const syntop_positions *w, uint32_t before, uint32_t slot) {
  if (!w->found) return 1;
  const syntop_found *own = &w->found[before], *next = &w->found[slot];
  return own->block == next->block && next->before - own->before < BLOCK / 2;
}

/// Writes the keys of a word, which stands at `offset` of what is asked, and returns how many; UINT32_MAX where its
/// list is ill-formed.
ALWAYS uint32_t write_keys(
    syntop_positions *w, uint32_t offset, batch *b, const uint32_t *slots, uint32_t *keys, reader read,
    key_writer write) {
  uint32_t count = 0, farthest = 0;
  place at = place_in(w);
  for (uint32_t i = 0; i < b->count; i++) {
    const uint32_t slot = slots[b->members[i]], f = frequency_at(w, slot), before = before_first(i, offset);
    const uint32_t passed = occurrences_before(w, slot), index = index_here(w, slot, passed, f, &at);
    if (index != UINT32_MAX) {
      write(w->sums + index, f, before, keys + count);
      farthest |= w->sums[index + f] - w->sums[index];
    } else {
      const int has_more = i + 1 < b->count && is_near(w, slot, slots[b->members[i + 1]]);
      put_back(w, at);
      if (!go(w, slot, passed) || !read(w, f, before, has_more, keys + count)) return UINT32_MAX;
      at = place_in(w);
      farthest |= f > 0 ? keys[count + f - 1] - before : 0;
    }
    count += f;
  }
  put_back(w, at);
  b->is_far |= farthest >= FAR;
  return count;
}

ALWAYS void count_hits(batch *b, const uint32_t *keys, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) b->hits[keys[i] >> POSITION_BITS]++;
}

/// Writes which of some keys are among others, and returns how many. All runs have `SLACK` keys more, which are
/// overwritten.
typedef uint32_t (*keeper)(uint32_t *keys, uint32_t count, uint32_t *others, uint32_t other_count, uint32_t *kept);
/// Counts the keys of either run that one of the other follows with at most `distance` between them.
typedef void (*neighbour_counter)(
    batch *b, uint32_t *keys, uint32_t count, uint32_t *others, uint32_t other_count, uint32_t distance);

/// The hits of the documents of a batch by the ways to do each step; phrases where `nears` is null. Returns 0 where a
/// list is ill-formed.
ALWAYS int join(
    syntop_positions *words, uint32_t word_count, uint32_t distance, batch *b, const uint32_t *slots, reader read,
    key_writer write, keeper keep, neighbour_counter nears) {
  uint32_t runs[3][MOST + SLACK], own = 0;
  uint32_t n = write_keys(&words[0], nears ? 0 : words[0].offset, b, slots, runs[0], read, write);
  if (n == UINT32_MAX) return 0;
  for (uint32_t k = 1; k < word_count; k++) {
    const uint32_t m = write_keys(&words[k], nears ? 0 : words[k].offset, b, slots, runs[1], read, write);
    if (m == UINT32_MAX) return 0;
    if (nears) {
      nears(b, runs[0], n, runs[1], m, distance);
      return 1;
    }
    n = keep(runs[own], n, runs[1], m, runs[2 - own]);
    own = 2 - own;
  }
  count_hits(b, runs[own], n);
  return 1;
}

/// The hits of all documents, batch by batch.
ALWAYS int join_all(
    syntop_positions *words, uint32_t word_count, uint32_t distance, const uint32_t *slots, uint32_t count,
    uint32_t *hits, void (*counter)(syntop_positions *), reader read, key_writer write, keeper keep,
    neighbour_counter nears) {
  batch b;
  // No key of another document is so near.
  if (distance > FAR - 2) distance = FAR - 2;
  for (uint32_t k = 0; k < word_count; k++)
    if (!count_before(&words[k], counter)) return 0;
  for (uint32_t at = 0; at < count;) {
    at = take(&b, words, word_count, slots, at, count, hits);
    if (b.count == 0) continue;
    if (!join(words, word_count, distance, &b, slots, read, write, keep, nears)) return 0;
    for (uint32_t i = 0; i < b.count; i++) hits[b.members[i]] = b.is_far ? SYNTOP_UNTOLD : b.hits[i + 1];
  }
  return 1;
}

static uint32_t keep_plain(uint32_t *keys, uint32_t count, uint32_t *others, uint32_t other_count, uint32_t *kept) {
  uint32_t found = 0;
  for (uint32_t i = 0, j = 0; i < count && j < other_count;) {
    const uint32_t a = keys[i], b = others[j];
    kept[found] = a;
    found += a == b;
    i += a <= b;
    j += b <= a;
  }
  return found;
}

/// One walk over both: each key, and the nearest of the other word behind it. No token has both words.
static void near_plain(
    batch *b, uint32_t *keys, uint32_t count, uint32_t *others, uint32_t other_count, uint32_t distance) {
  for (uint32_t i = 0, j = 0; i < count && j < other_count;) {
    const uint32_t one = keys[i], other = others[j];
    const int first = one < other;
    const uint32_t low = first ? one : other, step = first ? other - one : one - other;
    b->hits[low >> POSITION_BITS] += step - 1 <= distance;
    i += first;
    j += !first;
  }
}

int syntop_phrase_hits_portable(
    syntop_positions *words, uint32_t word_count, const uint32_t *slots, uint32_t count, uint32_t *hits) {
  return join_all(words, word_count, 0, slots, count, hits, count_plain, read_plain, write_plain, keep_plain, 0);
}

int syntop_near_hits_portable(
    syntop_positions *words, uint32_t distance, const uint32_t *slots, uint32_t count, uint32_t *hits) {
  return join_all(words, 2, distance, slots, count, hits, count_plain, read_plain, write_plain, 0, near_plain);
}

static int (*phrases_best)(syntop_positions *, uint32_t, const uint32_t *, uint32_t, uint32_t *) =
    syntop_phrase_hits_portable;
static int (*near_best)(syntop_positions *, uint32_t, const uint32_t *, uint32_t, uint32_t *) =
    syntop_near_hits_portable;

#if defined(__x86_64__)
/// Behind the last key of two runs: keys that no other is near, those of the first behind those of the other.
WIDE_ALWAYS void end_runs(uint32_t *keys, uint32_t count, uint32_t *others, uint32_t other_count) {
  _mm256_storeu_si256((__m256i *)(keys + count), _mm256_set1_epi32(-1));
  _mm256_storeu_si256((__m256i *)(others + other_count), _mm256_set1_epi32((int)(UINT32_MAX - FAR)));
}

/// Keeps those of eight keys that are marked, if `leaves` is 1, and says how many.
WIDE_ALWAYS uint32_t put(uint32_t *kept, __mmask8 marked, __m256i keys, uint32_t leaves) {
  _mm256_storeu_si256((__m256i *)kept, _mm256_maskz_compress_epi32(marked, keys));
  return (uint32_t)__builtin_popcount(marked) & -leaves;
}

/// All ones where `leaves` is 1: nothing is known of the next eight keys.
WIDE_ALWAYS __m256i forget(__m256i known, uint32_t leaves) {
  return _mm256_or_si256(known, _mm256_set1_epi32(-(int)leaves));
}

/// Zero in the lanes of keys that are among eight others.
WIDE_ALWAYS __m256i least_difference(__m256i own, __m256i other, __m256i least) {
  least = _mm256_min_epu32(least, _mm256_xor_si256(other, own));
#define TURN(BY) least = _mm256_min_epu32(least, _mm256_xor_si256(TURNED(other, BY), own));
  TURN(1) TURN(2) TURN(3) TURN(4) TURN(5) TURN(6) TURN(7)
#undef TURN
  return least;
}

/// Eight keys of a run stay until the other's keys are as great: so any two that are equal meet. Which run goes on
/// cannot be guessed, so nothing branches by it.
WIDE_ALWAYS uint32_t keep_wide(
    uint32_t *keys, uint32_t count, uint32_t *others, uint32_t other_count, uint32_t *kept) {
  __m256i least = _mm256_set1_epi32(-1);
  uint32_t i = 0, j = 0, found = 0;
  end_runs(keys, count, others, other_count);
  while (i < count && j < other_count) {
    const __m256i own = eight(keys + i);
    const uint32_t a = keys[i + 7], b = others[j + 7], leaves = a <= b;
    least = least_difference(own, eight(others + j), least);
    found += put(kept + found, _mm256_testn_epi32_mask(least, least), own, leaves);
    least = forget(least, leaves);
    i += 8 * leaves;
    j += 8 * (uint32_t)(b <= a);
  }
  return i < count ? found + put(kept + found, _mm256_testn_epi32_mask(least, least), eight(keys + i), 1) : found;
}

/// The least steps from each of eight keys to one of eight others behind it; steps back count as long ones.
WIDE_ALWAYS __m256i least_steps(__m256i own, __m256i other, __m256i least) {
  const __m256i behind = _mm256_add_epi32(own, _mm256_set1_epi32(1));
  least = _mm256_min_epu32(least, _mm256_sub_epi32(other, behind));
#define TURN(BY) least = _mm256_min_epu32(least, _mm256_sub_epi32(TURNED(other, BY), behind));
  TURN(1) TURN(2) TURN(3) TURN(4) TURN(5) TURN(6) TURN(7)
#undef TURN
  return least;
}

/// Eight keys of a run stay until one of the other's is greater than all of them: so each meets the next of the other.
WIDE_ALWAYS void near_wide(
    batch *b, uint32_t *keys, uint32_t count, uint32_t *others, uint32_t other_count, uint32_t distance) {
  const __m256i none = _mm256_set1_epi32(-1), most = _mm256_set1_epi32((int)distance);
  uint32_t kept[2 * MOST + SLACK], i = 0, j = 0, found = 0;
  __m256i ahead = none, behind = none;
  end_runs(keys, count, others, other_count);
  while (i < count && j < other_count) {
    const __m256i own = eight(keys + i), other = eight(others + j);
    const uint32_t leaves = keys[i + 7] <= others[j + 7];
    ahead = least_steps(own, other, ahead);
    behind = least_steps(other, own, behind);
    found += put(kept + found, _mm256_cmple_epu32_mask(ahead, most), own, leaves);
    found += put(kept + found, _mm256_cmple_epu32_mask(behind, most), other, leaves ^ 1);
    ahead = forget(ahead, leaves);
    behind = forget(behind, leaves ^ 1);
    i += 8 * leaves;
    j += 8 * (leaves ^ 1);
  }
  if (i < count) found += put(kept + found, _mm256_cmple_epu32_mask(ahead, most), eight(keys + i), 1);
  if (j < other_count) found += put(kept + found, _mm256_cmple_epu32_mask(behind, most), eight(others + j), 1);
  count_hits(b, kept, found);
}

WIDE static int phrases_wide(
    syntop_positions *words, uint32_t word_count, const uint32_t *slots, uint32_t count, uint32_t *hits) {
  return join_all(words, word_count, 0, slots, count, hits, count_wide, read_wide, write_wide, keep_wide, 0);
}

WIDE static int nears_wide(
    syntop_positions *words, uint32_t distance, const uint32_t *slots, uint32_t count, uint32_t *hits) {
  return join_all(words, 2, distance, slots, count, hits, count_wide, read_wide, write_wide, 0, near_wide);
}

__attribute__((constructor)) static void choose_path(void) {
  __builtin_cpu_init();
  if (!may_be_wide()) return;
  phrases_best = phrases_wide;
  near_best = nears_wide;
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
