package org.failovermon.db.history;

import java.util.Arrays;

/**
 * The beats of one host that are not written yet, counted as they come into the form they are
 * written in: runs of equal outcome, and a sketch of round-trip times. Nothing is allocated for a
 * beat, except when the runs outgrow their array.
 *
 * <p>One segment is: start (signed, ms after the base of the row) · number of runs · for each run
 * the pause since the last beat of the run before (signed, ms; not for the first), count × 2 + (1
 * for hits), and the time from its first to its last beat (signed, ms) · number of latency buckets
 * · for each the step from the bucket before and its count · the largest round trip (µs).
 *
 * <p>Thread-safe: one thread adds, another takes.
 */
final class HostBeats {
  /** A segment is asked for when it has so many beats, */
  static final int MANY_BEATS = 8_192;

  /** and takes no more than this; what comes then is counted as dropped. */
  static final int MOST_BEATS = 32_767;

  /** A pause so much longer than the usual one ends a run. */
  private static final long IRREGULAR_MILLIS = 1_000;

  private final Bytes runs = new Bytes(16);
  private final short[] latencies = new short[LatencySketch.BUCKETS];
  private int beats;
  private int runsClosed;
  private long start;
  private long earliest;
  private long latest;
  private long last;
  private long maxMicros;
  private boolean runHit;
  private int runBeats;
  private long runStart;
  private long dropped;

  /** Adds one beat; returns whether the segment has many beats now. */
  synchronized boolean add(long wallMillis, boolean hit, long roundTripMicros) {
    if (beats == MOST_BEATS) {
      dropped++;
      return true;
    }
    if (beats == 0) {
      start = wallMillis;
      earliest = wallMillis;
      latest = wallMillis;
      beginRun(wallMillis, hit);
    } else if (hit != runHit || irregular(wallMillis - last)) {
      closeRun();
      runs.signed(wallMillis - last);
      beginRun(wallMillis, hit);
    } else {
      runBeats++;
    }
    beats++;
    last = wallMillis;
    earliest = Math.min(earliest, wallMillis);
    latest = Math.max(latest, wallMillis);
    if (hit) {
      latencies[LatencySketch.bucket(roundTripMicros)]++;
      maxMicros = Math.max(maxMicros, roundTripMicros);
    }
    return beats >= MANY_BEATS;
  }

  synchronized int beats() {
    return beats;
  }

  /** When the segment began, in milliseconds since 1970. */
  synchronized long start() {
    return start;
  }

  /** Beats that found no room since this was asked last. */
  synchronized long takeDropped() {
    long count = dropped;
    dropped = 0;
    return count;
  }

  /**
   * Appends the segment to a row and begins a new one.
   *
   * @param base the base of the row, in milliseconds since 1970
   * @param span takes the times of the earliest and the latest beat
   */
  synchronized void take(Bytes row, long base, Span span) {
    span.include(earliest, latest);
    encode(row, base);
    beats = 0;
    runsClosed = 0;
    runs.clear();
    maxMicros = 0;
    Arrays.fill(latencies, (short) 0);
  }

  /** Appends the segment as it is, without ending it. Nothing is appended when it has no beats. */
  synchronized boolean peek(Bytes row, long base) {
    if (beats == 0) {
      return false;
    }
    int length = runs.length();
    int closed = runsClosed;
    encode(row, base);
    runs.truncate(length);
    runsClosed = closed;
    return true;
  }

  private void encode(Bytes row, long base) {
    closeRun();
    row.signed(start - base);
    row.number(runsClosed);
    row.append(runs);
    int buckets = 0;
    for (short count : latencies) {
      buckets += count == 0 ? 0 : 1;
    }
    row.number(buckets);
    int before = 0;
    for (int bucket = 0; bucket < latencies.length; bucket++) {
      if (latencies[bucket] != 0) {
        row.number(bucket - before);
        row.number(Short.toUnsignedInt(latencies[bucket]));
        before = bucket;
      }
    }
    row.number(maxMicros);
  }

  private boolean irregular(long pause) {
    if (pause < 0) {
      return true;
    }
    if (runBeats < 2) {
      return false;
    }
    long usual = (last - runStart) / (runBeats - 1);
    return pause > 2 * usual + IRREGULAR_MILLIS;
  }

  private void beginRun(long wallMillis, boolean hit) {
    runHit = hit;
    runBeats = 1;
    runStart = wallMillis;
  }

  private void closeRun() {
    runs.number(runBeats * 2L + (runHit ? 1 : 0));
    runs.signed(last - runStart);
    runsClosed++;
  }

  /** The times that a row covers, in milliseconds since 1970. */
  static final class Span {
    private long earliest = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;

    void include(long from, long to) {
      earliest = Math.min(earliest, from);
      latest = Math.max(latest, to);
    }

    long earliest() {
      return earliest;
    }

    long latest() {
      return latest;
    }
  }
}
