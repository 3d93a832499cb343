// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import WorkerPool

/// What `--ocr` names: the languages in which tesseract reads scanned pages.
enum RecognizerChoice {
  static func recognizer(_ languages: String) throws -> TextRecognizer {
    do throws(FileFailure) {
      return try TextRecognizer(languages: languages.split(separator: ",").map(String.init))
    } catch {
      throw CommandFailure(error.reason)
    }
  }
}
