package org.failovermon.app.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The disk of the observer's home is full, or turns read-only, while it monitors. */
@ExtendWith(LabExtension.class)
@Timeout(240)
class FailingDiskTest {
  private static Pair onDisk(Lab lab, SmallDisk disk) {
    return Pair.of(lab, lab.host("observer", disk), lab.host("monitored"), 2);
  }

  /** Fills the disk for good: what the database still has in store is used up. */
  private static void fill(Pair pair, SmallDisk disk) {
    Node observer = pair.observer();
    observer.await(
        "status says that the disk is full",
        node -> {
          disk.fill();
          node.run("modify", pair.host(), "--no-at-reboot");
          return node.must("status").contains("the disk is full");
        });
    assertTrue(
        observer.must("status").contains("no script runs")
            || observer.status().path("notices").toString().contains("full"),
        observer::evidence);
  }

  /** A script that must not run is given ample time to do so. */
  private static void nothingRuns(Pair pair) {
    Await.lasts(
        Duration.ofSeconds(2),
        () -> assertEquals(List.of(), Scripts.trace(pair.observer()), pair.observer()::evidence));
  }

  @Test
  void aDeathUnderAFullDiskRunsItsScriptWhenThereIsRoomToRecordIt(Lab lab) {
    SmallDisk disk = lab.disk();
    Pair pair = onDisk(lab, disk).watch();
    fill(pair, disk);
    pair.awaitVerdict("up");
    pair.cutAll();
    pair.awaitVerdict("lost");
    nothingRuns(pair);
    disk.free();
    pair.awaitLostPulse(1);
    assertEquals(
        1,
        pair.observer().monitor(pair.host()).path("open_outage").asLong(0),
        pair.observer()::evidence);
    pair.heal();
    pair.awaitRegainPulse(1);
  }

  @Test
  void aHostBackBeforeThereIsRoomHasNothingRun(Lab lab) {
    SmallDisk disk = lab.disk();
    Pair pair = onDisk(lab, disk).watch();
    fill(pair, disk);
    pair.cutAll();
    pair.awaitVerdict("lost");
    pair.heal();
    pair.awaitVerdict("up");
    disk.free();
    Node observer = pair.observer();
    observer.await(
        "the outage and its skipped run are recorded",
        node -> node.must("runs").contains("skipped") && node.status().path("open_runs").isEmpty());
    nothingRuns(pair);
    pair.cutAll();
    pair.awaitLostPulse(1);
    pair.heal();
    pair.awaitRegainPulse(1);
  }

  @Test
  void anInstallationThatSaysSoRunsScriptsUnrecorded(Lab lab) {
    SmallDisk disk = lab.disk();
    Pair pair;
    Node observer = lab.host("observer", disk);
    observer.configure("unrecorded-runs = \"allow\"\n");
    pair = Pair.of(lab, observer, lab.host("monitored"), 2).watch();
    fill(pair, disk);
    pair.cutAll();
    observer.await("lost-pulse has run", node -> Scripts.ended(node, "lost-pulse") == 1);
    disk.free();
    pair.awaitLostPulse(1);
    pair.heal();
    pair.awaitRegainPulse(1);
    assertEquals(1, Scripts.begun(observer, "lost-pulse"));
  }

  @Test
  void aDiskThatTurnsReadOnlyRunsNothingUntilItIsRepaired(Lab lab) {
    SmallDisk disk = lab.disk();
    Pair pair = onDisk(lab, disk).watch();
    Node observer = pair.observer();
    disk.fail();
    observer.await(
        "status says that the database cannot be written",
        node -> {
          node.run("modify", pair.host(), "--no-at-reboot");
          return node.status().path("notices").toString().contains("database");
        });
    pair.awaitVerdict("up");
    pair.cutAll();
    pair.awaitVerdict("lost");
    nothingRuns(pair);
    observer.stop();
    disk.repair();
    observer.start();
    pair.awaitLostPulse(1);
    pair.heal();
    pair.awaitRegainPulse(1);
  }
}
