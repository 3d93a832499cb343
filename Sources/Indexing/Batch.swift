// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Documents
internal import Glibc

/// What is indexed together and becomes one segment: cut by the order and the size of the sources alone, so that the
/// same corpus gives the same segments however many workers there are.
struct Batch: Sendable {
  enum Item: Sendable {
    /// The lines of a JSON-lines file in a range of its bytes; `file` is an index into the list of files.
    case lines(file: Int, range: Range<Int>)
    case whole(file: Int)
    /// The texts of a `.vrt` file in a range of its bytes.
    case texts(file: Int, range: Range<Int>)
  }
  var items: [Item] = []
  var bytes = 0
  /// How many batches were cut before it.
  var number = 0
  /// Where the items of batches begin that were joined to it.
  var borders: [Int] = []

  /// Joins up to `count` neighbours each time, but never all of them: what is indexed in several batches is merged, and
  /// that must not depend on `count`.
  static func joined(_ batches: [Batch], _ count: Int) -> [Batch] {
    let count = max(min(count, batches.count / 2), 1)
    return stride(from: 0, to: batches.count, by: count).map { first in
      var whole = batches[first]
      whole.number = first
      for batch in batches[first..<min(first + count, batches.count)].dropFirst() {
        whole.borders.append(whole.items.count)
        whole.items += batch.items
        whole.bytes += batch.bytes
      }
      return whole
    }
  }
}

struct BatchPlanner {
  private let limit: Int
  private(set) var batches: [Batch] = []
  private var open = Batch()

  /// From here on, work is cut into a multiple of four batches of one size: whatever number of workers there is, none
  /// waits long for the last one.
  private static let worthSharing = 8 << 20

  /// - Parameters:
  ///   - limit: bytes that a batch may take.
  ///   - total: bytes of all that will be added.
  init(limit: Int, total: Int) {
    let limit = max(limit, 1)
    let count = (total + limit - 1) / limit
    self.limit = total < Self.worthSharing ? limit : total / ((count + 3) / 4 * 4) + 1
  }

  /// What a file takes of a batch: a compressed or marked-up one gives less text than it has bytes.
  static func weight(_ size: Int, _ kind: FileKind) -> Int {
    switch kind {
    case .lines: size
    case .texts: size / textBytes
    case .whole: max(size / 4, 1024)
    }
  }

  mutating func add(whole file: Int, size: Int) {
    append(.whole(file: file), bytes: Self.weight(size, .whole))
  }

  /// Of a `.vrt` file one byte in two counts, since attributes and marks stand beside each token.
  static let textBytes = 2

  /// Cuts a file of lines where a batch is full, always behind a line feed.
  mutating func add(lines file: Int, path: [UInt8], size: Int) {
    cut(size, each: 1, at: { LineCut.end(path, behind: $0, size: size) }, into: { .lines(file: file, range: $0) })
    if size == 0 { append(.lines(file: file, range: 0..<0), bytes: 0) }
  }

  /// Cuts a file of texts where a batch is full, always before a text.
  mutating func add(texts file: Int, path: [UInt8], size: Int) {
    cut(
      size, each: Self.textBytes, at: { TextCut.start(path, behind: $0, size: size) },
      into: { .texts(file: file, range: $0) })
  }

  /// Cuts a file, of which one byte in `each` counts, where a batch is full, at the first border behind that.
  private mutating func cut(
    _ size: Int, each: Int, at border: (Int) -> Int, into item: (Range<Int>) -> Batch.Item
  ) {
    var start = 0
    while start < size {
      let wanted = start + (limit - open.bytes) * each
      let end = wanted >= size ? size : border(wanted)
      append(item(start..<end), bytes: (end - start) / each)
      start = end
    }
  }

  private mutating func append(_ item: Batch.Item, bytes: Int) {
    open.items.append(item)
    open.bytes += bytes
    if open.bytes >= limit { finish() }
  }

  mutating func finish() {
    if !open.items.isEmpty { batches.append(open) }
    open = Batch()
  }
}

enum LineCut {
  /// The end of the line that holds byte `position`: the place behind its line feed, or `size`.
  static func end(_ path: [UInt8], behind position: Int, size: Int) -> Int {
    guard let file = InputFile(path: path) else { return size }
    var place = position
    while place < size {
      let piece = file.read(place..<min(place + 1 << 16, size))
      if piece.isEmpty { return size }
      if let feed = piece.firstIndex(of: 0x0a) { return place + feed + 1 }
      place += piece.count
    }
    return size
  }
}

enum TextCut {
  private static let marks = ["<text", "<doc"].map { Array($0.utf8) }

  /// Where the first line behind byte `position` starts that opens a text, or `size`.
  static func start(_ path: [UInt8], behind position: Int, size: Int) -> Int {
    guard let file = InputFile(path: path) else { return size }
    var place = LineCut.end(path, behind: position, size: size)
    while place < size {
      let piece = file.read(place..<min(place + 1 << 16, size))
      var line = 0
      while line < piece.count {
        let rest = piece[line...]
        // A mark that the piece cuts off is looked at again.
        if rest.count < 8, place + piece.count < size { break }
        if marks.contains(where: { rest.starts(with: $0) && rest.dropFirst($0.count).first.map(endsName) ?? true }) {
          return place + line
        }
        guard let feed = rest.firstIndex(of: 0x0a) else {
          line = piece.count
          break
        }
        line = feed + 1
      }
      if line >= piece.count { line = piece.last == 0x0a ? piece.count : (piece.lastIndex(of: 0x0a) ?? -1) + 1 }
      // A line longer than a piece cannot open a text within it.
      place = line == 0 ? LineCut.end(path, behind: place + piece.count, size: size) : place + line
    }
    return size
  }

  private static func endsName(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x3e }
}

/// A file open for reading at any place; never mapped, so that it may change meanwhile.
final class InputFile {
  private let descriptor: Int32
  /// The system's error number of the last read that failed; 0 while none did.
  private(set) var error: Int32 = 0

  /// Opens a file; one that has become a pipe is not waited for.
  init(opening path: [UInt8]) throws(FileError) {
    let name = path.map { CChar(bitPattern: $0) } + [0]
    descriptor = name.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) } ?? -1
    }
    if descriptor < 0 { throw FileError("open", String(decoding: path, as: UTF8.self), code: errno) }
  }

  convenience init?(path: [UInt8]) {
    do { try self.init(opening: path) } catch { return nil }
  }

  deinit { close(descriptor) }

  /// The bytes of `range`, fewer at the end of the file. The corresponding C function is `pread`.
  func read(_ range: Range<Int>) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while count < range.count, let base = buffer.baseAddress {
        let got = pread(descriptor, base + count, range.count - count, range.lowerBound + count)
        if got < 0, errno == EINTR { continue }
        if got <= 0 {
          if got < 0 { error = errno }
          break
        }
        count += got
      }
    }
  }

  /// Whether the system gives its first byte, or says that there is none.
  var canBeRead: Bool {
    _ = read(0..<1)
    return error == 0
  }

  /// The SHA-256 of the whole file; nil where it cannot be read.
  func contentHash() -> [UInt8]? {
    var (hash, place) = (SHA256(), 0)
    while true {
      let bytes = read(place..<place + 1 << 20)
      if bytes.isEmpty { return error == 0 ? hash.finish() : nil }
      hash.add(bytes)
      place += bytes.count
    }
  }
}
