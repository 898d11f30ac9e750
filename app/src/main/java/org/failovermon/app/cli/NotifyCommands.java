package org.failovermon.app.cli;

import org.failovermon.app.control.DaemonCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code failovermon notify …}: how people are told. */
@Command(
    name = "notify",
    description = "Tests whether people are told.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = NotifyCommands.Test.class,
    footer = {"", "Example:", "  failovermon notify test"})
final class NotifyCommands {
  NotifyCommands(Context context) {}

  /** Sends a test notice. */
  @Command(
      name = "test",
      description =
          "Sends a test notice by the command and the mail of the configuration, and says what"
              + " became of it. The daemon sends it, with its rights and environment; where none"
              + " runs, whoever asks. Exit code 0 if each way worked, 1 otherwise.",
      footer = {"", "Example:", "  failovermon notify test"})
  static final class Test extends Verb {
    @Option(names = "--json", description = "As JSON.")
    boolean json;

    Test(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return context.change(new DaemonCommand.TestNotice(), json);
    }
  }
}
