package org.failovermon.engine.shell;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.failovermon.engine.decide.Decision;
import org.failovermon.engine.decide.Pulse;
import org.failovermon.engine.decide.PulseCommand;
import org.failovermon.engine.decide.PulseEvent;
import org.failovermon.engine.decide.PulsePolicy;
import org.failovermon.engine.decide.PulseRule;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.Write;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the Pulse machine judge what happens to a monitor, records what it decided, and calls for the
 * runs that follow from it. Engine's thread only.
 */
final class Verdicts {
  private static final Logger log = LoggerFactory.getLogger(Verdicts.class);

  /** Rows that begin a hold, also where another hold goes before. */
  private static final Set<PulseRule> HOLDS =
      EnumSet.of(
          PulseRule.ABSENCE_ANNOUNCED,
          PulseRule.SELF_SUSPECTED,
          PulseRule.PARENT_FAILED,
          PulseRule.MAINTENANCE_ON,
          PulseRule.NOT_ASKED);

  /** Rows that are told although they change no verdict. */
  private static final Set<PulseRule> NEWS = EnumSet.copyOf(HOLDS);

  static {
    NEWS.add(PulseRule.ANNOUNCED);
  }

  private final Clock clock;
  private final EngineSettings settings;
  private final Ledger ledger;
  private final Runs runs;
  private final PathReports paths;
  private Listener listener = (host, decision) -> {};
  private long lastOutage;

  /** Hears of verdicts. */
  interface Listener {
    /** The verdict on a host changed; what it calls for was requested before. */
    void judged(HostName host, Decision decision);
  }

  Verdicts(
      Clock clock,
      EngineSettings settings,
      Ledger ledger,
      Runs runs,
      PathReports paths,
      long lastOutage) {
    this.clock = clock;
    this.settings = settings;
    this.ledger = ledger;
    this.runs = runs;
    this.paths = paths;
    this.lastOutage = lastOutage;
  }

  /** Sets the one who hears of verdicts from now on. */
  void listener(Listener newListener) {
    listener = newListener;
  }

  /** How long a host that was never seen is not judged lost. */
  long graceNanos() {
    return settings.grace().toNanos();
  }

  /** The number that the next outage gets. */
  long nextOutage() {
    return lastOutage + 1;
  }

  /** Judges the event and records what is decided; returns the decision. */
  Decision decide(Watch watch, PulseEvent event) {
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
    watch.because = decision.because();
    boolean tell = decision.changed() || NEWS.contains(decision.rule());
    if (tell || responderNew) {
      save(watch, decision, tell);
    }
    for (PulseCommand command : decision.commands()) {
      carryOut(watch, command, decision);
    }
    if (decision.changed() || decision.rule() == PulseRule.STILL_LOST) {
      runs.hostChanged(watch.host.value());
    }
    if (decision.changed()) {
      log.info("{}: {} ({})", watch.host, decision.because(), decision.change());
      listener.judged(watch.host, decision);
    }
    return decision;
  }

  private void save(Watch watch, Decision decision, boolean tell) {
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
            decision.changed() || HOLDS.contains(decision.rule())
                ? decision.because()
                : old.because(),
            decision.next().outage(),
            watch.lastAnswer,
            decision.next().incarnation(),
            decision.next().announcement(),
            absent ? now.plusNanos(absentFor) : null);
    ledger.write(new Write.PutState(watch.saved));
    if (tell) {
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
        watch.wellBefore = watch.lastAnswer;
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
      case PulseCommand.Warn warn -> paths.note(watch, warn.text());
    }
  }
}
