// SPDX-License-Identifier: Apache-2.0

internal import Bytes
package import Segments
package import Tagging
package import Tokenizing

/// Lexicons as a build uses them: read from their folders, kept as a copy in the index, run over tokens.

/// The files of one or several lexicons; the text that everything about concepts depends on.
package struct LexiconSources: Sendable, Equatable {
  package struct File: Sendable, Equatable {
    package var name: String
    package var text: String
  }
  /// The files of each lexicon.
  package var lexicons: [[File]]
  /// The folders they were read from, for messages; none for a copy.
  private var folders: [String] = []

  /// Reads the `.yml` files of each folder.
  package init(directories: [String]) throws {
    lexicons = try directories.map { directory in
      try LexiconLoader.files(in: directory).map { File(name: $0.name, text: $0.text) }
    }
    folders = directories
  }

  /// What a corpus that lies around the lexicons leaves out: their folders, or where a folder is itself one of the corpus,
  /// their files.
  package func places(within roots: [String]) -> [String] {
    let entered = Set(roots.compactMap(IndexSettings.real))
    return zip(folders, lexicons).flatMap { folder, files in
      entered.contains(IndexSettings.real(folder) ?? folder) ? files.map { folder + "/" + $0.name } : [folder]
    }
  }

  /// Reads the copy that `write` made.
  package init(copy path: String) throws {
    let bytes = try Files.read(path)
    lexicons = try bytes.withUnsafeBytes { raw in
      var cursor = ByteCursor(raw)
      let lexicons = (0..<cursor.varint(below: raw.count + 1)).map { _ in
        (0..<cursor.varint(below: raw.count + 1)).map { _ in File(name: cursor.string(), text: cursor.string()) }
      }
      if cursor.failed { throw IndexError.damaged(path: path, what: "the copy of the lexicon is ill-formed") }
      return lexicons
    }
  }

  /// Writes all files into one: how many lexicons, for each how many files, then names and texts with their lengths; the
  /// numbers are varints. Returns the bytes written.
  package func write(to path: String) throws -> [UInt8] {
    var buffer = ByteBuffer()
    buffer.append(varint: lexicons.count)
    for files in lexicons {
      buffer.append(varint: files.count)
      for file in files {
        buffer.append(string: file.name)
        buffer.append(string: file.text)
      }
    }
    try Files.replace(path, with: buffer.bytes)
    return Array(buffer.bytes)
  }

  /// The copy kept in an index, if it has one that can be read.
  package static func copy(in directory: String) -> LexiconSources? {
    guard let reader = try? IndexReader.open(directory) else { return nil }
    let name = reader.manifest["lexicon"]
    return name.isEmpty || name.contains("/") ? nil : try? LexiconSources(copy: directory + "/" + name)
  }

  /// The lexicons ready for tagging.
  package func compile(keptIn cache: LexiconCache = .ofUser) throws -> [CompiledLexicon] {
    try lexicons.indices.map { index in
      try cache.lexicon(of: lexicons[index]) { try LexiconCompiler.compile(read(index)) }
    }
  }

  /// The lexicons as their files give them.
  package func read() throws -> [Lexicon] { try lexicons.indices.map(read) }

  private func read(_ index: Int) throws -> Lexicon {
    let folder = index < folders.count ? folders[index] : ""
    do throws(LexiconError) {
      var lexicon = try LexiconReader.read(files: lexicons[index].map { ($0.name, $0.text) })
      lexicon.folder = folder
      return lexicon
    } catch {
      throw error.inside(folder)
    }
  }
}

extension ConceptTagging {
  /// Runs several lexicons one after another; their concepts, rules and roles are numbered through.
  package init(_ lexicons: [CompiledLexicon]) {
    let hashes = lexicons.map(\.contentHash)
    var names = ConceptNames(
      lexiconHash: hashes.count == 1 ? hashes[0] : Hexadecimal.string(SHA256.of(hashes.joined(separator: "\n"))))
    for lexicon in lexicons {
      names.concepts += lexicon.concepts.map(\.id)
      names.broader += lexicon.concepts.map { $0.broader ?? "" }
      names.rules += lexicon.rules.map(\.id)
      names.roles += lexicon.roleNames
    }
    let reduced = lexicons.map { $0.forHits() }
    self.init(names: names) { LexiconTagger(reduced, $0) }
  }
}

/// The taggers of one worker.
private final class LexiconTagger: ConceptTagger {
  private struct Part {
    var tagger: Tagger
    var concepts: UInt32
    var rules: UInt32
    var roles: UInt32
  }
  private var parts: [Part] = []

  init(_ lexicons: [CompiledLexicon], _ vocabulary: Vocabulary) {
    var (concepts, rules, roles) = (0, 0, 0)
    for lexicon in lexicons {
      parts.append(
        Part(
          tagger: Tagger(lexicon, vocabulary: vocabulary), concepts: UInt32(concepts), rules: UInt32(rules),
          roles: UInt32(roles)))
      concepts += lexicon.concepts.count
      rules += lexicon.rules.count
      roles += lexicon.roleNames.count
    }
  }

  /// Block kinds that no passage reaches across: title and heading.
  private static let headings: Set<UInt8> = [0, 1]

  func hits(in document: DocumentBounds, of tokens: Tokens) -> [StoredHit] {
    let base = UInt32(truncatingIfNeeded: document.tokens.lowerBound)
    var result: [StoredHit] = []
    for part in parts {
      let found = part.tagger.tag(document, of: tokens, headings: Self.headings).hits
      if found.isEmpty { continue }
      result.reserveCapacity(result.count + found.count)
      for hit in found {
        result.append(
          StoredHit(
            concept: UInt32(hit.concept) + part.concepts, start: hit.start - base, end: hit.end - base,
            rule: UInt32(hit.rule) + part.rules, strength: hit.strength.rawValue, polarity: hit.polarity.rawValue,
            roles: hit.roles.map {
              StoredRole(role: UInt32($0.role) + part.roles, start: $0.start - base, end: $0.end - base)
            }))
      }
    }
    return result
  }
}
