// SPDX-License-Identifier: Apache-2.0

/// Colour and weight on a terminal, and nothing at all elsewhere.
package struct TextStyle: Sendable {
  package var isOn: Bool

  package init(isOn: Bool) { self.isOn = isOn }

  package static let plain = TextStyle(isOn: false)

  package func bold(_ text: String) -> String { wrap(text, "1") }
  package func dim(_ text: String) -> String { wrap(text, "2") }
  package func match(_ text: String) -> String { wrap(text, "1;31") }
  package func path(_ text: String) -> String { wrap(text, "35") }

  /// One of twelve colours, the same for the same concept index in every run.
  package func concept(_ text: String, index: Int) -> String {
    let colours = ["32", "36", "34", "35", "33", "31", "92", "96", "94", "95", "93", "91"]
    return wrap(text, colours[index % colours.count])
  }

  private func wrap(_ text: String, _ code: String) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
