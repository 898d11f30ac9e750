package org.failovermon.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.port.OperatorCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Monitors within a maintenance window: watched, and nothing runs; its end judges afresh. */
class MaintenanceScenariosTest {
  private final Lab lab = new Lab(55);
  private final SimHost hosta = lab.world.host("hosta", "10.0.0.1");

  /** A window from second 20 to second 60. */
  @BeforeEach
  void watch() {
    lab.watch.start();
    Maintenance window =
        Specs.window(
            "patch-day", lab.watch.clock().wall().plusSeconds(20), Duration.ofSeconds(40), "hosta");
    lab.watch
        .policies()
        .edit(
            new PolicySet(
                List.of(PolicySets.monitor("hosta", new Place("policies/mail.groovy", 1))),
                List.of(),
                List.of(),
                List.of(),
                List.of(window)));
    lab.run(8);
  }

  @Test
  void aHostThatFailsWithinAWindowIsHeldBackAndLostAfterIt() {
    lab.at(30, hosta::crash);
    lab.run(59);
    assertEquals(Verdict.HELD_BACK, lab.verdict("hosta"));
    assertEquals(0, lab.starts());
    assertNull(
        lab.watch.view().orElseThrow().monitors().getFirst().waitsUntil(),
        "the window says when it ends; the monitor knows no moment of its own");
    lab.run(70);
    assertEquals(1, lab.lostPulses("hosta"));
    Golden.check("maintenance-lost-within", lab.world.transcript());
  }

  @Test
  void aHostThatFailsAndIsMendedWithinAWindowRunsNothing() {
    lab.at(30, hosta::crash);
    lab.at(50, hosta::boot);
    lab.run(80);
    assertEquals(0, lab.starts());
    assertEquals(Verdict.UP, lab.verdict("hosta"));
    Golden.check("maintenance-mended-within", lab.world.transcript());
  }

  @Test
  void aHostThatWasLostBeforeAndIsBackWithinAWindowIsRegainedAfterIt() {
    lab.at(10, hosta::crash);
    lab.at(30, hosta::boot);
    lab.run(59);
    assertEquals(1, lab.lostPulses("hosta"));
    assertEquals(0, lab.regainPulses("hosta"));
    lab.run(70);
    assertEquals(1, lab.regainPulses("hosta"));
    Golden.check("maintenance-regained-within", lab.world.transcript());
  }

  @Test
  void aMissBeforeTheWindowAndOneWithinItAreNoOutage() {
    lab.world.at(Duration.ofMillis(17_500), hosta::crash);
    lab.at(45, hosta::boot);
    lab.run(80);
    assertEquals(0, lab.starts());
  }

  @Test
  void aRestartWithinTheWindowGoesOnHolding() {
    lab.at(30, hosta::crash);
    lab.at(40, () -> lab.watch.restart(Duration.ofSeconds(2)));
    lab.run(59);
    assertEquals(0, lab.starts());
    assertEquals(Verdict.HELD_BACK, lab.verdict("hosta"));
    lab.run(75);
    assertEquals(1, lab.lostPulses("hosta"));
  }

  @Test
  void aWindowThatIsDeletedEndsAtOnce() {
    lab.run(15);
    lab.watch.operate(
        new OperatorCommand.AddMaintenance(
            new Maintenance(
                "move",
                java.util.Set.of("hosta"),
                new Maintenance.Once(
                    lab.watch.clock().wall(), lab.watch.clock().wall().plusSeconds(3_600)),
                null)));
    lab.at(70, hosta::crash);
    lab.run(90);
    assertEquals(Verdict.HELD_BACK, lab.verdict("hosta"));
    lab.watch.operate(new OperatorCommand.DeleteMaintenance("move"));
    lab.run(100);
    assertEquals(1, lab.lostPulses("hosta"));
    assertTrue(lab.said("hosta is judged afresh"));
  }

  @Test
  void aWindowOfAPolicyIsDeletedInTheFileAlone() {
    OperatorCall call = lab.watch.operate(new OperatorCommand.DeleteMaintenance("patch-day"));
    lab.run(10);
    assertEquals(
        List.of(
            "cannot delete maintenance patch-day: maintenance window patch-day belongs to"
                + " policies/test.groovy:1; edit the file instead"),
        call.reply().orElseThrow().errors());
  }
}
