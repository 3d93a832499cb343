// SPDX-License-Identifier: Apache-2.0

internal import Presenting

/// The paragraph on methods: how the corpus was read, what was marked, how the numbers of a command are worked out.
struct MethodsText {
  var identity: IndexIdentity
  var command: RecordedCommand?

  var paragraph: String {
    ([corpus, tokens] + lexicons + (command.map { used($0) } ?? []) + [digest]).joined(separator: " ")
  }

  private func value(_ name: String) -> String { identity.values[name] ?? "" }
  private func count(_ name: String) -> String { Int(value(name)).map(Decimals.grouped) ?? value(name) }

  private var corpus: String {
    let ocr = value("ocr").isEmpty ? "" : " Scanned pages were read by tesseract (\(value("ocr")))."
    return
      "The corpus holds \(count("documents")) documents with \(count("tokens")) words (SHA-256 over the sorted ids and "
      + "hashes of the sources: \(value("corpus_hash"))), read and indexed with \(value("program")).\(ocr)"
  }

  private var tokens: String {
    "Words are segments of Unicode Standard Annex 29 that hold a letter or digit, or tokens as vertical files give them; they are "
      + "compared without regard to case and accents. Only the body of each document is counted: headings, paragraphs, "
      + "lists, tables, captions, footnotes, quotations and code, but no navigation, comments, references and running heads."
  }

  private var lexicons: [String] {
    identity.lexicons.map { lexicon in
      let version = lexicon.version.isEmpty ? "" : ", version \(lexicon.version)"
      let counts = "concepts: \(Decimals.grouped(lexicon.concepts)); rules: \(Decimals.grouped(lexicon.rules))"
      let languages = lexicon.languages.joined(separator: ", ")
      return
        "Concepts were marked by the rules of the lexicon \(lexicon.name)\(version) (\(counts); languages: \(languages))."
    } + (identity.lexicons.isEmpty ? [] : ["The hash of the lexicon is \(value("lexicon_hash"))."])
  }

  private var digest: String {
    "The digest of all documents, words and concepts is \(value("content_digest")); an index with the same digest answers alike."
  }

  private func used(_ command: RecordedCommand) -> [String] {
    let line = command.arguments.map(Self.quoted).joined(separator: " ")
    let printed = "Its output has \(Decimals.grouped(command.bytes)) bytes with the SHA-256 \(command.digest)."
    return ["Numbers were made by 'syntop \(line)'."] + (Self.formulas[command.arguments[0]] ?? []) + [printed]
  }

  /// An argument as a shell takes it.
  static func quoted(_ argument: String) -> String {
    let isPlain =
      !argument.isEmpty
      && argument.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_=./,:".unicodeScalars.contains($0)
      }
    return isPlain ? argument : "\"" + argument.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  private static let perMillion = "Frequencies are hits in a million words of the documents searched."
  private static let measures =
    "From O11, the marginals R1 and C1 and the total N, with E11 = R1 C1 / N (Evert 2008): MI = log2(O11 / E11) (Church and "
    + "Hanks 1990), logDice = 14 + log2(2 O11 / (R1 + C1)) (Rychly 2008), LL = the log-likelihood ratio over four cells, negative "
    + "below expectation (Dunning 1993), logRatio = log2 of the ratio of relative frequencies (Hardie 2014); other "
    + "measures as 'syntop collocates --help' lists them."

  /// How the numbers of each command are worked out.
  static let formulas: [String: [String]] = [
    "classify": [
      "Passages are paragraphs, short neighbours joined up to 40 words, long ones cut at a sentence by 150; their labels are those of the lexicon's decision."
    ],
    "collocates": [
      "Collocates are counted in windows around the hits, a word of several windows once, words of hits never.",
      measures,
    ],
    "concepts": ["Each mention of a concept counts, without those of narrower concepts."],
    "cooccurrence": [
      "A pair is counted in each unit of text that holds both; O11, R1, C1 and N are numbers of units.", measures,
    ],
    "count": [perMillion],
    "dispersion": [
      "Dispersion is DP and DPnorm (Gries 2008; Lijffijt and Gries 2012), Juilland's D (1970), Carroll's D2 (1970), Rosengren's S "
        + "(1971), the Kullback-Leibler divergence in bits, and the average reduced frequency (Savicky and Hlavacova 2002)."
    ],
    "frequency": [perMillion],
    "keyness": [
      "O11 is a word's frequency in the target, C1 in both parts, R1 the words of the target, N those of both.",
      measures,
    ],
    "ngrams": [perMillion],
    "sample": [
      "Units were drawn by the lowest values of a hash of document id, place and seed, which does not depend on how the corpus was indexed."
    ],
    "search": ["Documents are ranked by BM25 (k1 1.2, b 0.75; Robertson et al. 1994)."],
    "trends": [
      perMillion,
      "Intervals are exact (Clopper and Pearson 1934); trends are tested by Kendall's tau-b (Mann 1945), with the median slope of Theil "
        + "(1950) and Sen (1968), and on shares of documents by the test of Cochran (1954) and Armitage (1955).",
    ],
  ]
}
