// SPDX-License-Identifier: Apache-2.0

internal import Yams
package import Tokenizing

/// Reads the YAML files of a lexicon.
package struct LexiconReader {
  private let file: LexiconFile

  /// Reads a lexicon from the texts of its files; `scheme.yml` first, the others in any order.
  package static func read(files: [(name: String, text: String)]) throws(LexiconError) -> Lexicon {
    var lexicon = Lexicon()
    for (name, text) in files.sorted(by: {
      ($0.name == "scheme.yml" ? "" : $0.name) < ($1.name == "scheme.yml" ? "" : $1.name)
    }) {
      let file = try LexiconFile(name, text)
      let reader = LexiconReader(file: file)
      if name == "scheme.yml" {
        try reader.scheme(file.root, into: &lexicon)
      } else {
        let language = try reader.language(file.root)
        if let other = lexicon.languages.first(where: { $0.language == language.language }) {
          throw LexiconError(
            message: "language \(language.language.code) is given twice, first in \(other.file)",
            place: file.place(1, 1))
        }
        lexicon.languages.append(language)
      }
    }
    let scheme = LexiconPlace(file: "scheme.yml", line: 1, column: 1)
    if lexicon.name.isEmpty {
      throw LexiconError(message: "no scheme found; a lexicon needs scheme.yml with a name and concepts", place: scheme)
    }
    if lexicon.languages.isEmpty {
      throw LexiconError(
        message:
          "the lexicon has no words: beside scheme.yml one file a language is wanted, as en.yml with language: en",
        place: scheme)
    }
    return lexicon
  }

  // MARK: scheme.yml

  private func scheme(_ root: Node, into lexicon: inout Lexicon) throws(LexiconError) {
    let known: Set = ["name", "version", "overlap", "actors", "concepts", "classification", "description"]
    for (key, value) in try file.fields(root, "scheme.yml", known) {
      switch key {
      case "name": lexicon.name = try file.text(value)
      case "version": lexicon.version = try file.text(value)
      case "overlap": lexicon.overlap = try file.oneOf(value, OverlapPolicy.self)
      case "actors": lexicon.actors = try actors(value)
      case "concepts": for item in try file.list(value, "concepts") { lexicon.concepts.append(try concept(item)) }
      case "classification": lexicon.classification = try classification(value)
      default: break
      }
    }
  }

  private func actors(_ node: Node) throws(LexiconError) -> [Actor] {
    var result: [Actor] = []
    for (name, value) in try file.fields(node, "actors", []) {
      var actor = Actor(name: name, countsAs: nil, opposite: nil, place: file.place(value))
      for (key, item) in try file.fields(value, "actor \(name)", ["counts-as", "opposite", "takes-groups", "note"]) {
        switch key {
        case "counts-as": actor.countsAs = try file.text(item)
        case "opposite": actor.opposite = try file.text(item)
        case "takes-groups": actor.takesGroups = try file.truth(item)
        default: break
        }
      }
      result.append(actor)
    }
    return result
  }

  private func concept(_ node: Node) throws(LexiconError) -> Concept {
    var concept = Concept(id: "", place: file.place(node))
    let known: Set = ["id", "broader", "facet", "labels", "definition", "source", "note", "internal"]
    for (key, value) in try file.fields(node, "a concept", known) {
      switch key {
      case "id": concept.id = try file.text(value)
      case "broader": concept.broader = try file.text(value)
      case "facet": concept.facet = try file.text(value)
      case "labels":
        for (code, label) in try file.fields(value, "labels", []) { concept.labels[code] = try file.text(label) }
      case "definition": concept.definition = try file.text(value)
      case "source": concept.source = try file.text(value)
      case "note": concept.scopeNote = try file.text(value)
      default: concept.isInternal = try file.truth(value)
      }
    }
    if concept.id.isEmpty { throw file.fail(node, "a concept needs an id") }
    return concept
  }

  private func classification(_ node: Node) throws(LexiconError) -> ClassificationSource {
    var result = ClassificationSource()
    result.otherwisePlace = file.place(node)
    let known: Set = ["labels", "otherwise", "define", "decision", "weigh", "subtype", "roles", "attributes"]
    for (key, value) in try file.fields(node, "classification", known) {
      switch key {
      case "labels": result.labels = try file.block(value).map(\.text)
      case "otherwise": (result.otherwise, result.otherwisePlace) = (try file.text(value), file.place(value))
      case "define":
        for line in try file.block(value) {
          guard let (name, expression) = split(line, at: "=") else {
            throw LexiconError(message: "a definition is 'name = expression'", place: line.place)
          }
          result.definitions.append((name, expression))
        }
      case "decision": result.rows = try rows(value)
      case "weigh":
        for (key, item) in try file.fields(value, "weigh", ["when", "signs"]) {
          if key == "signs" {
            result.signs = try file.block(item)
          } else {
            result.weighsWhen = try file.block(item).first
          }
        }
      case "subtype": result.subtypes = try rows(value)
      case "roles":
        for (name, item) in try file.fields(value, "roles", []) { result.roles.append((name, try rows(item))) }
      default:
        for (name, item) in try file.fields(value, "attributes", []) {
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
    for line in try file.block(node) {
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
    let head = file.trimmed(line.text[..<index])
    let tail = line.text[line.text.index(after: index)...].drop { $0 == " " }
    var place = line.place
    place.column += line.text.unicodeScalars.count - tail.unicodeScalars.count
    return (String(head), LexiconLine(text: String(tail), place: place))
  }

  // MARK: A language's file

  private func language(_ root: Node) throws(LexiconError) -> LanguageLexicon {
    let known: Set = ["language", "order", "irregular", "grammar", "classes", "rules", "triggers", "cues"]
    let all = try file.fields(root, file.name, known)
    guard let code = all.first(where: { $0.0 == "language" }) else {
      throw LexiconError(message: "the file needs a language: key (en, nl, fr, de)", place: file.place(1, 1))
    }
    let language = Language(tag: try file.text(code.1))
    if language == .unknown {
      throw file.fail(code.1, "unknown language '\(try file.text(code.1))'; known: en, nl, fr, de")
    }
    var result = LanguageLexicon(language: language)
    result.file = file.name
    for (key, value) in all {
      switch key {
      case "order":
        guard try file.text(value) == "verb-second" else {
          let found = LexiconLine.excerpt(try file.text(value))
          throw file.fail(value, "the order is verb-second, or not given, not '\(found)'")
        }
        result.verbSecond = true
      case "irregular": result.irregular = try file.block(value)
      case "grammar": result.grammar = try file.blocks(value, "grammar")
      case "classes": result.classes = try file.blocks(value, "classes")
      case "cues": result.cues = try file.block(value)
      case "triggers": for item in try file.list(value, "triggers") { result.triggers.append(try trigger(item)) }
      default: break
      }
    }
    // Frames ask what the grammar has, wherever that stands.
    if let (_, rules) = all.first(where: { $0.0 == "rules" }) {
      for item in try file.list(rules, "rules") { result.rules.append(try rule(item, result)) }
    }
    return result
  }

  private func rule(_ node: Node, _ language: LanguageLexicon) throws(LexiconError) -> RuleSource {
    var rule = RuleSource(id: "", concept: "", place: file.place(node))
    let known: Set = [
      "id", "concept", "denied-as", "strength", "weight", "patterns", "except", "matches", "rejects", "note", "speaker",
      "actor", "act", "object", "noun",
    ]
    var frame = RoleFrame()
    for (key, value) in try file.fields(node, "a rule", known) {
      switch key {
      case "id": rule.id = try file.text(value)
      case "concept": rule.concept = try file.text(value)
      case "speaker": rule.concept = "speaker:" + (try file.text(value))
      case "denied-as": rule.deniedAs = try file.text(value)
      case "strength":
        let found = try file.text(value)
        switch found {
        case "named": rule.strength = .named
        case "described": rule.strength = .described
        default: throw file.fail(value, "strength is named or described, not '\(LexiconLine.excerpt(found))'")
        }
      case "weight":
        let found = try file.text(value)
        guard let weight = Double(found), weight > 0, weight <= 100 else {
          throw file.fail(
            value, "a rule's weight is a number above 0, at most 100, not '\(LexiconLine.excerpt(found))'")
        }
        rule.weight = weight
      case "patterns": rule.patterns = try file.block(value)
      case "actor": frame.actor = try file.block(value).first
      case "act": frame.act = try file.alternatives(value)
      case "object": frame.object = try file.alternatives(value)
      case "noun": frame.noun = try file.alternatives(value)
      case "except": rule.exceptions = try file.block(value)
      case "matches": rule.matches = try file.block(value)
      case "rejects": rule.rejects = try file.block(value)
      default: break
      }
    }
    if rule.id.isEmpty { throw file.fail(node, "a rule needs an id") }
    if rule.concept.isEmpty { throw file.fail(node, "rule \(rule.id) needs a concept") }
    rule.patterns += try frame.lines(language, rule.place)
    if rule.patterns.isEmpty { throw file.fail(node, "rule \(rule.id) has no patterns") }
    return rule
  }

  private func trigger(_ node: Node) throws(LexiconError) -> TriggerSource {
    var trigger = TriggerSource(polarity: .denied)
    for (key, value) in try file.fields(
      node, "a trigger", ["polarity", "direction", "window", "phrases", "stop", "pseudo"])
    {
      switch key {
      case "polarity":
        let found = try file.text(value)
        switch found {
        case "denied": trigger.polarity = .denied
        case "claimed": trigger.polarity = .claimed
        case "hypothetical": trigger.polarity = .hypothetical
        default:
          throw file.fail(value, "polarity is denied, claimed or hypothetical, not '\(LexiconLine.excerpt(found))'")
        }
      case "direction": trigger.direction = try file.oneOf(value, TriggerSource.Direction.self)
      case "window":
        let found = try file.text(value)
        guard let window = Int(found), (1...100).contains(window) else {
          throw file.fail(value, "a window is 1 to 100 words, not '\(LexiconLine.excerpt(found))'")
        }
        trigger.window = window
      case "phrases": trigger.phrases = try file.block(value)
      case "stop": trigger.stop = try file.block(value)
      default: trigger.pseudo = try file.block(value)
      }
    }
    return trigger
  }
}
