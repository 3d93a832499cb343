// Looks documents up in a block that is a bit set, without reading the rest of it.
#include "blocks.h"
#include "block_head.h"

/// One value of a packed block.
static uint32_t value_at(const uint8_t *bytes, const head *h, uint32_t index) {
  uint32_t value = 0;
  if (h->width > 0) {
    const uint32_t bit = (index >> 2) * h->width, shift = bit & 31;
    const uint8_t *at = bytes + 2 + 16 * (bit >> 5) + 4 * (index & 3);
    uint64_t both = 0;
    memcpy(&both, at, 4);
    if (shift + h->width > 32) {
      uint32_t next;
      memcpy(&next, at + 16, 4);
      both |= (uint64_t)next << 32;
    }
    value = (uint32_t)(both >> shift) & (uint32_t)(((uint64_t)1 << h->width) - 1);
  }
  if (h->exceptions == 0) return value;
  const uint8_t *places = bytes + 2 + 16 * (size_t)h->width;
  if (h->exceptions > MOST_LISTED && !(places[index >> 3] >> (index & 7) & 1)) return value;
  const uint32_t low = value;
  const int room = h->room;
  FOR_EXCEPTIONS(if (place == index) return low | value << h->width)
  return low;
}

int syntop_probe_block(
    const uint8_t *bytes, size_t available, uint32_t base, uint32_t last, const uint32_t *documents,
    const uint32_t *places, uint32_t count, uint32_t *kept, uint32_t *frequencies, uint32_t *met) {
  head h, f;
  if (!read_head(bytes, available, &h) || h.bits == 0) return -1;
  if (!read_head(bytes + h.length, available - h.length, &f) || f.bits > 0) return -1;
  const uint8_t *bits = bytes + 2;
  uint32_t taken = 0, some = 0, rank = 0, counted = 0;
  for (; taken < count; taken++) {
    const uint32_t place = places[taken], bit = documents[place] - base - 1;
    if (documents[place] > last) break;
    if (bit >> 3 >= h.bits || !(bits[bit >> 3] >> (bit & 7) & 1)) continue;
    // Documents before this one are counted from where the last count ended.
    for (; counted + 64 <= bit; counted += 64) rank += (uint32_t)__builtin_popcountll(word(bits, h.bits, counted >> 3));
    const uint64_t before = word(bits, h.bits, counted >> 3) & (((uint64_t)1 << (bit - counted)) - 1);
    const uint32_t index = rank + (uint32_t)__builtin_popcountll(before);
    if (index >= BLOCK) continue;
    kept[some++] = place;
    frequencies[place] = value_at(bytes + h.length, &f, index) + 1;
  }
  *met = some;
  return (int)taken;
}
