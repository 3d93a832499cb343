// SPDX-License-Identifier: Apache-2.0

internal import Indexing
internal import Segments
internal import Tagging

/// The lexicons of a build, compiled: what is wrong with them is told before anything is read.
enum ChangedLexicons {
  /// Compiles the lexicons; of those that the index has no copy of yet, it says how many examples fail.
  ///
  /// - Throws: what is wrong with a lexicon and where, and that the index stays as it was.
  static func compile(_ sources: LexiconSources, _ directory: String) throws -> [CompiledLexicon] {
    do {
      let compiled = try sources.compile()
      if LexiconSources.copy(in: directory)?.lexicons != sources.lexicons {
        for (lexicon, compiled) in zip(try sources.read(), compiled) { tell(lexicon, compiled) }
        for remark in SeveralLexicons.remarks(on: compiled) { Output.note(remark) }
      }
      return compiled
    } catch let error as LexiconError {
      let generation = (try? Generations.list(directory))?.last ?? 0
      throw CommandFailure(
        "\(error)" + (generation > 0 ? "; \(directory) stays as it was, at generation \(generation)" : ""))
    }
  }

  private static func tell(_ lexicon: Lexicon, _ compiled: CompiledLexicon) {
    let (tried, failing) = LexiconChecker.failingExamples(lexicon, compiled)
    guard let first = failing.first else { return }
    Output.note(
      "\(failing.count) of the \(tried) examples of the lexicon \(lexicon.name) fail, the first at line "
        + "\(first.place.line) of \(first.place.file); 'syntop lexicon check \(lexicon.folder)' lists them")
  }
}
