// SPDX-License-Identifier: Apache-2.0

/// The threads of a pool, each with a worker of its own.
///
/// A thread lives as long as the pool: the kernel ends a worker when the thread that started it ends, so that no worker
/// outlives a program that is killed.
final class Crew: Sendable {
  typealias Job = @Sendable (inout WorkerProcess?) -> Void

  private struct State {
    var jobs: [Job] = []
    var closing = false
  }

  private enum Order {
    case run(Job)
    case leave
  }

  private let state: Monitor<State>
  private let threads: [PoolThread]

  init(threads count: Int) {
    let state = Monitor(State())
    self.state = state
    threads = (0..<count).compactMap { _ in PoolThread { Crew.work(state) } }
  }

  deinit {
    state.change { $0.closing = true }
    for thread in threads { thread.join() }
  }

  var count: Int { threads.count }

  func submit(_ job: @escaping Job) { state.change { $0.jobs.append(job) } }

  private static func work(_ state: Monitor<State>) {
    var worker: WorkerProcess?
    while case .run(let job) = state.wait(for: next) { job(&worker) }
    worker?.end()
  }

  private static func next(_ state: inout State) -> Order? {
    if !state.jobs.isEmpty { return .run(state.jobs.removeFirst()) }
    return state.closing ? .leave : nil
  }
}
