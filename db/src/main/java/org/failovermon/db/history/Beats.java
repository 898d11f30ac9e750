package org.failovermon.db.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.failovermon.db.row.Packed;
import org.failovermon.engine.model.HostName;
import org.jspecify.annotations.Nullable;

/**
 * The beats of all hosts that are not written yet. One thread adds beats; another, the writer,
 * takes them as rows; {@link #peek} may be called by any.
 */
public final class Beats {
  /** Hosts that share a row. */
  static final int SHARD = 64;

  private final Map<HostName, HostBeats> hosts = new ConcurrentHashMap<>();
  private final Queue<HostName> newcomers = new ConcurrentLinkedQueue<>();
  private volatile boolean urgent;

  // The writer's own from here on.
  private final Map<HostName, Integer> ids = new HashMap<>();
  private final List<Shard> shards = new ArrayList<>();
  private int lastId;

  /** One row of the table history. */
  public static final class Row {
    private final int shard;
    private final long startMillis;
    private final long endMillis;
    private final byte[] segments;

    private Row(int shard, HostBeats.Span span, byte[] segments) {
      this.shard = shard;
      this.startMillis = span.earliest();
      this.endMillis = span.latest();
      this.segments = segments;
    }

    /** Bytes that the row takes. */
    public int size() {
      return segments.length;
    }

    int shard() {
      return shard;
    }

    long startMillis() {
      return startMillis;
    }

    long endMillis() {
      return endMillis;
    }

    byte[] segments() {
      return segments;
    }
  }

  /**
   * One row of the table history_host.
   *
   * @param id number of the host
   * @param host its name
   */
  public record NumberedHost(int id, HostName host) {}

  /** Hosts and rows to write. */
  public record Due(List<NumberedHost> hosts, List<Row> rows) {}

  private static final class Shard {
    final @Nullable HostBeats[] members = new @Nullable HostBeats[SHARD];
    long lastTaken;
  }

  /** Adds one beat. */
  public void add(HostName host, long wallMillis, boolean hit, long roundTripMicros) {
    HostBeats beats = hosts.get(host);
    if (beats == null) {
      beats = new HostBeats();
      hosts.put(host, beats);
      newcomers.add(host);
    }
    if (beats.add(wallMillis, hit, roundTripMicros)) {
      urgent = true;
    }
  }

  /** Whether some host has so many beats that it should not wait for its turn. */
  public boolean urgent() {
    return urgent;
  }

  /** Tells the numbers that the database has given to hosts. The writer's. */
  public void know(NumberedHost known) {
    ids.put(known.host(), known.id());
    lastId = Math.max(lastId, known.id());
  }

  /**
   * Takes the beats of every shard whose turn it is, and of every host with many. The writer's.
   *
   * @param nowNanos the monotonic clock
   * @param periodNanos time between two turns of a shard; 0 takes all
   */
  public Due take(long nowNanos, long periodNanos) {
    List<NumberedHost> numbered = seatNewcomers(nowNanos, periodNanos);
    urgent = false;
    List<Row> rows = new ArrayList<>();
    for (int number = 0; number < shards.size(); number++) {
      Shard shard = shards.get(number);
      boolean turn = nowNanos - shard.lastTaken >= periodNanos;
      if (turn) {
        shard.lastTaken = nowNanos;
      }
      Row row = take(number, shard, turn ? 1 : HostBeats.MANY_BEATS);
      if (row != null) {
        rows.add(row);
      }
    }
    return new Due(numbered, rows);
  }

  /** Beats that found no room since this was asked last. */
  public long takeDropped() {
    long dropped = 0;
    for (HostBeats beats : hosts.values()) {
      dropped += beats.takeDropped();
    }
    return dropped;
  }

  /** Hosts with beats. */
  public int hosts() {
    return hosts.size();
  }

  /** Adds what is not written yet of a host to the buckets. */
  public void peek(HostName host, HistoryBuckets buckets) {
    HostBeats beats = hosts.get(host);
    Bytes segment = new Bytes(64);
    if (beats != null && beats.peek(segment, 0)) {
      byte[] exact = java.util.Arrays.copyOf(segment.array(), segment.length());
      Segments.decode(new Bytes.Reader(exact), 0, buckets);
    }
  }

  private static @Nullable Row take(int number, Shard shard, int atLeast) {
    Bytes row = new Bytes(1024);
    Bytes segment = new Bytes(64);
    HostBeats.Span span = new HostBeats.Span();
    long base = 0;
    for (int place = 0; place < SHARD; place++) {
      HostBeats beats = shard.members[place];
      if (beats == null || beats.beats() < atLeast) {
        continue;
      }
      if (row.length() == 0) {
        base = beats.start();
        row.signed(base);
      }
      segment.clear();
      beats.take(segment, base, span);
      row.number(place);
      row.number(segment.length());
      row.append(segment);
    }
    return row.length() == 0
        ? null
        : new Row(number, span, Packed.bytes(row.array(), row.length()));
  }

  private List<NumberedHost> seatNewcomers(long nowNanos, long periodNanos) {
    List<NumberedHost> numbered = new ArrayList<>();
    for (HostName host = newcomers.poll(); host != null; host = newcomers.poll()) {
      Integer id = ids.get(host);
      if (id == null) {
        id = ++lastId;
        ids.put(host, id);
        numbered.add(new NumberedHost(id, host));
      }
      while (shards.size() <= id / SHARD) {
        Shard shard = new Shard();
        // Spread over the period, so that the shards do not all have their turn at once.
        double phase = shards.size() * 0.618033988749895 % 1.0;
        shard.lastTaken = nowNanos - (long) (periodNanos * phase);
        shards.add(shard);
      }
      shards.get(id / SHARD).members[id % SHARD] = hosts.get(host);
    }
    return numbered;
  }
}
