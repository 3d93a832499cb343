// SPDX-License-Identifier: Apache-2.0

import Commands

/// The program `syntop`: hands its arguments to `Commands`.
@main
enum Main {
  static func main() {
    Program.run()
  }
}
