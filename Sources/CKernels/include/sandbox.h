// SPDX-License-Identifier: Apache-2.0

// What a worker gives up before it reads untrusted files.
#ifndef SYNTOP_SANDBOX_H
#define SYNTOP_SANDBOX_H
#include <stdint.h>

/// What was applied; each is best effort and missing on some kernels.
enum {
  SYNTOP_CONFINED_PARENT_DEATH = 1,   // dies with the thread that started it
  SYNTOP_CONFINED_NO_CORE = 2,        // leaves no core file
  SYNTOP_CONFINED_MEMORY = 4,         // address space is limited
  SYNTOP_CONFINED_NO_FILES = 8,       // can make no regular file longer
  SYNTOP_CONFINED_NO_PRIVILEGES = 16, // gains no privilege by exec
  SYNTOP_CONFINED_LANDLOCK = 32,      // creates, writes and runs no file
  SYNTOP_CONFINED_SECCOMP = 64        // no network, no new process, no tracing, no mounting
};

/// Confines the calling process for good. `address_bytes` limits its address space unless 0. Returns the bits applied.
uint32_t syntop_confine(uint64_t address_bytes);
#endif
