package org.failovermon.engine.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * When things of one kind happened, by name, for questions such as "how often within the last
 * hour". Bounded: of each name the newest {@value #MOST}. They are kept on the monotonic clock, so
 * that no step of the wall clock makes an hour longer or shorter; only what was stored by an engine
 * before this one is placed by the wall clock, once. Engine's thread only.
 */
final class Times {
  /** Times of one name that are kept. */
  static final int MOST = 1_000;

  /** Longer than any question goes back, and still a number of nanoseconds. */
  private static final Duration LONG_AGO = Duration.ofDays(3_660);

  private final Map<String, Deque<Long>> byName = new HashMap<>();

  /**
   * Takes over times that were stored.
   *
   * @param stored oldest first
   * @param nowNanos now on the monotonic clock
   * @param nowWall the same on the wall clock; what lies after it counts as now
   */
  void restore(String name, Collection<Instant> stored, long nowNanos, Instant nowWall) {
    for (Instant at : stored) {
      Duration ago = Duration.between(at, nowWall);
      boolean longAgo = ago.compareTo(LONG_AGO) > 0;
      Duration placed = ago.isNegative() ? Duration.ZERO : longAgo ? LONG_AGO : ago;
      add(name, nowNanos - placed.toNanos());
    }
  }

  /** It happened. */
  void add(String name, long nanos) {
    Deque<Long> times = byName.computeIfAbsent(name, each -> new ArrayDeque<>());
    times.addLast(nanos);
    if (times.size() > MOST) {
      times.removeFirst();
    }
  }

  /** How often it happened within that time up to now, as far as is remembered. */
  int within(String name, Duration within, long nowNanos) {
    Deque<Long> times = byName.get(name);
    if (times == null) {
      return 0;
    }
    int count = 0;
    for (Iterator<Long> newest = times.descendingIterator(); newest.hasNext(); ) {
      if (nowNanos - newest.next() >= within.toNanos()) {
        break;
      }
      count++;
    }
    return count;
  }
}
