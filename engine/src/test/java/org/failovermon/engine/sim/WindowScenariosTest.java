package org.failovermon.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.CheckVerdict;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.RuleSpec;
import org.failovermon.engine.model.policy.RuleSpec.Cap;
import org.failovermon.engine.model.policy.RuleSpec.OncePer;
import org.failovermon.engine.port.EngineView;
import org.failovermon.engine.port.OperatorCommand;
import org.junit.jupiter.api.Test;

/** Maintenance windows in the engine: what runs, what waits, and what their ends do. */
class WindowScenariosTest {
  private final Lab lab = new Lab(7);
  private final SimHost host = lab.world.host("hosta", "10.0.0.1");
  private final SimProbes services = lab.watch.checks();

  private Instant second(long second) {
    return lab.watch.clock().wall().minus(lab.world.now()).plusSeconds(second);
  }

  private Maintenance window(long from, long to, String... subjects) {
    return Specs.window("patch-day", second(from), Duration.ofSeconds(to - from), subjects);
  }

  private void begin(Object... parts) {
    lab.watching("hosta");
    lab.watch.policies().edit(Specs.set(parts));
  }

  private CheckVerdict verdict(String check) {
    return lab.watch.view().orElseThrow().checks().stream()
        .filter(each -> each.spec().name().equals(check))
        .map(each -> each.state().verdict())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aServiceThatFailsWithinIsJudgedAfreshAfterwards() {
    RuleSpec tell = Specs.rule("tell", Specs.becomes("smtp", CheckVerdict.FAILED));
    begin(Specs.check("smtp"), tell, window(10, 40, "smtp"));
    lab.at(15, () -> services.is("smtp", Status.CRITICAL));
    lab.run(39);
    assertEquals(CheckVerdict.FAILING, verdict("smtp"));
    assertEquals(0, lab.starts(RunKind.RULE, "tell"));
    lab.run(60);
    assertEquals(CheckVerdict.FAILED, verdict("smtp"));
    assertEquals(1, lab.starts(RunKind.RULE, "tell"));
    Golden.check("window-check-fails-within", lab.world.transcript());
  }

  @Test
  void aServiceThatIsMendedWithinRunsNothing() {
    RuleSpec tell = Specs.rule("tell", Specs.becomes("smtp", CheckVerdict.FAILED, CheckVerdict.OK));
    begin(Specs.check("smtp"), tell, window(10, 40));
    lab.at(15, () -> services.is("smtp", Status.CRITICAL));
    lab.at(30, () -> services.is("smtp", Status.OK));
    lab.run(60);
    assertEquals(0, lab.starts(RunKind.RULE, "tell"));
    assertEquals(CheckVerdict.OK, verdict("smtp"));
    Golden.check("window-check-mended-within", lab.world.transcript());
  }

  @Test
  void runsThatWaitGoOnWaitingUntilTheEnd() {
    lab.watch.scripts().script("tell.groovy", SimScripts.Script.succeeds(Duration.ofSeconds(8)));
    RuleSpec tell =
        Specs.rule(
            "tell",
            Specs.ALWAYS,
            OncePer.EVENT,
            Cap.DEFAULT,
            Specs.becomes("hosta", Verdict.MISSING, Verdict.LOST));
    begin(tell, window(16, 40, "hosta"));
    lab.at(10, host::crash);
    lab.run(39);
    assertEquals(1, lab.starts(RunKind.RULE, "tell"), "the second waited behind the first");
    lab.run(60);
    assertEquals(2, lab.starts(RunKind.RULE, "tell"));
    Golden.check("window-runs-wait", lab.world.transcript());
  }

  @Test
  void runsThatWaitGoOnWaitingOverARestart() {
    lab.watch.scripts().script("tell.groovy", SimScripts.Script.succeeds(Duration.ofSeconds(8)));
    RuleSpec tell =
        Specs.rule(
            "tell",
            Specs.ALWAYS,
            OncePer.EVENT,
            Cap.DEFAULT,
            Specs.becomes("hosta", Verdict.MISSING, Verdict.LOST));
    begin(tell, window(16, 60, "hosta"));
    lab.at(10, host::crash);
    lab.at(30, () -> lab.watch.restart(Duration.ofSeconds(1)));
    lab.at(35, () -> lab.watch.operate(new OperatorCommand.DismissRun(1)));
    lab.run(59);
    assertEquals(1, lab.starts(RunKind.RULE, "tell"));
    lab.run(80);
    assertEquals(2, lab.starts(RunKind.RULE, "tell"));
  }

  @Test
  void jobsAreLeftOutWhileAllIsInMaintenance() {
    begin(window(10, 40));
    lab.watch.operate(
        new OperatorCommand.AddJob(
            new Job(
                "nightly",
                "0 0 2 * * ?",
                ZoneOffset.UTC,
                new Job.RunScript(new ScriptRef("backup.groovy")))));
    lab.at(20, () -> lab.watch.jobDue("nightly"));
    lab.at(50, () -> lab.watch.jobDue("nightly"));
    lab.run(60);
    assertEquals(1, lab.starts(RunKind.JOB, "nightly"));
    Golden.check("window-job-left-out", lab.world.transcript());
  }

  @Test
  void aWindowOfOneHostLeavesOthersAlone() {
    lab.world.host("hostb", "10.0.1.1");
    lab.watching("hosta", "hostb");
    lab.watch
        .policies()
        .edit(
            Specs.set(
                window(10, 60, "hosta"),
                Specs.rule("tell-b", Specs.becomes("hostb", Verdict.LOST))));
    lab.at(15, () -> lab.world.host("hostb").crash());
    lab.run(40);
    assertEquals(1, lab.starts(RunKind.RULE, "tell-b"));
    assertEquals(1, lab.lostPulses("hostb"));
  }

  @Test
  void aWindowByCommandBeginsAtOnceSurvivesARestartAndEndsWhenItIsDeleted() {
    begin(Specs.check("smtp"));
    Maintenance now =
        new Maintenance(
            "repair", Set.of("smtp"), new Maintenance.Once(second(0), second(3_600)), null);
    lab.at(10, () -> lab.watch.operate(new OperatorCommand.AddMaintenance(now)));
    lab.at(12, () -> services.is("smtp", Status.CRITICAL));
    lab.at(20, () -> lab.watch.restart(Duration.ofSeconds(1)));
    lab.run(35);
    assertEquals(CheckVerdict.FAILING, verdict("smtp"));
    EngineView.WindowView view = lab.watch.view().orElseThrow().windows().getFirst();
    assertTrue(view.on());
    assertEquals(second(3_600), view.change());
    lab.at(40, () -> lab.watch.operate(new OperatorCommand.DeleteMaintenance("repair")));
    lab.run(60);
    assertEquals(CheckVerdict.FAILED, verdict("smtp"));
    Golden.check("window-by-command", lab.world.transcript());
  }

  @Test
  void anEditThatShortensAWindowEndsIt() {
    begin(Specs.check("smtp"), window(10, 3_600));
    lab.at(15, () -> services.is("smtp", Status.CRITICAL));
    lab.run(30);
    lab.watch.policies().edit(Specs.set(Specs.check("smtp"), window(10, 25)));
    lab.run(45);
    assertEquals(CheckVerdict.FAILED, verdict("smtp"));
  }

  @Test
  void aRecurringWindowComesAgain() {
    begin(Specs.recurring("each-minute", "30 * * * * ?", Duration.ofSeconds(10)));
    lab.run(200);
    Golden.check("window-recurring", lab.world.transcript());
    assertTrue(lab.said("maintenance each-minute of all begins"));
  }

  @Test
  void aStepOfTheWallClockBeginsAndEndsWindows() {
    begin(window(3_600, 7_200));
    lab.at(20, () -> lab.watch.clock().stepWall(Duration.ofSeconds(4_000)));
    lab.run(25);
    assertTrue(lab.watch.view().orElseThrow().windows().getFirst().on());
    lab.at(30, () -> lab.watch.clock().stepWall(Duration.ofSeconds(-4_000)));
    lab.run(35);
    assertFalse(lab.watch.view().orElseThrow().windows().getFirst().on());
  }

  @Test
  void theHostOfAWindowIsNamedWithoutRegardToCase() {
    begin(Specs.rule("tell", Specs.becomes("hosta", Verdict.MISSING)), window(5, 60, "HostA"));
    lab.at(20, host::crash);
    lab.run(40);
    assertEquals(0, lab.starts(RunKind.RULE, "tell"));
    assertEquals(new HostName("HOSTA"), new HostName("hosta"));
  }
}
