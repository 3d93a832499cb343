// SPDX-License-Identifier: Apache-2.0

import Testing
@testable import Presenting

/// How a concordance line fits its columns.
@Suite struct ConcordanceLayoutTests {
  @Test func aMatchTooLongForItsColumnKeepsBothEnds() {
    #expect(ConcordanceLayout.shortened("short", 10) == "short")
    #expect(ConcordanceLayout.shortened("the beginning and the end", 15) == "the beg … e end")
    #expect(DisplayWidth.columns(ConcordanceLayout.shortened("日本語日本語日本語", 11)) <= 11)
  }
}
