// SPDX-License-Identifier: Apache-2.0

import Glibc
import TestSupport
import Testing
@testable import Bytes

/// Folders are listed whole, and files that the user named keep who may read them.
@Suite struct FilesTests {
  @Test func namesAreSortedByTheirBytes() throws {
    let folder = try TemporaryFolder()
    for name in ["b", "\u{E9}", "B", ".hidden", "a b"] { try Files.replace(folder.path + "/" + name, with: "x") }
    #expect(try Files.names(in: folder.path) == [".hidden", "B", "a b", "b", "\u{E9}"])
    let failure = #expect(throws: FileError.self) { _ = try Files.names(in: folder.path + "/none") }
    #expect(failure?.code == ENOENT)
  }

  @Test func lengthsTellWhatIsAbsentFromWhatCannotBeAsked() throws {
    let folder = try TemporaryFolder()
    try Files.replace(folder.path + "/a", with: "four")
    #expect(try Files.length(of: folder.path + "/a") == 4)
    #expect(try Files.length(of: folder.path + "/b") == nil)
    #expect(try Files.length(of: folder.path + "/a/b") == nil)
    symlink("loop", folder.path + "/loop")
    #expect(throws: FileError.self) { _ = try Files.length(of: folder.path + "/loop") }
  }

  @Test(arguments: [0o600, 0o640, 0o755] as [mode_t]) func aFileThatIsReplacedKeepsItsMode(mode: mode_t) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/out"
    try Files.replace(path, with: "old")
    chmod(path, mode)
    try [UInt8]("new".utf8).withUnsafeBytes { try Files.write($0, to: path) }
    var status = stat()
    stat(path, &status)
    #expect(status.st_mode & 0o7777 == mode)
    #expect(try Files.read(path) == Array("new".utf8))
    #expect(try Files.names(in: folder.path) == ["out"])
  }
}
