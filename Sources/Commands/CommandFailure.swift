// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// How a command ends: the statuses scripts rely on.
enum ExitStatus {
  /// Nothing was found; no message, as with `grep`.
  static let nothingFound = ExitCode(1)
  static let trouble = ExitCode(2)
  static let tooManyQuarantined = ExitCode(3)
}

/// Trouble that ends a command: what was found, what was wanted and what to do, in one message.
struct CommandFailure: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}
