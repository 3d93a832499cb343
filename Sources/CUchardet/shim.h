// SPDX-License-Identifier: Apache-2.0

// What Swift sees of uchardet: a guess at the encoding of bytes.
#ifndef SYNTOP_CUCHARDET_H
#define SYNTOP_CUCHARDET_H
#include <uchardet.h>
#endif
