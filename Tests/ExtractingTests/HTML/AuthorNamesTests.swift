// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Extracting

/// Names of authors are parted where they are certainly several.
struct AuthorNamesTests {
  @Test(arguments: [
    ("Jane Doe", ["Jane Doe"]),
    ("Jane Doe and John Roe", ["Jane Doe", "John Roe"]),
    ("Jane Doe, John Roe", ["Jane Doe", "John Roe"]),
    ("Jane Doe, John Roe, and Eva de la Poe", ["Jane Doe", "John Roe", "Eva de la Poe"]),
    ("Jane Doe | John Roe", ["Jane Doe", "John Roe"]),
    ("Jane van der Berg & Piet Jansen", ["Jane van der Berg", "Piet Jansen"]),
    ("Jean-Luc O\u{2019}Brien und \u{C9}va Roe", ["Jean-Luc O\u{2019}Brien", "\u{C9}va Roe"]),
    ("Doe J, Roe K", ["Doe J", "Roe K"]),
    ("Doe, J., Roe, J.-P. & Poe, E.", ["J. Doe", "J.-P. Roe", "E. Poe"]),
    ("Doe, Jane and van der Berg, Piet", ["Jane Doe", "Piet van der Berg"]),
    ("Odhiambo, Lucas T.", ["Lucas T. Odhiambo"]),
    ("Garc\u{ED}a M\u{E1}rquez, G.", ["G. Garc\u{ED}a M\u{E1}rquez"]),
    ("Tolkien, J.R.", ["J.R. Tolkien"]),
    ("Jane Doe, PhD, John Roe, MD", ["Jane Doe, PhD", "John Roe, MD"]),
    ("jane@example.org (Jane Doe)", ["Jane Doe"]),
    ("Doe, John A.", ["John A. Doe"]),
    ("Smith, John, Jr.", ["John Smith, Jr."]),
    ("Doe, Jane (Ed.)", ["Jane Doe"]),
    ("Jane Doe <jane@example.org>", ["Jane Doe"]),
  ])
  func severalNamesAreParted(text: String, expected: [String]) {
    #expect(AuthorNames.parted(text) == expected)
  }

  @Test(arguments: [
    "Dylan Bailey, MS, RD, FAND", "Jane Doe, M.D.", "Jane Doe, Jr.", "Department of Health and Social Care",
    "Marks and Spencer", "Simon & Schuster", "Jane Doe, The Guardian", "Jane Doe | The Guardian", "Everfit, Inc.",
    "Jane Doe, Staff Writer", "Dr Jane Doe, University of Wells", "Santiago Ram\u{F3}n y Cajal", "jane@example.org",
    "wendy_h", "\u{674E}\u{660E}", "The New York Times", "", ",", "and", "a, b", "Jane Doe,",
  ])
  func whatIsInDoubtStaysWhole(text: String) {
    let whole = text == "Jane Doe," ? "Jane Doe" : text
    #expect(AuthorNames.parted(text) == [whole])
  }

  @Test(arguments: [
    ("Mc Mullin, Caitlin", "Caitlin Mc Mullin"),
    ("Garc\u{ED}a M\u{E1}rquez, Gabriel", "Gabriel Garc\u{ED}a M\u{E1}rquez"),
    ("Smith, John, Jr.", "John Smith, Jr."), ("Jane Doe, PhD", "Jane Doe, PhD"), ("Jane Doe", "Jane Doe"),
    ("Department of Health, London", "Department of Health, London"),
  ])
  func namesKnownToBeginWithTheFamilyAreTurned(text: String, expected: String) {
    #expect(AuthorNames.givenFirst(text) == expected)
  }
}
