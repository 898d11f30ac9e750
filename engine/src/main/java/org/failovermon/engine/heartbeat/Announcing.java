package org.failovermon.engine.heartbeat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The absence that a responder announces: what its answers say, and when the next transmission to
 * the recent askers is due. Responder's thread only.
 */
final class Announcing {
  /** A shutdown may take its time, but not for ever (SEEDS §3: up to 15 minutes). */
  static final Duration MAX_ABSENCE = Duration.ofMinutes(15);

  /** When each transmission is due, after the announcement. */
  private static final long[] AFTER_NANOS = {0, 100_000_000L, 300_000_000L};

  private long number;
  private long absentUntilNanos;
  private boolean absent;
  private long begunNanos;
  private int transmissions = AFTER_NANOS.length;
  private int told;
  private @Nullable CompletableFuture<Integer> done;

  void begin(Duration absence, long nowNanos, CompletableFuture<Integer> completion) {
    complete();
    number++;
    long nanos = (absence.compareTo(MAX_ABSENCE) < 0 ? absence : MAX_ABSENCE).toNanos();
    absent = nanos > 0;
    absentUntilNanos = nowNanos + nanos;
    begunNanos = nowNanos;
    transmissions = 0;
    told = 0;
    done = completion;
  }

  long number() {
    return number;
  }

  /** What is left of the absence, in whole milliseconds, rounded up; 0 when there is none. */
  long absentMillis(long nowNanos) {
    if (!absent) {
      return 0;
    }
    long left = absentUntilNanos - nowNanos;
    absent = left > 0;
    return absent ? (left + 999_999) / 1_000_000 : 0;
  }

  boolean pending() {
    return transmissions < AFTER_NANOS.length;
  }

  long dueNanos() {
    return begunNanos + AFTER_NANOS[transmissions];
  }

  void transmitted(int askers) {
    told = Math.max(told, askers);
    transmissions++;
    if (!pending()) {
      complete();
    }
  }

  private void complete() {
    CompletableFuture<Integer> completion = done;
    done = null;
    if (completion != null) {
      completion.complete(told);
    }
  }

  /** Whoever waits for an announcement is told that it went no further. */
  void abandon() {
    transmissions = AFTER_NANOS.length;
    complete();
  }
}
