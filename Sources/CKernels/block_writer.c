// SPDX-License-Identifier: Apache-2.0

// Writes blocks of 128 integers: loops that the compiler turns into vectors, compiled once for the CPU every machine has
// and once for AVX2, chosen when the program is loaded.
#include "block_writer.h"
#include "block_head.h"

enum {
  /// Extra bits fit three bits of the head.
  MOST_EXTRA = 8,
  /// More exceptions than this make a block slow to read for little gain.
  MOST_EXCEPTIONS = 32,
  LONGEST_SET = 1023,
  /// Bit sets are read so much faster that they may be longer by so many bytes.
  SURCHARGE = 16
};

typedef struct {
  uint32_t width, exceptions, extra;
  /// Bytes behind the head.
  uint32_t cost;
} layout;

/// How many values have more than `width` bits.
ALWAYS uint32_t count_above(const uint32_t *values, uint32_t width) {
  uint32_t above = 0;
  for (uint32_t i = 0; i < BLOCK; i++) above += (values[i] >> width) != 0;
  return above;
}

/// The width with the fewest bytes in all.
ALWAYS layout best_layout(const uint32_t *values) {
  uint32_t any = 0;
  for (uint32_t i = 0; i < BLOCK; i++) any |= values[i];
  const uint32_t widest = any ? 32 - (uint32_t)__builtin_clz(any) : 0;
  layout best = {widest, 0, 0, 16 * widest};
  for (uint32_t extra = 1; extra <= MOST_EXTRA && extra <= widest; extra++) {
    const uint32_t above = count_above(values, widest - extra);
    if (above > MOST_EXCEPTIONS) break;
    const uint32_t places = above < MOST_LISTED ? above : MOST_LISTED;
    const uint32_t cost = 16 * (widest - extra) + places + (above * extra + 7) / 8;
    if (cost < best.cost) best = (layout){widest - extra, above, extra, cost};
  }
  return best;
}

/// One bit for each of 64 values that have more than `width` bits.
ALWAYS uint64_t bits_above(const uint32_t *values, uint32_t width) {
  uint8_t flags[64];
  uint64_t bits = 0;
  for (uint32_t i = 0; i < 64; i++) flags[i] = (values[i] >> width) != 0;
  for (uint32_t i = 0; i < 8; i++) {
    uint64_t eight;
    memcpy(&eight, flags + 8 * i, 8);
    // Byte k of the flags, 0 or 1, comes to stand at bit k of the highest byte.
    bits |= (eight * 0x0102040810204080u >> 56) << (8 * i);
  }
  return bits;
}

ALWAYS void write_exceptions(const uint32_t *values, const layout *l, uint8_t *out) {
  const uint64_t bits[2] = {bits_above(values, l->width), bits_above(values + 64, l->width)};
  const int listed = l->exceptions <= MOST_LISTED;
  uint8_t *high = out + (listed ? l->exceptions : MOST_LISTED);
  if (!listed) memcpy(out, bits, 16);
  uint64_t pending = 0;
  uint32_t filled = 0, found = 0;
  for (uint32_t half = 0; half < 2; half++)
    for (uint64_t left = bits[half]; left; left &= left - 1) {
      const uint32_t place = 64 * half + (uint32_t)__builtin_ctzll(left);
      if (listed) out[found++] = (uint8_t)place;
      pending |= (uint64_t)(values[place] >> l->width) << filled;
      filled += l->extra;
      memcpy(high, &pending, 8);
      high += filled >> 3;
      pending >>= filled & ~7u;
      filled &= 7;
    }
}

ALWAYS void write_layout(const uint32_t *values, const layout *l, uint8_t *out) {
  const uint32_t code = l->width | l->exceptions << 6 | (l->extra ? l->extra - 1 : 0) << 13;
  out[0] = (uint8_t)code;
  out[1] = (uint8_t)(code >> 8);
  if (l->exceptions == 0) return syntop_pack128(values, l->width, out + 2);
  const uint32_t mask = (1u << l->width) - 1;
  uint32_t low[BLOCK];
  for (uint32_t i = 0; i < BLOCK; i++) low[i] = values[i] & mask;
  syntop_pack128(low, l->width, out + 2);
  write_exceptions(values, l, out + 2 + 16 * (size_t)l->width);
}

ALWAYS size_t write_values(const uint32_t *values, uint8_t *out) {
  const layout l = best_layout(values);
  write_layout(values, &l, out);
  return 2 + l.cost;
}

/// Sets one bit for each number, the first one counted from 0.
ALWAYS void write_bits(const uint32_t *gaps, uint32_t length, uint8_t *out) {
  uint64_t words[LONGEST_SET / 8 + 1];
  uint32_t bit = UINT32_MAX, place = 0;
  uint64_t pending = 0;
  for (uint32_t i = 0; i < BLOCK; i++) {
    bit += gaps[i] + 1;
    while (place < bit >> 6) {
      words[place++] = pending;
      pending = 0;
    }
    pending |= (uint64_t)1 << (bit & 63);
  }
  words[place] = pending;
  memcpy(out, words, length);
}

ALWAYS size_t write_gaps(const uint32_t *gaps, uint8_t *out) {
  uint64_t span = BLOCK;
  for (uint32_t i = 0; i < BLOCK; i++) span += gaps[i];
  const uint64_t length = (span + 7) / 8;
  const layout l = best_layout(gaps);
  if (length > LONGEST_SET || length > l.cost + SURCHARGE) {
    write_layout(gaps, &l, out);
    return 2 + l.cost;
  }
  const uint32_t code = BIT_SET | (uint32_t)length << 6;
  out[0] = (uint8_t)code;
  out[1] = (uint8_t)(code >> 8);
  write_bits(gaps, (uint32_t)length, out + 2);
  return 2 + length;
}

size_t syntop_block_write_baseline(const uint32_t *values, uint8_t *out) { return write_values(values, out); }
size_t syntop_block_write_gaps_baseline(const uint32_t *gaps, uint8_t *out) { return write_gaps(gaps, out); }

#if defined(__x86_64__)
__attribute__((target("avx2,bmi,lzcnt"))) static size_t write_avx2(const uint32_t *values, uint8_t *out) {
  return write_values(values, out);
}
__attribute__((target("avx2,bmi,lzcnt"))) static size_t write_gaps_avx2(const uint32_t *gaps, uint8_t *out) {
  return write_gaps(gaps, out);
}

static size_t (*write_block)(const uint32_t *, uint8_t *) = syntop_block_write_baseline;
static size_t (*write_block_of_gaps)(const uint32_t *, uint8_t *) = syntop_block_write_gaps_baseline;

__attribute__((constructor)) static void choose_path(void) {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi") || !__builtin_cpu_supports("lzcnt")) return;
  write_block = write_avx2;
  write_block_of_gaps = write_gaps_avx2;
}
#else
static size_t (*const write_block)(const uint32_t *, uint8_t *) = syntop_block_write_baseline;
static size_t (*const write_block_of_gaps)(const uint32_t *, uint8_t *) = syntop_block_write_gaps_baseline;
#endif

size_t syntop_block_write(const uint32_t *values, uint8_t *out) { return write_block(values, out); }
size_t syntop_block_write_gaps(const uint32_t *gaps, uint8_t *out) { return write_block_of_gaps(gaps, out); }
