// SPDX-License-Identifier: Apache-2.0

package import Documents
internal import Glibc

/// Runs tesseract on the picture of a page: a program of its own, found on the PATH, which syntop does not need otherwise.
package struct TextRecognizer: Sendable {
  /// Pixels per inch of the pictures.
  static let resolution = 300
  /// Seconds by the clock that a page may take.
  private static let patience = 120.0

  let program: String
  /// Tesseract's names of the languages, such as "eng+nld".
  let languages: String

  /// A recognizer of texts in these languages, as two-letter codes; fails if tesseract or one of its languages is missing.
  package init(languages codes: [String]) throws(FileFailure) {
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin"
    let places = path.split(separator: ":").map { "\($0)/tesseract" }
    guard let program = places.first(where: { access($0, X_OK) == 0 }) else {
      throw FileFailure(
        .noWorker, "--ocr needs tesseract, which is not on the PATH: install it (Debian: apt-get install tesseract-ocr)"
      )
    }
    self.program = program
    let names = codes.map(Self.name)
    let listed = Self.run(program, ["--list-langs"], input: [], patience: 20) ?? []
    let known = String(decoding: listed, as: UTF8.self).split(separator: "\n").map(String.init)
    if let missing = names.first(where: { !known.contains($0) }) {
      throw FileFailure(
        .noWorker,
        "tesseract has no language \(missing); it has \(known.dropFirst().joined(separator: ", ")). "
          + "Install it (Debian: apt-get install tesseract-ocr-\(missing)), or name others with --ocr")
    }
    languages = names.joined(separator: "+")
  }

  /// Tesseract's name of a language; names it does not know by two letters are passed on.
  static func name(of code: String) -> String {
    let names = [
      "en": "eng", "nl": "nld", "fr": "fra", "de": "deu", "es": "spa", "it": "ita", "pt": "por", "sv": "swe",
      "da": "dan",
      "nb": "nor", "no": "nor", "fi": "fin", "pl": "pol", "cs": "ces", "ru": "rus",
    ]
    return names[code] ?? code
  }

  /// The text on a picture of a page; nil if tesseract failed or took too long.
  func recognize(_ picture: [UInt8], page: Int) -> RecognizedPage? {
    let arguments = ["-", "-", "-l", languages, "--dpi", "\(Self.resolution)", "tsv"]
    guard let table = Self.run(program, arguments, input: picture, patience: Self.patience) else { return nil }
    return RecognizedPage(String(decoding: table, as: UTF8.self), page: page, resolution: Self.resolution)
  }

  /// What a program prints when given `input`, which both pass through files without names; nil if it fails or is late.
  private static func run(_ program: String, _ arguments: [String], input: [UInt8], patience: Double) -> [UInt8]? {
    guard let source = tmpfile() else { return nil }
    defer { fclose(source) }
    guard let target = tmpfile() else { return nil }
    defer { fclose(target) }
    guard fwrite(input, 1, input.count, source) == input.count, fflush(source) == 0 else { return nil }
    rewind(source)
    guard let child = start(program, arguments, from: fileno(source), to: fileno(target)) else { return nil }
    guard wait(for: child, patience: patience) == 0 else { return nil }
    // The child wrote through a descriptor of its own: the offset is shared, the buffer is not.
    guard fseek(target, 0, SEEK_END) == 0 else { return nil }
    let size = ftell(target)
    rewind(target)
    guard size >= 0, size < 64 << 20 else { return nil }
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      // SAFETY: at most `size` bytes are written to a buffer of `size`, and only those are counted.
      count = fread(buffer.baseAddress, 1, size, target)
    }
  }

  private static func start(_ program: String, _ arguments: [String], from: Int32, to: Int32) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    guard posix_spawn_file_actions_init(&actions) == 0 else { return nil }
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, from, 0)
    posix_spawn_file_actions_adddup2(&actions, to, 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    // Files are spread over workers already: tesseract's own threads would only get in their way.
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin"
    var settings = ["PATH=\(path)", "LC_ALL=C.UTF-8", "OMP_THREAD_LIMIT=1"]
    if let folder = getenv("TESSDATA_PREFIX") { settings.append("TESSDATA_PREFIX=\(String(cString: folder))") }
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = settings.map { strdup($0) } + [nil]
    defer { for word in words + variables { free(word) } }
    var child: pid_t = 0
    return posix_spawn(&child, program, &actions, nil, &words, &variables) == 0 ? child : nil
  }

  /// The exit status; -1 for a child that a signal ended or that was killed for being late.
  private static func wait(for child: pid_t, patience: Double) -> Int32 {
    var status: Int32 = 0
    for _ in 0..<Int(patience * 100) {
      let ended = waitpid(child, &status, WNOHANG)
      if ended == child { return status & 0x7F == 0 ? status >> 8 & 0xFF : -1 }
      if ended < 0, errno != EINTR { return -1 }
      usleep(10_000)
    }
    kill(child, SIGKILL)
    waitpid(child, &status, 0)
    return -1
  }
}
