package org.failovermon.engine.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.failovermon.engine.decide.CheckDecision;
import org.failovermon.engine.decide.CheckEvent;
import org.failovermon.engine.decide.CheckMachine;
import org.failovermon.engine.decide.CheckMemory;
import org.failovermon.engine.decide.CheckRule;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.check.CheckState;
import org.failovermon.engine.model.check.CheckVerdict;
import org.failovermon.engine.model.check.Incident;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.EngineView;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Probes;
import org.failovermon.engine.port.Write;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executions of all service checks: begins them when they are due, hears their results, lets the
 * check machine judge, and records what it decided. One execution of a check is under way at a
 * time; the next one is due {@code interval} after its result. Engine's thread only.
 */
final class Checks {
  private static final Logger log = LoggerFactory.getLogger(Checks.class);

  /** First executions of checks that come together are spread so that no more begin in a second. */
  private static final int FIRST_A_SECOND = 200;

  /** Executions that begin in one duty cycle at most; what is more waits for the pace. */
  private static final int STARTS_A_CYCLE = 250;

  private static final long PACE = Duration.ofMillis(50).toNanos();

  /** A result that is later than the timeout by that much never comes. */
  private static final long LOST_AFTER = Duration.ofMinutes(1).toNanos();

  /** Void results in a row that are made good at once; then it goes on at its interval. */
  private static final int VOIDS_REPEATED = 3;

  private final Clock clock;
  private final Ledger ledger;
  private final Probes probes;
  private final Pauses pauses;
  private final Surroundings around;
  private final Map<String, Check> checks = new TreeMap<>();
  private final Map<String, List<Check>> children = new HashMap<>();
  private final Map<String, CheckState> stored = new HashMap<>();
  private final Map<String, Long> lastIncidents = new HashMap<>();
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(
          (a, b) -> a.at != b.at ? Long.compare(a.at - b.at, 0) : Long.compare(a.order, b.order));
  private final Punctuality punctuality = new Punctuality();
  private long order;
  private long lastTicket;
  private long crowdedUntil = Long.MIN_VALUE;

  private record Due(long at, long order, Check check, long plan) {}

  /** What checks must know of the rest of the engine, and what they tell it. */
  interface Surroundings {
    /** What holds a check back now, as a clause, or empty. */
    String hold(CheckSpec check);

    /** A check was judged and its verdict changed, or an incident opened or ended. */
    void judged(String check, CheckDecision decision);

    /** What a check says as a member of monitors changed although its verdict did not. */
    void memberChanged(String check);
  }

  Checks(Clock clock, Ledger ledger, Probes probes, Pauses pauses, Surroundings around) {
    this.clock = clock;
    this.ledger = ledger;
    this.probes = probes;
    this.pauses = pauses;
    this.around = around;
  }

  /** Remembers what the store holds, for the checks that {@link #replace} will name. */
  void restore(Snapshot.PolicyPart part) {
    part.checkStates().forEach(state -> stored.put(state.check(), state));
    lastIncidents.putAll(part.lastIncidents());
  }

  /**
   * Sets the checks. Those that are unchanged keep due time, counters and the execution under way;
   * of those that changed the verdict stays, and what is under way no longer counts; those that are
   * no longer named are forgotten: what is stored of them was deleted with the change.
   */
  void replace(Collection<CheckSpec> specs) {
    Map<String, CheckSpec> wanted = new TreeMap<>();
    specs.forEach(spec -> wanted.put(spec.name(), spec));
    for (Check check : List.copyOf(checks.values())) {
      if (!wanted.containsKey(check.name)) {
        forget(check);
      }
    }
    List<Check> fresh = new ArrayList<>();
    for (CheckSpec spec : wanted.values()) {
      Check known = checks.get(spec.name());
      if (known == null) {
        fresh.add(add(spec));
      } else if (!known.spec.equals(spec)) {
        change(known, spec);
      }
    }
    stored.clear();
    children.clear();
    checks.values().forEach(this::index);
    checks.values().forEach(this::holdAnew);
    spread(fresh);
  }

  private Check add(CheckSpec spec) {
    CheckState state = stored.remove(spec.name());
    if (state == null) {
      state = CheckState.added(spec.name(), clock.wall());
    }
    long incident = Math.max(state.incident(), lastIncidents.getOrDefault(spec.name(), 0L));
    CheckMemory memory = CheckMemory.restored(state).goingOnAfter(incident);
    Check check = new Check(spec, memory, state);
    checks.put(check.name, check);
    return check;
  }

  private void forget(Check check) {
    checks.remove(check.name);
    check.plan++;
    lastIncidents.merge(check.name, check.memory.incident(), Math::max);
  }

  private void change(Check check, CheckSpec spec) {
    boolean elsewhere = !check.spec.probe().equals(spec.probe());
    CheckMemory edited = check.memory.edited(check.spec, spec);
    if (edited.flapping() != check.memory.flapping()) {
      check.memory = edited;
      save(check, check.saved.since(), check.saved.because());
    }
    check.memory = edited;
    check.spec = spec;
    check.voids = 0;
    long now = clock.nanos();
    if (elsewhere) {
      note(check, "check " + check.name + " asks " + spec.probe().target() + " from now on");
      check.last = null;
      check.seen = false;
      check.seenFailing = false;
    }
    if (check.underWay()) {
      check.outdated = true;
    } else {
      plan(check, elsewhere ? now : Math.min(check.dueAt, now + spec.interval().toNanos()));
    }
  }

  private void index(Check check) {
    for (String parent : check.spec.dependsOn()) {
      children.computeIfAbsent(parent, name -> new ArrayList<>()).add(check);
    }
  }

  /** First executions: evenly over the time in which so many may begin, or their interval. */
  private void spread(List<Check> fresh) {
    long now = clock.nanos();
    long over = Duration.ofSeconds(1).toNanos() * fresh.size() / FIRST_A_SECOND;
    for (int i = 0; i < fresh.size(); i++) {
      Check check = fresh.get(i);
      long most = Math.min(over, check.spec.interval().toNanos());
      plan(check, now + most * i / fresh.size());
    }
  }

  private void plan(Check check, long at) {
    check.plan++;
    check.dueAt = at;
    due.add(new Due(at, order++, check, check.plan));
  }

  /** Begins what is due. */
  void expire(long now) {
    int starts = 0;
    while (next() <= now) {
      if (starts == STARTS_A_CYCLE) {
        crowdedUntil = now + PACE;
        return;
      }
      begin(due.remove().check, now);
      starts++;
    }
  }

  /** When the next execution is due, or {@code Long.MAX_VALUE}. */
  long nextDeadline() {
    return next();
  }

  private long next() {
    while (!due.isEmpty() && due.element().plan != due.element().check.plan) {
      due.remove();
    }
    return due.isEmpty() ? Long.MAX_VALUE : Math.max(due.element().at, crowdedUntil);
  }

  private void begin(Check check, long now) {
    check.plan++;
    check.ticket = ++lastTicket;
    check.outdated = false;
    check.startedAt = now;
    punctuality.due(now - check.dueAt);
    punctuality.sent();
    check.pausedBefore = pauses.total();
    probes.start(check.spec, check.ticket);
  }

  /** An execution ended. One that nobody waits for any more is ignored. */
  void ended(Event.Checked event) {
    Check check = checks.get(event.check());
    if (check == null || check.ticket != event.ticket()) {
      return;
    }
    check.ticket = 0;
    long now = clock.nanos();
    if (check.outdated) {
      plan(check, now);
      return;
    }
    boolean wasVoid = judge(check, event.result(), now);
    check.voids = wasVoid ? check.voids + 1 : 0;
    boolean again = wasVoid && check.voids < VOIDS_REPEATED;
    plan(check, again ? now : now + check.spec.interval().toNanos());
  }

  /** Returns whether the result did not count, because we were paused ourselves. */
  private boolean judge(Check check, CheckResult result, long now) {
    check.last = result;
    check.lastAt = now;
    long paused = pauses.total() - check.pausedBefore;
    boolean good = result.status() == CheckResult.Status.OK;
    good |= result.status() == CheckResult.Status.WARNING;
    if (!good && paused > Math.max(check.spec.timeout().toNanos() / 4, Pauses.NOTICED)) {
      decide(check, new CheckEvent.Voided(Duration.ofNanos(paused)));
      return true;
    }
    check.hold = around.hold(check.spec);
    CheckVerdict verdict = check.memory.verdict();
    CheckVerdict asMember = asMember(check);
    if (good || result.status() == CheckResult.Status.CRITICAL) {
      counted(check, good);
    }
    decide(check, new CheckEvent.Executed(now, result, check.hold));
    if (check.memory.verdict() == verdict && asMember(check) != asMember) {
      around.memberChanged(check.name);
    }
    return false;
  }

  private void counted(Check check, boolean good) {
    check.seenFailing = !good || (check.seenFailing && !outslept(check));
    check.seen = true;
    check.pausedAtResult = pauses.total();
  }

  /** Whether we were paused since the newest result for so long that it says nothing any more. */
  private boolean outslept(Check check) {
    long pace = check.spec.interval().plus(check.spec.timeout()).toNanos();
    return pauses.total() - check.pausedAtResult > pace;
  }

  /**
   * What a check says as a member of a monitor. Nobody is judged by what was found out before this
   * process, before an edit that has another service asked, or before a long pause of ours: until
   * the service was asked anew it is unknown, and until it was seen to fail it has not failed.
   */
  private CheckVerdict asMember(Check check) {
    CheckVerdict verdict = check.memory.verdict();
    boolean known = check.seen && !outslept(check) && (check.seenFailing || !verdict.failed());
    return known ? verdict : CheckVerdict.UNKNOWN;
  }

  /** Executions whose result never came: the check could not be made, and goes on. */
  void sweep(long now) {
    for (Check check : checks.values()) {
      long most = check.spec.timeout().toNanos() + LOST_AFTER;
      if (check.underWay() && now - check.startedAt > most) {
        String text = "it gave no result within " + Durations.show(Duration.ofNanos(most));
        Duration took = Duration.ofNanos(now - check.startedAt);
        ended(
            new Event.Checked(
                check.name, check.ticket, CheckResult.of(CheckResult.Status.UNKNOWN, text, took)));
      }
    }
  }

  /** The verdict on a monitor or check changed: those that depend on it may be held, or no more. */
  void parentChanged(String parent) {
    children.getOrDefault(parent, List.of()).forEach(this::holdAnew);
  }

  /** Maintenance windows began or ended. */
  void windowsChanged() {
    checks.values().forEach(this::holdAnew);
  }

  private void holdAnew(Check check) {
    String before = check.hold;
    check.hold = around.hold(check.spec);
    if (!before.isEmpty() && check.hold.isEmpty()) {
      decide(check, new CheckEvent.Released());
    }
  }

  private void decide(Check check, CheckEvent event) {
    CheckDecision decision = CheckMachine.decide(check.spec, check.memory, event);
    check.memory = decision.next();
    boolean shout =
        decision.rule() == CheckRule.UNDECIDED
            && check.memory.unknowns() == CheckMachine.UNKNOWN_LIMIT;
    if (decision.changed() || decision.flappingChanged()) {
      Instant now = clock.wall();
      save(check, decision.changed() ? now : check.saved.since(), decision.because());
      incident(check, decision, now);
    }
    if (decision.changed() || decision.flappingChanged() || shout) {
      journal(check, decision);
    }
    if (decision.changed()) {
      around.judged(check.name, decision);
      parentChanged(check.name);
    }
  }

  private void incident(Check check, CheckDecision decision, Instant now) {
    if (decision.opens()) {
      ledger.write(
          new Write.PutIncident(
              new Incident(check.name, check.memory.incident(), now, decision.because(), null)));
    } else if (decision.ends()) {
      ledger.write(new Write.EndIncident(check.name, check.memory.incident(), now));
    }
  }

  private void save(Check check, Instant since, String because) {
    check.saved = check.memory.state(check.name, since, because);
    ledger.write(new Write.PutCheckState(check.saved));
  }

  private void journal(Check check, CheckDecision decision) {
    log.info("{} ({})", decision.because(), decision.rule());
    ledger.write(
        new Write.Append(
            new LogEntry(
                clock.wall(),
                LogEntry.Kind.CHECK,
                check.name,
                decision.change(),
                decision.rule().name(),
                decision.because(),
                LogEntry.ENGINE)));
  }

  private void note(Check check, String text) {
    ledger.write(
        new Write.Append(
            new LogEntry(
                clock.wall(), LogEntry.Kind.CHECK, check.name, "", "", text, LogEntry.ENGINE)));
  }

  /** The latest verdict of a check; empty where there is no such check. */
  Optional<CheckVerdict> verdict(String name) {
    return Optional.ofNullable(checks.get(name)).map(check -> check.memory.verdict());
  }

  /** What a check says as a member of a monitor; empty where there is no such check. */
  Optional<CheckVerdict> asMember(String name) {
    return Optional.ofNullable(checks.get(name)).map(this::asMember);
  }

  /** How late executions began. */
  Punctuality punctuality() {
    return punctuality;
  }

  /** Every check, for those who look. */
  List<EngineView.CheckView> view() {
    long now = clock.nanos();
    return checks.values().stream().map(check -> view(check, now)).toList();
  }

  private static EngineView.CheckView view(Check check, long now) {
    CheckMemory memory = check.memory;
    int against = memory.verdict().failed() ? memory.goods() : memory.failures();
    return new EngineView.CheckView(
        check.spec,
        check.saved,
        against,
        check.last,
        check.last == null ? null : Duration.ofNanos(Math.max(0, now - check.lastAt)),
        check.underWay() ? Duration.ZERO : Duration.ofNanos(Math.max(0, check.dueAt - now)));
  }

  /** What an operator must know of checks now. */
  List<String> notices() {
    List<String> notices = new ArrayList<>();
    for (Check check : checks.values()) {
      if (check.memory.unknowns() >= CheckMachine.UNKNOWN_LIMIT && check.last != null) {
        notices.add("check " + check.name + " cannot be made: " + check.last.text());
      }
    }
    return notices;
  }
}
