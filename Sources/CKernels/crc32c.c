// CRC-32C: the SSE 4.2 instruction where the CPU has it, else a table built at load.
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
__attribute__((target("sse4.2"))) static uint32_t crc32c_sse42(uint32_t crc, const uint8_t *bytes, size_t length) {
  uint64_t c = (uint32_t)~crc;
  for (; length >= 8; bytes += 8, length -= 8) {
    uint64_t word;
    memcpy(&word, bytes, 8);
    c = _mm_crc32_u64(c, word);
  }
  for (; length > 0; bytes++, length--) c = _mm_crc32_u8((uint32_t)c, *bytes);
  return ~(uint32_t)c;
}
uint32_t syntop_crc32c(uint32_t crc, const uint8_t *bytes, size_t length) {
  return __builtin_cpu_supports("sse4.2") ? crc32c_sse42(crc, bytes, length) : syntop_crc32c_portable(crc, bytes, length);
}
#else
uint32_t syntop_crc32c(uint32_t crc, const uint8_t *bytes, size_t length) {
  return syntop_crc32c_portable(crc, bytes, length);
}
#endif
