package org.failovermon.engine.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AnnouncingTest {
  private final ManualClock clock = new ManualClock();
  private final Announcing announcing = new Announcing();

  private CompletableFuture<Integer> begin(Duration absence) {
    CompletableFuture<Integer> done = new CompletableFuture<>();
    announcing.begin(absence, clock.nanos(), done);
    return done;
  }

  @Test
  void countsTheAbsenceDownToNothing() {
    var _ = begin(Duration.ofSeconds(10));
    assertEquals(10_000, announcing.absentMillis(clock.nanos()));
    clock.advanceMillis(9_999);
    assertEquals(1, announcing.absentMillis(clock.nanos()));
    clock.advanceMillis(1);
    assertEquals(0, announcing.absentMillis(clock.nanos()));
    assertEquals(1, announcing.number(), "it is the same announcement still");
  }

  @Test
  void cutsAnAbsenceToFifteenMinutes() {
    var _ = begin(Duration.ofDays(400_000));
    assertEquals(900_000, announcing.absentMillis(clock.nanos()));
  }

  @Test
  void isTransmittedThreeTimesWithinThreeTenthsOfASecond() {
    CompletableFuture<Integer> done = begin(Duration.ofMinutes(1));
    long begun = clock.nanos();
    for (long after : new long[] {0, 100, 300}) {
      assertTrue(announcing.pending());
      assertEquals(begun + after * 1_000_000, announcing.dueNanos());
      assertFalse(done.isDone());
      announcing.transmitted(7);
    }
    assertFalse(announcing.pending());
    assertEquals(7, done.join());
  }

  @Test
  void tellsWhoeverWaitsWhenItIsReplaced() {
    CompletableFuture<Integer> first = begin(Duration.ofMinutes(1));
    announcing.transmitted(3);
    CompletableFuture<Integer> second = begin(Duration.ZERO);

    assertEquals(3, first.join());
    assertEquals(0, announcing.absentMillis(clock.nanos()));
    assertEquals(2, announcing.number());
    announcing.abandon();
    assertEquals(0, second.join());
  }

  @Test
  void remembersTheNewestAskersAndForgetsThemAfterAnHour() throws Exception {
    Askers askers = new Askers();
    try (DatagramChannel via = DatagramChannel.open()) {
      for (int i = 0; i < Askers.LIMIT + 100; i++) {
        askers.heard(LinkRig.socket("127.0.0.1", 1 + i), via, new Nonce(i, i), 1, clock.nanos());
      }
      var remembered = askers.within(clock.nanos());
      assertEquals(Askers.LIMIT, remembered.size());
      assertEquals(LinkRig.socket("127.0.0.1", 101), remembered.getFirst().address);

      clock.advanceMillis(3_600_000);
      askers.heard(LinkRig.socket("127.0.0.1", 101), via, new Nonce(5, 5), 1, clock.nanos());
      clock.advanceMillis(1);
      remembered = askers.within(clock.nanos());
      assertEquals(1, remembered.size());
      assertEquals(new Nonce(5, 5), remembered.getFirst().nonce);
      askers.forget(via);
      assertEquals(0, askers.within(clock.nanos()).size());
    }
  }
}
