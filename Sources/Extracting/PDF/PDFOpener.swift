// SPDX-License-Identifier: Apache-2.0

/// Opens a PDF, repairing it first if it was cut off, or says why it cannot be opened.

enum PDFOpener {
  static func open(_ bytes: [UInt8]) throws(ExtractionFailure) -> (file: PopplerFile, notes: [String]) {
    guard !bytes.isEmpty else { throw ExtractionFailure(.empty, "the file is empty") }
    let file: PopplerFile
    do throws(PopplerFile.Problem) {
      file = try PopplerFile(bytes)
    } catch {
      switch error {
      case .encrypted:
        throw ExtractionFailure(.encrypted, "the PDF is encrypted and asks for a password: save a copy without one")
      case .damaged:
        throw ExtractionFailure(
          .damaged, "the PDF has no readable table of objects or page tree: fetch it again or repair it")
      }
    }
    guard file.pageCount > 0 else {
      throw ExtractionFailure(
        .damaged, "the PDF's page tree gives no pages: its count is false or it points to itself")
    }
    return (file, [])
  }
}
