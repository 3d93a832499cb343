// SPDX-License-Identifier: Apache-2.0

// Blocks of 128 integers as `Packing.swift` describes them, on their way into a buffer.
#ifndef SYNTOP_BLOCK_WRITER_H
#define SYNTOP_BLOCK_WRITER_H
#include <stddef.h>
#include <stdint.h>

/// How many bytes writing a block may touch; the block itself is shorter.
#define SYNTOP_BLOCK_ROOM 1056

/// Writes 128 values in the layout with the fewest bytes and returns the length of the block.
size_t syntop_block_write(const uint32_t *values, uint8_t *out);
/// Writes 128 gaps between ascending numbers (each the number minus the one before minus 1), packed or as a bit set.
size_t syntop_block_write_gaps(const uint32_t *gaps, uint8_t *out);

/// The same compiled for any CPU, for tests.
size_t syntop_block_write_baseline(const uint32_t *values, uint8_t *out);
size_t syntop_block_write_gaps_baseline(const uint32_t *gaps, uint8_t *out);
#endif
