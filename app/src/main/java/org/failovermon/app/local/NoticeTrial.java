package org.failovermon.app.local;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.failovermon.app.Refusal;
import org.failovermon.app.home.Home;
import org.failovermon.app.settings.Settings;
import org.failovermon.engine.action.ConfiguredNotifier;
import org.failovermon.engine.action.Notifier;
import org.failovermon.engine.action.ProgramRunner;
import org.failovermon.engine.action.RunEnvironment;
import org.failovermon.engine.linux.BootClock;
import org.failovermon.engine.port.Reply;

/** Tries whether notices reach people: without sending one, or by a test notice. Thread-safe. */
public final class NoticeTrial {
  /** Both ways together stay below what a command line waits for its daemon (30 s). */
  private static final Duration EACH = Duration.ofSeconds(12);

  private final Home home;
  private final Settings settings;

  /** Tries the ways of these settings. */
  public NoticeTrial(Home home, Settings settings) {
    this.home = home;
    this.settings = settings;
  }

  /** What would keep notices from going out, as far as it can be seen without sending one. */
  public List<String> faults() {
    return notifier().faults().stream()
        .map(fault -> "people would not be told when a host is lost: " + fault)
        .toList();
  }

  /**
   * Sends a test notice every way that is configured. Blocks for at most 24 s.
   *
   * @param who who asks
   * @param sender who sends it: {@code failoverd}, or whoever asks
   */
  public Reply send(String who, String sender) {
    List<ConfiguredNotifier.Outcome> outcomes = notifier().sendEach(notice(who, sender), EACH);
    if (outcomes.isEmpty()) {
      return Reply.refused(
          "no notice was sent: the configuration has neither [notify] nor [mail]; add one to "
              + home.settings()
              + ", then failovermon daemon stop; failovermon daemon start");
    }
    List<String> sent = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (ConfiguredNotifier.Outcome outcome : outcomes) {
      (outcome.sent() ? sent : failed).add(outcome.sentence());
    }
    if (failed.isEmpty()) {
      sent.add("sent by " + sender + "; whether it arrived, only its receivers can tell");
    }
    return new Reply(failed.isEmpty() ? Refusal.DONE : Refusal.NOT_DONE, sent, List.of(), failed);
  }

  private ConfiguredNotifier notifier() {
    return new ConfiguredNotifier(
        settings.notices(), new ProgramRunner(new BootClock()), home.state());
  }

  /** With all the variables of a lost-pulse, so that a command that needs them can be tried. */
  private Notifier.Notice notice(String who, String sender) {
    String reason = "a test by " + who + "; nothing has happened";
    Map<String, String> environment = RunEnvironment.common(home.state());
    environment.put("FAILOVERMON_KIND", "test");
    environment.put("FAILOVERMON_HOST", "test");
    environment.put("FAILOVERMON_MONITOR", "interval=60 retries=3 timeout=1");
    environment.put("FAILOVERMON_REASON", reason);
    environment.put("FAILOVERMON_SINCE", Instant.now().toString());
    environment.put("FAILOVERMON_RUN", "0");
    environment.put("FAILOVERMON_OUTAGE", "0");
    environment.put("FAILOVERMON_SCRIPT", "");
    return new Notifier.Notice(
        "failovermon: test: " + reason,
        "This is "
            + reason
            + ". If you read it, notices of the installation in "
            + home
            + ", sent by "
            + sender
            + ", reach you.",
        environment);
  }
}
