package org.failovermon.app.cli;

import java.time.Duration;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.DaemonCommand;
import org.failovermon.engine.model.Durations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code failovermon announce …}: tells those who watch this host that it will be absent. */
@Command(
    name = "announce",
    description = "Tells those who watch this host that it will be absent on purpose.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {AnnounceCommands.Shutdown.class, AnnounceCommands.Back.class},
    footer = {
      "",
      "Examples:",
      "  failovermon announce shutdown --for 10m",
      "  failovermon announce back"
    })
final class AnnounceCommands {
  /** Longest absence that observers believe (DESIGN, "How a beat flows" 2). */
  private static final Duration MOST = Duration.ofMinutes(15);

  AnnounceCommands(Context context) {}

  /** Announces a shutdown. */
  @Command(
      name = "shutdown",
      description = "Announces an absence: for that long no lost-pulse runs elsewhere.",
      footer = {"", "Example:", "  failovermon announce shutdown --for 10m"})
  static final class Shutdown extends Verb {
    @Option(
        names = "--for",
        paramLabel = "TIME",
        defaultValue = "15m",
        converter = Words.Span.class,
        description = "How long, at most 15m; default 15m.")
    Duration absence = MOST;

    Shutdown(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      if (absence.isZero() || absence.compareTo(MOST) > 0) {
        throw Refusal.notDone(
            "an absence is more than 0 and at most "
                + Durations.show(MOST)
                + ", was "
                + Durations.show(absence)
                + "; for longer work stop the monitors on those hosts");
      }
      return context.command(new DaemonCommand.Announce(absence));
    }
  }

  /** Takes an announcement back. */
  @Command(
      name = "back",
      description = "Takes the announcement back: this host is watched again.",
      footer = {"", "Example:", "  failovermon announce back"})
  static final class Back extends Verb {
    Back(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return context.command(new DaemonCommand.AnnounceBack());
    }
  }
}
