package org.failovermon.engine.shell;

import java.util.PriorityQueue;

/**
 * Deadlines on the monotonic clock: transmissions and timeouts of the tries under way. A binary
 * heap; a deadline whose plan is over is dropped when it comes up. Engine's thread only.
 */
final class Deadlines {
  private final PriorityQueue<Deadline> heap =
      new PriorityQueue<>(
          (a, b) -> a.at != b.at ? Long.compare(a.at - b.at, 0) : Long.compare(a.order, b.order));
  private long order;

  private record Deadline(long at, long order, Watch watch, long plan) {}

  /** What to do with a deadline that has passed. */
  interface Expired {
    /**
     * A deadline has passed.
     *
     * @param at when it was, in nanoseconds
     */
    void expired(Watch watch, long at);
  }

  void add(Watch watch, long at) {
    heap.add(new Deadline(at, order++, watch, watch.plan));
  }

  /** The next deadline, or {@code Long.MAX_VALUE}. */
  long next() {
    while (!heap.isEmpty() && stale(heap.peek())) {
      heap.poll();
    }
    return heap.isEmpty() ? Long.MAX_VALUE : heap.peek().at;
  }

  /**
   * Hands over those that have passed, oldest first; what the consumer adds is left for the next
   * time.
   */
  void expire(long now, Expired consumer) {
    long newest = order;
    while (!heap.isEmpty() && heap.peek().at <= now && heap.peek().order < newest) {
      Deadline deadline = heap.poll();
      if (!stale(deadline)) {
        consumer.expired(deadline.watch, deadline.at);
      }
    }
  }

  private static boolean stale(Deadline deadline) {
    return deadline.plan != deadline.watch.plan;
  }
}
