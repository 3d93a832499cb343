// SPDX-License-Identifier: Apache-2.0

/// The builder's notebook: one row for each file of the corpus, with what was known of it when it was last indexed.
///
/// Only the builder opens it. Every row is stamped with the generation that wrote it; rows of a generation that was never
/// committed are dropped when the notebook is opened, so that it never claims more than the index holds.
internal import Bytes
package import GRDB

package final class Catalogue {
  package struct Row: Sendable, Equatable {
    /// The file's id, see `CorpusFile`.
    package var id: String
    package var size: Int
    package var modified: Int
    /// Hexadecimal SHA-256 of the bytes; empty for a file of JSON lines, whose documents have hashes of their own.
    package var hash: String
    /// Documents it gave.
    package var documents: Int
    /// Why it gave none, or nil.
    package var failure: FileFailure?

    package init(id: String, size: Int, modified: Int, hash: String, documents: Int, failure: FileFailure? = nil) {
      (self.id, self.size, self.modified) = (id, size, modified)
      (self.hash, self.documents, self.failure) = (hash, documents, failure)
    }
  }

  private let database: DatabaseQueue
  private let path: String

  /// Opens or makes the notebook; rows newer than `generation` are dropped.
  package init(path: String, generation: Int) throws {
    database = try Self.explained(path) { try Self.open(path) }
    self.path = path
    try Self.explained(path) { try prepare(generation) }
  }

  /// Opens the file; one that is no sound database is made anew: all it knows can be found out again.
  private static func open(_ path: String) throws -> DatabaseQueue {
    do {
      let database = try DatabaseQueue(path: path)
      _ = try database.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") }
      return database
    } catch let error as DatabaseError where [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode) {
      for suffix in ["", "-wal", "-shm", "-journal"] where Files.exists(path + suffix) {
        try Files.remove(path + suffix)
      }
      return try DatabaseQueue(path: path)
    }
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

  private func prepare(_ generation: Int) throws {
    try database.write { db in
      try db.execute(
        sql: """
          CREATE TABLE IF NOT EXISTS file (
            id TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, hash TEXT NOT NULL,
            documents INTEGER NOT NULL, failureKind TEXT, failureReason TEXT, generation INTEGER NOT NULL
          ) WITHOUT ROWID
          """)
      try db.execute(
        sql: """
          CREATE TABLE IF NOT EXISTS run (
            generation INTEGER PRIMARY KEY, started TEXT NOT NULL, seconds REAL NOT NULL, documents INTEGER NOT NULL
          )
          """)
      try db.execute(sql: "DELETE FROM file WHERE generation > ?", arguments: [generation])
      try db.execute(sql: "DELETE FROM run WHERE generation > ?", arguments: [generation])
    }
  }

  /// All rows by id.
  package func rows() throws -> [String: Row] {
    try database.read { db in
      var rows: [String: Row] = [:]
      let cursor = try GRDB.Row.fetchCursor(db, sql: "SELECT * FROM file")
      while let row = try cursor.next() {
        let kind = (row["failureKind"] as String?).flatMap(FileFailure.Kind.init(rawValue:))
        let id: String = row["id"]
        rows[id] = Row(
          id: id, size: row["size"], modified: row["modified"], hash: row["hash"], documents: row["documents"],
          failure: kind.map { FileFailure($0, row["failureReason"] ?? "") })
      }
      return rows
    }
  }

  /// Records what a build found; in one transaction, which is to come after the index's own commit.
  package func record(
    changed: [Row], removed: [String], generation: Int, seconds: Double, documents: Int
  ) throws {
    try Self.explained(path) {
      try write(changed: changed, removed: removed, generation: generation, seconds: seconds, documents: documents)
    }
  }

  private func write(changed: [Row], removed: [String], generation: Int, seconds: Double, documents: Int) throws {
    try database.write { db in
      for id in removed { try db.execute(sql: "DELETE FROM file WHERE id = ?", arguments: [id]) }
      let statement = try db.makeStatement(sql: "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
      for row in changed {
        try statement.execute(arguments: [
          row.id, row.size, row.modified, row.hash, row.documents, row.failure?.kind.rawValue, row.failure?.reason,
          generation,
        ])
      }
      try db.execute(
        sql: "INSERT OR REPLACE INTO run VALUES (?, datetime('now'), ?, ?)",
        arguments: [generation, seconds, documents])
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
