package org.failovermon.engine.shell;

import java.time.Duration;
import java.time.Instant;
import org.failovermon.engine.model.Durations;

/**
 * Notices that our own process was paused (stopped, suspended, starved, collecting garbage) and
 * that the wall clock stepped. Engine's thread only.
 */
final class Pauses {
  /** Shorter gaps are ordinary scheduling. */
  static final long NOTICED = Duration.ofMillis(10).toNanos();

  /** Pauses from this length on are recorded. */
  static final long RECORDED = Duration.ofSeconds(1).toNanos();

  private static final Duration STEP = Duration.ofMillis(500);
  private static final long STEP_PACE = Duration.ofMillis(500).toNanos();

  private long plannedWake = Long.MIN_VALUE;
  private long awakeSince = Long.MIN_VALUE;
  private long beganAt;
  private long total;
  private long count;
  private long lastLong;
  private Instant lastLongAt = Instant.EPOCH;
  private long checkedAt = Long.MIN_VALUE;
  private long checkedWallMillis;

  /** A duty cycle begins; returns how long we were paused before it, in nanoseconds, or 0. */
  long begin(long now, Instant wall) {
    long gap = plannedWake == Long.MIN_VALUE ? 0 : now - plannedWake;
    if (awakeSince == Long.MIN_VALUE) {
      awakeSince = now;
    }
    beganAt = now;
    return noted(gap, now, wall);
  }

  private long noted(long gap, long now, Instant wall) {
    if (gap < NOTICED) {
      return 0;
    }
    awakeSince = now;
    total += gap;
    count++;
    if (gap >= RECORDED) {
      lastLong = gap;
      lastLongAt = wall;
    }
    return gap;
  }

  /**
   * A duty cycle ends; the next one is wanted at that time, {@code Long.MAX_VALUE} for none.
   * Returns how long we were paused within it, or 0: a cycle that took long is a pause too.
   */
  long end(long now, Instant wall, long nextDeadline) {
    plannedWake = nextDeadline == Long.MAX_VALUE ? Long.MIN_VALUE : Math.max(now, nextDeadline);
    return noted(now - beganAt, now, wall);
  }

  /** All pauses so far, in nanoseconds. */
  long total() {
    return total;
  }

  /** How many pauses there were so far. */
  long count() {
    return count;
  }

  /** Since when we have been running without a pause. */
  long awakeSince() {
    return awakeSince == Long.MIN_VALUE ? 0 : awakeSince;
  }

  /** The newest recorded pause within that time before now, as a sentence, or empty. */
  String recent(Instant wall, Duration within) {
    if (lastLong == 0 || lastLongAt.plus(within).isBefore(wall)) {
      return "";
    }
    return "this process was paused for "
        + Durations.show(Duration.ofMillis(lastLong / 1_000_000))
        + " until "
        + lastLongAt
        + "; misses within it did not count";
  }

  /**
   * How far the wall clock stepped since this was last asked, or zero; asks at most twice a second.
   */
  Duration wallStep(long now, Instant wall) {
    if (checkedAt != Long.MIN_VALUE && now - checkedAt < STEP_PACE) {
      return Duration.ZERO;
    }
    long wallMillis = wall.toEpochMilli();
    Duration step =
        checkedAt == Long.MIN_VALUE
            ? Duration.ZERO
            : Duration.ofMillis(wallMillis - checkedWallMillis).minusNanos(now - checkedAt);
    checkedAt = now;
    checkedWallMillis = wallMillis;
    return step.abs().compareTo(STEP) >= 0 ? step : Duration.ZERO;
  }
}
