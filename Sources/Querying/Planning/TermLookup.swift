// SPDX-License-Identifier: Apache-2.0

internal import Patterns
internal import Segments

/// Finds the terms that words of a query stand for in the dictionaries of all segments.
final class TermLookup: Sendable {
  let segments: [SegmentReader]
  /// For each field, bit n is set where it holds joined forms of n parts: in the others no word costs a look-up of them.
  /// Nil where the dictionaries cannot be read; whoever looks up words says why.
  private let joinedFields: [UInt8]?
  /// The fields that hold joined forms, with the numbers of parts.
  private let joinedKinds: [(field: Field, parts: Int)]

  private let hasJoined: Bool
  /// For each segment, a bit for each language that it has stems of.
  private let stemLanguages: [UInt32]

  init(segments: [SegmentReader]) {
    self.segments = segments
    let joinedFields = try? Self.joinedFields(of: segments)
    self.joinedFields = joinedFields
    joinedKinds = (joinedFields ?? []).enumerated().flatMap { field, bits in
      (2...4).filter { bits >> UInt8($0) & 1 == 1 }.map { (Field(rawValue: UInt8(field)), $0) }
    }
    hasJoined = joinedFields?.contains { $0 != 0 } ?? true
    stemLanguages = segments.map { (try? Self.stemLanguages(of: $0)) ?? .max }
  }

  private static func stemLanguages(of segment: SegmentReader) throws -> UInt32 {
    var (languages, next): (UInt32, UInt8) = (0, 0)
    while next < 32 {
      var cursor = try segment.dictionary.cursor(from: [TermNamespace.stem(language: next).rawValue])
      guard try cursor.next(), let language = cursor.namespace.stemLanguage, language < 32 else { break }
      languages |= 1 << UInt32(language)
      next = language + 1
    }
    return languages
  }

  private static func joinedFields(of segments: [SegmentReader]) throws -> [UInt8] {
    var found = [UInt8](repeating: 0, count: 256)
    for segment in segments {
      var cursor = try segment.dictionary.cursor(from: [TermNamespace.joined(parts: 2).rawValue])
      var isThere = try cursor.next()
      while isThere, let parts = cursor.namespace.parts {
        found[Int(cursor.field.rawValue)] |= 1 << UInt8(parts & 7)
        // No form starts with this byte.
        isThere = try cursor.seek(notBelow: Array(cursor.key.prefix(2)) + [0xFF])
      }
    }
    return found
  }

  /// Whether any joined form is attested.
  var hasJoinedForms: Bool { hasJoined }

  /// Whether the field holds any.
  func hasJoinedForms(_ field: Field) -> Bool { joinedFields.map { $0[Int(field.rawValue)] != 0 } ?? true }

  private func hasJoinedForms(_ field: Field, parts: Int) -> Bool {
    joinedFields.map { $0[Int(field.rawValue)] >> UInt8(parts & 7) & 1 == 1 } ?? true
  }

  /// The highest number of terms one wildcard may stand for in all segments together; more are refused, never cut.
  static let expansionLimit = 5_000_000

  /// One word in its folded form.
  func word(_ form: String, _ field: Field, _ namespace: TermNamespace = .word) throws -> TermSet {
    var set = TermSet(kind: .forms, terms: [], documents: 0, occurrences: 0)
    for segment in segments {
      let info = try segment.lookup(form.utf8, in: field, namespace)
      set.documents += info?.documents ?? 0
      set.occurrences += info?.occurrences ?? 0
      let found = info.map { [$0] } ?? []
      if segments.count == 1 { set.terms = [found] } else { set.terms.append(found) }
    }
    return set
  }

  /// The stems of a word in all languages.
  ///
  /// - Parameter stopLanguages: a bit for each language in which the word shall not score. Where most of the documents
  ///   are in these it scores in none: what stands in a text of another language is a quotation, or the language was
  ///   not recognised.
  func stems(
    of surface: String, _ analyzer: WordAnalyzer, stopLanguages: UInt32 = 0, _ field: Field
  ) throws -> TermSet {
    for segment in segments where !segment.meta.isComplete {
      throw IndexError.layer(path: segment.path, structure: "stems (--match word finds words)")
    }
    var terms = [[TermInfo]](repeating: [], count: segments.count)
    try analyzer.forEachStem(of: surface, in: stemLanguages.reduce(0, |)) { language, stem in
      for (number, languages) in stemLanguages.enumerated() where languages >> UInt32(language & 31) & 1 == 1 {
        let info = try segments[number].lookup(stem, in: field, .stem(language: language))
        if let info { terms[number].append(info) }
      }
    }
    var set = TermSet(kind: .stems, terms: [], documents: 0, occurrences: 0)
    set.stopLanguages = stopLanguages
    for infos in terms { set.add(infos) }
    if stopLanguages != 0 {
      let all = set.terms.reduce(0) { $1.reduce($0) { $0 + $1.documents } }
      if 2 * set.documents <= all { (set.stopLanguages, set.documents, set.occurrences) = (.max, 0, 0) }
    }
    return set
  }

  /// Hits of some concepts, which lie in the body.
  func concepts(_ ids: [String], inBody: Bool) throws -> TermSet {
    var set = TermSet(kind: .concepts([]), terms: [], documents: 0, occurrences: 0)
    var numbers: [Set<UInt32>] = []
    for segment in segments {
      let layer = inBody ? segment.concepts : nil
      numbers.append(Set(ids.compactMap { layer?.concept($0) }))
      var infos = try ids.compactMap { try layer?.lookup($0) }
      if let layer, segment.deletes != nil {
        for index in infos.indices { try infos[index].leaveOutDeleted(layer, segment) }
      }
      set.add(infos.filter { $0.documents > 0 })
    }
    set.kind = .concepts(numbers)
    return set
  }

  /// The distinct ways in which a joined form is put together anywhere in the index, in whatever field, each as its folded
  /// parts.
  func attestedParts(of form: String) throws -> [[String]] {
    var found: Set<[String]> = []
    for (field, parts) in joinedKinds {
      for segment in segments {
        guard let info = try segment.lookup(form.utf8, in: field, .joined(parts: parts)) else { continue }
        let words = try segment.dictionary.relations(of: info).map { ordinal in
          try segment.dictionary.term(ordinal: ordinal).map { String(decoding: $0.key.dropFirst(2), as: UTF8.self) }
            ?? ""
        }
        for start in stride(from: 0, to: words.count - parts + 1, by: parts) {
          found.insert(Array(words[start..<start + parts]))
        }
      }
    }
    return found.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// What many words are asked for by.
  enum Expansion {
    case prefix(String)
    case edits(EditDistanceWalk)
    /// May it accept a hyphen, joined forms are tried with their hyphens as well.
    case automaton(TermAutomaton, hyphens: Bool = false)
  }

  /// All words and joined forms that are asked for. Throws `QueryTimeout` too, as all that walks dictionaries.
  func expansion(_ wanted: Expansion, _ field: Field, _ clock: QueryClock) throws -> TermSet {
    var set = TermSet(kind: .forms, terms: [], documents: 0, occurrences: 0, isConstant: true)
    var total = 0
    for segment in segments {
      var infos = try accepted(wanted, segment, field, .word, clock)
      for parts in 2...4 where hasJoinedForms(field, parts: parts) {
        if case .automaton(let automaton, true) = wanted {
          infos += try acceptedJoined(automaton, segment, field, parts, clock)
        } else {
          infos += try accepted(wanted, segment, field, .joined(parts: parts), clock)
        }
      }
      total += infos.count
      if total > Self.expansionLimit {
        throw QueryError(
          "a wildcard of this query stands for more than \(Self.expansionLimit) words", "Write more letters.")
      }
      set.add(infos)
    }
    return set
  }

  /// All words that an automaton accepts, joined forms left out.
  func words(_ automaton: TermAutomaton, _ field: Field, _ clock: QueryClock) throws -> TermSet {
    var set = TermSet(kind: .forms, terms: [], documents: 0, occurrences: 0, isConstant: true)
    for segment in segments { set.add(try accepted(.automaton(automaton), segment, field, .word, clock)) }
    return set
  }

  private func accepted(
    _ wanted: Expansion, _ segment: SegmentReader, _ field: Field, _ namespace: TermNamespace, _ clock: QueryClock
  ) throws -> [TermInfo] {
    switch wanted {
    case .prefix(let prefix):
      var scan = DictionaryScan(PrefixWalk(), prefix: prefix, field, namespace)
      return try scan.terms(of: segment.dictionary, clock)
    case .edits(let walk):
      var scan = DictionaryScan(walk, prefix: "", field, namespace)
      return try scan.terms(of: segment.dictionary, clock)
    case .automaton(let automaton, _):
      var scan = DictionaryScan(
        TermAutomatonWalk(automaton: automaton), prefix: automaton.prefix, field, namespace)
      return try scan.terms(of: segment.dictionary, clock) { if automaton.trim() { $0.forget() } }
    }
  }

  /// Joined forms that the automaton accepts run together or with hyphens between the parts.
  private func acceptedJoined(
    _ automaton: TermAutomaton, _ segment: SegmentReader, _ field: Field, _ parts: Int, _ clock: QueryClock
  ) throws -> [TermInfo] {
    let start = automaton.prefix.prefix { $0 != "-" }
    let prefix = TermKey.bytes(.joined(parts: parts), field, start.utf8)
    var cursor = try segment.terms(from: start.utf8, in: field, .joined(parts: parts))
    var result: [TermInfo] = []
    while try cursor.next(), cursor.key.starts(with: prefix) {
      try clock.check(32)
      let info = try cursor.info
      guard info.documents > 0 else { continue }
      if automaton.matches(String(decoding: cursor.form, as: UTF8.self)) {
        result.append(info)
        continue
      }
      let words = try segment.dictionary.relations(of: info).map { ordinal in
        try segment.dictionary.term(ordinal: ordinal).map { String(decoding: $0.key.dropFirst(2), as: UTF8.self) } ?? ""
      }
      let spelled = stride(from: 0, to: words.count - parts + 1, by: parts).map {
        words[$0..<$0 + parts].joined(separator: "-")
      }
      if spelled.contains(where: automaton.matches) { result.append(info) }
    }
    return result
  }
}

extension TermSet {
  mutating func add(_ infos: [TermInfo]) {
    terms.append(infos)
    for info in infos where !isStop(info) {
      documents += info.documents
      occurrences += info.occurrences
    }
  }
}

extension TermInfo {
  /// Concept layers count deleted documents too: counts the others.
  fileprivate mutating func leaveOutDeleted(_ layer: ConceptLayer, _ segment: SegmentReader) throws {
    var cursor = try layer.postings(self)
    (documents, occurrences) = (0, 0)
    while cursor.document != PostingsCursor.end {
      if !segment.isDeleted(cursor.document) {
        documents += 1
        occurrences += Int(cursor.frequency)
      }
      cursor.next()
    }
  }
}
