package org.failovermon.engine.port;

import java.time.Instant;

/** The two times of a machine. Thread-safe. */
public interface Clock {
  /**
   * Nanoseconds of {@code CLOCK_BOOTTIME}: never steps, counts suspension. All timeouts, retries
   * and due times live on it. Its zero is arbitrary.
   */
  long nanos();

  /** The wall clock. For records only: no decision is derived from it. */
  Instant wall();
}
