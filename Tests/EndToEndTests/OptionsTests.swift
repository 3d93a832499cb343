// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Every option of every command changes what the command answers, as its help says.
@Suite struct OptionsTests {
  /// Options that have no row, and why.
  private static let elsewhere: [String: String] = [
    "--help": "HelpTests", "--version": "HelpTests",
    "--workers": "the answers are the same: BuildContractTests, SameAnswersTests",
    "--ocr": "needs tesseract: ScannedPagesTests",
    "build --allow-empty": "needs a folder that lost its files: ShortageTests",
    "extract --timeout": "needs a file that takes long: BadInputTests",
  ]
  private static let forms = ["--json", "--jsonl", "--csv", "--tsv", "--quiet", "--index"]

  /// An index `ix` of two generations by the lexicon `s`, an earlier one `iy`, and files that commands read.
  private static func prepared() throws -> BuiltProgram {
    let program = try BuiltProgram()
    for (path, text) in OptionSamples.files { try program.write(text, to: path) }
    try program.write(TinyPDF.document(text: "The page of a lamp."), to: "corpus/page.pdf")
    for index in ["iy", "ix"] {
      let run = try program.run("build", "--index", index, "--lexicon", "s", "--quiet", "corpus")
      #expect(run.status == 0, "\(run.errors)")
    }
    try program.write(OptionSamples.vertical, to: "corpus/v.vrt")
    let grown = try program.run("build", "--index", "ix", "--quiet")
    #expect(grown.status == 0, "\(grown.errors)")
    let record = try program.run("methods", "--json", "--index", "ix", "--", "count", "trust", "--json")
    try program.write(record.output, to: "record.jsonl")
    return program
  }

  /// The words of a command line; what stands between single quotes is one word.
  private static func words(_ line: String) -> [String] {
    line.split(separator: "'", omittingEmptySubsequences: false).enumerated().flatMap { index, part in
      index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
    }
  }

  private static func takesIndex(_ line: String) -> Bool {
    !line.contains("--index")
      && !["extract", "tag", "lexicon", "evaluate", "agreement", "diff"].contains(words(line)[0])
  }

  /// All that a row's command leaves behind: output, remarks, status, and the file it may write.
  private static func answer(_ row: OptionRow, _ program: BuiltProgram, isGiven: Bool) throws -> String {
    let index = "new-\(UUID().uuidString)"
    if let file = row.file { try? FileManager.default.removeItem(at: program.folder.appendingPathComponent(file)) }
    func run(_ line: String, _ input: String = "") throws -> String {
      var arguments = words(line.replacing("@", with: index))
      if takesIndex(line) { arguments.insert(contentsOf: ["--index", "ix"], at: 1) }
      let run = try program.run(arguments, input: input)
      return run.output + run.errors + "status \(run.status)"
    }
    var told = try run(isGiven ? "\(row.command) \(row.option)" : row.command, row.input)
    if let then = row.then { told = try run(then) }
    if let file = row.file, let data = try? Data(contentsOf: program.folder.appendingPathComponent(file)) {
      told += String(decoding: data, as: UTF8.self)
    }
    return told.replacing(index, with: "@")
  }

  @Test func everyOptionChangesTheAnswer() throws {
    let program = try Self.prepared()
    defer { program.remove() }
    for row in OptionRow.all {
      let with = try Self.answer(row, program, isGiven: true)
      let without = try Self.answer(row, program, isGiven: false)
      #expect(with != without, "\(row): \(with)")
      #expect(!with.contains("Usage:") || row.shows == "status 2", "\(row): \(with)")
      if let shows = row.shows {
        #expect(with.contains(shows) && !without.contains(shows), "\(row) shows \(shows): \(with)\nand not: \(without)")
      }
      if let hides = row.hides {
        #expect(!with.contains(hides) && without.contains(hides), "\(row) hides \(hides): \(with)\nand not: \(without)")
      }
    }
  }

  /// The forms of output are those of their names, remarks can be silenced, and `--index` is heeded.
  @Test(arguments: OptionSamples.formed)
  func theFormsOfOutputAreThoseOfTheirNames(_ line: String) throws {
    let program = try Self.prepared()
    defer { program.remove() }
    let words = Self.words(line)
    let options = try Self.options(of: Self.name(words), program)
    let index = Self.takesIndex(line) ? ["--index", "ix"] : []
    func run(_ option: String) throws -> BuiltProgram.Run { try program.run(words + index + [option]) }
    let plain = try program.run(words + index)
    #expect(!plain.output.contains("\u{1B}"))
    for option in options.intersection(["--json", "--jsonl"]) {
      let run = try run(option)
      let lines = run.output.split(separator: "\n").count
      #expect(lines > 0 && run.objects.count == lines, "\(line) \(option): \(run.output)\(run.errors)")
      #expect(option == "--jsonl" || lines == 1, "\(line) \(option): \(run.output)")
    }
    for (option, delimiter) in [("--csv", ","), ("--tsv", "\t")] where options.contains(option) {
      let heading = try run(option).output.split(separator: "\n").first ?? ""
      #expect(heading.contains(delimiter) && !heading.contains("  "), "\(line) \(option): \(heading)")
    }
    if options.contains("--quiet") {
      #expect(!plain.errors.isEmpty || OptionSamples.silent.contains(line), "\(line) says nothing")
      #expect(try run("--quiet").errors.isEmpty, "\(line)")
    }
    if !index.isEmpty {
      let lost = try program.run(words + ["--index", "nowhere"])
      #expect(lost.status == 2 && lost.errors.contains("nowhere"), "\(line): \(lost.errors)")
    }
  }

  /// No option of the help is without a row.
  @Test func everyOptionOfTheHelpHasARow() throws {
    let program = try BuiltProgram()
    defer { program.remove() }
    let formed = Set(OptionSamples.formed.map { Self.name(Self.words($0)) })
    var seen = 0
    for command in try Self.commands(program) {
      for option in try Self.options(of: command, program) {
        seen += 1
        let name = command.joined(separator: " ")
        if Self.elsewhere[option] != nil || Self.elsewhere["\(name) \(option)"] != nil { continue }
        if Self.forms.contains(option), formed.contains(command) { continue }
        let hasRow = OptionRow.all.contains {
          Self.name(Self.words($0.command)) == command && Self.words($0.option).first == option
        }
        #expect(hasRow || command == ["batch"] && option == "--index", "\(name) \(option) has no test")
      }
    }
    #expect(seen > 250)
  }

  /// A command's name: of `lexicon`, with its subcommand.
  private static func name(_ words: [String]) -> [String] { Array(words.prefix(words[0] == "lexicon" ? 2 : 1)) }

  private static func commands(_ program: BuiltProgram) throws -> [[String]] {
    func below(_ name: [String]) throws -> [[String]] {
      let help = try program.run(name + ["--help"]).output
      guard let start = help.range(of: "SUBCOMMANDS:") else { return [name] }
      return try help[start.upperBound...].split(separator: "\n").filter { $0.firstMatch(of: /^  [a-z]/) != nil }
        .compactMap { $0.split(separator: " ").first.map(String.init) }.flatMap { try below(name + [$0]) }
    }
    return try below([])
  }

  private static func options(of command: [String], _ program: BuiltProgram) throws -> Set<String> {
    let help = try program.run(command + ["--help"]).output
    guard let start = help.range(of: "\nOPTIONS:") else { return [] }
    let lines = help[start.upperBound...].split(separator: "\n").filter { $0.firstMatch(of: /^  -/) != nil }
    return Set(lines.flatMap { $0.matches(of: /--[a-z-]+/).prefix($0.contains(", --") ? 3 : 1).map { String($0.0) } })
  }
}
