// SPDX-License-Identifier: Apache-2.0
internal import Yams
package import Tokenizing

/// Reads the YAML files of a lexicon. Long lists stand in literal blocks (`|`), one entry a line, since a YAML parser
/// spends about 10 us on each mapping entry and next to nothing on a line of a block.
package struct LexiconReader {
  private let file: String
  private let outline: LexiconOutline

  private init(file: String, text: String) {
    self.file = file
    outline = LexiconOutline(text)
  }

  /// Reads a lexicon from the texts of its files; `scheme.yml` first, the others in any order.
  package static func read(files: [(name: String, text: String)]) throws(LexiconError) -> Lexicon {
    var lexicon = Lexicon()
    for (name, text) in files.sorted(by: {
      ($0.name == "scheme.yml" ? "" : $0.name) < ($1.name == "scheme.yml" ? "" : $1.name)
    }) {
      let reader = LexiconReader(file: name, text: text)
      let root = try reader.compose(text)
      if name == "scheme.yml" {
        try reader.scheme(root, into: &lexicon)
      } else {
        lexicon.languages.append(try reader.language(root))
      }
    }
    if lexicon.name.isEmpty {
      throw LexiconError(
        message: "no scheme found; a lexicon needs scheme.yml with a name and concepts",
        place: LexiconPlace(file: "scheme.yml", line: 1, column: 1))
    }
    return lexicon
  }

  private func compose(_ text: String) throws(LexiconError) -> Node {
    if let line = outline.deepLine { throw LexiconError(message: "nested too deeply", place: place(line, 1)) }
    do {
      guard let node = try Yams.compose(yaml: text) else {
        throw LexiconError(message: "the file is empty", place: place(1, 1))
      }
      return node
    } catch let error as LexiconError {
      throw error
    } catch let error as YamlError {
      throw failure(error)
    } catch {
      throw LexiconError(message: "cannot be read as YAML", place: place(1, 1))
    }
  }

  private func failure(_ error: YamlError) -> LexiconError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return LexiconError(message: problem, place: place(mark.line, mark.column))
    case .duplicatedKeysInMapping(let keys, let context):
      return LexiconError(message: "repeated key \(keys)", place: place(context.mark.line, context.mark.column))
    default:
      return LexiconError(message: "cannot be read as YAML: \(error)", place: place(1, 1))
    }
  }

  private func place(_ line: Int, _ column: Int) -> LexiconPlace {
    LexiconPlace(file: file, line: max(line, 1), column: max(column, 1))
  }

  private func place(_ node: Node) -> LexiconPlace { place(node.mark?.line ?? 1, node.mark?.column ?? 1) }

  private func fail(_ node: Node, _ message: String) -> LexiconError {
    LexiconError(message: message, place: place(node))
  }

  // MARK: Values

  private func fields(_ node: Node, _ what: String, _ known: Set<String>) throws(LexiconError) -> [(String, Node)] {
    guard let mapping = node.mapping else { throw fail(node, "\(what) must be a mapping (key: value)") }
    var result: [(String, Node)] = []
    for (key, value) in mapping {
      guard let name = key.string else { throw fail(key, "a key must be a word") }
      if !known.isEmpty, !known.contains(name) {
        throw fail(key, "unknown key '\(name)' in \(what); known: \(known.sorted().joined(separator: ", "))")
      }
      result.append((name, value))
    }
    return result
  }

  private func text(_ node: Node) throws(LexiconError) -> String {
    guard let scalar = node.scalar else { throw fail(node, "a single value is wanted here") }
    return scalar.string
  }

  private func oneOf<T: RawRepresentable & CaseIterable>(_ node: Node, _ type: T.Type) throws(LexiconError) -> T
  where T.RawValue == String {
    let value = try text(node)
    guard let result = T(rawValue: value) else {
      throw fail(node, "'\(value)' is not one of \(T.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return result
  }

  /// The lines of a block, without blank lines and `#` comments; also a plain sequence of strings.
  private func block(_ node: Node) throws(LexiconError) -> [LexiconLine] {
    if let sequence = node.sequence {
      var result: [LexiconLine] = []
      for item in sequence { result.append(LexiconLine(text: try text(item), place: place(item))) }
      return result
    }
    guard let scalar = node.scalar else { throw fail(node, "a block of lines (|) or a list is wanted here") }
    guard scalar.style == .literal || scalar.style == .folded, let mark = scalar.mark else {
      return scalar.string.isEmpty ? [] : [LexiconLine(text: scalar.string, place: place(node))]
    }
    var result: [LexiconLine] = []
    var number = mark.line
    var text = scalar.string
    text.withUTF8 { bytes in
      var start = 0
      while start <= bytes.count {
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        number += 1
        let entry = Self.entry(bytes, start..<end)
        if !entry.isEmpty {
          let words = String(decoding: UnsafeBufferPointer(rebasing: bytes[entry]), as: UTF8.self)
          result.append(LexiconLine(text: words, place: place(number, outline.indent(ofLine: number) + 1)))
        }
        start = end + 1
      }
    }
    return result
  }

  /// What a line says: without a comment and the blanks around.
  private static func entry(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Range<Int> {
    var start = line.lowerBound
    while start < line.upperBound, isBlank(bytes[start]) { start += 1 }
    var end = start
    while end < line.upperBound, bytes[end] != UInt8(ascii: "#") { end += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  private func trimmed(_ text: Substring) -> Substring {
    var text = text
    while let last = text.last, last == " " || last == "\t" || last == "\r" { text = text.dropLast() }
    return text
  }

  private func blocks(_ node: Node, _ what: String) throws(LexiconError) -> [String: [LexiconLine]] {
    var result: [String: [LexiconLine]] = [:]
    for (name, value) in try fields(node, what, []) { result[name] = try block(value) }
    return result
  }

  private func list(_ node: Node, _ what: String) throws(LexiconError) -> [Node] {
    guard let sequence = node.sequence else { throw fail(node, "\(what) must be a list (- ...)") }
    return Array(sequence)
  }

  // MARK: scheme.yml

  private func scheme(_ root: Node, into lexicon: inout Lexicon) throws(LexiconError) {
    let known: Set = ["name", "version", "overlap", "actors", "concepts", "classification", "description"]
    for (key, value) in try fields(root, "scheme.yml", known) {
      switch key {
      case "name": lexicon.name = try text(value)
      case "version": lexicon.version = try text(value)
      case "overlap": lexicon.overlap = try oneOf(value, OverlapPolicy.self)
      case "actors": lexicon.actors = try actors(value)
      case "concepts": for item in try list(value, "concepts") { lexicon.concepts.append(try concept(item)) }
      case "classification": lexicon.classification = try classification(value)
      default: break
      }
    }
  }

  private func actors(_ node: Node) throws(LexiconError) -> [Actor] {
    var result: [Actor] = []
    for (name, value) in try fields(node, "actors", []) {
      var actor = Actor(name: name, countsAs: nil, opposite: nil)
      for (key, item) in try fields(value, "actor \(name)", ["counts-as", "opposite", "note"]) {
        if key == "counts-as" { actor.countsAs = try text(item) }
        if key == "opposite" { actor.opposite = try text(item) }
      }
      result.append(actor)
    }
    return result
  }

  private func concept(_ node: Node) throws(LexiconError) -> Concept {
    var concept = Concept(id: "")
    let known: Set = ["id", "broader", "facet", "labels", "definition", "source", "note", "internal"]
    for (key, value) in try fields(node, "a concept", known) {
      switch key {
      case "id": concept.id = try text(value)
      case "broader": concept.broader = try text(value)
      case "facet": concept.facet = try text(value)
      case "labels": for (code, label) in try fields(value, "labels", []) { concept.labels[code] = try text(label) }
      case "definition": concept.definition = try text(value)
      case "source": concept.source = try text(value)
      case "note": concept.scopeNote = try text(value)
      default: concept.isInternal = try text(value) == "true"
      }
    }
    if concept.id.isEmpty { throw fail(node, "a concept needs an id") }
    return concept
  }

  private func classification(_ node: Node) throws(LexiconError) -> ClassificationSource {
    var result = ClassificationSource()
    let known: Set = ["labels", "otherwise", "define", "decision", "weigh", "subtype", "roles", "attributes"]
    for (key, value) in try fields(node, "classification", known) {
      switch key {
      case "labels": result.labels = try block(value).map(\.text)
      case "otherwise": result.otherwise = try text(value)
      case "define":
        for line in try block(value) {
          guard let (name, expression) = split(line, at: "=") else {
            throw LexiconError(message: "a definition is 'name = expression'", place: line.place)
          }
          result.definitions.append((name, expression))
        }
      case "decision": result.rows = try rows(value)
      case "weigh":
        for (key, item) in try fields(value, "weigh", ["when", "signs"]) {
          if key == "signs" { result.signs = try block(item) } else { result.weighsWhen = try block(item).first }
        }
      case "subtype": result.subtypes = try rows(value)
      case "roles": for (name, item) in try fields(value, "roles", []) { result.roles.append((name, try rows(item))) }
      default:
        for (name, item) in try fields(value, "attributes", []) {
          var all = try rows(item)
          let last = all.last?.expression.text == "1" ? all.removeLast().outcome : "unknown"
          result.attributes.append((name, last, all))
        }
      }
    }
    return result
  }

  /// Rows are lines `outcome [name]: expression`.
  private func rows(_ node: Node) throws(LexiconError) -> [DecisionRow] {
    var result: [DecisionRow] = []
    for line in try block(node) {
      guard let (head, expression) = split(line, at: ":") else {
        throw LexiconError(message: "a row is 'outcome name: expression'", place: line.place)
      }
      let words = head.split(separator: " ").map(String.init)
      guard let outcome = words.first else { throw LexiconError(message: "a row needs an outcome", place: line.place) }
      result.append(
        DecisionRow(outcome: outcome, name: words.dropFirst().joined(separator: " "), expression: expression))
    }
    return result
  }

  private func split(_ line: LexiconLine, at mark: Character) -> (String, LexiconLine)? {
    guard let index = line.text.firstIndex(of: mark) else { return nil }
    let head = trimmed(line.text[..<index])
    let tail = line.text[line.text.index(after: index)...].drop { $0 == " " }
    var place = line.place
    place.column += line.text.unicodeScalars.count - tail.unicodeScalars.count
    return (String(head), LexiconLine(text: String(tail), place: place))
  }

  // MARK: A language's file

  private func language(_ root: Node) throws(LexiconError) -> LanguageLexicon {
    let known: Set = ["language", "order", "irregular", "grammar", "classes", "rules", "triggers", "cues"]
    let all = try fields(root, file, known)
    guard let code = all.first(where: { $0.0 == "language" }) else {
      throw LexiconError(message: "the file needs a language: key (en, nl, fr, de)", place: place(1, 1))
    }
    let language = Language(tag: try text(code.1))
    if language == .unknown { throw fail(code.1, "unknown language '\(try text(code.1))'; known: en, nl, fr, de") }
    var result = LanguageLexicon(language: language)
    for (key, value) in all {
      switch key {
      case "order": result.verbSecond = try text(value) == "verb-second"
      case "irregular": result.irregular = try block(value)
      case "grammar": result.grammar = try blocks(value, "grammar")
      case "classes": result.classes = try blocks(value, "classes")
      case "rules": for item in try list(value, "rules") { result.rules.append(try rule(item)) }
      case "cues": result.cues = try block(value)
      case "triggers": for item in try list(value, "triggers") { result.triggers.append(try trigger(item)) }
      default: break
      }
    }
    return result
  }

  private func rule(_ node: Node) throws(LexiconError) -> RuleSource {
    var rule = RuleSource(id: "", concept: "", place: place(node))
    let known: Set = [
      "id", "concept", "denied-as", "strength", "weight", "patterns", "except", "matches", "rejects", "note", "speaker",
    ]
    for (key, value) in try fields(node, "a rule", known) {
      switch key {
      case "id": rule.id = try text(value)
      case "concept": rule.concept = try text(value)
      case "speaker": rule.concept = "speaker:" + (try text(value))
      case "denied-as": rule.deniedAs = try text(value)
      case "strength":
        switch try text(value) {
        case "named": rule.strength = .named
        case "described": rule.strength = .described
        default: throw fail(value, "strength is named or described")
        }
      case "weight":
        guard let weight = Double(try text(value)), weight > 0, weight <= 100 else {
          throw fail(value, "a weight is a number above 0, at most 100")
        }
        rule.weight = weight
      case "patterns": rule.patterns = try block(value)
      case "except": rule.exceptions = try block(value)
      case "matches": rule.matches = try block(value)
      case "rejects": rule.rejects = try block(value)
      default: break
      }
    }
    if rule.id.isEmpty { throw fail(node, "a rule needs an id") }
    if rule.concept.isEmpty { throw fail(node, "rule \(rule.id) needs a concept") }
    if rule.patterns.isEmpty { throw fail(node, "rule \(rule.id) has no patterns") }
    return rule
  }

  private func trigger(_ node: Node) throws(LexiconError) -> TriggerSource {
    var trigger = TriggerSource(polarity: .denied)
    for (key, value) in try fields(node, "a trigger", ["polarity", "direction", "window", "phrases", "stop", "pseudo"])
    {
      switch key {
      case "polarity":
        switch try text(value) {
        case "denied": trigger.polarity = .denied
        case "claimed": trigger.polarity = .claimed
        case "hypothetical": trigger.polarity = .hypothetical
        default: throw fail(value, "polarity is denied, claimed or hypothetical")
        }
      case "direction": trigger.direction = try oneOf(value, TriggerSource.Direction.self)
      case "window":
        guard let window = Int(try text(value)), (1...100).contains(window) else {
          throw fail(value, "a window is 1 to 100 words")
        }
        trigger.window = window
      case "phrases": trigger.phrases = try block(value)
      case "stop": trigger.stop = try block(value)
      default: trigger.pseudo = try block(value)
      }
    }
    return trigger
  }
}
