package org.failovermon.engine.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.failovermon.engine.decide.Lane;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunResult;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.port.Actions;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.Write;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what {@link Lane} decides: records runs, starts them when their start is committed,
 * and records how they ended. Engine's thread only.
 */
final class Runs {
  private static final String CROWDED =
      ": " + Actions.MOST_RUNS + " runs go on, and one of them must end first";

  /** A job that waited longer for its record, because the disk was full, is left out. */
  private static final Duration JOB_TOO_LATE = Duration.ofMinutes(1);

  /** A commit may take so long before the start of its run is said anew. */
  private static final Duration COMMIT_TAKES = Duration.ofSeconds(1);

  private final Clock clock;
  private final Ledger ledger;
  private final Actions actions;
  private final boolean runUnrecorded;
  private final BiFunction<RunKind, String, Lane.Host> hostState;
  private final BiFunction<Run, Instant, Actions.Order> orders;
  private final Map<String, Lane> lanes = new TreeMap<>();
  private final Map<String, Run> newest = new HashMap<>();
  private final Map<Long, String> laneOf = new HashMap<>();
  private Listener listener = Listener.NOBODY;
  private final Set<Long> underWay = new HashSet<>();

  /** Lanes whose turn it is, and that wait for another run to end; the oldest first. */
  private final LinkedHashSet<String> crowdedOut = new LinkedHashSet<>();

  private final Set<Long> starting = new HashSet<>();
  private long lastRun;

  /** Says when runs must wait, and hears of their ends. */
  interface Listener {
    /** Nothing has to wait, and nobody hears. */
    Listener NOBODY =
        new Listener() {
          @Override
          public String held(Run run) {
            return "";
          }

          @Override
          public void ended(Run run) {}
        };

    /** Why the run may not start now, as a clause: a maintenance window; else empty. */
    String held(Run run);

    /** The run ended, or is skipped. */
    void ended(Run run);
  }

  /**
   * Makes it.
   *
   * @param hostState what a host's state allows its runs, by kind and subject
   * @param orders completes a run to the order that a script gets
   */
  Runs(
      Clock clock,
      Ledger ledger,
      Actions actions,
      boolean runUnrecorded,
      BiFunction<RunKind, String, Lane.Host> hostState,
      BiFunction<Run, Instant, Actions.Order> orders) {
    this.clock = clock;
    this.ledger = ledger;
    this.actions = actions;
    this.runUnrecorded = runUnrecorded;
    this.hostState = hostState;
    this.orders = orders;
  }

  /** Sets the one who says when runs must wait, and hears of their ends. */
  void listener(Listener newListener) {
    listener = newListener;
  }

  /**
   * Takes over what the store holds; what was running when our predecessor died is unknown from now
   * on, and what was queued for an outage that is not the open one is skipped.
   *
   * @param endedRuns of the past, what an operator may want to have repeated
   */
  void restore(Collection<Run> openRuns, Collection<Run> endedRuns, long highestRun) {
    lastRun = highestRun;
    endedRuns.forEach(run -> newest.put(key(run), run));
    for (Run run : openRuns) {
      Run known = run;
      if (run.status() == RunStatus.RUNNING) {
        known = Lane.interrupted(run, clock.wall());
        record(
            known,
            "running → unknown",
            RunWords.describe(known) + " is unknown: " + known.result());
      }
      String key = key(known);
      lanes.merge(key, Lane.EMPTY.with(known), (lane, one) -> lane.with(one.open().getFirst()));
      newest.merge(key, known, (one, other) -> one.id() > other.id() ? one : other);
      laneOf.put(known.id(), key);
    }
    open().stream().filter(this::outlived).forEach(run -> skip(run, "its outage is over"));
  }

  /** Whether what a run waits for was ended without us: its monitor was deleted. */
  private boolean outlived(Run run) {
    Lane.Host host = state(run);
    return run.status() == RunStatus.QUEUED
        && (host.equals(Lane.Host.GONE)
            || (run.kind() == RunKind.LOST_PULSE && host.openOutage() != run.outage()));
  }

  long nextRun() {
    return lastRun + 1;
  }

  /** Runs that are queued, running or unknown, by subject. */
  List<Run> open() {
    return lanes.values().stream()
        .flatMap(lane -> lane.open().stream())
        .map(this::asItStands)
        .toList();
  }

  /** What is meant to run and cannot be recorded has not started. */
  private Run asItStands(Run run) {
    return run.status() == RunStatus.RUNNING
            && starting.contains(run.id())
            && !ledger.fault().isEmpty()
        ? Lane.waiting(run, "cannot be recorded, and is not started before it is")
        : run;
  }

  /** An open run, or the newest of its subject. */
  Optional<Run> find(long id) {
    Optional<Run> ended = newest.values().stream().filter(run -> run.id() == id).findFirst();
    String key = laneOf.get(id);
    return key == null ? ended : lane(key).find(id).or(() -> ended);
  }

  /** Calls for a run; it starts when it is its turn. */
  void request(RunKind kind, String subject, long outage, ScriptRef script, String reason) {
    Run run =
        new Run(
            nextRun(),
            kind,
            subject,
            outage,
            script,
            RunStatus.QUEUED,
            reason,
            clock.wall(),
            null,
            null,
            null,
            "",
            0);
    lastRun = run.id();
    String key = key(run);
    Lane lane = lane(key);
    if (kind == RunKind.JOB && !lane.open().isEmpty()) {
      Run before = lane.open().getFirst();
      skip(run, "run " + before.id() + " of the same job is " + before.status().word());
      return;
    }
    put(key, lane.with(run));
    laneOf.put(run.id(), key);
    newest.put(key, run);
    boolean first = lane.open().isEmpty();
    boolean itsTurn = lane(key).next(state(run)) instanceof Lane.Next.Start;
    String held = first && itsTurn ? listener.held(run) : "";
    if (!held.isEmpty()) {
      record(run, "", RunWords.describe(run) + " is queued, because of " + held);
    } else if (!itsTurn || !first || full()) {
      String why = first && itsTurn ? CROWDED : RunWords.waitsFor(lane);
      record(run, "", RunWords.describe(run) + " is queued" + why);
    }
    advance(key);
  }

  /** How many runs of the subject are not ended. */
  int open(RunKind kind, String subject) {
    return lane(key(kind, subject)).open().size();
  }

  /**
   * The outage of a host is over: what has not started for it never will. Returns whether its
   * lost-pulse was started.
   */
  boolean outageOver(String host, long outage) {
    String key = key(RunKind.LOST_PULSE, host);
    List<Run> pointless = lane(key).pointless(outage);
    for (Run run : pointless) {
      skip(run, "the host was back before it could start");
    }
    // A repetition that is skipped was preceded by a run that may have moved things.
    return pointless.stream().allMatch(run -> run.retryOf() != 0);
  }

  /** The host is lost again: a regain-pulse that has not started would hand back to a dead host. */
  void lostAgain(String host) {
    for (Run run : lane(key(RunKind.LOST_PULSE, host)).open()) {
      if (run.kind() == RunKind.REGAIN_PULSE && run.status() == RunStatus.QUEUED) {
        skip(run, "the host was lost again before it could start");
      }
    }
  }

  /** The monitor is gone: what has not started for it never will. */
  void deleted(String host) {
    queued(host).forEach(run -> skip(run, "the monitor was deleted before it could start"));
  }

  /** The runs of a host that wait for their turn. */
  List<Run> queued(String host) {
    return lane(key(RunKind.LOST_PULSE, host)).open().stream()
        .filter(run -> run.status() == RunStatus.QUEUED)
        .toList();
  }

  /**
   * An operator dismissed a run, or had one repeated; {@link #advanceAll} follows when all of that
   * is known.
   */
  void changedByOperator(Run run) {
    String key = key(run);
    newest.put(key, run);
    if (run.status() == RunStatus.QUEUED) {
      lastRun = Math.max(lastRun, run.id());
      laneOf.put(run.id(), key);
      Lane lane = lane(key);
      boolean busy = !lane.open().isEmpty() && lane.open().getFirst().status() == RunStatus.RUNNING;
      put(key, busy ? lane.with(run) : lane.withFirst(run));
    } else {
      put(key, lane(key).update(run));
    }
  }

  /** Starts what has become possible. */
  void advanceAll() {
    List.copyOf(lanes.keySet()).forEach(this::advance);
  }

  /** A host's state changed: its next run may have become possible. */
  void hostChanged(String host) {
    String key = key(RunKind.LOST_PULSE, host);
    if (lanes.containsKey(key)) {
      advance(key);
    }
  }

  /** A run ended. */
  void ended(long id, RunResult result) {
    String key = laneOf.get(id);
    Optional<Run> found = key == null ? Optional.empty() : lane(key).find(id);
    if (key == null || found.isEmpty()) {
      return;
    }
    Run run =
        found.get().ended(result.status(), clock.wall(), result.exitCode(), result.sentence());
    record(
        run,
        "running → " + run.status().word(),
        RunWords.describe(run) + " " + run.status().word() + ": " + result.sentence());
    ledger.write(new Write.PutRunOutput(id, result.output()));
    close(key, run);
    advance(key);
    listener.ended(run);
  }

  private void advance(String key) {
    Lane lane = lane(key);
    if (lane.open().isEmpty()) {
      return;
    }
    Run first = lane.open().getFirst();
    if (lane.next(state(first)) instanceof Lane.Next.Start start
        && listener.held(first).isEmpty()) {
      if (full()) {
        crowdedOut.add(key);
        return;
      }
      underWay.add(first.id());
      Run running = start.run().started(clock.wall());
      put(key, lane.update(running));
      newest.put(key, running);
      record(
          running,
          "queued → running",
          RunWords.describe(running) + " starts, because " + running.reason());
      starting.add(running.id());
      ledger.after(new StartWhenCommitted(running));
    }
  }

  /** Starts a run as soon as its start is committed, unless what called for it is over by then. */
  private final class StartWhenCommitted implements Ledger.After {
    private final Run run;

    StartWhenCommitted(Run run) {
      this.run = run;
    }

    @Override
    public void committed() {
      String key = key(run);
      Lane.Host host = state(run);
      if (host.equals(Lane.Host.GONE)) {
        skip(run, "the monitor was deleted before it could start");
        return;
      }
      if (run.kind() == RunKind.LOST_PULSE
          && host.lostOutage() != run.outage()
          && host.openOutage() == run.outage()) {
        postpone(run, "its monitor was stopped or changed before it could start");
        return;
      }
      if (run.kind() == RunKind.LOST_PULSE && host.lostOutage() != run.outage()) {
        for (Run regain : lane(key).open()) {
          if (run.retryOf() == 0
              && regain.kind() == RunKind.REGAIN_PULSE
              && regain.outage() == run.outage()
              && regain.status() == RunStatus.QUEUED) {
            skip(regain, "the lost-pulse of the same outage never started");
          }
        }
        skip(run, "the host was back before it could start");
        return;
      }
      if (run.kind() == RunKind.REGAIN_PULSE && host.lostOutage() != 0) {
        skip(run, "the host was lost again before it could start");
        return;
      }
      String held = listener.held(run);
      if (!held.isEmpty()) {
        postpone(run, held);
        return;
      }
      if (run.kind() == RunKind.JOB && tooLate(run.startedAt())) {
        skip(run, "it could not be recorded in time, and what was due long ago is left out");
        return;
      }
      actions.start(orders.apply(startedNow(), clock.wall()));
    }

    /** A commit that waited for a disk is not the moment at which the script starts. */
    private Run startedNow() {
      starting.remove(run.id());
      Instant now = clock.wall();
      Instant said = run.startedAt();
      if (said != null && Duration.between(said, now).compareTo(COMMIT_TAKES) <= 0) {
        return run;
      }
      Run late = run.started(now);
      newest.put(key(run), late);
      put(key(run), lane(key(run)).update(late));
      record(late, "", RunWords.describe(late) + " starts now, when its start could be recorded");
      return late;
    }

    @Override
    public boolean faulty(String fault) {
      if (!runUnrecorded) {
        return false;
      }
      committed();
      return true;
    }
  }

  /**
   * The monitor was stopped, or got more retries, before its lost-pulse could start, or a
   * maintenance window began. The run is neither over nor may it start: it waits for misses that
   * confirm the outage, or for the end of the window.
   */
  private void postpone(Run run, String why) {
    starting.remove(run.id());
    Run queued = Lane.postponed(run);
    String key = key(run);
    underWay.remove(run.id());
    newest.put(key, queued);
    put(key, lane(key).update(queued));
    record(queued, "running → queued", RunWords.describe(queued) + " waits: " + why);
    makeUseOfRoom();
  }

  private boolean full() {
    return underWay.size() >= Actions.MOST_RUNS;
  }

  /** Advances lanes that were kept back because as many runs as may were under way. */
  private void makeUseOfRoom() {
    while (!full() && !crowdedOut.isEmpty()) {
      String key = crowdedOut.removeFirst();
      advance(key);
    }
  }

  /** Whether a start was called for so long ago that the hour of a job is past. */
  private boolean tooLate(@Nullable Instant calledFor) {
    return calledFor != null && calledFor.plus(JOB_TOO_LATE).isBefore(clock.wall());
  }

  private void skip(Run run, String why) {
    Run skipped = Lane.skipped(run, clock.wall(), why);
    record(
        skipped,
        run.status().word() + " → skipped",
        RunWords.describe(run) + " is skipped: " + why);
    close(key(run), skipped);
    advance(key(run));
    listener.ended(skipped);
  }

  private void close(String key, Run run) {
    underWay.remove(run.id());
    starting.remove(run.id());
    newest.put(key, run);
    laneOf.remove(run.id());
    put(key, lane(key).update(run));
    makeUseOfRoom();
  }

  private void record(Run run, String change, String text) {
    ledger.write(new Write.PutRun(run));
    ledger.write(
        new Write.Append(
            new LogEntry(
                clock.wall(),
                LogEntry.Kind.RUN,
                run.subject(),
                change,
                "",
                text,
                LogEntry.ENGINE)));
  }

  private Lane.Host state(Run run) {
    return hostState.apply(run.kind(), run.subject());
  }

  private Lane lane(String key) {
    return lanes.getOrDefault(key, Lane.EMPTY);
  }

  private void put(String key, Lane lane) {
    if (lane.open().isEmpty()) {
      lanes.remove(key);
    } else {
      lanes.put(key, lane);
    }
  }

  private static String key(Run run) {
    return key(run.kind(), run.subject());
  }

  private static String key(RunKind kind, String subject) {
    return switch (kind) {
      // Hosts are compared without regard to case, and may be added again in another spelling.
      case LOST_PULSE, REGAIN_PULSE -> "host " + subject.toLowerCase(Locale.ROOT);
      case JOB -> "job " + subject;
      case RULE -> "rule " + subject;
    };
  }
}
