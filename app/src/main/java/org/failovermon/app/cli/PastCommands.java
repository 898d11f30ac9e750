package org.failovermon.app.cli;

import java.time.Duration;
import java.time.Instant;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.Query;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.HostName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about what was: outages, and how heartbeats went. */
final class PastCommands {
  private PastCommands() {}

  /** Outages. */
  @Command(
      name = "outages",
      description = "Lists outages, newest first: when a host was lost, when it was back, why.",
      footer = {"", "Examples:", "  failovermon outages", "  failovermon outages hostA -n 5"})
  static final class Outages extends Verb {
    @Parameters(paramLabel = "HOST", arity = "0..1", description = "Only of this host.")
    @Nullable String host;

    @Option(
        names = {"-n", "--limit"},
        paramLabel = "N",
        defaultValue = "30",
        description = "At most so many; default 30.")
    int limit;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    Outages(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      if (limit < 1 || limit > Query.MAX_LIMIT) {
        throw Refusal.usage("--limit must be 1 to " + Query.MAX_LIMIT + ", was " + limit);
      }
      HostName name = host == null ? null : new HostName(host);
      return context.show(
          new Query.Outages(name, limit),
          json,
          document -> {
            if (document.path("outages").isEmpty()) {
              context.warn("no outage" + (name == null ? "" : " of " + name) + " is known");
            }
            return context.lists().outages(document);
          });
    }
  }

  /** Heartbeats. */
  @Command(
      name = "history",
      description =
          "Shows how the heartbeats of a host went: answered, missed, and the round-trip times.",
      footer = {
        "",
        "Without a daemon the last minutes of its life may be missing. How long history is kept:"
            + " [history] keep.",
        "",
        "Examples:",
        "  failovermon history hostA",
        "  failovermon history hostA --since 7d --step 6h"
      })
  static final class History extends Verb {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final int PIECES = 20;

    @Parameters(paramLabel = "HOST", description = "The host.")
    String host = "";

    @Option(
        names = "--since",
        paramLabel = "TIME",
        converter = Words.Span.class,
        defaultValue = "1h",
        description = "How far back, as in 1h or 7d; default 1h.")
    Duration since = Duration.ofHours(1);

    @Option(
        names = "--step",
        paramLabel = "TIME",
        converter = Words.Span.class,
        description = "How much time a line is about; default a 20th, at least 1 min.")
    @Nullable Duration step;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    History(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      positive("--since", since);
      if (step != null) {
        positive("--step", step);
      }
      Duration share = since.dividedBy(PIECES);
      Duration piece = step != null ? step : share.compareTo(SHORTEST) < 0 ? SHORTEST : share;
      HostName name = new HostName(host);
      return context.show(
          new Query.History(name, Instant.now().minus(since), piece),
          json,
          document -> {
            var lines = context.lists().history(document);
            if (lines.isEmpty()) {
              context.warn(
                  "no heartbeat of "
                      + name
                      + " is known of the last "
                      + Durations.show(since)
                      + "; see those there are with failovermon list");
            }
            return lines;
          });
    }

    private static void positive(String option, Duration value) {
      if (value.isZero() || value.isNegative()) {
        throw Refusal.usage(option + " must be longer than 0, was " + Durations.show(value));
      }
    }
  }
}
