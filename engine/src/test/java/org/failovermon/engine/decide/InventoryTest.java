package org.failovermon.engine.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Write;
import org.junit.jupiter.api.Test;

class InventoryTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final HostName A = new HostName("hostA");
  private static final HostName B = new HostName("hostB");

  private static MonitorState state(HostName host, boolean started, Verdict verdict, long outage) {
    return new MonitorState(host, started, verdict, NOW, "", outage, null, 0, 0, null);
  }

  private static Run run(long id, RunKind kind, RunStatus status) {
    return new Run(
        id, kind, "hostA", 5, new ScriptRef("x"), status, "", NOW, NOW, null, null, "", 0);
  }

  private static Snapshot snapshot(MonitorState a, Run... runs) {
    return new Snapshot(
        List.of(MonitorSpec.withDefaults(A), MonitorSpec.withDefaults(B)),
        List.of(a, state(B, false, Verdict.STOPPED, 0)),
        List.of(CommPath.ownName(A), new CommPath(A, "10.0.0.2", 0, false), CommPath.ownName(B)),
        List.of(
            new Job(
                "nightly", "0 0 2 * * ?", ZoneOffset.UTC, new Job.RunScript(new ScriptRef("x")))),
        Map.of(),
        List.of(),
        List.of(runs),
        5,
        20,
        "boot");
  }

  private static Inventory.Change apply(Snapshot snapshot, OperatorCommand command) {
    return Inventory.apply(new SnapshotKnown(snapshot), command, "root (uid 0)", NOW, true);
  }

  private static Inventory.Change apply(OperatorCommand command) {
    return apply(snapshot(state(A, true, Verdict.UP, 0)), command);
  }

  private static void assertRefused(String error, Inventory.Change change) {
    assertEquals(List.of(error), change.reply().errors());
    assertEquals(1, change.reply().exit());
    assertEquals(1, change.writes().size(), "only the refusal is recorded");
    assertTrue(
        change.writes().getFirst() instanceof Write.Append append
            && append.entry().kind() == LogEntry.Kind.OPERATOR
            && append.entry().text().endsWith("was refused: " + error));
  }

  /** Also without a daemon, where nobody else would. */
  @Test
  void aDeleteSkipsWhatWaitsForTheHost() {
    Run unknown = run(17, RunKind.LOST_PULSE, RunStatus.UNKNOWN);
    Run queued = run(18, RunKind.REGAIN_PULSE, RunStatus.QUEUED);
    Run job = run(19, RunKind.JOB, RunStatus.QUEUED);
    Inventory.Change change =
        apply(
            snapshot(state(A, true, Verdict.UP, 0), unknown, queued, job),
            new OperatorCommand.Delete(new HostName("HOSTA")));
    assertEquals(
        new Write.PutRun(
            Lane.skipped(queued, NOW, "the monitor was deleted before it could start")),
        change.writes().getFirst());
    assertEquals(1, change.writes().stream().filter(w -> w instanceof Write.PutRun).count());
    assertEquals(List.of("run 18, which waited, will not start"), change.reply().warnings());
  }

  @Test
  void addingAnEntryThatExistsIsRefused() {
    assertRefused(
        "an entry for hostA exists already; change it with modify, or delete it first",
        apply(new OperatorCommand.Add(MonitorSpec.withDefaults(A), false)));
  }

  @Test
  void addingWithTheManPagesDefaultsSaysWhatTheyMean() {
    Inventory.Change change =
        apply(new OperatorCommand.Add(MonitorSpec.withDefaults(new HostName("hostC")), false));
    assertEquals(
        List.of(
            "added hostC",
            "interval 0 means that beats follow one another 100 ms after each answer;"
                + " retries 0 means that the first beat missed is an outage"),
        change.reply().messages());
    assertTrue(
        change.writes().contains(new Write.PutPath(CommPath.ownName(new HostName("hostC")))));
  }

  @Test
  void deletingAnEntryThatDoesNotExistWarnsAndIsDone() {
    Inventory.Change change = apply(new OperatorCommand.Delete(new HostName("nobody")));
    assertEquals(0, change.reply().exit());
    assertEquals(
        List.of("there is no entry for nobody; nothing was deleted"), change.reply().warnings());
  }

  @Test
  void startingANamedMonitorThatRunsIsAnErrorAndStartingAllOnlyWarns() {
    assertRefused(
        "monitor for hostA already running", apply(new OperatorCommand.Start(List.of(A))));
    Inventory.Change all = apply(new OperatorCommand.Start(List.of()));
    assertEquals(0, all.reply().exit());
    assertEquals(List.of("a monitor for hostA is already running"), all.reply().warnings());
    assertEquals(List.of("started the monitor of hostB"), all.reply().messages());
  }

  @Test
  void stoppingANamedMonitorThatDoesNotRunIsAnErrorAndStoppingAllOnlyWarns() {
    assertRefused("monitor for hostB not running", apply(new OperatorCommand.Stop(List.of(B))));
    Inventory.Change all = apply(new OperatorCommand.Stop(List.of()));
    assertEquals(0, all.reply().exit());
    assertEquals(List.of("monitor for hostB not running"), all.reply().warnings());
  }

  @Test
  void modifyKeepsWhatIsNotNamed() {
    Inventory.Change change =
        apply(
            new OperatorCommand.Modify(
                A, Duration.ofMinutes(20), null, null, null, null, null, false));
    MonitorSpec was = MonitorSpec.withDefaults(A);
    assertEquals(
        new Write.PutMonitor(
            new MonitorSpec(
                A,
                Duration.ofMinutes(20),
                0,
                was.timeout(),
                was.lostPulse(),
                was.regainPulse(),
                false)),
        change.writes().getFirst());
  }

  @Test
  void aValueOutOfRangeIsRefusedWithTheRule() {
    assertRefused(
        "interval of hostA must be 0 or 10 ms to 366 days, was 5 ms",
        apply(
            new OperatorCommand.Modify(
                A, Duration.ofMillis(5), null, null, null, null, null, false)));
  }

  @Test
  void aHostsOwnNameIsAlwaysAPath() {
    assertRefused(
        "path hostA is the name of hostA itself, which is always a path",
        apply(new OperatorCommand.DeletePath(A, "hostA")));
    assertEquals(0, apply(new OperatorCommand.DeletePath(A, "10.0.0.2")).reply().exit());
    assertRefused(
        "path 10.0.0.2 of hostA exists already; change it with path modify",
        apply(new OperatorCommand.AddPath(A, "10.0.0.2", 0)));
  }

  @Test
  void anUnknownRunIsRetriedAsANewRunAndThereByDismissed() {
    Run unknown = run(17, RunKind.LOST_PULSE, RunStatus.UNKNOWN);
    Inventory.Change change =
        apply(snapshot(state(A, true, Verdict.LOST, 5), unknown), new OperatorCommand.RetryRun(17));
    assertEquals(
        List.of("run 17 is retried as run 21: lost-pulse x of hostA"), change.reply().messages());
    assertTrue(
        change.writes().get(0) instanceof Write.PutRun old
            && old.run().status() == RunStatus.DISMISSED);
    assertTrue(
        change.writes().get(1) instanceof Write.PutRun again
            && again.run().status() == RunStatus.QUEUED
            && again.run().retryOf() == 17);
  }

  @Test
  void aLostPulseIsNotRetriedOnceItsOutageIsOver() {
    assertRefused(
        "run 17 is the lost-pulse of outage 5, which is over; dismiss it: failovermon run dismiss"
            + " 17",
        apply(
            snapshot(state(A, true, Verdict.UP, 0), run(17, RunKind.LOST_PULSE, RunStatus.UNKNOWN)),
            new OperatorCommand.RetryRun(17)));
  }

  @Test
  void aRegainPulseIsNotRetriedWhileTheHostIsLostAgain() {
    assertRefused(
        "run 17 is a regain-pulse, and hostA is lost again; dismiss it: failovermon run dismiss 17",
        apply(
            snapshot(
                state(A, true, Verdict.LOST, 6), run(17, RunKind.REGAIN_PULSE, RunStatus.UNKNOWN)),
            new OperatorCommand.RetryRun(17)));
  }

  @Test
  void onlyAnUnknownRunIsDismissed() {
    assertRefused(
        "run 17 is running; only an unknown, failed or timed out run is dismissed",
        apply(
            snapshot(
                state(A, true, Verdict.LOST, 5), run(17, RunKind.LOST_PULSE, RunStatus.RUNNING)),
            new OperatorCommand.DismissRun(17)));
  }

  @Test
  void aStopWithoutADaemonIsRecordedAsTheEngineWouldRecordIt() {
    Inventory.Change change =
        Inventory.apply(
            new SnapshotKnown(snapshot(state(A, true, Verdict.LOST, 5))),
            new OperatorCommand.Stop(List.of(A)),
            "root (uid 0)",
            NOW,
            false);
    Write.PutState put =
        change.writes().stream()
            .filter(Write.PutState.class::isInstance)
            .map(Write.PutState.class::cast)
            .findFirst()
            .orElseThrow();
    assertEquals(Verdict.STOPPED, put.state().verdict());
    assertEquals(5, put.state().openOutage());
    assertEquals("the monitor of hostA is stopped; its outage 5 stays open", put.state().because());
  }

  @Test
  void warnsOfAPathThatAnotherMonitorHas() {
    Inventory.Change change = apply(new OperatorCommand.AddPath(B, "10.0.0.2", 0));
    assertEquals(0, change.reply().exit());
    assertTrue(
        change.reply().warnings().getFirst().startsWith("10.0.0.2 is a path of hostA already"),
        change.reply().warnings().toString());
  }

  @Test
  void aPathKeepsItsSpellingAndIsFoundInAnyOther() {
    assertEquals("hostA", CommPath.ownName(A).address());
    assertRefused(
        "path HOSTA of hostA exists already; change it with path modify",
        apply(new OperatorCommand.AddPath(A, "HOSTA", 0)));
    Write.PutPath port = new Write.PutPath(new CommPath(A, "hostA", 7000, true));
    assertTrue(
        apply(new OperatorCommand.ModifyPath(A, "hosta", "HosTA", 7000)).writes().contains(port),
        "another port is no other name");
  }

  @Test
  void aWindowForWhatDoesNotExistIsRefused() {
    Maintenance.Window window = new Maintenance.Once(NOW, NOW.plusSeconds(3_600));
    assertRefused(
        "there is no monitor or check 'hostC' that maintenance patch could cover; see: failovermon"
            + " list, failovermon check list",
        apply(
            new OperatorCommand.AddMaintenance(
                new Maintenance("patch", Set.of("hostA", "hostC"), window, null))));
    assertEquals(
        0,
        apply(
                new OperatorCommand.AddMaintenance(
                    new Maintenance("patch", Set.of("HOSTA"), window, null)))
            .reply()
            .exit());
  }

  @Test
  void aWindowInYearsThatNothingCanRecordIsRefused() {
    Instant late = Instant.parse("2300-01-01T00:00:00Z");
    assertThrows(
        InvalidValueException.class, () -> new Maintenance.Once(late, late.plusSeconds(60)));
  }
}
