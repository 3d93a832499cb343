// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Documents
internal import Glibc
internal import Indexing
internal import Presenting
internal import Tokenizing
internal import WorkerPool

/// `syntop extract`: the located text of files as JSON lines, without an index.
struct ExtractCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract",
    abstract: "Print the text, blocks and metadata of files, one JSON object a file.",
    discussion: """
      Reads HTML, PDF and plain text, told apart by content, each in a process that cannot harm the others. Every path \
      gives exactly one line, in the order given; a file that cannot be read gives an empty text and an error; the status is 0.

      Example: the headings of a page
        syntop extract page.html |
          jq -r '.blocks[] | select(.kind == "heading").text'

      Example: all files of a folder, page headers and footers included
        find papers -name '*.pdf' > list &&
          syntop extract --include page-header,page-footer --list list

      Example: a scanned letter, read by tesseract (which is installed apart)
        syntop extract --ocr en letter.pdf

      With --image a page of a PDF is drawn as a PNG picture, its blocks framed, named by kind and numbered in reading \
      order; the blocks are listed on standard output, or the picture goes there if no --output names a file for it.

      Example: what was read on page 3, and in what order
        syntop extract --image 3 --output page3.png report.pdf
      """)

  @Option(help: ArgumentHelp("Also give blocks of these kinds, which are not body text.", valueName: "kind,..."))
  var include: String?

  @Option(help: ArgumentHelp("Read the paths from a file, one a line.", valueName: "file"))
  var list: String?

  @Option(help: ArgumentHelp("How many files are read at once (default: the number of processors).", valueName: "n"))
  var workers: Int?

  @Option(help: ArgumentHelp("Processor seconds a file may take, before what its size adds.", valueName: "seconds"))
  var timeout: Double = WorkerLimits().seconds

  @Option(
    help: ArgumentHelp(
      "Read scanned pages by tesseract, in these languages (en, nl, fr, de ...).", valueName: "lang,..."))
  var ocr: String?

  @Option(help: ArgumentHelp("Draw this page of a PDF with its blocks outlined.", valueName: "page"))
  var image: Int?

  @Option(help: ArgumentHelp("The file for the picture (default: standard output).", valueName: "file.png"))
  var output: String?

  @Option(help: ArgumentHelp("Pixels per inch of the picture.", valueName: "n"))
  var resolution: Int = 144

  @Flag(help: "No remarks on standard error.")
  var quiet = false

  @Argument(help: "The files to read.")
  var paths: [String] = []

  func validate() throws {
    guard list != nil || !paths.isEmpty else { throw ValidationError("Give the files to read, or --list FILE.") }
    guard list == nil || paths.isEmpty else { throw ValidationError("Give either paths or --list, not both.") }
    guard workers.map({ (1...1024).contains($0) }) ?? true else { throw ValidationError("--workers takes 1 to 1024.") }
    guard timeout > 0, timeout <= 86_400 else {
      throw ValidationError("--timeout takes more than 0 and at most 86400 seconds.")
    }
    _ = try includedKinds()
    if image == nil, output != nil { throw ValidationError("--output needs --image.") }
    if image != nil { try validatePicture() }
  }

  private func validatePicture() throws {
    guard list == nil, paths.count == 1 else {
      throw ValidationError("--image draws a page of one file: name just one.")
    }
    guard image.map({ $0 >= 1 }) ?? true else { throw ValidationError("Pages count from 1.") }
    guard DrawingRequest.resolutions.contains(resolution) else {
      throw ValidationError("--resolution takes 18 to 600.")
    }
    guard output != nil || !Terminal.isOutputTerminal else {
      throw ValidationError("Standard output is a terminal: name a file for the picture with --output FILE.png.")
    }
  }

  func run() throws {
    let kinds = try includedKinds()
    let paths = try allPaths()
    var limits = WorkerLimits()
    limits.seconds = timeout
    let recognizer = try ocr.map { try RecognizerChoice.recognizer($0) }
    let pool: ExtractorPool
    do throws(FileFailure) {
      pool = try ExtractorPool(
        workers: image == nil ? workers : 1, limits: limits, recognizer: recognizer)
    } catch {
      throw CommandFailure(error.reason)
    }
    if let image, let path = paths.first {
      return try OutlinedPage(path: path, page: image, resolution: resolution).write(to: output, with: pool)
    }
    var json = JSONWriter()
    var failed = 0
    pool.extract(paths) { index, result in
      if case .failure = result { failed += 1 }
      ExtractedLine.write(paths[index], result.map(Self.withLanguage), including: kinds, to: &json)
      Output.writeLine(&json)
    }
    if failed > 0, !quiet {
      Output.note("\(failed) of \(paths.count) could not be read; their lines say why in \"error\"")
    }
  }

  /// The document with the language most of its words are in, where it declares none or plainly a false one; as the index
  /// has it.
  private static func withLanguage(_ document: Document) -> Document {
    let declared = Language(tag: document.metadata.language ?? "")
    if document.metadata.language != nil, declared == .unknown { return document }
    let blocks = document.blocks.filter(\.kind.isBody).map { TextBlock($0, of: declared) }
    var (document, tokens) = (document, Tokens())
    let spoken = Tokenizer(into: Vocabulary()).tokenize(blocks, prior: declared, into: &tokens)
    document.metadata.language = document.metadata.language(spoken: spoken, in: tokens)
    return document
  }

  private func includedKinds() throws -> Set<BlockKind> {
    try Set(
      (include ?? "").split(separator: ",").map { name in
        guard let kind = BlockKind(name: name) else {
          let known = BlockKind.besideBody.map(\.name).joined(separator: ", ")
          throw ValidationError("No block kind '\(name)'. The kinds beside the body are: \(known).")
        }
        return kind
      })
  }

  /// The paths as bytes: from the list, or from the arguments as the system gave them, since an argument that is not
  /// UTF-8 is changed on its way into a `String`.
  private func allPaths() throws -> [[UInt8]] {
    if let list { return try PathList.read(list, ArgumentBytes.of(list)) }
    let given = ArgumentBytes.all()
    return paths.map { path in given[path] ?? Array(path.utf8) }
  }
}

/// The process's arguments as bytes, by the string that they become.
enum ArgumentBytes {
  static func all() -> [String: [UInt8]] {
    var bytes: [String: [UInt8]] = [:]
    for index in 0..<Int(CommandLine.argc) {
      guard let argument = CommandLine.unsafeArgv[index] else { continue }
      // SAFETY: the system ends each argument with a NUL byte.
      let raw = UnsafeRawBufferPointer(start: argument, count: strlen(argument))
      bytes[String(cString: argument)] = Array(raw)
      // The value of --option=value, which comes as a string of its own.
      guard raw.starts(with: Array("--".utf8)), let equals = raw.firstIndex(of: UInt8(ascii: "=")) else { continue }
      bytes[String(decoding: raw[(equals + 1)...], as: UTF8.self)] = Array(raw[(equals + 1)...])
    }
    return bytes
  }

  /// The bytes of an argument.
  static func of(_ argument: String) -> [UInt8] { all()[argument] ?? Array(argument.utf8) }

  /// Refuses paths that are not UTF-8, which an index cannot record.
  static func checkText(_ paths: [String]) throws {
    // Only what was no UTF-8 has become text with such a sign.
    let doubtful = paths.filter { $0.unicodeScalars.contains("\u{FFFD}") }
    guard let path = doubtful.first(where: { Array($0.utf8) != of($0) }) else { return }
    throw CommandFailure(
      "\(path): the path is not UTF-8; rename it, or name a folder above it: what lies in a folder may be called anything"
    )
  }
}

/// A file of paths, one a line; a line feed ends a path, every other byte belongs to it.
enum PathList {
  static func read(_ name: String, _ path: [UInt8]) throws -> [[UInt8]] {
    let handle =
      name == "-"
      ? dup(STDIN_FILENO)
      : (path + [0]).map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { pointer in
        pointer.baseAddress.map { open($0, O_RDONLY | O_CLOEXEC) } ?? -1
      }
    guard handle >= 0 else {
      throw CommandFailure("\(name): \(String(cString: strerror(errno))): give a file of paths")
    }
    defer { close(handle) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = Glibc.read(handle, &buffer, buffer.count)
      if got > 0 {
        bytes.append(contentsOf: buffer[..<got])
      } else if got == 0 {
        break
      } else if errno != EINTR {
        throw CommandFailure("\(name): \(String(cString: strerror(errno))): give a file of paths")
      }
    }
    return bytes.split(separator: UInt8(ascii: "\n")).map { Array($0) }
  }
}
