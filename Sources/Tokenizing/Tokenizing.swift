// SPDX-License-Identifier: Apache-2.0

/// Stage 2, tokenize: text becomes sentences and words with offsets and gaps.
