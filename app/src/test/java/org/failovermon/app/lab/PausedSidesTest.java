package org.failovermon.app.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Daemons that stand still for longer than every timeout. */
@ExtendWith(LabExtension.class)
@Timeout(180)
class PausedSidesTest {
  @Test
  void aMonitoredSideThatStandsStillIsLostAndRegained(Lab lab) {
    Pair pair = lab.pair(2).watch();
    pair.monitored().pause();
    pair.awaitLostPulse(1);
    assertEquals("lost", pair.verdict());
    pair.monitored().resume();
    pair.awaitRegainPulse(1);
    pair.awaitVerdict("up");
  }

  @Test
  void anObserverThatStoodStillBlamesItselfAndRecordsThePause(Lab lab) {
    Pair pair = lab.pair(2).watch();
    Journal journal = pair.observer().journal();
    for (int pause = 0; pause < 3; pause++) {
      pair.observer().pause();
      Await.lasts(Duration.ofSeconds(3));
      pair.observer().resume();
      Await.lasts(Duration.ofSeconds(1));
    }
    pair.awaitVerdict("up");
    assertEquals(0, journal.judged("lost"), pair.observer()::evidence);
    assertTrue(journal.says("this process was paused for"), pair.observer()::evidence);
    assertTrue(
        pair.observer().status().path("notices").toString().contains("was paused for"),
        pair.observer()::evidence);
    assertEquals(List.of(), Scripts.trace(pair.observer()));
  }

  @Test
  void aHostThatDiesWhileTheObserverStandsStillIsLostAfterwards(Lab lab) {
    Pair pair = lab.pair(2).watch();
    pair.observer().pause();
    pair.monitored().kill();
    Await.lasts(Duration.ofSeconds(2));
    pair.observer().resume();
    pair.awaitLostPulse(1);
    assertEquals("lost", pair.verdict());
  }
}
