// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import Glibc

/// The lines of a file, or of standard input, as bytes.
enum FileLines {
  static func read(_ path: [UInt8]) throws -> [[UInt8]] {
    let name = String(decoding: path, as: UTF8.self)
    let handle = (path + [0]).map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { pointer in
      pointer.baseAddress.map { open($0, O_RDONLY | O_CLOEXEC) } ?? -1
    }
    guard handle >= 0 else { throw CommandFailure("\(name): \(String(cString: strerror(errno)))") }
    defer { close(handle) }
    var result: [[UInt8]] = []
    try each(of: handle, name) { result.append($0) }
    return result
  }

  /// Calls `body` with the value of each line of JSON of a file, as an argument names it, and with the line's number; blank
  /// lines are left out.
  static func eachValue(of path: String, _ body: (JSONValue, _ line: Int) throws -> Void) throws {
    for (index, line) in try read(ArgumentBytes.of(path)).enumerated() {
      if line.allSatisfy({ $0 <= 0x20 }) { continue }
      let value: JSONValue
      do throws(JSONSyntaxError) { value = try JSONScanner.parse(line) } catch {
        throw CommandFailure("\(path):\(index + 1): \(error)")
      }
      try body(value, index + 1)
    }
  }

  /// Calls `body` with each line of standard input as soon as it is there.
  static func eachOfInput(_ body: ([UInt8]) -> Void) throws { try each(of: STDIN_FILENO, "standard input", body) }

  private static func each(of handle: Int32, _ name: String, _ body: ([UInt8]) -> Void) throws {
    var rest: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = Glibc.read(handle, &buffer, buffer.count)
      if got < 0, errno == EINTR { continue }
      if got < 0 { throw CommandFailure("\(name): \(String(cString: strerror(errno)))") }
      if got == 0 { break }
      var start = 0
      while let feed = buffer[start..<got].firstIndex(of: UInt8(ascii: "\n")) {
        body(rest + buffer[start..<feed])
        rest.removeAll()
        start = feed + 1
      }
      rest += buffer[start..<got]
    }
    if !rest.isEmpty { body(rest) }
  }
}
