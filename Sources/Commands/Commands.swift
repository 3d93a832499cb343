// SPDX-License-Identifier: Apache-2.0

/// The command line of `syntop`: one file a subcommand, help, exit statuses.
internal import ArgumentParser

public enum Program {
  /// Parses the process's arguments and runs the command they name; never returns normally from a failure.
  public static func run() {
    SyntopCommand.main()
  }
}
