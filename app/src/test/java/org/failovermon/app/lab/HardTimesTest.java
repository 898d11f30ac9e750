package org.failovermon.app.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Wall clocks that step, and processors that others use. */
@ExtendWith(LabExtension.class)
@Timeout(240)
class HardTimesTest {
  /** What a verdict may take on top of its bound on a busy machine. */
  private static final Duration SLACK = Duration.ofSeconds(15);

  /** 100 ms and three tries of 100 ms. */
  private static final Duration BOUND = Duration.ofMillis(400);

  @Test
  void aWallClockThatStepsChangesNoVerdictAndADeathIsJudgedWithinItsBound(Lab lab) {
    Node observer = lab.host("observer");
    FalseClock clock = FalseClock.of(observer);
    Pair pair = Pair.of(lab, observer, lab.host("monitored"), 2).watch();
    Journal journal = observer.journal();
    clock.step(Duration.ofHours(-1));
    observer.await("the step back is noticed", n -> journal.says("the wall clock stepped back"));
    stillBeats(pair);
    clock.step(Duration.ofHours(1));
    observer.await("the step forward is noticed", n -> journal.says("the wall clock stepped for"));
    stillBeats(pair);
    assertEquals(0, journal.judged("lost"), observer::evidence);
    assertEquals(List.of(), Scripts.trace(observer));
    clock.step(Duration.ofHours(-1));
    dies(pair);
    pair.monitored().start();
    pair.awaitRegainPulse(1);
  }

  private static void stillBeats(Pair pair) {
    long before = beats(pair);
    pair.observer().await("beats go on", node -> beats(pair) >= before + 20);
    pair.awaitVerdict("up");
  }

  private static long beats(Pair pair) {
    return pair.observer().monitor(pair.host()).path("beats").asLong(0);
  }

  /** The monitored side is killed, and lost-pulse begins within the bound. */
  private static void dies(Pair pair) {
    double killed = Scripts.uptime();
    pair.monitored().kill();
    pair.awaitLostPulse(1);
    double took = Scripts.trace(pair.observer()).getFirst().uptime().doubleValue() - killed;
    assertTrue(
        took < BOUND.plus(SLACK).toMillis() / 1e3,
        () -> "from the death to the script it took " + took + " s");
  }

  @Test
  void fourHogsOfTheProcessorsMakeNoOutageAndHideNone(Lab lab) {
    Pair pair = lab.pair(2).watch();
    Journal journal = pair.observer().journal();
    try (Hogs _ = new Hogs(4)) {
      Await.lasts(Duration.ofSeconds(20));
      assertEquals(0, journal.judged("lost"), pair.observer()::evidence);
      dies(pair);
    }
    pair.monitored().start();
    pair.awaitRegainPulse(1);
  }
}
