package org.failovermon.engine.heartbeat;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, bounded. */
final class Await {
  private static final long BOUND_NANOS = 20_000_000_000L;

  private Await() {}

  static void until(String what, BooleanSupplier condition) {
    until(what, () -> LockSupport.parkNanos(1_000_000), condition);
  }

  /** Does something again and again until the condition holds. */
  static void until(String what, Runnable meanwhile, BooleanSupplier condition) {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begun > BOUND_NANOS) {
        throw new AssertionError("waited 20 s in vain: " + what);
      }
      meanwhile.run();
    }
  }
}
