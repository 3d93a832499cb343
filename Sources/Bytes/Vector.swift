// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A growing run of plain values in raw memory: for the big arrays of a build, where `[T]` inside a class would cost an
/// exclusivity check and a uniqueness check for each append.
@usableFromInline package struct Vector<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline package private(set) var base: UnsafeMutablePointer<Element>
  @usableFromInline package private(set) var capacity: Int
  @usableFromInline package var count: Int

  package init(capacity: Int = 16) {
    self.capacity = max(capacity, 1)
    base = .allocate(capacity: self.capacity)
    count = 0
  }

  package init(repeating value: Element, count: Int) {
    self.init(capacity: count)
    base.initialize(repeating: value, count: count)
    self.count = count
  }

  deinit { base.deallocate() }

  /// Memory that holds zeros, to be deallocated by whoever asked for it: pages that nobody writes to take no memory.
  package static func zeros(_ count: Int) -> UnsafeMutablePointer<Element> where Element: FixedWidthInteger {
    if let memory = calloc(count, MemoryLayout<Element>.stride) {
      return memory.bindMemory(to: Element.self, capacity: count)
    }
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: count)
    memory.initialize(repeating: 0, count: count)
    return memory
  }

  @inlinable package mutating func reserve(_ more: Int) {
    if count &+ more > capacity { grow(more) }
  }

  @usableFromInline mutating func grow(_ more: Int) {
    let wanted = max(capacity + capacity / 2, count + more)
    guard let moved = realloc(base, wanted * MemoryLayout<Element>.stride) else {
      fatalError("no memory for \(wanted) elements")
    }
    base = moved.assumingMemoryBound(to: Element.self)
    capacity = wanted
  }

  @inlinable package mutating func append(_ value: Element) {
    reserve(1)
    base[count] = value
    count &+= 1
  }

  package mutating func append(_ values: UnsafeBufferPointer<Element>) {
    guard let start = values.baseAddress else { return }
    reserve(values.count)
    (base + count).update(from: start, count: values.count)
    count += values.count
  }

  /// Bounds-checked.
  @inlinable package subscript(index: Int) -> Element {
    get { buffer[index] }
    set {
      precondition(index >= 0 && index < count)
      base[index] = newValue
    }
  }

  @inlinable package var buffer: UnsafeMutableBufferPointer<Element> { .init(start: base, count: count) }

  package mutating func removeAll() { count = 0 }
}
