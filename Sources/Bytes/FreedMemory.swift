// SPDX-License-Identifier: Apache-2.0

/// Memory that was freed and that the allocator keeps for later.
internal import CKernels

package enum FreedMemory {
  /// Gives it back to the system: between two stages of work of which the second needs little.
  package static func release() { syntop_release_freed_memory() }
}
