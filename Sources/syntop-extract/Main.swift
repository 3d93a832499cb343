// SPDX-License-Identifier: Apache-2.0

import ExtractWorker

/// The program `syntop-extract`: a worker that `syntop` starts; it reads untrusted files and links the extractors.
@main
enum Main {
  static func main() {
    Worker.run()
  }
}
