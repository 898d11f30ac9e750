package org.failovermon.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.port.Write;
import org.junit.jupiter.api.Test;

class WorldTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final World world = World.of(7);
  private final List<PlainEngine> engines = new ArrayList<>();
  private final SimHost host = world.host("hosta", "10.0.0.1", "192.168.7.1");
  private final Observer observer =
      world.observer(
          "watch",
          (ports, snapshot) -> {
            PlainEngine engine =
                new PlainEngine(
                    ports,
                    List.of(
                        CommPath.ownName(PlainEngine.HOST),
                        new CommPath(PlainEngine.HOST, "192.168.7.1", 0, false)));
            engines.add(engine);
            return engine;
          });

  private PlainEngine engine() {
    return engines.getLast();
  }

  @Test
  void aHostThatIsUpAnswersOnEveryPath() {
    observer.start();
    world.run(Duration.ofMillis(4_500));
    assertEquals(10, engine().count("answered"));
  }

  @Test
  void aCutPathIsSilentOneWayOrTheOther() {
    observer.start();
    world.network().path("10.0.0.1").cutOut();
    world.network().path("192.168.7.1").cutBack();
    world.run(Duration.ofMillis(4_500));
    assertEquals(0, engine().count("answered"));
  }

  @Test
  void aHostWithoutResponderRefusesAndACrashedOneIsSilent() {
    observer.start();
    host.stopResponder();
    world.run(Duration.ofMillis(1_500));
    assertEquals(4, engine().count("connection refused"));
    host.crash();
    world.run(Duration.ofMillis(4_500));
    assertEquals(4, engine().count("connection refused"));
    assertEquals(0, engine().count("answered"));
  }

  @Test
  void aPausedHostAnswersLateWhatWaitedInItsBuffer() {
    observer.start();
    world.run(Duration.ofMillis(500));
    host.pause();
    world.run(Duration.ofMillis(3_500));
    assertEquals(2, engine().count("answered"));
    host.resume();
    world.run(Duration.ofMillis(3_600));
    assertEquals(4, engine().count("late"));
    assertEquals(4, engine().count("answered"));
  }

  @Test
  void anAnnouncementArrivesOnEveryPathAndCanBeReplayedAfterANewStart() {
    observer.start();
    world.run(Duration.ofMillis(500));
    host.shutDown(Duration.ofMinutes(5));
    world.run(Duration.ofSeconds(5));
    assertFalse(host.answers());
    assertEquals(6, engine().count("announced 1/1/300000"));
    host.boot();
    world.network().replay(world.network().tape().getFirst());
    world.run(Duration.ofSeconds(6));
    assertEquals(8, engine().count("announced 1/1/300000"));
  }

  @Test
  void healthTravelsWithTheAnswer() {
    host.health(new Health(true, false));
    observer.start();
    world.run(Duration.ofMillis(500));
    assertEquals(2, engine().count("answered sick"));
  }

  @Test
  void aPausedObserverFindsTheAnswersInItsSockets() {
    observer.start();
    world.at(Duration.ofNanos(1_000_100_000), () -> observer.pause(Duration.ofSeconds(30)));
    world.run(Duration.ofSeconds(30));
    assertEquals(2, engine().count("answered"));
    world.run(Duration.ofMillis(31_500));
    assertEquals(6, engine().count("answered"));
    assertTrue(engine().count("Tick") <= 4, "ticks of a pause are not piled up");
  }

  @Test
  void aSuspendedObserverLosesTheAnswers() {
    observer.start();
    world.at(Duration.ofNanos(1_000_100_000), () -> observer.suspend(Duration.ofSeconds(30)));
    world.run(Duration.ofMillis(31_050));
    assertEquals(4, engine().count("answered"));
  }

  @Test
  void aBackwardStepOfTheWallClockSilencesTheTicksUntilTheyAreBuiltAnew() {
    observer.start();
    world.run(Duration.ofMillis(2_500));
    long before = engine().count("Tick");
    assertEquals(2, before);
    observer.clock().stepWall(Duration.ofSeconds(-30));
    world.run(Duration.ofMillis(20_500));
    assertEquals(before, engine().count("Tick"));
    engine().ports.schedule().rebuild("no tick came");
    world.run(Duration.ofMillis(22_900));
    assertEquals(before + 2, engine().count("Tick"));
  }

  @Test
  void whatIsNotDurableIsLostByAKillAndWhatIsDurableStays() {
    observer.start();
    engine().ports.store().commit(1, List.of(new Write.PutBootId("first")));
    world.run(SECOND);
    assertEquals(1, engine().count("Committed"));
    observer.disk().hang();
    engine().ports.store().commit(2, List.of(new Write.PutBootId("second")));
    world.run(SECOND.multipliedBy(2));
    observer.kill();
    assertEquals("first", observer.disk().image().snapshot().bootId());
  }

  @Test
  void aFullDiskIsReportedOnceAndTheBatchIsWrittenWhenThereIsRoom() {
    observer.start();
    observer.disk().fill();
    engine().ports.store().commit(1, List.of(entry("something")));
    world.run(Duration.ofSeconds(10));
    assertEquals(1, engine().count("StoreFaulty"));
    assertEquals(0, engine().count("Committed"));
    observer.disk().mend();
    world.run(Duration.ofSeconds(12));
    assertEquals(1, engine().count("Committed"));
    assertEquals(1, observer.disk().image().journal().size());
  }

  @Test
  void anEngineIsKilledInTheMiddleOfItsWork() {
    observer.start();
    world.run(SECOND);
    observer.killAtPortCall(2);
    world.run(Duration.ofSeconds(5));
    assertFalse(observer.runs());
    observer.start();
    world.run(Duration.ofSeconds(6));
    assertEquals(2, engines.size());
    assertTrue(engine().count("answered") > 0);
  }

  @Test
  void aPauseInTheMiddleOfTheWorkLetsTheRestOfTheWorldGoOn() {
    observer.start();
    world.run(SECOND);
    observer.pauseAtPortCall(1, Duration.ofSeconds(10));
    world.at(Duration.ofSeconds(5), host::crash);
    world.run(Duration.ofSeconds(30));
    assertTrue(observer.runs());
    assertFalse(host.answers());
  }

  @Test
  void theSameSeedGivesTheSameTranscript() {
    assertEquals(luckyTranscript(3), luckyTranscript(3));
    assertNotEquals(luckyTranscript(3), luckyTranscript(4));
  }

  private static String luckyTranscript(long seed) {
    World world = World.of(seed);
    world.host("hosta", "10.0.0.1");
    List<PlainEngine> engines = new ArrayList<>();
    Observer observer =
        world.observer(
            "watch",
            (ports, snapshot) -> {
              PlainEngine engine =
                  new PlainEngine(ports, List.of(CommPath.ownName(PlainEngine.HOST)));
              engines.add(engine);
              return engine;
            });
    observer.start();
    world.network().path("10.0.0.1").loss(0.3).duplication(0.2);
    world.run(Duration.ofMinutes(5));
    return world.transcript() + engines.getLast().heard.toString();
  }

  private static Write entry(String text) {
    return new Write.Append(
        new LogEntry(Instant.EPOCH, LogEntry.Kind.ENGINE, "engine", "", "", text, LogEntry.ENGINE));
  }
}
