// SPDX-License-Identifier: Apache-2.0

/// The version of the program: what `syntop --version` prints and each generation of an index records.
package enum ProgramVersion {
  package static let text = "0.1.0"
}
