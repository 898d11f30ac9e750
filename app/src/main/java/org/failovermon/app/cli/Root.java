package org.failovermon.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself, without an operation; it carries the options that go with every command. */
@Command(
    name = "failovermon",
    description =
        "Watches hosts; when one loses its pulse, runs a script, and another when it is back.",
    versionProvider = Version.class,
    customSynopsis = {
      "failovermon -o add|delete|modify|list|start|stop [options] [host...]",
      "       failovermon COMMAND [options]"
    },
    footer = {
      "",
      "Examples:",
      "  failovermon add hostA --interval 60s --retries 3 --at-reboot --start",
      "  failovermon -o add -i 60 -r 3 -b -s hostA      the same, in the man page's form",
      "  failovermon status                             what happened, why, and what to do next",
      "",
      "Exit codes: 0 done, 1 not done, 2 refused for lack of rights, 3 command-line error.",
      "Help on one command: failovermon COMMAND --help; on the man page's form: failovermon -o help"
    })
final class Root {
  private final Context context;

  Root(Context context) {
    this.context = context;
  }

  @Option(
      names = "--home",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "The installation; default: $FAILOVERMON_HOME, or the system's.")
  void home(String folder) {
    context.home(folder);
  }

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Shows the version.")
  boolean version;
}
