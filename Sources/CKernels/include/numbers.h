// SPDX-License-Identifier: Apache-2.0

// Searches for numbers of a range in long rows of numbers.
#ifndef SYNTOP_NUMBERS_H
#define SYNTOP_NUMBERS_H
#include <stddef.h>
#include <stdint.h>

/// The index of the first of `count` values from `least` to `least + span`, which must not overflow, at or behind `from`;
/// `count` where there is none.
size_t syntop_first_between(const uint32_t *values, size_t count, size_t from, uint32_t least, uint32_t span);
#endif
