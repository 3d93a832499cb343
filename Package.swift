// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// The targets of syntop, one row each, from the bottom of the stack to the top.
// `Scripts/check-arrows.py` holds every arrow to the table in ARCHITECTURE.md.
import PackageDescription

/// One target: its name, its kind, what it may use, and whether it has tests.
struct Row {
  enum Kind { case system(pkgConfig: String?, apt: String), c, library, executable }
  let name: String
  let kind: Kind
  let uses: [Target.Dependency]
  let tests: [Target.Dependency]?
  /// Files among the sources that are not compiled.
  let besides: [String]

  init(
    _ name: String, _ kind: Kind = .library, uses: [Target.Dependency] = [], tests: [Target.Dependency]? = [],
    besides: [String] = []
  ) {
    (self.name, self.kind, self.uses, self.tests, self.besides) = (name, kind, uses, tests, besides)
  }
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let rows: [Row] = [
  Row("CLibXML", .system(pkgConfig: "libxml-2.0", apt: "libxml2-dev"), tests: nil),
  Row("CPoppler", .system(pkgConfig: "poppler-glib", apt: "libpoppler-glib-dev"), tests: nil),
  Row("CCairo", .system(pkgConfig: "cairo", apt: "libcairo2-dev"), tests: nil),
  Row("CStemmer", .system(pkgConfig: nil, apt: "libstemmer-dev"), tests: nil),
  Row("CUchardet", .system(pkgConfig: "uchardet", apt: "libuchardet-dev"), tests: nil),
  Row("CZstd", .system(pkgConfig: "libzstd", apt: "libzstd-dev"), tests: nil),
  Row("CKernels", .c, tests: nil),
  Row("Bytes", uses: ["CKernels", "CZstd"]),
  Row("Documents", uses: ["Bytes", grdb]),
  Row(
    "Extracting", uses: ["Documents", "CLibXML", "CPoppler", "CCairo", "CUchardet"], besides: ["README.md", "Pictures"]),
  Row("WorkerPool", uses: ["Documents", "CKernels"]),
  Row("Tokenizing", uses: ["Bytes", "CStemmer"]),
  Row("Patterns", uses: ["Tokenizing"]),
  Row("Tagging", uses: ["Patterns", "Tokenizing", yams]),
  Row("Segments", uses: ["Documents", "Bytes"]),
  Row("Indexing", uses: ["Bytes", "Segments", "Tagging", "Tokenizing", "Documents", "WorkerPool"]),
  Row("Querying", uses: ["Segments", "Patterns"], tests: ["Indexing", "Documents", "Tagging", "Tokenizing"]),
  Row("Analyzing", uses: ["Querying", "Segments"], tests: ["Indexing", "Documents", "Patterns"]),
  Row("Presenting", uses: ["Analyzing", "Querying"]),
  Row(
    "Commands",
    uses: [
      "Bytes", "Documents", "WorkerPool", "Tokenizing", "Patterns", "Tagging", "Segments", "Indexing", "Querying",
      "Analyzing", "Presenting", argumentParser,
    ]),
  Row("syntop", .executable, uses: ["Commands"], tests: nil),
  Row("ExtractWorker", uses: ["Extracting", "Documents", "CKernels"], tests: nil),
  Row("syntop-extract", .executable, uses: ["ExtractWorker"], tests: nil),
]

let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A program at a fixed address starts 1.5 ms sooner: it has no 100,000 addresses to adjust, which lie all over its data.
/// `syntop-extract`, which reads hostile bytes, moves about as usual.
let fixedAddress: [LinkerSetting] = [
  .unsafeFlags(["-Xclang-linker", "-no-pie"], .when(platforms: [.linux], configuration: .release))
]

func target(_ row: Row) -> Target {
  switch row.kind {
  case .system(let pkgConfig, let apt):
    return .systemLibrary(name: row.name, pkgConfig: pkgConfig, providers: [.apt([apt])])
  case .c:
    return .target(name: row.name)
  case .library:
    return .target(
      name: row.name, dependencies: row.uses, exclude: row.besides, swiftSettings: swiftSettings)
  case .executable:
    return .executableTarget(
      name: row.name, dependencies: row.uses, swiftSettings: swiftSettings,
      linkerSettings: row.name == "syntop" ? fixedAddress : [])
  }
}

func testTarget(_ row: Row) -> Target? {
  guard let extra = row.tests else { return nil }
  return .testTarget(
    name: "\(row.name)Tests", dependencies: ["TestSupport", .byName(name: row.name)] + row.uses + extra,
    swiftSettings: swiftSettings)
}

/// What tests of several targets use.
let testSupport = Target.target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: swiftSettings)

/// Runs the built programs as a user would.
let endToEnd = Target.testTarget(name: "EndToEndTests", dependencies: ["TestSupport"], swiftSettings: swiftSettings)

let package = Package(
  name: "syntop",
  products: [
    .executable(name: "syntop", targets: ["syntop"]),
    .executable(name: "syntop-extract", targets: ["syntop-extract"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: rows.map(target) + [testSupport] + rows.compactMap(testTarget) + [endToEnd]
)
