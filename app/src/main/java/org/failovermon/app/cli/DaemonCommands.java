package org.failovermon.app.cli;

import java.util.List;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.Desk;
import org.failovermon.app.control.Query;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code failovermon daemon …}: failoverd in the background. */
@Command(
    name = "daemon",
    description = "Starts, stops and shows failoverd.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DaemonCommands.Start.class,
      DaemonCommands.Stop.class,
      DaemonCommands.Status.class
    },
    footer = {
      "",
      "Examples:",
      "  failovermon daemon start",
      "  failoverd                     in the foreground, for a service manager"
    })
final class DaemonCommands {
  DaemonCommands(Context context) {}

  /** Starts the daemon. */
  @Command(
      name = "start",
      description = "Starts failoverd in the background and waits until it is ready.",
      footer = {"", "Example:", "  failovermon daemon start"})
  static final class Start extends Verb {
    Start(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      if (!context.ensureDaemon()) {
        context.warn("failoverd is already running for the home " + context.home());
      }
      return Refusal.DONE;
    }
  }

  /** Stops the daemon. */
  @Command(
      name = "stop",
      description = "Stops failoverd cleanly; monitors that ran go on when it is started again.",
      footer = {"", "Example:", "  failovermon daemon stop"})
  static final class Stop extends Verb {
    Stop(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      List<String> done = context.offices().stopDaemon(context.home());
      if (done.isEmpty()) {
        context.warn("failoverd does not run for the home " + context.home());
      }
      context.say(done);
      return Refusal.DONE;
    }
  }

  /** Shows the daemon. */
  @Command(
      name = "status",
      description = "Shows whether failoverd runs; exit code 0 if so, 1 if not.",
      footer = {"", "Example:", "  failovermon daemon status"})
  static final class Status extends Verb {
    @Option(names = "--json", description = "As JSON.")
    boolean json;

    Status(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      try (Desk desk = context.offices().ofDaemon(context.home())) {
        if (desk == null) {
          throw context.noDaemon();
        }
        JsonNode document = desk.ask(new Query.Daemon());
        if (json) {
          context.print(document);
        } else {
          context.say(context.lists().daemon(document));
        }
        return Refusal.DONE;
      }
    }
  }
}
