// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// How many files this process may have open at a time.
package enum OpenFiles {
  /// Raises the soft limit, which is low for programs that ask too much of `select`, to the hard one.
  package static func allowMost() {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var bounds = rlimit()
    guard getrlimit(resource, &bounds) == 0, bounds.rlim_cur < bounds.rlim_max else { return }
    bounds.rlim_cur = bounds.rlim_max
    setrlimit(resource, &bounds)
  }
}
