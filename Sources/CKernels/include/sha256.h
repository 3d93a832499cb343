// SPDX-License-Identifier: Apache-2.0

// SHA-256 (FIPS 180-4): with the CPU's SHA extensions where it has them, else in plain C.
#ifndef SYNTOP_SHA256_H
#define SYNTOP_SHA256_H
#include <stddef.h>
#include <stdint.h>

/// A digest in progress.
typedef struct {
  uint32_t state[8];
  uint64_t length;
  uint8_t block[64];
  /// Whether to leave the CPU's extensions unused (the twin that tests hold the fast path to).
  int32_t portable;
} syntop_sha256;

void syntop_sha256_start(syntop_sha256 *digest, int32_t portable);
void syntop_sha256_add(syntop_sha256 *digest, const uint8_t *bytes, size_t length);
void syntop_sha256_finish(syntop_sha256 *digest, uint8_t out[32]);
/// 1 where the CPU has the SHA extensions.
int32_t syntop_sha256_accelerated(void);
#endif
