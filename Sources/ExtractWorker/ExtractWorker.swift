// SPDX-License-Identifier: Apache-2.0

internal import CKernels
internal import Documents
internal import Extracting
internal import Glibc

/// The loop of a worker process: reads requests from its pipe, extracts, answers; the only code that runs extractors.
package enum Worker {
  /// Serves requests until the pipe closes.
  package static func run() {
    if CommandLine.arguments.dropFirst().first == "--measures" {
      return printMeasures(CommandLine.arguments.dropFirst(2))
    }
    guard CommandLine.arguments.count == 1, isatty(0) == 0 else { return explain() }
    guard let pipe = MessagePipe.overStandardStreams() else { return }
    signal(SIGPIPE, SIG_IGN)
    while let bytes = pipe.receive(), let request = try? WorkerRequest(decoding: bytes) {
      guard pipe.send(answer(request).encoded()) else { return }
    }
  }

  private static func explain() {
    print(
      """
      syntop-extract reads one file at a time for syntop, apart from it, so that a file that crashes a reader costs
      nothing but itself. It is started by syntop: use `syntop extract FILE...`.

      syntop-extract --measures FILE... prints what the model of main content sees of HTML pages, to fit it anew.
      """)
  }

  /// Prints a line `file`, TAB, path before the lines of each page; first a line `columns` with their names.
  private static func printMeasures(_ paths: some Sequence<String>) {
    print("columns\t" + MeasureDump.columns.joined(separator: "\t"))
    for path in paths {
      print("file\t" + path)
      guard let file = try? SourceFile.read(Array(path.utf8), limit: FileLimits().inputBytes) else { continue }
      for line in MeasureDump.lines(file.bytes) { print(line) }
    }
  }

  private static func answer(_ request: WorkerRequest) -> WorkerReply {
    switch request {
    case .configure(let addressBytes): configure(addressBytes: addressBytes)
    case .extract(let path, let limits): extract(path, limits)
    case .draw(let request): draw(request)
    }
  }

  private static func configure(addressBytes: Int) -> WorkerReply {
    // Readers ask for text in the user's encoding and for decimal points: neither may depend on who runs the program.
    setlocale(LC_ALL, "C.UTF-8")
    let applied = syntop_confine(UInt64(max(0, addressBytes)))
    let names: [(Int, String)] = [
      (SYNTOP_CONFINED_PARENT_DEATH, "parent-death"), (SYNTOP_CONFINED_NO_CORE, "no-core"),
      (SYNTOP_CONFINED_MEMORY, "memory"), (SYNTOP_CONFINED_NO_FILES, "no-files"),
      (SYNTOP_CONFINED_NO_PRIVILEGES, "no-privileges"), (SYNTOP_CONFINED_LANDLOCK, "landlock"),
      (SYNTOP_CONFINED_SECCOMP, "seccomp"),
    ]
    return .ready(
      version: WorkerReply.protocolVersion,
      confinement: names.filter { Int(applied) & $0.0 != 0 }.map(\.1))
  }

  private static func extract(_ path: [UInt8], _ limits: FileLimits) -> WorkerReply {
    PlantedFault.strike(path)
    do {
      let file = try SourceFile.read(path, limit: limits.inputBytes)
      var extraction = try Extractors.extract(file.bytes, limits: limits)
      if file.changedWhileRead { extraction.notes.append("The file changed while it was read.") }
      return try reply(extraction, of: file, path: path, limits)
    } catch {
      return .failure(failure(error))
    }
  }

  private static func reply(
    _ extraction: Extraction, of file: SourceFile, path: [UInt8], _ limits: FileLimits
  ) throws -> WorkerReply {
    let size = extraction.blocks.reduce(0) { $0 + $1.text.utf8.count }
    guard size <= limits.textBytes else {
      throw FileFailure(.tooLarge, "holds \(size) bytes of text; at most \(limits.textBytes) are kept")
    }
    return .document(
      DocumentCodec.encode(
        Document(
          id: "", source: String(decoding: path, as: UTF8.self), format: extraction.format,
          contentHash: ContentHash.hexadecimal(file.bytes), metadata: extraction.metadata, blocks: extraction.blocks,
          pageCount: extraction.pageCount,
          notes: extraction.notes)))
  }

  private static func draw(_ request: DrawingRequest) -> WorkerReply {
    PlantedFault.strike(request.path)
    do {
      let bytes = try SourceFile.read(request.path, limit: FileLimits().inputBytes).bytes
      let sizes = DrawingRequest.resolutions
      let scale = Double(min(max(request.resolution, sizes.lowerBound), sizes.upperBound)) / 72
      if request.outlinesBlocks {
        return .picture(try PageDrawing.outline(bytes, page: request.page, scale: scale))
      }
      let marks = request.marks.filter { 0 <= $0.start && $0.start <= $0.end }.map { mark in
        PageDrawing.Mark(range: mark.start..<mark.end, colour: PageDrawing.Colour(hex: mark.color))
      }
      return .picture(try PageDrawing.draw(bytes, page: request.page, scale: scale, marks: marks))
    } catch {
      return .failure(failure(error))
    }
  }

  private static func failure(_ error: any Error) -> FileFailure {
    switch error {
    case let failure as FileFailure: failure
    case let failure as ExtractionFailure:
      FileFailure(FileFailure.Kind(rawValue: failure.kind.rawValue) ?? .damaged, failure.reason)
    default: FileFailure(.damaged, "\(error)")
    }
  }
}

extension PageDrawing.Colour {
  /// From 0xRRGGBB.
  fileprivate init(hex: Int) {
    let parts = [16, 8, 0].map { Double(hex >> $0 & 0xFF) / 255 }
    self.init(red: parts[0], green: parts[1], blue: parts[2])
  }
}
