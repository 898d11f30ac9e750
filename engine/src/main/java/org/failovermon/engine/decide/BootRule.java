package org.failovermon.engine.decide;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.port.Write;

/**
 * What a boot of the machine means for its monitors, for a command line that changes something
 * after the boot and before a daemon runs: only those that start at reboot are to run, and they
 * begin as unknown. Once that is recorded with the boot, what the operator does then holds; a
 * daemon that started afterwards would otherwise override it. Pure.
 */
public final class BootRule {
  private BootRule() {}

  /**
   * What comes of it.
   *
   * @param snapshot the installation after the boot
   * @param writes what leads there, to be committed with the operator's change; empty within the
   *     boot that is recorded
   */
  public record Outcome(Snapshot snapshot, List<Write> writes) {}

  /**
   * Applies the rule, unless the boot is the one that is recorded.
   *
   * @param bootId the boot of this machine
   * @param now the wall time, for the record
   */
  public static Outcome apply(Snapshot snapshot, String bootId, Instant now) {
    if (bootId.equals(snapshot.bootId())) {
      return new Outcome(snapshot, List.of());
    }
    List<Write> writes = new ArrayList<>(List.of(new Write.PutBootId(bootId)));
    if (snapshot.bootId().isEmpty()) {
      return new Outcome(snapshot, List.copyOf(writes));
    }
    Map<HostName, MonitorState> states = new TreeMap<>();
    snapshot.states().forEach(state -> states.put(state.host(), state));
    for (MonitorSpec spec : snapshot.monitors()) {
      MonitorState before = states.getOrDefault(spec.host(), MonitorState.added(spec.host(), now));
      if (before.started() || spec.startAtReboot()) {
        MonitorState after = booted(before, spec.startAtReboot(), now);
        states.put(spec.host(), after);
        writes.add(new Write.PutState(after));
      }
    }
    writes.add(
        new Write.Append(
            new LogEntry(
                now,
                LogEntry.Kind.ENGINE,
                "engine",
                "",
                "",
                "this machine was booted; only monitors that start at reboot are to run",
                LogEntry.ENGINE)));
    return new Outcome(with(snapshot, List.copyOf(states.values())), List.copyOf(writes));
  }

  private static MonitorState booted(MonitorState before, boolean starts, Instant now) {
    boolean lost = starts && before.openOutage() != 0;
    return new MonitorState(
        before.host(),
        starts,
        lost ? Verdict.LOST : starts ? Verdict.UNKNOWN : Verdict.STOPPED,
        now,
        lost
            ? before.host() + " is still lost: outage " + before.openOutage() + " is open"
            : starts
                ? "it was not seen since this machine was booted"
                : "it does not start at reboot",
        before.openOutage(),
        before.lastAnswer(),
        before.incarnation(),
        before.announcement(),
        before.absentUntil());
  }

  private static Snapshot with(Snapshot snapshot, List<MonitorState> states) {
    return new Snapshot(
        snapshot.monitors(),
        states,
        snapshot.paths(),
        snapshot.jobs(),
        snapshot.jobsFired(),
        snapshot.openOutages(),
        snapshot.openRuns(),
        snapshot.lastOutage(),
        snapshot.lastRun(),
        snapshot.bootId(),
        snapshot.policy(),
        snapshot.endedRuns());
  }
}
