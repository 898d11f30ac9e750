package org.failovermon.engine.probe;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ThreadFactory;
import org.failovermon.engine.model.Durations;

/**
 * Makes attempts of one kind, at most so many at once; the others wait in order. A place is free
 * again when the work is really over, not at the timeout, so that the bound is one. Thread-safe.
 */
final class Lane {
  private final String what;
  private final int places;
  private final int mostWaiting;
  private final ThreadFactory threads;
  private final Object lock = new Object();
  private final Queue<Work> waiting = new ArrayDeque<>();
  private int busy;

  private record Work(Attempt attempt, Runnable making, Runnable reallyOver) {}

  /**
   * Makes one.
   *
   * @param what is made, in the plural: "plugins"
   * @param places how many at once
   * @param mostWaiting how many may wait
   * @param threads one thread for each attempt
   */
  Lane(String what, int places, int mostWaiting, ThreadFactory threads) {
    this.what = what;
    this.places = places;
    this.mostWaiting = mostWaiting;
    this.threads = threads;
  }

  /**
   * Starts an attempt now, or when its turn comes.
   *
   * @param making makes it
   * @param reallyOver called once when nothing of it is under way, which may be after its timeout
   */
  void submit(Attempt attempt, Runnable making, Runnable reallyOver) {
    Work work = new Work(attempt, making, reallyOver);
    synchronized (lock) {
      if (busy < places) {
        busy++;
      } else if (waiting.size() < mostWaiting) {
        attempt.queued(
            "its turn did not come within "
                + Durations.show(attempt.timeout())
                + ": "
                + places
                + " "
                + what
                + " run already, which is the limit");
        waiting.add(work);
        return;
      } else {
        work = null;
      }
    }
    if (work == null) {
      reallyOver.run();
      attempt.end(
          Finding.unknown(
              "not made: " + places + " " + what + " run and " + mostWaiting + " more wait"));
    } else {
      start(work);
    }
  }

  /** How many are under way, those included whose timeout has passed and that do not end. */
  int busy() {
    synchronized (lock) {
      return busy;
    }
  }

  private void start(Work work) {
    try {
      threads
          .newThread(
              () -> {
                try {
                  if (work.attempt().begin(Thread.currentThread())) {
                    work.making().run();
                  }
                } finally {
                  work.attempt().finished();
                  work.reallyOver().run();
                  next();
                }
              })
          .start();
    } catch (OutOfMemoryError e) { // "unable to create native thread"
      work.reallyOver().run();
      work.attempt().end(Finding.unknown("not made: this machine gives us no more threads"));
      next();
    }
  }

  /** Gives the place to the next one that still waits. */
  private void next() {
    Work next;
    synchronized (lock) {
      next = waiting.poll();
      while (next != null && next.attempt().over()) {
        next.reallyOver().run();
        next = waiting.poll();
      }
      if (next == null) {
        busy--;
      }
    }
    if (next != null) {
      start(next);
    }
  }

  /** Forgets those that wait. */
  void clear() {
    synchronized (lock) {
      waiting.clear();
    }
  }
}
