// SPDX-License-Identifier: Apache-2.0

internal import CKernels

/// Memory that was freed and that the allocator keeps for later.
package enum FreedMemory {
  /// Gives it back to the system: between two stages of work of which the second needs little.
  package static func release() { syntop_release_freed_memory() }

  /// Lets a process that answers one request after another keep up to so many bytes, which the next request needs again.
  package static func keep(upTo bytes: Int) { syntop_keep_freed_memory(Int32(clamping: bytes)) }
}

package enum LargePages {
  /// Asks for large pages under memory that is about to be filled and then read or written here and there.
  package static func prefer<Element>(_ memory: UnsafeMutablePointer<Element>, count: Int) {
    syntop_prefer_large_pages(memory, count * MemoryLayout<Element>.stride)
  }
}
