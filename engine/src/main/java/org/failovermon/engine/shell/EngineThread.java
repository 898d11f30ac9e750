package org.failovermon.engine.shell;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.Waiter;

/** Drives an {@link Engine} in real time, on one platform thread. */
public final class EngineThread implements AutoCloseable {
  /** Even an idle engine shows that it lives, and looks at the wall clock. */
  private static final long LONGEST_SLEEP = TimeUnit.MILLISECONDS.toNanos(500);

  private final Engine engine;
  private final Clock clock;
  private final Waiter waiter;
  private final Consumer<Throwable> onDeath;
  private final Thread thread;
  private final AtomicLong lastCycle = new AtomicLong();
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean closing;

  /**
   * Makes the thread; {@link #start} starts it.
   *
   * @param onDeath called on the engine's thread when a broken invariant has stopped the engine
   */
  public EngineThread(Engine engine, Clock clock, Waiter waiter, Consumer<Throwable> onDeath) {
    this.engine = engine;
    this.clock = clock;
    this.waiter = waiter;
    this.onDeath = onDeath;
    this.thread = Thread.ofPlatform().name("engine").daemon(false).unstarted(this::run);
  }

  /** Starts the thread. */
  public void start() {
    lastCycle.set(clock.nanos());
    thread.start();
  }

  /**
   * When the last duty cycle began, in nanoseconds of the monotonic clock; for those who judge our
   * health. Thread-safe.
   */
  public long lastCycleNanos() {
    return lastCycle.get();
  }

  /** Ends the thread after the duty cycle under way and waits for it, at most ten seconds. */
  @Override
  public void close() {
    closing = true;
    waiter.wakeup();
    try {
      if (!done.await(10, TimeUnit.SECONDS)) {
        thread.interrupt();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closing) {
        lastCycle.set(clock.nanos());
        engine.cycle();
        waiter.await(Math.min(LONGEST_SLEEP, engine.nextDeadlineNanos() - clock.nanos()));
      }
    } catch (RuntimeException | Error broken) {
      onDeath.accept(broken);
    } finally {
      done.countDown();
    }
  }
}
