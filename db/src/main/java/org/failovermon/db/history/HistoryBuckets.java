package org.failovermon.db.history;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds up the beats of one host by pieces of time. Hits and misses count where they happened, to
 * the millisecond; round-trip times count where their segment, of one to five minutes, began.
 */
public final class HistoryBuckets {
  /** Most pieces in one answer. */
  public static final int MOST = 10_000;

  private final long from;
  private final long step;
  private final long[] hits;
  private final long[] misses;
  private final long[] longest;
  private final long[][] latencies;

  /**
   * Pieces from one time to another.
   *
   * @param step length of a piece, at least 1 ms; longer where there were more than {@link #MOST}
   */
  public HistoryBuckets(Instant from, Instant to, Duration step) {
    this.from = from.toEpochMilli();
    long span = Math.max(1, to.toEpochMilli() - this.from);
    this.step = Math.max(Math.max(1, step.toMillis()), Math.ceilDiv(span, MOST));
    int count = (int) Math.ceilDiv(span, this.step);
    hits = new long[count];
    misses = new long[count];
    longest = new long[count];
    latencies = new long[count][];
  }

  void addRun(long start, long span, long count, boolean hit) {
    if (count < 1 || count > HostBeats.MOST_BEATS) {
      throw new ArithmeticException("a run of " + count + " beats");
    }
    long[] target = hit ? hits : misses;
    for (long i = 0; i < count; i++) {
      int bucket = bucket(count == 1 ? start : start + span * i / (count - 1));
      if (bucket >= 0) {
        target[bucket]++;
      }
    }
  }

  void addLatencies(long start, int latency, long count) {
    int bucket = bucket(start);
    if (bucket >= 0) {
      long[] counts = latencies[bucket];
      if (counts == null) {
        counts = new long[LatencySketch.BUCKETS];
        latencies[bucket] = counts;
      }
      counts[latency] += count;
    }
  }

  void addLongest(long start, long micros) {
    int bucket = bucket(start);
    if (bucket >= 0) {
      longest[bucket] = Math.max(longest[bucket], micros);
    }
  }

  /** Begin of the time asked for, in milliseconds since 1970. */
  public long fromMillis() {
    return from;
  }

  /** End of the time asked for, in milliseconds since 1970. */
  public long toMillis() {
    return from + step * hits.length;
  }

  /** The pieces, oldest first; those without beats too. */
  public List<HistoryBucket> result() {
    List<HistoryBucket> result = new ArrayList<>(hits.length);
    for (int i = 0; i < hits.length; i++) {
      Instant start = Instant.ofEpochMilli(from + i * step);
      long[] counts = latencies[i];
      result.add(
          counts == null
              ? new HistoryBucket(start, hits[i], misses[i], null, null, null)
              : new HistoryBucket(
                  start,
                  hits[i],
                  misses[i],
                  micros(LatencySketch.percentile(counts, 0.5, longest[i])),
                  micros(LatencySketch.percentile(counts, 0.99, longest[i])),
                  micros(longest[i])));
    }
    return result;
  }

  private static Duration micros(long value) {
    return Duration.of(value, ChronoUnit.MICROS);
  }

  private int bucket(long millis) {
    long bucket = Math.floorDiv(millis - from, step);
    return bucket >= 0 && bucket < hits.length ? (int) bucket : -1;
  }
}
