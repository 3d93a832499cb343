// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Documents
internal import Glibc
internal import Presenting

/// A command that reads an index, run as a process of its own, with the digest of what it printed.
struct RecordedCommand: Equatable {
  /// The subcommand and its arguments, without the index.
  var arguments: [String]
  var status = 0
  var bytes = 0
  /// SHA-256 of standard output.
  var digest = ""

  /// Commands whose output depends on the index and their arguments alone.
  static let known = [
    "classify", "collocates", "concepts", "cooccurrence", "count", "dispersion", "export", "frequency", "keyness",
    "kwic", "ngrams", "sample", "search", "trends",
  ]

  init(arguments: [String]) throws {
    guard let name = arguments.first, Self.known.contains(name) else {
      throw CommandFailure(Suggestion.message("command to record", arguments.first ?? "", among: Self.known))
    }
    if arguments.contains(where: { $0 == "--index" || $0.hasPrefix("--index=") }) {
      throw CommandFailure("name the index before --, so that the command can be repeated on another one")
    }
    if arguments.contains(where: { $0 == "--svg" || $0.hasPrefix("--svg=") }) {
      throw CommandFailure("a command that writes a file of its own, as with --svg, is not recorded")
    }
    self.arguments = arguments
  }

  /// Reads what `write` wrote.
  init(_ value: JSONValue) throws {
    guard let given = value["arguments"]?.array, case let arguments = given.compactMap(\.string),
      arguments.count == given.count, let digest = value["sha256"]?.string
    else {
      throw CommandFailure("the record holds no command: wanted \"arguments\" (texts) and \"sha256\"")
    }
    try self.init(arguments: arguments)
    (status, bytes, self.digest) = (value["status"]?.int ?? 0, value["bytes"]?.int ?? 0, digest)
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("arguments", arguments)
      json.field("status", status)
      json.field("bytes", bytes)
      json.field("sha256", digest)
    }
  }

  /// Runs the command on an index; its remarks go to standard error.
  ///
  /// - Parameter output: where what it prints is also written; nil for nowhere.
  mutating func run(index: String, output: String? = nil) throws {
    var state = SHA256()
    var all: [UInt8] = []
    var count = 0
    status = try Self.start([arguments[0], "--index", index] + arguments.dropFirst()) { part in
      state.add(part)
      count += part.count
      if output != nil { all += part }
    }
    guard status < 2 else { throw CommandFailure("'\(arguments.joined(separator: " "))' failed, see above") }
    (bytes, digest) = (count, Hexadecimal.string(state.finish()))
    if let output { try all.withUnsafeBytes { try Files.write($0, to: output) } }
  }

  /// Runs this program with other arguments and hands on what it prints; returns its status.
  private static func start(_ arguments: [String], _ body: ([UInt8]) -> Void) throws -> Int {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw CommandFailure("pipe: \(String(cString: strerror(errno)))") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    var actions = posix_spawn_file_actions_t()
    guard posix_spawn_file_actions_init(&actions) == 0 else { throw CommandFailure("no memory to start a process") }
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    var words: [UnsafeMutablePointer<CChar>?] = (["syntop"] + arguments).map { strdup($0) } + [nil]
    var settings: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
    defer { for word in words + settings { free(word) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, "/proc/self/exe", &actions, nil, &words, &settings)
    close(ends[1])
    guard code == 0 else { throw CommandFailure("syntop cannot be started again: \(String(cString: strerror(code)))") }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = read(ends[0], &buffer, buffer.count)
      if got < 0, errno == EINTR { continue }
      if got <= 0 { break }
      body(Array(buffer[..<got]))
    }
    var ended: Int32 = 0
    while waitpid(child, &ended, 0) < 0, errno == EINTR {}
    return ended & 0x7F == 0 ? Int(ended >> 8 & 0xFF) : 2
  }

  /// That of this process, but for what could change the form of the output.
  private static var environment: [String] {
    var kept: [String] = []
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      if !["COLUMNS=", "NO_COLOR=", "TERM="].contains(where: text.hasPrefix) { kept.append(text) }
      next += 1
    }
    return kept + ["COLUMNS=100", "NO_COLOR=1"]
  }
}
