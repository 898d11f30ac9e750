package org.failovermon.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.CheckVerdict;
import org.failovermon.engine.model.policy.Condition;
import org.failovermon.engine.model.policy.RuleSpec;
import org.failovermon.engine.model.policy.RuleSpec.Cap;
import org.failovermon.engine.model.policy.RuleSpec.OncePer;
import org.failovermon.engine.model.policy.Trigger;
import org.failovermon.engine.port.OperatorCommand;
import org.junit.jupiter.api.Test;

/** Rules in the engine: each trigger and condition, caps, keys across restart and reload. */
class RuleScenariosTest {
  private static final HostName HOSTA = new HostName("hosta");
  private static final RuleSpec TELL = Specs.rule("tell", Specs.becomes("hosta", Verdict.LOST));
  private static final Duration HOUR = Duration.ofHours(1);

  private final Lab lab = new Lab(6);
  private final SimHost host = lab.world.host("hosta", "10.0.0.1");

  private void begin(Object... parts) {
    lab.watching("hosta");
    edit("the first policies", parts);
  }

  private void edit(String because, Object... parts) {
    lab.world.say("policies", because);
    lab.watch.policies().edit(Specs.set(parts));
  }

  private long acts(String rule) {
    return lab.starts(RunKind.RULE, rule);
  }

  /** The host goes down at that second, and is up again so many later. */
  private void outage(long second, long seconds) {
    lab.at(second, host::crash);
    lab.at(second + seconds, host::boot);
  }

  @Test
  void actsOnceOnEachOutage() {
    begin(TELL);
    outage(10, 15);
    outage(40, 15);
    lab.run(70);
    assertEquals(2, acts("tell"));
    Golden.check("rule-on-outages", lab.world.transcript());
  }

  @Test
  void actsOnTheReturnAsWellWhereItSaysSo() {
    begin(Specs.rule("tell", Specs.becomes("hosta", Verdict.LOST, Verdict.UP)));
    outage(10, 15);
    lab.run(60);
    assertEquals(2, acts("tell"));
  }

  @Test
  void threeLossesWithinAnHour() {
    begin(
        Specs.rule(
            "three-losses",
            new Condition.Happened("hosta", HOUR, 3),
            OncePer.INCIDENT,
            new Cap(1, HOUR),
            Specs.becomes("hosta", Verdict.LOST)));
    outage(10, 10);
    outage(30, 10);
    lab.at(45, () -> lab.watch.restart(Duration.ofSeconds(1)));
    outage(60, 10);
    outage(80, 10);
    lab.run(100);
    assertEquals(1, acts("three-losses"), "the third acts, the fourth is beyond the cap");
    Golden.check("rule-three-losses", lab.world.transcript());
  }

  @Test
  void aRestartAndAReloadReplayNothing() {
    begin(TELL);
    lab.at(10, host::crash);
    lab.at(20, () -> lab.watch.restart(Duration.ofSeconds(1)));
    lab.at(
        30,
        () ->
            edit("another rule beside it", TELL, Specs.rule("tell2", TELL.triggers().getFirst())));
    lab.at(40, () -> edit("without it", Specs.set().rules()));
    lab.at(45, () -> edit("with it again", TELL));
    lab.at(50, () -> lab.watch.reboot(Duration.ofSeconds(5)));
    lab.run(80);
    assertEquals(1, acts("tell"), "once for the outage that is still open");
    assertEquals(0, acts("tell2"), "a new rule does not see what happened before");
    Golden.check("rule-replays-nothing", lab.world.transcript());
  }

  @Test
  void aKillAtAnyPortCallLosesNoActionAndRepeatsNone() {
    for (int call = 1; call <= 60; call++) {
      Lab each = new Lab(call);
      SimHost hosta = each.world.host("hosta", "10.0.0.1");
      each.watching("hosta");
      each.watch.policies().edit(Specs.set(TELL));
      int at = call;
      each.at(10, hosta::crash);
      each.at(12, () -> each.watch.killAtPortCall(at));
      for (int i = 13; i < 40; i++) {
        each.at(i, each.watch::start);
      }
      each.run(60);
      assertTrue(each.starts(RunKind.RULE, "tell") <= 1, "killed at port call " + call);
      long firings =
          each.watch.disk().image().snapshot().policy().firings().stream()
              .filter(firing -> firing.rule().equals("tell"))
              .count();
      long runs =
          each.watch.disk().image().runs().stream()
              .filter(run -> run.kind() == RunKind.RULE)
              .count();
      assertEquals(1, firings, "the outage is acted on, killed at port call " + call);
      assertEquals(firings, runs, "key and run are one batch, killed at port call " + call);
    }
  }

  @Test
  void aRuleActsOnIncidentsOfChecks() {
    lab.watch.start();
    edit(
        "policies",
        Specs.check("smtp"),
        Specs.rule("failed", Specs.becomes("smtp", CheckVerdict.FAILED)),
        Specs.rule("well", Specs.becomes("smtp", CheckVerdict.OK)));
    lab.at(10, () -> lab.watch.checks().is("smtp", Status.CRITICAL));
    lab.at(20, () -> lab.watch.checks().is("smtp", Status.OK));
    lab.at(21, () -> lab.watch.checks().is("smtp", Status.CRITICAL));
    lab.at(30, () -> lab.watch.checks().is("smtp", Status.OK));
    lab.run(50);
    assertEquals(1, acts("failed"), "a relapse is the same incident");
    assertEquals(1, acts("well"), "the end of the incident; the first good result is no event");
    Golden.check("rule-on-check", lab.world.transcript());
  }

  @Test
  void conditionsLookAtWhatIsTrueWhenTheEventHappens() {
    lab.world.host("hostb", "10.0.1.1");
    lab.watching("hosta", "hostb");
    Condition bIsUp = new Condition.MonitorIs("hostb", Set.of(Verdict.UP));
    edit(
        "policies",
        Specs.rule(
            "move",
            new Condition.All(
                List.of(
                    bIsUp,
                    new Condition.Not(new Condition.CheckIs("smtp", Set.of(CheckVerdict.FAILED))))),
            OncePer.INCIDENT,
            Cap.DEFAULT,
            Specs.becomes("hosta", Verdict.LOST)),
        Specs.check("smtp"));
    outage(10, 15);
    lab.at(38, () -> lab.world.host("hostb").crash());
    outage(45, 15);
    lab.at(62, () -> lab.world.host("hostb").boot());
    lab.at(62, () -> lab.watch.checks().is("smtp", Status.CRITICAL));
    outage(75, 15);
    lab.run(100);
    assertEquals(1, acts("move"));
    Golden.check("rule-conditions", lab.world.transcript());
  }

  @Test
  void itsCapLeavesOutWhatIsTooMuch() {
    begin(
        Specs.rule(
            "tell",
            Specs.ALWAYS,
            OncePer.EVENT,
            new Cap(2, Duration.ofSeconds(60)),
            Specs.becomes("hosta", Verdict.MISSING, Verdict.LOST)));
    outage(10, 10);
    outage(30, 10);
    outage(75, 10);
    lab.run(100);
    assertEquals(4, acts("tell"), "two of four within a minute, and two later");
    Golden.check("rule-cap", lab.world.transcript());
  }

  @Test
  void oneActionAtATimeInOrder() {
    lab.watch.scripts().script("tell.groovy", SimScripts.Script.succeeds(Duration.ofSeconds(30)));
    begin(
        Specs.rule(
            "tell",
            Specs.ALWAYS,
            OncePer.EVENT,
            Cap.DEFAULT,
            Specs.becomes("hosta", Verdict.MISSING, Verdict.LOST, Verdict.UP)));
    outage(10, 10);
    lab.run(120);
    assertEquals(3, acts("tell"));
    Golden.check("rule-one-at-a-time", lab.world.transcript());
  }

  @Test
  void runsThatWaitSurviveARestart() {
    lab.watch.scripts().script("tell.groovy", SimScripts.Script.succeeds(Duration.ofSeconds(5)));
    begin(
        Specs.rule(
            "tell",
            Specs.ALWAYS,
            OncePer.EVENT,
            Cap.DEFAULT,
            Specs.becomes("hosta", Verdict.MISSING, Verdict.LOST)));
    outage(10, 20);
    lab.world.at(Duration.ofMillis(13_700), () -> lab.watch.restart(Duration.ofSeconds(1)));
    lab.at(20, () -> lab.watch.operate(new OperatorCommand.DismissRun(1)));
    lab.run(60);
    Golden.check("rule-runs-over-a-restart", lab.world.transcript());
    assertEquals(
        Set.of(RunStatus.DISMISSED, RunStatus.SUCCEEDED),
        lab.watch.disk().image().runs().stream()
            .filter(run -> run.kind() == RunKind.RULE)
            .map(run -> run.status())
            .collect(java.util.stream.Collectors.toSet()));
  }

  @Test
  void actsOnWhatOperatorsDo() {
    begin(Specs.rule("audit", new Trigger.OperatorDid(Set.of("stop", "delete"))));
    lab.at(10, () -> lab.watch.operate(new OperatorCommand.Stop(List.of(HOSTA))));
    lab.at(12, () -> lab.watch.operate(new OperatorCommand.Start(List.of(HOSTA))));
    lab.at(14, () -> lab.watch.operate(new OperatorCommand.Stop(List.of(HOSTA))));
    lab.run(20);
    assertEquals(2, acts("audit"), "each stop is another event");
    Golden.check("rule-on-operator", lab.world.transcript());
  }

  @Test
  void actsOnItsTimesOnceEach() {
    begin(Specs.rule("nightly", new Trigger.CronDue("0 0 2 * * ?", ZoneId.of("UTC"))));
    Instant[] due = new Instant[1];
    lab.at(
        10,
        () -> {
          due[0] = lab.watch.clock().wall();
          lab.watch.ruleDue("nightly", due[0]);
        });
    lab.at(11, () -> lab.watch.ruleDue("nightly", due[0]));
    lab.at(12, () -> lab.watch.restart(Duration.ofSeconds(1)));
    lab.at(20, () -> lab.watch.ruleDue("nightly", due[0]));
    lab.at(30, () -> lab.watch.ruleDue("nightly", lab.watch.clock().wall().minusSeconds(300)));
    lab.at(40, () -> lab.watch.ruleDue("nightly", lab.watch.clock().wall()));
    lab.run(50);
    assertEquals(2, acts("nightly"));
    Golden.check("rule-on-time", lab.world.transcript());
  }

  @Test
  void actsOnTheContentOfAFile() {
    begin(Specs.rule("reload", new Trigger.FileChanged("/etc/mail.conf")));
    lab.at(10, () -> lab.watch.files().write("/etc/mail.conf", "one"));
    lab.at(12, () -> lab.watch.files().write("/etc/other.conf", "one"));
    lab.at(14, () -> lab.watch.files().write("/etc/mail.conf", "two"));
    lab.at(16, () -> lab.watch.files().write("/etc/mail.conf", null));
    lab.run(30);
    assertEquals(3, acts("reload"));
    Golden.check("rule-on-file", lab.world.transcript());
  }

  @Test
  void actsOnTheEndOfARunAndNeverOnItsOwn() {
    lab.watch
        .scripts()
        .script("take-over.groovy", SimScripts.Script.fails(Duration.ofSeconds(1), 3));
    lab.watch.scripts().script("shout.groovy", SimScripts.Script.fails(Duration.ofSeconds(1), 4));
    begin(
        Specs.rule(
            "shout",
            Specs.ALWAYS,
            OncePer.EVENT,
            Cap.DEFAULT,
            new Trigger.RunEnds(Set.of(), Set.of(), Set.of(RunStatus.FAILED))));
    outage(10, 30);
    lab.run(60);
    assertEquals(1, acts("shout"), "on the lost-pulse that failed, not on itself");
    Golden.check("rule-on-run", lab.world.transcript());
  }

  @Test
  void rulesThatCallOneAnotherComeToRestAtTheirCap() {
    RuleSpec ping =
        Specs.rule(
            "ping",
            Specs.ALWAYS,
            OncePer.EVENT,
            new Cap(5, HOUR),
            Specs.becomes("hosta", Verdict.LOST),
            new Trigger.RunEnds(Set.of(), Set.of("pong"), Set.of()));
    RuleSpec pong =
        Specs.rule(
            "pong",
            Specs.ALWAYS,
            OncePer.EVENT,
            new Cap(9, HOUR),
            new Trigger.RunEnds(Set.of(), Set.of("ping"), Set.of()));
    begin(ping, pong);
    outage(10, 10);
    lab.run(60);
    assertEquals(5, acts("ping"));
    assertEquals(5, acts("pong"));
  }

  @Test
  void whatCannotBeRecordedIsNotDone() {
    begin(TELL);
    lab.at(8, () -> lab.watch.disk().fill());
    lab.at(10, host::crash);
    lab.run(40);
    assertEquals(0, acts("tell"));
    assertFalse(lab.said("rule of tell, starts"));
    lab.at(40, () -> lab.watch.disk().mend());
    lab.run(60);
    assertEquals(1, acts("tell"));
  }

  @Test
  void aRunThatWaitsDoesNotStartWhileNoPoliciesAreInForce() {
    lab.watch.scripts().script("tell.groovy", SimScripts.Script.succeeds(Duration.ofSeconds(60)));
    lab.watch.start();
    Object[] policies = {
      Specs.check("smtp"),
      Specs.check("imap"),
      Specs.rule(
          "tell",
          Specs.becomes("smtp", CheckVerdict.FAILED),
          Specs.becomes("imap", CheckVerdict.FAILED))
    };
    edit("policies", policies);
    lab.at(10, () -> lab.watch.checks().is("smtp", Status.CRITICAL));
    lab.at(10, () -> lab.watch.checks().is("imap", Status.CRITICAL));
    lab.at(20, lab.watch::kill);
    lab.at(21, lab.watch.policies()::damage);
    lab.at(22, lab.watch::start);
    lab.at(25, () -> lab.watch.operate(new OperatorCommand.DismissRun(1)));
    lab.run(40);
    assertEquals(1, lab.starts(RunKind.RULE, "tell"), "the second one waits for its windows too");
    edit("mended", policies);
    lab.run(50);
    assertEquals(2, lab.starts(RunKind.RULE, "tell"));
  }
}
