// SPDX-License-Identifier: Apache-2.0

import Bytes

/// How much a word, or a stretch of words, speaks for each language: lane = raw value of `Language`, lane 0 for languages
/// that are not among the four.
typealias LanguageEvidence = SIMD8<Int16>

/// That of one word, none of which gives more than 24 points: a text asks for its words here and there in the table.
typealias PackedEvidence = SIMD8<Int8>

/// Function words and spellings by which the four languages are told apart from one another and from their neighbours.
///
/// A function word gives 12 points, shared among the languages that have it; another word gives a point or two for
/// each spelling that is typical of a language ("-heid", "ß", "qu'", "wh-").
enum LanguageProfile {
  /// What one word, lower-cased with its accents, as UTF-8, tells.
  static func evidence(_ word: Span<UInt8>) -> LanguageEvidence {
    if let known = functionWords[word] { return known }
    guard word.count > 2 else { return .zero }
    for index in word.indices where word[index] == UInt8(ascii: "'") {
      if let known = elided[word.extracting(..<index)] { return known }
      break
    }
    return spelling(word)
  }

  private static func spelling(_ word: Span<UInt8>) -> LanguageEvidence {
    var sum = LanguageEvidence.zero
    endings.eachMatch(with: word[word.count - 1], in: word, at: { word.count - $0.length }) {
      sum[$0.lane] += $0.points
    }
    beginnings.eachMatch(with: word[0], in: word, at: { _ in 0 }) { sum[$0.lane] += $0.points }
    var offset = 0
    while offset < min(word.count, 32) {
      let (point, next) = CodePoint.decode(word, at: offset)
      if point < 0x80 {
        pairs.eachMatch(with: UInt8(point), in: word, at: { _ in offset }) { sum[$0.lane] += $0.points }
      } else if let (lane, points) = letters[point] {
        sum[lane] += points
      } else if point > lastLatin, CodePoint.record(point).flags & WordBreaker.Flag.letter != 0 {
        sum[0] += 4
      }
      offset = next
    }
    // No single word may outweigh a sentence, however long it is.
    return sum.clamped(lowerBound: .zero, upperBound: LanguageEvidence(repeating: 24))
  }

  /// Up to eight bytes that are typical of a language.
  private struct Hint: Sendable {
    /// The bytes as an integer, the first the lowest.
    let text: UInt64
    let length: Int
    let lane: Int
    let points: Int16

    init(_ text: String, _ language: Language, _ points: Int16 = 2) {
      let bytes = Array(text.utf8)
      self.text = bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
      (length, lane, self.points) = (bytes.count, Int(language.rawValue), points)
    }

    var first: UInt8 { UInt8(truncatingIfNeeded: text) }
    var last: UInt8 { UInt8(truncatingIfNeeded: text >> UInt64(8 * (length - 1))) }

    @inline(__always)
    func stands(in word: Span<UInt8>, at start: Int) -> Bool {
      guard start >= 0, start + length <= word.count else { return false }
      var rest = text
      for index in start..<start + length {
        if word[index] != UInt8(truncatingIfNeeded: rest) { return false }
        rest >>= 8
      }
      return true
    }
  }

  /// Hints by the byte that they end or begin with.
  private struct HintTable: Sendable {
    private var hints: [Hint] = []
    /// Where those of each byte start in `hints`, and one more for the end.
    private var starts: [Int] = []

    init(_ given: [Hint], by byte: (Hint) -> UInt8) {
      for wanted in UInt8.min...UInt8.max {
        starts.append(hints.count)
        hints += given.filter { byte($0) == wanted }
      }
      starts.append(hints.count)
    }

    /// Calls `body` with each hint of a byte that stands in a word at the place that `start` gives.
    @inline(__always)
    func eachMatch(with byte: UInt8, in word: Span<UInt8>, at start: (Hint) -> Int, _ body: (Hint) -> Void) {
      for index in starts[Int(byte)]..<starts[Int(byte) + 1]
      where hints[index].stands(in: word, at: start(hints[index])) {
        body(hints[index])
      }
    }
  }

  private static let endings = HintTable(endingHints) { $0.last }
  private static let beginnings = HintTable(beginningHints) { $0.first }
  private static let pairs = HintTable(pairHints) { $0.first }

  /// The end of Latin Extended-B.
  private static let lastLatin: UInt32 = 0x24F

  private static let endingHints: [Hint] = [
    Hint("ing", .english), Hint("ness", .english), Hint("ly", .english), Hint("ed", .english, 1),
    Hint("ship", .english), Hint("ful", .english), Hint("ity", .english), Hint("'s", .english), Hint("th", .english),
    Hint("heid", .dutch), Hint("lijk", .dutch), Hint("lijke", .dutch), Hint("atie", .dutch), Hint("teit", .dutch),
    Hint("isch", .german, 1), Hint("aar", .dutch), Hint("ingen", .dutch, 1), Hint("enste", .dutch, 1),
    Hint("en", .dutch, 1),
    Hint("en", .german, 1),
    Hint("eaux", .french), Hint("ment", .french, 1), Hint("eur", .french), Hint("ique", .french), Hint("elle", .french),
    Hint("ité", .french), Hint("és", .french), Hint("ées", .french), Hint("aire", .french), Hint("eux", .french),
    Hint("ung", .german), Hint("ungen", .german), Hint("keit", .german), Hint("lich", .german), Hint("liche", .german),
    Hint("lichen", .german), Hint("schaft", .german), Hint("heit", .german), Hint("ierung", .german),
    Hint("ción", .unknown, 4), Hint("ção", .unknown, 4), Hint("zione", .unknown, 4), Hint("mente", .unknown, 2),
    Hint("idad", .unknown, 3), Hint("dade", .unknown, 3), Hint("ość", .unknown, 4), Hint("ego", .unknown, 2),
    Hint("ssa", .unknown, 3), Hint("ssä", .unknown, 4), Hint("lla", .unknown, 2), Hint("llä", .unknown, 4),
    Hint("sta", .unknown, 2), Hint("stä", .unknown, 4), Hint("ään", .unknown, 4), Hint("iin", .unknown, 4),
    Hint("vat", .unknown, 3), Hint("vät", .unknown, 4), Hint("sen", .unknown, 1), Hint("nut", .unknown, 2),
    Hint("etan", .unknown, 3), Hint("ekin", .unknown, 3), Hint("ului", .unknown, 4), Hint("ilor", .unknown, 4),
    Hint("elor", .unknown, 4), Hint("ydd", .unknown, 4), Hint("aeth", .unknown, 3), Hint("wyr", .unknown, 3),
    Hint("ojn", .unknown, 4), Hint("oj", .unknown, 4), Hint("ajn", .unknown, 4), Hint("aj", .unknown, 3),
    Hint("ene", .unknown, 1), Hint("erna", .unknown, 2), Hint("arna", .unknown, 2), Hint("ità", .unknown, 4),
  ]

  private static let beginningHints: [Hint] = [
    Hint("wh", .english), Hint("th", .english), Hint("kn", .english, 1), Hint("ge", .german, 1), Hint("ge", .dutch, 1),
    Hint("ver", .german, 1), Hint("ver", .dutch, 1), Hint("sch", .german, 1), Hint("sch", .dutch, 1),
    Hint("zw", .german, 1), Hint("be", .german, 1), Hint("be", .dutch, 1), Hint("ont", .dutch), Hint("ent", .german, 1),
    Hint("qu", .french, 1), Hint("uit", .dutch), Hint("über", .german, 3), Hint("auf", .german), Hint("aus", .german),
    Hint("ll", .unknown, 3), Hint("gw", .unknown, 2), Hint("ein", .german), Hint("zusammen", .german),
    Hint("samen", .dutch),
  ]

  private static let pairHints: [Hint] = [
    Hint("ij", .dutch, 3), Hint("aa", .dutch, 2), Hint("uu", .dutch, 2), Hint("eeu", .dutch, 2), Hint("ee", .dutch, 1),
    Hint("ee", .english, 1), Hint("oe", .dutch, 1),
    Hint("ieu", .french, 1), Hint("oi", .french, 1), Hint("eau", .french, 2), Hint("ouv", .french, 1),
    Hint("tsch", .german, 2), Hint("ei", .german, 1), Hint("eu", .german, 1), Hint("tz", .german, 2),
    Hint("ough", .english, 3), Hint("tion", .english, 1), Hint("tion", .french, 1), Hint("ea", .english, 1),
    Hint("cz", .unknown, 3), Hint("sz", .unknown, 2), Hint("lh", .unknown, 2), Hint("nh", .unknown, 2),
    Hint("ää", .unknown, 6), Hint("tx", .unknown, 4), Hint("gli", .unknown, 1), Hint("cch", .unknown, 2),
  ]

  private static let letters: [UInt32: (Int, Int16)] = {
    var table: [UInt32: (Int, Int16)] = [:]
    for (characters, language, points) in [
      ("äöüß", Language.german, 3), ("éèêàâùûîôçœ", .french, 3), ("ëï", .dutch, 1),
      ("ñíóáúãõåøæłąęśćżźńčšžřěůőűğışțăāēīūķļņģėįųŵŷĉĝĥĵŝŭò", .unknown, 4),
    ] as [(String, Language, Int16)] {
      for scalar in characters.unicodeScalars { table[scalar.value] = (Int(language.rawValue), points) }
    }
    return table
  }()

  /// Words and what each tells.
  ///
  /// Unchecked: the table is filled once, then only read.
  private struct KnownWords: @unchecked Sendable {
    private let words = InternTable(capacity: 512)
    private var evidence: [LanguageEvidence] = []

    init(_ known: [[UInt8]: LanguageEvidence]) {
      for (word, own) in known where Int(words.intern(word.span)) == evidence.count { evidence.append(own) }
    }

    subscript(word: Span<UInt8>) -> LanguageEvidence? { words.find(word).map { evidence[Int($0)] } }
  }

  private static let elided: KnownWords = {
    var french = LanguageEvidence.zero
    french[Int(Language.french.rawValue)] = 8
    french[0] = 2
    return KnownWords(
      Dictionary(
        uniqueKeysWithValues: ["l", "d", "qu", "n", "s", "c", "j", "jusqu", "lorsqu"].map { (Array($0.utf8), french) }))
  }()

  /// Function words by language; lane 0 holds those of languages that the four are confused with.
  private static let functionWords: KnownWords = {
    var owners: [[UInt8]: Set<Int>] = [:]
    for (language, words) in lists {
      for word in words.split(separator: " ") { owners[Array(word.utf8), default: []].insert(Int(language.rawValue)) }
    }
    let evidence = owners.mapValues { lanes in
      var evidence = LanguageEvidence.zero
      let four = lanes.subtracting([0])
      // Some neighbour or other has every short word: it says little for any of them where one of the four has it too.
      if lanes.contains(0) { evidence[0] = four.isEmpty ? 12 : 2 }
      for lane in four { evidence[lane] = (lanes.contains(0) ? 10 : 12) / Int16(four.count) }
      return evidence
    }
    return KnownWords(evidence)
  }()

  private static let lists: [(Language, String)] = [
    (
      .english,
      """
      the of and to a in is that for it as was with be by on not he his but at are this have from or had an they which one \
      you were all her she there would their we him been has when who will no more if out so up said what its about than \
      into them can only other time new some could these two may first then do any like my now over such our even most \
      after also did many before must through years where much your way down should because each those how too any \
      between while however whether both does against within without being often more than public other use used
      """
    ),
    (
      .dutch,
      """
      de van het een en in is dat op te zijn met voor die niet aan er om ook als dan maar bij of uit nog naar heeft hij ze \
      zij wordt door over worden deze dit was werd kan hebben meer wat zo had tot moet al geen we wij ik je u hun haar zich \
      veel waar kunnen omdat tussen onder tegen na hoe wie toch zonder zou alleen andere men moeten waren twee jaar nieuwe \
      daar hier dus echter ons onze mijn wel mensen maken binnen zoals welke eigen iets elke vaak steeds tijdens sinds
      """
    ),
    (
      .french,
      """
      le la les de des du et à un une en est que qui dans pour pas au aux ce cette ces il elle ils elles sur par plus avec \
      ne se sont ou mais son sa ses leur leurs comme être fait a ont été était nous vous je on y si tout tous toute toutes \
      très bien aussi sans sous entre même autre autres peut où donc ainsi notamment lors afin selon deux après avant dont \
      c'est d'un d'une qu'il qu'elle n'est l'on s'est ceux celle celui non encore avoir faire chez vers depuis mon ma nos
      """
    ),
    (
      .german,
      """
      der die das und in den von zu mit dem des ist im für auf nicht ein eine als auch es an werden aus er hat dass daß sie \
      nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man \
      sein wurde sei kann wenn ich wir ihr ihre ihren seine unter gegen vom können schon sich zwischen sowie diese dieser \
      dieses diesem jedoch immer hier was eines keine alle beim viele ohne während damit dabei etwa müssen soll weil seit \
      ihrer ob dann welche jahre wurden deren andere anderen bereits selbst
      """
    ),
    (
      .unknown,
      """
      el los las del que y en un una por con no para su al lo como más pero sus le ya o este sí porque esta entre cuando \
      muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno les ni contra otros ese eso ante son \
      il di che è e la in un per non una sono da con si come le dei nel alla più anche della delle degli gli ma se ha al \
      dal lo questo questa o essere fra tra ed suo sua i \
      o os as do da dos das em um uma para com não por mais foi ao ele se seu sua ou quando muito nos já eu também só pelo \
      pela até isso ela entre era depois sem mesmo aos seus quem nas me esse \
      och att det som en på är av för med till den har de inte om ett men var jag sig från vi så kan när år under också \
      og i at er på til af de med for ikke som den det en har han var jeg et men vi om fra ved kan eller efter ud \
      w i na z się nie do to że jest o a jak po co tak za od przez ale są dla czy tym już tylko był jego oraz \
      a az és hogy nem egy is ez van meg csak de mint már ja on ei että se oli hän mutta ovat myös kuin \
      tai joka jotka sekä kun niin jos voi olla itse siitä tämä mukaan sitten vain kaikki heidän olivat kanssa \
      eta dira zuen dute izan baina ere egin duen baita edo ziren bere bezala \
      este sunt pe din pentru prin sau dar acest aceasta acestei lor unei unui dintre despre foarte poate fiind \
      ir kas uz kā tas arī lai pēc tika vai bija tiek savu \
      mae yn ac gan yr oedd sydd wedi hyn ond gyda hefyd neu bod nid fel gyfer ar eu \
      amb els dels pels aquel aquela aquest aquesta tanben també però és \
      kaj estas kiu kiuj pri tiu kun oni povas tio pli ilia \
      nie vir hulle sê baie hierdie \
      fan foar oan ek syn troch hja binne wurde hawwe kin ús \
      vun fir hunn gëtt awer wéi sinn déi ginn hir sech \
      isch nid gsi uf hend üs öppis
      """
    ),
  ]
}
