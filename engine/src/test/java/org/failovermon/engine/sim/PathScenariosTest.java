package org.failovermon.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.port.Actions;
import org.failovermon.engine.port.OperatorCommand;
import org.junit.jupiter.api.Test;

/** Paths that are cut, lossy or refused, and the everyday verdicts (SEEDS §1). */
class PathScenariosTest {
  private static final String FIRST = "10.0.0.1";
  private static final String SECOND = "192.168.7.1";

  private final Lab lab = new Lab(1);
  private final SimHost host = lab.world.host("hosta", FIRST, SECOND);

  private SimPath path(String address) {
    return lab.world.network().path(address);
  }

  @Test
  void oneDeadPathIsNotADeadHost() {
    lab.watching("hosta");
    lab.at(10, () -> path(FIRST).cut());
    lab.at(40, () -> path(FIRST).mend());
    lab.run(60);
    assertEquals(0, lab.lostPulses("hosta"));
    assertEquals(Verdict.UP, lab.verdict("hosta"));
    Golden.check("one-path-cut", lab.world.transcript());
  }

  @Test
  void aHostThatWasNeverSeenIsNotLostBeforeTheGraceIsOver() {
    host.stopResponder();
    lab.watching("hosta");
    lab.run(119);
    assertEquals(Verdict.UNKNOWN, lab.verdict("hosta"));
    assertEquals(0, lab.lostPulses("hosta"));
    lab.run(140);
    assertEquals(1, lab.lostPulses("hosta"), "the grace is bounded");
  }

  @Test
  void bothScriptsLearnWhenTheHostWasWellBeforeTheOutage() {
    List<Instant> since = new ArrayList<>();
    lab.watch.probe(
        new Probe() {
          @Override
          public void started(Observer observer, Actions.Order order) {
            since.add(order.since());
          }
        });
    lab.watching("hosta");
    Instant cut = lab.watch.clock().wall();
    lab.at(10, () -> path(FIRST).cut());
    lab.at(10, () -> path(SECOND).cut());
    lab.at(60, () -> path(SECOND).mend());
    lab.run(80);
    assertEquals(2, since.size());
    assertEquals(since.getFirst(), since.getLast(), "the same for lost-pulse and regain-pulse");
    assertTrue(since.getLast().isBefore(cut.plusSeconds(11)), "not the moment of the return");
  }

  @Test
  void allPathsCutIsALostHostAndItsReturnIsRegained() {
    lab.watching("hosta");
    lab.at(10, () -> path(FIRST).cut());
    lab.at(10, () -> path(SECOND).cut());
    lab.at(30, () -> path(SECOND).mend());
    lab.run(60);
    assertEquals(1, lab.lostPulses("hosta"));
    assertEquals(1, lab.regainPulses("hosta"));
    Golden.check("all-paths-cut", lab.world.transcript());
  }

  @Test
  void oneDirectionCutOnAllPathsIsALostHost() {
    lab.watching("hosta");
    lab.at(10, () -> path(FIRST).cutOut());
    lab.at(10, () -> path(SECOND).cutBack());
    lab.run(20);
    assertEquals(1, lab.lostPulses("hosta"));
    Golden.check("one-direction-cut", lab.world.transcript());
  }

  @Test
  void questionsThatGetThroughOnOnePathAndAnswersOnTheOtherDoNotMakeAPath() {
    lab.watching("hosta");
    lab.at(10, () -> path(FIRST).cutBack());
    lab.run(30);
    assertEquals(0, lab.lostPulses("hosta"), "the second path works both ways");
  }

  @Test
  void aRefusalIsSaidAtOnceAndCountsAtThePaceOfTheTimeout() {
    lab.watching("hosta");
    lab.at(10, host::stopResponder);
    lab.at(30, host::startResponder);
    lab.run(50);
    assertTrue(lab.said("connection refused"));
    assertEquals(1, lab.lostPulses("hosta"));
    assertEquals(1, lab.regainPulses("hosta"));
    Golden.check("refused", lab.world.transcript());
  }

  @Test
  void thirtyPercentLossEachWayOnBothPathsIsNoOutageWithThreeTransmissionsATry() {
    lab.watching("hosta");
    path(FIRST).loss(0.3);
    path(SECOND).loss(0.3);
    lab.world.run(Duration.ofMinutes(30));
    assertEquals(0, lab.lostPulses("hosta"));
    assertTrue(lab.said("missing"), "even three transmissions are sometimes lost");
  }

  @Test
  void theRetriesForgiveSoManyMissesAndNoMore() {
    lab.watching("hosta");
    lab.at(10, host::crash);
    lab.at(12, () -> assertEquals(0, lab.lostPulses("hosta")));
    lab.at(13, () -> assertEquals(0, lab.lostPulses("hosta")));
    lab.run(15);
    assertEquals(1, lab.lostPulses("hosta"));
    assertTrue(lab.said("miss 1 of 3"));
    assertTrue(lab.said("3 misses in a row"));
  }

  @Test
  void withoutRetriesTheFirstMissIsTheOutage() {
    lab.world.host("strict", "10.0.0.8");
    lab.watch.start();
    lab.add(lab.watch, Lab.spec("strict", Lab.SECOND, 0, Duration.ofMillis(200)));
    lab.at(10, lab.world.host("strict")::crash);
    lab.run(15);
    assertEquals(1, lab.lostPulses("strict"));
    Golden.check("no-retries", lab.world.transcript());
  }

  @Test
  void intervalZeroBeatsTenTimesASecond() {
    lab.world.host("eager", "10.0.0.8");
    lab.watch.start();
    lab.add(lab.watch, Lab.spec("eager", Duration.ZERO, 1, Duration.ofMillis(100)));
    lab.run(10);
    long beats = lab.watch.view().orElseThrow().monitors().getFirst().beats();
    assertTrue(beats >= 90 && beats <= 101, "beats in ten seconds: " + beats);
    lab.world.host("eager").crash();
    lab.run(11);
    assertEquals(1, lab.lostPulses("eager"));
  }

  @Test
  void aNewPathTakesEffectWithoutARestart() {
    lab.world.host("hostb", "10.0.0.7");
    lab.watching("hostb");
    SimHost elsewhere = lab.world.host("hostb-elsewhere", "172.16.0.7");
    lab.at(
        10,
        () ->
            lab.watch.operate(new OperatorCommand.AddPath(new HostName("hostb"), "172.16.0.7", 0)));
    lab.at(20, () -> path("10.0.0.7").cut());
    lab.at(40, elsewhere::crash);
    lab.run(38);
    assertEquals(0, lab.lostPulses("hostb"), "the new path carries the beats");
    lab.run(50);
    assertEquals(1, lab.lostPulses("hostb"));
    Golden.check("new-path", lab.world.transcript());
  }

  @Test
  void aNameThatStopsResolvingKeepsItsLastAddress() {
    lab.watching("hosta");
    path(SECOND).cut();
    lab.at(10, () -> lab.world.network().unname("hosta"));
    lab.run(60);
    assertEquals(0, lab.lostPulses("hosta"));
  }

  @Test
  void anAnswerAfterTheTimeoutDoesNotCountAndIsExplained() {
    lab.watching("hosta");
    lab.at(10, () -> path(FIRST).latency(Spread.ofMillis(600, 600)));
    lab.at(10, () -> path(SECOND).cut());
    lab.run(30);
    assertEquals(1, lab.lostPulses("hosta"));
    assertTrue(lab.said("answers only after the timeout of 1 s"));
  }
}
