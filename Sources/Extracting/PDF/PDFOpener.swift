// SPDX-License-Identifier: Apache-2.0

/// Opens a PDF, repairing it first if it is cut off, or says why it cannot be opened.
struct OpenedPDF {
  var file: PopplerFile
  /// What the repair did, for the reader.
  var notes: [String] = []
  /// Whether pages were made up around loose streams: their text must be looked at before it is believed.
  var isGuessed = false
  var isRepaired = false
}

enum PDFOpener {
  static func open(_ bytes: [UInt8]) throws(ExtractionFailure) -> OpenedPDF {
    guard !bytes.isEmpty else { throw ExtractionFailure(.empty, "the file is empty") }
    let bytes = PDFHeader.withoutJunk(bytes)
    let opened: OpenedPDF
    do throws(PopplerFile.Problem) {
      opened = OpenedPDF(file: try PopplerFile(bytes))
    } catch {
      switch error {
      case .encrypted:
        throw ExtractionFailure(.encrypted, "the PDF is encrypted and asks for a password: save a copy without one")
      case .damaged:
        guard let repaired = repair(bytes) else {
          throw ExtractionFailure(
            .damaged, "the PDF has neither a readable table of objects nor pages to rebuild it from: fetch it again")
        }
        return repaired
      }
    }
    guard opened.file.pageCount > 0 else {
      throw ExtractionFailure(
        .damaged, "the PDF's page tree gives no pages: its count is false or it points to itself")
    }
    return opened
  }

  static func repair(_ bytes: [UInt8], ignoringPages: Bool = false) -> OpenedPDF? {
    guard let repair = PDFRepair.repair(bytes, ignoringPages: ignoringPages) else { return nil }
    guard let file = try? PopplerFile(repair.bytes), file.pageCount > 0 else { return nil }
    let note =
      repair.isGuessed
      ? "the file is cut off before its pages and fonts: text was read from loose streams and may have wrong signs"
      : "the file is cut off or damaged: its table of objects was rebuilt and pages may be missing"
    return OpenedPDF(file: file, notes: [note], isGuessed: repair.isGuessed, isRepaired: true)
  }
}
