// SPDX-License-Identifier: Apache-2.0

/// Dates with the year first, as people and programs write them, brought to `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
///
/// `2011/5/24`, `2015-1-2`, `2010.05.17`, `20110720` and `201107` are such; a time behind the day stays as it is.
package enum DateText {
  /// Nil where `text` is no such date: `May 2010`, `2008-13-45`, `1262304000`.
  package static func normal(_ text: String) -> String? {
    let day = text.prefix { $0 != "T" && $0 != "t" && !$0.isWhitespace }
    let time = text[day.endIndex...]
    guard let parts = parts(day), let date = joined(parts) else { return nil }
    guard !time.isEmpty else { return date }
    guard parts.count == 3, let digit = time.dropFirst().utf8.first, 48...57 ~= digit else { return nil }
    return date + time
  }

  /// Of the year and what follows it.
  private static func parts(_ text: Substring) -> [Substring]? {
    if text.utf8.allSatisfy({ 48...57 ~= $0 }) {
      guard [4, 6, 8].contains(text.utf8.count) else { return nil }
      let rest = text.dropFirst(4)
      return [text.prefix(4), rest.prefix(2), rest.dropFirst(2)].filter { !$0.isEmpty }
    }
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "/" || $0 == "." }
    guard (2...3).contains(parts.count), parts[0].utf8.count == 4, parts.dropFirst().allSatisfy({ $0.utf8.count < 3 })
    else { return nil }
    return parts
  }

  private static func joined(_ parts: [Substring]) -> String? {
    var date = String(parts[0])
    guard parts[0].utf8.allSatisfy({ 48...57 ~= $0 }) else { return nil }
    for (part, limit) in zip(parts.dropFirst(), [12, 31]) {
      guard let number = Int(part), (1...limit).contains(number) else { return nil }
      date += number < 10 ? "-0\(number)" : "-\(number)"
    }
    return date
  }
}
