// SPDX-License-Identifier: Apache-2.0

// Occurrences of a word told apart by document.
#ifndef SYNTOP_OCCURRENCES_H
#define SYNTOP_OCCURRENCES_H
#include <stddef.h>
#include <stdint.h>

/// Where documents start in a stream of tokens.
typedef struct {
  /// The first token of each document and, at the end, the number of tokens.
  const uint32_t *starts;
  /// The document of token 0 and of every 32nd one.
  const uint32_t *landmarks;
} syntop_documents;

/// Tells some tokens, ascending, apart by document: writes each document, and the index of the first token in it, and for
/// each token how far it stands from the token before, or from the start of its document, less one but for the first
/// of a document. Returns the number of documents. The three have room for `count` numbers and one more.
size_t syntop_group_tokens(
    const uint32_t *tokens, size_t count, const syntop_documents *in, uint32_t *documents, uint32_t *firsts,
    uint32_t *gaps);
/// The twin that tests hold it to.
size_t syntop_group_tokens_portable(
    const uint32_t *tokens, size_t count, const syntop_documents *in, uint32_t *documents, uint32_t *firsts,
    uint32_t *gaps);
#endif
