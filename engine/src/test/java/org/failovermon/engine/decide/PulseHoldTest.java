package org.failovermon.engine.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Holding back by a failed parent and by maintenance, and beats that count neither way. */
class PulseHoldTest {
  private static final long SECOND = 1_000_000_000L;
  private static final PulseEvent.Hold PARENT =
      new PulseEvent.Hold(Phase.HoldReason.PARENT_FAILED, "its parent router1 is lost");
  private static final PulseEvent.Hold WINDOW =
      new PulseEvent.Hold(Phase.HoldReason.MAINTENANCE, "maintenance patch-day");

  private final PulsePolicy policy =
      new PulsePolicy(
          new HostName("hosta"),
          1,
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60));
  private PulseState state = PulseState.stopped(0);
  private long now = 100 * SECOND;

  private Decision decide(PulseEvent event) {
    Decision decision = Pulse.decide(policy, state, event);
    state = decision.next();
    return decision;
  }

  private void up() {
    decide(new PulseEvent.Started(now, now, false));
    decide(new PulseEvent.Answered(now, Health.GOOD, 1, "10.0.0.1"));
  }

  private Decision miss(PulseEvent.@Nullable Hold hold) {
    now += SECOND;
    return decide(new PulseEvent.Missed(now, "no answer", "", hold, 7));
  }

  private Decision release() {
    return decide(new PulseEvent.Released(now, "router1 is up again"));
  }

  @Test
  void aChildOfAFailedParentIsHeldBackAndNotLost() {
    up();
    assertEquals(PulseRule.FIRST_MISS, miss(PARENT).rule());
    Decision held = miss(PARENT);
    assertEquals(PulseRule.PARENT_FAILED, held.rule());
    assertEquals(
        "hosta is held back: its parent router1 is lost" + " (2 misses in a row, no answer)",
        held.because());
    for (int i = 0; i < 1_000; i++) {
      assertEquals(PulseRule.STILL_HELD, miss(PARENT).rule(), "however long it takes");
    }
  }

  @Test
  void whenTheParentIsWellTheChildIsJudgedAfresh() {
    up();
    miss(PARENT);
    miss(PARENT);
    Decision released = release();
    assertEquals(PulseRule.JUDGED_AFRESH, released.rule());
    assertEquals("router1 is up again; hosta is judged afresh", released.because());
    assertEquals(Verdict.MISSING, state.verdict());
    assertEquals(0, state.phase().misses());
    assertEquals(PulseRule.ANOTHER_MISS, miss(null).rule());
    Decision lost = miss(null);
    assertEquals(Verdict.LOST, state.verdict());
    assertEquals("hosta is lost: 2 misses in a row, no answer (limit 2)", lost.because());
  }

  @Test
  void aMissAfterTheHoldIsGoneIsTheFirstAlsoWhenNobodySaidThatItIsGone() {
    up();
    miss(WINDOW);
    miss(WINDOW);
    assertEquals(PulseRule.JUDGED_AFRESH, miss(null).rule());
    assertEquals(1, state.phase().misses());
  }

  @Test
  void anAnswerWithinAWindowEndsTheHold() {
    up();
    miss(WINDOW);
    miss(WINDOW);
    Decision back = decide(new PulseEvent.Answered(now, Health.GOOD, 1, "10.0.0.1"));
    assertEquals(PulseRule.BACK_WHILE_HELD, back.rule());
    assertTrue(back.commands().isEmpty());
  }

  @Test
  void aHostThatIsLostStaysLostInAWindow() {
    up();
    miss(null);
    miss(null);
    assertEquals(PulseRule.STILL_LOST, miss(WINDOW).rule());
    assertEquals(PulseRule.NOTHING, release().rule());
  }

  @Test
  void theEndOfAWindowForgetsMissesThatAreStillWithinTheRetries() {
    up();
    miss(WINDOW);
    assertEquals(PulseRule.JUDGED_AFRESH, release().rule());
    miss(null);
    assertEquals(Verdict.MISSING, state.verdict());
  }

  @Test
  void aParentThatFailsWithinAWindowGoesOnHoldingAfterIt() {
    up();
    miss(WINDOW);
    assertEquals(PulseRule.MAINTENANCE_ON, miss(WINDOW).rule());
    assertEquals(PulseRule.PARENT_FAILED, miss(PARENT).rule());
    assertEquals(Verdict.HELD_BACK, state.verdict());
  }

  @Test
  void anUndecidedBeatChangesNothing() {
    up();
    miss(null);
    Decision decision = decide(new PulseEvent.Undecided(now, "check www is unknown"));
    assertEquals(PulseRule.UNDECIDED, decision.rule());
    assertEquals("the try of hosta does not count: check www is unknown", decision.because());
    assertEquals(1, state.phase().misses());
  }

  @Test
  void membersThatAreWellAnswerLikeAHeartbeat() {
    up();
    miss(null);
    miss(null);
    Decision back = decide(new PulseEvent.Well(now, "check www is ok"));
    assertEquals("hosta is well (check www is ok) again: outage 7 is over", back.because());
    assertEquals(List.of(new PulseCommand.RegainPulse(7)), back.commands());
  }

  @Test
  void noSequenceOfEventsMakesAHeldHostLost() {
    Random random = new Random(12);
    for (int round = 0; round < 2_000; round++) {
      state = PulseState.stopped(0);
      now += 1_000 * SECOND;
      up();
      for (int i = 0; i < 60; i++) {
        PulseEvent.Hold hold = random.nextBoolean() ? PARENT : WINDOW;
        now += SECOND;
        PulseEvent event =
            switch (random.nextInt(6)) {
              case 0 -> new PulseEvent.Voided(now, Duration.ofSeconds(90), hold, 7);
              case 1 -> new PulseEvent.Undecided(now, "check www is unknown");
              case 2 -> new PulseEvent.Announced(now, 1, i, Duration.ofSeconds(random.nextInt(9)));
              case 3 -> new PulseEvent.Released(now, "it is over");
              case 4 -> new PulseEvent.Missed(now, "no answer", "a reason", hold, 7);
              default -> new PulseEvent.Missed(now, "no answer", "", hold, 7);
            };
        assertFalse(decide(event).to() == Verdict.LOST, event.toString());
      }
    }
  }
}
