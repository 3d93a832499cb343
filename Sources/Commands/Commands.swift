// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Glibc

/// The command line of `syntop`: one file a subcommand, help, exit statuses.
public enum Program {
  /// Parses the process's arguments and runs the command they name.
  ///
  /// Exit status: 0 found or done, 1 nothing found, 2 trouble (wrong usage included), 3 too many files quarantined.
  public static func run() {
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try Program.command(Program.arguments)
      try command.run()
    } catch let failure as CommandFailure {
      Output.note(failure.description)
      exit(2)
    } catch let code as ExitCode {
      exit(code.rawValue)
    } catch {
      end(error)
    }
  }

  /// The command that the arguments name.
  ///
  /// To set up a parser of all subcommands takes longer than most queries do. So the one that is named is tried alone;
  /// what it cannot read and requests for help are left to the parser of all, which speaks of `syntop`.
  private static func command(_ arguments: [String]) throws -> any ParsableCommand {
    if let named = subcommand(arguments.first), named.configuration.subcommands.isEmpty,
      let command = try? named.parseAsRoot(Array(arguments.dropFirst())), type(of: command) == named
    {
      return command
    }
    try checkName(arguments.first == "help" ? arguments.dropFirst().first : arguments.first)
    return try SyntopCommand.parseAsRoot(arguments)
  }

  private static func subcommand(_ name: String?) -> (any ParsableCommand.Type)? {
    SyntopCommand.configuration.subcommands.first { $0.configuration.commandName == name }
  }

  /// Refuses what no command is named.
  private static func checkName(_ name: String?) throws {
    guard let name, !name.hasPrefix("-"), name != "help" else { return }
    let names = SyntopCommand.configuration.subcommands.compactMap { $0.configuration.commandName }
    if !names.contains(name) { throw CommandFailure(Suggestion.message("command", name, among: names)) }
  }

  /// The process's arguments. A query such as -film or '-film trust' begins like an option, of which only -h has a name
  /// so short: a space in front tells the two apart.
  private static var arguments: [String] {
    let given = Array(CommandLine.arguments.dropFirst())
    guard subcommand(given.first) is any QueryingCommand.Type else { return given }
    let end = given.firstIndex(of: "--") ?? given.count
    return given.enumerated().map { index, argument in
      let isOption = argument.hasPrefix("--") || argument == "-h" || argument == "-" || Double(argument) != nil
      return index < end && argument.hasPrefix("-") && !isOption ? " " + argument : argument
    }
  }

  /// Help and version go to standard output with status 0; wrong usage to standard error with status 2.
  private static func end(_ error: any Error) {
    guard SyntopCommand.exitCode(for: error) != .success else { SyntopCommand.exit(withError: error) }
    let message = SyntopCommand.fullMessage(for: error)
    let text = message.hasPrefix("Error: ") ? String(message.dropFirst("Error: ".count)) : message
    Output.note(text)
    exit(2)
  }
}
