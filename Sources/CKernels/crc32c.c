// SPDX-License-Identifier: Apache-2.0

// CRC-32C: the SSE 4.2 instruction where the CPU has it, on three runs at a time, else a table built at load.
#include "crc32c.h"
#include <string.h>

static uint32_t table[256];

__attribute__((constructor)) static void build_table(void) {
  for (uint32_t i = 0; i < 256; i++) {
    uint32_t c = i;
    for (int k = 0; k < 8; k++) c = (c & 1) ? (c >> 1) ^ 0x82f63b78u : c >> 1;
    table[i] = c;
  }
}

uint32_t syntop_crc32c_portable(uint32_t crc, const uint8_t *bytes, size_t length) {
  crc = ~crc;
  for (size_t i = 0; i < length; i++) crc = table[(crc ^ bytes[i]) & 0xff] ^ (crc >> 8);
  return ~crc;
}

#if defined(__x86_64__)
#include <nmmintrin.h>
#include <wmmintrin.h>

/// Bytes of each of three runs that are taken side by side: the instruction takes three cycles, one begins in each. What is
/// left of a longer run is taken in shorter ones.
enum { RUN = 1024, SHORT_RUN = 128 };

/// The checksum `crc` of some bytes once as many zeros follow as `factor` says: x^(8 n - 33) modulo the polynomial,
/// reflected, for n bytes.
__attribute__((target("sse4.2,pclmul"))) static uint64_t followed_by_zeros(uint64_t crc, uint32_t factor) {
  const __m128i product = _mm_clmulepi64_si128(_mm_cvtsi64_si128((int64_t)crc), _mm_cvtsi32_si128((int)factor), 0);
  return _mm_crc32_u64(0, (uint64_t)_mm_cvtsi128_si64(product));
}

__attribute__((target("sse4.2"))) static uint64_t next_word(uint64_t crc, const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
  return _mm_crc32_u64(crc, word);
}

__attribute__((target("sse4.2,pclmul"))) static uint32_t crc32c_sse42(uint32_t crc, const uint8_t *bytes, size_t length) {
  uint64_t c = (uint32_t)~crc;
  for (; length >= 3 * RUN; bytes += 3 * RUN, length -= 3 * RUN) {
    uint64_t second = 0, third = 0;
    for (size_t line = 0; line < RUN; line += 64) {
      // What comes next in the order of memory: three places at a time are more than the processor foresees.
      for (int ahead = 0; ahead < 3; ahead++) __builtin_prefetch(bytes + 3 * (RUN + line) + 64 * ahead);
      for (size_t at = line; at < line + 64; at += 8) {
        c = next_word(c, bytes + at);
        second = next_word(second, bytes + RUN + at);
        third = next_word(third, bytes + 2 * RUN + at);
      }
    }
    c = followed_by_zeros(c, 0xa51b6135) ^ followed_by_zeros(second, 0x170076fa) ^ third;
  }
  for (; length >= 3 * SHORT_RUN; bytes += 3 * SHORT_RUN, length -= 3 * SHORT_RUN) {
    uint64_t second = 0, third = 0;
    for (size_t at = 0; at < SHORT_RUN; at += 8) {
      c = next_word(c, bytes + at);
      second = next_word(second, bytes + SHORT_RUN + at);
      third = next_word(third, bytes + 2 * SHORT_RUN + at);
    }
    c = followed_by_zeros(c, 0xb9e02b86) ^ followed_by_zeros(second, 0x0d3b6092) ^ third;
  }
  for (; length >= 8; bytes += 8, length -= 8) c = next_word(c, bytes);
  for (; length > 0; bytes++, length--) c = _mm_crc32_u8((uint32_t)c, *bytes);
  return ~(uint32_t)c;
}
uint32_t syntop_crc32c(uint32_t crc, const uint8_t *bytes, size_t length) {
  const int is_fast = __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("pclmul");
  return is_fast ? crc32c_sse42(crc, bytes, length) : syntop_crc32c_portable(crc, bytes, length);
}
#else
uint32_t syntop_crc32c(uint32_t crc, const uint8_t *bytes, size_t length) {
  return syntop_crc32c_portable(crc, bytes, length);
}
#endif
