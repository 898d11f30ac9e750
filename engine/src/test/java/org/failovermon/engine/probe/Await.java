package org.failovermon.engine.probe;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a bound. */
final class Await {
  private static final Duration BOUND = Duration.ofSeconds(30);

  private Await() {}

  /** Returns when the condition holds; fails the test when it does not within 30 s. */
  static void until(String what, BooleanSupplier condition) {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begun > BOUND.toNanos()) {
        fail("within 30 s it did not come true that " + what);
      }
      LockSupport.parkNanos(2_000_000L);
    }
  }
}
