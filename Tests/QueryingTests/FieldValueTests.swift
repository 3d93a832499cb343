// SPDX-License-Identifier: Apache-2.0

import Patterns
import Testing
@testable import Querying

/// Which values of a field a filter takes: names that look like numbers, dates, and texts among dates.
@Suite struct FieldValueTests {
  private func taken(_ filter: String, of values: [String]) throws -> [String] {
    guard case .field(let parsed) = try PlainQuery(parsing: "f:\(filter)") else { return ["no filter"] }
    let test = try FieldValueTest(parsed.test)
    return values.filter { test.holds($0) }
  }

  @Test func whatIsNoQuantityEqualsItselfAlone() throws {
    let ids = ["12345678901234567", "12345678901234568", "12345678901234569"]
    for id in ids { #expect(try taken(id, of: ids) == [id]) }
    #expect(try taken("12345678901234568..", of: ids) == Array(ids[1...]))
    #expect(try taken("..12345678901234567", of: ids) == [ids[0]])
    let numbers = ["007", "7", "7.0", "07", "0.7", "0"]
    #expect(try taken("007", of: numbers) == ["007"])
    #expect(try taken("7", of: numbers) == ["7", "7.0"])
    #expect(try taken("7.00", of: numbers) == ["7", "7.0"])
    #expect(try taken("0", of: numbers) == ["0"])
    #expect(try taken("1..9", of: numbers) == ["007", "7", "7.0", "07"])
    #expect(try FieldValueTest(.equals("007")).holds(7) == false)
    #expect(try FieldValueTest(.equals("7")).holds(7))
  }

  @Test func betweenDatesLieDates() throws {
    let values = ["2009", "2009-11", "2010-05-17", "2011-09-30", "2012", "May 2010", "20090411x", "red", "12"]
    #expect(try taken("2009-11-10..2011-09", of: values) == ["2010-05-17", "2011-09-30"])
    #expect(try taken("2009-11..", of: values) == ["2009-11", "2010-05-17", "2011-09-30", "2012"])
    #expect(try taken("..2010-12", of: values) == ["2009", "2009-11", "2010-05-17"])
    #expect(try taken("2009..2010", of: values) == ["2009", "2009-11", "2010-05-17"])
  }

  @Test func theAdviceOnAFieldCanBeFollowed() throws {
    let names = ["Publication year", "année", "2nd", "a:b", "id"]
    let advice = Spelling.suggestion(
      for: "publication year", among: names, noun: "fields", spelled: FieldFilter.spelled)
    #expect(
      advice
        == "Did you mean \"Publication year\"? Known fields are: \"Publication year\", année, 2nd, \"a:b\", id.")
    for name in names {
      let query = try PlainQuery(parsing: "\(FieldFilter.spelled(name)):x")
      #expect(query == .field(FieldFilter(field: name, test: .equals("x"))))
    }
  }
}
