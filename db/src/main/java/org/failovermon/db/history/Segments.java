package org.failovermon.db.history;

import java.sql.SQLException;
import org.failovermon.db.row.Packed;

/** Reads the rows that {@link Beats} made. */
public final class Segments {
  private static final int CORRUPT = 11;

  private Segments() {}

  /** The shard that a host is written in. */
  public static int shard(int hostId) {
    return hostId / Beats.SHARD;
  }

  /**
   * Adds the beats of one host in a row to the buckets.
   *
   * @param packed the column segments
   * @throws SQLException when the bytes are damaged
   */
  public static void read(byte[] packed, int hostId, HistoryBuckets buckets) throws SQLException {
    try {
      Bytes.Reader row = new Bytes.Reader(Packed.unpack(packed));
      long base = row.signed();
      while (row.more()) {
        int place = (int) row.number();
        int length = (int) row.number();
        int end = Math.addExact(row.position(), length);
        if (place == hostId % Beats.SHARD) {
          decode(row, base, buckets);
        }
        row.position(end);
      }
    } catch (ArrayIndexOutOfBoundsException | ArithmeticException e) {
      throw new SQLException("a row of the heartbeat history is damaged", "", CORRUPT, e);
    }
  }

  static void decode(Bytes.Reader row, long base, HistoryBuckets buckets) {
    long start = base + row.signed();
    long time = start;
    long runs = row.number();
    for (long run = 0; run < runs; run++) {
      if (run > 0) {
        time += row.signed();
      }
      long countAndKind = row.number();
      long span = row.signed();
      buckets.addRun(time, span, countAndKind >>> 1, (countAndKind & 1) != 0);
      time += span;
    }
    long entries = row.number();
    int bucket = 0;
    for (long entry = 0; entry < entries; entry++) {
      bucket += (int) row.number();
      buckets.addLatencies(start, bucket, row.number());
    }
    buckets.addLongest(start, row.number());
  }
}
