// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// A file being written from front to back, through a buffer, and the system calls that make writing durable.
package struct FileWriter: ~Copyable {
  package let path: String
  /// Bytes appended so far.
  package private(set) var length = 0
  private var descriptor: Int32
  private var buffer: ByteBuffer

  /// Creates or empties the file; one that is to be new must not be there yet.
  package init(path: String, bufferSize: Int = 1 << 18, isNew: Bool = false, mode: UInt32 = 0o644) throws(FileError) {
    try FileFaults.pass("create", path)
    let opened = open(path, O_WRONLY | O_CREAT | (isNew ? O_EXCL : O_TRUNC) | O_CLOEXEC, mode)
    guard opened >= 0 else { throw FileError("create", path, code: errno) }
    self.path = path
    descriptor = opened
    buffer = ByteBuffer(capacity: bufferSize)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  package mutating func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    length += bytes.count
    if bytes.count >= buffer.capacity {
      try flush()
      return try FileWriter.writeAll(bytes, to: descriptor, path)
    }
    if buffer.count + bytes.count > buffer.capacity { try flush() }
    buffer.append(bytes: bytes)
  }

  private mutating func flush() throws(FileError) {
    guard buffer.count > 0 else { return }
    try FileWriter.writeAll(buffer.bytes, to: descriptor, path)
    buffer.removeAll()
  }

  /// Writes what is buffered, syncs the file unless it is not meant to last, and closes it.
  package mutating func finish(syncs: Bool = true) throws(FileError) {
    try flush()
    if syncs {
      try FileFaults.pass("sync", path)
      guard fsync(descriptor) == 0 else { throw FileError("sync", path, code: errno) }
    }
    let closing = descriptor
    descriptor = -1
    guard close(closing) == 0 else { throw FileError("close", path, code: errno) }
  }

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: String) throws(FileError)
  {
    try FileFaults.pass("write", path)
    var done = 0
    while done < bytes.count, let start = bytes.baseAddress {
      let written = write(descriptor, start + done, bytes.count - done)
      if written < 0, errno == EINTR { continue }
      guard written >= 0 else { throw FileError("write", path, code: errno) }
      done += written
    }
  }
}

/// Whole files and directories.
package enum Files {
  /// Writes `bytes` beside `path`, syncs, renames into place and syncs the directory: after a crash the old or the new
  /// content stands there, never a mixture.
  package static func replace(_ path: String, with bytes: UnsafeRawBufferPointer) throws(FileError) {
    let aside = path + ".new"
    var writer = try FileWriter(path: aside)
    try writer.append(bytes)
    try writer.finish()
    try rename(aside, to: path)
    try syncDirectory(parent(of: path))
  }

  package static func replace(_ path: String, with text: String) throws(FileError) {
    let bytes = Array(text.utf8)
    var failure: FileError?
    bytes.withUnsafeBytes { raw in
      do throws(FileError) { try replace(path, with: raw) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Writes `bytes` to a file that the user named. What is no regular file (a pipe, a terminal, `/dev/stdout`) is written
  /// to; a symbolic link stays, and what it leads to is replaced. Where writing fails, nothing is left behind.
  package static func write(_ bytes: UnsafeRawBufferPointer, to path: String) throws(FileError) {
    var status = stat()
    let isThere = stat(path, &status) == 0
    if isThere, status.st_mode & S_IFMT != S_IFREG {
      var writer = try FileWriter(path: path)
      try writer.append(bytes)
      return try writer.finish(syncs: false)
    }
    var target = path
    if isThere, let real = realpath(path, nil) {
      target = String(cString: real)
      free(real)
    }
    let aside = "\(target).\(getpid()).new"
    // Of a process with this number that was killed.
    unlink(aside)
    do throws(FileError) {
      // Who may read the file that was there may read this one, and nobody else, not even for a moment.
      var writer = try FileWriter(path: aside, isNew: true, mode: isThere ? 0o600 : 0o644)
      try writer.append(bytes)
      try writer.finish()
      if isThere, chmod(aside, status.st_mode & 0o7777) != 0 { throw FileError("write", aside, code: errno) }
      try rename(aside, to: target)
    } catch {
      unlink(aside)
      throw error
    }
  }

  package static func rename(_ old: String, to new: String) throws(FileError) {
    try FileFaults.pass("rename", old)
    guard Glibc.rename(old, new) == 0 else { throw FileError("rename", old, code: errno) }
  }

  package static func syncDirectory(_ path: String) throws(FileError) { try sync(path, O_DIRECTORY) }

  /// Waits until what was written to a file lasts.
  package static func sync(_ path: String) throws(FileError) { try sync(path, 0) }

  private static func sync(_ path: String, _ flags: Int32) throws(FileError) {
    try FileFaults.pass("sync", path)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | flags)
    guard descriptor >= 0 else { throw FileError("open", path, code: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw FileError("sync", path, code: errno) }
  }

  package static func remove(_ path: String) throws(FileError) {
    try FileFaults.pass("remove", path)
    guard unlink(path) == 0 || errno == ENOENT else { throw FileError("remove", path, code: errno) }
  }

  package static func makeDirectory(_ path: String) throws(FileError) {
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw FileError("create", path, code: errno) }
    guard isDirectory(path) else { throw FileError("create", path, reason: "a file of that name stands in the way") }
  }

  package static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The size in bytes, or nil where there is no such file, or none that can be asked.
  package static func size(_ path: String) -> Int? { (try? length(of: path)) ?? nil }

  /// The size in bytes, or nil where there is no such file. The corresponding C function is `stat`.
  package static func length(of path: String) throws(FileError) -> Int? {
    var status = stat()
    if stat(path, &status) == 0 { return Int(status.st_size) }
    guard errno == ENOENT || errno == ENOTDIR else { throw FileError("inspect", path, code: errno) }
    return nil
  }

  /// The whole content, read rather than mapped, so the file may change or vanish meanwhile.
  package static func read(_ path: String, limit: Int = 1 << 31) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError("open", path, code: errno) }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw FileError("read", path, code: errno) }
      if got == 0 { return content }
      guard content.count + got <= limit else { throw FileError("read", path, reason: "longer than \(limit) bytes") }
      content.append(contentsOf: piece[0..<got])
    }
  }

  package static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
