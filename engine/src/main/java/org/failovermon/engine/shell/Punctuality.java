package org.failovermon.engine.shell;

import org.HdrHistogram.Histogram;

/** How many beats or checks were begun, and how late, since the figures began. Engine's thread. */
final class Punctuality {
  private static final long MOST_MICROS = 3_600_000_000L;

  private final Histogram lateness = new Histogram(MOST_MICROS, 2);
  private long beats;

  /** A beat came up so long after it was due. */
  void due(long lateNanos) {
    lateness.recordValue(Math.clamp(lateNanos / 1_000, 0, MOST_MICROS));
  }

  /** A beat, or a retry, was sent. */
  void sent() {
    beats++;
  }

  /** Beats sent, retries included. */
  long beats() {
    return beats;
  }

  /** How late beats came up, in microseconds. */
  Histogram lateness() {
    return lateness;
  }

  /** The figures begin anew. */
  void reset() {
    lateness.reset();
    beats = 0;
  }
}
