// SPDX-License-Identifier: Apache-2.0

internal import Analyzing
internal import Documents
internal import Patterns
internal import Presenting
internal import Querying
internal import Segments

/// Answers single requests of `syntop batch`. Nothing is kept from one request to the next.
struct BatchAnswerer {
  let searcher: Searcher
  let options: QueryOptions
  /// Seconds that a request may take unless it says otherwise.
  let timeout: Double?
  /// Rows of collocates where a request does not say how many, as the command shows people.
  private static let rows = 50

  /// What was found, before it is written.
  fileprivate enum Answer {
    case top([RankedDocument])
    case count(QueryPlan.Count)
    case both([RankedDocument], QueryPlan.Count)
    case facet(Int, [String: Int])
    case lines(Int, [ConcordanceLine])
    case collocates(CollocateRows)
  }

  /// Writes the reply to one request line.
  func answer(_ line: ArraySlice<UInt8>, to json: inout JSONWriter) {
    let request: JSONValue
    do {
      request = try JSONScanner.parse(Array(line))
    } catch {
      return refuse(nil, "the request is \(error)", &json)
    }
    guard case .object = request else { return refuse(nil, "a request is a JSON object", &json) }
    let id = request["id"]
    do {
      let asked = try BatchRequest(request)
      let clock = ContinuousClock()
      let start = clock.now
      let answer = try find(asked)
      let elapsed = clock.now - start
      try write(answer, id, microseconds: elapsed, to: &json)
    } catch let error as PatternSyntaxError {
      refuse(id, error.oneLine, &json)
    } catch let error as BatchRequest.Refusal {
      refuse(id, error.reason, &json)
    } catch {
      refuse(id, "\(error)", &json)
    }
  }

  private func find(_ request: BatchRequest) throws -> Answer {
    var options = self.options
    if let match = request.match { options.match = match }
    if let seconds = request.timeout ?? timeout { options.timeLimit = TimeLimit(seconds: seconds) }
    let filter = try request.filter.map { text in
      do throws(PatternSyntaxError) {
        return try PlainQuery(filter: text)
      } catch {
        throw BatchRequest.Refusal(reason: "in \"where\": \(error.oneLine)")
      }
    }
    let query = try ParsedQuery(request.query, syntax: request.syntax)
    let plan = try searcher.plan(query, options: options, filter: filter)
    switch request.mode {
    case .top: return .top(try plan.top(request.limit ?? 10))
    case .count: return .count(try plan.count())
    case .topAndCount:
      let (top, count) = try plan.topAndCount(request.limit ?? 10)
      return .both(top, count)
    case .facet:
      let (documents, values) = try plan.facet(by: request.field ?? "")
      return .facet(documents, values)
    case .kwic:
      for name in request.kwic.order.fields { try searcher.check(field: name) }
      let concordance = Concordance(plan, request.kwic)
      let (hits, _, places) = try concordance.places()
      return .lines(hits, try concordance.lines(places))
    case .collocates:
      return .collocates(try collocates(request, plan, filter, options.timeLimit))
    }
  }

  private func collocates(
    _ request: BatchRequest, _ plan: QueryPlan, _ filter: PlainQuery?, _ limit: TimeLimit
  ) throws -> CollocateRows {
    let asked = request.collocates
    var settings = asked.options
    settings.unit = try CountingOptions.unit(asked.unit, searcher)
    var silent = QueryOptions()
    silent.timeLimit = limit
    let subcorpus = Subcorpus(searcher, filter: try filter.map { try searcher.plan(.plain($0), options: silent) })
    let found = try Collocates(plan, in: subcorpus, settings)
    return try CollocateRows(
      found, settings, first: min(request.limit ?? Self.rows, found.count), by: asked.sorting,
      measures: asked.measures)
  }

  private func write(_ answer: Answer, _ id: JSONValue?, microseconds: Duration, to json: inout JSONWriter) throws {
    let segments = searcher.segments
    var identifiers: [String] = []
    if let top = answer.top { identifiers = try top.map { try segments[$0.segment].ids.string($0.document) } }
    let (seconds, attoseconds) = microseconds.components
    let time = max(Double(seconds) * 1e6 + Double(attoseconds) * 1e-12, 0.001)
    json.object { json in
      json.key("id")
      BatchAnswerer.write(id, to: &json)
      json.field("us", time, decimals: 3)
      switch answer {
      case .top(let top), .both(let top, _):
        json.field("ids", identifiers)
        json.arrayField("scores") { list in for found in top { list.value(found.score) } }
      default: break
      }
      switch answer {
      case .count(let count), .both(_, let count):
        json.field("count", count.documents)
        json.field("hits", count.hits)
      case .facet(let documents, let values):
        json.field("count", documents)
        json.objectField("facets") { list in
          for (value, count) in values.sorted(by: { $0.key < $1.key }) { list.field(value, count) }
        }
      case .lines(let hits, let lines):
        json.field("hits", hits)
        json.arrayField("lines") { list in for line in lines { line.write(to: &list, brief: true) } }
      case .collocates(let collocates):
        json.field("hits", collocates.found.hits)
        json.field("hits_outside", collocates.found.hitsOutside)
        json.field("table", collocates.options.table.rawValue)
        json.field("window_tokens", collocates.found.windowTokens)
        json.field("tokens", collocates.found.tokens)
        json.field("collocates", collocates.found.count)
        json.field("unfitting", collocates.found.unfitting)
        collocates.analysis().writeRows("rows", to: &json)
      case .top: break
      }
    }
  }

  private func refuse(_ id: JSONValue?, _ reason: String, _ json: inout JSONWriter) {
    json.removeAll()
    json.object { json in
      json.key("id")
      BatchAnswerer.write(id, to: &json)
      json.field("error", reason)
    }
  }

  /// The id as it was given.
  private static func write(_ id: JSONValue?, to json: inout JSONWriter) {
    switch id {
    case .string(let text)?: json.value(text)
    case .integer(let number)?: json.value(number)
    case .number(let number)?: json.value(number)
    case .bool(let flag)?: json.value(flag)
    case .array(let values)?: json.array { list in for value in values { write(value, to: &list) } }
    case .object(let fields)?:
      json.object { json in
        for field in fields {
          json.key(field.name)
          write(field.value, to: &json)
        }
      }
    case .null?, nil: json.null()
    }
  }
}

extension BatchAnswerer.Answer {
  fileprivate var top: [RankedDocument]? {
    switch self {
    case .top(let top), .both(let top, _): top
    default: nil
    }
  }
}
