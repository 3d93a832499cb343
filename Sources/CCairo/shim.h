// SPDX-License-Identifier: Apache-2.0

// What Swift sees of cairo: drawing a page to a PNG.
#ifndef SYNTOP_CCAIRO_H
#define SYNTOP_CCAIRO_H
#include <cairo.h>
#endif
