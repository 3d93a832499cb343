// SPDX-License-Identifier: Apache-2.0

/// The program `syntop`: hands its arguments to `Commands`.
import Commands

@main
enum Main {
  static func main() {
    Program.run()
  }
}
