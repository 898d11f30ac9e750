package org.failovermon.engine.probe;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.failovermon.engine.port.Clock;

/**
 * Ends what lasts too long, and knows how long this process itself stood still: a timeout that fell
 * into a pause of our own says nothing about a service. One thread; thread-safe.
 */
final class Guard implements AutoCloseable {
  private static final long TICK_NANOS = 50_000_000L;

  /** A tick that comes up so late is a pause; less is the ordinary crowd before a processor. */
  private static final long PAUSE_NANOS = 100_000_000L;

  private static final double TOLERATED_SHARE = 0.25;

  private final Clock clock;
  private final double toleratedShare;
  private final ScheduledThreadPoolExecutor thread;
  private final AtomicInteger watched = new AtomicInteger();
  private final AtomicBoolean ticking = new AtomicBoolean();
  private final Object pauses = new Object();
  private long pausedNanos;
  private long lookedNanos;

  Guard(Clock clock) {
    this(clock, TOLERATED_SHARE);
  }

  /**
   * Makes one.
   *
   * @param toleratedShare of a timeout that we may lose to pauses and waits of our own before the
   *     timeout says nothing about the service
   */
  Guard(Clock clock, double toleratedShare) {
    this.clock = clock;
    this.toleratedShare = toleratedShare;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("failovermon-probe-guard").factory());
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Calls something when a time has passed, unless the watch is ended before.
   *
   * @param timeout how long
   * @param expired called from the guard's thread; must return at once
   * @throws java.util.concurrent.RejectedExecutionException after {@link #close}
   */
  Watch watch(Duration timeout, Runnable expired) {
    watched.incrementAndGet();
    if (ticking.compareAndSet(false, true)) {
      synchronized (pauses) {
        lookedNanos = clock.nanos();
      }
      var _ = thread.schedule(this::tick, TICK_NANOS, TimeUnit.NANOSECONDS);
    }
    long pausedBefore = pausedNanos();
    Future<?> alarm = thread.schedule(expired, timeout.toNanos(), TimeUnit.NANOSECONDS);
    return new Watch(alarm, pausedBefore);
  }

  /** Looks at the clock while there is somebody to guard, so that a pause is seen as one. */
  private void tick() {
    look();
    if (watched.get() == 0) {
      ticking.set(false);
      if (watched.get() == 0 || !ticking.compareAndSet(false, true)) {
        return;
      }
    }
    var _ = thread.schedule(this::tick, TICK_NANOS, TimeUnit.NANOSECONDS);
  }

  private void look() {
    synchronized (pauses) {
      long now = clock.nanos();
      long late = now - lookedNanos - TICK_NANOS;
      if (late > PAUSE_NANOS) {
        pausedNanos += late;
      }
      lookedNanos = now;
    }
  }

  private long pausedNanos() {
    synchronized (pauses) {
      return pausedNanos;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** One thing that is watched. */
  final class Watch {
    private final Future<?> alarm;
    private final long pausedBefore;

    private Watch(Future<?> alarm, long pausedBefore) {
      this.alarm = alarm;
      this.pausedBefore = pausedBefore;
    }

    /** How long this process stood still since the watch began. */
    Duration paused() {
      look();
      return Duration.ofNanos(pausedNanos() - pausedBefore);
    }

    /** Whether a timeout of which we lost so much ourselves says nothing. */
    boolean tooMuch(long lostNanos, Duration timeout) {
      return lostNanos > timeout.toNanos() * toleratedShare;
    }

    /** Ends it; called once. */
    void end() {
      alarm.cancel(false);
      watched.decrementAndGet();
    }
  }
}
