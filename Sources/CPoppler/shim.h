// SPDX-License-Identifier: Apache-2.0

// What Swift sees of poppler-glib: documents, pages, characters with boxes and fonts.
#ifndef SYNTOP_CPOPPLER_H
#define SYNTOP_CPOPPLER_H
#include <poppler.h>
#endif
