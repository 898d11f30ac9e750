package org.failovermon.app.lab;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits on conditions, bounded, on the monotonic clock. */
final class Await {
  /** Generous: a machine under load must not fail a test. */
  static final Duration BOUND = Duration.ofSeconds(60);

  private static final Duration PACE = Duration.ofMillis(25);

  private Await() {}

  /**
   * Waits until the condition holds.
   *
   * @param what the condition, as the end of "waited in vain until"
   * @param evidence what is shown if it never holds
   * @throws AssertionError when it does not hold within the bound
   */
  static void until(
      String what, Duration bound, Supplier<String> evidence, BooleanSupplier condition) {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begun > bound.toNanos()) {
        throw new AssertionError(
            "waited " + bound.toSeconds() + " s in vain until " + what + "\n" + evidence.get());
      }
      park();
    }
  }

  /** Lets a fault, or its absence, last for the stated time. */
  static void lasts(Duration duration) {
    lasts(duration, () -> {});
  }

  /** Lets a fault last for the stated time and looks at something all along. */
  static void lasts(Duration duration, Runnable check) {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < duration.toNanos()) {
      check.run();
      park();
    }
  }

  private static void park() {
    LockSupport.parkNanos(PACE.toNanos());
    if (Thread.interrupted()) {
      throw new AssertionError("the test was interrupted while it waited: its own time is over");
    }
  }
}
