// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Bytes
internal import Glibc
internal import Presenting
internal import Querying
internal import Segments

/// `syntop batch`: a resident query process that answers one JSON line with one JSON line.
struct BatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch",
    abstract: "Answer queries from standard input, one JSON line each, until it ends.",
    discussion: """
      The first line says that the index is open. Then each request line gets one reply line with its id, by its "mode":
        top: ids, scores; count: count (documents), hits; top_count: all four;
        facet (with "by"): count, facets; kwic (with "context", "sort"): hits, lines;
        collocates (with "left", "right", "within", "table", "of", "min", "sort", "measures", as the
        options of the command of that name): hits, hits_outside (in titles and blocks beside the
        body, not counted), table, window_tokens, tokens, collocates (how many there are), unfitting
        (that stand in windows more often than a table of nodes has room for), and the first as rows.
      "k" is the number of documents, lines or rows: 10 documents, all lines and 50 rows where it is
      not given; "where" is a plain query that documents must match as well.
      "us" is the time in microseconds. A request that cannot be answered gets an "error".

      EXAMPLES:
        echo '{"id":1,"query":"public services","mode":"top_count","k":3}' |
          syntop batch --index my.syntop
        echo '{"id":2,"query":"trust","mode":"facet","by":"year"}' | syntop batch
        echo '{"id":3,"query":"trust","mode":"collocates","left":3,"right":3,"sort":"logDice"}' |
          syntop batch
      """)

  @Option(help: "Whether words match by stem or by word.") var match: MatchMode = .word
  @OptionGroup var kinds: SearchedKinds
  @Flag(help: "Let stop words (the, of, is ...) score too where words match by stem.") var scoreStopWords = false
  @Option(
    help: ArgumentHelp(
      "Give up each request after so many seconds; \"timeout\" in it goes before.", valueName: "seconds"))
  var timeout: Double?
  @OptionGroup var index: IndexOption

  func validate() throws {
    if let timeout, !(timeout > 0) { throw ValidationError("--timeout takes more than 0 seconds.") }
  }

  /// Bytes that are kept for the next request: counts of words take four for each word of the index.
  private static let kept = 64 << 20

  func run() throws {
    FreedMemory.keep(upTo: Self.kept)
    let reader = try QueryFailure.explained { try IndexReader.open(index.existing()) }
    var options = QueryOptions(match: match, fields: try kinds.fields)
    options.weighsStopWords = scoreStopWords
    var json = JSONWriter()
    json.object { json in
      json.field("ready", true)
      json.field("version", SyntopCommand.configuration.version)
      json.field("documents", reader.documentCount)
      json.field("match", match.rawValue)
    }
    Output.writeLine(&json)
    let answerer = BatchAnswerer(searcher: Searcher(segments: reader.segments), options: options, timeout: timeout)
    var lines = StandardInputLines()
    while let line = lines.next() {
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
      answerer.answer(line, to: &json)
      Output.writeLine(&json)
    }
  }
}

/// The lines of standard input, each without its line feed.
private struct StandardInputLines {
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  mutating func next() -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        defer { start = end + 1 }
        return buffer[start..<end]
      }
      searched = buffer.count
      if isAtEnd {
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        return buffer[start...]
      }
      if start > 0 {
        buffer.removeFirst(start)
        searched -= start
        start = 0
      }
      fill()
    }
  }

  private mutating func fill() {
    let size = 1 << 16
    let chunk = [UInt8](unsafeUninitializedCapacity: size) { bytes, count in
      var got = read(STDIN_FILENO, bytes.baseAddress, size)
      while got < 0, errno == EINTR { got = read(STDIN_FILENO, bytes.baseAddress, size) }
      count = max(got, 0)
    }
    if chunk.isEmpty { isAtEnd = true }
    buffer += chunk
  }
}
