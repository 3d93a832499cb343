// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import Documents
internal import Patterns
internal import Querying

/// What a request line of `syntop batch` asks for.
struct BatchRequest {
  enum Mode: String, CaseIterable { case top, count, topAndCount = "top_count", facet, kwic, collocates }

  /// Why a request cannot be answered.
  struct Refusal: Error {
    var reason: String
  }

  let query: String
  let mode: Mode
  let syntax: QuerySyntax?
  let match: MatchMode?
  /// A plain query that documents must match as well.
  let filter: String?
  /// In seconds.
  let timeout: Double?
  /// How many documents, lines or rows at most.
  let limit: Int?
  /// The field of a facet.
  let field: String?
  let kwic: ConcordanceOptions
  let collocates: CollocateRequest

  init(_ value: JSONValue) throws {
    let fields = BatchFields(value)
    guard let query = value["query"]?.string else { throw Refusal(reason: "a request wants a \"query\" text") }
    self.query = query
    let name = try fields.text("mode") ?? "top"
    guard let mode = Mode(rawValue: name) else {
      let all = Mode.allCases.map(\.rawValue).joined(separator: ", ")
      throw Refusal(reason: "no mode is named \(name); there are \(all)")
    }
    self.mode = mode
    syntax = try fields.choice("syntax")
    match = try fields.choice("match")
    limit = try fields.number("k", 0...10_000_000)
    field = try fields.text("by")
    filter = try fields.text("where")
    timeout = try fields.seconds("timeout")
    if mode == .facet, field == nil { throw Refusal(reason: "mode facet wants a field in \"by\"") }
    var kwic = ConcordanceOptions()
    kwic.context = try fields.number("context", 0...1000) ?? kwic.context
    kwic.limit = limit
    if mode == .kwic, let sort = try fields.text("sort") {
      guard sort.contains(where: { $0 != "," && $0 != " " }) else { throw Refusal(reason: "\"sort\" names no key") }
      kwic.order = ConcordanceOrder(name: sort)
    }
    self.kwic = kwic
    collocates = try mode == .collocates ? CollocateRequest(fields) : CollocateRequest()
  }
}

/// What `"mode":"collocates"` asks for beside the query; as the options of `syntop collocates` have it.
struct CollocateRequest {
  var unit = "word"
  var options = CollocateOptions()
  /// What rows are sorted by; nil for O11.
  var sorting: AssociationMeasure? = .logLikelihood
  var measures = AssociationMeasure.allCases

  init() {}

  fileprivate init(_ fields: BatchFields) throws {
    unit = try fields.text("of") ?? unit
    options.left = try fields.number("left", 0...1000) ?? options.left
    options.right = try fields.number("right", 0...1000) ?? options.right
    guard options.left + options.right > 0 else {
      throw BatchRequest.Refusal(reason: "\"left\" and \"right\" cannot both be 0")
    }
    options.scope = try fields.choice("within") ?? options.scope
    options.table = try fields.choice("table") ?? options.table
    options.atLeast = try fields.number("min", 1...10_000_000) ?? options.atLeast
    if let name = try fields.text("sort") { sorting = try MeasureOptions.sorting(name) }
    if let names = try fields.text("measures") { measures = try MeasureOptions.list(names) }
  }
}

/// The fields of a request by name; one that is null is as good as none, one of another type is refused.
private struct BatchFields {
  private let object: JSONValue

  init(_ object: JSONValue) { self.object = object }

  private func given(_ key: String) -> JSONValue? {
    guard let value = object[key], value != .null else { return nil }
    return value
  }

  func text(_ key: String) throws -> String? {
    guard let given = given(key) else { return nil }
    guard let text = given.string else {
      throw BatchRequest.Refusal(reason: "\"\(key)\" wants a text, not \(given.typeName)")
    }
    return text
  }

  func choice<Choice: RawRepresentable<String>>(_ key: String) throws -> Choice? {
    guard let text = try text(key) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw BatchRequest.Refusal(reason: "\"\(key)\" cannot be \(text)")
    }
    return choice
  }

  func number(_ key: String, _ range: ClosedRange<Int>) throws -> Int? {
    guard let given = given(key) else { return nil }
    guard let number = given.int, range.contains(number) else {
      throw BatchRequest.Refusal(
        reason: "\"\(key)\" wants a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func seconds(_ key: String) throws -> Double? {
    guard let given = given(key) else { return nil }
    guard let number = given.double, number > 0 else {
      throw BatchRequest.Refusal(reason: "\"\(key)\" wants a number of seconds above 0")
    }
    return number
  }
}
