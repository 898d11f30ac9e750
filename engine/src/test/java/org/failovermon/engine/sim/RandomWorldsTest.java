package org.failovermon.engine.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Thousands of short random worlds, with every invariant checked after every event. A seed that
 * fails is named; {@code bin/replay SEED} lives through it again and prints its transcript.
 *
 * <p>It begins with seed {@code failovermon.firstSeed} (1) and lives through {@code
 * failovermon.worlds} worlds (1,500), or fewer where that takes longer than {@code
 * failovermon.worldSeconds} (60), but at least {@value #LEAST}.
 */
class RandomWorldsTest {
  private static final int LEAST = 200;
  private static final int WORLDS = Integer.getInteger("failovermon.worlds", 1_500);
  private static final int SECONDS = Integer.getInteger("failovermon.worldSeconds", 60);
  private static final long FIRST = Long.getLong("failovermon.firstSeed", 1L);

  @Test
  void noRuleIsBrokenInAnyWorld() {
    Long seed = Long.getLong("failovermon.seed");
    if (seed != null) {
      replay(seed);
      return;
    }
    long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
    int worlds = 0;
    int outages = 0;
    int starts = 0;
    while (worlds < WORLDS && (worlds < LEAST || System.nanoTime() < end)) {
      RandomWorld world = new RandomWorld(FIRST + worlds);
      live(FIRST + worlds, world);
      worlds++;
      outages += world.lab.audit.outages();
      starts += world.lab.audit.starts();
    }
    System.out.println(worlds + " random worlds: " + outages + " outages, " + starts + " runs");
    assertTrue(outages >= worlds / 2, "worlds in which little goes wrong prove little: " + outages);
    assertTrue(starts >= worlds / 2, "worlds in which little runs prove little: " + starts);
  }

  private static void replay(long seed) {
    RandomWorld world = new RandomWorld(seed);
    try {
      world.live();
    } finally {
      System.out.println("transcript of seed " + seed + ":\n" + world.lab.world.transcript());
    }
  }

  private static void live(long seed, RandomWorld world) {
    try {
      world.live();
    } catch (RuntimeException | Error broken) {
      fail(
          "seed "
              + seed
              + " at "
              + world.lab.world.now()
              + ": "
              + broken
              + "\nreplay it with: bin/replay "
              + seed,
          broken);
    }
  }
}
