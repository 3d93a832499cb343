// SPDX-License-Identifier: Apache-2.0

// Canonical composition of two code points: a binary search over the sorted pairs.
#include "unicode_tables.h"

uint32_t syntop_unicode_compose(uint32_t first, uint32_t second) {
  size_t low = 0, high = syntop_unicode_pair_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    const struct syntop_unicode_pair *pair = &syntop_unicode_pairs[middle];
    if (pair->first < first || (pair->first == first && pair->second < second)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == syntop_unicode_pair_count) return 0;
  const struct syntop_unicode_pair *pair = &syntop_unicode_pairs[low];
  return pair->first == first && pair->second == second ? pair->composed : 0;
}
