// SPDX-License-Identifier: Apache-2.0

/// What an element inherits from all elements around it.
struct ElementContext: Sendable {
  struct Region: OptionSet, Sendable {
    let rawValue: UInt32
    static let navigation = Region(rawValue: 1 << 0)
    static let pageHeader = Region(rawValue: 1 << 1)
    static let pageFooter = Region(rawValue: 1 << 2)
    static let partHeader = Region(rawValue: 1 << 3)
    static let partFooter = Region(rawValue: 1 << 4)
    static let aside = Region(rawValue: 1 << 5)
    static let main = Region(rawValue: 1 << 6)
    static let article = Region(rawValue: 1 << 7)
    static let section = Region(rawValue: 1 << 8)
    static let form = Region(rawValue: 1 << 9)
    static let dialog = Region(rawValue: 1 << 10)
    static let table = Region(rawValue: 1 << 11)
    static let list = Region(rawValue: 1 << 12)
    static let link = Region(rawValue: 1 << 13)
    static let button = Region(rawValue: 1 << 14)
    static let preformatted = Region(rawValue: 1 << 15)
    static let figure = Region(rawValue: 1 << 16)
    static let quote = Region(rawValue: 1 << 17)
    static let unspoken = Region(rawValue: 1 << 18)
    static let unseen = Region(rawValue: 1 << 19)
    static let definition = Region(rawValue: 1 << 20)
    static let choice = Region(rawValue: 1 << 21)
    static let details = Region(rawValue: 1 << 22)
    static let label = Region(rawValue: 1 << 23)
    static let address = Region(rawValue: 1 << 24)
    static let time = Region(rawValue: 1 << 25)
    static let noScript = Region(rawValue: 1 << 26)
    static let search = Region(rawValue: 1 << 27)
    static let caption = Region(rawValue: 1 << 28)
    static let footnote = Region(rawValue: 1 << 29)
    static let heading = Region(rawValue: 1 << 30)
    static let item = Region(rawValue: 1 << 31)
  }

  var regions: Region = []
  /// The hints of the names of all elements around, and of the element itself.
  var hints: UInt64 = 0
  var headingLevel: UInt8 = 0
  /// Where the language in force is declared, as a node; -1 where it is not.
  var languageNode: Int32 = -1
  /// The data table around, as a node; -1 outside of one.
  var tableNode: Int32 = -1
}
