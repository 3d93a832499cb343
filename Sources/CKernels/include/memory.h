// SPDX-License-Identifier: Apache-2.0
#ifndef SYNTOP_MEMORY_H
#define SYNTOP_MEMORY_H

#include <stdint.h>
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#include <sys/mman.h>
#endif

/// Gives back to the system what was freed and is still kept for later; does nothing where the library has no such call.
static inline void syntop_release_freed_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

/// Lets a process that goes on for long keep what it frees, up to so many bytes, since it will soon want as much again; does
/// nothing where the library has no such call.
static inline void syntop_keep_freed_memory(int bytes) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, bytes);
#else
  (void)bytes;
#endif
}

/// Asks for pages of 2 MiB under memory that is about to be filled, where they fit whole: fewer faults, and fewer
/// misses when it is read here and there. Where the system has none, nothing changes.
static inline void syntop_prefer_large_pages(void *memory, size_t length) {
#ifdef MADV_HUGEPAGE
  const uintptr_t page = (uintptr_t)2 << 20, start = ((uintptr_t)memory + page - 1) & ~(page - 1);
  const uintptr_t end = ((uintptr_t)memory + length) & ~(page - 1);
  if (end > start) madvise((void *)start, end - start, MADV_HUGEPAGE);
#endif
}

/// Asks for bytes that are about to be read, so that they come while others are worked on. The first one is read: of a page
/// that was never touched nothing would come.
static inline void syntop_prefetch_all(const uint8_t *bytes, size_t length) {
  if (length > 0) (void)*(const volatile uint8_t *)bytes;
  for (size_t at = 0; at < length; at += 64) __builtin_prefetch(bytes + at);
}

#endif
