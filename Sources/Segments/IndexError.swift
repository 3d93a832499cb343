// SPDX-License-Identifier: Apache-2.0

/// What may be wrong with an index: absent, damaged, or written by another version. Each message says what was found,
/// what was wanted, and what to do.
package enum IndexError: Error, Equatable, CustomStringConvertible, Sendable {
  /// No index, or no generation of one, in the directory.
  case missing(directory: String)
  /// The directory is an index's, and no build has ended in it.
  case unbuilt(directory: String)
  /// A file's bytes do not hold together.
  case damaged(path: String, what: String)
  /// A file of a format that this program does not read.
  case version(path: String, found: UInt32, wanted: UInt32)
  /// The index lacks a structure, because it was built with fewer layers.
  case layer(path: String, structure: String)
  /// Another process is building.
  case busy(directory: String)

  package var description: String {
    switch self {
    case .missing(let directory):
      "no index in \(directory); make one with: syntop init, then syntop build"
    case .unbuilt(let directory):
      "nothing has been built yet in \(directory): no build has been run, or none has ended; run: syntop build"
    case .damaged(let path, let what):
      "\(path) is damaged: \(what); check with: syntop verify; "
        + "to build anew, remove the files generation-* and segment-* in its folder and run: syntop build"
    case .version(let path, let found, let wanted):
      "\(path) has format version \(found), this program reads version \(wanted); "
        + (found > wanted ? "use a newer syntop" : "remove the index and run: syntop build")
    case .layer(let path, let structure):
      "\(path) holds no \(structure): the index was built with --layers postings; build it with --layers all"
    case .busy(let directory):
      "another process is building \(directory); wait until it has finished"
    }
  }
}
