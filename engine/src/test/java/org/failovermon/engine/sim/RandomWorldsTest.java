package org.failovermon.engine.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/**
 * Thousands of short random worlds, with every invariant checked after every event. A seed that
 * fails is named; {@code bin/replay SEED} lives through it again and prints its transcript.
 */
class RandomWorldsTest {
  private static final int WORLDS = Integer.getInteger("failovermon.worlds", 1_000);
  private static final long FIRST = Long.getLong("failovermon.firstSeed", 1L);

  @Test
  void noRuleIsBrokenInAnyWorld() {
    Long seed = Long.getLong("failovermon.seed");
    if (seed != null) {
      replay(seed);
      return;
    }
    int outages = 0;
    int starts = 0;
    for (long s = FIRST; s < FIRST + WORLDS; s++) {
      RandomWorld world = new RandomWorld(s);
      live(s, world);
      outages += world.lab.audit.outages();
      starts += world.lab.audit.starts();
    }
    System.out.println(WORLDS + " random worlds: " + outages + " outages, " + starts + " runs");
    assertTrue(outages >= WORLDS / 2, "worlds in which little goes wrong prove little: " + outages);
    assertTrue(starts >= WORLDS / 2, "worlds in which little runs prove little: " + starts);
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
