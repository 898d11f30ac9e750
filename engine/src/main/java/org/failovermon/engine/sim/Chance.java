package org.failovermon.engine.sim;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Where a world's luck comes from. Each part of the world draws from a stream of its own, so that
 * one draw more in the network does not change what the disk does. Not thread-safe.
 */
public final class Chance {
  private final long seed;
  private final SplittableRandom random;

  private Chance(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /** The luck that the seed brings. */
  public static Chance of(long seed) {
    return new Chance(seed);
  }

  /** A stream of its own, named so that it is the same in each world of this seed. */
  public Chance stream(String name) {
    long mixed = seed;
    for (int i = 0; i < name.length(); i++) {
      mixed = mixed * 0x9E3779B97F4A7C15L + name.charAt(i) + 1;
    }
    return new Chance(mixed);
  }

  /** True with the given probability, 0 to 1. */
  public boolean happens(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /** A whole number from {@code least} to {@code most}, both included. */
  public int between(int least, int most) {
    return least == most ? least : random.nextInt(least, most + 1);
  }

  /** A duration from {@code least} to {@code most}, evenly. */
  public Duration between(Duration least, Duration most) {
    return Duration.ofNanos(nanosBetween(least.toNanos(), most.toNanos()));
  }

  /** One of the choices. */
  public <T> T oneOf(List<T> choices) {
    return choices.get(between(0, choices.size() - 1));
  }

  long nanosBetween(long least, long most) {
    return least >= most ? least : random.nextLong(least, most + 1);
  }
}
