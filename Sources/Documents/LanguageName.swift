// SPDX-License-Identifier: Apache-2.0

/// Names of languages in one form, so that `nl`, `nl-BE`, `NLD` and `Dutch` are one language of a corpus.
package enum LanguageName {
  /// The primary subtag of a language tag (BCP 47) in lower case; three-letter codes of ISO 639-2 and names of
  /// languages that have a two-letter code give that. What is not known stays as it is, in lower case.
  package static func code(_ text: String) -> String {
    let name = text.lowercased().trimmingPrefix(while: \.isWhitespace)
    let primary = String(name.prefix { $0 != "-" && $0 != "_" && !$0.isWhitespace })
    return codes[primary] ?? primary
  }

  private static let codes: [String: String] = {
    var codes: [String: String] = [:]
    for line in table.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      for word in words.dropFirst() { codes[word] = words[0] }
    }
    return codes
  }()

  private static let table = """
    ar ara arabic
    bg bul bulgarian
    ca cat catalan
    cs ces cze czech
    cy cym wel welsh
    da dan danish
    de deu ger german ngerman deutsch duits allemand
    el ell gre greek
    en eng english british american englisch engels anglais
    es spa spanish español
    et est estonian
    eu eus baq basque
    fa fas per persian
    fi fin finnish
    fr fra fre french français französisch frans
    ga gle irish
    he heb hebrew
    hi hin hindi
    hr hrv croatian
    hu hun hungarian
    id ind indonesian
    is isl ice icelandic
    it ita italian italiano
    ja jpn japanese
    ko kor korean
    lt lit lithuanian
    lv lav latvian
    nl nld dut dutch flemish nederlands niederländisch néerlandais
    no nor norwegian
    pl pol polish
    pt por portuguese português
    ro ron rum romanian
    ru rus russian
    sk slk slo slovak
    sl slv slovenian slovene
    sr srp serbian
    sv swe swedish
    tr tur turkish
    uk ukr ukrainian
    vi vie vietnamese
    zh zho chi chinese
    """
}
