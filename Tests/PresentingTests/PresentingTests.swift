// SPDX-License-Identifier: Apache-2.0

import Testing
@testable import Presenting

/// Tests of the writers that every command shares.
@Suite struct JSONWriterTests {
  @Test func putsCommasBetweenFieldsAndElements() {
    var json = JSONWriter()
    json.object {
      $0.field("id", "a\"b\\\n\u{1}é")
      $0.field("hits", 3)
      $0.field("none", String?.none)
      $0.arrayField("list") {
        $0.value(1)
        $0.value(true)
        $0.object { _ in }
        $0.array { _ in }
        $0.value(0.5)
      }
      $0.field("score", 1.23456, decimals: 3)
    }
    json.endLine()
    json.value(Double.nan)
    #expect(
      json.string
        == #"{"id":"a\"b\\\n\u0001é","hits":3,"none":null,"list":[1,true,{},[],0.5],"score":1.235}"# + "\nnull")
  }

  @Test func writesPathBytesThatAreNotUTF8AsLoneSurrogates() {
    var json = JSONWriter()
    json.path([0x61, 0xFF, 0xC3, 0xA9, 0xC3, 0x0A, 0xED, 0xA0, 0x80])
    #expect(json.string == #""a\udcffé\udcc3\n\udced\udca0\udc80""#)
  }
}

@Suite struct DecimalsTests {
  @Test func roundsHalfAwayFromZero() {
    #expect(Decimals.text(2.5, 0) == "3")
    #expect(Decimals.text(-0.125, 2) == "-0.13")
    #expect(Decimals.text(-0.001, 2) == "0.00")
    #expect(Decimals.text(0.05, 3) == "0.050")
    #expect(Decimals.grouped(1_234_567) == "1,234,567")
    #expect(Decimals.grouped(-999) == "-999")
    #expect(Decimals.bytes(999) == "999 B")
    #expect(Decimals.bytes(999_960) == "1.0 MB")
  }
}

@Suite struct DisplayWidthTests {
  @Test func countsTerminalColumns() {
    #expect(DisplayWidth.columns("abc") == 3)
    #expect(DisplayWidth.columns("e\u{301}") == 1)
    #expect(DisplayWidth.columns("日本") == 4)
    #expect(DisplayWidth.columns("a\u{200B}b\u{AD}") == 2)
    #expect(DisplayWidth.fit("日本語", columns: 5) == "日本 ")
    #expect(DisplayWidth.fit("日本語", columns: 5, side: .right) == " 本語")
    #expect(DisplayWidth.fit("ab", columns: 4, side: .right) == "  ab")
  }
}

@Suite struct TextTableTests {
  @Test func alignsNumbersToTheRightAndCutsWideCells() {
    var table = TextTable([.init("name", maxWidth: 5), .init("n", isNumber: true)])
    table.add(["abcdefg", "7"])
    table.add(["é", "1,000"])
    #expect(table.text() == "name       n\nabcd…      7\né      1,000\n")
    #expect(TextTable([.init("x")]).text() == "")
  }
}

@Suite struct DelimitedWriterTests {
  @Test func quotesWhatRFC4180Asks() {
    #expect(DelimitedWriter.row(["a", "b,c", "d\"e", "f\ng"], .csv) == "a,\"b,c\",\"d\"\"e\",\"f\ng\"\r\n")
    #expect(DelimitedWriter.row(["a\tb", "c\\d\n"], .tsv) == "a\\tb\tc\\\\d\\n\n")
  }
}
