// SPDX-License-Identifier: Apache-2.0

/// A page of a PDF file to be drawn as a PNG picture, with passages marked or with its blocks outlined.
package struct DrawingRequest: Sendable, Equatable {
  /// A rectangle in PDF points from the top left corner of the page as shown, filled with a translucent colour.
  package struct Mark: Sendable, Equatable {
    package var left: Float
    package var top: Float
    package var right: Float
    package var bottom: Float
    /// Red, green and blue, one byte each: 0xRRGGBB.
    package var color: Int

    package init(left: Float, top: Float, right: Float, bottom: Float, color: Int) {
      self.left = left
      self.top = top
      self.right = right
      self.bottom = bottom
      self.color = color
    }
  }

  package var path: [UInt8]
  /// From 1.
  package var page: Int
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
      for edge in [mark.left, mark.top, mark.right, mark.bottom] { frame.float(edge) }
      frame.integer(mark.color)
    }
  }

  init(decoding frame: inout FrameReader) throws(DamagedFrame) {
    self.init(path: try frame.raw(), page: try frame.integer())
    resolution = try frame.integer()
    outlinesBlocks = try frame.byte() != 0
    for _ in 0..<(try frame.count()) {
      marks.append(
        Mark(
          left: try frame.float(), top: try frame.float(), right: try frame.float(), bottom: try frame.float(),
          color: try frame.integer()))
    }
  }
}
