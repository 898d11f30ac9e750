package org.failovermon.app.daemon;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.port.EngineView;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;

/**
 * After a start, waits a moment for the first answer, and warns of hosts that are already down:
 * that is a warning and no error of the start (SEEDS §1).
 */
final class FirstContact {
  /** Longest wait; a try of a monitor may take longer, and is then not waited for. */
  private static final Duration LONGEST = Duration.ofMillis(1_500);

  private static final Duration PACE = Duration.ofMillis(25);
  private static final int MOST_NAMED = 20;
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  private FirstContact() {}

  /** The reply with the warnings added. */
  static Reply added(Reply reply, OperatorCommand command, Supplier<EngineView> look) {
    Set<HostName> started =
        switch (command) {
          case OperatorCommand.Add add when add.start() -> Set.of(add.spec().host());
          case OperatorCommand.Modify modify when modify.restart() -> Set.of(modify.host());
          case OperatorCommand.Start(var hosts) when hosts.isEmpty() -> running(look.get());
          case OperatorCommand.Start(var hosts) -> Set.copyOf(hosts);
          case OperatorCommand.Add _,
              OperatorCommand.Modify _,
              OperatorCommand.Delete _,
              OperatorCommand.Stop _,
              OperatorCommand.AddPath _,
              OperatorCommand.DeletePath _,
              OperatorCommand.ModifyPath _,
              OperatorCommand.AddJob _,
              OperatorCommand.DeleteJob _,
              OperatorCommand.RetryRun _,
              OperatorCommand.DismissRun _,
              OperatorCommand.AddMaintenance _,
              OperatorCommand.DeleteMaintenance _ ->
              Set.of();
        };
    if (started.isEmpty()) {
      return reply;
    }
    List<String> warnings = new ArrayList<>(reply.warnings());
    warnings.addAll(waitFor(started, look));
    return new Reply(reply.exit(), reply.messages(), warnings, reply.errors());
  }

  private static Set<HostName> running(EngineView view) {
    Set<HostName> hosts = new HashSet<>();
    view.monitors().stream()
        .filter(monitor -> monitor.state().started())
        .forEach(monitor -> hosts.add(monitor.spec().host()));
    return hosts;
  }

  private static List<String> waitFor(Set<HostName> hosts, Supplier<EngineView> look) {
    long begun = System.nanoTime();
    while (true) {
      List<String> silent = new ArrayList<>();
      boolean undecided = false;
      for (EngineView.MonitorView monitor : look.get().monitors()) {
        if (hosts.contains(monitor.spec().host()) && !answered(monitor)) {
          silent.add(warning(monitor));
          undecided |= monitor.misses() == 0 && trouble(monitor).isEmpty();
        }
      }
      if (!undecided || System.nanoTime() - begun > LONGEST.toNanos()) {
        return bounded(silent);
      }
      try {
        Thread.sleep(PACE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return bounded(silent);
      }
    }
  }

  private static List<String> bounded(List<String> silent) {
    if (silent.size() <= MOST_NAMED) {
      return silent;
    }
    List<String> shown = new ArrayList<>(silent.subList(0, MOST_NAMED));
    shown.add(
        "and "
            + (silent.size() - MOST_NAMED)
            + " more hosts have not answered yet; see failovermon status");
    return shown;
  }

  private static boolean answered(EngineView.MonitorView monitor) {
    return monitor.paths().isEmpty() // no heartbeat is sent: its service checks alone judge it
        || monitor.paths().stream().anyMatch(path -> path.lastAnswer() != null);
  }

  private static String warning(EngineView.MonitorView monitor) {
    String trouble = trouble(monitor);
    return "cannot initiate connection with host "
        + monitor.spec().host()
        + (trouble.isEmpty() ? "" : " (" + trouble + ")")
        + ", retrying"
        + whatNext(monitor);
  }

  /** When the script of a host that does not answer runs, so that a slip can be mended before. */
  private static String whatNext(EngineView.MonitorView monitor) {
    MonitorSpec spec = monitor.spec();
    if (!monitor.doubt().isEmpty() || trouble(monitor).equals("name does not resolve")) {
      return "; it is not judged lost as long as its name does not resolve: add a path with its"
          + " address (failovermon path add "
          + spec.host()
          + " ADDRESS), or correct the name";
    }
    Instant until = monitor.waitsUntil();
    return switch (monitor.state().verdict()) {
      case UNKNOWN, UP, MISSING, HELD_BACK, CANNOT_JUDGE -> {
        Instant judged = Instant.now().plus(spec.timeout().multipliedBy(1L + spec.retries()));
        Instant at = until != null && until.isAfter(judged) ? until : judged;
        yield "; lost-pulse ("
            + spec.lostPulse()
            + ") runs at "
            + CLOCK.format(at.atZone(ZoneId.systemDefault()))
            + " unless it answers before";
      }
      case LOST -> "; its outage is open, and lost-pulse does not run a second time";
      case STOPPED -> "";
    };
  }

  private static String trouble(EngineView.MonitorView monitor) {
    return monitor.paths().stream()
        .map(EngineView.PathView::trouble)
        .filter(trouble -> !trouble.isEmpty())
        .findFirst()
        .orElse("");
  }
}
