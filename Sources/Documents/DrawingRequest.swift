// SPDX-License-Identifier: Apache-2.0

/// A page of a PDF file to be drawn as a PNG picture, with passages marked or with its blocks outlined.
package struct DrawingRequest: Sendable, Equatable {
  /// A passage to be filled with a translucent colour.
  package struct Mark: Sendable, Equatable {
    /// Code points of the document's text (`Document.text`).
    package var start: Int
    package var end: Int
    /// Red, green and blue, one byte each: 0xRRGGBB.
    package var color: Int

    package init(start: Int, end: Int, color: Int) {
      (self.start, self.end, self.color) = (start, end, color)
    }
  }

  package var path: [UInt8]
  /// From 1.
  package var page: Int
  /// Resolutions that can be asked for: a page of 20 inches at 600 is 12,000 pixels wide, enough for print, and bounded.
  package static let resolutions = 18...600
  /// Pixels per inch; 72 draws a point as a pixel.
  package var resolution = 144
  package var marks: [Mark] = []
  /// Whether blocks, their kinds and their reading order are drawn.
  package var outlinesBlocks = false

  package init(path: [UInt8], page: Int) {
    self.path = path
    self.page = page
  }

  func encode(to frame: inout FrameWriter) {
    frame.raw(path)
    frame.integer(page)
    frame.integer(resolution)
    frame.byte(outlinesBlocks ? 1 : 0)
    frame.integer(marks.count)
    for mark in marks {
      for value in [mark.start, mark.end, mark.color] { frame.integer(value) }
    }
  }

  init(decoding frame: inout FrameReader) throws(DamagedFrame) {
    self.init(path: try frame.raw(), page: try frame.integer())
    resolution = try frame.integer()
    outlinesBlocks = try frame.byte() != 0
    for _ in 0..<(try frame.count()) {
      marks.append(Mark(start: try frame.integer(), end: try frame.integer(), color: try frame.integer()))
    }
  }
}
