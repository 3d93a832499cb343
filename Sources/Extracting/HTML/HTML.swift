// SPDX-License-Identifier: Apache-2.0

/// HTML: a page becomes its main content as blocks, its furniture kept apart, and what it says about itself.
///
/// The way of a page: bytes are decoded (`DeclaredCharset`), libxml2 turns them into events, which build a compact tree
/// of ours (`Markup/`); the tree becomes blocks with measurements, each block is judged main content or furniture
/// (`Content/`); title, authors, date and the rest come from what the page declares and shows (`Metadata/`).
