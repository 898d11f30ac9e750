package org.failovermon.db;

import java.time.Duration;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Inbox;

/** Tells the engine when a write has been under way for too long: the disk does not answer. */
final class StallWatch implements Runnable {
  private final StoreOptions options;
  private final Writer writer;
  private final CommitQueue queue;
  private final Inbox inbox;

  StallWatch(StoreOptions options, Writer writer, CommitQueue queue, Inbox inbox) {
    this.options = options;
    this.writer = writer;
    this.queue = queue;
    this.inbox = inbox;
  }

  @Override
  public void run() {
    long look = Math.clamp(options.stallAfter().toNanos() / 4, 1_000_000L, 1_000_000_000L);
    long reported = 0;
    try {
      while (!queue.awaitClosing(look)) {
        long since = writer.busySince();
        long nanos = System.nanoTime() - since;
        if (since != 0 && since != reported && nanos > options.stallAfter().toNanos()) {
          var waiting = queue.oldest(1);
          if (!waiting.isEmpty()
              && inbox.offer(new Event.StoreFaulty(waiting.getFirst().number(), fault(nanos)))) {
            reported = since;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String fault(long nanos) {
    return "cannot write to the database "
        + options.file()
        + ": the disk has not answered for "
        + Durations.show(Duration.ofSeconds(Duration.ofNanos(nanos).toSeconds()))
        + "; look at the disk and at the kernel's log (dmesg); writing goes on by itself";
  }
}
