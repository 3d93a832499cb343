// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Bytes
internal import Documents
internal import Indexing
internal import Presenting
internal import Segments

/// `syntop build`: brings an index up to date with its corpus.
struct BuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Read new and changed files and commit a new generation of the index.",
    discussion: """
      The corpus is exactly the folders and files given, which are recorded in syntop.yml; without any, the recorded \
      ones. Files that were indexed before and have not changed are not read again. Files and folders whose names begin with a dot are \
      left out unless they are named. A file that cannot be read is quarantined with its reason (see 'syntop \
      status') and tried again when it changes. Where the system was in the way (no permission, an error of the disk, a reader \
      that was starved or killed), what the index has of the file stays, which is told, and each build tries again; so does what it has of a \
      folder that cannot be read. A recorded folder without any file that had some is refused, since a disk may not be mounted: --allow-empty. \
      The folders of the lexicons are no part of the corpus. A build may be interrupted at \
      any time: until it commits, readers see the index as it was. Stopped by Ctrl-C or SIGTERM, it says which generation \
      the index has and ends by that signal (status 130 or 143 in a shell).

      A file's id is its path within the folder given; files of a second and later folder have the folder's name in front. \
      After a change of the metadata files, of --ocr, --columns or --layers all documents are indexed again and count as changed. \
      A file that was moved, renamed or copied is another document; its text is taken from the index, and nothing is extracted. \
      A metadata file with a quote or brace that is not closed is refused, with its line; odd rows are told. \
      Dates are brought to YYYY-MM-DD where the year comes first (2011/5/24, 20110524); others, and seconds since 1970, stay as \
      they are and give no year, unless four digits stand first. A year alone is the date. A field of the name of one of \
      syntop's (source, format, text) has a low line behind its name, and one without a name is called _.

      Example: the first build
        syntop build papers notes.jsonl

      Example: a saved web site without its machinery
        syntop build --exclude '*.js' --exclude '*.css' --exclude '/_static/' site

      Example: the nightly build
        syntop build --quiet --max-quarantine 10 || mail -s "index" me < /dev/null
      """)

  @OptionGroup var index: IndexOption

  @Option(name: .customLong("lexicon"), help: ArgumentHelp("Mark the concepts of this lexicon.", valueName: "dir"))
  var lexicons: [String] = []

  @Option(
    name: .customLong("metadata"),
    help: ArgumentHelp(
      "Join the fields of this CSV, BibTeX, RIS or CSL-JSON file by path, DOI or key (an id, or a file's name).",
      valueName: "file"))
  var metadata: [String] = []

  @Option(
    help: ArgumentHelp(
      "What the columns of .vrt files are called, the word first (default: as their header says, else word,pos,lemma).",
      valueName: "name,..."))
  var columns: String?

  @Option(
    name: .customLong("exclude"),
    help: ArgumentHelp(
      "Leave out what this pattern fits: a name at any depth (*.css, drafts/), or with a slash before or within it a path "
        + "from the folder given (/old/**/*.html). *, ?, [a-z], and ** for folders. An empty one ends it.",
      valueName: "pattern"))
  var excluded: [String] = []

  @Option(help: ArgumentHelp("How many files are read and indexed at once (default: the processors).", valueName: "n"))
  var workers: Int?

  @Option(help: "all, or postings: ranking and counting of documents only, without text, concepts and concordance.")
  var layers: String?

  @Option(
    help: ArgumentHelp(
      "Read scanned pages by tesseract in these languages (en, nl ...), or none.", valueName: "lang,..."))
  var ocr: String?

  @Option(
    help: ArgumentHelp(
      "End with status 3 if more files than this are quarantined, those of kinds that are not read among them (leave these "
        + "out by --exclude).",
      valueName: "n"))
  var maxQuarantine: Int?

  @Flag(help: "Go on where a recorded folder has no file any more, although the index has documents of it.")
  var allowEmpty = false

  @Flag(help: "End with one line of JSON.") var json = false
  @Flag(help: "No progress and no remarks on standard error.") var quiet = false

  @Argument(help: "The folders and files of the corpus (default: those recorded).")
  var paths: [String] = []

  func validate() throws {
    guard workers.map({ (1...1024).contains($0) }) ?? true else { throw ValidationError("--workers takes 1 to 1024.") }
    guard layers.map({ ["all", "postings"].contains($0) }) ?? true else {
      throw ValidationError("--layers takes 'all' or 'postings'.")
    }
    let names = columnNames ?? []
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw ValidationError("--columns names '\(twice)' twice.")
    }
    guard maxQuarantine.map({ $0 >= 0 }) ?? true else { throw ValidationError("--max-quarantine takes 0 or more.") }
  }

  func run() throws {
    OpenFiles.allowMost()
    let directory = try index.forWriting()
    try checkPaths()
    if paths.isEmpty, try IndexSettings.read(directory)?.roots.isEmpty ?? true {
      throw CommandFailure("no folder or file is recorded in \(directory); name some: syntop build FOLDER")
    }
    try Files.makeDirectory(directory)
    let settings = try updatedSettings(directory)
    var options = BuildOptions(
      directory: directory, roots: settings.roots.map { IndexSettings.resolved($0, index: directory) })
    options.workers = workers ?? Processors.count
    options.columns = settings.columns
    options.excluded = settings.exclude.map { PathPattern($0) }
    options.isComplete = settings.layers == "all"
    if !settings.ocr.isEmpty {
      options.ocr = settings.ocr
      options.recognizer = try RecognizerChoice.recognizer(settings.ocr)
    }
    options.lexicons = try LexiconChoice.sources(settings, directory)
    options.lexiconPaths = options.lexicons?.places(within: options.roots) ?? []
    // Folders that are named are the corpus, whatever they hold; recorded ones may be disks that are not mounted.
    options.allowsEmpty = allowEmpty || !paths.isEmpty
    options.tagging = try options.lexicons.map { ConceptTagging(try ChangedLexicons.compile($0, directory)) }
    let join = try MetadataChoice.apply(settings, directory, to: &options)
    Interruption.tellState(of: directory)
    let bar = ProgressBar(isShown: !quiet && Terminal.isErrorTerminal)
    options.progress = { bar.show($0) }
    options.notice = { Output.note($0) }
    // An index of more folders than its settings name would lose them in the next build; the other way round it gains.
    options.willCommit = { try settings.write(directory) }
    let report = try IndexBuild(options).run()
    bar.clear()
    try settings.write(directory)
    if let join, !quiet { MetadataChoice.tell(join, report) }
    if json { BuildLine.write(report) } else if !quiet { BuildSummary.print(report, directory) }
    if let maxQuarantine, report.documents.quarantined > maxQuarantine {
      throw ExitStatus.tooManyQuarantined
    }
  }

  /// Says which of the paths given is not there, before anything is made.
  private func checkPaths() throws {
    try ArgumentBytes.checkText(paths + lexicons + metadata)
    for path in paths where !Files.exists(path) { throw CommandFailure("there is no file or folder \(path)") }
    for path in lexicons where !Files.isDirectory(path) { throw CommandFailure("there is no lexicon at \(path)") }
    for path in metadata where !Files.exists(path) { throw CommandFailure("there is no metadata file at \(path)") }
  }

  /// The recorded settings with what the command line says.
  private func updatedSettings(_ directory: String) throws -> IndexSettings {
    var settings = try IndexSettings.read(directory) ?? IndexSettings()
    if !paths.isEmpty { settings.roots = paths.map { IndexSettings.recorded($0, index: directory) } }
    if !lexicons.isEmpty { settings.lexicons = lexicons.map { IndexSettings.recorded($0, index: directory) } }
    if !metadata.isEmpty { settings.metadata = metadata.map { IndexSettings.recorded($0, index: directory) } }
    if !excluded.isEmpty { settings.exclude = excluded.filter { !$0.isEmpty } }
    if let columnNames { settings.columns = columnNames }
    if let layers { settings.layers = layers }
    if let ocr { settings.ocr = ocr == "none" ? "" : ocr }
    if settings.layers == "postings" {
      if !lexicons.isEmpty { Output.note("an index of postings holds no concepts: --lexicon is left out") }
      settings.lexicons = []
    }
    return settings
  }

  private var columnNames: [String]? { columns.map { $0.split { $0 == "," || $0 == " " }.map(String.init) } }
}

/// The lexicons of a build: their folders, or the copy in the index where a folder is gone.
enum LexiconChoice {
  static func sources(_ settings: IndexSettings, _ directory: String) throws -> LexiconSources? {
    guard !settings.lexicons.isEmpty else { return nil }
    let folders = settings.lexicons.map { IndexSettings.resolved($0, index: directory) }
    if let missing = folders.first(where: { !Files.isDirectory($0) }) {
      guard let copy = LexiconSources.copy(in: directory) else {
        throw CommandFailure("there is no lexicon at \(missing); name one with --lexicon DIR")
      }
      Output.note("there is no lexicon at \(missing); the copy in the index is used")
      return copy
    }
    return try LexiconSources(directories: folders)
  }
}
