// SPDX-License-Identifier: Apache-2.0

// CRC-32C (Castagnoli, RFC 3720 appendix B.4): with the CPU's instruction where it has one, else by table.
#ifndef SYNTOP_CRC32C_H
#define SYNTOP_CRC32C_H
#include <stddef.h>
#include <stdint.h>

/// Continues `crc` (0 to start) over `length` bytes.
uint32_t syntop_crc32c(uint32_t crc, const uint8_t *bytes, size_t length);
/// The same without the CPU's instruction: the twin that tests hold the fast one to.
uint32_t syntop_crc32c_portable(uint32_t crc, const uint8_t *bytes, size_t length);
#endif
