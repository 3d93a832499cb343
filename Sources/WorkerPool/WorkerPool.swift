// SPDX-License-Identifier: Apache-2.0

package import Documents
internal import Glibc

/// Starts, feeds, limits and replaces the processes that extract.

/// A set of workers over which files are spread; results come back in the order of the files, so that nothing depends
/// on how many workers there are.
///
/// ```swift
/// let pool = try ExtractorPool(workers: 4)
/// pool.extract(paths) { index, result in ... }
/// ```
package final class ExtractorPool: Sendable {
  package typealias Result = Swift.Result<Document, FileFailure>

  let program: String
  package let limits: WorkerLimits
  /// Reads the pages that hold no text; without one they stay without.
  package let recognizer: TextRecognizer?
  private let crew: Crew
  private let shared = Monitor(Shared())

  private struct Shared {
    var confinement: [String]?
    var isCancelled = false
  }

  /// A pool of `workers` processes (default: one for each processor), none of which is started yet.
  package init(
    workers: Int? = nil, limits: WorkerLimits = WorkerLimits(), program: String? = nil,
    recognizer: TextRecognizer? = nil
  ) throws(FileFailure) {
    self.program = if let program { program } else { try WorkerProgram.locate() }
    self.limits = limits
    self.recognizer = recognizer
    crew = Crew(threads: max(1, workers ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
    guard crew.count > 0 else { throw FileFailure(.noWorker, "the system gives no thread to a worker") }
  }

  /// How the workers are confined ("landlock", "seccomp", ...); nil until one has been started.
  package var confinement: [String]? { shared.change { $0.confinement } }

  /// Stops all work for good, from any thread: files not yet done are delivered as cancelled.
  package func cancel() { shared.change { $0.isCancelled = true } }

  var isCancelled: Bool { shared.change { $0.isCancelled } }

  func record(confinement: [String]) { shared.change { $0.confinement = confinement } }

  /// Extracts the files at `paths` and hands over each result, on the calling thread, in the order of `paths`.
  /// An error thrown by `deliver` ends the work and is thrown on.
  package func extract(_ paths: [[UInt8]], deliver: (Int, Result) throws -> Void) rethrows {
    let queue = Monitor(FileQueue(count: paths.count, window: max(16, 4 * crew.count)))
    for _ in 0..<min(crew.count, paths.count) {
      crew.submit { [unowned self] worker in
        while case let index = queue.wait(for: { $0.start() }), index >= 0 {
          let stopped = { self.isCancelled || queue.change { $0.isStopped } }
          let extracted = self.extract(paths[index], with: &worker, isCancelled: stopped)
          let result = self.recognizing(extracted, at: paths[index], with: &worker, isCancelled: stopped)
          queue.change { $0.results[index] = result }
        }
        queue.change { $0.finishedThreads += 1 }
      }
    }
    defer {
      queue.change { $0.isStopped = true }
      _ = queue.wait { $0.finishedThreads == min(crew.count, paths.count) ? true : nil }
    }
    for index in paths.indices {
      try deliver(index, queue.wait { $0.take(index) })
    }
  }

  /// Extracts one file.
  package func extract(_ path: [UInt8]) -> Result {
    var result = Result.failure(FileFailure(.cancelled, "not done"))
    extract([path]) { _, found in result = found }
    return result
  }

  /// Draws a page as a PNG picture.
  package func draw(_ request: DrawingRequest) -> Swift.Result<[UInt8], FileFailure> {
    let answer = Monitor<Swift.Result<[UInt8], FileFailure>?>(nil)
    crew.submit { [unowned self] worker in
      let result = self.draw(request, with: &worker)
      answer.change { $0 = result }
    }
    return answer.wait { $0 }
  }
}

/// Files to do and results not yet delivered; no more than `window` files run ahead of delivery.
private struct FileQueue {
  let count: Int
  let window: Int
  private var next = 0
  private var delivered = 0
  var results: [Int: ExtractorPool.Result] = [:]
  var isStopped = false
  var finishedThreads = 0

  init(count: Int, window: Int) { (self.count, self.window) = (count, window) }

  /// The next file, or -1 when there are no more; nil while delivery is too far behind.
  mutating func start() -> Int? {
    if isStopped || next == count { return -1 }
    guard next < delivered + window else { return nil }
    defer { next += 1 }
    return next
  }

  mutating func take(_ index: Int) -> ExtractorPool.Result? {
    guard let result = results.removeValue(forKey: index) else { return nil }
    delivered = index + 1
    return result
  }
}
