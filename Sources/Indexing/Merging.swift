// SPDX-License-Identifier: Apache-2.0

/// Decides which segments are merged.
internal import Segments

enum Merging {
  /// The segments of a new generation, some merged into one; their order, by documents, stays.
  static func merge(
    _ segments: [Manifest.Segment], _ options: BuildOptions, next: inout Int
  ) throws -> [Manifest.Segment] {
    segments
  }
}
