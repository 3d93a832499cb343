// SPDX-License-Identifier: Apache-2.0

// Cuts plain text into words, 64 bytes at a time.
#ifndef SYNTOP_WORDS_H
#define SYNTOP_WORDS_H
#include <stddef.h>
#include <stdint.h>

/// Writes where the words from `bytes[0]` on begin and end, as offsets from there to which `base` is added: runs of ASCII
/// letters and digits with one space between two. Returns their number, `room` at most; stops behind a word that anything
/// else follows, and before one that is long or that something may join to. `bytes[0]` must be an ASCII letter or digit,
/// and `base + count` below 2^32.
size_t syntop_plain_words(
    const uint8_t *bytes, size_t count, uint32_t base, size_t room, uint32_t *starts, uint32_t *ends);
/// The twin that tests hold it to.
size_t syntop_plain_words_portable(
    const uint8_t *bytes, size_t count, uint32_t base, size_t room, uint32_t *starts, uint32_t *ends);

/// Brings the cache line at `address` nearer.
static inline void syntop_prefetch(const void *address) { __builtin_prefetch(address); }
#endif
