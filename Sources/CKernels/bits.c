// Bits of documents: set by blocks that lie as bit sets, and counted; with AVX-512 where the CPU has it, chosen when the
// program is loaded.
#include "bit_set.h"
#include "blocks.h"

ALWAYS int mark_bits(
    const uint8_t *bytes, size_t available, uint32_t base, uint64_t *bits, uint32_t size, full_test full) {
  head h;
  if (!read_head(bytes, available, &h) || h.bits == 0 || !full(bytes + 2, h.bits)) return 0;
  const uint32_t first = base + 1;
  if (first >= size || 8 * h.bits > size - first) return 0;
  for (uint32_t at = 0; at < h.bits; at += 8) {
    const uint64_t own = word(bytes + 2, h.bits, at);
    const uint32_t bit = first + 8 * at, shift = bit & 63;
    bits[bit >> 6] |= own << shift;
    const uint64_t rest = shift > 0 ? own >> (64 - shift) : 0;
    if (rest) bits[(bit >> 6) + 1] |= rest;
  }
  return 1;
}

static int mark_bits_portable(const uint8_t *bytes, size_t available, uint32_t base, uint64_t *bits, uint32_t size) {
  return mark_bits(bytes, available, base, bits, size, is_full);
}

size_t syntop_count_bits_portable(const uint64_t *words, size_t count) {
  size_t set = 0;
  for (size_t i = 0; i < count; i++) set += (size_t)__builtin_popcountll(words[i]);
  return set;
}

static int (*mark_best)(const uint8_t *, size_t, uint32_t, uint64_t *, uint32_t) = mark_bits_portable;
static size_t (*count_best)(const uint64_t *, size_t) = syntop_count_bits_portable;

#if defined(__x86_64__)
WIDE static int mark_bits_wide(
    const uint8_t *bytes, size_t available, uint32_t base, uint64_t *bits, uint32_t size) {
  return mark_bits(bytes, available, base, bits, size, is_full_wide);
}

WIDE static size_t count_bits_wide(const uint64_t *words, size_t count) {
  __m512i total = _mm512_setzero_si512();
  for (size_t at = 0; at < count; at += 8) {
    const __mmask8 some = (__mmask8)(count - at < 8 ? (1u << (count - at)) - 1 : 0xff);
    total = _mm512_add_epi64(total, _mm512_popcnt_epi64(_mm512_maskz_loadu_epi64(some, words + at)));
  }
  return (size_t)_mm512_reduce_add_epi64(total);
}

__attribute__((constructor)) static void choose_path(void) {
  __builtin_cpu_init();
  if (!may_be_wide()) return;
  mark_best = mark_bits_wide;
  count_best = count_bits_wide;
}
#endif

int syntop_mark_bits(const uint8_t *bytes, size_t available, uint32_t base, uint64_t *bits, uint32_t size) {
  return mark_best(bytes, available, base, bits, size);
}

size_t syntop_count_bits(const uint64_t *words, size_t count) { return count_best(words, count); }
