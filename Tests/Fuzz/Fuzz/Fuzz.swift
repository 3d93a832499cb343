// SPDX-License-Identifier: Apache-2.0

internal import CFuzzer
internal import Glibc

/// One program for all fuzzing targets: `Fuzz TARGET [libFuzzer's options] [folder of inputs...]`.
///
/// `Fuzz list` prints the targets with the longest input each is given; `Fuzz seeds FOLDER` writes the first inputs of
/// those targets whose inputs no one writes by hand, into a folder for each.
@main
enum Fuzz {
  /// The one in use; set once, before the first input.
  nonisolated(unsafe) private static var target = targets[0]

  static let targets: [FuzzTarget] = FuzzTarget.extractors + FuzzTarget.readers + FuzzTarget.parsers + FuzzTarget.index

  static func main() throws {
    let arguments = CommandLine.arguments
    switch arguments.dropFirst().first {
    case "list": for target in targets { print(target.name, target.longest) }
    case "seeds" where arguments.count == 3: try Seeds.write(to: arguments[2])
    case let name?:
      guard let found = targets.first(where: { $0.name == name }) else { usage() }
      target = found
      exit(run())
    case nil: usage()
    }
  }

  private static func usage() -> Never {
    let names = targets.map(\.name).joined(separator: " ")
    print("usage: Fuzz list | seeds FOLDER | TARGET [options] [folder...]; targets: \(names)")
    exit(2)
  }

  /// Hands the arguments after the target's name to libFuzzer.
  private static func run() -> Int32 {
    let values = CommandLine.unsafeArgv
    var count = CommandLine.argc - 1
    values[1] = values[0]
    var rest: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = values + 1
    return LLVMFuzzerRunDriver(&count, &rest) { data, size in
      Fuzz.target.run(data.map { Array(UnsafeBufferPointer(start: $0, count: size)) } ?? [])
      return 0
    }
  }
}

/// What is done with one input: any end but returning is a finding.
struct FuzzTarget: Sendable {
  var name: String
  /// No input is made longer than that.
  var longest: Int
  var run: @Sendable ([UInt8]) -> Void

  init(_ name: String, longest: Int, _ run: @escaping @Sendable ([UInt8]) -> Void) {
    (self.name, self.longest, self.run) = (name, longest, run)
  }
}

/// Ends the program as a finding, with a reason.
func finding(_ reason: String) -> Never { fatalError(reason) }
