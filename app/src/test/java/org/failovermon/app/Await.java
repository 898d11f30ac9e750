package org.failovermon.app;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions, with a generous bound. */
public final class Await {
  private static final Duration BOUND = Duration.ofSeconds(60);

  private Await() {}

  /** Returns when the condition holds; fails after a minute with what was last seen. */
  public static void until(String what, BooleanSupplier condition, Supplier<String> seen) {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begun > BOUND.toNanos()) {
        throw new AssertionError("not within " + BOUND + ": " + what + "; last: " + seen.get());
      }
      LockSupport.parkNanos(20_000_000);
    }
  }
}
