package org.failovermon.app.cli;

import java.util.ArrayList;
import java.util.List;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.DaemonCommand;
import org.failovermon.app.control.Desk;
import org.failovermon.app.control.Query;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code failovermon path …}: the communication paths to a host (SEEDS §2). */
@Command(
    name = "path",
    description = "Adds, checks, deletes, changes and lists the paths to a host.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PathCommands.Add.class,
      PathCommands.Check.class,
      PathCommands.Delete.class,
      PathCommands.Modify.class,
      PathCommands.ListPaths.class
    },
    footer = {
      "",
      "Examples:",
      "  failovermon path add hostA 192.168.7.1",
      "  failovermon path check hostA",
      "  failovermon path list"
    })
final class PathCommands {
  PathCommands(Context context) {}

  private static final String ADDRESS = "Address or name that the path leads to.";
  private static final String PORT = "UDP port there; default: the port of the configuration.";

  /** Adds a path. */
  @Command(
      name = "add",
      description = "Adds a path, after one heartbeat was answered down it.",
      footer = {"", "Example:", "  failovermon path add hostA 192.168.7.1"})
  static final class Add extends Verb {
    @Parameters(index = "0", paramLabel = "HOST", description = "The monitored host.")
    String host = "";

    @Parameters(index = "1", paramLabel = "ADDRESS", description = ADDRESS)
    String address = "";

    @Option(names = "--port", paramLabel = "PORT", description = PORT)
    int port;

    @Option(names = "--no-check", description = "Add it without checking it first.")
    boolean noCheck;

    Add(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      HostName name = new HostName(host);
      if (!noCheck) {
        try (Desk desk = context.offices().forChanging(context.home())) {
          Reply check =
              takesPaths(desk, name) // where not, the command says why
                  ? desk.command(new DaemonCommand.CheckPath(name, address, port))
                  : new Reply(Refusal.DONE, List.of(), List.of(), List.of());
          if (check.exit() != Refusal.DONE) {
            context.tell(check);
            context.error(
                "path "
                    + address
                    + " was not added; if the address is new, try again in a few seconds; to add it"
                    + " all the same: --no-check");
            return check.exit();
          }
        }
      }
      return context.operate(new OperatorCommand.AddPath(name, address, port));
    }
  }

  /** Whether there is a monitor of that host, and it belongs to no policy file. */
  private static boolean takesPaths(Desk desk, HostName host) {
    for (JsonNode monitor : desk.ask(new Query.Monitors(List.of())).path("monitors")) {
      if (new HostName(monitor.path("host").asString("")).equals(host)) {
        return !monitor.path("origin").isString();
      }
    }
    return false;
  }

  /** Checks paths. */
  @Command(
      name = "check",
      description = "Sends one heartbeat down one path, or down each path of the host.",
      footer = {
        "",
        "Examples:",
        "  failovermon path check hostA",
        "  failovermon path check hostA 10.0.0.1"
      })
  static final class Check extends Verb {
    @Parameters(index = "0", paramLabel = "HOST", description = "The host.")
    String host = "";

    @Parameters(index = "1", paramLabel = "ADDRESS", arity = "0..1", description = ADDRESS)
    @Nullable String address;

    @Option(names = "--port", paramLabel = "PORT", description = PORT)
    int port;

    Check(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      HostName name = new HostName(host);
      try (Desk desk = context.offices().forChanging(context.home())) {
        List<DaemonCommand.CheckPath> checks = new ArrayList<>();
        if (address == null) {
          for (JsonNode path : desk.ask(new Query.Paths(null)).path("paths")) {
            if (new HostName(path.path("host").asString("")).equals(name)) {
              checks.add(
                  new DaemonCommand.CheckPath(
                      name, path.path("address").asString(""), path.path("port").asInt(0)));
            }
          }
          if (checks.isEmpty()) { // not monitored yet: its name is always a path
            checks.add(new DaemonCommand.CheckPath(name, name.value(), port));
          }
        } else {
          checks.add(new DaemonCommand.CheckPath(name, address, port));
        }
        int exit = Refusal.DONE;
        for (DaemonCommand.CheckPath check : checks) {
          exit = Math.max(exit, context.tell(desk.command(check)));
        }
        return exit;
      }
    }
  }

  /** Deletes a path. */
  @Command(
      name = "delete",
      description = "Deletes a path; the host's own name stays.",
      footer = {"", "Example:", "  failovermon path delete hostA 192.168.7.1"})
  static final class Delete extends Verb {
    @Parameters(index = "0", paramLabel = "HOST", description = "The monitored host.")
    String host = "";

    @Parameters(index = "1", paramLabel = "ADDRESS", description = ADDRESS)
    String address = "";

    Delete(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return context.operate(new OperatorCommand.DeletePath(new HostName(host), address));
    }
  }

  /** Changes a path. */
  @Command(
      name = "modify",
      description = "Replaces a path by another, or changes its port.",
      footer = {"", "Example:", "  failovermon path modify hostA 192.168.7.1 192.168.8.1"})
  static final class Modify extends Verb {
    @Parameters(index = "0", paramLabel = "HOST", description = "The monitored host.")
    String host = "";

    @Parameters(index = "1", paramLabel = "ADDRESS", description = ADDRESS)
    String address = "";

    @Parameters(index = "2", paramLabel = "NEW", arity = "0..1", description = "The new address.")
    @Nullable String newAddress;

    @Option(names = "--port", paramLabel = "PORT", description = PORT)
    int port;

    Modify(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return context.operate(
          new OperatorCommand.ModifyPath(
              new HostName(host), address, newAddress == null ? address : newAddress, port));
    }
  }

  /** Lists paths. */
  @Command(
      name = "list",
      description = "Lists the paths of one host or of all.",
      footer = {"", "Example:", "  failovermon path list hostA"})
  static final class ListPaths extends Verb {
    @Parameters(paramLabel = "HOST", arity = "0..1", description = "Only of this host.")
    @Nullable String host;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    ListPaths(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return context.show(
          new Query.Paths(host == null ? null : new HostName(host)), json, context.lists()::paths);
    }
  }
}
