// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Indexing
internal import Presenting
internal import Segments
internal import Tagging

/// What an index was made of and with, as far as numbers depend on it: the same for two indexes that answer alike.
struct IndexIdentity {
  struct UsedLexicon: Equatable {
    var name: String
    var version: String
    var languages: [String]
    var concepts: Int
    var rules: Int
  }
  /// By name: the version and the hashes, as the manifest has them.
  private(set) var values: [String: String] = [:]
  private(set) var lexicons: [UsedLexicon] = []

  static let names = [
    "program", "layers", "documents", "tokens", "corpus_hash", "metadata_hash", "lexicon_hash", "content_digest",
    "columns", "ocr",
  ]

  init(_ reader: IndexReader) throws {
    for name in Self.names { values[name] = reader.manifest[name] }
    guard let sources = LexiconSources.copy(in: reader.directory) else { return }
    lexicons = try sources.compile().map { lexicon in
      UsedLexicon(
        name: lexicon.name, version: lexicon.version, languages: lexicon.tables.keys.map(\.code).sorted(),
        concepts: lexicon.concepts.count, rules: lexicon.rules.count)
    }
  }

  /// Reads what `write` wrote; lexicons are told by their hash.
  init(_ value: JSONValue) {
    for name in Self.names { values[name] = value[name]?.scalarText ?? "" }
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      for name in Self.names {
        let value = values[name] ?? ""
        if let number = Int(value), ["documents", "tokens"].contains(name) {
          json.field(name, number)
        } else {
          json.field(name, value)
        }
      }
      json.arrayField("lexicons") { list in
        for lexicon in lexicons {
          list.object { json in
            json.field("name", lexicon.name)
            json.field("version", lexicon.version)
            json.field("languages", lexicon.languages)
            json.field("concepts", lexicon.concepts)
            json.field("rules", lexicon.rules)
          }
        }
      }
    }
  }

  /// Names of what is another in `other`.
  func differences(from other: IndexIdentity) -> [String] { Self.names.filter { values[$0] != other.values[$0] } }
}
