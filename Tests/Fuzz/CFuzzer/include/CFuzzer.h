// SPDX-License-Identifier: Apache-2.0
// libFuzzer's entry for programs that have a `main` of their own.
#ifndef SYNTOP_CFUZZER_H
#define SYNTOP_CFUZZER_H
#include <stddef.h>
#include <stdint.h>

/// Parses libFuzzer's options and calls `callback` with one input after another; returns an exit status.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
#endif
