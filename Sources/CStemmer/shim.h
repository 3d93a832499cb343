// SPDX-License-Identifier: Apache-2.0

// What Swift sees of libstemmer: the Snowball stemmers.
#ifndef SYNTOP_CSTEMMER_H
#define SYNTOP_CSTEMMER_H
#include <libstemmer.h>
#endif
