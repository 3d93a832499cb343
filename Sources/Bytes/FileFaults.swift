// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Planned faults of file operations, so that tests can stop a commit at every step and look at what it left.
package enum FileFaults {
  private struct Plan {
    var stepsLeft: Int?
    var directory = ""
    /// The only operation that fails; nil for all that write.
    var operation: String?
    var seen = 0
  }
  private static let plan = Mutex(Plan())

  /// Runs `body` with every file operation that writes in `directory` failing from the `step`-th (from 0) on, as if the
  /// process had died there; nil lets all succeed. Where `operation` is given, those of that name fail, such as `list`, the
  /// reading of a folder's next name. Returns how many operations were asked for. Not for two tests at a time.
  @discardableResult
  package static func failing(
    _ operation: String? = nil, in directory: String, fromStep step: Int?, _ body: () throws -> Void
  ) rethrows -> Int {
    plan.withLock { $0 = Plan(stepsLeft: step, directory: directory, operation: operation) }
    defer { plan.withLock { ($0.stepsLeft, $0.directory) = (nil, "") } }
    try body()
    return plan.withLock(\.seen)
  }

  /// Throws where a test planned a fault for this operation.
  static func pass(_ operation: String, _ path: String) throws(FileError) {
    let fails = plan.withLock { plan -> Bool in
      guard !plan.directory.isEmpty, path.hasPrefix(plan.directory) else { return false }
      guard plan.operation.map({ $0 == operation }) ?? (operation != "list") else { return false }
      plan.seen += 1
      guard let left = plan.stepsLeft else { return false }
      if left == 0 { return true }
      plan.stepsLeft = left - 1
      return false
    }
    if fails { throw FileError(operation, path, reason: "planned fault") }
  }
}
