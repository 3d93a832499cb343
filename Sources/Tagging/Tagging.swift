// SPDX-License-Identifier: Apache-2.0

/// Stage 3, tag: a lexicon marks words and passages with concepts.
