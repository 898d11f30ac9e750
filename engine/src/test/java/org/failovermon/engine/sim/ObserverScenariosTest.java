package org.failovermon.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.shell.EngineSettings;
import org.junit.jupiter.api.Test;

/** What the observer suffers from itself, and how that must not become a verdict on others. */
class ObserverScenariosTest {
  private final Lab lab = new Lab(4);

  private SimHost[] hosts(int count) {
    SimHost[] hosts = new SimHost[count];
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = "host" + (char) ('a' + i);
      hosts[i] = lab.world.host(names[i], "10.0.0." + (i + 1));
    }
    lab.watching(names);
    return hosts;
  }

  @Test
  void aPauseOfOurOwnLongerThanEveryTimeoutLosesNobody() {
    hosts(2);
    lab.at(10, () -> lab.watch.pause(Duration.ofMinutes(1)));
    lab.at(80, () -> lab.watch.suspend(Duration.ofMinutes(1)));
    lab.run(160);
    assertEquals(0, lab.started.size());
    assertEquals(Verdict.UP, lab.verdict("hosta"));
    Golden.check("own-pause", lab.world.transcript());
  }

  @Test
  void aHostThatDiesInOurPauseIsLostAfterConfirmedTries() {
    SimHost dies = hosts(1)[0];
    lab.at(10, () -> lab.watch.pause(Duration.ofMinutes(1)));
    lab.at(30, dies::crash);
    lab.run(71);
    assertEquals(0, lab.lostPulses("hosta"));
    lab.run(76);
    assertEquals(1, lab.lostPulses("hosta"));
    Golden.check("dies-in-our-pause", lab.world.transcript());
  }

  private void pauseAgainAndAgain(Duration until) {
    if (lab.world.now().compareTo(until) < 0) {
      lab.watch.suspend(Duration.ofMillis(1_500));
      lab.world.after(Duration.ofMillis(1_600), () -> pauseAgainAndAgain(until));
    }
  }

  @Test
  void pausesThatGoOnMeanThatWeCannotJudgeAndThatIsBounded() {
    SimHost dies = hosts(1)[0];
    lab.at(10, dies::crash);
    lab.at(10, () -> pauseAgainAndAgain(Duration.ofMinutes(10)));
    lab.run(60);
    assertEquals(Verdict.CANNOT_JUDGE, lab.verdict("hosta"));
    assertEquals(0, lab.lostPulses("hosta"));
    lab.run(100);
    assertEquals(1, lab.lostPulses("hosta"), "no longer than the limit of a minute");
    Golden.check("pauses-go-on", lab.world.transcript());
  }

  @Test
  void pausesThatEndLetUsJudgeAgain() {
    hosts(1);
    lab.at(10, () -> pauseAgainAndAgain(Duration.ofSeconds(40)));
    lab.run(60);
    assertEquals(0, lab.started.size());
    assertEquals(Verdict.UP, lab.verdict("hosta"));
  }

  @Test
  void stepsOfTheWallClockNeitherLoseNorHideAnybody() {
    SimHost dies = hosts(2)[1];
    lab.at(10, () -> lab.watch.clock().stepWall(Duration.ofSeconds(-30)));
    lab.at(20, () -> lab.watch.clock().stepWall(Duration.ofDays(400)));
    lab.at(30, () -> lab.watch.clock().stepWall(Duration.ofDays(-800)));
    lab.at(31, dies::crash);
    lab.run(36);
    assertEquals(1, lab.lostPulses("hostb"));
    assertEquals(0, lab.lostPulses("hosta"));
    Golden.check("wall-clock-steps", lab.world.transcript());
  }

  @Test
  void aScheduleThatFallsSilentIsNoticedAndBuiltAnew() {
    SimHost dies = hosts(1)[0];
    lab.at(10, lab.watch::silenceSchedule);
    lab.at(20, dies::crash);
    lab.run(25);
    assertTrue(lab.said("the schedule is built anew"));
    assertEquals(1, lab.lostPulses("hosta"));
  }

  @Test
  void threeHostsSilentAtOnceAreHeldBackAndThenLost() {
    SimHost[] all = hosts(4);
    for (int i = 0; i < 3; i++) {
      lab.at(10, all[i]::crash);
    }
    lab.run(40);
    assertEquals(0, lab.started.size());
    assertEquals(Verdict.HELD_BACK, lab.verdict("hosta"));
    lab.run(50);
    assertEquals(1, lab.lostPulses("hosta"));
    assertEquals(0, lab.lostPulses("hostd"));
    Golden.check("three-silent-at-once", lab.world.transcript());
  }

  @Test
  void threeHostsSilentAtOnceThatComeBackRunNothing() {
    SimHost[] all = hosts(3);
    for (SimHost host : all) {
      lab.at(10, host::pause);
      lab.at(30, host::resume);
    }
    lab.run(60);
    assertEquals(0, lab.started.size());
  }

  @Test
  void aPairWithOnePeerAndNoOtherEvidenceActs() {
    SimHost peer = hosts(1)[0];
    lab.at(10, peer::crash);
    lab.run(15);
    assertEquals(1, lab.lostPulses("hosta"));
  }

  @Test
  void ourOwnLinkWithoutCarrierIsHeldBackForABoundedTime() {
    hosts(1);
    lab.at(10, () -> lab.watch.carrier(false));
    lab.run(40);
    assertEquals(0, lab.lostPulses("hosta"));
    lab.run(50);
    assertEquals(1, lab.lostPulses("hosta"));
    Golden.check("own-link-without-carrier", lab.world.transcript());
  }

  @Test
  void aSilentReferenceHoldsBackUntilItAnswersAgain() {
    SimHost dies = hosts(1)[0];
    lab.at(8, () -> lab.watch.reference("10.0.0.254", false));
    lab.at(10, dies::crash);
    lab.at(20, () -> lab.watch.reference("10.0.0.254", true));
    lab.run(19);
    assertEquals(Verdict.HELD_BACK, lab.verdict("hosta"));
    lab.run(25);
    assertEquals(1, lab.lostPulses("hosta"));
  }

  @Test
  void aFullDiskRunsNoScriptAndTheRunStartsWhenThereIsRoomIfTheHostIsStillLost() {
    SimHost dies = hosts(1)[0];
    lab.at(9, lab.watch.disk()::fill);
    lab.at(10, dies::crash);
    lab.at(59, () -> assertEquals(0, lab.started.size()));
    lab.at(60, lab.watch.disk()::mend);
    lab.run(70);
    assertEquals(1, lab.lostPulses("hosta"));
    Golden.check("full-disk-still-lost", lab.world.transcript());
  }

  @Test
  void aFullDiskThatIsMendedAfterTheHostIsBackRunsNothing() {
    SimHost dies = hosts(1)[0];
    lab.at(9, lab.watch.disk()::fill);
    lab.at(10, dies::crash);
    lab.at(40, dies::boot);
    lab.at(60, lab.watch.disk()::mend);
    lab.run(80);
    assertEquals(0, lab.started.size());
    assertEquals(Verdict.UP, lab.verdict("hosta"));
    Golden.check("full-disk-back-before", lab.world.transcript());
  }

  @Test
  void aDiskThatHangsDelaysTheScriptAndNotTheMonitoring() {
    SimHost dies = hosts(2)[0];
    lab.at(9, lab.watch.disk()::hang);
    lab.at(10, dies::crash);
    lab.at(40, lab.watch.disk()::mend);
    lab.run(39);
    assertEquals(0, lab.started.size());
    lab.run(42);
    assertEquals(1, lab.lostPulses("hosta"));
  }

  @Test
  void aStarvedObserverLosesNobodyAndStillFindsTheDead() {
    SimHost dies = hosts(2)[1];
    lab.at(10, () -> lab.watch.starve(Spread.ofMillis(0, 120)));
    lab.at(60, dies::crash);
    lab.run(70);
    assertEquals(0, lab.lostPulses("hosta"));
    assertEquals(1, lab.lostPulses("hostb"));
  }

  @Test
  void twoMachinesThatRegainPowerTogetherDoNotRobOneAnother() {
    World world = World.of(5);
    Observer left = world.observer("left", ShellEngine.factory(EngineSettings.DEFAULT), "10.0.0.1");
    Observer right =
        world.observer("right", ShellEngine.factory(EngineSettings.DEFAULT), "10.0.0.2");
    Audit.of(world, left, Lab.allowances(EngineSettings.DEFAULT));
    Audit.of(world, right, Lab.allowances(EngineSettings.DEFAULT));
    left.start();
    right.start();
    left.operate(
        new org.failovermon.engine.port.OperatorCommand.Add(
            Lab.spec("right", Lab.SECOND, 2, Lab.SECOND), true));
    right.operate(
        new org.failovermon.engine.port.OperatorCommand.Add(
            Lab.spec("left", Lab.SECOND, 2, Lab.SECOND), true));
    world.at(Duration.ofSeconds(30), () -> left.reboot(Duration.ofSeconds(20)));
    world.at(Duration.ofSeconds(30), () -> right.reboot(Duration.ofSeconds(110)));
    world.run(Duration.ofSeconds(200));
    assertTrue(left.disk().image().runs().isEmpty());
    assertTrue(right.disk().image().runs().isEmpty());
    Golden.check("two-machines-boot", world.transcript());
  }

  @Test
  void aMachineThatBootsAloneJudgesItsDeadPeerAfterTheGrace() {
    SimHost peer = hosts(1)[0];
    lab.at(20, peer::crash);
    lab.at(20, () -> lab.watch.reboot(Duration.ofSeconds(30)));
    lab.at(165, () -> assertEquals(0, lab.lostPulses("hosta")));
    lab.run(180);
    assertEquals(1, lab.lostPulses("hosta"));
    Golden.check("grace-at-boot", lab.world.transcript());
  }
}
