package org.failovermon.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.Desk;
import org.failovermon.app.control.Query;
import org.failovermon.app.show.Printable;
import org.failovermon.app.show.StatusScreen;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Commands that look and change nothing; they work for every user. */
final class LookCommands {
  private LookCommands() {}

  /** The one screen. */
  @Command(
      name = "status",
      description = "Shows what happened, why, what ran, what did not, and what to do next.",
      footer = {"", "Examples:", "  failovermon status", "  failovermon status --json"})
  static final class Status extends Verb {
    @Option(names = "--json", description = "As JSON.")
    boolean json;

    Status(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return context.show(new Query.Status(), json, this::screen);
    }

    /** Fitted to the terminal where somebody reads it, as it is for a file or a pipe. */
    private List<String> screen(JsonNode document) {
      Terminal terminal = context.terminal();
      return terminal.interactive()
          ? StatusScreen.lines(
              document,
              terminal.zone(),
              terminal.ink(),
              terminal.size().columns(),
              terminal.size().rows())
          : StatusScreen.lines(document, terminal.zone(), terminal.ink());
    }
  }

  /** The journal. */
  @Command(
      name = "log",
      description = "Shows decisions with their reasons, and what operators did, oldest first.",
      footer = {
        "",
        "Examples:",
        "  failovermon log --host hostA --since 1h",
        "  failovermon log --follow"
      })
  static final class Log extends Verb {
    private static final Duration PACE = Duration.ofMillis(300);

    @Option(names = "--host", paramLabel = "HOST", description = "Only about this host or job.")
    @Nullable String host;

    @Option(
        names = "--since",
        paramLabel = "TIME",
        converter = Words.Span.class,
        description = "Not older than this, as in 1h or 7d.")
    @Nullable Duration since;

    @Option(
        names = {"-n", "--limit"},
        paramLabel = "N",
        defaultValue = "100",
        description = "At most so many lines; default 100.")
    int limit;

    @Option(
        names = {"-f", "--follow"},
        description = "Goes on and shows each new line as it comes; ends with Ctrl-C.")
    boolean follow;

    @Option(names = "--json", description = "As JSON; with --follow one object a line.")
    boolean json;

    Log(Context context) {
      super(context);
    }

    @Override
    public Integer call() throws InterruptedException {
      Instant oldest = since == null ? null : Instant.now().minus(since);
      Query.Log query = new Query.Log(host, oldest, 0, bounded(limit));
      if (!follow) {
        return context.show(
            query,
            json,
            document -> {
              if (document.path("log").isEmpty() && host != null && since == null) {
                context.warn(
                    "nothing is known of " + host + "; see what there is: failovermon log");
              }
              return context.lists().log(document.path("log"));
            });
      }
      long last = 0;
      while (!context.terminal().out().checkError()) {
        try (Desk desk = context.offices().forLooking(context.home())) {
          JsonNode lines = desk.ask(new Query.Log(host, oldest, last, query.limit())).path("log");
          show(lines);
          for (JsonNode line : lines) {
            last = Math.max(last, line.path("id").asLong(0));
          }
        }
        context.terminal().out().flush();
        Thread.sleep(PACE);
      }
      return Refusal.DONE;
    }

    private void show(JsonNode lines) {
      if (json) {
        lines.forEach(line -> context.say(line.toString()));
      } else {
        context.say(context.lists().log(Printable.document(lines)));
      }
    }
  }

  /** Runs of scripts. */
  @Command(
      name = "runs",
      description = "Lists runs of scripts, newest first.",
      footer = {"", "Examples:", "  failovermon runs", "  failovermon runs --host hostA"})
  static final class Runs extends Verb {
    @Option(names = "--host", paramLabel = "HOST", description = "Only of this host or job.")
    @Nullable String host;

    @Option(
        names = {"-n", "--limit"},
        paramLabel = "N",
        defaultValue = "30",
        description = "At most so many; default 30.")
    int limit;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    Runs(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return context.show(
          new Query.Runs(host, bounded(limit)),
          json,
          document -> {
            if (document.path("runs").isEmpty() && host != null) {
              context.warn("no run of " + host + " is known; see what there is: failovermon runs");
            }
            return context.lists().runs(document.path("runs"));
          });
    }
  }

  /** One run. */
  @Command(
      name = "show",
      description = "Shows one run: why it ran, how it ended, what it printed.",
      footer = {"", "Example:", "  failovermon show 17"})
  static final class Show extends Verb {
    @Parameters(
        paramLabel = "RUN",
        converter = Words.RunNumber.class,
        description = "Number of the run; see failovermon runs.")
    long run;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    Show(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return context.show(new Query.Show(run), json, context.lists()::run);
    }
  }

  private static int bounded(int limit) {
    if (limit < 1 || limit > Query.MAX_LIMIT) {
      throw Refusal.usage("--limit must be 1 to " + Query.MAX_LIMIT + ", was " + limit);
    }
    return limit;
  }
}
