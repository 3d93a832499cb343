// SPDX-License-Identifier: Apache-2.0

internal import Documents

/// Dates and languages as people write them at the head of a text.
enum DateForms {
  private static let months: [String: Int] = {
    let names = [
      "january januar januari janvier jan", "february februar februari février feb fév",
      "march märz maart mars mar mrt", "april avril apr avr", "may mai mei", "june juni juin jun",
      "july juli juillet jul", "august augustus août aug", "september septembre sep sept",
      "october oktober octobre oct okt", "november novembre nov", "december dezember décembre dec dez déc",
    ]
    var months: [String: Int] = [:]
    for (index, forms) in names.enumerated() {
      for form in forms.split(separator: " ") { months[String(form)] = index + 1 }
    }
    return months
  }()

  /// `YYYY[-MM[-DD]]` from "2004-06-01", "6 June 2018", "June 6, 2018", "mei 2016", "Tue, 3 Mar 2015 10:00"; else nil.
  static func date(_ text: String) -> String? {
    let words = text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "-") }
    if let iso = words.first, let date = isoDate(iso) { return date }
    guard let place = words.firstIndex(where: { months[String($0)] != nil }), let month = months[String(words[place])]
    else { return words.lazy.compactMap { year(String($0)) }.first }
    let after = words[(place + 1)...].prefix(2)
    guard let year = after.lazy.compactMap({ year(String($0)) }).first else { return nil }
    let digits = { (word: Substring?) -> Int? in
      word.map { $0.prefix { $0.isNumber } }.flatMap { $0.count <= 2 ? Int($0) : nil }
    }
    let day = (place > 0 ? digits(words[place - 1]) : nil) ?? (after.count == 2 ? digits(after.first) : nil)
    guard let day, (1...31).contains(day) else { return "\(year)-\(padded(month))" }
    return "\(year)-\(padded(month))-\(padded(day))"
  }

  static func year(_ text: String) -> String? {
    guard text.utf8.count == 4, let year = Int(text), (1400...2100).contains(year) else { return nil }
    return text
  }

  private static func isoDate(_ text: Substring) -> String? {
    let parts = text.split(separator: "-")
    guard parts.count == 2 || parts.count == 3, year(String(parts[0])) != nil,
      parts.dropFirst().allSatisfy({ $0.count == 2 && Int($0) != nil }), let month = Int(parts[1]),
      (1...12).contains(month)
    else { return nil }
    return String(text)
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// The primary subtag of "nl-BE", or of a language's name; nil where it is none.
  static func languageTag(_ text: String) -> String? {
    guard !text.contains(where: \.isWhitespace) else { return nil }
    let code = LanguageName.code(text)
    return (2...3).contains(code.count) && code.allSatisfy { $0.isASCII && $0.isLetter } ? code : nil
  }
}
