package org.failovermon.app.cli;

import org.failovermon.app.control.Query;
import org.failovermon.app.show.PolicyLists;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code failovermon rule …}: the rules that policies describe. */
@Command(
    name = "rule",
    description = "Shows rules.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = RuleCommands.ListRules.class,
    footer = {"", "Example:", "  failovermon rule list"})
final class RuleCommands {
  RuleCommands(Context context) {}

  /** Lists rules. */
  @Command(
      name = "list",
      description = "Lists the rules: when each acted last, and what it decided last and why.",
      footer = {"", "Examples:", "  failovermon rule list", "  failovermon rule list --json"})
  static final class ListRules extends Verb {
    @Option(names = "--json", description = "As JSON.")
    boolean json;

    ListRules(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      PolicyLists lists = new PolicyLists(context.terminal().zone(), context.terminal().ink());
      return context.show(new Query.Rules(), json, lists::rules);
    }
  }
}
