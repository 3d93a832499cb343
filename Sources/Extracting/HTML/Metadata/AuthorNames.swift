// SPDX-License-Identifier: Apache-2.0

/// Parts a text that names the authors of a work into single names, given name first.
///
/// `Jane Doe and John Roe`, `Jane Doe, John Roe`, `Doe, J., Roe, J. & Poe, E.` hold several names; `Doe, Jane` is one,
/// `Jane Doe, PhD` too, and so is whatever may be the name of an organization. What is in doubt stays whole.
enum AuthorNames {
  static func parted(_ text: String) -> [String] {
    let text = withoutRole(withoutAddress(text))
    let bars = text.split(whereSeparator: { "|•·\n".contains($0) }).map { collapsed($0) }
    if bars.count > 1, bars.allSatisfy({ names(in: $0) != nil }) { return bars.flatMap { names(in: $0) ?? [] } }
    return names(in: text) ?? [text]
  }

  /// A name that is known to be written family name first, as `citation_author` asks for: `Márquez, Gabriel` turned. What
  /// is no pair of short parts stays as it is.
  static func givenFirst(_ text: String) -> String {
    let parts = withoutRole(text).split(separator: ",").map { collapsed($0) }
    guard parts.count == 2 || parts.count == 3 && isCredential(parts[2]),
      !isCredential(parts[1]) || isInitials(parts[1]),
      parts.prefix(2).allSatisfy({ (1...3).contains($0.split(separator: " ").count) }),
      !parts.prefix(2).joined(separator: " ").split(separator: " ").contains(where: { !isInitials($0) && isCommon($0) })
    else { return text }
    return ([parts[1] + " " + parts[0]] + parts.dropFirst(2)).joined(separator: ", ")
  }

  /// `Doe, Jane (Ed.)` without what stands in brackets.
  private static func withoutRole(_ text: String) -> String {
    guard text.last == ")", let open = text.lastIndex(of: "("), open > text.startIndex else { return text }
    let role = text[open...].lowercased().filter(\.isLetter)
    return roles.contains(role) ? collapsed(text[..<open]) : text
  }

  /// The names at the start of a byline: what follows the first comma and is no name is a role or a place.
  static func leading(_ line: String) -> String {
    let parts = line.split(separator: ",").map { collapsed($0) }
    guard let first = parts.first, parts.count > 1, names(in: line) == nil else { return line }
    let names = parts.dropFirst().prefix { isCredential($0) || isPerson($0) || $0.hasPrefix("and ") }
    return ([first] + names).joined(separator: ", ")
  }

  /// `jane@example.org (Jane Doe)` and `Jane Doe <jane@example.org>` without the address.
  private static func withoutAddress(_ text: String) -> String {
    guard text.contains("@") else { return text }
    let parts = text.split(whereSeparator: { "()<>".contains($0) }).map { collapsed($0) }.filter { !$0.isEmpty }
    guard parts.count == 2, let name = parts.first(where: { !$0.contains("@") }) else { return text }
    return name
  }

  /// The names a text is made of; nil where it is not made of names alone.
  private static func names(in text: String) -> [String]? {
    var names: [String] = []
    let groups = groups(of: text)
    for group in groups {
      let parts = group.split(separator: ",").map { collapsed($0) }.filter { !$0.isEmpty }
      guard let found = turned(parts) ?? persons(parts) else { return nil }
      names += found
    }
    return names.isEmpty ? nil : names
  }

  /// The parts between words for "and".
  private static func groups(of text: String) -> [String] {
    var groups: [[Substring]] = [[]]
    for word in text.split(separator: " ") {
      if joiners.contains(word.lowercased()) { groups.append([]) } else { groups[groups.count - 1].append(word) }
    }
    return groups.map { $0.joined(separator: " ") }.filter { !$0.isEmpty }
  }

  /// `Doe, Jane` and `Doe, J., Roe, J.` with the given names first; nil if the parts are no such pairs.
  private static func turned(_ parts: [String]) -> [String]? {
    if parts.count == 3, generations.contains(parts[2].lowercased().filter(\.isLetter)) {
      return turned(Array(parts.prefix(2)))?.first.map { [$0 + ", " + parts[2]] }
    }
    guard !parts.isEmpty, parts.count.isMultiple(of: 2) else { return nil }
    var names: [String] = []
    for index in stride(from: 0, to: parts.count, by: 2) {
      let (family, given) = (parts[index], parts[index + 1])
      let isPair = parts.count == 2 ? isInitials(given) || isGivenName(given) : isInitials(given)
      let isDegree = isCredential(given) && !(given.contains(".") && isInitials(given) && !family.contains(" "))
      guard isPair, !isDegree, isFamilyName(family, withStops: given.contains(".")) else { return nil }
      names.append(given + " " + family)
    }
    return names
  }

  /// Whole names, each with what stands behind it for a degree; nil if one is none.
  private static func persons(_ parts: [String]) -> [String]? {
    var names: [String] = []
    for part in parts {
      if isCredential(part), let last = names.popLast() {
        names.append(last + ", " + part)
      } else {
        guard isPerson(part) else { return nil }
        names.append(part)
      }
    }
    return names
  }

  // MARK: What a part is

  /// Two to five words that begin with capitals, small words of names between them, and no word of organizations.
  private static func isPerson(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    guard (2...5).contains(words.count), words.count(where: isCapitalized) >= 2 else { return false }
    return words.allSatisfy { (isCapitalized($0) || particles.contains($0.lowercased())) && !isCommon($0) }
  }

  private static func isFamilyName(_ text: String, withStops: Bool) -> Bool {
    var words = text.split(separator: " ")[...]
    words = words.drop { particles.contains($0.lowercased()) }
    guard (1...(withStops ? 2 : 1)).contains(words.count) else { return false }
    return words.allSatisfy { isCapitalized($0) && !isCommon($0) && $0.contains(where: \.isLowercase) && $0.count > 1 }
  }

  private static func isGivenName(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    return (1...3).contains(words.count)
      && words.allSatisfy {
        isCapitalized($0) && (isInitials($0) || !isCommon($0) && $0.contains(where: \.isLowercase))
      }
  }

  /// `J.`, `J.-P.`, `JR`, `J. R.`
  private static func isInitials(_ text: some StringProtocol) -> Bool {
    let letters = text.filter(\.isLetter)
    return (1...3).contains(letters.count) && letters.allSatisfy(\.isUppercase)
      && text.allSatisfy { $0.isLetter || ".- ".contains($0) }
  }

  /// `PhD`, `M.D.`, `Jr.`, `RD`: what stands behind a name after a comma.
  private static func isCredential(_ text: String) -> Bool {
    let letters = text.filter(\.isLetter)
    if degrees.contains(letters.lowercased()) { return true }
    return (2...5).contains(letters.count) && letters.allSatisfy(\.isUppercase) && !text.contains(".")
      && !text.contains(" ")
  }

  private static func isCapitalized(_ word: Substring) -> Bool {
    guard let first = word.first, first.isLetter, !first.isLowercase else { return false }
    return word.allSatisfy { $0.isLetter || "-.'\u{2019}\u{2010}".contains($0) }
  }

  private static func isCommon(_ word: Substring) -> Bool { common.contains(word.lowercased().filter(\.isLetter)) }

  private static func set(_ words: String) -> Set<String> { Set(words.split(separator: " ").map(String.init)) }

  private static let roles = set("ed eds editor editors hg hrsg red dir coord trans")
  private static let generations = set("jr sr ii iii iv")
  private static let joiners = set("and & und et en y e och og")
  private static let particles = set(
    "van von de der den des di da du la le ten ter te zu zur af al bin ibn del della dos el 't d' y")
  private static let degrees = set(
    "phd dphil md jr sr ii iii iv esq msc bsc ma ba mba mph rn rd do dds jd llm med edd msw cpa")
  /// Words of organizations, roles and places that look like names by their capitals.
  private static let common = set(
    "the a an of for inc ltd llc gmbh ag bv co corp company group team staff editor editors editorial writer writers "
      + "reporter reporters correspondent correspondents contributor contributors columnist journalist author authors "
      + "admin department dept division ministry office bureau agency council commission committee association society "
      + "foundation institute institut institution university universität université universiteit college school "
      + "center centre centrum zentrum hospital clinic library museum church news newspaper press times post herald "
      + "guardian tribune journal magazine media network radio tv online blog daily weekly review books publishing "
      + "publications services service studio studios solutions systems partners consulting consultants research "
      + "chief senior junior deputy assistant associate director manager president chair head founder ceo officer "
      + "professor lecturer coordinator specialist analyst advisor engineer developer desk redaktion redactie rédaction "
      + "redacción verlag stiftung verein stichting vereniging gemeente stadt ville city county state government "
      + "rektorin rektor leiter leiterin directeur directrice york london united states kingdom international national "
      + "global world health care social public affairs communications marketing community trust union party")
}
