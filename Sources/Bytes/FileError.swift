// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// What went wrong with a file: the operation, the path and the system's reason.
package struct FileError: Error, Equatable, CustomStringConvertible, Sendable {
  package var operation: String
  package var path: String
  /// The system's error number; 0 where the fault is not the system's.
  package var code: Int32
  package var reason: String

  package init(_ operation: String, _ path: String, reason: String) {
    (self.operation, self.path, self.code, self.reason) = (operation, path, 0, reason)
  }

  /// The error of the system call that just failed.
  package init(_ operation: String, _ path: String, code: Int32) {
    (self.operation, self.path, self.code) = (operation, path, code)
    reason = String(cString: strerror(code))
  }

  package var description: String { "cannot \(operation) \(path): \(reason)" }
}
