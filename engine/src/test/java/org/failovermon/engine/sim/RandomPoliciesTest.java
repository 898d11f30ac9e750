package org.failovermon.engine.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Hundreds of random worlds with checks, rules, windows and edits, with every invariant checked all
 * the time. A seed that fails is named; {@code mvn -pl engine -am test -Dtest=RandomPoliciesTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfailovermon.seed=SEED} lives through it again and
 * prints its transcript.
 */
class RandomPoliciesTest {
  private static final int LEAST = 50;
  private static final int WORLDS = Integer.getInteger("failovermon.worlds", 600);
  private static final int SECONDS = Integer.getInteger("failovermon.policySeconds", 30);
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
    int incidents = 0;
    int actions = 0;
    while (worlds < WORLDS && (worlds < LEAST || System.nanoTime() < end)) {
      RandomPolicies world = new RandomPolicies(FIRST + worlds);
      live(FIRST + worlds, world);
      worlds++;
      incidents += world.audit.opened();
      actions += world.audit.actions();
    }
    System.out.println(
        worlds
            + " random worlds of policies: "
            + incidents
            + " incidents, "
            + actions
            + " actions");
    assertTrue(incidents >= worlds / 2, "worlds in which little fails prove little: " + incidents);
    assertTrue(actions >= worlds, "worlds in which rules hardly act prove little: " + actions);
  }

  private static void replay(long seed) {
    RandomPolicies world = new RandomPolicies(seed);
    try {
      world.live();
    } finally {
      System.out.println("transcript of seed " + seed + ":\n" + world.lab.world.transcript());
    }
  }

  private static void live(long seed, RandomPolicies world) {
    try {
      world.live();
    } catch (RuntimeException | Error broken) {
      fail("seed " + seed + " at " + world.lab.world.now() + ": " + broken, broken);
    }
  }
}
