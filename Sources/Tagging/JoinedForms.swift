// SPDX-License-Identifier: Apache-2.0

/// Remembers what the lexicon says of hyphen-joined runs written as one word, so that each run is spelled out once.
struct JoinedForms {
  /// A run as far as it has been read, from its last surface to its first.
  struct Run {
    fileprivate var node: UInt32 = 0
  }

  private var steps: [UInt64: UInt32] = [:]
  private var spellings: [String] = [""]
  private var words: [FormTable.Word?] = [nil]

  /// Puts a surface before a run and gives its word, if `describe` knows it.
  mutating func extend(
    _ run: inout Run, with surface: UInt32, spelling: (UInt32) -> String, describe: (String) -> FormTable.Word
  ) -> FormTable.Word? {
    let key = UInt64(run.node) << 32 | UInt64(surface)
    if let known = steps[key] {
      run.node = known
      return words[Int(known)]
    }
    let joined = WordForms.fold(spelling(surface)) + spellings[Int(run.node)]
    let word = describe(joined)
    let node = UInt32(words.count)
    steps[key] = node
    spellings.append(joined)
    words.append(word.literal >= 0 || !word.classes.isEmpty ? word : nil)
    run.node = node
    return words[Int(node)]
  }
}
