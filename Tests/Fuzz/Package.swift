// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// The stages that read what others wrote, with coverage and address checks, under one fuzzing program: `make fuzz`.
// A package of its own, so that the product's manifest knows nothing of sanitizers; `Stages` leads to the product's sources.
import PackageDescription

let instrumented: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  // Testing is enabled so that parts inside a stage can be reached without the libraries around them.
  .unsafeFlags(["-sanitize=fuzzer,address", "-enable-testing"]),
]

func stage(
  _ name: String, _ uses: [Target.Dependency], excluding: [String] = [], sources: [String]? = nil
) -> Target {
  .target(
    name: name, dependencies: uses, path: "Stages/\(name)", exclude: excluding, sources: sources,
    swiftSettings: instrumented)
}

func system(_ name: String, _ pkgConfig: String?) -> Target {
  .systemLibrary(name: name, path: "Stages/\(name)", pkgConfig: pkgConfig)
}

let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "Fuzz",
  dependencies: [.package(url: "https://github.com/jpsim/Yams", from: "6.2.2")],
  targets: [
    system("CLibXML", "libxml-2.0"), system("CPoppler", "poppler-glib"), system("CCairo", "cairo"),
    system("CStemmer", nil), system("CUchardet", "uchardet"), system("CZstd", "libzstd"),
    .target(
      name: "CKernels", path: "Stages/CKernels", cSettings: [.unsafeFlags(["-fsanitize=fuzzer-no-link,address"])]),
    stage("Bytes", ["CKernels", "CZstd"]),
    // The notebook is written and read by the same user; without it there is no database to build.
    stage("Documents", ["Bytes"], excluding: ["Catalogue.swift"]),
    stage(
      "Extracting", ["Documents", "CLibXML", "CPoppler", "CCairo", "CUchardet"], excluding: ["README.md", "Pictures"]),
    stage("Tokenizing", ["Bytes", "CStemmer"]),
    stage("Patterns", ["Tokenizing"]),
    stage("Tagging", ["Patterns", "Tokenizing", yams]),
    stage("Segments", ["Documents", "Bytes"]),
    // What reads vertical text; the rest of the stage wants the database and the processes.
    stage(
      "Indexing", ["Bytes", "Documents", "Segments", "Tokenizing"],
      sources: [
        "VerticalReader.swift", "VerticalDocument.swift", "VerticalWords.swift", "LineReader.swift", "Batch.swift",
        "FileKind.swift",
      ]),
    .target(name: "CFuzzer", path: "CFuzzer"),
    .target(name: "TestSupport", path: "TestSupport"),
    .executableTarget(
      name: "Fuzz",
      dependencies: [
        "CFuzzer", "TestSupport", "Extracting", "Documents", "Patterns", "Tagging", "Segments", "Indexing",
      ],
      path: "Fuzz", swiftSettings: instrumented,
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
  ]
)
