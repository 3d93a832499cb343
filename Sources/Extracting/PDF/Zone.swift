// SPDX-License-Identifier: Apache-2.0

/// Cuts a page into zones, each one column of text, in reading order.
///
/// A recursive X-Y cut that looks for the longest gutters: an upright white strip with text on both sides over several
/// bands. What stands above the gutter is read first, then the left side, the right side, and what stands below; each of the
/// four is cut again. Gaps inside tables, lists and contents are told from gutters by what stands beside them.

/// A part of a page that is read from top to bottom: its bands, all in one column.
struct Zone {
  var bands: [Band]
  var box: Box

  init(_ bands: [Band]) {
    self.bands = bands
    box = bands.reduce(Box.empty) { $0.covering($1.box) }
  }
}

struct ZoneCutter {
  let page: GlyphPage
  let styles: StyleTable
  let body: BodyType
  private var size: Float { body.size }
  /// Narrowest gap between words that may belong to a gutter.
  var gap: Float { max(size * 0.4, 2.5) }

  /// The zones of the page, in reading order.
  func zones(of words: [Int32]) -> [Zone] {
    var zones: [Zone] = []
    cut(words, depth: 0, into: &zones)
    return zones
  }

  private func cut(_ words: [Int32], depth: Int, into zones: inout [Zone]) {
    guard !words.isEmpty else { return }
    let bands = page.bands(of: words, gap: gap)
    guard depth < 8, bands.count >= 3,
      let gutter = GutterFinder(
        bands: bands, size: size, page: page, styles: styles, bodyIsMonospaced: body.isMonospaced
      ).best()
    else {
      zones.append(Zone(bands))
      return
    }
    var above: [Int32] = []
    var left: [Int32] = []
    var right: [Int32] = []
    var below: [Int32] = []
    for (index, band) in bands.enumerated() {
      for chunk in band.chunks {
        if index < gutter.bands.lowerBound {
          above += chunk.words
        } else if index >= gutter.bands.upperBound {
          below += chunk.words
        } else {
          for word in chunk.words {
            // A table stays whole.
            let box = band.table == nil ? page.words[Int(word)].box : chunk.box
            if box.left + box.right < 2 * gutter.middle { left.append(word) } else { right.append(word) }
          }
        }
      }
    }
    guard !left.isEmpty, !right.isEmpty else {
      zones.append(Zone(bands))
      return
    }
    for part in [above, left, right, below] { cut(part, depth: depth + 1, into: &zones) }
  }
}
