// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Documents

/// The root of the command tree: `syntop` and its subcommands, one file each.
struct SyntopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "syntop",
    abstract: "Map where, how and how often concepts are used across a corpus of HTML, PDF and plain files.",
    version: ProgramVersion.text,
    subcommands: [
      AgreementCommand.self,
      BatchCommand.self,
      BuildCommand.self,
      ClassifyCommand.self,
      CollocatesCommand.self,
      ConceptsCommand.self,
      CooccurrenceCommand.self,
      CountCommand.self,
      DiffCommand.self,
      DispersionCommand.self,
      EvaluateCommand.self,
      ExportCommand.self,
      ExtractCommand.self,
      FrequencyCommand.self,
      InitCommand.self,
      KeynessCommand.self,
      KwicCommand.self,
      LexiconCommand.self,
      LogCommand.self,
      MethodsCommand.self,
      NGramsCommand.self,
      ReportCommand.self,
      RerunCommand.self,
      SampleCommand.self,
      SearchCommand.self,
      ShowCommand.self,
      StatusCommand.self,
      TagCommand.self,
      TrendsCommand.self,
      VerifyCommand.self,
    ])

}
