package org.failovermon.engine.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.failovermon.engine.decide.CronTimes;
import org.failovermon.engine.decide.MaintenanceWindows;
import org.failovermon.engine.decide.MaintenanceWindows.On;
import org.failovermon.engine.decide.MaintenanceWindows.Situation;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.EngineView;
import org.failovermon.engine.port.Write;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The maintenance windows in force: notices when one begins or ends, says so in the journal, and
 * answers what is covered now. Those of policies and those made by command stand side by side.
 * Engine's thread only.
 */
final class Windows {
  private static final Logger log = LoggerFactory.getLogger(Windows.class);

  private final Clock clock;
  private final Ledger ledger;
  private final CronTimes cron;
  private final Map<String, Maintenance> ofPolicies = new TreeMap<>();
  private final Map<String, Maintenance> byCommand = new TreeMap<>();
  private MaintenanceWindows windows;
  private Situation situation = Situation.NONE;
  private boolean outdated;
  private boolean looked;

  Windows(Clock clock, Ledger ledger, CronTimes cron) {
    this.clock = clock;
    this.ledger = ledger;
    this.cron = cron;
    this.windows = new MaintenanceWindows(List.of(), cron);
  }

  /** Takes over those that were made by command before the engine started. */
  void restore(Collection<Maintenance> stored) {
    stored.forEach(window -> byCommand.put(window.name(), window));
    outdated = true;
  }

  /** Sets those of the policies. */
  void replace(Collection<Maintenance> ofThePolicies) {
    ofPolicies.clear();
    ofThePolicies.forEach(window -> ofPolicies.put(window.name(), window));
    outdated = true;
  }

  /** An operator added or changed one. */
  void put(Maintenance window) {
    byCommand.put(window.name(), window);
    outdated = true;
  }

  /** An operator deleted one. */
  void delete(String name) {
    byCommand.remove(name);
    outdated = true;
  }

  /** The window of that name that was made by command. */
  Optional<Maintenance> madeByCommand(String name) {
    return Optional.ofNullable(byCommand.get(name));
  }

  /**
   * Looks at the clock; returns whether a window began or ended. Cheap while nothing changes. A
   * step of the wall clock back before the last look has it look anew.
   */
  boolean look() {
    Instant now = clock.wall();
    Instant change = situation.change();
    boolean due = change != null && !now.isBefore(change);
    if (!outdated && !due && !now.isBefore(situation.at())) {
      return false;
    }
    if (outdated) {
      List<Maintenance> all = new ArrayList<>(ofPolicies.values());
      all.addAll(byCommand.values());
      windows = new MaintenanceWindows(all, cron);
      outdated = false;
    }
    Situation before = situation;
    situation = windows.at(now);
    String begins = looked ? "begins" : "is on";
    looked = true;
    for (On on : situation.on()) {
      if (before.find(on.window().name()).isEmpty()) {
        journal(
            on.window(),
            begins,
            "maintenance "
                + on.window().name()
                + " of "
                + subjects(on.window())
                + " "
                + begins
                + ": monitoring goes on and nothing runs until "
                + on.until());
      }
    }
    for (On was : before.on()) {
      if (situation.find(was.window().name()).isEmpty()) {
        journal(
            was.window(),
            "ends",
            "maintenance "
                + was.window().name()
                + " of "
                + subjects(was.window())
                + " ends: what it held back, if anything, is judged afresh");
      }
    }
    return !names(before).equals(names(situation)) || !scope(before).equals(scope(situation));
  }

  private static Set<String> names(Situation at) {
    Set<String> names = new TreeSet<>();
    at.on().forEach(on -> names.add(on.window().name()));
    return names;
  }

  private static List<Set<String>> scope(Situation at) {
    return at.on().stream().map(on -> on.window().subjects()).toList();
  }

  /**
   * When it wants to look again, on the monotonic clock; {@code Long.MAX_VALUE} for never. The
   * engine looks in each of its duty cycles besides, so that a step of the wall clock is seen.
   */
  long nextDeadline() {
    if (outdated) {
      return clock.nanos();
    }
    Instant change = situation.change();
    if (change == null) {
      return Long.MAX_VALUE;
    }
    Duration left = Duration.between(clock.wall(), change);
    boolean far = left.compareTo(Duration.ofDays(1)) > 0;
    return clock.nanos() + (far ? Duration.ofDays(1) : left).toNanos();
  }

  /** Why nothing may run now for a monitor or check: "maintenance NAME until T"; else empty. */
  String reason(String subject) {
    return situation.covering(subject).map(On::reason).orElse("");
  }

  /** Why nothing at all may run now; empty while no window is on that covers all. */
  String reasonForAll() {
    return situation.coveringAll().map(On::reason).orElse("");
  }

  /** Why nothing may run now of which it is not known what it is about; empty while none is on. */
  String reasonForAny() {
    return situation.on().stream().findFirst().map(On::reason).orElse("");
  }

  /** Every window, for those who look. */
  List<EngineView.WindowView> view() {
    Instant now = clock.wall();
    return windows.all().stream()
        .sorted(Comparator.comparing(Maintenance::name))
        .map(
            window ->
                new EngineView.WindowView(
                    window,
                    situation.find(window.name()).isPresent(),
                    windows.change(window, now).orElse(null)))
        .toList();
  }

  private void journal(Maintenance window, String change, String text) {
    log.info("{}", text);
    ledger.write(
        new Write.Append(
            new LogEntry(
                clock.wall(),
                LogEntry.Kind.ENGINE,
                window.name(),
                change,
                "",
                text,
                LogEntry.ENGINE)));
  }

  private static String subjects(Maintenance window) {
    return window.subjects().isEmpty()
        ? "all"
        : String.join(", ", new TreeSet<>(window.subjects()));
  }
}
