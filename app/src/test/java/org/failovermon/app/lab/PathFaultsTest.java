package org.failovermon.app.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Cables that are cut, one, all, or in one direction, and cables that lose. */
@ExtendWith(LabExtension.class)
@Timeout(180)
class PathFaultsTest {
  @Test
  void eachPathCutAloneMovesNothingAndStatusShowsItSilent(Lab lab) {
    Pair pair = lab.pair(3).watch();
    Node observer = pair.observer();
    Journal journal = observer.journal();
    for (int cable = 0; cable < 3; cable++) {
      String address = pair.address(cable);
      pair.links().get(cable).cut();
      observer.await(
          "path " + address + " is silent", node -> node.silence(pair.host(), address) > 1.5);
      for (int other = 0; other < 3; other++) {
        String working = pair.address(other);
        if (other != cable) {
          observer.await(
              "path " + working + " answers as before",
              node -> node.silence(pair.host(), working) < 1.0);
        }
      }
      pair.heal();
      observer.await(
          "path " + address + " answers again", node -> node.silence(pair.host(), address) < 1.0);
    }
    assertEquals(0, journal.judged("lost"), observer::evidence);
    assertEquals(List.of(), Scripts.trace(observer));
  }

  @Test
  void allPathsCutAreOneLostPulseAndHealedAreOneRegainPulse(Lab lab) {
    Pair pair = lab.pair(2).watch();
    Journal journal = pair.observer().journal();
    pair.cutAll();
    pair.awaitVerdict("lost");
    pair.awaitLostPulse(1);
    Await.lasts(Duration.ofSeconds(2), () -> assertEquals("lost", pair.verdict()));
    pair.heal();
    pair.awaitVerdict("up");
    pair.awaitRegainPulse(1);
    assertEquals(1, journal.judged("lost"), pair.observer()::evidence);
    assertTrue(journal.verdicts().contains("lost → up"), pair.observer()::evidence);
    assertEquals(4, Scripts.trace(pair.observer()).size());
  }

  @Test
  void aSecondOutageRunsTheGroovyScriptsASecondTime(Lab lab) {
    Pair pair = lab.pair(2).watch("100ms", 2, "100ms", Scripts.GROOVY);
    for (int outage = 1; outage <= 2; outage++) {
      pair.cutAll();
      pair.awaitLostPulse(outage);
      pair.heal();
      pair.awaitRegainPulse(outage);
    }
    assertEquals(8, Scripts.trace(pair.observer()).size());
  }

  @Test
  void questionsThatDoNotArriveAreALostPulse(Lab lab) {
    Pair pair = lab.pair(2).watch();
    pair.links().forEach(link -> link.cutTowards(pair.monitored()));
    pair.awaitLostPulse(1);
    pair.heal();
    pair.awaitRegainPulse(1);
  }

  @Test
  void answersThatDoNotArriveAreALostPulse(Lab lab) {
    Pair pair = lab.pair(2).watch();
    pair.links().forEach(link -> link.cutTowards(pair.observer()));
    pair.awaitLostPulse(1);
    pair.heal();
    pair.awaitRegainPulse(1);
  }

  @Test
  void oneDirectionOfEachPathCutIsNoOutageWhileOnePathWorksBothWays(Lab lab) {
    Pair pair = lab.pair(3).watch();
    Journal journal = pair.observer().journal();
    pair.links().get(0).cutTowards(pair.monitored());
    pair.links().get(1).cutTowards(pair.observer());
    Await.lasts(Duration.ofSeconds(3));
    assertEquals(0, journal.judged("lost"), pair.observer()::evidence);
  }

  @Test
  void thirtyPercentLossInBothDirectionsIsNoOutage(Lab lab) {
    Pair pair = lab.pair(2).watch("100ms", 3, "100ms", Scripts.QUICK);
    Journal journal = pair.observer().journal();
    pair.links().forEach(link -> link.lose(30));
    Await.lasts(Duration.ofSeconds(20));
    pair.heal();
    pair.awaitVerdict("up");
    assertEquals(0, journal.judged("lost"), pair.observer()::evidence);
    assertEquals(List.of(), Scripts.trace(pair.observer()));
  }

  @Test
  void aPathAddedWhileTheMonitorRunsTakesEffectAtOnce(Lab lab) {
    Pair pair = lab.pair(1).watch();
    Link added = lab.link(pair.observer(), pair.monitored());
    String address = added.address(pair.monitored());
    pair.observer()
        .await( // the other side begins to listen on the new address within seconds
            "the path is added", node -> node.run("path", "add", pair.host(), address).exit() == 0);
    pair.observer().await("the new path answers", node -> node.silence(pair.host(), address) < 1.0);
    Journal journal = pair.observer().journal();
    pair.links().getFirst().cut();
    Await.lasts(Duration.ofSeconds(3));
    assertEquals(0, journal.judged("lost"), pair.observer()::evidence);
  }

  @Test
  void aPathThatCannotBeReachedIsNotAddedUnlessToldTo(Lab lab) {
    Pair pair = lab.pair(1).watch();
    Node.Said said = pair.observer().run("path", "add", pair.host(), "10.77.1.99");
    assertEquals(1, said.exit(), said.all());
    assertTrue(said.err().contains("--no-check"), said.all());
    pair.observer().must("path", "add", pair.host(), "10.77.1.99", "--no-check");
    pair.observer()
        .await("the host is up all the same", node -> node.silence(pair.host(), pair.host()) < 1);
    pair.awaitVerdict("up");
  }

  @Test
  void anIpv6PathAloneCarriesHeartbeats(Lab lab) {
    Pair pair = lab.pair(1);
    Node observer = pair.observer();
    String host = pair.links().getFirst().address6(pair.monitored());
    observer.must(
        "add",
        host,
        "-i",
        "100ms",
        "-r",
        "2",
        "-t",
        "100ms",
        "--lost-pulse",
        Scripts.QUICK,
        "--regain-pulse",
        Scripts.QUICK,
        "--start");
    observer.awaitVerdict(host, "up");
    pair.cutAll();
    observer.await("lost-pulse has run", node -> Scripts.ended(node, "lost-pulse") == 1);
    pair.heal();
    observer.await("regain-pulse has run", node -> Scripts.ended(node, "regain-pulse") == 1);
  }

  @Test
  void aNameThatStopsResolvingKeepsItsLastAddress(Lab lab) {
    Node observer = lab.host("observer");
    observer.namespace().hosts("127.0.0.1 localhost\n10.77.1.2 mailhost\n");
    Pair pair = Pair.of(lab, observer, lab.host("monitored"), 2);
    observer.must(
        "add",
        "mailhost",
        "-i",
        "100ms",
        "-r",
        "2",
        "-t",
        "100ms",
        "--lost-pulse",
        Scripts.QUICK,
        "--regain-pulse",
        Scripts.QUICK,
        "--start");
    observer.must("path", "add", "mailhost", pair.address(1));
    observer.awaitVerdict("mailhost", "up");
    Journal journal = observer.journal();
    observer.namespace().hosts("127.0.0.1 localhost\n");
    assertEquals(
        2, Command.attempt(observer.namespace().command("getent", "hosts", "mailhost")).exit());
    pair.links().getFirst().cut(); // a path that is silent has its name looked up every 5 s
    observer.await("it was looked up anew", node -> node.silence("mailhost", "mailhost") > 8);
    pair.heal();
    observer.await(
        "the name still leads to its last address",
        node -> node.silence("mailhost", "mailhost") < 1.0);
    assertEquals(0, journal.judged("lost"), observer::evidence);
  }
}
