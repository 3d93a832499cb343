// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Documents
internal import Patterns
internal import Querying
internal import Segments

/// What every querying command takes: the query, how words match, which parts of which documents are searched.

/// A command that takes queries, as arguments or with `--where`: what begins with `-` may be an exclusion there.
protocol QueryingCommand: ParsableCommand {}

struct QueryArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The query: words (all required), OR, -word, \"a phrase\", a NEAR/5 b, pref*, word~1, /regex/, field:value, \"a field\":value, concept:id; or CQL, as in '[word=\"citi.*\"] []{0,3} \"trust\" within s'.",
      valueName: "query"))
  var words: [String]

  @Option(
    help: ArgumentHelp("Only in documents that match this plain query, such as year:2010..2015.", valueName: "filter"))
  var `where`: String?

  @Flag(help: "Read the query as CQL, even without a bracket.")
  var cql = false

  @Option(help: ArgumentHelp("Give up after so many seconds.", valueName: "seconds"))
  var timeout: Double?

  init() {}

  func validate() throws {
    if let timeout, !(timeout > 0) { throw ValidationError("--timeout takes more than 0 seconds.") }
  }

  var text: String { words.joined(separator: " ") }
}

/// Which texts beside the body are searched, for commands whose figures do not presume the body.
struct SearchedKinds: ParsableArguments {
  @Option(help: ArgumentHelp("Also search blocks of these kinds beside the body.", valueName: "kind,..."))
  var include: String?

  init() {}

  /// The fields of `--include`.
  var fields: [Field] {
    get throws {
      guard let include else { return [] }
      return try include.split(separator: ",").map { name in
        let trimmed = name.trimmingPrefix(" ")
        guard let kind = BlockKind(name: trimmed) else {
          let all = BlockKind.besideBody.map(\.name)
          throw CommandFailure(Suggestion.message("kind of block", String(trimmed), among: all))
        }
        guard !kind.isBody else { throw CommandFailure("blocks of kind \(kind.name) are body and always searched") }
        return Field.of(kind)
      }
    }
  }
}

/// How a command reads its query: the index, and the plan for it.
struct OpenedQuery {
  let reader: IndexReader
  let searcher: Searcher
  let plan: QueryPlan
  /// What the query was limited to.
  let filter: QueryPlan?
  let options: QueryOptions

  init(
    _ arguments: QueryArguments, index: IndexOption, match: MatchMode, include fields: [Field] = [],
    weighsStopWords: Bool = false
  ) throws {
    reader = try QueryFailure.explained { try IndexReader.open(index.existing()) }
    searcher = Searcher(segments: reader.segments)
    var options = QueryOptions(match: match, fields: fields)
    options.weighsStopWords = weighsStopWords
    if let seconds = arguments.timeout { options.timeLimit = TimeLimit(seconds: seconds) }
    self.options = options
    let syntax: QuerySyntax? = arguments.cql ? .cql : nil
    let query = try QueryFailure.explained { try ParsedQuery(arguments.text, syntax: syntax) }
    let filter = try QueryFailure.filter(arguments.where)
    let searcher = self.searcher
    plan = try QueryFailure.explained { try searcher.plan(query, options: options, filter: filter) }
    self.filter = try filter.map { filter in
      try QueryFailure.explained { try searcher.plan(.plain(filter)) }
    }
  }
}

/// Turns what may be wrong with a query or an index into the one message a person reads.
enum QueryFailure {
  /// What `--where` asks; nil where it is not given.
  static func filter(_ text: String?) throws -> PlainQuery? {
    try text.map { text in try explained("--where: ") { try PlainQuery(filter: text) } }
  }

  static func explained<Value>(_ prefix: String = "", _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as PatternSyntaxError {
      throw CommandFailure(prefix + error.description)
    } catch let error as QueryError {
      throw CommandFailure(prefix + error.description)
    } catch let error as QueryTimeout {
      throw CommandFailure(error.description)
    } catch let error as IndexError {
      throw CommandFailure(prefix + error.description)
    }
  }
}

extension MatchMode: ExpressibleByArgument {}
