package org.failovermon.app.local;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.failovermon.app.Refusal;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Inbox;

/** Hears from the store what came of the one batch of a command. Thread-safe. */
final class Confirmation implements Inbox {
  private final CountDownLatch heard = new CountDownLatch(1);
  private volatile boolean committed;
  private volatile String fault = "the disk of the home did not answer in time (df, dmesg)";

  @Override
  public boolean offer(Event event) {
    if (event instanceof Event.Committed) {
      committed = true;
    } else if (event instanceof Event.StoreFaulty faulty) {
      fault = faulty.fault();
    } else {
      throw new IllegalStateException("the store sent " + event);
    }
    heard.countDown();
    return true;
  }

  /** Waits until the batch is committed, or is in trouble, or the time is over. */
  void await(int seconds) {
    try {
      boolean _ = heard.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.because(e, "interrupted; failovermon log says whether the change was made");
    }
  }

  /**
   * Says whether the batch is committed; to be asked when the store is closed.
   *
   * @throws Refusal when it is not
   */
  void check() {
    if (!committed) {
      throw Refusal.notDone("nothing was changed: " + fault);
    }
  }
}
