package org.failovermon.engine.shell;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.failovermon.engine.decide.Decision;
import org.failovermon.engine.decide.Phase;
import org.failovermon.engine.decide.Pulse;
import org.failovermon.engine.decide.PulseCommand;
import org.failovermon.engine.decide.PulseEvent;
import org.failovermon.engine.decide.PulsePolicy;
import org.failovermon.engine.decide.PulseRule;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.HeartbeatLink;
import org.failovermon.engine.port.Schedule;
import org.failovermon.engine.port.Store;
import org.failovermon.engine.port.Write;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Beats of all monitors: begins tries when they are due, hears answers, lets the Pulse machine
 * judge, and records what it decided. Engine's thread only.
 */
final class Monitors implements HeartbeatLink.Listener {
  private static final Logger log = LoggerFactory.getLogger(Monitors.class);

  /** The first beats of many monitors are spread over at most so long. */
  private static final Duration SPREAD = Duration.ofSeconds(1);

  private final Clock clock;
  private final HeartbeatLink link;
  private final Store store;
  private final EngineSettings settings;
  private final Ledger ledger;
  private final Suspicions suspicions;
  private final Pauses pauses;
  private final Runs runs;
  private final Cohorts cohorts;
  private final Deadlines deadlines = new Deadlines();
  private final Map<HostName, Watch> watches = new TreeMap<>();
  private final Histogram lateness = new Histogram(3_600_000_000L, 2);
  private long beats;
  private long lastOutage;

  Monitors(
      Clock clock,
      HeartbeatLink link,
      Store store,
      Schedule schedule,
      EngineSettings settings,
      Ledger ledger,
      Suspicions suspicions,
      Pauses pauses,
      Runs runs,
      long lastOutage) {
    this.clock = clock;
    this.link = link;
    this.store = store;
    this.settings = settings;
    this.ledger = ledger;
    this.suspicions = suspicions;
    this.pauses = pauses;
    this.runs = runs;
    this.cohorts = new Cohorts(schedule);
    this.lastOutage = lastOutage;
  }

  Collection<Watch> all() {
    return watches.values();
  }

  @Nullable Watch find(HostName host) {
    return watches.get(host);
  }

  void add(Watch watch) {
    watches.put(watch.host, watch);
  }

  void remove(Watch watch) {
    watches.remove(watch.host);
    runs.deleted(watch.host.value());
  }

  /**
   * Starts a monitor.
   *
   * @param graceUntil before this the host is not judged lost unless it was seen
   * @param wasUp whether it was up when the engine last ran within this boot
   * @param place from 0 to 1: where its first beat lies within the spread
   */
  void start(Watch watch, long graceUntil, boolean wasUp, double place) {
    long now = clock.nanos();
    watch.started = true;
    watch.answeredSinceStart = false;
    watch.beats = 0;
    watch.notes.clear();
    link.setPaths(watch.host, watch.paths);
    decide(watch, new PulseEvent.Started(now, graceUntil, wasUp));
    Duration pause = watch.spec.pause();
    long spread = (pause.compareTo(SPREAD) < 0 ? pause : SPREAD).toNanos();
    planBeat(watch, now + (long) (spread * place));
  }

  void stop(Watch watch) {
    watch.started = false;
    endTry(watch);
    watch.plan++;
    suspicions.heard(watch.host, watch.firstMissAt);
    link.setPaths(watch.host, List.of());
    decide(watch, new PulseEvent.Stopped(clock.nanos()));
  }

  /**
   * The monitor's values changed: what is unchanged keeps its phase, a shorter interval takes
   * effect at once.
   */
  void respecified(Watch watch, boolean beatNow) {
    if (watch.started && !watch.trying) {
      long now = clock.nanos();
      long latest = now + watch.spec.pause().toNanos();
      planBeat(watch, beatNow ? now : Math.min(watch.dueAt, latest));
    }
  }

  /** What a policy says of a monitor beyond its values; null for one of the command line. */
  void policy(Watch watch, @Nullable MonitorPolicy policy) {
    watch.members = policy == null ? MonitorPolicy.Members.HEARTBEAT : policy.members();
    watch.dependsOn = policy == null ? List.of() : policy.dependsOn();
  }

  void pathsChanged(Watch watch) {
    watch.notes.keySet().retainAll(watch.paths);
    if (watch.started) {
      link.setPaths(watch.host, watch.paths);
    }
  }

  void tick(long periodMillis) {
    cohorts.tick(periodMillis, clock.nanos(), this::beginTry);
  }

  /**
   * Deadlines that have passed, then monitors whose ticks do not come. All that has arrived was
   * heard before.
   */
  void expire(long now) {
    deadlines.expire(now, (watch, at) -> deadline(watch, at, now));
    cohorts.guard(now, pauses.awakeSince(), this::beginTry);
  }

  long nextDeadline() {
    return Math.min(deadlines.next(), cohorts.nextGuard(pauses.awakeSince()));
  }

  void trim() {
    cohorts.trim();
  }

  /** A reason to suspect ourselves arose: it taints the tries that are under way. */
  void suspected() {
    for (Watch watch : watches.values()) {
      watch.suspectedWithinTry |= watch.trying && suspicions.anySource(sentFrom(watch));
    }
  }

  /** Where the paths of a host are sent from; asked only when one of our links is suspected. */
  private Supplier<Set<InetAddress>> sentFrom(Watch watch) {
    return () -> link.localAddresses(watch.host);
  }

  long beats() {
    return beats;
  }

  Histogram lateness() {
    return lateness;
  }

  void resetFigures() {
    lateness.reset();
    beats = 0;
  }

  private void planBeat(Watch watch, long dueAt) {
    watch.plan++;
    watch.dueAt = dueAt;
    cohorts.plan(watch, clock.nanos());
  }

  private void beginTry(Watch watch) {
    long now = clock.nanos();
    lateness.recordValue(Math.clamp((now - watch.dueAt) / 1_000, 0, 3_600_000_000L));
    tryNow(watch, now);
  }

  private void tryNow(Watch watch, long now) {
    watch.plan++;
    watch.trying = true;
    watch.tryStarted = now;
    watch.transmissions = 1;
    watch.pausedBefore = pauses.total();
    watch.suspectedWithinTry = suspicions.anySource(sentFrom(watch));
    watch.sick = "";
    watch.beats++;
    beats++;
    watch.notes.values().forEach(Watch.PathNotes::tryBegins);
    link.beginTry(watch.host);
    planNextDeadline(watch);
  }

  /**
   * Transmissions go out at the beginning and after each third of the timeout; the try ends with
   * the timeout.
   */
  private void planNextDeadline(Watch watch) {
    long timeout = watch.spec.timeout().toNanos();
    long after =
        watch.transmissions < Watch.TRANSMISSIONS
            ? timeout * watch.transmissions / Watch.TRANSMISSIONS
            : timeout;
    deadlines.add(watch, watch.tryStarted + after);
  }

  /**
   * A deadline has passed. It is judged by the time at which the cycle began, before all that had
   * arrived was heard: a pause in the middle of the cycle is not time that the host had to answer.
   */
  private void deadline(Watch watch, long at, long now) {
    long timeout = watch.spec.timeout().toNanos();
    if (now - watch.tryStarted < timeout) {
      watch.transmissions++;
      if (watch.sick.isEmpty()) {
        link.transmitAgain(watch.host);
      }
      planNextDeadline(watch);
      return;
    }
    long paused = pauses.total() - watch.pausedBefore;
    boolean late = now - at > Math.max(timeout, Pauses.NOTICED);
    boolean mostlyPaused = paused > Math.max(timeout / 2, Pauses.NOTICED);
    // A pause is measured from when we meant to wake up, so it may be longer than it looks.
    boolean justWoke =
        paused > Math.max(timeout / 4, Pauses.NOTICED) && now - pauses.awakeSince() < timeout / 2;
    boolean unsent = watch.transmissions < Watch.TRANSMISSIONS && paused > 0;
    endTry(watch);
    if (late || mostlyPaused || justWoke || unsent) {
      Duration length = Duration.ofNanos(Math.max(paused, now - at));
      decide(watch, new PulseEvent.Voided(now, length, lastOutage + 1));
    } else {
      missed(watch, now);
    }
    if (watch.started) {
      planAfterMiss(watch, clock.nanos());
    }
  }

  private void missed(Watch watch, long now) {
    store.beat(watch.host, clock.wall().toEpochMilli(), false, 0);
    if (watch.pulse.phase().misses() == 0) {
      watch.firstMissAt = now;
      suspicions.fellSilent(watch.host, now);
    }
    String how = watch.howMissed(Durations.show(watch.spec.timeout()));
    String suspicion =
        suspicions.reason(
            watch.firstMissAt, watch.spec.bound(), watch.suspectedWithinTry, sentFrom(watch));
    decide(watch, new PulseEvent.Missed(now, how, suspicion, lastOutage + 1));
  }

  /**
   * Retries follow one another at the timeout; a host that is lost or held back is tried at its
   * interval.
   */
  private void planAfterMiss(Watch watch, long now) {
    int limit = 1 + watch.spec.retries();
    long pace = Math.max(now, watch.tryStarted + watch.spec.pause().toNanos());
    switch (watch.pulse.phase()) {
      case Phase.Up up -> tryNow(watch, now);
      case Phase.Missing missing -> tryNow(watch, now);
      case Phase.CannotJudge cannotJudge -> tryNow(watch, now);
      case Phase.Unknown unknown when unknown.misses() < limit -> tryNow(watch, now);
      case Phase.Unknown unknown ->
          planBeat(watch, Math.min(pace, Math.max(now, unknown.graceUntil())));
      case Phase.Lost lost when lost.misses() < limit -> tryNow(watch, now);
      case Phase.Lost lost -> planBeat(watch, pace);
      case Phase.HeldBack held -> planBeat(watch, Math.min(pace, Math.max(now, held.until())));
      case Phase.Stopped stopped -> {}
    }
  }

  private void endTry(Watch watch) {
    watch.trying = false;
    watch.plan++;
  }

  @Override
  public void answered(
      HostName host, CommPath path, long roundTripNanos, Health health, long incarnation) {
    Watch watch = watches.get(host);
    if (watch == null || !watch.started) {
      return;
    }
    long now = clock.nanos();
    Watch.PathNotes notes = watch.notes(path);
    notes.answeredAt = now;
    notes.roundTripNanos = roundTripNanos;
    notes.answeredThisTry = true;
    notes.trouble = "";
    notes.troubledThisTry = false;
    if (!notes.troubleSaid.isEmpty()) {
      notes.troubleSaid = "";
      note(watch, "path " + path.address() + " of " + host + " answers again");
    }
    if (!watch.trying) {
      return;
    }
    var event = new PulseEvent.Answered(now, health, incarnation, path.address());
    if (Pulse.countsAsMiss(watch.pulse, event)) {
      watch.sick = health.complaint();
      return;
    }
    endTry(watch);
    boolean first = !watch.answeredSinceStart;
    watch.lastAnswer = clock.wall();
    watch.answeredSinceStart = true;
    suspicions.heard(host, watch.firstMissAt);
    store.beat(host, watch.lastAnswer.toEpochMilli(), true, roundTripNanos / 1_000);
    decide(watch, event);
    if (first) {
      runs.hostChanged(host.value());
    }
    planBeat(watch, now + watch.spec.pause().toNanos());
  }

  @Override
  public void answeredLate(HostName host, CommPath path, long roundTripNanos) {
    Watch watch = watches.get(host);
    if (watch == null || !watch.started) {
      return;
    }
    Watch.PathNotes notes = watch.notes(path);
    String say =
        "path "
            + path.address()
            + " of "
            + host
            + " answers only after the timeout of "
            + Durations.show(watch.spec.timeout())
            + "; raise it if that is usual: failovermon modify "
            + host
            + " --timeout …";
    if (roundTripNanos > watch.spec.timeout().toNanos() && !say.equals(notes.lateSaid)) {
      notes.lateSaid = say;
      note(watch, say);
    }
  }

  @Override
  public void troubled(HostName host, CommPath path, String trouble) {
    Watch watch = watches.get(host);
    if (watch == null || !watch.started) {
      return;
    }
    Watch.PathNotes notes = watch.notes(path);
    notes.trouble = trouble;
    notes.troubledThisTry = true;
    if (!notes.troubleSaid.equals(trouble)) {
      notes.troubleSaid = trouble;
      note(watch, "path " + path.address() + " of " + host + ": " + trouble);
    }
  }

  @Override
  public void announced(HostName host, long incarnation, long number, long absentMillis) {
    Watch watch = watches.get(host);
    if (watch != null && watch.started) {
      Duration absence = Duration.ofMillis(Math.max(0, absentMillis));
      decide(watch, new PulseEvent.Announced(clock.nanos(), incarnation, number, absence));
    }
  }

  private void decide(Watch watch, PulseEvent event) {
    PulsePolicy policy =
        new PulsePolicy(
            watch.host,
            watch.spec.retries(),
            watch.spec.timeout(),
            settings.holdBack(),
            settings.cannotJudgeLimit());
    Decision decision = Pulse.decide(policy, watch.pulse, event);
    boolean responderNew = decision.next().incarnation() != watch.pulse.incarnation();
    watch.pulse = decision.next();
    if (decision.changed() || responderNew || decision.rule() == PulseRule.ANNOUNCED) {
      save(watch, decision);
    }
    for (PulseCommand command : decision.commands()) {
      carryOut(watch, command, decision);
    }
    if (decision.changed() || decision.rule() == PulseRule.STILL_LOST) {
      runs.hostChanged(watch.host.value());
    }
    if (decision.changed()) {
      log.info("{}: {} ({})", watch.host, decision.because(), decision.change());
    }
  }

  private void save(Watch watch, Decision decision) {
    Instant now = clock.wall();
    long absentFor = decision.next().absentUntil() - clock.nanos();
    boolean absent = decision.next().absent(clock.nanos());
    MonitorState old = watch.saved;
    watch.saved =
        new MonitorState(
            watch.host,
            watch.started,
            decision.to(),
            decision.changed() ? now : old.since(),
            decision.changed() ? decision.because() : old.because(),
            decision.next().outage(),
            watch.lastAnswer,
            decision.next().incarnation(),
            decision.next().announcement(),
            absent ? now.plusNanos(absentFor) : null);
    ledger.write(new Write.PutState(watch.saved));
    if (decision.changed() || decision.rule() == PulseRule.ANNOUNCED) {
      ledger.write(
          new Write.Append(
              new LogEntry(
                  now,
                  LogEntry.Kind.VERDICT,
                  watch.host.value(),
                  decision.change(),
                  decision.rule().name(),
                  decision.because(),
                  LogEntry.ENGINE)));
    }
  }

  private void carryOut(Watch watch, PulseCommand command, Decision decision) {
    String host = watch.host.value();
    switch (command) {
      case PulseCommand.LosePulse lose -> {
        lastOutage = lose.outage();
        ledger.write(
            new Write.PutOutage(
                new Outage(lose.outage(), watch.host, clock.wall(), decision.because(), null)));
        runs.lostAgain(host);
        runs.request(
            RunKind.LOST_PULSE, host, lose.outage(), watch.spec.lostPulse(), decision.because());
      }
      case PulseCommand.RegainPulse regain -> {
        ledger.write(new Write.EndOutage(regain.outage(), clock.wall()));
        if (runs.outageOver(host, regain.outage())) {
          runs.request(
              RunKind.REGAIN_PULSE,
              host,
              regain.outage(),
              watch.spec.regainPulse(),
              decision.because());
        }
      }
      case PulseCommand.Warn warn -> note(watch, warn.text());
    }
  }

  private void note(Watch watch, String text) {
    log.warn("{}", text);
    ledger.write(
        new Write.Append(
            new LogEntry(
                clock.wall(),
                LogEntry.Kind.ENGINE,
                watch.host.value(),
                "",
                "",
                text,
                LogEntry.ENGINE)));
  }
}
