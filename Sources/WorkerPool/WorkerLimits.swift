// SPDX-License-Identifier: Apache-2.0

package import Documents

/// What one file may cost the machine before its worker is ended.
package struct WorkerLimits: Sendable, Equatable {
  /// Processor seconds for a file, to which comes `secondsPerMegabyte` for its size. Processor time, not time on the
  /// clock, so that what is quarantined does not depend on how busy the machine is.
  package var seconds = 8.0
  package var secondsPerMegabyte = 2.0
  /// A file may take so many times as long by the clock, for slow disks and busy machines.
  package var patience = 5.0
  /// Resident memory of a worker, in bytes.
  package var memoryBytes = 2 << 30
  package var file = FileLimits()

  package init() {}

  func processorSeconds(forBytes size: Int) -> Double {
    seconds + secondsPerMegabyte * Double(min(size, file.inputBytes)) / 1e6
  }

  /// The largest reply: the text, as much again for boxes and framing, and some for metadata.
  var replyBytes: Int { min(4 * file.textBytes + (64 << 20), Int(UInt32.max)) }
}
