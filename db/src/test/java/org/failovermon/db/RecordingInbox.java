package org.failovermon.db;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Inbox;

/** Keeps every event, and lets a test wait until what it wants has come. */
final class RecordingInbox implements Inbox {
  private static final Duration BOUND = Duration.ofSeconds(60);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final List<Event> events = new ArrayList<>();

  @Override
  public boolean offer(Event event) {
    lock.lock();
    try {
      events.add(event);
      arrived.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  List<Event> events() {
    lock.lock();
    try {
      return List.copyOf(events);
    } finally {
      lock.unlock();
    }
  }

  /** Numbers of the batches that were reported as committed, in the order of the reports. */
  List<Long> committed() {
    return events().stream()
        .filter(Event.Committed.class::isInstance)
        .map(event -> ((Event.Committed) event).batch())
        .toList();
  }

  /** The faults that were reported, in order. */
  List<Event.StoreFaulty> faults() {
    return events().stream()
        .filter(Event.StoreFaulty.class::isInstance)
        .map(Event.StoreFaulty.class::cast)
        .toList();
  }

  void awaitCommitted(long batch) {
    await("Committed(" + batch + ")", all -> all.contains(new Event.Committed(batch)));
  }

  Event.StoreFaulty awaitFault() {
    await("a StoreFaulty", all -> all.stream().anyMatch(Event.StoreFaulty.class::isInstance));
    return faults().getLast();
  }

  private void await(String what, Predicate<List<Event>> wanted) {
    long rest = BOUND.toNanos();
    lock.lock();
    try {
      while (!wanted.test(events)) {
        if (rest <= 0) {
          throw new AssertionError("no " + what + " within " + BOUND + "; came: " + events);
        }
        rest = arrived.awaitNanos(rest);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + what, e);
    } finally {
      lock.unlock();
    }
  }
}
