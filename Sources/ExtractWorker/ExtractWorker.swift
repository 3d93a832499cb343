// SPDX-License-Identifier: Apache-2.0

/// The loop of a worker process: reads requests from its pipe, extracts, answers; the only code that runs extractors.
package enum Worker {
  package static func run() {}
}
