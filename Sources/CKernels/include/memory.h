// SPDX-License-Identifier: Apache-2.0
#ifndef SYNTOP_MEMORY_H
#define SYNTOP_MEMORY_H

#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/// Gives back to the system what was freed and is still kept for later; does nothing where the library has no such call.
static inline void syntop_release_freed_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

#endif
