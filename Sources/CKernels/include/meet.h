// Documents of one list looked up in a decoded block of another.
#ifndef SYNTOP_MEET_H
#define SYNTOP_MEET_H
#include <stdint.h>

/// Looks up `count` ascending documents, given as places in `documents`, in a block that ends at `last` and has 16 times
/// UINT32_MAX behind it; `*at` is where the search begins, and where it ended. Takes those up to `last` and returns their
/// number. The places of those found, `*met` of them, go to `kept` (which may be `places`), with where they stand in the
/// block to `found`.
uint32_t syntop_meet(
    const uint32_t *documents, const uint32_t *places, uint32_t count, const uint32_t *block, uint32_t last,
    uint32_t *at, uint32_t *kept, uint32_t *found, uint32_t *met);
#endif
