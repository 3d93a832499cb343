// SPDX-License-Identifier: Apache-2.0

/// Reads a calendar date out of the forms pages write: `YYYY`, `YYYY-MM` or `YYYY-MM-DD` comes out, or nothing.
enum DateReader {
  /// A date a machine was meant to read: ISO 8601 with or without a time, packed digits, or any form `visible` reads.
  static func declared(_ text: String, order: @autoclosure () -> DateOrder) -> String? {
    iso(text) ?? visible(text, order: order())
  }

  /// The first date in shown text: `2025-06-04`, `4 June 2025`, `June 4, 2025`, `04.06.2025`, `6/4/2025`.
  ///
  /// `order` says how numbers between slashes or hyphens are read that may be either day or month.
  static func visible(_ text: String, order: @autoclosure () -> DateOrder) -> String? {
    let tokens = Self.tokens(text)
    for index in tokens.indices {
      if let date = named(tokens, at: index) ?? numeric(tokens, at: index, order: order()) { return date }
    }
    return nil
  }

  /// `2025`, `2025-06`, `2025-06-04T...`, `2025/06/04`, `20250604`, at the start of a text.
  private static func iso(_ text: String) -> String? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    if digits.count == 8, let packed = Int(digits) {
      return date(year: packed / 10000, month: packed / 100 % 100, day: packed % 100)
    }
    guard digits.count == 4, let year = Int(digits) else { return nil }
    let rest = text.dropFirst(4)
    guard let mark = rest.first, mark == "-" || mark == "/" else {
      return rest.isEmpty ? date(year: year, month: nil, day: nil) : nil
    }
    let parts = rest.dropFirst().prefix(5).split(whereSeparator: { $0 == "-" || $0 == "/" })
    let month = parts.first.flatMap { Int($0.prefix { $0.isNumber }) }
    let day = parts.count > 1 ? Int(parts[1].prefix { $0.isNumber }) : nil
    return date(year: year, month: month, day: day)
  }

  // MARK: Shown dates

  private struct Token {
    var text: Substring
    var number: Int?
    /// The character before the token, if it is not a space.
    var mark: Character?
  }

  private static func tokens(_ text: String) -> [Token] {
    var tokens: [Token] = []
    var mark: Character?
    var rest = text.prefix(400)
    while let first = rest.first, tokens.count < 80 {
      if first.isNumber && first.isASCII {
        let digits = rest.prefix { $0.isNumber && $0.isASCII }
        tokens.append(Token(text: digits, number: digits.count <= 4 ? Int(digits) : nil, mark: mark))
        rest = rest.dropFirst(digits.count)
        mark = nil
      } else if first.isLetter {
        let word = rest.prefix { $0.isLetter }
        tokens.append(Token(text: word, number: nil, mark: mark))
        rest = rest.dropFirst(word.count)
        mark = nil
      } else {
        if !first.isWhitespace { mark = first }
        rest = rest.dropFirst()
      }
    }
    return tokens
  }

  /// Which way a text writes its first date, as far as that can be told.
  static func order(in text: String) -> DateOrder {
    let tokens = Self.tokens(text)
    for index in tokens.indices {
      if month(tokens[index].text) != nil, named(tokens, at: index)?.count == 10 {
        return index > 0 && dayNumber(tokens, before: index) != nil ? .dayFirst : .monthFirst
      }
      guard tokens[index].text.count <= 2, numeric(tokens, at: index, order: .unknown)?.count == 10,
        let first = tokens[index].number, let second = tokens[index + 1].number, first != second,
        tokens[index + 1].mark != "."
      else { continue }
      return first > second ? .dayFirst : .monthFirst
    }
    return .unknown
  }

  /// The month of a byline that names no day: `March 2015`, `2015-03`; of `03/04/2015` the year.
  static func month(in text: String) -> String? {
    if let date = visible(text, order: .unknown), date.count < 10 { return date }
    let tokens = Self.tokens(text)
    for index in tokens.indices.dropLast() where tokens[index].text.count == 4 && tokens[index + 1].mark == "-" {
      guard let year = tokens[index].number, let month = tokens[index + 1].number, tokens[index + 1].text.count == 2
      else { continue }
      return date(year: year, month: month, day: nil)
    }
    return nil
  }

  /// A date with the month by name: `June 4(th), 2025`, `4. Juni 2025`, `1 de mayo de 2025`, `June 2025`.
  private static func named(_ tokens: [Token], at index: Int) -> String? {
    guard let month = month(tokens[index].text) else { return nil }
    var next = index + 1
    var day: Int?
    if index > 0 { day = dayNumber(tokens, before: index) }
    if day == nil, next < tokens.count, let number = tokens[next].number, tokens[next].text.count <= 2 {
      day = number
      next += 1
      if next < tokens.count, ["st", "nd", "rd", "th"].contains(tokens[next].text.lowercased()) { next += 1 }
    }
    if next < tokens.count, ["de", "of", "del"].contains(tokens[next].text.lowercased()) { next += 1 }
    guard next < tokens.count, let year = tokens[next].number, tokens[next].text.count == 4 else { return nil }
    return date(year: year, month: month, day: day)
  }

  private static func dayNumber(_ tokens: [Token], before index: Int) -> Int? {
    var place = index - 1
    let fillers = ["de", "of", "st", "nd", "rd", "th", "er", "of"]
    while place > 0, index - place < 3, fillers.contains(tokens[place].text.lowercased()) { place -= 1 }
    // "Paper 06/11, November 2006" names no day.
    guard let number = tokens[place].number, (1...31).contains(number), tokens[place].text.count <= 2,
      tokens[place + 1].mark != ","
    else { return nil }
    return number
  }

  /// `2025-06-04`, `04.06.2025`, `04/06/2025`; with slashes or hyphens the month may come first, and where the order is
  /// in doubt only the year is certain.
  private static func numeric(
    _ tokens: [Token], at index: Int, order: @autoclosure () -> DateOrder
  ) -> String? {
    guard index + 2 < tokens.count, let first = tokens[index].number, let second = tokens[index + 1].number,
      let third = tokens[index + 2].number, let mark = tokens[index + 1].mark, mark == tokens[index + 2].mark,
      "-./".contains(mark)
    else { return nil }
    if tokens[index].text.count == 4 { return date(year: first, month: second, day: third) }
    guard tokens[index + 2].text.count == 4 else { return nil }
    var monthIsFirst = mark != "." && second > 12
    if mark != ".", first <= 12, second <= 12, first != second {
      let order = order()
      if order == .unknown { return date(year: third, month: nil, day: nil) }
      monthIsFirst = order == .monthFirst
    }
    return date(year: third, month: monthIsFirst ? first : second, day: monthIsFirst ? second : first)
  }

  private static func date(year: Int, month: Int?, day: Int?) -> String? {
    guard (1400...2100).contains(year) else { return nil }
    guard let month else { return "\(year)" }
    guard (1...12).contains(month) else { return nil }
    let head = "\(year)-\(month < 10 ? "0" : "")\(month)"
    guard let day else { return head }
    guard (1...31).contains(day) else { return nil }
    return "\(head)-\(day < 10 ? "0" : "")\(day)"
  }

  // MARK: Months

  /// Whether a word is the name of a month or of a day of the week, or short for one.
  static func isMonthOrDay(_ word: Substring) -> Bool {
    let bare = Substring(word.filter(\.isLetter))
    return month(bare) != nil || weekdays.contains(bare.lowercased())
  }

  /// Whether a word is the name of a day of the week, written out: no name of a person.
  static func isFullWeekday(_ word: Substring) -> Bool {
    let bare = word.lowercased().filter(\.isLetter)
    return bare.count > 4 && weekdays.contains(bare)
  }

  private static let weekdays = Set(
    ("mon monday tue tues tuesday wed wednesday thu thurs thursday fri friday sat saturday sun sunday montag dienstag "
      + "mittwoch donnerstag freitag samstag sonntag maandag dinsdag woensdag donderdag vrijdag zaterdag zondag lundi "
      + "mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo")
      .split(separator: " ").map(String.init))

  private static func month(_ word: Substring) -> Int? { word.count < 3 ? nil : months[word.lowercased()] }

  private static let months: [String: Int] = {
    let spelled = [
      "january jan januari januar janvier enero gennaio janeiro jänner",
      "february feb februari februar février fevrier febrero febbraio fevereiro",
      "march mar maart mrt märz maerz mars marzo março",
      "april apr avril abril aprile",
      "may mei mai mayo maggio maio",
      "june jun juni juin junio giugno junho",
      "july jul juli juillet julio luglio julho",
      "august aug augustus août aout agosto",
      "september sep sept septembre septiembre settembre setembro",
      "october oct oktober okt octobre octubre ottobre outubro",
      "november nov novembre noviembre novembro",
      "december dec dezember dez décembre decembre diciembre dicembre dezembro",
    ]
    var table: [String: Int] = [:]
    for (index, names) in spelled.enumerated() {
      for name in names.split(separator: " ") { table[String(name)] = index + 1 }
    }
    return table
  }()
}
