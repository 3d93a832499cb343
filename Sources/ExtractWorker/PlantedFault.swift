// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// For tests only: makes a worker fail for real on files of a chosen name.
///
/// `SYNTOP_TEST_FAULT` holds pairs `FAULT:SUFFIX` separated by commas; a path that ends with SUFFIX makes the worker
/// abort (`crash`), spin for ever (`hang`), wait for ever (`sleep`), allocate without end (`grow`), close its pipe
/// and leave (`exit`), end as if the system had killed it (`kill`), or wait until the file has a hundred bytes and then
/// read on (`pause`). Outside tests the variable is unset and no file is looked at twice.
enum PlantedFault: String {
  case crash, hang, sleep, grow, exit, kill, pause

  private static let planted: [(PlantedFault, [UInt8])] = {
    guard let setting = getenv("SYNTOP_TEST_FAULT") else { return [] }
    return String(cString: setting).split(separator: ",").compactMap { pair in
      let parts = pair.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, let fault = PlantedFault(rawValue: String(parts[0])) else { return nil }
      return (fault, Array(parts[1].utf8))
    }
  }()

  static func strike(_ path: [UInt8]) {
    for (fault, suffix) in planted where path.suffix(suffix.count).elementsEqual(suffix) { fault.happen(path) }
  }

  private func happen(_ path: [UInt8]) {
    switch self {
    case .crash: abort()
    case .hang: while true {}
    case .sleep: while true { Glibc.sleep(1000) }
    case .grow:
      var hoard: [[UInt8]] = []
      while true { hoard.append([UInt8](repeating: 1, count: 16 << 20)) }
    case .exit: Glibc.exit(3)
    case .kill: raise(SIGKILL)
    case .pause:
      while Self.size(path) < 100 { usleep(10_000) }
    }
  }

  private static func size(_ path: [UInt8]) -> Int {
    var status = stat()
    return stat(String(decoding: path, as: UTF8.self), &status) == 0 ? Int(status.st_size) : 0
  }
}
