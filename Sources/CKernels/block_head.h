// SPDX-License-Identifier: Apache-2.0

// How a block of 128 integers lies in memory: its head, its exceptions, the words of a bit set; and the numbers of entries.
// Used by the files that read blocks, and by nothing outside.
#ifndef SYNTOP_BLOCK_HEAD_H
#define SYNTOP_BLOCK_HEAD_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "packing.h"

#define ALWAYS static inline __attribute__((always_inline))

enum { BLOCK = 128, BIT_SET = 62, MOST_LISTED = 16 };

/// A number of an entry: entries end in six bytes more, so four bytes may be read wherever one begins.
ALWAYS uint32_t number_at(const uint8_t *at, uint32_t size) {
  uint32_t value;
  memcpy(&value, at, 4);
  return value & (UINT32_MAX >> (32 - 8 * size));
}

/// What the two bytes before a block say.
typedef struct {
  uint32_t width, exceptions, extra;
  /// Bytes of a bit set; 0 for packed blocks.
  uint32_t bits;
  /// Whether eight bytes more than the block may be read.
  int room;
  size_t length;
} head;

ALWAYS int read_head(const uint8_t *bytes, size_t available, head *h) {
  if (available < 2) return 0;
  const uint32_t code = bytes[0] | (uint32_t)bytes[1] << 8;
  h->width = code & 63;
  h->bits = 0;
  if (h->width == BIT_SET) {
    h->bits = code >> 6;
    h->length = 2 + h->bits;
    return h->bits > 0 && available >= h->length;
  }
  h->exceptions = code >> 6 & 127;
  h->extra = (code >> 13) + 1;
  h->length = 2 + 16 * (size_t)h->width;
  if (h->exceptions > 0)
    h->length += (h->exceptions < MOST_LISTED ? h->exceptions : MOST_LISTED) + (h->exceptions * h->extra + 7) / 8;
  h->room = available >= h->length + 8;
  return h->width + (h->exceptions > 0 ? h->extra : 0) <= 32 && available >= h->length;
}

/// Calls BODY with the place and the high bits of each exception; the head made sure that the block is whole. Eight bytes
/// are read at a time where `room` says that they are there.
#define FOR_EXCEPTIONS(BODY)                                                                  \
  const uint32_t mask = (1u << h->extra) - 1, listed = h->exceptions <= MOST_LISTED;          \
  const uint8_t *high = places + (listed ? h->exceptions : MOST_LISTED);                      \
  uint32_t bit = 0, left = h->exceptions;                                                     \
  uint64_t marks = 0;                                                                         \
  if (!listed) memcpy(&marks, places, 8);                                                     \
  for (uint32_t i = 0, half = 0; i < left; i++, bit += h->extra) {                            \
    uint32_t place;                                                                           \
    if (listed) {                                                                             \
      place = places[i] & 127;                                                                \
    } else {                                                                                  \
      if (!marks && !half) memcpy(&marks, places + 8, 8), half = 64;                          \
      if (!marks) break;                                                                      \
      place = half + (uint32_t)__builtin_ctzll(marks);                                        \
      marks &= marks - 1;                                                                     \
    }                                                                                         \
    const uint32_t value = (high_bits(high + (bit >> 3), bit & 7, h->extra, room)) & mask;    \
    BODY;                                                                                     \
  }

/// At most eight bits lie in two bytes; the second is read where it is needed, so never behind the end.
ALWAYS uint32_t high_bits(const uint8_t *at, uint32_t shift, uint32_t extra, int room) {
  if (room) {
    uint64_t value;
    memcpy(&value, at, 8);
    return (uint32_t)(value >> shift);
  }
  return (uint32_t)at[0] >> shift | (shift + extra > 8 ? (uint32_t)at[1] << (8 - shift) : 0);
}

static void patch(const uint8_t *places, const head *h, int room, uint32_t *out) {
  FOR_EXCEPTIONS(out[place] |= value << h->width)
}

ALWAYS void read_packed(const uint8_t *bytes, const head *h, uint32_t *out) {
  syntop_unpack128(bytes + 2, h->width, out);
  if (h->exceptions > 0) patch(bytes + 2 + 16 * (size_t)h->width, h, h->room, out);
}

ALWAYS void read_gaps(const uint8_t *bytes, const head *h, uint32_t base, uint32_t *out) {
  if (h->exceptions == 0) return syntop_unpack128_sum(bytes + 2, h->width, base, out);
  read_packed(bytes, h, out);
  syntop_sum128(base, out);
}

/// Eight bytes of a bit set from `at` on, zeros behind its end.
ALWAYS uint64_t word(const uint8_t *bits, uint32_t count, uint32_t at) {
  uint64_t value = 0;
  if (at + 8 <= count)
    memcpy(&value, bits + at, 8);
  else
    for (uint32_t i = at; i < count; i++) value |= (uint64_t)bits[i] << (8 * (i - at));
  return value;
}

#endif
