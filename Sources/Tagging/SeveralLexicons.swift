// SPDX-License-Identifier: Apache-2.0

/// What to know of lexicons that mark the same texts.
package enum SeveralLexicons {
  /// A sentence each: which one's labels are given where several classify, and which concepts are reported by several.
  package static func remarks(on lexicons: [CompiledLexicon]) -> [String] {
    var remarks: [String] = []
    let classifying = lexicons.filter { $0.classification != nil }.map(\.name)
    if classifying.count > 1 {
      remarks.append(
        "\(classifying.count) of the lexicons label passages (\(classifying.joined(separator: ", "))): the labels given are those of "
          + "\(classifying[0]), which comes first")
    }
    var owners: [String: String] = [:]
    var shared: [(concept: String, lexicons: String)] = []
    for lexicon in lexicons {
      for concept in lexicon.concepts where !concept.isInternal {
        guard let first = owners[concept.id] else {
          owners[concept.id] = lexicon.name
          continue
        }
        shared.append((concept.id, "\(first) and \(lexicon.name)"))
      }
    }
    if let first = shared.first {
      let more = shared.count > 1 ? ", like \(shared.count - 1) more," : ""
      remarks.append(
        "the concept '\(first.concept)'\(more) is in both \(first.lexicons): what both find is reported twice")
    }
    return remarks
  }
}
