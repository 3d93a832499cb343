// SPDX-License-Identifier: Apache-2.0

/// The program `syntop-extract`: a worker that `syntop` starts; it reads untrusted files and links the extractors.
import ExtractWorker

@main
enum Main {
  static func main() {
    Worker.run()
  }
}
