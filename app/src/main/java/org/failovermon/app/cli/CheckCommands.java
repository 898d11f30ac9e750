package org.failovermon.app.cli;

import org.failovermon.app.control.Query;
import org.failovermon.app.show.PolicyLists;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code failovermon check …}: the service checks that policies describe. */
@Command(
    name = "check",
    description = "Shows service checks.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = CheckCommands.ListChecks.class,
    footer = {"", "Example:", "  failovermon check list"})
final class CheckCommands {
  CheckCommands(Context context) {}

  /** Lists checks. */
  @Command(
      name = "list",
      description = "Lists the service checks with verdict, since when, and the last result.",
      footer = {"", "Examples:", "  failovermon check list", "  failovermon check list --json"})
  static final class ListChecks extends Verb {
    @Option(names = "--json", description = "As JSON.")
    boolean json;

    ListChecks(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      PolicyLists lists = new PolicyLists(context.terminal().zone(), context.terminal().ink());
      return context.show(new Query.Checks(), json, lists::checks);
    }
  }
}
