// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Indexing
internal import Presenting
internal import Segments

/// `syntop verify`: reads the whole index and compares every checksum and every count.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Read the whole index and check that it is sound.",
    discussion: """
      Compares all checksums, then whether the structures agree with one another. Status 2 if anything is wrong.

      Example: a check after copying an index
        cp -r .syntop /backup/ && syntop verify --index /backup/.syntop
      """)

  @OptionGroup var index: IndexOption
  @Flag(help: "One JSON object.") var json = false

  func run() throws {
    let directory = try index.existing()
    var result = IndexCheck.Result()
    var reader: IndexReader?
    do {
      let opened = try IndexReader.open(directory)
      result = IndexCheck.check(opened)
      reader = opened
    } catch let error as IndexError {
      result.faults.append("\(error)")
    }
    if json {
      writeJSON(reader, result)
    } else {
      for fault in result.faults { Output.write(fault + "\n") }
      if result.faults.isEmpty, let reader {
        Output.write("\(directory) is sound: \(result.segments.count) segments, \(reader.documentCount) documents\n")
      }
    }
    if !result.faults.isEmpty { throw ExitStatus.trouble }
  }

  private func writeJSON(_ reader: IndexReader?, _ result: IndexCheck.Result) {
    var json = JSONWriter()
    json.object { json in
      json.field("ok", result.faults.isEmpty)
      json.field("generation", reader?.manifest.generation)
      json.field("segments", result.segments)
      json.field("errors", result.faults)
    }
    Output.writeLine(&json)
  }
}
