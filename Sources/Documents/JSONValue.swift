// SPDX-License-Identifier: Apache-2.0

/// A JSON value as a light tree; the fields of an object keep their order.
package enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  /// A number without fraction or exponent that fits 64 bits.
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([JSONField])

  /// The value of the last field of that name; nil in all but objects that have one.
  package subscript(_ name: String) -> JSONValue? {
    guard case .object(let fields) = self else { return nil }
    return fields.last { $0.name == name }?.value
  }

  package var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  package var int: Int? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }

  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  package var bool: Bool? {
    if case .bool(let flag) = self { flag } else { nil }
  }

  package var array: [JSONValue]? {
    if case .array(let values) = self { values } else { nil }
  }

  package var fields: [JSONField]? {
    if case .object(let fields) = self { fields } else { nil }
  }

  /// A string, or a number or truth value as it is written: what ids and field values are taken from.
  package var scalarText: String? {
    switch self {
    case .string(let text): text
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .bool(let flag): flag ? "true" : "false"
    default: nil
    }
  }

  /// The name of the value's type, for messages.
  package var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "a truth value"
    case .integer, .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

package struct JSONField: Sendable, Equatable {
  package var name: String
  package var value: JSONValue

  package init(_ name: String, _ value: JSONValue) {
    (self.name, self.value) = (name, value)
  }
}

/// Text that is not JSON: what was wanted, and the byte where it was not found.
package struct JSONSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
  package var wanted: String
  package var offset: Int

  package init(wanted: String, offset: Int) {
    (self.wanted, self.offset) = (wanted, offset)
  }

  package var description: String { "not JSON at byte \(offset): \(wanted) expected" }
}
