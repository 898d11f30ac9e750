package org.failovermon.engine.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.failovermon.engine.decide.CronTimes;
import org.failovermon.engine.decide.Lane;
import org.failovermon.engine.decide.Phase;
import org.failovermon.engine.decide.Pulse;
import org.failovermon.engine.decide.PulseState;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.port.Actions;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.HeartbeatLink;
import org.failovermon.engine.port.Inbox;
import org.failovermon.engine.port.PoliciesAtStart;
import org.failovermon.engine.port.Probes;
import org.failovermon.engine.port.Schedule;
import org.failovermon.engine.port.Store;
import org.failovermon.engine.port.WatchedFiles;
import org.failovermon.engine.port.Write;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * The engine's shell: reads what happens, has {@code decide} judge it, has the store commit, and
 * only then acts. It runs in duty cycles on one thread, and is deterministic: given the same
 * answers of its ports it does the same. The daemon drives it with {@link EngineThread}, the
 * simulated world by calling {@link #cycle} itself.
 *
 * <p>Only {@link #offer} may be called from other threads.
 */
public final class Engine implements Inbox {
  private static final int EVENTS_A_CYCLE = 4_096;
  private static final Duration BACKLOG_PACE = Duration.ofMillis(500);
  private static final Duration TRIM_PACE = Duration.ofMinutes(1);

  private final Clock clock;
  private final HeartbeatLink link;
  private final Schedule schedule;
  private final EngineSettings settings;
  private final EventQueue queue;
  private final Ledger ledger;
  private final Journal journal;
  private final Suspicions suspicions = new Suspicions();
  private final Pauses pauses = new Pauses();
  private final Runs runs;
  private final Monitors monitors;
  private final Jobs jobs;
  private final Policies policies;
  private final PolicyWork work;
  private final Installation installation;
  private final Looking looking;
  private long trimmedAt;

  /** The ports of an engine. */
  public record Ports(
      Clock clock,
      HeartbeatLink link,
      Store store,
      Actions actions,
      Schedule schedule,
      Probes probes,
      WatchedFiles files,
      CronTimes cron) {}

  /**
   * Takes over what the store holds. Nothing is sent before the first {@link #cycle}; what must be
   * known of the restart is recorded in the first batch.
   *
   * @param ports what the engine needs from outside
   * @param settings what the installation configures
   * @param snapshot what the store holds
   * @param atStart the policies with which it starts
   * @param bootId the boot of this machine: another one than the snapshot's means that only
   *     monitors that start at reboot do
   * @param wakeup ends the sleep of the engine's thread; called from any thread
   */
  public Engine(
      Ports ports,
      EngineSettings settings,
      Snapshot snapshot,
      PoliciesAtStart atStart,
      String bootId,
      Runnable wakeup) {
    this.clock = ports.clock();
    this.link = ports.link();
    this.schedule = ports.schedule();
    this.settings = settings;
    this.queue = new EventQueue(wakeup);
    this.ledger = new Ledger(ports.store());
    this.journal = new Journal(clock, ledger);
    this.runs =
        new Runs(
            clock,
            ledger,
            ports.actions(),
            settings.runUnrecorded(),
            this::hostState,
            this::orderFor);
    this.monitors =
        new Monitors(
            clock,
            link,
            ports.store(),
            schedule,
            settings,
            ledger,
            suspicions,
            pauses,
            runs,
            snapshot.lastOutage());
    this.work = new PolicyWork(ports, ledger, pauses, monitors, runs);
    monitors.outside(work, work);
    runs.listener(work);
    this.jobs = new Jobs(clock, schedule, journal, runs, work::heldAll);
    this.policies = new Policies(clock, ledger, journal, snapshot.policy().version());
    this.installation =
        new Installation(clock, ledger, monitors, runs, jobs, policies, work, snapshot);
    work.resting(installation::rests);
    this.looking =
        new Looking(
            clock, monitors, runs, ledger, suspicions, pauses, policies, work, installation::owned);
    this.trimmedAt = clock.nanos();
    restore(snapshot, atStart, bootId);
  }

  @Override
  public boolean offer(Event event) {
    return queue.offer(event);
  }

  /**
   * One duty cycle: hears what arrived, handles events, then judges the deadlines that have passed,
   * then commits.
   */
  public void cycle() {
    long now = clock.nanos();
    Instant wall = clock.wall();
    paused(pauses.begin(now, wall));
    Duration step = pauses.wallStep(now, wall);
    if (!step.isZero()) {
      String by = (step.isNegative() ? "back by " : "forward by ") + Durations.show(step.abs());
      journal.engine(
          "the wall clock stepped " + by + "; no verdict depends on it, timers are built anew");
      schedule.rebuild("the wall clock stepped " + by);
    }
    link.drain(monitors);
    work.look();
    queue.drain(EVENTS_A_CYCLE, this::handle);
    monitors.expire(now);
    work.expire(now);
    work.settle();
    if (now - trimmedAt >= TRIM_PACE.toNanos()) {
      trimmedAt = now;
      monitors.trim();
    }
    ledger.flush();
    paused(pauses.end(clock.nanos(), clock.wall(), nextDeadlineNanos()));
  }

  private void paused(long gap) {
    if (gap >= Pauses.RECORDED) {
      journal.engine(
          "this process was paused for "
              + Durations.show(Duration.ofMillis(gap / 1_000_000))
              + "; misses within the pause do not count");
    }
  }

  /**
   * When the engine wants its next duty cycle at the latest, on the monotonic clock; {@code
   * Long.MAX_VALUE} for never.
   */
  public long nextDeadlineNanos() {
    if (!queue.isEmpty()) {
      return clock.nanos();
    }
    long next = Math.min(monitors.nextDeadline(), work.nextDeadline());
    return ledger.backlogged() ? Math.min(next, clock.nanos() + BACKLOG_PACE.toNanos()) : next;
  }

  private void restore(Snapshot snapshot, PoliciesAtStart atStart, String bootId) {
    boolean sameBoot = snapshot.bootId().isEmpty() || bootId.equals(snapshot.bootId());
    jobs.restore(snapshot.jobs(), snapshot.jobsFired());
    Map<HostName, MonitorState> states = new HashMap<>();
    snapshot.states().forEach(state -> states.put(state.host(), state));
    for (MonitorSpec spec : snapshot.monitors()) {
      MonitorState state =
          states.getOrDefault(spec.host(), MonitorState.added(spec.host(), clock.wall()));
      Watch watch = new Watch(spec, state, restored(state));
      watch.paths =
          snapshot.paths().stream()
              .filter(path -> path.host().equals(spec.host()))
              .sorted(Comparator.comparing(path -> !path.own()))
              .toList();
      monitors.add(watch);
    }
    runs.restore(snapshot.openRuns(), snapshot.endedRuns(), snapshot.lastRun());
    if (!bootId.equals(snapshot.bootId())) {
      ledger.write(new Write.PutBootId(bootId));
    }
    journal.engine(
        Level.INFO,
        snapshot.bootId().isEmpty()
            ? "failoverd starts for the first time"
            : sameBoot
                ? "failoverd starts again"
                : "failoverd starts after a boot of this machine");
    work.restore(snapshot);
    policies.start(atStart, installation, installation);
    List<Watch> wanted = new ArrayList<>();
    for (Watch watch : monitors.all()) {
      boolean fresh = sameBoot || !states.containsKey(watch.host);
      boolean run = fresh ? watch.saved.started() : watch.spec.startAtReboot();
      if (!run && watch.saved.started()) {
        watch.saved = stopped(watch.saved, false, "it does not start at reboot");
        ledger.write(new Write.PutState(watch.saved));
      }
      if (run && installation.rests(watch.host)) {
        boolean graceful = graceful(watch, sameBoot);
        watch.saved = stopped(watch.saved, true, "it rests: " + policies.trouble());
        ledger.write(new Write.PutState(watch.saved));
        installation.rest(watch, graceful);
      } else if (run) {
        wanted.add(watch);
      }
    }
    start(wanted, sameBoot);
    installation.started();
    work.started();
    if (!jobs.isEmpty()) {
      jobs.announce();
    }
  }

  private void start(List<Watch> wanted, boolean sameBoot) {
    int place = 0;
    for (Watch watch : wanted) {
      Verdict before = watch.saved.verdict();
      boolean wasUp =
          sameBoot
              && (before == Verdict.UP || before == Verdict.MISSING || before == Verdict.HELD_BACK);
      long grace = clock.nanos() + (graceful(watch, sameBoot) ? settings.grace().toNanos() : 0);
      monitors.start(watch, grace, wasUp, (double) place++ / wanted.size());
    }
  }

  /**
   * Whether a host may be booting as we did. One that was to run and is recorded as stopped rested
   * when the engine last ran, perhaps since the boot, and nobody has looked at it. A host that was
   * never heard has that grace in any case.
   */
  private static boolean graceful(Watch watch, boolean sameBoot) {
    Verdict before = watch.saved.verdict();
    boolean rested = before == Verdict.STOPPED && watch.lastAnswer != null;
    return !sameBoot || before == Verdict.UNKNOWN || rested;
  }

  private PulseState restored(MonitorState state) {
    long absentUntil = PulseState.NOT_ABSENT;
    Instant until = state.absentUntil();
    if (until != null) {
      Duration left = Duration.between(clock.wall(), until);
      Duration longest = Pulse.MAX_ABSENCE;
      if (left.isPositive()) {
        absentUntil = clock.nanos() + (left.compareTo(longest) > 0 ? longest : left).toNanos();
      }
    }
    return new PulseState(
        new Phase.Stopped(state.openOutage()),
        0,
        0,
        state.incarnation(),
        state.announcement(),
        absentUntil);
  }

  private MonitorState stopped(MonitorState state, boolean meantToRun, String because) {
    return new MonitorState(
        state.host(),
        meantToRun,
        Verdict.STOPPED,
        clock.wall(),
        because,
        state.openOutage(),
        state.lastAnswer(),
        state.incarnation(),
        state.announcement(),
        state.absentUntil());
  }

  private void handle(Event event) {
    switch (event) {
      case Event.Tick tick -> monitors.tick(tick.periodMillis());
      case Event.JobDue due -> installation.jobDue(due);
      case Event.Committed committed -> committed(committed.batch());
      case Event.StoreFaulty faulty -> ledger.faulty(faulty.fault(), this::storeFaulty);
      case Event.RunEnded ended -> runs.ended(ended.run(), ended.result());
      case Event.SelfSuspicion suspicion -> suspicion(suspicion);
      case Event.Operator operator -> installation.operator(operator);
      case Event.Look look -> look.reply().accept(looking.view(look.resetFigures()));
      case Event.Note note -> ledger.write(new Write.Append(note.entry()));
      case Event.ApplyPolicies apply -> installation.apply(apply);
      case Event.Checked checked -> work.checked(checked);
      case Event.RuleDue due -> work.ruleDue(due);
      case Event.FileChanged changed -> work.fileChanged(changed);
    }
  }

  private void committed(long batch) {
    boolean wasFaulty = !ledger.fault().isEmpty();
    ledger.committed(batch);
    if (wasFaulty) {
      journal.engine("what happens can be recorded again");
    }
  }

  private void storeFaulty(String fault) {
    journal.engine(
        fault
            + "; monitoring goes on, "
            + (settings.runUnrecorded()
                ? "and scripts run unrecorded, as configured"
                : "and no script runs until it can be recorded"));
  }

  private void suspicion(Event.SelfSuspicion suspicion) {
    suspicions.source(suspicion);
    if (suspicion.suspicious()) {
      monitors.suspected();
    }
    journal.engine(suspicion.because());
  }

  private Lane.Host hostState(RunKind kind, String subject) {
    Watch watch = ofHost(kind, subject);
    if (watch == null) {
      return kind == RunKind.JOB || kind == RunKind.RULE ? new Lane.Host(0, true) : Lane.Host.GONE;
    }
    boolean well = watch.pulse.phase() instanceof Phase.Up && watch.answeredSinceStart;
    long lost =
        watch.pulse.phase() instanceof Phase.Lost phase && phase.misses() > watch.spec.retries()
            ? phase.outage()
            : 0;
    return new Lane.Host(lost, watch.pulse.outage(), well);
  }

  private Actions.Order orderFor(Run run, Instant now) {
    Watch watch = ofHost(run.kind(), run.subject());
    Instant since =
        watch == null || watch.wellBefore == null ? run.requestedAt() : watch.wellBefore;
    return new Actions.Order(
        run,
        watch == null ? null : watch.spec,
        watch == null ? null : watch.pulse.verdict(),
        since,
        policies.deadline(run));
  }

  private @Nullable Watch ofHost(RunKind kind, String subject) {
    return switch (kind) {
      case LOST_PULSE, REGAIN_PULSE -> monitors.find(new HostName(subject));
      case JOB, RULE -> null;
    };
  }
}
