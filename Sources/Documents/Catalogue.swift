// SPDX-License-Identifier: Apache-2.0

internal import Bytes
internal import Foundation
internal import GRDB

/// The builder's notebook: one row for each file of the corpus, with what was known of it when it was last indexed, and one
/// for each build.
///
/// Only the builder writes it, and of readers only `syntop log` opens it. Every row is stamped with the generation that wrote
/// it; rows of a generation that was never committed are dropped when the notebook is opened, so that it never claims more
/// than the index holds.
package final class Catalogue: Sendable {
  package struct Row: Sendable, Equatable {
    /// The file's id, see `CorpusFile`.
    package var id: String
    package var stamp: FileStamp
    /// Hexadecimal SHA-256 of the bytes; empty for a file of JSON lines, whose documents have hashes of their own.
    package var hash: String
    /// Documents it gave.
    package var documents: Int
    /// Why it gave none, or nil.
    package var failure: FileFailure?
    /// What the file itself says of its document, before records of metadata files are joined; nil where it was not read
    /// this time, or is a file of JSON lines. Encoded, since there may be many rows, and known of rows to be written only:
    /// see `metadata(of:)`.
    package var metadata: [UInt8]?

    package init(
      id: String, stamp: FileStamp, hash: String, documents: Int, failure: FileFailure? = nil, metadata: [UInt8]? = nil
    ) {
      (self.id, self.stamp, self.hash, self.documents) = (id, stamp, hash, documents)
      (self.failure, self.metadata) = (failure, metadata)
    }
  }

  /// One build that committed a generation.
  package struct Run: Sendable, Equatable {
    package var generation: Int
    /// UTC, `YYYY-MM-DD HH:MM:SS`, when it was recorded; filled in by the notebook.
    package var recorded = ""
    package var seconds: Double
    /// Documents and what became of them, tokens, hashes, program, by name; of an older notebook only `documents`.
    package var values: [String: String]

    package init(generation: Int, seconds: Double, values: [String: String]) {
      (self.generation, self.seconds, self.values) = (generation, seconds, values)
    }

    package static let names = [
      "documents", "added", "changed", "removed", "unchanged", "quarantined", "tokens", "corpus_hash", "lexicon_hash",
      "content_digest", "program",
    ]
  }

  private let database: DatabaseQueue
  private let known: [String: Row]
  private let path: String

  /// Opens or makes the notebook; rows newer than `generation` are dropped.
  package init(path: String, generation: Int) throws {
    self.path = path
    (database, known) = try Self.explained(path) {
      do {
        return try Self.open(path, generation)
      } catch  where Self.isDamage(error) {
        for suffix in ["", "-wal", "-shm", "-journal"] where Files.exists(path + suffix) {
          try Files.remove(path + suffix)
        }
        return try Self.open(path, generation)
      }
    }
  }

  /// What SQLite says of a file that is no database, of one whose pages do not hold together, and of tables with other
  /// columns or values. Such a notebook is made anew: all it knows can be found out again.
  private static let damages: [ResultCode] = [
    .SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_ERROR, .SQLITE_MISMATCH, .SQLITE_CONSTRAINT,
  ]

  private static func isDamage(_ error: any Error) -> Bool {
    (error as? DatabaseError).map { damages.contains($0.resultCode) } ?? (error is RowDecodingError)
  }

  /// Opens the file and reads every row of files.
  private static func open(_ path: String, _ generation: Int) throws -> (DatabaseQueue, [String: Row]) {
    let database = try DatabaseQueue(path: path)
    try prepare(database, generation)
    return (database, try read(database))
  }

  /// Turns SQLite's words into a message that names the file.
  private static func explained<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw CatalogueFailure(
        description: "\(path) cannot be written: \(error.message ?? "SQLite error \(error.resultCode)")")
    }
  }

  private static func prepare(_ database: DatabaseQueue, _ generation: Int) throws {
    try database.write { db in
      try db.execute(
        sql: """
          CREATE TABLE IF NOT EXISTS file (
            id TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, hash TEXT NOT NULL,
            documents INTEGER NOT NULL, failureKind TEXT, failureReason TEXT, generation INTEGER NOT NULL
          ) WITHOUT ROWID
          """)
      // A notebook of before has fewer columns.
      try add(["changed INTEGER", "inode INTEGER", "metadata BLOB"], to: "file", db)
      try db.execute(
        sql: """
          CREATE TABLE IF NOT EXISTS run (
            generation INTEGER PRIMARY KEY, started TEXT NOT NULL, seconds REAL NOT NULL, documents INTEGER NOT NULL
          )
          """)
      try add(Run.names.map { "\($0) TEXT" }, to: "run", db)
      try db.execute(sql: "DELETE FROM file WHERE generation > ?", arguments: [generation])
      try db.execute(sql: "DELETE FROM run WHERE generation > ?", arguments: [generation])
      // A build that was killed behind its commit may have read files otherwise than their rows say.
      try db.execute(
        sql: "UPDATE file SET metadata = NULL WHERE NOT EXISTS (SELECT 1 FROM run WHERE generation = ?)",
        arguments: [generation])
    }
  }

  /// Adds those of the columns that the table has not.
  private static func add(_ columns: [String], to table: String, _ db: Database) throws {
    let known = Set(try db.columns(in: table).map(\.name))
    for column in columns where !known.contains(String(column.prefix { $0 != " " })) {
      try db.execute(sql: "ALTER TABLE \(table) ADD COLUMN \(column)")
    }
  }

  /// All rows by id, as they were when the notebook was opened.
  package func rows() -> [String: Row] { known }

  private static func read(_ database: DatabaseQueue) throws -> [String: Row] {
    try database.read { db in
      var rows: [String: Row] = [:]
      let cursor = try GRDB.Row.fetchCursor(
        db,
        sql: """
          SELECT id, size, modified, changed, inode, hash, documents, failureKind, failureReason FROM file
          """)
      while let row = try cursor.next() {
        let id = try row.decode(String.self, forColumn: "id")
        let kind = try row.decode(String?.self, forColumn: "failureKind").flatMap(FileFailure.Kind.init(rawValue:))
        let reason = try row.decode(String?.self, forColumn: "failureReason")
        rows[id] = Row(
          id: id,
          stamp: FileStamp(
            size: try row.decode(Int.self, forColumn: "size"),
            modified: try row.decode(Int.self, forColumn: "modified"),
            changed: try row.decode(Int?.self, forColumn: "changed"),
            inode: try row.decode(Int?.self, forColumn: "inode")),
          hash: try row.decode(String.self, forColumn: "hash"),
          documents: try row.decode(Int.self, forColumn: "documents"),
          failure: kind.map { FileFailure($0, reason ?? "") })
      }
      return rows
    }
  }

  /// What the file of that id said of its document; nil where the notebook does not know.
  package func metadata(of id: String) -> Metadata? {
    let bytes = try? database.read { db in
      try Data.fetchOne(db, sql: "SELECT metadata FROM file WHERE id = ?", arguments: [id])
    }
    return bytes.flatMap { try? DocumentCodec.metadata(Array($0)) }
  }

  /// Records what a build found; in one transaction, which is to come after the index's own commit. A build that found
  /// nothing to commit, but files that were touched, has no run: their rows belong to the generation that there is.
  package func record(changed: [Row], removed: [String], generation: Int, run: Run?) throws {
    try Self.explained(path) {
      try database.write { db in
        for id in removed { try db.execute(sql: "DELETE FROM file WHERE id = ?", arguments: [id]) }
        try Self.write(changed, generation, db)
        if let run { try Self.write(run, db) }
      }
    }
  }

  private static func write(_ rows: [Row], _ generation: Int, _ db: Database) throws {
    // A file that was not read again keeps its metadata.
    let statement = try db.makeStatement(
      sql: """
        INSERT INTO file (id, size, modified, changed, inode, hash, documents, failureKind, failureReason, generation, metadata)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT (id) DO UPDATE SET size = ?2, modified = ?3, changed = ?4, inode = ?5, documents = ?7,
          failureKind = ?8, failureReason = ?9, generation = ?10,
          metadata = CASE WHEN hash = ?6 THEN COALESCE(?11, metadata) ELSE ?11 END, hash = ?6
        """)
    for row in rows {
      let metadata = row.metadata.map { Data($0) }
      try statement.execute(arguments: [
        row.id, row.stamp.size, row.stamp.modified, row.stamp.changed, row.stamp.inode, row.hash, row.documents,
        row.failure?.kind.rawValue, row.failure?.reason, generation, metadata,
      ])
    }
  }

  private static func write(_ run: Run, _ db: Database) throws {
    let places = Run.names.map { _ in "?" }.joined(separator: ", ")
    let values: [(any DatabaseValueConvertible)?] = Run.names.map { run.values[$0] }
    try db.execute(
      sql: """
        INSERT OR REPLACE INTO run (generation, started, seconds, \(Run.names.joined(separator: ", ")))
        VALUES (?, datetime('now'), ?, \(places))
        """, arguments: StatementArguments([run.generation, run.seconds] + values))
  }

  /// The builds that a notebook tells of, the oldest first; it is opened for reading only and not changed.
  package static func runs(path: String) throws -> [Run] {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    do {
      return try DatabaseQueue(path: path, configuration: configuration).read { db in
        try GRDB.Row.fetchAll(db, sql: "SELECT * FROM run ORDER BY generation").map { row in
          func text(_ name: String) -> String? { row.hasColumn(name) ? Self.text(row[name] as DatabaseValue) : nil }
          let (generation, seconds) = (text("generation").flatMap { Int($0) }, text("seconds").flatMap { Double($0) })
          var run = Run(generation: generation ?? 0, seconds: seconds ?? 0, values: [:])
          run.recorded = text("started") ?? ""
          for name in Run.names { run.values[name] = text(name) }
          return run
        }
      }
    } catch let error as DatabaseError {
      throw CatalogueFailure(
        description: "\(path) cannot be read: \(error.message ?? "SQLite error \(error.resultCode)")")
    }
  }

  /// A value of any type as text: asked for as another type than it has, it would trap.
  private static func text(_ value: DatabaseValue) -> String? {
    switch value.storage {
    case .string(let text): text
    case .int64(let number): "\(number)"
    case .double(let number): "\(number)"
    case .blob, .null: nil
    }
  }

  /// Forgets all files, for a build from nothing.
  package func removeAll() throws {
    try database.write { db in try db.execute(sql: "DELETE FROM file") }
  }
}

/// Why the notebook cannot be used.
package struct CatalogueFailure: Error, CustomStringConvertible {
  package var description: String
}
