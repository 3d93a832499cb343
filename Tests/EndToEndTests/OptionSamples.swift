// SPDX-License-Identifier: Apache-2.0

/// The documents, lexicon and coded passages that the rows of `OptionRow` speak of, and the commands whose forms of output
/// are looked at.
enum OptionSamples {
  /// Path and text of each file but `corpus/page.pdf` and `corpus/v.vrt`.
  static var files: [(String, String)] {
    [
      ("s/scheme.yml", scheme), ("s/en.yml", english), ("s/nl.yml", dutch), ("corpus/c.jsonl", lines),
      ("corpus/p.html", page), ("m.csv", "path,note\np.html,keeper\n"), ("list.txt", "corpus/p.html\n"),
      ("broken.pdf", "%PDF-1.4\nbroken"), ("nl.txt", "Een staking kwam."), ("en.txt", "The strike came."),
      ("passages.jsonl", passages("calm", "t")), ("other.jsonl", passages("conflict", "u")),
    ]
  }

  /// Each form of a command that answers in several.
  static let formed = [
    "agreement passages.jsonl other.jsonl", "build --index ix", "classify --passages", "collocates trust", "concepts",
    "cooccurrence strike trust", "count trust", "diff iy ix", "dispersion trust", "evaluate other.jsonl --lexicon s",
    "export hits", "extract corpus/p.html nowhere.html", "frequency", "init --index other", "keyness --target src:x",
    "kwic trust", "lexicon check s", "lexicon show s", "log", "methods", "ngrams", "report trust", "rerun record.jsonl",
    "sample", "search trust", "show a", "status", "tag --lexicon s nl.txt", "trends trust", "verify",
  ]
  /// Those of them that have nothing to remark.
  static let silent: Set = [
    "agreement passages.jsonl other.jsonl", "classify --passages", "concepts", "diff iy ix",
    "evaluate other.jsonl --lexicon s", "export hits", "lexicon check s", "lexicon show s", "log", "methods",
    "rerun record.jsonl", "show a", "tag --lexicon s nl.txt",
  ]

  private static let scheme = """
    name: s
    concepts:
      - {id: work, labels: {en: working, nl: arbeid}, definition: What people do.}
      - {id: strike, broader: work, labels: {en: strike, nl: staking}, definition: Work is laid down.}
      - {id: miner, definition: Who digs.}
    classification:
      labels: [conflict, calm]
      otherwise: calm
      decision: |
        conflict told: strike
        calm told: 2 * miner
    """

  private static let english = """
    language: en
    classes:
      STOP: strike, strikes
    rules:
      - id: en.strike
        concept: strike
        strength: named
        patterns: |
          {STOP}
      - id: en.miner
        concept: miner
        patterns: |
          (miners|diggers)
          pitmen
    triggers:
      - polarity: denied
        phrases: (no|not)
    """

  private static let dutch = """
    language: nl
    rules:
      - {id: nl.strike, concept: strike, patterns: "staking"}
    """

  private static let lines = """
    {"id":"a","title":"First","year":2010,"weight":1,"src":"x","lang":"en",\
    "text":"The miners trust the strike, and the miners trust us.\\n\\nNo strike came in May."}
    {"id":"b","title":"Second","year":2012,"weight":2,"src":"y","lang":"en",\
    "text":"Trust grows slowly here. The diggers met on Monday."}
    {"id":"c","title":"Third","year":2012,"weight":2,"src":"y","lang":"en",\
    "text":"Trusted people trusted the old wells. The strike ended."}

    """

  private static let page = """
    <!DOCTYPE html><html lang="en"><head><title>The pit</title></head><body><main><article><h1>The pit</h1>
    <p>The pit was closed long before anybody had thought of what should become of the village and its people.</p>
    <p>Most of them left within the year, and those who stayed found other things to live on, one by one.</p>
    </article></main><section class="comments"><h2>Comments</h2><div class="comment">
    <p>Nobody ever asked the lamplighters what they made of all this.</p></div></section></body></html>
    """

  /// Three tokens with a tag and a base form each.
  static let vertical = """
    <text id="v">
    <s>
    Wells\tNNS\twell
    run\tVVP\trun
    dry\tJJ\tdry
    </s>
    </text>

    """

  /// Five times four coded passages; the second one's label and subtype as given.
  private static func passages(_ label: String, _ subtype: String) -> String {
    (0..<5).map { turn in
      """
      {"id":"p1.\(turn)","text":"The strike came.","label":"conflict","subtype":"s","lang":"en"}
      {"id":"p2.\(turn)","text":"The miners met.","label":"\(label)","subtype":"\(subtype)","lang":"en"}
      {"id":"p3.\(turn)","text":"Een staking.","label":"conflict","subtype":"s","lang":"nl"}
      {"id":"p4.\(turn)","text":"All is well.","label":"calm","subtype":"t","lang":"en"}

      """
    }.joined()
  }
}
