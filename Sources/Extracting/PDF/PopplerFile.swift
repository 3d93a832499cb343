// SPDX-License-Identifier: Apache-2.0

import CPoppler

/// One open PDF: the only place, besides drawing, that calls poppler. Pointers never leave it.
final class PopplerFile {
  let document: OpaquePointer

  /// Poppler builds and tears down its global tables with the first and last document; keeping one open for the life
  /// of the process saves a quarter of the time that small files take.
  nonisolated(unsafe) private static let keptOpen: OpaquePointer? = {
    let tiny = """
      %PDF-1.4
      1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
      2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
      trailer<</Root 1 0 R>>
      """
    return try? open(Array(tiny.utf8)).get()
  }()

  enum Problem: Error { case encrypted, damaged }

  init(_ bytes: [UInt8]) throws(Problem) {
    _ = Self.keptOpen
    document = try Self.open(bytes).get()
  }

  deinit { g_object_unref(UnsafeMutableRawPointer(document)) }

  private static func open(_ bytes: [UInt8]) -> Result<OpaquePointer, Problem> {
    let data = bytes.withUnsafeBytes { g_bytes_new($0.baseAddress, gsize($0.count)) }
    defer { g_bytes_unref(data) }
    var error: UnsafeMutablePointer<GError>?
    if let document = poppler_document_new_from_bytes(data, nil, &error) { return .success(document) }
    defer { g_clear_error(&error) }
    let isEncrypted = error?.pointee.code == gint(POPPLER_ERROR_ENCRYPTED.rawValue)
    return .failure(isEncrypted ? .encrypted : .damaged)
  }

  var pageCount: Int { Int(poppler_document_get_n_pages(document)) }

  /// Takes ownership of a string made by glib; ill-formed UTF-8 is repaired.
  static func take(_ string: UnsafeMutablePointer<CChar>?) -> String? {
    guard let string else { return nil }
    defer { g_free(string) }
    return String(cString: string)
  }

  var title: String? { Self.take(poppler_document_get_title(document)) }
  var author: String? { Self.take(poppler_document_get_author(document)) }
  var subject: String? { Self.take(poppler_document_get_subject(document)) }
  var keywords: String? { Self.take(poppler_document_get_keywords(document)) }
  var creator: String? { Self.take(poppler_document_get_creator(document)) }
  /// The XMP packet.
  var packet: String? { Self.take(poppler_document_get_metadata(document)) }
  /// Seconds since 1970, or nil.
  var created: Int? {
    let time = Int(poppler_document_get_creation_date(document))
    return time > 0 ? time : nil
  }

  /// Calls `body` with the page of that index, or returns nil where poppler has none.
  func withPage<R>(_ index: Int, _ body: (OpaquePointer) -> R) -> R? {
    guard let page = poppler_document_get_page(document, gint(index)) else { return nil }
    defer { g_object_unref(UnsafeMutableRawPointer(page)) }
    return body(page)
  }

  /// Reads the glyphs of a page, adding its fonts to `styles`.
  func glyphPage(_ index: Int, styles: inout StyleTable) -> GlyphPage? {
    withPage(index) { page in
      var width = 0.0
      var height = 0.0
      poppler_page_get_size(page, &width, &height)
      var result = GlyphPage(number: index + 1, width: Float(width), height: Float(height))
      Self.read(page, within: PopplerRectangle(x1: 0, y1: 0, x2: width, y2: height), into: &result, &styles)
      if result.turnedGlyphs * 2 >= result.glyphs.count {
        let turned = Self.readFromRight(page, like: result, &styles)
        if turned.turnedGlyphs > 0 { result = turned }
      }
      return result
    }
  }

  /// A page that reads from right to left, mirrored.
  ///
  /// Poppler selects from one point to another: from the line that is nearest to the first, beginning there, to the line that
  /// is nearest to the second. Corners will not do where lines begin at the right, so the points at the upper and the lower
  /// edge are looked for between which there is most.
  private static func readFromRight(
    _ page: OpaquePointer, like empty: GlyphPage, _ styles: inout StyleTable
  ) -> GlyphPage {
    var result = GlyphPage(number: empty.number, width: empty.width, height: empty.height)
    var area = PopplerRectangle(x1: Double(empty.width), y1: 0, x2: 0, y2: Double(empty.height))
    // Most pages without text have none from this side either.
    guard let text = poppler_page_get_text_for_area(page, &area) else { return result }
    let isEmpty = text.pointee == 0
    g_free(text)
    if isEmpty { return result }
    for edge in [\PopplerRectangle.x2, \.x1] { widen(&area, edge, width: Double(empty.width), on: page) }
    read(page, within: area, into: &result, &styles)
    if result.turnedGlyphs > 0 { result.mirror() }
    return result
  }

  /// Moves one end of an area to where it holds most text, tried in ever smaller steps.
  private static func widen(
    _ area: inout PopplerRectangle, _ edge: WritableKeyPath<PopplerRectangle, Double>, width: Double,
    on page: OpaquePointer
  ) {
    var best = (position: area[keyPath: edge], length: -1)
    var step = width / 8
    var middle = width / 2
    while step > 1 {
      for position in stride(from: middle - 4 * step, through: middle + 4 * step, by: step) {
        area[keyPath: edge] = position
        guard let text = poppler_page_get_text_for_area(page, &area) else { continue }
        let length = strlen(text)
        if length > best.length { best = (position, length) }
        g_free(text)
      }
      (middle, step) = (best.position, step / 4)
    }
    area[keyPath: edge] = best.position
  }

  private static func read(
    _ page: OpaquePointer, within area: PopplerRectangle, into result: inout GlyphPage, _ styles: inout StyleTable
  ) {
    var area = area
    guard let text = poppler_page_get_text_for_area(page, &area) else { return }
    defer { g_free(text) }
    var boxes: UnsafeMutablePointer<PopplerRectangle>?
    var count: guint = 0
    guard poppler_page_get_text_layout_for_area(page, &area, &boxes, &count) != 0, let boxes else { return }
    defer { g_free(boxes) }
    let attributes = poppler_page_get_text_attributes_for_area(page, &area)
    defer { poppler_page_free_text_attributes(attributes) }
    let runs = fontRuns(attributes, styles: &styles)
    let layout = UnsafeBufferPointer(start: boxes, count: Int(count))
    let bytes = UnsafeRawBufferPointer(start: text, count: strlen(text))
    GlyphReader(bytes: bytes, boxes: layout, runs: runs).read(into: &result)
  }

  /// The styles as runs: the index of the last character of each, and its style.
  private static func fontRuns(
    _ list: UnsafeMutablePointer<GList>?, styles: inout StyleTable
  ) -> [(last: Int, style: UInt16)] {
    var runs: [(last: Int, style: UInt16)] = []
    var item = list
    while let node = item?.pointee {
      if let attributes = node.data?.assumingMemoryBound(to: PopplerTextAttributes.self).pointee {
        let font = attributes.font_name.map { String(cString: $0) } ?? ""
        runs.append((Int(attributes.end_index), styles.style(font: font, size: Float(attributes.font_size))))
      }
      item = node.next
    }
    return runs
  }
}
