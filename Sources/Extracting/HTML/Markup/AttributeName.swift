// SPDX-License-Identifier: Apache-2.0

/// The attributes that extraction reads; all others are dropped while parsing.
enum AttributeName: UInt8, CaseIterable, Sendable {
  case id, `class`, role, style, hidden, lang, href, rel, name, content, property, datetime, type, src, itemprop,
    itemtype
  case ariaHidden, ariaModal, ariaControls, ariaExpanded, xmlLang, httpEquiv, testID, component, shadowRootMode

  private static let spelled: [String: AttributeName] = {
    var table: [String: AttributeName] = [
      "aria-hidden": .ariaHidden, "aria-modal": .ariaModal, "aria-controls": .ariaControls,
      "aria-expanded": .ariaExpanded, "xml:lang": .xmlLang,
      "http-equiv": .httpEquiv, "data-testid": .testID, "data-component": .component,
      "shadowrootmode": .shadowRootMode,
    ]
    let plain: [AttributeName] = [
      .id, .class, .role, .style, .hidden, .lang, .href, .rel, .name, .content, .property, .datetime, .type, .src,
      .itemprop, .itemtype,
    ]
    for name in plain { table["\(name)"] = name }
    return table
  }()

  /// All names, in lower case.
  static var spellings: some Sequence<String> { spelled.keys }

  /// The attribute called `name` (lower case), or nil when extraction has no use for it.
  init?(named name: String) {
    guard let found = Self.spelled[name] else { return nil }
    self = found
  }
}
