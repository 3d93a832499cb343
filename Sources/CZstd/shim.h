// SPDX-License-Identifier: Apache-2.0

// What Swift sees of zstd: one-shot compression of blocks.
#ifndef SYNTOP_CZSTD_H
#define SYNTOP_CZSTD_H
#include <zstd.h>
#endif
