// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Segments
internal import Tokenizing

/// A tokenizer's vocabulary as the tables that segments are written from.
final class VocabularyTables: WordTables {
  let vocabulary: Vocabulary
  let readings = ReadingTable()

  init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  var surfaces: InternTable { vocabulary.surfaces }
  var forms: InternTable { vocabulary.forms }
  func formOfSurface() -> [UInt32] { vocabulary.formOfSurface() }
  func stems(language: UInt8) -> InternTable { vocabulary.stems(Language(rawValue: language) ?? .unknown) }

  func stem(of surface: UInt32, language: UInt8) -> UInt32 {
    vocabulary.stem(of: surface, Language(rawValue: language) ?? .unknown)
  }
}
