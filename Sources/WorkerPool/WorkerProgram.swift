// SPDX-License-Identifier: Apache-2.0

package import Documents
internal import Glibc

/// Finds the program `syntop-extract` that belongs to the running program.
package enum WorkerProgram {
  /// `SYNTOP_EXTRACT` if set; else `syntop-extract` beside the running program, or in `../libexec/syntop` from it.
  package static func locate() throws(FileFailure) -> String {
    if let setting = getenv("SYNTOP_EXTRACT").map({ String(cString: $0) }), !setting.isEmpty {
      guard access(setting, X_OK) == 0 else {
        throw FileFailure(.noWorker, "SYNTOP_EXTRACT names \(setting), which cannot be run: name syntop-extract")
      }
      return setting
    }
    let folder = runningProgram().split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    let places = [folder + "/syntop-extract", folder + "/../libexec/syntop/syntop-extract"]
    guard let found = places.first(where: { access($0, X_OK) == 0 }) else {
      throw FileFailure(
        .noWorker,
        "no program syntop-extract at \(places.joined(separator: " or ")): install it, or set SYNTOP_EXTRACT to its path"
      )
    }
    return found
  }

  private static func runningProgram() -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      // SAFETY: at most `count` bytes are written, and only those counted are read.
      let length = buffer.baseAddress.map { readlink("/proc/self/exe", $0, buffer.count) } ?? -1
      guard length > 0 else { return CommandLine.arguments.first ?? "" }
      return String(decoding: UnsafeRawBufferPointer(buffer)[..<length], as: UTF8.self)
    }
  }
}

enum SystemError {
  /// The system's words for an error number. The C function is `strerror`.
  static func text(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0) } ?? "error \(code)"
  }
}
