// SPDX-License-Identifier: Apache-2.0

internal import CKernels
internal import Glibc

/// Watches what a worker uses while it is at one file, and says when that is too much.
struct Watch {
  let limits: WorkerLimits
  private let process: pid_t
  private let allowance: Double
  private let processorStart: Double
  private let clockStart = ContinuousClock.now

  init(process: pid_t, limits: WorkerLimits, size: Int) {
    (self.process, self.limits) = (process, limits)
    allowance = limits.processorSeconds(forBytes: size)
    processorStart = max(0, syntop_cpu_seconds(process))
  }

  func look() -> WorkerProcess.Outcome? {
    let resident = ProcessMemory.residentBytes(of: process)
    if resident > limits.memoryBytes { return .outOfMemory(bytes: resident) }
    let used = syntop_cpu_seconds(process) - processorStart
    if used > allowance { return .outOfTime(processorSeconds: allowance) }
    let waited = (ContinuousClock.now - clockStart) / .seconds(1)
    return waited > allowance * limits.patience ? .starved(seconds: waited) : nil
  }
}

enum ProcessMemory {
  private static let pageBytes = Int(sysconf(Int32(_SC_PAGESIZE)))

  /// The resident memory of a process, from the second number of `/proc/PID/statm`; 0 when it cannot be read.
  static func residentBytes(of process: pid_t) -> Int {
    let handle = open("/proc/\(process)/statm", O_RDONLY | O_CLOEXEC)
    guard handle >= 0 else { return 0 }
    defer { close(handle) }
    var text = [UInt8](repeating: 0, count: 128)
    let length = read(handle, &text, text.count)
    guard length > 0 else { return 0 }
    let numbers = text[..<length].split(separator: UInt8(ascii: " "))
    guard numbers.count > 1 else { return 0 }
    return (Int(String(decoding: numbers[1], as: UTF8.self)) ?? 0) * pageBytes
  }
}
