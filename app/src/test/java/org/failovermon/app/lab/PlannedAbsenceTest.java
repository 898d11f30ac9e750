package org.failovermon.app.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hosts that go on purpose, and daemons that go while their host stays. */
@ExtendWith(LabExtension.class)
@Timeout(180)
class PlannedAbsenceTest {
  @Test
  void anAnnouncedShutdownIsHeldBackAndRunsNothing(Lab lab) {
    // A daemon that starts on a busy machine may be silent for longer than three times 100 ms.
    Pair pair = lab.pair(2).watch("100ms", 2, "1s", Scripts.QUICK);
    Journal journal = pair.observer().journal();
    pair.monitored().must("announce", "shutdown", "--for", "5m");
    pair.monitored().stop();
    pair.awaitVerdict("held back");
    Await.lasts(Duration.ofSeconds(2), () -> assertEquals("held back", pair.verdict()));
    pair.monitored().start();
    pair.awaitVerdict("up");
    assertEquals(0, journal.judged("lost"), pair.observer()::evidence);
    assertEquals(List.of(), Scripts.trace(pair.observer()));
  }

  @Test
  void anAnnouncedAbsenceThatTakesTooLongIsALostPulse(Lab lab) {
    Pair pair = lab.pair(2).watch();
    pair.monitored().must("announce", "shutdown", "--for", "4s");
    pair.monitored().kill();
    pair.awaitVerdict("held back");
    pair.awaitLostPulse(1);
    pair.monitored().start();
    pair.awaitRegainPulse(1);
  }

  @Test
  void anAnnouncementSurvivesARestartOfTheObserver(Lab lab) {
    Pair pair = lab.pair(2).watch();
    pair.monitored().must("announce", "shutdown", "--for", "5m");
    pair.monitored().kill();
    pair.awaitVerdict("held back");
    pair.observer().kill();
    pair.observer().start();
    pair.awaitVerdict("held back");
    Await.lasts(Duration.ofSeconds(2), () -> assertEquals("held back", pair.verdict()));
    assertEquals(List.of(), Scripts.trace(pair.observer()));
  }

  @Test
  void aStopOfTheDaemonAloneIsNoShutdownAndIsALostPulse(Lab lab) {
    Pair pair = lab.pair(2).watch();
    pair.monitored().stop();
    pair.awaitLostPulse(1);
    pair.monitored().start();
    pair.awaitRegainPulse(1);
  }

  @Test
  void aRefusalIsShownAtOnceAndLosesTheHostAtThePaceOfTheTimeout(Lab lab) {
    Pair pair = lab.pair(2).watch("100ms", 2, "5s", Scripts.QUICK);
    Node observer = pair.observer();
    pair.monitored().kill();
    double killed = Scripts.uptime();
    observer.await(
        "the refusal is shown",
        node ->
            node.path(pair.host(), pair.host())
                .path("trouble")
                .asString("")
                .equals("connection refused"));
    assertTrue(!pair.verdict().equals("lost"), "a refusal is shown long before the host is judged");
    pair.awaitLostPulse(1);
    double begun = Scripts.trace(observer).getFirst().uptime().doubleValue();
    assertTrue(
        begun - killed > 14, "three refused tries of 5 s each took " + (begun - killed) + " s");
    assertTrue(observer.must("log").contains("connection refused"), observer::evidence);
    pair.monitored().start();
    pair.awaitRegainPulse(1);
  }

  @Test
  void aPacketFilterThatRefusesIsShownAsARefusal(Lab lab) {
    Pair pair = lab.pair(2).watch();
    Journal journal = pair.observer().journal();
    Link first = pair.links().getFirst();
    first.refuseAt(pair.monitored());
    pair.observer()
        .await(
            "the refusal is shown",
            node ->
                node.path(pair.host(), pair.host())
                    .path("trouble")
                    .asString("")
                    .equals("connection refused"));
    assertEquals(0, journal.judged("lost"), "the other path answers");
    pair.heal();
    pair.observer()
        .await("the path answers again", node -> node.silence(pair.host(), pair.host()) < 1.0);
  }
}
