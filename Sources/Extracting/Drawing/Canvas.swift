// SPDX-License-Identifier: Apache-2.0

import CCairo
import CPoppler

/// A picture of one page to draw on; coordinates are points from the top left corner of the page.
final class Canvas {
  private let surface: OpaquePointer
  private let context: OpaquePointer

  /// Most pixels of a picture, whatever the page's size: 64 million take 256 MB.
  private static let mostPixels = 64e6

  /// Lines of marks under a word: more would run into the words below.
  private static let mostLines = 4
  private static let lineHeight: Float = 1.3
  private static let lineStep: Float = 1.7
  /// Lines are thin, and are drawn in darker shades than fills.
  private static let lineShade = 0.8

  /// Renders the page on white; nil if it has no size or memory is short.
  init?(page: OpaquePointer, scale asked: Double) {
    var width = 0.0
    var height = 0.0
    poppler_page_get_size(page, &width, &height)
    guard width.isFinite, height.isFinite, width > 0, height > 0, asked.isFinite, asked > 0 else { return nil }
    let area = width * height
    let fitting = min((Self.mostPixels / area).squareRoot(), 32_000 / width, 32_000 / height)
    let scale = min(asked, fitting)
    let surface = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, max(1, Int32(width * scale)), max(1, Int32(height * scale)))
    guard let surface else { return nil }
    guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, let context = cairo_create(surface) else {
      cairo_surface_destroy(surface)
      return nil
    }
    (self.surface, self.context) = (surface, context)
    cairo_set_source_rgb(context, 1, 1, 1)
    cairo_paint(context)
    cairo_scale(context, scale, scale)
    cairo_save(context)
    poppler_page_render(page, context)
    cairo_restore(context)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// Lays a translucent box over the print, as a marker pen does: what was black stays black. Marks of the upper layers are
  /// lines under it, one below the other.
  func highlight(_ box: Box, _ colour: PageDrawing.Colour, layer: Int) {
    guard layer <= Self.mostLines else { return }
    cairo_save(context)
    cairo_set_operator(context, CAIRO_OPERATOR_MULTIPLY)
    let shade = layer == 0 ? 1 : Self.lineShade
    cairo_set_source_rgb(context, colour.red * shade, colour.green * shade, colour.blue * shade)
    let top = box.bottom + Float(layer - 1) * Self.lineStep
    rectangle(layer == 0 ? box : Box(left: box.left, top: top, right: box.right, bottom: top + Self.lineHeight))
    cairo_fill(context)
    cairo_restore(context)
  }

  /// Frames a box and writes a label beside its first line: the number and the kind, the number alone where no more fits
  /// between columns, or both above the box.
  func frame(_ box: Box, number: String, kind: String, _ colour: PageDrawing.Colour, among others: [Box]) {
    cairo_set_source_rgba(context, colour.red, colour.green, colour.blue, 0.08)
    rectangle(box)
    cairo_fill(context)
    cairo_set_source_rgba(context, colour.red, colour.green, colour.blue, 0.9)
    cairo_set_line_width(context, 0.7)
    rectangle(box)
    cairo_stroke(context)
    cairo_select_font_face(context, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD)
    cairo_set_font_size(context, 6)
    let (label, place) = label(number, kind, of: box, among: others)
    rectangle(place)
    cairo_fill(context)
    cairo_set_source_rgb(context, 1, 1, 1)
    cairo_move_to(context, Double(place.left) + 1, Double(place.top) + 5.3)
    cairo_show_text(context, label)
  }

  private func label(_ number: String, _ kind: String, of box: Box, among others: [Box]) -> (text: String, place: Box) {
    let height: Float = 6.5
    let full = "\(number) \(kind)"
    for text in [full, number] {
      let left = box.left - width(of: text) - 1
      let place = Box(left: left, top: box.top, right: box.left - 1, bottom: box.top + height)
      if left >= 0, !others.contains(where: { $0.overlaps(place) }) { return (text, place) }
    }
    let top = max(box.top - height - 0.5, 0)
    return (full, Box(left: box.left, top: top, right: box.left + width(of: full), bottom: top + height))
  }

  /// The width of a label in the font that is set, with a point of margin on each side.
  private func width(of text: String) -> Float {
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, text, &extents)
    return Float(extents.x_advance) + 2
  }

  /// A thin arrow that leads from the end of one block to the start of the next.
  func arrow(from start: (x: Double, y: Double), to end: (x: Double, y: Double)) {
    cairo_set_source_rgba(context, 0, 0, 0, 0.35)
    cairo_set_line_width(context, 0.6)
    cairo_move_to(context, start.x, start.y)
    cairo_line_to(context, end.x, end.y)
    cairo_stroke(context)
    cairo_arc(context, end.x, end.y, 1.4, 0, 6.2832)
    cairo_fill(context)
  }

  private func rectangle(_ box: Box) {
    cairo_rectangle(context, Double(box.left), Double(box.top), Double(box.width), Double(box.height))
  }

  /// The picture as grey levels.
  func picture() -> PagePicture? {
    cairo_surface_flush(surface)
    guard let data = cairo_image_surface_get_data(surface) else { return nil }
    let width = Int(cairo_image_surface_get_width(surface))
    let height = Int(cairo_image_surface_get_height(surface))
    let stride = Int(cairo_image_surface_get_stride(surface))
    // Cairo keeps `height` rows of `stride` bytes for as long as the surface lives.
    let bytes = UnsafeBufferPointer(start: data, count: height * stride)
    var levels: [UInt8] = []
    levels.reserveCapacity(width * height)
    for y in 0..<height {
      for x in 0..<width {
        // Blue, green, red and an unused byte, on little-endian machines.
        let at = y * stride + x * 4
        levels.append(UInt8((Int(bytes[at]) + 2 * Int(bytes[at + 1]) + Int(bytes[at + 2])) / 4))
      }
    }
    return PagePicture(width: width, height: height, levels: levels)
  }

  /// The picture as a PNG file; nil if it could not be written.
  func png() -> [UInt8]? {
    var bytes: [UInt8] = []
    let status = withUnsafeMutablePointer(to: &bytes) { target in
      // The callback gets the array's address back as its closure argument, only while this call runs.
      cairo_surface_write_to_png_stream(
        surface,
        { closure, data, count in
          guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
          closure.assumingMemoryBound(to: [UInt8].self).pointee.append(
            contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
          return CAIRO_STATUS_SUCCESS
        }, target)
    }
    return status == CAIRO_STATUS_SUCCESS ? bytes : nil
  }
}

extension Box {
  fileprivate func overlaps(_ other: Box) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }
}
