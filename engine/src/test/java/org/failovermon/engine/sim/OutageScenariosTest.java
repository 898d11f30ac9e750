package org.failovermon.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.port.OperatorCommand;
import org.junit.jupiter.api.Test;

/** What belongs to an outage, and what happens to its runs (SEEDS §1). */
class OutageScenariosTest {
  private static final HostName HOSTA = new HostName("hosta");

  private final Lab lab = new Lab(2);
  private final SimHost host = lab.world.host("hosta", "10.0.0.1");

  private void operate(OperatorCommand command) {
    lab.watch.operate(command);
  }

  @Test
  void anOutageSurvivesStopStartModifyAndARestart() {
    lab.watching("hosta");
    lab.at(10, host::crash);
    lab.at(20, () -> operate(new OperatorCommand.Stop(List.of(HOSTA))));
    lab.at(25, () -> operate(new OperatorCommand.Start(List.of(HOSTA))));
    lab.at(
        30,
        () ->
            operate(
                new OperatorCommand.Modify(
                    HOSTA, Duration.ofSeconds(2), 1, null, null, null, null, true)));
    lab.at(40, () -> lab.watch.restart(Duration.ofSeconds(1)));
    lab.at(60, host::boot);
    lab.run(80);
    assertEquals(1, lab.lostPulses("hosta"), "once per outage");
    assertEquals(1, lab.regainPulses("hosta"));
    assertEquals(1, lab.watch.disk().image().outages().size());
    Golden.check("outage-survives", lab.world.transcript());
  }

  @Test
  void deleteEndsTheOutage() {
    lab.watching("hosta");
    lab.at(10, host::crash);
    lab.at(20, () -> operate(new OperatorCommand.Delete(HOSTA)));
    lab.at(30, host::boot);
    lab.at(40, () -> lab.add(lab.watch, Lab.spec("hosta", Lab.SECOND, 2, Lab.SECOND)));
    lab.run(60);
    assertEquals(1, lab.lostPulses("hosta"));
    assertEquals(0, lab.regainPulses("hosta"), "the outage ended with the entry");
    assertNotEquals(null, lab.watch.disk().image().outages().getFirst().endedAt());
    Golden.check("delete-ends-the-outage", lab.world.transcript());
  }

  @Test
  void aHostThatIsBackBeforeItsRetriesAreExceededRunsNothing() {
    lab.watching("hosta");
    lab.at(10, () -> host.reboot(Duration.ofMillis(1_500)));
    lab.run(40);
    assertEquals(0, lab.lostPulses("hosta"));
    assertEquals(0, lab.regainPulses("hosta"), "regain-pulse only after a lost-pulse");
    Golden.check("restart-quicker-than-the-retries", lab.world.transcript());
  }

  @Test
  void aRegainPulseWaitsForItsLostPulse() {
    lab.watch
        .scripts()
        .script("take-over.groovy", SimScripts.Script.succeeds(Duration.ofSeconds(30)));
    lab.watching("hosta");
    lab.at(10, host::crash);
    lab.at(20, host::boot);
    lab.at(40, () -> assertEquals(0, lab.regainPulses("hosta")));
    lab.run(60);
    assertEquals(1, lab.regainPulses("hosta"));
    Golden.check("regain-waits", lab.world.transcript());
  }

  @Test
  void aHostLostAgainWhileItsFirstLostPulseRunsIsServedInOrder() {
    lab.watch
        .scripts()
        .script("take-over.groovy", SimScripts.Script.succeeds(Duration.ofSeconds(30)));
    lab.watching("hosta");
    lab.at(10, host::crash);
    lab.at(18, host::boot);
    lab.at(22, host::crash);
    lab.at(80, host::boot);
    lab.run(130);
    assertEquals(2, lab.lostPulses("hosta"));
    assertEquals(1, lab.regainPulses("hosta"));
    Golden.check("lost-again", lab.world.transcript());
  }

  @Test
  void aRunThatACrashInterruptedIsUnknownAndIsRetriedByAnOperatorOnly() {
    lab.watch
        .scripts()
        .script("take-over.groovy", SimScripts.Script.succeeds(Duration.ofSeconds(10)));
    lab.watch.scripts().dieWithTheEngine(true);
    lab.watching("hosta");
    lab.at(10, host::crash);
    lab.at(18, () -> lab.watch.restart(Duration.ofSeconds(1)));
    lab.at(60, () -> assertEquals(1, lab.lostPulses("hosta")));
    lab.at(60, () -> operate(new OperatorCommand.RetryRun(1)));
    lab.at(90, host::boot);
    lab.run(110);
    assertEquals(2, lab.lostPulses("hosta"), "the run, and its repetition");
    assertEquals(1, lab.regainPulses("hosta"));
    Golden.check("unknown-run-retried", lab.world.transcript());
  }

  @Test
  void aRepetitionThatIsSkippedDoesNotHideThatTheFirstLostPulseRan() {
    lab.watch
        .scripts()
        .script("take-over.groovy", SimScripts.Script.succeeds(Duration.ofSeconds(10)));
    lab.watching("hosta");
    lab.at(10, host::crash);
    lab.at(18, () -> lab.watch.restart(Duration.ofSeconds(1)));
    lab.world.at(Duration.ofMillis(19_100), () -> operate(new OperatorCommand.RetryRun(1)));
    lab.world.at(Duration.ofMillis(19_200), host::boot); // before misses confirm the outage again
    lab.run(40);
    assertEquals(1, lab.lostPulses("hosta"), "the repetition came too late");
    assertEquals(1, lab.regainPulses("hosta"));
    Golden.check("repetition-skipped", lab.world.transcript());
  }

  @Test
  void aRegainPulseWaitsBehindAnUnknownRunUntilItIsDismissed() {
    lab.watch
        .scripts()
        .script("take-over.groovy", SimScripts.Script.succeeds(Duration.ofSeconds(10)));
    lab.watching("hosta");
    lab.at(10, host::crash);
    lab.at(18, () -> lab.watch.restart(Duration.ofSeconds(1)));
    lab.at(30, host::boot);
    lab.at(60, () -> assertEquals(0, lab.regainPulses("hosta")));
    lab.at(60, () -> operate(new OperatorCommand.DismissRun(1)));
    lab.run(80);
    assertEquals(1, lab.lostPulses("hosta"));
    assertEquals(1, lab.regainPulses("hosta"));
    Golden.check("unknown-run-dismissed", lab.world.transcript());
  }

  @Test
  void aScriptThatFailsOrHangsDoesNotHideTheReturn() {
    lab.watch.scripts().script("take-over.groovy", SimScripts.Script.hangs(Duration.ofSeconds(20)));
    lab.watching("hosta");
    lab.at(10, host::crash);
    lab.at(15, host::boot);
    lab.run(60);
    assertEquals(RunStatus.TIMED_OUT, lab.watch.disk().image().run(1).orElseThrow().status());
    assertEquals(1, lab.regainPulses("hosta"));
  }

  @Test
  void aLostPulseWhoseMonitorIsStoppedBeforeItCouldStartWaits() {
    lab.watching("hosta");
    lab.watch.disk().latency(Spread.always(Duration.ofSeconds(5)));
    lab.at(10, host::crash);
    lab.at(16, () -> operate(new OperatorCommand.Stop(List.of(HOSTA))));
    lab.at(40, () -> lab.watch.disk().latency(Spread.ofMillis(1, 1)));
    lab.at(50, host::boot);
    lab.at(60, () -> operate(new OperatorCommand.Start(List.of(HOSTA))));
    lab.run(80);
    assertEquals(0, lab.lostPulses("hosta"));
    assertEquals(0, lab.regainPulses("hosta"), "no regain-pulse without a lost-pulse");
    assertEquals(Verdict.UP, lab.verdict("hosta"));
    Golden.check("stopped-before-lost-pulse", lab.world.transcript());
  }

  @Test
  void aJobThatIsStillRunningIsNotOverlapped() {
    lab.watch.scripts().script("backup.sh", SimScripts.Script.succeeds(Duration.ofMinutes(5)));
    lab.watch.start();
    operate(
        new OperatorCommand.AddJob(
            new Job(
                "nightly",
                "0 0 2 * * ?",
                ZoneOffset.UTC,
                new Job.RunScript(new ScriptRef("backup.sh")))));
    lab.at(60, () -> lab.watch.jobDue("nightly"));
    lab.at(120, () -> lab.watch.jobDue("nightly"));
    lab.at(600, () -> lab.watch.jobDue("nightly"));
    lab.run(1_000);
    assertEquals(2, lab.starts(RunKind.JOB, "nightly"));
    assertTrue(lab.said("skipped"));
    Golden.check("job-overlap", lab.world.transcript());
  }

  @Test
  void anInstantOfAJobIsActedOnOnceAlsoAcrossAStepOfTheClockAndARestart() {
    lab.watch.start();
    operate(
        new OperatorCommand.AddJob(
            new Job(
                "nightly",
                "0 0 2 * * ?",
                ZoneOffset.UTC,
                new Job.RunScript(new ScriptRef("backup.sh")))));
    var instant = SimClock.BEGINNING.plusSeconds(60);
    lab.at(60, () -> lab.watch.jobDue("nightly", instant));
    lab.at(70, () -> lab.watch.clock().stepWall(Duration.ofSeconds(-30)));
    lab.at(90, () -> lab.watch.jobDue("nightly", instant));
    lab.at(92, () -> lab.watch.restart(Duration.ofSeconds(1)));
    lab.at(95, () -> lab.watch.jobDue("nightly", instant));
    lab.run(120);
    assertEquals(1, lab.starts(RunKind.JOB, "nightly"));
  }

  @Test
  void aClockThatWasFarAheadDoesNotSilenceAJob() {
    lab.watch.start();
    operate(
        new OperatorCommand.AddJob(
            new Job(
                "nightly",
                "0 0 2 * * ?",
                ZoneOffset.UTC,
                new Job.RunScript(new ScriptRef("backup.sh")))));
    lab.at(50, () -> lab.watch.clock().stepWall(Duration.ofDays(400)));
    lab.at(60, () -> lab.watch.jobDue("nightly"));
    lab.at(70, () -> lab.watch.clock().stepWall(Duration.ofDays(-400)));
    lab.at(80, () -> lab.watch.jobDue("nightly"));
    lab.run(100);
    assertEquals(2, lab.starts(RunKind.JOB, "nightly"));
    assertTrue(lab.said("when the wall clock was ahead; that no longer counts"));
  }

  @Test
  void aFailedLostPulseCanBeRetriedAfterARestart() {
    lab.watch.scripts().script("take-over.groovy", SimScripts.Script.fails(Lab.SECOND, 1));
    lab.watching("hosta");
    lab.at(10, host::crash);
    lab.at(20, () -> lab.watch.restart(Duration.ofSeconds(1)));
    lab.at(30, () -> operate(new OperatorCommand.RetryRun(1)));
    lab.run(40);
    assertEquals(2, lab.lostPulses("hosta"));
  }

  @Test
  void aRefusalIsForgottenWhenTheHostIsOff() {
    lab.watching("hosta");
    lab.at(10, host::stopResponder);
    lab.run(16);
    assertTrue(lab.said("connection refused"));
    lab.at(17, host::crash);
    lab.run(25);
    String trouble =
        lab.watch.view().orElseThrow().monitors().getFirst().paths().getFirst().trouble();
    assertTrue(trouble.startsWith("no answer for"), trouble);
  }
}
