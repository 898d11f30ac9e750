package org.failovermon.app.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.Query;
import org.failovermon.app.show.PolicyLists;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.port.OperatorCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code failovermon maintenance …}: times in which monitoring goes on and nothing runs. */
@Command(
    name = "maintenance",
    description =
        "Adds, deletes and lists maintenance windows: monitoring goes on and nothing runs.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      MaintenanceCommands.Add.class,
      MaintenanceCommands.Delete.class,
      MaintenanceCommands.ListWindows.class
    },
    footer = {
      "",
      "Examples:",
      "  failovermon maintenance add patch --lasts 2h hostA hostB",
      "  failovermon maintenance delete patch"
    })
final class MaintenanceCommands {
  MaintenanceCommands(Context context) {}

  /** Adds a window. */
  @Command(
      name = "add",
      description =
          "Adds a maintenance window, once or recurring. While it is on, no script of its hosts"
              + " runs; when it ends, they are judged afresh.",
      footer = {
        "",
        "Without a HOST it is for all. Without --from it begins now.",
        "",
        "Examples:",
        "  failovermon maintenance add patch --lasts 2h hostA",
        "  failovermon maintenance add move --from 2026-12-01T02:00 --to 2026-12-01T06:00",
        "  failovermon maintenance add sundays --cron '0 0 2 ? * SUN' --lasts 2h"
      })
  static final class Add extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the window.")
    String name = "";

    @Parameters(
        index = "1..*",
        paramLabel = "HOST",
        arity = "0..*",
        description = "Monitored hosts and checks that it is for; none means all.")
    List<String> subjects = new ArrayList<>();

    @Option(
        names = "--from",
        paramLabel = "WHEN",
        description = "When it begins, as in 2026-12-01T02:00, in the time zone of --zone.")
    @Nullable String from;

    @Option(names = "--to", paramLabel = "WHEN", description = "When it ends.")
    @Nullable String to;

    @Option(
        names = "--cron",
        paramLabel = "EXPR",
        description = "When it begins each time, as a Quartz cron expression.")
    @Nullable String cron;

    @Option(
        names = "--zone",
        paramLabel = "ZONE",
        description = "Time zone, as in Europe/Berlin; default: the system's.")
    @Nullable String zone;

    @Option(
        names = "--lasts",
        paramLabel = "TIME",
        converter = Words.Span.class,
        description = "How long it lasts.")
    @Nullable Duration lasts;

    Add(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return context.operate(
          new OperatorCommand.AddMaintenance(
              new Maintenance(name, new LinkedHashSet<>(subjects), window(), null)));
    }

    private Maintenance.Window window() {
      if (cron != null) {
        if (from != null || to != null || lasts == null) {
          throw Refusal.usage(
              "a recurring window has --cron and --lasts, and neither --from nor --to");
        }
        return new Maintenance.Recurring(cron, zone(), lasts);
      }
      if ((to == null) == (lasts == null)) {
        throw Refusal.usage("say when the window ends: either --to or --lasts");
      }
      Instant begins = from == null ? Instant.now() : instant("--from", from);
      Instant ends = to == null ? plus(begins) : instant("--to", to);
      return new Maintenance.Once(begins, ends);
    }

    private Instant plus(Instant begins) {
      return lasts == null ? begins : begins.plus(lasts);
    }

    private Instant instant(String option, String text) {
      try {
        if (text.endsWith("Z") || text.matches(".*T.*[+-]\\d\\d:?\\d\\d")) {
          return OffsetDateTime.parse(text).toInstant();
        }
        return LocalDateTime.parse(text).atZone(zone()).toInstant();
      } catch (DateTimeException e) {
        throw Refusal.usage(
            option
                + " '"
                + text
                + "' is not a time: write it as in 2026-12-01T02:00 or 2026-12-01T02:00:00Z");
      }
    }

    private ZoneId zone() {
      if (zone == null) {
        return context.terminal().zone();
      }
      try {
        return ZoneId.of(zone);
      } catch (DateTimeException e) {
        throw Refusal.notDone(
            "invalid time zone '" + zone + "': write a region such as Europe/Berlin, or UTC");
      }
    }
  }

  /** Deletes a window. */
  @Command(
      name = "delete",
      description = "Deletes a maintenance window; one that is on ends at once.",
      footer = {"", "Example:", "  failovermon maintenance delete patch"})
  static final class Delete extends Verb {
    @Parameters(paramLabel = "NAME", description = "Name of the window.")
    String name = "";

    Delete(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return context.operate(new OperatorCommand.DeleteMaintenance(name));
    }
  }

  /** Lists windows. */
  @Command(
      name = "list",
      description = "Lists the maintenance windows, those of policies too.",
      footer = {"", "Example:", "  failovermon maintenance list"})
  static final class ListWindows extends Verb {
    @Option(names = "--json", description = "As JSON.")
    boolean json;

    ListWindows(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      PolicyLists lists = new PolicyLists(context.terminal().zone(), context.terminal().ink());
      return context.show(new Query.Windows(), json, lists::windows);
    }
  }
}
