// SPDX-License-Identifier: Apache-2.0

// Bit-packing of blocks of 128 integers, and their running sums.
//
// Layout: value i stands in row i / 4, lane i % 4. A lane is a little-endian bit stream of 32 values of `width` bits in
// 32-bit words; the words of the four lanes alternate, so a block takes exactly 16 * width bytes.
#ifndef SYNTOP_PACKING_H
#define SYNTOP_PACKING_H
#include <stdint.h>

/// Writes 128 values of at most `width` (0...32) bits as 16 * width bytes.
void syntop_pack128(const uint32_t *values, uint32_t width, uint8_t *out);
/// Reads 128 values of `width` bits from 16 * width bytes.
void syntop_unpack128(const uint8_t *in, uint32_t width, uint32_t *out);
/// Reads 128 values v and stores base + (v0 + 1) + ... + (vi + 1), modulo 2^32.
void syntop_unpack128_sum(const uint8_t *in, uint32_t width, uint32_t base, uint32_t *out);
/// Replaces 128 values v by base + (v0 + 1) + ... + (vi + 1), modulo 2^32.
void syntop_sum128(uint32_t base, uint32_t *values);

/// The twins that tests hold the fast ones to: plain loops, any CPU.
void syntop_pack128_portable(const uint32_t *values, uint32_t width, uint8_t *out);
void syntop_unpack128_portable(const uint8_t *in, uint32_t width, uint32_t *out);
void syntop_unpack128_sum_portable(const uint8_t *in, uint32_t width, uint32_t base, uint32_t *out);
void syntop_sum128_portable(uint32_t base, uint32_t *values);

/// Which path was chosen when the program was loaded: "avx2" or "portable-vector".
const char *syntop_packing_path(void);
/// The paths apart from the chosen one, so that tests can run each: the 128-bit vectors every CPU has.
void syntop_unpack128_baseline(const uint8_t *in, uint32_t width, uint32_t *out);
void syntop_unpack128_sum_baseline(const uint8_t *in, uint32_t width, uint32_t base, uint32_t *out);
#endif
