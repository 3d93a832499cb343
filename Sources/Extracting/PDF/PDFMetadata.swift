// SPDX-License-Identifier: Apache-2.0

import Documents

/// Title, authors, date and DOI of a PDF: from its information dictionary where that is worth trusting, else from page one.
enum PDFMetadata {
  static func read(_ file: PopplerFile, blocks: [Block]) -> Metadata {
    var metadata = Metadata()
    let printed = blocks.first { $0.kind == .title }?.text
    let stated = file.title?.trimmed
    metadata.title = stated.flatMap { isJunk($0) ? nil : $0 } ?? printed
    metadata.authors = authors(file.author)
    if metadata.authors.isEmpty { metadata.authors = Byline.authors(in: blocks) }
    metadata.date = date(
      created: file.created.map { CivilDate(secondsSince1970: $0).description }, printed: Byline.date(in: blocks))
    metadata.doi = DOI.first(in: [file.subject, file.keywords, file.packet] + blocks.prefix(12).map(\.text))
    return metadata
  }

  /// A work may be printed again years later: what page one says under the title comes before the day the file was made,
  /// unless it says the same with less detail, or was still to come.
  static func date(created: String?, printed: String?) -> String? {
    guard let printed else { return created }
    guard let created else { return printed }
    return printed >= created.prefix(printed.count) ? created : printed
  }

  /// Titles that programs leave behind: file names, "Microsoft Word - draft3", "untitled".
  static func isJunk(_ title: String) -> Bool {
    let lower = title.lowercased()
    guard title.unicodeScalars.count(where: \.isLetter) >= 3 else { return true }
    let prefixes = [
      "microsoft word", "microsoft powerpoint", "powerpoint ", "untitled", "document", "slide 1", "layout 1", "print",
      "file:", "http",
    ]
    if prefixes.contains(where: { lower.hasPrefix($0) }) { return true }
    let suffixes = [
      ".doc", ".docx", ".dvi", ".tex", ".pdf", ".indd", ".qxd", ".ps", ".odt", ".rtf", ".html", ".htm", ".ppt", ".pptx",
      ".md",
    ]
    if suffixes.contains(where: { lower.hasSuffix($0) }) { return true }
    // One "word" with figures or underscores is a file name.
    return !title.contains(" ") && title.contains { $0.isNumber || $0 == "_" }
  }

  static func authors(_ stated: String?) -> [String] {
    guard let stated = stated?.trimmed, !stated.isEmpty else { return [] }
    let separator: Character? = stated.contains(";") ? ";" : nil
    let parts = separator.map { stated.split(separator: $0).map(String.init) } ?? splitNames(stated)
    // "A B, and C D" leaves a comma.
    let whole = parts.map { String($0.trimmed.reversed().drop { $0 == "," || $0 == " " }.reversed()) }
    let names = whole.filter { $0.unicodeScalars.count(where: \.isLetter) >= 2 }
    let junk: Set<String> = [
      "user", "admin", "administrator", "unknown", "author", "anonymous", "root", "owner", "default",
    ]
    return names.filter { !junk.contains($0.lowercased()) }
  }

  /// "A B and C D", "A B, C D and E F"; a lone "Surname, First" stays one name.
  private static func splitNames(_ text: String) -> [String] {
    var parts: [String] = []
    for piece in text.split(separator: " and ").map(String.init) {
      let names = piece.split(separator: ",").map { String($0).trimmed }
      let areWhole = names.count > 1 && names.allSatisfy { $0.contains(" ") }
      parts += areWhole ? names : [piece]
    }
    return parts
  }
}

extension String {
  /// The text without white space at either end, inner runs as one space.
  var trimmed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

/// Finds a DOI in running text.
enum DOI {
  static func first(in texts: [String?]) -> String? {
    for case let text? in texts {
      if let doi = find(in: text) { return doi }
    }
    return nil
  }

  /// "10." + four to nine digits + "/" + printable signs, without the punctuation that ends a sentence.
  static func find(in text: String) -> String? {
    let bytes = Array(text.utf8)
    var at = 0
    while at + 8 < bytes.count {
      defer { at += 1 }
      guard bytes[at] == UInt8(ascii: "1"), bytes[at + 1] == UInt8(ascii: "0"), bytes[at + 2] == UInt8(ascii: "."),
        at == 0 || !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at - 1])
      else { continue }
      var slash = at + 3
      while slash < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[slash]) { slash += 1 }
      guard (4...9).contains(slash - at - 3), slash < bytes.count, bytes[slash] == UInt8(ascii: "/") else { continue }
      var end = slash + 1
      while end < bytes.count, bytes[end] > 0x20, bytes[end] < 0x7F, !"\"<>{}|\\^`".utf8.contains(bytes[end]) {
        end += 1
      }
      while end > slash + 1, ".,;:)]'".utf8.contains(bytes[end - 1]) { end -= 1 }
      if end > slash + 1 { return String(decoding: bytes[at..<end], as: UTF8.self).lowercased() }
    }
    return nil
  }
}

/// A day of the Gregorian calendar, from a count of seconds (H. Hinnant's days-to-civil).
struct CivilDate: Equatable, CustomStringConvertible {
  var year: Int
  var month: Int
  var day: Int

  init(secondsSince1970 seconds: Int) {
    let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400 + 719_468
    let era = days / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shifted + 2) / 5 + 1
    month = shifted < 10 ? shifted + 3 : shifted - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  var description: String {
    func padded(_ value: Int, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}
