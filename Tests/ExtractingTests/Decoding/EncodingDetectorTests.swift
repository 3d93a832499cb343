// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing
import TestSupport
@testable import Extracting

/// Tests of the detector: the same few sentences in many languages, put into each encoding by the C library.
@Suite struct EncodingDetectorTests {
  /// A language's sentences and the encodings that its files come in.
  static let samples: [(text: String, encodings: [String])] = [
    (
      "Le conseil municipal a décidé, après une longue réunion, de confier l'"
        + "école aux parents. \" Nous n'avons pas été consultés \", déclare Hélèn"
        + "e Lefèvre, où que l'on aille. Ça coûtera cher à l'État ; la forêt, les"
        + " maïs et les oeuvres d'été resteront à côté.",
      ["windows-1252", "macintosh", "cp850", "iso-8859-15"]
    ),
    (
      "Die Bürgerinnen und Bürger möchten das Schwimmbad selbst führen. Für g"
        + "rößere Maßnahmen fehlt jedoch das Geld, und über die Zukunft müssen wi"
        + "r später entscheiden. Öffentliche Gebäude gehören allen, heißt es häuf"
        + "ig.",
      ["windows-1252", "macintosh", "gb18030"]
    ),
    (
      "De coöperatie is opgericht door één bewoner en haar vriendinnen. Reële"
        + " ideeën zijn er genoeg; de geïnteresseerde vrijwilligers hebben echter"
        + " geen financiën. Het café blijft open, zei de wethouder: 'dat is dé op"
        + "lossing'.",
      ["windows-1252", "macintosh"]
    ),
    (
      "Mieszkańcy założyli spółdzielnię i sami podejmują decyzje. Urząd gminy"
        + " wspiera ją, lecz nie może żądać zmian; w końcu to źródło ich własnej "
        + "siły i dumy społecznej.",
      ["windows-1250", "iso-8859-2", "cp852"]
    ),
    (
      "Občané založili družstvo a sami rozhodují o službách. Úřad přispívá na"
        + " provoz, ale nemůže měnit pravidla; příští rok bude ještě těžší, říká "
        + "paní Nováková.",
      ["windows-1250", "iso-8859-2"]
    ),
    (
      "Mahalle sakinleri kooperatifi kendileri kurdu ve bütün kararları birli"
        + "kte alıyor. Belediye yalnızca binayı sağlıyor; şimdilik hiç kimse deği"
        + "şiklik istemiyor, çünkü işleyiş iyi. İstanbul'dan gelen öğretmenler de"
        + " çok şaşırdı.",
      ["windows-1254"]
    ),
    (
      "Жители сами основали кооператив и принимают все решения. Администрация"
        + " предоставляет помещение, но не может изменить правила; каждый месяц п"
        + "роходит общее собрание, на котором обсуждают расходы.",
      ["windows-1251", "koi8-r", "cp866", "iso-8859-5", "mac-cyrillic"]
    ),
    (
      "Мешканці самі заснували кооператив і ухвалюють усі рішення. Влада нада"
        + "є приміщення, але не може змінити правила; щомісяця відбуваються збори"
        + ", на яких обговорюють витрати. Її підтримка є важливою.",
      ["windows-1251", "koi8-u"]
    ),
    (
      "Οι κάτοικοι ίδρυσαν μόνοι τους τον συνεταιρισμό και παίρνουν όλες τις "
        + "αποφάσεις. Ο δήμος προσφέρει το κτίριο, αλλά δεν μπορεί να αλλάξει του"
        + "ς κανόνες; κάθε μήνα γίνεται συνέλευση.",
      ["windows-1253", "iso-8859-7"]
    ),
    (
      "התושבים הקימו בעצמם את האגודה והם מקבלים את כל ההחלטות. העירייה מעמידה"
        + " את המבנה אך אינה יכולה לשנות את הכללים, ובכל חודש מתקיימת אסיפה כללית"
        + ".",
      ["windows-1255"]
    ),
    (
      "أسس السكان التعاونية بأنفسهم وهم يتخذون جميع القرارات. توفر البلدية ال"
        + "مبنى لكنها لا تستطيع تغيير القواعد، وفي كل شهر يعقد اجتماع عام يناقش ا"
        + "لنفقات.",
      ["windows-1256"]
    ),
    (
      "ชาวบ้านก่อตั้งสหกรณ์ขึ้นเองและเป็นผู้ตัดสินใจทุกเรื่อง เทศบาลให้สถานที"
        + "่แต่ไม่สามารถเปลี่ยนกฎได้ ทุกเดือนมีการประชุมใหญ่เพื่อพิจารณาค่าใช้จ่า"
        + "ย",
      ["CP874"]
    ),
    (
      "住民が自分たちで協同組合を設立し、すべての決定を行っている。市は建物を提供するが、規則を変"
        + "えることはできない。毎月、総会が開かれ、費用について話し合う。",
      ["cp932", "euc-jp", "utf-16le"]
    ),
    (
      "居民自己成立了合作社，并且自己作出所有的决定。市政府提供房屋，但是不能改变规则；每个月都要"
        + "开一次大会，讨论费用的问题。",
      ["gb18030", "utf-16be"]
    ),
    (
      "居民自己成立了合作社，並且自己作出所有的決定。市政府提供房屋，但是不能改變規則；每個月都要"
        + "開一次大會，討論費用的問題。",
      ["big5"]
    ),
    (
      "주민들이 직접 협동조합을 세우고 모든 결정을 내린다. 시는 건물을 제공하지만 규칙"
        + "을 바꿀 수는 없다. 매달 총회가 열려 비용에 대해 의논한다.",
      ["euc-kr"]
    ),
  ]

  /// `text` in the encoding, or nil where it has no such characters.
  static func encode(_ text: String, _ encoding: String) -> [UInt8]? {
    guard let handle = iconv_open(encoding, "UTF-8"), Int(bitPattern: handle) != -1 else { return nil }
    defer { iconv_close(handle) }
    var source = Array(text.utf8).map { CChar(bitPattern: $0) }
    var target = [CChar](repeating: 0, count: source.count * 4 + 16)
    let written = source.withUnsafeMutableBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        var (input, inLeft, output, outLeft) = (source.baseAddress, source.count, target.baseAddress, target.count)
        let status = iconv(handle, &input, &inLeft, &output, &outLeft)
        return status == 0 ? target.count - outLeft : -1
      }
    }
    return written < 0 ? nil : target[..<written].map { UInt8(bitPattern: $0) }
  }

  @Test func sentencesComeBackFromEveryEncoding() throws {
    var (tried, right) = (0, 0)
    for (text, encodings) in Self.samples {
      for encoding in encodings {
        let bytes = try #require(Self.encode(text, encoding), "\(encoding) lacks a character of \(text)")
        let decoded = TextDecoder.decode(bytes)
        tried += 1
        #expect(decoded.text == text, "\(encoding) was taken for \(decoded.encoding)")
        if decoded.text == text { right += 1 }
      }
    }
    #expect(tried == 34)
    #expect(right == tried)
  }

  @Test func noiseGetsLittleConfidence() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<50 {
      // Two odd bytes in ASCII say little.
      var bytes = Array("a few words of plain text and no more than that".utf8)
      bytes[5] = UInt8.random(in: 0x80...0xFF, using: &random)
      bytes[30] = UInt8.random(in: 0x80...0xFF, using: &random)
      if let guess = EncodingDetector.detect(bytes) { #expect(guess.confidence < 0.99) }
    }
  }

  @Test func theNoteSaysWhatIsInDoubt() {
    var text = DecodedText(utf8: [], encoding: "koi8-r", evidence: .statistics, confidence: 0.6)
    #expect(text.note == "Encoding: read as koi8-r, confidence 60 %.")
    text.confidence = 0.9
    #expect(text.note == nil)
    text.replacements = 2
    #expect(text.note == "Encoding: 2 undecodable byte sequence(s) in koi8-r.")
  }
}
