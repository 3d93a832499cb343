// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Glibc
internal import Presenting

/// The options every printing command shares: the form of the output, quiet, colour.
struct OutputOptions: ParsableArguments {
  enum Form: Sendable {
    case human, json, jsonl, tsv, csv

    /// How cells are parted where rows are printed.
    var delimited: DelimitedWriter.Form { self == .csv ? .csv : .tsv }
  }

  @Flag(help: "One JSON object.") var json = false
  @Flag(help: "One JSON object a line.") var jsonl = false
  @Flag(help: "Tab-separated values with a heading line.") var tsv = false
  @Flag(help: "Comma-separated values (RFC 4180) with a heading line.") var csv = false
  @Flag(help: "No progress and no remarks on standard error.") var quiet = false

  init() {}

  mutating func validate() throws {
    let chosen = [json, jsonl, tsv, csv].filter { $0 }.count
    guard chosen <= 1 else { throw ValidationError("Give only one of --json, --jsonl, --tsv and --csv.") }
  }

  var form: Form {
    if json { return .json }
    if jsonl { return .jsonl }
    if tsv { return .tsv }
    return csv ? .csv : .human
  }

  /// Colour only where a person reads: standard output is a terminal and NO_COLOR is unset (no-color.org).
  var style: TextStyle {
    TextStyle(isOn: form == .human && Terminal.isOutputTerminal && !Terminal.isColourRefused)
  }
}

/// The options of a command that prints a report for people or one JSON object.
struct ReportOptions: ParsableArguments {
  @Flag(name: [.customLong("json"), .customLong("jsonl")], help: "One JSON object on one line.") var json = false
  @Flag(help: "No remarks on standard error.") var quiet = false

  init() {}

  /// Colour only where a person reads.
  var style: TextStyle { TextStyle(isOn: !json && Terminal.isOutputTerminal && !Terminal.isColourRefused) }
}

/// What is known about the terminal the program runs in.
enum Terminal {
  static var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  static var isColourRefused: Bool {
    if let value = getenv("NO_COLOR"), value.pointee != 0 { return true }
    return getenv("TERM").map { String(cString: $0) == "dumb" } ?? false
  }

  /// Lines are padded to the width: COLUMNS may ask for more than memory has.
  private static let widest = 1000

  /// Columns of the terminal: from the terminal itself, else from COLUMNS, else 100.
  static var width: Int {
    var size = winsize()
    if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 { return Int(size.ws_col) }
    if let value = getenv("COLUMNS"), let columns = Int(String(cString: value)), columns > 20 {
      return min(columns, widest)
    }
    return 100
  }
}
