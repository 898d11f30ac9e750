package org.failovermon.db;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The batches that wait for the disk, in order and bounded. The lock is never held while anything
 * is written, so that a disk that hangs cannot stop who offers. Thread-safe.
 */
final class CommitQueue {
  private final int maxBatches;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition closed = lock.newCondition();
  private final Deque<Batch> waiting = new ArrayDeque<>();
  private long bytes;
  private final List<CountDownLatch> flushes = new ArrayList<>();
  private boolean closing;

  CommitQueue(int maxBatches, long maxBytes) {
    this.maxBatches = maxBatches;
    this.maxBytes = maxBytes;
  }

  /** Takes a batch, or returns false when there is no room or the store is closing. */
  boolean offer(Batch batch) {
    lock.lock();
    try {
      boolean full =
          waiting.size() >= maxBatches || (!waiting.isEmpty() && bytes + batch.bytes() > maxBytes);
      if (closing || full) {
        return false;
      }
      waiting.add(batch);
      bytes += batch.bytes();
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Asks the writer to write all history now; the latch opens when it is written. */
  CountDownLatch askForFlush() {
    CountDownLatch done = new CountDownLatch(1);
    lock.lock();
    try {
      flushes.add(done);
      changed.signal();
    } finally {
      lock.unlock();
    }
    return done;
  }

  /** Who asked for a flush since this was called last. */
  List<CountDownLatch> takeFlushes() {
    lock.lock();
    try {
      List<CountDownLatch> taken = List.copyOf(flushes);
      flushes.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a batch is there, a flush is wanted, the store is closing, or the time has passed.
   */
  void awaitBatch(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long rest = nanos;
      while (waiting.isEmpty() && flushes.isEmpty() && !closing && rest > 0) {
        rest = changed.awaitNanos(rest);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the store is closing or the time has passed; returns whether it is closing. */
  boolean awaitClosing(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long rest = nanos;
      while (!closing && rest > 0) {
        rest = closed.awaitNanos(rest);
      }
      return closing;
    } finally {
      lock.unlock();
    }
  }

  /** The oldest batches, which stay in the queue. */
  List<Batch> oldest(int most) {
    lock.lock();
    try {
      List<Batch> oldest = new ArrayList<>(Math.min(most, waiting.size()));
      Iterator<Batch> each = waiting.iterator();
      while (each.hasNext() && oldest.size() < most) {
        oldest.add(each.next());
      }
      return oldest;
    } finally {
      lock.unlock();
    }
  }

  /** Removes the oldest batches, which are committed. */
  void removeOldest(int count) {
    lock.lock();
    try {
      for (int i = 0; i < count; i++) {
        bytes -= waiting.removeFirst().bytes();
      }
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  boolean closing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more batches; wakes who waits. */
  void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
      closed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
