// SPDX-License-Identifier: Apache-2.0

// The few kernels and system calls that Swift cannot say well: one header for each concern.
#ifndef SYNTOP_CKERNELS_H
#define SYNTOP_CKERNELS_H
#include "block_writer.h"
#include "blocks.h"
#include "bounds.h"
#include "crc32c.h"
#include "hits.h"
#include "ids.h"
#include "lists.h"
#include "sandbox.h"
#include "spawn_worker.h"
#include "unicode_tables.h"
#include "memory.h"
#include "numbers.h"
#include "occurrences.h"
#include "packing.h"
#include "positions.h"
#include "scores.h"
#include "sha256.h"
#include "terms.h"
#include "window.h"
#include "words.h"
#endif
