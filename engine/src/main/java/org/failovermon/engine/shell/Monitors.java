package org.failovermon.engine.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.failovermon.engine.decide.Members;
import org.failovermon.engine.decide.Phase;
import org.failovermon.engine.decide.Pulse;
import org.failovermon.engine.decide.PulseEvent;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.HeartbeatLink;
import org.failovermon.engine.port.Schedule;
import org.failovermon.engine.port.Store;
import org.jspecify.annotations.Nullable;

/**
 * Beats of all monitors: begins tries when they are due, hears answers, lets the Pulse machine
 * judge, and records what it decided. Engine's thread only.
 */
final class Monitors implements HeartbeatLink.Listener {
  /** The first beats of many monitors are spread over at most so long. */
  private static final Duration SPREAD = Duration.ofSeconds(1);

  private final Clock clock;
  private final HeartbeatLink link;
  private final Store store;
  private final Suspicions suspicions;
  private final Pauses pauses;
  private final Runs runs;
  private final PathReports paths;
  private final Verdicts verdicts;
  private final Standing standing;
  private final Cohorts cohorts;
  private final Deadlines deadlines = new Deadlines();
  private final Map<HostName, Watch> watches = new TreeMap<>();
  private final Punctuality punctuality = new Punctuality();

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
    this.suspicions = suspicions;
    this.pauses = pauses;
    this.runs = runs;
    this.paths = new PathReports(new Journal(clock, ledger), link);
    this.verdicts = new Verdicts(clock, settings, ledger, runs, paths, lastOutage);
    this.standing = new Standing(watches::get);
    this.cohorts = new Cohorts(schedule);
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
   * @param graceUntil before this the host is not judged lost unless it was seen; at least the
   *     grace of the installation for a host that never was
   * @param wasUp whether it was up when the engine last ran within this boot
   * @param place from 0 to 1: where its first beat lies within the spread
   */
  void start(Watch watch, long graceUntil, boolean wasUp, double place) {
    long now = clock.nanos();
    watch.begin();
    link.setPaths(watch.host, watch.paths);
    // A name that was never heard may be a slip of the pen: it has the same grace as at a boot.
    boolean newcomer = watch.lastAnswer == null && graceUntil <= now;
    long grace = newcomer ? now + verdicts.graceNanos() : graceUntil;
    decide(watch, new PulseEvent.Started(now, grace, wasUp, newcomer));
    Duration pause = watch.spec.pause();
    long spread = (pause.compareTo(SPREAD) < 0 ? pause : SPREAD).toNanos();
    planBeat(watch, now + (long) (spread * place));
  }

  /** How long a host that was never seen is not judged lost. */
  long graceNanos() {
    return verdicts.graceNanos();
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

  /** Sets what is known outside of the monitors, and who hears of verdicts. */
  void outside(Standing.Outside outside, Verdicts.Listener listener) {
    standing.outside(outside);
    verdicts.listener(listener);
  }

  /**
   * Takes up what policies say of monitors beyond their values. One whose members changed is asked
   * at once.
   *
   * @param policies what a policy says; null for a monitor of the command line
   */
  void policies(Function<HostName, @Nullable MonitorPolicy> policies) {
    List<Watch> changed = new ArrayList<>();
    for (Watch watch : watches.values()) {
      if (watch.takes(policies.apply(watch.host)) && watch.started) {
        changed.add(watch);
      }
    }
    standing.index(watches.values());
    for (Watch watch : changed) {
      // Misses of what was asked before say nothing about what is asked now.
      decide(watch, new PulseEvent.Released(clock.nanos(), "what its beats ask has changed"));
      askAnew(watch);
    }
    watches.values().forEach(this::releaseChild);
  }

  /** A maintenance window began or ended: what it covered is judged afresh. */
  void windowsChanged() {
    for (Watch watch : watches.values()) {
      String before = watch.maintenance;
      watch.maintenance = standing.maintenance(watch);
      boolean held =
          watch.pulse.phase() instanceof Phase.HeldBack phase
              && phase.why() == Phase.HoldReason.MAINTENANCE;
      if (watch.maintenance.isEmpty() && (held || !before.isEmpty())) {
        release(watch, before.isEmpty() ? "its maintenance is over" : before + " is over");
      }
    }
  }

  /** The verdict of a check changed: monitors that ask it look at it at once. */
  void checkChanged(String check) {
    for (Watch watch : standing.asking(check)) {
      if (watch.started && !watch.trying) {
        planBeat(watch, clock.nanos());
      }
    }
    standing.childrenOf(check).forEach(this::releaseChild);
  }

  /** Nothing outside holds the monitor back any more. */
  private void release(Watch watch, String because) {
    if (!watch.started) {
      return;
    }
    Phase before = watch.pulse.phase();
    decide(watch, new PulseEvent.Released(clock.nanos(), because));
    if (!watch.pulse.phase().equals(before)) {
      askAnew(watch);
    }
  }

  private void releaseChild(Watch watch) {
    if (watch.pulse.phase() instanceof Phase.HeldBack held
        && held.why() == Phase.HoldReason.PARENT_FAILED
        && standing.hold(watch) == null) {
      release(watch, "no parent holds it back any more");
    }
  }

  /** What the try under way finds was begun under other circumstances. */
  private void askAnew(Watch watch) {
    endTry(watch);
    planBeat(watch, clock.nanos());
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
      watch.suspectedWithinTry |= watch.trying && suspicions.anySource(paths.sentFrom(watch));
    }
  }

  Punctuality punctuality() {
    return punctuality;
  }

  private void planBeat(Watch watch, long dueAt) {
    watch.plan++;
    watch.dueAt = dueAt;
    cohorts.plan(watch, clock.nanos());
  }

  private void beginTry(Watch watch) {
    long now = clock.nanos();
    punctuality.due(now - watch.dueAt);
    tryNow(watch, now);
  }

  private void tryNow(Watch watch, long now) {
    watch.plan++;
    watch.trying = true;
    watch.tryStarted = now;
    watch.transmissions = 1;
    watch.pausedBefore = pauses.total();
    watch.suspectedWithinTry = suspicions.anySource(paths.sentFrom(watch));
    watch.roundTripNanos = 0;
    watch.sick = "";
    watch.beats++;
    punctuality.sent();
    if (!watch.members.heartbeat()) {
      conclude(watch, now, "", null);
      return;
    }
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
    if (late || mostlyPaused || justWoke || unsent) {
      endTry(watch);
      Duration length = Duration.ofNanos(Math.max(paused, now - at));
      PulseEvent.Hold hold = hold(watch, false);
      decide(watch, new PulseEvent.Voided(now, length, hold, verdicts.nextOutage()));
      planAfterMiss(watch, clock.nanos());
    } else {
      conclude(watch, now, watch.howMissed(Durations.show(watch.spec.timeout())), null);
    }
  }

  /**
   * A try is over: judges it by all that it asked.
   *
   * @param how what was seen of the heartbeat
   * @param answer the answer to it, or null
   */
  private void conclude(Watch watch, long now, String how, PulseEvent.@Nullable Answered answer) {
    boolean heartbeat = answer != null;
    endTry(watch);
    switch (standing.judge(watch, heartbeat, how)) {
      case Members.Outcome.Hit hit -> {
        hit(watch, watch.well(now, answer, hit.how()));
        planBeat(watch, now + watch.spec.pause().toNanos());
      }
      case Members.Outcome.Miss miss -> {
        missed(watch, now, miss.how(), heartbeat);
        planAfterMiss(watch, clock.nanos());
      }
      case Members.Outcome.Undecided undecided -> {
        decide(watch, new PulseEvent.Undecided(now, undecided.how()));
        planBeat(watch, Math.max(now, watch.tryStarted + watch.spec.pause().toNanos()));
      }
    }
  }

  private void hit(Watch watch, PulseEvent event) {
    long now = clock.nanos();
    boolean first = !watch.answeredSinceStart;
    watch.lastAnswer = clock.wall();
    watch.lastHitAt = now;
    watch.doubt = "";
    watch.answeredSinceStart = true;
    suspicions.heard(watch.host, watch.firstMissAt);
    store.beat(watch.host, watch.lastAnswer.toEpochMilli(), true, watch.roundTripNanos / 1_000);
    decide(watch, event);
    if (first) {
      runs.hostChanged(watch.host.value());
    }
    standing.childrenOf(watch.host.value()).forEach(this::releaseChild);
  }

  private void missed(Watch watch, long now, String how, boolean heard) {
    store.beat(watch.host, clock.wall().toEpochMilli(), false, 0);
    Phase phase = watch.pulse.phase();
    // A host that is judged afresh is silent for longer than its misses say.
    if (phase.misses() == 0 && !(phase instanceof Phase.Missing)) {
      watch.firstMissAt = now;
      if (!heard) {
        suspicions.fellSilent(watch.host, now);
      }
      askParents(watch);
    }
    String suspicion =
        heard
            ? ""
            : suspicions.reason(
                watch.firstMissAt,
                watch.spec.bound(),
                watch.suspectedWithinTry,
                paths.sentFrom(watch));
    decide(
        watch,
        new PulseEvent.Missed(now, how, suspicion, hold(watch, heard), verdicts.nextOutage()));
  }

  /** What keeps the host from being judged lost; silence that nobody asked for is such a thing. */
  private PulseEvent.@Nullable Hold hold(Watch watch, boolean heard) {
    watch.doubt = heard || !watch.members.heartbeat() ? "" : link.doubt(watch.host);
    return watch.doubt.isEmpty()
        ? standing.hold(watch)
        : new PulseEvent.Hold(Phase.HoldReason.NOT_ASKED, watch.doubt);
  }

  /** Is it the host that is gone, or what it depends on? */
  private void askParents(Watch watch) {
    for (Watch parent : standing.unconfirmed(watch)) {
      if (!parent.trying) {
        planBeat(parent, clock.nanos());
      }
    }
  }

  /**
   * Retries follow one another at the timeout; a host that is lost or held back is tried at its
   * interval.
   */
  private void planAfterMiss(Watch watch, long now) {
    int limit = 1 + watch.spec.retries();
    long pace = Math.max(now, watch.tryStarted + watch.spec.pause().toNanos());
    switch (watch.pulse.phase()) {
      case Phase.Up up -> retry(watch, now);
      case Phase.Missing missing -> retry(watch, now);
      case Phase.CannotJudge cannotJudge -> retry(watch, now);
      case Phase.Unknown unknown when !watch.doubt.isEmpty() -> planBeat(watch, pace);
      case Phase.Unknown unknown when unknown.misses() < limit -> retry(watch, now);
      case Phase.Unknown unknown ->
          planBeat(watch, Math.min(pace, Math.max(now, unknown.graceUntil())));
      case Phase.Lost lost when lost.misses() < limit -> retry(watch, now);
      case Phase.Lost lost -> planBeat(watch, pace);
      case Phase.HeldBack held -> planBeat(watch, Math.min(pace, Math.max(now, held.until())));
      case Phase.Stopped stopped -> {}
    }
  }

  /** The next retry: now, or when the timeout of a try that was over before it has passed. */
  private void retry(Watch watch, long now) {
    long at = watch.tryStarted + watch.spec.timeout().toNanos();
    if (now - at >= 0) {
      tryNow(watch, now);
    } else {
      planBeat(watch, at);
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
    paths.answered(watch, path, now, roundTripNanos);
    if (!watch.trying) {
      return;
    }
    var event = new PulseEvent.Answered(now, health, incarnation, path.address());
    if (Pulse.countsAsMiss(watch.pulse, event)) {
      watch.sick = health.complaint();
      return;
    }
    watch.roundTripNanos = roundTripNanos;
    conclude(watch, now, "the heartbeat is answered on path " + path.address(), event);
  }

  @Override
  public void answeredLate(HostName host, CommPath path, long roundTripNanos) {
    Watch watch = watches.get(host);
    if (watch != null && watch.started) {
      paths.answeredLate(watch, path, roundTripNanos);
    }
  }

  @Override
  public void troubled(HostName host, CommPath path, String trouble) {
    Watch watch = watches.get(host);
    if (watch != null && watch.started) {
      paths.troubled(watch, path, trouble);
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
    if (verdicts.decide(watch, event).changed()) {
      standing.childrenOf(watch.host.value()).forEach(this::releaseChild);
    }
  }
}
