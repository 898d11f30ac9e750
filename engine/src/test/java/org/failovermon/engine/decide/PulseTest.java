package org.failovermon.engine.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Verdict;
import org.junit.jupiter.api.Test;

class PulseTest {
  private static final HostName HOST = new HostName("hosta");
  private static final long SECOND = 1_000_000_000L;
  private static final Health STALLED = new Health(true, false);

  private final PulsePolicy policy = policy(3);
  private PulseState state = PulseState.stopped(0);
  private long now = 100 * SECOND;
  private Decision last = decide(new PulseEvent.Stopped(now));

  private static PulsePolicy policy(int retries) {
    return new PulsePolicy(
        HOST, retries, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(60));
  }

  private Decision decide(PulseEvent event) {
    return decide(policy, event);
  }

  private Decision decide(PulsePolicy with, PulseEvent event) {
    last = Pulse.decide(with, state, event);
    state = last.next();
    return last;
  }

  private void startAndSee() {
    decide(new PulseEvent.Started(now, now, false));
    answer(Health.GOOD);
    assertEquals(Verdict.UP, state.verdict());
  }

  private Decision answer(Health health) {
    return decide(new PulseEvent.Answered(now, health, 7, "10.0.0.1"));
  }

  private Decision miss(String suspicion) {
    now += SECOND;
    return decide(new PulseEvent.Missed(now, "no answer on 2 paths within 1 s", suspicion, 41));
  }

  private void misses(int count) {
    for (int i = 0; i < count; i++) {
      miss("");
    }
  }

  private Decision voided() {
    now += SECOND;
    return decide(new PulseEvent.Voided(now, Duration.ofSeconds(5), 41));
  }

  @Test
  void declaresLostOnlyAfterTheRetriesAreExceeded() {
    startAndSee();
    misses(3);
    assertEquals(Verdict.MISSING, state.verdict());
    assertTrue(last.commands().isEmpty());
    miss("");
    assertEquals(Verdict.LOST, state.verdict());
    assertEquals(List.of(new PulseCommand.LosePulse(41)), last.commands());
    assertEquals(
        "hosta is lost: 4 misses in a row, no answer on 2 paths within 1 s (limit 4)",
        last.because());
  }

  @Test
  void declaresLostAtTheFirstMissWithoutRetries() {
    startAndSee();
    now += SECOND;
    decide(policy(0), new PulseEvent.Missed(now, "no answer", "", 41));
    assertEquals(Verdict.LOST, state.verdict());
  }

  @Test
  void anAnswerBeforeTheRetriesAreExceededForgivesTheMisses() {
    startAndSee();
    misses(3);
    answer(Health.GOOD);
    assertEquals(PulseRule.BACK_IN_TIME, last.rule());
    misses(3);
    assertEquals(Verdict.MISSING, state.verdict());
  }

  @Test
  void regainsOnceAndOnlyAfterLost() {
    startAndSee();
    misses(9);
    assertEquals(Verdict.LOST, state.verdict());
    assertEquals(PulseRule.STILL_LOST, last.rule());
    answer(Health.GOOD);
    assertEquals(List.of(new PulseCommand.RegainPulse(41)), last.commands());
    answer(Health.GOOD);
    assertTrue(last.commands().isEmpty());
  }

  @Test
  void anOutageSurvivesStopAndStart() {
    startAndSee();
    misses(4);
    decide(new PulseEvent.Stopped(now));
    assertEquals(41, state.outage());
    decide(new PulseEvent.Started(now, now, false));
    assertEquals(Verdict.LOST, state.verdict());
    assertTrue(last.commands().isEmpty(), "the outage is not lost a second time");
    misses(9);
    assertTrue(last.commands().isEmpty());
    answer(Health.GOOD);
    assertEquals(List.of(new PulseCommand.RegainPulse(41)), last.commands());
  }

  @Test
  void aHostNeverSeenIsNotLostWithinTheGracePeriod() {
    decide(new PulseEvent.Started(now, now + 120 * SECOND, false));
    misses(119);
    assertEquals(Verdict.UNKNOWN, state.verdict());
    misses(1);
    assertEquals(Verdict.LOST, state.verdict());
  }

  @Test
  void aHostNeverSeenWarnsOnceAndIsLostAfterTheRetries() {
    decide(new PulseEvent.Started(now, now, false));
    miss("");
    assertEquals(
        List.of(new PulseCommand.Warn("cannot initiate connection with host hosta, retrying")),
        last.commands());
    misses(2);
    assertTrue(last.commands().isEmpty());
    assertEquals(Verdict.UNKNOWN, state.verdict());
    miss("");
    assertEquals(Verdict.LOST, state.verdict());
  }

  @Test
  void anAnnouncedShutdownIsHeldBackForAtMostAQuarterOfAnHour() {
    startAndSee();
    decide(new PulseEvent.Announced(now, 7, 1, Duration.ofHours(5)));
    misses(899);
    assertEquals(Verdict.HELD_BACK, state.verdict());
    misses(1);
    assertEquals(Verdict.LOST, state.verdict());
    assertEquals(PulseRule.HOLD_OVER, last.rule());
  }

  @Test
  void anAnnouncementEndsWithTheNextIncarnation() {
    startAndSee();
    decide(new PulseEvent.Announced(now, 7, 1, Duration.ofMinutes(15)));
    decide(new PulseEvent.Answered(now, Health.GOOD, 8, "10.0.0.1"));
    misses(4);
    assertEquals(Verdict.LOST, state.verdict());
  }

  @Test
  void aReplayedAnnouncementChangesNothing() {
    startAndSee();
    decide(new PulseEvent.Announced(now, 7, 1, Duration.ofMinutes(15)));
    decide(new PulseEvent.Announced(now, 7, 2, Duration.ZERO));
    decide(new PulseEvent.Announced(now, 7, 1, Duration.ofMinutes(15)));
    assertEquals(PulseRule.STALE_ANNOUNCEMENT, last.rule());
    decide(new PulseEvent.Announced(now, 6, 9, Duration.ofMinutes(15)));
    assertEquals(PulseRule.STALE_ANNOUNCEMENT, last.rule());
    misses(4);
    assertEquals(Verdict.LOST, state.verdict());
  }

  @Test
  void aSuspicionOfOurselvesDelaysTheVerdictForABoundedTime() {
    startAndSee();
    misses(3);
    miss("eth0 has no carrier");
    assertEquals(
        "hosta is held back for at most 30 s, because eth0 has no carrier"
            + " (4 misses in a row, no answer on 2 paths within 1 s)",
        last.because());
    for (int i = 0; i < 29; i++) {
      miss("eth0 has no carrier");
    }
    assertEquals(Verdict.HELD_BACK, state.verdict());
    miss("eth0 has no carrier");
    assertEquals(Verdict.LOST, state.verdict());
  }

  @Test
  void aSuspicionThatIsGoneLeavesTheNextFullTryToDecide() {
    startAndSee();
    misses(3);
    miss("eth0 has no carrier");
    miss("");
    assertEquals(Verdict.LOST, state.verdict());
  }

  @Test
  void missesWithinOurOwnPausesDoNotCount() {
    startAndSee();
    misses(3);
    voided();
    assertEquals(Verdict.MISSING, state.verdict());
    assertEquals(3, state.phase().misses());
    miss("");
    assertEquals(Verdict.LOST, state.verdict());
  }

  @Test
  void pausesThatGoOnMeanThatWeCannotJudgeForABoundedTime() {
    startAndSee();
    misses(3);
    voided();
    voided();
    voided();
    assertEquals(Verdict.CANNOT_JUDGE, state.verdict());
    for (int i = 0; i < 59; i++) {
      voided();
    }
    assertEquals(Verdict.CANNOT_JUDGE, state.verdict());
    voided();
    assertEquals(Verdict.LOST, state.verdict());
  }

  @Test
  void anAnswerEndsCannotJudge() {
    startAndSee();
    voided();
    voided();
    voided();
    answer(Health.GOOD);
    assertEquals(PulseRule.JUDGING_AGAIN, last.rule());
  }

  @Test
  void theThirdSickAnswerInARowCountsAsAMiss() {
    startAndSee();
    var sick = new PulseEvent.Answered(now, STALLED, 7, "10.0.0.1");
    assertFalse(Pulse.countsAsMiss(state, sick));
    answer(STALLED);
    assertFalse(Pulse.countsAsMiss(state, sick));
    answer(STALLED);
    assertTrue(Pulse.countsAsMiss(state, sick));
    answer(Health.GOOD);
    assertFalse(Pulse.countsAsMiss(state, sick));
  }

  @Test
  void aSickAnswerDoesNotEndAnOutage() {
    startAndSee();
    misses(4);
    answer(STALLED);
    assertEquals(Verdict.LOST, state.verdict());
    assertEquals(PulseRule.SICK_WHILE_LOST, last.rule());
  }

  @Test
  void anEventAfterTheStopChangesNothing() {
    startAndSee();
    decide(new PulseEvent.Stopped(now));
    misses(9);
    answer(Health.GOOD);
    voided();
    assertEquals(Verdict.STOPPED, state.verdict());
  }

  @Test
  void aRestartOfTheEngineKeepsAHostUp() {
    decide(new PulseEvent.Started(now, now + 120 * SECOND, true));
    assertEquals(Verdict.UP, state.verdict());
    misses(4);
    assertEquals(Verdict.LOST, state.verdict());
  }

  private static final PulseEvent.Hold NOT_ASKED =
      new PulseEvent.Hold(Phase.HoldReason.NOT_ASKED, "its name does not resolve");

  private Decision notAsked() {
    now += SECOND;
    return decide(new PulseEvent.Missed(now, "no answer", "", NOT_ASKED, 41));
  }

  @Test
  void aHostThatWasNeverAskedIsNeverLost() {
    decide(new PulseEvent.Started(now, now, false));
    for (int i = 0; i < 50; i++) {
      notAsked();
    }
    assertEquals(Verdict.UNKNOWN, state.verdict());
    assertTrue(last.commands().isEmpty());
    assertEquals(
        "hosta was never seen, and is not judged: its name does not resolve", last.because());
  }

  @Test
  void aHostThatIsNotAskedAnyMoreIsHeldBackAndItsMissesCountAnewAfterwards() {
    startAndSee();
    misses(2);
    for (int i = 0; i < 200; i++) {
      notAsked();
    }
    assertEquals(Verdict.HELD_BACK, state.verdict());
    misses(3);
    assertEquals(Verdict.MISSING, state.verdict());
    miss("");
    assertEquals(Verdict.LOST, state.verdict());
  }

  @Test
  void anAnswerEndsTheHoldOfAHostThatWasNotAsked() {
    startAndSee();
    for (int i = 0; i < 4; i++) {
      notAsked();
    }
    assertEquals(PulseRule.NOT_ASKED, last.rule());
    answer(Health.GOOD);
    assertEquals(Verdict.UP, state.verdict());
  }
}
