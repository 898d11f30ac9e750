package org.failovermon.db.history;

/**
 * The buckets that round-trip times are counted in: exact below 8 µs, above that four buckets for
 * each doubling. A percentile read from them is at most 12.5 % off; the largest value is kept
 * exactly elsewhere.
 */
final class LatencySketch {
  /** Number of buckets; the last one also takes what is longer than an hour. */
  static final int BUCKETS = 128;

  private static final int EXACT = 8;

  private LatencySketch() {}

  /** The bucket of a time in microseconds. */
  static int bucket(long micros) {
    if (micros < EXACT) {
      return (int) Math.max(0, micros);
    }
    int octave = 63 - Long.numberOfLeadingZeros(micros);
    int bucket = EXACT + (octave - 3) * 4 + (int) ((micros >>> (octave - 2)) & 3);
    return Math.min(bucket, BUCKETS - 1);
  }

  /** The middle of a bucket, in microseconds. */
  static long middle(int bucket) {
    if (bucket < EXACT) {
      return bucket;
    }
    int octave = 3 + (bucket - EXACT) / 4;
    long width = 1L << (octave - 2);
    return (1L << octave) + (bucket - EXACT) % 4 * width + width / 2;
  }

  /**
   * A percentile of what was counted, in microseconds.
   *
   * @param counts one count for each bucket
   * @param share from 0 to 1
   * @param max the largest value counted, which no percentile exceeds
   */
  static long percentile(long[] counts, double share, long max) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    long rank = Math.max(1, (long) Math.ceil(share * total));
    long seen = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      seen += counts[bucket];
      if (seen >= rank) {
        return Math.min(middle(bucket), max);
      }
    }
    return 0;
  }
}
