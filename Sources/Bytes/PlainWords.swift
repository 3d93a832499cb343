// SPDX-License-Identifier: Apache-2.0

internal import CKernels

/// Plain text - words of ASCII letters and digits with single spaces between - cut into words and numbered many at a time.
package enum PlainWords {
  /// Writes where the words from `start` on begin and end, as offsets in `bytes` to which `base` is added, up to `room` of
  /// them; returns their number. Stops behind a word that anything but one space and a further word follows, and before a
  /// word that is long or that something may join to.
  ///
  /// - Precondition: an ASCII letter or digit stands at `start`, and `base + bytes.count` is below 2^32.
  package static func cut(
    _ bytes: Span<UInt8>, from start: Int, base: UInt32, room: Int, starts: UnsafeMutablePointer<UInt32>,
    ends: UnsafeMutablePointer<UInt32>, isPortable: Bool = false
  ) -> Int {
    precondition(start >= 0 && start < bytes.count)
    let from = base &+ UInt32(truncatingIfNeeded: start)
    // The kernel reads within the span, which outlives the call.
    return bytes.withUnsafeBufferPointer { buffer -> Int in
      guard let first = buffer.baseAddress else { return 0 }
      return isPortable
        ? syntop_plain_words_portable(first + start, buffer.count - start, from, room, starts, ends)
        : syntop_plain_words(first + start, buffer.count - start, from, room, starts, ends)
    }
  }
}

extension InternTable {
  /// Words that are looked up together: while one comes from memory, the next ones are asked for.
  private static let group = 32

  /// What is known of a word before it is looked up.
  private struct Key {
    var key: UInt64
    var home: Int
    var start: Int
    var length: Int
  }

  /// Writes the numbers of the strings between `starts` and `ends`, offsets in `bytes` to which `base` was added.
  package func intern(
    _ bytes: Span<UInt8>, base: UInt32, count: Int, starts: UnsafePointer<UInt32>, ends: UnsafePointer<UInt32>,
    into numbers: UnsafeMutablePointer<UInt32>
  ) {
    // The span outlives the call.
    bytes.withUnsafeBufferPointer { buffer in
      withUnsafeTemporaryAllocation(of: Key.self, capacity: Self.group) { keys in
        withUnsafeTemporaryAllocation(of: Int.self, capacity: Self.group) { long in
          guard let keys = keys.baseAddress, let long = long.baseAddress else { return }
          var done = 0
          while done < count {
            let size = min(Self.group, count - done)
            // Which words are long cannot be guessed: they are listed without a branch.
            var longCount = 0
            for index in 0..<size {
              let (start, end) = (starts[done + index] &- base, ends[done + index] &- base)
              precondition(start < end && Int(end) <= buffer.count)
              keys[index] = key(buffer, Int(start), Int(end &- start))
              long[longCount] = index
              longCount &+= end &- start > 8 ? 1 : 0
            }
            fetch(UnsafeBufferPointer(start: long, count: longCount), keys)
            for index in 0..<size { numbers[done + index] = number(buffer, keys[index]) }
            for place in 0..<longCount {
              let word = word(buffer, keys[long[place]])
              // The hash of one long word may be that of another.
              if !equals(Int(numbers[done + long[place]]), word) { numbers[done + long[place]] = intern(word) }
            }
            done += size
          }
        }
      }
    }
  }

  /// Asks for what long words will be compared with, if they stand where their search begins.
  @inline(__always)
  private func fetch(_ long: UnsafeBufferPointer<Int>, _ keys: UnsafePointer<Key>) {
    let (slots, mask, ends) = (storage.pointee.slots, storage.pointee.mask, storage.pointee.ends)
    for index in long {
      let number = slots[keys[index].home & mask].numberPlusOne
      syntop_prefetch(ends + max(Int(number) &- 1, 0))
    }
    for index in long {
      let number = slots[keys[index].home & mask].numberPlusOne
      syntop_prefetch(storage.pointee.arena + Int(ends[max(Int(number) &- 1, 0)]))
    }
  }

  @inline(__always)
  private func word(_ buffer: UnsafeBufferPointer<UInt8>, _ key: Key) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: buffer[key.start..<key.start &+ key.length])
  }

  /// The key of a word and where its search begins, without a branch on its length, which is mostly guessed wrong.
  @inline(__always)
  private func key(_ buffer: UnsafeBufferPointer<UInt8>, _ start: Int, _ length: Int) -> Key {
    var key: UInt64
    if length <= 16, start &+ 8 <= buffer.count, let base = buffer.baseAddress {
      let word = UnsafeRawPointer(base + start)
      let head = InternTable.load(word, 0)
      let tail = InternTable.load(word, max(length &- 8, 0))
      let short = head & (~0 &>> (64 &- 8 &* UInt64(truncatingIfNeeded: min(length, 8))))
      let long = InternTable.mixed(InternTable.mixed(head) ^ tail)
      key = length <= 8 ? short : long
    } else {
      key = InternTable.key(UnsafeBufferPointer(rebasing: buffer[start..<start &+ length]))
    }
    let home = InternTable.home(key, UInt32(truncatingIfNeeded: length))
    syntop_prefetch(storage.pointee.slots + (home & storage.pointee.mask))
    return Key(key: key, home: home, start: start, length: length)
  }

  /// The number of the string with a key and length, new or old; whether a long one is the word is for the caller to see.
  @inline(__always)
  private func number(_ buffer: UnsafeBufferPointer<UInt8>, _ wanted: Key) -> UInt32 {
    let (slots, mask) = (storage.pointee.slots, storage.pointee.mask)
    let length = UInt32(truncatingIfNeeded: wanted.length)
    var place = wanted.home & mask
    while true {
      let slot = slots[place]
      if slot.key == wanted.key, slot.length == length { return slot.numberPlusOne &- 1 }
      if slot.numberPlusOne == 0 { return insert(word(buffer, wanted), key: wanted.key, at: place) }
      place = (place &+ 1) & mask
    }
  }
}
