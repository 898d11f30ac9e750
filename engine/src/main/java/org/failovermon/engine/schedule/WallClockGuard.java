package org.failovermon.engine.schedule;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.failovermon.engine.model.Durations;

/**
 * Notices steps of the wall clock by comparing it with the monotonic one twice a second, on a
 * daemon thread of its own. A suspension of the machine looks like a forward step, which is what it
 * is for Quartz.
 */
final class WallClockGuard implements AutoCloseable {
  /** Smaller differences are left to the slewing of NTP, which Quartz follows by itself. */
  static final Duration SMALLEST_STEP = Duration.ofMillis(250);

  private static final Duration PACE = Duration.ofMillis(500);

  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Starts to watch.
   *
   * @param stepped told of each step, as a sentence, on the thread of the guard
   */
  WallClockGuard(Consumer<String> stepped) {
    Thread.ofPlatform().daemon().name("failovermon-wall-clock").start(() -> watch(stepped));
  }

  private void watch(Consumer<String> stepped) {
    try {
      Reading last = Reading.now();
      while (!closed.await(PACE.toMillis(), TimeUnit.MILLISECONDS)) {
        Reading now = Reading.now();
        now.stepSince(last).ifPresent(stepped);
        last = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }

  /**
   * Both clocks at one moment.
   *
   * @param wallMillis wall clock, milliseconds since the epoch
   * @param monotonicNanos monotonic clock, nanoseconds
   */
  record Reading(long wallMillis, long monotonicNanos) {
    static Reading now() {
      return new Reading(System.currentTimeMillis(), System.nanoTime());
    }

    /**
     * What to say of a step of the wall clock since an earlier reading; empty if there was none.
     */
    Optional<String> stepSince(Reading earlier) {
      Duration passed = Duration.ofNanos(monotonicNanos - earlier.monotonicNanos);
      Duration step = Duration.ofMillis(wallMillis - earlier.wallMillis).minus(passed);
      if (step.abs().compareTo(SMALLEST_STEP) < 0) {
        return Optional.empty();
      }
      return Optional.of(
          "the wall clock stepped "
              + (step.isNegative() ? "back" : "forward")
              + " by "
              + Durations.show(step.abs()));
    }
  }
}
