// SPDX-License-Identifier: Apache-2.0

/// A command with and without one of its options, and what of the answer hangs on it; worked out by hand from the
/// documents of `OptionsTests`.
struct OptionRow: CustomStringConvertible, Sendable {
  /// The command with its arguments, as typed; "@" is an index that does not exist yet.
  let command: String
  let option: String
  /// Stands in the answer with the option, and not without it. Where neither this nor `hides` is given, the answers differ.
  var shows: String?
  /// Stands in the answer without the option, and not with it.
  var hides: String?
  /// What is asked afterwards: its answer is compared in place of the command's.
  var then: String?
  /// A file that the command may write, which belongs to its answer.
  var file: String?
  var input = ""

  init(
    _ command: String, _ option: String, shows: String? = nil, hides: String? = nil, then: String? = nil,
    file: String? = nil, input: String = ""
  ) {
    (self.command, self.option, self.shows, self.hides) = (command, option, shows, hides)
    (self.then, self.file, self.input) = (then, file, input)
  }

  var description: String { "\(command) \(option)" }

  static let all = queries + counts + concepts + files + builds

  /// A query that looks at every three words near each other, and finds none.
  private static let slow =
    "'a:[] []{0,30} b:[] []{0,30} c:[] :: a.word = b.word & b.word = c.word & c.word != a.word'"

  private static let queries: [Self] = [
    .init("search trust", "--match word", shows: "match: word", hides: "Third"),
    .init("search lamplighters", "--include comment", shows: "The pit"),
    .init("search 'the trust'", "--score-stop-words", shows: "score 1.42"),
    .init("search trust", "--where src:y", hides: "First"),
    .init("search 'trust grows'", "--cql", shows: "status 2"),
    .init("search trust", "--limit 1", hides: "Second"),
    .init("search \(slow)", "--timeout 0.0000001", shows: "given up"),
    .init("kwic trust", "--match stem", shows: "the old wells"),
    .init("kwic lamplighters", "--include comment", shows: "Nobody ever asked"),
    .init("kwic trust", "--where src:y", shows: "1 hit ", hides: "miners"),
    .init("kwic 'trust grows'", "--cql", shows: "status 2"),
    .init("kwic trust", "--limit 1", hides: "diggers"),
    .init("kwic trust --limit 1", "--sort R1", shows: "grows", hides: "miners"),
    .init("kwic trust", "--context 1", shows: "miners trust us\n", hides: "slowly"),
    .init("kwic trust", "--sample 1", shows: "1 shown"),
    .init("kwic trust --sample 1", "--seed 2"),
    .init("kwic \(slow)", "--timeout 0.0000001", shows: "given up"),
    .init("count trust --csv", "--match stem", shows: ",5,3,82,", hides: ",3,2,82,"),
    .init("count lamplighters --csv", "--include comment", shows: ",1,1,"),
    .init("count trust --csv", "--where src:y", shows: ",1,1,18,", hides: ",3,2,82,"),
    .init("count 'trust grows'", "--cql", shows: "status 2"),
    .init("count trust", "--by src", shows: "(none)"),
    .init("count \(slow)", "--timeout 0.0000001", shows: "given up"),
    .init("dispersion trust", "--match stem", shows: "trust  5"),
    .init("dispersion trust", "--where src:y", shows: "tokens 18"),
    .init("dispersion 'trust grows'", "--cql", shows: "status 2"),
    .init("dispersion trust", "--parts =7", shows: "trust  3      7"),
    .init("dispersion \(slow)", "--timeout 0.0000001", shows: "given up"),
    .init("batch", "--match stem", shows: "\"hits\":5", hides: "\"hits\":3", input: request("trust")),
    .init("batch", "--include comment", shows: "\"hits\":1", input: request("lamplighters")),
    .init("batch --match stem", "--score-stop-words", input: request("the trust", mode: "top")),
    .init("batch", "--timeout 0.0000001", shows: "given up", input: request(slow.replacing("\'", with: ""))),
    .init("sample trust --of hit", "--match stem", shows: "5 of 5", hides: "3 of 3"),
    .init("sample", "--of sentence", shows: "of 11 sentences", hides: "passages"),
    .init("sample --of sentence", "--size 3", shows: "drawn 3 of 11"),
    .init("sample --of sentence --per 1", "--by src", shows: "\"stratum\""),
    .init("sample --of sentence --by src", "--per 1", shows: "src y: 1 of 4"),
    .init("sample --of sentence --size 2", "--seed 5", shows: "(seed 5)", hides: "(seed 1)"),
    .init("sample --of sentence", "--where src:y", shows: "of 4 sentences"),
  ]

  private static let counts: [Self] = [
    .init("collocates trust", "--match stem", shows: "f_node 5"),
    .init("collocates trust", "--where src:y", shows: "tokens 18", hides: "miners"),
    .init("collocates 'trust grows'", "--cql", shows: "status 2"),
    .init("collocates trust", "--left 0", shows: "window_tokens 15", hides: "left 5"),
    .init("collocates trust", "--right 0", shows: "window_tokens 7", hides: "slowly"),
    .init("collocates trust", "--within s", shows: "window_tokens 11", hides: "diggers"),
    .init("collocates trust", "--table node", shows: "table node"),
    .init("collocates trust", "--of form", shows: "\nNo ", hides: "\nno "),
    .init("collocates trust", "--min 3", hides: "miners"),
    .init("collocates trust", "--limit 1", hides: "grows"),
    .init("collocates trust --csv", "--measures MI3", shows: "E11,MI3", hides: "LL"),
    .init("collocates trust --csv --measures LL", "--sort O11", shows: "LL\r\nthe,4,"),
    .init("collocates \(slow)", "--timeout 0.0000001", shows: "given up"),
    .init("frequency", "--of form", shows: "\nThe "),
    .init("frequency", "--min 3", hides: "miners"),
    .init("frequency", "--limit 2", hides: "\nand "),
    .init("frequency", "--where src:x", shows: "tokens 15"),
    .init("ngrams", "--n 3", shows: "the miners trust"),
    .init("ngrams", "--of form", shows: "\nThe miners ", hides: "\nthe pit "),
    .init("ngrams", "--min 2", hides: "and its"),
    .init("ngrams", "--limit 1", hides: "the strike"),
    .init("ngrams --limit 200", "--within text", shows: "here the", hides: "within s"),
    .init("ngrams", "--where src:x", shows: "tokens 15", hides: "the pit"),
    .init("keyness", "--target src:x", shows: "n_target 15", hides: "status 2"),
    .init("keyness --target src:x", "--reference src:y", shows: "n_reference 18"),
    .init("keyness --target src:x", "--of form", shows: "of form", hides: "of word"),
    .init("keyness --target src:x", "--min 4", hides: "miners"),
    .init("keyness --target src:x", "--limit 1", hides: "strike"),
    .init("keyness --target src:x --csv", "--measures LL2", shows: "E11,LL2", hides: "logDice"),
    .init("keyness --target src:x --csv --measures LL", "--sort O11", shows: "LL\r\nthe,"),
    .init("trends trust", "--match stem", shows: "2012     3"),
    .init("trends trust", "--where src:y", hides: "2010"),
    .init("trends trust", "--concept strike", shows: "strike"),
    .init("trends --concept miner", "--strength named", hides: "133333.3"),
    .init("trends --concept strike", "--polarity denied", shows: "2012     0"),
    .init("trends trust", "--over weight", shows: "weight", hides: "2012"),
    .init("trends trust", "--bin 10", shows: "2010-2019     3"),
    .init("trends trust", "--svg drawn.svg", shows: "<svg", file: "drawn.svg"),
  ]

  private static let concepts: [Self] = [
    .init("concepts", "--by src", shows: "(none)", hides: "p.html"),
    .init("concepts", "--rate", shows: "1333.3"),
    .init("concepts", "--concept miner", hides: "strike"),
    .init("concepts", "--strength named", hides: "miner"),
    .init("concepts --csv", "--polarity denied", shows: "a,1,15,1\r\n", hides: "a,1,15,2,2"),
    .init("classify", "--passages", shows: "wells. The strike ended", hides: "roles joined"),
    .init("classify --passages", "--label calm", shows: "miners trust", hides: "wells"),
    .init("classify --passages", "--all", shows: "slowly"),
    .init("cooccurrence trust grows", "--concept strike", shows: "strike"),
    .init("cooccurrence trust --concept miner --within p", "--strength named", hides: "miner"),
    .init(
      "cooccurrence in --concept strike --within p --csv", "--polarity denied", shows: "in,1,1,1,9,",
      hides: "in,1,3,1,9,"),
    .init("cooccurrence strike trust --within p", "--match stem", shows: "2   3   3  9"),
    .init("cooccurrence strike trust", "--where src:x", shows: "units 2, documents 1"),
    .init("cooccurrence strike trust", "--within text", hides: "unit sentence"),
    .init("cooccurrence strike trust --within p", "--by src", shows: "by src"),
    .init("cooccurrence miners grows", "--min 0", shows: "miners  grows"),
    .init("cooccurrence strike trust miners --within p", "--limit 1", hides: "strike  miners"),
    .init("cooccurrence strike trust", "--matrix O11", shows: "cells O11"),
    .init("cooccurrence strike trust", "--graphml", shows: "<graphml"),
    .init("cooccurrence strike trust --jsonl", "--evidence", shows: "\"sentence\":1", hides: "E11"),
    .init("cooccurrence strike trust --csv", "--measures dice", shows: "E11,dice", hides: "LL"),
    .init("cooccurrence strike trust miners the --csv --within p --measures LL", "--sort O11"),
    .init("report trust", "--concept miner", shows: "diggers</mark>"),
    .init("report trust", "--match stem", shows: "old wells"),
    .init("report trust", "--where src:y", hides: "The miners"),
    .init("report trust", "--by src"),
    .init("report trust", "--over weight"),
    .init("report trust", "--title Grubenstreik", shows: "<title>Grubenstreik</title>"),
    .init("report trust", "--evidence 1", hides: "<mark>trust</mark> us"),
    .init("report pit", "--link-base https://example.org/", shows: "https://example.org/p.html"),
    .init("lexicon show s", "--language nl", shows: "staking"),
    .init("lexicon try '{STOP}' --lexicon s en.txt", "--language nl", hides: "[strike]"),
    .init("lexicon try '{STOP}' en.txt", "--lexicon s", shows: "strike", hides: "status 2"),
    .init("lexicon cues passages.jsonl", "--lexicon s", shows: "\"cues\"", hides: "status 2"),
    .init("lexicon check s", "--corpus passages.jsonl", shows: "en.miner: no hit"),
    .init("lexicon check s", "--index ix", shows: "en.miner: no hit"),
    .init("tag passages.jsonl --jsonl", "--lexicon s", shows: "conflict", hides: "status 2"),
    .init("tag --lexicon s passages.jsonl", "--jsonl", shows: "\"id\":\"p1.0\"", hides: "passages.jsonl"),
    .init("evaluate passages.jsonl", "--lexicon s", shows: "macro-F1", hides: "status 2"),
    .init("evaluate other.jsonl --lexicon s", "--by lang", shows: "lang=nl"),
    .init("evaluate other.jsonl --lexicon s --json", "--boot 10"),
    .init("evaluate other.jsonl --lexicon s --boot 10 --json", "--seed 8"),
    .init("evaluate other.jsonl --lexicon s", "--disagreements", shows: "p2"),
    .init("agreement passages.jsonl other.jsonl", "--field subtype", shows: "subtype", hides: "calm"),
    .init("agreement passages.jsonl other.jsonl", "--by lang", shows: "lang=nl"),
    .init("agreement passages.jsonl other.jsonl", "--boot 10"),
    .init("agreement passages.jsonl other.jsonl --boot 10 --json", "--seed 8"),
    .init("agreement passages.jsonl other.jsonl", "--disagreements", shows: "p2"),
  ]

  private static let files: [Self] = [
    .init("extract corpus/p.html", "--include comment", shows: "lamplighters"),
    .init("extract", "--list list.txt", shows: "The pit", hides: "status 2"),
    .init("extract --image 1 corpus/page.pdf", "--output drawn.png", file: "drawn.png"),
    .init("extract corpus/page.pdf --output drawn.png", "--image 1", shows: "IHDR", file: "drawn.png"),
    .init("extract --image 1 corpus/page.pdf --output drawn.png", "--resolution 30", file: "drawn.png"),
    .init("show page.pdf", "--page 2", shows: "status 2"),
    .init("show page.pdf --page 1", "--image drawn.png", shows: "IHDR", file: "drawn.png"),
    .init("show page.pdf --page 1 --image drawn.png", "--resolution 30", file: "drawn.png"),
    .init("show a", "--mark trust", shows: "[trust]{match}", hides: "{miner}"),
    .init("methods", "--output drawn.txt -- count trust --csv", shows: ",3,2,82,", file: "drawn.txt"),
    .init("export documents", "--where src:x", hides: "Second"),
    .init("log --csv", "--limit 1", hides: "\n1,"),
  ]

  private static let builds: [Self] = [
    .init("build --index @ corpus", "--lexicon s", shows: "strike", then: "concepts --index @ --csv"),
    .init("build --index @ corpus", "--metadata m.csv", shows: "keeper", then: "count trust --by note --index @"),
    .init("build --index @ corpus", "--columns word,tag,base", shows: "NNS", then: "frequency --of tag --index @"),
    .init("build --index @ corpus", "--exclude *.pdf", hides: "lamp", then: "frequency --index @"),
    .init("build --index @ corpus", "--layers postings", hides: "slowly", then: "kwic trust --index @"),
    .init("build --index @ corpus broken.pdf", "--max-quarantine 0", shows: "status 3"),
    .init("init --index new corpus", "--lexicon s", shows: "../s", file: "new/syntop.yml"),
  ]

  static func request(_ query: String, mode: String = "count") -> String {
    "{\"id\":1,\"query\":\"\(query)\",\"mode\":\"\(mode)\"}\n"
  }
}
