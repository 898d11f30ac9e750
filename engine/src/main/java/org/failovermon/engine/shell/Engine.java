package org.failovermon.engine.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.failovermon.engine.decide.Inventory;
import org.failovermon.engine.decide.Known;
import org.failovermon.engine.decide.Lane;
import org.failovermon.engine.decide.Phase;
import org.failovermon.engine.decide.Pulse;
import org.failovermon.engine.decide.PulseState;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.LogEntry;
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
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;
import org.failovermon.engine.port.Schedule;
import org.failovermon.engine.port.Store;
import org.failovermon.engine.port.Write;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's shell: reads what happens, has {@code decide} judge it, has the store commit, and
 * only then acts. It runs in duty cycles on one thread, and is deterministic: given the same
 * answers of its ports it does the same. The daemon drives it with {@link EngineThread}, the
 * simulated world by calling {@link #cycle} itself.
 *
 * <p>Only {@link #offer} may be called from other threads.
 */
public final class Engine implements Inbox {
  private static final Logger log = LoggerFactory.getLogger(Engine.class);

  private static final int EVENTS_A_CYCLE = 4_096;
  private static final Duration JOB_TOO_OLD = Duration.ofMinutes(1);
  private static final Duration BACKLOG_PACE = Duration.ofMillis(500);
  private static final Duration TRIM_PACE = Duration.ofMinutes(1);

  private final Clock clock;
  private final HeartbeatLink link;
  private final Schedule schedule;
  private final EngineSettings settings;
  private final EventQueue queue;
  private final Ledger ledger;
  private final Suspicions suspicions = new Suspicions();
  private final Pauses pauses = new Pauses();
  private final Runs runs;
  private final Monitors monitors;
  private final Map<String, Job> jobs = new TreeMap<>();
  private final Map<String, Instant> jobsFired = new HashMap<>();
  private final Known known;
  private final Looking looking;
  private long trimmedAt;

  /** The ports of an engine. */
  public record Ports(
      Clock clock, HeartbeatLink link, Store store, Actions actions, Schedule schedule) {}

  /**
   * Takes over what the store holds. Nothing is sent before the first {@link #cycle}; what must be
   * known of the restart is recorded in the first batch.
   *
   * @param ports what the engine needs from outside
   * @param settings what the installation configures
   * @param snapshot what the store holds
   * @param bootId the boot of this machine: another one than the snapshot's means that only
   *     monitors that start at reboot do
   * @param wakeup ends the sleep of the engine's thread; called from any thread
   */
  public Engine(
      Ports ports, EngineSettings settings, Snapshot snapshot, String bootId, Runnable wakeup) {
    this.clock = ports.clock();
    this.link = ports.link();
    this.schedule = ports.schedule();
    this.settings = settings;
    this.queue = new EventQueue(wakeup);
    this.ledger = new Ledger(ports.store());
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
    this.known = new EngineKnown(monitors, jobs, runs);
    this.looking = new Looking(clock, monitors, runs, ledger, suspicions, pauses);
    this.trimmedAt = clock.nanos();
    restore(snapshot, bootId);
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
      engineLine(
          "the wall clock stepped " + by + "; no verdict depends on it, timers are built anew");
      schedule.rebuild("the wall clock stepped " + by);
    }
    link.drain(monitors);
    queue.drain(EVENTS_A_CYCLE, this::handle);
    monitors.expire(now);
    if (now - trimmedAt >= TRIM_PACE.toNanos()) {
      trimmedAt = now;
      monitors.trim();
    }
    ledger.flush();
    paused(pauses.end(clock.nanos(), clock.wall(), nextDeadlineNanos()));
  }

  private void paused(long gap) {
    if (gap >= Pauses.RECORDED) {
      engineLine(
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
    long next = monitors.nextDeadline();
    return ledger.backlogged() ? Math.min(next, clock.nanos() + BACKLOG_PACE.toNanos()) : next;
  }

  private void restore(Snapshot snapshot, String bootId) {
    boolean sameBoot = snapshot.bootId().isEmpty() || bootId.equals(snapshot.bootId());
    jobsFired.putAll(snapshot.jobsFired());
    snapshot.jobs().forEach(job -> jobs.put(job.name(), job));
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
    runs.restore(snapshot.openRuns(), snapshot.lastRun());
    if (!bootId.equals(snapshot.bootId())) {
      ledger.write(new Write.PutBootId(bootId));
    }
    engineLine(
        snapshot.bootId().isEmpty()
            ? "failoverd starts for the first time"
            : sameBoot
                ? "failoverd starts again"
                : "failoverd starts after a boot of this machine");
    List<Watch> wanted =
        monitors.all().stream()
            .filter(watch -> sameBoot ? watch.saved.started() : watch.spec.startAtReboot())
            .toList();
    for (Watch watch : monitors.all()) {
      if (!sameBoot && watch.saved.started() && !watch.spec.startAtReboot()) {
        watch.saved = stopped(watch.saved, "it does not start at reboot");
        ledger.write(new Write.PutState(watch.saved));
      }
    }
    int place = 0;
    for (Watch watch : wanted) {
      Verdict before = watch.saved.verdict();
      boolean wasUp =
          sameBoot
              && (before == Verdict.UP || before == Verdict.MISSING || before == Verdict.HELD_BACK);
      boolean graceful = !sameBoot || before == Verdict.UNKNOWN;
      long grace = clock.nanos() + (graceful ? settings.grace().toNanos() : 0);
      monitors.start(watch, grace, wasUp, (double) place++ / wanted.size());
    }
    if (!jobs.isEmpty()) {
      schedule.setJobs(List.copyOf(jobs.values()));
    }
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

  private MonitorState stopped(MonitorState state, String because) {
    return new MonitorState(
        state.host(),
        false,
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
      case Event.JobDue due -> jobDue(due);
      case Event.Committed committed -> committed(committed.batch());
      case Event.StoreFaulty faulty -> ledger.faulty(faulty.fault(), this::storeFaulty);
      case Event.RunEnded ended -> runs.ended(ended.run(), ended.result());
      case Event.SelfSuspicion suspicion -> suspicion(suspicion);
      case Event.Operator operator -> operator(operator);
      case Event.Look look -> look.reply().accept(looking.view(look.resetFigures()));
      case Event.Note note -> ledger.write(new Write.Append(note.entry()));
    }
  }

  private void committed(long batch) {
    boolean wasFaulty = !ledger.fault().isEmpty();
    ledger.committed(batch);
    if (wasFaulty) {
      engineLine("what happens can be recorded again");
    }
  }

  private void storeFaulty(String fault) {
    engineLine(
        fault
            + "; monitoring goes on, "
            + (settings.runUnrecorded()
                ? "and scripts run unrecorded, as configured"
                : "and no script runs until it can be recorded"));
  }

  private void suspicion(Event.SelfSuspicion suspicion) {
    suspicions.source(suspicion.source(), suspicion.suspicious(), suspicion.because());
    if (suspicion.suspicious()) {
      monitors.suspected();
    }
    engineLine(suspicion.because());
  }

  private void jobDue(Event.JobDue due) {
    Job job = jobs.get(due.job());
    if (job == null
        || !due.scheduledFor().isAfter(jobsFired.getOrDefault(job.name(), Instant.EPOCH))) {
      return;
    }
    jobsFired.put(job.name(), due.scheduledFor());
    ledger.write(new Write.JobFired(job.name(), due.scheduledFor()));
    boolean old = due.scheduledFor().plus(JOB_TOO_OLD).isBefore(clock.wall());
    if (old && job.action() instanceof Job.RunScript) {
      engineLine(
          "job "
              + job.name()
              + " was due at "
              + due.scheduledFor()
              + ", which is too long ago; it is left out");
      return;
    }
    switch (job.action()) {
      case Job.RunScript script ->
          runs.request(
              RunKind.JOB,
              job.name(),
              0,
              script.script(),
              "job " + job.name() + " was due at " + due.scheduledFor());
      case Job.SetInterval set -> {
        OperatorCommand change =
            new OperatorCommand.Modify(
                set.host(), set.interval(), null, null, null, null, null, false);
        Inventory.Change judged =
            Inventory.apply(known, change, "job " + job.name(), clock.wall(), true);
        judged.writes().forEach(this::absorb);
      }
    }
  }

  private void operator(Event.Operator operator) {
    if (!ledger.fault().isEmpty()) {
      operator
          .reply()
          .accept(
              Reply.refused(
                  "nothing was changed, because it cannot be recorded: " + ledger.fault()));
      return;
    }
    OperatorCommand command = operator.command();
    Inventory.Change change = Inventory.apply(known, command, operator.who(), clock.wall(), true);
    change.writes().forEach(this::absorb);
    runs.advanceAll();
    if (command instanceof OperatorCommand.Modify modify && modify.restart()) {
      Watch watch = monitors.find(modify.host());
      if (watch != null) {
        monitors.respecified(watch, true);
      }
    }
    ledger.after(new ReplyWhenCommitted(operator, change.reply()));
  }

  /** Takes a write of an operator into memory, and has it committed. */
  private void absorb(Write write) {
    ledger.write(write);
    switch (write) {
      case Write.PutMonitor put -> putMonitor(put.spec());
      case Write.PutState put -> startOrStop(put.state());
      case Write.DeleteMonitor delete -> {
        Watch watch = monitors.find(delete.host());
        if (watch != null) {
          if (watch.started) {
            monitors.stop(watch);
            ledger.write(delete);
          }
          monitors.remove(watch);
        }
      }
      case Write.PutPath put -> putPath(put.path());
      case Write.DeletePath delete -> {
        Watch watch = monitors.find(delete.host());
        if (watch != null) {
          watch.paths =
              watch.paths.stream()
                  .filter(path -> !path.address().equals(delete.address()))
                  .toList();
          monitors.pathsChanged(watch);
        }
      }
      case Write.PutJob put -> {
        jobs.put(put.job().name(), put.job());
        jobsFired.remove(put.job().name());
        schedule.setJobs(List.copyOf(jobs.values()));
      }
      case Write.DeleteJob delete -> {
        jobs.remove(delete.name());
        schedule.setJobs(List.copyOf(jobs.values()));
      }
      case Write.PutRun put -> runs.changedByOperator(put.run());
      case Write.JobFired fired -> {}
      case Write.PutOutage outage -> {}
      case Write.EndOutage outage -> {}
      case Write.PutRunOutput output -> {}
      case Write.Append append -> {}
      case Write.PutBootId boot -> {}
    }
  }

  private void putMonitor(MonitorSpec spec) {
    Watch watch = monitors.find(spec.host());
    if (watch == null) {
      MonitorState added = MonitorState.added(spec.host(), clock.wall());
      monitors.add(new Watch(spec, added, PulseState.stopped(0)));
    } else {
      watch.spec = spec;
      monitors.respecified(watch, false);
    }
  }

  private void putPath(CommPath path) {
    Watch watch = monitors.find(path.host());
    if (watch != null) {
      List<CommPath> paths = new ArrayList<>(watch.paths);
      paths.removeIf(each -> each.address().equals(path.address()));
      paths.add(path.own() ? 0 : paths.size(), path);
      watch.paths = List.copyOf(paths);
      monitors.pathsChanged(watch);
    }
  }

  private void startOrStop(MonitorState state) {
    Watch watch = monitors.find(state.host());
    if (watch != null && state.started() && !watch.started) {
      monitors.start(watch, clock.nanos(), false, 0);
    } else if (watch != null && !state.started() && watch.started) {
      monitors.stop(watch);
    }
  }

  private Lane.Host hostState(RunKind kind, String subject) {
    Watch watch = kind == RunKind.JOB ? null : monitors.find(new HostName(subject));
    if (watch == null) {
      return new Lane.Host(0, kind == RunKind.JOB);
    }
    boolean well = watch.pulse.phase() instanceof Phase.Up && watch.answeredSinceStart;
    long lost =
        watch.pulse.phase() instanceof Phase.Lost phase && phase.misses() > watch.spec.retries()
            ? phase.outage()
            : 0;
    return new Lane.Host(lost, watch.pulse.outage(), well);
  }

  private Actions.Order orderFor(Run run, Instant now) {
    Watch watch = run.kind() == RunKind.JOB ? null : monitors.find(new HostName(run.subject()));
    Instant since =
        watch == null || watch.lastAnswer == null ? run.requestedAt() : watch.lastAnswer;
    return new Actions.Order(
        run,
        watch == null ? null : watch.spec,
        watch == null ? null : watch.pulse.verdict(),
        since);
  }

  private void engineLine(String text) {
    log.warn("{}", text);
    ledger.write(
        new Write.Append(
            new LogEntry(
                clock.wall(), LogEntry.Kind.ENGINE, "engine", "", "", text, LogEntry.ENGINE)));
  }

  /** Answers an operator as soon as what was done is committed. */
  private static final class ReplyWhenCommitted implements Ledger.After {
    private final Event.Operator operator;
    private final Reply reply;

    ReplyWhenCommitted(Event.Operator operator, Reply reply) {
      this.operator = operator;
      this.reply = reply;
    }

    @Override
    public void committed() {
      operator.reply().accept(reply);
    }

    @Override
    public boolean faulty(String fault) {
      operator
          .reply()
          .accept(
              new Reply(
                  1,
                  reply.messages(),
                  reply.warnings(),
                  List.of(
                      "it is in force, but not recorded yet and lost if the engine stops now: "
                          + fault)));
      return true;
    }
  }
}
