// SPDX-License-Identifier: Apache-2.0

/// A pattern of paths below a root, as `build --exclude` takes it.
///
/// ```
/// Pattern --> /? Part (/ Part)* /?
/// Part    --> **  |  (* | ? | [ !? Set ] | \\ Character | Character)*
/// ```
/// `*` is any run of characters, `?` any character, `[a-z_]` one of a set, `[!a-z]` one that is not in it; a character behind a
/// backslash stands for itself. A pattern of one part fits names at any depth, one with a slash before or between its
/// parts the whole path from the root, where `**` is any number of folders. A slash at the end fits folders only.
package struct PathPattern: Sendable {
  private enum Token: Sendable {
    case run, any
    case one(UInt32)
    case set([ClosedRange<UInt32>], isNegated: Bool)
  }
  private enum Part: Sendable {
    case folders
    case name([Token])
  }
  private let parts: [Part]
  private let isOfFolders: Bool
  /// Whether it is held to the whole path, not to the last name in it.
  private let isWhole: Bool

  package init(_ text: String) {
    isOfFolders = text.hasSuffix("/")
    let parts = text.split(separator: "/")
    isWhole = parts.count > 1 || text.hasPrefix("/")
    self.parts = parts.map { $0 == "**" ? .folders : .name(Self.tokens($0)) }
  }

  /// Whether it fits a path relative to a root.
  package func fits(_ path: some StringProtocol, isFolder: Bool) -> Bool {
    guard isFolder || !isOfFolders else { return false }
    let names = path.split(separator: "/").map { $0.unicodeScalars.map(\.value) }
    return Self.fits(parts, isWhole ? names[...] : names.suffix(1), isRun: Self.isRun, fits: Self.fits)
  }

  // MARK: Reading

  private static func tokens(_ part: Substring) -> [Token] {
    var (tokens, rest) = ([Token](), Array(part.unicodeScalars.map(\.value))[...])
    while let scalar = rest.popFirst() {
      switch Unicode.Scalar(scalar) {
      case "*": tokens.append(.run)
      case "?": tokens.append(.any)
      case "\\": tokens.append(.one(rest.popFirst() ?? scalar))
      case "[":
        if let set = set(&rest) { tokens.append(set) } else { tokens.append(.one(scalar)) }
      default: tokens.append(.one(scalar))
      }
    }
    return tokens
  }

  /// A set whose bracket has been read; nil, with nothing read, where it is not closed.
  private static func set(_ rest: inout ArraySlice<UInt32>) -> Token? {
    var inner = rest
    let isNegated = inner.first == 0x21 || inner.first == 0x5E
    if isNegated { inner.removeFirst() }
    var ranges: [ClosedRange<UInt32>] = []
    // A bracket that comes first belongs to the set.
    while let low = inner.popFirst(), low != 0x5D || ranges.isEmpty {
      var high = low
      if inner.first == 0x2D, let end = inner.dropFirst().first, end != 0x5D {
        high = end
        inner = inner.dropFirst(2)
      }
      if low <= high { ranges.append(low...high) }
    }
    guard inner.startIndex > rest.startIndex, rest[inner.startIndex - 1] == 0x5D, !ranges.isEmpty else { return nil }
    rest = inner
    return .set(ranges, isNegated: isNegated)
  }

  // MARK: Matching

  private static func isRun(_ part: Part) -> Bool { if case .folders = part { true } else { false } }
  private static func isRun(_ token: Token) -> Bool { if case .run = token { true } else { false } }

  private static func fits(_ part: Part, _ name: [UInt32]) -> Bool {
    guard case .name(let tokens) = part else { return true }
    return fits(tokens, name[...], isRun: isRun, fits: fits)
  }

  private static func fits(_ token: Token, _ scalar: UInt32) -> Bool {
    switch token {
    case .run, .any: true
    case .one(let own): own == scalar
    case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
    }
  }

  /// Whether the pattern fits all of the text, where a run stands for any number of its elements. Only the last run is
  /// ever widened, so that the steps are at most the product of both lengths.
  private static func fits<P, T>(
    _ pattern: [P], _ text: ArraySlice<T>, isRun: (P) -> Bool, fits: (P, T) -> Bool
  ) -> Bool {
    var (at, place) = (0, text.startIndex)
    var run: (at: Int, place: Int)?
    while place < text.endIndex {
      if at < pattern.count, isRun(pattern[at]) {
        run = (at, place)
        at += 1
      } else if at < pattern.count, fits(pattern[at], text[place]) {
        (at, place) = (at + 1, place + 1)
      } else if let last = run {
        run = (last.at, last.place + 1)
        (at, place) = (last.at + 1, last.place + 1)
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy(isRun)
  }
}
