// SPDX-License-Identifier: Apache-2.0
// A C target needs a source file; the function is in libFuzzer.
#include "CFuzzer.h"
