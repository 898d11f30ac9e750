package org.failovermon.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.model.Verdict;
import org.junit.jupiter.api.Test;

/** Hosts that announce, restart, pause and fall sick. */
class HostScenariosTest {
  private final Lab lab = new Lab(3);
  private final SimHost host = lab.world.host("hosta", "10.0.0.1");

  @Test
  void aPlannedShutdownIsHeldBackForFifteenMinutesAndThenLost() {
    lab.watching("hosta");
    lab.at(10, () -> host.shutDown(Duration.ofHours(2)));
    lab.at(10 + 14 * 60, () -> assertEquals(0, lab.lostPulses("hosta")));
    lab.run(10 + 16 * 60);
    assertEquals(1, lab.lostPulses("hosta"), "the engine caps what the host announced");
    Golden.check("planned-shutdown-too-long", lab.world.transcript());
  }

  @Test
  void aPlannedRebootThatIsBackInTimeRunsNothing() {
    lab.watching("hosta");
    lab.at(10, () -> host.shutDown(Duration.ofMinutes(5)));
    lab.at(130, host::boot);
    lab.run(160);
    assertEquals(0, lab.lostPulses("hosta"));
    assertEquals(0, lab.regainPulses("hosta"));
    Golden.check("planned-reboot", lab.world.transcript());
  }

  @Test
  void anAbsenceOutlivesARestartOfTheEngineAndIsNotProlongedByIt() {
    lab.watching("hosta");
    lab.at(10, () -> host.shutDown(Duration.ofMinutes(5)));
    lab.at(60, () -> lab.watch.restart(Duration.ofSeconds(1)));
    lab.at(300, () -> assertEquals(0, lab.lostPulses("hosta")));
    lab.run(330);
    assertEquals(1, lab.lostPulses("hosta"));
  }

  @Test
  void aStopOfTheDaemonIsNotAShutdownOfTheHost() {
    lab.watching("hosta");
    lab.at(10, host::stopResponder);
    lab.run(20);
    assertEquals(1, lab.lostPulses("hosta"));
  }

  @Test
  void anAnnouncementTakenBackHoldsNothingBack() {
    lab.watching("hosta");
    lab.at(10, () -> host.announce(Duration.ofMinutes(10)));
    lab.at(20, () -> host.announce(Duration.ZERO));
    lab.at(30, host::crash);
    lab.run(40);
    assertEquals(1, lab.lostPulses("hosta"));
  }

  @Test
  void anAnnouncementReplayedFromAnOldIncarnationHoldsNothingBack() {
    lab.watching("hosta");
    lab.at(10, () -> host.shutDown(Duration.ofMinutes(5)));
    lab.at(60, host::boot);
    lab.at(70, host::crash);
    lab.at(70, () -> lab.world.network().replay(lab.world.network().tape().getFirst()));
    lab.run(90);
    assertEquals(1, lab.lostPulses("hosta"));
    Golden.check("announcement-replayed", lab.world.transcript());
  }

  @Test
  void anAnnouncementReplayedAfterARestartOfTheEngineHoldsNothingBack() {
    lab.watching("hosta");
    lab.at(10, () -> host.announce(Duration.ofMinutes(5)));
    lab.at(20, () -> host.announce(Duration.ZERO));
    lab.at(30, () -> lab.watch.restart(Duration.ofSeconds(1)));
    lab.at(40, () -> lab.world.network().replay(lab.world.network().tape().getFirst()));
    lab.at(41, host::crash);
    lab.run(60);
    assertEquals(1, lab.lostPulses("hosta"));
  }

  @Test
  void aPausedHostIsLostAndItsLateAnswersDoNotRegainIt() {
    lab.watching("hosta");
    lab.at(10, host::pause);
    lab.at(30, host::resume);
    lab.run(50);
    assertEquals(1, lab.lostPulses("hosta"));
    assertEquals(1, lab.regainPulses("hosta"));
    Golden.check("host-paused", lab.world.transcript());
  }

  @Test
  void aResponderThatCallsItselfSickThreeTimesInARowIsMissed() {
    lab.watching("hosta");
    lab.at(10, () -> host.health(new Health(true, false)));
    lab.at(40, () -> host.health(Health.GOOD));
    lab.run(60);
    assertEquals(1, lab.lostPulses("hosta"));
    assertEquals(1, lab.regainPulses("hosta"));
    assertTrue(lab.said("its disk stalls"));
    Golden.check("sick-responder", lab.world.transcript());
  }

  @Test
  void aResponderThatCallsItselfSickTwiceIsNot() {
    SimHost pathful = lab.world.host("hostb", "10.0.1.1", "10.0.1.2", "10.0.1.3");
    lab.watching("hostb");
    lab.world.at(Duration.ofMillis(10_500), () -> pathful.health(new Health(false, true)));
    lab.world.at(Duration.ofMillis(12_400), () -> pathful.health(Health.GOOD));
    lab.run(30);
    assertEquals(0, lab.lostPulses("hostb"));
    assertEquals(Verdict.UP, lab.verdict("hostb"));
  }
}
