// SPDX-License-Identifier: Apache-2.0

// Blocks of 128 integers as `Packing.swift` describes them, read whole, and poured into tables by document.
//
// Bytes come from files that nobody vouches for: nothing is read behind `available`, nothing written outside the tables.
#ifndef SYNTOP_BLOCKS_H
#define SYNTOP_BLOCKS_H
#include <stddef.h>
#include <stdint.h>

/// The length of the block at `bytes`; 0 where it is ill-formed or cut short.
size_t syntop_block_length(const uint8_t *bytes, size_t available);
/// Reads 128 values and returns the length of the block; 0 where it is ill-formed or cut short.
size_t syntop_block_read(const uint8_t *bytes, size_t available, uint32_t *out);
/// Reads 128 documents, the first at `base` + 1 or behind; the block is packed gaps or a bit set.
size_t syntop_block_read_documents(const uint8_t *bytes, size_t available, uint32_t base, uint32_t *out);

/// How many entries behind a table may be overwritten (with what they hold, or zero).
#define SYNTOP_TABLE_SLACK 128

/// A table with a byte for each of `size` documents from `first` on, and SYNTOP_TABLE_SLACK more.
typedef struct {
  uint8_t *entries;
  uint32_t first, size;
} syntop_table;

/// Pours a whole block of documents and the block of frequencies - 1 behind it: the entry of each document, zero before,
/// becomes its frequency. Returns 0, and does nothing, where the blocks are ill-formed, where a document may lie outside
/// the table, and where a frequency may be above 128.
int syntop_pour_block(const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table);
/// The same with 1 for each document, whatever is there.
int syntop_mark_block(const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table);
/// Documents whose entries are not zero, and these entries and the documents' own frequencies added up.
typedef struct {
  uint64_t documents, hits;
} syntop_met;
/// Adds up what the documents of a whole block, with the block of frequencies - 1 behind it, meet in a table. Returns 0, and
/// does nothing, where `syntop_pour_block` does.
int syntop_meet_block(
    const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table, syntop_met *met);
/// Sets the bits of a whole block of documents that is a bit set: bit n of `bits`, of which there are `size`, stands for
/// document n. Returns 0, and does nothing, where the block is another, ill-formed, or reaches outside.
int syntop_mark_bits(const uint8_t *bytes, size_t available, uint32_t base, uint64_t *bits, uint32_t size);
/// How many bits of `count` words are set.
size_t syntop_count_bits(const uint64_t *words, size_t count);
/// Pours decoded postings up to the first that lies outside the table and returns how many lay within; frequencies above
/// 255 become 255, and `large` is set to 1 if there are any. Without frequencies, 1 for each document.
size_t syntop_pour_documents(
    const uint32_t *documents, const uint32_t *frequencies, size_t count, const syntop_table *table, int *large);

/// The twins that tests hold the fast ones to: plain loops, any CPU.
size_t syntop_block_read_documents_portable(const uint8_t *bytes, size_t available, uint32_t base, uint32_t *out);
int syntop_pour_block_portable(const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table);
int syntop_mark_block_portable(const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table);
int syntop_meet_block_portable(
    const uint8_t *bytes, size_t available, uint32_t base, const syntop_table *table, syntop_met *met);
size_t syntop_count_bits_portable(const uint64_t *words, size_t count);

/// Which path was chosen when the program was loaded: "avx512" or "portable".
const char *syntop_blocks_path(void);
#endif
