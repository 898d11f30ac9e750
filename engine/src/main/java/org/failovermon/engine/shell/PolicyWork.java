package org.failovermon.engine.shell;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import org.failovermon.engine.decide.CheckDecision;
import org.failovermon.engine.decide.CheckRule;
import org.failovermon.engine.decide.Decision;
import org.failovermon.engine.decide.Dependence;
import org.failovermon.engine.decide.PulseCommand;
import org.failovermon.engine.decide.PulseRule;
import org.failovermon.engine.decide.RuleEvent;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.check.CheckVerdict;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.port.EngineView;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.OperatorCommand;

/**
 * What policies add to the engine: service checks, rules and maintenance windows, and how they hang
 * together. What happens is told to the rules once in each duty cycle, when all of it is known, so
 * that keys and runs are committed with what caused them. Engine's thread only.
 */
final class PolicyWork
    implements Checks.Surroundings, Standing.Outside, Verdicts.Listener, Runs.Listener {
  private static final long SWEEP_PACE = Duration.ofSeconds(30).toNanos();

  /**
   * Rows of the Pulse machine that take up what was known before, or learn for the first time that
   * a host is well: nothing happened to the host.
   */
  private static final Set<PulseRule> NO_EVENT =
      Set.of(
          PulseRule.STARTED, PulseRule.RESUMED_UP, PulseRule.RESUMED_LOST, PulseRule.FIRST_ANSWER);

  private final Monitors monitors;
  private final Runs runs;
  private final Windows windows;
  private final Checks checks;
  private final Rules rules;
  private final Dependence dependence;
  private final Queue<RuleEvent> untold = new ArrayDeque<>();
  private Function<Run, String> rest = run -> "";
  private boolean started;
  private long sweptAt;

  PolicyWork(Engine.Ports ports, Ledger ledger, Pauses pauses, Monitors monitors, Runs runs) {
    this.monitors = monitors;
    this.runs = runs;
    this.dependence = new Dependence(this::verdict, this::checkVerdict);
    this.windows = new Windows(ports.clock(), ledger, ports.cron());
    this.checks = new Checks(ports.clock(), ledger, ports.probes(), pauses, this);
    this.rules =
        new Rules(
            ports.clock(),
            ledger,
            runs,
            ports.schedule(),
            ports.files(),
            windows,
            this::verdict,
            this::checkVerdict);
  }

  /**
   * Takes over what the store holds. What the restoration itself does to monitors is told to no
   * rule.
   */
  void restore(Snapshot snapshot) {
    windows.restore(snapshot.policy().windows());
    windows.look();
    checks.restore(snapshot.policy());
    rules.restore(snapshot);
  }

  /** The start of the engine is over: from now on what happens is told. */
  void started() {
    monitors.windowsChanged();
    started = true;
    runs.advanceAll();
  }

  /** Sets what the policies say. What is unchanged goes on as if nothing had happened. */
  void replace(PolicySet set) {
    windows.replace(set.windows());
    rules.replace(set.rules());
    look();
    checks.replace(set.checks());
  }

  /** A maintenance window was made by command. */
  void put(Maintenance window) {
    windows.put(window);
    look();
  }

  /** A maintenance window that was made by command is deleted. */
  void deleteWindow(String name) {
    windows.delete(name);
    look();
  }

  /** The maintenance window of that name that was made by command. */
  Optional<Maintenance> madeByCommand(String name) {
    return windows.madeByCommand(name);
  }

  /** Begins and ends what the clock says. The first thing in a duty cycle. */
  void look() {
    if (windows.look()) {
      checks.windowsChanged();
      monitors.windowsChanged();
      if (started) {
        runs.advanceAll();
      }
    }
  }

  /** Begins the checks that are due, and gives up those whose result never came. */
  void expire(long now) {
    checks.expire(now);
    if (now - sweptAt >= SWEEP_PACE) {
      sweptAt = now;
      checks.sweep(now);
    }
  }

  /**
   * Sets who says why a run rests, as a clause, or empty: what policies called for waits while none
   * are in force, since their windows are not known.
   */
  void resting(Function<Run, String> why) {
    rest = why;
  }

  /** Tells the rules what happened. The last thing before a duty cycle is committed. */
  void settle() {
    for (RuleEvent event = untold.poll(); event != null; event = untold.poll()) {
      rules.hear(event);
    }
  }

  /** When it wants a duty cycle at the latest, or {@code Long.MAX_VALUE}. */
  long nextDeadline() {
    return Math.min(checks.nextDeadline(), windows.nextDeadline());
  }

  void checked(Event.Checked event) {
    checks.ended(event);
  }

  void ruleDue(Event.RuleDue event) {
    rules.due(event);
  }

  void fileChanged(Event.FileChanged event) {
    tell(new RuleEvent.FileChanged(event.file(), event.contentHash()));
  }

  @Override
  public void judged(HostName host, Decision decision) {
    checks.parentChanged(host.value());
    if (NO_EVENT.contains(decision.rule())) {
      return;
    }
    long outage = 0;
    for (PulseCommand command : decision.commands()) {
      switch (command) {
        case PulseCommand.LosePulse lose -> {
          outage = lose.outage();
          rules.outageBegan(host.value());
        }
        case PulseCommand.RegainPulse regain -> outage = regain.outage();
        case PulseCommand.Warn warn -> {}
      }
    }
    tell(new RuleEvent.MonitorBecame(host.value(), decision.to(), outage));
  }

  @Override
  public void judged(String check, CheckDecision decision) {
    if (decision.opens()) {
      rules.incidentBegan(check);
    }
    monitors.checkChanged(check);
    if (decision.rule() == CheckRule.FIRST_GOOD) {
      return;
    }
    boolean ofIncident = decision.from().failed() || decision.to().failed();
    long incident = ofIncident ? decision.next().incident() : 0;
    tell(new RuleEvent.CheckBecame(check, decision.to(), incident));
  }

  @Override
  public void memberChanged(String check) {
    monitors.checkChanged(check);
  }

  @Override
  public void ended(Run run) {
    tell(new RuleEvent.RunEnded(run));
    rules.forget(run.id());
  }

  /** An operator did something. */
  void operatorDid(OperatorCommand command, String who) {
    RuleEvent.OperatorDid.of(command, who).forEach(this::tell);
  }

  private void tell(RuleEvent event) {
    if (started) {
      untold.add(event);
    }
  }

  @Override
  public String hold(CheckSpec check) {
    return hold(check.name(), check.dependsOn());
  }

  /** What holds a monitor or check back now: a parent that is not well, a window; else empty. */
  String hold(String subject, List<String> dependsOn) {
    String maintenance = windows.reason(subject);
    return maintenance.isEmpty() ? dependence.unwell(dependsOn) : maintenance;
  }

  @Override
  public String held(Run run) {
    String rests = rest.apply(run);
    if (!rests.isEmpty()) {
      return rests;
    }
    return switch (run.kind()) {
      case LOST_PULSE, REGAIN_PULSE -> windows.reason(run.subject());
      case JOB -> windows.reasonForAll();
      case RULE -> rules.held(run.id());
    };
  }

  /** Why no job may run now: a window that covers all; else empty. */
  String heldAll() {
    return windows.reasonForAll();
  }

  @Override
  public String maintenance(String subject) {
    return windows.reason(subject);
  }

  @Override
  public Optional<CheckVerdict> checkVerdict(String name) {
    return checks.verdict(name);
  }

  @Override
  public Optional<CheckVerdict> memberVerdict(String name) {
    return checks.asMember(name);
  }

  private Optional<Verdict> verdict(String name) {
    // The name of a check inside a monitor has a slash, which no host has.
    return Optional.ofNullable(name.contains("/") ? null : monitors.find(new HostName(name)))
        .map(watch -> watch.pulse.verdict());
  }

  /** How late executions of checks began. */
  Punctuality checkPunctuality() {
    return checks.punctuality();
  }

  List<EngineView.CheckView> checks() {
    return checks.view();
  }

  List<EngineView.RuleView> rules() {
    return rules.view();
  }

  List<EngineView.WindowView> windows() {
    return windows.view();
  }

  List<String> notices() {
    return checks.notices();
  }
}
