package org.failovermon.app.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Daemons that die of SIGKILL, on either side, also while a script runs. */
@ExtendWith(LabExtension.class)
@Timeout(240)
class KilledDaemonsTest {
  private static final int ROUNDS = 4;

  @Test
  void aMonitoredDaemonKilledInALoopIsNotLostWhileItRestartsWithinTheRetries(Lab lab) {
    Pair pair = lab.pair(2).watch("100ms", 60, "500ms", Scripts.QUICK);
    Journal journal = pair.observer().journal();
    for (int round = 0; round < ROUNDS; round++) {
      pair.monitored().kill();
      pair.observer()
          .await("the refusal is shown", node -> troubles(node, pair).contains("refused"));
      pair.monitored().start();
      pair.awaitVerdict("up");
    }
    assertEquals(0, journal.judged("lost"), pair.observer()::evidence);
    assertEquals(List.of(), Scripts.trace(pair.observer()));
  }

  private static String troubles(Node node, Pair pair) {
    return node.monitor(pair.host()).path("paths").toString();
  }

  @Test
  void anObserverKilledInALoopKeepsItsMonitorAndJudgesNobody(Lab lab) {
    Pair pair = lab.pair(2).watch();
    Journal journal = pair.observer().journal();
    for (int round = 0; round < ROUNDS; round++) {
      pair.observer().kill();
      pair.observer().start();
      pair.awaitVerdict("up");
    }
    assertEquals(0, journal.judged("lost"), pair.observer()::evidence);
    pair.monitored().kill();
    pair.awaitLostPulse(1);
  }

  @Test
  void anOpenOutageSurvivesAnObserverKilledInALoopAndRunsNothingTwice(Lab lab) {
    Pair pair = lab.pair(2).watch();
    pair.cutAll();
    pair.awaitLostPulse(1);
    long outage = pair.observer().monitor(pair.host()).path("open_outage").asLong(0);
    assertTrue(outage > 0, pair.observer()::evidence);
    for (int round = 0; round < ROUNDS; round++) {
      pair.observer().kill();
      pair.observer().start();
      JsonNode monitor = pair.observer().monitor(pair.host());
      assertEquals(outage, monitor.path("open_outage").asLong(0), pair.observer()::evidence);
    }
    Await.lasts(Duration.ofSeconds(2));
    assertEquals(1, Scripts.begun(pair.observer(), "lost-pulse"));
    pair.heal();
    pair.awaitRegainPulse(1);
  }

  @Test
  void aRunCutOffByTheDeathOfTheObserverIsUnknownAndDismissedByTheOperator(Lab lab) {
    Pair pair = lab.pair(2).watch("100ms", 2, "100ms", Scripts.GATED);
    long run = cutOffDuringLostPulse(pair);
    pair.heal();
    pair.awaitVerdict("up");
    Await.lasts(Duration.ofSeconds(1));
    assertEquals(1, Scripts.begun(pair.observer(), "lost-pulse"), pair.observer()::evidence);
    assertEquals(0, Scripts.begun(pair.observer(), "regain-pulse"), pair.observer()::evidence);
    Scripts.openGate(pair.observer());
    pair.observer().await("the script left behind ends", n -> Scripts.ended(n, "lost-pulse") == 1);
    pair.observer().must("run", "dismiss", Long.toString(run));
    pair.awaitRegainPulse(1);
    assertEquals("dismissed", statusOf(pair.observer(), run));
    assertEquals(1, Scripts.begun(pair.observer(), "lost-pulse"));
  }

  @Test
  void aRunCutOffByTheDeathOfTheObserverIsRepeatedOnlyByTheOperator(Lab lab) {
    Pair pair = lab.pair(2).watch("100ms", 2, "100ms", Scripts.GATED);
    long run = cutOffDuringLostPulse(pair);
    for (int round = 0; round < ROUNDS; round++) {
      pair.observer().kill();
      pair.observer().start();
      assertEquals("unknown", statusOf(pair.observer(), run), pair.observer()::evidence);
    }
    pair.awaitVerdict("lost");
    assertEquals(1, Scripts.begun(pair.observer(), "lost-pulse"), pair.observer()::evidence);
    Scripts.openGate(pair.observer());
    pair.observer().await("the script left behind ends", n -> Scripts.ended(n, "lost-pulse") == 1);
    pair.observer().must("run", "retry", Long.toString(run));
    pair.awaitLostPulse(2);
    assertEquals("dismissed", statusOf(pair.observer(), run));
    pair.heal();
    pair.awaitRegainPulse(1);
  }

  /** Kills the observer while its lost-pulse waits at the gate, and starts it again. */
  private static long cutOffDuringLostPulse(Pair pair) {
    Node observer = pair.observer();
    pair.cutAll();
    observer.await("lost-pulse has begun", node -> Scripts.begun(node, "lost-pulse") == 1);
    long run = Scripts.trace(observer).getFirst().run();
    observer.kill();
    observer.start();
    assertEquals("unknown", statusOf(observer, run), observer::evidence);
    String shown = observer.must("status");
    // What it started still waits at the gate, so that a repetition is not offered yet.
    assertTrue(shown.contains("still runs"), shown);
    assertTrue(shown.contains("run dismiss " + run), shown);
    return run;
  }

  private static String statusOf(Node node, long run) {
    return node.ask("show", Long.toString(run)).path("run").path("status").asString("");
  }
}
