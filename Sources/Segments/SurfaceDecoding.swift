// SPDX-License-Identifier: Apache-2.0

/// Decodes the word forms of whole chunks of the forward index, four chunks side by side: where an id ends is known only
/// once it has been read, so one chunk alone keeps the processor waiting.
internal import Bytes

extension ForwardField {
  /// The word forms of the tokens 256 * `chunk` and on; returns how many there are, at most `limit`.
  package func decodeSurfaces(
    ofChunk chunk: Int, into out: UnsafeMutablePointer<UInt32>, upTo limit: Int = ForwardEncoder.chunk
  ) throws -> Int {
    let bytes = try part(ids, chunk, 0)
    guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { throw damaged() }
    let count = min(limit, max(tokenCount - chunk * ForwardEncoder.chunk, 0))
    // Where four bytes are left, an id of up to three may be read without asking.
    let safe = bytes.count - 4
    var (place, index) = (0, 0)
    var highest: UInt32 = 0
    while index < count, place <= safe {
      out[index] = Self.step(base, &place, &highest)
      index &+= 1
    }
    if highest >= Self.escape { (place, index) = (0, 0) }
    var rest = SurfaceIDCursor(UnsafeRawBufferPointer(rebasing: bytes[place...]))
    while index < count {
      out[index] = rest.nextID()
      index += 1
    }
    if rest.failed { throw damaged() }
    return count
  }

  /// The word forms of some chunks, 256 places of `out` for each.
  func decodeSurfaces(ofChunks chunks: UnsafeBufferPointer<Int>, into out: UnsafeMutablePointer<UInt32>) throws {
    var index = 0
    while index + 4 <= chunks.count {
      if try !decodeFour(chunks, from: index, into: out + index * ForwardEncoder.chunk) {
        for lane in index..<index + 4 {
          _ = try decodeSurfaces(ofChunk: chunks[lane], into: out + lane * ForwardEncoder.chunk)
        }
      }
      index += 4
    }
    for lane in index..<chunks.count {
      _ = try decodeSurfaces(ofChunk: chunks[lane], into: out + lane * ForwardEncoder.chunk)
    }
  }

  /// False, with nothing of use decoded, where one of the chunks is short, long, or not what it should be.
  private func decodeFour(
    _ chunks: UnsafeBufferPointer<Int>, from first: Int, into out: UnsafeMutablePointer<UInt32>
  ) throws -> Bool {
    let size = ForwardEncoder.chunk
    // No id that this way can read takes more than three bytes, and four are loaded.
    let most = 3 * size + 4
    guard chunks[first..<first + 4].allSatisfy({ ($0 + 1) * size <= tokenCount }) else { return false }
    let all = ids.unchecked
    guard let base = all.baseAddress?.assumingMemoryBound(to: UInt8.self) else { throw damaged() }
    let (one, two) = (try place(of: chunks[first]), try place(of: chunks[first + 1]))
    let (three, four) = (try place(of: chunks[first + 2]), try place(of: chunks[first + 3]))
    var (a, b, c, d) = (one.lowerBound, two.lowerBound, three.lowerBound, four.lowerBound)
    guard max(max(a, b), max(c, d)) + most <= all.count else { return false }
    var highest: UInt32 = 0
    for index in 0..<size {
      out[index] = Self.step(base, &a, &highest)
      out[size &+ index] = Self.step(base, &b, &highest)
      out[2 &* size &+ index] = Self.step(base, &c, &highest)
      out[3 &* size &+ index] = Self.step(base, &d, &highest)
    }
    return highest < Self.escape && a == one.upperBound && b == two.upperBound && c == three.upperBound
      && d == four.upperBound
  }

  /// Where the ids of a chunk stand, checksums compared.
  private func place(of chunk: Int) throws -> Range<Int> {
    let range = try range(of: chunk, 0, in: ids)
    _ = try ids.checked(range)
    return range
  }

  /// A word of four bytes from here on begins with the byte that stands before a whole id.
  private static let escape: UInt32 = 0xFF00_0000

  /// Reads an id of one to three bytes and moves behind it; `highest` tells afterwards whether there was any other.
  @inline(__always)
  private static func step(_ base: UnsafePointer<UInt8>, _ place: inout Int, _ highest: inout UInt32) -> UInt32 {
    let word = UInt32(bigEndian: UnsafeRawPointer(base + place).loadUnaligned(as: UInt32.self))
    let two: UInt32 = word >= 160 << 24 ? 1 : 0
    let three: UInt32 = word >= 248 << 24 ? 1 : 0
    let more = two &+ three
    place &+= Int(truncatingIfNeeded: 1 &+ more)
    highest = max(highest, word)
    // 160 << 8 is written for id 160, and 248 << 16 for id 22688.
    let less = ((0 &- two) & (160 << 8 - 160)) &+ ((0 &- three) & (248 << 16 - 22688 - (160 << 8 - 160)))
    return (word &>> (24 &- 8 &* more)) &- less
  }
}
