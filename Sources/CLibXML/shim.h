// SPDX-License-Identifier: Apache-2.0

// What Swift sees of libxml2: its HTML parser and its tree.
#ifndef SYNTOP_CLIBXML_H
#define SYNTOP_CLIBXML_H
#include <libxml/xmlversion.h>
// libxml2's ICU header clashes with the ICU inside Foundation; its types are not needed here.
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#endif
