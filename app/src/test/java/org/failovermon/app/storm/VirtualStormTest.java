package org.failovermon.app.storm;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hundreds of storms over policy files in the virtual world, with every invariant looked at all the
 * time. A seed that fails is named; {@code bin/replay --storm SEED} lives through it again and
 * prints its transcript.
 *
 * <p>It begins with seed {@code failovermon.firstSeed} (1) and lives through {@code
 * failovermon.storms} storms (400), or fewer where that takes longer than {@code
 * failovermon.stormSeconds} (40), but at least {@value #LEAST}.
 */
class VirtualStormTest {
  private static final int LEAST = 40;
  private static final int STORMS = Integer.getInteger("failovermon.storms", 400);
  private static final int SECONDS = Integer.getInteger("failovermon.stormSeconds", 40);
  private static final long FIRST = Long.getLong("failovermon.firstSeed", 1L);

  @TempDir Path folder;

  @Test
  void noMonitorIsLostAndNoTransitionReplayedInAnyStorm() throws IOException {
    Long seed = Long.getLong("failovermon.seed");
    if (seed != null) {
      replay(seed);
      return;
    }
    long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
    int storms = 0;
    int outages = 0;
    int sets = 0;
    int unchanged = 0;
    int bad = 0;
    int healed = 0;
    int restarts = 0;
    int actions = 0;
    int jobs = 0;
    while (storms < STORMS && (storms < LEAST || System.nanoTime() < end)) {
      try (VirtualStorm storm = storm(FIRST + storms)) {
        live(FIRST + storms, storm);
        storms++;
        outages += storm.outages();
        sets += storm.rules.sets();
        unchanged += storm.rules.unchangedMonitors();
        bad += storm.bad();
        healed += storm.healed();
        restarts += storm.restarts();
        actions += storm.duties.actions();
        jobs += storm.duties.jobs();
      }
    }
    String figures =
        "%d storms: %d sets taken, %d unchanged monitors compared, %d bad folders, %d healed, %d starts, %d outages, %d actions of rules, %d times of jobs"
            .formatted(storms, sets, unchanged, bad, healed, restarts, outages, actions, jobs);
    System.out.println(figures);
    assertTrue(sets >= 3 * storms, figures);
    assertTrue(unchanged >= 2 * storms, figures);
    assertTrue(bad >= storms, figures);
    assertTrue(healed >= storms / 2, figures);
    assertTrue(restarts >= storms, figures);
    assertTrue(outages >= storms / 2, figures);
    assertTrue(actions >= storms / 2, figures);
    assertTrue(jobs >= storms / 2, figures);
  }

  private VirtualStorm storm(long seed) throws IOException {
    return new VirtualStorm(seed, Files.createDirectory(folder.resolve("storm" + seed)));
  }

  private void replay(long seed) throws IOException {
    try (VirtualStorm storm = storm(seed)) {
      try {
        storm.live();
      } finally {
        System.out.println("transcript of storm " + seed + ":\n" + storm.world.transcript());
      }
    }
  }

  private static void live(long seed, VirtualStorm storm) {
    try {
      storm.live();
    } catch (RuntimeException | AssertionError broken) {
      fail(
          "storm "
              + seed
              + " at "
              + storm.world.now()
              + ": "
              + broken
              + "\nreplay it with: bin/replay --storm "
              + seed,
          broken);
    }
  }
}
