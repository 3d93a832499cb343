// SPDX-License-Identifier: Apache-2.0

/// How often the letters beyond ASCII occur in each language, as far as telling encodings apart needs it.
///
/// A language is a line of letters, each with a weight; weights need only be right to within a factor of two or so, since
/// a wrong encoding turns letters into others that the language does not have at all.
struct LetterFrequencies: Sendable {
  let language: String
  /// Natural logarithms of probabilities among all characters beyond ASCII.
  private let logarithms: [UInt32: Float]
  private let isLatin: Bool

  /// A letter of Latin script that the language does not use, as in a foreign name.
  private static let foreign: Float = -8.5
  /// Another script, a sign, an unassigned place.
  private static let alien: Float = -11
  /// A control or an undefined byte: the encoding is wrong.
  static let impossible: Float = -16

  func logarithm(_ value: UInt32) -> Float {
    if let known = logarithms[value] { return known }
    if value < 0xA0 || value == 0xFFFD { return Self.impossible }
    return isLatin && (0xC0...0x17F).contains(value) && value != 0xD7 && value != 0xF7 ? Self.foreign : Self.alien
  }

  /// Signs that texts of all languages use: quotation marks, dashes, the no-break space.
  private static let signs =
    "’6 “3 ”3 –4 —1.5 …1.5 «1.5 »1.5 ‘1.5 „1.5 ‚0.2 •0.7 \u{A0}3 €0.5 °0.4 §0.4 ©0.3 ®0.1 ™0.1 ·0.2 £0.2 ½0.05 ²0.1 ×0.1 №0.1 º0.2 ª0.1 ´0.05 ±0.05 ‹0.1 ›0.1 †0.05 µ0.05"

  private init(_ language: String, _ letters: String, isLatin: Bool = true) {
    self.language = language
    self.isLatin = isLatin
    var weights: [UInt32: Float] = [:]
    func add(_ table: String, share: Float) {
      // By scalars: a combining mark would join the space before it into one character.
      let entries = table.unicodeScalars.split(separator: " ").compactMap { entry -> (Unicode.Scalar, Float)? in
        guard let scalar = entry.first, let weight = Float(String(String.UnicodeScalarView(entry.dropFirst()))) else {
          return nil
        }
        return (scalar, weight)
      }
      let total = entries.reduce(0) { $0 + $1.1 }
      for (scalar, weight) in entries {
        weights[scalar.value, default: 0] += share * weight / total
        // Capitals stand for one letter in thirty.
        let capital = scalar.properties.uppercaseMapping.unicodeScalars
        if capital.count == 1, let upper = capital.first, upper != scalar {
          weights[upper.value, default: 0] += share * weight / total / 30
        }
      }
    }
    add(letters, share: isLatin ? 0.8 : 0.95)
    add(Self.signs, share: isLatin ? 0.2 : 0.05)
    logarithms = weights.mapValues { Logarithm.natural($0) }
  }

  static let latin: [LetterFrequencies] = [
    LetterFrequencies("fr", "é58 è8 à13 ê5 ç3 ù1.5 û1.5 ô2 î1.5 â1.5 ï0.5 ë0.3 œ0.8 ü0.1"),
    LetterFrequencies("de", "ä26 ö14 ü30 ß14 é0.3"),
    LetterFrequencies("nl", "ë35 é25 ï20 ö8 ü5 è4 ê1 ç0.5 á0.5"),
    LetterFrequencies("en", "é10 è1 ï2 ö2 ü2 ç1 ñ1 á1 ó1 í1 ê0.5 ä0.5 æ0.3"),
    LetterFrequencies("es", "ó25 í20 á18 é14 ñ12 ú6 ü0.5 ¿1.5 ¡1"),
    LetterFrequencies("pt", "ã25 ç18 á14 é13 í10 ó9 ê8 õ5 ú4 â4 à4 ô2 ü0.1"),
    LetterFrequencies("it", "è30 à28 ù12 ò15 é8 ì7 î0.1"),
    LetterFrequencies("ca", "à20 é15 è12 ó15 ò8 í12 ç8 ú5 ï3 ü2 ·2"),
    LetterFrequencies("sv", "ä38 ö30 å30 é1"), LetterFrequencies("da", "å30 ø35 æ28 é2 ö0.3"),
    LetterFrequencies("fi", "ä80 ö15 å1"),
    LetterFrequencies("is", "á18 ð22 í16 þ12 ó9 é7 ú6 ö9 ý5 æ8"),
    LetterFrequencies("pl", "ł20 ę16 ą14 ó13 ż12 ś10 ć6 ń4 ź1"),
    LetterFrequencies("cs", "í18 á17 é11 ě11 ř9 č8 ž8 ý8 š6 ů5 ú1 ň1 ť0.5 ď0.3 ó0.3"),
    LetterFrequencies("sk", "á22 í14 é11 č11 š9 ž10 ý10 ú10 ľ4 ť5 ô2 ň2 ä1 ď2 ó1 ŕ0.2 ĺ0.1"),
    LetterFrequencies("hu", "á33 é33 ö10 ó10 ő8 ü6 í6 ú4 ű2"),
    LetterFrequencies("ro", "ă30 î10 ş10 ţ10 â8 ș5 ț5"),
    LetterFrequencies("hr", "č30 š30 ž25 ć15 đ7"), LetterFrequencies("sl", "č40 š35 ž30"),
    LetterFrequencies("tr", "ı30 ü12 ş12 ğ9 ç8 ö6 İ3 â0.5 î0.2"),
    LetterFrequencies("lt", "ė18 š14 ž9 ų14 į7 ū5 č5 ą8 ę3"),
    LetterFrequencies("lv", "ā40 ī18 ē16 š10 ū6 ņ6 ļ5 ķ2 ž2 ģ2 č1"),
    LetterFrequencies("et", "õ22 ä22 ü14 ö4 š0.5 ž0.3"),
  ]

  static let other: [LetterFrequencies] = [
    LetterFrequencies(
      "ru",
      "о109 е85 а80 и74 н67 т63 с55 р47 в45 л44 к35 м32 д30 п28 у26 я20 ы19 ь17 г17 з16 б16 ч14 й12 х10 ж9 ш7 ю6 ц5 щ4 э3 ф3 ъ0.4 ё0.6",
      isLatin: false),
    LetterFrequencies(
      "uk",
      "о94 а84 н68 и61 і57 в53 т54 е47 р47 с41 к40 л36 у36 д34 м31 п29 з23 я22 ь18 б17 г16 ч14 й14 х12 ц10 ю9 ї8 ж8 є6 щ6 ш5 ф3 ґ0.3",
      isLatin: false),
    LetterFrequencies(
      "bg",
      "а115 и90 о87 е85 т75 н70 р50 с55 в42 д34 к33 л33 п27 м23 з22 я21 ъ19 у15 г15 ч14 б13 й7 щ7 ж6 х6 ц5 ш4 ф3 ю1 ь0.5",
      isLatin: false),
    LetterFrequencies(
      "sr",
      "а115 и96 о90 е88 н58 р50 с46 т43 ј41 у40 д37 в36 к35 л33 п28 м34 з17 г16 б15 ч9 ш9 ц8 њ6 ж6 ћ6 х6 љ5 ђ2 ф2 џ0.3",
      isLatin: false),
    LetterFrequencies(
      "el",
      "α95 ο80 ι65 τ80 ε65 σ48 ν60 η38 υ33 ρ43 π40 κ40 μ33 λ28 ς37 ω14 γ18 δ16 θ12 χ10 φ8 β7 ξ4 ζ3 ψ1.5 ό18 ί22 ά18 έ14 ή12 ύ10 ώ7 ϊ0.3 Ά0.3 Έ0.3 Ό0.3 Ή0.3",
      isLatin: false),
    LetterFrequencies(
      "he",
      "י110 ו105 ה90 ל72 א63 ר56 ת53 ב48 ש45 מ55 נ30 כ22 ם25 ד25 ק20 ע32 ח24 ן14 פ17 ט12 צ12 ג11 ס14 ז10 ך8 ף2 ץ1.5",
      isLatin: false),
    LetterFrequencies(
      "ar",
      "ا125 ل115 ي65 م60 و60 ن58 ر45 ت45 ب38 ة38 ع35 د30 س25 ف27 ه27 ك22 ق25 أ22 ح20 ج13 ش10 ص10 ط9 خ8 ى8 إ8 ذ6 ث6 ض6 ز5 ئ4 غ4 ء3 ظ2 ؤ2 آ1.5 ،8 ؟1 ؛0.5 ً1",
      isLatin: false),
    LetterFrequencies(
      "th",
      "า70 น65 ร65 อ50 ก50 เ45 ง45 ่45 ้40 ม40 ย38 ล33 ว32 ั38 ด30 ท30 ส28 ี28 ต25 ะ22 ป20 บ20 ค20 ห22 ิ25 ์12 จ15 แ15 ใ12 ไ12 ข15 พ15 ช10 ำ9 ุ13 ู10 ื12 โ8 ผ7 ถ7 ็8 ซ4 ณ5 ศ5 ธ4 ญ3 ภ4 ษ3 ึ6 ฐ2 ฟ2 ๆ2",
      isLatin: false),
  ]
}

enum Logarithm {
  /// The natural logarithm, from the exponent and a few terms of the series: three digits are enough here.
  static func natural(_ value: Float) -> Float {
    guard value > 0, value.isFinite else { return -30 }
    // value = 2^exponent * significand, 1 <= significand < 2; ln s = 2 (t + t^3/3 + t^5/5 + ...), t = (s-1)/(s+1).
    let t = (value.significand - 1) / (value.significand + 1)
    let series = 2 * t * (1 + t * t * (1 / 3 + t * t * (1 / 5 + t * t / 7)))
    return Float(value.exponent) * 0.693_147_2 + series
  }
}
