// SPDX-License-Identifier: Apache-2.0

internal import Tokenizing

/// The polarity that triggers lay over the words of a passage, in the manner of NegEx and ConText.
///
/// A trigger opens a scope to the right, to the left or both ways, up to its window, the clause's border, or a word that ends
/// it, be it the next one; a longer phrase may say that a trigger is none ("not only"). A hit is denied when its act lies in a
/// denied scope, unless the trigger's words are part of the pattern itself.
struct Scopes {
  struct Scope {
    var range: Range<Int>
    /// The trigger's words, without those at its end that would end a scope ("not to").
    var trigger: Range<Int>
    var polarity: Polarity
  }

  private(set) var scopes: [Scope] = []
  /// Names and catchwords in quotation marks: what stands there is somebody's word for it.
  private var quotes: [Range<Int>] = []
  private static let longestQuote = 6

  init(words: PassageWords, tables: LanguageTables, found: [PatternScan.Found], heedsQuotes: Bool) {
    if heedsQuotes { quotes = Self.shortQuotes(words) }
    let pseudo = found.filter { tables.patterns[$0.pattern].purpose == .pseudoTrigger }.map {
      $0.match.start..<$0.match.end
    }
    for find in found {
      guard case .trigger(let number) = tables.patterns[find.pattern].purpose else { continue }
      let span = find.match.start..<find.match.end
      if pseudo.contains(where: { $0.overlaps(span) }) { continue }
      let trigger = tables.triggers[number]
      let core = Self.core(of: span, words, trigger)
      if trigger.direction == .forward || trigger.direction == .both {
        let range = Self.forward(words, tables, from: span.upperBound, trigger)
        if !range.isEmpty { scopes.append(Scope(range: range, trigger: core, polarity: trigger.polarity)) }
      }
      if trigger.direction == .backward || trigger.direction == .both {
        let range = Self.backward(words, tables, before: span.lowerBound, trigger)
        if !range.isEmpty { scopes.append(Scope(range: range, trigger: core, polarity: trigger.polarity)) }
      }
      if trigger.direction == .sentence {
        let sentence = words[span.lowerBound].sentence
        let low = words.words.firstIndex { $0.sentence == sentence } ?? 0
        let high = (words.words.lastIndex { $0.sentence == sentence } ?? low) + 1
        scopes.append(Scope(range: low..<high, trigger: core, polarity: trigger.polarity))
      }
    }
  }

  private static func shortQuotes(_ words: PassageWords) -> [Range<Int>] {
    var result: [Range<Int>] = []
    for start in 0..<words.count where words[start].gap == Gap.openQuote.rawValue {
      var end = start + 1
      while end < words.count, end - start <= longestQuote, words[end].gap != Gap.closeQuote.rawValue,
        words[end].sentence == words[start].sentence
      {
        end += 1
      }
      if end < words.count, end - start <= longestQuote, words[end].gap == Gap.closeQuote.rawValue {
        result.append(start..<end)
      }
    }
    return result
  }

  private static func core(of span: Range<Int>, _ words: PassageWords, _ trigger: CompiledTrigger) -> Range<Int> {
    var end = span.upperBound
    while end > span.lowerBound + 1, words.has(end - 1, trigger.stopClass) { end -= 1 }
    return span.lowerBound..<end
  }

  private static func ends(_ words: PassageWords, _ tables: LanguageTables, _ index: Int, _ trigger: CompiledTrigger)
    -> Bool
  {
    words[index].gap == Gap.clause.rawValue || words.has(index, trigger.stopClass)
  }

  private static func forward(
    _ words: PassageWords, _ tables: LanguageTables, from start: Int, _ trigger: CompiledTrigger
  ) -> Range<Int> {
    guard start < words.count, start > 0, words[start].sentence == words[start - 1].sentence else {
      return start..<start
    }
    var end = start
    while end < words.count, end < start + trigger.window, words[end].sentence == words[start].sentence {
      if ends(words, tables, end, trigger) { break }
      end += 1
    }
    return start..<end
  }

  private static func backward(
    _ words: PassageWords, _ tables: LanguageTables, before end: Int, _ trigger: CompiledTrigger
  ) -> Range<Int> {
    var start = end
    while start > 0, start > end - trigger.window, words[start - 1].sentence == words[end].sentence {
      if words[start].gap == Gap.clause.rawValue || words.has(start - 1, trigger.stopClass) { break }
      start -= 1
    }
    return start..<end
  }

  /// The polarity of a match: denial first, then claim, then hypothesis.
  ///
  /// - Parameter act: the word that tells what is done.
  func polarity(of match: PatternMatcher.Match, act: Int, heedsQuotes: Bool) -> Polarity {
    // A bit for each polarity.
    var found: UInt8 = 0
    if heedsQuotes, quotes.contains(where: { $0.contains(act) }) { found |= 1 << Polarity.claimed.rawValue }
    for scope in scopes where scope.range.contains(act) {
      if scope.trigger.allSatisfy({ match.words.contains($0) }) { continue }
      found |= 1 << scope.polarity.rawValue
    }
    func holds(_ polarity: Polarity) -> Bool { found >> polarity.rawValue & 1 == 1 }
    return holds(.denied) ? .denied : holds(.claimed) ? .claimed : holds(.hypothetical) ? .hypothetical : .asserted
  }
}
