package org.failovermon.engine.shell;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Inbox;

/**
 * The engine's queue of events: filled from any thread, emptied by the engine's. A tick equal to
 * one that waits is dropped, so that a backlog of them is not replayed in a burst. Completions are
 * always taken: there are never more of them than there are batches, runs and checks outstanding,
 * which are bounded where they begin.
 */
final class EventQueue implements Inbox {
  /** Events other than completions that may wait. */
  static final int CAPACITY = 20_000;

  private final Queue<Event> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Set<Long> ticksWaiting = ConcurrentHashMap.newKeySet();
  private final Runnable wakeup;

  EventQueue(Runnable wakeup) {
    this.wakeup = wakeup;
  }

  @Override
  public boolean offer(Event event) {
    if (event instanceof Event.Tick tick) {
      if (!ticksWaiting.add(tick.periodMillis())) {
        return true;
      }
    } else if (waiting.get() >= CAPACITY && !isCompletion(event)) {
      return false;
    }
    waiting.incrementAndGet();
    queue.add(event);
    wakeup.run();
    return true;
  }

  /** Hands the waiting events to the consumer, at most so many, in order. */
  void drain(int limit, Consumer<Event> consumer) {
    for (int taken = 0; taken < limit; taken++) {
      Event event = queue.poll();
      if (event == null) {
        return;
      }
      waiting.decrementAndGet();
      if (event instanceof Event.Tick tick) {
        ticksWaiting.remove(tick.periodMillis());
      }
      consumer.accept(event);
    }
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  private static boolean isCompletion(Event event) {
    return event instanceof Event.Committed
        || event instanceof Event.Checked
        || event instanceof Event.RunEnded
        || event instanceof Event.StoreFaulty;
  }
}
