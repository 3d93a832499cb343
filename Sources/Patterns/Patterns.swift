// SPDX-License-Identifier: Apache-2.0

/// The one pattern language of queries and lexicons: syntax trees, parsers of both spellings, automata over words.
