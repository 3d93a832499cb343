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
      guard let text = poppler_page_get_text(page) else { return result }
      defer { g_free(text) }
      var boxes: UnsafeMutablePointer<PopplerRectangle>?
      var count: guint = 0
      guard poppler_page_get_text_layout(page, &boxes, &count) != 0, let boxes else { return result }
      defer { g_free(boxes) }
      let attributes = poppler_page_get_text_attributes(page)
      defer { poppler_page_free_text_attributes(attributes) }
      let runs = Self.fontRuns(attributes, styles: &styles)
      let layout = UnsafeBufferPointer(start: boxes, count: Int(count))
      let bytes = UnsafeRawBufferPointer(start: text, count: strlen(text))
      GlyphReader(bytes: bytes, boxes: layout, runs: runs).read(into: &result)
      return result
    }
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
