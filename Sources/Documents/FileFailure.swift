// SPDX-License-Identifier: Apache-2.0

/// Why a file gave no document: the kind, by which `syntop status` groups, and one line for the reader.
package struct FileFailure: Error, Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    // Found by looking at the file; unreadable ones the system would not give out.
    case unreadable, vanished, empty, encrypted, damaged, unsupported, undecodable
    case tooLarge = "too-large"
    case noText = "no-text"
    // Found by what it did to the process that read it.
    case crashed
    case timedOut = "timed-out"
    case outOfMemory = "out-of-memory"
    case tooMuchOutput = "too-much-output"
    // Not the file's fault: the system gave its reader too little, or none was to be had.
    case starved
    case noWorker = "no-worker"
    case cancelled

    /// Whether nothing is known of the file but that the system was in the way: what it gave before is still the best that
    /// is known of it.
    package var isOfTheSystem: Bool { [.unreadable, .starved, .noWorker, .cancelled].contains(self) }
    /// Whether another reading may end otherwise although the file is the same.
    package var isPassing: Bool { isOfTheSystem || self == .vanished }
  }
  package var kind: Kind
  /// What was found, what was wanted, what to do about it.
  package var reason: String

  package init(_ kind: Kind, _ reason: String) {
    self.kind = kind
    self.reason = reason
  }
}

/// What one file may cost, as a worker is told it.
package struct FileLimits: Sendable, Equatable {
  /// Largest input read, in bytes.
  package var inputBytes = 256 << 20
  /// Largest text kept, in bytes of UTF-8.
  package var textBytes = 64 << 20
  /// Deepest nesting of elements that is walked.
  package var depth = 10_000
  /// Most pages read.
  package var pages = 20_000

  package init() {}
}
