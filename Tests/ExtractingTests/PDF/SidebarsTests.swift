// SPDX-License-Identifier: Apache-2.0
import Documents
import Testing

@testable import Extracting

/// Text in frames and on shaded grounds.
struct SidebarsTests {
  private let box = Box(left: 80, top: 296, right: 400, bottom: 344)

  /// White paper with a frame one point thick, or a grey ground, where `box` is.
  private func picture(isFrame: Bool, goesOn: Bool = false) -> PagePicture {
    var levels = [UInt8](repeating: 255, count: 600 * 800)
    for y in 296...344 {
      for x in 80...(goesOn ? 420 : 400) where !isFrame || y == 296 || y == 344 || x == 80 || x == 400 {
        levels[y * 600 + x] = isFrame ? 60 : 221
      }
    }
    return PagePicture(width: 600, height: 800, levels: levels)
  }

  private func kinds(boxSize: Float, picture: PagePicture?) -> [BlockKind] {
    var page = SyntheticPage()
    page.print(lines: SyntheticPage.filler(18, width: 80, seed: 1), x: 50, y: 60)
    page.print(lines: SyntheticPage.filler(3, width: 74, seed: 2), x: 90, y: 303, size: boxSize)
    page.print(lines: SyntheticPage.filler(18, width: 80, seed: 3), x: 50, y: 370)
    return DocumentLayout(pages: [page.page], styles: page.styles) { _ in picture }.compose(keepsBoxes: false)
      .map(\.block.kind)
  }

  @Test func smallTypeInAFrameOrOnAGroundIsASidebar() {
    #expect(kinds(boxSize: 8, picture: picture(isFrame: true)) == [.paragraph, .sidebar, .paragraph])
    #expect(kinds(boxSize: 8, picture: picture(isFrame: false)) == [.paragraph, .sidebar, .paragraph])
  }

  @Test func aBoxThatFloatsBesideTheTextIsReadAfterItsLines() {
    var page = SyntheticPage()
    let beside = SyntheticPage.filler(11, width: 60, seed: 1)
    let boxed = SyntheticPage.filler(11, width: 40, seed: 2)
    let below = SyntheticPage.filler(12, width: 94, seed: 3)
    page.print(lines: beside, x: 50, y: 60)
    page.print(lines: boxed, x: 357, y: 64, size: 8, leading: 11.2)
    page.print(lines: below, x: 50, y: 204)
    var levels = [UInt8](repeating: 255, count: 600 * 800)
    for y in 61...188 {
      for x in 352...520 { levels[y * 600 + x] = 221 }
    }
    let picture = PagePicture(width: 600, height: 800, levels: levels)
    let blocks = DocumentLayout(pages: [page.page], styles: page.styles) { _ in picture }.compose(keepsBoxes: false)
      .map(\.block)
    #expect(blocks.map(\.text) == [beside, boxed, below].map { $0.joined(separator: " ") })
    #expect(blocks.map(\.kind) == [.paragraph, .sidebar, .paragraph])
  }

  @Test func smallTypeOnItsOwnIsNot() {
    let blank = PagePicture(width: 600, height: 800, levels: [UInt8](repeating: 255, count: 600 * 800))
    #expect(kinds(boxSize: 8, picture: blank) == [.paragraph, .paragraph, .paragraph])
    #expect(kinds(boxSize: 8, picture: nil) == [.paragraph, .paragraph, .paragraph])
  }

  @Test func framedTextInTheTypeOfTheBodyIsNotEvenLookedAt() {
    var page = SyntheticPage()
    page.print(lines: SyntheticPage.filler(18, width: 80, seed: 1), x: 50, y: 60)
    page.print(lines: SyntheticPage.filler(3, width: 56, seed: 2), x: 90, y: 303)
    var drawn = 0
    _ = DocumentLayout(pages: [page.page], styles: page.styles) { _ in
      drawn += 1
      return picture(isFrame: true)
    }
    #expect(drawn == 0)
  }

  @Test func aCellOfAGridIsNoFrame() {
    let text = Box(left: 90, top: 303, right: 380, bottom: 337)
    #expect(picture(isFrame: true).frame(around: text) == box)
    #expect(picture(isFrame: true, goesOn: true).frame(around: text) == nil)
    #expect(picture(isFrame: false).shade(under: text) == box)
  }
}
