package org.failovermon.engine.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.failovermon.engine.decide.PulseRule;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.port.Write;

/**
 * What must hold of verdicts: none without its misses, none in our own pause, and none too late.
 */
final class VerdictRules implements Probe {
  /** What the shell may add to a try: wake-ups, ticks, the order of things in a cycle. */
  private static final long SLACK_OF_A_TRY = Duration.ofMillis(30).toNanos();

  /** Ticks come at a fortieth of the interval, at most each 250 ms; a silent Quartz costs 5. */
  private static final long SLACK_OF_A_BEAT = Duration.ofMillis(1_600).toNanos();

  /** Shorter pauses of our own cannot be told from ordinary scheduling. */
  private static final long PAUSE_NOTICED = Duration.ofMillis(10).toNanos();

  /** Nothing can be judged within a pause that is longer than this. */
  private static final long LONG_PAUSE = Duration.ofMillis(2_100).toNanos();

  /** Sick answers in a row, from which on they count as misses. */
  private static final int SICK_LIMIT = 3;

  /** Longest absence that an announcement can ask for. */
  private static final Duration MAX_ABSENCE = Duration.ofMinutes(15);

  private static final Set<String> OUTSIDE =
      Set.of(PulseRule.PARENT_FAILED.name(), PulseRule.MAINTENANCE_ON.name());

  private static final class Watched {
    private MonitorSpec spec;
    private long pause;
    private long bound;
    private MonitorState state;
    private int tries;
    private long lastTry;
    private long tryBefore;
    private long lastSickTry = -1;
    private int sickInRow;
    private long absentUntil;
    private long lastSign;
    private long verdictSince;
    private long restedUntil;
    private long answeredWhileLostAt = -1;
    private boolean heldOutside;

    private Watched(MonitorSpec spec, MonitorState state) {
      this.spec = spec;
      this.state = state;
      this.pause = spec.pause().toNanos();
      this.bound = boundOf(spec);
    }

    private void respecify(MonitorSpec newSpec) {
      spec = newSpec;
      pause = newSpec.pause().toNanos();
      bound = boundOf(newSpec);
    }

    private static long boundOf(MonitorSpec spec) {
      return spec.bound().toNanos()
          + SLACK_OF_A_BEAT
          + SLACK_OF_A_TRY * (1 + spec.retries())
          + spec.timeout().toNanos();
    }
  }

  private final Observer observer;
  private final World world;
  private final long grace;
  private final long holdBack;
  private final long cannotJudge;
  private final Map<HostName, Watched> watched = new HashMap<>();
  private final Set<Long> outages = new HashSet<>();
  private boolean running;
  private boolean paused;
  private long awakeSince;
  private long startedAt;
  private long pausedAt;
  private long lastPause;

  VerdictRules(Observer observer, Audit.Allowances allowances) {
    this.observer = observer;
    this.world = observer.world();
    this.grace = allowances.grace().toNanos();
    this.holdBack = allowances.holdBack().toNanos();
    this.cannotJudge = allowances.cannotJudge().toNanos();
  }

  int outages() {
    return outages.size();
  }

  @Override
  public void life(Observer of, Life what) {
    switch (what) {
      case STARTED -> begin();
      case PAUSED -> {
        paused = true;
        pausedAt = world.nanos();
      }
      case RESUMED -> {
        paused = false;
        awakeSince = world.nanos();
        lastPause = awakeSince - pausedAt;
        if (lastPause > LONG_PAUSE) {
          watched.values().forEach(host -> host.verdictSince += lastPause);
        }
        excuseAll();
      }
      case ENDED -> {
        running = false;
        paused = false;
        watched.clear();
      }
    }
  }

  private void begin() {
    running = true;
    awakeSince = world.nanos();
    lastPause = 0;
    startedAt = world.nanos();
    Snapshot snapshot = observer.disk().image().snapshot();
    Map<HostName, MonitorState> states = new HashMap<>();
    snapshot.states().forEach(state -> states.put(state.host(), state));
    for (MonitorSpec spec : snapshot.monitors()) {
      MonitorState state = states.get(spec.host());
      if (state != null) {
        watched.computeIfAbsent(spec.host(), host -> fresh(spec, state));
      }
    }
  }

  private Watched fresh(MonitorSpec spec, MonitorState state) {
    Watched host = new Watched(spec, state);
    host.lastSign = world.nanos();
    host.verdictSince = world.nanos();
    host.absentUntil = absentUntil(state);
    return host;
  }

  private long absentUntil(MonitorState state) {
    Instant until = state.absentUntil();
    if (until == null) {
      return 0;
    }
    Duration left = Duration.between(observer.clock().wall(), until);
    return world.nanos() + (left.compareTo(MAX_ABSENCE) > 0 ? MAX_ABSENCE : left).toNanos();
  }

  private void excuseAll() {
    watched.values().forEach(host -> host.lastSign = world.nanos());
  }

  @Override
  public void tryBegan(Observer of, HostName name) {
    Watched host = watched.get(name);
    if (host != null) {
      host.tries++;
      host.tryBefore = host.lastTry;
      host.lastTry = world.nanos();
    }
  }

  @Override
  public void answerArrived(Observer of, HostName name, Health health, long afterNanos) {
    Watched host = watched.get(name);
    if (host != null && !health.sick() && afterNanos <= host.spec.timeout().toNanos()) {
      host.tries = 0;
    }
  }

  @Override
  public void answered(Observer of, HostName name, Health health) {
    Watched host = watched.get(name);
    if (host == null || world.nanos() - host.lastTry >= host.spec.timeout().toNanos()) {
      return; // nobody's, or too late for its try
    }
    if (!health.sick()) {
      host.sickInRow = 0;
    } else if (host.lastSickTry != host.lastTry) {
      host.lastSickTry = host.lastTry;
      host.sickInRow++;
    }
    if (host.sickInRow < SICK_LIMIT) {
      host.lastSign = world.nanos();
    }
    if (!health.sick() && host.state.verdict() == Verdict.LOST && host.answeredWhileLostAt < 0) {
      host.answeredWhileLostAt = world.nanos();
    }
  }

  @Override
  public void decided(Observer of, long batch, List<Write> writes, boolean taken) {
    for (Write write : writes) {
      switch (write) {
        case Write.PutMonitor put -> respecified(put.spec());
        case Write.DeleteMonitor delete -> watched.remove(delete.host());
        case Write.PutState put -> stated(put.state());
        case Write.Append append -> told(append.entry());
        default -> {}
      }
    }
  }

  /** A failed parent and a window hold a host back without a bound, until they are over. */
  private void told(LogEntry line) {
    if (line.kind() != LogEntry.Kind.VERDICT) {
      return;
    }
    Watched host = watched.get(new HostName(line.subject()));
    if (host != null) {
      boolean held = OUTSIDE.contains(line.rule());
      if (held || host.heldOutside) {
        host.lastSign = world.nanos();
        host.verdictSince = world.nanos();
      }
      host.heldOutside = held;
    }
  }

  private void respecified(MonitorSpec spec) {
    Watched host = watched.get(spec.host());
    if (host == null) {
      watched.put(
          spec.host(), fresh(spec, MonitorState.added(spec.host(), observer.clock().wall())));
    } else {
      host.respecify(spec);
      host.lastSign = world.nanos();
    }
  }

  private void stated(MonitorState state) {
    Watched host = watched.get(state.host());
    if (host == null) {
      return;
    }
    MonitorState before = host.state;
    host.state = state;
    if (before.started() && before.verdict() == Verdict.STOPPED) {
      host.restedUntil = world.nanos(); // no policies were in force; it may be booting
    }
    host.absentUntil = Math.max(host.absentUntil, absentUntil(state));
    if (state.openOutage() != 0 && before.openOutage() != state.openOutage()) {
      rule(
          before.openOutage() == 0,
          "one open outage for each host",
          state.host() + " has " + before.openOutage() + " and " + state.openOutage());
      if (outages.add(state.openOutage())) {
        lost(before, state, host);
      }
    }
    if (before.openOutage() != 0 && state.openOutage() == 0) {
      rule(
          state.verdict() == Verdict.UP,
          "only an answer ends an outage",
          state.host() + " is " + state.verdict().word());
    }
    if (state.started() != before.started()) {
      host.sickInRow = 0; // a monitor that starts anew counts anew
    }
    if (state.verdict() != before.verdict() || state.started() != before.started()) {
      host.verdictSince = world.nanos();
      if (before.verdict() == Verdict.STOPPED || before.started() != state.started()) {
        host.lastSign = world.nanos();
      }
    }
    if (state.verdict() != Verdict.LOST) {
      host.answeredWhileLostAt = -1;
    }
  }

  /** Whether beats of the host ask checks too, so that answers and tries alone say little. */
  private boolean asksChecks(HostName host) {
    return observer.policies().inQuestion().stream()
        .flatMap(set -> set.monitors().stream())
        .anyMatch(
            policy -> !policy.members().checks().isEmpty() && policy.spec().host().equals(host));
  }

  private void lost(MonitorState before, MonitorState state, Watched host) {
    if (asksChecks(state.host())) {
      return;
    }
    long now = world.nanos();
    long timeout = host.spec.timeout().toNanos();
    // What a cycle decides is committed at its end, when the next try may have begun.
    boolean nextBegan = host.lastTry == now;
    long judged = nextBegan ? host.tryBefore : host.lastTry;
    int tries = nextBegan ? host.tries - 1 : host.tries;
    rule(!paused, "no verdict in our own pause", state.because());
    rule(
        tries >= 1 + host.spec.retries(),
        "lost only after 1 + retries tries without an answer",
        state.because() + "; tries: " + tries);
    boolean gaveUpWaiting =
        before.verdict() == Verdict.CANNOT_JUDGE && now - host.verdictSince >= cannotJudge;
    // The engine sees a pause only from when it meant to wake up, at most a third of a try later.
    long noticed = Math.max(timeout * 6 / 10, PAUSE_NOTICED + timeout / 3);
    long waited = now - (lastPause > noticed ? Math.max(judged, awakeSince) : judged);
    boolean overBeforeThePause = pausedAt - judged >= timeout; // and paused before it was said
    rule(
        waited >= timeout || gaveUpWaiting || overBeforeThePause,
        "no verdict before a confirmed try after our own pause",
        state.because()
            + "; the last try began "
            + Duration.ofNanos(now - judged)
            + " ago, and we run for "
            + Duration.ofNanos(now - awakeSince));
  }

  /** Checks what must not have lasted too long. */
  void check(long now) {
    if (!running || paused) {
      return;
    }
    if (observer.starved()) {
      excuseAll();
      return;
    }
    for (Watched host : watched.values()) {
      boolean asksChecks = asksChecks(host.spec.host());
      if (asksChecks) {
        host.lastSign = now; // where an edit leaves the heartbeat alone, it counts from then
      }
      if (host.state.started() && !host.heldOutside && !asksChecks) {
        check(host, now);
      }
    }
  }

  private void check(Watched host, long now) {
    switch (host.state.verdict()) {
      case UP, MISSING -> inTime(host, now - host.lastSign, host.bound);
      case UNKNOWN, STOPPED -> {
        // A host that was never seen has its grace from its own start.
        long begun =
            host.state.lastAnswer() == null
                ? Math.max(startedAt, host.verdictSince)
                : Math.max(startedAt, host.restedUntil);
        inTime(host, now - Math.max(host.lastSign, begun + grace), host.bound + host.pause);
      }
      case HELD_BACK -> {
        long heldSince = Math.max(host.verdictSince, Math.max(awakeSince, host.absentUntil));
        inTime(host, now - heldSince, 2 * host.bound + holdBack);
      }
      case CANNOT_JUDGE ->
          inTime(
              host,
              now - host.verdictSince,
              2 * host.bound + cannotJudge + (2 + host.spec.retries()) * LONG_PAUSE * 2);
      case LOST -> {
        if (host.answeredWhileLostAt >= 0
            && now - Math.max(host.answeredWhileLostAt, awakeSince) >= SLACK_OF_A_TRY) {
          throw new InvariantBroken(
              "a healthy answer ends the outage", host.spec.host() + " answered and is still lost");
        }
      }
    }
  }

  private static void inTime(Watched host, long silent, long bound) {
    if (silent > bound) {
      throw new InvariantBroken(
          "a dead host is judged within its bound",
          host.spec.host()
              + " is "
              + host.state.verdict().word()
              + " and silent for "
              + Duration.ofNanos(silent)
              + ", the bound is "
              + Duration.ofNanos(bound));
    }
  }

  private static void rule(boolean holds, String rule, String what) {
    if (!holds) {
      throw new InvariantBroken(rule, what);
    }
  }
}
