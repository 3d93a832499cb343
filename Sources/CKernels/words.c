// SPDX-License-Identifier: Apache-2.0

// The cutting of plain text into words: masks of 64 bytes with the vectors that every x86-64 has, else byte by byte.
#include "words.h"
#include "unicode_tables.h"
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#define ALWAYS static inline __attribute__((always_inline))
/// Bytes looked at together; a longer word is left to others.
#define WINDOW 64

/// Letters and digits, and spaces, of 64 bytes; the first byte is the lowest bit.
typedef struct {
  uint64_t word, space;
} masks;

ALWAYS masks read_portable(const uint8_t *bytes) {
  masks m = {0, 0};
  for (int i = 0; i < WINDOW; i++) {
    m.word |= (uint64_t)(syntop_unicode_ascii[bytes[i]] == 1) << i;
    m.space |= (uint64_t)(bytes[i] == ' ') << i;
  }
  return m;
}

#if defined(__SSE2__)
ALWAYS __m128i at_most(__m128i v, uint8_t most) {
  return _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8((char)most)), v);
}

ALWAYS masks read_masks(const uint8_t *bytes) {
  masks m = {0, 0};
  for (int i = 0; i < WINDOW; i += 16) {
    const __m128i v = _mm_loadu_si128((const __m128i *)(bytes + i));
    const __m128i lower = _mm_or_si128(v, _mm_set1_epi8(0x20));
    const __m128i letter = at_most(_mm_sub_epi8(lower, _mm_set1_epi8('a')), 25);
    const __m128i digit = at_most(_mm_sub_epi8(v, _mm_set1_epi8('0')), 9);
    m.word |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_or_si128(letter, digit)) << i;
    m.space |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8(' '))) << i;
  }
  return m;
}
#else
#define read_masks read_portable
#endif

/// Whether a word ends before `bytes[at]` whatever stands there and behind.
ALWAYS int ends_word(const uint8_t *bytes, size_t count, size_t at) {
  if (at == count) return 1;
  const uint8_t kind = syntop_unicode_ascii[bytes[at]];
  return kind == 0 || (kind == 4 && (at + 1 == count || (syntop_unicode_ascii[bytes[at + 1]] & 11) == 0));
}

ALWAYS size_t cut(
    const uint8_t *bytes, size_t count, uint32_t base, size_t room, uint32_t *starts, uint32_t *ends,
    masks (*read)(const uint8_t *)) {
  size_t words = 0, at = 0;
  uint8_t tail[WINDOW];
  while (words < room) {
    const uint8_t *window = bytes + at;
    if (count - at < WINDOW) {
      memset(tail, 0, sizeof tail);
      memcpy(tail, window, count - at);
      window = tail;
    }
    const masks m = read(window);
    const uint64_t single = m.space & (m.word << 1) & (m.word >> 1);
    const uint64_t other = ~(m.word | single);
    const uint64_t before = other ? (other & -other) - 1 : ~(uint64_t)0;
    uint32_t start = 0;
    const uint32_t here = base + (uint32_t)at;
    for (uint64_t spaces = single & before; spaces && words < room; spaces &= spaces - 1) {
      const uint32_t end = (uint32_t)__builtin_ctzll(spaces);
      starts[words] = here + start;
      ends[words++] = here + end;
      start = end + 1;
    }
    if (words == room) break;
    if (other) {
      const size_t end = at + (size_t)__builtin_ctzll(other);
      // The last byte of the window hides what comes behind it.
      const int is_hidden = end - at == WINDOW - 1 && start > 0;
      if (!is_hidden) {
        if (ends_word(bytes, count, end)) {
          starts[words] = here + start;
          ends[words++] = base + (uint32_t)end;
        }
        break;
      }
    } else if (start == 0) {
      break;
    }
    at += start;
  }
  return words;
}

size_t syntop_plain_words(
    const uint8_t *bytes, size_t count, uint32_t base, size_t room, uint32_t *starts, uint32_t *ends) {
  return cut(bytes, count, base, room, starts, ends, read_masks);
}

size_t syntop_plain_words_portable(
    const uint8_t *bytes, size_t count, uint32_t base, size_t room, uint32_t *starts, uint32_t *ends) {
  return cut(bytes, count, base, room, starts, ends, read_portable);
}
